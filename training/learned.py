"""Trains the learned tone instrument: one encoder, three heads.

Run from the top of the repository, in an environment with the packages of
`training/requirements.txt` beside the workbook's own:

    python training/learned.py --gold DIR --encoder DIR --work DIR

`--gold` holds the human-coded sets (`workbook fetch gold`), `--encoder` the
files of the encoder as published (see the card), `--work` keeps what is made on
the way, so that a run that was stopped goes on. What it makes is written to
`analysis/codebooks/learned/`. It takes minutes on a graphics processor and a day
without one.

1. The encoder learns the tone towards marked targets: it is the teacher.
2. What its heads read least from is taken out of it, heads of attention and inner
   units of its layers, a part at a time, until a quarter is left. In between the
   narrower encoder learns to say what the teacher says, layer by layer.
3. So does the student, once per seed, from codes, from the teacher's answers about
   targets that nobody coded, and from sentences with some words exchanged; the
   weights of the seeds are averaged.
4. Two heads are added, for the tone of a sentence and for subjectivity, while the
   first is kept in practice. Their figures come from folds of whole documents.
5. The weights are rounded to eight bits and written for onnxruntime.
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import json
import math
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from encoder import Encoder, narrowed, published, weights_of, worth
from torch import nn
from torch.nn import functional

from analysis import gold
from analysis.tone import learned
from analysis.tone.learned import Coded

LABELS = (-1, 0, 1)
BATCH = 32
TAUGHT = 128  # in a batch, where a teacher is there to say more of each
WARM = 0.06  # share of the steps in which the learning rate rises
HELD = 5  # per cent of the training sentences that the first stages never see, to watch them by
FOLDS = 5


class Target(NamedTuple):
    """A sentence, a part of it or none, and how it speaks of that: -1, 0, 1, or nothing if nobody said."""

    text: str
    span: tuple[int, int] | None
    label: int | None = None


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
            Target(record["text"], (record["start"], record["end"]), record["label"])
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

# --- Reading and answering ----------------------------------------------------------------

torch.set_float32_matmul_precision("high")
DEVICE = torch.device("cuda" if torch.cuda.is_available() else "cpu")


class Reader:
    """Texts in the form the encoder takes, made once."""

    def __init__(self, folder: Path) -> None:
        self.tokenizer = learned.reading(folder / "tokenizer.json")
        self.padding, self.stop = (self.tokenizer.token_to_id(name) for name in ("<pad>", "</s>"))
        self.mark = self.tokenizer.token_to_id(learned.MARK)
        self.made: dict[Any, Coded] = {}

    def __call__(self, text: str, span: tuple[int, int] | None) -> Coded:
        """A text, and its target if it has one, in word pieces."""
        if (text, span) not in self.made:
            self.made[text, span] = learned.coded(text, span, self.tokenizer)
        return self.made[text, span]

    def batch(self, inputs: Sequence[Any]) -> list[Any]:
        """Inputs as three squares of numbers: word pieces, which are text, which are target."""
        read = [self(text, span) for text, span in inputs]
        longest = -(-max(len(each.pieces) for each in read) // 8) * 8

        def square(rows: Iterator[list[int]], filler: int) -> Any:
            return torch.tensor([row + [filler] * (longest - len(row)) for row in rows]).to(DEVICE)

        return [
            square((each.pieces for each in read), self.padding),
            square(([1] * len(each.pieces) for each in read), 0),
            square((each.target for each in read), 0),
        ]

    def changed(self, batch: list[Any]) -> list[Any]:
        """The same texts with some word pieces, never of a target, exchanged for others of the batch."""
        pieces, seen, target = batch
        free = seen.bool() & (pieces != self.mark)
        # A target has its marks at its side and is said again behind the first stop.
        free &= (pieces == self.stop).cumsum(1) == 0
        free[:, 0] = False
        others = pieces.clone()
        others[free] = pieces[free][torch.randperm(int(free.sum()), device=pieces.device)]
        whole = (target == seen).all(1, keepdim=True)  # no target: all of it may change
        swap = free & (whole | ~target.bool())
        swap &= torch.rand(pieces.shape, device=pieces.device) < CHANGED
        return [torch.where(swap, others, pieces), seen, target]

    def batches(
        self, inputs: Sequence[Any], draw: random.Random | None, size: int = BATCH
    ) -> list[list[int]]:
        """Places in batches of like length: at random, or in order of length."""
        order = list(range(len(inputs)))
        many = max(1, len(order)) if draw is None else 16 * size
        if draw is not None:
            draw.shuffle(order)
        made = []
        for first in range(0, len(order), many):
            near = sorted(order[first : first + many], key=lambda place: len(self(*inputs[place]).pieces))
            made += [near[start : start + size] for start in range(0, len(near), size)]
        if draw is not None:
            draw.shuffle(made)
        return made


CHANGED = 0.15  # of a sentence's word pieces, where it is changed


def said_by(encoder: Encoder, batch: list[Any]) -> Any:
    """What an encoder says of a batch; read in bfloat16 where there is no graphics processor."""
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=DEVICE.type == "cpu"):
        return encoder(*batch)


@torch.no_grad()
def answers(encoder: Encoder, reader: Reader, inputs: Sequence[Any], which: int) -> Any:
    """What an encoder says: chances of the labels (0), tone (1) or chance of an opinion (2)."""
    encoder.eval()
    found: list[Any] = [None] * len(inputs)
    for places in reader.batches(inputs, None):
        answer = said_by(encoder, reader.batch([inputs[place] for place in places]))[which].float()
        answer = answer.softmax(-1) if which == 0 else answer.sigmoid() if which == 2 else answer
        for place, each in zip(places, answer.cpu().numpy(), strict=True):
            found[place] = each
    return np.array(found)


# --- Learning -------------------------------------------------------------------------------


class Task(NamedTuple):
    """What a stage learns from: inputs, the loss of a batch, and how many of its batches are changed."""

    inputs: list[Any]
    loss: Callable[[Any, list[int], list[Any], bool], Any]
    changes: float = 0.0


def code_task(targets: Sequence[Target]) -> Task:
    """To give the label that people gave."""
    labels = torch.tensor([LABELS.index(target.label) for target in targets], device=DEVICE)
    return Task(
        [(target.text, target.span) for target in targets],
        lambda said, places, batch, changed: functional.cross_entropy(said[0].float(), labels[places]),
    )


def taught_task(targets: Sequence[Target], teacher: Encoder, changes: float = 0.5) -> Task:
    """To say what the teacher says, and to read it from the same in every layer.

    Where people coded, half the weight is theirs: the teacher has seen their codes,
    and still doubts some. Three numbers a target say little of why; the layers'
    vectors say it of every word (Romero et al. 2015; Xia et al. 2022).
    """
    coded = torch.zeros(len(targets), len(LABELS), device=DEVICE)
    for place, target in enumerate(targets):
        if target.label is not None:
            coded[place, LABELS.index(target.label)] = 0.5

    def loss(said: Any, places: list[int], batch: list[Any], changed: bool) -> Any:
        with torch.no_grad():
            told = said_by(teacher, batch)
        chances = told[0].float().softmax(-1)
        if not changed:
            codes = coded[places]
            chances = codes + (1 - codes.sum(1, keepdim=True)) * chances
        missed = functional.cross_entropy(said[0].float(), chances)
        missed = missed + (1 - functional.cosine_similarity(said[4].float(), told[4].float())).mean()
        ours, theirs, seen = torch.stack(said[5]).float(), torch.stack(told[5]).float(), batch[1]
        far = (ours - theirs).square().sum(-1) / theirs.square().sum(-1)
        missed = missed + ALIKE * (far * seen).sum() / (len(ours) * seen.sum())
        return missed

    teacher.eval()
    return Task([(target.text, target.span) for target in targets], loss, changes)


ALIKE = 3.0  # weight of the layers beside the answer


def tone_task(rated: Sequence[Rated], weight: float = 8.0) -> Task:
    """To give a sentence its rating; weighted so that its loss is of the others' size."""
    values = torch.tensor([each.value for each in rated], device=DEVICE)
    return Task(
        [(each.text, None) for each in rated],
        lambda said, places, batch, changed: weight * functional.mse_loss(said[1].float(), values[places]),
    )


def opinion_task(rated: Sequence[Rated]) -> Task:
    """To tell opinions from facts, both counting alike.

    How many opinions the texts hold that it will be used on, the coded ones cannot say.
    """
    values = torch.tensor([each.value for each in rated], device=DEVICE)
    weight = (1 - values.mean()) / values.mean()
    return Task(
        [(each.text, None) for each in rated],
        lambda said, places, batch, changed: functional.binary_cross_entropy_with_logits(
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
    smooth: float = 0.0,
    size: int = BATCH,
) -> Encoder:
    """An encoder trained on all tasks; its weights are a running mean over the last steps, if `smooth`."""
    torch.manual_seed(seed)
    draw = random.Random(seed)
    encoder.to(DEVICE)
    learning = list(encoder.parameters())
    decayed = [each for each in learning if each.ndim > 1]
    others = [each for each in learning if each.ndim <= 1]
    groups = [{"params": decayed, "weight_decay": 0.01}, {"params": others, "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=rate, fused=True)
    steps = rounds * sum(math.ceil(len(task.inputs) / size) for task in tasks)
    warm = max(1, round(WARM * steps))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, max(0.0, (steps - step) / max(1, steps - warm)))
    )
    mean = copy.deepcopy(encoder) if smooth else encoder
    began, done = time.monotonic(), 0
    for _ in range(rounds):
        encoder.train()
        queue = [(task, places) for task in tasks for places in reader.batches(task.inputs, draw, size)]
        draw.shuffle(queue)
        for task, places in queue:
            batch = reader.batch([task.inputs[place] for place in places])
            changed = draw.random() < task.changes
            if changed:
                batch = reader.changed(batch)
            task.loss(said_by(encoder, batch), places, batch, changed).backward()
            nn.utils.clip_grad_norm_(learning, 1.0)
            optimizer.step()
            optimizer.zero_grad()
            schedule.step()
            done += 1
            if smooth:
                kept = min(smooth, done / (done + 10))
                with torch.no_grad():
                    torch._foreach_lerp_(list(mean.parameters()), learning, 1 - kept)
            if done % 100 == 0:
                print(f"  step {done} of {steps}, {(time.monotonic() - began) / done:.3f} s each", flush=True)
    return mean


# --- Figures -----------------------------------------------------------------------------


def macro_f1(coded: Any, found: Any) -> float:
    """Mean over the labels of the harmonic mean of precision and recall."""
    both = [
        2 * np.sum((coded == each) & (found == each)) / max(1, np.sum(coded == each) + np.sum(found == each))
        for each in np.unique(coded)
    ]
    return float(np.mean(both))


def target_f1(encoder: Encoder, reader: Reader, targets: Sequence[Target]) -> str:
    """Macro-F1 of the likeliest label; and of targets that share their sentence with others."""
    found = answers(encoder, reader, [(target.text, target.span) for target in targets], 0).argmax(1) - 1
    labels = np.array([target.label for target in targets])
    times = Counter(target.text for target in targets)
    shared = np.array([times[target.text] > 1 for target in targets])
    return (
        f"{macro_f1(labels, found):.3f} (sharing a sentence: {macro_f1(labels[shared], found[shared]):.3f})"
    )


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

    def weights(self, name: str, make: Callable[[], Encoder]) -> Encoder:
        """The encoder kept under this name, or trained now and kept."""
        path = self.folder / f"{name}.pt"
        if not path.exists():
            print(f"{name}:", flush=True)
            encoder = make()
            torch.save({"widths": encoder.widths, "state": encoder.state_dict()}, path)
        kept = torch.load(path, weights_only=True, map_location=DEVICE)
        encoder = Encoder(kept["widths"]).to(DEVICE)
        encoder.load_state_dict(kept["state"])
        return encoder

    def told(self, name: str, make: Callable[[], Any]) -> Any:
        """What was written under this name, or is made now and written."""
        path = self.folder / f"{name}.json"
        if not path.exists():
            path.write_text(json.dumps(make()))
        return json.loads(path.read_text())


class Learning(NamedTuple):
    """What the stages share: where things are kept, how texts are read, what is learned from."""

    made: Made
    reader: Reader
    coded: list[Target]
    back: list[Target]
    further: list[Target]
    tones: list[Rated]
    opinions: list[Rated]


def learning(args: argparse.Namespace, known: Codes) -> Learning:
    """What is coded, but for a share kept back; further targets, and the sentences without one."""
    made = Made(args.work)
    coded = [target for target in known.targets if not held(target.text)]
    back = [target for target in known.targets if held(target.text)]
    texts = list(dict.fromkeys(each.text for each in (*coded, *known.tones, *known.opinions)))
    further = [
        Target(text, tuple(span)) for text, span in made.told("uncoded", lambda: uncoded(texts, coded, 2, 1))
    ]
    whole = [Target(text, None) for text in texts]
    return Learning(made, Reader(args.encoder), coded, back, [*further, *whole], known.tones, known.opinions)


def teacher(use: Learning, folder: Path) -> Encoder:
    """The encoder as published after two rounds of the codes."""
    return train(published(folder), use.reader, [code_task(use.coded)], 2, 2e-5, 1)


def narrow(use: Learning, taught: Encoder, most: int) -> Encoder:
    """The teacher's layers made narrower a part at a time, each time learning again what it says."""
    reader, draw, encoder = use.reader, random.Random(1), taught
    every = [*use.coded, *use.further]
    first = weights_of(taught)
    for leg in range(1, LEGS + 1):
        inputs = [(target.text, target.span) for target in draw.sample(every, MEASURED * TAUGHT)]
        parts = reader.batches(inputs, draw, TAUGHT)
        worths = worth(encoder, [reader.batch([inputs[at] for at in part]) for part in parts])
        encoder = narrowed(encoder, worths, round(first * (most / first) ** (leg / LEGS)))
        task = taught_task(draw.sample(every, LEG * TAUGHT), taught)
        encoder = train(encoder, reader, [task], 1, 2e-4, leg, 0.98, TAUGHT)
        print(f"leg {leg}: {weights_of(encoder):,} weights", flush=True)
    return encoder


LEGS, LEG = 8, 60  # how often something is taken out, and the steps in between
MEASURED = 16  # batches by which it is chosen


def student(use: Learning, taught: Encoder, start: Encoder, seed: int, rounds: int) -> Encoder:
    """The narrow encoder after all codes and all that the teacher says."""
    task = taught_task([*use.coded, *use.further], taught)
    return train(copy.deepcopy(start), use.reader, [task], rounds, 2e-4, seed, 0.998, TAUGHT)


def averaged(encoders: Sequence[Encoder]) -> Encoder:
    """One encoder whose weights are the mean of several (Wortsman et al. 2022)."""
    mean = copy.deepcopy(encoders[0])
    with torch.no_grad():
        for ours, *theirs in zip(mean.parameters(), *(each.parameters() for each in encoders), strict=True):
            ours.copy_(torch.stack(theirs).mean(0))
    return mean


def completed(use: Learning, encoder: Encoder, tones: Sequence[Rated]) -> Encoder:
    """All heads trained together; what it says of a share of the targets, it is to go on saying."""
    share = random.Random(1).sample([*use.coded, *use.further], 3 * len(use.tones) // 2)
    tasks = [taught_task(share, copy.deepcopy(encoder), 0.0), tone_task(tones), opinion_task(use.opinions)]
    return train(copy.deepcopy(encoder), use.reader, tasks, 3, 4e-5, 1, 0.99)


# --- Writing it for onnxruntime ------------------------------------------------------------


class Written(nn.Module):
    """What is shipped: chances of the labels, tone, chance of an opinion, the mean piece."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, pieces: Any, seen: Any, target: Any) -> tuple[Any, Any, Any, Any]:
        """What the encoder says, as chances."""
        labels, tone, opinion, mean, *_ = self.encoder(pieces, seen, target)
        return labels.softmax(-1), tone.unsqueeze(-1), opinion.sigmoid().unsqueeze(-1), mean


def write(encoder: Encoder, published: Path, folder: Path) -> None:
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
        each
        for each in graph.initializer
        if each.data_type == onnx.TensorProto.FLOAT and len(each.dims) == 2 and min(each.dims) > 3
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
    (folder / "tokenizer.json").write_bytes((published / "tokenizer.json").read_bytes())


def main() -> None:
    """Every stage in order; see the top of this file."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("gold", "encoder", "work"):
        asked.add_argument(f"--{name}", type=Path, required=True)
    asked.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    asked.add_argument("--rounds", type=int, default=5, help="times the student reads its targets")
    asked.add_argument("--most", type=int, default=21_000_000, help="weights in the student's layers")
    asked.add_argument("--threads", type=int, default=2)
    asked.add_argument("--out", type=Path, default=learned.FOLDER)
    args = asked.parse_args()
    torch.set_num_threads(args.threads)

    known = codes(args.gold)
    use = learning(args, known)
    made, reader = use.made, use.reader
    taught = made.weights("teacher", lambda: teacher(use, args.encoder))
    start = made.weights("narrow", lambda: narrow(use, taught, args.most))
    students = {
        str(seed): made.weights(
            f"student-{seed}", lambda seed=seed: student(use, taught, start, seed, args.rounds)
        )
        for seed in args.seeds
    }
    students["mean"] = mean = averaged(list(students.values()))

    def finished(name: str, tones: Sequence[Rated]) -> Encoder:
        return made.weights(name, lambda: completed(use, mean, tones))

    students["complete"] = complete = finished("complete", known.tones)
    unseen = np.zeros(len(known.tones))
    for part, places in enumerate(folds(known.tones)):
        left_out = set(places)
        fold = finished(f"fold-{part}", [each for at, each in enumerate(known.tones) if at not in left_out])
        unseen[places] = answers(fold, reader, [(known.tones[place].text, None) for place in places], 1)
    for name, each in {"teacher": taught, **students}.items():
        print(f"{name} on what was held back: {target_f1(each, reader, use.back)}", flush=True)
    values = np.array([each.value for each in known.tones])
    print(f"tone of sentences in folds that had not seen them: r {np.corrcoef(values, unseen)[0, 1]:.3f}")

    write(complete.cpu(), args.encoder, args.out)
    with (args.out / "unseen.csv").open("w", encoding="utf-8") as file:
        file.write("text,tone\n")
        file.writelines(
            f"{learned.print_of(each.text)},{tone:.3f}\n"
            for each, tone in zip(known.tones, unseen, strict=True)
        )
    # Looked at last, once everything is chosen.
    complete.to(DEVICE)
    for split, coded in known.splits.items():
        for name, each in students.items():
            print(f"{split}, {name}: {target_f1(each, reader, coded)}")
    said = answers(complete, reader, [(each.text, None) for each in known.opinion_split], 2)
    print(f"newssd val: {macro_f1(np.array([each.value for each in known.opinion_split]), said > 0.5):.3f}")


if __name__ == "__main__":
    main()
