"""The words that made the tone, and those by which the reporter's text and other people's differ."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd
from matplotlib.ticker import MaxNLocator

from analysis import tables, tier, tone
from analysis.findings.finding import Finding, FindingError, Material, evidence, in_context, lacking
from analysis.findings.frame import Frame, estimate
from analysis.findings.looks import NEGATIVE, PAPER, POSITIVE, Look
from analysis.findings.tone import includes_zero, title, voice_gap, voice_parts, word_instrument
from analysis.findings.wording import capital, counted, listed, number, tidy

TOP = 12  # words with a row each
FEWEST_WORDS = 10  # uses of listed words below which no claim is made
LOOKS = {
    ("positive", False): Look(POSITIVE, POSITIVE),
    ("positive", True): Look(PAPER, POSITIVE, "////"),
    ("negative", False): Look(NEGATIVE, NEGATIVE),
    ("negative", True): Look(PAPER, NEGATIVE, "////"),
}


def word_weights(hits: tables.Hits) -> pd.DataFrame:
    """Summed weight and number of uses of each word or phrase found, the heaviest first.

    Case is ignored. Negated uses are counted apart, so that "not good" is not
    hidden behind "good".

    Parameters
    ----------
    hits
        Of one instrument.

    Returns
    -------
    pd.DataFrame
        One row per word and negation: word, negated, weight (summed, in the
        instrument's own scale, with the sign that counted), n, articles.

    Raises
    ------
    FindingError
        If the hits come from several instruments.

    Examples
    --------
    >>> hits = tables.HITS.frame([
    ...     {"instrument": "demo", "article": "a", "start": i, "code": "tone", "end": i + 4, "found": f,
    ...      "weight": w, "negated": w < 0, "sentence": 1}
    ...     for i, (f, w) in enumerate([("Good", 2.0), ("good", 2.0), ("good", -2.0)])])
    >>> word_weights(hits)[["word", "negated", "weight", "n"]].values.tolist()
    [['good', False, 4.0, 2], ['good', True, -2.0, 1]]
    """
    hits = tables.HITS.check(hits)
    if len(names := sorted(hits["instrument"].unique())) > 1:
        raise FindingError(
            f"the hits are of {len(names)} instruments ({', '.join(names)}), whose weights have different "
            f"scales. Choose one: hits.query('instrument == \"{names[0]}\"')."
        )
    summed = (
        hits.assign(word=_words(hits))
        .groupby(["word", "negated"], as_index=False)
        .agg(weight=("weight", "sum"), n=("weight", "size"), articles=("article", "nunique"))
    )
    order = summed.assign(size=summed["weight"].abs())
    order = order.sort_values(["size", "word", "negated"], ascending=[False, True, True], ignore_index=True)
    return order.drop(columns="size")


def _words(hits: tables.Hits) -> pd.Series[str]:
    return hits["found"].map(lambda found: tidy(found).casefold())


def tone_words(material: Material, *, top: int = TOP) -> Finding:
    """Which words made the tone, by a word list."""
    question = "Which words make the tone?"
    instrument = word_instrument(material)
    hits = word_hits(material, instrument)
    if hits.empty:
        return lacking("tone-words", question, "No word of the word list is in the text.")
    table = word_weights(hits)
    below, above = (table[table["weight"] < 0], table[table["weight"] > 0])
    minus, plus = float(below["weight"].sum()), float(above["weight"].sum())
    uses = int(table["n"].sum())
    places = 2 if max(-minus, plus) < 10 else 1
    minus_sum, plus_sum = (number(abs(total), places=places) for total in (minus, plus))
    claim = f"Negative words add up to {minus_sum}, positive words to {plus_sum}."
    status: Literal["found", "unclear"] = "found"
    if uses < FEWEST_WORDS:
        claim, status = f"Only {counted(uses, 'listed word')}: too few to say what makes the tone.", "unclear"
    rank = {key: place for place, key in enumerate(zip(table["word"], table["negated"], strict=True))}
    keys = list(zip(_words(hits), hits["negated"], strict=True))
    name, by = title(instrument), tone.TITLES.get(instrument, instrument)
    rows = in_context(hits, material.sentences).assign(
        mark=[rank[key] for key in keys], size=-hits["weight"].abs().to_numpy(), text=hits["found"].tolist(),
        because=[
            f"{name} {number(weight, sign=True)}{', negated' if negated else ''}"
            for weight, negated in zip(hits["weight"], hits["negated"], strict=True)
        ],
    )  # fmt: skip
    return Finding(
        name="tone-words",
        question=question,
        claim=claim,
        measure=f"Weight of each word in the sentence scores by {by}, summed",
        table=table,
        alt=f"Heaviest negative: {_named(below)}. Heaviest positive: {_named(above)}.",
        figure=f"−{minus_sum} : {plus_sum}",
        validity=tier.badge(instrument),
        n=f"{counted(uses, 'use')} of {counted(len(table), 'word')}",
        source=material.source,
        evidence=evidence(rows.sort_values(["mark", "size"], kind="stable")),
        status=status,
        limits="A text without listed words is not thereby neutral",
        draw=lambda frame: _draw_words(frame, table, top),
    )


def word_hits(material: Material, instrument: str) -> tables.Hits:
    """The words that gave the scores of one instrument."""
    hits = material.hits
    return hits[(hits["instrument"] == instrument) & (hits["code"] == "tone")].reset_index(drop=True)


def _label(row: Any) -> str:
    return f"{row['word']} (negated)" if row["negated"] else str(row["word"])


def _named(words: pd.DataFrame, most: int = 3) -> str:
    rows = words.head(most).to_dict("records")
    return listed([f"{_label(row)} {number(row['weight'])}" for row in rows]) or "none"


def _draw_words(frame: Frame, table: pd.DataFrame, top: int) -> None:
    shown = table[table["weight"] != 0].head(min(top, frame.room())).reset_index(names="mark")
    rows = sorted(shown.to_dict("records"), key=lambda row: -float(row["weight"]))
    if rest := len(table) - len(rows):
        left = float(table["weight"].sum()) - sum(float(row["weight"]) for row in rows)
        frame.note(f"{counted(rest, 'further word')} add {number(left, sign=True)}.")
    frame.rows([_label(row) for row in rows])
    for place, row in enumerate(rows):
        sign = "positive" if row["weight"] > 0 else "negative"
        (bar,) = frame.ax.barh(place, row["weight"], 0.66, **LOOKS[sign, bool(row["negated"])].bar)
        frame.mark(
            bar,
            f"“{_label(row)}”: {number(row['weight'], sign=True)} in {counted(row['n'], 'use')}",
            row["mark"],
        )
    frame.column([number(row["weight"], sign=True) for row in rows], head="weight")
    frame.column([f"{row['n']:,}" for row in rows], head="uses")
    frame.ax.margins(x=0.04)
    frame.zero()


# Reporter against others


def word_shift(material: Material, instrument: str = "") -> pd.DataFrame:
    """What each word adds to the difference between other people's mean tone and the reporter's.

    Returns
    -------
    pd.DataFrame
        One row per word, the largest contribution first: word, negated, label
        (the word, and whether it is negated), reporter and others (uses), weight
        (its mean weight), more_often (what its being used more or less often
        adds), heavier (what its weighing more or less adds), adds (their sum).
        `adds` sums to the difference of the mean tones, quoted and paraphrased
        less reporter; see `tone.shift`.
    """
    instrument = instrument or word_instrument(material)
    hits, sizes = word_hits(material, instrument), _sizes(voice_parts(material, instrument))
    own = hits["voice"] == "reporter"
    made = tone.shift(hits[own], hits[~own], (sizes["reporter"], sizes["others"]))
    uses = made["n_one"] + made["n_other"]
    made["weight"] = (made["n_one"] * made["weight_one"] + made["n_other"] * made["weight_other"]) / uses
    names = {"n_one": "reporter", "n_other": "others", "uses": "more_often", "weights": "heavier"}
    made["label"] = [_label(row) for row in made[["word", "negated"]].to_dict("records")]
    columns = ["word", "negated", "label", "reporter", "others", "weight", "more_often", "heavier", "adds"]
    return made.rename(columns=names)[columns]


def signed_weights(material: Material, instrument: str = "") -> pd.DataFrame:
    """What negative and positive words add to the mean tone of the reporter and of others.

    Returns
    -------
    pd.DataFrame
        Two rows, reporter and others (quoted and paraphrased): who, negative and
        positive (summed weights per sentence, the first at most 0), value (their
        sum, the mean tone), uses (of listed words), sentences (sentences' worth of text).
    """
    instrument = instrument or word_instrument(material)
    hits, sizes = word_hits(material, instrument), _sizes(voice_parts(material, instrument))
    rows = []
    for who, own in (("reporter", True), ("others", False)):
        weights = hits.loc[(hits["voice"] == "reporter") == own, "weight"]
        size = sizes[who] or np.nan
        minus, plus = (float(weights[weights < 0].sum()) / size, float(weights[weights > 0].sum()) / size)
        rows.append((who, minus, plus, minus + plus, len(weights), sizes[who]))
    return pd.DataFrame(rows, columns=["who", "negative", "positive", "value", "uses", "sentences"])


def _sizes(parts: tables.Scores) -> dict[str, float]:
    """How many sentences' worth of text the reporter and others have."""
    who = np.where(parts["voice"] == "reporter", "reporter", "others")
    return {"reporter": 0.0, "others": 0.0, **parts["share"].groupby(who).sum().to_dict()}


def tone_shift(material: Material) -> Finding:
    """Whether other people use more positive or fewer negative words than the reporter."""
    question = "Which words set others apart from the reporter?"
    instrument = word_instrument(material)
    if word_hits(material, instrument).empty:
        return lacking("tone-shift", question, "No word of the word list is in the text.")
    gap, low, high = voice_gap(voice_parts(material, instrument))
    if np.isnan(gap):
        return lacking("tone-shift", question, "A comparison needs words of the reporter and of others.")
    table, shifted = signed_weights(material, instrument), word_shift(material, instrument)
    claim, status = _shift(table, gap, low, high)
    by = tone.TITLES.get(instrument, instrument)
    along = shifted[np.sign(shifted["adds"]) == np.sign(gap)].head(3).to_dict("records")
    words = [f"{_label(row)} {number(row['adds'], sign=True, places=3)}" for row in along]
    return Finding(
        name="tone-shift",
        question=question,
        claim=claim,
        measure=f"Weight of negative and positive words per sentence, by {by}",
        table=table,
        alt=(
            f"Others less reporter: {estimate(gap, low, high)}. "
            + " ".join(
                f"{who}: negative {number(row['negative'])}, positive {number(row['positive'])}."
                for who, row in zip(("Reporter", "Others"), table.to_dict("records"), strict=True)
            )
            + f" Words that add most: {listed(words)}."
        ),
        figure=number(gap, sign=True),
        validity=tier.badge(instrument, ("voices", "quotes")),
        n=f"{counted(int(table['uses'].sum()), 'use')} of listed words",
        source=material.source,
        evidence=_shift_evidence(material, instrument, shifted, gap),
        status=status,
        limits="Others: quoted and paraphrased words",
        draw=lambda frame: _draw_shift(frame, table),
    )


def _shift(
    table: pd.DataFrame, gap: float, low: float, high: float
) -> tuple[str, Literal["found", "unclear"]]:
    """The claim on the difference, by the sign of words that makes more of it, and its status."""
    if np.isnan(low):
        return f"Too few sentences of reporter or others to compare ({number(gap, sign=True)}).", "unclear"
    if includes_zero(low, high):
        return "No clear difference in words between the reporter and others.", "unclear"
    reporter, others = table.iloc[0], table.iloc[1]
    changes = {sign: float(others[sign] - reporter[sign]) for sign in ("negative", "positive")}
    sign = max(changes, key=lambda sign: changes[sign] * np.sign(gap))
    weight = abs(float(others[sign])), abs(float(reporter[sign]))
    more = "more" if weight[0] > weight[1] else "less"
    numbers = f"{number(weight[0])} against {number(weight[1])}"
    return f"Others’ {sign} words weigh {more} than the reporter’s: {numbers}.", "found"


def _shift_evidence(material: Material, instrument: str, shifted: pd.DataFrame, gap: float) -> pd.DataFrame:
    """The words found, those first that make most of the difference; the mark says whose they are."""
    hits = word_hits(material, instrument)
    adds = dict(zip(zip(shifted["word"], shifted["negated"], strict=True), shifted["adds"], strict=True))
    keys = zip(_words(hits), hits["negated"], strict=True)
    who = np.where(hits["voice"] == "reporter", "reporter", "others")
    rows = in_context(hits, material.sentences).assign(
        mark=[f"{whose}-{_sign(weight)}" for whose, weight in zip(who, hits["weight"], strict=True)],
        order=[-adds[key] * np.sign(gap) for key in keys],
        because=[f"{whose}, {number(w, sign=True)}" for whose, w in zip(who, hits["weight"], strict=True)],
        text=hits["found"].tolist(),
    )
    return evidence(rows.sort_values("order", kind="stable"))


def _sign(weight: float) -> str:
    return "positive" if weight > 0 else "negative"


def _draw_shift(frame: Frame, table: pd.DataFrame) -> None:
    rows = table.to_dict("records")
    frame.legend([LOOKS[sign, False].patch(f"{sign} words") for sign in ("negative", "positive")])
    frame.rows(["Reporter", "Others"])
    for place, row in enumerate(rows):
        for sign in ("negative", "positive"):
            if row[sign]:
                (bar,) = frame.ax.barh(place, row[sign], 0.66, **LOOKS[sign, False].bar)
                tip = f"{capital(row['who'])}, {sign} words: {number(row[sign])}"
                frame.mark(bar, tip, f"{row['who']}-{sign}")
    frame.ax.xaxis.set_major_locator(MaxNLocator(nbins=3 if frame.narrow else 6))
    frame.column([number(row["negative"]) for row in rows], head="negative")
    frame.column([number(row["positive"], sign=True) for row in rows], head="positive")
    frame.column([number(row["value"], sign=True) for row in rows], head="sum")
    frame.ax.margins(x=0.04)
    frame.zero()
