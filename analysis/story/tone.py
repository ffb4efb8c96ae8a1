"""What is said of tone."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis import tier
from analysis.compare import FEWEST_ARTICLES
from analysis.story.finding import DOUBT, Finding, StoryError, counted, listed, sureness, title
from analysis.tables import Estimates, Hits, Scores, Sentences


def tone(estimate: pd.Series, instrument: str, name: str = "the article") -> Finding:
    """Whether wording is darker or brighter than neutral.

    Parameters
    ----------
    estimate
        A row of ESTIMATES: mean tone of a group, with its interval.
    instrument
        The instrument that scored it.
    name
        What to call the group in the claim.

    Examples
    --------
    >>> row = pd.Series({"measure": "mean tone per sentence, demo", "group": "a", "value": -0.3, "low": -0.4,
    ...     "high": -0.2, "n": 20, "articles": 1, "tier": "A"})
    >>> tone(row, "demo").claim
    'The wording of the article is darker than neutral'

    """
    value, low, high = (float(estimate[part]) for part in ("value", "low", "high"))
    direction = "darker" if value < 0 else "brighter"
    of = (
        f"{counted(int(estimate['n']), 'sentence')}"
        if estimate["articles"] == 1
        else f"{estimate['articles']} articles"
    )
    if pd.isna(low):
        claim = f"Too little text to say how {name} is worded"
        alt = f"The mean tone is {value:+.2f} over {of}, too few for an interval."
    else:
        claim = {
            "shows": f"The wording of {name} is {direction} than neutral",
            "suggests": f"The wording of {name} seems {direction} than neutral",
        }.get(
            tier.verb(str(estimate["tier"])),
            f"{title(instrument)} scores {name} {direction} than neutral; {DOUBT}",
        )
        if low <= 0 <= high:
            claim = f"The wording of {name} cannot be told from neutral"
        alt = f"The mean tone is {value:+.2f}, 95% interval {low:+.2f} to {high:+.2f}, over {of}."
    claim = claim[0].upper() + claim[1:]
    return Finding(claim=claim, alt=f"{alt} Nought is neutral; below is darker.", sure=sureness(instrument))


def words(hits: Hits, top: int = 3) -> Finding:
    """Which words made the tone.

    Parameters
    ----------
    hits
        Of one instrument.
    top
        How many of each sign to name.

    """
    instruments = sorted(hits["instrument"].unique())
    if not instruments:
        return Finding(
            claim="No word made a tone",
            alt="0 words were found that the instrument lists.",
            sure="A text without a listed word is not thereby a neutral one.",
        )
    if len(instruments) != 1:
        raise StoryError(f"hits of one instrument are needed, these are of {', '.join(instruments)}.")
    summed = hits.groupby(hits["found"].str.casefold())["weight"].sum()
    dark, bright = summed[summed < 0].nsmallest(top), summed[summed > 0].nlargest(top)
    below, above = float(summed[summed < 0].sum()), float(summed[summed > 0].sum())
    heavier = "Dark words outweigh bright ones" if -below > above else "Bright words outweigh dark ones"
    first = dark if -below > above else bright
    said = f"{heavier}, “{first.index[0]}” most" if len(first) else "No word made a tone"
    return Finding(
        claim=said,
        alt=(
            f"Dark words add up to {below:+.2f}, bright ones to {above:+.2f}. "
            f"Darkest: {listed([f'{w} {v:+.2f}' for w, v in dark.items()]) or 'none'}. "
            f"Brightest: {listed([f'{w} {v:+.2f}' for w, v in bright.items()]) or 'none'}."
        ),
        sure=sureness(instruments[0]),
    )


def along(scores: Scores, sentences: Sentences) -> Finding:
    """Where along one article the tone is darkest and brightest.

    Parameters
    ----------
    scores
        Sentence scores of one article by one instrument.
    sentences
        The article's sentences.

    """
    toned = scores.merge(
        sentences[["sentence", "role"]], left_on="unit_id", right_on="sentence", validate="one_to_one"
    )
    body = toned[toned["role"] == "body"]
    if body.empty:
        raise StoryError(
            "the article has no body sentence with a score, so there is no course of tone to tell."
        )
    dark, bright, none = ((body["tone"] < 0).sum(), (body["tone"] > 0).sum(), (body["tone"] == 0).sum())
    darkest, brightest = body.loc[body["tone"].idxmin()], body.loc[body["tone"].idxmax()]
    halves = body["tone"].iloc[: len(body) // 2].mean(), body["tone"].iloc[len(body) // 2 :].mean()
    instrument = str(scores["instrument"].iloc[0])
    sentences_said = counted(len(body), "sentence")
    claim = f"Of {sentences_said} {title(instrument)} finds {dark} dark, {bright} bright, {none} neither"
    headline = toned.loc[toned["role"] == "headline", "tone"]
    opening = f" The headline scores {headline.iloc[0]:+.2f}." if len(headline) else ""
    return Finding(
        claim=claim,
        alt=(
            f"Darkest is sentence {darkest['unit_id']} at {darkest['tone']:+.2f}, brightest sentence "
            f"{brightest['unit_id']} at {brightest['tone']:+.2f}. The first half averages {halves[0]:+.2f}, "
            f"the second {halves[1]:+.2f}.{opening}"
        ),
        sure=sureness(instrument),
    )


def disagreement(scores: Scores, one: str, other: str) -> Finding:
    """On how many sentences two instruments say the opposite.

    Parameters
    ----------
    scores
        Of the same sentences by both instruments.
    one, other
        Their names.

    """
    wide = scores[scores["unit"] == "sentence"].pivot(
        index=["article", "unit_id"], columns="instrument", values="tone"
    )
    if absent := [name for name in (one, other) if name not in wide]:
        raise StoryError(f"there are no scores by {', '.join(absent)}. There are: {', '.join(wide.columns)}.")
    opposite = int((wide[one] * wide[other] < 0).sum())
    silent = int(((wide[one] == 0) | (wide[other] == 0)).sum())
    first = title(one)[0].upper() + title(one)[1:]
    return Finding(
        claim=f"On {opposite} of {counted(len(wide), 'sentence')} the two instruments say the opposite",
        alt=(
            f"{first} and {title(other)} agree in sign on {len(wide) - opposite - silent}, "
            f"differ on {opposite}, and on {silent} at least one of them found no listed word."
        ),
        sure=f"{sureness(one)} {sureness(other)}",
    )


def across(estimates: Estimates) -> str:
    """Each group's figure with its interval, as the text for a chart of intervals.

    >>> from analysis.tables import ESTIMATES
    >>> across(ESTIMATES.frame([("tone", "demo", 0.1, 0.0, 0.2, 9, 1, False, "A")]))
    'Value and 95% interval of each: demo +0.10 (+0.00 to +0.20), n = 9.'
    """
    rows = [f"{row.group} {_figure(row)}, n = {row.n}" for row in estimates.itertuples()]
    return f"Value and 95% interval of each: {'; '.join(rows)}."


def _figure(row: Any) -> str:
    if pd.isna(row.value):
        return "too few articles to say"
    return f"{row.value:+.2f}" + (
        " (no interval)" if pd.isna(row.low) else f" ({row.low:+.2f} to {row.high:+.2f})"
    )


def spread(estimates: Estimates, instrument: str, unit: str) -> Finding:
    """How far apart the groups of a comparison lie; no figure is given where there are too few articles.

    Parameters
    ----------
    estimates
        Of one measure, one row per group.
    instrument
        The instrument that measured it.
    unit
        What the value counts.

    """
    if estimates.empty:
        raise StoryError("there are no estimates to tell of.")
    enough = estimates.dropna(subset=["low"]).sort_values("value", kind="stable")
    alt = f"In {unit}. {across(estimates)}"
    if len(enough) < 2:
        # A figure beside a name would be read as its rank.
        held = listed([f"{row.group} {row.articles}" for row in estimates.itertuples()])
        alt = f"Articles of each: {held}. Wanted are {FEWEST_ARTICLES} or more of each of two groups."
    if len(estimates) == 1:
        only = estimates["group"].iloc[0]
        claim = f"There is nothing to compare {only} with: articles of a second group are needed"
    elif len(enough) < 2:
        claim = f"Too few articles to say whether the groups differ: each needs {FEWEST_ARTICLES}"
    elif enough["high"].iloc[0] < enough["low"].iloc[-1]:
        dark, bright = enough["group"].iloc[0], enough["group"].iloc[-1]
        claim = {
            "shows": f"{dark} is worded more darkly than {bright}",
            "suggests": f"{dark} seems worded more darkly than {bright}",
        }.get(
            tier.verb(str(enough["tier"].iloc[0])),
            f"{title(instrument)} scores {dark} darker than {bright}; {DOUBT}",
        )
    else:
        claim = "The groups cannot be told apart"
    return Finding(claim=claim, alt=alt, sure=sureness(instrument))
