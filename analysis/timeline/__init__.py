"""What happened when, and what is only promised: the dates of an article.

`dates` finds date expressions, gives each the days it may mean, and says
whether what is told at that date is past, present, planned or conditional. The
grammar is the workbook's own; the open libraries for dates read single strings,
give one day where a text gives a stretch, and see no verb.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from analysis.parse import Document
from analysis.tables import DATES, Articles, Dates
from analysis.timeline.anchored import from_date
from analysis.timeline.expressions import expressions, read
from analysis.timeline.grammar import NO_EVENT, Expression, Moment, Reading
from analysis.timeline.stretches import Stretch
from analysis.timeline.telling import Telling, listed, telling

__all__ = ["TimelineError", "dates"]

# Rules that take the nearest day or month of a name; what is reported counts from when it was said.
_NEAREST = frozenset({"weekday", "month", "month and day"})
REACH = 3  # sentences: how far back "the day before" may count from


class TimelineError(ValueError):
    """Documents and articles that do not belong together."""


# Words after which four figures are a year, and a month's name a month.
_BEFORE_A_YEAR = listed(
    "in since by until till from of during before after between through throughout around circa "
    "to early late mid year back spring summer autumn fall winter the this"
)
_BEFORE_A_MONTH = listed(
    "in since by until till from of during before after between through throughout to and each every as mid"
)
_NOT_A_DATE = frozenset(
    {"PERSON", "ORG", "GPE", "WORK_OF_ART", "FAC", "PRODUCT", "EVENT", "LAW", "NORP", "LOC"}
)
_BOUNDS = listed("by until till since before after from through")
# Who, and not what, is so many years old.
_OF_PEOPLE = listed(
    "boy girl man woman child baby son daughter brother sister infant toddler teenager teen youth "
    "student pupil victim suspect father mother husband wife widow veteran grandfather "
    "grandmother nephew niece cousin twin player driver native resident actor actress singer star "
    "politician lawmaker congressman congresswoman senator defendant patient horse dog cat"
)


def dates(documents: Mapping[str, Document], articles: Articles) -> Dates:
    """One row per date expression, with the days it may mean and how what happens then is told.

    Parameters
    ----------
    documents
        Of `parse.documents`.
    articles
        Those articles; `published` is what "Thursday" and "last month" count from.

    Returns
    -------
    Dates
        In reading order. `earliest` and `latest` are the first and last day
        meant: the same for a day, apart for a month, a year, or a date that may
        be read two ways; weeks run Monday to Sunday, seasons by whole months of
        the northern hemisphere. One of them is missing where the text leaves it
        open ("recent months"), both where nothing can be counted from, and
        `resolved_by` says why. A weekday or a date without its year is the last
        one with a verb in the past tense, else the next. `relation` is
        conditional if the verb is; else the days decide, set beside the day of
        publication, and the tense where they hold that day or are unknown.

        Further columns: `status` (happened, happening, planned or conditional:
        how it is told, whatever has come of it since), `predicate` (lemma of the
        verb, or of the noun, that the date is said of), `bound` (the preposition
        that makes the date a limit: by, until, since, before, after, from,
        through), `negated` (the verb is), `confidence` (0 to 1: that the days
        are right, as the rules' author judged the rule).

    Raises
    ------
    TimelineError
        If a document's article is not among those given.

    Examples
    --------
    >>> from analysis.parse import document_of
    >>> articles = pd.DataFrame({"article": ["text"], "published": [pd.Timestamp("2025-07-03")]})
    >>> text = "Vane resigned last month. Talks will resume on Friday."
    >>> found = dates({"text": document_of(text)}, articles)
    >>> found[["text", "relation"]].values.tolist(), found["latest"].dt.day.tolist()
    ([['last month', 'past'], ['Friday', 'future']], [30, 4])
    """
    published = dict(zip(articles["article"], articles["published"], strict=True))
    rows: list[dict[str, Any]] = []
    for article, document in documents.items():
        if article not in published:
            raise TimelineError(
                f"document {article} is of none of the {len(published)} articles given. "
                "Give `dates` the articles that the sentences were made of."
            )
        day = published[article]
        rows += _of_article(document, None if pd.isna(day) else pd.Timestamp(day).date())
    return DATES.frame(rows).pipe(_kinds)


def _kinds(frame: Dates) -> Dates:
    """The further columns in their kinds, also where there is no row."""
    kinds = {"status": "str", "predicate": "str", "bound": "str", "negated": "bool", "confidence": "float64"}
    for name, kind in kinds.items():
        frame[name] = frame[name].astype(kind) if name in frame else pd.Series([], dtype=kind)  # type: ignore[call-overload]
    return frame


def _of_article(document: Document, published: date | None) -> list[dict[str, Any]]:
    doc, rows = document.doc, list[dict[str, Any]]()
    named: list[tuple[int, Stretch]] = []  # where in the article, and when: what "the day before" counts from
    told: tuple[int, int] | None = None  # sentence and year of the last date that gave its year
    for row, (begin, end) in enumerate(document.bounds):
        text = document.text[begin:end]
        printed = list(expressions(text))
        if not printed:
            continue
        first, last = document.tokens[row]
        begins = [place - begin for place in document.token_begins[first:last]]
        headline = document.roles[row] == "headline"
        found = [
            (expression, span)
            for expression in printed
            if (span := _tokens(begins, first, expression)) and _accepted(document, expression, span, text)
        ]
        skip = False
        for place, (expression, (left, right)) in enumerate(found):
            if skip:
                skip = False
                continue
            tale = telling(doc, left, right, headline=headline)
            said = _said_on(named, row, published) if tale.reported and expression.rule in _NEAREST else None
            bound = _bound(document, left, first)
            gone = bound == "since" or (bound == "from" and doc[left - 1].head.pos_ == "NOUN")
            moment = Moment(
                said or published,
                "past" if gone else tale.direction,
                tuple(stretch for at, stretch in reversed(named) if row - at <= REACH),
                told[1] if told and row - told[0] <= 1 else None,
                headline,
            )
            reading = read(expression, moment)
            stop = expression.end
            if reading.rule == NO_EVENT and place + 1 < len(found):
                after = found[place + 1][0]
                if text[expression.end : after.start].strip().lower() in ("", "the", "last"):
                    base = read(after, moment)
                    if base.stretch.known:
                        reading, stop, skip = (
                            from_date(expression.found, moment, base.stretch),
                            after.end,
                            True,
                        )
            if reading.rule == "not a date":
                continue
            if said is not None:
                reading = replace(reading, rule=reading.rule.replace("publication", "the day of saying"))
            if reading.rule == NO_EVENT:
                stop = max(stop, _event_end(document, right, last) - begin)
            if reading.stretch.known:
                named.append((row, reading.stretch))
                told = _year_told(expression, reading, published, row) or told
            start_source, end_source = document.source_of_text(begin + expression.start, begin + stop)
            rows.append(
                {
                    "article": document.article,
                    "start": start_source,
                    "end": end_source,
                    "text": text[expression.start : stop],
                    "earliest": reading.stretch.earliest,
                    "latest": reading.stretch.latest,
                    "relation": _relation(reading.stretch, published, tale),
                    "resolved_by": reading.rule,
                    "sentence": document.numbers[row],
                    "status": _status(reading.stretch, published, tale),
                    "predicate": tale.predicate,
                    "bound": bound,
                    "negated": tale.negated,
                    "confidence": round(reading.confidence * (1.0 if tale.sure else 0.8), 2),
                }
            )
    return rows


def _tokens(begins: list[int], first: int, expression: Expression) -> tuple[int, int] | None:
    """The tokens an expression touches."""
    left = bisect_right(begins, expression.start) - 1
    right = bisect_right(begins, expression.end - 1)
    return (first + left, first + right) if 0 <= left < right else None


def _accepted(document: Document, expression: Expression, span: tuple[int, int], text: str) -> bool:
    """Whether what looks like a date is one here: years, months and weekdays are also numbers and names."""
    doc, (left, right) = document.doc, span
    before = doc[left - 1].lower_ if left > 0 else ""
    token = doc[left]
    rule = expression.rule
    if rule == "year":
        if expression.found.get("part") or expression.found.get("fiscal") or right - left > 1:
            return True
        after = doc[right].text if right < len(doc) else ""
        counted = token.dep_ == "nummod" and token.head.tag_ in ("NNS", "NNPS") and token.head.i > token.i
        if token.ent_type_ == "DATE":
            return not (counted and before == "in" and token.head.i == right)  # "in 2000 homes"
        return before in _BEFORE_A_YEAR - {"to", "the", "this", "of", "from"} and not counted and after != "%"
    if rule == "month":
        name = expression.found["m"]
        if (
            len(name.rstrip(".")) <= 4
            and name not in ("May", "June", "july", "JULY", "July", "june", "JUNE")
            and not name.endswith(".")
        ):
            return False
        if doc[right - 1].ent_type_ in _NOT_A_DATE or token.tag_ in ("MD", "VB", "VBP"):
            return False
        return before in _BEFORE_A_MONTH or token.ent_type_ == "DATE" or bool(expression.found.get("part"))
    if rule == "weekday" and not expression.found.get("which"):
        named = doc[right - 1].ent_type_ in _NOT_A_DATE and (
            (right < len(doc) and doc[right].ent_iob_ == "I") or doc[left].ent_iob_ == "I"
        )
        return not (named and not _titled(text)) and before not in (
            "black", "bloody", "super", "cyber", "ash", "shrove", "palm", "maundy", "giving", "holy", "ruby"
        )  # fmt: skip
    if rule == "unit counted from publication":  # "This Week" is a programme, unless all words have capitals
        return not expression.found["unit"][0].isupper() or _titled(text) or text.isupper()
    if rule == "age of a thing":
        return right < len(doc) and _aged_thing(document, left, right)
    modal = expression.found.get("m", "") in ("May", "Mar", "March") and token.tag_ == "MD"
    return not (rule == "month and day" and modal)


def _titled(text: str) -> bool:
    """Whether most words of a text have a capital, as headlines do, so that capitals tell nothing."""
    words = [word for word in text.split() if word[:1].isalpha()]
    return len(words) > 2 and sum(word[0].isupper() for word in words) > 0.7 * len(words)


def _aged_thing(document: Document, left: int, right: int) -> bool:
    """Whether a noun that is no person follows "three-year-old"."""
    doc = document.doc
    head = doc[left:right].root.head
    if head.i < right:
        head = doc[right]
        while (
            head.i + 1 < len(doc) and head.pos_ in ("ADJ", "PROPN", "NOUN") and doc[head.i + 1].pos_ == "NOUN"
        ):
            head = doc[head.i + 1]
    return (
        head.i >= right
        and head.pos_ == "NOUN"
        and head.lemma_.lower() not in _OF_PEOPLE
        and head.ent_type_ != "PERSON"
        and document.row_of(head.i) == document.row_of(left)
    )


def _event_end(document: Document, right: int, last: int) -> int:
    """Where the noun that names an undated event ends: "the eve of the election"."""
    doc = document.doc
    at = right
    while at < last and doc[at].pos_ in ("DET", "ADJ", "NOUN", "PROPN", "NUM", "PRON") and at - right < 6:
        at += 1
        if doc[at - 1].pos_ == "NOUN" and (at == last or doc[at].pos_ not in ("NOUN", "PROPN")):
            return int(doc[at - 1].idx + len(doc[at - 1]))
    return 0


def _year_told(
    expression: Expression, reading: Reading, published: date | None, row: int
) -> tuple[int, int] | None:
    """The sentence and year of a date that gave its own year, long before publication."""
    earliest = reading.stretch.earliest
    if (
        earliest is None
        or not expression.found.get("y")
        or expression.rule not in ("month and day", "month and year")
    ):
        return None
    if published is not None and earliest.year >= published.year:
        return None
    return row, earliest.year


def _relation(stretch: Stretch, published: date | None, tale: Telling) -> str:
    gone = published is not None and stretch.latest is not None and stretch.latest < published
    if tale.tense == "conditional" and not tale.of_noun and (not gone or tale.direction == "past"):
        return "conditional"  # else it is a noun beside the verb that the date is said of
    if published is not None:
        if stretch.latest is not None and stretch.latest < published:
            return "past"
        if stretch.earliest is not None and stretch.earliest > published:
            return "future"
    return "present" if tale.tense == "conditional" else tale.tense


def _status(stretch: Stretch, published: date | None, tale: Telling) -> str:
    relation = _relation(stretch, published, tale)
    if tale.of_noun or relation == "conditional":
        told = relation
    elif tale.tense == "future" or (relation == "future" and tale.tense == "present"):
        told = "future"
    else:
        told = "future" if relation == "future" else tale.tense
    return {"past": "happened", "present": "happening", "future": "planned", "conditional": "conditional"}[
        told
    ]


def _said_on(named: list[tuple[int, Stretch]], row: int, published: date | None) -> date | None:
    """The day that a sentence has given for saying what it reports: "said on Monday that he would"."""
    for at, stretch in reversed(named):
        if at == row and stretch.latest and published and stretch.latest < published:
            return stretch.latest
    return None


def _bound(document: Document, left: int, first: int) -> str | None:
    """The preposition that makes the date a limit."""
    if left <= first:
        return None
    before = document.doc[left - 1].lower_
    if before == "the" and left - 1 > first:
        before = document.doc[left - 2].lower_
    return {"till": "until"}.get(before, before) if before in _BOUNDS else None
