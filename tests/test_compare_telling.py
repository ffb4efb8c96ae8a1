"""Comparisons in words and charts: no surer than the figures, and readable."""

import itertools

import numpy as np
import pandas as pd
import pytest

from analysis import chart, compare, parse, story
from analysis.chart import ChartError
from analysis.story import StoryError
from analysis.tables import VALUES

BRIGHT = [0.1, 0.2, 0.3, 0.2, 0.1, 0.2]
DARK = [-0.5, -0.4, -0.3, -0.4, -0.5, -0.3]


def gaps(groups, unit="points", tier="A", measures=("tone (points on its scale)",), **choices):
    rows = [(outlet, value) for outlet, values in groups.items() for value in values]
    ids = [str(n) for n in range(len(rows))]
    values = VALUES.frame(
        (measure, name, value, 1, unit, "demo", tier)
        for measure in measures
        for name, (_, value) in zip(ids, rows, strict=True)
    )
    articles = pd.DataFrame({"article": ids, "outlet": [None if o == "?" else o for o, _ in rows]})
    return compare.differences(values, articles, **choices)


@pytest.mark.parametrize(
    ("tier", "claim"),
    [
        pytest.param(
            "A", "Tone: Beacon is 0.58 points on its scale higher than Crier", id="a validated instrument"
        ),
        pytest.param("B", "Tone: Beacon seems 0.58 points on its scale higher than Crier", id="a weaker one"),
        pytest.param(
            "C",
            "Tone: Beacon is measured 0.58 points on its scale higher than Crier; "
            "whether readers would agree is too uncertain to say",
            id="one too weak to carry a claim",
        ),
    ],
)
def test_a_difference_is_claimed_as_surely_as_its_instrument_allows(tier, claim):
    assert story.differences(gaps({"Beacon": BRIGHT, "Crier": DARK}, tier=tier)).claim == claim


def test_a_difference_inside_noise_is_no_difference_that_could_be_told():
    found = story.differences(gaps({"Beacon": BRIGHT, "Crier": BRIGHT[::-1]}))
    assert found.claim == "No difference that could be told from chance, in 1 comparison"
    assert "0 differences of 1 told from chance" in found.alt


def test_few_articles_are_said_to_be_few():
    found = story.differences(gaps({"Beacon": BRIGHT, "Crier": DARK[:3]}))
    assert found.claim == "Too few articles to say whether the groups differ: each needs 5"
    assert "1 had too few articles" in found.alt


def test_a_share_is_told_in_percentage_points_and_unknown_outlets_are_counted():
    found = story.differences(
        gaps(
            {"Beacon": [80.0, 90, 85, 80, 95, 90], "Crier": [10.0, 20, 15, 10, 30, 20], "?": [50.0]}, unit="%"
        )
    )
    assert "percentage points higher than Crier" in found.claim
    assert "1 article of unknown group compared with none" in found.alt


def test_a_length_is_counted_and_needs_no_hedge():
    lengths = {"Beacon": [300.0, 320, 310, 305, 290, 300], "Crier": [500.0, 520, 510, 505, 490, 500]}
    found = story.differences(gaps(lengths, unit="words", tier="C", measures=("length (words)",)))
    assert found.claim == "Length: Beacon is 200 words shorter than Crier"


def test_of_several_measures_the_strongest_difference_leads_and_the_rest_are_counted():
    found = story.differences(gaps({"Beacon": BRIGHT, "Crier": DARK}, measures=("tone (x)", "mood (x)")))
    assert found.claim.endswith("; 2 of 2 comparisons are told from chance")
    assert "Holm" in found.alt


def test_no_comparison_is_no_story():
    with pytest.raises(StoryError, match=r"^there is no comparison to tell of"):
        story.differences(gaps({"Beacon": BRIGHT, "Crier": DARK}).head(0))


def course(values, days, outlets=None):
    ids = [str(n) for n in range(len(values))]
    made = VALUES.frame(
        ("tone (points)", name, value, 1, "points", "demo", "A")
        for name, value in zip(ids, values, strict=True)
    )
    return made, pd.DataFrame(
        {"article": ids, "published": pd.to_datetime(days), "outlet": outlets or ["Beacon"] * len(ids)}
    )


def test_a_trend_is_told_with_its_test_and_the_articles_without_a_date():
    rng = np.random.default_rng(1)
    days = [*pd.date_range("2025-01-01", periods=60, freq="6D"), None]
    material = course([*(-np.arange(60) / 60 + rng.normal(0, 0.1, 60)), 0], days)
    found = story.trend(compare.trend(*material), compare.drift(*material))
    assert found.claim == "Tone falls"
    assert "1 article without a date" in found.alt
    assert "Change per 365 days: −1." in found.alt
    assert "no test of whether it rises or falls" in story.trend(compare.trend(*material)).claim


def test_a_flat_course_neither_rises_nor_falls():
    material = course([0.1, 0.2] * 10, pd.date_range("2025-01-01", periods=20, freq="6D"))
    found = story.trend(compare.trend(*material), compare.drift(*material))
    assert found.claim == "No rise or fall of tone that could be told from chance"


def worded(texts):
    ids = [str(n) for n in range(len(texts))]
    sentences = parse.sentences_of([text for _, text in texts]).assign(article=ids)
    return sentences, pd.DataFrame({"article": ids, "outlet": [outlet for outlet, _ in texts]})


FERRY = [("Beacon", "The ferry is a lifeline.")] * 8 + [("Crier", "The ferry is a burden.")] * 8


def test_words_that_set_groups_apart_are_named_with_their_counts():
    found = story.keyness(compare.keyness(*worded(FERRY)))
    assert found.claim == "2 words set Beacon and Crier apart from the rest"
    assert "Beacon: “lifeline” (8 in 8); Crier: “burden” (8 in 8)" in found.alt


def test_words_that_all_share_set_no_group_apart():
    same = [(outlet, "The ferry is late.") for outlet, _ in FERRY]
    assert (
        story.keyness(compare.keyness(*worded(same))).claim
        == "No word sets a group apart by more than chance"
    )


def test_collocates_are_told_beside_what_chance_would_bring():
    sentences, _ = worded(
        [("", "The costly tram stopped.")] * 9 + [("", "Fog fell, and all the ferries stopped.")] * 30
    )
    found = story.collocates(compare.collocates(sentences, "tram"))
    assert found.claim == "Near “tram” stands “costly” most beyond chance"
    assert "“costly” 9 (by chance 1.0; 9 articles)" in found.alt


def drawn(ax):
    """The figure's own check: nothing drawn outside it, no two row labels on each other."""
    figure = ax.get_figure()
    figure.draw_without_rendering()
    inside = figure.get_tightbbox()
    width, height = figure.get_size_inches()
    assert inside.x0 > -0.05
    assert inside.y0 > -0.05
    assert inside.x1 < width + 0.05
    assert inside.y1 < height + 0.05
    boxes = [label.get_window_extent() for label in ax.get_yticklabels() if label.get_text()]
    assert not any(one.overlaps(other) for one, other in itertools.pairwise(boxes))
    return ax


def test_a_chart_of_differences_fills_what_is_told_and_says_what_is_refused():
    groups = {"Beacon": BRIGHT, "The Crier of the Parliamentary Assembly": DARK, "Zephyr": BRIGHT[:3]}
    ax = drawn(chart.differences(gaps(groups), title="Beacon is brighter", unit="points"))
    labels = [text.get_text() for text in ax.get_legend().get_texts()]
    assert labels == ["told from chance", "too few articles"]
    assert "corrected for 1 comparison (Holm)" in ax.get_xlabel().replace("\n", " ")
    assert any("no interval" in text.get_text() for text in ax.texts)
    fills = [line.get_markerfacecolor() for line in ax.lines if line.get_marker() == "o"]
    assert fills == ["#0B3F70"]


def test_more_differences_than_fit_are_counted():
    ax = chart.differences(gaps(dict.fromkeys("ABCDEF", BRIGHT)), title="None differs", unit="points", top=4)
    assert "11 further comparisons not shown" in ax.get_xlabel().replace("\n", " ")


def test_differences_in_different_units_are_not_drawn_on_one_axis():
    mixed = pd.concat(
        [gaps({"A": BRIGHT, "B": DARK}), gaps({"A": BRIGHT, "B": DARK}, unit="%", measures=("x",))]
    )
    with pytest.raises(ChartError, match=r"^the differences are of 2 units \(points, %\)"):
        chart.differences(mixed, title="x", unit="points")


def test_a_trend_breaks_its_line_at_a_gap_and_counts_articles_under_it():
    days = [*["2025-01-05"] * 6, *["2025-02-05"] * 6, *["2025-06-05"] * 2]
    ax = drawn(
        chart.trend(
            compare.trend(*course([*BRIGHT, *DARK, 0.1, 0.2], days)),
            title="Tone falls",
            unit="tone",
            zero="neutral",
        )
    )
    (foot,) = ax.child_axes
    assert [text.get_text() for text in foot.texts] == ["6", "6", "2"]
    assert [bar.get_x() + bar.get_width() / 2 for bar in foot.patches] == [0, 1, 5]
    runs = [
        list(line.get_xdata())
        for line in ax.lines
        if line.get_linestyle() == "-" and len(line.get_xdata()) == 2
    ]
    assert [0, 1] in runs
    assert [1, 5] not in runs


def test_more_lines_than_can_be_told_apart_are_refused():
    outlets = [name for name in "ABCDE" for _ in range(2)]
    table = compare.trend(*course([0.1] * 10, ["2025-01-05"] * 10, outlets), by="outlet")
    with pytest.raises(ChartError, match=r"^5 lines are more than a reader can tell apart; the most is 4\."):
        chart.trend(table, title="x", unit="tone")


def test_no_dated_article_is_no_trend_to_draw():
    table = compare.trend(*course([0.1, 0.2], ["2025-01-05", None])).query("group == '(unknown)'")
    with pytest.raises(ChartError, match=r"^no period has a value\."):
        chart.trend(table, title="x", unit="tone")


def test_key_words_are_drawn_group_by_group_with_their_counts():
    ax = drawn(chart.keyness(compare.keyness(*worded(FERRY)), title="Two words differ", top=2))
    assert [label.get_text() for label in ax.get_yticklabels()] == ["lifeline", "burden"]
    assert ax.texts[0].get_text() == "8 in 8 articles; elsewhere 0 in 0"


def test_collocates_are_drawn_beside_chance():
    sentences, _ = worded(
        [("", "The costly tram stopped.")] * 9 + [("", "Fog fell, and all the ferries stopped.")] * 30
    )
    ax = drawn(chart.collocates(compare.collocates(sentences, "tram"), title="Costly stands near tram"))
    assert ax.get_xlabel() == "times near “tram”"
    assert [label.get_text() for label in ax.get_yticklabels()] == ["costly", "stopped"]


def events_of(days, made="content"):
    """Two events: one told by two outlets, printed on these days, and one that stands alone."""
    facts = pd.DataFrame(
        {"article": list("abc"), "outlet": ["Beacon", "Crier", "Crier"], "published": pd.to_datetime(days)}
    )
    events = pd.DataFrame(
        {
            "article": list("abc"),
            "event": ["x", "x", "y"],
            "event_from": [made, made, "alone"],
            "about": "Pool",
        }
    )
    return compare.by_event(events, facts)


@pytest.mark.parametrize(
    ("days", "made", "said"),
    [
        pytest.param([None, None, None], "content", True, id="no day is known"),
        pytest.param(
            ["2031-05-02", None, None], "content", False, id="an event has a day, one alone has none"
        ),
        pytest.param([None, None, None], "given", False, id="no day is known and none was needed"),
    ],
)
def test_events_joined_without_a_day_are_said_to_rest_on_words_alone(days, made, said):
    sure = story.events(events_of(days, made)).sure
    assert ("1 of the 1 that several articles tell have no known day" in sure) == said
