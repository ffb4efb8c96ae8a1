"""Who signed an article, and when it was published."""

from __future__ import annotations

import re

from analysis.clean.lines import AGENCY, DAY, JOB, NAME, NAME_PART, WEEKDAY, Line, Rule

_CLOCK = r"(?:\d{1,2}(?:: ?|[.h])\d\d(?:[:.]\d\d)?(?: ?[ap]\.?m\.?)?|\d{1,2} ?[ap]\.?m\.?)"
_ZONE = r"(?:GMT|BST|UTC|CET|CEST|E[DS]?T|C[DS]T|M[DS]T|P[DS]?T|IST|EEST|EET|AEST|AEDT|AST|HKT|SGT|Z)(?:[+-]\d{1,2}(?::?\d\d)?)?"
_STAMPED = r"(?:(?:first |last |originally |article )?(?:published|updated|posted|modified|created|edited|revised|amended|issued|printed)(?: (?:on|at|date|time))?|date(?:line)?|as of|release(?:d| date)|pub(?:lication)? date)"
_STAMP_PART = rf"(?:{WEEKDAY}|{DAY}|{_CLOCK}|{_ZONE}|(?:a |an |\d+ )(?:second|minute|min|hour|hr|day|week|month|year)s? ago|today|yesterday|just now|local time|(?:19|20)\d\d|at|on)"
_STAMP = re.compile(
    rf"(?:{_STAMPED}[\s:.–—-]*)?{_STAMP_PART}(?:[\s,|•·–—/()-]+(?:{_STAMPED}[\s:.–—-]*)?{_STAMP_PART})*\)?", re.IGNORECASE
)
_SURE_STAMP = re.compile(rf"{_STAMPED}|{_CLOCK}|ago\b|just now", re.IGNORECASE)


def _timestamp(line: Line) -> bool:
    """Days and hours alone. A day alone inside a story heads a part of it."""
    if line.words > 24 or len(line.bare) > 140 or _STAMP.fullmatch(line.bare) is None:
        return False
    if re.search(r"\d|ago|now|day\b", line.bare) is None or re.fullmatch(r"\d+", line.bare):
        return False
    return line.place <= 4 or line.place >= line.count - 2 or _SURE_STAMP.search(line.bare) is not None


_BY = re.compile(
    r"(?:By|by|BY|(?i:written|words|story|report|reported|posted|submitted|analysis|text)(?: and \w+)? (?i:by)|Author|AUTHOR|author)\s*:?\s+(?P<who>.+)$"
)
_STAFF = re.compile(
    rf"(?:{AGENCY}|(?i:(?:our |a |an |the |\w+ )?(?:staff|agencies|agency|news agency|wires?|special correspondent|own correspondent|correspondents?|news desk|newsroom|editorial board|web desk|news service)).{{0,40}}|(?i:.{{0,30}}staff (?:writers?|reporters?|and agenc\w+).{{0,20}}))"
)
_NOT_A_NAME = re.compile(
    r"(?:The|A|An|This|That|These|Those|His|Her|Their|Its|Our|My|Your|All|Most|Some|Any|Now|Then|Early|Late|Mid|Noon|Midnight|"
    r"Day|Night|Dawn|Dusk|Law|Contrast|Comparison|Far|Chance|Accident|Default|Definition|Design|Jove|Order|Popular|"
    rf"{WEEKDAY}|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|January|February|March|April|June|July|August|September|October|November|December)\b"
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|had|have|will|would|said|says|could|did|does|been|be|took|made|came|went|left|began|fell|rose|won|lost|can|must|should)\b"
)
_AFTER_NAME = re.compile(r"\s*(?:,|\||•|·|–|—| - |/|\band\b|&|\bfor\b|\bin\b|\bat\b|\bwith\b|\(|@|\s\d)\s*")


def _signed(line: Line) -> bool:
    """`By`, one or more names, perhaps what they are or where, and no sentence."""
    if line.words > 26 or not (match := _BY.match(line.bare)):
        return False
    who = match["who"]
    if _STAFF.fullmatch(who):
        return True
    # Capitals throughout, or none at the head of an article, say nothing; there the shape must do.
    flat = who == who.upper() or (who == who.lower() and line.place <= 4 and not line.statement)
    spelled = who.title() if flat else who
    spelled = re.sub(r"\b(?:And|For|Of|In|The|At|With)\b", lambda word: word.group().lower(), spelled) if flat else spelled
    first = _AFTER_NAME.split(spelled, maxsplit=1)[0].strip()
    if re.fullmatch(NAME, first) is None or _NOT_A_NAME.match(first) or not 2 <= len(first.split()) <= 6:
        return False
    return _VERB.search(spelled) is None and not line.spoken and (not line.statement or line.words <= 8)


_NAME_ANDJOB = re.compile(
    rf"{NAME}(?:(?:,| and| &) {NAME})*(?:(?: ?[,|•–—-] ?| )(?:[^,.]{{0,40}} )?(?i:{JOB}s?\b)[^.]{{0,60}}|,? in [A-Z]\w+(?: [A-Z]\w+)?(?: and [A-Z]\w+(?: [A-Z]\w+)? in [A-Z]\w+)?)"
)


def _name_and_job(line: Line) -> bool:
    """`Jane Doe, Health Editor` or `Jane Doe in Cairo` at the head of an article."""
    if not 0 < line.place <= 5 or line.words > 16 or line.stopped:
        return False
    return _NAME_ANDJOB.fullmatch(line.bare) is not None and _VERB.search(line.bare) is None and re.match(rf"{NAME_PART} {NAME_PART}", line.bare) is not None and not line.spoken


RULES = (
    Rule("dateline", "timestamp", _timestamp),
    Rule("byline", "signed by", _signed),
    Rule("byline", "name and job", _name_and_job),
)
