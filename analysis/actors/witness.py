"""What speaks for the type of a name, and how far its mention reaches."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from analysis.actors.runs import LABELS
from analysis.actors.words import Entry, Gazetteer, listed, words
from analysis.parse import Sheet

OTHER_THINGS = frozenset({"EVENT", "WORK_OF_ART", "LAW", "LANGUAGE"})
# Printed with a capital at the head of a sentence or a list, before a name.
LEADING = listed(
    "near the in a an at on for from by with to of and but as after before under over outside "
    "inside since until while when if like unlike both former late dear image photo file watch "
    "read via per question answer meanwhile today yes no"
)
SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
NP_DEPENDENTS = listed("det amod compound nmod nummod poss case predet quantmod advmod npadvmod punct nn")
ACTING = frozenset({"nsubj", "nsubjpass", "dobj", "conj", "appos", "poss", "dative", "agent"})


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


def witness(
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
    initials = name.last - name.first == 1 and sheet.text[name.first].isupper() and not name.title
    if initials and len(sheet.text[name.first]) > 2 and sheet.dep[top] in ACTING | {"pobj"}:
        votes["organization"] += 1
    head, dep = sheet.head[top], sheet.dep[top]
    name.left = min(name.left, mention_left(sheet, name.first, name.last, top))
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


def _by_shape(sheet: Sheet, name: Name, top: int) -> None:
    """Small votes, which decide only where the parser says nothing: who acts is mostly a person."""
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


def mention_left(sheet: Sheet, first: int, last: int, top: int) -> int:
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
        if not first <= at < last or (
            sheet.pos[token] in ("VERB", "AUX", "CCONJ") and sheet.dep[token] != "amod"
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
    >>> document = document_of("They sold air defence missiles.")
    >>> left_edge(document.sheet, 4)
    2
    """
    return mention_left(sheet, noun, noun + 1, noun)
