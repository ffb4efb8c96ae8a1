"""The entries of RSS and Atom feeds; and web pages in XML. Nothing that they link to is fetched."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from analysis.load import facts
from analysis.load.decode import Decoded, declared, decode
from analysis.load.facts import Facts
from analysis.load.formats import web_page
from analysis.load.mail import marked_up, text_record
from analysis.load.page import looks_like_page
from analysis.load.problem import RefusedError
from analysis.load.record import Record
from analysis.load.registry import Given

_ROOT = re.compile(r"\A(?:\s|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*>)*<([\w:.-]+)", re.S)
FEEDS = {"rss", "feed", "rdf:rdf", "channel"}


def feed(given: Given) -> Iterator[Record | RefusedError]:
    """The records of a feed's entries: the whole text where the feed carries it, or else the summary.

    Raises
    ------
    RefusedError
        If it is no feed, is damaged before its first entry, or declares entities.
    """
    import feedparser

    decoded = decode(given.data, declared(given.data))
    if looks_like_page(decoded.text):
        yield from web_page(given)
        return
    root = _ROOT.match(decoded.text[:20_000])
    if "<!ENTITY" in decoded.text:
        raise RefusedError("it declares XML entities, which are not expanded: no feed needs them.")
    if root is None or root[1].lower() not in FEEDS:
        what = f"it is XML with the root '{root[1][:40]}'" if root else "it is not XML"
        raise RefusedError(f"{what}, and no RSS or Atom feed.")
    # Given as a stream, since a text could be taken for an address.
    found = feedparser.parse(io.BytesIO(given.data), sanitize_html=False, resolve_relative_uris=False)
    if not found.entries:
        raise RefusedError("the feed has no entries, or was cut short before the first.")
    if found.bozo and not isinstance(found.bozo_exception, feedparser.CharacterEncodingOverride):
        yield RefusedError(
            "it is not well-formed XML to its end; the entries before the fault were read.", "whole"
        )
    summaries = 0
    outlet = facts.said(found.feed.get("title"))
    for number, entry in enumerate(found.entries, 1):
        try:
            record, whole = _record(entry, f"#entry {number}", decoded, outlet)
        except RefusedError as refusal:
            yield RefusedError(refusal.problem, f"entry {number}")
            continue
        summaries += not whole
        yield record
    if summaries:
        yield RefusedError(
            f"{summaries:,} of its {len(found.entries):,} entries carry only a summary, which was read "
            "as the text. Save their pages to measure whole articles.",
            "summaries",
        )


def _record(entry: Any, part: str, decoded: Decoded, outlet: str | None) -> tuple[Record, bool]:
    """The record of an entry, and whether the feed carries its whole text."""
    contents = [content.get("value") or "" for content in entry.get("content", [])]
    whole = max(contents, key=len, default="")
    text, layout = marked_up(whole or entry.get("summary") or "")
    names = [author.get("name") for author in entry.get("authors", []) if author.get("name")]
    said = Facts(
        outlet=facts.said(entry.get("source", {}).get("title")) or outlet,
        published=_day(entry),
        headline=facts.said(marked_up(entry.get("title") or "")[0]),
        byline=facts.said(names or entry.get("author")),
        url=link if (link := entry.get("link")) and facts.ADDRESS.fullmatch(link) else None,
    )
    data = (whole or entry.get("summary") or "").encode()
    return text_record(part, text, layout, data, decoded, said), bool(whole)


def _day(entry: Any) -> date | None:
    """The day of publication as the feed writes it, before any change of time zone."""
    written = entry.get("published") or ""
    if iso := re.match(r"\d{4}-\d\d-\d\d", written):
        try:
            return date.fromisoformat(iso[0])
        except ValueError:
            return None
    parsed = entry.get("published_parsed")
    named = re.search(r"\b(\d{1,2})\s+[A-Z][a-z]{2}\w*\s+\d{4}", written)
    if parsed is None:
        return None
    found = date(*parsed[:3])
    # The parser counts in UTC; a day written with another number is one before or after.
    if named and int(named[1]) != found.day:
        nearby = [date.fromordinal(found.toordinal() + step) for step in (-1, 1)]
        found = next((day for day in nearby if day.day == int(named[1])), found)
    return found
