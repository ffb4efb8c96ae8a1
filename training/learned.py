"""Trains the learned tone instrument: one small encoder, four heads.

Run from the top of the repository, in an environment with the packages of
`training/requirements.txt` beside the workbook's own:

    python training/learned.py --gold DIR --small DIR --large DIR --work DIR

`--gold` holds the human-coded sets (`workbook fetch gold`), `--small` and
`--large` the files of the two encoders as published (see the card), `--work`
keeps what is made on the way, so that a run that was stopped goes on. What it
makes is written to `analysis/codebooks/learned/`.

1. A large encoder learns the tone towards marked targets, another subjectivity;
   both then say what they would answer where nobody coded anything.
2. The small encoder learns tone towards targets from the codes and from these
   answers, once per seed; the weights of the seeds are averaged.
3. Two heads are added, for the tone of a sentence and for subjectivity, while the
   first is kept in practice. Their figures come from folds of whole documents.
4. The weights are rounded to eight bits and written for onnxruntime.
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import json
import math
import random
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import nn
from torch.nn import functional
from transformers import AutoModel

from analysis import gold
from analysis.tone import learned
from analysis.tone.learned import Coded

LABELS = (-1, 0, 1)
BATCH = 32
WARM = 0.06  # share of the steps in which the learning rate rises
HELD = 5  # per cent of the training sentences that the first stages never see, to watch them by
FOLDS = 5


class Target(NamedTuple):
    """A sentence, a part of it, and how the sentence speaks of that part: three probabilities.

    `inner` is what the large encoder's head read it from, a vector, where it was asked.
    """

    text: str
    span: tuple[int, int]
    chances: tuple[float, float, float]
    inner: Any = None


class Rated(NamedTuple):
    """A sentence with a value, and the document it is from."""

    text: str
    value: float
    document: str


# --- What people coded -----------------------------------------------------------------


class Codes(NamedTuple):
    """All that is trained on, and the development splits that are looked at last."""

    targets: list[Target]
    tones: list[Rated]
    opinions: list[Rated]
    splits: dict[str, list[Target]]
    opinion_split: list[Rated]


def codes(folder: Path) -> Codes:
    """The sets whose licence allows training, in the common form."""
    sets = {
        (coded.name, coded.task): coded.records
        for coded in gold.read(
            folder, ["tone-sentence", "tone-target", "loaded-language"], training=True
        ).sets
    }

    def targets(split: str) -> list[Target]:
        return [
            Target(record["text"], (record["start"], record["end"]), _certain(record["label"]))
            for record in sets[f"newsmtsc/{split}", "tone-target"]
        ]

    def opinions(split: str) -> list[Rated]:
        return [
            Rated(record["text"], float(record["label"]), record["id"])
            for record in sets[f"newssd_eng/{split}", "loaded-language"]
        ]

    tones = [
        Rated(record["text"], record["value"] / 4, str(record["document"]))
        for record in sets["vader_nyt", "tone-sentence"]
    ]
    splits = {split: targets(split) for split in ("rw-dev", "mt-dev")}
    return Codes(targets("train"), tones, opinions("train"), splits, opinions("val"))


def _certain(label: int) -> tuple[float, float, float]:
    return tuple(float(label == each) for each in LABELS)  # type: ignore[return-value]


def held(text: str) -> bool:
    """Whether a sentence is among those kept back, by its content."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % 100 < HELD


def uncoded(texts: Sequence[str], coded: Sequence[Target], most: int, seed: int) -> list[tuple[str, Any]]:
    """Further targets in sentences: names and pronouns, and some of what else acts, at random."""
    import spacy

    from analysis.parse.grammar import MODEL

    known: dict[str, set[tuple[int, int]]] = {}
    for target in coded:
        known.setdefault(target.text, set()).add(target.span)
    draw = random.Random(seed)
    found = []
    for document in spacy.load(MODEL).pipe(list(dict.fromkeys(texts)), batch_size=64):
        named = {(name.start_char, name.end_char) for name in document.ents if name.label_ in NAMED}
        named |= {(word.idx, word.idx + len(word)) for word in document if word.lower_ in PRONOUNS}
        named -= known.get(document.text, set())
        others = {
            (part.start_char, part.end_char)
            for part in document.noun_chunks
            if part.root.dep_ in ACTING and part.root.pos_ in ("NOUN", "PROPN")
        }
        left = sorted(others - named - known.get(document.text, set()))
        chosen = draw.sample(sorted(named), min(MOST_NAMED, len(named)))
        chosen += draw.sample(left, min(max(0, most - len(chosen)), len(left)))
        found += [(document.text, span) for span in chosen]
    return found


MOST_NAMED = 4  # targets taken from one sentence, however many it names
NAMED = ("PERSON", "ORG", "GPE", "NORP")
PRONOUNS = ("he", "she", "they", "we", "i", "him", "her", "them", "us")
ACTING = ("nsubj", "nsubjpass", "dobj", "pobj")


# --- The encoder and its heads ------------------------------------------------------------


class Encoder(nn.Module):
    """An encoder with a head for targets, one for tone, one for subjectivity."""

    def __init__(self, folder: Path, drop: float = 0.1, alike: int | None = None) -> None:
        super().__init__()
        # Without dropout in the attention, its fast form can be used: it takes half the time.
        self.body = AutoModel.from_pretrained(
            folder, add_pooling_layer=False, attention_probs_dropout_prob=0.0
        )
        size = self.body.config.hidden_size
        self.drop = nn.Dropout(drop)
        self.mix = nn.Linear(2 * size, size)
        self.target = nn.Linear(size, len(LABELS))
        self.tone = nn.Linear(size, 1)
        self.opinion = nn.Linear(size, 1)
        self.alike = nn.Linear(size, alike) if alike else None

    def forward(self, pieces: Any, seen: Any, target: Any) -> tuple[Any, Any, Any, Any, Any]:
        """Scores of the labels, tone, log-odds of an opinion, mean piece, what labels are read from."""
        read = self.body(input_ids=pieces, attention_mask=seen).last_hidden_state
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
        )


def _mean(read: Any, chosen: Any) -> Any:
    weights = chosen.unsqueeze(-1).to(read.dtype)
    return (read * weights).sum(1) / weights.sum(1).clamp(min=1)


class Reader:
    """Texts in the form an encoder takes, made once."""

    def __init__(self, folder: Path) -> None:
        self.tokenizer = learned.reading(folder / "tokenizer.json")
        self.padding = next(
            number for name in ("[PAD]", "<pad>") if (number := self.tokenizer.token_to_id(name)) is not None
        )
        self.made: dict[Any, Coded] = {}

    def __call__(self, text: str, span: tuple[int, int] | None) -> Coded:
        """A text, and its target if it has one, in word pieces."""
        if (text, span) not in self.made:
            self.made[text, span] = learned.coded(text, span, self.tokenizer)
        return self.made[text, span]

    def batch(self, inputs: Sequence[Any]) -> list[Any]:
        """Inputs as three squares of numbers: word pieces, which are text, which are target."""
        read = [self(text, span) for text, span in inputs]
        longest = max(len(each.pieces) for each in read)

        def square(rows: Iterator[list[int]], filler: int) -> Any:
            return torch.tensor([row + [filler] * (longest - len(row)) for row in rows])

        return [
            square((each.pieces for each in read), self.padding),
            square(([1] * len(each.pieces) for each in read), 0),
            square((each.target for each in read), 0),
        ]

    def batches(self, inputs: Sequence[Any], draw: random.Random | None) -> list[list[int]]:
        """Places in batches of like length: at random, or in order of length."""
        order = list(range(len(inputs)))
        if draw is None:
            order.sort(key=lambda place: len(self(*inputs[place]).pieces))
            return [order[first : first + BATCH] for first in range(0, len(order), BATCH)]
        draw.shuffle(order)
        made = []
        for first in range(0, len(order), 16 * BATCH):
            near = sorted(
                order[first : first + 16 * BATCH], key=lambda place: len(self(*inputs[place]).pieces)
            )
            made += [near[start : start + BATCH] for start in range(0, len(near), BATCH)]
        draw.shuffle(made)
        return made


@torch.no_grad()
def answers(encoder: Encoder, reader: Reader, inputs: Sequence[Any], *which: int) -> list[Any]:
    """What an encoder says: chances of the labels (0), tone (1), chance of an opinion (2), vectors (3, 4)."""
    encoder.eval()
    found: list[list[Any]] = [[None] * len(inputs) for _ in which]
    for places in reader.batches(inputs, None):
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=HALF):
            said = encoder(*reader.batch([inputs[place] for place in places]))
        for column, number in zip(found, which, strict=True):
            answer = said[number].float()
            answer = answer.softmax(-1) if number == 0 else answer.sigmoid() if number == 2 else answer
            for place, each in zip(places, answer.numpy(), strict=True):
                column[place] = each
    return [np.array(column) for column in found]


HALF = True  # read and learn in bfloat16, with weights kept in float32


class Task(NamedTuple):
    """What a stage learns from: inputs, and the loss of a batch."""

    inputs: list[Any]
    loss: Callable[[Any, list[int]], Any]


def target_task(targets: Sequence[Target], alike: Any = None) -> Task:
    """To give the labels the chances that a target has; and, with `alike`, to read them from what is alike.

    `alike` turns what the small encoder reads a label from into the size of the
    large one's: pointing the same way is learned beside the answer (Romero et al.
    2015), since three numbers a target say little of why.
    """
    chances = torch.tensor([target.chances for target in targets])
    inner = None if alike is None else torch.tensor(np.array([target.inner for target in targets]))

    def loss(said: Any, places: list[int]) -> Any:
        missed = functional.cross_entropy(said[0].float(), chances[places])
        if alike is not None:
            near = functional.cosine_similarity(alike(said[4].float()), inner[places].float())
            missed = missed + ALIKE * (1 - near).mean()
        return missed

    return Task([(target.text, target.span) for target in targets], loss)


ALIKE = 1.0


def tone_task(rated: Sequence[Rated], weight: float = 8.0) -> Task:
    """To give a sentence its rating; weighted so that its loss is of the others' size."""
    values = torch.tensor([each.value for each in rated])
    return Task(
        [(each.text, None) for each in rated],
        lambda said, places: weight * functional.mse_loss(said[1].float(), values[places]),
    )


def opinion_task(rated: Sequence[Rated], share: float | None = None) -> Task:
    """To tell opinions from facts: codes, or the chances that a large encoder gives.

    With `share`, how much of what was coded is opinion, both count alike: how many
    opinions the texts hold that it will be used on, the coded ones cannot say.
    """
    values = torch.tensor([each.value for each in rated])
    weight = None if share is None else torch.tensor((1 - share) / share)
    return Task(
        [(each.text, None) for each in rated],
        lambda said, places: functional.binary_cross_entropy_with_logits(
            said[2].float(), values[places], pos_weight=weight
        ),
    )


def train(
    encoder: Encoder,
    reader: Reader,
    tasks: Sequence[Task],
    rounds: int,
    rate: float,
    seed: int,
    smooth: float,
) -> Encoder:
    """An encoder trained on all tasks; its weights are a running mean over the last steps, if `smooth`."""
    torch.manual_seed(seed)
    draw = random.Random(seed)
    if smooth:  # the small encoder: half of its weights are its words, and most are seen once or never
        encoder.body.embeddings.word_embeddings.requires_grad_(False)
    learning = [each for each in encoder.parameters() if each.requires_grad]
    decayed = [each for each in learning if each.ndim > 1]
    others = [each for each in learning if each.ndim <= 1]
    groups = [{"params": decayed, "weight_decay": 0.01}, {"params": others, "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=rate, fused=True)
    steps = rounds * sum(math.ceil(len(task.inputs) / BATCH) for task in tasks)
    warm = max(1, round(WARM * steps))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, max(0.0, (steps - step) / max(1, steps - warm)))
    )
    mean = copy.deepcopy(encoder) if smooth else encoder
    began, done = time.monotonic(), 0
    for _ in range(rounds):
        encoder.train()
        queue = [(task, places) for task in tasks for places in reader.batches(task.inputs, draw)]
        draw.shuffle(queue)
        for task, places in queue:
            batch = reader.batch([task.inputs[place] for place in places])
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=HALF):
                said = encoder(*batch)
            task.loss(said, places).backward()
            nn.utils.clip_grad_norm_(encoder.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
            schedule.step()
            done += 1
            if smooth:
                kept = min(smooth, done / (done + 10))
                with torch.no_grad():
                    for old, new in zip(mean.parameters(), encoder.parameters(), strict=True):
                        if new.requires_grad:
                            old.lerp_(new, 1 - kept)
            if done % 50 == 0:
                print(f"  step {done} of {steps}, {(time.monotonic() - began) / done:.2f} s each", flush=True)
    return mean


# --- Figures -----------------------------------------------------------------------------


def macro_f1(coded: Any, found: Any) -> float:
    """Mean over the labels of the harmonic mean of precision and recall."""
    both = [
        2 * np.sum((coded == each) & (found == each)) / max(1, np.sum(coded == each) + np.sum(found == each))
        for each in np.unique(coded)
    ]
    return float(np.mean(both))


def target_f1(encoder: Encoder, reader: Reader, targets: Sequence[Target]) -> float:
    """Macro-F1 of the likeliest label."""
    (found,) = answers(encoder, reader, [(target.text, target.span) for target in targets], 0)
    return macro_f1(np.array([target.chances for target in targets]).argmax(1), found.argmax(1))


def folds(rated: Sequence[Rated], number: int = FOLDS) -> list[list[int]]:
    """Places in folds of whole documents."""
    documents = sorted({each.document for each in rated})
    random.Random(0).shuffle(documents)
    fold = {document: place % number for place, document in enumerate(documents)}
    return [[at for at, each in enumerate(rated) if fold[each.document] == part] for part in range(number)]


# --- The stages ----------------------------------------------------------------------------


class Made:
    """A folder of what was made on the way: what is there is read, what is not is made and kept."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def weights(self, name: str, fresh: Callable[[], Encoder], make: Callable[[Encoder], Encoder]) -> Encoder:
        """A fresh encoder with the weights kept under this name, or trained now and kept."""
        path, encoder = self.folder / f"{name}.pt", fresh()
        if path.exists():
            encoder.load_state_dict(torch.load(path, weights_only=True))
            return encoder
        print(f"{name}:", flush=True)
        encoder = make(encoder)
        torch.save(encoder.state_dict(), path)
        return encoder

    def told(self, name: str, make: Callable[[], Any]) -> Any:
        """What was written under this name, or is made now and written."""
        path = self.folder / f"{name}.json"
        if not path.exists():
            path.write_text(json.dumps(make()))
        return json.loads(path.read_text())

    def numbers(self, name: str, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """Arrays that were written under this name, or are made now and written."""
        path = self.folder / f"{name}.npz"
        if not path.exists():
            np.savez(path, **make())
        with np.load(path) as file:
            return dict(file)


class Taught(NamedTuple):
    """What the large encoders' answers make of the sentences."""

    coded: list[Target]
    further: list[Target]
    opinions: list[Rated]


def taught(args: argparse.Namespace, made: Made, known: Codes) -> Taught:
    """Coded targets, half code and half answer; further ones and sentences, by answers alone."""
    seen = [target for target in known.targets if not held(target.text)]
    reader = Reader(args.large)

    texts = list(dict.fromkeys(each.text for each in (*seen, *known.tones, *known.opinions)))
    more = made.told("uncoded", lambda: uncoded(texts, seen, args.more, 1))
    targets = [*seen, *(Target(text, tuple(span), (0.0, 0.0, 0.0)) for text, span in more)]

    def of_targets() -> dict[str, Any]:
        teacher = made.weights(
            "teacher",
            lambda: Encoder(args.large),
            lambda fresh: train(fresh, reader, [target_task(seen)], 2, 2e-5, 1, 0.0),
        )
        back = [target for target in known.targets if held(target.text)]
        print(f"teacher on what was held back: {target_f1(teacher, reader, back):.3f}", flush=True)
        inputs = [(target.text, target.span) for target in targets]
        chances, inner = answers(teacher, reader, inputs, 0, 4)
        return {"chances": chances, "inner": inner.astype(np.float16)}

    def of_opinions() -> dict[str, Any]:
        teacher = made.weights(
            "opinions",
            lambda: Encoder(args.large),
            lambda fresh: train(fresh, reader, [opinion_task(known.opinions)], 4, 2e-5, 1, 0.0),
        )
        (said,) = answers(teacher, reader, [(text, None) for text in texts], 2)
        return {"chances": said}

    said = made.numbers("answers", of_targets)
    answered = [
        target._replace(chances=tuple(chances), inner=inner)
        for target, chances, inner in zip(
            targets, said["chances"].tolist(), said["inner"].astype(np.float32), strict=True
        )
    ]
    # Where people coded, half the weight is theirs: the large encoder has seen
    # their codes, and still doubts some.
    mixed = [
        answer._replace(chances=tuple((np.array(code.chances) + np.array(answer.chances)) / 2))
        for code, answer in zip(seen, answered, strict=False)
    ]
    rated = {each.text for each in known.opinions}
    opinions = [
        Rated(text, chance, "")
        for text, chance in zip(texts, made.numbers("opinions", of_opinions)["chances"].tolist(), strict=True)
        if text not in rated
    ]
    return Taught(mixed, answered[len(seen) :], opinions)


def student(args: argparse.Namespace, made: Made, known: Taught, seed: int) -> Encoder:
    """The small encoder after the coded targets and a share of the further ones, drawn for this seed."""
    reader, size = Reader(args.small), known.coded[0].inner.size
    drawn = random.Random(seed).sample(known.further, round(args.share * len(known.further)))
    return made.weights(
        f"student-{seed}",
        lambda: Encoder(args.small, alike=size),
        lambda fresh: train(
            fresh,
            reader,
            [target_task([*known.coded, *drawn], fresh.alike)],
            args.rounds,
            1e-4,
            seed,
            0.998,
        ),
    )


def averaged(encoders: Sequence[Encoder]) -> Encoder:
    """One encoder whose weights are the mean of several (Wortsman et al. 2022)."""
    mean = copy.deepcopy(encoders[0])
    with torch.no_grad():
        for place, weights in enumerate(zip(*(each.parameters() for each in encoders), strict=True)):
            list(mean.parameters())[place].copy_(torch.stack(list(weights)).mean(0))
    return mean


def completed(
    encoder: Encoder,
    reader: Reader,
    known: Taught,
    tones: Sequence[Rated],
    opinions: Sequence[Rated],
    seed: int,
) -> Encoder:
    """All heads trained together, on a share of the targets that keeps the first in practice."""
    draw = random.Random(seed)
    share = draw.sample([*known.coded, *known.further], 3 * len(tones) // 2)
    rated = [*opinions, *draw.sample(known.opinions, 2 * len(opinions))]
    opinion = float(np.mean([each.value for each in opinions]))
    tasks = [target_task(share), tone_task(tones), opinion_task(rated, opinion)]
    return train(copy.deepcopy(encoder), reader, tasks, 3, 4e-5, seed, 0.99)


# --- Writing it for onnxruntime ------------------------------------------------------------


class Written(nn.Module):
    """What is shipped: chances of the labels, tone, chance of an opinion, the mean piece."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, pieces: Any, seen: Any, target: Any) -> tuple[Any, Any, Any, Any]:
        """What the encoder says, as chances."""
        labels, tone, opinion, mean, _ = self.encoder(pieces, seen, target)
        return labels.softmax(-1), tone.unsqueeze(-1), opinion.sigmoid().unsqueeze(-1), mean


def write(encoder: Encoder, small: Path, folder: Path) -> None:
    """The weights as 8-bit whole numbers with one scale a row, and the tokenizer beside them."""
    import onnx

    pieces = torch.randint(5, 1000, (2, 16))
    anything = {0: torch.export.Dim.DYNAMIC, 1: torch.export.Dim.DYNAMIC}
    program = torch.onnx.export(
        Written(encoder).eval(),
        (pieces, torch.ones_like(pieces), torch.ones_like(pieces)),
        input_names=["pieces", "seen", "target"],
        output_names=["towards", "tone", "subjective", "vector"],
        dynamic_shapes=(anything, anything, anything),
        dynamo=True,
        verbose=False,
    )
    model = program.model_proto
    graph = model.graph
    for weights in [
        each for each in graph.initializer if len(each.dims) == 2 and math.prod(each.dims) > 4096
    ]:
        values = onnx.numpy_helper.to_array(weights)
        # One scale for each output of a product, each row of a table.
        axis = 1 if any(weights.name in node.input and node.op_type == "Gather" for node in graph.node) else 0
        scale = np.maximum(np.abs(values).max(axis=axis, keepdims=True), 1e-8).astype(np.float32) / 127
        rounded = np.round(values / scale).astype(np.int8)
        graph.initializer.remove(weights)
        graph.initializer.extend(
            [
                onnx.numpy_helper.from_array(rounded, f"{weights.name}.rounded"),
                onnx.numpy_helper.from_array(scale, f"{weights.name}.scale"),
            ]
        )
        # Plain steps that onnxruntime does once, as it loads; the reading itself
        # is in float32 on every processor.
        cast = onnx.helper.make_node(
            "Cast", [f"{weights.name}.rounded"], [f"{weights.name}.whole"], to=onnx.TensorProto.FLOAT
        )
        scaled = onnx.helper.make_node(
            "Mul", [f"{weights.name}.whole", f"{weights.name}.scale"], [weights.name]
        )
        graph.node.insert(0, scaled)
        graph.node.insert(0, cast)
    del graph.value_info[:], graph.metadata_props[:], model.metadata_props[:]
    for node in graph.node:
        del node.metadata_props[:]
        node.doc_string = ""
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(model, folder / "encoder.onnx")
    (folder / "tokenizer.json").write_bytes((small / "tokenizer.json").read_bytes())


def main() -> None:
    """Every stage in order; see the top of this file."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("gold", "small", "large", "work"):
        asked.add_argument(f"--{name}", type=Path, required=True)
    asked.add_argument("--seeds", type=int, nargs="+", default=[1, 2])
    asked.add_argument("--rounds", type=int, default=4, help="times the small encoder reads its targets")
    asked.add_argument("--share", type=float, default=0.6, help="of the further targets, for each seed")
    asked.add_argument(
        "--more", type=int, default=2, help="further targets a sentence, for the large encoder to answer"
    )
    asked.add_argument("--threads", type=int, default=2)
    asked.add_argument("--out", type=Path, default=learned.FOLDER)
    args = asked.parse_args()
    torch.set_num_threads(args.threads)
    torch.use_deterministic_algorithms(True)

    known, made, reader = codes(args.gold), Made(args.work), Reader(args.small)
    told = taught(args, made, known)
    back = [target for target in known.targets if held(target.text)]
    students = {seed: student(args, made, told, seed) for seed in args.seeds}
    mean = averaged(list(students.values()))
    for name, each in {**students, "mean": mean}.items():
        print(f"student {name} on what was held back: {target_f1(each, reader, back):.3f}", flush=True)

    def finished(name: str, tones: Sequence[Rated], seed: int) -> Encoder:
        return made.weights(
            name,
            lambda: copy.deepcopy(mean),
            lambda fresh: completed(fresh, reader, told, tones, known.opinions, seed),
        )

    complete = finished("complete", known.tones, 1)
    write(complete, args.small, args.out)
    unseen = np.zeros(len(known.tones))
    for part, places in enumerate(folds(known.tones)):
        left_out = set(places)
        rest = [each for place, each in enumerate(known.tones) if place not in left_out]
        fold = finished(f"fold-{part}", rest, 1)
        (unseen[places],) = answers(fold, reader, [(known.tones[place].text, None) for place in places], 1)
    values = np.array([each.value for each in known.tones])
    print(f"tone of sentences in folds that had not seen them: r {np.corrcoef(values, unseen)[0, 1]:.3f}")

    with (args.out / "unseen.csv").open("w", encoding="utf-8") as file:
        file.write("text,tone\n")
        file.writelines(
            f"{learned.print_of(each.text)},{tone:.3f}\n"
            for each, tone in zip(known.tones, unseen, strict=True)
        )
    # Looked at last, once everything is chosen.
    for split, coded in known.splits.items():
        figures = [f"{name} {target_f1(each, reader, coded):.3f}" for name, each in students.items()]
        figures += [
            f"mean {target_f1(mean, reader, coded):.3f}",
            f"complete {target_f1(complete, reader, coded):.3f}",
        ]
        print(f"{split}: {', '.join(figures)}")
    (said,) = answers(complete, reader, [(each.text, None) for each in known.opinion_split], 2)
    print(f"newssd val: {macro_f1(np.array([each.value for each in known.opinion_split]), said > 0.5):.3f}")


if __name__ == "__main__":
    main()
