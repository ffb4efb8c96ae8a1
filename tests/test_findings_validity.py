"""Findings on the instruments themselves: agreement with human coders, and one article without a paragraph."""

import pandas as pd
import pytest

from analysis import findings, tables, tier
from analysis.findings.frame import SIZES, drawn
from analysis.findings.validity import agreement, instrument_name


def figures(*rows):
    return tables.VALIDITY.frame(
        {"task": task, "gold": gold, "measure": measure, "metric": "macro-F1", "value": value, "low": low,
         "high": value + 0.05, "n": 100, "tier": graded, "made_on": pd.Timestamp("2031-05-02"), "floor": floor}
        for task, gold, measure, value, low, floor, graded in rows
    )  # fmt: skip


def test_an_instrument_is_as_good_as_on_its_hardest_set():
    table = agreement(
        figures(
            ("quotes", "easy", "voices", 0.9, 0.85, 0.1, "A"), ("quotes", "hard", "voices", 0.7, 0.68, 0.1, "B")
        )
    )  # fmt: skip
    assert table[["measure", "gold", "value", "tier"]].values.tolist() == [["voices", "hard", 0.7, "B"]]


def test_labels_are_measured_from_what_one_answer_for_all_reaches():
    table = agreement(
        figures(
            ("tone-target", "a", "vader", 0.6, 0.5, 0.2, "C"), ("quotes", "b", "voices", 0.6, 0.5, 0.2, "C")
        )
    ).set_index("measure")  # fmt: skip
    assert table.loc["vader", "above"] == pytest.approx(0.5)
    assert table.loc["vader", "above_low"] == pytest.approx(0.375)
    assert table.loc["voices", "above"] == pytest.approx(0.6)


def test_rivals_and_replaced_instruments_have_no_row():
    table = agreement(
        figures(
            ("actors", "a", "parser entities", 0.5, 0.4, 0.5, "C"),
            ("tone-target", "a", "learned", 0.5, 0.4, 0.2, "C"),
            ("tone-target", "a", "learned towards", 0.8, 0.7, 0.2, "B"),
        )
    )
    assert table["measure"].tolist() == ["learned towards"]


@pytest.mark.parametrize(
    ("low", "graded"),
    [
        pytest.param(low, graded, id=f"lower end {low}")
        for low, graded in ((0.85, "A"), (0.7, "B"), (0.5, "C"))
    ],
)
def test_a_row_is_past_a_line_of_the_chart_where_its_tier_says_so(low, graded):
    row = agreement(figures(("quotes", "a", "voices", 0.9, low, 0.1, graded))).iloc[0]
    assert tier.grade("quotes", "macro-F1", low, 0.1) == graded
    assert (row["above_low"] >= tier.THRESHOLDS["A"]) == (graded == "A")
    assert (row["above_low"] >= tier.THRESHOLDS["B"]) == (graded != "C")


def test_the_shipped_chart_fits_a_page_and_its_counts_agree(overlaps):
    found = findings.validity()
    counts = found.table["tier"].value_counts()
    assert found.claim.startswith(f"{counts['A']} of {len(found.table)} uses of instruments")
    assert not found.table.duplicated(["measure", "task"]).any()
    for size in SIZES:
        assert not overlaps(found, size)
        with drawn(found, size) as frame:
            assert frame.figure.get_figheight() * 25.4 < 270  # millimetres: A4 with margins


def test_the_smallest_sizes_keep_both_ends(overlaps):
    with drawn(findings.validity(), "card") as frame:
        hollow = [line.get_markerfacecolor() for line in frame.ax.lines if line.get_marker() == "o"]
    assert {"white", "#222222"} <= set(hollow)


def test_the_listing_has_every_deciding_figure():
    listing = findings.validity_listing()
    shipped = tier.validity()
    assert len(listing) == int(shipped["tier"].isin(["A", "B", "C", "not validated"]).sum())
    assert listing["task"].iloc[0] == "tone-sentence"


@pytest.mark.parametrize(
    ("measure", "name"),
    [("learned towards", "Learned instrument"), ("learned subjectivity", "Learned instrument"),
     ("frames/policy", "Policy frames by terms"), ("a list of mine", "a list of mine")],
)  # fmt: skip
def test_instruments_are_called_by_their_titles(measure, name):
    assert instrument_name(measure) == name


# One article


@pytest.fixture(scope="module")
def paragraphs(measured):
    def of(*tones):
        text = "The ferry was late."
        sentences = tables.SENTENCES.frame(
            {"article": "a", "sentence": n + 1, "passage": n, "role": "body", "start": 30 * n, "end": 30 * n + 19,
             "text": text, "words": 4, "edits": []}
            for n in range(len(tones))
        )  # fmt: skip
        scores = tables.SCORES.frame(
            ("vader", "a", "sentence", n + 1, None, "reporter", tone, 4) for n, tone in enumerate(tones)
        )
        return measured(sentences=sentences, scores=scores)

    return of


@pytest.mark.parametrize(
    ("tones", "claim", "status"),
    [
        pytest.param((0.2, 0.3, 0.4), "Without one paragraph the mean tone moves by at most 0.05.", "found", id="stable"),
        pytest.param((0.1, 0.1, -0.3), "Without one paragraph the mean tone changes its sign.", "unclear",
                     id="one paragraph decides"),
    ],
)  # fmt: skip
def test_leaving_out_a_paragraph(paragraphs, tones, claim, status):
    found = findings.without_paragraphs(paragraphs(*tones))
    assert (found.claim, found.status) == (claim, status)


def test_an_article_of_one_paragraph_is_lacking(paragraphs):
    assert findings.without_paragraphs(paragraphs(0.1)).status == "lacking"


def test_how_many_articles_an_interval_needs(paragraphs):
    found = findings.articles_needed(paragraphs(0.1, 0.2))
    assert found.claim == "An interval over articles needs 5; here is 1 article."


# Coding by hand


def test_more_errors_need_more_codes():
    units = findings.coding_needed()["units"].tolist()
    assert units == sorted(units)
    assert findings.coding_needed(0.1)["units"].iloc[0] > units[0]


def test_corrected_intervals_hold_the_truth_where_naive_ones_do_not():
    table = findings.simulated_coverage(runs=40).set_index("estimate")
    assert table.loc["mean", "dsl"] > 0.85
    assert table.loc["mean", "machine"] < 0.2


def test_the_hardest_sentences_come_furthest_first():
    table = findings.hardest("vader")
    assert table["off"].is_monotonic_decreasing
    assert table.columns.tolist() == ["text", "human", "machine", "off"]
