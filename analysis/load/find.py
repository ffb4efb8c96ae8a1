"""The files to read in what is given: files, folders, globs; sorted, each under a name of its own."""

from __future__ import annotations

import errno
import glob
import os
import stat
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath

from analysis.load.problem import Problem
from analysis.load.registry import READ, SPREADSHEETS, ending, is_read

# What systems and programs leave in folders; skipped without a word, as is what begins with a dot.
LITTER = {"thumbs.db", "desktop.ini", "__macosx", "__pycache__", "$recycle.bin", "icon\r"}


@dataclass(frozen=True)
class Found:
    """A file to read: the name it goes by, and where it is."""

    name: str
    path: Path
    part: str | None = None  # the sheet to read, where one was named


def files(paths: Iterable[str | Path]) -> tuple[list[Found], list[Problem]]:
    """The files to read, sorted by name, and what is wrong with the paths.

    A file's name is its path below the folder given, or its own name where
    the file itself was given. Two files that would share a name are told apart
    by as many of the folders above them as that takes. What is given twice,
    or inside a folder also given, is read once, under the longer name.
    Behind a `#` may stand the sheet to read of a spreadsheet.
    """
    found: dict[Path, str] = {}
    parts: dict[Path, str | None] = {}
    problems: list[Problem] = []
    for whole in sorted({str(path) for path in paths}):
        given, part = _sheet(whole)
        for name, path in _expand(given, problems):
            found[path] = max(found.get(path, name), name, key=lambda name: (name.count("/"), name))
            parts[path] = part or parts.get(path)
    named = [Found(file.name, file.path, parts[file.path]) for file in _apart(found)]
    return sorted(named, key=lambda file: file.name), problems


def _sheet(given: str) -> tuple[str, str | None]:
    """A path and the sheet named behind it, if there is one."""
    path, mark, sheet = given.rpartition("#")
    if mark and sheet and ending(path) in SPREADSHEETS and not os.path.lexists(given):
        return path, sheet
    return given, None


def litter(name: str) -> bool:
    """Whether a file or folder of this name is skipped without a word.

    >>> litter(".DS_Store"), litter("~$notes.docx"), litter("notes.txt")
    (True, True, False)
    """
    return name.startswith((".", "~$")) or name.endswith("~") or name.lower() in LITTER


def others(endings: Iterable[str]) -> str:
    """One sentence that counts the files of other kinds in a folder.

    >>> others([".png", ".png", ""])[:66]
    '3 files of other kinds were not read: .png (2), without ending (1)'
    """
    counts = Counter(ending or "without ending" for ending in endings)
    total = counts.total()
    shown = ", ".join(f"{ending} ({count})" for ending, count in sorted(counts.items()))
    files, were, kinds = ("file", "was", "another kind") if total == 1 else ("files", "were", "other kinds")
    return f"{total:,} {files} of {kinds} {were} not read: {shown}. Read are {READ}."


def shown(path: str | PurePath) -> str:
    """A path with forward slashes; bytes in it that are not UTF-8 are shown as escapes."""
    return os.fsencode(PurePath(path).as_posix()).decode("utf-8", "backslashreplace")


def _expand(given: str, problems: list[Problem]) -> list[tuple[str, Path]]:
    """The names and places of the files that one path leads to."""
    path = Path(os.path.abspath(given))  # noqa: PTH100  (links are to keep their names)
    if not os.path.lexists(given) and glob.has_magic(given):
        matches = sorted(glob.glob(given, recursive=True))  # noqa: PTH207
        matches = [match for match in matches if not litter(Path(match).name)]
        if not matches:
            problems.append(Problem(shown(given), "whole", "no file or folder matches this pattern."))
        return [pair for match in matches for pair in _expand(match, problems)]
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        problems.append(Problem(shown(given), "whole", fault(error, path)))
        return []
    if stat.S_ISDIR(mode):
        return _below(path, given, problems)
    if not stat.S_ISREG(mode):
        problems.append(Problem(shown(given), "whole", "it is not a regular file."))
        return []
    if not is_read(path.name):
        what = f"files ending in {path.suffix.lower()}" if path.suffix else "files without an ending"
        problems.append(Problem(shown(path.name), "whole", f"{what} are not read. Read are {READ}."))
        return []
    return [(shown(path.name), path)]


def _below(top: Path, given: str, problems: list[Problem]) -> list[tuple[str, Path]]:
    """The files in a folder and the folders below it. Links are followed, but each folder is read once."""
    files: list[tuple[str, Path]] = []
    faults: list[Problem] = []
    waiting: list[tuple[Path, PurePosixPath, tuple[str, ...]]]
    waiting = [(top, PurePosixPath(), (os.path.realpath(top),))]
    links: list[tuple[Path, PurePosixPath, tuple[str, ...]]] = []
    met = {os.path.realpath(top)}
    while waiting or links:
        # What is there under its own name goes before what is linked.
        folder, below, above = waiting.pop() if waiting else links.pop(0)
        unread: list[str] = []
        try:
            entries = sorted(folder.iterdir())
        except OSError as error:
            faults.append(Problem(shown(Path(given) / below), "whole", fault(error, folder)))
            continue
        for entry in entries:
            if litter(entry.name):
                continue
            name = shown(below / entry.name)
            try:
                mode = entry.stat().st_mode
            except OSError as error:
                faults.append(Problem(name, "whole", fault(error, entry)))
                continue
            if stat.S_ISDIR(mode):
                if (real := os.path.realpath(entry)) in above:
                    faults.append(
                        Problem(name, "whole", "it is a link that leads back to a folder above it.")
                    )
                elif real in met:
                    faults.append(Problem(name, "whole", "it is a link to a folder that is read already."))
                else:
                    met.add(real)
                    (links if entry.is_symlink() else waiting).append(
                        (entry, below / entry.name, (*above, real))
                    )
            elif stat.S_ISREG(mode) and is_read(entry.name):
                files.append((name, entry))
            elif stat.S_ISREG(mode):
                unread.append(entry.suffix.lower())
            else:
                faults.append(Problem(name, "whole", "it is not a regular file."))
        if unread:
            faults.append(Problem(shown(Path(given) / below), "whole", others(unread)))
    if not files:
        problems.append(Problem(shown(given), "whole", "the folder holds no articles."))
    problems += sorted(faults, key=lambda problem: problem.source_file)
    return files


def fault(error: Exception, path: Path) -> str:
    """Why a path cannot be read, in a sentence."""
    code = getattr(error, "errno", None)
    if code == errno.ELOOP:
        return "it is a link that leads back to itself."
    if isinstance(error, FileNotFoundError):
        return "it is a link to nothing." if path.is_symlink() else "there is no such file or folder."
    if isinstance(error, PermissionError):
        return "it cannot be opened: permission denied."
    return f"it cannot be opened: {os.strerror(code).lower() if code else error}."


def _apart(found: dict[Path, str]) -> list[Found]:
    """Each file under its name, or under as much of its path as tells it from others of that name."""
    names = dict(found)
    while repeated := {name for name, count in Counter(names.values()).items() if count > 1}:
        longer = {
            path: shown(PurePosixPath(*path.parts[-(name.count("/") + 2) :]))
            for path, name in names.items()
            if name in repeated
        }
        if longer.items() <= names.items():
            break  # Only names that differ in bytes that cannot be shown.
        names |= longer
    return [Found(name, path) for path, name in names.items()]
