"""A grid of rows and groups: a disc as large as a share, with its number next to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.artist import Artist

from analysis.findings.frame import LABEL, MOST_LABEL, NOTE, Frame, width
from analysis.findings.looks import GREY, INK, PAPER

MOST_GROUPS = 6  # columns of a grid
FULL = 15.0  # points: the diameter of the largest disc
LEAST = 0.08  # of its area: the smallest disc that is still seen


@dataclass(frozen=True)
class Cell:
    """What a row has in one column.

    Attributes
    ----------
    share
        Of the largest disc's area, 0 to 1; 0 is drawn as a ring.
    text
        The number next to the disc.
    tip
        What the disc shows when it is pointed at.
    sign
        "disc", "square" (a hollow square in place of a ring), "?" or "–" (nothing to show).

    """

    share: float
    text: str
    tip: str
    sign: str = "disc"


def fitting(frame: Frame, labels: Sequence[str], texts: Sequence[str]) -> int:
    """How many columns there is room for, next to rows with these labels, with these numbers in the cells."""
    label = max((width(text, frame.points(LABEL)) for text in labels), default=0.0)
    room = frame.size.width - min(label, MOST_LABEL * frame.size.width) - 0.5
    number = max((width(text, frame.points(NOTE)) for text in texts), default=0.0)
    return max(2, min(MOST_GROUPS, int(room / (number + frame.points(FULL + 8) / 72))))


def columns_of(
    groups: pd.Series, weights: pd.Series, order: Sequence[str] = (), most: int = MOST_GROUPS
) -> list[str]:
    """The groups that get a column: those with most weight, in the order given, else by name.

    >>> columns_of(pd.Series(["b", "a", "b"]), pd.Series([1, 5, 1]))
    ['a', 'b']
    """
    totals = weights.groupby(groups).sum()
    kept = sorted(totals.index, key=lambda name: (-totals[name], str(name)))[:most]
    rank = {name: place for place, name in enumerate(order)}
    return sorted((str(name) for name in kept), key=lambda name: (rank.get(name, len(rank)), name))


def draw_cells(frame: Frame, place: int, cells: Sequence[Cell | None], key: object = None) -> None:
    """Draw one row of a grid; a missing cell stays empty.

    Parameters
    ----------
    frame, place
        A frame with `heads` and `rows`, and the number of the row.
    cells
        One for each column.
    key
        The evidence's `mark` that the row leads to.
    """
    for column, cell in enumerate(cells):
        if cell is None:
            continue
        if cell.sign in "?–":
            artists: list[Artist] = [
                frame.ax.text(column, place, cell.sign, ha="center", va="center", color=GREY,
                              fontsize=frame.points(NOTE))
            ]  # fmt: skip
        else:
            artists = _disc(frame, column, place, cell)
        frame.mark(artists, cell.tip, key)


def _disc(frame: Frame, column: int, place: int, cell: Cell) -> list[Artist]:
    size = frame.points(FULL) * max(cell.share, LEAST) ** 0.5
    square = cell.sign == "square"
    (mark,) = frame.ax.plot(
        column, place, "s" if square else "o", color=INK, markersize=size if cell.share else frame.points(6),
        markerfacecolor=INK if cell.share else PAPER, clip_on=False, zorder=3,
    )  # fmt: skip
    frame.ax.annotate(
        cell.text, (column, place), (frame.points(FULL / 2 + 3), 0), textcoords="offset points", va="center",
        fontsize=frame.points(NOTE), color=INK if cell.share else GREY,
    )  # fmt: skip
    return [mark]
