"""Labels: what each actor is called."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analysis.actors.words import listed, words
from analysis.parse import Sheet

# Verbs that give a name: "called Vane a liar", "described the plan as a trap".
NAMING = frozenset(
    {
        "call",
        "name",
        "brand",
        "label",
        "dub",
        "deem",
        "consider",
        "declare",
        "term",
        "style",
        "nickname",
        "pronounce",
    }
)
NAMING_AS = listed(
    "describe portray depict characterize characterise denounce condemn dismiss regard see hail "
    "praise view paint cast treat know brand label identify mock attack refer decry"
)
COURTESY = listed("mr mr. mrs mrs. ms ms. miss mx mx. dr dr. prof prof.")


@dataclass(frozen=True)
class Label:
    """What an actor is called in one place: the tokens, and the construction."""

    first: int
    last: int
    kind: str


def bare(sheet: Sheet, first: int, last: int) -> int:
    """Where a phrase begins without its article, owner or number."""
    while first < last - 1 and (
        sheet.tag[first] in ("DT", "PRP$", "POS", "PDT", "WP$", "RB", "CC", "IN", "HYPH")
        or sheet.text[first] in ('"', "'", "``", ",")
    ):
        first += 1
    return first


def labels_of(sheet: Sheet, left: int, first: int, right: int, top: int, *, person: bool) -> Iterator[Label]:
    """The labels that stand around a name: titles before it, appositions after, "is a ...", "called a ...".

    Of a person, any noun after "is a" is one ("a disaster"); of others, only nouns for actors.
    """
    start = bare(sheet, left, first)
    end = first
    while end > start and (sheet.pos[end - 1] == "PUNCT" or sheet.lower[end - 1] in COURTESY | {"'s"}):
        end -= 1
    if end > start and any(
        sheet.lemma[t].rstrip(".") in _nouns() and sheet.pos[t] in ("NOUN", "PROPN", "ADJ")
        for t in range(start, end)
    ):
        yield Label(start, end, "title")
    for child in sheet.children[top]:
        if sheet.dep[child] == "appos" and child >= right and sheet.pos[child] in ("NOUN", "PROPN"):
            shouted = sheet.text[child].isupper() and len(sheet.text[child]) > 3
            if sheet.lemma[child] in _nouns() or (sheet.pos[child] == "NOUN" and not shouted):
                yield Label(*_phrase(sheet, child), "apposition")
    head, dep = sheet.head[top], sheet.dep[top]
    if dep == "nsubj" and sheet.lemma[head] in ("be", "become", "remain") and not _denied(sheet, head):
        for child in sheet.children[head]:
            if (
                sheet.dep[child] == "attr"
                and sheet.pos[child] in ("NOUN", "PROPN")
                and child > top
                and (
                    sheet.lemma[child] in _nouns()
                    or (person and any(sheet.lower[c] in ("a", "an") for c in sheet.children[child]))
                )
            ):
                yield Label(*_phrase(sheet, child), "predicate")
    if dep in ("dobj", "nsubj", "nsubjpass") and not _denied(sheet, head):
        yield from _named(sheet, top, head, dep)


def _named(sheet: Sheet, top: int, head: int, dep: str) -> Iterator[Label]:
    verb = sheet.lemma[head]
    if dep == "nsubj":  # the parser makes "Vane a liar" a small clause of its own
        above = sheet.head[head]
        if sheet.dep[head] == "ccomp" and sheet.pos[head] == "NOUN" and sheet.lemma[above] in NAMING:
            yield Label(*_phrase(sheet, head, after=top), "naming")
        return
    if verb in NAMING:
        for child in sheet.children[head]:
            if (
                sheet.dep[child] in ("oprd", "attr")
                and sheet.pos[child] in ("NOUN", "PROPN", "ADJ")
                and child > head
            ):
                yield Label(*_phrase(sheet, child), "naming")
    if verb in NAMING_AS:
        for child in sheet.children[head]:
            if sheet.dep[child] == "prep" and sheet.lower[child] == "as":
                for inner in sheet.children[child]:
                    if sheet.dep[inner] == "pobj" and sheet.pos[inner] in ("NOUN", "PROPN"):
                        yield Label(*_phrase(sheet, inner), "naming")


def _denied(sheet: Sheet, verb: int) -> bool:
    return any(sheet.dep[child] == "neg" for child in sheet.children[verb])


def _nouns() -> frozenset[str]:
    return words("person") | words("group") | words("organization")


def _phrase(sheet: Sheet, noun: int, after: int = -1) -> tuple[int, int]:
    """A noun with what stands before it and its "of" and "for" phrases; no clause, nothing after a comma."""
    first = noun
    for child in sheet.children[noun]:
        if child < noun and child > after and sheet.dep[child] in (
            "amod", "compound", "nmod", "nummod", "poss", "det", "advmod", "npadvmod", "quantmod"
        ):  # fmt: skip
            first = min(first, _edge(sheet, child))
    first = max(first, after + 1)
    last = noun + 1
    for child in sheet.children[noun]:
        if (
            child > noun
            and sheet.dep[child] == "prep"
            and sheet.lower[child] in ("of", "for", "to", "at", "in", "with", "on")
        ):
            if child != last:
                break
            end = _stop(sheet, child)
            last = max(last, end)
    return bare(sheet, first, noun + 1), last


def _edge(sheet: Sheet, token: int) -> int:
    """The leftmost token that hangs on a token."""
    children = sheet.children[token]
    while children and children[0] < token:
        token = children[0]
        children = sheet.children[token]
    return token


def _stop(sheet: Sheet, preposition: int) -> int:
    """Where a prepositional phrase ends, before a comma, a clause or a quotation mark."""
    end = preposition + 1
    reach = preposition
    stack = [preposition]
    while stack:
        token = stack.pop()
        reach = max(reach, token)
        stack += [
            c
            for c in sheet.children[token]
            if sheet.dep[c] not in ("relcl", "acl", "advcl", "appos", "cc", "conj", "punct")
        ]
    while end <= reach and sheet.text[end] not in (",", ";", ":", '"', "—", "--", "("):
        end += 1
    return end
