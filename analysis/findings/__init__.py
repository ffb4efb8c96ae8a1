"""Compute the findings: question, numbers, claim, chart, evidence and validity together.

Each is a function of a corpus; one file holds a topic:

- articles: how much of the text is measured, which facts are unknown
- tone, tone_along, tone_words, tone_checks: how positive or negative the wording is, and by which words
- comparable, comparing: which groups can be compared; their tone, voices and speakers
- differences, trend: all measures at once; one measure over time
- events: who covers which event, who shares text, who is quoted in one group alone
- keywords: words that set groups apart, words near a name
- validity: agreement of the instruments with human coders, and what coding by hand would add
- framing, indicators: which frames are present, where and in whose words, what they do; loaded words
- actors: who acts and is acted on, what each is called, which acts have no doer
- timeline: what is dated, and whether it happened, is planned or is possible
- voices: whose words, who speaks, who is mentioned and never heard
"""

from analysis.findings.actors import (
    agency,
    agency_tried,
    called,
    hidden_agency,
    introduced,
    labels_used,
    mentioned_as,
    unclear_mentions,
)
from analysis.findings.articles import missing_facts, set_aside, text_kept
from analysis.findings.comparable import corpus_overview, group_facts
from analysis.findings.comparing import speakers_by_group, tone_by_group, voices_by_group
from analysis.findings.differences import differences
from analysis.findings.events import copies, events, events_checked, omissions, omitted, tone_robustness
from analysis.findings.finding import EVIDENCE, Finding, FindingError, Material
from analysis.findings.frame import SIZES
from analysis.findings.framing import (
    answers,
    frame_consistency,
    frame_evidence,
    frame_map,
    frame_thresholds,
    frames,
    loaded_words,
    other_questions,
    questions,
)
from analysis.findings.html import rows
from analysis.findings.indicators import functions, war_and_peace
from analysis.findings.keywords import collocates, keywords
from analysis.findings.timeline import dates_resolved, dates_tried, planned_or_possible, timeline, undated
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
    "agency",
    "agency_tried",
    "answers",
    "articles_needed",
    "called",
    "coding_needed",
    "collocates",
    "copies",
    "corpus_overview",
    "cues",
    "dates_resolved",
    "dates_tried",
    "differences",
    "events",
    "events_checked",
    "frame_consistency",
    "frame_evidence",
    "frame_map",
    "frame_thresholds",
    "frames",
    "functions",
    "group_facts",
    "hardest",
    "hidden_agency",
    "instruments_disagree",
    "introduced",
    "keywords",
    "labels_used",
    "loaded_words",
    "mentioned_as",
    "missing_facts",
    "name_swap",
    "omissions",
    "omitted",
    "other_questions",
    "planned_or_possible",
    "questions",
    "quotation_marks",
    "rows",
    "set_aside",
    "simulated_coverage",
    "speakers",
    "speakers_by_group",
    "text_kept",
    "timeline",
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
    "unclear_mentions",
    "undated",
    "unheard",
    "validity",
    "validity_listing",
    "voices_along",
    "voices_by_group",
    "voices_tried",
    "war_and_peace",
    "whose_words",
    "without_paragraphs",
]
