"""The article and its facts out of a web page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from analysis.load import facts
from analysis.load.blocks import Block, blocks, oversized, without_scripts
from analysis.load.days import day
from analysis.load.facts import Facts
from analysis.load.layout import Dropped
from analysis.load.ledger import completed, dropped, matched, quoted, same_words
from analysis.load.problem import RefusedError
from analysis.tables import count_words

# Nothing is guessed from the running text, and no bound moves with today's date.
DATES = {
    "original_date": True,
    "extensive_search": False,
    "min_date": "1990-01-01",
    "max_date": "2100-12-31",
    "outputformat": "%Y-%m-%d",
}
LEAST = 20  # words of an article; less is a notice, a log-in form, a page not found
# Elements of the extracted body that stand in a line of text; all others make a paragraph of their own.
INLINE = {"hi", "ref", "del", "code", "graphic"}

# Two line breaks in a row end a paragraph on many pages, but extraction keeps only one of them.
_BREAKS = re.compile(r"(?:<br\s*/?>(?:\s|&nbsp;)*){2,}", re.I)
# A day of change, which is no day of publication.
_CHANGED = re.compile(
    r"""<meta\b[^<>]*?\b(?:property|name|itemprop)\s*=\s*["']?[\w:.-]*(?:modified|updated)[^<>]*>"""
    r"""|<time\b(?![^<>]*publi)[^<>]*?\b(?:class|itemprop)\s*=\s*["']?[^"'<>]*(?:modified|updated)[^<>]*>"""
    r"""|"dateModified"\s*:\s*"[^"]*",?""",
    re.I,
)
_BYLINE = re.compile(r"by\s+(?P<names>[^\n|]{3,80}?\s+and\s+[^\n|,]{3,40})", re.I)
_BEFORE = re.compile(r"<!--.*?-->|<\?xml[^>]*>", re.S)


def looks_like_page(text: str) -> bool:
    """Whether a text is in truth the source of a web page.

    >>> looks_like_page("<!DOCTYPE html><html>"), looks_like_page("<3 from Vellmar")
    (True, False)
    """
    return (
        re.match(r"<(?:!doctype\s+html|html[\s>])", _BEFORE.sub("", text[:4096]).lstrip(), re.I) is not None
    )


@dataclass(frozen=True)
class Page:
    """The article in a page, and what of the page is not in it."""

    paragraphs: list[str]
    facts: Facts
    dropped: list[tuple[int, Dropped]]  # each after how many paragraphs it comes
    quoted: set[int]  # the numbers of the paragraphs in block quotations


def page(markup: str) -> tuple[list[str], Facts]:
    """The paragraphs of the article in a web page, in reading order, and what the page's metadata says.

    Raises
    ------
    RefusedError
        If no article is found in it.
    """
    found = article(markup)
    return found.paragraphs, found.facts


def article(markup: str) -> Page:
    """The article in a web page, what the page's metadata says, and what was left out.

    Extraction is trafilatura's (Barbaresi 2021), set to prefer leaving out to
    letting in, without readers' comments; paragraphs that it leaves out from
    between those it keeps are put back (see `ledger.completed`). Nothing is
    fetched. A site name that merely repeats the page's host is not taken for
    the outlet's name, and a day of change not for that of publication.

    Raises
    ------
    RefusedError
        If no article is found in it.
    """
    markup = without_scripts(markup)
    if why := oversized(markup):
        raise RefusedError(why)
    narrow = _extracted(markup, precise=True)
    paragraphs = _paragraphs(narrow.body) if narrow is not None and narrow.body is not None else []
    visible = blocks(markup)
    paragraphs = completed(paragraphs, visible, lambda: _paragraphs(_extracted(markup, precise=False).body))
    words = sum(map(count_words, paragraphs))
    if words < LEAST:
        raise RefusedError(
            f"no article text was found in the page (words kept: {words}; least for an article: {LEAST}). "
            "If it has one, save its text as .txt."
        )
    said = _facts(narrow, visible)
    if same_words(paragraphs[0], said.headline or ""):
        del paragraphs[0]
    seen = matched(paragraphs, visible)
    return Page(paragraphs, said, dropped(seen, said.headline), quoted(seen))


def _extracted(markup: str, *, precise: bool) -> Any:
    import trafilatura  # takes half a second to import, and most corpora hold no web page

    try:
        return trafilatura.bare_extraction(
            _CHANGED.sub("", _BREAKS.sub("</p><p>", markup)),
            favor_precision=precise,
            include_comments=False,
            with_metadata=precise,
            date_extraction_params=DATES,
        )
    except Exception as error:  # Any fault of the parsers is a fault of this one page.
        raise RefusedError(f"the page cannot be parsed ({type(error).__name__}).") from error


def _facts(found: Any, visible: Sequence[Block]) -> Facts:
    said = Facts(headline=facts.said(found.title), byline=facts.said(found.author), url=_address(found.url))
    site = facts.said(found.sitename)
    if site and site.lower().removeprefix("www.") != _host(said.url).removeprefix("www."):
        said.outlet = site
    if found.date:
        said.published = day(found.date)
    # Metadata often names the first author alone.
    printed = (_BYLINE.fullmatch(block.text) for block in visible if block.place == "byline")
    several = next((line["names"] for line in printed if line and (said.byline or "") in line["names"]), None)
    said.byline = several or said.byline
    return said


def _paragraphs(body: Any) -> list[str]:
    paragraphs: list[str] = []
    run: list[str] = []

    def close() -> None:
        lines = [" ".join(line.split()) for line in "".join(run).split("\n")]
        if paragraph := "\n".join(line for line in lines if line):
            paragraphs.append(paragraph)
        run.clear()

    def walk(element: Any) -> None:
        block = element.tag not in INLINE and element.tag != "lb"
        if element.tag == "cell" and "".join(run).strip():
            run.append(" | ")
        elif element.tag == "lb":
            run.append("\n")
        elif block:
            close()
        run.append(_spaced(element.text))
        for child in element:
            walk(child)
            run.append(_spaced(child.tail))
        if block and element.tag != "cell":
            close()

    walk(body)
    return paragraphs


def _spaced(text: str | None) -> str:
    # In markup a line break is but a space.
    return re.sub(r"\s+", " ", text or "")


def _address(url: str | None) -> str | None:
    return url if url and facts.ADDRESS.fullmatch(url) else None


def _host(url: str | None) -> str:
    try:
        return (urlsplit(url or "").hostname or "").lower()
    except ValueError:
        return ""
