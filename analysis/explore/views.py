"""What the panel can show: five kinds of charts, the fields that each heeds, and a choice as code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from analysis import codebook, findings, tier
from analysis.corpus import Measured
from analysis.findings import Finding

# Columns of articles that hold facts of the file, and group nothing.
NO_GROUPS = frozenset(
    "article headline url byline language words source_file source_text sha256 copy_of left_out encoding".split()
)
MOST_GROUPS = 30  # different values of a column that can group articles


class ExploreError(ValueError):
    """A choice that no chart can be made of."""


@dataclass(frozen=True)
class Kind:
    """One chart: the finding behind it, and the fields it heeds."""

    title: str
    finding: Callable[..., Finding]
    fields: tuple[str, ...] = ()
    one: bool = False  # whether it is of one article


VIEWS: Mapping[str, tuple[Kind, ...]] = {
    "Tone": (
        Kind("Along the article", findings.tone_along, ("instrument",), one=True),
        Kind("Mean tone", findings.tone_overall, ("instrument",)),
        Kind("By voice", findings.tone_by_voice, ("instrument",)),
        Kind("Towards actors", findings.tone_towards, ("instrument",)),
    ),
    "Words": (
        Kind("Words that made the tone", findings.tone_words),
        Kind("Words of others and of the reporter", findings.tone_shift),
        Kind("Key words of each group", findings.keywords, ("by",)),
    ),
    "Voices": (
        Kind("Who speaks", findings.speakers),
        Kind("Who is never heard", findings.unheard),
        Kind("Whose words", findings.whose_words),
        Kind("Along the article", findings.voices_along, one=True),
    ),
    "Frames": (
        Kind("Frames", findings.frames, ("codebook",)),
        Kind("Along the article", findings.frame_map, ("codebook",), one=True),
        Kind("Who acts", findings.agency),
        Kind("Dates", findings.timeline, one=True),
    ),
    "Compare": (
        Kind("Tone", findings.tone_by_group, ("by",)),
        Kind("Speakers", findings.speakers_by_group, ("by",)),
        Kind("All measures", findings.differences, ("by",)),
        Kind("Who is left out", findings.omissions, ("by",)),
    ),
}  # fmt: skip
LABELS = {"instrument": "Instrument", "codebook": "Codebook", "by": "Group by"}


@dataclass(frozen=True)
class Choice:
    """What is shown: view, kind within it, article (all if missing), and the fields."""

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
        try:
            return VIEWS[self.view][self.kind]
        except (KeyError, IndexError) as error:
            raise ExploreError(f"there is no chart {self.kind} under {self.view!r}.") from error


def offered(material: Measured, name: str) -> list[tuple[str, str]]:
    """What a field offers, as pairs of label and value; empty where there is nothing to choose."""
    if name == "instrument":
        return [(tier.TITLES.get(each, each), each) for each in material.instruments]
    if name == "codebook":
        names = sorted(set(material.frames["codebook"]), key=lambda each: (each != "generic", each))
        return [(str(codebook.read("frames", each).about["title"]), each) for each in names]
    used = material.used
    columns = [str(each) for each in used.columns if each not in NO_GROUPS and not str(each).endswith("_from")]
    return [(_label(each), each) for each in columns if 1 < used[each].nunique() <= MOST_GROUPS]


def _label(column: str) -> str:
    return "Day" if column == "published" else column.replace("_", " ").capitalize()


def settled(material: Measured, choice: Choice) -> Choice:
    """The choice with what it leaves open: the first article where one is needed, the first option of a field."""
    article = choice.article
    if choice.chart.one and article is None:
        article = str(material.used["article"].iloc[0])
    if choice.view == "Compare":
        article = None
    fields = {}
    for name in choice.chart.fields:
        values = [value for _, value in offered(material, name)]
        if values:
            given = choice.fields.get(name)
            fields[name] = given if given in values else values[0]
    return replace(choice, article=article, fields=fields)


def found(material: Measured, choice: Choice) -> Finding:
    """The finding that is chosen, with all options filled in by `settled`."""
    corpus = material if choice.article is None else material.only(choice.article)
    if instrument := choice.fields.get("instrument"):
        corpus = corpus.using(instrument)
    return choice.chart.finding(corpus, **_options(choice))


def _options(choice: Choice) -> dict[str, Any]:
    return {name: value for name, value in choice.fields.items() if name != "instrument"}


def code(material: Measured, choice: Choice, start: str) -> str:
    """The lines that show the same without the panel.

    Parameters
    ----------
    material
        The corpus.
    choice
        Of `settled`.
    start
        The line that measures the corpus.
    """
    corpus = "material" if choice.article is None else f"material.only({choice.article!r})"
    instrument = choice.fields.get("instrument", "")
    if instrument and instrument != material.instruments[0]:
        corpus += f".using({instrument!r})"
    given = [f"findings.{choice.chart.finding.__name__}"]
    given += [f"{name}={value!r}" for name, value in _options(choice).items()]
    return f"from analysis import corpus, findings\n\n{start}\n{corpus}.show({', '.join(given)})"


def articles(material: Measured) -> list[dict[str, Any]]:
    """What the list of articles shows of each: id, headline, outlet, day, words."""
    used = material.used
    days = used["published"].dt.strftime("%Y-%m-%d").astype(object).where(used["published"].notna(), "")
    outlets = used["outlet"].astype(object).where(used["outlet"].notna(), "")
    return [
        {"id": key, "headline": material.names[key], "outlet": str(outlet), "day": str(day), "words": int(words)}
        for key, outlet, day, words in zip(used["article"], outlets, days, used["words"], strict=True)
    ]


def sentences(shown: Finding, most: int) -> list[dict[str, Any]]:
    """The evidence for the list at the right: mark, HTML of the sentence, because, article."""
    from analysis.findings.finding import proof

    rows = shown.evidence.head(most)
    return [
        {
            "mark": None if pd.isna(row["mark"]) else str(row["mark"]),
            "html": proof(row),
            "because": str(row["because"]),
            "article": row["article"],
        }
        for row in rows.to_dict("records")
    ]
