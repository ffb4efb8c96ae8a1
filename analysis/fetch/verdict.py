"""What came back: an article's page, or something else, in one sentence."""

from __future__ import annotations

import html
import re
import tomllib
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from analysis.fetch.client import FetchError, Response

HEAD = 200_000  # bytes of a page in which its title is looked for
PAGES = ("text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml", "")
LATER = {408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524}  # where a later try may succeed

_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.S | re.I)
_REFUSED = {
    401: "the site asks for a login (HTTP 401).",
    402: "the site asks for a payment (HTTP 402).",
    403: "the site refuses access (HTTP 403).",
    404: "there is no such page (HTTP 404).",
    410: "the page was removed (HTTP 410).",
    429: "the site says that there were too many requests (HTTP 429).",
    451: "the page is withheld for legal reasons (HTTP 451).",
}


def judge(asked: str, response: Response) -> None:
    """Nothing, if a response can be an article's page.

    Parameters
    ----------
    asked
        The address that was asked for, before redirects.
    response
        The last response.

    Raises
    ------
    FetchError
        If it is something else; the error says what.
    """
    status = response.status
    if status != 200:
        problem = _REFUSED.get(
            status, f"the site answered with HTTP {status} {response.reason}".rstrip() + "."
        )
        raise FetchError(problem, again=status in LATER)
    kind = response.header("content-type").partition(";")[0].strip().lower()
    if kind not in PAGES:
        raise FetchError(f"it is {kind}, not a web page. Save the file and read it by itself.")
    if not response.body.strip():
        raise FetchError("the page is empty.")
    before, after = urlsplit(asked), urlsplit(response.url)
    if gate := _gate(_parts(after.hostname, after.path) - _parts(before.hostname, before.path)):
        raise FetchError(f"it leads to {gate}: {response.url}")
    if before.path.strip("/") and not after.path.strip("/") and not after.query:
        raise FetchError(f"it leads to a front page, as removed articles do: {response.url}")
    if gate := _titled(title(response)):
        raise FetchError(f"its page is {gate}.")


def title(response: Response) -> str:
    """The title of a page, as far as its first bytes tell.

    >>> from datetime import UTC, datetime
    >>> page = b"<html><title>Just a moment...</title>"
    >>> title(Response("", 200, "OK", [], page, datetime.now(UTC), None, []))
    'Just a moment...'
    """
    found = _TITLE.search(response.unpacked(HEAD).decode("utf-8", "replace"))
    return " ".join(html.unescape(found[1]).split()) if found else ""


@cache
def _gates() -> list[tuple[str, set[str], set[str]]]:
    """What each gate is called, the parts of addresses that name it, and the titles of its pages."""
    listed = tomllib.loads((Path(__file__).parent / "gates.toml").read_text(encoding="utf-8"))
    return [(gate["says"], set(gate["parts"]), set(gate["titles"])) for gate in listed.values()]


def _parts(host: str | None, path: str) -> set[str]:
    """The parts of an address that may name a gate: its host's labels but the domain, and its path's."""
    return {*(host or "").lower().split(".")[:-2], *re.split(r"[/.]", path.lower())}


def _gate(parts: set[str]) -> str | None:
    return next((says for says, named, _ in _gates() if parts & named), None)


def _titled(title: str) -> str | None:
    """The gate that a page's title names: alone, or before a dash or bar and the site's name."""
    first = re.split(r"\s+[|–—-]\s+|\.{3}|…|[?!]|: ", title.lower())[0].strip()
    return next((says for says, _, titles in _gates() if first in titles), None)
