import datetime
import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import tables
from analysis.tables import ALL, ESTIMATES, HITS, QUOTES, SCORES, TableError, count_words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Rain at noon.", 3, id="plain words"),
        pytest.param("The 32-member bloc", 3, id="a hyphen holds a word together"),
        pytest.param("He didn't, he didn’t", 4, id="an apostrophe does, curly or straight"),
        pytest.param("$1.5 billion", 2, id="a decimal point stands inside a number"),
        pytest.param("5,000 soldiers", 2, id="a thousands comma stands inside a number"),
        pytest.param("one,two", 2, id="a comma between letters parts words"),
        pytest.param("— … “”", 0, id="punctuation is no word"),
        pytest.param("", 0, id="nothing holds no word"),
        pytest.param("Žižek's café", 2, id="letters are those of any alphabet"),
    ],
)
def test_what_counts_as_a_word(text, expected):
    assert count_words(text) == expected


def test_a_frame_of_mappings_has_every_column_in_order_and_keeps_further_ones():
    frame = HITS.frame(
        [
            {
                "instrument": "demo", "article": "a", "start": 3, "code": "tone", "end": 5, "found": "ok",
                "weight": 1, "negated": False, "sentence": 1, "term": "ok",
            }
        ]
    )  # fmt: skip
    assert list(frame.columns) == [*HITS.columns, "term"]
    assert frame["weight"].dtype == "float64"
    assert frame["voice"].isna().all()


@pytest.mark.parametrize(
    ("further", "printed"),
    [
        pytest.param(pd.to_datetime(["2031-03-04", None]), ['"2031-03-04"', '""'], id="days"),
        pytest.param(pd.array([0.1, None], dtype="Float32"), ["0.1", '""'], id="short floats"),
        pytest.param([[1, 2], None], ['"[1, 2]"', '""'], id="lists"),
        pytest.param(['say "so"', "two\nlines"], ['"say ""so"""', '"two\nlines"'], id="quotes and lines"),
    ],
)
def test_a_further_column_of_any_kind_is_written(further, printed, tmp_path):
    frame = SCORES.frame([good_score(), good_score(unit_id=2)]).assign(mine=further)
    (path,) = (path for path in tables.write(frame, SCORES, tmp_path) if path.suffix == ".csv")
    text = path.read_text(encoding="utf-8")
    for value in printed:
        assert f",{value}\n" in text


def good_score(**changes):
    row = {"instrument": "demo", "article": "a", "unit": "sentence", "unit_id": 1, "tone": 0.5, "words": 3}
    return row | changes


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        pytest.param(
            [good_score(), good_score()],
            "the scores table should have one row per unit by one instrument, but 1 repeat a key, "
            "the first being instrument demo, article a, unit sentence, unit_id 1.",
            id="a repeated key",
        ),
        pytest.param(
            [good_score(tone=None)],
            "scores.tone, row 0: the value is missing, but it must be known: "
            "the score in the instrument's own scale; higher is brighter.",
            id="a missing value that must be known",
        ),
        pytest.param(
            [good_score(), good_score(unit_id=2, instrument="")],
            "scores.instrument, row 1: '' is not a text of at least one character. "
            "What is unknown is missing (None).",
            id="an empty text",
        ),
        pytest.param(
            [good_score(article=7)],
            "scores.article, row 0: 7 is not a text of at least one character. "
            "What is unknown is missing (None).",
            id="a number where a text belongs",
        ),
    ],
)
def test_what_a_table_refuses(rows, message):
    with pytest.raises(TableError, match=f"^{re.escape(message)}$"):
        SCORES.frame(rows)


def test_a_value_of_another_kind_names_column_and_meaning():
    with pytest.raises(
        TableError, match=r"^scores.words should hold integer values \(number of words in the unit\)"
    ):
        SCORES.frame([good_score(words="many")])


def test_an_absent_column_is_named_with_those_there_are():
    message = "the scores table lacks tone, words. It has instrument, article, unit, unit_id, target, voice."
    with pytest.raises(TableError, match=f"^{re.escape(message)}$"):
        SCORES.check(SCORES.frame().drop(columns=["tone", "words"]))


def test_check_changes_nothing_it_is_given():
    given_rows = pd.DataFrame([good_score()]).assign(target=None, voice=None)
    before = given_rows.copy(deep=True)
    SCORES.check(given_rows)
    pd.testing.assert_frame_equal(given_rows, before)


@pytest.mark.parametrize("table", ALL.values(), ids=ALL)
def test_an_empty_table_is_written_and_read_the_same(table, tmp_path):
    empty = table.frame()
    for path in tables.write(empty, table, tmp_path):
        pd.testing.assert_frame_equal(tables.read(table, path), empty)


@pytest.mark.parametrize("table", ALL.values(), ids=ALL)
def test_the_data_dictionary_says_what_every_column_means(table):
    described = table.describe()
    assert list(described.index) == list(table.columns)
    assert described["meaning"].str.len().min() > 5
    assert described["key"].sum() == len(table.key)


# What may stand in a text: no lone surrogate, which no file can hold, and no NUL.
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)
NUMBERS = st.integers(0, 2**53)
DAYS = st.dates(datetime.date(1800, 1, 1), datetime.date(2200, 1, 1))


@given(
    st.lists(
        st.tuples(NUMBERS, st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=3), WORDS, st.none() | WORDS,
                  st.none() | NUMBERS),
        max_size=5,
    )
)  # fmt: skip
def test_a_table_written_and_read_again_is_the_same_table(tmp_path_factory, rows):
    frame = QUOTES.frame(
        {
            "article": "a", "quote": number, "kind": "direct", "start": start, "end": start + 1,
            "spans": [list(span) for span in spans], "text": text, "speaker": speaker, "speaker_start": place,
            "sentence": 1,
        }
        for number, (start, spans, text, speaker, place) in enumerate(rows)
    )  # fmt: skip
    folder = tmp_path_factory.mktemp("tables")
    for path in tables.write(frame, QUOTES, folder):
        pd.testing.assert_frame_equal(tables.read(QUOTES, path), frame)


@given(st.floats(allow_nan=False, allow_infinity=False), DAYS)
def test_numbers_and_days_survive_to_the_last_digit(tmp_path_factory, value, day):
    frame = ALL["validity"].frame(
        [{"task": "t", "gold": "g", "measure": "m", "metric": "r", "value": value, "n": 1, "made_on": day}]
    )
    folder = tmp_path_factory.mktemp("tables")
    for path in tables.write(frame, ALL["validity"], folder):
        pd.testing.assert_frame_equal(tables.read(ALL["validity"], path), frame, check_exact=True)


def test_words_that_look_missing_are_kept_as_words(tmp_path):
    frame = ESTIMATES.frame(
        [("tone", group, 0.0, None, None, 1, 1, False, "A") for group in ("NA", "null", "nan", "None")]
    )
    for path in tables.write(frame, ESTIMATES, tmp_path):
        assert tables.read(ESTIMATES, path)["group"].tolist() == ["NA", "null", "nan", "None"]
