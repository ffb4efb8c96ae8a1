"""Opens a corpus in the browser: the notebooks in JupyterLab, or the panel alone as an app.

JupyterLab runs a copied notebook when it is opened, by the extension in `labextensions/`. The
alternatives are worse: JupyterLab has no setting and its workspaces have no command for it, and a notebook
that was run before it is opened has no kernel, so that its panel would not answer.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import nbformat

from analysis.corpus import copying
from analysis.corpus.measured import CorpusError, where
from analysis.load import DAY_FIRST

START = "00_start_here.ipynb"
# What the app's page may load: only what this computer serves. Voila's own page asks for a font of icons from
# a public server, which would see who opens it.
POLICY = "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; frame-ancestors 'self'"
EXTENSIONS = Path(__file__).parent / "labextensions"


def lab(
    paths: Sequence[str | Path],
    out: Path | None = None,
    *,
    port: int | None = None,
    browser: bool = True,
    day_first: bool | None = None,
    further: Sequence[str] = (),
    say: Callable[[str], None] = print,
) -> int:
    """Copy the notebooks for a corpus and open the first in JupyterLab; what comes back is the exit code.

    Parameters
    ----------
    paths
        The corpus, as for `measure`.
    out
        The folder for the notebooks; see `copying.copy`.
    port, browser
        The port to serve at, and whether to open a browser.
    day_first
        Whether 03/04/2025 is 3 April, as for `load.articles`.
    further
        Arguments for JupyterLab.
    say
        Receives the line about the copied notebooks.

    Raises
    ------
    CorpusError
        As `copying.copy` does.

    """
    corpus = where(paths)
    copied = copying.copy(corpus, out)
    say(str(copied))
    from jupyterlab.labapp import main

    folder = copied.folder.resolve()
    root = _root(folder, corpus)
    start = quote((folder / START).relative_to(root).as_posix())
    _set_corpus(corpus, day_first)
    arguments = [
        f"--ServerApp.root_dir={root}",
        # A workspace for each corpus: that of another one lists files that are not here.
        f"--LabApp.default_url=/lab/workspaces/{quote(folder.name)}/tree/{start}",
        f"--LabApp.extra_labextensions_path={EXTENSIONS}",
    ]
    return int(main([*arguments, *_served(port, browser), *further]) or 0)


def app(
    paths: Sequence[str | Path],
    *,
    port: int | None = None,
    browser: bool = True,
    day_first: bool | None = None,
    further: Sequence[str] = (),
) -> int:
    """Serve the panel for a corpus with Voila, on the loopback address; what comes back is the exit code.

    Parameters
    ----------
    paths
        The corpus, as for `measure`.
    port, browser, day_first, further
        As for `lab`; further arguments are Voila's.

    Raises
    ------
    CorpusError
        If a path does not exist, or Voila is not installed.

    """
    corpus = [path.resolve() for path in copying.existing(where(paths))]
    if find_spec("voila") is None:
        raise CorpusError("the app needs Voila. Install it with: pip install 'media-workbook[app]'.")
    from traitlets.config import Config
    from voila.app import main

    _set_corpus(corpus, day_first)
    config = Config({"Voila": {"tornado_settings": {"headers": {"Content-Security-Policy": POLICY}}}})
    with tempfile.TemporaryDirectory(prefix="workbook-") as folder:
        notebook = Path(folder) / f"{copying.name(corpus)}.ipynb"  # the page has its name as title
        nbformat.write(_panel(corpus), notebook)
        arguments = [str(notebook), "--Voila.ip=127.0.0.1", *_served(port, browser), *further]
        return int(main(arguments, config=config) or 0)


def _panel(corpus: Sequence[Path]) -> nbformat.NotebookNode:
    """A notebook that shows the panel for a corpus."""
    paths = [str(path) for path in corpus]
    cell = nbformat.v4.new_code_cell(f"from analysis import explore\n\nexplore.panel({paths!r})")
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return nbformat.v4.new_notebook(cells=[cell], metadata={"kernelspec": kernel})


def _served(port: int | None, browser: bool) -> list[str]:
    return [*([f"--port={port}"] if port else []), *([] if browser else ["--no-browser"])]


def _set_corpus(corpus: Sequence[Path], day_first: bool | None) -> None:
    """Let every notebook find the corpus: kernels inherit the variables that `where` and `load` read."""
    os.environ["WORKBOOK_CORPUS"] = os.pathsep.join(str(path.resolve()) for path in corpus)
    if day_first is not None:
        os.environ[DAY_FIRST] = str(int(day_first))


def _root(folder: Path, corpus: Sequence[Path]) -> Path:
    """The folder that the file browser begins at: it holds the notebooks and the articles.

    On Windows they may be on two drives; then it is the notebooks' folder.
    """
    places = [path.resolve() if path.is_dir() else path.resolve().parent for path in corpus]
    try:
        return Path(os.path.commonpath([folder, *places]))
    except ValueError:
        return folder
