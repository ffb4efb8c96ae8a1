"""Figures for attributions: contents found, and speakers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from analysis.tables import WORD
from analysis.validate.sample import Figure, Record, Sample, Span, f1, ratio

# --- Quotes ----------------------------------------------------------------------

OVERLAPS = (0.3, 0.8)
KINDS = ("direct", "mixed", "indirect")
_QUOTED = re.compile(
    '“[^“”\n]*(?:”|$|(?=\n))|"[^"\n]*(?:"|$|(?=\n))|(?<![\\w])‘(?:[^‘’\n]|’(?=\\w))*’(?!\\w)', re.MULTILINE
)
# Words that say nothing of who speaks; a pronoun does, since it may be all there is.
_EMPTY = frozenset({
    "a", "an", "the", "of", "and", "or", "to", "in", "for", "at", "on", "by", "with", "from", "as",
    "that", "who", "which", "whom", "whose", "is", "was", "are", "were", "has", "had", "have", "been",
    "be", "mr", "mrs", "ms", "dr", "s", "his", "her", "their", "its", "my", "our", "your", "this",
    "these", "those",
})  # fmt: skip


def quoted(text: str) -> list[tuple[int, int]]:
    """The stretches between quotation marks, the marks included; an unclosed one ends with its paragraph.

    >>> quoted('He said “no” and "never".')
    [(8, 12), (17, 24)]
    """
    return [match.span() for match in _QUOTED.finditer(text)]


def kind(text: str, spans: Iterable[Span], marks: Iterable[tuple[int, int]]) -> str:
    """Direct if all of a content's letters stand inside quotation marks, mixed if some, indirect if none."""
    letters = [place for start, end in spans for place in range(start, end) if text[place].isalnum()]
    inside = sum(any(start <= place < end for start, end in marks) for place in letters)
    return "indirect" if inside == 0 else "direct" if inside == len(letters) else "mixed"


def overlap(left: Iterable[Span], right: Iterable[Span]) -> float:
    """Intersection over union of the characters of two lists of spans.

    >>> overlap([[0, 4], [6, 8]], [[2, 8]])
    0.5
    """
    one, other = ({place for start, end in spans for place in range(start, end)} for spans in (left, right))
    return len(one & other) / len(one | other) if one | other else 0.0


def matched(coded: Sequence[Sequence[Span]], found: Sequence[Sequence[Span]], least: float) -> dict[int, int]:
    """Which coded content each found one is taken for: one to one, the largest overlap first.

    >>> matched([[[0, 10]], [[20, 30]]], [[[0, 9]], [[0, 5]], [[40, 50]]], 0.3)
    {0: 0}
    """
    extent = [
        [(min(s for s, _ in spans), max(e for _, e in spans)) for spans in side] for side in (coded, found)
    ]
    pairs = [
        (shared, one, other)
        for one, spans in enumerate(coded)
        for other, candidates in enumerate(found)
        if extent[0][one][0] < extent[1][other][1] and extent[1][other][0] < extent[0][one][1]
        if (shared := overlap(spans, candidates)) >= least
    ]
    taken: dict[int, int] = {}
    for _, one, other in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if one not in taken and other not in taken.values():
            taken[one] = other
    return taken


def content_words(text: str) -> set[str]:
    """The words of a source that tell who it is, in lower case.

    >>> sorted(content_words("The mayor of Lisbon's office"))
    ['lisbon', 'mayor', 'office']
    """
    words = (re.sub(r"['’]s?$", "", word.group().lower()) for word in WORD.finditer(text))
    return {word for word in words if word and word not in _EMPTY}


def quotes(records: Sequence[Record], answers: Sequence[Sequence[Record]], sample: Sample) -> list[Figure]:
    """Precision, recall and F1 of contents at both overlaps, recall by kind, direct F1, and speakers.

    Direct F1 is of two shares: of the found contents that are direct, those
    that match a coded one of whatever kind; of the coded direct ones, those
    found. So a quotation inside a longer content that is coded as a whole
    counts against an instrument only where it misses the overlap.

    An answer is a list of attributions: `content`, a list of spans, and
    `source`, the words that name the speaker, or missing. Speaker accuracy is
    of the contents matched at 0.3 whose source people coded: the share whose
    found source has a content word in common with it.
    """
    columns: dict[str, list[float]] = defaultdict(list)
    for record, answer in zip(records, answers, strict=True):
        for name, number in _quote_counts(record, answer).items():
            columns[name].append(number)
    names = list(columns)
    totals = sample.totals(np.column_stack([columns[name] for name in names]))
    count = {name: totals[:, place] for place, name in enumerate(names)}
    n = int(count["coded"][0])
    figures = []
    for least in OVERLAPS:
        hit = count[f"hit {least}"]
        figures += [
            sample.figure(f"precision at {least}", ratio(hit, count["found"]), n),
            sample.figure(f"recall at {least}", ratio(hit, count["coded"]), n),
            sample.figure(f"F1 at {least}", f1(hit, count["found"], count["coded"]), n),
        ]
        for sort in KINDS:
            there = count[f"coded {sort}"]
            value = ratio(count[f"hit {sort} {least}"], there)
            figures.append(sample.figure(f"recall of {sort} at {least}", value, int(there[0])))
        right = ratio(count[f"found direct hit {least}"], count["found direct"])
        recalled = ratio(count[f"hit direct {least}"], count["coded direct"])
        direct = np.nan_to_num(ratio(2 * right * recalled, right + recalled))
        direct[~np.isfinite(recalled)] = np.nan  # without a direct content there is nothing to find
        figures.append(sample.figure(f"direct F1 at {least}", direct, int(count["coded direct"][0])))
    speakers = ratio(count["speaker right"], count["speaker asked"])
    figures.append(sample.figure("speaker accuracy", speakers, int(count["speaker asked"][0])))
    return [figure for figure in figures if np.isfinite(figure.value)]


def _quote_counts(record: Record, answer: Sequence[Record]) -> dict[str, float]:
    text = record["text"]
    marks = quoted(text)
    coded = [attribution["content"] for attribution in record["attributions"]]
    found = [attribution["content"] for attribution in answer]
    kinds = [[kind(text, spans, marks) for spans in side] for side in (coded, found)]
    counts: dict[str, float] = {"coded": len(coded), "found": len(found)}
    counts |= {f"coded {sort}": kinds[0].count(sort) for sort in KINDS}
    counts["found direct"] = kinds[1].count("direct")
    for least in OVERLAPS:
        taken = matched(coded, found, least)
        counts[f"hit {least}"] = len(taken)
        counts |= {f"hit {sort} {least}": sum(kinds[0][one] == sort for one in taken) for sort in KINDS}
        counts[f"found direct hit {least}"] = sum(kinds[1][other] == "direct" for other in taken.values())
    taken = matched(coded, found, OVERLAPS[0])
    asked = {
        one: " ".join(text[start:end] for start, end in record["attributions"][one]["source"])
        for one in taken
        if record["attributions"][one]["source"]
    }
    counts["speaker asked"] = len(asked)
    counts["speaker right"] = sum(
        bool(content_words(source) & content_words(answer[taken[one]].get("source") or ""))
        for one, source in asked.items()
    )
    return counts
