"""Loaded language: cues with their evidence, in a voice, beside a plainer twin; never a score."""

import numpy as np
import pandas as pd
import pytest

from analysis import actors, codebook, framing, match, parse, voices
from analysis.framing import cues
from analysis.tables import LABELS

BOOK = codebook.read("loaded", "words")
TRIALS = [
    pytest.param(code, answer, text, id=f"{code} {'yes' if answer else 'no'}: {text}")
    for code, answer, text in codebook.trials(BOOK).itertuples(index=False)
]


@pytest.mark.parametrize(("code", "answer", "text"), TRIALS)
def test_a_kind_of_cue_is_found_in_sentences_whose_answer_is_known(code, answer, text, sentences):
    assert (code in set(match.hits(sentences(text), BOOK)["code"])) == answer


def test_every_kind_has_three_yes_and_three_no_sentences():
    sizes = codebook.trials(BOOK).groupby(["code", "answer"]).size().unstack()
    assert (sizes >= 3).all().all()


def test_every_softer_and_harsher_word_has_a_plainer_twin_and_no_other_has_one():
    paired = BOOK.terms["code"].isin(["soft", "harsh"])
    assert BOOK.terms["plainer"].notna().equals(paired)
    twins = framing.plainer(BOOK)
    assert twins["regime", "harsh"] == "government"
    assert twins["pause", "soft"] == "halt, stop"


def test_no_twin_is_itself_loaded(sentences):
    """A plainer word that the list itself calls softer or harsher would be none."""
    parts = [
        (term, part.strip()) for (term, _), twin in framing.plainer(BOOK).items() for part in twin.split(",")
    ]
    found = match.hits(sentences(*[part for _, part in parts]), BOOK)
    loaded = found[found["code"].isin(["soft", "harsh"])]
    assert [
        (*parts[place - 1], code) for place, code in zip(loaded["sentence"], loaded["code"], strict=True)
    ] == []


def test_verbs_of_report_stand_in_their_own_codebook_alone():
    reports = codebook.read("voices", "cues").terms
    doubting = set(reports.loc[reports["code"] == "doubting", "term"])
    assert not doubting & set(BOOK.terms["term"]) - {"ostensibly", "supposedly"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("The regime fell.", [("regime", "harsh", "government")], id="a harsher word and its twin"),
        pytest.param("REGIMES fell.", [("REGIMES", "harsh", "governments")], id="whatever its case and number"),
        pytest.param("The regimen helps.", [], id="not inside a longer word"),
        pytest.param(
            "A surgical strike was perhaps planned.",
            [("surgical strike", "soft", "bombing"), ("perhaps", "hedge", None)],
            id="phrases and words, in reading order",
        ),
        pytest.param("Snow fell on the pass.", [], id="plain words are no cues"),
    ],
)  # fmt: skip
def test_the_cues_of_a_sentence(text, found, sentences):
    table = framing.loaded(sentences(text))
    twins = [None if pd.isna(twin) else twin for twin in table["plainer"]]
    assert list(zip(table["text"], table["kind"], twins, strict=True)) == found


def test_a_cue_shows_its_place_and_its_rule(sentences):
    text = "Critics slammed the plan."
    (cue,) = framing.loaded(sentences(text)).to_dict("records")
    assert text[cue["start"] : cue["end"]] == cue["text"] == "slammed"
    assert cue["rule"] == "loaded/words: slammed"
    assert pd.isna(cue["voice"])


@pytest.fixture(scope="module")
def told():
    """An article whose speakers are reported with verbs of several kinds, and its tables."""
    texts = (
        "Mayor Vane claimed that the regime had paused the talks.",
        "“It is obviously a sham,” Orla Brandt, the harbour chief, insisted.",
        "Brandt said the ferry sails at noon.",
    )
    table = parse.sentences_of(texts)
    documents = parse.documents(table)
    mentions = actors.mentions(documents)
    quotes = voices.quotes(documents, mentions)
    stretches = voices.voice(table, quotes, voices.quotations(documents))
    labels = actors.labels(documents, mentions, stretches)
    return table, framing.loaded(table, quotes=quotes, labels=labels, stretches=stretches)


def test_verbs_of_report_that_doubt_or_take_a_stand_are_cues_and_neutral_ones_are_not(told):
    _, found = told
    reports = found[found["rule"].str.startswith("voices/cues")]
    assert dict(zip(reports["text"], reports["kind"], strict=True)) == {
        "claimed": "doubting",
        "insisted": "assertive",
    }
    assert set(reports["voice"]) == {"reporter"}


def test_a_cue_is_in_the_voice_of_whoever_says_it(told):
    _, found = told
    voice = dict(zip(found["text"], found["voice"], strict=True))
    assert voice["regime"] == "reported"
    assert voice["sham"] == voice["obviously"] == "quoted"


def test_labels_given_to_actors_are_cues(told):
    _, found = told
    assert "harbour chief" in set(found.loc[found["kind"] == "label", "text"])


def test_cues_come_in_reading_order_and_each_once(told):
    table, found = told
    assert found["start"].is_monotonic_increasing
    assert not found.duplicated(["article", "start", "kind"]).any()
    assert set(found["kind"]) <= set(cues.titles())
    assert found["sentence"].isin(table["sentence"]).all()


def test_without_a_cue_the_table_is_empty_and_whole(sentences):
    table = framing.loaded(sentences("Snow fell."), labels=LABELS.frame())
    assert table.empty
    assert table.columns.tolist() == list(cues.COLUMNS)


def test_the_learned_cue_is_said_to_be_learned_and_is_given_for_each_sentence(sentences, monkeypatch):
    from analysis.tone import learned

    monkeypatch.setattr(learned, "subjectivity", lambda texts: np.array([0.2, 0.9])[: len(texts)])
    table = framing.subjectivity(sentences("The vote is on Monday.", "What a shameful farce!"))
    assert table["probability"].tolist() == [0.2, 0.9]
    assert table["kind"].fillna("-").tolist() == ["-", "subjective"]
    assert set(table["rule"]) == {"learned subjectivity"}
    assert cues.titles()["subjective"] == "Subjective sentence (learned)"


def test_nothing_makes_a_score_of_cues():
    """The issue's rule: cues with evidence, never a score of bias."""
    assert "score" not in cues.COLUMNS
    assert not [name for name in dir(framing) if "bias" in name]
