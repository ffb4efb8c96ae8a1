"""Which articles tell the same event: by ids that are given, else by content and day.

An event is a set of articles whose words are alike, printed within a few days
of each other. Articles become vectors of their content words, weighted by how
rare a word is in the corpus (tf-idf; Salton and Buckley 1988), names counting
double. Pairs are looked for only among articles printed within the window that share
some of their weightiest words, so that a corpus of a hundred thousand is not compared all
with all. What hangs together is then split by average linkage: a group stands
while its articles are, on average, alike enough.

The thresholds were chosen on half the events of BASIL (those whose id has an
even SHA-256), with their days moved so that all fall into two weeks, since in the
corpus as published an event has its days almost to itself. `grouping` gives the
figures; the other half is what they are reported on.

References
----------
Salton, G. & Buckley, C. (1988). Term-weighting approaches in automatic text
retrieval. Information Processing & Management 24(5), 513-523.
Allan, J. (ed.) (2002). Topic Detection and Tracking. Kluwer.
Bagga, A. & Baldwin, B. (1998). Entity-based cross-document coreferencing using
the vector space model. ACL-COLING 1998, 79-85.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.compare.resampling import CompareError
from analysis.tables import EVENTS, Articles, Events, Sentences

DAYS = 3  # days at most between two articles on one event
ALIKE = 0.16  # mean cosine of a group whose days are known
UNDATED = 0.21  # what a pair needs in its place where a day is unknown and only the words can tell
LEAD = 300  # words read of each article: what happened stands at its head, background below
NAME = 2  # times that a capitalised word inside a sentence counts
TOP = 24  # an article's weightiest words, by which pairs are looked up
SHARED = 2  # of them that a pair must have in common to be compared
COMMON = 1_000  # articles in one window above which a word tells no event apart and is not looked up
LARGEST = 2_000  # articles that are clustered together; larger heaps are first cut at stricter likeness
BLOCK = 512  # articles looked up at once: bounds the memory

_WORD = re.compile(r"[^\W\d_][^\W_]*(?:[-’'][^\W_]+)*")
_OWN = re.compile(r"[’']s$")
_ENDS = "’'"

Matrix = Any  # a sparse matrix of scipy, which has no types
Numbers = npt.NDArray[Any]


def events(
    articles: Articles,
    sentences: Sentences,
    *,
    given: str = "event",
    days: int = DAYS,
    alike: float = ALIKE,
) -> Events:
    """The event that each article tells.

    Parameters
    ----------
    articles
        Those left out, copies among them, are passed over.
    sentences
        Of these articles; the first 300 words of each are read.
    given
        A column of `articles` with ids of events, from the sidecar for
        instance. An article with an id belongs to that event whatever its
        words and day are; one without is grouped with others that have none. It is no error if
        there is no such column.
    days
        Days at most between two articles on one event. Where a day is unknown
        the words alone decide, and must be more alike.
    alike
        Mean cosine likeness (0 to 1) that a group of articles needs.

    Returns
    -------
    Events
        One row per article, in the order given. An event goes by its given id,
        or by the id of its first article. `event_from` says how it was told:
        given, "content and day", content (of articles without a day), or alone.
        `because` lists the words that make an article like the others.

    Raises
    ------
    CompareError
        If `days` is negative, or `alike` not above 0 and at most 1.

    Examples
    --------
    >>> from analysis.tables import ARTICLES, SENTENCES
    >>> texts = ["The Vellmar ferry sank off Tolmin.", "A ferry sank near Tolmin, Vellmar police said.",
    ...          "The harvest was good."]
    >>> facts = ARTICLES.frame([{"article": n, "published": "2031-05-02", "words": 6, "source_file": n,
    ...     "sha256": n, "source_text": text} for n, text in zip("abc", texts)])
    >>> told = SENTENCES.frame([{"article": n, "sentence": 1, "passage": 0, "role": "body", "start": 0,
    ...     "end": len(text), "text": text, "words": 6, "edits": []} for n, text in zip("abc", texts)])
    >>> events(facts, told)["event"].tolist()
    ['a', 'a', 'c']
    """
    if days < 0 or not 0 < alike <= 1:
        raise CompareError(
            f"days is {days} and alike is {alike}. Give 0 days or more, and a likeness above 0, at most 1."
        )
    used = articles[articles["left_out"].isna()].reset_index(drop=True)
    if used.empty:
        return EVENTS.frame()
    ids = used[given] if given in used else pd.Series(None, index=used.index, dtype=object)
    rest = used[ids.isna()].reset_index(drop=True)
    found = _grouped(rest, sentences, days, alike) if len(rest) else pd.DataFrame()
    known = used[ids.notna()].assign(event=ids.dropna().astype(str), event_from="given")
    headed = known.groupby("event")["headline"].transform("first") if len(known) else None
    known = known.assign(about=headed, likeness=np.nan, because=None)
    columns = ["article", "event", "event_from", "about", "likeness", "because"]
    made = pd.concat([part[columns] for part in (known, found) if len(part)])
    order = {article: place for place, article in enumerate(used["article"])}
    return EVENTS.check(made.sort_values("article", key=lambda names: names.map(order)))


def by_event(events: Events, articles: Articles) -> pd.DataFrame:
    """One row per event: when it was told, by how many articles and outlets.

    Parameters
    ----------
    events
        Of `events`.
    articles
        Those articles, with their facts.

    Returns
    -------
    DataFrame
        event, about, first and last (days; missing where none is known),
        articles, outlets (how many; articles without one count as one outlet
        together), told_by (their names), event_from. The events told by most
        outlets come first.

    """
    facts = events.merge(articles[["article", "outlet", "published"]], on="article", validate="one_to_one")
    facts = facts.assign(outlet=facts["outlet"].astype(object).where(facts["outlet"].notna(), "(unknown)"))
    return (
        facts.groupby("event", sort=False)
        .agg(
            about=("about", "first"),
            first=("published", "min"),
            last=("published", "max"),
            articles=("article", "size"),
            outlets=("outlet", "nunique"),
            told_by=("outlet", lambda names: ", ".join(sorted(set(names)))),
            event_from=("event_from", lambda how: "; ".join(sorted(set(how)))),
        )
        .reset_index()
        .sort_values(["outlets", "articles", "first", "event"], ascending=[False, False, True, True])
        .reset_index(drop=True)
    )


def paired(articles: Articles, events: Events) -> Articles:
    """The articles of outlets that have events in common, each with its event, to compare within events.

    Parameters
    ----------
    articles
        With their facts. A column `event` that they have is replaced.
    events
        Of `events`.

    Returns
    -------
    Articles
        With a column `event`; only those of outlets any two of which tell an
        event in common, chosen from the outlet with most events downwards. It may be empty.

    Examples
    --------
    >>> told = EVENTS.frame([{"article": n, "event": e, "event_from": "given"} for n, e in zip("abc", "xxy")])
    >>> facts = pd.DataFrame({"article": list("abc"), "outlet": ["Crier", "Post", "Star"]})
    >>> paired(facts, told)["outlet"].tolist()
    ['Crier', 'Post']
    """
    facts = articles.drop(columns="event", errors="ignore")
    joined = facts.merge(events[["article", "event"]], on="article", validate="one_to_one")
    known = joined.dropna(subset=["outlet"])
    telling = known.groupby("outlet")["event"].agg(set)
    kept: list[str] = []
    for outlet in sorted(telling.index, key=lambda name: (-len(telling[name]), str(name))):
        if all(telling[outlet] & telling[other] for other in kept):
            kept.append(outlet)
    return joined[joined["outlet"].isin(kept if len(kept) > 1 else [])].reset_index(drop=True)


def grouping(
    found: Sequence[str], coded: Sequence[str], *, draws: int = 2_000, seed: int = 1
) -> pd.DataFrame:
    """How well groups found agree with groups coded by people.

    Pairwise precision and recall count pairs of articles; B-cubed (Bagga and
    Baldwin 1998) counts articles, so that a large event weighs no more than
    its articles. Intervals redraw coded events.

    Parameters
    ----------
    found, coded
        The group of each article, by the rules and by people.
    draws, seed
        Bootstrap samples, and where their randomness starts.

    Returns
    -------
    DataFrame
        One row per figure: metric, value, low, high (95% interval), n (events
        coded). 1 is perfect.

    Examples
    --------
    >>> grouping(["x", "x", "y"], ["e", "e", "f"])["value"].tolist()
    [1.0, 1.0, 1.0, 1.0, 1.0, 1.0]
    """
    by_found, by_coded = pd.factorize(np.asarray(found))[0], pd.factorize(np.asarray(coded))[0]
    table = pd.DataFrame({"found": by_found, "coded": by_coded})
    both = table.groupby(["found", "coded"])["coded"].transform("size").to_numpy()
    in_found = table.groupby("found")["found"].transform("size").to_numpy()
    in_coded = table.groupby("coded")["coded"].transform("size").to_numpy()
    # Sums over articles, event by event, so that a redrawn event brings all that is its own.
    parts = np.stack(
        [(both - 1) / 2, (in_found - 1) / 2, (in_coded - 1) / 2, both / in_found, both / in_coded,
         np.ones(len(table))]
    )  # fmt: skip
    sums = np.stack([np.bincount(by_coded, part) for part in parts])
    number = sums.shape[1]
    drawn = np.random.default_rng(seed).integers(number, size=(draws, number))
    metrics = [f"{of} {what}" for of in ("pairwise", "B-cubed") for what in ("precision", "recall", "F1")]
    value = _figures(sums.sum(axis=1, keepdims=True))[:, 0]
    ends = np.nanquantile(_figures(sums[:, drawn].sum(axis=2)), [0.025, 0.975], axis=1)
    return pd.DataFrame({"metric": metrics, "value": value, "low": ends[0], "high": ends[1], "n": number})


def _figures(sums: Numbers) -> Numbers:
    true, made, wanted, precise, recalled, articles = sums
    with np.errstate(invalid="ignore"):
        # No pair found, or none to find: nothing is wrong.
        precision = np.where(made > 0, true / made, 1.0)
        recall = np.where(wanted > 0, true / wanted, 1.0)
    pairs = (precision, recall, _harmonic(precision, recall))
    cubes = (precise / articles, recalled / articles)
    return np.stack([*pairs, *cubes, _harmonic(*cubes)])


def _harmonic(first: Numbers, second: Numbers) -> Numbers:
    return 2 * first * second / np.maximum(first + second, 1e-12)


def words_of(text: str, name: int = NAME) -> list[str]:
    """The words of one sentence, lower-cased; a capitalised word inside it comes `name` times.

    >>> words_of("Ferries to Tolmin’s quay stopped.")
    ['ferries', 'to', 'tolmin', 'tolmin', 'quay', 'stopped']
    """
    made: list[str] = []
    for place, match in enumerate(_WORD.finditer(text)):
        word = match.group()
        plain = _OWN.sub("", word.lower()).strip(_ENDS)
        if plain:
            made += [plain] * (name if place and word[0].isupper() else 1)
    return made


def _grouped(articles: Articles, sentences: Sentences, days: int, alike: float) -> pd.DataFrame:
    """Events by content and day, of articles without a given id."""
    names, matrix = _vectors(articles["article"].tolist(), sentences)
    published = articles["published"].to_numpy().astype("datetime64[D]")
    when = published.astype("int64").astype("float64")
    when[np.isnat(published)] = np.nan
    labels = _clustered(matrix, when, days, alike)
    rows = []
    for members in _by_label(labels):
        known = members[~np.isnan(when[members])]
        ranked = sorted(
            members, key=lambda i: (np.isnan(when[i]), np.nan_to_num(when[i]), articles["article"].iat[i])
        )
        told = matrix[members]
        likes = (told @ told.T).toarray()
        means = (likes.sum(axis=1) - np.diag(likes)) / max(len(members) - 1, 1)
        about = articles["headline"].iat[members[int(means.argmax())]]
        middle = np.asarray(told.sum(axis=0)).ravel() if len(members) > 1 else None
        for place, member in enumerate(members):
            how = "content and day" if len(known) and member in known else "content"
            rows.append(
                {
                    "article": articles["article"].iat[member],
                    "event": articles["article"].iat[ranked[0]],
                    "event_from": how if len(members) > 1 else "alone",
                    "about": about,
                    "likeness": means[place] if len(members) > 1 else np.nan,
                    "because": None if middle is None else _because(told[place], middle, names),
                }
            )
    return pd.DataFrame(rows)


def _vectors(order: Sequence[str], sentences: Sentences) -> tuple[Numbers, Matrix]:
    """Names of the words, and a row of unit length for each article; one without words is all nought."""
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfVectorizer

    stop = {*ENGLISH_STOP_WORDS, "said", "says", "mr", "mrs", "ms"}
    leads: dict[str, list[str]] = {article: [] for article in order}
    room = dict.fromkeys(order, LEAD)
    for article, text, size in zip(sentences["article"], sentences["text"], sentences["words"], strict=True):
        if room.get(article, 0) > 0:
            room[article] -= size
            leads[article] += [word for word in words_of(text) if len(word) > 2 and word not in stop]
    if not any(leads.values()):
        from scipy.sparse import csr_matrix

        return np.array([], dtype=object), csr_matrix((len(order), 1))
    vectorizer = TfidfVectorizer(analyzer=lambda words: words, sublinear_tf=True)
    matrix = vectorizer.fit_transform([leads[article] for article in order])
    return vectorizer.get_feature_names_out(), matrix.tocsr()


def _clustered(matrix: Matrix, when: Numbers, days: int, alike: float) -> Numbers:
    """A label for each row: average linkage inside what hangs together."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    size = matrix.shape[0]
    found = [
        (rows, columns, _likeness(matrix, when, days, rows, columns, alike))
        for rows, columns in _candidates(matrix, when, days)
    ]
    rows, columns, likes = (
        (np.concatenate(parts) for parts in zip(*found, strict=True)) if found else (np.array([], int),) * 3
    )
    labels, heaps = np.arange(size), [(np.arange(size), alike)]
    while heaps:
        members, least = heaps.pop()
        inside = np.zeros(size, dtype=bool)
        inside[members] = True
        kept = (likes >= least) & inside[rows] & inside[columns] if len(rows) else np.array([], bool)
        graph = coo_matrix((np.ones(kept.sum()), (rows[kept], columns[kept])), shape=(size, size))
        parts = connected_components(graph, directed=False)[1]
        for group in _by_label(parts[members]):
            together = members[group]
            if len(together) == 1:
                continue
            if len(together) > LARGEST and least < 1:
                heaps.append((together, least + 0.05))
            else:
                labels[together] = together[_linked(matrix, when, days, together, alike)]
    return labels


def _candidates(matrix: Matrix, when: Numbers, days: int) -> Iterator[tuple[Numbers, Numbers]]:
    """Pairs worth comparing: within the window, or without a day, and sharing weighty words."""
    heavy = _heaviest(matrix)
    order = np.argsort(when, kind="stable")  # those without a day come last
    dated = int(np.count_nonzero(~np.isnan(when)))
    for start in range(0, len(order), BLOCK):
        stop = min(start + BLOCK, len(order))
        # A block is looked up in what follows it in time, and in what has no day.
        last = np.searchsorted(when[order[:dated]], when[order[stop - 1]] + days, side="right")
        window = np.r_[start : last if stop <= dated else dated, max(start, dated) : len(order)]
        if stop > dated:
            window = np.arange(start, len(order))
        there = heavy[order[window]]
        count = np.asarray(there.sum(axis=0)).ravel()
        telling = np.flatnonzero((count > 1) & (count <= COMMON))
        if not len(telling):
            continue
        shared = (heavy[order[start:stop]][:, telling] @ there[:, telling].T).tocoo()
        kept = (shared.data >= SHARED) & (shared.row + start < window[shared.col])
        if kept.any():
            yield order[shared.row[kept] + start], order[window[shared.col[kept]]]


def _heaviest(matrix: Matrix) -> Matrix:
    """1 where a word is among the row's weightiest, 0 elsewhere."""
    from scipy.sparse import csr_matrix

    columns, ends = [], [0]
    for start, stop in zip(matrix.indptr, matrix.indptr[1:], strict=False):
        weights, words = matrix.data[start:stop], matrix.indices[start:stop]
        if len(words) > TOP:
            words = words[np.argpartition(-weights, TOP)[:TOP]]
        columns.append(words)
        ends.append(ends[-1] + len(words))
    flat = np.concatenate(columns)
    return csr_matrix((np.ones(len(flat), dtype=np.int32), flat, ends), shape=matrix.shape)


def _likeness(
    matrix: Matrix, when: Numbers, days: int, rows: Numbers, columns: Numbers, alike: float
) -> Numbers:
    """Cosine of each pair, lessened where a day is unknown, nought outside the window."""
    made = np.empty(len(rows))
    step = 20_000  # pairs at once: bounds the memory
    for start in range(0, len(rows), step):
        part = slice(start, start + step)
        made[part] = np.asarray(matrix[rows[part]].multiply(matrix[columns[part]]).sum(axis=1)).ravel()
    return _weighed(made, np.abs(when[rows] - when[columns]), days, alike)


def _weighed(likes: Numbers, apart: Numbers, days: int, alike: float) -> Numbers:
    # So that one threshold serves both: a pair without a day needs UNDATED where others need ALIKE.
    stricter = likes * (ALIKE / UNDATED)
    return np.where(np.isnan(apart), stricter, np.where(apart <= days, likes, 0.0))


def _linked(matrix: Matrix, when: Numbers, days: int, members: Numbers, alike: float) -> Numbers:
    """For each member the place of the first one of its group."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    rows = matrix[members]
    apart = np.abs(when[members][:, None] - when[members][None, :])
    likes = _weighed((rows @ rows.T).toarray(), apart, days, alike)
    distance = np.maximum(1 - likes, 0.0)  # rounding makes the cosine of the same text larger than 1
    np.fill_diagonal(distance, 0.0)
    tree = linkage(squareform((distance + distance.T) / 2, checks=False), "average")
    groups = fcluster(tree, 1 - alike, "distance")
    first = {group: place for place, group in reversed(list(enumerate(groups)))}
    return np.array([first[group] for group in groups])


def _by_label(labels: Numbers) -> list[Numbers]:
    """The places of each label, in the order of their first."""
    order = np.argsort(labels, kind="stable")
    cuts = np.flatnonzero(np.diff(labels[order])) + 1
    return sorted(np.split(order, cuts), key=lambda group: int(group[0]))


def _because(row: Matrix, middle: Numbers, names: Numbers, most: int = 5) -> str | None:
    """The words that make an article like the rest of its event, the weightiest first."""
    common = row.data * (middle[row.indices] - row.data)
    ranked = np.lexsort((names[row.indices], -common))[:most]
    shared = [str(names[row.indices[place]]) for place in ranked if common[place] > 0]
    return ", ".join(shared) or None
