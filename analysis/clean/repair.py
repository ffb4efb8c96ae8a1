"""Repair of damaged text, each repair counted and traced to the characters it replaced.

What counts as damage, and is repaired:

- UTF-8 that was read as a one-byte code page (Windows-1250 to -1254 and -1257,
  ISO 8859-1 and -2, MacRoman, code page 437), once or several times over,
  by ftfy (Speer 2019, https://doi.org/10.5281/zenodo.2591652), line by line;
- before that, what ftfy does not know or would make worse (`analysis.clean.marks`):
  quotation marks, apostrophes and dashes whose characters come from two code pages
  (`ā€œ`) or have lost the last byte (`â€`), and some rarer ways of breaking them;
- HTML entities, except in a line that shows or speaks of markup;
- surrogates, control characters, terminal colours, byte order marks, characters
  that turn the direction of writing, soft hyphens inside a word, and joiners
  of no width beside Latin letters, where they join nothing.

What is right is kept: curly quotes, ligatures, full-width forms, non-breaking
spaces, accents composed or not, marks of right-to-left writing beside its letters.
What is lost (U+FFFD) cannot be guessed and is left. So is U+0085 where nothing
else is broken in its line: it is a line break in Unicode as well as an
ellipsis in Windows-1252.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from ftfy import TextFixerConfig, fix_encoding
from ftfy.badness import is_bad
from ftfy.chardata import HTML_ENTITY_RE
from ftfy.fixes import unescape_html

from analysis.clean.edits import Edits, composed, substituted
from analysis.clean.marks import SUSPECT, apostrophes, decomposed, marks, unmasked
from analysis.clean.paragraphs import LINE_END

ROUNDS = 40  # each undoes one layer of damage; real text has three at most

_MARKUP = re.compile(r"[<`]|\b(?:X?HTML5?|XML|markup)\b")
_ENTITY = re.compile(r"&(?:amp;)*#?[0-9A-Za-z]{1,24};", re.IGNORECASE)
_SURROGATE = re.compile("[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]")
_CONTROL = re.compile("\x1b\\[[\\d;]*[A-Za-z]|[\x00-\x08\x0e-\x1f\x7f\u206a-\u206f\ufff9-\ufffb]+")
_LATIN = "0-9A-Za-zÀ-ÖØ-öø-ɏ"
_RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe"
_JOINERS = "\u200b-\u200d\u2060"
_PLAIN = f"\x00-\x7f\xa0{_LATIN}‘’“”–—…"  # beside which a joiner joins nothing
_INVISIBLE = re.compile(
    "[\ufeff\u202a-\u202e\u2066-\u2069]+"
    f"|(?<=[{_LATIN}])\xad+(?=[{_LATIN}])"
    f"|(?<![^{_PLAIN}])[{_JOINERS}]++(?![^{_PLAIN}])"
    f"|(?<![{_RIGHT_TO_LEFT}\u200e\u200f])(?<![{_RIGHT_TO_LEFT}]\\s)"
    f"[\u200e\u200f]++(?!\\s?[{_RIGHT_TO_LEFT}])"
)
_BREAKABLE = re.compile(
    f"{HTML_ENTITY_RE.pattern}|{_SURROGATE.pattern}|{_CONTROL.pattern}|{_INVISIBLE.pattern}"
)
# Text of these alone has nothing to repair, and most English text is of these alone.
_UNUSUAL = re.compile("[^\t\n\r -%'-~\xa0‘’“”–—―…]")
_NEXT_LINE = "\x85"
_C1 = re.compile("[\x80-\x9f]")
_FTFY = TextFixerConfig(explain=False)
_CELLS = 250_000  # of words by words: more are not compared word by word


def repair(text: str) -> tuple[str, Edits]:
    """The text with its damage repaired, and what was done where.

    Right text comes back as it is, and a repaired text comes back unchanged.

    Parameters
    ----------
    text
        Any text. Each line is judged on its own, but for apostrophes broken in one
        way throughout.

    Returns
    -------
    tuple
        The repaired text, and one `[start, end, length]` per repair, in order and
        apart: `text[start:end]` became `length` characters. Between them nothing
        has changed.

    Examples
    --------
    >>> repair("He said ā€œno.ā€ Then he left.")
    ('He said “no.” Then he left.', [[8, 11, 1], [14, 16, 1]])
    >>> repair("A café, “open” in Rīga.")
    ('A café, “open” in Rīga.', [])
    """
    edits: Edits = []
    for _ in range(ROUNDS if _UNUSUAL.search(text) else 0):
        if not _BREAKABLE.search(text) and (text.isascii() or not (is_bad(text) or SUSPECT.search(text))):
            break
        before = text
        for step in (
            _surrogates,
            _entities,
            _controls,
            apostrophes,
            decomposed,
            marks,
            _encodings,
            unmasked,
            _invisible,
        ):
            text, made = step(text)
            edits = composed(edits, made)
        if text == before:
            break
    return text, edits


def from_source(edits: Sequence[Sequence[int]], spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Where stretches of a source text are in the repaired text.

    Parameters
    ----------
    edits
        All of the text's.
    spans
        Start and end of each stretch. One that begins or ends inside a repair has
        the whole of what became of it.

    Examples
    --------
    >>> from_source([[8, 11, 1], [14, 16, 1]], [(0, 9), (11, 17)])
    [(0, 9), (9, 14)]
    """
    firsts = [edit[0] for edit in edits]
    shifts = [0]
    for first, last, length in edits:
        shifts.append(shifts[-1] + length - (last - first))

    def moved(offset: int, end: bool) -> int:
        at = bisect_left(firsts, offset) if end else bisect_right(firsts, offset)
        if at and offset < edits[at - 1][1]:
            first, _, length = edits[at - 1]
            return int(first + shifts[at - 1] + (length if end else 0))
        return offset + shifts[at]

    return [(moved(start, False), moved(end, True)) for start, end in spans]


def to_source(
    start: int, edits: Sequence[Sequence[int]], offsets: Iterable[int], *, ends: bool = False
) -> list[int]:
    """Where offsets into the repaired text of a passage lie in the source text.

    Parameters
    ----------
    start
        Where the passage begins in the source text.
    edits
        The passage's, in source offsets, as the passages table has them.
    offsets
        Into the passage's repaired text, in code points, in any order.
    ends
        Whether the offsets are ends of stretches. It matters only inside a repair,
        where a beginning moves to the beginning of what was repaired and an end to
        its end, and where something was taken out, which a stretch that begins or
        ends there leaves outside.

    Returns
    -------
    list
        One source offset for each.

    Examples
    --------
    >>> to_source(100, [[108, 111, 1], [114, 116, 1]], [8, 9, 12, 13, 14])
    [108, 111, 114, 116, 117]
    """
    if not edits:
        return [start + offset for offset in offsets]
    begins, finishes, shift = [], [], -start  # of each repair, in the repaired text
    for first, last, length in edits:
        begins.append(first + shift)
        shift += length - (last - first)
        finishes.append(last + shift)
    look = bisect_left if ends else bisect_right
    places = []
    for offset in offsets:
        at = look(begins, offset) - 1
        if at < 0:
            places.append(start + offset)
        elif offset >= finishes[at]:
            places.append(edits[at][1] + offset - finishes[at])
        else:
            places.append(edits[at][1] if ends else edits[at][0])
    return places


def _surrogates(text: str) -> tuple[str, Edits]:
    def whole(match: re.Match[str]) -> str:
        pair = match.group()
        return pair.encode("utf-16", "surrogatepass").decode("utf-16") if len(pair) == 2 else "\ufffd"

    return substituted(text, _SURROGATE, whole)


def _entities(text: str) -> tuple[str, Edits]:
    if "&" not in text:
        return text, []
    # A line with markup in it may mean its entities as they stand.
    meant = [
        line.span()
        for line in re.finditer(r"[^\n]+", text)
        if "&" in line.group() and _MARKUP.search(line.group())
    ]

    def read(match: re.Match[str]) -> str | None:
        at = bisect_right(meant, (match.start(), len(text))) - 1
        if at >= 0 and match.start() < meant[at][1]:
            return None
        found = match.group()
        while (simpler := unescape_html(found)) != found:
            found = simpler
        return LINE_END.sub(" ", found)

    return substituted(text, _ENTITY, read)


def _controls(text: str) -> tuple[str, Edits]:
    return substituted(text, _CONTROL, lambda match: "")


def _invisible(text: str) -> tuple[str, Edits]:
    return (text, []) if text.isascii() else substituted(text, _INVISIBLE, lambda match: "")


def _encodings(text: str) -> tuple[str, Edits]:
    if text.isascii() or not is_bad(text):
        return text, []
    parts, edits, place = [], [], 0
    for line in re.split(f"({LINE_END.pattern})", text):
        fixed = line
        if not line.isascii() and is_bad(line) and not _next_line_only(line):
            fixed = LINE_END.sub(" ", fix_encoding(line, _FTFY))
        if fixed != line:
            edits += [[place + start, place + end, length] for start, end, length in _changes(line, fixed)]
        parts.append(fixed)
        place += len(line)
    return "".join(parts), edits


def _next_line_only(line: str) -> bool:
    return (
        _NEXT_LINE in line
        and set(_C1.findall(line)) == {_NEXT_LINE}
        and not is_bad(line.replace(_NEXT_LINE, " "))
    )


def _changes(line: str, fixed: str) -> Edits:
    """What changed between two forms of a line: word by word, then as narrow as can be told."""
    first, second = (re.findall(r" |[^ ]+", form) for form in (line, fixed))
    blocks: Iterable[tuple[int, int, int, int]]
    if len(first) == len(second):
        blocks = ((at, at + 1, at, at + 1) for at in range(len(first)) if first[at] != second[at])
    elif len(first) * len(second) <= _CELLS:
        matcher = SequenceMatcher(None, first, second, autojunk=False)
        blocks = (block[1:] for block in matcher.get_opcodes() if block[0] != "equal")
    else:
        blocks = [(0, len(first), 0, len(second))]
    places = [0]
    for word in first:
        places.append(places[-1] + len(word))
    edits: Edits = []
    for begin, end, new_begin, new_end in blocks:
        old, new = "".join(first[begin:end]), "".join(second[new_begin:new_end])
        edits += [[places[begin] + a, places[begin] + b, length] for a, b, length in _narrowed(old, new)]
    return edits


def _narrowed(old: str, new: str) -> Edits:
    """The differences of two texts; of long ones, what lies between their first and last."""
    if len(old) > 200:
        return _trimmed(old, new, 0)
    # Only ASCII is sure to be the same on both sides: the € of a broken “ is not the € of a price.
    first: list[object] = [letter if letter.isascii() else at for at, letter in enumerate(old)]
    second: list[object] = [letter if letter.isascii() else -1 - at for at, letter in enumerate(new)]
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    edits: Edits = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal" and old[a:b] != new[c:d]:
            edits += _trimmed(old[a:b], new[c:d], a)
    return edits


def _trimmed(old: str, new: str, place: int) -> Edits:
    """One edit, without what both texts begin and end with."""
    shared = min(len(old), len(new))
    head = next((at for at in range(shared) if old[at] != new[at]), shared)
    tail = next((at for at in range(shared - head) if old[-1 - at] != new[-1 - at]), shared - head)
    return [[place + head, place + len(old) - tail, len(new) - tail - head]]
