"""The command `workbook fetch`: pages from addresses, human-coded sets, corpora."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.command.arguments import GOLD, add_folder, seconds

if TYPE_CHECKING:
    from analysis.corpus.progress import Progress

_DESCRIPTION = """\
Download pages, human-coded sets or corpora. A set's or corpus's licence is shown first.

  workbook fetch urls list.txt --contact ida@university.example
  workbook fetch gold
  workbook fetch corpus --list
"""


def add(commands: Any) -> None:
    """Add the command and its arguments."""
    command: argparse.ArgumentParser = commands.add_parser(
        "fetch",
        help="download pages from a list of addresses, public human-coded sets, or corpora",
        description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument(
        "what",
        choices=["urls", "gold", "corpus"],
        help="pages from addresses, human-coded sets, or a corpus of several outlets",
    )
    command.add_argument(
        "names",
        nargs="*",
        metavar="NAME",
        help="urls: a file with an address on each line, a CSV with a column url, an RSS or Atom feed, or "
        "the address of a feed; gold: which sets (default: all); corpus: which corpora",
    )
    command.add_argument(
        "--list", action="store_true", help="gold, corpus: list what there is, without downloading"
    )
    add_folder(command, "--gold", GOLD)
    add_folder(command, "--out", "folder for a corpus (default: corpora/) or for pages (default: pages/)")
    _add_manners(command)
    command.set_defaults(act=act)


def _add_manners(command: argparse.ArgumentParser) -> None:
    urls = command.add_argument_group(
        "fetch urls", "robots.txt is obeyed; run again, the command fetches only what is missing"
    )
    urls.add_argument("--contact", metavar="MAIL", help="where sites can write to; sent with requests")
    urls.add_argument(
        "--pause",
        metavar="S",
        type=seconds,
        default=1.0,
        help="seconds between requests to one site (default: 1)",
    )
    limit = "do not store pages larger than this (default: 20)"
    urls.add_argument("--max-mb", metavar="MB", type=float, default=20, help=limit)
    urls.add_argument("--private", action="store_true", help="also fetch from hosts inside private networks")


def act(asked: argparse.Namespace) -> int:
    """Fetch what is asked for and return the exit code: 2 where no page was stored."""
    from analysis.corpus import progress

    if asked.list and asked.what != "urls":
        return _list(asked.what)
    with progress.shown() as shows:
        return {"urls": _urls, "gold": _gold, "corpus": _corpus}[asked.what](asked, shows)


def _list(what: str) -> int:
    from analysis import gold

    for name, about in (gold.corpora() if what == "corpus" else gold.sets()).items():
        print(f"{name:18} {about['title']}; licence: {about['licence']}")
    return 0


def _urls(asked: argparse.Namespace, progress: Progress) -> int:
    from analysis import fetch

    if len(asked.names) != 1:
        raise fetch.FetchError(
            "name one file of addresses or the address of a feed: workbook fetch urls FILE"
        )
    out = asked.out or Path("pages")
    how = {"contact": asked.contact, "pause": asked.pause, "private": asked.private}
    limit = int(asked.max_mb * 1e6)
    counts = fetch.urls(asked.names[0], out, max_bytes=limit, say=progress.say, progress=progress, **how)
    progress.end()
    stored, later = counts["stored"], counts["try again"]
    total = f"{sum(counts.values()):,} pages"
    print(f"Fetched {stored:,} of {total} into {out}/; addresses.csv lists each address.")
    if later:
        print(f"  {later:,} may come later: run the same command again")
    if stored:
        print(f"  workbook run {out / 'pages'}")
    return 0 if stored else 2


def _gold(asked: argparse.Namespace, progress: Progress) -> int:
    from analysis import gold

    for name in asked.names or [None]:
        gold.fetch(name, gold.folder(asked.gold), **_reports(progress))
    return 0


def _corpus(asked: argparse.Namespace, progress: Progress) -> int:
    from analysis import gold

    if not asked.names:
        raise gold.GoldError(f"name a corpus to fetch. There are: {', '.join(gold.corpora())}.")
    out, kept, reports = asked.out or Path("corpora"), gold.folder(asked.gold), _reports(progress)
    for name in asked.names:
        made = gold.fetch_corpus(name, out, kept, **reports)
        reports["say"](f"  workbook run {made}")
    return 0


def _reports(progress: Progress) -> dict[str, Any]:
    """What prints the lines of a download, and what shows how many files there are already."""

    def say(line: str) -> None:
        progress.end()
        print(line, flush=True)

    def count(name: str, done: int, total: int) -> None:
        if not done:
            progress.step("fetching", f"files of {name}", total)
        progress.reach(done)

    return {"say": say, "count": count}
