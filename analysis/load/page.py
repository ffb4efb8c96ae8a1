"""The article and its facts out of a web page."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from analysis.load import facts
from analysis.load.blocks import oversized, without_scripts
from analysis.load.days import day
from analysis.load.facts import Facts
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

_BEFORE = re.compile(r"<!--.*?-->|<\?xml[^>]*>", re.S)


def looks_like_page(text: str) -> bool:
    """Whether a text is in truth the source of a web page.

    >>> looks_like_page("<!DOCTYPE html><html>"), looks_like_page("<3 from Vellmar")
    (True, False)
    """
    return (
        re.match(r"<(?:!doctype\s+html|html[\s>])", _BEFORE.sub("", text[:4096]).lstrip(), re.I) is not None
    )


def page(markup: str) -> tuple[list[str], Facts]:
    """The paragraphs of the article in a web page, in reading order, and what the page's metadata says.

    Extraction is trafilatura's (Barbaresi 2021), set to prefer leaving out to
    letting in, without readers' comments. Nothing is fetched. A site name
    that merely repeats the page's host is not taken for the outlet's name.

    Raises
    ------
    RefusedError
        If no article is found in it.
    """
    import trafilatura  # takes half a second to import, and most corpora hold no web page

    markup = without_scripts(markup)
    if why := oversized(markup):
        raise RefusedError(why)
    try:
        found = trafilatura.bare_extraction(
            _BREAKS.sub("</p><p>", markup),
            favor_precision=True,
            include_comments=False,
            with_metadata=True,
            date_extraction_params=DATES,
        )
    except Exception as error:  # Any fault of the parsers is a fault of this one page.
        raise RefusedError(f"the page cannot be parsed ({type(error).__name__}).") from error
    paragraphs = _paragraphs(found.body) if found is not None and found.body is not None else []
    words = sum(map(count_words, paragraphs))
    if words < LEAST:
        raise RefusedError(
            f"no article text was found in the page (words kept: {words}; least for an article: {LEAST}). "
            "If it has one, save its text as .txt."
        )
    said = Facts(headline=facts.said(found.title), byline=facts.said(found.author), url=_address(found.url))
    site = facts.said(found.sitename)
    if site and site.lower().removeprefix("www.") != _host(said.url).removeprefix("www."):
        said.outlet = site
    if found.date:
        said.published = day(found.date)
    return paragraphs, said


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
