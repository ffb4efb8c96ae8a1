"""The visible blocks of a page's source: paragraphs, headings, captions, list items, and what holds each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from lxml import etree
from lxml import html as lxml_html

LARGEST = 3_000_000  # characters of markup without scripts and pictures; a page of an article has fewer
RAW = 10 * LARGEST  # characters of markup with them
LONGEST_TAG = 100_000  # characters of one tag

INVISIBLE = {
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "head", "title",
    "select", "option", "textarea", "input", "canvas", "audio", "video", "map", "dialog", "link", "meta",
}  # fmt: skip
INLINE = {
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
    "img", "ins", "kbd", "label", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small", "span",
    "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "picture", "source",
}  # fmt: skip
# The elements that say what is in them, from the innermost out.
PLACES = {
    "figcaption": "caption", "caption": "caption", "nav": "navigation", "menu": "navigation",
    "header": "header", "footer": "footer", "aside": "aside", "form": "form", "button": "button",
    "blockquote": "quotation", "figure": "figure",
}  # fmt: skip
# Names that pages give to classes, in the order in which they are tried.
_NAMED = tuple(
    (place, re.compile(rf"(?:^|[\s_-])(?:{names})(?:$|[\s_-])", re.I))
    for place, names in (
        ("caption", r"(?:fig|img|image|photo|media|wp)?-?caption(?:-?text)?|cutline"),
        ("credit", r"(?:photo|image|img)?-?credits?|photographer|copyright"),
        ("byline", r"by-?lines?|authors?|author-?(?:name|info)|contributors?|writers?"),
        ("timestamp", r"date-?line|timestamp|pub-?date|published|post-?date|datetime"),
        ("comments", r"comments?|disqus(?:-thread)?|respond"),
        (
            "related",
            r"related|recommended|more-?(?:on|from|stories|news)|read-?(?:more|next)|also-?read|trending|most-?(?:read|popular)|promo",
        ),
        ("share", r"share|sharing|social(?:-?media|-?links)?|follow-?us|addthis|sharedaddy"),
        ("newsletter", r"newsletters?|subscribe|subscription|sign-?up|paywall"),
        ("tags", r"tags?|tag-?(?:list|cloud)|topics|keywords"),
        ("navigation", r"nav(?:bar|igation)?|menu|breadcrumbs?|skip-?link|pagination"),
        ("advertisement", r"ads?|advert(?:isement)?s?|sponsored|dfp|promoted"),
        ("aside", r"sidebar|widget|infobox"),
        ("footer", r"footer|site-?info|legal|cookies?|gdpr|consent"),
    )
)
_WHOLE_PAGE = {"html", "body", "main", "article"}  # their classes speak of the page, not of a part

_DROPPED = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style)\b(?![^<>]*\bld\+json)[^<>]*>.*?(?:</\1\s*>|\Z)", re.I | re.S
)
# Characters that XML has no place for, on which the parsers give up.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_EMBEDDED = re.compile(r"data:[\w/+.;=-]{0,100},[^\s\"')>]*", re.I)
_LONG_TAG = re.compile(rf"<[a-zA-Z/!][^<>]{{{LONGEST_TAG}}}")


class Block(NamedTuple):
    """A visible stretch of text that stands by itself on a page."""

    text: str
    tag: str  # the innermost element that makes it stand by itself
    place: str  # what holds it, such as caption or navigation; empty in the running text
    linked: float  # the share of its characters that are links
    parents: tuple[int, int]  # numbers of the elements around it, from the inside, which its neighbours share


def without_scripts(markup: str) -> str:
    r"""The source of a page without scripts, styles, comments, embedded pictures and control characters.

    >>> without_scripts("<p>Rain<script>a()</script> fell.<!-- b --></p>")
    '<p>Rain fell.</p>'
    """
    if len(markup) > RAW:
        return markup  # It is refused by its length.
    return _EMBEDDED.sub("data:,", _DROPPED.sub("", _CONTROLS.sub("", markup)))


def oversized(markup: str) -> str | None:
    """Why a page's source is not parsed at all; None if it can be.

    >>> oversized("<p " + "a " * 60_000 + ">")
    'one of its tags is over 100,000 characters long, as in no page of an article.'
    """
    if len(markup) > LARGEST:
        return (
            f"it holds {len(markup) / 1e6:.0f} million characters of markup, over the limit of "
            f"{LARGEST // 1_000_000} million for a page. Save its text as .txt."
        )
    if _LONG_TAG.search(markup):
        return f"one of its tags is over {LONGEST_TAG:,} characters long, as in no page of an article."
    return None


def blocks(markup: str) -> list[Block]:
    """The visible blocks of a page or a piece of one, in the order of its source.

    Lines divided by `br` stay lines of one block; cells of a row are divided
    by ` | `. Nothing is fetched, no entity outside HTML is expanded.

    Examples
    --------
    >>> [block[:3] for block in blocks("<p>Rain <b>fell</b>.</p><figcaption>A cloud</figcaption>")]
    [('Rain fell.', 'p', ''), ('A cloud', 'figcaption', 'caption')]
    """
    return list(_Blocks().walk(tree(markup)))


def tree(markup: str) -> Any:
    """The tree of a page's source."""
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    data = markup.encode("utf-8", "replace") or b"<p></p>"
    try:
        root = etree.fromstring(data, parser)
    except etree.ParserError:
        root = None
    return root if root is not None else etree.fromstring(b"<p></p>", parser)


class _Blocks:
    """One walk through a tree; it does not recurse, since pages may be nested deeper than Python's stack."""

    def __init__(self) -> None:
        self._run: list[str] = []
        self._linked = 0
        self._numbers: dict[Any, int] = {}

    def walk(self, root: Any) -> Iterator[Block]:
        """The blocks below an element."""
        # Each item: an element to open, or one to close, with the place and the parent of what is in it.
        waiting: list[tuple[Any, bool, str, bool]] = [(root, True, "", False)]
        stack = [root]
        places = [""]
        while waiting:
            element, opening, place, in_link = waiting.pop()
            tag = element.tag if isinstance(element.tag, str) else ""
            stands_alone = tag not in INLINE and tag != "br"
            if not opening:
                if stands_alone and tag not in ("td", "th"):
                    yield from self._close(stack[-1], places[-1])
                if stands_alone:
                    stack.pop()
                    places.pop()
                self._add(element.tail, in_link)
                continue
            if not tag or tag in INVISIBLE or _hidden(element):
                self._add(element.tail, in_link)
                continue
            if tag == "br":
                self._run.append("\n")
                self._add(element.tail, in_link)
                continue
            inner = _place(element, tag, place)
            if tag in ("td", "th") and "".join(self._run).strip():
                self._run.append(" | ")
            elif stands_alone:
                yield from self._close(stack[-1], places[-1])
            if stands_alone:
                stack.append(element)
                places.append(inner)
            waiting.append((element, False, place, in_link))
            link = in_link or tag == "a"
            self._add(element.text, link)
            waiting += [(child, True, inner, link) for child in reversed(element)]
        yield from self._close(root, "")

    def _add(self, text: str | None, in_link: bool) -> None:
        if text:
            one_line = re.sub(r"\s+", " ", text)
            self._run.append(one_line)
            self._linked += len(one_line.strip()) if in_link else 0

    def _close(self, element: Any, place: str) -> Iterator[Block]:
        lines = [" ".join(line.split()) for line in "".join(self._run).split("\n")]
        text = "\n".join(line for line in lines if line)
        if text.strip("| "):
            above = element.getparent()
            around = above.getparent() if above is not None else None
            parents = (self._number(above), self._number(around))
            yield Block(text, str(element.tag), place, min(1.0, self._linked / len(text)), parents)
        self._run, self._linked = [], 0

    def _number(self, element: Any) -> int:
        # The element is kept, lest its number go to another.
        return self._numbers.setdefault(element, len(self._numbers))


def _hidden(element: Any) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return element.get("hidden") is not None or "display:none" in style


def _place(element: Any, tag: str, outer: str) -> str:
    """What an element says of its content, or else what the one around it says."""
    if tag in PLACES and not (PLACES[tag] in ("header", "quotation", "figure") and outer):
        return PLACES[tag]
    if tag in _WHOLE_PAGE:
        return outer
    if element.get("rel") == "author" or element.get("itemprop") == "author":
        return outer or "byline"
    named = f"{element.get('class') or ''} {element.get('id') or ''}"
    if len(named) > 1 and len(named) < 300:
        for place, pattern in _NAMED:
            if pattern.search(named):
                return place
    return outer
