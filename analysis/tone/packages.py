"""TextBlob and VADER, exactly the packages' own numbers, and the words behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

from analysis.tables import WORD, Scores, Sentences
from analysis.tone.scoring import Reading, Word, scored

# Words. VADER's time grows faster than the square of a text's length where the text says "but";
# what has more words is no sentence (a table, a list, a text without stops).
LONGEST = 300


def vader(sentences: Sentences) -> Scores:
    """VADER's compound score of each sentence, exactly as the package gives it.

    What has more than 300 words is scored in stretches of 300; its tone is
    their mean, each counting by its words.

    Source: Hutto, C. J. & Gilbert, E. (2014). VADER: A parsimonious rule-based
    model for sentiment analysis of social media text. ICWSM 8.
    """
    return scored("vader", sentences, lambda text: read_vader(text)[0])


def textblob(sentences: Sentences) -> Scores:
    """TextBlob's polarity of each sentence, exactly as the package gives it.

    What has more than 300 words is scored in stretches, as by `vader`.

    Source: De Smedt, T. & Daelemans, W. (2012). Pattern for Python. Journal of
    Machine Learning Research 13, whose English word list TextBlob carries.
    """
    return scored("textblob", sentences, lambda text: read_textblob(text)[0])


def _stretches(text: str) -> list[tuple[int, str, float]]:
    """A text in stretches of at most `LONGEST` words: where each begins, and its share of the words."""
    if len(text) < 2 * LONGEST:  # too short for so many words
        return [(0, text, 1.0)]
    words = [word.start() for word in WORD.finditer(text)]
    if len(words) <= LONGEST:
        return [(0, text, 1.0)]
    counts = [min(LONGEST, len(words) - first) for first in range(0, len(words), LONGEST)]
    cuts = [0, *words[LONGEST::LONGEST], len(text)]
    return [
        (start, text[start:end], count / len(words))
        for (start, end), count in zip(pairwise(cuts), counts, strict=True)
    ]


def _in_stretches(text: str, read: Callable[[str], Reading]) -> Reading:
    parts = [(offset, share, *read(part)) for offset, part, share in _stretches(text)]
    words = (
        Word(word.start + offset, word.end + offset, word.weight * share, word.negated)
        for offset, share, _, found in parts
        for word in found
    )
    return sum((share * tone for _, share, tone, _ in parts), 0.0), words


@cache
def _vader() -> Any:
    from vaderSentiment.vaderSentiment import BOOSTER_DICT, SentimentIntensityAnalyzer, SentiText

    class WordByWord(SentimentIntensityAnalyzer):  # type: ignore[misc]
        """The package's analyzer, which also gives the valence of each word."""

        def weighed(self, text: SentiText) -> list[float]:
            """What the package's `polarity_scores` finds before it sums; most words are in no list of it."""
            words, valences = text.words_and_emoticons, list[float]()
            lower = [word.lower() for word in words]
            for place, word in enumerate(lower):
                kind_of = word == "kind" and lower[place + 1 : place + 2] == ["of"]
                if word in self.lexicon and word not in BOOSTER_DICT and not kind_of:
                    self.sentiment_valence(0, text, words[place], place, valences)
                else:
                    valences.append(0)
            return self._but_check(words, valences)  # type: ignore[no-any-return]

    return WordByWord()


def read_vader(text: str) -> Reading:
    """VADER's compound score of a straightened text, and what each word adds to it."""
    from vaderSentiment.vaderSentiment import SentiText

    def read(part: str) -> Reading:
        scorer = _vader()
        # The package writes emoji out as words; we look for its words where they stand, in order.
        plain, origins = _emoji_written_out(part, scorer.emojis)
        written = SentiText(plain.strip())
        tokens = written.words_and_emoticons
        valences = scorer.weighed(written)
        if not any(valences):
            return 0.0, ()
        compound = float(scorer.score_valence(valences, written.text)["compound"])
        return compound, _vader_words(plain, origins, tokens, compound, valences)

    return _in_stretches(text, read)


def read_textblob(text: str) -> Reading:
    """TextBlob's polarity of a straightened text, and what each group of words adds to it."""
    from textblob.en import sentiment  # TextBlob's own function, without the class it builds around it

    def read(part: str) -> Reading:
        # As the package cuts a text; given its words, it says the same as of the text.
        tokens = [word.lower() for word in " ".join(sentiment.tokenizer(part)).split()]
        if _textblob_knows().isdisjoint(tokens):
            return 0.0, ()
        found = sentiment(tokens)
        return float(found[0]), _textblob_words(part, found.assessments)

    return _in_stretches(text, read)


@cache
def _textblob_knows() -> frozenset[str]:
    """All that TextBlob may hear a tone in: its words, its emoticons, and its mark of irony."""
    from textblob._text import EMOTICONS
    from textblob.en import sentiment

    return frozenset({*sentiment, *(sign.lower() for signs in EMOTICONS.values() for sign in signs), "(!)"})


def _vader_words(
    plain: str, origins: Sequence[int], tokens: Sequence[str], compound: float, valences: Sequence[float]
) -> Iterator[Word]:
    if not any(valences):
        return
    from vaderSentiment.vaderSentiment import negated

    total = sum(valences)
    # Where words cancel, the squeeze has the slope 1 / sqrt(15) at zero.
    share = compound / total if total else 15**-0.5
    cursor = 0
    for place, (token, valence) in enumerate(zip(tokens, valences, strict=True)):
        cursor = plain.index(token, cursor)
        last = cursor + len(token)
        if valence and share:
            turned = negated([word.lower() for word in tokens[max(0, place - 3) : place]])
            yield Word(origins[cursor], origins[last - 1] + 1, valence * share, bool(turned))
        cursor = last


def _emoji_written_out(text: str, emoji: Mapping[str, str]) -> tuple[str, Sequence[int]]:
    """VADER's own copy of a text, and for each of its characters where it stood."""
    if emoji.keys().isdisjoint(text):
        return text, range(len(text))
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


def _textblob_words(text: str, assessments: Sequence[Any]) -> Iterator[Word]:
    # Lower case may lengthen a character; those few keep their case so that offsets hold.
    lower = text.lower()
    if len(lower) > len(text):
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
