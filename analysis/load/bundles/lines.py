"""The lines of an export, and what kind of line each is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from analysis.load.bundles.forms import Form, labels, shared
from analysis.load.days import day, day_within
from analysis.load.problem import RefusedError

LONG = 50  # characters of a line that may have been broken for its length
INDENT = 8  # characters before a line that is set in the middle
_LINE = re.compile(r"[^\r\n\x0b\x0c\u2028\u2029]+")
_LABEL = re.compile(r"(?P<label>[^\W\d][^:\n]{0,40}?)\s*:(?:\s+|$)(?P<value>.*)")
_MAYBE_DAY = re.compile(r"\d{4}|\d{1,2}[./-]\d{1,2}[./-]\d\d|\d-[A-Za-z]{3}-\d\d")
_LIKE_DAY = re.compile(
    r"(?:[^\W\d]{3,10}\.?,? )?(?:\d{1,2}\.? [^\W\d]{3,10}|[^\W\d]{3,10} \d{1,2}),? \d{4}(?: [^\W\d]{3,10})?"
)
# What may follow a day in its line: an edition, a weekday, an hour.
_AFTER_DAY = re.compile(
    r"(?:[,;(|–-]\s*\S.{0,70}|\s+.{0,40}\b(?:edition|final|correction|appended)\b.{0,40}|\s+\d{1,2}[:.]\d\d.{0,30})?",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line that shows something."""

    text: str  # without space at its ends
    start: int  # of `text`
    end: int
    indent: int  # characters before `text`
    apart: bool  # whether a blank line is before it
    letter: str = "o"  # the kind of line; "o" for any other
    found: re.Match[str] | None = None  # of the pattern of its kind
    fact: str = ""  # what a label's value is about
    value: int = 0  # where in `text` a label's value begins


def lines_of(form: Form, text: str) -> list[Line]:
    """The lines of a text that show something, each with its kind in this form."""
    made: list[Line] = []
    place = -1
    for match in _LINE.finditer(text):
        shown = match.group().strip(" \t\xa0\ufeff\u200b")
        if not shown:
            continue
        start = match.start() + match.group().index(shown)
        between = text[place:start] if place >= 0 else ""
        apart = len(re.findall(r"\r\n|[\r\n\x0b\x0c\u2028\u2029]", between)) > 1
        line = Line(shown, start, start + len(shown), start - match.start(), apart)
        made.append(_kind(form, line, made[-1] if made else None))
        place = start + len(shown)
    return made


def letters_of(lines: list[Line]) -> tuple[str, list[int]]:
    """One letter per line with "/" for blank lines, and for each letter the number of its line."""
    letters: list[str] = []
    numbers: list[int] = []
    for number, line in enumerate(lines):
        if line.apart and letters:
            letters.append("/")
            numbers.append(number)
        letters.append(line.letter)
        numbers.append(number)
    return "".join(letters), numbers


def _kind(form: Form, line: Line, before: Line | None) -> Line:
    for letter, pattern in form.kinds:
        if found := pattern.fullmatch(line.text):
            # "4. November 2019" is a day, and no item of a list of contents.
            return _as(line, "D") if letter == "V" and is_day(line.text) else _as(line, letter, found)
    if is_day(line.text):
        return _as(line, "D")
    if (found := _LABEL.fullmatch(line.text)) and (fact := _fact(form, found["label"])):
        return _as(line, "F", found, fact, found.start("value"))
    if before and before.letter == "E" and before.text.endswith(";"):
        return _as(line, "E")  # "Edition 2;" and below it "Scotland"
    follows = before is not None and not line.apart
    if follows and before and before.letter in "DE" and min(line.indent, before.indent) >= INDENT:
        return _as(line, "E")
    for letter, pattern in shared().items():
        if found := pattern.fullmatch(line.text):
            if letter in "NPKE" and follows and before and _goes_on(before):
                break
            return _as(line, letter, found)
    if follows and before and _goes_on(before):
        return _as(line, "f", None, before.fact)
    return line


def _fact(form: Form, label: str) -> str | None:
    return None if form.capitals and not label.isupper() else labels().get(label.casefold())


def _goes_on(line: Line) -> bool:
    """Whether a label's value may go on in the next line."""
    if line.letter == "f":
        return True
    # A label with a blank line above it is a separate paragraph, however short its lines.
    return line.letter == "F" and line.fact != "length" and (line.apart or len(line.text) >= LONG)


def _as(line: Line, letter: str, found: re.Match[str] | None = None, fact: str = "", value: int = 0) -> Line:
    return Line(line.text, line.start, line.end, line.indent, line.apart, letter, found, fact, value)


def is_day(text: str) -> bool:
    """Whether a line is a day, perhaps with its edition, or would be one if its numbers were right.

    >>> is_day("April 14, 2016 Thursday, Late Edition"), is_day("In April 2016 it rained.")
    (True, False)
    """
    if len(text) > 110 or not _MAYBE_DAY.search(text):
        return False
    if _LIKE_DAY.fullmatch(text):
        return True
    try:
        day(text, True)
    except RefusedError:
        within = day_within(text)
        return within is not None and within[1] == 0 and _AFTER_DAY.fullmatch(text[within[2] :]) is not None
    return not text.isdigit()
