"""Findings on the words behind tone, on the difference between voices, and checks of the instruments."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import findings, parse, tables, tone
from analysis.findings import FindingError
from analysis.findings.frame import SIZES, drawn
from analysis.findings.tone_checks import opposed, tried_by_hand
from analysis.findings.tone_words import signed_weights, word_shift, word_weights

# The texts are written for these tests; the people and events are invented.


@pytest.fixture(scope="session")
def worded(measured):
    def of(*texts, instrument="news", also=()):
        """A corpus of one article, scored by a word list; a text that begins with “ is quoted."""
        sentences = parse.sentences_of(texts)
        voices = ["quoted" if text.startswith("“") else "reporter" for text in texts]
        stretches = [
            (row.article, row.sentence, row.start, row.end, voice, None)
            for row, voice in zip(sentences.itertuples(), voices, strict=True)
        ]
        of = dict(zip(sentences["sentence"], voices, strict=True))
        read = [tone.read(sentences, name) for name in (instrument, *also)]
        scores = pd.concat([scores for scores, _ in read], ignore_index=True)
        hits = pd.concat([hits for _, hits in read], ignore_index=True)
        return measured(
            sentences=sentences,
            voices=tables.VOICES.frame(stretches),
            scores=scores.assign(voice=scores["unit_id"].map(of)),
            hits=tables.HITS.check(hits.assign(voice=hits["sentence"].map(of))),
        )

    return of


# --- Words --------------------------------------------------------------------------------------

words = st.sampled_from(["war", "War", "joy", "not good", "ruin"])


@given(st.lists(st.tuples(words, st.floats(-4, 4), st.booleans()), max_size=12))
def test_the_words_add_up_to_the_hits(rows):
    hits = tables.HITS.frame(
        ("demo", "a", at, "tone", at + 3, word, weight, negated, "reporter", 1)
        for at, (word, weight, negated) in enumerate(rows)
    )
    table = word_weights(hits)
    assert table["weight"].sum() == pytest.approx(sum(weight for _, weight, _ in rows))
    assert table["n"].sum() == len(rows)
    assert not table.duplicated(["word", "negated"]).any()
    assert table["weight"].abs().is_monotonic_decreasing


def test_weights_of_two_instruments_are_not_added():
    hits = pd.concat([tone.hits(parse.sentences_of(["A disgrace."]), name) for name in ("news", "vader")])
    with pytest.raises(FindingError, match=r"^the hits are of 2 instruments \(news, vader\)"):
        word_weights(hits)


MANY = ["A disgrace and a scandal.", "A brave crew.", "A cruel, corrupt and shameful plan."] * 2


def test_the_claim_has_the_sums_of_both_signs(worded):
    material = worded(*MANY)
    found = findings.tone_words(material)
    table = found.table
    below, above = (float(table.loc[table["weight"] * sign > 0, "weight"].sum()) for sign in (-1, 1))
    assert found.claim == f"Negative words add up to {-below:.2f}, positive words to {above:.2f}."
    assert found.status == "found"
    assert found.measure.endswith("by the news word list, summed")


def test_a_few_words_make_no_claim(worded):
    found = findings.tone_words(worded("A disgrace.", "A brave crew."))
    assert (found.claim, found.status) == (
        "Only 2 listed words: too few to say what makes the tone.",
        "unclear",
    )


def test_a_text_without_listed_words_says_so(worded):
    found = findings.tone_words(worded("The council met on Monday."))
    assert (found.claim, found.status) == ("No word of the word list is in the text.", "lacking")


def test_a_word_and_its_negation_are_two_bars(worded):
    found = findings.tone_words(worded(*["It is good.", "It is not good."] * 5))
    with drawn(found, "page") as frame:
        labels = [text.get_text() for text in frame.ax.get_yticklabels()]
        hatched = [bool(bar.get_hatch()) for bar in frame.ax.patches]
    assert labels == ["good", "good (negated)"]
    assert hatched == [False, True]


def test_words_that_are_not_drawn_are_counted_with_their_weight(worded):
    found = findings.tone_words(worded(*MANY), top=2)
    left = found.table["weight"].iloc[2:].sum()
    with drawn(found, "page") as frame:
        assert len(frame.ax.patches) == 2
        assert frame._notes == [
            f"{len(found.table) - 2} further words add {'−' if left < 0 else '+'}{abs(left):.2f}."
        ]


# --- Reporter and others ------------------------------------------------------------------------

REPORTER = ["The plan is a disgrace.", "A cruel and shameful act.", "The failure was a scandal."] * 3
OTHERS = ["“It is a brave and excellent plan.”", "“A great success.”", "“We met.”"] * 3


def test_what_words_add_sums_to_the_difference(worded):
    material = worded(*REPORTER, *OTHERS)
    shifted, table = word_shift(material), signed_weights(material)
    gap = float(table["value"].iloc[1] - table["value"].iloc[0])
    assert shifted["adds"].sum() == pytest.approx(gap)
    assert (shifted["more_often"] + shifted["heavier"]).sum() == pytest.approx(gap)
    by_voice = material.scores.groupby("voice")["tone"].mean()
    assert gap == pytest.approx(by_voice["quoted"] - by_voice["reporter"])
    assert shifted[["reporter", "others"]].sum().tolist() == [
        int((material.hits["voice"] == "reporter").sum()),
        int((material.hits["voice"] == "quoted").sum()),
    ]


def test_the_claim_names_the_sign_of_words_that_makes_most_of_the_difference(worded):
    material = worded(*REPORTER, *OTHERS)
    reporter, others = signed_weights(material)["negative"].abs()
    assert others == 0
    found = findings.tone_shift(material)
    assert (
        found.claim == f"Others’ negative words weigh less than the reporter’s: 0.00 against {reporter:.2f}."
    )
    assert found.status == "found"


def test_texts_with_the_same_words_do_not_differ(worded):
    same = worded(*REPORTER, *[f"“{text}”" for text in REPORTER])
    found = findings.tone_shift(same)
    assert (found.claim, found.status) == (
        "No clear difference in words between the reporter and others.",
        "unclear",
    )


@pytest.mark.parametrize(
    ("texts", "claim", "status"),
    [
        pytest.param(
            REPORTER, "A comparison needs words of the reporter and of others.", "lacking", id="one voice"
        ),
        pytest.param(
            ["We met.", "“We met.”"], "No word of the word list is in the text.", "lacking", id="no word"
        ),
    ],
)
def test_what_cannot_be_compared_says_what_it_needs(texts, claim, status, worded):
    found = findings.tone_shift(worded(*texts))
    assert (found.claim, found.status) == (claim, status)


# --- Between instruments ------------------------------------------------------------------------


def test_signs_are_compared_and_near_zero_is_neutral(worded):
    material = worded("A disgrace.", "A brave crew.", "The council met.", also=("vader",))
    scores = material.scores
    tones = {
        ("news", 1): -0.4,
        ("news", 2): 0.3,
        ("news", 3): 0.01,
        ("vader", 1): 0.6,
        ("vader", 2): 0.2,
        ("vader", 3): 0.0,
    }
    material.scores = scores.assign(
        tone=[tones[key] for key in zip(scores["instrument"], scores["unit_id"], strict=True)]
    )
    assert opposed(material).values.tolist() == [["vader", 2, 0, 1, 3]]
    found = findings.instruments_disagree(material)
    assert found.claim == "Another instrument has the opposite sign on 1 of 3 sentences."
    assert found.evidence["because"].tolist() == ["News word list −0.40, VADER +0.60"]
    assert found.evidence["context"].tolist() == ["A disgrace."]


def test_one_instrument_has_none_to_be_compared_with(worded):
    found = findings.instruments_disagree(worded("A disgrace."))
    assert (found.status, found.claim) == ("lacking", "A comparison needs scores by two instruments.")


# --- Length, names, sentences of known tone -------------------------------------------------------


@pytest.fixture(scope="session")
def lengths(worded):
    def of(tones):
        """A corpus whose sentences have 3, 4, 5 … words and these tones."""
        material = worded(*[f"They met {'again ' * at}there." for at in range(len(tones))])
        material.scores = material.scores.assign(tone=tones)
        return material

    return of


@pytest.mark.parametrize(
    ("tones", "claim", "status"),
    [
        pytest.param(
            [at / 40 + 0.02 * (-1) ** at for at in range(30)],
            "By the news word list, tone depends on the length of a sentence.", "found", id="longer, higher",
        ),
        pytest.param(
            [0.3 * (-1) ** (at // 2) for at in range(30)],
            "By no instrument does tone clearly depend on the length of sentences.", "unclear", id="no trend",
        ),
        pytest.param(
            [at / 40 for at in range(9)], "9 sentences are too few to correlate tone with length.", "unclear",
            id="nine sentences",
        ),
    ],
)  # fmt: skip
def test_the_claim_on_length_follows_the_interval(tones, claim, status, lengths):
    found = findings.tone_and_length(lengths(tones))
    assert (found.claim, found.status) == (claim, status)
    assert found.table["correlated with length"].tolist() == ["tone", "distance from neutral"]


def test_a_word_list_scores_the_same_whatever_the_name(worded):
    found = findings.name_swap(worded("A brave crew."))
    assert found.claim == "A different name does not change the score."
    assert found.draw is None


def test_the_sentences_of_known_tone_have_a_sign_and_a_reason():
    table = tried_by_hand(["news"])
    assert set(table["reader"]) == {"negative", "neutral", "positive"}
    assert table["why"].str.len().min() > 0
    assert table.loc[0, "news"] > 0 > table.loc[1, "news"]


def test_agreement_with_the_reader_is_counted(worded):
    found = findings.tone_tried(worded("A brave crew."))
    agree = (found.table["News word list"].gt(0.05) & found.table["reader"].eq("positive")).sum()
    agree += (found.table["News word list"].lt(-0.05) & found.table["reader"].eq("negative")).sum()
    agree += (found.table["News word list"].abs().le(0.05) & found.table["reader"].eq("neutral")).sum()
    assert found.claim == f"The news word list agrees with a reader on {agree} of 12 sentences."


# --- Charts -------------------------------------------------------------------------------------


def _renamed(material, word):
    """The corpus with each word found printed as this one."""
    material.hits = material.hits.assign(found=word)
    return material


CHARTS = {
    "words": lambda worded: findings.tone_words(worded(*MANY, *REPORTER, *OTHERS)),
    "words with signs of mathematics": lambda worded: findings.tone_words(
        _renamed(worded(*MANY), "US$5 to $6_^")
    ),
    "one word": lambda worded: findings.tone_words(worded("A disgrace.")),
    "shift": lambda worded: findings.tone_shift(worded(*REPORTER, *OTHERS)),
    "instruments": lambda worded: findings.instruments_disagree(
        worded(*REPORTER, *OTHERS, also=("vader", "textblob"))
    ),
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", CHARTS)
def test_texts_of_a_chart_do_not_overlap(name, size, overlaps, worded):
    assert overlaps(CHARTS[name](worded), size) == []


def test_each_word_drawn_leads_to_a_sentence(worded):
    found = CHARTS["words"](worded)
    with drawn(found, "page") as frame:
        assert {mark.key for mark in frame.marks} <= set(found.evidence["mark"])


def test_each_sentence_behind_the_difference_belongs_to_a_bar(worded):
    found = CHARTS["shift"](worded)
    with drawn(found, "page") as frame:
        assert set(found.evidence["mark"]) == {mark.key for mark in frame.marks}


def test_evidence_is_inside_its_sentence(worded):
    material = worded(*REPORTER, *OTHERS, also=("vader",))
    places = material.sentences.set_index("sentence")
    for finding in (findings.tone_words, findings.tone_shift, findings.instruments_disagree):
        for row in finding(material).evidence.itertuples():
            assert places.loc[row.sentence, "start"] <= row.start < row.end <= places.loc[row.sentence, "end"]
            assert row.text in row.context
