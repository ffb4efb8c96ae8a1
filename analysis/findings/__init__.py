"""Compute the findings: question, numbers, claim, chart, evidence and validity together.

voices       whose words, who speaks, who is mentioned and never heard
"""

from analysis.findings.finding import EVIDENCE, Finding, FindingError
from analysis.findings.frame import SIZES
from analysis.findings.html import rows
from analysis.findings.voices import quotation_marks, speakers, unheard, voices_along, whose_words

__all__ = [
    "EVIDENCE", "SIZES", "Finding", "FindingError", "quotation_marks", "rows", "speakers", "unheard", "voices_along",
    "whose_words",
]  # fmt: skip
