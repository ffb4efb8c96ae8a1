"""Cells of a notebook as markup: prose, folded code, and outputs that can only be read."""

from __future__ import annotations

import ast
import base64
import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

import nbformat
from lxml import html  # type: ignore[import-untyped]
from lxml.html import HtmlElement  # type: ignore[import-untyped]
from nbconvert.filters.ansi import strip_ansi
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from pygments import highlight  # type: ignore[import-untyped]
from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]
from pygments.lexers import PythonLexer  # type: ignore[import-untyped]

from analysis.publish.safe import fragment, visible

HEADINGS = ".//h1|.//h2|.//h3|.//h4|.//h5|.//h6"
IMAGES = ("image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp")
NUMBER = re.compile(r"[-−+]?\$?\d[\d.,]*(e[-+−]?\d+)?\s?%?|nan|NaN|<NA>|NaT|None|")
SHORT = 20  # characters that a table's cell keeps on one line, such as a day or a name
MANY = 8  # columns from which on a table is printed in smaller letters
SOME = 30  # characters from which on it is no column of a word a line
LONG = 70  # characters from which on a cell is a text to read, and needs room
NO_WORDS = re.compile(r"<Figure size .* with .* Axes>|<[\w.]+(Image|object)[^>]*>|")


def prose(cell: Any, folder: Path) -> HtmlElement:
    """A Markdown cell; images that stand beside the notebook are taken into it."""
    renderer = IPythonRenderer(
        escape=False,
        exclude_anchor_links=True,
        embed_images=True,
        path=str(folder),
        attachments=cell.get("attachments", {}),
    )
    made = tabled(fragment(MarkdownWithMath(renderer=renderer).render(cell.source)))
    # In print, what leads to an output stands on the page where the output begins.
    if len(made) and made[-1].tag == "p" and made[-1].text_content().rstrip().endswith(":"):
        made[-1].set("class", "lead")
    return made


def code(sources: Mapping[int, str]) -> str:
    """The code of neighbouring cells, by their numbers, folded away; it opens by mouse or keyboard."""
    written = {number: source for number, source in sources.items() if source.strip()}
    if not written:
        return ""
    lexer, plain = PythonLexer(stripnl=False), HtmlFormatter(nowrap=True)
    blocks = [
        f'<pre tabindex="0"><code>{highlight(visible(source), lexer, plain).rstrip()}</code></pre>'
        for source in written.values()
    ]
    which = f"cell{'s' if len(written) > 1 else ''} {', '.join(map(str, written))}"
    return (
        f'<details class="code"><summary>Show code<span class="unseen"> of {which}</span></summary>'
        f"{''.join(blocks)}</details>"
    )


def outputs(cell: Any, number: int) -> Iterator[HtmlElement | str]:
    """What a cell put out, each in the richest of its forms that can only be read."""
    for output in _joined(cell.outputs):
        if output.output_type == "stream":
            yield _plain(output.text, "stream" if output.name == "stdout" else "stream stderr")
        elif output.output_type == "error":
            yield _error(output, number)
        else:
            yield _shown(output, number)


def tabled(part: HtmlElement) -> HtmlElement:
    """The part with its tables made to scroll, and their headers to say what they head."""
    for table in part.xpath(".//table"):
        for row in table.xpath("./thead/tr"):
            if not row.text_content().strip():
                row.drop_tree()
        for head in table.xpath("./thead"):
            _merge_names(head)
            if not len(head):
                head.drop_tree()
        for cell in table.xpath(".//th"):
            if not cell.text_content().strip():
                cell.tag = "td"
                continue
            along = "col" if cell.xpath("ancestor::thead") else "row"
            spans = cell.get("colspan" if along == "col" else "rowspan", "1") not in ("", "1")
            cell.set("scope", f"{along}group" if spans else along)
        for cell in table.xpath(".//tbody/tr/td[1][not(preceding-sibling::th)]"):
            # A row that begins in bold is headed by it.
            if len(cell) == 1 and cell[0].tag == "strong" and not (cell.text or cell[0].tail or "").strip():
                cell.tag = "th"
                cell.set("scope", "row")
        for cell in table.xpath(".//td"):
            said = cell.text_content().strip()
            if "style" not in cell.attrib and NUMBER.fullmatch(said):
                cell.set("class", "number")
            elif len(said) <= SHORT:
                cell.set("class", "short")
            elif len(said) >= LONG:
                cell.set("class", "long")
            elif len(said) >= SOME:
                cell.set("class", "some")
        if max((len(row) for row in table.xpath(".//tr")), default=0) >= MANY:
            table.set("class", "many")
        _align_heads(table)
        around = html.Element("div", {"class": "table", "role": "group", "tabindex": "0"})
        around.tail, table.tail = table.tail, None
        table.getparent().replace(table, around)
        around.append(table)
    return part


def _merge_names(head: HtmlElement) -> None:
    """Bring pandas' own row of index names up into the row of column names, where that is blank."""
    if len(head) < 2:
        return
    above, names = head[-2], head[-1]
    pairs = list(zip(above, names, strict=False))
    spanned = any("colspan" in cell.attrib for cell in (*above, *names))
    if len(above) != len(names) or spanned:
        return
    if all(not upper.text_content().strip() or not lower.text_content().strip() for upper, lower in pairs):
        for upper, lower in pairs:
            if lower.text_content().strip():
                above.replace(upper, lower)
        names.drop_tree()


def _align_heads(table: HtmlElement) -> None:
    """Set the head of a column of numbers to the right, above them."""
    heads, rows = table.xpath("./thead/tr[last()]/*"), table.xpath("./tbody/tr")
    # Counted from the right, where no row lacks a cell because one above spans it.
    for place in range(1, len(heads) + 1):
        column = [row[-place] for row in rows if len(row) >= place]
        if column and all(cell.get("class") == "number" for cell in column):
            heads[-place].set("class", "number")


def _joined(listed: Sequence[Any]) -> Iterator[Any]:
    """Outputs with neighbouring pieces of one stream put together."""
    last: Any = None
    for output in listed:
        both = last is not None and output.output_type == last.output_type == "stream"
        if both and last.name == output.name:
            last = nbformat.from_dict({**last, "text": last.text + output.text})
            continue
        if last is not None:
            yield last
        last = output
    if last is not None:
        yield last


def _shown(output: Any, number: int) -> HtmlElement | str:
    shown = output.data
    if "text/html" in shown:
        return _quiet(fragment(shown["text/html"]))
    for kind in IMAGES:
        if kind in shown:
            return _image(kind, output, number)
    if "text/markdown" in shown:
        renderer = IPythonRenderer(escape=True, exclude_anchor_links=True)
        return _quiet(fragment(MarkdownWithMath(renderer=renderer).render(shown["text/markdown"])))
    for kind in ("text/plain", "text/latex"):
        if kind in shown:
            return _plain(shown[kind], "result")
    kinds = escape(", ".join(shown))
    return f'<p class="absent">An output that works only in the notebook stands here ({kinds}).</p>'


def _quiet(made: HtmlElement) -> HtmlElement:
    """An output's markup without headings and anchors, which belong to the report's own outline."""
    for heading in made.xpath(HEADINGS):
        heading.tag = "p"
        heading.set("class", "heading")
    for link in made.xpath(".//a[not(starts-with(@href, 'http://') or starts-with(@href, 'https://'))]"):
        link.drop_tag()
    for image in made.xpath(".//img[not(starts-with(@src, 'data:'))]"):
        absent = html.Element("span", {"class": "absent"})
        absent.text, absent.tail = f"[{image.get('alt') or 'image'}]", image.tail
        image.getparent().replace(image, absent)
    return tabled(made)


def _image(kind: str, output: Any, number: int) -> str:
    told = output.get("metadata", {}).get(kind, {})
    words = told.get("alt") or output.data.get("text/plain", "")
    if not told.get("alt") and NO_WORDS.fullmatch(words.strip()):
        words = f"Image without a description, from cell {number}."
    content = output.data[kind]
    if kind == "image/svg+xml":
        content = base64.b64encode("".join(content).encode()).decode()
    content = re.sub(r"[^A-Za-z0-9+/=]", "", content)
    size = _size(kind, content, told)
    return f'<figure><img src="data:{kind};base64,{content}" alt="{escape(visible(words))}"{size}></figure>'


def _size(kind: str, content: str, told: dict[str, Any]) -> str:
    """Width and height, known before the image is drawn, so that the text does not jump."""
    head = base64.b64decode(content[:40] + "==") if kind == "image/png" else b""
    if len(head) < 24:
        return ""
    width, height = int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")
    shown = told.get("width", width)
    if not (isinstance(shown, int) and shown > 0 and width > 0):
        return ""
    return f' width="{shown}" height="{round(shown * height / width)}"'


def _plain(text: str, kind: str) -> str:
    try:
        said = ast.literal_eval(text) if kind == "result" and text[:1] in "'\"" else None
    except (ValueError, SyntaxError):
        said = None
    if isinstance(said, str) and "\n" not in said:
        return f'<p class="said">{escape(visible(said))}</p>'
    # What a progress bar wrote over, it wrote over.
    lines = [line.rstrip("\r").rpartition("\r")[2] for line in strip_ansi(text).rstrip().split("\n")]
    return f'<pre class="{kind}" tabindex="0">{escape(visible(chr(10).join(lines)))}</pre>'


def _error(output: Any, number: int) -> str:
    name, said, trace = (
        escape(visible(strip_ansi(part)))
        for part in (output.ename, output.evalue, "\n".join(output.traceback))
    )
    return (
        f'<div class="error"><p><strong>Cell {number} failed: {name}.</strong> {said}</p>'
        f'<details><summary>Show where</summary><pre tabindex="0">{trace}</pre></details></div>'
    )
