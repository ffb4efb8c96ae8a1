"""Records out of JSON in the shapes that programs write: lists, nested objects, columns, lines."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from analysis.load import facts
from analysis.load.problem import RefusedError
from analysis.load.rows import Rows, kind, reason

# Where programs that export articles keep the list of them; those first in a row win over the later.
LISTS = (
    *("articles", "items", "results", "data", "documents", "docs", "records", "stories", "rows", "response"),
    *(
        "hits",
        "posts",
        "objects",
        "value",
        "values",
        "entries",
        "news",
        "content",
        "contents",
        "output",
        "feed",
    ),
    *("list", "children", "collection", "payload", "body", "result", "pages", "channel"),
)
# Objects that hold what a record is about; what is next to them is kept.
WRAPPED = (
    *("_source", "article", "document", "doc", "node", "story", "post", "item", "attributes", "fields"),
    *("record", "data", "content", "thread"),
)
# Keys under which an object keeps its one text.
TEXTS = (
    "rendered",
    "fulltext",
    "bodytext",
    "text",
    "content",
    "body",
    "value",
    "plain",
    "html",
    "main",
    "original",
)
FORMS = {"raw", "html", "plain", "text", "type", "value", "format", "protected"}  # keys of nothing but a text
DEEP = 6  # levels that a list of articles is looked for in
ACTIONS = {"index", "create", "update", "delete"}  # lines of an Elasticsearch bulk file that hold no record
_RESULT = tuple[list[Any], bool]


def json_lines(text: str) -> Rows:
    """The records of a JSON Lines file, each with the number of its line.

    >>> list(json_lines('{"text": "Rain fell."}'))
    [(1, {'text': 'Rain fell.'})]
    """
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield RefusedError(f"it is not JSON: {_error(error)}.", f"line {number}")
            continue
        if not isinstance(record, dict):
            yield RefusedError(
                f"it is {kind(record)}, where a record in braces should stand.", f"line {number}"
            )
        elif not (len(record) == 1 and record.keys() <= ACTIONS):
            yield number, flat(record)


def json_records(text: str) -> _RESULT | None:
    """The records of a JSON file and whether it is but one; None if it is JSON Lines in truth.

    Raises
    ------
    RefusedError
        If it is no JSON, or holds no records.

    Examples
    --------
    >>> json_records('{"status": "ok", "articles": [{"title": "Rain", "content": "Rain fell."}]}')
    ([{'title': 'Rain', 'content': 'Rain fell.'}], False)
    >>> json_records('{"title": {"0": "Rain"}, "text": {"0": "Rain fell."}}')
    ([{'title': 'Rain', 'text': 'Rain fell.'}], False)
    """
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        first = text.lstrip().split("\n", 1)[0]
        try:
            if isinstance(json.loads(first), dict):
                return None
        except (ValueError, RecursionError):
            pass
        if several := _one_after_another(text):
            return [flat(record) for record in several], False
        line = getattr(error, "lineno", None)
        place = f"line {line}" if line else "whole"
        raise RefusedError(f"it is not JSON: {_error(error)}.", place) from error
    if not isinstance(value, (dict, list)):
        raise RefusedError(f"it is {kind(value)}, where records in braces should stand.")
    listed, single = _found(value)
    return [flat(record) for record in listed], single


def flat(record: Any) -> Any:
    """A record with what its inner objects hold at its top: the text, and facts of one text each.

    >>> flat({"_id": 7, "_source": {"title": {"rendered": "Rain"}, "text": "Rain fell."}})
    {'_id': 7, 'title': 'Rain', 'text': 'Rain fell.'}
    """
    if not isinstance(record, dict) or not any(isinstance(value, (dict, list)) for value in record.values()):
        return record
    for name in list(record):
        inner = record[name]
        if str(name).lower() in WRAPPED and isinstance(inner, dict) and not _is_one_text(inner):
            outer = {key: value for key, value in record.items() if key != name}
            inside = {key: value for key, value in flat(inner).items() if facts.known(value)}
            # Where the text is, there are the facts of the article; the other object is about more.
            nearer = facts.column(outer, "text") is not None
            record = {**inside, **outer} if nearer else {**outer, **inside}
    return {name: _text(value) if isinstance(value, dict) else value for name, value in record.items()}


def _is_one_text(value: Mapping[str, Any]) -> bool:
    """Whether an object is a text with its form, such as {"rendered": "…", "protected": false}."""
    return "rendered" in value or (len(value) > 0 and value.keys() <= FORMS)


def _text(value: Mapping[str, Any]) -> Any:
    """The one text of an object, or the object."""
    if len(value) == 1 and (key := next(iter(value))).startswith("$"):
        return value[key]  # as MongoDB writes days and numbers
    names = {facts.plain(key): key for key in reversed(list(value))}
    for text in TEXTS:
        if text in names and isinstance(inner := value[names[text]], str) and inner.strip():
            return inner
    return value


def _found(value: Any) -> _RESULT:
    """The records in a value, wherever they are, and whether it is but one."""
    if isinstance(value, dict):
        if (columns := _columns(value)) is not None:
            return columns, False
        if _has_text(value):
            return [value], True
        if (keyed := _keyed(value)) is not None:
            return keyed, False
        if (listed := _inside(value)) is not None:
            return listed
        return [value], True
    if value and all(isinstance(item, list) for item in value):
        raise RefusedError(
            "its rows have no column names (pandas writes so with orient='values'). "
            "Write it with orient='records'."
        )
    return value, False


def _inside(value: Mapping[str, Any], depth: int = 0) -> _RESULT | None:
    """The first list of records, or single record, under one of the usual names, however deep."""
    order = {name: place for place, name in enumerate(LISTS)}
    names = sorted(value, key=lambda name: order.get(facts.plain(name), len(order)))
    for name in names:
        inner = value[name]
        if isinstance(inner, list) and any(isinstance(item, dict) for item in inner):
            if facts.plain(name) in order or any(_has_text(item) for item in inner):
                return inner, False
        elif isinstance(inner, list) and not inner and facts.plain(name) in order:
            return [], False
    for name in names:
        inner = value[name]
        if isinstance(inner, dict) and depth < DEEP:
            if _has_text(inner):
                return [inner], True
            if (found := _inside(inner, depth + 1)) is not None:
                return found
    return None


def _has_text(record: Any) -> bool:
    if not isinstance(record, dict):
        return False
    record = flat(record)
    name = facts.column(record, "text")
    if name is None:
        return False
    value = record[name]
    return (
        isinstance(value, str)
        or (isinstance(value, list) and all(isinstance(part, (str, list)) for part in value))
        or (isinstance(value, list) and facts.plain(name) in ("paragraphs", "bodyparagraphs"))
    )


def _columns(value: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    """The records of an object of columns, as pandas writes them by columns, split or lists; or None."""
    columns, data = value.get("columns"), value.get("data")
    if isinstance(columns, list) and isinstance(data, list) and all(isinstance(row, list) for row in data):
        return [dict(zip(map(str, columns), row, strict=False)) for row in data]
    if facts.column(value, "text") is None:
        return None
    kinds = {type(column) for column in value.values()}
    if kinds == {dict}:
        indexes = [tuple(column) for column in value.values()]
        cells = [cell for column in value.values() for cell in column.values()]
        if (
            len(set(indexes)) == 1
            and all(_is_index(key) for key in indexes[0])
            and not any(isinstance(cell, dict) for cell in cells)
        ):
            return [{name: column[row] for name, column in value.items()} for row in indexes[0]]
    if kinds == {list} and len(value) > 1 and len({len(column) for column in value.values()}) == 1:
        names = list(value)
        return [dict(zip(names, row, strict=True)) for row in zip(*value.values(), strict=True)]
    return None


def _is_index(key: str) -> bool:
    return key.isdigit() or not facts.plain(key).isalpha()


def _keyed(value: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    """The records of an object in which each has its key, such as its number or address; or None."""
    records = []
    if len(value) < 2 and not any(_is_index(key) or facts.ADDRESS.match(key) for key in value):
        return None  # an object around one record, {"article": {…}}
    for key, record in value.items():
        if not isinstance(record, dict) or not _has_text(record):
            return None
        address = facts.ADDRESS.fullmatch(key) and facts.column(record, "url") is None
        records.append({**record, "url": key} if address else record)
    return records or None


def _one_after_another(text: str) -> list[dict[str, Any]]:
    """The objects in a text that holds several, with or without commas between; none if it is broken."""
    decoder, place, records = json.JSONDecoder(), 0, list[dict[str, Any]]()
    while place < len(text):
        found = re.compile(r"[\s,]*").match(text, place)
        place = found.end() if found else place
        if place >= len(text):
            break
        try:
            record, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            return []
        if not isinstance(record, dict):
            return []
        records.append(record)
    return records


def _error(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg}, column {error.colno}"
    return "it is nested too deep" if isinstance(error, RecursionError) else reason(error)
