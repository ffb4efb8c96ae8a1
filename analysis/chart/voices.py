"""Voices: whose words an article is in, who is heard in which kind, who is spoken of and never heard."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.chart import drawing
from analysis.chart.drawing import BLUE, ORANGE, ChartError
from analysis.chart.stacks import Look, shares_of, stacks
from analysis.tables import MENTIONS, QUOTES, SENTENCES, Mentions, Quotes, Sentences

# From the outlet's own words to those of others: full, hatched, hollow.
VOICES: Mapping[str, Look] = {
    "reporter": Look(BLUE, BLUE),
    "reported": Look("white", BLUE, "////"),
    "quoted": Look("#F0C3AE", ORANGE),
}
KINDS: Mapping[str, Look] = {
    "direct": Look("#F0C3AE", ORANGE),
    "mixed": Look("#F0C3AE", ORANGE, "////"),
    "indirect": Look("white", BLUE, "////"),
}
UNCLEAR = "not named/unclear"
TOP = 12  # speakers or actors that get a row each
LANES = 8  # speakers that get a lane along the article


def types(known: Mentions) -> pd.Series:
    """The type of each actor: that of most of its mentions."""
    counts = known.groupby(["actor", "type"]).size().sort_values(ascending=False, kind="stable").reset_index()
    return counts.drop_duplicates("actor").set_index("actor")["type"].astype("str")


def voice_shares(voiced: pd.DataFrame, sentences: Sentences) -> pd.DataFrame:
    """What share of each article's body is in whose words.

    Parameters
    ----------
    voiced
        Of `voices.by_sentence`: the words of each sentence that are in each voice.
    sentences
        Those sentences; headline and subheadings are left out.

    Returns
    -------
    pd.DataFrame
        One row per article and voice: article, voice, words, share (0 to 1).
        Articles without a word of body are left out.

    Examples
    --------
    >>> rows = [("a", n, 0, role, 0, 9, "Words.", 4, []) for n, role in enumerate(["headline", "body"])]
    >>> voiced = pd.DataFrame({"article": "a", "sentence": [0, 1], "reporter": [4, 3], "reported": [0, 0],
    ...     "quoted": [0, 1]})
    >>> voice_shares(voiced, SENTENCES.frame(rows))[["voice", "words", "share"]].values.tolist()
    [['reporter', 3, 0.75], ['reported', 0, 0.0], ['quoted', 1, 0.25]]
    """
    roles = SENTENCES.check(sentences)[["article", "sentence", "role"]]
    body = voiced.merge(roles, on=["article", "sentence"], validate="one_to_one").query("role == 'body'")
    counts = body.melt("article", list(VOICES), "voice", "words")
    return shares_of(counts, "voice", list(VOICES), "words")


def voices(
    voiced: pd.DataFrame,
    sentences: Sentences,
    *,
    title: str,
    names: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Whose words the body is in: the reporter's full, reported speech hatched, quoted words pale.

    One article gets a bar for each voice, up to twelve a stacked bar each; of
    more, the mean, each article counting the same.

    Parameters
    ----------
    voiced, sentences
        As for `voice_shares`.
    title
        The finding, as a sentence, computed from `voice_shares`.
    names
        What to call articles, by id; ids are shown where a name is missing.
    ax
        Where to draw; a figure of its own if left out.

    Raises
    ------
    ChartError
        If no article has a word of body, or the title is empty.
    """
    table = voice_shares(voiced, sentences)
    return stacks(table, VOICES, title=title, of="the words of the body", unit="word", names=names, ax=ax)


def attributions(quotes: Quotes, mentions: Mentions | None = None) -> pd.DataFrame:
    """How often each speaker is given words, thoughts or plans, by kind.

    Parameters
    ----------
    quotes
        Of one or more articles.
    mentions
        Of the same articles, to tell speakers that have a name from those that have none.

    Returns
    -------
    pd.DataFrame
        One row per speaker, the most heard first, and last the attributions
        whose speaker is missing, because none is named or it is unclear who
        is meant: speaker, named (whether any mention is a name; missing without
        `mentions`), direct, mixed, indirect, n, articles.

    Examples
    --------
    >>> said = QUOTES.frame([
    ...     {"article": "a", "quote": i, "kind": k, "start": i, "end": i + 1, "spans": [[i, i + 1]],
    ...      "text": "x", "speaker": s, "sentence": 1}
    ...     for i, (k, s) in enumerate([("direct", None), ("direct", "Vane"), ("indirect", "Vane")])])
    >>> attributions(said)[["speaker", "direct", "mixed", "indirect", "n"]].values.tolist()
    [['Vane', 1, 0, 1, 2], [nan, 1, 0, 0, 1]]
    """
    quotes = QUOTES.check(quotes)
    speaker = quotes["speaker"]
    kinds = pd.DataFrame({kind: (quotes["kind"] == kind).astype("int64") for kind in KINDS})
    summed = (
        kinds.assign(speaker=speaker, n=1, article=quotes["article"])
        .groupby("speaker", dropna=False)
        .agg(**{name: (name, "sum") for name in (*KINDS, "n")}, articles=("article", "nunique"))
        .reset_index()
        .assign(unclear=lambda made: made["speaker"].isna())
        .sort_values(["unclear", "n", "speaker"], ascending=[True, False, True], ignore_index=True)
    )
    named = pd.Series(pd.NA, index=summed.index, dtype="boolean")
    if mentions is not None:
        known = summed["speaker"].notna()
        named[known] = summed["speaker"][known].isin(_with_a_name(mentions))
    summed.insert(1, "named", named)
    return summed.astype({"speaker": "str"})[["speaker", "named", *KINDS, "n", "articles"]]


def speakers(
    quotes: Quotes,
    *,
    title: str,
    mentions: Mentions | None = None,
    note: str = "",
    top: int = TOP,
    ax: Axes | None = None,
) -> Axes:
    """Who is heard, and in which kind: direct pale, mixed pale and hatched, indirect hatched on white.

    Attributions that no named speaker can be given are a row of their own, the last.

    Parameters
    ----------
    quotes
        Of one or more articles.
    title
        The finding, as a sentence, computed from `attributions`.
    mentions
        Of the same articles; speakers that are nowhere named are then marked so.
    note
        What is said below the axis: how many of the attributions the instrument could see.
    top
        How many speakers; what the rest add up to is said under the axis.
    ax
        Where to draw; a figure of its own if left out.

    Raises
    ------
    ChartError
        If there is no attribution, `top` is below 1, or the title is empty.
    """
    if top < 1:
        raise ChartError(f"top is {top}, but a chart of speakers needs at least 1.")
    table = attributions(quotes, mentions)
    if table.empty:
        raise ChartError("there are no attributions, so nobody is heard. Say so in words.")
    known = table[table["speaker"].notna()]
    rest = known.iloc[top:]
    shown = pd.concat([known.head(top), table[table["speaker"].isna()]], ignore_index=True)
    articles = quotes["article"].nunique()
    with drawing.style():
        own = ax is None
        rows = shown.to_dict("records")
        ax = drawing.row_axes(ax, [_speaker(row) for row in rows])
        for place, row in enumerate(rows):
            begun = 0
            for kind, look in KINDS.items():
                if not row[kind]:
                    continue
                ax.barh(place, row[kind], 0.66, begun, color=look.face, edgecolor=look.edge, hatch=look.hatch)
                begun += row[kind]
        many = [f" in {drawing.counted(row['articles'], 'article')}" if articles > 1 else "" for row in rows]
        drawing.notes(ax, [f"n = {row['n']:,}{where}" for row, where in zip(rows, many, strict=True)])
        ax.set_xlim(left=0)
        ax.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
        said = ["number of attributions"]
        if len(rest):
            others = drawing.counted(len(rest), "further speaker")
            said.append(f"{others} with {drawing.counted(int(rest['n'].sum()), 'attribution')}")
        ax.set_xlabel(". ".join([*said, *([note] if note else [])]))
        key = [look.patch(kind) for kind, look in KINDS.items() if shown[kind].any()]
        return drawing.finish(ax, title, own, key)


def heard(mentions: Mentions, quotes: Quotes) -> pd.DataFrame:
    """How often each actor is spoken of and how often heard, the most mentioned first.

    Parameters
    ----------
    mentions, quotes
        Of the same articles. Mentions without a clear actor count for none.

    Returns
    -------
    pd.DataFrame
        One row per actor: actor, type, mentions, attributions, together
        (attributions to a group that the actor is a member of, "the two leaders
        said"), heard (whether either is above 0), articles. Groups made of
        actors have no row, since their members do.

    Examples
    --------
    >>> told = MENTIONS.frame([
    ...     {"article": "a", "mention": i, "actor": n, "type": "person", "form": "name", "start": i,
    ...      "end": i + 1, "text": n, "role": "agent", "passive": False, "sentence": 1}
    ...     for i, n in enumerate(["Vane", "Rask"])])
    >>> heard(told, QUOTES.frame())[["actor", "mentions", "attributions", "heard"]].values.tolist()
    [['Rask', 1, 0, False], ['Vane', 1, 0, False]]
    """
    known = MENTIONS.check(mentions).dropna(subset=["actor"])
    said = QUOTES.check(quotes)["speaker"].value_counts()
    members = _members(known)
    table = (
        known.groupby("actor")
        .agg(mentions=("mention", "size"), articles=("article", "nunique"))
        .drop(index=list(members))
        .reset_index()
    )
    table["type"] = table["actor"].map(types(known)).astype("str")
    together: dict[str, int] = {}
    for group, those in members.items():
        for one in those:
            together[one] = together.get(one, 0) + int(said.get(group, 0))
    table["attributions"] = table["actor"].map(said).fillna(0).astype("int64")
    table["together"] = table["actor"].map(together).fillna(0).astype("int64")
    table["heard"] = (table["attributions"] + table["together"]) > 0
    columns = ["actor", "type", "mentions", "attributions", "together", "heard", "articles"]
    return table.sort_values(["mentions", "actor"], ascending=[False, True], ignore_index=True)[columns]


def unheard(
    mentions: Mentions, quotes: Quotes, *, title: str, top: int = TOP, ax: Axes | None = None
) -> Axes:
    """How often each actor is spoken of and how often heard; who never is, is marked and named so.

    Parameters
    ----------
    mentions, quotes
        Of the same articles.
    title
        The finding, as a sentence, computed from `heard`.
    top
        How many actors, the most mentioned.
    ax
        Where to draw; a figure of its own if left out.

    Raises
    ------
    ChartError
        If no mention has an actor, `top` is below 1, or the title is empty.
    """
    if top < 1:
        raise ChartError(f"top is {top}, but a chart of actors needs at least 1.")
    table = heard(mentions, quotes)
    if table.empty:
        raise ChartError("no mention has a clear actor, so there is nobody to draw. Say so in words.")
    shown, rest = table.head(top), table.iloc[top:]
    with drawing.style():
        own = ax is None
        rows = shown.to_dict("records")
        ax = drawing.row_axes(ax, [drawing.wrapped(row["actor"]) for row in rows])
        texts = []
        for place, row in enumerate(rows):
            ax.hlines(place, row["attributions"], row["mentions"], color="#BBBBBB", linewidth=2)
            ax.plot(row["mentions"], place, "o", color=BLUE, clip_on=False)
            ax.plot(
                row["attributions"], place, "D", color=ORANGE,
                markerfacecolor=ORANGE if row["heard"] else "white", markeredgewidth=1.5, clip_on=False,
            )  # fmt: skip
            times = f"heard {drawing.counted(row['attributions'], 'time')}"
            if not row["heard"]:
                times = "never heard"
            elif not row["attributions"]:
                times = "heard only with others"
            texts.append(f"{drawing.counted(row['mentions'], 'mention')}, {times}")
        drawing.notes(ax, texts)
        ax.set_xlim(0, 1.04 * int(shown["mentions"].max()))
        ax.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
        ax.tick_params(axis="y", pad=12)
        said = "number of times"
        if len(rest):
            silent = int((~rest["heard"]).sum())
            said += f". {drawing.counted(len(rest), 'further actor')}, {silent:,} of them never heard"
        ax.set_xlabel(said)
        key = [Line2D([], [], ls="none", marker="o", color=BLUE, label="spoken of")]
        if shown["heard"].any():
            key.append(Line2D([], [], ls="none", marker="D", color=ORANGE, label="heard"))
        if not shown["heard"].all():
            key.append(
                Line2D(
                    [], [], ls="none", marker="D", color=ORANGE, markerfacecolor="white", label="never heard"
                )
            )
        return drawing.finish(ax, title, own, key)


def voice_lanes(stretches: pd.DataFrame, quotes: Quotes, top: int = LANES) -> pd.DataFrame:
    """Where along one article each voice speaks.

    Parameters
    ----------
    stretches
        Of `voices.voice`, of one article.
    quotes
        Of the same article.
    top
        How many speakers get a lane of their own, those with most text first;
        further ones share "further speakers".

    Returns
    -------
    pd.DataFrame
        One row per stretch: lane, voice, sentence, begins and ends, where sentence
        3 runs from 2.5 to 3.5. Lanes come in the order they are drawn in: the
        reporter, then speakers by how much they are given, then those not clear.

    Raises
    ------
    ChartError
        If the stretches are of several articles, or of none.
    """
    if stretches.empty:
        raise ChartError("there are no stretches of text, so there is nothing to draw.")
    if len(articles := sorted(stretches["article"].unique())) > 1:
        raise ChartError(
            f"the stretches are of {len(articles)} articles, and the chart shows one. "
            f"Take one: stretches.query('article == \"{articles[0]}\"')."
        )
    said = QUOTES.check(quotes)
    said = said[said["article"] == articles[0]].set_index("quote")["speaker"]
    placed = stretches[["sentence", "voice", "quote", "start", "end"]].copy()
    reporters = placed["voice"] == "reporter"
    placed["lane"] = placed["quote"].map(said).astype("object").fillna(UNCLEAR).mask(reporters, "reporter")
    size = (placed["end"] - placed["start"]).groupby(placed["lane"]).sum().sort_values(ascending=False)
    own = [lane for lane in size.index if lane not in ("reporter", UNCLEAR)]
    placed["lane"] = placed["lane"].where(~placed["lane"].isin(own[top:]), "further speakers")
    order = ["reporter", *own[:top], *(["further speakers"] if own[top:] else []), UNCLEAR]
    of = placed.groupby("sentence")
    first, last = of["start"].transform("min"), of["end"].transform("max")
    placed["begins"] = placed["sentence"] - 0.5 + (placed["start"] - first) / (last - first)
    placed["ends"] = placed["sentence"] - 0.5 + (placed["end"] - first) / (last - first)
    placed["rank"] = placed["lane"].map(order.index)
    columns = ["lane", "voice", "sentence", "begins", "ends"]
    return placed.sort_values(["rank", "begins"], ignore_index=True)[columns]


def voices_along(
    stretches: pd.DataFrame, quotes: Quotes, *, title: str, top: int = LANES, ax: Axes | None = None
) -> Axes:
    """A lane for the reporter and for each speaker, filled where along the article they have the word.

    Parameters
    ----------
    stretches, quotes, top
        As for `voice_lanes`.
    title
        The finding, as a sentence.
    ax
        Where to draw; a figure of its own if left out.

    Raises
    ------
    ChartError
        As `voice_lanes` does, or if the title is empty.
    """
    table = voice_lanes(stretches, quotes, top)
    lanes = list(dict.fromkeys(table["lane"]))
    with drawing.style():
        own = ax is None
        ax = drawing.row_axes(ax, [drawing.wrapped(lane) for lane in lanes])
        for row in table.to_dict("records"):
            look = VOICES[row["voice"]]
            ax.barh(
                lanes.index(row["lane"]), row["ends"] - row["begins"], 0.66, row["begins"],
                color=look.face, edgecolor=look.edge, hatch=look.hatch, linewidth=0.6,
            )  # fmt: skip
        first, last = int(table["sentence"].min()), int(table["sentence"].max())
        ax.set_xlim(first - 0.7, last + 0.7)
        ax.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=10, min_n_ticks=1))
        ax.xaxis.set_major_formatter(FuncFormatter(lambda at, _: "H" if at == 0 else f"{at:.0f}"))
        for place in range(len(lanes)):
            ax.axhline(place, color="#E2E2E2", linewidth=0.8, zorder=0)
        said = "sentence of the article, in reading order"
        ax.set_xlabel(f"{said} (H: the headline)" if first == 0 else said)
        there = set(table["voice"])
        key = [look.patch(voice) for voice, look in VOICES.items() if voice in there]
        return drawing.finish(ax, title, own, key)


def _with_a_name(mentions: Mentions) -> set[str]:
    named = MENTIONS.check(mentions)
    return set(named.loc[named["form"] == "name", "actor"].dropna())


def _members(known: Mentions) -> dict[str, list[str]]:
    """The actors that are made of others, with those others."""
    if "members" not in known:
        return {}
    made = known.dropna(subset=["members"]).drop_duplicates("actor")
    return {
        str(actor): str(those).split("; ")
        for actor, those in zip(made["actor"], made["members"], strict=True)
    }


def _speaker(row: Mapping[str, object]) -> str:
    if pd.isna(row["speaker"]):
        return UNCLEAR
    unnamed = pd.notna(row["named"]) and not row["named"]
    return drawing.wrapped(f"{row['speaker']} (no name)" if unnamed else row["speaker"])
