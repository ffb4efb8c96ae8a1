"""The grammar of one article as plain lists: what the rules read, token by token.

A rule that asks a spaCy token for its attributes pays for each question; these
lists are made in one go and cost a small part of that.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any
from weakref import ref

if TYPE_CHECKING:
    from analysis.parse.document import Document

_WANTED = ["ORTH", "LOWER", "LEMMA", "TAG", "POS", "DEP", "ENT_TYPE", "ENT_IOB", "HEAD", "IDX", "LENGTH"]
INSIDE, BEGIN = 1, 3  # spaCy's numbers of the entity marks I and B


class Sheet:
    """The tokens of a document, in lists of one entry a token.

    Attributes
    ----------
    text, lower, lemma, tag, pos, dep, entity
        As spaCy gives them; the lemma in lower case.
    mark
        Whether a token begins (3) or continues (1) an entity.
    head
        The number of the token's head; its own for the root of a sentence.
    row
        The row of the sentence.
    begin, end
        Where it stands in the document's text.
    """

    def __init__(self, document: Document) -> None:
        self._document = ref(document)  # the document keeps the sheet, not the other way round
        doc = document.doc
        self.size = len(doc)
        array: Any = doc.to_array(_WANTED)
        names: dict[int, str] = {0: ""}
        strings = doc.vocab.strings
        columns = [array[:, place].tolist() for place in range(8)]
        for column in columns[:7]:
            for number in set(column):
                if number not in names:
                    names[number] = strings[number]
        self.text, self.lower, lemma, self.tag, self.pos, self.dep, self.entity = (
            [names[number] for number in column] for column in columns[:7]
        )
        lowered = {word: word.lower() for word in set(lemma)}
        self.lemma = [lowered[word] for word in lemma]
        self.mark: list[int] = columns[7]
        offsets = array[:, 8].astype("int64").tolist()
        self.head = [token + offset for token, offset in enumerate(offsets)]
        self.row = document.rows
        self.begin: list[int] = array[:, 9].astype("int64").tolist()
        self.end: list[int] = (array[:, 9] + array[:, 10]).astype("int64").tolist()

    @property
    def document(self) -> Document:
        """The document it was made of."""
        document = self._document()
        assert document is not None
        return document

    @cached_property
    def children(self) -> list[list[int]]:
        """For each token, its dependents in order."""
        found: list[list[int]] = [[] for _ in range(self.size)]
        for token, head in enumerate(self.head):
            if head != token:
                found[head].append(token)
        return found

    def glued(self, token: int) -> bool:
        """Whether no space stands before a token."""
        return token > 0 and self.begin[token] == self.end[token - 1]

    def printed(self, first: int, last: int) -> str:
        """The repaired text of a stretch of tokens."""
        return self.document.text[self.begin[first] : self.end[last - 1]]

    def top(self, first: int, last: int) -> int:
        """The token of a stretch that the others hang on: the one whose head lies outside."""
        for token in range(last - 1, first - 1, -1):
            if not first <= self.head[token] < last or self.head[token] == token:
                return token
        return last - 1
