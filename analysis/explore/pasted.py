"""A pasted text, or the bytes of a file, measured like any article."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

from analysis import corpus
from analysis.corpus import CorpusError, Measured
from analysis.explore.views import ExploreError

NAME = "pasted.txt"
_MEASURED = "WORKBOOK_MEASURED"  # names the tables that a run's notebooks read instead of measuring


def text(text: str | bytes, name: str = NAME) -> Measured:
    r"""A text, measured: every table of a corpus of one.

    Parameters
    ----------
    text
        The text, or the bytes of a file.
    name
        A file name, whose ending says what the bytes are: `.txt`, `.html`, `.csv` and what `load` reads.

    Raises
    ------
    ExploreError
        If nothing in it can be measured; the error says why.

    Examples
    --------
    >>> measured = text("Ferry sinks\n\nThe ferry sank on Monday. Nobody was hurt, police said.")
    >>> measured.sentences["text"].tolist()
    ['Ferry sinks', 'The ferry sank on Monday.', 'Nobody was hurt, police said.']

    """
    content = text.encode("utf-8", errors="replace") if isinstance(text, str) else text
    if not content.strip():
        raise ExploreError("there is no text. Paste the article, headline first, then a blank line.")
    with tempfile.TemporaryDirectory() as folder, _by_itself():
        # Of a name that the page sends, only the ending is used: it cannot name another folder.
        file = Path(folder) / (Path(NAME).stem + Path(name).suffix[:12])
        file.write_bytes(content)
        try:
            return corpus.measure(file)
        except CorpusError as error:
            raise ExploreError(str(error).replace(f"{folder}{os.sep}", "")) from error


def warm() -> Thread:
    """Load the parser in a thread, so that the first text does not wait for it."""

    def load() -> None:
        with contextlib.suppress(Exception):  # what fails here fails again where it is shown
            text("A ferry sank on Monday.")

    thread = Thread(target=load, name="loading the parser", daemon=True)
    thread.start()
    return thread


@contextlib.contextmanager
def _by_itself() -> Iterator[None]:
    """Measure inside a run too: its notebooks otherwise read the tables of the run."""
    held = os.environ.pop(_MEASURED, None)
    try:
        yield
    finally:
        if held is not None:
            os.environ[_MEASURED] = held
