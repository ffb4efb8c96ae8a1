"""Events, copies and omissions: who covers which event, who shares text, who is quoted where."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from analysis import compare, tables, tier
from analysis.findings.comparable import (
    UNKNOWN,
    as_outlets,
    group_of,
    group_sizes,
    groups_counted,
    needs,
    noun,
)
from analysis.findings.comparing import Status, significant, tone_values
from analysis.findings.differences import printed_p
from analysis.findings.finding import Finding, Material, evidence, lacking
from analysis.findings.frame import Frame
from analysis.findings.grid import Cell, columns_of, draw_cells, fitting
from analysis.findings.looks import GREY, INK, PAPER, Look, point
from analysis.findings.wording import counted, day, interval, listed, number, percent

TOP = 12  # rows of a chart
COPIED = 40  # shared stretches listed as evidence
ALL, CHECKS = "all articles", ("near copies once", "same events only")
FEWEST_MISSED = 2  # events on which the others quote someone, before a claim says that a group never does
COVERED = {"shared": Look(INK, INK), "alone": Look(PAPER, INK)}
KINDS = {
    "quoted": ("quotes", "quote", "Who is quoted in one {0} and not in the others?"),
    "named": ("names", "name", "Who is named in one {0} and not in the others?"),
}


# Events


def events_of(material: Material, by: str = "outlet") -> pd.DataFrame:
    """How many articles each group has on each event.

    Returns
    -------
    pd.DataFrame
        One row per event and group that covers it, the events of most groups
        first: event, about (a headline), first (day), group, articles, groups
        (that cover the event), event_from ("given" with the articles, or found by words and days).
        Articles of unknown group are listed under "(unknown)".
    """
    found = compare.events(material.used, material.sentences)
    facts = found.merge(material.used[["article", "published"]], on="article", validate="one_to_one")
    group = facts["article"].map(group_of(material, by))
    facts = facts.assign(group=group.astype("object").where(group.notna(), UNKNOWN))
    of = facts.groupby("event")
    facts = facts.assign(
        first=of["published"].transform("min"),
        groups=of["group"].transform("nunique"),
        many=of["article"].transform("size"),
    )
    table = (
        facts.groupby(["event", "group"])
        .agg(
            about=("about", "first"), first=("first", "first"), articles=("article", "size"),
            groups=("groups", "first"), many=("many", "first"), event_from=("event_from", "first"),
        )
        .reset_index()
        .sort_values(["first", "event", "group"])
        .sort_values(["groups", "many"], ascending=False, kind="stable")
    )  # fmt: skip
    columns = ["event", "about", "first", "group", "articles", "groups", "event_from"]
    return table[columns].reset_index(drop=True)


def event_name(row: Any) -> str:
    """What to call an event: its given name and day, or the headline that stands for it best."""
    given = row["event_from"] == "given" and any(letter.isalpha() for letter in str(row["event"]))
    name = row["event"] if given or pd.isna(row["about"]) else row["about"]
    when = day(row["first"])
    return f"{name}, {when}" if when else str(name)


def by_event(table: pd.DataFrame) -> pd.DataFrame:
    """The events, one a row, those of most groups first.

    Parameters
    ----------
    table
        Of `events_of`.

    Returns
    -------
    pd.DataFrame
        event (its name), day (the first), articles, groups, covered_by (the
        groups, with commas between them), event_from.
    """
    listing = table.assign(name=[event_name(row) for row in table.assign(first=pd.NaT).to_dict("records")])
    return (
        listing.groupby("event", sort=False)
        .agg(
            name=("name", "first"), day=("first", "first"), articles=("articles", "sum"),
            groups=("groups", "first"), covered_by=("group", ", ".join), event_from=("event_from", "first"),
        )
        .reset_index(drop=True)
        .rename(columns={"name": "event"})
    )  # fmt: skip


def events(material: Material, *, by: str = "outlet") -> Finding:
    """How many events several groups cover, and which group covers which."""
    sizes, question = group_sizes(material, by), f"Which events do several {noun(by)} cover?"
    if lack := needs("Comparing events", sizes, by, each=1):
        return lacking("events", question, lack, source=material.source)
    table = events_of(material, by)
    heads = table.drop_duplicates("event")
    several = heads[heads["groups"] > 1]
    every = counted(len(heads), "event")
    claim = f"No event is covered by more than one {noun(by, 1)}."
    if len(several):
        be = "is" if len(several) == 1 else "are"
        claim = f"{len(several):,} of {every} {be} covered by 2 {noun(by)} or more."
    named = [f"{event_name(row)} ({row['groups']:,})" for row in several.head(3).to_dict("records")]
    given = bool((table["event_from"] == "given").all())
    groups = coverage(table)
    # A chart of groups that are all alike would show one bar again and again.
    alike = len(groups[["shared", "alone"]].drop_duplicates()) == 1
    own = groups[groups["alone"] > 0].sort_values("alone", ascending=False, kind="stable")
    alone = [f"{row.group} {row.alone:,}" for row in own.itertuples()]
    return Finding(
        name="events",
        question=question,
        claim=claim,
        measure=f"Events of each {noun(by, 1)}, shared with others and covered alone",
        table=by_event(table) if alike else groups,
        alt=(
            f"{counted(len(material.used), 'article')} on {every}. "
            f"Covered by one {noun(by, 1)} alone: {listed(alone, most=4) or 'none'}. "
            f"Covered by most {noun(by)}: {listed(named) or 'none'}."
        ),
        figure=f"{len(several):,} of {len(heads):,}",
        n=counted(len(material.used), "article"),
        source=material.source,
        evidence=_headlines(material, table),
        status="found" if len(several) else "unclear",
        limits=(
            "The events were given with the articles"
            if given
            else "Events are found by words and days; articles in other words on one event stay apart"
        ),
        draw=None if alike else lambda frame: _draw_events(frame, groups, by),
    )


def _headlines(material: Material, table: pd.DataFrame) -> pd.DataFrame:
    """The first sentence of each article on the events of several groups, with the words that make it one."""
    found = compare.events(material.used, material.sentences)
    order = {event: place for place, event in enumerate(table.loc[table["groups"] > 1, "event"].unique())}
    first = material.sentences.sort_values("sentence").drop_duplicates("article")
    rows = found[found["event"].isin(order)].merge(first, on="article", validate="one_to_one")
    rows = rows.assign(mark=rows["event"].map(order), context=rows["text"])
    rows = rows.assign(
        because=[
            f"{row.event}: given" if row.event_from == "given" else f"words in common: {row.because}"
            for row in rows.itertuples()
        ]
    )
    return evidence(rows.sort_values(["mark", "start"], kind="stable"))


def coverage(table: pd.DataFrame) -> pd.DataFrame:
    """How many events each group shares with others, and how many it covers alone.

    Parameters
    ----------
    table
        Of `events_of`.

    Returns
    -------
    pd.DataFrame
        One row per group, the one with most events first: group, shared, alone.
    """
    named = table[table["group"] != UNKNOWN]
    shared = named["groups"] > 1
    rows = named.assign(shared=shared.astype("int64"), alone=(~shared).astype("int64"))
    counts = rows.groupby("group", as_index=False)[["shared", "alone"]].sum()
    order = counts.assign(all=counts["shared"] + counts["alone"]).sort_values(
        ["all", "group"], ascending=[False, True], ignore_index=True
    )
    return order.drop(columns="all")


def _draw_events(frame: Frame, groups: pd.DataFrame, by: str) -> None:
    rows = frame.fit(groups.head(TOP).to_dict("records"))
    if rest := len(groups.iloc[TOP:]):
        frame.note(f"{groups_counted(rest, by)} with fewer events in the table.")
    frame.legend(
        [COVERED["shared"].patch("also covered by others"), COVERED["alone"].patch("covered by it alone")]
    )
    frame.rows([row["group"] for row in rows])
    for place, row in enumerate(rows):
        begun = 0
        for part, look in COVERED.items():
            if row[part]:
                (bar,) = frame.ax.barh(place, row[part], 0.66, begun, **look.bar)
                frame.mark(bar, f"{row['group']}: {counted(row[part], 'event')} {part}")
                begun += row[part]
    frame.column([f"{row['shared']:,}" for row in rows], head="shared")
    frame.column([f"{row['alone']:,}" for row in rows], head="alone")
    frame.counts()


def events_checked(material: Material) -> pd.DataFrame:
    """How well events found by words and days agree with the given ones.

    Returns
    -------
    pd.DataFrame
        The rows of `compare.grouping`: metric, value, low, high, n; none where no event is given.
    """
    given = compare.events(material.used, material.sentences)
    known = given["event_from"].eq("given").to_numpy()
    if not known.any():
        return pd.DataFrame(columns=["metric", "value", "low", "high", "n"])
    found = compare.events(material.used, material.sentences, given="")
    return compare.grouping(found["event"][known].tolist(), given["event"][known].tolist())


# Does a difference in tone hold?


def tone_robustness(material: Material, *, by: str = "outlet") -> Finding:
    """Whether the difference in tone holds where near copies count once, and within the same events."""
    sizes, question = group_sizes(material, by), "Does the difference in tone hold?"
    if lack := needs("Checking the difference in tone", sizes, by):
        return lacking("tone-robustness", question, lack, source=material.source)
    articles = as_outlets(material, by)
    articles = articles[articles["outlet"].notna()]
    values = tone_values(material)
    found = compare.copies(material.used, material.sentences, material.quotations)
    known = found[["article", "other"]].isin(set(articles["article"])).all(axis=1)
    once = compare.once(articles, found[known])
    paired = compare.paired(articles, compare.events(articles, material.sentences))
    variants = {
        ALL: _tone_gaps(values, articles),
        CHECKS[0]: _tone_gaps(values, once[once["left_out"].isna()]),
        CHECKS[1]: _tone_gaps(values, paired, within="event"),
    }
    table = pd.concat([gaps.assign(articles_used=name) for name, gaps in variants.items()], ignore_index=True)
    table = table[["articles_used", "one", "other", "value", "low", "high", "p_corrected", "significant"]]
    claim, status = _held(table, len(sizes), by)
    first = table[table["articles_used"] == ALL].sort_values("value", key=lambda gap: -gap.abs()).iloc[0]
    same = table[(table["one"] == first["one"]) & (table["other"] == first["other"])]
    lines = [f"{row['articles_used']} {_gap(row)}" for row in same.to_dict("records")]
    near = len(articles) - int(once["left_out"].isna().sum())
    return Finding(
        name="tone-robustness",
        question=question,
        claim=claim,
        measure="Difference in mean tone, 95% interval, and p corrected within each check",
        table=_printed(table),
        alt=f"{first['one']} less {first['other']}: {listed(lines)}.",
        validity=tier.badge((material.instruments[0], "tone-sentence")),
        n=f"{counted(len(articles), 'article')}, {near:,} of them near copies",
        source=material.source,
        status=status,
    )


def _printed(table: pd.DataFrame) -> pd.DataFrame:
    """The checks as they are shown: articles, comparison, difference, low, high, p, significant."""
    rows = pd.DataFrame({
        "articles": table["articles_used"],
        "comparison": table["one"].astype("str") + " less " + table["other"].astype("str"),
        **{name: table[column].astype(float) for name, column in
           (("difference", "value"), ("low", "low"), ("high", "high"))},
        "p": ["too few articles" if pd.isna(p) else printed_p(p) for p in table["p_corrected"]],
        "significant": ["yes" if found else "no" for found in table["significant"]],
    })  # fmt: skip
    return rows.sort_values("comparison", kind="stable", ignore_index=True)


def _held(table: pd.DataFrame, many: int, by: str) -> tuple[str, Status]:
    """Whether the significant differences keep their direction, and stay significant, in each check."""
    keyed = table.set_index(["articles_used", "one", "other"])
    base = table[(table["articles_used"] == ALL) & table["significant"].astype(bool)]
    if base.empty:
        return (
            f"No significant difference in tone between {groups_counted(many, by)}, so none to check.",
            "unclear",
        )
    turned, lost = set(), 0
    for check in CHECKS:
        for row in base.itertuples():
            if (check, row.one, row.other) not in keyed.index:
                lost += 1
                continue
            again = keyed.loc[(check, row.one, row.other)]
            lost += not again["significant"]
            if again["value"] * row.value <= 0:
                turned.add(check)
    if turned:
        return f"The difference in tone changes direction with {listed(sorted(turned))}.", "unclear"
    if lost:
        return "The difference in tone keeps its direction, but is not significant in each check.", "unclear"
    return "The difference in tone is significant in both checks.", "found"


def _gap(row: dict[str, Any]) -> str:
    """A difference with its interval and test, or that there is none."""
    value = number(row["value"], sign=True)
    if pd.isna(row["p_corrected"]):
        return f"{value} (too few articles for a test)"
    return f"{value} ({interval(row['low'], row['high'])}, p {printed_p(row['p_corrected'])})"


def _tone_gaps(values: tables.Values, articles: tables.Articles, within: str | None = None) -> pd.DataFrame:
    """The differences in tone of these articles; none where fewer than two groups are left."""
    kept = values[values["article"].isin(articles["article"])]
    columns = ["one", "other", "value", "low", "high", "p_corrected"]
    if articles["outlet"].nunique() < 2:
        return pd.DataFrame(columns=[*columns, "significant"])
    gaps = compare.differences(kept, articles, within=within)
    return gaps.assign(significant=significant(gaps))[[*columns, "significant"]]


# Copies


def copies(material: Material, *, by: str = "outlet") -> Finding:
    """How many articles share text with another, and which groups share most."""
    question = f"Which {noun(by)} print the same text?"
    if len(material.used) < 2:
        return lacking(
            "copies", question, "Finding copies needs 2 articles; here is 1.", source=material.source
        )
    found = compare.copies(material.used, material.sentences, material.quotations)
    articles = as_outlets(material, by)
    table = compare.between_outlets(found, articles).rename(columns={"outlet": "group", "other": "with"})
    every = counted(len(material.used), "article")
    held = len({*found["article"], *found["other"]})
    limits = "Who copied from whom, or whether both used an agency report, the words do not show"
    if not held:
        none = "No two articles share text beyond quotations."
        return Finding(
            name="copies", question=question, claim=none, measure="", table=table, n=every,
            alt=f"Of {every}, no two share a quarter of their runs of 5 words.", source=material.source,
        )  # fmt: skip
    within = int(table.loc[table["group"] == table["with"], "pairs"].sum())
    apart = table[table["group"] != table["with"]]
    named = [
        f"{row['group']} and {row['with']} {counted(row['pairs'], 'pair')} ({row['words']:,} words)"
        for row in apart.head(3).to_dict("records")
    ]
    most = found.iloc[0]
    return Finding(
        name="copies",
        question=question,
        claim=f"{held:,} of {every} share text with another.",
        measure=f"Pairs of articles that share text, by {noun(by, 1)}",
        table=table,
        alt=(f"{listed(named)}. " if named else "")
        + (
            f"{counted(len(found), 'pair')} in all, {within:,} within one {noun(by, 1)}. "
            f"The closest two share {percent(most['share'])} of the shorter, {int(most['words']):,} words."
        ),
        figure=f"{held:,} of {len(material.used):,}",
        n=every,
        source=material.source,
        evidence=_shared(material, found),
        limits=limits,
    )  # fmt: skip


def _shared(material: Material, found: tables.Copies) -> pd.DataFrame:
    """The longest stretches that two articles share, with the sentence each begins in."""
    names = material.names
    rows = compare.shared_text(found, material.articles)
    rows = rows.assign(size=rows["text"].str.len()).sort_values("size", ascending=False, kind="stable")
    made: list[dict[str, Any]] = []
    for row in rows.head(COPIED).to_dict("records"):
        at = _sentence_of(material.sentences, row["article"], int(row["start"]), int(row["end"]))
        if at is not None:
            start, end = max(at["start"], row["start"]), min(at["end"], row["end"])
            made.append({
                "mark": "", "article": row["article"], "sentence": at["sentence"], "start": start, "end": end,
                "text": row["text"][start - row["start"] : end - row["start"]], "context": at["text"],
                "because": f"also in “{names[row['other']]}”: {len(row['text'].split()):,} words in a row",
            })  # fmt: skip
    return evidence(made)


def _sentence_of(sentences: tables.Sentences, article: str, start: int, end: int) -> dict[str, Any] | None:
    """The sentence that holds most of a stretch of the source text."""
    of = sentences[sentences["article"] == article]
    shared = of["end"].clip(upper=end) - of["start"].clip(lower=start)
    if of.empty or shared.max() <= 0:
        return None
    return {str(name): value for name, value in of.loc[shared.idxmax()].items()}


# Omissions


def omissions_of(
    material: Material, by: str = "outlet", kinds: Sequence[str] = ("quoted",)
) -> tables.Omissions:
    """What some groups have on an event and others lack: the table of `compare.omissions`."""
    articles = as_outlets(material, by)
    found = compare.events(articles, material.sentences)
    return compare.omissions(
        found, articles, material.sentences, material.mentions, material.quotes, material.dates, kinds=kinds
    )


def presences(omissions: tables.Omissions, kind: str = "quoted") -> pd.DataFrame:
    """On how many events each group has someone, of those it covers where some group has them.

    Parameters
    ----------
    omissions
        Of `compare.omissions`.
    kind
        quoted, named, day or claim.

    Returns
    -------
    pd.DataFrame
        One row per thing and group: what, group, events (that could be judged),
        present (of these), named (named and not quoted), unclear, everywhere
        (events of all groups), missed (the most events that one group has
        without it). Those that one group misses most come first.

    Examples
    --------
    >>> rows = [{"event": "e", "kind": "quoted", "what": "Vane", "outlet": o, "state": s, "articles": 1,
    ...     "times": t, "looked_for": "Vane"} for o, s, t in (("Crier", "present", 2), ("Post", "absent", 0))]
    >>> presences(tables.OMISSIONS.frame(rows))[["what", "group", "events", "present"]].values.tolist()
    [['Vane', 'Crier', 1, 1], ['Vane', 'Post', 1, 0]]
    """
    rows = tables.OMISSIONS.check(omissions)
    rows = rows[rows["kind"] == kind]
    states = {"present": "present", "named": "named only", "unclear": "unclear"}
    marked = rows.assign(
        events=(rows["state"] != "unclear").astype("int64"),
        everywhere=rows.groupby("what")["event"].transform("nunique"),
        **{name: (rows["state"] == state).astype("int64") for name, state in states.items()},
    )
    table = marked.groupby(["what", "outlet"], as_index=False).agg(
        events=("events", "sum"), present=("present", "sum"), named=("named", "sum"),
        unclear=("unclear", "sum"), everywhere=("everywhere", "first"),
    )  # fmt: skip
    silent = table["events"].where((table["present"] == 0) & (table["unclear"] == 0), 0)
    table["missed"] = silent.groupby(table["what"]).transform("max")
    table = table.rename(columns={"outlet": "group"}).sort_values(
        ["missed", "everywhere", "what", "group"], ascending=[False, False, True, True]
    )
    columns = ["what", "group", "events", "present", "named", "unclear", "everywhere", "missed"]
    return table[columns].reset_index(drop=True)


def omissions(material: Material, *, by: str = "outlet", kind: str = "quoted", top: int = TOP) -> Finding:
    """Which person or organization one group never quotes (or names) on events where others do.

    Parameters
    ----------
    material
        A corpus.
    by
        The column of `articles` that holds the groups.
    kind
        quoted or named.
    top
        Rows of the chart.
    """
    verb, plain, asked = KINDS[kind]
    sizes, question = group_sizes(material, by), asked.format(noun(by, 1))
    if lack := needs(f"Comparing who is {kind}", sizes, by, each=1):
        return lacking("omissions", question, lack, source=material.source)
    found = omissions_of(material, by, [kind])
    table = presences(found, kind)
    if table.empty:
        none = f"Comparing who is {kind} needs an event that 2 {noun(by)} cover; here is none."
        return lacking("omissions", question, none, source=material.source)
    silent = table[(table["present"] == 0) & (table["unclear"] == 0) & (table["events"] >= FEWEST_MISSED)]
    figure = ""
    claim = f"No one is {kind} on {FEWEST_MISSED} events by others and never in one {noun(by, 1)}."
    if len(silent):
        several = table[table["present"] > 0]["what"].value_counts()
        row = (
            silent.assign(others=silent["what"].map(several).fillna(0))
            .sort_values(["others", "events"], ascending=False, kind="stable")
            .iloc[0]
        )
        claim = f"{row['group']} never {verb} {row['what']}; others do on {row['events']:,} events."
        figure = f"0 of {row['events']:,}"
    shares = compare.left_out(found, kind)
    lines = [
        f"{row.group} {row.value:.0f}%"
        + (f" ({interval(row.low, row.high, places=0)})" if pd.notna(row.low) else "")
        for row in shares.itertuples()
    ]
    never = [f"{row.what} (not in {row.group}, {row.events:,} events)" for row in silent.head(4).itertuples()]
    people = counted(table["what"].nunique(), "person or organization", "people and organizations")
    return Finding(
        name="omissions",
        question=question,
        claim=claim,
        measure=(
            f"Events on which the {noun(by, 1)} {verb} them, of those it covers where some {noun(by, 1)} does"
        ),
        table=table,
        alt=(
            f"{people}. Never {kind}: {listed(never) or 'none'}. "
            f"Not {kind} of those that others {plain}: {listed(lines, most=4)}."
        ),
        figure=figure,
        validity=tier.badge(("voices", "quotes"), "actors") if kind == "quoted" else tier.badge("actors"),
        n=counted(found["event"].nunique(), "event"),
        source=material.source,
        evidence=_places(material, found, table),
        status="found" if len(silent) else "unclear",
        limits="Never means that none of the names that the articles use was found; why, no count shows",
        draw=lambda frame: _draw_omissions(frame, table, kind, by, top),
    )


def _places(material: Material, found: tables.Omissions, table: pd.DataFrame) -> pd.DataFrame:
    """Where the others have those who are never in one group, and what was looked for there."""
    order = {what: place for place, what in enumerate(table["what"].unique())}
    absent = found[found["state"] != "present"].groupby(["event", "what"])["outlet"].agg(list)
    rows = found[(found["state"] == "present") & found["article"].notna()]
    rows = rows.assign(mark=rows["what"].map(order))
    rows = rows.assign(rank=rows.groupby("what").cumcount()).sort_values(["rank", "mark"], kind="stable")
    spans = material.sentences[["article", "start", "sentence"]]
    rows = rows.merge(spans, on=["article", "start"], how="inner", validate="many_to_one")
    because = [
        f"{row.what} in {row.outlet}"
        + (
            f"; not in {listed(absent[(row.event, row.what)])}"
            if (row.event, row.what) in absent.index
            else ""
        )
        for row in rows.itertuples()
    ]
    return evidence(rows.assign(context=rows["text"], because=because))


def _draw_omissions(frame: Frame, table: pd.DataFrame, kind: str, by: str, top: int) -> None:
    whats = list(table["what"].unique())
    most = f"{table['present'].max():,} of {table['events'].max():,}"
    groups = columns_of(table["group"], table["events"], most=fitting(frame, whats, [most]))
    frame.heads(groups)
    named = "named" if kind == "quoted" else ""
    frame.legend(_key(table, named))  # before the rows, which it leaves less room
    shown = whats[: min(top, frame.room())]
    frame.legend(_key(table[table["what"].isin(shown)], named))
    further = [counted(len(whats) - len(shown), "further row") if len(whats) > len(shown) else ""]
    further += [groups_counted(rest, by) if (rest := table["group"].nunique() - len(groups)) > 0 else ""]
    if any(further):
        frame.note(f"In the table: {listed([part for part in further if part])}.")
    frame.rows(shown, lines=2)
    cells = {(row["what"], row["group"]): row for row in table.to_dict("records")}
    for place, what in enumerate(shown):
        row = [_cell(cells.get((what, group)), kind) for group in groups]
        draw_cells(frame, place, row, whats.index(what))


def _key(table: pd.DataFrame, named: str) -> list[Any]:
    judged = table["events"] > 0
    never = judged & (table["present"] == 0)
    signs = [
        ((judged & (table["present"] > 0)).any(), point("share of events", "o", INK)),
        ((never & ~(table["named"] > 0)).any() or not named, point("never", "o", INK, hollow=True)),
        (
            bool(named) and (never & (table["named"] > 0)).any(),
            point("named, never quoted", "s", INK, hollow=True),
        ),
        ((~judged).any(), point("unclear", "$?$", GREY)),
    ]
    return [sign for there, sign in signs if there]


def _cell(row: dict[str, Any] | None, kind: str) -> Cell | None:
    if row is None:
        return None
    if not row["events"]:
        return Cell(0, "", f"{row['what']}, {row['group']}: unclear", "?")
    tip = (
        f"{row['what']}: {kind} on {row['present']:,} of {counted(row['events'], 'event')} in {row['group']}"
    )
    sign = "square" if not row["present"] and row["named"] and kind == "quoted" else "disc"
    return Cell(row["present"] / row["events"], f"{row['present']:,} of {row['events']:,}", tip, sign)


def omitted(material: Material, *, by: str = "outlet") -> pd.DataFrame:
    """What some groups have on an event and others lack: who is quoted or named, which days, which claims.

    Returns
    -------
    pd.DataFrame
        The rows of `compare.unshared`: event, kind, what, told_by, absent_from, unclear_in, times.
    """
    return compare.unshared(omissions_of(material, by, ("quoted", "named", "day", "claim")))
