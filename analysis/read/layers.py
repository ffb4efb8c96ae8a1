"""What is marked on an article: layers of marks, each mark with its place and its reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

import pandas as pd

from analysis import codebook, tables, tier

# Kinds of cue that judge what they introduce; the others are neutral.
LOADED = frozenset({"assertive", "doubting"})
FIXED = {
    "v": "Voices",
    "q": "Speakers",
    "c": "Loaded cues",
    "a": "Actors",
    "d": "Dates",
    "r": "Repairs",
    "x": "Left out",
}
# How many instruments of a kind the style sheet knows; further ones are not marked.
SEVERAL = {"t": 6, "f": 10, "h": 4}
CODES = (*FIXED, *(f"{kind}{place}" for kind, most in SEVERAL.items() for place in range(most)))
NAMES = {
    "v": "voices", "q": "speakers", "c": "cues", "a": "actors", "d": "dates", "r": "repairs", "x": "cut"
}  # fmt: skip

# A corpus with its tables, from `corpus.measure`; that package imports this one.
Tables: TypeAlias = Any


class ReadError(ValueError):
    """A page that cannot be made as it was asked for."""


@dataclass(frozen=True)
class Mark:
    """A stretch of the source text that something was measured on.

    Attributes
    ----------
    start, end
        Offsets into the source text.
    look
        Its class in the style sheet; empty for a mark that is only a label.
    why
        The reason, shown on demand; empty where the label says all.
    label
        A word next to it, so that colour is not the only sign.
    before
        Whether the label is before the text.
    shown
        What is displayed in place of the source text; None for the source text itself.
    """

    start: int
    end: int
    look: str = ""
    why: str = ""
    label: str = ""
    before: bool = False
    shown: str | None = None


@dataclass(frozen=True)
class Layer:
    """Marks with one switch.

    Attributes
    ----------
    code
        Its name in the style sheet.
    name
        Its name in a call.
    title
        Its name on the page.
    grade
        How far its instrument agrees with human coders, in the word of its badge.
    marks
        In reading order.
    """

    code: str
    name: str
    title: str
    grade: str
    marks: tuple[Mark, ...]


def layers(
    measured: Tables,
    article: str,
    instruments: Sequence[str] | None = None,
    codebooks: Sequence[str] | None = None,
) -> list[Layer]:
    """Every layer of an article, the widest marks first, which is how they are nested."""
    own = _Own(measured, article)
    toned = _chosen("tone instrument", instruments, list(dict.fromkeys(own.scores["instrument"])))
    framed = _chosen("frame codebook", codebooks, list(dict.fromkeys(measured.evidence["codebook"])))
    # The best validated codebook first: it is the one shown by default.
    framed = sorted(framed, key=lambda name: tier.of(f"frames/{name}"))
    known = set(own.scores["instrument"])
    others = [name for name in dict.fromkeys(measured.hits["instrument"]) if name not in known]
    others = [name for name in others if not name.startswith("frames/")]
    made = [
        _layer("x", "clean.passages", _cut(own)),
        _layer("r", "clean.passages", _repairs(own)),
        _layer("v", "voices", _voices(own)),
        _layer("q", "voices", _speakers(own)),
        _layer("a", "actors", _actors(own)),
        _layer("d", "timeline", _dates(own)),
        _layer("c", "voices", _cues(own)),
    ]
    for place, name in enumerate(framed[: SEVERAL["f"]]):
        made.append(_several("f", place, f"frames:{name}", f"Frames, {_called(name)}", _frames(own, name)))
    for place, name in enumerate(others[: SEVERAL["h"]]):
        made.append(_several("h", place, name, f"Words of {name}", _words(own, name)))
    for place, name in enumerate(toned[: SEVERAL["t"]]):
        made.append(_several("t", place, f"tone:{name}", f"Tone, {_title(name)}", _tone(own, name)))
    return made


class _Own:
    """The rows of one article, table by table, and its quotes by number."""

    def __init__(self, measured: Tables, article: str) -> None:
        self.of = {
            name: table[table["article"] == article]
            for name in (
                "passages",
                "sentences",
                "quotes",
                "voices",
                "mentions",
                "dates",
                "hits",
                "scores",
                "evidence",
            )
            if (table := getattr(measured, name)) is not None
        }
        self.quote = {row.quote: row for row in self.rows("quotes")}
        self.source = str(measured.articles.set_index("article").loc[article, "source_text"])

    def __getattr__(self, name: str) -> pd.DataFrame:
        return self.of[name]

    def rows(self, name: str) -> Iterator[Any]:
        """The rows of a table, in reading order."""
        return self.of[name].itertuples(index=False)


def _layer(code: str, measure: str, marks: Iterator[Mark]) -> Layer:
    ordered = tuple(sorted(marks, key=lambda mark: (mark.start, -mark.end)))
    return Layer(code, NAMES[code], FIXED[code], _grade(measure), ordered)


def _several(kind: str, place: int, name: str, title: str, marks: Iterator[Mark]) -> Layer:
    ordered = tuple(sorted(marks, key=lambda mark: (mark.start, -mark.end)))
    measure = name.replace(":", "/") if kind == "f" else name.removeprefix("tone:")
    return Layer(f"{kind}{place}", name, title, _grade(measure), ordered)


@lru_cache(maxsize=64)
def _grade(measure: str) -> str:
    return tier.badge(measure).label.lower()


@lru_cache(maxsize=64)
def _titles(name: str) -> dict[str, str]:
    """The titles of a codebook's frames; empty for a codebook that is not in the package."""
    return codebook.read("frames", name).titles if name in codebook.names("frames") else {}


def _called(name: str) -> str:
    known = name in codebook.names("frames")
    return str(codebook.read("frames", name).about["title"]) if known else name.replace("_", " ")


def _cut(own: _Own) -> Iterator[Mark]:
    """What is not part of the story, with the rule that says so."""
    for row in own.rows("passages"):
        if row.role not in (*tables.MEASURED, "blank"):
            yield Mark(row.start, row.end, "cut", f"Left out as {row.role}: {row.reason}")


def _repairs(own: _Own) -> Iterator[Mark]:
    """What was repaired: the repaired text is shown, the reason holds the source text."""
    for row in own.rows("passages"):
        if row.role not in tables.MEASURED:
            continue
        shift = row.start
        for start, end, length in row.edits:
            begin = start - shift
            repaired = row.text[begin : begin + length]
            shift += (end - start) - length
            raw = own.source[start:end]
            why = f"Repaired: the source has {raw if raw.strip() else 'a space'}"
            # A line break or a space that was straightened changes nothing that a reader sees.
            look = "mended" if repaired.strip() or raw.strip() else ""
            yield Mark(start, end, look, why if look else "", shown=repaired)


def _voices(own: _Own) -> Iterator[Mark]:
    for row in own.rows("voices"):
        said = own.quote.get(row.quote) if pd.notna(row.quote) else None
        by = f"; {said.kind} attribution to {_speaker(said)}" if said is not None else ""
        rule = {
            "quoted": "in quotation marks",
            "reported": "attributed, without quotation marks",
            "reporter": "the article’s own words",
        }[row.voice]
        yield Mark(row.start, row.end, row.voice, f"Voice, {row.voice}: {rule}{by}")


def _speakers(own: _Own) -> Iterator[Mark]:
    for row in own.rows("quotes"):
        start, end = row.spans[0]
        which = f"{row.kind} attribution {row.quote + 1}, by “{row.cue}”" if _is(row.cue) else row.kind
        yield Mark(start, end, label=f"{_speaker(row)}:", before=True)
        if _is(row.speaker_start):
            yield Mark(row.speaker_start, row.speaker_end, "speaker", f"Speaker of {which}: {_speaker(row)}")
        if _is(row.cue_start):
            kind = f" ({row.cue_kind})" if _is(getattr(row, "cue_kind", None)) else ""
            yield Mark(
                row.cue_start, row.cue_end, "cue", f"Cue “{row.cue}”{kind}: {_speaker(row)}, {row.kind}"
            )


def _cues(own: _Own) -> Iterator[Mark]:
    for row in own.rows("quotes"):
        kind = getattr(row, "cue_kind", None)
        if kind in LOADED and _is(row.cue_start):
            why = f"Loaded cue, {kind}: “{row.cue}” judges what {_speaker(row)} says"
            yield Mark(row.cue_start, row.cue_end, "loaded", why, kind)


def _actors(own: _Own) -> Iterator[Mark]:
    for row in own.rows("mentions"):
        if not _is(row.actor):
            continue
        doing = f", {row.role}" if row.role != "other" else ""
        if _is(row.predicate):
            doing += f" of “{row.predicate}”" + (", passive" if row.passive else "")
        known = row.form == "name" or row.text.casefold() == row.actor.casefold()
        label = "" if known else str(row.actor)
        yield Mark(
            row.start, row.end, "actor", f"Actor, {row.type}: {row.actor}, by {row.form}{doing}", label
        )


def _dates(own: _Own) -> Iterator[Mark]:
    for row in own.rows("dates"):
        days = _days(row.earliest, row.latest)
        yield Mark(
            row.start,
            row.end,
            "date",
            f"Date, {row.relation}: {days or 'no day'}; {row.resolved_by}",
            days or "no day",
        )


def _frames(own: _Own, name: str) -> Iterator[Mark]:
    titles = _titles(name)
    of = own.evidence
    for row in of[of["codebook"] == name].itertuples(index=False):
        frame = titles.get(row.frame, row.frame)
        voice = f"; {row.voice}" if _is(row.voice) else ""
        why = f"Frame, {frame}: rule {row.rule} of {name}{voice}"
        short = frame if str(row.frame).isdigit() else str(row.frame).replace("_", " ")
        yield Mark(row.start, row.end, "frame", why, short)


def _words(own: _Own, name: str) -> Iterator[Mark]:
    of = own.hits
    for row in of[of["instrument"] == name].itertuples(index=False):
        term = f", term {row.term}" if _is(getattr(row, "term", None)) else ""
        negated = ", negated" if row.negated else ""
        yield Mark(row.start, row.end, "word", f"{name}, {row.code}: “{row.found}”{term}{negated}", row.code)


def _tone(own: _Own, name: str) -> Iterator[Mark]:
    title = _title(name)
    of, words = own.scores, own.hits
    units = of[(of["instrument"] == name) & (of["unit"] == "sentence")]
    scored = dict(zip(units["unit_id"], units["tone"], strict=True))
    for row in own.rows("sentences"):
        if row.sentence in scored:
            yield Mark(row.start, row.end, label=f"tone {signed(scored[row.sentence])}")
    for row in words[(words["instrument"] == name) & (words["code"] == "tone")].itertuples(index=False):
        whole = scored.get(row.sentence)
        of_whole = f" of the sentence’s {signed(whole)}" if whole is not None else ""
        negated = ", negated" if row.negated else ""
        why = f"Tone by {title}: “{row.found}” adds {signed(row.weight)}{of_whole}{negated}"
        look, label = ("negative", "▼") if row.weight < 0 else ("positive", "▲")
        yield Mark(row.start, row.end, look, why, label)


def signed(value: float) -> str:
    """A tone with its sign and two decimal places; zero has no sign.

    >>> signed(-0.0873), signed(0.5), signed(-0.001)
    ('−0.09', '+0.50', '0.00')
    """
    rounded = round(float(value), 2) + 0.0
    return f"{rounded:+.2f}".replace("-", "−") if rounded else "0.00"


def day(value: pd.Timestamp) -> str:
    """A day as it is written in print.

    >>> day(pd.Timestamp("2025-07-03"))
    '3 July 2025'
    """
    return f"{value.day} {value:%B %Y}"


def _days(earliest: Any, latest: Any) -> str:
    if not _is(earliest) and not _is(latest):
        return ""
    if not _is(earliest) or not _is(latest):
        return f"from {day(earliest)}" if _is(earliest) else f"until {day(latest)}"
    return day(earliest) if earliest == latest else f"{day(earliest)} to {day(latest)}"


def _speaker(row: Any) -> str:
    return (
        str(row.speaker)
        if _is(row.speaker)
        else str(row.speaker_text)
        if _is(row.speaker_text)
        else "not named"
    )


def _title(instrument: str) -> str:
    from analysis.tone import TITLES

    return TITLES.get(instrument, instrument)


def _is(value: Any) -> bool:
    return value is not None and not pd.isna(value)


def _chosen(what: str, asked: Sequence[str] | None, there: list[str]) -> list[str]:
    if asked is None:
        return there
    if strays := [name for name in asked if name not in there]:
        raise ReadError(
            f"no {what} {strays[0]!r} measured this article. There are: {', '.join(there) or 'none'}."
        )
    return list(asked)
