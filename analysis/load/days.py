"""Calendar days out of what people, programs, addresses and file names write."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from analysis.load.problem import RefusedError

_NAMED = tomllib.loads((Path(__file__).parent / "days.toml").read_text(encoding="utf-8"))
# English first: of names that two languages share, all mean the same month.
_MONTH = {
    name: number
    for names in _NAMED["months"].values()
    for number, spellings in enumerate(names, 1)
    for name in spellings.split()
}
_WEEKDAYS = {
    name for names in _NAMED["weekdays"].values() for spellings in names for name in spellings.split()
}


def _any(names: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))


_NAMES = _any(_MONTH)
_CLOCK = r"\d{1,2}(?::|\.|h)?\d{2}"
_TIME = rf"(?:(?:T|,?\s+(?:(?:at|um|à|om|a las|alle|às)\s+|[-–|]\s+)?){_CLOCK}.*)?"
_WEEKDAY = rf"(?:(?:{_any(_WEEKDAYS)})\.?,?\s+(?:den\s+|den,\s+|le\s+)?)?"
_AFTER = rf"(?:,?\s+\(?(?:{_any(_WEEKDAYS)})\b\.?\)?)?{_TIME}"
_ORDINAL = r"(?:st|nd|rd|th|er|e|º|°|\.)?"
_OF = r"(?:of|de|del|di)"
_YEAR = r"(?P<y>\d{4}|[’']?\d\d(?!\d))"
_YEAR_FIRST = re.compile(rf"{_WEEKDAY}(?P<y>\d{{4}})([-/.])(?P<m>\d{{1,2}})\2(?P<d>\d{{1,2}})/?{_TIME}", re.I)
_CJK = re.compile(r"(?P<y>\d{4})\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*日.*")
_YEAR_NAME = re.compile(rf"(?P<y>\d{{4}})[\s-]+(?P<n>{_NAMES})\.?[\s-]+(?P<d>\d{{1,2}}){_TIME}", re.I)
_COMPACT = re.compile(r"(?P<y>(?:19|20)\d\d)(?P<m>\d{2})(?P<d>\d{2})(?:\d{6}|T?\d{4,6}.*)?", re.I)
_DAY_NAME = re.compile(
    rf"{_WEEKDAY}(?P<d>\d{{1,2}}){_ORDINAL}(?:\s+{_OF})?[\s./-]*(?P<n>{_NAMES})\.?,?"
    rf"(?:\s+{_OF}\b)?[\s./-]*{_YEAR}{_AFTER}",
    re.I,
)
_NAME_DAY = re.compile(
    rf"{_WEEKDAY}(?P<n>{_NAMES})\.?[\s-]+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:,\s*|\s+|-){_YEAR}{_AFTER}", re.I
)
_CLOCK_BETWEEN = re.compile(
    rf"{_WEEKDAY}(?P<n>{_NAMES})\s+(?P<d>\d{{1,2}})\s+\d\d:\d\d(?::\d\d)?\s+(?:\S+\s+)?(?P<y>\d{{4}})", re.I
)
_NUMBERS = re.compile(
    rf"{_WEEKDAY}(?P<a>\d{{1,2}})([-/.])(?P<b>\d{{1,2}})\2(?P<y>\d{{4}}|\d\d){_AFTER}", re.I
)
_WHOLE = (_YEAR_FIRST, _CJK, _COMPACT, _DAY_NAME, _YEAR_NAME, _NAME_DAY, _CLOCK_BETWEEN)
# A day inside a line, its weekday with it; the year has four digits.
_WITHIN = re.compile(
    rf"{_WEEKDAY}(?<![\w/.-])(?:(?P<d>\d{{1,2}}){_ORDINAL}(?:\s+{_OF})?[\s-]+(?P<n>{_NAMES})\b\.?,?(?:\s+{_OF})?"
    rf"[\s-]+(?P<y>\d{{4}})|(?P<n_>{_NAMES})\.?\s+(?P<d_>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y_>\d{{4}})|"
    rf"(?P<y__>\d{{4}})-(?P<m__>\d\d)-(?P<d__>\d\d))(?!\w)(?:,?\s+(?:{_any(_WEEKDAYS)})\b)?",
    re.I,
)
_DIGIT = re.compile(r"\d{4}")
_EXCEL = re.compile(r"[3-5]\d{4}(?:\.\d+)?")  # days since 1899-12-30, 1982 to 2064, as spreadsheets keep them
# Files named so come from an archive's download, on a day that is not theirs.
_DOWNLOAD = re.compile(
    r"factiva|proquest|nexis|lexis|newsbank|infotrac|gale|europresse|pressreader|download|export|results?\b|search",
    re.I,
)
_IN_ADDRESS = re.compile(rf"/((?:19|20)\d\d)/(\d{{1,2}}|{_NAMES})/(\d{{1,2}})(?=/|$)", re.I)
_IN_NAME = re.compile(r"(?<![^\W_])((?:19|20)\d\d)([-_.]?)(\d\d)\2(\d\d)(?![^\W_])")


def day(value: object, day_first: bool | None = None) -> date:
    """The calendar day that a value names, as written: no time zone is applied.

    Parameters
    ----------
    value
        Text, a date or datetime, seconds or milliseconds since 1970 (UTC), or a
        spreadsheet's number of days.
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
    if _EXCEL.fullmatch(text):
        return date(1899, 12, 30) + timedelta(days=int(float(text)))
    try:
        for pattern in _WHOLE:
            if found := pattern.fullmatch(text):
                return _named(found.groupdict())
        if found := _NUMBERS.fullmatch(text):
            return _numbered(value, int(found["a"]), int(found["b"]), _year(found["y"]), day_first)
    except ValueError as error:
        if isinstance(error, RefusedError):
            raise
        raise RefusedError(
            f"the date {value!r} is no day of the calendar. Write it as YYYY-MM-DD."
        ) from error
    raise RefusedError(f"the date {value!r} cannot be read. Write it as YYYY-MM-DD.")


def _named(part: dict[str, str]) -> date:
    month = int(part["m"]) if "m" in part else _MONTH[part["n"].lower()]
    return date(_year(part["y"]), month, int(part["d"]))


def _numbered(value: object, first: int, second: int, year: int, day_first: bool | None) -> date:
    if max(first, second) <= 12 and first != second and day_first is None:
        raise RefusedError(
            f"the date {value!r} may be {date(year, second, first)} or {date(year, first, second)}. "
            "Write it as one of these, or say which number is the day with --day-first or --month-first."
        )
    if second > 12 or (first <= 12 and day_first is False):
        first, second = second, first
    return date(year, second, first)


def _year(written: str) -> int:
    """A year as written; of two digits those to 68 are of this century, as POSIX reads them."""
    digits = written.lstrip("’'")
    return int(digits) if len(digits) == 4 else int(digits) + (2000 if int(digits) < 69 else 1900)


def day_within(line: str) -> tuple[date, int, int] | None:
    """The first day written out in a line of text with its year, and where it begins and ends; or None.

    Examples
    --------
    >>> day_within("Économie, jeudi 14 avril 2016, p. 12")
    (datetime.date(2016, 4, 14), 10, 29)
    >>> day_within("In April 2016 it rained.") is None
    True
    """
    if not _DIGIT.search(line):
        return None
    for found in _WITHIN.finditer(line):
        part = {key.rstrip("_"): value for key, value in found.groupdict().items() if value}
        with suppress(ValueError):
            return _named(part), *found.span()
    return None


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
    """The day in a file's name as 2025-07-03, 2025_07_03 or 20250703, if it is the only one.

    The day in the name of an archive's download is that of the download, and none of publication.

    >>> day_in_name("courier_2024-05-06_bridge.txt"), day_in_name("Factiva-20180203-1620.txt")
    (datetime.date(2024, 5, 6), None)
    """
    if _DOWNLOAD.search(name):
        return None
    return _one((year, month, number) for year, _, month, number in _IN_NAME.findall(name))


def _one(parts: Iterable[tuple[str, str | int, str]]) -> date | None:
    days = set()
    for year, month, number in parts:
        try:
            days.add(date(int(year), int(month), int(number)))
        except ValueError:
            continue  # Digits that name no day, such as a picture's number.
    return days.pop() if len(days) == 1 else None
