"""Changes to a text as a list of edits, so that every offset can be traced back."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

Edits: TypeAlias = list[list[int]]  # [start, end, length]: text[start:end] became `length` characters


def substituted(
    text: str, pattern: re.Pattern[str], replacement: Callable[[re.Match[str]], str | None]
) -> tuple[str, Edits]:
    """The text with each match replaced, unless its replacement is None or the same; and the edits.

    Examples
    --------
    >>> substituted("a--b", re.compile("--"), lambda match: "—")
    ('a—b', [[1, 3, 1]])
    """
    parts: list[str] = []
    edits: Edits = []
    place = 0
    for match in pattern.finditer(text):
        new = replacement(match)
        if new is None or new == match.group():
            continue
        parts += [text[place : match.start()], new]
        edits.append([match.start(), match.end(), len(new)])
        place = match.end()
    return ("".join([*parts, text[place:]]), edits) if edits else (text, edits)


def composed(first: Edits, second: Edits) -> Edits:
    """Two sets of edits, made one after the other, as one set against the text before both.

    Edits that overlap become one.

    Examples
    --------
    >>> composed([[1, 4, 1]], [[1, 2, 0], [5, 6, 2]])
    [[1, 4, 0], [7, 8, 2]]
    """
    if not first or not second:
        return first or second
    # Each edit where it lies in the text between, with what it had there before and has there after.
    blocks: list[tuple[int, int, int, int]] = []
    shift = 0
    for start, end, length in first:
        blocks.append((start + shift, start + shift + length, end - start - length, 0))
        shift += length - (end - start)
    blocks += [(start, end, 0, length - (end - start)) for start, end, length in second]
    blocks.sort(key=lambda block: block[:2])
    merged: list[list[int]] = []
    for begin, end, before, after in blocks:
        last = merged[-1] if merged else None
        if last and (begin < last[1] or (begin == last[0] and (begin == end or last[0] == last[1]))):
            last[1:] = [max(last[1], end), last[2] + before, last[3] + after]
        else:
            merged.append([begin, end, before, after])
    edits: Edits = []
    shift = 0
    for begin, end, before, after in merged:
        edits.append([begin + shift, end + shift + before, end - begin + after])
        shift += before
    return edits
