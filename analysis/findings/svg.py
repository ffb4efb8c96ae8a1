"""SVG for a page: searchable text, colours that follow the theme, words for each mark.

Nothing needs a script. A mark is a link that shows its words when it is
pointed at or focused, by the page's style sheet alone (`STYLE`), and leads to
its evidence when it is clicked. Where style sheets are stripped, the browser's
own tooltip shows the same words.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from lxml import etree  # type: ignore[import-untyped]

from analysis.findings import looks
from analysis.findings.frame import LEADING, Mark, width, wrapped
from analysis.findings.wording import shortened

if TYPE_CHECKING:
    from analysis.findings.finding import Finding
    from analysis.findings.frame import Frame

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
POINTS = 72  # units of the SVG in an inch
TIP = 8.5  # points: letters of a mark's words
TIP_WIDTH = 3.1  # inches, of which no more than the chart's width
MOST_TIP = 260  # characters

# The colours of charts as variables: light, dark.
COLOURS: dict[str, tuple[str, str]] = {
    looks.INK: ("ink", "#E8E8E8"),
    looks.GREY: ("grey", "#ABABAB"),
    "#444444": ("grey", "#ABABAB"),
    looks.LINE: ("line", "#8A8A8A"),
    looks.GRID: ("grid", "#3C3C3C"),
    looks.BAND: ("band", "#4A4A4A"),
    looks.PAPER: ("paper", "#1B1B1B"),
    looks.REPORTER: ("reporter", "#7FB0E8"),
    looks.REPORTER_PALE: ("reporter-pale", "#2F4C6B"),
    looks.OTHERS: ("others", "#F08A5B"),
    looks.OTHERS_PALE: ("others-pale", "#6B3A22"),
    looks.POSITIVE: ("positive", "#52C9A0"),
    looks.NEGATIVE: ("negative", "#CF8BEF"),
}
_LIGHT = " ".join(f"--{name}: {colour};" for colour, (name, _) in COLOURS.items() if colour != "#444444")
_DARK = " ".join(f"--{name}: {dark};" for name, dark in dict(COLOURS.values()).items())

STYLE = f"""
.chart {{ {_LIGHT} }}
@media (prefers-color-scheme: dark) {{
  :root:not([data-theme="light"]) body:not([data-jp-theme-light]) .chart {{ {_DARK} }}
}}
[data-jp-theme-light="false"] .chart, [data-theme="dark"] .chart {{ {_DARK} }}
.chart svg {{ display: block; width: 100%; height: auto; overflow: visible; }}
.chart a.mark {{ cursor: pointer; }}
.chart .mark {{ outline: none; }}
.chart .mark:is(:hover, :focus) > g {{ stroke: var(--ink); stroke-width: 1.6px; }}
.chart .tip {{ visibility: hidden; pointer-events: none; }}
.chart .tip rect {{ fill: var(--paper); stroke: var(--ink); stroke-width: 0.7px; }}
.chart .tip text {{ fill: var(--ink); font: {TIP}px "DejaVu Sans", Verdana, Geneva, sans-serif; }}
.chart .narrow {{ display: none; }}
@media (max-width: 600px) {{ .chart .wide {{ display: none; }} .chart .narrow {{ display: block; }} }}
@media print {{ .chart .tip {{ display: none; }} }}
""".strip()


def described(text: str, found: Finding) -> str:
    """The SVG of a file, with title and description for screen readers."""
    root = _parsed(text)
    _describe(root, found, found.name)
    root.set("role", "img")
    return _printed(root)


def inline(text: str, frame: Frame, ident: str, anchor: str, leads: Collection[object] = ()) -> str:
    """The SVG for a page.

    Parameters
    ----------
    text
        As matplotlib wrote it.
    frame
        The frame it was drawn in, still open.
    ident
        Prefix of the ids inside, unique on the page.
    anchor
        The evidence of mark 3 has the id `<anchor>-e3`.
    leads
        The marks whose evidence is on the page; others are no links.
    """
    root = _parsed(text)
    for name in ("width", "height"):
        root.attrib.pop(name, None)
    _describe(root, frame.found, ident)
    root.set("role", "group")
    _unpaper(root)
    _use_variables(root)
    rules = [
        _point(root, frame, mark, f"{ident}-m{place}", f"#{anchor}-e{mark.key}" if mark.key in leads else "")
        for place, mark in enumerate(frame.marks)
    ]
    if rules := [rule for rule in rules if rule]:
        etree.SubElement(root, f"{{{SVG}}}style").text = "".join(rules)
    _drop_ids(root, ident)
    _round(root)
    return _printed(root)


def _parsed(text: str) -> etree._Element:
    parser = etree.XMLParser(remove_comments=True, resolve_entities=False, no_network=True)
    root = etree.fromstring(text[text.index("<svg ") :].encode(), parser)
    for node in root.findall(f"{{{SVG}}}metadata"):
        root.remove(node)
    return root


def _printed(root: etree._Element) -> str:
    etree.cleanup_namespaces(root)
    return str(etree.tostring(root, encoding="unicode"))


def _describe(root: etree._Element, found: Finding, ident: str) -> None:
    for place, (tag, words) in enumerate((("title", found.claim), ("desc", found.alt))):
        node = etree.Element(f"{{{SVG}}}{tag}", id=f"{ident}-{tag}")
        node.text = words
        root.insert(place, node)
    root.set("aria-labelledby", f"{ident}-title")
    root.set("aria-describedby", f"{ident}-desc")


def _unpaper(root: etree._Element) -> None:
    """Drop the white paper of figure and axes, so that the page shows through."""
    for ident in ("patch_1", "patch_2"):
        for node in root.iterfind(f".//{{{SVG}}}g[@id='{ident}']"):
            style = "".join(path.get("style", "") for path in node)
            if "fill: #ffffff" in style and "stroke" not in style.replace("stroke-linejoin", ""):
                node.getparent().remove(node)


def _use_variables(root: etree._Element) -> None:
    names = {colour.lower(): name for colour, (name, _) in COLOURS.items()}
    for node in root.iter():
        for attribute in ("style", "fill", "stroke"):
            if value := node.get(attribute):
                node.set(attribute, re.sub("#[0-9a-f]{6}", lambda match: _variable(match[0], names), value))
        if node.tag == f"{{{SVG}}}text" and "fill" not in node.get("style", ""):
            node.set("style", f"{node.get('style', '')}; fill: var(--ink)")


def _variable(colour: str, names: dict[str, str]) -> str:
    return f"var(--{names[colour]}, {colour})" if colour in names else colour


def _point(root: etree._Element, frame: Frame, mark: Mark, ident: str, href: str) -> str:
    """Make a mark a link with words; the style rule that shows them comes back."""
    nodes = [node for artist in mark.artists if (node := _node(root, artist.get_gid())) is not None]
    if not nodes:
        return ""
    link = etree.Element(f"{{{SVG}}}a", {"id": ident, "class": "mark"})
    if href:
        link.set("href", href)
    else:
        link.tag = f"{{{SVG}}}g"
    link.set("tabindex", "0")
    etree.SubElement(link, f"{{{SVG}}}title").text = mark.tip
    parent = nodes[0].getparent()
    parent.insert(parent.index(nodes[0]), link)
    for node in nodes:
        link.append(node)
    root.append(_tip(frame, mark, f"{ident}t"))
    return f"svg:has(#{ident}:is(:hover,:focus)) #{ident}t{{visibility:visible}}"


def _node(root: etree._Element, gid: str | None) -> etree._Element | None:
    if gid is None:
        return None
    found: list[etree._Element] = root.xpath("//*[@id=$gid]", gid=gid)
    return found[0] if found else None


def _tip(frame: Frame, mark: Mark, ident: str) -> etree._Element:
    """The words of a mark in a box below it, or above it where there is no room below."""
    wide, high = (POINTS * side for side in frame.figure.get_size_inches())
    room = min(TIP_WIDTH, frame.size.width - 0.3)
    lines = wrapped(shortened(mark.tip, MOST_TIP), room, TIP).split("\n")
    box_wide = POINTS * max(width(line, TIP) for line in lines) + 12
    box_high = len(lines) * TIP * LEADING + 8
    left, top, right, bottom = _extent(frame, mark, high)
    x = min(max(2.0, (left + right - box_wide) / 2), max(2.0, wide - box_wide - 2))
    y = bottom + 5 if bottom + 5 + box_high < high else max(0.0, top - 5 - box_high)
    group = etree.Element(f"{{{SVG}}}g", {"class": "tip", "id": ident, "aria-hidden": "true"})
    etree.SubElement(
        group,
        f"{{{SVG}}}rect",
        x=f"{x:.1f}",
        y=f"{y:.1f}",
        width=f"{box_wide:.1f}",
        height=f"{box_high:.1f}",
        rx="3",
    )
    for place, line in enumerate(lines):
        text = etree.SubElement(
            group, f"{{{SVG}}}text", x=f"{x + 6:.1f}", y=f"{y + 4 + (place + 0.8) * TIP * LEADING:.1f}"
        )
        text.text = line
    return group


def _extent(frame: Frame, mark: Mark, high: float) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a mark in the SVG's units."""
    unit = POINTS / frame.figure.dpi
    boxes = [artist.get_window_extent() for artist in mark.artists]
    return (
        unit * min(box.x0 for box in boxes),
        high - unit * max(box.y1 for box in boxes),
        unit * max(box.x1 for box in boxes),
        high - unit * min(box.y0 for box in boxes),
    )


def _round(root: etree._Element) -> None:
    """Two decimals are enough for a screen: they save a third of the text."""
    for node in root.iter():
        for name in ("d", "x", "y", "width", "height", "transform", "style", "points"):
            if value := node.get(name):
                node.set(name, re.sub(r"(\.\d\d)\d+", r"\1", value))


def _drop_ids(root: etree._Element, ident: str) -> None:
    """Remove matplotlib's ids, which repeat from chart to chart, but those that something refers to."""
    text = etree.tostring(root, encoding="unicode")
    used = set(re.findall(r"url\(#([^)]+)\)", text)) | set(re.findall(r'href="#([^"]+)"', text))
    for node in root.iter():
        name = node.get("id")
        if name and name not in used and not name.startswith(ident):
            del node.attrib["id"]
