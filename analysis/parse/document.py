"""One article's parse: its tokens, and where each stands in the source text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from analysis.clean import to_source
from analysis.parse.sheet import Sheet
from analysis.tables import Sentences

if TYPE_CHECKING:  # spaCy takes a second to import, and whoever only cuts sentences needs none of it.
    from spacy.tokens import Doc, Span


@dataclass(frozen=True, eq=False)
class Document:
    """One article, parsed: its tokens, their grammar, and where each stands in the source text.

    Attributes
    ----------
    article
        The article.
    doc
        The spaCy parse (tags, dependencies, lemmas, entities), tokens numbered
        through the whole article, headline included. `doc.text` is `text` with
        typewriter quotation marks, character for character.
    text
        The repaired text parsed: the sentences, one space between.
    sentences
        The article's rows of the sentences table, index 0, 1, 2...
        Row i stands in `text[bounds[i][0]:bounds[i][1]]` and its tokens are
        `doc[tokens[i][0]:tokens[i][1]]`. Its number in the article is
        `sentences.loc[i, "sentence"]`, as a list `numbers[i]`.

    Examples
    --------
    >>> from analysis.parse import document_of
    >>> document = document_of("Trains stop. Mayor Ada Vane said “no”.")
    >>> document.token_text(4, 6), document.source(4, 6)
    ('Ada Vane', (19, 27))
    >>> document.row_of(4), document.numbers[document.row_of(4)]
    (1, 2)
    """

    article: str
    doc: Doc
    text: str
    sentences: Sentences
    bounds: list[tuple[int, int]]
    tokens: list[tuple[int, int]]

    @cached_property
    def numbers(self) -> list[int]:
        """For each row, the number of the sentence in its article (0 is the headline)."""
        return self.sentences["sentence"].tolist()

    @cached_property
    def passages(self) -> list[int]:
        """For each row, the number of the passage it stands in."""
        return self.sentences["passage"].tolist()

    @cached_property
    def roles(self) -> list[str]:
        """For each row, the role of its passage: headline, subheading or body."""
        return self.sentences["role"].tolist()

    @cached_property
    def starts(self) -> list[int]:
        """For each row, where it begins in the source text."""
        return self.sentences["start"].tolist()

    @cached_property
    def ends(self) -> list[int]:
        """For each row, where it ends in the source text."""
        return self.sentences["end"].tolist()

    @cached_property
    def rows(self) -> list[int]:
        """For each token, the row of the sentence it stands in."""
        return [row for row, (first, last) in enumerate(self.tokens) for _ in range(first, last)]

    @cached_property
    def sheet(self) -> Sheet:
        """The tokens and their grammar as plain lists."""
        return Sheet(self)

    @cached_property
    def token_begins(self) -> list[int]:
        """For each token, where it begins in `text`."""
        return self.sheet.begin

    @cached_property
    def token_ends(self) -> list[int]:
        """For each token, where it ends in `text`."""
        return self.sheet.end

    def row_of(self, token: int) -> int:
        """The row of the sentence that a token stands in."""
        return self.rows[token]

    def sents(self) -> Iterator[Span]:
        """The tokens of each row, in order, as a spaCy span."""
        for first, last in self.tokens:
            yield self.doc[first:last]

    def source(self, first: int, last: int) -> tuple[int, int]:
        """Source offsets of the tokens first to last, half-open."""
        return self.source_of_text(self.token_begins[first], self.token_ends[last - 1])

    def source_of_text(self, start: int, end: int) -> tuple[int, int]:
        """Source offsets of `text[start:end]`, a stretch of at least one character."""
        first = self.row_at(start)
        last = first if end <= self.bounds[first][1] else self.row_at(end - 1)
        return self._in_source(first, start, ends=False), self._in_source(last, end, ends=True)

    def _in_source(self, row: int, place: int, *, ends: bool) -> int:
        """The source offset of a place in `text` that stands in a row."""
        within, edits = place - self.bounds[row][0], self._edits[row]
        if not edits:  # as in nearly every sentence
            return self.starts[row] + within
        (found,) = to_source(self.starts[row], edits, [within], ends=ends)
        return found

    def token_text(self, first: int, last: int) -> str:
        """The repaired text of the tokens first to last, half-open."""
        return self.text[self.token_begins[first] : self.token_ends[last - 1]]

    def row_at(self, offset: int) -> int:
        """The row of the sentence at an offset in `text`."""
        return max(0, bisect_right(self._begins, offset) - 1)

    @cached_property
    def _edits(self) -> list[list[list[int]]]:
        return self.sentences["edits"].tolist()

    @cached_property
    def _begins(self) -> list[int]:
        return [start for start, _ in self.bounds]
