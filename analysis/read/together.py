"""Two articles side by side: the sentences that tell the same, and what only one of them tells."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

import pandas as pd

from analysis.read.layers import ReadError, Tables
from analysis.read.page import Page, chosen, title
from analysis.read.weave import attribute, safe
from analysis.tables import WORD, Sentences

ALIKE = 0.30  # cosine from which two sentences are set side by side
SAME = 0.60  # share of the shorter sentence's word pairs from which it is nearly word for word
STEM = 6  # letters of a word that count, so that "suspend" meets "suspending"
RUN = 2  # words in a row that are marked as shared
FEWEST = 4  # words that a sentence or a quotation needs to be compared


def side_by_side(measured: Tables, one: str, other: str, *, alike: float = ALIKE) -> Page:
    """Two articles on one event, aligned by the sentences that tell the same.

    `aligned` says how. Rows follow the first article; a sentence without a
    counterpart stands alone in its column, which says that no sentence of the
    other article has like words, and not that the other keeps silent on it.
    Above stand the actors named and heard by both and by one alone, and the
    words both quote; one actor is taken for another where the one's name ends
    the other's.

    Parameters
    ----------
    measured
        A corpus, from `corpus.measure`.
    one, other
        Ids of two articles.
    alike
        How like two sentences must be, from 0 to 1.

    Returns
    -------
    Page
        To end a notebook cell with.

    Raises
    ------
    ReadError
        If an article is not there, or both are the same.

    """
    if one == other:
        raise ReadError(f"{one!r} was given twice. Two articles can be set side by side.")
    rows = [chosen(measured, name) for name in (one, other)]
    texts = [measured.sentences[measured.sentences["article"] == name] for name in (one, other)]
    pairs = aligned(*texts, alike=alike)
    names = [_name(row) for row in rows]
    lists = _lists(measured, (one, other))
    counts = {
        "both": len(pairs),
        "one": len(texts[0]) - len(pairs),
        "other": len(texts[1]) - len(pairs),
    }
    same = int((pairs["how"] == "nearly word for word").sum())
    told = (
        f"{counts['both']} sentences told in both, {same} of them nearly word for word; "
        f"{counts['one']} only in the first, {counts['other']} only in the second"
    )
    head = "".join(f'<th scope="col">{safe(name)}</th>' for name in names)
    body = (
        f'<div class="reading r-wide" role="group" aria-label="Side by side: {attribute(names[0])} and '
        f'{attribute(names[1])}"><p class="r-facts"><strong>{safe(told)}.</strong> A sentence stands alone '
        f"where none of the other article has like words (cosine under {alike:.2f}).</p>"
        f'{lists}<table class="r-pairs"><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(_rows(texts, pairs))}</tbody></table></div>"
    )
    return Page(body, f"{names[0]} | {names[1]}: {told}")


def aligned(one: Sentences, other: Sentences, *, alike: float = ALIKE) -> pd.DataFrame:
    """Sentences of two articles that tell the same, each with one counterpart at most.

    Each sentence is a vector of its words, cut to six letters and weighed by
    their rarity among the sentences of both articles, log(n / df) (Spärck Jones
    1972). The likest pair by cosine is taken first, then the likest of what is
    left. Sentences under four words are left alone.

    Parameters
    ----------
    one, other
        Sentences of one article each.
    alike
        The least cosine.

    Returns
    -------
    pd.DataFrame
        One row per pair, in the order of the first article: `one` and `other`
        (sentence numbers), `alike` (cosine, 0 to 1) and `how`: 'nearly word for
        word' where six in ten of the shorter one's word pairs stand in the
        other, else 'alike'.

    References
    ----------
    Spärck Jones, K. (1972). A statistical interpretation of term specificity and
    its application in retrieval. Journal of Documentation 28(1), 11-21.

    Examples
    --------
    >>> from analysis import parse
    >>> first = parse.sentences_of(["The ferry sank off Ostrand on Monday.", "Nobody was hurt, police said."])
    >>> second = parse.sentences_of(["Rain fell.", "Off Ostrand on Monday the ferry sank slowly."])
    >>> aligned(first, second)[["one", "other", "how"]].values.tolist()
    [[1, 2, 'nearly word for word']]

    """
    sides = [
        {row.sentence: _words(row.text) for row in side.itertuples(index=False)} for side in (one, other)
    ]
    stems = [{n: [word[:STEM] for word in words] for n, words in side.items()} for side in sides]
    total = sum(len(side) for side in stems)
    spread = Counter(stem for side in stems for words in side.values() for stem in set(words))
    vectors = [
        {
            n: _unit({stem: times * math.log(total / spread[stem]) for stem, times in Counter(words).items()})
            for n, words in side.items()
            if len(words) >= FEWEST
        }
        for side in stems
    ]
    likes = sorted(
        (
            (like, n, m)
            for n, mine in vectors[0].items()
            for m, theirs in vectors[1].items()
            if (like := sum(weight * theirs.get(stem, 0.0) for stem, weight in mine.items())) >= alike
        ),
        key=lambda found: (-found[0], found[1], found[2]),
    )
    taken: tuple[set[int], set[int]] = (set(), set())
    rows = []
    for like, n, m in likes:
        if n in taken[0] or m in taken[1]:
            continue
        taken[0].add(n)
        taken[1].add(m)
        mine, theirs = (set(pairwise(words)) for words in (sides[0][n], sides[1][m]))
        same = len(mine & theirs) >= SAME * min(len(mine), len(theirs))
        rows.append((n, m, like, "nearly word for word" if same else "alike"))
    made = pd.DataFrame(sorted(rows), columns=["one", "other", "alike", "how"])
    return made.astype({"one": "int64", "other": "int64", "alike": "float64", "how": "str"})


def _unit(weights: Mapping[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(weight**2 for weight in weights.values()))
    return {stem: weight / length for stem, weight in weights.items()} if length else {}


def _words(text: str) -> list[str]:
    return [found.group().lower() for found in WORD.finditer(text)]


def _name(row: pd.Series) -> str:
    return f"{row['outlet']}: {title(row)}" if pd.notna(row["outlet"]) else title(row)


def _rows(texts: Sequence[Sentences], pairs: pd.DataFrame) -> Iterator[str]:
    """Table rows in the order of the first article; what only the second tells, after its own neighbour."""
    first, second = (dict(zip(side["sentence"], side["text"], strict=True)) for side in texts)
    partner = {row.one: row for row in pairs.itertuples(index=False)}
    paired = set(pairs["other"])
    after: dict[int | None, list[int]] = {None: []}
    place: int | None = None
    for number in second:
        if number in paired:
            place = number
            after.setdefault(place, [])
        else:
            after[place].append(number)
    yield from (_row("", _alone(second[number])) for number in after[None])
    for number, text in first.items():
        pair = partner.get(number)
        if pair is None:
            yield _row(_alone(text), "")
            continue
        how = pair.how if pair.how != "alike" else f"alike, {pair.alike:.2f}"
        mine, theirs = _shared(text, second[pair.other])
        told = f'<span class="r-how">{how}</span> '
        yield _row(told + mine, told + theirs)
        yield from (_row("", _alone(second[number])) for number in after[pair.other])


def _alone(text: str) -> str:
    return f'<span class="r-how">only here</span> {safe(text)}'


def _row(mine: str, theirs: str) -> str:
    cells = (
        f"<td>{cell}</td>" if cell else '<td><span class="r-gap">–</span></td>' for cell in (mine, theirs)
    )
    return f"<tr>{''.join(cells)}</tr>"


def _shared(mine: str, theirs: str) -> tuple[str, str]:
    """Two sentences with the runs of words they share marked."""
    found = [list(WORD.finditer(text)) for text in (mine, theirs)]
    words = [[match.group().lower() for match in matches] for matches in found]
    blocks = SequenceMatcher(None, words[0], words[1], autojunk=False).get_matching_blocks()
    runs = [block for block in blocks if block.size >= RUN]
    made = []
    for text, matches, begins in (
        (mine, found[0], [run.a for run in runs]),
        (theirs, found[1], [run.b for run in runs]),
    ):
        parts, place = [], 0
        for begin, run in zip(begins, runs, strict=True):
            start, end = matches[begin].start(), matches[begin + run.size - 1].end()
            parts += [safe(text[place:start]), f'<mark class="r-same">{safe(text[start:end])}</mark>']
            place = end
        made.append("".join([*parts, safe(text[place:])]))
    return made[0], made[1]


def _lists(measured: Tables, articles: tuple[str, str]) -> str:
    """Who is named, who is heard and what is quoted: in both, and in one alone."""
    named, heard, quoted = [], [], []
    for article in articles:
        mentions = measured.mentions[measured.mentions["article"] == article]
        own = mentions[mentions["type"].isin(["person", "organization", "place", "group"])]
        named.append(set(own.loc[own["form"] == "name", "actor"].dropna()))
        said = measured.quotes[measured.quotes["article"] == article]
        heard.append(set(said["speaker"].dropna()))
        marked = measured.quotations[measured.quotations["article"] == article]
        quoted.append([text for text in marked["text"] if len(_words(text)) >= FEWEST])
    both = [text for text in quoted[0] if any(_same_words(text, theirs) for theirs in quoted[1])]
    rows = [
        ("Named", *_parted(*named)),
        ("Heard", *_parted(*heard)),
        (
            "Quoted",
            both,
            [text for text in quoted[0] if text not in both],
            [text for text in quoted[1] if not any(_same_words(text, mine) for mine in quoted[0])],
        ),
    ]
    body = "".join(
        f'<tr><th scope="row">{what}</th>{"".join(f"<td>{_listed(part)}</td>" for part in parts)}</tr>'
        for what, *parts in rows
    )
    return (
        '<table class="r-shares"><thead><tr><td></td><th scope="col">in both</th>'
        '<th scope="col">only in the first</th><th scope="col">only in the second</th></tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def _same_words(mine: str, theirs: str) -> bool:
    """Whether the shorter quotation stands, pair of words by pair, mostly in the other."""
    one, other = (set(pairwise(words)) for words in (_words(mine), _words(theirs)))
    return len(one & other) >= SAME * min(len(one), len(other))


def _parted(one: set[str], other: set[str]) -> tuple[list[str], list[str], list[str]]:
    """Names in both, and in one alone; "Rask" in one article is "Ole Rask" in the other."""
    both = {(mine, theirs) for mine in one for theirs in other if _same_name(mine, theirs)}
    mine, theirs = {pair[0] for pair in both}, {pair[1] for pair in both}
    return sorted({max(pair, key=len) for pair in both}), sorted(one - mine), sorted(other - theirs)


def _same_name(one: str, other: str) -> bool:
    short, long = sorted((one.split(), other.split()), key=len)
    return long[-len(short) :] == short


def _listed(names: Iterable[object]) -> str:
    return safe("; ".join(str(name) for name in names) or "–")
