"""Whose words: the reporter's and other people's, who is heard, who is mentioned and never heard."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from analysis import codebook, tables, tier, voices
from analysis.findings.finding import Finding, Material, evidence, in_context, lacking
from analysis.findings.frame import Frame
from analysis.findings.looks import INK, KINDS, OTHERS, PAPER, VOICE_NAMES, VOICES
from analysis.findings.shares import draw_shares, shares_of
from analysis.findings.wording import capital, counted, listed, percent

UNCLEAR = "Not named or unclear"
TOP = 12  # speakers or actors with a row each
LANES = 8  # speakers with a lane each
FEWEST = 5  # attributions or mentions below which no claim names anyone
TRIED = codebook.SHELF / "voices" / "tried.csv"
HEARD_TYPES = ("person", "organization")  # only these can be "never heard": a bridge cannot speak


# Whose words


def voice_shares(material: Material) -> pd.DataFrame:
    """Share of the words of each article's body that are the reporter's, paraphrased, or quoted.

    Returns
    -------
    pd.DataFrame
        One row per article and voice: article, voice, words, share (0 to 1).
        Articles without a body are left out.
    """
    by_sentence = voices.by_sentence(material.voices, material.sentences)
    roles = material.sentences[["article", "sentence", "role"]]
    body = by_sentence.merge(roles, on=["article", "sentence"], validate="one_to_one").query("role == 'body'")
    counts = body.melt("article", list(VOICES), "voice", "words")
    return shares_of(counts, "voice", list(VOICES), "words")


def whose_words(material: Material) -> Finding:
    """How much of the body is quoted or paraphrased, and how much is the reporter's own."""
    table, question = voice_shares(material), "Whose words are these?"
    if table.empty:
        return lacking("whose-words", question, "No article has a body, so there are no words to count.")
    mean = table.groupby("voice")["share"].mean()
    own, paraphrased, quoted = (float(mean[voice]) for voice in VOICES)
    many = table["article"].nunique()
    of = "words" if many == 1 else f"words, mean of {many:,} articles"
    return Finding(
        name="whose-words",
        question=question,
        claim=f"{percent(paraphrased + quoted)} of the words are quoted or paraphrased.",
        measure=f"Share of the body’s {of}",
        table=table,
        alt=(
            f"Of the {of}: the reporter’s own {percent(own)}, paraphrased {percent(paraphrased)}, "
            f"quoted {percent(quoted)}."
        ),
        figure=percent(paraphrased + quoted),
        validity=tier.badge(("voices", "quotes")),
        n=f"{counted(int(table['words'].sum()), 'word')} of {counted(many, 'article')}",
        source=material.source,
        evidence=_quoted(material),
        limits="Only speech and writing of others counts; intentions and beliefs that are reported do too",
        draw=lambda frame: draw_shares(frame, table, VOICES, VOICE_NAMES, material.names, "word"),
    )


def _quoted(material: Material) -> pd.DataFrame:
    """The attributions, longest first."""
    rows = in_context(material.quotes, material.sentences)
    rows = rows.assign(size=rows["text"].str.len(), because=_because(rows), mark=_voice_of(rows["kind"]))
    return evidence(rows.sort_values("size", ascending=False, kind="stable"))


def _voice_of(kind: pd.Series) -> pd.Series:
    return kind.map({"indirect": "reported"}).fillna("quoted")


def _because(quotes: tables.Quotes) -> list[str]:
    """What makes each attribution one: its kind, speaker and cue."""
    speakers = quotes["speaker"].astype(object).fillna("speaker unclear")
    cues = [f", cue “{cue}”" if pd.notna(cue) else "" for cue in quotes["cue"]]
    return [f"{kind}, {who}{cue}" for kind, who, cue in zip(quotes["kind"], speakers, cues, strict=True)]


# Who speaks


def attributions(quotes: tables.Quotes, mentions: tables.Mentions | None = None) -> pd.DataFrame:
    """Attributions to each speaker, by kind.

    Parameters
    ----------
    quotes
        Of one or more articles.
    mentions
        Of the same articles, to tell speakers that have a name from those that have none.

    Returns
    -------
    pd.DataFrame
        One row per speaker, the most frequent first, and last the attributions
        whose speaker is missing: speaker, named (whether any mention is a name;
        missing without `mentions`), direct, mixed, indirect, n, articles.

    Examples
    --------
    >>> rows = tables.QUOTES.frame([
    ...     {"article": "a", "quote": i, "kind": k, "start": i, "end": i + 1, "spans": [[i, i + 1]],
    ...      "text": "x", "speaker": s, "sentence": 1}
    ...     for i, (k, s) in enumerate([("direct", None), ("direct", "Vane"), ("indirect", "Vane")])])
    >>> attributions(rows)[["speaker", "direct", "mixed", "indirect", "n"]].values.tolist()
    [['Vane', 1, 0, 1, 2], [nan, 1, 0, 0, 1]]
    """
    quotes = tables.QUOTES.check(quotes)
    kinds = pd.DataFrame({kind: (quotes["kind"] == kind).astype("int64") for kind in KINDS})
    summed = (
        kinds.assign(speaker=quotes["speaker"], n=1, article=quotes["article"])
        .groupby("speaker", dropna=False)
        .agg(**{name: (name, "sum") for name in (*KINDS, "n")}, articles=("article", "nunique"))
        .reset_index()
        .assign(unclear=lambda frame: frame["speaker"].isna())
        .sort_values(["unclear", "n", "speaker"], ascending=[True, False, True], ignore_index=True)
    )
    named = pd.Series(pd.NA, index=summed.index, dtype="boolean")
    if mentions is not None:
        names = set(mentions.loc[mentions["form"] == "name", "actor"].dropna())
        known = summed["speaker"].notna()
        named[known] = summed["speaker"][known].isin(names)
    summed.insert(1, "named", named)
    return summed.astype({"speaker": "str"})[["speaker", "named", *KINDS, "n", "articles"]]


def speakers(material: Material, *, top: int = TOP) -> Finding:
    """Who is the source of most attributions."""
    table, question = attributions(material.quotes, material.mentions), "Who speaks?"
    every = int(table["n"].sum())
    if not every:
        return lacking("speakers", question, "No attribution was found: nobody is quoted or paraphrased.")
    known = table[table["speaker"].notna()]
    unclear = every - int(known["n"].sum())
    claim, figure, status = _main_speaker(known, every)
    kinds = [f"{int(table[kind].sum()):,} {kind}" for kind in KINDS]
    named = [f"{row.speaker} {row.n:,}" for row in known.head(5).itertuples()]
    rows = in_context(material.quotes, material.sentences).assign(because=_because(material.quotes))
    rank = {name: place for place, name in enumerate(known["speaker"])}
    rows = rows.assign(mark=[_key(name, rank) for name in rows["speaker"]], rank=rows["speaker"].map(rank))
    return Finding(
        name="speakers",
        question=question,
        claim=claim,
        measure="Attributions by speaker and kind",
        table=table,
        alt=(
            f"{counted(every, 'attribution')} ({listed(kinds)}): {listed(named) or 'none with a speaker'}"
            f"{', others fewer' if len(known) > 5 else ''}; {unclear:,} not named or unclear."
        ),
        figure=figure,
        validity=tier.badge(("voices", "quotes")),
        n=f"{counted(every, 'attribution')} in {counted(material.quotes['article'].nunique(), 'article')}",
        source=material.source,
        evidence=evidence(rows.sort_values("rank", kind="stable")),
        status=status,
        limits=reach(),
        draw=lambda frame: _draw_speakers(frame, table, top),
    )


def _main_speaker(known: pd.DataFrame, every: int) -> tuple[str, str, Any]:
    """The claim, its figure and its status."""
    of = f"of {counted(every, 'attribution')}"
    if known.empty:
        return f"The speaker of none {of} is clear.", "", "unclear"
    most = int(known["n"].max())
    leading = known.loc[known["n"] == most, "speaker"].tolist()
    if every < FEWEST:
        return f"Only {counted(every, 'attribution')}: too few to name a main source.", "", "unclear"
    if len(leading) > 2:
        return (
            f"No main source: {len(leading):,} speakers have {counted(most, 'attribution')} each.",
            "",
            "unclear",
        )
    if len(leading) == 2:
        return f"{listed(leading)} are the source of {most:,} {of} each.", f"{most:,} of {every:,}", "found"
    return f"{leading[0]} is the source of {most:,} {of}.", f"{most:,} of {every:,}", "found"


def _key(speaker: object, rank: dict[str, int]) -> object:
    return rank.get(str(speaker), "unclear")


def _draw_speakers(frame: Frame, table: pd.DataFrame, top: int) -> None:
    known, unclear = table[table["speaker"].notna()], table[table["speaker"].isna()]
    rows, rest = known.to_dict("records"), known.iloc[top:]
    small = frame.room() - len(unclear) < top
    shown = frame.fit(rows if small else rows[:top], spare=len(unclear)) + unclear.to_dict("records")
    if len(rest) and not small:
        frame.note(
            f"{counted(len(rest), 'further speaker')} with {counted(int(rest['n'].sum()), 'attribution')}."
        )
    frame.legend([look.patch(kind) for kind, look in KINDS.items() if any(row[kind] for row in shown)])
    frame.rows([_speaker(row) for row in shown])
    for place, row in enumerate(shown):
        begun = 0
        for kind, look in KINDS.items():
            if row[kind]:
                (bar,) = frame.ax.barh(place, row[kind], 0.66, begun, **look.bar)
                key = "unclear" if pd.isna(row["speaker"]) else place
                frame.mark(
                    bar, f"{_speaker(row)}: {row[kind]:,} {kind} of {counted(row['n'], 'attribution')}", key
                )
                begun += row[kind]
    frame.column([f"{row['n']:,}" for row in shown])
    if table["articles"].max() > 1:
        frame.column([f"{row['articles']:,}" for row in shown], head="articles")
    frame.counts()


def _speaker(row: Any) -> str:
    if pd.isna(row["speaker"]):
        return UNCLEAR
    unnamed = pd.notna(row["named"]) and not row["named"]
    return f"{row['speaker']} (no name)" if unnamed else str(row["speaker"])


def reach() -> str:
    """The share of human-coded attributions that the rules find, in one sentence; empty if never measured."""
    shipped = tier.validity()
    rows = shipped[(shipped["measure"] == "voices") & (shipped["metric"] == "recall at 0.3")]
    if rows.empty:
        return ""
    worst = rows.sort_values("value").iloc[0]
    return (
        f"The rules find {percent(worst['value'])} of the attributions that people coded in {worst['gold']}"
    )


# Who is never heard


def heard(mentions: tables.Mentions, quotes: tables.Quotes) -> pd.DataFrame:
    """How often each actor is mentioned, and how often heard, the most mentioned first.

    Parameters
    ----------
    mentions, quotes
        Of the same articles. Mentions without a clear actor are left out.

    Returns
    -------
    pd.DataFrame
        One row per actor: actor, type, mentions, attributions, together
        (attributions to a group that the actor is a member of: "the two leaders
        said"), heard (whether either is above 0), articles. Groups made of
        actors have no row, since their members do.
    """
    known = tables.MENTIONS.check(mentions).dropna(subset=["actor"])
    counts = tables.QUOTES.check(quotes)["speaker"].value_counts()
    members = _members(known)
    table = (
        known.groupby("actor")
        .agg(type=("type", _most_frequent), mentions=("mention", "size"), articles=("article", "nunique"))
        .drop(index=list(members))
        .reset_index()
    )
    together: dict[str, int] = {}
    for group, actors in members.items():
        for actor in actors:
            together[actor] = together.get(actor, 0) + int(counts.get(group, 0))
    table["attributions"] = table["actor"].map(counts).fillna(0).astype("int64")
    table["together"] = table["actor"].map(together).fillna(0).astype("int64")
    table["heard"] = (table["attributions"] + table["together"]) > 0
    columns = ["actor", "type", "mentions", "attributions", "together", "heard", "articles"]
    return table.sort_values(["mentions", "actor"], ascending=[False, True], ignore_index=True)[columns]


def _most_frequent(values: pd.Series) -> str:
    return str(values.mode().iloc[0])


def _members(known: tables.Mentions) -> dict[str, list[str]]:
    """Groups that are made of actors, with those actors."""
    if "members" not in known:
        return {}
    groups = known.dropna(subset=["members"]).drop_duplicates("actor")
    return {
        str(group): str(actors).split("; ")
        for group, actors in zip(groups["actor"], groups["members"], strict=True)
    }


def unheard(material: Material, *, top: int = TOP) -> Finding:
    """Which person or organization is mentioned most and never heard."""
    question = "Who is mentioned but never heard?"
    table = heard(material.mentions, material.quotes)
    table = table[table["type"].isin(HEARD_TYPES)].reset_index(drop=True)
    if table.empty:
        return lacking("never-heard", question, "No person or organization is mentioned.")
    silent = table[~table["heard"]]
    unclear = int(material.quotes["speaker"].isna().sum())
    claim, figure = "Every person and organization that is mentioned is heard.", ""
    if len(silent) and int(silent["mentions"].iloc[0]) >= FEWEST:
        first = silent.iloc[0]
        claim = f"{first['actor']} is mentioned {counted(int(first['mentions']), 'time')} and never heard."
        figure = f"{int(first['mentions']):,} to 0"
    elif len(silent):
        claim = f"Everyone mentioned {FEWEST} times or more is heard."
    named = [f"{row.actor} {row.mentions:,}" for row in silent.head(5).itertuples()]
    loud = [
        f"{row.actor} {row.attributions:,} of {row.mentions:,}"
        for row in table[table["heard"]].head(5).itertuples()
    ]
    return Finding(
        name="never-heard",
        question=question,
        claim=claim,
        measure="Mentions of people and organizations, and attributions to them",
        table=table,
        alt=(
            f"{len(silent):,} of {len(table):,} people and organizations never heard, most mentioned: "
            f"{listed(named) or 'none'}. Heard, attributions to mentions: {listed(loud) or 'none'}."
        ),
        figure=figure,
        validity=tier.badge(("voices", "quotes"), "actors"),
        n=f"{counted(int(table['mentions'].sum()), 'mention')} of {counted(len(table), 'actor')}",
        source=material.source,
        evidence=_mentioned(material, table),
        limits=(
            f"{counted(unclear, 'attribution')} without a clear speaker may be anyone’s"
            if unclear
            else "Never heard means that no attribution was found"
        ),
        draw=lambda frame: _draw_unheard(frame, table, top),
    )


def _mentioned(material: Material, table: pd.DataFrame) -> pd.DataFrame:
    """The mentions by name of those never heard, the most mentioned actor first."""
    rank = {actor: place for place, actor in enumerate(table["actor"])}
    silent = {actor: place for place, actor in enumerate(table.loc[~table["heard"], "actor"])}
    rows = material.mentions[material.mentions["actor"].isin(set(silent))]
    rows = in_context(rows, material.sentences)
    rows = rows.assign(
        mark=rows["actor"].map(rank),
        order=rows["actor"].map(silent),
        because=[f"{actor}: {role}" for actor, role in zip(rows["actor"], rows["role"], strict=True)],
    )
    return evidence(rows.sort_values("order", kind="stable"))


def _draw_unheard(frame: Frame, table: pd.DataFrame, top: int) -> None:
    rows, rest = table.to_dict("records"), table.iloc[top:]
    small = frame.room() < top
    shown = frame.fit(rows if small else rows[:top])
    if len(rest) and not small:
        frame.note(
            f"{counted(len(rest), 'further actor')}, {int((~rest['heard']).sum()):,} of them never heard."
        )
    frame.legend(
        [
            Line2D([], [], ls="none", marker="o", color=INK, label="mentions"),
            Line2D([], [], ls="none", marker="D", color=OTHERS, label="attributions"),
            Line2D([], [], ls="none", marker="D", color=INK, markerfacecolor=PAPER, label="never heard"),
        ]
    )
    frame.rows([row["actor"] for row in shown])
    for place, row in enumerate(shown):
        frame.ax.hlines(
            place, row["attributions"], row["mentions"], color="#BBBBBB", linewidth=frame.points(2)
        )
        frame.dot(place, row["mentions"])
        face = OTHERS if row["heard"] else INK
        dots = frame.dot(place, row["attributions"], colour=face, marker="D", hollow=not row["heard"])
        frame.mark(dots, f"{row['actor']}: {counted(row['mentions'], 'mention')}, {_times_heard(row)}", place)
    frame.column([f"{row['mentions']:,}" for row in shown], head="mentions")
    frame.column([_times_heard(row) for row in shown], align="left")
    frame.counts(int(table["mentions"].max()))


def _times_heard(row: Any) -> str:
    if not row["heard"]:
        return "never heard"
    return f"heard {counted(row['attributions'], 'time')}" if row["attributions"] else "heard only in a group"


# Along one article


def voice_lanes(material: Material, top: int = LANES) -> pd.DataFrame:
    """Where along one article each voice speaks.

    Parameters
    ----------
    material
        Of one article.
    top
        How many speakers have a lane, those with most text first; others share "further speakers".

    Returns
    -------
    pd.DataFrame
        One row per stretch: lane, voice, sentence, begins and ends, where sentence
        3 runs from 2.5 to 3.5. Lanes are in the order in which they are drawn.
    """
    speaker = material.quotes.set_index("quote")["speaker"]
    placed = material.voices[["sentence", "voice", "quote", "start", "end"]].copy()
    reporter = placed["voice"] == "reporter"
    lane = placed["quote"].map(speaker).astype("object").fillna(UNCLEAR)
    placed["lane"] = lane.mask(reporter, "Reporter")
    size = (placed["end"] - placed["start"]).groupby(placed["lane"]).sum().sort_values(ascending=False)
    named = [lane for lane in size.index if lane not in ("Reporter", UNCLEAR)]
    placed["lane"] = placed["lane"].where(~placed["lane"].isin(named[top:]), "Further speakers")
    order = ["Reporter", *named[:top], *(["Further speakers"] if named[top:] else []), UNCLEAR]
    of = placed.groupby("sentence")
    first, last = of["start"].transform("min"), of["end"].transform("max")
    placed["begins"] = placed["sentence"] - 0.5 + (placed["start"] - first) / (last - first)
    placed["ends"] = placed["sentence"] - 0.5 + (placed["end"] - first) / (last - first)
    placed["rank"] = placed["lane"].map(order.index)
    columns = ["lane", "voice", "sentence", "begins", "ends"]
    return placed.sort_values(["rank", "begins"], ignore_index=True)[columns]


def voices_along(material: Material, *, top: int = LANES) -> Finding:
    """Where along the first article the reporter speaks and where others do."""
    focus = material.focus
    table, question = voice_lanes(focus, top), "Where does each voice speak?"
    if table.empty:
        return lacking("voices-along", question, "The article has no sentences.")
    sentences = table["sentence"].nunique()
    others = table[table["voice"] != "reporter"]
    alone = sentences - others["sentence"].nunique()
    counts = table.groupby("lane", sort=False)["sentence"].nunique()
    texts = focus.sentences.set_index("sentence")["text"]
    return Finding(
        name="voices-along",
        question=question,
        claim=f"Only the reporter speaks in {alone:,} of {counted(sentences, 'sentence')}.",
        measure="Where each voice speaks along the article, sentence by sentence (H: headline)",
        table=table,
        alt=f"Sentences with words of each: {listed([f'{lane} {n:,}' for lane, n in counts.items()])}.",
        figure=f"{alone:,} of {sentences:,}",
        validity=tier.badge(("voices", "quotes")),
        n=counted(sentences, "sentence"),
        source=focus.source,
        evidence=_quoted(focus).assign(mark=lambda rows: rows["sentence"]).sort_values(["sentence", "start"]),
        draw=lambda frame: _draw_lanes(frame, table, texts),
    )


def _draw_lanes(frame: Frame, table: pd.DataFrame, texts: pd.Series) -> None:
    lanes = list(dict.fromkeys(table["lane"]))
    there = set(table["voice"])
    frame.legend([look.patch(VOICE_NAMES[voice]) for voice, look in VOICES.items() if voice in there])
    frame.rows(lanes, lines=2)
    for place in range(len(lanes)):
        frame.ax.axhline(place, color="#E2E2E2", linewidth=0.8, zorder=0)
    for row in table.itertuples():
        look = VOICES[row.voice]
        (bar,) = frame.ax.barh(
            lanes.index(row.lane), row.ends - row.begins, 0.66, row.begins, linewidth=0.6, **look.bar
        )
        frame.mark(bar, f"{row.lane}, sentence {row.sentence}: {texts.get(row.sentence, '')}", row.sentence)
    along(frame, table["sentence"])
    frame.column(
        [f"{table.loc[table['lane'] == lane, 'sentence'].nunique():,}" for lane in lanes], head="sentences"
    )


def along(frame: Frame, sentences: pd.Series) -> None:
    """The x axis of a chart along one article: sentences in order, H for the headline."""
    first, last = int(sentences.min()), int(sentences.max())
    frame.ax.set_xlim(first - 0.7, last + 0.7)
    frame.ax.grid(visible=False)
    frame.ax.xaxis.set_major_locator(
        MaxNLocator(integer=True, nbins=6 if frame.narrow else 10, min_n_ticks=1)
    )
    frame.ax.xaxis.set_major_formatter(lambda at, _: "H" if at == 0 else f"{at:.0f}")


# What quotation marks are used for


def quotation_marks(material: Material) -> Finding:
    """How many quotations are attributed to nobody: scare quotes, titles of works, unclear speech."""
    counts = material.quotations["use"].value_counts()
    every = len(material.quotations)
    outside = every - int(counts.get("attributed", 0))
    others = material.quotations[material.quotations["use"] != "attributed"]
    rows = in_context(others, material.sentences).assign(because=others["use"].tolist(), mark=pd.NA)
    uses = {
        "attributed": "attributed",
        "unattributed": "not attributed",
        "scare": "scare quotes",
        "title": "titles of works",
    }
    table = pd.DataFrame({"use": list(uses.values()), "n": [int(counts.get(use, 0)) for use in uses]})
    parts = [f"{row.n:,} {row.use}" for row in table.itertuples()]
    verb = "is" if outside == 1 else "are"
    claim = f"{outside:,} of {counted(every, 'quotation')} {verb} attributed to no one."
    return Finding(
        name="quotation-marks",
        question="What are quotation marks used for?",
        claim=claim if every else "There are no quotation marks.",
        measure="Quotations in quotation marks, by use",
        table=table,
        alt=f"{capital(counted(every, 'quotation'))}: {listed(parts)}.",
        validity=tier.badge("voices.quotations"),
        n=counted(every, "quotation"),
        source=material.source,
        evidence=evidence(rows),
    )


# Cues


def cues(material: Material) -> Finding:
    """Which verbs and nouns introduce other people's words, and how they color them."""
    table, question = cue_counts(material.quotes), "Which words introduce them?"
    if table.empty:
        return lacking("cues", question, "No attribution with a cue was found.")
    every, first = int(table["times"].sum()), table.iloc[0]
    neutral = int(table.loc[table["kind"] == "neutral", "times"].sum())
    rows = in_context(material.quotes.dropna(subset=["cue"]), material.sentences)
    rows = rows.assign(because=_because(rows), order=rows["cue"].map(table["cue"].tolist().index))
    return Finding(
        name="cues",
        question=question,
        claim=f"“{first['cue']}” introduces {int(first['times']):,} of {counted(every, 'attribution')}.",
        measure="Cues by number of attributions",
        table=table,
        alt=f"{counted(len(table), 'cue')} of {counted(every, 'attribution')}; {neutral:,} are neutral.",
        validity=tier.badge(("voices", "quotes")),
        n=counted(every, "attribution"),
        source=material.source,
        evidence=evidence(rows.sort_values("order", kind="stable")),
    )


def cue_counts(quotes: tables.Quotes) -> pd.DataFrame:
    """How often each cue introduces an attribution.

    Returns
    -------
    pd.DataFrame
        One row per cue, the most frequent first: cue (lemma), kind (of the
        codebook: neutral, assertive, doubtful, …), times, speakers.
    """
    known = quotes.dropna(subset=["cue"])
    counts = known.groupby(["cue", "cue_kind"]).agg(times=("quote", "size"), speakers=("speaker", "nunique"))
    table = counts.reset_index().rename(columns={"cue_kind": "kind"})
    return table.sort_values(["times", "cue"], ascending=[False, True], ignore_index=True)


# Tried on sentences with a known answer


def tried_by_hand() -> pd.DataFrame:
    """What the rules find in sentences about an invented town, next to what a reader finds.

    Returns
    -------
    pd.DataFrame
        One row per sentence: sentence, reader, rules (kind and speaker, or "none"), right.

    Examples
    --------
    >>> tried_by_hand().loc[0, ["reader", "rules"]].tolist()
    ['direct, Mayor Ada Vane', 'direct, Mayor Ada Vane']
    """
    table = pd.read_csv(TRIED)[["sentence", "reader"]]
    table["rules"] = [_read(text) for text in table["sentence"]]
    return table.assign(right=table["reader"] == table["rules"])


def _read(text: str) -> str:
    rows = voices.attributions(text)
    return "; ".join(rows["kind"] + ", " + rows["speaker_text"].fillna("nobody named")) or "none"


def voices_tried(material: Material) -> Finding:
    """On how many sentences with a known answer the rules agree with a reader; the same for any corpus."""
    table = tried_by_hand()
    right = int(table["right"].sum())
    return Finding(
        name="voices-tried",
        question="Do the rules read simple sentences as a reader does?",
        claim=f"The rules read {right:,} of {counted(len(table), 'sentence')} as a reader does.",
        measure="Sentences about an invented town",
        table=table,
        alt=f"{right:,} of {counted(len(table), 'sentence')} read alike.",
        n=counted(len(table), "sentence"),
    )
