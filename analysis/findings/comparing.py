"""Groups compared: tone, voices and speakers of each, all measures at once, and tone over time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis import compare, tables, tier
from analysis.findings.comparable import (
    group_of,
    group_sizes,
    groups_counted,
    needs,
    noun,
    unclear_without,
)
from analysis.findings.finding import Finding, Material, evidence, in_context, lacking
from analysis.findings.frame import Frame, estimate
from analysis.findings.grid import Cell, columns_of, draw_cells, fitting
from analysis.findings.looks import INK, VOICE_NAMES, VOICES, point
from analysis.findings.voices import voice_shares
from analysis.findings.wording import counted, interval, listed, number, percent

TOP = 12  # rows of a chart
LEVEL = 0.05  # of a corrected p
TONE = "−1 (negative) to 1 (positive)"
OTHERS = "the others"  # a group is compared with all other groups together
EACH = 4  # sentences of each group listed as evidence

Status = Literal["found", "unclear", "lacking"]


def significant(estimates: tables.Estimates) -> pd.Series:
    """Whether each difference is significant: its corrected p is below .05 and its interval excludes 0."""
    apart = (estimates["low"] > 0) | (estimates["high"] < 0)
    return (estimates["p_corrected"] < LEVEL) & apart


# Tone


def tone_values(material: Material) -> tables.Values:
    """Mean tone of each article's sentences, by the primary instrument."""
    return compare.per_article(material, "tone", instrument=material.instruments[0])


def tone_by_group(material: Material, *, by: str = "outlet") -> Finding:
    """Whether groups differ in tone, and which of them is the most negative or positive.

    Parameters
    ----------
    material
        A corpus.
    by
        The column of `articles` that holds the groups.
    """
    sizes, question = group_sizes(material, by), f"Do {noun(by)} differ in tone?"
    if not material.instruments:
        return lacking("tone-by-group", question, "No sentence has a score of tone.")
    if lack := needs("Comparing tone", sizes, by):
        return lacking("tone-by-group", question, lack, source=material.source)
    values = tone_values(material)
    known = material.used[group_of(material, by).notna().to_numpy()]
    values = values[values["article"].isin(known["article"])]
    table = compare.groups(values, known, by)
    gaps = compare.differences(values, known, by)
    claim, picked, status = _tone_claim(table, gaps, by)
    few = table.loc[table["low"].isna(), "group"].tolist()
    lines = [
        f"{row.group} {number(row.value)}"
        + (f" ({interval(row.low, row.high)})" if pd.notna(row.low) else " (no interval)")
        for row in table.itertuples()
    ]
    return Finding(
        name="tone-by-group",
        question=question,
        claim=claim,
        measure=f"Mean tone per article, {TONE}, with 95% interval",
        table=table,
        alt=f"Mean tone per article: {listed(lines, most=5)}. {_tests(gaps, by)}",
        figure=number(float(table.loc[table["group"] == picked, "value"].iloc[0])) if picked else "",
        validity=tier.badge((material.instruments[0], "tone-sentence")),
        n=f"{counted(int(table['articles'].sum()), 'article')} of {groups_counted(len(table), by)}",
        source=material.source,
        evidence=_toned(material, table, by),
        status=status,
        limits="Articles of one event are counted as independent",
        draw=lambda frame: draw_groups(frame, table, by, few),
    )


def extreme(table: tables.Estimates, gaps: tables.Estimates) -> tuple[str, Literal["low", "high", ""]]:
    """The group at one end that differs significantly from the next one, and which end; else empty."""
    full = table[table["low"].notna()].sort_values("value")["group"].tolist()
    apart = gaps[significant(gaps)]
    pairs = {frozenset(pair) for pair in zip(apart["one"], apart["other"], strict=True)}
    if frozenset(full[:2]) in pairs:
        return str(full[0]), "low"
    if frozenset(full[-2:]) in pairs:
        return str(full[-1]), "high"
    return "", ""


def _tone_claim(table: tables.Estimates, gaps: tables.Estimates, by: str) -> tuple[str, str, Status]:
    """The claim, the group it picks, if any, and the status."""
    full = table[table["low"].notna()].sort_values("value")
    tone = dict(zip(full["group"], full["value"], strict=True))
    picked, end = extreme(table, gaps)
    if not picked:
        return _unpicked(gaps, len(full), by, "tone")
    if len(full) == 2:
        low, high = full["group"]
        return f"{low} is {'more negative' if tone[low] < 0 else 'less positive'} than {high}.", low, "found"
    word = {"low": ("most negative", "least positive"), "high": ("least negative", "most positive")}[end]
    return f"{picked} is the {word[tone[picked] > 0]} {noun(by, 1)}.", picked, "found"


def _unpicked(gaps: tables.Estimates, many: int, by: str, what: str) -> tuple[str, str, Status]:
    """The claim where no group stands alone at an end: how many comparisons are significant."""
    apart, tested = int(significant(gaps).sum()), int(gaps["p_corrected"].notna().sum())
    if not apart:
        return f"No significant difference in {what} between {groups_counted(many, by)}.", "", "unclear"
    if (gaps["other"] == OTHERS).any():
        of = f"{apart:,} of {groups_counted(tested, by)} differ significantly from the others in {what}."
    else:
        of = f"{apart:,} of {tested:,} pairs of {noun(by)} differ significantly in {what}."
    return of, "", "found"


def _tests(gaps: tables.Estimates, by: str) -> str:
    """What the tests found, as a sentence."""
    tested = gaps[gaps["p_corrected"].notna()]
    every = counted(len(tested), "comparison")
    return f"{int(significant(tested).sum()):,} of {every} significant (Holm-corrected)."


def _toned(material: Material, table: tables.Estimates, by: str) -> pd.DataFrame:
    """The sentences of each group that are furthest in the direction of its tone."""
    scores = material.scores
    scores = scores[(scores["unit"] == "sentence") & (scores["instrument"] == material.instruments[0])]
    group = group_of(material, by)
    rows = scores.assign(group=scores["article"].map(group), sentence=scores["unit_id"])
    rows = rows.dropna(subset=["group", "tone"])
    side = table.set_index("group")["value"].map(lambda value: -1.0 if value < 0 else 1.0)
    order = {name: place for place, name in enumerate(table["group"])}
    rows = rows[rows["group"].isin(order)]
    rows = rows.assign(
        towards=rows["tone"] * rows["group"].map(side).astype(float), mark=rows["group"].map(order)
    )
    rows = rows.sort_values(["towards", "article", "sentence"], ascending=[False, True, True])
    rows = rows.assign(rank=rows.groupby("group").cumcount())
    rows = rows[rows["rank"] < EACH].sort_values(["rank", "mark"])
    spans = material.sentences[["article", "sentence", "start", "end", "text"]]
    rows = rows[["article", "sentence", "group", "tone", "mark"]].merge(
        spans, on=["article", "sentence"], validate="one_to_one"
    )
    because = [f"{row.group}: tone {number(row.tone)}" for row in rows.itertuples()]
    return evidence(rows.assign(context=rows["text"], because=because))


def tip(row: dict[str, Any]) -> str:
    """A group's estimate, interval and number of articles, for when its mark is pointed at."""
    value = estimate(row["value"], row["low"], row["high"])
    return f"{row['group']}: {value}, {counted(row['articles'], 'article')}"


def draw_groups(frame: Frame, table: tables.Estimates, by: str, few: Sequence[str]) -> None:
    """Draw the estimates of groups: a dot and its interval each, the lowest first."""
    order = {name: place for place, name in enumerate(table["group"])}
    rows = table.to_dict("records")
    if len(rows) > TOP:
        rows = [*rows[: TOP // 2], *rows[-(TOP // 2) :]]
        frame.note(f"{len(table) - TOP:,} {noun(by)} between these are in the table.")
    if few:
        frame.note(unclear_without(few, by))
        frame.legend(
            [point("mean and 95% interval", "o", INK), point("too few articles", "o", INK, hollow=True)]
        )
    rows = frame.fit(rows, keep="ends")
    frame.rows([row["group"] for row in rows])
    for place, row in enumerate(rows):
        dots = frame.dot(place, row["value"], row["low"], row["high"], hollow=pd.isna(row["low"]))
        frame.mark(dots, tip(row), order[row["group"]])
    frame.column([number(row["value"]) for row in rows], head="mean")
    frame.column([f"{row['articles']:,}" for row in rows], head="articles")
    frame.column([interval(row["low"], row["high"]) for row in rows], head="95% interval")
    frame.zero("neutral")
    ends = np.array([[row["value"], row["low"], row["high"]] for row in rows], dtype=float)
    low, high = min(0.0, float(np.nanmin(ends))), max(0.0, float(np.nanmax(ends)))
    frame.ax.set_xlim(low - 0.05 * (high - low), high + 0.05 * (high - low))


# Voices and speakers


def voices_by_group(material: Material, *, by: str = "outlet") -> Finding:
    """Whether groups differ in how much of the words they quote or paraphrase."""
    sizes, question = group_sizes(material, by), f"Do {noun(by)} quote equally much?"
    if lack := needs("Comparing voices", sizes, by):
        return lacking("voices-by-group", question, lack, source=material.source)
    shares = voice_shares(material)
    group = group_of(material, by).dropna()
    shares = shares[shares["article"].isin(group.index)]
    words = shares.groupby("article", sort=False)["words"].sum()
    own = shares[shares["voice"] == "reporter"].set_index("article")["share"]
    values = tables.VALUES.frame(
        ("words quoted or paraphrased (%)", article, 100 * (1 - own[article]), int(many), "%", "voices",
         tier.of("voices", "quotes"))
        for article, many in words.items()
    )  # fmt: skip
    known = material.used[material.used["article"].isin(group.index)]
    means, gaps = compare.groups(values, known, by), compare.differences(values, known, by)
    table = (
        shares.assign(group=shares["article"].map(group))
        .groupby(["group", "voice"], sort=False)
        .agg(share=("share", "mean"), words=("words", "sum"))
        .reset_index()
    )
    claim, picked, status = _quoting_claim(means, gaps, by)
    lines = [f"{row.group} {row.value:.0f}%" for row in means.iloc[::-1].itertuples()]
    return Finding(
        name="voices-by-group",
        question=question,
        claim=claim,
        measure="Share of the body’s words, mean of the articles",
        table=table,
        alt=f"Quoted or paraphrased: {listed(lines, most=5)}. {_tests(gaps, by)}",
        figure=percent(means.set_index("group").loc[picked, "value"] / 100) if picked else "",
        validity=tier.badge(("voices", "quotes")),
        n=f"{counted(int(words.sum()), 'word')} of {counted(len(words), 'article')}",
        source=material.source,
        status=status,
        draw=lambda frame: _draw_voices(frame, table, means, by),
    )


def _quoting_claim(means: tables.Estimates, gaps: tables.Estimates, by: str) -> tuple[str, str, Status]:
    picked, end = extreme(means, gaps)
    if not picked:
        return _unpicked(gaps, int(means["low"].notna().sum()), by, "quoting")
    value = percent(means.set_index("group").loc[picked, "value"] / 100)
    degree = "more" if end == "high" else "less"
    if means["low"].notna().sum() > 2:
        degree = "most" if end == "high" else "least"
    return f"{picked} quotes and paraphrases {degree}: {value} of its words.", picked, "found"


def _draw_voices(frame: Frame, table: pd.DataFrame, means: tables.Estimates, by: str) -> None:
    frame.legend([look.patch(VOICE_NAMES[voice]) for voice, look in VOICES.items()])
    rows = means.iloc[::-1].to_dict("records")
    if len(rows) > TOP:
        rows = [*rows[: TOP // 2], *rows[-(TOP // 2) :]]
        frame.note(f"{len(means) - TOP:,} {noun(by)} between these are in the table.")
    rows = frame.fit(rows, keep="ends")
    frame.rows([row["group"] for row in rows])
    shares = table.set_index(["group", "voice"])["share"]
    for place, row in enumerate(rows):
        begun = 0.0
        for voice, look in VOICES.items():
            share = 100 * float(shares.get((row["group"], voice), 0.0))
            (bar,) = frame.ax.barh(place, share, 0.66, begun, **look.bar)
            frame.mark(bar, f"{row['group']}: {VOICE_NAMES[voice]} {share:.0f}%", place)
            begun += share
    frame.column([f"{row['value']:.0f}%" for row in rows], head="not reporter’s")
    frame.column([interval(row["low"], row["high"], places=0) for row in rows], head="95% interval")
    frame.ax.set_xlim(0, 100)
    frame.ax.xaxis.set_major_formatter(lambda value, _: f"{value:.0f}%")


def speaker_shares(material: Material, by: str = "outlet", top: int = TOP) -> pd.DataFrame:
    """What share of each group's attributions the most frequent speakers have.

    Returns
    -------
    pd.DataFrame
        One row per speaker and group, the speakers with most attributions first:
        speaker, group, attributions, of (all attributions of the group), share (0 to 1).
    """
    quotes = material.quotes.assign(group=material.quotes["article"].map(group_of(material, by)))
    quotes = quotes.dropna(subset=["group"])
    every = quotes["group"].value_counts()
    most = quotes["speaker"].value_counts().head(top)
    groups = [name for name in group_sizes(material, by).index if every.get(name, 0)]
    counts = quotes.groupby(["speaker", "group"]).size()
    rows = [
        (speaker, group, int(counts.get((speaker, group), 0)), int(every[group]))
        for speaker in most.index
        for group in groups
    ]
    table = pd.DataFrame(rows, columns=["speaker", "group", "attributions", "of"])
    return table.assign(share=table["attributions"] / table["of"])


def speakers_by_group(material: Material, *, by: str = "outlet", top: int = TOP) -> Finding:
    """Whether a speaker has a larger share of the attributions in one group than in another."""
    sizes, question = group_sizes(material, by), f"Do {noun(by)} let the same people speak?"
    if lack := needs("Comparing speakers", sizes, by):
        return lacking("speakers-by-group", question, lack, source=material.source)
    table = speaker_shares(material, by, top)
    if table.empty:
        return lacking("speakers-by-group", question, "No attribution has a clear speaker.")
    known = material.used[group_of(material, by).notna().to_numpy()]
    values = pd.concat(
        [compare.per_article(material, "speakers", speaker=name) for name in table["speaker"].unique()]
    )
    values = tables.VALUES.check(values[values["article"].isin(known["article"])])
    gaps = compare.differences(values, known, by)
    apart = gaps[significant(gaps)].sort_values("value", key=lambda value: -value.abs(), kind="stable")
    tested = int(gaps["p_corrected"].notna().sum())
    claim = f"No speaker has a significantly larger share in one {noun(by, 1)}."
    if len(apart):
        row = apart.iloc[0]
        speaker = str(row["measure"]).removeprefix("attributions to ").rsplit(" (", 1)[0]
        sides = [(row["value_one"], row["one"]), (row["value_other"], row["other"])]
        more, less = (f"{value:.0f}% {{}}in {name}" for value, name in sorted(sides, reverse=True))
        claim = f"{speaker}: {more.format('of attributions ')}, {less.format('')}."
    first = table["speaker"].iloc[0]
    lines = [f"{row.group} {percent(row.share)}" for row in table[table["speaker"] == first].itertuples()]
    return Finding(
        name="speakers-by-group",
        question=question,
        claim=claim,
        measure=f"Share of each {noun(by, 1)}’s attributions, by speaker",
        table=table,
        alt=(
            f"{len(apart):,} of {counted(tested, 'comparison')} significant (Holm-corrected). "
            f"Most attributions: {first} ({listed(lines, most=5)})."
        ),
        validity=tier.badge(("voices", "quotes"), "actors"),
        n=f"{counted(int(table.drop_duplicates('group')['of'].sum()), 'attribution')}",
        source=material.source,
        evidence=_spoken(material, table, by),
        status="found" if len(apart) else "unclear",
        draw=lambda frame: _draw_speakers(frame, table, by),
    )  # fmt: skip


def _spoken(material: Material, table: pd.DataFrame, by: str) -> pd.DataFrame:
    """The attributions to these speakers, the most frequent speaker's first in each round."""
    order = {speaker: place for place, speaker in enumerate(table["speaker"].unique())}
    group = group_of(material, by)
    quotes = material.quotes[material.quotes["speaker"].isin(order)]
    quotes = quotes.assign(mark=quotes["speaker"].map(order), group=quotes["article"].map(group))
    quotes = quotes.dropna(subset=["group"])
    rank = quotes.groupby(["mark", "group"]).cumcount()
    rows = quotes.assign(rank=rank).sort_values(["rank", "mark", "group"], kind="stable")
    rows = in_context(rows, material.sentences)
    because = [f"{row.speaker}, in {row.group} ({row.kind})" for row in rows.itertuples()]
    return evidence(rows.assign(because=because))


def _draw_speakers(frame: Frame, table: pd.DataFrame, by: str) -> None:
    labels = table["speaker"].unique().tolist()
    order = table["group"].drop_duplicates().tolist()
    groups = columns_of(table["group"], table["of"], order, fitting(frame, labels, ["00%"]))
    if (rest := table["group"].nunique() - len(groups)) > 0:
        frame.note(f"{groups_counted(rest, by)} more in the table.")
    frame.heads(groups)
    cells = table.set_index(["speaker", "group"])
    places = {speaker: place for place, speaker in enumerate(table["speaker"].unique())}
    shown = frame.fit(list(places))
    frame.rows(shown, lines=2)
    most = float(table["share"].max())
    for place, speaker in enumerate(shown):
        row = [cells.loc[(speaker, group)] for group in groups]
        draw_cells(
            frame, place,
            [
                Cell(cell["share"] / most, percent(cell["share"]),
                     f"{speaker}, {group}: {cell['attributions']:,} of {cell['of']:,} attributions")
                for group, cell in zip(groups, row, strict=True)
            ],
            places[speaker],
        )  # fmt: skip
