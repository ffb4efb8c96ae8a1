"""Pronouns: whom they mean, by nearness, grammar and what is known of gender."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import islice

from analysis.actors.cast import Cast, Mention
from analysis.actors.settle import GUESS, LIKELY, Actor

FAME = 0.3  # points for each e-fold of an actor's mentions in the article
CROWD = 150  # mentions looked at: a bound for texts whose sentences do not end
REACH = 3  # sentences a pronoun looks back
CLEAR = 0.35  # points by which the first must lead the second


class Pronouns(Cast):
    """Tells whom a pronoun means, given the mentions before it, each with its actor."""

    past: list[Mention]

    def _near(self, mention: Mention, kinds: frozenset[str], reach: int = REACH) -> Iterable[Mention]:
        """Mentions before this one, the nearest first."""
        row = self.sheet.row[mention.top]
        for other in islice(reversed(self.past), CROWD):
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
        """Actors named after a subject in its clause or under it: "she met Vane's wife" is not of Vane."""
        sheet = self.sheet
        if sheet.dep[mention.top] not in ("nsubj", "nsubjpass") or mention.role.head is None:
            return set()
        verb, found = mention.role.head, set()
        at = bisect_right(self.tops, mention.top)
        for other in self.mentions[at : at + CROWD]:
            if sheet.row[other.top] != sheet.row[mention.top]:
                break
            if other.form == "pronoun" or other.actor is None:
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

    def _between(self, first: int, last: int) -> list[Mention]:
        """The mentions of some rows, both ends included."""
        tokens = self.sheet.document.tokens
        if not 0 <= first <= last < len(tokens):
            return []
        return self.mentions[
            bisect_left(self.tops, tokens[first][0]) : bisect_left(self.tops, tokens[last][1])
        ]

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
        groups = list(self._near(mention, frozenset({"group"}), 2))
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
        row = sheet.row[mention.top]
        before = [other for other in self._between(max(row - 1, 0), row) if other.top < mention.top]
        by_top = {other.top: other for other in before if other.actor is not None}
        token = mention.top
        kinds = ("organization", "place")
        for _ in range(8):
            above = sheet.head[token]
            if above == token:
                break
            for child in sheet.children[above]:
                if sheet.dep[child] in ("nsubj", "nsubjpass") and child < mention.top and child != token:
                    subject = by_top.get(child)
                    free = sheet.tag[mention.top] == "PRP$" or (
                        subject is not None and mention.role.head != subject.role.head
                    )
                    if free and subject is not None and subject.actor and subject.actor.type in kinds:
                        mention.actor, mention.confidence = subject.actor, 0.75
                    return
            owner = [c for c in sheet.children[above] if sheet.dep[c] == "poss" and c < mention.top]
            if owner and (subject := by_top.get(owner[0])) and subject.actor and subject.actor.type in kinds:
                mention.actor, mention.confidence = subject.actor, GUESS
                return
            token = above
        if mention.role.role in ("speaker", "agent") and sheet.dep[mention.top] == "nsubj":
            row = sheet.row[mention.top] - 1
            subjects = [o for o in self._between(row, row) if o.actor and o.role.role in ("agent", "speaker")]
            last = subjects[0] if subjects else None
            if last is not None and last.actor is not None and last.actor.type in kinds:
                mention.actor, mention.confidence = last.actor, GUESS

    def _self(self, mention: Mention) -> None:
        """Who says "I": the one speaker of the sentence, else of its paragraph or the sentence before."""
        sheet = self.sheet
        row = sheet.row[mention.top]
        passages = sheet.document.passages
        first, last = row, row
        while first > 0 and passages[first - 1] == passages[row]:
            first -= 1
        while last + 1 < len(passages) and passages[last + 1] == passages[row]:
            last += 1
        for begin, end, sure in ((row, row, LIKELY), (first, last, GUESS), (first - 1, first - 1, GUESS)):
            speakers = {
                other.actor
                for other in self._between(begin, end)
                if other.role.role == "speaker" and not self.quoted[other.top] and other.actor is not None
                and other.actor.type == "person"
            }  # fmt: skip
            if len(speakers) == 1:
                mention.actor, mention.confidence = speakers.pop(), sure
                return
            if speakers:
                return
