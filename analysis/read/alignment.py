"""Which sentences of two articles report the same: by the words they share, names aside.

Two sentences are alike if their tf-idf vectors are, or if they share a phrase,
and if they share at least two words that say what happened. A name with the
office before it ("Mayor Helen Ward"), a date, or a word that is used throughout
both articles only says who, when and on what topic.

The rules were made on the first twelve pairs of articles in `tests/read_pairs.toml`.
Of the 13 alike pairs of sentences in the three that were written afterwards they
find 11, and none that is wrong.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, product
from typing import Any

import pandas as pd

from analysis.tables import WORD, Sentences

ALIKE = 0.25  # cosine from which two sentences are alike
TELLING = 2  # words that say what happened which they must share
MANY = 3  # if some of these words are the topic of both articles
NEAR = 0.20  # and with a shared phrase
DATED = 0.40  # cosine from which one such word and a shared month, day or year are enough
TOPIC = 0.25  # share of all sentences above which a word is the topic of both articles
FEW = 4  # sentences that may share a word however short the articles are
PHRASES = ((3, 2), (5, 1))  # words in a row, and telling ones among them, that are a shared phrase
SAME = 0.60  # share of the shorter sentence's word pairs from which it is nearly word for word
STEM = 6  # letters of a stem that count, so that "council" meets "councillors"

_OWN = re.compile(r"[’']s?$")
# "Lena Oskari, the authority’s chief engineer": a full name and what is said of it up to the next stop.
_DESCRIBED = re.compile(
    r"[A-Z][\w’'-]+ [A-Z][\w’'-]+, "
    r"((?:(?:the|an?|its|his|her|their)\b|[\w’']+[’']s )[^,.;:“”\"—–]{1,70})(?=[,.;]|$)"
)
_YEAR = re.compile(r"(?:19|20)\d\d|\d{1,2}(?:st|nd|rd|th)")
_MONTH = "january february march april may june july august september october november december"
_WEEK = "monday tuesday wednesday thursday friday saturday sunday"
_MONTHS = frozenset([*_MONTH.split(), *(month[:3] for month in _MONTH.split()), "sept"])
_DAYS = frozenset(_WEEK.split())
_TIMES = frozenset("second minute hour day night week month year today yesterday tomorrow end time".split())
_SAYING = frozenset("say said tell told add ask call accord".split())
_NUMBERS = frozenset(
    "two three four five six eight nine ten eleven twelve fifteen twenty forty fifty sixty hundred".split()
)


@dataclass(frozen=True)
class _Words:
    """The words of a sentence: all in lower case, and the stems of those that carry meaning by position."""

    lower: list[str]
    stems: dict[int, str]
    telling: dict[int, str]  # stems that are no name, date or verb of saying
    dates: set[str]  # months, and days and years in figures


def aligned(one: Sentences, other: Sentences, *, alike: float = ALIKE) -> pd.DataFrame:
    """Pairs of sentences of two articles that report the same; a sentence may be in several pairs.

    Each sentence is a tf-idf vector (Spärck Jones 1972) of the stems of its words.
    A pair needs a cosine of `alike`, or of 0.2 and a shared phrase, and two shared words that
    are no name, no date and not the topic of both articles. With words of the
    topic it needs three; with a phrase of five words, or with a shared date and a
    high cosine, one is enough.

    Parameters
    ----------
    one, other
        Sentences of one article each.
    alike
        The least cosine, 0 to 1.

    Returns
    -------
    pd.DataFrame
        One row per pair, in the order of `one`: `one` and `other` (sentence
        numbers), `alike` (cosine, 0 to 1) and `how`: 'nearly word for word' if
        six in ten of the shorter sentence's word pairs are in the other, else
        'alike'.

    References
    ----------
    Spärck Jones, K. (1972). A statistical interpretation of term specificity and
    its application in retrieval. Journal of Documentation 28(1), 11-21.

    Examples
    --------
    >>> from analysis import parse
    >>> first = parse.sentences_of(["The ferry sank off Ostrand on Monday.", "Nobody was hurt, police said."])
    >>> second = parse.sentences_of(["Rain fell.", "Off Ostrand on Monday the ferry sank slowly."])
    >>> aligned(first, second)[["one", "other", "how"]].values.tolist()
    [[1, 2, 'nearly word for word']]

    """
    from sklearn.feature_extraction.text import TfidfVectorizer

    read = _read([*one["text"], *other["text"]])
    columns = {"one": "int64", "other": "int64", "alike": "float64", "how": "str"}
    if one.empty or other.empty or not any(words.stems for words in read):
        return pd.DataFrame(columns=list(columns)).astype(columns)
    vectorizer = TfidfVectorizer(analyzer=lambda words: words.stems.values(), sublinear_tf=True)
    weighed = vectorizer.fit_transform(read)
    cosines = (weighed[: len(one)] @ weighed[len(one) :].T).toarray()
    often = Counter(stem for words in read for stem in set(words.telling.values()))
    topic = {stem for stem, times in often.items() if times > max(TOPIC * len(read), FEW)}
    rows = []
    for place, against in product(range(len(one)), range(len(other))):
        mine, theirs = read[place], read[len(one) + against]
        cosine = float(cosines[place, against])
        if _report_the_same(mine, theirs, cosine, alike, topic):
            texts = one["text"].iloc[place], other["text"].iloc[against]
            how = "nearly word for word" if same_words(*texts) else "alike"
            rows.append((one["sentence"].iloc[place], other["sentence"].iloc[against], cosine, how))
    return pd.DataFrame(rows, columns=list(columns)).astype(columns)


def bare(sentences: Sentences) -> pd.Series:
    """Which sentences are only a line of names and a date, as "The Milton Gazette, 12 May 2024" is.

    >>> from analysis import parse
    >>> lines = ["The Milton Gazette, 12 May 2024", "A bridge in Milton fell in 2024."]
    >>> bare(parse.sentences_of(lines)).tolist()
    [True, False]
    """
    words = _read(sentences["text"])
    only = [bool(some.lower) and not some.telling and bool(some.dates) for some in words]
    unended = ~sentences["text"].str.rstrip().str.contains(r"[.!?…”\"’']$")
    return pd.Series(only, index=sentences.index) & unended & (sentences["role"] != "headline")


def _read(texts: Sequence[str]) -> list[_Words]:
    written = [[_OWN.sub("", word) for word in WORD.findall(text)] for text in texts]
    # A word is always a name if it is capitalised inside a sentence somewhere, and written small nowhere.
    names = {word.lower() for words in written for word in words[1:] if word[0].isupper()}
    names -= {word for words in written for word in words if word[0].islower()}
    return [_words(text, names) for text in texts]


def _words(text: str, names: set[str]) -> _Words:
    matches = list(WORD.finditer(text))
    lower = [_OWN.sub("", match.group()).lower() for match in matches]
    stems = {place: _stem(word) for place, word in enumerate(lower) if not _empty(word)}
    dated = set(_dated(lower))
    aside = (
        dated
        | set(_with_office(text, matches, _names(text, matches, names), stems))
        | set(_described(text, matches))
    )
    return _Words(
        lower,
        stems,
        {place: stem for place, stem in stems.items() if place not in aside},
        {lower[place] for place in dated if lower[place] in _MONTHS or lower[place][0].isdigit()},
    )


def _names(text: str, matches: Sequence[re.Match[str]], names: set[str]) -> list[bool]:
    """For each word, whether it is a name or a part of one, such as the second in "Marl Bridge"."""
    capital = [match.group()[0].isupper() for match in matches]
    in_title_case = sum(capital) > len(capital) / 2
    begins = [not re.search(r"[^\W_]|[,;)]", text[: m.start()][-2:]) or m is matches[0] for m in matches]
    return [
        _OWN.sub("", match.group()).lower() in names or (capital[n] and not in_title_case and not begins[n])
        for n, match in enumerate(matches)
    ]


def _with_office(
    text: str, matches: Sequence[re.Match[str]], named: Sequence[bool], stems: dict[int, str]
) -> Iterator[int]:
    """Places of names, and of up to two words right before a full name: an office, "chief executive"."""

    def joined(place: int) -> bool:
        """Whether only a space is between a word and the next."""
        if not 0 <= place < len(matches) - 1:
            return False
        return not text[matches[place].end() : matches[place + 1].start()].strip()

    for place in (n for n, name in enumerate(named) if name):
        yield place
        full = joined(place) and named[place + 1]
        if not full or (joined(place - 1) and named[place - 1]):
            continue
        for before in (place - 1, place - 2):
            if not joined(before) or before not in stems or matches[before].group()[0].isdigit():
                break
            yield before


def _described(text: str, matches: Sequence[re.Match[str]]) -> Iterator[int]:
    """Places of the words that describe a name: "Lena Oskari, the authority's chief engineer, …"."""
    spans = [found.span(1) for found in _DESCRIBED.finditer(text)]
    for place, match in enumerate(matches):
        if any(start <= match.start() < end for start, end in spans):
            yield place


def _dated(lower: Sequence[str]) -> Iterator[int]:
    """Places of days, months, years and units of time."""
    for place, word in enumerate(lower):
        if word in _MONTHS:
            yield from (
                near
                for near in (place - 1, place, place + 1)
                if 0 <= near < len(lower) and (near == place or lower[near].isdigit())
            )
        elif word in _DAYS or _YEAR.fullmatch(word) or word in _TIMES or word.removesuffix("s") in _TIMES:
            yield place


def _report_the_same(mine: _Words, theirs: _Words, cosine: float, alike: float, topic: set[str]) -> bool:
    every = set(mine.telling.values()) & set(theirs.telling.values())
    shared = every - topic
    if cosine >= alike and (len(shared) >= TELLING or len(every) >= MANY):
        return True
    if shared and cosine >= max(alike, DATED) and mine.dates & theirs.dates:
        return True
    return cosine >= min(alike, NEAR) and any(
        _runs(mine, shared, *phrase) & _runs(theirs, shared, *phrase) for phrase in PHRASES
    )


def _runs(words: _Words, shared: set[str], length: int, telling: int) -> set[tuple[str, ...]]:
    """The runs of so many words, so many of them telling and shared."""
    return {
        tuple(_stem(word) for word in words.lower[place : place + length])
        for place in range(len(words.lower) - length + 1)
        if sum(words.telling.get(near) in shared for near in range(place, place + length)) >= telling
    }


def same_words(mine: str, theirs: str) -> bool:
    """Whether six in ten of the shorter text's pairs of neighbouring words are in the other.

    >>> same_words("We will not gamble.", "“No, we will not gamble with lives”")
    True
    """
    one, other = (set(pairwise(WORD.findall(text.lower()))) for text in (mine, theirs))
    return bool(one and other) and len(one & other) >= SAME * min(len(one), len(other))


def shared_spans(mine: str, theirs: str) -> list[tuple[int, int]]:
    """Where in a text the words are that the other text has too: offsets, function words only in phrases.

    >>> text = "The site floods every winter, and it floods badly."
    >>> [text[start:end] for start, end in shared_spans(text, "It floods every winter.")]
    ['floods every winter', 'it floods']
    """
    places = list(WORD.finditer(mine))
    words, others = ([_stem(word.lower()) for word in WORD.findall(text)] for text in (mine, theirs))
    there, phrases = set(others), set(pairwise(others))
    kept = {n for n, word in enumerate(words) if word in there and not _empty(places[n].group().lower())}
    joined = [pair in phrases for pair in pairwise(words)]
    first = 0
    for n in range(len(words)):
        if n == len(joined) or not joined[n]:  # The phrase that began at `first` ends here.
            phrase = set(range(first, n + 1))
            kept |= phrase if kept & phrase else set()
            first = n + 1
    spans: list[tuple[int, int]] = []
    for n in sorted(kept):
        start, end = places[n].span()
        if spans and n - 1 in kept:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


@lru_cache(maxsize=20_000)
def _empty(word: str) -> bool:
    """Whether a word carries no meaning here: a function word or a verb of saying."""
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    return word in _SAYING or (word in ENGLISH_STOP_WORDS and word not in _NUMBERS)


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    return str(_stemmer().stem(_OWN.sub("", word)))[:STEM]


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    from nltk.stem.snowball import SnowballStemmer

    return SnowballStemmer("english")
