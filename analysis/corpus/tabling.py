"""The tables of a corpus of any size: read, measured and written in parts.

Held in memory are one file as it is read, the parts at work (`PART` articles or
`WORDS` words for each worker, twice), one group of articles as it is written,
and, for each article of the corpus, about half a kilobyte: what tells copies,
where its measures are kept, and its mean tone.
"""

from __future__ import annotations

import contextlib
import gc
import json
import time
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis import tables
from analysis.corpus import store as keeping
from analysis.corpus.measured import CorpusError, digest, where
from analysis.corpus.measuring import PART, measured, nothing, poisoned
from analysis.corpus.progress import Progress
from analysis.corpus.steps import Made, together
from analysis.corpus.store import Row, Store
from analysis.corpus.writing import ORDINARY, Writer, further, groups

if TYPE_CHECKING:
    from analysis.corpus.selection import Selection
    from analysis.load import Problem

WORDS = 50_000  # words measured together, however few articles they are
ALONE = "the process that measured it ended, as it does where memory runs out"


@dataclass
class Plan:
    """What a corpus comes to: its articles in order, each with the part that holds its measures."""

    order: array[int] = field(default_factory=lambda: array("I"))
    articles: array[int] = field(default_factory=lambda: array("Q"))
    problems: list[tuple[str, str, str]] = field(default_factory=list)
    measured: int = 0  # articles measured now
    left_out: dict[str, int] = field(default_factory=dict)
    inputs: dict[str, str] = field(default_factory=dict)  # of a corpus of ordinary size

    @property
    def digest(self) -> str:
        """A name for all that the tables are made of."""
        return digest(self.articles.tobytes(), self.problems)


def work(rows: list[Row], keys: list[str], only: str | None) -> tuple[str, bytes]:
    """Measure a part; what comes back is the name of the measuring code, and the part."""
    with _searched_at_the_end():
        made, failures = measured(frame(rows), only)
        packed = _packed(rows, keys, made, failures)
    return keeping.instruments(), packed


@contextlib.contextmanager
def _searched_at_the_end() -> Iterator[None]:
    """Have Python look for garbage once, when a part is measured, and not time and again meanwhile.

    A part's parses and rows are many objects and hardly any of them garbage, so that searching through
    them takes a tenth of the time of all other steps and finds nothing. By the threshold: spaCy's
    serializer ends in `gc.enable()`, whatever was before.
    """
    usual = gc.get_threshold()
    gc.set_threshold(0)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        if gc.isenabled():
            gc.collect()
            _settled()


@cache
def _settled() -> None:
    """Set aside, once in a process, what was loaded for the first part: it stays, and is no garbage.

    The model and the word lists are a quarter of a million objects, of which no later search is to think.
    """
    gc.freeze()


def _packed(rows: list[Row], keys: list[str], made: Any, failures: Sequence[tuple[str, str, str]]) -> bytes:
    at = {(file, place or "whole"): row["article"] for row in rows for file, _, place in [_place(row)]}
    failed = {at[problem[0], problem[1]]: problem for problem in failures}
    return keeping.pack(keys, rows, made, failed)


def _place(row: Row) -> tuple[str, str, str]:
    return str(row["source_file"]).partition("#")


def frame(rows: Sequence[Row]) -> tables.Articles:
    """Articles as `load.read` gives them."""
    made = tables.ARTICLES.frame(rows)
    return made.astype({name: "str" for name in made if name not in tables.ARTICLES.columns})


def plan(
    paths: Sequence[str | Path],
    store: Store,
    *,
    only: str | None = None,
    part: int | None = None,
    workers: int | None = None,
    cluster: str | None = None,
    say: Callable[[str], None] = print,
    progress: Progress | None = None,
    selection: Selection | None = None,
    **options: Any,
) -> Plan:
    """Read a corpus and measure what the store does not hold yet.

    Parameters
    ----------
    paths
        The corpus.
    store
        Receives the parts.
    only
        One of `steps.ONLY`.
    part
        Articles measured together; if not given, as many as are handy.
    workers
        Processes; all cores if not given.
    cluster
        The address of a Dask scheduler, or its scheduler file, to measure there.
    say
        Takes a line that whoever waits should read.
    progress
        Shows how many articles are measured.
    selection
        Which articles to measure; all if not given. It counts what it keeps.
    options
        Handed to `load.stream`.

    Raises
    ------
    CorpusError
        If the cluster does not answer or runs another version, or nothing is selected.
    OSError
        If a part cannot be written.
    """
    from analysis.corpus.workers import Workers

    made, started = Plan(), time.time()
    progress = progress or Progress()
    with Workers(workers, cluster, say) as crew, progress.here():
        tasks = _shown(_tasks(made, _read(paths, selection, options), store, only, part or PART), progress)
        for task, answer in crew.do(work, tasks):
            number, rows, keys, _ = task
            # Of the parts whose process ended, most are not at fault.
            answer = answer or crew.alone(work, *task[1:])
            if answer is None:
                packed = _one_by_one(crew, rows, keys, only)
            else:
                version, packed = answer
                if version != keeping.instruments():
                    raise CorpusError(
                        f"a worker of {cluster} runs another version of the workbook or its packages. "
                        "Install the same lock there."
                    )
            store.keep(store.used[number], packed)
            made.measured += len(rows)
            progress.reach(made.measured)
    made.problems += _changed(paths, started)
    return made


Task = tuple[int, list[Row], list[str], "str | None"]


def _shown(tasks: Iterator[Task], progress: Progress) -> Iterator[Task]:
    """The tasks; the first begins the step of measuring, whose size is known when the last is read."""
    first = list(islice(tasks, 2))
    if not first:
        return
    articles = sum(len(rows) for _, rows, _, _ in first)
    progress.step("measuring", "articles", articles if len(first) == 1 else None)
    yield from first
    for task in tasks:
        articles += len(task[1])
        yield task
    progress.expect(articles)


def _read(
    paths: Sequence[str | Path], selection: Selection | None, options: dict[str, Any]
) -> Iterator[Row | Problem]:
    """The articles to measure and the problems met, one at a time."""
    from analysis import load

    items = load.stream(*where(list(paths)), **options)
    return items if selection is None else selection.of(items)


def _tasks(
    made: Plan, items: Iterator[Row | Problem], store: Store, only: str | None, part: int
) -> Iterator[Task]:
    """What has to be measured of the articles read, in parts."""
    from analysis.load import Problem

    waiting: list[tuple[Row, str, int]] = []
    words = 0
    for item in items:
        if isinstance(item, Problem):
            made.problems.append((item.source_file, item.place, item.problem))
            continue
        one = keeping.key(item, only)
        made.articles.append(int(item["article"], 16))
        if item["left_out"]:
            reason = "a copy of another" if item["copy_of"] else item["left_out"]
            made.left_out[reason] = made.left_out.get(reason, 0) + 1
        if len(made.articles) <= ORDINARY:
            made.inputs[item["source_file"]] = item["sha256"]
        found = store.find(one)
        made.order.append(0 if found is None else found)
        if found is not None:
            continue
        waiting.append((item, one, len(made.order) - 1))
        words += item["words"]
        if len(waiting) >= part or words >= WORDS:
            yield _task(made, store, waiting, only)
            waiting, words = [], 0
    if waiting:
        yield _task(made, store, waiting, only)


def _task(made: Plan, store: Store, waiting: list[tuple[Row, str, int]], only: str | None) -> Task:
    keys = [one for _, one, _ in waiting]
    number = store.number(keeping.name(keys))
    for _, _, place in waiting:
        made.order[place] = number
    return number, [row for row, _, _ in waiting], keys, only


def _one_by_one(crew: Any, rows: list[Row], keys: list[str], only: str | None) -> bytes:
    """A part whose process ended: each article in one of its own, so that only the one at fault is lost."""
    parts: list[Made] = []
    failures: list[tuple[str, str, str]] = []
    for row in rows:
        articles = frame([row])
        made, failed = crew.alone(measured, articles, only) or poisoned(articles, ALONE, only)
        parts.append(made)
        failures += failed
    whole = {name: pd.concat([made[name] for made in parts]) for name in parts[0]}
    return _packed(rows, keys, whole, failures)


def _changed(paths: Sequence[str | Path], started: float) -> list[tuple[str, str, str]]:
    """The files that were changed or added while the corpus was read."""
    from analysis.load import find

    problems = []
    for file in find.files(where(list(paths)))[0]:
        try:
            told = file.path.stat()
        except OSError:
            continue
        if max(told.st_mtime, told.st_ctime) > started:
            problems.append(
                (
                    file.name,
                    "whole",
                    "it was changed or added while the corpus was read; what is measured is what stood there "
                    "then, if anything did. Run again to measure it as it stands.",
                )
            )
    return problems


def tabulate(made: Plan, store: Store, folder: Path, *, ordinary: int = ORDINARY) -> dict[str, int]:
    """Write the tables of a corpus from its parts; what comes back is how many rows each has.

    Raises
    ------
    CorpusError
        If no article is left to measure; the error lists why, a line each.
    OSError
        If they cannot be written.
    """
    from analysis.load.problem import Problem, merged, shortened

    problems = list(made.problems)
    for number, ids in _failures(made, store):
        failed = store.part(number).failed
        problems += [failed[one] for one in ids if one in failed]
    unmeasured = sum(made.left_out.values()) + len(problems) - len(made.problems)
    told = merged(Problem(*problem) for problem in problems)
    if unmeasured == len(made.articles):
        rows: list[Any] = []
        if made.articles:
            for some, _ in groups(store, made.order, made.articles):
                rows += some["articles"][["source_file", "left_out"]].itertuples(index=False)
        raise nothing(shortened(told), rows)
    writer = Writer(folder, further(store, made.order, made.articles), len(made.articles), ordinary=ordinary)
    summary = _Summary()
    for some, count in groups(store, made.order, made.articles):
        writer.add(some, count)
        summary.add(some)
    writer.close()
    problem_rows = tables.PROBLEMS.frame((each.source_file, each.place, each.problem) for each in told)
    others = {"problems": problem_rows, **summary.made()}
    whole = Writer(folder, {name: _dtypes(name, table) for name, table in others.items()}, 0)
    whole.add(others, 0)
    whole.close()
    made.problems = [(each.source_file, each.place, each.problem) for each in told]
    rows_of = writer.rows | whole.rows
    return {name: rows_of[name] for name in tables.ALL if name in rows_of}


def _dtypes(name: str, table: pd.DataFrame) -> dict[str, str]:
    """The further columns of a table, with their dtypes."""
    return {
        str(column): str(kind)
        for column, kind in table.dtypes.items()
        if column not in tables.ALL[name].columns
    }


def _failures(made: Plan, store: Store) -> Iterator[tuple[int, list[str]]]:
    from analysis.corpus.store import in_order

    failed: dict[int, bool] = {}
    for number, ids in in_order(made.order, made.articles):
        if number not in failed:
            failed[number] = bool(store.part(number).failed)
        if failed[number]:
            yield number, ids


class _Summary:
    """What the tables of all articles together need of each: its outlet, and its mean tone."""

    def __init__(self) -> None:
        self._facts: list[pd.DataFrame] = []
        self._means: list[pd.DataFrame] = []
        self._single: pd.DataFrame | None = None
        self._scored = 0

    def add(self, made: dict[str, pd.DataFrame]) -> None:
        scores = made["scores"]
        scores = scores[scores["unit"] == "sentence"]
        self._facts.append(made["articles"][["article", "outlet"]].astype("category"))
        scored = scores["article"].nunique()
        if self._scored + scored == 1 and scored:
            self._single = scores
        self._scored += scored
        by_article = scores.groupby(["article", "instrument"], sort=False)["tone"].mean().reset_index()
        self._means.append(by_article.astype({"article": "category", "instrument": "category"}))

    def made(self) -> dict[str, pd.DataFrame]:
        facts = pd.concat([some.astype("str") for some in self._facts])
        if self._scored == 1 and self._single is not None:
            return together(facts, tables.SCORES.check(self._single))
        means = pd.concat([some.astype({"article": "str", "instrument": "str"}) for some in self._means])
        means = means.assign(unit="sentence", unit_id=0, target=None, voice=None, words=0)
        return together(facts, tables.SCORES.check(means))


def fingerprint(made: Plan, only: str | None, ordinary: int, selection: Selection | None = None) -> str:
    """A name for the tables of a corpus and how it was selected: the same where they would be the same."""
    chosen = [selection.record()] if selection else []
    return digest(made.digest, keeping.instruments(), only, ordinary, tables.ALL, *chosen)


def finished(folder: Path, note: Path, name: str) -> bool:
    """Whether the tables in a folder are those of this name, and as they were written."""
    try:
        kept = json.loads(note.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(kept.get("name") == name and kept.get("files") == files(folder))


def files(folder: Path) -> dict[str, list[int]]:
    """Each file with its size and the time it was written."""
    if not folder.is_dir():
        return {}
    return {
        path.relative_to(folder).as_posix(): [path.stat().st_size, path.stat().st_mtime_ns]
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
