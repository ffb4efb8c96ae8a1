"""Says in words what a table shows, no more surely than the figures allow.

A finding is a claim for a chart's title, a text that carries the chart's
numbers for those who cannot see it, and a sentence on how sure one can be.
The claim's verb follows from the instrument's tier and from whether the
interval reaches nought, so that the words cannot outrun the figures.
"""

from analysis.story.actors import agency, called, hidden
from analysis.story.articles import makeup
from analysis.story.finding import DOUBT, Finding, StoryError, counted, listed, sureness, title
from analysis.story.framing import frame_map, frames, functions, pairs
from analysis.story.voices import marks, reach, speakers, unheard, voices, voices_along
from analysis.story.when import TELLINGS, days, telling, timeline

__all__ = [
    "DOUBT", "TELLINGS", "Finding", "StoryError", "agency", "called", "counted", "days", "frame_map",
    "frames", "functions", "hidden", "listed", "makeup", "marks", "pairs", "reach", "speakers",
    "sureness", "telling", "timeline", "title", "unheard", "voices", "voices_along",
]  # fmt: skip
