"""Runs the steps over a corpus, and the notebooks on it.

Steps never know who runs them, how many articles there are or where they are
kept; this module does. `measure` gives a notebook its tables; `run` is the main
job behind `workbook run`.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from importlib import metadata
from pathlib import Path
from typing import Any

import pandas as pd

import analysis
from analysis import codebook, tables

HERE = Path(__file__).parent
# Set for the notebooks of a run, so that each reads what the run has measured
# instead of measuring it again.
MEASURED = "WORKBOOK_MEASURED"
PART = 25  # articles measured together: enough for the parser's batches, few enough for a bar that moves
MADE = ("tables", "notebooks", "charts", "report.html", "run.json")  # what a run puts into its folder


class CorpusError(ValueError):
    """A corpus that cannot be measured, or a place its results cannot go to."""


@dataclass(frozen=True)
class Measured:
    """A corpus and everything measured in it, table by table.

    Each attribute is a table of `analysis.tables`; `problems` lists what could
    not be read.
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
        """What the measures were taken from, for the foot of a chart."""
        used = self.used
        digest = hashlib.sha256("".join(sorted(used["sha256"])).encode()).hexdigest()
        sha256 = used["sha256"].item() if len(used) == 1 else digest
        outlets = used["outlet"].dropna().unique()
        days = used["published"].dropna()
        told = (
            [", ".join(outlets) if len(outlets) <= 3 else f"{len(outlets)} outlets"] if len(outlets) else []
        )
        if len(days):
            first, last = (f"{day.day} {day:%B %Y}" for day in (days.min(), days.max()))
            told.append(first if first == last else f"{first} to {last}")
        return "; ".join([*told, f"input sha256 {sha256[:8]}"])

    @property
    def n(self) -> str:
        """How much the measures rest on, for the foot of a chart."""
        articles = "1 article" if len(self.used) == 1 else f"{len(self.used):,} articles"
        return f"{len(self.sentences):,} sentences of {articles}"

    @property
    def focus(self) -> Measured:
        """The first measured article alone, for close reading."""
        return self.only(self.used["article"].iloc[0])

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
        kept = {field.name: getattr(self, field.name) for field in fields(self)}
        return Measured(
            **{
                name: table[table["article"] == article].reset_index(drop=True)
                if "article" in table
                else table
                for name, table in kept.items()
            }
        )


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


def measure(paths: Sequence[str | Path] | str | Path | None = None, **options: Any) -> Measured:
    """Every table of a corpus.

    Parameters
    ----------
    paths
        Files, folders, globs; see `where` for what stands in if none are given.
    options
        Handed to `load.read`.

    Raises
    ------
    CorpusError
        If nothing could be read or nothing is left to measure; the error lists why, a line each.

    Examples
    --------
    >>> seed = measure()
    >>> len(seed.articles), seed.sentences["role"].eq("headline").sum().item()
    (1, 1)

    """
    if folder := os.environ.get(MEASURED):
        return read(Path(folder))
    # The parser and its kin take seconds to import; who only reads tables need not wait.
    from tqdm import tqdm

    from analysis import compare, load, tier

    articles, problems = load.read(*where(paths), **options)
    if articles["left_out"].notna().all():
        reasons = load.lines(problems)
        reasons += [f"{row.source_file}: left out, {row.left_out}" for row in articles.itertuples()]
        raise CorpusError("\n".join(["there is no article to measure.", *reasons]))
    # Each step gives the same rows for articles one by one as for all of them,
    # so a corpus is measured in parts, whose parses need not be held together.
    starts = tqdm(range(0, len(articles), PART), desc="measuring", unit="part", disable=None, delay=2)
    parts = [_measured(articles.iloc[start : start + PART].reset_index(drop=True)) for start in starts]
    order = {article: place for place, article in enumerate(articles["article"])}
    made = {
        name: tables.ALL[name].check(
            pd.concat([part[name] for part in parts]).sort_values(
                "article", key=lambda names: names.map(order), kind="stable"
            )
        )
        for name in parts[0]
    }
    scores = made["scores"]
    by_outlet = [compare.tone(some, made["articles"]) for _, some in scores.groupby("instrument", sort=False)]
    return Measured(
        problems=problems,
        estimates=tables.ESTIMATES.check(pd.concat([compare.overall_tone(scores), *by_outlet])),
        validity=tier.validity(),
        **made,
    )


def _measured(articles: tables.Articles) -> dict[str, pd.DataFrame]:
    """Every table that is made article by article."""
    from analysis import actors, clean, framing, match, parse, timeline, tone, voices

    passages = clean.passages(articles)
    articles = clean.articles(articles, passages)
    sentences = parse.sentences(articles, passages)
    documents = parse.documents(sentences)
    mentions = actors.mentions(documents, articles)
    quotes, quotations = voices.quotes(documents, mentions), voices.quotations(documents)
    stretches = voices.voice(sentences, quotes, quotations)
    books = [codebook.read("frames", name) for name in codebook.names("frames")]
    found = {book.name: _voiced(match.hits(sentences, book), stretches) for book in books}
    pieces = {book.name: framing.evidence(found[book.name], book) for book in books}
    toned = [_voiced(tone.hits(sentences, name), stretches) for name in tone.WORDS]
    scores = pd.concat([tone.scores(sentences, name) for name in tone.INSTRUMENTS])
    mostly = voices.by_sentence(stretches, sentences)[["article", "sentence", "voice"]]
    return {
        "articles": articles,
        "passages": passages,
        "sentences": sentences,
        "quotes": quotes,
        "quotations": quotations,
        "voices": stretches,
        "mentions": mentions,
        "labels": actors.labels(documents, mentions, stretches),
        "hidden": actors.hidden_agency(documents, mentions),
        "dates": timeline.dates(documents, articles),
        "hits": pd.concat([*toned, *found.values()]),
        "scores": scores.drop(columns="voice").merge(
            mostly.rename(columns={"sentence": "unit_id"}), on=["article", "unit_id"], how="left"
        ),
        "frames": pd.concat([framing.frames(sentences, pieces[book.name], book) for book in books]),
        "evidence": pd.concat(list(pieces.values())),
    }


def _voiced(hits: tables.Hits, stretches: tables.Voices) -> tables.Hits:
    """Hits with whose words each stands in."""
    from analysis import voices

    return tables.HITS.check(hits.assign(voice=voices.at(stretches, hits)))


def write(measured: Measured, folder: Path) -> list[Path]:
    """Write every table, as Parquet and CSV; what was written comes back."""
    folder.mkdir(parents=True, exist_ok=True)
    return [
        path
        for field in fields(measured)
        for path in tables.write(getattr(measured, field.name), tables.ALL[field.name], folder)
    ]


def read(folder: Path) -> Measured:
    """The tables that `write` left in a folder."""
    kept = {field.name: folder / f"{field.name}.parquet" for field in fields(Measured)}
    return Measured(**{name: tables.read(tables.ALL[name], path) for name, path in kept.items()})


def run(
    paths: Sequence[str | Path] | None,
    out: Path,
    *,
    notebooks: bool = True,
    say: Callable[[str], None] = print,
    **options: Any,
) -> Path:
    """Measure a corpus and, unless told otherwise, run the notebooks on it and bind the report.

    Results appear whole or not at all: they are made in a folder beside `out`
    and moved into place at the end. What an earlier run left in `out` is
    replaced; other files there are not touched.

    Parameters
    ----------
    paths
        The corpus, as for `measure`.
    out
        The folder for the results.
    notebooks
        Whether to run the notebooks and make charts and report.
    say
        Receives a line for each problem met.
    options
        Handed to `load.read`.

    Returns
    -------
    Path
        The folder, now holding `tables/`, `run.json` and, with notebooks,
        `notebooks/`, `charts/` and `report.html`.

    Raises
    ------
    CorpusError
        If there is nothing to measure, or `out` cannot be written or holds
        something that no run has made.

    """
    started = time.time()
    _refuse_foreign(out)
    corpus = [str(path.resolve()) for path in where(paths)]
    with _beside(out) as made:
        measured = measure(corpus, **options)
        _tell(measured, say)
        write(measured, made / "tables")
        if notebooks:
            from analysis import publish

            ran = _run_notebooks(corpus, made, options)
            publish.report(ran, made / "report.html", title=measured.title, source=measured.source)
        record = _record(measured, corpus, started)
        (made / "run.json").write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
        _move(made, out)
    return out


def _tell(measured: Measured, say: Callable[[str], None]) -> None:
    """A line for each problem, and one that counts each reason for which articles were left out."""
    from analysis import load

    for line in load.lines(measured.problems):
        say(line)
    left = measured.articles["left_out"].dropna().str.replace(r"^copy of .*", "a copy of another", regex=True)
    for reason, number in left.value_counts().items():
        say(f"{number} of {len(measured.articles)} articles listed but not measured: {reason}.")


def _run_notebooks(corpus: list[str], made: Path, options: dict[str, Any]) -> list[Path]:
    import logging

    import papermill
    from tqdm import tqdm

    logging.getLogger("papermill").setLevel(logging.ERROR)
    folder = made / "notebooks"
    folder.mkdir()
    (made / "charts").mkdir()
    sources = sorted(shelf("notebooks").glob("[0-9]*.ipynb"))

    def execute(source: Path) -> Path:
        target = folder / source.name
        papermill.execute_notebook(
            str(source),
            str(target),
            parameters={"paths": corpus, "charts": str(made / "charts"), "options": options},
            kernel_name="python3",
            cwd=str(source.parent),
            progress_bar=False,
            log_output=False,
            extra_arguments=["--log-level=50"],  # else each kernel warns of its loopback sockets
        )
        return target

    os.environ[MEASURED] = str(made / "tables")
    workers = max(1, min(len(sources), os.cpu_count() or 1, 4))
    try:
        with ThreadPoolExecutor(workers) as pool:
            ran = pool.map(execute, sources)
            return list(tqdm(ran, total=len(sources), desc="notebooks", unit="", disable=None, delay=2))
    except papermill.PapermillExecutionError as error:
        raise CorpusError(
            f"a notebook failed at its cell {error.exec_count}: {error.ename}: {error.evalue}"
        ) from error
    finally:
        del os.environ[MEASURED]


def _record(measured: Measured, corpus: list[str], started: float) -> dict[str, Any]:
    """What another person needs to check or repeat the run."""
    from analysis import parse

    used = (
        "pandas",
        "numpy",
        "nltk",
        "textblob",
        "vaderSentiment",
        "spacy",
        "nupunkt",
        "ftfy",
        "trafilatura",
        "matplotlib",
    )
    return {
        "workbook": analysis.__version__,
        "started": pd.Timestamp(started, unit="s", tz="UTC").isoformat(timespec="seconds"),
        "seconds": round(time.time() - started, 1),
        "python": platform.python_version(),
        "packages": {name: metadata.version(name) for name in used},
        "model": parse.model_name(),
        "corpus": corpus,
        "inputs": dict(zip(measured.articles["source_file"], measured.articles["sha256"], strict=True)),
        "codebooks": {
            f"{kind}/{name}": codebook.read(kind, name).sha256
            for kind in ("tone", "frames")
            for name in codebook.names(kind)
        },
        "seed": 1,
        "rows": {field.name: len(getattr(measured, field.name)) for field in fields(measured)},
    }


def _refuse_foreign(out: Path) -> None:
    """Say no before any work where the results could not be put, or would cover what is not ours."""
    if out.exists() and not out.is_dir():
        raise CorpusError(f"{out} is a file; the results need a folder.")
    if out.is_dir():
        there = [name for name in MADE if (out / name).exists()]
        if there and "run.json" not in there:
            raise CorpusError(
                f"{out} already holds {', '.join(there)}, which no run of the workbook made. "
                "Choose another folder."
            )


@contextlib.contextmanager
def _beside(out: Path) -> Iterator[Path]:
    """A folder on the same disk as `out`, gone afterwards."""
    try:
        out.resolve().parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{out.resolve().name}-", dir=out.resolve().parent))
    except OSError as error:
        raise CorpusError(
            f"{out} cannot be written: {error.strerror}. Choose another folder with --out."
        ) from error
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _move(made: Path, out: Path) -> None:
    """Put new results in the place of old ones; if that fails midway, put the old ones back."""
    out.mkdir(exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=".replaced-", dir=made))
    moved: list[str] = []
    try:
        for name in MADE:
            if (out / name).exists():
                (out / name).rename(aside / name)
            moved.append(name)
            if (made / name).exists():
                (made / name).rename(out / name)
    except OSError as error:
        for name in moved:
            if (out / name).is_dir():
                shutil.rmtree(out / name)
            elif (out / name).exists():
                (out / name).unlink()
            if (aside / name).exists():
                (aside / name).rename(out / name)
        raise CorpusError(
            f"{out} cannot be written: {error.strerror}. What was there is still there."
        ) from error
