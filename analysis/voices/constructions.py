"""All that the grammar shows: what verbs attribute, and nouns, adjectives, adverbs, phrases and colons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from analysis.voices.cues import Cue, cues
from analysis.voices.found import Found, named, pieces
from analysis.voices.grammar import OBJECTS, Grammar, Range, clause_of
from analysis.voices.speakers import LIGHT, noun_phrase, possessor, speaker
from analysis.voices.verbs import verb

SCRIPT = 6  # tokens in a name before a colon
NAMING = frozenset({"PROPN", "NOUN", "ADJ", "DET"})
# Nouns of speech that say nothing in a fixed phrase.
IDIOMS = frozenset({("in", "order"), ("in", "view"), ("on", "account"), ("in", "response"), ("in", "answer")})


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
                found += verb(grammar, at, last, cue)
        elif part == "NOUN" and lemma in nouns:
            found += _noun(grammar, at, nouns[lemma])
        elif part == "ADJ" and lemma in adjectives:
            found += _adjective(grammar, at, adjectives[lemma])
        elif part == "ADV" and lower in adverbs:
            found += _adverb(grammar, at, adverbs[lower])
    return found


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
        stretches = pieces(grammar, [grammar.span(inner)])
        if not stretches:
            continue
        if form != "topic":
            source = _of_whom(grammar, at) or source
        said = _said_in(grammar, at) if form == "clause" else None
        if said is not None:  # "Said in a statement that": the verb is the cue.
            verb, verb_cue = said
            words, term, what = (verb, verb + 1), verb_cue.term, verb_cue.takes["clause"]
            yield Found(verb, words, term, what, form, stretches, source, inner)
        else:
            yield Found(at, (at, at + 1), cue.term, takes[kind], form, stretches, source, inner)
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
            stretches = pieces(grammar, [grammar.span(inner)])
            yield Found(at, (at, at + 1), cue.term, takes[kind], form, stretches, source, inner)
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
    head = clause_of(grammar, at)
    left, right = grammar.span(head)
    content = [
        piece for piece in ((left, min(at, right)), (max(end, left), right)) if piece[1] - piece[0] > 1
    ]
    if stretches := pieces(grammar, content):
        source = noun_phrase(grammar, inner[0])
        yield Found(at, (at, last), cue.term, cue.takes["clause"], "clause", stretches, source, head)


def _adverb(grammar: Grammar, at: int, cue: Cue) -> Iterator[Found]:
    """The rest of the clause, by no one named: "The mayor allegedly lied"."""
    head = clause_of(grammar, at)
    left, right = grammar.span(head)
    if stretches := pieces(grammar, [(left, at), (at + 1, right)]):
        yield Found(at, (at, at + 1), cue.term, cue.takes["clause"], "clause", stretches, None, head)


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
    if stretches := pieces(grammar, [(at + 1, ends)]):
        yield Found(at, (at, at + 1), ":", "neutral", "clause", stretches, (begins, at), at + 1)
