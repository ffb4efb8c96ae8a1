"""Whose words an article is in, and who is said to say what.

    voices    parsed documents  ->  quotes: who says what, in whose words
                                    quotations: what stands in quotation marks
                                    voice: reporter, quoted or reported, everywhere

`quotes` reads quotation marks and grammar together, by the cues of the codebook
`voices/cues`. `voice` gives each stretch of text one voice, and `at` gives the
voice of any table's rows.
"""

from analysis.voices.table import attributions, quotations, quotes
from analysis.voices.voice import at, by_sentence, by_word, voice

__all__ = [
    "at",
    "attributions",
    "by_sentence",
    "by_word",
    "quotations",
    "quotes",
    "voice",
]
