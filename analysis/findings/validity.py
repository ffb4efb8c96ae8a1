"""How well the instruments agree with human coders, and what coding by hand would add."""

from __future__ import annotations

from typing import Any, Literal

import pandas as pd
from matplotlib.lines import Line2D

from analysis import codebook, compare, tables, tier
from analysis.findings.finding import Finding, Material, evidence, lacking
from analysis.findings.frame import Frame
from analysis.findings.looks import GREY, INK, point
from analysis.findings.wording import counted, interval, listed, number

# What each task is called in a label; instruments of one task alone are named for it.
TASKS = {
    "tone-sentence": "tone of a sentence",
    "tone-target": "tone towards a name",
    "loaded-language": "loaded wording",
    "frames-article": "frames of an article",
    "frames-sentence": "frame of a sentence",
    "quotes": "attributions",
    "actors": "actors",
    "sentences": "ends of sentences",
    "passages": "story or page furniture",
    "article-html": "story of a web page",
    "repair": "damaged characters",
}
INSTRUMENTS = {
    "learned subjectivity": "Learned instrument",
    "textblob subjectivity": "TextBlob",
    "trained generic": "Generic frames, trained",
    "parse.sentences": "Ends of sentences",
    "clean.passages": "Story or page furniture",
    "clean.repair": "Damaged characters",
}
SEVERAL = ("Learned instrument", "News word list", "VADER", "TextBlob")  # instruments of several tasks
# The statistic that decides, as a column prints it.
STATISTICS = {"Krippendorff's alpha": "alpha", "Pearson r": "r", "macro-F1": "macro-F1"}
ERRORS = (0.1, 0.2, 0.3, 0.4)  # shares of units that an instrument codes wrongly


def agreement(validity: tables.Validity | None = None) -> pd.DataFrame:
    """How well each instrument agrees with human coders on each task, on the set where it does worst.

    Parameters
    ----------
    validity
        The validity table; the one that ships with the workbook if left out.

    Returns
    -------
    pd.DataFrame
        One row per instrument and task, the best first: measure, task, gold,
        metric, value, low, high (as published in the validity table), n, tier,
        above, above_low, above_high (the same on the scale that decides the
        tier: 0 is what one answer for all reaches, 1 is perfect).
        Rivals, such as the parser alone, and instruments that another one of
        the same name replaces for the task, are left out.
    """
    rows = tier.validity() if validity is None else validity
    rows = rows[rows["tier"].isin(list(tier.LEVELS))]
    rows = rows[~(rows["value"] == rows["floor"])]
    # "learned towards" reads the words around the name; "learned" alone would give its sentence's tone.
    better = {
        (name.removesuffix(" towards"), "tone-target")
        for name in rows["measure"]
        if name.endswith(" towards")
    }
    rows = rows[[pair not in better for pair in zip(rows["measure"], rows["task"], strict=True)]]
    worst = rows.sort_values(["tier", "low"], ascending=[False, True], kind="stable")
    table = worst.drop_duplicates(["measure", "task"])
    base = table["floor"].where(table["task"].isin(tier.LABELS), 0.0).fillna(0.0)
    for name, column in (("above", "value"), ("above_low", "low"), ("above_high", "high")):
        table = table.assign(**{name: (table[column] - base) / (1 - base)})
    columns = [
        "measure",
        "task",
        "gold",
        "metric",
        "value",
        "low",
        "high",
        "n",
        "tier",
        "above",
        "above_low",
        "above_high",
    ]
    return table.sort_values("above_low", ascending=False, kind="stable")[columns].reset_index(drop=True)


def instrument_name(measure: str) -> str:
    """What an instrument is called in a label.

    >>> instrument_name("news towards"), instrument_name("my list")
    ('News word list', 'my list')
    """
    plain = measure.removesuffix(" towards")
    return INSTRUMENTS.get(plain, tier.TITLES.get(plain, plain))


def validity(material: Material | None = None) -> Finding:
    """How many instruments agree well enough with human coders to carry a claim.

    Parameters
    ----------
    material
        Not used: the instruments are the same for every corpus.
    """
    table, question = agreement(), "How well do the instruments agree with human coders?"
    if table.empty:
        needs = "The validity table is empty: run `workbook validate` on human-coded sets."
        return lacking("validity", question, needs)
    counts = {name: int((table["tier"] == name).sum()) for name in tier.LEVELS}
    words = {name: label.lower() for name, (_, label) in tier.LEVELS.items()}
    parts = [f"{counts[name]:,} {words[name]}" for name in counts]
    lines = [f"{_label(row)} {number(row['above'])}" for row in table.to_dict("records")]
    sets = counted(table["gold"].nunique(), "human-coded set")
    verb = "is" if counts["A"] == 1 else "are"
    return Finding(
        name="validity",
        question=question,
        claim=(
            f"{counts['A']:,} of {len(table):,} uses of instruments {verb} reliable, "
            f"{counts['B']:,} tentative."
        ),
        measure=(
            "Agreement with human coders, from 0 (one answer for all) to 1, with 95% interval, on the set "
            "where it is lowest"
        ),
        table=table,
        alt=f"{listed(parts)}. Best: {listed(lines[:3])}. Lowest: {listed(lines[-2:])}.",
        figure=f"{counts['A'] + counts['B']:,} of {len(table):,}",
        n=f"{sets}",
        source="human-coded sets listed in the validity table",
        limits="Other texts than these sets may give other figures; a coded sample of them would show it",
        draw=lambda frame: _draw(frame, table),
    )


def _label(row: dict[str, Any]) -> str:
    name = instrument_name(row["measure"])
    return f"{name}: {TASKS.get(row['task'], row['task'])}" if name in SEVERAL else name


def _draw(frame: Frame, table: pd.DataFrame) -> None:
    lines: dict[str, Literal[":", "--"]] = {"B": ":", "A": "--"}
    trusted = table["tier"] < "C"
    key = [point("reliable or tentative", "o", INK)] if trusted.any() else []
    key += [point("exploratory", "o", INK, hollow=True)] if (~trusted).any() else []
    key += [
        Line2D(
            [],
            [],
            color=GREY,
            linestyle=lines[name],
            label=f"interval above {least:g}: {tier.LEVELS[name][1].lower()}",
        )
        for name, least in sorted(tier.THRESHOLDS.items(), key=lambda pair: pair[1])
    ]
    frame.legend(key)
    rows = frame.fit(table.to_dict("records"), keep="ends")
    frame.rows([_label(row) for row in rows], lines=2)
    for place, row in enumerate(rows):
        dots = frame.dot(place, row["above"], row["above_low"], row["above_high"], hollow=row["tier"] == "C")
        published = f"{row['metric']} {number(row['value'])} ({interval(row['low'], row['high'])})"
        frame.mark(dots, f"{_label(row)}: {published} against {row['gold']}, n = {row['n']:,}", place)
    for name, least in tier.THRESHOLDS.items():
        frame.ax.axvline(least, color=GREY, linestyle=lines[name], linewidth=frame.points(1))
    frame.column([number(row["above"]) for row in rows], head="value")
    frame.column([STATISTICS.get(row["metric"], "F1") for row in rows], head="from", align="left")
    frame.column([f"{row['n']:,}" for row in rows], head="n")
    frame.ax.set_xlim(min(0.0, float(table["above_low"].min())) - 0.02, 1.02)


def validity_listing() -> pd.DataFrame:
    """Every figure that decides a tier, on every set, with what is reached without the instrument.

    Returns
    -------
    pd.DataFrame
        task, measure, gold, metric, value, low, high, n, floor, reference, tier.
    """
    shipped = tier.validity()
    rows = shipped[shipped["tier"].isin([*tier.LEVELS, tier.NONE])]
    order = {task: place for place, task in enumerate(TASKS)}
    rows = rows.assign(order=rows["task"].map(order)).sort_values(["order", "measure", "gold"], kind="stable")
    columns = ["task", "measure", "gold", "metric", "value", "low", "high", "n", "floor", "reference", "tier"]
    return rows[columns].reset_index(drop=True)


def hardest(instrument: str, task: str = "tone-sentence") -> pd.DataFrame:
    """Sentences written to be hard, on which an instrument is furthest from the tone that was meant.

    Returns
    -------
    pd.DataFrame
        text, human, machine, off (standard deviations apart), the furthest first.
    """
    from analysis import validate

    return validate.worst(codebook.SHELF / "trials", task, instrument)[["text", "human", "machine", "off"]]


# One article


def without_paragraphs(material: Material) -> Finding:
    """How far the first article's mean tone would move if one paragraph had not been written."""
    question, focus = "Does one paragraph decide the tone?", material.focus
    if not material.instruments:
        return lacking("without-paragraphs", question, "No sentence has a score of tone.")
    scores = focus.scores[
        (focus.scores["unit"] == "sentence") & (focus.scores["instrument"] == material.instruments[0])
    ]
    if focus.sentences["passage"].nunique() < 2:
        return lacking(
            "without-paragraphs", question, "The article has one paragraph, so none can be left out."
        )
    table = compare.without_each(scores, focus.sentences)
    begins = focus.sentences.drop_duplicates("passage").set_index("passage")
    table = table.assign(begins=table["passage"].map(begins["text"].str.slice(0, 80)))
    furthest = table.sort_values("change", key=lambda change: -change.abs(), kind="stable")
    most = furthest.iloc[0]
    mean = float(scores["tone"].mean())
    turned = int((table["value"] * mean < 0).sum())
    claim = f"Without one paragraph the mean tone moves by at most {number(abs(most['change']))}."
    if turned:
        any_of = "one paragraph" if turned == 1 else f"any one of {turned:,} paragraphs"
        claim = f"Without {any_of} the mean tone changes its sign."
    first = focus.sentences.drop_duplicates("passage")
    rows = furthest.merge(
        first[["passage", "sentence", "start", "end", "text"]], on="passage", validate="one_to_one"
    )
    because = [f"without its paragraph the mean is {number(value)}" for value in rows["value"]]
    return Finding(
        name="without-paragraphs",
        question=question,
        claim=claim,
        measure="Mean tone of the article without each paragraph",
        table=furthest.reset_index(drop=True),
        alt=(
            f"Mean tone {number(mean)}; without one paragraph {number(table['value'].min())} to "
            f"{number(table['value'].max())}, {counted(len(table), 'paragraph')}."
        ),
        validity=tier.badge((material.instruments[0], "tone-sentence")),
        n=f"{counted(len(scores), 'sentence')} of 1 article",
        source=focus.source,
        evidence=evidence(
            rows.assign(article=focus.used["article"].iloc[0], context=rows["text"], because=because, mark="")
        ),
        status="unclear" if turned else "found",
    )


def articles_needed(material: Material) -> Finding:
    """Whether the corpus has enough articles for an interval over articles."""
    many, least = len(material.used), compare.FEWEST_ARTICLES
    question = "What can this many articles carry?"
    there = counted(many, "article")
    if many < least:
        return lacking(
            "articles-needed",
            question,
            f"An interval over articles needs {least}; here {'is' if many == 1 else 'are'} {there}.",
        )
    claim = f"{there} are enough for an interval over articles, which needs {least}."
    return Finding(
        name="articles-needed", question=question, claim=claim, measure="", table=pd.DataFrame(), alt=claim
    )


# What coding by hand would add


def coding_needed(share_width: float = 0.2) -> pd.DataFrame:
    """How many units to code for a corrected share, by how often the instrument errs.

    Parameters
    ----------
    share_width
        From the lower to the upper end of the interval: 0.2 is ten points either way.

    Returns
    -------
    pd.DataFrame
        errors (share of units that the instrument codes wrongly), units (to code).
    """
    from analysis import agree

    needed = [agree.size_needed(share_width, error_rate=error).size for error in ERRORS]
    return pd.DataFrame({"errors": [f"{100 * error:.0f}%" for error in ERRORS], "units": needed})


def simulated_coverage(runs: int = 100) -> pd.DataFrame:
    """How often the 95% interval of each method holds the truth, on simulated corpora whose truth is known.

    Returns
    -------
    pd.DataFrame
        estimate, and a column for each method with its coverage (0 to 1, .95 is right).
    """
    from analysis import agree

    simulated = agree.simulate(runs=runs)
    wide = simulated.pivot(index="estimate", columns="method", values="coverage").reset_index()
    return wide.rename_axis(columns=None)
