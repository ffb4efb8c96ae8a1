"""Grammar and quotation marks together: the attributions of one document, in characters of its text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from analysis.parse import Document
from analysis.voices.cues import Cue, cues
from analysis.voices.marks import Quotation, quotations
from analysis.voices.syntax import Found, Grammar, Range, attributions, named, noun_phrase, speaker

NEAR = 14  # tokens between a quotation's end and the cue that follows it


@dataclass(slots=True)
class Attribution:
    """One attribution, in characters of `document.text`."""

    cue: int
    term: str
    kind: str
    form: str
    words: Range
    content: list[Range]
    source: Range | None
    floating: bool = False
    nested_in: int | None = None
    quotes: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Reading:
    """What was read in one document: its quotations, and its attributions in order of their content."""

    quotations: list[Quotation]
    attributions: list[Attribution]


class _Text:
    """Where tokens, sentences and quotations stand in a document's text."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self.begins = [token.idx for token in document.doc]
        self.ends = [start + len(token) for start, token in zip(self.begins, document.doc, strict=True)]
        passages = document.passages
        self.paragraphs: list[Range] = []
        for row, (start, end) in enumerate(document.bounds):
            if row and passages[row] == passages[row - 1]:
                self.paragraphs[-1] = (self.paragraphs[-1][0], end)
            else:
                self.paragraphs.append((start, end))
        self.quotations = quotations(self.text, self.paragraphs, [end for _, end in document.bounds])
        self.outer = [one for one in self.quotations if one.depth == 0]
        self.inside = [-1] * len(self.begins)
        self.tokens: list[Range] = []
        for number, one in enumerate(self.outer):
            first, last = bisect_left(self.begins, one.start), bisect_left(self.begins, one.end)
            self.tokens.append((first, last))
            self.inside[first:last] = [number] * (last - first)

    def chars(self, piece: Range) -> Range:
        return self.begins[piece[0]], self.ends[piece[1] - 1]

    def token_at(self, place: int) -> int:
        return max(0, bisect_right(self.begins, place) - 1)


def read(document: Document) -> Reading:
    """The quotations and attributions of one document."""
    if not len(document.doc):
        return Reading([], [])
    place = _Text(document)
    grammar = Grammar(document.doc, document.tokens, document.rows)
    found = [_in_characters(one, place, grammar) for one in attributions(grammar)]
    found = [one for one in found if one.content and place.inside[one.cue] < 0]
    _attach(place, grammar, found)
    for one in found:
        _fit(one, place)
    _float(place, grammar, found)
    found = [one for one in found if one.content]
    found = _first_hand(found, place)
    found.sort(key=lambda one: (one.content[0], one.cue))
    return Reading(place.quotations, found)


def _first_hand(found: list[Attribution], place: _Text) -> list[Attribution]:
    """Without stances that stand inside what another is said to say: they are second-hand."""
    kept = []
    for one in found:
        start = place.begins[one.cue]
        around = [
            other for other in found if other is not one and any(a <= start < b for a, b in other.content)
        ]
        if around and (one.form not in ("clause", "quote", "small") or one.kind in ("thought", "intention")):
            continue
        kept.append(one)
    return kept


def _in_characters(one: Found, place: _Text, grammar: Grammar) -> Attribution:
    content = [place.chars(piece) for piece in one.content if piece[0] < piece[1]]
    return Attribution(one.cue, one.term, one.kind, one.form, one.words, content, one.source)


# --- Quotations that a cue introduces or follows ------------------------------


def _attach(place: _Text, grammar: Grammar, found: list[Attribution]) -> None:
    """Give each quotation that stands beside a cue to that cue."""
    by_cue: dict[int, Attribution] = {}
    for one in found:
        by_cue.setdefault(one.cue, one)
    beside = [_beside(place, grammar, number) for number in range(len(place.outer))]
    _chain(place, beside)
    direct: dict[int, list[int]] = {}
    for number, cue in enumerate(beside):
        if cue is not None:
            direct.setdefault(cue, []).append(number)
    for cue, numbers in direct.items():
        stretches = [(place.outer[number].start, place.outer[number].end) for number in numbers]
        one = by_cue.get(cue)
        if one is None:
            kind, term, last = _kind(grammar, cue)
            one = Attribution(cue, term, kind, "quote", (cue, last), [], _speaker(place, grammar, cue))
            found.append(one)
        begins = place.begins[cue]
        outside = [piece for piece in one.content if _words_outside(place, piece)]
        if stretches[0][0] < begins:  # The quotation comes first: what follows the cue is the writer's.
            outside = [
                piece
                for piece in outside
                if (piece[1] <= begins and not _new_sentence(place, numbers[0]))
                or (piece[0] > begins and place.text.startswith("that ", piece[0]))
            ]
        if one.form == "clause" and outside and not _headed_inside(place, grammar, one, numbers):
            one.content = _union([*outside, *stretches])
        else:
            one.content = stretches
            one.form = "quote"
        if one.source is None:
            one.source = _speaker(place, grammar, cue)
        one.quotes += numbers


def _chain(place: _Text, beside: list[int | None]) -> None:
    """Give a quotation that runs over paragraphs to one cue, wherever in it that stands."""
    for number, quotation in enumerate(place.outer):
        if quotation.follows and number and beside[number] is None:
            beside[number] = beside[number - 1]
    for number in range(len(place.outer) - 1, 0, -1):
        if place.outer[number].follows and beside[number - 1] is None:
            beside[number - 1] = beside[number]


def _new_sentence(place: _Text, number: int) -> bool:
    """Whether a quotation begins anew: a colon or a stop stands before it."""
    between = place.text[: place.outer[number].start].rstrip()
    return between[-1:] in (":", ".", "?", "!", ";")


def _words_outside(place: _Text, piece: Range) -> bool:
    first, last = place.token_at(piece[0]), place.token_at(piece[1] - 1) + 1
    return any(place.inside[at] < 0 and place.text[place.begins[at]].isalnum() for at in range(first, last))


def _headed_inside(place: _Text, grammar: Grammar, one: Attribution, numbers: list[int]) -> bool:
    """Whether the clause's own verb stands inside the quotations."""
    for piece in one.content:
        first, last = place.token_at(piece[0]), place.token_at(piece[1] - 1) + 1
        for at in range(first, last):
            if (not first <= grammar.heads[at] < last or grammar.heads[at] == at) and place.inside[at] in numbers:
                return True
    return False


def _beside(place: _Text, grammar: Grammar, number: int) -> int | None:
    """The cue that a quotation stands beside, if any."""
    first, last = place.tokens[number]
    if first >= last:
        return None
    right = _cue_after(place, grammar, number, last)
    left = _cue_before(place, grammar, number, first)
    if right is None or left is None:
        return left if right is None else right
    return right if _inner(place, number)[-1:] in (",", "?", "!") else left


def _inner(place: _Text, number: int) -> str:
    quotation = place.outer[number]
    return place.text[quotation.start : quotation.end].rstrip("\"”“'’ ")


def _cue_at(grammar: Grammar, at: int) -> Cue | None:
    """The cue that a verb is, if it may introduce a quotation."""
    if grammar.parts[at] != "VERB" and not grammar.tags[at].startswith("VB"):
        return None
    cue, _ = named(cues()["verb"], grammar, at)
    return cue if cue is not None and ("quote" in cue.takes or "clause" in cue.takes) else None


def _cue_after(place: _Text, grammar: Grammar, number: int, last: int) -> int | None:
    """A cue right after a quotation: “…,” the mayor said; “…?” asked the mayor."""
    ends = grammar.sentence(last - 1)[1]
    if last >= ends:
        return None
    paused = _inner(place, number)[-1:] in (",", "?", "!", ".", "…", "—", "-", "–")
    at = last
    while at < ends and grammar.parts[at] in ("PUNCT", "SPACE") and place.inside[at] < 0:
        if grammar.lower[at] in (",", "--", "—", "–"):
            paused = True
        elif grammar.lower[at] in (".", ";", ":"):
            return None
        at += 1
    if not paused or at >= ends:
        return None
    if grammar.parts[at] in ("CCONJ", "SCONJ") and grammar.lower[at] != "as":
        return None
    begin = at
    while at < ends and at - begin < NEAR and place.inside[at] < 0:
        if _cue_at(grammar, at) is not None:
            return None if _takes_what_follows(grammar, at) else at
        if grammar.parts[at] == "VERB" and grammar.deps[at] not in ("relcl", "acl", "amod"):
            return None
        at += 1
    return None


def _takes_what_follows(grammar: Grammar, cue: int) -> bool:
    """Whether a verb has a clause of its own right after it: “…,” he claimed they had never met."""
    for kid in grammar.kids(cue, "ccomp"):
        start = grammar.span(kid)[0]
        if start > cue and not any(grammar.parts[at] == "PUNCT" for at in range(cue + 1, start + 1)):
            return True
    return False


def _cue_before(place: _Text, grammar: Grammar, number: int, first: int) -> int | None:
    """A cue before a quotation: the mayor said, “…”; the mayor told reporters: “…”."""
    begins = grammar.sentence(first)[0]
    at = first - 1
    if at < begins:  # It begins its sentence: the one before may end in a colon.
        if at < 0 or grammar.lower[at] != ":":
            return None
        begins = grammar.sentence(at)[0]
    colon = grammar.lower[at] == ":"
    comma = grammar.lower[at] == ","
    fallback = None
    for steps in range(60 if colon else 30):
        if at < begins:
            break
        if place.inside[at] >= 0:
            if not (colon or comma):
                return None
        elif grammar.parts[at] in ("VERB", "AUX") or grammar.tags[at].startswith("VB"):
            cue = _cue_at(grammar, at)
            if cue is not None and ("quote" in cue.takes or colon):
                return at if colon or comma or steps == 0 or _only_between(grammar, at, first) else None
            if not colon and (grammar.parts[at] == "AUX" or grammar.deps[at] not in ("relcl", "acl", "amod")):
                return None
            if grammar.deps[at] == "ROOT":
                fallback = at
        at -= 1
    return fallback  # "She gave him a warning: “…”": the colon makes a cue of any verb.


def _only_between(grammar: Grammar, cue: int, first: int) -> bool:
    """Whether only a hearer, an adverb, "that" or a particle stands between a cue and a quotation."""
    heard = grammar.lemmas[cue] in HEARD
    for at in range(cue + 1, first):
        part = grammar.parts[at]
        if grammar.lower[at] == "that":
            heard = False
        elif part not in ("ADV", "PUNCT", "PART", "SPACE", "ADP") and not (
            heard and part in ("NOUN", "PROPN", "PRON", "DET", "ADJ")
        ):
            return False
    return True


HEARD = frozenset({"tell", "ask", "remind", "warn", "assure", "inform"})


def _kind(grammar: Grammar, cue: int) -> tuple[str, str, int]:
    """Kind, lemma and end of a cue; a verb that only a colon makes one is neutral."""
    one, last = named(cues()["verb"], grammar, cue)
    if one is None:
        return "neutral", grammar.lemmas[cue], cue + 1
    return one.takes.get("quote") or next(iter(one.takes.values())), one.term, last


def _speaker(place: _Text, grammar: Grammar, cue: int) -> Range | None:
    """The speaker of a quotation's cue; where the parse has none, the noun beside it."""
    source = speaker(grammar, cue)
    if source is not None and not any(place.inside[at] >= 0 for at in range(*source)):
        return source
    begins, ends = grammar.sentence(cue)
    for at in (cue + 1, cue + 2, cue + 3):
        if at < ends and place.inside[at] < 0 and grammar.parts[at] in ("PROPN", "PRON", "NOUN"):
            head = at
            while grammar.deps[head] in ("compound", "amod", "nmod") and grammar.heads[head] > head:
                head = grammar.heads[head]
            return noun_phrase(grammar, head, barring=cue)
        if at < ends and grammar.parts[at] not in ("DET", "ADJ", "ADV"):
            break
    for at in (cue - 1, cue - 2):
        if at >= begins and place.inside[at] < 0 and grammar.parts[at] in ("PROPN", "PRON", "NOUN"):
            return noun_phrase(grammar, at, barring=cue)
    return None


# --- Contents and quotations that overlap -------------------------------------


def _union(pieces: list[Range]) -> list[Range]:
    merged: list[Range] = []
    for start, end in sorted(pieces):
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _fit(one: Attribution, place: _Text) -> None:
    """Cut a content to the quotation its cue stands in, or widen it to those it cuts into."""
    number = place.inside[one.cue]
    if number >= 0:
        start, end = place.outer[number].start + 1, place.outer[number].end - place.outer[number].closed
        one.content = [(max(a, start), min(b, end)) for a, b in one.content if a < end and b > start]
    else:
        fitted = []
        cue_start, cue_end = place.begins[one.words[0]], place.ends[one.words[1] - 1]
        for a, b in one.content:
            for quotation in place.outer:
                if quotation.start < b and quotation.end > a and not (quotation.start >= a and quotation.end <= b):
                    if not (quotation.start < cue_end and quotation.end > cue_start):
                        a, b = min(a, quotation.start), max(b, quotation.end)
            fitted.append((a, b))
        one.content = _union(fitted)
    one.content = [(a, b) for a, b in one.content if b > a]


# --- Quotations whose speaker is in a neighbouring sentence --------------------


def _float(place: _Text, grammar: Grammar, found: list[Attribution]) -> None:
    """Give a quotation that makes up whole sentences, and has no cue, to the attribution before it."""
    held = [False] * len(place.outer)
    for one in found:
        if place.inside[one.cue] >= 0:
            continue
        for number, quotation in enumerate(place.outer):
            if any(quotation.start < b and quotation.end > a for a, b in one.content):
                held[number] = True
    order = sorted(
        (one for one in found if place.inside[one.cue] < 0), key=lambda one: one.cue
    )
    for number, quotation in enumerate(place.outer):
        if held[number]:
            continue
        first, last = place.tokens[number]
        if first >= last:
            continue
        begins, ends = grammar.sentence(first)[0], grammar.sentence(last - 1)[1]
        alone = not any(
            place.text[place.begins[at]].isalnum() for at in [*range(begins, first), *range(last, ends)]
        )
        if not alone:
            continue
        paragraph = next(p for p, (a, b) in enumerate(place.paragraphs) if a <= quotation.start < b)
        start = place.paragraphs[paragraph][0]
        before = [one for one in order if start <= place.begins[one.cue] < quotation.start]
        carried = False
        if not before and paragraph:
            prior = place.paragraphs[paragraph - 1]
            before = [
                one for one in order
                if prior[0] <= place.begins[one.cue] < prior[1] and one.quotes
            ]
            carried = not quotation.follows
        if before:
            one = _main(grammar, before)
            if one is not None:
                one.content = _union([*one.content, (quotation.start, quotation.end)])
                one.floating = True
                held[number] = True


def _main(grammar: Grammar, before: list[Attribution]) -> Attribution | None:
    """Of the attributions in the last sentence that has any, the one that the sentence is about."""
    row = grammar.row_of[before[-1].cue]
    last = [one for one in before if grammar.row_of[one.cue] == row]

    def rank(one: Attribution) -> tuple[int, int]:
        depth, at = 0, one.cue
        while grammar.heads[at] != at and depth < 20:
            depth, at = depth + 1, grammar.heads[at]
        return (0 if one.form in ("quote", "clause") else 1, depth)

    return min(last, key=rank) if last else None
