"""Which stretch of a source text is what, where the file itself says so."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import NamedTuple

COLUMN = "layout"  # of the articles table, where a file says what its parts are
LEDGER = "ledger"  # of the articles table, what of a page is not in its text


class Part(NamedTuple):
    """A paragraph of a source text, and its role; a role of "" is left to the rules of `clean`."""

    start: int
    end: int
    role: str = ""
    reason: str = ""

    def moved(self, by: int) -> Part:
        """The part of a text that is set further down."""
        return self._replace(start=self.start + by, end=self.end + by)


def written(parts: Iterable[Part]) -> str:
    """Parts as the text of one cell.

    >>> written([Part(2, 6, "headline", "title")])
    '[[2, 6, "headline", "title"]]'
    """
    return json.dumps(list(parts), ensure_ascii=False)


def parts_of(cell: object) -> list[Part]:
    """The parts in a cell; none where the cell is empty.

    >>> parts_of('[[2, 6, "headline", "title"]]')
    [Part(start=2, end=6, role='headline', reason='title')]
    """
    return [Part(*part) for part in json.loads(cell)] if isinstance(cell, str) and cell else []


class Dropped(NamedTuple):
    """What of a file is not in its source text: where it would be, its role, why it is out, and its words."""

    place: int
    role: str
    reason: str
    text: str


def listed(dropped: Iterable[Dropped]) -> str:
    """What was dropped, as the text of one cell.

    >>> listed([Dropped(0, "link", "navigation", "Home")])
    '[[0, "link", "navigation", "Home"]]'
    """
    return json.dumps(list(dropped), ensure_ascii=False)


def dropped_of(cell: object) -> list[Dropped]:
    """What was dropped, from its cell; nothing where the cell is empty.

    >>> dropped_of('[[0, "link", "navigation", "Home"]]')
    [Dropped(place=0, role='link', reason='navigation', text='Home')]
    """
    return [Dropped(*one) for one in json.loads(cell)] if isinstance(cell, str) and cell else []
