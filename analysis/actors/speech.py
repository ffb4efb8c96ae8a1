"""Which tokens stand inside quotation marks."""

from __future__ import annotations

import re
from bisect import bisect_left

from analysis.parse import Document

# A closing single mark is also the apostrophe: it closes only what one has opened, before no letter.
_MARKS = re.compile(r"[“”\"„«»]|(?<!\w)‘(?=\w)|(?<=[\w.,!?…])’(?!\w)")


def quoted(document: Document) -> list[bool]:
    """For each token, whether it stands inside quotation marks; an open one holds to its passage's end.

    >>> from analysis.parse import document_of
    >>> document = document_of("“No,” she said.")
    >>> [token.text for token, inside in zip(document.doc, quoted(document)) if inside]
    ['"', 'No', ',', '"']
    """
    begins: list[int] = []
    ends: list[int] = []
    text = document.text
    row = 0
    while row < len(document.bounds):
        last = row
        while last + 1 < len(document.bounds) and document.passages[last + 1] == document.passages[row]:
            last += 1
        start, stop = document.bounds[row][0], document.bounds[last][1]
        opened, single = -1, -1
        for mark in _MARKS.finditer(text, start, stop):
            sign, at = mark.group(), mark.start()
            if sign == "‘":
                single = at if opened < 0 and single < 0 else single
            elif sign == "’":
                if single >= 0 and opened < 0:
                    begins.append(single)
                    ends.append(at + 1)
                single = -1
            elif opened < 0 and sign not in "”»":
                opened = at
            elif opened >= 0 and sign in '”"»':
                begins.append(opened)
                ends.append(at + 1)
                opened = -1
        if opened >= 0:
            begins.append(opened)
            ends.append(stop)
        row = last + 1
    if not begins:
        return [False] * len(document.doc)
    inside = [False] * len(document.doc)
    tokens = document.token_begins
    for start, end in zip(begins, ends, strict=True):
        first, last = bisect_left(tokens, start), bisect_left(tokens, end)
        inside[first:last] = [True] * (last - first)
    return inside
