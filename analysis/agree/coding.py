"""The coding of a sheet by one coder, question by question, every answer saved: all but the view."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from analysis.agree.asking import Question, check_questions
from analysis.agree.forms import AgreeError
from analysis.agree.sheets import FIXED, Sheet, check_coder, open_sheet, save

BACK, FORWARD = ",", "."  # beside each other on the keyboard, and no code's first letter
HOME_ROW = "asdfghjkl"  # where the fingers rest, for codes that have no letter of their own

# The views of this session by file: opening a file again takes it over from the earlier view.
_open: dict[Path, Coding] = {}


def keys(question: Question) -> dict[str, str]:
    """The key for each code: the code itself, or its first letter, or a key of the home row.

    >>> keys(Question("tone", "How bright?", {"-1": "dark", "0": "neutral", "1": "bright"}))
    {'a': '-1', 's': '0', 'd': '1'}
    >>> keys(Question("quarrel", "Is there one?", {"yes": "yes", "no": "no"}))
    {'y': 'yes', 'n': 'no'}

    """
    codes = list(question.codes)
    if all(len(code) == 1 and code not in (BACK, FORWARD) for code in codes):
        return {code.casefold(): code for code in codes}
    letters = [code[0].casefold() for code in codes]
    if len(set(letters)) == len(codes) and all(letter.isalpha() for letter in letters):
        return dict(zip(letters, codes, strict=True))
    return dict(zip(HOME_ROW, codes, strict=False))


class Coding:
    """The coding of one sheet by one coder, without any view: what is asked, answered, saved.

    Every answer is saved to the file before the next question is put. Where
    saving fails the question stays, and the error says why. Opening goes on where
    coding stopped: at the first question without an answer.

    Parameters
    ----------
    path
        A CSV sheet from `agree.write_sheets`.
    coder
        Who codes; the sheet has to be hers.
    asked
        The questions of the sheet.

    Raises
    ------
    AgreeError
        If the sheet is another coder's, lacks a question, is being coded
        elsewhere, or holds an answer that is no code.

    """

    def __init__(self, path: Path | str, coder: str, asked: Sequence[Question]) -> None:
        self.path = Path(path).resolve()
        self.coder, self.asked = coder, check_questions(asked)
        check_coder(coder)
        if self.path.suffix.lower() != ".csv":
            raise AgreeError(
                f"{self.path.name} is not coded here: the view takes the CSV sheet, a spreadsheet the XLSX."
            )
        self.sheet = open_sheet(self.path)
        self._check()
        earlier = _open.pop(self.path, None)
        if earlier is not None:
            earlier.close()
        self._lock()
        _open[self.path] = self
        self.closed = False
        self.place = 0
        self.next_open()

    def _check(self) -> None:
        name = self.path.name
        needed = [*FIXED[:3], "text", *(question.name for question in self.asked)]
        missing = [column for column in needed if column not in self.sheet.columns]
        if missing:
            raise AgreeError(
                f"{name} lacks the columns {', '.join(missing)}. It has {', '.join(self.sheet.columns)}."
            )
        if not self.sheet.rows:
            raise AgreeError(f"{name} has no rows to code.")
        others = {row["coder"] for row in self.sheet.rows} - {self.coder}
        if others:
            raise AgreeError(
                f"{name} is the sheet of {', '.join(sorted(others)) or 'nobody'}, not of {self.coder}: each "
                "coder has a file of her own, from agree.write_sheets(..., coders=[...])."
            )
        if len({row["sample"] for row in self.sheet.rows}) > 1:
            raise AgreeError(f"{name} holds rows of more than one sample. agree.read_sheet names them.")
        if "note" not in self.sheet.columns:
            self.sheet.columns.append("note")

    @property
    def count(self) -> int:
        """Number of questions in all: rows times questions."""
        return len(self.sheet.rows) * len(self.asked)

    @property
    def done(self) -> int:
        """Number of questions answered with a code."""
        return sum(self._answered(place) for place in range(self.count))

    @property
    def row(self) -> Mapping[str, str]:
        """The row in view."""
        return self.sheet.rows[self.place // len(self.asked)]

    @property
    def question(self) -> Question:
        """The question in view."""
        return self.asked[self.place % len(self.asked)]

    def _answered(self, place: int) -> bool:
        question = self.asked[place % len(self.asked)]
        given = self.sheet.rows[place // len(self.asked)].get(question.name, "")
        return question.read(given)[0] is not None if given.strip() else False

    def answer(self, given: str) -> None:
        """Take an answer to the question in view, save it, and go on to the next.

        Raises
        ------
        AgreeError
            If it is no code, or it could not be saved; then nothing was changed.

        """
        code, wrong = self.question.read(given)
        if code is None:
            raise AgreeError(wrong)
        self._write(self.question.name, code)
        if self.place < self.count - 1:
            self.place += 1

    def press(self, key: str) -> None:
        """Take a key: one of a code, or ',' to go back and '.' to go on.

        Raises
        ------
        AgreeError
            If the key stands for nothing here, or more than one came before the next
            question was in view: it would answer what had not been read.

        """
        if key == BACK:
            self.move(-1)
        elif key == FORWARD:
            self.move(1)
        elif len(key) != 1:
            raise AgreeError(
                f"keys came faster than the texts ({key!r}), and the last was not taken. Look at what is "
                "asked now, then press one key."
            )
        elif (code := keys(self.question).get(key.casefold())) is not None:
            self.answer(code)
        else:
            there = ", ".join(f"{k} for {c}" for k, c in keys(self.question).items()) or "none: type a number"
            raise AgreeError(
                f"the key {key!r} stands for nothing here. Keys: {there}; {BACK} back, {FORWARD} on."
            )

    def note(self, written: str) -> None:
        """Save a note beside the row in view."""
        if written != self.row.get("note", ""):
            self._write("note", written)

    def move(self, by: int) -> None:
        """Go back (below 0) or on, without an answer."""
        self.place = min(max(self.place + by, 0), self.count - 1)

    def next_open(self) -> None:
        """Go to the first question without an answer, or stay at the last."""
        self.place = next((place for place in range(self.count) if not self._answered(place)), self.count - 1)

    def _write(self, column: str, value: str) -> None:
        if self.closed:
            raise AgreeError(
                f"{self.path.name} was opened again elsewhere; code on there. Nothing was saved here."
            )
        at = self.place // len(self.asked)
        changed = [*self.sheet.rows]
        changed[at] = {**changed[at], column: value}
        fresh = Sheet(self.path, self.sheet.columns, changed, self.sheet.lines, self.sheet.seen)
        try:
            self.sheet = save(fresh, self.asked)
        except OSError as error:
            raise AgreeError(
                f"nothing was saved: {error}. Is the file open in a spreadsheet, or the disk full?"
            ) from error

    @property
    def _lock_path(self) -> Path:
        return self.path.with_name(f".{self.path.name}.lock")

    def _lock(self) -> None:
        """Say beside the file who codes it; a lock left by a crash is taken over."""
        mine = {
            "process": os.getpid(),
            "machine": socket.gethostname(),
            "since": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        }
        for _ in range(2):
            try:
                with self._lock_path.open("x", encoding="utf-8") as file:
                    json.dump(mine, file)
                return
            except FileExistsError:
                held = self._held()
                if _alive(held):
                    raise AgreeError(
                        f"{self.path.name} is being coded in process {held.get('process')} on "
                        f"{held.get('machine')} since {held.get('since')}. Close it there, or, if nobody "
                        f"codes it, delete {self._lock_path.name}."
                    ) from None
                self._lock_path.unlink(missing_ok=True)
        raise AgreeError(f"{self.path.name} was opened elsewhere at the same moment. Try again.")

    def _held(self) -> dict[str, Any]:
        try:
            held = json.loads(self._lock_path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return held if isinstance(held, dict) else {}

    def close(self) -> None:
        """Give the file back, so that it can be opened elsewhere."""
        self.closed = True
        if self._held().get("process") == os.getpid():
            self._lock_path.unlink(missing_ok=True)
        if _open.get(self.path) is self:
            del _open[self.path]


def _alive(held: Mapping[str, Any]) -> bool:
    """Whether the process that holds a lock still runs; one on another machine is taken to run."""
    process, machine = held.get("process"), held.get("machine")
    if not isinstance(process, int) or not machine:
        return False
    if machine != socket.gethostname():
        return True
    if process == os.getpid():
        return False  # a view of this session that was lost with its variable
    if os.name == "nt":
        import ctypes

        handle = ctypes.windll.kernel32.OpenProcess(0x1000, False, process)  # type: ignore[attr-defined]
        if handle:
            ctypes.windll.kernel32.CloseHandle(handle)  # type: ignore[attr-defined]
        return bool(handle)
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
