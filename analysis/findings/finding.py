"""A finding: a question, its answer, and everything the answer rests on."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

import pandas as pd

from analysis import tables, tier
from analysis.findings.wording import shortened, tidy

if TYPE_CHECKING:
    from analysis.findings.frame import Frame

# What the evidence of a finding says of each row.
EVIDENCE = ("mark", "article", "sentence", "start", "end", "text", "context", "because")
Draw = Callable[["Frame"], None]


class FindingError(ValueError):
    """A finding that cannot be computed, drawn or saved as asked."""


class Material(Protocol):
    """What a finding reads: the tables of a corpus, and how to name it. `corpus.measure` returns one."""

    articles: tables.Articles
    passages: tables.Passages
    sentences: tables.Sentences
    quotes: tables.Quotes
    quotations: tables.Quotations
    voices: tables.Voices
    mentions: tables.Mentions
    labels: tables.Labels
    hidden: tables.Hidden
    dates: tables.Dates
    hits: tables.Hits
    scores: tables.Scores
    frames: tables.Frames
    evidence: tables.Evidence
    validity: tables.Validity

    @property
    def used(self) -> tables.Articles:
        """The articles that are measured."""

    @property
    def names(self) -> dict[str, str]:
        """The headline of each article, by id."""

    @property
    def title(self) -> str:
        """The headline of the one article, or how many articles there are."""

    @property
    def name(self) -> str:
        """The corpus as the subject of a sentence: "the article", "these 18 articles"."""

    @property
    def source(self) -> str:
        """Outlets and days, for the foot of a chart."""

    @property
    def instruments(self) -> list[str]:
        """The tone instruments, the primary one first."""

    @property
    def focus(self) -> Any:
        """The first measured article, as a corpus of one article."""


@dataclass(frozen=True)
class Finding:
    """A question, the answer as one sentence, and the numbers, chart and evidence behind it.

    Attributes
    ----------
    name
        Names the files of the chart: letters, digits, and hyphens between them.
    question
        What is asked: "Who speaks?"
    claim
        The answer as one plain sentence.
    measure
        What the chart draws, with its unit: the chart's subtitle.
    table
        The numbers drawn.
    alt
        The chart in words, with its main numbers.
    validity
        How far the instrument agrees with human coders; missing where nothing is judged, only counted.
    n, source
        What the numbers rest on, and the articles they come from.
    figure
        The one number to print large: "12 of 20"; empty where there is none.
    evidence
        The rows behind the numbers, strongest first: mark (the part of the chart
        they belong to), article, sentence, start, end (in the source text), text,
        context (the sentence), because (the rule, word or score).
    status
        "found": the numbers support the claim. "unclear": the interval includes
        zero or the rows do not differ. "lacking": the corpus is too small, and
        the claim says what is needed.
    topic
        The chapter it belongs to: "voices", "tone", …; set by the package.
    limits
        What the numbers do not show, in one sentence.
    function
        The function of `analysis.findings` that computes it; set by the package.
    draw
        Draws the chart into a frame; missing where a sentence says it all.

    """

    name: str
    question: str
    claim: str
    measure: str
    table: pd.DataFrame
    alt: str
    validity: tier.Badge | None = None
    n: str = ""
    source: str = ""
    figure: str = ""
    evidence: pd.DataFrame = field(default_factory=lambda: evidence([]))
    status: Literal["found", "unclear", "lacking"] = "found"
    topic: str = ""
    limits: str = ""
    function: str = ""
    draw: Draw | None = None

    def strongest(self, most: int = 5) -> pd.DataFrame:
        """The first rows of the evidence, one for each sentence."""
        return self.evidence.drop_duplicates(["article", "sentence"]).head(most)

    @property
    def foot(self) -> str:
        """The line under the chart: source, n, and agreement with human coders."""
        parts = [f"Source: {self.source}" if self.source else "", f"n = {self.n}" if self.n else ""]
        if self.validity is not None:
            parts.append(f"Validity: {self.validity.short}")
        return ". ".join(filter(None, parts)) + "."

    def svg(self, size: str = "page", *, prefix: str = "", leads: Collection[object] = ()) -> str:
        """The chart as SVG text for a page, drawn at that size.

        Its colours follow the theme of the page, its letters can be searched,
        and each mark shows its words when it is pointed at or focused.

        Parameters
        ----------
        size
            One of `frame.SIZES`.
        prefix
            Makes the ids inside unique on the page.
        leads
            Those marks of the evidence that the page shows, at the id
            `<prefix><name>-e<mark>`; marks of the chart link to them.
        """
        from analysis.findings import files

        return files.svg(self, size, prefix=prefix, leads=leads)

    def save(self, folder: Path | str, sizes: str | Sequence[str] = "page") -> tuple[Path, ...]:
        """Write the chart as SVG, PNG and PDF, its numbers as CSV and its alt text; return the paths.

        Parameters
        ----------
        folder
            Where the files go; it is made if it is not there. The page size is
            written there, other sizes in a folder of their name inside it.
        sizes
            Names of `frame.SIZES`, in a list or with commas between them, or "all".

        Raises
        ------
        FindingError
            If there is no such size, or the folder cannot be written to.
        """
        from analysis.findings import files

        return files.save(self, Path(folder), sizes)

    def record(self) -> dict[str, Any]:
        """The finding as JSON types, for `findings.json`: without chart and evidence."""
        rows = json.loads(self.table.to_json(orient="records", date_format="iso", default_handler=str))
        return {
            "name": self.name,
            "topic": self.topic,
            "question": self.question,
            "claim": self.claim,
            "status": self.status,
            "validity": None if self.validity is None else self.validity.record(),
            "n": self.n,
            "source": self.source,
            "measure": self.measure,
            "alt": self.alt,
            "table": rows,
        }

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        from analysis.findings import html

        return {"text/html": html.shown(self), "text/plain": self.text}

    @property
    def text(self) -> str:
        """The finding as lines of text: claim, numbers, validity."""
        lines = [self.claim, *([self.alt] if self.alt != self.claim else [])]
        if self.validity is not None:
            lines.append(f"{self.validity.dots} {self.validity.label}: {self.validity.detail}")
        if self.n:
            lines.append(f"n = {self.n}.")
        return "\n".join(lines)


def evidence(rows: Sequence[dict[str, Any]] | pd.DataFrame) -> pd.DataFrame:
    """Rows of evidence with the columns of `EVIDENCE`, those not given missing.

    >>> evidence([{"article": "a", "sentence": 1, "text": "said"}]).columns.tolist()[:3]
    ['mark', 'article', 'sentence']
    """
    frame = pd.DataFrame(rows) if not isinstance(rows, pd.DataFrame) else rows
    return frame.reindex(columns=list(EVIDENCE)).reset_index(drop=True)


def in_context(rows: pd.DataFrame, sentences: tables.Sentences) -> pd.DataFrame:
    """Rows that have article and sentence, with the sentence's text as `context`."""
    texts = sentences[["article", "sentence", "text"]].rename(columns={"text": "context"})
    return rows.merge(texts, on=["article", "sentence"], how="left", validate="many_to_one")


def lacking(name: str, question: str, needs: str, **more: Any) -> Finding:
    """A finding that the corpus is too small for; the claim says in one sentence what it needs.

    >>> lacking("trend", "How does tone change?", "A trend needs articles of 2 days; here is 1.").status
    'lacking'
    """
    return Finding(
        name=name, question=question, claim=needs, measure="", table=pd.DataFrame(), alt=needs,
        status="lacking", **more,
    )  # fmt: skip


def described(found: Finding, **changes: Any) -> Finding:
    """The finding with some of its attributes changed."""
    return replace(found, **changes)


def proof(row: Any, most: int = 200) -> str:
    """One row of evidence as HTML: its sentence, the words that count marked.

    >>> proof({"context": "The bridge will hold, she said.", "text": "The bridge will hold"})
    '<mark>The bridge will hold</mark>, she said.'
    """
    context, text = (tidy(row[name]) if pd.notna(row[name]) else "" for name in ("context", "text"))
    at, text = _within(context, text)
    if at < 0:
        return escape(shortened(context or text, most))
    before, after = context[:at], context[at + len(text) :]
    spare = max(40, most - len(text)) // 2
    if len(before) > spare:
        before = "…" + before[-spare:].partition(" ")[2]
    if len(after) > spare:
        after = after[:spare].rpartition(" ")[0] + "…"
    return f"{escape(before)}<mark>{escape(shortened(text, most))}</mark>{escape(after)}"


def _within(context: str, text: str) -> tuple[int, str]:
    """Where a text begins in its sentence and how much of it is there; -1 where it is not.

    Evidence may run on into the next sentence, or be interrupted by its speaker.
    """
    at, size = (_find(context, text), len(text)) if text else (-1, 0)
    while at < 0 and size > 12:
        size = text.rfind(" ", 0, size)
        at = _find(context, text[:size]) if size > 12 else -1
    return at, text[:size].rstrip(" ,;") if at >= 0 else text


def _find(context: str, text: str) -> int:
    """Where a text is in its sentence, as whole words if it can be: "May" is not in "Mayor"."""
    whole = re.search(rf"(?<!\w){re.escape(text)}(?!\w)", context)
    return whole.start() if whole else context.find(text)
