"""Which findings are reported, in which order, and which come first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from inspect import signature

from analysis import findings
from analysis.findings import Finding
from analysis.findings.finding import Material

# The findings of a report, in the order of its sections: on one article, and on several.
OF_ONE = (
    findings.speakers,
    findings.unheard,
    findings.whose_words,
    findings.voices_along,
    findings.tone_overall,
    findings.tone_along,
    findings.tone_towards,
    findings.tone_words,
    findings.frames,
    findings.frame_map,
    findings.war_and_peace,
    findings.agency,
    findings.timeline,
    findings.text_kept,
)
OF_MANY = (
    findings.tone_by_group,
    findings.speakers_by_group,
    findings.omissions,
    findings.differences,
    findings.keywords,
    findings.trend,
    findings.events,
    findings.copies,
    findings.speakers,
    findings.unheard,
    findings.whose_words,
    findings.tone_towards,
    findings.frames,
    findings.agency,
    findings.text_kept,
)
# Topics that compare groups.
COMPARING = frozenset({"comparing", "differences", "events", "keywords", "trend"})
CARDS = (3, 5)  # fewest and most findings on page one
EACH_TOPIC = 2  # most of one topic on page one
TENTATIVE = 2  # the badge level from which a finding needs no filling up


def compute(material: Material, by: str = "outlet") -> list[Finding]:
    """The findings of a report on this corpus, in the order of its sections.

    Parameters
    ----------
    material
        The corpus.
    by
        The column of `articles` whose values are the groups that are compared.

    Raises
    ------
    FindingError
        If the articles have no such column.
    """
    asked = OF_ONE if len(material.used) == 1 else OF_MANY
    return [
        replace(_computed(each, material, by), topic=_topic(each), function=each.__name__) for each in asked
    ]


def _computed(finding: Callable[..., Finding], material: Material, by: str) -> Finding:
    """The finding, with the groups where it compares some."""
    return finding(material, by=by) if "by" in signature(finding).parameters else finding(material)


def _topic(finding: Callable[..., Finding]) -> str:
    """The file that holds it, without what follows an underscore: "tone" for `tone_along`."""
    return finding.__module__.rpartition(".")[2].partition("_")[0]


@dataclass(frozen=True)
class Selection:
    """The findings of a report.

    Attributes
    ----------
    cards
        Those of page one, the main finding first.
    uncertain
        Further ones whose numbers are unclear or whose instrument is exploratory.
    lacking
        Those that the corpus is too small for.
    sections
        All that have something to show, in the order of the chapters.

    """

    cards: tuple[Finding, ...]
    uncertain: tuple[Finding, ...]
    lacking: tuple[Finding, ...]
    sections: tuple[Finding, ...]


def select(found: Sequence[Finding]) -> Selection:
    """The findings in the order given, sorted into page one, uncertain, lacking and sections.

    Page one takes those with a result, a figure and a chart, no more than two
    of a topic. Where groups are compared, the comparisons come first. Then come
    those whose instrument is at least tentative; exploratory ones fill up to three.
    """
    results = [each for each in found if each.status == "found" and each.draw is not None and each.figure]
    comparing = [each for each in results if each.topic in COMPARING]
    trusted = [each for each in results if _level(each) >= TENTATIVE]
    first = sorted(comparing, key=lambda each: _level(each) < TENTATIVE)
    cards = _few(first, CARDS[0])
    cards += _few([each for each in trusted if each not in cards], CARDS[1] - len(cards), cards)
    cards += _few([each for each in results if each not in cards], CARDS[0] - len(cards), cards)
    doubtful = [each for each in found if each.status == "unclear" or _level(each) < TENTATIVE]
    return Selection(
        cards=tuple(cards),
        uncertain=tuple(each for each in doubtful if each not in cards and each.status != "lacking"),
        lacking=tuple(each for each in found if each.status == "lacking"),
        sections=tuple(each for each in found if each.status != "lacking"),
    )


def _level(found: Finding) -> int:
    """The badge level; what is only counted needs no judgement."""
    return 3 if found.validity is None else found.validity.level


def _few(found: Sequence[Finding], most: int, there: Sequence[Finding] = ()) -> list[Finding]:
    """The first of them, no more than `EACH_TOPIC` of one topic."""
    chosen: list[Finding] = []
    for each in found:
        if sum(other.topic == each.topic for other in [*there, *chosen]) < EACH_TOPIC and len(chosen) < most:
            chosen.append(each)
    return chosen
