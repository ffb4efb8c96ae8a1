"""Draw the tables: a function takes a table and returns Axes, and its title is the finding.

    bars         the make-up of articles
      makeup         what was measured and what was left out
    dots         frames
      frames         evidence for each frame, absent ones shown as absent
    framing      framing along an article, and pair by pair
      frame_map      which paragraph carries which frame, in whose voice
      pairs          both sides of each pair of indicators

Beside each stands the function that computes the numbers drawn (`shares`,
`frame_shares`, `voice_shares`, `attributions`, `heard`, `voice_lanes`, `acts`,
`dated`, `tellings`).
Looks live in `workbook.mplstyle`, and are borrowed for each drawing.
"""

from analysis.chart.agency import acts, agency
from analysis.chart.bars import makeup, shares
from analysis.chart.dots import frame_shares, frames
from analysis.chart.drawing import HOUSE, ChartError, style
from analysis.chart.framing import frame_map, pairs
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
    "frame_map",
    "frame_shares",
    "frames",
    "heard",
    "makeup",
    "pairs",
    "shares",
    "speakers",
    "style",
    "tellings",
    "timeline",
    "told",
    "unheard",
    "voice_lanes",
    "voice_shares",
    "voices",
    "voices_along",
]
