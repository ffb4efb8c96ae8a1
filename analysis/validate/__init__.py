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
from collections.abc import Callable, Iterable
from pathlib import Path

import pandas as pd

from analysis import tables, tier
from analysis.tables import VALIDITY, Validity
from analysis.validate.measuring import Measured, ValidateError, measure, validity
from analysis.validate.worst import worst

__all__ = ["Measured", "ValidateError", "measure", "regressions", "run", "show", "validity", "worst"]

WIDTH = 100  # columns of the printed table


def run(
    gold: Path | str | None = None,
    tasks: Iterable[str] | None = None,
    out: Path | str | None = None,
    *,
    check: bool = False,
    step: Callable[[str], None] | None = None,
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
    step
        Receives what is being measured, and at the end an empty line.

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
    begun = time.perf_counter()
    measured = measure(gold, tasks, say=step)
    if step:
        step("")
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
