"""TextBlob and VADER, exactly the packages' own numbers, and the words behind them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from analysis.tables import Scores, Sentences
from analysis.tone.scoring import Word, scored


def vader(sentences: Sentences) -> Scores:
    """VADER's compound score of each sentence, exactly as the package gives it.

    Source: Hutto, C. J. & Gilbert, E. (2014). VADER: A parsimonious rule-based
    model for sentiment analysis of social media text. ICWSM 8.
    """
    scorer = _vader()
    return scored("vader", sentences, lambda text: float(scorer.polarity_scores(text)["compound"]))


def textblob(sentences: Sentences) -> Scores:
    """TextBlob's polarity of each sentence, exactly as the package gives it.

    Source: De Smedt, T. & Daelemans, W. (2012). Pattern for Python. Journal of
    Machine Learning Research 13, whose English word list TextBlob carries.
    """
    from textblob.en import sentiment  # TextBlob's own function, without the class it builds around it

    return scored("textblob", sentences, lambda text: float(sentiment(text)[0]))


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


def vader_words(text: str) -> Iterator[Word]:
    """What each word adds to VADER's compound score of a straightened text."""
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


def textblob_words(text: str) -> Iterator[Word]:
    """What each group of words adds to TextBlob's polarity of a straightened text."""
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
