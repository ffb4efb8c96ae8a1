"""Lists of addresses: what a file of links, a table with a column of them, or a feed points to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from analysis.load import facts, rows
from analysis.load.decode import decode
from analysis.load.problem import LoadError, Problem, RefusedError

NEARLY_ALL = 0.9  # of the lines of a text that is a list of addresses
COMMAND = "workbook fetch urls"
OWN = ["address", "state", "problem"]  # the first columns of the table that this command writes

_LINE = re.compile(r"(?:[-*•]|\d+[.)])?\s*<?((?:https?://|www\.)[^\s<>\"]+?)>?[,;]?", re.I)
_FEED = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:rss|feed|rdf:RDF)\b", re.S | re.I)


class AddressError(LoadError):
    """A file from which no address can be read."""


@dataclass(frozen=True)
class Address:
    """A web address, where it was read, and what the list says about it."""

    url: str
    place: str
    facts: dict[str, str] = field(default_factory=dict)


def addresses(data: bytes, name: str) -> tuple[list[Address], list[Problem]]:
    r"""The addresses in a file, each once, and what is wrong with others.

    Parameters
    ----------
    data
        The bytes of a text with an address on each line, of a CSV with a column of addresses, such as Media
        Cloud's, or of an RSS or Atom feed.
    name
        The file's name, for problems; its ending does not matter.

    Raises
    ------
    AddressError
        If there are none.

    Examples
    --------
    >>> addresses(b"https://herald.example/a\nhttps://herald.example/a#top\n", "list.txt")[0]
    [Address(url='https://herald.example/a', place='line 1', facts={})]
    """
    try:
        text = decode(data).text
        if not text.strip():
            raise RefusedError("the file is empty.")
        read = _from_feed if _FEED.match(text) else _from_lines if is_list(text) else _from_table
        found = list(read(data, text))
    except RefusedError as refusal:
        raise AddressError(f"{name}: {refusal.problem}") from refusal
    once: dict[str, Address] = {}
    problems = []
    for item in found:
        url = _tidy(item.url)
        if url is None:
            problems.append(Problem(name, item.place, f"{item.url[:80]!r} is no web address."))
        else:
            once.setdefault(url, Address(url, item.place, item.facts))
    if not once:
        raise AddressError(
            f"{name}: it holds no web address. Write one on each line, or give a CSV with a column url, "
            "or an RSS or Atom feed."
        )
    return list(once.values()), problems


def is_list(text: str) -> bool:
    r"""Whether nearly every line of a text is a web address and nothing else; lines after # do not count.

    >>> is_list("https://herald.example/a\nhttps://herald.example/b")
    True
    >>> is_list("Rain fell on Vellmar. Source: https://herald.example/a")
    False
    """
    lines = [line for line in map(str.strip, text.splitlines()) if line and not line.startswith("#")]
    return bool(lines) and sum(map(bool, map(_LINE.fullmatch, lines))) >= NEARLY_ALL * len(lines)


def column(names: list[str]) -> str | None:
    """The column of a table that holds addresses; None if no name says so.

    >>> column(["id", "publish_date", "title", "url", "media_url"])
    'url'
    """
    plain = {facts.plain(name): name for name in reversed(names)}
    spellings = (*facts.SPELLINGS["url"], "address", "webaddress")
    return next((plain[spelling] for spelling in spellings if spelling in plain), None)


def refusal() -> RefusedError:
    """The refusal of a list of addresses where articles are expected: which command gets the pages.

    >>> refusal().problem
    'it is a list of web addresses, not an article. Get the pages with: workbook fetch urls FILE'
    """
    return RefusedError(f"it is a list of web addresses, not an article. Get the pages with: {COMMAND} FILE")


def no_text(names: list[str]) -> RefusedError:
    """The refusal of a table without texts; of one with addresses, it says which command gets the pages.

    >>> no_text(["id", "url"]).problem.partition("full_text). ")[2]
    'To get the pages in its column url: workbook fetch urls FILE'
    """
    if names[: len(OWN)] == OWN:
        return RefusedError(f"it is the table of `{COMMAND}`; the pages are in the folder pages next to it.")
    refused, name = rows.no_text(names), column(names)
    return RefusedError(
        f"{refused.problem} To get the pages in its column {name}: {COMMAND} FILE"
        if name
        else refused.problem
    )


def _from_lines(_: bytes, text: str) -> Iterator[Address]:
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        if line and not line.startswith("#"):
            match = _LINE.fullmatch(line)
            yield Address(match[1] if match else line, f"line {number}")


def _from_table(_: bytes, text: str) -> Iterator[Address]:
    names, found = rows.delimited(text)
    name = column(names)
    if name is None:
        raise RefusedError(
            "it is neither a list with a web address on each line, nor a feed, nor a CSV with a column of "
            "addresses. Name that column url."
        )
    for item in found:
        if isinstance(item, RefusedError):
            yield Address(item.problem, item.place)
            continue
        number, row = item
        if address := row[name].strip():
            yield Address(address, f"row {number}", {key: row[key] for key in row if key != name})


def _from_feed(data: bytes, _: str) -> Iterator[Address]:
    import feedparser

    for number, entry in enumerate(feedparser.parse(data).entries, 1):
        known = {"title": entry.get("title"), "published": entry.get("published", entry.get("updated"))}
        yield Address(
            str(entry.get("link", "")).strip(),
            f"entry {number}",
            {key: str(value) for key, value in known.items() if value},
        )


def _tidy(address: str) -> str | None:
    """An address with its scheme and without its fragment; None if it is none."""
    from urllib3.exceptions import HTTPError
    from urllib3.util import parse_url

    if address.lower().startswith("www."):
        address = f"https://{address}"
    try:
        parts: Any = parse_url(address)
    except (HTTPError, ValueError):
        return None
    if parts.scheme not in ("http", "https") or not parts.host or re.search(r"\s", address.strip()):
        return None
    return str(parts._replace(fragment=None, path=parts.path or "/").url)
