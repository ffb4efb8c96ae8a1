"""The grammar of a document as attributions are read from it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analysis.parse import Document

Range = tuple[int, int]  # of tokens or of characters, half-open

SUBJECTS = frozenset({"nsubj", "csubj"})
PASSIVE_SUBJECTS = frozenset({"nsubjpass", "csubjpass"})
ALL_SUBJECTS = SUBJECTS | PASSIVE_SUBJECTS | {"expl"}
OBJECTS = frozenset({"dobj", "obj"})
# Punctuation that belongs to what it ends: it closes or opens a pair, or asks.
OPENERS = frozenset({'"', "``", "''", "'", "(", "[", "$", "#"})
CLOSERS = frozenset({'"', "''", "'", ")", "]", "%", "?", "!"})
PAUSES = frozenset({",", "—", "–", "--", "-", "(", ")", ";"})
# Lemmas the model gets wrong: "hoping" as a form of "hop".
MISREAD = {"hop": "hope", "threate": "threaten", "opin": "opine", "allud": "allude", "conced": "concede"}


class Grammar:
    """The tokens of a document.

    Attributes
    ----------
    heads, deps, parts, tags, lemmas, lower
        For each token: the token it hangs on (itself for a root), the relation,
        part of speech, fine tag, lemma and form in lower case.
    begins, ends
        For each token, its characters in `document.text`.
    rows, row_of
        The tokens of each sentence, and for each token the row of its sentence.
    """

    def __init__(self, document: Document) -> None:
        self.doc: Any = document.doc
        self.rows: Sequence[Range] = document.tokens
        self.row_of: Sequence[int] = document.rows
        sheet = document.sheet
        self.heads, self.deps, self.parts, self.tags = sheet.head, sheet.dep, sheet.pos, sheet.tag
        self.lemmas = [MISREAD.get(lemma, lemma) for lemma in sheet.lemma]
        self.lower, self.begins, self.ends = sheet.lower, sheet.begin, sheet.end
        self._children = sheet.children

    def kids(self, at: int, *deps: str) -> list[int]:
        """What hangs on a token, of any of the relations named, or all."""
        some = self._children[at]
        return [kid for kid in some if self.deps[kid] in deps] if deps else some

    def span(self, at: int) -> Range:
        """A token with all that hangs on it, as one stretch."""
        token = self.doc[at]
        return token.left_edge.i, token.right_edge.i + 1

    def sentence(self, at: int) -> Range:
        """The sentence a token stands in."""
        return self.rows[self.row_of[at]]

    def verbal(self, at: int) -> bool:
        """Whether a token is a verb, for the parser's part of speech or for its tag."""
        return self.parts[at] == "VERB" or self.tags[at].startswith("VB")

    def infinitive(self, at: int) -> bool:
        """Whether a verb stands with "to"."""
        return any(self.tags[kid] == "TO" for kid in self.kids(at, "aux"))

    def blank(self, at: int) -> bool:
        """Whether a token is punctuation or white space."""
        return self.parts[at] in ("PUNCT", "SPACE")

    def trimmed(self, first: int, last: int) -> Range:
        """A stretch without the punctuation at its ends that is not its own."""
        while first < last and self.blank(first) and self.lower[first] not in OPENERS:
            first += 1
        while first < last and self.blank(last - 1) and self.lower[last - 1] not in CLOSERS:
            last -= 1
        return first, last

    def chars(self, piece: Range) -> Range:
        """The characters of a stretch of tokens."""
        return self.begins[piece[0]], self.ends[piece[1] - 1]


def clause_of(grammar: Grammar, at: int) -> int:
    """The verb of the clause that a token stands in."""
    head = grammar.heads[at]
    while grammar.parts[head] not in ("VERB", "AUX"):
        above = grammar.heads[head]
        if above == head or grammar.row_of[above] != grammar.row_of[at]:
            break
        head = above
    return head
