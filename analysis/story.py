"""Says in words what a table shows, no more surely than the figures allow.

A finding is a claim for a chart's title, a text that carries the chart's
numbers for those who cannot see it, and a sentence on how sure one can be.
The claim's verb follows from the instrument's tier and from whether the
interval reaches nought, so that the words cannot outrun the figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis import tier
from analysis.codebook import Codebook
from analysis.compare import FEWEST_ARTICLES
from analysis.tables import Estimates, Frames, Hits, Passages, Scores, Sentences
from analysis.tone import TITLES

MEASURED = ("headline", "subheading", "body")


# What is said where an instrument is too weak against human coders to carry a claim.
DOUBT = "whether readers would is too uncertain to say"


class StoryError(ValueError):
    """A finding asked of a table that cannot carry it."""


@dataclass(frozen=True)
class Finding:
    """What a table shows, in words.

    Attributes
    ----------
    claim
        One sentence, fit for a chart's title.
    alt
        What a chart of it shows, with its numbers.
    sure
        How sure one can be, and why.

    """

    claim: str
    alt: str
    sure: str

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {
            "text/markdown": f"**{self.claim}.** {self.alt} *{self.sure}*",
            "text/plain": f"{self.claim}\n{self.alt}\n{self.sure}",
        }


def makeup(passages: Passages) -> Finding:
    """What articles are made of: how much is story, how much was left out, what was repaired.

    Parameters
    ----------
    passages
        Of one or more articles.

    Raises
    ------
    StoryError
        If there are no passages.

    """
    if passages.empty:
        raise StoryError(
            "there are no passages, so there is nothing to say of them. Read at least one article."
        )
    printed = passages[passages["role"] != "blank"]
    size = (printed["end"] - printed["start"]).groupby(printed["role"]).sum().sort_values(ascending=False)
    share = 100 * size / size.sum()
    left = printed[~printed["role"].isin(MEASURED)]
    kinds = left["role"].value_counts()
    repairs = int(passages["repairs"].sum())
    body = share.get("body", 0.0)
    out = f"{counted(len(left), 'passage')} left out" if len(left) else "nothing left out"
    return Finding(
        claim=f"{body:.0f}% of what is printed is the story itself; {out}",
        alt=(
            f"Share of printed characters by role: {listed([f'{r} {s:.1f}%' for r, s in share.items()])}. "
            f"Left out of measuring: {listed([f'{n} {r}' for r, n in kinds.items()]) or 'nothing'}. "
            f"{counted(repairs, 'repair')} of broken characters."
        ),
        sure="The roles are given by rules; each passage names its rule, so that any can be checked.",
    )


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
    if len(instruments) != 1:
        raise StoryError(
            f"hits of one instrument are needed, these are of {', '.join(instruments) or 'none'}."
        )
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
    return Finding(
        claim=f"On {opposite} of {counted(len(wide), 'sentence')} the two instruments say the opposite",
        alt=(
            f"{title(one)} and {title(other)} agree in sign on {len(wide) - opposite - silent}, "
            f"differ on {opposite}, and on {silent} at least one of them found no listed word."
        ),
        sure=f"{sureness(one)} {sureness(other)}",
    )


def frames(table: Frames, codebook: Codebook) -> Finding:
    """Which frames are there, which leads, which are absent.

    Parameters
    ----------
    table
        Frames of one or more articles by one codebook.
    codebook
        Whose titles name the frames.

    """
    titles = codebook.titles
    summed = table.groupby("frame", sort=False).agg(
        present=("present", "sum"), strength=("strength", "mean"), evidence=("evidence", "sum")
    )
    summed = summed.sort_values(["strength", "evidence"], ascending=False, kind="stable")
    there = summed[summed["present"] > 0]
    absent = [titles[str(frame)].lower() for frame in summed.index[summed["present"] == 0]]
    measure = codebook.instrument
    if there.empty:
        claim = "No frame is told with enough evidence"
    else:
        leading = titles[str(there.index[0])]
        claim = {"shows": f"{leading} leads", "suggests": f"{leading} seems to lead"}.get(
            tier.verb(tier.of(measure)),
            f"Most evidence is of {leading.lower()}; {DOUBT}",
        )
    shares = [
        f"{titles[str(row.Index)].lower()} {100 * row.strength:.0f}% ({counted(row.evidence, 'piece')})"
        for row in summed.itertuples()
    ]
    missing = f" Not present: {listed(absent)}." if absent else ""
    return Finding(
        claim=claim,
        alt=f"Share of sentences with evidence: {listed(shares)}.{missing}",
        sure=sureness(measure),
    )


def across(estimates: Estimates) -> str:
    """Each group's figure with its interval, as the text for a chart of intervals.

    >>> from analysis.tables import ESTIMATES
    >>> across(ESTIMATES.frame([("tone", "demo", 0.1, 0.0, 0.2, 9, 1, False, "A")]))
    'Value and 95% interval of each: demo +0.10 (+0.00 to +0.20), n = 9.'
    """
    rows = [
        f"{row.group} {row.value:+.2f}"
        + (" (no interval)" if pd.isna(row.low) else f" ({row.low:+.2f} to {row.high:+.2f})")
        + f", n = {row.n}"
        for row in estimates.itertuples()
    ]
    return f"Value and 95% interval of each: {'; '.join(rows)}."


def spread(estimates: Estimates, instrument: str, unit: str) -> Finding:
    """How far apart the groups of a comparison lie.

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
    darkest, brightest = estimates.nsmallest(1, "value").iloc[0], estimates.nlargest(1, "value").iloc[0]
    if len(estimates) == 1:
        claim = f"There is nothing to compare {darkest['group']} with: articles of a second group are needed"
    elif estimates["low"].isna().any():
        claim = f"Too few articles to say whether the groups differ: each needs {FEWEST_ARTICLES}"
    elif darkest["high"] < brightest["low"]:
        dark, bright = darkest["group"], brightest["group"]
        claim = {
            "shows": f"{dark} is worded more darkly than {bright}",
            "suggests": f"{dark} seems worded more darkly than {bright}",
        }.get(
            tier.verb(str(darkest["tier"])),
            f"{title(instrument)} scores {dark} darker than {bright}; {DOUBT}",
        )
    else:
        claim = "The groups cannot be told apart"
    return Finding(claim=claim, alt=f"In {unit}. {across(estimates)}", sure=sureness(instrument))


def sureness(measure: str) -> str:
    """How far the instrument is validated, in one sentence.

    >>> sureness("an instrument nobody has tried")
    'an instrument nobody has tried has not been validated against human coders.'
    """
    graded = tier.of(measure)
    if graded == tier.NONE:
        return f"{title(measure)} has not been validated against human coders."
    return f"How sure: {tier.footer(measure)}."


def title(instrument: str) -> str:
    """The printed name of a tone instrument.

    >>> title("vader"), title("my own list")
    ('VADER', 'my own list')
    """
    return TITLES.get(instrument, instrument)


def counted(number: int, noun: str) -> str:
    """A number with its noun.

    >>> counted(1, "passage"), counted(1200, "passage")
    ('1 passage', '1,200 passages')
    """
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def listed(parts: Sequence[str]) -> str:
    """Parts as a list in prose.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    return ", ".join(parts[:-1]) + (" and " if len(parts) > 1 else "") + (parts[-1] if parts else "")
