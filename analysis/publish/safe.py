"""Markup that can do nothing but be read.

An article may hold script tags, event handlers, forms or signs that turn the
direction of reading, and any of them may reach a notebook's output. What comes
out of here is text, tables, lists and links, from a list of what is allowed.
"""

from __future__ import annotations

import re
from html import escape

from bleach.css_sanitizer import CSSSanitizer  # type: ignore[import-untyped]
from bleach.sanitizer import Cleaner  # type: ignore[import-untyped]
from lxml import etree, html  # type: ignore[import-untyped]
from lxml.html import HtmlElement  # type: ignore[import-untyped]

from analysis import read

# Elements whose content is no text: they go with all they hold.
_DROPPED = (
    "applet audio base canvas embed frame frameset head iframe link math meta noembed noframes noscript "
    "object plaintext script style svg template title video xmp"
)
DROPPED = frozenset(_DROPPED.split())

_TAGS = (
    "a abbr b blockquote br caption code col colgroup dd del details div dl dt em fieldset figcaption figure "
    "h1 h2 h3 h4 h5 h6 hr i img input ins kbd label legend li mark ol p pre q s samp small span strong sub "
    "summary sup table tbody td tfoot th thead tr u ul var wbr"
)
TAGS = frozenset(_TAGS.split())
ATTRIBUTES = {
    "*": ["dir", "lang", "style", "title"],
    "a": ["href"],
    "col": ["span"],
    "details": ["open"],
    "img": ["alt", "height", "src", "width"],
    "ol": ["start"],
    "td": ["colspan", "rowspan"],
    "th": ["colspan", "rowspan", "scope"],
}
# What the marks of `read` are made of: names of looks, reasons that are only text, and switches
# that do nothing but turn a look on and off.
MARKS = {
    "*": {"class": re.compile(r"(reading|r-[a-z0-9-]+)( r-[a-z0-9-]+)*")},
    "div": {"role": re.compile("group"), "aria-label": re.compile(".*", re.DOTALL)},
    "input": {"type": re.compile("checkbox"), "checked": re.compile(".*")},
    "span": {
        "tabindex": re.compile("0"),
        "data-at": re.compile(r"[a-z0-9 ]*"),
        **{f"data-{code}": re.compile(".*", re.DOTALL) for code in read.CODES},
    },
    "sup": {"data-l": re.compile(".*", re.DOTALL)},
}
# Nothing that places, hides, covers, or loads.
PROPERTIES = frozenset({"font-style", "font-weight", "text-align", "text-decoration", "white-space"})

# By default a page nested deeper than 256 elements loses its text; so it does not.
_PARSER = html.HTMLParser(huge_tree=True)


def _allowed(tag: str, name: str, value: str) -> bool:
    if name in ATTRIBUTES.get(tag, ()) or name in ATTRIBUTES["*"]:
        return True
    form = MARKS.get(tag, {}).get(name) or MARKS["*"].get(name)
    return form is not None and form.fullmatch(value) is not None


_CLEANER = Cleaner(
    tags=TAGS,
    attributes=_allowed,
    protocols=frozenset({"http", "https", "mailto", "data"}),
    strip=True,
    css_sanitizer=CSSSanitizer(allowed_css_properties=PROPERTIES),
)

# Characters no page may hold, and those that make text read in another order
# than it is written (Unicode Annex 9): the latter are named in the open.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_TURNING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    r"""A text in which nothing is hidden: controls replaced, signs of direction named.

    >>> visible("safe\u202etxt.exe\x00")
    'safe[U+202E]txt.exe\ufffd'
    """
    return _TURNING.sub(lambda sign: f"[U+{ord(sign[0]):04X}]", _CONTROL.sub("\ufffd", text))


def fragment(markup: str) -> HtmlElement:
    """The markup in a `div`, cleaned of all that is not on the list.

    Links and images keep their addresses (http, https, mailto, data, or
    relative): which of them may stay is for the page to decide.

    >>> as_text(fragment("<b onclick='x()'>Rain<script>alert(1)</script></b> at noon"))
    '<b>Rain</b> at noon'
    """
    parsed = _parsed(visible(markup))
    for element in parsed.xpath("|".join(f"//{name}" for name in sorted(DROPPED))):
        element.drop_tree()
    # The last word on what is allowed is bleach's; after it, only known elements are added.
    cleaned = _parsed(_CLEANER.clean(as_text(parsed)))
    for field in cleaned.xpath(".//input[not(@type='checkbox' and starts-with(@class, 'r-in-'))]"):
        field.drop_tree()
    return cleaned


def as_text(element: HtmlElement) -> str:
    """The markup inside an element."""
    inside = "".join(html.tostring(child, encoding="unicode") for child in element)
    return escape(element.text or "", quote=False) + inside


def unsafe(document: str) -> list[str]:
    """What in a finished page could run or load something: one line each, none if all is well.

    >>> unsafe("<p onclick='x()'>a</p><img src='https://example.org/a.png' alt=''>")
    ['p has onclick', 'img loads https://example.org/a.png']
    """
    found = []
    for element in html.document_fromstring(document).iter(etree.Element):
        name = element.tag
        if name in DROPPED and name not in ("head", "meta", "style", "title"):
            found.append(f"{name} stands in the page")
        for attribute, value in element.attrib.items():
            if attribute.startswith("on"):
                found.append(f"{name} has {attribute}")
            elif attribute in ("src", "srcset", "data", "poster", "background") and not value.startswith(
                "data:"
            ):
                found.append(f"{name} loads {value}")
            elif attribute == "href" and not re.match(r"#|https?:|mailto:|[^:]*$", value):
                found.append(f"{name} leads to {value[:40]}")
        if name == "style" and re.search(r"@import|url\(", element.text or ""):
            found.append("a style sheet loads something")
    return found


def _parsed(markup: str) -> HtmlElement:
    # A processing instruction at the start would be read as an XML declaration.
    return html.fragment_fromstring(re.sub(r"<\?[^>]*>", "", markup), create_parent="div", parser=_PARSER)
