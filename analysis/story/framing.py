"""What is said of frames."""

from __future__ import annotations

from analysis import tier
from analysis.codebook import Codebook
from analysis.story.finding import DOUBT, Finding, counted, listed, sureness
from analysis.tables import Frames


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
