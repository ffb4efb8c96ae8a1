"""What is dated, to which days, and what is reported as fact, plan or possibility."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.lines import Line2D

from analysis import codebook, tables, tier
from analysis.findings.finding import Finding, Material, evidence, in_context, lacking
from analysis.findings.frame import LABEL, NOTE, Frame, width
from analysis.findings.framing import in_article
from analysis.findings.looks import FACTUALITY, FACTUALITY_MARKS
from analysis.findings.wording import are, counted, day, listed, shortened, tidy

TRIED = codebook.SHELF / "timeline" / "tried.csv"
TOP = 12  # dates with a row each
FEWEST_DAYS = 3  # dates with a day, below which there is no order to draw
FEWEST_DATES = 5  # below which no claim is made of how they are reported
SHORT = 0.03  # share of the axis below which a stretch of days is a point
BEFORE, AFTER = 24, 30  # characters of the sentence before and after a date in its label
NO_DAY = "no day"
RELATIONS = {"past": "happened", "present": "happening", "future": "planned", "conditional": "conditional"}
# Labels of an axis that counts from publication, in days.
STEPS = (
    (1, "day"), (7, "week"), (30, "month"), (365, "year"), (3_652, "10 years"), (36_524, "100 years"),
    (365_242, "1,000 years"),
)  # fmt: skip


# How a date is reported, and which days it means


def factuality(dates: tables.Dates) -> pd.Series:
    """How each date is reported: happened, happening, planned or conditional.

    Read from `status` where the table has it, else from `relation`.

    Examples
    --------
    >>> factuality(pd.DataFrame({"relation": ["past", "future"]})).tolist()
    ['happened', 'planned']
    """
    related = dates["relation"].map(RELATIONS)
    return (
        (dates["status"].fillna(related) if "status" in dates else related).astype("str").rename("reported")
    )


def days(earliest: object, latest: object) -> str:
    """A stretch of days as people write it; one end may be open.

    >>> days(pd.Timestamp("2025-06-01"), pd.Timestamp("2025-06-30"))
    'June 2025'
    >>> days(pd.Timestamp("2025-01-01"), pd.Timestamp("2025-07-03"))
    '1 January to 3 July 2025'
    >>> days(None, pd.Timestamp("2025-07-03"))
    'until 3 July 2025'
    """
    first, last = pd.Timestamp(earliest), pd.Timestamp(latest)  # type: ignore[arg-type]
    if pd.isna(first) or pd.isna(last):
        known = last if pd.isna(first) else first
        if pd.isna(known):
            return NO_DAY
        return f"{'until' if pd.isna(first) else 'from'} {day(known)}"
    if first == last:
        return day(first)
    whole = first.day == 1 and (last + pd.Timedelta(days=1)).day == 1
    if whole and (first.year, first.month) == (last.year, last.month):
        return f"{first:%B} {first.year}"
    if whole and first.month == 1 and last.month == 12:
        return str(first.year) if first.year == last.year else f"{first.year} to {last.year}"
    if first.year != last.year:
        return f"{day(first)} to {day(last)}"
    begin = f"{first.day}" if first.month == last.month else f"{first.day} {first:%B}"
    return f"{begin} to {day(last)}"


# The timeline of one article


def dated(material: Material) -> pd.DataFrame:
    """The dates of one article in order of their days; the same expression of the same days once.

    Returns
    -------
    pd.DataFrame
        One row per expression, stretch of days and way of reporting: text, piece
        (the expression with the words around it), earliest, latest, reported
        (happened, happening, planned or conditional), times, sentence (the
        first), resolved_by. Those without any day are last, in reading order.
    """
    rows = in_context(tables.DATES.check(material.dates), material.sentences)
    begins = material.sentences.set_index(["article", "sentence"])["start"]
    near = rows["start"] - begins.reindex(pd.MultiIndex.from_frame(rows[["article", "sentence"]])).to_numpy()
    rows = rows.assign(
        reported=factuality(rows),
        piece=list(map(piece, rows["context"], rows["text"], near)),
        key=rows["text"].str.casefold(),
    )
    merged = (
        rows.groupby(["key", "earliest", "latest", "reported"], dropna=False, sort=False)
        .agg(
            text=("text", "first"),
            piece=("piece", "first"),
            times=("text", "size"),
            sentence=("sentence", "min"),
            resolved_by=("resolved_by", "first"),
        )
        .reset_index()
    )
    first, last = merged["earliest"].fillna(merged["latest"]), merged["latest"].fillna(merged["earliest"])
    ordered = merged.assign(unknown=first.isna(), first=first, last=last).sort_values(
        ["unknown", "first", "last", "sentence"], ignore_index=True
    )
    return ordered[["text", "piece", "earliest", "latest", "reported", "times", "sentence", "resolved_by"]]


def piece(context: object, text: str, near: float = 0) -> str:
    """A date expression with the words around it in its sentence.

    Of several places in the sentence, the one closest to the offset `near` is taken.

    >>> piece("The bridge was closed on June 14 after two cracks were found in its northern pier.", "June 14")
    '…bridge was closed on June 14 after two cracks were found…'
    """
    sentence, expression = ("" if pd.isna(context) else tidy(context)), tidy(text)  # type: ignore[call-overload]
    places = [found.start() for found in re.finditer(rf"(?<!\w){re.escape(expression)}(?!\w)", sentence)]
    if not places:
        return expression
    at = min(places, key=lambda place: abs(place - near))
    before, after = sentence[:at], sentence[at + len(expression) :]
    if len(before) > BEFORE:
        before = "…" + before[-BEFORE:].partition(" ")[2]
    if len(after) > AFTER:
        after = re.sub(r"[\s,;:–—-]+$", "", after[:AFTER].rpartition(" ")[0]) + "…"
    return before + expression + after


def timeline(material: Material, *, top: int = TOP) -> Finding:
    """How many dates of the first article are before its publication, and how many after it."""
    focus, question = material.focus, "What happened when?"
    table, named = dated(focus), in_article(material)
    known = table.dropna(subset=["earliest", "latest"], how="all")
    if len(known) < FEWEST_DAYS:
        return lacking(
            "timeline",
            question,
            f"A timeline needs {FEWEST_DAYS} dates with a day; there {are(len(known))}{named}.",
        )
    published = pd.Timestamp(focus.used["published"].iloc[0])
    rows = in_context(focus.dates, focus.sentences)
    because = [
        f"{days(row.earliest, row.latest)}: {row.resolved_by.removeprefix('unresolved: ')}"
        for row in rows.itertuples()
    ]
    rows = rows.assign(mark=_row_of(rows, table), because=because)
    claim, figure = _reach(known, published)
    ordered = [
        f"{shortened(row.text, 30)} ({days(row.earliest, row.latest)})" for row in known.tail(8).itertuples()
    ]
    return Finding(
        name="timeline",
        question=question,
        claim=claim,
        measure=f"Days that each date may mean{named}" + _scale(published),
        table=table,
        alt=f"{'Latest dates' if len(known) > 8 else 'Dates'} in order: {listed(ordered)}.",
        figure=figure,
        validity=tier.badge("timeline"),
        n=f"{counted(len(known), 'date')} with a day, {len(table) - len(known):,} without",
        source=focus.source,
        evidence=evidence(rows.sort_values("mark", kind="stable")),
        limits="A wrong day of publication moves every date that counts from it",
        draw=lambda frame: _draw_timeline(frame, known.reset_index(drop=True), published, top),
    )


def _row_of(rows: pd.DataFrame, table: pd.DataFrame) -> pd.Series:
    """The row of the table that each date is in."""
    keys = ["key", "earliest", "latest", "reported"]
    places = table.assign(key=table["text"].str.casefold(), place=range(len(table)))[[*keys, "place"]]
    return (
        rows.assign(key=rows["text"].str.casefold(), reported=factuality(rows))
        .merge(places, on=keys, how="left")["place"]
        .set_axis(rows.index)
    )


def _scale(published: pd.Timestamp) -> str:
    return "" if pd.isna(published) else ", by distance from publication (logarithmic)"


def _reach(known: pd.DataFrame, published: pd.Timestamp) -> tuple[str, str]:
    """The claim, and its figure: how many dates are before and after publication, and how far they reach."""
    first = known["earliest"].fillna(known["latest"])
    last = known["latest"].fillna(known["earliest"])
    every = int(known["times"].sum())
    if pd.isna(published):
        return f"{every:,} dates reach from {_month(first.min())} to {_month(last.max())}.", f"{every:,}"
    before = int(known.loc[last < published, "times"].sum())
    after = int(known.loc[first > published, "times"].sum())
    both = counted(every, "date")
    if after and before:
        verb = "is" if before == 1 else "are"
        claim = f"Of {both}, {before:,} {verb} before publication and {after:,} after it."
        return claim, f"{before:,} to {after:,}"
    if after:
        reach = f"after publication, as far as {_month(last.max())}"
        return f"{after:,} of {both} {'is' if after == 1 else 'are'} {reach}.", f"{after:,} of {every:,}"
    if before:
        reach = f"before publication, as far back as {_month(first.min())}"
        return f"{before:,} of {both} {'is' if before == 1 else 'are'} {reach}.", f"{before:,} of {every:,}"
    return f"All {both} include the day of publication.", f"{every:,}"


def _month(when: pd.Timestamp) -> str:
    return f"{when:%B} {when.year}"


def _draw_timeline(frame: Frame, known: pd.DataFrame, published: pd.Timestamp, top: int) -> None:
    kept = _near(known, published)[: min(top, frame.room())]
    if left := len(known) - len(kept):
        far = "later" if pd.isna(published) else "nearer to publication"
        frame.note(f"{counted(left, 'date')} {'is' if left == 1 else 'are'} left out; those shown are {far}.")
    shown = known.loc[sorted(kept)].assign(place=sorted(kept))
    rows = shown.to_dict("records")
    there = set(shown["reported"])
    frame.legend([_entry(name) for name in FACTUALITY if name in there])
    small = frame.narrow or frame.size.height is not None
    frame.rows([_label(row, small) for row in rows], lines=2)
    ends = np.array([_ends(row, published) for row in rows])
    finite = ends[np.isfinite(ends)]
    low, high = float(finite.min()), float(finite.max())
    if pd.notna(published):
        low, high = min(low, -0.3), max(high, 0.3)
    room = max(0.06 * (high - low), 4.0 if pd.isna(published) else 0.0)
    frame.ax.set_xlim(low - room, high + room)
    for place, (row, (begins, finishes)) in enumerate(zip(rows, ends, strict=True)):
        drawn = _draw_days(frame, place, row["reported"], (begins, finishes), high - low, room)
        tip = (
            f"{row['text']}, {days(row['earliest'], row['latest'])}, {row['reported']}: {row['resolved_by']}"
        )
        frame.mark(drawn, tip, row["place"])
    meant = [_short(days(row["earliest"], row["latest"])) for row in rows]
    frame.column(meant, align="left")
    _ticks(frame, published, low - room, high + room, _apart(frame, meant))


def _short(text: str) -> str:
    """Days with their months cut to three letters.

    >>> _short("4 July 2021 to 3 September 2022")
    '4 Jul 2021 to 3 Sep 2022'
    """
    return re.sub(r"\b([A-Z][a-z]{2})[a-z]+", r"\1", text)


def _apart(frame: Frame, meant: Sequence[str]) -> float:
    """The share of the axis that one of its labels needs, next to the labels of rows and the column."""
    labels = [line for label in frame.ax.get_yticklabels() for line in label.get_text().split("\n")]
    taken = max(width(line, frame.points(LABEL)) for line in labels)
    taken += max(width(text, frame.points(NOTE)) for text in meant)
    return width("10 years ", frame.points(NOTE)) / max(frame.size.width - taken - 0.6, 0.4)


def _near(known: pd.DataFrame, published: pd.Timestamp) -> list[int]:
    """The rows by distance from publication, or the latest first where that is unknown."""
    first, last = known["earliest"].fillna(known["latest"]), known["latest"].fillna(known["earliest"])
    if pd.isna(published):
        far = last.max() - last
    else:
        zero = pd.Timedelta(0)
        far = pd.concat(
            [(first - published).clip(lower=zero), (published - last).clip(lower=zero)], axis=1
        ).max(axis=1)
    return [int(place) for place in far.sort_values(kind="stable").index]


def _entry(name: str) -> Line2D:
    look = FACTUALITY[name]
    return Line2D(
        [], [], ls="none", marker=FACTUALITY_MARKS[name], color=look.edge, markerfacecolor=look.face,
        markeredgewidth=1.2, label=name,
    )  # fmt: skip


def _label(row: Mapping[str, Any], small: bool) -> str:
    text = row["text"] if small else row["piece"]
    return f"{text} (×{row['times']})" if row["times"] > 1 else str(text)


def _ends(row: Mapping[str, Any], published: pd.Timestamp) -> tuple[float, float]:
    """Where a row begins and ends on the axis; not a number where an end is open."""
    origin = pd.Timestamp("1970-01-01") if pd.isna(published) else published
    far = np.array(
        [np.nan if pd.isna(row[name]) else (row[name] - origin).days for name in ("earliest", "latest")]
    )
    if pd.notna(published):  # room for a day and a century: the sign is kept, log10(1 + days)
        far = np.sign(far) * np.log10(1 + np.abs(far))
    return float(far[0]), float(far[1])


def _draw_days(
    frame: Frame, place: int, reported: str, ends: tuple[float, float], reach: float, room: float
) -> Sequence[Any]:
    """A point for a day or a short stretch, a bar for a longer one, an arrow for an open end."""
    look, (begins, finishes) = FACTUALITY[reported], ends
    drawn: list[Any] = []
    if np.isnan(begins) or np.isnan(finishes):
        known, side = (finishes, -1) if np.isnan(begins) else (begins, 1)
        arrow = {
            "arrowstyle": "->",
            "color": look.edge,
            "linewidth": frame.points(1.6),
            "shrinkA": 0,
            "shrinkB": 0,
        }
        end = (known + side * 1.8 * room, place)
        drawn.append(frame.ax.annotate("", end, (known, place), annotation_clip=False, arrowprops=arrow))
        begins = finishes = known
    if finishes - begins > SHORT * reach:
        bar = frame.ax.barh(place, finishes - begins, 0.5, begins, linewidth=frame.points(1.2), **look.bar)
        return [bar[0]]
    drawn += frame.ax.plot(
        (begins + finishes) / 2, place, FACTUALITY_MARKS[reported], color=look.edge, zorder=3, clip_on=False,
        markersize=frame.points(7), markeredgewidth=frame.points(1.3), markerfacecolor=look.face,
    )  # fmt: skip
    return drawn


def _ticks(frame: Frame, published: pd.Timestamp, low: float, high: float, apart: float) -> None:
    """Labels that count from publication, with a line on its day; or calendar days."""
    if pd.isna(published):
        places = (
            np.linspace(low, high, 4 if frame.narrow or frame.size.height else 6)[1:-1]
            .round()
            .astype("int64")
        )
        every = [pd.Timestamp(np.datetime64(int(at), "D")) for at in places]
        span = high - low
        form = "{0.day} {0:%b}" if span < 120 else "{0:%b} {0.year}" if span < 3650 else "{0.year}"
        frame.ax.set_xticks(
            places,
            [form.format(at) for at in every],
        )
        frame.note("The day of publication is unknown.")
        return
    frame.zero(f"published {day(published)}")
    ticks = [(0.0, "")]
    for length, name in (STEPS[3], *STEPS[4:], *reversed(STEPS[:3])):  # of two that meet, the coarser is kept
        for side in (-1, 1):
            at = side * float(np.log10(1 + length))
            if low <= at <= high and all(abs(at - other) > apart * (high - low) for other, _ in ticks):
                ticks.append((at, f"1 {name}" if name.isalpha() else name))
    frame.ax.set_xticks([at for at, _ in ticks], [name for _, name in ticks])


# Fact, plan and possibility, and dates without a day


def planned_or_possible(material: Material) -> Finding:
    """How many dates are of what is planned or conditional, not past or present."""
    question = "What is only planned or possible?"
    reported = factuality(material.dates)
    counts = reported.value_counts().reindex(list(FACTUALITY), fill_value=0)
    every, ahead = len(reported), int(counts["planned"] + counts["conditional"])
    if every < FEWEST_DATES:
        return lacking(
            "planned-or-possible",
            question,
            f"How much is planned needs {FEWEST_DATES} dates; here {are(every)}.",
        )
    table = pd.DataFrame({"reported": list(FACTUALITY), "dates": counts.tolist()})
    parts = [f"{row.dates:,} {row.reported}" for row in table.itertuples()]
    rows = in_context(material.dates.assign(reported=reported), material.sentences)
    rows = rows[rows["reported"].isin(["planned", "conditional"])]
    because = [f"{row.reported}, {days(row.earliest, row.latest)}" for row in rows.itertuples()]
    return Finding(
        name="planned-or-possible",
        question=question,
        claim=f"{ahead or 'None'} of {every:,} dates {'are' if ahead > 1 else 'is'} planned or conditional.",
        measure="Dates by how they are reported",
        table=table,
        alt=f"{counted(every, 'date')}: {listed(parts)}.",
        figure=f"{ahead:,} of {every:,}",
        validity=tier.badge("timeline"),
        n=f"{counted(every, 'date')} in {counted(material.dates['article'].nunique(), 'article')}",
        source=material.source,
        evidence=evidence(rows.assign(because=because)),
        limits="Read off the verb: a false statement in the past tense counts as happened",
    )


def dates_resolved(material: Material) -> pd.DataFrame:
    """The dates of the first article: sentence, text, days, status, confidence, resolved_by."""
    rows = material.focus.dates
    meant = [days(first, last) for first, last in zip(rows["earliest"], rows["latest"], strict=True)]
    columns = ["sentence", "text", "days", "status", "confidence", "resolved_by"]
    return rows.assign(days=meant, status=factuality(rows)).reindex(columns=columns).reset_index(drop=True)


def undated(material: Material) -> pd.DataFrame:
    """Why dates have no first or last day: reason, dates, example; the most frequent first."""
    rows = material.dates[material.dates[["earliest", "latest"]].isna().any(axis=1)]
    rows = rows.assign(reason=rows["resolved_by"].str.removeprefix("unresolved: "))
    table = rows.groupby("reason", as_index=False).agg(dates=("text", "size"), example=("text", "first"))
    return table.sort_values("dates", ascending=False, kind="stable", ignore_index=True)


# Tried on sentences with a known answer


def tried_by_hand() -> pd.DataFrame:
    """The dates in sentences about an invented town, published on 14 May 2031, by a reader and by the rules.

    Returns
    -------
    pd.DataFrame
        One row per sentence: sentence, reader, rules (each date, how it is
        reported, and its days) and right (whether they are the same).

    Examples
    --------
    >>> tried_by_hand().loc[0, "rules"]
    'Monday: happened, 12 May 2031'
    """
    table = pd.read_csv(TRIED)
    table["rules"] = [_read(text) for text in table["sentence"]]
    return table.assign(right=table["reader"] == table["rules"])


def _read(text: str) -> str:
    """The dates that the rules find in a text, how they are reported, and their days."""
    from analysis import parse
    from analysis import timeline as dating  # The parser takes its time to import.

    articles = pd.DataFrame({"article": ["text"], "published": [pd.Timestamp("2031-05-14")]})
    found = dating.dates({"text": parse.document_of(text)}, articles)
    read = [f"{row.text}: {row.status}, {days(row.earliest, row.latest)}" for row in found.itertuples()]
    return "; ".join(read) or "none"


def dates_tried(material: Material) -> Finding:
    """On how many sentences with a known answer the rules agree with a reader; the same for any corpus."""
    table = tried_by_hand()
    right, every = int(table["right"].sum()), counted(len(table), "sentence")
    return Finding(
        name="dates-tried",
        question="Do the rules date sentences as a reader does?",
        claim=f"The rules date {right:,} of {every} as a reader does.",
        measure="Sentences about an invented town, published on Wednesday, 14 May 2031",
        table=table,
        alt=f"{right:,} of {every} dated alike.",
        n=every,
    )
