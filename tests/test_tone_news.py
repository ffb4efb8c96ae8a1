from math import e

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import codebook, parse, tone
from analysis.tables import WORD
from analysis.tone.news import NEUTRAL_TOWARDS, SEEN, differences, news_words, news_words_towards

# Made for these tests; the people and events are invented.


def score(text):
    return tone.scores(parse.sentences_of([text]), "news")["tone"].item()


def words(text):
    return [
        (text[word.start : word.end], round(word.weight, 3)) for word in news_words(tone.straightened(text))
    ]


def sign(number):
    return (number > 0) - (number < 0)


# --- Single sentences ------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The harvest was good.", 1, id="a bright word"),
        pytest.param("The mayor condemned the plan.", -1, id="a dark word"),
        pytest.param("The council met on Monday.", 0, id="no tone"),
        pytest.param("The peace talks collapsed.", -1, id="a topic word does not hide a collapse"),
        pytest.param("The Security Council failed again.", -1, id="a body's name does not hide a failure"),
        pytest.param("The dam fell short once more.", -1, id="a phrase of several words"),
        pytest.param("The dam is at risk.", -1, id="a phrase that begins with a plain word"),
        pytest.param("The harvest wasn't good.", -1, id="a contraction turns a bright word"),
        pytest.param("The harvest wasn’t good.", -1, id="with a curly apostrophe too"),
        pytest.param("Nobody praised the plan.", -1, id="nobody turns a bright word"),
        pytest.param("The plan was not bad.", 1, id="not bad is a little bright"),
        pytest.param("Not only good but popular.", 1, id="'not only' turns nothing"),
        pytest.param("The town lacks trust.", -1, id="a lack turns a bright word"),
        pytest.param("The harbour was reopened, to the delight of Tolmin.", 1, id="the tone of an aside"),
        pytest.param("MAYOR PRAISES BRAVE CREW", 1, id="all capitals"),
        pytest.param("Mayor Praises Brave Harbour Crew", 1, id="a headline in title case"),
        pytest.param("Voters met Mayor Hope Vane at noon.", 0, id="a name with a bright word in it"),
        pytest.param("She read “Good” on the door.", 1, id="a capital that opens a quotation is no name"),
        pytest.param("The vote was a DISGRACE.", -1, id="capitals for emphasis"),
        pytest.param("Goodwin spoke in Tolmin.", 0, id="a word inside a word is not a match"),
        pytest.param("Vane’s failures were listed.", -1, id="after a curly possessive"),
        pytest.param(
            "Oh great, the bridge is shut once more.", -1, id="irony is heard as praise",
            marks=pytest.mark.xfail(reason="a word list cannot hear irony", strict=True),
        ),
        pytest.param(
            "Grace Quist spoke at noon.", 0, id="a first name that opens a sentence",
            marks=pytest.mark.xfail(reason="its capital says nothing there", strict=True),
        ),
        pytest.param(
            "The crew was saved from drowning by Vane.", 1, id="a danger that has passed",
            marks=pytest.mark.xfail(reason="'from' turns nothing: it mostly names a cause", strict=True),
        ),
    ],
)  # fmt: skip
def test_the_direction_of_a_sentence(text, expected):
    assert sign(score(text)) == expected


@pytest.mark.parametrize(
    ("darker", "brighter"),
    [
        pytest.param("The harvest was bad.", "The harvest was slightly bad.", id="a downtoner dims"),
        pytest.param("The harvest was very bad.", "The harvest was bad.", id="an amplifier adds"),
        pytest.param("The harvest was good.", "The harvest was very good.", id="also to a bright word"),
        pytest.param("The harvest was bad.", "The harvest was not good.", id="a denied good is no bad"),
        pytest.param("The mayor was corrupt.", "The mayor was not corrupt.", id="a denied vice is dimmed"),
        pytest.param("The envoy met a good mayor.", "The mayor was good.", id="more plain words, less tone"),
        pytest.param("That would be excellent.", "That is excellent.", id="would dims"),
        pytest.param("If it is excellent, pay.", "It is excellent, pay.", id="if dims a bright word"),
        pytest.param("Is the plan excellent?", "The plan is excellent.", id="a question dims a bright word"),
        pytest.param("It called for kindness.", "It stood for kindness.", id="calls for dims"),
        pytest.param("They sought triumph in Tolmin.", "They saw triumph in Tolmin.", id="to seek dims"),
        pytest.param(
            "The crew is brave but the ship is bad.", "The ship is bad but the crew is brave.", id="the last word of 'but'"
        ),
        pytest.param("They avoided success.", "They had success.", id="to avoid turns a bright word"),
        pytest.param("There was violence.", "They prevented violence.", id="to prevent dims a dark word"),
        pytest.param("The war is cruel.", "The war is on.", id="war alone is topic, cruelty is tone"),
    ],
)  # fmt: skip
def test_which_of_two_sentences_is_brighter(darker, brighter):
    assert score(darker) < score(brighter)


@pytest.mark.parametrize(
    ("plain", "doubted"),
    [
        pytest.param("The dam is a disaster.", "If the dam is a disaster, pay.", id="under if"),
        pytest.param("Is this dam here a disaster?", "Is the dam a big disaster?", id="in a question"),
    ],
)
def test_doubt_leaves_a_dark_word_dark(plain, doubted):
    assert score(plain) < -0.2
    assert score(doubted) < -0.2


def test_a_negator_does_not_reach_into_the_next_clause():
    assert sign(score("It did not rain, good.")) == 1


def test_the_score_is_as_the_formula_says():
    # One word of weight 1.5 among 4: 1.5 / (1.5 + 1.5 * sqrt(4)).
    assert words("The harvest was good.") == [("good", round(1.5 / (1.5 + 3), 3))]


def test_hits_name_the_words_and_what_was_negated(sentences):
    hits = tone.hits(sentences("The repair was not a success, and Quist lied."), "news")
    assert hits[["found", "negated"]].to_numpy().tolist() == [["success", True], ["lied", False]]
    assert hits["weight"].sum() == pytest.approx(
        tone.scores(sentences("The repair was not a success, and Quist lied."), "news")["tone"].item()
    )


# --- The difference list -----------------------------------------------------------

DIFFERENCES = [pytest.param(row, id=row.term) for row in differences().itertuples(index=False)]


@pytest.mark.parametrize("row", DIFFERENCES)
def test_a_difference_is_silent_where_its_general_tone_is_false(row):
    assert score(row.false) == 0
    assert row.reason.endswith(".")


@pytest.mark.parametrize("row", [one for one in DIFFERENCES if isinstance(one.values[0].true, str)])
def test_and_heard_where_it_is_true(row):
    assert sign(score(row.true)) == {"bright": 1, "dark": -1}[row.general]


@pytest.mark.parametrize("instrument", ["vader", "textblob"])
def test_the_effect_on_general_lists_is_what_they_give(instrument):
    listed = differences()
    found = tone.scores(parse.sentences_of(listed["false"]), instrument)["tone"]
    pd.testing.assert_series_equal(found.round(2), listed[instrument], check_names=False, atol=0.0051)


# --- Any text -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("—", id="no word"),
        pytest.param("😀😀😀", id="emoji only"),
        pytest.param("?", id="a question mark"),
        pytest.param(".", id="a stop"),
        pytest.param("Vane sagte, der Hafen sei schön.", id="another language"),
        pytest.param("Le maire a parlé à midi.", id="a third language"),
        pytest.param("Ναι.", id="another alphabet"),
    ],
)
def test_a_text_without_listed_words_scores_nought(text):
    assert score(text) == 0
    assert words(text) == []


def test_fifty_thousand_words_have_a_score_in_bounds():
    text = "The crew was not brave but Vane praised the good, if slow, repair. " * 4_200
    found = score(text)
    assert 0 < found < 1
    assert sum(word.weight for word in news_words(text)) == pytest.approx(found)


TEXTS = st.lists(
    st.sampled_from(
        ["good", "Not", "never", "very", "slightly", "disaster", "peace", "talks", "if", "but", "would", "Vane",
         "failed", "to", "prevent", "PRAISED", "isn't", "isn’t", ",", ";", "“", "”", "?", "like", "at", "risk", "—", "32.5"]
    ),
    min_size=1, max_size=30,
).map(" ".join)  # fmt: skip


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_every_score_lies_in_bounds_and_is_the_sum_of_its_words(text):
    sentences = parse.sentences_of([text])
    found, hits = tone.scores(sentences, "news")["tone"], tone.hits(sentences, "news")
    assert found.between(-1, 1).all()
    assert hits["weight"].sum() == pytest.approx(found.sum(), abs=1e-12)
    for hit in hits.itertuples():
        assert text[hit.start : hit.end] == hit.found


@given(TEXTS)
@settings(max_examples=30, deadline=None)
def test_curly_marks_change_nothing(text):
    assert score(text) == score(tone.straightened(text))


# --- Towards an actor ---------------------------------------------------------------------


def towards(text, actor):
    start = text.index(actor)
    return sum(word.weight for word in news_words_towards(text, start, start + len(actor)))


def test_what_stands_near_an_actor_weighs_more():
    text = "Vane praised the crew at the harbour, where Orla Quist had failed."
    assert towards(text, "Vane") > towards(text, "Orla Quist")
    assert towards(text, "Orla Quist") < -NEUTRAL_TOWARDS


def test_tone_towards_an_actor_fades_by_words_between():
    beside, apart = "Vane failed.", "Vane " + "and " * 15 + "failed."
    (near,), (far,) = (list(news_words_towards(text, 0, 4)) for text in (beside, apart))
    plain = next(news_words(apart)).weight
    assert near.weight == next(news_words(beside)).weight
    assert far.weight == pytest.approx(plain / e)


# --- The codebook ---------------------------------------------------------------------------


def test_weights_stand_in_halves():
    weights = codebook.read("tone", "news").terms["weight"]
    assert ((2 * weights) % 1 == 0).all()


def test_it_lists_several_thousand_words_of_both_tones():
    weights = codebook.read("tone", "news").terms["weight"]
    assert (weights > 0).sum() > 2_000
    assert (weights < 0).sum() > 3_000


def test_topic_weighs_half_a_point_at_most():
    terms = codebook.read("tone", "news").terms
    topic = terms[terms["note"] == "topic"]
    assert len(topic) > 100
    assert topic["weight"].abs().max() == 0.5


def test_an_entry_of_weight_0_hides_a_word_that_has_tone():
    terms = codebook.read("tone", "news").terms.set_index("term")["weight"]
    assert terms["peace talks"] == 0
    assert terms["peace"] > 0


def test_terms_of_several_words_can_be_told_apart_by_their_second_word():
    terms = codebook.read("tone", "news").terms["term"]
    several = [(term, WORD.findall(term)) for term in terms if len(WORD.findall(term)) > 1]
    short = [
        term for term, parts in several if term.endswith("*") and len(parts) == 2 and len(parts[1]) < SEEN
    ]
    assert short == []
