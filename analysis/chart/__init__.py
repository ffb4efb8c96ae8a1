"""Draw the tables: a function takes a table and returns Axes, and its title is the finding.

    bars         the make-up of articles
      makeup         what was measured and what was left out

Beside each stands the function that computes the numbers drawn (`shares`,
`voice_shares`, `attributions`, `heard`, `voice_lanes`).
Looks live in `workbook.mplstyle`, and are borrowed for each drawing.
"""

from analysis.chart.bars import makeup, shares
from analysis.chart.drawing import HOUSE, ChartError, style
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

__all__ = [
    "HOUSE",
    "ChartError",
    "attributions",
    "heard",
    "makeup",
    "shares",
    "speakers",
    "style",
    "unheard",
    "voice_lanes",
    "voice_shares",
    "voices",
    "voices_along",
]
