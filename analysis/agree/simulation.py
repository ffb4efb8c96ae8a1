"""Do the intervals keep their promise? Corpora with a known truth, drawn and estimated many times over."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import ndtr

from analysis.agree.estimator import Design, Method, fit, interval
from analysis.agree.forms import AgreeError

# What is true of every corpus drawn: outlet B writes 0.3 brighter, and each step of x adds 0.5.
BRIGHTER, SLOPE = 0.3, 0.5
ARTICLE, REST = 0.4, 1.0  # standard deviations: between articles, between units of one
THRESHOLD = 0.6  # a unit has the frame where its tone is above this
METHODS: tuple[Method, ...] = ("machine", "human", "dsl", "ppi")
ESTIMATES = ("mean", "share", "difference", "coefficient")


def simulate(
    design: str = "simple",
    *,
    runs: int = 2_000,
    articles: int = 200,
    coded: int = 200,
    methods: tuple[Method, ...] = METHODS,
    each: str = "unit",
    corpus_only: bool = False,
    seed: int = 1,
) -> pd.DataFrame:
    """How often each method's 95% interval holds the truth, with an instrument that errs by group.

    In each run a fresh corpus of articles from two outlets is made, whose units
    share what their article is like; a machine answers, too bright of one outlet
    and not of the other and the more so the longer the unit; some units are drawn and coded; the
    mean, the share, the difference of the outlets and the slope on x are estimated.

    Parameters
    ----------
    design
        "simple", or "stratified" by outlet and machine score, equal numbers from
        each stratum, so that probabilities differ widely.
    runs
        Corpora made. With 2,000, a true 95% shows as 94 to 96.
    articles, coded
        Articles in a corpus (about five units each), and units coded.
    methods
        Of "machine" (naive), "human" (codes alone), "dsl" and "ppi".
    each
        What counts once, a "unit" or an "article".
    corpus_only
        Whether the truth is that of the corpus made, and not of all there may be.
    seed
        Where randomness starts; the same seed gives the same table.

    Returns
    -------
    pandas.DataFrame
        One row per estimate and method: `estimate`, `method`, `design`, `truth`, `bias`
        (mean of estimate less truth), `width` (mean of the intervals), `coverage`
        with its own 95% interval `low` and `high` (Wilson), and `runs`.

    Examples
    --------
    >>> found = simulate(runs=20, articles=40, coded=60).set_index(["estimate", "method"])
    >>> found.loc[("mean", "machine"), "coverage"] < found.loc[("mean", "dsl"), "coverage"]
    np.True_

    """
    if design not in ("simple", "stratified"):
        raise AgreeError(f"design is {design!r}, but it is 'simple' or 'stratified'.")
    rng = np.random.default_rng(seed)
    found = [
        row for _ in range(runs) for row in _run(design, articles, coded, methods, each, corpus_only, rng)
    ]
    told = pd.DataFrame(found, columns=["estimate", "method", "truth", "value", "low", "high"])
    told["holds"] = (told["low"] <= told["truth"]) & (told["truth"] <= told["high"])
    told["off"], told["wide"] = told["value"] - told["truth"], told["high"] - told["low"]
    grouped = told.groupby(["estimate", "method"], sort=False)
    summed = grouped.agg(
        truth=("truth", "mean"), bias=("off", "mean"), width=("wide", "mean"), coverage=("holds", "mean")
    ).reset_index()
    low, high = zip(*(_wilson(share, runs) for share in summed["coverage"]), strict=True)
    summed = summed.assign(design=design, low=low, high=high, runs=runs)
    return summed[
        ["estimate", "method", "design", "truth", "bias", "width", "coverage", "low", "high", "runs"]
    ]


def _run(
    design: str,
    articles: int,
    coded: int,
    methods: tuple[Method, ...],
    each: str,
    corpus_only: bool,
    rng: np.random.Generator,
) -> list[tuple[str, str, float, float, float, float]]:
    article = np.repeat(np.arange(articles), rng.integers(2, 9, size=articles))
    units = len(article)
    outlet = (rng.random(articles) < 0.5).astype(float)[article]
    x = rng.normal(size=units)
    shared = rng.normal(scale=ARTICLE, size=articles)[article]
    tone = BRIGHTER * outlet + SLOPE * x + shared + rng.normal(scale=REST, size=units)
    has = (tone > THRESHOLD).astype(float)
    # The instrument: on another scale, too bright of outlet B, the more so the longer the unit.
    machine = 0.6 * tone + 0.5 * outlet + 0.3 * x * outlet + rng.normal(scale=0.6, size=units)
    wrong = rng.random(units) < np.where(
        outlet == 1, np.where(has == 1, 0.05, 0.25), np.where(has == 1, 0.30, 0.02)
    )
    says = np.where(wrong, 1 - has, has)
    stratum = np.zeros(units, dtype=np.int64)
    if design == "stratified":
        cut = np.quantile(machine, [0.25, 0.5, 0.75])
        stratum = np.unique(4 * outlet + np.searchsorted(cut, machine), return_inverse=True)[1].astype(
            np.int64
        )
    chosen = _drawn(stratum, coded, rng)
    one, both = np.ones((units, 1)), np.column_stack([1 - outlet, outlet])
    line = np.column_stack([np.ones(units), x, outlet])
    variance = SLOPE**2 + ARTICLE**2 + REST**2
    share = float(np.mean([ndtr((mean - THRESHOLD) / np.sqrt(variance)) for mean in (0.0, BRIGHTER)]))
    counts = 1 / np.bincount(article)[article] if each == "article" else None
    tasks = {
        "mean": (one, machine, tone, np.array([1.0]), BRIGHTER / 2),
        "share": (one, says, has, np.array([1.0]), share),
        "difference": (both, machine, tone, np.array([-1.0, 1.0]), BRIGHTER),
        "coefficient": (line, machine, tone, np.array([0.0, 1.0, 0.0]), SLOPE),
    }
    rows: list[tuple[str, str, float, float, float, float]] = []
    for name, (columns, answers, truth, contrast, value) in tasks.items():
        if corpus_only:
            root = np.ones(units) if counts is None else np.sqrt(counts)
            value = float(contrast @ np.linalg.lstsq(columns * root[:, None], truth * root, rcond=None)[0])
        made = Design(columns, answers, chosen, truth[chosen], stratum, article, corpus_only, counts)
        for method in methods:
            low, high = interval(fitted := fit(made, method, rng), contrast, share=name == "share")
            rows.append((name, method, value, float(contrast @ fitted.coefficient), low, high))
    return rows


def _drawn(stratum: np.ndarray, coded: int, rng: np.random.Generator) -> np.ndarray:
    """As many from each stratum, or all of it where it has fewer."""
    strata = stratum.max() + 1
    each = [np.flatnonzero(stratum == number) for number in range(strata)]
    return np.concatenate([rng.choice(s, size=min(len(s), coded // strata), replace=False) for s in each])


def _wilson(share: float, n: int) -> tuple[float, float]:
    from scipy import stats  # takes a second to import

    found = stats.binomtest(round(share * n), n).proportion_ci(method="wilson")
    return float(found.low), float(found.high)
