"""Means of scores with their intervals: of one article over its sentences, of several over articles."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

DRAWS = 2_000  # bootstrap samples: the ends of a 95% interval then rest on 50 draws each
FEWEST = 5  # a bootstrap over fewer sentences, or articles, is too narrow to be believed
AT_ONCE = 4_000_000  # draws held in memory together


def clusters(rows: pd.DataFrame, articles: int) -> pd.Series[Any]:
    """What the bootstrap redraws: sentences where there is one article, else whole articles.

    Sentences of one article share an author, an event and an editor, and
    mentions of one sentence share its words: neither are independent draws.
    """
    return rows.groupby("article" if articles > 1 else ["article", "sentence"], sort=False).ngroup()


def ratio_interval(
    above: Iterable[float], below: Iterable[float], cluster: Iterable[int], seed: int = 1
) -> tuple[float, float]:
    """Percentile bootstrap of a ratio of sums, whole clusters redrawn; missing below `FEWEST` clusters.

    A cluster that adds nothing below the line is redrawn like any other.

    >>> low, high = ratio_interval([1.0, 2.0, 3.0, 4.0, 5.0], [1.0] * 5, range(5))
    >>> 1 < low < 3 < high < 5
    True
    """
    summed = pd.DataFrame({"above": list(above), "below": list(below)}).groupby(list(cluster)).sum()
    sums: npt.NDArray[np.float64] = summed.to_numpy(dtype=float)
    count = len(sums)
    if count < FEWEST:
        return np.nan, np.nan
    rng = np.random.default_rng(seed)
    drawn = []
    for first in range(0, DRAWS, step := max(1, AT_ONCE // count)):
        size = (min(step, DRAWS - first), count)
        totals = sums[rng.integers(count, size=size)].sum(axis=1)
        drawn.append(totals[totals[:, 1] > 0])
    redrawn = np.concatenate(drawn)
    if not len(redrawn):
        return np.nan, np.nan
    low, high = np.quantile(redrawn[:, 0] / redrawn[:, 1], [0.025, 0.975])
    return float(low), float(high)
