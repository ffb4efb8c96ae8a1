import pytest

from analysis import story
from analysis.story import StoryError
from analysis.tables import PASSAGES


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


def test_a_table_that_carries_nothing_is_refused():
    with pytest.raises(StoryError):
        story.makeup(PASSAGES.frame())


def test_a_finding_shows_its_claim_its_numbers_and_how_sure_it_is():
    told = story.Finding("A claim", "with 3 numbers.", "Not sure.")
    assert told._repr_mimebundle_() == {
        "text/markdown": "**A claim.** with 3 numbers. *Not sure.*",
        "text/plain": "A claim\nwith 3 numbers.\nNot sure.",
    }
