"""Bytes to text by evidence: a byte order mark, a declaration, validity, then detection.

Nothing is replaced and nothing is dropped: bytes that fit no encoding are refused.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

import charset_normalizer

from analysis.load.problem import RefusedError
from analysis.load.registry import misnamed

SAMPLE = 200_000  # bytes looked at when an encoding has to be detected; it is decoded from the whole
FIT = 0.75  # least share of characters beyond ASCII that stand where English and its kin have them
FOREIGN = 0.12  # share of letters beyond ASCII above which a text may be of another family, such as Czech
COHERENT = 0.1  # least likeness to some language; charset-normalizer gives real texts 0.13 and more
CONTROL = 0.01  # largest share of control characters in a text

# UTF-32 comes first: its mark begins with that of UTF-16.
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# Pages that declare these are read by browsers as the wider ones, and were written to be.
READ_AS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "tis-620": "cp874",
}
# Python codecs that a page may name but no text is written in.
NO_CHARSET = {"idna", "punycode", "raw-unicode-escape", "unicode-escape", "utf-7", "undefined"}

# Encodings of mainframes, and wide ones without their mark, that noise is taken for.
UNLIKELY = [
    "cp037",
    "cp273",
    "cp424",
    "cp500",
    "cp875",
    "cp1026",
    "cp1140",
    "utf_16",
    "utf_16_be",
    "utf_16_le",
]

_LETTER = r"[^\W\d_]"
_UPPER = "À-ÖØ-ÞŒŠŽŸ"
_LOWER = "ß-öø-ÿœšžƒ"
# Where the characters beyond ASCII stand in English and the languages written like it. A text decoded by the
# wrong single-byte encoding has them elsewhere: a capital inside a word, a small letter before a capital.
_AT_HOME = re.compile(
    rf"""
      (?<!\w)[“‘„‚¿¡](?=\S) | (?<!\w)[«‹»›](?=\s?\w)          # opens
    | (?<=\S)[”“‘](?!\w) | (?<=\S)\s?[»›«‹](?!\w)             # closes; German closes with “
    | (?<=\S)’ | ’(?=\w)                                       # closes, or stands for letters left out
    | (?<![a-z])– | –(?![a-z]) | —
    | …(?![a-z]) | (?<![a-z])…
    | [£€¥¢](?=[\d\s.,)]) | (?<=\d)[£€¥¢‰]
    | (?<!{_LETTER})[½¼¾](?!{_LETTER})
    | (?<=\w)[²³¹ªº](?!\w)
    | (?<=[\d\s])° | (?<!\w)© | (?<=\S)[®™](?!\w)
    | (?<!{_LETTER})[§¶•†‡±×÷µ](?!{_LETTER}) | [\u00a0\u00ad·]
    | (?<=[\s(“‘"'‘-])[{_LOWER}](?![A-Z\d])(?=\w)              # begins a word
    | (?<={_LETTER})[{_LOWER}](?![A-Z\d])                      # stands in or ends a word
    | (?<![a-z.,;:!?{_LOWER}])[{_UPPER}](?=[a-z’'{_LOWER}])    # begins a word
    | (?<=[A-Z{_UPPER}])[{_UPPER}](?![a-z]) | (?<![\w.,;:!?])[{_UPPER}](?=[A-Z{_UPPER}](?![a-z]))
    """,
    re.VERBOSE,
)
_DECLARED = re.compile(
    rb"""<(?:meta\b[^>]{0,300}?\bcharset|\?xml\b[^>]{0,100}?\bencoding)\s*=\s*["']?\s*([\w.:-]+)""", re.I
)


@dataclass(frozen=True)
class Decoded:
    """A text, its encoding, and how that was told: `bom`, `declared`, `valid`, `detected` or `format`."""

    text: str
    encoding: str
    encoding_from: str


def declared(page: bytes) -> str | None:
    """The character set a web page declares in its first 4,096 bytes.

    >>> declared(b'<html><head><meta charset="windows-1252">')
    'windows-1252'
    """
    found = _DECLARED.search(page[:4096])
    return found[1].decode("ascii") if found else None


def decode(data: bytes, charset: str | None = None) -> Decoded:
    """The text of some bytes, and how its encoding was told.

    In this order: a byte order mark; the declared character set, unless the
    bytes are valid UTF-8 all the same (text of another encoding is so only by
    a rare accident, and pages saved anew keep stale declarations); validity
    as UTF-8; and detection. Detection prefers Windows-1252 and Mac Roman where
    their curly quotes, dashes and accents stand where such characters stand,
    since on short or mostly plain text general detection confuses them with
    other encodings; what else there is is left to charset-normalizer.

    Parameters
    ----------
    data
        One byte or more.
    charset
        What the file declares.

    Returns
    -------
    Decoded
        The byte order mark is not part of the text; line ends are as they were.

    Raises
    ------
    RefusedError
        If the bytes are no text, or fit no encoding that could be told.

    Examples
    --------
    >>> decode("The mayor’s plan – “a café”.".encode("cp1252"))
    Decoded(text='The mayor’s plan – “a café”.', encoding='windows-1252', encoding_from='detected')
    """
    if refusal := misnamed(data, "text"):
        raise refusal
    for mark, codec in MARKS:
        if data.startswith(mark):
            try:
                return Decoded(data.decode(codec), codec.removesuffix("-sig"), "bom")
            except UnicodeDecodeError as error:
                raise RefusedError(
                    f"its byte order mark says {codec.removesuffix('-sig').upper()}, but the bytes from "
                    f"{error.start:,} on are not. Save it as UTF-8."
                ) from error
    if b"\0" in data:
        return _wide(data)
    try:
        decoded = Decoded(data.decode("utf-8"), "utf-8", "valid")
        if charset and _codec(charset) == "utf-8":
            decoded = Decoded(decoded.text, "utf-8", "declared")
    except UnicodeDecodeError as error:
        decoded = _as_declared(data, charset) or _detected(data, error.start)
    controls = len(re.findall(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]", decoded.text[:SAMPLE]))
    if controls > CONTROL * len(decoded.text[:SAMPLE]):
        raise RefusedError(f"it is binary, not text: {controls:,} of its characters are control characters.")
    return decoded


def _codec(charset: str) -> str | None:
    try:
        name = codecs.lookup(charset.strip()).name
    except LookupError:
        return None
    return None if name in NO_CHARSET else READ_AS.get(name, name)


def _as_declared(data: bytes, charset: str | None) -> Decoded | None:
    codec = _codec(charset) if charset else None
    if codec is None:
        return None
    try:
        return Decoded(data.decode(codec), _plain_name(codec), "declared")
    except (UnicodeDecodeError, LookupError):
        return None


def _wide(data: bytes) -> Decoded:
    """UTF-16 without its mark: nearly every second byte is NUL, and always the same one."""
    even, odd = data[0::2].count(0), data[1::2].count(0)
    for codec, empty, full in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if len(data) % 2 == 0 and empty > 0.7 * len(data) / 2 and not full:
            try:
                return Decoded(data.decode(codec), codec, "detected")
            except UnicodeDecodeError:
                break
    raise RefusedError(f"it is binary, not text: it holds NUL bytes, the first at byte {data.index(0):,}.")


def _detected(data: bytes, first: int) -> Decoded:
    # Around the first byte beyond ASCII, since before it there is nothing to tell; whole lines,
    # lest a character of several bytes be cut.
    end = data.find(b"\n", first + SAMPLE // 2)
    sample = data[max(0, first - SAMPLE // 2) : end if end >= 0 else len(data)]
    fits = {codec: _fit(sample, codec) for codec in ("cp1252", "mac_roman")}
    best = max(fits, key=lambda codec: fits[codec][0])
    at_home, foreign = fits[best]
    guesses = [best] if at_home >= FIT else []
    match = None
    if not guesses or foreign > FOREIGN:
        match = charset_normalizer.from_bytes(sample, cp_exclusion=UNLIKELY).best()
    if match is not None and match.coherence >= COHERENT:
        guesses.insert(0, match.encoding)
    for codec in guesses:
        try:
            text = data.decode(codec)
        except (UnicodeDecodeError, LookupError):
            continue
        if not _strange(text):
            return Decoded(text, _plain_name(codec), "detected")
    raise RefusedError(
        f"its bytes fit no encoding that could be told: from byte {first:,} (0x{data[first]:02X}) on they "
        "are not UTF-8, and no other is likely. Save it as UTF-8."
    )


def _fit(sample: bytes, codec: str) -> tuple[float, float]:
    """The share of characters beyond ASCII that stand at home, and that of letters beyond ASCII in all."""
    try:
        text = sample.decode(codec)
    except UnicodeDecodeError:
        return 0.0, 1.0
    beyond = [character for character in text if character > "\x7f"]
    letters = sum(character.isalpha() for character in text)
    foreign = sum(character.isalpha() for character in beyond)
    return len(_AT_HOME.findall(text)) / max(1, len(beyond)), foreign / letters if foreign > 1 else 0.0


def _strange(text: str) -> bool:
    """Whether more than one in a hundred characters is a control character, unassigned or private."""
    sample = text[:SAMPLE]
    strange = sum(
        unicodedata.category(character) in ("Cc", "Cn", "Co", "Cs") and character not in "\t\n\v\f\r"
        for character in sample
    )
    return strange > CONTROL * len(sample)


def _plain_name(codec: str) -> str:
    name = codecs.lookup(codec).name
    return re.sub(r"^cp(?=125\d|874)", "windows-", name).replace("_", "-")
