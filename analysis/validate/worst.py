"""The cases an instrument gets most wrong, to be read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import gold as codes
from analysis.validate.measures import Answers, on_shelf
from analysis.validate.measuring import ValidateError
from analysis.validate.sample import Record

READABLE = ("tone-sentence", "tone-target", "loaded-language", "frames-article")


def worst(gold: Path | str | None, task: str, measure: str, *, most: int = 10) -> pd.DataFrame:
    """The units on which an instrument is furthest from the human codes, the furthest first.

    Reading them is the quickest way to learn what a figure means. They are
    shown, not stored: human-coded texts are their owners'.

    Parameters
    ----------
    gold
        A folder of human codes, as for `measure`.
    task
        One whose units can be read one by one: tone-sentence, tone-target,
        loaded-language or frames-article.
    measure
        The instrument, as the validity table names it.
    most
        How many to show.

    Returns
    -------
    DataFrame
        Columns: gold, id, text, human, machine, off. `off` is how far apart the
        two are: for the tone of sentences in standard deviations, each scale
        standardized within the set; for labels their difference; for frames
        the number that only one of the two names.

    Raises
    ------
    ValidateError
        If the units of the task cannot be read one by one, or no instrument of
        that name answers it.

    Examples
    --------
    >>> from analysis.codebook import SHELF
    >>> worst(SHELF / "trials", "tone-sentence", "vader", most=1)["human"].item()
    1.0

    """
    if task not in READABLE:
        raise ValidateError(
            f"the units of {task!r} cannot be read one by one. Those of these can: {READABLE}."
        )
    found = []
    for coded in codes.read(gold, [task]).sets:
        instruments = {one.name: one for one in on_shelf(task, coded.records)[0]}
        if measure not in instruments:
            raise ValidateError(f"no instrument {measure!r} for {task}. There are: {', '.join(instruments)}.")
        answers = instruments[measure].ask(coded.records)
        found.append(_apart(task, coded.records, answers).assign(gold=coded.name))
    if not found:
        raise ValidateError(f"there are no human codes for {task} in {codes.folder(gold)}.")
    table = pd.concat(found).sort_values(
        ["off", "gold", "id"], ascending=[False, True, True], ignore_index=True
    )
    return table[["gold", "id", "text", "human", "machine", "off"]].head(most)


def _apart(task: str, records: Sequence[Record], answers: Answers) -> pd.DataFrame:
    """Each unit with both answers, and how far they are apart."""
    table = pd.DataFrame({"id": [r["id"] for r in records], "text": [r["text"] for r in records]})
    human: list[Any] = [next(r[key] for key in ("value", "label", "frames") if key in r) for r in records]
    machine: list[Any] = [a.get("value", a.get("label")) if isinstance(a, dict) else a for a in answers]
    if task == "frames-article":
        off = [len(set(h) ^ set(m)) for h, m in zip(human, machine, strict=True)]
        return table.assign(human=[sorted(h) for h in human], machine=[sorted(m) for m in machine], off=off)
    both = pd.DataFrame({"human": human, "machine": machine}, dtype=float)
    scaled = (both - both.mean()) / both.std().replace(0, 1) if task == "tone-sentence" else both
    return table.assign(
        human=both["human"], machine=both["machine"], off=(scaled["human"] - scaled["machine"]).abs()
    )
