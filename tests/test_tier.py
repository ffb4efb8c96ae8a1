"""How far an instrument is validated, and how its findings may be worded."""

import subprocess
import sys

import pytest

from analysis import tables, tier


def row(task, metric, value, low, high, graded, measure="mine", coded="ours"):
    return {
        "task": task, "gold": coded, "measure": measure, "metric": metric, "value": value, "low": low,
        "high": high, "n": 1234, "tier": graded, "made_on": "2025-01-01",
    }  # fmt: skip


@pytest.fixture
def shipped(tmp_path, monkeypatch):
    def ship(*rows):
        monkeypatch.setattr(tier, "SHIPPED", tmp_path / "validity.csv")
        tables.write(tables.VALIDITY.frame(rows), tables.VALIDITY, tmp_path)

    return ship


@pytest.mark.parametrize(
    ("task", "metric", "low", "floor", "expected"),
    [
        pytest.param(
            "tone-sentence", "Krippendorff's alpha", 0.8, -0.01, "A", id="alpha of .800 is relied on"
        ),
        pytest.param(
            "tone-sentence", "Krippendorff's alpha", 0.799, -0.01, "B", id="alpha below it is tentative"
        ),
        pytest.param("tone-sentence", "Krippendorff's alpha", 0.667, -0.01, "B", id="from .667 on"),
        pytest.param("tone-sentence", "Krippendorff's alpha", 0.666, -0.01, "C", id="and discarded below"),
        pytest.param("tone-sentence", "Pearson r", 0.70, 0.0, "B", id="a correlation's floor is 0"),
        pytest.param("tone-target", "macro-F1", 0.84, 0.2, "A", id="labels are judged above chance: .80"),
        pytest.param("tone-target", "macro-F1", 0.80, 0.2, "B", id="labels are judged above chance: .75"),
        pytest.param("frames-article", "macro-F1", 0.60, 0.45, "C", id="little above always saying yes"),
        pytest.param("quotes", "F1 at 0.3", 0.81, 0.44, "A", id="spans are judged as they are"),
        pytest.param("quotes", "F1 at 0.3", None, 0.44, "not validated", id="no interval, no tier"),
        pytest.param("tone-target", "macro-F1", 1.0, 1.0, "not validated", id="one answer is always right"),
    ],
)
def test_the_tier_of_a_figure(task, metric, low, floor, expected):
    assert tier.grade(task, metric, low, floor) == expected


@pytest.mark.parametrize(("agreed", "expected"), [(0.40, "C"), (0.667, "A"), (None, "A")])
def test_codes_on_which_people_do_not_agree_are_no_yardstick(agreed, expected):
    assert tier.grade("loaded-language", "macro-F1", 0.95, 0.35, agreed) == expected


def test_an_instruments_tier_is_its_lowest(shipped):
    shipped(
        row("tone-target", "macro-F1", 0.83, 0.80, 0.86, "B"),
        row("tone-target", "macro-F1", 0.60, 0.55, 0.65, "C", coded="others"),
        row("quotes", "F1 at 0.3", 0.90, 0.85, 0.93, "A"),
        row("tone-target", "macro-F1", 0.90, 0.88, 0.92, "A", measure="yours"),
    )
    assert tier.of("mine") == tier.of("mine", "tone-target") == "C"
    assert tier.of("mine", "quotes") == "A"
    assert tier.of("yours") == "A"


def test_tone_of_sentences_is_not_judged_by_targets(shipped):
    shipped(
        row("tone-target", "macro-F1", 0.60, 0.55, 0.65, "C"),
        row("tone-sentence", "Pearson r", 0.80, 0.75, 0.84, "B"),
    )
    assert tier.of("mine") == "B"
    assert tier.of("mine", "tone-target") == "C"


def test_rows_that_decide_nothing_are_passed_over(shipped):
    shipped(
        row("tone-target", "accuracy", 0.2, 0.1, 0.3, None),
        row("tone-target", "macro-F1", 0.83, 0.80, 0.86, "B"),
    )
    assert tier.of("mine") == "B"


def test_what_was_measured_without_an_interval_is_not_validated(shipped):
    shipped(row("quotes", "F1 at 0.3", 0.9, None, None, "not validated"))
    assert tier.of("mine") == "not validated"
    assert tier.footer("mine") == "mine: F1 at 0.3 0.90 against ours, n = 1,234; tier not validated"


def test_the_footer_gives_figure_interval_set_and_tier(shipped):
    shipped(
        row("tone-sentence", "Pearson r", 0.5086, 0.4719, 0.5444, "C", measure="vader", coded="vader_nyt")
    )
    assert tier.footer("vader") == (
        "vader: Pearson r 0.51 (95% interval 0.47 to 0.54) against vader_nyt, n = 1,234; tier C"
    )


def test_without_a_shipped_table_nothing_is_validated(tmp_path, monkeypatch):
    monkeypatch.setattr(tier, "SHIPPED", tmp_path / "nowhere.csv")
    assert tier.of("vader") == "not validated"
    assert tier.footer("vader") == "vader: not validated against human codes"
    assert len(tier.validity()) == 0


def test_a_table_that_changes_is_read_again(shipped):
    shipped(row("quotes", "F1 at 0.3", 0.9, 0.85, 0.95, "A"))
    assert tier.of("mine") == "A"
    shipped(
        row("quotes", "F1 at 0.3", 0.7, 0.667, 0.75, "B"), row("quotes", "F1 at 0.8", 0.7, 0.6, 0.8, None)
    )
    assert tier.of("mine") == "B"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("A", "shows"),
        ("B", "suggests"),
        ("C", "is too uncertain to say"),
        ("not validated", "is too uncertain to say"),
    ],
)
def test_words_follow_the_figures(given, expected):
    assert tier.verb(given) == expected


def test_an_unknown_task_is_an_error():
    with pytest.raises(tier.TierError, match=r"^no task 'tones'\. There are: tone-sentence, tone-target, "):
        tier.of("vader", "tones")


def test_steps_can_read_a_tier_without_paying_for_the_validation():
    program = "import sys; from analysis import tier; tier.of('vader'); print([m for m in ('scipy', 'sklearn', 'spacy', 'pooch') if m in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
        == "[]\n"
    )
