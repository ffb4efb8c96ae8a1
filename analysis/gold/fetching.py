"""Gets the public sets: an address at a fixed commit, a checksum where it is certain, the licence first."""

from __future__ import annotations

import fnmatch
import hashlib
import shutil
import tempfile
import tomllib
import zipfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from analysis.gold.forms import GoldError

Count = Callable[[str, int, int], None]
LISTED = Path(__file__).parents[1] / "codebooks" / "gold" / "sets.toml"


def sets(path: Path | str = LISTED) -> dict[str, dict[str, Any]]:
    """What is known of each listed set: title, tasks, licence, use, citation, home, commit, files.

    >>> sets()["babe"]["use"]
    'measure only'
    """
    about: dict[str, dict[str, Any]] = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    defaults = {"whole": [], "files": [], "references": [], "decides": True}
    return {name: defaults | said for name, said in about.items()}


def fetch(
    name: str | None,
    folder: Path | str,
    *,
    say: Callable[[str], None] = print,
    count: Count | None = None,
    listed: Mapping[str, Mapping[str, Any]] | None = None,
) -> list[Path]:
    """Get a public set, or all of them, into a folder; a set already there is checked and not fetched again.

    Parameters
    ----------
    name
        A set, as `sets()` lists it; all of them if missing.
    folder
        Where a folder for each set is made.
    say
        Is told, before anything is fetched, under which licence a set comes
        and what may be done with it.
    count
        Called with a set, how many of its files are there, and how many it has.
    listed
        The sets that can be fetched, `sets()` by default.

    Returns
    -------
    list of Path
        The files, with a `SOURCE.txt` for each set: address, commit, licence,
        citation, and the SHA-256 of every file.

    Raises
    ------
    GoldError
        If there is no such set, an address cannot be reached, or what came is
        not what it should be. Nothing of such a file is kept.

    """
    known = sets() if listed is None else listed
    if name is not None and name not in known:
        raise GoldError(f"no set {name!r} to fetch. There are: {', '.join(known)}.")
    made: list[Path] = []
    for one in known if name is None else [name]:
        about, into = known[one], Path(folder) / one
        say(f"{one}: {about['title']}")
        say(f"  licence: {about['licence']}. Use: {_use(about)}.")
        say(f"  cite: {about['citation']}")
        get = _archive if "archive" in about else _files
        files = get(about, into, partial(count, one) if count else lambda done, total: None)
        made += [*files, _source(one, about, into, files)]
        say(f"  {len(files)} files in {into}")
    return made


def _use(about: Mapping[str, Any]) -> str:
    said = str(about["use"])
    return f"{said}, since no licence is stated" if about["licence"] == "none stated" else said


def _files(about: Mapping[str, Any], into: Path, count: Callable[[int, int], None]) -> list[Path]:
    made: list[Path] = []
    for file in about["files"]:
        count(len(made), len(about["files"]))
        commit = file.get("commit", about["commit"])
        address = f"{about['raw']}/{commit}/{quote(file['path'])}"
        made.append(_retrieve(address, into / file["to"], file.get("sha256")))
    return made


def _archive(about: Mapping[str, Any], into: Path, count: Callable[[int, int], None]) -> list[Path]:
    """The files wanted out of a commit's zip, whose own first folder is dropped."""
    count(0, 1)
    address = about["archive"].format(commit=about["commit"])
    with tempfile.TemporaryDirectory() as scratch:
        got = _retrieve(address, Path(scratch) / "archive.zip", about.get("sha256"))
        unpacked = Path(scratch) / "unpacked"
        try:
            with zipfile.ZipFile(got) as archive:
                inside = {entry.filename.partition("/")[2]: entry for entry in archive.infolist()}
                wanted = {
                    path: entry
                    for path, entry in inside.items()
                    if not entry.is_dir()
                    and ".." not in path.split("/")
                    and any(fnmatch.fnmatch(path, pattern) for pattern in about["take"])
                }
                for path, entry in wanted.items():
                    (unpacked / path).parent.mkdir(parents=True, exist_ok=True)
                    (unpacked / path).write_bytes(archive.read(entry))
        except zipfile.BadZipFile as error:
            raise GoldError(f"what {address} gave is not a zip: {error}.") from error
        if not wanted:
            raise GoldError(f"{address} holds none of {', '.join(about['take'])}.")
        for folder, digest in about.get("tree", {}).items():
            if (is_ := tree(unpacked, folder)) != digest:
                raise GoldError(
                    f"the files of {folder} from {address} are not those expected: the SHA-256 of their list "
                    f"is {is_}, not {digest}. None was kept."
                )
        shutil.copytree(unpacked, into, dirs_exist_ok=True)
    return [into / path for path in sorted(wanted)]


def tree(top: Path, folder: str) -> str:
    """SHA-256 of the list of files in a folder: a line "sha256  path" for each, sorted by path."""
    files = sorted(path.relative_to(top).as_posix() for path in (top / folder).rglob("*") if path.is_file())
    lines = (f"{hashlib.sha256((top / path).read_bytes()).hexdigest()}  {path}\n" for path in files)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _retrieve(address: str, to: Path, sha256: str | None) -> Path:
    import logging

    import pooch
    import requests

    pooch.get_logger().setLevel(logging.ERROR)
    try:
        pooch.retrieve(address, known_hash=sha256, fname=to.name, path=to.parent)
    except requests.RequestException as error:
        raise GoldError(f"{address} cannot be fetched: {error}.") from error
    except ValueError as error:
        raise GoldError(
            f"what {address} gave is not the file expected, whose SHA-256 is {sha256}. Nothing was kept."
        ) from error
    except OSError as error:
        raise GoldError(f"{to.parent} cannot be written: {error.strerror or error}.") from error
    return to


def _source(name: str, about: Mapping[str, Any], into: Path, files: list[Path]) -> Path:
    lines = [
        f"{name}: {about['title']}",
        f"Home: {about['home']}, commit {about['commit']}",
        f"Licence: {about['licence']}",
        f"Use: {_use(about)}",
        f"Cite: {about['citation']}",
        "",
        *(
            f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(into).as_posix()}"
            for path in files
        ),
    ]
    source = into / "SOURCE.txt"
    source.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return source
