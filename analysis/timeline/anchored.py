"""Rules for dates that count from another date in the text: "ten days before that", "the following week"."""

from __future__ import annotations

from analysis.timeline import stretches
from analysis.timeline.grammar import (
    ABOUT,
    COUNT,
    NO_ANCHOR,
    NO_EVENT,
    PART_OF_DAY,
    UNIT,
    UNITS,
    VAGUE,
    Found,
    Moment,
    Reading,
    Rules,
    nearest,
    rule,
    shifted,
    unresolved,
)
from analysis.timeline.stretches import Stretch

RULES: Rules = {}


@rule(
    RULES,
    "counted from the date before",
    rf"(?:{ABOUT}{COUNT} {UNITS}|(?P<bare>(?i:hour|day|week|month|year|decade)s)) "
    rf"(?P<side>(?i:earlier|later|before that|after that|before this|prior|previously"
    rf"|beforehand|afterwards?|before(?=[.,;:]|$)|after(?=[.,;:]|$)))\b",
)
def _earlier(found: Found, moment: Moment) -> Reading:
    side = found["side"].lower()
    return shifted(found, moment, 1 if side.startswith(("later", "after")) else -1)


@rule(
    RULES,
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
    if name == "year" and side == "next" and nearest(moment, "year") is None and moment.published:
        return Reading(
            Stretch(moment.published, stretches.moved(moment.published, "year", 1)),
            "the year after publication",
        )
    return shifted({"unit": name, "count": "one"}, moment, sign)


@rule(
    RULES,
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
    base = nearest(moment, "day" if name == "weekend" else name)
    if base is None or base.earliest is None:
        return unresolved(NO_ANCHOR)
    return Reading(stretches.unit(name, base.earliest), "the unit of the date before it in the text", 0.8)


@rule(
    RULES,
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
        return shifted({"unit": "day", "count": "one"}, moment, -1, anchor)
    if found.get("bare"):
        return Reading(
            Stretch(None, anchor.earliest) if sign < 0 else Stretch(anchor.latest, None), VAGUE, 0.3
        )
    if found.get("unit4"):
        name = found["unit4"].lower()
        name = "day" if name in ("night", "morning", "eve", "weekend", "anniversary") else name
        return shifted({"unit": name, "count": "one"}, moment, sign, anchor)
    return shifted(found, moment, sign, anchor)
