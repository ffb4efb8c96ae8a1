"""Groups of articles compared: each one's figure, how far they lie apart, and how both go over time."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from analysis.compare.resampling import (
    DRAWS,
    FEWEST_ARTICLES,
    FINE,
    SAME,
    Array,
    CompareError,
    blocks,
    redrawn,
    shuffled_t,
    swapped_t,
)
from analysis.compare.sides import (
    JOINED,
    UNKNOWN,
    Material,
    Side,
    apart,
    fewer,
    first_days,
    labels,
    materials,
    periods,
    quantiles,
    random,
)
from analysis.tables import ESTIMATES, VALUES, Articles, Estimates, Values

OTHERS, EACH_OTHER = "the others", "each other"
PAIRED_UP = 8  # groups up to which each is compared with each; of more, each with all others together
SHUFFLES_EACH = 100  # shuffles for each comparison made, so that a corrected p can still be small
MOST_SHUFFLES = (
    19_999  # of more than 5,000 articles, which leaves a corrected p below .05 to 1,000 comparisons
)
MANY = 5_000  # articles
CORRECTIONS = ("holm", "bh", "none")
LEVEL = 0.05  # of a corrected p: what is told from chance
FEWEST_DATED = 2 * FEWEST_ARTICLES  # a line takes two degrees of freedom where a mean takes one


def groups(
    values: Values,
    articles: Articles,
    by: str | Sequence[str] = "outlet",
    *,
    every: str | None = None,
    each: str = "article",
    seed: int = 1,
) -> Estimates:
    """Each group's figure on each measure, with a 95% interval.

    Parameters
    ----------
    values
        Of one or more measures, as `per_article` gives them.
    articles
        Holds the column that `by` names: a fact of the articles table, or any
        column that came with it, such as `section` or `event`.
    by
        What to compare; several columns make a group of each combination.
        Articles where it is unknown form the group "(unknown)".
    every
        For a column of days: day, week, month, quarter or year.
    each
        "article": each article counts once. "unit": each counts by its weight,
        so that a group's figure is that of all its sentences (or attributions,
        or words) together.
    seed
        Where the randomness of the bootstrap starts.

    Returns
    -------
    Estimates
        One row per measure and group, in the order of the measures, then by
        value. `n` counts articles, or with each="unit" the units. Further columns: `unit`; `instrument`;
        `without`, the group's articles that hold nothing to measure; and `why`,
        where there is no interval. A group without any value has no row; the
        rows of that measure name it in `unmeasured`.

        The interval redraws whole articles, since sentences of one article
        share an author, an event and an editor and are not independent draws.
        It is the percentile interval, widened for few articles (Hesterberg
        2015). Where a group's articles all have the same value it says how far the
        rest might lie that were not seen (Clopper & Pearson 1934; of rates, Poisson).

    Raises
    ------
    CompareError
        If `by` names no column or `every` no length of time.

    References
    ----------
    Hesterberg, T. C. (2015). What teachers should know about the bootstrap. The American
    Statistician 69(4), 371-386. Clopper, C. J. & Pearson, E. S. (1934). The use of confidence or
    fiducial limits illustrated in the case of the binomial. Biometrika 26(4), 404-413.

    Examples
    --------
    >>> values = VALUES.frame([("tone", str(n), n / 10, 1, "points", "demo", "A") for n in range(6)])
    >>> articles = pd.DataFrame({"article": list("012345"), "outlet": ["Crier"] * 5 + [None]})
    >>> groups(values, articles)[["group", "value", "articles"]].round(2).values.tolist()
    [['Crier', 0.2, 5], ['(unknown)', 0.5, 1]]
    """
    rows = []
    for material in materials(values, articles, by, every, each, seed):
        for side in sorted(material.sides.values(), key=lambda side: (side.value, side.label)):
            rows.append(
                {
                    "measure": material.measure,
                    "group": side.label,
                    "value": side.value,
                    "low": side.limits.low,
                    "high": side.limits.high,
                    "n": side.articles if each == "article" else round(float(side.units.sum())),
                    "articles": side.articles,
                    "corrected": False,
                    "tier": material.tier,
                    "unit": material.unit,
                    "instrument": material.instrument,
                    "without": side.without,
                    "why": side.limits.why,
                    "unmeasured": material.unmeasured,
                }
            )
    return ESTIMATES.frame(rows)


def differences(
    values: Values,
    articles: Articles,
    by: str | Sequence[str] = "outlet",
    *,
    against: str | None = None,
    within: str | None = None,
    every: str | None = None,
    each: str = "article",
    correction: str = "holm",
    seed: int = 1,
) -> Estimates:
    """How far groups lie apart on each measure, with interval, p-value and effect size.

    Parameters
    ----------
    values, articles, by, every, each
        As for `groups`.
    against
        A group: each other one less this. "the others": each group less all
        others together. "each other": every pair. If left out, every pair of up
        to eight groups, and of more each less the others. Articles whose group
        is unknown are compared with none; `unknown` counts them.
    within
        A column such as `event`: only articles of the same event are compared,
        each event that both have counting once. What the events bring to the
        measure then cancels.
    correction
        For the number of comparisons in this call, over all measures: "holm"
        keeps the chance of any false finding at 5 %, "bh" (Benjamini-Hochberg) the share
        of false ones among the findings, "none" corrects nothing.
    seed
        Where the randomness starts.

    Returns
    -------
    Estimates
        One row per measure and pair. `value` is the difference in the measure's
        unit (for shares: percentage points), `low` and `high` its 95% interval,
        bootstrapped as a difference; `n` counts articles, with `within` events. Further columns:
        `one`, `other`, `value_one`, `value_other`; `difference`, the same as value; `unit`;
        `p`, by shuffling whole articles between the two groups (with `within`,
        inside each event); `p_corrected`, `correction`, and `comparisons` (their number);
        `effect`, Hedges' g: the difference in standard deviations of articles;
        `told`, whether it is told from chance: the corrected p is below .05 and
        the interval leaves nought out; `why`, where a group is too small;
        `nothing_shared`, with `within` the pairs that have no event in common and so no row;
        `unknown`, `without` and `unpaired`, articles that stand outside the comparison because
        their group is unknown, they hold nothing to measure, or their event is told by one side only.

        Groups of fewer than five articles (with `within`, five common events)
        have a difference but neither interval nor p. A measure that one group
        alone has a value for is not compared.

    Raises
    ------
    CompareError
        If there are not two groups, or a name names nothing.

    References
    ----------
    Besag, J. & Clifford, P. (1991). Sequential Monte Carlo p-values. Biometrika 78(2), 301-304.
    Chung, E. Y. & Romano, J. P. (2013). Exact and asymptotically robust permutation tests. Annals of
    Statistics 41(2), 484-507. Janssen, A. (1997). Studentized permutation tests for non-i.i.d. hypotheses
    and the generalized Behrens-Fisher problem. Statistics & Probability Letters 36(1), 9-21.
    Hedges, L. V. (1981). Distribution theory for Glass's estimator of effect size and related
    estimators. Journal of Educational Statistics 6(2), 107-128. Zou, G. Y. & Donner, A. (2008).
    Construction of confidence limits about effect measures. Statistics in Medicine 27(10), 1693-1702.

    Examples
    --------
    >>> tones = {"Beacon": [.1, .2, .3, .2, .1, .2], "Crier": [-.4, -.5, -.3, -.4, -.5, -.3]}
    >>> rows = [(outlet, tone) for outlet, of in tones.items() for tone in of]
    >>> ids = [str(n) for n in range(len(rows))]
    >>> articles = pd.DataFrame({"article": ids, "outlet": [outlet for outlet, _ in rows]})
    >>> values = VALUES.frame(
    ...     ("tone", n, tone, 1, "points", "demo", "A") for n, (_, tone) in zip(ids, rows))
    >>> row = differences(values, articles).iloc[0]
    >>> row["group"], f"{row['value']:.2f}", bool(row["p"] < .01), bool(row["told"])
    ('Beacon less Crier', '0.58', True, True)
    """
    if within is not None and each != "article":
        raise CompareError(f"within each {within} every article counts once; leave `each` out.")
    found = materials(values, articles, by, every, each, seed, within)
    planned = [(material, _pairs(material, against, by)) for material in found]
    comparisons = sum(len(pairs) for _, pairs in planned)
    if not comparisons:
        there = sorted({name for material, _ in planned for name in material.sides})
        raise CompareError(
            f"by {by} there is one group ({', '.join(there) or 'none'}) and nothing to compare it with: "
            "articles of a second group are needed."
        )
    shuffles = max(DRAWS, SHUFFLES_EACH * comparisons) - 1
    rows = []
    for material, pairs in planned:
        strangers = [] if within is None else [pair for pair in pairs if not _shared(*pair)]
        said = ", ".join(f"{one.label} and {other.label}" for one, other in strangers) or None
        rows += [
            {**_difference(material, one, other, within, shuffles, seed), "nothing_shared": said}
            for one, other in pairs
            if (one, other) not in strangers
        ]
    if not rows:
        raise CompareError(
            f"no two groups by {by} have articles on the same {within}. Compare without `within`, or give "
            f"articles of several groups on the same {within}."
        )
    return correct(ESTIMATES.frame(rows), correction)


def correct(estimates: Estimates, correction: str = "holm") -> Estimates:
    """Differences with their p-values corrected for how many they are.

    For differences of several calls: concatenate, then correct.

    Parameters
    ----------
    estimates
        Of `differences` or `drift`.
    correction
        "holm" (Holm 1979), "bh" (Benjamini & Hochberg 1995), or "none".

    Returns
    -------
    Estimates
        The same rows, with `p_corrected`, `correction`, `comparisons` and
        `told` made anew.
    """
    p = estimates["p"].to_numpy(dtype=float)
    known = ~np.isnan(p)
    corrected = np.full(len(p), np.nan)
    corrected[known] = _corrected(p[known], correction)
    apart = (estimates["low"] > 0) | (estimates["high"] < 0)
    return ESTIMATES.check(
        estimates.assign(
            p_corrected=corrected,
            correction=correction,
            comparisons=int(known.sum()),
            told=(corrected < LEVEL) & apart.to_numpy(),
        )
    )


def trend(
    values: Values,
    articles: Articles,
    every: str = "month",
    *,
    by: str | None = None,
    each: str = "article",
    seed: int = 1,
) -> Estimates:
    """One measure from period to period, with intervals and the number of articles.

    Parameters
    ----------
    values
        Of one measure.
    articles
        Holds `published`, and the column that `by` names.
    every
        day, week, month, quarter or year.
    by
        A line for each group, if given.
    each, seed
        As for `groups`.

    Returns
    -------
    Estimates
        One row per period that has a value, in order of time. Further columns: `period`,
        its first day; `every`; `line`, the group or "all"; `without`, `why`, as
        for `groups`. Periods without an article have no row: that is a gap, not
        nought. Articles without a date stand in a row of their own, "(unknown)",
        whose `period` is missing.

    Raises
    ------
    CompareError
        If the values are of several measures, or no article has a date.

    Examples
    --------
    >>> values = VALUES.frame([("tone", n, 0.1, 1, "points", "demo", "A") for n in "012"])
    >>> articles = pd.DataFrame({"article": list("012"), "published":
    ...     pd.to_datetime(["2025-01-03", "2025-01-09", "2025-03-01"])})
    >>> trend(values, articles)[["group", "articles"]].values.tolist()
    [['2025-01', 2], ['2025-03', 1]]
    """
    if len(measures := list(dict.fromkeys(VALUES.check(values)["measure"]))) != 1:
        raise CompareError(
            f"a trend is of one measure, and these values are of {len(measures)}. "
            "Take one: values.query('measure == …')."
        )
    if "published" not in articles or articles["published"].isna().all():
        raise CompareError("no article has a day of publication, so that there is no trend to show.")
    columns = "published" if by is None else [by, "published"]
    found = groups(values, articles, columns, every=every, each=each, seed=seed)
    days = articles["published"]
    # Unknown periods are left out: each would be a key of its own, since no two unknowns are equal.
    spans = zip(periods(days, every), first_days(days, every), strict=True)
    begun = {period: day for period, day in spans if pd.notna(period)}
    parts = found["group"].str.rsplit(JOINED, n=1)
    return ESTIMATES.check(
        found.assign(
            period=pd.to_datetime(parts.str[-1].map(begun)),
            line="all" if by is None else parts.str[0],
            every=every,
        ).sort_values(["line", "period"], kind="stable")
    )


def drift(
    values: Values, articles: Articles, *, by: str | None = None, correction: str = "holm", seed: int = 1
) -> Estimates:
    """Whether a measure rises or falls over time: its change per 365 days, by a straight line.

    Parameters
    ----------
    values
        Of one or more measures. Each article counts once.
    articles
        Holds `published`, and the column that `by` names.
    by
        A line for each group, if given.
    correction, seed
        As for `differences`.

    Returns
    -------
    Estimates
        One row per measure and group. `value` is the change per 365 days in the
        measure's unit, with an interval that redraws articles; `p` shuffles
        days between articles; further columns as of `differences`, and `days`,
        from the first article to the last. A change per year is no forecast,
        and where `days` is short no more than a way to write a small step. Fewer
        than ten dated articles have neither interval nor p.
    """
    facts = articles.set_index("article")
    rows = []
    for measure, known in VALUES.check(values).dropna(subset=["value"]).groupby("measure", sort=False):
        day = pd.to_datetime(facts["published"].reindex(known["article"])).to_numpy()
        label = np.full(len(known), "all", dtype=object)
        if by is not None:
            label = labels(articles, by, None).reindex(known["article"]).to_numpy()
        dated = ~np.isnat(day)
        for group in sorted(set(label[dated])):
            chosen = dated & (label == group)
            x = day[chosen].astype("datetime64[D]").astype(float) / 365
            y = known["value"].to_numpy(dtype=float)[chosen]
            if len(x) < 2 or np.ptp(x) == 0:
                continue
            value, low, high, p = _line(x, y, random(seed, str(measure), str(group)))
            rows.append(
                {
                    "measure": f"{measure}, change per 365 days",
                    "group": group,
                    "value": value,
                    "low": low,
                    "high": high,
                    "n": len(x),
                    "articles": len(x),
                    "corrected": False,
                    "tier": known["tier"].iloc[0],
                    "unit": known["unit"].iloc[0],
                    "instrument": known["instrument"].iloc[0],
                    "p": p,
                    "days": round(float(np.ptp(x)) * 365),
                    "unknown": int((~dated & (label == group)).sum()),
                    "why": None if len(x) >= FEWEST_DATED else fewer(len(x), "dated article", FEWEST_DATED),
                }
            )
    if not rows:
        raise CompareError("no two articles with a value are of different days, so that nothing can drift.")
    return correct(ESTIMATES.frame(rows), correction)


def _corrected(p: Array, correction: str) -> Array:
    """P-values corrected for how many they are.

    >>> _corrected(np.array([0.01, 0.04, 0.03]), "holm").round(2).tolist()
    [0.03, 0.06, 0.06]
    >>> _corrected(np.array([0.01, 0.04, 0.03]), "bh").round(2).tolist()
    [0.03, 0.04, 0.04]
    """
    if correction not in CORRECTIONS:
        raise CompareError(f"no correction {correction!r}. There are: {', '.join(CORRECTIONS)}.")
    m, order = len(p), np.argsort(p, kind="stable")
    corrected, ranks = p.copy(), np.arange(len(p))
    # Of two p-values the larger never becomes the smaller.
    if correction == "holm":
        corrected[order] = np.maximum.accumulate((m - ranks) * p[order])
    elif correction == "bh":
        stepped = m / (ranks + 1) * p[order]
        corrected[order] = np.minimum.accumulate(stepped[::-1])[::-1]
    found: Array = np.minimum(corrected, 1.0)
    return found


def _pairs(material: Material, against: str | None, by: str | Sequence[str]) -> list[tuple[Side, Side]]:
    """Which sides are compared: the first of each pair less the second."""
    known = [side for name, side in material.sides.items() if name != UNKNOWN]
    if against not in (None, OTHERS, EACH_OTHER):
        if against not in material.sides:
            there = ", ".join(material.sides)
            raise CompareError(
                f"no group {against!r} by {by} has a value of {material.measure}. There are: {there}."
            )
        return [(side, material.sides[against]) for side in known if side.label != against]
    few = len(known) <= PAIRED_UP
    if len(known) < 2:
        return []
    if against == EACH_OTHER or (against is None and few) or len(known) == 2:
        return list(combinations(known, 2))
    return [(side, Side.of(OTHERS, [other for other in known if other is not side])) for side in known]


def _difference(
    material: Material, one: Side, other: Side, within: str | None, shuffles: int, seed: int
) -> dict[str, object]:
    """The row of one comparison."""
    group = f"{one.label} less {other.label}"
    rng = random(seed, material.measure, group)
    if max(one.articles, other.articles) > MANY:
        shuffles = min(shuffles, MOST_SHUFFLES)
    row: dict[str, object] = {
        "measure": material.measure,
        "group": group,
        "corrected": False,
        "tier": material.tier,
        "one": one.label,
        "other": other.label,
        "unit": material.unit,
        "instrument": material.instrument,
        "without": one.without + other.without,
        "unknown": material.unknown,
    }
    if within is not None:
        row |= _paired(one, other, within, shuffles, rng)
    else:
        limits = apart(one, other)
        enough = min(one.articles, other.articles) >= FEWEST_ARTICLES
        first = np.r_[np.ones(one.articles, bool), np.zeros(other.articles, bool)]
        row |= {
            "value": one.value - other.value,
            "low": limits.low,
            "high": limits.high,
            "n": len(first),
            "articles": len(first),
            "value_one": one.value,
            "value_other": other.value,
            "p": shuffled_t(
                np.r_[one.values, other.values], np.r_[one.weights, other.weights], first, shuffles, rng
            )
            if enough
            else np.nan,
            "why": limits.why,
            "unpaired": 0,
        }
    value = float(str(row["value"]))
    return {**row, "difference": value, "effect": value * _standard(one, other)}


def _shared(one: Side, other: Side) -> set[object]:
    """The events that both sides tell."""
    known = [set(pd.Series(side.events, dtype=object).dropna()) for side in (one, other)]
    return known[0] & known[1]


def _paired(
    one: Side, other: Side, within: str, shuffles: int, rng: np.random.Generator
) -> dict[str, object]:
    """The difference within events: its mean over the events that both sides tell."""
    assert one.events is not None
    assert other.events is not None
    values = np.r_[one.values, other.values]
    events = pd.Series(np.r_[one.events, other.events], dtype=object)
    first = np.r_[np.ones(one.articles, bool), np.zeros(other.articles, bool)]
    both = _shared(one, other)
    shared = events.isin(both).to_numpy()
    codes = pd.factorize(events[shared])[0]
    values, first = values[shared], first[shared]
    means = [
        np.bincount(codes[chosen], values[chosen], len(both))
        / np.bincount(codes[chosen], minlength=len(both))
        for chosen in (first, ~first)
    ]
    differences = means[0] - means[1]
    row: dict[str, object] = {
        "value": float(differences.mean()),
        "low": np.nan,
        "high": np.nan,
        "n": len(both),
        "articles": len(values),
        "value_one": float(means[0].mean()),
        "value_other": float(means[1].mean()),
        "p": np.nan,
        "why": None,
        "unpaired": int((~shared).sum()),
    }
    if len(both) < FEWEST_ARTICLES:
        return {**row, "why": fewer(len(both), f"common {within}")}
    row["p"] = swapped_t(values, codes, first, shuffles, rng)
    if np.ptp(differences) == 0:
        return {**row, "why": f"the difference is the same in all {len(both)}"}
    totals, size = redrawn(differences, np.ones(len(both)), FINE, rng)
    row["low"], row["high"] = quantiles(totals / size, len(both) - 1)
    return row


def _standard(one: Side, other: Side) -> float:
    """What makes a difference Hedges' g: one over the standard deviation of articles, corrected for few."""
    freedom = one.articles + other.articles - 2
    squares = sum(float(((side.values - side.values.mean()) ** 2).sum()) for side in (one, other))
    if freedom < 1 or squares == 0:
        return np.nan
    return (1 - 3 / (4 * freedom - 1)) / float(np.sqrt(squares / freedom))


def _line(x: Array, y: Array, rng: np.random.Generator) -> tuple[float, float, float, float]:
    """The slope of the least-squares line, its 95% interval, and the p-value of shuffled days."""

    def slopes(x: Array, y: Array) -> Array:
        centred = x - x.mean(axis=-1, keepdims=True)
        squares = (centred**2).sum(axis=-1)
        with np.errstate(invalid="ignore", divide="ignore"):
            found: Array = (centred * y).sum(axis=-1) / squares
        return found

    slope = float(slopes(x, y))
    n = len(x)
    if n < FEWEST_DATED:
        return slope, np.nan, np.nan, np.nan
    redrawings, reached = [], 1
    for start, stop in blocks(DRAWS, n):
        chosen = rng.integers(n, size=(stop - start, n), dtype=np.int32)
        redrawings.append(slopes(x[chosen], y[chosen]))
    for start, stop in blocks(DRAWS - 1, n):
        mixed = rng.permuted(np.tile(y, (stop - start, 1)), axis=1)
        reached += int((np.abs(slopes(x[None], mixed)) >= abs(slope) * (1 - SAME)).sum())
    drawn = np.concatenate(redrawings)
    drawn = drawn[np.isfinite(drawn)]
    low, high = quantiles(slope + np.sqrt(n / (n - 2)) * (drawn - slope), n - 2)
    return slope, low, high, reached / DRAWS
