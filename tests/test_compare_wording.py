"""Words that belong to a group, and words that stand near a name."""

import math

import numpy as np
import pandas as pd
import pytest

from analysis import compare, parse
from analysis.compare import CompareError, counting, parting, resampling
from analysis.compare.counting import Lexicon


def told(texts):
    """Sentences and articles from (outlet, text) pairs, an article each."""
    ids = [f"{n:03}" for n in range(len(texts))]
    sentences = parse.sentences_of([text for _, text in texts]).assign(article=ids)
    return sentences, pd.DataFrame({"article": ids, "outlet": [outlet for outlet, _ in texts]})


FERRY = [("Beacon", "The ferry is a lifeline for the island.")] * 8 + [
    ("Crier", "The ferry is a burden for the island.")
] * 8


def test_the_word_that_sets_groups_apart_is_found_and_what_they_share_is_not():
    found = compare.keyness(*told(FERRY)).query("finding")
    assert found[["group", "word", "count", "articles", "others"]].values.tolist() == [
        ["Beacon", "lifeline", 8, 8, 0],
        ["Crier", "burden", 8, 8, 0],
    ]


def test_a_word_that_one_article_repeats_is_no_finding_however_often():
    texts = [*FERRY, ("Beacon", "Gannet gannet gannet. " * 40)]
    table = compare.keyness(*told(texts), fewest=1).set_index(["group", "word"])
    assert table.loc[("Beacon", "gannet"), "log_likelihood"] > 50
    assert table.loc[("Beacon", "gannet"), "p_corrected"] > 0.05
    assert "gannet" not in set(compare.keyness(*told(texts))["word"])


def test_log_odds_are_those_of_the_formula():
    # Sixteen articles of eight words: 128 words, of which a tenth is the prior's.
    row = compare.keyness(*told(FERRY)).set_index(["group", "word"]).loc[("Beacon", "lifeline")]
    prior, mass, size = 12.8 * 8 / 128, 12.8, 64
    one, other = 8 + prior, 0 + prior
    expected = math.log(one / (size + mass - one)) - math.log(other / (size + mass - other))
    assert row["log_odds"] == pytest.approx(expected)
    assert row["z"] == pytest.approx(expected / math.sqrt(1 / one + 1 / other))
    # Dunning: 2 (8 ln 2 + 56 ln(56/60) + 64 ln(64/60)).
    likelihood = 2 * (8 * math.log(8 / 4) + 56 * math.log(56 / 60) + 64 * math.log(64 / 60))
    assert row["log_likelihood"] == pytest.approx(likelihood)
    assert row["per_1000"] == 125


def test_words_of_groups_that_do_not_differ_are_seldom_findings():
    rng = np.random.default_rng(4)
    words = [f"w{n}" for n in range(60)]
    odds = 1 / np.arange(1, 61)
    false = 0
    for run in range(40):
        # Each article has a topic word of its own that it repeats.
        texts = [
            (outlet, " ".join([*rng.choice(words, 40, p=odds / odds.sum()), *[rng.choice(words)] * 10]))
            for outlet in ["Beacon"] * 10 + ["Crier"] * 14
        ]
        false += bool(compare.keyness(*told(texts), shuffles=199, seed=run)["finding"].any())
    assert false <= 6  # 5 % of 40 are 2


def bursts(rng, sizes, rare):
    """Articles of common words and, in each, three rare ones that it repeats."""
    words, odds = [f"w{n}" for n in range(60)], 1 / np.arange(1, 61)
    for outlet, size in sizes.items():
        for _ in range(size):
            own = rng.integers(rare, size=3).repeat(rng.integers(1, 9, size=3))
            yield outlet, " ".join([*rng.choice(words, 30, p=odds / odds.sum()), *[f"r{n}" for n in own]])


@pytest.mark.slow
def test_small_groups_among_large_ones_are_seldom_given_words_that_chance_brought_there():
    # No shuffle may bring a rare word into a small group as often as one parting, the real one included, does.
    false = 0
    for run in range(100):
        rng = np.random.default_rng(run)
        texts = list(bursts(rng, {"Beacon": 270, "Crier": 20, "Zephyr": 10}, 200))
        false += bool(compare.keyness(*told(texts), shuffles=99, seed=run)["finding"].any())
    assert false <= 12  # 5 % of 100 are 5; 99.9 % of binomial draws have no more than 12


def test_rare_words_and_a_small_group_do_not_hide_what_sets_large_groups_apart():
    rng = np.random.default_rng(2)
    texts = list(bursts(rng, {"Beacon": 300, "Crier": 200, "Zephyr": 5}, 400))
    texts = [
        (outlet, f"{text} lifeline") if outlet == "Crier" and rng.random() < 0.3 else (outlet, text)
        for outlet, text in texts
    ]
    found = compare.keyness(*told(texts), shuffles=199).query("finding")
    assert found[["group", "word"]].values.tolist() == [["Crier", "lifeline"]]


def test_findings_do_not_depend_on_how_much_is_worked_on_at_a_time(monkeypatch):
    texts = list(bursts(np.random.default_rng(3), {"Beacon": 20, "Crier": 12, "Zephyr": 6}, 9))
    whole = compare.keyness(*told(texts), shuffles=99)
    for module, name, size in [
        (resampling, "BLOCK", 2_000),
        (parting, "CACHED", 50),
        (counting, "BLOCK", 100),
    ]:
        monkeypatch.setattr(module, name, size)
    pd.testing.assert_frame_equal(compare.keyness(*told(texts), shuffles=99), whole)


def test_a_group_of_four_articles_has_words_and_no_finding():
    texts = [*FERRY, *[("Zephyr", "The ferry is a wonder.")] * 4]
    found = compare.keyness(*told(texts)).query("group == 'Zephyr'")
    assert found["p"].isna().all()
    assert not found["finding"].any()


def test_unknown_outlets_are_compared_with_none_and_one_group_is_refused():
    texts = [*FERRY[:8], (None, "The ferry is a burden.")]
    with pytest.raises(CompareError, match=r"^by outlet there is one group \(Beacon\)"):
        compare.keyness(*told(texts))


def test_words_too_thinly_spread_to_compare_are_an_error():
    with pytest.raises(CompareError, match=r"^no word stands in 9 articles of the 2 given\.$"):
        compare.keyness(*told([FERRY[0], FERRY[-1]]), fewest=9)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("Fog fell.[1][12] Rain too.[3]", ["fog", "fell", "rain", "too"], id="marks of notes"),
        pytest.param("Fog [sic] fell on 3 boats.", ["fog", "sic", "fell", "on", "3", "boats"], id="words and numbers"),
        pytest.param("It was [2031] then.", ["it", "was", "2031", "then"], id="a year put in"),
        pytest.param("Ada’s boat, the U.S. Navy's", ["ada", "boat", "the", "navy"], id="possessives, initials"),
    ],
)  # fmt: skip
def test_what_counts_as_a_word(text, words):
    assert Lexicon().read(text) == words


def test_words_can_be_left_out():
    words = set(compare.keyness(*told(FERRY), without=compare.function_words())["word"])
    assert words == {"ferry", "island", "lifeline", "burden"}


NEAR = [
    "The costly tram line opened.",
    "A costly tram line again!",
    "Costly, the tram line.",
    "Fog fell on the costly hill.",
]


def test_collocates_are_counted_within_the_window_and_the_sentence():
    sentences = parse.sentences_of(NEAR * 3).assign(article=[str(n) for n in range(12)])
    found = compare.collocates(sentences, "Tram line", window=2).set_index("word")
    row = found.loc["costly"]
    assert (row["node"], row["count"], row["articles"]) == ("tram line", 9, 9)
    # 57 words beside the node, 24 near it, 12 of them "costly".
    words = sum(
        len(compare.wording._joined(Lexicon().read(text), ("tram", "line"), "x")) for text in NEAR * 3
    )
    others = words - 9
    near = sum([2 + 1, 2 + 1, 2, 0]) * 3
    assert row["expected"] == pytest.approx(near * 12 / others)
    assert row["pmi"] == pytest.approx(math.log2(9 * others / (near * 12)))


def test_a_word_near_in_one_article_only_is_no_finding():
    sentences = parse.sentences_of(
        ["A gilded tram came."] * 9 + ["Fog fell on all of the hills around."] * 30
    )
    one = compare.collocates(sentences.assign(article="a"), "tram").set_index("word")
    several = compare.collocates(sentences.assign(article=sentences.index.astype(str)), "tram").set_index(
        "word"
    )
    assert not one.loc["gilded", "finding"]
    assert several.loc["gilded", "finding"]


@pytest.mark.parametrize(
    ("node", "window", "message"),
    [
        pytest.param("ferry", 5, r"^'ferry' does not occur in the 4 sentences given\.$", id="absent"),
        pytest.param("?", 5, r"^'\?' holds no word\.$", id="no word"),
        pytest.param("tram", 0, r"^a window of 0 words holds none; give 1 or more\.$", id="no window"),
    ],
)
def test_what_cannot_be_looked_for_is_an_error(node, window, message):
    with pytest.raises(CompareError, match=message):
        compare.collocates(parse.sentences_of(NEAR).assign(article="a"), node, window=window)
