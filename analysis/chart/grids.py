"""Grids of outlets: which event each tells, who is heard in which, and who shares text with whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke

from analysis.chart import drawing
from analysis.chart.drawing import BLUE, GREY, ORANGE, ChartError
from analysis.tables import OMISSIONS, Articles, Events, Omissions

TOP = 12  # rows that a grid shows
OUTLETS = 7  # columns that a page's width holds with their names
NODES = 12  # outlets in a ring, above which names would meet
NAME = 13  # characters in a line of an outlet's name
UNKNOWN = "(unknown)"
_FULL = 0.13  # radius of the largest mark, in inches: the height of a row holds it


def told_events(events: Events, articles: Articles) -> pd.DataFrame:
    """How many articles each outlet has on each event.

    Returns
    -------
    pd.DataFrame
        One row per event and outlet that tells it: event, about, first (day),
        outlet, articles, outlets (that tell the event). Those told by most
        outlets come first. Articles without an outlet stand under "(unknown)".

    Examples
    --------
    >>> from analysis.tables import ARTICLES, EVENTS
    >>> told = EVENTS.frame([{"article": n, "event": "flood", "event_from": "given"} for n in "ab"])
    >>> facts = ARTICLES.frame([{"article": n, "outlet": o, "words": 1, "source_file": n, "sha256": n,
    ...     "source_text": n} for n, o in (("a", "Crier"), ("b", None))])
    >>> told_events(told, facts)[["event", "outlet", "articles", "outlets"]].values.tolist()
    [['flood', '(unknown)', 1, 2], ['flood', 'Crier', 1, 2]]
    """
    facts = events.merge(articles[["article", "outlet", "published"]], on="article", validate="one_to_one")
    outlet = facts["outlet"].astype(object)
    facts = facts.assign(outlet=outlet.where(outlet.notna(), UNKNOWN))
    by_event = facts.groupby("event")
    facts = facts.assign(
        first=by_event["published"].transform("min"), outlets=by_event["outlet"].transform("nunique")
    )
    return (
        facts.groupby(["event", "outlet"])
        .agg(
            about=("about", "first"),
            first=("first", "first"),
            articles=("article", "size"),
            outlets=("outlets", "first"),
        )
        .reset_index()
        .assign(many=lambda made: made.groupby("event")["articles"].transform("sum"))
        .sort_values(
            ["outlets", "many", "first", "event", "outlet"], ascending=[False, False, True, True, True]
        )
        .reindex(columns=["event", "about", "first", "outlet", "articles", "outlets"])
        .reset_index(drop=True)
    )


def events(events: Events, articles: Articles, *, title: str, top: int = TOP, ax: Axes | None = None) -> Axes:
    """Which outlet tells which event: the number of its articles, or a dash.

    Parameters
    ----------
    events
        Of `compare.events`.
    articles
        Those articles.
    title
        The finding, as a sentence.
    top
        How many events, those told by most outlets.
    ax
        Where to draw; a figure of its own if left out.

    Raises
    ------
    ChartError
        If there are no events, `top` is below 1, or the title is empty.
    """
    table = told_events(events, articles)
    if table.empty or top < 1:
        raise ChartError(f"there are {len(table)} events to draw, and top is {top}. Give at least 1 of both.")
    columns = _columns(table["outlet"], table["articles"])
    rows = list(dict.fromkeys(table["event"]))
    shown = rows[:top]
    counts = table.pivot(index="event", columns="outlet", values="articles")
    heads = table.drop_duplicates("event").set_index("event")
    most = float(table["articles"].max())
    with drawing.style():
        own = ax is None
        labels = []
        for event in shown:
            about, first = heads.loc[event, "about"], heads.loc[event, "first"]
            day = "" if pd.isna(first) else f"{first.day} {first:%b %Y}: "
            labels.append(drawing.wrapped(f"{day}{event if pd.isna(about) else about}", width=38, lines=2))
        ax = _grid(ax, labels, columns)
        for place, event in enumerate(shown):
            for column, outlet in enumerate(columns):
                many = counts.loc[event].get(outlet, np.nan)
                if pd.isna(many):
                    ax.plot(column, place, "_", color=GREY, markersize=8, markeredgewidth=1.5)
                else:
                    _mark(ax, column, place, float(many) / most, f"{int(many)}", full=True)
        further = len(rows) - len(shown)
        said = f"; {drawing.counted(further, 'further event')} not shown" if further else ""
        ax.set_xlabel(
            f"articles of each outlet on the event; a dash where it has none{said}{_rest(table, columns)}"
        )
        return drawing.finish(ax, title, own)


def presences(omissions: Omissions, kind: str = "quoted") -> pd.DataFrame:
    """On how many of the events where someone has a thing each outlet has it.

    Parameters
    ----------
    omissions
        Of `compare.omissions`.
    kind
        quoted, named, day or claim.

    Returns
    -------
    pd.DataFrame
        One row per thing and outlet: what, outlet, events (that this outlet tells,
        where some outlet has the thing and it could be judged), present (of them,
        where it has it), named (where it is named and not quoted), unclear,
        everywhere (events over all outlets). The most told come first, then those
        told most unevenly.

    Examples
    --------
    >>> rows = [{"event": "e", "kind": "quoted", "what": "Vane", "outlet": o, "state": s, "articles": 1,
    ...     "times": t, "looked_for": "Vane"} for o, s, t in (("Crier", "present", 2), ("Post", "absent", 0))]
    >>> presences(OMISSIONS.frame(rows))[["what", "outlet", "events", "present"]].values.tolist()
    [['Vane', 'Crier', 1, 1], ['Vane', 'Post', 1, 0]]
    """
    rows = OMISSIONS.check(omissions)
    rows = rows[rows["kind"] == kind]
    state = rows["state"]
    counted = rows.assign(
        clear=(state != "unclear").astype("int64"),
        present=(state == "present").astype("int64"),
        named=(state == "named only").astype("int64"),
        unclear=(state == "unclear").astype("int64"),
        everywhere=rows.groupby("what")["event"].transform("nunique"),
    )
    made = (
        counted.groupby(["what", "outlet"])
        .agg(
            events=("clear", "sum"),
            present=("present", "sum"),
            named=("named", "sum"),
            unclear=("unclear", "sum"),
            everywhere=("everywhere", "first"),
        )
        .reset_index()
    )
    share = made["present"] / made["events"].where(made["events"] > 0)
    made["uneven"] = share.groupby(made["what"]).transform(lambda part: part.max() - part.min()).fillna(0.0)
    made["told"] = made.groupby("what")["present"].transform("sum")
    made = made.sort_values(
        ["everywhere", "uneven", "told", "what", "outlet"], ascending=[False, False, False, True, True]
    )
    columns = ["what", "outlet", "events", "present", "named", "unclear", "everywhere"]
    return made[columns].reset_index(drop=True)


def omissions(
    omissions: Omissions, kind: str = "quoted", *, title: str, top: int = TOP, ax: Axes | None = None
) -> Axes:
    """Who is heard (or named) in which outlet, on the events where some outlet hears them.

    A disc is as large as the share of the events on which the outlet has them,
    with the numbers beside it; a ring says never, an empty square on its corner
    never but named, a question mark that it cannot be told.

    Parameters
    ----------
    omissions
        Of `compare.omissions`.
    kind
        quoted, named, day or claim.
    title
        The finding, as a sentence.
    top
        How many things, those told on most events.
    ax
        Where to draw; a figure of its own if left out.

    Raises
    ------
    ChartError
        If nothing of that kind was found, `top` is below 1, or the title is empty.
    """
    table = presences(omissions, kind)
    if table.empty or top < 1:
        raise ChartError(
            f"there is nothing {kind} to draw ({len(table)} rows, top {top}). Events told by two outlets or "
            "more are needed."
        )
    columns = _columns(table["outlet"], table["events"])
    whats = list(dict.fromkeys(table["what"]))
    shown = whats[:top]
    by = table.set_index(["what", "outlet"])
    kinds: set[str] = set()
    with drawing.style():
        own = ax is None
        ax = _grid(ax, [drawing.wrapped(what, width=34, lines=2) for what in shown], columns)
        for place, what in enumerate(shown):
            for column, outlet in enumerate(columns):
                if (what, outlet) not in by.index:
                    continue  # it tells none of these events
                row = by.loc[(what, outlet)]
                if not row["events"]:
                    ax.annotate("?", (column, place), ha="center", va="center", color=GREY, fontsize=11)
                    kinds.add("unclear")
                elif row["present"]:
                    share = row["present"] / row["events"]
                    _mark(ax, column, place, share, f"{row['present']} of {row['events']}", full=True)
                    kinds.add("present")
                else:
                    named = bool(row["named"])
                    _mark(ax, column, place, 0.25, f"0 of {row['events']}", full=False, named=named)
                    kinds.add("named" if named else "absent")
        further = len(whats) - len(shown)
        said = f"; {drawing.counted(further, 'further row')} not shown" if further else ""
        ax.set_xlabel(f"events on which the outlet has them, of those it tells where some outlet does{said}")
        empty: dict[str, Any] = {"color": ORANGE, "markerfacecolor": "white"}
        marks = {
            "present": Line2D(
                [], [], ls="none", marker="o", color=BLUE, label="has them, by share of events"
            ),
            "absent": Line2D([], [], ls="none", marker="o", label="has them never", **empty),
            "named": Line2D([], [], ls="none", marker="D", label="never, but names them", **empty),
            "unclear": Line2D([], [], ls="none", marker="$?$", color=GREY, label="cannot be told"),
        }
        return drawing.finish(ax, title, own, [mark for name, mark in marks.items() if name in kinds])


def copies(between: pd.DataFrame, *, title: str, outlets: Sequence[str] = (), ax: Axes | None = None) -> Axes:
    """A ring of outlets; a line joins two that share text, as wide as they share articles.

    Parameters
    ----------
    between
        Of `compare.between_outlets`.
    title
        The finding, as a sentence.
    outlets
        All outlets compared, so that those that share no text are seen too.
    ax
        Where to draw; a figure of its own if left out.

    Raises
    ------
    ChartError
        If no two articles share text, or the title is empty.
    """
    if between.empty:
        raise ChartError("no two articles share text, so there is no line to draw. Say so in words.")
    weight: dict[str, int] = dict.fromkeys(outlets, 0)
    for outlet, other, pairs in zip(between["outlet"], between["other"], between["pairs"], strict=True):
        for name in {outlet, other}:
            weight[name] = weight.get(name, 0) + int(pairs)
    kept = sorted(sorted(weight, key=lambda name: (-weight[name], name))[:NODES])
    rest = len(weight) - len(kept)
    # Two stand side by side; more go round from the top.
    begin = np.pi if len(kept) == 2 else np.pi / 2
    turn = begin - 2 * np.pi * np.arange(len(kept)) / max(len(kept), 1)
    at = {name: (np.cos(a), np.sin(a)) for name, a in zip(kept, turn, strict=True)}
    own_pairs = {row.outlet: int(row.pairs) for row in between.itertuples() if row.outlet == row.other}
    most = float(between["pairs"].max())
    with drawing.style():
        own = ax is None
        ax = drawing.axes(ax, 2.4 if len(kept) == 2 else 3.8)
        for row in between.itertuples():
            if row.outlet == row.other or row.outlet not in at or row.other not in at:
                continue
            (x, y), (u, v) = at[row.outlet], at[row.other]
            ax.plot(
                [x, u],
                [y, v],
                color=BLUE,
                linewidth=1 + 4 * row.pairs / most,
                solid_capstyle="round",
                zorder=1,
            )
            text = ax.annotate(
                f"{row.pairs:,}",
                (0.5 * (x + u), 0.5 * (y + v)),
                ha="center",
                va="center",
                fontsize=9,
                zorder=3,
            )
            text.set_bbox({"boxstyle": "round,pad=0.25", "facecolor": "white", "edgecolor": BLUE})
        for name, (x, y) in at.items():
            ax.plot(
                x, y, "o", markersize=11, color="white", markeredgecolor=BLUE, markeredgewidth=2, zorder=2
            )
            inside = f"\n({drawing.counted(own_pairs[name], 'pair')} of its own)" if name in own_pairs else ""
            side = 0 if abs(x) < 0.2 else np.sign(x)
            ax.annotate(
                drawing.wrapped(name, 20, 2) + inside,
                (x, y),
                (12 * side, 14 * np.sign(y) if not side else 0),
                textcoords="offset points",
                ha="center" if not side else "left" if side > 0 else "right",
                va="center" if side else "bottom" if y > 0 else "top",
                annotation_clip=False,
            )
        ax.set_xlim(-2.1, 2.1)
        ax.set_ylim(*((-0.5, 0.5) if len(kept) == 2 else (-1.35, 1.35)))
        ax.grid(False)
        ax.set_xticks([])
        ax.set_yticks([])
        ax.spines["bottom"].set_visible(False)
        further = f"; {drawing.counted(rest, 'further outlet')} not shown" if rest else ""
        ax.set_xlabel(f"the number on a line: pairs of articles that share text{further}")
        return drawing.finish(ax, title, own)


def _columns(outlets: pd.Series, weights: pd.Series) -> list[str]:
    """The outlets that get a column: those with most, by name."""
    totals = weights.groupby(outlets).sum()
    order = sorted(totals.index, key=lambda name: (-totals[name], str(name)))
    return sorted(order[:OUTLETS])


def _rest(table: pd.DataFrame, columns: Sequence[str]) -> str:
    further = table["outlet"].nunique() - len(columns)
    return f"; {drawing.counted(further, 'further outlet')} not shown" if further else ""


def _grid(ax: Axes | None, labels: Sequence[str], columns: Sequence[str]) -> Axes:
    """Rows with labels, a column for each outlet with its name below."""
    # Two lines for every row, so that its mark has room.
    room = [label if "\n" in label else f"{label}\n" for label in labels]
    ax = drawing.row_axes(ax, room)
    ax.set_yticks(range(len(labels)), labels)
    ax.set_xticks(range(len(columns)), [drawing.wrapped(name, NAME) for name in columns])
    ax.set_xlim(-0.5, len(columns) - 0.5)
    ax.grid(axis="y")
    ax.grid(False, axis="x")
    ax.tick_params(axis="x", length=0)
    for label in [*ax.get_xticklabels(), *ax.get_yticklabels()]:
        label.set_parse_math(False)
    return ax


def _mark(
    ax: Axes, column: int, place: int, share: float, said: str, *, full: bool, named: bool = False
) -> None:
    """A mark whose area is a share of the largest, with words below its middle line to the right."""
    size = 2 * 72 * _FULL * max(np.sqrt(share), 0.2)
    ax.plot(
        column, place, "D" if named else "o", markersize=size * (0.85 if named else 1),
        color=BLUE if full else ORANGE,
        markerfacecolor=BLUE if full else "white", markeredgewidth=1.5,
    )  # fmt: skip
    ax.annotate(
        said, (column, place), (72 * _FULL + 3, 0), textcoords="offset points", va="center", fontsize=8,
        color="#444444", path_effects=[withStroke(linewidth=4, foreground="white")],
    )  # fmt: skip
