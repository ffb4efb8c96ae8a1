"""Copies the notebooks for one corpus, without outputs, into a folder that belongs to that corpus.

Each copy carries, in its metadata under `workbook`, a digest of its cells. By it a later copy
knows which notebooks the user has changed: those are kept, the others are written again.
"""

from __future__ import annotations

import ast
import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from glob import glob
from pathlib import Path
from typing import Any

import nbformat

from analysis.corpus.measured import CorpusError, digest, shelf

FOLDER = Path("workbook-lab")  # in the current folder: holds one folder for each corpus
SHOWN = 3  # kept notebooks that a message names


@dataclass(frozen=True)
class Copied:
    """Which notebooks were written to a folder, and which were kept because the user changed them."""

    folder: Path
    written: tuple[str, ...]
    kept: tuple[str, ...]

    def __str__(self) -> str:
        """One line for the user.

        >>> str(Copied(Path("workbook-lab/mine"), ("00.ipynb", "01.ipynb"), ("02.ipynb",)))
        'workbook-lab/mine: 2 notebooks are ready; 1 that you changed is kept as it is: 02.ipynb.'
        """
        number = len(self.written)
        ready = "1 notebook is ready" if number == 1 else f"{number} notebooks are ready"
        if not self.kept:
            return f"{self.folder}: {ready}."
        names = ", ".join(self.kept[:SHOWN]) + (" and others" if len(self.kept) > SHOWN else "")
        are = "is kept as it is" if len(self.kept) == 1 else "are kept as they are"
        return f"{self.folder}: {ready}; {len(self.kept)} that you changed {are}: {names}."


def copy(
    corpus: Sequence[Path], folder: Path | None = None, options: Mapping[str, Any] | None = None
) -> Copied:
    """Which notebooks now are in the folder for a corpus, and which of them were kept.

    Parameters
    ----------
    corpus
        Files, folders, globs or zips.
    folder
        Where the copies go; if not given, a folder named for the corpus in `workbook-lab/`.
    options
        How the corpus is read, as for `load.read`.

    Raises
    ------
    CorpusError
        If a path does not exist, the folder is for another corpus, is inside this one, or cannot be written.
    """
    corpus = existing(corpus)
    folder = folder or FOLDER / name(corpus)
    _refuse_inside(folder, corpus)
    paths = [_seen_from(folder, path) for path in corpus]
    parameters = {"paths": paths, "charts": "charts", "options": dict(options or {})}
    written, kept = [], []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        there = {path.name: _read(path) for path in sorted(folder.glob("*.ipynb"))}
        _refuse_other(folder, corpus, there.values())
        for source in sorted(shelf("notebooks").glob("[0-9]*.ipynb")):
            if source.name in there and changed(there[source.name]):
                kept.append(source.name)
                continue
            copied = _copied(source, parameters)
            target, whole = folder / source.name, folder / f".{source.name}.new"
            nbformat.write(copied, whole)
            whole.replace(target)
            written.append(source.name)
    except OSError as error:
        raise CorpusError(
            f"{folder} cannot be written: {error.strerror}. Choose another folder with --out."
        ) from error
    return Copied(folder, tuple(written), tuple(kept))


def name(corpus: Sequence[Path]) -> str:
    """A folder name for a corpus: that of its first path, and how many more there are.

    >>> name([Path("news/ferry row.csv")]), name([Path("a.txt"), Path("b.txt"), Path("c/*.txt")])
    ('ferry-row', 'a-and-2-more')
    """
    first = corpus[0].resolve()
    parts = [
        part for part in (first.stem if first.suffix else first.name, first.parent.name) if "*" not in part
    ]
    plain = re.sub(r"[^\w.-]+", "-", parts[0] if parts else "").strip("-.") or "articles"
    return plain if len(corpus) == 1 else f"{plain}-and-{len(corpus) - 1}-more"


def changed(notebook: Any) -> bool:
    """Whether a user changed the cells of a copy; True for what is not a copy. Outputs do not count."""
    return notebook is None or _about(notebook).get("cells") != _digest(notebook)


def existing(corpus: Sequence[Path]) -> list[Path]:
    """The paths of a corpus, each of which leads to something.

    Raises
    ------
    CorpusError
        If one does not.
    """
    missing = [str(path) for path in corpus if not (path.exists() or glob(str(path), recursive=True))]  # noqa: PTH207
    if missing:
        raise CorpusError(f"there is no {', '.join(missing)}.")
    return list(corpus)


def _refuse_inside(folder: Path, corpus: Sequence[Path]) -> None:
    for path in corpus:
        if path.is_dir() and folder.resolve().is_relative_to(path.resolve()):
            raise CorpusError(
                f"{folder} is inside {path}, so what you save there would be read as articles. "
                f'Choose a folder outside, for example: --out "{_next_to(path)}"'
            )


def _next_to(path: Path) -> Path:
    """A folder next to the articles, as it can be typed here."""
    return Path(os.path.relpath(path.resolve().parent / f"{path.resolve().name}-lab"))


def _refuse_other(folder: Path, corpus: Sequence[Path], notebooks: Any) -> None:
    """Changed notebooks are kept, so a folder can serve one corpus only."""
    now = {path.resolve() for path in corpus}
    for notebook in notebooks:
        paths = _about(notebook).get("paths") if notebook is not None else None
        if paths and {(folder / path).resolve() for path in paths} != now:
            raise CorpusError(
                f"{folder} holds notebooks for other articles, {', '.join(paths)}. "
                "Choose another folder with --out."
            )


def _seen_from(folder: Path, path: Path) -> str:
    """A path as a notebook in the folder finds it.

    Relative where both are below the current folder, so that the project can be moved; else absolute.
    """
    path, folder, here = path.resolve(), folder.resolve(), Path.cwd().resolve()
    if not (path.is_relative_to(here) and folder.is_relative_to(here)):
        return path.as_posix()
    up = [".."] * len(folder.relative_to(here).parts)
    return Path(*up, path.relative_to(here)).as_posix()


def _copied(source: Path, parameters: Mapping[str, Any]) -> Any:
    notebook = nbformat.read(source, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        cell.outputs, cell.execution_count = [], None
        cell.metadata.pop("execution", None)
        if "parameters" in cell.metadata.get("tags", []):
            cell.source = assigned(cell.source, parameters)
    notebook.metadata = {
        "kernelspec": notebook.metadata["kernelspec"],
        # `compute` is read by the extension that runs a notebook when it is opened.
        "workbook": {"paths": parameters["paths"], "compute": True, "cells": _digest(notebook)},
    }
    return notebook


def assigned(source: str, values: Mapping[str, Any]) -> str:
    r"""Python source in which the names assigned have these values; all else, comments too, is kept.

    >>> assigned('paths = None  # where\nlimit = 3', {"paths": ["a.txt"], "charts": "charts"})
    "paths = ['a.txt']  # where\nlimit = 3"
    """
    lines = source.split("\n")
    for node in reversed(ast.parse(source).body):
        if not (isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)):
            continue
        if (target := node.targets[0].id) in values:
            value = node.value
            # Columns count bytes.
            first = lines[value.lineno - 1].encode()[: value.col_offset].decode()
            last = lines[(value.end_lineno or 1) - 1].encode()[value.end_col_offset :].decode()
            lines[value.lineno - 1 : value.end_lineno] = [f"{first}{values[target]!r}{last}"]
    return "\n".join(lines)


def _read(path: Path) -> Any:
    """A notebook, or None where the file is not one."""
    try:
        return nbformat.read(path, as_version=4)
    except (ValueError, AttributeError, KeyError):
        return None


def _about(notebook: Any) -> Mapping[str, Any]:
    about = notebook.metadata.get("workbook")
    return about if isinstance(about, dict) else {}


def _digest(notebook: Any) -> str:
    return digest(json.dumps([[cell.cell_type, cell.source] for cell in notebook.cells]))
