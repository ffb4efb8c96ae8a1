"""Runs the steps over a corpus, and the notebooks on it.

Steps never know who runs them, how many articles there are or where they are
kept; this module does. `measure` gives a notebook its tables; `run` is the main
job behind `workbook run`. What is measured, and how a step is added, stands in
`analysis.corpus.steps`.
"""

from analysis.corpus.measured import CorpusError, Measured, read, shelf, where, write
from analysis.corpus.measuring import measure
from analysis.corpus.running import run

__all__ = ["CorpusError", "Measured", "measure", "read", "run", "shelf", "where", "write"]
