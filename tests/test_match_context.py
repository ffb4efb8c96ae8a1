"""Keyword in context: a term or any table's rows, with the words around."""

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import clean, match, parse
from analysis.match import MatchError
from analysis.tables import SENTENCES

TEXTS = [
    "Rask opened the bridge.",
    "Vane accused him of stalling.",
    "The bridge, she said, was not accusable.",
]


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        pytest.param(
            "bridge",
            [
                ("Rask opened the", "bridge", ". Vane accused him of"),
                ("him of stalling. The", "bridge", ", she said, was not"),
            ],
            id="a word, with context from the sentences beside",
        ),
        pytest.param("BRIDGE", ["bridge", "bridge"], id="whatever the case"),
        pytest.param("accus*", ["accused", "accusable"], id="a stem"),
        pytest.param("the bridge", ["the bridge", "The bridge"], id="a phrase"),
        pytest.param("bridge Vane", [], id="no phrase runs over the end of a sentence"),
        pytest.param("tram", [], id="a word that is not there"),
    ],
)
def test_a_term_in_context(sentences, term, expected):
    found = match.context(sentences(*TEXTS), term, width=22)
    if expected and isinstance(expected[0], tuple):
        assert list(found[["before", "found", "after"]].itertuples(index=False, name=None)) == expected
    else:
        assert found["found"].tolist() == expected


def test_context_stops_at_the_end_of_the_article(sentences):
    other = sentences("Trams stop.").assign(article="other")
    found = match.context(pd.concat([sentences("It rains."), other], ignore_index=True), "rains")
    assert found[["before", "after"]].values.tolist() == [["It", "."]]


def test_an_actor_in_context_is_the_actor_s_mentions(sentences):
    table = sentences(*TEXTS)
    him = TEXTS[1].index("him") + len(TEXTS[0]) + 1
    mentions = pd.DataFrame({"article": ["texts"], "sentence": [2], "start": [him], "end": [him + 3]})
    (row,) = match.context(table, mentions, width=21).to_dict("records")
    assert (row["before"], row["found"], row["after"]) == ("bridge. Vane accused", "him", "of stalling. The")
    assert (row["sentence"], row["start"], row["end"]) == (2, him, him + 3)


def test_a_row_that_runs_on_is_shown_as_far_as_its_first_sentence(sentences):
    table = sentences(*TEXTS)
    long = pd.DataFrame(
        {"article": ["texts"], "sentence": [1], "start": [5], "end": [int(table["end"].iloc[-1])]}
    )
    assert match.context(table, long)["found"].tolist() == ["opened the bridge."]


def test_places_in_repaired_text_are_those_of_the_source():
    source = "It isnâ€™t the bridge."
    repaired, edits = clean.repair(source)
    table = SENTENCES.frame([("a", 1, 0, "body", 0, len(source), repaired, 4, edits)])
    found = match.context(table, "bridge")
    assert [source[start:end] for start, end in zip(found["start"], found["end"], strict=True)] == ["bridge"]
    again = match.context(table, found)
    pd.testing.assert_frame_equal(again, found)


@pytest.mark.parametrize(
    ("of", "message"),
    [
        pytest.param("…", "'…' holds no word to look for. Give a word, a phrase, or a stem such as 'accus*'.", id="no word"),
        pytest.param(pd.DataFrame({"article": ["texts"]}), "the rows lack sentence, start, end", id="no place"),
        pytest.param(
            pd.DataFrame({"article": ["texts"], "sentence": [9], "start": [0], "end": [1]}),
            "a row is of article texts, sentence 9, which is not among the sentences given.",
            id="a sentence not given",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_looked_for_is_refused(sentences, of, message):
    with pytest.raises(MatchError, match=re.escape(message)):
        match.context(sentences(*TEXTS), of)


@given(st.lists(st.text("ab .’é", min_size=1, max_size=30), min_size=1, max_size=4), st.integers(1, 12))
def test_whatever_the_text_a_find_stands_where_it_says_and_context_keeps_to_its_width(texts, width):
    table = parse.sentences_of(texts)
    source = " ".join(texts)
    for row in match.context(table, "a*", width=width).itertuples():
        assert source[row.start : row.end] == row.found
        assert max(len(row.before), len(row.after)) <= width
        assert source[: row.start].rstrip().endswith(row.before)
        assert source[row.end :].lstrip().startswith(row.after)
