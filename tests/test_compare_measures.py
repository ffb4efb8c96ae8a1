"""What each measure counts, and in which articles it finds nothing to count."""

import pandas as pd
import pytest

from analysis import compare
from analysis.compare import CompareError
from analysis.tables import (
    ARTICLES,
    DATES,
    FRAMES,
    HIDDEN,
    HITS,
    LABELS,
    MENTIONS,
    QUOTES,
    SCORES,
    SENTENCES,
    VALUES,
    VOICES,
)


def article(name, left_out=None):
    return {
        "article": name,
        "words": 9,
        "source_file": f"{name}.txt",
        "sha256": "0",
        "source_text": "Fog.",
        "left_out": left_out,
    }


def sentence(name, number, words):
    return (name, number, number, "body" if number else "headline", 0, 9, "Words.", words, [])


def quote(name, number, kind, speaker):
    return {
        "article": name, "quote": number, "kind": kind, "start": number, "end": number + 1,
        "spans": [[number, number + 1]], "text": "x", "speaker": speaker, "sentence": 1,
    }  # fmt: skip


def mention(name, number, actor, type, form, role):
    return {
        "article": name, "mention": number, "actor": actor, "type": type, "form": form, "start": number,
        "end": number + 1, "text": "x", "role": role, "passive": False, "sentence": 1,
    }  # fmt: skip


@pytest.fixture
def tables():
    """Two articles and one that was left out; the second says nothing of anyone."""
    return {
        "articles": ARTICLES.frame([article("a"), article("b"), article("c", "copy of a")]),
        "sentences": SENTENCES.frame(
            [sentence("a", 0, 10), sentence("a", 1, 190), sentence("a", 2, 50), sentence("b", 1, 500)]
        ),
        "scores": SCORES.frame(
            [
                ("vader", "a", "sentence", 1, None, "reporter", 0.2, 5),
                ("vader", "a", "sentence", 2, None, "quoted", -0.6, 5),
                ("vader", "b", "sentence", 1, None, "reporter", 0.1, 5),
                ("news", "a", "sentence", 1, None, "reporter", 0.5, 5),
                ("news towards", "a", "mention", 0, "Vane", "reporter", -0.4, 5),
                ("news towards", "a", "mention", 1, "Vane", "reporter", 0.0, 5),
                ("news towards", "a", "mention", 2, "Orrin", "reporter", 0.9, 5),
            ]
        ),
        "frames": FRAMES.frame(
            [
                ("demo", "a", "conflict", True, 0.25, 3, "rules"),
                ("demo", "b", "conflict", False, 0.0, 0, "rules"),
            ]
        ),
        "quotes": QUOTES.frame(
            [
                quote("a", 0, "direct", "Vane"),
                quote("a", 1, "indirect", "Vane"),
                quote("a", 2, "indirect", "officials"),
                quote("a", 3, "indirect", None),
            ]
        ),
        "mentions": MENTIONS.frame(
            [
                mention("a", 0, "Vane", "person", "name", "agent"),
                mention("a", 1, "Vane", "person", "pronoun", "patient"),
                mention("a", 2, "Vane", "organization", "name", "agent"),
                mention("a", 3, "officials", "group", "description", "speaker"),
                mention("a", 4, None, "person", "pronoun", "agent"),
            ]
        ),
        "labels": LABELS.frame(
            [("a", "Vane", 3, "the mayor", 9, 1, "reporter"), ("a", "Orrin", 5, "a rival", 9, 1, "quoted")]
        ),
        "hidden": HIDDEN.frame(
            [("a", 3, "agentless passive", 9, "was sacked", "sack", None, None, 1)]
        ),
        "dates": DATES.frame(
            [
                ("a", 1, 5, "June", None, None, "past", "month", 1),
                ("a", 9, 15, "in July", None, None, "future", "month", 1),
            ]
        ),
        "hits": HITS.frame(
            [
                ("loaded", "a", 1, "slur", 5, "mob", 1, False, "reporter", 1),
                ("loaded", "a", 9, "slur", 15, "regime", 1, True, "quoted", 2),
            ]
        ),
        "voices": VOICES.frame(
            [
                ("a", 0, 0, 10, "reporter", None),
                ("a", 1, 10, 70, "reporter", None),
                ("a", 1, 70, 90, "quoted", 0),
                ("b", 1, 0, 100, "reporter", None),
            ]
        ),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("measure", "choices", "expected", "weight"),
    [
        pytest.param("tone", {}, [-0.2, 0.1], 2, id="tone of all sentences, by the first instrument"),
        pytest.param("tone", {"instrument": "news"}, [0.5, None], 1, id="tone by another instrument"),
        pytest.param("tone", {"voice": "quoted"}, [-0.6, None], 1, id="tone of quoted sentences"),
        pytest.param("towards", {"actor": "Vane"}, [-0.2, None], 2, id="tone towards an actor, by mention"),
        pytest.param("frame", {"frame": "conflict"}, [100, 0], 1, id="a frame that is there, or not"),
        pytest.param("frame", {"frame": "conflict", "what": "strength"}, [25, 0], 1, id="a frame's strength"),
        pytest.param("speakers", {"kind": "person"}, [50, None], 4, id="type is that of most mentions"),
        pytest.param("speakers", {"kind": "nameless"}, [25, None], 4, id="speakers never named"),
        pytest.param("speakers", {"kind": "unclear"}, [25, None], 4, id="speakers not known"),
        pytest.param("speakers", {"speaker": "Vane"}, [50, None], 4, id="one speaker"),
        pytest.param("quoting", {"kind": "direct"}, [25, None], 4, id="direct attributions"),
        pytest.param("voice", {"voice": "quoted"}, [25, 0], 80, id="quoted text, headline left out"),
        pytest.param("agency", {"actor": "Vane"}, [200 / 3, None], 3, id="agent among agent and patient"),
        pytest.param("labels", {}, [8, 0], 250, id="descriptions per 1,000 words"),
        pytest.param("labels", {"actor": "Vane"}, [4, 0], 250, id="descriptions of one actor"),
        pytest.param("labels", {"voice": "quoted"}, [4, 0], 250, id="descriptions in quoted speech"),
        pytest.param("cues", {}, [8, 0], 250, id="terms of a codebook, negated ones too"),
        pytest.param("cues", {"voice": "quoted"}, [1000 / (250 * 20 / 90), None], 250 * 20 / 90, id="in a voice"),
        pytest.param("hidden", {}, [4, 0], 250, id="acts without a doer"),
        pytest.param("dated", {}, [50, None], 2, id="dates of the future"),
        pytest.param("length", {}, [250, 500], 250, id="words"),
    ],
)  # fmt: skip
def test_a_measure_has_one_figure_for_each_article(tables, measure, choices, expected, weight):
    values = compare.per_article(tables, measure, **choices)
    assert values["article"].tolist() == ["a", "b"]
    assert values["value"].tolist() == pytest.approx(
        [float("nan") if value is None else value for value in expected], nan_ok=True
    )
    assert values["weight"].iloc[0] == pytest.approx(weight)
    assert (values["weight"][values["value"].isna()] == 0).all()


def test_every_measure_is_tried_above():
    tried = {mark.values[0] for mark in test_a_measure_has_one_figure_for_each_article.pytestmark[0].args[1]}
    assert tried == set(compare.MEASURES)


def test_a_measure_of_one_s_own_is_compared_like_the_others(tables):
    questions = tables["sentences"].assign(asks=lambda table: table["text"].str.endswith("?"))
    own = VALUES.frame(
        {
            "measure": "sentences that ask (%)",
            "article": name,
            "value": 100 * rows["asks"].mean(),
            "weight": len(rows),
            "unit": "%",
            "instrument": "my own",
            "tier": "not validated",
        }
        for name, rows in questions.groupby("article")
    )
    assert compare.groups(own, tables["articles"])[["group", "value"]].values.tolist() == [["(unknown)", 0.0]]


@pytest.mark.parametrize(
    ("measure", "choices", "message"),
    [
        pytest.param("mood", {}, r"^no measure 'mood'\. There are: tone, towards, frame, ", id="no such measure"),
        pytest.param("tone", {"voice": "loud"}, r"^no voice 'loud'\. There are: reporter, quoted, reported\.$", id="no such voice"),
        pytest.param("tone", {"instrument": "x"}, r"^no tone instrument 'x'\. There are: vader, news\.$", id="no such instrument"),
        pytest.param("frame", {"frame": "x"}, r"^no frame 'x'\. There are: conflict\.$", id="no such frame"),
        pytest.param("towards", {"actor": "Nobody"}, r"^no mention of 'Nobody' has a tone by news towards\.$", id="no such actor"),
        pytest.param("agency", {"actor": "officials"}, r"^'officials' is nowhere the agent or patient", id="never agent nor patient"),
        pytest.param("speakers", {}, r"^say either a kind of speaker \(person, ", id="neither kind nor speaker"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_answered_with_what_is(tables, measure, choices, message):
    with pytest.raises(CompareError, match=message):
        compare.per_article(tables, measure, **choices)


def test_a_table_that_is_needed_and_not_given_is_named():
    with pytest.raises(
        CompareError, match=r"^the table 'scores' is needed and not among those given \(articles\)\.$"
    ):
        compare.per_article({"articles": ARTICLES.frame()}, "tone")


def test_everything_measures_what_varies_over_five_articles_and_leaves_out_the_rest():
    names = "abcdef"
    tables = {
        "articles": ARTICLES.frame([article(name) for name in names]),
        "scores": SCORES.frame(
            [("vader", name, "sentence", 1, None, "reporter", n / 10, 5) for n, name in enumerate(names)]
            + [("news", name, "sentence", 1, None, "reporter", 0.0, 5) for name in names]
        ),
    }
    assert compare.everything(tables)["measure"].unique().tolist() == [
        "mean tone of sentences, vader (points on its scale)",
        "mean tone of the reporter's sentences, vader (points on its scale)",
    ]


def test_one_article_has_nothing_that_could_be_compared(tables):
    with pytest.raises(CompareError, match=r"^no measure has a value in 5 articles"):
        compare.everything(tables)


def test_the_actors_measured_are_those_in_most_articles():
    rows = [mention(f"{n}", 0, "Vane", "person", "name", "agent") for n in range(6)]
    rows += [mention(f"{n}", 1, "Orrin", "person", "name", "agent") for n in range(4)]
    assert compare.actors({"mentions": MENTIONS.frame(rows)}) == ["Vane"]


def test_a_corpus_is_compared_from_its_own_tables(tables):
    corpus = type("Corpus", (), tables)
    pd.testing.assert_frame_equal(
        compare.per_article(corpus, "labels"), compare.per_article(tables, "labels")
    )
