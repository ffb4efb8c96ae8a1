"""Rows out of tables and records out of JSON, each with its place; no fact is read here."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from analysis.load import facts
from analysis.load.problem import RefusedError

# Articles are longer than the 131,072 characters a field may have by default.
csv.field_size_limit(2**31 - 1)

SHOWN = 12  # column names shown in a message
# Where programs that export articles keep the list of them.
LISTS = (
    "articles",
    "items",
    "results",
    "data",
    "documents",
    "docs",
    "records",
    "stories",
    "rows",
    "response",
)
BATCH = 256  # rows of a Parquet file held at a time

Rows = Iterator["tuple[int, Mapping[str, Any]] | RefusedError"]


def delimited(text: str, *, tabs: bool = False) -> tuple[list[str], Rows]:
    r"""The column names of a CSV table, and its rows, counted from 1 below them.

    The delimiter is the one of comma, semicolon, tab and bar under which the
    first line names a column for text or files, or else the most columns.

    Raises
    ------
    RefusedError
        If the first line cannot be read.

    Examples
    --------
    >>> header, rows = delimited("id;text\n1;Rain fell.\n")
    >>> header, list(rows)
    (['id', 'text'], [(1, {'id': '1', 'text': 'Rain fell.'})])
    """
    best, header = "", list[str]()
    for delimiter in "\t,;|" if tabs else ",;\t|":
        try:
            names = [name.strip() for name in next(_reader(text, delimiter), [])]
        except csv.Error:
            continue
        if any(facts.plain(name) in (*facts.SPELLINGS["text"], "sourcefile", "filename") for name in names):
            best, header = delimiter, names
            break
        if len(names) > len(header):
            best, header = delimiter, names
    if not best:
        raise RefusedError(
            "the quoting of its first line is broken, so that it has no column names.", "line 1"
        )
    return header, _delimited(text, best, header)


def _reader(text: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    return (cells for cells in reader if cells)


def _delimited(text: str, delimiter: str, header: list[str]) -> Rows:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    row, line = -1, 1
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            yield RefusedError(
                f"the quoting is broken ({error}) in the row that begins on line {line:,}. The rows before it"
                " were read; those from it on were not.",
                f"row {row + 1}",
            )
            return
        if cells is None:
            return
        if not any(cells):
            continue
        row += 1
        if row == 0:
            continue
        if len(cells) != len(header):
            yield RefusedError(
                f"it has {len(cells)} cells (line {line:,}), but there are {len(header)} columns. Put "
                "quotation marks around a text that holds the delimiter.",
                f"row {row}",
            )
        else:
            yield row, dict(zip(header, cells, strict=True))


def holds_text(names: list[str]) -> bool:
    """Whether one of these columns is named as one that holds the text.

    >>> holds_text(["id", "Full Text"])
    True
    """
    return any(facts.plain(name) in facts.SPELLINGS["text"] for name in names)


def no_text(names: list[str]) -> RefusedError:
    """The refusal of a table in which no column holds the text; it lists those there are."""
    shown = ", ".join(name if len(name) <= 40 else name[:39] + "…" for name in names[:SHOWN] if name)
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return RefusedError(
        f"no column holds the text. Its columns are {shown or 'nameless'}{more}. Name the one with the text "
        "'text' (or body, content, article_text, full_text)."
    )


def parquet(data: bytes, most: int) -> tuple[list[str], Rows]:
    """The column names of a Parquet file, and its rows, counted from 1.

    Raises
    ------
    RefusedError
        If it is damaged, or would unpack to more bytes than `most`.
    """
    try:
        file = pq.ParquetFile(io.BytesIO(data))
        groups = range(file.metadata.num_row_groups)
        size = sum(file.metadata.row_group(group).total_byte_size for group in groups)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise RefusedError(f"it is not a whole Parquet file ({_first(error)}).") from error
    if size > most:
        raise RefusedError(
            f"it would unpack to {size / 1e6:,.0f} MB, over the limit of {most / 1e6:,.0f} MB. Split it, or "
            "raise the limit with --max-mb."
        )
    names = [name for name in file.schema_arrow.names if not name.startswith("__index_level_")]
    return names, _parquet(file, names)


def _parquet(file: Any, names: list[str]) -> Rows:
    row = 0
    try:
        for batch in file.iter_batches(BATCH, columns=names):
            for record in batch.to_pylist():
                row += 1
                yield row, record
    except (pa.ArrowException, OSError, ValueError) as error:
        yield RefusedError(
            f"the file is damaged from here on ({_first(error)}). The rows before were read.",
            f"row {row + 1}",
        )


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
            yield RefusedError(f"it is not JSON: {_json_error(error)}.", f"line {number}")
            continue
        if isinstance(record, dict):
            yield number, record
        else:
            yield RefusedError(
                f"it is {_kind(record)}, where a record in braces should stand.", f"line {number}"
            )


def json_records(text: str) -> tuple[list[Any], bool] | None:
    """The records of a JSON file and whether it is but one; None if it is JSON Lines in truth.

    Raises
    ------
    RefusedError
        If it is no JSON, or holds no records.

    Examples
    --------
    >>> json_records('{"status": "ok", "articles": [{"title": "Rain", "content": "Rain fell."}]}')
    ([{'title': 'Rain', 'content': 'Rain fell.'}], False)
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
        line = getattr(error, "lineno", None)
        place = f"line {line}" if line else "whole"
        raise RefusedError(f"it is not JSON: {_json_error(error)}.", place) from error
    while isinstance(value, dict) and facts.column(value, "text") is None:
        inner = next((value[name] for name in LISTS if isinstance(value.get(name), (list, dict))), None)
        if inner is None:
            return [value], True
        value = inner
    if isinstance(value, dict):
        return [value], True
    if not isinstance(value, list):
        raise RefusedError(f"it is {_kind(value)}, where records in braces should stand.")
    return value, False


def text_of(record: object) -> tuple[str, str]:
    """The text of a record, and the column it stands in; a list of paragraphs is joined by blank lines.

    Raises
    ------
    RefusedError
        If the record has no text, or something else in its place.
    """
    if not isinstance(record, Mapping):
        raise RefusedError(f"it is {_kind(record)}, where a record in braces should stand.")
    name = facts.column(record, "text")
    if name is None:
        empty = [str(key) for key in record if facts.plain(key) in facts.SPELLINGS["text"]]
        if empty:
            raise RefusedError(f"its text is empty (column {empty[0]}).")
        keys = ", ".join(str(key) for key in list(record)[:SHOWN])
        raise RefusedError(f"it has no text. Its keys are {keys or 'none'}; name that of the text 'text'.")
    value = record[name]
    if isinstance(value, list):
        # Paragraphs, each a text or a list of its sentences.
        parts = [" ".join(part) if _texts(part) else part for part in value]
        value = "\n\n".join(part for part in parts if part.strip()) if _texts(parts) else value
    if not isinstance(value, str):
        raise RefusedError(f"its {name} is {_kind(value)}, where the text should stand.")
    return value, name


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(part, str) for part in value)


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "true or false"
    names = {dict: "an object", list: "a list", str: "a text", int: "a number", float: "a number"}
    return names.get(type(value), "null" if value is None else f"a {type(value).__name__}")


def _json_error(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg}, column {error.colno}"
    return "it is nested too deep" if isinstance(error, RecursionError) else _first(error)


def _first(error: Exception) -> str:
    return str(error).splitlines()[0].rstrip(". ") if str(error) else type(error).__name__
