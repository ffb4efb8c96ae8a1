"""What the grammar of an attribution gives: its cue, its content, its source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from analysis.voices.cues import Cue, Cues
from analysis.voices.grammar import Grammar, Range


@dataclass(slots=True)
class Found:
    """An attribution, in tokens.

    Attributes
    ----------
    cue, words
        The cue's main token, and all its tokens.
    term, kind
        Its lemma and its kind in the codebook.
    form
        The construction: clause, infinitive, gerund, small, object, subject or topic.
    content
        Its stretches, in order.
    source
        The words that name the speaker, or None.
    head
        The main token of the content.
    """

    cue: int
    words: Range
    term: str
    kind: str
    form: str
    content: list[Range]
    source: Range | None
    head: int


def named(known: Cues, grammar: Grammar, at: int) -> tuple[Cue | None, int]:
    """The cue that begins at a token, the longest first, and where it ends."""
    lemma = grammar.lemmas[at]
    for rest, cue in known.phrases.get(lemma, ()):
        if tuple(grammar.lower[at + 1 : at + 1 + len(rest)]) == rest:
            return cue, at + 1 + len(rest)
    if lemma not in known.single or grammar.kids(at, "prt"):
        return None, at + 1
    return known.single[lemma], at + 1


def pieces(grammar: Grammar, content: Iterable[Range]) -> list[Range]:
    """The stretches of a content in order, trimmed, the empty ones left out."""
    trimmed = [grammar.trimmed(*piece) for piece in content if piece[0] < piece[1]]
    return sorted(piece for piece in trimmed if piece[0] < piece[1])
