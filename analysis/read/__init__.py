"""The text itself, with everything measured marked on it.

    article        one article as a page, each layer with a switch
    side_by_side   two articles on one event: what both report, and what only one does

    >>> read.article(material)                              # doctest: +SKIP
    >>> read.article(material, "Marl Bridge").save("a.html")  # doctest: +SKIP
    >>> read.side_by_side(material)                         # doctest: +SKIP

Pages need no script: they work in an executed notebook, in the report and in a
browser, and are plain marked text where style sheets are removed. In JupyterLab
a short script lets Escape close a reason. Text from an article is always escaped.
"""

from analysis.read.alignment import aligned
from analysis.read.layers import CODES, Layer, Mark, ReadError, layers
from analysis.read.page import Page, article
from analysis.read.pair import side_by_side
from analysis.read.styles import KEYS, style

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
