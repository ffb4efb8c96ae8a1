"""Grammar and quotation marks together: the attributions of one document."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field, replace
from itertools import accumulate

from analysis.parse import Document
from analysis.voices.constructions import attributions
from analysis.voices.cues import cues
from analysis.voices.found import Found, named
from analysis.voices.grammar import SUBJECTS, Grammar, Range
from analysis.voices.marks import Quotation
from analysis.voices.quoting import Page, beside, calls, cue_at, titled
from analysis.voices.speakers import noun_phrase, speaker

# Constructions whose content is what was said or thought; the others name only what it was about.
WORDED = frozenset({"clause", "quote", "small"})
SECOND_HAND = 2  # contents around a cue: "she said he claimed they had denied it", and no deeper
BACK = 40  # attributions looked back over for the speaker of a quotation that stands alone
NAMING = ("PROPN", "PRON", "NOUN")
FEW = 3  # words; a longer quotation that makes up whole sentences is someone's speech
DEEPEST = 20  # verbs between a cue and the root of its sentence, counted no further


@dataclass(slots=True)
class Attribution:
    """One attribution.

    Attributes
    ----------
    cue, words, source
        The cue's main token, all its tokens, and those that name the speaker.
        A quotation that stands alone may have no cue: `words` is then None,
        and `cue` its first token.
    term, kind, form
        The cue's lemma, its kind, and the construction.
    content
        Its stretches, in characters of `document.text`, in order.
    head
        The main token of a content that the grammar gave.
    floating
        Whether a quotation without a cue of its own was added from a neighbouring sentence.
    negated
        Whether the cue is negated: "did not say".
    quotes
        Numbers of the quotations that stand beside the cue.
    """

    cue: int
    words: Range | None
    source: Range | None
    term: str | None
    kind: str | None
    form: str
    content: list[Range]
    head: int
    floating: bool = False
    negated: bool = False
    quotes: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Reading:
    """What was read in one document: its quotations, and its attributions in order of their content."""

    quotations: list[Quotation]
    attributions: list[Attribution]
    paragraphs: list[Range]


def read(document: Document) -> Reading:
    """The quotations and attributions of one document.

    What stands inside quotation marks is the speaker's: who is quoted there as
    saying or thinking something is left to him, and makes no attribution.
    """
    grammar = Grammar(document)
    page = Page(document, grammar)
    found = [_written(one, grammar) for one in attributions(grammar) if page.inside[one.cue] < 0]
    _join(page, grammar, found)
    marked = [one for one in page.quotations if one not in page.forgotten]
    marked += [_ended(one, found, grammar) for one in page.forgotten]
    for one in found:
        one.content = _widened(one, page, grammar)
    _float(page, grammar, found)
    found = _first_hand([one for one in found if one.content], grammar)
    for one in found:
        one.negated = one.words is not None and bool(grammar.kids(one.cue, "neg"))
    found.sort(key=lambda one: (one.content[0], one.cue))
    return Reading(sorted(marked, key=lambda one: (one.start, -one.end)), found, page.paragraphs)


def _written(one: Found, grammar: Grammar) -> Attribution:
    content = [grammar.chars(piece) for piece in one.content]
    return Attribution(one.cue, one.words, one.source, one.term, one.kind, one.form, content, one.head)


def _ended(quotation: Quotation, found: list[Attribution], grammar: Grammar) -> Quotation:
    """A quotation without a closing mark, ended where the content ends that begins with it."""
    for one in found:
        start, end = one.content[0] if one.content else (0, 0)
        if quotation.start <= start <= quotation.start + 2 and grammar.begins[one.cue] >= end:
            one.content[0] = (quotation.start, end)
            one.form = "quote"
            return replace(quotation, end=end)
    return quotation


def _union(pieces: list[Range]) -> list[Range]:
    """Stretches in order, those that touch made one."""
    merged: list[Range] = []
    for start, end in sorted(pieces):
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


# --- Quotations beside a cue --------------------------------------------------


def _join(page: Page, grammar: Grammar, found: list[Attribution]) -> None:
    """Give each quotation that stands beside a cue to it, and make the attribution if there is none."""
    by_cue: dict[int, Attribution] = {}
    for one in found:
        by_cue.setdefault(one.cue, one)
    quoted: dict[int, list[int]] = {}
    for number, cue in enumerate(beside(page)):
        if cue is not None:
            quoted.setdefault(cue, []).append(number)
    for cue, numbers in quoted.items():
        stretches = [(page.outer[number].start, page.outer[number].end) for number in numbers]
        known = by_cue.get(cue)
        if known is None and cue_at(grammar, cue) is None:
            # "Gave a warning: “…”": the noun is the cue, and not the verb that the colon makes one.
            start, end = stretches[0][0], stretches[-1][1]
            known = next((one for one in found if one.content and _holds(start, end, one.content)), None)
        if known is None:
            known = _made_by_quotation(page, grammar, cue)
            found.append(known)
        worded = [piece for piece in known.content if _has_words_outside(page, grammar, piece)]
        begins = grammar.begins[cue]
        if stretches[0][0] < begins:  # The quotation comes first: what follows the cue is the writer's.
            anew = page.text[: stretches[0][0]].rstrip()[-1:] in (":", ".", "?", "!", ";")
            worded = [
                piece
                for piece in worded
                if (piece[1] <= begins and not anew)
                or (piece[0] > begins and page.text.startswith("that ", piece[0]))
            ]
        if begins < stretches[0][0] and calls(grammar, cue, page.tokens[numbers[0]][0]):
            named_from = grammar.begins[known.cue + 1]
            known.content = _union([(named_from, stretches[0][1]), *stretches[1:]])
            known.form = "small"
        elif known.form == "clause" and worded and page.inside[known.head] not in numbers:
            known.content = _union([*worded, *stretches])
        else:
            known.content, known.form = stretches, "quote"
        known.source = known.source or _speaker(page, grammar, cue)
        known.quotes += numbers


def _holds(start: int, end: int, content: list[Range]) -> bool:
    return start <= content[0][0] and content[-1][1] <= end


def _made_by_quotation(page: Page, grammar: Grammar, cue: int) -> Attribution:
    """The attribution of a verb that only its quotation makes a cue."""
    if grammar.lower[cue] == ":":  # "From the report: “…”": no verb at all.
        named_before = next((at for at in range(cue - 1, -1, -1) if grammar.parts[at] in NAMING), None)
        source = None if named_before is None else noun_phrase(grammar, named_before, barring=cue)
        return Attribution(cue, (cue, cue + 1), source, ":", "neutral", "quote", [], cue)
    one, last = named(cues()["verb"], grammar, cue)
    kind = "neutral" if one is None else one.takes.get("quote") or next(iter(one.takes.values()))
    term = grammar.lemmas[cue] if one is None else one.term
    return Attribution(cue, (cue, last), _speaker(page, grammar, cue), term, kind, "quote", [], cue)


def _has_words_outside(page: Page, grammar: Grammar, piece: Range) -> bool:
    return page.spoken(bisect_left(grammar.begins, piece[0]), bisect_left(grammar.begins, piece[1]))


def _speaker(page: Page, grammar: Grammar, cue: int) -> Range | None:
    """The speaker of a quotation's cue; where the parse has none, the noun beside it."""
    source = speaker(grammar, cue)
    if source is not None and not any(page.inside[at] >= 0 for at in range(*source)):
        return source
    begins, ends = grammar.sentence(cue)
    for at in range(cue + 1, min(cue + 4, ends)):
        if page.inside[at] < 0 and grammar.parts[at] in NAMING:
            head = at
            while grammar.deps[head] in ("compound", "amod", "nmod") and grammar.heads[head] > head:
                head = grammar.heads[head]
            return noun_phrase(grammar, head, barring=cue)
        if grammar.parts[at] not in ("DET", "ADJ", "ADV"):
            break
    for at in range(cue - 1, max(cue - 3, begins - 1), -1):
        if page.inside[at] < 0 and grammar.parts[at] in NAMING:
            return noun_phrase(grammar, at, barring=cue)
    return None


def _widened(one: Attribution, page: Page, grammar: Grammar) -> list[Range]:
    """A content that cuts into quotations widened to the whole of them, unless they hold its cue."""
    cue_start, cue_end = grammar.chars(one.words or (one.cue, one.cue + 1))
    pieces = []
    for start, end in one.content:
        numbers = page.touching(start, end)
        for number in (numbers[0], numbers[-1]) if numbers else ():
            quotation = page.outer[number]
            if quotation.end <= cue_start or quotation.start >= cue_end:
                start, end = min(start, quotation.start), max(end, quotation.end)
        pieces.append((start, end))
    return _union(pieces)


# --- Quotations whose speaker is in a neighbouring sentence --------------------


def _float(page: Page, grammar: Grammar, found: list[Attribution]) -> None:
    """Give a quotation that makes up whole sentences, without a cue, to the attribution before it.

    That is the last one before it in its paragraph; where the paragraph begins
    with it, the last quotation's in the paragraph before, or the one given to
    the quotation that it goes on from. A longer one that none of these
    takes is speech all the same, of a person whom the sentence before names, or
    of no one known.
    """
    holders: dict[int, Attribution] = {}
    for one in found:
        for start, end in one.content:
            holders.update((number, one) for number in page.touching(start, end))
    order = sorted(found, key=lambda one: one.cue)
    begins = [grammar.begins[one.cue] for one in order]
    for number, quotation in enumerate(page.outer):
        if number in holders or not page.alone(number):
            continue
        paragraph = page.paragraph(quotation.start)
        stop = bisect_left(begins, quotation.start)
        nearest = _last_before(grammar, order, stop, page.paragraphs[paragraph][0])
        if not nearest and paragraph:
            quoting = [one for one in order[max(0, stop - BACK) : stop] if one.quotes]
            nearest = _last_before(grammar, quoting, len(quoting), page.paragraphs[paragraph - 1][0])
        if nearest:
            one = _main(grammar, nearest)
        elif (
            number - 1 in holders
            and page.alone(number - 1)
            and (quotation.follows or paragraph == page.paragraph(page.outer[number - 1].start))
        ):
            one = holders[number - 1]
        elif len(page.inner(number).split()) > FEW and not titled(page.inner(number)):
            first = page.tokens[number][0]
            source = _before_quotation(page, grammar, first, page.paragraphs[paragraph][0])
            one = Attribution(first, None, source, None, None, "quote", [], first)
            found.append(one)
        else:
            continue
        one.content = _union([*one.content, (quotation.start, quotation.end)])
        one.floating = True
        holders[number] = one


def _before_quotation(page: Page, grammar: Grammar, first: int, start: int) -> Range | None:
    """The person whom the sentence before a quotation is about, as in: She rose. “…”."""
    begins = grammar.sentence(first)[0]
    if begins == 0 or grammar.begins[begins - 1] < start:
        return None
    for at in range(*grammar.sentence(begins - 1)):
        if grammar.deps[at] == "ROOT" and page.inside[at] < 0:
            subjects = grammar.kids(at, *SUBJECTS)
            person = any(
                grammar.doc[one].ent_type_ == "PERSON" or grammar.lower[one] in ("he", "she")
                for one in subjects
            )
            return speaker(grammar, at) if person else None
    return None


def _last_before(grammar: Grammar, order: list[Attribution], stop: int, start: int) -> list[Attribution]:
    """The attributions of the last sentence before a place, if it begins at or after a character."""
    last: list[Attribution] = []
    for one in reversed(order[max(0, stop - BACK) : stop]):
        if grammar.begins[one.cue] < start or (
            last and grammar.row_of[one.cue] != grammar.row_of[last[0].cue]
        ):
            break
        last.append(one)
    return last


def _main(grammar: Grammar, nearest: list[Attribution]) -> Attribution:
    """Of the attributions in one sentence, the one that the sentence is about."""

    def rank(one: Attribution) -> tuple[bool, int, int]:
        depth, at = 0, one.cue
        while grammar.heads[at] != at and depth < DEEPEST:
            depth, at = depth + 1, grammar.heads[at]
        return one.form not in ("quote", "clause"), depth, one.cue

    return min(nearest, key=rank)


# --- Attributions inside another's content --------------------------------------


def _first_hand(found: list[Attribution], grammar: Grammar) -> list[Attribution]:
    """Without stances, thoughts and plans that stand inside what another is said to say."""
    # "Refused to say whether": one attribution, and its cue is the refusal.
    wanted = {one.head for one in found if one.form == "infinitive"}
    found = [one for one in found if one.form == "quote" or one.cue not in wanted]
    begins = grammar.begins
    change = [0] * (len(begins) + 1)
    for one in found:
        for start, end in one.content:
            change[bisect_left(begins, start)] += 1
            change[bisect_left(begins, end)] -= 1
    around = list(accumulate(change))
    kept = []
    for one in found:
        place = begins[one.cue]
        own = sum(start <= place < end for start, end in one.content)
        deep = around[one.cue] - own
        worded = one.form in WORDED and one.kind not in ("thought", "intention")
        if deep <= (SECOND_HAND if worded else 0):
            kept.append(one)
    return kept
