"""Findings on dates: their order, their days, and what is only planned or possible."""

import pandas as pd
import pytest

from analysis import parse, tables
from analysis.findings import dates_resolved, dates_tried, planned_or_possible, timeline, undated
from analysis.findings.frame import SIZES, drawn
from analysis.findings.timeline import dated, days, factuality, piece, tried_by_hand

# The texts are written for these tests; the people and events are invented.
RELATIONS = {"happened": "past", "happening": "present", "planned": "future", "conditional": "conditional"}
DAY = pd.Timestamp("2031-05-14")
LONG = "the day after the Permanent Representative of the Northern Isles left the Assembly of Nations"


@pytest.fixture(scope="session")
def told(measured):
    def of(*rows, published=DAY, article="a"):
        """A corpus of one article: rows of text, first and last day, status and rule, each in a sentence."""
        sentences = parse.sentences_of(
            [f"The council closed the bridge {row[0]} after a long debate." for row in rows]
        )
        sentences = sentences.assign(article=article)
        at = [int(start) + len("The council closed the bridge ") for start in sentences["start"]]
        made = tables.DATES.frame(
            {
                "article": article, "start": start, "end": start + len(text), "text": text,
                "earliest": pd.Timestamp(first) if first else None, "latest": pd.Timestamp(last) if last else None,
                "relation": RELATIONS[status], "resolved_by": rule, "sentence": number,
            }
            for start, number, (text, first, last, status, rule) in zip(at, sentences["sentence"], rows, strict=True)
        )  # fmt: skip
        material = measured(sentences=tables.SENTENCES.check(sentences), dates=made)
        return dated_at(material, published)

    return of


def dated_at(material, published):
    material.articles = material.articles.assign(published=pd.Series([published], dtype="datetime64[us]"))
    return material


WHEN = (
    ("on Monday", "2031-05-12", "2031-05-12", "happened", "weekday"),
    ("next year", "2032-01-01", "2032-12-31", "planned", "year"),
    ("in June", "2031-06-01", "2031-06-30", "conditional", "month"),
    ("today", "2031-05-14", "2031-05-14", "happening", "day"),
    ("in recent months", None, "2031-05-14", "happened", "unresolved: how long is not said"),
    ("the day after", None, None, "happened", "unresolved: counts from an event that has no date here"),
)


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
    assert days(pd.Timestamp(first) if first else None, pd.Timestamp(last) if last else None) == said


@pytest.mark.parametrize(
    ("sentence", "text", "label"),
    [
        pytest.param(
            "It closed on Monday.", "Monday", "It closed on Monday.", id="a short sentence is whole"
        ),
        pytest.param(
            "After a long and angry debate the council closed the bridge on Monday.",
            "Monday",
            "…closed the bridge on Monday.",
            id="the beginning is cut at a word",
        ),
        pytest.param(
            "On Monday the council closed the bridge, which is a hundred years old.",
            "Monday",
            "On Monday the council closed the…",
            id="the end is cut at a word",
        ),
        pytest.param(
            "On Monday, said the mayor of Harrow, workers found it.",
            "Monday",
            "On Monday, said the mayor of Harrow…",
            id="no comma before the cut",
        ),
        pytest.param(None, "Monday", "Monday", id="no sentence"),
    ],
)
def test_a_label_is_the_date_with_the_words_around_it(sentence, text, label):
    assert piece(sentence, text) == label


@pytest.mark.parametrize(
    ("sentence", "text", "near", "label"),
    [
        pytest.param("Mayor Vane left in May.", "May", 0, "Mayor Vane left in May.", id="not inside a word"),
        pytest.param(
            "Today is not what it was, and the council meets again only today.",
            "today",
            60,
            "…meets again only today.",
            id="upper and lower case are different words",
        ),
        pytest.param(
            "It closed on Monday for repairs and it will be open again to all traffic on Monday.",
            "Monday",
            76,
            "…to all traffic on Monday.",
            id="the second of two, by its offset",
        ),
    ],
)
def test_a_label_is_cut_around_the_right_place(sentence, text, near, label):
    assert piece(sentence, text, near) == label


def test_status_decides_how_a_date_is_reported_and_relation_where_it_is_missing():
    table = pd.DataFrame({"relation": ["past", "future", "present"], "status": ["conditional", None, None]})
    assert factuality(table).tolist() == ["conditional", "planned", "happening"]


def test_dates_are_in_order_and_those_without_a_day_come_last(told):
    table = dated(told(*WHEN))
    assert table["text"].tolist() == [
        "on Monday", "today", "in recent months", "in June", "next year", "the day after",
    ]  # fmt: skip
    assert table["reported"].tolist() == [
        "happened", "happening", "happened", "conditional", "planned", "happened",
    ]  # fmt: skip


def test_the_same_date_reported_the_same_way_has_one_row(told):
    monday = ("Monday", "2031-05-12", "2031-05-12", "happened", "weekday")
    table = dated(told(monday, ("monday", *monday[1:]), (*monday[:3], "planned", "weekday")))
    assert table[["text", "reported", "times"]].values.tolist() == [
        ["Monday", "happened", 2],
        ["Monday", "planned", 1],
    ]


PAST = [
    (f"on day {number}", f"2031-05-0{number}", f"2031-05-0{number}", "happened", "day")
    for number in (1, 2, 3)
]
AHEAD = [
    (f"by day {number}", f"2031-06-0{number}", f"2031-06-0{number}", "planned", "day") for number in (1, 2, 3)
]
NOW = ("today", "2031-05-14", "2031-05-14", "happening", "day")


@pytest.mark.parametrize(
    ("rows", "claim"),
    [
        pytest.param(
            [*PAST, NOW], "3 of 4 dates are before publication, as far back as May 2031.", id="all in the past"
        ),
        pytest.param([PAST[0], NOW, ("now", *NOW[1:])], "1 of 3 dates is before publication, as far back as May 2031.", id="one"),
        pytest.param([*AHEAD, NOW], "3 of 4 dates are after publication, as far as June 2031.", id="all ahead"),
        pytest.param([*PAST, *AHEAD[:2]], "Of 5 dates, 3 are before publication and 2 after it.", id="both"),
        pytest.param([PAST[0], AHEAD[0], NOW], "Of 3 dates, 1 is before publication and 1 after it.", id="one each"),
        pytest.param(
            [("this year", "2031-01-01", "2031-12-31", "happening", "year"), NOW, ("this month", "2031-05-01", "2031-05-31", "happening", "month")],
            "All 3 dates include the day of publication.",
            id="neither",
        ),
    ],
)  # fmt: skip
def test_the_claim_says_what_is_before_and_after_publication(told, rows, claim):
    found = timeline(told(*rows))
    assert (found.claim, found.status) == (claim, "found")


def test_without_a_day_of_publication_the_claim_is_the_reach(told):
    found = timeline(told(*PAST, *AHEAD, published=pd.NaT))
    assert found.claim == "6 dates reach from May 2031 to June 2031."
    assert "publication" not in found.measure
    with drawn(found, "page") as frame:
        assert "The day of publication is unknown." in frame._notes


@pytest.mark.parametrize(
    ("rows", "needs"),
    [
        pytest.param([], "there are 0.", id="none"),
        pytest.param([PAST[0], WHEN[5], WHEN[5]], "there is 1.", id="dates without a day do not count"),
        pytest.param(PAST[:2], "there are 2.", id="one too few"),
    ],
)
def test_two_dates_are_no_timeline(told, rows, needs):
    found = timeline(told(*rows))
    assert (found.claim, found.status) == (f"A timeline needs 3 dates with a day; {needs}", "lacking")


def test_dates_with_and_without_a_day_are_counted(told):
    assert timeline(told(*WHEN)).n == "5 dates with a day, 1 without"


def test_a_day_is_a_point_a_stretch_a_bar_and_never_both(told):
    with drawn(timeline(told(*WHEN)), "page") as frame:
        bars = {
            round(bar.get_y() + bar.get_height() / 2): bar.get_hatch()
            for bar in frame.ax.patches
            if bar.get_width() > 0.01
        }
        points = {
            line.get_ydata()[0]: line.get_marker()
            for line in frame.ax.lines
            if line.get_marker() not in ("", "None")
        }
        arrows = [text for text in frame.ax.texts if text.arrow_patch is not None]
    assert bars == {3: "....", 4: "////"}
    assert points == {0: "o", 1: "s", 2: "o"}
    assert len(arrows) == 1


def test_labels_are_pieces_of_sentences_at_the_page_and_dates_at_small_sizes(told):
    found = timeline(told(*WHEN))
    with drawn(found, "page") as frame:
        assert " ".join(frame._labels[0].split()) == "…closed the bridge on Monday after a long debate."
    with drawn(found, "one-column") as frame:
        assert frame._labels[0] == "on Monday"


@pytest.mark.parametrize("size", SIZES)
def test_rows_left_out_are_counted_and_the_nearest_to_publication_are_kept(told, size):
    many = [(f"day {n}", f"20{10 + n}-01-01", f"20{10 + n}-01-09", "happened", "day") for n in range(20)]
    with drawn(timeline(told(*many)), size) as frame:
        shown, notes = [label.split("\n")[0] for label in frame._labels], " ".join(frame._notes)
    assert len(shown) <= 12
    assert str(20 - len(shown)) in notes
    assert any("day 19" in label for label in shown)
    assert not any("day 0 " in label for label in shown)


def test_marks_lead_to_the_dates_and_show_the_rule(told):
    found = timeline(told(*WHEN))
    with drawn(found, "page") as frame:
        keys = [mark.key for mark in frame.marks]
        tips = [mark.tip for mark in frame.marks]
    assert keys == [0, 1, 2, 3, 4]
    assert tips[3] == "in June, June 2031, conditional: month"
    assert found.evidence["mark"].tolist() == [0, 1, 2, 3, 4, 5]
    assert found.evidence["because"].tolist()[2] == "until 14 May 2031: how long is not said"
    assert all(row.text in row.context for row in found.evidence.itertuples())


CENTURIES = (
    ("in 1215", "1215-01-01", "1215-12-31", "happened", "year"),
    ("by 2500", "2500-01-01", "2500-12-31", "planned", "year"),
    (LONG, "2031-05-14", "2031-05-14", "happening", "day"),
)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("rows", "published"),
    [
        pytest.param(WHEN, DAY, id="all kinds"),
        pytest.param(CENTURIES, DAY, id="centuries"),
        pytest.param(
            [
                ("in the autumn of the next year", "2032-09-01", "2032-11-30", "planned", "season"),
                *PAST,
                *AHEAD,
            ],
            DAY,
            id="long labels, and a season",
        ),
        pytest.param(CENTURIES, pd.NaT, id="centuries on a calendar"),
        pytest.param(PAST, pd.NaT, id="a few days on a calendar"),
        pytest.param([NOW, ("now", *NOW[1:]), ("this day", *NOW[1:])], DAY, id="one day"),
        pytest.param([NOW, ("now", *NOW[1:]), ("this day", *NOW[1:])], pd.NaT, id="one day on a calendar"),
    ],
)
def test_no_text_of_the_chart_meets_another(told, overlaps, rows, published, size):
    found = timeline(told(*rows, published=published))
    assert overlaps(found, size) == []


# Plans and possibilities


@pytest.mark.parametrize(
    ("rows", "claim", "status"),
    [
        pytest.param([*PAST, *AHEAD], "3 of 6 dates are planned or conditional.", "found", id="some"),
        pytest.param([*PAST, NOW, AHEAD[0]], "1 of 5 dates is planned or conditional.", "found", id="one"),
        pytest.param([*PAST, NOW, WHEN[0]], "None of 5 dates is planned or conditional.", "found", id="none"),
        pytest.param(
            [*PAST, NOW], "How much is planned needs 5 dates; here are 4.", "lacking", id="too few"
        ),
    ],
)  # fmt: skip
def test_plans_and_conditions_are_counted(told, rows, claim, status):
    found = planned_or_possible(told(*rows))
    assert (found.claim, found.status) == (claim, status)


def test_the_evidence_is_what_is_planned_or_possible(told):
    found = planned_or_possible(told(*WHEN))
    assert found.alt == "6 dates: 3 happened, 1 happening, 1 planned and 1 conditional."
    assert found.evidence["because"].tolist() == ["planned, 2032", "conditional, June 2031"]


def test_each_date_is_listed_with_its_days_in_reading_order(told):
    table = dates_resolved(told(*WHEN))
    assert table["days"].tolist() == [
        "12 May 2031", "2032", "June 2031", "14 May 2031", "until 14 May 2031", "no day",
    ]  # fmt: skip
    assert table["status"].tolist()[:3] == ["happened", "planned", "conditional"]


def test_reasons_for_dates_without_a_day_are_counted(told):
    table = undated(told(*WHEN, WHEN[5]))
    assert table.values.tolist() == [
        ["counts from an event that has no date here", 2, "the day after"],
        ["how long is not said", 1, "in recent months"],
    ]


def test_sentences_are_dated_by_the_rules_next_to_a_reader():
    table = tried_by_hand().set_index("sentence")
    assert table.loc["It will close on Friday.", "rules"] == "Friday: planned, 16 May 2031"
    right, every = table["right"].sum(), len(table)
    assert dates_tried(None).claim == f"The rules date {right} of {every} sentences as a reader does."
    assert 4 <= right <= every
