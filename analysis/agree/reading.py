"""Read coding sheets back, and name row by row what in them cannot be used."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.agree.asking import Question, check_questions
from analysis.agree.forms import CODES, AgreeError, Codes, Sample
from analysis.agree.sheets import FIXED, Sheet, alike, cell_text, checked, open_sheet, shown_columns
from analysis.tables import PROBLEMS, Problems

SAME_TEXT = 0.85  # of the characters; below, a row shows another text, not the same one damaged


def read_sheet(
    paths: Path | str | Iterable[Path | str], sample: Sample, asked: Sequence[Question]
) -> tuple[Codes, Problems]:
    """Read coding sheets back, and name row by row what in them cannot be used.

    Nothing is dropped: every row, question and coder has a row in the codes, whose
    code is missing where none was given or where what stands there cannot be used;
    the latter are in the problems, with what stands there. Where a text is not
    the one that was drawn, as after sorting one column only, its answers are not used.
    A sheet whose rows or coder cannot be told is a problem as a whole.

    Parameters
    ----------
    paths
        One sheet or several, CSV or XLSX, of one coder or several.
    sample
        The sample they were made for.
    asked
        The questions they ask.

    Returns
    -------
    Codes
        One row per coder, row and question.
    Problems
        One row per place: changed, missing or added columns, unknown codes, rows
        half filled, dates that a spreadsheet made of codes, rows of another sample,
        rows twice or missing, changed texts, answers of one coder that differ
        between two files.

    Raises
    ------
    AgreeError
        If a file cannot be opened at all.

    """
    sample, asked = checked(sample), check_questions(asked)
    listed = [paths] if isinstance(paths, str | Path) else list(paths)
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    problems: dict[tuple[str, str], list[str]] = {}
    for path in listed:
        sheet = open_sheet(path)
        _Reading(sheet, sample, asked, found, problems).read()
    rows = [
        {"source_file": file, "place": place, "problem": " ".join(said)}
        for (file, place), said in problems.items()
    ]
    ordered = sorted(found.values(), key=lambda row: (row["coder"], row["row"]))
    return CODES.frame(ordered), PROBLEMS.frame(rows)


def codes(paths: Path | str | Iterable[Path | str], sample: Sample, asked: Sequence[Question]) -> Codes:
    """The codes of sheets in which everything is in order.

    As `read_sheet`, for those who do not mean to look at problems.

    Raises
    ------
    AgreeError
        If anything is wrong with any row; the error lists every place.

    """
    given, problems = read_sheet(paths, sample, asked)
    if len(problems):
        told = "\n".join(f"  {p.source_file}, {p.place}: {p.problem}" for p in problems.itertuples())
        raise AgreeError(f"{len(problems)} places in the coding sheets cannot be used:\n{told}")
    return given


class _Reading:
    """One sheet held against its sample, its answers added to those found, its problems named."""

    def __init__(
        self,
        sheet: Sheet,
        sample: Sample,
        asked: Sequence[Question],
        found: dict[tuple[str, str, str], dict[str, Any]],
        problems: dict[tuple[str, str], list[str]],
    ) -> None:
        self.sheet, self.asked, self.found, self.problems = sheet, asked, found, problems
        self.fingerprint = str(sample["sample"].iloc[0])
        self.drawn = {str(row["row"]): row for row in sample.to_dict("records")}

    def name(self, place: str, problem: str) -> None:
        self.problems.setdefault((self.sheet.path.name, place), []).append(problem)

    def read(self) -> None:
        if not self._columns():
            return
        coders = {row["coder"].strip() for row in self.sheet.rows} - {""}
        if len({coder.casefold() for coder in coders}) != 1:
            self.name(
                "column coder",
                f"it names {', '.join(sorted(coders)) or 'nobody'}, but a sheet is of one coder; its "
                "answers are not used.",
            )
            return
        self.coder = sorted(coders)[0]
        stem = self.sheet.path.stem
        named = stem.removeprefix(f"{self.fingerprint}-")
        if named != stem and named.casefold() != self.coder.casefold():
            self.name(
                "whole",
                f"the file is named for {named}, but its rows say {self.coder}; its answers are not used.",
            )
            return
        ours = [row for row in self.sheet.rows if row["sample"].strip() == self.fingerprint]
        times = Counter(row["row"].strip() for row in ours)
        for line, row in zip(self.sheet.lines, self.sheet.rows, strict=True):
            self._row(f"line {line}", row, times)
        for missing in sorted(set(self.drawn) - set(times)):
            self.name(f"row {missing}", "the sheet lacks this row of the sample.")
            self._answers(missing, dict.fromkeys(question.name for question in self.asked), None, "")

    def _columns(self) -> bool:
        columns = self.sheet.columns
        needed = [*FIXED[:3], "text", *(question.name for question in self.asked)]
        missing = [name for name in needed if name not in columns]
        spare = [name for name in columns if name not in {*FIXED, *needed, "note"}]
        for name in missing:
            near = difflib.get_close_matches(name.casefold(), [s.casefold() for s in spare], 1, 0.6)
            like = next((s for s in spare if near and s.casefold() == near[0]), None)
            hint = f" There is {like!r}: was it renamed?" if like else ""
            self.name(f"column {name}", f"the column is missing.{hint} The sheet has {', '.join(columns)}.")
        for name in spare:
            if (twin := re.fullmatch(r"(.+) \(\d+\)", name)) and twin[1] in columns:
                self.name(f"column {name}", f"the column {twin[1]!r} is there twice; the first is read.")
                continue
            written = sum(bool(row[name].strip()) for row in self.sheet.rows)
            if written and name not in shown_columns(columns):
                self.name(
                    f"column {name}",
                    f"it is no part of the sheet and is not read; {written} of its cells are filled.",
                )
        if lost := [name for name in (*FIXED[:3], "text") if name in missing]:
            self.name(
                "whole", f"no answer is used, since without {', '.join(lost)} no row can be told for sure."
            )
        return not lost

    def _row(self, line: str, cells: dict[str, str], times: Counter[str]) -> None:
        row, found = cells["row"].strip(), cells["sample"].strip()
        filled = [q.name for q in self.asked if cells.get(q.name, "").strip()]
        told = ", ".join(f"{name} {cells[name].strip()!r}" for name in filled) or "nothing"
        place = f"{line} ({row or 'no row'})"
        if found != self.fingerprint:
            self.name(
                place,
                f"it is of sample {found or '(none)'}, but this one is {self.fingerprint}; not used: {told}.",
            )
            return
        if row not in self.drawn:
            near = [known for known in self.drawn if row.isdigit() and int(known[1:]) == int(row)]
            hint = f" A spreadsheet may have shortened {near[0]!r}." if near else ""
            self.name(place, f"there is no row {row!r} in the sample.{hint} Not used: {told}.")
            return
        if not cells["coder"].strip():
            self.name(place, f"it names no coder; it is taken for {self.coder}'s.")
        if times[row] > 1:
            self.name(place, f"row {row} stands here {times[row]} times; none of them is used: {told}.")
            self._answers(row, dict.fromkeys(q.name for q in self.asked), None, "")
            return
        same = alike(cells["text"], cell_text(self.drawn[row]["text"]))
        if same < SAME_TEXT:
            self.name(
                place,
                "the text is not the one drawn, so the answers may belong to another (was one column "
                f"sorted alone?); not used: {told}.",
            )
            self._answers(row, dict.fromkeys(q.name for q in self.asked), cells.get("note"), line)
            return
        if same < 1:
            self.name(place, "the text was changed, though it is still the one drawn; its answers are used.")
        if filled and len(filled) < len(self.asked):
            blank = [q.name for q in self.asked if q.name not in filled]
            self.name(place, f"the row is half filled: {', '.join(blank)} has no answer.")
        answers: dict[str, str | None] = {}
        for question in self.asked:
            given = cells.get(question.name, "")
            answers[question.name], wrong = question.read(given) if given.strip() else (None, "")
            if wrong:
                self.name(f"{place}, column {question.name}", wrong)
        self._answers(row, answers, cells.get("note"), line)

    def _answers(self, row: str, answers: Mapping[str, str | None], note: str | None, line: str) -> None:
        drawn = self.drawn[row]
        for question, code in answers.items():
            key = (self.coder.casefold(), row, question)
            fresh = {
                "coder": self.coder,
                "row": row,
                "question": question,
                "item": drawn["item"],
                "article": drawn["article"],
                "code": code,
                "note": (note or "").strip() or None,
                "repeat": not pd.isna(drawn["repeats"]),
            }
            earlier = self.found.get(key)
            before = None if earlier is None else earlier["code"]
            if earlier is not None and None not in (before, code) and before != code:
                self.name(
                    f"{line} ({row}), column {question}",
                    f"{self.coder} gave {code!r} here, {before!r} in another file; neither is used.",
                )
                fresh["code"] = None
            elif earlier is not None and code is None:
                fresh = {**earlier, "note": earlier["note"] or fresh["note"]}
            self.found[key] = fresh
