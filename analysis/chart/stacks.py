"""What a whole is made of: bars for one article, a stacked bar each for a few, the mean of many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from analysis.chart import drawing
from analysis.chart.bars import MOST_ARTICLES
from analysis.chart.drawing import ChartError


@dataclass(frozen=True)
class Look:
    """How a part is filled: the hatch, so that colour need not say it alone."""

    face: str
    edge: str
    hatch: str = ""

    def patch(self, label: str) -> Patch:
        """A mark for the key."""
        return Patch(facecolor=self.face, edgecolor=self.edge, hatch=self.hatch, label=label)


def shares_of(counts: pd.DataFrame, part: str, parts: Sequence[str], amount: str) -> pd.DataFrame:
    """What share of each article's whole each part is, parts that an article lacks included as nought.

    Parameters
    ----------
    counts
        Columns article, `part` and `amount`; rows of one article and part are summed.
    part
        The column that names the part.
    parts
        The parts there are, in the order wanted.
    amount
        The column that is summed.

    Returns
    -------
    pd.DataFrame
        One row per article and part: article, `part`, `amount`, share (0 to 1).
        Articles keep their order; those whose whole is nought are left out.

    Examples
    --------
    >>> counts = pd.DataFrame({"article": "a", "voice": ["x", "y", "x"], "words": [2, 1, 1]})
    >>> shares_of(counts, "voice", ["x", "y", "z"], "words")[["voice", "words", "share"]].values.tolist()
    [['x', 3, 0.75], ['y', 1, 0.25], ['z', 0, 0.0]]
    """
    order = list(dict.fromkeys(counts["article"]))
    filled = pd.MultiIndex.from_product([order, list(parts)], names=["article", part])
    summed = counts.groupby(["article", part])[amount].sum().reindex(filled, fill_value=0).reset_index()
    totals = summed.groupby("article")[amount].transform("sum")
    kept = summed[totals > 0]
    return kept.assign(share=kept[amount] / totals[totals > 0]).reset_index(drop=True)


def percent(share: float) -> str:
    """A share (0 to 1) in whole percents; what is little is not rounded to nothing.

    >>> percent(0.5213), percent(0.002), percent(0.998), percent(1.0)
    ('52%', 'under 1%', 'over 99%', '100%')
    """
    if 0 < share < 0.01:
        return "under 1%"
    return "over 99%" if 0.99 < share < 1 else f"{100 * share:.0f}%"


def stacks(
    table: pd.DataFrame,
    looks: Mapping[str, Look],
    *,
    title: str,
    of: str,
    unit: str,
    names: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Parts of a whole: a bar for each part of one article, a stacked bar for each of a few, else the mean.

    Parameters
    ----------
    table
        Of `shares_of`: article, the part, the amount, share, in this order.
    looks
        How each part is filled, in the order in which they stand.
    title
        The finding, as a sentence.
    of
        What the shares are of: "the words of the body".
    unit
        One of what is counted: "word".
    names
        What to call articles, by id; ids are shown where a name is missing.
    ax
        Where to draw; a figure of its own if left out.

    Raises
    ------
    ChartError
        If there is no row, or the title is empty.
    """
    if table.empty:
        raise ChartError(f"there is no {unit} to share out, so there is nothing to draw. Say so in words.")
    part, amount = table.columns[1:3]
    articles = list(dict.fromkeys(table["article"]))
    if 1 < len(articles) <= MOST_ARTICLES:
        return _stacked(table, looks, title, of, unit, names or {}, ax)
    with drawing.style():
        own = ax is None
        ax = drawing.row_axes(ax, [drawing.wrapped(name) for name in looks])
        texts = []
        for place, (name, look) in enumerate(looks.items()):
            rows = table[table[part] == name]
            share = float(rows["share"].mean())
            if share:
                ax.barh(place, 100 * share, 0.66, color=look.face, edgecolor=look.edge, hatch=look.hatch)
            if len(articles) > 1:
                low, high = np.quantile(rows["share"], [0.25, 0.75])
                ax.hlines(place, 100 * low, 100 * high, color="#222222", linewidth=1.5)
                ax.plot([100 * low, 100 * high], [place, place], "|", color="#222222", markersize=9)
                ends = f"in {100 * low:.0f} to {100 * high:.0f}" if high > low else f"at {100 * low:.0f}"
                texts.append(f"{percent(share)}   half lie {ends}%")
            else:
                texts.append(f"{percent(share)}   n = {drawing.counted(int(rows[amount].sum()), unit)}")
        drawing.notes(ax, texts)
        ax.set_xlim(left=0)
        many = (
            f", mean of {len(articles):,} articles; the line holds the middle half of them"
            if len(articles) > 1
            else ""
        )
        ax.set_xlabel(f"% of {of}{many}")
        return drawing.finish(ax, title, own)


def _stacked(
    table: pd.DataFrame,
    looks: Mapping[str, Look],
    title: str,
    of: str,
    unit: str,
    names: Mapping[str, str],
    ax: Axes | None,
) -> Axes:
    part, amount = table.columns[1:3]
    articles = list(dict.fromkeys(table["article"]))
    with drawing.style():
        own = ax is None
        ax = drawing.row_axes(ax, [drawing.wrapped(names.get(article, article)) for article in articles])
        begun = dict.fromkeys(articles, 0.0)
        for name, look in looks.items():
            rows = table[table[part] == name].set_index("article")["share"]
            for place, article in enumerate(articles):
                if not (width := 100 * float(rows.get(article, 0.0))):
                    continue
                ax.barh(
                    place, width, 0.66, begun[article], color=look.face, edgecolor=look.edge, hatch=look.hatch
                )
                begun[article] += width
        totals = table.groupby("article")[amount].sum()
        drawing.notes(ax, [f"n = {drawing.counted(int(totals[article]), unit)}" for article in articles])
        ax.set_xlim(0, 100)
        ax.set_xlabel(f"% of {of}")
        key = [look.patch(name) for name, look in looks.items() if (table[part] == name).any()]
        return drawing.finish(ax, title, own, key)
