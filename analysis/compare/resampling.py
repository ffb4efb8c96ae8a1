"""Redraws and shuffles articles, many times at once.

A group's figure is a weighted mean of its articles' values, so that all that
redrawing and shuffling need are sums: of weights, of weighted values, and of
their squares. Work goes in blocks, whose size and not the corpus's sets the
memory that is needed.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

DRAWS = 2_000  # bootstrap samples: the ends of a 95% interval then rest on 50 draws each
FINE = 5_000  # samples of small corpora, whose intervals reach further into the tails
SMALL = 20_000  # articles up to which a corpus is small
FEWEST_ARTICLES = 5  # a bootstrap over fewer clusters is too narrow to be believed
BLOCK = 4_000_000  # numbers held at a time
CACHED = 100_000  # numbers worked on at a time: about as many as a processor keeps at hand
ENOUGH = 50  # shuffles that reach the real difference, after which more would tell nothing new
SHUFFLED = 250  # shuffles made together
SAME = 1e-9  # what two statistics may differ by, relatively, and be the same


class CompareError(ValueError):
    """A comparison that the material cannot answer."""


def redrawn(
    values: Array, weights: Array, draws: int, rng: np.random.Generator
) -> tuple[Array, Array | float]:
    """A group's sums of weighted values and of weights in `draws` samples of its articles, with replacement.

    Deviations of the samples from the group are stretched by √(n / (n - 1)):
    n articles drawn from n vary by less than articles drawn from all there
    could be (Hesterberg 2015, section 5.3).
    """
    n = len(values)
    even = bool((weights == weights[0]).all())
    sums = weights * values
    total, weight = float(sums.sum()), float(weights.sum())
    totals = np.empty(draws)
    masses = np.empty(0 if even else draws)
    for start, stop in blocks(draws, n):
        chosen = rng.integers(n, size=(stop - start, n), dtype=np.int32)
        totals[start:stop] = sums[chosen].sum(axis=1)
        if not even:
            masses[start:stop] = weights[chosen].sum(axis=1)
    stretch = np.sqrt(n / (n - 1)) if n > 1 else 1.0
    return (
        total + stretch * (totals - total),
        weight if even else weight + stretch * (masses - weight),
    )


def shuffled_t(
    values: Array, weights: Array, first: npt.NDArray[np.bool_], shuffles: int, rng: np.random.Generator
) -> float:
    """How often shuffled labels part the articles as far as the real ones do: a two-sided p-value.

    What is compared is the difference of the two weighted means over its
    standard error (Welch's t, linearized where weights differ). So studentized,
    the test holds its level also where the groups differ in spread and size
    (Janssen 1997; Chung & Romano 2013). Shuffling ends early once enough of
    them reach the real difference (Besag & Clifford 1991).
    """
    if np.ptp(values) <= SAME * np.abs(values).max():
        return 1.0
    few = first if first.sum() * 2 <= len(first) else ~first
    centred = values - np.average(values, weights=weights)
    w = weights / weights.mean()
    if np.allclose(w, 1.0):
        columns = [centred, centred**2]
    else:
        columns = [w, w * centred, w**2, w**2 * centred, (w * centred) ** 2]
    table = np.stack(columns)
    whole, size = table.sum(axis=1), int(few.sum())
    observed = _t(table[:, few].sum(axis=1)[:, None], whole[:, None], size, len(first))[0]

    def statistics() -> Iterator[Array]:
        for chosen in _subsets(len(first), size, shuffles, rng):
            sums = np.stack([column[chosen].sum(axis=1) for column in table])
            yield _t(sums, whole[:, None], size, len(first))

    return _reached(statistics(), float(observed))


def _t(sums: Array, whole: Array, size: int, n: int) -> Array:
    """The size of Welch's t for many partings at once; infinite where nothing varies but the means differ."""
    sides = []
    for part, count in ((sums, size), (whole - sums, n - size)):
        if len(sums) == 2:
            mean = part[0] / count
            squares = np.maximum(part[1] - count * mean**2, 0.0)
            spread = squares / count**2
        else:
            mean = part[1] / part[0]
            squares = np.maximum(part[4] - 2 * mean * part[3] + mean**2 * part[2], 0.0)
            spread = squares / part[0] ** 2
        sides.append((mean, spread * count / max(count - 1, 1)))
    (one, var_one), (other, var_other) = sides
    apart, error = np.abs(one - other), np.sqrt(var_one + var_other)
    # What rounding leaves of a difference or a spread of nought is nought.
    level = np.sqrt(np.abs(whole[-1]) / n) + 1e-300
    apart, error = np.where(apart < SAME * level, 0.0, apart), np.where(error < SAME * level, 0.0, error)
    with np.errstate(divide="ignore", invalid="ignore"):
        statistic: Array = np.where(apart == 0, 0.0, apart / error)
    return statistic


def swapped_t(
    values: Array,
    events: npt.NDArray[np.intp],
    first: npt.NDArray[np.bool_],
    shuffles: int,
    rng: np.random.Generator,
) -> float:
    """As `shuffled_t`, with labels shuffled within each event only: a two-sided p-value.

    What is compared is the mean over events of the difference within the event,
    over its standard error. Each event must hold articles of both groups.
    """
    order = np.lexsort((~first, events))
    values, events, first = values[order], events[order], first[order]
    cells = np.flatnonzero(np.r_[True, (events[1:] != events[:-1]) | (first[1:] != first[:-1])])
    counts = np.diff(np.r_[cells, len(values)])
    alone = len(values) == len(cells)
    apart = _paired(np.add.reduceat(values, cells) / counts)

    def statistics() -> Iterator[Array]:
        for start, stop in blocks(shuffles, len(values), SHUFFLED):
            if alone:  # one article each: to shuffle an event is to turn the sign
                signs = rng.integers(2, size=(stop - start, len(apart)), dtype=np.int8) * 2.0 - 1
                yield _mean_t(signs * apart)
            else:
                keys = events + rng.random((stop - start, len(values)))
                mixed = values[np.argsort(keys, axis=1)]
                yield _mean_t(_paired(np.add.reduceat(mixed, cells, axis=1) / counts))

    return _reached(statistics(), float(_mean_t(apart[None])[0]))


def _reached(shuffled: Iterator[Array], observed: float) -> float:
    """The p-value of an observed statistic, by blocks of shuffled ones, ended early where that is enough."""
    reached = made = 0
    for block in shuffled:
        far = np.flatnonzero(block >= observed * (1 - SAME))
        if reached + len(far) >= ENOUGH:
            return ENOUGH / (made + int(far[ENOUGH - reached - 1]) + 1)
        reached += len(far)
        made += len(block)
    return (1 + reached) / (1 + made)


def _paired(means: Array) -> Array:
    """The difference within each event, from cell means in which the first group's come first."""
    return means[..., 0::2] - means[..., 1::2]


def _mean_t(apart: Array) -> Array:
    """The size of Student's t of differences, for many shuffles at once."""
    n = apart.shape[1]
    mean = apart.mean(axis=1)
    error = apart.std(axis=1, ddof=1) / np.sqrt(n)
    level = np.abs(apart).max() + 1e-300
    mean = np.where(np.abs(mean) < SAME * level, 0.0, np.abs(mean))
    error = np.where(error < SAME * level, 0.0, error)
    with np.errstate(divide="ignore", invalid="ignore"):
        statistic: Array = np.where(mean == 0, 0.0, mean / error)
    return statistic


def _subsets(n: int, size: int, shuffles: int, rng: np.random.Generator) -> Iterator[npt.NDArray[np.integer]]:
    """Blocks of subsets of `size` of n, each drawn without replacement."""
    if n <= 5_000:
        for start, stop in blocks(shuffles, n, SHUFFLED):
            rows = np.tile(np.arange(n, dtype=np.int32), (stop - start, 1))
            yield rng.permuted(rows, axis=1)[:, :size]
    else:  # one by one is quicker than shuffling all of many for the few that are wanted
        for _ in range(shuffles):
            yield rng.choice(n, size, replace=False, shuffle=False)[None]


def blocks(rows: int, width: int, most: int = BLOCK) -> Iterator[tuple[int, int]]:
    """Stretches of so many rows, each `width` numbers wide, as are held at a time.

    >>> list(blocks(5, 10, most=2))
    [(0, 2), (2, 4), (4, 5)]
    """
    step = min(max(1, BLOCK // max(width, 1)), most)
    yield from ((start, min(start + step, rows)) for start in range(0, rows, step))
