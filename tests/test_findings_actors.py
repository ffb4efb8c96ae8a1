"""Findings on actors: who acts and is acted on, what each is called, and which acts have no doer."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import parse, tables
from analysis.findings import agency, agency_tried, called, hidden_agency, introduced
from analysis.findings.actors import (
    acts,
    introductions,
    labels_used,
    mentioned_as,
    tried_by_hand,
    unclear_mentions,
)
from analysis.findings.frame import SIZES, drawn

# The texts are written for these tests; the people and events are invented.
LONG = "the Permanent Representative of the Northern Isles to the Assembly of Nations"


def mentions(*rows, article="a"):
    """Rows of actor, role, passive, and if wanted type, form and sentence."""
    made = []
    for place, (actor, role, passive, *more) in enumerate(rows):
        kind, form, sentence = (*more, *("person", "name", 1)[len(more) :])
        made.append(
            {
                "article": article, "mention": place, "actor": actor, "type": kind, "form": form,
                "start": place % 5, "end": place % 5 + 3, "text": "The council dismissed Ole Rask."[place % 5 :][:3],
                "role": role, "predicate": "act", "passive": passive, "sentence": sentence,
            }
        )  # fmt: skip
    return tables.MENTIONS.frame(made)


def repeated(**roles):
    """Mentions of actors: `Vane="AAP"` is twice an agent and once a passive patient."""
    names = {"A": ("agent", False), "a": ("agent", True), "P": ("patient", True), "p": ("patient", False)}
    return mentions(*((actor, *names[role]) for actor, all_roles in roles.items() for role in all_roles))


@pytest.fixture(scope="session")
def acted(measured):
    sentences = parse.sentences_of(["The council dismissed Ole Rask."]).assign(article="a")

    def of(**given):
        return measured(sentences=tables.SENTENCES.check(sentences), **given)

    return of


# Who acts and who is acted on


def test_roles_and_passives_are_counted_by_actor():
    table = acts(repeated(Vane="AAaP", Rask="pp")).set_index("actor")
    assert table.loc["Vane", ["agent", "agent_passive", "patient", "patient_passive"]].tolist() == [
        3,
        1,
        1,
        1,
    ]
    assert table.loc["Rask", ["agent", "agent_passive", "patient", "patient_passive"]].tolist() == [
        0,
        0,
        2,
        0,
    ]


def test_a_mention_without_a_clear_actor_is_left_out():
    assert acts(mentions((None, "agent", False))).empty


def test_the_type_of_an_actor_is_that_of_most_mentions():
    rows = [("Kyre", "agent", False, kind) for kind in ("organization", "place", "place")]
    assert acts(mentions(*rows))["type"].tolist() == ["place"]


@given(st.lists(st.sampled_from(["agent", "patient", "speaker", "addressee", "other"]), max_size=8))
@settings(max_examples=20)
def test_every_clear_mention_has_one_role(roles):
    table = acts(mentions(*((f"actor {place % 2}", role, False) for place, role in enumerate(roles))))
    assert (
        table[["agent", "patient", "speaker", "addressee", "other"]].sum(axis=1) == table["mentions"]
    ).all()
    assert table["mentions"].sum() == len(roles)


@pytest.mark.parametrize(
    ("roles", "claim", "status"),
    [
        pytest.param({"Vane": "AAAAAA", "Rask": "AAPP"}, "Vane acts most, 6 of 8 times.", "found", id="one leads"),
        pytest.param(
            {"Vane": "AAAA", "Rask": "AAAA", "Lund": "PP"}, "Rask and Vane act most, 4 of 8 times each.", "found", id="two"
        ),
        pytest.param(
            {"Vane": "AAA", "Rask": "AAA", "Lund": "AAA", "Holm": "P"},
            "No actor acts most: 3 actors act 3 times each.",
            "unclear",
            id="three",
        ),
        pytest.param({"Vane": "PPPPPPPPPP"}, "No actor acts most: no one is an agent.", "unclear", id="none acts"),
        pytest.param(
            {"Vane": "AAAAAAAA", "Rask": "P"}, "Agency needs 10 agents or patients of verbs; here are 9.", "lacking", id="few"
        ),
        pytest.param({}, "Agency needs 10 agents or patients of verbs; here are 0.", "lacking", id="none"),
    ],
)  # fmt: skip
def test_who_acts_most_is_claimed_of_one_or_two(acted, roles, claim, status):
    found = agency(acted(mentions=repeated(**roles)))
    assert (found.claim, found.status) == (claim, status)


def test_a_description_that_acts_most_begins_the_claim_with_a_capital(acted):
    found = agency(acted(mentions=repeated(inspectors="AAAAAA", Rask="PPPP")))
    assert found.claim == "Inspectors acts most, 6 of 6 times."


def test_passives_are_counted_in_words(acted):
    found = agency(acted(mentions=repeated(Vane="AAAAAAa", Rask="PPp")))
    assert found.alt == (
        "Times as agent and as patient: Vane 7 and 0 and Rask 0 and 3. In the passive: 1 of 7 agents, 2 of 3 patients."
    )


def test_agents_are_to_the_right_patients_to_the_left_and_passives_hatched(acted):
    found = agency(acted(mentions=repeated(Vane="AAAAAAa", Rask="PPp")))
    with drawn(found, "page") as frame:
        bars = [(bar.get_x() + bar.get_width(), bool(bar.get_hatch())) for bar in frame.ax.patches]
        labels = [entry.get_label() for entry in frame._legend]
    assert bars == [(6, False), (7, True), (-1, False), (-3, True)]
    assert labels == ["acted on, passive verb", "acted on", "acts", "acts, passive verb with “by”"]


def test_marks_lead_to_the_mentions_of_that_actor_and_role(acted):
    found = agency(acted(mentions=repeated(Vane="AAAAAAa", Rask="PPp")))
    with drawn(found, "page") as frame:
        assert {mark.key for mark in frame.marks} == set(found.evidence["mark"]) == {"0-agent", "1-patient"}
    assert found.evidence["because"].iloc[0] == "Vane: agent of “act”"
    assert all(row.text in row.context for row in found.evidence.itertuples())


@pytest.mark.parametrize("size", SIZES)
def test_no_text_of_the_chart_meets_another(acted, overlaps, size):
    many = {f"{LONG} {number}"[: 10 + 4 * number]: "AAPp" * (1 + number % 3) for number in range(20)}
    assert overlaps(agency(acted(mentions=repeated(**many))), size) == []


def test_actors_beyond_the_chart_are_counted_under_it(acted):
    found = agency(acted(mentions=repeated(**{f"actor {number}": "AA" for number in range(20)})))
    with drawn(found, "page") as frame:
        assert len(frame._labels) == 12
        assert frame._notes == ["8 further actors with 16 acts."]
    with drawn(found, "card") as frame:
        assert frame._notes == [f"{20 - len(frame._labels)} further rows are in the table."]


# Who is in the story


def test_an_actor_is_listed_with_the_words_used(acted):
    rows = mentions(
        ("Vane", "agent", False), ("Vane", "other", False, "person", "pronoun"), (None, "other", False)
    )
    table = mentioned_as(acted(mentions=rows))
    assert table[["actor", "type", "mentions", "called"]].values.tolist() == [
        ["Vane", "person", 2, "The, he "]
    ]


def test_mentions_of_nobody_clear_are_counted_by_form(acted):
    rows = mentions(
        ("Vane", "agent", False), (None, "other", False, "person", "pronoun"), ("Vane", "other", False, "person", "pronoun")
    )  # fmt: skip
    table = unclear_mentions(acted(mentions=rows)).set_index("form")
    assert table.loc["pronoun"].tolist() == [2, 1, "50%"]
    assert table.loc["name"].tolist() == [1, 0, "0%"]


def test_sentences_are_read_by_the_rules_next_to_a_reader():
    table = tried_by_hand().set_index("sentence")
    assert table.loc["Ada Vane was dismissed.", "rules"] == "Ada Vane: patient; no doer: was dismissed"
    right, every = table["right"].sum(), len(table)
    assert agency_tried(None).claim == f"The rules read {right} of {every} sentences as a reader does."
    assert 3 <= right <= every


# What each is called


def labels(*rows):
    """Rows of actor, label and voice."""
    return tables.LABELS.frame(
        ("a", actor, place, label, place + 3, 1, voice) for place, (actor, label, voice) in enumerate(rows)
    ).assign(kind="title")


def test_the_same_label_in_another_case_is_one_label(acted):
    table = labels_used(acted(labels=labels(("Vane", "Mayor", "reporter"), ("Vane", "mayor", "reporter"))))
    assert table[["actor", "label", "times"]].values.tolist() == [["Vane", "Mayor", 2]]


@pytest.mark.parametrize(
    ("rows", "claim", "status"),
    [
        pytest.param(
            [("Vane", "Mayor", "reporter")] * 4 + [("Rask", "liar", "quoted")],
            "Vane is described most, 4 of 5 times.",
            "found",
            id="one leads",
        ),
        pytest.param(
            [("Vane", "Mayor", "reporter"), ("Rask", "liar", "quoted")] * 3,
            "No actor is described most: 2 are, 3 times each.",
            "unclear",
            id="two lead",
        ),
        pytest.param(
            [("Vane", "Mayor", "reporter")] * 4,
            "What actors are called needs 5 titles or descriptions; here are 4.",
            "lacking",
            id="few",
        ),
    ],
)
def test_who_is_described_most(acted, rows, claim, status):
    found = called(acted(labels=labels(*rows)))
    assert (found.claim, found.status) == (claim, status)


def test_labels_are_said_with_their_number_and_voice(acted):
    found = called(acted(labels=labels(*[("Vane", "Mayor", "reporter")] * 4, ("Vane", "liar", "quoted"))))
    assert found.alt == "Vane: “Mayor” 4 and “liar” 1. In the reporter’s own words: 4 of 5."
    assert found.evidence["because"].tolist()[-1] == "Vane: title, quoted"


# How people are introduced


@pytest.fixture(scope="session")
def story(measured):
    """A headline and a body with the given mentions (actor, sentence, type) and labels (actor, label, sentence)."""

    def of(named, labelled):
        texts = ["Vane resigns", *["The council dismissed Ole Rask."] * 6]
        sentences = parse.sentences_of(texts).assign(article="a", sentence=range(7))
        sentences.loc[0, "role"] = "headline"
        rows = tables.MENTIONS.frame(
            {
                "article": "a", "mention": place, "actor": actor, "type": kind, "form": "name",
                "start": int(sentences["start"].iloc[sentence]), "end": int(sentences["start"].iloc[sentence]) + 4,
                "text": "Vane", "role": "other", "predicate": None, "passive": False, "sentence": sentence,
            }
            for place, (actor, sentence, kind) in enumerate(named)
        )  # fmt: skip
        given = tables.LABELS.frame(
            ("a", actor, place, label, place + 5, sentence, "reporter")
            for place, (actor, label, sentence) in enumerate(labelled)
        )
        return measured(
            sentences=tables.SENTENCES.check(sentences), mentions=rows, labels=given.assign(kind="title")
        )

    return of


def test_a_person_is_introduced_where_the_body_first_names_them_not_in_the_headline(story):
    table = introductions(story([("Vane", 0, "person"), ("Vane", 2, "person")], [("Vane", "Mayor", 2)]))
    assert table[["actor", "sentence", "label"]].values.tolist() == [["Vane", 2, "Mayor"]]


def test_a_label_in_a_later_sentence_introduces_nobody(story):
    table = introductions(story([("Vane", 1, "person"), ("Vane", 2, "person")], [("Vane", "Mayor", 2)]))
    assert table["label"].isna().tolist() == [True]


def test_a_person_named_in_the_headline_alone_is_introduced_there(story):
    assert introductions(story([("Vane", 0, "person")], []))["sentence"].tolist() == [0]


def test_places_and_bodies_are_not_introduced(story):
    assert introductions(story([("Harrow", 1, "place"), ("Council", 2, "organization")], [])).empty


def test_introductions_are_counted(story):
    people = [
        (name, place, "person") for place, name in enumerate(["Vane", "Rask", "Lund", "Holm", "Brend"], 1)
    ]
    found = introduced(story(people, [("Vane", "Mayor", 1), ("Holm", "nurse", 4)]))
    assert found.claim == "2 of 5 people come with a title or description."
    assert found.alt == "2 with a title or description, 3 without: Rask, Lund and Brend."
    few = introduced(story(people[:4], []))
    assert (few.claim, few.status) == ("Introductions need 5 named people; here are 4.", "lacking")


# Acts without a doer


def hidden(*kinds):
    return tables.HIDDEN.frame(
        {
            "article": "a", "start": place, "kind": kind, "end": place + 3, "text": "The council"[place : place + 3],
            "predicate": "close", "patient": "the bridge" if place else None, "actor": None, "sentence": 1,
        }
        for place, kind in enumerate(kinds)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kinds", "claim", "alt"),
    [
        pytest.param(
            [], "Every act has its doer.", "0 passives without “by” and 0 nouns of acts.", id="none"
        ),
        pytest.param(
            ["agentless passive"],
            "1 act is reported without a doer.",
            "1 passive without “by” and 0 nouns of acts, such as “The”.",
            id="one",
        ),
        pytest.param(
            ["agentless passive", "nominalised act"],
            "2 acts are reported without a doer.",
            "1 passive without “by” and 1 noun of an act, such as “The” and “he ”.",
            id="two",
        ),
    ],
)
def test_acts_without_a_doer_are_counted_by_form(acted, kinds, claim, alt):
    found = hidden_agency(acted(hidden=hidden(*kinds)))
    assert (found.claim, found.alt) == (claim, alt)


def test_an_act_whose_patient_is_known_comes_first(acted):
    found = hidden_agency(acted(hidden=hidden("agentless passive", "nominalised act")))
    assert found.evidence["because"].tolist() == [
        "nominalised act of “close”, done to the bridge",
        "agentless passive of “close”",
    ]
    assert isinstance(found.table, pd.DataFrame)
