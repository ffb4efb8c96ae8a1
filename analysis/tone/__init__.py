"""Scores the tone of sentences, and shows the words that made each score.

An instrument is a function from sentences to a SCORES table; `INSTRUMENTS`
names those that stand, the primary one first. Tone is a property of wording:
no score says what an author or an outlet feels.

    scores        tone of each sentence
      by_voice      divided among the voices it is written in
      standardized  in units of a named reference corpus
    towards       tone towards each actor, mention by mention
    hits, why     the words behind a score
    shift         the words behind a difference between two groups of text
    robust        an estimate by the primary instrument, with the band of the others
    lengths       whether tone follows the length of text
    swap_test     whether tone changes with the names of those it is about

`of_voices` and `by_actor` make estimates, each with its interval and tier.
"""

from __future__ import annotations

from analysis.tone.checking import comparable, lengths, robust
from analysis.tone.instruments import INSTRUMENTS, TITLES, WORDS, hits, read, scores
from analysis.tone.news import news
from analysis.tone.packages import textblob, vader
from analysis.tone.scoring import ToneError, straightened
from analysis.tone.shifting import shift
from analysis.tone.standard import standard, standardized, standards
from analysis.tone.swapping import swap_test
from analysis.tone.towards import TOWARDS, by_actor, towards, towards_hits, towards_tier
from analysis.tone.voiced import by_voice, of_voices
from analysis.tone.wording import why

__all__ = [
    "INSTRUMENTS", "TITLES", "TOWARDS", "WORDS", "ToneError", "by_actor", "by_voice", "comparable", "hits",
    "lengths", "news", "of_voices", "read", "robust", "scores", "shift", "standard", "standardized",
    "standards", "straightened", "swap_test", "textblob", "towards", "towards_hits", "towards_tier", "vader",
    "why",
]  # fmt: skip
