"""Which articles share text: near copies of agency reports, and of each other.

Articles are compared by their shingles, runs of five words (Broder 1997).
Candidates come from MinHash signatures in a locality-sensitive index (the library
datasketch); each is then checked on the shingles themselves, and the shared
stretches are found word by word, so that a copy is shown by where it stands in both.

What two independent stories share without copying does not count: words in
quotation marks, which any reporter may have heard, and an outlet's boilerplate,
which is what it prints on three different days or more.

References
----------
Broder, A. (1997). On the resemblance and containment of documents. Compression
and Complexity of Sequences, 21-29.
Leskovec, J., Rajaraman, A. & Ullman, J. (2020). Mining of Massive Datasets (3rd
ed.), ch. 3. Cambridge University Press.
"""

from __future__ import annotations

import zlib
from bisect import bisect_right
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import clean
from analysis.compare.resampling import CompareError
from analysis.tables import COPIES, WORD, Articles, Copies, Quotations, Sentences

SHINGLE = 5  # words in a run: shorter ones recur by chance, longer ones are broken by every small edit
SHARE = 0.25  # of the shorter article's shingles; independent reports on one event share a few in a hundred
WORDS = 30  # shared words at least: below it two briefs may meet by chance
APART = 7  # days between two printings that are compared
STRETCH = 8  # words at least in a stretch that is shown
USUAL = 3  # days on which an outlet prints a run of words that is then its boilerplate
SIGNATURE = 256  # hashes a signature is made of
BANDS = (128, 2)  # bands and rows: pairs that share a quarter of a like length are met nine times in ten

_PRIME = np.uint64(1_000_003)
_TRIED = 8  # places tried for a run that stands in an article several times

Numbers = npt.NDArray[Any]


@dataclass(frozen=True)
class _Text:
    """An article as hashes of its words, in order; words in quotation marks are 0 and match nothing."""

    article: str
    outlet: object
    day: float  # missing where it is unknown
    words: Numbers
    runs: Numbers  # hash of the run that begins at each word; 0 where a quotation breaks it

    @property
    def own(self) -> Numbers:
        return np.unique(self.runs[self.runs > 0])


def copies(
    articles: Articles,
    sentences: Sentences,
    quotations: Quotations,
    *,
    share: float = SHARE,
    words: int = WORDS,
    days: int | None = APART,
) -> Copies:
    """Pairs of articles that share text, with where it stands in both.

    Parameters
    ----------
    articles
        Those left out, exact copies among them, are passed over.
    sentences, quotations
        Of these articles. What stands in quotation marks is not compared.
    share
        How much of the shorter one's own words, in runs of five, must stand in
        the other, above 0 and at most 1.
    words
        How many words the shared stretches must come to.
    days
        Only articles printed at most so many days apart are compared; None
        compares all. An article whose day is unknown is compared with all.

    Returns
    -------
    Copies
        One row per pair, most shared first. `share` counts runs of five words,
        so that it falls faster than the number of words changed: one word in ten
        exchanged leaves about 0.6.

    Raises
    ------
    CompareError
        If `share` is not above 0 and at most 1.

    Examples
    --------
    >>> from analysis.tables import ARTICLES, QUOTATIONS, SENTENCES
    >>> text = ("The ferry to Tolmin stopped on Monday after its engine failed in heavy seas, the harbour "
    ...         "board said, and forty passengers were brought ashore by fishing boats from the island.")
    >>> facts = ARTICLES.frame([{"article": n, "words": 30, "source_file": n, "sha256": n,
    ...     "source_text": text} for n in "ab"])
    >>> told = SENTENCES.frame([{"article": n, "sentence": 1, "passage": 0, "role": "body", "start": 0,
    ...     "end": len(text), "text": text, "words": 30, "edits": []} for n in "ab"])
    >>> found = copies(facts, told, QUOTATIONS.frame(), words=20)
    >>> found[["article", "other", "share"]].values.tolist()
    [['a', 'b', 1.0]]
    """
    if not 0 < share <= 1:
        raise CompareError(f"share is {share}. Give a share above 0, at most 1.")
    used = articles[articles["left_out"].isna()]
    parts = {
        str(article): part for article, part in sentences.groupby("article", sort=False)
    }  # fmt: skip
    quoted = {
        str(article): sorted(zip(part["start"], part["end"], strict=True))
        for article, part in quotations.groupby("article", sort=False)
    }
    texts = {
        row.article: _read(row, parts[row.article], quoted.get(row.article, []))
        for row in used.itertuples()
        if row.article in parts
    }
    pairs = list(_candidates(texts, days))
    usual = _boilerplate([texts[name] for name in sorted({name for pair in pairs for name in pair})])
    rows = []
    for names in pairs:
        first, second = sorted((texts[name] for name in names), key=_printed)
        mine, theirs = (np.setdiff1d(text.own, usual.get(text.outlet, [])) for text in (first, second))
        both = np.intersect1d(mine, theirs, assume_unique=True)
        if not len(both) or len(both) < share * min(len(mine), len(theirs)):
            continue
        shared = _stretches(first, second, both)
        many = sum(length for _, _, length in shared)
        if many < words:
            continue
        shown = [stretch for stretch in shared if stretch[2] >= STRETCH] or shared
        places = [_Places(parts[text.article]) for text in (first, second)]
        rows.append(
            {
                "article": first.article,
                "other": second.article,
                "share": len(both) / min(len(mine), len(theirs)),
                "of_article": len(both) / len(mine),
                "of_other": len(both) / len(theirs),
                "words": many,
                "spans": [places[0].span(at, length) for at, _, length in shown],
                "other_spans": [places[1].span(at, length) for _, at, length in shown],
            }
        )
    found = COPIES.frame(rows)
    order = ["share", "words", "article", "other"]
    return COPIES.check(found.sort_values(order, ascending=[False, False, True, True]))


def once(articles: Articles, copies: Copies, *, share: float = 0.5) -> Articles:
    """The articles with near copies left out, so that an agency report counts once.

    Parameters
    ----------
    articles
        With their facts.
    copies
        Of `copies`.
    share
        Only pairs that share so much (of the shorter one) are near copies.

    Returns
    -------
    Articles
        All of them, those that share text with one printed earlier, directly
        or by way of others, with `left_out` set to "near copy of" that one.

    """
    first = _first(articles, copies[copies["share"] >= share])
    other = articles["article"].map(first)
    copied = other.notna() & (other != articles["article"]) & articles["left_out"].isna()
    return articles.assign(
        left_out=articles["left_out"].where(~copied, "near copy of " + other.astype("str"))
    )


def between_outlets(copies: Copies, articles: Articles) -> pd.DataFrame:
    """Which outlet shares text with which.

    Returns
    -------
    DataFrame
        One row per two outlets (or one with itself) that share text: outlet,
        other, pairs (of articles), articles (how many of both are in them),
        words (shared, summed), share (mean over the pairs). Articles without an
        outlet stand under "(unknown)". Most pairs first.

    """
    outlets = dict(zip(articles["article"], articles["outlet"], strict=True))

    def named(article: str) -> str:
        outlet = outlets[article]
        return "(unknown)" if pd.isna(outlet) else str(outlet)

    sides = [sorted((named(a), named(b))) for a, b in zip(copies["article"], copies["other"], strict=True)]
    table = copies.assign(outlet=[left for left, _ in sides], with_outlet=[right for _, right in sides])
    made = [
        {
            "outlet": left,
            "other": right,
            "pairs": len(part),
            "articles": len({*part["article"], *part["other"]}),
            "words": int(part["words"].sum()),
            "share": float(part["share"].mean()),
        }
        for (left, right), part in table.groupby(["outlet", "with_outlet"])
    ]
    made.sort(key=lambda row: (-row["pairs"], -row["words"], row["outlet"], row["other"]))
    return pd.DataFrame(made, columns=["outlet", "other", "pairs", "articles", "words", "share"])


def shared_text(copies: Copies, articles: Articles) -> pd.DataFrame:
    """The shared stretches themselves, as they stand in both articles.

    Returns
    -------
    DataFrame
        One row per stretch: article, other, start, end, text, other_start,
        other_end, other_text; offsets and texts are of the source texts.

    """
    sources = dict(zip(articles["article"], articles["source_text"], strict=True))
    rows = [
        {
            "article": row.article,
            "other": row.other,
            "start": start,
            "end": end,
            "text": sources[row.article][start:end],
            "other_start": other_start,
            "other_end": other_end,
            "other_text": sources[row.other][other_start:other_end],
        }
        for row in copies.itertuples()
        for (start, end), (other_start, other_end) in zip(row.spans, row.other_spans, strict=True)
    ]
    columns = ["article", "other", "start", "end", "text", "other_start", "other_end", "other_text"]
    return pd.DataFrame(rows, columns=columns)


def _printed(text: _Text) -> tuple[bool, float, str]:
    """Sorts by day, unknown days last, then by id."""
    unknown = np.isnan(text.day)
    return bool(unknown), 0.0 if unknown else text.day, text.article


def _read(facts: Any, sentences: Sentences, quoted: list[tuple[int, int]]) -> _Text:
    starts = [start for start, _ in quoted]
    words: list[int] = []
    for number, start, edits, text in _told(sentences):
        found = list(WORD.finditer(text))
        hashes = [zlib.crc32(match.group().casefold().encode()) | 1 for match in found]
        if quoted:
            for place, at in enumerate(clean.to_source(start, edits, [match.start() for match in found])):
                near = bisect_right(starts, at) - 1
                if near >= 0 and at < quoted[near][1]:
                    hashes[place] = 0
        # No run goes from the headline into the body.
        words += [*hashes, 0] if number == 0 else hashes
    made = np.array(words, dtype=np.uint64)
    day = facts.published
    return _Text(
        facts.article,
        None if pd.isna(facts.outlet) else facts.outlet,
        np.nan if pd.isna(day) else float(np.datetime64(day, "D").astype("int64")),
        made,
        _runs(made),
    )


def _told(sentences: Sentences) -> Iterator[tuple[int, int, Any, str]]:
    columns = ("sentence", "start", "edits", "text")
    return zip(*(sentences[column] for column in columns), strict=True)


def _runs(words: Numbers) -> Numbers:
    """Hash of the run of words that begins at each place; 0 where it is broken or too short."""
    count = len(words) - SHINGLE + 1
    if count < 1:
        return np.zeros(0, dtype=np.uint64)
    made, whole = np.zeros(count, dtype=np.uint64), np.ones(count, dtype=bool)
    for step in range(SHINGLE):
        part = words[step : step + count]
        made = made * _PRIME + part
        whole &= part > 0
    made ^= made >> np.uint64(29)
    return np.where(whole, made | np.uint64(1), np.uint64(0))


def _candidates(texts: dict[str, _Text], days: int | None) -> Iterator[tuple[str, str]]:
    """Pairs whose signatures meet, of articles printed close enough together."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(num_perm=SIGNATURE, params=BANDS)
    empty = MinHash(num_perm=SIGNATURE, hashfunc=int)
    waiting: deque[_Text] = deque()
    # Without a day first, since they stay in the index; the others leave it when the window has passed.
    for text in sorted(texts.values(), key=lambda text: (not np.isnan(text.day), *_printed(text)[1:])):
        runs = text.own
        if not len(runs):
            continue
        while days is not None and waiting and waiting[0].day < text.day - days:
            index.remove(waiting.popleft().article)
        signature = empty.copy()
        signature.update_batch((runs & np.uint64(0xFFFFFFFF)).tolist())
        for other in sorted(index.query(signature)):
            yield other, text.article
        index.insert(text.article, signature, check_duplication=False)
        if not np.isnan(text.day):
            waiting.append(text)


def _boilerplate(texts: list[_Text]) -> dict[object, Numbers]:
    """What each outlet prints on several days: undated articles are one day together."""
    printed: dict[object, dict[float, list[Numbers]]] = defaultdict(lambda: defaultdict(list))
    for text in texts:
        printed[text.outlet][-1.0 if np.isnan(text.day) else text.day].append(text.own)
    usual = {}
    for outlet, by_day in printed.items():
        if len(by_day) < USUAL:
            continue
        runs, counts = np.unique(
            np.concatenate([np.unique(np.concatenate(runs)) for runs in by_day.values()]), return_counts=True
        )
        usual[outlet] = runs[counts >= USUAL]
    return usual


def _stretches(first: _Text, second: _Text, both: Numbers) -> list[tuple[int, int, int]]:
    """Shared stretches as (place in the first, place in the second, words), none overlapping in the first."""
    places: dict[int, list[int]] = defaultdict(list)
    for place in np.flatnonzero(np.isin(second.runs, both)).tolist():
        if len(places[int(second.runs[place])]) < _TRIED:
            places[int(second.runs[place])].append(place)
    mine, theirs = first.words.tolist(), second.words.tolist()
    found: list[tuple[int, int, int]] = []
    past = 0
    for place in np.flatnonzero(np.isin(first.runs, both)).tolist():
        if place < past:
            continue
        length, at = max(
            ((_alike(mine, theirs, place, start), -start) for start in places[int(first.runs[place])]),
            default=(0, 0),
        )
        if length >= SHINGLE:
            found.append((place, -at, length))
            past = place + length
    return found


def _alike(mine: list[int], theirs: list[int], here: int, there: int) -> int:
    """How many words are the same from two places on."""
    length = 0
    most = min(len(mine) - here, len(theirs) - there)
    while length < most and mine[here + length] == theirs[there + length] > 0:
        length += 1
    return length


class _Places:
    """Where the words of an article stand in its source text."""

    def __init__(self, sentences: Sentences) -> None:
        self.spans: list[tuple[int, int]] = []
        for number, start, edits, text in _told(sentences):
            found = list(WORD.finditer(text))
            begins = clean.to_source(start, edits, [match.start() for match in found])
            ends = clean.to_source(start, edits, [match.end() for match in found], ends=True)
            self.spans += zip(begins, ends, strict=True)
            if number == 0:
                self.spans.append((start, start))  # what keeps headline and body apart

    def span(self, at: int, length: int) -> list[int]:
        return [self.spans[at][0], self.spans[at + length - 1][1]]


def _first(articles: Articles, copies: Copies) -> dict[str, str]:
    """For each article in a pair, the one printed first of all it is tied to."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    names = articles["article"].tolist()
    place = {name: number for number, name in enumerate(names)}
    tied = [(place[a], place[b]) for a, b in zip(copies["article"], copies["other"], strict=True)]
    if not tied:
        return {}
    rows, columns = zip(*tied, strict=True)
    graph = coo_matrix((np.ones(len(tied)), (rows, columns)), shape=(len(names), len(names)))
    labels = connected_components(graph, directed=False)[1]
    days = articles["published"]
    order = sorted({*rows, *columns}, key=lambda n: (pd.isna(days.iat[n]), str(days.iat[n]), names[n]))
    first: dict[int, str] = {}
    for number in order:
        first.setdefault(int(labels[number]), names[number])
    return {names[number]: first[int(labels[number])] for number in order}
