"""Arguments that several commands share, and what they mean to the package.

Slow imports are inside the functions that need them, so that `--help` is fast.
"""

from __future__ import annotations

import argparse
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.corpus.selection import Selection

GOLD = "folder of the human-coded sets (default: WORKBOOK_GOLD, else the cache)"
ARTICLES = "files, folders, globs or zips (default: seeds/)"


class Command(argparse.ArgumentParser):
    """A command; if it reads articles, its help ends with the kinds of file that are read."""

    def format_help(self) -> str:
        """The help; what it lists is imported only now."""
        if any(action.help == ARTICLES for action in self._actions):
            from analysis.load.registry import READ

            self.epilog = textwrap.fill(f"Files that are read: {READ}.", 79)
        return super().format_help()


def add_folder(command: Any, flag: str, about: str, **more: Any) -> None:
    """Add an argument that names a folder."""
    command.add_argument(flag, metavar="DIR", type=Path, help=about, **more)


def add_run(command: argparse.ArgumentParser, default: str | None) -> None:
    """Add how articles are read and measured, and the folder for the results."""
    about = f"folder for the results (default: {default}/)" if default else "folder for the results"
    add_folder(command, "--out", about, default=default and Path(default), required=default is None)
    limit = "do not read files larger than this (default: 50)"
    command.add_argument("--max-mb", metavar="MB", type=float, default=50, help=limit)
    command.add_argument(
        "--workers", metavar="N", type=number, help="processes to measure with (default: all cores)"
    )
    command.add_argument(
        "--cluster", metavar="ADDRESS", help="measure on a Dask cluster: its scheduler's address or file"
    )
    add_day_order(command)
    _add_selection(command)


def add_day_order(command: argparse.ArgumentParser) -> None:
    """Add how dates such as 03/04/2025 are read."""
    order = command.add_mutually_exclusive_group()
    order.add_argument(
        "--day-first", action="store_true", default=None, help="03/04/2025 is 3 April (default: unknown)"
    )
    order.add_argument(
        "--month-first", action="store_false", dest="day_first", default=None, help="03/04/2025 is 4 March"
    )


def _add_selection(command: argparse.ArgumentParser) -> None:
    part = command.add_argument_group("a part of the articles", "the others are counted, not measured")
    part.add_argument(
        "--search",
        metavar="QUERY",
        help='only articles with these words: "bridge NEAR ferry", "ferr* NOT boat"; AND, OR, "a phrase"',
    )
    part.add_argument(
        "--where",
        metavar="FILTER",
        help="only articles whose facts match: \"outlet = 'The Hallen Post' and published >= 2031-03-01\"",
    )
    part.add_argument("--subset", metavar="NAME", help="name of this part in run.json and methods.md")


def run_options(asked: argparse.Namespace) -> dict[str, Any]:
    """How to read and measure: keyword arguments of `corpus.run`."""
    measure = {"workers": asked.workers, "cluster": asked.cluster, "selection": _selection(asked)}
    return {"max_bytes": int(asked.max_mb * 1e6), "day_first": asked.day_first, **measure}


def _selection(asked: argparse.Namespace) -> Selection | None:
    """The part of the articles that is asked for; None for all."""
    if asked.search is asked.where is asked.subset is None:
        return None
    from analysis.corpus.selection import Selection

    return Selection(asked.search, asked.where, asked.subset)


def number(given: str) -> int:
    """A number of at least 1.

    >>> number("4")
    4
    """
    if not given.isdigit() or int(given) < 1:
        raise argparse.ArgumentTypeError(f"{given!r} is not a number of at least 1")
    return int(given)


def seconds(given: str) -> float:
    """A number of seconds, zero or more, below a day.

    >>> seconds("1.5")
    1.5
    """
    try:
        value = float(given)
    except ValueError:
        value = -1.0
    if not 0 <= value < 86_400:
        raise argparse.ArgumentTypeError(f"{given!r} is not a number of seconds from 0 to a day")
    return value
