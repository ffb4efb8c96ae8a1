"""Where one sentence ends and the next begins, and where each stands in the source text."""

from __future__ import annotations

import re
from typing import Any

import nupunkt

from analysis.clean import to_source
from analysis.tables import MEASURED, SENTENCES, Articles, Passages, Sentences, count_words, records

# Where nupunkt, trained on law and news, cuts wrongly as a rule; the rules are
# ours and each has a named test. `left` is the text up to a cut, `right` after.
_ENUMERATOR = re.compile(r"(?:[•⁃*·-]\s*)?\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,4})[.)]{1,2}")
_INITIALS = re.compile(r"[\"“‘'(\[]*(?:[A-Z]\.){2,}")
_NUMBER_OF = re.compile(r"(?:^|[\s(])(?:Nos?|N°|nos?|pp?|Art|Sec|Vol|Fig)\.$")
_TITLE = re.compile(
    r"(?:^|[\s(\"“‘-])(?:Mr|Mrs|Ms|Mx|Dr|Prof|Rev|Hon|Gov|Lt|Sens?|Reps?|Gen|Col|Maj|Capt|Cmdr|Adm|Sgt|Cpl|Pvt|Brig|Supt|"
    r"Det|Insp|Amb|Msgr|Atty|Pres|Supt|Mme|Fr|Sr|Mt|Ft)\.$"
)
_EXCLAIMED = re.compile(r"[?!]['\"’”)\]]*$|[.,]['\"’”]+$")
_LOWER = re.compile(r"[a-z]+(?:['’][a-z]+)?[\s,.;:?!]")
# A speaker's name and his verb, after a question or a cry: “Why?” Vane asked.
_SPOKE = re.compile(
    r"(?:(?:[A-Z][\w.'’-]*|the|The) ){1,4}(?:"
    r"said|says|asked|asks|added|adds|told|replied|responded|answered|wrote|writes|"
    r"tweeted|posted|shouted|yelled|cried|exclaimed|continued|explained|declared|joked|"
    r"quipped|recalled|insisted|demanded|wondered|repeated|remarked|noted|warned|urged|"
    r"concluded|argued|announced|whispered|screamed|chanted"
    r")\b"
)
_CRIED = re.compile(r"[?!]['\"’”]+$")
_COUNTRY = re.compile(r"(?:^|[\s(\"“‘-])(?:U\.S|U\.K|U\.N|E\.U|U\.S\.A)\.$")
# What follows "U.S." inside one sentence: offices, bodies and forces of a state.
_OF_STATE = re.compile(
    r"(?:Undersecretary|Under|Deputy|Assistant|Acting|Secretar(?:y|iat)|President|Vice|Senat(?:e|or)s?|Sen\.|"
    r"Rep\.|Representatives?|Congress\w*|House|Attorneys?|Ambassador|Embassy|Department|Dept|Army|Navy|Air|Marines?|"
    r"Coast|Forces?|Special|Central|Supreme|District|Circuit|Court|Appeals|Bankruptcy|Capitol|Treasury|State|Justice|"
    r"Defen[cs]e|Customs|Border|Immigration|Citizenship|Census|Federal|Geological|Food|Fish|Forest|Postal|Securities|"
    r"Trade|Chamber|Steel|Bank|General|Security|High|Human|Envoy|Prime|Foreign|Olympic|Open|Soccer|Rep|Sen|Gov)\b"
)
_MARKS = re.compile(r"[^\w]*")
_OPENING = re.compile(r"[\"“‘'(\[]+\s*$")
# A stop nupunkt passes over: after a word in lower case, before an opening
# quotation mark, or before a capital when a mark closes (of either shape).
_MISSED = re.compile(r"(?<=[a-z]{2})[.?!](?:[\"”“’']|(?=\s+[“‘][A-Z]))(?P<cut>\s+)(?=[“‘]?[A-Z])")
_MISSED_OPENING = re.compile(r"(?<=[a-z]{2})[.?!](?P<cut>\s+)(?=(?:[“‘\"]|'')[A-Z])")
# After a whole word: not a short one, which may be an abbreviation, nor one that is known to be.
_STOP = re.compile(r"\.(?P<cut>\s+)(?=[A-Z][a-z])")
_WORD_BEFORE = re.compile(r"(?<![\w.])(?:[a-z]{3,}|[A-Z][a-z]{3,})\Z")
_ABBREVIATED = frozenset(
    "etc approx est inc dept ave vol fig sec art gov sen rep gen col capt prof misc max min ext incl excl "
    "viz resp eds trans Calif Conn Penn Penna Mass Tenn Minn Miss Wash Ariz Okla Colo Mont Nebr Oreg Sens "
    "Reps Govs Gens Supt Prof Corp Dept Univ Assn Assoc Bros Inst Intl Natl Pres Sept Thurs Tues Capt "
    "Cmdr Lieut Brig Insp Atty Secy Messrs Mlle Blvd Bldg".split()
)
# After initials, before a word that begins sentences and no names.
_MISSED_INITIALS = re.compile(
    r"(?:[A-Za-z]\.){2,}(?P<cut>\s+)(?=(?:The|His|Her|He|She|It|Its|They|Their|We|Our|You|But|And|Or|In|On|At|As|If|When|"
    r"While|This|That|These|Those|There|After|Before|Since|Because|For|With|However|Then|So|Not|Some|Many|Most)\s)"
)


def sentences(articles: Articles, passages: Passages) -> Sentences:
    """The sentences of headline, subheadings and body, in reading order.

    The headline is sentence 0 and whole, however many stops it has; the rest
    count from 1. A sentence never crosses a passage. Boundaries are nupunkt's
    (Bommarito et al. 2025), corrected by named rules where it errs on news: an
    initialism alone ("U.S." before "Senator"), a list's number, a question
    inside a quotation that runs on in lower case, a stop before an opening mark.

    Parameters
    ----------
    articles
        Those with `left_out` are passed over.
    passages
        Of those articles, repaired, as `clean.passages` gives them.

    Returns
    -------
    Sentences
        One row per sentence. `text` is the repaired text as it stands, line
        breaks kept; `start`, `end` and `edits` count in the source text.

    Examples
    --------
    >>> from analysis.tables import ARTICLES, PASSAGES
    >>> text = "Ferry stops. It sank at 10:00 am ET. The U.S. Coast Guard came."
    >>> articles = ARTICLES.frame([
    ...     dict(article="a", words=12, source_file="a.txt", sha256="0", source_text=text)])
    >>> passages = PASSAGES.frame([
    ...     dict(article="a", passage=0, role="body", start=0, end=len(text), text=text, repairs=0,
    ...          reason="prose", edits=[])])
    >>> sentences(articles, passages)["text"].tolist()
    ['Ferry stops.', 'It sank at 10:00 am ET.', 'The U.S. Coast Guard came.']
    """
    measured = articles.loc[articles["left_out"].isna(), "article"]
    kept = passages[passages["role"].isin(MEASURED)]
    by_article: dict[str, list[dict[str, Any]]] = {}
    for passage in records(kept.sort_values("passage", kind="stable")):
        by_article.setdefault(passage["article"], []).append(passage)
    rows: list[dict[str, Any]] = []
    for article in measured:
        if article not in by_article:
            continue
        number, headed = 1, False
        for passage in by_article[article]:
            printed, whole = str(passage["text"]), passage["role"] == "headline"
            cuts = [_stripped(printed, 0, len(printed))] if whole else spans(printed)
            begins, edits = int(passage["start"]), passage["edits"]
            for start, end in cuts:
                if start == end:
                    continue
                if whole and not headed:
                    at, headed = 0, True
                else:
                    at, number = number, number + 1
                (source_start,) = to_source(begins, edits, [start])
                (source_end,) = to_source(begins, edits, [end], ends=True)
                text = printed[start:end]
                rows.append(
                    {
                        "article": article,
                        "sentence": at,
                        "passage": passage["passage"],
                        "role": passage["role"],
                        "start": source_start,
                        "end": source_end,
                        "text": text,
                        "words": count_words(text),
                        "edits": _edits_within(begins, edits, start, end),
                    }
                )
    return SENTENCES.frame(rows)


def spans(text: str) -> list[tuple[int, int]]:
    """Where each sentence of a text begins and ends, white space at its ends left out.

    >>> [text[a:b] for text in ["“Why?” she asked. “No reason.”"] for a, b in spans(text)]
    ['“Why?” she asked.', '“No reason.”']
    """
    cuts = {end for _, end in nupunkt.sent_spans(text)} if text.strip() else set()
    for missed in (_MISSED, _MISSED_OPENING, _MISSED_INITIALS):
        cuts |= {found.end("cut") for found in missed.finditer(text)}
    cuts |= {found.end("cut") for found in _STOP.finditer(text) if _after_word(text, found.start())}
    pieces: list[tuple[int, int]] = []
    begin = 0
    for cut in [*sorted(cuts), len(text)]:
        start, end = _stripped(text, begin, cut)
        begin = cut
        if start == end:
            continue
        if pieces and _one_sentence(text[pieces[-1][0] : pieces[-1][1]], text[start:end]):
            start = pieces.pop()[0]
        pieces.append((start, end))
    return pieces


def _after_word(text: str, stop: int) -> bool:
    word = _WORD_BEFORE.search(text, text.rfind(" ", 0, stop) + 1, stop)
    return word is not None and word.group() not in _ABBREVIATED


def _one_sentence(left: str, right: str) -> bool:
    """Whether two pieces that were cut apart are one sentence."""
    return bool(
        _ENUMERATOR.fullmatch(left)
        or _INITIALS.fullmatch(left)
        or _MARKS.fullmatch(right)
        or _MARKS.fullmatch(left)
        or _TITLE.search(left)
        or (_NUMBER_OF.search(left) and right[0].isdigit())
        or (_EXCLAIMED.search(left) and _LOWER.match(right))
        or (_CRIED.search(left) and _SPOKE.match(right))
        or (_COUNTRY.search(left) and _OF_STATE.match(right))
    )


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    inner = piece.strip()
    if not inner:
        return start, start
    start += len(piece) - len(piece.lstrip())
    return start, start + len(inner)


def _edits_within(start: int, edits: list[list[int]], first: int, last: int) -> list[list[int]]:
    """The repairs of a passage that fall between two offsets of its repaired text, cut to them."""
    kept: list[list[int]] = []
    at, begin = start, 0  # in the source text, and the same place in the repaired text
    for a, b, length in edits:
        begin += a - at
        within = min(begin + length, last) - max(begin, first)
        if within > 0 or (length == 0 and first < begin < last):
            kept.append([a, b, max(within, 0)])
        begin += length
        at = b
    return kept
