"""Writes the tables of a corpus of any size, group of articles by group of articles.

Where one group ends depends on the articles alone, not on how they were
measured, so that the files are the same, byte for byte, however the work was
shared out. A corpus of ordinary size becomes `<name>.parquet` and `<name>.csv`;
of a larger one `<name>.parquet` is a folder of parts, which pandas, Arrow,
DuckDB and `tables.read` read like a file, and there is no CSV.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analysis import tables
from analysis.corpus.measured import CorpusError
from analysis.corpus.steps import Made
from analysis.corpus.store import FURTHER, Store, in_order, schema

ORDINARY = 10_000  # articles up to which each table is one file, with a CSV beside it
FILE = 10_000  # articles in a file of a larger corpus
GROUP = 500  # articles written together, unless their words are many:
WORDS = 400_000


class Writer:
    """Writes each table as its rows come.

    Parameters
    ----------
    folder
        Where the files go.
    further
        The further columns of each table, with their pandas dtypes.
    articles
        How many there will be.
    ordinary
        How many are one file.

    """

    def __init__(
        self,
        folder: Path,
        further: Mapping[str, Mapping[str, str]],
        articles: int,
        *,
        ordinary: int = ORDINARY,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.whole = folder, articles <= ordinary
        self.rows: dict[str, int] = {}
        self._further = {name: dict(columns) for name, columns in further.items()}
        self._schemas = {name: self._schema(tables.ALL[name], columns) for name, columns in further.items()}
        self._open: dict[str, pq.ParquetWriter] = {}
        self._written = 0  # articles

    def add(self, made: Mapping[str, pd.DataFrame], articles: int) -> None:
        """Write the rows of some articles, which are all of their rows in the tables given.

        Raises
        ------
        TableError
            If rows do not keep the promise of their table.
        OSError
            If they cannot be written.
        """
        for name, frame in made.items():
            self._add(name, frame)
        before, self._written = self._written // FILE, self._written + articles
        if not self.whole and self._written // FILE > before:
            self._end()

    def _add(self, name: str, frame: pd.DataFrame) -> None:
        table, kept = tables.ALL[name], self._schemas[name]
        checked = table.check(frame.reindex(columns=kept.names)).astype(self._further[name])
        rows = pa.Table.from_pandas(checked, schema=kept, preserve_index=False, safe=False)
        first = name not in self._open
        if first:
            self._open[name] = pq.ParquetWriter(self._path(name), kept, compression="zstd")
        self._open[name].write_table(rows, row_group_size=max(1, len(rows)))
        if self.whole:
            sheet = self.folder / f"{name}.csv"
            with sheet.open("w" if first else "a", encoding="utf-8", newline="") as file:
                tables.to_csv(checked, table, file, header=first)
        self.rows[name] = self.rows.get(name, 0) + len(rows)

    @staticmethod
    def _schema(table: tables.Table, columns: Mapping[str, str]) -> pa.Schema:
        """The Arrow columns of a file, with the dtypes that pandas is to read them in."""
        empty = table.frame().reindex(columns=[*table.columns, *columns]).astype(columns)
        told = pa.Schema.from_pandas(empty, preserve_index=False)
        return schema(empty, table).with_metadata(told.metadata)

    def _path(self, name: str) -> Path:
        path = self.folder / f"{name}.parquet"
        if self.whole:
            return path
        path.mkdir(exist_ok=True)
        return path / f"part-{self._written // FILE:05}.parquet"

    def _end(self) -> None:
        for writer in self._open.values():
            writer.close()
        self._open = {}

    def close(self) -> None:
        """End the files and bring them to the disk."""
        self._end()
        for path in self.folder.rglob("*"):
            if path.is_file():
                with path.open("rb+") as file:
                    os.fsync(file.fileno())


def further(store: Store, order: Sequence[int], articles: Sequence[int]) -> dict[str, dict[str, str]]:
    """The further columns of each table with their dtypes: of articles, in order of first appearance."""
    found: dict[str, dict[str, str]] = {}
    seen: set[int] = set()
    for number, ids in in_order(order, articles):
        part = store.part(number)
        given = found.setdefault("articles", {})
        rows = part.table("articles").select(["article", FURTHER]).to_pylist()
        by_id = {row["article"]: row[FURTHER] for row in rows}
        for one in ids:
            for name in json.loads(by_id[one]):
                given.setdefault(name, "str")
        if number in seen:
            continue
        seen.add(number)
        for name in part.names:
            known = found.setdefault(name, {})
            for column in part.table(name).schema.pandas_metadata["columns"]:
                if column["name"] not in (*tables.ALL[name].columns, FURTHER):
                    known.setdefault(column["name"], column["numpy_type"])
    return found


def groups(store: Store, order: Sequence[int], articles: Sequence[int]) -> Iterator[tuple[Made, int]]:
    """Every table made article by article, in groups of articles, in order; and how many articles those are.

    Raises
    ------
    CorpusError
        If a part was damaged while the run went on.
    """
    waiting: list[dict[str, pa.Table]] = []
    count = words = 0
    for number, ids in in_order(order, articles):
        part = store.part(number)
        made = {name: part.table(name) for name in part.names}
        told = dict(zip(*(made["articles"][name].to_pylist() for name in ("article", "words")), strict=True))
        if absent := [one for one in ids if one not in told]:
            raise CorpusError(f"{part.path} lacks article {absent[0]}. Delete it and run again.")
        start = 0
        for stop in range(1, len(ids) + 1):
            count, words = count + 1, words + told[ids[stop - 1]]
            if count >= GROUP or words >= WORDS:
                waiting.append(_chosen(made, ids[start:stop], len(told)))
                yield _frames(waiting), count
                waiting, count, words, start = [], 0, 0, stop
        if start < len(ids):
            waiting.append(_chosen(made, ids[start:], len(told)))
    if waiting:
        yield _frames(waiting), count


def _chosen(made: Mapping[str, pa.Table], ids: Sequence[str], there: int) -> dict[str, pa.Table]:
    """The rows of some of a part's articles, in the order of the articles."""
    places = pa.array(ids, pa.string())
    chosen = {}
    for name, table in made.items():
        place = pc.index_in(table["article"], value_set=places)
        table = table.append_column("place", place)
        if len(ids) < there:
            table = table.filter(pc.is_valid(place))
        rows = table.append_column("row", pa.array(range(len(table)), pa.int64()))
        rows = rows.sort_by([("place", "ascending"), ("row", "ascending")])
        chosen[name] = rows.drop_columns(["place", "row"])
    return chosen


def _frames(waiting: Sequence[Mapping[str, pa.Table]]) -> Made:
    made = {}
    for name in waiting[0]:
        both = pa.concat_tables([some[name] for some in waiting], promote_options="permissive")
        made[name] = both.to_pandas()
    extra = [json.loads(value) for value in made["articles"].pop(FURTHER)]
    names = list(dict.fromkeys(name for row in extra for name in row))
    others = {name: pd.array([row.get(name) for row in extra], dtype="str") for name in names}
    made["articles"] = made["articles"].assign(**others)
    return made
