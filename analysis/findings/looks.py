"""Colours and fills, each with one meaning in all charts."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from analysis.findings.finding import FindingError

HOUSE = Path(__file__).parents[1] / "workbook.mplstyle"
OWN = "WORKBOOK_STYLE"  # names a style file of the user's own, whose settings override the house style


def _styles() -> list[Path]:
    own = os.environ.get(OWN)
    if own and not Path(own).is_file():
        raise FindingError(f"{OWN} names {own}, which is not there. Name a .mplstyle file, or unset it.")
    return [HOUSE, Path(own)] if own else [HOUSE]


def _palette() -> list[str]:
    """The first four colours of the style; the house style fills in those a custom style lacks."""
    colours: list[str] = []
    for path in _styles():
        cycle = mpl.rc_params_from_file(path, use_default_template=False).get("axes.prop_cycle")
        if cycle is not None and "color" in cycle.keys:
            named = [to_hex(colour).upper() for colour in cycle.by_key()["color"]]
            colours = [*named, *colours[len(named) :]]
    return colours


# One meaning each. A custom style file may replace them by its first four colours.
REPORTER, OTHERS, POSITIVE, NEGATIVE = _palette()[:4]
OTHERS_PALE = "#F0C3AE"  # inside marks of other people's words
REPORTER_PALE = "#C6D6E6"  # inside marks of the reporter's colour that are not full
INK = "#222222"  # text and marks that carry no other meaning
GREY = "#666666"  # 5.7:1 on white: what explains the data
LINE = "#888888"  # axes
GRID = "#E2E2E2"
BAND = "#D5D5D5"  # intervals and ranges behind the data
PAPER = "#FFFFFF"


def style() -> AbstractContextManager[None]:
    """The house style for the length of a `with` block, on top of matplotlib's defaults.

    A style file named by the environment variable WORKBOOK_STYLE is applied after it.

    >>> with style():
    ...     plt.rcParams["axes.grid.axis"]
    'x'
    """
    return plt.style.context(_styles(), after_reset=True)


@dataclass(frozen=True)
class Look:
    """How a part is filled: face, edge and hatch, so that colour is never the only sign."""

    face: str
    edge: str
    hatch: str = ""

    def patch(self, label: str) -> Patch:
        """An entry of the legend."""
        return Patch(facecolor=self.face, edgecolor=self.edge, hatch=self.hatch, label=label)

    @property
    def bar(self) -> dict[str, Any]:
        """The keyword arguments of `Axes.barh`."""
        return {"color": self.face, "edgecolor": self.edge, "hatch": self.hatch}


def point(label: str, marker: str, colour: str, *, hollow: bool = False) -> Line2D:
    """A mark as an entry of the legend."""
    face = PAPER if hollow else colour
    return Line2D([], [], ls="none", marker=marker, color=colour, markerfacecolor=face, label=label)


# Whose words: full, hatched, pale.
VOICES: Mapping[str, Look] = {
    "reporter": Look(REPORTER, REPORTER),
    "reported": Look(PAPER, OTHERS, "////"),
    "quoted": Look(OTHERS_PALE, OTHERS),
}
VOICE_NAMES: Mapping[str, str] = {
    "reporter": "reporter’s own words", "reported": "paraphrased", "quoted": "quoted",
}  # fmt: skip
# Kinds of attribution: all quoted, partly quoted, paraphrased.
KINDS: Mapping[str, Look] = {
    "direct": VOICES["quoted"],
    "mixed": Look(OTHERS_PALE, OTHERS, "////"),
    "indirect": VOICES["reported"],
}
# Who acts (full) and who is acted on (empty); hatched where the verb is passive.
AGENCY: Mapping[str, Look] = {
    "patient_passive": Look(PAPER, INK, "////"),
    "patient": Look(PAPER, INK),
    "agent": Look(INK, INK),
    "agent_passive": Look(BAND, INK, "////"),
}
# The sides of a pair of indicators: war journalism full, peace journalism empty.
SIDES: Mapping[str, Look] = {"war": Look(INK, INK), "peace": Look(PAPER, INK)}
# What a text says of a date: fact full, ongoing grey, plan and condition empty, each with its marker.
FACTUALITY: Mapping[str, Look] = {
    "happened": Look(INK, INK),
    "happening": Look(BAND, INK),
    "planned": Look(PAPER, INK, "////"),
    "conditional": Look(PAPER, INK, "...."),
}
FACTUALITY_MARKS: Mapping[str, str] = {"happened": "o", "happening": "s", "planned": ">", "conditional": "D"}
# Whether two instruments agree on a sentence.
AGREEMENT: Mapping[str, Look] = {
    "same sign": Look(INK, INK),
    "one neutral": Look(BAND, BAND),
    "opposite sign": Look(PAPER, INK, "////"),
}
