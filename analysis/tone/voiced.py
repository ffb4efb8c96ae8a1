"""Whose tone: each sentence's tone divided among the voices that its words are in."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis import tier, voices
from analysis.tables import ESTIMATES, SCORES, Estimates, Hits, Scores, Sentences, Voices
from analysis.tone.estimating import clusters, ratio_interval
from analysis.tone.instruments import WORDS
from analysis.tone.instruments import hits as hits_of
from analysis.tone.scoring import ToneError, one_instrument

VOICES = ("reporter", "quoted", "reported")
CLOSE = 1e-6  # hits and scores that are further apart are not of the same sentences


def by_voice(scores: Scores, sentences: Sentences, stretches: Voices, hits: Hits | None = None) -> Scores:
    """Each sentence's tone, divided among the voices it is written in.

    A word belongs to the voice of its place. What an instrument's words add
    to a sentence's score they add for their voice. An instrument that is not
    made of words gives a sentence one tone, of which each voice gets a share as
    large as its share of the sentence's words. Either way the parts of
    a sentence sum to its tone exactly, and so do the parts of any set of them.

    Parameters
    ----------
    scores
        Of sentences, by one instrument.
    sentences
        Those that were scored.
    stretches
        Their voices, as `voices.voice` gives them.
    hits
        The words behind the scores, where they have been found already.

    Returns
    -------
    Scores
        One row per sentence and voice in it, of unit `part`, numbered through
        each article. `tone` is what the part adds to its sentence's tone;
        `words` are those of the part. Beside them `sentence`, and `share`, the
        part's share of the sentence's words.

    Raises
    ------
    ToneError
        If the scores are of several instruments, a sentence has no voice, or
        the hits do not sum to the scores.

    Examples
    --------
    >>> from analysis import parse
    >>> from analysis.tables import VOICES as TABLE
    >>> from analysis.tone.instruments import scores
    >>> sentences = parse.sentences_of(["Vane failed, said Quist: “A good man.”"])
    >>> stretches = TABLE.frame([("texts", 1, 0, 25, "reporter", None), ("texts", 1, 25, 38, "quoted", None)])
    >>> parts = by_voice(scores(sentences, "news"), sentences, stretches)
    >>> parts[["voice", "words"]].values.tolist(), (parts["tone"] > 0).tolist()
    ([['reporter', 4], ['quoted', 3]], [False, True])
    """
    key = ["article", "sentence"]
    instrument = one_instrument(scores, "sentence")
    whole = scores.assign(sentence=scores["unit_id"])[[*key, "tone"]].reset_index(drop=True)
    opening = stretches.sort_values("start").drop_duplicates(key)[[*key, "voice"]].assign(opens=1.0)
    _have_voices(whole, opening)
    counted = voices.by_sentence(stretches, sentences).melt(
        id_vars=key, value_vars=list(VOICES), var_name="voice", value_name="words"
    )
    parts = (
        whole.assign(at=range(len(whole)))
        .merge(counted, on=key, validate="one_to_many")
        .merge(opening, on=[*key, "voice"], how="left", validate="one_to_one")
        .assign(rank=lambda made: made["voice"].map(VOICES.index))
        .sort_values(["at", "rank"], ignore_index=True)
    )
    said = parts.groupby(key)["words"].transform("sum")
    # What has no word (a row of emoji) is all in the voice it begins in.
    parts["share"] = (parts["words"] / said.where(said > 0)).fillna(parts["opens"]).fillna(0.0)
    if instrument in WORDS:
        found = hits_of(sentences, instrument) if hits is None else hits[hits["instrument"] == instrument]
        summed = found.assign(voice=voices.at(stretches, found)).groupby([*key, "voice"])["weight"].sum()
        added = summed.rename("added").reset_index()
        parts = parts.merge(added, on=[*key, "voice"], how="left", validate="one_to_one")
        parts["added"] = parts["added"].fillna(0.0)
        _sum_up(parts, instrument)
    else:
        parts["added"] = parts["tone"] * parts["share"]
    kept = parts[(parts["words"] > 0) | (parts["share"] > 0) | (parts["added"] != 0)]
    numbered = kept.assign(
        instrument=instrument,
        unit="part",
        unit_id=kept.groupby("article", sort=False).cumcount(),
        target=None,
        tone=kept["added"],
    )
    return SCORES.check(numbered[[*SCORES.columns, "sentence", "share"]])


def of_voices(parts: Scores, *, seed: int = 1) -> Estimates:
    """Mean tone of each voice, with a 95% interval.

    What a voice's parts add to their sentences, over how many sentences' worth
    of words they are: each part counts by its share of its sentence. The means, each counting by
    its voice's share of all sentences, make up the mean tone of the sentences exactly.

    Parameters
    ----------
    parts
        As `by_voice` gives them.
    seed
        Where the randomness of the bootstrap starts.

    Returns
    -------
    Estimates
        One row per voice there is; `n` counts the sentences that have words in
        it. Beside the columns of the table, `share`, the voice's share of the
        sentences, and `adds`, its mean times its share: `adds` sums to the mean
        tone of all sentences. Of one article the interval redraws its sentences, of
        several whole articles; it is missing where fewer than five have the voice.

    """
    instrument = one_instrument(parts, "part")
    articles = parts["article"].nunique()
    units = len(parts[["article", "sentence"]].drop_duplicates())
    rows = []
    for voice in VOICES:
        members = parts[parts["voice"] == voice]
        worth = float(members["share"].sum())
        if not worth:
            continue
        low, high = ratio_interval(members["tone"], members["share"], clusters(members, articles), seed)
        rows.append(
            {
                "measure": f"mean tone of each voice, {instrument}",
                "group": voice,
                "value": members["tone"].sum() / worth,
                "low": low,
                "high": high,
                "n": len(members),
                "articles": members["article"].nunique(),
                "corrected": False,
                "tier": tier.of(instrument),
                "share": worth / units,
                "adds": members["tone"].sum() / units,
            }
        )
    return ESTIMATES.frame(rows)


def _have_voices(whole: pd.DataFrame, opening: pd.DataFrame) -> None:
    key = ["article", "sentence"]
    voiced = pd.MultiIndex.from_frame(opening[key])
    strays = whole[~pd.MultiIndex.from_frame(whole[key]).isin(voiced)]
    if len(strays):
        first = strays.iloc[0]
        raise ToneError(
            f"{len(strays)} scored sentences have no voice, the first being sentence {first['sentence']} of "
            f"article {first['article']}. Give the voices of the sentences that were scored."
        )


def _sum_up(parts: pd.DataFrame, instrument: str) -> None:
    whole = parts.groupby("at", sort=False).agg(
        article=("article", "first"), sentence=("sentence", "first"), tone=("tone", "first"),
        added=("added", "sum"),
    )  # fmt: skip
    off = whole[~np.isclose(whole["tone"], whole["added"], atol=CLOSE)]
    if len(off):
        first = off.iloc[0]
        raise ToneError(
            f"the words found by {instrument} add {first['added']:.3f} to sentence {first['sentence']} of "
            f"article {first['article']}, whose score is {first['tone']:.3f}. "
            "Give the hits of the sentences that were scored, all of them."
        )
