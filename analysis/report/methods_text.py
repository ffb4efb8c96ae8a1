"""The methods of a run as text to adapt for a paper, and its references; only what ran is described."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

import analysis
from analysis import tier
from analysis.findings.wording import counted
from analysis.report.instruments import (
    Instrument,
    entry_of,
    figures,
    instruments,
    key_of,
    label,
    sets,
    sources,
    two,
    works,
)
from analysis.report.references import in_words
from analysis.report.template import ReportError
from analysis.writing import write

# What packages are cited by.
PACKAGES = {
    "pandas": "mckinney2010", "numpy": "harris2020", "matplotlib": "hunter2007", "spacy": "honnibal2020",
    "nupunkt": "bommarito2025", "ftfy": "speer2019", "trafilatura": "barbaresi2021",
    "vaderSentiment": "hutto2014", "textblob": "desmedt2012",
}  # fmt: skip
NEEDED = ("articles", "passages", "sentences", "scores", "frames", "estimates")
# The tables whose rows show that an instrument was used; the others are found by name.
BY_TABLE = {
    "voices": "quotes", "actors": "mentions", "agency": "mentions", "labels": "labels", "timeline": "dates",
}  # fmt: skip
ALWAYS = ("passages", "sentences", "grammar")


def methods(
    folder: Path | str, tables: Mapping[str, pd.DataFrame], record: Mapping[str, Any]
) -> tuple[Path, ...]:
    """Write `methods.md` and `references.bib` of a run.

    The text describes the articles and those left out, the steps, every instrument
    with a row in the tables, its agreement with human coders, the intervals, the
    versions of all software, and the hashes of inputs and codebooks. What did not
    run is not in it. Citations are in pandoc's form, `[@key]`.

    Parameters
    ----------
    folder
        Where the two files go.
    tables
        The tables of the run, by name: at least articles, passages, sentences,
        scores, frames and estimates.
    record
        The content of `run.json`: workbook, python, packages, model, codebooks, inputs, seed.

    Returns
    -------
    tuple[Path, ...]
        Both files.

    Raises
    ------
    ReportError
        If a table is missing, or the folder cannot be written to.

    """
    if missing := [name for name in NEEDED if name not in tables]:
        raise ReportError(
            f"the methods need the tables {', '.join(missing)}. They are in the folder of a whole run."
        )
    used = _used(tables)
    entries = {"mediaworkbook": _own(record)}
    for work in [
        "krippendorff2004",
        "efron1993",
        "kluyver2016",
        *(key for made in used for key in made.cites),
    ]:
        if work in works():
            entries[work] = works()[work]
    entries |= {key: works()[key] for name, key in PACKAGES.items() if name in record.get("packages", {})}
    for citation in [*(work for made in used for book in made.books for work in sources(book)), *_gold(used)]:
        if found := entry_of(citation):
            entries.setdefault(*found)
    parts = [
        "# Methods",
        "*Written from the record of this run, to be adapted. `[@key]` points to `references.bib`; pandoc "
        "turns it into citations.*",
        "## In one paragraph",
        _paragraph(used, tables, record),
        "## Material",
        " ".join(filter(None, [_subset(record), _material(tables)])),
        "## Preparation",
        _preparation(tables, record),
        "## Measures",
        "\n".join(_measures(used, tables)),
        "## Estimates",
        _estimates(tables, record),
        "## Agreement with human coders",
        _agreement(used),
        "## What ran",
        "\n".join(_versions(tables, record)),
    ]
    # Every work that the text cites is listed.
    cited = re.findall(r"@(\w+)", "\n".join(parts[2:]))
    entries |= {key: works()[key] for key in cited if key in works()}
    entries = dict(sorted(entries.items(), key=lambda entry: in_words(entry[1]).casefold()))
    parts += ["## Works", "\n".join(f"- {in_words(entry)}" for entry in entries.values())]
    text = "\n\n".join(parts) + "\n"
    bib = "\n\n".join(entries.values()) + "\n"
    there = Path(folder)
    return write({there / "methods.md": text.encode(), there / "references.bib": bib.encode()})


def _used(tables: Mapping[str, pd.DataFrame]) -> list[Instrument]:
    """The instruments with a row in this run."""
    named = {*tables["scores"]["instrument"]} | {f"frames/{name}" for name in tables["frames"]["codebook"]}
    if "hits" in tables:
        named |= set(tables["hits"]["instrument"])
    named |= {name for name, table in BY_TABLE.items() if len(tables.get(table, ()))}
    if any(len(edits) for edits in tables["passages"]["edits"]):
        named.add("repair")
    return [made for made in instruments() if {made.name, made.measure} & named or made.name in ALWAYS]


def _gold(used: Sequence[Instrument]) -> Iterator[str]:
    """Citations of the human-coded sets that the instruments were compared with."""
    names = {str(name).split("/")[0] for made in used for name in figures(made.measure)["gold"]}
    for name, said in sets().items():
        if name in names:
            yield str(said["citation"])


def _cited(*keys: str | None) -> str:
    there = list(dict.fromkeys(key for key in keys if key))
    return f" [{'; '.join(f'@{key}' for key in there)}]" if there else ""


def _listed(parts: Sequence[str]) -> str:
    """Parts in a row, with "and" before the last.

    >>> _listed(["tone", "frames", "voices"])
    'tone, frames and voices'
    """
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def _paragraph(
    used: Sequence[Instrument], tables: Mapping[str, pd.DataFrame], record: Mapping[str, Any]
) -> str:
    """The methods in a few sentences."""
    measured = tables["articles"]["left_out"].isna().sum()
    tone = [made for made in used if (tables["scores"]["instrument"] == made.measure).any()]
    frames = [made for made in used if made.name.startswith("frames/")]
    sentences = counted(len(tables["sentences"]), "sentence")
    repaired = ", repaired [@speer2019]" if any(made.name == "repair" for made in used) else ""
    said = [
        f"We measured {counted(int(measured), 'news article')} ({sentences}) with the Media workbook, "
        f"version {record['workbook']} [@mediaworkbook]. The text of each story was separated from other text"
        f"{repaired}, split into sentences [@bommarito2025] and parsed [@honnibal2020]."
    ]
    if any(made.name == "voices" for made in used):
        said.append(
            "Attributions were found by quotation marks, grammar and a codebook of reporting verbs "
            "[@quirk1985]."
        )
    if tone:
        listed = _listed(
            [
                made.cited_as or f"{made.title.removeprefix('Tone: ')}{_cited(*made.cites[:1])}"
                for made in tone
            ]
        )
        said.append(f"Tone was scored sentence by sentence by {listed}.")
    if frames:
        titles = _listed([f"“{made.title}”{_cited(key_of(sources(made.books[0])[0]))}" for made in frames])
        said.append(f"Frames were identified with {counted(len(frames), 'codebook')}: {titles}.")
    badges = {made.title: made.badge for made in used if made.name not in ALWAYS}
    best = [
        f"“{name}” ({badge.label.lower()})" for name, badge in badges.items() if badge.tier in tier.THRESHOLDS
    ]
    every = counted(len(badges), "instrument")
    whole = f"None of the {every} used agrees with human coders well enough to support a conclusion"
    if best:
        agree = "agrees" if len(best) == 1 else "agree"
        whole = (
            f"Of {every} used, {len(best)} {agree} with human coders well enough to support a conclusion "
            f"({_listed(best)})"
        )
    said.append(
        f"{whole}, by Krippendorff's thresholds for the lower end of the interval of agreement "
        "[@krippendorff2004]; the others agree less or have not been validated. "
        "Intervals are 95% bootstrap intervals [@efron1993]."
    )
    return " ".join(said)


def _material(tables: Mapping[str, pd.DataFrame]) -> str:
    articles = tables["articles"]
    measured = articles[articles["left_out"].isna()]
    said = [f"The corpus holds {counted(len(articles), 'article')} from {counted(_files(articles), 'file')}."]
    outlets = sorted(measured["outlet"].dropna().unique())
    if outlets:
        names = ", ".join(outlets) if len(outlets) <= 6 else f"{len(outlets)} outlets"
        which = "The article measured was" if len(measured) == 1 else f"The {len(measured):,} measured were"
        said.append(f"{which} published by {names}{_days(measured)}.")
    unknown = int(measured["outlet"].isna().sum())
    if unknown:
        said.append(f"The outlet of {counted(unknown, 'article')} is unknown.")
    left = articles["left_out"].dropna().str.replace(r"^copy of .*", "copy of another", regex=True)
    if len(left):
        reasons = "; ".join(f"{number:,}: {reason}" for reason, number in left.value_counts().items())
        said.append(
            f"{counted(len(left), 'article')} {'was' if len(left) == 1 else 'were'} left out ({reasons})."
        )
    else:
        said.append("None was left out.")
    if len(tables.get("problems", ())):
        said.append(f"Problems of reading ({len(tables['problems']):,}) are listed with the tables.")
    roles = tables["passages"]
    printed = (roles["end"] - roles["start"]).where(roles["role"] != "blank", 0)
    story = printed[roles["role"].isin(["headline", "subheading", "body"])].sum()
    share = 100 * story / printed.sum() if printed.sum() else 0.0
    sentences = tables["sentences"]
    said.append(
        f"Headlines, subheadings and story, {share:.0f}% of the printed characters, were measured: "
        f"{counted(len(sentences), 'sentence')}, {counted(int(sentences['words'].sum()), 'word')}."
    )
    return " ".join(said)


def _subset(record: Mapping[str, Any]) -> str | None:
    """How the articles were selected; None where all that were read are measured."""
    subset = record.get("subset")
    if not subset:
        return None
    ways = [
        f"{how} `{subset[key]}`"
        for key, how in (("search", "by the full-text query"), ("where", "by the filter"))
        if subset[key]
    ]
    named = f" (subset “{subset['name']}”)" if subset["name"] else ""
    before, after = subset["articles_before"], subset["articles_after"]
    matched = "words were matched without regard to case and accents, and " if subset["search"] else ""
    return (
        f"Of {counted(before, 'article')} read, {after:,} were selected{named} {_listed(ways)}; "
        f"{matched}the others were not measured."
    )


def _files(articles: pd.DataFrame) -> int:
    return int(articles["source_file"].str.partition("#")[0].nunique())


def _days(measured: pd.DataFrame) -> str:
    days = measured["published"].dropna()
    if days.empty:
        return " on unknown days"
    first, last = (f"{day.day} {day:%B %Y}" for day in (days.min(), days.max()))
    return f" on {first}" if first == last else f" from {first} to {last}"


def _preparation(tables: Mapping[str, pd.DataFrame], record: Mapping[str, Any]) -> str:
    edits = int(tables["passages"]["edits"].map(len).sum())
    said = [
        f"Articles were prepared and measured with the Media workbook, version {record['workbook']} "
        "[@mediaworkbook], in Jupyter notebooks [@kluyver2016]."
    ]
    if tables["articles"]["source_file"].str.contains(r"\.html?\b", case=False, regex=True).any():
        said.append("The text of web pages was extracted with trafilatura [@barbaresi2021].")
    said.append("Captions, notices and other parts that are not the story were marked and not measured.")
    if edits:
        said.append(
            f"Characters damaged by wrong encodings were repaired in {counted(edits, 'place')} [@speer2019]."
        )
    said.append(
        "Sentences were split with nupunkt and rules for news [@bommarito2025], and parsed with spaCy "
        f"[@honnibal2020], model {record['model']}."
    )
    return " ".join(said)


def _measures(used: Sequence[Instrument], tables: Mapping[str, pd.DataFrame]) -> Iterator[str]:
    for made in used:
        if made.name in ("passages", "repair", "sentences", "grammar"):
            continue
        keys = [*made.cites, *(key_of(work) for book in made.books for work in sources(book)[:2])]
        yield f"- **{made.title}**{_cited(*keys)}. {made.asks} {made.rule} Rows: {_rows(made, tables)}."


def _rows(made: Instrument, tables: Mapping[str, pd.DataFrame]) -> str:
    if made.name in BY_TABLE:
        table = BY_TABLE[made.name]
        return f"{len(tables[table]):,} {table}"
    of_sentences = tables["scores"]["unit"] == "sentence"
    scored = int((of_sentences & (tables["scores"]["instrument"] == made.measure)).sum())
    if scored:
        return counted(scored, "sentence score")
    frames = tables["frames"]
    asked = frames[frames["codebook"] == made.name.removeprefix("frames/")]
    if len(asked):
        there = counted(int(asked["present"].sum()), "frame")
        return f"{there} present of {len(asked):,} asked in {counted(asked['article'].nunique(), 'article')}"
    hits = tables["hits"]
    return counted(int((hits["instrument"] == made.name).sum()), "hit")


def _estimates(tables: Mapping[str, pd.DataFrame], record: Mapping[str, Any]) -> str:
    estimates = tables["estimates"]
    corrected = int(estimates["corrected"].sum())
    bounded = int(estimates["low"].notna().sum())
    said = [
        "Intervals are 95% bootstrap intervals [@efron1993]. With several articles, whole articles are "
        "resampled, because sentences of one article are not independent. With a single article, its "
        "sentences are resampled: the interval shows how far a value depends on them, and nothing about the "
        f"outlet. With too few articles, an estimate has no interval. The random seed is {record['seed']}.",
        f"The run has {counted(len(estimates), 'estimate')}, {bounded} with an interval.",
    ]
    said.append(
        f"{corrected} were corrected with human codes of these articles."
        if corrected
        else "None was corrected with human codes of these articles: the intervals do not "
        "include the errors of the instruments."
    )
    return " ".join(said)


def _agreement(used: Sequence[Instrument]) -> str:
    lines = [
        "Each instrument was compared with published texts coded by people. Its level follows from the lower "
        "end of the interval of agreement beyond chance, with Krippendorff's thresholds [@krippendorff2004]: "
        "reliable from .800, tentative from .667, exploratory below; of several sets, the lowest result "
        "decides. These texts are not the ones measured here. The floor is the value reached without the "
        "instrument.",
        "",
        "| Instrument | Metric | Value | 95% interval | Floor | n | Set | Level |",
        "|---|---|---:|---:|---:|---:|---|---|",
    ]
    for made in used:
        rows = figures(made.measure).to_dict("records")
        if not rows:
            lines.append(f"| {made.title} | none | | | | | | {label(tier.NONE)} |")
        for row in rows:
            work = sets().get(str(row["gold"]).split("/")[0], {}).get("citation", "")
            interval = "" if pd.isna(row["low"]) else f"{two(row['low'])} to {two(row['high'])}"
            floor = "" if pd.isna(row["floor"]) else f"{two(row['floor'])}"
            lines.append(
                f"| {made.title} | {row['metric']} | {two(row['value'])} | {interval} | {floor} "
                f"| {row['n']:,} | {row['gold']}{_cited(key_of(str(work)))} | {label(str(row['tier']))} |"
            )
    return "\n".join(lines)


def _versions(tables: Mapping[str, pd.DataFrame], record: Mapping[str, Any]) -> Iterator[str]:
    packages = ", ".join(
        f"{name} {version}{_cited(PACKAGES.get(name))}" for name, version in record["packages"].items()
    )
    yield f"- Media workbook {record['workbook']}; Python {record['python']}; {packages}."
    yield f"- Model of the parser: {record['model']}."
    books = ", ".join(f"{name} {digest[:12]}" for name, digest in record["codebooks"].items())
    yield f"- Codebooks, each with the first digits of its SHA-256: {books}."
    inputs = record["inputs"]
    if isinstance(inputs, str):  # a large corpus: the name of the list
        yield f"- Input: {inputs}."
    elif len(inputs) <= 6:
        listed = ", ".join(f"{name} {digest[:12]}" for name, digest in inputs.items())
        yield f"- Input, with the first digits of its SHA-256: {listed}."
    else:
        yield f"- Input: {len(inputs):,} articles, whose SHA-256 are in `run.json`."


def _own(record: Mapping[str, Any]) -> str:
    version = record.get("workbook", analysis.__version__)
    return (
        "@software{mediaworkbook,\n"
        "  author  = {{The workbook's authors}},\n"
        "  title   = {Media workbook},\n"
        f"  version = {{{version}}},\n"
        "}"
    )
