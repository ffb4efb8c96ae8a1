"""Framing laid out: the map of frames along an article, and both sides of each pair of indicators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.chart import drawing
from analysis.chart.drawing import BLUE, GREY, ORANGE, ChartError

# Each voice has a shape, the look it has in other charts (face, edge), and a height in its row.
VOICES = {
    "reporter": ("o", BLUE, BLUE, 0.22),
    "reported": ("s", "white", BLUE, 0.0),
    "quoted": ("^", "#F0C3AE", ORANGE, -0.22),
}
_SMALL, _STEP, _LARGE = 5.0, 1.6, 11.0  # points: a mark of one piece, each further one, the largest
_CELL = 0.46  # inches that a row of the map takes: three voices, one above the other


def frame_map(
    along: pd.DataFrame,
    frames: Sequence[str],
    paragraphs: int,
    *,
    title: str,
    names: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Which paragraph of an article carries which frame, in whose voice.

    Parameters
    ----------
    along
        Of `framing.along`: paragraph (0 is the headline), frame, voice, pieces.
    frames
        The frames that get a row, absent ones too.
    paragraphs
        Number of the article's paragraphs, the headline not counted.
    title
        The finding, as a sentence.
    names
        What to call the frames, by code.
    ax
        Where to draw; a figure of its own if left out.

    Raises
    ------
    ChartError
        If there is no frame to draw, evidence is of a frame or voice that has
        no row or mark, or the title is empty.

    Examples
    --------
    >>> along = pd.DataFrame({"paragraph": [2], "frame": ["conflict"], "voice": ["quoted"], "pieces": [3]})
    >>> ax = frame_map(along, ["conflict", "morality"], 4, title="Conflict stands in one paragraph")
    >>> [text.get_text() for text in ax.texts]
    ['3 pieces in 1 of 4 paragraphs', 'absent']
    """
    if not len(frames):
        raise ChartError("there are no frames to draw. Name at least one.")
    if strays := sorted(set(along["frame"]) - set(frames)):
        raise ChartError(f"evidence is of {strays[0]!r}, which has no row. The rows are {', '.join(frames)}.")
    if strays := sorted(set(along["voice"].dropna()) - set(VOICES)):
        raise ChartError(f"{strays[0]!r} is no voice. There are: {', '.join(VOICES)}.")
    called = names or {}
    with drawing.style():
        own = ax is None
        labels = [drawing.wrapped(called.get(frame, frame)) for frame in frames]
        ax = drawing.row_axes(ax, labels)
        if own and (figure := ax.get_figure(root=True)) is not None:
            figure.set_size_inches(drawing.WIDTH, 1.15 + _CELL * len(frames))
        notes = []
        for place, frame in enumerate(frames):
            mine = along[along["frame"] == frame]
            ax.axhline(place, color="#DDDDDD", linewidth=0.8, zorder=0)
            for row in mine.to_dict("records"):
                mark, face, edge, up = VOICES[row["voice"]]
                size = min(_SMALL + _STEP * (row["pieces"] - 1), _LARGE)
                ax.plot(
                    row["paragraph"], place - up, mark, markerfacecolor=face, markeredgecolor=edge,
                    markersize=size, clip_on=False,
                )  # fmt: skip
            where = mine.loc[mine["paragraph"] > 0, "paragraph"].nunique()
            many = drawing.counted(int(mine["pieces"].sum()), "piece")
            of = drawing.counted(paragraphs, "paragraph")
            notes.append(f"{many} in {where} of {of}" if len(mine) else "absent")
        drawing.notes(ax, notes)
        ax.set_xlim(-0.7, max(paragraphs, 1) + 0.7)
        ax.grid(visible=False)
        ax.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
        ax.xaxis.set_major_formatter(FuncFormatter(lambda at, _: "H" if at == 0 else f"{at:.0f}"))
        ax.set_xlabel(
            "paragraph of the article (H: the headline); the larger the mark, the more pieces of evidence"
        )
        heard = set(along["voice"])
        key = [
            Line2D([], [], ls="none", marker=mark, markerfacecolor=face, markeredgecolor=edge, label=voice)
            for voice, (mark, face, edge, _) in VOICES.items()
            if voice in heard
        ]
        return drawing.finish(ax, title, own, key)


def pairs(
    table: pd.DataFrame,
    *,
    title: str,
    sides: tuple[str, str] = ("war", "peace"),
    names: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Both sides of each pair of indicators: pieces of evidence to the left and to the right.

    Parameters
    ----------
    table
        Of `framing.pairs`: pair, side, title, pieces.
    title
        The finding, as a sentence.
    sides
        Which side is drawn to the left, which to the right.
    names
        What to call the sides in the key.
    ax
        Where to draw; a figure of its own if left out.

    Raises
    ------
    ChartError
        If there are no pairs, a pair lacks a side, or the title is empty.

    Examples
    --------
    >>> table = pd.DataFrame({"pair": ["Sources"] * 2, "side": ["war", "peace"],
    ...     "title": ["Those in office", "People without office"], "pieces": [3, 1]})
    >>> ax = pairs(table, title="Those in office are heard most")
    >>> [text.get_text() for text in ax.texts]
    ['Those in office  3', '1  People without office']
    """
    if table.empty:
        raise ChartError("there are no pairs to draw. Take a codebook whose codes say 'pair' and 'side'.")
    order = list(dict.fromkeys(table["pair"]))
    cells = table.set_index(["pair", "side"])
    if lacking := [(pair, side) for pair in order for side in sides if (pair, side) not in cells.index]:
        raise ChartError(f"the pair {lacking[0][0]!r} lacks its side {lacking[0][1]!r}.")
    called = names or {}
    with drawing.style():
        own = ax is None
        ax = drawing.row_axes(ax, [drawing.wrapped(pair, width=18) for pair in order])
        if own and (figure := ax.get_figure(root=True)) is not None:
            figure.set_size_inches(drawing.WIDTH, 1.15 + 0.42 * len(order))
        most = max(int(table["pieces"].max()), 1)
        reach = 2.6 * most  # what each half needs, its longest name outside its longest bar included
        for place, pair in enumerate(order):
            for side, sign, colour, hatch in (
                (sides[0], -1, ORANGE, "////"),
                (sides[1], 1, BLUE, ""),
            ):
                row = cells.loc[(pair, side)]
                pieces = int(row["pieces"])
                ax.barh(
                    place, sign * pieces, height=0.55, color="white" if hatch else colour,
                    edgecolor=colour, hatch=hatch,
                )  # fmt: skip
                told = drawing.tidy(row["title"])
                ax.annotate(
                    f"{told}  {pieces}" if sign < 0 else f"{pieces}  {told}",
                    (sign * pieces, place),
                    (5 * sign, 0),
                    "data",
                    "offset points",
                    ha="right" if sign < 0 else "left",
                    va="center",
                    fontsize=8.5,
                    color="#222222" if pieces else GREY,
                )
        ax.axvline(0, color="#444444", linewidth=0.8)
        ax.set_xlim(-reach, reach)
        ax.grid(visible=False)
        ax.set_xticks([])
        ax.spines["bottom"].set_visible(False)
        ax.set_xlabel("pieces of evidence; nought: that side is absent")
        key = [
            Patch(facecolor="white", edgecolor=ORANGE, hatch="////", label=called.get(sides[0], sides[0])),
            Patch(facecolor=BLUE, edgecolor=BLUE, label=called.get(sides[1], sides[1])),
        ]
        return drawing.finish(ax, title, own, key)
