"""The kinds of file that are read, as data: name, endings, first bytes, and the function that reads them."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from analysis.load.problem import RefusedError

MEGABYTE = 1_000_000
UNPACKED = 20  # times max_bytes that an archive or a Parquet file may unpack to


@dataclass(frozen=True)
class Given:
    """A file to read: its bytes, and what the user said of it."""

    data: bytes
    day_first: bool | None = None  # how to read 03/04/2025; see `days.day`
    most: int = UNPACKED * 50 * MEGABYTE  # bytes that all of it may unpack to
    part: str | None = None  # the sheet to read, `*` for all; only of a spreadsheet

    @property
    def limit(self) -> int:
        """The bytes that one part of it may unpack to: as many as a file may have."""
        return self.most // UNPACKED


@dataclass(frozen=True)
class Kind:
    """A kind of file, and where its reader is: a function of `Given` that yields records and refusals."""

    name: str  # with its article, for messages
    endings: tuple[str, ...]
    reader: str  # module below analysis.load, colon, function
    start: bytes = b""  # the first bytes of every such file, where they are always the same
    holds: bytes = b""  # what every such file holds, where other kinds start alike

    def read(self, given: Given) -> Iterator[Any]:
        """The records of a file of this kind; its reader is imported on first use."""
        module, function = self.reader.split(":")
        reader: Callable[[Given], Iterator[Any]]
        reader = getattr(importlib.import_module(f"analysis.load.{module}"), function)
        return reader(given)


ZIP = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0"

KINDS = (
    Kind("a text", (".txt", ".ris", ".nbib", ".enw"), "formats:text"),
    Kind("Markdown", (".md", ".markdown"), "formats:markdown"),
    Kind("a web page", (".html", ".htm", ".xhtml"), "formats:web_page"),
    Kind("a saved web page", (".mhtml", ".mht"), "mail:saved_page"),
    Kind("a Word document", (".docx", ".docm"), "office:docx", ZIP, b"word/document.xml"),
    Kind("an OpenDocument text", (".odt",), "office:odt", ZIP, b"application/vnd.oasis.opendocument.text"),
    Kind("an RTF document", (".rtf",), "office:rtf", b"{\\rtf"),
    Kind("a PDF document", (".pdf",), "pdf:pdf", b"%PDF-"),
    Kind("JSON", (".json",), "formats:json"),
    Kind("JSON Lines", (".jsonl", ".ndjson"), "formats:json_lines"),
    Kind("a CSV table", (".csv",), "formats:table"),
    Kind("a table with tabs", (".tsv",), "formats:tabs"),
    Kind("a Parquet file", (".parquet",), "formats:parquet", b"PAR1"),
    Kind("an Excel workbook", (".xlsx", ".xlsm"), "spreadsheet:spreadsheet", ZIP, b"xl/workbook."),
    Kind("an old Excel workbook", (".xls",), "spreadsheet:spreadsheet", OLD_OFFICE),
    Kind(
        "an OpenDocument spreadsheet", (".ods",), "spreadsheet:spreadsheet", ZIP, b"opendocument.spreadsheet"
    ),
    Kind("an e-mail", (".eml",), "mail:message"),
    Kind("a mailbox", (".mbox",), "mail:mailbox"),
    Kind("a feed", (".rss", ".atom", ".xml"), "feed:feed"),
    Kind("a web archive", (".warc",), "webarchive:warc"),
    Kind("a web archive collection", (".wacz",), "webarchive:wacz", ZIP, b"datapackage.json"),
)

ENDINGS = {ending: kind for kind in KINDS for ending in kind.endings}
SPREADSHEETS = {ending for ending, kind in ENDINGS.items() if kind.reader.startswith("spreadsheet:")}
PACKED = ".gz"  # may follow any of them
ARCHIVE = ".zip"
ACCEPTED = (*sorted(ENDINGS), PACKED, ARCHIVE)
READ = ", ".join(sorted(ENDINGS)) + f", {PACKED} of these, and {ARCHIVE}"

# First bytes of files that are not text, and of kinds not read; no article begins with them.
GZIP = "a gzip archive"
OTHERS = (
    (OLD_OFFICE, "an old or encrypted Office document"),
    (ZIP, "a zip archive or Office document"),
    (b"\x1f\x8b", GZIP),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x7fELF", "a program"),
)


def ending(name: str) -> str:
    """The ending that tells a file's kind, in lower case; of a packed file the one before `.gz`.

    >>> ending("Week 3.DOCX"), ending("crawl.warc.gz"), ending("notes")
    ('.docx', '.warc', '')
    """
    path = PurePosixPath(name.lower())
    return PurePosixPath(path.stem).suffix if path.suffix == PACKED else path.suffix


def is_read(name: str) -> bool:
    """Whether files of this name are read.

    >>> is_read("a.odt"), is_read("a.csv.gz"), is_read("a.zip"), is_read("a.zip.gz"), is_read("a.png")
    (True, True, True, False, False)
    """
    return ending(name) in ENDINGS or name.lower().endswith(ARCHIVE)


def misnamed(data: bytes, expected: str) -> RefusedError | None:
    """The refusal of a file whose first bytes are those of another kind; None where they say nothing.

    >>> misnamed(b"%PDF-1.7", "text").problem
    'it is a PDF document, not text. Let its name end in .pdf.'
    >>> misnamed(b"Rain fell.", "text") is None
    True
    """
    for kind in KINDS:
        if kind.start and data.startswith(kind.start) and kind.start != OLD_OFFICE and kind.holds in data:
            return RefusedError(f"it is {kind.name}, not {expected}. Let its name end in {kind.endings[0]}.")
    what = next((what for start, what in OTHERS if data.startswith(start)), None)
    advice = "Add .gz to its name." if what == GZIP else "Save its text as .txt."
    return RefusedError(f"it is {what}, not {expected}. {advice}") if what else None
