"""Marks of Markdown and HTML, which are no words of the story, and which texts are written in them."""

from __future__ import annotations

import re

from analysis.clean.paragraphs import Paragraph

_EVIDENCE = re.compile(
    r"^#{1,6} \S|\[[^\[\]\n]{1,500}\]\((?:https?:|/|www\.)|^\[[^\[\]\n]{1,500}\]: \S", re.MULTILINE
)
_HEAD = re.compile(r"(?P<heading>#{1,6})[ \t]+|>[ \t]*")
_TAIL = re.compile(r"[ \t]+#+$")
_UNDERLINE = re.compile(r"(?:=+|-{3,})")
_IMAGES_ONLY = re.compile(r"(?:\[?!\[[^\[\]\n]*\]\([^()\n]*\)(?:\]\([^()\n]*\))?\s*)+")
_LINKS_ONLY = re.compile(r"(?:[-*•|]\s*)?(?:\[[^\[\]\n]{1,300}\]\([^()\n]*\)(?:\s*[|,])?\s*)+")
# What is taken out of a line: each group is one mark.
_MARKS = re.compile(
    r"(!\[[^\[\]\n]{0,300}\]\([^()\n]{0,500}\))"  # an image
    r"|(\[)[^\[\]\n]{1,500}(\]\([^()\n]{0,500}\))"  # a link, of which the words stay
    r"|(\*\*|__)(?=\S)[^\n]{1,500}?(?<=\S)(\4)"  # strong
    r"|(?<![\w*])(\*)(?=[^\s*])[^*\n]{1,500}(?<=\S)(\*)(?![\w*])|"
    r"(?<![\w_])(_)(?=[^\s_])[^_\n]{1,500}(?<=\S)(_)(?![\w_])"
    r"|(\\)(?=[\\`*_{}\[\]()#+.!>-])"  # an escape
)


_TAG = re.compile(
    r"</?(?:a|b|i|em|strong|span|u|sup|sub|br|p|div|font|small|cite|blockquote|h[1-6]|li|ul|ol)(?:\s[^<>]{0,500})?/?>",
    re.IGNORECASE,
)
_CLOSED = re.compile(r"</(?:a|b|i|em|strong|span|u|p|div|font|h[1-6]|li)>", re.IGNORECASE)
_OF_MARKUP = re.compile(r"`|\b(?:X?HTML5?|XML|markup)\b")


def has_tags(text: str) -> bool:
    """Whether a text has tags of HTML left in it, and does not speak of them.

    Examples
    --------
    >>> has_tags("It was <b>over</b>."), has_tags("In HTML, <b>over</b> is bold."), has_tags("2 < 3 > 1")
    (True, False, False)
    """
    return _CLOSED.search(text) is not None and _OF_MARKUP.search(text) is None


def tags(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """The tags inside a paragraph as (start, end, ""), which take them out."""
    return [
        (*match.span(), " " if match.group()[1:3] == "br" else "")
        for match in _TAG.finditer(text, start, end)
    ]


def is_markdown(text: str, file: str = "") -> bool:
    r"""Whether a text is Markdown, by its file's name or by headings and links in it.

    Examples
    --------
    >>> is_markdown("# River rises\n\nThe river rose."), is_markdown("The river rose by #1.")
    (True, False)
    """
    return file.casefold().endswith((".md", ".markdown")) or _EVIDENCE.search(text) is not None


def headings(text: str, found: list[Paragraph]) -> tuple[list[Paragraph], list[int]]:
    """Paragraphs without the marks at their heads, and the level of heading of each, 0 for none."""
    kept: list[Paragraph] = []
    levels: list[int] = []
    for paragraph in found:
        start, end, level = paragraph.start, paragraph.end, 0
        if (
            _UNDERLINE.fullmatch(text, start, end)
            and kept
            and not levels[-1]
            and "\n\n" not in text[kept[-1].end : start].replace("\r", "")
        ):
            levels[-1] = 1 if text[start] == "=" else 2
        while (match := _HEAD.match(text, start, end)) and match.end() < end:
            level = len(match["heading"] or "") or level
            start = match.end()
        if level and (tail := _TAIL.search(text, start, end)):
            end = tail.start()
        kept.append(Paragraph(start, end, tuple(join for join in paragraph.joins if join[0] >= start)))
        levels.append(level)
    return kept, levels


def quotations(text: str, found: list[Paragraph]) -> list[bool]:
    r"""Whether each paragraph is set as a quotation, with its marks still at its head.

    >>> quotations("> Rain fell.\n\nIt was wet.", [Paragraph(0, 12), Paragraph(14, 25)])
    [True, False]
    """
    return [text.startswith(">", paragraph.start) for paragraph in found]


def only_images(text: str) -> bool:
    """Whether a line is Markdown images alone."""
    return _IMAGES_ONLY.fullmatch(text) is not None


def only_links(text: str) -> bool:
    """Whether a line is Markdown links alone."""
    return _LINKS_ONLY.fullmatch(text) is not None


def markup(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """The marks inside a paragraph as (start, end, ""), which take them out; none if they are all of it."""
    if only_images(text[start:end]) or only_links(text[start:end]):
        return []
    taken: list[tuple[int, int, str]] = []
    place = start
    while match := _MARKS.search(text, place, end):
        spans = [match.span(group) for group in range(1, 11) if match[group] is not None]
        taken += [(*span, "") for span in spans]
        place = spans[0][1]
    # Marks inside a link or inside strong words are found after the mark that opens it.
    return sorted(set(taken))
