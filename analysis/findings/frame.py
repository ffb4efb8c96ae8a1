"""The frame of a chart at one size: title, subtitle, legend, row labels, columns of numbers, foot.

A finding's `draw` function draws into a frame and knows nothing of sizes; at
another size it is called again with another frame. The frame measures every
text, so that labels are broken into lines and nothing overlaps.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

import matplotlib.pyplot as plt
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text
from matplotlib.textpath import TextToPath
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.findings.finding import FindingError
from analysis.findings.looks import BAND, GREY, INK, style
from analysis.findings.wording import number, tidy

if TYPE_CHECKING:
    from analysis.findings.finding import Finding

MILLIMETRE = 1 / 25.4  # inches
MARGIN = 0.1  # inches around everything
ROW = 0.27  # inches of a row with a label of one line
LINE = 0.155  # inches of each further line of its label
# Points, at the page size.
TITLE, SUBTITLE, LABEL, NOTE, FOOT = 13.0, 10.0, 9.5, 9.0, 8.0
LEADING = 1.28  # line height, in font sizes
GAP = 0.11  # inches between the blocks of text
MOST_LABEL = 0.40  # share of the width that row labels take at most
MOST_NOTES = 0.38  # share of the width that columns of numbers take at most
PLAIN = FuncFormatter(lambda value, _: f"{value:,.10g}".replace("-", "−"))


@dataclass(frozen=True)
class Size:
    """How large a chart is: width and height in inches, letters relative to the page size."""

    about: str
    width: float
    height: float | None  # None: as high as its rows need
    scale: float
    dpi: int
    forms: tuple[str, ...]
    rows: int = 10_000  # the most rows it shows
    words: bool = True  # whether title, subtitle and foot are printed


_PRINT = ("svg", "png", "pdf")
SIZES: Mapping[str, Size] = {
    "page": Size("two columns of a journal, 180 mm wide", 180 * MILLIMETRE, None, 1.0, 300, _PRINT),
    "one-column": Size("one column of a journal, 88 mm wide", 88 * MILLIMETRE, None, 0.76, 300, _PRINT),
    "slide": Size("a slide, 16:9, 1920 by 1080 pixels", 6.4, 3.6, 0.92, 300, _PRINT),
    "card": Size("a card for social media, 1200 by 630 pixels", 4.8, 2.52, 0.72, 250, ("png",)),
}  # fmt: skip
# A small picture beside a claim on a page: the first rows, without the words around them.
THUMB = Size("a thumbnail", 82 * MILLIMETRE, None, 0.8, 144, (), rows=4, words=False)


def chosen(sizes: str | Sequence[str]) -> list[str]:
    """Names of sizes, given in a list or with commas between them; "all" is every one.

    Raises
    ------
    FindingError
        If there is no such size.

    Examples
    --------
    >>> chosen("slide, card"), chosen("all")
    (['slide', 'card'], ['page', 'one-column', 'slide', 'card'])
    """
    asked = [name.strip() for name in (sizes.split(",") if isinstance(sizes, str) else sizes)]
    names = list(SIZES) if "all" in asked else [name for name in asked if name]
    for name in names:
        if name not in SIZES:
            there = "; ".join(f"{each}: {size.about}" for each, size in SIZES.items())
            raise FindingError(f"there is no size '{name}'. Choose all, or one of these. {there}.")
    return list(dict.fromkeys(names))


@lru_cache(maxsize=16_384)
def _width(text: str, bold: bool) -> float:
    font = FontProperties(family="DejaVu Sans", size=100, weight="bold" if bold else "normal")
    return float(TextToPath().get_text_width_height_descent(text, font, ismath=False)[0]) / 100


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of one line of text in inches, at a font size in points."""
    return _width(text, bold) * size / 72


def wrapped(text: object, room: float, size: float, *, bold: bool = False, lines: int | None = None) -> str:
    """A text in lines of at most `room` inches, cut with "…" after `lines`; no last line is nearly empty."""
    words = tidy(text).split(" ")
    filled = _fill(words, room, size, bold)
    if lines is not None and len(filled) > lines:
        filled = filled[:lines]
        while filled[-1] and width(filled[-1] + "…", size, bold=bold) > room:
            filled[-1] = filled[-1][:-1].rstrip()
        filled[-1] += "…"
        return "\n".join(filled)
    narrower = room
    while len(filled) > 1 and width(filled[-1], size, bold=bold) < 0.3 * room and narrower > room / 2:
        narrower *= 0.95
        if len(other := _fill(words, narrower, size, bold)) > len(filled):
            break
        filled = other
    return "\n".join(filled)


def _fill(words: Sequence[str], room: float, size: float, bold: bool) -> list[str]:
    lines: list[str] = []
    for word in words:
        for piece in _pieces(word, room, size, bold):
            longer = f"{lines[-1]} {piece}" if lines else piece
            if lines and width(longer, size, bold=bold) > room:
                lines.append(piece)
            else:
                lines[-1:] = [longer]
    return lines or [""]


def _pieces(word: str, room: float, size: float, bold: bool) -> Iterator[str]:
    """A word in pieces that fit: all words but addresses and the like are one piece."""
    while width(word, size, bold=bold) > room and len(word) > 4:
        most = max(3, int(len(word) * room / width(word, size, bold=bold)) - 1)
        yield word[:most]
        word = word[most:]
    yield word


@dataclass
class Mark:
    """A part of a chart that shows its words when it is pointed at."""

    artists: list[Artist]
    tip: str
    key: Any  # the evidence's `mark`


@dataclass
class _Column:
    head: str
    texts: list[str]
    align: Literal["left", "right"]


@dataclass
class Frame:
    """A chart in the making, at one size.

    Attributes
    ----------
    found
        The finding that is drawn: its claim is the title, its measure the subtitle.
    size
        One of `SIZES`.
    marks
        What `mark` was given, in order.

    """

    found: Finding
    size: Size
    marks: list[Mark] = field(default_factory=list)
    _ax: Axes | None = None
    _labels: list[str] = field(default_factory=list)
    _columns: list[_Column] = field(default_factory=list)
    _legend: list[Artist] = field(default_factory=list)
    _xlabel: str = ""
    _notes: list[str] = field(default_factory=list)
    _zero: str = ""
    _head: list[tuple[float, str]] = field(default_factory=list)
    _heads: list[str] = field(default_factory=list)
    _plot: float = 0.0  # inches; 0 for a chart of rows

    def __post_init__(self) -> None:
        self.figure = plt.figure(figsize=(self.size.width, self.size.height or 4.0))

    @property
    def scale(self) -> float:
        """Letters and marks relative to the page size."""
        return self.size.scale

    @property
    def narrow(self) -> bool:
        """Whether the chart is too narrow for more than one column of numbers."""
        return self.size.width < 4.0

    def points(self, size: float) -> float:
        """A font size, a line width or a mark's size at this size of chart."""
        return size * self.scale

    def room(self) -> int:
        """The number of rows there is room for."""
        if self.size.height is None:
            return self.size.rows
        taken = self._above() + self._below() + 0.32 * self.scale
        return max(3, int((self.size.height - taken) / (0.92 * (ROW + 0.5 * LINE) * self.scale)))

    def fit(
        self, rows: Sequence[Any], keep: Literal["first", "last", "ends"] = "first", *, spare: int = 0
    ) -> list[Any]:
        """Those of the rows that there is room for; how many are left out is said under the chart.

        `spare` rows are left for what is added to them.
        """
        most, rows = max(1, self.room() - spare), list(rows)
        if len(rows) <= most:
            return rows
        rest = len(rows) - most
        self.note(f"{rest:,} further row{' is' if rest == 1 else 's are'} in the table.")
        if keep == "last":
            return rows[-most:]
        if keep == "ends":
            return [*rows[: math.ceil(most / 2)], *rows[len(rows) - most // 2 :]]
        return rows[:most]

    def rows(self, labels: Sequence[object], *, lines: int = 3) -> Axes:
        """Axes with a row for each label, the first on top, at y = 0, 1, 2 …; x runs along the bottom."""
        if not labels:
            raise FindingError(f"the chart '{self.found.name}' has no rows to draw.")
        size, most = self.points(LABEL), MOST_LABEL * self.size.width
        lines = lines if self.size.height is None else 2
        self._labels = [wrapped(label, most, size, lines=lines) for label in labels]
        ax = self._axes()
        ax.set_yticks(range(len(labels)), self._labels, fontsize=size)
        for text in ax.get_yticklabels():
            text.set_linespacing(1.05)
        ax.set_ylim(len(labels) - 0.45, -0.55)
        ax.tick_params(axis="y", pad=self.points(5))
        ax.xaxis.set_major_formatter(PLAIN)
        return ax

    def plot(self, height: float = 3.0) -> Axes:
        """Axes of two scales, `height` inches high at the page size; the subtitle names the y scale."""
        self._plot = height
        ax = self._axes()
        ax.grid(axis="x", visible=False)
        ax.grid(axis="y")
        ax.xaxis.set_major_formatter(PLAIN)
        ax.yaxis.set_major_formatter(PLAIN)
        return ax

    def _axes(self) -> Axes:
        if self._ax is not None:
            raise FindingError(f"the chart '{self.found.name}' has one plot; it was asked for two.")
        self._ax = self.figure.add_axes((0.3, 0.3, 0.4, 0.4))
        self._ax.tick_params(labelsize=self.points(NOTE))
        return self._ax

    @property
    def ax(self) -> Axes:
        """The axes that `rows` or `plot` made."""
        assert self._ax is not None
        return self._ax

    def column(self, texts: Sequence[str], head: str = "", align: Literal["left", "right"] = "right") -> None:
        """A column of texts at the right of the rows, under a head; dropped where there is no room for it."""
        self._columns.append(_Column(head, list(texts), align))

    def heads(self, names: Sequence[object]) -> None:
        """Names above the columns of a grid, at x = 0, 1, 2 …, in place of an x axis."""
        self._heads = [str(name) for name in names]

    def _broken_heads(self) -> list[str]:
        """The names above a grid, broken at the width of its columns."""
        room = self.size.width * (1 - MOST_LABEL) - 2 * MARGIN
        each = 0.94 * room / max(len(self._heads), 1)
        return [wrapped(name, each, self.points(FOOT), lines=3) for name in self._heads]

    def legend(self, entries: Sequence[Artist]) -> None:
        """The marks that need a name, above the plot."""
        self._legend = list(entries) if self.size.words else []

    def xlabel(self, text: str) -> None:
        """What the x axis counts, where the subtitle does not say it."""
        self._xlabel = text

    def note(self, text: str) -> None:
        """A sentence under the chart, before its source."""
        self._notes.append(text)

    def counts(self, most: float | None = None) -> None:
        """Whole numbers from 0 along the x axis; dots at 0 keep clear of the labels."""
        if most is None:
            self.ax.set_xlim(left=0)
        else:
            self.ax.set_xlim(-0.03 * most, 1.04 * most)
        self.ax.xaxis.set_major_locator(
            MaxNLocator(integer=True, min_n_ticks=1, nbins=5 if self.narrow else 9)
        )

    def zero(self, meaning: str = "") -> None:
        """A line at zero, and what zero means."""
        if self._labels:
            self.ax.axvline(0, color=GREY, linewidth=1, zorder=1)
            self._zero = meaning
        else:
            self.ax.axhline(0, color=GREY, linewidth=1, zorder=1)
            if meaning:
                self.end_label(0, meaning, GREY)

    def end_label(self, y: float, text: str, colour: str = INK) -> None:
        """A text at the right end of a plot, level with y."""
        self._columns.append(_Column("", [text], "left"))
        self._head.append((y, colour))

    def band(self, y: float, low: float, high: float, *, colour: str = BAND, height: float = 0.5) -> Artist:
        """A range behind a row, such as what other instruments gave."""
        return self.ax.barh(y, high - low, height, left=low, color=colour, linewidth=0, zorder=0)[0]

    def dot(
        self, y: float, value: float, low: float = math.nan, high: float = math.nan, *, colour: str = INK,
        hollow: bool = False, marker: str = "o", size: float = 7.0,
    ) -> list[Artist]:  # fmt: skip
        """An estimate and its interval on a row; `size` is the mark's, in points at the page size."""
        made: list[Artist] = []
        if math.isfinite(low) and math.isfinite(high):
            made.append(self.ax.hlines(y, low, high, color=colour, linewidth=self.points(size / 4), zorder=2))
        made += self.ax.plot(
            [value], [y], marker, color=colour, markerfacecolor="white" if hollow else colour,
            markersize=self.points(size), zorder=3, clip_on=False,
        )  # fmt: skip
        return made

    def mark(self, artists: Artist | Sequence[Artist], tip: str, key: Any = None) -> None:
        """Let these artists show `tip` when pointed at; `key` is the evidence's `mark` they lead to."""
        parts = [artists] if isinstance(artists, Artist) else list(artists)
        for place, part in enumerate(parts):
            part.set_gid(f"mark-{len(self.marks)}-{place}")
        self.marks.append(Mark(parts, tidy(tip), key))

    # Layout, in inches from the edges.

    def _text(
        self, text: str, size: float, *, bold: bool = False, lines: int | None = None
    ) -> tuple[str, float]:
        """A text broken at the chart's width, and its height."""
        if not text:
            return "", 0.0
        room = self.size.width - 2 * MARGIN
        broken = wrapped(text, room, self.points(size), bold=bold, lines=lines)
        return broken, (1 + broken.count("\n")) * self.points(size) * LEADING / 72

    def _words(self) -> dict[str, tuple[str, float]]:
        if not self.size.words:
            return dict.fromkeys(("title", "subtitle", "xlabel", "foot"), ("", 0.0))
        fixed = self.size.height is not None
        under = " ".join([*self._notes, self.found.foot])
        return {
            "title": self._text(self.found.claim.rstrip("."), TITLE, bold=True, lines=3 if fixed else None),
            "subtitle": self._text(self.found.measure, SUBTITLE, lines=2 if fixed else None),
            "xlabel": self._text(self._xlabel, NOTE),
            "foot": self._text(under, FOOT, lines=2 if fixed else None),
        }

    def _above(self) -> float:
        words = self._words()
        height = MARGIN + words["title"][1] + 0.04 + words["subtitle"][1] + GAP * self.scale
        rows = len(self._legend_rows()) if self._legend else 0
        height += rows * self.points(NOTE) * 1.5 / 72 + (0.06 if rows else 0)
        if self._zero or any(column.head for column in self._columns):
            height += self.points(NOTE) * 1.4 / 72
        elif self._heads:
            lines = 1 + max(head.count("\n") for head in self._broken_heads())
            height += self.points(FOOT) * 1.2 * lines / 72 + 0.05
        return height

    def _below(self) -> float:
        words = self._words()
        ticks = self.points(NOTE) * 1.2 / 72 + 0.09 if self._ax is None or self._has_ticks() else 0.04
        return ticks + words["xlabel"][1] + GAP * self.scale + words["foot"][1] + MARGIN

    def _has_ticks(self) -> bool:
        return self.ax.axison and bool(len(self.ax.get_xticks()))

    def _legend_rows(self) -> list[list[Artist]]:
        """The entries of the legend in rows that fit the width."""
        rows: list[list[Artist]] = [[]]
        room, used = self.size.width - 2 * MARGIN, 0.0
        for entry in self._legend:
            needs = width(str(entry.get_label()), self.points(NOTE)) + self.points(NOTE) * 4.0 / 72
            if rows[-1] and used + needs > room:
                rows.append([])
                used = 0.0
            rows[-1].append(entry)
            used += needs
        return rows

    def _kept_columns(self) -> tuple[list[_Column], list[float]]:
        """The columns there is room for, and their widths."""
        size = self.points(NOTE)
        kept: list[_Column] = []
        widths: list[float] = []
        for column in self._columns:
            needs = (
                max([width(text, size) for text in column.texts] + [width(column.head, self.points(FOOT))])
                + 0.14 * self.scale
            )
            if kept and not self._head and sum(widths) + needs > MOST_NOTES * self.size.width:
                break
            kept.append(column)
            widths.append(needs)
        if self._head:  # end labels share one column
            widths = [max(widths)] if widths else []
        return kept, widths

    def finish(self) -> None:
        """Place everything; to be called once, when all is drawn."""
        if self._heads:
            self.ax.set_xlim(-0.5, len(self._heads) - 0.5)
            self.ax.set_xticks([])
            self.ax.grid(visible=False)
            self.ax.spines["bottom"].set_visible(False)
        words, (columns, widths) = self._words(), self._kept_columns()
        above, below, w = self._above(), self._below(), self.size.width
        left = MARGIN + self._left()
        right = MARGIN + sum(widths) + (0.0 if widths else 0.12)
        deepest = max((label.count("\n") for label in self._labels), default=0)
        inner = (
            self._plot * (0.62 if self.narrow else 1.0)
            or len(self._labels) * (ROW + LINE * deepest) * self.scale
        )
        high = self.size.height or above + inner + below
        inner = high - above - below
        self.figure.set_size_inches(w, high)
        self.ax.set_position((left / w, below / high, (w - left - right) / w, inner / high))
        self._place_words(words, high)
        self._place_columns(columns, widths, above, high)
        if self._zero:
            at = self.ax.transData.transform((0, 0))[0] / self.figure.dpi
            half = width(self._zero, self.points(FOOT)) / 2
            x = min(max(at, MARGIN + half), w - MARGIN - half)
            self._write(x, high - above + 0.03, self._zero, FOOT, GREY, ha="center", va="bottom")
        for place, head in enumerate(self._broken_heads()):
            x = self.ax.transData.transform((place, 0))[0] / self.figure.dpi
            self._write(x, high - above + 0.03, head, FOOT, GREY, ha="center", va="bottom", linespacing=1.15)
        y = MARGIN + words["title"][1] + 0.04 + words["subtitle"][1] + GAP * self.scale
        for row in self._legend_rows() if self._legend else []:
            self._place_legend(row, y, high)
            y += self.points(NOTE) * 1.5 / 72

    def _left(self) -> float:
        """What the labels of the y axis need."""
        if self._labels:
            size = self.points(LABEL)
            return max(width(line, size) for label in self._labels for line in label.split("\n")) + 0.1
        self.figure.draw_without_rendering()
        texts = [text.get_text() for text in self.ax.get_yticklabels() if text.get_visible()]
        size = self.points(NOTE)
        lines = [line for text in texts for line in text.split("\n")] or [""]
        return max(width(line, size) for line in lines) + 0.1

    def _write(self, x: float, y: float, text: str, size: float, colour: str, **how: Any) -> Text:
        w, high = self.figure.get_size_inches()
        return self.figure.text(
            x / w, y / high, text, fontsize=self.points(size), color=colour, parse_math=False, **how
        )

    def _place_words(self, words: Mapping[str, tuple[str, float]], high: float) -> None:
        title, title_height = words["title"]
        self._write(MARGIN, high - MARGIN, title, TITLE, INK, weight="bold", va="top", linespacing=1.15)
        subtitle, _ = words["subtitle"]
        if subtitle:
            y = high - MARGIN - title_height - 0.04
            self._write(MARGIN, y, subtitle, SUBTITLE, GREY, va="top", linespacing=1.15)
        foot, foot_height = words["foot"]
        self._write(MARGIN, MARGIN, foot, FOOT, GREY, va="bottom", linespacing=1.2)
        if words["xlabel"][0]:
            y = MARGIN + foot_height + GAP * self.scale
            left = self.ax.get_position().x0 * self.size.width
            room = self.size.width - left - MARGIN
            if width(self._xlabel, self.points(NOTE)) > room:
                left = MARGIN
            self._write(left, y, words["xlabel"][0], NOTE, GREY, va="bottom", linespacing=1.2)

    def _place_columns(
        self, columns: Sequence[_Column], widths: Sequence[float], above: float, high: float
    ) -> None:
        w = self.size.width
        x = w - MARGIN - sum(widths)
        if self._head:
            for column, (y, colour) in zip(columns, self._head, strict=True):
                level = self.ax.transData.transform((0, y))[1] / self.figure.dpi
                self._write(x + 0.08, level, column.texts[0], NOTE, colour, va="center")
            return
        for column, wide in zip(columns, widths, strict=True):
            right = column.align == "right"
            place = x + wide if right else x + 0.12 * self.scale
            for row, text in enumerate(column.texts):
                level = self.ax.transData.transform((0, row))[1] / self.figure.dpi
                self._write(place, level, text, NOTE, INK, ha=column.align, va="center")
            if column.head:
                self._write(place, high - above + 0.03, column.head, FOOT, GREY, ha=column.align, va="bottom")
            x += wide

    def _place_legend(self, row: Sequence[Artist], y: float, high: float) -> None:
        legend = self.figure.legend(
            handles=list(row), loc="upper left", ncols=len(row), fontsize=self.points(NOTE),
            bbox_to_anchor=(MARGIN / self.size.width, (high - y) / high), handletextpad=0.5,
        )  # fmt: skip
        for text in legend.get_texts():
            text.set_parse_math(False)


@contextmanager
def drawn(found: Finding, size: str) -> Iterator[Frame]:
    """A finding's chart at a size, laid out, for the length of a `with` block; the figure is closed after it.

    Raises
    ------
    FindingError
        If the finding has no chart, or there is no such size.
    """
    if found.draw is None:
        raise FindingError(f"the finding '{found.name}' has no chart: {found.claim}")
    shape = THUMB if size == "thumb" else SIZES[chosen(size)[0]]
    with style():
        frame = Frame(found, shape)
        try:
            found.draw(frame)
            frame.finish()
            yield frame
        finally:
            plt.close(frame.figure)


def estimate(value: float, low: float, high: float) -> str:
    """An estimate with its interval, for a column beside a row.

    >>> estimate(0.12, -0.1, 0.3)
    '0.12 (−0.10 to 0.30)'
    """
    if math.isnan(low) or math.isnan(high):
        return number(value)
    return f"{number(value)} ({number(low)} to {number(high)})"
