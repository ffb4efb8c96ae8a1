"""What a date expression looks like, and which days it means: the grammar of dates in English news.

Written for this workbook, with the kinds of expression of TimeML (Pustejovsky
et al. 2003) in view. A rule is a pattern and a function from what it found, and
the moment it is read in, to a `Reading`. Weeks are Monday to Sunday.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from analysis.timeline import stretches
from analysis.timeline.stretches import DAY, Stretch

Found = dict[str, str]

NO_DAY = "unresolved: counts from the day of publication, which is not known"
NO_ANCHOR = "unresolved: counts from a date that the text before it does not give"
NO_EVENT = "unresolved: counts from an event that has no date here"
VAGUE = "unresolved: how long is not said"
RECURRING = "unresolved: recurs, and is no one day"
NO_SUCH_DAY = "unresolved: the calendar has no such day"


@dataclass(frozen=True)
class Moment:
    """What an expression is read against.

    Attributes
    ----------
    published
        The day of publication, where known.
    direction
        What the verb says: past, future, or present ("today or to come").
    anchors
        Stretches named before in the text, the nearest first.
    year
        The year the text is telling of, where it was named just before and the
        telling is in the past tense.
    headline
        A headline's present tense tells what is past.
    """

    published: date | None
    direction: str = "past"
    anchors: tuple[Stretch, ...] = ()
    year: int | None = None
    headline: bool = False


@dataclass(frozen=True)
class Reading:
    """The days meant, and the rule that says so (or why none can be given)."""

    stretch: Stretch
    rule: str
    confidence: float = 0.9


@dataclass(frozen=True)
class Expression:
    """A date expression in a text: where, which rule, and what the rule found."""

    start: int
    end: int
    rule: str
    found: Found


def unresolved(reason: str) -> Reading:
    """A reading without days."""
    return Reading(Stretch(None, None), reason, 0.0)


# --- Words -------------------------------------------------------------------

_MONTHS = "january february march april may june july august september october november december".split()
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_NUMBERS = dict(
    zip(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split(),
        range(1, 21),
        strict=True,
    )
) | {
    "a": 1,
    "an": 1,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "hundred": 100,
    "dozen": 12,
    "half": 0,
}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}

MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|JANUARY|FEBRUARY|MARCH|APRIL|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER"
    r"|january|february|april|june|july|august|september|october|november|december"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
FULL_WEEKDAY = r"(?i:monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
WEEKDAY = rf"(?:{FULL_WEEKDAY}|(?:Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)\.?)"
NUMBER_OF_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d%]|[.,:/]\d|-year)"
YEAR = r"(?:1[0-9]\d\d|20\d\d)(?![\d%]|[.,]\d)"
DASH = r"\s?[-–—]\s?"
PART_OF_DAY = r"(?i:morning|afternoon|evening|night|midday|noon|midnight|lunchtime)"
UNIT = r"(?P<unit>(?i:hour|day|week|weekend|fortnight|month|quarter|year|decade|centur(?:y|ie)))s?"
UNITS = r"(?P<unit>(?i:minute|hour|day|week|weekend|fortnight|month|quarter|year|decade|centur(?:y|ie)))s?"
SMALL = (
    r"(?i:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen"
        r"|fourteen|fifteen|sixteen"
    r"|seventeen|eighteen|nineteen|(?:twenty|thirty|forty|fifty|sixty)"
    r"(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|(?:a|one) hundred|(?:a |half "
        r"a )?dozen|half an?)"
)
VAGUELY = (
    r"(?i:(?:a |the )?(?:few|couple(?: of)?|several|many|some|handful of|number of)(?: more)?"
    r"|(?:dozens|scores|hundreds|thousands|tens) of)"
)
COUNT = rf"(?:(?P<vague>{VAGUELY})|(?P<count>{SMALL})(?P<half> and a half)?)"
ABOUT = (
    r"(?:(?P<about>(?i:about|around|roughly|approximately|some|nearly|almost|just under|less than|fewer than"
    r"|more than|over|just over|at least|up to)) )?"
)
TIME_WORD = r"(?i:minute|hour|day|week|weekend|fortnight|month|quarter|year|decade|centur)"


def _month(name: str) -> int:
    return next(i for i, full in enumerate(_MONTHS, 1) if full.startswith(name.lower().rstrip(".")[:3]))


def _weekday(name: str) -> int:
    return next(i for i, full in enumerate(_WEEKDAYS) if full.startswith(name.lower().rstrip(".")[:3]))


def _number(words: str) -> int:
    if words.isdigit():
        return int(words)
    parts = re.split(r"[- ]", words.lower())
    if "hundred" in parts:
        return 100
    if "dozen" in parts:
        return 6 if "half" in parts else 12
    return sum(_NUMBERS.get(part, 0) for part in parts)


def _year(digits: str, beside: int | None = None) -> int:
    """A year of four digits, or of two beside a year of four."""
    number = int(digits)
    if len(digits) == 4:
        return number
    if beside is not None:
        return beside // 100 * 100 + number
    return 2000 + number if number < 50 else 1900 + number


def _unit(name: str) -> str:
    name = name.lower()
    return "century" if name.startswith("centur") else name


def _day(year: int, number: int, day: str) -> date | None:
    try:
        return date(year, number, int(re.sub(r"\D", "", day)))
    except ValueError:
        return None


# --- The rules ---------------------------------------------------------------

Resolve = Callable[[Found, Moment], Reading]
_RULES: dict[str, tuple[str, Resolve]] = {}


def _rule(name: str, pattern: str) -> Callable[[Resolve], Resolve]:
    def kept(resolve: Resolve) -> Resolve:
        _RULES[name] = (pattern, resolve)
        return resolve

    return kept


@_rule("day written in numbers", r"(?P<y>\d{4})-(?P<m>[01]\d)-(?P<d>[0-3]\d)(?=\D|$)")
def _iso(found: Found, moment: Moment) -> Reading:
    exact = _day(int(found["y"]), int(found["m"]) or 13, found["d"]) if 1 <= int(found["m"]) <= 12 else None
    return Reading(stretches.day(exact), "day written in numbers", 1.0) if exact else unresolved(NO_SUCH_DAY)


@_rule(
    "day written in figures",
    r"(?P<a>[0-3]?\d)(?P<sep>[/.])(?P<b>[0-3]?\d)(?P=sep)(?P<y>\d{4}|\d\d)(?![\d/.]*\d)",
)
def _figures(found: Found, moment: Moment) -> Reading:
    """Day first or month first; where both can be, the stretch holds both."""
    if found["sep"] == "." and len(found["y"]) == 2:
        return unresolved("not a date")
    year = _year(found["y"])
    days = [
        _day(year, month, day)
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
        exact = _day(int(year), number, day)
        return Reading(stretches.day(exact), "month, day and year", 1.0) if exact else unresolved(NO_SUCH_DAY)
    if moment.year is not None and moment.direction == "past" and (told := _day(moment.year, number, day)):
        return Reading(stretches.day(told), "month and day in the year the text tells of", 0.7)
    if moment.published is None:
        return unresolved(NO_DAY)
    years = range(moment.published.year - 8, moment.published.year + 9)
    near = [exact for y in years if (exact := _day(y, number, day))]
    if weekday:  # "Tuesday, 4 March" is right in one year of several
        fitting = [exact for exact in near if exact.weekday() == _weekday(weekday)]
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


@_rule(
    "days from one to another",
    rf"(?:(?P<m>{MONTH}) (?P<d>{NUMBER_OF_DAY})(?:{DASH}| (?:to|through|until|and) "
        rf")(?:(?P<m2>{MONTH}) )?(?P<d2>{NUMBER_OF_DAY})"
    rf"|(?P<e>{NUMBER_OF_DAY})(?: (?P<n>{MONTH}))?(?:{DASH}| (?:to|until|and) "
        rf")(?P<e2>{NUMBER_OF_DAY}) (?P<n2>{MONTH})){_YEAR_AFTER}",
)
def _days(found: Found, moment: Moment) -> Reading:
    last = found.get("m2") or found.get("m") or found["n2"]
    first = found.get("m") or found.get("n") or found["n2"]
    end = _dated(_month(last), found.get("d2") or found["e2"], found.get("y", ""), moment)
    if end.stretch.latest is None:
        return end
    begin = _day(end.stretch.latest.year, _month(first), found.get("d") or found["e"])
    if begin is None:
        return unresolved(NO_SUCH_DAY)
    if begin > end.stretch.latest:
        begin = begin.replace(year=begin.year - 1)
    return Reading(Stretch(begin, end.stretch.latest), "first and last day; " + end.rule, end.confidence)


@_rule(
    "month and day",
    rf"(?:(?P<w>{WEEKDAY})(?: {PART_OF_DAY})?,? \(?)?"
    rf"(?:(?P<m>{MONTH}) (?P<d>{NUMBER_OF_DAY})|(?:the )?(?P<e>{NUMBER_OF_DAY})(?: of)? "
        rf"(?P<n>{MONTH})){_YEAR_AFTER}",
)
def _month_and_day(found: Found, moment: Moment) -> Reading:
    number = _month(found.get("m") or found["n"])
    return _dated(number, found.get("d") or found["e"], found.get("y", ""), moment, found.get("w", ""))


_PART = r"(?:(?P<part>(?i:(?:very )?(?:early|late)(?: in)?|mid|the middle of|the beginning of|the "
    r"start of|the end of|end of))[ -](?:the )?)"
_PARTS = {
    "ear": "early",
    "lat": "late",
    "mid": "mid",
    "the m": "mid",
    "the b": "start",
    "the s": "start",
    "the e": "end",
    "end": "end",
}


def _cut(whole: Stretch, found: Found) -> Stretch:
    words = found.get("part", "").lower().removeprefix("very ")
    for opening, which in _PARTS.items():
        if words.startswith(opening):
            return stretches.part(whole, which)
    return whole


@_rule(
    "months from one to another",
    rf"(?i:between|from) (?P<m>{MONTH})(?: (?P<y>{YEAR}))? (?:and|to|until|through) "
        rf"(?P<m2>{MONTH})(?:,? (?:of )?(?P<y2>{YEAR}))?",
)
def _months(found: Found, moment: Moment) -> Reading:
    if found.get("y2"):
        end = Reading(stretches.month(int(found["y2"]), _month(found["m2"])), "month and year", 1.0)
    else:
        end = _month_alone(_month(found["m2"]), moment)
    if end.stretch.earliest is None:
        return end
    year = int(found["y"]) if found.get("y") else end.stretch.earliest.year
    if not found.get("y") and _month(found["m"]) > _month(found["m2"]):
        year -= 1
    begin = stretches.month(year, _month(found["m"]))
    return Reading(begin.joined(end.stretch), "first and last month; " + end.rule, end.confidence)


@_rule("month and year", rf"{_PART}?(?P<m>{MONTH})(?:,| of| in)? (?P<y>{YEAR}|[’'‘]\d\d)")
def _month_and_year(found: Found, moment: Moment) -> Reading:
    whole = stretches.month(_year(found["y"].lstrip("’'‘")), _month(found["m"]))
    return Reading(_cut(whole, found), "month and year", 1.0)


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
    return Reading([m for m in near if m.latest and m.latest >= here][0], "month next after publication")


@_rule(
    "month counted from publication",
    rf"{_PART}?(?P<which>(?i:last|next|this|this coming|this past|past|the previous)) (?P<m>{MONTH})(?! \d)",
)
def _which_month(found: Found, moment: Moment) -> Reading:
    if moment.published is None:
        return unresolved(NO_DAY)
    number, here = _month(found["m"]), moment.published
    near = [stretches.month(year, number) for year in range(here.year - 2, here.year + 3)]
    which = found["which"].lower()
    if which in ("last", "past", "this past", "the previous"):
        whole = [m for m in near if m.latest and m.latest < here][-1]
    elif which == "next":
        whole = [m for m in near if m.earliest and m.earliest > here][0]
    else:
        whole = _month_alone(number, moment).stretch
    return Reading(_cut(whole, found), "month counted from publication")


@_rule("month", rf"{_PART}?(?P<m>{MONTH})(?! \d\d?\b)")
def _bare_month(found: Found, moment: Moment) -> Reading:
    reading = _month_alone(_month(found["m"]), moment)
    return Reading(_cut(reading.stretch, found), reading.rule, reading.confidence)


_SEASON = r"(?P<season>(?i:spring|summer|autumn|fall|winter))"


@_rule("season and year", rf"{_PART}?{_SEASON}(?: of|,)? (?P<y>{YEAR})")
def _season_and_year(found: Found, moment: Moment) -> Reading:
    whole = stretches.season(found["season"].lower(), int(found["y"]))
    return Reading(_cut(whole, found), "season of the northern hemisphere, and year", 0.8)


@_rule(
    "season",
    rf"{_PART}?(?P<which>(?i:last|next|this|this past|this coming|earlier this|later this)) "
        rf"{_SEASON}(?![- ](?:of|term))",
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
    return Reading(_cut(whole, found), "season of the northern hemisphere, counted from publication", 0.8)


@_rule(
    "season by the tense",
    rf"(?i:in|by|during|over|through|until|since) (?P<words>(?i:the )?{_SEASON})(?=[.,;:)—–]|$"
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


@_rule(
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
        whole = stretches.quarter(year, _ORDINALS.get(nth, 4))
    return Reading(whole, "part of a calendar year", 0.9)


@_rule(
    "decade",
    rf"{_PART}?(?:(?P<y>1[5-9]\d0|20\d0)[’']?s|[’'‘](?P<short>\d0)s|(?i:the "
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
    return Reading(_cut(stretches.decade(first), found), "decade", 0.9)


@_rule(
    "century",
    rf"{_PART}?(?i:the )?(?P<nth>\d\d?(?:st|nd|rd|th)|(?i:fifteenth|sixteenth|seventeenth"
        rf"|eighteenth|nineteenth|twentieth|twenty-first))[ -](?i:century)",
)
def _century(found: Found, moment: Moment) -> Reading:
    words = "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first".split()
    nth = found["nth"].lower()
    number = words.index(nth) + 15 if nth in words else int(re.sub(r"\D", "", nth))
    if not 1 <= number <= 21:
        return unresolved(NO_SUCH_DAY)
    return Reading(_cut(stretches.century(number), found), "century", 1.0)


@_rule(
    "years from one to another",
    rf"(?:(?P<y>{YEAR})(?:{DASH}|/)(?P<y2>{YEAR}|\d\d(?!\d))|(?i:between|from) (?P<z>{YEAR}) "
        rf"(?:and|to|until|through) (?P<z2>{YEAR}))",
)
def _years(found: Found, moment: Moment) -> Reading:
    first = int(found.get("y") or found["z"])
    last = _year(found.get("y2") or found["z2"], first)
    if last < first:
        return unresolved("not a date")
    return Reading(stretches.year(first).joined(stretches.year(last)), "first and last year", 1.0)


@_rule("year", rf"(?:{_PART}|(?P<fiscal>(?i:fiscal(?: year)? )))?(?P<y>{YEAR})(?![-–]\w)")
def _year_alone(found: Found, moment: Moment) -> Reading:
    whole = stretches.year(int(found["y"]))
    if found.get("fiscal"):
        return Reading(
            stretches.month(int(found["y"]) - 1, 4).joined(whole),
            "fiscal year; when it begins differs by country",
            0.6,
        )
    return Reading(_cut(whole, found), "year", 1.0)


# --- Weekdays and days named from publication --------------------------------


def _weekday_near(number: int, which: str, moment: Moment) -> Reading:
    if moment.published is None:
        return unresolved(NO_DAY)
    here = moment.published
    back = (here.weekday() - number) % 7
    on = (number - here.weekday()) % 7
    monday = here - here.weekday() * DAY
    if which in ("last", "this past", "past"):
        return Reading(stretches.day(here - (back or 7) * DAY), "weekday last before publication", 0.8)
    if which == "next":
        return Reading(
            stretches.day(monday + (7 + number) * DAY), "weekday of the week after publication", 0.7
        )
    if which in ("coming", "this coming", "the coming", "the following"):
        return Reading(stretches.day(here + (on or 7) * DAY), "weekday next after publication")
    if which == "this":
        return Reading(stretches.day(monday + number * DAY), "weekday of the week of publication", 0.8)
    if moment.headline and moment.direction == "present":
        near = here - back * DAY if back <= on else here + on * DAY
        return Reading(stretches.day(near), "weekday nearest to publication", 0.6)
    if moment.direction == "past":
        return Reading(
            stretches.day(here - back * DAY), "weekday on or last before publication, from the past tense"
        )
    return Reading(
        stretches.day(here + on * DAY),
        f"weekday on or next after publication, from the {moment.direction} tense",
    )


@_rule(
    "weekday that recurs",
    rf"(?:(?i:every|each|most|alternate) {FULL_WEEKDAY}|(?i:on )?{FULL_WEEKDAY}s\b)(?: {PART_OF_DAY}s?)?",
)
def _recurring(found: Found, moment: Moment) -> Reading:
    return unresolved(RECURRING)


@_rule(
    "weekdays from one to another",
    rf"(?:(?i:between|from) )?(?P<w>{FULL_WEEKDAY})(?:{DASH}| (?:to|until|through|thru) | and "
        rf"(?=\w+day\b))(?P<w2>{FULL_WEEKDAY})",
)
def _weekdays(found: Found, moment: Moment) -> Reading:
    end = _weekday_near(_weekday(found["w2"]), "", moment)
    if end.stretch.latest is None:
        return end
    back = (_weekday(found["w2"]) - _weekday(found["w"])) % 7
    return Reading(
        Stretch(end.stretch.latest - back * DAY, end.stretch.latest), "first and last " + end.rule, 0.8
    )


@_rule(
    "weekday",
    rf"(?:(?P<early>(?i:early|late))(?: on)? )?(?:(?P<which>(?i:last|next|this|this past|past"
        rf"|this coming|coming|the coming)) )?"
    rf"(?P<w>{FULL_WEEKDAY})(?: {PART_OF_DAY})?(?:,? (?P<weeks>(?i:last|this|next)) (?i:week))?",
)
def _weekday_alone(found: Found, moment: Moment) -> Reading:
    number = _weekday(found["w"])
    if found.get("weeks") and moment.published:
        by = {"last": -1, "this": 0, "next": 1}[found["weeks"].lower()]
        monday = stretches.unit("week", moment.published, by).earliest
        assert monday
        return Reading(stretches.day(monday + number * DAY), "weekday of a week counted from publication")
    return _weekday_near(number, found.get("which", "").lower(), moment)


_DAYS = {
    "today": 0,
    "tonight": 0,
    "tomorrow": 1,
    "yesterday": -1,
    "the day before yesterday": -2,
    "the day after tomorrow": 2,
    "last night": -1,
}


@_rule(
    "day counted from publication",
    rf"(?P<day>(?i:the day before yesterday|the day after tomorrow|(?:earlier |later )?today"
        rf"|yesterday|tomorrow|tonight|last night|overnight|"
    rf"(?:earlier |later )?this (?:morning|afternoon|evening)))(?: {PART_OF_DAY})?\b(?![’']?s? "
        rf"(?i:world|paper|readers))",
)
def _deictic(found: Found, moment: Moment) -> Reading:
    if moment.published is None:
        return unresolved(NO_DAY)
    name = found["day"].lower().removeprefix("earlier ").removeprefix("later ")
    if name == "overnight":
        return Reading(Stretch(moment.published - DAY, moment.published), "the night before publication", 0.7)
    return Reading(stretches.day(moment.published + _DAYS.get(name, 0) * DAY), "day counted from publication")


# --- Units counted from publication ------------------------------------------


@_rule(
    "unit counted from publication",
    rf"(?:{_PART}|(?P<side>(?i:earlier|later|sometime|so far)) |(?P<nth>(?i:the (?:first|second)) half of ))?"
    rf"(?P<which>(?i:last|this|next|this past|this coming|(?:the |this )?(?:past|coming)|the "
        rf"(?:last|next|current))) "
    rf"(?:(?i:fiscal|calendar|school|academic|financial) )?(?P<unit>(?i:week|weekend|month"
        rf"|quarter|year|decade|century))(?![-\w]| of\b)",
)
def _unit_from(found: Found, moment: Moment) -> Reading:
    if moment.published is None:
        return unresolved(NO_DAY)
    name, here = _unit(found["unit"]), moment.published
    which = found["which"].lower()
    rule = f"{name} counted from publication"
    if (
        which in ("the past", "the last", "past") and name != "weekend"
    ):  # "over the past year": the twelve months up to now
        return Reading(Stretch(stretches.moved(here, name, -1), here), f"the {name} up to publication")
    if which in ("the next", "the coming", "coming") and name != "weekend":
        return Reading(Stretch(here, stretches.moved(here, name, 1)), f"the {name} after publication")
    by = (
        -1
        if which in ("last", "this past", "the past", "the last", "past")
        else 0
        if which in ("this", "the current")
        else 1
    )
    if name == "weekend":
        by = _weekend_by(which, moment)
    whole = stretches.unit(name, here, by)
    side = found.get("side", "").lower()
    if side in ("earlier", "so far") and by == 0:
        return Reading(Stretch(whole.earliest, here), f"{name} of publication, up to publication")
    if side == "later" and by == 0:
        return Reading(Stretch(here, whole.latest), f"{name} of publication, from publication on")
    if found.get("nth"):
        return Reading(stretches.part(whole, found["nth"].split()[1].lower()), rule)
    return Reading(_cut(whole, found), rule)


@_rule(
    "unit before the last", r"(?i:the) (?P<unit>(?i:week|month|year)) (?P<side>(?i:before last|after next))\b"
)
def _before_last(found: Found, moment: Moment) -> Reading:
    if moment.published is None:
        return unresolved(NO_DAY)
    by = -2 if found["side"].lower() == "before last" else 2
    name = found["unit"].lower()
    return Reading(stretches.unit(name, moment.published, by), f"{name} counted from publication")


def _weekend_by(which: str, moment: Moment) -> int:
    assert moment.published
    at_end = moment.published.weekday() >= 5
    if which in ("last", "this past", "the past", "past", "the last"):
        return -1
    if which in ("next", "this coming", "the coming", "coming", "the next"):
        return 1 if which == "next" or at_end else 0
    return -1 if moment.direction == "past" and not at_end else 0


@_rule(
    "the weekend",
    r"(?i:over|at|during|on|for|of) (?P<words>(?i:the (?:long )?weekend))\b(?! (?i:of|before|after|when)\b)",
)
def _weekend(found: Found, moment: Moment) -> Reading:
    if moment.published is None:
        return unresolved(NO_DAY)
    whole = stretches.unit("weekend", moment.published, _weekend_by("this", moment))
    return Reading(whole, "weekend nearest to publication, from the tense", 0.8)


@_rule(
    "part of the unit of publication",
    r"(?P<part>(?i:the (?:end|start|beginning|middle) of|(?:early|late|later|earlier) in"
        r"|(?<=by )end of|(?<=at )end of)) (?i:the )(?P<unit>(?i:day|week|month|quarter|year"
        r"|decade|century))(?! (?i:of|when|that|before|after)\b)",
)
def _part_of_unit(found: Found, moment: Moment) -> Reading:
    if _unit(found["unit"]) == "day":
        anchor = _anchor(moment, "day")
        if anchor is not None:
            return Reading(anchor, "the day before it in the text", 0.7)
    if moment.published is None:
        return unresolved(NO_DAY)
    whole = stretches.unit(_unit(found["unit"]), moment.published)
    if _unit(found["unit"]) == "day":
        return Reading(whole, "day of publication", 0.6)
    return Reading(_cut(whole, found), f"part of the {_unit(found['unit'])} of publication", 0.8)


def _length(found: Found, of: date, sign: int) -> Stretch:
    """The calendar unit that lies so many units off: for "two months ago" a month, for days a day."""
    name = _unit(found["unit"])
    if name in ("minute", "hour"):
        hours = _number(found["count"])
        days = 0 if name == "minute" else -(-hours // 24)
        return Stretch(of - days * DAY, of) if sign < 0 else Stretch(of, of + days * DAY)
    count = _number(found["count"])
    if name == "fortnight":
        name, count = "week", 2 * count
    if found.get("half"):
        finer = {"year": ("month", 6), "month": ("week", 2), "decade": ("year", 5), "week": ("day", 4)}.get(
            name
        )
        if finer:
            middle = stretches.moved(of, name, sign * count)
            return stretches.unit(finer[0], middle, sign * finer[1])
    if found["count"].lower().startswith("half"):
        finer = {"year": ("month", 6), "decade": ("year", 5), "century": ("decade", 5)}.get(name)
        if finer:
            return stretches.unit(finer[0], of, sign * finer[1])
    if name == "decade":
        far = 10 * count * sign  # "a decade ago" is seldom meant to the year
        return stretches.unit("year", of, far - 1).joined(stretches.unit("year", of, far + 1))
    about = found.get("about", "").lower()
    whole = stretches.unit(name, stretches.moved(of, name, sign * count))
    if about in ("nearly", "almost", "just under", "less than", "fewer than", "up to"):
        whole = whole.joined(stretches.unit(name, stretches.moved(of, name, sign * (count - 1))))
    elif about in ("more than", "over", "just over", "at least"):
        whole = whole.joined(stretches.unit(name, stretches.moved(of, name, sign * (count + 1))))
    return whole


@_rule(
    "so long ago",
    rf"(?:{ABOUT}{COUNT} (?:(?i:short|long|full) )?{UNITS}|(?P<bare>(?i:minute|hour|day|week"
        rf"|month|year|decade|centurie)s)) (?P<side>(?i:ago|from now|hence|back|away))\b(?! from)",
)
def _ago(found: Found, moment: Moment) -> Reading:
    if moment.published is None:
        return unresolved(NO_DAY)
    sign = -1 if found["side"].lower() in ("ago", "back") else 1
    if found["side"].lower() == "away" and found.get("unit", "hour").lower() in ("minute", "hour"):
        return unresolved("not a date")  # how far a place is
    if found.get("bare") or (found.get("vague") and "couple" not in found["vague"].lower()):
        ends = (None, moment.published) if sign < 0 else (moment.published, None)
        return Reading(Stretch(*ends), VAGUE, 0.3)
    counted = {**found, "count": found.get("count") or "two"}
    return Reading(
        _length(counted, moment.published, sign),
        "counted back from publication" if sign < 0 else "counted on from publication",
    )


@_rule("in so long", rf"(?i:in|within) {ABOUT}{COUNT} {UNITS}(?P<time>[’'] time)?(?![-\w])")
def _in_so_long(found: Found, moment: Moment) -> Reading:
    if moment.direction == "past" and not found.get("time"):
        return unresolved("not a date")  # "rebuilt it in two weeks" is how long, not when
    if moment.direction == "present" and _unit(found["unit"]) in ("minute", "hour"):
        return unresolved("not a date")
    if moment.published is None:
        return unresolved(NO_DAY)
    if found.get("vague") and "couple" not in found["vague"].lower():
        return Reading(Stretch(moment.published, None), VAGUE, 0.3)
    counted = {**found, "count": found.get("count") or "two"}
    whole = _length(counted, moment.published, 1)
    if found["whole"].lower().startswith("within"):
        whole = Stretch(moment.published, whole.latest)
    return Reading(whole, "counted on from publication", 0.8)


@_rule(
    "the units up to or after publication",
    rf"(?i:the |these )?(?P<which>(?i:past|last|next|coming|previous|following|recent)) "
        rf"{ABOUT}(?:{COUNT} )?(?P<unit>(?i:hour|day|week|month|quarter|year"
        rf"|decade))(?P<plural>s)(?! (?i:of|in which))\b",
)
def _span_of_units(found: Found, moment: Moment) -> Reading:
    which = found["which"].lower()
    if which in ("previous", "following"):
        anchor = next((a for a in moment.anchors if a.known), None)
        if anchor is None:
            return unresolved(NO_ANCHOR)
        here = anchor.earliest if which == "previous" else anchor.latest
    else:
        here = moment.published
    if here is None:
        return unresolved(NO_DAY)
    back = which in ("past", "last", "previous", "recent")
    count = found.get("count")
    if found.get("vague") and "couple" in found["vague"].lower():
        count = "two"
    if count is None:
        return Reading(Stretch(None, here) if back else Stretch(here, None), VAGUE, 0.3)
    name, many = _unit(found["unit"]), _number(count)
    if name == "hour":
        name, many = "day", -(-many // 24)
    far = stretches.moved(here, name, -many if back else many)
    return Reading(
        Stretch(far, here) if back else Stretch(here, far),
        "units up to publication" if back else "units from publication on",
    )


# --- Counted from a date in the text -----------------------------------------


def _anchor(moment: Moment, name: str) -> Stretch | None:
    """The nearest stretch before that is fine enough to count such units from."""
    finest = stretches.LONGEST.get(name, 40_000)
    for stretch in moment.anchors:
        if stretch.days is not None and stretch.days <= finest:
            return stretch
    return None


def _shifted(found: Found, moment: Moment, sign: int, anchor: Stretch | None = None) -> Reading:
    name = _unit(found.get("unit") or found["bare"].removesuffix("s"))
    name = "day" if name in ("minute", "hour") else name
    base = anchor or _anchor(moment, name)
    if base is None or base.earliest is None or base.latest is None:
        return unresolved(NO_ANCHOR)
    if found.get("bare") or (found.get("vague") and "couple" not in found["vague"].lower()):
        return Reading(Stretch(None, base.earliest) if sign < 0 else Stretch(base.latest, None), VAGUE, 0.3)
    counted = {**found, "count": found.get("count") or ("two" if found.get("vague") else "one")}
    first, last = (_length(counted, end, sign) for end in (base.earliest, base.latest))
    return Reading(first.joined(last), "counted from the date before it in the text", 0.8)


@_rule(
    "counted from the date before",
    rf"(?:{ABOUT}{COUNT} {UNITS}|(?P<bare>(?i:hour|day|week|month|year|decade)s)) "
        rf"(?P<side>(?i:earlier|later|before that|after that|before this|prior|previously"
        rf"|beforehand|afterwards?|before(?=[.,;:]|$)|after(?=[.,;:]|$)))\b",
)
def _earlier(found: Found, moment: Moment) -> Reading:
    side = found["side"].lower()
    return _shifted(found, moment, 1 if side.startswith(("later", "after")) else -1)


@_rule(
    "unit beside the date before",
    rf"(?i:the) (?P<side>(?i:next|following|previous|preceding)) {UNIT}(?: "
        rf"{PART_OF_DAY})?(?![-\w]| (?i:of|in|that)\b)|(?i:the) (?P<unit2>(?i:day|week|month|year"
        rf"|night)) (?P<side2>(?i:before|after))(?=[.,;:)]|$)|(?i:the) (?P<unit3>(?i:night|morning"
        rf"|evening)) (?P<side3>(?i:before))(?=[.,;:)]|$)",
)
def _beside(found: Found, moment: Moment) -> Reading:
    name = (found.get("unit") or found.get("unit2") or found["unit3"]).lower()
    name = "day" if name in ("night", "morning", "evening") else name
    side = (found.get("side") or found.get("side2") or found["side3"]).lower()
    sign = -1 if side in ("previous", "preceding", "before") else 1
    if name == "year" and side == "next" and _anchor(moment, "year") is None and moment.published:
        return Reading(
            Stretch(moment.published, stretches.moved(moment.published, "year", 1)),
            "the year after publication",
        )
    return _shifted({"unit": name, "count": "one"}, moment, sign)


@_rule(
    "the same unit as the date before",
    r"(?i:that same|the same|that very|that) (?P<unit>(?i:day|week|weekend|month|year|night"
        r"|morning|evening|afternoon|summer|autumn|fall|winter|spring))(?![-\w]| (?i:of|when|that"
        r"|as|in)\b)",
)
def _same(found: Found, moment: Moment) -> Reading:
    name = found["unit"].lower()
    if name in ("summer", "autumn", "fall", "winter", "spring"):
        base = next((a for a in moment.anchors if a.known), None)
        if base is None or base.earliest is None:
            return unresolved(NO_ANCHOR)
        return Reading(
            stretches.season(name, base.earliest.year), "season of the year before it in the text", 0.7
        )
    name = "day" if name in ("night", "morning", "evening", "afternoon") else name
    base = _anchor(moment, "day" if name == "weekend" else name)
    if base is None or base.earliest is None:
        return unresolved(NO_ANCHOR)
    return Reading(stretches.unit(name, base.earliest), "the unit of the date before it in the text", 0.8)


@_rule(
    "counted from an event",
    rf"(?:{ABOUT}{COUNT} {UNITS}|(?P<bare>(?i:hours|days|weeks|months|years|decades))|(?i:the) "
        rf"(?P<unit4>(?i:day|week|month|year|night|morning|weekend|eve|anniversary))) "
        rf"(?P<side>(?i:before|after|prior to|following|since|into|in advance of|ahead of))(?= \w)"
    r"|(?i:the |on )?(?P<eve>(?i:eve|anniversary)) (?i:of)(?= \w)",
)
def _from_event(found: Found, moment: Moment) -> Reading:
    return unresolved(NO_EVENT)


def from_date(found: Found, moment: Moment, anchor: Stretch) -> Reading:
    """So many units before or after a date that follows: "two days before Christmas"."""
    side = found.get("side", "of").lower()
    if side in ("since", "into") or found.get("eve", "").lower() == "anniversary":
        return unresolved(NO_EVENT)
    sign = 1 if side in ("after", "following") else -1
    if found.get("eve"):
        return _shifted({"unit": "day", "count": "one"}, moment, -1, anchor)
    if found.get("bare"):
        return Reading(
            Stretch(None, anchor.earliest) if sign < 0 else Stretch(anchor.latest, None), VAGUE, 0.3
        )
    if found.get("unit4"):
        name = found["unit4"].lower()
        name = "day" if name in ("night", "morning", "eve", "weekend", "anniversary") else name
        return _shifted({"unit": name, "count": "one"}, moment, sign, anchor)
    return _shifted(found, moment, sign, anchor)


# --- Ages and feasts ---------------------------------------------------------


@_rule("age of a thing", rf"(?P<count>{SMALL})-(?P<unit>(?i:day|week|month|year|decade|century))-(?i:old)\b")
def _age(found: Found, moment: Moment) -> Reading:
    """A "three-year-old war" began from three to just under four years before."""
    if moment.published is None:
        return unresolved(NO_DAY)
    name, count = _unit(found["unit"]), _number(found["count"])
    first = stretches.moved(moment.published, name, -count - 1) + DAY
    return Reading(
        Stretch(first, stretches.moved(moment.published, name, -count)), "when what is so old began", 0.7
    )


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


@_rule(
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
        stretches.day([d for d in near if d >= moment.published][0]), rule + " next after publication", 0.8
    )


# --- Finding -----------------------------------------------------------------

# In this order where two begin at one place: the longer and the more definite first.
_ORDER = [
    "day written in numbers", "day written in figures", "days from one to another", "month and day", "months from one to another",
    "month and year", "month counted from publication", "quarter or half of a year", "season and year", "season", "season by the tense",
    "decade", "century", "years from one to another", "feast", "age of a thing", "so long ago", "counted from the date before",
    "unit before the last", "day counted from publication", "counted from an event", "unit counted from publication", "the units up to or after publication", "in so long",
    "part of the unit of publication", "the weekend", "unit beside the date before", "the same unit as the date before",
    "weekday that recurs", "weekdays from one to another", "weekday", "year", "month",
]
_PATTERNS = {name: re.compile(_RULES[name][0]) for name in _ORDER}
_NAMELESS = re.compile(r"\(\?P<\w+>")
_BACK = re.compile(r"\(\?P=\w+\)")
_ALL = re.compile(
    r"(?<![\w$£€/-])(?<!\d[.,])(?:"
    + "|".join(
        f"(?P<r{number}>{_BACK.sub(r'[/.]', _NAMELESS.sub('(?:', _RULES[name][0]))})"
        for number, name in enumerate(_ORDER)
    )
    + ")"
)
LEAD = 45  # characters that an expression may have before the word that betrays it
# A quick look for sentences that may hold an expression, before the whole grammar is tried.
TRIGGER = re.compile(
    r"\d{4}|[’'‘]\d0s|\d\d?[/.]\d\d?[/.]\d|\b(?i:minute|hour|day|today|week|fortnight|month"
        r"|quarter|year|decade|centur|"
    r"yesterday|tomorrow|tonight|overnight|night|morning|afternoon|evening|eve\b|anniversary"
        r"|monday|tuesday|wednesday|thursday|"
    r"friday|saturday|sunday|spring|summer|autumn|fall\b|winter|twenties|thirties|forties"
        r"|fifties|sixties|seventies|eighties|nineties)"
    rf"|\b{MONTH}|Christmas|Boxing Day|Valentine|Halloween|Easter|Thanksgiving|Fourth of July"
        rf"|Independence Day|Labor Day|Memorial Day|\bQ[1-4]\b"
)


def expressions(text: str) -> Iterator[Expression]:
    """The date expressions of a sentence, in order, none inside another.

    >>> [text[e.start:e.end] for text in ["It opened on July 3, 2021 and closed two years ago."]
    ...  for e in expressions(text)]
    ['July 3, 2021', 'two years ago']
    """
    at = 0
    for trigger in TRIGGER.finditer(text):
        if trigger.end() <= at:
            continue
        match = _ALL.search(text, max(at, trigger.start() - LEAD))
        if match is None:
            return
        at = match.end()
        name = _ORDER[int(str(match.lastgroup)[1:])]
        inner = _PATTERNS[name].match(text, match.start())
        if inner is None:
            continue
        found = {key: value for key, value in inner.groupdict().items() if value is not None}
        found["whole"] = inner.group()
        start, end = inner.span()
        if "words" in found:
            start = inner.start("words")
        yield Expression(start, end, name, found)


def read(expression: Expression, moment: Moment) -> Reading:
    """What an expression means at a moment."""
    try:
        return _RULES[expression.rule][1](expression.found, moment)
    except (ValueError, OverflowError):  # before year 1 or after 9999
        return unresolved(NO_SUCH_DAY)
