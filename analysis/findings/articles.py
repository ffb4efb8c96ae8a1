"""What was read: how much of the text is the story, what is left out, what is unknown."""

from __future__ import annotations

import pandas as pd

from analysis import tables, tier
from analysis.findings.finding import Finding, Material, evidence, lacking
from analysis.findings.wording import counted, listed, percent

FACTS = ("outlet", "published", "headline", "byline", "url")


def text_roles(passages: tables.Passages) -> pd.DataFrame:
    """How much of the printed text has each role; blank lines are left out.

    Returns
    -------
    pd.DataFrame
        One row per role, the largest first: role, passages, characters, share
        (of all characters, 0 to 1), measured (whether the role is measured).
    """
    printed = passages[passages["role"] != "blank"]
    size = (printed["end"] - printed["start"]).groupby(printed["role"]).agg(["size", "sum"])
    table = size.reset_index().set_axis(["role", "passages", "characters"], axis="columns")
    table["share"] = table["characters"] / max(1, int(table["characters"].sum()))
    table["measured"] = table["role"].isin(tables.MEASURED)
    return table.sort_values("characters", ascending=False, ignore_index=True)


def text_kept(material: Material) -> Finding:
    """How much of the printed text is measured, and what is left out."""
    table, question = text_roles(material.passages), "How much of the text is the story?"
    if table.empty:
        return lacking("text-kept", question, "No text was read.")
    out = material.passages[~material.passages["role"].isin([*tables.MEASURED, "blank"])]
    kept, repairs = (
        float(table.loc[table["measured"], "share"].sum()),
        int(material.passages["repairs"].sum()),
    )
    parts = [f"{row.role} {percent(row.share)}" for row in table.itertuples()]
    rows = out.assign(
        mark=out["role"],
        context=out["text"],
        sentence=out["passage"],
        because=out["role"] + ": " + out["reason"],
    )
    return Finding(
        name="text-kept",
        question=question,
        claim=f"{percent(kept)} of the printed text is measured.",
        measure="Share of printed characters by role",
        table=table,
        alt=(
            f"Share of characters: {listed(parts)}. {counted(len(out), 'passage')} left out, "
            f"{counted(repairs, 'damaged character')} repaired."
        ),
        figure=percent(kept),
        validity=tier.badge("clean.passages"),
        n=counted(int(table["characters"].sum()), "character"),
        source=material.source,
        evidence=evidence(rows),
        limits="An unusual caption may be read as body text; each passage names the rule that decided",
    )  # fmt: skip


def missing_facts(material: Material) -> Finding:
    """Which facts are unknown for how many articles."""
    used = material.used
    table = used[list(FACTS)].isna().sum().rename_axis("fact").reset_index(name="articles without")
    absent = table[table["articles without"] > 0]
    parts = [f"{fact} {n:,}" for fact, n in absent.itertuples(index=False)]
    every = counted(len(used), "article")
    claim = f"Outlet, day, headline, byline and address of {every} are known."
    if len(absent):
        claim = f"Unknown for some of {every}: {listed(absent['fact'].tolist())}."
    return Finding(
        name="missing-facts",
        question="What is not known about the articles?",
        claim=claim,
        measure="Articles without each fact",
        table=table,
        alt=f"Articles without each fact: {listed(parts) or 'none'}; {every} in all.",
        n=every,
        source=material.source,
    )


def set_aside(passages: tables.Passages) -> pd.DataFrame:
    """The passages that are not measured: role, text and the rule that decided, as rows of `passages`."""
    out = ~passages["role"].isin([*tables.MEASURED, "blank"])
    return passages.loc[out, ["role", "text", "reason"]].reset_index(drop=True)
