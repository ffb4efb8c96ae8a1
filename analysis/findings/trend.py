"""A measure over time: period by period, and whether it rises or falls."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.artist import Artist

from analysis import compare, tables, tier
from analysis.findings.comparable import as_outlets, group_sizes, groups_counted, noun
from analysis.findings.comparing import TONE, Status, significant, tip, tone_values
from analysis.findings.differences import measure_name, printed_p
from analysis.findings.finding import Finding, FindingError, Material, lacking
from analysis.findings.frame import Frame
from analysis.findings.looks import INK, PAPER, point
from analysis.findings.wording import capital, counted, interval, listed, number

FEWEST_PERIODS = 3  # with enough articles each: fewer show no course
MOST_LINES = 4
LINES = (("o", "-"), ("s", "--"), ("^", ":"), ("D", "-."))
PERIODS = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}


def period_for(days: pd.Series) -> str:
    """The length of time that cuts a span of days into a readable number of periods.

    >>> period_for(pd.Series(pd.to_datetime(["2031-01-01", "2031-03-01"])))
    'week'
    """
    known = days.dropna()
    span = (known.max() - known.min()).days if len(known) else 0
    return next(
        (
            name
            for name, most in (("day", 14), ("week", 120), ("month", 1_100), ("quarter", 3_300))
            if span <= most
        ),
        "year",
    )


def trend(
    material: Material,
    *,
    by: str | None = None,
    every: str | None = None,
    values: tables.Values | None = None,
) -> Finding:
    """Whether a measure rises or falls over time, period by period.

    Parameters
    ----------
    material
        A corpus.
    by
        A column of groups, a line for each of the four with most articles; one line if left out.
    every
        day, week, month, quarter or year; chosen by the span of the articles if left out.
    values
        Of one measure, of `compare.per_article`; mean tone if left out.
    """
    every = every or period_for(material.used["published"])
    what = "tone" if values is None else measure_name(values["measure"].iloc[0])
    question = f"How does {what} change over time?"
    dated = material.used.dropna(subset=["published"])
    full = _full_periods(dated, by, every)
    if full < FEWEST_PERIODS:
        spans = dated["published"].dt.to_period(PERIODS[every]).nunique()
        there = f"{counted(len(dated), 'dated article')} in {counted(spans, every)}"
        if spans >= FEWEST_PERIODS:
            there += f", {full:,} of them with {compare.FEWEST_ARTICLES}"
        wanted = f"A trend needs {FEWEST_PERIODS} {every}s with {compare.FEWEST_ARTICLES} articles each"
        here = f"here {'is' if len(dated) == 1 else 'are'} {there}"
        return lacking("trend", question, f"{wanted}; {here}.", source=material.source)
    values = tone_values(material) if values is None else values
    articles = material.used if by is None else as_outlets(material, by)
    left = 0
    if by is not None:
        sizes = group_sizes(material, by)
        left = len(sizes.iloc[MOST_LINES:])
        articles = articles[articles["outlet"].isin(sizes.index[:MOST_LINES])]
        values = values[values["article"].isin(articles["article"])]
    line_of = None if by is None else "outlet"
    table = compare.trend(values, articles, every, by=line_of).dropna(subset=["period"])
    change = compare.drift(values, articles, by=line_of)
    claim, status = _change_claim(change, what, by, table)
    undated = len(material.used) - len(dated)
    unit = str(table["unit"].iloc[0])
    slopes = [("" if by is None else f"{row['group']}: ") + _slope(row) for row in change.to_dict("records")]
    unit = f"; tone from {TONE}" if unit == "points" else f"; {unit}"
    n = counted(int(table["articles"].sum()), "article")
    return Finding(
        name="trend",
        question=question,
        claim=claim,
        measure=f"Mean of the articles of each {every}, with 95% interval{unit}",
        table=table,
        alt=(
            f"{counted(table['period'].nunique(), every)}, {n}. {_ends(table) if by is None else ''}"
            f"Straight line: {listed(slopes)}."
        ),
        validity=tier.badge(str(table["instrument"].iloc[0])),
        n=n + (f", {undated:,} without a day left out" if undated else ""),
        source=material.source,
        status=status,
        limits="Articles of one event or day are counted as independent",
        draw=lambda frame: _draw_trend(frame, table, every, by, left),
    )  # fmt: skip


def _ends(table: tables.Estimates) -> str:
    """The first and the last value."""
    parts = [f"{number(row['value'])} in {row['group']}" for row in table.iloc[[0, -1]].to_dict("records")]
    return f"{listed(parts)}. "


def _slope(row: dict[str, Any]) -> str:
    """The change of a straight line in a year, with its interval and test."""
    slope = f"{number(row['value'], sign=True)} per year"
    if pd.isna(row["p_corrected"]):
        return slope
    return f"{slope} ({interval(row['low'], row['high'])}, p {printed_p(row['p_corrected'])})"


def _full_periods(dated: tables.Articles, by: str | None, every: str) -> int:
    """The periods that have enough articles for an interval, in the line that has most."""
    if every not in PERIODS:
        raise FindingError(f"there is no period '{every}'. Choose one of: {', '.join(PERIODS)}.")
    if dated.empty:
        return 0
    keys = [dated["published"].dt.to_period(PERIODS[every])] + ([] if by is None else [dated[by]])
    counts = dated.groupby(keys).size()
    full = counts[counts >= compare.FEWEST_ARTICLES]
    return len(full) if by is None else int(full.groupby(level=1).size().max() if len(full) else 0)


def _change_claim(
    change: tables.Estimates, what: str, by: str | None, table: tables.Estimates
) -> tuple[str, Status]:
    spans = counted(table["period"].nunique(), str(table["every"].iloc[0]))
    found = change[significant(change)]
    if found.empty:
        if change["p_corrected"].isna().all():
            return f"Too few dated articles to test a change in {what}.", "unclear"
        return f"No significant change in {what} over {spans}.", "unclear"
    row = found.sort_values("p_corrected", kind="stable").iloc[0]
    all_alike = len(found) == len(change) > 1 and ((found["value"] > 0) == (row["value"] > 0)).all()
    verb = "rises" if row["value"] > 0 else "falls"
    if what == "tone":
        verb = f"becomes more {'positive' if row['value'] > 0 else 'negative'}"
    whose = "" if by is None else f" in all {len(change)} {noun(by)}" if all_alike else f" in {row['group']}"
    return f"{capital(what)}{whose} {verb} over {spans}.", "found"


def _draw_trend(frame: Frame, table: tables.Estimates, every: str, by: str | None, left: int) -> None:
    spans = pd.period_range(table["period"].min(), table["period"].max(), freq=PERIODS[every])
    place = {start: at for at, start in enumerate(spans.start_time)}
    ax = frame.plot(2.8)
    lines = list(dict.fromkeys(table["line"]))
    for at, line in enumerate(lines):
        of = table[table["line"] == line]
        x = of["period"].map(place).to_numpy(dtype=float) + (at - (len(lines) - 1) / 2) * 0.12
        _draw_line(frame, of, x, *LINES[at])
    if by is not None and left:
        frame.note(f"{groups_counted(left, by)} with fewer articles not shown.")
    if table["low"].isna().any():
        frame.note(f"Hollow: fewer than {compare.FEWEST_ARTICLES} articles, no interval.")
    if by is not None:
        frame.legend([point(line, LINES[at][0], INK) for at, line in enumerate(lines)])
    if (table["unit"] == "points").all():
        frame.zero("neutral")
    step = max(1, -(-len(spans) // (4 if frame.narrow else 8)))
    ticks = range(0, len(spans), step)
    ax.set_xticks(list(ticks), [_period_name(spans[at], every) for at in ticks])
    ax.set_xlim(-0.6, len(spans) - 0.4)


def _draw_line(frame: Frame, of: tables.Estimates, x: np.ndarray, marker: str, dashes: str) -> None:
    """One line, through neighbouring periods that have enough articles."""
    full, value = of["low"].notna().to_numpy(), of["value"].to_numpy(dtype=float)
    for one, other in zip(range(len(of)), range(1, len(of)), strict=False):
        if full[one] and full[other] and round(x[other] - x[one]) == 1:
            frame.ax.plot(
                x[[one, other]], value[[one, other]], dashes, color=INK, linewidth=frame.points(1.4)
            )
    for at, row in enumerate(of.to_dict("records")):
        dots = frame.ax.plot(
            x[at], value[at], marker, color=INK, markerfacecolor=INK if full[at] else PAPER,
            markersize=frame.points(6), zorder=3, clip_on=False,
        )  # fmt: skip
        lines: list[Artist] = []
        if full[at]:
            lines = [frame.ax.vlines(x[at], row["low"], row["high"], color=INK, linewidth=frame.points(1.4))]
        frame.mark([*dots, *lines], tip(row))


def _period_name(period: pd.Period, every: str) -> str:
    start = period.start_time
    if every == "year":
        return f"{start.year}"
    if every == "quarter":
        return f"Q{start.quarter} {start.year}"
    return f"{start:%b %Y}" if every == "month" else f"{start.day} {start:%b}"
