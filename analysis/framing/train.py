"""Learns frames from a researcher's own codes, and says by cross-validation how well.

A few hundred coded articles are enough to learn something and too few to learn
much, so every choice (what to look at, how strictly to fit, where to draw the
line) is made anew inside each fold, on the texts that the fold learns from.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import codebook as codebooks
from analysis import match
from analysis.codebook import Codebook
from analysis.framing.leading import sentence_frames
from analysis.framing.presence import FramingError, evidence, frames
from analysis.framing.trained import (
    Trained,
    cue_hits,
    cue_shares,
    encoder_version,
    spread,
    terms_version,
    vectors,
    word_counts,
    word_values,
)
from analysis.tables import SENTENCES, Sentences, count_words

Floats: TypeAlias = npt.NDArray[np.float64]
Flags: TypeAlias = npt.NDArray[np.bool_]
Rows: TypeAlias = npt.NDArray[np.intp]

FEWEST = 20  # coded texts; with fewer, a fold has nothing to learn from
POSITIVE = 5  # texts with a frame, and without it, from which it can be learned
DRAWS = 2_000  # bootstrap samples for the intervals
CUES = ("frames/policy", "frames/moral", "loaded/words")
# What may be looked at together, of what there is; a fold takes the best of these. Each part is fitted
# by itself and their scores are added: with few texts that is steadier than one fit on all. The choice is
# small on purpose, since choosing among many is itself a way to fit to chance.
CANDIDATES = (("words",), ("words", "rules", "cues"), ("vectors",), ("words", "rules", "cues", "vectors"))
# How strictly each fit is held back; scikit-learn's C, less is stricter.
STRICTNESS: Mapping[str, float] = {"words": 1.0, "rules": 1.0, "cues": 1.0, "vectors": 10.0}


@dataclass(frozen=True)
class _Coded:
    """Coded texts, with what is counted in them once: all but the vocabulary, which each fold makes."""

    texts: list[str]
    sentences: Sentences
    frames: list[str]
    answers: Flags  # one row per text, one column per frame
    counts: list[Counter[str]]
    cues: Mapping[str, tuple[tuple[str, str], ...]]  # of the parts "rules" and "cues"
    shares: Mapping[str, Floats]
    vectors: Floats | None

    @property
    def candidates(self) -> list[tuple[str, ...]]:
        """Each with the parts that there are."""
        there = {"words", *(part for part, listed in self.cues.items() if listed)}
        there |= set() if self.vectors is None else {"vectors"}
        kept = [tuple(part for part in candidate if part in there) for candidate in CANDIDATES]
        return [candidate for candidate in dict.fromkeys(kept) if candidate]


def train(
    coded: Path | str | Iterable[Mapping[str, Any]],
    codebook: Codebook,
    *,
    name: str | None = None,
    folds: int = 5,
    repeats: int = 3,
    seed: int = 1,
    cues: Sequence[str] = CUES,
    encoder: bool = True,
    say: Callable[[str], None] | None = None,
) -> Trained:
    """A frame instrument learned from coded texts, with honest figures of how well it agrees with the coders.

    Of each frame logistic regressions are fitted: on the words (TF-IDF), on the
    shares of sentences that hold terms of the codebook ("rules") and of other
    codebooks ("cues"), and on the vectors of the learned encoder where it is
    there. Whichever of them, or sum of several, cross-validates best is taken. It
    takes minutes on a laptop.

    Parameters
    ----------
    coded
        A file of JSON lines in the common form, or its records: `id`, `text`,
        `codebook`, and `frames` (a list, for articles) or `frame` (one, for
        sentences).
    codebook
        The codebook they were coded by.
    name
        What the instrument's answers go by; "trained <codebook>" by default.
    folds, repeats, seed
        Of the cross-validation: parts, how often the texts are parted anew, and
        where the randomness starts.
    cues
        Codebooks, as kind/name, whose terms may be counted beside its own.
    encoder
        Whether the learned encoder's vectors may be looked at. They take its time
        for each sentence, now and whenever the instrument is asked.
    say
        Is told how far it is.

    Returns
    -------
    Trained
        `figures` has a row per frame and one for "macro-F1", their mean. `f1` is
        from texts kept out, and the mean over the repeats; `low` and `high` are
        its 95% interval, from 2,000 samples that redraw the texts; `rules` is the
        F1 of the codebook's rules on the same texts, `always_yes` (for sentences:
        always the most frequent) the floor; `n` the texts, `coded` those that have
        the frame. A frame that fewer than five texts have, or lack, cannot be
        learned; `card` lists it in `left_out`.

    Raises
    ------
    FramingError
        If a record lacks a part, has a text twice or a frame that the codebook
        has not, or there are fewer than 20 texts or no frame that can be learned.

    Examples
    --------
    >>> from analysis import codebook
    >>> one = {"id": "1", "text": "Rain.", "codebook": "moral", "frames": []}
    >>> train([one], codebook.read("frames", "moral"))
    Traceback (most recent call last):
    ...
    analysis.framing.presence.FramingError: 1 texts are coded, but training takes 20 or more.

    """
    texts, given, unit, source = _read(coded, codebook)
    left_out = _too_rare(given)
    used = set().union(*given) - set(left_out)
    kept = [code for code in _codes(codebook) if code in used]
    if len(texts) < FEWEST:
        raise FramingError(f"{len(texts)} texts are coded, but training takes {FEWEST} or more.")
    if not kept or (unit == "sentence" and len(kept) < 2):
        raise FramingError(
            f"no frame can be learned: each needs {POSITIVE} texts that have it and {POSITIVE} that do not."
        )
    if (
        unit == "sentence"
    ):  # One code each: a sentence whose code cannot be learned says nothing of the others.
        pairs = [(t, g) for t, g in zip(texts, given, strict=True) if g & set(kept)]
        texts, given = [t for t, _ in pairs], [g for _, g in pairs]
    ready = _prepare(texts, given, kept, codebook, cues, encoder)
    rng = np.random.default_rng(seed)
    found, chosen = [], Counter[str]()
    for repeat in range(repeats):
        told: Flags = np.zeros_like(ready.answers)
        parts = _spread(ready.answers, folds, rng)
        for fold in range(folds):
            if say:
                say(f"cross-validation {repeat + 1} of {repeats}, part {fold + 1} of {folds}")
            learn, test = np.flatnonzero(parts != fold), np.flatnonzero(parts == fold)
            model, _ = _learn(ready, learn, folds, unit, rng)
            chosen[" + ".join(model.features)] += 1
            told[test] = _answer(model.scores(ready, test), unit)
        found.append(told)
    rules = _by_rules(ready, codebook, unit)
    figures = _figures(ready, found, rules, unit, rng)
    model, tried = _learn(ready, np.arange(len(texts)), folds, unit, rng)
    # Of the repeats the one in the middle speaks for the texts that were learned from.
    middle = sorted(range(repeats), key=lambda r: _f1(ready.answers, found[r]).mean())[repeats // 2]
    counted = [name for part in ("rules", "cues") if part in model.features for name, _ in ready.cues[part]]
    return Trained(
        name=name or f"trained {codebook.name}",
        codebook=codebook.name,
        unit=unit,
        frames=tuple(kept),
        features=model.features,
        vocabulary=model.vocabulary,
        idf=model.idf,
        cues=model.cues,
        mean=model.mean,
        deviation=model.deviation,
        versions={name: terms_version(name) for name in dict.fromkeys(counted)},
        weights=model.weights,
        bias=model.bias,
        figures=figures,
        card={
            "learned_from": source,
            "texts": len(texts),
            "made": date.today().isoformat(),
            "method": "for each frame, logistic regressions with classes weighted alike, their scores added: "
            + ", ".join(f"on {part}, C {STRICTNESS[part]:g}" for part in model.features),
            "tried": tried,
            "chosen_in_folds": dict(chosen),
            "cross_validation": f"{folds} parts, {repeats} times; all chosen inside each part",
            "seed": seed,
            "left_out": left_out,
        },
        held_out={
            fingerprint(text): tuple(code for code, yes in zip(kept, row, strict=True) if yes)
            for text, row in zip(texts, found[middle], strict=True)
        },
        encoder=encoder_version() if "vectors" in model.features else "",
    )


def fingerprint(text: str) -> str:
    """A text's fingerprint, by which a trained instrument knows that it has learned from it.

    >>> fingerprint("Rain at noon.")
    '5a9eda860df646d7'
    """
    return hashlib.sha256(" ".join(text.split()).encode("utf-8")).hexdigest()[:16]


# --- Reading ------------------------------------------------------------------


def _read(
    coded: Path | str | Iterable[Mapping[str, Any]], codebook: Codebook
) -> tuple[list[str], list[set[str]], str, str]:
    """Texts, the frames of each, whether they are articles or sentences, and where they are from."""
    if isinstance(coded, str | Path):
        path = Path(coded)
        if not path.is_file():
            raise FramingError(f"there is no file of coded texts {path.name} in {path.parent}.")
        records, source = _lines(path), path.name
    else:
        records = [(f"record {number}", dict(record)) for number, record in enumerate(coded, start=1)]
        source = "records"
    if not records:
        raise FramingError(f"{source}: there are no coded texts.")
    unit = "article" if "frames" in records[0][1] else "sentence"
    part = "frames" if unit == "article" else "frame"
    known = _codes(codebook)
    texts: list[str] = []
    given: list[set[str]] = []
    seen: dict[str, str] = {}
    for place, record in records:
        at = f"{source}, {place}"
        if lacking := [name for name in ("text", "codebook", part) if name not in record]:
            raise FramingError(f"{at}: {lacking[0]!r} is missing; a line has text, codebook and {part}.")
        text = record["text"]
        if not isinstance(text, str) or not text.strip():
            raise FramingError(f"{at}: 'text' is {text!r}, which holds no words.")
        if record["codebook"] != codebook.name:
            raise FramingError(
                f"{at}: it is coded by {record['codebook']!r}, and the codebook given is {codebook.name!r}."
            )
        said = record[part] if unit == "article" else [record[part]]
        if not isinstance(said, list | tuple | set):
            raise FramingError(f"{at}: 'frames' is {said!r}; it has to be a list of codes.")
        if strays := [code for code in map(str, said) if code not in known]:
            raise FramingError(
                f"{at}: {strays[0]!r} is no frame of {codebook.name}. It has: {', '.join(known)}."
            )
        print_ = fingerprint(text)
        if print_ in seen:
            raise FramingError(f"{at}: the same text stands at {seen[print_]} already; code each text once.")
        seen[print_] = place
        texts.append(text)
        given.append(set(map(str, said)))
    return texts, given, unit, source


def _lines(path: Path) -> list[tuple[str, dict[str, Any]]]:
    made = []
    try:
        told = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FramingError(f"{path.name}: byte {error.start} is not UTF-8; save it as UTF-8.") from error
    # Only a line feed ends a line: a text may hold other separators.
    for number, line in enumerate(told.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError as error:
            raise FramingError(f"{path.name}, line {number}: it is not JSON: {error}.") from error
        if not isinstance(record, dict):
            raise FramingError(
                f"{path.name}, line {number}: it is {line.strip()[:40]!r}, which is no object."
            )
        made.append((f"line {number}", record))
    return made


def _codes(codebook: Codebook) -> list[str]:
    """What people may have coded: the frames, the codes, and `other`."""
    other = codebook.about.get("other")
    return [*codebook.frames, *codebook.codes, *([] if other is None else [str(other)])]


def _too_rare(given: Sequence[set[str]]) -> dict[str, int]:
    counts = Counter(code for some in given for code in some)
    return {code: n for code, n in counts.items() if min(n, len(given) - n) < POSITIVE}


def _cut(texts: Sequence[str]) -> Sentences:
    """Each text as an article, every line of it body, cut into sentences."""
    from analysis import parse

    rows: list[tuple[Any, ...]] = []
    for number, text in enumerate(texts):
        count = 0
        for passage, line in enumerate(re.finditer(r"[^\n]*\S[^\n]*", text)):
            for start, end in parse.spans(line.group()):
                count += 1
                told = line.group()[start:end]
                place = (line.start() + start, line.start() + end)
                rows.append((f"{number:06d}", count, passage, "body", *place, told, count_words(told), []))
    return SENTENCES.frame(rows)


def _prepare(
    texts: list[str],
    given: Sequence[set[str]],
    kept: list[str],
    codebook: Codebook,
    cues: Sequence[str],
    encoder: bool,
) -> _Coded:
    sentences = _cut(texts)
    # A codebook that is not on the shelf cannot be found again when the instrument is used.
    own = [codebook.instrument] if codebook.name in codebooks.names(codebook.kind) else []
    parts = {"rules": own, "cues": [name for name in cues if name not in own]}
    listed = {
        part: tuple((name, code) for name in names for code in codebooks.read(*name.split("/")).codes)
        for part, names in parts.items()
    }
    hits = cue_hits(sentences, [name for names in parts.values() for name in names])
    by = ("article",)
    return _Coded(
        texts=texts,
        sentences=sentences,
        frames=kept,
        answers=np.array([[code in some for code in kept] for some in given]),
        counts=word_counts(sentences, by),
        cues=listed,
        shares={part: cue_shares(sentences, hits, some, by) for part, some in listed.items()},
        vectors=_text_vectors(sentences) if encoder else None,
    )


def _text_vectors(sentences: Sentences) -> Floats | None:
    """The learned encoder's vector of each text, the mean of its sentences'; none where it is not there."""
    try:
        from analysis.tone import learned
    except ImportError:
        return None
    if not learned.ready():
        return None
    each = vectors(sentences)
    keys = sentences["article"].to_numpy()
    return np.vstack([each[keys == article].mean(axis=0) for article in dict.fromkeys(keys)])


# --- Fitting ------------------------------------------------------------------


@dataclass(frozen=True)
class _Model:
    """Weights fitted on some of the texts, with what they need to be applied to others."""

    features: tuple[str, ...]
    vocabulary: dict[str, int]
    idf: Floats
    cues: tuple[tuple[str, str], ...]
    mean: Floats
    deviation: Floats
    weights: Floats
    bias: Floats

    def values(self, coded: _Coded, rows: Rows, part: str) -> Any:
        """What one part of the model looks at in some of the texts."""
        if part == "words":
            return word_values([coded.counts[row] for row in rows], self.vocabulary, self.idf)
        if part == "vectors":
            return _known(coded.vectors)[rows]
        return spread(coded.shares[part][rows], self.mean, self.deviation)

    def scores(self, coded: _Coded, rows: Rows) -> Floats:
        """One score per text and frame; of an article's frame, 0 is the threshold."""
        made = np.tile(self.bias, (len(rows), 1))
        place = passed = 0
        for part in self.features:
            inside = coded.cues.get(part, ())
            own = slice(passed, passed + len(inside))
            passed += len(inside)
            some = _Model(
                (part,), self.vocabulary, self.idf, inside, self.mean[own], self.deviation[own], *_NONE
            )
            values = some.values(coded, rows, part)
            made += np.asarray(values @ self.weights[:, place : place + values.shape[1]].T)
            place += values.shape[1]
        return made


_NONE = (np.zeros((0, 0)), np.zeros(0))


def _known(vectors: Floats | None) -> Floats:
    return np.zeros((0, 0)) if vectors is None else vectors


def _fit(coded: _Coded, rows: Rows, part: str) -> _Model:
    """One part of a model, fitted on some of the texts: what it looks at, and the weights."""
    vocabulary: dict[str, int] = {}
    idf, mean, deviation = np.zeros(0), np.zeros(0), np.zeros(0)
    if part == "words":
        spread_over = Counter(word for row in rows for word in coded.counts[row])
        fewest = 3 if len(rows) >= 60 else 2
        words = sorted(w for w, n in spread_over.items() if fewest <= n <= 0.6 * len(rows))
        vocabulary = {word: place for place, word in enumerate(words)}
        idf = np.array([1 + math.log((1 + len(rows)) / (1 + spread_over[word])) for word in words])
    elif part != "vectors":
        mean = coded.shares[part][rows].mean(axis=0)
        deviation = np.maximum(coded.shares[part][rows].std(axis=0), 1e-3)
    cues = coded.cues.get(part, ())
    bare = _Model((part,), vocabulary, idf, cues, mean, deviation, *_NONE)
    weights, bias = _regress(bare.values(coded, rows, part), coded.answers[rows], STRICTNESS[part])
    return replace(bare, weights=weights, bias=bias)


def _regress(values: Any, answers: Flags, strictness: float) -> tuple[Floats, Floats]:
    """Of each frame the weights and the constant; of one that all or none of the texts have, the constant."""
    from sklearn.linear_model import LogisticRegression

    weights = np.zeros((answers.shape[1], values.shape[1]))
    bias = np.zeros(answers.shape[1])
    for place in range(answers.shape[1]):
        coded = answers[:, place]
        if coded.all() or not coded.any():
            bias[place] = 1.0 if coded.all() else -1.0
            continue
        model = LogisticRegression(C=strictness, class_weight="balanced", solver="liblinear", random_state=0)
        model.fit(values, coded)
        weights[place], bias[place] = model.coef_[0], model.intercept_[0]
    return weights, bias


def _learn(
    coded: _Coded, rows: Rows, folds: int, unit: str, rng: np.random.Generator
) -> tuple[_Model, dict[str, float]]:
    """The model that cross-validates best within some of the texts, fitted on these, and each one's F1."""
    candidates = coded.candidates
    names = list(dict.fromkeys(part for candidate in candidates for part in candidate))
    answers = coded.answers[rows]
    parts = _spread(answers, folds, rng)
    kept_out = {part: np.zeros(answers.shape) for part in names}
    for fold in range(folds):
        for part in names:
            model = _fit(coded, rows[parts != fold], part)
            kept_out[part][parts == fold] = model.scores(coded, rows[parts == fold])
    middle = {part: scores.mean(axis=0) for part, scores in kept_out.items()}
    width = {part: np.maximum(scores.std(axis=0), 1e-6) for part, scores in kept_out.items()}
    lines, reached = {}, {}
    for candidate in candidates:
        added = sum((kept_out[part] - middle[part]) / width[part] for part in candidate)
        line = np.zeros(answers.shape[1])
        if unit == "article":
            line = np.array([threshold(answers[:, k], added[:, k]) for k in range(answers.shape[1])])
        lines[candidate] = line
        reached[candidate] = float(_f1(answers, _answer(added - line, unit)).mean())
    best = max(candidates, key=lambda candidate: reached[candidate])
    fitted = {part: _fit(coded, rows, part) for part in best}
    # Put on one scale, the parts add up to one linear model whose threshold is 0.
    made = _Model(
        features=best,
        vocabulary=next((m.vocabulary for m in fitted.values() if m.vocabulary), {}),
        idf=np.concatenate([model.idf for model in fitted.values()]),
        cues=tuple(cue for model in fitted.values() for cue in model.cues),
        mean=np.concatenate([model.mean for model in fitted.values()]),
        deviation=np.concatenate([model.deviation for model in fitted.values()]),
        weights=np.hstack([model.weights / width[part][:, None] for part, model in fitted.items()]),
        bias=sum((m.bias - middle[part]) / width[part] for part, m in fitted.items()) - lines[best],
    )
    return made, {" + ".join(candidate): round(value, 4) for candidate, value in reached.items()}


def threshold(coded: Flags, scores: Floats) -> float:
    """The score from which a frame is best said to be there, by F1, on a curve smoothed over its neighbours.

    The highest single point of the curve is partly luck; where its neighbours are
    high too it is less so.

    >>> threshold(np.array([False] * 5 + [True] * 5), np.arange(10.0))
    5.0
    """
    order = np.argsort(-scores, kind="stable")
    hit = np.cumsum(coded[order])
    f1 = 2 * hit / (np.arange(1, len(order) + 1) + coded.sum())
    width = 2 * min(5, len(f1) // 20) + 1
    padded = np.pad(f1, width // 2, mode="edge")
    smooth = np.convolve(padded, np.ones(width) / width, mode="valid")
    return float(scores[order][int(smooth.argmax())])


def _answer(scores: Floats, unit: str) -> Flags:
    if unit == "article":
        return np.asarray(scores >= 0)
    return np.asarray(np.arange(scores.shape[1]) == scores.argmax(axis=1)[:, None])


def _spread(answers: Flags, folds: int, rng: np.random.Generator) -> npt.NDArray[np.intp]:
    """The part each text falls into, with each frame, the rarest first, spread over the parts evenly."""
    parts = np.full(len(answers), -1)
    sizes, held = np.zeros(folds), np.zeros((folds, answers.shape[1]))
    order = rng.permutation(len(answers))
    rarity = np.argsort(answers.sum(axis=0), kind="stable")
    sets = [order[answers[order, frame]] for frame in rarity] + [order]
    for place, members in enumerate(sets):
        for text in members:
            if parts[text] >= 0:
                continue
            # The part that has fewest of this frame, of equals the smallest.
            have = held[:, rarity[place]] if place < len(rarity) else sizes
            part = min(range(folds), key=lambda p: (have[p], sizes[p], p))
            parts[text] = part
            sizes[part] += 1
            held[part] += answers[text]
    return parts


# --- Figures ------------------------------------------------------------------


def _f1(coded: Flags, told: Flags, weights: Floats | None = None) -> Floats:
    """F1 of each frame; with rows of weights, how often each text was drawn, a row each."""
    hit, both = (coded & told).astype(float), coded.astype(float) + told
    if weights is not None:
        hit, both = weights @ hit, weights @ both
    else:
        hit, both = hit.sum(axis=0), both.sum(axis=0)
    made: Floats = np.divide(2 * hit, both, out=np.zeros_like(both), where=both > 0)
    return made


def _figures(
    coded: _Coded, found: Sequence[Flags], rules: Flags | None, unit: str, rng: np.random.Generator
) -> pd.DataFrame:
    size = len(coded.texts)
    drawn = rng.multinomial(size, np.full(size, 1 / size), size=DRAWS).astype(float)
    each = np.mean([_f1(coded.answers, told) for told in found], axis=0)
    redrawn = np.mean([_f1(coded.answers, told, drawn) for told in found], axis=0)
    usual = np.zeros_like(coded.answers)
    usual[:, slice(None) if unit == "article" else coded.answers.sum(axis=0).argmax()] = True
    floor = _f1(coded.answers, usual)
    ruled = np.full(len(coded.frames), np.nan) if rules is None else _f1(coded.answers, rules)
    low, high = np.quantile(redrawn, [0.025, 0.975], axis=0)
    columns = {
        "frame": [*coded.frames, "macro-F1"],
        "f1": [*each, each.mean()],
        "low": [*low, np.quantile(redrawn.mean(axis=1), 0.025)],
        "high": [*high, np.quantile(redrawn.mean(axis=1), 0.975)],
        "rules": [*ruled, ruled.mean()],
        "always_yes": [*floor, floor.mean()],
        "n": [size] * (len(coded.frames) + 1),
        "coded": [*coded.answers.sum(axis=0), int(coded.answers.sum())],
    }
    made = pd.DataFrame(columns)
    numbers = ["f1", "low", "high", "rules", "always_yes"]
    return made.assign(**{name: made[name].round(4) for name in numbers})


def _by_rules(coded: _Coded, codebook: Codebook, unit: str) -> Flags:
    """What the codebook's own rules say of the same texts."""
    sentences = coded.sentences
    if codebook.rules:
        from analysis.framing.reading import reading
        from analysis.framing.rules import hits as search

        found = search(reading(sentences), codebook)
    else:
        found = match.hits(sentences, codebook)
    told = np.zeros_like(coded.answers)
    place = {code: number for number, code in enumerate(coded.frames)}
    if unit == "article":
        for row in frames(sentences, evidence(found, codebook), codebook).itertuples(index=False):
            if row.frame in place and row.present:
                told[int(row.article), place[row.frame]] = True
        return told
    framed = sentence_frames(sentences, found, codebook, among=coded.frames)
    best = framed.sort_values("weight", ascending=False, kind="stable").groupby("article")["frame"].first()
    for article, frame in best.items():
        if frame in place:
            told[int(str(article)), place[frame]] = True
    return told
