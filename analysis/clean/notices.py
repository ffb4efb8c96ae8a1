"""What a site says for itself: advertisements, sign-up, copyright, appeals, terms."""

from __future__ import annotations

import re

from analysis.clean.lines import JOB, NAME, Line, Rule, either, opens, whole

_NOTICE = r"(?:advertisements?|adverts?|ads?|promotion|video|newsletter|image|gallery|photo|box|form|sponsor(?: message)?)"
_advertisement = whole(
    r"advertisements?|advertising|adverts?|ads?|ad feedback|remove ads?|report (?:this )?ad|why (?:am i seeing )?this ad\??",
    r"(?:sponsored|promoted|paid|partner|branded|affiliate)(?: (?:content|post|links?|stories|story|partnership|message|by [^.]{1,60}|for by [^.]{1,60}))?|promotion|sponsor message|from our (?:sponsors?|partners?)",
    rf"(?:the )?(?:story|article|content|report|post|text|page) (?:continues|resumes)(?: (?:below|after|under))?(?: (?:the |this )?{_NOTICE})?",
    rf"(?:to )?continues? (?:reading )?(?:below|after|under)?(?: (?:the |this )?(?:main story|{_NOTICE}))?",
    rf"skip (?:past )?(?:the )?(?:{_NOTICE}|newsletter promotion|(?:to )?(?:main |site )?(?:content|navigation|story|end|index)).{{0,30}}|after newsletter promotion|end of {_NOTICE}.{{0,30}}",
    r"scroll (?:down )?(?:to continue(?: reading)?|for more|to keep reading)|(?:keep|continue) (?:reading|scrolling)(?: (?:the main story|below|for more))?",
)
_LETTER = r"(?:newsletters?|inbox|e-?mails?|(?:news |e-?mail )?alerts?|bulletins?|briefings?|digest|notifications?|mailing list|updates|headlines|podcasts?|whatsapp|telegram)"
_sign_up = opens(
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
    whole(
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
_cookies = opens(
    r"(?:we|(?:this|our|the) (?:web ?)?(?:site|page|service)s?|(?:we and )?our (?:\d+ )?partners|\S+\.\w{2,3})(?: and our [^.]{1,30})? (?:use|uses|store|stores|set|sets|rel(?:y|ies) on)\b(?=[^.]{0,80}\bcookies)(?=.*\b(?:you|your|site|website|content|consent|experience)\b)",
    r"(?:accept|reject|manage|allow|decline|about)(?: all| our| essential)? cookies?(?: (?:and \w+|settings|policy))?$|cookies? (?:policy|settings|preferences|notice|consent|options)(?: .{0,20})?$",
    r"by (?:continuing|using|browsing|visiting|clicking)\b(?=[^.]*\bcookies?\b)(?=[^.]*\byou\b)",
    r"(?:your|manage) (?:privacy|cookie|consent)(?: and \w+)? (?:choices|settings|preferences)|(?:to|in order to) (?:view|see|show you|display|load) this (?:content|video|tweet|post|page|embed)\b",
    r"(?:allow|load) \S+ content\??$|this (?:article|page) (?:contains|includes) content provided by|this content is (?:provided|hosted) by",
    most=80,
)
_copyright = (
    opens(
        r"©|copyright (?:©|\(c\)|\d{4}|notice)|copyright (?:by )?(?:the )?[A-Z][\w ]{1,40},? ?\d{4}|(?:c\)|\(c\)) ?\d{4}",
        r"(?:unauthori[sz]ed (?:use|reproduction|copying|distribution)|no part of this|reproduction (?:of|in whole|without|is))\b(?=.*\b(?:permission|prohibited|forbidden|reproduced|consent)\b)",
        r"(?:for )?(?:reprint|republication) (?:rights|permissions?)\b|reprints? (?:and|&) permissions|(?:re)?use this (?:content|article)|licen[cs]ed under|republish (?:this|our) (?:article|stor)",
        r"(?:this|the|all) (?:material|content|article|story|document|work|text)s? (?:may|must|can(?:not)?|is|are|on this (?:web)?site)\b(?=[^.]{0,80}\b(?:(?:re)?published|reproduced|copied|copyright|redistributed|rewritten|licen[cs]ed)\b)(?=.*\b(?:not|without|prior|permission|copyright|licen[cs]e|reserved)\b)",
        most=70,
    ),
    lambda line: line.words <= 30 and not line.spoken and re.search(r"\ball rights (?:are )?reserved(?:$|[.©,;]| worldwide$| to the )", line.bare, re.IGNORECASE) is not None and re.search(r"©|copyright|\d{4}|^all rights|ltd|inc\b|llc|limited|media|group", line.bare, re.IGNORECASE) is not None,
)
_THIS = r"(?:this|the above|the following) (?:article|story|piece|post|report|column|essay|interview|content|commentary|op-ed|feature|version|text|item|page|news|excerpt|transcript)"
_republished = opens(
    rf"{_THIS} (?:was|is|has been|had been|first|originally|appeared|appears|also|comes?)\b(?=.*\b(?:(?:originally|first|previously) (?:published|appeared|posted|reported|ran|produced)|re-?published|re-?posted|updated|amended|revised|corrected|syndicated|translated (?:from|by|into)|(?:published|produced|provided|reproduced|distributed|supported|funded) (?:here |in full )?(?:by|under|with|courtesy|in partnership|through|from|as part)|edited (?:for|to|by)|appears? in (?:the )?print|an edited|adapted from|part of (?:a|the|our)|appeared in|from the archive)\b)",
    rf"{_THIS} (?:originally|first|previously) (?:published|appeared|ran)\b",
    r"(?:(?:originally|first|previously) (?:published|appeared)|re-?published|reprinted|reposted|syndicated|adapted|excerpted) (?:in|on|by|at|as|from|with|under|courtesy)\b",
    r"as published (?:in|by|on)\b",
    r"(?:a|an (?:earlier|abridged|edited|extended)) version of this (?:article|story|piece|report|column)\b|(?:read|view|see) the original (?:article|story|version|post)",
    r"corrections?(?: appended| and clarifications?)?(?: ?[:(–—-]|$)|clarifications?(?: ?[:(–—-]|$)|(?:editor|author|publisher|reporter)(?:[’']s|s[’']?)? notes?\b ?[:–—-]|note to (?:readers|editors)|updates? ?[:–—-] ?(?:this|the) (?:article|story|headline|piece)",
    r"this is a (?:breaking|developing) (?:news )?(?:story|news)|(?:breaking|developing)(?: news)? story|more (?:details )?(?:to follow|soon|follows)|check back (?:here )?for|(?:please )?refresh (?:this|the) page",
    most=80,
)
_app = opens(
    r"(?:download|get|install|try|use) (?:the|our)(?: \S+){0,5} apps?\b(?=.*\b(?:your|you|free|here|now|today|news|phone|android|ios|iphone|store|alerts|latest)\b|$)",
    r"(?:available|download(?: it)?|get it)(?: now)? (?:on|from|in|for) (?:the )?(?:app store|google play|apple|android|ios|iphone)|(?:google play|app store|apple podcasts|spotify)$",
    r"(?:scan|use) the qr code",
)
_comments = whole(
    r"(?:\d+ )?(?:view|show|read|see|hide|post|add|leave|write|load|sort|report)? ?(?:a|the|all|your|more|\d+)? ?(?:reader )?comments?(?: \(?\d+\)?| here| below| policy| section| guidelines| now| on this (?:article|story)| are (?:now )?(?:closed|disabled|moderated|off|welcome).{0,60})?",
    r"be the first to comment.{0,40}|(?:join|start|continue) (?:the|our) (?:conversation|discussion|debate)(?: (?:on|in|with|at|below|here)\b.{0,60})?|(?:please )?(?:log ?in|sign in|register)(?: or \w+)? to (?:comment|post|join|reply)\b.{0,60}",
    r"have your say\b.{0,60}|(?:let us know|tell us|share your (?:thoughts|views|opinion))\b.{0,80}|what do you think\?.{1,80}|(?:comments? )?(?:powered by|by) disqus.{0,60}|(?:read )?our comments? policy.{0,60}|we (?:moderate|welcome) .{0,30}comments.{0,80}|responses?|reply|leave a reply|your email address will not be published.{0,60}",
)
_support_us = opens(
    r"(?:please )?(?:consider )?(?:support|supporting|donate to|donating|contribute to|help(?: us)?|fund|back)\b(?=.*\b(?:our (?:journalism|work|reporting|newsroom|mission|coverage|independen\w+|team|non-?profit|site)|us (?:today|keep|continue|by)|independent (?:journalism|media|news) (?:today|now|by|with)|this (?:site|newsroom|publication))\b)",
    r"(?:donate|contribute|give|chip in|pitch in)(?: (?:today|now|here|monthly|once|online|to us|what you can|\$\d+|£\d+))*$|(?:make|consider(?: making)?) a (?:\S+ )?(?:donation|contribution|gift)\b(?=.*\b(?:our|us|today|here|now|support)\b|$)",
    r"become a (?:\S+ )?(?:member|supporter|subscriber|patron|friend)\b(?=.*\b(?:our|us|today|from|for|journalism|now|help|support)\b|$)",
    r"(?:if you (?:value|like|liked|enjoy|enjoyed|appreciate|found|believe)|since you[’']re here|before you go|thank you for reading|thanks for reading|will you)\b(?=.*\b(?:support|donat\w+|contribut\w+|subscribe|our|us|member)\b)",
    r"your (?:support|donation|contribution|gift|membership|subscription)\b(?=.*\b(?:us|our|we|helps?|makes?|keeps?|funds?|journalism)\b)(?=.*\b(?:us|our|we|journalism|reporting|reporters)\b)",
    r"we (?:rely|depend|need|are (?:funded|supported)|(?:can|could)(?:n[’']t|not) do (?:this|it))\b(?=.*\b(?:readers|your|you|donations?|members|supporters)\b)(?=.*\b(?:support|donat\w+|fund\w*|contribut\w+|help|without you)\b)",
    r"at such a critical moment|our (?:reporting|journalism) (?:is|remains) (?:free|reader|made possible|funded)|reader[- ](?:supported|funded)",
    most=LONGEST,
)
_contact = opens(
    r"(?:got|have|do you have|know) (?:a |an |any |some )?(?:news |story |confidential |more )?(?:tips?|stor(?:y|ies)|leads?|information|something)\b(?=.*(?:\?|@))(?=.*(?:contact|e-?mail|touch|@|tell us|let us know|send|call|\?$))",
    r"(?:please )?(?:contact|e-?mail|reach|write to|get in touch with|get in touch) (?:us|me|the (?:author|reporter|writer|editor|newsroom|newsdesk)|our (?:newsroom|reporters?|editors?|team))\b|get in touch$",
    r"(?:to )?(?:contact|e-?mail|reach|write to|follow)(?: \S+){1,8}?(?: at| on|:) ?\S+@\S+|(?:e-?mail|tel(?:ephone)?|phone|fax|twitter|whatsapp|contact|instagram|facebook) ?: ?\S+(?: \S+){0,3}$|\S+@\S+\.\w{2,}$",
    r"(?:have|are|were) you(?: been)?\b(?=.*\b(?:get in touch|contact (?:us|our)|e-?mail (?:us|your|\S+@)|share your|tell us|your experiences?)\b)|(?:send|share|submit) (?:us )?your (?:stor|experience|photo|news tip|tips?|letter|view|question)",
    r"letters to the editor|if you (?:are|have been|or someone you know|need|spot|see|would like|have any)\b(?=.*\b(?:get in touch|contact (?:us|our)|e-?mail (?:us|our)|call the|helpline|samaritans)\b)",
    most=70,
)
_site_terms = whole(
    r"terms(?: (?:of (?:use|service|sale)|and conditions|& conditions))?|privacy(?: (?:policy|notice|statement|settings))?|accessibility(?: (?:statement|help))?|contact(?: us)?|about(?: us)?|advertise(?: with us)?|work (?:for|with) us|careers|site ?map|faqs?|do not sell (?:or share )?my (?:personal )?info(?:rmation)?",
    r"(?:main |site )?menu|(?:main|site|mobile|search|page|\s)+ (?:navigation|index)|search|home ?page|back to (?:top|home)|(?:go )?to (?:the )?top|loading|please wait|show (?:more|less)|load more|(?:see|view|show) all|expand|collapse|submit|cancel|no thanks|next article|previous article|next|previous|previous next|play|pause|mute|unmute|full ?screen|volume|current time.{0,20}|listen(?: now)?|live|newsletter sign ?up",
    r"explore|(?:us|uk|international|global|world|asia|europe|africa|australia) edition|edition|sections?|departments|abstract|full text",
    r"(?:please )?(?:enable|turn on|activate|allow) javascript.{0,80}|you need (?:to enable )?javascript.{0,80}|javascript (?:is|must|appears).{0,80}|your browser (?:does not|doesn[’']t|is).{0,80}|we are sorry, ?this video.{0,80}|this video (?:is|can) ?not .{0,40}(?:available|played|play).{0,40}|(?:sorry, )?an error occurred.{0,60}|.{0,30}\b(?:terms of (?:use|service)|privacy policy)\b.{0,20}\b(?:terms of (?:use|service)|privacy policy)\b.{0,60}",
)
_disclaimer = opens(
    r"(?:the )?(?:views|opinions|statements)(?:,? (?:and|or) (?:views|opinions|statements))?,? (?:expressed|presented|stated|here|in this|contained)\b(?=.*\b(?:authors?|own|writers?|contributors?|alone|solely|not (?:necessarily )?(?:reflect|represent|those))\b)|all opinions (?:expressed )?are\b|disclaimer\b ?:?|disclosure ?:",
    rf"{_THIS} (?:is|was|does|has(?: not)? been)\b(?=.*\b(?:not (?:been )?(?:edited|constitute|intended|investment|reviewed|created|financial|legal|medical)|auto-?generated|informational purposes|syndicated feed|press release|financial advice|opinion of the author)\b)",
    r"[^.]{3,120}\bis (?:solely )?responsible for all content\b|[^.]{3,80}\breceives? (?:financial )?support (?:for|from)\b(?=.*\bcoverage\b|.*\bsolely responsible\b)",
    most=LONGEST,
)
JOB = r"(?:editor|reporter|correspondent|writer|journalist|columnist|producer|bureau chief|presenter|contributor|photographer|analyst|critic|fellow|editor-in-chief|author)"
_AUTHOR = re.compile(
    rf"(?:{NAME}(?:(?:,| and| &) {NAME})*),?(?: (?:PhD|MD),?)? (?:is|are|was|covers|writes|reports|has (?:been )?(?:covered|written|reported)|joined)\b[^.]{{0,80}}?\b(?i:{JOB})s?\b(?:,? who (?:covers|writes)|[^.]{{0,80}}?\b(?:for|at|of|with|based|covering|whose)\b|[^.]{{0,60}}?\bin (?:the )?[A-Z])"
)


def _about_the_author(line: Line) -> bool:
    if re.fullmatch(r"(?:about|more (?:from|about)) (?:the |our )?(?:author|writer|reporter|contributor)s?", line.bare, re.IGNORECASE):
        return True
    late = line.place > 1 and line.place >= line.count - 5
    return late and line.words <= 60 and not line.spoken and _AUTHOR.match(line.bare) is not None


_reading_time = whole(
    r"(?:(?:estimated )?(?:reading|read|listening) time ?:? ?)?(?:about |less than )?(?:a |\d{1,3} ?-?)(?:min(?:ute)?s?|hours?)[ -](?:read|listen|watch|video)|(?:estimated )?(?:reading|read|listening) time ?:? .{1,20}",
    r"\d[\d,.]*[km]? (?:views|shares|reads|likes|comments|followers|retweets)|listen to (?:this|the) (?:article|story|podcast|episode).{0,30}|(?:audio|video) (?:by|read by|narrated by) .{1,40}|(?:article|story) (?:audio|narration)|text size.{0,20}|\d{1,3} min",
)
_end_mark = whole(r"ENDS?|-?30-?|MORE|ENDS HERE|the end|fin", flags=0)
_code = re.compile(r"[.#]?[\w-]+ ?\{|\}|-?[a-z][a-z-]+ ?: ?[^;\s]+(?: [^;\s]+){0,5};|(?:var|let|const|function|window|document|googletag|jQuery|\$)\b[\s.(][^“”]{0,200}[;{})]|(?:</?\w+[^<>]{0,300}>\s*)+\.?|\{[{%].{0,200}[}%]\}|//<!\[CDATA\[.{0,200}")

RULES = (
    Rule("boilerplate", "divider", lambda line: re.search(r"[^\W_]|[?!]", line.text) is None),
    Rule("boilerplate", "copyright", either(*_copyright)),
    Rule("boilerplate", "advertisement", _advertisement),
    Rule("boilerplate", "newsletter sign-up", _sign_up),
    Rule("boilerplate", "subscription", either(*_subscription)),
    Rule("boilerplate", "cookies", _cookies),
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
)
