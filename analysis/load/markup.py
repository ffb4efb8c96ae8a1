"""Paragraphs out of a text that has the tags of HTML in it: a cell of a table, a text file, Markdown."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from lxml import html

from analysis.load.layout import Part

# What shows no words of the article.
DROPPED = {
    "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas", "head", "button",
    "form", "input", "select", "textarea", "audio", "video", "map", "math",
}  # fmt: skip
# What makes a separate paragraph; all other elements are inside a line.
BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section",
    "summary",
    "table", "tbody", "tfoot", "thead", "title", "tr", "ul",
}  # fmt: skip
# The role of what is in an element, and why; the innermost counts.
ROLES = {
    "h1": ("headline", "heading of the markup"),
    **dict.fromkeys(("h2", "h3", "h4", "h5", "h6"), ("subheading", "heading of the markup")),
    **dict.fromkeys(("figcaption", "caption", "figure"), ("caption", "caption of the markup")),
    "blockquote": ("body", "block quotation"),
    "li": ("body", "list item"),
    "tr": ("body", "row of a table"),
    "aside": ("boilerplate", "aside of the markup"),
    "nav": ("link", "navigation of the markup"),
    "footer": ("boilerplate", "footer of the markup"),
}
_CAPTION = re.compile(r"(?:^|[\s_-])caption(?:$|[\s_-])", re.I)
_HIDDEN = re.compile(r"display\s*:\s*none", re.I)
_TAG = re.compile(
    r"<(?:/?(?P<block>p|div|h[1-6]|ul|ol|li|dl|dt|dd|blockquote|figure|figcaption|picture|table|tbody|tr|td|th|section|"
    r"article|aside|script|style|iframe|noscript|pre|header|footer|nav|center|html|body)"
    r"|(?P<void>br|hr|img)"
    r"|/(?P<inline>a|b|i|em|strong|span|u|s|sup|sub|font|small|cite|q|abbr|time|mark))"
    r"(?:\s[^<>]*)?/?\s*>|(?P<comment><!--.*?-->|<!\[CDATA\[)",
    re.I | re.S,
)
_ENTITY = re.compile(r"&(?:#\d{2,6}|#x[0-9a-f]{2,6}|[a-z]{2,8}\d{0,2});", re.I)
_OF_MARKUP = re.compile(r"`|\b(?:X?HTML5?|XML|markup)\b")
_FEW = 3  # tags, which an article on markup may show as examples
_SPACE = re.compile(r"[ \t\r\n\f]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_DECLARED = re.compile(r"\A\s*<\?xml[^>]*\?>")


class _Block(NamedTuple):
    text: str
    role: str
    reason: str


def has_markup(text: str) -> bool:
    """Whether a text has tags that set out its paragraphs, or tags and entities, and is not about them.

    Examples
    --------
    >>> has_markup("<p>Rain fell.</p><p>It was wet.</p>"), has_markup("Rain fell.<br>It was wet.")
    (True, True)
    >>> has_markup("x < 3 and y > 2"), has_markup("It was <b>wet</b>."), has_markup("In HTML, <p> is a tag.")
    (False, False, False)
    """
    if "<" not in text or ">" not in text:
        return False
    tags = inline = 0
    for found in _TAG.finditer(text):
        if found["inline"]:
            inline += 1
        else:
            tags += 1
        if tags >= _FEW:
            return True
    if not tags and not (inline and _ENTITY.search(text)):
        return False
    return _OF_MARKUP.search(text) is None


def paragraphs(markup: str) -> tuple[str, list[Part]]:
    r"""The text of some markup, its paragraphs apart by blank lines, and those whose role the markup says.

    Line ends outside any element stay as they are; inside one they are space. Nothing is fetched.

    Examples
    --------
    >>> paragraphs("<p>Rain fell.</p><figure><img src='a.jpg'><figcaption>The river.</figcaption></figure>")
    ('Rain fell.\n\nThe river.', [Part(start=12, end=22, role='caption', reason='caption of the markup')])
    """
    tree = html.fragment_fromstring(_DECLARED.sub("", _CONTROLS.sub("", markup)), create_parent="div")
    reader = _Reader(_breaks(markup))
    reader.children(tree, "", "")
    reader.close("", "")
    parts, place = list[Part](), 0
    for nth, (text, role, reason) in enumerate(reader.blocks):
        # A first heading further down heads a part of the article.
        role = "subheading" if role == "headline" and nth else role
        if role:
            parts.append(Part(place, place + len(text), role, reason))
        place += len(text) + 2
    return "\n\n".join(block.text for block in reader.blocks), parts


def plain(text: str) -> str:
    """A line without tags and entities.

    >>> plain("The council&#8217;s <em>plan</em>")
    'The council’s plan'
    """
    if not _ENTITY.search(text) and not _TAG.search(text):
        return text
    return " ".join(paragraphs(text)[0].split()) or text


def _breaks(markup: str) -> bool:
    """Whether line ends inside elements that hold no others are line ends: nothing else ends a line."""
    return re.search(r"<(?:p|br|div|li|h[1-6]|tr|section|article|blockquote)\b", markup, re.I) is None


class _Reader:
    """Walks over elements and collects their paragraphs."""

    def __init__(self, line_ends: bool) -> None:
        self.blocks: list[_Block] = []
        self._line_ends = line_ends
        self._run: list[str] = []

    def close(self, role: str, reason: str) -> None:
        """End the paragraph under way."""
        text = "".join(self._run)
        self._run.clear()
        lines = [" ".join(re.split(r"[ \t]+", line)).strip() for line in text.split("\n")]
        text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
        if text:
            self.blocks.append(_Block(text, role, reason))

    def children(self, element: Any, role: str, reason: str, top: bool = True) -> None:
        """Read what is in an element."""
        self._text(element.text, top)
        for child in element:
            self._element(child, role, reason, top)
            self._text(child.tail, top)

    def _element(self, element: Any, role: str, reason: str, top: bool) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag or tag in DROPPED or _hidden(element):
            return
        if tag == "br":
            self.close(role, reason)
        elif tag in ("td", "th"):
            if "".join(self._run).strip():
                self._run.append(" | ")
            self.children(element, role, reason, False)
        elif tag in BLOCKS:
            self.close(role, reason)
            own = _role(element, tag, role, reason)
            self.children(element, *own, False)
            self.close(*own)
        elif tag == "q":
            self._run.append("“")
            self.children(element, role, reason, top)
            self._run.append("”")
        else:
            self.children(element, role, reason, top)

    def _text(self, text: str | None, top: bool) -> None:
        if not text:
            return
        if top or self._line_ends:
            self._run.append(text.replace("\r\n", "\n").replace("\r", "\n"))
        else:
            self._run.append(_SPACE.sub(" ", text))


def _role(element: Any, tag: str, role: str, reason: str) -> tuple[str, str]:
    if _CAPTION.search(element.get("class") or ""):
        return ROLES["figcaption"]
    if role in ("boilerplate", "link") or (role == "caption" and tag in ("p", "div", "blockquote")):
        return role, reason
    if tag == "li" and _only_link(element):
        return "link", "list item that is a link"
    return ROLES.get(tag, (role, reason))


def _only_link(element: Any) -> bool:
    linked = sum(len("".join(link.itertext()).strip()) for link in element.iter("a"))
    return 0 < linked >= len("".join(element.itertext()).strip())


def _hidden(element: Any) -> bool:
    return "hidden" in element.attrib or _HIDDEN.search(element.get("style") or "") is not None
