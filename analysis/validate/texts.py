"""Figures for what is done to a text: sentences, passages, pages, repairs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np

from analysis.validate.sample import Figure, Formula, Record, Sample, Span, f1, rates, ratio

# --- Text: sentences, passages, pages, repairs ---------------------------------


def sentences(records: Sequence[Record], answers: Sequence[Sequence[Span]], sample: Sample) -> list[Figure]:
    """F1 of boundaries, and the share of texts split exactly as coded.

    A boundary is where a sentence ends, white space aside; the end of the text
    is none, since every splitter finds it.
    """
    counts = []
    for record, answer in zip(records, answers, strict=True):
        coded, found = (_boundaries(record["text"], side) for side in (record["sentences"], answer))
        counts.append((len(coded & found), len(found), len(coded), coded == found, 1))
    n = int(sum(count[2] for count in counts))
    figures = sample.of_counts(counts, {"boundary F1": lambda t: f1(t[:, 0], t[:, 1], t[:, 2])}, n)
    exact: Formula = lambda t: ratio(t[:, 3], t[:, 4])  # noqa: E731
    return figures + sample.of_counts(counts, {"texts split exactly": exact}, len(records))


def _boundaries(text: str, spans: Iterable[Span]) -> set[int]:
    last = len(text.rstrip())
    ends = {start + len(text[start:end].rstrip()) for start, end in spans}
    return {end for end in ends if end < last}


def passages(records: Sequence[Record], answers: Sequence[Sequence[Record]], sample: Sample) -> list[Figure]:
    """Precision, recall and F1 of body text, by character (white space aside) and by line.

    A line is body where more than half of its characters are.
    """
    by_character, by_line = [], []
    for record, answer in zip(records, answers, strict=True):
        text = record["text"]
        printed = np.array([not character.isspace() for character in text])
        masks = []
        for side in (record["passages"], answer):
            mask = np.zeros(len(text), dtype=bool)
            for passage in side:
                if passage["role"] == "body":
                    mask[passage["start"] : passage["end"]] = True
            masks.append(mask & printed)
        coded, found = masks
        by_character.append((int((coded & found).sum()), int(found.sum()), int(coded.sum())))
        ends = [0, *(match.end() for match in re.finditer("\n", text)), len(text)]
        lines = [[2 * mask[a:b].sum() > printed[a:b].sum() for a, b in pairwise(ends)] for mask in masks]
        both = sum(one and other for one, other in zip(*lines, strict=True))
        by_line.append((both, sum(lines[1]), sum(lines[0])))
    characters = rates(
        sample, by_character, int(sum(c[2] for c in by_character)), "body characters", f1_too=True
    )
    return characters + rates(sample, by_line, int(sum(c[2] for c in by_line)), "body lines", f1_too=True)


def shingles(text: str, size: int = 4) -> Counter[tuple[str, ...]]:
    """The runs of `size` words of a text, in lower case; a shorter text is one run.

    >>> list(shingles("A b c d e"))
    [('a', 'b', 'c', 'd'), ('b', 'c', 'd', 'e')]
    """
    words = [word.lower() for word in re.findall(r"\w+", text)]
    if len(words) < size:
        return Counter([tuple(words)] if words else [])
    return Counter(tuple(words[place : place + size]) for place in range(len(words) - size + 1))


def article_html(records: Sequence[Record], answers: Sequence[str], sample: Sample) -> list[Figure]:
    """Precision, recall and F1 over 4-word shingles, every page weighing the same whatever its length."""
    counts = []
    for record, answer in zip(records, answers, strict=True):
        coded, found = shingles(record["body"]), shingles(answer or "")
        right, extra, lost = (coded & found).total(), (found - coded).total(), (coded - found).total()
        whole = (right + extra + lost) or 1
        counts.append((right / whole, (right + extra) / whole, (right + lost) / whole))
    return rates(sample, counts, len(records), "shingles", f1_too=True)


def repair(records: Sequence[Record], answers: Sequence[str], sample: Sample) -> list[Figure]:
    """The share of texts that come out exactly as they should; of right texts, the share left as they are."""
    counts = [
        (
            answer == record["fixed"],
            1,
            record["text"] == record["fixed"] == answer,
            record["text"] == record["fixed"],
        )
        for record, answer in zip(records, answers, strict=True)
    ]
    right = sum(count[3] for count in counts)
    figures = sample.of_counts(
        counts, {"texts as they should be": lambda t: ratio(t[:, 0], t[:, 1])}, len(records)
    )
    kept: Formula = lambda t: ratio(t[:, 2], t[:, 3])  # noqa: E731
    return figures + sample.of_counts(counts, {"right texts unchanged": kept}, right)
