"""Coding by hand, how far coders agree, how far a machine agrees with them, and estimates put right.

    sample -> write_sheets -> (people code, `code` in JupyterLab) -> codes
    codes  -> reliability, and with the sample -> yardstick
    yardstick and the machine's answers -> diagnose, correct.mean, .share, .difference, .coefficient

The sample keeps each unit's probability; coding sheets show neither that nor
what the machine says.
"""

from analysis.agree import correct
from analysis.agree.agreement import Reliability, ratings, reliability, repeats
from analysis.agree.asking import Question, questions
from analysis.agree.diagnosis import Diagnosis, diagnose
from analysis.agree.drawing import Needed, sample, size_needed, stratify
from analysis.agree.forms import (
    CODES,
    SAMPLE,
    AgreeError,
    Coded,
    Codes,
    Sample,
    Units,
    units,
)
from analysis.agree.reading import codes, read_sheet
from analysis.agree.sheets import write_sheets
from analysis.agree.simulation import simulate
from analysis.agree.standard import yardstick
from analysis.agree.view import code

__all__ = [
    "CODES",
    "SAMPLE",
    "AgreeError",
    "Coded",
    "Codes",
    "Diagnosis",
    "Needed",
    "Question",
    "Reliability",
    "Sample",
    "Units",
    "code",
    "codes",
    "correct",
    "diagnose",
    "questions",
    "ratings",
    "read_sheet",
    "reliability",
    "repeats",
    "sample",
    "simulate",
    "size_needed",
    "stratify",
    "units",
    "write_sheets",
    "yardstick",
]
