"""Articles that archives deliver more than once: the same text again, other editions, later versions."""

from __future__ import annotations

import re
import zlib
from array import array
from collections import defaultdict
from datetime import date
from hashlib import sha256

SHINGLE = 4  # words that follow one another, by which texts are compared
KEPT = 64  # of a text's hashed shingles: their overlap is known to about six points in a hundred
ALIKE = 0.6  # of the words of both, in one outlet within a day: another edition
ALIKE_UNDER_ONE_HEADLINE = 0.4
_WORD = re.compile(r"\w+")


class Editions:
    """The texts that archives have delivered so far, to know one again."""

    def __init__(self) -> None:
        self._exact: dict[bytes, str] = {}
        self._sketches: dict[tuple[str, date], list[tuple[str, str, array[int]]]] = defaultdict(list)

    def met(
        self, article: str, body: str, outlet: str | None, published: date | None, headline: str | None
    ) -> tuple[str, str] | None:
        """The article met before that this one repeats, and how; None if it is new.

        >>> editions, day = Editions(), date(2024, 5, 3)
        >>> editions.met("a", "Rain fell on Hallen on Thursday night.", "Post", day, "Rain")
        >>> editions.met("b", "RAIN fell on Hallen on Thursday night", "Post", day, "Rain")
        ('a', 'the same text')
        """
        words = [word.casefold() for word in _WORD.findall(body)]
        digest = sha256(" ".join([*_plain(outlet), "|", *words]).encode()).digest()
        if digest in self._exact:
            return self._exact[digest], "the same text"
        self._exact[digest] = article
        if published is None or outlet is None:
            return None
        sketch, title = _sketch(words), " ".join(_plain(headline))
        name = " ".join(_plain(outlet))
        for near in range(-1, 2):
            for other, other_title, other_sketch in self._sketches.get(
                (name, date.fromordinal(published.toordinal() + near)), ()
            ):
                needed = ALIKE_UNDER_ONE_HEADLINE if title and title == other_title else ALIKE
                if _overlap(sketch, other_sketch) >= needed:
                    return other, "another edition or version"
        self._sketches[name, published].append((article, title, sketch))
        return None


def _plain(text: str | None) -> list[str]:
    words = [word.casefold() for word in _WORD.findall(text or "")]
    return words[1:] if words[:1] == ["the"] else words


def _sketch(words: list[str]) -> array[int]:
    """The smallest hashes of a text's shingles, which are a sample of them that texts share."""
    ends = range(max(1, len(words) - SHINGLE + 1))
    hashed = {zlib.crc32(" ".join(words[at : at + SHINGLE]).encode()) for at in ends}
    return array("L", sorted(hashed)[:KEPT])


def _overlap(one: array[int], other: array[int]) -> float:
    """The share of shingles that two texts have in common, estimated."""
    both = sorted({*one, *other})[:KEPT]
    return len({*one} & {*other} & {*both}) / len(both)
