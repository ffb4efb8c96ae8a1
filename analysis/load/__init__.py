"""Articles out of files: texts, documents, web pages, tables, messages, feeds, archives, and folders of them.

`articles` reads and warns, `read` gives the problems as a table, and `stream`
gives one article or problem at a time, for a corpus larger than memory.

Nothing is lost in silence: each thing that cannot be read is one line that
says where, what is wrong and what to do, and the rest goes on. Facts come, in
order of trust, from the sidecar `articles.csv` in the file's folder, from the
file's own columns, front matter or header of an archive, from a page's metadata,
from web addresses, from what the text itself prints, and last from the file's
name; `outlet_from` and `published_from` say which. A fact that none of them tells is missing.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from analysis.load import find
from analysis.load.language import NAMES
from analysis.load.problem import LoadError, LoadWarning, Problem, merged, shortened
from analysis.load.reading import Reading
from analysis.tables import ARTICLES, PROBLEMS, Articles, Problems

# Set for the notebooks of `workbook lab`, to "1" or "0".
DAY_FIRST = "WORKBOOK_DAY_FIRST"

__all__ = ["MAX_BYTES", "LoadError", "LoadWarning", "Problem", "articles", "lines", "read", "seeds", "stream"]

MAX_BYTES = 50_000_000  # of one file: about 8 million words, far more than any article


def articles(*paths: str | Path, max_bytes: int = MAX_BYTES, day_first: bool | None = None) -> Articles:
    """The articles in files, folders, globs and zips; what cannot be read is warned of, line by line.

    Parameters
    ----------
    paths
        What to read; the seeds if nothing is given. The result does not
        depend on their order.
    max_bytes
        Largest file, or entry of a zip, that is read.
    day_first
        Whether 03/04/2025 means 3 April. By default such a date is a problem,
        and missing, unless the environment variable WORKBOOK_DAY_FIRST is 1 or 0.

    Returns
    -------
    Articles
        One row per article in the order of their names, those of one file as
        they stand in it. Copies of a text read before, and texts not in
        English, are listed with the reason in `left_out`. Further columns:
        `encoding`, `encoding_from` (bom, declared, valid, detected, or format
        where the format itself says it), `url_from`, what columns a sidecar or
        table has beyond the facts, as text, and of the exports of archives
        `database`, `database_id`, `section`, `edition`, `page` and `length`.
        `layout` is what a file says of the parts of a text, for `clean`.

    Warns
    -----
    LoadWarning
        One line per problem (of one file, the first twenty), and one that
        counts what is left out for its language.

    Raises
    ------
    LoadError
        If nothing could be read; the message lists why, a line each.

    Examples
    --------
    >>> articles().columns[0]
    'article'
    """
    found, problems = read(*paths, max_bytes=max_bytes, day_first=day_first)
    told = lines(problems)
    if found.empty:
        raise LoadError("no article could be read.\n" + "\n".join(f"  {line}" for line in told))
    for line in told:
        warnings.warn(line, LoadWarning, stacklevel=2)
    if left_out := _languages(found):
        warnings.warn(left_out, LoadWarning, stacklevel=2)
    return found


def read(
    *paths: str | Path, max_bytes: int = MAX_BYTES, day_first: bool | None = None
) -> tuple[Articles, Problems]:
    """The articles in what is given, and the problems met, as tables; either may have no row.

    Parameters and the articles' columns are those of `articles`.

    Examples
    --------
    >>> found, problems = read("nowhere.txt")
    >>> len(found), problems["problem"].tolist()
    (0, ['there is no such file or folder.'])
    """
    rows: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for item in stream(*paths, max_bytes=max_bytes, day_first=day_first):
        if isinstance(item, Problem):
            problems.append(item)
        else:
            rows.append(item)
    told = [(problem.source_file, problem.place, problem.problem) for problem in merged(problems)]
    found = ARTICLES.frame(rows)
    further = [name for name in found if name not in ARTICLES.columns]
    return found.astype(dict.fromkeys(further, "str")), PROBLEMS.frame(told)


def stream(
    *paths: str | Path, max_bytes: int = MAX_BYTES, day_first: bool | None = None
) -> Iterator[dict[str, Any] | Problem]:
    """The rows of the articles table and the problems, one at a time; one file is held in memory.

    Parameters are those of `articles`, and so is the order. Of what came
    before, only ids are kept, to know copies.

    Examples
    --------
    >>> [item.line for item in stream("nowhere.txt") if isinstance(item, Problem)]
    ['nowhere.txt: there is no such file or folder.']
    """
    if day_first is None and (said := os.environ.get(DAY_FIRST)):
        day_first = said == "1"
    found, problems = find.files(paths or (seeds(),))
    yield from problems
    yield from Reading(found, max_bytes, day_first).items()


def lines(problems: Problems) -> list[str]:
    """The problems as lines to show; past the first twenty of one file, one line that counts the others.

    >>> lines(read("nowhere.txt")[1])
    ['nowhere.txt: there is no such file or folder.']
    """
    return shortened(Problem(*row) for row in problems.itertuples(index=False, name=None))


def seeds() -> Path:
    """The folder of the articles that come with the workbook."""
    package = Path(__file__).parents[1]
    inside = package / "seeds"  # where it is installed without the clone
    return inside if inside.is_dir() else package.parent / "seeds"


def _languages(found: Articles) -> str | None:
    """One line that counts the articles left out for their language."""
    codes = found["language"][found["left_out"].str.startswith("language", na=False)]
    if codes.empty:
        return None
    counts = ", ".join(
        f"{NAMES[str(code)]} ({count})" for code, count in sorted(codes.value_counts().items())
    )
    return f"not in English, and left out of measuring: {len(codes):,} of {len(found):,} articles: {counts}."
