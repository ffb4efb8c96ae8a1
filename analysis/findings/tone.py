"""Tone: of the articles, of each voice, and towards actors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd
from scipy.stats import norm
from statsmodels.stats.multitest import multipletests

from analysis import compare, tables, tier, tone
from analysis.findings.finding import Finding, Material, evidence, in_context, lacking
from analysis.findings.frame import Frame, estimate
from analysis.findings.looks import GREY, INK, OTHERS, REPORTER, VOICE_NAMES
from analysis.findings.wording import capital, counted, interval, listed, number, percent, tidy
from analysis.tone.estimating import clusters

SCALE = "−1 (negative) to 1 (positive)"
TOP = 12  # actors with a row each
NAMED = 2  # actors of each sign in a claim
FEWEST_SENTENCES = 10  # of one article, below which no claim is made on its mean tone
FEWEST = 5  # sentences, or articles, below which there is no interval: those of `tone`
DRAWS = 2_000  # bootstrap samples
WORDS_SHOWN = 4  # words listed with a sentence
GROUPS = {"reporter": REPORTER, "reported": OTHERS, "quoted": OTHERS}  # voices in the order drawn


# Scores and the words behind them


def title(instrument: str) -> str:
    """What an instrument is called as a label.

    >>> title("news"), title("my list")
    ('News word list', 'my list')
    """
    return tier.TITLES.get(instrument, instrument)


def includes_zero(low: float, high: float) -> bool:
    """Whether an interval includes 0, as far as it is printed: an end that prints as 0.00 is 0.

    >>> includes_zero(-0.2, -0.004), includes_zero(-0.2, -0.01)
    (True, False)
    """
    return round(low, 2) <= 0 <= round(high, 2)


def word_instrument(material: Material) -> str:
    """The primary instrument if its scores are sums of words, else the first that has such scores, or ""."""
    return next((name for name in material.instruments if name in tone.WORDS), "")


def sentence_scores(material: Material, instrument: str = "") -> pd.DataFrame:
    """Tone of each sentence by one instrument, the primary one by default, with the words behind it.

    Returns
    -------
    pd.DataFrame
        One row per scored sentence: article, sentence, role, passage, voice,
        tone, words (number of words), start, end, text (of the sentence),
        listed (the words of a word list found in it, with their weights; "" if none).
    """
    instrument = instrument or material.instruments[0]
    scores = material.scores
    of = scores[(scores["unit"] == "sentence") & (scores["instrument"] == instrument)]
    rows = of[["article", "unit_id", "voice", "tone", "words"]].rename(columns={"unit_id": "sentence"})
    places = material.sentences[["article", "sentence", "role", "passage", "start", "end", "text"]]
    rows = rows.merge(places, on=["article", "sentence"], how="inner", validate="one_to_one")
    by_words = instrument if instrument in tone.WORDS else word_instrument(material)
    key = pd.MultiIndex.from_frame(rows[["article", "sentence"]])
    words = listed_words(material.hits, by_words).astype("object")
    rows["listed"] = words.reindex(key).fillna("").to_numpy()
    return rows


def listed_words(hits: tables.Hits, instrument: str) -> pd.Series[str]:
    """The heaviest words of each sentence with their weights, as text, by article and sentence."""
    found = hits[(hits["instrument"] == instrument) & (hits["code"] == "tone") & (hits["weight"] != 0)]
    found = found.assign(size=-found["weight"].abs()).sort_values(["article", "sentence", "size", "start"])
    words = [
        f"“{tidy(word)}”{' (negated)' if negated else ''} {number(weight, sign=True)}"
        for word, negated, weight in zip(found["found"], found["negated"], found["weight"], strict=True)
    ]
    key = ["article", "sentence"]
    first = found.assign(words=words).groupby(key).head(WORDS_SHOWN)
    return first.groupby(key)["words"].agg(", ".join)


def scored_evidence(material: Material, instrument: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Scored sentences as evidence, those furthest from neutral first.

    Marked is the heaviest listed word that has the sign of the score, or else
    the sentence. `rows` are those of `sentence_scores`, with a column mark.
    """
    by_words = instrument if instrument in tone.WORDS else word_instrument(material)
    hits = material.hits
    hits = hits[(hits["instrument"] == by_words) & (hits["code"] == "tone")]
    hits = hits.assign(size=hits["weight"].abs(), sign=np.sign(hits["weight"]))
    key = ["article", "sentence", "sign"]
    hits = hits.sort_values("size", ascending=False, kind="stable").drop_duplicates(key)
    rows = rows.assign(size=rows["tone"].abs(), sign=np.sign(rows["tone"])).rename(
        columns={"text": "context"}
    )
    rows = rows.sort_values("size", ascending=False, kind="stable").merge(
        hits[[*key, "start", "end", "found"]],
        on=key,
        how="left",
        suffixes=("", "_word"),
        validate="many_to_one",
    )
    marked = rows["found"].notna()
    rows["start"] = rows["start_word"].where(marked, rows["start"]).astype("int64")
    rows["end"] = rows["end_word"].where(marked, rows["end"]).astype("int64")
    rows["text"] = rows["found"].where(marked, rows["context"])
    prefix = "" if instrument == by_words else f"{title(by_words)}: "
    rows["because"] = [
        f"{title(instrument)} {number(value, sign=True)}" + (f". {prefix}{words}" if words else "")
        for value, words in zip(rows["tone"], rows["listed"], strict=True)
    ]
    return evidence(rows)


# Of the articles


def mean_tones(material: Material) -> pd.DataFrame:
    """Mean tone by each instrument, the primary one first.

    Returns
    -------
    pd.DataFrame
        One row per instrument: instrument, value (of one article the mean of its
        sentences, of several the mean of the articles' means), low, high (95%
        interval; missing below 5 articles), n (sentences), articles.
    """
    scores = material.scores[material.scores["unit"] == "sentence"]
    made = compare.overall_tone(scores).set_index("group")
    of = scores.groupby(["instrument", "article"])["tone"].mean().groupby("instrument").mean()
    sizes = scores.groupby("instrument")["article"].agg(["size", "nunique"])
    rows = [
        (name, float(of[name]), made.loc[name, "low"], made.loc[name, "high"], *sizes.loc[name].tolist())
        for name in material.instruments
    ]
    return pd.DataFrame(rows, columns=["instrument", "value", "low", "high", "n", "articles"])


def tone_overall(material: Material) -> Finding:
    """Whether the mean tone is positive or negative, by the primary instrument and the others."""
    question = "Is the wording positive or negative?"
    if not (material.scores["unit"] == "sentence").any():
        return lacking("tone-mean", question, "No sentence has a tone score.")
    table = mean_tones(material)
    primary = table.iloc[0]
    many = int(primary["articles"])
    claim, status = _lean(primary, material.name)
    others = table.iloc[1:]
    same = int((np.sign(others["value"]) == np.sign(primary["value"])).sum())
    rows = sentence_scores(material).assign(mark=primary["instrument"])
    unit = "a sentence" if many == 1 else "an article"
    first = " First row: the primary instrument" if len(others) else ""
    return Finding(
        name="tone-mean",
        question=question,
        claim=claim,
        measure=f"Mean tone of {unit}, {SCALE}, with 95% interval.{first}".rstrip("."),
        table=table,
        alt=f"{listed([_said(row) for row in table.to_dict('records')])}. 0 is neutral.",
        figure=number(primary["value"]),
        validity=tier.badge(primary["instrument"]),
        n=f"{counted(int(primary['n']), 'sentence')} of {counted(many, 'article')}",
        source=material.source,
        evidence=scored_evidence(material, primary["instrument"], rows),
        status=status,
        limits=(
            f"Same sign: {same} of {counted(len(others), 'other instrument')}; "
            "instruments share the ends of the scale, not its steps"
            if len(others)
            else ""
        ),
        draw=lambda frame: _draw_instruments(frame, table),
    )


def _lean(row: Any, name: str) -> tuple[str, Literal["found", "unclear"]]:
    """The claim on a mean tone, and its status."""
    mean = number(row["value"])
    if row["articles"] == 1 and row["n"] < FEWEST_SENTENCES:
        return f"Only {counted(int(row['n']), 'sentence')}: too few for a mean tone ({mean}).", "unclear"
    if pd.isna(row["low"]):
        return (
            f"Only {counted(int(row['articles']), 'article')}: too few for a mean tone ({mean}).",
            "unclear",
        )
    if includes_zero(row["low"], row["high"]):
        return f"No clear lean: the mean tone of {name} is {mean}.", "unclear"
    return f"The mean tone of {name} is {'negative' if row['value'] < 0 else 'positive'}: {mean}.", "found"


def _said(row: Any) -> str:
    return f"{title(row['instrument'])} {estimate(row['value'], row['low'], row['high'])}"


def _draw_instruments(frame: Frame, table: pd.DataFrame) -> None:
    rows = frame.fit(table.to_dict("records"))
    frame.rows([title(row["instrument"]) for row in rows])
    for place, row in enumerate(rows):
        first = place == 0
        dots = frame.dot(
            place, row["value"], row["low"], row["high"], colour=INK if first else GREY,
            size=7 if first else 4.5,
        )  # fmt: skip
        frame.mark(dots, _said(row), row["instrument"])
    _columns(frame, rows)
    frame.zero("neutral")


def _columns(frame: Frame, rows: Sequence[Any], counts: str = "", head: str = "") -> None:
    """Columns of mean and interval, and of a count."""
    frame.column([number(row["value"]) for row in rows], head="mean")
    frame.column([interval(row["low"], row["high"]) or "–" for row in rows], head="95% interval")
    if counts:
        frame.column([f"{row[counts]:,}" for row in rows], head=head)
    ends = [row[end] for row in rows for end in ("low", "value", "high") if pd.notna(row[end])]
    low, high = min(0.0, *ends), max(0.0, *ends)
    room = 0.12 * (high - low) or 0.1
    frame.ax.set_xlim(low - room, high + room)


# Of each voice


def voice_gap(parts: tables.Scores, seed: int = 1) -> tuple[float, float, float]:
    """Mean tone of quoted and paraphrased words less that of the reporter's, with its 95% interval.

    Parameters
    ----------
    parts
        Those of `tone.by_voice`.
    seed
        Of the bootstrap, which redraws sentences of one article, or whole articles.

    Returns
    -------
    tuple
        Value, low and high; missing where one side has no words; low and high
        are missing below 5 sentences, or articles, on a side.
    """
    others = (parts["voice"] != "reporter").to_numpy()
    sums = {
        "reporter": parts["tone"].where(~others, 0.0), "reporter share": parts["share"].where(~others, 0.0),
        "others": parts["tone"].where(others, 0.0), "others share": parts["share"].where(others, 0.0),
    }  # fmt: skip
    by = clusters(parts, parts["article"].nunique())
    table = pd.DataFrame(sums).groupby(by.to_numpy()).sum().to_numpy()
    shares = table[:, [1, 3]]
    if not (shares.sum(axis=0) > 0).all():
        return np.nan, np.nan, np.nan
    value = _gap(table.sum(axis=0)[None, :])[0]
    if ((shares > 0).sum(axis=0) < FEWEST).any():
        return float(value), np.nan, np.nan
    rng = np.random.default_rng(seed)
    drawn = np.vstack([table[rng.integers(len(table), size=len(table))].sum(axis=0) for _ in range(DRAWS)])
    low, high = np.quantile(_gap(drawn[(drawn[:, [1, 3]] > 0).all(axis=1)]), [0.025, 0.975])
    return float(value), float(low), float(high)


def _gap(sums: np.ndarray) -> np.ndarray:
    gap: np.ndarray = sums[:, 2] / sums[:, 3] - sums[:, 0] / sums[:, 1]
    return gap


def voice_parts(material: Material, instrument: str) -> tables.Scores:
    """Each sentence's tone by one instrument, divided among the voices it is written in."""
    scores = material.scores
    of = scores[(scores["unit"] == "sentence") & (scores["instrument"] == instrument)]
    return tone.by_voice(of, material.sentences, material.voices, material.hits)


def tone_by_voice(material: Material) -> Finding:
    """Whether the words of others are more positive or negative than the reporter's."""
    question = "Whose words are positive, whose negative?"
    if not (material.scores["unit"] == "sentence").any():
        return lacking("tone-by-voice", question, "No sentence has a tone score.")
    instrument = material.instruments[0]
    parts = voice_parts(material, instrument)
    made = tone.of_voices(parts).set_index("group")
    order = [voice for voice in GROUPS if voice in made.index]
    table = made.loc[order, ["value", "low", "high", "n", "articles", "share", "adds"]].reset_index(
        names="voice"
    )
    gap = voice_gap(parts)
    if np.isnan(gap[0]):
        only = VOICE_NAMES[order[0]] if len(order) == 1 else "quoted and paraphrased words"
        return lacking("tone-by-voice", question, f"A comparison needs two voices; here are only {only}.")
    claim, status = _voices_differ(gap)
    rows = sentence_scores(material, instrument)
    named = [
        f"{VOICE_NAMES[row['voice']]} {estimate(row['value'], row['low'], row['high'])}"
        for row in table.to_dict("records")
    ]
    return Finding(
        name="tone-by-voice",
        question=question,
        claim=claim,
        measure=f"Mean tone of the words in each voice, {SCALE}, with 95% interval",
        table=table,
        alt=(
            f"{capital(listed(named))}. Others less reporter: {estimate(*gap)}. 0 is neutral."
        ),
        figure=number(gap[0], sign=True),
        validity=tier.badge(instrument, ("voices", "quotes")),
        n=f"{counted(parts[['article', 'sentence']].drop_duplicates().shape[0], 'sentence')} of "
        f"{counted(parts['article'].nunique(), 'article')}",
        source=material.source,
        evidence=scored_evidence(material, instrument, rows.assign(mark=rows["voice"])),
        status=status,
        limits="" if instrument in tone.WORDS else "A sentence’s tone is divided among its voices by words",
        draw=lambda frame: _draw_voices(frame, table),
    )  # fmt: skip


def _voices_differ(gap: tuple[float, float, float]) -> tuple[str, Literal["found", "unclear"]]:
    value, low, high = gap
    if np.isnan(low):
        return (
            f"Too few sentences of reporter or others to compare (difference {number(value, sign=True)}).",
            "unclear",
        )
    if includes_zero(low, high):
        return "No clear difference in tone between the reporter and others.", "unclear"
    more = "negative" if value < 0 else "positive"
    return f"Others’ words are more {more} than the reporter’s: {number(value, sign=True)}.", "found"


def _draw_voices(frame: Frame, table: pd.DataFrame) -> None:
    rows = table.to_dict("records")
    frame.rows([capital(VOICE_NAMES[row["voice"]]) for row in rows])
    for place, row in enumerate(rows):
        dots = frame.dot(place, row["value"], row["low"], row["high"], colour=GROUPS[row["voice"]])
        frame.mark(
            dots,
            f"{capital(VOICE_NAMES[row['voice']])}: {estimate(row['value'], row['low'], row['high'])}, "
            f"{percent(row['share'])} of the text, adds {number(row['adds'], sign=True)} to the mean",
            row["voice"],
        )
    _columns(frame, rows, "n", "sentences")
    frame.zero("neutral")


# Towards actors


def tone_to_actors(material: Material) -> pd.DataFrame:
    """Mean tone towards each actor, the most mentioned first.

    Returns
    -------
    pd.DataFrame
        One row per actor: actor, instrument, value, low, high (95% interval;
        missing where fewer than 5 sentences, or articles, mention the actor), n
        (mentions), sentences, articles, p (two-sided, from the interval as if
        normal; corrected for the number of actors with an interval, Holm 1979),
        significant (p below .05).
    """
    scores = material.scores[material.scores["unit"] == "mention"]
    names = list(dict.fromkeys(scores["instrument"]))
    instrument = next((name for name in (*material.instruments, *names) if name in names), "")
    made = tone.by_actor(scores[scores["instrument"] == instrument]).rename(columns={"group": "actor"})
    made["instrument"] = instrument
    made["p"], made["significant"] = np.nan, False
    known = made["low"].notna()
    if known.any():
        spread = (made.loc[known, "high"] - made.loc[known, "low"]) / (2 * norm.ppf(0.975))
        raw = 2 * norm.sf((made.loc[known, "value"].abs() / spread.replace(0.0, np.nan)).fillna(0.0))
        made.loc[known, "p"] = multipletests(raw, method="holm")[1]
        inside = [includes_zero(low, high) for low, high in zip(made["low"], made["high"], strict=True)]
        made["significant"] = (made["p"] < 0.05) & ~np.array(inside)
    columns = [
        "actor",
        "instrument",
        "value",
        "low",
        "high",
        "n",
        "sentences",
        "articles",
        "p",
        "significant",
    ]
    return made[columns].reset_index(drop=True)


def tone_towards(material: Material, *, top: int = TOP) -> Finding:
    """Towards which actors the wording is positive or negative."""
    question = "Towards whom is the wording positive or negative?"
    if not (material.scores["unit"] == "mention").any():
        return lacking(
            "tone-towards", question, "Tone towards actors was not measured: no mention has a score."
        )
    table = tone_to_actors(material)
    known = table[table["low"].notna()].reset_index(drop=True)
    units = "articles" if material.scores["article"].nunique() > 1 else "sentences"
    if known.empty:
        most = int(table[units].max()) if len(table) else 0
        return lacking(
            "tone-towards", question,
            f"Tone towards an actor needs {FEWEST} {units} that mention it; the most here is {most}.",
        )  # fmt: skip
    instrument = str(known["instrument"].iloc[0])
    measure = f"{instrument} towards" if tier.row(f"{instrument} towards") is not None else instrument
    claim, status = _towards_whom(known)
    parts = [
        f"{row['actor']} {estimate(row['value'], row['low'], row['high'])}"
        for row in known.head(5).to_dict("records")
    ]
    return Finding(
        name="tone-towards",
        question=question,
        claim=claim,
        measure=f"Mean tone towards each actor, {SCALE}, with 95% interval. Hollow: not significant",
        table=table,
        alt=(
            f"{int(known['significant'].sum()):,} of {counted(len(known), 'actor')} significant (Holm). "
            f"Most mentioned: {listed(parts)}. 0 is neutral."
        ),
        figure=f"{int(known['significant'].sum()):,} of {len(known):,}",
        validity=tier.badge((measure, "tone-target"), "actors"),
        n=f"{counted(int(table['n'].sum()), 'mention')} of {counted(len(table), 'actor')}",
        source=material.source,
        evidence=_mention_evidence(material, known),
        status=status,
        limits=f"{counted(len(table) - len(known), 'actor')} in fewer than {FEWEST} {units} left out"
        if len(table) > len(known)
        else "",
        draw=lambda frame: _draw_towards(frame, known, top),
    )  # fmt: skip


def _towards_whom(known: pd.DataFrame) -> tuple[str, Literal["found", "unclear"]]:
    clear = known[known["significant"]]
    parts = [
        f"{sign} towards {listed(names, most=NAMED)}"
        for sign, names in (
            ("negative", clear.loc[clear["value"] < 0, "actor"].tolist()),
            ("positive", clear.loc[clear["value"] > 0, "actor"].tolist()),
        )
        if names
    ]
    if not parts:
        if len(known) == 1:
            return f"No clear lean in the tone towards {known['actor'].iloc[0]}.", "unclear"
        return f"No clear lean in the tone towards any of {counted(len(known), 'actor')}.", "unclear"
    return f"The wording is {listed(parts)}.", "found"


def _mention_evidence(material: Material, known: pd.DataFrame) -> pd.DataFrame:
    """The mentions of actors that have an interval, furthest in the direction of the actor's mean first."""
    instrument = known["instrument"].iloc[0]
    scores = material.scores
    scores = scores[(scores["unit"] == "mention") & (scores["instrument"] == instrument)]
    scores = scores[["article", "unit_id", "target", "tone"]].rename(columns={"unit_id": "mention"})
    places = material.mentions[["article", "mention", "sentence", "start", "end", "text"]]
    rows = scores.merge(places, on=["article", "mention"], how="inner", validate="one_to_one")
    facts = known.reset_index(names="mark").set_index("actor")
    rows = rows[rows["target"].isin(facts.index)].reset_index(drop=True)
    rows["mark"] = rows["target"].map(facts["mark"])
    rows["clear"] = rows["target"].map(facts["significant"])
    rows["along"] = rows["tone"] * np.sign(rows["target"].map(facts["value"]))
    rows["because"] = [
        f"towards {actor} {number(value, sign=True)}"
        for actor, value in zip(rows["target"], rows["tone"], strict=True)
    ]  # fmt: skip
    ordered = rows.sort_values(["clear", "along"], ascending=False, kind="stable")
    return evidence(in_context(ordered, material.sentences))


def _draw_towards(frame: Frame, known: pd.DataFrame, top: int) -> None:
    most = min(top, frame.room())
    if len(known) > most:
        frame.note(f"{counted(len(known) - most, 'further actor')} in the table.")
    first = known.reset_index(names="mark").sort_values("significant", ascending=False, kind="stable")
    rows = first.head(most).sort_values("value", ascending=False).to_dict("records")
    frame.rows([row["actor"] for row in rows])
    for place, row in enumerate(rows):
        dots = frame.dot(place, row["value"], row["low"], row["high"], hollow=not row["significant"])
        mean = estimate(row["value"], row["low"], row["high"])
        frame.mark(dots, f"{row['actor']}: {mean}, {counted(row['n'], 'mention')}", row["mark"])
    _columns(frame, rows, "n", "mentions")
    frame.zero("neutral")
