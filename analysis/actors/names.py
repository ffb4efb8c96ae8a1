"""Names: where they stand, how far they reach, and what speaks for their type.

The parser's entities are one witness of several. A name is also known by its
capitals in the middle of a sentence, by the title before it, by the noun it
ends in, by the gazetteer, and by standing elsewhere in the same article.
"""

from __future__ import annotations

import copy

from analysis.actors.runs import LABELS, capitals, cut_known, known_runs, nameable, runs_of
from analysis.actors.witness import LEADING, Name, witness
from analysis.actors.words import Entry, Gazetteer, listed, words
from analysis.parse.sheet import BEGIN, INSIDE, Sheet

PREFIXES = frozenset(
    {"pro", "anti", "non", "ex", "co", "post", "pre", "counter", "mid", "trans", "inter", "un"}
)
# Words of a title that are no person noun themselves: "Prime Minister", "Acting Foreign Secretary".
TITLING = listed(
    "prime foreign deputy vice assistant associate acting interim former ex chief senior junior "
    "special executive general managing first second third press home finance interior defense "
    "defence justice health education trade economy culture staff lead national security majority "
    "minority house senate state federal district attorney united nations crown grand supreme "
    "lieutenant rear major petty class elect presidential crew party labor labour environment "
    "energy transport agriculture local lord high"
)


def _titles(sheet: Sheet, first: int, last: int, person: frozenset[str], honorific: frozenset[str]) -> int:
    """The end of the title that a run begins with or holds, or `first` where it holds none."""
    end = first
    for token in range(first, last):
        low = sheet.lower[token].rstrip(".")
        if low in honorific or low in person:
            # "Stephen King": the last word of a person's name is no title.
            if (
                token == last - 1
                and token > first
                and sheet.entity[token] == "PERSON"
                and sheet.mark[token] == INSIDE
            ):
                break
            end = token + 1
    if first < end < last and sheet.lower[end] in ("of", "for"):
        # "Secretary of State Ada Vane": the title runs on to where a person begins.
        stop = end + 1
        if stop < last and sheet.lower[stop] == "the":
            stop += 1
        stop += 1
        while stop < last and not (sheet.entity[stop] == "PERSON" and sheet.mark[stop] == BEGIN):
            if sheet.entity[stop] == "PERSON" and sheet.entity[stop - 1] != "PERSON":
                break
            stop += 1
        inside = sheet.entity[end + 1] == "PERSON"
        return stop if stop < last or not inside else end
    return end


def find(sheet: Sheet, gazetteer: Gazetteer) -> tuple[list[Name], list[tuple[int, int]]]:
    """The names of an article, in order, and the titles that stand alone ("the Foreign Secretary")."""
    sheet = copy.copy(sheet)
    sheet.entity, sheet.mark = list(sheet.entity), list(sheet.mark)  # `cut_known` puts some right
    seen = capitals(sheet)
    able = nameable(sheet, seen, gazetteer)
    person, honorific = words("person"), words("honorific")
    bodies, places, things = words("organization"), words("place"), words("thing")
    names: list[Name] = []
    alone: list[tuple[int, int]] = []
    runs = cut_known(sheet, runs_of(sheet, able, gazetteer), gazetteer)
    if any(seen.mute) and not all(seen.mute):
        runs = sorted([*runs, *known_runs(sheet, runs, seen, gazetteer)])
    surnames = {
        sheet.text[last - 1]
        for first, last in runs
        if last - first > 1 and sheet.entity[last - 1] == "PERSON"
    }
    for first, last in runs:
        while last > first and (
            sheet.pos[last - 1] in ("PUNCT", "PART", "SYM") or sheet.lower[last - 1] in ("of", "and", "for")
        ):
            last -= 1
        while first < last and (sheet.pos[first] == "PUNCT" or sheet.lower[first] in LEADING):
            first += 1
        if first + 2 <= last and sheet.text[first] in ("R", "D", "I") and sheet.text[first + 1] == "-":
            continue  # party and state: "R-Ohio"
        if first + 2 < last and sheet.text[first + 1] == "-" and sheet.lower[first] in PREFIXES:
            first += 2
        if first >= last or (
            last - first == 1
            and seen.opens[first]
            and sheet.lower[first] in seen.lower
            and sheet.text[first] not in gazetteer.entries
        ):
            continue
        if last - first == 1 and (
            sheet.lower[first] in things or sheet.lower[first].endswith(("ism", "phobia"))
        ):
            continue
        end = sheet.lower[last - 1]
        if last - first > 1 and end in things:
            # "UN Council Resolution" holds a body's name, "Harrow Agreement" holds none that is sure.
            last = max((t + 1 for t in range(first, last) if sheet.lower[t] in bodies), default=first)
            if last <= first + 1:
                last = first + 1
                if sheet.text[first] not in gazetteer.entries:
                    continue
            names.append(_name(sheet, first, last, inner=True))
            continue
        is_body = last - first > 1 and end in bodies and end not in person
        called = last - first == 1 and sheet.text[first] in surnames  # "Cook said", after "Ada Cook"
        titled = first if is_body or called else _titles(sheet, first, last, person, honorific)
        if titled >= last:  # nothing but a title, perhaps with the body it is of
            start = first
            while start < last and sheet.lower[start].rstrip(".") not in person | honorific | TITLING:
                start += 1
            if start > first and (sheet.entity[first] in LABELS or start - first > 1):
                names.append(_name(sheet, first, start, inner=True))
            alone.append((first, last))
            for token in range(max(start, first), last):
                if (
                    sheet.mark[token] == BEGIN
                    and sheet.entity[token] in ("GPE", "LOC")
                    and sheet.text[token] in gazetteer.entries
                ):
                    names.append(_name(sheet, token, token + 1, inner=True))
            continue
        if titled > first:
            start = first
            while start < titled and sheet.lower[start].rstrip(".") not in person | honorific | TITLING:
                start += 1
            if start > first:
                names.append(_name(sheet, first, start, inner=True))
            name = _name(sheet, titled, last)
            name.title = (start, titled)
            name.left = first
            name.votes["person"] += 5
            names.append(name)
            continue
        names.append(_name(sheet, first, last))
    _state_after_city(sheet, names, gazetteer)
    for name in names:
        witness(sheet, name, gazetteer, bodies, places)
    return [name for name in names if name.words], alone


def _name(sheet: Sheet, first: int, last: int, *, inner: bool = False) -> Name:
    name = Name(first, last, first, last, inner=inner)
    name.words = tuple(
        sheet.text[token]
        for token in range(first, last)
        if sheet.text[token][0].isalnum() or sheet.text[token] == "&"
    )
    name.key = sheet.printed(first, last)
    return name


def _state_after_city(sheet: Sheet, names: list[Name], gazetteer: Gazetteer) -> None:
    """Reach a town's mention over the state or country after its comma: "Harrow, Ohio"."""
    by_first = {name.first: name for name in names}
    for name in names:
        after = name.last
        if after + 1 >= sheet.size or sheet.text[after] != "," or (larger := by_first.get(after + 1)) is None:
            continue
        entry = gazetteer.entries.get(larger.key)
        own = gazetteer.entries.get(name.key)
        if entry is None or entry.code not in ("region", "country") or entry.country is None:
            continue
        if own is not None and own.code in ("country", "region"):
            continue  # a list of countries
        stop = larger.last
        if stop < sheet.size and sheet.lower[stop] in ("and", "or"):
            continue
        if stop + 1 < sheet.size and sheet.text[stop] == "," and stop + 1 in by_first:
            continue
        name.votes["place"] += 4
        larger.inner = True
        name.right = larger.last
        larger.votes["place"] += 2
        name.entry = Entry(name.key, "place", name.key, entry.country, "town")
