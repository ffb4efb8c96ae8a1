"""Running the steps over a corpus: parts, order, and one article of many. The texts are invented."""

from pathlib import Path

import pandas as pd
import pytest

from analysis import corpus
from analysis.corpus import CorpusError

STORY = (
    "Ferry board quarrels over timetable {n}\n\n"
    "The harbour board of Tolmin accused Mayor Ada Vane on Monday of hiding report {n}.\n\n"
    "Vane said the claim was false. “There is nothing to hide,” she told the council.\n"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("corpus")
    for n in range(5):
        (made / f"{n}.txt").write_text(STORY.format(n=n), encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def measured(folder):
    return corpus.measure(folder)


def same(one, other):
    for name, table in one.items():
        pd.testing.assert_frame_equal(table, getattr(other, name))


def test_a_corpus_measured_in_parts_is_the_same_corpus(folder, measured):
    same(corpus.measure(folder, part=2), measured)


def test_the_tables_of_a_run_are_read_back_the_same(measured, tmp_path):
    corpus.write(measured, tmp_path)
    same(corpus.read(tmp_path), measured)


def test_one_article_of_many_is_what_it_is_alone(folder, measured):
    alone = corpus.measure(folder / "3.txt")
    (article,) = alone.articles["article"]
    one = measured.only(article)
    for name in (
        "passages",
        "sentences",
        "quotes",
        "mentions",
        "labels",
        "dates",
        "hits",
        "scores",
        "frames",
    ):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(alone, name))


def test_an_article_that_is_not_there_is_answered_with_some_that_are(measured):
    with pytest.raises(
        CorpusError, match=r"^no article 'x' is measured\. The first of those that are: \w{12}, "
    ):
        measured.only("x")


def test_every_hit_and_score_has_a_voice(measured):
    assert set(measured.hits["voice"]) <= {"reporter", "quoted", "reported"}
    assert measured.hits["voice"].notna().all()
    assert measured.scores["voice"].notna().all()


def test_a_corpus_without_outlets_and_days_is_named_by_its_articles(folder, measured):
    assert measured.source == "5 articles"
    assert measured.n == "20 sentences of 5 articles"
    assert measured.title == "5 articles"
    assert corpus.measure(folder / "3.txt").title == "Ferry board quarrels over timetable 3"


def test_a_corpus_is_what_is_given_else_what_the_environment_names_else_the_seeds(monkeypatch, folder):
    monkeypatch.setenv("WORKBOOK_CORPUS", str(folder))
    assert corpus.where("a.txt") == [Path("a.txt")]
    assert corpus.where() == [folder]
    monkeypatch.delenv("WORKBOOK_CORPUS")
    assert corpus.where() == [corpus.shelf("seeds")]
