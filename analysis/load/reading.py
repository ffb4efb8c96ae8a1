"""File after file: its bytes, the articles in them, and each with the facts of every source settled."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from analysis.load import find, formats
from analysis.load.archive import Archive
from analysis.load.days import day_in_address, day_in_name
from analysis.load.decode import decode
from analysis.load.editions import Editions
from analysis.load.facts import FACTS, Facts, addressed, outlet_of
from analysis.load.language import language, why_left_out
from analysis.load.layout import COLUMN, LEDGER, Part, listed, written
from analysis.load.packed import too_large
from analysis.load.printed import printed
from analysis.load.problem import Problem, RefusedError
from analysis.load.record import Record
from analysis.load.registry import ARCHIVE, UNPACKED, Given
from analysis.load.rows import delimited, holds_text
from analysis.load.short import cut_short, mark_of_cut
from analysis.load.sidecar import NAME, NO_SIDECAR, Sidecar, is_sidecar, sidecar
from analysis.tables import ALL, count_words

Items = Iterator[dict[str, Any] | Problem]
# The sidecars that may speak of a file, each with the name the file has in it.
Notes = list[tuple[Sidecar, str]]

# Names that columns of ours have in any table; a file's own column of such a name gets `_given` after it.
OURS = {name for table in ALL.values() for name in table.columns} | {
    "encoding",
    "encoding_from",
    "url_from",
    COLUMN,
    LEDGER,
}


class Reading:
    """One pass over the files found. It remembers sidecars, and which texts were read, to know copies."""

    def __init__(self, found: list[find.Found], max_bytes: int, day_first: bool | None) -> None:
        self._found = found
        self._given = {file.path for file in found}
        self._max_bytes = max_bytes
        self._day_first = day_first
        self._sidecars: dict[Path, Sidecar | None] = {}
        self._texts: set[bytes] = set()
        self._editions = Editions()

    def items(self) -> Items:
        """The articles, as rows of their table, and the problems, in the order of the files."""
        for file in self._found:
            try:
                yield from self._file(file)
            except RefusedError as refusal:
                yield Problem(file.name, refusal.place, refusal.problem)
            except OSError as error:
                yield Problem(file.name, "whole", find.fault(error, file.path))
        for folder, said in self._sidecars.items():
            if said is not None:
                yield from said.idle({file.path.name for file in self._found if file.path.parent == folder})

    def _file(self, file: find.Found) -> Items:
        folder = file.path.parent
        if folder not in self._sidecars:
            self._sidecars[folder], problems = self._sidecar_beside(file)
            yield from problems
        said = self._sidecars[folder]
        if said is not None and file.path.name == NAME:
            if not any(other.path.parent == folder and other != file for other in self._found):
                raise RefusedError(
                    "it is a sidecar, which tells of articles beside it, and none was read there."
                )
            return
        notes = [(said, file.path.name)] if said is not None else []
        if file.path.suffix.lower() == ARCHIVE:
            yield from self._zip(file, notes)
        else:
            try:
                yield from self._articles(file.name, self._bytes(file.path), notes, file.part)
            except RefusedError as refusal:
                if file.path.name != NAME:
                    raise
                raise RefusedError(f"{refusal.problem} {NO_SIDECAR}", refusal.place) from refusal

    def _bytes(self, path: Path) -> bytes:
        if (size := path.stat().st_size) > self._max_bytes:
            raise too_large(size, self._max_bytes)
        with path.open("rb") as stream:
            return stream.read()

    def _zip(self, file: find.Found, outer: Notes) -> Items:
        with Archive(file.path, self._max_bytes) as archive:
            for fault in archive.faults:
                yield Problem(file.name, fault.place, fault.problem)
            inside: dict[PurePosixPath, Sidecar] = {}
            for name in archive.names():
                entry = PurePosixPath(name)
                if entry.name != NAME:
                    continue
                said, problems = self._sidecar(
                    f"{file.name}#{name}",
                    partial(archive.read, name),
                    partial(archive.holds, entry.parent),
                )
                if said is not None:
                    inside[entry.parent] = said
                    yield from problems
            for name in archive.names():
                entry = PurePosixPath(name)
                said = inside.get(entry.parent)
                if said is not None and entry.name == NAME:
                    continue
                notes = [(said, entry.name)] if said is not None else []
                notes += [(sidecar, f"{local}#{name}") for sidecar, local in outer]
                try:
                    yield from self._articles(f"{file.name}#{name}", archive.read(name), notes)
                except RefusedError as refusal:
                    yield Problem(f"{file.name}#{name}", refusal.place, refusal.problem)
            for folder, said in inside.items():
                yield from said.idle(
                    {entry.name for entry in map(PurePosixPath, archive.names()) if entry.parent == folder}
                )

    def _sidecar_beside(self, file: find.Found) -> tuple[Sidecar | None, list[Problem]]:
        path = file.path.parent / NAME
        name = str(PurePosixPath(file.name).parent / NAME)
        try:
            if not path.is_file():
                return None, []
            said, problems = self._sidecar(
                name, lambda: self._bytes(path), lambda local: (path.parent / local).is_file()
            )
        except OSError as error:
            said, problems = None, [Problem(name, "whole", find.fault(error, path))]
        # What is wrong with a table of articles is told when its turn comes.
        return said, [] if said is None and path in self._given else problems

    def _sidecar(
        self, name: str, data: Callable[[], bytes], exists: Callable[[str], bool]
    ) -> tuple[Sidecar | None, list[Problem]]:
        """The sidecar in a file, or None if it holds articles or nothing that can be read."""
        try:
            header, rows = delimited(decode(data()).text)
        except RefusedError as refusal:
            return None, [Problem(name, refusal.place, refusal.problem)]
        if is_sidecar(header):
            return sidecar(name, rows, exists, self._day_first)
        return None, [] if holds_text(header) else [Problem(name, "whole", NO_SIDECAR)]

    def _articles(self, name: str, data: bytes, notes: Notes, part: str | None = None) -> Items:
        given = Given(data, self._day_first, UNPACKED * self._max_bytes, part)
        for item in formats.records(name, given):
            if isinstance(item, RefusedError):
                yield Problem(name, item.place, item.problem)
                continue
            for problem in [*item.problems, cut_short(item.text)]:
                if problem:
                    yield Problem(name, item.place, problem)
            said = [
                (facts, "sidecar") for sidecar, local in notes for facts in sidecar.about(local + item.part)
            ]
            yield self._article(name, item, [*said, (item.facts, item.facts_from)])

    def _article(self, name: str, record: Record, said: list[tuple[Facts, str]]) -> dict[str, Any]:
        source_file, text = name + record.part, record.text
        digest = hashlib.sha256(text.encode("utf-8"))
        article, copy_of = digest.hexdigest()[:12], None
        if digest.digest() in self._texts:
            copy_of = article
            article = hashlib.sha256(f"{text}\0{source_file}".encode()).hexdigest()[:12]
        self._texts.add(digest.digest())
        facts = settled(said, text, None if record.part else PurePosixPath(name).name)
        how, body = "copy of {}", ""
        if record.exported:
            body = " ".join(text[part.start : part.end] for part in record.layout if not part.role)
        if body and copy_of is None:
            again = self._editions.met(article, body, facts["outlet"], facts["published"], facts["headline"])
            if again:
                copy_of, how = again[0], f"copy of {{}} ({again[1]})"
        code = language(body or text)
        further = {key: value for one, _ in reversed(said) for key, value in one.further.items()}
        row = {
            "article": article,
            **facts,
            "language": code,
            "words": count_words(text),
            "source_file": source_file,
            "sha256": record.sha256,
            "copy_of": copy_of,
            "left_out": how.format(copy_of) if copy_of else why_left_out(code),
            "source_text": text,
            "encoding": record.decoded.encoding,
            "encoding_from": record.decoded.encoding_from,
            **{(f"{key}_given" if key in OURS else key): value for key, value in further.items()},
        }
        layout = record.layout
        if not record.exported and (cut := mark_of_cut(text)):
            layout = [*layout, Part(*cut, "boilerplate", "mark of a cut")]
        if layout:
            row[COLUMN] = written(layout)
        if record.dropped:
            row[LEDGER] = listed(record.dropped)
        return row


def settled(said: list[tuple[Facts, str]], text: str, file_name: str | None) -> dict[str, Any]:
    """One value for each fact, and where it was read, from what the sources say, most trusted first.

    What no source says is inferred from the article's own address, then from
    addresses at the head and foot of its text, then from what is printed there,
    and a day last from the name of its file. A source that gives a day that cannot be read stops the search
    for one: a weaker source is not to contradict it unseen.

    Examples
    --------
    >>> stated = Facts(url="https://www.herald.example/2024/05/06/storm")
    >>> found = settled([(stated, "file")], "Rain fell.", None)
    >>> found["outlet"], found["outlet_from"], str(found["published"])
    ('herald.example', 'url', '2024-05-06')
    """
    found: dict[str, tuple[Any, str | None]] = {}
    for fact in FACTS:
        for facts, source in said:
            if fact == "published" and facts.undated:
                found[fact] = (None, None)
                break
            if getattr(facts, fact) is not None:
                found[fact] = (getattr(facts, fact), source)
                break
    address = found.get("url", (None, None))[0]
    inferred: list[tuple[str | None, date | None, str]] = []
    if address:
        inferred.append((outlet_of(address), day_in_address(address), "url"))
    inferred += [(*addressed(text), "url"), (*printed(text), "text")]
    for outlet, published, source in inferred:
        if outlet:
            found.setdefault("outlet", (outlet, source))
        if published:
            found.setdefault("published", (published, source))
    if file_name and (published := day_in_name(file_name)):
        found.setdefault("published", (published, "filename"))
    row = {fact: found.get(fact, (None, None))[0] for fact in FACTS}
    return row | {f"{fact}_from": found.get(fact, (None, None))[1] for fact in ("outlet", "published", "url")}
