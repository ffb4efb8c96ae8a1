"""The cast of an article: what refers to someone, and what the article says of those it names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from analysis.actors.roles import Role, role_of
from analysis.actors.settle import Actor, title_gender
from analysis.actors.witness import Name, mention_left
from analysis.actors.words import Gazetteer, listed, words
from analysis.parse import Sheet

HE = frozenset({"he", "him", "his", "himself"})
SHE = frozenset({"she", "her", "hers", "herself"})
THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
IT = frozenset({"it", "its", "itself"})
SELF = frozenset({"i", "me", "my", "mine", "myself"})
WE = frozenset({"we", "us", "our", "ours", "ourselves"})
PRONOUNS = HE | SHE | THEY | IT | SELF | WE
DEFINITE = frozenset({"the", "this", "that", "these", "those"})
# Nouns of number, which are people only "of" people.
COLLECTIVE = frozenset(
    {
        "trio",
        "pair",
        "couple",
        "duo",
        "team",
        "group",
        "majority",
        "minority",
        "generation",
        "crowd",
        "crew",
        "mob",
    }
)
# Bodies too general in name to be taken up by "the ..." of the same noun elsewhere.
VAGUE = listed(
    "center centre field time times system press media house network board service order news "
    "post front guard command mission fund trust exchange channel station energy oil office "
    "school college capital body label studio magazine journal club force utility division fleet "
    "bench diet reserve institution initiative society operator provider developer maker supplier "
    "carrier lender business industries services police movement campaign industry herald temple "
    "museum library hospital clinic faculty laboratory lab foundation partners"
)


@dataclass(eq=False, slots=True)
class Mention:
    """An actor named, described or referred to once: where, how, and whom it means."""

    left: int
    right: int
    top: int
    form: str
    type: str
    actor: Actor | None
    confidence: float
    role: Role
    name: Name | None = None
    first: int = -1  # of a name or a description, without article and title


@dataclass(frozen=True)
class Company:
    """Several actors told of as one: "Vane and Rask"."""

    row: int
    at: int
    actors: tuple[Actor, ...]
    subject: bool


class Cast:
    """The mentions of one article, not yet read, and what it says of its actors."""

    def __init__(
        self, sheet: Sheet, names: dict[Name, tuple[Actor, float]], alone: list[tuple[int, int]],
        gazetteer: Gazetteer, published: date | None, quoted: list[bool],
    ) -> None:  # fmt: skip
        self.sheet, self.gazetteer, self.published, self.quoted = sheet, gazetteer, published, quoted
        self.mentions: list[Mention] = []
        self.said: dict[Actor, list[str]] = {}  # genders of the pronouns that clearly mean an actor
        self.actors = list(dict.fromkeys(actor for actor, _ in names.values()))
        self.covered = [False] * sheet.size
        for name, (actor, sure) in names.items():
            top = sheet.top(name.first, name.last)
            self.mentions.append(
                Mention(
                    name.left,
                    name.right,
                    top,
                    "name",
                    actor.type,
                    actor,
                    sure,
                    role_of(sheet, top),
                    name,
                    name.first,
                )
            )
            for token in range(name.left, name.right):
                self.covered[token] = True
            self._learn(name, actor)
        self._titles(alone)
        self._nouns()
        self._pronouns()
        self.mentions.sort(key=lambda mention: (mention.top, mention.left))
        self.tops = [mention.top for mention in self.mentions]
        self.names = {mention.top: mention for mention in self.mentions if mention.form == "name"}
        self.groups = {actor.name.lower(): actor for actor in self.actors if actor.type == "group"}
        self.companies = self._companies()

    # --- What the article says of its actors ---------------------------------

    def _learn(self, name: Name, actor: Actor) -> None:
        """Titles, genders and countries from the words around a name."""
        sheet, person = self.sheet, words("person")
        if actor.type != "person":
            return
        if (gender := title_gender(sheet, name)) is not None:
            actor.gender = actor.gender or gender
        country = self._country(name.left, name.first)
        for token in range(name.left, name.first):
            if sheet.lemma[token].rstrip(".") in person:
                self._role(actor, sheet.lemma[token], country)
        top = sheet.top(name.first, name.last)
        for child in sheet.children[top]:
            if sheet.dep[child] == "appos" and child > top:
                self._role_of_noun(actor, child)
        if sheet.dep[top] == "appos" and sheet.head[top] < top:  # "the mayor, Ada Vane,"
            self._role_of_noun(actor, sheet.head[top])
        if sheet.dep[top] == "nsubj" and sheet.lemma[sheet.head[top]] == "be":
            for child in sheet.children[sheet.head[top]]:
                if sheet.dep[child] == "attr" and not any(
                    sheet.dep[c] == "neg" for c in sheet.children[sheet.head[top]]
                ):
                    self._role_of_noun(actor, child)
        for leader in self.gazetteer.leading.get(actor.last, ()):
            known = len(actor.words) == 1 or leader.name.split(" ")[0] == actor.words[0]
            if known and leader.held_on(self.published):
                for part in (leader.office, leader.office.rsplit(" ", 1)[-1]):
                    actor.offices.setdefault(part, leader.country)
                actor.country = actor.country or leader.country

    def _role_of_noun(self, actor: Actor, noun: int) -> None:
        sheet = self.sheet
        lemma = sheet.lemma[noun]
        if lemma not in words("person") or sheet.tag[noun] in ("NNS", "NNPS"):
            return
        left = mention_left(sheet, noun, noun + 1, noun)
        country = self._country(left, noun)
        if country is None:
            for child in sheet.children[noun]:  # "president of Norland"
                if sheet.lower[child] == "of":
                    for inner in sheet.children[child]:
                        entry = self.gazetteer.entries.get(sheet.text[inner])
                        country = country or (entry.country if entry else None)
        self._role(actor, lemma, country)
        if lemma in words("male"):
            actor.gender = actor.gender or "male"
        elif lemma in words("female"):
            actor.gender = actor.gender or "female"

    def _role(self, actor: Actor, role: str, country: str | None) -> None:
        if actor.roles.get(role) is None:
            actor.roles[role] = country
        if country is not None:
            actor.country = actor.country or country

    def _country(self, first: int, last: int) -> str | None:
        """The country that a stretch of words names, as adjective or by name."""
        for token in range(first, last):
            text = self.sheet.text[token]
            if (country := self.gazetteer.adjectives.get(text)) is not None:
                return country
            entry = self.gazetteer.entries.get(text)
            if entry is not None and entry.country and entry.code in ("country", "city"):
                return entry.country
        return None

    # --- Finding what refers -------------------------------------------------

    def _add(self, left: int, right: int, top: int, form: str, kind: str, first: int) -> None:
        self.mentions.append(
            Mention(left, right, top, form, kind, None, 0.0, role_of(self.sheet, top), None, first)
        )
        for token in range(left, right):
            self.covered[token] = True

    def _titles(self, alone: list[tuple[int, int]]) -> None:
        """Titles with capitals and without a name: "the Foreign Secretary"."""
        sheet = self.sheet
        for first, last in alone:
            top = sheet.top(first, last)
            if any(self.covered[token] for token in range(first, last)) and self.covered[top]:
                continue
            if sheet.dep[top] in ("compound", "amod", "nmod") and sheet.head[top] >= last:
                continue
            left = mention_left(sheet, first, last, top)
            self._add(left, last, top, "title", "person", first)

    def _nouns(self) -> None:
        """Descriptions: noun phrases whose head is a word for an actor."""
        sheet = self.sheet
        person, group, bodies, places = words("person"), words("group"), words("organization"), words("place")
        bodies = bodies - VAGUE
        for token in range(sheet.size):
            if sheet.pos[token] not in ("NOUN", "PROPN", "ADJ") or self.covered[token]:
                continue
            low, lemma, tag = sheet.lower[token], sheet.lemma[token], sheet.tag[token]
            plural = tag in ("NNS", "NNPS")
            if sheet.dep[token] in ("compound", "amod", "nmod", "npadvmod", "nummod"):
                continue
            left = mention_left(sheet, token, token + 1, token)
            opens = sheet.lower[left]
            if lemma in COLLECTIVE and any(
                sheet.lower[child] == "of"
                and not any(
                    sheet.lemma[inner] in person or sheet.lower[inner] in group or sheet.pos[inner] == "PROPN"
                    for inner in sheet.children[child]
                )
                for child in sheet.children[token]
            ):
                continue  # "a trio of sites"
            if (
                lemma in bodies
                and opens in DEFINITE
                and not plural
                and low not in ("police", "military", "public")
            ):
                kind = "organization"
            elif low in group and not (low == "people" and opens in ("many", "few")):
                if sheet.pos[token] == "ADJ" and opens != "the":
                    continue
                kind = "group"
            elif lemma in person and sheet.pos[token] != "ADJ":
                kind = "group" if plural else "person"
            elif lemma in bodies and sheet.pos[token] != "ADJ" and not plural:
                if (
                    opens not in DEFINITE
                    and opens not in ("its", "their", "his", "her")
                    and self._country(left, token) is None
                ):
                    continue
                kind = "organization"
            elif (
                lemma in places
                and sheet.pos[token] != "ADJ"
                and opens in ("the", "this", "that")
                and (
                    lemma
                    in (
                        "city",
                        "country",
                        "town",
                        "village",
                        "kingdom",
                        "nation",
                        "state",
                        "province",
                        "island",
                        "republic",
                        "capital",
                        "region",
                    )
                )
            ):
                kind = "place" if not plural else "group"
            else:
                continue
            self._add(left, token + 1, token, "description", kind, token)

    def _pronouns(self) -> None:
        sheet = self.sheet
        for token in range(sheet.size):
            if sheet.tag[token] not in ("PRP", "PRP$") or sheet.lower[token] not in PRONOUNS:
                continue
            low = sheet.lower[token]
            kind = "person" if low in HE | SHE | SELF else "organization" if low in IT else "group"
            if low in SELF and not self.quoted[token]:
                continue
            self._add(token, token + 1, token, "pronoun", kind, token)

    def _companies(self) -> list[Company]:
        """Names joined by "and"."""
        sheet = self.sheet
        by_top = {mention.top: mention for mention in self.mentions if mention.form == "name"}
        found = []
        for mention in self.mentions:
            if mention.form != "name" or sheet.dep[mention.top] == "conj" or mention.actor is None:
                continue
            joined, token = [mention.actor], mention.top
            while True:
                following = [c for c in sheet.children[token] if sheet.dep[c] == "conj" and c in by_top]
                if not following or len(joined) > 4:
                    break
                token = following[0]
                other = by_top[token].actor
                if other is not None and other not in joined:
                    joined.append(other)
            if len(joined) > 1:
                subject = sheet.dep[mention.top] in ("nsubj", "nsubjpass")
                found.append(Company(sheet.row[token], token, tuple(joined), subject))
        return found
