"""The command `workbook`, also `python -m analysis`.

Heavy imports wait inside the functions that need them, so that `--help` is at once.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from analysis import __version__

_DESCRIPTION = """\
Measure how news articles tell their story, and see the evidence for every number.

  workbook run                      the article that came with the workbook
  workbook run my-articles/         your own: a folder, files, or a zip of them
  workbook run news.csv --out out/  a table with a column of texts
  workbook tables big/ --out out/   the tables alone, of a corpus of any size; goes on where it was stopped
  workbook lab my-articles/         explore them in JupyterLab
"""

_ARTICLES = "files, folders, globs or zips (default: seeds/)"


class _Command(argparse.ArgumentParser):
    """A command; where it reads articles, its help names the kinds of file, which take a moment to import."""

    def format_help(self) -> str:
        """The help."""
        if any(action.help == _ARTICLES for action in self._actions):
            from analysis.load.registry import READ

            self.epilog = f"Read are {READ}."
        return super().format_help()


def parser() -> argparse.ArgumentParser:
    """The command line, as `--help` prints it."""
    top = argparse.ArgumentParser(
        prog="workbook", description=_DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    top.add_argument("--version", action="version", version=f"workbook {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=_Command)

    run = commands.add_parser(
        "run", help="measure articles, run the notebooks on them, make charts and the report"
    )
    run.add_argument("paths", nargs="*", metavar="PATH", help=_ARTICLES)
    _add_out(run, "exports")
    run.add_argument(
        "--sizes",
        metavar="NAMES",
        help="each chart in further sizes too: one-column, slide, card, with commas between, or all",
    )
    run.set_defaults(act=_run)

    tables = commands.add_parser("tables", help="the tables alone, as Parquet and CSV")
    tables.add_argument("paths", nargs="+", metavar="PATH", help=_ARTICLES)
    _add_out(tables, None)
    tables.add_argument(
        "--only",
        choices=["rules", "tone"],
        help="only what word lists and rules give, without the learned instrument: several times faster; "
        "or only the tone of sentences by the news list, without parsing: many times faster",
    )
    tables.set_defaults(act=_tables)

    validate = commands.add_parser("validate", help="measure every instrument against human-coded sets")
    validate.add_argument(
        "--gold", metavar="DIR", type=Path, help="folder of the sets (default: WORKBOOK_GOLD, else the cache)"
    )
    validate.add_argument(
        "--task", metavar="NAME", nargs="+", dest="tasks", help="only these tasks, such as tone-sentence"
    )
    validate.add_argument("--out", metavar="DIR", type=Path, help="folder for the validity table")
    validate.add_argument(
        "--check",
        action="store_true",
        help="fail where a figure falls below the shipped one by more than its interval",
    )
    validate.set_defaults(act=_validate)

    fetch = commands.add_parser("fetch", help="get public human-coded sets or corpora, licence shown first")
    fetch.add_argument(
        "what", choices=["gold", "corpus"], help="human-coded sets, or a corpus of several outlets"
    )
    fetch.add_argument(
        "names", nargs="*", metavar="NAME", help="which of them (default: all sets; a corpus is named)"
    )
    fetch.add_argument("--list", action="store_true", help="say which there are, and fetch nothing")
    fetch.add_argument(
        "--gold", metavar="DIR", type=Path, help="where to put them (default: WORKBOOK_GOLD, else the cache)"
    )
    fetch.add_argument(
        "--out",
        metavar="DIR",
        type=Path,
        default=Path("corpora"),
        help="where a corpus goes (default: corpora/)",
    )
    fetch.set_defaults(act=_fetch)

    lab = commands.add_parser("lab", help="open the notebooks in JupyterLab")
    lab.add_argument("paths", nargs="*", metavar="PATH", help=_ARTICLES)
    _add_order(lab)
    lab.set_defaults(act=_lab)
    return top


def _add_out(command: argparse.ArgumentParser, default: str | None) -> None:
    said = f"folder for the results (default: {default}/)" if default else "folder for the results"
    command.add_argument(
        "--out",
        metavar="DIR",
        type=Path,
        default=default and Path(default),
        required=default is None,
        help=said,
    )
    command.add_argument(
        "--max-mb", metavar="MB", type=float, default=50, help="refuse files larger than this (default: 50)"
    )
    _add_order(command)
    command.add_argument(
        "--workers", metavar="N", type=_number, help="processes to measure with (default: all cores)"
    )
    command.add_argument(
        "--cluster", metavar="ADDRESS", help="measure on a Dask cluster: its scheduler's address or file"
    )


def _add_order(command: argparse.ArgumentParser) -> None:
    order = command.add_mutually_exclusive_group()
    order.add_argument(
        "--day-first", action="store_true", default=None, help="03/04/2025 is 3 April (default: refused)"
    )
    order.add_argument(
        "--month-first", action="store_false", dest="day_first", default=None, help="03/04/2025 is 4 March"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; what comes back is its exit code: 0 done, 2 nothing could be done."""
    asked = parser().parse_args(arguments)
    try:
        return int(asked.act(asked))
    except ValueError as error:
        # Every step's own error is a ValueError whose text is written for the user.
        if not type(error).__module__.startswith("analysis"):
            raise
        print(f"workbook: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # The reader of our output, such as `head`, has had enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("workbook: stopped. What stood there still does; the same command goes on.", file=sys.stderr)
        return 130


def _run(asked: argparse.Namespace) -> int:
    from analysis import corpus

    if asked.sizes is not None:
        from analysis.publish import sizes

        # The notebooks' kernels read it.
        os.environ["WORKBOOK_SIZES"] = ",".join(sizes.chosen(asked.sizes))
    out = corpus.run(asked.paths, asked.out, say=_say, **_how(asked))
    print(f"Made in {out}/:")
    print(f"  report.html   everything, to read in a browser: {(out / 'report.html').resolve()}")
    if (out / "report.pdf").exists():
        print("  report.pdf    the same, to print")
    print("  codebook.html every instrument: what it asks, by which rule, how good it is")
    print("  methods.md    what was done, in words to adapt for a paper; its works in references.bib")
    charts = _count(out / "charts", "*.svg")
    print(f"  charts/       {charts} charts as SVG, PNG and PDF, with numbers and alt text")
    print(f"  tables/       {_count(out / 'tables', '*.csv')} tables as CSV and Parquet")
    print(f"  notebooks/    {_count(out / 'notebooks', '*.ipynb')} notebooks, run on these articles")
    print("  run.json      versions, inputs and codebooks, to repeat the run")
    return 0


def _tables(asked: argparse.Namespace) -> int:
    from analysis import corpus

    out = corpus.run(asked.paths, asked.out, notebooks=False, only=asked.only, say=_say, **_how(asked))
    sheets = _count(out / "tables", "*.csv")
    larger = _count(out / "tables", "*.parquet") > sheets
    kinds = "Parquet, in parts where they are long" if larger else "CSV and Parquet"
    print(f"Made in {out}/: {_count(out / 'tables', '*.parquet')} tables as {kinds}, and run.json")
    return 0


def _how(asked: argparse.Namespace) -> dict[str, Any]:
    """How to read and measure, as the command says."""
    how = {"max_bytes": int(asked.max_mb * 1e6), "workers": asked.workers, "cluster": asked.cluster}
    return how if asked.day_first is None else how | {"day_first": asked.day_first}


def _number(given: str) -> int:
    """A number of at least 1."""
    if not given.isdigit() or int(given) < 1:
        raise argparse.ArgumentTypeError(f"{given!r} is not a number of at least 1")
    return int(given)


def _validate(asked: argparse.Namespace) -> int:
    from analysis import validate

    return validate.run(asked.gold, asked.tasks, asked.out, check=asked.check)


def _fetch(asked: argparse.Namespace) -> int:
    from analysis import gold

    if asked.list:
        for name, about in (gold.corpora() if asked.what == "corpus" else gold.sets()).items():
            print(f"{name:18} {about['title']}; licence: {about['licence']}")
        return 0
    if asked.what == "corpus":
        if not asked.names:
            raise gold.GoldError(f"name a corpus to fetch. There are: {', '.join(gold.corpora())}.")
        for name in asked.names:
            made = gold.fetch_corpus(name, asked.out, gold.folder(asked.gold))
            print(f"  workbook run {made}")
        return 0
    for name in asked.names or [None]:
        gold.fetch(name, gold.folder(asked.gold))
    return 0


def _lab(asked: argparse.Namespace) -> int:
    from analysis import corpus

    paths = corpus.where(asked.paths)
    if missing := [str(path) for path in paths if not path.exists()]:
        raise corpus.CorpusError(f"there is no {', '.join(missing)}.")
    environment = os.environ | {"WORKBOOK_CORPUS": os.pathsep.join(str(path.resolve()) for path in paths)}
    if asked.day_first is not None:
        environment["WORKBOOK_DAY_FIRST"] = str(int(asked.day_first))
    start = corpus.shelf("notebooks") / "00_start_here.ipynb"
    os.execve(sys.executable, [sys.executable, "-m", "jupyterlab", str(start)], environment)


def _say(line: str) -> None:
    print(f"workbook: {line}", file=sys.stderr)


def _count(folder: Path, pattern: str) -> int:
    return sum(1 for _ in folder.glob(pattern))


if __name__ == "__main__":
    sys.exit(main())
