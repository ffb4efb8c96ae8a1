"""What rules read: the sentences of each article with their grammar, actors, attributions and voices."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from operator import itemgetter
from typing import Any
from weakref import proxy

import pandas as pd

from analysis import codebook, match, parse
from analysis.parse import Document
from analysis.tables import WORD, Articles, Mentions, Quotes, Sentences, Voices, records

# Who they are the text before or after says; that they are someone is plain.
_PERSONS = frozenset(
    "i we you he she they me us him her them who everyone everybody anyone anybody someone somebody "
    "nobody many some others those".split()
)
_RELATIVE = frozenset({"who", "which", "that", "whom"})


@dataclass(frozen=True, eq=False)
class Party:
    """Someone who does, suffers or says something: of what type, the mention, the words."""

    type: str | None
    mention: dict[str, Any] | None
    tell: Callable[[], set[str]]

    @cached_property
    def words(self) -> set[str]:
        """The words they are told with."""
        return self.tell()


@dataclass(frozen=True, eq=False)
class Reading:
    """Sentences, and what the steps before found in them.

    Attributes
    ----------
    sentences, mentions, quotes, voices
        Tables of the same articles.
    documents
        Of `parse.documents`, for those sentences.

    """

    sentences: Sentences
    documents: Mapping[str, Document]
    mentions: Mentions
    quotes: Quotes
    voices: Voices

    @cached_property
    def lines(self) -> list[match.Line]:
        """Each sentence with its words, made ready for terms once, whatever the number of codebooks."""
        return match.lines(self.sentences)

    @cached_property
    def pages(self) -> dict[str, Page]:
        """Each parsed article, made ready for rules once, whatever the number of codebooks."""
        lines: defaultdict[str, list[match.Line]] = defaultdict(list)
        for line in self.lines:
            lines[line.article].append(line)
        tables = [_by_article(table) for table in (self.mentions, self.quotes, self.voices)]
        return {
            article: Page(document, lines[article], *(table[article] for table in tables))
            for article, document in self.documents.items()
        }


def _by_article(table: pd.DataFrame) -> defaultdict[str, list[dict[str, Any]]]:
    rows: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in records(table):
        rows[row["article"]].append(row)
    return rows


def reading(sentences: Sentences, articles: Articles | None = None) -> Reading:
    """Everything that rules read, made from sentences alone.

    Parameters
    ----------
    sentences
        Of one or more articles.
    articles
        Those articles, so that "the Russian leader" can be told by their day.

    Examples
    --------
    >>> from analysis import parse
    >>> one = reading(parse.sentences_of(["Mayor Vane accused the board.", "It rained."]))
    >>> one.mentions["actor"].dropna().tolist()[0]
    'Vane'

    """
    from analysis import actors, voices  # They take their time to import; who has a reading need not wait.

    documents = parse.documents(sentences)
    mentions = actors.mentions(documents, articles)
    quotes = voices.quotes(documents, mentions)
    stretches = voices.voice(sentences, quotes, voices.quotations(documents))
    return Reading(sentences, documents, mentions, quotes, stretches)


class Page:
    """One article as rules read it: its tokens, whom they mean, and whose words they are."""

    def __init__(
        self,
        document: Document,
        lines: Sequence[match.Line],
        mentions: Sequence[dict[str, Any]],
        quotes: Iterable[dict[str, Any]],
        voices: Iterable[dict[str, Any]],
    ) -> None:
        self.document = document
        self.article = document.article
        sheet = document.sheet
        self.lemma, self.lower, self.pos, self.dep = sheet.lemma, sheet.lower, sheet.pos, sheet.dep
        self.head, self.tag, self.begins, self.children = sheet.head, sheet.tag, sheet.begin, sheet.children
        self.texts = [line.text for line in lines]
        self.words = [line.words for line in lines]
        self._mentions = mentions
        self._quotes = {int(row["quote"]): row for row in quotes}
        self._stretches = sorted(voices, key=itemgetter("start"))
        self._stretch_starts = [row["start"] for row in self._stretches]
        # Many rules ask who someone is, and what a verb hangs on, and of the same few.
        self._governors: dict[int, set[str]] = {}
        self._parties: dict[int, Party] = {}
        self._speakers: dict[int, Party] = {}

    @cached_property
    def sourced(self) -> list[dict[str, Any]]:
        """The attributions that say who speaks, in order."""
        return [
            quote
            for quote in self._quotes.values()
            if isinstance(quote["speaker_text"], str) and not pd.isna(quote["speaker_start"])
        ]

    @cached_property
    def verbs(self) -> list[int]:
        """The tokens that are verbs, in order."""
        return [token for token, pos in enumerate(self.pos) if pos == "VERB"]

    @cached_property
    def mention_of(self) -> dict[int, dict[str, Any]]:
        """For each token that heads a mention, the mention."""
        return {int(row["token"]): row for row in self._mentions}

    @cached_property
    def _known(self) -> dict[str, set[str]]:
        """For each actor, every word it is named or described with."""
        words: dict[str, set[str]] = {}
        for row in self._mentions:
            if isinstance(row["actor"], str) and row["form"] != "pronoun":
                told = {found.group().lower() for found in WORD.finditer(row["text"])}
                words.setdefault(row["actor"], set()).update(told)
        return words

    def token_at(self, row: int, offset: int) -> int:
        """The token at an offset of a sentence's text."""
        return max(0, bisect_right(self.begins, self.document.bounds[row][0] + offset) - 1)

    def row_at(self, start: int) -> int:
        """The row of the sentence at an offset of the source text."""
        return max(0, bisect_right(self.document.starts, start) - 1)

    def stretch(self, start: int) -> tuple[str | None, int | None]:
        """The voice at an offset of the source text, and the attribution it belongs to."""
        number = bisect_right(self._stretch_starts, start) - 1
        if number < 0 or start >= self._stretches[number]["end"]:
            return None, None
        found = self._stretches[number]
        return found["voice"], None if pd.isna(found["quote"]) else int(found["quote"])

    def quote(self, number: int | None) -> dict[str, Any] | None:
        """An attribution by its number."""
        return None if number is None else self._quotes.get(number)

    def in_name(self, start: int, end: int) -> bool:
        """Whether a stretch of the source text is a part, and not the whole, of an actor's name."""
        number = bisect_right(self._names, (start, self._end)) - 1
        return number >= 0 and end <= self._names[number][1] and (start, end) != self._names[number]

    @cached_property
    def _names(self) -> list[tuple[int, int]]:
        return sorted(
            (int(row["name_start"]), int(row["name_end"]))
            for row in self._mentions
            if not pd.isna(row.get("name_start"))
        )

    @cached_property
    def _end(self) -> int:
        return max(self.document.ends, default=0)

    # --- Who does what to whom ---------------------------------------------------

    def agent(self, verb: int, depth: int = 0) -> int | None:
        """The token of whoever does what a verb says; None where it is not said."""
        children = self.children[verb]
        if any(self.dep[child] in ("nsubjpass", "auxpass") for child in children):
            return self._by(verb)
        for child in children:
            if self.dep[child] in ("nsubj", "csubj"):
                return self._resolved(child)
        if by := self._by(verb):
            return by
        head = self.head[verb]
        if head == verb or depth > 4:
            return None
        if self.dep[verb] == "acl":
            return head if self.tag[verb] == "VBG" else None
        if self.dep[verb] in ("conj", "xcomp", "advcl", "ccomp", "pcomp", "prep", "aux"):
            if self.dep[verb] == "xcomp":
                # "urged the board to resign": who is urged is to act
                objects = [child for child in self.children[head] if self.dep[child] in ("dobj", "dative")]
                if objects and self.tag[verb] == "VB":
                    return objects[0]
            if self.dep[verb] == "xcomp" and any(self.dep[c] == "nsubjpass" for c in self.children[head]):
                return self.patient(head)  # "was urged to resign"
            return self.agent(head, depth + 1)
        return None

    def patient(self, verb: int, depth: int = 0) -> int | None:
        """The token of whoever or whatever it is done to."""
        children = self.children[verb]
        for child in children:
            if self.dep[child] == "nsubjpass":
                return self._resolved(child)
        if any(self.dep[child] == "auxpass" for child in children):
            head = self.head[verb]
            return self.patient(head, depth + 1) if self.dep[verb] == "conj" and depth < 4 else None
        for child in children:
            if self.dep[child] in ("dobj", "dative", "attr", "oprd"):
                if self.lower[child] in _RELATIVE and self.dep[verb] == "relcl":
                    return self.head[verb]
                return child
        for child in children:  # "called on the board", "lashed out at the mayor"
            if self.dep[child] in ("prep", "prt"):
                for inner in self._objects(child):
                    return inner
        if self.dep[verb] == "acl" and self.tag[verb] == "VBN":
            return self.head[verb]  # "the firm accused of fraud"
        for child in children:  # "urged the board to resign", parsed as a clause
            if self.dep[child] in ("ccomp", "xcomp"):
                for inner in self.children[child]:
                    if self.dep[inner] == "nsubj" and verb < inner:
                        return inner
        return None

    def subject(self, token: int) -> int | None:
        """The subject of the clause that a token stands in."""
        for _ in range(8):
            for child in self.children[token]:
                if self.dep[child] in ("nsubj", "nsubjpass", "csubj"):
                    return self._resolved(child)
            if self.dep[token] in ("acl", "relcl", "appos") and self.pos[self.head[token]] != "VERB":
                return self.head[token]
            if self.head[token] == token:
                return None
            token = self.head[token]
        return None

    def _by(self, verb: int) -> int | None:
        for child in self.children[verb]:
            if self.dep[child] == "agent":
                for inner in self._objects(child):
                    return inner
        return None

    def _objects(self, preposition: int) -> list[int]:
        found = [child for child in self.children[preposition] if self.dep[child] == "pobj"]
        if found:
            return found
        return [
            inner
            for child in self.children[preposition]
            if self.dep[child] == "prep"
            for inner in self._objects(child)
        ]

    def _resolved(self, token: int) -> int:
        """A relative pronoun stands for the noun before it."""
        if self.lower[token] in _RELATIVE:
            verb = self.head[token]
            if self.dep[verb] == "relcl":
                return self.head[verb]
        return token

    def negated(self, verb: int) -> bool:
        """Whether a verb, or what it hangs on, is denied."""
        near = [verb]
        if self.dep[verb] in ("xcomp", "ccomp") and self.head[verb] != verb:
            near.append(self.head[verb])
        for token in near:
            for child in self.children[token]:
                if self.dep[child] == "neg" or self.lower[child] in match.NEGATORS - {"no"}:
                    return True
                if self.dep[child] in ("nsubj", "nsubjpass", "dobj") and (
                    self.lower[child] in ("nobody", "none", "nothing", "no-one")
                    or any(self.lower[inner] == "no" for inner in self.children[child])
                ):
                    return True
        return False

    def governors(self, verb: int) -> set[str]:
        """The lemmas that a verb hangs on: its auxiliaries, and what it is the infinitive of."""
        found = self._governors.get(verb)
        if found is None:
            found = self._governors[verb] = self._governing(verb)
        return found

    def _governing(self, verb: int) -> set[str]:
        found = {
            self.lemma[child]
            for child in self.children[verb]
            # "has ended" is no duty to end; "has to end" is one, and there "has" is the verb.
            if self.dep[child] == "aux"
            and (self.tag[child] == "MD" or self.lemma[child] in ("need", "ought"))
        }
        head = self.head[verb]
        if self.dep[verb] in ("xcomp", "ccomp", "advcl") and head < verb and self.tag[verb] == "VB":
            found.add(self.lemma[head])
        if (
            self.dep[verb] == "conj"
            and self.pos[head] in ("VERB", "AUX")
            and self.tag[verb] == self.tag[head]
        ):
            found |= self.governors(head)
        return found

    # --- Whom a token means --------------------------------------------------------

    def mention(self, token: int) -> dict[str, Any] | None:
        """The mention that a token heads, or stands in as its name's last word."""
        return self.mention_of.get(token)

    def called(self, token: int | None) -> str | None:
        """The actor a token means: its name, else the words for it; None where neither is said."""
        if token is None:
            return None
        found = self.mention(token)
        if found is not None and isinstance(found["actor"], str):
            return str(found["actor"])
        if self.pos[token] == "PRON":
            return None
        first, last = self.phrase(token)
        return self.document.token_text(first, last)

    def phrase(self, token: int) -> tuple[int, int]:
        """A noun with what stands before it and belongs to it, half-open."""
        found = self.mention(token)
        if found is not None:
            return int(found["first"]), int(found["last"])
        first = token
        for child in self.children[token]:
            if child < first and self.dep[child] in ("det", "compound", "amod", "poss", "nummod", "nmod"):
                first = child
        return first, token + 1

    def words_for(self, token: int) -> set[str]:
        """Every word a noun is told with here, and, of a known actor, anywhere in the article."""
        first, last = self.phrase(token)
        told = set(self.lower[first:last]) | {self.lemma[token]}
        found = self.mention(token)
        if found is not None and isinstance(found["actor"], str):
            told |= self._known.get(found["actor"], set())
        return told

    def party(self, token: int) -> Party:
        """Whom a token means."""
        found = self._parties.get(token)
        if found is None:
            # The page is known weakly: it and its parse go when they are done with, and not only
            # when Python looks for what holds itself.
            found = Party(
                self.type_of(token), self.mention(token), partial(Page.words_for, proxy(self), token)
            )
            self._parties[token] = found
        return found

    def speaker(self, quote: Mapping[str, Any]) -> Party | None:
        """Whom an attribution's words are given to; None where it does not say."""
        if not isinstance(quote["speaker_text"], str):
            return None
        found = self._speakers.get(quote["quote"])
        if found is None:
            start, end = int(quote["speaker_start"]), int(quote["speaker_end"])
            mention = self._mention_between(start, end)
            tell = partial(Page._told, proxy(self), quote["speaker_text"], mention)
            found = Party("person" if mention is None else mention["type"], mention, tell)
            self._speakers[quote["quote"]] = found
        return found

    def _mention_between(self, start: int, end: int) -> dict[str, Any] | None:
        """The first mention of a sentence that shares a character with a stretch of the source text."""
        for token in range(*self.document.tokens[self.row_at(start)]):
            found = self.mention(token)
            if found is not None and found["start"] < end and start < found["end"]:
                return found
        return None

    def _told(self, text: str, mention: dict[str, Any] | None) -> set[str]:
        """The words that a speaker is told with."""
        told = {word.form for word in match.words(text)}
        return told if mention is None else told | self.words_for(int(mention["token"]))

    def type_of(self, token: int) -> str | None:
        """Person, organization, place or group; None where a token means no one that can be told."""
        found = self.mention(token)
        if found is not None:
            return None if found["type"] == "other" else str(found["type"])
        if self.lower[token] in _PERSONS:
            return "person"
        return None if self.pos[token] not in ("NOUN", "PROPN") else _types().get(self.lemma[token])


@lru_cache(maxsize=1)
def _types() -> dict[str, str]:
    """What kind of actor a common noun means, from the codebook of words for actors."""
    terms = codebook.read("actors", "words").terms
    kinds = terms[terms["code"].isin(("person", "group", "organization"))]
    return dict(zip(kinds["term"].str.lower(), kinds["code"], strict=True))
