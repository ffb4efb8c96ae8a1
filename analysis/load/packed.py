"""What is packed inside a file, unpacked within limits: gzip, and the zips that documents are."""

from __future__ import annotations

import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from analysis.load.problem import RefusedError
from analysis.load.registry import MEGABYTE, misnamed

DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError, ValueError)


def too_large(size: int, max_bytes: int) -> RefusedError:
    """The refusal of a file over the limit: its size, the limit, and how to raise it.

    >>> too_large(200_000_000, 50_000_000).problem
    'it is 200.0 MB, over the limit of 50 MB for one file. Raise it with --max-mb 201.'
    """
    return RefusedError(
        f"it is {size / 1e6:,.1f} MB, over the limit of {max_bytes / 1e6:,.9g} MB for one file. "
        f"Raise it with --max-mb {size // MEGABYTE + 1}."
    )


def unpacks_to_more(limit: int) -> RefusedError:
    """The refusal of what unpacks to more bytes than a file may have.

    >>> unpacks_to_more(50_000_000).problem
    'it unpacks to more than 50 MB, the limit for one file. If you trust it, raise the limit with --max-mb.'
    """
    return RefusedError(
        f"it unpacks to more than {limit / 1e6:,.9g} MB, the limit for one file. If you trust it, raise the "
        "limit with --max-mb."
    )


def limited(stream: Any, limit: int) -> bytes:
    """All bytes of a stream, which may say less of its length than it holds.

    Raises
    ------
    RefusedError
        If there are more than `limit`.
    """
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise unpacks_to_more(limit)
    return data


def gunzipped(data: bytes, limit: int) -> bytes:
    """The content of a gzip file.

    Raises
    ------
    RefusedError
        If it is no gzip file, damaged, cut short, or unpacks to more than `limit` bytes.

    Examples
    --------
    >>> gunzipped(gzip.compress(b"Rain fell."), 100)
    b'Rain fell.'
    """
    if not data.startswith(b"\x1f\x8b"):
        raise misnamed(data, "a gzip archive") or RefusedError(
            "it is no gzip archive. Take .gz from its name."
        )
    try:
        with gzip.open(io.BytesIO(data)) as stream:
            return limited(stream, limit)
    except DAMAGED as error:
        if isinstance(error, RefusedError):
            raise
        raise RefusedError("it is not a whole gzip file: it was cut short or is damaged.") from error


class Package:
    """A document that is a zip of parts, such as docx. Parts are read by name; nothing else is touched."""

    def __init__(self, data: bytes, what: str, limit: int) -> None:
        """Open a document.

        Parameters
        ----------
        data
            The file.
        what
            What its name says it is, for messages: "a Word document".
        limit
            Bytes that one part may unpack to.

        Raises
        ------
        RefusedError
            If it is no zip.
        """
        self._what, self._limit = what, limit
        if data.startswith(b"\xd0\xcf\x11\xe0"):
            locked = "E\0n\0c\0r\0y\0p\0t\0e\0d".encode("latin-1") in data
            raise RefusedError(
                "it is encrypted with a password. Save it without one."
                if locked
                else f"it is an old Office document, not {what}. Save it in the format its name ends in."
            )
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except DAMAGED as error:
            if data.startswith(b"PK"):
                raise RefusedError(
                    f"it is not the whole of {what}: it was cut short or is damaged."
                ) from error
            text = "text" if b"\0" not in data else "another kind of file"
            refusal = misnamed(data, what) or RefusedError(f"it is {text}, not {what}. Rename it.")
            raise refusal from error

    def names(self) -> list[str]:
        """The names of the parts, in the order of the package."""
        return self._zip.namelist()

    def check(self, names: Iterable[str]) -> None:
        """Refuse the document if one of these parts says that it unpacks to more than the limit."""
        sizes = {entry.filename: entry.file_size for entry in self._zip.infolist()}
        if any(sizes.get(name, 0) > self._limit for name in names):
            raise unpacks_to_more(self._limit)

    def part(self, name: str) -> bytes:
        """The bytes of a part.

        Raises
        ------
        RefusedError
            If there is none of this name, or it is encrypted, damaged or too large.
        """
        try:
            entry = self._zip.getinfo(name)
        except KeyError as error:
            raise RefusedError(
                f"it is a zip archive, but not {self._what}: it has no part '{Path(name).name}'."
            ) from error
        if entry.flag_bits & 0x1:
            raise RefusedError("it is encrypted with a password. Save it without one.")
        self.check([name])
        try:
            with self._zip.open(entry) as stream:
                return limited(stream, self._limit)
        except DAMAGED as error:
            if isinstance(error, RefusedError):
                raise
            raise RefusedError(f"its part '{Path(name).name}' is damaged.") from error
