"""Asks every instrument about every human-coded set, and puts what comes back into one table."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from analysis import gold as codes
from analysis import tier
from analysis.tables import VALIDITY, Problems, Validity
from analysis.validate.floors import FLOORS
from analysis.validate.measures import Asked, Measure, on_shelf
from analysis.validate.metrics import METRICS
from analysis.validate.sample import DRAWS, SEED, Figure, Sample

# What stands in the table beside the columns of `tables.VALIDITY`.
FURTHER = ("documents", "floor", "floor_is", "reference", "reference_is", "made_with")


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
