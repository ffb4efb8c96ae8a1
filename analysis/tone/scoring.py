"""What every tone instrument shares: the copy that is scored, and one row per sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeAlias

import pandas as pd

from analysis.tables import SCORES, SENTENCES, Scores, Sentences


class ToneError(ValueError):
    """Tone that was asked for in a way that has no answer."""


class Word(NamedTuple):
    """What one word, or group of words, adds to the score of a text."""

    start: int
    end: int
    weight: float
    negated: bool


Reading: TypeAlias = tuple[float, Iterable[Word]]  # the tone of a text, and what each word adds to it


def one_instrument(scores: Scores, unit: str) -> str:
    """The instrument that all scores are by.

    Raises
    ------
    ToneError
        If they are by none or several, or of another unit.

    """
    named = sorted(scores["instrument"].unique())
    if len(named) > 1:
        raise ToneError(
            f"scores by {len(named)} instruments ({', '.join(named)}) lie on different scales. "
            f"Take one: scores.query('instrument == \"{named[0]}\"')."
        )
    if not named:
        raise ToneError("there are no scores. Score at least one sentence.")
    if strange := sorted(set(scores["unit"]) - {unit}):
        raise ToneError(
            f"these scores are of unit {', '.join(strange)}, and those of unit {unit} are needed."
        )
    return str(named[0])


# The packages' lists hold straight marks only: with a curly apostrophe VADER
# misses every contraction. One character for one, so that offsets hold.
_STRAIGHT = str.maketrans("‘’ʼ“”", "'''\"\"")


def straightened(text: str) -> str:
    r"""The copy that is scored: curly quotation marks and apostrophes made straight.

    >>> straightened("It isn’t “good”.")
    'It isn\'t "good".'
    """
    return text.translate(_STRAIGHT)


def scored(name: str, sentences: Sentences, score: Callable[[str], float]) -> Scores:
    """One row per sentence, by a function from its straightened text to its tone."""
    checked = SENTENCES.check(sentences)
    return of_sentences(name, checked, [score(straightened(text)) for text in checked["text"].tolist()])


def of_sentences(name: str, sentences: Sentences, tones: Sequence[float]) -> Scores:
    """One row per sentence, given the tone of each."""
    columns = {"article": sentences["article"], "unit_id": sentences["sentence"], "words": sentences["words"]}
    given = {"instrument": name, "unit": "sentence", "target": None, "voice": None, "tone": list(tones)}
    made = pd.DataFrame({**columns, **given}, columns=list(SCORES.columns), index=sentences.index)
    return SCORES.check(made)
