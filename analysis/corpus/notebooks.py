"""Runs the notebooks on a corpus that is measured already."""

from __future__ import annotations

import contextlib
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from analysis.corpus.kernels import Kernels
from analysis.corpus.measured import CorpusError, shelf
from analysis.corpus.measuring import MEASURED
from analysis.corpus.progress import Progress


def execute(
    corpus: list[str],
    made: Path,
    options: dict[str, Any],
    kernels: Kernels,
    progress: Progress | None = None,
) -> list[Path]:
    """Run each notebook on the tables in `made`; the executed notebooks go there too.

    Parameters
    ----------
    corpus
        The paths, which the notebooks are given.
    made
        A folder that holds `tables`.
    options
        How the corpus was read.
    kernels
        Where their kernels come from.
    progress
        Shows how many are done.

    Raises
    ------
    CorpusError
        If a notebook fails; the error names the cell.

    """
    import logging

    import papermill

    logging.getLogger("papermill").setLevel(logging.ERROR)
    made = made.absolute()
    folder = made / "notebooks"
    folder.mkdir()
    sources = sorted(shelf("notebooks").absolute().glob("[0-9]*.ipynb"))

    def run(source: Path) -> Path:
        target = folder / source.name
        for again in (True, False):
            try:
                papermill.execute_notebook(
                    str(source),
                    str(target),
                    parameters={"paths": corpus, "options": options},
                    kernel_name="python3",
                    progress_bar=False,
                    log_output=False,
                    extra_arguments=["--log-level=50"],  # else each kernel warns of its loopback sockets
                    **kernels.manager(),
                )
                break
            except RuntimeError as error:
                # A kernel may end before it answers, as where another program takes its port first.
                # Nothing has run by then.
                if not (again and "died before replying" in str(error)):
                    raise
        return target

    progress = progress or Progress()
    progress.step("running", "notebooks", len(sources))
    os.environ[MEASURED] = str(made / "tables")
    workers = max(1, min(len(sources), os.cpu_count() or 1, 4))
    try:
        # The working folder is the whole process's: papermill changes it by itself, one
        # notebook under the feet of the others, unless all are where it would go.
        with contextlib.chdir(shelf("notebooks").absolute()), ThreadPoolExecutor(workers) as pool:
            ran = []
            for target in pool.map(run, sources):
                ran.append(target)
                progress.advance()
            return ran
    except papermill.PapermillExecutionError as error:
        raise CorpusError(
            f"a notebook failed at its cell {error.exec_count}: {error.ename}: {error.evalue}"
        ) from error
    finally:
        del os.environ[MEASURED]
