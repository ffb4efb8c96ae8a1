"""Whose tone: the parts of a sentence by voice, and the means they make."""

from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis import parse, tone
from analysis.tables import SCORES, VOICES
from analysis.tone import ToneError

# Made for these tests; the people and events are invented.
TEXTS = [
    "Vane praised the brave crew, but the wall is “a disgrace”, said Quist.",
    "It failed.",
    "😀 “😢”",
    "“We are proud, and the harbour is safe.”",
    "The council met on Monday.",
]


def cut(sentences, places, voices):
    """Voices that tile each sentence, cut at the places (shares of its length)."""
    rows = []
    for sentence in sentences.itertuples():
        length = sentence.end - sentence.start
        cuts = sorted({0, length, *(int(place * length) for place in places)})
        for number, (first, last) in enumerate(pairwise(cuts)):
            voice = voices[number % len(voices)]
            start = sentence.start + first
            rows.append((sentence.article, sentence.sentence, start, sentence.start + last, voice, None))
    return VOICES.frame(rows)


CUTS = st.lists(st.floats(0, 1), max_size=4)
SPOKEN = st.lists(st.sampled_from(["reporter", "quoted", "reported"]), min_size=1, max_size=4)


@pytest.mark.parametrize("instrument", tone.WORDS)
@given(places=CUTS, voices=SPOKEN)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12, deadline=None)
def test_the_voices_of_a_sentence_sum_to_its_tone(sentences, instrument, places, voices):
    table = sentences(*TEXTS)
    scores = tone.scores(table, instrument)
    parts = tone.by_voice(scores, table, cut(table, places, voices))
    summed = parts.groupby("sentence")["tone"].sum()
    assert summed.tolist() == pytest.approx(scores["tone"].tolist(), abs=1e-9)
    assert parts.groupby("sentence")["words"].sum().tolist() == table["words"].tolist()
    assert parts.groupby("sentence")["share"].sum().tolist() == pytest.approx([1.0] * len(TEXTS))


@given(places=CUTS, voices=SPOKEN)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12, deadline=None)
def test_so_do_those_of_an_instrument_without_words(sentences, places, voices):
    table = sentences(*TEXTS)
    scores = tone.scores(table, "news").assign(instrument="a model", tone=[-0.5, -0.2, 0.1, 0.7, 0.0])
    parts = tone.by_voice(scores, table, cut(table, places, voices))
    assert parts.groupby("sentence")["tone"].sum().tolist() == pytest.approx(scores["tone"].tolist())


@given(places=CUTS, voices=SPOKEN)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=8, deadline=None)
def test_the_means_of_the_voices_make_up_the_mean_of_the_whole(sentences, places, voices):
    table = sentences(*TEXTS)
    scores = tone.scores(table, "news")
    means = tone.of_voices(tone.by_voice(scores, table, cut(table, places, voices)))
    assert means["adds"].sum() == pytest.approx(scores["tone"].mean())
    assert (means["value"] * means["share"]).tolist() == pytest.approx(means["adds"].tolist())
    assert means["share"].sum() == pytest.approx(1.0)


def test_a_word_counts_for_the_voice_it_stands_in(sentences):
    table = sentences("Vane praised the crew; the wall is “a disgrace”.")
    stretches = VOICES.frame([("texts", 1, 0, 35, "reporter", None), ("texts", 1, 35, 49, "quoted", None)])
    parts = tone.by_voice(tone.scores(table, "news"), table, stretches).set_index("voice")
    assert parts.loc["reporter", "tone"] > 0 > parts.loc["quoted", "tone"]
    assert parts["words"].to_dict() == {"reporter": 7, "quoted": 2}


def test_a_sentence_without_words_is_in_the_voice_it_begins_in(sentences):
    table = sentences("😢 😢")
    stretches = VOICES.frame([("texts", 1, 0, 2, "quoted", None), ("texts", 1, 2, 3, "reporter", None)])
    parts = tone.by_voice(tone.scores(table, "news"), table, stretches)
    assert parts[["voice", "share", "words"]].to_numpy().tolist() == [["quoted", 1.0, 0]]


def test_hits_that_were_found_already_give_the_same_parts(sentences):
    table = sentences(*TEXTS)
    stretches = cut(table, [0.5], ["reporter", "quoted"])
    scores, hits = tone.scores(table, "news"), tone.hits(table)
    again = pd.concat([hits, tone.hits(table, "vader")])
    pd.testing.assert_frame_equal(
        tone.by_voice(scores, table, stretches), tone.by_voice(scores, table, stretches, again)
    )


def test_of_one_article_sentences_are_redrawn_and_few_have_no_interval():
    texts = ["The crew was brave.", "The wall is a disgrace.", "A good day.", "It failed.", "Fine work."]
    table = parse.sentences_of([*texts, "“A disgrace!”"])
    voices = cut(table.iloc[:5], [], ["reporter"])
    voices = pd.concat([voices, cut(table.iloc[5:], [], ["quoted"])])
    means = tone.of_voices(tone.by_voice(tone.scores(table), table, voices)).set_index("group")
    assert means["n"].to_dict() == {"reporter": 5, "quoted": 1}
    assert means.loc["reporter", "low"] < means.loc["reporter", "value"] < means.loc["reporter", "high"]
    assert pd.isna(means.loc["quoted", "low"])


def test_of_several_articles_whole_articles_are_redrawn():
    # Within each of four articles ten sentences say the same: forty sentences, but four draws.
    rows = [
        ("demo", f"article {number}", "part", place, None, "reporter", tone_, 5, place, 1.0)
        for number, tone_ in enumerate([-0.4, 0.4, -0.2, 0.2])
        for place in range(10)
    ]
    columns = [*SCORES.columns, "sentence", "share"]
    parts = pd.DataFrame(rows, columns=columns)
    assert pd.isna(tone.of_voices(parts)["low"].item())
    fifth = parts.iloc[:10].assign(article="article 5")
    assert tone.of_voices(pd.concat([parts, fifth]))["high"].item() > 0.1


def test_what_does_not_fit_together_is_refused(sentences):
    table = sentences(*TEXTS)
    scores = tone.scores(table, "news")
    stretches = cut(table, [], ["reporter"])
    with pytest.raises(ToneError, match=r"^5 scored sentences have no voice, the first being sentence 1 of"):
        tone.by_voice(scores, table, stretches.assign(article="another"))
    with pytest.raises(
        ToneError, match=r"^the words found by news add 0\.000 to sentence 1 of article texts"
    ):
        tone.by_voice(scores, table, stretches, tone.hits(table).iloc[:0])
    with pytest.raises(ToneError, match=r"^scores by 2 instruments \(news, vader\) lie on different scales"):
        tone.by_voice(pd.concat([scores, tone.scores(table, "vader")]), table, stretches)
    with pytest.raises(ToneError, match=r"^there are no scores"):
        tone.by_voice(scores.iloc[:0], table, stretches)
    with pytest.raises(ToneError, match=r"^these scores are of unit sentence, and those of unit part"):
        tone.of_voices(scores)
