"""Images, their captions and their credits."""

from __future__ import annotations

import re

from analysis.clean.lines import AGENCY, NAME, NAME_PART, Line, Rule, either, opens, whole
from analysis.clean.markdown import only_images

CAPTION_WORDS = 70
AGENCY_CAPTION_WORDS = 35  # where only the name of an agency tells it

_ENDING = r"\.(?:jpe?g|png|gif|webp|svg|avif|bmp|tiff?|heic)"
_PICTURE = (
    r"(?:image|img|photo|picture|graphic|infographic|illustration|video|gallery|slideshow|embed|media|"
    r"chart|map)"
)
_KIND = r"(?:embedded|featured|lead|main|hero|photo|image|video|picture|media|file)"
_BRACKETED = re.compile(rf"[\[{{<(]\s*{_PICTURE}\b\s*[:|-].{{0,200}}[\]}}>)]", re.IGNORECASE)

_address = whole(
    rf"(?:(?:image|photo|picture|img): ?)?\S+{_ENDING}(?:[?#!:]\S*)?",
    r"(?:https?:)?//\S*?\b(?:images?|imgs?|pics?|photos?|media|static|thumbs?|cdn)\b\S*?[?&](?:w|h|width|"
    r"height|crop|quality|auto|format|fit|resize)=\S*",
    r"data:image/\S+",
)
_placeholder = whole(
    rf"(?:{_KIND} )?{_PICTURE}s?(?: (?:placeholder|removed|missing|player|unavailable|not available|"
    rf"gallery|embed))?"
    r"(?: ?\d+(?: ?(?:of|/) ?\d+)?)?",
    rf"(?:open|view|enlarge|expand|close|show|hide|toggle|click to (?:enlarge|expand|view)|play)(?: (?:the|"
    rf"this|full))?(?: \w+)? (?:{_PICTURE}s?|caption)(?: in (?:full ?screen|gallery|new (?:tab|window)))?",
    r"\d+ ?(?:/|of) ?\d+(?: (?:images|photos|pictures|slides))?",
)

_WORD = r"(?:photo(?:graph)?|image|picture|pic|illustration|composite|graphic|screengrab|screenshot)s?"
_LABEL = (
    rf"(?:{_WORD}(?: (?:credit|source|copyright|courtesy(?: of)?|by))?s?"
    r"|(?:image|photo|picture|video)? ?(?:credit|source)s?)"
)
_SIGNED = rf"{AGENCY}(?: (?:Photo|Images?|Pictures?|Pool|file|photo|News))*"
_IN_BRACKETS = re.compile(r"[*_]*[\[(](?P<inside>[^()\[\]]{2,160})[)\]](?P<stop>\.?)[*_]*")
_IN_BRACKETS_LAST = re.compile(_IN_BRACKETS.pattern + "$")
# What a credit in brackets begins with.
_CREDITED = re.compile(
    rf"\s*(?:(?:(?i:(?:AP|AFP|PA|EPA|file|pool|handout|stock|library) )?(?i:{_WORD})"
    r"|(?i:credit|source|video|file))s?\s*(?:[:/©|]|(?i:by|credit|courtesy|via|from|source)\b)|"
    r"(?i:copyright|\(c\))\s*(?:©\s*)?(?:\d|[A-Z])|©|(?i:courtesy(?: of)?|supplied by|provided by|"
    r"file photo|stock image|screengrab)\b"
    rf"|{_SIGNED}(?=\s*(?:$|[/|,;]|via\b|and\b|[-–—]))|{NAME}\s*(?:/|via|for)\s*(?:{NAME}/)?{_SIGNED}|"
    rf"(?={NAME_PART} ){NAME} ?/ ?{NAME}$)"
)
_SURE = re.compile(
    r"photo|image|picture|copyright|©|credit|getty|courtesy|illustration|\w/\s?\w", re.IGNORECASE
)
# A credit after the words on the picture, without brackets.
_AFTER = re.compile(
    rf"(?:^|[.!?\"”’)|•–—-])\s*(?:(?i:{_LABEL})\s?:\s?(?:©\s?)?[A-Z@][^:]{{1,80}}|(?:Photo(?:graph)?|Image|"
    rf"Picture|Illustration)s? by {NAME}[^.]{{0,50}}|©\s?{NAME_PART}[^.]{{0,60}}|"
    rf"AP Photo/?.{{0,60}})[.)]?$|"
    rf"(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)[.!?\"”’)|•–—]\s*(?:{NAME} ?/ ?)?{_SIGNED}(?:/{NAME})?$|"
    rf"\s(?:Photograph|Photo|Picture|Image):\s{NAME}(?:/[\w .’'&-]{{2,40}})*$|\s©\s?{NAME}(?:/{NAME})?$"
)

_label = opens(
    r"(?:image|photo|picture|video|media) caption(?=[,:]? \S+ \S)|image (?:copyright|"
    r"source) .{1,60} image caption\b",
    r"file (?:photo|image|picture|pic)\b ?[-–—:]",
    r"file ?[-–—](?= \S+ \S+ \S)",
    r"pictured(?: (?:above|left|right|below|top|here))?(?: ?[:,]| is| are)",
    r"(?:clockwise )?from (?:the )?(?:top )?(?:left|right)(?: to right)?[,:]|left to right[,:]",
    most=80,
    told=True,
)
_long_label = opens(r"(?:file )?(?:photo|picture|image)s?(?: caption)? ?: \S+(?: \S+){7,}", most=80)
_labelled_credit = whole(
    rf"(?:caption )?{_LABEL} ?[:,©] ?(?:©|by |the )?(?-i:[A-Z@])\S*(?: \S+){{0,7}}",
    r"(?:image|photo) (?:copyright|source|credit) \S+(?: \S+){0,4}",
)
_signed_credit = whole(
    rf"(?:©|\(c\))? ?{_SIGNED}(?: ?(?:/|\||,|via|and|-) ?(?:{_SIGNED}|{NAME}))*",
    rf"{NAME} ?(?:/| via |, via ) ?(?:{NAME}/)?{_SIGNED}(?:/{NAME})?(?: (?:hide|toggle|show) caption)?",
    r"(?:[Pp]hoto(?:graph| illustration)?|[Ii]mage|[Pp]icture|[Ii]llustration|PHOTO|[Vv]ideo|"
    r"[Gg]raphic)s? "
    rf"(?:by|BY|[Cc]ourtesy(?: of)?:?) {NAME}(?: ?(?:/|for|,|via|\||and) ?{NAME})*",
    rf"(?:[Cc]ourtesy(?: of)?|[Ss]upplied by):? {NAME}",
    flags=0,
)

_WORK = (
    r"(?:and )?(?:additional |further |original )?(?:reporting|writing|editing|research|translation|"
    r"photography|compiled|edited|reported|translated)(?: and \w+)? by"
)
_REPORT = r"this (?:report|story|article|piece)"
_contributed = whole(
    rf"{_WORK} (?-i:{NAME})(?:(?:,| and| in| at| for| from|,? with|;)+ (?:{_WORK} )?(?-i:{NAME}))*",
    r"[^.!?“”\"]{3,200} (?:also )?(?:contributed|provided) (?:to |from \w+ to )?"
    rf"(?:(?:additional |further )?(?:reporting|research)|(?:reporting )?(?:(?:to|for) )?{_REPORT})"
    r"(?: (?:from|in) [A-Z][\w ,.]+)?",
    r"[^.!?“”\"]{3,120} (?:reported|is reporting) from [A-Z][\w ,]+(?:,? and .{3,60} from [A-Z][\w ,]+)+",
    r"(?-i:(?:[A-Z]\S+ ){1,3})reported from (?-i:[A-Z]\w+(?: [A-Z]\w+)?(?:, [A-Z][\w.]+)?)",
    r"(?:h/t|hat tip):? \S+(?: \S+){0,4}",
)
_from_agencies = opens(
    r"(?:with|using) (?:additional )?(?:reporting|files|reports|material|inputs?|wires?) (?:by|from)",
    r"with (?:AP|AFP|Reuters|PTI|ANI|agencies|agency|wires?)(?: \w+){0,4}$",
    most=60,
    told=True,
)


def _bracketed_credit(line: Line) -> bool:
    match = _IN_BRACKETS.fullmatch(line.text)
    return (
        match is not None and _CREDITED.match(match["inside"]) is not None and "rights" not in match["inside"]
    )


def _credited_caption(line: Line) -> bool:
    """Words on a picture that end in its credit."""
    if line.words > CAPTION_WORDS:
        return False
    end = line.text[-200:]
    match = _IN_BRACKETS_LAST.search(end)
    if match is None:
        return _AFTER.search(end, 1) is not None
    before = line.text[: len(line.text) - len(end) + match.start()].strip()
    inside = match["inside"]
    if not before or _CREDITED.match(inside) is None:
        return False
    if _SURE.search(inside):
        return not match["stop"] or "/" in inside or ":" in inside
    # An agency alone may have signed the last sentence of the story.
    return line.words <= AGENCY_CAPTION_WORDS and not match["stop"] and not Line.of(before).stopped


RULES = (
    Rule("image", "image address", _address),
    Rule("image", "image placeholder", _placeholder),
    Rule("image", "image placeholder", lambda line: _BRACKETED.fullmatch(line.text) is not None),
    Rule("image", "Markdown image", lambda line: only_images(line.text)),
    Rule("caption", "caption label alone", whole(r"(?:image|photo|picture|video|media) caption,?")),
    Rule("caption", "caption label", either(_label, _long_label)),
    Rule("credit", "credit alone", either(_labelled_credit, _signed_credit, _bracketed_credit)),
    Rule("credit", "contributors", either(_contributed, _from_agencies)),
    Rule("caption", "caption that ends in a credit", _credited_caption),
)
