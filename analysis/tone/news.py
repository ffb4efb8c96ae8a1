"""A word list made for news: what each word weighs, what turns or dims it, what is left out.

The words stand in `codebooks/tone/news.csv` and the reasons in its TOML;
`codebooks/tone/differences.csv` lists words whose general tone is false in
news. The words of grammar that change a tone stand here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from math import exp
from typing import NamedTuple

import pandas as pd

from analysis import codebook, match
from analysis.tables import WORD, Scores, Sentences, count_words
from analysis.tone.scoring import Reading, Word, scored

# Closed classes after Quirk, Greenbaum, Leech & Svartvik (1985), A Comprehensive
# Grammar of the English Language: amplifiers and downtoners (ch. 8), modal verbs
# (ch. 4), conditional clauses (ch. 15). Each factor is rounded from what the context
# does to the tone that people hear; the TOML gives the figures.
AMPLIFIERS = frozenset(
    "absolutely big bitterly complete completely deep deeply enormous enormously especially even ever "
    "exceptionally extremely far fiercely fully grave gravely grossly heavy highly huge hugely immense "
    "increasingly incredibly massive most much outright overly particularly profoundly really remarkably "
    "severely sharply sheer significant so strong strongly substantial terribly thoroughly total totally "
    "tremendously truly utter utterly vast vastly very widely widespread woefully".split()
)
AMPLIFIED = 1.3
DOWNTONERS = frozenset(
    "fairly limited marginally mild mildly minor moderately modest partial partially partly rather "
    "relatively slight slightly somewhat".split()
)
DOWNTONED = 0.6

# What is ended, lacking, prevented or denied is not there, as with a negator.
TURNERS = frozenset(
    "absence against avoid avoided avoiding avoids ban banning bans barely combat combating combatting curb "
    "curbing curbs denied denies deny denying eliminate eliminating end ended ending ends eradicate fail "
    "failed failing fails failure few fight fighting halt halting hardly inability lack lacked lacking lacks "
    "least less lose losing loss lost oppose opposed opposes opposing prevent prevented preventing "
    "prevention prevents rarely reduce reduced reduces reducing refuse refused refuses refusing reject "
    "rejected rejecting rejects scarcely seldom stop stopped stopping stops threaten threatened threatens "
    "unable undermine undermined undermines undermining".split()
)
TURNED_BRIGHT = -0.4  # "not good" is darker than nothing, but not as dark as "bad"
TURNED_DARK = 0.2  # "no scandal" hardly brightens: the word has been said

SUPPOSING = frozenset("could may might must ought should would".split())
WISHING = frozenset(
    "call called calling calls hope hoped hopes hoping seek seeking seeks sought urge urged urges".split()
)
SUPPOSED = 0.8
ASKING = frozenset({"if", "unless", "whether"})
ASKED_BRIGHT = 0.25  # "if the talks succeed"; a dark word under "if" is heard in full
TURNING = frozenset({"but", "however"})
BEFORE_BUT_BRIGHT = 0.6
AFTER_BUT = 1.2

# How many words back each is looked for. The first is that of `match.negated`.
TURN_REACH = match.NEGATION_REACH
SUPPOSE_REACH = 6
WISH_REACH = 5
ASK_REACH = 10

# Weight of what is not said to be good or bad, for a sentence of one word. It
# grows with the square root of the words: in a sum of chance hits, so does the spread.
UNTONED = 1.5
NEUTRAL = 0.08  # closer to 0 than this a sentence is called neutral; chosen on NewsMTSC's training set
NEAR = 15  # words over which the tone towards an actor fades to 37 %
BEFORE_TARGET = 0.4
NEUTRAL_TOWARDS = 0.04  # as NEUTRAL, for the tone towards an actor

SEEN = 2  # letters of the second word by which terms of several words are told apart
_BOUNDARY = re.compile(r"[;:—–.!?()]|,\s")  # a modal or a turner does not reach over these
_QUESTION = re.compile(r"\?['\")\s]*\Z")
_OPENING = re.compile(r"[\"'(:]\s*\Z")
LONG_WORD = 4  # letters from which a headline in title case gives a word its capital
TITLE_CASE = 0.8  # share of such words with a capital from which capitals say nothing


def news(sentences: Sentences) -> Scores:
    """Tone of each sentence, by the workbook's own word list for news.

    Returns
    -------
    Scores
        `tone` is S / (A + 1.5 √n), from -1 (darkest) to 1 (brightest): S is the sum
        of the weights found, each as its context leaves it, A the sum of their
        sizes, and n the number of words. It is the share of the tone that is
        bright less the share that is dark, where what is untoned has a share
        too, so that one word in a long sentence says little. 0 says that
        nothing was found or that it cancels.

    Examples
    --------
    >>> from analysis import parse
    >>> news(parse.sentences_of(["The peace talks collapsed."]))["tone"].round(2).tolist()
    [-0.45]

    """
    return scored("news", sentences, lambda text: read_news(text)[0])


def read_news(text: str) -> Reading:
    """The tone of a straightened text by the word list, and what each word adds to it."""
    found = list(news_words(text))
    return sum((word.weight for word in found), 0.0), found


def news_words(text: str) -> Iterator[Word]:
    """What each word, or group of words, adds to the score of a straightened text."""
    found, words = _weighed(text)
    whole = sum(abs(word.weight) for word in found) + UNTONED * words**0.5
    for start, end, weight, negated in found:
        yield Word(start, end, weight / whole, negated)


def news_words_towards(text: str, start: int, end: int) -> Iterator[Word]:
    """What each word adds to the tone towards the actor named at `start` to `end`.

    The weights of `news_words`, less by the words that lie between (to 37 %, 1/e,
    at fifteen) and, before the actor, to two fifths: what an English clause says
    of someone mostly follows the name. Grammar is not looked at, so who blames
    and who is blamed fare alike.
    """
    return faded(news_words(text), text, start, end)


def faded(words: Iterable[Word], text: str, start: int, end: int) -> Iterator[Word]:
    """The words of a text, each with what is left of its weight at `start` to `end`."""
    for word in words:
        before = word.end <= start
        between = text[word.end : start] if before else text[end : word.start]
        share = exp(-count_words(between) / NEAR) * (BEFORE_TARGET if before else 1.0)
        yield word._replace(weight=word.weight * share)


def differences() -> pd.DataFrame:
    """The difference list: words whose general tone is false in news.

    Returns
    -------
    DataFrame
        One row per term: `general` (bright or dark: what general lists hear in
        it), `reason`, `false` (a sentence where that tone is false, and ours is 0),
        `true` (one where the word, or its kin, has it; missing where it never has), and what
        `vader` and `textblob` give the false one.

    Examples
    --------
    >>> differences().set_index("term").loc["Security Council", "reason"]
    'The name of a body.'

    """
    return pd.read_csv(codebook.SHELF / "tone" / "differences.csv", encoding="utf-8")


class _Entry(NamedTuple):
    """What the codebook knows of a printed word."""

    form: str
    length: int
    alone: float | None  # the weight of the word itself
    longer: dict[str, tuple[match.Term, ...]]  # terms that begin with it, by how their second word begins


@cache
def _terms() -> match.Index:
    return match.index(codebook.read("tone", "news"))


@lru_cache(maxsize=200_000)
def _entry(printed: str) -> _Entry:
    word = match.words(printed)[0]
    alone: float | None = None
    longer: dict[str, tuple[match.Term, ...]] = {}
    for term in _terms().starting(word.form):  # the longest first
        if len(term.words) > 1:
            second = term.words[1][:SEEN]
            longer[second] = (*longer.get(second, ()), term)
        elif alone is None:
            alone = term.codes[0][1]
    return _Entry(word.form, word.end, alone, longer)


class _Place(NamedTuple):
    """A term where it was found: its words are `first` up to, not including, `stop`."""

    first: int
    stop: int
    weight: float


@lru_cache(maxsize=5_000)  # a sentence is read again for the tone towards each actor in it
def _weighed(text: str) -> tuple[Sequence[Word], int]:
    """The terms found, each with its weight as its context leaves it, and the number of words."""
    spans = [word.span() for word in WORD.finditer(text)]
    entries = [_entry(text[start:end]) for start, end in spans]
    places = [place for place in _found(text, spans, entries) if place.weight]
    if not places:
        return (), len(spans)
    forms = [entry.form for entry in entries]
    turns = [place for place, form in enumerate(forms) if place and form in TURNING]
    question = _QUESTION.search(text[-8:]) is not None
    capitals_say: bool | None = None
    weighed = []
    for first, stop, weight in places:
        start, end = spans[first][0], spans[stop - 1][0] + entries[stop - 1].length
        if first and text[start].isupper() and not text[start:end].isupper():
            if capitals_say is None:
                capitals_say = not _title_case(text, spans)
            if capitals_say and not _OPENING.search(text[max(0, start - 3) : start]):
                continue  # a name: "Mayor Hope Vane", "the Ministry of Truth"
        bright = weight > 0
        near = forms[max(0, first - ASK_REACH) : first]
        if near:
            if near[-1] in AMPLIFIERS:
                weight *= AMPLIFIED
            elif near[-1] in DOWNTONERS:
                weight *= DOWNTONED
        clause = _clause(text, spans, first, near)
        if not SUPPOSING.isdisjoint(clause[-SUPPOSE_REACH:]) or not WISHING.isdisjoint(clause[-WISH_REACH:]):
            weight *= SUPPOSED
        if bright and (question or not ASKING.isdisjoint(near)):
            weight *= ASKED_BRIGHT
        if turns:
            if first > turns[0]:
                weight *= AFTER_BUT
            if bright and first < turns[-1]:
                weight *= BEFORE_BUT_BRIGHT
        negated = _negated(text, spans, first, near)
        if negated or not TURNERS.isdisjoint(clause[-TURN_REACH:]):
            weight *= TURNED_BRIGHT if bright else TURNED_DARK
        weighed.append(Word(start, end, weight, negated))
    return tuple(weighed), len(spans)


def _found(text: str, spans: list[tuple[int, int]], entries: list[_Entry]) -> Iterator[_Place]:
    """The codebook's terms in reading order, the longest of those that begin at a word."""
    free, last = 0, len(entries) - 1
    for place, entry in enumerate(entries):
        if place < free or (entry.alone is None and not entry.longer):
            continue
        if entry.longer and place < last:
            for term in entry.longer.get(entries[place + 1].form[:SEEN], ()):
                stop = place + len(term.words)
                if stop <= last + 1:
                    stretch = text[spans[place][0] : spans[stop - 1][1]]
                    if match.fits(term, match.words(stretch), stretch):
                        free = stop
                        yield _Place(place, stop, term.codes[0][1])
                        break
        if place >= free and entry.alone is not None:
            yield _Place(place, place + 1, entry.alone)


def _clause(text: str, spans: list[tuple[int, int]], first: int, near: list[str]) -> list[str]:
    """Of the words right before, those in the same clause."""
    for back in range(1, min(len(near), SUPPOSE_REACH) + 1):
        if _BOUNDARY.search(text, spans[first - back][1], spans[first - back + 1][0]):
            return near[len(near) - back + 1 :]
    return near[-SUPPOSE_REACH:]


def _negated(text: str, spans: list[tuple[int, int]], first: int, near: list[str]) -> bool:
    if not any(form in match.NEGATORS or form.endswith("n't") for form in near[-match.NEGATION_REACH :]):
        return False
    before = text[spans[max(0, first - match.NEGATION_REACH)][0] : spans[first][0]]
    return match.negated(match.words(before), before)


def _title_case(text: str, spans: list[tuple[int, int]]) -> bool:
    """Whether so many words have capitals, as in a headline, that a capital marks no name."""
    long = [text[start].isupper() for start, end in spans if end - start >= LONG_WORD]
    return sum(long) > TITLE_CASE * len(long)
