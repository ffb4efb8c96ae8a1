"""Machine against human: bias and limits of agreement, errors by length, and the units that weigh most."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from analysis import agree
from analysis.agree import AgreeError

# Bland, J. M. & Altman, D. G. (1986). Statistical methods for assessing agreement between two methods of
# clinical measurement. The Lancet 327, 307-310, table: peak flow by two meters, first readings.
WRIGHT = [494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427]
MINI = [512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451]


def series(values):
    return pd.Series(values, index=[f"u{k:03d}" for k in range(len(values))], dtype=float)


def made(n=200, seed=1):
    rng = np.random.default_rng(seed)
    human = series(rng.normal(size=n))
    return human + 0.3 + rng.normal(scale=0.5, size=n), human, rng


def test_the_published_example_of_bias_and_limits_comes_out():
    found = agree.diagnose(series(WRIGHT), series(MINI), draws=50)
    bias = found["bias"]
    assert bias["value"] == pytest.approx(-2.1, abs=0.05)
    assert (bias["low"], bias["high"]) == pytest.approx((-22.0, 17.8), abs=0.15)
    assert found["deviation"]["value"] == pytest.approx(38.8, abs=0.05)
    lower = found["lower limit"]
    assert lower["value"] == pytest.approx(-2.1 - 1.96 * 38.8, abs=0.1)
    # The article gives -114.3 to -45.1 for a limit at 2 standard deviations: 34.6 either way.
    assert lower["high"] - lower["value"] == pytest.approx(34.6, abs=0.4)


def test_figures_come_with_their_intervals_and_their_reading():
    machine, human, rng = made()
    found = agree.diagnose(machine, human, words=series(rng.integers(5, 40, 200)), draws=200)
    assert found.figures["figure"].tolist() == [
        "Pearson r",
        "Spearman rho",
        "bias",
        "deviation",
        "lower limit",
        "upper limit",
        "error by level",
        "error by length",
        "size of error by length",
    ]
    assert (found.figures["low"] < found.figures["value"]).all()
    assert (found.figures["value"] < found.figures["high"]).all()
    assert (found.figures["n"] == 200).all()
    assert found["bias"]["low"] < 0.3 < found["bias"]["high"]
    assert found["Pearson r"]["value"] == pytest.approx(np.corrcoef(machine, human)[0, 1])
    assert found["error by length"]["low"] < 0 < found["error by length"]["high"]


def test_an_error_that_grows_with_length_is_found():
    machine, human, rng = made()
    words = series(rng.integers(5, 60, 200))
    found = agree.diagnose(machine + 0.02 * words, human, words=words, draws=50)
    assert found["error by length"]["low"] < 0.2 < found["error by length"]["high"]
    assert found["error by length"]["low"] > 0.1


def test_slopes_are_those_of_clustered_least_squares():
    machine, human, rng = made()
    words, articles = series(rng.integers(5, 60, 200)), pd.Series(np.arange(200) // 5, index=human.index)
    found = agree.diagnose(machine, human, words=words, articles=articles, draws=50)["error by length"]
    fitted = sm.OLS(machine - human, sm.add_constant(words / 10)).fit(
        cov_type="cluster", cov_kwds={"groups": articles}, use_t=True
    )
    assert found["value"] == pytest.approx(fitted.params.iloc[1])
    assert (found["low"], found["high"]) == pytest.approx(tuple(fitted.conf_int().iloc[1]))


def test_units_of_one_article_are_no_independent_witnesses():
    machine, human, rng = made()
    articles = pd.Series(np.arange(200) // 10, index=human.index)
    machine = machine + pd.Series(rng.normal(size=20).repeat(10), index=human.index)
    wide, narrow = (agree.diagnose(machine, human, articles=a, draws=50)["bias"] for a in (articles, None))
    assert wide["high"] - wide["low"] > 1.8 * (narrow["high"] - narrow["low"])


def test_codes_of_nought_and_one_have_agreement_and_no_limits():
    human = series([0, 1] * 50)
    machine = human.copy()
    machine.iloc[:10] = 1
    found = agree.diagnose(machine, human)
    assert found.figures["figure"].tolist() == ["agreement", "bias", "deviation"]
    assert found["agreement"]["value"] == pytest.approx(0.95)
    assert found["bias"]["value"] == pytest.approx(0.05)


def test_a_machine_on_another_scale_is_put_on_the_human_one():
    machine, human, _ = made()
    plain = agree.diagnose(20 + 5 * machine, human, rescale=True, draws=50)
    assert plain["bias"]["value"] == pytest.approx(0, abs=1e-9)
    assert plain["deviation"]["value"] < 0.6
    assert agree.diagnose(20 + 5 * machine, human, draws=50)["bias"]["value"] > 15


def test_the_heaviest_unit_comes_first_with_its_reason_and_its_text():
    machine, human, _ = made()
    machine["u007"] = 9.0
    text = pd.Series([f"Sentence {k}." for k in range(200)], index=human.index)
    found = agree.diagnose(machine, human, text=text, worst=3, draws=50).influential
    assert len(found) == 3
    first = found.iloc[0]
    assert (first["item"], first["text"]) == ("u007", "Sentence 7.")
    assert "above the human" in first["reason"]
    assert "standard deviations off the line" in first["reason"]
    assert "the machine's answer is an extreme one" in first["reason"]
    assert found["influence"].is_monotonic_decreasing


def test_influence_is_cook_s_distance():
    machine, human, _ = made(40)
    found = agree.diagnose(machine, human, worst=40, draws=50).influential.set_index("item")["influence"]
    expected = sm.OLS(human, sm.add_constant(machine)).fit().get_influence().cooks_distance[0]
    assert found.reindex(human.index).to_numpy() == pytest.approx(expected)


def test_what_a_reason_says_of_the_bias_is_so():
    machine, human, _ = made(30)
    found = agree.diagnose(machine, human, worst=1, draws=50).influential.iloc[0]
    rest = (machine - human).drop(found["item"]).mean()
    assert f"without it the bias is {rest:.3g}, not {(machine - human).mean():.3g}." in found["reason"]


def test_the_order_of_units_does_not_matter():
    machine, human, _ = made(50)
    first = agree.diagnose(machine, human, draws=100)
    second = agree.diagnose(machine.iloc[::-1], human.sample(frac=1, random_state=1), draws=100)
    pd.testing.assert_frame_equal(first.figures, second.figures)
    pd.testing.assert_frame_equal(first.influential, second.influential)


@pytest.mark.parametrize(
    ("machine", "human", "says"),
    [
        pytest.param(
            series(range(12)),
            series(range(11)),
            "machine and human name different units: 1 are in one only, the first, 'u011', in `machine`. Take "
            "those coded: machine[human.index].",
            id="units that differ",
        ),
        pytest.param(
            series(range(5)),
            series(range(5)),
            "5 units are coded, but a diagnosis needs 10 at the least; code more.",
            id="too few units",
        ),
        pytest.param(
            series(range(12)),
            series(range(12)).astype(object).where(lambda s: s != 3.0, "dark"),
            "`human` of unit 'u003' is 'dark', but it has to be a number.",
            id="a code that is a word",
        ),
        pytest.param(
            series(range(12)).rename({"u001": "u000"}),
            series(range(12)),
            "`machine` names the unit 'u000' twice.",
            id="a unit twice",
        ),
    ],
)
def test_what_cannot_be_diagnosed_is_refused(machine, human, says):
    with pytest.raises(AgreeError) as error:
        agree.diagnose(machine, human)
    assert str(error.value) == says


def test_an_unknown_figure_is_named_with_those_there_are():
    machine, human, _ = made(20)
    with pytest.raises(AgreeError, match=r"no figure 'kappa'\. There are: Pearson r, Spearman rho"):
        agree.diagnose(machine, human, draws=20)["kappa"]
