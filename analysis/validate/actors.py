"""Figures for actors: spans, types, and who is who."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from analysis.validate.sample import Figure, Floats, Formula, Record, Sample, f1, ratio

# --- Actors ----------------------------------------------------------------------


def _typed(entities: Iterable[Record], groups: bool) -> set[tuple[int, int, str]]:
    """Spans with their types; a set that does not tell groups counts them as the persons they are made of."""
    return {
        (e["start"], e["end"], "person" if e["type"] == "group" and not groups else e["type"])
        for e in entities
    }


def _named(entities: Iterable[Record]) -> list[Record]:
    """Those that are names, in the extent of the name where it is told."""
    return [
        {**e, "start": e.get("name", [e["start"]])[0], "end": e.get("name", [0, e["end"]])[1]}
        for e in entities
        if e.get("form") == "name"
    ]


def actors(records: Sequence[Record], answers: Sequence[Sequence[Record]], sample: Sample) -> list[Figure]:
    """Exact F1 of spans, F1 of spans with their types, and CoNLL coreference F1 where chains are coded.

    Where people coded the form of a mention (name, pronoun, description), the
    F1 of names is given too, and coreference is that of names and pronouns.
    """
    types = {e["type"] for record in records for e in record["entities"]}
    forms = any("form" in e for record in records for e in record["entities"])
    chains = any("chain" in e for record in records for e in record["entities"])
    rows: dict[str, list[list[float]]] = defaultdict(list)
    names = 0
    for record, answer in zip(records, answers, strict=True):
        coded = record["entities"]
        found = [e for e in answer if e["type"] in types or e["type"] == "group"]
        _add_spans(rows, "", coded, found, "group" in types)
        if forms:
            one, other = _named(coded), _named(found)
            names += len(one)
            _add_spans(rows, " of names", one, other, "group" in types)
        if chains:
            sides = [
                [*_named(side), *(e for e in side if e.get("form") == "pronoun")] if forms else side
                for side in (coded, found)
            ]
            rows["conll"].append(coreference(*(_chains(side) for side in sides)))
    n = sum(len(record["entities"]) for record in records)
    figures: list[Figure] = []
    for suffix, number in (("", n), (" of names", names)):
        if f"spans{suffix}" in rows:
            formula: Formula = lambda t: f1(t[:, 0], t[:, 1], t[:, 2])  # noqa: E731
            figures += sample.of_counts(rows[f"spans{suffix}"], {f"span F1{suffix}": formula}, number)
            figures += sample.of_counts(rows[f"typed{suffix}"], {f"typed F1{suffix}": formula}, number)
    if chains:
        figures += sample.of_counts(rows["conll"], {"CoNLL coreference F1": conll}, n)
    return figures


def _add_spans(
    rows: dict[str, list[list[float]]],
    suffix: str,
    coded: Sequence[Record],
    found: Sequence[Record],
    groups: bool,
) -> None:
    one, other = _typed(coded, groups), _typed(found, groups)
    bare = [{span[:2] for span in side} for side in (one, other)]
    rows[f"spans{suffix}"].append([len(bare[0] & bare[1]), len(bare[1]), len(bare[0])])
    rows[f"typed{suffix}"].append([len(one & other), len(other), len(one)])


def _chains(entities: Iterable[Record]) -> list[frozenset[tuple[int, int]]]:
    chains: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for place, e in enumerate(entities):
        # A mention without a chain is one of its own: nobody else is known to be the same.
        chains[str(e["chain"]) if e.get("chain") is not None else f"#{place}"].add((e["start"], e["end"]))
    return [frozenset(chain) for chain in chains.values()]


def coreference(
    coded: Sequence[frozenset[tuple[int, int]]], found: Sequence[frozenset[tuple[int, int]]]
) -> list[float]:
    """What CoNLL's F1 is made of: for MUC, B-cubed and CEAF-e, recall's two parts and precision's two.

    References
    ----------
    Pradhan, S. et al. (2014). Scoring coreference partitions of predicted
    mentions: A reference implementation. ACL 2014, 30-35.

    """
    muc = [*_muc(coded, found), *_muc(found, coded)]
    b_cubed = [*_b_cubed(coded, found), *_b_cubed(found, coded)]
    similar = np.array([[2 * len(a & b) / (len(a) + len(b)) for b in found] for a in coded])
    best = float(similar[linear_sum_assignment(-similar)].sum()) if coded and found else 0.0
    return [*muc, *b_cubed, best, len(coded), best, len(found)]


def _muc(chains: Sequence[frozenset[Any]], others: Sequence[frozenset[Any]]) -> tuple[float, float]:
    where = {mention: place for place, chain in enumerate(others) for mention in chain}
    kept, links = 0, 0
    for chain in chains:
        parts = {where.get(mention, ("alone", mention)) for mention in chain}
        kept += len(chain) - len(parts)
        links += len(chain) - 1
    return kept, links


def _b_cubed(chains: Sequence[frozenset[Any]], others: Sequence[frozenset[Any]]) -> tuple[float, float]:
    shared = sum(len(chain & other) ** 2 / len(chain) for chain in chains for other in others)
    return shared, sum(map(len, chains))


def conll(totals: Floats) -> Floats:
    """Mean of the F1 of MUC, B-cubed and CEAF-e, from the sums of what `coreference` gives."""
    each = []
    for first in (0, 4, 8):
        recall, precision = (ratio(totals[:, k], totals[:, k + 1]) for k in (first, first + 2))
        recall, precision = np.nan_to_num(recall), np.nan_to_num(precision)
        each.append(np.nan_to_num(ratio(2 * recall * precision, recall + precision)))
    mean: Floats = np.mean(each, axis=0)
    return mean
