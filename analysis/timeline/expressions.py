"""Finds date expressions in a sentence, and reads them: the whole grammar of dates, in the order it is tried.

Written for this workbook, with the kinds of expression of TimeML (Pustejovsky
et al. 2003) in view. A rule is a pattern and a function from what it found, and
the moment it is read in, to a `Reading`. Weeks are Monday to Sunday.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.timeline import absolute, anchored, nearby
from analysis.timeline.grammar import MONTH, NO_SUCH_DAY, Expression, Moment, Reading, any_case, unresolved

RULES = {**absolute.RULES, **nearby.RULES, **anchored.RULES}

# In this order where two begin at one place: the longer and the more definite first.
_ORDER = [
    "day written in numbers",
    "day written in figures",
    "days from one to another",
    "month and day",
    "months from one to another",
    "month and year",
    "month counted from publication",
    "quarter or half of a year",
    "season and year",
    "season",
    "season by the tense",
    "decade",
    "century",
    "years from one to another",
    "feast",
    "age of a thing",
    "so long ago",
    "counted from the date before",
    "unit before the last",
    "day counted from publication",
    "counted from an event",
    "unit counted from publication",
    "the units up to or after publication",
    "in so long",
    "part of the unit of publication",
    "the weekend",
    "unit beside the date before",
    "the same unit as the date before",
    "weekday that recurs",
    "weekdays from one to another",
    "weekday",
    "year",
    "month",
]
_PATTERNS = {name: re.compile(RULES[name][0]) for name in _ORDER}
_NAMELESS = re.compile(r"\(\?P<\w+>")
_BACK = re.compile(r"\(\?P=\w+\)")
# How an expression may begin: most words are passed over by a look at their first letters.
OPENING = re.compile(
    r"[\d’'‘]|Q[1-4]|"
    + any_case(
        r"about|afternoon|almost|alternate|an?\b|anniversary|approximately|apr|around|at |aug|autumn|before|"
        r"beginning|between|boxing|by |centur|christmas|coming|couple|current|day|dec|dozen|during|each|"
        r"earl|easter|eigh|eleven|end |eve|fall|feb|few|fifteen|fifty|fiftie|final|first|fiscal|five|"
        r"following|for|four|fri|from|good f|half|halloween|handful|hour|hundred|in |independence|jan|jul|"
        r"jun|just|labor|last|late|less|many|mar|may|memorial|mid|minute|mon|more|morning|most|nearly|new y|"
        r"next|night|nine|nov|number|oct|of |on|over|past|preced|previous|quarter|recent|roughly|sat|scores|"
        r"second|sep|seven|several|since|six|so far|some|spring|start|summer|sun|ten|than|that|the|thi|"
        r"thousand|three|through|thu|today|tomorrow|tonight|tue|twe|two|until|up to|valentine|very|wed|week|"
        r"winter|within|year|yesterday"
    )
)
_ALL = re.compile(
    rf"(?<![\w$£€/-])(?<!\d[.,])(?={OPENING.pattern})(?:"
    + "|".join(
        f"(?P<r{number}>{_BACK.sub(r'[/.]', _NAMELESS.sub('(?:', RULES[name][0]))})"
        for number, name in enumerate(_ORDER)
    )
    + ")"
)
LEAD = 45  # characters that an expression may have before the word that betrays it
# A quick look for sentences that may hold an expression, before the whole grammar is tried.
TRIGGER = re.compile(
    r"\d{4}|[’'‘]\d0s|\d\d?[/.]\d\d?[/.]\d|\b(?:"
    + any_case(
        r"minute|hour|day|today|week|fortnight|month|quarter|year|decade|centur|yesterday|tomorrow|tonight|"
        r"overnight|night|morning|afternoon|evening|eve\b|anniversary|monday|tuesday|wednesday|thursday|"
        r"friday|saturday|sunday|spring|summer|autumn|fall\b|winter|twenties|thirties|forties|fifties|"
        r"sixties|seventies|eighties|nineties"
    )
    + rf"|{MONTH}|Q[1-4]\b)|Christmas|Boxing Day|Valentine|Halloween|Easter|Thanksgiving|Fourth of July"
    r"|Independence Day|Labor Day|Memorial Day"
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
        return RULES[expression.rule][1](expression.found, moment)
    except (ValueError, OverflowError):  # before year 1 or after 9999
        return unresolved(NO_SUCH_DAY)
