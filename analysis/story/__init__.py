"""Says in words what a table shows, no more surely than the figures allow.

A finding is a claim for a chart's title, a text that carries the chart's
numbers for those who cannot see it, and a sentence on how sure one can be.
The claim's verb follows from the instrument's tier and from whether the
interval reaches nought, so that the words cannot outrun the figures.
"""

from analysis.story.articles import makeup
from analysis.story.finding import DOUBT, Finding, StoryError, counted, listed, sureness, title
from analysis.story.voices import marks, reach, speakers, unheard, voices, voices_along

__all__ = [
    "DOUBT",
    "Finding",
    "StoryError",
    "counted",
    "listed",
    "makeup",
    "marks",
    "reach",
    "speakers",
    "sureness",
    "title",
    "unheard",
    "voices",
    "voices_along",
]
