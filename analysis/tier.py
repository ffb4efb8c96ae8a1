"""How far an instrument is validated, and how strongly its findings may be worded.

A tier is read from the shipped `validity` table: what each instrument reached
against human codes, measured by `workbook validate`.

========================  =========================================  =======================
tier                      the lower end of its 95 % interval is      a finding
========================  =========================================  =======================
A                         .800 or more                               shows
B                         .667 or more                               suggests
C                         less                                       is too uncertain to say
not validated             (no human codes)                           is too uncertain to say
========================  =========================================  =======================

The thresholds are Krippendorff's for his alpha (2004, p. 241; 2018, ch. 12):
rely only on variables with alpha at or above .800, draw tentative conclusions
from .667 on, and discard what lies below. What is judged is the lower end of
the interval, so that few codes cannot make a good tier by luck.

Alpha is 1 minus the disagreement observed over that expected by chance: 0 is
chance and 1 is perfect. Figures of labels (tone towards a target, frames,
loaded or not, body or not) are put into the same form before they are judged,
(value - floor) / (1 - floor), where the floor is what one answer for all
reaches. The floor of a correlation is 0. Figures of spans found in a text
(quotes, actors, sentence ends) are judged as they are: where nearly every
stretch of text is rightly left alone, F1 is what a chance-corrected agreement
comes to (Hripcsak & Rothschild 2005). The simple rival that stands beside them
in the table, such as every pair of quotation marks, is no chance agreement.

Where coders themselves agree below .667, their codes are no yardstick
(Krippendorff 2004, p. 241), and no instrument gets more than C on them.

An instrument's tier is its lowest over the sets of what it is used for: a reader
does not know which of them their own texts resemble. Where nothing is said of its
use, that is the first of its tasks in `DECIDES`: tone of a sentence is not judged
by how well it stands in for tone towards a target. Sets made of hard cases are
shown in the table and decide no tier.

References
----------
Krippendorff, K. (2004). Content Analysis: An Introduction to Its Methodology
(2nd ed.). Sage. Krippendorff, K. (2018). (4th ed.). Sage.
Hripcsak, G. & Rothschild, A. S. (2005). Agreement, the F-measure, and
reliability in information retrieval. JAMIA 12(3), 296-298.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import tables

SHIPPED = Path(__file__).parent / "codebooks" / "validity.csv"
THRESHOLDS: Mapping[str, float] = {"A": 0.800, "B": 0.667}  # Krippendorff (2004), p. 241
NONE = "not validated"
VERBS: Mapping[str, str] = {"A": "shows", "B": "suggests"}

# The figure that decides, for each task; of several, the first that a set gives.
DECIDES: Mapping[str, tuple[str, ...]] = {
    "tone-sentence": ("Krippendorff's alpha", "Pearson r"),
    "tone-target": ("macro-F1",),
    "loaded-language": ("macro-F1",),
    "frames-article": ("macro-F1",),
    "frames-sentence": ("macro-F1",),
    "quotes": ("F1 at 0.3",),
    "actors": ("span F1 of names", "span F1"),
    "sentences": ("boundary F1",),
    "passages": ("F1 of body lines",),  # a line, or paragraph, is what `clean` decides on
    "article-html": ("F1 of shingles",),
    "repair": ("texts as they should be",),
}
# Labels, whose floor is agreement by chance; the others' floor is a simple rival.
LABELS = frozenset({"tone-target", "loaded-language", "frames-article", "frames-sentence", "passages"})


# What an instrument is called in a sentence, by its name in the validity table.
TITLES: Mapping[str, str] = {
    "learned": "Learned instrument",
    "learned towards": "Learned instrument, tone towards an actor",
    "news": "News word list",
    "news towards": "News word list, tone towards an actor",
    "vader": "VADER",
    "textblob": "TextBlob",
    "voices": "Attributions by rules",
    "actors": "Actors by rules",
    "agency": "Agents and patients by grammar",
    "timeline": "Dates by rules",
    "frames/generic": "Generic frames by rules",
    "frames/policy": "Policy frames by terms",
    "frames/entman": "Functions of a frame by rules",
    "frames/war_peace": "War and peace indicators by rules",
    "frames/moral": "Moral foundations by terms",
    "loaded/words": "Loaded words by terms",
    "clean.passages": "Roles of passages by rules",
}

# What a badge says of each tier: how many of three dots, and a word.
LEVELS: Mapping[str, tuple[int, str]] = {"A": (3, "Reliable"), "B": (2, "Tentative"), "C": (1, "Exploratory")}


@dataclass(frozen=True)
class Badge:
    """How far to trust a finding: one of three levels, a word, and the figure behind them.

    Attributes
    ----------
    tier
        A, B, C or "not validated".
    level
        Dots of three: 3 for A, 2 for B, 1 for C and for what is not validated.
    label
        "Reliable", "Tentative", "Exploratory" or "Not validated".
    short
        The level and the figure, for the foot of a chart.
    detail
        Instrument, figure, interval and human-coded set, for a tooltip.

    """

    tier: str
    level: int
    label: str
    short: str
    detail: str

    @property
    def dots(self) -> str:
        """The level as signs: ●●○."""
        return "●" * self.level + "○" * (3 - self.level)

    def record(self) -> dict[str, Any]:
        """The badge as JSON types."""
        return {"tier": self.tier, "level": self.level, "label": self.label, "detail": self.detail}


class TierError(ValueError):
    """A tier that was asked for in a way that has no answer."""


def grade(
    task: str, metric: str, low: float | None, floor: float | None, human_alpha: float | None = None
) -> str:
    """The tier of one figure.

    Parameters
    ----------
    task, metric
        What was coded, and the figure's name.
    low
        The lower end of its 95 % interval; without one nothing is validated.
    floor
        What the same figure is for one answer to all.
    human_alpha
        How well the coders agreed, where that was published.

    Examples
    --------
    >>> grade("quotes", "F1 at 0.3", 0.81, 0.40), grade("tone-target", "macro-F1", 0.81, 0.40)
    ('A', 'B')
    >>> grade("loaded-language", "macro-F1", 0.99, 0.40, human_alpha=0.40)
    'C'

    """
    if low is None or pd.isna(low):
        return NONE
    base = floor if task in LABELS and floor is not None and pd.notna(floor) else 0.0
    if base >= 1:
        return NONE  # where one answer is always right, nothing can be told
    if human_alpha is not None and human_alpha < THRESHOLDS["B"]:
        return "C"
    above_chance = round((low - base) / (1 - base), 4)  # the table keeps four places
    return next((tier for tier, least in THRESHOLDS.items() if above_chance >= least), "C")


def of(measure: str, task: str | None = None) -> str:
    """The tier of an instrument, from the shipped validity table: A, B, C or 'not validated'.

    Parameters
    ----------
    measure
        The instrument, as the table's `measure` has it: "vader", "frames/generic".
    task
        What it is used for, where it was measured on several tasks; by default the
        first of them in `DECIDES`.

    Examples
    --------
    >>> of("a list of my own")
    'not validated'

    """
    deciding = row(measure, task)
    return NONE if deciding is None else str(deciding["tier"])


def row(measure: str, task: str | None = None) -> Mapping[str, Any] | None:
    """The row of the validity table that decides an instrument's tier; missing where there is none."""
    shipped = validity()
    wanted = (shipped["measure"] == measure) & shipped["tier"].notna()
    if task is not None and task not in DECIDES:
        raise TierError(f"no task {task!r}. There are: {', '.join(DECIDES)}.")
    task = task or next((each for each in DECIDES if each in set(shipped.loc[wanted, "task"])), None)
    wanted &= shipped["task"] == task
    if not wanted.any():
        return None
    # "not validated" sorts after A, B and C, as it should.
    ordered = shipped[wanted].sort_values(["tier", "low"], ascending=[False, True], kind="stable")
    return {str(name): value for name, value in ordered.iloc[0].items()}


def badge(*measures: str | tuple[str, str]) -> Badge:
    """The badge of a finding that rests on these instruments: that of the weakest.

    Parameters
    ----------
    measures
        Instruments as the validity table names them, each alone or with its task.

    Examples
    --------
    >>> badge("voices").label, badge("voices", "a list of my own").label
    ('Tentative', 'Not validated')

    """
    asked = [(each, None) if isinstance(each, str) else each for each in measures]
    # A, B, C and "not validated" sort from strong to weak.
    measure, task = max(asked, key=lambda each: of(*each))
    deciding = row(measure, task)
    if deciding is None:
        detail = f"{TITLES.get(measure, measure)}: not compared with human coders."
        return Badge(NONE, 1, "Not validated", "not validated against human coders", detail)
    graded = str(deciding["tier"])
    level, label = LEVELS.get(graded, (1, "Not validated"))
    value = f"{str(deciding['metric']).partition(' at ')[0]} {deciding['value']:.2f}"
    interval = ""
    if pd.notna(deciding["low"]):
        interval = f" (95% interval {round(deciding['low'], 2) + 0:.2f} to {deciding['high']:.2f})"
    return Badge(
        graded,
        level,
        label,
        f"{label.lower()}, {value} against human coders",
        f"{TITLES.get(measure, measure)}: {value}{interval} against the human codes of {deciding['gold']}, "
        f"n = {deciding['n']:,}.",
    )


def verb(tier: str) -> str:
    """How a finding of that tier is worded.

    >>> [verb(tier) for tier in ("A", "B", "C", "not validated")]
    ['shows', 'suggests', 'is too uncertain to say', 'is too uncertain to say']
    """
    return VERBS.get(tier, "is too uncertain to say")


def footer(measure: str, task: str | None = None) -> str:
    """One line for the foot of a chart: how good the instrument is, on what, and its tier.

    >>> footer("a list of my own")
    'a list of my own: not validated against human codes'
    """
    deciding = row(measure, task)
    if deciding is None:
        return f"{measure}: {NONE} against human codes"
    interval = ""
    if pd.notna(deciding["low"]):
        interval = f" (95% interval {round(deciding['low'], 2) + 0:.2f} to {deciding['high']:.2f})"
    return (
        f"{measure}: {deciding['metric']} {deciding['value']:.2f}{interval} "
        f"against {deciding['gold']}, n = {deciding['n']:,}; tier {deciding['tier']}"
    )


def validity(path: Path | str | None = None) -> tables.Validity:
    """The shipped validity table; empty where none was shipped."""
    path = Path(SHIPPED if path is None else path)
    if not path.is_file():
        return tables.VALIDITY.frame()
    return _read(path, path.stat().st_mtime_ns).copy()


@lru_cache(maxsize=4)
def _read(path: Path, changed: int) -> tables.Validity:
    return tables.read(tables.VALIDITY, path)
