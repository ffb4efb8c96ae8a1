"""How good each instrument is against human coders."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from analysis.chart import drawing
from analysis.chart.drawing import BLUE, GREY, ORANGE, ChartError
from analysis.tables import Validity

# A tier is told by the mark's shape as well as by its colour.
MARKS = {"A": ("o", BLUE, BLUE), "B": ("s", BLUE, "white"), "C": ("D", ORANGE, "white")}


def validity(table: Validity, *, title: str, ax: Axes | None = None) -> Axes:
    """Each instrument's deciding figure on each set, with its interval, and what is reached without it.

    Parameters
    ----------
    table
        Rows of the validity table that decide a tier. `floor` is drawn as a
        tick: what is reached without looking at the text.
    title
        The finding, as a sentence.
    ax
        Where to draw; a figure of its own if left out.

    Raises
    ------
    ChartError
        If no row decides a tier, or the title is empty.

    """
    rows = table[table["tier"].isin(list(MARKS))]
    if rows.empty:
        raise ChartError(
            "no figure in this table decides a tier. Run `workbook validate` on human-coded sets."
        )
    drawing.finite(rows["value"].tolist(), "validity.value")
    floors = rows["floor"] if "floor" in rows else pd.Series(float("nan"), index=rows.index)
    with drawing.style():
        own = ax is None
        records = rows.assign(floor=floors).to_dict("records")
        ax = drawing.row_axes(ax, [f"{row['measure']}\n{row['gold']}, {row['metric']}" for row in records])
        texts = []
        for place, row in enumerate(records):
            shape, edge, face = MARKS[row["tier"]]
            ax.hlines(place, row["low"], row["high"], color=edge, linewidth=2.5)
            ax.plot(row["value"], place, shape, color=edge, markerfacecolor=face, markeredgewidth=1.5)
            if not pd.isna(row["floor"]):
                ax.plot(row["floor"], place, "|", color=GREY, markersize=13, markeredgewidth=1.5)
            said = f"{row['value']:.2f}  [{row['low']:.2f}, {row['high']:.2f}]   tier {row['tier']}"
            texts.append(said.replace("-", "−"))
        drawing.notes(ax, texts)
        ax.set_xlim(min(0.0, float(rows["low"].min()) - 0.02), 1.0)
        ax.set_xlabel("figure named beside each set, 1 is perfect; [95% interval]")
        key = [
            Line2D([], [], ls="none", marker=shape, color=edge, markerfacecolor=face, label=f"tier {tier}")
            for tier, (shape, edge, face) in MARKS.items()
            if (rows["tier"] == tier).any()
        ]
        key.append(
            Line2D([], [], ls="none", marker="|", color=GREY, markersize=13, label="without the instrument")
        )
        return drawing.finish(ax, title, own, key)
