"""Exports that mark each field by a code: Factiva's two letters, RIS, MEDLINE, EndNote."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from analysis.load.bundles.article import Article, made, role_of
from analysis.load.bundles.forms import Form
from analysis.load.bundles.lines import Line, lines_of
from analysis.load.layout import Part
from analysis.load.problem import RefusedError

# Codes that are words too: in a text they count only with the codes of an index after them.
WORDS = {"IN", "CO", "RE", "BY", "CT", "AN", "DE", "LA"}


@dataclass
class Field:
    """A code, and the stretches of the lines under it."""

    tag: str
    code: tuple[int, int]  # where the code itself is
    lines: list[Line] = field(default_factory=list)


def articles(form: Form, text: str, day_first: bool | None) -> list[Article | RefusedError]:
    """The articles of an export, in order, and in the place of one that cannot be read why."""
    found: list[Article | RefusedError] = []
    for number, record in enumerate(_records(form, text), 1):
        article = _article(form, text, record, day_first)
        place = f"article {number}"
        found.append(RefusedError(article.problem, place) if isinstance(article, RefusedError) else article)
    return found


def _records(form: Form, text: str) -> Iterator[list[Field]]:
    """The fields of each record."""
    record: list[Field] = []
    seen: set[str] = set()
    for one in _fields(form, text):
        opens = one.tag == form.first and form.first in seen
        if opens:
            # What is above the headline, such as the section, is of the next record.
            later = [
                earlier for earlier in record[-2:] if form.first == "HD" and earlier.tag in ("SE", "CLM")
            ]
            record = record[: len(record) - len(later)]
            yield record
            record, seen = later, set()
        record.append(one)
        seen.add(one.tag)
    if form.first in seen:
        yield record


def _fields(form: Form, text: str) -> Iterator[Field]:
    one: Field | None = None
    in_text = False
    for line in lines_of(form, text):
        found = form.tag.match(line.text) if form.tag else None
        if found and not (in_text and _is_word(found["tag"], line.text[found.end() :])):
            if one is not None:
                yield one
            one = Field(found["tag"], (line.start, line.start + found.end()))
            in_text = found["tag"] in form.text
            value = line.text[found.end() :]
            if value.strip():
                begin = line.end - len(value.lstrip())
                one.lines.append(Line(value.strip(), begin, line.end, 0, False))
        elif one is not None:
            one.lines.append(line)
    if one is not None:
        yield one


def _is_word(tag: str, value: str) -> bool:
    """Whether a code inside a text is a word of it, "IN the end", and not the code of an index."""
    return tag in WORDS and bool(value.strip()) and " : " not in value and not value.startswith("Document ")


def _article(form: Form, text: str, record: list[Field], day_first: bool | None) -> Article | RefusedError:
    said: dict[str, list[str]] = {}
    parts: list[Part] = []
    chosen = next((tag for tag in form.text if any(one.tag == tag and one.lines for one in record)), None)
    wanted = set(form.text) if form.first == "HD" else {chosen}
    for one in record:
        fact = form.tags.get(one.tag, "record")
        parts.append(Part(*one.code, "boilerplate", f"{form.name}: record"))
        if one.tag in wanted:
            parts += [Part(line.start, line.end) for line in one.lines]
            continue
        # A text without a code follows the last field after a blank line.
        loose = next((at for at, line in enumerate(one.lines) if at and line.apart), len(one.lines))
        loose = len(one.lines) if form.first != "HD" or chosen or one is not record[-1] else loose
        if value := " ".join(line.text for line in one.lines[:loose]):
            said.setdefault(fact, []).append(value.removeprefix("Document "))
        role, reason = role_of(fact, form)
        parts += [Part(line.start, line.end, role, reason) for line in one.lines[:loose]]
        parts += [Part(line.start, line.end) for line in one.lines[loose:]]
    if len(said.get("byline", [])) > 1:
        said["byline"] = [", ".join(said["byline"]) if form.first == "HD" else "; ".join(said["byline"])]
    return made(form, text, parts, said, day_first)
