"""The one frame of a sentence, a headline and an article, where a codebook's codes exclude each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pandas as pd

from analysis.codebook import Codebook
from analysis.framing.presence import FramingError
from analysis.tables import Hits, Sentences


def sentence_frames(
    sentences: Sentences, hits: Hits, codebook: Codebook, *, among: Iterable[str] | None = None
) -> pd.DataFrame:
    """The frame of each sentence: the code with the most weight found in it.

    Parameters
    ----------
    sentences
        All sentences that were searched.
    hits
        What was found in them with this codebook. A negated term counts too:
        "no cost to the town" looks at the matter by its cost.
    codebook
        Its `other` is the frame of a sentence without any term; without an
        `other` such a sentence has none.
    among
        The codes that may be given, where people coded with fewer: a code of
        the codebook's `merged` pairs that is not among them counts as its
        partner, any other one is passed over. All codes by default.

    Returns
    -------
    DataFrame
        One row per sentence, in the order given: article, sentence, role,
        start, end, frame (of codes of equal weight the one found first), its
        `weight`, and `terms`, the words found for it, joined by "; ".

    Raises
    ------
    FramingError
        If the hits are of another codebook.

    Examples
    --------
    >>> from analysis import codebook, match, parse
    >>> book = codebook.read("frames", "policy")
    >>> told = parse.sentences_of(["The tax would cost shops a third of their revenue.", "It is what it is."])
    >>> sentence_frames(told, match.hits(told, book), book)[["frame", "terms"]].values.tolist()
    [['1', 'tax; cost; revenue'], ['15', nan]]

    """
    if strays := sorted(set(hits["instrument"]) - {codebook.instrument}):
        raise FramingError(f"these hits are of {', '.join(strays)}, not of {codebook.instrument}.")
    allowed = None if among is None else {str(code) for code in among}
    partner = {str(one): str(other) for one, other in codebook.about.get("merged", ())}
    weights: dict[tuple[str, int], Counter[str]] = {}
    words: dict[tuple[str, int, str], list[str]] = {}
    for hit in hits.itertuples(index=False):
        code = str(hit.code)
        if allowed is not None and code not in allowed:
            code = partner.get(code, code)
            if code not in allowed:
                continue
        weights.setdefault((hit.article, hit.sentence), Counter())[code] += abs(hit.weight)
        words.setdefault((hit.article, hit.sentence, code), []).append(hit.found)
    other = codebook.about.get("other")
    rows = []
    for row in sentences.itertuples(index=False):
        found = weights.get((row.article, row.sentence))
        # Of equals `most_common` gives the one that was met first.
        frame, weight = found.most_common(1)[0] if found else (None if other is None else str(other), 0.0)
        terms = "; ".join(dict.fromkeys(words.get((row.article, row.sentence, str(frame)), ()))) or None
        rows.append((row.article, row.sentence, row.role, row.start, row.end, frame, float(weight), terms))
    columns = ["article", "sentence", "role", "start", "end", "frame", "weight", "terms"]
    made = pd.DataFrame(rows, columns=columns)
    return made.astype({"article": "str", "role": "str", "frame": "str", "terms": "str"})


def primary(framed: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """The headline frame and the primary frame of each article.

    The primary frame is the frame of most sentences below the headline, the
    codebook's `other` left out. Of equals it is the headline's, where that is
    among them, else the one met first.

    Parameters
    ----------
    framed
        What `sentence_frames` gave.
    codebook
        The instrument.

    Returns
    -------
    DataFrame
        One row per article, in the order given: article, `headline` and
        `primary` (missing where there is no headline, or no sentence with a
        frame), `share` of the sentences that have the primary frame, 0 to 1,
        and `sentences`, their number.

    Examples
    --------
    >>> from analysis import codebook, match, parse
    >>> book = codebook.read("frames", "policy")
    >>> told = parse.sentences_of(["Taxes rose.", "The judge was late.", "Prices rose too.", "It rained."])
    >>> framed = sentence_frames(told, match.hits(told, book), book)
    >>> primary(framed, book)[["primary", "share"]].values.tolist()
    [['1', 0.5]]

    """
    other = str(codebook.about.get("other", ""))
    rows = []
    for article, members in framed.groupby("article", sort=False):
        heads = members.loc[members["role"] == "headline", "frame"].dropna()
        headline = str(heads.iloc[0]) if len(heads) else None
        told = members[members["role"] != "headline"]
        counted = Counter(frame for frame in told["frame"].dropna() if frame != other)
        most = max(counted.values(), default=0)
        leading = [frame for frame, number in counted.items() if number == most]
        chosen = headline if headline in leading else next(iter(leading), None)
        share = most / len(told) if len(told) else float("nan")
        rows.append((article, headline, chosen, share, most))
    made = pd.DataFrame(rows, columns=["article", "headline", "primary", "share", "sentences"])
    return made.astype({"article": "str", "headline": "str", "primary": "str"})
