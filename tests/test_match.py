import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis import match
from analysis.codebook import Codebook

TERMS = [
    ("good", "tone", 2.0), ("triumph*", "tone", 3.0), ("fail*", "tone", -2.0), ("bad", "tone", -2.0),
    ("peace talks", "tone", 0.0), ("peace", "tone", 1.0), ("trade war*", "tone", -1.0), ("cost", "money", 1.0),
    ("cost", "tone", -0.5),
]  # fmt: skip


def book(terms=TERMS):
    rows = [(term, code, weight, "", line) for line, (term, code, weight) in enumerate(terms, start=2)]
    return Codebook(
        "tone", "demo", {}, {}, pd.DataFrame(rows, columns=["term", "code", "weight", "note", "line"]), "0"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The plan is good.", [("good", 2)], id="a listed word"),
        pytest.param("GOOD news for shops.", [("GOOD", 2)], id="capitals do not add weight"),
        pytest.param("The plan failed.", [("failed", -2)], id="a stem matches its endings"),
        pytest.param("Goodwin spoke.", [], id="a word inside a word is not a match"),
        pytest.param("A do-good plan.", [], id="a word inside a hyphenated word is not a match"),
        pytest.param("The good's price.", [("good", 2)], id="a possessive is the word itself"),
        pytest.param("Peace talks began.", [("Peace talks", 0)], id="the longer term wins"),
        pytest.param("They want peace. Talks began.", [("peace", 1)], id="a term does not reach over a stop"),
        pytest.param("Peace, talks and tea.", [("Peace", 1)], id="nor over a comma"),
        pytest.param("Two trade wars.", [("trade wars", -1)], id="a stem ends a term of two words"),
        pytest.param("A trade-war.", [], id="a hyphenated compound is another word"),
        pytest.param("The plan is not good.", [("good", -2)], id="a negator turns the sign"),
        pytest.param("It isn’t a good plan.", [("good", -2)], id="a contraction negates, curly quote"),
        pytest.param("It isn't a good plan.", [("good", -2)], id="a contraction negates, straight quote"),
        pytest.param(
            "No one at the council called it good.", [("good", 2)], id="a negator four words off does not"
        ),
        pytest.param("Not only good but cheap.", [("good", 2)], id="'not only' does not negate"),
        pytest.param("No doubt a good plan.", [("good", 2)], id="'no doubt' does not negate"),
        pytest.param(
            "It is not bad, good even.", [("bad", 2), ("good", 2)], id="a negator stays in its clause"
        ),
        pytest.param("The vote is on Monday.", [], id="no listed word"),
        pytest.param(
            "It came at a cost.", [("cost", 1), ("cost", -0.5)], id="a term may count for two codes"
        ),
        pytest.param(
            "A good joke at best, he sneered.",
            [],
            id="irony is heard as praise",
            marks=pytest.mark.xfail(reason="a word list cannot hear irony", strict=True),
        ),
    ],
)
def test_terms_found_in_a_sentence(sentences, text, expected):
    found = match.hits(sentences(text), book())
    assert [tuple(row) for row in found[["found", "weight"]].to_numpy()] == expected


def test_hits_stand_where_the_source_text_has_them(sentences):
    texts = ["A triumph of planning.", "It was not a bad plan, only late."]
    source = " ".join(texts)
    for hit in match.hits(sentences(*texts), book()).itertuples():
        assert source[hit.start : hit.end] == hit.found


def test_a_repair_before_the_term_moves_its_place_in_the_source(sentences):
    # The source reads "â€œgoodâ€ plan": each mark is three or two characters there, one in the text.
    table = sentences("“good” plan").assign(start=10, end=24, edits=[[[10, 13, 1], [17, 19, 1]]])
    found = match.hits(table, book())
    assert found[["start", "end"]].to_numpy().tolist() == [[13, 17]]


@given(texts=st.permutations(["A triumph.", "It was bad.", "Rain at noon.", "Not good."]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # it only hands over a function
def test_a_sentence_has_the_same_hits_wherever_it_stands(sentences, texts):
    table = sentences(*texts)
    weights = match.hits(table, book()).groupby("sentence")["weight"].sum()
    alone = {"A triumph.": 3, "It was bad.": -2, "Rain at noon.": 0, "Not good.": -2}
    assert [weights.get(number, 0) for number in table["sentence"]] == [alone[text] for text in texts]


@given(st.text(max_size=200))
def test_any_text_is_searched_without_harm(text):
    for word in match.words(text):
        assert text[word.start : word.end].lower().replace("’", "'") == word.form
