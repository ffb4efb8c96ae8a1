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
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.colors import to_rgb
from matplotlib.text import Text

from analysis import chart
from analysis.chart.drawing import number, tidy, wrapped
from analysis.tables import PASSAGES

LONG = "the Permanent Representative of the Northern Isles to the Assembly of Nations and their Dependencies"
TITLE = "The wording darkens from the third paragraph on and brightens only in the last two sentences of it"


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


def passages(lengths, article="a"):
    ends = np.cumsum([length for _, length in lengths])
    return PASSAGES.frame(
        {
            "article": article, "passage": place, "role": role, "start": int(end) - length, "end": int(end),
            "text": "w " * (length // 2) or "w", "repairs": 0, "reason": "demo", "edits": [],
        }
        for place, ((role, length), end) in enumerate(zip(lengths, ends, strict=True))
    )  # fmt: skip


STORY = [("headline", 40), ("image", 30), ("body", 600), ("blank", 2), ("body", 300), ("link", 28)]


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
    return {
        "make-up": lambda: chart.makeup(passages(STORY), title=TITLE),
        "make-up of 5": lambda: chart.makeup(
            pd.concat([passages(STORY, f"{i:012x}") for i in range(5)]), title=TITLE, names={f"{0:012x}": LONG}
        ),
        "make-up of 20": lambda: chart.makeup(
            pd.concat([passages(STORY, f"{i:012x}") for i in range(20)]), title=TITLE, by="words"
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
    "make-up", "make-up of 5", "make-up of 20",
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
    plain = drawn("make-up").get_figure().get_size_inches().tolist()
    with plt.style.context("dark_background"), plt.rc_context({"font.size": 22, "figure.figsize": (3, 3)}):
        ax = drawn("make-up")
    assert ax.get_figure().get_size_inches().tolist() == pytest.approx(plain)
    assert to_rgb(ax.get_figure().get_facecolor()) == (1, 1, 1)


@pytest.mark.parametrize("title", ["", "  \n"])
def test_a_chart_without_a_finding_is_refused(title):
    with pytest.raises(chart.ChartError, match="its finding, as a sentence, and this one is empty"):
        chart.makeup(passages(STORY), title=title)


def test_no_title_stands_in_for_the_finding():
    with pytest.raises(TypeError, match="title"):
        chart.makeup(passages(STORY))


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


# --- Make-up ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "message"),
    [
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
