"""Explore a corpus by clicking: choose, see the chart, the table and the sentences, take the code along.

    panel    a widget in JupyterLab: choose, paste or give a file, see, copy as code
    lines    the code of a choice, which makes its chart without the panel
    text     a text that was pasted, measured

The panel runs the very lines that it shows, so that code taken from it makes
the same chart.
"""

from typing import TYPE_CHECKING, Any

from analysis.explore.lines import VIEWS, Choice, ExploreError, Shown, lines, show
from analysis.explore.pasted import text

if TYPE_CHECKING:
    from analysis.explore.widget import Panel, panel

__all__ = ["VIEWS", "Choice", "ExploreError", "Panel", "Shown", "lines", "panel", "show", "text"]


def __getattr__(name: str) -> Any:
    # Widgets take a second to load, which whoever wants the lines alone need not wait for.
    if name in ("Panel", "panel"):
        from analysis.explore import widget

        return getattr(widget, name)
    raise AttributeError(f"module 'analysis.explore' has no attribute '{name}'")
