"""Dots: evidence for frames, and estimates with their intervals."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from analysis.chart import drawing
from analysis.chart.drawing import BLUE, GREEN, GREY, ChartError
from analysis.tables import ESTIMATES, FRAMES, Estimates, Frames


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


def intervals(estimates: Estimates, *, title: str, unit: str, zero: str = "", ax: Axes | None = None) -> Axes:
    """A dot and its 95% interval for each group, in the order given, top to bottom.

    An estimate without an interval is a hollow diamond, and the note beside it
    says so. One that human codes corrected is a square. A group too small to
    have a value keeps its row, without a mark.

    Parameters
    ----------
    estimates
        Of one measure.
    title
        The finding, as a sentence: "The Courier writes more darkly than its
        rivals", not "Tone by outlet".
    unit
        What the axis counts: "points per 100 words".
    zero
        What zero means, written at the zero line; none is drawn if empty.
    ax
        Where to draw; a figure of its own if left out.

    Raises
    ------
    ChartError
        If there are no estimates, they are of several measures, a value is
        infinite, or the title is empty.

    Examples
    --------
    >>> estimates = ESTIMATES.frame([
    ...     {"measure": "net tone", "group": "The Courier", "value": -3.2, "low": -5.1, "high": -1.4,
    ...      "n": 220, "articles": 12, "corrected": False, "tier": "B"}])
    >>> ax = intervals(estimates, title="The Courier writes darkly", unit="points", zero="neutral")
    >>> ax.get_yticklabels()[0].get_text().splitlines(), ax.texts[0].get_text()
    (['The Courier', '(n = 220; 12 articles)'], '−3.20  [−5.10, −1.40]')
    """
    rows = ESTIMATES.check(estimates)
    if rows.empty:
        raise ChartError("there are no estimates to draw. Compare at least one group.")
    if len(measures := list(dict.fromkeys(rows["measure"]))) > 1:
        raise ChartError(
            f"the estimates are of {len(measures)} measures ({'; '.join(measures[:3])}), which lie on "
            f"different scales. Take one: estimates.query('measure == \"{measures[0]}\"')."
        )
    certain = rows["low"].notna() & rows["high"].notna()
    drawing.finite(rows["value"].dropna().tolist(), "estimates.value")
    drawing.finite(rows.loc[certain, ["low", "high"]].to_numpy().ravel().tolist(), "estimates.low and .high")
    with drawing.style():
        own = ax is None
        records = rows.assign(certain=certain).to_dict("records")
        labels = [
            f"{drawing.wrapped(row['group'])}\n"
            f"(n = {row['n']:,}; {drawing.counted(row['articles'], 'article')})"
            for row in records
        ]
        ax = drawing.row_axes(ax, labels)
        texts = []
        for place, row in enumerate(records):
            if pd.isna(row["value"]):
                texts.append("too few to say")
                continue
            colour = GREEN if row["corrected"] else BLUE
            reach = "no interval"
            if row["certain"]:
                ax.hlines(place, row["low"], row["high"], color=colour, linewidth=2.5)
                reach = f"[{drawing.number(row['low'])}, {drawing.number(row['high'])}]"
            ax.plot(
                row["value"], place, "D" if not row["certain"] else "s" if row["corrected"] else "o",
                color=colour, markerfacecolor=colour if row["certain"] else "white", markeredgewidth=1.5,
            )  # fmt: skip
            texts.append(f"{drawing.number(row['value'])}  {reach}")
        drawing.notes(ax, texts)
        if zero:
            drawing.zero_line(ax, zero, upright=True)
        ax.margins(x=0.06)
        ax.set_xlabel(f"{unit}; [95% interval]" if certain.any() else unit)
        marks = {
            "estimate and 95% interval": (certain & ~rows["corrected"]).any() and ("o", BLUE, BLUE),
            "corrected by human codes": (certain & rows["corrected"]).any() and ("s", GREEN, GREEN),
            "no interval: too little to say": (~certain & rows["value"].notna()).any()
            and ("D", BLUE, "white"),
        }
        key = [
            Line2D([], [], ls="none", marker=mark[0], color=mark[1], markerfacecolor=mark[2], label=label)
            for label, mark in marks.items()
            if mark
        ]
        return drawing.finish(ax, title, own, key)
