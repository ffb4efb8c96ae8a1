"""Parses kept on disk, each under a name made from all that it depends on."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs

if TYPE_CHECKING:
    from spacy.tokens import Doc

FORMAT = "1"  # of what is kept; a new one makes every parse anew
KEPT = ("ORTH", "TAG", "POS", "MORPH", "LEMMA", "HEAD", "DEP", "SENT_START", "ENT_IOB", "ENT_TYPE")


def folder(cache: Path | str | None) -> Path:
    """Where parses are kept: as asked, as the environment says, or in the user's cache folder."""
    return Path(cache or os.environ.get("WORKBOOK_CACHE") or platformdirs.user_cache_path("media-workbook"))


def digest(texts: Sequence[str], name: str) -> str:
    """The name a parse is kept under: all that it depends on, and nothing else."""
    hashed = hashlib.sha256()
    for part in (FORMAT, _spacy(), name, *texts):
        hashed.update(part.encode("utf-8", "surrogatepass") + b"\0")
    return hashed.hexdigest()


@cache
def _spacy() -> str:
    return version("spacy")


def kept(path: Path, text: str, vocabulary: Any) -> Doc | None:
    """The parse kept at a path, or None where there is none that can be read."""
    from spacy.tokens import DocBin

    try:
        (doc,) = DocBin().from_bytes(path.read_bytes()).get_docs(vocabulary)
    except FileNotFoundError:
        return None
    except Exception:  # A file cut short or altered may fail in any way; it is then made anew.
        return None
    return doc if doc.text == text else None


def keep(path: Path, doc: Doc) -> None:
    """Write a parse whole or not at all; a folder that cannot be written only costs time."""
    from spacy.tokens import DocBin

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(DocBin(attrs=KEPT, store_user_data=False, docs=[doc]).to_bytes())
    except OSError:
        return
    try:
        Path(file.name).replace(path)
    except OSError:  # Another process holds the file there, which is as good.
        Path(file.name).unlink(missing_ok=True)
