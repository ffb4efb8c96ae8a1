"""What is said of whose tone it is, towards whom, and how far it can be leant on."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis import tier
from analysis.story.finding import DOUBT, Finding, StoryError, counted, listed, sureness, title
from analysis.tables import Estimates
from analysis.tone import ToneError, comparable

WARNED = 3  # actors, words or instruments named in a claim


def robust(estimates: Estimates, primary: str) -> Finding:
    """Whether the other instruments would have said the same as the primary one.

    Parameters
    ----------
    estimates
        As `tone.robust` gives them, of one group or several.
    primary
        The instrument declared.

    """
    if estimates.empty:
        raise StoryError("there are no estimates to tell of.")
    beside = int(estimates["others"].max())
    same = int((estimates["agree"] == estimates["others"]).sum())
    groups = len(estimates)
    if not beside:
        claim = f"{title(primary)} stands alone here: no other instrument measures this"
    elif groups == 1:
        agree = int(estimates["agree"].iloc[0])
        claim = (
            f"{agree or 'None'} of {counted(beside, 'other instrument')} put this on the same side of nought"
        )
    else:
        claim = f"In {same} of {groups} groups all instruments agree on the side of nought"
    parts = [
        f"{row['group']} {row['value']:+.2f}{_interval(row)}, others {_band(row)}"
        for row in estimates.to_dict("records")
    ]
    return Finding(
        claim=claim[0].upper() + claim[1:],
        alt=f"By {title(primary)}, with the lowest and highest by the others: {'; '.join(parts)}.",
        sure=sureness(primary),
    )


def voiced(estimates: Estimates, instrument: str) -> Finding:
    """Whose words are the darker: the reporter's, those quoted, or those reported.

    Parameters
    ----------
    estimates
        As `tone.of_voices` gives them.
    instrument
        The instrument that scored.

    """
    if estimates.empty:
        raise StoryError("there are no voices to tell of.")
    known = estimates.dropna(subset=["low"])
    called = {"reporter": "the reporter’s words", "quoted": "quoted words", "reported": "reported words"}
    if len(known) < 2:
        claim = "Too few sentences in more than one voice to say whose words are darker"
    else:
        dark, bright = known.nsmallest(1, "value").iloc[0], known.nlargest(1, "value").iloc[0]
        one, other = called[str(dark["group"])], called[str(bright["group"])]
        claim = "No voice can be told from the others by its tone"
        if dark["high"] < bright["low"]:
            claim = {
                "shows": f"{one} are darker than {other}",
                "suggests": f"{one} seem darker than {other}",
            }.get(
                tier.verb(str(dark["tier"])), f"{title(instrument)} scores {one} darker than {other}; {DOUBT}"
            )
    parts = [
        f"{called[row['group']]} {row['value']:+.2f}{_interval(row)}, {counted(row['n'], 'sentence')}, "
        f"adding {row['adds']:+.2f}"
        for row in estimates.to_dict("records")
    ]
    return Finding(
        claim=claim[0].upper() + claim[1:],
        alt=f"Mean tone, and what each adds to the {estimates['adds'].sum():+.2f} of the whole: "
        f"{'; '.join(parts)}.",
        sure=sureness(instrument),
    )


def towards(estimates: Estimates, instrument: str) -> Finding:
    """Towards which actors wording is dark or bright.

    Parameters
    ----------
    estimates
        As `tone.by_actor` gives them.
    instrument
        The instrument that scored.

    """
    measure = f"{instrument} towards" if tier.row(f"{instrument} towards") is not None else instrument
    if estimates.empty:
        return Finding(
            claim="No actor is mentioned",
            alt="There are 0 mentions of an actor whose name is known, so there is no tone towards any.",
            sure=sureness(measure),
        )
    known = estimates.dropna(subset=["low"])
    dark = [str(group) for group in known.loc[known["high"] < 0, "group"]]
    bright = [str(group) for group in known.loc[known["low"] > 0, "group"]]
    said = [
        f"{where} towards {listed(_some(names))}"
        for where, names in (("dark", dark), ("bright", bright))
        if names
    ]
    enough = counted(len(known), "actor")
    if not len(known):
        claim = "No actor is met in enough places to say how the wording is towards them"
    elif not said:
        claim = f"Towards none of {enough} met often enough can the wording be told from neutral"
    else:
        claim = {
            "shows": f"The wording is {listed(said)}",
            "suggests": f"The wording seems {listed(said)}",
        }.get(tier.verb(str(known["tier"].iloc[0])), f"{title(instrument)} scores {listed(said)}; {DOUBT}")
    parts = [
        f"{row['group']} {row['value']:+.2f}{_interval(row)}, n = {row['n']}"
        for row in estimates.to_dict("records")
    ]
    return Finding(
        claim=claim[0].upper() + claim[1:],
        alt=f"Mean tone towards each of {counted(len(estimates), 'actor')}, of whom {len(known)} are met in "
        f"enough places for an interval: {'; '.join(parts)}.",
        sure=sureness(measure),
    )


def shift(shifted: pd.DataFrame, one: str, other: str, instrument: str, top: int = 3) -> Finding:
    """Which words make one group of text brighter or darker than another.

    Parameters
    ----------
    shifted
        As `tone.shift` gives it.
    one, other
        What to call the groups.
    instrument
        The instrument that found the words.
    top
        How many words of each sign to name.

    """
    whole = float(shifted["adds"].sum())
    below, above = (
        shifted[shifted["adds"] < 0].nsmallest(top, "adds"),
        shifted[shifted["adds"] > 0].nlargest(top, "adds"),
    )
    named = below if whole < 0 else above
    claim = f"No word makes {other} differ from {one}"
    if len(named):
        words = listed([f"“{word}”" for word in named["word"]])
        does, how = "does" if len(named) == 1 else "do", "darker" if whole < 0 else "brighter"
        claim = f"{words} {does} most to make {other} {how} than {one}"
    lists = []
    for name, part in (("Most darkening", below), ("Most brightening", above)):
        said = [f"{word} {adds:+.3f}" for word, adds in zip(part["word"], part["adds"], strict=True)]
        lists.append(f"{name}: {listed(said) or 'none'}.")
    uses, weights = float(shifted["uses"].sum()), float(shifted["weights"].sum())
    return Finding(
        claim=claim[0].upper() + claim[1:],
        alt=(
            f"The mean tone of {other} is {whole:+.3f} from that of {one}: {uses:+.3f} since words are used "
            f"more or less often, {weights:+.3f} since they weigh otherwise where they stand. "
            f"{' '.join(lists)}"
        ),
        sure=sureness(instrument),
    )


def lengths(table: pd.DataFrame) -> Finding:
    """A warning where tone follows the length of text.

    Parameters
    ----------
    table
        As `tone.lengths` gives it.

    """
    if table.empty:
        raise StoryError("there are no scores of sentences, so their length says nothing.")
    unit = str(table["unit"].iloc[0])
    warned = table[table["follows"]]
    unsure = table["low"].isna().all()
    if len(warned):
        named = listed([title(name) for name in dict.fromkeys(warned["instrument"])])
        claim = f"Beware: by {named}, tone follows the length of {'a' if unit == 'sentence' else 'an'} {unit}"
    elif unsure:
        claim = f"Too few {unit}s to say whether tone follows their length"
    else:
        claim = f"No instrument’s tone can be said to follow the length of {unit}s"
    parts = []
    for row in table.to_dict("records"):
        what = "tone" if row["of"] == "tone" else "distance from neutral"
        rho = "not defined" if pd.isna(row["rho"]) else f"{row['rho']:+.2f}{_interval(row)}"
        parts.append(f"{title(row['instrument'])}, {what}: {rho}")
    return Finding(
        claim=claim,
        alt=f"Rank correlation with the number of words over {counted(int(table['n'].iloc[0]), unit)}: "
        f"{'; '.join(parts)}.",
        sure="A warning is given where the whole interval lies further than 0.10 from nought.",
    )


def swapped(table: pd.DataFrame, instrument: str) -> Finding:
    """How far tone moves when only a person's name is changed.

    Parameters
    ----------
    table
        As `tone.swap_test` gives it.
    instrument
        The instrument tested.

    """
    whole = table.iloc[0]
    groups = table.iloc[1:]
    claim = f"{title(instrument)} scores the same whatever the name"
    if whole["largest"]:
        claim = (
            f"Another name moves {title(instrument)} by {whole['value']:.2f} on average, "
            f"{whole['largest']:.2f} at most"
        )
    apart = [f"{row['group']} {row['value']:+.2f}{_interval(row)}" for row in groups.to_dict("records")]
    return Finding(
        claim=claim[0].upper() + claim[1:],
        alt=f"Over {counted(int(whole['n']), 'sentence')}, mean size of the movement "
        f"{whole['value']:.2f}{_interval(whole)}. Mean movement by whose name it is: {'; '.join(apart)}.",
        sure="The names are invented and nobody is meant; others may move it more.",
    )


def outlets(articles: pd.DataFrame, by: str = "outlet") -> Finding:
    """Whether there is enough to compare the tone of outlets at all; no figure is given here.

    Parameters
    ----------
    articles
        Those that are measured.
    by
        The column that names the groups.

    """
    try:
        groups = comparable(articles, by)
    except ToneError as error:
        return Finding(
            claim="These articles cannot rank outlets by tone",
            alt=f"{str(error)[0].upper()}{str(error)[1:]}",
            sure="One article is no sample of its outlet, however many sentences it has.",
        )
    return Finding(
        claim=f"There are enough articles to compare the tone of {counted(len(groups), by)}",
        alt=f"Of each of {listed(groups)} there are five articles or more.",
        sure="Outlets choose their stories: compare them on the same events.",
    )


def _some(names: list[str]) -> list[str]:
    rest = len(names) - WARNED
    return [*names[:WARNED], counted(rest, "other")] if rest > 0 else names


def _interval(row: Any) -> str:
    low, high = row["low"], row["high"]
    return "" if pd.isna(low) else f" ({low:+.2f} to {high:+.2f})"


def _band(row: Any) -> str:
    low, high = row["others_low"], row["others_high"]
    if pd.isna(low):
        return "none"
    return f"{low:+.2f}" if low == high else f"{low:+.2f} to {high:+.2f}"
