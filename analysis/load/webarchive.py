"""Pages out of web archives: WARC files, packed or not, and WACZ collections of them."""

from __future__ import annotations

import io
import json
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import redirect_stderr
from typing import Any

from analysis.load.decode import declared, decode
from analysis.load.facts import ADDRESS, Facts
from analysis.load.formats import page_record
from analysis.load.mail import PAGES
from analysis.load.packed import DAMAGED, Package, limited
from analysis.load.problem import RefusedError
from analysis.load.record import Record, sha256
from analysis.load.registry import Given, misnamed

FOUND = "200"


def warc(given: Given) -> Iterator[Record | RefusedError]:
    """The records of the pages in a WARC file, by the numbers of its records."""
    yield from _pages(given.data, given.limit, "", None)


def wacz(given: Given) -> Iterator[Record | RefusedError]:
    """The records of the pages that a WACZ collection lists, or of all where it lists none."""
    package = Package(given.data, "a web archive collection", given.limit)
    archives = [name for name in package.names() if name.startswith("archive/") and ".warc" in name]
    if not archives:
        raise RefusedError("it holds no web archive.")
    listed = _listed(package)
    for name in sorted(archives):
        yield from _pages(package.part(name), given.limit, f"{name.removeprefix('archive/')} ", listed)


def _listed(package: Package) -> set[str] | None:
    if "pages/pages.jsonl" not in package.names():
        return None
    found = set()
    for line in package.part("pages/pages.jsonl").decode("utf-8", "replace").splitlines():
        try:
            page = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(page, dict) and isinstance(page.get("url"), str):
            found.add(page["url"])
    return found or None


def _pages(data: bytes, limit: int, prefix: str, listed: set[str] | None) -> Iterator[Record | RefusedError]:
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    skipped: Counter[str] = Counter()
    number = pages = 0
    if not _begins(data).startswith(b"WARC/"):
        raise _no_archive(data)
    records = ArchiveIterator(io.BytesIO(data))
    try:
        while (record := _next(records)) is not None:
            number += 1
            why = _skipped(record, listed)
            if why:
                skipped[why] += 1
                continue
            pages += 1
            place = f"{prefix}record {number}"
            try:
                yield _record(record, place, limit)
            except RefusedError as refusal:
                yield RefusedError(f"{refusal.problem} (Page: {_address(record)})", place)
    except (ArchiveLoadFailed, *DAMAGED, UnicodeDecodeError, AttributeError) as error:
        if not number:
            raise RefusedError("the archive is damaged from its first record on.") from error
        yield RefusedError(
            f"the archive is damaged or cut short after record {number:,}; the records before were read.",
            f"{prefix}record {number + 1}",
        )
    if not pages:
        shown = ", ".join(f"{what} ({count:,})" for what, count in sorted(skipped.items()))
        raise RefusedError(f"it holds no web pages. It holds {shown or 'no responses'}.")
    if lost := {what: count for what, count in skipped.items() if what.startswith("answer")}:
        shown = ", ".join(f"{what} ({count:,})" for what, count in sorted(lost.items()))
        yield RefusedError(f"some addresses did not answer with a page: {shown}.", f"{prefix}answers")


def _begins(data: bytes) -> bytes:
    """The first bytes of an archive, unpacked."""
    if not data.startswith(b"\x1f\x8b"):
        return data[:16]
    try:
        return zlib.decompressobj(31).decompress(data[:65_536], 16)
    except zlib.error:
        return b""


def _no_archive(data: bytes) -> RefusedError:
    packed = data.startswith(b"\x1f\x8b")
    return (None if packed else misnamed(data, "a web archive")) or RefusedError(
        "it is not a web archive, which begins with WARC/, or it is damaged from its first byte on."
    )


def _next(records: Any) -> Any:
    """The next record, or None; what the reader prints of faults is not shown."""
    with redirect_stderr(io.StringIO()):
        return next(records, None)


def _skipped(record: Any, listed: set[str] | None) -> str:
    """Why a record holds no page that is to be read, in words to count by; nothing if it does."""
    if record.rec_type not in ("response", "resource", "conversion"):
        return f"records of type {record.rec_type}"
    if listed is not None and _address(record) not in listed:
        return "files of pages"
    headers = record.http_headers
    if record.rec_type == "response" and headers is not None and headers.get_statuscode() != FOUND:
        return f"answer {headers.get_statuscode()}"
    kind = _kind(record)
    return (
        ""
        if kind in PAGES or (record.rec_type == "conversion" and kind == "text/plain")
        else f"files of type {kind}"
    )


def _kind(record: Any) -> str:
    headers = record.http_headers if record.http_headers is not None else record.rec_headers
    return (headers.get_header("Content-Type") or "unknown").split(";")[0].strip().lower()


def _address(record: Any) -> str:
    return (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")


def _record(record: Any, place: str, limit: int) -> Record:
    try:
        data = limited(record.content_stream(), limit)
    except DAMAGED as error:
        if isinstance(error, RefusedError):
            raise
        raise RefusedError("its content is damaged.") from error
    if not data:
        raise RefusedError("its content is empty.")
    cut = getattr(record.raw_stream, "limit", 0) > 0
    address = _address(record) if ADDRESS.fullmatch(_address(record)) else None
    if _kind(record) in PAGES:
        decoded = decode(data, _charset(record) or declared(data))
        made = page_record(decoded, f"#{place}", sha256(data), address)
    else:
        decoded = decode(data)
        made = Record(f"#{place}", decoded.text, sha256(data), decoded, Facts(url=address), "file")
    if cut:
        made.problems.append("the record is cut short; it is read as far as it goes.")
    return made


def _charset(record: Any) -> str | None:
    headers = record.http_headers
    kind = (headers.get_header("Content-Type") or "") if headers is not None else ""
    return kind.partition("charset=")[2].split(";")[0].strip("\"' ") or None
