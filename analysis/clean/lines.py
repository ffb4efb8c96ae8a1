"""A paragraph as the rules see it, and words that several rules know."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from analysis.tables import count_words

_DECORATION = " \t\r\n\xa0[](){}<>*_#»«→►▶•|~=-–—:.…!"
JOB = (
    r"(?:editor|reporter|correspondent|writer|journalist|columnist|producer|bureau chief|presenter|"
    r"contributor|photographer|analyst|critic|fellow|editor-in-chief|author)"
)
_SPACES = re.compile(r"\s+")

AGENCY = (
    r"(?:(?:The )?Associated Press|AP|Reuters|REUTERS|AFP|Agence France-Presse|UPI|PA(?: Media| Wire)?|"
    r"Press Association|EPA|EFE|dpa|DPA|ANSA|ANI|PTI|IANS|TASS|Interfax|RIA Novosti|Xinhua|Kyodo|Yonhap|"
    r"Bloomberg(?: News)?|CNN|BBC|CBC|CBS|NBC|ABC|NPR|VOA|RFE/RL|Getty(?: Images)?|"
    r"(?:The )?Canadian Press|AAP|Australian Associated Press|TNS|Tribune News Service|"
    r"Thomson Reuters Foundation|Anadolu(?: Agency)?|MENA|SANA|ZUMA(?: Press)?|Zuma|Sipa(?: USA)?|SIPA|"
    r"Rex|REX|Shutterstock|Alamy|iStock|Unsplash|Pexels|Flickr|Wikimedia(?: Commons)?|Creative Commons|"
    r"Magnum|Redux|Polaris|NurPhoto|Handout|Supplied|Pool|Courtesy)"
)
MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|"
    r"\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
WEEKDAY = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?"
DAY = (
    rf"(?:{MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b(?:,? \d{{4}})?|\d{{1,2}}(?:st|nd|rd|"
    rf"th)? (?:of )?{MONTH}\b(?:,? \d{{4}})?|"
    r"\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4})"
)
NAME_PART = r"(?:[A-ZÀ-ÖØ-ÞĀ-Ž][\w'’.-]*)"
_PARTICLE = r"(?:de|del|della|der|den|di|da|dos|du|van|von|la|le|el|al|bin|ibn|ten|ter|y|e)"
NAME = rf"{NAME_PART}(?: (?:{NAME_PART}|{_PARTICLE})){{0,5}}"

_CLOSING = "\"'”’»)]*_ "
# Somebody has spoken, or is spoken of: a sentence of the story.
_SPOKEN = re.compile(
    r"\b(?:said|told|asked|added|wrote|argued|warned|claimed|announced|admitted|replied|insisted|urged|"
    r"explained|recalled|testified|promised|joked|ruled|advised|suggested|shouted|chanted|says|tells|asks|"
    r"adds|writes|argues|warns|claims|admits|insists|urges|advises|suggests|promises|according to|(?:sign|"
    r"poster|billboard|banner|letter|note|notice|message|label|leaflet|placard|slogan|screen)s? read)\b",
    re.IGNORECASE,
)
_SPOKEN_OF = re.compile(r"\b(?:he|she|they)\b", re.IGNORECASE)
QUOTED = re.compile(r"[*_]*[\"“‘«„']")
LIST_ITEM = re.compile(r"(?:[-*•·▪‣–—►●○■➤]|\(?\d{1,2}[.)]|\(?[a-z]\))\s")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph to be judged, with its place among the others."""

    text: str
    bare: str  # without brackets, bullets and stops at its ends, each stretch of space as one
    words: int
    place: int
    count: int
    level: int = 0  # of a Markdown heading; 0 for none

    @classmethod
    def of(cls, text: str, place: int = 0, count: int = 1, level: int = 0) -> Line:
        """The line of a text."""
        bare = _SPACES.sub(" ", text[:2000].strip(_DECORATION)) if len(text) < 2000 else text[:2000]
        return cls(text, bare, count_words(text) if len(text) < 2000 else 1000, place, count, level)

    @property
    def stopped(self) -> bool:
        """Whether it ends as a sentence does."""
        return self.statement or self.text.rstrip(_CLOSING)[-1:] in ("!", "?")

    @property
    def statement(self) -> bool:
        """Whether it ends in a full stop, that of an initial or an abbreviation apart."""
        end = self.text.rstrip(_CLOSING)[-4:]
        return end[-1:] in (".", "…") and re.search(r"(?:^|[\s.])[A-Z]\.$", end) is None

    @property
    def spoken(self) -> bool:
        """Whether somebody in it has spoken."""
        return _SPOKEN.search(self.text) is not None

    @property
    def told(self) -> bool:
        """Whether it tells of somebody, and so asks nothing of the reader."""
        return self.spoken or _SPOKEN_OF.search(self.text) is not None


class Rule(NamedTuple):
    """What a line is if the question about it is answered yes."""

    role: str
    name: str
    holds: Callable[[Line], bool]


def whole(*phrases: str, flags: int = re.IGNORECASE) -> Callable[[Line], bool]:
    """Whether one of the phrases is the whole line, brackets and stops at its ends aside."""
    fits = re.compile("|".join(phrases), flags).fullmatch
    return lambda line: fits(line.bare) is not None


def opens(
    *phrases: str, most: int = 45, told: bool = False, flags: int = re.IGNORECASE
) -> Callable[[Line], bool]:
    """Whether one of the phrases opens a line of so many words, which tells of nobody unless it may."""
    fits = re.compile("(?:" + "|".join(phrases) + r")(?!(?<=\w)\w)", flags).match
    return lambda line: line.words <= most and fits(line.bare) is not None and (told or not line.told)


def either(*questions: Callable[[Line], bool]) -> Callable[[Line], bool]:
    """Whether one of the questions is answered yes."""
    return lambda line: any(question(line) for question in questions)
