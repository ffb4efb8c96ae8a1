"""The tone instruments by name, what they score, and the words they score by."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from analysis import clean
from analysis.tables import HITS, SENTENCES, Hits, Scores, Sentences, rows
from analysis.tone import learned as model
from analysis.tone.news import news, read_news
from analysis.tone.packages import read_textblob, read_vader, textblob, vader
from analysis.tone.scoring import Reading, ToneError, of_sentences, straightened

# The first is the primary one: findings rest on it, and the others stand beside it as a check.
INSTRUMENTS: Mapping[str, Callable[[Sentences], Scores]] = {
    **({"learned": model.learned} if model.ready() else {}),
    "news": news,
    "vader": vader,
    "textblob": textblob,
}
PRIMARY = next(iter(INSTRUMENTS))
TITLES = {
    "learned": "the learned instrument",
    "news": "the news word list",
    "vader": "VADER",
    "textblob": "TextBlob",
}  # how an instrument's name is printed
# The instruments made of words: from a straightened text to its score, and to what each word adds to it.
WORDS: Mapping[str, Callable[[str], Reading]] = {
    "news": read_news,
    "vader": read_vader,
    "textblob": read_textblob,
}


def scores(sentences: Sentences, instrument: str = PRIMARY) -> Scores:
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
        instrument's own scale, -1 (darkest) to 1 (brightest) for those that
        stand; 0 says that no listed word was found or that they cancel.

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


def hits(sentences: Sentences, instrument: str = "news") -> Hits:
    """The words that gave each score; their weights sum to it.

    Parameters
    ----------
    sentences
        Those that were scored.
    instrument
        One of `WORDS`: `news`, `textblob` and `vader`. What moved another is shown by `why`.

    Returns
    -------
    Hits
        One row per word, or group of words that the package judged together,
        with code `tone`. The sum of `weight` over a sentence is its score.
        `news` says in its own docstring what each weighs.
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
    return read(sentences, instrument)[1]


def read(sentences: Sentences, instrument: str = "news") -> tuple[Scores, Hits]:
    """What `scores` and `hits` give, from one reading of each sentence.

    Raises
    ------
    ToneError
        If the instrument is not made of words.

    """
    if instrument not in WORDS:
        raise ToneError(
            f"the instrument {instrument!r} is not made of words that sum to its score. "
            f"Those that are: {', '.join(WORDS)}."
        )
    tones: list[float] = []
    found: list[tuple[object, ...]] = []
    checked = SENTENCES.check(sentences)
    for sentence in rows(checked):
        tone, words = WORDS[instrument](straightened(sentence.text))
        tones.append(tone)
        for word in words:
            (start,) = clean.to_source(sentence.start, sentence.edits, [word.start])
            (end,) = clean.to_source(sentence.start, sentence.edits, [word.end], ends=True)
            text = sentence.text[word.start : word.end]
            place = (sentence.article, start, "tone", end, text, word.weight, word.negated)
            found.append((instrument, *place, None, sentence.sentence))
    return of_sentences(instrument, checked, tones), HITS.frame(found)
