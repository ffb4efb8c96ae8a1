"""Tables out of spreadsheets: only values. No formula is computed, no macro run, no link followed."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from analysis.load import rows
from analysis.load.formats import from_table
from analysis.load.packed import Package
from analysis.load.problem import RefusedError
from analysis.load.record import FORMAT, Record
from analysis.load.registry import OLD_OFFICE, Given, misnamed

HEAD = 10  # rows above the column names, such as a title and a line left free
MOST = 20_000_000  # cells of a sheet, empty ones between filled ones included
REPEATS = 100_000  # times that one filled row or cell may be said to come again
_LETTERS, _DIGITS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ", b"0123456789"
_PLACE = re.compile(rb'<(?:\w+:)?c\b[^>]*?\sr="([A-Z]{1,3}\d{1,7})"')
_ROW = re.compile(rb"<table:table-row\b([^>]*)>(.*?)</table:table-row>", re.S)
_TIMES = re.compile(rb'number-rows-repeated="(\d{1,9})"')
_CELL = re.compile(rb'number-columns-repeated="(\d{1,9})"[^>/]*>')
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def spreadsheet(given: Given) -> Iterator[Record | RefusedError]:
    """The records of the rows of a spreadsheet.

    Read is the sheet that the user names, or the only one with a column of
    texts.

    Raises
    ------
    RefusedError
        If the file is damaged or encrypted, there is no sheet of that name,
        or several have texts and none is named.
    """
    sheets = _sheets(given)
    chosen = _chosen(sheets, given.part)
    for name in chosen:
        header, body = sheets[name]
        try:
            yield from from_table(header, body, FORMAT, given.day_first, name if len(chosen) > 1 else "")
        except RefusedError as refusal:
            if len(chosen) == 1:
                raise
            yield RefusedError(refusal.problem, name)


def _sheets(given: Given) -> dict[str, tuple[list[str], rows.Rows]]:
    """The column names and rows of each sheet, by its name; sheets without cells are left out."""
    import python_calamine

    data = given.data
    if data.startswith(OLD_OFFICE) and _ENCRYPTED in data:
        raise RefusedError("it is encrypted with a password. Save it without one.")
    if not data.startswith(OLD_OFFICE):
        package = Package(data, "a spreadsheet", given.limit)
        package.check(package.names())
        if "xl/workbook.xml" in package.names():
            _spread(package, [name for name in package.names() if name.startswith("xl/worksheets/")])
        elif b"opendocument.spreadsheet" in data[:200]:
            _repeated(package.part("content.xml"))
        else:
            raise misnamed(data, "a spreadsheet") or RefusedError(
                "it is a zip archive, but not a spreadsheet."
            )
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        found = {}
        for sheet in book.sheets_metadata:
            if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet:
                cells = book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
                if filled := _filled(cells):
                    found[sheet.name] = filled
    except BaseException as error:  # A fault in its compiled part is no Exception.
        if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError)):
            raise
        if "password" in str(error).lower():
            raise RefusedError("it is encrypted with a password. Save it without one.") from error
        raise RefusedError(
            f"it is a damaged spreadsheet ({str(error).splitlines()[0][:80].rstrip('. ')})."
        ) from error
    if not found:
        raise RefusedError("its sheets are empty.")
    return found


def _spread(package: Package, sheets: list[str]) -> None:
    """Refuse a workbook with cells so far apart that the empty ones between them fill the memory."""
    for name in sheets:
        places = [found[1] for found in _PLACE.finditer(package.part(name))]
        deep = max((int(place.lstrip(_LETTERS)) for place in places), default=0)
        wide = max((_number(place.rstrip(_DIGITS)) for place in places), default=0)
        if deep * wide > MOST:
            raise RefusedError(
                f"its cells spread over {deep:,} rows and {wide:,} columns. Delete those outside the table."
            )


def _number(letters: bytes) -> int:
    """The number of a column, from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _repeated(data: bytes) -> None:
    """Refuse a spreadsheet that says of filled rows or cells that they come again very often."""
    for row in _ROW.finditer(data):
        times = _TIMES.search(row[1])
        wide = max((int(cell[1]) for cell in _CELL.finditer(row[2])), default=1)
        if b"<text:p" in row[2] and (int(times[1]) if times else 1) * wide > REPEATS:
            raise RefusedError("it repeats filled cells very often, as no table of articles does.")


def _filled(cells: list[list[Any]]) -> tuple[list[str], rows.Rows] | None:
    """The column names and the rows below them: the first that names a column of texts, or the first."""
    filled = [row for row in cells if any(cell not in ("", None) for cell in row)]
    if not filled:
        return None
    names = [[str(cell).strip() for cell in row] for row in filled[:HEAD]]
    head = next((at for at, row in enumerate(names) if rows.holds_text(row)), 0)
    return names[head], _rows(names[head], filled[head + 1 :])


def _rows(names: list[str], filled: list[list[Any]]) -> rows.Rows:
    for number, row in enumerate(filled, 1):
        record = {name: None if cell == "" else cell for name, cell in zip(names, row, strict=False) if name}
        yield number, record


def _chosen(sheets: dict[str, Any], part: str | None) -> list[str]:
    texts = [name for name, (header, _) in sheets.items() if rows.holds_text(header)]
    if part == "*":
        return texts or list(sheets)[:1]
    if part is not None:
        if part not in sheets:
            raise RefusedError(f"it has no sheet '{part}' with cells. Its sheets are {', '.join(sheets)}.")
        return [part]
    if len(texts) > 1:
        raise RefusedError(
            f"{len(texts)} of its sheets hold texts: {', '.join(texts)}. Name one behind the file, as "
            f"in 'file.xlsx#{texts[0]}', or all with 'file.xlsx#*'."
        )
    return texts or list(sheets)[:1]
