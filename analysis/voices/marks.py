"""Where quotation marks open and close: curly, straight, single, nested, reopened, forgotten."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

_MARK = re.compile(r"``|''|[“”„‟«»\"‘’‚‛']")
# Words that begin with an apostrophe: it opens no quotation.
_ELIDED = re.compile(r"(?:em|til|tis|twas|n|cause|cuz|nuff|\d\ds?)\b", re.IGNORECASE)
# Words that may end in one: a plural possessive, a dropped g.
_POSSESSIVE = re.compile(r"(?:s|in|[oO]l|[oO])$")
_DOUBLE = {"“": 1, "„": 1, "‟": 1, "«": 1, "``": 1, "”": -1, "»": -1, '"': 0, "''": 0}
_AFTER_OPENING = " \t\n([{—–-/‘'“\"…"


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch inside quotation marks.

    Attributes
    ----------
    start, end
        Of the stretch, marks included.
    single
        Whether the marks are single.
    closed
        Whether a closing mark was found.
    depth
        How many quotations it stands in.
    follows
        Whether it takes up, in a new paragraph, one that the paragraph before left open.
    """

    start: int
    end: int
    single: bool
    closed: bool
    depth: int
    follows: bool = False


@dataclass(slots=True)
class _Open:
    start: int
    single: bool
    mark: str


def quotations(
    text: str, paragraphs: Sequence[tuple[int, int]], sentence_ends: Sequence[int] = ()
) -> list[Quotation]:
    """The quotations of a text, in order, the outer before the inner.

    An apostrophe is no quotation mark. A mark that is opened and never closed
    runs to the end of its paragraph if the next paragraph opens one again, as
    printers do, and else to the end of its sentence; a single one is then taken
    for an apostrophe.

    Parameters
    ----------
    text
        The text.
    paragraphs
        Where each begins and ends: no quotation crosses from one to the next.
    sentence_ends
        Where sentences end, in order.

    Examples
    --------
    >>> text = "“It’s ‘over’,” she said."
    >>> [text[q.start : q.end] for q in quotations(text, [(0, len(text))])]
    ['“It’s ‘over’,”', '‘over’']
    """
    found: list[Quotation] = []
    left_open = ""
    for number, (begin, end) in enumerate(paragraphs):
        following = text[slice(*paragraphs[number + 1])].lstrip()[:2] if number + 1 < len(paragraphs) else ""
        made, left_open = _paragraph(text, begin, end, following, left_open, sentence_ends)
        found += made
    return found


def _paragraph(
    text: str, begin: int, end: int, following: str, left_open: str, sentence_ends: Sequence[int]
) -> tuple[list[Quotation], str]:
    marks = [(m.start(), m.end(), m.group()) for m in _MARK.finditer(text, begin, end)]
    if not marks:
        return [], ""
    made: list[Quotation] = []
    stack: list[_Open] = []

    def close(stop: int, closed: bool = True) -> None:
        opened = stack.pop()
        if not any(map(str.isalnum, text[opened.start : stop])):
            return
        follows = bool(left_open) and not text[begin : opened.start].strip() and _same(left_open, opened.mark)
        made.append(Quotation(opened.start, stop, opened.single, closed, len(stack), follows))

    for at, (first, last, mark) in enumerate(marks):
        before = text[first - 1] if first > begin else " "
        after = text[last] if last < end else " "
        if mark in _DOUBLE:
            doubles = [n for n, one in enumerate(stack) if not one.single]
            opens = _opens(_DOUBLE[mark], before, after, bool(doubles))
            if opens and doubles:
                # A second opening mark: the first was never closed.
                while len(stack) > doubles[-1] + 1:
                    stack.pop()
                if (stop := _sentence_end(sentence_ends, stack[-1].start, first)) is not None:
                    close(stop, closed=False)
                else:
                    stack.pop()
            if opens:
                stack.append(_Open(first, False, mark))
            elif doubles:
                while len(stack) > doubles[-1] + 1:  # Single ones left open within were apostrophes.
                    stack.pop()
                close(last)
            continue
        if before.isalnum() and after.isalnum():
            continue
        if _single_opens(text, mark, before, after, last) and not any(one.single for one in stack):
            stack.append(_Open(first, True, mark))
        elif stack and stack[-1].single and not before.isspace() and not after.isalnum():
            if _POSSESSIVE.search(text[stack[-1].start : first]) and _closed_later(
                text, marks[at + 1 :], begin, end
            ):
                continue
            close(last)
    reopens = ""
    while stack:
        one = stack[-1]
        again = bool(following) and _same(one.mark, following)
        if again and len(stack) == 1:
            reopens = one.mark
            close(end, closed=False)
        elif not one.single and (stop := _sentence_end(sentence_ends, one.start, end)) is not None:
            close(stop, closed=False)
        elif not one.single:
            close(end, closed=False)
        else:
            stack.pop()
    return sorted(made, key=lambda one: (one.start, -one.end)), reopens


def _opens(direction: int, before: str, after: str, inside: bool) -> bool:
    """Whether a double mark opens, from its shape, its neighbours, and whether one is open."""
    may_open = before in _AFTER_OPENING and not after.isspace()
    may_close = not before.isspace() and not after.isalnum()
    if direction > 0:  # Shaped as an opening mark, but some typesetters close with it.
        return may_open or (not may_close and not inside)
    if direction < 0:
        return not inside and may_open and after.isalnum()
    if may_open and not may_close:
        return True
    if may_close and not may_open:
        return False
    return may_open and not inside


def _single_opens(text: str, mark: str, before: str, after: str, last: int) -> bool:
    if mark == "’" or not (after.isalnum() or after in '“"…$£€[') or before not in _AFTER_OPENING:
        return False
    return not _ELIDED.match(text, last)


def _closed_later(text: str, marks: Sequence[tuple[int, int, str]], begin: int, end: int) -> bool:
    """Whether another mark further on may close the single quotation, before a new one opens."""
    for first, last, mark in marks:
        before = text[first - 1]
        after = text[last] if last < end else " "
        if mark in _DOUBLE:
            return False
        if _single_opens(text, mark, before, after, last):
            return False
        if not before.isspace() and not after.isalnum():
            return True
    return False


def _sentence_end(ends: Sequence[int], start: int, limit: int) -> int | None:
    """The end of the sentence that holds a place, if it lies before the limit."""
    at = bisect_right(ends, start)
    return ends[at] if at < len(ends) and ends[at] <= limit else None


def _same(mark: str, other: str) -> bool:
    """Whether two opening marks are of one kind."""
    kinds = ('“„‟"', "‘‛'", "«")
    if mark in ("``", "''"):
        return other[:2] in ("``", "''")
    return any(mark in kind and other[:1] in kind for kind in kinds) and other[:2] not in ("''",)
