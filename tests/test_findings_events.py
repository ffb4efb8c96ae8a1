"""Findings on events, copies and omissions, on small corpora and on the invented one."""

from pathlib import Path

import pandas as pd
import pytest

from analysis import compare, corpus, findings, tables
from analysis.findings.events import coverage, event_name, events_of, omissions_of, presences
from analysis.findings.frame import SIZES

INVENTED = Path(__file__).parents[1] / "notebooks" / "invented" / "articles"
REPORT = (
    "The ferry to Tolmin stopped on Monday after its engine failed in heavy seas, the harbour board said, and forty "
    "passengers were brought ashore by fishing boats from the island before dark."
)


@pytest.fixture(scope="session")
def told(measured):
    """A corpus from rows of outlet, event, day and text, each text one sentence."""

    def of(rows, **more):
        articles = tables.ARTICLES.frame(
            {"article": f"{n:02d}", "outlet": outlet, "published": day, "headline": f"Story {n}", "words": len(text.split()),
             "source_file": f"{n}.txt", "sha256": str(n), "source_text": text}
            for n, (outlet, _, day, text) in enumerate(rows)
        ).assign(event=[event for _, event, _, _ in rows])  # fmt: skip
        sentences = tables.SENTENCES.frame(
            {"article": f"{n:02d}", "sentence": 1, "passage": 0, "role": "body", "start": 0, "end": len(text),
             "text": text, "words": len(text.split()), "edits": []}
            for n, (_, _, _, text) in enumerate(rows)
        )  # fmt: skip
        return measured(articles=articles, sentences=sentences, **more)

    return of


DAY = pd.Timestamp("2031-05-02")


# Events


def test_events_are_counted_and_those_covered_alone_belong_to_their_outlet(told, overlaps):
    corpus_ = told(
        [("Crier", "flood", DAY, "Fog."), ("Post", "flood", DAY, "Fog."), ("Crier", "vote", DAY, "Fog."),
         ("Star", "fire", None, "Fog."), (None, "fire", None, "Fog.")]
    )  # fmt: skip
    found = findings.events(corpus_)
    assert found.claim == "2 of 3 events are covered by 2 outlets or more."
    assert "Covered by one outlet alone: Crier 1." in found.alt
    assert coverage(events_of(corpus_)).values.tolist() == found.table.values.tolist()
    assert found.table.values.tolist() == [["Crier", 1, 1], ["Post", 1, 0], ["Star", 1, 0]]
    assert found.limits == "The events were given with the articles"
    assert all(not overlaps(found, size) for size in SIZES)


def test_outlets_that_all_cover_the_same_need_no_chart(told):
    found = findings.events(told([(outlet, "flood", DAY, "Fog.") for outlet in ("Crier", "Post", "Star")]))
    assert found.claim == "1 of 1 event is covered by 2 outlets or more."
    assert found.draw is None
    assert found.table.drop(columns="day").values.tolist() == [["flood", 3, 3, "Crier, Post, Star", "given"]]


def test_no_shared_event_is_unclear(told):
    found = findings.events(told([("Crier", "flood", DAY, "Fog."), ("Post", "vote", DAY, "Rain.")]))
    assert (found.claim, found.status) == ("No event is covered by more than one outlet.", "unclear")


def test_articles_of_unknown_outlet_are_counted_as_one_group(told):
    table = events_of(told([("Crier", "flood", DAY, "Fog."), (None, "flood", DAY, "Fog.")]))
    assert table[["group", "articles", "groups"]].values.tolist() == [["(unknown)", 1, 2], ["Crier", 1, 2]]


@pytest.mark.parametrize(
    ("row", "name"),
    [
        (
            {"event": "flood", "about": "River rises", "first": DAY, "event_from": "given"},
            "flood, 2 May 2031",
        ),
        (
            {"event": "17", "about": "River rises", "first": DAY, "event_from": "given"},
            "River rises, 2 May 2031",
        ),
        ({"event": "af03", "about": "River rises", "first": pd.NaT, "event_from": "content"}, "River rises"),
        ({"event": "flood", "about": None, "first": pd.NaT, "event_from": "content"}, "flood"),
    ],
)
def test_events_are_called_by_their_given_name_or_a_headline(row, name):
    assert event_name(row) == name


def test_any_column_makes_the_groups_of_events(told):
    corpus_ = told([("Crier", "flood", DAY, "Fog."), ("Crier", "flood", DAY, "Fog.")])
    corpus_.articles["section"] = ["news", "sport"]
    assert findings.events(corpus_, by="section").claim == "1 of 1 event is covered by 2 sections or more."


# Copies


def test_copies_are_a_sentence_with_the_shared_text_as_evidence(told):
    rows = [
        ("Crier", "a", DAY, REPORT),
        ("Post", "a", DAY, REPORT),
        ("Star", "b", DAY, "The harvest was good."),
    ]
    found = findings.copies(told(rows))
    assert found.claim == "2 of 3 articles share text with another."
    assert found.alt.startswith("Crier and Post 1 pair (32 words).")
    assert found.draw is None
    row = found.evidence.iloc[0]
    assert REPORT[row["start"] : row["end"]] == row["text"]
    assert row["text"] in row["context"]


def test_no_copies_are_said_so(told):
    rows = [("Crier", "a", DAY, REPORT), ("Post", "a", DAY, "The harvest was good.")]
    assert findings.copies(told(rows)).claim == "No two articles share text beyond quotations."


# Omissions


def omitted_rows(*rows):
    return tables.OMISSIONS.frame(
        {"event": event, "kind": "quoted", "what": what, "outlet": outlet, "state": state, "articles": 1,
         "times": int(state == "present"), "looked_for": what}
        for event, what, outlet, state in rows
    )  # fmt: skip


def test_who_one_group_misses_most_comes_first():
    table = presences(
        omitted_rows(
            ("e1", "Vane", "Crier", "present"), ("e1", "Vane", "Post", "absent"),
            ("e2", "Vane", "Crier", "present"), ("e2", "Vane", "Post", "named only"),
            ("e1", "Rask", "Crier", "present"), ("e1", "Rask", "Post", "unclear"),
        )
    )  # fmt: skip
    assert table.values.tolist() == [
        ["Vane", "Crier", 2, 2, 0, 0, 2, 2], ["Vane", "Post", 2, 0, 1, 0, 2, 2],
        ["Rask", "Crier", 1, 1, 0, 0, 1, 0], ["Rask", "Post", 0, 0, 0, 1, 1, 0],
    ]  # fmt: skip


def test_an_omission_on_one_event_is_no_claim(told):
    rows = [("Crier", "a", DAY, "Ada Vane said no."), ("Post", "a", DAY, "The board met.")]
    mention = {"article": "00", "mention": 0, "actor": "Ada Vane", "type": "person", "form": "name", "start": 0, "end": 8,
               "text": "Ada Vane", "role": "speaker", "passive": False, "sentence": 1}  # fmt: skip
    quote = {"article": "00", "quote": 0, "kind": "indirect", "start": 14, "end": 16, "spans": [[14, 16]], "text": "no",
             "speaker": "Ada Vane", "sentence": 1}  # fmt: skip
    corpus_ = told(rows, mentions=tables.MENTIONS.frame([mention]), quotes=tables.QUOTES.frame([quote]))
    found = findings.omissions(corpus_)
    assert found.claim == "No one is quoted on 2 events by others and never in one outlet."
    assert found.status == "unclear"
    assert presences(omissions_of(corpus_))["present"].tolist() == [1, 0]


def test_events_of_one_outlet_leave_nothing_to_compare(told):
    found = findings.omissions(told([("Crier", "a", DAY, "Fog."), ("Post", "b", DAY, "Rain fell.")]))
    assert found.status == "lacking"
    assert found.claim == "Comparing who is quoted needs an event that 2 outlets cover; here is none."


# The invented corpus: what was built in is found.


@pytest.fixture(scope="module")
def material():
    return corpus.measure(INVENTED)


@pytest.fixture(scope="module")
def missing(material):
    return omissions_of(material, kinds=("quoted", "named", "day"))


@pytest.mark.parametrize(
    ("kind", "what", "where"),
    [
        pytest.param("quoted", "Lena Oskari", {"The Hallen Post": 0}, id="an engineer one outlet never quotes"),
        pytest.param("quoted", "Greta Holm", {"Northern Dispatch": 0, "The Vestmora Courier": 0},
                     id="a nurse two outlets never quote"),
        pytest.param("named", "Keld Construction", {"The Hallen Post": 0}, id="a builder one outlet never names"),
        pytest.param("day", "2028-06-14", {"The Hallen Post": 0, "Northern Dispatch": 0},
                     id="a day that one outlet alone gives"),
    ],
)  # fmt: skip
def test_what_was_left_out_is_found(missing, kind, what, where):
    table = presences(missing, kind).query("what == @what").set_index("group")["present"]
    assert {outlet: table[outlet] for outlet in where} == where
    assert (table.drop(list(where)) > 0).all()


def test_the_claim_on_omissions_is_a_count_and_leads_to_its_sentences(material, overlaps):
    found = findings.omissions(material)
    assert found.claim == "The Hallen Post never quotes Lena Oskari; others do on 6 events."
    rows = found.evidence[found.evidence["because"].str.startswith("Lena Oskari")]
    assert rows["context"].str.contains("Oskari").mean() > 0.5
    assert rows["because"].str.endswith("not in The Hallen Post").any()
    assert all(not overlaps(found, size) for size in SIZES)


def test_one_outlet_is_the_most_negative(material, overlaps):
    found = findings.tone_by_group(material)
    assert found.claim == "The Hallen Post is the most negative outlet."
    assert all(not overlaps(found, size) for size in SIZES)


def test_the_names_built_in_are_the_key_words(material):
    found = findings.keywords(material)
    assert found.claim == "Keld Construction, Greta Holm and Lena Oskari set the outlets apart."


def test_the_agency_report_is_found_in_the_two_outlets_that_print_it(material):
    found = findings.copies(material)
    assert found.table[["group", "with", "pairs"]].values.tolist() == [
        ["Northern Dispatch", "The Vestmora Courier", 2]
    ]
    assert found.claim == "4 of 18 articles share text with another."
    days = material.articles.set_index("article").loc[found.evidence["article"], "published"]
    assert sorted(set(days.dt.day)) == [3, 20]


def test_events_found_by_words_and_days_never_join_what_the_ids_keep_apart(material):
    figures = findings.events_checked(material).set_index("metric")["value"]
    assert figures["pairwise precision"] == 1
    assert figures["B-cubed F1"] > 0.8


def test_a_difference_that_is_not_significant_in_each_check_is_said_so(material):
    found = findings.tone_robustness(material)
    assert found.claim == "The difference in tone keeps its direction, but is not significant in each check."
    assert found.status == "unclear"
    assert "too few articles for a test" in found.alt
    assert set(found.table["articles"]) == {"all articles", "near copies once", "same events only"}


@pytest.mark.parametrize("ask", [findings.voices_by_group, findings.speakers_by_group])
def test_charts_of_groups_keep_their_texts_apart(material, ask, overlaps):
    found = ask(material)
    assert found.status == "unclear"
    assert all(not overlaps(found, size) for size in SIZES)


def test_quoting_is_the_mean_of_the_articles_shares(material):
    found = findings.voices_by_group(material)
    post = found.table[found.table["group"] == "The Hallen Post"].set_index("voice")["share"]
    assert round(1 - post["reporter"], 2) == 0.42
    assert round(post.sum(), 6) == 1


def test_everything_at_once_has_no_instrument_twice(material):
    from analysis.findings.differences import measured as all_measures

    values = all_measures(material)
    assert not set(values["instrument"]) & {"news", "vader", "textblob", "news towards"}
    assert len(values) < len(compare.everything(material))
