"""The facts about an article: in which columns they stand, and what addresses tell."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import tld

from analysis.load.days import day, day_in_address
from analysis.load.problem import RefusedError

# Spellings are compared without case, spaces and punctuation; those first in a row win over the later.
SPELLINGS = {
    "text": (
        "sourcetext", "text", "body", "fulltext", "articletext", "articlebody", "bodytext", "maintext",
        "content", "articlecontent", "fullcontent", "rawtext", "plaintext", "story", "article", "paragraphs",
        "bodyparagraphs", "selftext", "contenthtml", "contentencoded", "bodyhtml", "storytext", "texte",
        "texto", "inhalt", "contenttext", "cleantext", "documenttext",
    ),
    "outlet": (
        "outlet", "publisher", "publication", "publicationname", "newspaper", "newspapername", "outletname",
        "sourcename", "source", "mediaoutlet", "newsoutlet", "newssource", "sitename", "site", "domain",
        "medianame", "mediatitle", "publicationtitle", "sitefull", "sitedomain", "sourcetitle",
    ),
    "published": (
        "published", "publisheddate", "publishdate", "publicationdate", "datepublished", "dateofpublication",
        "publishedat", "publishedon", "pubdate", "webpublicationdate", "date", "articledate", "datetime",
        "timestamp", "pubdatetime", "publishedutc", "publishdatetime", "firstpublished",
        "firstpublicationdate", "createdutc", "seendate",
    ),
    "headline": ("headline", "title", "articletitle", "headlinetext", "webtitle", "heading", "titel", "titre",
        "titulo"),
    "byline": ("byline", "author", "authors", "authorname", "creator", "writer", "journalist",
        "authorsbyline", "bylinetext"),
    "url": ("url", "link", "articleurl", "weburl", "sourceurl", "canonicalurl", "permalink", "href",
        "fullurl", "pageurl", "storyurl"),
}  # fmt: skip
# What is read where a record has no column for its text, with a word that it is not the whole.
SUMMARIES = ("leadparagraph", "lead", "abstract", "snippet", "summary", "description", "excerpt")
FACTS = ("outlet", "published", "headline", "byline", "url")
# What programs write where they know nothing.
NOTHING = {"", "nan", "null", "none", "n/a", "<na>", "nat"}

ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.I)
# Hosts that carry what others publish: an address there does not tell the outlet.
CARRIERS = {
    "t.co", "twitter.com", "x.com", "twimg.com", "facebook.com", "fbcdn.net", "fb.watch", "instagram.com",
    "cdninstagram.com", "youtube.com", "youtu.be", "ytimg.com", "tiktok.com", "reddit.com", "redd.it",
    "linkedin.com", "threads.net", "bsky.app", "telegram.org", "t.me", "vimeo.com", "soundcloud.com",
    "spotify.com", "flickr.com", "staticflickr.com", "imgur.com", "giphy.com", "gettyimages.com",
    "wikimedia.org", "wikipedia.org", "archive.org", "archive.ph", "archive.is", "archive.today",
    "googleusercontent.com", "gstatic.com", "google.com", "bit.ly", "tinyurl.com", "ow.ly", "cloudfront.net",
    "amazonaws.com", "akamaihd.net", "akamaized.net", "azureedge.net", "cloudinary.com", "imgix.net",
    "wp.com", "medium.com", "substack.com", "wordpress.com", "blogspot.com", "scribd.com",
    "documentcloud.org", "datawrapper.de", "dwcdn.net", "jwplayer.com", "brightcove.com",
}  # fmt: skip

_BY = re.compile(r"\Aby:?\s+(?=\S)", re.I)
_ALONE = re.compile(
    r"^[ \t]*(?P<label>(?:source|url|link|original|read at|published at)\s*:)?[ \t]*<?"
    r"(?P<address>https?://[^\s<>\"]+)>?[ \t]*$",
    re.I,
)
_IMAGE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?)(?=$|[?#/])", re.I)


@dataclass
class Facts:
    """What one source says about an article; None where it says nothing."""

    outlet: str | None = None
    published: date | None = None
    headline: str | None = None
    byline: str | None = None
    url: str | None = None
    # A date is given but cannot be read: no weaker source may then speak in its place.
    undated: bool = False
    further: dict[str, str] = field(default_factory=dict)


def plain(name: object) -> str:
    """A column's name without case, spaces and punctuation.

    >>> plain("Publication Date")
    'publicationdate'
    """
    return re.sub(r"[\W_]+", "", str(name).casefold())


def column(record: Mapping[str, Any], fact: str) -> str | None:
    """The name of the column that holds a fact in a record, or None.

    >>> column({"ID": 7, "Body": "Rain fell."}, "text")
    'Body'
    """
    names = {plain(name): name for name in reversed(list(record)) if known(record[name])}
    return next((names[spelling] for spelling in SPELLINGS[fact] if spelling in names), None)


def summary(record: Mapping[str, Any]) -> str | None:
    """The name of the column that holds an article's lead or summary, or None.

    >>> summary({"lead_paragraph": "Rain fell.", "snippet": "Rain"})
    'lead_paragraph'
    """
    names = {plain(name): name for name in reversed(list(record)) if isinstance(record[name], str)}
    return next((names[one] for one in SUMMARIES if one in names and known(record[names[one]])), None)


def known(value: object) -> bool:
    """Whether a value says anything.

    >>> known("NaN"), known(0)
    (False, True)
    """
    if isinstance(value, str):
        return value.strip().casefold() not in NOTHING
    return not (value is None or (isinstance(value, float) and math.isnan(value)) or value in ([], {}))


def said(value: object) -> str | None:
    """A value as one line of text: lists joined by commas, of objects their name; None if it says nothing.

    >>> said([{"name": "Ida Lorne"}, {"name": "Tom Ardley"}])
    'Ida Lorne, Tom Ardley'
    """
    if isinstance(value, Mapping):
        names = ("name", "main", "original", "rendered", "title", "text", "value", "url", "uri", "id")
        value = {str(key).lower(): inner for key, inner in value.items()}
        return next((said(value[key]) for key in names if known(value.get(key))), None)
    if isinstance(value, str) and value[:2] in ("['", '["') and value[-2:] in ("']", '"]'):
        with suppress(ValueError, SyntaxError, MemoryError, RecursionError):
            return said(ast.literal_eval(value))  # as Python prints a list
    if isinstance(value, (list, tuple)):
        return ", ".join(part for part in map(said, value) if part) or None
    return " ".join(str(value).split()) if known(value) else None


def stated(record: Mapping[str, Any], day_first: bool | None = None) -> tuple[Facts, list[str]]:
    """The facts that a record's own columns state, and what could not be read in them.

    Columns that are no fact and not the text come along in `further`, as text.

    >>> stated({"text": "Rain fell.", "Source": "The Herald", "date": "soon", "topic": "weather"})[0].outlet
    'The Herald'
    """
    facts, problems = Facts(), []
    used = {column(record, "text") or summary(record)}
    for fact in FACTS:
        name = column(record, fact)
        if name is None:
            continue
        used.add(name)
        if fact != "published":
            setattr(facts, fact, said(record[name]))
            continue
        try:
            facts.published = day(record[name], day_first)
        except RefusedError as refusal:
            facts.undated = True
            problems.append(f"in column {name}, {refusal.problem} The article is read without a date.")
    if facts.byline is not None:
        # A number is that of an author elsewhere.
        facts.byline = _BY.sub("", facts.byline) if re.search(r"[^\W\d]", facts.byline) else None
    # A column named "source" often holds the address rather than the outlet.
    if facts.outlet and ADDRESS.match(facts.outlet):
        facts.url, facts.outlet = facts.url or facts.outlet, None
    for name, value in record.items():
        if (
            name not in used
            and isinstance(value, (str, int, float, bool, date))
            and known(value)
            and str(name).strip()
        ):
            facts.further[str(name).strip()] = str(value)
    return facts, problems


def outlet_of(address: str) -> str | None:
    """The registrable domain of a web address, unless what others publish is carried there.

    >>> outlet_of("https://static.independent.co.uk/2025/07/02/19/picture.jpg")
    'independent.co.uk'
    >>> outlet_of("https://t.co/x1y2") is None
    True
    """
    domain = tld.get_fld(address, fail_silently=True, search_private=False)
    if not domain:
        # An ending that the list of public suffixes does not know counts as one of a single part.
        labels = _host(address).split(".")
        domain = ".".join(labels[-2:]) if len(labels) > 1 and labels[-1].isalpha() else None
    return str(domain) if domain and domain not in CARRIERS else None


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""


def addressed(text: str) -> tuple[str | None, date | None]:
    r"""The outlet and the day that the addresses at the head and foot of a text tell.

    Looked at are addresses that stand alone on one of the first three lines,
    where scrapers leave those of the page and its lead image, or behind a
    label ("Source: ...") on the last; others belong to links and posts. Of
    those labelled, else those of pages, else those of images, all must agree.

    Examples
    --------
    >>> addressed("Storm nears\n\nhttps://img.herald.example/2024/05/06/storm.jpg\n\nRain fell.")
    ('herald.example', datetime.date(2024, 5, 6))
    """
    filled = [line for line in text.split("\n") if line.strip()]
    groups: dict[str, list[str]] = {"labelled": [], "page": [], "image": []}
    for number, line in enumerate(dict.fromkeys([*filled[:3], *filled[-1:]])):
        found = _ALONE.match(line)
        if found and (number < 3 or found["label"]):
            address = found["address"]
            kind = "labelled" if found["label"] else "image" if _IMAGE.search(address) else "page"
            if outlet_of(address):
                groups[kind].append(address)
    agreed = next((group for group in groups.values() if group), [])
    outlets = {outlet_of(address) for address in agreed}
    days = {day for address in agreed if (day := day_in_address(address))}
    if len(outlets) != 1:
        return None, None
    return outlets.pop(), days.pop() if len(days) == 1 else None
