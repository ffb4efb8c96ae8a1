"""Tone beside other instruments, and the words by which two groups of text differ."""

from __future__ import annotations

from math import isnan

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from analysis.chart import drawing
from analysis.chart.drawing import BLUE, GREY, ORANGE, ChartError
from analysis.tables import ESTIMATES, Estimates

BAND = "#D5D5D5"  # light enough for the dot and the interval on it to stand out in grey


def robust(estimates: Estimates, *, title: str, unit: str, zero: str = "", ax: Axes | None = None) -> Axes:
    """The primary instrument's estimates with their intervals, on the band in which the others' lie.

    Parameters
    ----------
    estimates
        As `tone.robust` gives them.
    title
        The finding, as a sentence.
    unit
        What the axis counts.
    zero
        What zero means, written at the zero line; none is drawn if empty.
    ax
        Where to draw; a figure of its own if left out.

    Raises
    ------
    ChartError
        If there are no estimates, they have no band beside them, a value is
        infinite, or the title is empty.

    Examples
    --------
    >>> row = {"measure": "tone", "group": "all", "value": -0.2, "low": -0.3, "high": -0.1, "n": 9,
    ...        "articles": 1, "corrected": False, "tier": "C", "others_low": -0.4, "others_high": 0.1}
    >>> ax = robust(ESTIMATES.frame([row]), title="It is dark", unit="tone", zero="neutral")
    >>> ax.texts[0].get_text()
    '−0.20  [−0.30, −0.10]'
    """
    rows = ESTIMATES.check(estimates)
    if rows.empty:
        raise ChartError("there are no estimates to draw. Estimate at least one group.")
    if absent := [name for name in ("others_low", "others_high") if name not in rows]:
        raise ChartError(f"the estimates lack {', '.join(absent)}; `tone.robust` adds them.")
    drawing.finite(rows["value"].tolist(), "estimates.value")
    with drawing.style():
        own = ax is None
        records = rows.to_dict("records")
        labels = [f"{drawing.wrapped(row['group'])}\n(n = {row['n']:,})" for row in records]
        ax = drawing.row_axes(ax, labels)
        texts = []
        for place, row in enumerate(records):
            certain = not isnan(row["low"])
            if not isnan(row["others_low"]):
                # One other instrument is a line, not a stretch; it is given the width of a line.
                ax.barh(
                    place, row["others_high"] - row["others_low"], 0.5, row["others_low"],
                    color=BAND, edgecolor="#AAAAAA", linewidth=0.8,
                )  # fmt: skip
            if certain:
                ax.hlines(place, row["low"], row["high"], color=BLUE, linewidth=2.5)
            ax.plot(
                row["value"], place, "o" if certain else "D",
                color=BLUE, markerfacecolor=BLUE if certain else "white", markeredgewidth=1.5,
            )  # fmt: skip
            reach = f"[{drawing.number(row['low'])}, {drawing.number(row['high'])}]" if certain else ""
            texts.append(f"{drawing.number(row['value'])}  {reach or 'no interval'}")
        drawing.notes(ax, texts)
        if zero:
            drawing.zero_line(ax, zero, upright=True)
        ax.use_sticky_edges = False  # a band keeps its distance from the edge as a dot does
        ax.margins(x=0.06)
        known = rows["low"].notna()
        ax.set_xlabel(f"{unit}; [95% interval]" if known.any() else unit)
        key: list[Artist] = []
        if known.any():
            key.append(Line2D([], [], marker="o", color=BLUE, lw=2.5, label="estimate, 95% interval"))
        if (~known).any():
            hollow = Line2D([], [], ls="none", marker="D", color=BLUE, markerfacecolor="white")
            hollow.set_label("too little to say")
            key.append(hollow)
        if rows["others_low"].notna().any():
            key.append(Patch(facecolor=BAND, edgecolor="#AAAAAA", label="other instruments"))
        return drawing.finish(ax, title, own, key)


def shift(
    shifted: pd.DataFrame,
    *,
    title: str,
    unit: str,
    names: tuple[str, str],
    top: int = 12,
    ax: Axes | None = None,
) -> Axes:
    """The words that make one group of text brighter or darker than another.

    A bar for each word, to the right where it makes the second group the
    brighter. What stands beside it says how often each group has the word.

    Parameters
    ----------
    shifted
        As `tone.shift` gives it.
    title
        The finding, as a sentence.
    unit
        What the axis counts.
    names
        Of the first group and of the second.
    top
        How many words; what the others add is said under the axis.
    ax
        Where to draw; a figure of its own if left out.

    Raises
    ------
    ChartError
        If no word adds anything, `top` is below 1, or the title is empty.
    """
    if top < 1:
        raise ChartError(f"top is {top}, but a chart of words needs at least 1.")
    adding = shifted[shifted["adds"] != 0]
    if adding.empty:
        raise ChartError(
            "no word adds anything to the difference, so no bar has a length. Say so in words instead."
        )
    drawing.finite(adding["adds"].tolist(), "shifted.adds")
    shown = adding.head(top).sort_values(["adds", "word"], ascending=[False, True], ignore_index=True)
    rest = adding.iloc[top:]
    one, other = names
    with drawing.style():
        own = ax is None
        rows = shown.to_dict("records")
        ax = drawing.row_axes(
            ax,
            [drawing.wrapped(f"{row['word']} (negated)" if row["negated"] else row["word"]) for row in rows],
            keep="ends",
        )
        for place, row in enumerate(rows):
            above = row["adds"] > 0
            ax.barh(
                place, row["adds"], 0.66, color=BLUE if above else "white",
                edgecolor=BLUE if above else ORANGE, hatch="" if above else "////",
            )  # fmt: skip
        ax.axvline(0, color=GREY, linewidth=1)
        ax.margins(x=0.03)
        notes = [
            f"{row['adds']:+.3f}".replace("-", "−") + f"   {row['n_one']:,} → {row['n_other']:,} times"
            for row in rows
        ]
        drawing.notes(ax, notes)
        said = f"{unit}; beside it, times found in: {one} → {other}"
        if len(rest):
            words = drawing.counted(len(rest), "further word")
            said += f". {words} add {drawing.number(float(rest['adds'].sum()), sign=True)}"
        said += f". In all {drawing.number(float(shifted['adds'].sum()), sign=True)}"
        ax.set_xlabel(said)
        key = []
        if (shown["adds"] > 0).any():
            key.append(Patch(facecolor=BLUE, edgecolor=BLUE, label=f"{other} brighter by it"))
        if (shown["adds"] < 0).any():
            key.append(
                Patch(facecolor="white", edgecolor=ORANGE, hatch="////", label=f"{other} darker by it")
            )
        return drawing.finish(ax, title, own, key)
