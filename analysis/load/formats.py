"""What a file's bytes hold, by the kind its name ends in: articles, each with text, facts and place."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import accumulate
from typing import Any

from analysis.load import bundles, facts, markup, rows
from analysis.load.decode import Decoded, declared, decode
from analysis.load.facts import Facts
from analysis.load.layout import Part
from analysis.load.packed import gunzipped
from analysis.load.page import article, looks_like_page
from analysis.load.problem import RefusedError
from analysis.load.record import FORMAT, Record, sha256
from analysis.load.records import json_lines as json_of_lines
from analysis.load.records import json_records
from analysis.load.registry import ENDINGS, PACKED, Given, ending

FEW = 3  # records that are told of one by one, though none can be read and all for one reason

_FENCE = re.compile(r"\A(---|\+\+\+)[ \t]*\r?\n(.*?)^\1[ \t]*(?:\r?\n|\Z)", re.S | re.M)
_UNPAIRED = re.compile("[\ud800-\udfff]")
_KEY = re.compile(r"([A-Za-z][\w .-]*?)\s*:(?:\s+(.*)|)$")


def records(name: str, given: Given) -> Iterator[Record | RefusedError]:
    """The articles in a file, and in their place those that cannot be read.

    Parameters
    ----------
    name
        The file's name, whose ending tells its kind.
    given
        Its bytes and what the user said of it.

    Raises
    ------
    RefusedError
        If nothing in the file can be read.
    """
    if not given.data:
        raise RefusedError("the file is empty.")
    kind = ENDINGS[ending(name)]
    # Web archives are packed record by record, and their reader unpacks them so.
    if name.lower().endswith(PACKED) and kind.endings[0] != ".warc":
        given = replace(given, data=gunzipped(given.data, given.limit))
        if not given.data:
            raise RefusedError("the file is empty.")
    yield from once(kind.read(given))


def text(given: Given) -> Iterator[Record | RefusedError]:
    """The record of a text file; of a text that is the source of a web page, the page's."""
    decoded = _decoded(given.data)
    if looks_like_page(decoded.text):
        yield from web_page(given)
        return
    elif (found := exported(decoded.text, given, decoded)) is not None:
        yield from found
    else:
        plain, layout = _unmarked(decoded.text)
        yield Record("", plain, sha256(given.data), decoded, Facts(), "file", layout=layout)


def web_page(given: Given) -> Iterator[Record | RefusedError]:
    """The record of a web page; of an archive's download as a page, those of its articles."""
    decoded = _decoded(given.data, declared(given.data))
    if bundles.in_page(decoded.text):
        found = exported(markup.paragraphs(decoded.text)[0], given, decoded)
        if found is not None:
            yield from found
            return
    yield page_record(decoded, "", sha256(given.data))


def page_record(decoded: Decoded, part: str, digest: str, address: str | None = None) -> Record:
    """The record of a page's source; `address` is where it came from, if the page does not say."""
    found = article(decoded.text)
    said = found.facts
    said.url = said.url or address
    body = "\n\n".join(found.paragraphs)
    source = headed(said.headline, body)
    starts = [*accumulate((len(text) + 2 for text in found.paragraphs), initial=len(source) - len(body))]
    dropped = [one._replace(place=max(0, starts[after] - 2) if after else 0) for after, one in found.dropped]
    layout = [Part(starts[at], starts[at + 1] - 2, "body", "block quotation") for at in sorted(found.quoted)]
    return Record(part, source, digest, decoded, said, "html", layout=layout, dropped=dropped)


def markdown(given: Given) -> Iterator[Record | RefusedError]:
    """The record of a Markdown file, with the facts of its front matter."""
    decoded = _decoded(given.data)
    if looks_like_page(decoded.text):
        yield from web_page(given)
    elif (found := exported(decoded.text, given, decoded)) is not None:
        yield from found
    else:
        yield _from_markdown(given.data, decoded, given.day_first)


def json(given: Given) -> Iterator[Record | RefusedError]:
    """The records of a JSON file."""
    return _from_json(given.data, _decoded(given.data), given.day_first)


def json_lines(given: Given) -> Iterator[Record | RefusedError]:
    """The records of a JSON Lines file."""
    decoded = _decoded(given.data)
    return _from_rows(json_of_lines(decoded.text), "line", decoded, given.day_first)


def table(given: Given, *, tabs: bool = False) -> Iterator[Record | RefusedError]:
    """The records of a CSV table."""
    decoded = _decoded(given.data)
    names, found = rows.delimited(decoded.text, tabs=tabs)
    return from_table(names, found, decoded, given.day_first)


def tabs(given: Given) -> Iterator[Record | RefusedError]:
    """The records of a table whose cells are divided by tabs."""
    return table(given, tabs=True)


def parquet(given: Given) -> Iterator[Record | RefusedError]:
    """The records of a Parquet file."""
    names, found = rows.parquet(given.data, given.most)
    return from_table(names, found, FORMAT, given.day_first)


def _decoded(data: bytes, charset: str | None = None) -> Decoded:
    decoded = decode(data, charset)
    if not decoded.text.strip():
        raise RefusedError("the file holds only white space.")
    return decoded


def exported(text: str, given: Given, decoded: Decoded) -> Iterator[Record | RefusedError] | None:
    """The articles in the export of an archive, or None if the text is none."""
    found = bundles.split(text, day_first=given.day_first)
    return None if found is None else _from_export(found, given.data, decoded)


def _from_export(
    found: list[bundles.Article | RefusedError], data: bytes, decoded: Decoded
) -> Iterator[Record | RefusedError]:
    for number, item in enumerate(found, 1):
        if isinstance(item, RefusedError):
            yield item
            continue
        part = f"#article {number}" if len(found) > 1 else ""
        digest = sha256(item.text.encode("utf-8") if part else data)
        yield Record(
            part, item.text, digest, decoded, item.facts, "file", item.problems, item.layout, exported=True
        )


def _unmarked(text: str) -> tuple[str, list[Part]]:
    """A text without the tags of HTML, if it has any, and what they say of its parts."""
    return markup.paragraphs(text) if markup.has_markup(text) else (text, [])


def once(items: Iterator[Record | RefusedError]) -> Iterator[Record | RefusedError]:
    """The items, but where none is read and all for one reason, that reason once with their number."""
    waiting: list[RefusedError] = []
    for item in items:
        if isinstance(item, RefusedError):
            waiting.append(item)
            continue
        yield from waiting
        yield item
        yield from items
        return
    if len(waiting) > FEW and len({refused.problem for refused in waiting}) == 1:
        raise RefusedError(f"of each of its {len(waiting):,} records the same is true: {waiting[0].problem}")
    yield from waiting


def headed(headline: str | None, text: str) -> str:
    r"""A text under its headline and a blank line, unless it begins with the headline already.

    >>> headed("Rain at last", "Rain fell on Vellmar.")
    'Rain at last\n\nRain fell on Vellmar.'
    >>> headed("Rain at last", "# Rain at last\n\nRain fell on Vellmar.")
    '# Rain at last\n\nRain fell on Vellmar.'
    """
    return text if headline is None or _begins(text, headline) else f"{headline}\n\n{text}"


def _begins(text: str, headline: str) -> bool:
    words = [re.escape(word) for word in _straight(headline).split()]
    found = re.match(r"[\s#*_>]*" + r"\s+".join(words), _straight(text[: 2 * len(headline) + 200]), re.I)
    if found is None:
        return False
    rest = text[found.end() :]
    if re.match(r"[ \t*_#.]*(?:[\r\n]|\Z)", rest):
        return True
    # In one line with the story: a headline of some length, and a sentence that begins after it.
    return len(words) >= 4 and re.match(r"[\s*_:.|–—-]+[\"“‘']?(?:[A-Z]|\d)", rest) is not None


def _straight(text: str) -> str:
    return text.translate(str.maketrans("‘’“”", "''\"\""))


def from_table(
    names: list[str], found: rows.Rows, decoded: Decoded, day_first: bool | None, sheet: str = ""
) -> Iterator[Record | RefusedError]:
    """The records of a table's rows; `sheet` is the name of its sheet, where a file holds several.

    Raises
    ------
    RefusedError
        If no column holds the text, two have one name, or there is no row.
    """
    if not rows.holds_text(names):
        raise rows.no_text(names)
    repeated = sorted({name for name in names if name and names.count(name) > 1})
    if repeated:
        raise RefusedError(f"two columns are named '{repeated[0]}'. Give each column a name of its own.")
    yield from _from_rows(found, f"{sheet} row".strip(), decoded, day_first)


def _from_rows(
    found: rows.Rows, word: str, decoded: Decoded, day_first: bool | None
) -> Iterator[Record | RefusedError]:
    none = True
    for item in found:
        none = False
        if isinstance(item, RefusedError):
            yield item
            continue
        number, record = item
        yield _from_record(record, f"#{word} {number}", decoded, day_first)
    if none:
        raise RefusedError(
            "it has column names, but no rows." if word.endswith("row") else f"it has no {word}s."
        )


def _from_json(data: bytes, decoded: Decoded, day_first: bool | None) -> Iterator[Record | RefusedError]:
    found = json_records(decoded.text)
    if found is None:
        yield from _from_rows(json_of_lines(decoded.text), "line", decoded, day_first)
        return
    listed, single = found
    if not listed:
        raise RefusedError("its list of records is empty.")
    for number, record in enumerate(listed, 1):
        yield _from_record(
            record, "" if single else f"#record {number}", decoded, day_first, data if single else None
        )


def _from_record(
    record: Mapping[str, Any], part: str, decoded: Decoded, day_first: bool | None, data: bytes | None = None
) -> Record | RefusedError:
    place = part.removeprefix("#") or "whole"
    try:
        text, name = rows.text_of(record)
    except RefusedError as refusal:
        return RefusedError(refusal.problem, place)
    try:
        said, problems = facts.stated(record, day_first)
    except RecursionError:
        return RefusedError("one of its values is nested too deep.", place)
    if facts.plain(name) in facts.SUMMARIES:
        problems.append(f"it has no text but that in {name}, which may not be the whole.")
    said.headline = said.headline and markup.plain(said.headline)
    text, layout = _unmarked(text)
    source = headed(said.headline, text)
    layout = [one.moved(len(source) - len(text)) for one in layout]
    every = [source, *said.further, *said.further.values()]
    every += [value for name in facts.FACTS if isinstance(value := getattr(said, name), str)]
    if any(_UNPAIRED.search(value) for value in every):
        return RefusedError(
            "it holds half of an escaped pair (one of \\ud800 to \\udfff alone), which is no character. "
            "Write the file anew as UTF-8.",
            place,
        )
    digest = sha256(data if data is not None else source.encode("utf-8"))
    return Record(part, source, digest, decoded, said, "file", problems, layout)


def _from_markdown(data: bytes, decoded: Decoded, day_first: bool | None) -> Record:
    text = decoded.text
    found = _FENCE.match(text)
    keys, problems = None, []
    if found and found[1] == "+++":
        try:
            keys = tomllib.loads(found[2].replace("\r\n", "\n"))
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            why = "it is nested too deep" if isinstance(error, RecursionError) else error
            problems.append(f"its front matter is not TOML ({why}); it is read as a part of the text.")
    elif found:
        keys = _simple_keys(found[2])
    if not keys or found is None:
        text, layout = _unmarked(text)
        return Record("", text, sha256(data), decoded, Facts(), "file", problems, layout)
    said, problems = facts.stated(keys, day_first)
    # What is taken out of the text is kept beside it.
    said.further = {"front_matter": found[0]}
    body = text[found.end() :].lstrip("\r\n")
    if not body.strip():
        raise RefusedError("it holds front matter, but no text below it.")
    body, layout = _unmarked(body)
    text = headed(said.headline, body)
    layout = [one.moved(len(text) - len(body)) for one in layout]
    return Record("", text, sha256(data), decoded, said, "file", problems, layout)


def _simple_keys(block: str) -> dict[str, Any] | None:
    """The `key: value` lines of a block with their simple lists; None if any line is another thing."""
    keys: dict[str, Any] = {}
    key = None
    for line in block.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        item = re.match(r"\s*-\s+(.*)", line)
        if item and key is not None and not isinstance(keys[key], str):
            keys[key] = [*(keys[key] or []), _unquoted(item[1])]
        elif line[0] in " \t" and key is not None:
            continue  # What is nested deeper is no simple fact; it stays in the front matter.
        elif found := _KEY.match(line):
            key = found[1]
            value = (found[2] or "").strip()
            if value.startswith("[") and value.endswith("]"):
                keys[key] = [_unquoted(part) for part in value[1:-1].split(",")]
            else:
                keys[key] = _unquoted(value) or None
        else:
            return None
    return keys


def _unquoted(value: str) -> str:
    value = value.strip()
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value
