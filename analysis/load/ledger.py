"""What of a page is in its article, what is not, and why: the ledger of extraction."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from analysis.load.blocks import Block
from analysis.load.layout import Dropped

FEW = 4  # words below which a block counts as kept only where it is a whole paragraph of the article
SENTENCE = 8  # words of a block that may be a paragraph of the article
LINKED = 10  # words of a paragraph that is a link as a whole
REACH = 6  # blocks of other kinds between two paragraphs at the head or foot of an article
MOST = 200_000  # characters of the ledger of one page

# The role and the reason for what is in a place of a page; see `blocks.PLACES`.
ROLES = {
    "caption": ("caption", "caption"),
    "figure": ("caption", "inside a figure"),
    "credit": ("credit", "credit"),
    "byline": ("byline", "byline"),
    "timestamp": ("boilerplate", "time of publication"),
    "comments": ("boilerplate", "readers' comments"),
    "related": ("link", "related articles"),
    "tags": ("link", "topics"),
    "navigation": ("link", "navigation"),
    "share": ("boilerplate", "buttons to share"),
    "newsletter": ("boilerplate", "newsletter or subscription"),
    "advertisement": ("boilerplate", "advertisement"),
    "header": ("boilerplate", "header"),
    "footer": ("boilerplate", "footer"),
    "aside": ("boilerplate", "aside"),
    "form": ("boilerplate", "form"),
    "button": ("boilerplate", "button"),
    "quotation": ("boilerplate", "quotation outside the article"),
}
RUNNING = ("", "quotation")  # places of running text
_LINK = ("link", "link outside the article")
_OTHER = ("boilerplate", "outside the article")
# Elements that hold paragraphs of running text.
_TEXT = {"p", "blockquote", "div", "li", "section", "article", "td", "span", "pre", "body"}
_ENDED = re.compile(r"[.!?…:][\"”’')\]]*\Z")
_LABEL = re.compile(
    r"(?:also |further )?(?:read|see|watch|listen|related|sign up|subscribe|follow|click|share|more|photo|"
    r"image|advertisement|copyright|©|all rights|this (?:article|story)|get |join )\b",
    re.I,
)


class Seen(NamedTuple):
    """A block, its words, and the paragraph of the article that it is in."""

    block: Block
    words: str
    at: int | None  # the paragraph of the article that it is in


def completed(
    kept: Sequence[str], found: Sequence[Block], wider: Callable[[], Sequence[str]] = list
) -> list[str]:
    """The paragraphs that extraction kept, with those put back that it left out of the article.

    Put back is a block in the running text of the page that reads as a
    sentence and is set like the paragraph of the article next to it.
    Extraction drops such paragraphs where they are links as a whole, or where
    a class sounds like a teaser's. Before the first and after the last
    paragraph kept, and in places such as a list of tags, a block must also be
    part of a wider extraction.

    Parameters
    ----------
    kept
        The paragraphs of the article.
    found
        The blocks of the page.
    wider
        Extracts once more, with more let in; called only where it matters.

    Examples
    --------
    >>> from analysis.load.blocks import blocks
    >>> told = ["Rain fell on Vellmar for three days.", "Nobody was hurt in the flood, police said."]
    >>> lost = "The bridge over the Har was closed to all traffic at noon."
    >>> page = f"<div><p>{told[0]}</p><p><a href='/x'>{lost}</a></p><p>{told[1]}</p></div>"
    >>> completed(told, blocks(page))[1] == lost
    True
    """
    seen = matched(kept, found)
    inside = [place for place, one in enumerate(seen) if one.at is not None]
    if not inside:
        return list(kept)
    between, outside = _between(seen, inside), _outside(seen, inside)
    sure = {place for place in between if seen[place].block.place in RUNNING}
    unsure = (between | outside) - sure
    let_in = {_words(paragraph) for paragraph in wider()} if unsure else set()
    return _inserted(kept, seen, sure | {place for place in unsure if seen[place].words in let_in})


def _between(seen: Sequence[Seen], inside: Sequence[int]) -> set[int]:
    """The places of the blocks to put back between paragraphs that were kept."""
    back: set[int] = set()
    for before, following in pairwise(inside):
        for place in range(before + 1, following):
            beside = (seen[before].block, seen[following].block)
            if any(_belongs(seen[place].block, other) for other in beside):
                back.add(place)
    return back


def _outside(seen: Sequence[Seen], inside: Sequence[int]) -> set[int]:
    """The places of the blocks to put back before the first and after the last paragraph kept."""
    back: set[int] = set()
    for edge, places in (
        (inside[0], range(inside[0] - 1, -1, -1)),
        (inside[-1], range(inside[-1] + 1, len(seen))),
    ):
        missed = 0
        for place in places:
            if _belongs(seen[place].block, seen[edge].block):
                back.add(place)
                edge, missed = place, 0
            elif (missed := missed + 1) > REACH:
                break
    return back


def _inserted(kept: Sequence[str], seen: Sequence[Seen], back: set[int]) -> list[str]:
    after: dict[int, list[str]] = {}
    present = {_words(paragraph) for paragraph in kept}
    at = -1
    for place, one in enumerate(seen):
        if one.at is not None:
            at = max(at, one.at)
        elif place in back and one.words not in present:
            present.add(one.words)
            after.setdefault(at, []).append(one.block.text)
    whole = list(after.get(-1, []))
    for number, paragraph in enumerate(kept):
        whole += [paragraph, *after.get(number, [])]
    return whole


def dropped(seen: Iterable[Seen], headline: str | None) -> list[tuple[int, Dropped]]:
    """The blocks of a page that are not in its article, each after how many paragraphs it comes, and why.

    A block that is there several times is listed once.
    """
    listed: list[tuple[int, Dropped]] = []
    met = {_words(headline or "")}
    after = length = 0
    for block, words, at in seen:
        if at is not None:
            after = max(after, at + 1)
        elif words and words not in met and length < MOST:
            met.add(words)
            length += len(block.text)
            role, why = ROLES.get(block.place) or (_LINK if block.linked > 0.5 else _OTHER)
            listed.append((after, Dropped(0, role, f"left out of the page: {why}", block.text)))
    return listed


def quoted(seen: Iterable[Seen]) -> set[int]:
    """The numbers of the paragraphs that are in a block quotation.

    >>> from analysis.load.blocks import blocks
    >>> page = "<blockquote>We have no money left.</blockquote>"
    >>> quoted(matched(["Marsh wrote:", "We have no money left."], blocks(page)))
    {1}
    """
    return {at for block, _, at in seen if at is not None and block.place == "quotation"}


def matched(kept: Sequence[str], found: Iterable[Block]) -> list[Seen]:
    """Each block, its words, and the paragraph of the article that it is in."""
    paragraphs = [_words(paragraph) for paragraph in kept]
    first = {words: number for number, words in reversed([*enumerate(paragraphs)])}
    ends, joined = [], ""
    for words in paragraphs:
        joined += f" {words} |"
        ends.append(len(joined))
    seen: list[Seen] = []
    for block in found:
        words = _words(block.text)
        at = first.get(words)
        if at is None and words:
            at = _inside(block.text, words, joined, ends)
        seen.append(Seen(block, words, at))
    return seen


def _inside(text: str, words: str, joined: str, ends: list[int]) -> int | None:
    """The paragraph that holds a block, or the first of its lines where each of them is held."""
    pieces = [words] if "\n" not in text else [_words(line) for line in text.split("\n")]
    places = [joined.find(f" {piece} ") for piece in pieces if piece.count(" ") + 1 >= FEW]
    if not places or min(places) < 0:
        return None
    return bisect_right(ends, places[0])


def _belongs(block: Block, other: Block) -> bool:
    """Whether a block reads as a paragraph and is set like another, which is one of the article."""
    linked = block.linked > 0.5
    count = len(block.text.split())
    return (
        (block.place in RUNNING or (block.place == other.place != "comments"))
        and block.tag in _TEXT
        and count >= (LINKED if linked else SENTENCE)
        and _ENDED.search(block.text) is not None
        and not _LABEL.match(block.text)
        and (block.tag == other.tag or "blockquote" in (block.tag, other.tag))
        and (block.parents[0] == other.parents[0] or (block.parents[1] == other.parents[1] and not linked))
    )


def same_words(text: str, other: str) -> bool:
    """Whether two texts have the same words in the same order.

    >>> same_words("Rain at last!", "“Rain at last”")
    True
    """
    return _words(text) == _words(other)


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
