"""The text itself, with everything measured marked on it.

    article        one article as a page, each layer to switch on and off
    side_by_side   two articles on one event: what both tell, and what only one

Pages need no script: they work in an executed notebook, in the report and in a
browser, and read as plain marked text where style sheets are not kept. In
JupyterLab a few lines of script let Escape close a reason. Text from an article
is always escaped.
"""

from analysis.read.layers import CODES, Layer, Mark, ReadError, layers
from analysis.read.looks import KEYS, style
from analysis.read.page import Page, article
from analysis.read.together import aligned, side_by_side

__all__ = [
    "CODES",
    "KEYS",
    "Layer",
    "Mark",
    "Page",
    "ReadError",
    "aligned",
    "article",
    "layers",
    "side_by_side",
    "style",
]
