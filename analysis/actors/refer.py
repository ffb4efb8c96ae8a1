"""Reference: who is meant by "the president", "Pentagon officials", "the two leaders", "she" and "its".

Two readings of an article. The first takes descriptions by what the article
says of its actors (their titles, countries and kind), and pronouns that leave no choice,
which teaches genders; the second takes the other pronouns by nearness, by
subjects before objects (after Lappin & Leass 1994, whose weights are not
used), and leaves open what two actors might be meant by alike.
"""

from __future__ import annotations

import math

from analysis.actors.cast import DEFINITE, HE, IT, SELF, SHE, THEY, Mention
from analysis.actors.pronouns import Pronouns
from analysis.actors.settle import GUESS, LIKELY, Actor
from analysis.actors.words import words

TWO = {"two": 2, "both": 2, "three": 3, "four": 4}
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


class Reader(Pronouns):
    """Reads one article's mentions, in order."""

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
            other = self.names.get(child)
            if sheet.dep[child] == "appos" and other is not None and other.actor:
                return other.actor if other.actor.type == mention.type else None
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
            elif actor.country is not None or points == 0.0 or said is None:
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
        known = self.groups.get(name.lower())
        if known is not None:
            mention.actor, mention.confidence = known, GUESS if start == mention.top else LIKELY
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
        made = self.groups[name.lower()] = Actor(name, "group")
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
            near_enough = company.at < mention.top and row - company.row <= 4
            alike = kind == "any" or all(actor.type == kind for actor in company.actors)
            if near_enough and alike and len(company.actors) == many:
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
