"""Parts articles into groups, as they are and at random, and counts words on both sides of each parting.

A corpus of 100,000 articles has some 35 million pairs of an article and a word in
it, and is shuffled a thousand times. So words are taken a stretch at a time, through all
shuffles, while their numbers are at hand: what is held depends on the number
of shuffles and groups, and hardly on that of articles and words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from analysis.compare.counting import Counts, Numbers
from analysis.compare.resampling import CACHED, FEWEST_ARTICLES, SAME, Array, blocks

# One number counts words and, in steps of this, articles: sums of both at the price of one. There is room
# for a word said 134 million times, in 67 million articles.
HELD = 2.0**27
# The z of words drawn one by one spreads by about 1, and by less only where a word is too rare in the group
# for the prior to let go of it. Deviations are in units of the spread, but of half of 1 at least, or what is
# rarest would lie furthest off (as with genes that hardly vary: Tusher, Tibshirani & Chu 2001, PNAS 98(9)).
LEAST_SPREAD = 0.5

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Parted:
    """Words of articles that can be parted into groups, and how much more of a word one side has.

    Attributes
    ----------
    counts
        How often each article has each word, sparse, by columns.
    sizes
        Words of each article, those included that are not among the columns.
    groups
        How many.
    mass
        Weight of the prior, in words.
    fewest
        Articles that must have a word on the side that has it more often.
    """

    counts: Counts
    sizes: Array
    groups: int
    mass: float
    fewest: int

    @cached_property
    def whole(self) -> Array:
        """How often each word is said."""
        return np.asarray(self.counts.sum(axis=0), dtype=float)

    @cached_property
    def spread(self) -> Array:
        """How many articles have each word."""
        return np.diff(self.counts.indptr).astype(float)

    def counted(self, codes: Numbers) -> tuple[Array, Array]:
        """How often the articles of each group have each word, and how many of them have it."""
        return unpacked(packed(codes[None], self.counts, self.groups)[0])

    def odds(self, inside: Array, size: Array, at: slice = slice(None)) -> tuple[Array, Array]:
        """The log-odds ratio with a Dirichlet prior, and its z (Monroe, Colaresi & Quinn, eq. 16, 20, 22).

        Of a stretch of the words, in groups of `size` words. One logarithm and one root
        for each: much of the time that shuffles take goes here.
        """
        total = self.sizes.sum()
        prior = self.mass * self.whole[at] / total
        one, other = inside + prior, self.whole[at] - inside + prior
        whole_one, whole_other = size[..., None] + self.mass, total - size[..., None] + self.mass
        delta: Array = np.log(one * (whole_other - other) / (other * (whole_one - one)))
        z: Array = delta * np.sqrt(one * other / (one + other))
        return delta, z

    def held(self, z: Array, holding: Array, at: slice = slice(None)) -> Flags:
        """Whether enough articles have the word, on the side that has it more often than expected."""
        found: Flags = np.where(z > 0, holding, self.spread[at] - holding) >= self.fewest
        return found


def against_chance(
    parted: Parted, codes: Numbers, shuffles: int, rng: np.random.Generator
) -> tuple[Array, Array, Array]:
    """How far each word's z lies from its mean over shuffles of articles, in units of its spread; p-values.

    Mean and spread are of the shuffles and the real parting taken together, so that this one
    is treated as any of them. Were it left out, a word that one article repeats, and that no shuffle
    happens to bring into a small group, would lie endlessly far off where it really stands.

    What too few articles have, or a group of too few, has no say in how far chance reaches: it is no
    finding however far off it lies.

    Parameters
    ----------
    parted
        The words.
    codes
        The number of each article's group.
    shuffles, rng
        How many, and their randomness.

    Returns
    -------
    away, p, p_corrected
        A row for each group, a column for each word. The corrected p is 1 where
        too few articles have the word.
    """
    labels, sizes = _shuffled(codes, parted, shuffles, rng)
    enough = np.asarray(np.bincount(codes) >= FEWEST_ARTICLES)[:, None]
    shape = parted.groups, parted.counts.shape[1]
    away, reached, largest = np.empty(shape), np.zeros(shape), np.zeros(len(labels))
    for start, stop in blocks(shape[1], parted.groups * len(labels)):
        at = slice(start, stop)
        drawn, held, middle, spread = _drawn(parted, labels, sizes, at)
        real = np.abs(drawn[0] - middle) / spread
        for first, last in _rows(drawn):
            off = np.abs(drawn[first:last] - middle)
            off /= spread
            reached[:, at] += np.count_nonzero(off >= real * (1 - SAME), axis=0)
            off *= held[first:last] & enough
            largest[first:last] = np.maximum(largest[first:last], off.max(axis=(1, 2)))
        away[:, at] = np.where(held[0], real, -real)
    least = np.where(away > 0, away * (1 - SAME), 0.0)
    below = np.searchsorted(np.sort(largest), least)
    return np.abs(away), reached / len(labels), (len(labels) - below) / len(labels)


def packed(labels: Numbers, counts: Counts, groups: int) -> Array:
    """Counts of words and of articles in each group, in one number, for each way to part the articles.

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
        Ways by groups by words; see `unpacked`.

    Examples
    --------
    >>> from scipy.sparse import csc_array
    >>> counts = csc_array([[3, 0], [1, 2], [0, 5]])
    >>> times, articles = unpacked(packed(np.array([[0, 0, 1]]), counts, 2))
    >>> times.tolist(), articles.tolist()
    ([[[4.0, 2.0], [0.0, 5.0]]], [[[2.0, 1.0], [0.0, 1.0]]])
    """
    made = np.empty((len(labels), groups, counts.shape[1]))
    for start, stop in _stretches(counts.indptr):
        part = slice(counts.indptr[start], counts.indptr[stop])
        articles, weights = counts.indices[part].astype(np.intp), counts.data[part] + HELD
        words, first = stop - start, np.arange(groups) * (stop - start)
        of_word = np.repeat(np.arange(words), np.diff(counts.indptr[start : stop + 1]))
        for way, row in zip(made, labels, strict=True):
            cells = first.take(row.take(articles))
            cells += of_word
            way[:, start:stop] = np.bincount(cells, weights, groups * words).reshape(groups, words)
    return made


def unpacked(sums: Array) -> tuple[Array, Array]:
    """How often, and in how many articles."""
    articles = np.floor(sums * (1 / HELD))
    return sums - articles * HELD, articles


def _drawn(parted: Parted, labels: Numbers, sizes: Array, at: slice) -> tuple[Array, Flags, Array, Array]:
    """The z of a stretch of words in each parting, whether enough articles have it; its mean, its spread."""
    drawn = packed(labels, parted.counts[:, at], parted.groups)
    held = np.empty(drawn.shape, dtype=bool)
    sums, squares = np.zeros(drawn.shape[1:]), np.zeros(drawn.shape[1:])
    for first, last in _rows(drawn):
        inside, holding = unpacked(drawn[first:last])
        found = parted.odds(inside, sizes[first:last], at)[1]
        held[first:last] = parted.held(found, holding, at)
        drawn[first:last] = found
        # Squares are of what lies near nought, or rounding would be all that is left of a small spread.
        found -= drawn[0]
        sums += found.sum(axis=0)
        squares += np.einsum("sgw,sgw->gw", found, found)
    offset = sums / len(drawn)
    spread = np.sqrt(np.maximum(squares / len(drawn) - offset**2, LEAST_SPREAD**2))
    return drawn, held, drawn[0] + offset, spread


def _shuffled(
    codes: Numbers, parted: Parted, shuffles: int, rng: np.random.Generator
) -> tuple[Numbers, Array]:
    """The real labels, and labels dealt out anew to whole articles, a row each; the groups' words in each."""
    labels = np.empty((1 + shuffles, len(codes)), dtype=np.min_scalar_type(parted.groups - 1))
    sizes = np.empty((1 + shuffles, parted.groups))
    for number, (row, size) in enumerate(zip(labels, sizes, strict=True)):
        row[:] = rng.permuted(codes) if number else codes
        size[:] = np.bincount(row, parted.sizes, parted.groups)
    return labels, sizes


def _rows(drawn: Array) -> Iterator[tuple[int, int]]:
    """Stretches of shuffles, as many as a processor keeps at hand."""
    cells = drawn[0].size
    return blocks(len(drawn), cells, max(1, CACHED // cells))


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
