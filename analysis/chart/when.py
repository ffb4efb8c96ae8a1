"""When: what is told as happened, planned or conditional, each at the days it may mean."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from analysis.chart import drawing
from analysis.chart.drawing import BLUE, GREEN, GREY, ORANGE, PURPLE, ChartError
from analysis.chart.stacks import Look, shares_of, stacks
from analysis.story import TELLINGS, days, telling
from analysis.tables import DATES, Dates

LOOKS: Mapping[str, Look] = {
    "happened": Look(BLUE, BLUE),
    "happening": Look("#BFE3D7", GREEN),
    "planned": Look("white", ORANGE, "////"),
    "conditional": Look("white", PURPLE, "...."),
}
MARKS: Mapping[str, str] = {"happened": "o", "happening": "s", "planned": ">", "conditional": "D"}
TOP = 24  # dates that get a row each
SHORT = 0.03  # share of the axis below which a stretch is a mark without a bar
APART = 0.17  # share of the axis between two of its labels
# What stands along an axis that counts from the day of publication, in days.
STEPS = (
    (1, "day"), (7, "week"), (30, "month"), (365, "year"), (3_652, "10 years"), (36_524, "100 years"),
    (365_242, "1,000 years"),
)  # fmt: skip


def dated(dates: Dates) -> pd.DataFrame:
    """The dates in the order of the days they may mean, the same expression of the same days once.

    Parameters
    ----------
    dates
        Of one article.

    Returns
    -------
    pd.DataFrame
        One row per expression, stretch and telling: text, said_of (the verbs and
        nouns it is said of), earliest, latest, told (happened, happening, planned
        or conditional), times, sentence (the first), resolved_by. Those without
        any day come last, in reading order.

    Raises
    ------
    ChartError
        If the dates are of several articles.

    Examples
    --------
    >>> row = ("a", 4, 9, "June", pd.Timestamp("2025-06-01"), pd.Timestamp("2025-06-30"), "past", "month", 1)
    >>> dated(DATES.frame([row]))[["text", "told", "times"]].values.tolist()
    [['June', 'happened', 1]]
    """
    checked = DATES.check(dates)
    if len(articles := sorted(checked["article"].unique())) > 1:
        raise ChartError(
            f"the dates are of {len(articles)} articles, and the chart shows one. "
            f"Take one: dates.query('article == \"{articles[0]}\"')."
        )
    told = checked.assign(
        told=telling(checked),
        key=checked["text"].str.casefold(),
        said_of=checked.get("predicate"),
    )
    merged = (
        told.groupby(["key", "earliest", "latest", "told", "resolved_by"], dropna=False, sort=False)
        .agg(
            text=("text", "first"),
            said_of=("said_of", lambda words: ", ".join(dict.fromkeys(words.dropna())) or None),
            times=("text", "size"),
            sentence=("sentence", "min"),
        )
        .reset_index()
    )
    unknown = merged["earliest"].isna() & merged["latest"].isna()
    columns = ["text", "said_of", "earliest", "latest", "told", "times", "sentence", "resolved_by"]
    return (
        merged.assign(
            unknown=unknown,
            first=merged["earliest"].fillna(merged["latest"]),
            last=merged["latest"].fillna(merged["earliest"]),
        )
        .sort_values(["unknown", "first", "last", "sentence"], ignore_index=True)[columns]
        .astype({"said_of": "str"})
    )


def timeline(
    dates: Dates, *, title: str, published: date | None = None, top: int = TOP, ax: Axes | None = None
) -> Axes:
    """The dates of one article in order: a mark for a day, a bar around it for a stretch.

    Happened is a full dot, happening a pale square, planned a hollow pointer
    on a hatched bar, conditional a hollow diamond on a dotted one. An open end is an arrow. What has no day
    stands below, with the reason. With a day of publication, the axis
    counts from it and is compressed towards both ends, so that last week and
    last century find room; without, it is a calendar.

    Parameters
    ----------
    dates
        Of one article.
    title
        The finding, as a sentence.
    published
        The day of publication.
    top
        How many rows: those nearest to publication, or without it the latest.
    ax
        Where to draw; a figure of its own if left out.

    Raises
    ------
    ChartError
        If there is no date, they are of several articles, `top` is below 1, or the title is empty.
    """
    if top < 1:
        raise ChartError(f"top is {top}, but a timeline needs at least 1 row.")
    if dates.empty:
        raise ChartError("there are no dates, so there is nothing to set in order. Say so in words.")
    table = dated(dates)
    day = None if published is None or pd.isna(published) else pd.Timestamp(published)
    shown = _nearest(table, day, top)
    with drawing.style():
        own = ax is None
        rows = shown.to_dict("records")
        ax = drawing.row_axes(ax, [_label(row) for row in rows], keep="last")
        ends = np.array([_ends(row, day) for row in rows])
        known = ends[np.isfinite(ends)]
        low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
        if day is not None:
            low, high = min(low, -0.3), max(high, 0.3)
        # A calendar of less than a week would name the same day twice.
        room = max(0.06 * (high - low), 0.0 if day is not None else 4.0)
        ax.set_xlim(low - room, high + room)
        for place, (row, (begins, finishes)) in enumerate(zip(rows, ends, strict=True)):
            _mark(ax, place, row["told"], begins, finishes, high - low, room)
        drawing.notes(ax, [_note(row) for row in rows])
        unknown = [place for place, row in enumerate(rows) if _dateless(row)]
        if unknown and unknown[0] > 0:
            ax.axhline(unknown[0] - 0.5, color=GREY, linewidth=0.8, linestyle=":")
        for place in unknown:
            ax.axhline(place, color="#EEEEEE", linewidth=4, zorder=0)
        said = _axis(ax, day, low - room, high + room) if len(known) else "no day can be given to any"
        if not len(known):
            ax.set_xticks([])
        if len(table) > len(shown):
            said += f". {drawing.counted(len(table) - len(shown), 'further date')} not shown"
        ax.set_xlabel(said)
        return drawing.finish(ax, title, own, _key(shown))


def tellings(dates: Dates) -> pd.DataFrame:
    """What share of each article's dates tell what happened, happens, is planned, is conditional.

    Parameters
    ----------
    dates
        Of one or more articles.

    Returns
    -------
    pd.DataFrame
        One row per article that has a date, and telling: article, told, dates, share (0 to 1).

    Examples
    --------
    >>> row = ("a", 4, 9, "June", pd.Timestamp("2025-06-01"), pd.Timestamp("2025-06-30"), "past", "month", 1)
    >>> tellings(DATES.frame([row]))[["told", "dates"]].values.tolist()
    [['happened', 1], ['happening', 0], ['planned', 0], ['conditional', 0]]
    """
    checked = DATES.check(dates)
    counts = checked[["article"]].assign(told=telling(checked), dates=1)
    return shares_of(counts, "told", TELLINGS, "dates")


def told(dates: Dates, *, title: str, names: Mapping[str, str] | None = None, ax: Axes | None = None) -> Axes:
    """How much is told as happened, happening, planned and conditional, by the dates that say when.

    Parameters
    ----------
    dates
        Of one or more articles.
    title
        The finding, as a sentence, computed from `tellings`.
    names
        What to call articles, by id; ids are shown where a name is missing.
    ax
        Where to draw; a figure of its own if left out.

    Raises
    ------
    ChartError
        If there is no date, or the title is empty.
    """
    return stacks(
        tellings(dates), LOOKS, title=title, of="the date expressions", unit="date", names=names, ax=ax
    )


def _nearest(table: pd.DataFrame, day: pd.Timestamp | None, top: int) -> pd.DataFrame:
    if len(table) <= top:
        return table
    first, last = table["earliest"].fillna(table["latest"]), table["latest"].fillna(table["earliest"])
    if day is None:
        far = last.max() - last
    else:
        far = pd.concat(
            [(first - day).clip(lower=pd.Timedelta(0)), (day - last).clip(lower=pd.Timedelta(0))], axis=1
        ).max(axis=1)
    kept = far.sort_values(na_position="last", kind="stable").index[:top]
    return table.loc[sorted(kept)].reset_index(drop=True)


def _dateless(row: Mapping[str, object]) -> bool:
    return bool(pd.isna(row["earliest"]) and pd.isna(row["latest"]))


def _label(row: Mapping[str, object]) -> str:
    said = f"{row['text']}" if pd.isna(row["said_of"]) else f"{row['text']}: {row['said_of']}"
    return drawing.wrapped(f"{said} (×{row['times']})" if int(str(row["times"])) > 1 else said)


def _note(row: Mapping[str, object]) -> str:
    stretch = "no day" if _dateless(row) else days(row["earliest"], row["latest"])  # type: ignore[arg-type]
    by = str(row["resolved_by"])
    reason = by.removeprefix("unresolved: ")
    return drawing.wrapped(stretch if reason == by else f"{stretch}: {reason}", 30, 2)


def _compressed(distance: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Days from publication on an axis with room for a day and a century: sign kept, log10(1 + days)."""
    size = np.asarray(distance, dtype=float)
    return np.sign(size) * np.log10(1 + np.abs(size))


def _ends(row: Mapping[str, object], day: pd.Timestamp | None) -> tuple[float, float]:
    """Where a row begins and ends on the axis; not a number where an end is open."""
    origin = pd.Timestamp("1970-01-01") if day is None else day
    found = []
    for name in ("earliest", "latest"):
        at = row[name]
        far = np.nan if pd.isna(at) else float((pd.Timestamp(str(at)) - origin).days)
        found.append(far if day is None else float(_compressed(far)))
    return found[0], found[1]


def _mark(ax: Axes, place: int, told: str, begins: float, ends: float, width: float, room: float) -> None:
    look = LOOKS[told]
    if np.isnan(begins) and np.isnan(ends):
        return
    if np.isnan(begins) or np.isnan(ends):
        known, side = (ends, -1) if np.isnan(begins) else (begins, 1)
        ax.annotate(
            "", (known + side * 1.6 * room, place), (known, place), annotation_clip=False,
            arrowprops={"arrowstyle": "->", "color": look.edge, "linewidth": 2, "shrinkA": 0, "shrinkB": 0},
        )  # fmt: skip
        begins = ends = known
    if ends - begins > SHORT * width:
        ax.barh(
            place, ends - begins, 0.5, begins,
            color=look.face, edgecolor=look.edge, hatch=look.hatch, linewidth=1.2,
        )  # fmt: skip
    ax.plot(
        (begins + ends) / 2, place, MARKS[told], color=look.edge, markersize=8, markeredgewidth=1.5,
        markerfacecolor=look.face, clip_on=False,
    )  # fmt: skip


def _axis(ax: Axes, day: pd.Timestamp | None, low: float, high: float) -> str:
    """Ticks from publication outwards, or calendar days; what the axis says of itself comes back."""
    if day is None:
        every = pd.to_datetime(np.linspace(low, high, 6)[1:-1], unit="D")
        fine = high - low < 120
        ax.set_xticks(
            [float((at - pd.Timestamp("1970-01-01")).days) for at in every],
            [f"{at.day} {at:%b}\n{at.year}" if fine else f"{at:%b}\n{at.year}" for at in every],
            fontsize=8,
        )
        return "calendar; the day of publication is unknown"
    ticks = [(0.0, "day of\npublication")]
    # Where they would meet, the coarser stays.
    for length, name in (STEPS[3], *STEPS[4:], *reversed(STEPS[:3])):
        for side, word in ((-1, "before"), (1, "after")):
            at = float(side * _compressed(length))
            if low <= at <= high and all(abs(at - other) > APART * (high - low) for other, _ in ticks):
                ticks.append((at, f"{name}\n{word}"))
    ax.set_xticks([at for at, _ in ticks], [name for _, name in ticks], fontsize=8)
    return f"distance from {days(day, day)}, the day of publication, compressed towards both ends"


def _key(shown: pd.DataFrame) -> list[Line2D]:
    counts = shown.groupby("told")["times"].sum()
    return [
        Line2D(
            [], [], ls="none", marker=MARKS[name], color=LOOKS[name].edge, markersize=8, markeredgewidth=1.5,
            markerfacecolor=LOOKS[name].face, label=f"{name} (n = {int(counts[name])})",
        )
        for name in TELLINGS
        if name in counts
    ]  # fmt: skip
