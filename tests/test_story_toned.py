"""What is said of whose tone it is, towards whom, and how far it can be leant on."""

import pandas as pd
import pytest

from analysis import parse, story, tone
from analysis.story import StoryError
from analysis.tables import ESTIMATES, MENTIONS, SENTENCES


def estimates(*rows, tier="A", **more):
    """Estimates by (group, value, low, high, n), with further columns as lists."""
    made = ESTIMATES.frame(
        ("tone", group, value, low, high, n, 1, False, tier) for group, value, low, high, n in rows
    )
    return made.assign(**more)


# --- Voices -----------------------------------------------------------------------------


def voices(low, high, tier="A"):
    rows = [("reporter", -0.3, -0.4, low, 20), ("quoted", 0.1, high, 0.2, 9)]
    return estimates(*rows, tier=tier, share=[0.5, 0.5], adds=[-0.15, 0.05])


@pytest.mark.parametrize(
    ("made", "claim"),
    [
        pytest.param(
            voices(-0.2, 0.0), "The reporter’s words are darker than quoted words", id="apart, and sure"
        ),
        pytest.param(
            voices(-0.2, 0.0, "B"), "The reporter’s words seem darker than quoted words", id="less sure"
        ),
        pytest.param(
            voices(-0.2, 0.0, "C"),
            "Demo scores the reporter’s words darker than quoted words; "
            "whether readers would is too uncertain to say",
            id="an instrument too weak",
        ),
        pytest.param(
            voices(0.0, -0.1), "No voice can be told from the others by its tone", id="intervals meet"
        ),
        pytest.param(
            voices(None, None).assign(low=None),
            "Too few sentences in more than one voice to say whose words are darker",
            id="no interval",
        ),
    ],
)
def test_the_claim_on_voices_follows_intervals_and_tier(made, claim):
    assert story.voiced(made.astype({"low": float, "high": float}), "demo").claim == claim


def test_what_the_voices_add_is_told_with_the_whole():
    alt = story.voiced(voices(-0.2, 0.0), "demo").alt
    assert alt == (
        "Mean tone, and what each adds to the -0.10 of the whole: the reporter’s words -0.30 (-0.40 to "
        "-0.20), 20 sentences, adding -0.15; quoted words +0.10 (+0.00 to +0.20), 9 sentences, adding +0.05."
    )


# --- Actors -----------------------------------------------------------------------------

FAR = [("Vane", -0.3, -0.4, -0.1, 9), ("Quist", 0.3, 0.1, 0.4, 8), ("Ivo", 0.0, -0.1, 0.1, 7)]
FEW = [("Ivo", 0.5, None, None, 2)]


@pytest.mark.parametrize(
    ("rows", "tier", "claim"),
    [
        pytest.param(FAR, "A", "The wording is dark towards Vane and bright towards Quist", id="sure"),
        pytest.param(
            FAR[1:],
            "C",
            "Demo scores bright towards Quist; whether readers would is too uncertain to say",
            id="an instrument too weak",
        ),
        pytest.param(
            FAR[2:],
            "A",
            "Towards none of 1 actor met often enough can the wording be told from neutral",
            id="around nought",
        ),
        pytest.param(
            FEW,
            "A",
            "No actor is met in enough places to say how the wording is towards them",
            id="too few mentions",
        ),
    ],
)
def test_the_claim_on_actors_follows_intervals_and_tier(rows, tier, claim):
    found = story.towards(estimates(*rows, tier=tier), "demo")
    assert found.claim == claim
    assert re_numbers(found.alt) >= len(rows)


def re_numbers(text):
    return sum(part.lstrip("+-(").replace(".", "").isdigit() for part in text.replace(",", " ").split())


def test_many_actors_are_not_all_named_in_a_claim():
    rows = [(name, -0.3, -0.4, -0.1, 9) for name in ("Ada", "Bea", "Cyd", "Dot", "Eve")]
    assert (
        story.towards(estimates(*rows), "demo").claim
        == "The wording is dark towards Ada, Bea, Cyd and 2 others"
    )


def test_a_text_without_actors_is_told_of_all_the_same():
    none = tone.robust({"news": tone.by_actor(tone.towards(SENTENCES.frame(), MENTIONS.frame()))})
    assert story.towards(none, "news").claim == "No actor is mentioned"


def test_how_sure_tone_towards_actors_is_is_told_of_the_task_itself():
    assert "news towards: macro-F1" in story.towards(estimates(*FAR), "news").sure


# --- Beside other instruments -------------------------------------------------------------


def test_how_many_others_agree_is_told():
    one = estimates(("all", -0.2, -0.3, -0.1, 9))
    robust = tone.robust({"one": one, "two": one.assign(value=-0.1), "three": one.assign(value=0.4)})
    found = story.robust(robust, "one")
    assert found.claim == "1 of 2 other instruments put this on the same side of nought"
    assert found.alt.endswith("all -0.20 (-0.30 to -0.10), others -0.10 to +0.40.")
    assert story.robust(tone.robust({"one": one}), "one").claim.startswith("One stands alone here")
    several = estimates(*FAR)
    both = tone.robust({"one": several, "two": several.assign(value=[-0.1, -0.1, 0.2])})
    assert story.robust(both, "one").claim == "In 1 of 3 groups all instruments agree on the side of nought"


# --- Length -------------------------------------------------------------------------------


def lengths(*follows, low=0.2):
    return pd.DataFrame(
        [(name, of, "sentence", 0.4, low, 0.6, 30, follow) for name, of, follow in follows],
        columns=["instrument", "of", "unit", "rho", "low", "high", "n", "follows"],
    )


def test_a_warning_names_the_instruments():
    found = story.lengths(
        lengths(("vader", "tone", True), ("vader", "distance", True), ("news", "tone", False))
    )
    assert found.claim == "Beware: by VADER, tone follows the length of a sentence"
    assert "VADER, distance from neutral: +0.40 (+0.20 to +0.60)" in found.alt


def test_without_one_it_says_so():
    assert (
        story.lengths(lengths(("news", "tone", False))).claim
        == "No instrument’s tone can be said to follow the length of sentences"
    )
    assert (
        story.lengths(lengths(("news", "tone", False), low=None)).claim
        == "Too few sentences to say whether tone follows their length"
    )


# --- Words, names, outlets ------------------------------------------------------------------


def test_the_words_of_a_difference_are_named_with_what_they_add():
    one, other = (parse.sentences_of([text]) for text in ("A brave crew.", "A cruel disgrace and a joy."))
    shifted = tone.shift(tone.hits(one), tone.hits(other), (1, 1))
    found = story.shift(shifted, "the first", "the second", "news")
    assert found.claim == "“brave”, “cruel” and “disgrace” do most to make the second darker than the first"
    assert f"is {shifted['adds'].sum():+.3f} from that of the first" in found.alt
    alike = tone.shift(tone.hits(one), tone.hits(one), (1, 1))
    assert story.shift(alike, "one", "other", "news").claim == "No word makes other differ from one"


def test_how_far_names_move_an_instrument():
    still = story.swapped(tone.swap_test("news"), "news")
    assert still.claim == "The news word list scores the same whatever the name"
    table = tone.swap_test("news").assign(value=0.01, low=0.005, high=0.02, largest=0.1)
    assert story.swapped(table, "demo").claim == "Another name moves demo by 0.01 on average, 0.10 at most"


def test_outlets_are_not_ranked_on_one_article():
    one = pd.DataFrame({"outlet": ["Crier"]})
    found = story.outlets(one)
    assert found.claim == "These articles cannot rank outlets by tone"
    assert "there are: Crier 1" in found.alt
    many = pd.DataFrame({"outlet": ["Crier"] * 5 + ["Beacon"] * 7})
    assert story.outlets(many).claim == "There are enough articles to compare the tone of 2 outlets"


@pytest.mark.parametrize(
    "tell",
    [
        pytest.param(lambda none: story.voiced(none, "news"), id="voices"),
        pytest.param(lambda none: story.robust(none, "news"), id="instruments"),
        pytest.param(story.lengths, id="lengths"),
    ],
)
def test_of_nothing_nothing_is_told(tell):
    with pytest.raises(StoryError, match=r"^there are no"):
        tell(estimates())
