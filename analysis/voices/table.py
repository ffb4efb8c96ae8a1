"""The tables of voices: attributions, and quotations in quotation marks."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from typing import Any
from weakref import WeakKeyDictionary

import pandas as pd

from analysis import parse
from analysis.tables import QUOTATIONS, QUOTES, Mentions, Quotes, Table, flag, integer, text
from analysis.tables import rows as table_rows
from analysis.voices.grammar import Range
from analysis.voices.quoting import titled
from analysis.voices.reading import Attribution, Reading, read

SCARE_WORDS = 3  # a quotation without a cue is of a word or two, or a little more, and no clause
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")

# Further columns of quotes, beside those that every such table has.
FURTHER = {
    "cue_kind": text("what the cue says of it: neutral, assertive, doubting, thought or intention").maybe,
    "form": text("the construction: quote, clause, infinitive, gerund, small, object, subject or topic"),
    "floating": flag("whether a quotation without a cue was added from a neighbouring sentence"),
    "negated": flag("whether the cue is negated, as in: did not say"),
    "nested_in": integer("the attribution whose content it stands in").maybe,
}
ATTRIBUTIONS = Table("quotes", QUOTES.row, QUOTES.key, {**QUOTES.columns, **FURTHER})

_READ: WeakKeyDictionary[parse.Document, Reading] = WeakKeyDictionary()  # one reading serves both tables


def quotes(documents: Mapping[str, parse.Document], mentions: Mentions | None = None) -> Quotes:
    """Who is said to say, think or want what, in whose words.

    Three things are read together: quotation marks (`marks`), the grammar of
    attribution around the cues of the codebook `voices/cues`, and which of
    them stand beside each other. Attribution is meant as in PolNeAR (Newell et
    al. 2018): statements, and beliefs, intentions and stances too; `form` and
    `cue_kind` tell them apart.

    Parameters
    ----------
    documents
        Of `parse.documents`.
    mentions
        Of `actors.mentions`, to name the actor behind the speaker's words.

    Returns
    -------
    Quotes
        One row per attribution, in the order of their content. The content
        includes its quotation marks. `kind` is direct if all its words stand
        inside quotation marks, mixed if some do, indirect if none. `speaker` is
        missing where no mention overlaps the words, and without `mentions`.
        Further columns: `cue_kind`, `form` (where it is object, topic or
        subject, the content is what was spoken about and not what was said),
        `floating`, and `nested_in`. Who is quoted inside a quotation is the
        quoted speaker's affair and gives no row.

    Examples
    --------
    >>> found = attributions("The bridge is safe, the mayor said. “It will hold,” she added.")
    >>> found[["kind", "text", "speaker_text", "cue"]].values.tolist()
    [['indirect', 'The bridge is safe', 'the mayor', 'say'], ['direct', '“It will hold,”', 'she', 'add']]
    """
    named = _named(mentions)
    rows: list[dict[str, Any]] = []
    for article, document in documents.items():
        rows += _rows(article, document, named.get(article, []))
    return ATTRIBUTIONS.frame(rows)


def attributions(text: str) -> Quotes:
    """The attributions of a text that stands by itself: to try a sentence.

    Parameters
    ----------
    text
        Any English text; each line is a paragraph, and nothing is repaired.

    Returns
    -------
    Quotes
        As of `quotes`, offsets counted in the text given.

    Examples
    --------
    >>> attributions("According to aides, Ada Vane will not sign.")["text"].tolist()
    ['Ada Vane will not sign']
    """
    if not text.strip():
        return ATTRIBUTIONS.frame()
    document = parse.document_of(text)
    return quotes({document.article: document})


def quotations(documents: Mapping[str, parse.Document]) -> pd.DataFrame:
    """Every stretch inside quotation marks, and what it is used for.

    A quotation belongs to an attribution if it stands in its content. One that
    does not is a title, if it is written like one; a scare quote, if it is a
    word or so without a stop of its own; and else unattributed: someone speaks,
    and the grammar does not show who.

    Examples
    --------
    >>> document = parse.document_of("The “reform” failed, and “no one” said: “We are sorry.”")
    >>> quotations({"text": document})[["text", "use"]].values.tolist()
    [['“reform”', 'scare'], ['“no one”', 'scare'], ['“We are sorry.”', 'attributed']]
    """
    rows: list[dict[str, Any]] = []
    for article, document in documents.items():
        reading = _reading(document)
        contents = sorted(
            (start, end, number)
            for number, one in enumerate(reading.attributions)
            for start, end in one.content
        )
        for number, one in enumerate(reading.quotations):
            holder = _holder(contents, one.start, one.end)
            start, end = document.source_of_text(one.start, one.end)
            printed = document.text[one.start : one.end]
            rows.append(
                {
                    "article": article,
                    "quotation": number,
                    "start": start,
                    "end": end,
                    "text": printed,
                    "sentence": document.numbers[document.row_at(one.start)],
                    "single": one.single,
                    "closed": one.closed,
                    "depth": one.depth,
                    "follows": one.follows,
                    "use": _use(printed, holder, reading),
                    "quote": holder,
                }
            )
    return QUOTATIONS.frame(rows)


def _reading(document: parse.Document) -> Reading:
    if document not in _READ:
        _READ[document] = read(document)
    return _READ[document]


def _rows(
    article: str, document: parse.Document, named: list[tuple[int, int, str]]
) -> Iterator[dict[str, Any]]:
    reading = _reading(document)
    marked = [(one.start, one.end) for one in reading.quotations if one.depth == 0]
    letters, quoted = _letters(document.text, marked)
    nesting = _nesting(reading.attributions, document)
    for number, one in enumerate(reading.attributions):
        pieces = list(_within_paragraphs(one.content, reading.paragraphs))
        spans = [list(document.source_of_text(*piece)) for piece in pieces]
        row = {
            "article": article,
            "quote": number,
            "kind": _kind(pieces, letters, quoted),
            "start": spans[0][0],
            "end": spans[-1][1],
            "spans": spans,
            "text": " ".join(document.text[start:end] for start, end in pieces),
            "speaker": None,
            "cue": one.term,
            "sentence": document.numbers[document.row_at(pieces[0][0])],
            "cue_kind": one.kind,
            "form": one.form,
            "floating": one.floating,
            "negated": one.negated,
            "nested_in": nesting[number],
        }
        if one.words is not None:
            row["cue_start"], row["cue_end"] = document.source(*one.words)
        if one.source is not None:
            row["speaker_start"], row["speaker_end"] = document.source(*one.source)
            row["speaker_text"] = document.token_text(*one.source)
            row["speaker"] = _actor(document, one.source, named)
        yield row


def _within_paragraphs(pieces: Iterable[Range], paragraphs: list[Range]) -> Iterator[Range]:
    """Stretches cut at the ends of paragraphs, so that each stands in one passage."""
    ends = [end for _, end in paragraphs]
    for start, end in pieces:
        at = bisect_left(ends, start + 1)
        while at < len(ends) and start < end:
            begins, finishes = paragraphs[at]
            if max(start, begins) < min(end, finishes):
                yield max(start, begins), min(end, finishes)
            start, at = finishes, at + 1


def _kind(pieces: list[Range], letters: list[int], quoted: list[int]) -> str:
    """Direct, mixed or indirect, by how many of a content's letters stand inside quotation marks."""
    every = sum(letters[end] - letters[start] for start, end in pieces)
    inside = sum(quoted[end] - quoted[start] for start, end in pieces)
    return "indirect" if not inside else "direct" if inside == every else "mixed"


def _letters(printed: str, marked: list[Range]) -> tuple[list[int], list[int]]:
    """For each place of a text the number of letters and digits before it, and of those in quotations."""
    here = [*map(str.isalnum, printed)]
    inside = [False] * len(here)
    for start, end in marked:
        inside[start:end] = here[start:end]
    return [*accumulate(here, initial=0)], [*accumulate(inside, initial=0)]


def _nesting(found: list[Attribution], document: parse.Document) -> list[int | None]:
    """For each attribution the number of the innermost other one whose content its cue stands in."""
    contents = sorted((start, end, number) for number, one in enumerate(found) for start, end in one.content)
    starts = [start for start, _, _ in contents]
    nesting: list[int | None] = []
    for number, one in enumerate(found):
        place = document.token_begins[one.cue]
        stop = bisect_left(starts, place + 1)
        inner = None
        for start, end, other in reversed(contents[max(0, stop - 20) : stop]):
            if start <= place < end and other != number:
                inner = other
                break
        nesting.append(inner)
    return nesting


def _holder(contents: list[tuple[int, int, int]], start: int, end: int) -> int | None:
    """The attribution whose content a quotation stands in, the innermost."""
    stop = bisect_left(contents, (start + 1, 0, 0))
    for begins, finishes, number in reversed(contents[max(0, stop - 20) : stop]):
        if begins <= start and end <= finishes:
            return number
    return None


def _use(printed: str, holder: int | None, reading: Reading) -> str:
    words = _WORD.findall(printed)
    inner = printed.strip("\"“”„‟«»'‘’‚‛` ")
    stopped = inner[-1:] in (".", ",", "?", "!", ";", "…")
    quoting = holder is not None and bool(reading.attributions[holder].quotes)
    if titled(inner) and not quoting:
        return "title"
    if holder is not None:
        return "attributed"
    return "scare" if len(words) <= SCARE_WORDS and not stopped else "unattributed"


# --- Speakers and actors -----------------------------------------------------------


def _named(mentions: Mentions | None) -> dict[str, list[tuple[int, int, str]]]:
    """The mentions of each article that have an actor, in order: start, end, actor."""
    named: dict[str, list[tuple[int, int, str]]] = {}
    if mentions is not None:
        some = mentions.loc[mentions["actor"].notna(), ["article", "start", "end", "actor"]]
        for article, start, end, actor in table_rows(some):
            named.setdefault(article, []).append((int(start), int(end), str(actor)))
    return {article: sorted(found) for article, found in named.items()}


def _actor(document: parse.Document, source: Range, named: list[tuple[int, int, str]]) -> str | None:
    """The actor whose mention holds the main word of a speaker's name, or shares most with it."""
    if not named:
        return None
    first, last = source
    head = next((at for at in range(first, last) if not first <= document.doc[at].head.i < last), last - 1)
    main_start, main_end = document.source(head, head + 1)
    start, end = document.source(first, last)

    def rank(mention: tuple[int, int, str]) -> tuple[bool, int, int]:
        begins, finishes, _ = mention
        shared = min(end, finishes) - max(start, begins)
        return not (begins <= main_start and main_end <= finishes), -shared, begins

    touching = [mention for mention in named if mention[0] < end and mention[1] > start]
    return min(touching, key=rank)[2] if touching else None
