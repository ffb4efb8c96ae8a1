"""Take charts and notebooks out of the workbook, whole, self-contained, and described in words.

    figure    Axes          ->  SVG, PNG, the numbers as CSV, the alt text; an image for the notebook
    report    notebooks     ->  one HTML file that needs nothing else

What is written appears whole or not at all, and is the same, byte for byte,
each time it is made from the same things.
"""

from typing import TYPE_CHECKING, Any

from analysis.publish.figures import Published, figure
from analysis.publish.writing import PublishError

if TYPE_CHECKING:
    from analysis.publish.pages import report

__all__ = ["PublishError", "Published", "figure", "report"]


def __getattr__(name: str) -> Any:
    # What reads notebooks takes a second to load, which a notebook that only
    # publishes charts should not wait for.
    if name == "report":
        from analysis.publish.pages import report

        return report
    raise AttributeError(f"module 'analysis.publish' has no attribute '{name}'")
