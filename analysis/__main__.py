"""The command `workbook`, also `python -m analysis`.

Slow imports are inside the functions that need them, so that `--help` is fast.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis import __version__
from analysis.command import fetch
from analysis.command.arguments import (
    ARTICLES,
    GOLD,
    Command,
    add_day_order,
    add_folder,
    add_run,
    number,
    run_options,
)

if TYPE_CHECKING:
    from analysis.corpus.progress import Progress

_DESCRIPTION = """\
Measure how news articles tell their story, and see the evidence for every number.

  workbook run                      the article that comes with the workbook
  workbook run my-articles/         your own: a folder, files, or a zip of them
  workbook run news.csv --out out/  a table with a column of texts
  workbook tables big/ --out out/   only the tables, of a corpus of any size; continues after an interruption
  workbook lab my-articles/         explore them in JupyterLab, in copies of the notebooks
  workbook app my-articles/         explore them in the browser, without notebooks
"""

_LAB = """\
Copy the notebooks for these articles to workbook-lab/NAME/ in the current folder, and open the first in
JupyterLab, which runs it. Run again, the command updates the copies that you have not changed and keeps
the others. Arguments for JupyterLab come last, after --.

  workbook lab my-articles/ --out seminar/ -- --ServerApp.ip=0.0.0.0
"""

_APP = """\
Serve the panel for these articles with Voila: choose a chart, click a mark, read the sentences behind it.
By default, only this computer can open it. Arguments for Voila come last, after --.

  workbook app my-articles/ --port 8870 -- --Voila.ip=0.0.0.0
"""

_INTERRUPTED = "workbook: Interrupted. Existing output is unchanged; run the same command to resume."


def parser() -> argparse.ArgumentParser:
    """The command line, as `--help` prints it."""
    top = argparse.ArgumentParser(
        prog="workbook", description=_DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    top.add_argument("--version", action="version", version=f"workbook {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", parser_class=Command)

    run = commands.add_parser(
        "run", help="measure articles, run the notebooks on them, make charts and the report"
    )
    run.add_argument("paths", nargs="*", metavar="PATH", help=ARTICLES)
    add_run(run, "exports")
    run.add_argument(
        "--sizes",
        metavar="NAMES",
        help="also draw each chart in these sizes: one-column, slide, card, separated by commas, or all",
    )
    run.add_argument(
        "--by",
        metavar="COLUMN",
        default="outlet",
        help="compare the articles by this column of articles.csv (default: outlet)",
    )
    run.set_defaults(act=_run)

    tables = commands.add_parser("tables", help="make only the tables, as Parquet and CSV")
    tables.add_argument("paths", nargs="+", metavar="PATH", help=ARTICLES)
    add_run(tables, None)
    tables.add_argument(
        "--only",
        choices=["rules", "tone"],
        help="rules: without the learned instrument, several times faster; "
        "tone: only the tone of sentences by the news list, without parsing, many times faster",
    )
    tables.set_defaults(act=_tables)

    validate = commands.add_parser("validate", help="compare every instrument with human-coded sets")
    add_folder(validate, "--gold", GOLD)
    validate.add_argument(
        "--task", metavar="NAME", nargs="+", dest="tasks", help="only these tasks, for example tone-sentence"
    )
    add_folder(validate, "--out", "folder for the validity table")
    check = "exit with 1 if a figure is below the interval of the shipped one"
    validate.add_argument("--check", action="store_true", help=check)
    validate.set_defaults(act=_validate)

    fetch.add(commands)

    lab = _add_served(commands, "lab", "copy the notebooks for these articles; open them in JupyterLab", _LAB)
    add_folder(lab, "--out", "folder for the notebooks (default: workbook-lab/NAME/)")
    lab.set_defaults(act=_lab)

    app = _add_served(commands, "app", "explore these articles in the browser, without notebooks", _APP)
    app.set_defaults(act=_app)
    return top


def _add_served(commands: Any, name: str, does: str, described: str) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(
        name, help=does, description=described, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    command.add_argument("paths", nargs="*", metavar="PATH", help=ARTICLES)
    command.add_argument(
        "--port", metavar="N", type=number, help="port to serve at (default: the first free one)"
    )
    command.add_argument("--no-browser", action="store_true", help="print the address only")
    add_day_order(command)
    command.set_defaults(further=[])
    return command


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code: 0 if it is done, 1 if a check failed, 2 for an error."""
    given, further = _split(sys.argv[1:] if arguments is None else list(arguments))
    if not given:
        parser().print_help(sys.stderr)
        return 2
    asked = parser().parse_args(given)
    if further:
        asked.further = further
    try:
        return int(asked.act(asked))
    except ValueError as error:
        # The errors of the package are ValueErrors whose text is written for the user.
        if not type(error).__module__.startswith("analysis"):
            raise
        print(f"workbook: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # What reads the output, such as `head`, has ended.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print(f"\n{_INTERRUPTED}", file=sys.stderr)
        return 130


def _split(arguments: list[str]) -> tuple[list[str], list[str]]:
    """The arguments of `lab` and `app`, and those after `--` that they pass on; of others, all."""
    if arguments[:1] not in (["lab"], ["app"]) or "--" not in arguments:
        return arguments, []
    at = arguments.index("--")
    return arguments[:at], arguments[at + 1 :]


def _run(asked: argparse.Namespace) -> int:
    from analysis import corpus

    with _shown() as progress:
        from analysis.findings.frame import chosen

        sizes = ",".join(chosen(f"page,{asked.sizes or ''}"))
        how = {"sizes": sizes, "by": asked.by, "say": progress.say, "progress": progress}
        out = corpus.run(asked.paths, asked.out, **how, **run_options(asked))
    from analysis import report

    print("\n".join(["", *report.main_findings(out), ""]))
    print(f"Open {(out / 'report.html').resolve()}")
    pdf = "report.pdf, " if (out / "report.pdf").exists() else ""
    print(f"In {out}/: {pdf}brief.md, findings.json, codebook.html, methods.md, references.bib, run.json,")
    parts = {"charts": "*.svg", "tables": "*.parquet", "notebooks": "*.ipynb"}
    print("  " + ", ".join(f"{name}/ ({_count(out / name, pattern)})" for name, pattern in parts.items()))
    return 0


def _tables(asked: argparse.Namespace) -> int:
    from analysis import corpus

    with _shown() as progress:
        how = {"notebooks": False, "only": asked.only, "say": progress.say, "progress": progress}
        out = corpus.run(asked.paths, asked.out, **how, **run_options(asked))
    sheets = _count(out / "tables", "*.csv")
    larger = _count(out / "tables", "*.parquet") > sheets
    kinds = "Parquet, in parts where they are long" if larger else "CSV and Parquet"
    print(f"Made in {out}/: {_count(out / 'tables', '*.parquet')} tables as {kinds}, and run.json")
    return 0


def _validate(asked: argparse.Namespace) -> int:
    with _shown() as progress:
        progress.step("reading the human-coded sets")
        from analysis import validate

        def step(line: str) -> None:
            progress.step(f"measuring {line}") if line else progress.end()

        return validate.run(asked.gold, asked.tasks, asked.out, check=asked.check, step=step)


def _lab(asked: argparse.Namespace) -> int:
    from analysis.corpus import lab

    return lab.lab(asked.paths, asked.out, say=_shown().say, **_served(asked))


def _app(asked: argparse.Namespace) -> int:
    from analysis.corpus import lab

    return lab.app(asked.paths, **_served(asked))


def _served(asked: argparse.Namespace) -> dict[str, Any]:
    how = {"port": asked.port, "browser": not asked.no_browser, "further": asked.further}
    return how | {"day_first": asked.day_first}


def _shown() -> Progress:
    from analysis.corpus import progress

    return progress.shown()


def _count(folder: Path, pattern: str) -> int:
    return sum(1 for _ in folder.glob(pattern))


if __name__ == "__main__":
    sys.exit(main())
