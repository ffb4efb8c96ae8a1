"""Drawing units to be coded: known probabilities, nothing that depends on the order of reading."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import agree, tables
from analysis.agree import SAMPLE, AgreeError

OUTLETS = ["Courier", "Herald", "Mercury"]


def corpus(articles=60, each=5, seed=1):
    rng = np.random.default_rng(seed)
    n = articles * each
    return pd.DataFrame(
        {
            "article": np.repeat([f"a{k:03d}" for k in range(articles)], each),
            "sentence": np.tile(np.arange(each), articles),
            "text": [f"The harbour master counted {k} crates." for k in range(n)],
            "words": 6,
            "outlet": np.repeat(rng.choice(OUTLETS, articles, p=[0.6, 0.3, 0.1]), each),
            "published": np.repeat(
                pd.to_datetime("2024-01-01") + pd.to_timedelta(rng.integers(0, 300, articles), "D"), each
            ),
            "machine": np.where(rng.random(n) < 0.3, 0.0, rng.normal(size=n)),
        }
    )


@pytest.mark.parametrize("allocation", ["proportional", "equal"])
@pytest.mark.parametrize(
    "by",
    [
        pytest.param((), id="simple"),
        pytest.param("outlet", id="by outlet"),
        pytest.param(("outlet", "machine"), id="by outlet and score"),
        pytest.param("published", id="by date"),
    ],
)
def test_probabilities_are_those_of_the_draw(by, allocation):
    units = corpus()
    drawn = agree.sample(units, 90, by=by, allocation=allocation, duplicates=0)
    assert drawn["item"].is_unique
    assert len(drawn) == 90
    assert (drawn["probability"] == drawn["stratum_drawn"] / drawn["stratum_units"]).all()
    strata = agree.stratify(units, by).groupby("stratum").size()
    assert drawn.groupby("stratum")["stratum_units"].first().to_dict() == strata.to_dict()
    assert (
        drawn.groupby("stratum").size().to_dict()
        == drawn.groupby("stratum")["stratum_drawn"].first().to_dict()
    )
    # Weighted by 1 / probability, the sample stands for the whole corpus.
    assert (1 / drawn["probability"]).sum() == pytest.approx(len(units))


def test_each_unit_is_drawn_as_often_as_its_probability_says():
    units = corpus(articles=20, each=2)
    times = pd.Series(0, index=sorted(agree.stratify(units)["item"]))
    for seed in range(200):
        drawn = agree.sample(units, 12, by="outlet", duplicates=0, seed=seed)
        times[drawn["item"]] += 1
    chance = (
        agree.sample(units, 12, by="outlet", duplicates=0).drop_duplicates("stratum").set_index("stratum")
    )
    stratum = agree.stratify(units, "outlet").set_index("item")["stratum"]
    expected = 200 * stratum.map(chance["probability"])
    off = (times - expected[times.index]) / np.sqrt(expected * (1 - expected / 200))[times.index]
    assert off.abs().max() < 4


def test_equal_allocation_draws_the_same_from_each_stratum_and_what_is_there():
    units = corpus()
    drawn = agree.sample(units, 90, by="outlet", allocation="equal", duplicates=0).groupby("stratum").size()
    there = agree.stratify(units, "outlet").groupby("stratum").size()
    assert drawn["outlet Courier"] == drawn["outlet Herald"]
    assert drawn["outlet Mercury"] == min(30, there["outlet Mercury"])


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 1_000), st.integers(12, 120), st.sampled_from(["proportional", "equal"]))
def test_the_order_of_reading_does_not_matter(seed, size, allocation):
    units = corpus(articles=30)
    shuffled = units.sample(frac=1, random_state=seed)
    first, second = (
        agree.sample(u, size, by=["outlet", "machine"], bins=2, allocation=allocation)
        for u in (units, shuffled)
    )
    pd.testing.assert_frame_equal(first, second)
    assert first["repeats"].isna().sum() == size


def test_another_seed_draws_other_units_and_bears_another_name():
    first, second = (agree.sample(corpus(), 30, seed=seed) for seed in (1, 2))
    assert set(first["item"]) != set(second["item"])
    assert first["sample"].iloc[0] != second["sample"].iloc[0]
    assert first["sample"].nunique() == 1


def test_units_shown_twice_come_again_in_the_second_half_only():
    drawn = agree.sample(corpus(), 100, duplicates=0.2)
    again = drawn[drawn["repeats"].notna()]
    assert len(again) == 20
    place = {row: k for k, row in enumerate(drawn["row"])}
    first = drawn.set_index("row")
    for row in again.itertuples():
        assert first.loc[row.repeats, "item"] == row.item
        assert place[row.repeats] < 50 <= place[row.row]


def test_every_stratum_is_drawn_from_twice_or_whole():
    units = corpus()
    units.loc[0, "outlet"] = "Gazette"
    drawn = agree.sample(units, 10, by="outlet", duplicates=0)
    assert drawn.groupby("stratum").size().to_dict() == {
        "outlet Courier": 5,
        "outlet Gazette": 1,
        "outlet Herald": 2,
        "outlet Mercury": 2,
    }
    assert drawn.set_index("stratum").loc["outlet Gazette", "probability"] == 1


def test_a_missing_value_is_a_stratum_of_its_own():
    units = corpus()
    units.loc[:9, ["outlet", "published", "machine"]] = None
    for by in ("outlet", "published", "machine"):
        assert (agree.stratify(units, by).loc[:9, "stratum"] == f"{by} unknown").all()


def test_scores_are_cut_at_their_quantiles_with_ties_together():
    stratified = agree.stratify(corpus(), "machine", bins=4)
    sizes = stratified.groupby("stratum")["machine"].agg(["size", "min", "max"]).sort_values("min")
    assert (sizes["min"].iloc[1:].to_numpy() > sizes["max"].iloc[:-1].to_numpy()).all()
    assert stratified[stratified["machine"] == 0]["stratum"].nunique() == 1
    assert sizes["size"].iloc[0] == 75


def test_a_sample_written_and_read_again_is_the_same(tmp_path):
    drawn = agree.sample(corpus(), 20, by="outlet")
    for path in tables.write(drawn, SAMPLE, tmp_path):
        pd.testing.assert_frame_equal(tables.read(SAMPLE, path), drawn)


@pytest.mark.parametrize(
    ("change", "keywords", "says"),
    [
        pytest.param({}, {"size": 301}, "cannot draw 301 units: there are 300.", id="more than there are"),
        pytest.param({}, {"size": 0}, "cannot draw 0 units: there are 300.", id="none at all"),
        pytest.param(
            {},
            {"size": 5, "by": "outlet"},
            "5 units are too few for 3 strata: 2 are drawn from each at the least, 6 in all. Draw more, or stratify by "
            "less or in fewer bins.",
            id="too few for the strata",
        ),
        pytest.param(
            {},
            {"size": 9, "by": "paper"},
            "cannot stratify by 'paper': the units have article, sentence, text, words, outlet, published, machine.",
            id="a column that is not there",
        ),
        pytest.param(
            {},
            {"size": 9, "allocation": "optimal"},
            "allocation is 'optimal', but it is 'proportional' or 'equal'.",
            id="an unknown allocation",
        ),
        pytest.param(
            {"sentence": 0},
            {"size": 9},
            "the unit 'a000:0' is listed 5 times. A unit is drawn once: name units by article and sentence, or give "
            "each an `item` of its own.",
            id="a unit listed more than once",
        ),
        pytest.param(
            {"text": " "},
            {"size": 9},
            "300 units have no text to code, the first being a000:0.",
            id="nothing to read",
        ),
        pytest.param(
            {},
            {"size": 9, "duplicates": 2},
            "duplicates is 2, but it is the share shown twice, from 0 to 0.5.",
            id="a number of duplicates in place of a share",
        ),
    ],
)
def test_a_draw_that_cannot_be_made_is_refused(change, keywords, says):
    with pytest.raises(AgreeError) as error:
        agree.sample(corpus().assign(**change), **keywords)
    assert str(error.value) == says


@pytest.mark.parametrize(
    ("keywords", "size"),
    [
        pytest.param({"share": 0.5}, 385, id="half and half, the textbook's 385"),
        pytest.param({"share": 0.5, "population": 1_000}, 278, id="with a small corpus fewer"),
        pytest.param({"error_rate": 0.1}, 154, id="a machine that is wrong once in ten"),
        pytest.param({"deviation": 0.5}, 385, id="a standard deviation of one half"),
        pytest.param(
            {"share": 0.5, "difference": True}, 769, id="a difference needs twice as many in each group"
        ),
    ],
)
def test_how_many_are_needed_for_an_interval_a_tenth_wide(keywords, size):
    needed = agree.size_needed(0.10, **keywords)
    assert needed.size == size
    assert str(needed).startswith(f"Code {size} units")


def test_the_size_reckoned_gives_the_width_wanted():
    rng = np.random.default_rng(1)
    human = rng.normal(size=4_000)
    machine = human + rng.normal(scale=0.5, size=4_000)
    size = agree.size_needed(0.15, deviation=float((human - machine).std()), population=4_000).size
    units = pd.DataFrame({"item": [f"u{k}" for k in range(4_000)], "text": "Fog.", "machine": machine})
    units["article"] = units["item"]
    drawn = agree.sample(units, size, duplicates=0)
    coded = drawn.assign(human=drawn["item"].map(pd.Series(human, index=units["item"])))
    found = agree.correct.mean(units, coded, measure="tone", corpus_only=True).iloc[1]
    assert found["high"] - found["low"] == pytest.approx(0.15, rel=0.12)


@pytest.mark.parametrize(
    ("keywords", "says"),
    [
        pytest.param({}, "give one of deviation, error_rate and share; 0 were given.", id="no pilot"),
        pytest.param(
            {"deviation": 1, "share": 0.2},
            "give one of deviation, error_rate and share; 2 were given.",
            id="two pilots",
        ),
        pytest.param(
            {"error_rate": 0},
            "error_rate is 0, but it lies between 0 and 1. A pilot without a single case tells no size: take "
            "1 / (units of the pilot) as a cautious guess.",
            id="a pilot without an error",
        ),
    ],
)
def test_a_size_that_cannot_be_reckoned_is_refused(keywords, says):
    with pytest.raises(AgreeError) as error:
        agree.size_needed(0.1, **keywords)
    assert str(error.value) == says


def test_units_come_with_context_and_the_machine_s_answer():
    sentences = pd.DataFrame(
        {
            "article": ["b", "a", "a", "a"],
            "sentence": [0, 2, 0, 1],
            "text": ["Fog", "It sank.", "Ferry lost", "Ilva Dorn saw it."],
            "words": [1, 2, 2, 4],
        }
    )
    scores = sentences[["article"]].assign(unit_id=sentences["sentence"], tone=[0.0, -1.0, -0.5, 0.2])
    articles = pd.DataFrame(
        {"article": ["a", "b"], "outlet": ["Herald", None], "published": pd.to_datetime(["2024-05-01", None])}
    )
    units = agree.units(sentences, articles=articles, measure=scores, value="tone", context=1).set_index(
        "item"
    )
    assert units.index.tolist() == ["a:0", "a:1", "a:2", "b:0"]
    assert units.loc["a:1", ["before", "after"]].tolist() == ["Ferry lost", "It sank."]
    assert units["machine"].tolist() == [-0.5, 0.2, -1.0, 0.0]
    assert units.loc["a:0", "outlet"] == "Herald"
    assert units.loc["b:0", ["before", "after", "outlet"]].isna().all()
    whole = agree.units(sentences, unit="article")
    assert whole[["item", "text", "words"]].values.tolist() == [
        ["a", "Ferry lost\nIlva Dorn saw it.\nIt sank.", 8],
        ["b", "Fog", 1],
    ]


def test_scores_of_two_instruments_are_refused():
    sentences = pd.DataFrame({"article": ["a"], "sentence": [0], "text": ["Fog"], "words": [1]})
    scores = pd.DataFrame({"article": ["a", "a"], "unit_id": [0, 0], "tone": [0.1, 0.2]})
    with pytest.raises(AgreeError) as error:
        agree.units(sentences, measure=scores, value="tone")
    assert str(error.value) == (
        "the measure has more than one value for article a, sentence 0. Choose one instrument, one target and "
        "one frame first."
    )
