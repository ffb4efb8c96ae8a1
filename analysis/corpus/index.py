"""The full-text index behind search: SQLite's FTS5, in memory or in a file that is made once.

The index of a run's folder is made article by article, whatever the size of the corpus. It is in the run's
folder `.measured` or, where there is none, in the user's cache, and may be deleted at any time.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq

from analysis import tables
from analysis.corpus.measured import CorpusError, digest
from analysis.corpus.query import QueryError, fts5
from analysis.parse.keeping import folder as cache

READ = 500  # articles read together
HASH = 64_000_000  # bytes of the index held before they are written
A_DAY = 86_400  # seconds; no index takes as long to make
FORMAT = "1"  # of the index; a new one makes every index again
# Letter case and accents do not count; `content=''` keeps the index alone, not the texts a second time.
TABLE = (
    "create virtual table texts using fts5"
    "(headline, text, content='', tokenize=\"unicode61 remove_diacritics 2\")"
)


def connect(path: str = ":memory:") -> sqlite3.Connection:
    """A connection to a database with an empty full-text index.

    Raises
    ------
    CorpusError
        If this Python's SQLite was built without full-text search.
    """
    connection = sqlite3.connect(path)
    try:
        connection.execute(TABLE)
    except sqlite3.OperationalError as error:
        connection.close()
        if "fts5" not in str(error):
            raise
        raise CorpusError(
            f"search needs SQLite's full-text search FTS5, and the SQLite {sqlite3.sqlite_version} of this "
            "Python was built without it. Install Python from python.org, conda or uv, or use a filter "
            "without a query."
        ) from error
    return connection


def insert(connection: sqlite3.Connection, texts: Iterable[tuple[int, str | None, str]]) -> None:
    """Put texts into the index, each with its number and headline."""
    connection.executemany("insert into texts(rowid, headline, text) values (?, ?, ?)", texts)


def matches(connection: sqlite3.Connection, query: str) -> np.ndarray:
    """The numbers of the texts that a query finds, in order.

    Raises
    ------
    QueryError
        If the query cannot be read.
    """
    expression = fts5(query)
    try:
        found = connection.execute(
            "select rowid from texts where texts match ? order by rowid", (expression,)
        )
        return np.fromiter((number for (number,) in found), dtype=np.int64)
    except sqlite3.OperationalError as error:
        raise QueryError(
            f"the search query {query!r} is too deeply nested to be searched ({error}). Use fewer brackets, "
            "or several subsets."
        ) from error


def in_memory(articles: tables.Articles) -> sqlite3.Connection:
    """The index of articles in memory, each under its position."""
    connection = connect()
    rows = zip(articles["headline"].fillna(""), articles["source_text"], strict=True)
    insert(connection, ((number, *row) for number, row in enumerate(rows)))
    return connection


def on_disk(folder: Path) -> sqlite3.Connection:
    """The index of a run's folder, made if it is not there or the articles have changed since."""
    path = place(folder)
    kept = folder / "articles.parquet"
    files = [kept, *sorted(kept.glob("*.parquet"))]
    fresh = digest(FORMAT, *((file.name, file.stat().st_size, file.stat().st_mtime_ns) for file in files))
    with contextlib.suppress(sqlite3.Error):
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)
        if connection.execute("select fingerprint from about").fetchone() == (fresh,):
            return connection
        connection.close()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _make(path, folder, fresh)
    except (OSError, sqlite3.OperationalError) as error:
        raise CorpusError(
            f"the search index cannot be written to {path.parent}: {error}. Make room there, or name another "
            "folder in the environment variable WORKBOOK_CACHE."
        ) from error
    return sqlite3.connect(path, check_same_thread=False)


def place(folder: Path) -> Path:
    """Where the index of a run's tables is: in the run's `.measured`, or else in the user's cache.

    >>> place(Path("nowhere/tables")).suffix
    '.sqlite'
    """
    kept = folder.parent / ".measured"
    if kept.is_dir() and os.access(kept, os.W_OK):
        return kept / "search.sqlite"
    return cache(None) / "search" / f"{digest(folder.resolve())[:16]}.sqlite"


def _make(path: Path, folder: Path, fresh: str) -> None:
    """Make an index under another name and rename it, so that it is there whole or not at all."""
    from tqdm import tqdm

    for left in path.parent.glob(".search-*"):  # by a command that was killed
        if time.time() - left.stat().st_mtime > A_DAY:
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".search-") as making:
        made = Path(making) / path.name
        connection = connect(str(made))
        try:
            for setting in ("journal_mode=off", "synchronous=off", "cache_size=-64000"):
                connection.execute(f"pragma {setting}")
            connection.execute("insert into texts(texts, rank) values ('hashsize', ?)", (HASH,))
            count = dataset(folder).count_rows()
            rows = tqdm(texts(folder), total=count, desc="indexing", unit=" articles", disable=None, delay=2)
            insert(connection, rows)
            connection.execute("insert into texts(texts) values ('optimize')")
            connection.execute("create table about (fingerprint text)")
            connection.execute("insert into about values (?)", (fresh,))
            connection.commit()
        finally:
            connection.close()
        made.replace(path)


def texts(folder: Path) -> Iterator[tuple[int, str | None, str]]:
    """Each article's position, headline and text, some hundred in memory."""
    number = 0
    for file in _files(folder):
        with pq.ParquetFile(file) as opened:
            for batch in opened.iter_batches(READ, columns=["headline", "source_text"]):
                for row in batch.to_pylist():
                    yield number, row["headline"], row["source_text"]
                    number += 1


def _files(folder: Path) -> list[Path]:
    path = folder / "articles.parquet"
    return sorted(path.glob("*.parquet")) if path.is_dir() else [path]


def dataset(folder: Path) -> Any:
    """The articles of a run's folder, to be read in part."""
    from pyarrow import dataset as arrow

    return arrow.dataset([str(file) for file in _files(folder)], format="parquet")
