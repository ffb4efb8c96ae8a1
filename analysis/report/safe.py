"""Checks that a page can do nothing but be read, and text in which nothing is hidden."""

from __future__ import annotations

import base64
import hashlib
import re

from lxml import etree, html  # type: ignore[import-untyped]

# Elements that run, load or hide something.
_ACTIVE = (
    "applet audio base canvas embed frame frameset iframe link math noembed noframes noscript object "
    "plaintext script template video xmp"
)
ACTIVE = frozenset(_ACTIVE.split())

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


def allowed(script: str) -> str:
    """The source expression that lets a page run this script and no other."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def unsafe(document: str, script: str = "") -> list[str]:
    """What in a finished page could run or load something, but for one script of ours; one line each.

    >>> unsafe("<p onclick='x()'>a</p><img src='https://example.org/a.png' alt=''>")
    ['p has onclick', 'img loads https://example.org/a.png']
    """
    wrong = []
    for element in html.document_fromstring(document).iter(etree.Element):
        name = element.tag
        if name in ACTIVE and not (name == "script" and script and element.text == script):
            wrong.append(f"{name} is in the page")
        wrong += [f"{name} {why}" for key, value in element.attrib.items() if (why := _wrong(key, value))]
        if name == "style" and re.search(r"@import|url\((?!#)", element.text or ""):
            wrong.append("a style sheet loads something")
    return wrong


def _wrong(attribute: str, value: str) -> str:
    """What an attribute could do; empty if nothing."""
    if attribute.startswith("on"):
        return f"has {attribute}"
    if attribute in ("src", "srcset", "data", "poster", "background") and not value.startswith("data:"):
        return f"loads {value}"
    if attribute in ("href", "xlink:href") and not re.match(r"#|https?:|mailto:|[^:]*$", value):
        return f"leads to {value[:40]}"
    return ""
