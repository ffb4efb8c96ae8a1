"""Sentences made from texts that stand by themselves."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.tables import SENTENCES, Sentences, count_words


def sentences_of(texts: Sequence[str]) -> Sentences:
    """Texts as the sentences of one article, each taken as it is: to try an instrument by hand.

    Parameters
    ----------
    texts
        Each taken as one sentence, however many stops it has.

    Returns
    -------
    Sentences
        One row per text, numbered from 1, of role `body`. Offsets count as if
        the texts stood in one line, parted by a space.

    Examples
    --------
    >>> sentences_of(["Rain at noon.", "Then sun."])[["sentence", "start", "text"]].values.tolist()
    [[1, 0, 'Rain at noon.'], [2, 14, 'Then sun.']]
    """
    rows: list[tuple[object, ...]] = []
    start = 0
    for number, text in enumerate(texts, start=1):
        rows.append(("texts", number, 0, "body", start, start + len(text), text, count_words(text), []))
        start += len(text) + 1
    return SENTENCES.frame(rows)
