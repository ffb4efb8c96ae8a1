"""Framing drawn and told: the map along an article, the pairs, the functions of a frame."""

import re

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from analysis import chart, codebook, story
from analysis.chart.drawing import ChartError
from analysis.tables import FRAMES


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


ALONG = pd.DataFrame(
    [(0, "conflict", "reporter", 1), (2, "conflict", "quoted", 3), (2, "morality", "reported", 1)],
    columns=["paragraph", "frame", "voice", "pieces"],
)
FRAMED = ["conflict", "economic", "morality"]
PAIRS = pd.DataFrame(
    [
        ("Sources", "war", "Those in office", 5),
        ("Sources", "peace", "People without office", 0),
        ("Way out", "war", "Victory and defeat", 2),
        ("Way out", "peace", "A way out for all", 3),
    ],
    columns=["pair", "side", "title", "pieces"],
)


def said(ax):
    return [text.get_text() for text in ax.texts]


def test_the_map_says_of_each_frame_in_how_many_paragraphs_it_stands():
    ax = chart.frame_map(ALONG, FRAMED, 4, title="Conflict stands in one paragraph")
    assert said(ax) == ["4 pieces in 1 of 4 paragraphs", "absent", "1 piece in 1 of 4 paragraphs"]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["reporter", "reported", "quoted"]


def test_each_voice_has_a_mark_and_a_height_of_its_own():
    ax = chart.frame_map(ALONG, FRAMED, 4, title="Conflict stands in one paragraph")
    marks = {line.get_marker(): line.get_ydata()[0] for line in ax.lines if line.get_marker() in "os^"}
    assert set(marks) == {"o", "s", "^"}
    assert marks["o"] < 0 < marks["^"]


@pytest.mark.parametrize(
    ("along", "frames", "message"),
    [
        pytest.param(ALONG, [], "there are no frames to draw. Name at least one.", id="no frame"),
        pytest.param(
            ALONG, ["conflict"], "evidence is of 'morality', which has no row. The rows are conflict.", id="no row"
        ),
        pytest.param(
            ALONG.assign(voice="sung"), FRAMED, "'sung' is no voice. There are: reporter, reported, quoted.",
            id="no voice",
        ),
    ],
)  # fmt: skip
def test_a_map_that_cannot_be_drawn_says_why(along, frames, message):
    with pytest.raises(ChartError, match=re.escape(message)):
        chart.frame_map(along, frames, 4, title="A map")


def test_both_sides_of_a_pair_carry_their_name_and_number():
    ax = chart.pairs(PAIRS, title="Both sides have evidence in 1 of 2 pairs")
    assert said(ax) == [
        "Those in office  5", "0  People without office", "Victory and defeat  2", "3  A way out for all",
    ]  # fmt: skip
    left, right = ([bar.get_width() for bar in ax.patches][start::2] for start in (0, 1))
    assert (left, right) == ([-5, -2], [0, 3])


@pytest.mark.parametrize(
    ("table", "message"),
    [
        pytest.param(PAIRS.iloc[:0], "there are no pairs to draw.", id="none"),
        pytest.param(PAIRS.iloc[:1], "the pair 'Sources' lacks its side 'peace'.", id="half a pair"),
    ],
)
def test_pairs_that_cannot_be_drawn_say_why(table, message):
    with pytest.raises(ChartError, match=re.escape(message)):
        chart.pairs(table, title="Pairs")


def test_items_have_no_row_of_their_own_beside_their_frames():
    rows = [
        {
            "codebook": "generic", "article": "a", "frame": frame, "present": True, "strength": 0.5,
            "evidence": 2, "scored_by": "rules", "part_of": part_of,
        }
        for frame, part_of in (("conflict", None), ("reproach", "conflict"))
    ]  # fmt: skip
    assert chart.frame_shares(FRAMES.frame(rows))["frame"].tolist() == ["conflict"]


def test_the_map_is_told_with_its_numbers():
    told = story.frame_map(ALONG, FRAMED, 4, codebook.read("frames", "generic"))
    assert (
        told.claim == "More of the evidence for frames stands in the words of others than in the reporter's"
    )
    assert told.alt == (
        "Of 4 paragraphs evidence stands for conflict in 1 and the headline, economic consequences in none and "
        "morality in 1. 5 pieces: 3 quoted, 1 reported and 1 reporter."
    )
    none = story.frame_map(ALONG.iloc[:0], FRAMED, 4, codebook.read("frames", "generic"))
    assert (none.claim, none.alt) == ("No paragraph holds evidence for a frame", "0 pieces of evidence.")


def test_pairs_are_told_side_by_side_and_never_summed():
    told = story.pairs(PAIRS, codebook.read("frames", "war_peace"))
    assert told.claim == "Both sides have evidence in 1 of 2 pairs"
    assert told.alt == "Pieces of evidence, war to peace: sources 5 to 0 and way out 2 to 3."
    silent = story.pairs(PAIRS.assign(pieces=[0, 0, 2, 3]), codebook.read("frames", "war_peace"))
    assert silent.alt.endswith("Neither side of sources has any.")


@pytest.mark.parametrize(
    ("actors", "claim"),
    [
        pytest.param(
            [("Vane", "cause", 2), ("Vane", "remedy", 1)],
            "Of the evidence found most puts blame on, and asks something of, Vane", id="one for both",
        ),
        pytest.param(
            [("Vane", "cause", 2), ("Rask", "remedy", 1), ("Sand", "remedy", 1)],
            "By the evidence found most blame falls on Vane and most is asked of Rask and Sand", id="two of equals",
        ),
        pytest.param(
            [], "No single actor takes most of the blame, and of none is most asked", id="nobody"
        ),
    ],
)  # fmt: skip
def test_who_is_blamed_and_who_should_act_is_told(actors, claim):
    card = pd.DataFrame({"frame": ["problem", "cause"], "title": ["Problem", "Cause"], "pieces": [0, 3]})
    told = story.functions(
        card, pd.DataFrame(actors, columns=["actor", "frame", "pieces"]), codebook.read("frames", "entman")
    )
    assert told.claim == claim
    assert told.alt == "Evidence for each function: problem 0 pieces and cause 3 pieces. Absent: problem."
    assert told.sure == "frames/entman has not been validated against human coders."
