"""Printed lines in reading order: running heads taken out, columns one after the other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

GAP = 1.3  # times the size of type, between words of one line, that a gap between columns is wider than
SIDE = 4  # lines that each of two columns has at the least
CELL = 4  # words that a line of a column has on average; cells of tables have fewer
ENDS = 3  # lines at the head and foot of a page that may be running heads
MOST = 2_000  # pieces of lines on a page; one with more is a map or a drawing
REPEATED = 0.3  # share of pages on which a running head stands at the least
PITCH = 1.35  # times the usual distance of lines, above which a new paragraph begins
SIZE = 0.12  # difference in size of type that makes a heading
SHORT = 0.25  # share of a column's width that a paragraph's last line may leave empty

_PAGE = re.compile(
    r"[\W_]*(?:(?:page|p\.?|pg\.?)\s*)?\d{1,4}(?:\s*(?:/|of|\|)\s*\d{1,4})?[\W_]*|[\W_]*page\W*[ivxl]{1,6}\W*",
    re.I,
)
_STOPPED = re.compile(r"[.!?:…][\"”’')\]]*$")
_BULLET = re.compile(r"(?:[•●▪◦‣–—*-]|\(?\w{1,2}[.)])\s")
_BROKEN = re.compile(r"(?<![^\W\d_])([^\W\d_]+)[-‐\xad\x02\ufffe]$")
# What keeps its hyphen where a line ends after it.
_PREFIXES = frozenset(
    "all anti co cross ex half high long low mid multi non post pre pro self semi short well".split()
)


class Line(NamedTuple):
    """A printed line, or a piece of one, in points from the lower left corner of its page."""

    left: float
    bottom: float
    right: float
    top: float
    size: float
    text: str

    @property
    def middle(self) -> float:
        """Its height on the page."""
        return (self.bottom + self.top) / 2


def paragraphs(pages: Sequence[Sequence[Line]]) -> list[str]:
    """The paragraphs of a document in reading order, without running heads and page numbers.

    Columns are read one after the other, lines that cross them in their place.
    A paragraph goes on in the next column or on the next page where it ends
    without a stop and the next begins with a small letter. Words divided at
    the end of a line are joined, with their hyphen where the document writes
    them with one.

    Parameters
    ----------
    pages
        The pieces of lines on each page, in any order.
    """
    found: list[list[Line]] = []
    for page in _without_heads(pages):
        for column in _columns(list(page)):
            for block in _blocks(_rows(column)):
                if found and _goes_on(found[-1], block):
                    found[-1] = found[-1] + block
                else:
                    found.append(block)
    words = _words(found)
    return [text for block in found if (text := _joined(block, words))]


def _rows(lines: Iterable[Line]) -> list[Line]:
    """Pieces at one height as one line, from top to bottom."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: -line.middle):
        if rows and abs(rows[-1][0].middle - line.middle) < 0.5 * min(rows[-1][0].size, line.size):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [_row(sorted(row)) for row in rows]


def _row(pieces: list[Line]) -> Line:
    if len(pieces) == 1:
        return pieces[0]
    return Line(
        pieces[0].left,
        min(piece.bottom for piece in pieces),
        max(piece.right for piece in pieces),
        max(piece.top for piece in pieces),
        max(piece.size for piece in pieces),
        " ".join(piece.text for piece in pieces),
    )


def _without_heads(pages: Sequence[Sequence[Line]]) -> list[Sequence[Line]]:
    """The pages without the lines that stand again and again at their head or foot, and page numbers."""
    rows = [_rows(page) for page in pages]
    edges = [(_edge(row), _edge(row[::-1])) for row in rows]
    counts = [Counter(key for edge in edges for key in {*map(_key, edge[side])}) for side in (0, 1)]
    least = max(2, REPEATED * sum(map(bool, rows)))
    kept: list[Sequence[Line]] = []
    for page, row, edge in zip(pages, rows, edges, strict=True):
        gone: list[Line] = []
        for side, outer in enumerate((row[:1], row[-1:])):
            if all(counts[side][_key(line)] >= least or _PAGE.fullmatch(line.text) for line in edge[side]):
                gone += edge[side]
            gone += [line for line in outer if _PAGE.fullmatch(line.text)]
        kept.append(
            [line for line in page if not any(_within(line, head) for head in gone)] if gone else page
        )
    return kept


def _edge(rows: Sequence[Line]) -> Sequence[Line]:
    """The lines at the head of a page, given from the edge inwards, that a gap or their size sets apart."""
    steps = [abs(line.middle - after.middle) for line, after in pairwise(rows)]
    usual = median(steps) if steps else 0.0
    for nth, step in enumerate(steps[:ENDS], 1):
        line, after = rows[nth - 1], rows[nth]
        if step > PITCH * usual or abs(line.size - after.size) > SIZE * after.size:
            return rows[:nth]
    return rows if len(rows) <= ENDS else ()


def _within(line: Line, row: Line) -> bool:
    return row.bottom - 0.1 <= line.middle <= row.top + 0.1 and line.text in row.text


def _key(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text.casefold())


def _columns(lines: list[Line]) -> list[list[Line]]:
    """The lines of a page in the groups to be read one after the other."""
    at = _gutter(lines) if len(lines) <= MOST else None
    if at is None:
        return [lines]
    groups: list[list[Line]] = []
    band: list[Line] = []

    def close() -> None:
        left = [line for line in band if line.right <= at]
        right = [line for line in band if line.left >= at]
        if min(len(left), len(right)) >= SIDE:
            groups.extend([*_columns(left), *_columns(right)])
        elif band:
            groups.append(list(band))
        band.clear()

    for line in sorted(lines, key=lambda line: -line.top):
        if line.left < at < line.right:
            close()
            # Lines that cross the columns, one under the other, are one group.
            if groups and groups[-1] and all(other.left < at < other.right for other in groups[-1]):
                groups[-1].append(line)
            else:
                groups.append([line])
        else:
            band.append(line)
    close()
    return groups


def _gutter(lines: list[Line]) -> float | None:
    """Where an empty strip divides the lines of two columns; None where there is none."""
    by_height = sorted(lines, key=lambda line: -line.middle)
    gaps: list[tuple[float, float]] = []
    for place, line in enumerate(by_height):
        beside = [
            other
            for other in by_height[max(0, place - 4) : place + 5]
            if other.left > line.right and other.bottom < line.middle < other.top
        ]
        if beside:
            gaps.append((line.right, min(other.left for other in beside)))
    if len(gaps) < SIDE:
        return None
    ends = sorted([(left, 1) for left, _ in gaps] + [(right, -1) for _, right in gaps])
    deep = best = 0
    start, strip = 0.0, None
    for edge, step in ends:
        if step < 0 and deep > best:
            best, strip = deep, (start, edge)
        deep += step
        start = edge if step > 0 else start
    if strip is None or best < SIDE:
        return None
    at = (strip[0] + strip[1]) / 2
    sides = ([line for line in lines if line.right <= at], [line for line in lines if line.left >= at])
    full = all(
        len(side) >= SIDE and sum(len(line.text.split()) for line in side) >= CELL * len(side)
        for side in sides
    )
    return at if full else None


def _blocks(lines: list[Line]) -> list[list[Line]]:
    """The lines of one column as paragraphs."""
    if not lines:
        return []
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    steps = [above.middle - line.middle for above, line in pairwise(lines)]
    usual = median(steps) if steps else 0.0
    blocks = [[lines[0]]]
    for above, line, step in zip(lines, lines[1:], steps, strict=False):
        apart = step > PITCH * usual or abs(line.size - above.size) > SIZE * above.size
        short = above.right < right - SHORT * (right - left) and _STOPPED.search(above.text) is not None
        first = abs(above.left - left) < 0.5 * line.size and line.left > left + 0.8 * line.size
        hanging = _BULLET.match(blocks[-1][0].text) is not None
        if apart or short or (first and not hanging) or _BULLET.match(line.text):
            blocks.append([line])
        else:
            blocks[-1].append(line)
    return blocks


def _goes_on(before: list[Line], block: list[Line]) -> bool:
    last, first = before[-1], block[0]
    broken = _BROKEN.search(last.text) is not None or not _STOPPED.search(last.text)
    same = abs(last.size - first.size) <= SIZE * last.size
    return broken and same and first.text[:1].islower() and len(last.text.split()) > 1


def _words(blocks: list[list[Line]]) -> set[str]:
    """The words of a document, also those with hyphens."""
    return {
        word
        for block in blocks
        for line in block
        for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*(?![-\w])", line.text.lower())
    }


def _joined(block: list[Line], words: set[str]) -> str:
    """The text of a paragraph's lines, with words joined that were divided between them."""
    pieces: list[str] = []
    for line in block:
        piece = " ".join(line.text.split())
        divided = _BROKEN.search(pieces[-1]) if pieces else None
        rest = re.match(r"[^\W\d_]+", piece)
        if divided is None or rest is None or not piece[0].islower():
            pieces += [" ", piece] if pieces else [piece]
            continue
        first, second = divided[1].lower(), rest[0].lower()
        whole, with_hyphen = first + second in words, f"{first}-{second}" in words
        hyphen = "-" if not whole and (with_hyphen or first in _PREFIXES) else ""
        pieces += [pieces.pop()[:-1], hyphen, piece]
    return "".join(pieces)
