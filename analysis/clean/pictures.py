"""Images, their captions and their credits."""

from __future__ import annotations

import re

from analysis.clean.lines import AGENCY, NAME, NAME_PART, Line, Rule, either, opens, whole
from analysis.clean.markdown import only_images

_PICTURE_ENDING = r"\.(?:jpe?g|png|gif|webp|svg|avif|bmp|tiff?|heic)"
_image_address = whole(
    rf"(?:(?:image|photo|picture|img): ?)?\S+{_PICTURE_ENDING}(?:[?#!:]\S*)?",
    r"(?:https?:)?//\S*?\b(?:images?|imgs?|pics?|photos?|media|static|thumbs?|cdn)\b\S*?[?&](?:w|h|width|height|crop|quality|auto|format|fit|resize)=\S*",
    r"data:image/\S+",
)
_PICTURE = r"(?:image|img|photo|picture|graphic|infographic|illustration|video|gallery|slideshow|embed|media|thumbnail|chart|map)"
_image_placeholder = whole(
    rf"(?:(?:embedded|featured|lead|main|hero|photo|image|video|picture|media|file) )?{_PICTURE}s?(?: (?:caption|placeholder|removed|missing|player|unavailable|not available|gallery|embed))?(?: ?\d+(?: ?(?:of|/) ?\d+)?)?",
    rf"(?:open|view|enlarge|expand|close|show|hide|toggle|click to (?:enlarge|expand|view)|play)(?: (?:the|this|full))?(?: \w+)? (?:{_PICTURE}s?|caption)(?: in (?:full ?screen|gallery|new (?:tab|window)))?",
    r"\d+ ?(?:/|of) ?\d+(?: (?:images|photos|pictures|slides))?",
)
_BRACKETED = re.compile(rf"[\[{{<(]\s*{_PICTURE}\b\s*[:|-].{{0,200}}[\]}}>)]", re.IGNORECASE)

_CREDIT_WORD = r"(?:photo(?:graph)?|image|picture|pic|illustration|composite|graphic|screengrab|screenshot)s?"
_CREDIT_LABEL = (
    rf"(?:{_CREDIT_WORD}(?: (?:credit|source|copyright|courtesy(?: of)?|by))?s?|(?:image|photo|picture|video)? ?(?:credit|source)s?)"
)
_SIGNED_AGENCY = rf"{AGENCY}(?: (?:Photo|Images?|Pictures?|Pool|file|photo|News))*"
_credit_alone = (
    whole(rf"(?:caption )?{_CREDIT_LABEL} ?[:,©] ?(?:©|by |the )?(?-i:[A-Z@])\S*(?: \S+){{0,7}}", r"(?:image|photo) (?:copyright|source|credit) \S+(?: \S+){0,4}"),
    whole(
        rf"(?:©|\(c\))? ?{_SIGNED_AGENCY}(?: ?(?:/|\||,|via|and|-) ?(?:{_SIGNED_AGENCY}|{NAME}))*",
        rf"{NAME} ?(?:/| via |, via ) ?(?:{NAME}/)?{_SIGNED_AGENCY}(?:/{NAME})?",
        rf"(?:[Pp]hoto(?:graph)?|[Ii]mage|[Pp]icture|[Ii]llustration|PHOTO|[Vv]ideo|[Gg]raphic)s? (?:by|BY|[Cc]ourtesy(?: of)?:?) {NAME}(?: ?(?:/|for|,|via|\||and) ?{NAME})*",
        rf"(?:[Cc]ourtesy(?: of)?|[Ss]upplied by):? {NAME}",
        flags=0,
    ),
    # A credit in brackets, and nothing else.
    lambda line: (match := _CREDIT_IN_BRACKETS.fullmatch(line.text)) is not None and _CREDITED.match(match["inside"]) is not None and "rights" not in match["inside"],
)
_CREDIT_IN_BRACKETS = re.compile(r"[*_]*[\[(](?P<inside>[^()\[\]]{2,160})[)\]](?P<stop>\.?)[*_]*")
_CREDIT_AT_END = re.compile(_CREDIT_IN_BRACKETS.pattern + "$")
_CREDITED = re.compile(
    rf"\s*(?:(?:(?i:(?:AP|AFP|PA|EPA|file|pool|handout|stock|library) )?(?i:{_CREDIT_WORD})|(?i:credit|source|video))s?\s*(?:[:/©|]|(?i:by|credit|courtesy|via|from|source)\b)"
    rf"|(?i:copyright|\(c\))\s*(?:©\s*)?(?:\d|[A-Z])|©|(?i:courtesy(?: of)?|supplied by|provided by|file photo|stock image|screengrab)\b"
    rf"|{_SIGNED_AGENCY}(?=\s*(?:$|[/|,;]|via\b|and\b|[-–—]))|{NAME}\s*(?:/|via|for)\s*(?:{NAME}/)?{_SIGNED_AGENCY})"
)
_SURE_CREDIT = re.compile(r"photo|image|picture|copyright|©|credit|getty|courtesy|illustration|\w/\s?\w", re.IGNORECASE)
_CREDIT_AFTER = re.compile(
    rf"(?:^|[.!?\"”’)|•–—-])\s*(?:(?i:{_CREDIT_LABEL})\s?:\s?(?:©\s?)?[A-Z@][^:]{{1,80}}|(?:Photo(?:graph)?|Image|Picture|Illustration)s? by {NAME}[^.]{{0,50}}"
    rf"|©\s?{NAME_PART}[^.]{{0,60}}|AP Photo/?.{{0,60}})[.)]?$|\s©\s?{NAME}(?:/{NAME})?$|(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)[.!?\"”’)|•–—]\s*(?:{NAME} ?/ ?)?{_SIGNED_AGENCY}(?:/{NAME})?$"
    rf"|\s(?:Photograph|Photo|Picture|Image):\s(?:{NAME})(?:/[\w .’'&-]{{2,40}})*$"
)


def _caption_with_credit(line: Line) -> bool:
    """Words on a picture that end in its credit."""
    end = line.text[-200:]
    if match := _CREDIT_AT_END.search(end):
        inside = match["inside"]
        if match.end() - match.start() == len(line.text):
            return False
        if _CREDITED.match(inside) is None:
            return False
        before = Line.of(line.text[: len(line.text) - len(end) + match.start()].strip() or "-")
        if _SURE_CREDIT.search(inside):
            return not match["stop"] or "/" in inside or ":" in inside
        # An agency alone may have signed the story's last sentence.
        return line.words <= 35 and not match["stop"] and not before.stopped
    return line.words <= 60 and _CREDIT_AFTER.search(end, 1) is not None


_caption_label = opens(
    r"(?:image|photo|picture|video) caption\b,?:? ?(?=\S+ \S)",
    rf"(?:file )?(?:photo|picture|image)s?(?: caption)? ?: \S+(?: \S+){{7,}}",
    r"file (?:photo|image|picture|pic)\b ?[-–—:]",
    r"file ?[-–—] (?=\S+ \S+ \S)",
    r"pictured(?: (?:above|left|right|below|top|here))?(?: ?[:,]| is| are)",
    r"(?:above|below|left|right|top|clockwise from (?:top )?(?:left|right))(?:, (?:left|right))?: ",
    most=80,
)

_WORK = (
    r"(?:and )?(?:additional |further |original )?"
    r"(?:reporting|writing|editing|research|translation|photography|compiled|edited|reported|translated)(?: and \w+)? by"
)
_contributors = (
    whole(
        rf"{_WORK} (?-i:{NAME})(?:(?:,| and| in| at| for| from|,? with|;)+ (?:{_WORK} )?(?-i:{NAME}))*",
    ),
    opens(
        r"(?:with|using) (?:additional )?(?:reporting|files|reports|material|inputs?|wires?) (?:by|from)",
        r"with (?:AP|AFP|Reuters|PTI|ANI|agencies|agency|wires?)(?: \w+){0,4}$",
        most=60,
    ),
    whole(
        r"[^.!?“”\"]{3,200} (?:also )?(?:contributed|provided) (?:to |from \w+ to )?(?:(?:additional |further )?(?:reporting|research)|this (?:report|story|article|piece)|(?:additional |further )?(?:reporting )?(?:to|for) this (?:report|story|article|piece))(?: (?:from|in) [A-Z][\w ,.]+)?",
        r"[^.!?“”\"]{3,120} (?:reported|is reporting) from [A-Z][\w ,]+(?:,? and .{3,60} from [A-Z][\w ,]+)+|(?:[A-Z]\S+ ){1,3}reported from [A-Z]\w+(?: [A-Z]\w+)?(?:, [A-Z][\w.]+)?|(?:h/t|hat tip):? \S+(?: \S+){0,4}",
    ),
)

RULES = (
    Rule("image", "image address", _image_address),
    Rule("image", "image placeholder", either(_image_placeholder, lambda line: _BRACKETED.fullmatch(line.text) is not None)),
    Rule("image", "Markdown image", lambda line: only_images(line.text)),
    Rule("caption", "caption label alone", whole(r"(?:image|photo|picture|video) caption,?")),
    Rule("caption", "caption label", _caption_label),
    Rule("credit", "credit alone", either(*_credit_alone)),
    Rule("credit", "contributors", either(*_contributors)),
    Rule("caption", "caption that ends in a credit", _caption_with_credit),
)
