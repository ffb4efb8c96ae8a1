"""Rules for dates that count from the day of publication: weekdays, "last month", "two weeks ago"."""

from __future__ import annotations

from analysis.timeline import stretches
from analysis.timeline.grammar import (
    ABOUT,
    COUNT,
    DASH,
    FULL_WEEKDAY,
    NO_ANCHOR,
    NO_DAY,
    PART,
    PART_OF_DAY,
    RECURRING,
    SMALL,
    UNITS,
    VAGUE,
    Found,
    Moment,
    Reading,
    Rules,
    cut,
    nearest,
    number_of,
    rule,
    so_far_off,
    unit_of,
    unresolved,
    weekday_number,
)
from analysis.timeline.stretches import DAY, Stretch

RULES: Rules = {}


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


@rule(
    RULES,
    "weekday that recurs",
    rf"(?:(?i:every|each|most|alternate) {FULL_WEEKDAY}|(?i:on )?{FULL_WEEKDAY}s\b)(?: {PART_OF_DAY}s?)?",
)
def _recurring(found: Found, moment: Moment) -> Reading:
    return unresolved(RECURRING)


@rule(
    RULES,
    "weekdays from one to another",
    rf"(?:(?i:between|from) )?(?P<w>{FULL_WEEKDAY})(?:{DASH}| (?:to|until|through|thru) | and "
    rf"(?=\w+day\b))(?P<w2>{FULL_WEEKDAY})",
)
def _weekdays(found: Found, moment: Moment) -> Reading:
    end = _weekday_near(weekday_number(found["w2"]), "", moment)
    if end.stretch.latest is None:
        return end
    back = (weekday_number(found["w2"]) - weekday_number(found["w"])) % 7
    return Reading(
        Stretch(end.stretch.latest - back * DAY, end.stretch.latest), "first and last " + end.rule, 0.8
    )


@rule(
    RULES,
    "weekday",
    rf"(?:(?P<early>(?i:early|late))(?: on)? )?(?:(?P<which>(?i:last|next|this|this past|past"
    rf"|this coming|coming|the coming)) )?"
    rf"(?P<w>{FULL_WEEKDAY})(?: {PART_OF_DAY})?(?:,? (?P<weeks>(?i:last|this|next)) (?i:week))?",
)
def _weekday_alone(found: Found, moment: Moment) -> Reading:
    number = weekday_number(found["w"])
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


@rule(
    RULES,
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


@rule(
    RULES,
    "unit counted from publication",
    rf"(?:{PART}|(?P<side>(?i:earlier|later|sometime|so far)) |(?P<nth>(?i:the (?:first|second)) half of ))?"
    rf"(?P<which>(?i:last|this|next|this past|this coming|(?:the |this )?(?:past|coming)|the "
    rf"(?:last|next|current))) "
    rf"(?:(?i:fiscal|calendar|school|academic|financial) )?(?P<unit>(?i:week|weekend|month"
    rf"|quarter|year|decade|century))(?![-\w]| of\b)",
)
def _unit_from(found: Found, moment: Moment) -> Reading:
    if moment.published is None:
        return unresolved(NO_DAY)
    name, here = unit_of(found["unit"]), moment.published
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
    return Reading(cut(whole, found), rule)


@rule(
    RULES,
    "unit before the last",
    r"(?i:the) (?P<unit>(?i:week|month|year)) (?P<side>(?i:before last|after next))\b",
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


@rule(
    RULES,
    "the weekend",
    r"(?i:over|at|during|on|for|of) (?P<words>(?i:the (?:long )?weekend))\b(?! (?i:of|before|after|when)\b)",
)
def _weekend(found: Found, moment: Moment) -> Reading:
    if moment.published is None:
        return unresolved(NO_DAY)
    whole = stretches.unit("weekend", moment.published, _weekend_by("this", moment))
    return Reading(whole, "weekend nearest to publication, from the tense", 0.8)


@rule(
    RULES,
    "part of the unit of publication",
    r"(?P<part>(?i:the (?:end|start|beginning|middle) of|(?:early|late|later|earlier) in"
    r"|(?<=by )end of|(?<=at )end of)) (?i:the )(?P<unit>(?i:day|week|month|quarter|year"
    r"|decade|century))(?! (?i:of|when|that|before|after)\b)",
)
def _part_of_unit(found: Found, moment: Moment) -> Reading:
    if unit_of(found["unit"]) == "day":
        anchor = nearest(moment, "day")
        if anchor is not None:
            return Reading(anchor, "the day before it in the text", 0.7)
    if moment.published is None:
        return unresolved(NO_DAY)
    whole = stretches.unit(unit_of(found["unit"]), moment.published)
    if unit_of(found["unit"]) == "day":
        return Reading(whole, "day of publication", 0.6)
    return Reading(cut(whole, found), f"part of the {unit_of(found['unit'])} of publication", 0.8)


@rule(
    RULES,
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
        so_far_off(counted, moment.published, sign),
        "counted back from publication" if sign < 0 else "counted on from publication",
    )


@rule(RULES, "in so long", rf"(?i:in|within) {ABOUT}{COUNT} {UNITS}(?P<time>[’'] time)?(?![-\w])")
def _in_so_long(found: Found, moment: Moment) -> Reading:
    if moment.direction == "past" and not found.get("time"):
        return unresolved("not a date")  # "rebuilt it in two weeks" is how long, not when
    if moment.direction == "present" and unit_of(found["unit"]) in ("minute", "hour"):
        return unresolved("not a date")
    if moment.published is None:
        return unresolved(NO_DAY)
    if found.get("vague") and "couple" not in found["vague"].lower():
        return Reading(Stretch(moment.published, None), VAGUE, 0.3)
    counted = {**found, "count": found.get("count") or "two"}
    whole = so_far_off(counted, moment.published, 1)
    if found["whole"].lower().startswith("within"):
        whole = Stretch(moment.published, whole.latest)
    return Reading(whole, "counted on from publication", 0.8)


@rule(
    RULES,
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
    name, many = unit_of(found["unit"]), number_of(count)
    if name == "hour":
        name, many = "day", -(-many // 24)
    far = stretches.moved(here, name, -many if back else many)
    return Reading(
        Stretch(far, here) if back else Stretch(here, far),
        "units up to publication" if back else "units from publication on",
    )


@rule(
    RULES,
    "age of a thing",
    rf"(?P<count>{SMALL})-(?P<unit>(?i:day|week|month|year|decade|century))-(?i:old)\b",
)
def _age(found: Found, moment: Moment) -> Reading:
    """A "three-year-old war" began from three to just under four years before."""
    if moment.published is None:
        return unresolved(NO_DAY)
    name, count = unit_of(found["unit"]), number_of(found["count"])
    first = stretches.moved(moment.published, name, -count - 1) + DAY
    return Reading(
        Stretch(first, stretches.moved(moment.published, name, -count)), "when what is so old began", 0.7
    )
