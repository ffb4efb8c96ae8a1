"""What is said of voices, actors and dates: true of what is there, of nothing too, and no surer than the tier."""

import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import chart, story, tier
from analysis.tables import DATES, LABELS, MENTIONS, QUOTES, VALIDITY


def validity(*rows):
    """Rows of measure, metric, value, tier, on a made-up set."""
    tasks = {"voices": "quotes", "actors": "actors", "agency": "actors", "timeline": "actors"}
    return VALIDITY.frame(
        (tasks.get(measure, "quotes"), gold, measure, metric, value, value - 0.04, value + 0.04, 500, graded, pd.Timestamp("2031-01-01"))
        for measure, gold, metric, value, graded in rows
    )  # fmt: skip


@pytest.fixture
def graded(monkeypatch):
    """A validity table in which every instrument has the tier asked for."""

    def set_to(letter):
        metrics = {"voices": "F1 at 0.3", "actors": "span F1 of names", "agency": "F1", "timeline": "F1"}
        rows = (
            [] if letter == tier.NONE else [(m, "made up", name, 0.8, letter) for m, name in metrics.items()]
        )
        monkeypatch.setattr(tier, "validity", lambda: validity(*rows))

    return set_to


def attributions(*rows):
    """Rows of speaker, direct, mixed, indirect."""
    said = QUOTES.frame(
        {
            "article": "a", "quote": place, "kind": kind, "start": place, "end": place + 1, "spans": [[place, place + 1]],
            "text": "x", "speaker": speaker, "sentence": 1,
        }
        for place, (speaker, kind) in enumerate(rows)
    )  # fmt: skip
    return chart.attributions(said)


def heard(*rows):
    """Rows of actor, mentions, attributions."""
    made = [(actor, "person", mentions, said, 0, said > 0, 1) for actor, mentions, said in rows]
    columns = ["actor", "type", "mentions", "attributions", "together", "heard", "articles"]
    return pd.DataFrame(made, columns=columns)


def acts(*rows):
    """Rows of actor and role."""
    return chart.acts(
        MENTIONS.frame(
            ("a", place, actor, "person", "name", place, place + 1, "x", role, "act", passive, 1)
            for place, (actor, role, passive) in enumerate(rows)
        )
    )


def dates(*rows, article="a"):
    relation = {"happened": "past", "happening": "present", "planned": "future", "conditional": "conditional"}
    return DATES.frame(
        (article, place, place + 1, text, pd.Timestamp(first) if first else None, pd.Timestamp(last) if last else None,
         relation[told], "a rule", 1)
        for place, (text, first, last, told) in enumerate(rows)
    )  # fmt: skip


# --- What share of attributions could be seen ---------------------------------------------------


def test_the_chart_of_sources_can_say_what_share_it_sees():
    table = validity(
        ("voices", "made up/dev", "recall at 0.3", 0.61, None),
        ("voices", "made up/dev", "recall of direct at 0.3", 0.92, None),
        ("voices", "made up/dev", "recall of indirect at 0.3", 0.5, None),
        ("voices", "made up/dev", "F1 at 0.3", 0.7, "B"),
    )
    assert story.reach(validity=table) == (
        "Of the attributions that people coded in made up/dev the rules see 61% (95% interval 57 to 65%): "
        "92% of the direct and 50% of the indirect."
    )


def test_of_several_sets_the_one_that_decides_the_tier_is_told():
    table = validity(
        ("voices", "one", "recall at 0.3", 0.9, None), ("voices", "one", "F1 at 0.3", 0.9, "A"),
        ("voices", "two", "recall at 0.3", 0.4, None), ("voices", "two", "F1 at 0.3", 0.5, "C"),
    )  # fmt: skip
    assert "in two the rules see 40%" in story.reach(validity=table)
    assert "in two the rules see 40%" in story.reach(validity=table[table["tier"].isna()])


def test_what_nobody_measured_is_said_to_be_not_validated():
    said = "What share of all attributions these are has not been validated against human codes."
    assert story.reach(validity=VALIDITY.frame()) == said
    assert story.reach("a list of my own") == said


# --- The words follow the tier ------------------------------------------------------------------

SHARES = pd.DataFrame({"article": "a", "voice": ["reporter", "reported", "quoted"], "words": [6, 1, 3], "share": [0.6, 0.1, 0.3]})  # fmt: skip
LABELLED = LABELS.frame(
    [("a", "Ada Vane", 1, "Mayor", 6, 1, "reporter"), ("a", "Ada Vane", 9, "mayor", 14, 2, "quoted")]
)
HIDDEN = pd.DataFrame({"text": ["was closed", "closure"], "kind": ["agentless passive", "nominalised act"], "patient": ["the bridge", None]})  # fmt: skip
FINDINGS = {
    "voices": lambda: story.voices(SHARES),
    "speakers": lambda: story.speakers(attributions(("Ada Vane", "direct"), (None, "mixed"))),
    "unheard": lambda: story.unheard(heard(("Ada Vane", 9, 3), ("Ole Rask", 5, 0)), unclear=2),
    "agency": lambda: story.agency(acts(("Ada Vane", "agent", False), ("Ole Rask", "patient", True))),
    "called": lambda: story.called(LABELLED),
    "hidden": lambda: story.hidden(HIDDEN),
    "timeline": lambda: story.timeline(
        dates(
            ("Monday", "2031-05-12", "2031-05-12", "happened"),
            ("June", "2031-06-01", "2031-06-30", "planned"),
        )
    ),
}
CLAIMS = {
    "voices": ("40% of the words are other people's", "It seems that 40%", "The rules find 40% of the words to be other"),
    "speakers": ("Ada Vane is heard most: 1 of 2 attributions", "It seems that Ada", "The rules find Ada Vane heard most"),
    "unheard": ("Ole Rask is spoken of 5 times and never heard", "It seems that Ole", "The rules find Ole Rask spoken of"),
    "agency": (
        "Ada Vane acts most (1 time) and Ole Rask is acted on most (1 time)",
        "It seems that Ada",
        "The rules find Ada Vane acting most (1 time) and Ole Rask acted on most",
    ),
    "called": ("Ada Vane is described most: 2 times", "It seems that Ada", "The rules find Ada Vane described most"),
    "hidden": ("2 acts are told without who does them", "It seems that 2", "The rules find 2 acts told without"),
    "timeline": (
        "1 of 2 dates tells what is only planned or possible",
        "It seems that 1",
        "The rules take 1 of 2 dates for what is only planned or possible",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FINDINGS)
def test_a_claim_is_no_surer_than_the_instrument(name, graded):
    shows, suggests, finds = CLAIMS[name]
    graded("A")
    assert FINDINGS[name]().claim == shows
    graded("B")
    assert FINDINGS[name]().claim.startswith(suggests)
    for weak in ("C", tier.NONE):
        graded(weak)
        assert FINDINGS[name]().claim.startswith(finds)
        assert FINDINGS[name]().claim.endswith(story.DOUBT)


@pytest.mark.parametrize("name", FINDINGS)
def test_the_text_carries_numbers_and_says_what_was_not_validated(name, graded):
    graded(tier.NONE)
    told = FINDINGS[name]()
    assert re.search(r"\d", told.alt)
    assert "not been validated" in told.sure


def test_never_heard_is_as_sure_as_the_weaker_of_its_instruments(monkeypatch):
    table = validity(("voices", "made up", "F1 at 0.3", 0.9, "A"), ("actors", "made up", "span F1", 0.5, "C"))
    monkeypatch.setattr(tier, "validity", lambda: table)
    assert FINDINGS["speakers"]().claim == "Ada Vane is heard most: 1 of 2 attributions"
    assert FINDINGS["unheard"]().claim.startswith("The rules find")


# --- Nothing of a thing is said too -------------------------------------------------------------

EMPTY = {
    "voices": lambda: story.voices(SHARES.head(0)),
    "speakers": lambda: story.speakers(attributions()),
    "unheard": lambda: story.unheard(heard()),
    "agency": lambda: story.agency(acts()),
    "agency of those who only stand there": lambda: story.agency(acts(("Ada Vane", "other", False))),
    "called": lambda: story.called(LABELS.frame()),
    "hidden": lambda: story.hidden(HIDDEN.head(0)),
    "timeline": lambda: story.timeline(dates()),
    "marks": lambda: story.marks(pd.DataFrame({"use": pd.Series([], dtype="str")})),
}


@pytest.mark.parametrize("name", EMPTY)
def test_where_there_is_none_the_finding_says_so(name):
    told = EMPTY[name]()
    assert re.match(r"No |There (is|are) no ", told.claim)
    assert re.search(r"\b0\b", told.alt)
    assert "whether readers would" not in told.claim


# --- What each says -----------------------------------------------------------------------------


def test_articles_count_the_same_whatever_their_length():
    short = SHARES.assign(article="b", words=[0, 0, 1], share=[0.0, 0.0, 1.0])
    told = story.voices(pd.concat([SHARES, short]))
    assert (
        "the reporter has 30%, reported speech 5% and quotations 65%; mean of 2 articles, n = 11 words"
        in told.alt
    )


def test_an_article_all_in_the_reporters_words_is_told_plainly():
    told = story.voices(SHARES.assign(share=[1.0, 0.0, 0.0]))
    assert told.claim == "No words were found to be other people's"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        pytest.param([("A", "direct"), ("B", "direct")], "A and B are heard most: 1 of 2 attributions each", id="two equals"),
        pytest.param(
            [(name, "direct") for name in "ABCD"], "No speaker stands out: 4 have 1 attribution each", id="four equals"
        ),
        pytest.param([(None, "direct")], "For no attribution is it clear who speaks", id="nobody clear"),
    ],
)  # fmt: skip
def test_who_is_heard_most(rows, said, graded):
    graded("A")
    assert story.speakers(attributions(*rows)).claim == said


def test_the_unclear_are_counted_and_kinds_add_up():
    told = story.speakers(attributions(("A", "direct"), ("A", "mixed"), (None, "indirect")))
    assert told.alt == (
        "3 attributions (1 direct, 1 mixed and 1 indirect), 2 of them to 1 speaker: A 2. 1 not named or unclear."
    )


def test_speakers_without_a_name_are_counted():
    table = attributions(("officials", "indirect"), ("A", "direct")).assign(
        named=pd.array([True, False], "boolean")
    )
    assert story.speakers(table).alt.endswith("1 attribution to speakers without a name.")


def test_unclear_attributions_are_a_doubt_about_who_was_never_heard():
    told = story.unheard(heard(("A", 3, 0)), unclear=2)
    assert "2 attributions not named or unclear may be anybody's" in told.sure
    assert "anybody" not in story.unheard(heard(("A", 3, 0))).sure
    assert story.unheard(heard(("A", 3, 1))).claim == "All who are spoken of are heard too"


def test_the_use_of_quotation_marks_is_told_apart():
    told = story.marks(pd.DataFrame({"use": ["attributed", "scare", "title", "title", "unattributed"]}))
    assert "4 of 5 quotations" in told.claim
    assert told.alt == (
        "5 quotations in quotation marks: 1 attributed, 1 unattributed, 1 scare quote and 2 titles of works."
    )
    assert (
        story.marks(pd.DataFrame({"use": ["attributed"]})).claim
        == "Every quotation belongs to an attribution"
    )


def test_sentences_of_the_reporter_alone_are_counted():
    lanes = pd.DataFrame(
        [("reporter", "reporter", 1, 0.5, 1.5), ("reporter", "reporter", 2, 1.5, 2.0), ("Vane", "quoted", 2, 2.0, 2.5)],
        columns=["lane", "voice", "sentence", "begins", "ends"],
    )  # fmt: skip
    told = story.voices_along(lanes)
    assert "1 of 2 sentences" in told.claim
    assert told.alt == "Sentences in which each has the word: reporter 2, Vane 1 (first in 2)."


def test_who_is_only_acted_on_is_named():
    told = story.agency(acts(("A", "agent", False), ("B", "patient", True), ("B", "patient", False)))
    assert (
        "Told in the passive: 0 of 1 as agent, 1 of 2 as patient. Acted on more than once and never acting: B."
        in told.alt
    )


def test_the_same_label_in_another_case_is_one():
    told = story.called(LABELLED)
    assert (
        told.alt
        == "2 descriptions of 1 actor; Ada Vane is called “Mayor” 2. By voice: 1 reporter and 1 quoted."
    )


def test_acts_without_a_doer_are_told_by_their_form():
    assert story.hidden(HIDDEN).alt == (
        "1 passive without “by” and 1 noun of act without a doer, such as “was closed” (the bridge) and “closure”."
    )


def test_dates_are_listed_in_order_for_one_article_and_counted_for_several():
    june = ("June", "2031-06-01", "2031-06-30", "planned")
    table = dates(
        june, ("Monday", "2031-05-12", "2031-05-12", "happened"), ("the day after", None, None, "happened")
    )
    told = story.timeline(table)
    assert told.alt == (
        "3 date expressions: 2 happened, 0 happening, 1 planned and 0 conditional. 1 without a first or last day. "
        "The days reach from 12 May 2031 to 30 June 2031. They are, in order: Monday (12 May 2031) and June (June 2031)."
    )
    assert "in order" not in story.timeline(pd.concat([table, dates(june, article="b")])).alt


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        pytest.param("2031-05-12", "2031-05-12", "12 May 2031", id="a day"),
        pytest.param("2031-05-12", "2031-05-18", "12 to 18 May 2031", id="a week"),
        pytest.param("2031-04-28", "2031-05-04", "28 April to 4 May 2031", id="a week over two months"),
        pytest.param(
            "2030-12-30", "2031-01-05", "30 December 2030 to 5 January 2031", id="a week over two years"
        ),
        pytest.param("2032-02-01", "2032-02-29", "February 2032", id="a month of a leap year"),
        pytest.param("2031-01-01", "2031-12-31", "2031", id="a year"),
        pytest.param("1930-01-01", "1939-12-31", "1930 to 1939", id="a decade"),
        pytest.param(None, "2031-05-12", "until 12 May 2031", id="no beginning"),
        pytest.param("2031-05-12", None, "from 12 May 2031", id="no end"),
        pytest.param(None, None, "no day", id="neither"),
    ],
)
def test_a_stretch_of_days_as_people_write_it(first, last, said):
    assert story.days(pd.Timestamp(first) if first else None, pd.Timestamp(last) if last else None) == said


@given(
    st.lists(
        st.tuples(st.sampled_from(["A", "B", None]), st.sampled_from(["direct", "mixed", "indirect"])),
        max_size=9,
    )
)
@settings(max_examples=30)
def test_whoever_speaks_the_counts_add_up(rows):
    told = story.speakers(attributions(*rows))
    if rows:
        every, direct, mixed, indirect = map(
            int, re.match(r"(\d+) \w+ \((\d+) \D+(\d+) \D+(\d+) ", told.alt).groups()
        )
        assert every == direct + mixed + indirect == len(rows)


def test_a_single_date_is_told_in_the_singular(graded):
    graded("A")
    told = story.timeline(dates(("Monday", "2031-05-12", "2031-05-12", "happened")))
    assert told.claim == "The one date tells what happened or happens"
