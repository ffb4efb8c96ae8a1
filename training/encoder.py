"""An encoder of the MPNet family whose layers may be of any width, and its heads.

It reads the files of all-mpnet-base-v2 as published and says what that encoder
says (Song et al. 2020). What differs: words are kept in sixteen values each with one
scale a word, from the start, so that whoever learns learns with them; and heads of
attention and inner units of a layer can be taken out, so that a layer is as wide
as it has to be.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional

SIZE, HEAD, HEADS, INNER, LAYERS = 768, 64, 12, 3072, 12
WORDS, PLACES, NEARNESS = 30527, 514, 32
FIRST = 2  # the place of the first word piece; two are set aside


class Words(nn.Module):
    """Word pieces as vectors of sixteen values, two to a byte, with one scale a piece."""

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("pairs", torch.zeros(WORDS, SIZE // 2, dtype=torch.uint8))
        self.register_buffer("scale", torch.ones(WORDS, 1))

    def take(self, table: Any) -> None:
        """Rounds vectors to sixteen values, by the scale of the smallest square error for each."""
        most = table.abs().amax(1, keepdim=True).clamp(min=1e-8)
        best = torch.full((len(table), 1), math.inf)
        for part in (0.5, 0.6, 0.7, 0.8, 0.9, 1.0):
            scale = most * part / 7.5
            whole = (table / scale).round().clamp(-8, 7)
            missed = (whole * scale - table).square().sum(1, keepdim=True)
            nearer = missed < best
            best = torch.where(nearer, missed, best)
            self.scale = torch.where(nearer, scale, self.scale)
        whole = ((table / self.scale).round().clamp(-8, 7) + 8).to(torch.uint8)
        self.pairs = whole[:, : SIZE // 2] + 16 * whole[:, SIZE // 2 :]

    def forward(self, pieces: Any) -> Any:
        """Vectors of word pieces."""
        pairs = self.pairs[pieces].to(torch.int32)
        whole = torch.cat([pairs % 16, pairs // 16], -1) - 8
        return whole.float() * self.scale[pieces]


class Layer(nn.Module):
    """Attention and what follows it; `heads` are those left of the published twelve."""

    def __init__(self, heads: Sequence[int], inner: int) -> None:
        super().__init__()
        self.heads = list(heads)
        width = HEAD * len(self.heads)
        self.query, self.key, self.value = (nn.Linear(SIZE, width) for _ in range(3))
        self.out = nn.Linear(width, SIZE)
        self.after_attention = nn.LayerNorm(SIZE)
        self.up, self.down = nn.Linear(SIZE, inner), nn.Linear(inner, SIZE)
        self.after = nn.LayerNorm(SIZE)
        self.gates: tuple[Any, Any] | None = None  # for heads and inner units, while their worth is measured

    def forward(self, read: Any, near: Any, drop: float) -> Any:
        """The layer's vectors; `near` is what nearness adds for each of the published heads."""
        many, long, _ = read.shape
        on_heads, on_inner = self.gates or (None, None)
        if self.heads:
            query, key, value = (
                part(read).view(many, long, -1, HEAD).transpose(1, 2)
                for part in (self.query, self.key, self.value)
            )
            weights = query @ key.transpose(-1, -2) / math.sqrt(HEAD) + near[:, self.heads]
            seen = weights.softmax(-1) @ value
            if on_heads is not None:
                seen = seen * on_heads.view(1, -1, 1, 1)
            told = self.out(seen.transpose(1, 2).reshape(many, long, -1))
        else:
            told = self.out.bias.expand(many, long, SIZE)
        read = self.after_attention(read + functional.dropout(told, drop, self.training))
        inner = functional.gelu(self.up(read))
        if on_inner is not None:
            inner = inner * on_inner
        return self.after(read + functional.dropout(self.down(inner), drop, self.training))


class Encoder(nn.Module):
    """The encoder with a head for targets, one for tone, one for subjectivity."""

    def __init__(
        self, widths: Sequence[tuple[Sequence[int], int]] = ((range(HEADS), INNER),) * LAYERS
    ) -> None:
        super().__init__()
        self.words = Words()
        self.places = nn.Embedding(PLACES, SIZE)
        self.before = nn.LayerNorm(SIZE)
        self.nearness = nn.Embedding(NEARNESS, HEADS)
        self.layers = nn.ModuleList(Layer(heads, inner) for heads, inner in widths)
        self.drop = nn.Dropout(0.1)
        self.mix = nn.Linear(2 * SIZE, SIZE)
        self.target = nn.Linear(SIZE, 3)
        self.tone = nn.Linear(SIZE, 1)
        self.opinion = nn.Linear(SIZE, 1)

    @property
    def widths(self) -> list[tuple[list[int], int]]:
        """The heads and the number of inner units that each layer has."""
        return [(layer.heads, layer.up.out_features) for layer in self.layers]

    def forward(self, pieces: Any, seen: Any, target: Any) -> tuple[Any, ...]:
        """Labels' scores, tone, log-odds of an opinion, mean piece, what labels are read from, all layers."""
        drop = self.drop.p
        long = pieces.shape[1]
        places = torch.arange(long, device=pieces.device)
        read = self.before(self.words(pieces) + self.places(places + FIRST))
        read = self.drop(read)
        near = self.nearness(_buckets(places[None] - places[:, None])).permute(2, 0, 1)[None]
        near = near + (1 - seen[:, None, None, :].to(near.dtype)) * -1e4
        layers = []
        for layer in self.layers:
            read = layer(read, near.to(read.dtype), drop)
            layers.append(read)
        mean = _mean(read, seen)
        about = torch.cat([read[:, 0], _mean(read, target)], -1)
        turned = torch.tanh(self.mix(self.drop(about)))
        whole = self.drop(mean)
        return (
            self.target(self.drop(turned)),
            self.tone(whole).squeeze(-1),
            self.opinion(whole).squeeze(-1),
            mean,
            turned,
            layers,
        )


def _mean(read: Any, chosen: Any) -> Any:
    weights = chosen.unsqueeze(-1).to(read.dtype)
    return (read * weights).sum(1) / weights.sum(1).clamp(min=1)


def _buckets(further: Any) -> Any:
    """Which of 32 degrees of nearness a distance is: each up to 7, then by its logarithm up to 128."""
    after, far = (further > 0).long() * (NEARNESS // 2), further.abs()
    exact = NEARNESS // 4
    by_log = exact + (torch.log(far.float().clamp(min=1) / exact) / math.log(128 / exact) * exact).long()
    return after + torch.where(far < exact, far, by_log.clamp(max=NEARNESS // 2 - 1))


def published(folder: Path) -> Encoder:
    """The encoder as published, but for the rounding of its words; its heads have learned nothing."""
    made, there = Encoder(), load_file(folder / "model.safetensors")
    made.words.take(there["embeddings.word_embeddings.weight"])
    made.places.weight.data = there["embeddings.position_embeddings.weight"]
    made.nearness.weight.data = there["encoder.relative_attention_bias.weight"]
    names = {"before": "embeddings.LayerNorm"}
    inside = {
        "query": "attention.attn.q",
        "key": "attention.attn.k",
        "value": "attention.attn.v",
        "out": "attention.attn.o",
        "after_attention": "attention.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "after": "output.LayerNorm",
    }
    for number in range(LAYERS):
        names |= {
            f"layers.{number}.{ours}": f"encoder.layer.{number}.{theirs}" for ours, theirs in inside.items()
        }
    for ours, theirs in names.items():
        part = made.get_submodule(ours)
        part.weight.data, part.bias.data = there[f"{theirs}.weight"], there[f"{theirs}.bias"]
    return made


# --- Layers of smaller width -------------------------------------------------------------


def weights_of(encoder: Encoder) -> int:
    """How many weights the layers have that a narrower layer has fewer of."""
    return sum(
        4 * SIZE * HEAD * len(layer.heads) + 2 * SIZE * layer.up.out_features for layer in encoder.layers
    )


def worth(encoder: Encoder, batches: Sequence[Any]) -> list[tuple[Any, Any]]:
    """How far what the heads read moves without a unit: for each layer, its heads and its inner units.

    The square of the derivative by a gate on the unit (Molchanov et al. 2019;
    Michel et al. 2019), not of a loss but of the vectors that the heads read, each
    time in a random direction, so that no label is needed and nothing that a
    label does not show is lost.
    """
    encoder.eval()
    device = next(encoder.parameters()).device
    found = []
    for layer in encoder.layers:
        layer.gates = (
            torch.ones(len(layer.heads), device=device, requires_grad=True),
            torch.ones(layer.up.out_features, device=device, requires_grad=True),
        )
        found.append(tuple(torch.zeros_like(gate) for gate in layer.gates))
    gates = [gate for layer in encoder.layers for gate in layer.gates]
    sums = [each for pair in found for each in pair]
    for batch in batches:
        _, _, _, mean, turned, _ = encoder(*batch)
        read = torch.cat([mean / mean.std(), turned / turned.std()], -1)
        slopes = torch.autograd.grad((read * torch.randn_like(read)).sum(), gates, allow_unused=True)
        for total, slope in zip(sums, slopes, strict=True):
            if slope is not None:
                total += slope.square()
    for layer in encoder.layers:
        layer.gates = None
    return found


def narrowed(encoder: Encoder, worths: Sequence[tuple[Any, Any]], most: int) -> Encoder:
    """The encoder with the units that are worth most for their weights, until the layers have `most`."""
    costs = (4 * SIZE * HEAD, 2 * SIZE)
    units = [
        (float(value) / cost, cost, number, kind, place)
        for number, pair in enumerate(worths)
        for kind, (values, cost) in enumerate(zip(pair, costs, strict=True))
        for place, value in enumerate(values.tolist())
    ]
    kept: dict[tuple[int, int], list[int]] = {}
    left = most
    for _, cost, number, kind, place in sorted(units, reverse=True):
        if cost <= left:
            left -= cost
            kept.setdefault((number, kind), []).append(place)
    made = copy.deepcopy(encoder)
    for number, layer in enumerate(made.layers):
        heads, inner = sorted(kept.get((number, 0), [])), sorted(kept.get((number, 1), []))
        rows = [HEAD * head + row for head in heads for row in range(HEAD)]
        for part in (layer.query, layer.key, layer.value):
            _keep(part, rows, 0)
        _keep(layer.out, rows, 1)
        _keep(layer.up, inner, 0)
        _keep(layer.down, inner, 1)
        layer.heads = [layer.heads[head] for head in heads]
    return made


def _keep(part: Any, places: list[int], axis: int) -> None:
    """Some rows (what a linear step gives) or columns (what it takes)."""
    chosen = torch.tensor(places, dtype=torch.long, device=part.weight.device)
    part.weight = nn.Parameter(part.weight.detach().index_select(axis, chosen).clone())
    if axis == 0:
        part.bias = nn.Parameter(part.bias.detach()[chosen].clone())
        part.out_features = len(places)
    else:
        part.in_features = len(places)
