"""The grammar of attribution: from a cue to what it attributes, and to whom.

Everything here counts in tokens of one parsed document, and each construction
is a function named for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from spacy.attrs import DEP, HEAD, LEMMA, POS, TAG
from spacy.tokens import Doc

from analysis.voices.cues import Cue, Cues, cues

Range = tuple[int, int]  # tokens, half-open

RELATIVE = frozenset({"who", "which", "that", "whom"})
EXPLETIVE = frozenset({"it", "there"})
SUBJECTS = frozenset({"nsubj", "csubj"})
PASSIVE_SUBJECTS = frozenset({"nsubjpass", "csubjpass"})
OBJECTS = frozenset({"dobj", "obj"})
# Verbs whose infinitive speaks or acts for their object, not their subject ("urged Ole to say").
OBJECT_CONTROL = frozenset(
    "urge ask tell order command instruct direct advise beg implore encourage invite force lead cause allow permit"
    " persuade convince press pressure prompt push require expect want let help make have see hear".split()
)
# Things that speak for whoever made them: their maker is the speaker, where he is named.
DOCUMENTS = frozenset(
    "statement letter email e-mail message memo tweet post note speech interview article report op-ed essay book press"
    " release remark comment ad advertisement filing brief complaint lawsuit document testimony question answer editorial"
    " column petition resolution bill video call reply response warning text announcement".split()
)
# Verbs that lend a noun their subject: "made the claim that", "expressed doubt".
LIGHT = frozenset(
    "make give have issue express voice raise offer hold take share reiterate repeat issue release deliver send publish"
    " write put get receive draw add present announce state find lodge file reject accept dispute deny echo".split()
)


@dataclass(slots=True)
class Found:
    """An attribution, in tokens.

    Attributes
    ----------
    cue, words, kind
        The cue: its main token, all its tokens, its kind in the codebook.
    term
        Its lemma.
    form
        The construction: clause, quote, infinitive, gerund, object, small, subject, topic...
    content
        Its stretches, in order.
    source
        The words that name the speaker, or None.
    """

    cue: int
    words: Range
    kind: str
    term: str
    form: str
    content: list[Range]
    source: Range | None = None
    quotes: list[int] = field(default_factory=list)


class Grammar:
    """The parse of one document as plain lists, which are many times faster to walk than tokens.

    Attributes
    ----------
    heads, deps, parts, tags, lemmas, lower
        For each token.
    children
        For each token that has any, its children in order.
    """

    def __init__(self, doc: Doc, rows: Sequence[Range], row_of: Sequence[int]) -> None:
        strings = doc.vocab.strings
        array = doc.to_array([HEAD, DEP, POS, TAG, LEMMA])
        self.doc = doc
        self.rows = rows
        self.row_of = row_of
        names: dict[int, str] = {}

        def named(column: int) -> list[str]:
            codes = array[:, column].tolist()
            for code in set(codes):
                if code not in names:
                    names[code] = strings[code]
            return [names[code] for code in codes]

        offsets = array[:, 0].astype("int64").tolist()
        self.heads: list[int] = [at + offset for at, offset in enumerate(offsets)]
        self.deps, self.parts, self.tags = named(1), named(2), named(3)
        self.lemmas = [lemma.lower() for lemma in named(4)]
        self.lower = [token.lower_ for token in doc]
        for at, lemma in enumerate(self.lemmas):
            if lemma in MISREAD:
                self.lemmas[at] = MISREAD[lemma]
        self.children: dict[int, list[int]] = {}
        for at, head in enumerate(self.heads):
            if head != at:
                self.children.setdefault(head, []).append(at)

    def kids(self, at: int, *deps: str) -> list[int]:
        """Children of a token, of any of the relations named, or all."""
        some = self.children.get(at, [])
        return [kid for kid in some if self.deps[kid] in deps] if deps else some

    def span(self, at: int) -> Range:
        """All that hangs on a token, as one stretch."""
        token = self.doc[at]
        return token.left_edge.i, token.right_edge.i + 1

    def sentence(self, at: int) -> Range:
        """The sentence a token stands in."""
        return self.rows[self.row_of[at]]

    def trimmed(self, first: int, last: int) -> Range:
        """A stretch without punctuation at its ends, quotation marks and brackets that pair excepted."""
        while first < last and self.parts[first] in ("PUNCT", "SPACE") and self.lower[first] not in OPENERS:
            first += 1
        while first < last and self.parts[last - 1] in ("PUNCT", "SPACE") and self.lower[last - 1] not in CLOSERS:
            last -= 1
        return first, last


OPENERS = frozenset({'"', "``", "''", "'", "(", "[", "$", "#"})
CLOSERS = frozenset({'"', "''", "'", ")", "]", "%", "?", "!"})


def attributions(grammar: Grammar) -> list[Found]:
    """Every attribution that the grammar shows, in the order of the cues."""
    known = cues()
    verbs, nouns, adjectives = known["verb"], known["noun"], known["adjective"]
    prepositions = known["preposition"].phrases
    singles = known["preposition"].single
    found: list[Found] = []
    lemmas, parts, lower = grammar.lemmas, grammar.parts, grammar.lower
    for at, part in enumerate(parts):
        lemma = lemmas[at]
        if lower[at] == ":":
            found += _script(grammar, at)
        if lower[at] in prepositions or lower[at] in singles:
            found += _preposition(grammar, at)
        if part == "VERB" or (part in ("AUX", "NOUN", "PROPN", "ADJ", "ADP", "ADV") and grammar.tags[at].startswith("VB")):
            cue, last = named(verbs, grammar, at)
            if cue is not None:
                found += _verb(grammar, at, last, cue)
        elif part == "NOUN":
            if lemma in nouns.single:
                found += _noun(grammar, at, nouns.single[lemma])
        elif part in ("ADJ", "VERB"):
            if lemma in adjectives.single:
                found += _adjective(grammar, at, adjectives.single[lemma])
    return found


def named(known: Cues, grammar: Grammar, at: int) -> tuple[Cue | None, int]:
    """The cue that a token begins, the longest first, and where it ends."""
    lemma = grammar.lemmas[at]
    for rest, cue in known.phrases.get(lemma, ()):
        if tuple(grammar.lower[at + 1 : at + 1 + len(rest)]) == rest:
            return cue, at + 1 + len(rest)
    if lemma not in known.single or grammar.kids(at, "prt"):
        return None, at + 1
    return known.single[lemma], at + 1


# --- Verbs -------------------------------------------------------------------


def _verb(grammar: Grammar, at: int, last: int, cue: Cue) -> list[Found]:
    takes = cue.takes
    deps, kids = grammar.deps, grammar.kids(at)
    made: list[Found] = []

    def add(form: str, content: Iterable[Range], kind: str, source: Range | None) -> None:
        pieces = [grammar.trimmed(*piece) for piece in content]
        pieces = [piece for piece in pieces if piece[0] < piece[1]]
        if pieces:
            made.append(Found(at, (at, last), kind, cue.term, form, sorted(pieces), source))

    passive = [kid for kid in kids if deps[kid] in PASSIVE_SUBJECTS]
    source = speaker(grammar, at)
    clause = [kid for kid in kids if deps[kid] == "ccomp"]
    open_clause = [kid for kid in kids if deps[kid] == "xcomp"]
    objects = [kid for kid in kids if deps[kid] in OBJECTS]
    predicates = [kid for kid in kids if deps[kid] in ("oprd", "acomp", "attr")]
    infinitive = [kid for kid in [*clause, *open_clause] if _infinitive(grammar, kid)]
    gerund = [kid for kid in [*clause, *open_clause] if grammar.tags[kid] == "VBG" and not grammar.kids(kid, "aux")]
    finite = [kid for kid in clause if kid not in infinitive and kid not in gerund]
    if not finite and "clause" in takes:
        finite = [kid for kid in kids if kid > at and deps[kid] == "advcl" and _asks(grammar, kid)]

    if passive:
        subject = grammar.span(passive[0])
        if "infinitive" in takes and infinitive:
            add("infinitive", [subject, grammar.span(infinitive[0])], takes["infinitive"], source)
        elif "clause" in takes and finite:
            add("clause", [grammar.span(finite[0])], takes["clause"], source)
        elif "clause" in takes and infinitive and "recipient" not in takes:
            add("infinitive", [subject, grammar.span(infinitive[0])], takes["clause"], source)
        elif "small" in takes and (predicates or _as(grammar, at)):
            predicate = predicates[0] if predicates else _as(grammar, at)[0]
            add("small", [subject, grammar.span(predicate)], takes["small"], source)
        elif "object" in takes and "recipient" not in takes and source is not None:
            add("object", [subject], takes["object"], source)
        else:
            _topics(grammar, at, takes, source, add)
        return made

    if "subject" in takes and (infinitive or predicates or finite):
        subjects = [kid for kid in kids if deps[kid] in SUBJECTS and grammar.lower[kid] not in EXPLETIVE]
        complement = (infinitive or predicates or finite)[0]
        pieces = [grammar.span(kid) for kid in subjects[:1]] + [grammar.span(complement)]
        add("subject", pieces, takes["subject"], None)
        return made
    if finite and "clause" in takes:
        add("clause", [_clause(grammar, at, finite)], takes["clause"], source)
        return made
    if takes.get("clause", "intention") != "intention" and (not objects or "recipient" in takes):
        around = _parenthesis(grammar, at, last)
        if around:
            add("clause", around, takes["clause"], source)
            return made
    if infinitive and "infinitive" in takes:
        add("infinitive", [grammar.span(infinitive[0])], takes["infinitive"], source)
        return made
    if gerund and ("gerund" in takes or "object" in takes):
        add("gerund", [grammar.span(gerund[0])], takes.get("gerund", takes.get("object", "")), source)
        return made
    if objects and "small" in takes and (predicates or _as(grammar, at)):
        predicate = predicates[0] if predicates else _as(grammar, at)[0]
        add("small", [grammar.span(objects[0]), grammar.span(predicate)], takes["small"], source)
        return made
    if clause and "small" in takes:
        add("small", [grammar.span(clause[0])], takes["small"], source)
        return made
    if objects and "censure" in takes:
        piece = _with_predicate(grammar, at, objects[0], CENSURE)
        if piece[1] > grammar.span(objects[0])[1] or any(p in CENSURE for p in _prepositions_in(grammar, piece)):
            add("object", [piece], takes["censure"], source)
            return made
    if objects and "object" in takes and "recipient" not in takes:
        add("object", [_with_predicate(grammar, at, objects[0], takes)], takes["object"], source)
        return made
    if not objects and "object" in takes and deps[at] == "relcl" and "recipient" not in takes:
        noun = grammar.heads[at]
        add("object", [(grammar.span(noun)[0], noun + 1)], takes["object"], source)
        return made
    _topics(grammar, at, takes, source, add)
    return made


def _topics(grammar: Grammar, at: int, takes, source, add) -> None:
    """What a cue is about, for, against: the object of a preposition that it takes."""
    for kid in grammar.kids(at, "prep", "dative", "agent"):
        word = grammar.lower[kid]
        if word in takes:
            inner = grammar.kids(kid, "pobj", "pcomp")
            if inner:
                add("topic", [grammar.span(inner[0])], takes[word], source)
                return


def _clause(grammar: Grammar, at: int, clauses: Sequence[int]) -> Range:
    """The clause that a cue takes, the one after it first, without what is added by the way at its end."""
    after = [kid for kid in clauses if kid > at]
    whole = [kid for kid in after if grammar.kids(kid, *ALL_SUBJECTS)]
    chosen = (whole or after or clauses[::-1])[0]
    first, last = grammar.span(chosen)
    for kid in after:  # "He said he would rather she stayed": the parser makes two clauses of one.
        begins, ends = grammar.span(kid)
        if begins == last:
            last = ends
    return first, _by_the_way(grammar, chosen, last)


def _asks(grammar: Grammar, at: int) -> bool:
    """Whether a clause taken for an adverbial is what was told or asked: "recounted to them how he fled"."""
    return grammar.lower[grammar.span(at)[0]] in ("how", "why", "what", "whether", "who", "that")


def _by_the_way(grammar: Grammar, at: int, last: int) -> int:
    """Where a clause ends if what is added after its last comma is the writer's."""
    end = last
    while end > at and grammar.parts[end - 1] in ("PUNCT", "SPACE"):
        end -= 1
    for start in range(at + 1, end):
        if grammar.lower[start - 1] == "," and grammar.deps[start] in ("nsubj", "nsubjpass") and grammar.lower[start] in ("which", "who"):
            if grammar.span(grammar.heads[start])[1] >= end:
                return start - 1
    return last


CENSURE = {"for": "", "as": "", "over": ""}


def _prepositions_in(grammar: Grammar, piece: Range) -> list[str]:
    return [grammar.lower[at] for at in range(*piece) if grammar.deps[at] == "prep"]


def _with_predicate(grammar: Grammar, at: int, noun: int, takes) -> Range:
    """An object, without what is said of it by the way, and with what is held against it."""
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


def _infinitive(grammar: Grammar, at: int) -> bool:
    return any(grammar.tags[kid] == "TO" for kid in grammar.kids(at, "aux"))


def _as(grammar: Grammar, at: int) -> list[int]:
    return [kid for kid in grammar.kids(at, "prep") if grammar.lower[kid] == "as"]


def _parenthesis(grammar: Grammar, at: int, last: int) -> list[Range]:
    """What stands around a cue that is itself put in between: "The plan, she said, would fail"."""
    if grammar.deps[at] not in ("parataxis", "advcl", "ccomp", "conj", "dep", "relcl", "intj"):
        return []
    head = grammar.heads[at]
    if grammar.row_of[head] != grammar.row_of[at]:
        return []
    first, end = grammar.span(at)
    while grammar.parts[first] in ("PUNCT", "SPACE") and first < at:
        first += 1
    while grammar.parts[end - 1] in ("PUNCT", "SPACE") and end - 1 > at:
        end -= 1
    as_said = grammar.lower[first] == "as"
    if end - first > (8 if as_said else 25):
        return []
    begins, ends = grammar.sentence(at)
    lead = grammar.lower[first - 1] if first > begins else ""
    trail = grammar.lower[end] if end < ends else ""
    if grammar.deps[at] in ("advcl", "relcl") and not as_said:
        return []
    if not as_said and not grammar.kids(at, *SUBJECTS):
        return []
    if not (lead in PAUSES or trail in PAUSES or end >= ends - 1):
        return []
    left, right = grammar.span(head)
    return [piece for piece in ((left, first), (end, right)) if piece[1] - piece[0] > 1]


# Lemmas the model gets wrong: "hoping" as a form of "hop".
MISREAD = {"hop": "hope", "threate": "threaten", "opin": "opine", "allud": "allude", "conced": "concede"}
ALL_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
PAUSES = frozenset({",", "—", "–", "--", "-", "(", ")", ";"})


# --- Speakers ----------------------------------------------------------------


def speaker(grammar: Grammar, at: int, depth: int = 0) -> Range | None:
    """The words that name who a verb's act is of: its subject, its agent, or its controller's."""
    deps, heads = grammar.deps, grammar.heads
    kids = grammar.kids(at)
    for kid in kids:
        if deps[kid] == "agent":
            for inner in grammar.kids(kid, "pobj"):
                return noun_phrase(grammar, inner)
    if any(deps[kid] in PASSIVE_SUBJECTS for kid in kids):
        return None
    if grammar.tags[at] == "VBN" and deps[at] in ("advcl", "acl", "ROOT") and not grammar.kids(at, "aux", *SUBJECTS):
        return None  # "When asked whether": a passive cut short.
    for kid in kids:
        if deps[kid] in SUBJECTS:
            if grammar.lower[kid] in EXPLETIVE and grammar.kids(at, "ccomp") and grammar.lemmas[at] in ("seem", "appear"):
                return None
            if grammar.lower[kid] in RELATIVE and deps[at] == "relcl":
                return noun_phrase(grammar, heads[at], before=kid)
            return noun_phrase(grammar, kid, barring=at)
    if depth > 6:
        return None
    dep, head = deps[at], heads[at]
    if head == at:
        return None
    if dep == "conj":
        return speaker(grammar, head, depth + 1) if grammar.parts[head] in ("VERB", "AUX") else None
    if dep in ("xcomp", "ccomp", "advcl", "parataxis", "dep"):
        if dep != "advcl" and grammar.lemmas[head] in OBJECT_CONTROL:
            for kid in grammar.kids(head, "dobj", "dative"):
                return noun_phrase(grammar, kid)
        return speaker(grammar, head, depth + 1)
    if dep == "pcomp":
        governor = heads[head]
        if grammar.parts[governor] in ("VERB", "AUX", "ADJ"):
            return speaker(grammar, governor, depth + 1)
        return possessor(grammar, governor) or _owner(grammar, governor, depth)
    if dep in ("acl", "relcl") and not any(deps[kid] == "agent" for kid in kids):
        if grammar.tags[at] == "VBN":
            return None
        return possessor(grammar, head) or _owner(grammar, head, depth) or noun_phrase(grammar, head, before=at)
    if dep == "acomp" or dep == "attr":
        return speaker(grammar, head, depth + 1)
    return None


def possessor(grammar: Grammar, noun: int) -> Range | None:
    """Whose a noun is: "the minister's claim", "the claim of the minister", "a claim by the minister"."""
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


def _owner(grammar: Grammar, noun: int, depth: int) -> Range | None:
    """The subject of the verb that a noun is the object of: "issued a statement saying"."""
    if grammar.lemmas[noun] not in DOCUMENTS:
        return None
    dep, head = grammar.deps[noun], grammar.heads[noun]
    if dep == "pobj":
        head = grammar.heads[head]
    elif dep not in OBJECTS:
        return None
    return speaker(grammar, head, depth + 1) if grammar.parts[head] in ("VERB", "AUX") else None


def noun_phrase(grammar: Grammar, noun: int, *, before: int | None = None, barring: int | None = None) -> Range:
    """A noun with what names it: titles, modifiers, appositions; no relative clause."""
    first, last = grammar.span(noun)
    for kid in grammar.kids(noun, "relcl", "acl", "advcl", "ccomp", "parataxis"):
        start = grammar.span(kid)[0]
        if start > noun:
            last = min(last, start)
        elif kid < noun:
            first = max(first, grammar.span(kid)[1])
    if before is not None:
        last = min(last, max(before, noun + 1))
    if barring is not None:
        if noun < barring < last:
            last = barring
        elif first <= barring < noun:
            first = barring + 1
    if last - first > 30:
        last = noun + 1
        first = max(first, noun - 8)
    while first < noun and (grammar.parts[first] in ("PUNCT", "SPACE", "CCONJ")):
        first += 1
    while last - 1 > noun and grammar.parts[last - 1] in ("PUNCT", "SPACE", "CCONJ"):
        last -= 1
    return first, last


# --- Nouns, adjectives, prepositions -----------------------------------------


def _noun(grammar: Grammar, at: int, cue: Cue) -> list[Found]:
    takes, deps = cue.takes, grammar.deps
    source = possessor(grammar, at)
    head = grammar.heads[at]
    if source is None and deps[at] in OBJECTS and grammar.lemmas[head] in LIGHT:
        source = speaker(grammar, head)
    if source is None and deps[at] == "attr":  # "He is a critic of", "It was the view of".
        source = speaker(grammar, head)
    if source is None and deps[at] == "pobj":
        verb = grammar.heads[head]
        if grammar.parts[verb] == "VERB":
            source = speaker(grammar, verb)

    said = _said_in(grammar, at)

    def one(form: str, piece: Range, kind: str) -> list[Found]:
        first, last = grammar.trimmed(*piece)
        if first >= last:
            return []
        if said is not None and form == "clause":  # "Said in a statement that": the verb is the cue.
            verb, known = said
            return [Found(verb, (verb, verb + 1), known.takes["clause"], known.term, form, [(first, last)], source)]
        return [Found(at, (at, at + 1), kind, cue.term, form, [(first, last)], source)]

    for kid in grammar.kids(at, "acl", "ccomp"):
        if kid < at:
            continue
        if _infinitive(grammar, kid):
            if "infinitive" in takes:
                return one("infinitive", grammar.span(kid), takes["infinitive"])
        elif "clause" in takes and grammar.tags[kid] not in ("VBG", "VBN"):
            return one("clause", grammar.span(kid), takes["clause"])
    for kid in grammar.kids(at, "relcl"):
        first = grammar.span(kid)[0]
        if "clause" in takes and grammar.lower[first] == "that" and deps[first] == "mark":
            return one("clause", grammar.span(kid), takes["clause"])
    # "His concern is that ...": the predicate of the noun.
    if deps[at] == "nsubj" and grammar.lemmas[head] == "be":
        for kid in grammar.kids(head, "ccomp", "xcomp"):
            if kid > head and ("infinitive" if _infinitive(grammar, kid) else "clause") in takes:
                return one("clause", grammar.span(kid), takes.get("clause", takes.get("infinitive", "")))
    if source is None:  # "Concern about jobs" that is nobody's is a theme, not an attribution.
        return []
    for kid in grammar.kids(at, "prep"):
        word = grammar.lower[kid]
        if kid > at and word in takes:
            for inner in grammar.kids(kid, "pobj", "pcomp"):
                return one("topic", grammar.span(inner), takes[word])
    return []


def _said_in(grammar: Grammar, noun: int) -> tuple[int, Cue] | None:
    """The verb of saying that a noun is the medium of: "said in a statement"."""
    if grammar.deps[noun] != "pobj":
        return None
    verb = grammar.heads[grammar.heads[noun]]
    known = cues()["verb"].single.get(grammar.lemmas[verb])
    if known is None or "clause" not in known.takes or grammar.kids(verb, "ccomp"):
        return None
    return verb, known


def _adjective(grammar: Grammar, at: int, cue: Cue) -> list[Found]:
    takes, deps = cue.takes, grammar.deps
    if deps[at] not in ("acomp", "oprd", "conj", "attr", "advcl", "ROOT", "amod", "acl"):
        return []
    source = None
    verb = at
    for _ in range(4):
        if verb != at and grammar.parts[verb] in ("VERB", "AUX"):
            break
        if grammar.heads[verb] == verb:
            break
        verb = grammar.heads[verb]
    if grammar.parts[verb] in ("VERB", "AUX"):
        source = speaker(grammar, verb)
    holders = [at, verb] if grammar.lemmas[verb] in ("be", "feel", "remain", "become", "seem", "get") else [at]
    for holder in holders:
        for kid in grammar.kids(holder, "ccomp", "xcomp"):
            if kid < at:
                continue
            form = "infinitive" if _infinitive(grammar, kid) else "clause"
            if form in takes:
                piece = grammar.trimmed(*grammar.span(kid))
                return [Found(at, (at, at + 1), takes[form], cue.term, form, [piece], source)]
    for kid in grammar.kids(at, "prep"):
        word = grammar.lower[kid]
        if kid > at and word in takes:
            for inner in grammar.kids(kid, "pobj", "pcomp"):
                piece = grammar.trimmed(*grammar.span(inner))
                return [Found(at, (at, at + 1), takes[word], cue.term, "topic", [piece], source)]
    return []


def _script(grammar: Grammar, at: int) -> list[Found]:
    """"Mayor Vane: Trains will run": a name and a colon, as headlines and transcripts have it."""
    begins, ends = grammar.sentence(at)
    while begins < at and grammar.parts[begins] in ("PUNCT", "SPACE"):
        begins += 1
    if not 0 < at - begins <= 6 or ends - at < 4:
        return []
    inner = range(begins, at)
    if not all(grammar.parts[one] in ("PROPN", "NOUN", "ADJ", "DET", "PUNCT") or grammar.tags[one] == "POS" for one in inner):
        return []
    if grammar.doc[at - 1].ent_type_ not in ("PERSON", "ORG", "NORP"):
        return []
    piece = grammar.trimmed(at + 1, ends)
    return [Found(at, (at, at + 1), "neutral", ":", "clause", [piece], (begins, at))] if piece[0] < piece[1] else []


def _preposition(grammar: Grammar, at: int) -> list[Found]:
    """"According to the mayor, the bridge is safe": the rest of the clause is the content."""
    known = cues()["preposition"]
    for rest, cue in known.phrases.get(grammar.lower[at], ()):
        if tuple(grammar.lower[at + 1 : at + 1 + len(rest)]) == rest:
            last = at + 1 + len(rest)
            break
    else:
        return []
    begins, ends = grammar.sentence(at)
    # The noun that follows: the object of the phrase's last word, or what stands there.
    inner = [kid for kid in grammar.kids(last - 1, "pobj", "pcomp") if kid >= last]
    if not inner:
        inner = [kid for kid in range(last, min(last + 6, ends)) if grammar.parts[kid] in ("PROPN", "NOUN", "PRON")][:1]
    if not inner:
        return []
    source = noun_phrase(grammar, inner[0])
    first, end = at, max(grammar.span(inner[0])[1], grammar.span(at)[1])
    head = grammar.heads[at]
    while grammar.parts[head] not in ("VERB", "AUX") and grammar.heads[head] != head and grammar.row_of[grammar.heads[head]] == grammar.row_of[at]:
        head = grammar.heads[head]
    left, right = grammar.span(head)
    pieces = [grammar.trimmed(*piece) for piece in ((left, min(first, right)), (max(end, left), right))]
    pieces = [piece for piece in pieces if piece[1] - piece[0] > 1]
    if not pieces:
        return []
    return [Found(at, (at, last), cue.takes["clause"], cue.term, "clause", pieces, source)]
