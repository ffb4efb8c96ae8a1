"""Mean tone of articles and of groups of them, as every run estimates it."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import tier
from analysis.compare.resampling import BLOCK, DRAWS, FEWEST_ARTICLES, CompareError
from analysis.tables import ESTIMATES, Articles, Estimates, Scores, Sentences


def article_tone(scores: Scores, *, seed: int = 1) -> Estimates:
    """Mean tone of each article's sentences, with a 95% interval.

    The interval redraws the article's sentences. It says how much the mean
    depends on which sentences happen to stand there; it says nothing on the
    outlet, of which one article is no sample.

    Parameters
    ----------
    scores
        Of sentences, by one instrument.
    seed
        Where the randomness of the bootstrap starts.

    Returns
    -------
    Estimates
        One row per article, in the instrument's own scale. The interval is
        missing where there are fewer than three sentences.

    Raises
    ------
    CompareError
        If the scores come from several instruments, or not from sentences.

    Examples
    --------
    >>> from analysis.tables import SCORES
    >>> rows = [("vader", "a", "sentence", n, None, None, tone, 5) for n, tone in enumerate([.2, .4, .6])]
    >>> round(article_tone(SCORES.frame(rows))["value"].item(), 3)
    0.4

    """
    instrument = _one_instrument(scores)
    rows = []
    for article, members in scores.groupby("article", sort=False):
        low, high = _interval(members["tone"].to_numpy(), seed)
        rows.append(
            {
                "measure": f"mean tone per sentence, {instrument}",
                "group": article,
                "value": members["tone"].mean(),
                "low": low,
                "high": high,
                "n": len(members),
                "articles": 1,
                "corrected": False,
                "tier": tier.of(instrument),
            }
        )
    return ESTIMATES.frame(rows)


def overall_tone(scores: Scores, *, seed: int = 1) -> Estimates:
    """Mean tone of all sentences by each instrument, with a 95% interval.

    Of a single article the interval redraws sentences, as `article_tone` does;
    of several it redraws whole articles, each counting by the mean of its
    sentences, as `tone` does.

    Parameters
    ----------
    scores
        By one or more instruments; those of other units than sentences are passed over.
    seed
        Where the randomness of the bootstrap starts.

    Returns
    -------
    Estimates
        One row per instrument, which is also the name of its group, in the
        order given.

    Examples
    --------
    >>> from analysis.tables import SCORES
    >>> rows = [("vader", "a", "sentence", n, None, None, tone, 5) for n, tone in enumerate([.2, .4, .6])]
    >>> overall_tone(SCORES.frame(rows))[["group", "n", "articles"]].values.tolist()
    [['vader', 3, 1]]

    """
    rows = []
    scores = scores[scores["unit"] == "sentence"]
    for instrument, scored in scores.groupby("instrument", sort=False):
        everything = scored[["article"]].drop_duplicates().assign(everything=instrument)
        single = len(everything) == 1
        estimates = (
            article_tone(scored, seed=seed) if single else tone(scored, everything, "everything", seed=seed)
        )
        # One measure, a group for each instrument: they share the ends -1 and 1, not the steps between.
        rows.append(estimates.assign(group=instrument, measure="mean tone, each instrument from -1 to 1"))
    return ESTIMATES.check(pd.concat(rows))


def without_each(scores: Scores, sentences: Sentences) -> pd.DataFrame:
    """Mean tone with each passage left out in turn, to see how much hangs on any one paragraph.

    Parameters
    ----------
    scores
        Of sentences, by one instrument.
    sentences
        The sentences scored.

    Returns
    -------
    DataFrame
        One row per article and passage: article, passage, sentences (how many
        it holds), value (the article's mean without them), change (from the
        mean with them). The largest change first. Articles of one passage have
        no row.

    """
    _one_instrument(scores)
    toned = scores.merge(
        sentences[["article", "sentence", "passage"]],
        left_on=["article", "unit_id"],
        right_on=["article", "sentence"],
        validate="one_to_one",
    )
    passages = toned.groupby(["article", "passage"])["tone"].agg(["sum", "size"]).reset_index()
    whole = passages.groupby("article")[["sum", "size"]].transform("sum")
    rest = whole["size"] - passages["size"]
    value = (whole["sum"] - passages["sum"]) / rest.where(rest > 0)
    table = passages.assign(
        sentences=passages["size"], value=value, change=value - whole["sum"] / whole["size"]
    )
    kept = table.dropna(subset=["value"]).sort_values(
        "change", key=lambda change: -change.abs(), kind="stable"
    )
    return kept[["article", "passage", "sentences", "value", "change"]].reset_index(drop=True)


def tone(scores: Scores, articles: Articles, by: str = "outlet", *, seed: int = 1) -> Estimates:
    """Mean tone of each group's articles, with a 95% interval.

    Each article counts once, by the mean of its sentences. The interval
    redraws whole articles, since sentences of one article share an author, an
    event and an editor and are not independent draws.

    Parameters
    ----------
    scores
        Of sentences, by one instrument.
    articles
        Holds the column that `by` names.
    by
        What to compare. Articles where it is unknown form the group "(unknown)".
    seed
        Where the randomness of the bootstrap starts.

    Returns
    -------
    Estimates
        One row per group, the darkest first; `n` counts articles. Groups of
        fewer than five articles come last and have neither value nor interval:
        a bootstrap over so few is too narrow to be believed, and a figure
        beside an outlet's name would be read as its rank. What such articles
        are like, `article_tone` tells of each.

    Raises
    ------
    CompareError
        If the scores come from several instruments, or `by` names no column.

    """
    instrument = _one_instrument(scores)
    if by not in articles:
        raise CompareError(f"articles have no column {by!r}. They have: {', '.join(articles.columns)}.")
    means = scores.groupby("article", sort=False)["tone"].mean().rename("tone")
    facts = articles.set_index("article")[[by]].join(means, how="inner", validate="one_to_one")
    groups = facts[by].astype(object).where(facts[by].notna(), "(unknown)").astype(str)
    rows: list[dict[str, Any]] = []
    for group, members in facts["tone"].groupby(groups):
        value = low = high = np.nan
        if len(members) >= FEWEST_ARTICLES:
            value, (low, high) = members.mean(), _interval(members.to_numpy(), seed)
        rows.append(
            {
                "measure": f"mean tone per article, {instrument}",
                "group": group,
                "value": value,
                "low": low,
                "high": high,
                "n": len(members),
                "articles": len(members),
                "corrected": False,
                "tier": tier.of(instrument),
            }
        )
    rows.sort(key=lambda row: (np.isnan(row["value"]), np.nan_to_num(row["value"]), row["group"]))
    return ESTIMATES.frame(rows)


def _one_instrument(scores: Scores) -> str:
    instruments = scores["instrument"].unique()
    if len(instruments) != 1:
        raise CompareError(
            f"scores of {len(instruments)} instruments ({', '.join(instruments)}) lie on different scales. "
            "Compare within one: scores.query('instrument == \"vader\"')."
        )
    if strange := sorted(set(scores["unit"]) - {"sentence"}):
        raise CompareError(f"these scores are of unit {', '.join(strange)}; give those of sentences.")
    return str(instruments[0])


def _interval(values: npt.NDArray[Any], seed: int) -> tuple[float, float]:
    """Percentile bootstrap of the mean; missing where there are too few values to redraw."""
    if len(values) < 3:
        return np.nan, np.nan
    rng = np.random.default_rng(seed)
    n, at_once = len(values), max(1, BLOCK // len(values))  # memory does not grow with the values
    sizes = [min(at_once, DRAWS - start) for start in range(0, DRAWS, at_once)]
    redrawn = np.concatenate([values[rng.integers(n, size=(size, n))].mean(axis=1) for size in sizes])
    low, high = np.quantile(redrawn, [0.025, 0.975])
    return float(low), float(high)
