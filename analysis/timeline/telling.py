"""Whether what is told happened, happens, is planned or only might be: read off the verb."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Token


def listed(words: str) -> frozenset[str]:
    """The words of a list, as a set."""
    return frozenset(words.split())


# Verbs and adjectives whose infinitive or object is still to come (after Quirk et
# al. 1985, ch. 16.20-16.41, and Sauri & Pustejovsky 2009 on what is not yet fact).
PLANNING = listed(
    "plan intend aim hope want wish agree promise vow pledge schedule set due prepare seek "
    "threaten decide need ask order tell urge call expect slate poise bind propose commit "
    "undertake offer demand require oblige look wait book tip ready mean design bid "
    "force invite instruct advise encourage persuade vote refuse decline move push anticipate "
    "forecast predict target earmark arrange rule"
)
# Verbs whose infinitive happened if they did.
IMPLYING = listed(
    "manage begin start continue fail try appear seem go come help get cease stop use serve "
    "happen prove tend remain proceed return gather meet travel join take rush rise turn gain "
    "live stand"
)
SAYING = listed(
    "say tell announce add state declare promise claim report write note warn predict believe "
    "think insist argue confirm suggest indicate signal expect know hope acknowledge admit assure "
    "vow pledge explain reveal hear learn decide agree conclude estimate forecast fear project"
)
CONDITIONAL = frozenset({"would", "'d", "could", "might", "may", "should"})
FUTURE = frozenset({"will", "'ll", "shall", "wo", "’ll"})
CONDITIONS = frozenset(
    {"if", "unless", "whether", "should", "lest", "provided", "assuming", "supposing", "were"}
)
NEGATIONS = frozenset({"not", "n't", "n’t", "never"})


@dataclass(frozen=True)
class Telling:
    """How an event is told.

    Attributes
    ----------
    tense
        past, present, future or conditional.
    predicate
        Lemma of the verb, or of the noun, that the date is said of.
    head
        Its token, or None.
    negated
        Whether it is said not to be so.
    of_noun
        Whether the date is said of a noun ("last month's summit").
    direction
        Where the days lie by the tense: past, present or future. "Could have
        come" is conditional, and lies in the past.
    reported
        Whether it is the future of someone who spoke in the past: "said he would".
    sure
        Whether there was a verb to read.
    """

    tense: str
    predicate: str | None
    head: int | None
    negated: bool
    of_noun: bool
    direction: str
    reported: bool = False
    sure: bool = True


def telling(doc: Doc, first: int, last: int, *, headline: bool = False) -> Telling:
    """How the event that a date, the tokens first to last, belongs to is told."""
    root = doc[first:last].root
    noun = _noun(root)
    verb = _verb(root)
    if verb is None:
        head = noun
        return Telling(
            "past", head.lemma_.lower() if head is not None else None, head.i if head is not None else None,
            False, noun is not None, "past", sure=False,
        )  # fmt: skip
    tense = _tense(verb, headline)
    head = noun if noun is not None else verb
    negated = noun is None and any(child.lower_ in NEGATIONS for child in verb.children)
    direction = tense
    if tense == "conditional":
        perfect = any(child.lower_ in ("have", "'ve") and child.dep_ == "aux" for child in verb.children)
        direction = "past" if perfect or verb.tag_ == "VBD" else "future"
    reported = tense == "future" and any(child.lower_ in ("would", "'d") for child in verb.children)
    return Telling(tense, head.lemma_.lower(), head.i, negated, noun is not None, direction, reported)


def _noun(root: Token) -> Token | None:
    """The noun a date modifies from the left or as its owner: "last month's summit", "the 2020 vote"."""
    head = root.head
    if (
        head is not root
        and head.pos_ in ("NOUN", "PROPN")
        and root.dep_ in ("poss", "nmod", "compound", "nummod", "amod")
    ):
        return head if head.i > root.i else None
    return None


def _verb(token: Token) -> Token | None:
    """The nearest verb above a token, auxiliaries of another verb passed over."""
    for _ in range(30):
        if token.pos_ in ("VERB", "AUX") and token.dep_ not in ("aux", "auxpass") and token.dep_ != "amod":
            return token
        if token.head is token:
            return None
        token = token.head
    return None


def _tense(verb: Token, headline: bool = False, depth: int = 0) -> str:
    if depth > 8:
        return "present"
    helpers = {child.lower_: child for child in verb.children if child.dep_ in ("aux", "auxpass")}
    if _conditioned(verb):
        return "conditional"
    for word in helpers:
        if word in FUTURE:
            return "future"
    if "would" in helpers or ("'d" in helpers and verb.tag_ == "VB"):
        return "future" if _reported_in_past(verb) else "conditional"
    if helpers.keys() & CONDITIONAL:
        return "conditional"
    if "to" in helpers and verb.tag_ == "VB":
        return _infinitive(verb, headline, depth)
    if helpers.keys() & {"had", "has", "have", "having", "'ve"} and verb.tag_ != "VB":
        return "past"
    if helpers.keys() & {"was", "were", "did", "got"}:
        return "future" if verb.lemma_ in PLANNING and verb.tag_ == "VBN" else "past"
    if helpers.keys() & {"is", "are", "am", "'s", "'re", "'m", "be"}:
        if verb.lower_ == "going" or (verb.tag_ == "VBN" and verb.lemma_ in PLANNING):
            return "future"
        return "past" if verb.tag_ == "VBN" and headline else "present"
    if helpers.keys() & {"do", "does", "can", "must", "ca"}:
        return "present"
    if verb.tag_ == "VBD":
        return "past"
    if verb.tag_ in ("VBZ", "VBP"):
        if verb.lemma_ == "be" and any(c.dep_ == "xcomp" and c.tag_ == "VB" for c in verb.children):
            return "future"  # "the two are to meet"
        return "present"
    if verb.tag_ == "VBN":
        return "future" if verb.lemma_ in PLANNING else "past"
    if verb.tag_ == "VBG":
        above = _verb(verb.head) if verb.head is not verb else None
        return _tense(above, headline, depth + 1) if above is not None else "present"
    if verb.tag_ == "VB" and verb.head is not verb and verb.dep_ in ("conj", "xcomp", "ccomp"):
        above = _verb(verb.head)
        if above is not None:
            return _tense(above, headline, depth + 1)
    return "present"


def _conditioned(verb: Token) -> bool:
    """Whether a condition hangs on the verb, or the verb stands in one."""
    token = verb
    for _ in range(6):
        for child in token.children:
            if child.dep_ == "mark" and child.lower_ in CONDITIONS - {"were", "should", "whether"}:
                return True
            if (
                token is verb
                and child.dep_ == "advcl"
                and any(c.dep_ == "mark" and c.lower_ in ("if", "unless") for c in child.children)
            ):
                return token.tag_ not in ("VBD", "VBN") or any(
                    c.lower_ in FUTURE | CONDITIONAL for c in token.children
                )
        if (
            token.dep_ not in ("xcomp", "conj", "prep", "pobj", "dobj", "advcl", "pcomp")
            or token.head is token
        ):
            return False
        token = token.head
    return False


def _reported_in_past(verb: Token) -> bool:
    """Whether "would" is the future of someone who spoke in the past."""
    token = verb
    for _ in range(4):
        if token.dep_ in ("ccomp", "conj", "relcl", "acl", "ROOT", "parataxis"):
            above = token.head
            if (
                token.dep_ == "ccomp"
                and above.lemma_ in SAYING
                and (
                    above.tag_ in ("VBD", "VBN", "VBG")
                    or any(c.lower_ in ("had", "has", "have") for c in above.children)
                )
            ):
                return True
            if above is token:
                return False
            token = above
        else:
            return False
    return False


def _infinitive(verb: Token, headline: bool, depth: int) -> str:
    above = verb.head
    if above is verb:
        return "future"  # headlines: "Vane to open bridge in May"
    if above.pos_ in ("VERB", "AUX") and verb.dep_ in ("xcomp", "ccomp", "conj"):
        if verb.dep_ == "conj":
            return _tense(above, headline, depth + 1)
        if above.lemma_ in IMPLYING and not any(c.lower_ == "going" for c in (above,)):
            return _tense(above, headline, depth + 1)
        return "future"
    return "future"
