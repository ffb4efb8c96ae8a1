"""Rows out of tables, each with its place, and the text of a row; no fact is read here."""

from __future__ import annotations

import ast
import csv
import io
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from analysis.load import facts
from analysis.load.problem import RefusedError

# Articles are longer than the 131,072 characters a field may have by default.
csv.field_size_limit(2**31 - 1)

SHOWN = 12  # column names shown in a message
# What sources write in the place of a text that they have taken back.
REMOVED = {"[removed]", "[deleted]", "[content removed]"}
PARAGRAPHS = ("text", "content", "paragraph", "value")  # keys of an object that is a paragraph
BATCH = 256  # rows of a Parquet file held at a time

_EXCEL_ESCAPE = re.compile(r"_x000([9ADad])_")
# A line end written as a sign, not the "\n" of a path such as C:\news.
_ESCAPED = re.compile(r"(?:\\r)?\\n(?=\\[rn]|\s|[\"“‘'«(]?[A-ZÀ-Þ0-9]|$)")
_SEPARATOR = re.compile(r"sep=(.)\r?\n", re.I)

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
    if found := _SEPARATOR.match(text):
        text = text[found.end() :]  # Excel's own line, which names the delimiter
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
    return header, _delimited(text, header, _style(text, best))


def _reader(text: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    return (cells for cells in reader if cells)


def _style(text: str, delimiter: str) -> dict[str, Any]:
    """How the cells of a table are quoted: as Excel does, with backslashes, or not at all."""
    usual: dict[str, Any] = {"delimiter": delimiter, "strict": True}
    others: list[dict[str, Any]] = []
    if '\\"' in text:
        others.append(usual | {"escapechar": "\\", "doublequote": False})
    if delimiter == "\t" and '"' in text:
        others.append(usual | {"quoting": csv.QUOTE_NONE})
    if not others or _whole(text, usual):
        return usual
    return next((style for style in others if _whole(text, style)), usual)


def _whole(text: str, style: dict[str, Any]) -> bool:
    """Whether a table can be read to its end, each row with as many cells as the first."""
    try:
        return (
            len({len(cells) for cells in csv.reader(io.StringIO(text, newline=""), **style) if any(cells)})
            == 1
        )
    except csv.Error:
        return False


def _delimited(text: str, header: list[str], style: dict[str, Any]) -> Rows:
    reader = csv.reader(io.StringIO(text, newline=""), **style)
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
        raise RefusedError(f"it is not a whole Parquet file ({reason(error)}).") from error
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
            f"the file is damaged from here on ({reason(error)}). The rows before were read.",
            f"row {row + 1}",
        )


def text_of(record: object) -> tuple[str, str]:
    """The text of a record, and the column that holds it; a list of paragraphs is joined by blank lines.

    Raises
    ------
    RefusedError
        If the record has no text, or something else in its place.
    """
    if not isinstance(record, Mapping):
        raise RefusedError(f"it is {kind(record)}, where a record in braces should stand.")
    name = facts.column(record, "text")
    if name is None:
        empty = [str(key) for key in record if facts.plain(key) in facts.SPELLINGS["text"]]
        if empty:
            raise RefusedError(f"its text is empty (column {empty[0]}).")
        name = facts.summary(record)
    if name is None:
        keys = ", ".join(str(key) for key in list(record)[:SHOWN])
        raise RefusedError(f"it has no text. Its keys are {keys or 'none'}; name that of the text 'text'.")
    value = _joined(record[name])
    if not isinstance(value, str):
        raise RefusedError(f"its {name} is {kind(value)}, where the text should stand.")
    if value.strip().casefold() in REMOVED:
        raise RefusedError(f"its text was removed by its source (column {name} is '{value.strip()}').")
    return _unescaped(value), name


def _joined(value: object) -> object:
    """A list of paragraphs, each a text, an object with one, or a list of its sentences, as one text."""
    if isinstance(value, str) and value[:2] in ("['", '["') and value.rstrip()[-2:] in ("']", '"]'):
        with suppress(ValueError, SyntaxError, MemoryError, RecursionError):
            value = ast.literal_eval(value.strip())  # as Python prints a list
    if not isinstance(value, (list, tuple)):
        return value
    parts = [_paragraph(part) for part in value]
    texts = [part for part in parts if isinstance(part, str)]
    return "\n\n".join(part for part in texts if part.strip()) if len(texts) == len(parts) else value


def _paragraph(part: object) -> object:
    """A paragraph as a text: of an object the one it holds, of a list its sentences."""
    if isinstance(part, Mapping):
        return next((part[key] for key in PARAGRAPHS if isinstance(part.get(key), str)), part)
    return " ".join(part) if isinstance(part, list) and all(isinstance(one, str) for one in part) else part


def _unescaped(text: str) -> str:
    """A text whose line ends were written as signs, as programs that keep a cell in one line do."""
    if "_x000" in text:
        text = _EXCEL_ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\\n" in text and "\n" not in text:
        text = _ESCAPED.sub("\n", text)
    return text


def kind(value: object) -> str:
    """What a value of JSON is, in words.

    >>> kind([1])
    'a list'
    """
    if isinstance(value, bool):
        return "true or false"
    names = {dict: "an object", list: "a list", str: "a text", int: "a number", float: "a number"}
    return names.get(type(value), "null" if value is None else f"a {type(value).__name__}")


def reason(error: Exception) -> str:
    r"""The first line of an error's message.

    >>> reason(ValueError("no such file.\nmore"))
    'no such file'
    """
    return str(error).splitlines()[0].rstrip(". ") if str(error) else type(error).__name__
