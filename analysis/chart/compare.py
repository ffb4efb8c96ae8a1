"""Comparisons: differences with their intervals, a measure over time, the words of groups and near a name."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from analysis.chart import drawing
from analysis.chart.drawing import BLUE, GREEN, GREY, ORANGE, PURPLE, ChartError
from analysis.tables import COLLOCATES, ESTIMATES, KEYNESS, Collocates, Estimates, Keyness

MARKS = (("o", BLUE, "-"), ("s", ORANGE, "--"), ("^", GREEN, ":"), ("D", PURPLE, "-."))
FOOT = 0.24  # of the plot's height, in which the number of articles stands
MOST_ROWS = 30  # differences that a reader can take in at once
PERIODS = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}
LABEL = 32  # characters in a line that names two groups
COUNTED = 18  # periods up to which each one's number of articles is written out


def differences(
    estimates: Estimates, *, title: str, unit: str, top: int = 12, ax: Axes | None = None
) -> Axes:
    r"""How far groups lie apart: a dot and its 95% interval for each comparison, and nought.

    A full dot is a difference told from chance, a hollow one is not, and a
    hollow diamond without interval rests on too few articles. Those told from
    chance come first, and of both the largest standardized effect.

    Parameters
    ----------
    estimates
        Of `compare.differences`, of one unit.
    title
        The finding, as a sentence; see `story.differences`.
    unit
        What the axis counts: "percentage points".
    top
        How many comparisons to draw at most; the axis label says how many are not shown.
    ax
        Where to draw; a figure of its own if left out.

    Raises
    ------
    ChartError
        If there is none, they are of several units, or the title is empty.

    Examples
    --------
    >>> rows = ESTIMATES.frame([{
    ...     "measure": "tone", "group": "A less B", "value": 0.2, "low": 0.1, "high": 0.3, "n": 20,
    ...     "articles": 20, "corrected": False, "tier": "A", "unit": "points", "p_corrected": 0.02,
    ...     "effect": 0.8, "told": True, "one": "A", "other": "B", "why": None}])
    >>> ax = differences(rows, title="A is brighter than B", unit="points")
    >>> ax.texts[0].get_text()
    '+0.20  [+0.10, +0.30]\np = 0.020, n = 20 articles'
    """
    rows = ESTIMATES.check(estimates)
    if rows.empty:
        raise ChartError("there are no differences to draw. Compare at least two groups.")
    if len(units := list(dict.fromkeys(rows["unit"]))) > 1:
        raise ChartError(
            f"the differences are of {len(units)} units ({', '.join(units)}), which lie on different scales. "
            f"Take one: differences.query('unit == \"{units[0]}\"')."
        )
    drawing.finite(rows["value"].tolist(), "estimates.value")
    shown = _strongest(rows, min(top, MOST_ROWS))
    several = rows["measure"].nunique() > 1
    with drawing.style():
        own = ax is None
        records = shown.to_dict("records")
        labels = []
        for row in records:
            what = [drawing.wrapped(_plain(row["measure"]), LABEL, 2)] if several else []
            labels.append("\n".join([*what, drawing.wrapped(f"{row['one']} − {row['other']}", LABEL, 2)]))
        ax = drawing.row_axes(ax, labels)
        texts = []
        for place, row in enumerate(records):
            known = pd.notna(row["low"])
            if known:
                ax.hlines(place, row["low"], row["high"], color=BLUE if row["told"] else GREY, linewidth=2.5)
            ax.plot(
                row["value"], place, "o" if known else "D", color=BLUE if row["told"] else GREY,
                markerfacecolor=BLUE if row["told"] else "white", markeredgewidth=1.5,
            )  # fmt: skip
            texts.append(_said(row))
        drawing.notes(ax, texts)
        drawing.zero_line(ax, "no difference", upright=True)
        ends = shown[["value", "low", "high"]].to_numpy(dtype=float)
        low, high = min(0.0, float(np.nanmin(ends))), max(0.0, float(np.nanmax(ends)))
        room = 0.06 * (high - low) or 1.0
        ax.set_xlim(low - room, high + room)
        corrected = {"holm": " (Holm)", "bh": " (Benjamini-Hochberg)"}.get(_first(shown, "correction"), "")
        label = f"difference in {unit}; [95% interval], p"
        if "comparisons" in shown and corrected:
            made = drawing.counted(int(shown["comparisons"].iloc[0]), "comparison")
            label += f" corrected for {made}{corrected}"
        if len(rows) > len(shown):
            label += f"; {drawing.counted(len(rows) - len(shown), 'further comparison')} not shown"
        ax.set_xlabel(label)
        marks = {
            "told from chance": ("o", BLUE, BLUE, (shown["told"]).any()),
            "not told from chance": ("o", GREY, "white", (~shown["told"] & shown["low"].notna()).any()),
            "too few articles": ("D", GREY, "white", shown["low"].isna().any()),
        }
        key = [
            Line2D([], [], ls="none", marker=mark, color=edge, markerfacecolor=face, label=said)
            for said, (mark, edge, face, there) in marks.items()
            if there
        ]
        return drawing.finish(ax, title, own, key)


def trend(estimates: Estimates, *, title: str, unit: str, zero: str = "", ax: Axes | None = None) -> Axes:
    """A measure from period to period with 95% intervals, and below it the number of articles.

    Periods without articles are gaps: no line crosses them. A hollow mark has
    too few articles for an interval.

    Parameters
    ----------
    estimates
        Of `compare.trend`: one line, or up to four. Articles without a date are
        counted in the axis label.
    title
        The finding, as a sentence; see `story.trend`.
    unit
        What the axis counts.
    zero
        What zero means, written at the zero line; none is drawn if empty.
    ax
        Where to draw; a figure of its own if left out.

    Raises
    ------
    ChartError
        If no period has a value, there are more than four lines, or the title is empty.
    """
    rows = ESTIMATES.check(estimates)
    undated = int(rows.loc[rows["period"].isna(), "articles"].sum())
    dated = rows.dropna(subset=["period"])
    if dated.empty:
        raise ChartError("no period has a value. Give articles that have a day of publication.")
    lines = list(dict.fromkeys(dated["line"]))
    if len(lines) > len(MARKS):
        raise ChartError(
            f"{len(lines)} lines are more than a reader can tell apart; the most is {len(MARKS)}. "
            f"Choose: trend[trend['line'].isin({lines[:2]})]."
        )
    drawing.finite(dated["value"].tolist(), "estimates.value")
    every = str(dated["every"].iloc[0])
    spans = pd.period_range(dated["period"].min(), dated["period"].max(), freq=PERIODS[every])
    place = {start: number for number, start in enumerate(spans.start_time)}
    with drawing.style():
        own, ax = ax is None, drawing.axes(ax, 4.4)
        ends = dated[["value", "low", "high"]].to_numpy(dtype=float)
        low, high = float(np.nanmin(ends)), float(np.nanmax(ends))
        if zero:
            low, high = min(low, 0.0), max(high, 0.0)
            drawing.zero_line(ax, zero)
        key: list[Artist] = []
        for number, line in enumerate(lines):
            mark, colour, dashes = MARKS[number]
            of = dated[dated["line"] == line]
            x = of["period"].map(place).to_numpy(dtype=float)
            aside = x + (number - (len(lines) - 1) / 2) * 0.12
            _joined(ax, x, aside, of["value"].to_numpy(dtype=float), colour, dashes)
            ax.vlines(aside, of["low"], of["high"], color=colour, linewidth=1.6)
            for few in (False, True):
                here = (of["low"].isna() == few).to_numpy()
                ax.plot(
                    aside[here], of["value"].to_numpy()[here], mark, color=colour,
                    markerfacecolor="white" if few else colour, markeredgewidth=1.5,
                )  # fmt: skip
            said = "value and 95% interval" if len(lines) == 1 else drawing.wrapped(line, 30, 1)
            key.append(Line2D([], [], color=colour, marker=mark, ls=dashes, label=said))
        if dated["low"].isna().any():
            key.append(
                Line2D(
                    [],
                    [],
                    ls="none",
                    marker="o",
                    color=GREY,
                    markerfacecolor="white",
                    label="too few articles",
                )
            )
        room = 0.08 * (high - low) or 0.1
        low, high = low - room, high + room
        floor = low - (high - low) * FOOT / (1 - FOOT)
        ax.set_ylim(floor, high)
        ticks = [tick for tick in MaxNLocator(6).tick_values(low, high) if low <= tick <= high]
        ax.set_yticks(ticks)
        ax.yaxis.set_major_formatter(drawing.PLAIN)
        ax.set_xlim(-0.6, len(spans) - 0.4)
        ax.grid(axis="x", visible=False)
        ax.grid(axis="y")
        counts = dated.groupby(dated["period"].map(place))["articles"].sum()
        _foot(ax, counts)
        key.append(Patch(facecolor="#CCCCCC", edgecolor=GREY, label="number of articles"))
        _periods(ax, spans, every)
        ax.set_ylabel(unit)
        said = f"{every} of publication"
        if undated:
            said += f"; {drawing.counted(undated, 'article')} without a date not drawn"
        ax.set_xlabel(said)
        return drawing.finish(ax, title, own, key)


def keyness(table: Keyness, *, title: str, top: int = 8, ax: Axes | None = None) -> Axes:
    """The words that belong most to each group: a dot for each, full where it is a finding.

    Parameters
    ----------
    table
        Of `compare.keyness`, of one to four groups.
    title
        The finding, as a sentence; see `story.keyness`.
    top
        Words for each group, findings first.
    ax
        Where to draw; a figure of its own if left out.

    Raises
    ------
    ChartError
        If there is no word that a group has more often, more than four groups, or the title is empty.
    """
    rows = KEYNESS.check(table)
    groups = list(dict.fromkeys(rows["group"]))
    if len(groups) > len(MARKS):
        raise ChartError(
            f"{len(groups)} groups are more than one chart can hold; the most is {len(MARKS)}. "
            f"Choose: keyness[keyness['group'].isin({groups[:2]})]."
        )
    more = rows[rows["log_odds"] > 0]
    # In a group the table has the strongest first; findings go before the rest.
    shown = pd.concat(
        [
            of.sort_values("finding", ascending=False, kind="stable").head(top)
            for _, of in more.groupby("group", sort=False)
        ]
        or [more]
    )
    if shown.empty:
        raise ChartError("no group has any word more often than the others do.")
    with drawing.style():
        own = ax is None
        ax = drawing.row_axes(ax, [drawing.wrapped(word) for word in shown["word"]])
        texts, group_of = [], []
        for place, row in enumerate(shown.to_dict("records")):
            mark, colour, _ = MARKS[groups.index(row["group"])]
            group_of.append(row["group"])
            ax.hlines(place, 0, row["log_odds"], color=colour, linewidth=1.6)
            ax.plot(
                row["log_odds"], place, mark, color=colour,
                markerfacecolor=colour if row["finding"] else "white", markeredgewidth=1.5,
            )  # fmt: skip
            texts.append(
                f"{row['count']:,} in {drawing.counted(row['articles'], 'article')}; "
                f"elsewhere {row['others']:,} in {row['others_articles']:,}"
            )
        drawing.notes(ax, texts)
        for place, (above, below) in enumerate(pairwise(group_of)):
            if above != below:
                ax.axhline(place + 0.5, color=GREY, linewidth=0.8, linestyle=":")
        ax.set_xlim(0, float(shown["log_odds"].max()) * 1.08)
        ax.set_xlabel("log-odds ratio against the other groups, with an informative prior (0 = as often)")
        key = [
            Line2D([], [], ls="none", marker=mark, color=colour, label=drawing.wrapped(group, 30, 1))
            for group, (mark, colour, _) in zip(groups, MARKS, strict=False)
            if group in group_of
        ]
        if (~shown["finding"]).any():
            key.append(
                Line2D(
                    [],
                    [],
                    ls="none",
                    marker="o",
                    color=GREY,
                    markerfacecolor="white",
                    label="hollow: could be chance",
                )
            )
        return drawing.finish(ax, title, own, key)


def collocates(table: Collocates, *, title: str, top: int = 12, ax: Axes | None = None) -> Axes:
    """The words that stand near a word or name: how often they do, and how often chance would have it.

    Parameters
    ----------
    table
        Of `compare.collocates`.
    title
        The finding, as a sentence; see `story.collocates`.
    top
        Words to draw, the highest log-likelihood first.
    ax
        Where to draw; a figure of its own if left out.

    Raises
    ------
    ChartError
        If there is no word, or the title is empty.
    """
    rows = COLLOCATES.check(table)
    rows = rows[rows["count"] > rows["expected"]]
    if rows.empty:
        raise ChartError("no word stands near it more often than chance would put it there.")
    shown = rows.sort_values("finding", ascending=False, kind="stable").head(top)
    with drawing.style():
        own = ax is None
        ax = drawing.row_axes(ax, [drawing.wrapped(word) for word in shown["word"]])
        texts = []
        for place, row in enumerate(shown.to_dict("records")):
            ax.hlines(place, row["expected"], row["count"], color=GREY, linewidth=1.2)
            ax.plot(row["expected"], place, "|", color=GREY, markersize=11, markeredgewidth=2)
            ax.plot(
                row["count"], place, "o", color=BLUE, markerfacecolor=BLUE if row["finding"] else "white",
                markeredgewidth=1.5,
            )  # fmt: skip
            texts.append(
                f"{row['count']:,} in {drawing.counted(row['articles'], 'article')}; "
                f"by chance {drawing.number(row['expected'])}"
            )
        drawing.notes(ax, texts)
        ax.set_xlim(0, float(shown["count"].max()) * 1.08)
        ax.set_xlabel(f"times near “{shown['node'].iloc[0]}”")
        key = [
            Line2D([], [], ls="none", marker="o", color=BLUE, label="found, more than chance"),
            Line2D(
                [], [], ls="none", marker="|", markersize=11, markeredgewidth=2, color=GREY, label="by chance"
            ),
        ]
        if (~shown["finding"]).any():
            key.insert(
                1,
                Line2D(
                    [],
                    [],
                    ls="none",
                    marker="o",
                    color=BLUE,
                    markerfacecolor="white",
                    label="could be chance",
                ),
            )
        if not shown["finding"].any():
            key = key[1:]
        return drawing.finish(ax, title, own, key)


def _strongest(rows: Estimates, top: int) -> Estimates:
    size = rows["effect"].abs().fillna(0)
    ordered = rows.assign(_size=size).sort_values(["told", "_size"], ascending=False, kind="stable")
    return ordered.head(top).drop(columns="_size")


def _said(row: dict[str, object]) -> str:
    value = drawing.number(float(str(row["value"])), sign=True)
    if pd.isna(row["low"]):
        return f"{value}  no interval\n{drawing.wrapped(row['why'] or '', 34, 2)}"
    ends = [drawing.number(float(str(row[end])), sign=True) for end in ("low", "high")]
    p = float(str(row["p_corrected"]))
    chance = "p < 0.001" if p < 0.001 else f"p = {p:.3f}"
    articles = drawing.counted(int(str(row["articles"])), "article")
    return f"{value}  [{ends[0]}, {ends[1]}]\n{chance}, n = {articles}"


def _plain(measure: object) -> str:
    """A measure without its unit, which the axis names.

    >>> _plain("direct among attributions (%)")
    'direct among attributions'
    """
    return str(measure).rsplit(" (", 1)[0]


def _first(rows: pd.DataFrame, column: str) -> str:
    return str(rows[column].iloc[0]) if column in rows else ""


def _joined(ax: Axes, x: np.ndarray, aside: np.ndarray, y: np.ndarray, colour: str, dashes: str) -> None:
    """A line through neighbouring periods, broken where a period is missing."""
    for part in np.split(np.arange(len(x)), np.flatnonzero(np.diff(x) > 1) + 1):
        if len(part) > 1:
            ax.plot(aside[part], y[part], color=colour, linestyle=dashes, linewidth=1.6)


def _foot(ax: Axes, counts: pd.Series) -> None:
    """Bars of the number of articles at the foot of the plot, under the line."""
    foot = ax.inset_axes((0, 0, 1, FOOT * 0.8))
    foot.bar(counts.index, counts, 0.7, color="#CCCCCC", edgecolor=GREY, linewidth=0.8)
    foot.set_xlim(ax.get_xlim())
    foot.set_ylim(0, float(counts.max()) * 1.6)
    foot.axis("off")
    told: Sequence[float] = list(counts.index) if len(counts) <= COUNTED else [float(counts.idxmax())]
    for at in told:
        foot.annotate(
            f"{int(counts[at]):,}", (at, counts[at]), (0, 1), textcoords="offset points", ha="center",
            va="bottom", fontsize=8, color="#444444",
        )  # fmt: skip
    ax.axhline(float(np.interp(FOOT * 0.92, [0, 1], ax.get_ylim())), color=GREY, linewidth=0.8, linestyle=":")


def _periods(ax: Axes, spans: pd.PeriodIndex, every: str) -> None:
    """Ticks at whole periods, as many as there is room for."""
    step = max(1, -(-len(spans) // 9))
    places = range(0, len(spans), step)
    names = []
    for at in places:
        begun = spans[at].start_time
        names.append(
            {
                "year": f"{begun.year}",
                "quarter": f"Q{begun.quarter}\n{begun.year}",
                "month": f"{begun:%b}\n{begun.year}",
            }.get(every, f"{begun.day} {begun:%b}\n{begun.year}")
        )
    ax.set_xticks(list(places), names, fontsize=9)
