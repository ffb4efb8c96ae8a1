"""The text of documents that word processors write: docx, odt and rtf.

Only the running text is read. Macros, links, embedded objects, comments,
headers, footers, footnotes and deleted passages are left alone.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from analysis.load.facts import Facts
from analysis.load.formats import exported
from analysis.load.packed import Package
from analysis.load.problem import RefusedError
from analysis.load.record import FORMAT, Record, sha256
from analysis.load.registry import Given, misnamed

TITLES = re.compile(r"(?:title|headline|heading ?1)\Z", re.I)  # styles, by the names that Word and Writer use

# Elements by local name, since Word's two dialects differ in the address of their names.
DOCX_LEFT_OUT = {
    "del", "moveFrom", "instrText", "delText", "delInstrText", "Fallback", "object", "footnoteReference",
    "commentReference", "rPr", "pPr", "tblPr", "trPr", "tcPr", "sectPr", "sdtPr", "sdtEndPr", "ruby",
}  # fmt: skip
DOCX_MARKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
ODT_LEFT_OUT = {
    "tracked-changes", "annotation", "note", "object", "object-ole", "forms", "sequence-decls", "script",
    "table-of-content", "alphabetical-index", "variable-decls", "event-listeners", "desc", "title",
}  # fmt: skip
ODT_MARKS = {"tab": "\t", "line-break": "\n"}

_NOT_TEXT = re.compile("[\ud800-\udfff]")
_FIELD = re.compile(r"\{\\\*\\fldinst[^{}]*(?:\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}[^{}]*)*\}")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def docx(given: Given) -> Iterator[Record | RefusedError]:
    """The record of a Word document: its paragraphs, and its tables row by row."""
    package = Package(given.data, "a Word document", given.limit)
    yield from _records(given, _docx(package.part("word/document.xml")))


def odt(given: Given) -> Iterator[Record | RefusedError]:
    """The record of an OpenDocument text: its paragraphs, and its tables row by row."""
    package = Package(given.data, "an OpenDocument text", given.limit)
    if "META-INF/manifest.xml" in package.names() and b"encryption-data" in package.part(
        "META-INF/manifest.xml"
    ):
        raise RefusedError("it is encrypted with a password. Save it without one.")
    yield from _records(given, _odt(package.part("content.xml")))


def rtf(given: Given) -> Iterator[Record | RefusedError]:
    """The record of an RTF document; field codes, pictures and objects are no text."""
    from striprtf.striprtf import rtf_to_text

    if not given.data.startswith(b"{\\rtf"):
        raise misnamed(given.data, "an RTF document") or RefusedError(
            "it is not an RTF document, which begins with {\\rtf. Rename it, for example to .txt."
        )
    source = given.data.decode("latin-1")
    try:
        text = rtf_to_text(_FIELD.sub("", source), errors="replace")
    except (ValueError, OverflowError, IndexError, LookupError) as error:
        raise RefusedError(f"it is a damaged RTF document ({type(error).__name__}).") from error
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\xad", "")
    lines = [" | ".join(filter(None, map(str.strip, line.split("|")))) for line in text.split("\n")]
    if _cut_short(source):
        yield RefusedError(
            "its last brace is missing: the document seems to be cut short. It is read as far as it goes."
        )
    yield from _records(given, ((line, "") for line in lines))


def _cut_short(source: str) -> bool:
    braces = re.findall(r"\\[\\{}]|([{}])", source)
    return braces.count("{") > braces.count("}")


def _records(given: Given, paragraphs: Iterator[tuple[str, str]]) -> Iterator[Record | RefusedError]:
    """The record of a document's paragraphs; of an archive's download, those of its articles."""
    found = [(_CONTROLS.sub("", _NOT_TEXT.sub("\ufffd", text)).strip(), style) for text, style in paragraphs]
    found = [(text, style) for text, style in found if text]
    if not found:
        raise RefusedError("it holds no text, only pictures or empty paragraphs.")
    first, style = found[0]
    said = Facts(headline=" ".join(first.split())) if TITLES.match(style) and len(found) > 1 else Facts()
    text = "\n\n".join(text for text, _ in found)
    articles = exported(text, given, FORMAT)
    if articles is not None:
        yield from articles
    else:
        yield Record("", text, sha256(given.data), FORMAT, said, "file")


def elements(data: bytes, parents: set[str], what: str) -> Iterator[Any]:
    """The elements right below those of some local names, one at a time; each is emptied after its use.

    Nothing outside the document is read, and entities it declares are not expanded.

    Raises
    ------
    RefusedError
        If it is not well-formed XML to its end, or declares entities.
    """
    if b"<!ENTITY" in data:
        raise RefusedError("it declares XML entities, which are not expanded: no such document needs them.")
    try:
        for _, element in etree.iterparse(
            io.BytesIO(data), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        ):
            above = element.getparent()
            if above is None or not isinstance(element.tag, str) or local(above) not in parents:
                continue
            yield element
            element.clear()
            while element.getprevious() is not None:
                del above[0]
    except etree.XMLSyntaxError as error:
        raise RefusedError(f"{what} is damaged ({str(error).splitlines()[0].rstrip('. ')}).") from error


def local(element: Any) -> str:
    """The local name of an element; of comments and the like, nothing."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _docx(data: bytes) -> Iterator[tuple[str, str]]:
    for block in elements(data, {"body"}, "its text"):
        yield from _blocks(block, "p", "tr", DOCX_LEFT_OUT, _docx_text, _docx_style)


def _odt(data: bytes) -> Iterator[tuple[str, str]]:
    for block in elements(data, {"text"}, "its text"):
        yield from _blocks(block, ("p", "h"), "table-row", ODT_LEFT_OUT, _odt_text, _odt_style)


def _blocks(
    element: Any, paragraph: str | tuple[str, ...], row: str, left_out: set[str], text: Any, style: Any
) -> Iterator[tuple[str, str]]:
    """The paragraphs below an element, and the rows of tables as one paragraph each, with their styles."""
    waiting = [element]
    while waiting:
        element = waiting.pop()
        name = local(element)
        if name in left_out:
            continue
        if name == row:
            cells = (" ".join(text(cell).split()) for cell in element)
            yield " | ".join(filter(None, cells)), ""
        elif name in paragraph if isinstance(paragraph, tuple) else name == paragraph:
            yield text(element), style(element)
        else:
            waiting += reversed(element)


def _docx_text(element: Any) -> str:
    return "".join(_parts(element, DOCX_LEFT_OUT, DOCX_MARKS, "t"))


def _odt_text(element: Any) -> str:
    return "".join(_parts(element, ODT_LEFT_OUT, ODT_MARKS, None))


def _parts(element: Any, left_out: set[str], marks: dict[str, str], holder: str | None) -> Iterator[str]:
    """The text below an element; where `holder` is named, only elements of that name hold text."""
    waiting: list[Any] = [element]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            yield item
            continue
        name = local(item)
        tail = "" if holder or item is element else _one_line(item.tail)
        if name in left_out or not name:
            waiting.append(tail)
            continue
        if name in marks:
            waiting += [tail, marks[name]]
        elif name == "s":
            waiting += [tail, " "]
        else:
            inside = item.text or "" if name == holder else "" if holder else _one_line(item.text)
            # Paragraphs in one cell, and in text boxes, are kept apart.
            end = " " if name in ("p", "h") and item is not element else ""
            waiting += [tail, end, *reversed(item), inside]


def _one_line(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")


def _docx_style(element: Any) -> str:
    names = element.xpath("./*[local-name()='pPr']/*[local-name()='pStyle']/@*[local-name()='val']")
    return str(names[0]) if names else ""


def _odt_style(element: Any) -> str:
    if local(element) == "h":
        level = next(
            (value for name, value in element.attrib.items() if name.endswith("}outline-level")), "1"
        )
        return f"heading {level}"
    return next((str(value) for name, value in element.attrib.items() if name.endswith("}style-name")), "")
