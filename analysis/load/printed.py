"""The outlet and the day that are printed in a text itself, at its head or its foot."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

from analysis.load.days import day, day_within
from analysis.load.problem import RefusedError

HEAD, FOOT = 6, 3  # lines that are looked at
LONGEST = 140  # characters of such a line
_OUTLETS = set(
    tomllib.loads((Path(__file__).parent / "printed.toml").read_text(encoding="utf-8"))["outlets"].split()
)
_WORD = r"(?:[A-ZÀ-Þ&][\w.’'&-]*|of|and|de|du|la|der|für|on)"
_NAME = rf"(?-i:[A-ZÀ-Þ][\w.’'&-]*(?: {_WORD}){{0,6}}(?: \([A-ZÀ-Þ][\w ,.]{{1,30}}\))?)"
_DAY = r"(?:\d{1,2}(?:st|nd|rd|th)?\.? [^\W\d]{3,10}\.?|[^\W\d]{3,10}\.? \d{1,2}(?:st|nd|rd|th)?)"
_DATED = re.compile(
    r"(?:(?:first|originally) )?(?:published|posted|issued|printed|date(?: of publication)?|publication date|"
    r"publié|erschienen|veröffentlicht|publicado)(?: on| at| in| le| am| el|:| )*",
    re.I,
)
_CHANGED = re.compile(r"\b(?:updated|modified|edited|revised|amended|last changed)\b", re.I)
_SOURCE = re.compile(
    rf"\(?(?:source|from|outlet|newspaper|publication|published (?:by|in)|quelle)\s*:?\s+(?P<name>{_NAME})\b",
    re.I,
)
_LABEL = re.compile(r"\A\(?(?:source|from|outlet|newspaper|publication|quelle)\s*:\s*", re.I)
# An outlet and a day in one line: "The Hallen Post, 12 May", "Hallen Post | May 3, 2024".
_LINE = re.compile(
    rf"[(\[*_]*(?:by {_NAME}(?:,| [|–—-]) )?(?P<name>{_NAME})(?:, | ?[|·•–—] ?| - )(?:[^\W\d]{{3,10}},? )?"
    rf"{_DAY}(?P<year>,? \d{{4}})?\b.{{0,40}}",
    re.I,
)


def printed(text: str) -> tuple[str | None, date | None]:
    r"""The outlet and the day of publication that a text prints at its head or foot, or None.

    A day is alone in its line, behind "Published" or next to the name of an outlet,
    and has its year. The day of an update is none.

    Examples
    --------
    >>> printed("Rain at last\n\nThe Hallen Post, 3 May 2024\n\nRain fell on Hallen on Thursday.")
    ('The Hallen Post', datetime.date(2024, 5, 3))
    >>> printed("Rain at last\nPublished 3 May 2024. Updated 5 May 2024\nRain fell.")
    (None, datetime.date(2024, 5, 3))
    """
    filled = [line.strip() for line in text[:2000].split("\n") if line.strip()][:HEAD]
    filled += [line.strip() for line in text[-600:].split("\n") if line.strip()][-FOOT:]
    outlet, days = None, list[date]()
    for nth, line in enumerate(dict.fromkeys(filled)):
        if len(line) > LONGEST or not line[-1:].strip():
            continue
        name, found = _of_line(line, head=nth < HEAD)
        outlet = outlet or name
        if found:
            days.append(found)
    return outlet, days[0] if days and len(set(days)) == 1 else None


def _of_line(line: str, head: bool) -> tuple[str | None, date | None]:
    if found := _DATED.match(line.lstrip("(*_[")):
        rest = _CHANGED.split(line.lstrip("(*_[")[found.end() :])[0]
        within = day_within(rest)
        return _named(line), within[0] if within and within[1] == 0 else _whole(rest)
    if (found := _LINE.fullmatch(_LABEL.sub("", line))) and _is_outlet(found["name"]):
        within = day_within(line)
        return _clean(found["name"]), within[0] if within and found["year"] else None
    return _named(line), _whole(line) if head else None


def _named(line: str) -> str | None:
    found = _SOURCE.match(line)
    if not found:
        return None
    labelled = ":" in line[: found.start("name")]
    return _clean(found["name"]) if labelled or _is_outlet(found["name"]) else None


def _is_outlet(name: str) -> bool:
    words = {word.strip(".,’'()").casefold() for word in name.split()}
    return bool(words & _OUTLETS) and len(words) > 1


def _clean(name: str) -> str:
    return name.rstrip(" .,")


def _whole(line: str) -> date | None:
    """The day that a line is, if it is one and nothing more, with its year in four digits."""
    bare = line.strip(" *_()[].|·•–—-")
    if (
        len(bare) > 45
        or not re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", bare)
        or not re.search(r"[^\W\d]|-", bare)
    ):
        return None
    try:
        return day(bare)
    except RefusedError:
        return None
