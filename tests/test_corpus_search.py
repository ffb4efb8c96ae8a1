"""Search, filters and subsets: what a query finds, what a filter keeps, and that a subset is a corpus like any other.

The texts are invented.
"""

import contextlib
import datetime
import json
import sqlite3
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import compare, corpus, tables
from analysis.__main__ import main
from analysis.corpus import CorpusError, condition, index, selection
from analysis.corpus.condition import Condition, ConditionError, written
from analysis.corpus.query import QueryError, fts5
from analysis.corpus.selection import Selection
from analysis.report import methods_text

# --- The query language ---------------------------------------------------------------------------

TEXTS = {
    "bridge": ("Old bridge closed", "The old bridge of Tolmin was closed on Monday."),
    "ferry": ("Ferry late again", "The ferry was late. Nobody at the ferry board explained it."),
    "both": ("Toll for bridge", "The bridge will cost a toll, and the ferry of Hallen will not."),
    "far": ("A long day", f"The bridge {'and so on ' * 10}the ferry."),
    "café": ("Café news", "The naïve plan for a Café at the harbour: post-war houses don’t sell."),
    "numbers": ("Count", "The U.S. sent 3.5 million and COVID-19 returned at 5:30."),
}

# query: what it finds
QUERIES = {
    "bridge": {"bridge", "both", "far"},
    "BRIDGE": {"bridge", "both", "far"},
    "bridge ferry": {"both", "far"},
    "bridge AND ferry": {"both", "far"},
    "bridge OR ferry": {"bridge", "ferry", "both", "far"},
    "bridge NOT ferry": {"bridge"},
    "bridge NOT ferry NOT monday": set(),
    "ferry NOT (bridge OR toll)": {"ferry"},
    "late OR bridge toll": {"ferry", "both"},
    "(late OR bridge) toll": {"both"},
    "bridge and ferry": {"both", "far"},  # as words, since operators are in capitals
    '"ferry board"': {"ferry"},
    "“ferry board”": {"ferry"},
    '"board ferry"': set(),
    "ferr*": {"ferry", "both", "far"},
    '"ferry boa"*': {"ferry"},
    "bridge NEAR ferry": {"both"},
    "ferry NEAR bridge": {"both"},
    "bridge NEAR/3 ferry": set(),
    "bridge NEAR/40 ferry": {"both", "far"},
    "NEAR(bridge ferry, 40)": {"both", "far"},
    "NEAR(bridge ferry)": {"both"},
    "NEAR(bridge toll ferry, 9)": {"both"},
    "bridge NEAR toll NEAR ferry": {"both"},
    "(bridge OR late) NEAR (toll OR board)": {"ferry", "both"},
    "headline:bridge": {"bridge", "both"},
    "headline: (toll OR late)": {"ferry", "both"},
    "text:late": {"ferry"},
    "cafe": {"café"},
    "naive": {"café"},
    "CAFÉ": {"café"},
    "post-war": {"café"},
    "war-post": set(),
    "don't": {"café"},
    "don’t": {"café"},
    "U.S.": {"numbers"},
    "3.5 million": {"numbers"},
    "COVID-19": {"numbers"},
    '"5:30"': {"numbers"},
    "5:30": {"numbers"},
    "bridge,": {"bridge", "both", "far"},
    "'bridge'": {"bridge", "both", "far"},
    '"NOT"': {"both"},
    "zebra": set(),
}


INDEXED = index.connect()
index.insert(INDEXED, ((n, *text) for n, text in enumerate(TEXTS.values())))


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_finds(query):
    names = list(TEXTS)
    assert {names[n] for n in index.matches(INDEXED, query)} == QUERIES[query]


# query: what is wrong, and at which character
MALFORMED = {
    "": "is empty",
    "   ": "is empty",
    '"bridge': "has a quotation mark without its pair, at character 1",
    'bridge ferry"': "has a quotation mark without its pair, at character 13",
    "(bridge": "has a bracket that is not closed, at character 1",
    "bridge)": "has a closing bracket that no bracket opens, at character 7",
    "bridge ()": "has brackets with nothing between them, at character 8",
    "bridge AND": "ends after AND, which needs a word after it",
    "bridge NEAR": "ends after NEAR, which needs a word after it",
    "AND bridge": "has AND where a word is expected, at character 1",
    "NOT bridge": "has NOT where a word is expected, at character 1",
    "bridge AND OR ferry": "has OR where a word is expected, at character 12",
    "bridge -ferry": "has a - before a word, at character 8",
    "+bridge": "has a + before a word, at character 1",
    "*ridge": "has an asterisk that is not at the end of a word, at character 1",
    "br*dge": "has an asterisk that is not at the end of a word, at character 1",
    "bridge …": "has no letter or digit to search for, at character 8",
    "outlet:Post": "asks for a column outlet, which is not searched, at character 1",
    "headline:": "has no word after headline:, at character 1",
    "(bridge ferry) NEAR toll": "puts more than words, phrases or alternatives next to NEAR, at character 1",
    "bridge NEAR/x ferry": "has a NEAR whose distance is no number, at character 8",
    "bridge NEAR/2 toll NEAR/3 ferry": "has two distances for one NEAR, at character 20",
    "NEAR(bridge)": "has fewer than two words within NEAR( ), at character 1",
    "NEAR(bridge ferry, 5": "has a NEAR( that is not closed, at character 1",
    "NEAR(bridge (ferry), 5)": "has more than words and phrases within NEAR( ), at character 13",
    "(" * 40 + "a" + ")" * 40: "has more than 20 brackets within each other, at character 21",
}  # fmt: skip


@pytest.mark.parametrize("query", MALFORMED)
def test_a_malformed_query_is_one_sentence_with_place_and_way_out(query):
    with pytest.raises(QueryError) as raised:
        fts5(query)
    message = str(raised.value)
    assert message.startswith("the search query ")
    assert MALFORMED[query] in message
    assert message.endswith(".") or message.endswith('"')
    assert "\n" not in message
    assert "fts5" not in message.lower()


WORDS = st.sampled_from(["bridge", "ferry", "AND", "OR", "NOT", "NEAR", "NEAR/3", "(", ")", '"', "*", "-", ":", ",", "headline:", "é", "…", "NEAR(", "5"])  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.text(max_size=30),
        st.lists(WORDS, max_size=12).map(" ".join),
        st.lists(WORDS, max_size=8).map("".join),
    )
)
def test_any_text_is_a_query_or_a_query_error(text):
    """What the reader of queries lets pass, SQLite reads too."""
    with contextlib.suppress(QueryError):
        index.matches(INDEXED, text)


def test_long_lists_of_words_are_searched():
    words = [f"w{n}" for n in range(3000)]
    assert len(index.matches(INDEXED, " OR ".join([*words, "toll"]))) == 1
    assert len(index.matches(INDEXED, " NOT ".join(["toll", *words]))) == 1
    assert len(index.matches(INDEXED, " ".join(words))) == 0


def test_without_full_text_search_the_error_says_what_to_do(monkeypatch):
    monkeypatch.setattr(index, "TABLE", "create virtual table texts using fts5_absent(text)")
    with pytest.raises(
        CorpusError, match=r"^search needs SQLite's full-text search FTS5, and .* without it\. "
    ):
        Selection("bridge")
    assert Selection(where="words > 3")


# --- The filter language --------------------------------------------------------------------------


def day(*parts: int) -> datetime.datetime:
    return datetime.datetime(*parts)


ROWS = pa.table(
    {
        "outlet": ["The Hallen Post", "Vellmar Herald", None, "Kell's"],
        "published": pa.array([day(2031, 3, 1), day(2031, 2, 28), None, day(2032, 1, 1)], pa.timestamp("s")),
        "words": [100, 2000, 5, 300],
        "page": pa.array(["3", "A4", None, " 12 "], pa.large_string()),
        "seen": [True, False, None, True],
        "section name": ["Sport", "sport", "x", None],
    }
)

# filter: which of the four rows it keeps
FILTERS = {
    "outlet = 'The Hallen Post' and published >= 2031-03-01": [0],
    'outlet == "Vellmar Herald"': [1],
    "outlet = 'the hallen post'": [],
    "outlet = 'Kell''s'": [3],
    'outlet = "Kell\'s"': [3],
    "outlet != 'The Hallen Post'": [1, 3],
    "outlet <> 'The Hallen Post'": [1, 3],
    "not outlet = 'The Hallen Post'": [1, 3],
    "outlet in ('The Hallen Post', \"Kell's\")": [0, 3],
    "outlet not in ('The Hallen Post')": [1, 3],
    "outlet is missing": [2],
    "outlet is null": [2],
    "outlet IS NOT NULL": [0, 1, 3],
    "not (outlet = 'x' or outlet is missing)": [0, 1, 3],
    "outlet like '%hall%'": [0],
    "outlet like 'Kell_s'": [3],
    "outlet contains 'HERALD'": [1],
    "outlet not contains 'herald'": [0, 3],
    "published = 2031-03": [0],
    "published = 2031": [0, 1],
    "published = '2031-03-01'": [0],
    "published != 2031": [3],
    "published > 2031": [3],
    "published >= 2031-03": [0, 3],
    "published <= 2031-02": [1],
    "published <= 2031": [0, 1],
    "published < 2031-03-01": [1],
    "published between 2031-02-28 and 2031-03-01": [0, 1],
    "published not between 2031-02-28 and 2031-03-01": [3],
    "words between 100 and 300": [0, 3],
    "words > 99.5": [0, 1, 3],
    "words = -1": [],
    "page > 2": [0, 3],
    "page = 3": [0],
    "page = '3'": [0],
    "seen = true": [0, 3],
    "seen = FALSE": [1],
    "`section name` = 'Sport'": [0],
    "words = 5 or words = 300 and seen = true": [2, 3],
    "(words = 5 or words = 300) and seen = true": [3],
    "outlet = '2031-03-01'": [],
    "outlet = '' or 1 = 1": None,
    "outlet = 'x'; drop table articles": None,
}


@pytest.mark.parametrize("text", [text for text, kept in FILTERS.items() if kept is not None])
def test_a_filter_keeps(text):
    assert np.flatnonzero(Condition(text).mask(ROWS)).tolist() == FILTERS[text]


# filter: what is wrong, and at which character
UNREADABLE = {
    "": "is empty",
    "outlet": "ends too early: it has no comparison after outlet",
    "outlet =": "ends too early: it has no value after =",
    "outlet = Herald": "has Herald where a value is expected, at character 10 ('Herald'). Put text in quotation marks: 'Herald'.",
    "outlet = 'x": "has no value after =, at character 10",
    "outlet = ‘x’": "has no value after =, at character 10",
    "(outlet = 'x'": "ends too early: it has a bracket that is not closed",
    "outlet = 'x')": "goes on after its end, at character 13",
    "outlet = 'x' outlet = 'y'": "goes on after its end, at character 14",
    "outlet ~ 'x'": "has no comparison after outlet, at character 8",
    "outlet in 'x'": "has no bracket after in, at character 11",
    "outlet is": "ends too early: it has is without missing",
    "words between 3": "ends too early: it has between without and",
    "= 3": "has no column where one is expected, at character 1",
    "1 = 1": "has no column where one is expected, at character 1",
    "published = 2031-02-30": "has a day that is in no calendar, at character 13",
    "outlet = 'x'; drop table articles": "goes on after its end, at character 13 ('; drop table article')",
    "__import__('os').system('true')": "has no comparison after __import__, at character 11",
    "outlet = outlet.upper()": "has outlet where a value is expected, at character 10",
    "@x == 1": "has no column where one is expected, at character 1",
    "(" * 99 + "words = 1" + ")" * 99: "has more than 50 brackets or nots within each other, at character 51",
    # What can be read, but does not fit the table.
    "sction = 'x'": "asks for sction, which is no column of articles. Columns are outlet, published, words, ",
    "published >= 'soon'": "compares published, a day, with what is no day, at character 1",
    "published >= 5": "compares published, a day, with what is no day, at character 1",
    "words = 'many'": "compares words, a number, with text, at character 1",
    "words like '3%'": "can be asked of text only, and words is a number, at character 1",
    "seen = 1": "compares seen, true or false, with a number, at character 1",
    "words = 2031-03-01": "compares words, a number, with a day, at character 1",
}


@pytest.mark.parametrize("text", UNREADABLE)
def test_a_malformed_filter_is_one_sentence_with_place_and_way_out(text):
    with pytest.raises(ConditionError) as raised:
        Condition(text).mask(ROWS)
    message = str(raised.value)
    assert message.startswith("the filter ")
    assert UNREADABLE[text] in message
    assert "\n" not in message


PIECES = st.sampled_from(["outlet", "words", "published", "=", "<", "and", "or", "not", "(", ")", "'x'", "3", "2031-03", "in", "is", "missing", "like", ",", "`a b`", "true", "between"])  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=30), st.lists(PIECES, max_size=10).map(" ".join)))
def test_any_text_is_a_filter_or_a_filter_error(text):
    try:
        kept = Condition(text).mask(ROWS)
    except ConditionError:
        return
    assert kept.dtype == bool
    assert len(kept) == len(ROWS)


def test_values_by_column_are_a_filter():
    text = written(
        {"outlet": ["Kell's", "Post"], "byline": None, "words": 3, "seen": True, "section name": "x"}
    )
    assert text == (
        "outlet in ('Kell''s', 'Post') and byline is missing and words = 3 and seen = true and `section name` = 'x'"
    )
    assert written({}, since=datetime.date(2031, 3, 1), until=pd.Timestamp("2031-04-30 12:00")) == (
        "published >= 2031-03-01 and published <= 2031-04-30"
    )
    with pytest.raises(ConditionError, match=r"^since='May' is no day\. "):
        written({}, since="May")
    with pytest.raises(ConditionError, match=r"^outlet=\{\} is no value of a column\. "):
        written({"outlet": {}})


def test_a_list_of_many_values_is_read():
    text = f"words in ({', '.join(map(str, range(2000)))})"
    assert np.flatnonzero(Condition(text).mask(ROWS)).tolist() == [0, 2, 3]


# --- A corpus -------------------------------------------------------------------------------------

STORY = (
    "{head}\n\nThe harbour board of Tolmin accused Mayor Ada Vane on Monday of hiding report {n}. {more}\n\n"
    "Vane said the claim was false. “There is nothing to hide,” she told the council.\n"
)
MORE = ("The bridge by the café ferry was a disgrace.", "It was a bad day.", "The ferry was praised by all.")


def articles(folder: Path, numbers) -> Path:
    """A folder with some of twelve articles, and a copy of the second by another outlet."""
    folder.mkdir()
    listed = []
    for n in numbers:
        name = f"{n:02}.txt"
        copied = 1 if n == 12 else n
        text = STORY.format(head=f"Board report {copied}", n=copied, more=MORE[copied % 3])
        (folder / name).write_text(text, encoding="utf-8")
        listed.append((name, ("The Crier", "The Beacon")[n % 2 == 0], f"2031-{n % 12 + 1:02}-03", f"p{n}"))
    pd.DataFrame(listed, columns=["source_file", "outlet", "published", "page"]).to_csv(
        folder / "articles.csv", index=False
    )
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return articles(tmp_path_factory.mktemp("corpus") / "news", range(13))


def made(folder: Path, out: Path) -> corpus.Measured:
    """The tables of a corpus by word lists and rules, read when they are asked for."""
    corpus.run([folder], out, notebooks=False, only="rules", workers=1, say=lambda line: None)
    return corpus.read(out / "tables")


@pytest.fixture(scope="module")
def tabled(folder, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("tabled") / "out"
    made(folder, out)
    return out


@pytest.fixture(scope="module")
def measured(tabled):
    """The corpus in memory."""
    return corpus.Measured(**dict(corpus.read(tabled / "tables").items()))


@pytest.fixture
def kept(tabled):
    """The corpus in a run's folder, each table read when it is asked for."""
    return corpus.read(tabled / "tables")


def same(found, expected, but: str | None = None) -> None:
    """Every table is the same, but for one column."""
    for (name, table), (_, other) in zip(found.items(), expected.items(), strict=True):
        frames = (frame.drop(columns=but, errors="ignore") if but else frame for frame in (table, other))
        pd.testing.assert_frame_equal(*frames, obj=name)


def test_a_subset_is_the_corpus_that_its_files_alone_would_be(measured, kept, tmp_path):
    alone = made(articles(tmp_path / "alone", [0, 6]), tmp_path / "out")
    for material in (measured, kept):
        found = material.search("bridge NEAR ferry", outlet="The Beacon", until="2031-08")
        same(found, alone)
        assert found.selection.record() == {
            "name": None,
            "search": "bridge NEAR ferry",
            "where": "outlet = 'The Beacon' and published <= 2031-08",
            "articles_before": 13,
            "articles_after": 2,
        }


def test_a_copy_whose_first_article_is_not_found_is_measured(measured, kept, tmp_path):
    alone = made(articles(tmp_path / "alone", [12]), tmp_path / "out")
    for material in (measured, kept):
        found = material.search('"report 1"', outlet="The Beacon")
        same(found, alone, but="reason")  # its headline was found before, and is now known
        assert found.articles["source_file"].tolist() == ["12.txt"]
        assert found.used["copy_of"].isna().all()


def test_a_copy_whose_first_article_is_found_stays_a_copy(measured, kept, tmp_path):
    alone = made(articles(tmp_path / "alone", [1, 12]), tmp_path / "out")
    for material in (measured, kept):
        found = material.search('"report 1"')
        same(found, alone)
        assert found.articles["left_out"].isna().tolist() == [True, False]


def test_a_subset_is_searched_like_a_corpus(measured, kept):
    for material in (measured, kept):
        beacon = material.search(outlet="The Beacon", name="Beacon")
        found = beacon.search("cafe", since="2031-07-01")
        assert found.articles["source_file"].tolist() == ["06.txt"]
        assert (found.selection.before, found.selection.after) == (7, 1)
        assert (
            beacon.selection.line == "subset Beacon: 7 of 13 articles match the filter outlet = 'The Beacon'."
        )


def test_of_a_run_only_the_tables_asked_for_are_read(kept):
    found = kept.search("bridge")
    assert set(vars(kept)) & set(tables.ALL) == set()
    assert len(found.articles) == 4
    assert set(vars(kept)) & set(tables.ALL) == set()


def test_a_subset_is_accepted_where_a_corpus_is(measured):
    found = measured.search("ferry", words=measured.articles["words"].tolist())
    assert found.title == "8 articles"
    assert found.only(found.used["article"].iloc[0]).title.startswith("Board report")
    assert found.focus.n == "5 sentences of 1 article"
    assert len(compare.overall_tone(found.scores)) > 0
    with pytest.raises(AttributeError, match="no attribute 'colour'"):
        _ = found.colour


def test_filters_can_be_written_out_and_by_column(measured):
    ways = [
        {"where": "outlet = 'The Crier' and page = 'p3'"},
        {"outlet": "The Crier", "page": "p3"},
        {"where": "outlet = 'The Crier' or page = 'p2'", "page": ["p3", "p4"]},
        {"since": datetime.date(2031, 4, 3), "until": "2031-04", "outlet": "The Crier"},
    ]
    for how in ways:
        assert measured.search(**how).articles["source_file"].tolist() == ["03.txt"]


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({}, "the subset has neither a search query nor a filter. Give one of them."),
        (
            {"query": "zebra"},
            "no article is left: 0 of 13 articles match the search zebra. Use a wider query or filter.",
        ),
        (
            {"sction": "x"},
            "the filter \"sction = 'x'\" asks for sction, which is no column of articles. Columns are article, ",
        ),
        ({"query": "(bridge"}, "the search query '(bridge' has a bracket that is not closed, at character 1"),
    ],
)
def test_a_search_that_cannot_be_done_says_why(measured, kept, how, message):
    for material in (measured, kept):
        with pytest.raises(CorpusError) as raised:
            material.search(**how)
        assert str(raised.value).startswith(message)


# --- The index ------------------------------------------------------------------------------------


def test_the_index_is_kept_next_to_the_run_and_used_again(kept, monkeypatch):
    kept.search("bridge")
    path = kept._folder.parent / ".measured" / "search.sqlite"
    assert path.is_file()
    monkeypatch.setattr(index, "_make", None)
    assert len(corpus.read(kept._folder).search("bridge").articles) == 4


def test_an_index_of_other_articles_or_that_is_damaged_is_made_again(measured, tmp_path):
    folder = tmp_path / "out" / "tables"
    (tmp_path / "out" / ".measured").mkdir(parents=True)
    corpus.write(measured, folder)
    assert corpus.read(folder).search("bridge").selection.before == 13
    corpus.write(measured.search("bridge"), folder)
    assert corpus.read(folder).search("bridge").selection.before == 4
    index.place(folder).write_bytes(b"no database")
    assert corpus.read(folder).search("bridge").selection.before == 4
    index.place(folder).unlink()
    sqlite3.connect(index.place(folder)).close()
    assert corpus.read(folder).search("bridge").selection.before == 4


def test_where_the_run_s_folder_is_not_there_the_index_is_in_the_cache(measured, tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBOOK_CACHE", str(tmp_path / "cache"))
    corpus.write(measured, tmp_path / "tables")
    assert len(corpus.read(tmp_path / "tables").search("bridge").articles) == 4
    assert len(list((tmp_path / "cache" / "search").glob("*.sqlite"))) == 1


def test_an_index_that_cannot_be_written_is_an_error_with_a_way_out(measured, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("WORKBOOK_CACHE", str(tmp_path / "file"))
    corpus.write(measured, tmp_path / "tables")
    with pytest.raises(CorpusError, match=r"^the search index cannot be written to .* WORKBOOK_CACHE\.$"):
        corpus.read(tmp_path / "tables").search("bridge")


# --- Runs -----------------------------------------------------------------------------------------


def run(folder: Path, out: Path, *asked: str) -> int:
    return main(["tables", str(folder), "--out", str(out), "--only", "tone", "--workers", "1", *asked])


def files(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((out / "tables").iterdir())}


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        (
            ["--where", "outlet = 'The Beacon' and published <= 2031-08", "--search", "bridge NEAR ferry"],
            [0, 6],
        ),
        (["--where", "page in ('p1', 'p12')"], [1, 12]),
        (["--where", "page = 'p12'"], [12]),
        (["--search", "praised"], [2, 5, 8, 11]),
    ],
)
@pytest.mark.parametrize("batch", [1, 200])
def test_a_run_on_a_subset_gives_the_tables_of_its_files_alone(
    folder, tmp_path, monkeypatch, asked, numbers, batch
):
    monkeypatch.setattr(selection, "BATCH", batch)
    assert run(folder, tmp_path / "part", *asked) == 0
    assert run(articles(tmp_path / "alone", numbers), tmp_path / "whole") == 0
    assert files(tmp_path / "part") == files(tmp_path / "whole")


def test_the_counts_are_printed_and_recorded(folder, tmp_path, capsys):
    asked = ["--where", "outlet = 'The Beacon'", "--search", "bridge", "--subset", "harbour"]
    assert run(folder, tmp_path / "out", *asked) == 0
    line = "subset harbour: 2 of 13 articles match the search bridge and the filter outlet = 'The Beacon'."
    assert line in capsys.readouterr().err
    record = json.loads((tmp_path / "out" / "run.json").read_text())
    assert record["subset"] == {
        "name": "harbour",
        "search": "bridge",
        "where": "outlet = 'The Beacon'",
        "articles_before": 13,
        "articles_after": 2,
    }
    assert run(folder, tmp_path / "out", *asked) == 0
    again = capsys.readouterr().err
    assert line in again
    assert "nothing has changed" in again


def test_another_name_or_query_with_the_same_articles_is_another_record(folder, tmp_path):
    run(folder, tmp_path / "out", "--search", "praised", "--subset", "first")
    run(folder, tmp_path / "out", "--search", "praised", "--subset", "second")
    assert json.loads((tmp_path / "out" / "run.json").read_text())["subset"]["name"] == "second"
    run(folder, tmp_path / "out")
    assert json.loads((tmp_path / "out" / "run.json").read_text())["subset"] is None


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (["--search", "zebra"], "no article is left: 0 of 13 articles match the search zebra."),
        (["--where", "sction = 'x'"], "asks for sction, which is no column of articles."),
        (["--where", "not sction = 'x' or words > 3"], "asks for sction, which is no column of articles."),
        (["--where", "outlet ="], "ends too early: it has no value after =."),
        (["--search", '"bridge'], "has a quotation mark without its pair, at character 1"),
        (["--subset", "x"], "the subset x has neither a search query nor a filter. Give one of them."),
    ],
)
def test_a_run_on_a_subset_that_cannot_be_made_leaves_nothing(folder, tmp_path, capsys, asked, message):
    assert run(folder, tmp_path / "out", *asked) == 2
    error = capsys.readouterr().err
    assert message in error
    assert "Traceback" not in error
    assert not (tmp_path / "out" / "run.json").exists()


def test_a_notebook_measures_the_same_subset(folder, kept):
    found = corpus.measure(folder, search="bridge NEAR ferry", where="outlet = 'The Beacon' and page = 'p6'")
    expected = kept.search("bridge NEAR ferry", outlet="The Beacon", page="p6")
    for name in ("articles", "sentences", "quotes", "dates", "frames"):
        pd.testing.assert_frame_equal(getattr(found, name), getattr(expected, name), obj=name)


def test_a_column_that_some_files_lack_is_missing_there(tmp_path):
    (tmp_path / "a.csv").write_text(
        "text,section\nThe ferry of Tolmin is late again.,Sport\n", encoding="utf-8"
    )
    (tmp_path / "b.csv").write_text("text\nThe bridge of Tolmin is closed again.\n", encoding="utf-8")
    from analysis import load

    def kept(where: str) -> list[str]:
        return [row["source_file"] for row in Selection(where=where).of(load.stream(tmp_path))]

    assert kept("section = 'Sport'") == ["a.csv#row 1"]
    assert kept("section is missing") == ["b.csv#row 1"]


def test_problems_pass_a_selection(tmp_path):
    from analysis import load

    (tmp_path / "a.txt").write_text("The ferry of Tolmin is late again.", encoding="utf-8")
    (tmp_path / "b.txt").write_text("", encoding="utf-8")
    items = list(Selection("ferry").of(load.stream(tmp_path)))
    assert [type(item).__name__ for item in items] == ["dict", "Problem"]


def test_the_methods_report_the_subset():
    record = {"subset": Selection("bridge", "words > 3", "harbour", 1300, 12).record()}
    assert methods_text._subset(record) == (
        "Of 1,300 articles read, 12 were selected (subset “harbour”) by the full-text query `bridge` and by the filter "
        "`words > 3`; words were matched without regard to case and accents, and the others were not measured."
    )
    record = {"subset": Selection(where="words > 3", before=2, after=1).record()}
    assert methods_text._subset(record) == (
        "Of 2 articles read, 1 were selected by the filter `words > 3`; the others were not measured."
    )
    assert methods_text._subset({}) is None
    assert methods_text._subset({"subset": None}) is None


def test_the_languages_are_documented_by_what_they_read():
    """Each line of the examples in the modules' first lines can be read."""
    from analysis.corpus import query

    for line in query.__doc__.splitlines():
        if line.startswith("    "):
            fts5(line.strip().split("   ")[0])
    for line in condition.__doc__.splitlines():
        if line.startswith("    "):
            Condition(line.strip())
