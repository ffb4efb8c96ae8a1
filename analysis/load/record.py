"""One article as it is in a file: what every reader returns."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from analysis.load.decode import Decoded
from analysis.load.facts import Facts
from analysis.load.layout import Dropped, Part

FORMAT = Decoded("", "utf-8", "format")  # of files whose format says how their text is encoded


@dataclass(frozen=True)
class Record:
    """One article as it is in a file."""

    part: str  # what follows the file's name in source_file: "", "#row 7", "#line 3", "#record 2"
    text: str
    sha256: str
    decoded: Decoded
    facts: Facts
    facts_from: str
    problems: list[str] = field(default_factory=list)
    layout: list[Part] = field(default_factory=list)  # where the file itself says what is what in `text`
    dropped: list[Dropped] = field(default_factory=list)  # what of a page is not in `text`
    exported: bool = False  # whether it comes out of the export of an archive

    @property
    def place(self) -> str:
        """Where in the file, for problems."""
        return self.part.removeprefix("#") or "whole"


def sha256(data: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()
