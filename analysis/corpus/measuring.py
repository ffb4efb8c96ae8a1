"""Measures articles: a corpus in memory for a notebook, and a part of one for whoever runs many."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis import tables
from analysis.corpus.measured import CorpusError, Measured, read
from analysis.corpus.measured import where as located
from analysis.corpus.steps import ONLY, Made, together

if TYPE_CHECKING:
    from analysis.corpus.selection import Selection

# Set for the notebooks of a run, so that each reads what the run has measured
# instead of measuring it again.
MEASURED = "WORKBOOK_MEASURED"
PART = 50  # articles measured together: enough for the parser's batches, few enough for a bar that moves


def measure(
    paths: Sequence[str | Path] | str | Path | None = None,
    *,
    part: int = PART,
    search: str | None = None,
    where: str | None = None,
    **options: Any,
) -> Measured:
    """Every table of a corpus, in memory; `run` makes those of a corpus larger than memory.

    Parameters
    ----------
    paths
        Files, folders, globs; see `where` for what stands in if none are given.
    part
        Articles measured together; the tables do not depend on it.
    search, where
        Only the articles that a query finds and a filter keeps; see `selection`.
    options
        Handed to `load.read`.

    Raises
    ------
    CorpusError
        If nothing could be read or nothing is left to measure; the error lists why, a line each.

    Examples
    --------
    >>> seed = measure()
    >>> len(seed.articles), seed.sentences["role"].eq("headline").sum().item()
    (1, 1)

    """
    if folder := os.environ.get(MEASURED):
        return read(Path(folder))
    # The parser and its kin take seconds to import; who only reads tables need not wait.
    from tqdm import tqdm

    from analysis import load
    from analysis.corpus.selection import Selection

    if search is None and where is None:
        articles, problems = load.read(*located(paths), **options)
    else:
        articles, problems = _selected(paths, Selection(search, where), options)
    if articles["left_out"].notna().all():
        raise nothing(load.lines(problems), articles[["source_file", "left_out"]].itertuples(index=False))
    # Each step gives the same rows for articles one by one as for all of them,
    # so a corpus is measured in parts, whose parses need not be held together.
    starts = tqdm(range(0, len(articles), part), desc="measuring", unit="part", disable=None, delay=2)
    parts = [measured(articles.iloc[start : start + part].reset_index(drop=True)) for start in starts]
    order = {article: place for place, article in enumerate(articles["article"])}
    made = {
        name: tables.ALL[name].check(
            pd.concat([some[name] for some, _ in parts]).sort_values(
                "article", key=lambda names: names.map(order), kind="stable"
            )
        )
        for name in parts[0][0]
    }
    failed = [failure for _, failures in parts for failure in failures]
    problems = tables.PROBLEMS.frame([*problems.itertuples(index=False, name=None), *failed])
    return Measured(None, problems=problems, **together(made["articles"], made["scores"]), **made)


def _selected(
    paths: Sequence[str | Path] | str | Path | None, selection: Selection, options: dict[str, Any]
) -> tuple[tables.Articles, tables.Problems]:
    """The articles that match, and the problems met, as `load.read` returns them."""
    from analysis import load
    from analysis.corpus.tabling import frame
    from analysis.load.problem import merged

    items = list(selection.of(load.stream(*located(paths), **options)))
    problems = merged(item for item in items if isinstance(item, load.Problem))
    told = [(problem.source_file, problem.place, problem.problem) for problem in problems]
    return frame([item for item in items if isinstance(item, dict)]), tables.PROBLEMS.frame(told)


def measured(articles: tables.Articles, only: str | None = None) -> tuple[Made, list[tuple[str, str, str]]]:
    """The tables of some articles, and a problem for each that a step fails on.

    Such an article stays among the articles, with the reason in `left_out`; it
    has no row in other tables but `passages`, and those measured with it are as
    they would be without it.

    Parameters
    ----------
    articles
        As read.
    only
        One of `steps.ONLY`.

    """
    steps = ONLY[only]
    try:
        return steps(articles), []
    except Exception as error:
        if len(articles) > 1:
            made = [
                measured(articles.iloc[[row]].reset_index(drop=True), only) for row in range(len(articles))
            ]
            tables_of = {name: pd.concat([some[name] for some, _ in made]) for name in made[0][0]}
            return tables_of, [failure for _, failures in made for failure in failures]
        told = " ".join(str(error).split()) or "no message"
        return poisoned(articles, f"{type(error).__name__}: {told}", only)


def poisoned(
    articles: tables.Articles, reason: str, only: str | None = None
) -> tuple[Made, list[tuple[str, str, str]]]:
    """The tables of one article that cannot be measured, and the problem."""
    aside = articles.assign(left_out=f"a step failed on it ({reason})")
    try:
        made = ONLY[only](aside)
    except Exception:  # Not even its passages can be told.
        made = ONLY[only](articles.iloc[:0]) | {"articles": aside}
    source_file, _, place = str(articles["source_file"].iloc[0]).partition("#")
    problem = (
        f"the article is listed and not measured: a step failed on it ({reason}). The others are not "
        "touched. Please report it with the article."
    )
    return made, [(source_file, place or "whole", problem)]


def nothing(lines: Sequence[str], left_out: Any) -> CorpusError:
    """The error of a corpus in which no article is left to measure."""
    reasons = [*lines, *(f"{source_file}: left out, {reason}" for source_file, reason in left_out)]
    return CorpusError("\n".join(["there is no article to measure.", *reasons]))
