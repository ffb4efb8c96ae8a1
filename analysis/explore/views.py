"""What the panel can show: five groups of charts, the fields of each, and a choice as code."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import pandas as pd

from analysis import codebook, findings, tier
from analysis.corpus import Measured
from analysis.findings import Finding
from analysis.findings.finding import proof

# Columns of articles that describe the file; articles are not grouped by them.
NO_GROUPS = frozenset(
    "article headline url byline language words source_file source_text sha256 copy_of left_out encoding "
    "front_matter".split()
)
MOST_GROUPS = 30  # values of a column that groups articles
LISTED = 100  # sentences listed before a mark is chosen
BEHIND = 20  # sentences listed for one mark


class ExploreError(ValueError):
    """A choice, text or file that the panel cannot show."""


@dataclass(frozen=True)
class Kind:
    """One chart: its finding, the fields it uses, and whether it is of one article, of all, or of either."""

    title: str
    finding: Callable[..., Finding]
    fields: tuple[str, ...] = ()
    scope: Literal["one", "all", "either"] = "either"


VIEWS: Mapping[str, tuple[Kind, ...]] = {
    "Tone": (
        Kind("Along the article", findings.tone_along, ("instrument",), "one"),
        Kind("Mean tone", findings.tone_overall, ("instrument",)),
        Kind("By voice", findings.tone_by_voice, ("instrument",)),
        Kind("Towards actors", findings.tone_towards, ("instrument",)),
    ),
    "Words": (
        Kind("Words behind the tone", findings.tone_words),
        Kind("Reporter and others", findings.tone_shift),
        Kind("Key words of groups", findings.keywords, ("by",), "all"),
    ),
    "Voices": (
        Kind("Who speaks", findings.speakers),
        Kind("Who is never heard", findings.unheard),
        Kind("Whose words", findings.whose_words),
        Kind("Along the article", findings.voices_along, (), "one"),
    ),
    "Frames": (
        Kind("Which frames", findings.frames, ("codebook",)),
        Kind("Along the article", findings.frame_map, ("codebook",), "one"),
        Kind("Who acts", findings.agency),
        Kind("Dates", findings.timeline, (), "one"),
    ),
    "Compare": (
        Kind("Tone", findings.tone_by_group, ("by",), "all"),
        Kind("Speakers", findings.speakers_by_group, ("by",), "all"),
        Kind("All measures", findings.differences, ("by",), "all"),
        Kind("Who is left out", findings.omissions, ("by",), "all"),
    ),
}
LABELS = {"instrument": "Instrument", "codebook": "Codebook", "by": "Group by"}


@dataclass(frozen=True)
class Choice:
    """What is shown: view, kind within it, article (all if missing), and the values of the fields."""

    view: str = "Tone"
    kind: int = 0
    article: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def chart(self) -> Kind:
        """The chart that is chosen.

        Raises
        ------
        ExploreError
            If there is no such view or kind.
        """
        kinds = VIEWS.get(self.view, ())
        if not 0 <= self.kind < len(kinds):
            raise ExploreError(f"there is no chart {self.kind} in the view {self.view!r}.")
        return kinds[self.kind]

    @property
    def key(self) -> tuple[object, ...]:
        """The choice as a value that can be looked up."""
        return self.view, self.kind, self.article, *sorted(self.fields.items())


def offered(material: Measured, name: str) -> list[tuple[str, str]]:
    """The options of a field as pairs of label and value; empty if there are none."""
    if name == "instrument":
        return [(tier.TITLES.get(each, each), each) for each in material.instruments]
    if name == "codebook":
        names = sorted(set(material.frames["codebook"]), key=lambda each: (each != "generic", each))
        return [(str(codebook.read("frames", each).about["title"]), each) for each in names]
    used = material.used
    columns = [
        str(each) for each in used.columns if each not in NO_GROUPS and not str(each).endswith("_from")
    ]
    # A column with another value for each article groups nothing.
    most = min(MOST_GROUPS, len(used) - 1)
    return [(_label(each), each) for each in columns if 1 < used[each].nunique() <= most]


def _label(column: str) -> str:
    return "Day" if column == "published" else column.replace("_", " ").capitalize()


def completed(material: Measured, choice: Choice) -> Choice:
    """The choice with defaults for what is left open: the first article, the first option of each field."""
    article = choice.article
    if choice.chart.scope == "one" and article is None:
        article = str(material.used["article"].iloc[0])
    if choice.chart.scope == "all":
        article = None
    fields = {}
    for name in choice.chart.fields:
        values = [value for _, value in offered(material, name)]
        if values:
            given = choice.fields.get(name)
            fields[name] = given if given in values else values[0]
    return replace(choice, article=article, fields=fields)


def compute(material: Measured, choice: Choice) -> Finding:
    """The finding of a choice that `completed` returns."""
    corpus = material if choice.article is None else material.only(choice.article)
    if instrument := choice.fields.get("instrument"):
        corpus = corpus.using(instrument)
    return choice.chart.finding(corpus, **_options(choice))


def _options(choice: Choice) -> dict[str, Any]:
    return {name: value for name, value in choice.fields.items() if name != "instrument"}


@dataclass(frozen=True)
class Source:
    """How code reads a corpus: the variable, and the line that makes it if it is not there yet."""

    variable: str
    line: str = ""


def code(material: Measured, choice: Choice, source: Source) -> str:
    """The lines of Python that show the same without the panel.

    Parameters
    ----------
    material
        The corpus.
    choice
        From `completed`.
    source
        Where the code has the corpus from.
    """
    chain = source.variable
    if choice.article is not None and len(material.used) > 1:
        chain += f".only({choice.article!r})"
    instrument = choice.fields.get("instrument", "")
    if instrument and instrument != material.instruments[0]:
        chain += f".using({instrument!r})"
    given = [f"findings.{choice.chart.finding.__name__}"]
    given += [f"{name}={value!r}" for name, value in _options(choice).items()]
    modules = [name for name in ("corpus", "explore") if f" {name}." in source.line]
    lines = [f"from analysis import {', '.join([*modules, 'findings'])}", ""]
    if source.line:
        lines.append(source.line)
    return "\n".join([*lines, f"{chain}.show({', '.join(given)})"])


def articles(material: Measured) -> list[dict[str, Any]]:
    """The list of articles: id, headline, outlet, day and words of each."""
    used = material.used
    return [
        {
            "id": key,
            "headline": material.names[key],
            "outlet": "" if pd.isna(outlet) else str(outlet),
            "day": "" if pd.isna(day) else f"{day.day} {day:%B %Y}",
            "words": int(words),
        }
        for key, outlet, day, words in zip(
            used["article"], used["outlet"], used["published"], used["words"], strict=True
        )
    ]


def sentences(shown: Finding, marks: Collection[str], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """The evidence for the list on the right: the first rows of all, and the first rows of each mark.

    Parameters
    ----------
    shown
        The finding.
    marks
        The marks that the chart draws.
    names
        What to call each article; empty where there is one.
    """
    rows = shown.evidence
    drawn = rows[rows["mark"].astype(str).isin(list(marks))]
    first = rows.index[:LISTED].union(drawn.groupby("mark", sort=False).head(BEHIND).index)
    return [
        {
            "mark": None if pd.isna(row["mark"]) else str(row["mark"]),
            "html": proof(row),
            "because": "" if pd.isna(row["because"]) else str(row["because"]),
            "article": None if pd.isna(row["article"]) else str(row["article"]),
            "sentence": None if pd.isna(row["sentence"]) else int(row["sentence"]),
            "headline": names.get(row["article"], ""),
        }
        for row in rows.loc[first.sort_values()].to_dict("records")
    ]


def counts(shown: Finding, marks: Collection[str]) -> dict[str, int]:
    """How many rows of evidence each of these marks has."""
    rows = shown.evidence["mark"].astype(str).value_counts()
    return {mark: int(rows[mark]) for mark in marks if mark in rows}
