"""Sentences, and the grammar of each article, parsed once and kept.

`sentences` cuts the passages that are measured. `documents` gives one spaCy
parse per article, in those same sentences, as a `Document` that knows where in
the source text each of its tokens stands. Parsing is what a run spends its time
on, so each article's parse is kept on disk under a name made from its
sentences and the model: a second run parses nothing.
"""

from analysis.parse.boundaries import sentences, spans
from analysis.parse.document import Document
from analysis.parse.grammar import (
    MODEL,
    ParseError,
    ParseWarning,
    document_of,
    documents,
    model_name,
)
from analysis.parse.plain import sentences_of
from analysis.parse.sheet import Sheet

__all__ = [
    "MODEL",
    "Document",
    "ParseError",
    "ParseWarning",
    "Sheet",
    "document_of",
    "documents",
    "model_name",
    "sentences",
    "sentences_of",
    "spans",
]
