import re

import pytest

from analysis import codebook, framing, match
from analysis.framing import FramingError


@pytest.fixture(scope="module")
def book():
    return codebook.read("frames", "generic")


def framed(table, book):
    pieces = framing.evidence(match.hits(table, book), book)
    return framing.frames(table, pieces, book).set_index("frame")


# Three yes and three no sentences for each frame; the people and events are invented.
YES = {
    "conflict": [
        "Mayor Vane accused the harbour board of hiding the report.",
        "Ministers clashed over the ferry timetable.",
        "The two unions remain at odds over pay.",
    ],
    "human_interest": [
        "Her daughter was crying when the boat came in.",
        "Families fled their homes in the night.",
        "Neighbours are mourning the old ferryman.",
    ],
    "economic": [
        "The ferry costs twice what it did last year.",
        "Shops along the quay fear a fall in revenue.",
        "The ministry will cut spending on ports.",
    ],
    "morality": [
        "It is our moral duty to take them in, the bishop said.",
        "She called the silence of the board shameful.",
        "The rabbi spoke of conscience and compassion.",
    ],
    "responsibility": [
        "Residents blame the water company for the flood.",
        "The government must repair the dyke, the report says.",
        "Both sides are negotiating a settlement.",
    ],
}
NO = {
    "conflict": [
        "The choir sang for an hour.",
        "A new library opens on Monday.",
        "The team won by two goals.",
    ],
    "human_interest": ["The treaty has nine articles.", "Snow fell on the pass.", "The vote was postponed."],
    "economic": ["The orchestra lost its conductor.", "He waxed the floor.", "The river rose by a metre."],
    "morality": ["The ship ought to arrive by noon.", "The road runs north.", "She plays the oboe."],
    "responsibility": ["It rained for a week.", "The film lasts two hours.", "She wrote two of the songs."],
}


@pytest.mark.parametrize(("frame", "text"), [(frame, text) for frame, texts in YES.items() for text in texts])
def test_a_sentence_that_has_the_frame(sentences, book, frame, text):
    assert framed(sentences(text), book).loc[frame, "evidence"] >= 1


@pytest.mark.parametrize(("frame", "text"), [(frame, text) for frame, texts in NO.items() for text in texts])
def test_a_sentence_that_has_it_not(sentences, book, frame, text):
    assert framed(sentences(text), book).loc[frame, "evidence"] == 0


def test_a_frame_is_present_from_the_codebook_s_minimum_of_sentences(sentences, book):
    one = sentences("They accused him.", "They accused and condemned him.", "It rained.")
    two_in_one = sentences("They accused and condemned him.", "It rained.")
    assert framed(one, book).loc["conflict", ["present", "evidence"]].tolist() == [True, 3]
    assert framed(one, book).loc["conflict", "strength"] == pytest.approx(2 / 3)
    assert not framed(two_in_one, book).loc["conflict", "present"]


def test_an_absent_frame_is_a_row_not_a_gap(sentences, book):
    table = framed(sentences("It rained."), book)
    assert list(table.index) == list(book.codes)
    assert not table["present"].any()
    assert (table["strength"] == 0).all()


def test_a_negated_term_is_no_evidence(sentences, book):
    assert framed(sentences("There was no quarrel, no rift."), book).loc["conflict", "evidence"] == 0


def test_every_piece_of_evidence_shows_its_words_and_its_rule(sentences, book):
    text = "Mayor Vane accused the harbour board of hiding the report."
    piece = framing.evidence(match.hits(sentences(text), book), book).set_index("frame").loc["conflict"]
    assert (piece["text"], piece["rule"], text[piece["start"] : piece["end"]]) == (
        "accused",
        "accus*",
        "accused",
    )


def test_hits_of_another_codebook_are_refused(sentences, book):
    hits = match.hits(sentences("They accused him."), book).assign(instrument="frames/other")
    with pytest.raises(
        FramingError, match=re.escape("these hits are of frames/other, not of frames/generic.")
    ):
        framing.evidence(hits, book)


def test_evidence_from_a_sentence_not_given_is_refused(sentences, book):
    table = sentences("It rained.", "They accused him.")
    pieces = framing.evidence(match.hits(table, book), book)
    message = (
        "evidence for 'conflict' stands in article texts, sentence 2, which is not among the sentences given."
    )
    with pytest.raises(FramingError, match=re.escape(message)):
        framing.frames(table.iloc[:1], pieces, book)
