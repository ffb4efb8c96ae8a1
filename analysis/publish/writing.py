"""Errors of publishing; files are written by `analysis.writing`."""

from analysis.writing import WritingError as PublishError
from analysis.writing import write

__all__ = ["PublishError", "write"]
