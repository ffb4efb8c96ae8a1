"""Agency: who acts and who is acted on."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.chart import drawing
from analysis.chart.drawing import BLUE, GREY, ORANGE, ChartError
from analysis.tables import MENTIONS, Mentions

TOP = 12  # actors that get a row each


def acts(mentions: Mentions) -> pd.DataFrame:
    """How often each actor acts, is acted on, speaks and is spoken to.

    Parameters
    ----------
    mentions
        Of one or more articles. Mentions without a clear actor count for none.

    Returns
    -------
    pd.DataFrame
        One row per actor: actor, type, agent, agent_passive (those of them that
        stand behind "by" of a passive), patient, patient_passive (those that
        are the subject of a passive), speaker, addressee, other, mentions,
        articles. Those that act or are acted on most come first.

    Examples
    --------
    >>> told = MENTIONS.frame([
    ...     {"article": "a", "mention": i, "actor": "Vane", "type": "person", "form": "name", "start": i,
    ...      "end": i + 1, "text": "Vane", "role": r, "passive": p, "sentence": 1}
    ...     for i, (r, p) in enumerate([("agent", False), ("patient", True), ("patient", False)])])
    >>> acts(told)[["actor", "agent", "patient", "patient_passive"]].values.tolist()
    [['Vane', 1, 2, 1]]
    """
    known = MENTIONS.check(mentions).dropna(subset=["actor"])
    counts = {
        role: (known["role"] == role).astype("int64")
        for role in ("agent", "patient", "speaker", "addressee", "other")
    }
    for role in ("agent", "patient"):
        counts[f"{role}_passive"] = counts[role] * known["passive"].astype("int64")
    columns = [
        "agent", "agent_passive", "patient", "patient_passive", "speaker", "addressee", "other",
    ]  # fmt: skip
    return (
        pd.DataFrame(counts, index=known.index)
        .assign(actor=known["actor"], article=known["article"])
        .groupby("actor")
        .agg(
            **{name: (name, "sum") for name in columns},
            mentions=("article", "size"),
            articles=("article", "nunique"),
        )
        .reset_index()
        .assign(
            type=lambda made: made["actor"].map(types(known)),
            both=lambda made: made["agent"] + made["patient"],
        )
        .sort_values(
            ["both", "agent", "mentions", "actor"], ascending=[False, False, False, True], ignore_index=True
        )
        .reindex(columns=["actor", "type", *columns, "mentions", "articles"])
    )


def types(known: Mentions) -> pd.Series:
    """The type of each actor: the one that most of its mentions have, in several articles perhaps not all."""
    counts = known.groupby(["actor", "type"]).size().sort_values(ascending=False, kind="stable").reset_index()
    return counts.drop_duplicates("actor").set_index("actor")["type"].astype("str")


def agency(mentions: Mentions, *, title: str, top: int = TOP, ax: Axes | None = None) -> Axes:
    """Who acts, to the right, and who is acted on, to the left; passives are hatched.

    Parameters
    ----------
    mentions
        Of one or more articles.
    title
        The finding, as a sentence, computed from `acts`.
    top
        How many actors, those with most acts done or suffered.
    ax
        Where to draw; a figure of its own if left out.

    Raises
    ------
    ChartError
        If nobody acts or is acted on, `top` is below 1, or the title is empty.
    """
    if top < 1:
        raise ChartError(f"top is {top}, but a chart of actors needs at least 1.")
    table = acts(mentions)
    there = table[(table["agent"] + table["patient"]) > 0]
    if there.empty:
        raise ChartError(
            f"none of {drawing.counted(len(table), 'actor')} acts or is acted on, so no bar has a length. "
            "Say so in words."
        )
    shown, rest = there.head(top), there.iloc[top:]
    with drawing.style():
        own = ax is None
        rows = shown.to_dict("records")
        ax = drawing.row_axes(ax, [drawing.wrapped(row["actor"]) for row in rows])
        for place, row in enumerate(rows):
            for role, side, colour in (("agent", 1, BLUE), ("patient", -1, ORANGE)):
                passive = int(row[f"{role}_passive"])
                active = int(row[role]) - passive
                if active:
                    ax.barh(place, side * active, 0.66, color=colour, edgecolor=colour)
                if passive:
                    ax.barh(
                        place, side * passive, 0.66, side * active,
                        color="white", edgecolor=colour, hatch="////",
                    )  # fmt: skip
        drawing.notes(
            ax,
            [f"acts {row['agent']:,}, is acted on {row['patient']:,}" for row in rows],
        )
        ax.axvline(0, color=GREY, linewidth=1)
        ax.margins(x=0.05)
        ax.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
        ax.xaxis.set_major_formatter(FuncFormatter(lambda at, _: f"{abs(at):,.0f}"))
        said = "times: is acted on to the left, acts to the right"
        if len(rest):
            further = int((rest["agent"] + rest["patient"]).sum())
            said += f". {drawing.counted(len(rest), 'further actor')} with {drawing.counted(further, 'time')}"
        ax.set_xlabel(said)
        passives = {role: int(shown[f"{role}_passive"].sum()) for role in ("agent", "patient")}
        marks = (
            ("is acted on", ORANGE, False, int(shown["patient"].sum()) > passives["patient"]),
            ("is acted on, told in the passive", ORANGE, True, passives["patient"] > 0),
            ("acts", BLUE, False, int(shown["agent"].sum()) > passives["agent"]),
            ("acts, told in the passive (“by …”)", BLUE, True, passives["agent"] > 0),
        )
        key = [
            Patch(
                facecolor="white" if hatched else colour, edgecolor=colour, hatch="////" if hatched else "",
                label=label,
            )
            for label, colour, hatched, there in marks
            if there
        ]  # fmt: skip
        return drawing.finish(ax, title, own, key)
