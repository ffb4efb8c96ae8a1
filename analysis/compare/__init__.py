"""Estimates for groups, each with its interval and the number of articles it rests on.

Three steps, whatever is compared:

    per_article   the tables, a measure       ->  values: one figure per article
    groups        values, articles            ->  estimates of each group
    differences   values, articles            ->  how far groups lie apart, and whether more than by chance
    trend         values, articles            ->  estimates period by period
    drift         values, articles            ->  the change per year
    keyness       sentences, articles         ->  the words of each group
    collocates    sentences, a word or name   ->  the words near it

    >>> values = per_article(measured, "tone", voice="reporter")               # doctest: +SKIP
    >>> groups(values, measured.articles, by="outlet")                         # doctest: +SKIP
    >>> differences(values, measured.articles, by="outlet", within="event")    # doctest: +SKIP

`MEASURES` names what can be measured, `everything` measures all that the
tables hold. Sentences of one article are not independent of each other, so
that what is redrawn and shuffled is always whole articles. Groups of fewer than
five have no interval, no test, and a reason in the column `why`.

`article_tone`, `overall_tone` and `tone` are the estimates that every run makes.
All of these take an instrument at its word. Where people have coded a sample of
the same units, `corrected.mean`, `.share`, `.difference` and `.coefficient` give
the naive and the corrected estimate side by side, valid whatever the
instrument's errors (see `analysis.agree`).
"""

from __future__ import annotations

from typing import Any

from analysis.compare.copies import between_outlets, copies, once, shared_text
from analysis.compare.events import by_event, events, grouping, paired
from analysis.compare.groups import correct, differences, drift, groups, trend
from analysis.compare.measures import MEASURES, actors, everything, per_article
from analysis.compare.omission import left_out, omissions, unshared
from analysis.compare.resampling import FEWEST_ARTICLES, CompareError
from analysis.compare.tone import article_tone, overall_tone, tone, without_each
from analysis.compare.wording import collocates, function_words, keyness

__all__ = [
    "FEWEST_ARTICLES",
    "MEASURES",
    "CompareError",
    "actors",
    "article_tone",
    "between_outlets",
    "by_event",
    "collocates",
    "copies",
    "correct",
    "differences",
    "drift",
    "events",
    "everything",
    "function_words",
    "grouping",
    "groups",
    "keyness",
    "left_out",
    "omissions",
    "once",
    "overall_tone",
    "paired",
    "per_article",
    "shared_text",
    "tone",
    "trend",
    "unshared",
    "without_each",
]


def __getattr__(name: str) -> Any:
    """`corrected` is `agree.correct`, imported when it is asked for: it brings sheets and widgets along."""
    if name == "corrected":
        from analysis.agree import correct

        return correct
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
