"""The text of PDF documents, in reading order."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from typing import Any

from analysis.load.columns import GAP, Line, paragraphs
from analysis.load.facts import Facts
from analysis.load.formats import exported
from analysis.load.packed import unpacks_to_more
from analysis.load.problem import RefusedError
from analysis.load.record import FORMAT, Record, sha256
from analysis.load.registry import Given, misnamed
from analysis.tables import count_words

LEAST = 5  # words of a document; a scan has none, or a stamp
SHOWN = 5  # numbers of pages without text that a message lists

# PDFium puts U+FFFE (older versions U+0002) for a hyphen at the end of a line, and no line end after it.
_LINE = re.compile(r"[^\r\n\x02\ufffe]+[\x02\ufffe]?")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})


def pdf(given: Given) -> Iterator[Record | RefusedError]:
    """The record of a PDF document. Its pictures are not read, its scripts not run, its links not followed.

    Raises
    ------
    RefusedError
        If it is locked or damaged, or a scan without text.
    """
    import pypdfium2

    # Up to 1,024 bytes may stand before its first.
    if b"%PDF-" not in given.data[:1024]:
        raise misnamed(given.data, "a PDF document") or RefusedError(
            "it is not a PDF document, which begins with %PDF. Rename it, for example to .html."
        )
    try:
        document = pypdfium2.PdfDocument(given.data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise RefusedError("it is locked with a password. Save it without one.") from error
        raise RefusedError("it is not a whole PDF document: it was cut short or is damaged.") from error
    try:
        pages, empty = _pages(document, given.limit)
    finally:
        document.close()
    found = paragraphs(pages)
    words = sum(map(count_words, found))
    if words < LEAST:
        raise RefusedError(
            f"it is a scan without text (pages: {len(pages)}; words found: {words}). Recognise its text with "
            "an OCR program first."
        )
    problems = [_without_text(empty, len(pages))] if empty else []
    if b"%%EOF" not in given.data[-2048:]:
        problems.append("its end is missing: it seems to be cut short, and is read as far as it goes.")
    text = "\n\n".join(found)
    articles = exported(text, given, FORMAT)
    if articles is not None:
        yield from map(RefusedError, problems)
        yield from articles
    else:
        yield Record("", text, sha256(given.data), FORMAT, Facts(), "file", problems)


def _pages(document: Any, limit: int) -> tuple[list[list[Line]], list[int]]:
    """The lines of each page, and the numbers of the pages that cannot be read or hold only pictures."""
    import pypdfium2

    pages: list[list[Line]] = []
    empty: list[int] = []
    total = 0
    for number in range(len(document)):
        try:
            page = document[number]
            pages.append(_lines(page))
            if not pages[-1] and any(
                page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=3)
            ):
                empty.append(number + 1)
            page.close()
        except pypdfium2.PdfiumError:
            pages.append([])
            empty.append(number + 1)
        total += sum(len(line.text) for line in pages[-1])
        if total > limit:
            raise unpacks_to_more(limit)
    return pages, empty


def _without_text(empty: list[int], pages: int) -> str:
    shown = ", ".join(map(str, empty[:SHOWN])) + (" and more" if len(empty) > SHOWN else "")
    return (
        f"{len(empty)} of its {pages} pages hold only pictures or are damaged ({shown}); they were not read."
    )


def _lines(page: Any) -> list[Line]:
    """The pieces of lines on a page, each divided where a gap is as wide as between columns."""
    import pypdfium2.raw as raw

    text_page = page.get_textpage()
    text = text_page.get_text_range(errors="replace")
    exact = len(text) == text_page.count_chars()
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))

    def box(place: int) -> tuple[float, float, float, float]:
        at = place if exact else raw.FPDFText_GetCharIndexFromTextIndex(text_page, place)
        raw.FPDFText_GetCharBox(text_page, at, left, right, bottom, top)
        return left.value, bottom.value, right.value, top.value

    lines: list[Line] = []
    for line in _LINE.finditer(text):
        at = line.start() if exact else raw.FPDFText_GetCharIndexFromTextIndex(text_page, line.start())
        size = raw.FPDFText_GetFontSize(text_page, at)
        words = [
            (box(line.start() + word.start()), box(line.start() + word.end() - 1), word[0])
            for word in re.finditer(r"\S+", line[0])
        ]
        lines += _pieces(words, size)
    text_page.close()
    return lines


def _pieces(words: list[Any], size: float) -> Iterator[Line]:
    piece: list[Any] = []
    for word in [*words, None]:
        if piece and (word is None or word[0][0] - piece[-1][1][2] > GAP * size):
            boxes = [box for first, last, _ in piece for box in (first, last)]
            bottom, top = min(box[1] for box in boxes), max(box[3] for box in boxes)
            text = " ".join(word for _, _, word in piece).translate(_LIGATURES)
            height = size if size > 1 else max(1.0, top - bottom)
            yield Line(piece[0][0][0], bottom, piece[-1][1][2], max(top, bottom + 0.5), height, text)
            piece = []
        if word is not None:
            piece.append(word)
