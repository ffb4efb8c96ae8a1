"""Calendar days out of what people, programs, addresses and file names write."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime

from analysis.load.problem import RefusedError

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH = {name[:length]: number for number, name in enumerate(_MONTHS, 1) for length in (3, 9)}
_MONTH["sept"] = 9
_NAMES = "|".join(sorted(_MONTH, key=len, reverse=True))
_TIME = r"(?:(?:T|,?\s+(?:at\s+|-\s+)?)\d{1,2}(?::|\.)?\d{2}.*)?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_YEAR_FIRST = re.compile(rf"(?P<y>\d{{4}})([-/.])(?P<m>\d{{1,2}})\2(?P<d>\d{{1,2}}){_TIME}", re.I)
_COMPACT = re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?:T\d{4,6}.*)?", re.I)
_DAY_NAME = re.compile(
    rf"{_WEEKDAY}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+(?P<n>{_NAMES})\.?,?[\s-]+(?P<y>\d{{4}}){_TIME}",
    re.I,
)
_NAME_DAY = re.compile(
    rf"{_WEEKDAY}(?P<n>{_NAMES})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}}){_TIME}", re.I
)
_CLOCK_BETWEEN = re.compile(
    rf"{_WEEKDAY}(?P<n>{_NAMES})\s+(?P<d>\d{{1,2}})\s+\d\d:\d\d(?::\d\d)?\s+(?:\S+\s+)?(?P<y>\d{{4}})", re.I
)
_NUMBERS = re.compile(rf"(?P<a>\d{{1,2}})([-/.])(?P<b>\d{{1,2}})\2(?P<y>\d{{4}}){_TIME}", re.I)
_IN_ADDRESS = re.compile(rf"/((?:19|20)\d\d)/(\d{{1,2}}|{_NAMES})/(\d{{1,2}})(?=/|$)", re.I)
_IN_NAME = re.compile(r"(?<![^\W_])((?:19|20)\d\d)([-_.]?)(\d\d)\2(\d\d)(?![^\W_])")


def day(value: object, day_first: bool | None = None) -> date:
    """The calendar day that a value names, as written: no time zone is applied.

    Parameters
    ----------
    value
        Text, a date or datetime, or seconds or milliseconds since 1970 (UTC).
    day_first
        How to read 03/04/2025, which is refused if this is None.

    Raises
    ------
    RefusedError
        If it names no day, or might name two.

    Examples
    --------
    >>> day("Thu, 03 Jul 2025 10:00:00 GMT"), day("July 3rd, 2025"), day("13/07/2025")
    (datetime.date(2025, 7, 3), datetime.date(2025, 7, 3), datetime.date(2025, 7, 13))
    >>> day("03/04/2025")
    Traceback (most recent call last):
    analysis.load.problem.RefusedError: the date '03/04/2025' may be 2025-04-03 or 2025-03-04...
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = " ".join(str(value).split())
    if re.fullmatch(r"\d{9,10}(?:\.\d+)?|\d{12,13}", text):
        return datetime.fromtimestamp(float(text) / (1000 if float(text) > 1e11 else 1), UTC).date()
    try:
        for pattern in (_YEAR_FIRST, _COMPACT, _DAY_NAME, _NAME_DAY, _CLOCK_BETWEEN):
            if found := pattern.fullmatch(text):
                part = found.groupdict()
                month = int(part["m"]) if "m" in part else _MONTH[part["n"].lower()]
                return date(int(part["y"]), month, int(part["d"]))
        if found := _NUMBERS.fullmatch(text):
            first, second, year = int(found["a"]), int(found["b"]), int(found["y"])
            if max(first, second) <= 12 and first != second and day_first is None:
                raise RefusedError(
                    f"the date {value!r} may be {date(year, second, first)} or {date(year, first, second)}. "
                    "Write it as one of these."
                )
            if second > 12 or (first <= 12 and day_first is False):
                first, second = second, first
            return date(year, second, first)
    except ValueError as error:
        if isinstance(error, RefusedError):
            raise
        raise RefusedError(
            f"the date {value!r} is no day of the calendar. Write it as YYYY-MM-DD."
        ) from error
    raise RefusedError(f"the date {value!r} cannot be read. Write it as YYYY-MM-DD.")


def day_in_address(address: str) -> date | None:
    """The day in an address of the form /2025/07/02/ or /2025/jul/02/, or None.

    >>> day_in_address("https://www.courier.example/news/2024/may/06/bridge")
    datetime.date(2024, 5, 6)
    """
    return _one(
        (year, _MONTH.get(month.lower()) or month, number)
        for year, month, number in _IN_ADDRESS.findall(address.split("?")[0])
    )


def day_in_name(name: str) -> date | None:
    """The day that stands in a file's name as 2025-07-03, 2025_07_03 or 20250703, if it is the only one.

    >>> day_in_name("courier_2024-05-06_bridge.txt")
    datetime.date(2024, 5, 6)
    """
    return _one((year, month, number) for year, _, month, number in _IN_NAME.findall(name))


def _one(parts: Iterable[tuple[str, str | int, str]]) -> date | None:
    days = set()
    for year, month, number in parts:
        try:
            days.add(date(int(year), int(month), int(number)))
        except ValueError:
            continue  # Digits that name no day, such as a picture's number.
    return days.pop() if len(days) == 1 else None
