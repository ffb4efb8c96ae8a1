"""Reads GUM: sentences, captions, and who is who, out of CoNLL-U."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from analysis.gold.forms import Record, Say, kept, past_title

_ACTORS = {"person": "person", "organization": "organization", "place": "place"}
_ENTITY = re.compile(r"\((?P<open>\d+)-(?P<about>[^()]*)(?P<single>\))?|(?P<close>\d+)\)")
_BLOCK = re.compile(r"(?P<name>\w+)[^|]*?(?:\((?P<sentences>\d+) s\))?\s*(?:\||$)")
_DATELINE = re.compile(r"(?:\w+day, )?[A-Z]\w+ \d{1,2}, \d{4}")
# Words that join the parts of one name: Bank of America, Health and Human Services.
_JOINS = frozenset({"of", "for", "on", "and", "the", "&", "'s", "’s", "-", "–", "de", "la", "al"})


class _Token(NamedTuple):
    number: int  # in its sentence, from 1
    form: str
    tag: str
    head: int
    relation: str
    start: int
    end: int
    entity: str


def gum(text: str, say: Say, about: Mapping[str, Any]) -> Iterator[tuple[str, Record]]:
    """Sentences, passages and actors of each document; paragraphs are parted by a blank line.

    Actors are persons, organizations and places, each mention in the extent
    coded, and names also in the extent of the name itself.
    """
    for document in re.split(r"(?m)^(?=# newdoc id = )", text):
        if document.strip():
            named = re.match(r"# newdoc id = (\S+)", document)
            yield from _document(named.group(1) if named else "unnamed", document, say)


def _document(name: str, lines: str, say: Say) -> Iterator[tuple[str, Record]]:
    text = ""
    sentences: list[list[int]] = []
    passages: list[Record] = []
    tokens: list[_Token] = []
    blocks: list[tuple[str, int | None]] = []
    position = 0  # of the sentence in its block
    for sentence in re.split(r"\n\s*\n", lines):
        printed = re.search(r"(?m)^# text = (.*)$", sentence)
        if printed is None:
            continue
        if re.search(r"(?m)^# newpar", sentence):
            opened = re.search(r"(?m)^# newpar_block = (.*)$", sentence)
            blocks = [
                (part["name"], int(part["sentences"]) if part["sentences"] else None)
                for part in _BLOCK.finditer(opened.group(1) if opened else "p")
            ]
            position = 0
            text += "\n\n" if text else ""
        else:
            text += " "
        position += 1
        start = len(text)
        text += printed.group(1)
        sentences.append([start, len(text)])
        inside = {block for block, reach in blocks if reach is None or position <= reach}
        if inside & {"caption", "figure"}:
            role = "caption"
        elif "head" in inside:
            role = "subheading" if passages else "headline"
        else:
            role = "dateline" if _DATELINE.fullmatch(printed.group(1)) else "body"
        if passages and passages[-1]["role"] == role and "\n" not in text[passages[-1]["end"] : start]:
            passages[-1]["end"] = len(text)
        else:
            passages.append({"start": start, "end": len(text), "role": role})
        tokens += _tokens(sentence, text, start)
    shared = {"id": name, "text": text, "document": name}
    yield from kept("sentences", shared | {"sentences": sentences}, name, say)
    yield from kept("passages", shared | {"passages": passages}, name, say)
    yield from kept("actors", shared | {"entities": _entities(tokens, name, say)}, name, say)


def _tokens(sentence: str, text: str, at: int) -> list[_Token]:
    """The syntactic words, each where it stands; parts of a contraction share its letters out."""
    tokens, whole_until, whole = [], 0, (0, 0)
    for line in sentence.split("\n"):
        fields = line.split("\t")
        if len(fields) != 10 or "." in fields[0]:
            continue
        number, form = fields[0], fields[1]
        if "-" in number:
            start = text.find(form, at)
            whole, whole_until, at = (start, start + len(form)), int(number.split("-")[1]), start
            continue
        start = text.find(form, at)
        if int(number) <= whole_until and (start < 0 or start + len(form) > whole[1]):
            start, end = whole  # "don't" as "do" and "not": the part is not printed
            at = end
        else:
            at = end = start + len(form)
        entity = re.search(r"(?:^|\|)Entity=([^|]*)", fields[9])
        marks = entity.group(1) if entity else ""
        tokens.append(_Token(int(number), form, fields[3], int(fields[6]), fields[7], start, end, marks))
    return tokens


def _entities(tokens: list[_Token], name: str, say: Say) -> list[Record]:
    opened: dict[str, list[tuple[int, list[str]]]] = {}
    entities: list[Record] = []
    for place, token in enumerate(tokens):
        for mark in _ENTITY.finditer(token.entity):
            if mark["open"]:
                described = (place, mark["about"].split("-"))
                opened.setdefault(mark["open"], []).append(described)
            chain = mark["close"] or (mark["open"] if mark["single"] else None)
            if chain is None:
                continue
            if not opened.get(chain):
                say(f"{name}, token {place + 1}", f"entity {chain} ends but never began. It is left out.")
                continue
            first, fields = opened[chain].pop()
            if fields[0] in _ACTORS:
                entities.append(_entity(tokens[first : place + 1], chain, _ACTORS[fields[0]]))
    return sorted(entities, key=lambda entity: (entity["start"], -entity["end"]))


def _entity(mention: list[_Token], chain: str, kind: str) -> Record:
    made: Record = {"start": mention[0].start, "end": mention[-1].end, "type": kind, "chain": chain}
    if (name := _name_in(mention)) is not None:
        return made | {"form": "name", "name": [mention[name[0]].start, mention[name[1]].end]}
    pronoun = len(mention) == 1 and mention[0].tag in ("PRON", "DET")
    return made | {"form": "pronoun" if pronoun else "description"}


def _name_in(mention: list[_Token]) -> tuple[int, int] | None:
    """First and last place of the name a mention is made of; missing if its head is a common noun.

    "the U.N. envoy Ana Ruiz, who left" is named by its flat part, Ana Ruiz;
    "the mayor of Lisbon" is a description that holds another's name.
    """
    numbers = {token.number for token in mention}
    head = next((place for place, token in enumerate(mention) if token.head not in numbers), 0)
    core = [head] if mention[head].tag == "PROPN" else []
    core = core or [
        place
        for place, token in enumerate(mention)
        if token.head == mention[head].number and token.relation.startswith("flat") and token.tag == "PROPN"
    ]
    if not core:
        return None
    first, last = core[0], core[-1]
    while first > 0 and _in_name(mention[first - 1]):
        first -= 1
    while last + 1 < len(mention):
        ahead = last + 1
        while ahead < len(mention) and mention[ahead].form.lower() in _JOINS:
            ahead += 1
        if ahead == len(mention) or not _in_name(mention[ahead]):
            break
        last = ahead
    return first + past_title([token.form for token in mention[first : last + 1]]), last


def _in_name(token: _Token) -> bool:
    """Whether a word next to a name belongs to it: a proper noun, or a capital word that modifies one."""
    modifies = token.relation.split(":")[0] in ("amod", "compound", "flat", "nmod", "nummod")
    return token.tag == "PROPN" or (modifies and token.form[:1].isupper())
