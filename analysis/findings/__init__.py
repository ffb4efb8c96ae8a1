"""Compute the findings: question, numbers, claim, chart, evidence and validity together.

Each is a function of a corpus; one file holds a topic:

- articles: how much of the text is measured, which facts are unknown
- voices: whose words, who speaks, who is mentioned and never heard
"""

from analysis.findings.articles import missing_facts, text_kept
from analysis.findings.finding import EVIDENCE, Finding, FindingError
from analysis.findings.frame import SIZES
from analysis.findings.html import rows
from analysis.findings.voices import quotation_marks, speakers, unheard, voices_along, whose_words

__all__ = [
    "EVIDENCE",
    "SIZES",
    "Finding",
    "FindingError",
    "missing_facts",
    "quotation_marks",
    "rows",
    "speakers",
    "text_kept",
    "unheard",
    "voices_along",
    "whose_words",
]
