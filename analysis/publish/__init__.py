"""Take charts and notebooks out of the workbook, whole, self-contained, and described in words.

    figure     Axes          ->  SVG, PNG, PDF, the numbers as CSV, the alt text; an image for the notebook
    report     notebooks     ->  one HTML file that needs nothing else
    pdf        a page        ->  the page as PDF, where a browser or LaTeX is there
    codebooks  the shelf     ->  every instrument: question, rule, source, tier
    methods    a run         ->  the methods in words, with citations, to adapt for a paper

What is written appears whole or not at all, and is the same, byte for byte,
each time it is made from the same things.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from analysis.publish.figures import Published, figure
from analysis.publish.writing import PublishError

if TYPE_CHECKING:
    from analysis.publish.listing import codebooks
    from analysis.publish.pages import report
    from analysis.publish.printing import HOW, browser, pdf
    from analysis.publish.sizes import SIZES
    from analysis.publish.telling import methods

__all__ = [
    "HOW", "SIZES", "PublishError", "Published", "browser", "codebooks", "figure", "methods", "pdf", "report",
]  # fmt: skip

# What reads notebooks takes a second to load, which a notebook that only
# publishes charts should not wait for.
_LATER = {
    "HOW": "printing", "SIZES": "sizes", "browser": "printing", "codebooks": "listing", "methods": "telling",
    "pdf": "printing", "report": "pages",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    if name in _LATER:
        return getattr(import_module(f"analysis.publish.{_LATER[name]}"), name)
    raise AttributeError(f"module 'analysis.publish' has no attribute '{name}'")
