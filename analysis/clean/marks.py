"""Quotation marks, apostrophes and dashes that were broken in ways ftfy leaves or makes worse.

A mark such as “ is three bytes in UTF-8, E2 80 9C. Read as a one-byte code page
they are three characters, ftfy's case. Here are the others: the three come
from two code pages; the page has no character for the last byte, so that it is
lost; the page is one ftfy does not try; the bytes were paired into East Asian
characters; only the first was kept; or the mark was one byte to begin with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import ftfy.bad_codecs  # noqa: F401, makes the forgiving code pages known

from analysis.clean.edits import Edits, composed, substituted

_TRIED = (  # by ftfy, of those whose 80 to 9F differ from one another
    "latin-1", "sloppy-windows-1252", "sloppy-windows-1250", "sloppy-windows-1251", "sloppy-windows-1253",
    "sloppy-windows-1254", "sloppy-windows-1257", "iso-8859-2",
)  # fmt: skip
_UNTRIED = ("cp1255", "cp1256", "cp1258", "cp874")  # Hebrew, Arabic, Vietnamese, Thai
_TERMINAL = ("cp437", "cp850")  # where the three are letters and lines that never stand together
_MARKS = "‐‑‒–—―‘’‚‛“”„‟†‡•…‰′″‹›€™"
_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2028\u2029"

# While ftfy looks at a line, a mark repaired here stands in it as a control character, which every
# code page has; the text has none by then.
_MASKS = dict(zip(_MARKS, [*range(1, 9), *range(14, 26), *range(27, 32)], strict=False))
_UNMASKS = {mask: mark for mark, mask in _MASKS.items()}
_MASKED = re.compile("[\x01-\x08\x0e-\x19\x1b-\x1f]")


def _shown(byte: int, pages: Iterable[str]) -> set[str]:
    """The characters a byte is shown as in one code page or another."""
    shown = {bytes([byte]).decode(page, "ignore") for page in pages}
    return shown - {""}


def _unread() -> dict[str, str]:
    """Marks as three characters of which no code page that ftfy tries has all."""
    read = {mark.encode().decode(page) for mark in _MARKS + _INVISIBLE for page in _TRIED}
    pages = (*_TRIED, *_UNTRIED)
    found: dict[str, str] = {}
    for mark in _MARKS:
        first, second, third = mark.encode()
        for lead in _shown(first, pages):
            for middle in _shown(second, pages):
                for last in _shown(third, pages):
                    if lead + middle + last not in read:
                        found.setdefault(lead + middle + last, mark)
    return found | {mark.encode().decode(page): mark for mark in _MARKS for page in _TERMINAL}


def _class(characters: Iterable[str]) -> str:
    return "[" + "".join(sorted({re.escape(character) for character in characters})) + "]"


_UNREAD = _unread()
_UNREAD_MARK = re.compile("".join(_class(key[place] for key in _UNREAD) for place in range(3)))

# The first two of the three, once or twice encoded, alone. MacRoman and code page 437 lose
# no byte, and "‚Ä" begins German words.
_STUMP = "Ã¢â‚¬Â?+|[âāβגโ]€|вЂ|[âā]\x80"
# What may follow and be the third after all; the dashes are those of ‖ and ‗, which nobody writes.
_THIRD = _class(
    {"Å", "Ë", "Â", "â", "ã"}.union(
        shown
        for mark in _MARKS + _INVISIBLE
        for shown in _shown(mark.encode()[2], _TRIED)
        if not shown.isspace() and shown not in "—–"
    )
)
_CUT_MARK = re.compile(f"(?:{_STUMP})(?!{_THIRD})(?:\ufffd|\\?|[ \xa0](?=[ \xa0,.;:!?)\\]]))?")
_NEXT_MARK = re.compile(f"(?:{_STUMP})(?:(?P<single>™(?!\\w))|(?!™))|[”{chr(_MASKS['”'])}]")
_OPENS_AFTER = re.compile(r"[\s(\[{—–/-]")
_OPENS_BEFORE = re.compile(r"[\w‘'$£€#@(\[.…¿¡]")
_READABLE = re.compile(r"[!-~]")
_CLOSES_BEFORE = re.compile(r"[\s,.;:!?)\]}’'…—–/-]")

# E2 80 in GBK and in Shift-JIS, where the third byte takes the next letter with it.
_PAIRED_PAGE = {"鈥": "gb18030", "窶": "cp932"}
_PAIRED = re.compile("(?<![^\x00-\x7f])([鈥窶])[^\x00-\x7f]?(?![^\x00-\x7f])")
_FOREIGN = re.compile("[^\x00-\x7f\u2028\u2029]+")

# A mark of which one character is left, or was one to begin with: known by the words it breaks.
_ONE_CHARACTER = {
    "â": ("â", "â", "â"),  # E2, the others taken for control characters and dropped
    "â??": ("â??", "â??", "â??"),
    "Õ": ("Õ", "Ò", "Ó"),  # MacRoman read as Windows-1252
    "í": ("í", "ì", "î"),  # Windows-1252 read as MacRoman
}
_BROKEN_WORD = re.compile(
    r"\b(?:(?:do|does|did|is|was|are|were|ca|could|would|should|wo|has|have|had)n(?P<a>â\?\?|[âÕí])t|(?:I|"
    r"[Yy]ou|[Ww]e|[Tt]hey)(?P<b>â\?\?|[âÕí])(?:re|ve|ll|m)|(?:[Ii]t|[Tt]hat|[Ss]he|[Tt]here|"
    r"[Ww]hat)(?P<c>â\?\?|[âÕí])s)\b"
)

# Ã or Â, taken apart into A and its accent as compatibility decomposition does to all text, and what
# became of the character after it: "Ã¼" is there as A, tilde, 1, fraction slash, 4. The first group
# is there where it was encoded twice.
_APART = (
    "1⁄4|1⁄2|3⁄4| [\u0301\u0304\u0308\u0327]"
    "|(?:(?<=[a-zƒ\x83]Ã)|(?<=[a-zƒ\x83]Â)|(?<=[a-zƒ\x83]A[\u0302\u0303]))[ao123μ](?=[a-z])"
)
_TAKEN_APART = re.compile(f"(A\u0303[\x83ƒ])?A([\u0302\u0303])([\xa1-\xbf]|{_APART})|([ÃÂ])({_APART})")
_COMPOSED = {
    "1⁄4": "¼", "1⁄2": "½", "3⁄4": "¾", " \u0301": "´", " \u0304": "¯", " \u0308": "¨", " \u0327": "¸",
    "a": "ª", "o": "º", "1": "¹", "2": "²", "3": "³", "μ": "µ",
}  # fmt: skip

# Anything this module may have to look at; quick, and wrong only by looking in vain.
SUSPECT = re.compile(
    f"{_STUMP}|{_UNREAD_MARK.pattern}|[鈥窶]|[ÃÂ](?=[ao123μ ])|A[\u0302\u0303]|{_BROKEN_WORD.pattern}"
)


def decomposed(text: str) -> tuple[str, Edits]:
    r"""The text with letters repaired that were broken and then decomposed, and the edits.

    Examples
    --------
    >>> decomposed("The cafe\u0301 of Pen\u0303a, a A\u0303\xa9 and GA\u03031\u20444len.")[0]
    'The cafe\u0301 of Pen\u0303a, a é and Gülen.'
    """

    def composed_again(match: re.Match[str]) -> str | None:
        twice, accent, apart, whole, part = match.groups()
        lead = 0xC3 if twice or accent == "\u0303" or whole == "Ã" else 0xC2
        trail = apart or part
        return bytes([lead, ord(_COMPOSED.get(trail, trail))]).decode("utf-8")

    return substituted(text, _TAKEN_APART, composed_again)


def marks(text: str) -> tuple[str, Edits]:
    """The text with broken marks masked as control characters, one for one, and the edits.

    `unmasked` shows them.

    Examples
    --------
    >>> unmasked(marks("“Yes,â€ she wrote, ā€œand no.ā€")[0])[0]
    '“Yes,” she wrote, “and no.”'
    """
    if text.isascii():
        return text, []
    text, unread = substituted(text, _UNREAD_MARK, lambda match: _masked(_UNREAD.get(match.group())))
    text, paired = _paired(text)
    text, cut = substituted(text, _CUT_MARK, _opening_or_closing)
    return text, composed(composed(unread, paired), cut)


def unmasked(text: str) -> tuple[str, Edits]:
    """The text with masks as the marks they stand for, one for one and so without an edit."""
    return (text.translate(_UNMASKS) if _MASKED.search(text) else text), []


def _masked(mark: str | None) -> str | None:
    return mark and chr(_MASKS[mark])


def _opening_or_closing(match: re.Match[str]) -> str | None:
    text = match.string
    before, after = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]
    if (not before or _OPENS_AFTER.match(before)) and _OPENS_BEFORE.match(after):
        # Some pages have “ and not ‘. What it opens is closed by the next mark that is no apostrophe.
        following = _NEXT_MARK.search(text, match.end())
        return _masked("‘" if following and following["single"] else "“")
    # Where nothing before it can be read, neither can this.
    readable = _READABLE.search(text, max(0, match.start() - 3), match.start())
    if readable and not before.isspace() and (not after or _CLOSES_BEFORE.match(after)):
        return _masked("”")
    return None


def _paired(text: str) -> tuple[str, Edits]:
    """Marks that two-byte pages read as one East Asian character, among letters that are not."""
    evidence = _PAIRED.search(text)
    if evidence is None:
        return text, []
    page = _PAIRED_PAGE[evidence[1]]

    def unpaired(match: re.Match[str]) -> str | None:
        found = match.group()
        if found.rstrip("\ufffd") == evidence[1]:
            return _opening_or_closing(match)
        try:
            read = found.encode(page).decode()
        except UnicodeError:
            return None
        if any(letter in "\u2028\u2029" for letter in read):
            return None
        return "".join(chr(_MASKS.get(character, ord(character))) for character in read)

    return substituted(text, _FOREIGN, unpaired)


def apostrophes(text: str) -> tuple[str, Edits]:
    """The text with marks repaired that were broken to one character throughout, and the edits.

    Only English words that cannot be anything else betray them.

    Examples
    --------
    >>> apostrophes("They donât, and the townâs mayor wonât.")[0]
    'They don’t, and the town’s mayor won’t.'
    """
    match = _BROKEN_WORD.search(text)
    if match is None:
        return text, []
    apostrophe, opening, closing = _ONE_CHARACTER[next(group for group in match.groups() if group)]
    pattern = re.compile(
        rf"(?<=[A-Za-z]){re.escape(apostrophe)}(?=(?:s|t|re|ve|ll|d|m)\b)|"
        rf"(?<![^\s(\[—-]){re.escape(opening)}(?=[\w$£(])|(?<=[\w.,!?…%)]){re.escape(closing)}(?![\w])"
    )

    def right(match: re.Match[str]) -> str:
        before = match.string[max(0, match.start() - 1) : match.start()]
        after = match.string[match.end() : match.end() + 1]
        if not before or not before.isalnum():
            return "”" if before and before in ".,!?…%)" else "“"
        return "’" if after.isalnum() else "”"

    return substituted(text, pattern, right)
