"""The entries of a zip archive, each checked before it is unpacked; nothing is written to disk."""

from __future__ import annotations

import lzma
import re
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from analysis.load.find import litter, others
from analysis.load.packed import too_large
from analysis.load.problem import RefusedError
from analysis.load.registry import ARCHIVE, UNPACKED, is_read

RATIO = 200  # times its packed size that an entry may unpack to; text packs to a third, at best a twentieth
SMALL = 1_000_000  # bytes below which no ratio is too high
MORE = 3  # names shown where many entries share a fault
_LINK, _KIND = 0o120000, 0o170000  # the mode bits that mark a symbolic link


class Archive:
    """A zip archive opened for reading: its entries by name, and what is wrong with others."""

    def __init__(self, path: Path, max_bytes: int) -> None:
        """Open an archive and check what it says of itself.

        Raises
        ------
        RefusedError
            If it is no whole zip archive, or would unpack to too much.
        """
        self.max_bytes = max_bytes
        self.faults: list[RefusedError] = []
        self.entries: dict[str, zipfile.ZipInfo] = {}
        if path.stat().st_size == 0:
            raise RefusedError("the file is empty.")
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
            raise RefusedError("it is not a whole zip archive: it was cut short, or is no zip.") from error
        try:
            self._check(self._zip.infolist())
        except RefusedError:
            self._zip.close()
            raise

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def _check(self, listed: list[zipfile.ZipInfo]) -> None:
        total, most = sum(entry.file_size for entry in listed) / 1e6, UNPACKED * self.max_bytes / 1e6
        if total > most:
            raise RefusedError(
                f"it would unpack to {total:,.0f} MB, over the limit of {most:,.0f} MB; nothing in it was "
                "read. Split it, or if you trust it raise the limit with --max-mb "
                f"{total / UNPACKED + 1:.0f}."
            )
        for entry in listed:
            times = entry.file_size / max(1, entry.compress_size)
            if entry.file_size > SMALL and times > RATIO:
                raise RefusedError(
                    f"its entry '{entry.filename}' would unpack to {times:,.0f} times its size, as no text "
                    f"does (the limit is {RATIO} times); nothing in the archive was read."
                )
        unread: list[str] = []
        locked: list[str] = []
        for entry in listed:
            name = re.sub(r"/+", "/", entry.filename.replace("\\", "/").removeprefix("./"))
            if name.startswith("/") or re.match(r"[A-Za-z]:", name) or ".." in name.split("/"):
                self._fault(name, "its name climbs out of the archive; it was not read.")
            elif entry.is_dir() or name.endswith("/") or any(map(litter, name.split("/"))):
                continue
            elif entry.external_attr >> 16 & _KIND == _LINK:
                self._fault(name, "it is a link, which is not followed.")
            elif name.lower().endswith(ARCHIVE):
                self._fault(name, "an archive in an archive is not opened. Unpack the outer one first.")
            elif not is_read(name):
                unread.append(PurePosixPath(name).suffix.lower())
            elif entry.flag_bits & 0x1:
                locked.append(name)
            elif name in self.entries:
                self._fault(name, "two entries have this name; only the first was read.")
            else:
                self.entries[name] = entry
        if locked:
            names = ", ".join(locked[:MORE]) + (
                f" and {len(locked) - MORE} more" if len(locked) > MORE else ""
            )
            self.faults.append(
                RefusedError(f"it is locked with a password: {names}. Unpack it first.", "locked entries")
            )
        if unread:
            self.faults.append(RefusedError(others(unread), "other entries"))
        if not self.entries and not self.faults:
            self.faults.append(RefusedError("the archive holds no articles."))

    def _fault(self, name: str, problem: str) -> None:
        self.faults.append(RefusedError(problem, f"entry {name}"))

    def names(self) -> list[str]:
        """The names of the entries that can be read, sorted."""
        return sorted(self.entries)

    def holds(self, folder: PurePosixPath, local: str) -> bool:
        """Whether an entry of this name can be read in a folder of the archive."""
        return str(folder / local) in self.entries

    def read(self, name: str) -> bytes:
        """The bytes of an entry.

        Raises
        ------
        RefusedError
            If it is too large, damaged, or packed in a way that cannot be read.
        """
        entry = self.entries[name]
        if entry.file_size > self.max_bytes:
            raise too_large(entry.file_size, self.max_bytes)
        try:
            with self._zip.open(entry) as stream:
                # An entry may hold more than it says.
                data = stream.read(self.max_bytes + 1)
        except NotImplementedError as error:
            raise RefusedError(
                "it is packed in a way that cannot be read. Pack it anew as a plain zip."
            ) from error
        except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError) as error:
            raise RefusedError(
                "the entry is damaged; its bytes do not match its checksum or end too early."
            ) from error
        if len(data) > self.max_bytes:
            raise too_large(len(data), self.max_bytes)
        return data
