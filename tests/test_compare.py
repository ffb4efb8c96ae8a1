import numpy as np
import pandas as pd
import pytest

from analysis import agree, compare, parse
from analysis.compare import CompareError
from analysis.tables import SCORES


def scores(tones: dict[str, list[float]], instrument="vader"):
    return SCORES.frame(
        (instrument, article, "sentence", number, None, None, tone, 5)
        for article, values in tones.items()
        for number, tone in enumerate(values, start=1)
    )


def test_an_article_s_tone_is_the_mean_of_its_sentences():
    estimates = compare.article_tone(scores({"a": [0.0, 0.2, 0.4], "b": [-0.5, -0.5, -0.5]})).set_index(
        "group"
    )
    assert estimates["value"].round(9).to_dict() == {"a": 0.2, "b": -0.5}
    assert estimates.loc["b", ["low", "high"]].tolist() == [-0.5, -0.5]
    assert estimates["n"].to_dict() == {"a": 3, "b": 3}


def test_the_interval_covers_the_mean_of_a_known_population_about_as_often_as_it_says():
    rng = np.random.default_rng(7)
    covered = 0
    for run in range(200):
        drawn = rng.normal(0.1, 0.3, size=40)
        estimate = compare.article_tone(scores({"a": drawn.tolist()}), seed=run).iloc[0]
        covered += estimate["low"] <= 0.1 <= estimate["high"]
    assert 0.90 <= covered / 200 <= 0.98


def test_two_sentences_have_a_mean_and_no_interval():
    estimate = compare.article_tone(scores({"a": [0.0, 1.0]})).iloc[0]
    assert estimate["value"] == 0.5
    assert pd.isna(estimate["low"])


def outlets(**of):
    return pd.DataFrame({"article": list(of), "outlet": list(of.values())})


def test_groups_come_darkest_first_and_the_unknown_outlet_is_a_group():
    tones = {
        f"{group}{n}": [tone, tone + 0.2]
        for group, tone in zip("abc", (0.4, 0.0, -0.3), strict=True)
        for n in range(5)
    }
    known = {article: {"a": "The Crier", "b": "The Bell", "c": None}[article[0]] for article in tones}
    estimates = compare.tone(scores(tones), outlets(**known))
    assert estimates[["group", "n"]].to_numpy().tolist() == [
        ["(unknown)", 5], ["The Bell", 5], ["The Crier", 5],
    ]  # fmt: skip
    assert estimates["value"].round(9).tolist() == [-0.2, 0.1, 0.5]


def test_a_group_of_few_articles_comes_last_without_a_figure_that_would_rank_it():
    tones = {name: [0.1, 0.2] for name in "abcdefghij"}
    by = dict.fromkeys("abcde", "The Crier") | dict.fromkeys("fghi", "The Bell") | {"j": "An Owl"}
    estimates = compare.tone(scores(tones), outlets(**by))
    assert estimates[["group", "n"]].to_numpy().tolist() == [["The Crier", 5], ["An Owl", 1], ["The Bell", 4]]
    assert estimates["value"].isna().tolist() == [False, True, True]
    assert estimates[["low", "high"]].isna().all(axis=1).tolist() == [False, True, True]


def test_the_interval_of_a_group_of_enough_articles_holds_its_mean():
    enough = scores({name: [place / 10, 0.2] for place, name in enumerate("abcde")})
    estimate = compare.tone(enough, outlets(**dict.fromkeys("abcde", "The Crier"))).iloc[0]
    assert estimate["low"] < estimate["value"] < estimate["high"]


def test_the_interval_redraws_articles_not_sentences():
    # Five articles that differ, each of forty sentences that do not: redrawing sentences would see no spread.
    tones = {name: [place / 10] * 40 for place, name in enumerate("abcde")}
    estimate = compare.tone(scores(tones), outlets(**dict.fromkeys("abcde", "The Crier"))).iloc[0]
    assert estimate["high"] - estimate["low"] > 0.15


def test_scores_of_two_instruments_are_not_compared():
    mixed = pd.concat([scores({"a": [0.1]}), scores({"a": [0.1]}, "textblob")])
    with pytest.raises(
        CompareError, match=r"^scores of 2 instruments \(vader, textblob\) lie on different scales\."
    ):
        compare.article_tone(mixed)


def test_an_unknown_fact_is_answered_with_those_there_are():
    with pytest.raises(
        CompareError, match=r"^articles have no column 'section'\. They have: article, outlet\.$"
    ):
        compare.tone(scores({"a": [0.1]}), outlets(a="The Crier"), by="section")


def test_the_overall_tone_redraws_sentences_of_one_article_and_articles_of_several():
    one = pd.concat([scores({"a": [0.0, 0.2, 0.4]}), scores({"a": [-0.1, 0.0, 0.1]}, "textblob")])
    assert compare.overall_tone(one)[["group", "n", "articles"]].to_numpy().tolist() == [
        ["vader", 3, 1],
        ["textblob", 3, 1],
    ]
    five = scores({name: [place / 10, place / 10] for place, name in enumerate("abcde")})
    estimate = compare.overall_tone(five).iloc[0]
    assert (estimate["n"], estimate["articles"]) == (5, 5)
    assert estimate["low"] < 0.2 < estimate["high"]


def test_leaving_a_passage_out_shows_how_much_hangs_on_it():
    sentences = parse.sentences_of(["Bright.", "Neutral.", "Neutral."]).assign(passage=[0, 1, 1], article="a")
    without = compare.without_each(scores({"a": [0.9, 0.0, 0.0]}), sentences)
    assert without[["passage", "sentences"]].to_numpy().tolist() == [[1, 2], [0, 1]]
    assert without["value"].round(9).tolist() == [0.9, 0.0]
    assert without["change"].round(9).tolist() == [0.6, -0.3]


def test_an_article_of_one_passage_cannot_be_left_out_of_itself():
    sentences = parse.sentences_of(["Bright.", "Neutral."]).assign(article="a")
    assert compare.without_each(scores({"a": [0.9, 0.0]}), sentences).empty


def test_a_coded_sample_gives_the_naive_and_the_corrected_estimate_side_by_side():
    """A machine that reads every sentence of one outlet too brightly, and people who do not."""
    rng = np.random.default_rng(3)
    rows = [
        {
            "article": f"{outlet}{n}",
            "sentence": place,
            "outlet": outlet,
            "text": "Fog lay over the harbour.",
            "words": 5,
        }
        for outlet in ("Beacon", "Crier")
        for n in range(40)
        for place in range(5)
    ]
    units = pd.DataFrame(rows)
    units["truth"] = rng.normal(0, 0.2, len(units))
    units["machine"] = units["truth"] + np.where(units["outlet"] == "Crier", 0.5, 0.0)
    units = agree.stratify(units, "outlet")
    drawn = agree.sample(units, 160, duplicates=0, seed=1)
    coded = drawn.assign(human=drawn["item"].map(units.set_index("item")["truth"]))
    estimates = compare.corrected.difference(units, coded, measure="tone", by="outlet").set_index("method")
    assert estimates.loc["naive", "group"] == "Beacon less Crier"
    assert estimates.loc["naive", "high"] < -0.4
    assert estimates.loc["dsl", "low"] < 0 < estimates.loc["dsl", "high"]
    assert estimates["corrected"].to_dict() == {"naive": False, "dsl": True}
