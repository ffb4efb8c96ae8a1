"""An article out of an export: its stretch of the text, its facts, and what each part of it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from analysis.load.bundles.forms import Form
from analysis.load.days import day, day_within
from analysis.load.facts import Facts
from analysis.load.layout import Part
from analysis.load.problem import RefusedError
from analysis.tables import count_words

STATED, FOUND = 200, 0.1  # words that an archive states, and the share of them below which a text is doubted
SHOWN = 60  # characters of an article shown in a message
# The role of a passage that holds a fact; all others are the archive's record.
ROLES = {
    "headline": "headline",
    "byline": "byline",
    "caption": "caption",
    "dateline": "dateline",
    "standfirst": "subheading",
}
# Facts of archives that the project has no column for, which come along.
FURTHER = ("section", "edition", "page", "length", "standfirst", "database_id")
_BY = re.compile(r"(?:by|von|par|por|door)\s+(?=\S)", re.I)
_NONE = re.compile(r"(?:full text |text )?(?:is )?(?:not|none|un) ?available\.?|n/?a\.?", re.I)
_BEFORE_ID = re.compile(r"(?:GALE\||proquest:?)", re.I)


@dataclass
class Article:
    """One article of an export."""

    start: int  # in the text of the export
    end: int
    text: str
    facts: Facts
    layout: list[Part]  # offsets are of `text`
    problems: list[str] = field(default_factory=list)


def made(
    form: Form,
    text: str,
    parts: list[Part],
    said: dict[str, list[str]],
    day_first: bool | None,
    problems: Iterable[str] = (),
) -> Article | RefusedError:
    """The article in some parts of an export's text, or why it is none.

    Parameters
    ----------
    form
        The form of the export.
    text
        Its text.
    parts
        The article's parts in order, by offsets in the export's text.
    said
        What is said for each fact, the most trusted first.
    day_first
        How to read 03/04/2025.
    problems
        What is wrong with the article already.
    """
    start, end = parts[0].start, parts[-1].end
    begins = " ".join(text[start:end].split())
    begins = begins if len(begins) <= SHOWN else begins[: SHOWN - 1] + "…"
    body = [text[part.start : part.end] for part in parts if part.role == ""]
    if not body or (len(body) == 1 and _NONE.fullmatch(body[0])):
        title = said.get("headline", [begins])[0][:SHOWN]
        return RefusedError(f"it has no text below its header, where {form.name} has it ('{title}').")
    facts = Facts(
        outlet=_outlet(form, said),
        headline=_first(said, "headline"),
        byline=_byline(said),
        url=_first(said, "url"),
    )
    wrong = list(problems)
    facts.published, fault = _published(said, day_first)
    if facts.published is None:
        facts.undated = True  # the day of the download is not to be taken for it
        wrong.append(fault)
    if facts.outlet is None:
        wrong.append("no outlet is named in it.")
    words = int(_short("length", _first(said, "length") or "0") or 0) if "length" in said else 0
    if words >= STATED and sum(count_words(one) for one in body) < FOUND * words:
        wrong.append(f"{form.name} states {words:,} words, and far fewer were found; it may not be whole.")
    if form.note:
        wrong.append(form.note)
    facts.further["database"] = form.name
    for fact in FURTHER:
        if value := _first(said, fact):
            facts.further[fact] = _short(fact, value)
    layout = [part._replace(start=part.start - start, end=part.end - start) for part in parts]
    return Article(start, end, text[start:end], facts, layout, wrong)


def role_of(fact: str, form: Form) -> tuple[str, str]:
    """The role of a stretch that says a fact, and the reason for it.

    >>> from analysis.load.bundles.forms import form
    >>> role_of("byline", form("factiva")), role_of("page", form("factiva"))
    (('byline', 'Factiva: byline'), ('boilerplate', 'Factiva: page'))
    """
    return ROLES.get(fact, "boilerplate"), f"{form.name}: {fact or 'record'}"


def _first(said: dict[str, list[str]], fact: str) -> str | None:
    return next((" ".join(value.split()) for value in said.get(fact, []) if value.strip()), None)


def _short(fact: str, value: str) -> str:
    if fact == "length":
        return re.sub(r"\D", "", value)
    return _BEFORE_ID.sub("", value) if fact == "database_id" else value


def _byline(said: dict[str, list[str]]) -> str | None:
    found = _first(said, "byline")
    return _BY.sub("", found, count=1) if found and _BY.match(found) else found


def _outlet(form: Form, said: dict[str, list[str]]) -> str | None:
    found = _first(said, "outlet")
    if found is None and (info := _first(said, "info")):
        found = re.split(r"\s*[;\[]", info)[0]
    return form.outlet.sub("", found).strip() or None if found and form.outlet else found


def _published(said: dict[str, list[str]], day_first: bool | None) -> tuple[date | None, str]:
    """The day of publication, or None and why."""
    fault = "no day of publication is in it; the article is read without one."
    for value in [*said.get("published", []), *said.get("info", [])]:
        try:
            return day(value, day_first), ""
        except RefusedError as refusal:
            if within := day_within(value):
                return within[0], ""
            if value.strip() and "cannot be read" not in fault:
                fault = f"{refusal.problem} The article is read without a date."
    return None, fault
