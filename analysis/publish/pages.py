"""The report: executed notebooks as one page that needs nothing else."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import count
from pathlib import Path, PurePosixPath
from urllib.parse import quote, unquote, urlsplit

import nbformat
from lxml.html import Element, HtmlElement  # type: ignore[import-untyped]

from analysis.publish import cells
from analysis.publish.safe import as_text
from analysis.publish.shell import bound
from analysis.publish.writing import PublishError

DEEPEST = 4  # heading level that the contents list still shows


@dataclass(frozen=True)
class Heading:
    """A heading of the report: its level, its anchor, and its words."""

    level: int
    anchor: str
    words: str


@dataclass
class Chapter:
    """One notebook of the report."""

    path: Path
    anchor: str
    parts: list[HtmlElement | str] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    # Jupyter's name of each heading's anchor, and the report's.
    anchors: dict[str, str] = field(default_factory=dict)


def report(
    notebooks: Sequence[Path | str], path: Path | str, *, title: str, source: str, language: str = "en"
) -> Path:
    """Write executed notebooks as one HTML file: no script, no request, nothing beside it.

    Each notebook is a chapter, its headings one level lower. Code is folded
    away, errors are shown, charts keep their alt text, and links between the
    notebooks lead to the chapters. What an article's text brings into an output
    can only be read: markup is cleaned against a list of what is allowed, and
    the page tells the browser to run and fetch nothing.

    Parameters
    ----------
    notebooks
        Executed notebooks, in the order of reading.
    path
        The file to write.
    title
        The report's title.
    source
        What it is made from: corpus, versions, day.
    language
        Two-letter code of the language the notebooks are written in.

    Returns
    -------
    Path
        Where the report is.

    Raises
    ------
    PublishError
        If there are no notebooks, one cannot be read, two have one name, the
        title is empty, or the file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> start = folder / "00_start_here.ipynb"
    >>> cells = [nbformat.v4.new_markdown_cell("# What did we find?")]
    >>> nbformat.write(nbformat.v4.new_notebook(cells=cells), start)
    >>> made = report([start], folder / "report.html", title="Demo", source="no article")
    >>> '<a href="#00_start_here-title">What did we find?</a>' in made.read_text(encoding="utf-8")
    True
    """
    path, files = Path(path), [Path(notebook) for notebook in notebooks]
    if not files:
        raise PublishError("a report needs at least one notebook, and none was given.")
    if not title.strip():
        raise PublishError("the report's title is empty. Say what it reports on.")
    chapters: dict[str, Chapter] = {}
    taken = {"contents", "contents-title", "text"}
    for file in files:
        if file.name in chapters:
            raise PublishError(f"two notebooks are named {file.name}; links could not tell them apart.")
        chapters[file.name] = _chapter(file, taken)
    numbers = count(1)
    for chapter in chapters.values():
        for part in chapter.parts:
            if isinstance(part, str):
                continue
            _relink(part, chapter, chapters, path.parent)
            for table in part.xpath(".//div[@class='table']"):
                table.set("aria-label", f"Table {next(numbers)}")
    contents, body = "".join(_contents(list(chapters.values()))), "\n".join(_body(list(chapters.values())))
    return bound(path, title, source, contents, body, language)


def _chapter(path: Path, taken: set[str]) -> Chapter:
    try:
        notebook = nbformat.read(path, as_version=4)
    except FileNotFoundError as error:
        raise PublishError(f"there is no notebook {path}.") from error
    except Exception as error:  # nbformat raises many kinds for what is no notebook.
        raise PublishError(f"{path} cannot be read as a notebook: {error}") from error
    chapter = Chapter(path, _anchor(path.stem, taken))
    first = next((cell for cell in notebook.cells if cell.source.strip()), None)
    if first is None or first.cell_type != "markdown" or not first.source.lstrip().startswith("#"):
        heading = Element("h2")
        words = re.sub(r"[_-]+", " ", re.sub(r"^\d+[_-]", "", path.stem)).strip()
        heading.text = words[:1].upper() + words[1:]
        around = Element("div")
        around.append(heading)
        chapter.parts.append(around)
        _outline(around, chapter, taken)
    unshown: dict[int, str] = {}
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type == "code":
            # Cells that put out nothing stand with the next one's code.
            unshown[number] = cell.source
        if cell.cell_type == "markdown" or cell.get("outputs"):
            chapter.parts.append(cells.code(unshown))
            unshown = {}
        if cell.cell_type == "markdown":
            prose = cells.prose(cell, path.parent)
            _outline(prose, chapter, taken)
            chapter.parts.append(prose)
        elif cell.cell_type == "code":
            chapter.parts += cells.outputs(cell, number)
    chapter.parts.append(cells.code(unshown))
    return chapter


def _outline(prose: HtmlElement, chapter: Chapter, taken: set[str]) -> None:
    """Fit a cell's headings under the report's title, and note them for the contents."""
    for heading in prose.xpath(cells.HEADINGS):
        words = " ".join(heading.text_content().split())
        # One level down, and never two at a step.
        above = chapter.headings[-1].level if chapter.headings else 1
        level = min(max(int(heading.tag[1]) + 1, 2 if not chapter.headings else 3), above + 1, 6)
        anchor = (
            _anchor(f"{chapter.anchor}-{words}", taken) if chapter.headings else f"{chapter.anchor}-title"
        )
        taken.add(anchor)
        heading.tag = f"h{level}"
        heading.set("id", anchor)
        chapter.headings.append(Heading(level, anchor, words))
        chapter.anchors.setdefault(words.replace(" ", "-"), anchor)


def _anchor(words: str, taken: set[str]) -> str:
    """An anchor that is not taken yet, and is from now on."""
    plain = re.sub(r"[^\w]+", "-", words.casefold()).strip("-") or "part"
    anchor, number = plain, 1
    while anchor in taken:
        anchor, number = f"{plain}-{number + 1}", number + 1
    taken.add(anchor)
    return anchor


def _relink(prose: HtmlElement, chapter: Chapter, chapters: Mapping[str, Chapter], folder: Path) -> None:
    """Lead links to the report's own chapters, to files beside it, or to the web; drop the others."""
    for link in prose.xpath(".//a"):
        if target := _target(link.get("href", ""), chapter, chapters, folder):
            link.set("href", target)
            if target.startswith("http"):
                link.set("rel", "noreferrer")
        else:
            link.drop_tag()
    for image in prose.xpath(".//img[not(starts-with(@src, 'data:image/'))]"):
        # A page that fetches nothing can still say what it would have shown.
        absent = Element("span", {"class": "absent"})
        absent.text, absent.tail = f"[{image.get('alt') or 'image'}: not in this report]", image.tail
        image.getparent().replace(image, absent)


def _target(href: str, chapter: Chapter, chapters: Mapping[str, Chapter], folder: Path) -> str | None:
    try:
        parts = urlsplit(href)
    except ValueError:
        return None
    if not href:
        return None
    if parts.scheme in ("http", "https", "mailto"):
        return href
    if parts.scheme or parts.netloc:
        return None
    place, section = unquote(parts.path), unquote(parts.fragment)
    there = chapters.get(PurePosixPath(place).name) if place else chapter
    if there is not None:
        return f"#{there.anchors.get(section, there.anchor)}"
    file = chapter.path.parent / place
    return quote(Path(os.path.relpath(file, folder)).as_posix()) if file.is_file() else None


def _contents(chapters: Sequence[Chapter]) -> Iterator[str]:
    """A nested list of the headings, chapter by chapter."""
    yield "<ol>"
    for chapter in chapters:
        depth = 2
        open_item = False
        for heading in chapter.headings:
            if heading.level > DEEPEST:
                continue
            while heading.level > depth:
                yield "<ol>"
                depth += 1
                open_item = False
            while heading.level < depth:
                yield "</li></ol>"
                depth -= 1
                open_item = True
            if open_item:
                yield "</li>"
            yield f'<li><a href="#{escape(heading.anchor)}">{escape(heading.words)}</a>'
            open_item = True
        yield "</li></ol>" * (depth - 2) + "</li>"
    yield "</ol>"


def _body(chapters: Sequence[Chapter]) -> Iterator[str]:
    for chapter in chapters:
        yield (
            f'<section class="chapter" id="{chapter.anchor}" aria-labelledby="{chapter.headings[0].anchor}">'
        )
        yield from filter(None, (part if isinstance(part, str) else as_text(part) for part in chapter.parts))
        yield '<p class="back"><a href="#contents">Back to the contents</a></p></section>'
