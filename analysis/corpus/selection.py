"""A part of a corpus, chosen by a search query and a filter, while the corpus is read.

What is not chosen is counted, never measured. Memory holds one batch of articles, whatever the corpus.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from analysis import tables
from analysis.corpus.condition import Condition, ConditionError, unknown
from analysis.corpus.index import connect, insert, matches
from analysis.corpus.measured import CorpusError

BATCH = 200  # articles looked at together

Row = dict[str, Any]


@dataclass
class Selection:
    """A search query, a filter, or both; and, once a corpus was read, how many articles they kept.

    Parameters
    ----------
    search
        A query, as `analysis.corpus.query` reads it.
    where
        A filter, as `analysis.corpus.condition` reads it.
    name
        What to call the subset.
    before, after
        Articles read, and articles kept.

    Raises
    ------
    CorpusError
        If the query or filter cannot be read, or neither is given.

    Examples
    --------
    >>> harbour = Selection("ferr* NEAR bridge", "published >= 2031-03", name="harbour")
    >>> harbour.line
    'subset harbour: 0 of 0 articles match the search ferr* NEAR bridge and the filter published >= 2031-03.'
    """

    search: str | None = None
    where: str | None = None
    name: str | None = None
    before: int = 0
    after: int = 0
    _condition: Condition | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if self.search is None and self.where is None:
            which = f"subset {self.name}" if self.name else "subset"
            raise CorpusError(f"the {which} has neither a search query nor a filter. Give one of them.")
        if self.where is not None:
            self._condition = Condition(self.where)
        if self.search is not None:
            matches(connect(), self.search)

    @property
    def condition(self) -> Condition | None:
        """The filter, if there is one."""
        return self._condition

    @property
    def asked(self) -> str:
        """The query and the filter in words."""
        search = None if self.search is None else f"the search {self.search}"
        where = None if self.where is None else f"the filter {self.where}"
        return " and ".join(part for part in (search, where) if part)

    @property
    def line(self) -> str:
        """What was kept, as one line."""
        named = f"subset {self.name}: " if self.name else ""
        match = "matches" if self.after == 1 else "match"
        return f"{named}{self.after:,} of {self.before:,} articles {match} {self.asked}."

    def record(self) -> dict[str, Any]:
        """The selection as `run.json` keeps it."""
        return {
            "name": self.name,
            "search": self.search,
            "where": self.where,
            "articles_before": self.before,
            "articles_after": self.after,
        }

    def of(self, items: Iterable[Row | Any]) -> Iterator[Row | Any]:
        """The articles that match, in order, of the rows read; items that are no rows pass unchanged.

        A copy of a text whose first article is not chosen becomes that text's article, as it would be if
        only what is chosen had been read.

        Raises
        ------
        CorpusError
            If nothing matches, or the filter asks for a column that no article had.
        """
        columns: dict[str, None] = {}
        texts: set[bytes] = set()
        for items_together in _batches(items):
            rows = [item for item in items_together if isinstance(item, dict)]
            columns |= dict.fromkeys(name for row in rows for name in row)
            kept = self._kept(rows)
            self.before += len(rows)
            self.after += int(kept.sum())
            chosen = iter(kept.tolist())
            for item in items_together:
                if not isinstance(item, dict):
                    yield item
                elif next(chosen):
                    yield _first(item, texts)
        self._check(columns)

    def _check(self, columns: Iterable[str]) -> None:
        if not self.before:
            return
        asked = self._condition.columns if self._condition else []
        if absent := [name for name in asked if name not in columns]:
            raise ConditionError(unknown(str(self.where), absent, columns))
        if not self.after:
            raise CorpusError(f"no article is left: {self.line} Use a wider query or filter.")

    def _kept(self, rows: list[Row]) -> np.ndarray:
        kept = np.ones(len(rows), dtype=bool)
        if self._condition is not None:
            kept &= self._condition.mask(_arrow(rows, self._condition.columns))
        if self.search is not None and kept.any():
            with_texts = connect()
            insert(
                with_texts,
                ((n, rows[n]["headline"], rows[n]["source_text"]) for n in np.flatnonzero(kept).tolist()),
            )
            found = matches(with_texts, self.search)
            with_texts.close()
            kept[:] = False
            kept[found] = True
        return kept


def _batches(items: Iterable[Any]) -> Iterator[list[Any]]:
    """Items in lists with up to `BATCH` rows."""
    together: list[Any] = []
    rows = 0
    for item in items:
        together.append(item)
        rows += isinstance(item, dict)
        if rows >= BATCH:
            yield together
            together, rows = [], 0
    if together:
        yield together


def _arrow(rows: list[Row], names: list[str]) -> pa.Table:
    """Columns of rows, those of the articles table in their kind; a column that no row has is missing."""
    from analysis.corpus.store import KINDS

    kinds = {name: KINDS[column.kind] for name, column in tables.ARTICLES.columns.items()}
    kinds["published"] = pa.date32()  # as it is read
    columns = {}
    for name in names:
        kind = kinds.get(name, pa.string())
        values = [row.get(name) for row in rows]
        if name not in kinds:
            values = [value if value is None or isinstance(value, str) else str(value) for value in values]
        columns[name] = pa.array(values, kind)
    return pa.table(columns)


def _first(row: Row, texts: set[bytes]) -> Row:
    """A row as it is if only what is chosen is read: the first of its text is no copy."""
    from analysis.load.language import why_left_out

    text = bytes.fromhex(row["copy_of"] or row["article"])
    if row["copy_of"] and text not in texts:
        row = row | {
            "article": row["copy_of"],
            "copy_of": None,
            "left_out": why_left_out(row["language"]),
        }
    texts.add(text)
    return row
