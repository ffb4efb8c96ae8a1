"""What a site says for itself: advertisements, sign-up, copyright, appeals, terms."""

from __future__ import annotations

import re

from analysis.clean.lines import JOB, NAME, Line, Rule, either, opens, whole

LONGEST = 90  # words of a notice
LATE = 5  # paragraphs before the end of an article, where its author is introduced

_NOTICE = (
    r"(?:advertisements?|adverts?|ads?|promotion|video|newsletter|image|gallery|photo|box|form|"
    r"sponsor(?: message)?)"
)
_advertisement = whole(
    r"advertisements?|advertising|adverts?|ads?|ad feedback|remove ads?|report (?:this )?ad|promotion|"
    r"sponsor message",
    r"why (?:am i seeing )?this ad\??|from our (?:sponsors?|partners?)|after newsletter promotion",
    r"(?:advertisement|advert|ad)\W+(?:scroll|article continues|story continues)\b.{0,40}",
    r"(?:sponsored|promoted|paid|partner|branded|affiliate)(?: (?:content|post|links?|stories|story|"
    r"partnership|message|(?:for )?by (?-i:[A-Z])[^.,]{1,40}))?",
    r"(?:the )?(?:story|article|content|report|post|text|page) (?:continues|resumes)(?: (?:below|after|"
    r"under))?"
    rf"(?: (?:the |this )?{_NOTICE})?",
    rf"(?:to )?continues? (?:reading )?(?:below|after|under)?(?: (?:the |this )?(?:main story|{_NOTICE}))?",
    rf"skip (?:past )?(?:the )?(?:{_NOTICE}|newsletter promotion).{{0,30}}|end of {_NOTICE}.{{0,30}}",
    r"scroll (?:down )?(?:to continue(?: reading)?|for more|to keep reading)",
    r"(?:keep|continue) (?:reading|scrolling)(?: (?:the main story|below|for more))?",
)

_LETTER = (
    r"(?:newsletters?|inbox|e-?mails?|(?:news |e-?mail )?alerts?|bulletins?|briefings?|digest|"
    r"notifications?|mailing list|updates|headlines|podcasts?|whatsapp|telegram)"
)
_sign_up = opens(
    rf"(?:please |click (?:here )?to |to )?(?:sign[- ]?up|subscribe|register|opt in)\b(?=.*\b{_LETTER}\b)",
    r"sign[- ]?up (?:here|now|today|free|below|with one click|to (?:our|the|my|get|receive)|for (?:our|"
    r"the (?-i:[A-Z])\w+|my|free))\b",
    r"(?:get|receive|have|want|like)\b[^.]{1,120}\b(?:delivered|sent|straight|direct(?:ly)?|right|in|into|"
    r"to) (?:to |in |into )?your (?:inbox|e-?mail|phone|mailbox)",
    r"(?:get|receive|join|try|read|see|check out) (?:our|the \w+(?: \w+)?|a|"
    r"my) (?:\w+ ){0,4}(?:newsletters?|e-?mail (?:alerts?|bulletins?)|(?:daily|morning|weekly|"
    r"evening) (?:briefing|digest|bulletin|e-?mail))",
    r"(?:want|like|love|enjoy(?:ed|ing)?|interested)\b[^?]{0,100}\? ?(?:then )?(?:sign up|subscribe|get|"
    r"join|try)",
    r"(?:stay|keep) (?:up[- ]to[- ]date|informed|ahead|updated|in the (?:know|loop)|connected|"
    r"on top)\b(?=.*\b(?:newsletter|sign up|subscribe|follow us|with our|inbox|alerts))",
    r"(?:never|don[’']t) miss (?:a|an|any|out)\b(?=.*\b(?:newsletter|sign up|subscribe|follow us|inbox|"
    r"alerts|download))",
    r"(?:our|the) (?:free |best |\w+ )?(?:daily|weekly|morning|evening|lunchtime|breaking news|"
    r"news) (?:newsletter|e-?mail|briefing|bulletin|digest)\b(?=.*\b(?:your|you|sign|free|delivered)\b)",
    r"(?:please )?enter (?:your|a valid) e-?mail|(?:your )?e-?mail(?: address)?(?: \*)?$|invalid e-?mail",
    r"(?:thanks|thank you) for (?:signing up|subscribing|registering)|you can unsubscribe|"
    r"unsubscribe(?: at any time)?$",
    r"by (?:signing up|entering your|submitting|registering|subscribing|clicking|"
    r"providing)\b(?=.*\b(?:you|agree|e-?mail)\b)",
    r"i (?:would like|agree|want|consent) to (?:be emailed|receive)\b",
    r"(?:for more information|please) (?:see|read) our (?:privacy|cookie)",
    r"(?:read|see|view) our (?:privacy|cookie) (?:policy|notice)|privacy notice:|newsletters may contain",
    r"this site is protected by recaptcha|no spam\b|newsletters?(?: sign[- ]?up)?$|sign up$",
    most=70,
)
_subscription = whole(
    r"already (?:a |an )?(?:subscriber|member|registered|subscribed|have an account)\b.{0,80}",
    r"(?:subscribe|log ?in|sign in|sign out|register|join|create (?:an |your |a )?(?:free )?account|"
    r"my account|your account|become a (?:member|subscriber))(?: (?:now|here|today|for (?:free|"
    r"full access.{0,30})|to (?:continue|read|comment|view|unlock|access|listen)\b.{0,60}|or (?:log ?in|"
    r"sign in|register|subscribe|join)\b.{0,30}))?",
    r"subscribe to (?:(?:the |our )(?-i:[A-Z])|(?-i:[A-Z]))[\w ]{2,30}(?: today| now)?",
    r"(?:start|get|try) (?:your |a |our )?(?:\w+[- ]\w+ )?(?:free )?(?:trial|subscription)\b.{0,60}",
    r"this (?:article|story|content|page|post|report) is (?:for|only for|available (?:only )?(?:to|for)|"
    r"exclusive to|reserved for|free to) .{0,30}(?:subscribers|members|registered users|"
    r"premium users)\b.{0,60}",
    r"you (?:have|[’']ve) (?:read |reached |used |viewed |got )?.{0,40}\b(?:free|complimentary|"
    r"remaining) (?:articles?|stories)\b.{0,60}|\d+ (?:free )?articles? (?:left|remaining).{0,30}",
    r"(?:to |want to )?(?:continue|keep) reading\b(?=.*\b(?:subscri|sign|log|regist|account|trial|access|"
    r"free)).{0,120}",
    r"(?:get|enjoy|for) (?:unlimited|full|instant|premium) (?:digital |online )?access\b.{0,80}",
    r"(?:unlimited|instant|premium) (?:digital |online )?access(?: to (?:all|our)\b.{0,60})?",
    r"(?:subscribe|subscriptions?) (?:for|from) (?:just |only )?[$£€].{0,80}",
    r"(?:for )?(?:subscribers?|members?|premium|exclusive)(?:[- ]only)? (?:content|article|story|exclusive)",
    r"(?:subscribe|support) (?:to )?(?:us|our \w+)(?: today| now)?",
)
_cookies = opens(
    r"(?:we|(?:this|our|the) (?:web ?)?(?:site|page|service)s?|(?:we and )?our (?:\d+ )?partners|"
    r"\S+\.\w{2,3})(?: and our [^.]{1,30})? (?:use|uses|store|stores|set|sets|rel(?:y|"
    r"ies) on)\b(?=[^.]{0,80}\bcookies)(?=.*\b(?:you|your|site|website|content|consent|experience)\b)",
    r"(?:accept|reject|manage|allow|decline|about)(?: all| our| essential)? cookies?(?: (?:and \w+|"
    r"settings|policy))?$",
    r"cookies? (?:policy|settings|preferences|notice|consent|options)(?: .{0,20})?$",
    r"by (?:continuing|using|browsing|visiting|clicking)\b(?=[^.]*\bcookies?\b)(?=[^.]*\byou\b)",
    r"(?:your|manage) (?:privacy|cookie|consent)(?: and \w+)? (?:choices|settings|preferences)",
    r"(?:to|in order to) (?:view|see|show you|display|load) this (?:content|video|tweet|post|page|embed)\b",
    r"(?:allow|load) \S+ content\??$|this (?:article|page) (?:contains|includes) content provided by",
    r"this content is (?:provided|hosted) by",
    most=80,
)

_FORBIDDEN = r"\b(?:permission|prohibited|forbidden|reproduced|consent)\b"
_rights = opens(
    r"©|copyright (?:©|\(c\)|\d{4}|notice)|copyright (?:by )?(?:the )?(?-i:[A-Z])[\w ]{1,40},? ?\d{4}|"
    r"\(?c\) ?\d{4}",
    r"(?:unauthori[sz]ed (?:use|reproduction|copying|distribution)|no part of this|reproduction (?:of|"
    r"in whole|without|is))"
    rf"\b(?=.*{_FORBIDDEN})",
    r"(?:for )?(?:reprint|republication) (?:rights|permissions?)\b|reprints? (?:and|&) permissions",
    r"(?:re)?use this (?:content|article)|licen[cs]ed under|republish (?:this|our) (?:article|stor)",
    r"(?:this|the|all) (?:material|content|article|story|document|work|text)s? (?:may|must|can(?:not)?|is|"
    r"are|on this (?:web)?site)\b(?=[^.]{0,80}\b(?:(?:re)?published|reproduced|copied|copyright|"
    r"redistributed|rewritten|licen[cs]ed)\b)(?=.*\b(?:not|without|prior|permission|copyright|licen[cs]e|"
    r"reserved)\b)",
    most=70,
)
_RESERVED = re.compile(r"\ball rights (?:are )?reserved(?:$|[.©,;]| worldwide$| to the )", re.IGNORECASE)
_OWNER = re.compile(r"©|copyright|\d{4}|^all rights|ltd|inc\b|llc|limited|media|group", re.IGNORECASE)

_ITEM = (
    r"(?:this|the above|the following) (?:article|story|piece|post|report|column|essay|interview|"
    r"commentary|op-ed|feature|excerpt|transcript)"
)
_publication = opens(
    rf"{_ITEM} (?:was|is|has been|had been|first|originally|appeared|appears|also|comes?)\b(?=.*\b(?:"
    r"(?:originally|first|previously) (?:published|appeared|posted|reported|ran|produced)|re-?published|"
    r"re-?posted|updated(?: (?:to|with|since publication|on|at|after|following|throughout)\b|$)|"
    r"(?:amended|revised|corrected) (?:on|to|at|following|after)|syndicated|translated (?:from|by|into)|"
    r"(?:published|reproduced|distributed) (?:here )?(?:in full )?(?:with permission|under|courtesy|"
    r"in partnership|from|as part of)|(?:produced|supported|funded|made possible) (?:in partnership|"
    r"with (?:the )?(?:support|help|funding)|as part of|by (?:a )?(?:grant|funding))|edited (?:for|to)|"
    r"appears? in (?:the )?print|an edited|adapted from|part of (?:our|(?-i:the [A-Z])|"
    r"an? (?:\w+ )?(?:series|collaboration|partnership|project))|(?-i:appeared (?:in|on) (?:the )?[A-Z])|"
    r"from the archive)\b)",
    rf"{_ITEM} (?:originally|first|previously) (?:published|appeared|ran)\b",
    r"(?:(?:originally|first|previously) (?:published|appeared)|re-?published|reprinted|reposted|"
    r"syndicated|adapted|excerpted) (?:in|on|by|at|as|from|with|under|courtesy)\b|as published (?:in|by|"
    r"on)\b",
    r"(?:a|an (?:earlier|abridged|edited|extended)) version of this (?:article|story|piece|report|column)\b",
    r"(?:read|view|see) the original (?:article|story|version|post)",
    r"(?:corrections?(?: appended| and clarifications?)?|clarifications?)(?: ?[:(]|$)|note to (?:readers|"
    r"editors)",
    r"(?:editor|author|publisher|reporter)(?:[’']s|s[’']?)? notes? ?[:–—-]",
    r"updates? ?[:–—-] ?(?:this|the) (?:article|story|headline|piece)",
    r"this is a (?:breaking|developing) (?:news )?(?:story|news)|(?:breaking|developing)(?: news)? story$",
    r"more (?:details )?(?:to follow|soon|follows)$|check back (?:here )?for (?:more|updates|the latest)",
    r"(?:please )?refresh (?:this|the) page",
    most=80,
    told=True,
)
_app = opens(
    r"(?:download|get|install|try|use) (?:the|our)(?: \S+){0,5} apps?\b(?=.*\b(?:your|you|free|here|now|"
    r"today|news|phone|android|ios|iphone|store|alerts|latest)\b|$)",
    r"(?:available|download(?: it)?|get it)(?: now)? (?:on|from|in|for) (?:the )?(?:app store|google play|"
    r"apple|android|ios|iphone)",
    r"(?:google play|app store|apple podcasts|spotify)$|(?:scan|use) the qr code",
)
_comments = whole(
    r"(?:\d+ )?(?:view|show|read|see|hide|post|add|leave|write|load|sort|report)? ?(?:a|the|all|your|more|"
    r"\d+)? ?(?:reader )?comments?(?: \(?\d+\)?| here| below| policy| section| guidelines| now|"
    r" on this (?:article|story)| are (?:now )?(?:closed|disabled|moderated|off|welcome).{0,60})?",
    r"be the first to comment.{0,40}|responses?|reply|leave a reply|"
    r"your email address will not be published.{0,60}",
    r"(?:join|start|continue) (?:the|our) (?:conversation|discussion|debate)(?: (?:on|in|with|at|below|"
    r"here)\b.{0,60})?",
    r"(?:please )?(?:log ?in|sign in|register)(?: or \w+)? to (?:comment|post|join|reply)\b.{0,60}",
    r"have your say\b.{0,60}|(?:let us know|tell us|share your)\b.{0,40}\b(?:in the comments|below|"
    r"what you think|your (?:thoughts|views|story|experience)|thoughts|opinion)\b.{0,40}",
    r"what do you think\?.{1,80}|(?:comments? )?(?:powered by|by) disqus.{0,60}|"
    r"(?:read )?our comments? policy.{0,60}",
    r"we (?:moderate|welcome) .{0,30}comments.{0,80}",
)

_OURS = (
    r"\b(?:our (?:journalism|work|reporting|newsroom|mission|coverage|independen\w+|team|non-?profit|"
    r"site)|us (?:today|keep|continue|by)|independent (?:journalism|media|news) (?:today|now|by|with)|"
    r"this (?:site|newsroom|publication))\b"
)
_appeal = opens(
    r"(?:please )?(?:consider )?(?:support|supporting|donate to|donating|contribute to|help(?: us)?|fund|"
    r"back)\b"
    rf"(?=.*{_OURS})",
    r"(?:donate|contribute|give|chip in|pitch in)(?: (?:today|now|here|monthly|once|online|to us|"
    r"what you can|\$\d+|£\d+))*$",
    r"(?:make|consider(?: making)?) a (?:\S+ )?(?:donation|contribution|gift)\b(?=.*\b(?:our|us|today|"
    r"here|now|support)\b|$)",
    r"become a (?:\S+ )?(?:member|supporter|subscriber|patron|friend)\b(?=.*\b(?:our|us|today|from|for|"
    r"journalism|now|help|support)\b|$)",
    r"(?:if you (?:value|like|liked|enjoy|enjoyed|appreciate|found|believe)|since you[’']re here|"
    r"before you go|(?:thank you|thanks) for reading|will you)\b(?=.*\b(?:support|donat\w+|contribut\w+|"
    r"subscribe|our|us|member)\b)",
    r"your (?:support|donation|contribution|gift|membership|subscription)\b(?=.*\b(?:us|our|we|helps?|"
    r"makes?|keeps?|funds?|journalism)\b)(?=.*\b(?:us|our|we|journalism|reporting|reporters)\b)",
    r"we (?:rely|depend|need|are (?:funded|supported)|(?:can|could)(?:n[’']t|not) do (?:this|"
    r"it))\b(?=.*\b(?:readers|your|you|donations?|members|supporters)\b)(?=.*\b(?:support|donat\w+|"
    r"fund\w*|contribut\w+|help|without you)\b)",
    r"at such a critical moment|our (?:reporting|journalism) (?:is|remains) (?:free|reader|made possible|"
    r"funded)",
    r"reader[- ](?:supported|funded)$",
    most=LONGEST,
)
_contact = opens(
    r"(?:got|have|do you have|know) (?:a |an |any |some )?(?:news |story |confidential |more )?(?:tips?|"
    r"stor(?:y|ies)|leads?|information|something)\b(?=.*(?:\?|@))(?=.*(?:contact|e-?mail|touch|@|tell us|"
    r"let us know|send|call|\?$))",
    r"(?:please )?(?:contact|e-?mail|reach|write to|get in touch with|get in touch) (?:us|me|"
    r"the (?:author|reporter|writer|editor|newsroom|newsdesk)|our (?:newsroom|reporters?|editors?|team))\b",
    r"get in touch$|letters to the editor|\S+@\S+\.\w{2,}$",
    r"(?:to )?(?:contact|e-?mail|reach|write to|follow)(?: \S+){1,8}?(?: at| on|:) ?\S+@\S+",
    r"(?:e-?mail|tel(?:ephone)?|phone|fax|twitter|whatsapp|contact|instagram|"
    r"facebook) ?: ?(?=\S*(?:[@\d+]|\.\w))\S+(?: \S+){0,3}$",
    r"(?:have|are|were) you(?: been)?\b(?=.*\b(?:get in touch|contact (?:us|our)|e-?mail (?:us|your|\S+@)|"
    r"share your (?:stor|experience|view|photo)|tell us|your experiences?)\b)",
    r"(?:send|share|submit) (?:us )?your (?:stor(?:y|ies)|experiences?|photos?|news tips?|tips|views|"
    r"questions?)(?: (?:to|with|by|via|here|below|at)\b|$)",
    r"[^.!?]{3,60} can be (?:reached|contacted|followed) (?:at|on|via|by)\b",
    r"if you (?:are|have been|or someone you know|need|spot|see|would like|"
    r"have any)\b(?=.*\b(?:get in touch|contact (?:us|our)|e-?mail (?:us|our)|helpline|samaritans)\b)",
    most=70,
)
_site = whole(
    r"terms(?: (?:of (?:use|service|sale)|and conditions|& conditions))?|privacy(?: (?:policy|notice|"
    r"statement|settings))?",
    r"accessibility(?: (?:statement|help))?|contact(?: us)?|about(?: us)?|advertise(?: with us)?|"
    r"work (?:for|with) us",
    r"skip (?:past )?(?:the )?(?:to )?(?:main |site )?(?:content|navigation|story|end|index).{0,30}",
    r"careers|site ?map|faqs?|do not sell (?:or share )?my (?:personal )?info(?:rmation)?",
    r"(?:main |site )?menu|search|home ?page|(?:main|site|mobile|search|page)(?: \w+)? (?:navigation|index)",
    r"back to (?:top|home)|(?:go )?to (?:the )?top|loading|please wait|show (?:more|less)|load more",
    r"(?:see|view|show) all|expand|collapse|submit|cancel|no thanks|next article|previous article|next|"
    r"previous",
    r"previous next|play|pause|mute|unmute|full ?screen|volume|current time.{0,20}|listen(?: now)?|live",
    r"explore|(?:us|uk|international|global|world|asia|europe|africa|australia) edition|edition|sections?|"
    r"departments",
    r"(?:please )?(?:enable|turn on|activate|allow) javascript.{0,80}|"
    r"you need (?:to enable )?javascript.{0,80}",
    r"javascript (?:is|must|appears).{0,80}|your browser (?:does not|doesn[’']t|is).{0,80}",
    r"we are sorry, ?this video.{0,80}|this video (?:is|can) ?not .{0,40}(?:available|played|play).{0,40}",
    r"(?:sorry, )?an error occurred.{0,60}",
    r".{0,30}\b(?:terms of (?:use|service)|privacy policy)\b.{0,20}\b(?:terms of (?:use|service)|"
    r"privacy policy)\b.{0,60}",
)
# News archives print an article with its record.
_record = whole(
    r"(?:LENGTH|SECTION|LOAD-DATE|LANGUAGE|(?:PUBLICATION|DOCUMENT|DOC|NEWS)[ -]TYPE|JOURNAL[ -]CODE|"
    r"SUBJECT|ORGANI[SZ]ATION|COMPANY|PERSON|GEOGRAPHIC|COUNTRY|GRAPHIC|EDITION|SERIES|DISTRIBUTION|"
    r"PUBLISHER|ACC-NO|INDUSTRY|WORD COUNT|ISSN)\s*:\s*\S.{0,600}",
    r"Length: ?[\d,]+ words|Section: ?[^.]{0,60}(?:Pg|Page|;).{0,40}|Word count: ?\d.*|Load-Date: ?.{3,40}",
    r"(?:(?:Publication|Document|News)[ -][Tt]ype|Journal [Cc]ode|ProQuest document ID|Document URL|"
    r"Publication (?:date|title|info|year))\s*: ?.{1,200}",
    r"BODY|Body|End of Document|Document \w{15,30}|[\d,]{2,6} words|ABSTRACT|Abstract|FULL TEXT|Full [Tt]ext",
    r"\d+ of \d+ DOCUMENTS?|Classification|Search Summary|Correction-Date: ?.{3,40}",
    r"(?:Subject|Industry|Geographic|Person|Company|Organi[sz]ation|Country|State|City|Product|Ticker): "
    r".{1,600}\(\d\d?%.{0,600}",
    r"Language: ?[A-Z]{4,12}(?:; ?[A-Z]{4,12})*|(?:NS|RE|CO|IN) +\w+ : .{1,600}",
    flags=0,
)
_disclaimer = opens(
    r"(?:the )?(?:views|opinions|statements)(?:,? (?:and|or) (?:views|opinions|"
    r"statements))?,? (?:expressed|presented|stated|here|in this|contained)\b(?=.*\b(?:authors?|own|"
    r"writers?|contributors?|alone|solely|not (?:necessarily )?(?:reflect|represent|those))\b)",
    r"all opinions (?:expressed )?are\b|disclaimer(?: ?:|$)|disclosure ?:|our standards ?:",
    r"\(?(?:except for|only|apart from) the headline\b(?=.*\bthis (?:story|report|article)\b)",
    rf"(?:{_ITEM}|this (?:content|information|material)) (?:is|was|does|"
    rf"has(?: not)? been)\b(?=.*\b(?:not (?:been )?(?:edited|constitute|intended|investment|reviewed|"
    r"created|financial|legal|medical)|auto-?generated|informational purposes|syndicated feed|"
    r"press release|financial advice|opinion of the author)\b)",
    r"[^.]{3,120}\bis (?:solely )?responsible for all content\b",
    r"[^.]{3,80}\breceives? (?:financial )?support (?:for|from)\b(?=.*\bcoverage\b|.*\bsolely responsible\b)",
    most=LONGEST,
    told=True,
)
_about_label = whole(r"(?:about|more (?:from|about)) (?:the |our )?(?:author|writer|reporter|contributor)s?")
_AUTHOR = re.compile(
    rf"(?:{NAME}(?:(?:,| and| &) {NAME})*),?(?: (?:PhD|MD),?)? "
    r"(?:is|are|was|covers|writes|reports|has (?:been )?(?:covered|written|reported)|joined)\b"
    rf"[^.]{{0,80}}?\b(?i:{JOB})s?\b(?:,? who (?:covers|writes)"
    r"|[^.]{0,80}?\b(?:for|at|of|with|based|covering|whose)\b|[^.]{0,60}?\bin (?:the )?[A-Z])"
)
_reading_time = whole(
    r"(?:(?:estimated )?(?:reading|read|listening) time ?:? ?)?(?:about |less than )?(?:a |"
    r"\d{1,3} ?-?)(?:min(?:ute)?s?|hours?)[ -](?:read|listen|watch|video)|\d{1,3} min",
    r"(?:estimated )?(?:reading|read|listening) time ?:? .{1,20}|text size.{0,20}|(?:article|"
    r"story) (?:audio|narration)",
    r"\d[\d,.]*[km]? (?:views|shares|reads|likes|comments|followers|retweets)",
    r"listen to (?:this|the) (?:article|story|podcast|episode).{0,30}|(?:audio|video) (?:by|read by|"
    r"narrated by) .{1,40}",
)
_end_mark = whole(r"ENDS?|-?30-?|MORE|ENDS HERE|the end|fin", flags=0)
_CODE = re.compile(
    r"[.#]?[\w-]+ ?\{|\}|-?[a-z][a-z-]+ ?: ?[^;\s]+(?: [^;\s]+){0,5};|(?:var|let|const) \w+ ?=.{0,200}|"
    r"(?:function|window|document|googletag|jQuery|\$)\b ?[.(].{0,200}[;{})]|"
    r"(?:</?\w+[^<>]{0,300}>\s*)+\.?|\{[{%].{0,200}[}%]\}|//<!\[CDATA\[.{0,200}"
)


def _reserved(line: Line) -> bool:
    """Rights reserved, with an owner or a year, by nobody who speaks."""
    if line.words > 30 or line.spoken:
        return False
    return _RESERVED.search(line.bare) is not None and _OWNER.search(line.bare) is not None


def _author(line: Line) -> bool:
    """One who writes, introduced near the end."""
    late = line.place > 1 and line.place >= line.count - LATE
    return late and line.words <= 60 and not line.spoken and _AUTHOR.match(line.bare) is not None


RULES = (
    Rule("boilerplate", "divider", lambda line: re.search(r"[^\W_]|[?!]", line.text) is None),
    Rule("boilerplate", "copyright", either(_rights, _reserved)),
    Rule("boilerplate", "advertisement", _advertisement),
    Rule("boilerplate", "newsletter sign-up", _sign_up),
    Rule("boilerplate", "subscription", _subscription),
    Rule("boilerplate", "cookies", _cookies),
    Rule("boilerplate", "note on publication", _publication),
    Rule("boilerplate", "app", _app),
    Rule("boilerplate", "comments", _comments),
    Rule("boilerplate", "appeal for support", _appeal),
    Rule("boilerplate", "contact", _contact),
    Rule("boilerplate", "archive record", _record),
    Rule("boilerplate", "site terms", _site),
    Rule("boilerplate", "disclaimer", _disclaimer),
    Rule("boilerplate", "about the author", either(_about_label, _author)),
    Rule("boilerplate", "reading time", _reading_time),
    Rule("boilerplate", "end mark", _end_mark),
    Rule("boilerplate", "code", lambda line: _CODE.fullmatch(line.text) is not None),
)
