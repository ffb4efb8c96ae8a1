"""What every chart shares: the borrowed style, labels that fit, and a title that says something."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from weakref import WeakKeyDictionary

import matplotlib.pyplot as plt
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextToPath
from matplotlib.ticker import FuncFormatter
from matplotlib.transforms import IdentityTransform, ScaledTranslation, blended_transform_factory

HOUSE = Path(__file__).parents[1] / "workbook.mplstyle"

BLUE, ORANGE, GREEN, PURPLE = "#0B3F70", "#C8501E", "#2F9E7A", "#A84FD0"  # as axes.prop_cycle
GREY = "#666666"  # 5.7:1 against white, for what is said beside the data

WIDTH = 7.2  # inches; one page's text width
LABEL = 28  # characters in a line of a row's label
LINES = 3  # lines in a row's label, the last one cut short if need be
ROW = 0.27  # inches that a row of one line takes
LINE = 0.16  # inches that each further line of its label takes


class ChartError(ValueError):
    """A table that cannot be drawn as asked."""


def style() -> AbstractContextManager[None]:
    """The house style, for the length of a `with` block.

    It starts from matplotlib's defaults, so that a chart does not depend on
    settings the reader has made; those come back when the block ends.

    >>> with style():
    ...     plt.rcParams["axes.titlelocation"]
    'left'
    """
    return plt.style.context(HOUSE, after_reset=True)


def tidy(text: object) -> str:
    r"""A text as a label: one line, single spaces, nothing unprintable.

    >>> tidy(" two\n words\u202e ")
    'two words'
    """
    return " ".join("".join(c if c.isprintable() else " " for c in str(text)).split())


def wrapped(text: object, width: int = LABEL, lines: int = LINES) -> str:
    r"""A label broken into lines of at most `width` characters, cut with "…" after `lines`.

    >>> wrapped("the Parliamentary Assembly of the Northern Isles", width=20, lines=2)
    'the Parliamentary\nAssembly of the…'
    """
    return "\n".join(textwrap.wrap(tidy(text), width, max_lines=lines, placeholder="…") or ["(no name)"])


def number(value: float, sign: bool = False) -> str:
    """A number as people read it: about three figures, a true minus sign.

    >>> number(-0.2449), number(3.0, sign=True), number(1234567.0), number(-0.0022), number(0.00004)
    ('−0.24', '+3.00', '1,234,567', '−0.002', '4.0e−05')
    """
    value += 0.0  # Nought has no sign.
    plus = "+" if sign and value > 0 else ""
    size = abs(value)
    if size >= 1e9 or 0 < size < 0.0005:
        said = f"{value:.1e}"
    elif 0 < size < 0.005:
        said = f"{value:.3f}"
    elif size >= 100:
        said = f"{value:,.0f}"
    else:
        said = f"{value:.1f}" if size >= 10 else f"{value:.2f}"
    return plus + said.replace("-", "−")


# Numbers along an axis: written out, so that none hides in a factor at the axis' end.
PLAIN = FuncFormatter(lambda value, _: f"{value:,.10g}".replace("-", "−"))


def counted(count: int, one: str, many: str = "") -> str:
    """A count with its noun.

    >>> counted(1, "piece"), counted(1200, "piece")
    ('1 piece', '1,200 pieces')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def axes(ax: Axes | None, height: float) -> Axes:
    """The Axes given, or new ones in a figure of their own, `height` inches high."""
    if ax is None:
        made: Axes = plt.subplots(figsize=(WIDTH, height))[1]
        return made
    # Axes made elsewhere take on what the house style would have given them.
    for side, spine in ax.spines.items():
        spine.set_visible(side == "bottom")
    ax.tick_params(axis="y", length=plt.rcParams["ytick.major.size"])
    ax.grid(axis=plt.rcParams["axes.grid.axis"], color=plt.rcParams["grid.color"])
    ax.set_axisbelow(plt.rcParams["axes.axisbelow"])
    return ax


def row_axes(ax: Axes | None, labels: Sequence[str]) -> Axes:
    """Axes with a row for each `wrapped` label, the first on top; a new figure is as high as they need."""
    deepest = max(label.count("\n") for label in labels)
    ax = axes(ax, 1.15 + len(labels) * (ROW + LINE * deepest))
    ax.set_yticks(range(len(labels)), labels)
    ax.set_ylim(len(labels) - 0.4, -0.6)
    ax.xaxis.set_major_formatter(PLAIN)
    for label in ax.get_yticklabels():
        label.set_parse_math(False)
    return ax


def notes(ax: Axes, texts: Sequence[str]) -> None:
    """A note at the right of each row, outside the plot, where it can cover nothing."""
    for place, text in enumerate(texts):
        ax.annotate(
            text,
            (1, place),
            (6, 0),
            ("axes fraction", "data"),
            "offset points",
            va="center",
            color="#444444",
            fontsize=9,
            annotation_clip=False,
        )


def zero_line(ax: Axes, meaning: str, *, upright: bool = False) -> None:
    """A line at zero with what zero means written at its end."""
    if upright:
        ax.axvline(0, color=GREY, linewidth=1)
        ax.annotate(
            meaning,
            (0, 1),
            (0, 2),
            ("data", "axes fraction"),
            "offset points",
            ha="center",
            va="bottom",
            color=GREY,
            fontsize=9,
        )
    else:
        ax.axhline(0, color=GREY, linewidth=1)
        ax.annotate(
            meaning,
            (1, 0),
            (6, 0),
            ("axes fraction", "data"),
            "offset points",
            va="center",
            color=GREY,
            fontsize=9,
        )


def finish(ax: Axes, title: str, own: bool, key: Sequence[Artist] = ()) -> Axes:
    """Put the title, the key and the axis label where they fit, and return the Axes.

    Title, key and x label begin at the left end of the row labels, and are
    broken into lines at the right end of the chart. A figure of the chart's
    own grows by what they need.

    Parameters
    ----------
    ax
        Drawn, with its labels set.
    title
        The finding.
    own
        Whether the figure was made for this chart alone.
    key
        Labelled marks, shown between title and plot.

    Raises
    ------
    ChartError
        If the title is empty.
    """
    if not tidy(title):
        raise ChartError(
            "a chart's title is its finding, as a sentence, and this one is empty. "
            "Compute it from the numbers drawn, such as 'The tone darkens towards the end'."
        )
    figure = ax.get_figure(root=True)
    assert figure is not None
    _FINISHED[ax] = _Words(title, ax.get_xlabel(), ax.get_ylabel(), tuple(key))
    height = _fit(ax, _FINISHED[ax])
    if own:
        figure.set_size_inches(WIDTH, figure.get_size_inches()[1] + height)
    # A chart drawn beside others takes room from them: they are fitted again.
    for other in figure.axes:
        if other in _FINISHED and len(figure.axes) > 1:
            _fit(other, _FINISHED[other])
    return ax


@dataclass(frozen=True)
class _Words:
    """What a chart says around its plot, before it is broken into lines."""

    title: str
    xlabel: str
    ylabel: str
    key: tuple[Artist, ...]


_FINISHED: WeakKeyDictionary[Axes, _Words] = WeakKeyDictionary()


def _fit(ax: Axes, words: _Words) -> float:
    """Break and place what stands around the plot; the inches it needs beyond a title line come back."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    points = 72 / figure.dpi
    figure.draw_without_rendering()
    if words.ylabel:
        ax.set_ylabel(fitted(words.ylabel, ax.bbox.height * points, ax.yaxis.label.get_fontproperties()))
        figure.draw_without_rendering()
    around = ax.get_tightbbox(for_layout_only=True)
    if around is None:
        raise ChartError("the Axes given are invisible: nothing can be fitted to them.")
    # In inches from the edge of the figure: the row labels' end stays there when the
    # image has more dots, and letters a little less width.
    left, inches = around.x0 / figure.dpi, figure.dpi_scale_trans
    room = 0.99 * around.width * points
    label = ax.set_xlabel(fitted(words.xlabel, room, ax.xaxis.label.get_fontproperties()), loc="left")
    label.set_transform(blended_transform_factory(inches, IdentityTransform()))
    label.set_x(left)
    grow = LINE * ax.get_xlabel().count("\n")
    # What a zero line says of itself stands between the plot and the key.
    pad = 10.0 + 14 * any(text.get_verticalalignment() == "bottom" for text in ax.texts)
    if words.key:
        above = ax.transAxes + ScaledTranslation(0, pad / 72, inches)
        for columns in _columns(len(words.key)):
            legend = ax.legend(
                handles=list(words.key),
                loc="lower left",
                bbox_to_anchor=(left, 1),
                bbox_transform=blended_transform_factory(inches, above),
                ncols=columns,
            )
            if legend.get_window_extent().width * points <= room:
                break
        # The title's distance makes room for it; the layout need not.
        legend.set_in_layout(False)
        height = legend.get_window_extent().height * points + 10
        pad += height
        grow += height / 72
    font = FontProperties(weight=plt.rcParams["axes.titleweight"], size=plt.rcParams["axes.titlesize"])
    said = fitted(words.title, room, font)
    title = ax.set_title(said, loc="left", pad=pad, x=left, fontproperties=font, parse_math=False)
    title.set_transform(blended_transform_factory(inches, title.get_transform()))
    return grow + 0.22 * said.count("\n")


def fitted(text: str, room: float, font: FontProperties) -> str:
    """A text broken into lines of at most `room` points in this font."""
    lines: list[str] = []
    for word in tidy(text).split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and wide(longer, font) > room:
            lines.append(word)
        else:
            lines[-1:] = [longer]
    return "\n".join(lines)


def wide(text: str, font: FontProperties) -> float:
    """How wide a line of text is, in points, the same whatever draws it."""
    return float(TextToPath().get_text_width_height_descent(text, font, ismath=False)[0])


def finite(values: Sequence[float], what: str) -> None:
    """Refuse what cannot be placed on an axis.

    Raises
    ------
    ChartError
        If a value is infinite or not a number.
    """
    for place, value in enumerate(values):
        if not math.isfinite(value):
            raise ChartError(f"{what}, row {place}: {value} has no place on an axis. Leave the row out.")


def _columns(entries: int) -> list[int]:
    """Ways to set a key in columns, from one row downwards, each with its rows evenly filled.

    >>> _columns(9)
    [9, 5, 3, 2, 1]
    """
    return list(dict.fromkeys(math.ceil(entries / rows) for rows in range(1, entries + 1)))
