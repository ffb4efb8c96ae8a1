"""Which frames an article has: from hits to evidence, from evidence to answers, from answers to frames."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from analysis.codebook import Codebook
from analysis.tables import EVIDENCE, FRAMES, Evidence, Frames, Hits, Sentences

PRESENT = 0.5  # share of its items from which a frame is there, unless the codebook says otherwise


class FramingError(ValueError):
    """Frames asked of hits or sentences that do not belong together."""


def evidence(hits: Hits, codebook: Codebook) -> Evidence:
    """Each piece of evidence: the words, where they stand, and the rule that found them.

    Parameters
    ----------
    hits
        What `match.hits` found with this codebook.
    codebook
        The instrument.

    Returns
    -------
    Evidence
        One row per hit that is not negated, in the order given: "no tensions"
        is no evidence of conflict. `rule` is the codebook's term, or the name of
        its rule. Further columns, where the hits have them: `actor` (whom it
        is about) and `by` (who is quoted or reported with it).

    Raises
    ------
    FramingError
        If the hits are of another codebook.

    """
    if strays := sorted({*hits["instrument"].unique()} - {codebook.instrument}):
        raise FramingError(f"these hits are of {', '.join(strays)}, not of {codebook.instrument}.")
    affirmed = hits[~hits["negated"]]
    return EVIDENCE.check(
        affirmed.rename(columns={"code": "frame", "found": "text", "term": "rule"})
        .assign(codebook=codebook.name)
        .filter([*EVIDENCE.columns, "actor", "by"])
    )


def holding(evidence: Evidence) -> pd.Series:
    """How many sentences hold evidence, by article and frame.

    >>> rows = [("generic", "a", "conflict", n, n + 1, "x", s, None, "x") for n, s in enumerate([1, 1, 2])]
    >>> holding(EVIDENCE.frame(rows)).to_dict()
    {('a', 'conflict'): 2}
    """
    return evidence.groupby(["article", "frame"])["sentence"].nunique().rename("sentences")


def at_minimum(sentences: Sentences, evidence: Evidence, codebook: Codebook, minimum: int) -> Frames:
    """The frames as another minimum of sentences would have them, to see how much hangs on that choice.

    Where frames are scored from items, the minimum is each item's, and the items are left out.
    """
    codes = {
        code: {key: value for key, value in said.items() if key not in ("minimum", "share")}
        for code, said in codebook.codes.items()
    }
    other = replace(codebook, about={**codebook.about, "minimum": minimum, "share": 0}, codes=codes)
    made = frames(sentences, evidence, other)
    return made[made["frame"].isin(codebook.frames or codebook.codes)].reset_index(drop=True)


def frames(sentences: Sentences, evidence: Evidence, codebook: Codebook) -> Frames:
    """Which frames each article has, by how many of its sentences hold evidence.

    Parameters
    ----------
    sentences
        All sentences that were searched.
    evidence
        What was found in them with this codebook.
    codebook
        Its `minimum` is the number of sentences with evidence, its `share` the
        share of all sentences, from which a question is answered yes. A code
        may have its own. Where it has frames, each is scored from its items.

    Returns
    -------
    Frames
        One row per article and frame, then one per code, absent ones too, in the
        order of the codebook. `strength` is the share of the article's
        sentences that hold evidence, 0 to 1; `evidence` counts the pieces.
        Further columns: `part_of` (of an item, its frame), `score` (of a
        frame, the mean of its items' answers, 0 to 1; of a code, 1 for yes and 0
        for no; missing where it cannot be asked) and `answer` (yes, no or not applicable).

    Raises
    ------
    FramingError
        If evidence stands in a sentence that is not among those given.

    Examples
    --------
    >>> from analysis import codebook, match
    >>> from analysis.tables import SENTENCES
    >>> book = codebook.read("frames", "generic")
    >>> row = ("a", 1, 0, "body", 0, 32, "Critics debate the feud at court.", 6, [])
    >>> one = SENTENCES.frame([row])
    >>> found = evidence(match.hits(one, book), book)
    >>> frames(one, found, book).query("frame == 'conflict'")[["score", "answer"]].values.tolist()
    [[0.75, 'yes']]

    """
    known: dict[str, set[int]] = {}
    for article, number in zip(sentences["article"].tolist(), sentences["sentence"].tolist(), strict=True):
        known.setdefault(article, set()).add(number)
    found: dict[tuple[str, str], list[int]] = {}
    pieces = (evidence[name].tolist() for name in ("article", "frame", "sentence"))
    for article, code, number in zip(*pieces, strict=True):
        if number not in known.get(article, ()):
            raise FramingError(
                f"evidence for {code!r} stands in article {article}, sentence {number}, "
                "which is not among the sentences given. Frame the sentences that were searched."
            )
        found.setdefault((article, code), []).append(number)
    rows = [
        row for article, numbers in known.items() for row in _answers(article, len(numbers), found, codebook)
    ]
    kinds = {"part_of": "str", "score": "float64", "answer": "str"}
    made = FRAMES.frame(rows).reindex(columns=[*FRAMES.columns, *kinds])  # also where there is no sentence
    return made.astype(kinds)


def _answers(
    article: str,
    sentences: int,
    found: Mapping[tuple[str, str], Sequence[int]],
    codebook: Codebook,
) -> list[dict[str, Any]]:
    """The rows of one article: frames first, then the codes."""
    codes: list[dict[str, Any]] = []
    for code, said in codebook.codes.items():
        pieces = found.get((article, code), ())
        held = set(pieces)
        asked = bool(said.get("applies", True))
        minimum, share = (said.get(key, codebook.about.get(key, 0)) for key in ("minimum", "share"))
        yes = asked and len(held) >= max(int(minimum), 1) and len(held) >= share * sentences
        codes.append(
            {
                "codebook": codebook.name,
                "article": article,
                "frame": code,
                "present": yes,
                "strength": len(held) / sentences,
                "evidence": len(pieces),
                "scored_by": "rules",
                "part_of": said.get("frame"),
                "score": float(yes) if asked else None,
                "answer": "yes" if yes else "no" if asked else "not applicable",
            }
        )
    whole = []
    for frame, said in codebook.frames.items():
        items = [row for row in codes if row["part_of"] == frame and row["score"] is not None]
        held = {number for row in items for number in found.get((article, row["frame"]), ())}
        score = sum(row["score"] for row in items) / len(items) if items else 0.0
        there = bool(items) and score >= float(said.get("present", PRESENT)) - 1e-9
        whole.append(
            {
                "codebook": codebook.name,
                "article": article,
                "frame": frame,
                "present": there,
                "strength": len(held) / sentences,
                "evidence": sum(row["evidence"] for row in items),
                "scored_by": "rules",
                "part_of": None,
                "score": score,
                "answer": "yes" if there else "no",
            }
        )
    return [*whole, *codes]
