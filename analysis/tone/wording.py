"""Why a text has its score: the words behind it, and how that is known."""

from __future__ import annotations

import pandas as pd

from analysis.tone import learned
from analysis.tone.instruments import WORDS
from analysis.tone.news import news_words_towards
from analysis.tone.scoring import ToneError, straightened
from analysis.tone.towards import TOWARDS

SUMS = "its words sum to the score"
OCCLUSION = "occlusion: what leaving the word out changes"
COLUMNS = ("start", "end", "found", "weight", "negated", "method")


def why(text: str, instrument: str = "news", target: tuple[int, int] | None = None) -> pd.DataFrame:
    """The words that one text has its score for.

    Parameters
    ----------
    text
        A sentence.
    instrument
        Any that is made of words, or `learned`.
    target
        Where an actor stands in the text, for the tone towards them.

    Returns
    -------
    DataFrame
        One row per word, the weightiest first: `start`, `end`, `found`,
        `weight`, `negated`, and `method`, how it is known. The words of a word
        list sum to its score. `learned` reads words together, so its weights
        say by how much the score would change without each word, one at a
        time, and do not sum to it.

    Raises
    ------
    ToneError
        If the instrument cannot be asked for its words.

    Examples
    --------
    >>> why("The harbour was a disaster.")[["found", "method"]].values.tolist()
    [['disaster', 'its words sum to the score']]
    """
    plain = straightened(text)
    if target is not None and instrument not in TOWARDS:
        raise ToneError(
            f"the instrument {instrument!r} gives one tone to a whole sentence, whoever is meant. "
            f"Those that tell tone towards an actor: {', '.join(TOWARDS)}."
        )
    if instrument == "news" and target is not None:
        words, method = list(news_words_towards(plain, *target)), SUMS
    elif instrument in WORDS:
        words, method = list(WORDS[instrument](plain)[1]), SUMS
    elif instrument == "learned":
        words, method = learned.words(plain, target), OCCLUSION
    else:
        raise ToneError(
            f"the instrument {instrument!r} cannot say which words it scored by. "
            f"Those that can: learned, {', '.join(WORDS)}."
        )
    rows = [
        (word.start, word.end, text[word.start : word.end], float(word.weight), bool(word.negated), method)
        for word in words
    ]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return table.sort_values("weight", key=lambda weight: -weight.abs(), kind="stable", ignore_index=True)
