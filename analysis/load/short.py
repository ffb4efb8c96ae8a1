"""Signs that a text was cut short before it came here."""

from __future__ import annotations

import re

CELL = 32_767  # characters that a cell of Excel holds at most
LOOKED_AT = 400  # characters at the end of a text
_LEFT = re.compile(
    r"(?:…|\.\.\.)?\s*\[\s*(?:\+|…\s*)?(?P<left>\d[\d,]*)\s*(?:more )?(?:chars|characters)[^\]]{0,20}\]\s*\Z",
    re.I,
)
_WALL = re.compile(
    r"(?:this (?:article|story|content|report) is (?:for|only (?:for|available to)|available (?:only )?to|"
    r"reserved for|exclusive to) (?:\w+ ){0,3}(?:subscribers|members)|(?:subscribe|sign in|log in|register|"
    r"become a (?:member|subscriber)) (?:now |here |today )?(?:to|and) (?:read|continue|keep|unlock|see|"
    r"view|access)|"
    r"to (?:read|continue reading|keep reading|unlock)(?: the| this)?[^.]{0,40},? (?:please )?(?:subscribe|"
    r"sign in|log in|register|become)|already a subscriber\?|want to read more\?|"
    r"(?:continue|keep) reading (?:with|for) )",
    re.I,
)
_MORE = re.compile(
    r"(?:\[(?:…|\.\.\.)\]|\((?:more|read more|continue reading)\s*(?:…|\.\.\.)?\)|"
    r"(?:…|\.\.\.)\s*(?:read more|continue reading)\s*(?:…|\.\.\.|»|→)?|"
    r"^continue reading\s*(?:…|\.\.\.|»|→)?)\s*\Z",
    re.I | re.M,
)
# Without one of these a text need not be searched.
_OF_WALLS = ("subscri", "member", "sign in", "log in", "register", "reading")
_OF_MORE = ("]", ")", "…", "...", "»", "→", "more", "reading")


def mark_of_cut(text: str) -> tuple[int, int] | None:
    """Where the mark is that a source sets in the place of what it leaves out, or None.

    >>> mark_of_cut("The council met on Mon… [+1843 chars]")
    (24, 37)
    """
    if text[-LOOKED_AT:].rstrip()[-1:] != "]":
        return None
    found = _LEFT.search(text, max(0, len(text) - LOOKED_AT))
    return (text.index("[", found.start()), len(text.rstrip())) if found else None


def cut_short(text: str) -> str | None:
    """Why a text seems to be cut short, in a sentence; None if nothing says so.

    Examples
    --------
    >>> cut_short("The council met on Mon… [+1843 chars]")
    'it is cut short: its source says that 1843 more characters follow.'
    >>> cut_short("The council met.") is None
    True
    """
    end = text[-LOOKED_AT:].rstrip()
    small = end.lower()
    if end[-1:] == "]" and (found := _LEFT.search(end)):
        return f"it is cut short: its source says that {found['left']} more characters follow."
    if len(text) == CELL:
        return (
            f"it has exactly {CELL:,} characters, the most that a cell of Excel holds; the rest may be lost."
        )
    if any(word in small for word in _OF_WALLS) and (wall := _WALL.search(end)):
        offer = " ".join(wall.group().split())
        return f"it seems to be cut short: it ends in an offer to subscribers ('{offer}')."
    if small.endswith(_OF_MORE) and (more := _MORE.search(end)):
        return f"it seems to be cut short: it ends in '{more.group().strip()}'."
    return None
