"""Who signed an article, where it was written and when it was published."""

from __future__ import annotations

import re

from analysis.clean.lines import AGENCY, DAY, JOB, MONTH, NAME, NAME_PART, WEEKDAY, Line, Rule

HEAD = 5  # paragraphs: as far down stand a name without "By", and a byline in small letters

_CLOCK = r"(?:\d{1,2}(?:: ?|[.h])\d\d(?:[:.]\d\d)?(?: ?[ap]\.?m\.?)?|\d{1,2} ?[ap]\.?m\.?)"
_ZONE = (
    r"(?:GMT|BST|UTC|CET|CEST|E[DS]?T|C[DS]T|M[DS]T|P[DS]?T|IST|EEST|EET|AEST|AEDT|AST|HKT|SGT|"
    r"Z)(?:[+-]\d{1,2}(?::?\d\d)?)?"
)
_STAMPED = (
    r"(?:(?:first |last |originally |article )?(?:published|updated|posted|modified|created|edited|"
    r"revised|amended|issued|printed)(?: (?:on|at|date|time))?|date|as of|release(?:d| date)|"
    r"pub(?:lication)? date)"
)
_AGO = r"(?:(?:an? |\d+ ?)(?:seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|[smhdwy]) ?)+ago"
_PART = (
    rf"(?:{WEEKDAY}|{DAY}|{MONTH} \d{{4}}|{_CLOCK}|{_ZONE}|{_AGO}|\d+ min(?:ute)?s? read|today|yesterday|"
    rf"just now|local time|(?:19|20)\d\d|at|on)"
)
_STAMP = re.compile(
    rf"(?:{_STAMPED}[\s:.–—-]*)?{_PART}(?:[\s,|•·–—/()-]+(?:{_STAMPED}[\s:.–—-]*)?{_PART})*\)?", re.IGNORECASE
)
_NO_STAMP = re.compile(r"\d+(?: min(?:ute)?s? read)?", re.IGNORECASE)
_SURE = re.compile(rf"{_STAMPED}|{_CLOCK}|ago\b|just now", re.IGNORECASE)

_BY = re.compile(
    r"(?:By|by|BY|(?i:(?:written|words|story|report|reported|posted|submitted|analysis|"
    r"text)(?: and \w+)? by)|(?i:author|byline):)\s*:?\s+(?P<who>.+)$"
)
_STAFF = re.compile(
    rf"(?:{AGENCY}|(?i:(?:our |a |an |the |\w+ )?(?:staff|agencies|agency|news agency|wires?|"
    rf"special correspondent|"
    r"own correspondent|correspondents?|news desk|newsroom|editorial board|web desk|news service)).{0,40}|"
    r"(?i:.{0,30}staff (?:writers?|reporters?|and agenc\w+).{0,20}))"
)
_NO_NAME = re.compile(
    r"(?:The|A|An|This|That|These|Those|His|Her|Their|Its|Our|My|Your|All|Most|Some|Any|Now|Then|Early|"
    r"Late|Mid|Noon|Midnight|Day|Night|Dawn|Dusk|Law|Contrast|Comparison|Far|Chance|Accident|Default|"
    r"Definition|Design|"
    rf"Jove|Order|Popular|{WEEKDAY}|{MONTH}|\w+ing)(?!\w)"
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|had|have|will|would|says|could|did|does|been|be|took|made|came|went|left|"
    r"began|fell|rose|won|lost|can|must|should)\b"
)
_AFTER_NAME = re.compile(r"\s*(?:,|\||•|·|–|—| - |/|\band\b|&|\bfor\b|\bin\b|\bat\b|\bwith\b|\(|@|\s\d)\s*")
_SMALL = re.compile(r"\b(?:And|For|Of|In|The|At|With)\b")
_PEOPLE = rf"(?={NAME_PART} {NAME_PART}){NAME}(?:(?:,| and| &) {NAME})*"
_TOWN = r"[A-Z]\w+(?: [A-Z]\w+)?"
_NAME_AND_JOB = re.compile(
    rf"{_PEOPLE} ?(?:[,|•–—]|-(?= )) ?(?:(?:[^,.]{{0,40}} )?(?i:{JOB}s?)(?:,? (?:at|for|of|in) .{{2,40}})?|"
    rf"{AGENCY})(?:,? @\w+)?"
)
# Beside a byline or the time of publication less is enough.
_NAME = re.compile(
    rf"{_PEOPLE}(?: (?:[A-Z]\w+ ){{0,3}}(?i:{JOB})s?)?(?:,? in {_TOWN}(?: and {NAME} in {_TOWN})?)?"
)


def _timestamp(line: Line) -> bool:
    """Days and hours alone."""
    if line.words > 24 or len(line.bare) > 140 or _STAMP.fullmatch(line.bare) is None:
        return False
    return re.search(r"\d|ago|now|day\b", line.bare) is not None and _NO_STAMP.fullmatch(line.bare) is None


def day_alone(line: Line) -> bool:
    """Whether a timestamp has no hour and no word such as "updated": inside a story it heads a part."""
    return _SURE.search(line.bare) is None


def _signed(line: Line) -> bool:
    """`By`, one or more names, perhaps what they are or where, and no sentence."""
    if line.words > 26 or not (match := _BY.match(line.bare)):
        return False
    who = match["who"]
    if _STAFF.fullmatch(who):
        return True
    # Where all letters are large, or at the head small, they do not tell a name.
    if who == who.upper() or (who == who.lower() and line.place < HEAD and not line.statement):
        who = _SMALL.sub(lambda word: word.group().lower(), who.title())
    first = _AFTER_NAME.split(who, maxsplit=1)[0].strip()
    if re.fullmatch(NAME, first) is None or _NO_NAME.match(first) or not 2 <= len(first.split()) <= 6:
        return False
    return _VERB.search(who) is None and not line.told and (not line.statement or line.words <= 8)


def _name_and_job(line: Line) -> bool:
    """`Jane Doe, Health Editor` or `Jane Doe in Cairo` at the head of an article."""
    if not 0 < line.place <= HEAD or line.words > 16 or line.stopped or line.told:
        return False
    return _NAME_AND_JOB.fullmatch(line.bare) is not None and _VERB.search(line.bare) is None


def named(line: Line) -> bool:
    """Whether a line is a name, perhaps with a job or a place; a title may look the same."""
    return 2 <= line.words <= 10 and not line.stopped and _NAME.fullmatch(line.bare) is not None


RULES = (
    Rule("dateline", "timestamp", _timestamp),
    Rule("byline", "signed by", _signed),
    Rule("byline", "name and job", _name_and_job),
)
