"""The instruments as data: a TOML file for the reader, a CSV file for the machine.

A codebook is a pair of files of one name in `codebooks/<kind>/`. The CSV lists
the terms, one a row: `term,code,weight,note`. The TOML says whose idea it is,
what each code asks, and gives a yes and a no example of each.
"""

from __future__ import annotations

import csv
import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.tables import WORD

SHELF = Path(__file__).parent / "codebooks"


class CodebookError(ValueError):
    """A codebook that cannot be found, read or trusted."""


@dataclass(frozen=True, eq=False)  # told apart by identity, so that what is made of one can be kept
class Codebook:
    """An instrument made of terms.

    Attributes
    ----------
    kind, name
        The folder it stands in, and its file name.
    about
        What the TOML says of the whole: title, citation, scale and the rest.
    codes
        What the TOML says of each code: `title`, `asks`, `yes`, `no`.
    terms
        One row per term and code: `term`, `code`, `weight`, `note`, and `line`
        in the CSV. A term is one or more words; `*` ends a stem.
    sha256
        Of both files, so that a run can say which version it used.

    """

    kind: str
    name: str
    about: Mapping[str, Any]
    codes: Mapping[str, Mapping[str, Any]]
    terms: pd.DataFrame = field(repr=False)
    sha256: str

    @property
    def instrument(self) -> str:
        """The name its hits go by, such as `frames/generic`."""
        return f"{self.kind}/{self.name}"

    @property
    def titles(self) -> dict[str, str]:
        """What to call each code in print."""
        return {code: str(said.get("title", code)) for code, said in self.codes.items()}


def names(kind: str, shelf: Path | str = SHELF) -> list[str]:
    """Names of the codebooks of a kind, in order of the alphabet.

    >>> "generic" in names("frames")
    True
    """
    return sorted(path.stem for path in (Path(shelf) / kind).glob("*.toml"))


def read(kind: str, name: str, shelf: Path | str = SHELF) -> Codebook:
    """A codebook, checked as it is read.

    Parameters
    ----------
    kind, name
        The folder and the file name without its ending.
    shelf
        Where the kinds stand; the workbook's own by default.

    Raises
    ------
    CodebookError
        If there is no such codebook, a file is malformed, a term has an unknown
        code, no word, a weight that is no number or lies outside the declared
        scale, or stands there twice. The error names file, line, value and rule.

    Examples
    --------
    >>> read("frames", "generic").codes["conflict"]["asks"][:8]
    'Does the'

    """
    toml, table = (Path(shelf) / kind / f"{name}{ending}" for ending in (".toml", ".csv"))
    if not toml.is_file():
        there = ", ".join(names(kind, shelf)) or "none"
        raise CodebookError(f"no {kind} codebook {name!r}. There are: {there}.")
    if not table.is_file():
        raise CodebookError(f"{toml.name} stands without {table.name}: a codebook is a pair of files.")
    try:
        about = tomllib.loads(toml.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CodebookError(f"{toml.name} is not TOML in UTF-8: {error}.") from error
    codes = {key: value for key, value in about.items() if isinstance(value, dict)}
    about = {key: value for key, value in about.items() if key not in codes}
    for needed in ("title", "citation", "scale"):
        if needed not in about:
            raise CodebookError(f"{toml.name} does not say its {needed!r}, which every codebook must.")
    for code, said in codes.items():
        lacking = [part for part in ("asks", "yes", "no") if part not in said]
        if lacking:
            raise CodebookError(f"{toml.name}, [{code}] lacks {', '.join(lacking)}: a coder needs all three.")
    digest = hashlib.sha256(toml.read_bytes() + table.read_bytes()).hexdigest()
    terms = _terms(table, set(codes) or {"tone"}, about["scale"], toml.name)
    return Codebook(kind, name, about, codes, terms, digest)


def _terms(path: Path, codes: set[str], scale: list[float], declared_in: str) -> pd.DataFrame:
    low, high = scale
    rows: list[tuple[str, str, float, str, int]] = []
    seen: dict[tuple[str, str], int] = {}
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        absent = {"term", "code", "weight", "note"} - set(reader.fieldnames or ())
        if absent:
            raise CodebookError(f"{path.name}, line 1: the header lacks {', '.join(sorted(absent))}.")
        for row in reader:
            at = f"{path.name}, line {reader.line_num}"
            term, code = (row["term"] or "").strip(), (row["code"] or "").strip()
            if not WORD.search(term):
                raise CodebookError(f"{at}: {term!r} holds no word.")
            if "*" in term.rstrip("*") or term.endswith("**"):
                raise CodebookError(f"{at}: {term!r} has its '*' elsewhere than at the end of the term.")
            if code not in codes:
                raise CodebookError(
                    f"{at}: {term!r} counts for {code!r}, which {declared_in} does not describe. "
                    f"It describes: {', '.join(sorted(codes))}."
                )
            try:
                weight = float(row["weight"])
            except (TypeError, ValueError):
                raise CodebookError(f"{at}: {term!r} weighs {row['weight']!r}, which is no number.") from None
            if not low <= weight <= high:
                raise CodebookError(
                    f"{at}: {term!r} weighs {weight:g}, outside the scale {low:g} to {high:g} "
                    f"that {declared_in} declares."
                )
            if (before := seen.setdefault((term.lower(), code), reader.line_num)) != reader.line_num:
                raise CodebookError(f"{at}: {term!r} stands for {code!r} in line {before} already.")
            rows.append((term, code, weight, (row["note"] or "").strip(), reader.line_num))
    if not rows:
        raise CodebookError(f"{path.name} lists no term.")
    return pd.DataFrame(rows, columns=["term", "code", "weight", "note", "line"])
