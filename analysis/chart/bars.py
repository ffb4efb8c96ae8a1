"""Bars: the words that made the tone, and what articles are made of."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from analysis.chart import drawing
from analysis.chart.drawing import BLUE, GREY, ORANGE, ChartError
from analysis.tables import HITS, MEASURED, PASSAGES, Hits, Passages, count_words

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


def weights(hits: Hits) -> pd.DataFrame:
    """Summed weight and count of each word or phrase found, the heaviest first.

    Case is set aside. What a negator turned is counted by itself, so that "not
    good" does not hide behind "good".

    Parameters
    ----------
    hits
        Of one instrument.

    Returns
    -------
    pd.DataFrame
        One row per word and negation: word, negated, weight (the sum, in the
        instrument's own scale, signed as it was counted), n.

    Raises
    ------
    ChartError
        If there are no hits, or they come from several instruments.

    Examples
    --------
    >>> hits = HITS.frame([
    ...     {"instrument": "demo", "article": "a", "start": i, "code": "tone", "end": i + 4, "found": f,
    ...      "weight": w, "negated": w < 0, "sentence": 1}
    ...     for i, (f, w) in enumerate([("Good", 2.0), ("good", 2.0), ("good", -2.0)])])
    >>> weights(hits).values.tolist()
    [['good', False, 4.0, 2], ['good', True, -2.0, 1]]
    """
    hits = HITS.check(hits)
    if hits.empty:
        raise ChartError(
            "there are no hits, so no word made a tone. Say so in words, or measure with another instrument."
        )
    if len(names := sorted(hits["instrument"].unique())) > 1:
        raise ChartError(
            f"hits of {len(names)} instruments ({', '.join(names[:3])}) weigh on different scales. "
            f"Take one: hits.query('instrument == \"{names[0]}\"')."
        )
    drawing.finite(hits["weight"].tolist(), "hits.weight")
    summed = (
        hits.assign(word=hits["found"].map(lambda found: drawing.tidy(found).casefold()))
        .groupby(["word", "negated"], as_index=False)
        .agg(weight=("weight", "sum"), n=("weight", "size"))
    )
    return (
        summed.assign(size=summed["weight"].abs())
        .sort_values(["size", "word", "negated"], ascending=[False, True, True], ignore_index=True)
        .drop(columns="size")
    )


def words(hits: Hits, *, title: str, unit: str, top: int = 12, ax: Axes | None = None) -> Axes:
    """The words that made the tone: summed weight of each, brightest on top, darkest below.

    Parameters
    ----------
    hits
        Of one instrument.
    title
        The finding, as a sentence, computed from `weights`.
    unit
        What the axis counts: "summed weight in VADER's lexicon, -4 to 4 a word".
    top
        How many words, the heaviest of either sign. What the rest add up to is
        said under the axis.
    ax
        Where to draw; a figure of its own if left out.

    Raises
    ------
    ChartError
        If there is nothing to draw, `top` is below 1, or the title is empty.

    Examples
    --------
    >>> hits = HITS.frame([
    ...     {"instrument": "demo", "article": "a", "start": 0, "code": "tone", "end": 3, "found": "war",
    ...      "weight": -2.9, "negated": False, "sentence": 1}])
    >>> ax = words(hits, title="'war' makes it dark", unit="summed weight")
    >>> ax.get_yticklabels()[0].get_text(), ax.texts[0].get_text()
    ('war', '−2.90   n = 1')
    """
    if top < 1:
        raise ChartError(f"top is {top}, but a chart of words needs at least 1.")
    summed = weights(hits)
    weighty = summed[summed["weight"] != 0]
    if weighty.empty:
        raise ChartError(
            f"the weights of all {len(summed)} words found add up to 0 each, so no bar has a length. "
            "Show the table instead."
        )
    shown = weighty.head(top).sort_values(["weight", "word"], ascending=[False, True], ignore_index=True)
    rest = summed.drop(weighty.index[:top])
    with drawing.style():
        own = ax is None
        ax = drawing.row_axes(
            ax,
            [
                drawing.wrapped(f"{row.word} (negated)" if row.negated else row.word)
                for row in shown.itertuples()
            ],
            keep="ends",
        )
        for place, weight in enumerate(shown["weight"]):
            above = weight > 0
            ax.barh(
                place, weight, 0.66, color=BLUE if above else "white",
                edgecolor=BLUE if above else ORANGE, hatch="" if above else "////",
            )  # fmt: skip
        ax.axvline(0, color=GREY, linewidth=1)
        ax.margins(x=0.03)
        drawing.notes(
            ax,
            [
                f"{drawing.number(weight, sign=True)}   n = {n:,}"
                for weight, n in zip(shown["weight"], shown["n"], strict=True)
            ],
        )
        said = f"{unit}; n: times found"
        if len(rest):
            others = drawing.counted(len(rest), "further word")
            times = drawing.counted(int(rest["n"].sum()), "time")
            said += f". {others} found {times} add {drawing.number(float(rest['weight'].sum()), sign=True)}"
        ax.set_xlabel(said)
        key = []
        if (shown["weight"] > 0).any():
            key.append(Patch(facecolor=BLUE, edgecolor=BLUE, label="makes it brighter"))
        if (shown["weight"] < 0).any():
            key.append(Patch(facecolor="white", edgecolor=ORANGE, hatch="////", label="makes it darker"))
        return drawing.finish(ax, title, own, key)


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
