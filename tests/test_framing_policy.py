"""Policy frames and moral foundations: sentences, headlines and articles by one code each, or by several."""

import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import codebook, framing, match, parse
from analysis.framing import FramingError
from analysis.tables import SENTENCES

BOOKS = ("policy", "moral")


@pytest.fixture(scope="module")
def policy():
    return codebook.read("frames", "policy")


def framed(sentences, book, **options):
    return framing.sentence_frames(sentences, match.hits(sentences, book), book, **options)


TRIALS = [
    pytest.param(name, code, answer, text, id=f"{name} {code} {'yes' if answer else 'no'}: {text}")
    for name in BOOKS
    for code, answer, text in codebook.trials(codebook.read("frames", name)).itertuples(index=False)
]


@pytest.mark.parametrize(("name", "code", "answer", "text"), TRIALS)
def test_a_code_answers_sentences_whose_answer_is_known(name, code, answer, text, sentences):
    found = match.hits(sentences(text), codebook.read("frames", name))
    assert (code in set(found["code"])) == answer


@pytest.mark.parametrize("name", BOOKS)
def test_every_code_has_three_yes_and_three_no_sentences_and_no_text_twice(name):
    trials = codebook.trials(codebook.read("frames", name))
    sizes = trials.groupby(["code", "answer"]).size().unstack()
    assert (sizes >= 3).all().all()
    assert not trials.duplicated(["code", "text"]).any()


def test_the_dimensions_have_the_numbers_of_the_media_frames_corpus(policy):
    assert [*policy.codes, policy.about["other"]] == [str(number) for number in range(1, 16)]
    assert policy.titles["1"] == "Economic"
    assert policy.titles["14"] == "External regulation and reputation"


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        pytest.param("The sugar tax would cost bakers a fifth of their profits.", "1", id="health policy told by its cost"),
        pytest.param("The tax was struck down by a federal judge.", "5", id="a tax told by the court"),
        pytest.param("Poll: most people oppose the tax.", "12", id="a tax told by what people think"),
        pytest.param("Senators traded the vote on the tax before the election.", "13", id="a tax told as politics"),
        pytest.param("The tax will keep children healthy, doctors say, and cut diabetes.", "9", id="a tax told by health"),
        pytest.param("It is what it is.", "15", id="without a term it is 'other'"),
        pytest.param("There is no cost to the town.", "1", id="what it will not cost is about cost too"),
        pytest.param("TAX REVENUE FELL.", "1", id="capitals do not matter"),
        pytest.param("Taxidermy is an old craft of the region's hills.", "15", id="a term is not found inside a word"),
    ],
)  # fmt: skip
def test_the_frame_of_a_sentence(text, frame, sentences, policy):
    assert framed(sentences(text), policy)["frame"].tolist() == [frame]


def test_of_codes_of_equal_weight_the_one_found_first_is_the_frame(sentences, policy):
    first, second = "The dollar and the threat.", "The threat and the dollar."
    assert framed(sentences(first, second), policy)["frame"].tolist() == ["1", "8"]


def test_what_was_found_for_the_frame_is_shown(sentences, policy):
    row = framed(sentences("The tax would cost shops their revenue, the senator said."), policy).iloc[0]
    assert (row["frame"], row["weight"], row["terms"]) == ("1", 3.0, "tax; cost; revenue")


def test_a_code_that_people_did_not_use_counts_as_its_partner_or_is_passed_over(sentences, policy):
    table = sentences(
        "The thief was arrested.", "The senator lost the election.", "Traffic ruins daily life."
    )
    assert framed(table, policy)["frame"].tolist() == ["7", "13", "10"]
    assert framed(table, policy, among=["5", "6", "15"])["frame"].tolist() == ["5", "6", "15"]


def test_hits_of_another_codebook_are_refused(sentences, policy):
    table = sentences("The tax rose.")
    hits = match.hits(table, codebook.read("frames", "moral")).iloc[:0]
    other = pd.concat([hits, match.hits(table, policy)]).assign(instrument="frames/moral")
    with pytest.raises(
        FramingError, match=re.escape("these hits are of frames/moral, not of frames/policy.")
    ):
        framing.sentence_frames(table, other, policy)


def article(*told):
    """An article whose first sentence is its headline."""
    table = parse.sentences_of(told)
    return SENTENCES.check(
        table.assign(sentence=range(len(told)), role=["headline"] + ["body"] * (len(told) - 1))
    )


TAX, JUDGE, POLL, NONE = "Taxes rose.", "The judge ruled.", "A poll was taken.", "It rained."


@pytest.mark.parametrize(
    ("told", "headline", "primary", "share"),
    [
        pytest.param((POLL, TAX, TAX, JUDGE, NONE), "12", "1", 0.5, id="most sentences below the headline"),
        pytest.param((POLL, NONE, NONE, JUDGE), "12", "5", 1 / 3, id="'other' is no frame to be primary"),
        pytest.param((JUDGE, TAX, JUDGE), "5", "5", 0.5, id="of equals the headline's"),
        pytest.param((POLL, JUDGE, TAX), "12", "5", 0.5, id="of equals, the headline not among them, the first"),
        pytest.param((POLL, NONE, NONE), "12", None, 0.0, id="no frame but the headline's"),
    ],
)  # fmt: skip
def test_the_headline_frame_and_the_primary_frame_of_an_article(told, headline, primary, share, policy):
    row = framing.primary(framed(article(*told), policy), policy).iloc[0]
    assert row["headline"] == headline
    assert (None if pd.isna(row["primary"]) else row["primary"]) == primary
    assert row["share"] == pytest.approx(share)


def test_an_article_without_a_headline_has_no_headline_frame(sentences, policy):
    row = framing.primary(framed(sentences(TAX, JUDGE, TAX), policy), policy).iloc[0]
    assert pd.isna(row["headline"])
    assert (row["primary"], row["sentences"]) == ("1", 2)


@settings(deadline=None, max_examples=25)
@given(st.lists(st.sampled_from([TAX, JUDGE, POLL, NONE]), min_size=1, max_size=6))
def test_each_sentence_has_one_frame_whatever_stands_beside_it(told):
    book = codebook.read("frames", "policy")
    alone = {TAX: "1", JUDGE: "5", POLL: "12", NONE: "15"}
    table = framed(parse.sentences_of(told), book)
    assert table["frame"].tolist() == [alone[text] for text in told]
    whole = framing.primary(table, book).iloc[0]
    assert 0 <= whole["share"] <= 1
    assert whole["sentences"] == round(whole["share"] * len(told))


def test_every_term_of_the_policy_frames_is_one_of_two_weights(policy):
    assert set(policy.terms["weight"]) == {1.0, 2.0}


@pytest.mark.parametrize("name", BOOKS)
def test_frames_by_minimum_of_sentences_stand_beside_the_frame_of_each(name, sentences):
    book = codebook.read("frames", name)
    table = sentences("Taxes rose, a sin.", "Prices fell, the rabbi prayed.", "It rained.")
    found = framing.frames(table, framing.evidence(match.hits(table, book), book), book).set_index("frame")
    there = {"policy": ["1", "3"], "moral": []}[name]
    assert [frame for frame in there if not found.loc[frame, "present"]] == []
    assert found["evidence"].sum() > 0
