"""Two articles side by side: what both report, and what only one of them does."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pandas as pd

from analysis.read.alignment import ALIKE, aligned, bare, same_words, shared_spans
from analysis.read.choice import facts, title, two
from analysis.read.layers import Tables
from analysis.read.overlap import attribute, safe
from analysis.read.page import Page
from analysis.tables import Sentences, count_words

QUOTED = 4  # words that a quotation needs to be compared
NAMED = ("person", "organization", "place", "group")
WORDED = "nearly word for word"


@dataclass
class _Row:
    """Sentences in one row: alike, or each in its article alone."""

    mine: list[int] = field(default_factory=list)
    theirs: list[int] = field(default_factory=list)
    alike: bool = False


def side_by_side(
    measured: Tables, one: str | None = None, other: str | None = None, *, alike: float = ALIKE
) -> Page:
    """Two articles on one event, aligned by the sentences that report the same.

    `aligned` defines which do; a sentence of one article may have several
    counterparts in the other. Rows follow the first article. A sentence without a
    counterpart is alone in its row: no sentence of the other article has like
    words, which does not prove that the other article is silent on it. Above are
    the names, the sources and the quotations of both and of one alone. Names are
    linked by the rules of `compare.omissions`. Lines of outlet and date are left out.

    Parameters
    ----------
    measured
        A corpus, from `corpus.measure`.
    one, other
        Each an id, an outlet, a file or a part of a headline. Where a name is
        left out or fits several articles, the two most alike of different
        outlets are taken; without any name, of those on the same event.
    alike
        How alike two sentences must be: cosine, from 0 to 1.

    Returns
    -------
    Page
        To end a notebook cell with; `save` writes it.

    Raises
    ------
    ReadError
        If a name fits no article, both mean one, or no two can be chosen.

    Examples
    --------
    >>> side_by_side(measured)                                        # doctest: +SKIP
    >>> side_by_side(measured, "The Milton Chronicle", "to shut")     # doctest: +SKIP

    """
    articles = two(measured, one, other)
    names = _names(*articles)
    texts = [_sentences(measured, row["article"]) for row in articles]
    pairs = aligned(*texts, alike=alike)
    summary = _summary(names, texts, pairs)
    body = (
        '<div class="reading r-wide" role="group" '
        f'aria-label="{attribute(" and ".join(names))}, side by side">'
        f'<p class="r-sum"><strong>{safe(summary)}</strong></p>'
        '<p class="r-facts">Words that a row’s sentences share are marked. A sentence without a counterpart '
        "has no sentence with like words in the other article; the other article may still report the same "
        "in other words.</p>"
        f"{_shares(measured, articles, names, texts)}{_columns(articles, names, texts, pairs)}</div>"
    )
    return Page(body, f"{names[0]} and {names[1]}, side by side", summary)


def _sentences(measured: Tables, article: str) -> Sentences:
    own = measured.sentences[measured.sentences["article"] == article]
    return own[~bare(own)]


def _names(one: pd.Series, other: pd.Series) -> list[str]:
    """What to call two articles: their outlets if these differ, else headlines, files or ids."""
    by_outlet = [str(row["outlet"]) if pd.notna(row["outlet"]) else "" for row in (one, other)]
    by_headline = [f"“{title(row)}”" for row in (one, other)]
    for names in (by_outlet, by_headline, [str(row["source_file"]) for row in (one, other)]):
        if all(names) and names[0] != names[1]:
            return names
    return [str(row["article"]) for row in (one, other)]


def _summary(names: Sequence[str], texts: Sequence[Sentences], pairs: pd.DataFrame) -> str:
    mine, theirs = (pairs[side].nunique() for side in ("one", "other"))
    worded = pairs.loc[pairs["how"] == WORDED, "one"].nunique()
    if not mine:
        return f"No sentence in {names[0]} has a counterpart in {names[1]}."
    verb = "has" if mine == 1 else "have"
    return (
        f"{mine} of {len(texts[0])} sentences in {names[0]} {verb} a counterpart in {names[1]}, "
        f"{worded or 'none'} of them nearly word for word; "
        f"{theirs} of {len(texts[1])} the other way round."
    )


def _columns(
    articles: Sequence[pd.Series], names: Sequence[str], texts: Sequence[Sentences], pairs: pd.DataFrame
) -> str:
    heads = "".join(
        f'<div class="r-cell"><strong>{safe(name)}</strong>'
        f'<span class="r-facts">{safe(" · ".join(part for part in facts(row) if part != name))}</span></div>'
        for name, row in zip(names, articles, strict=True)
    )
    sides = [dict(zip(text["sentence"], text["text"], strict=True)) for text in texts]
    rows = "".join(_row(row, names, sides, pairs) for row in _rows(list(sides[0]), list(sides[1]), pairs))
    return f'<div class="r-pairs"><div class="r-row r-names">{heads}</div>{rows}</div>'


def _rows(mine: Sequence[int], theirs: Sequence[int], pairs: pd.DataFrame) -> list[_Row]:
    """Rows in the order of the first article; what only the other reports follows its neighbour there."""
    row_of = _linked(mine, theirs, pairs)
    after: dict[int, list[int]] = defaultdict(list)  # by the row before, the sentences of the other alone
    before = 0
    for number in theirs:
        if row := row_of.get(("other", number)):
            before = id(row)
        else:
            after[before].append(number)
    rows = [_Row(theirs=after[0])]
    shown: set[int] = set()
    for number in mine:
        row = row_of.get(("one", number))
        if row is None:
            rows[-1].mine.append(number)
        elif id(row) not in shown:
            shown.add(id(row))
            rows += [row, _Row(theirs=after[id(row)])]
    return [row for row in rows if row.mine or row.theirs]


def _linked(mine: Sequence[int], theirs: Sequence[int], pairs: pd.DataFrame) -> dict[tuple[str, int], _Row]:
    """The row of each sentence with a counterpart: sentences linked by pairs are in one."""
    row_of: dict[tuple[str, int], _Row] = {}
    for pair in pairs.itertuples(index=False):
        ends = (("one", pair.one), ("other", pair.other))
        linked = [row_of[end] for end in ends if end in row_of]
        whole = _Row(
            sorted({pair.one, *(number for row in linked for number in row.mine)}, key=mine.index),
            sorted({pair.other, *(number for row in linked for number in row.theirs)}, key=theirs.index),
            alike=True,
        )
        row_of |= {("one", n): whole for n in whole.mine} | {("other", n): whole for n in whole.theirs}
    return row_of


def _row(row: _Row, names: Sequence[str], sides: Sequence[dict[int, str]], pairs: pd.DataFrame) -> str:
    own = pairs[pairs["one"].isin(row.mine) & pairs["other"].isin(row.theirs)]
    cells = []
    for place, side, against, numbers in ((0, "one", "other", row.mine), (1, "other", "one", row.theirs)):
        name = safe(names[place])
        shown = [f'<p class="r-who">{name}</p>' if row.alike else f'<p class="r-how">Only in {name}</p>']
        for number in numbers:
            others = [sides[1 - place][other] for other in own.loc[own[side] == number, against]]
            shown.append(f"<p>{_marked(sides[place][number], others)}</p>")
        cells.append(f'<div class="r-cell">{"".join(shown) if numbers else ""}</div>')
    if not row.alike:
        return f'<div class="r-row r-alone">{"".join(cells)}</div>'
    how = WORDED if (own["how"] == WORDED).any() else "in other words"
    return f'<div class="r-row"><p class="r-how">In both, {how}</p>{"".join(cells)}</div>'


def _marked(text: str, others: Iterable[str]) -> str:
    """A sentence with the words marked that it shares with its counterparts."""
    spans = sorted(span for other in others for span in shared_spans(text, other))
    parts, place = [], 0
    for start, end in spans:
        start = max(start, place)
        if end > start:
            parts += [safe(text[place:start]), f'<mark class="r-same">{safe(text[start:end])}</mark>']
            place = end
    return "".join([*parts, safe(text[place:])])


def _shares(
    measured: Tables, articles: Sequence[pd.Series], names: Sequence[str], texts: Sequence[Sentences]
) -> str:
    """A table of who is named, who is a source and what is quoted: in both, and in one alone."""
    ids = [row["article"] for row in articles]
    heads = ["In both", *(f"Only in {safe(name)}" for name in names)]
    rows = {
        "Named": _named(measured, articles, texts),
        "Sources": _split(*_sources(measured, ids)),
        "Quoted": _quoted(measured, ids),
    }
    body = "".join(
        f'<tr><th scope="row">{what}</th>'
        + "".join(
            f'<td><span class="r-who">{head}: </span>{_listed(part, what)}</td>'
            for head, part in zip(heads, parts, strict=True)
        )
        + "</tr>"
        for what, parts in rows.items()
    )
    columns = "".join(f'<th scope="col">{head}</th>' for head in heads)
    return f'<table class="r-shares"><thead><tr><td></td>{columns}</tr></thead><tbody>{body}</tbody></table>'


def _linked_names(measured: Tables, ids: Sequence[str]) -> dict[tuple[str, str], str]:
    """By (article, actor), one name for the actor in both articles."""
    from analysis.compare.omission import settled  # Takes its time to import; other views need not wait.

    mentions = measured.mentions[measured.mentions["article"].isin(ids)]
    return {key: actor.name for key, actor in settled(mentions).items()}


def _named(
    measured: Tables, articles: Sequence[pd.Series], texts: Sequence[Sentences]
) -> tuple[list[str], list[str], list[str]]:
    """Names in both articles and in one; a name that is anywhere in the other's text is in both."""
    linked = _linked_names(measured, [row["article"] for row in articles])
    mentions = measured.mentions[
        measured.mentions["type"].isin(NAMED) & (measured.mentions["form"] == "name")
    ]
    found: list[set[str]] = []
    written: dict[str, set[str]] = defaultdict(set)
    for row, text in zip(articles, texts, strict=True):
        own = mentions[(mentions["article"] == row["article"]) & mentions["actor"].notna()]
        own = own[own["sentence"].isin(text["sentence"])]
        found.append({linked.get((row["article"], actor), actor) for actor in own["actor"]})
        for actor, form in zip(own["actor"], own["text"], strict=True):
            written[linked.get((row["article"], actor), actor)] |= {actor, form}
    for names, row in zip(found, articles, strict=True):
        for name in (found[0] | found[1]) - names:
            forms = "|".join(re.escape(form) for form in written[name])
            if re.search(rf"(?<!\w)(?:{forms})(?!\w)", row["source_text"]):
                names.add(name)
    return _split(*found)


def _sources(measured: Tables, ids: Sequence[str]) -> list[set[str]]:
    linked = _linked_names(measured, ids)
    quotes = measured.quotes[measured.quotes["speaker"].notna()]
    return [
        {
            linked.get((article, speaker), speaker)
            for speaker in quotes.loc[quotes["article"] == article, "speaker"]
        }
        for article in ids
    ]


def _quoted(measured: Tables, ids: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    """Quotations in both articles, nearly word for word, and in one alone."""
    of = measured.quotations
    mine, theirs = (
        [text for text in of.loc[of["article"] == article, "text"] if count_words(text) >= QUOTED]
        for article in ids
    )
    both = [text for text in mine if any(same_words(text, other) for other in theirs)]
    return (
        both,
        [text for text in mine if text not in both],
        [text for text in theirs if not any(same_words(text, other) for other in mine)],
    )


def _split(one: set[str], other: set[str]) -> tuple[list[str], list[str], list[str]]:
    return sorted(one & other), sorted(one - other), sorted(other - one)


def _listed(parts: Sequence[str], what: str) -> str:
    """Names in one line, quotations one below the other."""
    different = list(dict.fromkeys(parts))
    if what == "Quoted" and different:
        return "".join(f"<p>{safe(part)}</p>" for part in different)
    return safe("; ".join(different) or "–")
