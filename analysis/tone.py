"""Scores the tone of sentences, and shows the words that made each score.

An instrument is a function from sentences to a SCORES table; `INSTRUMENTS`
names those that stand. Tone is a property of wording: no score says what an
author or an outlet feels.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from analysis import clean
from analysis.tables import HITS, SCORES, SENTENCES, Hits, Scores, Sentences


class ToneError(ValueError):
    """Tone that was asked for in a way that has no answer."""


class Word(NamedTuple):
    """What one word, or group of words, adds to the score of a text."""

    start: int
    end: int
    weight: float
    negated: bool


# The packages' lists hold straight marks only: with a curly apostrophe VADER
# misses every contraction. One character for one, so that offsets hold.
_STRAIGHT = str.maketrans("‘’ʼ“”", "'''\"\"")


def straightened(text: str) -> str:
    r"""The copy that is scored: curly quotation marks and apostrophes made straight.

    >>> straightened("It isn’t “good”.")
    'It isn\'t "good".'
    """
    return text.translate(_STRAIGHT)


def scores(sentences: Sentences, instrument: str = "vader") -> Scores:
    """Tone of each sentence, by one instrument.

    Parameters
    ----------
    sentences
        n rows.
    instrument
        One of `INSTRUMENTS`.

    Returns
    -------
    Scores
        n rows, in the order given, of unit `sentence`. `tone` is in the
        instrument's own scale, -1 (darkest) to 1 (brightest) for `vader` and
        `textblob`; 0 says that no listed word was found or that they cancel.

    Raises
    ------
    ToneError
        If there is no such instrument.

    Examples
    --------
    >>> rows = [("a", 1, 0, "body", 0, 10, "A triumph.", 2, []),
    ...         ("a", 2, 0, "body", 11, 24, "Rain at noon.", 3, [])]
    >>> scores(SENTENCES.frame(rows), "vader")["tone"].tolist()
    [0.4767, 0.0]

    """
    if instrument not in INSTRUMENTS:
        raise ToneError(f"no tone instrument {instrument!r}. There are: {', '.join(INSTRUMENTS)}.")
    return INSTRUMENTS[instrument](sentences)


def hits(sentences: Sentences, instrument: str = "vader") -> Hits:
    """The words that gave each score; their weights sum to it.

    Parameters
    ----------
    sentences
        Those that were scored.
    instrument
        One of `textblob` and `vader`.

    Returns
    -------
    Hits
        One row per word, or group of words that the package judged together,
        with code `tone`. The sum of `weight` over a sentence is its score.
        TextBlob takes the mean over what it found, so each weighs its polarity
        over their number. VADER squeezes a sum s into s / sqrt(s² + 15) (Hutto
        and Gilbert 2014), so each weighs its share of that sum; what
        exclamation marks add is shared out alike.

    Raises
    ------
    ToneError
        If the instrument is not made of words.

    Examples
    --------
    >>> row = ("a", 1, 0, "body", 0, 26, "The attack was not a success.", 6, [])
    >>> hits(SENTENCES.frame([row]), "vader")[["found", "negated"]].values.tolist()
    [['attack', False], ['success', True]]

    """
    if instrument not in _WORDS:
        raise ToneError(
            f"the instrument {instrument!r} is not made of words that sum to its score. "
            f"Those that are: {', '.join(_WORDS)}."
        )
    rows = []
    for sentence in SENTENCES.check(sentences).itertuples(index=False):
        for word in _WORDS[instrument](straightened(sentence.text)):
            start, end = clean.to_source(sentence.start, sentence.edits, [word.start, word.end])
            rows.append(
                {
                    "instrument": instrument,
                    "article": sentence.article,
                    "start": start,
                    "code": "tone",
                    "end": end,
                    "found": sentence.text[word.start : word.end],
                    "weight": word.weight,
                    "negated": word.negated,
                    "sentence": sentence.sentence,
                }
            )
    return HITS.frame(rows)


def vader(sentences: Sentences) -> Scores:
    """VADER's compound score of each sentence, exactly as the package gives it.

    Source: Hutto, C. J. & Gilbert, E. (2014). VADER: A parsimonious rule-based
    model for sentiment analysis of social media text. ICWSM 8.
    """
    scorer = _vader()
    return _scored("vader", sentences, lambda text: float(scorer.polarity_scores(text)["compound"]))


def textblob(sentences: Sentences) -> Scores:
    """TextBlob's polarity of each sentence, exactly as the package gives it.

    Source: De Smedt, T. & Daelemans, W. (2012). Pattern for Python. Journal of
    Machine Learning Research 13, whose English word list TextBlob carries.
    """
    from textblob.en import sentiment  # TextBlob's own function, without the class it builds around it

    return _scored("textblob", sentences, lambda text: float(sentiment(text)[0]))


INSTRUMENTS: Mapping[str, Callable[[Sentences], Scores]] = {"vader": vader, "textblob": textblob}

TITLES = {"vader": "VADER", "textblob": "TextBlob"}  # how an instrument's name is printed


def _scored(name: str, sentences: Sentences, score: Callable[[str], float]) -> Scores:
    checked = SENTENCES.check(sentences)
    return SCORES.frame(
        {
            "instrument": name,
            "article": sentence.article,
            "unit": "sentence",
            "unit_id": sentence.sentence,
            "tone": score(straightened(sentence.text)),
            "words": sentence.words,
        }
        for sentence in checked.itertuples(index=False)
    )


@cache
def _vader() -> Any:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    class Listening(SentimentIntensityAnalyzer):  # type: ignore[misc]
        """The package's analyzer, which also keeps the last text's valence word by word."""

        valences: Sequence[float] = ()

        def score_valence(self, sentiments: list[float], text: str) -> Any:
            self.valences = list(sentiments)
            return super().score_valence(sentiments, text)

    return Listening()


def _vader_words(text: str) -> Iterator[Word]:
    from vaderSentiment.vaderSentiment import SentiText, negated

    scorer = _vader()
    compound = scorer.polarity_scores(text)["compound"]
    valences = scorer.valences
    total = sum(valences)
    # Where words cancel, the squeeze has the slope 1 / sqrt(15) at zero.
    share = compound / total if total else 15**-0.5
    # The package writes emoji out as words; we look for its words where they stand, in order.
    plain, origins = _emoji_written_out(text, scorer.emojis)
    tokens = SentiText(plain).words_and_emoticons
    cursor = 0
    for place, (token, valence) in enumerate(zip(tokens, valences, strict=True)):
        cursor = plain.index(token, cursor)
        last = cursor + len(token)
        if valence and share:
            turned = negated([word.lower() for word in tokens[max(0, place - 3) : place]])
            yield Word(origins[cursor], origins[last - 1] + 1, valence * share, bool(turned))
        cursor = last


def _emoji_written_out(text: str, emoji: Mapping[str, str]) -> tuple[str, list[int]]:
    """VADER's own copy of a text, and for each of its characters where it stood."""
    written: list[str] = []
    origins: list[int] = []
    after_space = True
    for place, character in enumerate(text):
        if character in emoji:
            said = ("" if after_space else " ") + emoji[character]
            after_space = False
        else:
            said = character
            after_space = character == " "
        written.append(said)
        origins.extend([place] * len(said))
    return "".join(written), origins


def _textblob_words(text: str) -> Iterator[Word]:
    from textblob.en import sentiment

    assessments = sentiment(text).assessments
    # Lower case may lengthen a character; those few keep their case so that offsets hold.
    lower = "".join(low if len(low := character.lower()) == 1 else character for character in text)
    cursor = 0
    for parts, polarity, _, _ in assessments:
        places = []
        for part in parts:
            if (at := _find_token(lower, part, cursor)) >= 0:
                places.append((at, at + len(part)))
                cursor = at + len(part)
        if polarity and places:
            first, last = min(places)[0], max(end for _, end in places)
            negative = any(part in ("no", "not", "n't", "never") for part in parts[:-1])
            yield Word(first, last, polarity / len(assessments), negative)


def _find_token(text: str, token: str, start: int) -> int:
    """Where a token next stands as a word of its own, or -1."""
    at = text.find(token, start)
    while at >= 0 and token[0].isalnum():
        before, after = text[at - 1 : at], text[at + len(token) : at + len(token) + 1]
        if not before.isalnum() and not after.isalnum():
            break
        at = text.find(token, at + 1)
    return at


_WORDS: Mapping[str, Callable[[str], Iterator[Word]]] = {"vader": _vader_words, "textblob": _textblob_words}
