"""Groups, differences, trends: what is counted, what is refused, what is said to be chance."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import false_discovery_control
from statsmodels.stats.multitest import multipletests

from analysis import compare
from analysis.compare import CompareError
from analysis.compare.groups import _corrected
from analysis.tables import VALUES


def told(groups, unit="points", measure="tone", weights=None, **facts):
    """Values and articles from the values of each group's articles."""
    rows = [(group, value) for group, values in groups.items() for value in values]
    ids = [f"{n:03}" for n in range(len(rows))]
    weights = weights or [1] * len(rows)
    values = VALUES.frame(
        (measure, name, value, weight, unit, "demo", "A")
        for name, (_, value), weight in zip(ids, rows, weights, strict=True)
    )
    named = [None if group == "?" else group for group, _ in rows]
    return values, pd.DataFrame({"article": ids, "outlet": named, **facts})


DARK = [-0.5, -0.4, -0.3, -0.4, -0.5, -0.3]
BRIGHT = [0.1, 0.2, 0.3, 0.2, 0.1, 0.2]


def test_a_group_s_figure_is_the_mean_of_its_articles_and_the_unknown_outlet_is_a_group():
    values, articles = told({"Beacon": BRIGHT, "Crier": DARK, "?": [0.9]})
    found = compare.groups(values, articles).set_index("group")
    assert found["value"].round(3).to_dict() == {"Crier": -0.4, "Beacon": 0.183, "(unknown)": 0.9}
    assert found["articles"].to_dict() == {"Crier": 6, "Beacon": 6, "(unknown)": 1}
    assert found.loc["(unknown)", "why"] == "1 article; 5 are needed"
    assert found.loc["Beacon", "low"] < 0.183 < found.loc["Beacon", "high"]


def test_articles_that_hold_nothing_to_measure_are_counted_and_a_group_of_them_is_named():
    values, articles = told({"Beacon": [*BRIGHT, np.nan], "Crier": [np.nan, np.nan]})
    found = compare.groups(values, articles)
    assert found[["group", "articles", "without", "unmeasured"]].values.tolist() == [
        ["Beacon", 6, 1, "Crier (2)"]
    ]


def test_each_unit_may_count_once_instead_of_each_article():
    values, articles = told({"Beacon": [0, 0, 0, 0, 1]}, weights=[1, 1, 1, 1, 16])
    by_article, by_unit = (
        compare.groups(values, articles, each=each).iloc[0] for each in ("article", "unit")
    )
    assert (by_article["value"], by_article["n"]) == (0.2, 5)
    assert (by_unit["value"], by_unit["n"]) == (0.8, 20)


def test_any_column_that_came_with_the_articles_makes_groups_and_two_make_their_combinations():
    values, articles = told({"Beacon": BRIGHT, "Crier": DARK}, section=["home", "abroad"] * 6)
    found = compare.groups(values, articles, by=["outlet", "section"])
    assert set(found["group"]) == {
        "Beacon · abroad", "Beacon · home", "Crier · abroad", "Crier · home",
    }  # fmt: skip
    assert set(compare.groups(values, articles, by="section")["articles"]) == {6}


def test_days_make_groups_by_the_month():
    values, articles = told({"Beacon": BRIGHT}, published=pd.to_datetime(["2025-01-31", "2025-02-01"] * 3))
    assert compare.groups(values, articles, by="published", every="month")["group"].tolist() == [
        "2025-01", "2025-02",
    ]  # fmt: skip


def test_where_all_articles_say_the_same_the_interval_says_what_could_have_been_missed():
    values, articles = told({"Beacon": [0.0] * 6}, unit="%")
    row = compare.groups(values, articles).iloc[0]
    assert row["low"] == 0
    assert row["high"] == pytest.approx(100 * (1 - 0.025 ** (1 / 6)))


def test_a_share_s_interval_stays_between_none_and_all():
    values, articles = told({"Beacon": [0, 0, 0, 0, 100, 0]}, unit="%")
    row = compare.groups(values, articles).iloc[0]
    assert row["low"] >= 0
    assert row["high"] <= 100


def test_a_difference_has_interval_p_value_and_effect_in_plain_units():
    row = compare.differences(*told({"Beacon": BRIGHT, "Crier": DARK})).iloc[0]
    assert row["group"] == "Beacon less Crier"
    assert row["value"] == row["difference"] == pytest.approx(0.583, abs=1e-3)
    assert (row["value_one"], row["value_other"]) == (pytest.approx(0.183, abs=1e-3), pytest.approx(-0.4))
    assert 0.4 < row["low"] < row["value"] < row["high"] < 0.8
    # Of the 924 ways to part twelve articles evenly two are as extreme.
    assert 0.0005 <= row["p"] <= 0.006
    assert row["effect"] > 4
    assert row["told"]


def test_groups_that_do_not_differ_are_not_told_apart():
    row = compare.differences(*told({"Beacon": BRIGHT, "Crier": BRIGHT[::-1]})).iloc[0]
    assert row["value"] == pytest.approx(0)
    assert row["p"] == 1
    assert not row["told"]


def test_a_group_of_four_articles_is_refused_and_the_row_says_what_it_needs():
    row = compare.differences(*told({"Beacon": BRIGHT, "Crier": DARK[:4]})).iloc[0]
    assert row[["low", "high", "p", "p_corrected"]].isna().all()
    assert row["why"] == "Crier: 4 articles; 5 are needed"
    assert not row["told"]
    assert row["value"] == pytest.approx(0.583, abs=1e-3)


def test_one_group_has_nothing_to_be_compared_with():
    with pytest.raises(
        CompareError,
        match=r"^by outlet there is one group \(Beacon\) and nothing to compare it with: "
        r"articles of a second group are needed\.$",
    ):
        compare.differences(*told({"Beacon": BRIGHT}))


def test_articles_of_unknown_outlet_are_counted_and_compared_with_none():
    found = compare.differences(*told({"Beacon": BRIGHT, "Crier": DARK, "?": [0.5, 0.5]}))
    assert found["group"].tolist() == ["Beacon less Crier"]
    assert found["unknown"].tolist() == [2]


def test_up_to_eight_groups_are_compared_pair_by_pair_and_more_with_all_others():
    three = dict.fromkeys("ABC", BRIGHT)
    nine = dict.fromkeys("ABCDEFGHI", BRIGHT)
    assert compare.differences(*told(three))["group"].tolist() == ["A less B", "A less C", "B less C"]
    assert compare.differences(*told(nine))["group"].tolist()[:2] == [
        "A less the others", "B less the others",
    ]  # fmt: skip
    assert compare.differences(*told(three), against="B")["group"].tolist() == ["A less B", "C less B"]
    with pytest.raises(
        CompareError, match=r"^no group 'D' by outlet has a value of tone\. There are: A, B, C\.$"
    ):
        compare.differences(*told(three), against="D")


def test_the_others_together_are_their_articles_together():
    row = compare.differences(*told({"A": BRIGHT, "B": DARK, "C": [0.1] * 3}), against="the others").iloc[0]
    assert row["value_other"] == pytest.approx(np.mean([*DARK, 0.1, 0.1, 0.1]))
    assert row["articles"] == 15


def test_one_giant_outlet_neither_hides_nor_slows_the_small_ones():
    rng = np.random.default_rng(1)
    giant, small = rng.normal(0, 0.1, 30_000), rng.normal(0.1, 0.1, 40)
    row = compare.differences(*told({"Giant": giant, "Small": small})).iloc[0]
    assert row["told"]
    assert row["low"] < -0.1 < row["high"]


def events(told_by):
    """Each event adds its own tone; the Crier is darker by .1 in each."""
    rng = np.random.default_rng(2)
    rows = [(event, outlet) for event, outlets in enumerate(told_by) for outlet in outlets]
    own = rng.normal(0, 0.5, len(told_by))
    ids = [str(n) for n in range(len(rows))]
    values = VALUES.frame(
        ("tone", name, own[event] - 0.1 * (outlet == "C") + rng.normal(0, 0.02), 1, "points", "demo", "A")
        for name, (event, outlet) in zip(ids, rows, strict=True)
    )
    return values, pd.DataFrame(
        {
            "article": ids,
            "outlet": [{"B": "Beacon", "C": "Crier"}[outlet] for _, outlet in rows],
            "event": [str(event) for event, _ in rows],
        }
    )


@pytest.mark.parametrize(
    "told_by",
    [pytest.param(["BC"] * 12, id="one article each"), pytest.param(["BBC", "BC", "BCCC"] * 4, id="several")],
)
def test_within_events_what_the_events_bring_along_cancels(told_by):
    values, articles = events([*told_by, "B", "C"])
    across = compare.differences(values, articles).iloc[0]
    within = compare.differences(values, articles, within="event").iloc[0]
    assert not across["told"]
    assert within["told"]
    assert within["value"] == pytest.approx(0.1, abs=0.02)
    assert within["high"] - within["low"] < 0.05
    assert (within["n"], within["unpaired"]) == (12, 2)


def test_outlets_without_a_common_event_cannot_be_compared_within_events():
    values, articles = events(["B"] * 6 + ["C"] * 6)
    with pytest.raises(CompareError, match=r"^no two groups by outlet have articles on the same event\."):
        compare.differences(values, articles, within="event")


def test_a_pair_without_a_common_event_is_named_and_the_others_are_compared():
    values, articles = events(["BC"] * 6)
    extra = VALUES.frame([("tone", "z", 0.1, 1, "points", "demo", "A")])
    more = pd.DataFrame({"article": ["z"], "outlet": ["Zephyr"], "event": ["its own"]})
    found = compare.differences(pd.concat([values, extra]), pd.concat([articles, more]), within="event")
    assert found["group"].tolist() == ["Beacon less Crier"]
    assert found["nothing_shared"].tolist() == ["Beacon and Zephyr, Crier and Zephyr"]


def test_within_events_articles_count_once_each():
    values, articles = events(["BC"] * 6)
    with pytest.raises(
        CompareError, match=r"^within each event every article counts once; leave `each` out\.$"
    ):
        compare.differences(values, articles, within="event", each="unit")


def test_few_common_events_are_refused():
    row = compare.differences(*events(["BC"] * 4), within="event").iloc[0]
    assert pd.isna(row["p"])
    assert row["why"] == "4 common events; 5 are needed"


@pytest.mark.slow  # the libraries take ten seconds to import
@settings(max_examples=15, deadline=None)
@given(st.lists(st.floats(0.0001, 1), min_size=1, max_size=12))
def test_corrections_are_those_of_the_libraries(p):
    p = np.array(p)
    assert _corrected(p, "holm") == pytest.approx(multipletests(p, method="holm")[1])
    assert _corrected(p, "bh") == pytest.approx(false_discovery_control(p))
    assert _corrected(p, "none") == pytest.approx(p)


def test_differences_of_several_calls_are_corrected_together():
    one = compare.differences(*told({"Beacon": BRIGHT, "Crier": DARK}))
    other = compare.differences(*told({"Beacon": BRIGHT, "Crier": DARK}, measure="other"))
    both = compare.correct(pd.concat([one, other]))
    assert both["comparisons"].tolist() == [2, 2]
    assert both["p_corrected"].max() == pytest.approx(max(both["p"].max(), 2 * both["p"].min()))
    with pytest.raises(CompareError, match=r"^no correction 'fdr'\. There are: holm, bh, none\.$"):
        compare.correct(both, "fdr")


def test_a_table_of_many_measures_is_corrected_for_all_of_them():
    parts = [told({"Beacon": BRIGHT, "Crier": DARK}, measure=name) for name in "abcde"]
    found = compare.differences(pd.concat([values for values, _ in parts]), parts[0][1])
    assert len(found) == 5
    assert (found["comparisons"] == 5).all()
    assert (found["p_corrected"] >= 5 * found["p"].min()).all()


@settings(max_examples=15, deadline=None)
@given(st.permutations(list(range(12))))
def test_the_order_of_articles_changes_no_figure_and_their_names_no_difference(order):
    values, articles = told({"Beacon": BRIGHT, "Crier": DARK})
    whole = compare.groups(values, articles)
    mixed = compare.groups(values.iloc[order], articles.iloc[order[::-1]])
    pd.testing.assert_frame_equal(
        whole[["group", "value", "n", "articles"]], mixed[["group", "value", "n", "articles"]]
    )


def test_another_group_more_changes_nothing_for_the_rest():
    two, three = (
        compare.groups(*told(groups)).set_index("group")
        for groups in ({"Beacon": BRIGHT, "Crier": DARK}, {"Beacon": BRIGHT, "Crier": DARK, "Zephyr": BRIGHT})
    )
    pd.testing.assert_frame_equal(two, three.loc[two.index])


def dated(days, values):
    rows = told({"Beacon": values})
    return rows[0], rows[1].assign(published=pd.to_datetime(days))


def test_a_trend_leaves_months_without_articles_out_and_counts_articles_without_a_date():
    found = compare.trend(*dated(["2025-01-03", "2025-01-09", "2025-04-01", None], [0.1, 0.3, 0.2, 0.9]))
    assert found[["group", "articles"]].values.tolist() == [["2025-01", 2], ["2025-04", 1], ["(unknown)", 1]]
    assert found["period"].isna().tolist() == [False, False, True]
    assert found["low"].isna().all()


def test_a_trend_has_a_line_for_each_group():
    values, articles = told({"Beacon": BRIGHT, "Crier": DARK})
    articles["published"] = pd.to_datetime("2025-03-02")
    found = compare.trend(values, articles, "week", by="outlet")
    assert found[["line", "articles"]].values.tolist() == [["Beacon", 6], ["Crier", 6]]
    assert set(found["period"]) == {pd.Timestamp("2025-02-24")}


def test_no_length_of_time_is_guessed():
    with pytest.raises(
        CompareError, match=r"^no length of time 'decade'\. There are: day, week, month, quarter, year\.$"
    ):
        compare.trend(*dated(["2025-01-03"], [0.1]), every="decade")


def test_a_steady_fall_is_told_and_a_flat_line_is_not():
    rng = np.random.default_rng(3)
    days = pd.date_range("2025-01-01", periods=60, freq="6D")
    falling = compare.drift(*dated(days, -np.arange(60) / 60 + rng.normal(0, 0.1, 60))).iloc[0]
    flat = compare.drift(*dated(days, rng.normal(0, 0.1, 60))).iloc[0]
    assert falling["told"]
    assert falling["low"] < -365 / 360 < falling["high"]
    assert falling["days"] == 354
    assert not flat["told"]


def test_nine_dated_articles_are_too_few_for_a_line():
    row = compare.drift(*dated(pd.date_range("2025-01-01", periods=9), np.arange(9) / 10)).iloc[0]
    assert pd.isna(row["p"])
    assert row["why"] == "9 dated articles; 10 are needed"


def test_values_of_articles_not_given_are_an_error():
    values, articles = told({"Beacon": BRIGHT})
    with pytest.raises(
        CompareError, match=r"^1 values are of articles not given, the first of article 005\."
    ):
        compare.groups(values, articles.head(5))
