"""Coding sheets: written so that a spreadsheet cannot spoil them, read back row by row."""

from __future__ import annotations

import csv
import difflib
import hashlib
import io
import os
import re
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.datavalidation import DataValidation

from analysis import tables
from analysis.agree.asking import Question, check_questions
from analysis.agree.drawing import fingerprint
from analysis.agree.forms import SAMPLE, AgreeError, Sample

FIXED = ("sample", "coder", "row", "before", "text", "after")
CODER = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")
CELL = 32_000  # characters; a spreadsheet cell holds 32,767
FORMULA = re.compile(r"(?='*[=+@\t\r-])")  # how a cell begins that a spreadsheet would compute
GUARDED = re.compile(r"^'(?='*[=+@\t\r-])")  # such a cell as the CSV holds it, with an apostrophe before


@dataclass
class Sheet:
    """A coding sheet as it stands in its file: every cell as text, nothing interpreted.

    Attributes
    ----------
    path
        The file, CSV or XLSX.
    columns
        The header, in order, columns that a coder added included.
    rows
        One mapping of column to text per row.
    lines
        The line of the file each row stands in.
    seen
        SHA-256 of the file as it was read or saved last.

    """

    path: Path
    columns: list[str]
    rows: list[dict[str, str]]
    lines: list[int] = field(default_factory=list)
    seen: str = ""


def open_sheet(path: Path | str) -> Sheet:
    """A sheet read from its file, with every cell as text.

    CSV may be separated by commas, semicolons or tabs, and be written in UTF-8,
    UTF-16 or Windows-1252, as spreadsheets save it in one country or another.

    Raises
    ------
    AgreeError
        If there is no such file, it is neither CSV nor XLSX, or it has no header.

    """
    path = Path(path)
    if not path.is_file():
        raise AgreeError(f"there is no coding sheet {path.name} in {path.parent}.")
    raw = path.read_bytes()
    if path.suffix.lower() == ".xlsx":
        cells = _cells_of_xlsx(path, raw)
    elif path.suffix.lower() == ".csv":
        cells = _cells_of_csv(path, raw)
    else:
        raise AgreeError(f"{path.name} is not a coding sheet: those end in .csv or .xlsx.")
    filled = [(line, row) for line, row in cells if any(cell.strip() for cell in row)]
    if not filled:
        raise AgreeError(f"{path.name} is empty: the first line should name the columns.")
    header = [name.strip() for name in filled[0][1]]
    while header and not header[-1]:
        header.pop()
    columns = [name or f"column {place}" for place, name in enumerate(header, 1)]
    widest = max(len(row) for _, row in filled)
    columns += [f"column {place}" for place in range(len(columns) + 1, widest + 1)]
    # A column named twice keeps both: the later one under a name of its own.
    counted: Counter[str] = Counter()
    for place, name in enumerate(columns):
        counted[name] += 1
        if counted[name] > 1:
            columns[place] = f"{name} ({counted[name]})"
    rows = [
        dict(zip(columns, [*row, *[""] * (len(columns) - len(row))], strict=True)) for _, row in filled[1:]
    ]
    if path.suffix.lower() == ".csv":
        for row in rows:
            row.update({name: GUARDED.sub("", row[name], 1) for name in shown_columns(columns)})
    return Sheet(path, columns, rows, [line for line, _ in filled[1:]], hashlib.sha256(raw).hexdigest())


def shown_columns(columns: Sequence[str]) -> Sequence[str]:
    """The columns that the coder reads, which stand before those she fills."""
    return columns[: columns.index("after") + 1] if "after" in columns else []


def _cells_of_csv(path: Path, raw: bytes) -> list[tuple[int, list[str]]]:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        told = raw.decode("utf-16", errors="replace")
    else:
        try:
            told = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            told = raw.decode("cp1252", errors="replace")
    told = re.sub(r"\Asep=.\r?\n", "", told)
    header = told.splitlines()[0] if told.strip() else ""
    separator = max(",;\t", key=header.count)
    csv.field_size_limit(10_000_000)
    reader = csv.reader(io.StringIO(told, newline=""), delimiter=separator)
    cells, line = [], 1
    try:
        for row in reader:
            cells.append((line, row))
            line = reader.line_num + 1
    except csv.Error as error:
        raise AgreeError(f"{path.name}, line {line}: this is not CSV: {error}.") from error
    return cells


def _cells_of_xlsx(path: Path, raw: bytes) -> list[tuple[int, list[str]]]:
    try:
        book = openpyxl.load_workbook(io.BytesIO(raw), data_only=True)
    except Exception as error:  # openpyxl lets errors of zip, XML and of its own through
        raise AgreeError(f"{path.name} is not a workbook that can be opened: {error}.") from error
    page = book["coding"] if "coding" in book.sheetnames else book.worksheets[0]
    return [(row[0].row, [_text(cell.value) for cell in row]) for row in page.iter_rows() if row]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d" if value.time() == time() else "%Y-%m-%d %H:%M:%S")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def save(sheet: Sheet, asked: Sequence[Question] = ()) -> Sheet:
    """Save a sheet to its file, whole or not at all; the saved sheet comes back.

    The new file is written beside the old one and takes its place in one step,
    so that a crash leaves either the old one or the new.

    Raises
    ------
    AgreeError
        If the file was changed by somebody else since it was read: their answers would be lost.

    """
    path = sheet.path
    if path.exists() and sheet.seen != hashlib.sha256(path.read_bytes()).hexdigest():
        raise AgreeError(
            f"{path.name} was changed since it was opened, perhaps in a spreadsheet. Nothing was saved over "
            "it: open it again, so that no answer is lost."
        )
    raw = _xlsx(sheet, asked) if path.suffix.lower() == ".xlsx" else _csv(sheet)
    _replace(path, raw)
    return Sheet(path, sheet.columns, sheet.rows, sheet.lines, hashlib.sha256(raw).hexdigest())


def _replace(path: Path, raw: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            part.chmod(path.stat().st_mode & 0o777)
        else:
            part.chmod(0o644)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _csv(sheet: Sheet) -> bytes:
    told = io.StringIO(newline="")
    writer = csv.writer(told, lineterminator="\r\n")
    writer.writerow(sheet.columns)
    shown = set(shown_columns(sheet.columns))
    for row in sheet.rows:
        cells = [(name, row.get(name, "")) for name in sheet.columns]
        # A text from anywhere may begin like a formula, which a spreadsheet would run.
        writer.writerow("'" + cell if name in shown and FORMULA.match(cell) else cell for name, cell in cells)
    # Without the mark at its head, a spreadsheet reads UTF-8 as another encoding.
    return told.getvalue().encode("utf-8-sig")


def _xlsx(sheet: Sheet, asked: Sequence[Question]) -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    page.title = "coding"
    for line, cells in enumerate([dict(zip(sheet.columns, sheet.columns, strict=True)), *sheet.rows], 1):
        for place, name in enumerate(sheet.columns, 1):
            cell = page.cell(line, place)
            # Text, format and all: what looks like a date, a number or a formula stays what it is.
            cell.number_format = "@"
            if value := ILLEGAL_CHARACTERS_RE.sub("\ufffd", cells.get(name, "")):
                _put(cell, value)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if line == 1:
                cell.font = Font(bold=True)
    page.freeze_panes = page.cell(2, sheet.columns.index("text") + 1 if "text" in sheet.columns else 1)
    for place, name in enumerate(sheet.columns, 1):
        width = {"text": 60, "before": 30, "after": 30, "note": 30}.get(name, 14)
        page.column_dimensions[openpyxl.utils.get_column_letter(place)].width = width
    _choices(book, sheet, asked)
    told = io.BytesIO()
    book.save(told)
    return told.getvalue()


def _put(cell: Any, value: str) -> None:
    cell.value = value
    cell.data_type = "s"  # set after the value, which would make a formula of "=SUM(A1)"


def _choices(book: Any, sheet: Sheet, asked: Sequence[Question]) -> None:
    """A page that explains the codes, and lists from which each answer is chosen."""
    guide = book.create_sheet("codebook")
    for place, title in enumerate(("question", "asks", "definition", "yes", "no", "code", "means"), 1):
        guide.cell(1, place, title).font = Font(bold=True)
    line = 1
    for question in asked:
        first = line + 1
        for code, means in (question.codes or {"": f"a number from {question.scale}"}).items():
            line += 1
            told = (question.name, question.asks, question.definition, question.yes, question.no, code, means)
            for place, value in enumerate(told, 1):
                cell = guide.cell(line, place)
                cell.number_format = "@"
                if value:
                    _put(cell, value)
        if question.name not in sheet.columns:
            continue
        if question.scale is None:
            rule = DataValidation("list", formula1=f"codebook!$F${first}:$F${line}", allow_blank=True)
            rule.error = f"The codes are {', '.join(question.codes)}."
        else:
            low, high = question.scale
            column = openpyxl.utils.get_column_letter(sheet.columns.index(question.name) + 1)
            rule = DataValidation(
                "custom",
                formula1=f"AND(VALUE({column}2)>={low:g},VALUE({column}2)<={high:g})",
                allow_blank=True,
            )
            rule.error = f"A number from {low:g} to {high:g}."
        rule.errorTitle, rule.prompt, rule.showErrorMessage = "No such code", question.asks[:250], True
        letter = openpyxl.utils.get_column_letter(sheet.columns.index(question.name) + 1)
        rule.add(f"{letter}2:{letter}{len(sheet.rows) + 1}")
        book["coding"].add_data_validation(rule)


def write_sheets(
    sample: Sample,
    asked: Sequence[Question],
    folder: Path | str,
    coders: Sequence[str],
    *,
    show: Mapping[str, Mapping[str, str]] | None = None,
) -> list[Path]:
    """Write a coding sheet for each coder, as CSV and as XLSX, and the key that the coders must not see.

    A sheet shows the text with its context and takes the answers. It shows
    neither what the machine says, nor the stratum, nor which rows are repeated;
    `key/sample.csv` and `key/sample.parquet` hold that. Where a sheet is there
    already, its answers, notes and added columns are carried over.

    Parameters
    ----------
    sample
        From `agree.sample`.
    asked
        The questions; `agree.questions(codebook)` takes them from a codebook.
    folder
        Where the sheets go, made if need be.
    coders
        One name each: a letter, then letters, digits, '_' and '-'.
    show
        Further columns to show the coder, each a mapping of item to text, such
        as {"published": {"a1:3": "2025-03-01"}}.

    Returns
    -------
    list of Path
        The sheets, `<sample>-<coder>.csv` and `.xlsx` for each coder.

    Raises
    ------
    AgreeError
        If the folder holds the key of another sample, or a sheet's answers are of another one.

    """
    sample, asked = checked(sample), check_questions(asked)
    folder = Path(folder)
    for coder in coders:
        check_coder(coder)
    if len({coder.casefold() for coder in coders}) < len(coders) or not coders:
        raise AgreeError(f"each coder needs a name of her own; given were {', '.join(coders) or 'none'}.")
    clash = set(show or {}) & {*FIXED, *(question.name for question in asked), "note"}
    if clash:
        raise AgreeError(
            f"{sorted(clash)[0]!r} cannot be shown as a further column: the sheet has one of that name."
        )
    drawn = str(sample["sample"].iloc[0])
    key = folder / "key"
    if (key / "sample.parquet").exists():
        held = tables.read(SAMPLE, key / "sample.parquet")["sample"].iloc[0]
        if held != drawn:
            raise AgreeError(
                f"{key} holds the key of sample {held}, and this one is {drawn}. Writing it would lose the "
                "probabilities of the first: choose another folder."
            )
    key.mkdir(parents=True, exist_ok=True)
    tables.write(sample, SAMPLE, key)
    written = []
    for coder in coders:
        for ending in (".csv", ".xlsx"):
            path = folder / f"{drawn}-{coder}{ending}"
            written.append(_write(path, sample, asked, coder, show or {}))
    return written


def _write(
    path: Path, sample: Sample, asked: Sequence[Question], coder: str, show: Mapping[str, Mapping[str, str]]
) -> Path:
    columns = [*FIXED[:3], *show, *FIXED[3:], *(question.name for question in asked), "note"]
    fresh = [
        {
            "sample": str(row["sample"]),
            "coder": coder,
            "row": str(row["row"]),
            **{name: str(values.get(str(row["item"]), "")) for name, values in show.items()},
            **{name: cell_text(row[name]) for name in ("before", "text", "after")},
        }
        for row in sample.to_dict("records")
    ]
    sheet = Sheet(path, columns, fresh)
    if path.exists():
        sheet = _carried_over(sheet, open_sheet(path), coder, asked)
    save(sheet, asked)
    return path


def _carried_over(sheet: Sheet, there: Sheet, coder: str, asked: Sequence[Question]) -> Sheet:
    """The fresh sheet with what a coder wrote in the one that is there."""
    name = there.path.name
    drawn = sheet.rows[0]["sample"]
    if "row" not in there.columns or "sample" not in there.columns:
        raise AgreeError(
            f"{name} is there already and names no rows of a sample. Move it away: it would be lost."
        )
    held = {row["row"]: row for row in there.rows}
    strays = [row["row"] for row in there.rows if row["row"] not in {fresh["row"] for fresh in sheet.rows}]
    others = {row["sample"] for row in there.rows} - {drawn}
    authors = {row.get("coder", "").casefold() for row in there.rows} - {coder.casefold()}
    if strays or others or authors or len(held) < len(there.rows):
        raise AgreeError(
            f"{name} is there already and cannot be carried over: it should hold each row of sample {drawn} "
            f"once and {coder} as coder. agree.read_sheet names what is wrong with it; move it away or mend "
            "it first."
        )
    moved = [
        f["row"]
        for f in sheet.rows
        if f["row"] in held and alike(held[f["row"]].get("text", ""), f["text"]) < 1
    ]
    if moved:
        raise AgreeError(
            f"{name} is there already and shows another text in row {moved[0]} than was drawn, as after "
            "sorting one column alone. Nothing was written, so that no answer comes to stand beside the "
            "wrong text."
        )
    mine = {*(set(there.columns) - set(sheet.columns)), *(question.name for question in asked), "note"}
    added = [column for column in there.columns if column not in sheet.columns]
    rows = [
        {**fresh, **{column: cell for column, cell in held.get(fresh["row"], {}).items() if column in mine}}
        for fresh in sheet.rows
    ]
    return Sheet(sheet.path, [*sheet.columns, *added], rows, [], there.seen)


def cell_text(value: Any) -> str:
    """A value as a cell of the sheet shows it."""
    return "" if value is None or pd.isna(value) else str(value)[:CELL]


def checked(sample: Sample) -> Sample:
    """The sample, if it has rows and is as it was drawn."""
    sample = SAMPLE.check(sample)
    if sample.empty:
        raise AgreeError("the sample has no rows.")
    if sample["sample"].nunique() > 1 or sample["sample"].iloc[0] != fingerprint(sample):
        raise AgreeError(
            "the sample does not match its own fingerprint: a row, a text or a stratum was changed after "
            "it was drawn. Read it again from key/sample.parquet, or draw anew."
        )
    return sample


def check_coder(coder: str) -> None:
    """Raise an error unless the name may name a file."""
    if not CODER.fullmatch(coder):
        raise AgreeError(
            f"{coder!r} cannot be a coder's name: it names the file, so it is a letter, then up to 39 "
            "letters, digits, '_' and '-'."
        )


def alike(shown: str, drawn: str) -> float:
    """How much of the text drawn is in the text shown: 1 where they are the same, white space aside."""
    first, second = " ".join(shown.split()), " ".join(ILLEGAL_CHARACTERS_RE.sub("\ufffd", drawn).split())
    if first == second or first == " ".join(drawn.split()):
        return 1.0
    # Letter by letter where that is quick, word by word in a whole article.
    if len(second) < 2_000:
        return min(0.999, difflib.SequenceMatcher(None, first, second, autojunk=False).ratio())
    return min(0.999, difflib.SequenceMatcher(None, first.split(), second.split(), autojunk=False).ratio())
