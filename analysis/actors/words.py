"""The lists that the rules read: words for actors and acts, and the gazetteer."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path

from analysis import codebook

COLUMNS = ("term", "code", "actor", "country", "periods")
TYPES = {
    "country": "place", "city": "place", "region": "place", "body": "organization", "people": "group",
}  # fmt: skip


class ActorsError(ValueError):
    """A gazetteer that cannot be read, or voices that are not of these articles."""


@dataclass(frozen=True)
class Entry:
    """A name known beforehand: its type, the actor it means, and the country that is of."""

    term: str
    type: str
    actor: str
    country: str | None
    code: str
    note: str = ""


@dataclass(frozen=True)
class Leader:
    """Who held an office, and when: pairs of first and last day, the last None while it runs."""

    name: str
    country: str
    office: str
    periods: tuple[tuple[date, date | None], ...]

    def held_on(self, day: date | None) -> bool:
        """Whether the office was held on a day; never where the day is not known."""
        return day is not None and any(
            first <= day and (last is None or day <= last) for first, last in self.periods
        )


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """Names known beforehand.

    Attributes
    ----------
    entries
        By printed name: countries, capitals, regions, bodies, peoples.
    adjectives
        "Finnish" to "Finland"; of no state ("Kurdish"), to itself.
    leaders
        By country or union.
    leading
        The same by last name.
    phrases
        Entries of several words, as lists, by their first word, longest first.
    """

    entries: dict[str, Entry] = field(repr=False)
    adjectives: dict[str, str] = field(repr=False)
    leaders: dict[str, list[Leader]] = field(repr=False)
    leading: dict[str, list[Leader]] = field(repr=False)
    phrases: dict[str, list[list[str]]] = field(repr=False)


def listed(printed: str) -> frozenset[str]:
    """The words of a closed class, as a set."""
    return frozenset(printed.split())


def words(code: str) -> frozenset[str]:
    """The words of one kind in the codebook `actors/words`.

    >>> "minister" in words("person"), "ministry" in words("person")
    (True, False)
    """
    return _words()[code]


@lru_cache(maxsize=1)
def _words() -> dict[str, frozenset[str]]:
    terms = codebook.read("actors", "words").terms
    return {str(code): frozenset(rows["term"].str.lower()) for code, rows in terms.groupby("code")}


@lru_cache(maxsize=1)
def acts() -> dict[str, str]:
    """Nouns that name an act, each with its verb.

    >>> acts()["suspension"]
    'suspend'
    """
    terms = codebook.read("actors", "words").terms
    rows = terms[terms["code"] == "act"]
    return dict(zip(rows["term"].str.lower(), rows["note"], strict=True))


def gazetteer(own: Path | str | None = None) -> Gazetteer:
    """The workbook's gazetteer, with a user's own file laid over it.

    Parameters
    ----------
    own
        A CSV file in UTF-8 with the columns `term, code, actor, country, periods`;
        a name that it lists goes before the workbook's entry of that name.

    Raises
    ------
    ActorsError
        If the file is not there, lacks a column, or has a code or a period that
        means nothing. The error names file, line, value and rule.

    Examples
    --------
    >>> gazetteer().entries["Kiev"].actor, gazetteer().adjectives["Finnish"]
    ('Kyiv', 'Finland')
    """
    return _gazetteer(None if own is None else str(Path(own).resolve()))


@lru_cache(maxsize=8)
def _gazetteer(own: str | None) -> Gazetteer:
    codebook.read("actors", "gazetteer")  # checks it as any codebook
    files = [codebook.SHELF / "actors" / "gazetteer.csv", *([Path(own)] if own else [])]
    entries: dict[str, Entry] = {}
    adjectives: dict[str, str] = {}
    leaders: dict[str, list[Leader]] = {}
    for file in files:
        for line, row in _rows(file):
            term, code = row["term"].strip(), row["code"].strip()
            actor, country = row["actor"].strip() or term, row["country"].strip() or None
            if code == "leader":
                if country is None:
                    raise ActorsError(
                        f"{file.name}, line {line}: {term!r} leads no country; name it under `country`."
                    )
                periods = tuple(_periods(row["periods"], f"{file.name}, line {line}"))
                leaders.setdefault(country, []).append(Leader(term, country, row["note"].strip(), periods))
            elif code == "adjective":
                adjectives[term] = country or term
            elif code in TYPES:
                entries[term] = Entry(term, TYPES[code], actor, country, code, row["note"].strip())
            else:
                raise ActorsError(
                    f"{file.name}, line {line}: code {code!r} is unknown. "
                    f"There are: {', '.join([*TYPES, 'adjective', 'leader'])}."
                )
    phrases: dict[str, list[list[str]]] = {}
    for term in sorted(entries, key=len, reverse=True):
        parts = term.split(" ")
        if len(parts) > 1:
            phrases.setdefault(parts[0], []).append(parts)
    leading: dict[str, list[Leader]] = {}
    for held in leaders.values():
        for leader in held:
            leading.setdefault(leader.name.rsplit(" ", 1)[-1], []).append(leader)
    return Gazetteer(entries, adjectives, leaders, leading, phrases)


def _rows(file: Path) -> Iterable[tuple[int, dict[str, str]]]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ActorsError(f"the gazetteer {file} cannot be read as UTF-8 text: {error}.") from error
    reader = csv.DictReader(text.splitlines())
    absent = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    if absent:
        raise ActorsError(
            f"{file.name}, line 1: the header lacks {', '.join(absent)}. A gazetteer has "
            f"{', '.join(COLUMNS)}."
        )
    for row in reader:
        cells = {name: row.get(name) or "" for name in (*COLUMNS, "note")}
        if not cells["term"].strip():
            raise ActorsError(f"{file.name}, line {reader.line_num}: the term is empty.")
        yield reader.line_num, cells


def _periods(written: str, place: str) -> Iterable[tuple[date, date | None]]:
    for period in written.split():
        first, slash, last = period.partition("/")
        try:
            yield date.fromisoformat(first), (date.fromisoformat(last) if last else None)
        except ValueError as error:
            raise ActorsError(
                f"{place}: {period!r} is no period. Write first day, slash, last day: 2009-01-20/2017-01-20."
            ) from error
        if not slash:
            raise ActorsError(f"{place}: {period!r} lacks the slash after the first day.")
