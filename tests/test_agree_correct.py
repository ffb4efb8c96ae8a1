"""Corrected estimates: their laws, other implementations, and all that is refused."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis import agree
from analysis.agree import AgreeError, Question, correct
from analysis.agree.sheets import open_sheet, save
from analysis.tables import ESTIMATES

METHODS = ("naive", "dsl", "ppi", "human")


def corpus(articles=80, each=5, seed=1):
    """Units with a machine that finds outlet B too bright, and what humans would say of each."""
    rng = np.random.default_rng(seed)
    n = articles * each
    outlet = np.repeat(np.where(rng.random(articles) < 0.5, "A", "B"), each)
    words = rng.integers(5, 40, n)
    human = 0.4 * (outlet == "B") - 0.02 * words + np.repeat(rng.normal(scale=0.3, size=articles), each)
    human = human + rng.normal(scale=0.6, size=n)
    return pd.DataFrame(
        {
            "article": np.repeat([f"a{k:03d}" for k in range(articles)], each),
            "sentence": np.tile(np.arange(each), articles),
            "text": "Fog lay over the harbour.",
            "words": words,
            "outlet": outlet,
            "machine": 0.5 * human + 0.6 * (outlet == "B") + rng.normal(scale=0.3, size=n),
            "truth": human,
        }
    )


def coded_from(units, size=120, **keywords):
    drawn = agree.sample(units, size, duplicates=0, **keywords)
    truth = agree.stratify(units).set_index("item")["truth"]
    return drawn.assign(human=drawn["item"].map(truth))


@pytest.fixture(scope="module")
def units():
    return agree.stratify(corpus(), ["outlet", "machine"], bins=3)


@pytest.fixture(scope="module")
def coded(units):
    return coded_from(units, allocation="equal")


def by_method(estimates):
    return estimates.set_index(["group", "method"])


def test_naive_and_corrected_stand_side_by_side(units, coded):
    found = correct.mean(units, coded, measure="mean tone", by="outlet", tier="B")
    assert found["measure"].tolist() == ["mean tone", "mean tone, corrected (DSL)"] * 2
    assert found["group"].tolist() == ["A", "A", "B", "B"]
    assert found["corrected"].tolist() == [False, True] * 2
    assert (found["tier"] == "B").all()
    assert (found["low"] < found["value"]).all()
    assert (found["value"] < found["high"]).all()
    sizes = units.groupby("outlet").size()
    assert found.groupby("group")["n"].first().to_dict() == sizes.to_dict()
    assert found["articles"].tolist() == [sizes["A"] // 5] * 2 + [sizes["B"] // 5] * 2
    assert found.groupby("method")["coded"].sum().tolist() == [120, 120]
    pd.testing.assert_frame_equal(ESTIMATES.check(found), found)


def test_the_correction_finds_the_truth_that_the_machine_misses(units):
    means = units.groupby("outlet")["truth"].mean()
    truth = means["B"] - means["A"]
    drawn = [coded_from(units, allocation="equal", seed=seed) for seed in range(12)]
    found = pd.concat(
        correct.difference(
            units, c, measure="tone", by="outlet", pairs=[("B", "A")], methods=METHODS, corpus_only=True
        )
        for c in drawn
    )
    assert found["group"].unique().tolist() == ["B less A"]
    holds = (found["low"] < truth) & (truth < found["high"])
    assert holds.groupby(found["method"]).sum()[["dsl", "ppi", "human"]].min() >= 10
    by = found.groupby("method")
    assert by["value"].mean()["naive"] > truth + 0.2
    assert by["value"].mean()[["dsl", "ppi", "human"]].to_numpy() == pytest.approx([truth] * 3, abs=0.05)
    width = (found["high"] - found["low"]).groupby(found["method"]).mean()
    assert width[["dsl", "ppi"]].max() < width["human"]


@pytest.mark.parametrize("method", ["dsl", "ppi", "human"])
def test_with_every_unit_coded_nothing_is_left_to_chance(method):
    units = corpus(30, 3)
    coded = coded_from(units, len(units))
    found = correct.mean(units, coded, measure="tone", by="outlet", methods=[method], corpus_only=True)
    truth = units.groupby("outlet")["truth"].mean()
    assert found["value"].to_numpy() == pytest.approx(truth.to_numpy())
    assert found["low"].to_numpy() == pytest.approx(truth.to_numpy())


@pytest.mark.parametrize("method", ["dsl", "ppi", "human"])
def test_with_every_unit_coded_the_interval_is_the_clustered_one(method):
    units = corpus(60, 4)
    coded = coded_from(units, len(units))
    found = correct.coefficient(units, coded, measure="tone", on=["words", "outlet"], methods=[method])
    columns = sm.add_constant(units[["words"]].assign(b=(units["outlet"] == "B").astype(float)))
    fitted = sm.OLS(units["truth"], columns).fit(cov_type="cluster", cov_kwds={"groups": units["article"]})
    assert found["value"].to_numpy() == pytest.approx(fitted.params.iloc[1:].to_numpy())
    width = (found["high"] - found["low"]).to_numpy() / (2 * 2.001)
    assert width == pytest.approx(fitted.bse.iloc[1:].to_numpy(), rel=0.03)


def test_the_naive_coefficient_is_clustered_least_squares(units, coded):
    found = correct.coefficient(units, coded, measure="tone", on=["words", "outlet"], methods=["naive"])
    columns = sm.add_constant(units[["words"]].assign(b=(units["outlet"] == "B").astype(float)))
    fitted = sm.OLS(units["machine"], columns).fit(
        cov_type="cluster", cov_kwds={"groups": units["article"]}, use_t=True
    )
    assert found["group"].tolist() == ["words", "outlet B (against A)"]
    assert found["value"].to_numpy() == pytest.approx(fitted.params.iloc[1:].to_numpy())
    assert found["low"].to_numpy() == pytest.approx(fitted.conf_int()[0].iloc[1:].to_numpy(), rel=0.01)


def test_codes_alone_are_weighted_by_what_each_stands_for(units, coded):
    found = correct.mean(units, coded, measure="tone", methods=["human"])["value"].item()
    assert found == pytest.approx(np.average(coded["human"], weights=1 / coded["probability"]))
    assert found != pytest.approx(coded["human"].mean(), abs=0.01)


def test_the_interval_of_codes_alone_is_the_textbook_s_for_a_stratified_sample():
    """Cochran (1977), chapter 5: sum of W^2 (1 - f) s^2 / n over the strata, whatever their means."""
    rng = np.random.default_rng(3)
    stratum = np.repeat(["low", "high", "mixed"], [100, 100, 200])
    truth = np.select([stratum == "low", stratum == "high"], [-3.0, 3.0], 0.0) + rng.normal(size=400)
    units = pd.DataFrame({"item": [f"u{k:03d}" for k in range(400)], "text": "Fog.", "truth": truth})
    units = units.assign(article=units["item"], stratum=stratum, machine=0.0)
    coded = coded_from(units, 60)
    found = correct.mean(units, coded, measure="tone", methods=["human"], corpus_only=True).iloc[0]
    told = (
        coded.groupby("stratum")["human"]
        .agg(["var", "size"])
        .join(units.groupby("stratum").size().rename("N"))
    )
    variance = ((told["N"] / 400) ** 2 * (1 - told["size"] / told["N"]) * told["var"] / told["size"]).sum()
    half = stats.t.ppf(0.975, 57) * np.sqrt(variance)
    assert found["high"] - found["value"] == pytest.approx(half)


def test_the_prediction_powered_mean_is_the_published_one():
    """Angelopoulos, Duchi & Zrnic (2023): mean of codes plus lambda times (mean of all less mean of coded answers)."""
    units = corpus(600, 1)
    coded = coded_from(units, 150)
    m = agree.stratify(units).set_index("item")["machine"]
    y, f = coded["human"], m[coded["item"]]
    tuned = np.cov(y, f)[0, 1] / m.var()
    found = correct.mean(units, coded, measure="tone", methods=["ppi"])["value"].item()
    assert found == pytest.approx(y.mean() + tuned * (m.mean() - f.mean()), abs=0.003)


@settings(max_examples=15, deadline=None)
@given(st.floats(-5, 5), st.floats(0.1, 10), st.booleans())
def test_the_scale_of_the_machine_does_not_matter(units, coded, moved, stretched, turned):
    other = units.assign(machine=moved + (-stretched if turned else stretched) * units["machine"])
    for task in (correct.mean, correct.difference):
        first, second = (task(u, coded, measure="tone", by="outlet", methods=METHODS) for u in (units, other))
        kept = first["method"] != "naive"
        for column in ("value", "low", "high"):
            assert second.loc[kept, column].to_numpy() == pytest.approx(
                first.loc[kept, column].to_numpy(), abs=1e-6
            )


@pytest.mark.parametrize("corpus_only", [False, True])
def test_the_order_of_reading_does_not_matter(units, coded, corpus_only):
    shuffled = units.sample(frac=1, random_state=3), coded.sample(frac=1, random_state=4)
    first, second = (
        correct.mean(u, c, measure="tone", by="outlet", methods=METHODS, corpus_only=corpus_only)
        for u, c in ((units, coded), shuffled)
    )
    pd.testing.assert_frame_equal(first, second)


def test_a_useless_machine_does_no_harm(units, coded):
    rng = np.random.default_rng(1)
    noise = units.assign(machine=rng.normal(size=len(units)), stratum=units["stratum"])
    found = by_method(correct.mean(noise, coded, measure="tone", methods=METHODS))
    width = found["high"] - found["low"]
    for method in ("dsl", "ppi"):
        assert width["all", method] < 1.1 * width["all", "human"]
        assert found["value"]["all", method] == pytest.approx(found["value"]["all", "human"], abs=0.1)


def test_a_perfect_machine_makes_the_interval_of_all_units(units):
    perfect = units.assign(machine=units["truth"])
    found = by_method(correct.mean(perfect, coded_from(units), measure="tone", methods=METHODS))
    for column in ("value", "low", "high"):
        assert found.loc[("all", "ppi"), column] == pytest.approx(
            found.loc[("all", "naive"), column], abs=0.02
        )
        assert found.loc[("all", "dsl"), column] == pytest.approx(
            found.loc[("all", "naive"), column], abs=0.02
        )


def test_units_of_one_article_are_no_independent_draws(units, coded):
    alone = units.assign(article=units["item"])
    grouped, single = (correct.mean(u, coded, measure="tone", methods=["naive"]) for u in (units, alone))
    assert (grouped["high"] - grouped["low"]).item() > 1.15 * (single["high"] - single["low"]).item()


def test_an_article_may_count_once_however_long_it_is():
    units = corpus(60, 4)
    units = units.drop(units[(units["sentence"] > 0) & (units["outlet"] == "A")].index)
    coded = coded_from(units, len(units))
    found = correct.mean(
        units, coded, measure="tone", each="article", methods=["naive", "human", "dsl"], corpus_only=True
    )
    means = units.groupby("article")[["machine", "truth"]].mean().mean()
    assert found["value"].tolist() == pytest.approx([means["machine"], means["truth"], means["truth"]])
    assert found["value"].iloc[1] != pytest.approx(units["truth"].mean(), abs=0.01)


def test_of_these_articles_the_machine_alone_has_no_interval(units, coded):
    found = by_method(correct.mean(units, coded, measure="tone", corpus_only=True))
    assert found.loc[("all", "naive"), ["low", "high"]].isna().all()
    wider = by_method(correct.mean(units, coded, measure="tone"))
    assert found.loc[("all", "dsl"), "low"] > wider.loc[("all", "dsl"), "low"]


def test_a_share_stays_between_nought_and_one():
    units = corpus()
    units = units.assign(machine=(units["machine"] > 0.9) * 1.0, truth=(units["truth"] > 0.75) * 1.0)
    coded = coded_from(units, 60)
    assert 0 < coded["human"].mean() < 0.1
    found = correct.share(units, coded, measure="share bright", methods=METHODS)
    assert (found["low"] > 0).all()
    assert (found["high"] < 1).all()
    # The logit interval reaches further towards the middle.
    assert (found["high"] - found["value"] > found["value"] - found["low"]).all()


def test_the_same_seed_gives_the_same_estimates(units, coded):
    first, second, other = (correct.mean(units, coded, measure="tone", seed=s) for s in (5, 5, 6))
    pd.testing.assert_frame_equal(first, second)
    assert first["value"].iloc[1] != other["value"].iloc[1]
    assert first["value"].iloc[1] == pytest.approx(other["value"].iloc[1], abs=0.02)


def test_nothing_given_is_changed(units, coded):
    before = units.copy(), coded.copy()
    correct.difference(units, coded, measure="tone", by="outlet", methods=METHODS)
    pd.testing.assert_frame_equal(units, before[0])
    pd.testing.assert_frame_equal(coded, before[1])


def zeroed(coded):
    return coded.assign(probability=coded["probability"].where(coded.index > 0, 0.0))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param(
            lambda u, c: (u, c.iloc[1:]),
            "of its {} units coded, which does not fit the probability",
            id="a unit drawn and not coded",
        ),
        pytest.param(
            lambda u, c: (u, zeroed(c)),
            "was drawn with probability 0.0, but that lies above 0 and up to 1: units that could not be drawn cannot be "
            "spoken for. Draw the sample with agree.sample.",
            id="a probability of nought",
        ),
        pytest.param(
            lambda u, c: (u[u["article"] != c["article"].iloc[0]], c),
            "coded units are not among the units, the first being",
            id="coded units of another corpus",
        ),
        pytest.param(
            lambda u, c: (u[~((u["article"] == "a000") & ~u["item"].isin(c["item"]))], c),
            "Estimate from the corpus that the sample was drawn from.",
            id="a corpus that lost an article since",
        ),
        pytest.param(
            lambda u, c: (u.drop(columns="stratum"), c),
            "the sample was drawn from 6 strata, but the units have no column 'stratum'. Stratify them as for the "
            "sample: units = agree.stratify(units, by=...).",
            id="units without their strata",
        ),
        pytest.param(
            lambda u, c: (agree.stratify(u, "outlet"), c),
            "Stratify the units as for the sample.",
            id="units stratified otherwise",
        ),
        pytest.param(
            lambda u, c: (u.assign(machine=u["machine"].where(u["sentence"] > 0)), c),
            "80 units have no number as `machine`, the first being a000:0. Every unit that could be drawn needs the "
            "machine's answer.",
            id="units that the machine passed over",
        ),
        pytest.param(
            lambda u, c: (u.drop(columns="machine"), c),
            "the units lack machine: agree.units(..., measure=...) puts them in.",
            id="no machine",
        ),
        pytest.param(
            lambda u, c: (u, pd.concat([c, c.iloc[:1]])),
            "is listed twice; take one code of each unit.",
            id="a unit coded twice",
        ),
        pytest.param(
            lambda u, c: (u, c.drop(columns="human")),
            "the coded units lack human: agree.yardstick(codes, sample, question) makes them.",
            id="no codes",
        ),
        pytest.param(
            lambda u, c: (u, c.iloc[:0]),
            "no unit is coded, but a corrected estimate needs 20 at the least.",
            id="nothing coded",
        ),
        pytest.param(
            lambda u, c: (u, c.assign(alpha=0.5)),
            "Krippendorff's alpha of these codes is 0.500, below 0.667: they are not used as a yardstick.",
            id="coders who do not agree",
        ),
    ],
)
def test_what_cannot_be_estimated_is_refused_with_what_is_needed(units, coded, change, says):
    with pytest.raises(AgreeError) as error:
        correct.mean(*change(units, coded), measure="tone")
    assert says.format(units.groupby("stratum").size()[coded["stratum"].iloc[0]]) in str(error.value)


@pytest.mark.parametrize(
    ("task", "keywords", "says"),
    [
        pytest.param(
            correct.mean,
            {"by": "paper"},
            "there is no column 'paper'. The units have: article, sentence, text, words, outlet, machine, truth, "
            "item, stratum.",
            id="no such column",
        ),
        pytest.param(
            correct.difference,
            {"by": "text"},
            "a difference needs two groups, but 'text' has one: Fog lay over the harbour..",
            id="one group only",
        ),
        pytest.param(
            correct.difference,
            {"by": "outlet", "pairs": [("A", "C")]},
            "there is no group 'C' in 'outlet'. There are: A, B.",
            id="no such group",
        ),
        pytest.param(
            correct.mean,
            {"by": "words"},
            "but a corrected estimate needs 20 at the least. Code",
            id="groups with too few codes",
        ),
        pytest.param(
            correct.share,
            {},
            "a share needs `machine` from 0 to 1, but it runs from",
            id="a share of what is no share",
        ),
        pytest.param(
            correct.coefficient,
            {"on": ["words", "words"]},
            "among all units the columns words, words say the same twice or do not vary",
            id="a column twice",
        ),
        pytest.param(
            correct.mean,
            {"methods": ["bayes"]},
            "['bayes'] are no methods of estimating. There are: naive, dsl, ppi, human.",
            id="an unknown method",
        ),
        pytest.param(
            correct.mean,
            {"each": "outlet"},
            "each is 'outlet', but what counts once is each 'unit' or each 'article'.",
            id="counting by something else",
        ),
    ],
)
def test_what_was_not_asked_well_is_refused(units, coded, task, keywords, says):
    with pytest.raises(AgreeError) as error:
        task(units, coded, measure="tone", **keywords)
    assert says in str(error.value)


def test_more_slopes_than_the_codes_bear_are_refused():
    units = corpus()
    with pytest.raises(AgreeError) as error:
        correct.coefficient(units, coded_from(units, 30), measure="tone", on=["words", "outlet"])
    assert str(error.value) == (
        "30 units are coded, but 2 coefficients need 40 at the least, 20 each: code more, or take fewer columns."
    )


def test_a_handful_of_articles_speaks_for_itself_only():
    units = corpus(4, 60)
    coded = coded_from(units, 60)
    with pytest.raises(AgreeError) as error:
        correct.mean(units, coded, measure="tone")
    assert str(error.value) == (
        "the corpus has coded units from 4 articles, but 5 at the least tell how articles differ. Add "
        "articles, or estimate for these very ones: corpus_only=True."
    )
    assert len(correct.mean(units, coded, measure="tone", corpus_only=True)) == 2


ASKED = [Question("quarrel", "Is there a quarrel?", {"yes": "there is", "no": "there is none"})]


@pytest.fixture
def coding(tmp_path):
    """A corpus, its sample of 40, and the sheets of two coders, who differ in a unit of ten."""
    units = corpus(40, 5)
    units = units.assign(truth=(units["truth"] > -0.3) * 1.0, machine=(units["machine"] > -0.1) * 1.0)
    units = agree.stratify(units, "outlet")
    sample = agree.sample(units, 60, duplicates=0.2)
    paths = agree.write_sheets(sample, ASKED, tmp_path, ["anna", "ben"])[::2]
    truth = dict(zip(sample["row"], sample["item"].map(units.set_index("item")["truth"]), strict=True))
    for path, wrong in zip(paths, (20, 21), strict=True):
        sheet = open_sheet(path)
        for place, row in enumerate(sheet.rows):
            says = truth[row["row"]] if place % 20 != wrong - 20 else 1 - truth[row["row"]]
            row["quarrel"] = "yes" if says else "no"
        save(sheet, ASKED)
    return units, sample, paths


VALUES = {"yes": 1, "no": 0}


def test_from_sample_to_corrected_share(coding):
    units, sample, paths = coding
    codes = agree.codes(paths, sample, ASKED)
    yardstick = agree.yardstick(codes, sample, "quarrel", values=VALUES)
    assert len(yardstick) == 60
    assert yardstick["coders"].eq(2).all()
    assert set(yardstick["human"]) == {0.0, 0.5, 1.0}
    assert 0.667 < yardstick["alpha"].iloc[0] < 1
    found = correct.share(units, yardstick, measure="share with a quarrel", corpus_only=True)
    assert found["low"].iloc[1] < units["truth"].mean() < found["high"].iloc[1]


def test_codes_that_coders_do_not_share_are_no_yardstick(coding):
    _, sample, paths = coding
    sheet = open_sheet(paths[1])
    for place, row in enumerate(sheet.rows):
        row["quarrel"] = "yes" if place % 2 else "no"
    save(sheet, ASKED)
    codes = agree.codes(paths, sample, ASKED)
    with pytest.raises(
        AgreeError, match=r"question 'quarrel': .* below 0\.667: the human codes are not used as a yardstick"
    ):
        agree.yardstick(codes, sample, "quarrel", values=VALUES)


def test_one_coder_is_held_against_herself(coding):
    _, sample, paths = coding
    assert (
        agree.yardstick(agree.codes(paths[0], sample, ASKED), sample, "quarrel", values=VALUES)["alpha"]
        .notna()
        .all()
    )
    sheet = open_sheet(paths[0])
    again = set(sample.loc[sample["repeats"].notna(), "row"])
    for row in sheet.rows:
        if row["row"] in again:
            row["quarrel"] = "yes" if row["quarrel"] == "no" else "no"
    save(sheet, ASKED)
    with pytest.raises(AgreeError, match="not used as a yardstick"):
        agree.yardstick(agree.codes(paths[0], sample, ASKED), sample, "quarrel", values=VALUES)


def empty(path, rows):
    sheet = open_sheet(path)
    for row in sheet.rows:
        if row["row"] in rows:
            row["quarrel"] = ""
    save(sheet, ASKED)


def test_a_sheet_left_unfinished_is_a_smaller_sample(coding):
    units, sample, paths = coding
    empty(paths[0], set(sample["row"].iloc[50:]))
    codes = agree.codes(paths[0], sample, ASKED)
    with pytest.raises(AgreeError) as error:
        agree.yardstick(codes, sample, "quarrel", values=VALUES)
    assert "units drawn have no code, the first in row r005" in str(error.value)
    assert "Code them all, since those left out may differ" in str(error.value)
    short = agree.yardstick(codes, sample, "quarrel", values=VALUES, unfinished=True)
    assert (1 / short["probability"]).sum() == pytest.approx(len(units))
    assert len(correct.share(units, short, measure="share", corpus_only=True)) == 2


def test_rows_that_were_skipped_are_no_smaller_sample(coding):
    _, sample, paths = coding
    empty(paths[0], {"r0007"})
    codes = agree.codes(paths[0], sample, ASKED)
    with pytest.raises(AgreeError, match="row r0007 has no code, but later rows up to r0072 have"):
        agree.yardstick(codes, sample, "quarrel", values=VALUES, unfinished=True)


def test_a_code_that_stands_for_no_number_is_named(coding):
    _, sample, paths = coding
    codes = agree.codes(paths[0], sample, ASKED)
    with pytest.raises(AgreeError, match=r"the code '(yes|no)' stands for no number"):
        agree.yardstick(codes, sample, "quarrel")


def test_codes_of_another_sample_are_refused(coding):
    units, sample, paths = coding
    codes = agree.codes(paths[0], sample, ASKED)
    other = agree.sample(units, 30, duplicates=0)
    with pytest.raises(AgreeError, match="the codes have rows that the sample lacks, the first r0031"):
        agree.yardstick(codes, other, "quarrel", values=VALUES)
