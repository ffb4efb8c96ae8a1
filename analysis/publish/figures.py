"""A chart goes out with its numbers, its source and its description."""

from __future__ import annotations

import io
import json
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.layout_engine import ConstrainedLayoutEngine
from PIL import Image

from analysis.chart import style
from analysis.chart.drawing import GREY, fitted, tidy
from analysis.publish.sizes import MARGIN, SIZES, arranged, chosen
from analysis.publish.writing import PublishError, write

PRINT = 300  # dots per inch of the PNG file: what journals ask for
SCREEN = 144  # dots per inch in the notebook: sharp on a laptop screen
CSS = 96  # pixels that a browser takes for an inch
NAME = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")
TIERS = ("A", "B", "C", "not validated")
FOOT = 8  # points: size of the source line

# Words that describe any chart, and so say nothing of this one.
_EMPTY = (
    "a an the of in on and to is are this that which with for by chart figure graph plot image picture "
    "diagram bar bars line lines dot dots showing shows show titled title"
)
EMPTY_WORDS = frozenset(_EMPTY.split())


@dataclass(frozen=True)
class Published:
    """A chart as the notebook shows it: the image, its description, and the files written."""

    png: bytes
    alt: str
    files: tuple[Path, ...] = ()

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, object], dict[str, object]]:
        # The size on the page, so that more dots make the image sharper, not larger.
        width = round(int.from_bytes(self.png[16:20], "big") * CSS / SCREEN)
        return (
            {"image/png": self.png, "text/plain": self.alt},
            {"image/png": {"alt": self.alt, "width": width}},
        )


def figure(
    ax: Axes,
    name: str,
    *,
    data: pd.DataFrame,
    alt: str,
    source: str,
    folder: Path | str,
    tier: str | None = None,
    n: str | None = None,
    sizes: str | Sequence[str] | None = None,
) -> Published:
    """Write a chart as `<name>.svg`, `.png` (300 dpi), `.pdf`, `.csv` and `.txt`, and close it.

    These are two columns wide (180 mm). Other sizes are written on demand, each
    into a folder of its name: `one-column` (88 mm), `slide` (16:9) and `card`
    (1200 by 630 pixels, for social media).

    The same chart gives the same bytes each time. Letters in the SVG are
    outlines, so that it looks the same without its font; the PDF holds its
    fonts (as TrueType). Title and description stand in the SVG for screen
    readers, and in the PNG and the PDF as metadata.

    Parameters
    ----------
    ax
        Axes of the figure; what stands beside them in the same figure goes with them.
    name
        Name of the files: letters, digits, and hyphens between them.
    data
        The numbers drawn, for the CSV.
    alt
        The chart in words, with its main numbers, for those who cannot see it:
        what is shown, how much, and what stands out. It is the notebook's
        text output, so a number that moves is seen.
    source
        What the numbers come from, for the line under the chart: "1 article in
        seeds/ (sha256 cbde6ced), VADER 3.3.2".
    folder
        Where the files go; it is made if it is not there.
    tier
        How far the instrument is validated: A, B, C or "not validated".
    n
        What the chart rests on: "22 sentences". The number of rows of `data` if left out.
    sizes
        Names of further sizes, in a list or with commas between them, or "all".
        If left out, those that the environment variable WORKBOOK_SIZES names, else none.

    Returns
    -------
    Published
        To end a notebook cell with.

    Raises
    ------
    PublishError
        If name, alt text, source, tier or sizes are not as said, there are no
        numbers, or the folder cannot be written to.

    Examples
    --------
    >>> import tempfile
    >>> ax = plt.subplots()[1]
    >>> bars, title = ax.bar(["a", "b"], [3, 1]), ax.set_title("a leads")
    >>> published = figure(ax, "lead", data=pd.DataFrame({"group": ["a", "b"], "articles": [3, 1]}),
    ...     alt="Articles by group: a has 3, b has 1.", source="a count by hand", folder=tempfile.mkdtemp())
    >>> [path.name for path in published.files]
    ['lead.svg', 'lead.png', 'lead.pdf', 'lead.csv', 'lead.txt']
    """
    drawn = ax.get_figure(root=True)
    assert drawn is not None
    title = tidy("; ".join(filter(None, map(_title, drawn.axes))))
    alt, source = tidy(alt), tidy(source)
    try:
        _check(name, title, alt, source, tier, data)
        further = chosen(os.environ.get("WORKBOOK_SIZES", "") if sizes is None else sizes)
        foot = f"Source: {source}{'' if source.endswith('.') else '.'} n = {n or f'{len(data):,}'}."
        if tier:
            foot += f" Instrument {f'of tier {tier}' if tier != 'not validated' else tier}."
        words = _Words(name, title, alt)
        with style(), _footed(drawn, foot) as tight, _laid_out(drawn):
            files = {form: _made(drawn, form, PRINT, words, tight) for form in ("svg", "png", "pdf")}
            shown = _light(_made(drawn, "png", SCREEN, words, tight))
        others = {}
        for size in further:
            with style(), arranged(drawn, SIZES[size], foot), _laid_out(drawn):
                others[size] = {
                    form: _made(drawn, form, SIZES[size].dpi, words) for form in SIZES[size].forms
                }
    finally:
        plt.close(drawn)
    files |= {"csv": _csv(data), "txt": f"{alt}\n".encode()}
    written = write({Path(folder) / f"{name}.{ending}": content for ending, content in files.items()})
    for size, made in others.items():
        written += write({Path(folder) / size / f"{name}.{form}": content for form, content in made.items()})
    return Published(shown, alt, written)


@dataclass(frozen=True)
class _Words:
    """What a chart is called and says, for those who cannot see it."""

    name: str
    title: str
    alt: str


def _made(drawn: Figure, form: str, dpi: int, words: _Words, tight: bool = False) -> bytes:
    """The chart as a file of one form, with its words, and nothing of when or with what it was made."""
    if form == "svg":
        return _svg(drawn, words.name, words.title, words.alt, tight)
    told: dict[str, str | None] = {"Title": words.title}
    if form == "png":
        told |= {"Description": words.alt, "Software": None}
    else:
        told |= {"Subject": words.alt, "Creator": None, "Producer": None, "CreationDate": None}
    return _saved(drawn, form, tight, dpi=dpi, metadata=told)


def _title(ax: Axes) -> str:
    return ax.get_title(loc="left") or ax.get_title() or ax.get_title(loc="right")


def _check(name: str, title: str, alt: str, source: str, tier: str | None, data: pd.DataFrame) -> None:
    if not NAME.fullmatch(name):
        raise PublishError(
            f"'{name}' cannot name a figure's files: letters, digits, and hyphens between them, "
            "such as 'tone-along'."
        )
    if not alt:
        raise PublishError(f"figure '{name}' has no alt text. Say in words what it shows, with its numbers.")
    words = set(re.findall(r"\w+", alt.casefold())) - set(re.findall(r"\w+", title.casefold()))
    if not words - EMPTY_WORDS:
        raise PublishError(
            f"the alt text of figure '{name}' repeats its title and no more. Say what the chart shows "
            "beyond it: what is measured, the main numbers, what stands out."
        )
    if not re.search(r"\d", alt):
        raise PublishError(
            f"the alt text of figure '{name}' carries no number: '{alt}'. A reader who cannot see the chart "
            "needs its main values; compute them into the text."
        )
    if not source:
        raise PublishError(f"figure '{name}' names no source. Say which articles and which instrument.")
    if tier is not None and tier not in TIERS:
        raise PublishError(f"figure '{name}': tier '{tier}' is not one of {', '.join(TIERS)}.")
    if data.empty:
        raise PublishError(
            f"figure '{name}' comes with no numbers: `data` has no rows. Give the table drawn."
        )


@contextmanager
def _footed(drawn: Figure, foot: str) -> Iterator[bool]:
    """Add the source line below the chart, in room of its own; whether saving must crop comes back."""
    width, height = drawn.get_size_inches()
    said = fitted(foot, (width - 2 * MARGIN) * 72, FontProperties(size=FOOT))
    room = (1 + said.count("\n")) * FOOT * 1.3 / 72 + MARGIN
    engine = drawn.get_layout_engine()
    fits = isinstance(engine, ConstrainedLayoutEngine)
    if isinstance(engine, ConstrainedLayoutEngine):
        drawn.set_size_inches(width, height + room)
        engine.set(rect=(0, room / (height + room), 1, height / (height + room)))
    # Without a layout that makes room, the line hangs below the figure, and saving takes it in.
    bottom = MARGIN / (height + room) if fits else -room / height
    text = drawn.text(MARGIN / width, bottom, said, fontsize=FOOT, color=GREY, va="bottom", linespacing=1.3)
    text.set_parse_math(False)
    try:
        yield not fits
    finally:
        text.remove()
        if isinstance(engine, ConstrainedLayoutEngine):
            drawn.set_size_inches(width, height)
            engine.set(rect=(0, 0, 1, 1))


@contextmanager
def _laid_out(drawn: Figure) -> Iterator[None]:
    """Lay the figure out once for all the files made of it: most of the time goes into that."""
    engine = drawn.get_layout_engine()
    drawn.draw_without_rendering()
    if isinstance(engine, ConstrainedLayoutEngine):
        drawn.set_layout_engine("none")
    try:
        yield
    finally:
        if isinstance(engine, ConstrainedLayoutEngine):
            drawn.set_layout_engine(engine)


def _saved(drawn: Figure, form: str, tight: bool, **how: Any) -> bytes:
    made = io.BytesIO()
    drawn.savefig(made, format=form, bbox_inches="tight" if tight else None, **how)
    return made.getvalue()


def _light(png: bytes) -> bytes:
    """The image in the 256 colours it needs most: a third of the bytes in every notebook."""
    made = io.BytesIO()
    with Image.open(io.BytesIO(png)) as image:
        few = image.convert("RGB").quantize(256, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        few.save(made, "PNG", optimize=True)
    return made.getvalue()


def _svg(drawn: Figure, name: str, title: str, alt: str, tight: bool) -> bytes:
    nameless = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    plain = _saved(drawn, "svg", tight, metadata=nameless).decode()
    start = plain.index("<svg ")
    end = plain.index(">", start)
    said = (
        f' role="img" aria-labelledby="{name}-title {name}-description">\n'
        f' <title id="{name}-title">{escape(title or name)}</title>\n'
        f' <desc id="{name}-description">{escape(alt)}</desc>'
    )
    return (plain[:end] + said + plain[end + 1 :]).encode()


def _csv(data: pd.DataFrame) -> bytes:
    flat = data.copy()
    for column in flat.columns:
        if flat[column].map(lambda value: isinstance(value, list)).any():
            flat[column] = flat[column].map(json.dumps, na_action="ignore")
    counted = isinstance(data.index, pd.RangeIndex) and data.index.name is None
    return flat.to_csv(index=not counted, lineterminator="\n").encode()
