"""Figures against human codes: each metric against cases worked by hand, then the whole on invented sets."""

import json
import os
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.metrics.agreement import AnnotationTask
from scipy import stats
from sklearn.metrics import f1_score

from analysis import gold, tables, tier, validate
from analysis.validate import actors, floors, labels, measures, quotes, texts
from analysis.validate.metrics import METRICS
from analysis.validate.sample import Sample

REAL = Path(os.environ.get("WORKBOOK_GOLD") or Path(__file__).parents[2] / "shared" / "gold")
real = pytest.mark.skipif(not REAL.is_dir(), reason="the human-coded sets are not here")


def figures(task, records, answers, documents=None, draws=200):
    """The values of a task's figures, by name."""
    sample = Sample(documents or list(range(len(records))), draws=draws)
    return {figure.metric: figure.value for figure in METRICS[task](records, answers, sample)}


# --- Tone ------------------------------------------------------------------------


def tones(coded, found, labelled=None):
    records = [{"value": value} for value in coded]
    answers = [{"value": v, "label": k} for v, k in zip(found, labelled or [0] * len(found), strict=True)]
    return records, answers


def test_correlations_are_those_of_scipy():
    rng = np.random.default_rng(5)
    coded, found = rng.normal(size=60), rng.integers(-2, 3, size=60).astype(float)
    given_ = figures("tone-sentence", *tones(coded, found))
    assert given_["Pearson r"] == pytest.approx(stats.pearsonr(coded, found).statistic)
    assert given_["Spearman rho"] == pytest.approx(stats.spearmanr(coded, found).statistic)
    assert "Krippendorff's alpha" not in given_


def test_weights_of_a_bootstrap_do_what_redrawing_does():
    coded, found = np.array([0.0, 1.0, 1.0, 3.0, 2.0]), np.array([1.0, 1.0, 2.0, 5.0, 0.0])
    drawn = np.array([0, 1, 1, 3, 4, 4, 4])
    weights = np.bincount(drawn, minlength=5)[None, :].astype(float)
    ranks = [labels._midranks(weights, side) for side in (coded, found)]
    assert labels._pearson(weights, coded[None, :], found[None, :])[0] == pytest.approx(
        stats.pearsonr(coded[drawn], found[drawn]).statistic
    )
    assert labels._pearson(weights, *ranks)[0] == pytest.approx(
        stats.spearmanr(coded[drawn], found[drawn]).statistic
    )


def test_one_tone_for_all_has_no_correlation_and_no_figure():
    assert "Pearson r" not in figures("tone-sentence", *tones([1, 2, 3.5], [0, 0, 0]))


# Krippendorff (2011), "Computing Krippendorff's alpha-reliability": two coders, ten units, coded 0 or 1.
BINARY = [(0, 1), (1, 1), (0, 1), (0, 0), (0, 0), (0, 1), (0, 0), (0, 0), (1, 0), (0, 0)]


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval"])
def test_alpha_of_krippendorffs_own_example(level):
    # With two categories the three levels are one: alpha is .095 in the source.
    table = np.array([[[BINARY.count((a, b)) for b in (0, 1)] for a in (0, 1)]], dtype=float)
    assert labels.alpha(table, level)[0] == pytest.approx(0.095, abs=0.0005)


def test_ordinal_alpha_by_hand():
    # Used: 4, 7, 5 of 16. Squared distances: 30.25, 132.25, 36. Apart 72, expected 9504: 1 - 15 * 72 / 9504.
    assert labels.alpha(np.array([[[2.0, 0, 0], [0, 3, 0], [0, 1, 2]]]))[0] == pytest.approx(
        1 - 15 * 72 / 9504
    )


@given(st.lists(st.tuples(st.sampled_from([-1, 0, 1]), st.sampled_from([-1, 0, 1])), min_size=4, max_size=25))
@settings(max_examples=40, deadline=None)
def test_alpha_agrees_with_nltks_at_the_levels_both_have(pairs):
    if len({value for pair in pairs for value in pair}) < 2:
        return
    table = labels.confusion(*zip(*pairs, strict=True), (-1, 0, 1)).sum(axis=0).reshape(1, 3, 3)
    triples = [
        (coder, str(unit), pair[place]) for unit, pair in enumerate(pairs) for place, coder in enumerate("ab")
    ]
    for level, distance in (
        ("nominal", lambda a, b: float(a != b)),
        ("interval", lambda a, b: float((a - b) ** 2)),
    ):
        assert labels.alpha(table, level)[0] == pytest.approx(AnnotationTask(triples, distance).alpha())


def test_tone_of_minus_one_nought_and_one_gets_alpha_and_accuracy():
    records, answers = tones([-1, 0, 1, 1], [-0.5, 0, 0.4, 0.01], [-1, 0, 1, 0])
    given_ = figures("tone-sentence", records, answers)
    assert given_["accuracy"] == 0.75
    # Pairs -1/-1, 0/0, 1/1, 1/0. Used 2, 3, 3; distances 6.25, 30.25, 9; apart 18, expected 2 * (37.5 + 181.5 + 81).
    assert given_["Krippendorff's alpha"] == pytest.approx(1 - 7 * 18 / 600)


@pytest.mark.parametrize(
    ("value", "neutral", "expected"),
    [
        pytest.param(0.05, 0.05, 1, id="VADER calls .05 positive"),
        pytest.param(0.0499, 0.05, 0, id="and less neutral"),
        pytest.param(-0.05, 0.05, -1, id="and -.05 negative"),
        pytest.param(0.0, 0.0, 0, id="without a threshold 0 is neutral"),
        pytest.param(-0.001, 0.0, -1, id="and the sign decides"),
    ],
)
def test_a_score_becomes_a_label_by_a_stated_threshold(value, neutral, expected):
    assert measures.sign(value, neutral) == expected


def test_tone_towards_a_target():
    # F1: -1 is 2*1/(1+2), 0 is 2*1/(2+1), 1 is 1.
    given_ = figures("tone-target", [{"label": k} for k in (-1, -1, 0, 1)], [-1, 0, 0, 1])
    assert given_ == {"macro-F1": pytest.approx((2 / 3 + 2 / 3 + 1) / 3), "accuracy": 0.75}


@given(st.lists(st.tuples(st.sampled_from([-1, 0, 1]), st.sampled_from([-1, 0, 1])), min_size=1, max_size=30))
def test_macro_f1_is_scikit_learns(pairs):
    coded, found = zip(*pairs, strict=True)
    value = figures("tone-target", [{"label": k} for k in coded], found, draws=1)["macro-F1"]
    assert value == pytest.approx(f1_score(coded, found, average="macro", zero_division=0.0))


# --- Loaded language, frames --------------------------------------------------------


def test_loaded_language_and_its_words():
    text = "A cruel, heartless plan."
    records = [
        {"text": text, "label": 1, "spans": [[2, 7], [9, 18]]},
        {"text": "Rain.", "label": 0, "spans": []},
    ]
    answers = [{"label": 1, "spans": [[2, 7], [19, 23]]}, {"label": 1, "spans": [[0, 4]]}]
    given_ = figures("loaded-language", records, answers)
    # Words coded: cruel, heartless. Found: cruel, plan, Rain.
    assert given_["precision of words"] == pytest.approx(1 / 3)
    assert given_["recall of words"] == 0.5
    assert given_["F1 of words"] == pytest.approx(0.4)
    assert given_["macro-F1"] == pytest.approx((2 / 3 + 0) / 2)


def test_words_are_asked_only_where_both_sides_give_them():
    records = [{"text": "Rain.", "label": 0}, {"text": "A cruel plan.", "label": 1, "spans": [[2, 7]]}]
    assert "recall of words" not in figures("loaded-language", records, [{"label": 0, "spans": None}] * 2)


def test_frames_of_an_article_each_and_on_average():
    records = [{"frames": ["conflict", "economic"]}, {"frames": ["conflict"]}, {"frames": []}]
    given_ = figures("frames-article", records, [{"conflict"}, set(), {"economic", "morality"}])
    # Conflict: 1 right of 1 found and 2 coded. Economic: none right. Morality was never coded.
    assert given_ == {
        "macro-F1": pytest.approx(1 / 3),
        "F1 of conflict": pytest.approx(2 / 3),
        "F1 of economic": 0.0,
    }


def test_always_yes_is_the_floor_of_frames():
    records = [{"frames": ["conflict", "economic"]}, {"frames": ["conflict"]}]
    name, ask = floors.FLOORS["frames-article"]
    assert name == "always yes"
    assert figures("frames-article", records, ask(records))["macro-F1"] == pytest.approx((1 + 2 / 3) / 2)


def test_an_answer_no_coder_gave_is_wrong_and_no_class_of_its_own():
    given_ = figures("frames-sentence", [{"frame": "1"}, {"frame": "1"}, {"frame": "5"}], ["1", "none", "5"])
    assert given_ == {"macro-F1": pytest.approx((2 / 3 + 1) / 2), "accuracy": pytest.approx(2 / 3)}


# --- Quotes ---------------------------------------------------------------------------

SAID = "“We paid,” said Mayor Vane, and Ole Brandt denied that “rents” fell. She left."
#       0         10        20        30        40        50        60


def span(words, text=SAID):
    return [text.index(words), text.index(words) + len(words)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("“We paid,”", "direct", id="all of it in quotation marks"),
        pytest.param("We paid", "direct", id="the marks themselves left out"),
        pytest.param("that “rents” fell", "mixed", id="a part of it"),
        pytest.param("She left", "indirect", id="none of it"),
    ],
)
def test_the_kind_of_a_content_is_told_by_quotation_marks(words, expected):
    assert quotes.kind(SAID, [span(words)], quotes.quoted(SAID)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('"Yes," he said. "No."', ['"Yes,"', '"No."'], id="straight marks"),
        pytest.param(
            "He said ‘it isn’t so’ twice.", ["‘it isn’t so’"], id="single marks round an apostrophe"
        ),
        pytest.param("The mayors’ plan and the boys’ club", [], id="apostrophes are no marks"),
        pytest.param("“One.\n“Two.”", ["“One.", "“Two.”"], id="an unclosed mark ends with its paragraph"),
    ],
)
def test_what_stands_in_quotation_marks(text, expected):
    assert [text[start:end] for start, end in quotes.quoted(text)] == expected


def test_contents_are_matched_one_to_one_the_largest_overlap_first():
    coded = [[[0, 10]], [[10, 20]]]
    found = [[[5, 20]], [[0, 4], [6, 10]]]
    # Overlaps: first with first 5/20, with second 8/10; second with first 10/15.
    assert quotes.matched(coded, found, 0.3) == {0: 1, 1: 0}
    assert quotes.matched(coded, found, 0.8) == {0: 1}


def test_quotes_by_hand():
    record = {
        "text": SAID,
        "attributions": [
            {"content": [span("“We paid,”")], "source": [span("Mayor Vane")], "cue": []},
            {"content": [span("that “rents” fell")], "source": [span("Ole Brandt")], "cue": []},
            {"content": [span("She left")], "source": [], "cue": []},
        ],
    }
    answer = [
        {"content": [span("We paid")], "source": "the mayor"},  # 7 of 10 characters
        {"content": [span("“rents” fell")], "source": "Vane"},  # 12 of 17
        {"content": [span("Mayor")], "source": None},
    ]
    given_ = figures("quotes", [record], [answer])
    assert (
        given_["precision at 0.3"] == given_["recall at 0.3"] == given_["F1 at 0.3"] == pytest.approx(2 / 3)
    )
    assert given_["F1 at 0.8"] == 0.0
    assert (given_["recall of direct at 0.3"], given_["recall of mixed at 0.3"]) == (1.0, 1.0)
    assert given_["recall of indirect at 0.3"] == 0.0
    # Found direct: "We paid", which is right at 0.3.
    assert (given_["direct F1 at 0.3"], given_["direct F1 at 0.8"]) == (1.0, 0.0)
    assert given_["speaker accuracy"] == 0.5


def test_a_quotation_inside_a_mixed_content_is_right_where_it_overlaps_enough():
    record = {"text": SAID, "attributions": [{"content": [span("“We paid,”")], "source": [], "cue": []},
                                             {"content": [span("that “rents” fell")], "source": [], "cue": []}]}  # fmt: skip
    answer = [{"content": [span("“We paid,”")]}, {"content": [span("“rents”")]}]
    given_ = figures("quotes", [record], [answer])
    # Of two found, both direct, one is right at 0.8 and two at 0.3; the one coded direct is found.
    assert given_["direct F1 at 0.3"] == 1.0
    assert given_["direct F1 at 0.8"] == pytest.approx(2 * 0.5 * 1 / 1.5)
    assert "speaker accuracy" not in given_


@pytest.mark.parametrize(
    ("coded", "found", "same"),
    [
        pytest.param("Mayor Vane of Vellmar", "Vane", True, id="a name in common"),
        pytest.param("the mayor", "the council", False, id="an article in common is none"),
        pytest.param("she", "She", True, id="a pronoun is all there is"),
        pytest.param("the mayor’s office", "mayor", True, id="a possessive is the word"),
    ],
)
def test_speakers_share_a_content_word(coded, found, same):
    assert bool(quotes.content_words(coded) & quotes.content_words(found)) is same


# --- Actors -----------------------------------------------------------------------------


def test_coreference_of_the_reference_scorers_example():
    # Pradhan et al. (2014), section 5: MUC .40, B-cubed P .50 R .42, CEAF-e P .43 R .65.
    mention = {letter: (place, place + 1) for place, letter in enumerate("abcdefghi")}
    coded = [frozenset(mention[letter] for letter in chain) for chain in ("abc", "defg")]
    found = [frozenset(mention[letter] for letter in chain) for chain in ("ab", "cd", "fghi")]
    parts = actors.coreference(coded, found)
    shares = [round(parts[place] / parts[place + 1], 2) for place in range(0, 12, 2)]
    assert shares == [0.4, 0.4, 0.42, 0.5, 0.65, 0.43]
    mean = np.mean([0.4, 2 * (35 / 84) * 0.5 / (35 / 84 + 0.5), 2 * 0.65 * (1.3 / 3) / (0.65 + 1.3 / 3)])
    assert actors.conll(np.array([parts]))[0] == pytest.approx(mean)


def test_perfect_chains_are_one_and_none_are_nought():
    chains = [frozenset({(0, 1), (4, 5)}), frozenset({(2, 3), (6, 7)})]
    assert actors.conll(np.array([actors.coreference(chains, chains)]))[0] == 1.0
    assert actors.conll(np.array([actors.coreference(chains, [])]))[0] == 0.0


def test_spans_and_types_of_actors():
    def entity(start, end, kind, **more):
        return {"start": start, "end": end, "type": kind, **more}

    coded = [entity(0, 4, "person"), entity(5, 9, "organization"), entity(10, 12, "place")]
    found = [entity(0, 4, "group"), entity(5, 9, "place"), entity(20, 22, "other")]
    # "other" is a type that was not coded here, so it is not asked for.
    given_ = figures("actors", [{"entities": coded}], [found])
    assert given_["span F1"] == pytest.approx(2 * 2 / 5)
    assert given_["typed F1"] == pytest.approx(2 * 1 / 5)
    assert "CoNLL coreference F1" not in given_


def test_names_are_measured_in_the_extent_of_the_name():
    coded = [
        {"start": 0, "end": 20, "type": "person", "form": "name", "name": [6, 12], "chain": "1"},
        {"start": 30, "end": 33, "type": "person", "form": "pronoun", "chain": "1"},
        {"start": 40, "end": 50, "type": "person", "form": "description", "chain": "1"},
    ]
    found = [
        {"start": 6, "end": 12, "type": "person", "form": "name", "chain": "Vane"},
        {"start": 30, "end": 33, "type": "person", "form": "pronoun", "chain": "Vane"},
    ]
    given_ = figures("actors", [{"entities": coded}], [found])
    assert given_["span F1 of names"] == 1.0
    assert given_["span F1"] == pytest.approx(2 * 1 / 5)
    assert given_["CoNLL coreference F1"] == 1.0


# --- Texts ------------------------------------------------------------------------------


def test_boundaries_of_sentences_and_texts_split_exactly():
    text = "One. Two. Three.  Four. "
    coded = [[0, 4], [5, 9], [10, 16], [18, 23]]
    found = [[0, 4], [5, 17], [18, 24]]
    # Inner ends coded: 4, 9, 16. Found: 4 and, white space aside, 16.
    given_ = figures("sentences", [{"text": text, "sentences": coded}], [found])
    assert given_ == {"boundary F1": pytest.approx(0.8), "texts split exactly": 0.0}


def test_the_end_of_a_text_is_no_boundary():
    given_ = figures("sentences", [{"text": "One.", "sentences": [[0, 4]]}], [[[0, 4]]])
    assert given_ == {"texts split exactly": 1.0}


def test_body_text_by_character_and_line():
    text = "Head\nBody one.\nBody two.\n\nAd\n"
    coded = [{"start": 5, "end": 24, "role": "body"}, {"start": 0, "end": 4, "role": "headline"}]
    found = [{"start": 0, "end": 14, "role": "body"}, {"start": 15, "end": 19, "role": "body"}]
    given_ = figures("passages", [{"text": text, "passages": coded}], [found])
    # Characters that print: coded 16, found 4 + 8 + 4, right 12. Lines: coded 2, found 2 and a half.
    assert given_["precision of body characters"] == pytest.approx(12 / 16)
    assert given_["recall of body characters"] == pytest.approx(12 / 16)
    assert given_["precision of body lines"] == pytest.approx(1 / 2)
    assert given_["recall of body lines"] == pytest.approx(1 / 2)


def test_every_page_weighs_the_same():
    records = [{"body": "a b c d"}, {"body": " ".join("efghijklmnop")}]
    given_ = figures("article-html", records, ["a b c d e", ""])
    # First page: 1 right, 1 extra. Second: nothing found of 9.
    assert given_["precision of shingles"] == pytest.approx(0.5)
    assert given_["recall of shingles"] == pytest.approx(0.5 / 1.5)


def test_short_texts_are_one_shingle():
    assert texts.shingles("Rain at noon") == Counter([("rain", "at", "noon")])


def test_repairs_and_right_texts_left_alone():
    records = [{"text": "â€œ", "fixed": "“"}, {"text": "Æ", "fixed": "Æ"}, {"text": "ß", "fixed": "ß"}]
    given_ = figures("repair", records, ["“", "Æ", "ss"])
    assert given_ == {"texts as they should be": pytest.approx(2 / 3), "right texts unchanged": 0.5}


# --- Intervals ----------------------------------------------------------------------------


def test_an_interval_is_the_same_each_time_and_moves_with_the_seed():
    records, answers = tones(np.arange(20.0), np.arange(20.0) ** 2 % 7)

    def ends(seed):
        (first, *_) = METRICS["tone-sentence"](records, answers, Sample(range(20), 300, seed))
        return first.low, first.high

    assert ends(1) == ends(1)
    assert ends(1) != ends(2)


def test_whole_documents_are_redrawn():
    # One document is all right, the other all wrong: a sample of two documents is 0, .5 or 1.
    records = [{"label": 0}] * 50 + [{"label": 1}] * 50
    answers = [0] * 50 + [0] * 50
    by_document, by_record = (
        next(f for f in METRICS["tone-target"](records, answers, Sample(d, 400)) if f.metric == "accuracy")
        for d in (["a"] * 50 + ["b"] * 50, range(100))
    )
    assert (by_document.low, by_document.high, by_document.documents) == (0.0, 1.0, 2)
    assert 0.35 < by_record.low < by_record.high < 0.65


def test_one_document_has_no_interval():
    (figure, *_) = METRICS["tone-target"]([{"label": 0}], [0], Sample(["a"]))
    assert (figure.low, figure.high, figure.n) == (None, None, 1)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from([0, 1]), min_size=3, max_size=30), st.integers(1, 50))
def test_an_interval_lies_within_what_is_possible(right, seed):
    records, answers = [{"label": 1} for _ in right], list(right)
    for figure in METRICS["tone-target"](records, answers, Sample(range(len(right)), 100, seed)):
        if figure.low is not None:
            assert 0 <= figure.low <= figure.high <= 1


# --- The whole ------------------------------------------------------------------------------

OWN = [
    ("It is a triumph.", 1),
    ("A disaster, a cruel failure.", -1),
    ("The vote is on Monday.", 0),
    ("A wonderful gift.", 1),
]


@pytest.fixture
def own(tmp_path):
    """A set of one's own in the common form, and a split of a listed set that nobody has seen."""
    folder = tmp_path / "codes"
    (folder / "newsmtsc").mkdir(parents=True)
    rows = [{"id": n, "text": text, "value": value} for n, (text, value) in enumerate(OWN)]
    (folder / "tone-sentence.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows) + "{}\n")
    (folder / "newsmtsc" / "rw-unseen.jsonl").write_text(
        "".join(
            json.dumps({"primary_gid": n, "sentence_normalized": f"Vane: {text}", "targets": [
                {"from": 0, "to": 4, "mention": "Vane", "polarity": 4 + 2 * value}]}) + "\n"
            for n, (text, value) in enumerate(OWN)
        )
    )  # fmt: skip
    return folder


def test_a_set_of_your_own_and_an_unseen_split_are_measured_with_what_is_on_the_shelf(own):
    table = validate.validity(own)
    vader = table[(table["measure"] == "vader")].set_index(["gold", "metric"])
    assert set(table["gold"]) == {"codes", "newsmtsc/rw-unseen"}
    assert vader.loc[("codes", "accuracy"), "value"] == 1.0
    assert vader.loc[("newsmtsc/rw-unseen", "accuracy"), ["value", "floor"]].tolist() == [1.0, 0.5]
    published = vader.loc[("newsmtsc/rw-unseen", "macro-F1")]
    assert published["reference"] == 0.831
    assert "Hamborg" in published["reference_is"]
    assert vader.loc[("codes", "Krippendorff's alpha"), "tier"] in ("A", "B", "C")
    assert vader["made_with"].str.fullmatch(r"workbook [\d.]+, vaderSentiment [\d.]+").all()
    assert set(table["measure"]) >= {"vader", "textblob"}


def test_voices_actors_and_sentences_are_asked_through_the_parse(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBOOK_CACHE", str(tmp_path / "cache"))
    text = "Mayor Ada Vane opened the bridge. “It will hold,” said Vane.\nThe Vellmar Gazette said that she wept."
    at = {words: [text.index(words), text.index(words) + len(words)] for words in (
        "Mayor Ada Vane", "Ada Vane", "“It will hold,”", "Vane.", "that she wept", "The Vellmar Gazette", "Vellmar Gazette")}  # fmt: skip
    vane = [at["Vane."][0], at["Vane."][1] - 1]
    rows = {
        "quotes": {"attributions": [{"content": [at["“It will hold,”"]], "source": [vane], "cue": []},
                                    {"content": [at["that she wept"]], "source": [at["The Vellmar Gazette"]], "cue": []}]},
        "actors": {"entities": [
            {"start": at["Mayor Ada Vane"][0], "end": at["Mayor Ada Vane"][1], "type": "person", "form": "name", "name": at["Ada Vane"], "chain": "v"},
            {"start": vane[0], "end": vane[1], "type": "person", "form": "name", "name": vane, "chain": "v"}]},
        "sentences": {"sentences": [[0, 33], [34, text.index("\n")], [text.index("\n") + 1, len(text)]]},
    }  # fmt: skip
    for task, row_ in rows.items():
        (tmp_path / f"{task}.jsonl").write_text(json.dumps({"id": 1, "text": text} | row_))
    value = validate.validity(tmp_path).set_index(["measure", "metric"])["value"]
    assert value["voices", "recall of direct at 0.8"] == 1.0
    assert value["voices", "recall of indirect at 0.3"] == 1.0
    assert value["voices", "speaker accuracy"] == 1.0
    assert value["actors", "span F1 of names"] > 0.7
    assert value["actors", "CoNLL coreference F1"] >= value["parser entities", "CoNLL coreference F1"]
    assert value["parse.sentences", "texts split exactly"] == 1.0


def test_instruments_of_ones_own_are_measured_in_place_of_the_shelf(own):
    oracle = {"tone-target": {"oracle": lambda records: [record["label"] for record in records]}}
    table = validate.validity(own, instruments=oracle)
    assert table["measure"].unique().tolist() == ["oracle"]
    assert table["value"].tolist() == [1.0, 1.0]
    assert table.loc[table["metric"] == "macro-F1", "tier"].tolist() == ["A"]


def test_an_instrument_that_fails_is_named_and_the_others_are_measured(own):
    def broken(records):
        raise KeyError("weights")

    asked = {
        "tone-target": {
            "broken": broken,
            "short": lambda records: [],
            "flat": lambda records: [0] * len(records),
        }
    }
    measured = validate.measure(own, instruments=asked)
    assert measured.table["measure"].unique().tolist() == ["flat"]
    assert list(measured.left_out) == [
        "tone-target on newsmtsc/rw-unseen: broken failed: KeyError('weights').",
        "tone-target on newsmtsc/rw-unseen: short failed: "
        "ValidateError('it gave 0 answers to 4 texts; it has to give one a text').",
    ]


def test_a_codebook_that_is_not_on_the_shelf_is_named(tmp_path):
    line = {"id": 1, "text": "They quarrel.", "codebook": "nobodys", "frames": []}
    (tmp_path / "frames-article.jsonl").write_text(json.dumps(line) + "\n")
    (reason,) = validate.measure(tmp_path).left_out
    assert reason.startswith(
        f"frames-article on {tmp_path.name}: no frames codebook nobodys on the shelf; it has "
    )


def test_the_command_prints_a_table_100_columns_wide_and_writes_it_whole(own, tmp_path, capsys):
    assert validate.run(own, ["tone-target"], tmp_path / "out") == 0
    printed, complaints = capsys.readouterr()
    assert max(len(line) for line in printed.splitlines() if not line.startswith("Written: ")) <= 100
    assert "tone-target on newsmtsc/rw-unseen  (4 documents)" in printed
    assert "floor: always the most frequent" in printed
    assert (
        complaints
        == "workbook: tone-sentence.jsonl, line 5: it lacks 'value'. It has: nothing. The line is left out.\n"
    )
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["validity.csv", "validity.parquet"]
    written = [
        tables.read(tables.VALIDITY, tmp_path / "out" / f"validity.{ending}") for ending in ("csv", "parquet")
    ]
    pd.testing.assert_frame_equal(
        written[0][list(tables.VALIDITY.columns)], written[1][list(tables.VALIDITY.columns)]
    )
    assert {"floor", "reference", "made_with"} <= set(written[0])


def test_a_place_that_cannot_be_written_is_an_error(own, tmp_path):
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(validate.ValidateError, match=r"taken cannot be written: "):
        validate.run(own, ["tone-target"], tmp_path / "taken")


def test_without_codes_the_command_says_how_to_get_some(tmp_path):
    with pytest.raises(gold.GoldError, match="`workbook fetch gold` gets the public sets"):
        validate.run(tmp_path / "nowhere")


# --- What has become worse ---------------------------------------------------------------------


def row(value, low=None, high=None, measure="vader", coded="ours", metric="macro-F1"):
    return {
        "task": "tone-target", "gold": coded, "measure": measure, "metric": metric, "value": value,
        "low": low, "high": high, "n": 100, "tier": None, "made_on": "2025-01-01",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("now", "fallen"),
    [
        pytest.param([row(0.46)], [], id="lower, but within the stored interval"),
        pytest.param([row(0.44)], [0.44], id="below the stored interval"),
        pytest.param([row(0.9)], [], id="better"),
        pytest.param([row(0.9, coded="others")], [], id="a set that was not measured says nothing"),
        pytest.param(
            [row(0.9, measure="textblob")], [None], id="an instrument gone from a set that was measured"
        ),
    ],
)
def test_what_is_no_longer_reached(now, fallen):
    shipped = tables.VALIDITY.frame([row(0.5, 0.45, 0.55)])
    found = validate.regressions(tables.VALIDITY.frame(now), shipped)
    assert [None if pd.isna(value) else value for value in found["now"]] == fallen


def test_the_command_fails_where_a_figure_fell(own, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(tier, "SHIPPED", tmp_path / "validity.csv")
    oracle = row(1.1, 1.05, 1.15, coded="newsmtsc/rw-unseen")
    tables.write(tables.VALIDITY.frame([oracle]), tables.VALIDITY, tmp_path)
    assert validate.run(own, ["tone-target"], check=True) == 1
    assert (
        "vader on newsmtsc/rw-unseen: macro-F1 was 1.100 (1.050 to 1.150), now 1.000."
        in capsys.readouterr().err
    )
    assert validate.run(own, ["tone-sentence"], check=True) == 0


# --- On the real sets, where they are -------------------------------------------------------------


@real
def test_alpha_is_the_one_published_for_dictionaries_on_headlines():
    # van Atteveldt, van der Velden & Boukes (2021), Table 2.
    published = {
        "AFINN_deepl": 0.27,
        "HuLiu_deepl": 0.34,
        "LSD_deepl": 0.33,
        "nrc_deepl": 0.23,
        "nrc_nl": 0.32,
    }
    coded = pd.read_csv(REAL / "ecosent" / "gold_en.csv").set_index("id")["value"]
    found = pd.read_csv(REAL / "ecosent" / "combined_predictions.csv").query("method == 'dictionary'")
    for name, expected in published.items():
        answers = np.sign(found[found["variable"] == name].set_index("id")["value"]).reindex(coded.index)
        table = labels.confusion(coded.tolist(), answers.astype(int).tolist(), (-1, 0, 1)).sum(axis=0)
        assert labels.alpha(table.reshape(1, 3, 3))[0] == pytest.approx(expected, abs=0.006), name


@real
@pytest.mark.slow
def test_vader_reaches_on_editorials_what_is_published():
    table = validate.validity(REAL, ["tone-sentence"]).set_index(["gold", "measure", "metric"])
    figure = table.loc[("vader_nyt", "vader", "Pearson r")]
    assert figure["low"] < 0.492 < figure["high"]  # Hutto & Gilbert (2014), Table 4, on the whole set


def test_the_worst_cases_come_first_and_say_what_both_answered(tmp_path):
    coded = [
        ("It is a triumph.", 1),
        ("It is a disgrace.", 1),
        ("It is a bridge.", 0),
        ("It is a failure.", -1),
    ]
    lines = [
        json.dumps({"id": f"s{n}", "text": text, "value": value}) for n, (text, value) in enumerate(coded)
    ]
    (tmp_path / "tone-sentence.jsonl").write_text("\n".join(lines), encoding="utf-8")
    worst = validate.worst(tmp_path, "tone-sentence", "vader", most=2)
    assert worst["text"].iloc[0] == "It is a disgrace."
    assert worst["human"].iloc[0] == 1
    assert worst["machine"].iloc[0] < 0
    assert len(worst) == 2
    with pytest.raises(
        validate.ValidateError, match=r"^no instrument 'afinn' for tone-sentence\. There are: "
    ):
        validate.worst(tmp_path, "tone-sentence", "afinn")
    with pytest.raises(validate.ValidateError, match=r"^the units of 'quotes' cannot be read one by one\."):
        validate.worst(tmp_path, "quotes", "voices")
