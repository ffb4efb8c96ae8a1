"""Who an act of speech is of, as the grammar has it: subject, agent, possessor, controller."""

from __future__ import annotations

from analysis.voices.grammar import OBJECTS, PASSIVE_SUBJECTS, SUBJECTS, Grammar, Range

RELATIVE = frozenset({"who", "which", "that", "whom"})
LONGEST = 30  # tokens in the name of a speaker; longer is the parser's error, and is cut to the noun
CLIMB = 6  # verbs climbed to find whose subject a verb shares
# Verbs whose infinitive is their object's act and not their subject's ("urged Ole to say").
OBJECT_CONTROL = frozenset({
    "advise", "allow", "ask", "beg", "cause", "command", "convince", "direct", "encourage", "expect",
    "force", "get", "have", "hear", "help", "implore", "instruct", "invite", "lead", "let", "make",
    "order", "permit", "persuade", "press", "pressure", "prompt", "push", "require", "see", "tell",
    "urge", "want",
})  # fmt: skip
# Things that speak for who made them: their maker is the speaker, where he is named.
DOCUMENTS = frozenset({
    "ad", "advertisement", "announcement", "answer", "article", "bill", "book", "brief", "call",
    "column", "comment", "complaint", "document", "editorial", "email", "e-mail", "essay", "filing",
    "interview", "lawsuit", "letter", "memo", "message", "note", "op-ed", "petition", "post", "press",
    "question", "release", "remark", "reply", "report", "resolution", "response", "speech", "statement",
    "testimony", "text", "tweet", "video", "warning",
})  # fmt: skip
# Verbs that lend their subject to a noun of speech: "made the claim that", "expressed doubt".
LIGHT = frozenset({
    "accept", "add", "deliver", "deny", "dispute", "draw", "echo", "express", "file", "find", "get",
    "give", "have", "hold", "issue", "lodge", "make", "offer", "present", "publish", "put", "raise",
    "receive", "reiterate", "reject", "release", "repeat", "send", "share", "state", "take", "voice",
    "write",
})  # fmt: skip


def speaker(grammar: Grammar, at: int, climbed: int = 0) -> Range | None:
    """The words that name who a verb's act is of, or None where the sentence does not say.

    An agent ("by the mayor") comes before a subject; a relative pronoun stands
    for its noun; a verb without a subject takes that of the verb it hangs on,
    or the object where that verb gives it away ("urged Ole to say").
    """
    deps, heads = grammar.deps, grammar.heads
    for kid in grammar.kids(at, "agent"):
        for inner in grammar.kids(kid, "pobj"):
            return noun_phrase(grammar, inner)
    if grammar.kids(at, *PASSIVE_SUBJECTS):
        return None
    subjects = grammar.kids(at, *SUBJECTS)
    if (
        not subjects
        and grammar.tags[at] == "VBN"
        and deps[at] in ("advcl", "acl", "ROOT")
        and not grammar.kids(at, "aux")
    ):
        return None  # "When asked whether": a passive cut short.
    if subjects:
        subject = subjects[0]
        if grammar.lower[subject] in RELATIVE and deps[at] == "relcl":
            return noun_phrase(grammar, heads[at], before=subject)
        return noun_phrase(grammar, subject, barring=at)
    dep, head = deps[at], heads[at]
    if head == at or climbed > CLIMB:
        return None
    if dep == "conj":
        return speaker(grammar, head, climbed + 1) if grammar.parts[head] in ("VERB", "AUX") else None
    if dep in ("xcomp", "ccomp", "advcl", "parataxis", "dep", "acomp", "attr"):
        if dep in ("xcomp", "ccomp", "parataxis", "dep") and grammar.lemmas[head] in OBJECT_CONTROL:
            for kid in grammar.kids(head, "dobj", "dative"):
                return noun_phrase(grammar, kid)
        return speaker(grammar, head, climbed + 1)
    if dep == "pcomp":
        governor = heads[head]
        if grammar.parts[governor] in ("VERB", "AUX", "ADJ"):
            return speaker(grammar, governor, climbed + 1)
        return possessor(grammar, governor) or maker(grammar, governor, climbed)
    if dep in ("acl", "relcl") and grammar.tags[at] != "VBN":
        return (
            possessor(grammar, head) or maker(grammar, head, climbed) or noun_phrase(grammar, head, before=at)
        )
    return None


def possessor(grammar: Grammar, noun: int) -> Range | None:
    """Whose a noun is: "the mayor's claim", "her claim", "a claim by the mayor"."""
    for kid in grammar.kids(noun, "poss"):
        first, last = noun_phrase(grammar, kid)
        while last - first > 1 and grammar.tags[last - 1] == "POS":
            last -= 1
        return first, last
    for kid in grammar.kids(noun, "prep", "agent"):
        if grammar.lower[kid] in ("by", "from", "among"):
            for inner in grammar.kids(kid, "pobj"):
                return noun_phrase(grammar, inner)
    return None


def maker(grammar: Grammar, noun: int, climbed: int = 0) -> Range | None:
    """The subject of the verb that a document is the object of: "she issued a statement saying"."""
    if grammar.lemmas[noun] not in DOCUMENTS:
        return None
    dep, head = grammar.deps[noun], grammar.heads[noun]
    if dep == "pobj":
        head = grammar.heads[head]
    elif dep not in OBJECTS:
        return None
    return speaker(grammar, head, climbed + 1) if grammar.parts[head] in ("VERB", "AUX") else None


def noun_phrase(
    grammar: Grammar, noun: int, *, before: int | None = None, barring: int | None = None
) -> Range:
    """A noun with what names it (titles, modifiers, appositions), without clauses.

    Parameters
    ----------
    grammar, noun
        The noun, and the document it stands in.
    before
        A token that the phrase must end before, such as its relative pronoun.
    barring
        A token it must not hold: its own verb.
    """
    first, last = grammar.span(noun)
    for kid in grammar.kids(noun, "relcl", "acl", "advcl", "ccomp", "parataxis"):
        begins, ends = grammar.span(kid)
        if begins > noun:
            last = min(last, begins)
        elif kid < noun:
            first = max(first, ends)
    if before is not None:
        last = min(last, max(before, noun + 1))
    if barring is not None:
        if noun < barring < last:
            last = barring
        elif first <= barring < noun:
            first = barring + 1
    if last - first > LONGEST:
        first, last = max(first, noun - 8), noun + 1
    while first < noun and (grammar.blank(first) or grammar.parts[first] == "CCONJ"):
        first += 1
    while last - 1 > noun and (grammar.blank(last - 1) or grammar.parts[last - 1] == "CCONJ"):
        last -= 1
    return first, last
