"""Charts: what they say, that it can be read, and that they leave nothing behind."""

from __future__ import annotations

import itertools
import re
from functools import cache

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_rgb
from matplotlib.text import Text
from scipy import stats

from analysis import chart
from analysis.chart.along import _moving
from analysis.chart.drawing import ChartError, number, tidy, wrapped
from analysis.tables import ESTIMATES, FRAMES, HITS, PASSAGES, SCORES, SENTENCES, VALIDITY

LONG = "the Permanent Representative of the Northern Isles to the Assembly of Nations and their Dependencies"
TITLE = "The wording darkens from the third paragraph on and brightens only in the last two sentences of it"
UNIT = "score of the sentence on a made-up scale from −1, the darkest, to 1, the brightest"


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


def scores(tones, voices=None, instrument="demo", article="a", first=1):
    return SCORES.frame(
        {
            "instrument": instrument, "article": article, "unit": "sentence", "unit_id": first + place,
            "tone": float(tone), "words": 9, "voice": voices[place % len(voices)] if voices else None,
        }
        for place, tone in enumerate(tones)
    )  # fmt: skip


def sentences(count, each=3, article="a", first=1):
    return SENTENCES.frame(
        {
            "article": article, "sentence": first + place, "passage": place // each, "role": "body",
            "start": 9 * place, "end": 9 * place + 8, "text": "It rains.", "words": 2, "edits": [],
        }
        for place in range(count)
    )  # fmt: skip


def hits(found, instrument="demo"):
    return HITS.frame(
        {
            "instrument": instrument, "article": "a", "start": 9 * place, "code": "tone",
            "end": 9 * place + 5, "found": word, "weight": float(weight), "negated": negated, "sentence": 1,
        }
        for place, (word, weight, negated) in enumerate(found)
    )  # fmt: skip


def frames(found, article="a", codebook="demo"):
    return FRAMES.frame(
        {
            "codebook": codebook, "article": article, "frame": frame, "present": present,
            "strength": strength, "evidence": evidence, "scored_by": "rules",
        }
        for frame, present, strength, evidence in found
    )  # fmt: skip


def passages(lengths, article="a"):
    ends = np.cumsum([length for _, length in lengths])
    return PASSAGES.frame(
        {
            "article": article, "passage": place, "role": role, "start": int(end) - length, "end": int(end),
            "text": "w " * (length // 2) or "w", "repairs": 0, "reason": "demo", "edits": [],
        }
        for place, ((role, length), end) in enumerate(zip(lengths, ends, strict=True))
    )  # fmt: skip


def estimates(rows):
    return ESTIMATES.frame(
        {
            "measure": "net tone", "group": group, "value": value, "low": low, "high": high, "n": 120,
            "articles": 12, "corrected": corrected, "tier": "B",
        }
        for group, value, low, high, corrected in rows
    )  # fmt: skip


STORY = [("headline", 40), ("image", 30), ("body", 600), ("blank", 2), ("body", 300), ("link", 28)]
WORDS = [("war", -2.9, False), ("War", -2.9, False), ("good", 1.9, False), ("good", -1.4, True)]
FRAMED = [("conflict", True, 0.42, 12), ("moral", False, 0.0, 0), ("economic", False, 0.02, 1)]
GROUPS = [
    ("Courier", -3.2, -5.1, -1.4, False),
    ("Herald", 0.4, -0.9, 1.8, True),
    (LONG, 1.1, None, None, False),
]


def words_of(ax):
    """All that a chart says, as one line."""
    legend = ax.get_legend()
    texts = [ax.get_title(loc="left"), ax.get_xlabel(), ax.get_ylabel(), *(t.get_text() for t in ax.texts)]
    texts += [label.get_text() for label in (*ax.get_yticklabels(), *ax.get_xticklabels())]
    texts += [text.get_text() for text in legend.get_texts()] if legend else []
    return " | ".join(" ".join(text.split()) for text in texts if text)


# --- What can be read ---------------------------------------------------------------------------


def drawn(name):
    """Each chart on plain and on awkward input."""
    tones = np.sin(np.arange(400)) * (np.arange(400) % 3)
    voices = ["reporter", "quoted", "reported", None]
    return {
        "tone": lambda: chart.tone_along(scores(tones[:20], voices), sentences(20), title=TITLE, unit=UNIT),
        "tone of 1 sentence": lambda: chart.tone_along(scores([0.2]), sentences(1), title="One", unit=UNIT),
        "tone of 2 sentences": lambda: chart.tone_along(scores([0, 1]), sentences(2), title="Two", unit=UNIT),
        "tone of a headline alone": lambda: chart.tone_along(
            scores([0.2], first=0), sentences(1, first=0), title="Only a headline", unit=UNIT
        ),
        "tone of 400 sentences": lambda: chart.tone_along(
            scores(tones, voices), sentences(400), title=TITLE, unit=UNIT, window=25
        ),
        "tone that is 0 throughout": lambda: chart.tone_along(
            scores([0] * 9), sentences(9), title="Nothing", unit=UNIT
        ),
        "tone with extreme values": lambda: chart.tone_along(
            scores([1, 4e6, -5e5, 1e-9]), sentences(4), title="Extremes", unit="points"
        ),
        "instruments": lambda: chart.instruments(
            pd.concat([scores(tones[:30] * k, instrument=f"{k} {LONG}"[:60]) for k in (0, 1, 2, 5, 9)]),
            sentences(30), title=TITLE,
        ),
        "words": lambda: chart.words(
            hits([*WORDS, (LONG, 3.0, False), ("Z" * 90, -2.0, False), ("US$5 to $6_^", 1.0, False)]),
            title=TITLE, unit=UNIT,
        ),
        "words, one": lambda: chart.words(hits(WORDS[:1]), title="War", unit=UNIT),
        "words, 40": lambda: chart.words(
            hits([(f"word{i}", i - 20, False) for i in range(41)]), title="Many", unit=UNIT, top=40
        ),
        "words with extreme weights": lambda: chart.words(
            hits([("huge", 3e7, False), ("tiny", -1e-4, False)]), title="Extremes", unit=UNIT
        ),
        "frames": lambda: chart.frames(frames([*FRAMED, (LONG, True, 0.1, 2)]), title=TITLE),
        "frames, one absent": lambda: chart.frames(frames(FRAMED[1:2]), title="Absent"),
        "frames of 9 articles": lambda: chart.frames(
            pd.concat([frames(FRAMED, article=f"a{i}") for i in range(9)]), title=TITLE
        ),
        "make-up": lambda: chart.makeup(passages(STORY), title=TITLE),
        "make-up of 5": lambda: chart.makeup(
            pd.concat([passages(STORY, f"{i:012x}") for i in range(5)]), title=TITLE, names={f"{0:012x}": LONG}
        ),
        "make-up of 20": lambda: chart.makeup(
            pd.concat([passages(STORY, f"{i:012x}") for i in range(20)]), title=TITLE, by="words"
        ),
        "intervals": lambda: chart.intervals(estimates(GROUPS), title=TITLE, unit=UNIT, zero="neutral"),
        "intervals, one": lambda: chart.intervals(estimates(GROUPS[:1]), title="One", unit=UNIT),
        "intervals, 30": lambda: chart.intervals(
            estimates([(f"group {i}", i, i - 1, i + 1, False) for i in range(30)]), title="Many", unit=UNIT
        ),
    }[name]()  # fmt: skip


@cache
def drawn_once(name):
    """The chart, and the settings it left changed."""
    with plt.rc_context({"axes.titlelocation": "right", "font.size": 7.5, "svg.hashsalt": "own"}):
        before = dict(plt.rcParams)
        ax = drawn(name)
        return ax, [setting for setting, value in plt.rcParams.items() if value != before[setting]]


DRAWN = [
    "tone", "tone of 1 sentence", "tone of 2 sentences", "tone of a headline alone", "tone of 400 sentences",
    "tone that is 0 throughout", "tone with extreme values", "instruments", "words", "words, one", "words, 40",
    "words with extreme weights", "frames", "frames, one absent", "frames of 9 articles", "make-up",
    "make-up of 5", "make-up of 20", "intervals", "intervals, one", "intervals, 30",
]  # fmt: skip


@pytest.mark.parametrize("dots", [100, 144, 300])
@pytest.mark.parametrize("name", DRAWN)
def test_every_label_is_whole_and_none_covers_another(name, dots):
    ax, _ = drawn_once(name)
    figure = ax.get_figure()
    figure.set_dpi(dots)
    figure.draw_without_rendering()
    legend = ax.get_legend()
    low, high = sorted(ax.get_xlim())
    said = [
        *ax.texts,
        *(legend.get_texts() if legend else []),
        *(tick.label1 for tick in ax.xaxis.get_major_ticks() if low <= tick.get_loc() <= high),
        *(label for label in ax.get_yticklabels() if label.get_text()),
        ax.xaxis.label, ax.yaxis.label, ax._left_title,
    ]  # fmt: skip
    bottom, top = sorted(ax.get_ylim())
    boxes = []
    for text in said:
        if text.get_text() and text.get_visible():
            box = Text.get_window_extent(text)  # without the line that leads to it
            beyond = text in ax.get_yticklabels() and not bottom <= text.get_position()[1] <= top
            if not beyond:
                boxes.append((text.get_text(), box))
    page = figure.bbox
    for text, box in boxes:
        inside = box.x0 >= -0.5 and box.y0 >= -0.5 and box.x1 <= page.x1 + 0.5 and box.y1 <= page.y1 + 0.5
        assert inside, f"{text!r} is cut: {box} in {page}"
    for (one, box), (other, there) in itertools.combinations(boxes, 2):
        wide = min(box.x1, there.x1) - max(box.x0, there.x0)
        high_ = min(box.y1, there.y1) - max(box.y0, there.y0)
        assert wide < 1 or high_ < 1, f"{one!r} covers {other!r}"


@pytest.mark.parametrize("name", DRAWN)
def test_a_chart_gives_the_style_back(name):
    assert drawn_once(name)[1] == []


def test_a_chart_looks_the_same_whatever_the_reader_has_set():
    plain = drawn("tone").get_figure().get_size_inches().tolist()
    with plt.style.context("dark_background"), plt.rc_context({"font.size": 22, "figure.figsize": (3, 3)}):
        ax = drawn("tone")
    assert ax.get_figure().get_size_inches().tolist() == pytest.approx(plain)
    assert to_rgb(ax.get_figure().get_facecolor()) == (1, 1, 1)


def test_charts_in_one_figure_make_room_for_each_other():
    figure, (left, right) = plt.subplots(1, 2, figsize=(15, 5), layout="constrained")
    chart.tone_along(scores([1, -1, 0, 1]), sentences(4), title=TITLE, unit="points", ax=left)
    given = chart.intervals(estimates(GROUPS), title=TITLE, unit=UNIT, ax=right)
    assert given is right
    figure.draw_without_rendering()
    assert left._left_title.get_window_extent().x1 <= right._left_title.get_window_extent().x0
    assert plt.get_fignums() == [figure.number]


@pytest.mark.parametrize("title", ["", "  \n"])
def test_a_chart_without_a_finding_is_refused(title):
    with pytest.raises(chart.ChartError, match="its finding, as a sentence, and this one is empty"):
        chart.frames(frames(FRAMED), title=title)


def test_no_title_stands_in_for_the_finding():
    with pytest.raises(TypeError, match="title"):
        chart.frames(frames(FRAMED))


# Machado, Oliveira & Fernandes (2009): what readers see who lack one of three cones.
SEEN = {
    "all three cones": np.eye(3),
    "no red cones": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "no green cones": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "no blue cones": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}  # fmt: skip


def linear(colour):
    rgb = np.array(to_rgb(colour))
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def lab(light):
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ light
    f = np.cbrt(np.clip(xyz, 1e-4, None) / [0.9505, 1, 1.089])
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("cones", SEEN)
def test_the_colours_stay_apart_for_every_reader(cones):
    with chart.style():
        palette = plt.rcParams["axes.prop_cycle"].by_key()["color"]
    seen = [lab(np.clip(SEEN[cones] @ linear(colour), 0, 1)) for colour in palette]
    assert min(np.linalg.norm(a - b) for a, b in itertools.combinations(seen, 2)) > 25
    for colour in palette:
        assert 1.05 / (linear(colour) @ [0.2126, 0.7152, 0.0722] + 0.05) > 3


# --- Tone along an article ----------------------------------------------------------------------


def test_the_mean_is_of_the_sentences_around_and_the_headline_stands_alone():
    tones = [9.0, 1.0, 0.0, 2.0, -3.0, 0.5]
    table = chart.smoothed(scores(tones, first=0), sentences(6, first=0), window=3)
    assert table["sentence"].tolist() == [0, 1, 2, 3, 4, 5]
    assert table["mean"].round(6).tolist()[1:] == [
        0.5,
        1.0,
        pytest.approx(-1 / 3, abs=1e-6),
        pytest.approx(-1 / 6, abs=1e-6),
        -1.25,
    ]
    assert table["m"].tolist() == [pd.NA, 2, 3, 3, 3, 2]
    assert table.loc[0, ["mean", "low", "high"]].isna().all()


@given(st.lists(st.floats(-4, 4), min_size=2, max_size=3))
def test_where_all_sentences_are_in_the_mean_the_band_is_the_t_interval(tones):
    low, high = _moving(np.array(tones), 5)["low"][0], _moving(np.array(tones), 5)["high"][0]
    spread = np.std(tones, ddof=1) / np.sqrt(len(tones))
    expected = np.mean(tones) + np.array([-1, 1]) * stats.t.ppf(0.975, len(tones) - 1) * spread
    assert [low, high] == pytest.approx(expected.tolist(), abs=1e-6)


def test_the_band_holds_the_true_mean_nineteen_times_in_twenty():
    rng = np.random.default_rng(1)
    held = []
    for _ in range(400):
        band = _moving(rng.normal(0.3, 1, 40), 5)
        held.append((band["low"] <= 0.3) & (band["high"] >= 0.3))
    assert np.mean(held) == pytest.approx(0.95, abs=0.015)


@given(st.permutations(range(6)), st.sampled_from([1, 3, 5, 9]))
@settings(max_examples=25)
def test_rows_in_another_order_give_the_same_line(order, window):
    table = scores([0.1, -0.5, 0, 0, 0.9, 0.2])
    expected = chart.smoothed(table, sentences(6), window)
    pd.testing.assert_frame_equal(chart.smoothed(table.iloc[list(order)], sentences(6), window), expected)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        pytest.param(
            lambda: chart.smoothed(scores([]), sentences(1)),
            "none of the 0 scores is of a sentence, so there is nothing to draw along the article. "
            "Score sentences, and check that the article has a body.",
            id="no sentence scored",
        ),
        pytest.param(
            lambda: chart.smoothed(scores([1]).assign(unit="article"), sentences(1)),
            "none of the 1 scores is of a sentence",
            id="articles scored, not sentences",
        ),
        pytest.param(
            lambda: chart.smoothed(pd.concat([scores([1]), scores([1], article="b")]), sentences(1)),
            "the scores are of 2 articles (a, b), and the chart shows one. "
            "Take one: scores.query('article == \"a\"').",
            id="two articles",
        ),
        pytest.param(
            lambda: chart.smoothed(pd.concat([scores([1]), scores([1], instrument="x")]), sentences(1)),
            "the scores are of 2 instruments (demo, x)",
            id="two instruments",
        ),
        pytest.param(
            lambda: chart.smoothed(scores([1, 2, 3]), sentences(2)),
            "1 scores are of sentences not given, the first of article a, sentence 3.",
            id="a sentence not given",
        ),
        pytest.param(
            lambda: chart.smoothed(scores([1, 2]), sentences(2), window=4),
            "the window is 4 sentences, but must be odd",
            id="an even window",
        ),
        pytest.param(
            lambda: chart.smoothed(scores([1, np.inf]), sentences(2)),
            "scores.tone, row 1: inf has no place on an axis.",
            id="an infinite score",
        ),
    ],
)  # fmt: skip
def test_scores_that_make_no_line_are_refused(make, message):
    with pytest.raises(chart.ChartError, match=re.escape(message)):
        make()


def test_tone_is_told_by_shape_and_voice_by_filling():
    voices = ["reporter", "quoted", "reported", None]
    ax = chart.tone_along(
        scores([0.5, -0.5, 0.0, 0.2], voices),
        sentences(4, each=2),
        title="Mixed",
        unit="points",
        neutral="calm",
    )
    marks = {
        float(y): (line.get_marker(), line.get_fillstyle(), line.get_markerfacecolor())
        for line in ax.lines
        for y in line.get_ydata()
        if line.get_marker() in "^vo" and line.get_linestyle() == "None"
    }
    assert marks[0.5][:2] == ("^", "full")
    assert marks[-0.5][:2] == ("v", "none")
    assert marks[0.0][:2] == ("o", "left")
    assert marks[0.2] == ("^", "full", "#DDDDDD")
    said = words_of(ax)
    for words in ("above 0 (n = 2)", "exactly 0 (n = 1)", "below 0 (n = 1)", "quoted (n = 1)", "voice unknown (n = 1)",
                  "mean of 5 sentences", "its 95% band", "new paragraph", "calm"):  # fmt: skip
        assert words in said
    assert ax.get_ylabel() == "points"


def test_the_headline_is_marked_and_not_counted():
    ax = chart.tone_along(
        scores([-0.5, 0.5, -0.2], ["reporter"], first=0), sentences(3, first=0), title="Mixed", unit="points"
    )
    said = words_of(ax)
    for words in ("above 0 (n = 1)", "below 0 (n = 1)", "reporter (n = 2)", "H: the headline, not counted"):
        assert words in said
    assert sorted(y for line in ax.lines if line.get_linestyle() == "None" for y in line.get_ydata()) == [
        -0.5, -0.2, 0.5,
    ]  # fmt: skip


def test_one_sentence_gets_no_line_and_no_band():
    ax = chart.tone_along(scores([0.5]), sentences(1), title="One", unit="points")
    assert "mean of" not in words_of(ax)
    assert len(ax.collections) == 1  # the (empty) paragraph marks


def test_instruments_are_set_on_one_scale_without_moving_zero():
    both = pd.concat([scores([1, -1, 1, -1]), scores([50, -50, 0, 0], instrument="wide")])
    ax = chart.instruments(both, sentences(4), title="Two", window=1)
    lines = ax.lines[1:]
    assert lines[0].get_ydata().tolist() == [1, -1, 1, -1]
    assert lines[1].get_ydata().tolist() == pytest.approx([2**0.5, -(2**0.5), 0, 0])
    assert {line.get_linestyle() for line in lines} == {"-", "--"}
    assert {"demo", "wide"} <= {text.get_text() for text in ax.texts}


def test_eight_instruments_differ_in_colour_or_style_and_a_ninth_is_refused():
    each = [scores([1, -1], instrument=f"i{i}") for i in range(9)]
    ax = chart.instruments(pd.concat(each[:8]), sentences(2), title="Eight")
    assert len({(line.get_color(), line.get_linestyle()) for line in ax.lines[1:]}) == 8
    with pytest.raises(chart.ChartError, match="9 instruments are more lines than a reader can tell apart"):
        chart.instruments(pd.concat(each), sentences(2), title="Nine")


# --- Words and make-up --------------------------------------------------------------------------


@given(
    st.lists(
        st.tuples(st.sampled_from(["war", "War", "a b", "good"]), st.integers(-4, 4), st.booleans()),
        min_size=1,
    )
)
@settings(max_examples=25)
def test_the_words_add_up_to_the_hits(found):
    table = chart.weights(hits(found))
    assert table["weight"].sum() == pytest.approx(sum(weight for _, weight, _ in found))
    assert table["n"].sum() == len(found)
    assert table["weight"].abs().is_monotonic_decreasing


def test_a_word_and_its_negation_are_two_bars_and_darkness_is_hatched():
    ax = chart.words(hits(WORDS), title="War weighs most", unit="summed weight")
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels == ["good", "good (negated)", "war"]
    assert [bar.get_width() for bar in ax.patches] == [1.9, -1.4, -5.8]
    assert [bool(bar.get_hatch()) for bar in ax.patches] == [False, True, True]
    assert "−5.80 n = 2" in words_of(ax)
    assert "summed weight; n: times found" in words_of(ax)
    assert "makes it brighter" in words_of(ax)
    assert "makes it darker" in words_of(ax)


def test_what_the_shown_words_leave_out_is_said():
    ax = chart.words(hits(WORDS), title="War", unit="weight", top=1)
    assert ax.get_xlabel().replace("\n", " ").endswith("2 further words found 2 times add +0.50")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        pytest.param(
            lambda: chart.weights(hits([])), "there are no hits, so no word made a tone.", id="no hits"
        ),
        pytest.param(
            lambda: chart.weights(pd.concat([hits(WORDS), hits(WORDS, instrument="x")])),
            "hits of 2 instruments (demo, x) weigh on different scales. "
            "Take one: hits.query('instrument == \"demo\"').",
            id="two scales",
        ),
        pytest.param(
            lambda: chart.words(hits([("even", 1, False), ("even", -1, False)]), title="x", unit="x"),
            "the weights of all 1 words found add up to 0 each",
            id="weights that cancel",
        ),
        pytest.param(
            lambda: chart.words(hits(WORDS), title="x", unit="x", top=0), "top is 0", id="no words asked for"
        ),
        pytest.param(
            lambda: chart.shares(passages([])),
            "there are no passages, so there is no make-up",
            id="no passages",
        ),
        pytest.param(
            lambda: chart.shares(passages(STORY), by="lines"), "not by 'lines'", id="another measure"
        ),
        pytest.param(
            lambda: chart.shares(passages([("body", 5)]).assign(text="…"), by="words"),
            "article a holds no words at all, so it has no shares.",
            id="an article without words",
        ),
        pytest.param(
            lambda: chart.shares(pd.concat([passages(STORY), passages([("blank", 9)], "b")])),
            "article b holds no characters at all, so it has no shares. Leave it out.",
            id="an article of blank lines",
        ),
    ],
)
def test_what_makes_no_bar_is_refused(make, message):
    with pytest.raises(chart.ChartError, match=re.escape(message)):
        make()


def test_shares_tile_each_article_and_count_absent_roles_as_nothing():
    table = chart.shares(pd.concat([passages(STORY), passages([("body", 50)], "b")]))
    assert table.groupby("article")["share"].sum().tolist() == pytest.approx([1, 1])
    assert table.set_index(["article", "role"])["share"]["b", "image"] == 0
    assert table.set_index(["article", "role"])["amount"]["a", "body"] == 900
    assert table.query("measured")["role"].unique().tolist() == ["body", "headline"]


def test_one_article_shows_each_role_and_hatches_what_is_left_out():
    ax = chart.makeup(passages(STORY), title="Body text is nine tenths")
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels == ["body", "headline", "image", "link"]
    assert [bool(bar.get_hatch()) for bar in ax.patches] == [False, False, True, True]
    assert "90.2% 900 characters in 2 passages" in words_of(ax)
    assert "% of the printed characters" in words_of(ax)


def test_several_articles_are_stacked_and_many_are_averaged():
    few = chart.makeup(
        pd.concat([passages(STORY), passages([("body", 9), ("credit", 1)], "b")]),
        title="Two",
        names={"b": "The Bee"},
    )
    assert [label.get_text() for label in few.get_yticklabels()] == ["a", "The Bee"]
    assert "90.0% measured of 10 characters" in words_of(few)
    assert {bar.get_hatch() for bar in few.patches if bar.get_width() and bar.get_y() > 0.5} == {"", "////"}
    ends = [bar.get_x() + bar.get_width() for bar in few.patches]
    assert max(ends) == pytest.approx(100)
    many = chart.makeup(pd.concat([passages(STORY, f"a{i}") for i in range(13)]), title="Thirteen")
    assert "mean of 13 articles" in words_of(many)
    assert many.patches[0].get_width() == pytest.approx(100 * 900 / 998)


def test_a_role_nobody_foresaw_is_drawn_too():
    table = passages([("body", 50), ("poll", 50)])
    ax = chart.makeup(pd.concat([table, passages([("body", 10)], "b")]), title="A poll")
    assert sum(bar.get_width() for bar in ax.patches) == pytest.approx(200)


# --- Frames and estimates -----------------------------------------------------------------------


def test_an_absent_frame_is_shown_hollow_and_said_to_be_absent():
    ax = chart.frames(frames(FRAMED), title="Conflict carries it", names={"moral": "morality"})
    assert [label.get_text() for label in ax.get_yticklabels()] == ["conflict", "economic", "morality"]
    marks = [(line.get_marker(), line.get_markerfacecolor()) for line in ax.lines]
    assert marks == [("o", "#0B3F70"), ("D", "white"), ("D", "white")]
    said = words_of(ax)
    assert "42% n = 12 pieces" in said
    assert "2% too little, n = 1 piece" in said
    assert "0% absent, n = 0 pieces" in said
    assert "% of the sentences with evidence" in said


def test_frames_of_several_articles_say_in_how_many():
    other = [("conflict", False, 0.0, 0), ("moral", False, 0.0, 0), ("economic", True, 0.2, 3)]
    both = pd.concat([frames(FRAMED), frames(other, article="b")])
    assert chart.frame_shares(both).set_index("frame").loc["conflict"].tolist() == [0.21, 12, 1, 2]
    assert "21% in 1 of 2 articles, n = 12 pieces" in words_of(chart.frames(both, title="Two"))


def test_an_estimate_without_interval_is_hollow_and_said_to_lack_one():
    ax = chart.intervals(estimates(GROUPS), title="The Courier is darker", unit="points", zero="neutral")
    labels = [" ".join(label.get_text().split()) for label in ax.get_yticklabels()]
    assert labels[0] == "Courier (n = 120; 12 articles)"
    assert labels[2].endswith("(n = 120; 12 articles)")
    assert "…" in labels[2]
    marks = [
        (line.get_marker(), line.get_markerfacecolor()) for line in ax.lines if line.get_marker() in "osD"
    ]
    assert [marker for marker, _ in marks] == ["o", "s", "D"]
    assert marks[2][1] == "white"
    said = words_of(ax)
    for words in ("−3.20 [−5.10, −1.40]", "1.10 no interval", "neutral", "corrected by human codes",
                  "no interval: too little to say", "points; [95% interval]"):  # fmt: skip
        assert words in said
    assert ax.yaxis_inverted()


def test_zero_is_not_drawn_unless_it_means_something():
    ax = chart.intervals(estimates([("a", 50.0, 49.0, 51.0, False)]), title="x", unit="points")
    assert ax.get_xlim()[0] > 40


@pytest.mark.parametrize(
    ("make", "message"),
    [
        pytest.param(
            lambda: chart.frames(frames([]), title="x"), "there are no frames to draw.", id="no frames"
        ),
        pytest.param(
            lambda: chart.frames(pd.concat([frames(FRAMED), frames(FRAMED, codebook="other")]), title="x"),
            "the frames are of 2 codebooks (demo, other), which ask different things.",
            id="two codebooks",
        ),
        pytest.param(
            lambda: chart.intervals(estimates([]), title="x", unit="x"),
            "there are no estimates to draw.",
            id="no estimates",
        ),
        pytest.param(
            lambda: chart.intervals(
                pd.concat([estimates(GROUPS), estimates(GROUPS).assign(measure="share")]), title="x", unit="x"
            ),
            "the estimates are of 2 measures (net tone; share), which lie on different scales.",
            id="two measures",
        ),
        pytest.param(
            lambda: chart.intervals(estimates([("a", 1.0, -np.inf, 2.0, False)]), title="x", unit="x"),
            "estimates.low and .high, row 0: -inf has no place on an axis.",
            id="an endless interval",
        ),
    ],
)
def test_what_makes_no_dot_is_refused(make, message):
    with pytest.raises(chart.ChartError, match=re.escape(message)):
        make()


# --- Labels -------------------------------------------------------------------------------------


@given(st.text(), st.integers(8, 40), st.integers(1, 4))
def test_a_wrapped_label_keeps_to_its_width_and_lines(text, width, lines):
    broken = wrapped(text, width, lines).split("\n")
    assert len(broken) <= lines
    assert all(0 < len(line) <= max(width, len("(no name)")) for line in broken)


@given(st.text())
def test_a_label_holds_nothing_unprintable(text):
    assert tidy(text) == "" or tidy(text).isprintable()


@given(st.floats(-1e12, 1e12))
def test_a_number_keeps_its_sign_and_is_never_rounded_to_nothing(value):
    said = number(value)
    assert said.startswith("−") == (value < 0)
    assert (float(said.replace("−", "-").replace(",", "")) == 0) == (value == 0)


def test_a_dollar_sign_is_money():
    ax = drawn("words")
    assert any("us$5 to $6_^" in label.get_text() for label in ax.get_yticklabels())
    ax.get_figure().canvas.draw()


def test_validity_tells_tiers_by_shape_and_shows_what_is_reached_without():
    rows = [
        {"task": "quotes", "gold": "invented", "measure": name, "metric": "F1", "value": value, "low": value - 0.05,
         "high": value + 0.05, "n": 90, "tier": graded, "made_on": "2026-01-01", "floor": 0.3}
        for name, value, graded in [("one", 0.9, "A"), ("two", 0.75, "B"), ("three", 0.5, "C"), ("four", 0.4, None)]
    ]  # fmt: skip
    table = VALIDITY.frame(rows)
    ax = chart.validity(table, title="One of three is good")
    assert [label.get_text() for label in ax.get_yticklabels()] == [
        f"{n}\ninvented, F1" for n in ("one", "two", "three")
    ]
    assert [text.get_text() for text in ax.texts][:3] == [
        "0.90  [0.85, 0.95]   tier A", "0.75  [0.70, 0.80]   tier B", "0.50  [0.45, 0.55]   tier C"
    ]  # fmt: skip
    assert {line.get_marker() for line in ax.lines} >= {"o", "s", "D", "|"}
    plt.close(ax.figure)
    with pytest.raises(ChartError, match=r"^no figure in this table decides a tier\."):
        chart.validity(table[table["tier"].isna()], title="Nothing")
