"""The main job: measure a corpus, run the notebooks on it, bind the report, and put it all in place.

A run keeps what it has measured in the folder `.measured` inside its results:
the parts (see `store`), the lock, and the results as they are being made. A run
that was stopped, however it was, is continued by the same command. The folder
may be deleted at any time; the next run then measures everything again.
"""

from __future__ import annotations

import contextlib
import errno
import json
import platform
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

import analysis
from analysis import codebook
from analysis.corpus.measured import CorpusError, Measured, where
from analysis.corpus.progress import Progress

if TYPE_CHECKING:
    from analysis.corpus.selection import Selection

# What a run puts into its folder.
MADE = (
    "tables", "notebooks", "charts", "report.html", "report.pdf", "brief.md", "findings.json",
    "codebook.html", "methods.md", "references.bib", "run.json",
)  # fmt: skip
KEPT = ".measured"  # what it keeps there to go on with


def run(
    paths: Sequence[str | Path] | None,
    out: Path,
    *,
    notebooks: bool = True,
    only: str | None = None,
    sizes: str = "page",
    by: str = "outlet",
    part: int | None = None,
    workers: int | None = None,
    cluster: str | None = None,
    ordinary: int | None = None,
    say: Callable[[str], None] = print,
    progress: Progress | None = None,
    selection: Selection | None = None,
    **options: Any,
) -> Path:
    """Measure a corpus and, unless told otherwise, run the notebooks on it and bind the report.

    The corpus may be larger than memory; see `tabling` for what is held.
    Results appear whole: they are made in a folder of their own and moved into
    place at the end. What an earlier run left in `out` is replaced; other files
    there are not touched. Articles that a run into `out` has measured before,
    finished or not, are not measured again.

    Parameters
    ----------
    paths
        The corpus, as for `measure`.
    out
        The folder for the results.
    notebooks
        Whether to run the notebooks and make charts and report.
    only
        Measure only this: "rules", all but the learned instrument, or "tone", by the news
        word list, which needs no parse. There are then no notebooks.
    sizes
        Sizes of the charts: "page", and with commas between them "one-column", "slide", "card"; or "all".
    by
        The column of the articles whose values are the groups that the report compares.
    part, workers, ordinary
        Articles measured together, processes (all cores if not given), and
        articles up to which a table is one file. The files do not depend on the
        first two.
    cluster
        The address of a Dask scheduler, or its scheduler file, to measure there.
    say
        Receives a line for each problem met.
    progress
        Shows what is being done.
    selection
        Which articles to measure, by a query or filter on what is read; all if not given.
    options
        Handed to `load.stream`.

    Returns
    -------
    Path
        The folder, now holding `tables/`, `run.json` and, with notebooks,
        `notebooks/`, `charts/` and `report.html`.

    Raises
    ------
    CorpusError
        If there is nothing to measure, if `out` cannot be written, holds
        something that no run has made, or is being written by another run.

    """
    from analysis.corpus.lock import lock
    from analysis.corpus.writing import ORDINARY

    started = time.time()
    _refuse_foreign(out)
    progress = progress or Progress()
    progress.step("reading the articles")
    corpus = [str(path.resolve()) for path in where(paths)]
    kept = out / KEPT
    with _writable(out), contextlib.ExitStack() as stack:
        stack.enter_context(_tidied(out, lock(kept / "lock")))
        shutil.rmtree(kept / "making", ignore_errors=True)  # what a killed run was making
        kernels = None
        if notebooks and only is None:
            from analysis.corpus.kernels import Kernels

            kernels = stack.enter_context(Kernels())
        _make(
            corpus, out, kept, started, kernels, only, sizes, by, say, progress,
            ORDINARY if ordinary is None else ordinary,
            {"part": part, "workers": workers, "cluster": cluster, "selection": selection, **options},
            options,
        )  # fmt: skip
    return out


def _make(
    corpus: list[str],
    out: Path,
    kept: Path,
    started: float,
    kernels: Any,
    only: str | None,
    sizes: str,
    by: str,
    say: Callable[[str], None],
    progress: Progress,
    ordinary: int,
    how: dict[str, Any],
    options: dict[str, Any],
) -> None:
    from analysis.corpus import tabling
    from analysis.corpus.measured import read
    from analysis.corpus.store import Store, write_whole

    store = Store(kept / "parts")
    selection: Selection | None = how["selection"]
    plan = tabling.plan(corpus, store, only=only, say=say, progress=progress, **how)
    name, note = tabling.fingerprint(plan, only, ordinary, selection), kept / "done.json"
    same = plan.measured == 0 and tabling.finished(out / "tables", note, name)
    if same and kernels is None and (out / "run.json").exists():
        _tell(json.loads(note.read_text(encoding="utf-8"))["told"], say)
        say(f"nothing has changed since {out} was made; it stays as it is.")
        return
    made = kept / "making"
    made.mkdir()
    try:
        progress.step("writing the tables")
        rows = tabling.tabulate(plan, store, made / "tables", ordinary=ordinary)
        told = [*_lines(plan.problems), *_left(plan.left_out, len(plan.articles))]
        if selection is not None:
            told.append(selection.line)
            options = options | {"search": selection.search, "where": selection.where}
        _tell(told, say)
        if kernels is not None:
            measured = read(made / "tables")
            _publish(measured, corpus, made, kernels, sizes, by, options, say, progress)
        record = _record(plan, rows, corpus, only, started, ordinary)
        record["subset"] = None if selection is None else selection.record()
        if kernels is not None:
            from analysis import report

            report.methods(made, dict(measured.items()), record)
        write_whole(made / "run.json", (json.dumps(record, indent=2) + "\n").encode())
        store.prune()
        note.unlink(missing_ok=True)
        _move(made, out)
        done = {"name": name, "files": tabling.files(out / "tables"), "told": told}
        write_whole(note, json.dumps(done).encode())
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextlib.contextmanager
def _writable(out: Path) -> Iterator[None]:
    """Say what to do where the system cannot write."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise CorpusError(
                f"there is no room for {out}: {error.strerror}. What is measured so far is kept in "
                f"{out / KEPT}. Make room and give the same command again; it goes on from there."
            ) from error
        raise CorpusError(
            f"{out} cannot be written: {error.strerror}. Choose another folder with --out."
        ) from error


@contextlib.contextmanager
def _tidied(out: Path, lock: contextlib.AbstractContextManager[None]) -> Iterator[None]:
    """Hold a lock, and remove the folders that were made for nothing once it is let go."""
    held = False
    try:
        with lock:
            held = True
            yield
    finally:
        for folder in (out / KEPT / "parts", out / KEPT, out) if held else ():
            with contextlib.suppress(OSError):
                folder.rmdir()


def _publish(
    measured: Measured,
    corpus: list[str],
    made: Path,
    kernels: Any,
    sizes: str,
    by: str,
    options: dict[str, Any],
    say: Callable[[str], None],
    progress: Progress,
) -> None:
    """Charts, report and brief from the findings, while the notebooks run."""
    from concurrent.futures import ThreadPoolExecutor

    from analysis import report
    from analysis.corpus.notebooks import execute

    made = made.absolute()  # running notebooks change the working folder
    with ThreadPoolExecutor(1) as pool:
        ran = pool.submit(execute, corpus, made, options, kernels, progress)
        report.publish(measured, made, sizes=sizes, by=by, code=_code(corpus, options))
        ran.result()
    progress.step("printing the report as PDF")
    _print(made, say)


def _code(corpus: list[str], options: dict[str, Any]) -> str:
    """The line of Python that measures the same articles.

    >>> _code(["/data/news"], {"max_bytes": 50_000_000, "search": None, "where": "words > 200"})
    "material = corpus.measure(['/data/news'], where='words > 200')"
    """
    given = {name: options.get(name) for name in ("search", "where", "day_first")}
    chosen = [f"{name}={value!r}" for name, value in given.items() if value is not None]
    return f"material = corpus.measure({', '.join([repr(corpus), *chosen])})"


def _print(made: Path, say: Callable[[str], None]) -> None:
    """The report as PDF too, where something is there that can print; else a line that says how to get it."""
    from analysis import report

    try:
        if report.pdf(made / "report.html", made / "report.pdf") is None:
            say(f"no report.pdf: neither a browser nor LaTeX was found. {report.HOW}")
    except report.ReportError as error:
        say(f"no report.pdf: {error}")


def _tell(lines: Sequence[str], say: Callable[[str], None]) -> None:
    for line in lines:
        say(line)


def _lines(problems: Sequence[tuple[str, str, str]]) -> list[str]:
    from analysis.load.problem import Problem, shortened

    return shortened(Problem(*problem) for problem in problems)


def _left(reasons: Mapping[str, int], articles: int) -> list[str]:
    """One line that counts each reason for which articles were left out."""
    return [
        f"{number} of {articles} articles listed but not measured: {reason}."
        for reason, number in sorted(reasons.items(), key=lambda item: -item[1])
    ]


def _record(
    plan: Any, rows: dict[str, int], corpus: list[str], only: str | None, started: float, ordinary: int
) -> dict[str, Any]:
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
    # Of a large corpus the articles table lists them, and only their number stands here.
    few = len(plan.articles) <= ordinary
    return {
        "workbook": analysis.__version__,
        "started": pd.Timestamp(started, unit="s", tz="UTC").isoformat(timespec="seconds"),
        "seconds": round(time.time() - started, 1),
        "python": platform.python_version(),
        "packages": {name: metadata.version(name) for name in used},
        "model": None if only == "tone" else parse.model_name(),
        "only": only,
        "corpus": corpus,
        "inputs": plan.inputs if few else f"{len(plan.articles):,} articles; see tables/articles.parquet",
        "codebooks": {
            f"{kind}/{name}": codebook.read(kind, name).sha256
            for kind in ("tone", "frames")
            for name in codebook.names(kind)
        },
        "seed": 1,
        "rows": rows,
    }


def _refuse_foreign(out: Path) -> None:
    """Say no before any work where the results could not be put, or would cover what is not ours."""
    if out.exists() and not out.is_dir():
        raise CorpusError(f"{out} is a file; the results need a folder.")
    if out.is_dir():
        there = [name for name in MADE if (out / name).exists()]
        if there and "run.json" not in there and not (out / KEPT).is_dir():
            raise CorpusError(
                f"{out} already holds {', '.join(there)}, which no run of the workbook made. "
                "Choose another folder."
            )


def _move(made: Path, out: Path) -> None:
    """Put new results in the place of old ones; if that fails midway, put the old ones back.

    `run.json` goes first and comes last, so that results without it are known to be half replaced.
    """
    aside = Path(tempfile.mkdtemp(prefix=".replaced-", dir=made))
    moved: list[str] = []
    try:
        for name in reversed(MADE):
            if (out / name).exists():
                (out / name).rename(aside / name)
        for name in MADE:
            moved.append(name)
            if (made / name).exists():
                (made / name).rename(out / name)
    except OSError:
        for name in moved:
            if (out / name).is_dir():
                shutil.rmtree(out / name)
            elif (out / name).exists():
                (out / name).unlink()
        for name in MADE:
            if (aside / name).exists():
                (aside / name).rename(out / name)
        raise
    from analysis.corpus.store import sync_folder

    sync_folder(out)
