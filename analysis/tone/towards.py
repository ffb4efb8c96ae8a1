"""Tone towards each actor, mention by mention, and the words behind it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import pandas as pd

from analysis import clean, tier, voices
from analysis.tables import (
    ESTIMATES,
    HITS,
    MENTIONS,
    SCORES,
    SENTENCES,
    Estimates,
    Hits,
    Mentions,
    Scores,
    Sentences,
    Voices,
    count_words,
)
from analysis.tables import rows as table_rows
from analysis.tone import learned
from analysis.tone.estimating import clusters, ratio_interval
from analysis.tone.news import faded, news_words
from analysis.tone.scoring import ToneError, Word, one_instrument, straightened

TOWARDS = ("news", "learned")  # the instruments that know whom a tone is towards


class _Place(NamedTuple):
    """A mention where it stands in the text of its sentence."""

    mention: Any
    sentence: Any
    start: int
    end: int


def towards(
    sentences: Sentences,
    mentions: Mentions,
    instrument: str = "news",
    *,
    stretches: Voices | None = None,
) -> Scores:
    """Tone of each sentence towards each actor mentioned in it.

    Parameters
    ----------
    sentences
        n rows.
    mentions
        Of the same articles, names, titles, descriptions and pronouns alike;
        those of sentences not given are left aside.
    instrument
        `news` weighs the words of the sentence by how near they stand to the
        mention. `learned` reads the sentence with the mention marked, and its
        tone is the probability of bright less that of dark.
    stretches
        As `voices.voice` gives them, to say in whose voice each mention stands.

    Returns
    -------
    Scores
        One row per mention, in their order, of unit `mention`: `target` is the
        actor, missing where it is not known who is meant; `voice` is that of
        the mention's place, missing without `stretches`; `tone` lies from -1
        (dark towards the actor) to 1; `words` are those of the mention. Beside
        them `sentence`, and by `learned` the probabilities `dark`, `neutral`
        and `bright`.

    Raises
    ------
    ToneError
        If the instrument gives one tone to a whole sentence, whoever is meant.

    Examples
    --------
    >>> from analysis import parse
    >>> sentences = parse.sentences_of(["Vane praised the crew."])
    >>> mentions = MENTIONS.frame([{"article": "texts", "mention": 0, "actor": "Vane", "type": "person",
    ...     "form": "name", "start": 0, "end": 4, "text": "Vane", "role": "agent", "passive": False,
    ...     "sentence": 1}])
    >>> towards(sentences, mentions)[["unit", "unit_id", "target", "tone"]].round(2).values.tolist()
    [['mention', 0, 'Vane', 0.4]]
    """
    _knows(instrument)
    places = list(_places(sentences, mentions))
    rows = pd.DataFrame(
        {
            "instrument": instrument,
            "article": [place.mention.article for place in places],
            "unit": "mention",
            "unit_id": [place.mention.mention for place in places],
            "target": [place.mention.actor for place in places],
            "voice": None,
            "words": [count_words(place.mention.text) for place in places],
            "sentence": [place.mention.sentence for place in places],
        }
    )
    if stretches is not None:
        where = pd.DataFrame({"article": rows["article"], "start": [place.mention.start for place in places]})
        rows["voice"] = voices.at(stretches, where)
    if instrument == "news":
        rows["tone"] = [sum((word.weight for word in found), 0.0) for found in _news(places)]
        return SCORES.check(rows)
    texts = [straightened(place.sentence.text) for place in places]
    # All at once: the model reads texts of like length together, which is several times as fast.
    spans = [(place.start, place.end) for place in places]
    odds = learned.towards(texts, spans) if places else None
    for column, name in enumerate(("dark", "neutral", "bright")):
        rows[name] = [] if odds is None else odds[:, column].astype(float)
    rows["tone"] = rows["bright"] - rows["dark"]
    return SCORES.check(rows)


def towards_hits(sentences: Sentences, mentions: Mentions) -> Hits:
    """The words that gave each mention's tone by `news`; their weights sum to it.

    Returns
    -------
    Hits
        One row per mention and word, with code `mention 3` for the mention
        numbered 3. Beside the columns of the table, `mention` and `target`.
        What moved `learned` is shown by `why`, with the mention as its target.

    """
    rows = []
    places = list(_places(sentences, mentions))
    for place, found in zip(places, _news(places), strict=True):
        for word in found:
            (start,) = clean.to_source(place.sentence.start, place.sentence.edits, [word.start])
            (end,) = clean.to_source(place.sentence.start, place.sentence.edits, [word.end], ends=True)
            rows.append(
                {
                    "instrument": "news",
                    "article": place.mention.article,
                    "start": start,
                    "code": f"mention {place.mention.mention}",
                    "end": end,
                    "found": place.sentence.text[word.start : word.end],
                    "weight": word.weight,
                    "negated": word.negated,
                    "sentence": place.mention.sentence,
                    "mention": place.mention.mention,
                    "target": place.mention.actor,
                }
            )
    return HITS.frame(rows)


def by_actor(scores: Scores, *, seed: int = 1) -> Estimates:
    """Mean tone towards each actor, with a 95% interval.

    Parameters
    ----------
    scores
        As `towards` gives them, by one instrument; of all voices, or of one.
    seed
        Where the randomness of the bootstrap starts.

    Returns
    -------
    Estimates
        One row per actor, most mentioned first; `n` counts mentions, and
        `sentences` beside it those they stand in. Of one article the interval
        redraws sentences, of several whole articles. It is missing for
        an actor met in fewer than five of them: too little to say.

    Raises
    ------
    ToneError
        If the scores are of several instruments, or not of mentions.

    """
    if scores.empty:
        return ESTIMATES.frame().assign(sentences=pd.Series(dtype="int64"))
    instrument = one_instrument(scores, "mention")
    known = scores.dropna(subset=["target"])
    articles = known["article"].nunique()
    rows = []
    for actor, members in known.groupby("target", sort=False):
        cluster = clusters(members, articles)
        low, high = ratio_interval(members["tone"], [1.0] * len(members), cluster, seed)
        rows.append(
            {
                "measure": f"mean tone towards the actor, {instrument}",
                "group": actor,
                "value": members["tone"].mean(),
                "low": low,
                "high": high,
                "n": len(members),
                "articles": members["article"].nunique(),
                "corrected": False,
                "tier": towards_tier(instrument),
                "sentences": len(members[["article", "sentence"]].drop_duplicates()),
            }
        )
    rows.sort(key=lambda row: (-int(row["n"]), str(row["group"])))
    return ESTIMATES.frame(rows)


def towards_tier(instrument: str) -> str:
    """How far tone towards an actor is validated, as apart from the tone of a sentence."""
    own = tier.of(f"{instrument} towards", "tone-target")
    return own if own != tier.NONE else tier.of(instrument, "tone-target")


def _knows(instrument: str) -> None:
    if instrument not in TOWARDS:
        raise ToneError(
            f"the instrument {instrument!r} gives one tone to a whole sentence, whoever is meant. "
            f"Those that tell tone towards an actor: {', '.join(TOWARDS)}."
        )


def _news(places: Iterable[_Place]) -> Iterator[Iterator[Word]]:
    """What each word adds to the tone towards each mention; every sentence is read once."""
    words_of: dict[str, list[Word]] = {}
    for place in places:
        text = straightened(place.sentence.text)
        if text not in words_of:
            words_of[text] = list(news_words(text))
        yield faded(words_of[text], text, place.start, place.end)


def _places(sentences: Sentences, mentions: Mentions) -> Iterator[_Place]:
    """The mentions that stand in a sentence given, with their offsets in its text."""
    given = {(row.article, row.sentence): row for row in table_rows(SENTENCES.check(sentences))}
    known = MENTIONS.check(mentions)
    known = known.assign(actor=known["actor"].astype(object).where(known["actor"].notna(), None))
    for mention in table_rows(known):
        sentence = given.get((mention.article, mention.sentence))
        if sentence is not None:
            yield _Place(mention, sentence, *span_in(sentence, mention.start, mention.end))


def span_in(sentence: Any, start: int, end: int) -> Sequence[int]:
    """A stretch of the source text as offsets into the repaired text of its sentence.

    Where a repair lies across an end of the stretch, all of what it became is in it.

    Raises
    ------
    ToneError
        If the stretch does not lie in the sentence.

    """
    offsets = range(len(sentence.text) + 1)
    if not len(sentence.edits):  # as in nearly every sentence
        first, last = start - sentence.start, end - sentence.start
    else:
        first = bisect_left(clean.to_source(sentence.start, sentence.edits, offsets), start)
        last = bisect_left(clean.to_source(sentence.start, sentence.edits, offsets, ends=True), end)
    if not 0 <= first < last <= len(sentence.text):
        raise ToneError(
            f"the stretch {start} to {end} does not lie in sentence {sentence.sentence} of article "
            f"{sentence.article}, which is {sentence.start} to {sentence.end}. "
            "Give the sentences that the mentions were found in."
        )
    return first, last
