"""Charts of tone beside other instruments, and of the words that make a difference."""

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from analysis import chart, tone
from analysis.chart.drawing import ChartError
from analysis.tables import ESTIMATES, HITS

LONG = "the Permanent Representative of the Northern Isles to the Assembly of Nations and their Dependencies"


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


def estimates(*values, group="voice"):
    return ESTIMATES.frame(
        ("tone", f"{group} {place}", value, low, high, 20, 1, False, "C")
        for place, (value, low, high) in enumerate(values)
    )


def robust(*values, others=(0.1, 0.3), **named):
    own = estimates(*values, **named)
    return tone.robust({"one": own, **{f"{other}": own.assign(value=other) for other in others}})


def shifted(count=3):
    rows = [
        ("demo", "a", n, "tone", n + 3, f"word {n}", (-1) ** n / (n + 2), False, "reporter", 1)
        for n in range(count)
    ]
    return tone.shift(HITS.frame(rows[::2]), HITS.frame(rows[1::2]), (2, 3))


def texts(ax):
    return [text.get_text() for text in ax.texts]


def inside(ax):
    """Whether all that is drawn lies in the figure."""
    figure = ax.get_figure()
    figure.canvas.draw()
    width, height = figure.get_size_inches() * figure.dpi
    box = figure.get_tightbbox().transformed(figure.dpi_scale_trans)
    return box.x0 >= -1 and box.y0 >= -1 and box.x1 <= width + 1 and box.y1 <= height + 1


def test_an_estimate_stands_on_the_band_of_the_others():
    ax = chart.robust(
        robust((-0.2, -0.3, -0.1), (0.2, None, None)), title="Dark", unit="tone", zero="neutral"
    )
    bands = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in ax.patches]
    assert bands == [pytest.approx((0.1, 0.3)), pytest.approx((0.1, 0.3))]
    assert texts(ax)[:2] == ["−0.20  [−0.30, −0.10]", "0.20  no interval"]
    said = [text.get_text() for text in ax.get_legend().get_texts()]
    assert said == ["estimate, 95% interval", "too little to say", "other instruments"]


def test_an_instrument_alone_is_drawn_without_a_band():
    ax = chart.robust(robust((0.2, 0.1, 0.3), others=()), title="Bright", unit="tone")
    assert not ax.patches
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["estimate, 95% interval"]


def test_a_word_is_drawn_on_the_side_it_pulls_to_with_its_uses():
    ax = chart.shift(shifted(), title="It differs", unit="points", names=("first", "second"))
    widths = [bar.get_width() for bar in ax.patches]
    assert widths == sorted(widths, reverse=True)
    assert [bool(bar.get_hatch()) for bar in ax.patches] == [width < 0 for width in widths]
    assert "0 → 1 times" in texts(ax)[-1] or "1 → 0 times" in texts(ax)[-1]
    assert ax.get_xlabel().replace("\n", " ").endswith(f"In all {sum(widths):+.2f}".replace("-", "−"))


def test_words_not_drawn_are_counted_under_the_axis():
    ax = chart.shift(shifted(9), title="It differs", unit="points", names=("first", "second"), top=4)
    assert len(ax.patches) == 4
    assert "5 further words add" in ax.get_xlabel().replace("\n", " ")


@pytest.mark.parametrize(
    "draw",
    [
        pytest.param(
            lambda: chart.robust(
                robust(*[(-0.2, -0.3, -0.1)] * 30, group=LONG), title=LONG, unit=LONG, zero="neutral"
            ),
            id="thirty actors with long names",
        ),
        pytest.param(
            lambda: chart.shift(
                shifted(40).assign(word=LONG), title=LONG, unit=LONG, names=(LONG, LONG), top=20
            ),
            id="long words, long names",
        ),
    ],
)
def test_nothing_is_cut_off(draw):
    assert inside(draw())


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        pytest.param(
            lambda: chart.robust(estimates(), title="T", unit="u"),
            "there are no estimates to draw",
            id="none",
        ),
        pytest.param(
            lambda: chart.robust(estimates((0.1, 0.0, 0.2)), title="T", unit="u"),
            "the estimates lack others_low, others_high; `tone.robust` adds them",
            id="no band",
        ),
        pytest.param(
            lambda: chart.shift(shifted(0), title="T", unit="u", names=("a", "b")),
            "no word adds anything to the difference",
            id="no words",
        ),
        pytest.param(
            lambda: chart.shift(shifted(), title="T", unit="u", names=("a", "b"), top=0),
            "top is 0, but a chart of words needs at least 1",
            id="none shown",
        ),
        pytest.param(
            lambda: chart.shift(shifted(), title=" ", unit="u", names=("a", "b")),
            "a chart's title",
            id="no title",
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused(draw, message):
    with pytest.raises(ChartError, match=f"^{message}"):
        draw()


def test_the_table_is_not_changed():
    table = shifted()
    before = table.copy()
    chart.shift(table, title="T", unit="u", names=("a", "b"))
    pd.testing.assert_frame_equal(table, before)
