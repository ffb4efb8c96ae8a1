"""What the framing does: functions of a frame by actor, and indicators of war and peace journalism."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis import codebook as codebooks
from analysis import framing, tables, tier
from analysis.codebook import Codebook
from analysis.findings.finding import Finding, Material, evidence, in_context, lacking
from analysis.findings.frame import Frame
from analysis.findings.looks import GREY, INK, PAPER, SIDES
from analysis.findings.wording import are, capital, counted, listed, lowered

TOP = 10  # actors with a row each
FEWEST = 5  # pieces of evidence for a function below which no actor is called the main one
FEWEST_PIECES = 10  # of evidence, below which functions and pairs are not judged
# What an actor is to each function: the heads of the chart's columns.
ROLES = {"problem": "harmed", "cause": "blamed", "judgement": "judged", "remedy": "called on"}
SIDE_NAMES = {"war": "war journalism", "peace": "peace journalism"}
NO_ACTOR = "No actor named"


# The functions of a frame


def function_actors(material: Material) -> pd.DataFrame:
    """Whom the evidence for each function of a frame is about, those with most evidence first.

    Returns
    -------
    pd.DataFrame
        One row per actor: actor (missing: nobody is named), problem (whom it
        harms), cause (who is blamed), judgement (who is judged), remedy (who is
        to act), each in pieces of evidence, pieces (their sum) and articles. The
        row without an actor is last.
    """
    book = codebooks.read("frames", "entman")
    rows = _of(material, book)
    named = rows["actor"].astype("object").fillna("")
    counts = (
        pd.crosstab(named, rows["frame"])
        .reindex(columns=list(book.codes), fill_value=0)
        .rename_axis(index="actor", columns=None)
    )
    counts["pieces"] = counts.sum(axis=1)
    counts["articles"] = rows.groupby(named)["article"].nunique()
    table = counts.reset_index()
    table["actor"] = table["actor"].where(table["actor"] != "")
    table = table.assign(unnamed=table["actor"].isna())
    return table.sort_values(
        ["unnamed", "pieces", "actor"], ascending=[True, False, True], ignore_index=True
    ).drop(columns="unnamed")


def _of(material: Material, book: Codebook) -> pd.DataFrame:
    """The evidence by a codebook, with a column actor, missing where nobody is named."""
    rows = material.evidence[material.evidence["codebook"] == book.name]
    return rows if "actor" in rows else rows.assign(actor=None)


def functions(material: Material, *, top: int = TOP) -> Finding:
    """Which of the four functions of a frame are filled, and by whom: harmed, blamed, judged, called on."""
    book, question = codebooks.read("frames", "entman"), "What does the framing do, and to whom?"
    table = function_actors(material)
    pieces = int(table["pieces"].sum()) if len(table) else 0
    if pieces < FEWEST_PIECES:
        return lacking(
            "functions",
            question,
            f"The functions of a frame need {FEWEST_PIECES} pieces of evidence; here {are(pieces)}.",
        )
    coded = material.frames[material.frames["codebook"] == book.name]
    filled = coded.groupby("frame")["present"].sum().reindex(list(book.codes), fill_value=0)
    totals = {code: int(table[code].sum()) for code in book.codes}
    parts = [f"{lowered(book.titles[code])} {totals[code]:,}{_main(table, code)}" for code in book.codes]
    claim, figure = _filled(coded, filled, book)
    return Finding(
        name="functions",
        question=question,
        claim=claim,
        measure="Pieces of evidence by actor: harmed (problem), blamed (cause), judged, called on (remedy)",
        table=table,
        alt=f"Pieces of evidence: {listed(parts)}.",
        figure=figure,
        validity=tier.badge(book.instrument, "actors"),
        n=f"{counted(pieces, 'piece')} of evidence in {counted(coded['article'].nunique(), 'article')}",
        source=material.source,
        evidence=_functional(material, book, table),
        limits="Whom blame or a demand is about rests on the parser, which errs in long sentences",
        draw=lambda frame: _draw_functions(frame, table, book, top),
    )


def _filled(coded: tables.Frames, filled: pd.Series, book: Codebook) -> tuple[str, str]:
    """The claim and its figure: which functions one article fills, or how many of several fill all."""
    articles, every = coded["article"].nunique(), len(book.codes)
    if articles > 1:
        whole = int(coded.groupby("article")["present"].sum().eq(every).sum())
        some = f"{whole:,} of {articles:,} articles {'fills' if whole == 1 else 'fill'}"
        return (
            f"{some if whole else f'None of {articles:,} articles fills'} all {every} functions of a frame.",
            (f"{whole:,} of {articles:,}"),
        )
    there = [lowered(book.titles[code]) for code in book.codes if filled[code]]
    absent = [lowered(book.titles[code]) for code in book.codes if not filled[code]]
    figure = f"{len(there)} of {every}"
    if not absent:
        return f"All {every} functions of a frame are filled.", figure
    are = "is" if len(absent) == 1 else "are"
    return f"{capital(listed(absent))} {are} absent, of {every} functions of a frame.", figure


def _main(table: pd.DataFrame, code: str) -> str:
    """Who most of the evidence for a function is about, if there is enough and one leads."""
    named = table.dropna(subset=["actor"]).sort_values(code, ascending=False, kind="stable")
    if len(named) < 2 or int(named[code].sum()) < FEWEST or named[code].iloc[0] == named[code].iloc[1]:
        return ""
    return f" (most about {named['actor'].iloc[0]}, {int(named[code].iloc[0])})"


def _functional(material: Material, book: Codebook, table: pd.DataFrame) -> pd.DataFrame:
    """The evidence for each function, that about the actors with most of it first."""
    rank = {actor: place for place, actor in enumerate(table["actor"].dropna())}
    rows = in_context(_of(material, book), material.sentences)
    place = rows["actor"].map(rank)
    keys = place.astype("Int64").astype("str").where(place.notna(), "none") + "-" + rows["frame"]
    because = [
        f"{book.titles[frame]}{f', {actor}' if pd.notna(actor) else ''}: {rule}"
        for frame, actor, rule in zip(rows["frame"], rows["actor"], rows["rule"], strict=True)
    ]
    rows = rows.assign(mark=keys, because=because, place=place)
    return evidence(rows.sort_values("place", kind="stable", na_position="last"))


def _draw_functions(frame: Frame, table: pd.DataFrame, book: Codebook, top: int) -> None:
    known, unnamed = table[table["actor"].notna()], table[table["actor"].isna()]
    rows, rest = known.to_dict("records"), known.iloc[top:]
    shown = frame.fit(rows if frame.room() < top else rows[:top]) + unnamed.to_dict("records")
    if len(rest) and len(shown) > top:
        frame.note(
            f"{counted(len(rest), 'further actor')} with {counted(int(rest['pieces'].sum()), 'piece')}."
        )
    frame.heads([ROLES.get(code, lowered(book.titles[code])) for code in book.codes])
    frame.rows([NO_ACTOR if pd.isna(row["actor"]) else row["actor"] for row in shown], lines=1)
    most = max(max(int(row[code]) for code in book.codes) for row in shown)
    for place, row in enumerate(shown):
        frame.ax.axhline(place, color="#E2E2E2", linewidth=0.8, zorder=0)
        for at, code in enumerate(book.codes):
            if pieces := int(row[code]):
                _draw_pieces(frame, row, (place, at), pieces, most, code)
    frame.column([f"{row['pieces']:,}" for row in shown], head="pieces")


def _draw_pieces(frame: Frame, row: Any, at: tuple[int, int], pieces: int, most: int, code: str) -> None:
    """One circle whose area grows with the pieces, and their number in it; hollow where no actor is named."""
    unnamed = pd.isna(row["actor"])
    place, column = at
    size = 9 + 7.5 * ((pieces - 1) / max(most - 1, 1)) ** 0.5
    dots = frame.ax.plot(
        column, place, "o", markersize=frame.points(size), color=GREY if unnamed else INK,
        markerfacecolor=PAPER if unnamed else INK, zorder=2,
    )  # fmt: skip
    frame.ax.text(
        column, place, f"{pieces:,}", ha="center", va="center_baseline", fontsize=frame.points(7.5), zorder=3,
        color=INK if unnamed else PAPER,
    )  # fmt: skip
    who = NO_ACTOR if unnamed else row["actor"]
    frame.mark(
        dots,
        f"{who}: {counted(pieces, 'piece')} of evidence, {ROLES.get(code, code)}",
        f"{'none' if unnamed else place}-{code}",
    )


# War and peace journalism


def war_and_peace(material: Material) -> Finding:
    """In how many pairs of indicators both war and peace journalism show; the pairs are not summed."""
    book, question = codebooks.read("frames", "war_peace"), "Is it war or peace journalism?"
    rows = material.evidence[material.evidence["codebook"] == book.name]
    table = framing.pairs(rows, book)
    wide = table.pivot(index="pair", columns="side", values="pieces").reindex(dict.fromkeys(table["pair"]))
    if len(rows) < FEWEST_PIECES:
        return lacking(
            "war-and-peace",
            question,
            f"War and peace indicators need {FEWEST_PIECES} pieces of evidence; here {are(len(rows))}.",
        )
    both = int((wide > 0).all(axis=1).sum())
    parts = [f"{lowered(str(pair))} {row['war']:,} to {row['peace']:,}" for pair, row in wide.iterrows()]
    return Finding(
        name="war-and-peace",
        question=question,
        claim=f"War and peace journalism both show in {both} of {counted(len(wide), 'pair')}.",
        measure="Pieces of evidence for each side of a pair of indicators",
        table=table,
        alt=f"Pieces of evidence, war to peace: {listed(parts)}. {_alone(wide)}",
        figure=f"{both} of {len(wide)}",
        validity=tier.badge(book.instrument),
        n=f"{counted(len(rows), 'piece')} of evidence in {counted(len(material.used), 'article')}",
        source=material.source,
        evidence=_sided(material, rows, book, table),
        limits="Made for news on violent conflict; the word lists of the sides differ in length",
        draw=lambda frame: _draw_pairs(frame, table, wide),
    )


def _alone(wide: pd.DataFrame) -> str:
    """In how many pairs only one side has evidence."""
    there = wide > 0
    war, peace = (int((there[side] & (there.sum(axis=1) == 1)).sum()) for side in SIDES)
    return f"War alone in {war}, peace alone in {peace}."


def _sided(material: Material, rows: tables.Evidence, book: Codebook, table: pd.DataFrame) -> pd.DataFrame:
    """The evidence for each indicator, that with most evidence first."""
    size = table.set_index("frame")["pieces"]
    rows = in_context(rows[rows["frame"].isin(size.index)], material.sentences)
    because = [
        f"{book.titles[frame]}: {rule}" for frame, rule in zip(rows["frame"], rows["rule"], strict=True)
    ]
    rows = rows.assign(
        mark=rows["frame"].str.replace("_", "-"), because=because, size=rows["frame"].map(size)
    )
    return evidence(rows.sort_values("size", ascending=False, kind="stable"))


def _draw_pairs(frame: Frame, table: pd.DataFrame, wide: pd.DataFrame) -> None:
    cells = {(row.pair, row.side): row for row in table.itertuples()}
    shown = frame.fit(list(wide.index))
    frame.legend([look.patch(SIDE_NAMES[side]) for side, look in SIDES.items()])
    small = frame.narrow or frame.size.height is not None
    sides = {pair: [lowered(cells[pair, side].title) for side in SIDES] for pair in shown}
    frame.rows([pair if small else f"{pair}: {' / '.join(sides[pair])}" for pair in shown], lines=2)
    most = max(int(wide.to_numpy().max()), 1)
    for place, pair in enumerate(shown):
        for side, sign in (("war", -1), ("peace", 1)):
            row = cells[pair, side]
            if row.pieces:
                (bar,) = frame.ax.barh(place, sign * row.pieces, 0.6, **SIDES[side].bar)
                frame.mark(
                    bar,
                    f"{row.title}, {counted(row.pieces, 'piece')}: {row.words}",
                    row.frame.replace("_", "-"),
                )
    frame.column([f"{cells[pair, 'war'].pieces:,}" for pair in shown], head="war")
    frame.column([f"{cells[pair, 'peace'].pieces:,}" for pair in shown], head="peace")
    frame.zero()
    frame.ax.set_xlim(-1.05 * most, 1.05 * most)
    frame.ax.set_xticks([])
    frame.ax.spines["bottom"].set_visible(False)
    frame.ax.grid(visible=False)
