"""What is said of actors: who acts and is acted on, what each is called, whose doing is not told."""

from __future__ import annotations

import pandas as pd

from analysis import tier
from analysis.story.finding import DOUBT, Finding, counted, listed
from analysis.tables import Labels

# What the tables of agency rest on: who is meant, measured as "actors", and who does what to whom.
NAMES, ROLES = "actors", "agency"


def agency(acts: pd.DataFrame, top: int = 5) -> Finding:
    """Who acts most, and who is acted on more than they act.

    Parameters
    ----------
    acts
        Of `chart.acts`: actor, type, agent, patient, their passives, mentions.
    top
        How many actors the text names.
    """
    active = acts[acts["agent"] + acts["patient"] > 0]
    if active.empty:
        return Finding(
            claim="No clear actor was found to act or be acted on",
            alt=f"{counted(len(acts), 'actor')}, 0 of them agent or patient of a verb.",
            sure=_sure(ROLES),
        )
    acting = active.sort_values(["agent", "mentions", "actor"], ascending=[False, False, True]).iloc[0]
    suffering = active.sort_values(["patient", "mentions", "actor"], ascending=[False, False, True]).iloc[0]
    does, is_done_to = int(acting["agent"]), int(suffering["patient"])
    plain, found = [], []
    if does:
        plain.append(f"{acting['actor']} acts most ({counted(does, 'time')})")
        found.append(f"{acting['actor']} acting most ({counted(does, 'time')})")
    if is_done_to:
        plain.append(f"{suffering['actor']} is acted on most ({counted(is_done_to, 'time')})")
        found.append(f"{suffering['actor']} acted on most ({counted(is_done_to, 'time')})")
    told = [
        f"{row.actor} acts {row.agent:,} and is acted on {row.patient:,}"
        for row in active.head(top).itertuples()
    ]
    by, was = int(active["agent_passive"].sum()), int(active["patient_passive"].sum())
    never = active[(active["agent"] == 0) & (active["patient"] > 1)]["actor"].head(top).tolist()
    return Finding(
        claim=_hedged(ROLES, listed(plain), listed(found)),
        alt=(
            f"Times as agent and as patient: {listed(told)}{'; others less' if len(active) > top else ''}. "
            f"Told in the passive: {by:,} of {int(active['agent'].sum()):,} as agent, "
            f"{was:,} of {int(active['patient'].sum()):,} as patient."
            + (f" Acted on more than once and never acting: {listed(never)}." if never else "")
        ),
        sure=_sure(ROLES),
    )


def called(labels: Labels, top: int = 5) -> Finding:
    """Who is given most descriptions, and which.

    Parameters
    ----------
    labels
        Of one or more articles.
    top
        How many descriptions the text names.
    """
    if labels.empty:
        return Finding(
            claim="No title or description was found",
            alt="0 descriptions of actors, in any voice.",
            sure=_sure(NAMES),
        )
    given = labels.assign(said=labels["label"].str.casefold())
    counts = given.groupby("actor").agg(different=("said", "nunique"), times=("said", "size"))
    counts = counts.reset_index().sort_values(["times", "different", "actor"], ascending=[False, False, True])
    most = counts.iloc[0]
    times = counted(int(most["times"]), "time")
    those = (
        given[given["actor"] == most["actor"]]
        .groupby("said", sort=False)
        .agg(label=("label", "first"), times=("label", "size"))
        .sort_values("times", ascending=False, kind="stable")
        .head(top)
    )
    names = [f"“{row.label}” {row.times}" for row in those.itertuples()]
    voices = labels["voice"].value_counts()
    whose = [
        f"{int(voices[voice]):,} {voice}" for voice in ("reporter", "reported", "quoted") if voice in voices
    ]
    return Finding(
        claim=_hedged(
            NAMES, f"{most['actor']} is described most: {times}", f"{most['actor']} described most: {times}"
        ),
        alt=(
            f"{counted(len(labels), 'description')} of {counted(len(counts), 'actor')}; "
            f"{most['actor']} is called {listed(names)}. "
            f"By voice: {listed(whose)}."
        ),
        sure=_sure(NAMES),
    )


def hidden(acts: pd.DataFrame, top: int = 5) -> Finding:
    """How many acts are told without who does them.

    Parameters
    ----------
    acts
        Of `actors.hidden_agency`: text, kind, predicate, patient.
    top
        How many acts the text names.
    """
    if acts.empty:
        return Finding(
            claim="No act without its doer was found",
            alt="0 passives without “by” and 0 nouns of act without a doer.",
            sure=_sure(ROLES),
        )
    kinds = acts["kind"].value_counts()
    passive, noun = int(kinds.get("agentless passive", 0)), int(kinds.get("nominalised act", 0))
    many, how = counted(len(acts), "act"), f"told without who does {'it' if len(acts) == 1 else 'them'}"
    named = [
        f"“{row.text}”" + ("" if pd.isna(row.patient) else f" ({row.patient})")
        for row in acts.head(top).itertuples()
    ]
    return Finding(
        claim=_hedged(ROLES, f"{many} {'is' if len(acts) == 1 else 'are'} {how}", f"{many} {how}"),
        alt=(
            f"{counted(passive, 'passive')} without “by” and {counted(noun, 'noun')} of act without a doer, "
            f"such as {listed(named)}."
        ),
        sure=_sure(ROLES),
    )


def _hedged(measure: str, plain: str, found: str) -> str:
    """A claim as the tier allows: said, said to seem so, or left to the rules."""
    verb = tier.verb(tier.of(measure))
    if verb == "shows":
        return plain
    return f"It seems that {plain}" if verb == "suggests" else f"The rules find {found}; {DOUBT}"


def _sure(measure: str) -> str:
    names = (
        f"How sure of who is meant: {tier.footer(NAMES)}."
        if tier.of(NAMES) != tier.NONE
        else "Who is meant has not been validated against human coders."
    )
    if measure == NAMES:
        return names
    return (
        f"{names} Who acts on whom is read off the grammar and has not been validated against human coders."
    )
