"""Reliability: Krippendorff's alpha against worked examples, another implementation, and its own laws."""

import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.metrics import interval_distance
from nltk.metrics.agreement import AnnotationTask

from analysis import agree
from analysis.agree import AgreeError

NAN = float("nan")

# Krippendorff, K. (2011). Computing Krippendorff's Alpha-Reliability, sections A, B and C.
TWO_BINARY = pd.DataFrame({"Meg": [0, 1, 0, 0, 0, 0, 0, 0, 1, 0], "Owen": [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]})
TWO_NOMINAL = pd.DataFrame({"Ben": list("aabbdcccedda"), "Gerry": list("babbbccceddd")})
FOUR = pd.DataFrame(
    {
        "A": [1, 2, 3, 3, 2, 1, 4, 1, 2, NAN, NAN, NAN],
        "B": [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NAN, 3],
        "C": [NAN, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NAN],
        "D": [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NAN],
    }
)
# The example of three coders and fifteen units that encyclopaedias print.
THREE = pd.DataFrame(
    {
        "A": [NAN, NAN, NAN, NAN, NAN, 3, 4, 1, 2, 1, 1, 3, 3, NAN, 3],
        "B": [1, NAN, 2, 1, 3, 3, 4, 3, NAN, NAN, NAN, NAN, NAN, NAN, NAN],
        "C": [NAN, NAN, 2, 1, 3, 4, 4, NAN, 2, 1, 1, 3, 3, NAN, 4],
    }
)


@pytest.mark.parametrize(
    ("ratings", "level", "alpha"),
    [
        pytest.param(TWO_BINARY, "nominal", 0.095, id="two coders, two codes"),
        pytest.param(TWO_NOMINAL, "nominal", 0.692, id="two coders, five codes"),
        pytest.param(FOUR, "nominal", 0.743, id="four coders, missing codes, nominal"),
        pytest.param(FOUR, "ordinal", 0.815, id="four coders, missing codes, ordinal"),
        pytest.param(FOUR, "interval", 0.849, id="four coders, missing codes, interval"),
        pytest.param(THREE, "nominal", 0.691, id="three coders, most codes missing, nominal"),
        pytest.param(THREE, "interval", 0.811, id="three coders, most codes missing, interval"),
    ],
)
def test_the_published_examples_come_out(ratings, level, alpha):
    assert round(agree.reliability(ratings, level, draws=10).alpha, 3) == alpha


def test_the_coincidences_of_the_published_example_come_out():
    # Krippendorff (2011), section C: 7, 4/3 and 1/3 in the first row, forty pairable values in all.
    confusion = agree.reliability(FOUR, draws=10).confusion
    assert confusion.loc["1"].round(3).tolist() == [7, 1.333, 0.333, 0.333, 0]
    assert confusion.to_numpy().sum() == pytest.approx(40)


def test_units_with_one_code_say_nothing():
    result = agree.reliability(FOUR, draws=10)
    assert (result.units, result.coders, result.codes) == (11, 4, 40)


CODES = st.one_of(st.none(), st.integers(0, 3))
TABLES = st.lists(st.lists(CODES, min_size=3, max_size=3), min_size=4, max_size=12).map(
    lambda rows: pd.DataFrame(rows, columns=list("ABC"), dtype=float)
)


def usable(table):
    """At least two units with two codes, and codes that differ: else alpha is not defined."""
    paired = table[table.notna().sum(axis=1) >= 2]
    return len(paired) >= 2 and len(set(paired.to_numpy()[paired.notna().to_numpy()])) > 1


@settings(max_examples=60, deadline=None)
@given(TABLES.filter(usable))
def test_another_implementation_finds_the_same(table):
    triples = [(c, u, v) for c in table for u, v in table[c].items() if not pd.isna(v)]
    nominal, interval = AnnotationTask(triples), AnnotationTask(triples, distance=interval_distance)
    assert agree.reliability(table, draws=5).alpha == pytest.approx(nominal.alpha())
    assert agree.reliability(table, "interval", draws=5).alpha == pytest.approx(interval.alpha())


@settings(max_examples=40, deadline=None)
@given(TABLES.filter(usable), st.permutations("ABC"), st.integers(0, 100))
def test_neither_the_order_of_coders_nor_that_of_units_matters(table, coders, seed):
    other = table[list(coders)].sample(frac=1, random_state=seed)
    for level in ("nominal", "ordinal", "interval"):
        first, second = (agree.reliability(t, level, draws=5).alpha for t in (table, other))
        assert first == pytest.approx(second)


@settings(max_examples=40, deadline=None)
@given(TABLES.filter(usable))
def test_scales_matter_only_as_far_as_the_level_says(table):
    stretched = np.exp(table)
    assert agree.reliability(stretched, "ordinal", draws=5).alpha == pytest.approx(
        agree.reliability(table, "ordinal", draws=5).alpha
    )
    moved = 1e-6 * table + 1_000
    assert agree.reliability(moved, "interval", draws=5).alpha == pytest.approx(
        agree.reliability(table, "interval", draws=5).alpha, abs=1e-4
    )


def test_the_interval_is_that_of_resampled_units():
    rng = np.random.default_rng(5)
    truth = rng.integers(0, 3, 60)
    table = pd.DataFrame({c: np.where(rng.random(60) < 0.85, truth, rng.integers(0, 3, 60)) for c in "AB"})
    result = agree.reliability(table, draws=2_000, seed=3)
    redrawn = [
        agree.reliability(table.iloc[rng.integers(60, size=60)].reset_index(drop=True), draws=1).alpha
        for _ in range(400)
    ]
    assert (result.low, result.high) == pytest.approx(np.quantile(redrawn, [0.025, 0.975]), abs=0.04)
    assert result.low < result.alpha < result.high


def test_the_same_seed_gives_the_same_interval():
    first, second = (agree.reliability(FOUR, draws=200, seed=9) for _ in range(2))
    assert (first.low, first.high) == (second.low, second.high)


@pytest.mark.parametrize(
    ("keep", "grade", "says"),
    [
        pytest.param(1.0, "reliable", "the codes are reliable", id="from .800 the codes are reliable"),
        pytest.param(0.89, "tentative", "tentative conclusions, not firm ones", id="from .667 tentative"),
        pytest.param(0.6, "no yardstick", "not used as a yardstick", id="below .667 they are no yardstick"),
    ],
)
def test_what_alpha_allows_is_said(keep, grade, says):
    rng = np.random.default_rng(2)
    truth = rng.integers(0, 2, 400)
    other = np.where(rng.random(400) < keep, truth, 1 - truth)
    result = agree.reliability(pd.DataFrame({"A": truth, "B": other}), draws=200)
    assert (result.grade, result.usable) == (grade, grade != "no yardstick")
    assert says in str(result)


def test_an_interval_that_reaches_too_low_is_said():
    assert "though the interval reaches below 0.667" in str(agree.reliability(FOUR, draws=500))


def test_codes_that_are_all_the_same_are_no_yardstick():
    result = agree.reliability(pd.DataFrame({"A": [1] * 20, "B": [1] * 20}), draws=50)
    assert np.isnan(result.alpha)
    assert np.isnan(result.low)
    assert not result.usable
    assert result.agreement == 1
    assert result.undefined == 1
    assert "code units that differ" in str(result)


def test_a_number_is_one_code_however_its_column_stores_it():
    table = pd.DataFrame({"A": [1, 0, 1, 0], "B": [1.0, 0.0, NAN, 0.0]})
    result = agree.reliability(table, draws=10)
    assert result.alpha == 1
    assert result.confusion.index.tolist() == ["0", "1"]


def test_words_can_be_ordinal_codes_with_their_order_given():
    words = FOUR.replace(dict(enumerate(["a", "few", "some", "many", "most", "all"])))
    order = ["few", "some", "many", "most", "all"]
    assert round(agree.reliability(words, "ordinal", order=order, draws=10).alpha, 3) == 0.815


@pytest.mark.parametrize(
    ("ratings", "keywords", "says"),
    [
        pytest.param(
            pd.DataFrame({"A": [1, NAN, 2], "B": [NAN, 1, 2]}),
            {},
            "1 of 3 units have codes from two coders or more, but agreement needs at least 2 such units "
            "(and some dozens to be known well).",
            id="too few units coded twice",
        ),
        pytest.param(
            TWO_NOMINAL,
            {"level": "interval"},
            "'a' is no number, but interval codes have to be; for ordinal codes in words, give their order: "
            'order=["low", "middle", "high"].',
            id="words are no interval codes",
        ),
        pytest.param(
            TWO_NOMINAL,
            {"level": "ordinal", "order": ["a", "b"]},
            "'d' was given as a code, but `order` lists ['a', 'b'].",
            id="a code outside the order",
        ),
        pytest.param(
            TWO_NOMINAL,
            {"level": "ratio"},
            "level is 'ratio', but it is 'nominal', 'ordinal' or 'interval'.",
            id="a level that is not measured",
        ),
    ],
)
def test_what_cannot_be_reckoned_is_refused(ratings, keywords, says):
    with pytest.raises(AgreeError) as error:
        agree.reliability(ratings, **keywords)
    assert str(error.value) == says


def test_two_thousand_draws_on_a_thousand_units_take_about_a_second():
    rng = np.random.default_rng(1)
    truth = rng.normal(size=1_000)
    table = pd.DataFrame({c: truth + rng.normal(scale=0.5, size=1_000) for c in "ABC"})
    for level in ("interval", "ordinal"):
        begun = time.process_time()
        agree.reliability(table, level)
        assert time.process_time() - begun < 5  # seconds; about half of one on a free machine


def test_ratings_and_repeats_are_told_apart():
    rows = [
        ("anna", "r1", "u1", "1", False),
        ("anna", "r2", "u2", "0", False),
        ("anna", "r3", "u1", "0", True),
        ("ben", "r1", "u1", "1", False),
        ("ben", "r2", "u2", None, False),
        ("ben", "r3", "u1", "1", True),
    ]
    codes = pd.DataFrame(rows, columns=["coder", "row", "item", "code", "repeat"]).assign(question="tone")
    between = agree.ratings(codes, "tone")
    assert between.loc["u1"].tolist() == ["1", "1"]
    assert pd.isna(between.loc["u2", "ben"])
    within = agree.repeats(codes, "tone")
    assert within.loc[("anna", "u1")].tolist() == ["1", "0"]
    assert within.loc[("ben", "u1")].tolist() == ["1", "1"]
    with pytest.raises(AgreeError, match=r"no codes for the question 'heat'\. There are: tone\."):
        agree.ratings(codes, "heat")
