"""Checks of the tone instruments: against each other, length, names, and sentences of known tone."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import norm
from statsmodels.stats.multitest import multipletests

from analysis import codebook, tables, tier, tone
from analysis.findings.finding import Finding, Material, lacking
from analysis.findings.frame import Frame
from analysis.findings.looks import AGREEMENT
from analysis.findings.tone import scored_evidence, sentence_scores, title
from analysis.findings.tone_along import NEUTRAL, leans
from analysis.findings.wording import capital, counted, interval, listed, number

TRIED = codebook.SHELF / "tone" / "tried.csv"
NARROWEST = 0.05  # reach of the x axis of name swaps: less would enlarge what does not matter
SIGNS = {"negative": -1, "neutral": 0, "positive": 1}


# Between instruments


def opposed(material: Material) -> pd.DataFrame:
    """How often each other instrument agrees with the primary one on the sign of a sentence.

    Returns
    -------
    pd.DataFrame
        One row per other instrument: instrument, same (sentences on which both
        are negative, neutral or positive), neutral (only one of them is neutral,
        within 0.05 of 0), opposite, n.
    """
    wide = _by_instrument(material)
    primary = wide.iloc[:, 0]
    rows = []
    for name in wide.columns[1:]:
        both = primary * wide[name]
        same = int((primary == wide[name]).sum())
        rows.append((name, same, len(wide) - same - int((both < 0).sum()), int((both < 0).sum()), len(wide)))
    return pd.DataFrame(rows, columns=["instrument", "same", "neutral", "opposite", "n"])


def _by_instrument(material: Material) -> pd.DataFrame:
    """The sign of each sentence by each instrument, the primary one first: -1, 0 or 1."""
    scores = material.scores[material.scores["unit"] == "sentence"]
    wide = scores.pivot(index=["article", "unit_id"], columns="instrument", values="tone").dropna()
    return wide[[name for name in material.instruments if name in wide]].apply(
        lambda tones: leans(tones).map(SIGNS)
    )


def instruments_disagree(material: Material) -> Finding:
    """On how many sentences another instrument has the opposite sign to the primary one."""
    question = "Do the instruments agree?"
    wide = _by_instrument(material)
    if wide.shape[1] < 2 or wide.empty:
        return lacking("tone-disagreement", question, "A comparison needs scores by two instruments.")
    primary = str(wide.columns[0])
    table = opposed(material)
    contrary = wide.iloc[:, 1:].mul(wide[primary], axis=0) < 0
    parts = [f"{title(row.instrument)} {row.opposite:,}" for row in table.itertuples()]
    opposite, every = int(contrary.any(axis=1).sum()), counted(len(wide), "sentence")
    return Finding(
        name="tone-disagreement",
        question=question,
        claim=f"Another instrument has the opposite sign on {opposite:,} of {every}.",
        measure=f"Sentences by the sign of each instrument compared with {tone.TITLES.get(primary, primary)}",
        table=table,
        alt=f"Opposite sign, of {every}: {listed(parts)}.",
        figure=f"{opposite:,} of {len(wide):,}",
        validity=tier.badge(*wide.columns),
        n=f"{every} of {counted(wide.index.unique(0).size, 'article')}",
        source=material.source,
        evidence=_opposed_evidence(material, primary, contrary),
        limits=f"A score from −{NEUTRAL:.2f} to {NEUTRAL:.2f} counts as neutral",
        draw=lambda frame: _draw_agreement(frame, table),
    )  # fmt: skip


def _opposed_evidence(material: Material, primary: str, contrary: pd.DataFrame) -> pd.DataFrame:
    """The opposed sentences with their scores, the largest difference first."""
    scores = material.scores[material.scores["unit"] == "sentence"]
    tones = scores.pivot(index=["article", "unit_id"], columns="instrument", values="tone")
    rows = sentence_scores(material, primary).set_index(["article", "sentence"])
    found = []
    for name in contrary.columns:
        there = contrary.index[contrary[name]]
        part = rows.loc[rows.index.intersection(there)].reset_index()
        other = tones[name].reindex(pd.MultiIndex.from_frame(part[["article", "sentence"]])).to_numpy()
        found.append(part.assign(mark=name, other=other))
    every = pd.concat(found, ignore_index=True)
    every["apart"] = (every["tone"] - every["other"]).abs()
    made = scored_evidence(material, primary, every)
    key = ["article", "sentence", "mark"]
    facts = every[[*key, "tone", "other", "apart"]]
    made = made.merge(facts, on=key, how="left", validate="one_to_one")
    made["because"] = [
        f"{title(primary)} {number(one, sign=True)}, {title(name)} {number(two, sign=True)}"
        for one, two, name in zip(made["tone"], made["other"], made["mark"], strict=True)
    ]
    return made.sort_values("apart", ascending=False, kind="stable", ignore_index=True)[
        [name for name in made.columns if name not in ("tone", "other", "apart")]
    ]


def _draw_agreement(frame: Frame, table: pd.DataFrame) -> None:
    rows = frame.fit(table.to_dict("records"))
    frame.legend([look.patch(label) for label, look in AGREEMENT.items()])
    frame.rows([title(row["instrument"]) for row in rows])
    for place, row in enumerate(rows):
        begun = 0
        for part, (label, look) in zip(("same", "neutral", "opposite"), AGREEMENT.items(), strict=True):
            if row[part]:
                (bar,) = frame.ax.barh(place, row[part], 0.66, begun, **look.bar)
                tip = f"{title(row['instrument'])}: {label} on {row[part]:,} of {row['n']:,}"
                frame.mark(bar, tip, row["instrument"])
                begun += row[part]
    frame.column([f"{row['opposite']:,}" for row in rows], head="opposite")
    frame.counts(int(table["n"].max()))


# Against length


def tone_and_length(material: Material) -> Finding:
    """Whether tone depends on how long a sentence, or an article, is."""
    question = "Does tone depend on length?"
    table = tone.lengths(material.scores)
    if table.empty:
        return lacking("tone-length", question, "No sentence has a tone score.")
    unit, n = str(table["unit"].iloc[0]), int(table["n"].iloc[0])
    warned = [
        tone.TITLES.get(name, name) for name in dict.fromkeys(table.loc[table["follows"], "instrument"])
    ]
    text = "a sentence" if unit == "sentence" else "an article"
    status = "found"
    if warned:
        claim = f"By {listed(warned)}, tone depends on the length of {text}."
    else:
        claim = f"By no instrument does tone clearly depend on the length of {unit}s."
        status = "unclear"
    if table["low"].isna().all():
        claim = (
            f"{capital(counted(n, unit))} {'is' if n == 1 else 'are'} too few to correlate tone with length."
        )
    shown = table.assign(instrument=table["instrument"].map(title))
    shown["of"] = shown["of"].map({"tone": "tone", "distance": "distance from neutral"})
    shown["depends"] = shown["follows"].map({True: "yes", False: "no"})
    shown = shown.drop(columns=["unit", "follows"]).rename(columns={"of": "correlated with length"})
    largest = (
        table.assign(size=table["rho"].abs())
        .sort_values("size", ascending=False)
        .dropna(subset=["rho"])
        .head(1)
    )
    strongest = [
        f"Strongest: {tone.TITLES.get(row['instrument'], row['instrument'])}, "
        f"{'tone' if row['of'] == 'tone' else 'distance from neutral'}, {number(row['rho'])}"
        + (f" ({there})." if (there := interval(row["low"], row["high"])) else ".")
        for row in largest.to_dict("records")
    ]
    return Finding(
        name="tone-length",
        question=question,
        claim=claim,
        measure=f"Spearman’s rank correlation with the number of words of {text}",
        table=shown,
        alt=" ".join(["Rank correlation with the number of words.", *strongest]),
        n=f"{counted(n, unit)}",
        source=material.source,
        status=status,  # type: ignore[arg-type]
        limits="Tone counts as depending on length where the whole 95% interval is further than 0.10 from 0",
    )  # fmt: skip


# With other names


@cache
def _swapped(instrument: str) -> pd.DataFrame:
    """The name test of an instrument, computed once, since it depends on no corpus."""
    made = tone.swap_test(instrument)
    groups = made["kind"] != "all"
    made["significant"] = False
    known = groups & made["low"].notna() & (made["high"] > made["low"])
    if known.any():
        spread = (made.loc[known, "high"] - made.loc[known, "low"]) / (2 * norm.ppf(0.975))
        raw = 2 * norm.sf(made.loc[known, "value"].abs() / spread)
        made.loc[known, "significant"] = multipletests(raw, method="holm")[0]
    return made


def name_swap(material: Material) -> Finding:
    """How far the score of a sentence changes when only the name of a person in it does."""
    question = "Does a person’s name change the score?"
    if not material.instruments:
        return lacking("tone-names", question, "No sentence has a tone score.")
    instrument = material.instruments[0]
    table = _swapped(instrument).copy()
    whole, groups = table.iloc[0], table.iloc[1:]
    claim = f"A different name changes the score by {number(whole['value'], places=3)} on average."
    if not whole["largest"]:
        claim = "A different name does not change the score."
    clear = [
        f"{row.group} {number(row.value, sign=True, places=3)}"
        for row in groups[groups["significant"]].itertuples()
    ]
    moved = f"Significant (Holm): {listed(clear)}." if clear else "No group of names is significant (Holm)."
    return Finding(
        name="tone-names",
        question=question,
        claim=claim,
        measure="Mean change of the score by whose name it is, with 95% interval. Hollow: not significant",
        table=table,
        alt=f"Largest change of one sentence {number(whole['largest'], places=3)}. {moved}",
        figure=number(whole["value"], places=3),
        n=f"{counted(int(whole['n']), 'sentence')}, each with {len(tone_names())} names",
        source="sentences and names made for this test",
        limits="The names are invented; other names may change the score more",
        draw=(lambda frame: _draw_names(frame, groups)) if whole["largest"] else None,
    )  # fmt: skip


def tone_names() -> pd.DataFrame:
    """The names that `tone.swap_test` exchanges: first, last, gender, origin."""
    from analysis.tone.swapping import names

    return names()


def _draw_names(frame: Frame, groups: pd.DataFrame) -> None:
    rows = frame.fit(groups.to_dict("records"))
    labels = {"woman": "women", "man": "men"}
    frame.rows([capital(labels.get(row["group"], f"{row['group']} names")) for row in rows])
    for place, row in enumerate(rows):
        dots = frame.dot(place, row["value"], row["low"], row["high"], hollow=not row["significant"])
        frame.mark(dots, _changed(row))
    frame.column([number(row["value"], sign=True, places=3) for row in rows], head="mean")
    frame.column([interval(row["low"], row["high"], places=3) or "–" for row in rows], head="95% interval")
    reach = max(NARROWEST, 1.1 * float(np.nanmax(groups[["low", "high", "value"]].abs().to_numpy())))
    frame.ax.set_xlim(-reach, reach)
    frame.zero("no change")


def _changed(row: Any) -> str:
    between = interval(row["low"], row["high"], places=3)
    return f"{row['group']}: {number(row['value'], sign=True, places=3)} ({between})"


# On sentences whose tone is known


def tried_by_hand(instruments: list[str]) -> pd.DataFrame:
    """Sentences written for this check, how a reader takes each, and its scores.

    Returns
    -------
    pd.DataFrame
        One row per sentence: sentence, reader (negative, neutral or positive),
        why (what makes it hard), and the tone by each instrument in a column of
        its name.

    Examples
    --------
    >>> tried_by_hand(["news"]).loc[0, ["sentence", "reader"]].tolist()
    ['The new bridge is a triumph.', 'positive']
    """
    from analysis import parse

    table = pd.read_csv(TRIED, encoding="utf-8")
    sentences: tables.Sentences = parse.sentences_of(table["sentence"].tolist())
    return table.assign(**{name: tone.scores(sentences, name)["tone"].to_numpy() for name in instruments})


def tone_tried(material: Material) -> Finding:
    """On how many sentences of known tone the primary instrument has the reader's sign."""
    question = "Does the instrument read a sentence as a reader does?"
    if not material.instruments:
        return lacking("tone-tried", question, "No sentence has a tone score.")
    table = tried_by_hand(material.instruments)
    primary = material.instruments[0]
    right = {name: int((leans(table[name]) == table["reader"]).sum()) for name in material.instruments}
    return Finding(
        name="tone-tried",
        question=question,
        claim=(
            f"{capital(tone.TITLES.get(primary, primary))} agrees with a reader on {right[primary]} "
            f"of {counted(len(table), 'sentence')}."
        ),
        measure="Sentences written for this check, and their scores",
        table=table.rename(columns={name: title(name) for name in material.instruments}),
        alt=f"As a reader: {listed([f'{title(name)} {n}' for name, n in right.items()])}.",
        figure=f"{right[primary]} of {len(table)}",
        validity=tier.badge(primary),
        n=counted(len(table), "sentence"),
        source="sentences written for this check",
        limits=f"A score from −{NEUTRAL:.2f} to {NEUTRAL:.2f} counts as neutral; one reader’s judgement",
    )
