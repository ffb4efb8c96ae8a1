"""A chart at the size it is printed or shown at: letters that can be read, and nothing cut off."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import Collection, LineCollection, PathCollection
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.text import Annotation, Text
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import Bbox

from analysis.chart.drawing import GREY, LINE, ROW, ROWS, fitted, refit, style, wide
from analysis.publish.writing import PublishError

MILLIMETRE = 1 / 25.4  # inches
FOOT = 8.0  # points: the source line, where letters have their house size
MARGIN = 0.08  # inches between the source line and the edge of the figure
LINES = 4  # lines of a row's label at most
MOST = 0.42  # of the width that notes take where labels are narrow
FEWEST = 3  # rows that a chart keeps, however low it is
APART = 2.0  # points between two neighbours on an axis


@dataclass(frozen=True)
class Size:
    """How large a chart is, and how large its letters may be.

    Attributes
    ----------
    about
        What it is for.
    width, height
        Inches; a height that is missing is what the chart needs.
    dpi
        Dots per inch of its PNG.
    forms
        File types it is written as.
    scales
        Sizes of letters beside those of the house style (10 points); the first
        at which everything finds room is taken.
    least
        The smallest letters, in points.
    label, note
        The largest share of the width that row labels and the notes beside rows take.

    """

    about: str
    width: float
    height: float | None
    dpi: int
    forms: tuple[str, ...]
    scales: tuple[float, ...]
    least: float
    label: float
    note: float


SIZES = {
    "one-column": Size(
        "one column of a journal, 88 mm wide", 88 * MILLIMETRE, None, 300, ("svg", "png", "pdf"),
        (0.72,), 6.5, 0.34, 0.32,
    ),
    "slide": Size(
        "a slide, 16:9, 1920 by 1080 pixels", 6.4, 3.6, 300, ("svg", "png", "pdf"),
        (1.0, 0.9, 0.8, 0.72), 6.5, 0.36, 0.32,
    ),
    "card": Size(
        "a card for social media, 1200 by 630 pixels", 4.8, 2.52, 250, ("png",),
        (0.9, 0.8, 0.72), 6.5, 0.36, 0.34,
    ),
}  # fmt: skip


def chosen(sizes: str | Sequence[str]) -> list[str]:
    """Names of sizes: those given, in a list or with commas between them; "all" is every one.

    Raises
    ------
    PublishError
        If there is no such size.

    Examples
    --------
    >>> chosen("slide, card"), chosen("all"), chosen("")
    (['slide', 'card'], ['one-column', 'slide', 'card'], [])
    """
    asked = [name.strip() for name in (sizes.split(",") if isinstance(sizes, str) else sizes)]
    names = list(SIZES) if asked == ["all"] else [name for name in asked if name]
    for name in names:
        if name not in SIZES:
            said = "; ".join(f"{name}: {size.about}" for name, size in SIZES.items())
            raise PublishError(f"there is no size '{name}'. There are all, or {said}.")
    return list(dict.fromkeys(names))


@contextmanager
def arranged(drawn: Figure, size: Size, foot: str) -> Iterator[None]:
    """The figure at another size, with its source line, for the length of a `with` block.

    Letters, marks and lines are scaled; row labels, notes, title, key and axis
    labels are broken into lines anew. Where even the smallest letters leave no
    room for all rows in a given height, some are left out, and the axis says so.
    Afterwards all is as it was but title, key and axis labels, which
    `drawing.refit` makes anew.
    """
    with ExitStack() as whole:
        before = drawn.get_layout_engine()
        if not isinstance(before, ConstrainedLayoutEngine):
            drawn.set_layout_engine("constrained")
            whole.callback(lambda: drawn.set_layout_engine(before or "none"))
        natural = _plot_height(drawn)
        for last, scale in zip([*[False] * (len(size.scales) - 1), True], size.scales, strict=True):
            trial = whole.enter_context(ExitStack())
            if _arrange(drawn, size, foot, scale, natural, trial) or last:
                break
            trial.close()
        yield


def _arrange(
    drawn: Figure, size: Size, foot: str, scale: float, natural: float, undo: ExitStack
) -> bool:  # fmt: skip
    """Set the figure to the size with letters of this scale; whether the plot has the room it needs."""
    undo.callback(drawn.set_size_inches, *drawn.get_size_inches())
    _scale(drawn, scale, size.least, undo)
    undo.enter_context(_letters(scale, size.least))
    # A height that is to be found begins with more than enough: too little would leave no plot to measure.
    drawn.set_size_inches(size.width, size.height or drawn.get_figheight() + 3)
    points = max(FOOT * scale, size.least)
    # Letters drawn with few dots are a little wider than they are in print.
    said = fitted(foot, 0.97 * (size.width - 2 * MARGIN) * 72, _font(points))
    room = (1 + said.count("\n")) * points * 1.3 / 72 + MARGIN
    line = drawn.text(MARGIN / size.width, 0, said, fontsize=points, color=GREY, va="bottom", linespacing=1.3)
    line.set_parse_math(False)
    undo.callback(line.remove)
    deep = [_relabel(ax, size, undo) for ax in drawn.axes]

    def lay_out(further: str = "") -> None:
        high = drawn.get_figheight()
        engine = drawn.get_layout_engine()
        assert isinstance(engine, ConstrainedLayoutEngine)
        engine.set(rect=(0, room / high, 1, 1 - room / high))
        line.set_y(MARGIN / high)
        for ax in drawn.axes:
            refit(ax, scale, further)
        drawn.draw_without_rendering()

    engine = drawn.get_layout_engine()
    assert isinstance(engine, ConstrainedLayoutEngine)
    undo.callback(engine.set, rect=(0, 0, 1, 1))
    lay_out()
    for ax in drawn.axes:
        _thin(ax, undo)
    ax, lines = drawn.axes[0], deep[0]
    alone = len(drawn.axes) == 1 and lines
    fits = True
    if size.height is None:
        # As high as the rows need, or as the plot was in the house's size.
        wanted = scale * (len(lines) * (ROW + LINE * (max(lines) - 1)) if alone else 0.75 * natural)
        for _ in range(2):
            drawn.set_figheight(drawn.get_figheight() + wanted - _plot_height(drawn))
            lay_out()
    else:
        wanted = scale * len(lines) * _pitch(lines) if alone else 0.6 * scale * natural
        fits = _plot_height(drawn) >= wanted
        if not fits and scale == size.scales[-1] and alone:
            kept = min(len(lines), max(FEWEST, int(_plot_height(drawn) / wanted * len(lines))))
            if kept < len(lines):
                _keep(ax, kept, undo)
                lay_out(f"{len(lines) - kept} of {len(lines)} rows left out")
    for ax in drawn.axes:
        _thin(ax, undo)
    return fits


def _pitch(lines: Sequence[int]) -> float:
    """Inches from row to row at letters of the house's size: neighbours of several lines must not meet."""
    pairs = [(one + other) / 2 for one, other in pairwise(lines)] or [float(lines[0])]
    return max(0.8 * ROW, LINE * max(pairs) + 0.04)


def _plot_height(drawn: Figure) -> float:
    drawn.draw_without_rendering()
    boxes = [ax.bbox for ax in drawn.axes]
    if not boxes:
        return 0.0
    return float(max(box.y1 for box in boxes) - min(box.y0 for box in boxes)) / drawn.dpi


@contextmanager
def _letters(scale: float, least: float) -> Iterator[None]:
    """The house style with letters of another size, for what is made anew."""
    with style():
        sizes: dict[Any, Any] = {
            name: max(least, scale * float(plt.rcParams[name]))
            for name in ("axes.titlesize", "axes.labelsize", "legend.fontsize")
        }
        with plt.rc_context({**sizes, "legend.markerscale": scale}):
            yield


def _font(points: float) -> Any:
    from matplotlib.font_manager import FontProperties

    return FontProperties(size=points)


def _scale(drawn: Figure, scale: float, least: float, undo: ExitStack) -> None:
    """Scale letters, marks and lines; legends and titles of our own are made anew later."""
    ticks: set[Artist] = set()
    for ax in drawn.axes:
        for axis in (ax.xaxis, ax.yaxis):
            labels = axis.get_majorticklabels()
            ticks |= {*labels, *axis.get_minorticklabels()}
            if labels:
                points = float(labels[0].get_fontsize())
                undo.callback(axis.set_tick_params, labelsize=points)
                axis.set_tick_params(labelsize=max(least, scale * points))
    for artist in drawn.findobj():
        if artist in ticks:
            continue
        if isinstance(artist, Text):
            _change(artist.get_fontsize, artist.set_fontsize, lambda was: max(least, scale * was), undo)
        elif isinstance(artist, Line2D):
            _change(artist.get_markersize, artist.set_markersize, lambda was: scale * was, undo)
            _change(artist.get_linewidth, artist.set_linewidth, lambda was: scale * was, undo)
        elif isinstance(artist, PathCollection):
            _change(artist.get_sizes, artist.set_sizes, lambda was: scale**2 * was, undo)
        elif isinstance(artist, Collection | Patch):
            _change(artist.get_linewidth, artist.set_linewidth, lambda was: scale * was, undo)


def _change(
    get: Callable[[], Any], change: Callable[[Any], Any], made: Callable[[Any], Any], undo: ExitStack
) -> None:
    was = copy.copy(get())
    undo.callback(change, was)
    change(made(was))


def _relabel(ax: Axes, size: Size, undo: ExitStack) -> list[int]:
    """Break row labels and notes into lines anew; how many lines each row has comes back."""
    rows = ROWS.get(ax)
    if rows is None:
        return []
    points = max(float(label.get_fontsize()) for label in ax.get_yticklabels())
    labels = [_broken(label.strip(), size.label * size.width * 72, points) for label in rows.labels]
    undo.callback(_label, ax, [label.get_text() for label in ax.get_yticklabels()])
    _label(ax, labels)
    # A chart that wants room for two lines in a row ends its label with an empty one.
    lines = [
        max(1 + label.count("\n"), 1 + asked.endswith("\n"))
        for label, asked in zip(labels, rows.labels, strict=True)
    ]
    widest = max(wide(line, _font(points)) for label in labels for line in label.split("\n"))
    room = max(size.note, min(MOST, size.label + size.note - widest / (size.width * 72)))
    for text, note in rows.notes:
        undo.callback(note.set_text, text)
        note.set_text(_broken(text, room * size.width * 72, float(note.get_fontsize())))
        row = round(float(note.xy[1]))
        if 0 <= row < len(lines):
            lines[row] = max(lines[row], 1 + note.get_text().count("\n"))
    return lines


def _label(ax: Axes, labels: Sequence[str]) -> None:
    ax.set_yticks(range(len(labels)), labels)
    for label in ax.get_yticklabels():
        label.set_parse_math(False)


def _broken(text: str, room: float, points: float) -> str:
    """A text on one line if it fits, else on the lines it has, each broken where it is too wide."""
    font = _font(points)
    joined = text.replace("\n", " ")
    if wide(joined, font) <= room:
        return joined
    lines = [
        piece
        for line in text.split("\n")
        for part in ([line] if wide(line, font) <= room else line.split("   "))
        for piece in fitted(part, room, font).split("\n")
    ]
    if len(lines) > LINES:
        lines = [*lines[: LINES - 1], f"{lines[LINES - 1].rstrip(' …')}…"]
    return "\n".join(lines)


def _keep(ax: Axes, count: int, undo: ExitStack) -> None:
    """Leave out rows beyond what there is room for, and move up those that follow."""
    rows = ROWS[ax]
    every = list(range(len(rows.labels)))
    kept = {"first": every[:count], "last": every[-count:], "ends": _outer(every, count)}[rows.keep]
    places = {row: place for place, row in enumerate(kept)}
    labels = [label.get_text() for label in ax.get_yticklabels()]
    undo.callback(_label, ax, labels)
    undo.callback(ax.set_ylim, *ax.get_ylim())
    for artist in [*ax.patches, *ax.lines, *ax.collections, *ax.texts]:
        _move(artist, places, len(every), undo)
    _label(ax, [labels[row] for row in kept])
    ax.set_ylim(count - 0.4, -0.6)


def _outer(rows: list[int], count: int) -> list[int]:
    """Rows from both ends, where the weightiest stand.

    >>> _outer([0, 1, 2, 3, 4], 3)
    [0, 1, 4]
    """
    upper = (count + 1) // 2
    return [*rows[:upper], *rows[len(rows) - (count - upper) :]]


def _move(artist: Artist, places: dict[int, int], rows: int, undo: ExitStack) -> None:
    """Take an artist that belongs to one row to its new place, or out of sight."""
    at: float | None = None
    if isinstance(artist, Annotation):
        if artist.xycoords in ("data", ("axes fraction", "data")):
            at = float(artist.xy[1])
    elif isinstance(artist, Rectangle):
        at = artist.get_y() + artist.get_height() / 2
    elif isinstance(artist, Line2D):
        heights = np.asarray(artist.get_ydata(orig=False), dtype=float).tolist()
        # A line that runs from the foot of the plot to its head is in no row.
        if artist.axes and artist.get_transform().contains_branch_seperately(artist.axes.transData)[1]:
            at = sum(heights) / len(heights) if heights and max(heights) - min(heights) < 1 else None
    elif isinstance(artist, LineCollection) and len(artist.get_segments()):
        heights = [float(y) for segment in artist.get_segments() for y in segment[:, 1]]
        at = sum(heights) / len(heights) if max(heights) - min(heights) < 1 else None
    if at is None or not -0.6 <= at <= rows - 0.4:
        return
    row = min(rows - 1, max(0, round(at)))
    if row not in places:
        undo.callback(artist.set_visible, artist.get_visible())
        artist.set_visible(False)
        return
    by = places[row] - row
    if isinstance(artist, Annotation):
        undo.callback(setattr, artist, "xy", artist.xy)
        artist.xy = (artist.xy[0], artist.xy[1] + by)
        if artist.anncoords == "data":
            undo.callback(artist.set_y, artist.get_position()[1])
            artist.set_y(artist.get_position()[1] + by)
    elif isinstance(artist, Rectangle):
        _change(artist.get_y, artist.set_y, lambda was: was + by, undo)
    elif isinstance(artist, Line2D):
        heights = np.asarray(artist.get_ydata(orig=False), dtype=float).tolist()
        undo.callback(artist.set_ydata, heights)
        artist.set_ydata([height + by for height in heights])
    elif isinstance(artist, LineCollection):
        segments = [segment.copy() for segment in artist.get_segments()]
        undo.callback(artist.set_segments, segments)
        artist.set_segments([segment + np.array([0, by]) for segment in segments])


def _thin(ax: Axes, undo: ExitStack) -> None:
    """Fewer numbers along the x axis, until none touches its neighbour."""
    locator = ax.xaxis.get_major_locator()
    if isinstance(locator, MaxNLocator):
        own = copy.copy(locator)
        undo.callback(ax.xaxis.set_major_locator, locator)
        ax.xaxis.set_major_locator(own)
        for bins in range(9, 1, -1):
            if not _touching(ax):
                return
            own.set_params(nbins=bins)
            _drawn(ax)
        return
    if [*ax.get_xticks()] == [*range(len(ax.get_xticks()))] and _touching(ax):
        # Names of columns, none of which can be missed: they stand upright instead.
        for label in ax.get_xticklabels():
            undo.callback(label.set_rotation, label.get_rotation())
            label.set_rotation(90)
        _drawn(ax)
        return
    kept: list[Bbox] = []
    # In the order given: what a chart names first it would miss most.
    for tick in ax.xaxis.get_major_ticks():
        label = tick.label1
        if not label.get_text() or not label.get_visible():
            continue
        box = label.get_window_extent().padded(APART)
        if any(box.overlaps(other) for other in kept):
            undo.callback(label.set_visible, True)
            label.set_visible(False)
        else:
            kept.append(box)


def _touching(ax: Axes) -> bool:
    low, high = sorted(ax.get_xlim())
    boxes = [
        tick.label1.get_window_extent().padded(APART)
        for tick in ax.xaxis.get_major_ticks()
        if tick.label1.get_text() and low <= tick.get_loc() <= high
    ]
    return any(one.overlaps(other) for one, other in pairwise(boxes))


def _drawn(ax: Axes) -> None:
    figure = ax.get_figure(root=True)
    assert figure is not None
    figure.draw_without_rendering()
