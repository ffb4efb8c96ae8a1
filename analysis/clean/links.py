"""Ways out of an article: related stories, share buttons, tags, menus."""

from __future__ import annotations

import re

from analysis.clean.lines import Line, Rule, either, opens, whole
from analysis.clean.markdown import only_links

HEADING = "heading of links"

_address = whole(
    r"(?:https?://|www\.|//)[^\s\"]+",
    r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|co\.uk|gov|edu|info|io)(?:/\S*)?",
    r"@\w+",
    r"pic\.twitter\.com/\S+",
)

_THINGS = (
    r"(?:stories|story|articles?|contents?|topics?|coverage|news|links?|posts?|reading|reads?|picks|"
    r"headlines|videos?|information|features|podcasts?|for you|galler(?:y|ies)|opinions?|reports?|"
    r"documents?)"
)
_heading = whole(
    r"(?:related|recommended|suggested|similar|popular|trending|latest|top|most|further|more|other|"
    r"featured|must|"
    rf"selected|editor[’']?s[’']?|don[’']t miss)[ -](?:[\w’'&]+[ -]){{0,3}}?{_THINGS}",
    r"most (?:popular|read|viewed|shared|watched|commented)",
    r"related(?: to this)?|recommended(?: for you| by (?:our editors|(?-i:[A-Z])\w+))?",
    r"read (?:more|also|next|on|this)|also read|see also|watch (?:more|next|now)",
    rf"(?:see|view|show|watch|read) (?:more|all)(?: {_THINGS})?",
    r"more (?:on|about) this(?: (?:story|topic))?|more from (?:the |our )?[\w ’'&]{2,30}|"
    r"more stories(?: .{1,30})?|more",
    r"you (?:may|might|[’']ll|will)(?: also)? (?:like|be interested in|enjoy|love|have missed|"
    r"want to read)(?: .{0,20})?",
    r"what to (?:read|watch) next|(?:up|read) next|next up|don[’']t miss|in case you missed it|"
    r"promoted stories",
    r"also on .{1,40}|elsewhere on .{1,30}|from (?:the web|around the web|our (?:archive|network).{0,20}|"
    r"elsewhere)",
    r"around the web|trending(?: now)?|explore more.{0,40}|see the full list",
    r"topics?|tags?|filed under|in this (?:article|story|section)|sources?|references|further information",
    r"external links|on the web|useful links",
)

_WHOLE = r"(?:full|latest|related|complete|whole|entire|live|original|previous|more|best|rest)"
_TEXT = (
    r"(?:stor(?:y|ies)|article|report|coverage|interview|statement|list|guide|analysis|transcript|text|"
    r"news|post|blog|updates?|here|reporting|video|series|explainer|episode|podcast)"
)
_read_more = opens(
    r"(?:click here to |tap to )?(?:read|see|learn|watch|listen|view|hear|find out|discover) (?:more|also|"
    r"next|on|now|here)(?: (?:of|on|about|from|at|in|here) [^,]{1,120}| ?[:|>»→–—-].{1,200}| here| now)?$",
    r"(?:read|see|watch|listen to|view|hear|explore|check out|find) (?:the |our |all |more (?:of )?)?"
    rf"(?:{_WHOLE}(?: \w+){{0,2}}|our|all our) {_TEXT}\b(?:(?! of the (?:book|bible)).)*$",
    r"(?:watch|see|read|check out|view|listen to|hear|take a look at)\b(?! what\b)[^.!?]{1,120} (?:above|"
    r"below|here|at right|via (?:[A-Z]\S+ ?){1,3})$",
)
_read_more_label = opens(
    r"(?:read|also read|read also|read more|see more|related(?: \w+){0,2}|recommended(?: \w+)?|"
    r"more on this|more from \w+|you may also like|further reading|see also|must read|read next|up next|"
    r"watch(?: live| now| more)|listen(?: to this| now)|from the archives?) ?[:|»→►▶]",
    r"(?:(?-i:READ|SEE|WATCH|LISTEN|RELATED|VIDEO|LIVE|GALLERY|PHOTOS|MORE)|read more) ?[–—-] ",
    r"list(?: of)? \d+(?: of \d+)?(?: items)?|end of list$",
    told=True,
)
_LABEL = re.compile(
    r"(?:see|more|in pictures|in photos|photos|watch|video|listen|podcast|gallery|live(?: updates| blog)?|"
    r"quiz|don[’']t miss|trending|just in|also|opinion|explainer|timeline|map|analysis|background|"
    r"previously) ?[:|»→►▶] ?\S",
    re.IGNORECASE,
)
_click_here = opens(
    r"(?:please |you can )?(?:(?:to|for|if you) [^,]{2,80},? )?(?:click|tap|press|swipe) (?:here|below|"
    r"on (?:the|this|a|any)|the (?:link|button|image|icon|box)|this (?:link|button)|through)\b",
    r"(?:click|tap) (?:here|below|for|to)\b|(?:[^,.]{2,80} )?(?:click|tap) here$",
    r"for (?:more|all|the (?:latest|full|most)|further|additional|other)\b[^.]{0,80}\b(?:visit|go to|"
    r"click|see our|follow|check (?:out )?our|head to|subscribe)\b",
    r"visit (?:our|the) (?:[^\s,]+ ){0,5}(?:website|site|page|homepage|hub|section|store)\b|"
    r"visit \S+\.\w{2,}",
    r"(?:check out|browse) (?:our|more of our|all our)\b|go to \S+\.\w{2,}",
    r"(?:more|details|full \w+|see|source|read|information|available|follow|watch|"
    r"view)(?: \w+){0,4}(?: at| on| here| via)?:? (?:https?://|www\.)\S+$",
)

_NETWORKS = frozenset(
    "facebook twitter whatsapp linkedin reddit pinterest telegram instagram youtube tiktok threads bluesky "
    "flipboard messenger snapchat tumblr email e-mail print share tweet x rss bookmark save".split()
)
_BUTTONS = _NETWORKS | frozenset(
    "mastodon mail sms pocket copy link comment comments gift xing viber line wechat weibo google+ more url "
    "pin it on via by this and to with or the".split()
)
_THIS = r"(?:article|story|page|post|link|url|icon|options?|video|gallery)"
_share = whole(
    rf"(?:share|tweet|e-?mail|print|copy|pin|send|save|bookmark|like|gift)(?: (?:this|the|"
    rf"full))? (?:{_THIS}|"
    r"with (?:friends|others)|a friend|for later|(?:on|via|by|to|"
    r"with)(?: \w+)?(?: \(.{0,40}\))?)(?: (?:on|via|by|to|with)(?: \w+){1,3}| \(.{0,40}\))?",
    r"copy (?:the )?(?:link|url)(?: to clipboard)?|link copied.{0,20}|share (?:this|options?|it)|"
    r"print (?:this|page|article)",
    r"add (?:us )?(?:as )?.{0,40}\b(?:on google|preferred source)\b.{0,20}",
    r"(?:share )?(?:toggle|close|open) (?:share|caption|menu).{0,20}",
)
_SITES = (
    r"(?:facebook|twitter|x|instagram|linkedin|youtube|tiktok|telegram|whatsapp|threads|bluesky|"
    r"social media|google news|snapchat|pinterest|mastodon|rss|spotify|apple (?:news|podcasts)|flipboard)"
)
_follow = opens(
    r"(?:you can |please |to )?(?:also )?(?:follow|like|join|find|connect with|add|subscribe to|watch|"
    r"message)"
    rf"(?: [\w’'.&@-]+){{1,8}}? (?:on|via|at|through) (?:\S+ ){{0,3}}?{_SITES}\b",
    r"follow (?:us|me|@\w+|the (?:author|reporter|writer)|our)\b|"
    r"follow (?:(?-i:[A-Z])[\w’'.-]+ ){1,4}(?:@\w+)?$",
    rf"(?:on )?{_SITES} ?: ?@?[\w./-]+(?: \S+){{0,3}}$|@\w+(?: (?:on )?{_SITES})?$",
    r"(?:join|follow) (?:our|the) (?:[\w’'-]+ ){0,4}(?:channel|group|community)\b",
    r"do you (?:support|like) [^?]{1,60}\? like (?:the|our) page",
)
_tagged = whole(
    r"(?:tags?|topics?|filed under|file under|keywords|categor(?:y|ies)|sections?|related (?:topics|tags|"
    r"companies|people|subjects)|in this story|posted in|tagged(?: with)?|more about) ?: .{1,300}"
)


def _ends_in_address(line: Line) -> bool:
    """A few words and where to find more; a sentence of the story would end in a stop."""
    if line.words > 25 or line.told or line.text.endswith("."):
        return False
    return re.fullmatch(r"[^.!?]{2,100}(?::| at| on) (?:https?://|www\.)\S+", line.bare) is not None


def labelled(line: Line) -> bool:
    """A title after "Video:" or "Analysis:", which a sentence after such a word is not."""
    return line.words <= 25 and not line.statement and _LABEL.match(line.bare) is not None


def _networks(line: Line) -> bool:
    """Nothing but names of networks and of buttons."""
    words = re.findall(r"[\w+-]+", line.bare.casefold())
    if not 0 < len(words) <= 20 or line.text.endswith((".", "?")):
        return False
    return any(word in _NETWORKS for word in words) and all(word in _BUTTONS for word in words)


def _hashtags(line: Line) -> bool:
    return re.fullmatch(r"(?:#\w+[\s,|]*)+", line.text) is not None


def _menu(line: Line) -> bool:
    """Labels of a few words between bars or arrows, before the story or after it."""
    if 2 < line.place < line.count - 3 or line.stopped:
        return False
    parts = [part for part in re.split(r"\s*[|›»>•·]\s*", line.bare) if part]
    return len(parts) > 2 and all(len(part.split()) <= 3 and not re.search(r"\d", part) for part in parts)


RULES = (
    Rule("link", "address alone", _address),
    Rule("link", "Markdown link alone", lambda line: only_links(line.text)),
    Rule("link", HEADING, _heading),
    Rule("link", "share buttons", either(_share, _networks)),
    Rule("link", "follow us", _follow),
    Rule("link", "read more", either(_read_more, _read_more_label, labelled)),
    Rule("link", "click here", either(_click_here, _ends_in_address)),
    Rule("link", "tags", either(_tagged, _hashtags)),
    Rule("link", "menu", _menu),
)
