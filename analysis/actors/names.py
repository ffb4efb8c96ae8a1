"""Names: where they stand, how far they reach, and what speaks for their type.

The parser's entities are one witness of several. A name is also known by its
capitals in the middle of a sentence, by the title before it, by the noun it
ends in, by the gazetteer, and by standing elsewhere in the same article.
"""

from __future__ import annotations

import copy
import re
from collections import Counter
from dataclasses import dataclass, field

from analysis.actors.sheet import BEGIN, INSIDE, Sheet
from analysis.actors.words import Entry, Gazetteer, words

LABELS = {"PERSON": "person", "ORG": "organization", "GPE": "place", "LOC": "place", "FAC": "place"}
OTHER_THINGS = frozenset({"EVENT", "WORK_OF_ART", "LAW", "LANGUAGE"})
NUMBERS = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL"})
PARTICLES = frozenset(
    {
        "al",
        "el",
        "ad",
        "as",
        "az",
        "ul",
        "bin",
        "bint",
        "ibn",
        "abu",
        "de",
        "da",
        "del",
        "della",
        "di",
        "du",
        "dos",
        "das",
    }
    | {"van", "von", "der", "den", "ter", "ten", "la", "le", "y", "af", "zu"}
)
# Never part of a name by itself, however it is printed.
FUNCTION = frozenset({"PRON", "DET", "ADP", "CCONJ", "SCONJ", "AUX", "PART", "INTJ", "PUNCT", "SYM", "SPACE"})
CALENDAR = frozenset(
    {
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
    }
    | {
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "jan.",
        "feb.",
        "mar.",
        "apr.",
    }
    | {
        "jun.",
        "jul.",
        "aug.",
        "sept.",
        "sep.",
        "oct.",
        "nov.",
        "dec.",
        "god",
        "internet",
        "covid-19",
        "tv",
        "et",
        "gmt",
        "am",
        "pm",
    }
    | {"est", "edt", "pst", "pdt", "cet", "utc", "bst"}
)
# Printed with a capital at the head of a sentence or a list, before a name.
LEADING = frozenset(
    {
        "near",
        "the",
        "in",
        "a",
        "an",
        "at",
        "on",
        "for",
        "from",
        "by",
        "with",
        "to",
        "of",
        "and",
        "but",
        "as",
        "after",
        "before",
    }
    | {
        "under",
        "over",
        "outside",
        "inside",
        "since",
        "until",
        "while",
        "when",
        "if",
        "like",
        "unlike",
        "both",
        "former",
        "late",
    }
    | {
        "dear",
        "image",
        "photo",
        "file",
        "watch",
        "read",
        "via",
        "per",
        "question",
        "answer",
        "meanwhile",
        "today",
        "yes",
        "no",
    }
)
PREFIXES = frozenset(
    {"pro", "anti", "non", "ex", "co", "post", "pre", "counter", "mid", "trans", "inter", "un"}
)
SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
# Words of a title that are no person noun themselves: "Prime Minister", "Acting Foreign Secretary".
TITLING = frozenset(
    {
        "prime",
        "foreign",
        "deputy",
        "vice",
        "assistant",
        "associate",
        "acting",
        "interim",
        "former",
        "ex",
        "chief",
        "senior",
    }
    | {
        "junior",
        "special",
        "executive",
        "general",
        "managing",
        "first",
        "second",
        "third",
        "press",
        "home",
        "finance",
    }
    | {
        "interior",
        "defense",
        "defence",
        "justice",
        "health",
        "education",
        "trade",
        "economy",
        "culture",
        "staff",
        "lead",
    }
    | {
        "national",
        "security",
        "majority",
        "minority",
        "house",
        "senate",
        "state",
        "federal",
        "district",
        "attorney",
    }
    | {
        "united",
        "nations",
        "crown",
        "grand",
        "supreme",
        "lieutenant",
        "rear",
        "major",
        "petty",
        "class",
        "elect",
        "presidential",
    }
    | {
        "crew",
        "party",
        "labor",
        "labour",
        "environment",
        "energy",
        "transport",
        "agriculture",
        "local",
        "lord",
        "high",
    }
)
NP_DEPENDENTS = frozenset(
    {
        "det",
        "amod",
        "compound",
        "nmod",
        "nummod",
        "poss",
        "case",
        "predet",
        "quantmod",
        "advmod",
        "npadvmod",
        "punct",
        "nn",
    }
)


@dataclass(eq=False, slots=True)
class Name:
    """A name found once.

    Attributes
    ----------
    first, last
        The tokens of the bare name, half-open.
    left, right
        The tokens of the mention, half-open: with its article, title or role, and a town's state.
    title
        The tokens of a title before the name, or None.
    votes
        What speaks for each type, in points.
    entry
        The gazetteer's entry, if it has one.
    inner
        Whether it stands inside a longer mention: "Oslo" in "the Oslo mayor Ada Vane".
    """

    first: int
    last: int
    left: int
    right: int
    title: tuple[int, int] | None = None
    votes: Counter[str] = field(default_factory=Counter)
    entry: Entry | None = None
    inner: bool = False
    key: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Capitals:
    """How an article uses capitals: which rows tell nothing, which words have one inside sentences."""

    mute: list[bool]
    inner: Counter[str]
    lower: set[str]
    opens: list[bool]


def capitals(sheet: Sheet) -> Capitals:
    """What an article's capitals can tell."""
    mute: list[bool] = []
    opens = [False] * sheet.size
    inner: Counter[str] = Counter()
    lower: set[str] = set()
    for first, last in sheet.document.tokens:
        long = capital = 0
        fresh = True
        caps: list[str] = []
        for token in range(first, last):
            text = sheet.text[token]
            letter = text[0]
            if not letter.isalpha():
                if text in ('"', ":", "''", "``", "•", "—", "--") or (text == "'" and not sheet.glued(token)):
                    fresh = True
                continue
            if fresh:
                opens[token], fresh = True, False
                continue
            if letter.isupper():
                caps.append(text)
                if len(text) > 3:
                    capital += 1
                    long += 1
            else:
                if len(text) > 3:
                    long += 1
                lower.add(text)
        headline = sheet.document.roles[len(mute)] == "headline"
        silent = (long > 3 and capital > 0.8 * long) or (headline and long > 2 and capital > 0.6 * long)
        mute.append(silent)
        if not silent:
            inner.update(caps)
    return Capitals(mute, inner, lower, opens)


def _nameable(sheet: Sheet, seen: Capitals, gazetteer: Gazetteer) -> list[bool]:
    """Whether each token can be a word of a name."""
    able = [False] * sheet.size
    text, tag, pos, entity = sheet.text, sheet.tag, sheet.pos, sheet.entity
    for token in range(sheet.size):
        word = text[token]
        if (
            "[" in word
            or "(" in word
            or "@" in word
            or (len(word) > 3 and word[1] == "-" and word[0] in "RDI")
        ):
            continue
        if not word[0].isupper():
            if (
                tag[token] in ("NNP", "NNPS")
                and entity[token] in LABELS
                and word[0].isalpha()
                and len(word) > 2
            ):
                able[token] = any(letter.isupper() for letter in word)
            elif word[0].isdigit() and entity[token] in ("ORG", "FAC") and not word.isdigit():
                able[token] = True  # "M5S", "5th Fleet"
            continue
        low = sheet.lower[token]
        label = entity[token]
        if (
            len(word) > 2
            and word.isupper()
            and seen.inner[word] > 2
            and low not in seen.lower
            and not seen.mute[sheet.row[token]]
        ):
            able[token] = (
                low not in CALENDAR
            )  # an abbreviation the article keeps using, whatever the parser takes it for
            continue
        if low in CALENDAR or (len(word) == 1 and low in "ai") or label in NUMBERS:
            continue
        proper = tag[token] in ("NNP", "NNPS")
        if pos[token] in FUNCTION and not (proper or (label in LABELS and len(word) > 2 and word.isupper())):
            continue
        if word in gazetteer.adjectives and not (label in LABELS and sheet.mark[token]):
            continue
        if seen.mute[sheet.row[token]]:
            able[token] = all(seen.mute) and label in LABELS  # else only what the article names elsewhere
        elif seen.opens[token]:
            able[token] = (
                (proper and (low not in seen.lower or seen.inner[word] > 0))
                or (label in LABELS and low not in seen.lower)
                or (seen.inner[word] > 0 and low not in seen.lower and pos[token] in ("NOUN", "PROPN", "ADJ"))
            )
        else:
            able[token] = (
                proper
                or label in LABELS
                or (pos[token] == "NOUN" and low not in seen.lower and not (len(word) > 3 and word.isupper()))
            )
    return able


def _runs(sheet: Sheet, able: list[bool], gazetteer: Gazetteer) -> list[tuple[int, int]]:
    """Stretches of tokens that may be one name."""
    phrases = gazetteer.phrases
    organization, place, person = words("organization"), words("place"), words("person")
    heads = organization | place | person
    found: list[tuple[int, int]] = []
    text, lower, mark, entity = sheet.text, sheet.lower, sheet.mark, sheet.entity
    for row_first, row_last in sheet.document.tokens:
        at = row_first
        while at < row_last:
            starts = able[at]
            if not starts and lower[at] in PARTICLES and at + 1 < row_last:
                hyphened = text[at + 1] == "-" and sheet.glued(at + 1) and at + 2 < row_last and able[at + 2]
                starts = (hyphened and text[at].isalpha()) or (
                    able[at + 1] and sheet.tag[at] == "NNP" and entity[at] == "PERSON"
                )
            if not starts:
                at += 1
                continue
            begin = at
            for phrase in phrases.get(text[begin], ()):
                if text[begin : begin + len(phrase)] == phrase and begin + len(phrase) <= row_last:
                    at = begin + len(phrase) - 1
                    break
            at += 1
            titled = lower[begin].rstrip(".") in person
            while at < row_last:
                if able[at]:
                    titled = titled or lower[at].rstrip(".") in person
                    split = (
                        not (titled and entity[at] == "PERSON")
                        and (entity[at] != entity[at - 1] or mark[at - 1] != BEGIN) and mark[at] == BEGIN and entity[at] in LABELS and mark[at - 1] and entity[at - 1] in LABELS
                        and text[at - 1] not in ("-", "–", "/") and lower[at - 1] not in heads
                        and not (entity[at - 1] != "PERSON" and _ends_in(sheet, at, heads - person))
                    )  # fmt: skip
                    if split:
                        break
                    at += 1
                    continue
                step = _glue(sheet, able, begin, at, row_last, heads)
                if not step:
                    break
                at += step
            found.append((begin, at))
    return found


def _cut(sheet: Sheet, runs: list[tuple[int, int]], gazetteer: Gazetteer) -> list[tuple[int, int]]:
    """Cut runs that hold a name known whole from elsewhere in the article, and pairs such as "Oslo-Riga"."""
    known = {
        tuple(sheet.text[first:last])
        for first, last in runs
        if last - first in (2, 3) and all(sheet.entity[t] == "PERSON" for t in range(first, last))
    }
    cut: list[tuple[int, int]] = []
    for first, last in runs:
        if (
            last - first == 3
            and sheet.text[first + 1] in ("-", "–", "/")
            and sheet.text[first] in gazetteer.entries
        ):
            cut += [(first, first + 1), (first + 2, last)]
            continue
        for size in (3, 2):
            split = last - size
            if (
                split > first
                and tuple(sheet.text[split:last]) in known
                and sheet.lower[split - 1] not in ("of", "for", "the", "and")
            ):
                titled = any(sheet.lower[t].rstrip(".") in words("person") for t in range(first, split))
                if titled:
                    for token in range(split, last):  # the title before it is then seen to end here
                        sheet.entity[token], sheet.mark[token] = "PERSON", INSIDE if token > split else BEGIN
                else:
                    cut.append((first, split))
                    first = split
                break
        cut.append((first, last))
    return cut


def _known_runs(
    sheet: Sheet, runs: list[tuple[int, int]], seen: Capitals, gazetteer: Gazetteer
) -> list[tuple[int, int]]:
    """In rows where every word has a capital: the names that the article, or the gazetteer, has elsewhere."""
    known: dict[str, list[list[str]]] = {}
    for first, last in {tuple(sheet.text[first:last]): (first, last) for first, last in runs}.values():
        parts = sheet.text[first:last]
        known.setdefault(parts[0], []).append(parts)
        if len(parts) > 1 and sheet.entity[last - 1] == "PERSON":
            known.setdefault(parts[-1], []).append(parts[-1:])
    found: list[tuple[int, int]] = []
    for row, (begin, end) in enumerate(sheet.document.tokens):
        at = begin if seen.mute[row] else end
        while at < end:
            word = sheet.text[at]
            fitting = [
                len(parts)
                for parts in (*known.get(word, ()), *gazetteer.phrases.get(word, ()))
                if sheet.text[at : at + len(parts)] == parts and at + len(parts) <= end
            ]
            if word in gazetteer.entries:
                fitting.append(1)
            if fitting:
                found.append((at, at + max(fitting)))
                at += max(fitting)
            else:
                at += 1
    return found


def _ends_in(sheet: Sheet, start: int, heads: frozenset[str]) -> bool:
    """Whether the entity that begins at a token ends in one of these nouns."""
    end = start + 1
    while end < sheet.size and sheet.mark[end] == INSIDE:
        end += 1
    return sheet.lower[end - 1] in heads


def _glue(sheet: Sheet, able: list[bool], begin: int, at: int, end: int, heads: frozenset[str]) -> int:
    """How many tokens from a token on belong to the name before them although they have no capital."""
    text, low = sheet.text[at], sheet.lower[at]
    following = at + 1 < end and able[at + 1]
    if text in ("-", "–", "/", "&") or (text == "'" and sheet.glued(at)):
        if text == "&":
            return 1 if following else 0
        if not sheet.glued(at) or at + 1 >= end or not sheet.glued(at + 1):
            return 0
        if following or (sheet.lower[at + 1] in PARTICLES and at + 2 < end):
            return 1
        after = sheet.text[at + 1]
        # "Wai-keung" is a name, "Oslo-led" is not.
        if sheet.tag[at + 1] == "NNP" and after.isalpha() and sheet.entity[at] == "PERSON":
            return 2
        if after.isdigit() and sheet.mark[at + 1] == INSIDE and sheet.entity[at] in LABELS:
            return 2
        return 0
    if low in PARTICLES and (
        following or (at + 2 < end and sheet.lower[at + 1] in PARTICLES | {"-"} and able[at + 2])
    ):
        return (
            1
            if sheet.tag[at].startswith("NNP")
            or sheet.mark[at] == INSIDE
            or low in ("de", "van", "von", "bin", "al", "del")
            else 0
        )
    within = sheet.mark[at] == INSIDE and sheet.entity[at] in LABELS
    if low == "of":
        headed = (
            within
            or sheet.lower[at - 1] in heads
            or any(sheet.lower[token] in heads - words("person") for token in range(begin, at))
        )
        if not headed:
            return 0
        if following:
            return 1
        if at + 2 < end and sheet.lower[at + 1] == "the" and able[at + 2]:
            return 2
        return 0
    if low in ("for", "on") and following and sheet.lower[at - 1] in heads:
        return 1
    if (
        low == "for"
        and at + 2 < end
        and sheet.lower[at + 1] == "the"
        and able[at + 2]
        and (within or sheet.lower[at - 1] in heads)
    ):
        return 2
    if (
        low in ("and", "the", "in", "to", "against", "'s", "at")
        and within
        and at + 1 < end
        and sheet.mark[at + 1] == INSIDE
    ):
        if low == "and":
            stop = at + 1
            while stop < end and sheet.mark[stop] == INSIDE:
                stop += 1
            named = sheet.lower[stop - 1] in heads or any(
                sheet.lower[token] in heads and sheet.lower[token + 1] in ("of", "for", "on")
                for token in range(begin, at - 1)
            )
            return 1 if named and following else 0
        if low == "'s":
            return 1 if following and sheet.entity[at] == "ORG" else 0
        return 1 if sheet.lower[at - 1] in heads or sheet.lower[at - 1] in ("of", "for", "on", "and") else 0
    if low.isdigit():  # "Pier 4", "CTF 50"
        return int(
            within
            or (sheet.text[at - 1].isupper() and sheet.dep[at] == "nummod" and sheet.head[at] == at - 1)
        )
    return 0


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
    sheet.entity, sheet.mark = list(sheet.entity), list(sheet.mark)  # `_cut` puts some right
    seen = capitals(sheet)
    able = _nameable(sheet, seen, gazetteer)
    person, honorific = words("person"), words("honorific")
    bodies, places, things = words("organization"), words("place"), words("thing")
    names: list[Name] = []
    alone: list[tuple[int, int]] = []
    runs = _cut(sheet, _runs(sheet, able, gazetteer), gazetteer)
    if any(seen.mute) and not all(seen.mute):
        runs = sorted([*runs, *_known_runs(sheet, runs, seen, gazetteer)])
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
        _witness(sheet, name, gazetteer, bodies, places)
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


def _witness(
    sheet: Sheet, name: Name, gazetteer: Gazetteer, bodies: frozenset[str], places: frozenset[str]
) -> None:
    """What the name's own words and its sentence say of its type, and how far its mention reaches."""
    votes = name.votes
    labels = [sheet.entity[token] for token in range(name.first, name.last)]
    for label in set(labels):
        if label in LABELS:
            votes[LABELS[label]] += 1
        elif label in OTHER_THINGS:
            votes["thing"] += 0.4  # type: ignore[assignment]
    if name.entry is None and (entry := _entry(name.key, gazetteer)) is not None:
        name.entry = entry
        votes[entry.type] += 2 if name.last - name.first == 1 and entry.code in ("city", "region") else 4
    end = sheet.lower[name.last - 1]
    if name.last - name.first > 1:
        first_head = next(
            (
                sheet.lower[t - 1]
                for t in range(name.first + 1, name.last)
                if sheet.lower[t] in ("of", "for", "on")
            ),
            end,
        )
        if first_head in bodies or end in bodies:
            votes["organization"] += 4
        elif first_head in places or end in places:
            votes["place"] += 3
        elif sheet.lower[name.first] in (
            "mount",
            "lake",
            "fort",
            "port",
            "cape",
            "gulf",
            "bay",
            "isle",
            "san",
            "saint",
        ):
            votes["place"] += 2
        if end in SUFFIXES:
            votes["person"] += 4
    elif end in bodies and not name.title:
        votes["organization"] += 2
    top = sheet.top(name.first, name.last)
    if (
        name.last - name.first == 1
        and sheet.text[name.first].isupper()
        and len(sheet.text[name.first]) > 2
        and not name.title
    ):
        if sheet.dep[top] in ("nsubj", "nsubjpass", "poss", "pobj", "dobj", "appos", "conj", "agent"):
            votes["organization"] += 1
    head, dep = sheet.head[top], sheet.dep[top]
    name.left = min(name.left, _left(sheet, name.first, name.last, top))
    before = (
        sheet.lower[name.first - 1]
        if name.first and sheet.row[name.first - 1] == sheet.row[name.first]
        else ""
    )
    if before in (
        "near",
        "in",
        "outside",
        "around",
        "inside",
        "across",
        "throughout",
        "northern",
        "southern",
        "eastern",
        "western",
    ):
        votes["place"] += 1
        if before == "near":
            votes["place"] += 2
    if dep == "pobj" and sheet.lower[head] == "of" and sheet.lemma[sheet.head[head]] in places:
        votes["place"] += 2  # "the town of Harrow"
    if dep == "compound" and sheet.lower[head] in (
        "province",
        "city",
        "county",
        "district",
        "region",
        "town",
        "village",
    ):
        votes["place"] += 2
    if dep == "pobj" and sheet.lower[head] in (
        "in",
        "near",
        "at",
        "outside",
        "around",
        "inside",
        "across",
        "toward",
        "towards",
    ):
        votes["place"] += 1
    if dep == "nsubj" and sheet.lemma[head] in words("speech") and name.last - name.first <= 3:
        votes["person"] += 0.5  # type: ignore[assignment]
    for child in sheet.children[top]:
        if sheet.dep[child] == "appos" and sheet.lemma[child] in words("person") and child >= name.last:
            votes["person"] += 3
        elif sheet.dep[child] == "relcl" and any(
            sheet.lower[t] in ("who", "whom") for t in sheet.children[child]
        ):
            votes["person"] += 2
    if dep == "appos" and sheet.lemma[head] in words("person"):
        votes["person"] += 3
    _by_shape(sheet, name, top)
    # "An Audi", "two Boeings": a kind of thing and no actor.
    begin = name.left
    if (
        sheet.tag[name.last - 1] == "NNPS"
        and name.last - name.first == 1
        and name.entry is None
        and any(
            sheet.lower[t] in ("more", "many", "several", "few", "some") or sheet.tag[t] == "CD"
            for t in range(begin, name.first)
        )
    ):
        votes["thing"] += 2
    if (
        sheet.lower[begin] in ("a", "an")
        and begin < name.first
        and sheet.head[begin] in range(name.first, name.last)
    ):
        votes["thing"] += 2


ACTING = frozenset({"nsubj", "nsubjpass", "dobj", "conj", "appos", "poss", "dative", "agent"})


def _by_shape(sheet: Sheet, name: Name, top: int) -> None:
    """Small votes, which decide only where the parser says nothing: whoever acts under a name is mostly a person."""
    votes = name.votes
    dep = sheet.dep[top]
    beside = [child for child in sheet.children[top] if sheet.dep[child] == "conj"]
    if dep == "conj":
        beside.append(sheet.head[top])
    for token in beside:
        if sheet.entity[token] in LABELS:
            votes[LABELS[sheet.entity[token]]] += 0.4  # type: ignore[assignment]
    word = name.words[-1]
    if re.search(
        r"\.(?:com|org|net|gov|co|tv)$|^(?!Mc|Mac|Mac|La|Le|De|Di|Du|Van|Fitz|O')\w*[a-z][A-Z]", word
    ):
        votes["organization"] += 0.6  # type: ignore[assignment]
        return
    if (
        sheet.tag[name.last - 1] == "NNPS"
        or any(sheet.tag[token] in ("DT", "PRP$") for token in range(name.left, name.first))
        or (name.first and sheet.lower[name.first - 1] in ("the", "a", "an", "our", "their", "its"))
    ):
        return  # peoples, products and places take an article, persons none
    phrased = dep == "pobj" and sheet.lower[sheet.head[top]] in ("by", "with", "to", "from", "for", "between")
    if (dep in ACTING or phrased) and all(word[0].isupper() and not word.isupper() for word in name.words):
        votes["person"] += 0.4 if len(name.words) > 1 else 0.2  # type: ignore[assignment]


def _entry(printed: str, gazetteer: Gazetteer) -> Entry | None:
    """The gazetteer's entry of a name, with the stops of its initials or without."""
    entry = gazetteer.entries.get(printed)
    if entry is None and "." in printed and printed.isupper():
        entry = gazetteer.entries.get(printed.replace(".", ""))
    return entry


def _left(sheet: Sheet, first: int, last: int, top: int) -> int:
    """Where the noun phrase begins that a name is the head of."""
    left = first
    if sheet.dep[top] in ("compound", "amod", "nmod") and sheet.head[top] >= last:
        return first  # what stands before belongs to the noun after: "the Oslo summit"
    while left > 0 and sheet.row[left - 1] == sheet.row[first]:
        token = left - 1
        if sheet.tag[token] in ("VBD", "VBZ", "VBP", "VB", "MD"):
            break
        if sheet.dep[token] not in NP_DEPENDENTS and sheet.dep[token] not in ("pobj", "prep"):
            break
        at, steps = token, 0
        while at < first and steps < 6 and sheet.head[at] != at:
            at = sheet.head[at]
            steps += 1
        if (
            not first <= at < last
            or sheet.pos[token] in ("VERB", "AUX", "CCONJ")
            and sheet.dep[token] != "amod"
        ):
            break
        if sheet.lower[token] in LEADING - {"the", "a", "an", "former", "late", "both"}:
            break
        if sheet.text[token] in (",", ";", ":", "(", ")", "—", "--"):
            break
        left = token
    while left < first and (
        sheet.text[left] in ('"', "'", "''", "``", "-", "–", "'s", "’s", ".")
        or sheet.dep[left] in ("pobj", "prep")
    ):
        left += 1
    while first > left > 1 and sheet.text[left - 1] == "-" and sheet.glued(left - 1) and sheet.glued(left):
        left -= 2  # "co-founder" is one word
    return left


def left_edge(sheet: Sheet, noun: int) -> int:
    """Where the noun phrase of a noun begins.

    >>> from analysis.parse import document_of
    >>> left_edge(Sheet(document_of("They sold air defence missiles.")), 4)
    2
    """
    return _left(sheet, noun, noun + 1, noun)
