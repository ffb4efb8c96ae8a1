"""Events: which articles tell the same one, by ids given, else by their words and days."""

import hashlib
import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import compare, gold
from analysis.tables import ARTICLES, EVENTS, SENTENCES, count_words

# Invented: five stories, each told by three outlets in words of their own.
STORIES = {
    "ferry": (
        "The Vellmar ferry ran aground off Tolmin on Monday. Forty passengers were brought ashore by the lifeboat.",
        "Forty people were rescued by lifeboat after the ferry from Vellmar hit rocks near Tolmin harbour.",
        "Passengers of the stranded Vellmar ferry told of fear. The lifeboat of Tolmin took all forty ashore.",
    ),
    "budget": (
        "Parliament passed the budget of Minister Rask. Taxes on fuel rise, and pensions stay as they are.",
        "Minister Rask won the vote on her budget: fuel taxes go up and pensions are not touched, parliament decided.",
        "Higher taxes on fuel, the same pensions: the budget of Minister Rask found its majority in parliament.",
    ),
    "museum": (
        "Thieves stole a painting by Odile Brandt from the museum of Karst at night. Police look for a white van.",
        "The museum of Karst misses a painting by Odile Brandt. Police say the thieves fled in a white van.",
        "A white van, a night and a stolen painting by Odile Brandt: police in Karst question the museum guard.",
    ),
    "cup": (
        "Brod United won the cup final against Karst Rovers with a goal in extra time by striker Ilan Dov.",
        "Striker Ilan Dov scored in extra time, and Brod United lifted the cup. Karst Rovers lost the final again.",
        "Extra time, a goal by Ilan Dov: the cup final went to Brod United, and Karst Rovers went home.",
    ),
    "dam": (
        "Engineers lowered the reservoir above Lind after cracks were found in the dam. Two villages were warned.",
        "Cracks in the dam above Lind: the reservoir is lowered, and two villages must be ready to leave.",
        "Two villages below the dam of Lind wait. The reservoir is lowered by engineers because of cracks.",
    ),
}  # fmt: skip
OUTLETS = ("Crier", "Post", "Herald")


def tables(rows):
    """Articles and sentences of (article, outlet, day, text), and what further columns the rows have."""
    facts = ARTICLES.frame(
        [
            {
                "article": row["article"], "outlet": row.get("outlet"), "published": row.get("published"),
                "headline": row.get("headline"), "words": count_words(row["text"]) or 1,
                "source_file": row["article"], "sha256": row["article"], "source_text": row["text"] or " ",
                "left_out": row.get("left_out"), **({"event": row["event"]} if "event" in row else {}),
            }
            for row in rows
        ]
    )  # fmt: skip
    told = SENTENCES.frame(
        [
            {
                "article": row["article"], "sentence": number, "passage": 0, "role": "body", "start": 0,
                "end": len(text), "text": text, "words": count_words(text), "edits": [],
            }
            for row in rows
            for number, text in enumerate(filter(str.strip, row["text"].split(". ")), start=1)
        ]
    )  # fmt: skip
    return facts, told


def corpus(**changes):
    return [
        {"article": f"{story}-{outlet}", "outlet": outlet, "published": "2031-05-06", "text": text} | changes
        for story, texts in STORIES.items()
        for outlet, text in zip(OUTLETS, texts, strict=True)
    ]


def groups(events):
    return sorted(sorted(part["article"]) for _, part in events.groupby("event"))


WANTED = sorted(sorted(f"{story}-{outlet}" for outlet in OUTLETS) for story in STORIES)


def test_articles_on_one_event_are_found_by_their_words():
    events = compare.events(*tables(corpus()))
    assert groups(events) == WANTED
    assert set(events["event_from"]) == {"content and day"}


def test_the_words_that_join_an_article_to_its_event_are_told():
    because = compare.events(*tables(corpus())).set_index("article")["because"]
    assert {"brandt", "museum"} & set(because["museum-Post"].split(", "))


def test_an_article_like_no_other_stands_alone():
    odd = {"article": "odd", "outlet": "Post", "published": "2031-05-06",
           "text": "A gardener in Maunt grew the longest leek of the fair."}  # fmt: skip
    events = compare.events(*tables([*corpus(), odd])).set_index("article")
    assert events.loc["odd", ["event", "event_from"]].tolist() == ["odd", "alone"]
    assert pd.isna(events.loc["odd", "likeness"])


@pytest.mark.parametrize(
    ("day", "together"),
    [
        pytest.param("2031-05-09", True, id="three days later"),
        pytest.param("2031-05-10", False, id="four days later"),
        pytest.param("2032-05-06", False, id="a year later"),
        pytest.param(None, True, id="on a day unknown"),
    ],
)
def test_the_same_words_far_apart_are_two_events(day, together):
    rows = corpus()
    rows[0]["published"] = day
    events = compare.events(*tables(rows)).set_index("article")["event"]
    assert (events["ferry-Crier"] == events["ferry-Post"]) == together


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("outlets", [3, 5, 8])
def test_the_same_text_in_many_outlets_is_one_event(story, outlets):
    text = STORIES[story][2]
    same = [
        {"article": f"same-{n}", "outlet": f"Outlet {n}", "published": "2031-05-06", "text": text}
        for n in range(outlets)
    ]
    others = [row for row in corpus() if not row["article"].startswith(story)]
    events = compare.events(*tables([*same, *others])).set_index("article")["event"]
    alike = events.index[events == events["same-0"]]
    assert sorted(alike) == [f"same-{n}" for n in range(outlets)]


def test_without_any_day_the_words_alone_decide():
    events = compare.events(*tables(corpus(published=None)))
    assert groups(events) == WANTED
    assert set(events["event_from"]) == {"content"}


def test_given_ids_win_over_words_and_days():
    rows = corpus(event=None)
    for row, event in zip(rows[:4], ["x", "y", "x", "x"], strict=True):
        row["event"] = event
    events = compare.events(*tables(rows)).set_index("article")
    assert events["event"].head(4).tolist() == ["x", "y", "x", "x"]
    assert events["event_from"].head(4).tolist() == ["given"] * 4
    assert events.loc["museum-Post", "event_from"] == "content and day"


def test_what_is_left_out_is_in_no_event_and_the_order_is_that_given():
    rows = corpus()
    rows[3]["left_out"] = "language is German (de)"
    events = compare.events(*tables(rows))
    assert events["article"].tolist() == [row["article"] for row in rows if "left_out" not in row]


@settings(deadline=None, max_examples=15)
@given(st.permutations(range(15)))
def test_the_order_of_articles_changes_no_event(order):
    rows = corpus()
    assert groups(compare.events(*tables([rows[place] for place in order]))) == WANTED


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="no words"),
        pytest.param("It was as it was and so it is.", id="only words that tell nothing"),
        pytest.param("Rain fell.", id="two words"),
        pytest.param("Der Fährmann von Tolmin schwieg über die Fähre.", id="another language"),
    ],
)
def test_articles_that_say_little_stand_alone(text):
    rows = [*corpus(), *({"article": f"little-{n}", "text": text} for n in range(2 if not text else 1))]
    events = compare.events(*tables(rows)).set_index("article")
    assert events.loc["little-0", "event_from"] == "alone"


def test_no_articles_give_no_events():
    assert compare.events(ARTICLES.frame(), SENTENCES.frame()).empty
    assert list(compare.events(ARTICLES.frame(), SENTENCES.frame()).columns) == list(EVENTS.columns)


@pytest.mark.parametrize(("days", "alike"), [(-1, 0.2), (3, 0.0), (3, 1.5)])
def test_a_window_or_likeness_that_cannot_be_is_refused(days, alike):
    with pytest.raises(
        compare.CompareError, match=rf"^days is {days} and alike is {alike}\. Give 0 days or more"
    ):
        compare.events(*tables(corpus()), days=days, alike=alike)


def test_events_are_listed_with_unknown_outlets_and_days_counted():
    rows = corpus()
    rows[0] |= {"outlet": None, "published": None}
    facts, told = tables(rows)
    listed = compare.by_event(compare.events(facts, told), facts).set_index("about", drop=False)
    assert listed["articles"].tolist() == [3] * 5
    assert "(unknown), Herald, Post" in set(listed["told_by"])


def test_only_outlets_with_events_in_common_are_compared_within_events():
    rows = corpus()
    facts, told = tables([*rows, {"article": "odd", "outlet": "Star", "published": "2031-05-06",
                                  "text": "A gardener in Maunt grew the longest leek of the fair."}])  # fmt: skip
    kept = compare.paired(facts, compare.events(facts, told))
    assert set(kept["outlet"]) == set(OUTLETS)
    assert kept["event"].notna().all()


@pytest.mark.parametrize(
    ("found", "coded", "expected"),
    [
        pytest.param("aabb", "xxyy", [1, 1, 1, 1, 1, 1], id="all right"),
        pytest.param("abcd", "xxyy", [1, 0, 0, 1, 0.5, 2 / 3], id="all alone"),
        pytest.param("aaaa", "xxyy", [1 / 3, 1, 0.5, 0.5, 1, 2 / 3], id="all together"),
        # Bagga and Baldwin (1998): an event split in two, beside one found whole.
        pytest.param(
            "aabcc", "xxxyy", [1, 0.5, 2 / 3, 1, (2 * 2 / 3 + 1 / 3 + 2) / 5, None], id="one split off"
        ),
    ],
)
def test_agreement_of_groups(found, coded, expected):
    figures = compare.grouping(list(found), list(coded))["value"].tolist()
    for figure, wanted in zip(figures, expected, strict=True):
        assert wanted is None or figure == pytest.approx(wanted)


def test_the_interval_holds_the_figure_and_counts_events():
    coded = np.repeat(np.arange(30), 3)
    found = np.where(np.arange(90) % 7 == 0, 1000 + np.arange(90), coded)
    table = compare.grouping(found.astype(str).tolist(), coded.astype(str).tolist())
    assert (table["low"] <= table["value"]).all()
    assert (table["value"] <= table["high"]).all()
    assert set(table["n"]) == {30}


# --- BASIL: 100 events, each told by three outlets ----------------------------------

BASIL = Path(os.environ.get("WORKBOOK_GOLD", Path(__file__).parents[2] / "shared" / "gold")) / "basil"
real = pytest.mark.skipif(
    not BASIL.is_dir(), reason="BASIL is not here; `workbook fetch corpus basil` gets it"
)


def half(event):
    """Thresholds were chosen on the events of half 0 and are reported on half 1."""
    return int(hashlib.sha256(event.encode()).hexdigest(), 16) % 2


def basil(days):
    """The half of BASIL that no threshold was chosen on, its days as asked."""
    coded = [one for one in gold.corpus("basil", BASIL) if half(one["event"]) == 1]
    first = pd.Series(
        {one["event"]: one["published"] for one in sorted(coded, key=lambda a: a["published"], reverse=True)}
    )
    rows = []
    for place, one in enumerate(coded):
        day = pd.Timestamp(one["published"])
        if days == "crowded":  # all events within two weeks, each event's days as far apart as they were
            moved = int(hashlib.sha256(f"x{one['event']}".encode()).hexdigest(), 16) % 14
            day = (
                pd.Timestamp("2020-01-01")
                + pd.Timedelta(days=moved)
                + (day - pd.Timestamp(first[one["event"]]))
            )
        text = one["text"].replace("\n\n", ". ")
        rows.append(
            {"article": f"{place:03d}", "outlet": one["outlet"], "published": None if days == "unknown" else day,
             "text": f"{one.get('headline') or ''}. {text}"}
        )  # fmt: skip
    return rows, [one["event"] for one in coded]


@real
@pytest.mark.slow
@pytest.mark.parametrize(
    ("days", "pairwise", "cubed"),
    [
        pytest.param("published", 0.90, 0.93, id="days as published"),
        pytest.param("crowded", 0.85, 0.90, id="all events in two weeks"),
        pytest.param("unknown", 0.80, 0.85, id="no day known"),
    ],
)
def test_events_of_basil_are_found_on_the_half_that_nothing_was_chosen_on(days, pairwise, cubed):
    rows, coded = basil(days)
    figures = compare.grouping(compare.events(*tables(rows))["event"].tolist(), coded).set_index("metric")
    assert figures.loc["pairwise F1", "value"] >= pairwise
    assert figures.loc["B-cubed F1", "value"] >= cubed
