"""Every instrument against every human-coded set: how good each is, with its interval, beside a floor.

    validate  human codes, the shelf  ->  validity

`validity` gives the table, `run` prints and writes it, `regressions` says what
has become worse. The table that ships with the workbook is made by `run`, and
`analysis.tier` reads from it how strongly a finding may be worded.
"""

from __future__ import annotations

import sys
import tempfile
import textwrap
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import gold as codes
from analysis import tables, tier
from analysis.tables import VALIDITY, Problems, Validity
from analysis.validate.measures import FLOORS, Asked, Measure, on_shelf
from analysis.validate.metrics import METRICS
from analysis.validate.sample import DRAWS, SEED, Figure, Sample

__all__ = ["Measured", "ValidateError", "measure", "regressions", "run", "show", "validity"]

# What stands in the table beside the columns of `tables.VALIDITY`.
FURTHER = ("documents", "floor", "floor_is", "reference", "reference_is", "made_with")
WIDTH = 100  # columns of the printed table


class ValidateError(ValueError):
    """A validation that cannot be made or compared."""


@dataclass(frozen=True)
class Measured:
    """What a validation gave.

    Attributes
    ----------
    table
        One row per set, instrument and figure.
    problems
        Files and lines of human codes that could not be used.
    left_out
        Instruments and sets that were not measured, each with the reason.
    seconds
        How long each instrument took on each set: (task, set, instrument, seconds).

    """

    table: Validity
    problems: Problems
    left_out: tuple[str, ...]
    seconds: tuple[tuple[str, str, str, float], ...]


def validity(
    gold: Path | str | None = None,
    tasks: Iterable[str] | None = None,
    instruments: Mapping[str, Mapping[str, Asked]] | None = None,
) -> Validity:
    """Every instrument against every human-coded set of its task; see `measure`."""
    return measure(gold, tasks, instruments).table


def measure(
    gold: Path | str | None = None,
    tasks: Iterable[str] | None = None,
    instruments: Mapping[str, Mapping[str, Asked]] | None = None,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
    say: Callable[[str], None] | None = None,
) -> Measured:
    """Every instrument against every human-coded set of its task.

    Parameters
    ----------
    gold
        The folder of human codes; see `gold.folder`.
    tasks
        Those wanted; all by default.
    instruments
        For each task, names and functions from coded records to answers, to
        measure in place of those on the shelf.
    draws, seed
        Bootstrap samples, and where their randomness starts. Each figure
        starts anew, so that none depends on what else is measured.
    say
        Is told what is being measured.

    Returns
    -------
    Measured
        `table` has a row per set, instrument and figure. Higher is better in
        every figure. `floor` is what `floor_is` reaches; `tier` stands in the
        rows that decide one (see `analysis.tier`); `reference` is published.

    Raises
    ------
    GoldError
        If there are no human codes to measure on.

    """
    found = codes.read(gold, tasks)
    known = codes.sets()
    rows: list[dict[str, Any]] = []
    left_out: list[str] = []
    seconds: list[tuple[str, str, str, float]] = []
    for coded in found.sets:
        about = known.get(coded.known, {}) if coded.known else {}
        if instruments is None:
            measures, reasons = on_shelf(coded.task, coded.records)
            left_out += [f"{coded.task} on {coded.name}: {reason}." for reason in reasons]
        else:
            measures = [Measure(name, ask) for name, ask in instruments.get(coded.task, {}).items()]
        if not measures:
            continue
        sample = Sample(coded.documents, draws, seed)
        floor_is, floor_ask = FLOORS[coded.task]
        floors = {f.metric: f.value for f in _figures(coded, floor_ask, sample)}
        for one in measures:
            if say:
                say(f"{coded.task} on {coded.name}: {one.name}")
            begun = time.perf_counter()
            try:
                figures = _figures(coded, one.ask, sample)
            except Exception as error:  # an instrument that fails on one set is no reason to lose the rest
                left_out.append(f"{coded.task} on {coded.name}: {one.name} failed: {error!r}.")
                continue
            seconds.append((coded.task, coded.name, one.name, time.perf_counter() - begun))
            rows += [_row(coded, about, one, figure, floors, floor_is, figures) for figure in figures]
    table = VALIDITY.frame(rows)
    return Measured(_typed(table), found.problems, tuple(left_out), tuple(seconds))


def _figures(coded: codes.CodedSet, ask: Asked, sample: Sample) -> list[Figure]:
    answers = ask(coded.records)
    if len(answers) != len(coded.records):
        raise ValidateError(
            f"it gave {len(answers)} answers to {len(coded.records)} texts; it has to give one a text"
        )
    return METRICS[coded.task](coded.records, answers, sample)


def _row(
    coded: codes.CodedSet,
    about: Mapping[str, Any],
    one: Measure,
    figure: Figure,
    floors: Mapping[str, float],
    floor_is: str,
    figures: Sequence[Figure],
) -> dict[str, Any]:
    floor = floors.get(figure.metric)
    if floor is None and figure.metric in ("Pearson r", "Spearman rho"):
        floor = 0.0  # of a constant, which has no correlation
    split = coded.name.rpartition("/")[2]
    cited = [
        said
        for said in about.get("references", ())
        if said["metric"] == figure.metric and split.startswith(said.get("split", ""))
    ]
    decides = next((m for m in tier.DECIDES[coded.task] if any(f.metric == m for f in figures)), None)
    graded = figure.metric == decides and about.get("decides", True)
    return {
        "task": coded.task,
        "gold": coded.name,
        "measure": one.name,
        "metric": figure.metric,
        "value": round(figure.value, 4),
        "low": None if figure.low is None else round(figure.low, 4),
        "high": None if figure.high is None else round(figure.high, 4),
        "n": figure.n,
        "tier": (
            tier.grade(coded.task, figure.metric, figure.low, floor, about.get("human_alpha"))
            if graded
            else None
        ),
        "made_on": date.today(),
        "documents": figure.documents,
        "floor": None if floor is None else round(floor, 4),
        "floor_is": None if floor is None else floor_is,
        "reference": cited[0]["value"] if cited else None,
        "reference_is": cited[0]["by"] if cited else None,
        "made_with": one.made_with,
    }


def _typed(table: Validity) -> Validity:
    """The table with its further columns there even where it has no row."""
    for column in FURTHER:
        if column not in table:
            table[column] = None
    return table.astype({"floor": "float64", "reference": "float64", "documents": "Int64"})


def run(
    gold: Path | str | None = None,
    tasks: Iterable[str] | None = None,
    out: Path | str | None = None,
    *,
    check: bool = False,
) -> int:
    """What `workbook validate` does: measure, print, write; what comes back is the exit code.

    Parameters
    ----------
    gold, tasks
        As in `measure`.
    out
        The folder that `validity.csv` and `validity.parquet` are written to;
        nothing is written without one. Both appear whole or not at all.
    check
        Compare with the shipped table, and give 1 where a figure fell below it
        by more than its interval.

    Returns
    -------
    int
        0; or 1 where `check` found that a figure fell.

    Raises
    ------
    GoldError
        If there are no human codes.
    ValidateError
        If nothing could be measured, or `out` cannot be written.

    """

    def say(line: str) -> None:
        if sys.stderr.isatty():
            print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)

    begun = time.perf_counter()
    measured = measure(gold, tasks, say=say)
    say("")
    for problem in measured.problems.itertuples(index=False):
        print(f"workbook: {problem.source_file}, {problem.place}: {problem.problem}", file=sys.stderr)
    for reason in measured.left_out:
        print(f"workbook: not measured: {reason}", file=sys.stderr)
    if not len(measured.table):
        raise ValidateError("no instrument could be measured; the lines above say why.")
    print(show(measured.table))
    slow = sorted(measured.seconds, key=lambda taken: -taken[3])[:3]
    told = f"{len(measured.table)} figures in {time.perf_counter() - begun:.0f} s; most of it: " + ", ".join(
        f"{name} on {coded} {taken:.0f} s" for _, coded, name, taken in slow
    )
    print("\n" + textwrap.fill(told, WIDTH))
    if out is not None:
        print("Written: " + ", ".join(str(path) for path in _write(measured.table, Path(out))))
    if not check:
        return 0
    fallen = regressions(measured.table, tier.validity())
    for row in fallen.itertuples(index=False):
        now = "not measured" if pd.isna(row.now) else f"{row.now:.3f}"
        print(
            f"workbook: {row.measure} on {row.gold}: {row.metric} was {row.value:.3f} "
            f"({row.low:.3f} to {row.high:.3f}), now {now}.",
            file=sys.stderr,
        )
    return 1 if len(fallen) else 0


def _write(table: Validity, out: Path) -> list[Path]:
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=out) as scratch:
            made = tables.write(table, VALIDITY, scratch)
            for path in made:
                path.replace(out / path.name)
    except OSError as error:
        raise ValidateError(f"{out} cannot be written: {error.strerror or error}.") from error
    return [out / path.name for path in made]


def regressions(now: Validity, shipped: Validity) -> pd.DataFrame:
    """The shipped figures that are no longer reached: now below the lower end of the shipped interval.

    Parameters
    ----------
    now
        What was measured now.
    shipped
        What was measured before. Sets that were not measured now say nothing.

    Returns
    -------
    DataFrame
        The shipped rows concerned, and `now`: the value measured, missing
        where the set was measured and the figure was not.

    """
    key = list(VALIDITY.key)
    there = shipped.merge(
        now[["task", "gold"]].drop_duplicates(), on=["task", "gold"], validate="many_to_one"
    )
    both = there.merge(
        now[[*key, "value"]].rename(columns={"value": "now"}), on=key, how="left", validate="one_to_one"
    )
    fallen = both["now"].isna() | (both["now"] < both["low"].fillna(both["value"]))
    return both[fallen].reset_index(drop=True)


def show(table: Validity) -> str:
    """The table as text, 100 columns wide: a block for each set, floors and published figures beside."""
    lines: list[str] = []
    for (task, coded), block in table.groupby(["task", "gold"], sort=False):
        first = block.iloc[0]
        lines += ["", f"{task} on {coded}  ({first['documents']:,} documents)"]
        lines.append(
            f"  {'measure':21} {'metric':28} {'value':>6}  {'95% interval':15} {'n':>6} {'floor':>5} "
            f"{'publ.':>5} tier"
        )
        for name, rows in block.groupby("measure", sort=False):
            for place, row in enumerate(rows.itertuples(index=False)):
                interval = "" if pd.isna(row.low) else f"{row.low:.3f} to {row.high:.3f}"
                floor = "" if pd.isna(row.floor) else f"{row.floor:.3f}"
                cited = "" if pd.isna(row.reference) else f"{row.reference:.3f}"
                graded = "" if pd.isna(row.tier) else row.tier
                lines.append(
                    f"  {str(name) if not place else '':21} {row.metric:28} {row.value:6.3f}  {interval:15} "
                    f"{row.n:6,} {floor:>5} {cited:>5} {graded}".rstrip()
                )
        notes = [f"floor: {first['floor_is']}"] if pd.notna(first["floor_is"]) else []
        notes += [f"published: {said}" for said in block["reference_is"].dropna().unique()]
        lines += [
            line
            for note in notes
            for line in textwrap.wrap(note, WIDTH, initial_indent="  ", subsequent_indent="    ")
        ]
    return "\n".join(lines).lstrip("\n")
