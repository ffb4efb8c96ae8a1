"""Reads annotations that stand beside their texts: PolNeAR's in brat files, re3d's in pairs of files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from analysis.gold.forms import Record, Say, json_lines, kept, past_title

# --- brat stand-off: PolNeAR --------------------------------------------------

_BRAT = re.compile(r"[TEARN#*][^\t\n]*\t")


def brat(text: str, annotations: str, article: str, say: Say) -> Iterator[tuple[str, Record]]:
    """The attributions of one article; a span that does not reproduce its text is named and left out."""
    spans: dict[str, list[list[int]]] = {}
    attributions: list[Record] = []
    lines: list[str] = []
    for line in annotations.splitlines():
        if _BRAT.match(line) or not lines:
            lines.append(line)
        else:
            lines[-1] += "\n" + line  # a printed text that runs over a line's end
    for line in lines:
        name, _, rest = line.partition("\t")
        if name.startswith("T"):
            where, _, printed = rest.partition("\t")
            pairs = re.findall(r"(\d+) (\d+)", where)
            found = [[int(start), int(end)] for start, end in pairs]
            stands = " ".join(text[start:end] for start, end in found)
            if stands.split() != printed.split():
                say(f"{article}, {name}", f"{printed[:40]!r} does not stand at {where}. It is left out.")
            else:
                spans[name] = found
        elif name.startswith("E"):
            parts: Record = {"content": [], "source": [], "cue": []}
            for role, part in (word.split(":") for word in rest.split()):
                key = role.rstrip("0123456789").lower()
                if key in parts:
                    parts[key] += spans.get(part, [])
            if parts["content"]:
                attributions.append({key: sorted(value) for key, value in parts.items()})
    made = {"id": article, "text": text, "attributions": attributions, "document": article}
    yield from kept("quotes", made, article, say)


# --- re3d: documents and entities in two files --------------------------------

_RE3D = {"Person": "person", "Organisation": "organization", "Location": "place"}
# A capital does not make these names: they begin a sentence, or are "I".
_PRONOUNS = frozenset(
    "i me my mine we us our ours you your yours he him his she her hers it its they them their theirs "
    "who whom this that these those".split()
)
BELIEVED = 0.5  # the crowd's own confidence from which an entity counts as coded


def re3d(documents: str, entities: str, say: Say) -> Iterator[tuple[str, Record]]:
    """The people, organizations and places of each document that the coders held to be there."""
    coded: dict[Any, list[Record]] = {}
    texts = {line.get("_id"): str(line.get("text") or "") for _, line in json_lines(documents, say)}
    for place, entity in json_lines(entities, say):
        text, kind = texts.get(entity.get("documentId")), _RE3D.get(str(entity.get("type")))
        if kind is None or entity.get("confidence", 1) < BELIEVED:
            continue
        start, end, printed = (entity.get(key) for key in ("begin", "end", "value"))
        if not isinstance(end, int) or not printed or text is None or text[start:end] != printed:
            say(place, f"{printed!r} does not stand at {start} to {end} of its document. It is left out.")
            continue
        made: Record = {"start": start, "end": end, "type": kind, "form": "description"}
        article = re.match(r"(?:the|an?)\s+", printed, re.IGNORECASE)
        name = printed[article.end() :] if article else printed
        if name.lower() in _PRONOUNS:
            made["form"] = "pronoun"
        elif re.search(r"\b[A-Z]", name):
            if kind == "person" and (titled := past_title(name.split())):
                name = name.split(maxsplit=titled)[-1]
            made |= {"form": "name", "name": [end - len(name), end]}
        coded.setdefault(entity["documentId"], []).append(made)
    for document, text in texts.items():
        made = {"id": document, "text": text, "entities": coded.get(document, []), "document": document}
        yield from kept("actors", made, f"document {document}", say)
