"""Says which frames an article has, and shows the evidence for each.

A frame is a codebook's answer to its question about the text. It is present
where enough sentences hold evidence; the evidence is always shown, and a frame
without any is said to be absent rather than left out.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from analysis.codebook import Codebook
from analysis.tables import EVIDENCE, FRAMES, Evidence, Frames, Hits, Sentences


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
        is no evidence of conflict. `rule` is the codebook's term.

    Raises
    ------
    FramingError
        If the hits are of another codebook.

    """
    if strays := sorted(set(hits["instrument"]) - {codebook.instrument}):
        raise FramingError(f"these hits are of {', '.join(strays)}, not of {codebook.instrument}.")
    affirmed = hits[~hits["negated"]]
    return EVIDENCE.check(
        affirmed.rename(columns={"code": "frame", "found": "text", "term": "rule"})
        .assign(codebook=codebook.name)
        .filter(list(EVIDENCE.columns))
    )


def holding(evidence: Evidence) -> pd.Series:
    """How many sentences hold evidence, by article and frame.

    >>> rows = [("generic", "a", "conflict", n, n + 1, "x", s, None, "x") for n, s in enumerate([1, 1, 2])]
    >>> holding(EVIDENCE.frame(rows)).to_dict()
    {('a', 'conflict'): 2}
    """
    return evidence.groupby(["article", "frame"])["sentence"].nunique().rename("sentences")


def at_minimum(sentences: Sentences, evidence: Evidence, codebook: Codebook, minimum: int) -> Frames:
    """The frames as another minimum of sentences would have them, to see how much hangs on that choice."""
    other = replace(codebook, about={**codebook.about, "minimum": minimum})
    return frames(sentences, evidence, other)


def frames(sentences: Sentences, evidence: Evidence, codebook: Codebook) -> Frames:
    """Which frames each article has, by how many of its sentences hold evidence.

    Parameters
    ----------
    sentences
        All sentences that were searched.
    evidence
        What was found in them with this codebook.
    codebook
        Its `minimum` is the number of sentences with evidence from which a
        frame counts as present.

    Returns
    -------
    Frames
        One row per article and frame of the codebook, absent ones too, in the
        order of the codebook. `strength` is the share of the article's
        sentences that hold evidence, 0 to 1; `evidence` counts the pieces.

    Raises
    ------
    FramingError
        If evidence stands in a sentence that is not among those given.

    Examples
    --------
    >>> from analysis import codebook, match
    >>> from analysis.tables import SENTENCES
    >>> book = codebook.read("frames", "generic")
    >>> row = ("a", 1, 0, "body", 0, 32, "They accused him of stalling.", 5, [])
    >>> one = SENTENCES.frame([row])
    >>> found = evidence(match.hits(one, book), book)
    >>> frames(one, found, book)[["frame", "evidence", "present"]].to_numpy().tolist()[0]
    ['conflict', 1, False]

    """
    known = sentences.groupby("article", sort=False)["sentence"].agg(set)
    for piece in evidence.itertuples(index=False):
        if piece.article not in known.index or piece.sentence not in known[piece.article]:
            raise FramingError(
                f"evidence for {piece.frame!r} stands in article {piece.article}, sentence {piece.sentence}, "
                "which is not among the sentences given. Frame the sentences that were searched."
            )
    pieces = evidence.groupby(["article", "frame"]).size()
    held = holding(evidence)
    minimum = int(codebook.about.get("minimum", 1))
    return FRAMES.frame(
        {
            "codebook": codebook.name,
            "article": article,
            "frame": frame,
            "present": held.get((article, frame), 0) >= minimum,
            "strength": held.get((article, frame), 0) / len(numbers),
            "evidence": pieces.get((article, frame), 0),
            "scored_by": "rules",
        }
        for article, numbers in known.items()
        for frame in codebook.codes
    )
