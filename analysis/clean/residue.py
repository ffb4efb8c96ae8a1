"""What stands around a story, told by its wording: the rules, in the order in which they are tried.

A rule is a role, a name and a question about one line. Most are lists of
phrases: either the phrase is the whole line, or it opens a short line in which
nobody has said anything. So "Read more: ..." is a link, and "Read more books, the
judge told them" is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from analysis.clean.markdown import only_images, only_links
from analysis.clean.lines import AGENCY, DAY, NAME, NAME_PART, SPOKEN, WEEKDAY, Line

LONGEST = 90  # words; what stands around a story says it in fewer


class Rule(NamedTuple):
    """What a line is if the question about it is answered yes."""

    role: str
    name: str
    holds: Callable[[Line], bool]


def _whole(*phrases: str, flags: int = re.IGNORECASE) -> Callable[[Line], bool]:
    """Whether one of the phrases is the whole line, brackets and stops at its ends aside."""
    fits = re.compile("|".join(phrases), flags).fullmatch
    return lambda line: fits(line.bare) is not None


def _opens(*phrases: str, most: int = 45, flags: int = re.IGNORECASE) -> Callable[[Line], bool]:
    """Whether one of the phrases opens a line of so many words in which nobody has spoken."""
    fits = re.compile("(?:" + "|".join(phrases) + r")(?!\w)", flags).match

    def holds(line: Line) -> bool:
        return line.words <= most and fits(line.bare) is not None and not line.spoken

    return holds


# --- images ---------------------------------------------------------------------------------------------

_PICTURE_ENDING = r"\.(?:jpe?g|png|gif|webp|svg|avif|bmp|tiff?|heic)"
_image_address = _whole(
    rf"(?:(?:image|photo|picture|img): ?)?\S+{_PICTURE_ENDING}(?:[?#!:]\S*)?",
    r"(?:https?:)?//\S*?\b(?:images?|imgs?|pics?|photos?|media|static|thumbs?|cdn)\b\S*?[?&](?:w|h|width|height|crop|quality|auto|format|fit|resize)=\S*",
    r"data:image/\S+",
)
_PICTURE = r"(?:image|img|photo|picture|graphic|infographic|illustration|video|gallery|slideshow|embed|media|thumbnail|chart|map)"
_image_placeholder = _whole(
    rf"(?:(?:embedded|featured|lead|main|hero|photo|image|video|picture|media|file) )?{_PICTURE}s?(?: (?:caption|placeholder|removed|missing|player|unavailable|not available|gallery|embed))?(?: ?\d+(?: ?(?:of|/) ?\d+)?)?",
    rf"(?:open|view|enlarge|expand|close|show|hide|toggle|click to (?:enlarge|expand|view)|play)(?: (?:the|this|full))?(?: \w+)? (?:{_PICTURE}s?|caption)(?: in (?:full ?screen|gallery|new (?:tab|window)))?",
    r"\d+ ?(?:/|of) ?\d+(?: (?:images|photos|pictures|slides))?",
)
_BRACKETED = re.compile(rf"[\[{{<(]\s*{_PICTURE}\b\s*[:|-].{{0,200}}[\]}}>)]", re.IGNORECASE)

# --- captions and credits -------------------------------------------------------------------------------

_CREDIT_WORD = r"(?:photo(?:graph)?|image|picture|pic|illustration|composite|graphic|screengrab|screenshot)s?"
_CREDIT_LABEL = (
    rf"(?:{_CREDIT_WORD}(?: (?:credit|source|copyright|courtesy(?: of)?|by))?s?|(?:image|photo|picture|video)? ?(?:credit|source)s?)"
)
_SIGNED_AGENCY = rf"{AGENCY}(?: (?:Photo|Images?|Pictures?|Pool|file|photo|News))*"
_credit_alone = (
    _whole(rf"(?:caption )?{_CREDIT_LABEL} ?[:,©] ?(?:©|by |the )?(?-i:[A-Z@])\S*(?: \S+){{0,7}}", r"(?:image|photo) (?:copyright|source|credit) \S+(?: \S+){0,4}"),
    _whole(
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


_caption_label = _opens(
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
    _whole(
        rf"{_WORK} (?-i:{NAME})(?:(?:,| and| in| at| for| from|,? with|;)+ (?:{_WORK} )?(?-i:{NAME}))*",
    ),
    _opens(
        r"(?:with|using) (?:additional )?(?:reporting|files|reports|material|inputs?|wires?) (?:by|from)",
        r"with (?:AP|AFP|Reuters|PTI|ANI|agencies|agency|wires?)(?: \w+){0,4}$",
        most=60,
    ),
    _whole(
        r"[^.!?“”\"]{3,200} (?:also )?(?:contributed|provided) (?:to |from \w+ to )?(?:(?:additional |further )?(?:reporting|research)|this (?:report|story|article|piece)|(?:additional |further )?(?:reporting )?(?:to|for) this (?:report|story|article|piece))(?: (?:from|in) [A-Z][\w ,.]+)?",
        r"[^.!?“”\"]{3,120} (?:reported|is reporting) from [A-Z][\w ,]+(?:,? and .{3,60} from [A-Z][\w ,]+)+|(?:[A-Z]\S+ ){1,3}reported from [A-Z]\w+(?: [A-Z]\w+)?(?:, [A-Z][\w.]+)?|(?:h/t|hat tip):? \S+(?: \S+){0,4}",
    ),
)

# --- advertising, sign-up, terms ------------------------------------------------------------------------

_NOTICE = r"(?:advertisements?|adverts?|ads?|promotion|video|newsletter|image|gallery|photo|box|form|sponsor(?: message)?)"
_advertisement = _whole(
    r"advertisements?|advertising|adverts?|ads?|ad feedback|remove ads?|report (?:this )?ad|why (?:am i seeing )?this ad\??",
    r"(?:sponsored|promoted|paid|partner|branded|affiliate)(?: (?:content|post|links?|stories|story|partnership|message|by [^.]{1,60}|for by [^.]{1,60}))?|promotion|sponsor message|from our (?:sponsors?|partners?)",
    rf"(?:the )?(?:story|article|content|report|post|text|page) (?:continues|resumes)(?: (?:below|after|under))?(?: (?:the |this )?{_NOTICE})?",
    rf"(?:to )?continues? (?:reading )?(?:below|after|under)?(?: (?:the |this )?(?:main story|{_NOTICE}))?",
    rf"skip (?:past )?(?:the )?(?:{_NOTICE}|newsletter promotion|(?:to )?(?:main |site )?(?:content|navigation|story|end|index)).{{0,30}}|after newsletter promotion|end of {_NOTICE}.{{0,30}}",
    r"scroll (?:down )?(?:to continue(?: reading)?|for more|to keep reading)|(?:keep|continue) (?:reading|scrolling)(?: (?:the main story|below|for more))?",
)
_LETTER = r"(?:newsletters?|inbox|e-?mails?|(?:news |e-?mail )?alerts?|bulletins?|briefings?|digest|notifications?|mailing list|updates|headlines|podcasts?|whatsapp|telegram)"
_sign_up = _opens(
    rf"(?:please |click (?:here )?to |to )?(?:sign[- ]?up|subscribe|register|opt in)\b(?=.*\b{_LETTER}\b)",
    r"sign[- ]?up (?:here|now|today|free|below|with one click|to (?:our|the|my|get|receive)|for (?:our|the [A-Z]\w+|my|free))\b",
    rf"(?:get|receive|have|want|like)\b[^.]{{1,120}}\b(?:delivered|sent|straight|direct(?:ly)?|right|in|into|to) (?:to |in |into )?your (?:inbox|e-?mail|phone|mailbox)",
    rf"(?:get|receive|join|try|read|see|check out) (?:our|the \w+(?: \w+)?|a|my) (?:\w+ ){{0,4}}(?:newsletters?|e-?mail (?:alerts?|bulletins?)|(?:daily|morning|weekly|evening) (?:briefing|digest|bulletin|e-?mail))",
    rf"(?:want|like|love|enjoy(?:ed|ing)?|interested)\b[^?]{{0,100}}\? ?(?:then )?(?:sign up|subscribe|get|join|try)",
    rf"(?:stay|keep) (?:up[- ]to[- ]date|informed|ahead|updated|in the (?:know|loop)|connected|on top)\b(?=.*\b(?:newsletter|sign up|subscribe|follow us|with our|inbox|alerts))",
    rf"(?:never|don[’']t) miss (?:a|an|any|out)\b(?=.*\b(?:newsletter|sign up|subscribe|follow us|inbox|alerts|download))",
    rf"(?:our|the) (?:free |best |\w+ )?(?:daily|weekly|morning|evening|lunchtime|breaking news|news) (?:newsletter|e-?mail|briefing|bulletin|digest)\b(?=.*\b(?:your|you|sign|free|delivered)\b)",
    r"(?:please )?enter (?:your|a valid) e-?mail|(?:your )?e-?mail(?: address)?(?: \*)?$|invalid e-?mail|(?:thanks|thank you) for (?:signing up|subscribing|registering)",
    r"by (?:signing up|entering your|submitting|registering|subscribing|clicking|providing)\b(?=.*\b(?:you|agree|e-?mail)\b)",
    r"i (?:would like|agree|want|consent) to (?:be emailed|receive)\b|you can unsubscribe|unsubscribe(?: at any time)?$|(?:for more information|please) (?:see|read) our (?:privacy|cookie)",
    r"(?:read|see|view) our (?:privacy|cookie) (?:policy|notice)|privacy notice:|newsletters may contain|this site is protected by recaptcha|no spam\b|newsletters?(?: sign[- ]?up)?$|sign up$",
    most=70,
)
_subscription = (
    _whole(
        r"already (?:a |an )?(?:subscriber|member|registered|subscribed|have an account)\b.{0,80}",
        r"(?:subscribe|log ?in|sign in|sign out|register|join|create (?:an |your |a )?(?:free )?account|my account|your account|become a (?:member|subscriber))(?: (?:now|here|today|for (?:free|full access.{0,30})|to (?:continue|read|comment|view|unlock|access|listen)\b.{0,60}|or .{0,40}))?",
        r"(?:start|get|try) (?:your |a |our )?(?:\w+[- ]\w+ )?(?:free )?(?:trial|subscription)\b.{0,60}",
        r"(?:this|the) (?:article|story|content|page|post|report) is (?:for|only for|available (?:only )?(?:to|for)|exclusive to|reserved for|free to) .{0,30}(?:subscribers|members|users|readers)\b.{0,60}",
        r"you (?:have|[’']ve) (?:read |reached |used |viewed |got )?.{0,40}\b(?:free|complimentary|remaining) (?:articles?|stories)\b.{0,60}|\d+ (?:free )?articles? (?:left|remaining).{0,30}",
        r"(?:to |want to )?(?:continue|keep) reading(?: this (?:article|story))?[,?:]? .{0,100}",
        r"(?:get |enjoy |for )?(?:unlimited|full|instant|premium) (?:digital |online )?access\b.{0,80}|(?:subscribe|subscriptions?) (?:for|from) (?:just |only )?[$£€].{0,80}",
        r"(?:for )?(?:subscribers?|members?|premium|exclusive)(?:[- ]only)?(?: (?:content|article|story|exclusive))|(?:subscribe|support) (?:to )?(?:us|our \w+)(?: today| now)?",
    ),
)
_cookies = _opens(
    r"(?:we|(?:this|our|the) (?:web ?)?(?:site|page|service)s?|(?:we and )?our (?:\d+ )?partners|\S+\.\w{2,3})(?: and our [^.]{1,30})? (?:use|uses|store|stores|set|sets|rel(?:y|ies) on)\b(?=[^.]{0,80}\bcookies)(?=.*\b(?:you|your|site|website|content|consent|experience)\b)",
    r"(?:accept|reject|manage|allow|decline|about)(?: all| our| essential)? cookies?(?: (?:and \w+|settings|policy))?$|cookies? (?:policy|settings|preferences|notice|consent|options)(?: .{0,20})?$",
    r"by (?:continuing|using|browsing|visiting|clicking)\b(?=[^.]*\bcookies?\b)(?=[^.]*\byou\b)",
    r"(?:your|manage) (?:privacy|cookie|consent)(?: and \w+)? (?:choices|settings|preferences)|(?:to|in order to) (?:view|see|show you|display|load) this (?:content|video|tweet|post|page|embed)\b",
    r"(?:allow|load) \S+ content\??$|this (?:article|page) (?:contains|includes) content provided by|this content is (?:provided|hosted) by",
    most=80,
)
_copyright = (
    _opens(
        r"©|copyright (?:©|\(c\)|\d{4}|notice)|copyright (?:by )?(?:the )?[A-Z][\w ]{1,40},? ?\d{4}|(?:c\)|\(c\)) ?\d{4}",
        r"(?:unauthori[sz]ed (?:use|reproduction|copying|distribution)|no part of this|reproduction (?:of|in whole|without|is))\b(?=.*\b(?:permission|prohibited|forbidden|reproduced|consent)\b)",
        r"(?:for )?(?:reprint|republication) (?:rights|permissions?)\b|reprints? (?:and|&) permissions|(?:re)?use this (?:content|article)|licen[cs]ed under|republish (?:this|our) (?:article|stor)",
        r"(?:this|the|all) (?:material|content|article|story|document|work|text)s? (?:may|must|can(?:not)?|is|are|on this (?:web)?site)\b(?=[^.]{0,80}\b(?:(?:re)?published|reproduced|copied|copyright|redistributed|rewritten|licen[cs]ed)\b)(?=.*\b(?:not|without|prior|permission|copyright|licen[cs]e|reserved)\b)",
        most=70,
    ),
    lambda line: line.words <= 30 and not line.spoken and re.search(r"\ball rights (?:are )?reserved(?:$|[.©,;]| worldwide$| to the )", line.bare, re.IGNORECASE) is not None and re.search(r"©|copyright|\d{4}|^all rights|ltd|inc\b|llc|limited|media|group", line.bare, re.IGNORECASE) is not None,
)
_THIS = r"(?:this|the above|the following) (?:article|story|piece|post|report|column|essay|interview|content|commentary|op-ed|feature|version|text|item|page|news|excerpt|transcript)"
_republished = _opens(
    rf"{_THIS} (?:was|is|has been|had been|first|originally|appeared|appears|also|comes?)\b(?=.*\b(?:(?:originally|first|previously) (?:published|appeared|posted|reported|ran|produced)|re-?published|re-?posted|updated|amended|revised|corrected|syndicated|translated (?:from|by|into)|(?:published|produced|provided|reproduced|distributed|supported|funded) (?:here |in full )?(?:by|under|with|courtesy|in partnership|through|from|as part)|edited (?:for|to|by)|appears? in (?:the )?print|an edited|adapted from|part of (?:a|the|our)|appeared in|from the archive)\b)",
    rf"{_THIS} (?:originally|first|previously) (?:published|appeared|ran)\b",
    r"(?:(?:originally|first|previously) (?:published|appeared)|re-?published|reprinted|reposted|syndicated|adapted|excerpted) (?:in|on|by|at|as|from|with|under|courtesy)\b",
    r"as published (?:in|by|on)\b",
    r"(?:a|an (?:earlier|abridged|edited|extended)) version of this (?:article|story|piece|report|column)\b|(?:read|view|see) the original (?:article|story|version|post)",
    r"corrections?(?: appended| and clarifications?)?(?: ?[:(–—-]|$)|clarifications?(?: ?[:(–—-]|$)|(?:editor|author|publisher|reporter)(?:[’']s|s[’']?)? notes?\b ?[:–—-]|note to (?:readers|editors)|updates? ?[:–—-] ?(?:this|the) (?:article|story|headline|piece)",
    r"this is a (?:breaking|developing) (?:news )?(?:story|news)|(?:breaking|developing)(?: news)? story|more (?:details )?(?:to follow|soon|follows)|check back (?:here )?for|(?:please )?refresh (?:this|the) page",
    most=80,
)
_app = _opens(
    r"(?:download|get|install|try|use) (?:the|our)(?: \S+){0,5} apps?\b(?=.*\b(?:your|you|free|here|now|today|news|phone|android|ios|iphone|store|alerts|latest)\b|$)",
    r"(?:available|download(?: it)?|get it)(?: now)? (?:on|from|in|for) (?:the )?(?:app store|google play|apple|android|ios|iphone)|(?:google play|app store|apple podcasts|spotify)$",
    r"(?:scan|use) the qr code",
)
_comments = _whole(
    r"(?:\d+ )?(?:view|show|read|see|hide|post|add|leave|write|load|sort|report)? ?(?:a|the|all|your|more|\d+)? ?(?:reader )?comments?(?: \(?\d+\)?| here| below| policy| section| guidelines| now| on this (?:article|story)| are (?:now )?(?:closed|disabled|moderated|off|welcome).{0,60})?",
    r"be the first to comment.{0,40}|(?:join|start|continue) (?:the|our) (?:conversation|discussion|debate)(?: (?:on|in|with|at|below|here)\b.{0,60})?|(?:please )?(?:log ?in|sign in|register)(?: or \w+)? to (?:comment|post|join|reply)\b.{0,60}",
    r"have your say\b.{0,60}|(?:let us know|tell us|share your (?:thoughts|views|opinion))\b.{0,80}|what do you think\?.{1,80}|(?:comments? )?(?:powered by|by) disqus.{0,60}|(?:read )?our comments? policy.{0,60}|we (?:moderate|welcome) .{0,30}comments.{0,80}|responses?|reply|leave a reply|your email address will not be published.{0,60}",
)
_support_us = _opens(
    r"(?:please )?(?:consider )?(?:support|supporting|donate to|donating|contribute to|help(?: us)?|fund|back)\b(?=.*\b(?:our (?:journalism|work|reporting|newsroom|mission|coverage|independen\w+|team|non-?profit|site)|us (?:today|keep|continue|by)|independent (?:journalism|media|news) (?:today|now|by|with)|this (?:site|newsroom|publication))\b)",
    r"(?:donate|contribute|give|chip in|pitch in)(?: (?:today|now|here|monthly|once|online|to us|what you can|\$\d+|£\d+))*$|(?:make|consider(?: making)?) a (?:\S+ )?(?:donation|contribution|gift)\b(?=.*\b(?:our|us|today|here|now|support)\b|$)",
    r"become a (?:\S+ )?(?:member|supporter|subscriber|patron|friend)\b(?=.*\b(?:our|us|today|from|for|journalism|now|help|support)\b|$)",
    r"(?:if you (?:value|like|liked|enjoy|enjoyed|appreciate|found|believe)|since you[’']re here|before you go|thank you for reading|thanks for reading|will you)\b(?=.*\b(?:support|donat\w+|contribut\w+|subscribe|our|us|member)\b)",
    r"your (?:support|donation|contribution|gift|membership|subscription)\b(?=.*\b(?:us|our|we|helps?|makes?|keeps?|funds?|journalism)\b)(?=.*\b(?:us|our|we|journalism|reporting|reporters)\b)",
    r"we (?:rely|depend|need|are (?:funded|supported)|(?:can|could)(?:n[’']t|not) do (?:this|it))\b(?=.*\b(?:readers|your|you|donations?|members|supporters)\b)(?=.*\b(?:support|donat\w+|fund\w*|contribut\w+|help|without you)\b)",
    r"at such a critical moment|our (?:reporting|journalism) (?:is|remains) (?:free|reader|made possible|funded)|reader[- ](?:supported|funded)",
    most=LONGEST,
)
_contact = _opens(
    r"(?:got|have|do you have|know) (?:a |an |any |some )?(?:news |story |confidential |more )?(?:tips?|stor(?:y|ies)|leads?|information|something)\b(?=.*(?:\?|@))(?=.*(?:contact|e-?mail|touch|@|tell us|let us know|send|call|\?$))",
    r"(?:please )?(?:contact|e-?mail|reach|write to|get in touch with|get in touch) (?:us|me|the (?:author|reporter|writer|editor|newsroom|newsdesk)|our (?:newsroom|reporters?|editors?|team))\b|get in touch$",
    r"(?:to )?(?:contact|e-?mail|reach|write to|follow)(?: \S+){1,8}?(?: at| on|:) ?\S+@\S+|(?:e-?mail|tel(?:ephone)?|phone|fax|twitter|whatsapp|contact|instagram|facebook) ?: ?\S+(?: \S+){0,3}$|\S+@\S+\.\w{2,}$",
    r"(?:have|are|were) you(?: been)?\b(?=.*\b(?:get in touch|contact (?:us|our)|e-?mail (?:us|your|\S+@)|share your|tell us|your experiences?)\b)|(?:send|share|submit) (?:us )?your (?:stor|experience|photo|news tip|tips?|letter|view|question)",
    r"letters to the editor|if you (?:are|have been|or someone you know|need|spot|see|would like|have any)\b(?=.*\b(?:get in touch|contact (?:us|our)|e-?mail (?:us|our)|call the|helpline|samaritans)\b)",
    most=70,
)
_site_terms = _whole(
    r"terms(?: (?:of (?:use|service|sale)|and conditions|& conditions))?|privacy(?: (?:policy|notice|statement|settings))?|accessibility(?: (?:statement|help))?|contact(?: us)?|about(?: us)?|advertise(?: with us)?|work (?:for|with) us|careers|site ?map|faqs?|do not sell (?:or share )?my (?:personal )?info(?:rmation)?",
    r"(?:main |site )?menu|(?:main|site|mobile|search|page|\s)+ (?:navigation|index)|search|home ?page|back to (?:top|home)|(?:go )?to (?:the )?top|loading|please wait|show (?:more|less)|load more|(?:see|view|show) all|expand|collapse|submit|cancel|no thanks|next article|previous article|next|previous|previous next|play|pause|mute|unmute|full ?screen|volume|current time.{0,20}|listen(?: now)?|live|newsletter sign ?up",
    r"explore|(?:us|uk|international|global|world|asia|europe|africa|australia) edition|edition|sections?|departments|abstract|full text",
    r"(?:please )?(?:enable|turn on|activate|allow) javascript.{0,80}|you need (?:to enable )?javascript.{0,80}|javascript (?:is|must|appears).{0,80}|your browser (?:does not|doesn[’']t|is).{0,80}|we are sorry, ?this video.{0,80}|this video (?:is|can) ?not .{0,40}(?:available|played|play).{0,40}|(?:sorry, )?an error occurred.{0,60}|.{0,30}\b(?:terms of (?:use|service)|privacy policy)\b.{0,20}\b(?:terms of (?:use|service)|privacy policy)\b.{0,60}",
)
_disclaimer = _opens(
    r"(?:the )?(?:views|opinions|statements)(?:,? (?:and|or) (?:views|opinions|statements))?,? (?:expressed|presented|stated|here|in this|contained)\b(?=.*\b(?:authors?|own|writers?|contributors?|alone|solely|not (?:necessarily )?(?:reflect|represent|those))\b)|all opinions (?:expressed )?are\b|disclaimer\b ?:?|disclosure ?:",
    rf"{_THIS} (?:is|was|does|has(?: not)? been)\b(?=.*\b(?:not (?:been )?(?:edited|constitute|intended|investment|reviewed|created|financial|legal|medical)|auto-?generated|informational purposes|syndicated feed|press release|financial advice|opinion of the author)\b)",
    r"[^.]{3,120}\bis (?:solely )?responsible for all content\b|[^.]{3,80}\breceives? (?:financial )?support (?:for|from)\b(?=.*\bcoverage\b|.*\bsolely responsible\b)",
    most=LONGEST,
)
_JOB = r"(?:editor|reporter|correspondent|writer|journalist|columnist|producer|bureau chief|presenter|contributor|photographer|analyst|critic|fellow|editor-in-chief|author)"
_AUTHOR = re.compile(
    rf"(?:{NAME}(?:(?:,| and| &) {NAME})*),?(?: (?:PhD|MD),?)? (?:is|are|was|covers|writes|reports|has (?:been )?(?:covered|written|reported)|joined)\b[^.]{{0,80}}?\b(?i:{_JOB})s?\b(?:,? who (?:covers|writes)|[^.]{{0,80}}?\b(?:for|at|of|with|based|covering|whose)\b|[^.]{{0,60}}?\bin (?:the )?[A-Z])"
)


def _about_the_author(line: Line) -> bool:
    if re.fullmatch(r"(?:about|more (?:from|about)) (?:the |our )?(?:author|writer|reporter|contributor)s?", line.bare, re.IGNORECASE):
        return True
    late = line.place > 1 and line.place >= line.count - 5
    return late and line.words <= 60 and not line.spoken and _AUTHOR.match(line.bare) is not None


_reading_time = _whole(
    r"(?:(?:estimated )?(?:reading|read|listening) time ?:? ?)?(?:about |less than )?(?:a |\d{1,3} ?-?)(?:min(?:ute)?s?|hours?)[ -](?:read|listen|watch|video)|(?:estimated )?(?:reading|read|listening) time ?:? .{1,20}",
    r"\d[\d,.]*[km]? (?:views|shares|reads|likes|comments|followers|retweets)|listen to (?:this|the) (?:article|story|podcast|episode).{0,30}|(?:audio|video) (?:by|read by|narrated by) .{1,40}|(?:article|story) (?:audio|narration)|text size.{0,20}|\d{1,3} min",
)
_end_mark = _whole(r"ENDS?|-?30-?|MORE|ENDS HERE|the end|fin", flags=0)
_code = re.compile(r"[.#]?[\w-]+ ?\{|\}|-?[a-z][a-z-]+ ?: ?[^;\s]+(?: [^;\s]+){0,5};|(?:var|let|const|function|window|document|googletag|jQuery|\$)\b[\s.(][^“”]{0,200}[;{})]|(?:</?\w+[^<>]{0,300}>\s*)+\.?|\{[{%].{0,200}[}%]\}|//<!\[CDATA\[.{0,200}")

# --- links ----------------------------------------------------------------------------------------------

_address_alone = _whole(r"(?:https?://|www\.|//)[^\s\"]+|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|co\.uk|gov|edu|info|io)(?:/\S*)?|@\w+|pic\.twitter\.com/\S+")
_THINGS = r"(?:stories|story|articles?|contents?|topics?|coverage|news|links?|posts?|reading|reads?|picks|headlines|videos?|information|features|podcasts?|stor(?:y|ies) for you|for you|galler(?:y|ies)|opinions?|reports?|documents?)"
_link_heading = _whole(
    rf"(?:related|recommended|suggested|similar|popular|trending|latest|top|most|further|more|other|editor[’']?s[’']?|featured|must|selected|don[’']t miss)[ -](?:[\w’'&]+[ -]){{0,3}}?{_THINGS}",
    r"related(?: to this)?|recommended(?: for you| by .{1,30})?|read (?:more|also|next|on|this)|also read|see also|see more|watch (?:more|next|now)|more (?:on|about) this(?: (?:story|topic))?|more from (?:the |our )?[\w ’'&]{2,30}|more stories?(?: .{1,30})?|more",
    r"you (?:may|might|[’']ll|will)(?: also)? (?:like|be interested in|enjoy|love|have missed|want to read)(?: .{0,20})?|what to (?:read|watch) next|(?:up|read) next|next up|don[’']t miss|also on .{1,40}|elsewhere on .{1,30}|from (?:the web|around the web|our (?:archive|network|other titles).{0,20}|elsewhere)|trending(?: now)?|around the web|in case you missed it|promoted stories|explore more.{0,40}|(?:topics?|tags?|filed under|in this (?:article|story|section)|sources?|references|further information|external links|on the web|useful links|see the full list)",
)
_read_more = _opens(
    r"(?:(?:click here to |tap to )?(?:read|see|learn|watch|listen|view|hear|find out|discover)) (?:more|also|next|on|now|here)(?: (?:of|on|about|from|at|in|here) [^,]{1,120}| ?[:|>»→–—-].{1,200}| here| now)?$",
    r"(?:read|see|watch|listen to|view|hear|explore|check out|find) (?:the |our |all |more (?:of )?)?(?:(?:full|latest|related|complete|whole|entire|live|original|previous|more|best|rest)(?: \w+){0,2}|our|all our) (?:stor(?:y|ies)|article|report|coverage|interview|statement|list|guide|analysis|transcript|text|news|post|blog|updates?|here|reporting|video|series|explainer|episode)\b(?:(?! of the (?:book|bible)).)*$",
    r"(?:read|also read|read also|read more|see more|related(?: \w+){0,2}|recommended(?: \w+)?|more on this|more from \w+|you may also like|further reading|see also|must read|read next|up next|watch(?: live| now| more)|listen(?: to this| now)|from the archives?) ?[:|»→►▶]",
    r"(?:watch|see|read|check out|view|listen to|hear|take a look at)\b(?! what\b)[^.!?]{1,120} (?:above|below|here|at right|via (?:[A-Z]\S+ ?){1,3})$",
    r"(?:READ(?: MORE)?|SEE|WATCH|LISTEN|RELATED|VIDEO|LIVE|GALLERY|PHOTOS|MORE) ?[–—-] ",
)
_LABEL = re.compile(
    r"(?:see|more|in pictures|in photos|photos|watch|video|listen|podcast|gallery|live(?: updates| blog)?|quiz|don[’']t miss|trending|just in|"
    r"also|opinion|explainer|timeline|map|analysis|background|previously) ?[:|»→►▶] ?\S",
    re.IGNORECASE,
)


def _labelled(line: Line) -> bool:
    """A title after "Video:" or "Analysis:", which a sentence after such a word is not."""
    return line.words <= 25 and not line.statement and _LABEL.match(line.bare) is not None


_click_here = _opens(
    r"(?:please |you can )?(?:(?:to|for|if you) [^,]{2,80},? )?(?:click|tap|press|swipe)(?: (?:here|below|on (?:the|this|a|any)|the (?:link|button|image|icon|box)|this (?:link|button)|through)\b)",
    r"(?:click|tap) (?:here|below|for|to)\b|(?:[^,.]{2,80} )?(?:click|tap) here$",
    r"for (?:more|all|the (?:latest|full|most)|further|additional|other)\b[^.]{0,80}\b(?:visit|go to|click|see our|follow|check (?:out )?our|head to|subscribe)\b",
    r"visit (?:our|the) (?:[^\s,]+ ){0,5}(?:website|site|page|homepage|hub|section|store)\b|visit \S+\.\w{2,}|(?:check out|browse) (?:our|more of our|all our)\b|go to \S+\.\w{2,}",
    r"(?:more|details|full \w+|see|source|read|information|available|follow|watch)(?: \w+){0,4}(?: at| on| here| via)?:? (?:https?://|www\.)\S+$",
)
_NETWORK = frozenset(
    "facebook twitter x whatsapp linkedin reddit pinterest telegram instagram youtube tiktok threads bluesky mastodon "
    "flipboard messenger snapchat tumblr email e-mail mail print sms pocket copy link share save tweet comment comments "
    "gift bookmark xing viber line wechat weibo rss google+ more url tumblr pin it".split()
)
_NETWORK_ALONE = frozenset(
    "facebook twitter whatsapp linkedin reddit pinterest telegram instagram youtube tiktok threads bluesky flipboard "
    "messenger snapchat tumblr email e-mail print share tweet x rss bookmark save".split()
)
_BETWEEN = frozenset("on via by this and to with or the".split())
_share_buttons = _whole(
    r"(?:share|tweet|e-?mail|print|copy|pin|send|save|bookmark|like|gift)(?: (?:this|the|full))? (?:article|story|page|post|link|url|icon|options?|video|gallery|with (?:friends|others)|a friend|for later|to (?:facebook|twitter|x|clipboard|a friend)|(?:on|via|by|to|with)(?: \w+)?(?: \(.{0,40}\))?)(?: (?:on|via|by|to|with)(?: \w+){1,3}| \(.{0,40}\))?",
    r"copy (?:the )?(?:link|url)(?: to clipboard)?|link copied.{0,20}|share (?:this|options?|it)|print (?:this|page|article)|add (?:us )?(?:as )?.{0,40}\b(?:on google|preferred source)\b.{0,20}|(?:share )?(?:toggle|close|open) (?:share|caption|menu).{0,20}",
)


def _networks(line: Line) -> bool:
    """Nothing but names of networks and of buttons."""
    words = re.findall(r"[\w+-]+", line.bare.casefold())
    if not 0 < len(words) <= 20 or line.text.endswith((".", "?")):
        return False
    if len(words) == 1:
        return words[0] in _NETWORK_ALONE
    return all(word in _NETWORK or word in _BETWEEN for word in words) and any(word in _NETWORK_ALONE for word in words)


_SITES = r"(?:facebook|twitter|x|instagram|linkedin|youtube|tiktok|telegram|whatsapp|threads|bluesky|social media|google news|snapchat|pinterest|mastodon|rss|spotify|apple (?:news|podcasts)|flipboard)"
_follow_us = _opens(
    rf"(?:you can |please |to )?(?:also )?(?:follow|like|join|find|connect with|add|subscribe to|watch|message)(?: [\w’'.&@-]+){{1,8}}? (?:on|via|at|through) (?:\S+ ){{0,3}}?{_SITES}\b",
    r"follow (?:us|me|@\w+|the (?:author|reporter|writer)|our)\b|follow (?:[A-Z][\w’'.-]+ ){1,4}(?:@\w+)?$",
    rf"(?:on )?{_SITES} ?: ?@?[\w./-]+(?: \S+){{0,3}}$|@\w+(?: (?:on )?{_SITES})?$|do you (?:support|like) [^?]{{1,60}}\? like (?:the|our) page",
)
_tags = (
    _whole(
        r"(?:tags?|topics?|filed under|file under|keywords|categor(?:y|ies)|sections?|related (?:topics|tags|companies|people|subjects)|in this story|posted in|tagged(?: with)?|more about) ?: .{1,300}",
    ),
    lambda line: re.fullmatch(r"(?:#\w+[\s,|]*)+", line.text) is not None,
)


def _menu(line: Line) -> bool:
    """Labels of a few words between bars or arrows, before the story or after it."""
    if 2 < line.place < line.count - 3 or line.stopped:
        return False
    parts = [part for part in re.split(r"\s*[|›»>•·]\s*", line.bare) if part]
    return len(parts) > 2 and all(len(part.split()) <= 3 and not re.search(r"\d", part) for part in parts)


# --- days and names -------------------------------------------------------------------------------------

_CLOCK = r"(?:\d{1,2}(?:: ?|[.h])\d\d(?:[:.]\d\d)?(?: ?[ap]\.?m\.?)?|\d{1,2} ?[ap]\.?m\.?)"
_ZONE = r"(?:GMT|BST|UTC|CET|CEST|E[DS]?T|C[DS]T|M[DS]T|P[DS]?T|IST|EEST|EET|AEST|AEDT|AST|HKT|SGT|Z)(?:[+-]\d{1,2}(?::?\d\d)?)?"
_STAMPED = r"(?:(?:first |last |originally |article )?(?:published|updated|posted|modified|created|edited|revised|amended|issued|printed)(?: (?:on|at|date|time))?|date(?:line)?|as of|release(?:d| date)|pub(?:lication)? date)"
_STAMP_PART = rf"(?:{WEEKDAY}|{DAY}|{_CLOCK}|{_ZONE}|(?:a |an |\d+ )(?:second|minute|min|hour|hr|day|week|month|year)s? ago|today|yesterday|just now|local time|(?:19|20)\d\d|at|on)"
_STAMP = re.compile(
    rf"(?:{_STAMPED}[\s:.–—-]*)?{_STAMP_PART}(?:[\s,|•·–—/()-]+(?:{_STAMPED}[\s:.–—-]*)?{_STAMP_PART})*\)?", re.IGNORECASE
)
_SURE_STAMP = re.compile(rf"{_STAMPED}|{_CLOCK}|ago\b|just now", re.IGNORECASE)


def _timestamp(line: Line) -> bool:
    """Days and hours alone. A day alone inside a story heads a part of it."""
    if line.words > 24 or len(line.bare) > 140 or _STAMP.fullmatch(line.bare) is None:
        return False
    if re.search(r"\d|ago|now|day\b", line.bare) is None or re.fullmatch(r"\d+", line.bare):
        return False
    return line.place <= 4 or line.place >= line.count - 2 or _SURE_STAMP.search(line.bare) is not None


_BY = re.compile(
    r"(?:By|by|BY|(?i:written|words|story|report|reported|posted|submitted|analysis|text)(?: and \w+)? (?i:by)|Author|AUTHOR|author)\s*:?\s+(?P<who>.+)$"
)
_STAFF = re.compile(
    rf"(?:{AGENCY}|(?i:(?:our |a |an |the |\w+ )?(?:staff|agencies|agency|news agency|wires?|special correspondent|own correspondent|correspondents?|news desk|newsroom|editorial board|web desk|news service)).{{0,40}}|(?i:.{{0,30}}staff (?:writers?|reporters?|and agenc\w+).{{0,20}}))"
)
_NOT_A_NAME = re.compile(
    r"(?:The|A|An|This|That|These|Those|His|Her|Their|Its|Our|My|Your|All|Most|Some|Any|Now|Then|Early|Late|Mid|Noon|Midnight|"
    r"Day|Night|Dawn|Dusk|Law|Contrast|Comparison|Far|Chance|Accident|Default|Definition|Design|Jove|Order|Popular|"
    rf"{WEEKDAY}|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|January|February|March|April|June|July|August|September|October|November|December)\b"
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|had|have|will|would|said|says|could|did|does|been|be|took|made|came|went|left|began|fell|rose|won|lost|can|must|should)\b"
)
_AFTER_NAME = re.compile(r"\s*(?:,|\||•|·|–|—| - |/|\band\b|&|\bfor\b|\bin\b|\bat\b|\bwith\b|\(|@|\s\d)\s*")


def _signed(line: Line) -> bool:
    """`By`, one or more names, perhaps what they are or where, and no sentence."""
    if line.words > 26 or not (match := _BY.match(line.bare)):
        return False
    who = match["who"]
    if _STAFF.fullmatch(who):
        return True
    # Capitals throughout, or none at the head of an article, say nothing; there the shape must do.
    flat = who == who.upper() or (who == who.lower() and line.place <= 4 and not line.statement)
    spelled = who.title() if flat else who
    spelled = re.sub(r"\b(?:And|For|Of|In|The|At|With)\b", lambda word: word.group().lower(), spelled) if flat else spelled
    first = _AFTER_NAME.split(spelled, maxsplit=1)[0].strip()
    if re.fullmatch(NAME, first) is None or _NOT_A_NAME.match(first) or not 2 <= len(first.split()) <= 6:
        return False
    return _VERB.search(spelled) is None and not line.spoken and (not line.statement or line.words <= 8)


_NAME_AND_JOB = re.compile(
    rf"{NAME}(?:(?:,| and| &) {NAME})*(?:(?: ?[,|•–—-] ?| )(?:[^,.]{{0,40}} )?(?i:{_JOB}s?\b)[^.]{{0,60}}|,? in [A-Z]\w+(?: [A-Z]\w+)?(?: and [A-Z]\w+(?: [A-Z]\w+)? in [A-Z]\w+)?)"
)


def _name_and_job(line: Line) -> bool:
    """`Jane Doe, Health Editor` or `Jane Doe in Cairo` at the head of an article."""
    if not 0 < line.place <= 5 or line.words > 16 or line.stopped:
        return False
    return _NAME_AND_JOB.fullmatch(line.bare) is not None and _VERB.search(line.bare) is None and re.match(rf"{NAME_PART} {NAME_PART}", line.bare) is not None and not SPOKEN.search(line.bare)


def _any(*questions: Callable[[Line], bool]) -> Callable[[Line], bool]:
    return lambda line: any(question(line) for question in questions)


RULES = (
    Rule("image", "image address", _image_address),
    Rule("image", "image placeholder", _any(_image_placeholder, lambda line: _BRACKETED.fullmatch(line.text) is not None)),
    Rule("image", "Markdown image", lambda line: only_images(line.text)),
    Rule("link", "Markdown link alone", lambda line: only_links(line.text)),
    Rule("boilerplate", "divider", lambda line: re.search(r"[^\W_]|[?!]", line.text) is None),
    Rule("caption", "caption label alone", _whole(r"(?:image|photo|picture|video) caption,?")),
    Rule("caption", "caption label", _caption_label),
    Rule("credit", "credit alone", _any(*_credit_alone)),
    Rule("credit", "contributors", _any(*_contributors)),
    Rule("caption", "caption that ends in a credit", _caption_with_credit),
    Rule("boilerplate", "copyright", _any(*_copyright)),
    Rule("boilerplate", "advertisement", _advertisement),
    Rule("boilerplate", "newsletter sign-up", _sign_up),
    Rule("boilerplate", "subscription", _any(*_subscription)),
    Rule("boilerplate", "cookies", _cookies),
    Rule("dateline", "timestamp", _timestamp),
    Rule("boilerplate", "note on publication", _republished),
    Rule("boilerplate", "app", _app),
    Rule("boilerplate", "comments", _comments),
    Rule("boilerplate", "appeal for support", _support_us),
    Rule("boilerplate", "contact", _contact),
    Rule("boilerplate", "site terms", _site_terms),
    Rule("boilerplate", "disclaimer", _disclaimer),
    Rule("boilerplate", "about the author", _about_the_author),
    Rule("boilerplate", "reading time", _reading_time),
    Rule("boilerplate", "end mark", _end_mark),
    Rule("boilerplate", "code", lambda line: _code.fullmatch(line.text) is not None),
    Rule("link", "address alone", _address_alone),
    Rule("link", "heading of links", _link_heading),
    Rule("link", "share buttons", _any(_share_buttons, _networks)),
    Rule("link", "follow us", _follow_us),
    Rule("link", "read more", _any(_read_more, _labelled)),
    Rule("link", "click here", _click_here),
    Rule("link", "tags", _any(*_tags)),
    Rule("link", "menu", _menu),
    Rule("byline", "signed by", _signed),
    Rule("byline", "name and job", _name_and_job),
)  # fmt: skip


def residue(line: Line) -> Rule | None:
    """The first rule that holds for a line, or None if it may be of the story."""
    if line.words > LONGEST and not line.bare.startswith("data:image/"):
        return None
    return next((rule for rule in RULES if rule.holds(line)), None)
