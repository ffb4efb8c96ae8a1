"""Reference: who is meant by "the president", "Pentagon officials", "the two leaders", "she" and "its".

Two readings of an article. The first takes descriptions by what the article
says of its actors (their titles, countries and kind), and pronouns that leave no choice,
which teaches genders; the second takes the other pronouns by nearness, by
subjects before objects (after Lappin & Leass 1994, whose weights are not
used), and leaves open what two actors might be meant by alike.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from analysis.actors.names import Name, _left
from analysis.actors.roles import Role, role_of
from analysis.actors.settle import GUESS, LIKELY, Actor, title_gender
from analysis.actors.sheet import Sheet
from analysis.actors.words import Gazetteer, words

HE = frozenset({"he", "him", "his", "himself"})
SHE = frozenset({"she", "her", "hers", "herself"})
THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
IT = frozenset({"it", "its", "itself"})
SELF = frozenset({"i", "me", "my", "mine", "myself"})
WE = frozenset({"we", "us", "our", "ours", "ourselves"})
PRONOUNS = HE | SHE | THEY | IT | SELF | WE
DEFINITE = frozenset({"the", "this", "that", "these", "those"})
TWO = {"two": 2, "both": 2, "three": 3, "four": 4}
FAME = 0.3  # points for each e-fold of an actor's mentions in the article
REACH = 3  # sentences a pronoun looks back
CLEAR = 0.35  # points by which the first must lead the second
RULERS = frozenset(
    {
        "leader",
        "ruler",
        "dictator",
        "strongman",
        "autocrat",
        "despot",
        "tyrant",
        "head",
        "chief",
        "counterpart",
        "premier",
        "boss",
    }
)
OFFICES = {
    "president": {"president"},
    "premier": {"prime minister", "chancellor"},
    "minister": {"prime minister"},
    "chancellor": {"chancellor"},
    "secretary": {"secretary general"},
}
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
VAGUE = frozenset(
    {
        "center",
        "centre",
        "field",
        "time",
        "times",
        "system",
        "press",
        "media",
        "house",
        "network",
        "board",
        "service",
        "order",
    }
    | {
        "news",
        "post",
        "front",
        "guard",
        "command",
        "mission",
        "fund",
        "trust",
        "exchange",
        "channel",
        "station",
        "energy",
        "oil",
    }
    | {
        "office",
        "school",
        "college",
        "capital",
        "body",
        "label",
        "studio",
        "magazine",
        "journal",
        "club",
        "force",
        "utility",
    }
    | {
        "division",
        "fleet",
        "bench",
        "diet",
        "reserve",
        "institution",
        "initiative",
        "society",
        "operator",
        "provider",
        "developer",
    }
    | {
        "maker",
        "supplier",
        "carrier",
        "lender",
        "business",
        "industries",
        "services",
        "police",
        "movement",
        "campaign",
        "industry",
    }
    | {
        "herald",
        "temple",
        "museum",
        "library",
        "hospital",
        "clinic",
        "faculty",
        "laboratory",
        "lab",
        "foundation",
        "trust",
        "partners",
    }
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


class Reader:
    """Reads one article's mentions, in order."""

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
        left = _left(sheet, noun, noun + 1, noun)
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
            left = _left(sheet, first, last, top)
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
            left = _left(sheet, token, token + 1, token)
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

    # --- Whom it means -------------------------------------------------------

    def read(self) -> list[Mention]:
        """All mentions with whom they mean; those of "it" that mean no actor are left out."""
        self._pass(learning=True)
        for actor, genders in self.said.items():
            if actor.gender is None and len(set(genders)) == 1:
                actor.gender = genders[0]
        for mention in self.mentions:
            if mention.form == "pronoun":
                mention.actor, mention.confidence = None, 0.0
        self._pass(learning=False)
        return [
            mention
            for mention in self.mentions
            if not (
                mention.actor is None
                and mention.type in ("organization", "place")
                and mention.form == "pronoun"
            )
            and not (mention.actor is None and mention.type == "place")
        ]

    def _pass(self, *, learning: bool) -> None:
        sheet = self.sheet
        self.past: list[Mention] = []
        self.latest: dict[Actor, int] = {}  # the row in which an actor was last mentioned
        for mention in self.mentions:
            if mention.form in ("description", "title") and mention.actor is None:
                self._describe(mention)
            elif mention.form == "pronoun":
                low = sheet.lower[mention.top]
                if low in HE | SHE:
                    self._person(mention, "male" if low in HE else "female", learning)
                elif learning:
                    pass
                elif low in THEY:
                    self._they(mention)
                elif low in IT:
                    self._it(mention)
                elif low in SELF:
                    self._self(mention)
            if mention.actor is not None:
                self.past.append(mention)
                self.latest[mention.actor] = sheet.row[mention.top]

    def _near(self, mention: Mention, kinds: frozenset[str], reach: int = REACH) -> Iterable[Mention]:
        """Mentions before this one, the nearest first."""
        row = self.sheet.row[mention.top]
        for other in reversed(self.past):
            if self.sheet.row[other.top] < row - reach:
                return
            if other.actor is not None and other.actor.type in kinds and other.top < mention.top:
                yield other

    def _barred(self, mention: Mention, other: Mention) -> bool:
        """Whether grammar forbids that two mentions of one clause mean the same."""
        sheet = self.sheet
        if sheet.lower[mention.top].endswith(("self", "selves")):
            return False
        if sheet.tag[mention.top] == "PRP$":
            # "his" of an apposition or of the very phrase it stands in
            return sheet.head[mention.top] == other.top
        return (
            mention.role.head is not None
            and mention.role.head == other.role.head
            and sheet.dep[mention.top] in ("dobj", "pobj", "dative", "nsubj", "nsubjpass")
            and sheet.row[mention.top] == sheet.row[other.top]
        )

    def _named_below(self, mention: Mention) -> set[Actor]:
        """Actors named after a subject in its own clause or one under it: "she" is not Vane in "she met Vane's wife"."""
        sheet = self.sheet
        if sheet.dep[mention.top] not in ("nsubj", "nsubjpass") or mention.role.head is None:
            return set()
        verb, found = mention.role.head, set()
        for other in self._same_row(mention):
            if other.top <= mention.top or other.form == "pronoun" or other.actor is None:
                continue
            token = other.top
            for _ in range(12):
                token = sheet.head[token]
                if token == verb:
                    found.add(other.actor)
                    break
                if sheet.head[token] == token:
                    break
        return found

    def _clause(self, token: int) -> int:
        """The verb of the finite clause that a token stands in, or of what is said in it."""
        sheet = self.sheet
        for _ in range(20):
            if sheet.dep[token] in ("ccomp", "ROOT", "parataxis") or sheet.head[token] == token:
                return token
            token = sheet.head[token]
        return token

    def _same_row(self, mention: Mention) -> Iterable[Mention]:
        at = bisect_left(self._rows, self.sheet.row[mention.top])
        return self._by_row[at : bisect_left(self._rows, self.sheet.row[mention.top] + 1)]

    def _score(self, mention: Mention, other: Mention) -> float:
        sheet = self.sheet
        apart = sheet.row[mention.top] - sheet.row[other.top]
        passages = sheet.document.passages
        score = -1.0 * apart
        if passages[sheet.row[mention.top]] != passages[sheet.row[other.top]]:
            score -= 0.2
        dep = sheet.dep[other.top]
        if apart == 0 and self._clause(mention.top) == self._clause(other.top):
            score += 0.6
        if (
            other.role.predicate is not None
            and other.role.predicate == mention.role.predicate
            and other.role.role == mention.role.role
        ):
            score += 0.5
        if dep in ("nsubj", "nsubjpass"):
            score += 1.0
            if sheet.dep[mention.top] in ("nsubj", "nsubjpass"):
                score += 0.3
        elif dep in ("dobj", "agent", "dative"):
            score += 0.4
        elif dep == "poss":
            score += 0.3
        elif dep in ("compound", "nmod"):
            score -= 0.6
        if self.quoted[mention.top] and not self.quoted[other.top]:
            if other.role.role == "speaker" and apart <= 1:
                score -= 1.5  # who speaks says "I" of himself
        elif self.quoted[other.top] and not self.quoted[mention.top]:
            score -= 0.8
        return score

    def _choose(
        self, mention: Mention, others: Iterable[Mention], gender: str | None
    ) -> tuple[Actor, float] | None:
        scores: dict[Actor, float] = {}
        named_below = self._named_below(mention)
        for other in others:
            actor = other.actor
            assert actor is not None
            if gender is not None and actor.gender not in (None, gender):
                continue
            if actor in named_below or self._barred(mention, other):
                continue
            score = self._score(mention, other)
            if score > scores.get(actor, -99.0):
                scores[actor] = score
        if not scores:
            return None
        for actor in scores:
            scores[actor] += FAME * math.log1p(actor.count) + (
                0.5 if gender and actor.gender == gender else 0.0
            )
        ranked = sorted(scores.items(), key=lambda pair: -pair[1])
        if len(ranked) == 1:
            return ranked[0][0], 0.9
        lead = ranked[0][1] - ranked[1][1]
        if lead < CLEAR:
            return None
        return ranked[0][0], 0.8 if lead >= 1.0 else 0.65

    def _person(self, mention: Mention, gender: str, learning: bool) -> None:
        near = list(self._near(mention, frozenset({"person"})))
        chosen = self._choose(mention, near, gender)
        if chosen is None:
            return
        mention.actor, mention.confidence = chosen
        if learning and chosen[1] >= LIKELY and not self.quoted[mention.top]:
            self.said.setdefault(chosen[0], []).append(gender)

    def _they(self, mention: Mention) -> None:
        row = self.sheet.row[mention.top]
        groups = [other for other in self._near(mention, frozenset({"group"}), 2)]
        nearest = groups[0] if groups else None
        company = next(
            (c for c in reversed(self.companies) if c.at < mention.top and row - c.row <= 1
             and all(actor.type == c.actors[0].type for actor in c.actors)), None,
        )  # fmt: skip
        if company is not None and (
            nearest is None
            or company.at > nearest.top
            or (company.subject and nearest.role.role not in ("agent", "speaker"))
        ):
            mention.actor, mention.confidence = self._joined(company.actors), 0.65
            return
        chosen = self._choose(mention, groups, None)
        if chosen is None:
            bodies = [
                o
                for o in self._near(mention, frozenset({"organization"}), 1)
                if o.role.role in ("agent", "speaker")
            ]
            chosen = self._choose(mention, bodies, None)
            if chosen is not None:
                chosen = chosen[0], GUESS
        if chosen is not None:
            mention.actor, mention.confidence = chosen[0], min(chosen[1], 0.8)

    def _joined(self, actors: tuple[Actor, ...]) -> Actor:
        name = ", ".join(actor.name for actor in actors[:-1]) + " and " + actors[-1].name
        for actor in self.actors:
            if actor.name == name:
                return actor
        made = Actor(name, "group", members=actors)
        self.actors.append(made)
        return made

    def _it(self, mention: Mention) -> None:
        """A body or a state, if it is the subject of the clause, or was of the sentence before."""
        sheet = self.sheet
        by_top = {
            other.top: other for other in self.past if sheet.row[mention.top] - sheet.row[other.top] <= 1
        }
        token = mention.top
        kinds = ("organization", "place")
        for _ in range(8):
            above = sheet.head[token]
            if above == token:
                break
            for child in sheet.children[above]:
                if sheet.dep[child] in ("nsubj", "nsubjpass") and child < mention.top and child != token:
                    subject = by_top.get(child)
                    if subject is not None and subject.actor is not None and subject.actor.type in kinds:
                        if sheet.tag[mention.top] == "PRP$" or mention.role.head != subject.role.head:
                            mention.actor, mention.confidence = subject.actor, 0.75
                    return
            owner = [c for c in sheet.children[above] if sheet.dep[c] == "poss" and c < mention.top]
            if owner and (subject := by_top.get(owner[0])) and subject.actor and subject.actor.type in kinds:
                mention.actor, mention.confidence = subject.actor, GUESS
                return
            token = above
        if mention.role.role in ("speaker", "agent") and sheet.dep[mention.top] == "nsubj":
            row = sheet.row[mention.top] - 1
            subjects = [
                o for o in self.past if sheet.row[o.top] == row and o.role.role in ("agent", "speaker")
            ]
            last = subjects[0] if subjects else None
            if last is not None and last.actor is not None and last.actor.type in kinds:
                mention.actor, mention.confidence = last.actor, GUESS

    def _self(self, mention: Mention) -> None:
        """Who says "I": the one speaker of this sentence, else of its paragraph, else of the sentence "
        "before that."""
        sheet = self.sheet
        row = sheet.row[mention.top]
        passages = sheet.document.passages
        first, last = row, row
        while first > 0 and passages[first - 1] == passages[row]:
            first -= 1
        while last + 1 < len(passages) and passages[last + 1] == passages[row]:
            last += 1
        for begin, end, sure in ((row, row, LIKELY), (first, last, GUESS), (first - 1, first - 1, GUESS)):
            at = bisect_left(self._rows, begin)
            speakers = {
                other.actor
                for other in self._by_row[at : bisect_left(self._rows, end + 1)]
                if other.role.role == "speaker" and not self.quoted[other.top] and other.actor is not None
                and other.actor.type == "person"
            }  # fmt: skip
            if len(speakers) == 1:
                mention.actor, mention.confidence = speakers.pop(), sure
                return
            if speakers:
                return

    @property
    def _rows(self) -> list[int]:
        if not hasattr(self, "_row_list"):
            self._by_row_list = sorted(self.mentions, key=lambda mention: self.sheet.row[mention.top])
            self._row_list = [self.sheet.row[mention.top] for mention in self._by_row_list]
        return self._row_list

    @property
    def _by_row(self) -> list[Mention]:
        return self._by_row_list

    # --- Descriptions --------------------------------------------------------

    def _describe(self, mention: Mention) -> None:
        sheet = self.sheet
        opens = sheet.lower[mention.left]
        definite = opens in DEFINITE or (
            mention.form == "title" and sheet.lower[mention.left] not in ("a", "an")
        )
        appositive = self._beside(mention)
        if appositive is not None:
            mention.actor, mention.confidence = appositive, LIKELY
            return
        if mention.type == "person":
            if definite:
                self._the_person(mention)
        elif mention.type == "group":
            self._the_group(mention)
        elif mention.type == "organization":
            if definite:
                self._the_body(mention)
        elif definite:
            self._the_place(mention)

    def _beside(self, mention: Mention) -> Actor | None:
        """The actor whose name a description stands in apposition to."""
        sheet = self.sheet
        token = mention.top
        others = {other.top: other for other in self.past[-12:]}
        if sheet.dep[token] == "appos" and (other := others.get(sheet.head[token])) is not None:
            return other.actor if other.actor and other.actor.type == mention.type else None
        for child in sheet.children[token]:
            if sheet.dep[child] == "appos":
                for other in self.mentions:
                    if (
                        other.top == child
                        and other.form == "name"
                        and other.actor
                        and other.actor.type == mention.type
                    ):
                        return other.actor
        return None

    def _the_person(self, mention: Mention) -> None:
        sheet = self.sheet
        noun = sheet.lemma[mention.top]
        country = self._country(mention.left, mention.top)
        persons = [actor for actor in self.actors if actor.type == "person"]
        gender = "male" if noun in words("male") else "female" if noun in words("female") else None
        scored: list[tuple[float, Actor]] = []
        for actor in persons:
            if gender and actor.gender not in (None, gender):
                continue
            points = self._fit(actor, noun, country)
            if points <= 0:
                continue
            row = self.latest.get(actor)
            if row is None:
                if mention.form != "title" and points < 3:
                    continue
                points -= 1.0
            else:
                points += max(0.0, 1.0 - 0.25 * (sheet.row[mention.top] - row))
            points += 0.25 * math.log1p(actor.count)
            scored.append((points, actor))
        scored.sort(key=lambda pair: -pair[0])
        if scored and (len(scored) == 1 or scored[0][0] - scored[1][0] >= 0.5):
            sure = LIKELY if scored[0][0] >= 3 else GUESS
            mention.actor, mention.confidence = scored[0][1], sure

    def _fit(self, actor: Actor, noun: str, country: str | None) -> float:
        """How well what the article says of an actor fits a description."""
        said = actor.roles.get(noun, "none")
        points = 0.0
        if said != "none":
            points = 3.0
            if country is not None and said is not None and said != country:
                return 0.0
            if country is None and said is not None:
                points -= 1.0  # a foreign president is seldom "the president" without more
        elif noun in actor.offices:
            points = 1.0 if country is None else 2.5
        elif noun in RULERS and any(
            role in held
            for held in (actor.roles, actor.offices)
            for role in ("president", "minister", "chancellor", "king", "queen", "leader")
        ):
            points = 2.0
        if country is not None:
            if actor.country == country:
                points += 1.5
            elif actor.country is not None:
                return 0.0
            elif points == 0.0 or said is None:
                return 0.0
        return points

    def _the_group(self, mention: Mention) -> None:
        sheet = self.sheet
        words_of = [sheet.lower[token] for token in range(mention.left, mention.right)]
        many = next((TWO[word] for word in words_of if word in TWO), None)
        if many is not None and words_of[0] in (*DEFINITE, "both"):
            members = self._last_of(mention, many)
            if members is not None:
                mention.actor, mention.confidence = self._joined(members[0]), members[1]
            return
        start = mention.left
        while start < mention.top and (
            sheet.pos[start] in ("DET", "PRON", "NUM", "PUNCT")
            or sheet.tag[start] in ("PRP$", "DT", "CD", "JJR", "JJS", "POS")
            or sheet.dep[start] in ("quantmod", "predet", "advmod")
        ):
            start += 1
        name = sheet.printed(start, mention.right)
        opening = (
            start == 0 or sheet.row[start - 1] != sheet.row[start] or sheet.pos[start - 1] in ("PUNCT", "DET")
        )
        if (
            opening
            and sheet.tag[start] in ("NN", "NNS", "JJ")
            and sheet.text[start] not in self.gazetteer.adjectives
        ):
            name = name[0].lower() + name[1:]
        for actor in self.actors:
            if actor.type == "group" and actor.name.lower() == name.lower():
                mention.actor, mention.confidence = actor, GUESS if start == mention.top else LIKELY
                return
        if sheet.lower[mention.left] in DEFINITE and start == mention.top:
            # "the officials", after "Harbour officials"
            same = [
                other.actor for other in self._near(mention, frozenset({"group"}), 4)
                if other.actor is not None and other.actor.name.lower().endswith(" " + name.lower())
            ]  # fmt: skip
            distinct = list(dict.fromkeys(same))
            if len(distinct) == 1:
                mention.actor, mention.confidence = distinct[0], GUESS
                return
        made = Actor(name, "group")
        self.actors.append(made)
        mention.actor, mention.confidence = made, LIKELY

    def _last_of(self, mention: Mention, many: int) -> tuple[tuple[Actor, ...], float] | None:
        """The last so many persons or bodies, if they were named together or alone."""
        sheet = self.sheet
        noun = sheet.lemma[mention.top]
        kind = "person" if noun in words("person") or noun in ("men", "women", "man", "woman") else "place"
        if sheet.lower[mention.top] in (
            "sides",
            "parties",
            "camps",
            "companies",
            "countries",
            "nations",
            "states",
            "teams",
        ):
            kind = "place" if sheet.lower[mention.top] in ("countries", "nations", "states") else "any"
        row = sheet.row[mention.top]
        for company in reversed(self.companies):
            if company.at < mention.top and row - company.row <= 4 and len(company.actors) == many:
                if kind == "any" or all(actor.type == kind for actor in company.actors):
                    return company.actors, LIKELY if row - company.row <= 2 else GUESS
        near: list[Actor] = []
        if kind == "place":
            return None  # "the two nations" are as often told of by adjectives
        kinds = frozenset({"person", "place", "organization"}) if kind == "any" else frozenset({kind})
        for other in self._near(mention, kinds, 3):
            if other.actor is not None and other.actor not in near:
                near.append(other.actor)
        if len(near) == many:
            return tuple(reversed(near)), GUESS
        return None

    def _the_body(self, mention: Mention) -> None:
        sheet = self.sheet
        noun = sheet.lemma[mention.top]
        country = self._country(mention.left, mention.top)
        found: dict[Actor, float] = {}
        for other in self._near(mention, frozenset({"organization"}), 12):
            actor = other.actor
            assert actor is not None
            if actor in found:
                continue
            known = {word.lower() for word in actor.words}
            if actor.entry is not None:
                known |= {word.lower() for word in (*actor.name.split(), *actor.entry.note.split())}
            if noun in known and (country is None or actor.country in (None, country)):
                apart = sheet.row[mention.top] - sheet.row[other.top]
                found[actor] = 2.0 - 0.1 * apart
        ranked = sorted(found.items(), key=lambda pair: -pair[1])
        if ranked and (len(ranked) == 1 or ranked[0][1] - ranked[1][1] >= 0.1):
            mention.actor, mention.confidence = ranked[0][0], LIKELY if len(ranked) == 1 else GUESS

    def _the_place(self, mention: Mention) -> None:
        noun = self.sheet.lemma[mention.top]
        state = noun in ("country", "nation", "kingdom", "republic")
        for other in self._near(mention, frozenset({"place"}), 3):
            actor = other.actor
            assert actor is not None
            is_state = actor.entry is not None and actor.entry.code == "country"
            if state == is_state and other.role.role != "other":
                mention.actor, mention.confidence = actor, GUESS
                return
            if state == is_state:
                mention.actor, mention.confidence = actor, GUESS
                return
