"""What the rules for dates are made of: the words of an expression, the moment it is read in, its reading."""

from __future__ import annotations

import re
from collections.abc import Callable
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


# --- Words -----

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NUMBERS = dict(
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
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}

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


def any_case(words: str) -> str:
    """A pattern for words in any case, gathered by their first letters, so that few are tried at a place.

    >>> any_case("day|decade|hour")
    '[dD](?i:ay|ecade)|[hH](?i:our)'
    """
    rests: dict[str, list[str]] = {}
    for word in words.split("|"):
        rests.setdefault(word[0], []).append(word[1:])
    return "|".join(f"[{first}{first.upper()}](?i:{'|'.join(rest)})" for first, rest in rests.items())


def month_number(name: str) -> int:
    """1 to 12, by the first three letters."""
    return next(i for i, full in enumerate(MONTHS, 1) if full.startswith(name.lower().rstrip(".")[:3]))


def weekday_number(name: str) -> int:
    """Monday is 0, by the first three letters."""
    return next(i for i, full in enumerate(WEEKDAYS) if full.startswith(name.lower().rstrip(".")[:3]))


def number_of(words: str) -> int:
    """A number in figures or words.

    >>> number_of("twenty-one"), number_of("a dozen")
    (21, 12)
    """
    if words.isdigit():
        return int(words)
    parts = re.split(r"[- ]", words.lower())
    if "hundred" in parts:
        return 100
    if "dozen" in parts:
        return 6 if "half" in parts else 12
    return sum(NUMBERS.get(part, 0) for part in parts)


def year_of(digits: str, beside: int | None = None) -> int:
    """A year of four digits, or of two beside a year of four."""
    number = int(digits)
    if len(digits) == 4:
        return number
    if beside is not None:
        return beside // 100 * 100 + number
    return 2000 + number if number < 50 else 1900 + number


def unit_of(name: str) -> str:
    """The unit of time that a word names, without its plural."""
    name = name.lower()
    return "century" if name.startswith("centur") else name


def day_of(year: int, number: int, day: str) -> date | None:
    """A day from a year, the number of its month and its own, or None where there is no such day."""
    try:
        return date(year, number, int(re.sub(r"\D", "", day)))
    except ValueError:
        return None


PART = (
    r"(?:(?P<part>(?i:(?:very )?(?:early|late)(?: in)?|mid|the middle of|the beginning of|the "
    r"start of|the end of|end of))[ -](?:the )?)"
)

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

SEASON = r"(?P<season>(?i:spring|summer|autumn|fall|winter))"


def cut(whole: Stretch, found: Found) -> Stretch:
    """The part of a stretch that "early", "the end of" and their like ask for."""
    words = found.get("part", "").lower().removeprefix("very ")
    for opening, which in _PARTS.items():
        if words.startswith(opening):
            return stretches.part(whole, which)
    return whole


def nearest(moment: Moment, name: str) -> Stretch | None:
    """The nearest stretch before that is fine enough to count such units from."""
    finest = stretches.LONGEST.get(name, 40_000)
    for stretch in moment.anchors:
        if stretch.days is not None and stretch.days <= finest:
            return stretch
    return None


def so_far_off(found: Found, of: date, sign: int) -> Stretch:
    """The calendar unit that lies so many units off: for "two months ago" a month, for days a day."""
    name = unit_of(found["unit"])
    if name in ("minute", "hour"):
        hours = number_of(found["count"])
        days = 0 if name == "minute" else -(-hours // 24)
        return Stretch(of - days * DAY, of) if sign < 0 else Stretch(of, of + days * DAY)
    count = number_of(found["count"])
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


def shifted(found: Found, moment: Moment, sign: int, anchor: Stretch | None = None) -> Reading:
    """So many units before or after a date of the text."""
    name = unit_of(found.get("unit") or found["bare"].removesuffix("s"))
    name = "day" if name in ("minute", "hour") else name
    base = anchor or nearest(moment, name)
    if base is None or base.earliest is None or base.latest is None:
        return unresolved(NO_ANCHOR)
    if found.get("bare") or (found.get("vague") and "couple" not in found["vague"].lower()):
        return Reading(Stretch(None, base.earliest) if sign < 0 else Stretch(base.latest, None), VAGUE, 0.3)
    counted = {**found, "count": found.get("count") or ("two" if found.get("vague") else "one")}
    first, last = (so_far_off(counted, end, sign) for end in (base.earliest, base.latest))
    return Reading(first.joined(last), "counted from the date before it in the text", 0.8)


Resolve = Callable[[Found, Moment], Reading]
Rules = dict[str, tuple[str, Resolve]]


def rule(rules: Rules, name: str, pattern: str) -> Callable[[Resolve], Resolve]:
    """Enter a function into the rules under a name, with the pattern that it reads."""

    def kept(resolve: Resolve) -> Resolve:
        rules[name] = (pattern, resolve)
        return resolve

    return kept
