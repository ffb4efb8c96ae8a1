"""How long it takes to index a corpus of a run for search, and to search in it; and the memory both take.

    python tests/benchmarks/bench_search.py [--articles N] [--folder DIR]

The corpus is invented: words drawn by rank as in running text (Zipf), 400 an article. Its times are set against
those of reading the same texts from Parquet, in the same run, so that the figures of two machines compare.
"""

from __future__ import annotations

import argparse
import functools
import platform
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis import corpus
from analysis.corpus import index, store
from analysis.tables import ARTICLES

WORDS = 400  # an article
VOCABULARY = 200_000
FILE = 10_000  # articles in a part, as in a run's folder
QUERIES = {
    "a rare word": ("w5000", {}),
    "two words near each other": ("w60 NEAR w300", {}),
    "a phrase": ('"w2 w7"', {}),
    "the beginning of a word": ("w1999*", {}),
    "a word in a quarter of the articles": ("w250", {}),
    "a word and a filter": ("w60 NOT w300", {"outlet": "Outlet 3", "since": "2031-03", "until": "2031-06"}),
    "a filter alone": (None, {"outlet": ["Outlet 3", "Outlet 4"]}),
}


def make(folder: Path, articles: int) -> None:
    """An articles table in parts, as a run leaves it."""
    drawn = np.random.default_rng(16)
    names = np.array([f"w{rank}" for rank in range(VOCABULARY)])
    shares = 1 / (np.arange(VOCABULARY) + 2.7)
    ranks = np.searchsorted(np.cumsum(shares / shares.sum()), drawn.random(4_000_000))
    kept = folder / "articles.parquet"
    kept.mkdir(parents=True)
    days = pd.date_range("2031-01-01", periods=365)
    for start in range(0, articles, FILE):
        count = min(FILE, articles - start)
        begins = drawn.integers(0, len(ranks) - WORDS, count)
        rows = {
            "article": [f"{number:012x}" for number in range(start, start + count)],
            "outlet": [f"Outlet {number % 20}" for number in range(start, start + count)],
            "published": days[drawn.integers(0, 365, count)],
            "headline": [" ".join(names[ranks[begin : begin + 8]]) for begin in begins],
            "words": WORDS,
            "source_file": [f"news.csv#row {number}" for number in range(start, start + count)],
            "sha256": "0" * 64,
            "source_text": [" ".join(names[ranks[begin : begin + WORDS]]) for begin in begins],
        }
        frame = ARTICLES.frame(pd.DataFrame(rows).to_dict("records"))
        written = pa.Table.from_pandas(frame, schema=store.schema(frame, ARTICLES), preserve_index=False)
        pq.write_table(written, kept / f"part-{start // FILE:05}.parquet", row_group_size=500)


def timed(work: Callable[[], object]) -> float:
    """Seconds of the processor that something takes, whatever else the machine does."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def read(tables: Path) -> None:
    """Read every text once, as the index does."""
    for _ in index.texts(tables):
        pass


def memory() -> float:
    """The most that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def measure(folder: Path, articles: int) -> None:
    """Index, search and print."""
    tables = folder / "tables"
    if not tables.exists():
        make(tables, articles)
    (folder / ".measured").mkdir(exist_ok=True)
    index.place(tables).unlink(missing_ok=True)
    material = corpus.read(tables)
    print(f"{platform.processor() or platform.machine()}, Python {platform.python_version()}")
    reading, before = timed(lambda: read(tables)), memory()
    indexing = timed(lambda: material.search("w5000"))
    print(f"{articles:,} articles: read in {reading:,.1f} s, indexed in {indexing:,.1f} s, ", end="")
    print(f"{indexing / reading:.1f} times as long; index {index.place(tables).stat().st_size / 1e6:,.0f} MB")
    print(f"memory: {before:,.0f} MB after reading, {memory():,.0f} MB after indexing")
    for name, (query, filters) in QUERIES.items():
        find = functools.partial(material.search, query, **filters)
        seconds, found = min(timed(find) for _ in range(3)), find()
        print(f"{name:36} {found.selection.after:9,} found in {seconds:6.3f} s; ", end="")
        print(f"their articles read in {timed(functools.partial(getattr, found, 'articles')):.2f} s")
    print(f"memory: {memory():,.0f} MB at the end")


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--articles", type=int, default=100_000, help="how many (default: 100,000)")
    asked.add_argument("--folder", type=Path, help="where to keep the corpus (default: a temporary folder)")
    given = asked.parse_args()
    if given.folder:
        measure(given.folder, given.articles)
        return
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), given.articles)


if __name__ == "__main__":
    main()
