"""One run at a time in a folder."""

from __future__ import annotations

import contextlib
import json
import os
import platform
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil

from analysis.corpus.measured import CorpusError

SAME = 2.0  # seconds by which two readings of one process's start may differ


@contextlib.contextmanager
def lock(path: Path) -> Iterator[None]:
    """Hold the lock in a file, which is removed afterwards.

    The file names the process that holds it. A lock whose process is gone, on
    this machine, is taken over.

    Raises
    ------
    CorpusError
        If another run holds it; the error says which, and what to do.
    OSError
        If the file cannot be written.
    """
    mine = json.dumps(
        {
            "host": platform.node(),
            "pid": os.getpid(),
            "process_started": psutil.Process().create_time(),
            "since": time.strftime("%Y-%m-%d %H:%M:%S"),
        }
    )
    _take(path, mine)
    try:
        yield
    finally:
        if _read(path) == mine:
            path.unlink(missing_ok=True)


def _take(path: Path, mine: str) -> None:
    # In containers all processes may have the same number: the machine's name tells them apart.
    here = f"{path.name}-{platform.node()}-"
    while True:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Written whole and then linked: a lock that is seen is never half written.
        waiting = path.with_name(f"{here}{os.getpid()}")
        waiting.write_text(mine, encoding="utf-8")
        try:
            _put(waiting, path)
            break
        except FileExistsError:
            held = _read(path)
            if held is not None and (holder := _alive(held)):
                raise _refused(path, holder) from None
            # Its process is gone. Whoever can rename the very file that was read takes over.
            aside = path.with_name(f"{here}old-{os.getpid()}")
            try:
                path.rename(aside)
            except FileNotFoundError:
                continue
            if _read(aside) != held:  # Another run took over first, and this is its lock.
                with contextlib.suppress(OSError):
                    _put(aside, path)
            aside.unlink(missing_ok=True)
        finally:
            waiting.unlink(missing_ok=True)
    for left in path.parent.iterdir():  # by runs that were killed while they took it
        if left.name.startswith(here) and not psutil.pid_exists(int(left.name.rpartition("-")[2])):
            left.unlink(missing_ok=True)


def _put(source: Path, path: Path) -> None:
    """Give a file this name unless it is taken."""
    try:
        os.link(source, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        with path.open("x", encoding="utf-8") as file:
            file.write(source.read_text(encoding="utf-8"))


def _read(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return None


def _alive(held: str) -> dict[str, Any] | None:
    """Who holds a lock, unless it is known to be gone."""
    try:
        holder: dict[str, Any] = json.loads(held)
        pid, started = int(holder["pid"]), float(holder["process_started"])
    except (ValueError, KeyError, TypeError):
        return None  # a lock cut short, as by a power cut
    if holder.get("host") != platform.node():
        return holder  # of another machine nothing can be known
    try:
        same = abs(psutil.Process(pid).create_time() - started) < SAME
    except psutil.NoSuchProcess:
        return None
    except psutil.AccessDenied:
        return holder
    return holder if same else None


def _refused(path: Path, holder: dict[str, Any]) -> CorpusError:
    here = holder["host"] == platform.node()
    what = "Wait for it or stop it, or choose another folder with --out."
    if not here:
        what += f" If that run is gone, delete {path} and run again."
    return CorpusError(
        f"another run is writing to {path.parent.parent}: process {holder['pid']} on {holder['host']}, since "
        f"{holder['since']}. {what}"
    )
