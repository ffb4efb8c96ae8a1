"""Evidence laid out for reading: a card of answers, pairs of indicators, a map along an article."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.codebook import Codebook
from analysis.framing.presence import FramingError
from analysis.tables import Evidence, Sentences

ABSENT = "absent"
VOICES = ("reporter", "reported", "quoted")


def card(evidence: Evidence, codebook: Codebook, *, most: int = 4) -> pd.DataFrame:
    """What is said in answer to each question of a codebook, or that nothing is.

    Parameters
    ----------
    evidence
        Of one or more articles, by this codebook.
    codebook
        Whose questions are answered.
    most
        Pieces shown for each question, the first in reading order.

    Returns
    -------
    DataFrame
        One row per article and question: article, frame, title, asks, answer
        (the words, parted by " | ", or "absent"), pieces (their number), and
        how many of them stand in each voice.

    Examples
    --------
    >>> from analysis import codebook
    >>> from analysis.tables import EVIDENCE
    >>> row = ("entman", "a", "cause", 4, 21, "because of a wire", 1, "reporter", "because of")
    >>> card(EVIDENCE.frame([row]), codebook.read("frames", "entman"))["answer"].tolist()
    ['absent', 'because of a wire', 'absent', 'absent']

    """
    _same(evidence, codebook)
    rows = []
    for article, pieces in evidence.groupby("article", sort=False):
        for code, said in codebook.codes.items():
            found = pieces[pieces["frame"] == code].sort_values("start")
            texts = list(dict.fromkeys(found["text"]))
            shown = " | ".join([*texts[:most], *(["…"] if len(texts) > most else [])])
            heard = found["voice"].value_counts()
            rows.append(
                {
                    "article": article,
                    "frame": code,
                    "title": said.get("title", code),
                    "asks": said["asks"],
                    "answer": shown or ABSENT,
                    "pieces": len(found),
                    **{voice: int(heard.get(voice, 0)) for voice in VOICES},
                }
            )
    columns = ["article", "frame", "title", "asks", "answer", "pieces", *VOICES]
    return pd.DataFrame(rows, columns=columns)


def by_actor(evidence: Evidence, codebook: Codebook) -> pd.DataFrame:
    """Whom each answer is about: who is harmed, who is blamed, who is judged, who should act.

    Parameters
    ----------
    evidence
        Of one or more articles, by this codebook.
    codebook
        One whose rules say whom their evidence is about.

    Returns
    -------
    DataFrame
        One row per article, actor and question, those with most evidence first:
        article, actor, frame, pieces, said_by (whose words they stand in:
        speakers, and "the reporter", parted by "; ") and text (the words).

    """
    _same(evidence, codebook)
    columns = ["article", "actor", "frame", "pieces", "said_by", "text"]
    if "actor" not in evidence or evidence["actor"].isna().all():
        return pd.DataFrame(columns=columns)
    told = evidence.dropna(subset=["actor"]).assign(said=evidence["by"].fillna("the reporter"))
    grouped = told.groupby(["article", "actor", "frame"], sort=False).agg(
        pieces=("text", "size"),
        said_by=("said", lambda names: "; ".join(dict.fromkeys(names))),
        text=("text", lambda texts: " | ".join(dict.fromkeys(texts))),
    )
    total = told.groupby(["article", "actor"]).size().rename("total")
    ordered = grouped.reset_index().merge(
        total.reset_index(), on=["article", "actor"], validate="many_to_one"
    )
    order = {code: place for place, code in enumerate(codebook.codes)}
    return (
        ordered.assign(place=ordered["frame"].map(order))
        .sort_values(
            ["article", "total", "actor", "place"], ascending=[True, False, True, True], kind="stable"
        )
        .reset_index(drop=True)[columns]
    )


def pairs(evidence: Evidence, codebook: Codebook) -> pd.DataFrame:
    """Both sides of each pair of indicators, counted; never their sum.

    Parameters
    ----------
    evidence
        Of one or more articles, by this codebook.
    codebook
        One whose codes say `pair` and `side`.

    Returns
    -------
    DataFrame
        One row per pair and side, in the order of the codebook: pair, side,
        frame, title, pieces, sentences (that hold some) and words (the most
        frequent, at most three).

    Raises
    ------
    FramingError
        If the codebook has no pairs, or the evidence is of another.

    """
    _same(evidence, codebook)
    if not any("pair" in said for said in codebook.codes.values()):
        raise FramingError(f"{codebook.instrument} has no pairs: its codes do not say 'pair' and 'side'.")
    rows = []
    for code, said in codebook.codes.items():
        if "pair" not in said:
            continue
        found = evidence[evidence["frame"] == code]
        often = found["text"].str.lower().value_counts().head(3)
        rows.append(
            {
                "pair": said["pair"],
                "side": said["side"],
                "frame": code,
                "title": said.get("title", code),
                "pieces": len(found),
                "sentences": found[["article", "sentence"]].drop_duplicates().shape[0],
                "words": ", ".join(often.index),
            }
        )
    return pd.DataFrame(rows)


def along(evidence: Evidence, sentences: Sentences, codebook: Codebook) -> pd.DataFrame:
    """Which paragraph carries which frame, in which voice.

    Parameters
    ----------
    evidence
        Of one article, by this codebook.
    sentences
        Of that article.
    codebook
        Where it has frames, evidence for an item counts for its frame.

    Returns
    -------
    DataFrame
        One row per paragraph, frame and voice that has evidence: paragraph
        (0 is the headline), frame, voice and pieces.

    Raises
    ------
    FramingError
        If there are several articles, or evidence stands in no sentence given.

    """
    _same(evidence, codebook)
    if len(articles := set(sentences["article"]) | set(evidence["article"])) > 1:
        raise FramingError(f"a map follows one article; these are {len(articles)}. Take one: material.focus.")
    of = paragraph_of(sentences)
    if strays := sorted(set(evidence["sentence"]) - set(of)):
        raise FramingError(
            f"evidence stands in sentence {strays[0]}, which is not among the sentences given."
        )
    told = evidence.assign(
        paragraph=evidence["sentence"].map(of),
        frame=evidence["frame"].map(frame_of(codebook)),
    )
    return (
        told.groupby(["paragraph", "frame", "voice"], sort=True)
        .size()
        .rename("pieces")
        .reset_index()
        .sort_values(["paragraph", "frame", "voice"], ignore_index=True)
    )


def paragraph_of(sentences: Sentences) -> dict[int, int]:
    """The paragraph of each sentence of one article: 1 for the first of the body, 0 for the headline.

    >>> rows = {"sentence": [0, 1, 2, 3], "passage": [0, 4, 4, 6], "role": ["headline", *3 * ["body"]]}
    >>> paragraph_of(pd.DataFrame(rows))
    {0: 0, 1: 1, 2: 1, 3: 2}
    """
    body = sentences.loc[sentences["role"] != "headline", "passage"]
    place = {passage: number for number, passage in enumerate(dict.fromkeys(body), start=1)}
    return {
        int(sentence): place.get(passage, 0)
        for sentence, passage in zip(sentences["sentence"], sentences["passage"], strict=True)
    }


def frame_of(codebook: Codebook) -> Mapping[str, str]:
    """For each code, the frame it is an item of, or itself."""
    return {code: str(said.get("frame", code)) for code, said in codebook.codes.items()}


def _same(evidence: Any, codebook: Codebook) -> None:
    if strays := sorted(set(evidence["codebook"]) - {codebook.name}):
        raise FramingError(f"this evidence is of {', '.join(strays)}, not of {codebook.name}.")
