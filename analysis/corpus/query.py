"""Search queries: from what people write to what SQLite's full-text search reads.

The language is that of FTS5, made safe to type: `bridge NEAR ferry` works as people write it, a word with a
hyphen or an apostrophe is a phrase, and an error names the place and the way out.

    bridge ferry                 both words (AND may be written)
    bridge OR ferry              at least one of them
    bridge NOT ferry             the first without the second
    "ferry board"                the words next to each other, in this order
    ferr*                        words that begin so
    bridge NEAR ferry            at most 10 words between them; NEAR/3: at most 3
    headline:bridge              in the headline
    (bridge OR tunnel) NEAR toll

Case and accents do not count. NOT binds more tightly than AND, and AND more tightly than OR, as in FTS5.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

from analysis.corpus.measured import CorpusError

COLUMNS = ("headline", "text")
DISTANCE = 10  # words between two words that are NEAR each other, as in FTS5
MOST_NEAR = 200  # combinations that one NEAR of alternatives may come to
DEEPEST = 20  # brackets within each other

_TOKEN = re.compile(
    r"""(?P<phrase>["“”„][^"“”„]*["“”„]\*?)
      | (?P<open>["“”„])
      | (?P<bracket>[()])
      | (?P<column>[A-Za-z_]+(?=:(?!//)))(?P<colon>:)
      | (?P<word>[^\s()"“”„]+)""",
    re.VERBOSE,
)
_NEAR = re.compile(r"NEAR(?:/(\d{1,6}))?")
_LAST = re.compile(r",\s*(\d{1,6})$")  # the distance in NEAR(bridge ferry, 5)
_LIKE = "Write it like NEAR(bridge ferry, 5)."
_LETTERS = re.compile(r"[^\W_]")


class QueryError(CorpusError):
    """A search query that cannot be read."""


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    start: int

    @property
    def operator(self) -> str | None:
        """AND, OR, NOT or NEAR, if the token is one of them."""
        if self.kind != "word":
            return None
        return "NEAR" if _NEAR.fullmatch(self.text) else self.text if self.text in _OPERATORS else None


_OPERATORS = ("AND", "OR", "NOT")
# What can stand next to another in a NEAR: alternatives, each a phrase as FTS5 reads it.
_Phrases = list[str]


@dataclass(frozen=True)
class _Part:
    """A part of a query in FTS5's words and, where NEAR may join it to another, the phrases it allows."""

    fts: str
    phrases: _Phrases | None = None


def fts5(query: str) -> str:
    """A query as FTS5 reads it.

    Parameters
    ----------
    query
        In the language above.

    Raises
    ------
    QueryError
        If it cannot be read; the sentence names the place and the way out.

    Examples
    --------
    >>> fts5('bridge NEAR ferry')
    'NEAR("bridge" "ferry", 10)'
    >>> fts5('post-war OR ferr*')
    '("post-war" OR "ferr" *)'
    >>> fts5('bridge (ferry')
    Traceback (most recent call last):
    analysis.corpus.query.QueryError: the search query 'bridge (ferry' has a bracket that is not closed, \
at character 8 ('(ferry'). Close it with ).
    """
    return _Reader(query).whole().fts


def misread(what: str, text: str, start: int, wrong: str, way_out: str) -> str:
    """The sentence for a text that cannot be read: what is wrong, at which character, and the way out.

    >>> misread("filter", "words >", 6, "has no value after >", "Write one.")
    "the filter 'words >' has no value after >, at character 7 ('>'). Write one."
    """
    return f"the {what} {text!r} {wrong}, at character {start + 1} ({text[start : start + 20]!r}). {way_out}"


class _Reader:
    """Reads a query from left to right."""

    def __init__(self, query: str) -> None:
        self._query = query.replace("\0", " ")
        self._tokens = self._split()
        self._at = 0
        self._depth = 0

    def whole(self) -> _Part:
        if not self._tokens:
            raise QueryError("the search query is empty. Write at least one word to search for.")
        found = self._alternatives()
        if self._here is not None:
            self._refuse(
                self._here, "has a closing bracket that no bracket opens", "Remove it, or open one before it."
            )
        return found

    def _split(self) -> list[_Token]:
        tokens = []
        for match in _TOKEN.finditer(self._query):
            kind = str(match.lastgroup)
            kind = "column" if kind == "colon" else kind
            token = _Token(kind, match["column"] if kind == "column" else match.group(), match.start())
            if kind == "open":
                self._refuse(
                    token, "has a quotation mark without its pair", "Close the phrase with a second one."
                )
            tokens.append(token)
        return tokens

    @property
    def _here(self) -> _Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _take(self) -> _Token:
        token = self._tokens[self._at]
        self._at += 1
        return token

    def _follows(self, operator: str) -> _Token | None:
        """The operator, taken, if it is next."""
        return self._take() if self._here is not None and self._here.operator == operator else None

    def _refuse(self, token: _Token, wrong: str, way_out: str) -> NoReturn:
        raise QueryError(misread("search query", self._query, token.start, wrong, way_out))

    def _alternatives(self) -> _Part:
        parts = [self._both()]
        while operator := self._follows("OR"):
            self._needs_more(operator)
            parts.append(self._both())
        if len(parts) == 1:
            return parts[0]
        allowed = [part.phrases for part in parts]
        phrases = (
            None if any(some is None for some in allowed) else [one for some in allowed for one in some or ()]
        )
        return _Part(f"({' OR '.join(part.fts for part in parts)})", phrases)

    def _both(self) -> _Part:
        parts = [self._without()]
        while self._here is not None and self._here.operator != "OR" and self._here.text != ")":
            if operator := self._follows("AND"):
                self._needs_more(operator)
            parts.append(self._without())
        return parts[0] if len(parts) == 1 else _Part(f"({' AND '.join(part.fts for part in parts)})")

    def _without(self) -> _Part:
        found, without = self._near(), []
        while operator := self._follows("NOT"):
            self._needs_more(operator)
            without.append(self._near().fts)
        return _Part(f"({found.fts} NOT ({' OR '.join(without)}))") if without else found

    def _near(self) -> _Part:
        first = self._here
        parts = [self._one()]
        widest: int | None = None
        while (operator := self._here) is not None and operator.operator == "NEAR" and not self._called():
            self._take()
            self._needs_more(operator)
            match = _NEAR.fullmatch(operator.text)
            distance = int(match[1]) if match and match[1] else DISTANCE
            if widest not in (None, distance):
                self._refuse(
                    operator, "has two distances for one NEAR", "Give all of them the same distance."
                )
            widest = distance
            parts.append(self._one())
        if widest is None or first is None:
            return parts[0]
        return _Part(self._joined(first, parts, widest))

    def _joined(self, first: _Token, parts: Sequence[_Part], distance: int) -> str:
        allowed = [part.phrases for part in parts if part.phrases is not None]
        if len(allowed) < len(parts):
            self._refuse(
                first,
                "puts more than words, phrases or alternatives next to NEAR",
                'On both sides of NEAR write words, "phrases" or (one OR another).',
            )
        chosen = list(itertools.islice(itertools.product(*allowed), MOST_NEAR + 1))
        if len(chosen) > MOST_NEAR:
            self._refuse(
                first, f"has more than {MOST_NEAR} combinations in one NEAR", "Use fewer alternatives."
            )
        near = [f"NEAR({' '.join(phrases)}, {distance})" for phrases in chosen]
        return near[0] if len(near) == 1 else f"({' OR '.join(near)})"

    def _one(self) -> _Part:
        token = self._here
        if token is None:
            raise QueryError(f"the search query {self._query!r} ends too early. Write a word after it.")
        if token.text == "(":
            return self._bracket()
        if token.text == ")":
            self._refuse(token, "has a closing bracket where a word is expected", "Write a word before it.")
        if token.kind == "column":
            return self._column()
        if token.operator == "NEAR" and self._called():
            return self._call()
        if token.operator is not None:
            self._refuse(
                token,
                f"has {token.text} where a word is expected",
                f"{token.text} goes between two words: bridge {token.text} ferry. To search for the word "
                f'itself, write "{token.text.lower()}".',
            )
        phrase = self._phrase(self._take())
        return _Part(phrase, [phrase])

    def _bracket(self) -> _Part:
        opened = self._take()
        self._depth += 1
        if self._depth > DEEPEST:
            self._refuse(opened, f"has more than {DEEPEST} brackets within each other", "Use fewer.")
        if self._here is not None and self._here.text == ")":
            self._refuse(opened, "has brackets with nothing between them", "Remove them, or put words in.")
        if self._here is None:
            self._refuse(opened, "has a bracket that is not closed", "Close it with ).")
        found = self._alternatives()
        if self._here is None:
            self._refuse(opened, "has a bracket that is not closed", "Close it with ).")
        self._take()
        self._depth -= 1
        return found

    def _column(self) -> _Part:
        named = self._take()
        column = named.text.lower()
        if column not in COLUMNS:
            self._refuse(
                named,
                f"asks for a column {named.text}, which is not searched",
                f"Columns are {' and '.join(COLUMNS)}. For others use a filter; to search for the words "
                "themselves, put them in quotation marks.",
            )
        if self._here is None or self._here.operator is not None or self._here.text == ")":
            self._refuse(named, f"has no word after {named.text}:", f"Write one: {named.text}:bridge.")
        return _Part(f"{{{column}}} : {self._one().fts}")

    def _called(self) -> bool:
        """Whether NEAR is written as in FTS5: NEAR(bridge ferry, 5)."""
        after = self._tokens[self._at + 1 : self._at + 2]
        near = self._tokens[self._at]
        return (
            bool(after) and after[0].text == "(" and near.text == "NEAR" and after[0].start == near.start + 4
        )

    def _call(self) -> _Part:
        near, _ = self._take(), self._take()
        inside = list(itertools.takewhile(lambda token: token.text != ")", self._tokens[self._at :]))
        self._at += len(inside)
        if self._here is None:
            self._refuse(near, "has a NEAR( that is not closed", _LIKE)
        self._take()
        distance = DISTANCE
        if inside and (
            match := _LAST.search(self._query[near.start : inside[-1].start + len(inside[-1].text)])
        ):
            distance, comma = int(match[1]), near.start + match.start()
            inside = [
                _Token(token.kind, token.text[: max(0, comma - token.start)], token.start)
                for token in inside
                if token.start < comma
            ]
        if strange := [token for token in inside if token.kind not in ("word", "phrase") or token.operator]:
            self._refuse(strange[0], "has more than words and phrases within NEAR( )", _LIKE)
        if len(inside) < 2:
            self._refuse(near, "has fewer than two words within NEAR( )", _LIKE)
        return _Part(f"NEAR({' '.join(map(self._phrase, inside))}, {distance})")

    def _needs_more(self, operator: _Token) -> None:
        if self._here is None:
            word = operator.text
            raise QueryError(
                f"the search query {self._query!r} ends after {word}, which needs a word after it. Write the "
                f'word, or leave {word} out; to search for the word itself, write "{word.lower()}".'
            )

    def _phrase(self, token: _Token) -> str:
        """A word or phrase as FTS5 reads it, with * where it is the beginning of a word."""
        text, beginning = token.text, token.text.endswith("*")
        text = text.rstrip("*")
        inner = text[1:-1] if token.kind == "phrase" else text
        if "*" in inner:
            self._refuse(
                token, "has an asterisk that is not at the end of a word", "It goes at the end: ferr*."
            )
        if token.kind == "word" and inner.startswith(("-", "+")):
            self._refuse(
                token,
                f"has a {inner[0]} before a word",
                "Write NOT for 'without': bridge NOT ferry; for 'with' write only the word.",
            )
        if token.kind == "word" and inner.startswith("NEAR/"):
            self._refuse(
                token, "has a NEAR whose distance is no number", "Write it like bridge NEAR/5 ferry."
            )
        if not _LETTERS.search(inner):
            self._refuse(token, "has no letter or digit to search for", "Write a word there, or remove it.")
        return f'"{inner}"{" *" if beginning else ""}'
