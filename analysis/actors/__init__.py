"""Actors: who is named, described or referred to, what each does, and what each is called.

`mentions` settles over a whole article which words mean one actor; `labels`
lists what each actor is called; `hidden_agency` lists the acts that are told
without saying who acts. All rest on the parse, on the words and names of
`codebooks/actors`, and on rules; no model is trained.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

import pandas as pd

from analysis.actors.cast import Mention
from analysis.actors.describe import bare, labels_of
from analysis.actors.names import find
from analysis.actors.refer import Reader
from analysis.actors.roles import hidden
from analysis.actors.settle import settle
from analysis.actors.speech import quoted
from analysis.actors.witness import left_edge
from analysis.actors.words import ActorsError, Entry, Gazetteer, Leader, gazetteer
from analysis.parse import Document, Sheet
from analysis.tables import LABELS, MENTIONS, Articles, Labels, Mentions, records
from analysis.tables import rows as table_rows

__all__ = ["ActorsError", "Entry", "Gazetteer", "Leader", "gazetteer", "hidden_agency", "labels", "mentions"]

Hidden: TypeAlias = pd.DataFrame  # one row per act told without its doer
Voice: TypeAlias = Callable[[str, int, int], str] | pd.DataFrame


def mentions(
    documents: Mapping[str, Document], articles: Articles | None = None, *, own: Path | str | None = None
) -> Mentions:
    """One row each time an actor is named, described or referred to.

    Parameters
    ----------
    documents
        Of `parse.documents`.
    articles
        Those articles. Their day of publication tells whom "the Russian leader"
        means, of those the article names; without it, only the article itself can.
    own
        A gazetteer of the user's own, laid over the workbook's: see `gazetteer`.

    Returns
    -------
    Mentions
        In reading order. A mention reaches over article, title and role ("the
        mayor Ada Vane") and a town's state ("Harrow, Ohio"). `actor` is the name
        that all mentions of one actor in the article go by; it is missing where
        no actor is clear. `form` is name, title (a title with capitals and no
        name), description or pronoun. `type` is the actor's; a place may act,
        as "Kyiv" does. `role` follows grammar: the subject of an active verb is
        agent, or speaker of a verb of saying; the object, or the subject of a
        passive, is patient, or addressee; possessors and "of" phrases of a noun
        of act count too ("Vane's resignation").

        Further columns: `confidence` (0 to 1, that the actor is right; 0 where it is
        missing), `name_start` and `name_end` (the bare name within), `country`
        (of a state, capital, seat or officeholder), `members` (of a group made
        of actors, joined by "; "), and in the numbers of the parse's tokens `token`
        (the head), `first` and `last` (the mention, half-open).

    Raises
    ------
    ActorsError
        If the user's gazetteer cannot be read.

    Examples
    --------
    >>> from analysis.parse import document_of
    >>> document = document_of("Mayor Ada Vane resigned. Mrs. Vane said she was tired.")
    >>> found = mentions({"text": document})
    >>> found[["text", "actor", "role"]].to_string(header=False, index=False).splitlines()
    ['Mayor Ada Vane Ada Vane   agent', '     Mrs. Vane Ada Vane speaker', '           she Ada Vane   other']
    """
    names = gazetteer(own)
    published = {} if articles is None else dict(zip(articles["article"], articles["published"], strict=True))
    rows: list[dict[str, Any]] = []
    for article, document in documents.items():
        day = published.get(article)
        rows += _rows(document, names, None if day is None or pd.isna(day) else pd.Timestamp(day).date())
    return _kinds(
        MENTIONS.frame(rows),
        {
            "confidence": "float64",
            "name_start": "Int64",
            "name_end": "Int64",
            "country": "str",
            "members": "str",
            "token": "int64",
            "first": "int64",
            "last": "int64",
        },
    )


def _kinds(frame: pd.DataFrame, kinds: dict[str, str]) -> pd.DataFrame:
    """The further columns in their kinds, also where there is no row."""
    for name, kind in kinds.items():
        values = frame[name] if name in frame else pd.Series([], dtype=object)
        frame[name] = values.astype(kind)  # type: ignore[call-overload]
    return frame


def _read(document: Document, names: Gazetteer, published: date | None) -> tuple[Sheet, list[Mention]]:
    sheet = document.sheet
    found, alone = find(sheet, names)
    reader = Reader(sheet, settle(sheet, found, names), alone, names, published, quoted(document))
    return sheet, reader.read()


def _rows(document: Document, names: Gazetteer, published: date | None) -> Iterable[dict[str, Any]]:
    if not len(document.doc):
        return
    sheet, found = _read(document, names, published)
    for number, mention in enumerate(found):
        actor, role = mention.actor, mention.role
        start, end = document.source(mention.left, mention.right)
        name = mention.name
        name_start, name_end = document.source(name.first, name.last) if name is not None else (None, None)
        yield {
            "article": document.article,
            "mention": number,
            "actor": actor.name if actor is not None else None,
            "type": actor.type if actor is not None else mention.type,
            "form": mention.form,
            "start": start,
            "end": end,
            "text": sheet.printed(mention.left, mention.right),
            "role": role.role,
            "predicate": role.predicate,
            "passive": role.passive,
            "sentence": document.numbers[sheet.row[mention.top]],
            "confidence": mention.confidence,
            "name_start": name_start,
            "name_end": name_end,
            "country": actor.country if actor is not None else None,
            "members": "; ".join(member.name for member in actor.members) or None
            if actor is not None
            else None,
            "token": mention.top,
            "first": mention.left,
            "last": mention.right,
        }


def labels(documents: Mapping[str, Document], mentions: Mentions, voice: Voice | None = None) -> Labels:
    """One row per description given to an actor.

    Parameters
    ----------
    documents
        Of `parse.documents`.
    mentions
        Of those documents.
    voice
        Whose words a label is: a table of stretches with the columns article,
        start, end and voice, or a function of article, start and end. Without
        it, words inside quotation marks are quoted and all others the reporter's.

    Returns
    -------
    Labels
        Titles ("President"), descriptions that stand for the actor ("Russian
        dictator"), appositions ("the U.S. undersecretary of defense"), predicates
        ("is a reformer") and namings ("called him a liar"), without article or
        courtesy title. Descriptions that no actor is clear for are left out. Further
        column: `kind` (title, description, apposition, predicate or naming).

    Raises
    ------
    ActorsError
        If `voice` has no stretch over a label of an article it should cover.

    Examples
    --------
    >>> from analysis.parse import document_of
    >>> documents = {"text": document_of("Mayor Ada Vane lost. Ole Rask called Vane a liar.")}
    >>> labels(documents, globals()["mentions"](documents))[["actor", "label", "kind"]].values.tolist()
    [['Ada Vane', 'Mayor', 'title'], ['Ada Vane', 'liar', 'naming']]
    """
    rows: list[dict[str, Any]] = []
    grouped: dict[str, list[dict[str, Any]]] = {}
    for row in records(mentions[mentions["actor"].notna()]):
        grouped.setdefault(row["article"], []).append(row)
    stretches = _stretches(voice) if isinstance(voice, pd.DataFrame) else None
    for article, document in documents.items():
        if article not in grouped:
            continue
        sheet = document.sheet
        inside: list[bool] | None = None
        seen: set[tuple[str, int]] = set()
        for row in grouped[article]:
            top, left, right = int(row["token"]), int(row["first"]), int(row["last"])
            found: list[tuple[int, int, str]] = []
            if row["form"] in ("title", "description"):
                if row["type"] != "group":
                    found.append((bare(sheet, left, right), right, "description"))
            else:
                first = left
                if row["form"] == "name":
                    while first < top and document.source(first, first + 1)[0] < row["name_start"]:
                        first += 1
                around = labels_of(sheet, left, first, right, top, person=row["type"] == "person")
                found += [(label.first, label.last, label.kind) for label in around]
            for first, last, kind in found:
                start, end = document.source(first, last)
                if last <= first or (str(row["actor"]), start) in seen:
                    continue
                seen.add((str(row["actor"]), start))
                if voice is None:
                    inside = quoted(document) if inside is None else inside
                    spoken = "quoted" if inside[first] else "reporter"
                elif stretches is not None:
                    spoken = _at(stretches, article, start)
                else:
                    spoken = voice(article, start, end)  # type: ignore[operator]
                rows.append(
                    {
                        "article": article,
                        "actor": row["actor"],
                        "start": start,
                        "label": sheet.printed(first, last),
                        "end": end,
                        "sentence": document.numbers[sheet.row[first]],
                        "voice": spoken,
                        "kind": kind,
                    }
                )
    return _kinds(LABELS.frame(rows), {"kind": "str"})


def _stretches(voice: pd.DataFrame) -> dict[str, list[tuple[int, int, str]]]:
    absent = [name for name in ("article", "start", "end", "voice") if name not in voice]
    if absent:
        raise ActorsError(
            f"the voices lack {', '.join(absent)}. A table of voices has article, start, end and voice."
        )
    found: dict[str, list[tuple[int, int, str]]] = {}
    for row in table_rows(voice[["article", "start", "end", "voice"]]):
        found.setdefault(row.article, []).append((int(row.start), int(row.end), str(row.voice)))
    return found


def _at(stretches: dict[str, list[tuple[int, int, str]]], article: str, start: int) -> str:
    for first, last, said in stretches.get(article, ()):
        if first <= start < last:
            return said
    raise ActorsError(
        f"the voices have no stretch at character {start} of article {article}. "
        "Give voices of the same articles, which cover all their text."
    )


def hidden_agency(documents: Mapping[str, Document], mentions: Mentions | None = None) -> Hidden:
    """One row per act that is told without saying who acts.

    Parameters
    ----------
    documents
        Of `parse.documents`.
    mentions
        Of those documents, to name the actor that it is done to.

    Returns
    -------
    DataFrame
        Columns: article, start, end, text (the passive verb, or the noun), kind
        ("agentless passive" or "nominalised act"), predicate (the verb),
        patient (the words for what it is done to, or missing), actor (the
        patient, where it is an actor), sentence. A noun of act with an owner, a
        "by", or a country before it ("Russian attacks") tells its doer and is not
        here; nor is a clause that only lends it a verb ("Vane made the decision").

    Examples
    --------
    >>> from analysis.parse import document_of
    >>> documents = {"text": document_of("The suspension of trains angered many. Rask was dismissed.")}
    >>> hidden_agency(documents)[["text", "predicate", "patient"]].values.tolist()
    [['suspension', 'suspend', 'trains'], ['was dismissed', 'dismiss', 'Rask']]
    """
    rows: list[dict[str, Any]] = []
    acted: dict[str, dict[int, str]] = {}
    if mentions is not None:
        for known in table_rows(mentions.dropna(subset=["actor"])[["article", "token", "actor"]]):
            acted.setdefault(known.article, {})[int(known.token)] = known.actor
    for article, document in documents.items():
        sheet = document.sheet if len(document.doc) else None
        for act in hidden(sheet) if sheet is not None else ():
            assert sheet is not None
            start, end = document.source(act.first, act.last)
            patient = None
            if act.patient is not None:
                patient = sheet.printed(left_edge(sheet, act.patient), act.patient + 1)
            rows.append(
                {
                    "article": article,
                    "start": start,
                    "end": end,
                    "text": sheet.printed(act.first, act.last),
                    "kind": act.kind,
                    "predicate": act.predicate,
                    "patient": patient,
                    "actor": acted.get(article, {}).get(act.patient) if act.patient is not None else None,
                    "sentence": document.numbers[sheet.row[act.first]],
                }
            )
    columns = ["article", "start", "end", "text", "kind", "predicate", "patient", "actor", "sentence"]
    return pd.DataFrame(rows, columns=columns).astype(
        {"article": "str", "start": "int64", "end": "int64", "text": "str", "kind": "str", "predicate": "str"}
        | {"patient": "str", "actor": "str", "sentence": "int64"}
    )
