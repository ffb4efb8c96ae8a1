"""Draw the tables: a function takes a table and returns Axes, and its title is the finding.

    along        tone sentence by sentence along one article
      tone_along     one instrument: points, moving mean, 95% band
      instruments    several instruments on one scale
    bars         the words that made the tone, the make-up of articles
      words          summed weight of each word
      makeup         what was measured and what was left out
    dots         frames and estimates
      frames         evidence for each frame, absent ones shown as absent
      intervals      a dot and its 95% interval for each group
    validity     how good each instrument is against human coders

Beside each stands the function that computes the numbers drawn (`smoothed`,
`weights`, `shares`, `frame_shares`, `voice_shares`, `attributions`, `heard`,
`voice_lanes`, `acts`, `dated`, `tellings`); they are what `publish.figure` writes as CSV.
Looks live in `workbook.mplstyle`, and are borrowed for each drawing.
"""

from analysis.chart.agency import acts, agency
from analysis.chart.along import instruments, smoothed, tone_along
from analysis.chart.bars import makeup, shares, weights, words
from analysis.chart.dots import frame_shares, frames, intervals
from analysis.chart.drawing import HOUSE, ChartError, style
from analysis.chart.validity import validity
from analysis.chart.voices import (
    attributions,
    heard,
    speakers,
    unheard,
    voice_lanes,
    voice_shares,
    voices,
    voices_along,
)
from analysis.chart.when import dated, tellings, timeline, told

__all__ = [
    "HOUSE",
    "ChartError",
    "acts",
    "agency",
    "attributions",
    "dated",
    "frame_shares",
    "frames",
    "heard",
    "instruments",
    "intervals",
    "makeup",
    "shares",
    "smoothed",
    "speakers",
    "style",
    "tellings",
    "timeline",
    "told",
    "tone_along",
    "unheard",
    "validity",
    "voice_lanes",
    "voice_shares",
    "voices",
    "voices_along",
    "weights",
    "words",
]
