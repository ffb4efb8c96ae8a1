"""The reading view: the text stays what it is, marks stand where they belong, and nothing in an article can act."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from analysis import corpus, read, tables
from analysis.publish import safe
from analysis.read.layers import Layer, Mark
from analysis.read.weave import HIDDEN, woven

TEXT = (
    "Ferry halted after storm\n\n"
    "Ada Vane said on Monday the “rotten” ferry would not sail. She claimed nobody was hurt.\n\n"
    "Share this story"
)
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "</p></div><style>body{display:none}</style>",
    "<!-- <b> --> <![CDATA[ x ]]> &lt;script&gt; &#x202e;",
    "<a href='javascript:alert(1)'>here</a>",
    "paid \u202egnp.exe\u202c \u2066now\u2069 \u200bhid\u00adden\ufeff \x00\x1b[31m\U000e0041",
]


def at(part, text=TEXT, nth=1):
    start = -1
    for _ in range(nth):
        start = text.index(part, start + 1)
    return start, start + len(part)


def made(text=TEXT, passages=None, evil="", **rows):
    """The tables of one article, with the rows given; `evil` is put wherever a table holds words."""
    passages = passages or [("headline", 0, 24), ("blank", 24, 26), ("body", 26, len(text))]
    frames = {
        "articles": [
            {
                "article": "a", "outlet": f"The Tide{evil}", "headline": f"Ferry halted{evil}", "words": 20,
                "source_file": "a.txt", "sha256": "0", "source_text": text,
            }
        ],
        "passages": [
            {
                "article": "a", "passage": n, "role": role, "start": start, "end": end, "repairs": 0,
                "text": text[start:end], "reason": f"a rule{evil}", "edits": [],
            }
            for n, (role, start, end) in enumerate(passages)
        ],
    }  # fmt: skip
    for name in (
        "sentences",
        "quotes",
        "quotations",
        "voices",
        "mentions",
        "dates",
        "hits",
        "scores",
        "evidence",
    ):
        frames[name] = [{"article": "a", **row} for row in rows.get(name, [])]
    return SimpleNamespace(**{name: tables.ALL[name].frame(listed) for name, listed in frames.items()})


def full(evil=""):
    """An article with something in every layer."""
    span = dict(zip(("start", "end"), at("the “rotten” ferry would not sail"), strict=True))
    speaker, cue, name = at("Ada Vane"), at("claimed"), at("Ada Vane")
    sentence = {"sentence": 1}
    return made(
        evil=evil,
        passages=[
            ("headline", 0, 24), ("blank", 24, 26), ("body", 26, TEXT.index("Share") - 2),
            ("blank", TEXT.index("Share") - 2, TEXT.index("Share")), ("link", TEXT.index("Share"), len(TEXT)),
        ],
        sentences=[
            {**sentence, "passage": 2, "role": "body", "start": 26, "end": at("sail.")[1], "text": "Ada.", "words": 11,
             "edits": []},
        ],
        voices=[
            {**sentence, "start": 26, "end": span["start"], "voice": "reporter"},
            {**sentence, **span, "voice": "reported", "quote": 0},
        ],
        quotes=[
            {**sentence, **span, "quote": 0, "kind": "mixed", "spans": [[span["start"], span["end"]]],
             "text": f"the ferry{evil}", "speaker": f"Ada Vane{evil}", "speaker_text": "Ada Vane",
             "speaker_start": speaker[0], "speaker_end": speaker[1], "cue": f"claim{evil}", "cue_start": cue[0],
             "cue_end": cue[1], "cue_kind": "doubting"},
        ],
        mentions=[
            {**sentence, "mention": 0, "actor": f"Ada Vane{evil}", "type": "person", "form": "name", "start": name[0],
             "end": name[1], "text": "Ada Vane", "role": "agent", "predicate": f"say{evil}", "passive": False},
            {**sentence, "mention": 1, "actor": f"Ada Vane{evil}", "type": "person", "form": "pronoun",
             "start": at("She")[0], "end": at("She")[1], "text": "She", "role": "agent", "passive": False},
        ],
        dates=[
            {**sentence, "start": at("Monday")[0], "end": at("Monday")[1], "text": "Monday", "relation": "past",
             "earliest": "2025-03-03", "latest": "2025-03-03", "resolved_by": f"weekday before publication{evil}"},
        ],
        hits=[
            {**sentence, "instrument": "vader", "code": "tone", "start": at("rotten")[0], "end": at("rotten")[1],
             "found": f"rotten{evil}", "weight": -0.5, "negated": False},
        ],
        scores=[{"instrument": "vader", "unit": "sentence", "unit_id": 1, "tone": -0.5, "words": 11}],
        evidence=[
            {**sentence, "codebook": "mine", "frame": f"harm{evil}", "start": at("rotten” ferry")[0],
             "end": at("rotten” ferry")[1], "text": "rotten ferry", "rule": f"rotten{evil}"},
        ],
    )  # fmt: skip


def parsed(page):
    return html.fragment_fromstring(page.body if isinstance(page, read.Page) else page, create_parent="div")


def visible(root):
    """The text of a page as a reader meets it, without the labels; signs shown by name become signs again."""
    (page,) = root.xpath(".//div[@class='r-page']") or [root]
    for label in page.xpath(".//sup[contains(@class, 'r-l')]"):
        label.drop_tree()
    for sign in page.xpath(".//span[@class='r-sign']"):
        sign.text = f"\ue000{int(sign.text[3:-1], 16):x}\ue001"
    return page.text_content()


def named(text):
    """A text as `visible` gives it: hidden signs by number, since a parsed page cannot hold them."""
    return HIDDEN.sub(lambda found: f"\ue000{ord(found.group()):x}\ue001", text)


ANY = st.text(
    st.one_of(st.sampled_from("<>&\"'= \n\r\t\u202e\u2066\u200b\x00\x0b“”—"), st.characters()), max_size=80
)


@settings(max_examples=200, deadline=None)
@given(
    text=ANY,
    spans=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 80), st.integers(0, 80)), max_size=12),
)
def test_the_visible_text_is_the_source_text_however_marks_cross(text, spans):
    codes = ["x", "v", "a", "f0", "t0"]
    layers = [
        Layer(
            code, code, code, "C",
            tuple(
                Mark(min(start, end), max(start, end), "actor", f"why {code}", "label", before=start > end)
                for number, start, end in spans
                if codes[number] == code and min(start, end) < min(len(text), max(start, end))
            ),
        )
        for code in codes
    ]  # fmt: skip
    root = html.fragment_fromstring(f"<div>{woven(text, 0, len(text), layers)}</div>")
    told = carried(root)
    assert visible(root) == named(text)
    # Each character carries the reasons of the marks it stands in, and no other.
    for place, found in enumerate(told):
        assert found == {
            f"data-{layer.code}" for layer in layers if any(m.start <= place < m.end for m in layer.marks)
        }


def carried(root):
    """For each character of the source, the layers whose reasons it carries."""
    found = []

    def walk(node, reasons):
        if node.tag == "sup":
            return
        if node.get("class") == "r-s":
            reasons = {name for name in node.attrib if name.startswith("data-") and name != "data-at"}
        shown = 1 if node.get("class") == "r-sign" else len(node.text or "")
        found.extend([reasons] * shown)
        for child in node:
            walk(child, reasons)
            found.extend([reasons] * len(child.tail or ""))

    walk(root, set())
    return found


@pytest.mark.parametrize(
    "evil", [pytest.param(text, id=text[:14].encode("unicode_escape").decode()) for text in HOSTILE]
)
def test_nothing_an_article_holds_can_act_or_hide(evil):
    text = f"Ferry {evil} halted\n\n{evil} Ada Vane said so."
    split = text.index("\n\n")
    inside = made(
        text,
        [("headline", 0, split), ("blank", split, split + 2), ("body", split + 2, len(text))],
        evil=evil,
        voices=[{"sentence": 1, "start": split + 2, "end": split + 8, "voice": "quoted"}],
    )
    allowed = {
        "div": {"class", "role", "aria-label"}, "p": {"class"}, "fieldset": set(), "legend": set(), "label": set(),
        "input": {"type", "class", "checked"}, "sup": {"class", "data-l"}, "details": set(), "summary": set(),
        "ul": set(), "li": set(), "strong": {"class"}, "em": {"class"}, "b": {"class"}, "i": {"class"},
        "small": {"class"}, "mark": {"class"}, "table": {"class"}, "thead": set(), "tbody": set(), "tr": set(),
        "th": {"scope"}, "td": set(),
        "span": {"class", "tabindex", "data-at", *(f"data-{code}" for code in read.CODES)},
    }  # fmt: skip
    everything = full(evil)
    other = SimpleNamespace(**{
        name: tables.ALL[name].frame([*a.to_dict("records"), *b.replace({"article": {"a": "b"}}).to_dict("records")])
        for name in vars(everything)
        for a, b in [(getattr(inside, name), getattr(everything, name))]
    })  # fmt: skip
    for page in (read.article(inside), read.article(everything), read.side_by_side(other, "a", "b")):
        for element in parsed(page).iter():
            assert isinstance(element.tag, str), "a comment or instruction"
            assert element.tag in allowed
            assert set(element.attrib) <= allowed[element.tag]
            assert re.fullmatch(r"(reading|r-[a-z0-9-]+)( r-[a-z0-9-]+)*", element.get("class", "r-s"))
        assert not HIDDEN.search(page.body)
        assert safe.unsafe(f"<html><body>{page.body}</body></html>") == []
    assert visible(parsed(read.article(inside))) == named(text)
    assert "r-s" in read.article(inside).body


def test_signs_that_turn_the_text_are_shown_by_name_and_kept_apart():
    page = read.article(made("Ferry\u202e halted after it", [("headline", 0, 23)]))
    (sign,) = parsed(page).xpath(".//span[@class='r-sign']")
    assert sign.text == "[U+202E]"
    assert "unicode-bidi: isolate" in read.style()


@pytest.mark.parametrize(
    ("layer", "words", "told"),
    [
        pytest.param(
            "data-a", "Ada Vane", "Actor, person: Ada Vane, by name, agent of “say” (tier C)", id="an actor by role"
        ),
        pytest.param("data-d", "Monday", "Date, past: 3 March 2025; weekday before publication (not validated)", id="a date by rule"),
        pytest.param(
            "data-t0", "rotten", "Tone by VADER: “rotten” adds −0.50 of the sentence’s −0.50 (tier C)", id="a word by weight"
        ),
        pytest.param("data-f0", "rotten", "Frame, harm: rule rotten of mine (not validated)", id="evidence by rule"),
        pytest.param("data-c", "claimed", "Loaded cue, doubting: “claim” colours what Ada Vane is said to say (tier B)", id="a cue by kind"),
        pytest.param("data-q", "Ada Vane", "Speaker of mixed attribution 1, by “claim”: Ada Vane (tier B)", id="a speaker by cue"),
        pytest.param(
            "data-v", "the “",
            "Voice, reported: given as said or thought, without quotation marks, mixed, Ada Vane (tier B)",
            id="a voice by marks",
        ),
        pytest.param("data-x", "Share this story", "Left out as link: a rule (tier C)", id="residue by rule"),
    ],
)  # fmt: skip
def test_each_mark_tells_why_it_is_there(layer, words, told):
    segments = parsed(read.article(full())).xpath(f".//span[@{layer}]")
    whys = {segment.get(layer) for segment in segments if segment.text_content() == words}
    # The tier is read from the shipped table, and may rise.
    assert {re.sub(r"tier [ABC]", "tier", why) for why in whys} == {re.sub(r"tier [ABC]", "tier", told)}


def test_marks_that_cross_are_cut_and_the_shared_stretch_carries_both():
    text = "the rotten ferry sank"
    layers = [
        Layer("f0", "f", "F", "C", (Mark(0, 10, "frame", "one"), Mark(4, 16, "frame", "two"))),
        Layer("t0", "t", "T", "C", (Mark(7, 21, "dark", "dim"),)),
    ]
    root = html.fragment_fromstring(woven(text, 0, 21, layers), create_parent="div")
    found = [
        (s.text_content(), s.get("data-f0"), s.get("data-t0")) for s in root.xpath(".//span[@class='r-s']")
    ]
    assert found == [
        ("the ", "one (tier C)", None),
        ("rot", "one; two (tier C)", None),
        ("ten", "one; two (tier C)", "dim (tier C)"),
        (" ferry", "two (tier C)", "dim (tier C)"),
        (" sank", None, "dim (tier C)"),
    ]


def test_the_tab_key_stops_once_at_each_mark_and_not_at_the_reporters_own_words():
    stops = [
        (segment.text_content(), segment.get("data-at"))
        for segment in parsed(read.article(full())).xpath(".//span[@tabindex='0']")
    ]
    assert stops == [
        ("Ada Vane", "q a"), ("Monday", "d"), ("the “", "v"), ("rotten", "f0 t0"), ("She", "a"), ("claimed", "q c"),
        ("Share this story", "x"),
    ]  # fmt: skip


def test_marks_are_told_by_labels_as_well_as_by_colour():
    labels = [label.text_content() for label in parsed(read.article(full())).xpath(".//sup")]
    assert labels == [
        "3 March 2025",
        "Ada Vane:",
        "▼",
        "harm",
        "[−0.50]",
        "Ada Vane",
        "doubting",
        "link, left out:",
    ]


def test_layers_have_a_switch_each_and_open_as_asked():
    page = read.article(full(), show=["tone", "dates"])
    switches = parsed(page).xpath(".//input")
    assert [switch.get("class") for switch in switches if "checked" in switch.attrib] == ["r-in-d", "r-in-t0"]
    assert all(switch.getparent().tag == "label" for switch in switches)
    for switch in switches:
        code = switch.get("class").removeprefix("r-in-")
        assert f".reading:has(.r-in-{code}:checked) .r-s[data-{code}]" in read.style()
        assert f".reading:has(.r-in-{code}:not(:checked)) .r-page .r-{code}:not(.r-l)" in read.style()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        pytest.param(
            {"show": ["mood"]},
            "no layer 'mood' in this article. There are: cut, voices, speakers, actors, dates, cues, frames:mine, "
            "tone:vader, tone, frames.",
            id="a layer that is not there",
        ),
        pytest.param(
            {"article": "z"}, "no article 'z' is measured. The first of those that are: a.", id="an article"
        ),
        pytest.param(
            {"instruments": ["sniff"]},
            "no tone instrument 'sniff' measured this article. There are: vader.",
            id="an instrument",
        ),
        pytest.param(
            {"codebooks": ["dreams"]},
            "no frame codebook 'dreams' measured this article. There are: mine.",
            id="a codebook",
        ),
    ],
)
def test_what_is_not_there_is_said_with_what_is(asked, said):
    with pytest.raises(read.ReadError) as error:
        read.article(full(), **asked)
    assert str(error.value) == said


def test_a_page_is_the_same_each_time_and_short_as_text():
    first, second = read.article(full()), read.article(full())
    assert first.html == second.html
    assert repr(first) == (
        "Ferry halted: cut 1, voices 2, speakers 2, actors 2, dates 1, cues 1, frames:mine 1, tone:vader 1"
    )
    assert "id=" not in first.body


def test_a_second_instrument_leaves_no_trace_where_no_style_sheet_is_read():
    two = full()
    for name in ("hits", "scores"):
        table = getattr(two, name)
        more = table.assign(instrument="textblob").to_dict("records")
        setattr(two, name, tables.ALL[name].frame([*table.to_dict("records"), *more]))
    labels = [label.text_content() for label in parsed(read.article(two)).xpath(".//sup")]
    assert labels.count("▼") == 1
    assert labels.count("[−0.50]") == 1
    shown = [
        label.text_content() for label in parsed(read.article(two, show=["tone:textblob"])).xpath(".//sup")
    ]
    assert shown.count("▼") == 2


def test_a_repair_shows_what_stood_there_and_what_was_measured():
    text = "Ferry, ā€œrotten, sank"
    start, end = at("ā€œ", text)
    one = made(text, [("body", 0, len(text))])
    one.passages["text"] = [text.replace("ā€œ", "“")]
    one.passages["edits"] = [[[start, end, 1]]]
    root = parsed(read.article(one))
    (page,) = root.xpath(".//div[@class='r-page']")
    assert page.xpath("string(.//*[contains(@class, 'r-mended')])") == "ā€œ"
    assert page.xpath("string(.//sup)") == "→“"
    assert visible(root) == text


# --- The seed, and the report -------------------------------------------------------------------


@pytest.fixture(scope="module")
def measured():
    return corpus.measure(Path(__file__).parents[1] / "seeds")


def test_the_seed_is_whole_marked_and_light(measured):
    page = read.article(measured)
    assert visible(parsed(page)) == measured.used["source_text"].item()
    assert len(page.html.encode()) < 300_000
    shown = "".join(parsed(page).xpath(".//em[contains(@class, 'r-quoted')]//span[@data-v]//text()"))
    text = measured.used["source_text"].item()
    quoted = measured.voices[measured.voices["voice"] == "quoted"]
    assert shown == "".join(text[row.start : row.end] for row in quoted.itertuples())


def test_escape_needs_a_script_and_the_page_does_not(measured):
    page = read.article(measured)
    assert "<script" not in page.html
    shown = html.fragment_fromstring(page._repr_html_(), create_parent="div")
    (script,) = shown.xpath(".//script")
    assert script.text == read.KEYS
    assert not shown.xpath(".//*[contains(@class, 'reading')]//script")
    # Nothing from an article stands in the script, which is the same for every page.
    assert "Putin" not in script.text
    assert ".r-shut" in page.html


def test_the_report_keeps_every_mark_and_switch_and_no_style_sheet(measured):
    page = read.article(measured, show=["voices", "tone", "frames"])
    kept = safe.fragment(page.html)
    assert not kept.xpath(".//style")
    (inside,) = kept.xpath(".//div[contains(@class, 'reading')]")
    before = [(element.tag, dict(element.attrib)) for element in parsed(page)[0].iter()]
    assert [(element.tag, dict(element.attrib)) for element in inside.iter()] == before
    assert safe.unsafe(f"<html><body>{safe.as_text(kept)}</body></html>") == []


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param('<input type="password" class="r-in-a">', id="a field to type in"),
        pytest.param('<input type="checkbox" onclick="x()">', id="a switch of something else"),
        pytest.param(
            '<input type="checkbox" class="r-in-a" name="x" form="y" autofocus>', id="more than a switch"
        ),
        pytest.param(
            '<span class="jp-Button" tabindex="5" data-run="x" role="button">a</span>', id="a false control"
        ),
        pytest.param('<label for="other" onclick="x()">a</label>', id="a label of something else"),
    ],
)
def test_the_report_takes_marks_and_switches_and_nothing_like_them(markup):
    for element in safe.fragment(markup).iter():
        assert set(element.attrib) <= {"type", "class"}
        assert element.get("class", "r-in-a") == "r-in-a"
        assert element.get("type", "checkbox") == "checkbox"


# --- Side by side -------------------------------------------------------------------------------

ONE = [
    "Council closes the north bridge",
    "The council closed the north bridge on Friday after cracks were found in a pillar.",
    "“We will not gamble with lives,” said mayor Ole Rask.",
    "Shops nearby expect to lose a third of their trade.",
]
OTHER = [
    "North bridge shut",
    "Commuters queued for hours.",
    "The council closed the north bridge on Friday after cracks were found in one of its pillars.",
    "Mayor Rask told reporters: “We will not gamble with lives.”",
]


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pair")
    for name, sentences in (("one", ONE), ("other", OTHER)):
        (folder / f"{name}.txt").write_text("\n\n".join(sentences), encoding="utf-8")
    return corpus.measure(folder)


def test_two_articles_are_aligned_by_what_they_share(pair):
    one, other = pair.used["article"]
    page = read.side_by_side(pair, one, other)
    rows = [
        [cell.text_content().strip() for cell in row]
        for row in parsed(page).xpath(".//table[contains(@class, 'r-pairs')]/tbody/tr")
    ]
    both = [row for row in rows if "–" not in row]
    assert ["nearly word for word " + ONE[1], "nearly word for word " + OTHER[2]] in both
    assert ["–", "only here " + OTHER[1]] in rows
    assert ["only here " + ONE[3], "–"] in rows
    assert "“We will not gamble with lives" in parsed(page).xpath(
        "string(.//table[contains(@class, 'r-shares')]/tbody/tr[3]/td[1])"
    )
    named, heard, _ = parsed(page).xpath(".//table[contains(@class, 'r-shares')]/tbody/tr")
    assert [cell.text_content() for cell in named] == ["Named", "Ole Rask", "–", named[3].text_content()]
    assert heard[1].text_content() == "Ole Rask"
    assert repr(page).endswith("only in the second")


def test_every_sentence_stands_in_the_table_once(pair):
    one, other = pair.used["article"]
    root = parsed(read.side_by_side(pair, one, other))
    for column, article in ((1, one), (2, other)):
        cells = root.xpath(f".//table[contains(@class, 'r-pairs')]/tbody/tr/td[{column}]")
        told = [cell.text_content() for cell in cells]
        told = [
            re.sub(r"^(only here|alike, \d\.\d\d|nearly word for word) ", "", text)
            for text in told
            if text != "–"
        ]
        own = pair.sentences[pair.sentences["article"] == article]
        assert sorted(told) == sorted(own["text"])


def test_an_article_cannot_be_set_beside_itself(pair):
    article = pair.used["article"].iloc[0]
    with pytest.raises(read.ReadError, match="given twice"):
        read.side_by_side(pair, article, article)
