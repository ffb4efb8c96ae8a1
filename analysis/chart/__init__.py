"""Draw the tables: a function takes a table and returns Axes, and its title is the finding.

    bars         the make-up of articles
      makeup         what was measured and what was left out
    compare      differences between groups, a measure over time, the words of a group or near a name
      differences    a dot and its interval for each comparison, and nought
      trend          period by period, with the number of articles under the line
      keyness        the words of each group
      collocates     the words near a word or name
    dots         frames
      frames         evidence for each frame, absent ones shown as absent
    framing      framing along an article, and pair by pair
      frame_map      which paragraph carries which frame, in whose voice
      pairs          both sides of each pair of indicators
    grids        outlets beside each other
      events         which outlet tells which event
      omissions      who is heard in which outlet, on the events where some outlet hears them
      copies         a ring of outlets, joined where they share text
    validity     how good each instrument is against human coders

Beside each stands the function that computes the numbers drawn (`shares`,
`frame_shares`, `voice_shares`, `attributions`, `heard`, `voice_lanes`, `acts`,
`dated`, `tellings`, `told_events`, `presences`).
Looks live in `workbook.mplstyle`, and are borrowed for each drawing.
"""

from analysis.chart.agency import acts, agency
from analysis.chart.bars import makeup, shares
from analysis.chart.compare import collocates, differences, keyness, trend
from analysis.chart.dots import frame_shares, frames
from analysis.chart.drawing import HOUSE, ChartError, style
from analysis.chart.framing import frame_map, pairs
from analysis.chart.grids import copies, events, omissions, presences, told_events
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
    "collocates",
    "copies",
    "dated",
    "differences",
    "events",
    "frame_map",
    "frame_shares",
    "frames",
    "heard",
    "keyness",
    "makeup",
    "omissions",
    "pairs",
    "presences",
    "shares",
    "speakers",
    "style",
    "tellings",
    "timeline",
    "told",
    "told_events",
    "trend",
    "unheard",
    "validity",
    "voice_lanes",
    "voice_shares",
    "voices",
    "voices_along",
]
