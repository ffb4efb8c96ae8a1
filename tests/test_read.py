"""The reading view: the repaired text whole, each mark in its place, and nothing in an article can act."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from analysis import corpus, read, tables
from analysis.read.layers import Layer, Mark
from analysis.read.overlap import HIDDEN, marked
from analysis.report import safe

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
    """The text of a page without labels and headings of folds; signs shown by name become signs again."""
    (page,) = root.xpath(".//div[@class='r-page']") or [root]
    for label in page.xpath(".//sup[contains(@class, 'r-l')] | .//summary"):
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
    root = html.fragment_fromstring(f"<div>{marked(text, 0, len(text), layers)}</div>")
    reasons = carried(root)
    assert visible(root) == named(text)
    # Each character carries the reasons of its marks, and no other.
    for place, found in enumerate(reasons):
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
        "div": {"class", "role", "aria-label", "hidden"}, "p": {"class"}, "fieldset": set(), "legend": set(), "label": set(),
        "input": {"type", "class", "checked", "name"}, "sup": {"class", "data-l"}, "details": {"class"}, "summary": set(),
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
    ("layer", "words", "reason"),
    [
        pytest.param(
            "data-a", "Ada Vane", "Actor, person: Ada Vane, by name, agent of “say” (exploratory)", id="an actor by role"
        ),
        pytest.param("data-d", "Monday", "Date, past: 3 March 2025; weekday before publication (not validated)", id="a date by rule"),
        pytest.param(
            "data-t0", "rotten", "Tone by VADER: “rotten” adds −0.50 of the sentence’s −0.50 (exploratory)", id="a word by weight"
        ),
        pytest.param("data-f0", "rotten", "Frame, harm: rule rotten of mine (not validated)", id="evidence by rule"),
        pytest.param("data-c", "claimed", "Loaded cue, doubting: “claim” judges what Ada Vane says (tentative)", id="a cue by kind"),
        pytest.param("data-q", "Ada Vane", "Speaker of mixed attribution 1, by “claim”: Ada Vane (tentative)", id="a speaker by cue"),
        pytest.param(
            "data-v", "the “",
            "Voice, reported: attributed, without quotation marks; mixed attribution to Ada Vane (tentative)",
            id="a voice by marks",
        ),
        pytest.param("data-x", "Share this story", "Left out as link: a rule (exploratory)", id="residue by rule"),
    ],
)  # fmt: skip
def test_each_mark_has_its_reason(layer, words, reason):
    segments = parsed(read.article(full())).xpath(f".//span[@{layer}]")
    whys = {segment.get(layer) for segment in segments if segment.text_content() == words}
    # The tier is read from the shipped table, and may rise.
    assert {re.sub(r"tier [ABC]", "tier", why) for why in whys} == {re.sub(r"tier [ABC]", "tier", reason)}


def test_marks_that_cross_are_cut_and_the_shared_stretch_carries_both():
    text = "the rotten ferry sank"
    layers = [
        Layer("f0", "f", "F", "C", (Mark(0, 10, "frame", "one"), Mark(4, 16, "frame", "two"))),
        Layer("t0", "t", "T", "C", (Mark(7, 21, "dark", "dim"),)),
    ]
    root = html.fragment_fromstring(marked(text, 0, 21, layers), create_parent="div")
    found = [
        (s.text_content(), s.get("data-f0"), s.get("data-t0")) for s in root.xpath(".//span[@class='r-s']")
    ]
    assert found == [
        ("the ", "one (C)", None),
        ("rot", "one; two (C)", None),
        ("ten", "one; two (C)", "dim (C)"),
        (" ferry", "two (C)", "dim (C)"),
        (" sank", None, "dim (C)"),
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
    page = read.article(full(), show=["voices", "speakers", "actors", "dates", "cues", "tone", "frames"])
    labels = [label.text_content() for label in parsed(page).xpath(".//sup")]
    assert labels == [
        "3 March 2025",
        "Ada Vane:",
        "▼",
        "harm",
        "tone −0.50",
        "Ada Vane",
        "doubting",
    ]


def test_layers_have_a_switch_each_and_open_as_asked():
    page = read.article(full(), show=["tone", "dates"])
    switches = parsed(page).xpath(".//input")
    assert [switch.get("class") for switch in switches if "checked" in switch.attrib] == [
        "r-in-d",
        "r-in-t0",
        "r-in-none",
    ]
    assert all(switch.getparent().tag == "label" for switch in switches)
    for code in {switch.get("class").removeprefix("r-in-") for switch in switches} - {"none"}:
        assert f".reading:has(.r-in-{code}:checked) .r-s[data-{code}]" in read.style()
        assert f".reading:not(:has(.r-in-{code}:checked)) .r-page .r-{code}:not(.r-l)" in read.style()


def test_one_tone_and_one_codebook_are_chosen_at_a_time():
    groups = {}
    for switch in parsed(read.article(twice())).xpath(".//input[@type='radio']"):
        groups.setdefault(switch.get("name")[:4], []).append(
            (switch.get("class"), "checked" in switch.attrib)
        )
    assert groups == {
        "r-t-": [("r-in-t0", True), ("r-in-t1", False), ("r-in-none", False)],
        "r-f-": [("r-in-f0", False), ("r-in-none", True)],
    }


def test_pages_in_one_notebook_have_radio_buttons_of_their_own():
    names = {
        parsed(page).xpath("string(.//input[@type='radio']/@name)")
        for page in (
            read.article(twice()),
            read.article(twice(), show=["tone:textblob"]),
            read.article(full()),
        )
    }
    assert len(names) == 3


def test_switches_are_hidden_where_the_style_sheet_is_removed_and_shown_by_it():
    (switches,) = parsed(read.article(full())).xpath(".//div[@class='r-switches']")
    assert "hidden" in switches.attrib
    assert len(switches.xpath(".//input")) == len(parsed(read.article(full())).xpath(".//input"))
    assert re.search(r"\.reading \.r-switches \{\s*display: flex", read.style())


def test_a_layer_without_marks_has_no_switch():
    page = parsed(read.article(made("Ferry halted", [("headline", 0, 12)])))
    assert [switch.get("class") for switch in page.xpath(".//input")] == []


def test_what_was_left_out_is_folded_where_it_was():
    text = "Ferry halted\n\nhttps://a.example/b.png\n\nFoto: A.\n\nIt did not sail."
    roles = ("headline", "image", "caption", "body")
    passages, start = [], 0
    for role, part in zip(roles, text.split("\n\n"), strict=True):
        passages += [("blank", start - 2, start)] * (start > 0) + [(role, start, start + len(part))]
        start += len(part) + 2
    page = parsed(read.article(made(text, passages)))
    (fold,) = page.xpath(".//div[@class='r-page']/details")
    assert "open" not in fold.attrib
    assert fold.xpath("string(summary)") == "Left out: image, caption"
    assert [p.text_content() for p in fold.xpath("p")] == ["https://a.example/b.png", "Foto: A."]
    assert [p.text_content() for p in page.xpath(".//div[@class='r-page']/p")] == [
        "Ferry halted",
        "It did not sail.",
    ]


def test_a_saved_page_is_whole(tmp_path):
    path = read.article(full("<b>")).save(tmp_path / "new" / "ferry.html")
    text = path.read_text(encoding="utf-8")
    assert text.startswith("<!DOCTYPE html>")
    root = html.document_fromstring(text)
    assert root.get("lang") == "en"
    assert root.xpath("string(//title)") == root.xpath("string(//h1)") == "Ferry halted<b>"
    assert len(root.xpath("//main//div[contains(@class, 'reading')]")) == 1
    assert not root.xpath("//script")


def test_every_colour_is_a_pair_for_light_and_dark():
    sheet = read.style()
    colours = re.findall(r"--r-[a-z-]+: ?(light-dark\(#\w+, ?#\w+\)|#\w+)", sheet)
    assert len(colours) > 15
    assert all(colour.startswith("light-dark(") for colour in colours)
    for theme, scheme in (("true", "light"), ("false", "dark")):
        rule = rf'\[data-jp-theme-light="{theme}"\] \.reading,[^{{]*\{{\s*color-scheme: {scheme}'
        assert re.search(rule, sheet)


@pytest.mark.parametrize(
    "name",
    ["a", "The Tide", "the tide", "a.txt", "Ferry halted", "FERRY  halt", "halt"],
)
def test_an_article_is_named_by_id_outlet_file_or_part_of_its_headline(name):
    assert read.article(full(), name).title == "Ferry halted"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        pytest.param(
            {"show": ["mood"]},
            "no layer 'mood' in this article. There are: cut, repairs, voices, speakers, actors, dates, cues, "
            "frames:mine, tone:vader, tone, frames.",
            id="a layer that is not there",
        ),
        pytest.param(
            {"article": "z"},
            "no article 'z' is measured. Name one by id, outlet or part of its headline: "
            "a (The Tide, Ferry halted).",
            id="an article",
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
def test_an_error_says_what_there_is(asked, said):
    with pytest.raises(read.ReadError) as error:
        read.article(full(), **asked)
    assert str(error.value) == said


def test_a_page_is_the_same_each_time_and_short_as_text():
    first, second = read.article(full()), read.article(full())
    assert first.html == second.html
    assert repr(first) == (
        "Ferry halted: cut 1, repairs 0, voices 2, speakers 2, actors 2, dates 1, cues 1, frames:mine 1, "
        "tone:vader 1"
    )
    assert "id=" not in first.body


def twice():
    """The full article with a second tone instrument."""
    two = full()
    for name in ("hits", "scores"):
        table = getattr(two, name)
        more = table.assign(instrument="textblob").to_dict("records")
        setattr(two, name, tables.ALL[name].frame([*table.to_dict("records"), *more]))
    return two


@pytest.mark.parametrize(
    ("show", "labels", "tags"),
    [
        (["tone"], ["▼", "tone −0.50"], {"mark"}),
        (["tone:textblob"], ["▼", "tone −0.50"], {"mark"}),
        (["actors"], ["Ada Vane"], {"b"}),
        (["frames"], ["harm"], {"mark"}),
        (["dates", "cues"], ["3 March 2025", "doubting"], {"i"}),
        ([], [], set()),
    ],
)
def test_where_the_style_sheet_is_removed_only_what_was_asked_for_is_marked(show, labels, tags):
    (page,) = parsed(read.article(twice(), show=show)).xpath(".//div[@class='r-page']")
    assert [label.text_content() for label in page.xpath(".//sup") if label.text_content()] == labels
    assert {element.tag for element in page.iter()} & {"mark", "b", "em", "i", "small"} == tags


def test_two_tone_instruments_at_once_are_refused():
    with pytest.raises(read.ReadError) as error:
        read.article(twice(), show=["tone:vader", "tone:textblob"])
    assert str(error.value) == (
        "Tone is shown by one instrument at a time, and `show` has tone:vader and tone:textblob. "
        "Keep one; the page has a switch for the others."
    )


@pytest.mark.parametrize(
    ("source", "raw", "repaired", "reason"),
    [
        pytest.param("Ferry, ā€œrotten, sank", "ā€œ", "“", "Repaired: the source has ā€œ", id="a quotation mark"),
        pytest.param("Ferry itâ€™s sank", "â€™", "’", "Repaired: the source has â€™", id="an apostrophe"),
        pytest.param("Ferry &amp; boat", "&amp;", "&", "Repaired: the source has &amp;", id="an entity"),
        pytest.param("Ferry\u00a0sank", "\u00a0", " ", None, id="a space, which nobody sees"),
        pytest.param("Fer\u00adry sank", "\u00ad", "", None, id="a soft hyphen, of which nothing is left"),
    ],
)  # fmt: skip
def test_the_repaired_text_is_shown_and_the_source_is_its_reason(source, raw, repaired, reason):
    start, end = at(raw, source)
    one = made(source, [("body", 0, len(source))])
    one.passages["text"] = [source.replace(raw, repaired)]
    one.passages["edits"] = [[[start, end, len(repaired)]]]
    root = parsed(read.article(one))
    found = [(mark.text_content(), mark.get("data-r")) for mark in root.xpath(".//span[@data-r]")]
    assert [(text, why.partition(" (")[0]) for text, why in found] == ([(repaired, reason)] if reason else [])
    assert visible(root) == source.replace(raw, repaired)


def test_a_repair_that_other_marks_cut_is_shown_once():
    text = "the ā€œrotten ferry"
    layers = [
        Layer("v", "v", "V", "C", (Mark(0, 5, "quoted", "a voice"),)),
        Layer("r", "r", "R", "C", (Mark(4, 7, "mended", "a repair", shown="“"),)),
    ]
    root = html.fragment_fromstring(marked(text, 0, len(text), layers), create_parent="div")
    assert root.text_content() == "the “rotten ferry"


# --- The seed, and the report -------------------------------------------------------------------


@pytest.fixture(scope="module")
def measured():
    return corpus.measure(Path(__file__).parents[1] / "seeds")


def test_the_seed_is_whole_marked_and_light(measured):
    page = read.article(measured)
    source = measured.used["source_text"].item()
    kept = measured.passages["role"].isin(tables.MEASURED)
    assert visible(parsed(page)) == "".join(
        row.text if of_the_story else source[row.start : row.end]
        for row, of_the_story in zip(measured.passages.itertuples(), kept, strict=True)
    )
    assert len(page.html.encode()) < 300_000
    (text,) = parsed(page).xpath(".//div[@class='r-page']")
    for label in text.xpath(".//sup"):
        label.drop_tree()
    assert "â€œ" in source or "ā€œ" in source
    assert "€" not in text.text_content()
    assert "“we’ll see what happens”" in text.text_content()
    (first, second) = text.xpath("./p")[:2]
    assert first.text_content() == measured.used["headline"].item()
    assert second.text_content().startswith("President Donald Trump")


def test_escape_needs_a_script_and_the_page_does_not(measured):
    page = read.article(measured)
    assert "<script" not in page.html
    shown = html.fragment_fromstring(page._repr_html_(), create_parent="div")
    (script,) = shown.xpath(".//script")
    assert script.text == read.KEYS
    assert not shown.xpath(".//*[contains(@class, 'reading')]//script")
    # Nothing of an article is in the script, which is the same for every page.
    assert "Putin" not in script.text
    assert ".r-shut" in page.html
