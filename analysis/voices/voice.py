"""Whose words each stretch of an article is in: the reporter's, quoted, or reported."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

import pandas as pd

from analysis.clean import to_source
from analysis.tables import VOICES, WORD, Quotes, Sentences

# Constructions whose content is what was said, thought or planned. Of the others
# ("backed the plan", "spoke of the war") the content is what it was about, and
# the words for it are the reporter's.
SAID = frozenset({"quote", "clause", "infinitive", "gerund", "small"})


def voice(sentences: Sentences, quotes: Quotes, quotations: pd.DataFrame) -> pd.DataFrame:
    """The voice of every character of every sentence, as stretches that tile it.

    Quoted is what stands inside quotation marks, scare quotes included, titles
    of works left out. Reported is what else an attribution gives as said,
    thought or planned. All the rest is the reporter's: so is what someone is
    only said to speak about, or to be for or against.

    Parameters
    ----------
    sentences
        n rows.
    quotes, quotations
        Of the same articles, as `quotes` and `quotations` give them.

    Returns
    -------
    DataFrame
        One row per stretch, with `article`, `sentence`, `start`, `end`, `voice`
        and `quote`. The stretches of a sentence follow each other without gap
        or overlap, so that each character has one voice.

    Examples
    --------
    >>> from analysis import parse
    >>> from analysis.voices.table import quotations, quotes
    >>> document = parse.document_of("Vane said it was “over”.")
    >>> documents = {"text": document}
    >>> stretches = voice(document.sentences, quotes(documents), quotations(documents))
    >>> [("Vane said it was “over”."[row.start : row.end], row.voice) for row in stretches.itertuples()]
    [('Vane said ', 'reporter'), ('it was ', 'reported'), ('“over”', 'quoted'), ('.', 'reporter')]
    """
    said = _spans(quotes[quotes["form"].isin(SAID)]) if len(quotes) else {}
    shown = quotations[(quotations["use"] != "title") & (quotations["depth"] == 0)]
    holders = shown["quote"].astype(object).where(shown["quote"].notna(), None)
    marked: dict[str, list[tuple[int, int, object]]] = {}
    for article, start, end, quote in zip(
        shown["article"], shown["start"], shown["end"], holders, strict=True
    ):
        marked.setdefault(article, []).append((start, end, quote))
    made: list[tuple[object, ...]] = []
    for article, rows in sentences.groupby("article", sort=False):
        painted: list[tuple[str, int, int, object]] = []
        painted += [("reported", *span) for span in said.get(article, [])]
        painted += [("quoted", *span) for span in marked.get(article, [])]
        made += _stretches(str(article), rows, painted)
    return VOICES.frame(made)


def by_sentence(stretches: pd.DataFrame, sentences: Sentences) -> pd.DataFrame:
    """How many words of each sentence are in each voice.

    Returns
    -------
    DataFrame
        One row per sentence, in their order: `article`, `sentence`, the number
        of words in `reporter`, `quoted` and `reported`, and in `voice` the one
        with most words (of equals the first named here).
    """
    counted = (
        by_word(stretches, sentences)
        .groupby(["article", "sentence", "voice"], sort=False)
        .size()
        .unstack(fill_value=0)
        .reindex(columns=["reporter", "quoted", "reported"], fill_value=0)
        .reset_index()
    )
    whole = sentences[["article", "sentence"]].merge(
        counted, on=["article", "sentence"], how="left", validate="one_to_one"
    )
    names = ["reporter", "quoted", "reported"]
    whole[names] = whole[names].fillna(0).astype("int64")
    whole["voice"] = whole[names].idxmax(axis="columns").astype("str")
    return whole.rename_axis(columns=None)


def by_word(stretches: pd.DataFrame, sentences: Sentences) -> pd.DataFrame:
    """The voice of every word, a word being what the tables count as one.

    Returns
    -------
    DataFrame
        One row per word: `article`, `sentence`, `start`, `end`, `word`, `voice`.
    """
    rows = []
    for sentence in sentences.to_dict("records"):
        found = list(WORD.finditer(str(sentence["text"])))
        where = (int(sentence["start"]), sentence["edits"])
        starts = to_source(*where, [word.start() for word in found])
        ends = to_source(*where, [word.end() for word in found], ends=True)
        for word, start, end in zip(found, starts, ends, strict=True):
            rows.append((sentence["article"], sentence["sentence"], start, end, word.group()))
    words = pd.DataFrame(rows, columns=["article", "sentence", "start", "end", "word"])
    return words.assign(voice=at(stretches, words))


def at(stretches: pd.DataFrame, rows: pd.DataFrame) -> pd.Series:
    """The voice at the beginning of each row of any table that has `article` and `start`.

    Parameters
    ----------
    stretches
        As `voice` gives them.
    rows
        Hits, mentions, labels, evidence, words.

    Returns
    -------
    Series
        One value per row, on its index: reporter, quoted or reported; missing
        where the row begins outside every sentence.
    """
    places = {
        article: (some["start"].tolist(), some["end"].tolist(), some["voice"].tolist())
        for article, some in stretches.sort_values(["article", "start"]).groupby("article", sort=False)
    }

    def one(article: str, start: int) -> str | None:
        if article not in places:
            return None
        starts, ends, voices = places[article]
        number = bisect_right(starts, start) - 1
        return voices[number] if number >= 0 and start < ends[number] else None

    found = [one(article, start) for article, start in zip(rows["article"], rows["start"], strict=True)]
    return pd.Series(found, index=rows.index, dtype="str", name="voice")


def _spans(quotes: Quotes) -> dict[str, list[tuple[int, int, int]]]:
    spans: dict[str, list[tuple[int, int, int]]] = {}
    for article, number, pieces in zip(quotes["article"], quotes["quote"], quotes["spans"], strict=True):
        spans.setdefault(article, []).extend((start, end, number) for start, end in pieces)
    return spans


def _stretches(
    article: str, sentences: Sentences, painted: list[tuple[str, int, int, object]]
) -> Iterator[tuple[object, ...]]:
    """The stretches of an article's sentences: what was painted last lies on top, quoted above reported."""
    bounds = [(int(start), int(end)) for start, end in zip(sentences["start"], sentences["end"], strict=True)]
    cuts = sorted(
        {place for span in bounds for place in span} | {p for _, a, b, _ in painted for p in (a, b)}
    )
    voices: list[tuple[str, object]] = [("reporter", None)] * len(cuts)
    where = {place: number for number, place in enumerate(cuts)}
    for name, start, end, quote in painted:
        for number in range(where[start], where[end]):
            voices[number] = (name, quote)
    for (start, end), sentence in zip(bounds, sentences["sentence"], strict=True):
        first = where[start]
        for number in range(first + 1, where[end] + 1):
            if number == where[end] or voices[number] != voices[first]:
                yield article, sentence, cuts[first], cuts[number], *voices[first]
                first = number
