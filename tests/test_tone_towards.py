"""Tone towards each actor, mention by mention."""

import numpy as np
import pandas as pd
import pytest

from analysis import clean, parse, tone
from analysis.tables import MENTIONS, SENTENCES, VOICES
from analysis.tone import ToneError, learned
from analysis.tone.towards import span_in

# Made for these tests; the people and events are invented.


def mentions(table, *wanted):
    """Mentions by (sentence, words, actor), the words looked for in the sentence's text."""
    rows = []
    texts = table.set_index("sentence")
    for number, (sentence, words, actor) in enumerate(wanted):
        start = int(texts.loc[sentence, "start"]) + texts.loc[sentence, "text"].index(words)
        rows.append(
            {
                "article": "texts", "mention": number, "actor": actor, "type": "person",
                "form": "pronoun" if words in ("He", "she") else "name", "start": start,
                "end": start + len(words), "text": words, "role": "other", "passive": False,
                "sentence": sentence,
            }
        )  # fmt: skip
    return MENTIONS.frame(rows)


def test_every_mention_has_a_row_pronouns_and_unknown_actors_too():
    table = parse.sentences_of(["Vane praised the crew, and she thanked Quist.", "Rain fell.", "He failed."])
    found = mentions(table, (1, "Vane", "Vane"), (1, "she", "Vane"), (1, "Quist", "Quist"), (3, "He", None))
    scores = tone.towards(table, found)
    assert scores["unit"].unique().tolist() == ["mention"]
    assert scores["unit_id"].tolist() == [0, 1, 2, 3]
    assert scores["target"].isna().tolist() == [False, False, False, True]
    assert (scores["tone"] > 0).tolist() == [True, True, True, False]


def test_tone_is_towards_the_one_meant():
    table = parse.sentences_of(["Vane praised the crew at the harbour, where Orla Quist had failed."])
    scores = tone.towards(table, mentions(table, (1, "Vane", "Vane"), (1, "Orla Quist", "Quist")))
    by = scores.set_index("target")["tone"]
    assert by["Vane"] > 0 > by["Quist"]


def test_each_row_stands_in_the_voice_of_its_place():
    table = parse.sentences_of(["“Vane lied,” said Quist."])
    stretches = VOICES.frame([("texts", 1, 0, 12, "quoted", None), ("texts", 1, 12, 24, "reporter", None)])
    found = mentions(table, (1, "Vane", "Vane"), (1, "Quist", "Quist"))
    assert tone.towards(table, found, stretches=stretches)["voice"].tolist() == ["quoted", "reporter"]
    assert tone.towards(table, found)["voice"].isna().all()


def test_the_words_behind_it_sum_to_it():
    table = parse.sentences_of(["Vane praised the brave crew.", "Quist, who isn’t good, failed the crew."])
    found = mentions(table, (1, "Vane", "Vane"), (2, "Quist", "Quist"), (2, "crew", "the crew"))
    scores, hits = tone.towards(table, found), tone.towards_hits(table, found)
    summed = hits.groupby("mention")["weight"].sum()
    assert summed.tolist() == pytest.approx(scores["tone"].tolist())
    assert hits.loc[hits["mention"] == 1, "target"].unique().tolist() == ["Quist"]
    for sentence in table.itertuples():
        for hit in hits[hits["sentence"] == sentence.sentence].itertuples():
            assert sentence.text[hit.start - sentence.start : hit.end - sentence.start] == hit.found


def test_mentions_of_sentences_not_given_are_left_aside():
    table = parse.sentences_of(["Vane won.", "Quist lost."])
    found = mentions(table, (1, "Vane", "Vane"), (2, "Quist", "Quist"))
    assert tone.towards(table.iloc[1:], found)["target"].tolist() == ["Quist"]
    assert tone.towards(table.iloc[:0], found).empty
    assert tone.towards_hits(table, found.iloc[:0]).empty


def test_a_mention_is_found_behind_repairs():
    # In the source a dash is written with two hyphens, and a mark in three broken characters.
    source = "Rain -- said â€œVane"
    edits = [[5, 7, 1], [13, 16, 1]]
    row = ("a", 1, 0, "body", 100, 120, "Rain — said “Vane", 3, [[a + 100, b + 100, n] for a, b, n in edits])
    (sentence,) = SENTENCES.frame([row]).itertuples()
    first, last = span_in(sentence, 116, 120)
    assert source[16:20] == sentence.text[first:last] == "Vane"
    assert clean.to_source(100, sentence.edits, [first]) == [116]
    with pytest.raises(ToneError, match=r"^the stretch 5 to 9 does not lie in sentence 1 of article a"):
        span_in(sentence, 5, 9)


@pytest.mark.parametrize("instrument", ["vader", "textblob"])
def test_an_instrument_of_sentences_knows_no_target(instrument):
    table = parse.sentences_of(["Vane won."])
    with pytest.raises(
        ToneError, match=rf"^the instrument '{instrument}' gives one tone to a whole sentence"
    ):
        tone.towards(table, mentions(table, (1, "Vane", "Vane")), instrument)


def test_the_learned_instrument_is_asked_once_for_all(monkeypatch):
    asked = []

    def answer(texts, spans):
        asked.append([text[start:end] for text, (start, end) in zip(texts, spans, strict=True)])
        return np.array([[0.1, 0.2, 0.7], [0.6, 0.3, 0.1]])

    monkeypatch.setattr(learned, "towards", answer)
    table = parse.sentences_of(["Vane won.", "Quist isn’t well."])
    scores = tone.towards(table, mentions(table, (1, "Vane", "Vane"), (2, "Quist", "Quist")), "learned")
    assert asked == [["Vane", "Quist"]]
    assert scores["tone"].tolist() == pytest.approx([0.6, -0.5])
    assert scores["neutral"].tolist() == [0.2, 0.3]


@pytest.mark.skipif(not learned.ready(), reason="the weights of the learned instrument are not here")
def test_the_learned_instrument_tells_two_actors_of_one_sentence_apart():
    table = parse.sentences_of(["Critics called Ada Brisk a liar, while Tom Vale won praise."])
    found = mentions(table, (1, "Ada Brisk", "Brisk"), (1, "Tom Vale", "Vale"))
    dark, bright = tone.towards(table, found, "learned")["tone"]
    assert dark < 0 < bright


def scored(*rows):
    return pd.DataFrame(
        [
            ("demo", article, "mention", number, actor, "reporter", value, 1, sentence)
            for number, (article, sentence, actor, value) in enumerate(rows)
        ],
        columns=[
            "instrument", "article", "unit", "unit_id", "target", "voice", "tone", "words", "sentence",
        ],
    )  # fmt: skip


def test_an_actor_s_mean_redraws_sentences_and_too_few_have_no_interval():
    many = [("a", place, "Vane", 0.1 * place) for place in range(6)]
    few = [("a", 1, "Quist", -0.3)] * 9  # nine mentions, one sentence
    means = tone.by_actor(scored(*many, *few, ("a", 9, None, 0.5))).set_index("group")
    assert means.index.tolist() == ["Quist", "Vane"]
    assert means.loc["Vane", "value"] == pytest.approx(0.25)
    assert means.loc["Vane", "low"] < 0.25 < means.loc["Vane", "high"]
    assert means.loc["Quist", ["n", "sentences"]].tolist() == [9, 1]
    assert pd.isna(means.loc["Quist", "low"])


def test_in_a_corpus_whole_articles_are_redrawn():
    rows = [
        (f"article {n}", place, "Vane", value)
        for n, value in enumerate([0.5, -0.5, 0.3, -0.3])
        for place in range(5)
    ]
    assert pd.isna(tone.by_actor(scored(*rows))["low"].item())
    more = [("article 5", place, "Vane", 0.0) for place in range(5)]
    estimate = tone.by_actor(scored(*rows, *more)).iloc[0]
    assert estimate["articles"] == 5
    assert estimate["high"] - estimate["low"] > 0.3


def test_scores_of_another_kind_are_refused():
    with pytest.raises(ToneError, match=r"^these scores are of unit sentence, and those of unit mention"):
        tone.by_actor(tone.scores(parse.sentences_of(["Vane won."])))
    with pytest.raises(ToneError, match=r"^scores by 2 instruments \(demo, other\)"):
        tone.by_actor(
            pd.concat(
                [scored(("a", 1, "Vane", 0.1)), scored(("a", 2, "Vane", 0.1)).assign(instrument="other")]
            )
        )
