"""The two sides of a comparison: groups of articles with their values, redrawn when they are asked for."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import ndtr, stdtrit

from analysis.compare.measures import PERCENT, POINTS, RATE, WORDS
from analysis.compare.resampling import (
    DRAWS,
    FEWEST_ARTICLES,
    FINE,
    SMALL,
    Array,
    CompareError,
    redrawn,
)
from analysis.tables import VALUES, Articles, Values

UNKNOWN = "(unknown)"  # the group of articles of which the fact is not known
JOINED = " · "  # stands between the parts of a group made of several columns
PERIODS: Mapping[str, str] = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}
# What a value can be; of other units nothing is known.
BOUNDS: Mapping[str, tuple[float, float]] = {
    PERCENT: (0.0, 100.0),
    POINTS: (-1.0, 1.0),
    RATE: (0.0, np.inf),
    WORDS: (0.0, np.inf),
}
NONE = (-np.inf, np.inf)


@dataclass(frozen=True)
class Limits:
    """A 95% interval; both ends missing, and why, where there is none."""

    low: float
    high: float
    why: str | None = None


@dataclass(eq=False)
class Side:
    """Articles with their values: one group, or several taken together, each redrawn by itself.

    Attributes
    ----------
    label
        What the side is called.
    values, weights
        One of each per article. A weight says how much the article counts.
    units
        How many units each article's value rests on.
    unit
        What a value counts.
    events
        The event of each article, missing where none is known; or nothing.
    without
        Number of the side's articles that hold nothing to measure.
    rng
        Makes the randomness of its redrawings, the same whoever else is compared.
    draws
        How many redrawings.
    parts
        The groups it consists of, if there are several.
    """

    label: str
    values: Array
    weights: Array
    units: Array
    unit: str
    without: int
    seed: tuple[int, str]
    samples: int
    events: npt.NDArray[np.object_] | None = None
    parts: Sequence[Side] = ()

    @classmethod
    def of(cls, label: str, parts: Sequence[Side]) -> Side:
        """Several sides as one. Those too small to be redrawn alone are redrawn together."""
        large = [part for part in parts if part.articles >= FEWEST_ARTICLES]
        small = [part for part in parts if part.articles < FEWEST_ARTICLES]
        if len(small) > 1:
            small = [cls._pooled("(small)", small)]
        whole = cls._pooled(label, parts)
        whole.parts = [*large, *small] if len(large) + len(small) > 1 else ()
        return whole

    @classmethod
    def _pooled(cls, label: str, parts: Sequence[Side]) -> Side:
        events = [part.events for part in parts if part.events is not None]
        return cls(
            label,
            np.concatenate([part.values for part in parts]),
            np.concatenate([part.weights for part in parts]),
            np.concatenate([part.units for part in parts]),
            parts[0].unit,
            sum(part.without for part in parts),
            parts[0].seed,
            parts[0].samples,
            np.concatenate(events) if events else None,
        )

    @property
    def articles(self) -> int:
        """How many articles."""
        return len(self.values)

    @cached_property
    def value(self) -> float:
        """The weighted mean."""
        return float(np.average(self.values, weights=self.weights))

    @cached_property
    def sums(self) -> tuple[Array, Array | float]:
        """Sums of weighted values and of weights in each redrawing."""
        if self.parts:
            totals, weights = zip(*(part.sums for part in self.parts), strict=True)
            return sum(totals), sum(weights)  # type: ignore[return-value]
        rng = random(*self.seed, self.label)
        return redrawn(self.values, self.weights, self.samples, rng)

    @property
    def draws(self) -> Array:
        """The value in each redrawing."""
        totals, weights = self.sums
        return totals / weights

    @cached_property
    def spread(self) -> tuple[float, float]:
        """The variance of the value, and its degrees of freedom (Welch-Satterthwaite)."""
        found = [part._spread_of(self) for part in self.parts or (self,) if part.articles > 1]
        return sum(variance for variance, _ in found), freedom(found)

    def _spread_of(self, whole: Side) -> tuple[float, float]:
        """What these articles add to the variance of the whole side's value, and their degrees of freedom."""
        n, weights = self.articles, self.weights
        rests = weights * (self.values - whole.value)
        squares = float(((rests - rests.mean()) ** 2).sum())
        # Articles that hardly count add no freedom (Kish's effective size).
        size = float(weights.sum()) ** 2 / float((weights**2).sum())
        return n / (n - 1) * squares / float(whole.weights.sum()) ** 2, max(size - 1, 1.0)

    @cached_property
    def alike(self) -> bool:
        """Whether all articles have the same value."""
        return bool(np.ptp(self.values) == 0)

    @cached_property
    def limits(self) -> Limits:
        """The 95% interval of the value."""
        if self.articles < FEWEST_ARTICLES:
            return Limits(np.nan, np.nan, fewer(self.articles, "article"))
        if not self.alike:
            return Limits(*_inside(quantiles(self.draws, self.spread[1]), self.unit))
        value = self.value
        least, most = BOUNDS.get(self.unit, NONE)
        if np.isfinite(most):
            unseen = 1 - 0.025 ** (1 / self.articles)
            return Limits(value - unseen * (value - least), value + unseen * (most - value))
        if value == 0 and self.unit == RATE:
            return Limits(0.0, 1000 * -np.log(0.025) / float(self.units.sum()))
        return Limits(np.nan, np.nan, f"all {self.articles} articles have the same value")


def apart(one: Side, other: Side) -> Limits:
    """The 95% interval of the difference of two sides' values, bootstrapped as a difference.

    Where all articles of a side have the same value, no redrawing shows how
    far it might lie; the interval is then made of the two sides' own
    (Zou & Donner 2008).
    """
    for side in (one, other):
        if side.limits.why is not None:
            return Limits(np.nan, np.nan, f"{side.label}: {side.limits.why}")
    if one.alike or other.alike:
        value = one.value - other.value
        down = np.hypot(one.value - one.limits.low, other.limits.high - other.value)
        up = np.hypot(one.limits.high - one.value, other.value - other.limits.low)
        return Limits(float(value - down), float(value + up))
    low, high = quantiles(one.draws - other.draws, freedom([one.spread, other.spread]))
    least, most = BOUNDS.get(one.unit, NONE)
    return Limits(max(low, least - most), min(high, most - least))


def _inside(ends: tuple[float, float], unit: str) -> tuple[float, float]:
    """An interval without what no value can be."""
    least, most = BOUNDS.get(unit, NONE)
    return max(ends[0], least), min(ends[1], most)


def quantiles(draws: Array, degrees: float) -> tuple[float, float]:
    """The ends of a 95% percentile interval, moved outwards as Student's t lies outside the normal.

    A percentile interval of few articles is too narrow even where its spread is
    right, since the spread itself is uncertain (Hesterberg 2015, section 5.3).
    """
    tail = float(ndtr(-stdtrit(degrees, 0.975)))
    low, high = np.quantile(draws, [tail, 1 - tail])
    return float(low), float(high)


def freedom(spreads: Sequence[tuple[float, float]]) -> float:
    """Degrees of freedom of a sum of independent variances (Welch-Satterthwaite)."""
    below = sum(variance**2 / degrees for variance, degrees in spreads)
    return sum(variance for variance, _ in spreads) ** 2 / below if below > 0 else 1.0


@dataclass(eq=False)
class Material:
    """One measure of all articles, parted into groups."""

    measure: str
    unit: str
    instrument: str
    tier: str
    sides: Mapping[str, Side]
    unmeasured: str | None
    unknown: int


def materials(
    values: Values,
    articles: Articles,
    by: str | Sequence[str],
    every: str | None,
    each: str,
    seed: int,
    within: str | None = None,
) -> Iterator[Material]:
    """Each measure with its articles parted into groups."""
    if each not in ("article", "unit"):
        raise CompareError(f"no such way to count: {each!r}. There are: article, unit.")
    checked = VALUES.check(values)
    if checked.empty:
        raise CompareError("there are no values to compare. Measure at least one article.")
    label = labels(articles, by, every)
    events = None if within is None else labels(articles, within, None, unknown=None)
    strays = ~checked["article"].isin(label.index)
    if strays.any():
        raise CompareError(
            f"{int(strays.sum())} values are of articles not given, the first of article "
            f"{checked['article'][strays].iloc[0]}. Give the articles that were measured."
        )
    for measure, rows in checked.groupby("measure", sort=False):
        named = label.reindex(rows["article"]).to_numpy()
        value = rows["value"].to_numpy(dtype=float)
        units = rows["weight"].to_numpy(dtype=float)
        known = ~np.isnan(value) & (units > 0)
        told = None if events is None else events.reindex(rows["article"]).to_numpy()
        codes, names = pd.factorize(named, sort=True)
        sides, unmeasured = {}, []
        samples = FINE if int(known.sum()) <= SMALL else DRAWS
        order = np.argsort(codes, kind="stable")
        for number, members in enumerate(np.split(order, np.cumsum(np.bincount(codes))[:-1])):
            chosen, name = members[known[members]], str(names[number])
            if not len(chosen):
                unmeasured.append(f"{name} ({len(members):,})")
                continue
            sides[name] = Side(
                name,
                value[chosen],
                units[chosen] if each == "unit" else np.ones(len(chosen)),
                units[chosen],
                str(rows["unit"].iloc[0]),
                len(members) - len(chosen),
                (seed, str(measure)),
                samples,
                None if told is None else told[chosen],
            )
        yield Material(
            str(measure),
            str(rows["unit"].iloc[0]),
            str(rows["instrument"].iloc[0]),
            str(rows["tier"].iloc[0]),
            sides,
            ", ".join(unmeasured) or None,
            int((known & (named == UNKNOWN)).sum()),
        )


def labels(
    articles: Articles, by: str | Sequence[str], every: str | None, unknown: str | None = UNKNOWN
) -> pd.Series:
    """The group of each article, by its id."""
    columns = [by] if isinstance(by, str) else list(by)
    if absent := [name for name in columns if name not in articles]:
        raise CompareError(
            f"articles have no column {', '.join(map(repr, absent))}. "
            f"They have: {', '.join(articles.columns)}."
        )
    parts = []
    for name in columns:
        column = articles[name]
        if every is not None and pd.api.types.is_datetime64_any_dtype(column):
            column = periods(column, every)
        elif pd.api.types.is_datetime64_any_dtype(column):
            column = column.dt.strftime("%Y-%m-%d")
        parts.append(column.astype(object).where(column.notna(), None).map(str, na_action="ignore"))
    joined = parts[0]
    if len(parts) > 1:
        joined = parts[0].fillna(UNKNOWN)
        for part in parts[1:]:
            joined = joined + JOINED + part.fillna(UNKNOWN)
        joined = joined.where(~pd.concat([part.isna() for part in parts], axis=1).all(axis=1), None)
    return pd.Series(
        joined.where(joined.notna(), unknown).to_numpy(dtype=object), index=articles["article"], dtype=object
    )


def periods(days: pd.Series, every: str) -> pd.Series:
    """Days as the names of their periods, which sort as time goes.

    >>> periods(pd.Series(pd.to_datetime(["2025-02-03", None])), "quarter").tolist()
    ['2025 Q1', nan]
    """
    if every not in PERIODS:
        raise CompareError(f"no length of time {every!r}. There are: {', '.join(PERIODS)}.")
    form = {"month": "%Y-%m", "quarter": "%Y Q%q", "year": "%Y"}.get(every, "%Y-%m-%d")
    begun = first_days(days, every)
    if every == "quarter":
        named = (
            begun.dt.year.astype("Int64").astype(str) + " Q" + begun.dt.quarter.astype("Int64").astype(str)
        )
        return named.astype(object).where(begun.notna(), np.nan)
    return begun.dt.strftime(form).astype(object).where(begun.notna(), np.nan)


def first_days(days: pd.Series, every: str) -> pd.Series:
    """The first day of each day's period."""
    return days.dt.to_period(PERIODS[every]).dt.start_time


def fewer(there: int, noun: str, needed: int = FEWEST_ARTICLES) -> str:
    """Why a group is refused, and what it would need.

    >>> fewer(1, "article")
    '1 article; 5 are needed'
    """
    return f"{there} {noun}{'' if there == 1 else 's'}; {needed} are needed"


def random(seed: int, *names: str) -> np.random.Generator:
    """Randomness of its own for each name, so that another group more or less changes nothing."""
    return np.random.default_rng([seed, *(zlib.crc32(name.encode()) for name in names)])
