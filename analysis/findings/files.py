"""A finding's chart as files: SVG, PNG, PDF, its numbers as CSV, its alt text; the same bytes each time."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pandas as pd

from analysis.findings import svg as drawing
from analysis.findings.finding import Finding, FindingError
from analysis.findings.frame import Frame, chosen, drawn
from analysis.writing import WritingError, write

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def save(found: Finding, folder: Path, sizes: str | Sequence[str] = "page") -> tuple[Path, ...]:
    """Write the files of a finding; see `Finding.save`."""
    if not NAME.fullmatch(found.name):
        raise FindingError(
            f"'{found.name}' cannot name files. Use lower-case letters, digits, and hyphens between them."
        )
    written: tuple[Path, ...] = ()
    for size in chosen(sizes):
        place = folder if size == "page" else folder / size
        with drawn(found, size) as frame:
            files = {place / f"{found.name}.{form}": _file(frame, form) for form in frame.size.forms}
        if size == "page":
            files[place / f"{found.name}.csv"] = csv(found.table)
            files[place / f"{found.name}.txt"] = f"{found.alt}\n".encode()
        try:
            written += write(files)
        except WritingError as error:
            raise FindingError(str(error)) from error
    return written


def svg(found: Finding, size: str, *, prefix: str, leads: Collection[object]) -> str:
    """The chart as SVG for a page; see `Finding.svg`."""
    with drawn(found, size) as frame:
        ident = f"{prefix}{found.name}-{size}"
        text = _saved(frame, "svg", salt=ident).decode()
        return drawing.inline(text, frame, ident, f"{prefix}{found.name}", leads)


def png(found: Finding, size: str = "page", dpi: int = 144) -> bytes:
    """The chart as PNG."""
    with drawn(found, size) as frame:
        return _saved(frame, "png", dpi=dpi, metadata=_words(found, "png"))


def chart(found: Finding, form: str, size: str = "page") -> bytes:
    """The chart as a file of one form: svg, png or pdf."""
    with drawn(found, size) as frame:
        return _file(frame, form)


def csv(table: pd.DataFrame) -> bytes:
    """A table as CSV; lists are written as JSON."""
    flat = table.copy()
    for column in flat.columns:
        if flat[column].map(lambda value: isinstance(value, list)).any():
            flat[column] = flat[column].map(json.dumps, na_action="ignore")
    plain = isinstance(table.index, pd.RangeIndex) and table.index.name is None
    return flat.to_csv(index=not plain, lineterminator="\n").encode()


def _file(frame: Frame, form: str) -> bytes:
    if form == "svg":
        text = _saved(frame, "svg", salt=frame.found.name).decode()
        return drawing.described(text, frame.found).encode()
    return _saved(frame, form, dpi=frame.size.dpi, metadata=_words(frame.found, form))


def _words(found: Finding, form: str) -> Mapping[str, str | None]:
    """Title and description as the file's metadata; no date and no version, so that bytes repeat."""
    if form == "png":
        return {"Title": found.claim, "Description": found.alt, "Software": None}
    return {
        "Title": found.claim, "Subject": found.alt, "Creator": None, "Producer": None, "CreationDate": None,
    }  # fmt: skip


def _saved(frame: Frame, form: str, *, salt: str = "workbook", **how: Any) -> bytes:
    made = io.BytesIO()
    if form == "svg":
        how["metadata"] = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    with mpl.rc_context({"svg.hashsalt": salt}):
        frame.figure.savefig(made, format=form, **how)
    return made.getvalue()
