"""Compute the findings: question, numbers, claim, chart, evidence and validity together.

Each is a function of a corpus; one file holds a topic:

- articles: how much of the text is measured, which facts are unknown
- tone, tone_along, tone_words, tone_checks: how positive or negative the wording is, and by which words
- comparable, comparing: which groups can be compared; their tone, voices and speakers
- differences, trend: all measures at once; one measure over time
- events: who covers which event, who shares text, who is quoted in one group alone
- keywords: words that set groups apart, words near a name
- validity: agreement of the instruments with human coders, and what coding by hand would add
- voices: whose words, who speaks, who is mentioned and never heard
"""

from analysis.findings.articles import missing_facts, set_aside, text_kept
from analysis.findings.comparable import corpus_overview, group_facts
from analysis.findings.comparing import speakers_by_group, tone_by_group, voices_by_group
from analysis.findings.differences import differences
from analysis.findings.events import copies, events, events_checked, omissions, omitted, tone_robustness
from analysis.findings.finding import EVIDENCE, Finding, FindingError, Material
from analysis.findings.frame import SIZES
from analysis.findings.html import rows
from analysis.findings.keywords import collocates, keywords
from analysis.findings.tone import tone_by_voice, tone_overall, tone_towards
from analysis.findings.tone_along import tone_along
from analysis.findings.tone_checks import instruments_disagree, name_swap, tone_and_length, tone_tried
from analysis.findings.tone_words import tone_shift, tone_words
from analysis.findings.trend import trend
from analysis.findings.validity import (
    articles_needed,
    coding_needed,
    hardest,
    simulated_coverage,
    validity,
    validity_listing,
    without_paragraphs,
)
from analysis.findings.voices import (
    cues,
    quotation_marks,
    speakers,
    unheard,
    voices_along,
    voices_tried,
    whose_words,
)

__all__ = [
    "EVIDENCE",
    "SIZES",
    "Finding",
    "FindingError",
    "Material",
    "articles_needed",
    "coding_needed",
    "collocates",
    "copies",
    "corpus_overview",
    "cues",
    "differences",
    "events",
    "events_checked",
    "group_facts",
    "hardest",
    "instruments_disagree",
    "keywords",
    "missing_facts",
    "name_swap",
    "omissions",
    "omitted",
    "quotation_marks",
    "rows",
    "set_aside",
    "simulated_coverage",
    "speakers",
    "speakers_by_group",
    "text_kept",
    "tone_along",
    "tone_and_length",
    "tone_by_group",
    "tone_by_voice",
    "tone_overall",
    "tone_robustness",
    "tone_shift",
    "tone_towards",
    "tone_tried",
    "tone_words",
    "trend",
    "unheard",
    "validity",
    "validity_listing",
    "voices_along",
    "voices_by_group",
    "voices_tried",
    "whose_words",
    "without_paragraphs",
]
