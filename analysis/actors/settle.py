"""Actors settled over a whole article: which names are one, of what type, under which name.

Each name is a witness for the others: "Ada Vane" says that "Vane" is a person,
"Harrow Port Authority" what "HPA" and "the Authority" are, and a label that the
parser gave once in ten is outvoted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from analysis.actors.runs import PARTICLES
from analysis.actors.witness import SUFFIXES, Name
from analysis.actors.words import Entry, Gazetteer, words
from analysis.parse import Sheet

CORPORATE = frozenset(
    {"inc", "corp", "co", "ltd", "llc", "plc", "ag", "gmbh", "sa", "nv", "holdings", "group"}
)
SMALL = frozenset({"of", "the", "and", "for", "on", "in", "to", "against", "de", "&"})
SURE, LIKELY, GUESS = 0.95, 0.8, 0.6


@dataclass(eq=False)
class Actor:
    """Whoever is meant by several mentions of one article.

    Attributes
    ----------
    name
        What all mentions go by.
    type
        person, organization, place or group.
    roles
        Nouns that the article gives the actor ("president"), each with the
        country it is said to be of, where it is.
    offices
        The same by the gazetteer, on the day of publication.
    gender
        male or female where the article says so: by a title, a noun, or a
        pronoun that can mean no one else.
    members
        For a group made of actors, those.
    """

    name: str
    type: str
    words: tuple[str, ...] = ()
    roles: dict[str, str | None] = field(default_factory=dict)
    offices: dict[str, str] = field(default_factory=dict)
    gender: str | None = None
    country: str | None = None
    entry: Entry | None = None
    members: tuple[Actor, ...] = ()
    count: int = 0

    @property
    def last(self) -> str:
        """The last name of a person."""
        return surname(self.words)


def surname(parts: Sequence[str]) -> str:
    """The word a person is called by alone: "Trump", "Assad", "King" of "King Jr."."""
    kept = [part for part in parts if part.lower() not in SUFFIXES]
    return kept[-1] if kept else ""


def _initials(parts: Sequence[str]) -> str:
    return "".join(part[0] for part in parts if part[0].isupper() and part.lower() not in SMALL)


def _initials_all(parts: Sequence[str]) -> str:
    return "".join(part[0].upper() for part in parts if part.lower() not in {"the", "&"})


def settle(sheet: Sheet, names: list[Name], gazetteer: Gazetteer) -> dict[Name, tuple[Actor, float]]:
    """The actor of each name and how sure that is; names that mean no actor are left out."""
    by_key: dict[tuple[str, ...], list[Name]] = defaultdict(list)
    for name in names:
        by_key[name.words].append(name)
    totals: dict[tuple[str, ...], Counter[str]] = {}
    for key, found in by_key.items():
        total: Counter[str] = Counter()
        for name in found:
            total.update(name.votes)
        totals[key] = total
    speech = words("speech")
    speakers = {
        name.words[0]
        for name in names
        if len(name.words) == 1
        and sheet.dep[name.first] == "nsubj"
        and sheet.lemma[sheet.head[name.first]] in speech
    }
    for key, total in totals.items():  # who is called by the last word alone, and speaks, is a person
        if len(key) in (2, 3) and key[-1] in speakers and total["organization"] <= len(by_key[key]):
            total["person"] += 1 + total["organization"]
    persons = _persons(by_key, totals)
    for key, actor in persons.items():
        for name in by_key[key]:
            actor.gender = actor.gender or said_gender(sheet, name)
    actors: dict[tuple[str, ...], Actor] = {}
    settled: dict[Name, tuple[Actor, float]] = {}
    for key, actor in persons.items():
        actors[key] = actor
    by_last: dict[str, list[Actor]] = defaultdict(list)
    by_first: dict[str, list[Actor]] = defaultdict(list)
    for actor in dict.fromkeys(persons.values()):
        by_last[actor.last].append(actor)
        by_first[actor.words[0]].append(actor)
    _bodies(sheet, by_key, totals, actors, gazetteer)
    latest: dict[str, Actor] = {}  # by last name, who was last named in full
    for name in names:
        key = name.words
        meant = actors.get(key)
        sure = SURE
        suffixed = len(key) == 2 and key[1].lower() in SUFFIXES
        if len(key) == 1 or suffixed or (len(key) == 2 and key[0] in PARTICLES | {"Al", "El"}):
            alone = key[0] if suffixed else key[-1]
            bearers = by_last.get(alone, [])
            bearers = [b for b in bearers if (b.words[-1].lower() in SUFFIXES) == suffixed] or bearers
            if bearers and not _is_place_here(sheet, name, totals[key]):
                named = _same_gender(name, sheet, bearers)
                if len(named) == 1:
                    meant, sure = named[0], SURE if len(bearers) == 1 else LIKELY
                else:
                    recent = latest.get(alone)
                    meant = recent if recent in named else max(named, key=lambda bearer: bearer.count)
                    sure = GUESS
            elif len(by_first.get(alone, ())) == 1 and name.entry is None and totals[key]["organization"] < 3:
                meant, sure = by_first[alone][0], LIKELY
        if meant is None:
            continue
        if meant.type == "person" and len(key) > 1:
            latest[meant.last] = meant
        meant.count += 1
        settled[name] = (meant, sure)
    return settled


def _persons(
    by_key: dict[tuple[str, ...], list[Name]], totals: dict[tuple[str, ...], Counter[str]]
) -> dict[tuple[str, ...], Actor]:
    """One actor for each person named with more than one word, and all the forms of that name."""
    bodies = words("organization")
    full = [
        key
        for key, total in totals.items()
        if len(key) > 1 and best(total) == "person" and key[-1].lower() not in bodies
        and not (len(key) == 2 and (key[0] in PARTICLES | {"Al", "El"} or key[1].lower() in SUFFIXES))
    ]  # fmt: skip
    full.sort(key=len, reverse=True)
    made: dict[tuple[str, ...], Actor] = {}
    for key in full:
        for other in list(made):
            if _one_person(other, key):
                made[key] = made[other]
                break
        else:
            made[key] = Actor(" ".join(key), "person", key)
    for actor in dict.fromkeys(made.values()):
        forms = [(key, len(by_key[key])) for key, owner in made.items() if owner is actor]
        # The form printed most often; of several, the one printed first.
        key = max(forms, key=lambda form: (form[1], -by_key[form[0]][0].first))[0]
        actor.words, actor.name = key, by_key[key][0].key
        actor.count = sum(count for _, count in forms)
    return made


def _one_person(longer: tuple[str, ...], shorter: tuple[str, ...]) -> bool:
    """Whether two full names may be one person's: "Ada B. Vane" and "Ada Vane"."""
    if (longer[-1].lower() in SUFFIXES) != (shorter[-1].lower() in SUFFIXES):
        return False  # father and son
    a, b = ([p for p in parts if p.lower() not in SUFFIXES] for parts in (longer, shorter))
    if not a or not b or (a[-1] != b[-1] and tuple(a[: len(b)]) != tuple(b)):
        return False
    if a[-1] != b[-1]:
        return len(b) > 1
    first_a, first_b = a[0].rstrip("."), b[0].rstrip(".")
    if first_a == first_b:
        return True
    if min(len(first_a), len(first_b)) == 1:
        return first_a[0] == first_b[0]
    return len(b) > 1 and all(part in a for part in b)


def _same_gender(name: Name, sheet: Sheet, bearers: list[Actor]) -> list[Actor]:
    said = title_gender(sheet, name)
    if said is None:
        return bearers
    return [bearer for bearer in bearers if bearer.gender in (said, None)] or bearers


def title_gender(sheet: Sheet, name: Name) -> str | None:
    """What the words before a name say of the person's gender: "Mrs. Vane", "spokesman Ole Vane"."""
    male, female = words("male"), words("female")
    for token in range(name.left, name.first):
        low = sheet.lower[token].rstrip(".")
        if low in male:
            return "male"
        if low in female:
            return "female"
    return None


def said_gender(sheet: Sheet, name: Name) -> str | None:
    """What the words around a name say of the person's gender: a title, an apposition, or "is a ..."."""
    said = title_gender(sheet, name)
    if said is not None:
        return said
    top = sheet.top(name.first, name.last)
    nouns = [child for child in sheet.children[top] if sheet.dep[child] == "appos"]
    if sheet.dep[top] == "appos":
        nouns.append(sheet.head[top])
    if sheet.dep[top] == "nsubj" and sheet.lemma[sheet.head[top]] == "be":
        nouns += [child for child in sheet.children[sheet.head[top]] if sheet.dep[child] == "attr"]
    for noun in nouns:
        if sheet.lemma[noun] in words("male"):
            return "male"
        if sheet.lemma[noun] in words("female"):
            return "female"
    return None


def _is_place_here(sheet: Sheet, name: Name, total: Counter[str]) -> bool:
    """Whether a word that is also someone's last name is a place in this sentence: "in Lincoln"."""
    if total["place"] <= total["person"] and name.entry is None:
        return False
    top = sheet.top(name.first, name.last)
    return sheet.dep[top] == "pobj" and sheet.lower[sheet.head[top]] in (
        "in",
        "at",
        "from",
        "near",
        "to",
        "into",
        "outside",
    )


def best(total: Counter[str]) -> str | None:
    """The type with most votes; a tie goes to person, then organization, then place."""
    if not total:
        return None
    order = ("person", "organization", "place", "group", "thing")
    return max(order, key=lambda kind: (total[kind], -order.index(kind)))


def _modifies(sheet: Sheet, name: Name) -> bool:
    """Whether a name only tells the kind of the common noun after it, which is no body or people."""
    head = sheet.head[name.last - 1]
    after = name.last
    if (
        after < sheet.size
        and sheet.tag[after] in ("NN", "NNS")
        and sheet.row[after] == sheet.row[name.first]
        and not name.title
    ):
        return sheet.lemma[after] not in words("organization") | words("person") | words("group")
    return (
        sheet.dep[name.last - 1] in ("compound", "nmod", "amod")
        and head >= name.last
        and sheet.pos[head] == "NOUN"
        and not name.title
        and sheet.lemma[head] not in words("organization") | words("person") | words("group")
    )


def _bodies(
    sheet: Sheet,
    by_key: dict[tuple[str, ...], list[Name]],
    totals: dict[tuple[str, ...], Counter[str]],
    actors: dict[tuple[str, ...], Actor],
    gazetteer: Gazetteer,
) -> None:
    """Actors for all names that are no full name of a person."""
    bodies = words("organization")
    made: dict[str, Actor] = {}
    keys = sorted(
        (key for key in totals if key not in actors), key=lambda key: (-len(key), by_key[key][0].first)
    )
    folded: dict[frozenset[str], Actor] = {}
    for key in keys:
        found = by_key[key]
        entry = next((name.entry for name in found if name.entry), None)
        kind = entry.type if entry and entry.code != "town" else best(totals[key])
        if entry and entry.code != "town" and totals[key]["person"] > totals[key][entry.type]:
            kind, entry = "person", None
        if kind == "person" and len(key) == 1 and all(_modifies(sheet, name) for name in found):
            continue  # "Patriot missiles": only ever a kind of something
        if kind is None or kind == "thing" or (kind != "person" and totals[key]["thing"] >= len(found) * 2):
            kind = _fallback(found)
            if kind is None:
                continue
        if entry and entry.code != "town":
            actor = made.get(entry.actor)
            if actor is None:
                actor = made[entry.actor] = Actor(
                    entry.actor, entry.type, key, country=entry.country, entry=entry
                )
            actors[key] = actor
            continue
        parts = [part for part in key if part.lower() not in SMALL]
        while len(parts) > 1 and parts[-1].lower().rstrip(".") in CORPORATE:
            parts.pop()
        fold = frozenset(part.lower() for part in parts)
        if kind == "organization" and len(key) == 1:
            known = _short_form(key[0], actors, bodies)
            if known is not None:
                actors[key] = known
                continue
        actor = folded.get(fold) if kind != "person" else None
        if actor is None:
            actor = Actor(found[0].key, kind, key, country=entry.country if entry else None)
            if kind != "person":
                folded[fold] = actor
        actors[key] = actor
    return


def _short_form(word: str, actors: dict[tuple[str, ...], Actor], bodies: frozenset[str]) -> Actor | None:
    """The body that an abbreviation or a single noun of its name stands for."""
    candidates = []
    for key, actor in actors.items():
        if actor.type != "organization" or len(key) < 2:
            continue
        bare = word.replace(".", "")
        if (bare.isupper() and len(bare) > 1 and bare in (_initials(key), _initials_all(key))) or (
            word.lower() in bodies and word in key
        ):
            candidates.append(actor)
    distinct = list(dict.fromkeys(candidates))
    return distinct[0] if len(distinct) == 1 else None


def _fallback(found: list[Name]) -> str | None:
    """A type for names that nothing speaks for: none, unless the article keeps using them."""
    if any(name.votes["thing"] for name in found) or len(found) < 2:
        return None
    return "organization"
