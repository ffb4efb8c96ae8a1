"""What is said of voices: whose words, who is heard, who never."""

from __future__ import annotations

import pandas as pd

from analysis import tier
from analysis.story.finding import DOUBT, Finding, counted, listed
from analysis.tables import Validity

MEASURE, TASK = "voices", "quotes"  # as the validity table has them
WHO = "actors"  # what tells which actor is meant
WHOLE = "recall at 0.3"
KINDS = ("direct", "mixed", "indirect")


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
    there = _figures(measure, validity)
    if there.empty:
        return "What share of all attributions these are has not been validated against human codes."
    whole = there.loc[WHOLE]
    interval = ""
    if pd.notna(whole["low"]):
        interval = f" (95% interval {100 * whole['low']:.0f} to {100 * whole['high']:.0f}%)"
    kinds = [
        f"{100 * there.loc[name, 'value']:.0f}% of the {kind}"
        for kind in KINDS
        if (name := f"recall of {kind} at 0.3") in there.index
    ]
    return (
        f"Of the attributions that people coded in {whole['gold']} the rules see "
        f"{100 * whole['value']:.0f}%{interval}" + (f": {listed(kinds)}." if kinds else ".")
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
    >>> shares = pd.DataFrame({"article": "a", "voice": ["reporter", "reported", "quoted"],
    ...     "words": [6, 1, 3], "share": [0.6, 0.1, 0.3]})
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
    share = f"{said + quoted:.0f}% of the words"
    claim = (
        _hedged(f"{share} are other people's", f"{share} to be other people's")
        if said + quoted > 0
        else "No words were found to be other people's"
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
    kinds = [f"{int(attributions[kind].sum()):,} {kind}" for kind in KINDS]
    leading = known.loc[known["n"] == known["n"].max(), "speaker"].tolist()
    most = 0 if known.empty else int(known["n"].max())
    if not leading:
        claim = "For no attribution is it clear who speaks"
    elif len(leading) > 3:
        claim = f"No speaker stands out: {len(leading):,} have {counted(most, 'attribution')} each"
    else:
        each = f": {most:,} of {counted(every, 'attribution')}{' each' if len(leading) > 1 else ''}"
        claim = _hedged(
            f"{listed(leading)} {'is' if len(leading) == 1 else 'are'} heard most{each}",
            f"{listed(leading)} heard most{each}",
        )
    told = [f"{row.speaker} {row.n:,}" for row in known.head(top).itertuples()]
    nameless = known[~known["named"].fillna(True).astype(bool)]
    alt = (
        f"{counted(every, 'attribution')} ({listed(kinds)}), {every - unclear:,} of them to "
        f"{counted(len(known), 'speaker')}: {listed(told) or 'none'}"
        f"{', others less' if len(known) > top else ''}. "
        f"{unclear:,} not named or unclear."
    )
    if len(nameless):
        alt += f" {counted(int(nameless['n'].sum()), 'attribution')} to speakers without a name."
    return Finding(claim=claim, alt=alt, sure=f"{_sure()} {reach()}{_speakers_right()}")


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
    sure = f"Never heard means that no attribution was found. {reach()}"
    if unclear:
        sure += f" {counted(unclear, 'attribution')} not named or unclear may be anybody's."
    if heard.empty:
        return Finding(
            claim="No mention has a clear actor", alt="0 actors, so 0 of them are never heard.", sure=sure
        )
    silent = heard[~heard["heard"]]
    if silent.empty:
        claim = "All who are spoken of are heard too"
    else:
        actor, times = silent["actor"].iloc[0], counted(int(silent["mentions"].iloc[0]), "time")
        claim = _hedged(
            f"{actor} is spoken of {times} and never heard",
            f"{actor} spoken of {times} and never heard",
            MEASURE,
            WHO,
        )
    named = [f"{row.actor} ({row.type}) {row.mentions:,}" for row in silent.head(top).itertuples()]
    loud = [
        f"{row.actor} {row.attributions:,} to {row.mentions:,}"
        for row in heard[heard["heard"]].head(top).itertuples()
    ]
    return Finding(
        claim=claim,
        alt=(
            f"{len(silent):,} of {counted(len(heard), 'actor')} never heard; of these most mentioned: "
            f"{listed(named) or 'none'}. Of those heard, attributions to mentions: {listed(loud) or 'none'}."
        ),
        sure=sure,
    )


def marks(quotations: pd.DataFrame) -> Finding:
    """What quotation marks are used for: to attribute, to keep a distance, for titles.

    Parameters
    ----------
    quotations
        Of `voices.quotations`: each with its `use`.

    Examples
    --------
    >>> marks(pd.DataFrame({"use": ["attributed", "scare"]})).alt
    '2 quotations in quotation marks: 1 attributed, 0 unattributed, 1 scare quote and 0 titles of works.'
    """
    counts = quotations["use"].value_counts()
    used = {name: int(counts.get(name, 0)) for name in ("attributed", "unattributed", "scare", "title")}
    every, scares, titles = len(quotations), used["scare"], used["title"]
    outside = every - used["attributed"]
    if not every:
        claim = "There are no quotation marks"
    elif not outside:
        claim = "Every quotation belongs to an attribution"
    else:
        claim = _hedged(
            f"{outside:,} of {counted(every, 'quotation')} attribute nothing to anyone",
            f"{outside:,} of {counted(every, 'quotation')} to attribute nothing to anyone",
        )
    return Finding(
        claim=claim,
        alt=(
            f"{counted(every, 'quotation')} in quotation marks: {used['attributed']:,} attributed, "
            f"{used['unattributed']:,} unattributed, {counted(scares, 'scare quote')} and "
            f"{counted(titles, 'title')} of works."
        ),
        sure="What marks are used for is decided by rules, and has not been validated against human coders.",
    )


def voices_along(lanes: pd.DataFrame) -> Finding:
    """In how many sentences of an article the reporter speaks alone, and where the others come in.

    Parameters
    ----------
    lanes
        Of `chart.voice_lanes`: lane, voice, sentence, begins, ends.

    Examples
    --------
    >>> lanes = pd.DataFrame({"lane": ["reporter", "Vane"], "voice": ["reporter", "quoted"],
    ...     "sentence": [1, 2], "begins": [0.5, 1.5], "ends": [1.5, 2.5]})
    >>> voices_along(lanes).alt
    'Sentences in which each has the word: reporter 1, Vane 1 (first in 2).'
    """
    sentences = lanes["sentence"].nunique()
    others = lanes[lanes["voice"] != "reporter"]
    alone = sentences - others["sentence"].nunique()
    first = others.groupby("lane", sort=False)["sentence"].agg(["nunique", "min"])
    said = [f"reporter {lanes.loc[lanes['voice'] == 'reporter', 'sentence'].nunique():,}"]
    said += [f"{lane} {row['nunique']:,} (first in {row['min']})" for lane, row in first.iterrows()]
    return Finding(
        claim=_hedged(
            f"the reporter speaks alone in {alone:,} of {counted(sentences, 'sentence')}",
            f"the reporter speaking alone in {alone:,} of {counted(sentences, 'sentence')}",
        ),
        alt=f"Sentences in which each has the word: {', '.join(said)}.",
        sure=_sure(),
    )


def _figures(measure: str, validity: Validity | None = None) -> pd.DataFrame:
    """An instrument's figures on the set that decides its tier, by metric; none if it never was measured."""
    table = tier.validity() if validity is None else validity
    rows = table[(table["task"] == TASK) & (table["measure"] == measure)]
    measured = rows[rows["metric"] == WHOLE].sort_values("value")["gold"].tolist()
    deciding = rows[rows["tier"].notna()].sort_values(["tier", "low"], ascending=[False, True])["gold"]
    gold = next((gold for gold in [*deciding, *measured] if gold in measured), None)
    return rows[rows["gold"] == gold].set_index("metric") if gold else rows.head(0).set_index("metric")


def _speakers_right() -> str:
    there = _figures(MEASURE)
    if "speaker accuracy" not in there.index:
        return ""
    return f" Of those it names the right speaker for {100 * there.loc['speaker accuracy', 'value']:.0f}%."


def _hedged(plain: str, found: str, *measures: str) -> str:
    """A claim as the weakest of the instruments allows: said, said to seem so, or left to the rules."""
    graded = max(tier.of(measure) for measure in (*measures, *([] if measures else [MEASURE])))
    verb = tier.verb(graded)  # A, B, C and "not validated" sort from strong to weak
    if verb == "shows":
        return plain[0].upper() + plain[1:]
    return f"It seems that {plain}" if verb == "suggests" else f"The rules find {found}; {DOUBT}"


def _sure() -> str:
    if tier.of(MEASURE, TASK) == tier.NONE:
        return "Attributions have not been validated against human coders."
    return f"How sure: {tier.footer(MEASURE, TASK)}."
