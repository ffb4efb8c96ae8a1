"""Compute the findings: question, numbers, claim, chart, evidence and validity together.

Each is a function of a corpus; one file holds a topic:

- articles: how much of the text is measured, which facts are unknown
- tone, tone_along, tone_words, tone_checks: how positive or negative the wording is, and by which words
- voices: whose words, who speaks, who is mentioned and never heard
"""

from analysis.findings.articles import missing_facts, text_kept
from analysis.findings.finding import EVIDENCE, Finding, FindingError
from analysis.findings.frame import SIZES
from analysis.findings.html import rows
from analysis.findings.tone import tone_by_voice, tone_overall, tone_towards
from analysis.findings.tone_along import tone_along
from analysis.findings.tone_checks import instruments_disagree, name_swap, tone_and_length, tone_tried
from analysis.findings.tone_words import tone_shift, tone_words
from analysis.findings.voices import quotation_marks, speakers, unheard, voices_along, whose_words

__all__ = [
    "EVIDENCE",
    "SIZES",
    "Finding",
    "FindingError",
    "instruments_disagree",
    "missing_facts",
    "name_swap",
    "quotation_marks",
    "rows",
    "speakers",
    "text_kept",
    "tone_along",
    "tone_and_length",
    "tone_by_voice",
    "tone_overall",
    "tone_shift",
    "tone_towards",
    "tone_tried",
    "tone_words",
    "unheard",
    "voices_along",
    "whose_words",
]
