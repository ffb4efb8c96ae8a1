"""Charts of voices: what they say, that it can be read, and what they refuse."""

from __future__ import annotations

import itertools
import re
from functools import cache

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.text import Text

from analysis import chart
from analysis.chart.stacks import percent, shares_of
from analysis.tables import MENTIONS, QUOTES, SENTENCES

LONG = "the Permanent Representative of the Northern Isles to the Assembly of Nations and their Dependencies"
TITLE = "The wording darkens from the third paragraph on and brightens only in the last two sentences of it"
NOTE = "Of the attributions that people coded in a made-up set the rules see 61% (95% interval 50 to 70%)."


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


def quotes(*rows, article="a"):
    """Rows of speaker and kind."""
    return QUOTES.frame(
        {
            "article": article, "quote": place, "kind": kind, "start": 10 * place, "end": 10 * place + 8,
            "spans": [[10 * place, 10 * place + 8]], "text": "a bridge", "speaker": speaker, "sentence": place + 1,
        }
        for place, (speaker, kind) in enumerate(rows)
    )  # fmt: skip


def mentions(*rows, article="a"):
    """Rows of actor, type, form, role, passive, members."""
    made = MENTIONS.frame(
        {
            "article": article, "mention": place, "actor": actor, "type": kind, "form": form, "start": 9 * place,
            "end": 9 * place + 5, "text": "words", "role": role, "predicate": "act", "passive": passive, "sentence": 1,
        }
        for place, (actor, kind, form, role, passive, _) in enumerate(rows)
    )  # fmt: skip
    return made.assign(members=pd.Series([row[5] for row in rows], dtype="str"))


def named(actor, role="other", passive=False, kind="person", form="name", members=None):
    return actor, kind, form, role, passive, members


def voiced(*counts, article="a"):
    """Words of each sentence in reporter, reported and quoted; the first is the headline."""
    names = ("reporter", "reported", "quoted")
    return pd.DataFrame(
        {"article": article, "sentence": place, **dict(zip(names, row, strict=True))}
        for place, row in enumerate(counts)
    )


def sentences(count, article="a"):
    return SENTENCES.frame(
        (article, place, place, "body" if place else "headline", 9 * place, 9 * place + 8, "It rains.", 2, [])
        for place in range(count)
    )


def stretches(*rows, article="a"):
    """Rows of sentence, length, voice, quote."""
    made, start = [], 0
    for sentence, length, voice, quote in rows:
        made.append((article, sentence, start, start + length, voice, quote))
        start += length
    table = pd.DataFrame(made, columns=["article", "sentence", "start", "end", "voice", "quote"])
    return table.astype({"quote": "Int64"})


SAID = quotes(("Ada Vane", "direct"), ("Ada Vane", "mixed"), ("Ole Rask", "indirect"), (None, "indirect"))
TOLD = mentions(
    named("Ada Vane", "agent"), named("Ada Vane", "patient", True), named("Ole Rask", "patient"),
    named("the two", kind="group", form="description", members="Ada Vane; Ole Rask"),
    named("Harrow", "agent", True, kind="place"), named(None, form="pronoun"),
)  # fmt: skip
ALONG = stretches(
    (0, 20, "reporter", None), (1, 10, "quoted", 0), (1, 10, "reporter", None), (2, 20, "reported", 2),
    (3, 5, "reporter", None), (3, 15, "quoted", None),
)  # fmt: skip


def drawn(name):
    """Each chart on plain and on awkward input."""
    words = voiced((5, 0, 0), (4, 3, 2), (9, 0, 1))
    many = [
        named(f"Actor {i} {LONG}"[: 12 + 3 * i], "agent" if i % 3 else "patient", i % 2 == 0)
        for i in range(30)
    ]
    return {
        "voices": lambda: chart.voices(words, sentences(3), title=TITLE),
        "voices of 4": lambda: chart.voices(
            pd.concat([voiced((5, 0, 0), (i, 3, 2), article=f"a{i}") for i in range(4)]),
            pd.concat([sentences(2, f"a{i}") for i in range(4)]), title=TITLE, names={"a0": LONG},
        ),
        "voices of 20": lambda: chart.voices(
            pd.concat([voiced((5, 0, 0), (i, 3, 2), article=f"a{i}") for i in range(20)]),
            pd.concat([sentences(2, f"a{i}") for i in range(20)]), title=TITLE,
        ),
        "speakers": lambda: chart.speakers(SAID, title=TITLE, mentions=TOLD, note=NOTE),
        "speakers, none clear": lambda: chart.speakers(quotes((None, "direct")), title="Nobody", note=NOTE),
        "speakers, 40": lambda: chart.speakers(
            quotes(*((f"{i} {LONG}"[: 5 + i], "mixed") for i in range(40))), title=TITLE, note=NOTE
        ),
        "unheard": lambda: chart.unheard(TOLD, SAID, title=TITLE),
        "unheard, 30": lambda: chart.unheard(mentions(*many), SAID, title=TITLE),
        "unheard, one": lambda: chart.unheard(mentions(named("$5_^")), SAID, title="One"),
        "voices along": lambda: chart.voices_along(ALONG, SAID, title=TITLE),
        "voices along 200 sentences": lambda: chart.voices_along(
            stretches(*((i, 9, "quoted" if i % 3 else "reporter", i if i % 3 else None) for i in range(200))),
            quotes(*((f"Speaker {i % 12}", "direct") for i in range(200))), title=TITLE,
        ),
        "voices along one sentence": lambda: chart.voices_along(
            stretches((1, 9, "reporter", None)), quotes(), title="One"
        ),
    }[name]()  # fmt: skip


@cache
def drawn_once(name):
    with plt.rc_context({"axes.titlelocation": "right", "font.size": 7.5}):
        before = dict(plt.rcParams)
        ax = drawn(name)
        return ax, [setting for setting, value in plt.rcParams.items() if value != before[setting]]


DRAWN = [
    "voices", "voices of 4", "voices of 20", "speakers", "speakers, none clear", "speakers, 40", "unheard",
    "unheard, 30", "unheard, one", "voices along", "voices along 200 sentences", "voices along one sentence",
]  # fmt: skip


def words_of(ax):
    """All that a chart says, as one line."""
    legend = ax.get_legend()
    texts = [ax.get_title(loc="left"), ax.get_xlabel(), *(text.get_text() for text in ax.texts)]
    texts += [label.get_text() for label in (*ax.get_yticklabels(), *ax.get_xticklabels())]
    texts += [text.get_text() for text in legend.get_texts()] if legend else []
    return " | ".join(" ".join(text.split()) for text in texts if text)


def labels_of(ax):
    return [" ".join(label.get_text().split()) for label in ax.get_yticklabels()]


@pytest.mark.parametrize("name", DRAWN)
def test_every_label_is_whole_and_none_covers_another(name):
    ax, _ = drawn_once(name)
    figure = ax.get_figure()
    figure.draw_without_rendering()
    legend = ax.get_legend()
    low, high = sorted(ax.get_xlim())
    said = [
        *ax.texts,
        *(legend.get_texts() if legend else []),
        *(tick.label1 for tick in ax.xaxis.get_major_ticks() if low <= tick.get_loc() <= high),
        *ax.get_yticklabels(), ax.xaxis.label, ax._left_title,
    ]  # fmt: skip
    boxes = [(text.get_text(), Text.get_window_extent(text)) for text in said if text.get_text()]
    page = figure.bbox
    for text, box in boxes:
        inside = box.x0 >= -0.5 and box.y0 >= -0.5 and box.x1 <= page.x1 + 0.5 and box.y1 <= page.y1 + 0.5
        assert inside, f"{text!r} is cut: {box} in {page}"
    for (one, box), (other, there) in itertools.combinations(boxes, 2):
        wide = min(box.x1, there.x1) - max(box.x0, there.x0)
        tall = min(box.y1, there.y1) - max(box.y0, there.y0)
        assert wide < 1 or tall < 1, f"{one!r} covers {other!r}"


@pytest.mark.parametrize("name", DRAWN)
def test_a_chart_gives_the_style_back(name):
    assert drawn_once(name)[1] == []


# --- Voices -------------------------------------------------------------------------------------


def test_the_headline_is_no_body_and_shares_tile_each_article():
    table = chart.voice_shares(voiced((50, 0, 0), (6, 3, 1)), sentences(2))
    assert table[["voice", "words", "share"]].values.tolist() == [
        ["reporter", 6, 0.6],
        ["reported", 3, 0.3],
        ["quoted", 1, 0.1],
    ]
    assert chart.voice_shares(voiced((50, 0, 0)), sentences(1)).empty


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xyz"), st.integers(0, 9)), max_size=9))
@settings(max_examples=30)
def test_shares_add_up_to_one_whatever_is_counted(rows):
    counts = pd.DataFrame(rows, columns=["article", "part", "n"]).astype({"article": "object", "n": "int64"})
    table = shares_of(counts, "part", ["x", "y", "z"], "n")
    for _, members in table.groupby("article"):
        assert members["share"].sum() == pytest.approx(1)
        assert members["part"].tolist() == ["x", "y", "z"]
    assert table["n"].sum() == sum(number for _, _, number in rows)


@pytest.mark.parametrize(
    ("share", "said"), [(0, "0%"), (0.004, "under 1%"), (0.5, "50%"), (0.999, "over 99%"), (1, "100%")]
)
def test_little_is_not_rounded_to_nothing_and_much_not_to_all(share, said):
    assert percent(share) == said


def test_voices_differ_by_more_than_colour():
    ax = drawn("voices")
    looks = {(bar.get_hatch(), bar.get_facecolor()) for bar in ax.patches}
    assert len(ax.patches) == len(looks) == 3
    assert "72% n = 13 words" not in words_of(ax)
    assert "68% n = 13 words" in words_of(ax)
    assert "% of the words of the body" in words_of(ax)


def test_many_articles_are_averaged_and_their_spread_is_shown():
    said = words_of(drawn("voices of 20"))
    assert "mean of 20 articles; the line holds the middle half of them" in said
    assert re.search(r"half lie in \d+ to \d+%", said)
    assert labels_of(drawn("voices of 4"))[1:] == ["a1", "a2", "a3"]


def test_speakers_are_ordered_and_the_unclear_come_last_and_are_counted():
    table = chart.attributions(SAID, TOLD)
    assert table["speaker"].tolist()[:2] == ["Ada Vane", "Ole Rask"]
    assert table["speaker"].isna().tolist() == [False, False, True]
    assert table["n"].tolist() == [2, 1, 1]
    assert table["named"].tolist() == [True, True, pd.NA]
    ax = drawn("speakers")
    assert labels_of(ax) == ["Ada Vane", "Ole Rask", "not named/unclear"]
    assert {"direct", "mixed", "indirect"} <= set(words_of(ax).split(" | "))
    assert NOTE in words_of(ax)


def test_a_speaker_who_is_nowhere_named_is_marked():
    told = mentions(named("officials", kind="group", form="description"))
    said = quotes(("officials", "indirect"))
    assert labels_of(chart.speakers(said, title="x", mentions=told)) == ["officials (no name)"]
    assert labels_of(chart.speakers(said, title="x")) == ["officials"]


def test_the_kinds_of_a_speaker_are_told_by_hatch():
    ax = chart.speakers(quotes(*(("Vane", kind) for kind in ("direct", "mixed", "indirect"))), title="x")
    assert len({(bar.get_hatch(), bar.get_facecolor()) for bar in ax.patches}) == 3
    assert [bar.get_x() for bar in ax.patches] == [0, 1, 2]


def test_speakers_beyond_the_top_are_said_under_the_axis():
    ax = drawn("speakers, 40")
    assert len(labels_of(ax)) == 12
    assert "28 further speakers with 28 attributions" in words_of(ax)


def test_who_is_heard_only_with_others_is_heard():
    said = quotes(("the two", "indirect"), ("Ada Vane", "direct"))
    table = chart.heard(TOLD, said).set_index("actor")
    assert "the two" not in table.index
    assert table.loc["Ada Vane", ["mentions", "attributions", "together"]].tolist() == [2, 1, 1]
    assert table["heard"].to_dict() == {"Ada Vane": True, "Ole Rask": True, "Harrow": False}
    said = words_of(chart.unheard(TOLD, said, title="x"))
    assert "1 mention, heard only with others" in said
    assert "1 mention, never heard" in said
    assert "2 mentions, heard 1 time" in said


def test_who_is_never_heard_has_a_hollow_mark():
    ax = chart.unheard(TOLD, SAID, title="x")
    marks = {line.get_ydata()[0]: line for line in ax.lines if line.get_marker() == "D"}
    assert [marks[place].get_markerfacecolor() == "white" for place in range(3)] == [False, True, False]
    assert labels_of(ax) == ["Ada Vane", "Harrow", "Ole Rask"]


def test_lanes_tile_the_article_in_sentences():
    lanes = chart.voice_lanes(ALONG, SAID)
    assert list(dict.fromkeys(lanes["lane"])) == ["reporter", "Ole Rask", "Ada Vane", "not named/unclear"]
    assert lanes.sort_values("begins")[["begins", "ends"]].values.tolist() == [
        [-0.5, 0.5], [0.5, 1.0], [1.0, 1.5], [1.5, 2.5], [2.5, 2.75], [2.75, 3.5],
    ]  # fmt: skip


def test_speakers_beyond_the_lanes_share_one():
    lanes = chart.voice_lanes(ALONG, SAID, top=1)
    assert list(dict.fromkeys(lanes["lane"])) == [
        "reporter",
        "Ole Rask",
        "further speakers",
        "not named/unclear",
    ]


# --- What is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "message"),
    [
        pytest.param(
            lambda: chart.voices(voiced((5, 0, 0)), sentences(1), title="x"),
            "there is no word to share out, so there is nothing to draw.",
            id="no body",
        ),
        pytest.param(
            lambda: chart.speakers(quotes(), title="x"), "there are no attributions, so nobody is heard.", id="no quotes"
        ),
        pytest.param(lambda: chart.speakers(SAID, title="x", top=0), "top is 0", id="no speaker asked for"),
        pytest.param(
            lambda: chart.unheard(mentions(), quotes(), title="x"), "no mention has a clear actor", id="no mentions"
        ),
        pytest.param(
            lambda: chart.unheard(mentions(named(None)), quotes(), title="x"),
            "no mention has a clear actor",
            id="mentions of nobody clear",
        ),
        pytest.param(
            lambda: chart.voices_along(pd.concat([ALONG, ALONG.assign(article="b")]), SAID, title="x"),
            "the stretches are of 2 articles, and the chart shows one.",
            id="two articles' voices",
        ),
        pytest.param(
            lambda: chart.voices_along(ALONG.head(0), SAID, title="x"), "there are no stretches of text", id="no text"
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_refused(make, message):
    with pytest.raises(chart.ChartError, match=re.escape(message)):
        make()


def test_an_actor_s_type_is_that_of_most_mentions():
    told = mentions(named("Kyiv", kind="organization"), *[named("Kyiv", kind="place")] * 2)
    assert chart.heard(told, quotes())["type"].tolist() == ["place"]
