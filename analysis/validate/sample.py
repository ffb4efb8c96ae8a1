"""Figures of an instrument's answers against human codes, each with a bootstrap interval.

Every metric is a formula over counts that add up over documents. A bootstrap
that redraws whole documents is then one product of matrices: how often each
document was drawn, times its counts. Sentences of one document share an author
and a topic and are not independent draws, which is why documents are redrawn;
where a set has no documents, its records are.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

DRAWS = 2_000  # bootstrap samples; the ends of a 95 % interval then vary by less than .005 from seed to seed
SEED = 1

Floats: TypeAlias = NDArray[np.float64]
Record: TypeAlias = Mapping[str, Any]
Formula: TypeAlias = Callable[[Floats], Floats]  # counts of shape (samples, kinds) -> a value for each sample
Span: TypeAlias = Sequence[int]


@dataclass(frozen=True)
class Figure:
    """One figure: its name, its value, its 95 % interval (missing below two documents), and n."""

    metric: str
    value: float
    low: float | None
    high: float | None
    n: int
    documents: int


class Sample:
    """Counts by document, and the weights that a bootstrap draws.

    Parameters
    ----------
    documents
        The document of each record.
    draws, seed
        Bootstrap samples, and where their randomness starts.

    """

    def __init__(self, documents: Sequence[Hashable], draws: int = DRAWS, seed: int = SEED) -> None:
        places = {document: place for place, document in enumerate(dict.fromkeys(documents))}
        self.of = np.array([places[document] for document in documents])
        self.size = len(places)
        rng = np.random.default_rng(seed)
        drawn = rng.multinomial(self.size, np.full(self.size, 1 / self.size), size=draws)
        # The first row is the sample itself, so that one formula gives value and interval.
        self.weights: Floats = np.vstack([np.ones((1, self.size)), drawn]).astype(float)

    def totals(self, counts: Floats) -> Floats:
        """Counts of records, of shape (records, kinds), summed for the set and for each bootstrap sample."""
        by_document = np.zeros((self.size, counts.shape[1]))
        np.add.at(by_document, self.of, counts)
        return self.weights @ by_document

    def figure(self, metric: str, values: Floats, n: int) -> Figure:
        """The figure whose first value is the set's own and whose others are the bootstrap's."""
        drawn = values[1:][np.isfinite(values[1:])]
        if self.size < 2 or len(drawn) < len(values) / 2:
            return Figure(metric, float(values[0]), None, None, n, self.size)
        low, high = np.quantile(drawn, [0.025, 0.975])
        return Figure(metric, float(values[0]), float(low), float(high), n, self.size)

    def of_counts(
        self, counts: Sequence[Sequence[float]], formulas: Mapping[str, Formula], n: int
    ) -> list[Figure]:
        """A figure for each formula over the same counts; one without a value is left out."""
        totals = self.totals(np.asarray(counts, dtype=float))
        figures = (self.figure(metric, formula(totals), n) for metric, formula in formulas.items())
        return [figure for figure in figures if np.isfinite(figure.value)]


def ratio(above: Floats, below: Floats) -> Floats:
    """Above over below, missing where below is nought."""
    made: Floats = np.divide(above, below, out=np.full(np.shape(below), np.nan), where=below != 0)
    return made


def f1(hit: Floats, found: Floats, coded: Floats) -> Floats:
    """F1 of `hit` right ones among `found` and `coded`; missing where nothing was there and nothing found.

    >>> f1(np.array([3.0]), np.array([4.0]), np.array([6.0])).tolist()
    [0.6]
    """
    return ratio(2 * hit, found + coded)


def rates(
    sample: Sample, counts: Sequence[Sequence[float]], n: int, what: str, *, f1_too: bool = False
) -> list[Figure]:
    """Precision, recall and F1 from (right, found, coded) for each record."""
    formulas: dict[str, Formula] = {
        f"precision of {what}": lambda t: ratio(t[:, 0], t[:, 1]),
        f"recall of {what}": lambda t: ratio(t[:, 0], t[:, 2]),
    }
    if f1_too:
        formulas[f"F1 of {what}"] = lambda t: f1(t[:, 0], t[:, 1], t[:, 2])
    return sample.of_counts(counts, formulas, n)
