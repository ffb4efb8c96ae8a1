import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textblob import TextBlob
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from analysis import tone
from analysis.tone import ToneError

# Made for these tests; the people and events are invented.
TEXTS = [
    pytest.param("The talks were a triumph for Mayor Vane.", id="one bright word"),
    pytest.param("The bridge isn’t safe and the repair failed badly.", id="a curly contraction negates"),
    pytest.param(
        "“A disgrace!!” shouted Orla Quist, but the crowd was kind of happy.", id="but, kind of, exclamation"
    ),
    pytest.param("It was not really a very good plan, was it?? No, never so bad.", id="stacked modifiers"),
    pytest.param("GREAT news for the harbour, the BEST in years.", id="capitals"),
    pytest.param("A happy 😀 sad 😢 day in Tolmin.", id="emoji"),
    pytest.param("The council met on Monday at noon.", id="no listed word"),
    pytest.param("War, death and ruin; hope, joy and peace.", id="words that nearly cancel"),
    pytest.param("The least popular and at least honest man.", id="least and at least"),
    pytest.param("Good good good bad.", id="a word said again"),
]


@pytest.mark.parametrize("text", TEXTS)
def test_vader_is_the_package_s_own_number_on_the_straightened_text(sentences, text):
    expected = SentimentIntensityAnalyzer().polarity_scores(tone.straightened(text))["compound"]
    assert tone.scores(sentences(text), "vader")["tone"].tolist() == [expected]


@pytest.mark.parametrize("text", TEXTS)
def test_textblob_is_the_package_s_own_number_on_the_straightened_text(sentences, text):
    expected = TextBlob(tone.straightened(text)).sentiment.polarity
    assert tone.scores(sentences(text), "textblob")["tone"].tolist() == [expected]


@pytest.mark.parametrize("instrument", ["vader", "textblob"])
@pytest.mark.parametrize("text", TEXTS)
def test_every_score_can_be_read_back_to_its_words(sentences, text, instrument):
    table = sentences(text)
    hits = tone.hits(table, instrument)
    assert hits["weight"].sum() == pytest.approx(tone.scores(table, instrument)["tone"].item(), abs=1e-9)
    for hit in hits.itertuples():
        assert text[hit.start : hit.end] == hit.found


@pytest.mark.parametrize(
    ("instrument", "text", "expected"),
    [
        pytest.param(
            "vader", "The repair was not a success.", [("success", True)], id="vader sees the negator"
        ),
        pytest.param("vader", "A calm 😢 day.", [("calm", False), ("😢", False)], id="vader reads an emoji"),
        pytest.param(
            "textblob", "A very good plan.", [("very good", False)], id="textblob joins the modifier"
        ),
        pytest.param("textblob", "It was not good.", [("not good", True)], id="textblob joins the negator"),
        pytest.param(
            "textblob",
            "The goodness of good bread.",
            [("good", False)],
            id="the word is found where it stands as a word, not inside another",
        ),
    ],
)
def test_the_words_that_made_the_tone(sentences, instrument, text, expected):
    hits = tone.hits(sentences(text), instrument)
    assert [tuple(row) for row in hits[["found", "negated"]].to_numpy()] == expected


@pytest.mark.parametrize(
    ("instrument", "text"),
    [
        pytest.param("vader", "The peace talks collapsed.", id="a topic word hides a collapse from vader"),
        pytest.param("textblob", "The guard isn't good.", id="textblob does not negate contractions"),
    ],
)
@pytest.mark.xfail(reason="what these instruments get wrong; a list made for news should not", strict=True)
def test_a_dark_sentence_scores_below_nought(sentences, instrument, text):
    assert tone.scores(sentences(text), instrument)["tone"].item() < 0


@pytest.mark.parametrize("instrument", tone.INSTRUMENTS)
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("No", id="one word"),
        pytest.param("—", id="no word"),
        pytest.param("😀😀😀", id="emoji only"),
        pytest.param("Vane sagte, der Hafen sei schön.", id="another language"),
        pytest.param("THE COUNCIL CONDEMNED THE TERRIBLE PLAN", id="all capitals"),
        pytest.param("good bad " * 2_000, id="thousands of words"),
        pytest.param("İstanbul’da İyi good", id="a letter whose lower case is longer"),
    ],
)
def test_any_sentence_has_a_defined_score(sentences, instrument, text):
    score = tone.scores(sentences(text), instrument)
    assert score["tone"].between(-1, 1).all()
    hits = tone.hits(sentences(text), instrument)
    assert hits["weight"].sum() == pytest.approx(score["tone"].item(), abs=1e-6)


@pytest.mark.parametrize("instrument", tone.INSTRUMENTS)
@given(text=st.text(min_size=1, max_size=80).filter(lambda text: text.strip()))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
def test_scores_are_the_sum_of_their_hits_on_any_text(sentences, instrument, text):
    table = sentences(text.strip())
    total = tone.hits(table, instrument)["weight"].sum()
    assert total == pytest.approx(tone.scores(table, instrument)["tone"].item(), abs=1e-9)


@pytest.mark.parametrize("instrument", tone.INSTRUMENTS)
@given(order=st.permutations(range(4)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=10)
def test_a_sentence_scores_the_same_in_any_order_and_alone(sentences, instrument, order):
    texts = ["A triumph for Tolmin.", "It was a bad day.", "Rain at noon.", "The plan is not good."]
    table = sentences(*texts)
    together = tone.scores(table, instrument).set_index("unit_id")["tone"]
    shuffled = tone.scores(table.iloc[list(order)], instrument).set_index("unit_id")["tone"]
    alone = [tone.scores(table.iloc[[place]], instrument)["tone"].item() for place in range(4)]
    assert shuffled.sort_index().tolist() == together.tolist() == alone


def test_an_unknown_instrument_is_answered_with_those_there_are(sentences):
    with pytest.raises(ToneError, match=r"^no tone instrument 'afinn'. There are: news, vader, textblob"):
        tone.scores(sentences("Rain."), "afinn")
    with pytest.raises(ToneError, match=r"^the instrument 'afinn' is not made of words"):
        tone.hits(sentences("Rain."), "afinn")
