"""A frame instrument learned from people's codes: what it holds, how it answers, how it is kept.

It is linear: each frame has a weight for each word, cue and part of a sentence
vector, so that every answer can be taken apart into what spoke for it. It is
kept as JSON, numbers and words and nothing that could run.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import codebook as codebooks
from analysis import match
from analysis.framing.presence import FramingError
from analysis.tables import EVIDENCE, FRAMES, Evidence, Frames, Sentences

Floats = npt.NDArray[np.float64]

FORM = "workbook frames 1"  # the form of the file; a later one gets another number
SHELF = codebooks.SHELF / "trained"
PARTS = ("words", "rules", "cues", "vectors")  # what may be looked at, in the order of the weights
SHOWN = 8  # words, cues or sentences shown as evidence for one frame of one article
PLACES = 3  # places shown of each of them
LARGEST = 50_000_000  # bytes; a larger file is no instrument of ours


@dataclass(frozen=True, eq=False)
class Trained:
    """A trained frame instrument.

    Attributes
    ----------
    name
        What its answers go by in `scored_by`.
    codebook
        The frames codebook that people coded by.
    unit
        "article" (each frame there or not) or "sentence" (one frame for each).
    frames
        The codes it answers, in order.
    features
        What it looks at, and in what order its weights come: of "words", "rules"
        and "cues" (terms of its own codebook, and of others), and "vectors".
    vocabulary, idf
        The words it knows, and how rare each is.
    cues, mean, deviation
        The codebook terms it counts, as (codebook, code), and each one's mean
        share of sentences and deviation among the texts it learned from.
    versions
        The fingerprint of the terms of each codebook that it counts.
    encoder
        The fingerprint of the learned encoder whose vectors it looks at; empty without.
    weights, bias
        Of each frame: one weight per feature, and what is added; it is there
        from a score of 0 on.
    figures
        One row per frame and one for the mean of them, "macro-F1": `f1` by
        cross-validation, its interval `low` to `high`, `rules`, `always_yes`, `n`.
    card
        What it learned from, how, and when.
    held_out
        For each text it learned from, by fingerprint, the frames it gave when
        that text was kept out: the honest answer about a text it knows.
    """

    name: str
    codebook: str
    unit: str
    frames: tuple[str, ...]
    features: tuple[str, ...]
    vocabulary: Mapping[str, int] = field(repr=False)
    idf: Floats = field(repr=False)
    cues: tuple[tuple[str, str], ...] = field(repr=False)
    mean: Floats = field(repr=False)
    deviation: Floats = field(repr=False)
    versions: Mapping[str, str] = field(repr=False)
    weights: Floats = field(repr=False)
    bias: Floats = field(repr=False)
    figures: pd.DataFrame = field(repr=False)
    card: Mapping[str, Any] = field(repr=False)
    held_out: Mapping[str, tuple[str, ...]] = field(repr=False, default_factory=dict)
    encoder: str = field(repr=False, default="")

    def __str__(self) -> str:
        whole = self.figures.iloc[-1]
        looked = " + ".join(self.features)
        return (
            f"{self.name}: {self.codebook} frames by {self.unit}, from {looked}; cross-validated "
            f"{whole['frame']} {whole['f1']:.3f} (95% interval {whole['low']:.3f} to {whole['high']:.3f}), "
            f"rules {whole['rules']:.3f}, always yes {whole['always_yes']:.3f}, n = {whole['n']:,}"
        )


# --- What it looks at ---------------------------------------------------------


def tokens(text: str) -> list[match.Word]:
    """The words of a text that may count: of two letters or more, without digits."""
    return [word for word in match.words(text) if len(word.form) > 1 and not any(map(str.isdigit, word.form))]


def word_counts(sentences: Sentences, by: Sequence[str]) -> list[Counter[str]]:
    """How often each word stands in each unit, in the order in which the units come."""
    return [
        Counter(word.form for text in members["text"] for word in tokens(text))
        for _, members in sentences.groupby(list(by), sort=False)
    ]


def word_values(counts: Sequence[Counter[str]], vocabulary: Mapping[str, int], idf: Floats) -> Any:
    """The weight of each known word in each unit: (1 + log count) times rarity, each row of length 1."""
    from scipy import sparse

    rows, columns, values = [], [], []
    for row, counted in enumerate(counts):
        known = [(vocabulary[word], n) for word, n in counted.items() if word in vocabulary]
        given = [(1 + math.log(n)) * idf[place] for place, n in known]
        length = math.sqrt(sum(value**2 for value in given)) or 1.0
        rows += [row] * len(known)
        columns += [place for place, _ in known]
        values += [value / length for value in given]
    return sparse.csr_matrix((values, (rows, columns)), shape=(len(counts), len(vocabulary)))


def cue_hits(sentences: Sentences, names: Sequence[str]) -> pd.DataFrame:
    """The terms of several codebooks, given as kind/name, in the sentences."""
    found = [match.hits(sentences, codebooks.read(*name.split("/"))) for name in names]
    return pd.concat(found, ignore_index=True)


def cue_shares(
    sentences: Sentences, hits: pd.DataFrame, cues: Sequence[tuple[str, str]], by: Sequence[str]
) -> Floats:
    """For each unit and code the root of the share of its sentences that hold a term: one row per unit.

    The root makes the step from no sentence to one larger than that from nine to ten.
    """
    units = list(dict.fromkeys(zip(*(sentences[name] for name in by), strict=True)))
    place = {unit: row for row, unit in enumerate(units)}
    column = {cue: number for number, cue in enumerate(cues)}
    sizes = Counter(zip(*(sentences[name] for name in by), strict=True))
    shares = np.zeros((len(units), len(cues)))
    told = hits[["instrument", "code", "article", "sentence"]].drop_duplicates()
    for row in told.itertuples(index=False):
        cue = (row.instrument, row.code)
        unit = tuple(getattr(row, name) for name in by)
        if cue in column and unit in place:
            shares[place[unit], column[cue]] += 1 / sizes[unit]
    return np.sqrt(shares)


def vectors(sentences: Sentences) -> Floats:
    """The learned encoder's vector of each sentence, of length 1."""
    from analysis.tone import learned

    made = np.asarray(learned.embeddings(list(sentences["text"])), dtype=float)
    return made / np.maximum(np.linalg.norm(made, axis=1, keepdims=True), 1e-9)


def spread(shares: Floats, mean: Floats, deviation: Floats) -> Floats:
    """Cue shares as distances from their mean, in steps small enough to stand beside words.

    No further than three deviations: a term that the texts learned from hardly
    ever hold would otherwise decide alone where it comes up.
    """
    return CUE_SCALE * np.clip((shares - mean) / deviation, -3.0, 3.0)


CUE_SCALE = 0.1  # what a cue one deviation off its mean is worth; a word's value is mostly near 0.05

# --- What it answers ------------------------------------------------------------


def classify(sentences: Sentences, trained: Trained) -> tuple[Frames, Evidence]:
    """The frames that a trained instrument gives, and what spoke most for each.

    Parameters
    ----------
    sentences
        Of one or more articles.
    trained
        From `train`, `load_trained` or `shipped`.

    Returns
    -------
    Frames
        One row per article and frame, absent ones too. `strength` is the share
        of the article's sentences with evidence, `scored_by` the instrument's
        name; `score` is how far above (or below) its threshold the frame lies.
        They stand beside the rules' frames and not among them: both have the
        same key.
    Evidence
        For each frame that is there, the words, cues or sentences that weighed
        most for it, by their offsets; `rule` says what each added to the score.
        A word weighs by what it stood for in the texts learned from, and need
        not mean the frame where it stands.

    Raises
    ------
    FramingError
        If a codebook whose terms it counts has changed since it was trained.

    Examples
    --------
    >>> from analysis import parse
    >>> told = parse.sentences_of(["Prices rose.", "The tax will cost growers millions.", "Exports fell."])
    >>> frames, evidence = classify(told, shipped())
    >>> frames["scored_by"].unique().tolist()
    ['trained generic']

    """
    _check_versions(trained)
    if sentences.empty:
        return FRAMES.frame(), EVIDENCE.frame()
    by = ("article",) if trained.unit == "article" else ("article", "sentence")
    units = list(dict.fromkeys(zip(*(sentences[name] for name in by), strict=True)))
    hits = cue_hits(sentences, list(trained.versions)) if trained.cues else None
    values = _values(sentences, trained, by, hits)
    scores = np.asarray(values @ trained.weights.T) + trained.bias
    if trained.unit == "sentence":
        return _by_sentence(sentences, trained, scores)
    pieces: list[dict[str, Any]] = []
    parted = dict(tuple(sentences.groupby("article", sort=False)))
    for row, (article,) in enumerate(units):
        for place, frame in enumerate(trained.frames):
            if scores[row, place] >= 0:
                inside = parted[article]
                own = hits[hits["article"] == article] if hits is not None else None
                added = _added(values, row, trained.weights[place])
                pieces += _pieces(inside, own, trained, frame, place, added)
    # A word and a cue may begin at one place; what is met first, the word, stands for both.
    distinct_pieces: dict[tuple[Any, ...], dict[str, Any]] = {
        tuple(piece[name] for name in EVIDENCE.key): piece for piece in reversed(pieces)
    }
    order = {article: place for place, (article,) in enumerate(units)}

    def place_of(piece: dict[str, Any]) -> tuple[int, int, int]:
        return order[piece["article"]], trained.frames.index(piece["frame"]), piece["start"]

    ordered: list[dict[str, Any]] = sorted(distinct_pieces.values(), key=place_of)
    evidence = EVIDENCE.frame(ordered)
    held = evidence.groupby(["article", "frame"])["sentence"].agg(["nunique", "size"])
    rows = []
    for row, (article,) in enumerate(units):
        for place, frame in enumerate(trained.frames):
            distinct, size = held.loc[(article, frame)] if (article, frame) in held.index else (0, 0)
            rows.append(
                {
                    "codebook": trained.codebook,
                    "article": article,
                    "frame": frame,
                    "present": bool(scores[row, place] >= 0),
                    "strength": distinct / len(parted[article]),
                    "evidence": int(size),
                    "scored_by": trained.name,
                    "score": float(scores[row, place]),
                }
            )
    return FRAMES.frame(rows), evidence


def sentence_answers(sentences: Sentences, trained: Trained) -> list[str]:
    """The one frame that an instrument trained on sentences gives each sentence, in order.

    Raises
    ------
    FramingError
        If it was trained on articles.
    """
    if trained.unit != "sentence":
        raise FramingError(f"{trained.name} was trained on articles, and gives sentences no frame.")
    _check_versions(trained)
    by = ("article", "sentence")
    hits = cue_hits(sentences, list(trained.versions)) if trained.cues else None
    values = _values(sentences, trained, by, hits)
    scores = np.asarray(values @ trained.weights.T) + trained.bias
    return [trained.frames[place] for place in scores.argmax(axis=1)]


def _values(sentences: Sentences, trained: Trained, by: Sequence[str], hits: pd.DataFrame | None) -> Any:
    """One row per unit, one column per feature, in the order of the weights."""
    from scipy import sparse

    parts = []
    if "words" in trained.features:
        parts.append(word_values(word_counts(sentences, by), trained.vocabulary, trained.idf))
    if hits is not None:
        shares = cue_shares(sentences, hits, trained.cues, by)
        parts.append(sparse.csr_matrix(spread(shares, trained.mean, trained.deviation)))
    if "vectors" in trained.features:
        parts.append(sparse.csr_matrix(unit_vectors(sentences, by)))
    return sparse.hstack(parts).tocsr()


def unit_vectors(sentences: Sentences, by: Sequence[str]) -> Floats:
    """The learned encoder's vector of each unit, the mean of its sentences'."""
    each = vectors(sentences)
    places: dict[tuple[Any, ...], list[int]] = {}
    for number, unit in enumerate(zip(*(sentences[name] for name in by), strict=True)):
        places.setdefault(unit, []).append(number)
    return np.vstack([each[rows].mean(axis=0) for rows in places.values()])


def _added(values: Any, row: int, weights: Floats) -> Floats:
    """What each feature adds to the score of a unit."""
    return np.asarray(values[row].toarray()[0] * weights)


def _pieces(
    inside: Sentences, hits: pd.DataFrame | None, trained: Trained, frame: str, place: int, added: Floats
) -> list[dict[str, Any]]:
    """The places in one article of what spoke most for a frame."""
    about = {"codebook": trained.codebook, "frame": frame, "voice": None}
    made: list[dict[str, Any]] = []
    known = len(trained.vocabulary)
    names = list(trained.vocabulary)
    readable = added[: known + len(trained.cues)]  # what a vector's parts stand for nobody can read
    best = [int(feature) for feature in np.argsort(-readable)[:SHOWN] if readable[feature] > 0]
    wanted = {names[feature]: added[feature] for feature in best if feature < known}
    if wanted:
        # Where each word stands, the first places of each.
        seen: Counter[str] = Counter()
        for sentence in inside.itertuples(index=False):
            for word in tokens(sentence.text):
                if word.form in wanted and seen[word.form] < PLACES:
                    seen[word.form] += 1
                    start, end = _source(sentence, word.start, word.end)
                    rule = f"{trained.name}: word {word.form!r} ({wanted[word.form]:+.3f})"
                    told = sentence.text[word.start : word.end]
                    where = {"article": sentence.article, "sentence": sentence.sentence}
                    made.append({**about, **where, "start": start, "end": end, "text": told, "rule": rule})
    for feature in best:
        if feature < known or hits is None:
            continue
        instrument, code = trained.cues[feature - known]
        found = hits[(hits["instrument"] == instrument) & (hits["code"] == code)].head(PLACES)
        rule = f"{trained.name}: {instrument} {code} ({added[feature]:+.3f})"
        for hit in found.itertuples(index=False):
            where = {"article": hit.article, "sentence": hit.sentence, "start": hit.start, "end": hit.end}
            made.append({**about, **where, "text": hit.found, "rule": rule})
    if "vectors" in trained.features:
        width = len(added) - known - len(trained.cues)
        worth = vectors(inside) @ trained.weights[place][-width:] / len(inside)
        for number in sorted(int(n) for n in np.argsort(-worth)[:PLACES] if worth[n] > 0):
            where = inside.iloc[number][["article", "sentence", "start", "end", "text"]].to_dict()
            made.append({**about, **where, "rule": f"{trained.name}: sentence ({worth[number]:+.3f})"})
    return made


def _source(sentence: Any, start: int, end: int) -> tuple[int, int]:
    from analysis import clean

    (first,) = clean.to_source(sentence.start, sentence.edits, [start])
    (last,) = clean.to_source(sentence.start, sentence.edits, [end], ends=True)
    return int(first), int(last)


def _by_sentence(sentences: Sentences, trained: Trained, scores: Floats) -> tuple[Frames, Evidence]:
    """Each sentence its best frame; an article has a frame from the codebook's minimum of sentences."""
    best = scores.argmax(axis=1)
    told = sentences[["article", "sentence", "start", "end", "text"]].assign(
        codebook=trained.codebook,
        frame=[trained.frames[place] for place in best],
        voice=None,
        rule=[f"{trained.name}: sentence ({row.max():+.3f})" for row in scores],
    )
    evidence = EVIDENCE.frame(told[[*EVIDENCE.columns]].to_dict("records"))
    shelf = codebooks.names("frames")
    about = codebooks.read("frames", trained.codebook).about if trained.codebook in shelf else {}
    minimum = max(int(about.get("minimum", 1)), 1)
    counts = Counter(zip(evidence["article"], evidence["frame"], strict=True))
    sizes = sentences.groupby("article", sort=False).size()
    rows = [
        {
            "codebook": trained.codebook,
            "article": article,
            "frame": frame,
            "present": counts[article, frame] >= minimum,
            "strength": counts[article, frame] / size,
            "evidence": counts[article, frame],
            "scored_by": trained.name,
            "score": float(counts[article, frame] - minimum),
        }
        for article, size in sizes.items()
        for frame in trained.frames
    ]
    return FRAMES.frame(rows), evidence


def _check_versions(trained: Trained) -> None:
    for name, version in trained.versions.items():
        if terms_version(name) != version:
            raise FramingError(
                f"{trained.name} counts terms of {name}, which have changed since it was trained. "
                "Train it again: framing.train, or for one that is shipped `python training/frames.py`."
            )
    if trained.encoder and encoder_version() != trained.encoder:
        raise FramingError(
            f"{trained.name} looks at vectors of the learned encoder, which has changed or is missing. "
            "Train it again: framing.train, or for one that is shipped `python training/frames.py`."
        )


def terms_version(name: str) -> str:
    """The fingerprint of a codebook's terms and their codes, the codebook given as kind/name.

    Of its rules, questions and weights nothing is counted, so that a change there asks for no training.
    """
    terms = codebooks.read(*name.split("/")).terms
    told = sorted(zip(terms["term"].str.lower(), terms["code"], strict=True))
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def encoder_version() -> str:
    """The fingerprint of the learned encoder; empty where it is not there."""
    from analysis.tone import learned

    path = learned.FOLDER / "encoder.onnx"
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


# --- How it is kept --------------------------------------------------------------


def save(trained: Trained, path: Path | str) -> Path:
    """Write a trained instrument to a JSON file; its path comes back.

    Numbers are kept to five digits. The file holds single words and no text.
    """
    path = Path(path)
    told = {
        "form": FORM,
        "name": trained.name,
        "codebook": trained.codebook,
        "unit": trained.unit,
        "features": list(trained.features),
        "frames": list(trained.frames),
        "card": dict(trained.card),
        "figures": json.loads(trained.figures.to_json(orient="records")),
        "versions": dict(trained.versions),
        "encoder": trained.encoder,
        "bias": _rounded(trained.bias),
        "cues": [list(cue) for cue in trained.cues],
        "mean": _rounded(trained.mean),
        "deviation": _rounded(trained.deviation),
        "vocabulary": list(trained.vocabulary),
        "idf": _rounded(trained.idf),
        "weights": [_rounded(row) for row in trained.weights],
        "held_out": {text: list(frames) for text, frames in trained.held_out.items()},
    }
    lines = ",\n".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in told.items())
    path.write_text("{\n" + lines + "\n}\n", encoding="utf-8")
    return path


def load_trained(path: Path | str) -> Trained:
    """A trained instrument read from its file. Nothing in the file is run.

    Raises
    ------
    FramingError
        If there is no such file, or it is no trained instrument: a part is
        missing, of the wrong kind or length, or no finite number.

    """
    path = Path(path)
    if not path.is_file():
        raise FramingError(f"there is no trained instrument {path.name} in {path.parent}.")
    if path.stat().st_size > LARGEST:
        raise FramingError(f"{path.name} is larger than {LARGEST // 1_000_000} MB, which no instrument is.")
    try:
        told = json.loads(path.read_bytes())
    except ValueError as error:
        raise FramingError(f"{path.name} is not JSON: {error}.") from error
    if not isinstance(told, dict) or told.get("form") != FORM:
        form = told.get("form") if isinstance(told, dict) else told
        raise FramingError(f"{path.name} has the form {str(form)[:40]!r}; a trained instrument has {FORM!r}.")
    part = _Parts(told, path.name)
    frames, vocabulary = part.texts("frames"), part.texts("vocabulary")
    cues = [tuple(cue) for cue in part.lists("cues", 2)]
    for twice in (frames, vocabulary, cues):
        if len(set(twice)) < len(twice):
            raise FramingError(f"{path.name}: {Counter(twice).most_common(1)[0][0]!r} is listed twice.")
    if not frames:
        raise FramingError(f"{path.name}: 'frames' is empty; an instrument answers at least one.")
    features, unit = part.texts("features"), str(part.kind("unit", str))
    if unit not in ("article", "sentence"):
        raise FramingError(f"{path.name}: 'unit' is {unit!r}, but it is 'article' or 'sentence'.")
    if not features or [name for name in PARTS if name in features] != features:
        raise FramingError(
            f"{path.name}: 'features' is {features}; it takes, in this order, {', '.join(PARTS)}."
        )
    rows = part.kind("weights", list)
    width = len(vocabulary) + len(cues)
    if "vectors" in features and rows and isinstance(rows[0], list):
        width = max(len(rows[0]), width + 1)
    if len(rows) != len(frames):
        raise FramingError(f"{path.name}: 'weights' has {len(rows)} rows for {len(frames)} frames.")
    named = zip(frames, rows, strict=True)
    weights = np.vstack([part.numbers(row, f"weights of {frame}", width) for frame, row in named])
    held = part.kind("held_out", dict)
    versions = {str(name): str(version) for name, version in part.kind("versions", dict).items()}
    if wrong := sorted({cue[0] for cue in cues} - set(versions)):
        raise FramingError(f"{path.name}: 'versions' does not name {wrong[0]}, whose terms it counts.")
    return Trained(
        name=str(part.kind("name", str)),
        codebook=str(part.kind("codebook", str)),
        unit=unit,
        frames=tuple(frames),
        features=tuple(features),
        vocabulary={word: place for place, word in enumerate(vocabulary)},
        idf=part.numbers(part.kind("idf", list), "idf", len(vocabulary)),
        cues=tuple((str(one), str(other)) for one, other in cues),
        mean=part.numbers(part.kind("mean", list), "mean", len(cues)),
        deviation=part.numbers(part.kind("deviation", list), "deviation", len(cues)),
        versions=versions,
        weights=weights,
        bias=part.numbers(part.kind("bias", list), "bias", len(frames)),
        figures=pd.DataFrame(part.kind("figures", list)),
        card=part.kind("card", dict),
        encoder=str(part.kind("encoder", str)),
        held_out={str(text): tuple(map(str, given)) for text, given in held.items()},
    )


def shipped(name: str = "generic") -> Trained:
    """A trained instrument that comes with the workbook.

    Raises
    ------
    FramingError
        If there is none of that name.

    Examples
    --------
    >>> shipped().frames[0]
    'conflict'

    """
    if name not in shipped_names():
        there = ", ".join(shipped_names()) or "none"
        raise FramingError(f"no trained instrument {name!r} comes with the workbook. There are: {there}.")
    return load_trained(SHELF / f"{name}.json")


def shipped_names() -> list[str]:
    """Names of the trained instruments that come with the workbook."""
    return sorted(path.stem for path in SHELF.glob("*.json"))


class _Parts:
    """The parts of a file, each checked as it is taken."""

    def __init__(self, told: Mapping[str, Any], file: str) -> None:
        self.told, self.file = told, file

    def kind(self, name: str, wanted: type) -> Any:
        if not isinstance(self.told.get(name), wanted):
            found = type(self.told[name]).__name__ if name in self.told else "missing"
            raise FramingError(f"{self.file}: {name!r} is {found}; it has to be {wanted.__name__}.")
        return self.told[name]

    def texts(self, name: str) -> list[str]:
        for value in (listed := self.kind(name, list)):
            if not isinstance(value, str) or not value:
                raise FramingError(f"{self.file}: {name!r} holds {value!r}, which is no text.")
        return list(listed)

    def lists(self, name: str, length: int) -> list[list[str]]:
        for value in (listed := self.kind(name, list)):
            fits = isinstance(value, list) and len(value) == length and all(isinstance(v, str) for v in value)
            if not fits:
                rule = f"which is no list of {length} texts"
                raise FramingError(f"{self.file}: {name!r} holds {value!r}, {rule}.")
        return list(listed)

    def numbers(self, listed: Any, name: str, length: int) -> Floats:
        if not isinstance(listed, list) or len(listed) != length:
            size = len(listed) if isinstance(listed, list) else type(listed).__name__
            raise FramingError(f"{self.file}: {name!r} has length {size}; it has to have {length}.")
        for value in listed:
            if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
                raise FramingError(f"{self.file}: {name!r} holds {value!r}, which is no finite number.")
        return np.array(listed, dtype=float)


def _rounded(values: Floats) -> list[float]:
    return [float(f"{value:.5g}") for value in values]
