"""Search in a corpus that is measured: what is found is a corpus like any other, its tables cut to it.

The first search in a corpus makes its full-text index; see `index`.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis import tables
from analysis.corpus.condition import ConditionError, unknown, written
from analysis.corpus.index import dataset, in_memory, matches, on_disk
from analysis.corpus.measured import NAMES, CorpusError, Measured
from analysis.corpus.selection import Selection

IDS = ("article", "copy_of")


class Subset(Measured):
    """The part of a corpus that a search found; `selection` holds the query and the counts.

    Each table is cut when it is first asked for, and of a run's folder only the rows needed are read.
    `estimates` are made again for the part. A copy whose first article is not in the part becomes that text's
    article, and is measured, since measures depend on an article's day and headline too.
    """

    def __init__(self, parent: Measured, chosen: Selection, rows: np.ndarray, ids: pa.Table) -> None:
        """Cut a corpus to some of its articles.

        Parameters
        ----------
        parent
            The corpus.
        chosen
            What was searched for.
        rows
            The positions of the articles in the parent's table.
        ids
            `article` and `copy_of` of every article of the parent.
        """
        self.parent, self.selection, self.rows = parent, chosen, rows
        self._every = ids

    @cached_property
    def _ids(self) -> pd.DataFrame:
        """`article` and `copy_of` of the articles found, as they are in the parent."""
        return self._every.take(self.rows).to_pandas()

    @cached_property
    def _first(self) -> dict[str, str]:
        """The text of each copy that is the first of it here, since the text's article is not in the part."""
        ids = self._ids
        copies = ids[ids["copy_of"].notna() & ~ids["copy_of"].isin(ids["article"])]
        return copies.drop_duplicates("copy_of").set_index("article")["copy_of"].to_dict()

    def __getattr__(self, name: str) -> pd.DataFrame:
        """A table that is not cut yet."""
        if name not in NAMES or "_every" not in vars(self):
            raise AttributeError(f"{type(self).__name__!r} has no attribute {name!r}")
        frame = self._cut(name)
        setattr(self, name, frame)
        return frame

    def _cut(self, name: str) -> pd.DataFrame:
        if name == "articles":
            return self._promoted(_about(self.parent, name, self._ids["article"].tolist()))
        if name == "estimates":
            from analysis.corpus.steps import together

            return together(self.articles, self.scores)["estimates"]
        if "article" not in tables.ALL[name].columns:
            return getattr(self.parent, name)
        measured = [article for article in self._ids["article"] if article not in self._first]
        rows = _about(self.parent, name, measured)
        if not self._first or name not in self._copies:
            return rows
        order = {article: place for place, article in enumerate(self.articles["article"])}
        both = pd.concat([rows, self._copies[name]]).sort_values(
            "article", key=lambda ids: ids.map(order), kind="stable"
        )
        return tables.ALL[name].check(both[rows.columns].reset_index(drop=True))

    def _promoted(self, articles: tables.Articles) -> tables.Articles:
        """The articles, of which the first copy of a text that is not in the part is no copy."""
        if not self._first:
            return articles
        first = articles["article"].map(self._first)
        originals = _about(self.parent, "articles", list(self._first.values())).set_index("article")
        return articles.assign(
            article=first.fillna(articles["article"]).astype("str"),
            copy_of=articles["copy_of"].mask(first.notna()),
            left_out=articles["left_out"].mask(first.notna(), first.map(originals["left_out"])).astype("str"),
        )

    @cached_property
    def _copies(self) -> dict[str, pd.DataFrame]:
        """What is measured in the copies that are no copies here, by the instruments of the whole."""
        from analysis.corpus.measuring import measured

        only = None if "learned" in set(self.parent.scores["instrument"]) else "rules"
        folder = vars(self.parent).get("_folder")
        if folder is not None and not (folder / "passages.parquet").exists():
            only = "tone"
        articles = self.articles[self.articles["article"].isin(self._first.values())].reset_index(drop=True)
        return measured(articles, only)[0]


def search(
    material: Measured,
    query: str | None = None,
    *,
    where: str | None = None,
    since: Any = None,
    until: Any = None,
    name: str | None = None,
    **columns: Any,
) -> Subset:
    """The articles that a query finds and filters keep, as a corpus.

    Parameters
    ----------
    material
        The corpus.
    query
        Words to find in headline and text, as `analysis.corpus.query` reads them.
    where
        A filter, as `analysis.corpus.condition` reads it.
    since, until
        The first and last day of publication: a date, or text such as "2031-03-01", "2031-03".
    name
        What to call the subset.
    columns
        Values of columns of `articles`; a list means any of them, None that the value is missing.

    Raises
    ------
    CorpusError
        If a query or filter cannot be read, a column is unknown, or no article matches.

    Examples
    --------
    >>> from analysis import corpus
    >>> found = search(corpus.measure(), "trump NOT ferry", since=2020)
    >>> found.selection.line
    '1 of 1 articles matches the search trump NOT ferry and the filter published >= 2020.'
    """
    filters = [part for part in (where and f"({where})", written(columns, since, until)) if part]
    chosen = Selection(query, (where if len(filters) == 1 and where else " and ".join(filters)) or None, name)
    facts = _facts(material, chosen)
    kept = np.ones(len(facts), dtype=bool)
    if chosen.condition is not None:
        kept &= chosen.condition.mask(facts)
    if chosen.search is not None:
        found = np.zeros(len(facts), dtype=bool)
        found[_found(material, chosen.search)] = True
        kept &= found
    rows = np.flatnonzero(kept)
    chosen.before, chosen.after = len(facts), len(rows)
    if not len(rows):
        raise CorpusError(f"no article is left: {chosen.line} Use a wider query or filter.")
    return Subset(material, chosen, rows, facts.select(IDS))


def _facts(material: Measured, chosen: Selection) -> pa.Table:
    """The columns of `articles` that the filter asks for, and the ids, of every article."""
    asked = [] if chosen.condition is None else chosen.condition.columns
    folder = _unread(material, "articles")
    there = list(material.articles) if folder is None else dataset(folder).schema.names
    if absent := [name for name in asked if name not in there]:
        raise ConditionError(unknown(str(chosen.where), absent, there))
    names = list(dict.fromkeys([*IDS, *asked]))
    if folder is None:
        return pa.Table.from_pandas(material.articles[names], preserve_index=False)
    held: dict[str, pa.ChunkedArray] = vars(material).setdefault("_columns", {})
    if unread := [name for name in names if name not in held]:
        read = dataset(folder).to_table(columns=unread)
        held |= dict(zip(unread, read.columns, strict=True))
    return pa.table({name: held[name] for name in names})


def _found(material: Measured, query: str) -> np.ndarray:
    """The positions of the articles that a query finds, in the order of the articles table."""
    if isinstance(material, Subset):
        inside = _found(material.parent, query)
        return np.flatnonzero(np.isin(material.rows, inside))
    if "_index" not in vars(material):
        folder = vars(material).get("_folder")
        vars(material)["_index"] = in_memory(material.articles) if folder is None else on_disk(folder)
    return matches(vars(material)["_index"], query)


def _unread(material: Measured, name: str) -> Path | None:
    """The folder that a table would be read from; None where it is in memory or cut from another."""
    return None if name in vars(material) else vars(material).get("_folder")


def _about(material: Measured, name: str, articles: list[str]) -> pd.DataFrame:
    """The rows of a table about these articles."""
    folder = _unread(material, name)
    if folder is not None:
        return tables.read(tables.ALL[name], folder / f"{name}.parquet", where={"article": articles})
    table = getattr(material, name)
    return table[table["article"].isin(articles)].reset_index(drop=True)
