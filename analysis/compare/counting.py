"""Counts the words of each article, once: what is held is a number for each different word of it."""

from __future__ import annotations

import re
from array import array
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.compare.resampling import BLOCK
from analysis.tables import WORD, Sentences

APOSTROPHE = str.maketrans("’", "'")
FOOTNOTE = re.compile(r"\[\d{1,3}\]")  # points to a note, in an encyclopedia say, and says nothing
ALONE = frozenset("ai0123456789")  # other single letters are initials, or parts of "U.S."
NOT_COUNTED = -1

Numbers = npt.NDArray[np.integer]
Counts = Any  # a sparse matrix: a row for each article, a column for each word


class Lexicon(dict[str, int]):
    """The number of each word, by the forms it is written in, which are looked at once each.

    >>> lexicon = Lexicon(without=["the"])
    >>> lexicon.numbers("The bank’s U.S. bank"), lexicon.read("The bank’s 3.5 tons")
    ([-1, 0, -1, -1, 0], ['bank', '3.5', 'tons'])
    """

    def __init__(self, without: Collection[str] = ()) -> None:
        super().__init__()
        self.without = frozenset(without)
        self.words: list[str] = []
        self._numbers: dict[str, int] = {}

    def __missing__(self, written: str) -> int:
        """The number of a word not seen in this form before: the next, where it is new in any form."""
        word = written.removesuffix("'s")
        number = NOT_COUNTED
        if (len(word) > 1 or word in ALONE) and word not in self.without:
            number = self._numbers.setdefault(word, len(self.words))
            if number == len(self.words):
                self.words.append(word)
        self[written] = number
        return number

    def numbers(self, text: str) -> list[int]:
        """The numbers of a text's words, in order; -1 for what is not counted."""
        if "[" in text:
            text = FOOTNOTE.sub(" ", text)
        return list(map(self.__getitem__, WORD.findall(text.casefold().translate(APOSTROPHE))))

    def read(self, text: str) -> list[str]:
        """A text's words, case folded, without the possessive's ending."""
        return [self.words[number] for number in self.numbers(text) if number != NOT_COUNTED]


def counts_of(
    sentences: Sentences, ids: Sequence[str], without: Collection[str] = ()
) -> tuple[Counts, list[str]]:
    """How often each article has each word, as a sparse matrix, and the words.

    >>> sentences = pd.DataFrame({"article": ["a", "b", "a"], "text": ["Fog, fog.", "Rain.", "Fog."]})
    >>> counts, words = counts_of(sentences, ["a", "b"])
    >>> counts.toarray().tolist(), words
    ([[3, 0], [0, 1]], ['fog', 'rain'])
    """
    from scipy.sparse import csc_array

    lexicon = Lexicon(without)
    rows = pd.Index(ids).get_indexer(sentences["article"])
    parts: list[tuple[Numbers, ...]] = []
    owners, lengths, numbers = array("i"), array("i"), array("i")
    for row, said in zip(rows.tolist(), sentences["text"], strict=True):
        if row >= 0:
            found = lexicon.numbers(str(said))
            owners.append(row)
            lengths.append(len(found))
            numbers.extend(found)
            if len(numbers) > BLOCK:
                parts.append(_added(owners, lengths, numbers))
                owners, lengths, numbers = array("i"), array("i"), array("i")
    parts.append(_added(owners, lengths, numbers))
    articles, columns, times = (np.concatenate(one) for one in zip(*parts, strict=True))
    shape = (len(ids), len(lexicon.words))
    # An article that two parts share is added up here.
    return csc_array((times, (articles, columns)), shape=shape), lexicon.words


def _added(owners: array[int], lengths: array[int], numbers: array[int]) -> tuple[Numbers, ...]:
    """Articles, words and how often: the words of some sentences added up."""
    article = np.repeat(np.array(owners, dtype=np.int64), np.array(lengths))
    word = np.array(numbers, dtype=np.int64)
    kept = word != NOT_COUNTED
    pairs, times = np.unique((article[kept] << 32) | word[kept], return_counts=True)
    return (pairs >> 32).astype(np.int32), (pairs & 0xFFFFFFFF).astype(np.int32), times.astype(np.int32)
