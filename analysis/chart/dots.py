"""Dots: evidence for frames, and estimates with their intervals."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from analysis.chart import drawing
from analysis.chart.drawing import BLUE, GREY, ChartError
from analysis.tables import FRAMES, Frames


def frame_shares(frames: Frames) -> pd.DataFrame:
    """Evidence for each frame over all articles, the strongest first, absent frames last.

    Of a codebook whose frames are scored from items, the items have no row of their own.

    Returns
    -------
    pd.DataFrame
        One row per frame: frame, share (of the sentences with evidence, 0
        to 1, the mean over articles), evidence (pieces, summed), present (number of articles
        that have the frame), articles.

    Raises
    ------
    ChartError
        If there are no frames, or they belong to several codebooks.

    Examples
    --------
    >>> frames = FRAMES.frame([
    ...     {"codebook": "demo", "article": "a", "frame": f, "present": s > 0, "strength": s,
    ...      "evidence": int(8 * s), "scored_by": "rules"} for f, s in [("moral", 0.0), ("conflict", 0.25)]])
    >>> frame_shares(frames).values.tolist()
    [['conflict', 0.25, 2, 1, 1], ['moral', 0.0, 0, 0, 1]]
    """
    frames = FRAMES.check(frames)
    if frames.empty:
        raise ChartError("there are no frames to draw. Measure at least one article with a frame codebook.")
    for column, many in (("codebook", "codebooks"), ("scored_by", "scorers")):
        if len(names := sorted(frames[column].unique())) > 1:
            raise ChartError(
                f"the frames are of {len(names)} {many} ({', '.join(names[:3])}), which ask different "
                f"things. Take one: frames.query('{column} == \"{names[0]}\"')."
            )
    if "part_of" in frames and frames["part_of"].isna().any():
        frames = frames[frames["part_of"].isna()]  # the items of a frame are counted in it
    drawing.finite(frames["strength"].tolist(), "frames.strength")
    return (
        frames.groupby("frame", as_index=False)
        .agg(
            share=("strength", "mean"),
            evidence=("evidence", "sum"),
            present=("present", "sum"),
            articles=("article", "size"),
        )
        .assign(absent=lambda made: made["present"] == 0)
        .sort_values(
            ["absent", "share", "evidence", "frame"], ascending=[True, False, False, True], ignore_index=True
        )
        .drop(columns="absent")
    )


def frames(
    frames: Frames,
    *,
    title: str,
    names: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Evidence for each frame: a full dot where it is present, a hollow one where it is not.

    Parameters
    ----------
    frames
        Of one codebook, for one or more articles.
    title
        The finding, as a sentence, computed from `frame_shares`.
    names
        What to call the frames, by code; codes are shown where a name is missing.
    ax
        Where to draw; a figure of its own if left out.

    Raises
    ------
    ChartError
        As `frame_shares` does, or if the title is empty.

    Examples
    --------
    >>> found = FRAMES.frame([
    ...     {"codebook": "demo", "article": "a", "frame": f, "present": s > 0, "strength": s,
    ...      "evidence": int(8 * s), "scored_by": "rules"} for f, s in [("moral", 0.0), ("conflict", 0.25)]])
    >>> ax = frames(found, title="Conflict carries the story; morality is absent")
    >>> [text.get_text() for text in ax.texts]
    ['25%   n = 2 pieces', '0%   absent, n = 0 pieces']
    """
    table = frame_shares(frames)
    called = names or {}
    articles = int(table["articles"].max())
    with drawing.style():
        own = ax is None
        ax = drawing.row_axes(ax, [drawing.wrapped(called.get(name, name)) for name in table["frame"]])
        texts = []
        for place, row in enumerate(table.to_dict("records")):
            share, absent = 100 * row["share"], row["present"] == 0
            colour = GREY if absent else BLUE
            ax.hlines(place, 0, share, color=colour, linewidth=2.5)
            ax.plot(
                share, place, "D" if absent else "o", color=colour,
                markerfacecolor="white" if absent else colour, markeredgewidth=1.5, clip_on=False,
            )  # fmt: skip
            found = "" if not absent else "too little, " if row["evidence"] else "absent, "
            if articles > 1 and not absent:
                found = f"in {row['present']:,} of {drawing.counted(row['articles'], 'article')}, "
            texts.append(f"{share:.0f}%   {found}n = {drawing.counted(row['evidence'], 'piece')}")
        drawing.notes(ax, texts)
        ax.set_xlim(0, max(100 * float(table["share"].max()) * 1.06, 10.0))
        # A mark at zero keeps off the label.
        ax.tick_params(axis="y", pad=12)
        many = f", mean of {articles:,} articles" if articles > 1 else ""
        ax.set_xlabel(f"% of the sentences with evidence{many}")
        key = []
        if (table["present"] > 0).any():
            key.append(Line2D([], [], ls="none", marker="o", color=BLUE, label="present"))
        if (table["present"] == 0).any():
            absent_mark = Line2D(
                [],
                [],
                ls="none",
                marker="D",
                color=GREY,
                markerfacecolor="white",
                label="absent, or too little",
            )
            key.append(absent_mark)
        return drawing.finish(ax, title, own, key)
