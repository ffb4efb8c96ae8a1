"""Counts words: of each article once, then of groups of articles, as often as these are shuffled.

A corpus of 100,000 articles has some 65 million words, of a few hundred in each
article. What is held is a number for each word of each article, and what
is added up is these numbers: no text is read twice.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.compare.resampling import BLOCK, CACHED, Array
from analysis.tables import WORD, Sentences

APOSTROPHE = str.maketrans("’", "'")
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


def grouped(labels: Numbers, counts: Counts, groups: int) -> Array:
    """The counts of each group of articles, for each way to part them.

    Parameters
    ----------
    labels
        A row for each way: the number of each article's group.
    counts
        Of articles and words, sparse, by columns.
    groups
        How many there are.

    Returns
    -------
    Array
        Ways by groups by words.
    """
    made = np.empty((len(labels), groups, counts.shape[1]))
    for start, stop in _stretches(counts.indptr):
        part = slice(counts.indptr[start], counts.indptr[stop])
        articles, weights = counts.indices[part].astype(np.intp), counts.data[part].astype(float)
        words, first = stop - start, np.arange(groups) * (stop - start)
        of_word = np.repeat(np.arange(words), np.diff(counts.indptr[start : stop + 1]))
        for way, row in zip(made, labels, strict=True):
            cells = first.take(row.take(articles))
            cells += of_word
            way[:, start:stop] = np.bincount(cells, weights, groups * words).reshape(groups, words)
    return made


def shuffled(
    codes: Numbers, sizes: Numbers, groups: int, shuffles: int, rng: np.random.Generator
) -> tuple[Numbers, Array]:
    """Labels dealt out anew to whole articles, a row for each shuffle, and the groups' words in each."""
    labels = np.empty((shuffles, len(codes)), dtype=np.min_scalar_type(groups - 1))
    masses = np.empty((shuffles, groups))
    for row, mass in zip(labels, masses, strict=True):
        row[:] = rng.permuted(codes)
        mass[:] = np.bincount(row, sizes, groups)
    return labels, masses


def _stretches(ends: Numbers) -> Iterator[tuple[int, int]]:
    """Stretches of columns that hold together as many numbers as a processor keeps at hand, or one column.

    >>> list(_stretches(np.array([0, 40_000, 50_000, 300_000, 300_001])))
    [(0, 2), (2, 3), (3, 4)]
    """
    start = 0
    while start < len(ends) - 1:
        stop = int(np.searchsorted(ends, ends[start] + CACHED, side="right")) - 1
        start, begun = max(stop, start + 1), start
        yield begun, start


def _added(owners: array[int], lengths: array[int], numbers: array[int]) -> tuple[Numbers, ...]:
    """Articles, words and how often: the words of some sentences added up."""
    article = np.repeat(np.array(owners, dtype=np.int64), np.array(lengths))
    word = np.array(numbers, dtype=np.int64)
    kept = word != NOT_COUNTED
    pairs, times = np.unique((article[kept] << 32) | word[kept], return_counts=True)
    return (pairs >> 32).astype(np.int32), (pairs & 0xFFFFFFFF).astype(np.int32), times.astype(np.int32)
