import re

import pandas as pd
import pytest

from analysis import codebook, story, tier
from analysis.story import StoryError
from analysis.tables import ESTIMATES, FRAMES, HITS, PASSAGES, SCORES


def estimate(value, low, high, graded="A", group="the Crier", articles=1):
    return ESTIMATES.frame([("tone", group, value, low, high, 20, articles, False, graded)])


@pytest.mark.parametrize(
    ("row", "claim"),
    [
        pytest.param(
            (-0.3, -0.4, -0.2, "A"), "The wording of the article is darker than neutral", id="tier A says so"
        ),
        pytest.param(
            (0.3, 0.2, 0.4, "B"), "The wording of the article seems brighter than neutral", id="tier B hedges"
        ),
        pytest.param(
            (-0.3, -0.4, -0.2, "C"),
            "VADER scores the article darker than neutral; whether readers would is too uncertain to say",
            id="tier C leaves it to the instrument",
        ),
        pytest.param(
            (-0.3, -0.4, -0.2, tier.NONE),
            "VADER scores the article darker than neutral; whether readers would is too uncertain to say",
            id="an instrument nobody validated too",
        ),
        pytest.param(
            (-0.1, -0.3, 0.1, "A"),
            "The wording of the article cannot be told from neutral",
            id="an interval that holds nought claims nothing",
        ),
        pytest.param(
            (-0.1, None, None, "A"),
            "Too little text to say how the article is worded",
            id="no interval, no claim",
        ),
    ],
)
def test_the_words_follow_the_tier_and_the_interval(row, claim):
    assert story.tone(estimate(*row).iloc[0], "vader").claim == claim


def test_groups_whose_intervals_meet_cannot_be_told_apart():
    apart = pd.concat([estimate(-0.3, -0.4, -0.2, group="Crier"), estimate(0.1, 0.0, 0.2, group="Beacon")])
    meet = pd.concat([estimate(-0.3, -0.4, 0.1, group="Crier"), estimate(0.1, 0.0, 0.2, group="Beacon")])
    few = pd.concat([estimate(-0.3, None, None, group="Crier"), estimate(0.1, 0.0, 0.2, group="Beacon")])
    assert story.spread(apart, "vader", "points").claim == "Crier is worded more darkly than Beacon"
    assert story.spread(meet, "vader", "points").claim == "The groups cannot be told apart"
    assert (
        story.spread(few, "vader", "points").claim
        == "Too few articles to say whether the groups differ: each needs 5"
    )
    assert story.spread(few, "vader", "points").alt == (
        "Articles of each: Crier 1 and Beacon 1. Wanted are 5 or more of each of two groups."
    )


def passages(*roles):
    rows, start = [], 0
    for number, (role, size) in enumerate(roles):
        rows.append(("a", number, role, start, start + size, "x" * size, int(role == "body"), "a rule", []))
        start += size
    return PASSAGES.frame(rows)


def test_the_make_up_counts_what_is_printed_and_what_is_left_out():
    told = story.makeup(passages(("headline", 10), ("blank", 2), ("body", 85), ("blank", 2), ("caption", 5)))
    assert told.claim == "85% of what is printed is the story itself; 1 passage left out"
    assert told.alt == (
        "Share of printed characters by role: body 85.0%, headline 10.0% and caption 5.0%. "
        "Left out of measuring: 1 caption. 1 repair of broken characters."
    )


def hits(**weights):
    return HITS.frame(
        {
            "instrument": "vader", "article": "a", "start": place, "code": "tone", "end": place + 1, "found": word,
            "weight": weight, "negated": False, "sentence": 1,
        }
        for place, (word, weight) in enumerate(weights.items())
    )  # fmt: skip


def test_the_words_that_made_the_tone_are_named_with_their_weight():
    told = story.words(hits(war=-0.8, War=-0.2, hope=0.5))
    assert told.claim == "Dark words outweigh bright ones, “war” most"
    assert (
        told.alt
        == "Dark words add up to -1.00, bright ones to +0.50. Darkest: war -1.00. Brightest: hope +0.50."
    )


def scores(**tones):
    return SCORES.frame(
        (name, "a", "sentence", number, None, None, tone, 5)
        for name, values in tones.items()
        for number, tone in enumerate(values)
    )


def test_instruments_disagree_where_their_signs_are_opposed():
    told = story.disagreement(
        scores(vader=[0.5, -0.5, 0.0, 0.2], textblob=[0.1, 0.1, 0.1, -0.3]), "vader", "textblob"
    )
    assert told.claim == "On 2 of 4 sentences the two instruments say the opposite"
    assert "agree in sign on 1, differ on 2, and on 1 at least one" in told.alt
    with pytest.raises(
        StoryError, match=re.escape("there are no scores by afinn. There are: textblob, vader.")
    ):
        story.disagreement(scores(vader=[0.5], textblob=[0.1]), "vader", "afinn")


def framed(**strengths):
    return FRAMES.frame(
        ("generic", "a", frame, strength > 0, strength, round(strength * 10), "rules")
        for frame, strength in strengths.items()
    )


def test_absent_frames_are_said_to_be_absent():
    book = codebook.read("frames", "generic")
    told = story.frames(framed(conflict=0.4, economic=0.1, morality=0.0), book)
    assert told.claim.startswith("Most evidence is of conflict") or told.claim.startswith("Conflict")
    assert (
        "conflict 40% (4 pieces), economic consequences 10% (1 piece) and morality 0% (0 pieces)" in told.alt
    )
    assert told.alt.endswith("Not present: morality.")
    assert story.frames(framed(conflict=0.0), book).claim == "No frame is told with enough evidence"


def test_a_table_that_carries_nothing_is_refused():
    with pytest.raises(StoryError):
        story.makeup(PASSAGES.frame())
    with pytest.raises(StoryError):
        story.spread(ESTIMATES.frame(), "vader", "points")


def test_a_finding_shows_its_claim_its_numbers_and_how_sure_it_is():
    told = story.Finding("A claim", "with 3 numbers.", "Not sure.")
    assert told._repr_mimebundle_() == {
        "text/markdown": "**A claim.** with 3 numbers. *Not sure.*",
        "text/plain": "A claim\nwith 3 numbers.\nNot sure.",
    }
