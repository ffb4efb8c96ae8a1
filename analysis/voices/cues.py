"""The codebook of cues: which words attribute, of what kind, and what they take."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from analysis import codebook

NAME = "cues"
PARTS = ("verb", "noun", "adjective", "preposition", "adverb")


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that attributes.

    Attributes
    ----------
    term
        The word's lemma, or several words.
    takes
        For each construction it may take, the kind of cue it then is.
    """

    term: str
    takes: Mapping[str, str]


@dataclass(frozen=True)
class Cues:
    """All cues of one part of speech: by lemma, and those of several words by their first."""

    single: Mapping[str, Cue]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], Cue], ...]]


@lru_cache(maxsize=1)
def cues() -> Mapping[str, Cues]:
    """The cues of each part of speech, from the codebook `voices/cues`.

    >>> cues()["verb"].single["claim"].takes["clause"]
    'doubting'
    """
    codebook.read("voices", NAME)  # Checks it.
    takes: dict[str, dict[str, dict[str, str]]] = {part: {} for part in PARTS}
    with (codebook.SHELF / "voices" / f"{NAME}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for part in PARTS:
                for construction in row[part].split():
                    takes[part].setdefault(row["term"], {}).setdefault(construction, row["code"])
    made = {}
    for part, terms in takes.items():
        single = {term: Cue(term, taken) for term, taken in terms.items() if " " not in term}
        phrases: dict[str, list[tuple[tuple[str, ...], Cue]]] = {}
        for term, taken in terms.items():
            first, *rest = term.split()
            if rest:
                phrases.setdefault(first, []).append((tuple(rest), Cue(term, taken)))
        made[part] = Cues(
            single, {first: tuple(sorted(some, key=lambda p: -len(p[0]))) for first, some in phrases.items()}
        )
    return made
