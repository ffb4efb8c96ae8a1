"""Stretches of days, and the sums of a calendar: what "last month" or "two weeks ago" comes to."""

from __future__ import annotations

import calendar as months
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
UNITS = ("day", "week", "month", "quarter", "season", "year", "decade", "century")
# Longest a stretch of each unit lasts, in days: what counts as "about a day" when an anchor is sought.
LONGEST = {"day": 4, "week": 7, "month": 31, "quarter": 92, "season": 92, "year": 366, "decade": 3653}


@dataclass(frozen=True)
class Stretch:
    """The first and the last day something may mean; one that is unknown is None."""

    earliest: date | None
    latest: date | None

    @property
    def known(self) -> bool:
        """Whether both ends are known."""
        return self.earliest is not None and self.latest is not None

    @property
    def days(self) -> int | None:
        """How many days it holds, both ends counted; None where an end is unknown."""
        if self.earliest is None or self.latest is None:
            return None
        return (self.latest - self.earliest).days + 1

    def joined(self, other: Stretch) -> Stretch:
        """From the beginning of this one to the end of the other, whichever comes first."""
        starts = [day for day in (self.earliest, other.earliest) if day]
        ends = [day for day in (self.latest, other.latest) if day]
        return Stretch(min(starts, default=None), max(ends, default=None))


def day(of: date) -> Stretch:
    """One day."""
    return Stretch(of, of)


def week(of: date) -> Stretch:
    """The week of a day, Monday to Sunday (ISO 8601)."""
    monday = of - of.weekday() * DAY
    return Stretch(monday, monday + 6 * DAY)


def weekend(of: date) -> Stretch:
    """Saturday and Sunday of a day's week."""
    saturday = of + (5 - of.weekday()) * DAY
    return Stretch(saturday, saturday + DAY)


def month(year: int, number: int) -> Stretch:
    """A month; numbers outside 1 to 12 run on into the years beside.

    >>> month(2025, 0).earliest.isoformat()
    '2024-12-01'
    """
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    return Stretch(date(year, number, 1), date(year, number, months.monthrange(year, number)[1]))


def quarter(year: int, number: int) -> Stretch:
    """A quarter of a year, 1 to 4; numbers outside run on."""
    return month(year, 3 * number - 2).joined(month(year, 3 * number))


def year(number: int) -> Stretch:
    """A calendar year."""
    return Stretch(date(number, 1, 1), date(number, 12, 31))


def decade(number: int) -> Stretch:
    """The ten years that begin with the year given."""
    return year(number).joined(year(number + 9))


def century(number: int) -> Stretch:
    """A century by its ordinal: the 19th is 1801 to 1900."""
    return year(100 * number - 99).joined(year(100 * number))


def season(name: str, number: int) -> Stretch:
    """A season of the northern hemisphere by whole months; winter is either of the two that touch the year.

    >>> season("winter", 2024).earliest.isoformat(), season("winter", 2024).latest.isoformat()
    ('2023-12-01', '2025-02-28')
    """
    if name == "winter":
        return month(number, 0).joined(month(number, 14))
    first = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9}[name]
    return month(number, first).joined(month(number, first + 2))


def season_near(name: str, published: date, direction: str) -> Stretch:
    """The season last begun ("past"), next to begin ("future"), or the one under way or next ("this")."""
    first = {"winter": 12, "spring": 3, "summer": 6, "autumn": 9, "fall": 9}[name]
    all_near = [
        month(y, first).joined(month(y, first + 2)) for y in range(published.year - 2, published.year + 3)
    ]
    if direction == "past":  # last summer, said in summer, is the year before's
        return [s for s in all_near if s.latest and s.latest < published][-1]
    if direction == "future":
        return next(s for s in all_near if s.earliest and s.earliest > published)
    return next(s for s in all_near if s.latest and s.latest >= published)


def unit(name: str, of: date, by: int = 0) -> Stretch:
    """The calendar unit a day stands in, or the one so many units before or after.

    >>> unit("month", date(2025, 7, 3), -1).earliest.isoformat()
    '2025-06-01'
    """
    if name == "day":
        return day(of + by * DAY)
    if name == "week":
        return week(of + 7 * by * DAY)
    if name == "weekend":
        return weekend(of + 7 * by * DAY)
    if name == "month":
        return month(of.year, of.month + by)
    if name == "quarter":
        return quarter(of.year, (of.month + 2) // 3 + by)
    if name == "year":
        return year(of.year + by)
    if name == "decade":
        return decade(of.year // 10 * 10 + 10 * by)
    return century((of.year + 99) // 100 + by)


def moved(of: date, name: str, by: int) -> date:
    """A day so many units on; the 31st of a shorter month is its last day.

    >>> moved(date(2025, 3, 31), "month", -1).isoformat()
    '2025-02-28'
    """
    if name in ("day", "weekend"):
        return of + by * DAY
    if name == "week":
        return of + 7 * by * DAY
    size = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}[name] * by
    target = month(of.year, of.month + size)
    assert target.earliest is not None
    assert target.latest is not None
    return min(target.earliest.replace(day=1) + (of.day - 1) * DAY, target.latest)


def part(whole: Stretch, which: str) -> Stretch:
    """The early, middle or late third of a stretch, its first or last quarter ("start", "end"), or a half.

    >>> part(month(2025, 6), "late").earliest.isoformat()
    '2025-06-21'
    """
    if whole.earliest is None or whole.latest is None:
        return whole
    days = (whole.latest - whole.earliest).days + 1
    if days > 3 * 366:  # decades and centuries are cut between years
        first, years = whole.earliest.year, round(days / 365.25)
        begin, end = {
            "early": (0, years // 3),
            "mid": (years // 3, years - years // 3),
            "late": (years - years // 3 - 1, years),
            "start": (0, years // 4),
            "end": (years - years // 4, years),
            "first": (0, years // 2),
            "second": (years // 2, years),
        }[which]
        return year(first + begin).joined(year(first + end - 1))
    third, half, quarter = days // 3, days // 2, days // 4
    if which == "start":
        return Stretch(whole.earliest, whole.earliest + max(quarter - 1, 0) * DAY)
    if which == "end":
        return Stretch(whole.latest - max(quarter - 1, 0) * DAY, whole.latest)
    if which == "early":
        return Stretch(whole.earliest, whole.earliest + max(third - 1, 0) * DAY)
    if which == "late":
        return Stretch(whole.latest - max(third - 1, 0) * DAY, whole.latest)
    if which == "mid":
        return Stretch(whole.earliest + third * DAY, whole.latest - third * DAY)
    if which == "first":
        return Stretch(whole.earliest, whole.earliest + (half - 1) * DAY)
    return Stretch(whole.earliest + half * DAY, whole.latest)


def easter(year: int) -> date:
    """Easter Sunday of the western churches (the anonymous Gregorian computus, Meeus 1991).

    >>> easter(2025).isoformat()
    '2025-04-20'
    """
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), g = divmod(b, 4), (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    w = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * w) // 451
    number, rest = divmod(h + w - 7 * m + 114, 31)
    return date(year, number, rest + 1)


def nth_weekday(year: int, number: int, weekday: int, nth: int) -> date:
    """The nth weekday (Monday is 0) of a month; -1 is the last.

    >>> nth_weekday(2025, 11, 3, 4).isoformat()
    '2025-11-27'
    """
    whole = month(year, number)
    assert whole.earliest is not None
    assert whole.latest is not None
    if nth > 0:
        return whole.earliest + ((weekday - whole.earliest.weekday()) % 7 + 7 * (nth - 1)) * DAY
    return whole.latest - ((whole.latest.weekday() - weekday) % 7) * DAY
