"""Rules for dates that stand by themselves, or lack only the year: days, months, seasons, years, feasts."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from analysis.timeline import stretches
from analysis.timeline.grammar import (
    DASH,
    MONTH,
    NO_DAY,
    NO_SUCH_DAY,
    NUMBER_OF_DAY,
    ORDINALS,
    PART,
    PART_OF_DAY,
    SEASON,
    WEEKDAY,
    YEAR,
    Found,
    Moment,
    Reading,
    Rules,
    cut,
    day_of,
    month_number,
    rule,
    unresolved,
    weekday_number,
    year_of,
)
from analysis.timeline.stretches import DAY, Stretch

RULES: Rules = {}


@rule(RULES, "day written in numbers", r"(?P<y>\d{4})-(?P<m>[01]\d)-(?P<d>[0-3]\d)(?=\D|$)")
def _iso(found: Found, moment: Moment) -> Reading:
    exact = day_of(int(found["y"]), int(found["m"]) or 13, found["d"]) if 1 <= int(found["m"]) <= 12 else None
    return Reading(stretches.day(exact), "day written in numbers", 1.0) if exact else unresolved(NO_SUCH_DAY)


@rule(
    RULES,
    "day written in figures",
    r"(?P<a>[0-3]?\d)(?P<sep>[/.])(?P<b>[0-3]?\d)(?P=sep)(?P<y>\d{4}|\d\d)(?![\d/.]*\d)",
)
def _figures(found: Found, moment: Moment) -> Reading:
    """Day first or month first; where both can be, the stretch holds both."""
    if found["sep"] == "." and len(found["y"]) == 2:
        return unresolved("not a date")
    year = year_of(found["y"])
    days = [
        day_of(year, month, day)
        for month, day in ((int(found["a"]), found["b"]), (int(found["b"]), found["a"]))
        if 1 <= month <= 12
    ]
    real = sorted({day for day in days if day})
    if not real:
        return unresolved("not a date")
    if len(real) == 1:
        return Reading(stretches.day(real[0]), "day written in figures", 1.0)
    return Reading(Stretch(real[0], real[-1]), "day written in figures; day and month may be either", 0.5)


_YEAR_AFTER = rf"(?:,? (?:of )?(?P<y>{YEAR}))?"


def _dated(number: int, day: str, year: str, moment: Moment, weekday: str = "") -> Reading:
    """A month and a day, with or without a year."""
    if year:
        exact = day_of(int(year), number, day)
        return Reading(stretches.day(exact), "month, day and year", 1.0) if exact else unresolved(NO_SUCH_DAY)
    if moment.year is not None and moment.direction == "past" and (told := day_of(moment.year, number, day)):
        return Reading(stretches.day(told), "month and day in the year the text tells of", 0.7)
    if moment.published is None:
        return unresolved(NO_DAY)
    years = range(moment.published.year - 8, moment.published.year + 9)
    near = [exact for y in years if (exact := day_of(y, number, day))]
    if weekday:  # "Tuesday, 4 March" is right in one year of several
        fitting = [exact for exact in near if exact.weekday() == weekday_number(weekday)]
        if fitting:
            exact = min(fitting, key=lambda day: abs((day - moment.published).days))  # type: ignore[operator]
            return Reading(stretches.day(exact), "month and day in the year its weekday fits")
    before = [exact for exact in near if exact <= moment.published]
    after = [exact for exact in near if exact >= moment.published]
    if not near:
        return unresolved(NO_SUCH_DAY)
    if moment.headline and moment.direction == "present":
        exact = min(near, key=lambda day: abs((day - moment.published).days))  # type: ignore[operator]
        return Reading(stretches.day(exact), "month and day nearest to publication", 0.6)
    if moment.direction == "past":
        return Reading(stretches.day(before[-1]), "month and day last before publication")
    return Reading(stretches.day(after[0]), "month and day next after publication")


@rule(
    RULES,
    "days from one to another",
    rf"(?:(?P<m>{MONTH}) (?P<d>{NUMBER_OF_DAY})(?:{DASH}| (?:to|through|until|and) "
    rf")(?:(?P<m2>{MONTH}) )?(?P<d2>{NUMBER_OF_DAY})"
    rf"|(?P<e>{NUMBER_OF_DAY})(?: (?P<n>{MONTH}))?(?:{DASH}| (?:to|until|and) "
    rf")(?P<e2>{NUMBER_OF_DAY}) (?P<n2>{MONTH})){_YEAR_AFTER}",
)
def _days(found: Found, moment: Moment) -> Reading:
    last = found.get("m2") or found.get("m") or found["n2"]
    first = found.get("m") or found.get("n") or found["n2"]
    end = _dated(month_number(last), found.get("d2") or found["e2"], found.get("y", ""), moment)
    if end.stretch.latest is None:
        return end
    begin = day_of(end.stretch.latest.year, month_number(first), found.get("d") or found["e"])
    if begin is None:
        return unresolved(NO_SUCH_DAY)
    if begin > end.stretch.latest:
        begin = begin.replace(year=begin.year - 1)
    return Reading(Stretch(begin, end.stretch.latest), "first and last day; " + end.rule, end.confidence)


@rule(
    RULES,
    "month and day",
    rf"(?:(?P<w>{WEEKDAY})(?: {PART_OF_DAY})?,? \(?)?"
    rf"(?:(?P<m>{MONTH}) (?P<d>{NUMBER_OF_DAY})|(?:the )?(?P<e>{NUMBER_OF_DAY})(?: of)? "
    rf"(?P<n>{MONTH})){_YEAR_AFTER}",
)
def _month_and_day(found: Found, moment: Moment) -> Reading:
    number = month_number(found.get("m") or found["n"])
    return _dated(number, found.get("d") or found["e"], found.get("y", ""), moment, found.get("w", ""))


@rule(
    RULES,
    "months from one to another",
    rf"(?i:between|from) (?P<m>{MONTH})(?: (?P<y>{YEAR}))? (?:and|to|until|through) "
    rf"(?P<m2>{MONTH})(?:,? (?:of )?(?P<y2>{YEAR}))?",
)
def _months(found: Found, moment: Moment) -> Reading:
    if found.get("y2"):
        end = Reading(stretches.month(int(found["y2"]), month_number(found["m2"])), "month and year", 1.0)
    else:
        end = _month_alone(month_number(found["m2"]), moment)
    if end.stretch.earliest is None:
        return end
    year = int(found["y"]) if found.get("y") else end.stretch.earliest.year
    if not found.get("y") and month_number(found["m"]) > month_number(found["m2"]):
        year -= 1
    begin = stretches.month(year, month_number(found["m"]))
    return Reading(begin.joined(end.stretch), "first and last month; " + end.rule, end.confidence)


@rule(RULES, "month and year", rf"{PART}?(?P<m>{MONTH})(?:,| of| in)? (?P<y>{YEAR}|[’'‘]\d\d)")
def _month_and_year(found: Found, moment: Moment) -> Reading:
    whole = stretches.month(year_of(found["y"].lstrip("’'‘")), month_number(found["m"]))
    return Reading(cut(whole, found), "month and year", 1.0)


def _month_alone(number: int, moment: Moment) -> Reading:
    if moment.year is not None and moment.direction == "past":
        return Reading(stretches.month(moment.year, number), "month in the year the text tells of", 0.7)
    if moment.published is None:
        return unresolved(NO_DAY)
    here = moment.published
    near = [stretches.month(year, number) for year in range(here.year - 1, here.year + 2)]
    if moment.direction == "past":
        return Reading(
            [m for m in near if m.earliest and m.earliest <= here][-1], "month last before publication"
        )
    return Reading(next(m for m in near if m.latest and m.latest >= here), "month next after publication")


@rule(
    RULES,
    "month counted from publication",
    rf"{PART}?(?P<which>(?i:last|next|this|this coming|this past|past|the previous)) (?P<m>{MONTH})(?! \d)",
)
def _which_month(found: Found, moment: Moment) -> Reading:
    if moment.published is None:
        return unresolved(NO_DAY)
    number, here = month_number(found["m"]), moment.published
    near = [stretches.month(year, number) for year in range(here.year - 2, here.year + 3)]
    which = found["which"].lower()
    if which in ("last", "past", "this past", "the previous"):
        whole = [m for m in near if m.latest and m.latest < here][-1]
    elif which == "next":
        whole = next(m for m in near if m.earliest and m.earliest > here)
    else:
        whole = _month_alone(number, moment).stretch
    return Reading(cut(whole, found), "month counted from publication")


@rule(RULES, "month", rf"{PART}?(?P<m>{MONTH})(?! \d\d?\b)")
def _bare_month(found: Found, moment: Moment) -> Reading:
    reading = _month_alone(month_number(found["m"]), moment)
    return Reading(cut(reading.stretch, found), reading.rule, reading.confidence)


@rule(RULES, "season and year", rf"{PART}?{SEASON}(?: of|,)? (?P<y>{YEAR})")
def _season_and_year(found: Found, moment: Moment) -> Reading:
    whole = stretches.season(found["season"].lower(), int(found["y"]))
    return Reading(cut(whole, found), "season of the northern hemisphere, and year", 0.8)


@rule(
    RULES,
    "season",
    rf"{PART}?(?P<which>(?i:last|next|this|this past|this coming|earlier this|later this)) "
    rf"{SEASON}(?![- ](?:of|term))",
)
def _season(found: Found, moment: Moment) -> Reading:
    if moment.published is None:
        return unresolved(NO_DAY)
    which = found["which"].lower()
    direction = "past" if which in ("last", "this past") else "future" if which == "next" else "this"
    if direction == "this" and moment.direction == "past":
        first = stretches.season_near(found["season"].lower(), moment.published, "this")
        if first.earliest and first.earliest > moment.published:
            direction = "past"
    whole = stretches.season_near(found["season"].lower(), moment.published, direction)
    return Reading(cut(whole, found), "season of the northern hemisphere, counted from publication", 0.8)


@rule(
    RULES,
    "season by the tense",
    rf"(?i:in|by|during|over|through|until|since) (?P<words>(?i:the )?{SEASON})(?=[.,;:)—–]|$"
    rf"| (?i:and|as|when|while|after|before|if|to|with|that|at|for|--?)\b)",
)
def _season_by_tense(found: Found, moment: Moment) -> Reading:
    if moment.published is None:
        return unresolved(NO_DAY)
    name = found["season"].lower()
    near = [stretches.season_near(name, moment.published, side) for side in ("past", "this", "future")]
    if moment.direction == "past":
        begun = [s for s in near if s.earliest and s.earliest <= moment.published]
        return Reading(begun[-1], "season of the northern hemisphere, last before publication", 0.7)
    return Reading(near[1], "season of the northern hemisphere, next after publication", 0.7)


@rule(
    RULES,
    "quarter or half of a year",
    rf"(?:(?i:the )?(?P<nth>(?i:first|second|third|fourth|last|final)) (?P<of>(?i:quarter|half"
    rf"|three months|six months))"
    rf"(?:(?: of|,)? (?:(?i:fiscal )?(?P<y>{YEAR})|(?P<which>(?i:the|this|last|next)) "
    rf"(?:(?i:fiscal) )?(?i:year)))|Q(?P<q>[1-4])(?: of)?,? (?P<y2>{YEAR}))",
)
def _quarter(found: Found, moment: Moment) -> Reading:
    written = found.get("y") or found.get("y2")
    if written:
        year = int(written)
    elif moment.published is None:
        return unresolved(NO_DAY)
    else:
        year = moment.published.year + {"last": -1, "next": 1}.get(found["which"].lower(), 0)
    nth = found.get("nth", "").lower()
    if found.get("q"):
        whole = stretches.quarter(year, int(found["q"]))
    elif found["of"].lower() in ("half", "six months"):
        begin = 1 if nth == "first" else 7
        whole = stretches.month(year, begin).joined(stretches.month(year, begin + 5))
    else:
        whole = stretches.quarter(year, ORDINALS.get(nth, 4))
    return Reading(whole, "part of a calendar year", 0.9)


@rule(
    RULES,
    "decade",
    rf"{PART}?(?:(?P<y>1[5-9]\d0|20\d0)[’']?s|[’'‘](?P<short>\d0)s|(?i:the "
    rf")(?P<word>(?i:twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)))\b",
)
def _decade(found: Found, moment: Moment) -> Reading:
    if found.get("y"):
        first = int(found["y"])
    elif found.get("short"):
        first = 1900 + int(found["short"]) if int(found["short"]) > 20 else 2000 + int(found["short"])
    else:
        words = "twenties thirties forties fifties sixties seventies eighties nineties".split()
        first = 1920 + 10 * words.index(found["word"].lower())
    # "The 1900s" and "the 2000s" may be said of a century; the decade is the commoner reading.
    return Reading(cut(stretches.decade(first), found), "decade", 0.9)


@rule(
    RULES,
    "century",
    rf"{PART}?(?i:the )?(?P<nth>\d\d?(?:st|nd|rd|th)|(?i:fifteenth|sixteenth|seventeenth"
    rf"|eighteenth|nineteenth|twentieth|twenty-first))[ -](?i:century)",
)
def _century(found: Found, moment: Moment) -> Reading:
    words = "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first".split()
    nth = found["nth"].lower()
    number = words.index(nth) + 15 if nth in words else int(re.sub(r"\D", "", nth))
    if not 1 <= number <= 21:
        return unresolved(NO_SUCH_DAY)
    return Reading(cut(stretches.century(number), found), "century", 1.0)


@rule(
    RULES,
    "years from one to another",
    rf"(?:(?P<y>{YEAR})(?:{DASH}|/)(?P<y2>{YEAR}|\d\d(?!\d))|(?i:between|from) (?P<z>{YEAR}) "
    rf"(?:and|to|until|through) (?P<z2>{YEAR}))",
)
def _years(found: Found, moment: Moment) -> Reading:
    first = int(found.get("y") or found["z"])
    last = year_of(found.get("y2") or found["z2"], first)
    if last < first:
        return unresolved("not a date")
    return Reading(stretches.year(first).joined(stretches.year(last)), "first and last year", 1.0)


@rule(RULES, "year", rf"(?:{PART}|(?P<fiscal>(?i:fiscal(?: year)? )))?(?P<y>{YEAR})(?![-–]\w)")
def _year_alone(found: Found, moment: Moment) -> Reading:
    whole = stretches.year(int(found["y"]))
    if found.get("fiscal"):
        return Reading(
            stretches.month(int(found["y"]) - 1, 4).joined(whole),
            "fiscal year; when it begins differs by country",
            0.6,
        )
    return Reading(cut(whole, found), "year", 1.0)


_FEASTS: dict[str, Callable[[int], date]] = {
    "christmas eve": lambda year: date(year, 12, 24),
    "christmas day": lambda year: date(year, 12, 25),
    "christmas": lambda year: date(year, 12, 25),
    "boxing day": lambda year: date(year, 12, 26),
    "new year's eve": lambda year: date(year, 12, 31),
    "new year's day": lambda year: date(year, 1, 1),
    "new year's": lambda year: date(year, 1, 1),
    "valentine's day": lambda year: date(year, 2, 14),
    "halloween": lambda year: date(year, 10, 31),
    "good friday": lambda year: stretches.easter(year) - 2 * DAY,
    "easter sunday": stretches.easter,
    "easter monday": lambda year: stretches.easter(year) + DAY,
    "easter": stretches.easter,
    "fourth of july": lambda year: date(year, 7, 4),
    "independence day": lambda year: date(year, 7, 4),
    "thanksgiving day": lambda year: stretches.nth_weekday(year, 11, 3, 4),
    "thanksgiving": lambda year: stretches.nth_weekday(year, 11, 3, 4),
    "labor day": lambda year: stretches.nth_weekday(year, 9, 0, 1),
    "memorial day": lambda year: stretches.nth_weekday(year, 5, 0, -1),
}
# Feasts that other countries keep on another day: the rule says whose it takes.
_AMERICAN = frozenset({"independence day", "thanksgiving day", "thanksgiving", "labor day", "memorial day"})


@rule(
    RULES,
    "feast",
    rf"(?P<feast>Christmas(?: Eve| Day)?|Boxing Day|New Year[’']s(?: Eve| Day)|Valentine[’']s "
    rf"Day|Halloween|Good Friday|Easter(?: Sunday| Monday)?"
    rf"|(?:the )?Fourth of July|Independence Day|Thanksgiving(?: Day)?|Labor Day|Memorial "
    rf"Day)(?:,? (?P<y>{YEAR}))?(?! (?:[A-Z]|tree|card|party|present|gift))",
)
def _feast(found: Found, moment: Moment) -> Reading:
    name = found["feast"].lower().replace("’", "'").removeprefix("the ")
    fixed = _FEASTS[name]
    rule = "feast" + (", by the calendar of the United States" if name in _AMERICAN else "")
    if found.get("y"):
        return Reading(stretches.day(fixed(int(found["y"]))), rule + " and year", 0.9)
    if moment.published is None:
        return unresolved(NO_DAY)
    near = [fixed(year) for year in range(moment.published.year - 1, moment.published.year + 2)]
    if moment.direction == "past":
        return Reading(
            stretches.day([d for d in near if d <= moment.published][-1]),
            rule + " last before publication",
            0.8,
        )
    return Reading(
        stretches.day(next(d for d in near if d >= moment.published)), rule + " next after publication", 0.8
    )
