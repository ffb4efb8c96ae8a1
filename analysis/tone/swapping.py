"""Whether tone changes with the name of the person it is about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import codebook
from analysis.tables import MENTIONS, SENTENCES, Mentions, Sentences, count_words
from analysis.tone.estimating import ratio_interval
from analysis.tone.instruments import scores
from analysis.tone.scoring import ToneError
from analysis.tone.towards import span_in, towards

SHELF = codebook.SHELF / "tone"
MOST = 50  # sentences of a text that are read with every name; more change the figures little


class Slot(NamedTuple):
    """A sentence around a place for a name."""

    before: str
    after: str
    whole: bool  # whether the name stands there in full, or the last name alone


def names() -> pd.DataFrame:
    """The names that are exchanged: `first`, `last`, `gender`, `origin`.

    They were put together from common first and last names; nobody is meant. Each is two
    words of four letters or more, and no list of tone words has any of them.
    """
    return pd.read_csv(SHELF / "names.csv", encoding="utf-8")


def swap_test(
    instrument: str,
    sentences: Sentences | None = None,
    mentions: Mentions | None = None,
    *,
    target: bool = False,
    seed: int = 1,
) -> pd.DataFrame:
    """How far tone moves when nothing but the name of a person is changed.

    Each sentence is scored with each of 32 names, women's and men's, of eight
    origins. A score's movement is its distance from the sentence's mean over all names.

    Parameters
    ----------
    instrument
        One of `INSTRUMENTS`; with `target`, one of `TOWARDS`.
    sentences, mentions
        A text whose persons' names are exchanged where they stand, in up to 50
        sentences; the workbook's own sentences, which say bright, dark and
        neutral things of someone, if left out.
    target
        Whether to test the tone towards the person, and not the sentence's.
    seed
        Where the randomness of the bootstrap starts.

    Returns
    -------
    DataFrame
        `kind`, `group`, `value`, `low`, `high`, `largest`, `n`. The first row, of kind
        `all`, has the mean size of a movement; the others, of kind `gender` and
        `origin`, have the mean movement of the group's names, above 0 where
        they are scored brighter. The 95% interval redraws sentences. `largest` is the largest
        size of a movement; `n` counts sentences. An instrument of words has 0 throughout.

    Raises
    ------
    ToneError
        If no person is named in the sentences.

    Examples
    --------
    >>> swap_test("vader").head(1)[["kind", "value", "largest"]].values.tolist()
    [['all', 0.0, 0.0]]
    """
    slots = list(_own() if sentences is None or mentions is None else _of(sentences, mentions))[:MOST]
    if not slots:
        raise ToneError("no person is named in these sentences, so that no name can be exchanged.")
    people = names()
    tones = _tones(instrument, slots, people, target=target)
    moved = tones - tones.mean(axis=1, keepdims=True)
    # Sums of one number in another order differ in their last bit; that is no movement.
    moved[np.abs(moved) < 1e-12] = 0.0
    rows = [("all", "all names", np.abs(moved))]
    for kind in ("gender", "origin"):
        rows += [
            (kind, str(group), moved[:, (people[kind] == group).to_numpy()])
            for group in dict.fromkeys(people[kind])
        ]
    table = []
    for kind, group, part in rows:
        means = part.mean(axis=1)
        low, high = ratio_interval(means, np.ones(len(means)), range(len(means)), seed)
        table.append((kind, group, float(means.mean()), low, high, float(np.abs(part).max()), len(slots)))
    return pd.DataFrame(table, columns=["kind", "group", "value", "low", "high", "largest", "n"])


def _own() -> Iterator[Slot]:
    for sentence in pd.read_csv(SHELF / "templates.csv", encoding="utf-8")["sentence"]:
        before, _, after = str(sentence).partition("{name}")
        yield Slot(before, after, whole=True)


def _of(sentences: Sentences, mentions: Mentions) -> Iterator[Slot]:
    """The places of a text where a person's name stands, the first in each sentence."""
    given = {(row.article, row.sentence): row for row in SENTENCES.check(sentences).itertuples(index=False)}
    known = MENTIONS.check(mentions)
    named = known[(known["type"] == "person") & (known["form"] == "name") & known["actor"].notna()]
    for mention in named.drop_duplicates(["article", "sentence"]).itertuples(index=False):
        sentence = given.get((mention.article, mention.sentence))
        if sentence is not None:
            first, last = span_in(sentence, mention.start, mention.end)
            whole = count_words(mention.text) > 1
            yield Slot(sentence.text[:first], sentence.text[last:], whole)


def _tones(
    instrument: str, slots: list[Slot], people: pd.DataFrame, *, target: bool
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """One row per slot, one column per name."""
    texts, said = [], []
    for slot in slots:
        for first, last in zip(people["first"], people["last"], strict=True):
            name = f"{first} {last}" if slot.whole else str(last)
            said.append(name)
            texts.append(slot.before + name + slot.after)
    made = _table(texts)
    if target:
        starts = made["start"] + [len(slot.before) for slot in slots for _ in range(len(people))]
        found = towards(made, _mentions(starts.tolist(), said), instrument)
    else:
        found = scores(made, instrument)
    tones: np.ndarray[tuple[int, int], np.dtype[np.float64]] = found["tone"].to_numpy(dtype=float)
    return tones.reshape(len(slots), len(people))


def _table(texts: list[str]) -> Sentences:
    from analysis import parse

    return parse.sentences_of(texts)


def _mentions(starts: list[int], said: list[str]) -> Mentions:
    return MENTIONS.frame(
        {
            "article": "texts",
            "mention": number,
            "actor": name,
            "type": "person",
            "form": "name",
            "start": start,
            "end": start + len(name),
            "text": name,
            "role": "other",
            "passive": False,
            "sentence": number + 1,
        }
        for number, (start, name) in enumerate(zip(starts, said, strict=True))
    )
