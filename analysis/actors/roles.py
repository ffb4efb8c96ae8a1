"""Who does what to whom: the part each mention plays in its clause, and the acts whose doer is not told.

Roles follow the grammar of the clause, not a reader's insight: the subject of
an active verb is its agent, also of "receive" or "die".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analysis.actors.words import acts, listed, words
from analysis.parse import Sheet

TOLD = listed(
    "tell ask inform brief warn advise urge remind assure instruct notify address order thank "
    "promise invite beg implore question call quiz press lobby write answer reassure"
)
# Acts whose "of" names the doer, since they have no patient.
DOERS = listed(
    "arrival departure return resignation failure retreat refusal decision promise pledge claim "
    "statement announcement visit apology participation involvement escalation opposition protest"
)
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ"})


@dataclass(frozen=True)
class Role:
    """The part played: its name, the lemma it is played in, and whether that verb is passive."""

    role: str
    predicate: str | None
    passive: bool
    head: int | None = None


def role_of(sheet: Sheet, top: int) -> Role:
    """The part that the noun phrase with this head plays."""
    speech = words("speech")
    token = top
    for _ in range(6):  # "Vane and Rask left": what holds for the first holds for the second
        if sheet.dep[token] == "conj" and sheet.pos[sheet.head[token]] in NOMINAL:
            token = sheet.head[token]
        else:
            break
    dep, head = sheet.dep[token], sheet.head[token]
    lemma = sheet.lemma[head]
    verbal = sheet.pos[head] in ("VERB", "AUX")
    if dep == "nsubj" and verbal:
        if lemma == "be":
            return Role("other", "be", False, head)
        return Role("speaker" if lemma in speech else "agent", lemma, False, head)
    if dep in ("nsubjpass", "csubjpass") and verbal:
        return Role("addressee" if lemma in TOLD else "patient", lemma, True, head)
    if dep == "dobj" and verbal:
        return Role("addressee" if lemma in TOLD else "patient", lemma, False, head)
    if dep == "dative":
        return Role("addressee" if lemma in speech else "other", lemma, False, head)
    if dep == "pobj":
        return _in_phrase(sheet, head, speech)
    if dep == "poss" and sheet.pos[head] in ("NOUN", "PROPN"):
        verb = acts().get(sheet.lemma[head])
        if verb is None:
            return Role("other", sheet.lemma[head], False, head)
        by = any(sheet.lower[child] == "by" for child in sheet.children[head])
        return Role("patient" if by else "speaker" if verb in speech else "agent", verb, False, head)
    if dep == "compound" and (verb := acts().get(sheet.lemma[head])) is not None:
        return Role("other", verb, False, head)
    if verbal and dep in ("nsubj", "attr", "oprd", "npadvmod", "advcl"):
        return Role("other", lemma, False, head)
    return Role("other", None, False, None)


def _in_phrase(sheet: Sheet, preposition: int, speech: frozenset[str]) -> Role:
    word, above = sheet.lower[preposition], sheet.head[preposition]
    lemma = sheet.lemma[above]
    if sheet.dep[preposition] == "agent":
        return Role("speaker" if lemma in speech else "agent", lemma, True, above)
    if sheet.pos[above] in ("VERB", "AUX"):
        if lemma in speech and (word == "to" or (word == "with" and lemma in ("speak", "talk"))):
            return Role("addressee", lemma, False, above)
        return Role("other", lemma, False, above)
    if sheet.pos[above] in ("NOUN", "PROPN"):
        verb = acts().get(sheet.lemma[above])
        if verb is None:
            return Role("other", sheet.lemma[above], False, above)
        if word == "by" or (word == "of" and sheet.lemma[above] in DOERS):
            return Role("speaker" if verb in speech else "agent", verb, False, above)
        if word in ("of", "on", "against"):
            return Role("patient", verb, False, above)
        return Role("other", verb, False, above)
    return Role("other", None, False, None)


@dataclass(frozen=True)
class Hidden:
    """An act told without its doer: what kind of telling, its words, its verb and what it is done to."""

    kind: str
    first: int
    last: int
    predicate: str
    patient: int | None


def hidden(sheet: Sheet) -> Iterator[Hidden]:
    """Passives without "by" and nouns that name an act, in order, where no doer is told."""
    nouns = acts()
    told: set[int] = set()  # "the bridge, it was built" has two subjects and is one act
    for token in range(sheet.size):
        if sheet.dep[token] in ("nsubjpass", "csubjpass") and sheet.pos[sheet.head[token]] in ("VERB", "AUX"):
            verb = sheet.head[token]
            if verb in told or _agent_told(sheet, verb):
                continue
            told.add(verb)
            helpers = [
                child
                for child in sheet.children[verb]
                if sheet.dep[child] in ("aux", "auxpass") and child < verb
            ]
            patient = token
            if sheet.tag[token] in ("WDT", "WP") and sheet.dep[verb] == "relcl":
                patient = sheet.head[verb]
            yield Hidden("agentless passive", min([verb, *helpers]), verb + 1, sheet.lemma[verb], patient)
        elif sheet.pos[token] == "NOUN" and (verb_of := nouns.get(sheet.lemma[token])) is not None:
            found = _act(sheet, token, verb_of)
            if found is not None:
                yield found


def _agent_told(sheet: Sheet, verb: int) -> bool:
    token = verb
    for _ in range(4):  # in "were seized and sold by Rask" the last "by" holds for both
        if any(sheet.dep[child] == "agent" for child in sheet.children[token]):
            return True
        after = [
            child
            for child in sheet.children[token]
            if sheet.dep[child] == "conj" and sheet.tag[child] == "VBN"
        ]
        if not after:
            return False
        token = after[0]
    return False


def _act(sheet: Sheet, token: int, verb: str) -> Hidden | None:
    """A noun of act, unless an owner, a "by", or the subject it is an object of tells who acts."""
    patient: int | None = None
    for child in sheet.children[token]:
        dep, low = sheet.dep[child], sheet.lower[child]
        if dep in ("poss", "compound", "amod") and (
            sheet.pos[child] in ("PROPN", "PRON")
            or dep == "poss"
            or sheet.entity[child] in ("NORP", "GPE", "ORG", "PERSON")
        ):
            return None
        if dep in ("prep", "agent"):
            objects = [t for t in sheet.children[child] if sheet.dep[t] == "pobj"]
            if low == "by" or (low in ("from", "between") and objects and sheet.pos[objects[0]] == "PROPN"):
                return None
            if low in ("of", "on", "against") and objects and patient is None:
                if sheet.lemma[token] in DOERS and low == "of":
                    return None
                patient = objects[0]
                if any(sheet.lower[t] == "by" for t in sheet.children[patient]):
                    return None  # the parser hangs the doer on what it is done to
    # Without what it is done to, a noun of act is as often a plain noun; "the decision
    # to leave" has it in its verb.
    if patient is None and not any(
        sheet.dep[child] == "acl" and sheet.tag[child] == "VB" for child in sheet.children[token]
    ):
        return None
    # "Vane ordered the suspension of trains": the subject of such a verb is no doer of the act itself,
    # but "carried out", "made" and their like only lend the noun a verb.
    head = sheet.head[token]
    if (
        sheet.dep[token] == "dobj"
        and sheet.lemma[head] in LENDING
        and any(sheet.dep[child] == "nsubj" for child in sheet.children[head])
    ):
        return None
    return Hidden("nominalised act", token, token + 1, verb, patient)


LENDING = listed(
    "make carry conduct launch issue give take commit mount stage do perform undertake offer "
    "deliver execute pursue reach have announce"
)
