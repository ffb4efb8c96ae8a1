"""Parts of a whole: bars for one article, a stacked bar for each of a few, the mean of many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.findings.frame import Frame
from analysis.findings.looks import INK, Look
from analysis.findings.wording import capital, counted, percent

MOST_ARTICLES = 12  # articles with a bar each; of more, the mean is drawn


def shares_of(counts: pd.DataFrame, part: str, parts: Sequence[str], amount: str) -> pd.DataFrame:
    """Each part's share of each article's whole; parts an article lacks have share 0.

    Parameters
    ----------
    counts
        Columns article, `part` and `amount`; rows of one article and part are summed.
    part, parts
        The column that names the part, and the parts in order.
    amount
        The column that is summed.

    Returns
    -------
    pd.DataFrame
        One row per article and part: article, `part`, `amount`, share (0 to 1).
        Articles keep their order; those whose whole is 0 are left out.

    Examples
    --------
    >>> counts = pd.DataFrame({"article": "a", "voice": ["x", "y", "x"], "words": [2, 1, 1]})
    >>> shares_of(counts, "voice", ["x", "y", "z"], "words")[["voice", "words", "share"]].values.tolist()
    [['x', 3, 0.75], ['y', 1, 0.25], ['z', 0, 0.0]]
    """
    order = list(dict.fromkeys(counts["article"]))
    every = pd.MultiIndex.from_product([order, list(parts)], names=["article", part])
    summed = counts.groupby(["article", part])[amount].sum().reindex(every, fill_value=0).reset_index()
    totals = summed.groupby("article")[amount].transform("sum")
    kept = summed[totals > 0]
    return kept.assign(share=kept[amount] / totals[totals > 0]).reset_index(drop=True)


def draw_shares(
    frame: Frame, table: pd.DataFrame, looks: Mapping[str, Look], labels: Mapping[str, str],
    names: Mapping[str, str], unit: str,
) -> None:  # fmt: skip
    """Draw the table of `shares_of`.

    Parameters
    ----------
    frame
        Where to draw.
    table
        Of `shares_of`.
    looks, labels
        How each part is filled and what it is called, in order.
    names
        What to call articles, by id.
    unit
        One of what is counted: "word".
    """
    part, amount = table.columns[1:3]
    articles = list(dict.fromkeys(table["article"]))
    if 1 < len(articles) <= MOST_ARTICLES:
        _stacked(frame, table, looks, labels, names, unit)
        return
    frame.rows([capital(labels.get(name, name)) for name in looks])
    middle = []
    for place, (name, look) in enumerate(looks.items()):
        rows = table[table[part] == name]
        share = float(rows["share"].mean())
        (bar,) = frame.ax.barh(place, 100 * share, 0.66, **look.bar)
        frame.mark(
            bar,
            f"{capital(labels.get(name, name))}: {percent(share)}, {counted(int(rows[amount].sum()), unit)}",
            name,
        )
        low, high = (float(np.quantile(rows["share"], q)) for q in (0.25, 0.75))
        if len(articles) > 1:
            frame.dot(place, 100 * share, 100 * low, 100 * high, colour=INK)
        middle.append(f"{percent(low)} to {percent(high)}")
    frame.column([percent(float(table.loc[table[part] == name, "share"].mean())) for name in looks])
    if len(articles) > 1:
        frame.column(middle, head="middle half")
    else:
        totals = [int(table.loc[table[part] == name, amount].sum()) for name in looks]
        frame.column([f"{total:,}" for total in totals], head=f"{unit}s")
    frame.ax.set_xlim(left=0)
    frame.ax.xaxis.set_major_formatter(lambda value, _: f"{value:.0f}%")


def _stacked(
    frame: Frame, table: pd.DataFrame, looks: Mapping[str, Look], labels: Mapping[str, str],
    names: Mapping[str, str], unit: str,
) -> None:  # fmt: skip
    part, amount = table.columns[1:3]
    articles = frame.fit(list(dict.fromkeys(table["article"])))
    frame.legend(
        [
            look.patch(labels.get(name, name))
            for name, look in looks.items()
            if table.loc[table[part] == name, amount].any()
        ]
    )
    frame.rows([names.get(article, article) for article in articles], lines=2)
    begun = dict.fromkeys(articles, 0.0)
    shares = table.set_index(["article", part])["share"]
    for name, look in looks.items():
        for place, article in enumerate(articles):
            if share := float(shares.loc[(article, name)]):
                (bar,) = frame.ax.barh(place, 100 * share, 0.66, begun[article], **look.bar)
                frame.mark(bar, f"{names.get(article, article)}: {labels.get(name, name)} {percent(share)}")
                begun[article] += 100 * share
    totals = table.groupby("article")[amount].sum()
    frame.column([f"{int(totals[article]):,}" for article in articles], head=f"{unit}s")
    frame.ax.set_xlim(0, 100)
    frame.ax.xaxis.set_major_formatter(lambda value, _: f"{value:.0f}%")
