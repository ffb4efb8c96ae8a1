"""All measures at once: in which of them groups differ significantly, corrected for all comparisons."""

from __future__ import annotations

import math
import re
from typing import Any

import pandas as pd

from analysis import compare, tables, tier
from analysis.findings.comparable import group_of, group_sizes, groups_counted, needs, noun
from analysis.findings.comparing import LEVEL, TOP, significant
from analysis.findings.finding import Finding, Material, lacking
from analysis.findings.frame import Frame
from analysis.findings.looks import GREY, INK, PAPER, point
from analysis.findings.wording import capital, counted, listed, number

MARKERS = ("o", "s", "^", "D")  # groups with a marker each; of more, the two furthest apart are marked
FRAME = re.compile(r"articles with the frame (?P<frame>.+), (?P<book>\w+)")


def measured(material: Material) -> tables.Values:
    """All that can be compared, with tone by the primary instrument alone.

    Raises
    ------
    CompareError
        If no measure has a value in five articles.
    """
    values = compare.everything(material)
    others = material.instruments[1:]
    again = values["instrument"].isin([*others, *(f"{name} towards" for name in others)])
    return tables.VALUES.check(values[~again])


def smallest_p(one: int, other: int) -> float:
    """The smallest p that shuffling whole articles between two groups of these sizes can give.

    >>> round(smallest_p(6, 6), 4), round(smallest_p(5, 8), 5)
    (0.0022, 0.00078)
    """
    return (2 if one == other else 1) / math.comb(one + other, one)


def printed_p(p: float) -> str:
    """A p-value as journals print it.

    >>> printed_p(0.0004), printed_p(0.0316), printed_p(1.0)
    ('<.001', '.032', '1')
    """
    if p >= 0.9995:
        return "1"
    return "<.001" if p < 0.001 else f"{p:.3f}".removeprefix("0")


def measure_name(measure: object) -> str:
    """A measure without its unit and instrument, for a label.

    >>> measure_name("mean tone of sentences, learned (points on its scale)")
    'mean tone of sentences'
    >>> measure_name("articles with the frame What divides, war_peace (%)")
    'frame: What divides (war peace)'
    """
    plain = str(measure).rsplit(" (", 1)[0]
    if framed := FRAME.fullmatch(plain):
        return f"frame: {framed['frame']} ({framed['book'].replace('_', ' ')})"
    kept, _, _ = plain.rpartition(", ")
    return kept if kept.startswith("mean tone") else plain


def value_text(value: float, unit: str) -> str:
    """A group's value with its unit, short.

    >>> value_text(41.6, "%"), value_text(-0.26, "points"), value_text(3.21, "per 1,000 words")
    ('42%', '−0.26', '3.21‰')
    """
    if unit == "%":
        return f"{number(value, places=0)}%"
    return number(value) + ("‰" if unit.startswith("per 1,000") else "")


def group_means(
    values: tables.Values, articles: tables.Articles, by: str, tested: pd.DataFrame
) -> pd.DataFrame:
    """The mean of each group on each measure that was tested.

    Returns
    -------
    pd.DataFrame
        One row per measure and group, the measures with the smallest p first:
        measure, unit, instrument, group, value (in the measure's unit),
        standard (standard deviations of articles above the mean of all),
        articles, p (the smallest corrected p of the measure's comparisons),
        significant (whether the group is in a significant comparison).
    """
    known = values.dropna(subset=["value"])
    spread = known.groupby("measure")["value"].agg(["mean", "std"])
    means = compare.groups(values, articles, by).merge(spread, left_on="measure", right_index=True)
    means["standard"] = (means["value"] - means["mean"]) / means["std"]
    smallest = tested.groupby("measure")[["p", "p_corrected"]].min()
    means = means[means["measure"].isin(smallest.index)]
    means["p"] = means["measure"].map(smallest["p_corrected"])
    apart = tested[tested["significant"]]
    pairs = {
        *zip(apart["measure"], apart["one"], strict=True),
        *zip(apart["measure"], apart["other"], strict=True),
    }
    means["significant"] = [pair in pairs for pair in zip(means["measure"], means["group"], strict=True)]
    of = means.groupby("measure")
    order = means.assign(
        found=of["significant"].transform("any"),
        raw=means["measure"].map(smallest["p"]),
        wide=of["standard"].transform("max") - of["standard"].transform("min"),
    ).sort_values(["found", "raw", "wide", "measure", "value"], ascending=[False, True, False, True, True])
    columns = ["measure", "unit", "instrument", "group", "value", "standard", "articles", "p", "significant"]
    return order[columns].reset_index(drop=True)


def differences(
    material: Material, *, by: str = "outlet", within: str | None = None,
    values: tables.Values | None = None, top: int = TOP,
) -> Finding:  # fmt: skip
    """In which of all measures the groups differ significantly, corrected for all comparisons together.

    Parameters
    ----------
    material
        A corpus.
    by
        The column of `articles` that holds the groups.
    within
        A column such as `event`: only articles of the same event are compared.
    values
        What is compared, of `compare.per_article`; everything that is measured if left out.
    top
        Rows of the chart: the measures with significant differences, then those with the smallest p.
    """
    sizes, question = group_sizes(material, by), f"In what do {noun(by)} differ?"
    if lack := needs("Comparing all measures", sizes, by):
        return lacking("differences", question, lack, source=material.source)
    known = material.used[group_of(material, by).notna().to_numpy()]
    values = measured(material) if values is None else values
    values = tables.VALUES.check(values[values["article"].isin(known["article"])])
    table = compare.differences(values, known, by, within=within)
    table = table.assign(significant=significant(table))
    tested = table[table["p_corrected"].notna()]
    if tested.empty:
        few = f"No measure has a value in {compare.FEWEST_ARTICLES} articles of each of 2 {noun(by)}."
        return lacking("differences", question, few, source=material.source)
    many, found = counted(len(tested), "comparison"), int(tested["significant"].sum())
    claim = f"{found:,} of {many} of {noun(by)} {'is' if found == 1 else 'are'} significant."
    means = group_means(values, known, by, tested)
    lines = [_line(rows) for _, rows in list(means.groupby("measure", sort=False))[:2]]
    kinds = counted(tested["measure"].nunique(), "measure")
    return Finding(
        name="differences",
        question=question,
        claim=claim if found else f"No significant difference in {many} of {noun(by)}.",
        measure=(
            f"Mean of each {noun(by, 1)}, in standard deviations of articles from the mean of all; "
            "p: the smallest of the measure, corrected (Holm)"
        ),
        table=table.sort_values(
            ["significant", "p"], ascending=[False, True], kind="stable", ignore_index=True
        ),
        alt=f"{found:,} of {many} ({kinds}) significant. Smallest p: {'; '.join(lines)}.",
        figure=f"{found:,} of {len(tested):,}",
        validity=tier.badge(*means.drop_duplicates("measure")["instrument"].head(top).unique()),
        n=f"{counted(len(known), 'article')} of {groups_counted(len(sizes), by)}",
        source=material.source,
        status="found" if found else "unclear",
        limits=_power(tested, sizes),
        draw=lambda frame: _draw(frame, means, sizes, top),
    )


def _power(tested: pd.DataFrame, sizes: pd.Series) -> str:
    """Whether any difference could have been significant, with so few articles and so many comparisons."""
    whole = int(sizes.sum())
    pairs = tested[["one", "other"]].drop_duplicates().itertuples(index=False)
    least = min(
        smallest_p(int(sizes[one]), int(sizes.get(other, whole - sizes[one]))) for one, other in pairs
    )
    if least * len(tested) < LEVEL:
        return "Articles of one event are counted as independent"
    many = counted(len(tested), "comparison")
    return f"With so few articles none of {many} can be significant: compare fewer measures"


def _line(rows: pd.DataFrame) -> str:
    """A measure with the values of its groups, the two furthest apart where there are many."""
    ends = rows if len(rows) <= len(MARKERS) else rows.iloc[[0, -1]]
    named = [f"{row.group} {value_text(row.value, row.unit)}" for row in ends.itertuples()]
    return f"{measure_name(rows['measure'].iloc[0])} ({listed(named)}; p {printed_p(rows['p'].iloc[0])})"


def _draw(frame: Frame, means: pd.DataFrame, sizes: pd.Series, top: int) -> None:
    measures = list(means["measure"].unique())
    shown = measures[: min(top, frame.room())]
    if rest := len(measures) - len(shown):
        frame.note(f"{counted(rest, 'further measure')} in the table.")
    groups = [str(name) for name in sizes.index if name in set(means["group"])]
    markers = dict(zip(groups, MARKERS, strict=False)) if len(groups) <= len(MARKERS) else {}
    frame.legend(_key(markers, means))
    frame.rows([capital(measure_name(measure)) for measure in shown], lines=2)
    of = dict(list(means.groupby("measure", sort=False)))
    ranges = []
    for place, measure in enumerate(shown):
        rows = of[measure]
        _draw_row(frame, place, rows, markers)
        low, high = (
            value_text(float(end), rows["unit"].iloc[0]) for end in (rows["value"].min(), rows["value"].max())
        )
        ranges.append(f"{low} to {high}")
    frame.column([printed_p(float(of[measure]["p"].iloc[0])) for measure in shown], head="p")
    frame.column(ranges, head="means")
    frame.zero("mean of all")
    reach = 1.12 * float(means.loc[means["measure"].isin(shown), "standard"].abs().max())
    frame.ax.set_xlim(-reach, reach)


def _key(markers: dict[str, str], means: pd.DataFrame) -> list[Any]:
    key = [point(group, marker, INK, hollow=True) for group, marker in markers.items()]
    if not markers:
        key = [point("the two furthest apart", "o", INK, hollow=True), point("others", "|", GREY)]
    return [*key, point("filled: significant", "o", INK)] if means["significant"].any() else key


def _draw_row(frame: Frame, place: int, rows: pd.DataFrame, markers: dict[str, str]) -> None:
    ends = {0, len(rows) - 1}
    frame.ax.hlines(
        place, rows["standard"].min(), rows["standard"].max(), color=GREY, linewidth=frame.points(0.8)
    )
    artists = []
    for at, row in enumerate(rows.to_dict("records")):
        marker = markers.get(row["group"], "o" if at in ends else "|")
        artists += frame.ax.plot(
            row["standard"], place, marker, color=GREY if marker == "|" else INK, markersize=frame.points(7),
            markerfacecolor=INK if row["significant"] else PAPER, clip_on=False, zorder=3,
        )  # fmt: skip
    frame.mark(artists, _line(rows), place)
