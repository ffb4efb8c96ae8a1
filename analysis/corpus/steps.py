"""The steps in their order: what is measured in each article, and what in all of them together.

To add a step, declare its table in `analysis.tables`, name the table among the
attributes of `Measured` in `measured.py`, and

- if it is made article by article, make it in `by_article` below and put it
  into the dictionary that comes back;
- if it takes all articles together, make it in `together`.

Nothing else needs to know of it: parts, resume, workers and files follow the
tables that come back. Each step must give the same rows for articles one by one
as for all of them.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from functools import cache

import pandas as pd

from analysis import codebook, tables
from analysis.corpus.measured import CorpusError
from analysis.corpus.progress import doing

Made = dict[str, pd.DataFrame]


def by_article(articles: tables.Articles, *, without: Sequence[str] = ()) -> Made:
    """Every table that is made article by article.

    Parameters
    ----------
    articles
        As read.
    without
        Tone instruments to leave out.

    Raises
    ------
    CorpusError
        If the parser fails on an article; `measuring` then tries the articles one by one.

    """
    from analysis import actors, clean, framing, parse, timeline, tone, voices

    passages = clean.passages(articles)
    articles = clean.articles(articles, passages)
    sentences = parse.sentences(articles, passages)
    doing("grammar")
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always", parse.ParseWarning)
        documents = parse.documents(sentences)
    if len(documents) < sentences["article"].nunique():
        raise CorpusError(str(next(w.message for w in warned if w.category is parse.ParseWarning)))
    doing("actors and voices")
    mentions = actors.mentions(documents, articles)
    quotes, quotations = voices.quotes(documents, mentions), voices.quotations(documents)
    stretches = voices.voice(sentences, quotes, quotations)
    doing("frames")
    books = _books("frames")
    told = framing.Reading(sentences, documents, mentions, quotes, stretches)
    found = {book.name: framing.hits(told, book) for book in books}
    pieces = {book.name: framing.evidence(found[book.name], book) for book in books}
    doing("tone")
    worded = {name: tone.read(sentences, name) for name in tone.WORDS}
    toned = pd.concat([hits for _, hits in worded.values()], ignore_index=True)
    toned = tables.HITS.check(toned.assign(voice=voices.at(stretches, toned)))
    instruments = [name for name in tone.INSTRUMENTS if name not in without]
    # Row by row as the sentences are, and so the scores.
    mostly = voices.by_sentence(stretches, sentences)["voice"]
    scores = [
        (worded[name][0] if name in worded else tone.scores(sentences, name)).assign(voice=mostly)
        for name in instruments
    ]
    aimed = [
        tone.towards(sentences, mentions, name, stretches=stretches)
        for name in instruments
        if name in tone.TOWARDS
    ]
    return {
        "articles": articles,
        "passages": passages,
        "sentences": sentences,
        "quotes": quotes,
        "quotations": quotations,
        "voices": stretches,
        "mentions": mentions,
        "labels": actors.labels(documents, mentions, stretches),
        "hidden": actors.hidden_agency(documents, mentions),
        "dates": timeline.dates(documents, articles),
        "hits": pd.concat([toned, *found.values()]),
        "scores": tables.SCORES.check(pd.concat([*scores, *aimed])),
        "frames": pd.concat([framing.frames(sentences, pieces[book.name], book) for book in books]),
        "evidence": pd.concat(list(pieces.values())),
    }


def rules_by_article(articles: tables.Articles) -> Made:
    """Every table, by word lists and rules: without the learned instrument, which takes most of the time."""
    return by_article(articles, without=("learned",))


def tone_by_article(articles: tables.Articles) -> Made:
    """Tone by the news word list alone, which needs no parse: whose words they are stays unknown."""
    from analysis import clean, parse, tone

    passages = clean.passages(articles)
    articles = clean.articles(articles, passages)
    sentences = parse.sentences(articles, passages)
    return {
        "articles": articles,
        "sentences": sentences,
        "scores": tone.scores(sentences, "news"),
    }


# What `workbook tables --only NAME` measures. The first is all there is.
ONLY: Mapping[str | None, Callable[[tables.Articles], Made]] = {
    None: by_article,
    "rules": rules_by_article,
    "tone": tone_by_article,
}


def together(articles: tables.Articles, scores: tables.Scores) -> Made:
    """Every table that takes all articles together.

    Parameters
    ----------
    articles
        All of them; of the columns, `article` and `outlet` are read.
    scores
        By every instrument, those of sentences and of mentions; or, which gives
        the same, one row per article and instrument with the mean over its
        sentences, where there is more than one article.

    """
    from analysis import compare, tier

    scores = scores[scores["unit"] == "sentence"]
    by_outlet = [compare.tone(some, articles) for _, some in scores.groupby("instrument", sort=False)]
    estimates = pd.concat([compare.overall_tone(scores), *by_outlet])
    return {"estimates": tables.ESTIMATES.check(estimates), "validity": tier.validity()}


@cache
def _books(kind: str) -> tuple[codebook.Codebook, ...]:
    """The codebooks of a kind, read once: what is made ready for search stays with them."""
    return tuple(codebook.read(kind, name) for name in codebook.names(kind))
