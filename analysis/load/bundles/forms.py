"""The forms in which archives write their exports, read from the TOML files of this folder.

A form says:

`name`      the archive; `marks`: words of which one at least is in every export; `known`: patterns
            that all hold for the text, one match of each.
`begins`, `ends`, `separator`
            the line that opens or closes an article, or is between two. Without them, an
            article begins where a head is found.
`lines`     one letter for each kind of line (see `lines.toml` for those that all forms share).
`head`      patterns over these letters, one for each line, with "/" for blank lines between two.
            A named group is a fact; the first pattern found is used.
`foot`      the kinds of line that open the archive's record below the text.
`tags`      in forms that mark each field by a code, the fact under each code.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
# The most particular first: a Factiva file with codes is also one without.
ORDER = (
    *(
        "factiva_codes",
        "factiva",
        "lexisnexis",
        "nexis_uni",
        "proquest",
        "proquest_page",
        "gale",
        "newsbank_fields",
    ),
    *("newsbank", "europresse", "pressreader", "pressreader_print", "ris", "pubmed", "endnote"),
)
_END = r"(?=[\r\n]|\Z)"  # the end of a line, whatever system wrote it


@dataclass(frozen=True)
class Form:
    """How one archive writes its exports."""

    name: str
    marks: tuple[str, ...]
    known: tuple[re.Pattern[str], ...]
    kinds: tuple[tuple[str, re.Pattern[str]], ...]  # a letter, and the lines of this form it is for
    head: tuple[re.Pattern[str], ...]
    begins: re.Pattern[str] | None = None
    ends: re.Pattern[str] | None = None
    separator: re.Pattern[str] | None = None
    outlet: re.Pattern[str] | None = None  # what of an outlet's line is no part of its name
    foot: str = "ZFCX"  # the kinds of line that may open the record below a text
    capitals: bool = False  # whether its labels are in capitals
    kicker: bool = False  # whether the name of a section may be in the line above a headline
    sure: bool = True  # whether a second head inside an article is another article
    tags: dict[str, str] = field(default_factory=dict)
    tag: re.Pattern[str] | None = None
    first: str = ""  # the tag that opens a record, or of which there is one in each
    text: tuple[str, ...] = ()  # the tags that hold the text
    note: str = ""  # a problem of every article, such as that only abstracts are exported

    def knows(self, text: str) -> bool:
        """Whether a text is an export of this form."""
        return any(mark in text for mark in self.marks) and all(known.search(text) for known in self.known)


@cache
def forms() -> tuple[Form, ...]:
    """Every form, in the order in which they are tried."""
    return tuple(form(name) for name in ORDER)


def form(name: str) -> Form:
    """The form in the file of this name."""
    said = _toml(name)
    one = {key: _line(said[key]) for key in ("begins", "ends", "separator") if key in said}
    own = {letter: _line(pattern) for letter, pattern in said.get("lines", {}).items()}
    return Form(
        name=said["name"],
        marks=tuple(said["marks"]),
        known=tuple(re.compile(known.replace("$", _END), re.M | re.I) for known in said.get("known", [])),
        kinds=(*(("X", mark) for mark in one.values()), *own.items()),
        head=tuple(re.compile(head, re.X) for head in said.get("head", [])),
        outlet=re.compile(said["outlet"]) if "outlet" in said else None,
        foot=said.get("foot", "ZFCX"),
        capitals=said.get("capitals", False),
        kicker=said.get("kicker", False),
        sure=said.get("sure", True),
        tags=said.get("tags", {}),
        tag=re.compile(said["tag"]) if "tag" in said else None,
        first=said.get("first", ""),
        text=tuple(said.get("text", [])),
        note=said.get("note", ""),
        **one,
    )


@cache
def shared() -> dict[str, re.Pattern[str]]:
    """The kinds of line that all forms share, by their letter."""
    return {letter: _line(pattern) for letter, pattern in _toml("lines")["lines"].items()}


@cache
def labels() -> dict[str, str]:
    """The fact that each label of a line ("LENGTH: 84 words") is about, by the label in small letters."""
    return {
        label.casefold(): fact for fact, spellings in _toml("labels")["labels"].items() for label in spellings
    }


def _line(pattern: str | list[str]) -> re.Pattern[str]:
    """A pattern, or one of several, that is the whole of a line."""
    every = [pattern] if isinstance(pattern, str) else pattern
    return re.compile("|".join(f"(?:{one})" for one in every), re.I)


@cache
def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))
