"""What can go wrong with what is given, each as one line that says where, what and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

LINES_ALIKE = 10  # problems that are the same of whole files
LINES_PER_FILE = 20  # problems of one file shown one by one; the rest of them are counted in one line


class LoadError(ValueError):
    """Nothing could be read from what was given."""


class LoadWarning(UserWarning):
    """Something could not be read, or is left out of measuring; the rest was read."""


class RefusedError(LoadError):
    """One file, entry or row cannot be read; reading goes on with the next."""

    def __init__(self, problem: str, place: str = "whole") -> None:
        super().__init__(problem)
        self.problem = problem
        self.place = place


@dataclass(frozen=True)
class Problem:
    """One thing that could not be read: where, and what is wrong."""

    source_file: str
    place: str
    problem: str

    @property
    def line(self) -> str:
        """The problem as one line.

        >>> Problem("week.jsonl", "line 3", "the record has no text.").line
        'week.jsonl, line 3: the record has no text.'
        """
        where = self.source_file if self.place == "whole" else f"{self.source_file}, {self.place}"
        return f"{where}: {self.problem}"


def merged(problems: Iterable[Problem]) -> list[Problem]:
    """The problems with those of one place told in one line, in the order given."""
    told: dict[tuple[str, str], list[str]] = {}
    for problem in problems:
        texts = told.setdefault((problem.source_file, problem.place), [])
        if problem.problem not in texts:
            texts.append(problem.problem)
    return [Problem(*where, " ".join(texts)) for where, texts in told.items()]


def shortened(problems: Iterable[Problem]) -> list[str]:
    """One line per problem; past twenty of one file, or ten of files alike, one that counts the others."""
    shown: list[str] = []
    seen: Counter[str] = Counter()
    alike: Counter[str] = Counter()
    for problem in problems:
        if problem.place == "whole":
            alike[problem.problem] += 1
            if alike[problem.problem] > LINES_ALIKE:
                continue
        seen[problem.source_file] += 1
        if seen[problem.source_file] <= LINES_PER_FILE:
            shown.append(problem.line)
    for text, count in alike.items():
        if count > LINES_ALIKE:
            shown.append(f"{count - LINES_ALIKE:,} more files like these: {text}")
    for source_file, count in seen.items():
        if count > LINES_PER_FILE:
            shown.append(
                f"{source_file}: {count - LINES_PER_FILE:,} more problems of this file are not shown here; "
                "the problems table lists them all."
            )
    return shown
