"""Works in the two forms that papers need: BibTeX parts, and a line of words."""

from __future__ import annotations

import re

_FIELD = re.compile(r"^\s*(\w+)\s*=\s*\{(.*)\},?$", re.MULTILINE)
_MARKS = {r"{\'e}": "é", r"{\'E}": "É", r"{\"o}": "ö", r"{\"u}": "ü", r"\&": "&", "--": "–"}


def fields(entry: str) -> dict[str, str]:
    """The fields of a BibTeX entry, as plain text."""
    return {name.lower(): plain(value) for name, value in _FIELD.findall(entry)}


def plain(text: str) -> str:
    r"""BibTeX's marks as the letters they stand for.

    >>> plain(r"P{\'e}rez \& {VADER}: 1--2")
    'Pérez & VADER: 1–2'
    """
    for mark, letter in _MARKS.items():
        text = text.replace(mark, letter)
    return re.sub(r"\\([&%#_$])", r"\1", re.sub(r"[{}]", "", text))


def in_words(entry: str) -> str:
    r"""A BibTeX entry as a reference list has it.

    >>> in_words("@article{vane2019,\n  author = {Vane, Ada and Osei, Kofi},\n  title = {Ferries},\n"
    ...     "  journal = {Harbour Studies},\n  volume = {3},\n  pages = {1--9},\n  year = {2019},\n}")
    'Vane, Ada & Osei, Kofi (2019). Ferries. Harbour Studies 3, 1–9.'
    """
    parts = fields(entry)
    # A name in its own braces is one name, even with "and" in it.
    written = re.search(r"author\s*=\s*\{(.*)\},?$", entry, re.MULTILINE)
    listed = re.split(r"\s+and\s+(?![^{]*\})", written[1]) if written else [""]
    authors = [plain(name).strip() for name in listed]
    by = authors[0] if len(authors) == 1 else f"{', '.join(authors[:-1])} & {authors[-1]}"
    by = by.replace(" & others", " et al.")
    where = (
        parts.get("journal")
        or parts.get("booktitle")
        or parts.get("publisher")
        or parts.get("howpublished", "")
    )
    if "volume" in parts:
        where += f" {parts['volume']}" + (f"({parts['number']})" if "number" in parts else "")
    if "pages" in parts:
        where += f", {parts['pages']}"
    if "version" in parts:
        where = f"{where}, version {parts['version']}" if where else f"Version {parts['version']}"
    if "doi" in parts:
        where = f"{where}. https://doi.org/{parts['doi']}" if where else f"https://doi.org/{parts['doi']}"
        return f"{by} ({parts.get('year', 'n.d.')}). {parts['title']}. {where}"
    return f"{by} ({parts.get('year', 'n.d.')}). {parts['title']}. {where}".rstrip(". ") + "."
