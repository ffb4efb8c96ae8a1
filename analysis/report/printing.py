"""A page as PDF, by a browser or by LaTeX, whichever is there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from analysis.report.template import ReportError
from analysis.writing import write

OWN = "WORKBOOK_BROWSER"  # names another browser; "none" turns the search off
BROWSERS = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge",
    "microsoft-edge-stable", "msedge", "brave-browser",
)  # fmt: skip
APPLICATIONS = (  # where macOS and Windows keep them, outside the path
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "{ProgramFiles}/Google/Chrome/Application/chrome.exe",
    "{ProgramFiles(x86)}/Google/Chrome/Application/chrome.exe",
    "{ProgramFiles(x86)}/Microsoft/Edge/Application/msedge.exe",
    "{ProgramFiles}/Microsoft/Edge/Application/msedge.exe",
)
ENGINES = ("xelatex", "lualatex", "tectonic")
PATIENCE = 180  # seconds
HOW = (
    "Chrome, Chromium or Edge makes it (Debian and Ubuntu: apt install chromium; macOS: brew install --cask "
    "chromium; Windows has Edge), or pandoc with XeLaTeX or LuaLaTeX. A browser elsewhere is named by the "
    "environment variable WORKBOOK_BROWSER. report.html can also be printed to PDF from any browser."
)


def browser() -> str | None:
    """The browser that can print: the one WORKBOOK_BROWSER names, else one found on this machine."""
    own = os.environ.get(OWN, "")
    if own.casefold() == "none":
        return None
    if own:
        return shutil.which(own)
    return next(filter(None, _browsers()), None)


def _browsers() -> Iterator[str | None]:
    yield from map(shutil.which, BROWSERS)
    for pattern in APPLICATIONS:
        folder = re.search(r"\{(.+)\}", pattern)
        if folder and folder[1] not in os.environ:
            continue
        path = re.sub(r"\{(.+)\}", lambda found: os.environ[found[1]], pattern)
        yield path if Path(path).is_file() else None


def latex() -> tuple[str, str] | None:
    """What sets pages by LaTeX, pandoc and an engine, where both are there."""
    pandoc, engine = shutil.which("pandoc"), next(filter(None, map(shutil.which, ENGINES)), None)
    return (pandoc, engine) if pandoc and engine else None


def pdf(page: Path | str, path: Path | str) -> Path | None:
    """Print a self-contained page to PDF and return its path, or None if no program can print.

    A browser prints it as its print style says; without one, pandoc and LaTeX
    set its text, tables and images. `HOW` says how to get either. The same page
    and browser give the same bytes: the times of creation are removed.

    Parameters
    ----------
    page
        An HTML file, such as `report` writes.
    path
        The file to write.

    Returns
    -------
    Path | None
        Where the PDF is.

    Raises
    ------
    ReportError
        If the page is not there, or what should print it fails.

    """
    page, path = Path(page).resolve(), Path(path)
    if not page.is_file():
        raise ReportError(f"there is no page {page} to print.")
    with tempfile.TemporaryDirectory(prefix="workbook-print-") as folder:
        made = Path(folder) / "made.pdf"
        if by := browser():
            command = _by_browser(by, page, made, Path(folder))
        elif tools := latex():
            pandoc, engine = tools
            by = pandoc
            command = [
                pandoc, str(page), "--from", "html", "--pdf-engine", engine, "--output", str(made),
                "--toc", "--variable", "geometry:margin=22mm", "--variable", "colorlinks",
            ]  # fmt: skip
        else:
            return None
        said = _run(command)
        if not made.is_file() or not made.read_bytes().startswith(b"%PDF"):
            raise ReportError(f"{by} made no PDF of {page.name}: {said}")
        return write({path: timeless(made.read_bytes())})[0]


def _by_browser(program: str, page: Path, made: Path, folder: Path) -> list[str]:
    command = [
        program, "--headless", "--disable-gpu", "--disable-extensions", "--no-first-run",
        "--disable-dev-shm-usage", "--disable-background-networking", "--no-pdf-header-footer",
        "--host-resolver-rules=MAP * ~NOTFOUND",
        f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={made}", page.as_uri(),
    ]  # fmt: skip
    # A browser run by root refuses its sandbox. The page is ours, runs only our script and loads nothing.
    if sys.platform != "win32" and os.geteuid() == 0:
        command.insert(1, "--no-sandbox")
    return command


def _run(command: list[str]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return f"it took longer than {PATIENCE} seconds."
    except OSError as error:
        return f"it could not be started ({error.strerror})."
    lines = done.stderr.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else f"it ended with {done.returncode}."


def timeless(made: bytes) -> bytes:
    r"""A PDF without the times of its making; every byte stays in its place.

    >>> timeless(b"<</Title (a)/ModDate (D:2026)>>")
    b'<</Title (a)                 >>'
    """
    return re.sub(rb"/(CreationDate|ModDate)\s*\(D:[^)]*\)", lambda found: b" " * len(found[0]), made)
