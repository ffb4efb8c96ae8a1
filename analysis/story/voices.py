"""What is said of voices: whose words, who is heard, who never."""

from __future__ import annotations

import pandas as pd

from analysis import tier
from analysis.story.finding import DOUBT, Finding, counted, listed
from analysis.tables import Mentions, Quotes, Validity

MEASURE, TASK = "voices", "quotes"  # as the validity table has them
WHOLE = "recall at 0.3"


def reach(measure: str = MEASURE, validity: Validity | None = None) -> str:
    """What share of the attributions that people code the instrument could see, in one sentence.

    Of several sets it speaks of the one that decides the instrument's tier,
    else of that on which it saw least.

    Parameters
    ----------
    measure
        The instrument, as the validity table has it.
    validity
        The table; the shipped one if left out.

    Examples
    --------
    >>> reach("an instrument nobody has tried")
    'What share of all attributions these are has not been validated against human codes.'
    """
    table = tier.validity() if validity is None else validity
    rows = table[(table["task"] == TASK) & (table["measure"] == measure)]
    recall = rows[rows["metric"] == WHOLE].sort_values("value")
    if recall.empty:
        return "What share of all attributions these are has not been validated against human codes."
    deciding = rows[rows["tier"].notna()].sort_values(["tier", "low"], ascending=[False, True])
    gold = next((gold for gold in deciding["gold"] if gold in set(recall["gold"])), recall["gold"].iloc[0])
    there = rows[rows["gold"] == gold].set_index("metric")
    whole = there.loc[WHOLE]
    interval = ""
    if pd.notna(whole["low"]):
        interval = f" (95% interval {100 * whole['low']:.0f} to {100 * whole['high']:.0f}%)"
    kinds = [
        f"{100 * there.loc[name, 'value']:.0f}% of the {kind}"
        for kind in ("direct", "mixed", "indirect")
        if (name := f"recall of {kind} at 0.3") in there.index
    ]
    return (
        f"Of the attributions that people coded in {gold} the rules see {100 * whole['value']:.0f}%{interval}"
        + (f": {listed(kinds)}." if kinds else ".")
    )


def voices(shares: pd.DataFrame) -> Finding:
    """Whose words the body is in.

    Parameters
    ----------
    shares
        Of `chart.voice_shares`: article, voice, words, share. Of several
        articles each counts the same.

    Examples
    --------
    >>> shares = pd.DataFrame({"article": "a", "voice": ["reporter", "reported", "quoted"], "words": [6, 1, 3],
    ...     "share": [0.6, 0.1, 0.3]})
    >>> voices(shares).alt
    'Of the words of the body the reporter has 60%, reported speech 10% and quotations 30%; n = 10 words.'
    """
    if shares.empty:
        return Finding(
            claim="There is no body, so there are no words to give to anyone",
            alt="The articles hold 0 words of body.",
            sure=_sure(),
        )
    mean = 100 * shares.groupby("voice")["share"].mean()
    own, said, quoted = (float(mean.get(voice, 0.0)) for voice in ("reporter", "reported", "quoted"))
    words, articles = int(shares["words"].sum()), shares["article"].nunique()
    others = said + quoted
    claim = _hedged(
        f"{others:.0f}% of the words are other people's", f"{others:.0f}% of the words other people's"
    )
    over = f"mean of {articles:,} articles, " if articles > 1 else ""
    return Finding(
        claim=claim,
        alt=(
            f"Of the words of the body the reporter has {own:.0f}%, reported speech {said:.0f}% and "
            f"quotations {quoted:.0f}%; {over}n = {counted(words, 'word')}."
        ),
        sure=_sure(),
    )


def speakers(attributions: pd.DataFrame, top: int = 5) -> Finding:
    """Who is heard most, and how many attributions nobody can be named for.

    Parameters
    ----------
    attributions
        Of `chart.attributions`: speaker, named, direct, mixed, indirect, n, articles.
    top
        How many speakers the text names.
    """
    if attributions.empty:
        return Finding(
            claim="No attribution was found",
            alt="0 attributions: nobody is found to be said to say, think or want anything.",
            sure=reach(),
        )
    known = attributions[attributions["speaker"].notna()]
    unclear = int(attributions.loc[attributions["speaker"].isna(), "n"].sum())
    every = int(attributions["n"].sum())
    kinds = [f"{int(attributions[kind].sum()):,} {kind}" for kind in ("direct", "mixed", "indirect")]
    if known.empty:
        claim = "No attribution has a speaker who is named"
    else:
        first = int(known["n"].iloc[0])
        leading = known.loc[known["n"] == first, "speaker"].tolist()
        share = f"{first:,} of {counted(every, 'attribution')}"
        if len(leading) > 3:
            claim = f"{len(leading)} speakers are heard equally, none more than {counted(first, 'time')}"
        else:
            claim = _hedged(
                f"{listed(leading)} {'is' if len(leading) == 1 else 'are'} heard most: {share}"
                + ("" if len(leading) == 1 else " each"),
                f"{listed(leading)} heard most: {share}" + ("" if len(leading) == 1 else " each"),
            )
    told = [f"{row.speaker} {row.n:,}" for row in known.head(top).itertuples()]
    nameless = known.loc[(known["named"] == False).fillna(False).astype(bool)]  # noqa: E712
    alt = (
        f"{counted(every, 'attribution')} ({listed(kinds)}) to {counted(len(known), 'speaker')}: "
        f"{listed(told) or 'none'}{' and others' if len(known) > top else ''}. "
        f"{unclear:,} not named or unclear."
    )
    if len(nameless):
        alt += f" {counted(int(nameless['n'].sum()), 'attribution')} to speakers without a name."
    return Finding(claim=claim, alt=alt, sure=f"{_sure()} {reach()}")


def unheard(heard: pd.DataFrame, unclear: int = 0, top: int = 5) -> Finding:
    """Who is spoken of most and never heard.

    Parameters
    ----------
    heard
        Of `chart.heard`: actor, type, mentions, attributions, together, heard, articles.
    unclear
        Number of attributions whose speaker is not named or unclear; they may be anybody's.
    top
        How many actors the text names.
    """
    if heard.empty:
        return Finding(
            claim="Nobody is spoken of",
            alt="0 mentions have a clear actor.",
            sure=_sure(),
        )
    silent = heard[~heard["heard"]]
    if silent.empty:
        claim = "All who are spoken of are heard too"
    else:
        most = silent.iloc[0]
        claim = _hedged(
            f"{most['actor']} is spoken of {counted(int(most['mentions']), 'time')} and never heard",
            f"{most['actor']} spoken of {counted(int(most['mentions']), 'time')} and never heard",
        )
    named = [f"{row.actor} ({row.type}) {row.mentions:,}" for row in silent.head(top).itertuples()]
    loud = [
        f"{row.actor} {row.attributions:,} of {row.mentions:,}"
        for row in heard[heard["heard"]].head(top).itertuples()
    ]
    return Finding(
        claim=claim,
        alt=(
            f"{len(silent):,} of {counted(len(heard), 'actor')} are never heard; most mentioned of these: "
            f"{listed(named) or 'none'}. Heard, as attributions of mentions: {listed(loud) or 'none'}."
        ),
        sure=(
            f"Never heard means that no attribution was found. {reach()}"
            + (
                f" {counted(unclear, 'attribution')} with a speaker not named or unclear may be anybody's."
                if unclear
                else ""
            )
        ),
    )


def _hedged(plain: str, found: str) -> str:
    """A claim as the instrument's tier allows it: said, said to seem so, or left to the rules."""
    verb = tier.verb(tier.of(MEASURE, TASK))
    if verb == "shows":
        return plain
    return f"It seems that {plain}" if verb == "suggests" else f"The rules find {found}; {DOUBT}"


def _sure() -> str:
    if tier.of(MEASURE, TASK) == tier.NONE:
        return "Attributions have not been validated against human coders."
    return f"How sure: {tier.footer(MEASURE, TASK)}."
