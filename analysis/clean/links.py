"""Ways out of an article: related stories, share buttons, tags, menus."""

from __future__ import annotations

import re

from analysis.clean.lines import Line, Rule, either, opens, whole
from analysis.clean.markdown import only_links

_address_alone = whole(r"(?:https?://|www\.|//)[^\s\"]+|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|co\.uk|gov|edu|info|io)(?:/\S*)?|@\w+|pic\.twitter\.com/\S+")
_THINGS = r"(?:stories|story|articles?|contents?|topics?|coverage|news|links?|posts?|reading|reads?|picks|headlines|videos?|information|features|podcasts?|stor(?:y|ies) for you|for you|galler(?:y|ies)|opinions?|reports?|documents?)"
_link_heading = whole(
    rf"(?:related|recommended|suggested|similar|popular|trending|latest|top|most|further|more|other|editor[’']?s[’']?|featured|must|selected|don[’']t miss)[ -](?:[\w’'&]+[ -]){{0,3}}?{_THINGS}",
    r"related(?: to this)?|recommended(?: for you| by .{1,30})?|read (?:more|also|next|on|this)|also read|see also|see more|watch (?:more|next|now)|more (?:on|about) this(?: (?:story|topic))?|more from (?:the |our )?[\w ’'&]{2,30}|more stories?(?: .{1,30})?|more",
    r"you (?:may|might|[’']ll|will)(?: also)? (?:like|be interested in|enjoy|love|have missed|want to read)(?: .{0,20})?|what to (?:read|watch) next|(?:up|read) next|next up|don[’']t miss|also on .{1,40}|elsewhere on .{1,30}|from (?:the web|around the web|our (?:archive|network|other titles).{0,20}|elsewhere)|trending(?: now)?|around the web|in case you missed it|promoted stories|explore more.{0,40}|(?:topics?|tags?|filed under|in this (?:article|story|section)|sources?|references|further information|external links|on the web|useful links|see the full list)",
)
_read_more = opens(
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


_click_here = opens(
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
_share_buttons = whole(
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
_follow_us = opens(
    rf"(?:you can |please |to )?(?:also )?(?:follow|like|join|find|connect with|add|subscribe to|watch|message)(?: [\w’'.&@-]+){{1,8}}? (?:on|via|at|through) (?:\S+ ){{0,3}}?{_SITES}\b",
    r"follow (?:us|me|@\w+|the (?:author|reporter|writer)|our)\b|follow (?:[A-Z][\w’'.-]+ ){1,4}(?:@\w+)?$",
    rf"(?:on )?{_SITES} ?: ?@?[\w./-]+(?: \S+){{0,3}}$|@\w+(?: (?:on )?{_SITES})?$|do you (?:support|like) [^?]{{1,60}}\? like (?:the|our) page",
)
_tags = (
    whole(
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


RULES = (
    Rule("link", "Markdown link alone", lambda line: only_links(line.text)),
    Rule("link", "address alone", _address_alone),
    Rule("link", "heading of links", _link_heading),
    Rule("link", "share buttons", either(_share_buttons, _networks)),
    Rule("link", "follow us", _follow_us),
    Rule("link", "read more", either(_read_more, _labelled)),
    Rule("link", "click here", _click_here),
    Rule("link", "tags", either(*_tags)),
    Rule("link", "menu", _menu),
)
