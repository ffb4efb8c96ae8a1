"""Which cue a quotation stands beside: after it, before it, across a colon, or over paragraphs."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate, zip_longest

from analysis.parse import Document
from analysis.voices.cues import Cue, cues
from analysis.voices.found import named
from analysis.voices.grammar import ALL_SUBJECTS, OBJECTS, SUBJECTS, Grammar, Range
from analysis.voices.marks import quotations

NEAR = 40  # tokens between a quotation's end and the cue that follows it
REACH = 30  # tokens between a cue and the quotation that it introduces
REACH_COLON = 60  # the same, where a colon says that something is introduced
HEARD = frozenset({"tell", "ask", "remind", "warn", "assure", "inform"})  # these name a hearer first


_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
# Words that a title leaves in lower case.
SMALL = frozenset({
    "a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "into", "nor", "of", "on", "or", "over",
    "the", "to", "up", "with",
})  # fmt: skip


class Page:
    """A document's quotations, and which of its tokens stand in them.

    Attributes
    ----------
    quotations
        All, in characters of `document.text`.
    outer
        Those that stand in no other, and whose end is known.
    forgotten
        Those opened, never closed, and not taken up again: they are not in `outer`.
    tokens
        The tokens of each of `outer`.
    inside
        For each token the number in `outer` of the quotation it stands in, or -1.
    paragraphs
        Where each passage begins and ends, in characters.
    """

    def __init__(self, document: Document, grammar: Grammar) -> None:
        self.text = document.text
        self.grammar = grammar
        self.paragraphs: list[Range] = []
        passages = document.passages
        for row, (start, end) in enumerate(document.bounds):
            if row and passages[row] == passages[row - 1]:
                self.paragraphs[-1] = (self.paragraphs[-1][0], end)
            else:
                self.paragraphs.append((start, end))
        self.quotations = quotations(self.text, self.paragraphs, [end for _, end in document.bounds])
        every = [one for one in self.quotations if one.depth == 0]
        # A mark that no other answers: where the quotation ends, only the grammar can say.
        self.forgotten = [
            one
            for one, after in zip_longest(every, every[1:])
            if not (one.closed or one.follows or (after is not None and after.follows))
        ]
        self.outer = [one for one in every if one not in self.forgotten]
        self.inside = [-1] * len(grammar.begins)
        self.tokens: list[Range] = []
        for number, one in enumerate(self.outer):
            first, last = bisect_left(grammar.begins, one.start), bisect_left(grammar.begins, one.end)
            self.tokens.append((first, last))
            self.inside[first:last] = [number] * (last - first)
        # How many words stand before each token outside quotations.
        outside = (
            number < 0 and self.text[start].isalnum()
            for number, start in zip(self.inside, grammar.begins, strict=True)
        )
        self._spoken = [*accumulate(outside, initial=0)]
        self._starts = [one.start for one in self.outer]
        self._ends = [one.end for one in self.outer]
        self._paragraph_starts = [start for start, _ in self.paragraphs]

    def touching(self, start: int, end: int) -> Sequence[int]:
        """Numbers of the outer quotations that share characters with a stretch."""
        return range(bisect_right(self._ends, start), bisect_left(self._starts, end))

    def paragraph(self, place: int) -> int:
        """The number of the paragraph that a character stands in."""
        return max(0, bisect_right(self._paragraph_starts, place) - 1)

    def inner(self, number: int) -> str:
        """What a quotation says, without its closing mark."""
        one = self.outer[number]
        return self.text[one.start : one.end].rstrip("\"”“'’ ")

    def spoken(self, first: int, last: int) -> bool:
        """Whether tokens hold any word outside quotations."""
        return self._spoken[last] > self._spoken[first]

    def alone(self, number: int) -> bool:
        """Whether a quotation makes up whole sentences, with no word beside it."""
        first, last = self.tokens[number]
        if first >= last:
            return False
        begins, ends = self.grammar.sentence(first)[0], self.grammar.sentence(last - 1)[1]
        return not (self.spoken(begins, first) or self.spoken(last, ends))


def titled(quotation: str) -> bool:
    """Whether a quotation is written like the title of a work: each of its larger words has a capital."""
    large = [word for word in _WORD.findall(quotation) if word.lower() not in SMALL]
    return (
        len(large) > 1
        and quotation[-1:] not in (".", ",")
        and all(word[0].isupper() or word[0].isdigit() for word in large)
    )


def beside(page: Page) -> list[int | None]:
    """For each outer quotation the token of the cue it stands beside, if any."""
    found = [_beside(page, number) for number in range(len(page.outer))]
    # A quotation that runs over paragraphs has one cue, wherever in it that stands.
    for number, one in enumerate(page.outer):
        if one.follows and number and found[number] is None:
            found[number] = found[number - 1]
    for number in range(len(page.outer) - 1, 0, -1):
        if page.outer[number].follows and found[number - 1] is None:
            found[number - 1] = found[number]
    return found


def _beside(page: Page, number: int) -> int | None:
    first, last = page.tokens[number]
    if first >= last:
        return None
    after = _cue_after(page, number, last)
    before = _cue_before(page, first)
    if before is not None and titled(page.inner(number)) and page.grammar.lower[first - 1] not in (",", ":"):
        before = None  # "told “Inside Story” that": the title of a programme.
    if after is None or before is None:
        return before if after is None else after
    return after if page.inner(number)[-1:] in (",", "?", "!") else before


def cue_at(grammar: Grammar, at: int) -> Cue | None:
    """The cue that a verb is, if it may introduce a quotation."""
    if not grammar.verbal(at):
        return None
    cue, _ = named(cues()["verb"], grammar, at)
    return cue if cue is not None and ("quote" in cue.takes or "clause" in cue.takes) else None


def _cue_after(page: Page, number: int, last: int) -> int | None:
    """A cue right after a quotation: “…,” the mayor said; “…?” asked the mayor."""
    grammar = page.grammar
    ends = grammar.sentence(last - 1)[1]
    said = page.inner(number)
    asked = last >= ends
    if asked:  # A question or a cry may end its sentence before its cue: “…?” The mayor, in tears, asked.
        if said[-1:] not in ("?", "!") or last >= len(page.inside):
            return None
        if page.paragraph(grammar.begins[last]) != page.paragraph(page.outer[number].start):
            return None
        ends = grammar.sentence(last)[1]
    paused = said[-1:] in (",", "?", "!", ".", "…", "—", "-", "–")
    at = last
    while at < ends and grammar.blank(at) and page.inside[at] < 0:
        if grammar.lower[at] in (".", ";", ":"):
            return None
        paused = paused or grammar.lower[at] in (",", "--", "—", "–")
        at += 1
    if not paused or at >= ends:
        return None
    if grammar.parts[at] in ("CCONJ", "SCONJ") and grammar.lower[at] != "as":
        return None
    for place in range(at, min(ends, at + NEAR)):
        if page.inside[place] >= 0:
            return None
        if cue_at(grammar, place) is not None:
            taken = _takes_what_follows(grammar, place) or (asked and _has_complement(grammar, place))
            return None if taken else place
        if grammar.parts[place] == "VERB" and grammar.deps[place] not in ("relcl", "acl", "amod"):
            return None
    return None


def _takes_what_follows(grammar: Grammar, cue: int) -> bool:
    """Whether a verb has a clause of its own right after it: “…,” he claimed they had never met."""
    for kid in grammar.kids(cue, "ccomp"):
        start = grammar.span(kid)[0]
        if start > cue and grammar.kids(kid, *ALL_SUBJECTS):
            if grammar.lower[start] == "that" and not grammar.blank(start - 1):
                return True
            if start == cue + 1 and grammar.kids(cue, *SUBJECTS):
                return True
    return False


def _has_complement(grammar: Grammar, cue: int) -> bool:
    """Whether a verb has something else to say, or is about to."""
    return bool(grammar.kids(cue, "ccomp", "xcomp", "prt") or grammar.kids(cue, *OBJECTS)) and (
        grammar.lemmas[cue] not in HEARD or bool(grammar.kids(cue, "ccomp", "xcomp"))
    )


def _cue_before(page: Page, first: int) -> int | None:
    """A cue before a quotation: the mayor said, “…”; the mayor gave reporters a warning: “…”."""
    grammar = page.grammar
    begins = grammar.sentence(first)[0]
    last = first - 1
    if last < begins:  # It begins its sentence: the one before may end in a colon.
        if last < 0 or grammar.lower[last] != ":":
            return None
        begins = grammar.sentence(last)[0]
    colon = grammar.lower[last] == ":"
    paused = colon or grammar.lower[last] == ","
    root = nearest = None
    for at in range(last, max(begins, last - (REACH_COLON if colon else REACH)) - 1, -1):
        if page.inside[at] >= 0:
            if not paused:
                return None
        elif grammar.parts[at] == "AUX" or grammar.verbal(at):
            cue = cue_at(grammar, at)
            if calls(grammar, at, first):
                return at
            if cue is not None and ("quote" in cue.takes or colon):
                return at if paused or _leads_to(grammar, at, first) else None
            if not colon and (grammar.parts[at] == "AUX" or grammar.deps[at] not in ("relcl", "acl", "amod")):
                return None
            if grammar.deps[at] == "ROOT":
                root = at
            if grammar.deps[at] not in ("relcl", "acl", "amod", "aux", "auxpass"):
                nearest = nearest or at
    if not colon:
        return None
    return root or nearest or last  # "She gave him a warning: “…”", "From the report: “…”"


def calls(grammar: Grammar, cue: int, first: int) -> bool:
    """Whether a quotation is what a verb calls its object: called the plan “reckless”."""
    known, last = named(cues()["verb"], grammar, cue)
    if known is None or "small" not in known.takes or last >= first:
        return False
    between = range(last, first)
    return grammar.parts[last] in ("DET", "PRON", "PROPN", "NOUN", "ADJ", "NUM") and not any(
        grammar.parts[at] in ("VERB", "AUX", "PUNCT", "CCONJ") for at in between
    )


def _leads_to(grammar: Grammar, cue: int, first: int) -> bool:
    """Whether only a hearer, an adverb or "that" stands between a cue and a quotation."""
    hearer = grammar.lemmas[cue] in HEARD
    for at in range(cue + 1, first):
        part = grammar.parts[at]
        if grammar.lower[at] == "that":
            hearer = False
        elif part not in ("ADV", "PUNCT", "PART", "SPACE", "ADP") and not (
            hearer and part in ("NOUN", "PROPN", "PRON", "DET", "ADJ")
        ):
            return False
    return True
