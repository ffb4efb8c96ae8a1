"""Where the paragraphs of a text begin and end, however its lines were laid out.

Three layouts are told apart: paragraphs between blank lines, a paragraph a
line, and paragraphs wrapped by hand or by machine at some column.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

# Not U+0085, which as often is an ellipsis of Windows-1252.
LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\u2028\u2029]")
# What shows nothing: a stretch of these alone is blank.
INVISIBLE = "\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u00ad\u202a-\u202e\u2066-\u2069\x00-\x1f\x7f"
_SHOWN = re.compile(rf"[^\s{INVISIBLE}]")
_LIST_ITEM = re.compile(r"(?:[-*•·▪‣–—►●○■□➤>]|\(?\d{1,2}[.)]|\(?[a-z]\))\s")
_MARKDOWN_LINE = re.compile(r"#{1,6}\s|>|!\[|[-*_=]{3,}\s*$")
_STOPPED = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
WIDEST = 110  # columns; text wrapped wider than this is not wrapped for reading
NARROWEST = 35  # columns; lines shorter than this are verse, lists or columns of print
SLACK = 2  # columns; some programs break a little early
WRAPPED_SHARE = 0.4  # of lines that follow one another: full, and broken off inside a sentence


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: where its shown characters begin and end, and the line ends that wrap it."""

    start: int
    end: int
    joins: tuple[tuple[int, int, str], ...] = ()  # (start, end, what joins the lines there)

    def moved(self, by: int) -> Paragraph:
        """The paragraph of a text that is set further down."""
        joins = tuple((start + by, end + by, new) for start, end, new in self.joins)
        return Paragraph(self.start + by, self.end + by, joins)


class _Line(NamedTuple):
    start: int  # of what is shown
    end: int
    indent: int  # characters before it


def paragraphs(text: str) -> list[Paragraph]:
    r"""The paragraphs of a text in order; what lies between them shows nothing.

    Examples
    --------
    >>> text = "One.\n \n  Two.\nThree. "
    >>> [text[paragraph.start : paragraph.end] for paragraph in paragraphs(text)]
    ['One.', 'Two.', 'Three.']
    """
    blocks = _blocks(text)
    width = _wrapped_at(text, blocks)
    found: list[Paragraph] = []
    for block in blocks:
        if width is None or len(block) == 1:
            found += [Paragraph(line.start, line.end) for line in block]
            continue
        begin = block[0].start
        joins: list[tuple[int, int, str]] = []
        for line, after in pairwise(block):
            if _goes_on(text, line, after, width):
                joins.append(_join(text, line, after))
            else:
                found.append(Paragraph(begin, line.end, tuple(joins)))
                begin, joins = after.start, []
        found.append(Paragraph(begin, block[-1].end, tuple(joins)))
    return found


def whole(text: str, start: int, end: int) -> Paragraph:
    r"""A stretch that is known to be one paragraph, with the line ends in it that wrap it.

    >>> whole("Rain\n fell.", 0, 11).joins
    ((4, 6, ' '),)
    """
    lines = [
        _Line(line.start + start, line.end + start, line.indent)
        for block in _blocks(text[start:end])
        for line in block
    ]
    joins = tuple(_join(text, line, after) for line, after in pairwise(lines))
    return Paragraph(lines[0].start, lines[-1].end, joins)


def _join(text: str, line: _Line, after: _Line) -> tuple[int, int, str]:
    """What joins two lines: "long-" and "term" are one word, however it was broken."""
    hyphened = text[line.end - 1] == "-" and text[line.end - 2 : line.end - 1].isalpha()
    return line.end, after.start, "" if hyphened and text[after.start].islower() else " "


def _blocks(text: str) -> list[list[_Line]]:
    """Lines that follow one another without a blank one."""
    blocks: list[list[_Line]] = []
    blank = True
    for begin, finish in _lines(text):
        first = _SHOWN.search(text, begin, finish)
        if first is None:
            blank = True
            continue
        end = finish
        while not _SHOWN.match(text, end - 1):
            end -= 1
        if blank:
            blocks.append([])
        blocks[-1].append(_Line(first.start(), end, first.start() - begin))
        blank = False
    return blocks


def _lines(text: str) -> list[tuple[int, int]]:
    ends = [match.span() for match in LINE_END.finditer(text)]
    starts = [0, *(after for _, after in ends)]
    return list(zip(starts, [*(before for before, _ in ends), len(text)], strict=True))


def _wrapped_at(text: str, blocks: list[list[_Line]]) -> int | None:
    """The column a text is wrapped at, or None if its lines are its paragraphs."""
    followed = [pair for block in blocks for pair in pairwise(block)]
    lengths = sorted(
        line.end - line.start
        for block in blocks
        for line in block
        if text.count(" ", line.start, line.end) > 1
    )
    if len(followed) < 2 or len(lengths) < 3:
        return None
    # A long address or heading that stands out of the column does not undo the rest.
    width = lengths[int((len(lengths) - 1) * 0.98)]
    if not NARROWEST <= width <= WIDEST:
        return None
    broken = sum(
        _goes_on(text, *pair, width) and not _STOPPED.search(text, pair[0].start, pair[0].end)
        for pair in followed
    )
    return width if broken >= max(2, WRAPPED_SHARE * len(followed)) else None


def _goes_on(text: str, line: _Line, after: _Line, width: int) -> bool:
    """Whether a line was broken because the first word of the next had no room in it."""
    if after.indent > line.indent or _LIST_ITEM.match(text, after.start):
        return False
    if _MARKDOWN_LINE.match(text, after.start) or _MARKDOWN_LINE.match(text, line.start):
        return False
    room = text.find(" ", after.start, after.end)
    word = (room if room >= 0 else after.end) - after.start
    return line.end - line.start + 1 + word > width - SLACK
