"""Where names stand: stretches of capitals, and what may join them without one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from analysis.actors.words import Gazetteer, listed, words
from analysis.parse.sheet import BEGIN, INSIDE, Sheet

LABELS = {"PERSON": "person", "ORG": "organization", "GPE": "place", "LOC": "place", "FAC": "place"}
NUMBERS = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL"})
PARTICLES = listed(
    "al el ad as az ul bin bint ibn abu de da del della di du dos das van von der den ter ten la le y af zu"
)
# Never part of a name by itself, however it is printed.
FUNCTION = frozenset({"PRON", "DET", "ADP", "CCONJ", "SCONJ", "AUX", "PART", "INTJ", "PUNCT", "SYM", "SPACE"})
CALENDAR = listed(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december jan. feb. mar. apr. jun. jul. aug. "
    "sept. sep. oct. nov. dec. god internet covid-19 tv et gmt am pm est edt pst pdt cet utc bst"
)


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


def nameable(sheet: Sheet, seen: Capitals, gazetteer: Gazetteer) -> list[bool]:
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


def runs_of(sheet: Sheet, able: list[bool], gazetteer: Gazetteer) -> list[tuple[int, int]]:
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
                        and (entity[at] != entity[at - 1] or mark[at - 1] != BEGIN)
                        and mark[at] == BEGIN
                        and entity[at] in LABELS
                        and entity[at - 1] in LABELS
                        and text[at - 1] not in ("-", "–", "/")
                        and lower[at - 1] not in heads
                        and not (entity[at - 1] != "PERSON" and _ends_in(sheet, at, heads - person))
                    )
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


def cut_known(sheet: Sheet, runs: list[tuple[int, int]], gazetteer: Gazetteer) -> list[tuple[int, int]]:
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


def known_runs(
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
