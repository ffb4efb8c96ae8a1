"""What every chart shares: the borrowed style, labels that fit, and a title that says something."""

from __future__ import annotations

import math
import os
import textwrap
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal
from weakref import WeakKeyDictionary

import matplotlib as mpl
import matplotlib.pyplot as plt
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.font_manager import FontProperties
from matplotlib.text import Annotation
from matplotlib.textpath import TextToPath
from matplotlib.ticker import FuncFormatter
from matplotlib.transforms import IdentityTransform, ScaledTranslation, blended_transform_factory

HOUSE = Path(__file__).parents[1] / "workbook.mplstyle"
OWN = "WORKBOOK_STYLE"  # names a style file of one's own, whose settings win over the house's

WIDTH = 180 / 25.4  # inches: two columns of a journal
LABEL = 28  # characters in a line of a row's label
LINES = 3  # lines in a row's label, the last one cut short if need be
ROW = 0.27  # inches that a row of one line takes
LINE = 0.16  # inches that each further line of its label takes
SHORTEST = 0.3  # of the room, that the last of several lines fills


class ChartError(ValueError):
    """A table that cannot be drawn as asked."""


def _styles() -> list[Path]:
    """The house style, and after it the one of one's own, if there is one."""
    own = os.environ.get(OWN)
    if own and not Path(own).is_file():
        raise ChartError(f"{OWN} names {own}, and there is no such file. Name a .mplstyle file, or nothing.")
    return [HOUSE, Path(own)] if own else [HOUSE]


def _colours() -> tuple[str, str, str, str]:
    """The first four colours of the style; where it has fewer, the house's stand in."""
    found: list[str] = []
    for path in _styles():
        cycle = mpl.rc_params_from_file(path, use_default_template=False).get("axes.prop_cycle")
        if cycle is not None and "color" in cycle.keys:
            colours = [to_hex(colour).upper() for colour in cycle.by_key()["color"]]
            found = [*colours, *found[len(colours) :]]
    blue, orange, green, purple = found[:4]
    return blue, orange, green, purple


# Called by what they are in the house style; one's own style file may make them others.
BLUE, ORANGE, GREEN, PURPLE = _colours()
GREY = "#666666"  # 5.7:1 against white, for what is said beside the data


def style() -> AbstractContextManager[None]:
    """The house style, for the length of a `with` block.

    It starts from matplotlib's defaults, so that a chart does not depend on
    settings the reader has made; those come back when the block ends. A style
    file of the reader's own, named by the environment variable WORKBOOK_STYLE,
    is laid over it: its four first colours are then the charts'.

    >>> with style():
    ...     plt.rcParams["axes.titlelocation"]
    'left'
    """
    return plt.style.context(_styles(), after_reset=True)


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


def row_axes(
    ax: Axes | None, labels: Sequence[str], keep: Literal["first", "last", "ends"] = "first"
) -> Axes:
    """Axes with a row for each `wrapped` label, the first on top; a new figure is as high as they need.

    `keep` says which rows say most, for a slide or a card that has no room for all.
    """
    deepest = max(label.count("\n") for label in labels)
    ax = axes(ax, 1.15 + len(labels) * (ROW + LINE * deepest))
    ax.set_yticks(range(len(labels)), labels)
    ax.set_ylim(len(labels) - 0.4, -0.6)
    ROWS[ax] = Rows(list(labels), keep)
    ax.xaxis.set_major_formatter(PLAIN)
    for label in ax.get_yticklabels():
        label.set_parse_math(False)
    return ax


def notes(ax: Axes, texts: Sequence[str]) -> None:
    """A note at the right of each row, outside the plot, where it can cover nothing."""
    for place, text in enumerate(texts):
        note = ax.annotate(
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
        if ax in ROWS:
            ROWS[ax].notes.append((text, note))


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


@dataclass
class Rows:
    """What stands beside the rows of a chart: labels to the left, and notes to the right of them."""

    labels: list[str]
    # Where a chart must do with fewer rows: whether its first, its last, or those
    # at both ends say most.
    keep: Literal["first", "last", "ends"] = "first"
    notes: list[tuple[str, Annotation]] = field(default_factory=list)


@dataclass(frozen=True)
class _Words:
    """What a chart says around its plot, before it is broken into lines."""

    title: str
    xlabel: str
    ylabel: str
    key: tuple[Artist, ...]


_FINISHED: WeakKeyDictionary[Axes, _Words] = WeakKeyDictionary()
ROWS: WeakKeyDictionary[Axes, Rows] = WeakKeyDictionary()


def refit(ax: Axes, scale: float = 1.0, further: str = "") -> None:
    """Break and place title, key and axis labels anew, after the figure or its letters changed size.

    Parameters
    ----------
    ax
        Finished by a function of this package; other Axes are left as they are.
    scale
        How large letters are beside those of the house style.
    further
        A sentence to end the label of the x axis with.

    """
    if (words := _FINISHED.get(ax)) is not None:
        if further:
            said = f"{words.xlabel.rstrip('.')}. {further}" if words.xlabel else further
            words = replace(words, xlabel=said)
        _fit(ax, words, scale)


def _fit(ax: Axes, words: _Words, scale: float = 1.0) -> float:
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
    above_plot = any(text.get_verticalalignment() == "bottom" and text.get_visible() for text in ax.texts)
    pad = scale * (10.0 + 14 * above_plot)
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
        height = legend.get_window_extent().height * points + 10 * scale
        pad += height
        grow += height / 72
    font = FontProperties(weight=plt.rcParams["axes.titleweight"], size=plt.rcParams["axes.titlesize"])
    said = fitted(words.title, room, font)
    title = ax.set_title(said, loc="left", pad=pad, x=left, fontproperties=font, parse_math=False)
    title.set_transform(blended_transform_factory(inches, title.get_transform()))
    return grow + 0.22 * said.count("\n")


def fitted(text: str, room: float, font: FontProperties) -> str:
    """A text broken into lines of at most `room` points in this font, none of them left nearly empty."""
    lines = _filled(text, room, font)
    narrower = room
    # A last word by itself takes others down with it, if that costs no further line.
    while len(lines) > 1 and wide(lines[-1], font) < SHORTEST * room and narrower > room / 2:
        narrower *= 0.95
        if len(other := _filled(text, narrower, font)) > len(lines):
            break
        lines = other
    return "\n".join(lines)


def _filled(text: str, room: float, font: FontProperties) -> list[str]:
    lines: list[str] = []
    for word in tidy(text).split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and wide(longer, font) > room:
            lines.append(word)
        else:
            lines[-1:] = [longer]
    return lines


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
