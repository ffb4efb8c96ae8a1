"""A word list made for news: our own weights, what turns and dims them, and what is left out.

The words stand in `codebooks/tone/news.csv`, the reasons in its TOML, and
`codebooks/tone/differences.csv` lists words whose general tone is false in
news. Words of the English grammar that change a tone stand here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from analysis import codebook, match
from analysis.codebook import Codebook
from analysis.tables import WORD, Scores, Sentences
from analysis.tone.scoring import Word, scored

# Closed classes after Quirk, Greenbaum, Leech & Svartvik (1985), A Comprehensive
# Grammar of the English Language: amplifiers and downtoners ch. 8.104-8.115,
# modal verbs ch. 4.49-4.60, conditional clauses ch. 15.33-15.42. The factors are
# rounded from what each context does to the tone that people hear, by regression
# on NewsMTSC's training half and half of the NYT editorials; see the TOML.
AMPLIFIERS = frozenset(
    "very really extremely deeply highly so most particularly especially incredibly absolutely utterly "
    "completely totally thoroughly profoundly enormously hugely tremendously exceptionally remarkably vastly "
    "truly fully increasingly ever far much even severely strongly bitterly fiercely widely sharply gravely "
    "grossly terribly woefully overly massive huge enormous strong deep vast complete total utter sheer "
    "outright big grave heavy widespread significant substantial immense".split()
)
AMPLIFIED = 1.3
DOWNTONERS = frozenset(
    "slightly somewhat relatively partly partially mildly moderately marginally rather fairly slight minor "
    "mild limited modest partial".split()
)
DOWNTONED = 0.6

# What is denied, lacking, ended or prevented: a bright word turns, a dark one is all but gone.
TURNERS = frozenset(
    "prevent prevents prevented preventing prevention avoid avoids avoided avoiding stop stops stopped "
    "stopping end ends ended ending reduce reduces reduced reducing curb curbs curbing combat combating "
    "combatting fight fighting against halt halting eliminate eliminating eradicate ban bans banning lack "
    "lacks lacked lacking loss lost lose losing fail fails failed failing failure refuse refused refuses "
    "refusing deny denied denies denying reject rejected rejects rejecting oppose opposed opposing opposes "
    "unable inability less few least hardly barely rarely seldom scarcely undermine undermines undermined "
    "undermining threaten threatens threatened absence".split()
)
TURNED_BRIGHT, TURNED_DARK = -0.4, 0.2

MODALS = frozenset("would could might may should must ought 'd".split())
WISHES = frozenset(
    "hope hopes hoped hoping seek seeks sought seeking call calls called calling urge urged".split()
)
SUPPOSED = 0.8
IFS = frozenset("if unless whether".split())
OPEN_BRIGHT = 0.25
BUTS = frozenset({"but", "however"})
BEFORE_BUT_BRIGHT, AFTER_BUT = 0.6, 1.2
TURN_REACH, MODAL_REACH, IF_REACH = 3, 6, 10
UNTONED = 1.5

_SPECIAL = TURNERS | MODALS | WISHES | IFS | BUTS
_STOP = re.compile(r"[;:—–.!?()]|, ")
_LONG = 4
