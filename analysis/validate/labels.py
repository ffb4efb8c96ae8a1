"""Figures for tasks whose answers are labels: tone, loaded language, frames."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from analysis.tables import WORD
from analysis.validate.sample import Figure, Floats, Record, Sample, Span, f1, rates, ratio

TONES = (-1, 0, 1)

# --- Agreement of two sets of answers -----------------------------------------


def alpha(confusion: Floats, level: str = "ordinal") -> Floats:
    """Krippendorff's alpha of two coders over ordered categories.

    Parameters
    ----------
    confusion
        Of shape (samples, k, k): how many units one coder put in row's and the
        other in column's category, the categories in their order.
    level
        `nominal`, `ordinal` or `interval` (categories one apart).

    Returns
    -------
    array
        One alpha a sample: 1 for perfect agreement, 0 for chance; missing where
        only one category was used.

    References
    ----------
    Krippendorff, K. (2018). Content Analysis (4th ed.), ch. 12. Sage.

    Examples
    --------
    >>> np.round(alpha(np.array([[[2.0, 0, 0], [0, 3, 0], [0, 1, 2]]])), 3).tolist()
    [0.886]

    """
    together = confusion + np.swapaxes(confusion, 1, 2)
    used = together.sum(axis=2)
    total = used.sum(axis=1)
    size = used.shape[1]
    apart, expected = np.zeros(len(used)), np.zeros(len(used))
    for low in range(size):
        for high in range(low + 1, size):
            if level == "ordinal":
                between = used[:, low : high + 1].sum(axis=1) - (used[:, low] + used[:, high]) / 2
            else:
                between = np.full(len(used), 1.0 if level == "nominal" else float(high - low))
            apart += 2 * together[:, low, high] * between**2
            expected += 2 * used[:, low] * used[:, high] * between**2
    agreed: Floats = 1 - (total - 1) * ratio(apart, expected)
    return agreed


def confusion(coded: Sequence[Hashable], found: Sequence[Hashable], labels: Sequence[Hashable]) -> Floats:
    """One row a record, flat: 1 where (coded, found) is that cell of the table of labels by labels."""
    place = {label: position for position, label in enumerate(labels)}
    size = len(labels)
    cells = np.zeros((len(coded), size * size))
    for row, (one, other) in enumerate(zip(coded, found, strict=True)):
        cells[row, place[one] * size + place[other]] = 1
    return cells


def classes(totals: Floats, size: int) -> Floats:
    """F1 of each class, (samples, classes), from a flat confusion table; a class never used has none."""
    table = totals.reshape(-1, size, size)
    return f1(np.einsum("sii->si", table), table.sum(axis=1), table.sum(axis=2))


def macro(values: Floats) -> Floats:
    """Mean over classes, those that are missing left out."""
    return ratio(np.nansum(values, axis=1), np.sum(np.isfinite(values), axis=1).astype(float))


def labelled(
    sample: Sample,
    coded: Sequence[Hashable],
    found: Sequence[Hashable],
    labels: Sequence[Hashable],
    *,
    averaged: int | None = None,
) -> list[Figure]:
    """Macro-F1 over the labels (the first `averaged` of them), and accuracy."""
    size, n = len(labels), len(coded)
    totals = sample.totals(confusion(coded, found, labels))
    right = totals[:, :: size + 1].sum(axis=1)
    return [
        sample.figure("macro-F1", macro(classes(totals, size)[:, :averaged]), n),
        sample.figure("accuracy", ratio(right, totals.sum(axis=1)), n),
    ]


# --- Tone ----------------------------------------------------------------------


def _pearson(weights: Floats, left: Floats, right: Floats) -> Floats:
    """Correlation under each row of weights; `left` and `right` are one row, or a row for each."""
    total = weights.sum(axis=1)
    mean_left, mean_right = (np.sum(weights * side, axis=1) / total for side in (left, right))
    apart_left, apart_right = left - mean_left[:, None], right - mean_right[:, None]
    shared = np.sum(weights * apart_left * apart_right, axis=1)
    alone = np.sum(weights * apart_left**2, axis=1) * np.sum(weights * apart_right**2, axis=1)
    return ratio(shared, np.sqrt(alone))


def _midranks(weights: Floats, values: Floats) -> Floats:
    """Rank of each value under each row of weights, ties at their middle."""
    distinct, which = np.unique(values, return_inverse=True)
    ties = np.zeros((weights.shape[0], len(distinct)))
    for place in range(len(distinct)):
        ties[:, place] = weights[:, which == place].sum(axis=1)
    ranks = np.cumsum(ties, axis=1) - (ties - 1) / 2
    return ranks[:, which]


def tone_sentence(
    records: Sequence[Record], answers: Sequence[Mapping[str, Any]], sample: Sample
) -> list[Figure]:
    """Pearson's r and Spearman's rho; where people coded -1, 0 and 1, alpha (ordinal) and accuracy too.

    An answer holds `value`, and `label` (-1, 0, 1) for alpha.
    """
    coded = np.array([record["value"] for record in records], dtype=float)
    found = np.array([answer["value"] for answer in answers], dtype=float)
    n = len(coded)
    pearson, spearman = [], []
    for part in np.array_split(sample.weights, max(1, sample.weights.shape[0] * n // 2_000_000)):
        weights = part[:, sample.of]
        pearson.append(_pearson(weights, coded[None, :], found[None, :]))
        spearman.append(_pearson(weights, _midranks(weights, coded), _midranks(weights, found)))
    figures = [
        sample.figure("Pearson r", np.concatenate(pearson), n),
        sample.figure("Spearman rho", np.concatenate(spearman), n),
    ]
    if set(coded.tolist()) <= set(map(float, TONES)):
        labels = [int(answer["label"]) for answer in answers]
        cells = sample.totals(confusion([int(value) for value in coded], labels, TONES))
        agreed = alpha(cells.reshape(-1, 3, 3))
        figures.append(sample.figure("Krippendorff's alpha", agreed, n))
        figures += labelled(sample, [int(value) for value in coded], labels, TONES)
    return [figure for figure in figures if np.isfinite(figure.value)]


def tone_target(records: Sequence[Record], answers: Sequence[int], sample: Sample) -> list[Figure]:
    """Macro-F1 over -1, 0 and 1, and accuracy."""
    return labelled(
        sample, [record["label"] for record in records], [int(answer) for answer in answers], TONES
    )


# --- Loaded language -----------------------------------------------------------


def _words_in(text: str, spans: Iterable[Span]) -> set[int]:
    """Where the words begin that a span touches."""
    reached = [tuple(span) for span in spans]
    return {
        word.start()
        for word in WORD.finditer(text)
        if any(start < word.end() and word.start() < end for start, end in reached)
    }


def loaded_language(
    records: Sequence[Record], answers: Sequence[Mapping[str, Any]], sample: Sample
) -> list[Figure]:
    """Macro-F1 over 0 and 1, and accuracy; precision, recall and F1 of the words where both sides give spans.

    An answer holds `label`, and `spans` where the instrument points at words.
    """
    coded = [int(record["label"]) for record in records]
    figures = labelled(sample, coded, [int(answer["label"]) for answer in answers], (0, 1))
    counts, told = [], 0
    for record, answer in zip(records, answers, strict=True):
        if "spans" not in record or answer.get("spans") is None:
            counts.append((0, 0, 0))
            continue
        there, found = (_words_in(record["text"], side["spans"]) for side in (record, answer))
        counts.append((len(there & found), len(found), len(there)))
        told += 1
    return figures + rates(sample, counts, told, "words", f1_too=True) if told else figures


# --- Frames ----------------------------------------------------------------------


def frames_article(
    records: Sequence[Record], answers: Sequence[Iterable[str]], sample: Sample
) -> list[Figure]:
    """F1 of each frame that people found at least once, and their mean, macro-F1.

    Where a record says in `asked` which codes were decided, the others count neither way.
    """
    codes = sorted({code for record in records for code in record["frames"]})
    given = [set(answer) for answer in answers]
    counts = []
    for record, answer in zip(records, given, strict=True):
        asked = set(record.get("asked", codes))
        both, found, coded = answer & asked & set(record["frames"]), answer & asked, set(record["frames"])
        counts.append([count for code in codes for count in (code in both, code in found, code in coded)])
    totals = sample.totals(np.asarray(counts, dtype=float))
    each = f1(totals[:, 0::3], totals[:, 1::3], totals[:, 2::3])
    figures = [sample.figure("macro-F1", macro(each), len(records))]
    return figures + [
        sample.figure(f"F1 of {code}", each[:, k], len(records)) for k, code in enumerate(codes)
    ]


def frames_sentence(records: Sequence[Record], answers: Sequence[str], sample: Sample) -> list[Figure]:
    """Macro-F1 over the codes that people used, and accuracy."""
    coded, found = [record["frame"] for record in records], [str(answer) for answer in answers]
    used = sorted(set(coded))
    return labelled(sample, coded, found, [*used, *sorted(set(found) - set(used))], averaged=len(used))
