"""Who acts and who is acted on, what each actor is called, and which acts have no doer."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.ticker import MaxNLocator

from analysis import codebook, tables, tier
from analysis.findings.finding import Finding, Material, evidence, in_context, lacking
from analysis.findings.frame import Frame
from analysis.findings.looks import AGENCY, VOICE_NAMES
from analysis.findings.wording import are, capital, counted, listed, percent

TRIED = codebook.SHELF / "actors" / "tried.csv"
TOP = 12  # actors with a row each
FEWEST_ROLES = 10  # agents and patients, below which nobody is said to act most
FEWEST_LABELS = 5  # labels or people, below which no claim is made of them
ROLES = ("agent", "patient", "speaker", "addressee", "other")
AGENCY_NAMES = {
    "patient_passive": "acted on, passive verb",
    "patient": "acted on",
    "agent": "acts",
    "agent_passive": "acts, passive verb with “by”",
}


# Who acts and who is acted on


def acts(mentions: tables.Mentions) -> pd.DataFrame:
    """How often each actor acts, is acted on, speaks and is spoken to.

    Parameters
    ----------
    mentions
        Of one or more articles. Mentions without a clear actor are left out.

    Returns
    -------
    pd.DataFrame
        One row per actor, those that act or are acted on most first: actor, type
        (of most mentions), agent, agent_passive (those of them after "by" of a
        passive), patient, patient_passive (those that are the subject of a
        passive), speaker, addressee, other, mentions and articles.

    Examples
    --------
    >>> rows = tables.MENTIONS.frame([
    ...     {"article": "a", "mention": i, "actor": "Vane", "type": "person", "form": "name", "start": i,
    ...      "end": i + 1, "text": "Vane", "role": r, "passive": p, "sentence": 1}
    ...     for i, (r, p) in enumerate([("agent", False), ("patient", True), ("patient", False)])])
    >>> acts(rows)[["actor", "agent", "patient", "patient_passive"]].values.tolist()
    [['Vane', 1, 2, 1]]
    """
    known = tables.MENTIONS.check(mentions).dropna(subset=["actor"])
    counts = {role: (known["role"] == role).astype("int64") for role in ROLES}
    for role in ("agent", "patient"):
        counts[f"{role}_passive"] = counts[role] * known["passive"].astype("int64")
    columns = ["agent", "agent_passive", "patient", "patient_passive", "speaker", "addressee", "other"]
    table = (
        pd.DataFrame(counts, index=known.index)
        .assign(actor=known["actor"], article=known["article"])
        .groupby("actor")
        .agg(
            **{name: (name, "sum") for name in columns},
            mentions=("article", "size"),
            articles=("article", "nunique"),
        )
        .reset_index()
    )
    table = table.assign(type=table["actor"].map(_types(known)), both=table["agent"] + table["patient"])
    return table.sort_values(
        ["both", "agent", "mentions", "actor"], ascending=[False, False, False, True], ignore_index=True
    )[["actor", "type", *columns, "mentions", "articles"]]


def _types(known: tables.Mentions) -> pd.Series:
    """The type of each actor: that of most of its mentions."""
    counts = known.groupby(["actor", "type"]).size().sort_values(ascending=False, kind="stable").reset_index()
    return counts.drop_duplicates("actor").set_index("actor")["type"].astype("str")


def agency(material: Material, *, top: int = TOP) -> Finding:
    """Who is the agent of most verbs, and who their patient."""
    question = "Who acts, and who is acted on?"
    table = acts(material.mentions)
    table = table[(table["agent"] + table["patient"]) > 0].reset_index(drop=True)
    agents, patients = int(table["agent"].sum()), int(table["patient"].sum())
    if agents + patients < FEWEST_ROLES:
        return lacking(
            "agency",
            question,
            f"Agency needs {FEWEST_ROLES} agents or patients of verbs; here {are(agents + patients)}.",
        )
    claim, figure, status = _main_actor(table, agents)
    parts = [f"{row.actor} {row.agent:,} and {row.patient:,}" for row in table.head(5).itertuples()]
    passives = [int(table[f"{role}_passive"].sum()) for role in ("agent", "patient")]
    return Finding(
        name="agency",
        question=question,
        claim=claim,
        measure="Times an actor is acted on, to the left, and acts, to the right",
        table=table,
        alt=(
            f"Times as agent and as patient: {listed(parts)}{'; others fewer' if len(table) > 5 else ''}. "
            f"In the passive: {passives[0]:,} of {agents:,} agents, {passives[1]:,} of {patients:,} patients."
        ),
        figure=figure,
        status=status,
        validity=tier.badge("agency", "actors"),
        n=f"{agents:,} agents and {patients:,} patients, {counted(len(table), 'actor')}",
        source=material.source,
        evidence=_acting(material, table),
        limits="Grammar is not responsibility: who receives a letter is an agent here",
        draw=lambda frame: _draw_agency(frame, table, top),
    )


def _main_actor(table: pd.DataFrame, agents: int) -> tuple[str, str, Any]:
    """The claim, its figure and its status."""
    most = int(table["agent"].max())
    leading = table.loc[table["agent"] == most, "actor"].tolist()
    of = f"{most:,} of {agents:,} times"
    if most < 2 or len(leading) > 2:
        many = f"{len(leading):,} actors act {counted(most, 'time')} each" if most else "no one is an agent"
        return f"No actor acts most: {many}.", "", "unclear"
    if len(leading) == 2:
        return f"{listed(leading)} act most, {of} each.", of.removesuffix(" times"), "found"
    return f"{capital(leading[0])} acts most, {of}.", of.removesuffix(" times"), "found"


def _acting(material: Material, table: pd.DataFrame) -> pd.DataFrame:
    """The mentions as agent or patient, those of the actors with most of them first."""
    rank = {actor: place for place, actor in enumerate(table["actor"])}
    rows = material.mentions
    rows = rows[rows["role"].isin(["agent", "patient"]) & rows["actor"].isin(set(rank))]
    rows = in_context(rows, material.sentences)
    because = [
        f"{actor}: {role}"
        + (f" of “{predicate}”" if pd.notna(predicate) else "")
        + (", passive" if passive else "")
        for actor, role, predicate, passive in zip(
            rows["actor"], rows["role"], rows["predicate"], rows["passive"], strict=True
        )
    ]
    place = rows["actor"].map(rank)
    rows = rows.assign(mark=place.astype("str") + "-" + rows["role"], because=because, place=place)
    return evidence(rows.sort_values("place", kind="stable"))


def _draw_agency(frame: Frame, table: pd.DataFrame, top: int) -> None:
    rows, rest = table.to_dict("records"), table.iloc[top:]
    shown = frame.fit(rows if frame.room() < top else rows[:top])
    if len(rest) and len(shown) == top:
        further = int((rest["agent"] + rest["patient"]).sum())
        frame.note(f"{counted(len(rest), 'further actor')} with {counted(further, 'act')}.")
    parts = [
        {**row, **{role: row[role] - row[f"{role}_passive"] for role in ("agent", "patient")}}
        for row in shown
    ]
    frame.legend(
        [look.patch(AGENCY_NAMES[part]) for part, look in AGENCY.items() if any(row[part] for row in parts)]
    )
    frame.rows([row["actor"] for row in shown])
    for place, row in enumerate(parts):
        for role, sign in (("patient", -1), ("agent", 1)):
            begun = 0
            for part in (role, f"{role}_passive"):
                if row[part]:
                    (bar,) = frame.ax.barh(place, sign * row[part], 0.66, sign * begun, **AGENCY[part].bar)
                    tip = f"{row['actor']}: {AGENCY_NAMES[part]}, {counted(row[part], 'time')}"
                    frame.mark(bar, tip, f"{place}-{role}")
                    begun += row[part]
    frame.column([f"{row['mentions']:,}" for row in shown], head="mentions")
    frame.zero()
    low = max((row["patient"] for row in shown), default=0)
    high = max((row["agent"] for row in shown), default=0)
    room = 0.04 * max(low + high, 1)
    frame.ax.set_xlim(-low - room, high + room)
    frame.ax.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1, nbins=5 if frame.narrow else 9))
    frame.ax.xaxis.set_major_formatter(lambda value, _: f"{abs(value):,.0f}")


def mentioned_as(material: Material) -> pd.DataFrame:
    """The actors, the most mentioned first: actor, type, mentions, articles, called (the words used)."""
    known = material.mentions.dropna(subset=["actor"])
    table = known.groupby("actor", as_index=False).agg(
        mentions=("text", "size"),
        articles=("article", "nunique"),
        called=("text", lambda words: ", ".join(list(dict.fromkeys(words))[:6])),
    )
    table.insert(1, "type", table["actor"].map(_types(known)))
    return table.sort_values(["mentions", "actor"], ascending=[False, True], ignore_index=True)


def unclear_mentions(material: Material) -> pd.DataFrame:
    """Mentions by form, and for how many of them no actor is clear: form, mentions, unclear, share."""
    missing = material.mentions["actor"].isna()
    table = (
        material.mentions.assign(unclear=missing)
        .groupby("form", as_index=False)
        .agg(mentions=("text", "size"), unclear=("unclear", "sum"))
    )
    return table.assign(share=[percent(share) for share in table["unclear"] / table["mentions"]])


def tried_by_hand() -> pd.DataFrame:
    """Who acts in sentences about an invented town, as a reader and as the rules see it.

    Returns
    -------
    pd.DataFrame
        One row per sentence: sentence, reader, rules (actors with their roles, and
        acts without a doer) and right (whether they are the same).

    Examples
    --------
    >>> tried_by_hand().loc[0, "rules"]
    'Ole Rask: agent; Ada Vane: patient'
    """
    table = pd.read_csv(TRIED)
    table["rules"] = [_read(text) for text in table["sentence"]]
    return table.assign(right=table["reader"] == table["rules"])


def _read(text: str) -> str:
    """The agents, patients and acts without a doer that the rules find in a text."""
    from analysis import actors, parse  # The parser takes its time to import.

    document = {"text": parse.document_of(text)}
    found = actors.mentions(document)
    found = found[found["role"].isin(["agent", "patient"])]
    doerless = actors.hidden_agency(document)["text"]
    return "; ".join([*(found["actor"] + ": " + found["role"]), *("no doer: " + doerless)]) or "none"


def agency_tried(material: Material) -> Finding:
    """On how many sentences with a known answer the rules agree with a reader; the same for any corpus."""
    table = tried_by_hand()
    right, every = int(table["right"].sum()), counted(len(table), "sentence")
    return Finding(
        name="agency-tried",
        question="Do the rules see who acts as a reader does?",
        claim=f"The rules read {right:,} of {every} as a reader does.",
        measure="Sentences about an invented town",
        table=table,
        alt=f"{right:,} of {every} read alike.",
        n=every,
    )


# What each actor is called


def labels_used(material: Material) -> pd.DataFrame:
    """Each description of each actor, the most used first; upper and lower case count as one.

    Returns
    -------
    pd.DataFrame
        One row per actor, label and voice: actor, label (as first written),
        voice, times, articles.
    """
    same = material.labels.assign(same=material.labels["label"].str.casefold())
    used = same.groupby(["actor", "same", "voice"], as_index=False).agg(
        label=("label", "first"), times=("start", "size"), articles=("article", "nunique")
    )
    return used.sort_values(["times", "actor"], ascending=[False, True], kind="stable", ignore_index=True)[
        ["actor", "label", "voice", "times", "articles"]
    ]


def called(material: Material) -> Finding:
    """Which actor is described most often, and in whose words."""
    used, question = labels_used(material), "What is each actor called?"
    every = int(used["times"].sum())
    if every < FEWEST_LABELS:
        return lacking(
            "called",
            question,
            f"What actors are called needs {FEWEST_LABELS} titles or descriptions; here {are(every)}.",
        )
    times = used.groupby("actor")["times"].sum().sort_values(ascending=False, kind="stable")
    most, own = int(times.iloc[0]), int(used.loc[used["voice"] == "reporter", "times"].sum())
    leading = times[times == most].index.tolist()
    names = [f"“{row.label}” {row.times:,}" for row in used[used["actor"] == leading[0]].head(4).itertuples()]
    claim, figure = f"{leading[0]} is described most, {most:,} of {every:,} times.", f"{most:,} of {every:,}"
    if len(leading) > 1:
        claim, figure = f"No actor is described most: {len(leading):,} are, {counted(most, 'time')} each.", ""
    rows = in_context(material.labels, material.sentences)
    because = [
        f"{actor}: {kind}, {VOICE_NAMES.get(voice, voice)}"
        for actor, kind, voice in zip(rows["actor"], rows["kind"], rows["voice"], strict=True)
    ]
    rows = rows.assign(text=rows["label"], because=because, times=rows["actor"].map(times))
    return Finding(
        name="called",
        question=question,
        claim=claim,
        measure="Titles and descriptions by actor and voice",
        table=used,
        alt=f"{leading[0]}: {listed(names)}. In the reporter’s own words: {own:,} of {every:,}.",
        figure=figure,
        status="found" if len(leading) == 1 else "unclear",
        validity=tier.badge("actors"),
        n=f"{counted(every, 'label')} of {counted(len(times), 'actor')}",
        source=material.source,
        evidence=evidence(rows.sort_values("times", ascending=False, kind="stable")),
        limits="An insult in an unusual construction is missed",
    )


def introductions(material: Material) -> pd.DataFrame:
    """How each person is introduced where first named in the body, in reading order.

    Returns
    -------
    pd.DataFrame
        One row per article and person: article, actor, sentence, start, end, text
        (the first name), label (the title or description in that sentence;
        missing if there is none) and voice (whose words the label is).
    """
    known = material.mentions.dropna(subset=["actor"])
    named = known[(known["form"] == "name") & (known["actor"].map(_types(known)) == "person")]
    headline = material.sentences.loc[material.sentences["role"] == "headline", ["article", "sentence"]]
    named = named.merge(headline.assign(headline=True), on=["article", "sentence"], how="left")
    named = named.assign(headline=named["headline"].notna())
    first = named.sort_values(["headline", "start"], kind="stable").drop_duplicates(["article", "actor"])
    labels = material.labels.drop_duplicates(["article", "actor", "sentence"])
    made = first.merge(
        labels[["article", "actor", "sentence", "label", "voice"]],
        on=["article", "actor", "sentence"], how="left", validate="one_to_one",
    )  # fmt: skip
    columns = ["article", "actor", "sentence", "start", "end", "text", "label", "voice"]
    return made.sort_values(["article", "start"], kind="stable", ignore_index=True)[columns]


def introduced(material: Material) -> Finding:
    """How many people are introduced with a title or description where they are first named."""
    table, question = introductions(material), "How are people introduced?"
    if len(table) < FEWEST_LABELS:
        return lacking(
            "introduced",
            question,
            f"Introductions need {FEWEST_LABELS} named people; here {are(len(table))}.",
        )
    bare = table[table["label"].isna()]
    given = len(table) - len(bare)
    alone = bare["actor"].value_counts().head(6).index.tolist()
    rows = in_context(table, material.sentences).assign(
        because=[
            f"{actor}: {label if pd.notna(label) else 'no title or description'}"
            for actor, label in zip(table["actor"], table["label"], strict=True)
        ],
        given=table["label"].notna(),
    )
    of = "introductions" if len(material.used) > 1 else "people"
    columns = ["actor", "label", "voice", "sentence"]
    return Finding(
        name="introduced",
        question=question,
        claim=f"{given:,} of {len(table):,} {of} come with a title or description.",
        measure="Title or description in the sentence that first names a person",
        table=table[columns if of == "people" else [*columns, "article"]],
        alt=f"{given:,} with a title or description, {len(bare):,} without: {listed(alone, 5) or 'none'}.",
        figure=f"{given:,} of {len(table):,}",
        validity=tier.badge("actors"),
        n=f"{counted(len(table), 'first naming')} in {counted(table['article'].nunique(), 'article')}",
        source=material.source,
        evidence=evidence(rows.sort_values("given", kind="stable")),
        limits="A description in a later sentence is not counted",
    )


# Acts without a doer


def hidden_agency(material: Material) -> Finding:
    """How many acts are reported without who does them: passives without "by", and nouns of acts."""
    table = material.hidden
    kinds = table["kind"].value_counts()
    passive, noun = int(kinds.get("agentless passive", 0)), int(kinds.get("nominalised act", 0))
    rows = in_context(table, material.sentences)
    because = [
        f"{kind} of “{predicate}”" + (f", done to {patient}" if pd.notna(patient) else "")
        for kind, predicate, patient in zip(rows["kind"], rows["predicate"], rows["patient"], strict=True)
    ]
    rows = rows.assign(because=because, known=rows["patient"].notna())
    columns = ["text", "kind", "predicate", "patient", "sentence"]
    named = [f"“{text}”" for text in dict.fromkeys(table["text"].head(6))]
    every = passive + noun
    claim = f"{every:,} {'act is' if every == 1 else 'acts are'} reported without a doer."
    return Finding(
        name="hidden-agency",
        question="Which acts have no doer?",
        claim=claim if every else "Every act has its doer.",
        measure="Acts without a doer",
        table=table[columns if len(material.used) == 1 else [*columns, "article"]],
        alt=f"{_kinds(passive, noun)}{f', such as {listed(named)}' if named else ''}.",
        figure=f"{every:,}",
        validity=tier.badge("agency", "actors"),
        n=f"{counted(len(material.sentences), 'sentence')} of {counted(len(material.used), 'article')}",
        source=material.source,
        evidence=evidence(rows.sort_values("known", ascending=False, kind="stable")),
        limits="A doer named in another sentence is not seen",
    )


def _kinds(passive: int, noun: int) -> str:
    return (
        f"{counted(passive, 'passive')} without “by” and {counted(noun, 'noun of an act', 'nouns of acts')}"
    )
