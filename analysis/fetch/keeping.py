"""What was fetched, on disk: responses in web archives (WARC 1.1), and a table of the addresses.

A visit is written whole: its records, brought to the disk, and then its row, which says where they are. What
a stopped run left without a row is cut off by the next, which fetches it again.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from analysis import __version__
from analysis.corpus.store import write_whole
from analysis.fetch.client import FetchError, Response
from analysis.load.addresses import Address

TABLE = "addresses.csv"
PAGES = "pages/pages-{:05}.warc.gz"  # the pages, to be read as articles
# Bytes after which the next archive begins: with one more page it is below the 50 MB that are read.
LARGEST = 30_000_000
OTHERS = "others.warc.gz"  # redirects, and what is no article: errors, logins, checks
COLUMNS = (
    "address", "state", "problem", "final_address", "status", "fetched", "bytes", "sha256", "archive",
    "offset", "length", "others_size",
)  # fmt: skip
STORED, PROBLEM, LATER = "stored", "problem", "try again"

Row = dict[str, str]


@dataclass
class Visit:
    """What came of one address."""

    address: Address
    responses: list[Response]
    error: FetchError | None = None


@dataclass
class Archive:
    """The archives and the table in a folder.

    Parameters
    ----------
    folder
        Where they are, or are to be.
    agent
        The User-Agent that was sent, for the archives' description.
    further
        Columns that the list of addresses has, which the table keeps.
    """

    folder: Path
    agent: str
    further: list[str] = field(default_factory=list)
    rows: dict[str, Row] = field(default_factory=dict)
    _number: int = 1  # of the archive of pages that is written

    def open(self) -> None:
        """Read the table of an earlier run, cut off what that run left without a row, and write the table."""
        (self.folder / PAGES).parent.mkdir(parents=True, exist_ok=True)
        table = self.folder / TABLE
        if table.exists():
            text = table.read_text(encoding="utf-8")
            reader = csv.DictReader(io.StringIO(text, newline=""))
            kept = [row for row in reader if row.get("state") in (STORED, PROBLEM, LATER)]
            if not text.endswith("\n"):  # the last row was cut short
                del kept[-1:]
            self.rows = {row["address"]: row for row in kept if None not in row.values()}
            known = list(reader.fieldnames or [])
            self.further = list(dict.fromkeys([*known, *self.further]))
        self.further = [name for name in self.further if name not in COLUMNS]
        self._cut_off()
        self.close()

    def _cut_off(self) -> None:
        """Cut off what has no row, and begin the archives that are not there."""
        rows = self.rows.values()
        ends = {OTHERS: max((int(row["others_size"]) for row in rows), default=0)}
        for row in rows:
            if row["state"] == STORED:
                ends[row["archive"]] = max(
                    ends.get(row["archive"], 0), int(row["offset"]) + int(row["length"])
                )
        for path in [self.folder / OTHERS, *(self.folder / PAGES).parent.glob("pages-*.warc.gz")]:
            end = ends.get(path.relative_to(self.folder).as_posix(), 0)
            if end and path.stat().st_size > end:
                os.truncate(path, end)
            elif not end:
                path.unlink(missing_ok=True)
        self._begun(OTHERS)
        self._number = max(1, len(ends) - 1)

    def _begun(self, name: str) -> Path:
        """An archive by its name, with the record that opens it."""
        path = self.folder / name
        if not path.exists():
            path.write_bytes(self._about(path.name))
        return path

    def _pages(self) -> str:
        """The name of the archive that the next page goes to."""
        path = self._begun(PAGES.format(self._number))
        if path.stat().st_size >= LARGEST:
            self._number += 1
            self._begun(PAGES.format(self._number))
        return PAGES.format(self._number)

    def done(self, address: Address) -> bool:
        """Whether an address needs no further visit."""
        row = self.rows.get(address.url)
        return row is not None and row["state"] != LATER

    def add(self, visit: Visit) -> None:
        """Write what came of one address.

        Raises
        ------
        OSError
            If it cannot be written.
        """
        page = visit.responses[-1] if visit.responses and visit.error is None else None
        others = visit.responses[:-1] if page else visit.responses
        row = self._row(visit)
        for name, responses in ((OTHERS, others), (self._pages() if page else "", [page] if page else [])):
            if responses:
                offset, length = _append(self.folder / name, _records(responses))
                row |= {"archive": name, "offset": str(offset), "length": str(length)}
        row["others_size"] = str((self.folder / OTHERS).stat().st_size)
        self.rows[visit.address.url] = row
        with (self.folder / TABLE).open("a", encoding="utf-8", newline="") as file:
            csv.DictWriter(file, [*COLUMNS, *self.further], restval="", extrasaction="ignore").writerow(row)
            file.flush()
            os.fsync(file.fileno())

    def close(self) -> None:
        """Write the table whole, with one row for each address."""
        written = io.StringIO(newline="")
        writer = csv.DictWriter(written, [*COLUMNS, *self.further], restval="", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(self.rows.values())
        write_whole(self.folder / TABLE, written.getvalue().encode("utf-8"))

    def _row(self, visit: Visit) -> Row:
        last = visit.responses[-1] if visit.responses else None
        error = visit.error
        row = {f"{key}_given" if key in COLUMNS else key: value for key, value in visit.address.facts.items()}
        row |= {
            "address": visit.address.url,
            "state": STORED if error is None else LATER if error.again else PROBLEM,
            "problem": "" if error is None else error.problem,
            "fetched": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        if last is not None:
            row |= {
                "final_address": last.url,
                "status": str(last.status),
                "fetched": last.at.isoformat(timespec="seconds"),
                "bytes": str(len(last.body)),
                "sha256": hashlib.sha256(last.body).hexdigest(),
            }
        return row

    def _about(self, name: str) -> bytes:
        """The record that opens an archive: what made it, and how."""
        from warcio.warcwriter import WARCWriter

        written = io.BytesIO()
        writer = WARCWriter(written, gzip=True, warc_version="1.1")
        facts = {
            "software": f"media-workbook/{__version__}",
            "format": "WARC File Format 1.1",
            "robots": "obey",
            "http-header-user-agent": self.agent,
        }
        writer.write_record(writer.create_warcinfo_record(name, facts))
        return written.getvalue()


def _append(path: Path, records: bytes) -> tuple[int, int]:
    with path.open("ab") as file:
        offset = file.tell()
        file.write(records)
        file.flush()
        os.fsync(file.fileno())
    return offset, len(records)


def _records(responses: Iterable[Response]) -> bytes:
    """The requests and responses as records, each packed by itself as the standard recommends."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    written = io.BytesIO()
    writer = WARCWriter(written, gzip=True, warc_version="1.1")
    for response in responses:
        about: dict[str, Any] = {"WARC-Date": response.at.strftime("%Y-%m-%dT%H:%M:%SZ")}
        if response.ip:
            about["WARC-IP-Address"] = response.ip
        answer = StatusAndHeaders(
            f"{response.status} {response.reason}".strip(), _stored(response.headers), protocol="HTTP/1.1"
        )
        record = writer.create_warc_record(
            response.url,
            "response",
            payload=io.BytesIO(response.body),
            http_headers=answer,
            warc_headers_dict=dict(about),
        )
        asked = StatusAndHeaders(
            f"GET {_target(response.url)} HTTP/1.1", response.request, is_http_request=True
        )
        request = writer.create_warc_record(
            response.url, "request", http_headers=asked, warc_headers_dict=dict(about)
        )
        writer.write_request_response_pair(request, record)
    return written.getvalue()


def _stored(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Headers for a body that is stored in one piece: how it was cut up in transfer is no longer true."""
    moved = ("transfer-encoding",)
    return [(f"X-Archive-Orig-{key}" if key.lower() in moved else key, value) for key, value in headers]


def _target(url: str) -> str:
    from urllib3.util import parse_url

    return str(parse_url(url).request_uri)


def counts(rows: Mapping[str, Row]) -> dict[str, int]:
    """How many addresses are in each state.

    >>> counts({"https://herald.example/a": {"state": "stored"}})
    {'stored': 1, 'problem': 0, 'try again': 0}
    """
    found = [row["state"] for row in rows.values()]
    return {state: found.count(state) for state in (STORED, PROBLEM, LATER)}
