"""The common form of human codes: one JSON object a line, in a file named for its task."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeAlias

from analysis.tables import Problems

Record: TypeAlias = dict[str, Any]  # what people coded of one text; its keys are those of the task
Say: TypeAlias = Callable[[str, str], None]  # names a place in a file, and what is wrong there


class GoldError(ValueError):
    """Human codes that cannot be found, read, fetched or trusted."""


class MalformedError(ValueError):
    """A record that is not of its task's form; the text gives value and rule."""


@dataclass(frozen=True)
class CodedSet:
    """One human-coded set, or one split of it, in the common form.

    Attributes
    ----------
    name
        Folder and split, such as `newsmtsc/rw-dev`.
    task
        What was coded, one of `TASKS`.
    records
        One mapping per coded text, with the keys of the task, and where known
        `document`: the text it was taken from, which is what a bootstrap redraws.
    known
        Its entry in `gold.sets()`; missing for a set of your own.
    files
        Where it was read from.

    """

    name: str
    task: str
    records: tuple[Record, ...]
    known: str | None = None
    files: tuple[Path, ...] = ()

    @property
    def documents(self) -> list[str]:
        """The document of each record; a record that names none is its own."""
        return [str(record.get("document", f"#{place}")) for place, record in enumerate(self.records)]


@dataclass(frozen=True)
class Gold:
    """All human codes found in a folder, and what in it could not be used."""

    sets: tuple[CodedSet, ...]
    problems: Problems


def _need(record: Mapping[str, Any], key: str) -> Any:
    if record.get(key) is None:
        raise MalformedError(f"it lacks {key!r}. It has: {', '.join(map(str, record)) or 'nothing'}")
    return record[key]


def _text(record: Mapping[str, Any], key: str = "text") -> str:
    value = _need(record, key)
    if not isinstance(value, str) or not value.strip():
        raise MalformedError(f"{key!r} is {value!r}; it has to be a text of at least one character")
    return value


def _span(value: Any, text: str, what: str) -> list[int]:
    if (
        not isinstance(value, list | tuple)
        or len(value) != 2
        or not all(isinstance(part, int) and not isinstance(part, bool) for part in value)
    ):
        raise MalformedError(f"{what} is {value!r}; it has to be [start, end], two whole numbers")
    start, end = value
    if not 0 <= start < end <= len(text):
        raise MalformedError(
            f"{what} is [{start}, {end}]; it has to lie in the text, which has {len(text)} characters"
        )
    return [start, end]


def _spans(record: Mapping[str, Any], key: str, text: str) -> list[list[int]]:
    value = record.get(key) or []
    if not isinstance(value, list):
        raise MalformedError(f"{key!r} is {value!r}; it has to be a list of [start, end]")
    return [_span(span, text, f"a span of {key!r}") for span in value]


def _one_of(record: Mapping[str, Any], key: str, choices: tuple[int, ...]) -> int:
    value = _need(record, key)
    if isinstance(value, bool) or value not in choices:
        raise MalformedError(f"{key!r} is {value!r}; it has to be one of {', '.join(map(str, choices))}")
    return int(value)


def _listed(record: Mapping[str, Any], key: str) -> list[Any]:
    value = _need(record, key)
    if not isinstance(value, list):
        raise MalformedError(f"{key!r} is {value!r}; it has to be a list")
    return value


def _mappings(record: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    for value in (listed := _listed(record, key)):
        if not isinstance(value, dict):
            raise MalformedError(f"{key!r} holds {value!r}; it has to hold mappings only")
    return listed


def _tone_sentence(record: Mapping[str, Any]) -> Record:
    value = _need(record, "value")
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value or abs(value) > 1e6:
        raise MalformedError(
            f"'value' is {value!r}; it has to be a number, higher where the tone is brighter"
        )
    return {"text": _text(record), "value": float(value)}


def _tone_target(record: Mapping[str, Any]) -> Record:
    text = _text(record)
    start, end = _span([_need(record, "start"), _need(record, "end")], text, "the target")
    return {"text": text, "start": start, "end": end, "label": _one_of(record, "label", (-1, 0, 1))}


def _loaded_language(record: Mapping[str, Any]) -> Record:
    text = _text(record)
    made: Record = {"text": text, "label": _one_of(record, "label", (0, 1))}
    return made if record.get("spans") is None else made | {"spans": _spans(record, "spans", text)}


def _frames_article(record: Mapping[str, Any]) -> Record:
    codes = [str(code) for code in _listed(record, "frames")]
    made = {"text": _text(record), "codebook": str(_need(record, "codebook")), "frames": codes}
    if record.get("asked") is not None:  # the codes that were decided; of others it is not known
        made["asked"] = [str(code) for code in _listed(record, "asked")]
    return made


def _frames_sentence(record: Mapping[str, Any]) -> Record:
    frame = str(_need(record, "frame"))
    return {"text": _text(record), "codebook": str(_need(record, "codebook")), "frame": frame}


def _quotes(record: Mapping[str, Any]) -> Record:
    text, made = _text(record), []
    for attribution in _mappings(record, "attributions"):
        parts = {part: _spans(attribution, part, text) for part in ("content", "source", "cue")}
        if not parts["content"]:
            raise MalformedError("an attribution has no 'content'; without it there is nothing to find")
        made.append(parts)
    return {"text": text, "attributions": made}


def _actors(record: Mapping[str, Any]) -> Record:
    text, made = _text(record), []
    for entity in _mappings(record, "entities"):
        start, end = _span([_need(entity, "start"), _need(entity, "end")], text, "an entity")
        kept: Record = {"start": start, "end": end, "type": str(_need(entity, "type"))}
        for further in ("chain", "form", "name"):
            if entity.get(further) is not None:
                kept[further] = entity[further]
        if "name" in kept:
            kept["name"] = _span(kept["name"], text, "an entity's name")
        made.append(kept)
    return {"text": text, "entities": made}


def _sentences(record: Mapping[str, Any]) -> Record:
    text = _text(record)
    spans = [_span(span, text, "a sentence") for span in _listed(record, "sentences")]
    if not spans or any(left[1] > right[0] for left, right in pairwise(spans)):
        raise MalformedError("its sentences have to be at least one, in order, and must not overlap")
    return {"text": text, "sentences": spans}


def _passages(record: Mapping[str, Any]) -> Record:
    text, made = _text(record), []
    for passage in _mappings(record, "passages"):
        start, end = _span([_need(passage, "start"), _need(passage, "end")], text, "a passage")
        made.append({"start": start, "end": end, "role": str(_need(passage, "role"))})
    return {"text": text, "passages": made}


def _article_html(record: Mapping[str, Any]) -> Record:
    return {"html": _text(record, "html"), "body": _text(record, "body")}


def _repair(record: Mapping[str, Any]) -> Record:
    return {"text": _text(record), "fixed": _text(record, "fixed")}


# Titles that stand before a person's name and are no part of it.
TITLES = frozenset({
    "president", "vice-president", "minister", "secretary", "undersecretary", "chancellor", "premier",
    "senator", "representative", "congressman", "congresswoman", "governor", "mayor", "ambassador",
    "envoy", "judge", "justice", "king", "queen", "prince", "princess", "emperor", "sheikh", "sultan",
    "pope", "bishop", "archbishop", "cardinal", "imam", "ayatollah", "general", "admiral", "colonel",
    "major", "captain", "lieutenant", "commander", "sergeant", "officer", "director", "chief", "chairman",
    "professor", "doctor", "mr", "mrs", "ms", "dr", "sir", "lord", "lady", "dame", "gen", "col", "lt",
    "sgt", "capt", "maj", "sen", "rep", "gov", "rev", "reverend", "saint", "st",
})  # fmt: skip


def past_title(words: Sequence[str]) -> int:
    """How many words of a name are a title, and what stands before it.

    >>> past_title(["US", "President", "Barack", "Obama"]), past_title(["Lake", "Victoria"])
    (2, 0)
    """
    titles = [place for place, word in enumerate(words) if word.lower().strip(".") in TITLES]
    after = titles[-1] + 1 if titles else 0
    named = all(word[:1].isupper() or word.lower().startswith(("al-", "el-")) for word in words[after:])
    return after if after < len(words) and named else 0


# What a line of each task holds. `repair` is this workbook's own addition.
_FORMS: Mapping[str, Callable[[Mapping[str, Any]], Record]] = {
    "tone-sentence": _tone_sentence,
    "tone-target": _tone_target,
    "loaded-language": _loaded_language,
    "frames-article": _frames_article,
    "frames-sentence": _frames_sentence,
    "quotes": _quotes,
    "actors": _actors,
    "sentences": _sentences,
    "passages": _passages,
    "article-html": _article_html,
    "repair": _repair,
}
TASKS = tuple(_FORMS)


def checked(task: str, record: Mapping[str, Any]) -> Record:
    """A record in its task's form, further keys left out but `id` and `document`.

    Raises
    ------
    MalformedError
        If a key is absent or a value is not of the form. It names key, value and rule.

    Examples
    --------
    >>> checked("tone-sentence", {"id": 7, "text": "A triumph.", "value": 1, "note": "easy"})
    {'text': 'A triumph.', 'value': 1.0, 'id': '7'}

    """
    made = _FORMS[task](record)
    made["id"] = str(_need(record, "id"))
    if record.get("document") is not None:
        made["document"] = str(record["document"])
    return made


def task_of(path: Path) -> str | None:
    """The task a file of the common form is named for; missing for other files.

    Splits may follow the task's name: `quotes.jsonl`, `quotes-pilot.jsonl`, `quotes.second.jsonl`.

    >>> task_of(Path("tone-target-pilot.jsonl")), task_of(Path("notes.jsonl"))
    ('tone-target', None)
    """
    if path.suffix != ".jsonl":
        return None
    fitting = [task for task in TASKS if path.stem == task or path.stem.startswith((f"{task}-", f"{task}."))]
    return max(fitting, key=len, default=None)


def json_lines(text: str, say: Say) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects of a file of JSON lines, each with its place; a line that is not JSON is named."""
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        place = f"line {number}"
        try:
            value = json.loads(line)
        except ValueError as error:
            say(place, f"it is not JSON: {error}. Each line has to be one whole JSON object.")
            continue
        if isinstance(value, dict):
            yield place, value
        else:
            say(place, f"it is {type(value).__name__}, not a JSON object. The line is left out.")


def common(task: str, text: str, say: Say) -> list[Record]:
    """The records of a file in the common form; malformed and repeated ones are named and left out."""
    records: list[Record] = []
    met: dict[str, str] = {}
    for place, value in json_lines(text, say):
        try:
            record = checked(task, value)
        except MalformedError as error:
            say(place, f"{error}. The line is left out.")
            continue
        if record["id"] in met:
            say(
                place, f"its id {record['id']!r} stands in {met[record['id']]} already. The line is left out."
            )
            continue
        met[record["id"]] = place
        records.append(record)
    return records


def kept(task: str, record: Record, place: str, say: Say) -> Iterator[tuple[str, Record]]:
    """The record with its task, or nothing: one that is not of the task's form is named."""
    try:
        yield task, checked(task, record)
    except MalformedError as error:
        say(place, f"{error}. It is left out.")
