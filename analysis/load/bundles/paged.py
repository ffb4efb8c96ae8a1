"""Exports laid out as pages: a head of a few lines, the text, and the archive's record below it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from analysis.load.bundles.article import Article, made, role_of
from analysis.load.bundles.forms import Form
from analysis.load.bundles.lines import Line, letters_of, lines_of
from analysis.load.layout import Part
from analysis.load.problem import RefusedError

WIDEST, NARROWEST = 110, 35  # columns of text that is wrapped for reading
SLACK = 2  # columns; some programs break a little early
WRAPPED_SHARE = 0.4  # of lines that follow one another: full, and broken off inside a sentence
RECORD_SHARE = 0.4  # of lines from a label to the end of an article: other labels, where it opens the record
SHORT = 40  # characters of a line that was not broken because it was full
PROSE = 4  # spaces in the shortest sentence
_STOPPED = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_ITEM = re.compile(r"\d{1,4}\.\s+(?P<title>\S.*?)(?:\s*\.{3,}\s*\d+|\t\d+)?")

Said = dict[str, list[str]]


@dataclass
class Piece:
    """The lines of one article: where its head, its text and its record begin."""

    first: int
    last: int  # half-open, as all of these
    head: re.Match[str] | None = None
    above: int = 0  # the first line of the head
    text: int = 0  # the first line of the text
    record: int = 0  # the first line below it
    whole: bool = True  # whether the line that ends an article is there
    number: int | None = None  # as the archive counts
    groups: dict[str, tuple[int, int]] = field(default_factory=dict)  # the lines of each part of the head


def articles(form: Form, text: str, day_first: bool | None) -> list[Article | RefusedError]:
    """The articles of an export, in order, and in the place of one that cannot be read why."""
    lines = lines_of(form, text)
    pieces = [part for piece in _pieces(form, lines) for part in _headed(form, lines, piece)]
    if pieces:
        _without_cover(lines, pieces[0])
    for piece in pieces:
        piece.record = _record(form, lines, piece)
    width = _width(lines, pieces)
    found: list[Article | RefusedError] = []
    for number, piece in enumerate(pieces, 1):
        article = _article(form, text, lines, piece, width, day_first)
        if isinstance(article, RefusedError):
            article = RefusedError(article.problem, f"article {number}")
        found.append(article)
    return [*found, *_missing(pieces)]


# --- Where articles begin and end ---


def _pieces(form: Form, lines: list[Line]) -> Iterator[Piece]:
    """The stretches of lines between the marks of a form, covers and trailers left out."""
    if form.begins:
        starts = [at for at, line in enumerate(lines) if form.begins.fullmatch(line.text)]
        for first, last in pairwise([*starts, len(lines)]):
            number = form.begins.fullmatch(lines[first].text)
            yield Piece(first, last, number=int(number["number"]) if number else None)
    elif form.ends:
        first = 0
        for at, line in enumerate(lines):
            if form.ends.fullmatch(line.text):
                yield Piece(first, at + 1)
                first = at + 1
        if _shows_article(lines[first:]):
            yield Piece(first, len(lines), whole=first == 0)
    elif form.separator:
        marks = [at for at, line in enumerate(lines) if form.separator.fullmatch(line.text)]
        for first, last in pairwise([-1, *marks, len(lines)]):
            if any(line.letter in "FY" for line in lines[first + 1 : last]) and _shows_article(
                lines[first + 1 : last]
            ):
                yield Piece(first + 1, last)
    else:
        letters, numbers = letters_of(lines)
        starts = [numbers[head.start()] for head in _heads(form, letters)]
        for first, last in pairwise([*starts, len(lines)]):
            yield Piece(first, last)


def _shows_article(lines: list[Line]) -> bool:
    """Whether lines hold more than a contents list, a summary of the search or an address."""
    if not lines or lines[0].letter == "Z":
        return False
    return any(line.letter not in "JVZCXLP" for line in lines)


def _heads(form: Form, letters: str) -> Iterator[re.Match[str]]:
    """The heads in a stretch of lines, in order."""
    place = 0
    found = [pattern.search(letters) for pattern in form.head]
    while heads := [head for head in found if head]:
        # The head of the first article; of two patterns that fit it, the one named first.
        first = min(heads, key=_anchor)
        yield first
        place = max(first.end(), place + 1)
        # A pattern that has found a later head, or none, need not search again.
        found = [
            pattern.search(letters, place) if head and head.start() < place else head
            for pattern, head in zip(form.head, found, strict=True)
        ]


def _anchor(head: re.Match[str]) -> int:
    sure = re.search("[DIY]", head.group())
    return head.start() + (sure.start() if sure else 0)


def _headed(form: Form, lines: list[Line], piece: Piece) -> Iterator[Piece]:
    """A stretch with its head, or in two where the line between two articles is missing."""
    letters, numbers = letters_of(lines[piece.first : piece.last])
    heads = list(_heads(form, letters)) if form.sure else list(_heads(form, letters))[:1]
    if not heads:
        yield piece
        return
    numbers.append(piece.last - piece.first)
    starts = [piece.first + numbers[head.start()] for head in heads]
    for nth, (head, first, last) in enumerate(zip(heads, starts, [*starts[1:], piece.last], strict=True)):
        one = Piece(piece.first if nth == 0 else first, last, head, first, number=piece.number)
        one.whole = piece.whole if nth == len(heads) - 1 else not form.ends
        one.text = piece.first + numbers[head.end()]
        for name in head.groupdict():
            begin, end = head.span(name)
            if end > begin:
                covered = [numbers[at] for at in range(begin, end) if letters[at] != "/"]
                if covered:
                    one.groups[name] = (piece.first + covered[0], piece.first + covered[-1] + 1)
        yield one


def _without_cover(lines: list[Line], piece: Piece) -> None:
    """The first article without the cover above it, whose list of contents may run into its headline."""
    if not piece.groups:
        return
    titles = {
        found["title"] for line in lines[piece.first : piece.text] if (found := _ITEM.fullmatch(line.text))
    }
    again = [at for at in range(piece.above, piece.text) if lines[at].text in titles]
    if again and "headline" in piece.groups:
        last = piece.groups["headline"][1]
        piece.groups["headline"] = (again[-1], max(last, again[-1] + 1))
        piece.above = again[-1]
    if lines[piece.first].letter != "X":
        piece.first = piece.above


def _record(form: Form, lines: list[Line], piece: Piece) -> int:
    """The first line below the text of an article: that of the archive's record, or the end."""
    for at in range(piece.text, piece.last):
        letter = lines[at].letter
        if letter not in form.foot:
            continue
        if letter == "F" and _is_prose(lines[at].fact, _value(lines, at, piece.last)):
            continue
        rest = [line.letter for line in lines[at : piece.last]]
        share = sum(kind in "ZFfXCJLWDTPK" for kind in rest) / len(rest)
        if letter in "ZX" or share >= RECORD_SHARE:
            return at
    return piece.last


def _is_prose(fact: str, value: str) -> bool:
    """Whether what follows a label is a sentence of the text, "Subject: the sea, wrote one child."."""
    return fact != "caption" and value.count(" ") >= PROSE and value.endswith((".", "!", "?", ".”", '."'))


def _missing(pieces: list[Piece]) -> list[RefusedError]:
    """The numbers that the archive's own count lacks."""
    numbers = [piece.number for piece in pieces if piece.number is not None]
    seen = set(numbers)
    lacking = [number for number in range(min(seen), max(seen)) if number not in seen] if seen else []
    if not lacking:
        return []
    shown = ", ".join(map(str, lacking[:5])) + (" and more" if len(lacking) > 5 else "")
    documents = "document" if len(lacking) == 1 else "documents"
    return [
        RefusedError(
            f"by the archive's own count, {documents} {shown} should be "
            "in the file, and its line of numbers is not there. Download it again, or check these articles.",
            f"document {lacking[0]}",
        )
    ]


# --- What is in an article ---


def _article(
    form: Form, text: str, lines: list[Line], piece: Piece, width: int | None, day_first: bool | None
) -> Article | RefusedError:
    if piece.head is None:
        begins = lines[piece.first].text[:60]
        return RefusedError(
            f"its header cannot be read: it has not the lines that {form.name} sets above a text. "
            f"It begins '{begins}'."
        )
    said: Said = {}
    parts = _head(form, lines, piece, said)
    body, rest = _body(lines, piece, width)
    parts += [*rest, *body, *_foot(form, lines, piece, said)]
    parts.sort()
    problems = [] if piece.whole else ["the line that ends an article is missing; it may be cut short."]
    return made(form, text, parts, said, day_first, problems)


def _head(form: Form, lines: list[Line], piece: Piece, said: Said) -> list[Part]:
    """The parts of the head; what they say goes into `said`."""
    if form.kicker and "headline" in piece.groups:
        _below_kicker(lines, piece, said)
    facts: dict[int, str] = {}
    for name, (first, last) in piece.groups.items():
        if name in ("labels", "start"):
            continue
        facts |= dict.fromkeys(range(first, last), name)
        shown = dict.fromkeys(line.text for line in lines[first : first + 1 if name == "published" else last])
        said.setdefault(name, []).append(" ".join(shown))
    parts: list[Part] = []
    for at in range(piece.first, piece.text):
        line, fact = lines[at], facts.get(at, "")
        if line.letter in "WI":
            _groups(line, said)
        if line.letter in "Ff" and fact != "headline":
            fact = line.fact
            if line.letter == "F":
                said.setdefault(fact, []).append(_value(lines, at, piece.text))
        if line.letter == "Y" and line.found and line.found.groupdict().get("body"):
            begin = line.start + line.found.start("body")
            parts += [Part(line.start, begin, *role_of("", form)), Part(begin, line.end)]
            continue
        role, reason = role_of(fact, form)
        role = "boilerplate" if line.letter in "Ff" and role == "subheading" else role
        if parts and role == "headline" == parts[-1].role and not line.apart:
            parts[-1] = parts[-1]._replace(end=line.end)  # a headline in several lines
        else:
            parts.append(Part(line.start, line.end, role, reason))
    return parts


def _below_kicker(lines: list[Line], piece: Piece, said: Said) -> None:
    """Take the name of a section off a headline: its line was not broken because it was full."""
    first, last = piece.groups["headline"]
    for at in range(last - 1, first, -1):
        if len(lines[at - 1].text) < SHORT and lines[at].text[:1].isupper():
            said.setdefault("section", []).append(" ".join(line.text for line in lines[first:at]))
            piece.groups["headline"] = (at, last)
            return


def _groups(line: Line, said: Said) -> None:
    """What the named groups of a line's pattern say; a name may be repeated with "_" after it."""
    if line.found:
        for name, value in line.found.groupdict().items():
            if value and name not in ("number", "body"):
                said.setdefault(name.rstrip("_"), []).append(value)


def _value(lines: list[Line], at: int, last: int) -> str:
    """The value of a label: in its line and those it goes on in, or if that is empty in the lines below."""
    line = lines[at]
    values = [line.text[line.value :]] if line.text[line.value :] else []
    for other in lines[at + 1 : last]:
        if other.letter != "f" and (values or other.letter in "FZXYJ"):
            break
        values.append(other.text)
        if other.letter != "f":
            break
    return " ".join(values)


def _body(lines: list[Line], piece: Piece, width: int | None) -> tuple[list[Part], list[Part]]:
    """The paragraphs of the text, and the lines in it that are of the page."""
    paragraphs: list[Part] = []
    others: list[Part] = []
    before: Line | None = None
    for line in lines[piece.text : piece.record]:
        if line.letter in "JY":
            others.append(Part(line.start, line.end, "boilerplate", "of the archive's page"))
            continue
        if before is not None and not line.apart and width is not None and _goes_on(before, line, width):
            paragraphs[-1] = paragraphs[-1]._replace(end=line.end)
        else:
            paragraphs.append(Part(line.start, line.end))
        before = line
    return paragraphs, others


def _foot(form: Form, lines: list[Line], piece: Piece, said: Said) -> Iterator[Part]:
    """The parts of the archive's record; what they say goes into `said`."""
    under = ""
    for at in range(piece.record, piece.last):
        line = lines[at]
        if line.letter in "ZX" and line.found:
            _groups(line, said)
            under = "caption" if line.found.groupdict().get("caption") else ""
            role, reason = "boilerplate", f"{form.name}: record"
        elif line.letter == "F":
            under = line.fact if line.fact == "caption" else ""
            said.setdefault(line.fact, []).append(_value(lines, at, piece.last))
            role, reason = role_of(under or "record", form)
        else:
            role, reason = role_of(under or "record", form)
        yield Part(line.start, line.end, role, reason)


# --- Lines that were wrapped ---


def _width(lines: list[Line], pieces: list[Piece]) -> int | None:
    """The column that the texts of an export are wrapped at, or None if a line is a paragraph."""
    followed = [
        (line, after)
        for piece in pieces
        if piece.head
        for line, after in pairwise(lines[piece.text : piece.record])
        if not after.apart and line.letter not in "JY"
    ]
    lengths = sorted(
        len(line.text) for piece in pieces if piece.head for line in lines[piece.text : piece.record]
    )
    if not followed:
        return None
    width = lengths[int(len(lengths) * 0.98)]
    if not NARROWEST <= width <= WIDEST:
        return None
    broken = sum(_goes_on(*pair, width) and not _STOPPED.search(pair[0].text) for pair in followed)
    return width if broken >= max(1, WRAPPED_SHARE * len(followed)) else None


def _goes_on(line: Line, after: Line, width: int) -> bool:
    """Whether a line was broken because the first word of the next had no room in it."""
    if after.indent > line.indent:
        return False
    return len(line.text) + 1 + len(after.text.split(" ", 1)[0]) > width - SLACK
