"""What a corpus lets one compare: its groups, how large they are, and what a comparison needs."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis import tables
from analysis.compare import FEWEST_ARTICLES
from analysis.findings.finding import Finding, FindingError, Material, lacking
from analysis.findings.wording import counted, day, listed

UNKNOWN = "(unknown)"


def noun(by: str, count: int = 2) -> str:
    """What one group, or several, of a column are called in a sentence.

    >>> noun("outlet"), noun("country"), noun("press_group", 1), noun("bias")
    ('outlets', 'countries', 'press group', 'biases')
    """
    word = by.replace("_", " ").strip() or "group"
    if count == 1:
        return word
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies"
    return word + ("es" if word.endswith(("s", "x", "ch", "sh")) else "s")


def groups_counted(count: int, by: str) -> str:
    """A number of groups with its noun.

    >>> groups_counted(1, "outlet"), groups_counted(3, "country")
    ('1 outlet', '3 countries')
    """
    return counted(count, noun(by, 1), noun(by))


def group_of(material: Material, by: str) -> pd.Series:
    """The group of each measured article, by its id; missing where it is unknown.

    Raises
    ------
    FindingError
        If the articles have no such column.
    """
    used = material.used
    if by not in used:
        raise FindingError(
            f"the articles have no column '{by}' to compare by. They have: {', '.join(used.columns)}. "
            "Name one of these, or add a column to articles.csv next to the texts."
        )
    column = used[by]
    if pd.api.types.is_datetime64_any_dtype(column):
        column = column.dt.strftime("%Y-%m-%d")
    named = column.astype("object").where(column.notna(), None).map(str, na_action="ignore")
    return pd.Series(named.to_numpy(dtype=object), index=used["article"].to_numpy(), dtype=object, name=by)


def group_sizes(material: Material, by: str) -> pd.Series:
    """The number of measured articles of each known group, the largest first, then by name."""
    counts = group_of(material, by).value_counts()
    order = sorted(counts.index, key=lambda name: (-counts[name], str(name)))
    return counts.reindex(order).astype("int64")


def as_outlets(material: Material, by: str) -> tables.Articles:
    """The measured articles with the group in the column `outlet`, for functions that compare outlets."""
    return material.used.assign(outlet=group_of(material, by).to_numpy())


def needs(what: str, sizes: pd.Series, by: str, *, each: int = FEWEST_ARTICLES) -> str:
    """What a comparison lacks, as one sentence; empty where two groups have enough articles.

    Parameters
    ----------
    what
        The comparison, as the subject of the sentence: "Comparing tone".
    sizes, by
        Of `group_sizes`.
    each
        Articles that each of two groups needs.

    Examples
    --------
    >>> needs("Comparing tone", pd.Series({"Crier": 6, "Post": 2}), "outlet")
    'Comparing tone needs 5 articles of each of 2 outlets; here are Crier 6 and Post 2.'
    >>> needs("Comparing tone", pd.Series({"Crier": 1}), "outlet")
    'Comparing tone needs 5 articles of each of 2 outlets; here is 1 article of 1 outlet.'
    >>> needs("Comparing tone", pd.Series({"Crier": 6, "Post": 5}), "outlet")
    ''
    """
    if int((sizes >= each).sum()) >= 2:
        return ""
    of = f"{counted(each, 'article')} of each of 2 {noun(by)}" if each > 1 else f"articles of 2 {noun(by)}"
    every = int(sizes.sum())
    if len(sizes) < 2:
        there = f"{counted(every, 'article')} of {groups_counted(len(sizes), by)}"
        return f"{what} needs {of}; here {'is' if every == 1 else 'are'} {there}."
    return f"{what} needs {of}; here are {listed([f'{name} {n:,}' for name, n in sizes.items()], most=4)}."


def large(sizes: pd.Series) -> list[str]:
    """The groups that have enough articles for an interval and a test."""
    return [str(name) for name in sizes[sizes >= FEWEST_ARTICLES].index]


def group_facts(material: Material, by: str = "outlet") -> pd.DataFrame:
    """How many articles each group has, how long they are, and when they appeared.

    Returns
    -------
    pd.DataFrame
        One row per group, the largest first, articles of unknown group last:
        group, articles, words (the mean of its articles), first and last (days),
        undated (articles without a day).
    """
    group = group_of(material, by)
    used = material.used.assign(group=group.where(group.notna(), UNKNOWN).to_numpy())
    table = used.groupby("group").agg(
        articles=("article", "size"),
        words=("words", "mean"),
        first=("published", "min"),
        last=("published", "max"),
        undated=("published", lambda days: int(days.isna().sum())),
    )
    order = [*group_sizes(material, by).index, *([UNKNOWN] if group.isna().any() else [])]
    table["words"] = table["words"].round().astype("int64")
    return table.reindex(order).rename_axis("group").reset_index()


def corpus_overview(material: Material, *, by: str = "outlet") -> Finding:
    """Which groups have enough articles to be compared."""
    sizes, question = group_sizes(material, by), f"Which {noun(by)} can be compared?"
    table = group_facts(material, by)
    if lack := needs(f"Comparing {noun(by)}", sizes, by):
        return lacking("corpus-overview", question, lack, source=material.source)
    full = large(sizes)
    unknown = int(group_of(material, by).isna().sum())
    left_out = len(material.articles) - len(material.used)
    spans = [
        f"{row.group} {row.articles:,} articles of {row.words:,.0f} words"
        for row in table.head(5).itertuples()
    ]
    also = [
        f"{counted(unknown, 'article')} of unknown {noun(by, 1)}" if unknown else "",
        f"{counted(int(table['undated'].sum()), 'article')} without a day" if table["undated"].any() else "",
        f"{counted(left_out, 'article')} listed and not measured" if left_out else "",
    ]
    extra = listed([part for part in also if part])
    return Finding(
        name="corpus-overview",
        question=question,
        claim=f"{len(full):,} of {groups_counted(len(sizes), by)} have {FEWEST_ARTICLES} articles or more.",
        measure=f"Articles of each {noun(by, 1)}, their mean length in words, and their days",
        table=table,
        alt=f"{listed(spans)}{', others fewer' if len(table) > 5 else ''}.{f' {extra}.' if extra else ''}",
        figure=f"{len(full):,} of {len(sizes):,}",
        n=f"{counted(len(material.used), 'article')} from {_span(material.used['published'])}",
        source=material.source,
        limits=f"With fewer than {FEWEST_ARTICLES} articles there is no interval and no test",
    )


def _span(days: pd.Series) -> str:
    known = days.dropna()
    if known.empty:
        return "unknown days"
    first, last = day(known.min()), day(known.max())
    return first if first == last else f"{first} to {last}"


def unclear_without(groups: Sequence[str], by: str) -> str:
    """The groups that are too small, as a sentence; empty where there is none.

    >>> unclear_without(["Post"], "outlet")
    'Too few articles for an interval: Post.'
    """
    return f"Too few articles for an interval: {listed(list(groups), most=4)}." if groups else ""
