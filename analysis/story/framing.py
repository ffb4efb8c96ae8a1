"""What is said of frames: which are there, what they do, what is absent."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis import tier
from analysis.codebook import Codebook
from analysis.story.finding import DOUBT, Finding, counted, listed, sureness
from analysis.tables import Frames


def frames(table: Frames, codebook: Codebook) -> Finding:
    """Which frames are there, which leads, which are absent.

    Parameters
    ----------
    table
        Frames of one or more articles by one codebook. Where they are scored
        from items, the items' rows are left out of account.
    codebook
        Whose titles name the frames.

    """
    titles = codebook.titles
    whole = table[~table["frame"].isin(codebook.codes)] if codebook.frames else table
    summed = whole.groupby("frame", sort=False).agg(
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


def frame_map(along: pd.DataFrame, frames: Sequence[str], paragraphs: int, codebook: Codebook) -> Finding:
    """Where along an article its frames stand, and in whose words.

    Parameters
    ----------
    along
        Of `framing.along`: paragraph, frame, voice, pieces.
    frames
        The frames that the map has rows for.
    paragraphs
        Number of the article's paragraphs, the headline not counted.
    codebook
        Whose titles name the frames.

    """
    titles = codebook.titles
    whole = int(along["pieces"].sum())
    if not whole:
        return Finding(
            "No paragraph holds evidence for a frame", "0 pieces of evidence.", sureness(codebook.instrument)
        )
    by_voice = along.groupby("voice")["pieces"].sum()
    own = int(by_voice.get("reporter", 0))
    others = whole - own
    claim = (
        "More of the evidence for frames stands in the reporter's words than in those of others"
        if own > others
        else "More of the evidence for frames stands in the words of others than in the reporter's"
        if others > own
        else "As much of the evidence for frames stands in the reporter's words as in those of others"
    )
    rows = []
    for frame in frames:
        mine = along[along["frame"] == frame]
        if mine.empty:
            rows.append(f"{titles[frame].lower()} in none")
            continue
        body = mine[mine["paragraph"] > 0]
        where = body["paragraph"].nunique()
        head = " and the headline" if (mine["paragraph"] == 0).any() else ""
        rows.append(f"{titles[frame].lower()} in {where}{head}")
    heard = [f"{int(number):,} {voice}" for voice, number in by_voice.items()]
    alt = (
        f"Of {counted(paragraphs, 'paragraph')} evidence stands for {listed(rows)}. "
        f"{counted(whole, 'piece')}: {listed(heard)}."
    )
    return Finding(claim, alt, sureness(codebook.instrument))


def pairs(table: pd.DataFrame, codebook: Codebook, sides: tuple[str, str] = ("war", "peace")) -> Finding:
    """How much evidence each side of each pair has; never a sum over the pairs.

    Parameters
    ----------
    table
        Of `framing.pairs`: pair, side, title, pieces.
    codebook
        Whose pairs they are.
    sides
        The two sides.

    """
    wide = table.pivot(index="pair", columns="side", values="pieces").reindex(dict.fromkeys(table["pair"]))
    told = [
        f"{pair.lower()} {int(row[sides[0]]):,} to {int(row[sides[1]]):,}" for pair, row in wide.iterrows()
    ]
    none = wide.index[wide.sum(axis=1) == 0].tolist()
    both = int((wide > 0).all(axis=1).sum())
    claim = f"Both sides have evidence in {both:,} of {counted(len(wide), 'pair')}"
    silent = f" Neither side of {listed([pair.lower() for pair in none])} has any." if none else ""
    return Finding(
        claim=claim,
        alt=f"Pieces of evidence, {sides[0]} to {sides[1]}: {listed(told)}.{silent}",
        sure=sureness(codebook.instrument),
    )


def functions(card: pd.DataFrame, actors: pd.DataFrame, codebook: Codebook) -> Finding:
    """What a frame does: which functions are filled, who is blamed, who should act.

    Parameters
    ----------
    card
        Of `framing.card`, by the codebook of Entman's functions.
    actors
        Of `framing.by_actor`, by the same.
    codebook
        Whose titles name the functions.

    """
    counts = card.groupby(["frame", "title"], sort=False)["pieces"].sum().reset_index()
    absent = counts.loc[counts["pieces"] == 0, "title"].str.lower().tolist()
    told = [f"{row.title.lower()} {counted(row.pieces, 'piece')}" for row in counts.itertuples()]
    blamed, asked = (_most(actors, code) for code in ("cause", "remedy"))
    if blamed and blamed == asked:
        claim = f"Of the evidence found most puts blame on, and asks something of, {blamed}"
    elif blamed or asked:
        parts = [f"most blame falls on {blamed}"] if blamed else []
        parts += [f"most is asked of {asked}"] if asked else []
        claim = f"By the evidence found {listed(parts)}"
    else:
        claim = "No single actor takes most of the blame, and of none is most asked"
    silent = f" Absent: {listed(absent)}." if absent else ""
    return Finding(
        claim=claim,
        alt=f"Evidence for each function: {listed(told)}.{silent}",
        sure=sureness(codebook.instrument),
    )


def _most(actors: pd.DataFrame, code: str) -> str:
    """Whom most evidence for a function is about; of equals all, if they are no more than three."""
    mine = actors[actors["frame"] == code].groupby("actor", sort=False)["pieces"].sum()
    leading = mine[mine == mine.max()].index.tolist() if len(mine) else []
    return listed(leading) if len(leading) <= 3 else ""
