"""Explore a corpus by clicking: choose a chart, see the sentences behind it, copy its code.

panel    a corpus        ->  a widget for JupyterLab, or for an app
text     a pasted text   ->  its measures
views    a choice        ->  the finding that the panel shows, and its code
"""

from typing import TYPE_CHECKING, Any

from analysis.explore.pasted import text

if TYPE_CHECKING:
    from analysis.explore.widget import Panel, panel

__all__ = ["Panel", "panel", "text"]


def __getattr__(name: str) -> Any:
    # Widgets load in a second; the rest of the package does not need them.
    if name in ("Panel", "panel"):
        from importlib import import_module

        return getattr(import_module("analysis.explore.widget"), name)
    raise AttributeError(f"module 'analysis.explore' has no attribute '{name}'")
