"""Whose words each stretch of an article is in: the reporter's, quoted, or reported."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator

import pandas as pd

from analysis.clean import to_source
from analysis.tables import VOICES, WORD, Quotes, Sentences, rows

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
    for article, some in sentences.groupby("article", sort=False):
        painted: list[tuple[str, int, int, object]] = []
        painted += [("reported", *span) for span in said.get(article, [])]
        painted += [("quoted", *span) for span in marked.get(article, [])]
        made += _stretches(str(article), some, painted)
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
    names, made, voice_at = ("reporter", "quoted", "reported"), [], _voices(stretches)
    for sentence in rows(sentences):
        places = [word.start() for word in WORD.finditer(sentence.text)]
        starts = to_source(sentence.start, sentence.edits, places)
        counted = Counter(voice_at(sentence.article, start) for start in starts)
        most = max(names, key=lambda name: counted[name])
        made.append((sentence.article, sentence.sentence, *(counted[name] for name in names), most))
    whole = pd.DataFrame(made, columns=["article", "sentence", *names, "voice"])
    return whole.astype(
        {"article": "str", "sentence": "int64", **dict.fromkeys(names, "int64"), "voice": "str"}
    )


def by_word(stretches: pd.DataFrame, sentences: Sentences) -> pd.DataFrame:
    """The voice of every word, a word being what the tables count as one.

    Returns
    -------
    DataFrame
        One row per word: `article`, `sentence`, `start`, `end`, `word`, `voice`.
    """
    made = []
    for sentence in rows(sentences):
        found = list(WORD.finditer(sentence.text))
        starts = to_source(sentence.start, sentence.edits, [word.start() for word in found])
        ends = to_source(sentence.start, sentence.edits, [word.end() for word in found], ends=True)
        for word, start, end in zip(found, starts, ends, strict=True):
            made.append((sentence.article, sentence.sentence, start, end, word.group()))
    words = pd.DataFrame(made, columns=["article", "sentence", "start", "end", "word"])
    return words.assign(voice=at(stretches, words))


def at(stretches: pd.DataFrame, places: pd.DataFrame) -> pd.Series:
    """The voice at the beginning of each row of any table that has `article` and `start`.

    Parameters
    ----------
    stretches
        As `voice` gives them.
    places
        Hits, mentions, labels, evidence, words.

    Returns
    -------
    Series
        One value per row, on its index: reporter, quoted or reported; missing
        where the row begins outside every sentence.
    """
    found = [*map(_voices(stretches), places["article"].tolist(), places["start"].tolist())]
    return pd.Series(found, index=places.index, dtype="str", name="voice")


def _voices(stretches: pd.DataFrame) -> Callable[[str, int], str | None]:
    """From an article and an offset to the voice there; None outside every sentence."""
    begins: dict[str, list[int]] = {}
    told: dict[str, list[tuple[int, str]]] = {}
    columns = (stretches[name].tolist() for name in ("article", "start", "end", "voice"))
    for article, start, end, name in sorted(zip(*columns, strict=True)):
        begins.setdefault(article, []).append(start)
        told.setdefault(article, []).append((end, name))

    def one(article: str, start: int) -> str | None:
        number = bisect_right(begins.get(article, ()), start) - 1
        if number < 0:
            return None
        end, name = told[article][number]
        return name if start < end else None

    return one


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
