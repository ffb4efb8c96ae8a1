"""Where the paragraphs of a text begin and end, however its lines were laid out.

Three layouts are told apart: paragraphs between blank lines, a paragraph a
line, and paragraphs wrapped by hand or by machine at some column.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

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
WRAPPED_SHARE = 0.4  # of lines that follow one another: full, and broken off inside a sentence


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: where its shown characters begin and end, and the line breaks that wrap it."""

    start: int
    end: int
    joins: tuple[tuple[int, int, str], ...] = ()  # (start, end, what joins the lines there)


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of a text in order; what lies between them shows nothing.

    Examples
    --------
    >>> [text[p.start : p.end] for text in ["One.\\n \\n  Two.\\nThree. "] for p in paragraphs(text)]
    ['One.', 'Two.', 'Three.']
    """
    blocks = _blocks(text)
    width = _wrapped_at(text, blocks)
    found: list[Paragraph] = []
    for block in blocks:
        if width is None or len(block) == 1:
            found += [Paragraph(start, end) for start, end in block]
            continue
        begin, joins = block[0][0], []
        for (start, end), (next_start, next_end) in zip(block, block[1:], strict=False):
            if _goes_on(text, start, end, next_start, next_end, width):
                hyphened = text[end - 1] == "-" and text[end - 2 : end - 1].isalpha() and text[next_start].islower()
                joins.append((end, next_start, "" if hyphened else " "))
            else:
                found.append(Paragraph(begin, end, tuple(joins)))
                begin, joins = next_start, []
        found.append(Paragraph(begin, block[-1][1], tuple(joins)))
    return found


def _blocks(text: str) -> list[list[tuple[int, int]]]:
    """Lines that follow one another without a blank one, each as where its shown characters are."""
    blocks: list[list[tuple[int, int]]] = []
    last_blank = True
    for start, end in _lines(text):
        first = _SHOWN.search(text, start, end)
        if first is None:
            last_blank = True
            continue
        while not _SHOWN.match(text, end - 1):
            end -= 1
        if last_blank:
            blocks.append([])
        blocks[-1].append((first.start(), end))
        last_blank = False
    return blocks


def _lines(text: str) -> list[tuple[int, int]]:
    ends = [match.span() for match in LINE_END.finditer(text)]
    starts = [0, *(after for _, after in ends)]
    return list(zip(starts, [*(before for before, _ in ends), len(text)], strict=True))


def _wrapped_at(text: str, blocks: list[list[tuple[int, int]]]) -> int | None:
    """The column a text is wrapped at, or None if its lines are its paragraphs."""
    followed = [
        (*line, *following) for block in blocks for line, following in zip(block, block[1:], strict=False)
    ]
    # A long address or a heading outside the column does not undo the wrapping of the rest.
    lengths = sorted(
        end - start for block in blocks for start, end in block if text.count(" ", start, end) >= 2
    )
    if not followed or not lengths or len(lengths) < 3:
        return None
    width = lengths[min(len(lengths) - 1, int(len(lengths) * 0.98))]
    if not NARROWEST <= width <= WIDEST:
        return None
    broken = sum(
        _goes_on(text, *pair, width) and not _STOPPED.search(text, pair[0], pair[1]) for pair in followed
    )
    return width if broken >= WRAPPED_SHARE * len(followed) and broken >= 2 else None


def _goes_on(text: str, start: int, end: int, next_start: int, next_end: int, width: int) -> bool:
    """Whether a line was broken because the next line's first word had no room in it."""
    if _LIST_ITEM.match(text, next_start) or _MARKDOWN_LINE.match(text, next_start):
        return False
    if _MARKDOWN_LINE.match(text, start):
        return False
    room = text.find(" ", next_start, next_end)
    word = (room if room >= 0 else next_end) - next_start
    return end - start + 1 + word > width - 2
