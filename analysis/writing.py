"""Files that appear whole or not at all."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path


class WritingError(ValueError):
    """Files that cannot be written where they should go."""


def write(files: Mapping[Path, bytes]) -> tuple[Path, ...]:
    """Write files into one folder, all of them or none; their paths come back.

    The folder is made if it is not there. Each file is first written in full
    beside its place and then moved there, so that what stood there before is
    kept if anything goes wrong.

    Raises
    ------
    WritingError
        If the folder cannot be written to, or a folder has the name of a file.
    """
    folder = next(iter(files)).parent
    if taken := [path for path in files if path.is_dir()]:
        raise WritingError(
            f"{taken[0]} is a folder, but should become a file. Move it or choose another name."
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".writing-") as beside:
            for path, content in files.items():
                (Path(beside) / path.name).write_bytes(content)
            for path in files:
                (Path(beside) / path.name).replace(path)
    except OSError as error:
        raise WritingError(
            f"{folder} cannot be written to ({error.strerror or error}). Choose a folder that can."
        ) from error
    return tuple(files)
