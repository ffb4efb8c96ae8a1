"""Bars: the words that made the tone, and what articles are made of."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from analysis.chart import drawing
from analysis.chart.drawing import BLUE, GREY, ChartError
from analysis.tables import MEASURED, PASSAGES, Passages, count_words

MOST_ARTICLES = 12  # articles that get a bar each; more are averaged

# What a stacked bar tells apart: name, roles, face and hatch. Solid is measured,
# hatched is left out.
GROUPS = (
    ("body", ("body",), BLUE, ""),
    ("headline, subheadings", ("headline", "subheading"), "#6F9CCB", ""),
    ("byline, dateline", ("byline", "dateline"), "white", "...."),
    ("image, caption, credit", ("image", "caption", "credit"), "white", "////"),
    ("link, boilerplate, other", ("link", "boilerplate"), "white", "xxxx"),
)


def shares(passages: Passages, by: str = "characters") -> pd.DataFrame:
    """What share of each article's printed text each role takes; blank lines are not counted.

    Parameters
    ----------
    passages
        Of one or more articles.
    by
        "characters" of the source text, or "words" of the repaired text.

    Returns
    -------
    pd.DataFrame
        One row per article and role met in any of the articles: article, role,
        measured (whether sentences are made of it), passages, amount, share (0 to 1).
        Articles keep their order; roles run from the largest share to the smallest.

    Raises
    ------
    ChartError
        If there are no passages, an article holds nothing of what is counted, or `by` is another word.

    Examples
    --------
    >>> passages = PASSAGES.frame([
    ...     {"article": "a", "passage": i, "role": r, "start": s, "end": e, "text": r, "repairs": 0,
    ...      "reason": "demo", "edits": []}
    ...     for i, (r, s, e) in enumerate([("headline", 0, 25), ("body", 25, 100)])])
    >>> shares(passages)[["role", "amount", "share"]].values.tolist()
    [['body', 75, 0.75], ['headline', 25, 0.25]]
    """
    passages = PASSAGES.check(passages)
    if by not in ("characters", "words"):
        raise ChartError(f"shares are by 'characters' or by 'words', not by '{by}'.")
    if passages.empty:
        raise ChartError("there are no passages, so there is no make-up to show. Read at least one article.")
    printed = passages[passages["role"] != "blank"]
    amount = printed["text"].map(count_words) if by == "words" else printed["end"] - printed["start"]
    counted = printed.assign(amount=amount)
    order = list(dict.fromkeys(passages["article"]))
    filled = pd.MultiIndex.from_product([order, sorted(counted["role"].unique())], names=["article", "role"])
    summed = (
        counted.groupby(["article", "role"])
        .agg(passages=("amount", "size"), amount=("amount", "sum"))
        .reindex(filled, fill_value=0)
        .reset_index()
    )
    totals = summed.groupby("article")["amount"].transform("sum")
    if (totals == 0).any():
        empty = summed["article"][totals == 0].iloc[0]
        raise ChartError(f"article {empty} holds no {by} at all, so it has no shares. Leave it out.")
    summed["share"] = summed["amount"] / totals
    summed["measured"] = summed["role"].isin(MEASURED)
    rank = summed.groupby("role")["share"].mean().sort_values(ascending=False, kind="stable").index
    summed["at"] = summed["article"].map(order.index)
    summed["rank"] = summed["role"].map(list(rank).index)
    columns = ["article", "role", "measured", "passages", "amount", "share"]
    return summed.sort_values(["at", "rank"], ignore_index=True)[columns]


def makeup(
    passages: Passages,
    *,
    title: str,
    by: str = "characters",
    names: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """What articles are made of: solid what is measured, hatched what is left out.

    One article gets a bar for each role. Up to twelve get a stacked bar each.
    More are averaged, each article counting the same, with a bar for each role.

    Parameters
    ----------
    passages
        Of one or more articles.
    title
        The finding, as a sentence, computed from `shares`.
    by
        "characters" or "words".
    names
        What to call articles, by id; ids are shown where a name is missing.
    ax
        Where to draw; a figure of its own if left out.

    Raises
    ------
    ChartError
        As `shares` does, or if the title is empty.
    """
    table = shares(passages, by)
    articles = list(dict.fromkeys(table["article"]))
    with drawing.style():
        if 1 < len(articles) <= MOST_ARTICLES:
            return _stacked(table, articles, title, by, names or {}, ax)
        own = ax is None
        roles = list(dict.fromkeys(table["role"]))
        ax = drawing.row_axes(ax, [drawing.wrapped(role) for role in roles])
        texts = []
        for place, role in enumerate(roles):
            rows = table[table["role"] == role]
            share, amount = 100 * float(rows["share"].mean()), int(rows["amount"].sum())
            measured = role in MEASURED
            ax.barh(
                place, share, 0.66, color=BLUE if measured else "white",
                edgecolor=BLUE if measured else GREY, hatch="" if measured else "////",
            )  # fmt: skip
            passage = drawing.counted(int(rows["passages"].sum()), "passage")
            texts.append(f"{_percent(share)}   {drawing.counted(amount, by[:-1])} in {passage}")
        drawing.notes(ax, texts)
        ax.set_xlim(left=0)
        many = f", mean of {len(articles):,} articles" if len(articles) > 1 else ""
        ax.set_xlabel(f"% of the printed {by}{many}")
        key = [
            Patch(facecolor=BLUE, edgecolor=BLUE, label="measured"),
            Patch(facecolor="white", edgecolor=GREY, hatch="////", label="left out of measuring"),
        ]
        return drawing.finish(ax, title, own, key)


def _stacked(
    table: pd.DataFrame, articles: list[str], title: str, by: str, names: Mapping[str, str], ax: Axes | None
) -> Axes:
    own = ax is None
    ax = drawing.row_axes(ax, [drawing.wrapped(names.get(article, article)) for article in articles])
    key = []
    begun = dict.fromkeys(articles, 0.0)
    known = {role for _, roles, _, _ in GROUPS for role in roles}
    for name, roles, face, hatch in GROUPS:
        other = name.endswith("other")
        here = table[table["role"].isin(roles) | (other & ~table["role"].isin(known))]
        if here["amount"].sum() == 0:
            continue
        width = 100 * here.groupby("article")["share"].sum()
        edge = "white" if face != "white" else GREY
        for place, article in enumerate(articles):
            ax.barh(place, width[article], 0.66, begun[article], color=face, edgecolor=edge, hatch=hatch)
            begun[article] += width[article]
        said = f"{name}{'' if roles[0] in MEASURED else ' (left out)'}"
        key.append(Patch(facecolor=face, edgecolor=edge, hatch=hatch, label=said))
    measured = 100 * table[table["measured"]].groupby("article")["share"].sum()
    amount = table.groupby("article")["amount"].sum()
    drawing.notes(
        ax,
        [
            f"{_percent(measured.get(article, 0.0))} measured of "
            f"{drawing.counted(int(amount[article]), by[:-1])}"
            for article in articles
        ],
    )
    ax.set_xlim(0, 100)
    ax.set_xlabel(f"% of the printed {by}")
    return drawing.finish(ax, title, own, key)


def _percent(share: float) -> str:
    """A share of a hundred; what is little is not rounded to nothing.

    >>> _percent(93.14), _percent(0.02), _percent(0.0), _percent(100.0)
    ('93.1%', 'under 0.1%', '0%', '100%')
    """
    if 0 < share < 0.1:
        return "under 0.1%"
    return f"{share:.0f}%" if share in (0, 100) else f"{share:.1f}%"
