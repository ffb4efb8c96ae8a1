"""How far a tone can be leant on: beside other instruments, against the length of text, over articles."""

from __future__ import annotations

from collections.abc import Mapping
from math import atanh, sqrt, tanh

import numpy as np
import pandas as pd

from analysis.tables import ESTIMATES, Articles, Estimates, Scores
from analysis.tone.estimating import FEWEST
from analysis.tone.scoring import ToneError

SMALL = 0.10  # Cohen (1988), Statistical Power Analysis, ch. 3: below this a correlation is less than small
FEWEST_PAIRS = 10  # the interval of a rank correlation is not to be believed with fewer


def robust(estimates: Mapping[str, Estimates], primary: str | None = None) -> Estimates:
    """The primary instrument's estimates, with the band in which the other instruments' lie.

    One instrument is declared before anything is measured, and findings rest
    on it. The band says what another choice would have given; it is no
    interval. Tones of several instruments share no unit, so standardize them
    first, with `standardized`, where their sizes are to be compared; their signs can
    be compared as they are.

    Parameters
    ----------
    estimates
        By instrument, of the same groups.
    primary
        The one declared; the first by default.

    Returns
    -------
    Estimates
        The primary's, with `others` (how many other instruments have the
        group), `others_low` and `others_high` (the lowest and the highest of their
        values; missing where there is none), and `agree`: how many of them
        have the primary's sign.

    Raises
    ------
    ToneError
        If there are no estimates, or none by the primary instrument.

    Examples
    --------
    >>> row = {"measure": "tone", "group": "all", "n": 9, "articles": 1, "corrected": False, "tier": "C"}
    >>> made = {name: ESTIMATES.frame([{**row, "value": value}]) for name, value in
    ...         [("a", -0.2), ("b", -0.3), ("c", 0.1)]}
    >>> robust(made)[["value", "others_low", "others_high"]].values.tolist(), robust(made)["agree"].item()
    ([[-0.2, -0.3, 0.1]], 1)
    """
    primary = next(iter(estimates), "none") if primary is None else primary
    if primary not in estimates:
        raise ToneError(
            f"there are no estimates by {primary!r}, which is to be primary. "
            f"There are: {', '.join(estimates) or 'none'}."
        )
    own = ESTIMATES.check(estimates[primary])
    beside = [table.set_index("group")["value"] for name, table in estimates.items() if name != primary]
    values = pd.DataFrame({place: other.reindex(own["group"]) for place, other in enumerate(beside)})
    values = values.reset_index(drop=True).reindex(range(len(own))).astype(float)
    same = np.sign(values).eq(np.sign(own["value"]), axis=0)
    return own.assign(
        others=values.notna().sum(axis=1).astype("int64"),
        others_low=values.min(axis=1).astype(float),
        others_high=values.max(axis=1).astype(float),
        agree=same.sum(axis=1).astype("int64"),
    )


def lengths(scores: Scores) -> pd.DataFrame:
    """Whether tone follows the length of text, for each instrument.

    A tone of wording should not depend on how many words there are. Some
    instruments add up what they find, so that a long text is further from
    neutral; others thin it out. Then long and short texts cannot be compared.

    Parameters
    ----------
    scores
        Of sentences, by one or more instruments. Of one article its sentences
        are compared, of several the articles: mean tone with number of words.

    Returns
    -------
    DataFrame
        Two rows per instrument: `instrument`; `of`, what is correlated with the
        number of words: the `tone`, or its `distance` from neutral; `unit`
        (sentence or article); `rho`, Spearman's rank correlation; `low` and `high` of its
        95% interval, after Bonett, D. G. & Wright, T. A. (2000), Sample size
        requirements for estimating Pearson, Kendall and Spearman correlations,
        Psychometrika 65, 23-28; `n`; and `follows`, whether the whole interval
        is further than .10 from 0. Without an interval (fewer than ten texts, or
        texts that are all alike) rho may be missing, and nothing is said to follow.

    """
    rows = []
    for instrument, some in scores[scores["unit"] == "sentence"].groupby("instrument", sort=False):
        single = some["article"].nunique() == 1
        texts = (
            some[["tone", "words"]]
            if single
            else some.groupby("article").agg(tone=("tone", "mean"), words=("words", "sum"))
        )
        for of, tones in (("tone", texts["tone"]), ("distance", texts["tone"].abs())):
            rho, low, high = _spearman(tones.astype(float), texts["words"].astype(float))
            rows.append(
                {
                    "instrument": instrument,
                    "of": of,
                    "unit": "sentence" if single else "article",
                    "rho": rho,
                    "low": low,
                    "high": high,
                    "n": len(texts),
                    "follows": bool(low > SMALL or high < -SMALL),
                }
            )
    columns = ["instrument", "of", "unit", "rho", "low", "high", "n", "follows"]
    return pd.DataFrame(rows, columns=columns)


def _spearman(one: pd.Series[float], other: pd.Series[float]) -> tuple[float, float, float]:
    if one.nunique() < 2 or other.nunique() < 2:
        return np.nan, np.nan, np.nan
    rho = float(np.corrcoef(one.rank(), other.rank())[0, 1])
    if len(one) < FEWEST_PAIRS or abs(rho) > 1 - 1e-12:
        return rho, np.nan, np.nan
    reach = 1.959964 * sqrt((1 + rho**2 / 2) / (len(one) - 3))
    return rho, tanh(atanh(rho) - reach), tanh(atanh(rho) + reach)


def comparable(articles: Articles, by: str = "outlet") -> list[str]:
    """The groups that there are enough articles of to compare their tone.

    Parameters
    ----------
    articles
        Those that are measured.
    by
        The column that names the groups.

    Returns
    -------
    list
        Two groups or more, in order of the alphabet.

    Raises
    ------
    ToneError
        If fewer than two groups have five articles: one text is no sample of
        its outlet, and the tone of one text ranks nobody.

    """
    if by not in articles:
        raise ToneError(f"articles have no column {by!r}. They have: {', '.join(articles.columns)}.")
    counted = articles[by].dropna().astype(str).value_counts()
    enough = sorted(counted.index[counted >= FEWEST])
    if len(enough) < 2:
        there = ", ".join(f"{name} {number}" for name, number in sorted(counted.items())) or "none named"
        raise ToneError(
            f"to compare tone by {by}, two groups of {FEWEST} articles or more are needed, best on the same "
            f"events; there are: {there}. The tone of one text ranks nobody."
        )
    return [str(name) for name in enough]
