"""A text with overlapping marks as markup: marks cut where they cross, nested by layer, the text escaped."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from html import escape
from itertools import groupby, pairwise

from analysis.read.layers import Layer, Mark

# Controls, signs of direction (Unicode Annex 9), characters without width and tags: they
# hide or reorder text, or no page may contain them. Shown by name instead.
HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e007f]"
    # The joiner is hidden too, except where it joins emoji.
    "|(?<![\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d"
)
# The tag of a mark, which shows it where the style sheet is removed.
TAGS = {
    "quoted": "em",
    "speaker": "strong",
    "actor": "b",
    "cut": "small",
    "negative": "mark",
    "positive": "mark",
    "frame": "mark",
    "word": "mark",
    "loaded": "i",
    "date": "i",
}


def safe(text: str) -> str:
    r"""A text as inert markup: escaped, with hidden characters shown by name.

    >>> safe("<b>a\u202eb")
    '&lt;b&gt;a<span class="r-sign">[U+202E]</span>b'
    """
    parts = []
    place = 0
    for found in HIDDEN.finditer(text):
        parts.append(escape(text[place : found.start()], quote=False))
        parts.append(f'<span class="r-sign">{named(found.group())}</span>')
        place = found.end()
    parts.append(escape(text[place:], quote=False))
    return "".join(parts).replace("\r", "&#13;")


def named(sign: str) -> str:
    r"""The name shown for a hidden character.

    >>> named("\u202e")
    '[U+202E]'
    """
    return f"[U+{ord(sign):04X}]"


def attribute(text: str) -> str:
    """A text as the value of a double-quoted attribute."""
    return escape(" ".join(HIDDEN.sub(lambda found: named(found.group()), text).split()))


def marked(text: str, start: int, end: int, layers: Sequence[Layer], quiet: Collection[str] = ()) -> str:
    """The text from start to end with its marks.

    Marks of different layers are nested in the order of the layers, the first
    outermost, and cut where they cross. Where marks of one layer overlap, the
    shared part carries both. Apart from labels, the text of the result is the
    text, with `shown` in place of the marks that have it. Quiet layers leave no
    trace where the style sheet is removed.

    >>> layer = Layer("a", "actors", "Actors", "B", (Mark(0, 3, "actor", "Ada Vane"),))
    >>> marked("Ada ran", 0, 7, [layer])[:40]
    '<b class="r-a r-actor"><span class="r-s"'
    """
    near = [(layer, [m for m in layer.marks if m.start < end and m.end > start]) for layer in layers]
    edges = {start, end}
    for _, marks in near:
        for mark in marks:
            edges |= {max(mark.start, start), min(mark.end, end)}
    cuts = sorted(edges)
    pieces = list(pairwise(cuts))
    # For each layer, the marks that each piece carries.
    carried: list[list[tuple[Mark, ...]]] = []
    for _, marks in near:
        on: list[list[Mark]] = [[] for _ in pieces]
        for mark in marks:
            first = bisect_left(cuts, max(mark.start, start))
            last = bisect_left(cuts, min(mark.end, end))
            for place in range(first, last):
                on[place].append(mark)
        carried.append([tuple(some) for some in on])
    own = [layer for layer, _ in near]
    return "".join(_nested(text, pieces, carried, own, frozenset(quiet), range(len(pieces)), 0))


def _nested(
    text: str,
    pieces: Sequence[tuple[int, int]],
    carried: Sequence[Sequence[tuple[Mark, ...]]],
    layers: Sequence[Layer],
    quiet: frozenset[str],
    places: Sequence[int],
    depth: int,
) -> Iterator[str]:
    if depth == len(layers):
        for place in places:
            yield _segment(text, pieces[place], place, carried, layers)
        return
    code = layers[depth].code
    for marks, run in groupby(places, key=lambda place: carried[depth][place]):
        own = list(run)
        begin, stop = pieces[own[0]][0], pieces[own[-1]][1]
        for mark in marks:
            if mark.before and mark.label and mark.start == begin:
                yield _label(mark, code, code in quiet)
        inside = _nested(text, pieces, carried, layers, quiet, own, depth + 1)
        looks = list(dict.fromkeys(mark.look for mark in marks if mark.look))
        if looks and looks != ["reporter"]:
            shown = [TAGS[look] for look in looks if look in TAGS and code not in quiet]
            tag = shown[0] if shown else "span"
            drawn = " ".join(f"r-{look}" for look in looks)
            yield f'<{tag} class="r-{code} {drawn}">{"".join(inside)}</{tag}>'
        else:
            yield from inside
        for mark in marks:
            if not mark.before and mark.label and mark.end == stop:
                yield _label(mark, code, code in quiet)


def _label(mark: Mark, code: str, quiet: bool) -> str:
    if quiet:
        return f'<sup class="r-l r-{code}" data-l="{attribute(mark.label)}"></sup>'
    return f'<sup class="r-l r-{code}">{safe(mark.label)}</sup>'


def _segment(
    text: str,
    piece: tuple[int, int],
    place: int,
    carried: Sequence[Sequence[tuple[Mark, ...]]],
    layers: Sequence[Layer],
) -> str:
    start, end = piece
    raw = text[start:end]
    for mark in (mark for marks in carried for mark in marks[place] if mark.shown is not None):
        # A mark may be cut in pieces; its text is in the first.
        raw = (mark.shown or "") if mark.start == start else ""
    if not raw:
        return ""
    shown = safe(raw)
    reasons, begun = [], []
    for layer, marks in zip(layers, carried, strict=True):
        explained = [mark for mark in marks[place] if mark.why]
        if not explained:
            continue
        why = "; ".join(dict.fromkeys(mark.why for mark in explained))
        reasons.append(f' data-{layer.code}="{attribute(why)} ({layer.grade})"')
        # The tab key stops where a mark begins, not at every cut within it.
        if any(mark.start == start and mark.look != "reporter" for mark in explained) and raw.strip():
            begun.append(layer.code)
    if not reasons:
        return shown
    if not begun:
        return f'<span class="r-s"{"".join(reasons)}>{shown}</span>'
    stop = f' tabindex="0" data-at="{" ".join(begun)}"'
    return f'<span class="r-s"{stop}{"".join(reasons)}><span>{shown}</span></span>'
