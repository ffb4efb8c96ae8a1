"""A corpus and everything measured in it: tables in memory, or read from a run's folder when asked for."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis import tables

if TYPE_CHECKING:
    from analysis import findings

HERE = Path(__file__).parents[1]


class CorpusError(ValueError):
    """A corpus that cannot be measured, or a place its results cannot go to."""


@dataclass(frozen=True)
class Answer:
    """Claims, shown in bold."""

    claims: tuple[str, ...]

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        text = " ".join(self.claims)
        return {"text/markdown": f"**{text}**", "text/plain": text}


class Measured:
    """A corpus and everything measured in it, table by table.

    Each attribute is a table of `analysis.tables`; `problems` lists what could
    not be read. Given tables are held; those of a folder are read when they are
    first asked for, so that whoever needs one table does not wait for all.

    Parameters
    ----------
    folder
        What `write` or a run has made, for the tables not given.
    given
        Tables by name.

    Raises
    ------
    CorpusError
        If a name given is no table of a corpus, or one is missing and there is no folder.

    """

    articles: tables.Articles
    problems: tables.Problems
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
    estimates: tables.Estimates
    validity: tables.Validity

    def __init__(self, folder: Path | None = None, **given: pd.DataFrame) -> None:
        if strange := sorted(set(given) - set(NAMES)):
            raise CorpusError(f"a corpus has no table {', '.join(strange)}. It has: {', '.join(NAMES)}.")
        if folder is None and (absent := [name for name in NAMES if name not in given]):
            raise CorpusError(f"a corpus needs all its tables; missing: {', '.join(absent)}.")
        self._folder = folder
        vars(self).update(given)

    def __getattr__(self, name: str) -> pd.DataFrame:
        """A table that is not read yet."""
        folder = vars(self).get("_folder")
        if name not in NAMES or folder is None:
            raise AttributeError(f"{type(self).__name__!r} has no attribute {name!r}")
        frame = tables.read(tables.ALL[name], folder / f"{name}.parquet")
        setattr(self, name, frame)
        return frame

    def items(self) -> Iterator[tuple[str, pd.DataFrame]]:
        """Every table with its name, in order."""
        for name in NAMES:
            yield name, getattr(self, name)

    @property
    def used(self) -> tables.Articles:
        """The articles that are measured."""
        return self.articles[self.articles["left_out"].isna()]

    @property
    def instruments(self) -> list[str]:
        """The tone instruments, the primary one first."""
        return list(dict.fromkeys(self.scores["instrument"]))

    @property
    def names(self) -> dict[str, str]:
        """What to call each article: its headline, or the file it came from."""
        headlines = self.articles["headline"].fillna(self.articles["source_file"])
        return dict(zip(self.articles["article"], headlines, strict=True))

    @property
    def name(self) -> str:
        """What to call the corpus in a sentence."""
        return "the article" if len(self.used) == 1 else f"these {len(self.used):,} articles"

    @property
    def title(self) -> str:
        """The corpus as a title: its article's headline, or how many articles there are."""
        names = [self.names[article] for article in self.used["article"]]
        return names[0] if len(names) == 1 else f"{len(names):,} articles"

    @property
    def source(self) -> str:
        """The outlets and days of the articles, for the foot of a chart."""
        used = self.used
        outlets = used["outlet"].dropna().unique()
        days = used["published"].dropna()
        named = ", ".join(outlets) if len(outlets) <= 3 else f"{len(outlets)} outlets"
        parts = [named] if len(outlets) else [self.title if len(used) == 1 else f"{len(used):,} articles"]
        if len(days):
            first, last = (f"{day.day} {day:%B %Y}" for day in (days.min(), days.max()))
            parts.append(first if first == last else f"{first} to {last}")
        return ", ".join(parts)

    @property
    def n(self) -> str:
        """How much the measures rest on, for the foot of a chart."""
        articles = "1 article" if len(self.used) == 1 else f"{len(self.used):,} articles"
        return f"{len(self.sentences):,} sentences of {articles}"

    @property
    def focus(self) -> Measured:
        """The first measured article alone, for close reading."""
        return self.only(self.used["article"].iloc[0])

    def search(self, query: str | None = None, **filters: Any) -> Measured:
        """The articles that a query finds and filters keep, as a corpus; see `analysis.corpus.search`.

        Parameters
        ----------
        query
            Words in headline and text: `bridge NEAR ferry`, `ferr* NOT "toll bridge"`.
        filters
            `since` and `until`, the first and last day; `where`, a filter such as `words > 200`; `name`, what
            to call the subset; and values of columns of `articles`, a list of them for any.

        Raises
        ------
        CorpusError
            If a query or filter cannot be read, or no article matches.

        """
        from analysis.corpus.search import search

        return search(self, query, **filters)

    def __repr__(self) -> str:
        counts = {"sentences": self.sentences, "attributions": self.quotes, "mentions": self.mentions}
        held = ", ".join(f"{len(table):,} {name}" for name, table in counts.items())
        articles = "1 article" if len(self.used) == 1 else f"{len(self.used):,} articles"
        return f"<corpus of {articles} ({self.source}): {held}>"

    def _repr_html_(self) -> str:
        """The first articles, and what can be done with the corpus."""
        shown = self.used[["outlet", "published", "headline", "words"]].head(8)
        table = shown.to_html(index=False, border=0, na_rep="–", justify="left")
        tables_of = ", ".join(f"{name} ({len(table):,})" for name, table in self.items() if len(table))
        return f"<p><b>{escape(repr(self)[1:-1])}</b></p>{table}<p><small>Tables: {tables_of}</small></p>"

    def show(self, finding: Callable[..., findings.Finding], **options: Any) -> findings.Finding:
        """A finding of this corpus, for the end of a notebook's cell: `material.show(findings.speakers)`."""
        return finding(self, **options)

    def answer(self, *asked: Callable[..., findings.Finding]) -> Answer:
        """The claims of some findings in bold, for the top of a notebook."""
        return Answer(tuple(finding(self).claim for finding in asked))

    def using(self, instrument: str) -> Measured:
        """The same corpus with another tone instrument as the primary one.

        Raises
        ------
        CorpusError
            If no score is by that instrument.
        """
        if instrument not in self.instruments:
            raise CorpusError(
                f"no tone is scored by {instrument!r}. There are: {', '.join(self.instruments)}."
            )
        first = self.scores["instrument"] == instrument
        scores = pd.concat([self.scores[first], self.scores[~first]], ignore_index=True)
        return Measured(**{**dict(self.items()), "scores": scores})

    def only(self, article: str) -> Measured:
        """One article and what was measured in it.

        Raises
        ------
        CorpusError
            If there is no such article.

        """
        if article not in set(self.used["article"]):
            there = ", ".join(self.used["article"].head(5))
            raise CorpusError(f"no article {article!r} is measured. The first of those that are: {there}.")
        return Measured(
            **{
                name: table[table["article"] == article].reset_index(drop=True)
                if "article" in table
                else table
                for name, table in self.items()
            }
        )


# The tables of a corpus, in order: those the class declares.
NAMES = tuple(name for name in Measured.__annotations__ if name in tables.ALL)


def shelf(name: str) -> Path:
    """The folder `notebooks` or `seeds`, in the clone or inside the installed package."""
    for folder in (HERE.parent / name, HERE / name):
        if folder.is_dir():
            return folder
    raise CorpusError(
        f"the folder {name}/ came neither with this installation nor beside it. Clone the repository."
    )


def where(paths: Sequence[str | Path] | str | Path | None = None) -> list[Path]:
    """The paths of a corpus: those given, else what WORKBOOK_CORPUS names, else the seeds."""
    if paths is None or paths == []:
        named = os.environ.get("WORKBOOK_CORPUS")
        return [Path(part) for part in named.split(os.pathsep)] if named else [shelf("seeds")]
    return [Path(paths)] if isinstance(paths, str | Path) else [Path(path) for path in paths]


def write(measured: Measured, folder: Path) -> list[Path]:
    """Write every table, as Parquet and CSV; what was written comes back."""
    folder.mkdir(parents=True, exist_ok=True)
    return [
        path for name, table in measured.items() for path in tables.write(table, tables.ALL[name], folder)
    ]


def read(folder: Path) -> Measured:
    """The tables that `write` or a run left in a folder, each read when it is first asked for.

    Raises
    ------
    CorpusError
        If there are no tables.

    """
    if not (folder / "articles.parquet").exists():
        raise CorpusError(f"{folder} holds no tables. Make them with: workbook tables PATH --out DIR")
    return Measured(folder)


def digest(*parts: Any) -> str:
    """A name made from everything given, the same on every machine."""
    hashed = hashlib.sha256()
    for part in parts:
        hashed.update(part if isinstance(part, bytes) else str(part).encode("utf-8", "surrogatepass"))
        hashed.update(b"\0")
    return hashed.hexdigest()
