"""Finds a codebook's terms in sentences."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple, TypeAlias

import pandas as pd

from analysis import clean
from analysis.codebook import Codebook
from analysis.tables import HITS, SENTENCES, WORD, Hits, Sentences, rows

# Words that turn a tone (after Quirk et al. 1985, A Comprehensive Grammar of the
# English Language, ch. 10.54-10.70); contractions in n't are seen by their ending.
NEGATORS = frozenset(
    {"no", "not", "never", "neither", "nor", "none", "nobody", "nothing", "without", "cannot"}
)
NEGATION_REACH = 3  # words; Hutto & Gilbert (2014) look back over the same span
# "Not only good but ..." and "no doubt good" affirm.
AFFIRMING = frozenset({("not", "only"), ("not", "just"), ("not", "merely"), ("no", "doubt")})
# A negator does not reach over these into the next clause.
_CLAUSE = re.compile(r"[,;:—–.!?()]")
# The words of a term are parted by white space or a hyphen only.
_JOIN = re.compile(r"[\s-]*")
_POSSESSIVE = re.compile(r"['’]s?$", re.IGNORECASE)


class Word(NamedTuple):
    """A word of a sentence, as terms see it: lower case, straight apostrophe, no possessive."""

    form: str
    start: int
    end: int


@dataclass(frozen=True)
class Term:
    """A codebook's term: as printed, its words, whether the last is a stem, and its codes with weights."""

    printed: str
    words: tuple[str, ...]
    stem: bool
    codes: tuple[tuple[str, float], ...]


def words(text: str) -> list[Word]:
    """The words of a text, with offsets in it.

    >>> [word.form for word in words("Ukraine’s 32-member bloc didn’t vote")]
    ['ukraine', '32-member', 'bloc', "didn't", 'vote']
    """
    found = []
    for match in WORD.finditer(text):
        form, length = _form(match.group())
        found.append(Word(form, match.start(), match.start() + length))
    return found


@lru_cache(maxsize=100_000)
def _form(printed: str) -> tuple[str, int]:
    """A printed word as terms see it, and its length without the possessive."""
    bare = _POSSESSIVE.sub("", printed)
    return bare.lower().replace("’", "'"), len(bare)


class Line(NamedTuple):
    """A sentence made ready for search, whatever the number of codebooks."""

    article: str
    sentence: int
    start: int
    text: str
    edits: list[list[int]]
    words: list[Word]


def lines(sentences: Sentences) -> list[Line]:
    """Each sentence with its words, in the order given."""
    return [
        Line(row.article, row.sentence, row.start, row.text, row.edits, words(row.text))
        for row in rows(SENTENCES.check(sentences))
    ]


def negated(before: list[Word], text: str) -> bool:
    """Whether a negator stands in the words right before a term, in its clause.

    Parameters
    ----------
    before
        The words before the term, in order; only the last few are looked at.
    text
        The text they stand in, from its beginning to where the term begins.

    """
    near = before[-NEGATION_REACH:]
    for place, word in enumerate(near):
        if word.form in NEGATORS or word.form.endswith("n't"):
            after = near[place + 1].form if place + 1 < len(near) else ""
            if (word.form, after) not in AFFIRMING and not _CLAUSE.search(text, word.end):
                return True
    return False


def hits(sentences: Sentences, codebook: Codebook) -> Hits:
    """One row per term found, so that every score can be read back to its words.

    A term ending in `*` matches any ending of its last word. Terms match whole
    words, whatever their case; of the terms that begin at a word the longest
    wins. A negator in the three words before, in the same clause, turns the
    weight's sign.

    Parameters
    ----------
    sentences
        n rows.
    codebook
        What to look for.

    Returns
    -------
    Hits
        One row per term found and code, in reading order. `weight` is in the
        codebook's scale, its sign turned where `negated`; `start` and `end`
        are offsets into the article's source text. A further column, `term`,
        names the codebook's entry.

    Examples
    --------
    >>> from analysis import codebook
    >>> row = ("a", 1, 0, "body", 10, 42, "They accused him of stalling.", 5, [])
    >>> book = codebook.read("frames", "generic")
    >>> hits(SENTENCES.frame([row]), book)[["found", "code", "start"]].values.tolist()
    [['accused', 'disagreement', 15]]

    """
    made = list(found(lines(sentences), codebook))
    return HITS.frame(made) if made else HITS.frame().assign(term=pd.Series(dtype="str"))


def found(lines: Iterable[Line], codebook: Codebook) -> Iterator[dict[str, Any]]:
    """The rows of `hits`, one by one."""
    terms = index(codebook)
    for line in lines:
        for first, last, negative, term in _found(line.text, line.words, terms):
            (start,) = clean.to_source(line.start, line.edits, [first])
            (end,) = clean.to_source(line.start, line.edits, [last], ends=True)
            for code, weight in term.codes:
                yield {
                    "instrument": codebook.instrument,
                    "article": line.article,
                    "start": start,
                    "code": code,
                    "end": end,
                    "found": line.text[first:last],
                    "weight": -weight if negative else weight,
                    "negated": negative,
                    "sentence": line.sentence,
                    "term": term.printed,
                }


def _found(text: str, seen: list[Word], terms: Index) -> Iterator[tuple[int, int, bool, Term]]:
    free = 0
    for place, stop, term in terms.find(text, seen):
        if place >= free:
            first, last = seen[place].start, seen[stop - 1].end
            yield first, last, negated(seen[max(0, place - NEGATION_REACH) : place], text[:first]), term
            free = stop


def fits(term: Term, candidate: list[Word], text: str) -> bool:
    """Whether words that stand one after the other in a text are those of a term."""
    *body, last = term.words
    if any(word.form != form for word, form in zip(candidate, body, strict=False)):
        return False
    ends = candidate[-1].form
    if not (ends.startswith(last) if term.stem else ends == last):
        return False
    return all(_JOIN.fullmatch(text, left.end, right.start) for left, right in pairwise(candidate))


class Index:
    """Terms by their first word, the longest first, so that few are tried at each word."""

    def __init__(self, terms: pd.DataFrame) -> None:
        by_first: dict[str, list[Term]] = {}
        by_stem: dict[str, list[Term]] = {}
        weighed: dict[str, list[tuple[str, float]]] = {}
        for term, code, weight in zip(
            *(terms[name].tolist() for name in ("term", "code", "weight")), strict=True
        ):
            weighed.setdefault(str(term), []).append((code, weight))
        for term, codes in weighed.items():
            forms = tuple(word.form for word in words(term))
            stem = term.endswith("*")
            shelf = by_stem if stem and len(forms) == 1 else by_first
            shelf.setdefault(forms[0], []).append(Term(term, forms, stem, tuple(codes)))
        self.by_first, self.by_stem = by_first, by_stem
        self.starting = lru_cache(maxsize=100_000)(self._starting)

    def find(self, text: str, seen: list[Word]) -> Iterator[tuple[int, int, Term]]:
        """Each term that stands in a text, given its words: its first word, and the word after its last.

        In reading order, and of those that begin at a word the longest first.
        """
        starting, words = self.starting, len(seen)
        for place, word in enumerate(seen):
            if not (terms := starting(word.form)):
                continue
            after = seen[place + 1].form if place + 1 < words else ""
            for term in terms:
                size = len(term.words)
                # Nearly all terms of several words fail at their second.
                if size == 1 or (
                    after.startswith(term.words[1])
                    and place + size <= words
                    and fits(term, seen[place : place + size], text)
                ):
                    yield place, place + size, term

    def _starting(self, form: str) -> tuple[Term, ...]:
        stems = [term for size in range(1, len(form) + 1) for term in self.by_stem.get(form[:size], ())]
        return tuple(
            sorted(
                [*self.by_first.get(form, ()), *stems],
                key=lambda term: (len(term.words), not term.stem, sum(map(len, term.words))),
                reverse=True,
            )
        )


@lru_cache(maxsize=32)
def index(codebook: Codebook) -> Index:
    """The terms of a codebook, made ready for search once."""
    return Index(codebook.terms)


class MatchError(ValueError):
    """A search for something that no sentence could hold."""


def context(sentences: Sentences, of: str | pd.DataFrame, *, width: int = 60) -> pd.DataFrame:
    """A term, or the rows of any table, each with the words around it.

    Parameters
    ----------
    sentences
        Of one or more articles.
    of
        A term as codebooks have them (one or more words, `*` ends a stem,
        whatever the case), or the rows of a table that has article, sentence,
        start and end: an actor's mentions, hits, labels, dates.
    width
        Characters of context on either side at most; words are not cut.

    Returns
    -------
    DataFrame
        One row per find, in reading order: article, sentence, start and end in
        the source text, before, found, after. The context runs on into the
        sentences beside, and ends with the article. Of a row that runs over
        several sentences `found` is what stands in the first.

    Raises
    ------
    MatchError
        If the term holds no word, or rows lack a column or are of sentences not given.

    Examples
    --------
    >>> row = ("a", 1, 0, "body", 10, 42, "They accused him of stalling.", 5, [])
    >>> context(SENTENCES.frame([row]), "accus*")[["before", "found", "after"]].values.tolist()
    [['They', 'accused', 'him of stalling.']]

    """
    columns = ["article", "sentence", "start", "end", "before", "found", "after"]
    rows: list[tuple[object, ...]] = []
    wanted = _term_spans(sentences, of) if isinstance(of, str) else _row_spans(sentences, of)
    for article, members in SENTENCES.check(sentences).groupby("article", sort=False):
        if not any((article, number) in wanted for number in members["sentence"]):
            continue
        text, begun = " ".join(members["text"]), 0
        for sentence in members.itertuples(index=False):
            for first, last, start, end in sorted(wanted.get((article, sentence.sentence), ())):
                left, right = begun + first, begun + last
                before = _ending(text[max(0, left - width - 1) : left], width)
                after = _ending(text[right : right + width + 1][::-1], width)[::-1]
                found = sentence.text[first:last]
                rows.append((article, sentence.sentence, start, end, before, found, after))
            begun += len(sentence.text) + 1
    return pd.DataFrame(rows, columns=columns).astype(
        {"article": "str", "sentence": "int64", "start": "int64", "end": "int64"}
        | dict.fromkeys(columns[4:], "str")
    )


_Spans: TypeAlias = dict[tuple[str, int], list[tuple[int, int, int, int]]]  # in the sentence, in the source


def _term_spans(sentences: Sentences, term: str) -> _Spans:
    if not words(term):
        raise MatchError(
            f"{term!r} holds no word to look for. Give a word, a phrase, or a stem such as 'accus*'."
        )
    terms = Index(pd.DataFrame({"term": [term], "code": [""], "weight": [0.0]}))
    found: _Spans = {}
    first_word = words(term)[0].form
    for sentence in SENTENCES.check(sentences).itertuples(index=False):
        if first_word not in sentence.text.lower().replace("’", "'"):
            continue
        for first, last, _, _ in _found(sentence.text, words(sentence.text), terms):
            (start,) = clean.to_source(sentence.start, sentence.edits, [first])
            (end,) = clean.to_source(sentence.start, sentence.edits, [last], ends=True)
            found.setdefault((sentence.article, sentence.sentence), []).append((first, last, start, end))
    return found


def _row_spans(sentences: Sentences, rows: pd.DataFrame) -> _Spans:
    if absent := [name for name in ("article", "sentence", "start", "end") if name not in rows]:
        raise MatchError(
            f"the rows lack {', '.join(absent)}, so their place is unknown. Give mentions, hits or the like."
        )
    given = {(row.article, row.sentence): row for row in SENTENCES.check(sentences).itertuples(index=False)}
    found: _Spans = {}
    for article, number, start, end in rows[["article", "sentence", "start", "end"]].itertuples(index=False):
        if (article, number) not in given:
            raise MatchError(
                f"a row is of article {article}, sentence {number}, which is not among the sentences given. "
                "Give the sentences that the rows were found in."
            )
        sentence = given[article, number]
        offsets = range(len(sentence.text) + 1)
        first = bisect_left(clean.to_source(sentence.start, sentence.edits, offsets), start)
        last = bisect_left(clean.to_source(sentence.start, sentence.edits, offsets, ends=True), end)
        last = min(last, len(sentence.text))
        found.setdefault((article, number), []).append((min(first, last), last, int(start), int(end)))
    return found


def _ending(text: str, width: int) -> str:
    """The last words of a text that fit into a width."""
    if len(text) <= width:
        return text.strip()
    cut = text[len(text) - width :]
    if text[len(text) - width - 1].isspace():
        return cut.strip()
    return cut.partition(" ")[2].strip()
