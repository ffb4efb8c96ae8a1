"""Finds what a codebook's terms and rules look for, and says whose words it stands in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd

from analysis import match
from analysis.codebook import Codebook, Rule
from analysis.framing.reading import Page, Party, Reading
from analysis.tables import HITS, Hits

# Besides the columns of `tables.HITS`.
FURTHER = ("term", "actor", "by")
# The column of a mention that is filled where it is of that kind.
_TOLD_IN = {"state": "country", "named": "actor"}


def hits(reading: Reading, codebook: Codebook) -> Hits:
    """One row per term found and per rule that holds.

    Parameters
    ----------
    reading
        Sentences and what the steps before found in them.
    codebook
        Its terms are found as `match.hits` finds them; its rules as
        `analysis.codebook` says.

    Returns
    -------
    Hits
        In reading order, each with its voice. Further columns: `term` (the
        codebook's term, or the name of the rule), `actor` (whom it is about,
        where the rule says who that is) and `by` (who is quoted or reported
        with it; missing where the reporter's words are no one else's).

    Examples
    --------
    >>> from analysis import codebook, parse
    >>> from analysis.framing.reading import reading
    >>> text = "Mayor Vane accused the harbour board of neglect."
    >>> found = hits(reading(parse.sentences_of([text])), codebook.read("frames", "generic"))
    >>> found.query("code == 'reproach'")[["found", "voice"]].values.tolist()
    [['accused the harbour board', 'reporter']]

    """
    rows = list(_terms(reading, codebook))
    if codebook.rules:
        engine = _engine(codebook)
        for page in reading.pages.values():
            rows += engine.search(page)
    if not rows:
        return HITS.frame().assign(**{name: pd.Series(dtype="str") for name in FURTHER})
    order = {article: place for place, article in enumerate(reading.sentences["article"].unique())}
    # Of a term and a rule that begin at the same word the one that knows whom it is about is kept.
    rows.sort(key=lambda row: (order[row["article"]], row["start"], row["actor"] is None))
    first: dict[tuple[str, int, str], dict[str, Any]] = {}
    for row in rows:
        first.setdefault((row["article"], row["start"], row["code"]), row)
    return HITS.frame(first.values()).astype(dict.fromkeys(FURTHER, "str"))


def _terms(reading: Reading, codebook: Codebook) -> Iterator[dict[str, Any]]:
    if codebook.terms.empty:
        return
    barred = {code for code in codebook.codes if not codebook.in_names(code)}
    for row in match.found(reading.lines, codebook):
        page, by = reading.pages.get(row["article"]), None
        if page is not None:
            if row["code"] in barred and page.in_name(row["start"], row["end"]):
                continue
            row["voice"], number = page.stretch(row["start"])
            by = _speaker(page.quote(number))
        yield {**row, "actor": None, "by": by}


def _speaker(quote: dict[str, Any] | None) -> str | None:
    """Who says it: the actor, else the words for who it is."""
    if quote is None:
        return None
    for part in ("speaker", "speaker_text"):
        if isinstance(quote[part], str):
            return str(quote[part])
    return None


@dataclass(frozen=True)
class _Found:
    """A place where what a rule looks for stands: tokens of the evidence, and who is who."""

    first: int
    last: int
    agent: int | None = None
    patient: int | None = None


class _Engine:
    """A codebook's rules, made ready for search once."""

    def __init__(self, codebook: Codebook) -> None:
        self.instrument = codebook.instrument
        self.barred = {code for code in codebook.codes if not codebook.in_names(code)}
        self.lists = {name: _words(terms) for name, terms in codebook.lists.items()}
        self.rules = codebook.rules
        terms = [
            {"term": term, "code": str(number), "weight": 1.0}
            for number, rule in enumerate(self.rules)
            if rule.anchor == "word"
            for term in rule.terms["word"]
        ]
        self.words = match.Index(pd.DataFrame(terms)) if terms else None
        self.verbs: dict[str, list[tuple[Rule, tuple[str, ...]]]] = {}
        for rule in self.rules:
            if rule.anchor == "verb":
                for term in dict.fromkeys(rule.terms["verb"]):
                    lemma, *rest = term.lower().split()
                    self.verbs.setdefault(lemma, []).append((rule, tuple(rest)))
        self.sources = [rule for rule in self.rules if rule.anchor == "source"]

    def search(self, page: Page) -> list[dict[str, Any]]:
        rows: list[tuple[Rule, str | None, dict[str, Any]]] = []
        for rule, found in (*self._by_word(page), *self._by_verb(page)):
            rows += self._kept(page, rule, found)
        for rule in self.sources:
            rows += self._by_source(page, rule)
        kept = []
        for rule, _, row in rows:
            if rule.speakers:
                heard = {other for same, other, _ in rows if same is rule and other is not None}
                if len(heard) < rule.speakers:
                    continue
            kept.append(row)
        return kept

    # --- What is looked for ----------------------------------------------------------

    def _by_word(self, page: Page) -> Iterator[tuple[Rule, _Found]]:
        if self.words is None:
            return
        for row, (text, seen) in enumerate(zip(page.texts, page.words, strict=True)):
            reached: dict[str, int] = {}
            for place, stop, term in self.words.find(text, seen):
                start = seen[place].start
                for number, _ in term.codes:
                    if reached.get(number, 0) > place:
                        continue  # inside a longer term of the same rule
                    reached[number] = stop
                    rule = self.rules[int(number)]
                    denied = match.negated(seen[:place], text[:start])
                    if not _allowed(rule, denied):
                        continue
                    first = page.token_at(row, start)
                    last = page.token_at(row, seen[stop - 1].end - 1) + 1
                    subject = page.subject(last - 1) if _asks(rule, "agent") else None
                    yield rule, _Found(first, last, agent=subject)

    def _by_verb(self, page: Page) -> Iterator[tuple[Rule, _Found]]:
        every = self.verbs.get("*", [])
        for token in page.verbs:
            for rule, rest in (*self.verbs.get(page.lemma[token], ()), *every):
                last = token + 1
                if rest:
                    reach = _reach(page, token, rest)
                    if reach is None:
                        continue
                    last = max(last, reach + 1)
                if "modal" in rule.terms and page.governors(token).isdisjoint(rule.terms["modal"]):
                    continue
                if not _allowed(rule, page.negated(token)):
                    continue
                agent = page.agent(token) if _asks(rule, "agent") or rule.different else None
                patient = page.patient(token)
                first = token
                if (
                    patient is not None
                    and first < patient
                    and page.document.row_of(patient) == (page.document.row_of(token))
                ):
                    end = page.phrase(patient)[1]
                    last = max(last, end) if end - first <= 12 else last
                yield rule, _Found(first, last, agent, patient)

    def _by_source(self, page: Page, rule: Rule) -> Iterator[tuple[Rule, str | None, dict[str, Any]]]:
        cues = _words(rule.terms["cue"]) if "cue" in rule.terms else None
        for quote in page.sourced:
            if cues is not None and not (isinstance(quote["cue"], str) and cues.hold({quote["cue"]})):
                continue
            start, end = int(quote["speaker_start"]), int(quote["speaker_end"])
            if not self._said_by(page, quote, rule.kinds["source"]):
                continue
            row = page.row_at(start)
            if not self._beside(page, rule, row):
                continue
            number = page.document.numbers[row]
            by = _speaker(quote)
            voice, _ = page.stretch(start)
            yield rule, by, self._row(page, rule, start, end, quote["speaker_text"], voice, number, by, None)

    # --- What must hold ----------------------------------------------------------------

    def _kept(
        self, page: Page, rule: Rule, found: _Found
    ) -> Iterator[tuple[Rule, str | None, dict[str, Any]]]:
        if not self._beside(page, rule, page.document.row_of(found.first)):
            return
        parties = {"agent": found.agent, "patient": found.patient}
        for party, token in parties.items():
            if party in rule.kinds and not self._fits(page, token, rule.kinds[party]):
                return
        start, end = page.document.source(found.first, found.last)
        voice, number = page.stretch(start)
        if rule.voice and voice not in rule.voice:
            return
        if rule.anchor == "word" and rule.code in self.barred and page.in_name(start, end):
            return
        quote = page.quote(number)
        if "speaker" in rule.kinds and not self._said_by(page, quote, rule.kinds["speaker"]):
            return
        by = _speaker(quote)
        one = page.called(found.agent) if "agent" in rule.kinds or "speaker" not in rule.kinds else by
        if rule.different and one is not None and one == page.called(found.patient):
            return
        actor = by if rule.who == "speaker" else page.called(parties.get(rule.who))
        sentence = page.document.numbers[page.document.row_of(found.first)]
        text = page.document.token_text(found.first, found.last)
        yield rule, by or one, self._row(page, rule, start, end, text, voice, sentence, actor, by)

    def _beside(self, page: Page, rule: Rule, row: int) -> bool:
        """Whether the sentence holds what must stand there, and nothing that must not."""
        for key, wanted in (("with", True), ("without", False)):
            if key in rule.terms and _words(rule.terms[key]).stand_in(page, row) is not wanted:
                return False
        return True

    def _fits(self, page: Page, token: int | None, kinds: tuple[str, ...]) -> bool:
        return self._of_kind(kinds, None if token is None else page.party(token))

    def _said_by(self, page: Page, quote: dict[str, Any] | None, kinds: tuple[str, ...]) -> bool:
        return self._of_kind(kinds, None if quote is None else page.speaker(quote))

    def _of_kind(self, kinds: tuple[str, ...], party: Party | None) -> bool:
        """Whether a party is of one of the kinds, and of none that are excluded; None is nobody."""

        def one(kind: str) -> bool:
            if party is None or kind == "none":
                return party is None and kind == "none"
            if kind == "actor":
                return party.type is not None
            if kind in self.lists:
                return self.lists[kind].hold(party.words)
            if kind in ("state", "named"):
                told = None if party.mention is None else party.mention.get(_TOLD_IN[kind])
                return isinstance(told, str)
            return party.type == kind

        wanted, barred = _wanted(kinds)
        return (not wanted or any(map(one, wanted))) and not any(map(one, barred))

    def _row(
        self,
        page: Page,
        rule: Rule,
        start: int,
        end: int,
        text: str,
        voice: str | None,
        sentence: int,
        actor: str | None,
        by: str | None,
    ) -> dict[str, Any]:
        return {
            "instrument": self.instrument,
            "article": page.article,
            "start": start,
            "code": rule.code,
            "end": end,
            "found": text,
            "weight": 1.0,
            "negated": False,
            "voice": voice,
            "sentence": sentence,
            "term": rule.name,
            "actor": actor,
            "by": by,
        }


@lru_cache(maxsize=32)
def _engine(codebook: Codebook) -> _Engine:
    return _Engine(codebook)


def _asks(rule: Rule, party: str) -> bool:
    return party in rule.kinds or rule.who == party


def _allowed(rule: Rule, denied: bool) -> bool:
    return rule.negated == "too" or denied == (rule.negated == "only")


@lru_cache(maxsize=512)
def _wanted(kinds: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Of the kinds that a rule names, those it asks for, and those it excludes."""
    barred = [kind.removeprefix("not ") for kind in kinds if kind.startswith("not ")]
    return [kind for kind in kinds if not kind.startswith("not ")], barred


def _reach(page: Page, verb: int, rest: tuple[str, ...]) -> int | None:
    """The last token of a verb's further words ("take ... back"), each of which hangs on one before."""
    holders, last = [verb], verb
    for word in rest:
        found = [
            child
            for holder in holders
            for child in page.children[holder]
            if child > verb and word in (page.lower[child], page.lemma[child])
        ]
        if not found:
            return None
        holders.append(found[0])
        last = max(last, found[0])
    return last


@dataclass(frozen=True)
class _Words:
    """Terms to be found in a sentence, or among the words someone is told with."""

    index: match.Index
    single: frozenset[str]
    stems: tuple[str, ...]
    phrases: tuple[frozenset[str], ...]

    def hold(self, told: set[str]) -> bool:
        """Whether one of the terms is among the words."""
        if not self.single.isdisjoint(told) or any(phrase <= told for phrase in self.phrases):
            return True
        return bool(self.stems) and any(word.startswith(self.stems) for word in told)

    def stand_in(self, page: Page, row: int) -> bool:
        """Whether one of the terms stands in a sentence."""
        return next(self.index.find(page.texts[row], page.words[row]), None) is not None


@lru_cache(maxsize=512)
def _words(terms: tuple[str, ...]) -> _Words:
    plain = [term.lower() for term in dict.fromkeys(terms)]
    return _Words(
        match.Index(pd.DataFrame({"term": plain, "code": "", "weight": 1.0})),
        frozenset(term for term in plain if " " not in term and not term.endswith("*")),
        tuple(term.rstrip("*") for term in plain if " " not in term and term.endswith("*")),
        tuple(frozenset(term.rstrip("*").split()) for term in plain if " " in term),
    )
