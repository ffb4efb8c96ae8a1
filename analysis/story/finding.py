"""What every finding is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis import tier
from analysis.tone import TITLES

# What is said where an instrument is too weak against human coders to carry a claim.
DOUBT = "whether readers would is too uncertain to say"


class StoryError(ValueError):
    """A finding asked of a table that cannot carry it."""


@dataclass(frozen=True)
class Finding:
    """What a table shows, in words.

    Attributes
    ----------
    claim
        One sentence, fit for a chart's title.
    alt
        What a chart of it shows, with its numbers.
    sure
        How sure one can be, and why.

    """

    claim: str
    alt: str
    sure: str

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {
            "text/markdown": f"**{self.claim}.** {self.alt} *{self.sure}*",
            "text/plain": f"{self.claim}\n{self.alt}\n{self.sure}",
        }


def sureness(measure: str) -> str:
    """How far the instrument is validated, in one sentence.

    >>> sureness("an instrument nobody has tried")
    'an instrument nobody has tried has not been validated against human coders.'
    """
    graded = tier.of(measure)
    if graded == tier.NONE:
        return f"{title(measure)} has not been validated against human coders."
    return f"How sure: {tier.footer(measure)}."


def title(instrument: str) -> str:
    """The printed name of a tone instrument.

    >>> title("vader"), title("my own list")
    ('VADER', 'my own list')
    """
    return TITLES.get(instrument, instrument)


def counted(number: int, noun: str) -> str:
    """A number with its noun.

    >>> counted(1, "passage"), counted(1200, "passage")
    ('1 passage', '1,200 passages')
    """
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def listed(parts: Sequence[str]) -> str:
    """Parts as a list in prose.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    return ", ".join(parts[:-1]) + (" and " if len(parts) > 1 else "") + (parts[-1] if parts else "")
