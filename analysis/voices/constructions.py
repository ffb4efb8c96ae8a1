"""The constructions that attribute, each a function: from a cue to its content and its source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from analysis.voices.cues import Cue, Cues, cues
from analysis.voices.grammar import (
    ALL_SUBJECTS,
    OBJECTS,
    PASSIVE_SUBJECTS,
    PAUSES,
    SUBJECTS,
    Grammar,
    Range,
)
from analysis.voices.speakers import DOCUMENTS, LIGHT, noun_phrase, possessor, speaker

PARENTHESIS = 25  # tokens in a clause put between commas, such as "she told the council on Monday"
AFTERTHOUGHT = 80  # tokens at a clause's end in which a relative clause of the writer's is looked for
SCRIPT = 6  # tokens in a name before a colon
CENSURE = frozenset({"for", "as", "over"})  # what makes a blow a reproach: "attacked the plan as unfair"
NAMING = frozenset({"PROPN", "NOUN", "ADJ", "DET"})
# Nouns of speech that say nothing in a fixed phrase.
IDIOMS = frozenset({("in", "order"), ("in", "view"), ("on", "account"), ("in", "response"), ("in", "answer")})
EXPLETIVE = frozenset({"it", "there"})
ASKING = frozenset({"how", "why", "what", "whether", "who", "that"})


@dataclass(slots=True)
class Found:
    """An attribution, in tokens.

    Attributes
    ----------
    cue, words
        The cue's main token, and all its tokens.
    term, kind
        Its lemma and its kind in the codebook.
    form
        The construction: clause, infinitive, gerund, small, object, subject or topic.
    content
        Its stretches, in order.
    source
        The words that name the speaker, or None.
    head
        The main token of the content.
    """

    cue: int
    words: Range
    term: str
    kind: str
    form: str
    content: list[Range]
    source: Range | None
    head: int


def attributions(grammar: Grammar) -> list[Found]:
    """Every attribution that the grammar of a document shows, in the order of the cues."""
    known = cues()
    verbs, nouns, adjectives = known["verb"], known["noun"].single, known["adjective"].single
    phrases, adverbs = known["preposition"], known["adverb"].single
    found: list[Found] = []
    for at, (part, lemma, lower) in enumerate(zip(grammar.parts, grammar.lemmas, grammar.lower, strict=True)):
        if lower == ":":
            found += _script(grammar, at)
        elif lower in phrases.phrases or lower in phrases.single:
            found += _preposition(grammar, at)
        if part == "VERB" or (part != "NOUN" and grammar.tags[at].startswith("VB")):
            cue, last = named(verbs, grammar, at)
            if cue is not None:
                found += _verb(grammar, at, last, cue)
        elif part == "NOUN" and lemma in nouns:
            found += _noun(grammar, at, nouns[lemma])
        elif part == "ADJ" and lemma in adjectives:
            found += _adjective(grammar, at, adjectives[lemma])
        elif part == "ADV" and lower in adverbs:
            found += _adverb(grammar, at, adverbs[lower])
    return found


def named(known: Cues, grammar: Grammar, at: int) -> tuple[Cue | None, int]:
    """The cue that begins at a token, the longest first, and where it ends."""
    lemma = grammar.lemmas[at]
    for rest, cue in known.phrases.get(lemma, ()):
        if tuple(grammar.lower[at + 1 : at + 1 + len(rest)]) == rest:
            return cue, at + 1 + len(rest)
    if lemma not in known.single or grammar.kids(at, "prt"):
        return None, at + 1
    return known.single[lemma], at + 1


# --- Verbs -------------------------------------------------------------------


def _verb(grammar: Grammar, at: int, last: int, cue: Cue) -> Iterator[Found]:
    """What a verb attributes, by the first of the constructions it takes that is there."""
    takes = cue.takes
    source = speaker(grammar, at)
    subjects = grammar.kids(at, *PASSIVE_SUBJECTS)
    make = _passive if subjects else _active
    for form, kind, head, content in make(grammar, at, last, takes, subjects, source):
        pieces = _pieces(grammar, content)
        if pieces:
            whose = None if form == "subject" else source
            yield Found(at, (at, last), cue.term, takes[kind], form, pieces, whose, head)
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
        if objects and grammar.lemmas[objects[0]] in DOCUMENTS:
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
        head = _clause_of(grammar, at)
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


def _pieces(grammar: Grammar, content: Iterable[Range]) -> list[Range]:
    """The stretches of a content in order, trimmed, the empty ones left out."""
    trimmed = [grammar.trimmed(*piece) for piece in content if piece[0] < piece[1]]
    return sorted(piece for piece in trimmed if piece[0] < piece[1])


# --- Nouns, adjectives, prepositions, adverbs, colons -------------------------


def _noun(grammar: Grammar, at: int, cue: Cue) -> Iterator[Found]:
    """What a noun attributes: "the mayor's claim that", "her promise to", "the concern is that"."""
    takes, head = cue.takes, grammar.heads[at]
    if (grammar.lower[head], cue.term) in IDIOMS:
        return
    source = possessor(grammar, at)
    if source is None and (
        (grammar.deps[at] in OBJECTS and grammar.lemmas[head] in LIGHT) or grammar.deps[at] == "attr"
    ):
        source = speaker(grammar, head)
    if source is None and grammar.deps[at] == "appos":  # "The minister, a critic of the plan"
        source = noun_phrase(grammar, head, before=at)
    if source is None and grammar.deps[at] == "pobj" and grammar.parts[grammar.heads[head]] == "VERB":
        source = speaker(grammar, grammar.heads[head])
    for form, kind, inner in _of_noun(grammar, at, takes, known=source is not None):
        pieces = _pieces(grammar, [grammar.span(inner)])
        if not pieces:
            continue
        if form != "topic":
            source = _of_whom(grammar, at) or source
        said = _said_in(grammar, at) if form == "clause" else None
        if said is not None:  # "Said in a statement that": the verb is the cue.
            verb, verb_cue = said
            words, term, what = (verb, verb + 1), verb_cue.term, verb_cue.takes["clause"]
            yield Found(verb, words, term, what, form, pieces, source, inner)
        else:
            yield Found(at, (at, at + 1), cue.term, takes[kind], form, pieces, source, inner)
        return


def _of_noun(
    grammar: Grammar, at: int, takes: Mapping[str, str], *, known: bool
) -> Iterator[tuple[str, str, int]]:
    for kid in grammar.kids(at, "acl", "ccomp", "relcl"):
        if kid < at:
            continue
        first = grammar.span(kid)[0]
        if grammar.infinitive(kid):
            if "infinitive" in takes and grammar.deps[kid] != "relcl":
                yield "infinitive", "infinitive", kid
        elif grammar.deps[kid] == "relcl":
            if "clause" in takes and grammar.lower[first] == "that" and grammar.deps[first] == "mark":
                yield "clause", "clause", kid
        elif "clause" in takes and grammar.tags[kid] not in ("VBG", "VBN"):
            yield "clause", "clause", kid
    head = grammar.heads[at]
    if grammar.deps[at] == "nsubj" and grammar.lemmas[head] == "be":
        for kid in grammar.kids(head, "ccomp", "xcomp"):
            kind = "infinitive" if grammar.infinitive(kid) else "clause"
            if kid > head and kind in takes:
                yield "clause", kind, kid
    if known:  # "Concern about jobs" that is nobody's is a theme and no attribution.
        for kid in grammar.kids(at, "prep"):
            if kid > at and grammar.lower[kid] in takes:
                for inner in grammar.kids(kid, "pobj", "pcomp"):
                    yield "topic", grammar.lower[kid], inner


def _of_whom(grammar: Grammar, at: int) -> Range | None:
    """Whose a noun is after "of": "the decision of President Vane to resign"."""
    for kid in grammar.kids(at, "prep"):
        if grammar.lower[kid] == "of":
            for inner in grammar.kids(kid, "pobj"):
                if grammar.doc[inner].ent_type_ in ("PERSON", "ORG", "GPE", "NORP"):
                    return noun_phrase(grammar, inner)
    return None


def _said_in(grammar: Grammar, noun: int) -> tuple[int, Cue] | None:
    """The verb of saying that a noun is the medium of: "said in a statement"."""
    if grammar.deps[noun] != "pobj":
        return None
    verb = grammar.heads[grammar.heads[noun]]
    cue = cues()["verb"].single.get(grammar.lemmas[verb])
    return (verb, cue) if cue and "clause" in cue.takes and not grammar.kids(verb, "ccomp") else None


def _adjective(grammar: Grammar, at: int, cue: Cue) -> Iterator[Found]:
    """What an adjective attributes: "she is sure that", "eager to", "critical of"."""
    takes = cue.takes
    if grammar.deps[at] not in ("acomp", "oprd", "conj", "attr", "advcl", "ROOT", "amod", "acl"):
        return
    verb = at
    for _ in range(4):
        if grammar.heads[verb] == verb or (verb != at and grammar.parts[verb] in ("VERB", "AUX")):
            break
        verb = grammar.heads[verb]
    verbal = grammar.parts[verb] in ("VERB", "AUX")
    source = speaker(grammar, verb) if verbal else None
    linked = verbal and grammar.lemmas[verb] in ("be", "feel", "remain", "become", "seem", "get")
    ways = [
        ("infinitive" if grammar.infinitive(kid) else "clause", kid)
        for holder in ([at, verb] if linked else [at])
        for kid in grammar.kids(holder, "ccomp", "xcomp")
    ]
    ways += [
        (grammar.lower[kid], inner)
        for kid in grammar.kids(at, "prep")
        for inner in grammar.kids(kid, "pobj", "pcomp")
    ]
    for kind, inner in ways:
        if inner > at and kind in takes:
            form = kind if kind in ("infinitive", "clause") else "topic"
            pieces = _pieces(grammar, [grammar.span(inner)])
            yield Found(at, (at, at + 1), cue.term, takes[kind], form, pieces, source, inner)
            return


def _preposition(grammar: Grammar, at: int) -> Iterator[Found]:
    """The rest of the clause: "According to the mayor, the bridge is safe"."""
    cue, last = None, at
    for rest, one in cues()["preposition"].phrases.get(grammar.lower[at], ()):
        if tuple(grammar.lower[at + 1 : at + 1 + len(rest)]) == rest:
            cue, last = one, at + 1 + len(rest)
            break
    if cue is None:
        return
    ends = grammar.sentence(at)[1]
    inner = [kid for kid in grammar.kids(last - 1, "pobj", "pcomp") if kid >= last] or [
        kid for kid in range(last, min(last + 6, ends)) if grammar.parts[kid] in ("PROPN", "NOUN", "PRON")
    ]
    if not inner:
        return
    end = max(grammar.span(inner[0])[1], grammar.span(at)[1])
    head = _clause_of(grammar, at)
    left, right = grammar.span(head)
    content = [
        piece for piece in ((left, min(at, right)), (max(end, left), right)) if piece[1] - piece[0] > 1
    ]
    if pieces := _pieces(grammar, content):
        source = noun_phrase(grammar, inner[0])
        yield Found(at, (at, last), cue.term, cue.takes["clause"], "clause", pieces, source, head)


def _adverb(grammar: Grammar, at: int, cue: Cue) -> Iterator[Found]:
    """The rest of the clause, by no one named: "The mayor allegedly lied"."""
    head = _clause_of(grammar, at)
    left, right = grammar.span(head)
    if pieces := _pieces(grammar, [(left, at), (at + 1, right)]):
        yield Found(at, (at, at + 1), cue.term, cue.takes["clause"], "clause", pieces, None, head)


def _clause_of(grammar: Grammar, at: int) -> int:
    """The verb of the clause that a token stands in."""
    head = grammar.heads[at]
    while grammar.parts[head] not in ("VERB", "AUX"):
        above = grammar.heads[head]
        if above == head or grammar.row_of[above] != grammar.row_of[at]:
            break
        head = above
    return head


def _script(grammar: Grammar, at: int) -> Iterator[Found]:
    """What follows a name and a colon, in headlines and transcripts: "Mayor Vane: Trains will run"."""
    begins, ends = grammar.sentence(at)
    while begins < at and grammar.blank(begins):
        begins += 1
    name = range(begins, at)
    if not 0 < len(name) <= SCRIPT or ends - at < 4:
        return
    if grammar.doc[at - 1].ent_type_ not in ("PERSON", "ORG", "NORP"):
        return
    if not all(
        grammar.parts[one] in NAMING or grammar.tags[one] == "POS" or grammar.lower[one] == ","
        for one in name
    ):
        return
    if pieces := _pieces(grammar, [(at + 1, ends)]):
        yield Found(at, (at, at + 1), ":", "neutral", "clause", pieces, (begins, at), at + 1)
