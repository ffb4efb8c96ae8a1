"""The role of each paragraph of an article: by its wording, its place, and what stands beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.clean import links, notices, pictures, signatures
from analysis.clean.lines import AGENCY, DAY, LIST_ITEM, QUOTED, WEEKDAY, Line

HEADLINE_WORDS = 30
SUBHEADING_WORDS = 12
QUESTION_WORDS = 3  # at least, of a question that is a subheading; "Why?" is a sentence
MOST_SUBHEADINGS = 2  # one under the other
TOPIC_WORDS = 4
CAPTION_WORDS = 40
PARAGRAPH_WORDS = 8  # a line that ends in a stop and has as many is no link

# In the order in which they are tried.
RULES = (*pictures.RULES, *signatures.RULES, *notices.RULES, *links.RULES)

_SIGNATURES = ("timestamp", "signed by", "name and job")

Judgement = tuple[str, str]  # role, name of the rule

_BODY: Judgement = ("body", "paragraph")
_SECTION = re.compile(
    r"(?:(?:world|uk|us|local|national|international|regional|breaking|latest|top|business|sports?|"
    r"science) )?(?:news|politics|opinion|business|sports?|culture|science|health|tech(?:nology)?|"
    r"environment|climate|education|travel|life ?style|analysis|comment|commentary|editorials?|letters?|"
    r"features?|local|national|international|world|uk|us|usa|europe|asia|africa|americas|australia|"
    r"middle east|money|economy|finance|markets?|arts?|books?|films?|music|tv|media|food|style|society|"
    r"law|crime|weather|obituar(?:y|ies)|interview|explainer|exclusive|live|investigations?|long reads?|"
    r"fact[- ]check|perspectives?|column(?:ists?)?|op-?ed|entertainment|real estate|wellness|energy|"
    r"defen[cs]e|security|immigration|elections?|coronavirus|video|podcast)(?:(?: and | & | \| |/|, )\w+)?",
    re.IGNORECASE,
)
_SPEAKER = re.compile(r"(?:[A-Z][A-Z.'’ -]+|[QA])\s?:\s")
_LEADS_IN = re.compile(r"[,;:—–-][\"'”’)*_]*$")


def judged(
    lines: Sequence[Line],
    headline: str | None = None,
    byline: str | None = None,
    said: Sequence[Judgement | None] = (),
) -> list[Judgement]:
    """The role of each line and the name of the rule that gave it.

    Parameters
    ----------
    lines
        The paragraphs of one article, in order.
    headline, byline
        Where they are known from elsewhere: the line that equals one is one.
    said
        The role that the file itself gives a line, and the reason; no rule overrules it.

    Examples
    --------
    >>> texts = ["River rises", "By Ann Lee", "The river rose by a metre.", "Read more: Floods"]
    >>> judged([Line.of(text, place, 4) for place, text in enumerate(texts)])[0]
    ('headline', 'first short line')
    """
    roles: list[Judgement | None] = [_residue(line) for line in lines]
    _days(lines, roles)
    _known(lines, roles, headline, byline)
    for at, role in enumerate(said):
        roles[at] = role or roles[at]
    _beside_residue(lines, roles)
    _headline(lines, roles)
    _names(lines, roles)
    _after_the_end(lines, roles)
    _subheadings(lines, roles)
    return [role or _BODY for role in roles]


def _residue(line: Line) -> Judgement | None:
    """The role and name of the first rule that holds for a line, whatever stands beside it."""
    if line.words > notices.LONGEST and not line.bare.startswith("data:image/"):
        return None
    return next(((rule.role, rule.name) for rule in RULES if rule.holds(line)), None)


def _days(lines: Sequence[Line], roles: list[Judgement | None]) -> None:
    """Days alone between paragraphs of the story, which head its parts."""
    story = [
        at
        for at, line in enumerate(lines)
        if roles[at] is None and line.statement and line.words >= PARAGRAPH_WORDS
    ]
    for at, role in enumerate(roles):
        if role and role[1] == "timestamp" and story and story[0] < at < story[-1]:
            roles[at] = None if signatures.day_alone(lines[at]) else role


def _known(
    lines: Sequence[Line], roles: list[Judgement | None], headline: str | None, byline: str | None
) -> None:
    """The line that is the headline known from elsewhere, and the one that is the byline."""
    for role, known in (("headline", headline), ("byline", byline)):
        wanted = _plain(known) if known else ""
        same = [
            at for at, line in enumerate(lines) if wanted and line.words <= 60 and _plain(line.text) == wanted
        ]
        for nth, at in enumerate(same):
            roles[at] = (role, f"the {role} known") if nth == 0 else ("boilerplate", f"{role} repeated")


def _beside_residue(lines: Sequence[Line], roles: list[Judgement | None]) -> None:
    """Lines that their neighbour explains: links under a heading of links, words under an image."""
    for at in range(1, len(lines)):
        line, before = lines[at], roles[at - 1]
        if roles[at] is not None or before is None:
            continue
        if before[1] in ("heading of links", "under a heading of links"):
            story = line.words > HEADLINE_WORDS or (line.statement and line.words >= PARAGRAPH_WORDS)
            if not story and not QUOTED.match(line.text):
                roles[at] = ("link", "under a heading of links")
        elif before[1] == "caption label alone" and line.words <= CAPTION_WORDS:
            roles[at] = ("caption", "under a caption label")
        elif before[0] == "image" and _captions(lines, roles, at):
            roles[at] = ("caption", "short line under an image")


def _captions(lines: Sequence[Line], roles: Sequence[Judgement | None], at: int) -> bool:
    """Whether the short line after an image is its caption: the headline is known or stands before."""
    line = lines[at]
    if line.stopped or line.words > CAPTION_WORDS or _LEADS_IN.search(line.text) or line.level:
        return False
    return any(role is None or role[0] == "headline" for role in roles[:at])


def _headline(lines: Sequence[Line], roles: list[Judgement | None]) -> None:
    """The first short line that is no sentence, with a story under it."""
    if any(role and role[0] == "headline" for role in roles):
        _repeated(lines, roles)
        return
    # "Opinion: ..." above all else is a title of this article, not of another.
    label = next((at for at, role in enumerate(roles) if role is None or links.labelled(lines[at])), None)
    before = roles[label] if label is not None else None
    if label is not None and before is not None:
        roles[label] = None
        _headline(lines, roles)
        roles[label] = roles[label] or before
        return
    free = [at for at, role in enumerate(roles) if role is None]
    marked = [at for at in free if lines[at].level == 1]
    if marked:
        roles[marked[0]] = ("headline", "first Markdown heading")
        _repeated(lines, roles)
        return
    if len(free) < 2:
        return
    first, second = free[0], free[1]
    if not _may_head(lines, roles, first):
        return
    # "Politics" above a headline names a part of the paper.
    if _SECTION.fullmatch(lines[first].bare) and len(free) > 2 and _may_head(lines, roles, second):
        roles[first] = ("boilerplate", "name of a section")
        first = second
    roles[first] = ("headline", "first short line")
    _repeated(lines, roles)


def _may_head(lines: Sequence[Line], roles: Sequence[Judgement | None], at: int) -> bool:
    line = lines[at]
    if not 0 < line.words <= HEADLINE_WORDS or LIST_ITEM.match(line.text):
        return False
    if _LEADS_IN.search(line.text) and not line.text.endswith(";"):
        return False
    following = [lines[later] for later in range(at + 1, len(lines)) if roles[later] is None]
    if not any(other.stopped or other.words > line.words for other in following):
        return False
    if not line.statement:
        # A quotation that ends without a stop may open a story; one that is a headline is followed by more.
        return True
    # A headline that ends in a stop is told by what stands under it.
    under = roles[at + 1] if at + 1 < len(lines) else None
    one = re.search(r"[.!?]\s+\S", line.text) is None
    return (
        one
        and line.words <= HEADLINE_WORDS // 2
        and (
            _titled(line.text)
            or (under is not None and under[0] in ("byline", "dateline"))
            or (at + 1 < len(lines) and under is None and dateline(lines[at + 1].text, opening=False) > 0)
        )
    )


def _titled(text: str) -> bool:
    """Whether the longer words are capitalised, as in a title and not in a sentence."""
    longer: list[str] = re.findall(r"[^\W\d_]{4,}", text)
    return len(longer) >= 4 and sum(word[0].isupper() for word in longer) >= 0.8 * len(longer)


def _repeated(lines: Sequence[Line], roles: list[Judgement | None]) -> None:
    at = next(at for at, role in enumerate(roles) if role and role[0] == "headline")
    wanted = _plain(lines[at].text)
    for later in range(at + 1, min(at + 8, len(lines))):
        if (
            roles[later] is None
            and lines[later].words == lines[at].words
            and _plain(lines[later].text) == wanted
        ):
            roles[later] = ("boilerplate", "headline repeated")


def _names(lines: Sequence[Line], roles: list[Judgement | None]) -> None:
    """A name alone at the head of an article, beside the time of publication or a byline."""
    for at in range(1, min(signatures.HEAD + 1, len(lines))):
        beside = [roles[other] for other in (at - 1, at + 1) if other < len(lines)]
        signed = any(role and role[1] in _SIGNATURES for role in beside)
        if roles[at] is None and signed and signatures.named(lines[at]):
            roles[at] = ("byline", "name at the head")


def _after_the_end(lines: Sequence[Line], roles: list[Judgement | None]) -> None:
    """Words alone below what stands after the story, which sort it under topics."""
    at = len(lines)
    while (
        at > 0 and roles[at - 1] is None and lines[at - 1].words <= TOPIC_WORDS and not lines[at - 1].stopped
    ):
        at -= 1
    before = roles[at - 1] if 0 < at < len(lines) else None
    if before is not None and before[0] in ("credit", "link", "boilerplate"):
        for topic in range(at, len(lines)):
            roles[topic] = ("link", "topic after the end")


def _subheadings(lines: Sequence[Line], roles: list[Judgement | None]) -> None:
    """Short lines without a stop that stand over a paragraph of the story."""
    for at, line in enumerate(lines):
        if roles[at] is None and line.level:
            roles[at] = ("subheading", "Markdown heading")
    run: list[int] = []
    above: Line | None = None
    for at in [at for at, role in enumerate(roles) if role is None]:
        if _may_divide(lines[at]):
            run.append(at)
            continue
        # Three and more are a list, a table or verse. Nothing divides what ends in "as follows:".
        if len(run) <= MOST_SUBHEADINGS and not (above and _LEADS_IN.search(above.text)):
            for short in run:
                roles[short] = ("subheading", "short line over a paragraph")
        run, above = [], lines[at]


def _may_divide(line: Line) -> bool:
    return (
        0 < line.words <= SUBHEADING_WORDS
        and len(line.text) <= 100
        and (not line.stopped or (line.words >= QUESTION_WORDS and line.text.rstrip("*_ ").endswith("?")))
        and not _LEADS_IN.search(line.text)
        and not QUOTED.match(line.text)
        and not LIST_ITEM.match(line.text)
        and not _SPEAKER.match(line.text)
    )


_PLACE = r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’-]+(?:[ /][A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’-]*){0,4}"
_TOWN = r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]*){0,3}"
_REGION = r"(?:, [A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,3}){0,2}"
_WIRE = rf"\((?:{AGENCY}|[A-Z][\w.]{{1,11}}(?: [A-Z]\w+)?)\)"
_SURE_WIRE = rf"\({AGENCY}(?: \w+)?\)"
_WHEN = rf"(?:,? ?{DAY}|, {WEEKDAY})"
_DASH = r"(?P<dash>—|–|―|--?|:|\|)"
_BEGINS = r"(?=[\"'“‘«(\[]?[A-ZÀ-Þ0-9$£€])"
_DATELINE = re.compile(
    rf"(?:(?P<sure>{_PLACE}{_REGION}{_WHEN}?,? ?{_WIRE}|{_TOWN}{_REGION}{_WHEN}? {_SURE_WIRE}|"
    rf"(?:{DAY} )?{_SURE_WIRE}|{_PLACE}{_REGION}{_WHEN}|"
    rf"{_PLACE}, [A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){{0,3}})|(?P<place>{_PLACE}))\s*{_DASH}\s*{_BEGINS}"
    # CNN sets no dash.
    rf"|(?:{_TOWN}{_REGION} ?)?{_SURE_WIRE}(?={_BEGINS}|\s(?:[A-Z]\w+ ){{2}})"
)
# Capitals before a dash that are no place.
_NO_PLACE = re.compile(
    r"(?:NATO|OPEC|UNESCO|UNICEF|FIFA|UEFA|NASA|ASEAN|WHO|IMF|EU|UN|US|UK|USA|GOP|FBI|CIA|BBC|CNN|"
    r"COVID(?:-19)?|BREXIT|AIDS|HIV|ANALYSIS|EXCLUSIVE|UPDATE\w*|BREAKING|WATCH|OPINION|COMMENT|EXPLAINER|"
    r"REVEALED|VIDEO|PHOTOS?|LIVE|NOTE|CORRECTION|RELATED|MORE|READ|FACT|PROFILE|QUESTION|ANSWER|Q|A|"
    r"WARNING|EDITOR\S*|REVIEW|INTERVIEW|FEATURE|POLL|QUIZ|DATA|KEY|TIMELINE|FILE|CLAIM|VERDICT|FACTS|NO|"
    r"YES|AND|BUT|NOW|TODAY|FIRST|SECOND|THIRD)\b"
)


def dateline(text: str, *, opening: bool) -> int:
    """How many characters at the head of a paragraph are its dateline; 0 if it has none.

    Parameters
    ----------
    text
        The paragraph.
    opening
        Whether it is the first of the story, where a place and a dash are enough;
        elsewhere a region, a day or an agency must stand with it.

    Examples
    --------
    >>> dateline("LONDON, July 3 (Reuters) - The river rose.", opening=True)
    26
    >>> dateline("NATO — the alliance — met.", opening=True)
    0
    """
    match = _DATELINE.match(text[:200])
    if match is None or _NO_PLACE.match(text):
        return 0
    length = match.end("dash") if match["dash"] else match.end()
    if match["place"] is None:
        return length
    if not opening or match["dash"] in (":", "|"):
        return 0
    # "NAVY — The fleet — sailed": a dash that opens an aside closes it again.
    aside = re.search(r"[—–―]|\s--?\s", text[match.end() : match.end() + 60])
    return 0 if aside else length


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
