"""Tell an article's story from what stands around it, and repair what was broken on its way.

    clean     articles  ->  passages: every stretch of the source text with its role

Nothing is thrown away: what is no part of the story keeps its row, its role and
the name of the rule that gave it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import NamedTuple

import pandas as pd

from analysis.clean.edits import Edits, composed
from analysis.clean.lines import Line
from analysis.clean.markdown import has_tags, headings, is_markdown, markup, quotations, tags
from analysis.clean.paragraphs import Paragraph, paragraphs, whole
from analysis.clean.repair import from_source, repair, to_source
from analysis.clean.roles import Judgement, dateline, judged
from analysis.load.layout import COLUMN, LEDGER, Dropped, Part, dropped_of, parts_of
from analysis.tables import ARTICLES, PASSAGES, Articles, Passages

__all__ = ["CleanError", "articles", "passages", "repair", "to_source"]


class CleanError(ValueError):
    """Tables that do not belong together."""


class _Passage(NamedTuple):
    role: str
    start: int
    end: int
    text: str
    reason: str
    edits: Edits


def passages(articles: Articles) -> Passages:
    r"""Every stretch of every article's source text, with its role and the rule that gave it.

    Paragraphs are told apart by blank lines, by line ends, or by both where lines
    are wrapped at some column; wrapped lines are joined by a space, which counts
    as a repair, since it changes the text. In Markdown the marks are taken out
    in the same way, those at the head of a line are passages of their own (`blank`).
    A dateline at the head of a paragraph is a passage of its own.

    Parameters
    ----------
    articles
        n articles, of which also those left out of measuring are cut.

    Returns
    -------
    Passages
        In the order of the articles and of reading. An article's passages tile its source text:
        each begins where the one before ends. `text` is the stretch repaired, and is the
        stretch itself where `repairs` is 0. `reason` names the rule that gave the role.
        What loading left out of a page has no stretch: it begins and ends where it was.
        `lost`, beside the declared columns, counts the characters that were lost
        before the text was read (U+FFFD) and are left.

    Examples
    --------
    >>> from analysis.tables import ARTICLES
    >>> text = "River rises\n\nBy Ann Lee\n\nThe river rose by a metre."
    >>> row = {"article": "a", "words": 11, "source_file": "a.txt", "sha256": "0", "source_text": text}
    >>> passages(ARTICLES.frame([row])).query("role != 'blank'")["role"].tolist()
    ['headline', 'byline', 'body']
    """
    rows: list[tuple[object, ...]] = []
    layouts, ledgers = (
        articles[name] if name in articles else [None] * len(articles) for name in (COLUMN, LEDGER)
    )
    for article, source, file, headline, byline, layout, ledger in zip(
        *(articles[name] for name in ("article", "source_text", "source_file", "headline", "byline")),
        layouts,
        ledgers,
        strict=True,
    ):
        shown = _read(source, str(file), _known(headline), _known(byline), parts_of(layout))
        tiles = _with_dropped(_tiled(source, shown), dropped_of(ledger))
        for nth, (role, start, end, text, reason, edits) in enumerate(tiles):
            lost = text.count("\ufffd")
            rows.append((article, nth, role, start, end, text, len(edits), reason, edits, lost))
    made = pd.DataFrame(rows, columns=[*PASSAGES.columns, "lost"])
    return PASSAGES.check(made.astype({"lost": "int64"}))


def articles(articles: Articles, passages: Passages) -> Articles:
    """The articles, with headline and byline taken from their passages where they were unknown.

    Parameters
    ----------
    articles
        n rows.
    passages
        Cut from those articles.

    Returns
    -------
    Articles
        n rows in the order given, with nothing else changed. A byline comes without
        its "By"; of several the first counts.

    Raises
    ------
    CleanError
        If a passage is of an article that is not among those given.
    """
    strays = passages.loc[~passages["article"].isin(articles["article"]), "article"]
    if len(strays):
        raise CleanError(
            f"{len(strays)} passages are of articles not given, the first of article {strays.iloc[0]}. "
            "Give the articles that the passages were cut from."
        )
    filled = articles.copy()
    for column, trimmed in (("headline", _without_line_ends), ("byline", _without_by)):
        found = passages[passages["role"] == column].drop_duplicates("article").set_index("article")["text"]
        there = filled["article"].map(found).map(trimmed, na_action="ignore")
        filled[column] = filled[column].where(filled[column].notna(), there)
    return ARTICLES.check(filled)


def _known(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _without_line_ends(text: str) -> str:
    return " ".join(text.split())


def _without_by(text: str) -> str:
    kept = re.sub(r"^(?:[a-z]+ )?(?:by|byline|author)\b[\s:]*", "", text.strip("*_ "), flags=re.IGNORECASE)
    return _without_line_ends(kept).rstrip(" .") or text


def _read(
    source: str, file: str, headline: str | None, byline: str | None, layout: list[Part]
) -> list[_Passage]:
    """The passages of one text that show something, in order."""
    repaired, edits = repair(source)
    marked, tagged = is_markdown(repaired, file), has_tags(repaired)
    found, said = _laid_out(repaired, edits, layout) if layout else (paragraphs(repaired), [])
    found = _whole(found, edits)
    levels, quoted = [0] * len(found), [False] * len(found)
    if marked:
        quoted = quotations(repaired, found)
        found, levels = headings(repaired, found)
    starts = to_source(0, edits, [paragraph.start for paragraph in found])
    ends = to_source(0, edits, [paragraph.end for paragraph in found], ends=True)
    places = list(zip(starts, ends, strict=True))
    cut = [
        _cut(
            repaired,
            paragraph,
            start,
            _within(edits, start, end),
            _structure(repaired, paragraph, marked, tagged),
        )
        for paragraph, (start, end) in zip(found, places, strict=True)
    ]
    count = len(found)
    lines = [
        Line.of(text, place, count, level)
        for place, ((text, _), level) in enumerate(zip(cut, levels, strict=True))
    ]
    passages: list[_Passage] = []
    opening = True
    roles = judged(lines, headline, byline, said)
    for (start, end), (text, made), (role, reason), sure, quotation in zip(
        places, cut, roles, said or [None] * count, quoted, strict=True
    ):
        if quotation and not text.strip("> \t"):
            role, reason = "blank", "mark of a quotation"
        elif quotation and role in ("body", "subheading"):
            role, reason = "body", "block quotation"
        passage = _Passage(role, start, end, text, reason, made)
        passages += _headed(passage, headline, opening) if role == "body" and not sure else [passage]
        opening = opening and role != "body"
    return passages


def _laid_out(
    repaired: str, edits: Edits, layout: list[Part]
) -> tuple[list[Paragraph], list[Judgement | None]]:
    """The paragraphs of a text of which the file says some, and what it says of each."""
    found: list[Paragraph] = []
    said: list[Judgement | None] = []
    place = 0
    spans = zip(layout, from_source(edits, [(part.start, part.end) for part in layout]), strict=True)
    for part, (start, end) in [*spans, (None, (len(repaired), len(repaired)))]:
        for free in paragraphs(repaired[place:start]):
            found.append(free.moved(place))
            said.append(None)
        if part is not None and repaired[start:end].strip():
            found.append(whole(repaired, start, end))
            said.append((part.role, part.reason) if part.role else None)
        place = max(place, end)
    return found, said


def _whole(found: list[Paragraph], edits: Edits) -> list[Paragraph]:
    """The paragraphs, each with the whole of a repair that it would begin or end in the middle of."""
    if not edits:
        return found
    begins, finishes, shift = [], [], 0
    for first, last, length in edits:
        begins.append(first + shift)
        finishes.append(first + shift + length)
        shift += length - (last - first)
    whole = []
    for paragraph in found:
        start, end = paragraph.start, paragraph.end
        at_start, at_end = bisect_left(begins, start) - 1, bisect_left(begins, end) - 1
        if at_start >= 0 and start < finishes[at_start]:
            start = begins[at_start]
        if at_end >= 0 and end < finishes[at_end]:
            end = finishes[at_end]
        whole.append(Paragraph(start, end, paragraph.joins))
    return whole


def _within(edits: Edits, start: int, end: int) -> Edits:
    first = bisect_left(edits, start, key=lambda edit: edit[0])
    last = bisect_right(edits, end, key=lambda edit: edit[1])
    return edits[first:last]


def _structure(text: str, paragraph: Paragraph, marked: bool, tagged: bool) -> list[tuple[int, int, str]]:
    """What in a paragraph is line end or mark and not word, and what it becomes."""
    taken = list(paragraph.joins)
    if marked:
        taken += markup(text, paragraph.start, paragraph.end)
    if tagged:
        found = tags(text, paragraph.start, paragraph.end)
        # A line of tags alone is told by a rule.
        taken += (
            found if sum(end - start for start, end, _ in found) < paragraph.end - paragraph.start else []
        )
    return sorted(taken)


def _cut(
    repaired: str, paragraph: Paragraph, begin: int, edits: Edits, taken: list[tuple[int, int, str]]
) -> tuple[str, Edits]:
    """The text of a paragraph without line ends and marks, and all that was done to it, in source offsets."""
    start, end = paragraph.start, paragraph.end
    if not taken:
        return repaired[start:end], edits
    parts: list[str] = []
    made: Edits = []
    place = start
    for first, last, new in taken:
        if first >= place:
            parts += [repaired[place:first], new]
            made.append([first - start, last - start, len(new)])
            place = last
    both = composed([[first - begin, last - begin, length] for first, last, length in edits], made)
    text = "".join([*parts, repaired[place:end]])
    return text, [[first + begin, last + begin, length] for first, last, length in both]


def _headed(passage: _Passage, headline: str | None, opening: bool) -> list[_Passage]:
    """A paragraph of the story, with the headline or the dateline at its head apart from it."""
    text = passage.text
    if headline and opening and _starts_with(text, headline):
        head, rest = _split(passage, len(headline), "headline", "the headline known")
        return [head, *_headed(rest, None, True)] if rest else [passage]
    length = dateline(text, opening=opening)
    if length:
        head, rest = _split(passage, length, "dateline", "place, day or agency before the story")
        if rest:
            return [head, rest]
    return [passage]


def _starts_with(text: str, headline: str) -> bool:
    straight = str.maketrans("‘’“”", "''\"\"")
    head = text[: len(headline)].translate(straight).casefold()
    return (
        head == headline.translate(straight).casefold() and text[len(headline) : len(headline) + 1].isspace()
    )


def _split(passage: _Passage, length: int, role: str, reason: str) -> tuple[_Passage, _Passage | None]:
    """A passage in two at a place in its repaired text; the space between belongs to neither."""
    rest = passage.text[length:].lstrip()
    skipped = len(passage.text) - len(rest)
    [end] = to_source(passage.start, passage.edits, [length], ends=True)
    [begin] = to_source(passage.start, passage.edits, [skipped])
    inside = any(a < end < b or a < begin < b for a, b, _ in passage.edits)
    if not rest or inside or end > begin:
        return passage, None
    before = [edit for edit in passage.edits if edit[1] <= end]
    after = [edit for edit in passage.edits if edit[0] >= begin]
    return (
        _Passage(role, passage.start, end, passage.text[:length], reason, before),
        _Passage(passage.role, begin, passage.end, rest, passage.reason, after),
    )


def _with_dropped(tiles: list[_Passage], dropped: list[Dropped]) -> list[_Passage]:
    """The passages with what loading left out of the text, each where it was.

    It has no stretch of the source text: its edit is an insertion.
    """
    waiting = sorted(dropped, key=lambda one: one.place)
    made: list[_Passage] = []
    for tile in [*tiles, None]:
        while waiting and (tile is None or waiting[0].place <= tile.start):
            place = tile.start if tile else tiles[-1].end if tiles else 0
            _, role, reason, text = waiting.pop(0)
            made.append(_Passage(role, place, place, text, reason, [[place, place, len(text)]]))
        made += [tile] if tile else []
    return made


def _tiled(source: str, shown: list[_Passage]) -> list[_Passage]:
    """The passages with what lies between them, which shows nothing."""
    tiles: list[_Passage] = []
    place = 0
    for passage in [*shown, None]:
        start = passage.start if passage else len(source)
        if start > place:
            tiles.append(_Passage("blank", place, start, source[place:start], "shows nothing", []))
        if passage:
            tiles.append(passage)
            place = passage.end
    return tiles
