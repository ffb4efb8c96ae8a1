"""The sidecar: a table beside the articles that says what is known about each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from analysis.load import facts
from analysis.load.facts import Facts
from analysis.load.problem import Problem, RefusedError
from analysis.load.rows import holds_text

NAME = "articles.csv"
# The column that says which file a row is about.
FILE = ("sourcefile", "file", "filename", "path")
NO_SIDECAR = "To tell of the articles beside it, it needs a column named source_file and none with a text."


@dataclass
class Sidecar:
    """What a sidecar says, by the name its rows give; `name` is its own."""

    name: str
    rows: dict[str, tuple[int, Facts]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def about(self, local: str) -> list[Facts]:
        """What it says about a file or a part of one, the most particular first.

        A row that names a table or an archive speaks for all that is in it.

        >>> whole = Sidecar("articles.csv", {"week.csv": (1, Facts(outlet="The Herald"))})
        >>> whole.about("week.csv#row 7")[0].outlet
        'The Herald'
        """
        said = []
        while local:
            if local in self.rows:
                self.used.add(local)
                said.append(self.rows[local][1])
            local = local.rpartition("#")[0]
        return said

    def idle(self, read: set[str]) -> Iterator[Problem]:
        """The rows about a part of one of the files read that is not in it."""
        for local, (row, _) in self.rows.items():
            if "#" in local and local not in self.used and local.partition("#")[0] in read:
                yield Problem(self.name, f"row {row}", f"it is about '{local}', which is not in that file.")


def is_sidecar(header: list[str]) -> bool:
    """Whether a table with these columns is a sidecar: it names files, and holds no text.

    >>> is_sidecar(["source_file", "outlet"]), is_sidecar(["source_file", "text"])
    (True, False)
    """
    return any(facts.plain(name) in FILE for name in header) and not holds_text(header)


def sidecar(
    name: str,
    records: Iterator[tuple[int, Mapping[str, str]] | RefusedError],
    exists: Callable[[str], bool],
    day_first: bool | None,
) -> tuple[Sidecar, list[Problem]]:
    """The sidecar in a table, and what is wrong with it.

    Parameters
    ----------
    name
        The sidecar's own name, for problems.
    records
        Its rows, numbered.
    exists
        Whether the folder it stands in holds a file of this name.
    day_first
        How to read 03/04/2025; see `days.day`.
    """
    made, problems = Sidecar(name), []
    for item in records:
        if isinstance(item, RefusedError):
            problems.append(Problem(name, item.place, item.problem))
            continue
        row, record = item
        place = f"row {row}"
        named = {facts.plain(column): column for column in reversed(list(record))}
        column = next(named[spelling] for spelling in FILE if spelling in named)
        local = record[column].strip().replace("\\", "/").removeprefix("./")
        if not local:
            problems.append(Problem(name, place, f"its column {column} is empty: it is about no file."))
        elif not exists(local.partition("#")[0]):
            problems.append(
                Problem(name, place, f"there is no file '{local}' in the folder of this sidecar.")
            )
        elif local in made.rows:
            problems.append(
                Problem(
                    name, place, f"'{local}' stands in row {made.rows[local][0]} already; that row is used."
                )
            )
        else:
            said, wrong = facts.stated(
                {key: value for key, value in record.items() if key != column}, day_first
            )
            made.rows[local] = (row, said)
            if wrong:
                problems.append(Problem(name, place, f"about '{local}': {' '.join(wrong)}"))
    return made, problems
