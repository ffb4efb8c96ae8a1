"""What verbs attribute, construction by construction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from analysis.voices.cues import Cue
from analysis.voices.found import Found, pieces
from analysis.voices.grammar import (
    ALL_SUBJECTS,
    OBJECTS,
    PASSIVE_SUBJECTS,
    PAUSES,
    SUBJECTS,
    Grammar,
    Range,
    clause_of,
)
from analysis.voices.speakers import DOCUMENTS, speaker

PARENTHESIS = 25  # tokens in a clause put between commas, such as "she told the council on Monday"
AFTERTHOUGHT = 80  # tokens at a clause's end in which a relative clause of the writer's is looked for
CENSURE = frozenset({"for", "as", "over"})  # what makes a blow a reproach: "attacked the plan as unfair"
EXPLETIVE = frozenset({"it", "there"})
# Verbs by which a document comes into the world.
ISSUING = frozenset({
    "blog", "draft", "email", "issue", "pen", "post", "publish", "quote", "read", "release", "share", "sign",
    "submit", "tweet", "unveil", "write",
})  # fmt: skip
ASKING = frozenset({"how", "why", "what", "whether", "who", "that"})


def verb(grammar: Grammar, at: int, last: int, cue: Cue) -> Iterator[Found]:
    """What a verb attributes, by the first of the constructions it takes that is there."""
    takes = cue.takes
    source = speaker(grammar, at)
    subjects = grammar.kids(at, *PASSIVE_SUBJECTS)
    make = _passive if subjects else _active
    for form, kind, head, content in make(grammar, at, last, takes, subjects, source):
        if stretches := pieces(grammar, content):
            whose = None if form == "subject" else source
            yield Found(at, (at, last), cue.term, takes[kind], form, stretches, whose, head)
            return


_Way = tuple[str, str, int, Iterable[Range]]  # form, what the cue takes, main token, content


def _passive(
    grammar: Grammar, at: int, last: int, takes: Mapping[str, str], subjects: list[int], source: Range | None
) -> Iterator[_Way]:
    """What a passive verb attributes: "it is said that", "she is expected to", "it was described as"."""
    subject = grammar.span(subjects[0])
    clauses, infinitives, _ = _complements(grammar, at, takes)
    predicates = _predicates(grammar, at)
    hears = "recipient" in takes
    if infinitives and ("infinitive" in takes or ("clause" in takes and not hears)):
        kind = "infinitive" if "infinitive" in takes else "clause"
        content = [grammar.span(infinitives[0])] if hears else [subject, grammar.span(infinitives[0])]
        yield "infinitive", kind, infinitives[0], content
    if clauses and "clause" in takes:
        yield "clause", "clause", clauses[0], [grammar.span(clauses[0])]
    if predicates and "small" in takes:
        yield "small", "small", predicates[0], [subject, grammar.span(predicates[0])]
    if "object" in takes and not hears and source is not None:
        yield "object", "object", subjects[0], [subject]
    yield from _topics(grammar, at, takes)


def _active(
    grammar: Grammar, at: int, last: int, takes: Mapping[str, str], _: list[int], source: Range | None
) -> Iterator[_Way]:
    """What an active verb attributes, in the order in which its constructions are tried."""
    clauses, infinitives, gerunds = _complements(grammar, at, takes)
    objects = grammar.kids(at, *OBJECTS)
    predicates = _predicates(grammar, at)
    hears = "recipient" in takes
    if "subject" in takes and (complements := infinitives or predicates or clauses):
        # "The deal seems to hold": to whom it seems is not said.
        raised = [kid for kid in grammar.kids(at, *SUBJECTS) if grammar.lower[kid] not in EXPLETIVE]
        content = [grammar.span(kid) for kid in [*raised[:1], complements[0]]]
        yield "subject", "subject", complements[0], content
        return
    if clauses and "clause" in takes:
        head, piece = _clause(grammar, at, clauses)
        yield "clause", "clause", head, [piece]
        return
    if takes.get("clause", "intention") != "intention" and (hears or not objects or last > at + 1):
        yield "clause", "clause", grammar.heads[at], _parenthesis(grammar, at)
    if infinitives and "infinitive" in takes:
        yield "infinitive", "infinitive", infinitives[0], [grammar.span(infinitives[0])]
    for kind in ("gerund", "object"):
        if gerunds and kind in takes:
            yield "gerund", kind, gerunds[0], [grammar.span(gerunds[0])]
    if objects and predicates and "small" in takes:
        yield "small", "small", predicates[0], [grammar.span(objects[0]), grammar.span(predicates[0])]
    if clauses and "small" in takes:
        yield "small", "small", clauses[0], [grammar.span(clauses[0])]
    if objects and "censure" in takes:
        piece = _object(grammar, at, objects[0], CENSURE)
        if any(grammar.lower[one] in CENSURE and grammar.deps[one] == "prep" for one in range(*piece)):
            yield "object", "censure", objects[0], [piece]
    if "object" in takes and not hears:
        if objects and grammar.lemmas[at] in ISSUING and grammar.lemmas[objects[0]] in DOCUMENTS:
            return  # "Issued a statement": the thing that speaks, and not what it says.
        if objects:
            yield "object", "object", objects[0], [_object(grammar, at, objects[0], takes)]
        elif grammar.deps[at] == "relcl":  # "the insults he repeats"
            noun = grammar.heads[at]
            yield "object", "object", noun, [(grammar.span(noun)[0], noun + 1)]
    yield from _topics(grammar, at, takes)


def _complements(
    grammar: Grammar, at: int, takes: Mapping[str, str]
) -> tuple[list[int], list[int], list[int]]:
    """The finite clauses, infinitives and gerunds that a verb takes."""
    every = [*grammar.kids(at, "ccomp"), *grammar.kids(at, "xcomp")]
    infinitives = [kid for kid in every if grammar.infinitive(kid)]
    gerunds = [kid for kid in every if grammar.tags[kid] == "VBG" and not grammar.kids(kid, "aux")]
    finite = [kid for kid in grammar.kids(at, "ccomp") if kid not in infinitives and kid not in gerunds]
    if not finite and "clause" in takes:
        # "She recounted to them how he fled": the parser takes what is told for an adverbial.
        finite = [
            kid
            for kid in grammar.kids(at, "advcl")
            if kid > at and grammar.lower[grammar.span(kid)[0]] in ASKING
        ]
    return finite, infinitives, gerunds


def _predicates(grammar: Grammar, at: int) -> list[int]:
    """What an object is called, or described as."""
    as_what = [kid for kid in grammar.kids(at, "prep") if grammar.lower[kid] == "as"]
    return [*grammar.kids(at, "oprd", "acomp", "attr"), *as_what]


def _topics(grammar: Grammar, at: int, takes: Mapping[str, str]) -> Iterator[_Way]:
    """What a cue is about, for or against: the object of a preposition that it takes."""
    for kid in grammar.kids(at, "prep", "dative", "agent"):
        if grammar.lower[kid] in takes:
            for inner in grammar.kids(kid, "pobj", "pcomp"):
                yield "topic", grammar.lower[kid], inner, [grammar.span(inner)]
                return


def _clause(grammar: Grammar, at: int, clauses: Sequence[int]) -> tuple[int, Range]:
    """The clause that a cue takes, the one after it first, without what is added by the way at its end."""
    after = [kid for kid in clauses if kid > at]
    whole = [kid for kid in after if grammar.kids(kid, *ALL_SUBJECTS)]
    chosen = (whole or after or clauses[::-1])[0]
    first, last = grammar.span(chosen)
    for kid in after:  # "She would rather he stayed": the parser makes two clauses of one.
        begins, ends = grammar.span(kid)
        if begins == last:
            last = ends
    return chosen, (first, _afterthought(grammar, chosen, last))


def _afterthought(grammar: Grammar, at: int, last: int) -> int:
    """Where a clause ends, if after its last comma comes a relative clause, which is the writer's."""
    end = last
    while end > at and grammar.blank(end - 1):
        end -= 1
    for start in range(max(at + 1, end - AFTERTHOUGHT), end):
        if (
            grammar.lower[start] in ("which", "who")
            and grammar.lower[start - 1] == ","
            and grammar.deps[start] in ("nsubj", "nsubjpass")
            and grammar.span(grammar.heads[start])[1] >= end
        ):
            return start - 1
    return last


def _object(grammar: Grammar, at: int, noun: int, takes: Iterable[str]) -> Range:
    """An object, without what is said of it by the way, and with what it is blamed for or called."""
    first, last = grammar.span(noun)
    for kid in grammar.kids(noun, "relcl", "advcl", "parataxis"):
        start = grammar.span(kid)[0]
        if start > noun and grammar.lower[start - 1] in PAUSES:
            last = min(last, start)
    for kid in grammar.kids(at, "prep"):
        begins, ends = grammar.span(kid)
        if begins == last and (grammar.lower[kid] in takes or grammar.lower[kid] == "as"):
            last = ends
    return first, last


def _parenthesis(grammar: Grammar, at: int) -> list[Range]:
    """What stands around a cue that is put in between: "The plan, she said, would fail", "as she said"."""
    head = grammar.heads[at]
    if not grammar.verbal(head) and grammar.parts[head] != "AUX":
        head = clause_of(grammar, at)
    if grammar.deps[at] not in ("parataxis", "advcl", "ccomp", "conj", "dep", "relcl", "intj"):
        return []
    if grammar.row_of[head] != grammar.row_of[at]:
        return []
    first, end = grammar.span(at)
    while grammar.blank(first) and first < at:
        first += 1
    while grammar.blank(end - 1) and end - 1 > at:
        end -= 1
    as_said = grammar.lower[first] == "as"
    if end - first > (8 if as_said else PARENTHESIS):
        return []
    if not as_said and (grammar.deps[at] in ("advcl", "relcl") or not grammar.kids(at, *SUBJECTS)):
        return []
    begins, ends = grammar.sentence(at)
    lead = grammar.lower[first - 1] if first > begins else ""
    trail = grammar.lower[end] if end < ends else ""
    if lead not in PAUSES and trail not in PAUSES and end < ends - 1:
        return []
    left, right = grammar.span(head)
    return [piece for piece in ((left, first), (end, right)) if piece[1] - piece[0] > 1]
