"""How far a tone can be leant on: other instruments, length, names, scales, and what words make a difference."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr

from analysis import codebook, parse, tone
from analysis.tables import ARTICLES, ESTIMATES, HITS, MENTIONS, SCORES
from analysis.tone import ToneError, learned
from analysis.tone.swapping import names

# --- Beside other instruments ----------------------------------------------------------


def estimates(**groups):
    return ESTIMATES.frame(
        {
            "measure": "tone", "group": group, "value": value, "n": 9, "articles": 1, "corrected": False,
            "tier": "C",
        }
        for group, value in groups.items()
    )  # fmt: skip


def test_the_band_spans_the_others_and_leaves_out_the_primary():
    made = tone.robust(
        {"one": estimates(a=-0.9, b=0.1), "two": estimates(a=-0.2), "three": estimates(b=0.3, a=0.1)}
    )
    assert made["value"].tolist() == [-0.9, 0.1]
    assert made["others"].tolist() == [2, 1]
    assert made[["others_low", "others_high"]].to_numpy().tolist() == [[-0.2, 0.1], [0.3, 0.3]]
    assert made["agree"].tolist() == [1, 1]


def test_an_instrument_alone_has_no_band():
    made = tone.robust({"one": estimates(a=0.1)})
    assert made["others"].item() == 0
    assert pd.isna(made["others_low"].item())


def test_the_primary_is_declared_and_must_be_there():
    both = {"one": estimates(a=0.1), "two": estimates(a=0.2)}
    assert tone.robust(both, "two")["value"].item() == 0.2
    with pytest.raises(ToneError, match=r"^there are no estimates by 'learnt', .* There are: one, two\.$"):
        tone.robust(both, "learnt")


# --- Against length -----------------------------------------------------------------------


def lengthy(pairs, articles=1):
    return SCORES.frame(
        ("demo", f"article {number % articles}", "sentence", number, None, None, value, words)
        for number, (value, words) in enumerate(pairs)
    )


def test_tone_that_grows_with_length_is_warned_of():
    rng = np.random.default_rng(3)
    words = rng.integers(3, 40, 60)
    darker = lengthy([(-n / 40 + rng.normal(0, 0.1), n) for n in words])
    table = tone.lengths(darker).set_index("of")
    assert table["follows"].tolist() == [True, True]
    assert table.loc["tone", "rho"] < 0 < table.loc["distance", "rho"]
    assert table.loc["tone", "rho"] == pytest.approx(spearmanr(darker["tone"], darker["words"]).statistic)


def test_tone_that_does_not_is_not():
    rng = np.random.default_rng(4)
    table = tone.lengths(lengthy([(rng.normal(), n) for n in rng.integers(3, 40, 60)]))
    assert not table["follows"].any()
    assert (table["low"] < table["rho"]).all()


@pytest.mark.parametrize(
    "pairs",
    [
        pytest.param([(0.1, 3), (0.2, 4), (0.3, 5)], id="three sentences"),
        pytest.param([(0.0, n) for n in range(30)], id="no tone at all"),
        pytest.param([(n / 30, 7) for n in range(30)], id="all of one length"),
        pytest.param([(n / 30, n) for n in range(30)], id="a perfect order has no interval of this kind"),
    ],
)
def test_what_has_no_interval_is_not_warned_of(pairs):
    table = tone.lengths(lengthy(pairs))
    assert table["low"].isna().all()
    assert not table["follows"].any()


def test_of_several_articles_articles_are_compared():
    table = tone.lengths(lengthy([(0.1 * n, n) for n in range(1, 41)], articles=20))
    assert table["unit"].unique().tolist() == ["article"]
    assert table["n"].tolist() == [20, 20]


# --- What cannot be ranked ------------------------------------------------------------------


def articles(**outlets):
    rows = [name for name, number in outlets.items() for _ in range(number)]
    return ARTICLES.frame(
        {
            "article": f"{place}", "outlet": name, "words": 9, "source_file": f"{place}.txt", "sha256": "-",
            "source_text": f"text {place}",
        }
        for place, name in enumerate(rows)
    )  # fmt: skip


def test_groups_of_five_articles_can_be_compared():
    assert tone.comparable(articles(Crier=5, Beacon=6, Echo=1)) == ["Beacon", "Crier"]


def test_one_text_ranks_nobody():
    with pytest.raises(ToneError) as refused:
        tone.comparable(articles(Crier=1))
    assert str(refused.value) == (
        "to compare tone by outlet, two groups of 5 articles or more are needed, best on the same "
        "events; there are: Crier 1. The tone of one text ranks nobody."
    )
    with pytest.raises(ToneError, match="there are: none named"):
        tone.comparable(articles(Crier=9).assign(outlet=None))
    with pytest.raises(ToneError, match=r"^articles have no column 'paper'"):
        tone.comparable(articles(Crier=9), "paper")


# --- Scales ---------------------------------------------------------------------------------


@pytest.mark.parametrize("reference", tone.standards())
def test_a_reference_says_what_it_is_and_how_it_was_made(reference):
    about = tone.standard(reference)
    assert {"title", "citation", "home", "licence", "command", "made", "sentences"} <= set(about)
    assert "python -m analysis.tone" in about["command"]
    assert about["sentences"] > 1_000
    assert set(tone.WORDS) <= set(about["instruments"])
    assert all(figures["sd"] > 0 for figures in about["instruments"].values())


def test_a_standardized_score_is_told_from_a_raw_one():
    table = parse.sentences_of(["The crew was brave.", "The council met."])
    raw = pd.concat([tone.scores(table, name) for name in ("news", "vader")])
    made = tone.standardized(raw)
    figures = tone.standard()["instruments"]
    for name in ("news", "vader"):
        own = made[made["instrument"] == name]
        back = own["tone"] * figures[name]["sd"] + figures[name]["mean"]
        assert back.tolist() == pytest.approx(raw.loc[raw["instrument"] == name, "tone"].tolist())
    assert made["scale"].unique().tolist() == ["basil"]
    with pytest.raises(ToneError, match=r"^these scores are standardized already"):
        tone.standardized(made)


def test_what_cannot_be_standardized_is_refused():
    raw = tone.scores(parse.sentences_of(["The crew was brave."]))
    with pytest.raises(ToneError, match=r"^no reference corpus 'brown'\. There are: basil\.$"):
        tone.standardized(raw, "brown")
    with pytest.raises(ToneError, match=r"^the reference 'basil' has no figures of afinn\. It has: .*anew"):
        tone.standardized(raw.assign(instrument="afinn"))
    with pytest.raises(ToneError, match=r"^these scores are of unit part"):
        tone.standardized(raw.assign(unit="part"))


def test_the_command_makes_a_reference_anew(tmp_path, capsys):
    from analysis.tone.__main__ import main

    for number in range(3):
        text = f"A headline of number {number}\n\nThe crew was brave. The wall is a disgrace.\n"
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    assert main([str(tmp_path), "demo", "--show", "--instrument", "news"]) == 0
    import tomllib

    made = tomllib.loads(capsys.readouterr().out)
    assert made["articles"] == 3
    assert set(made["instruments"]) == {"news"}
    assert made["instruments"]["news"]["sd"] > 0


# --- Words that make a difference -----------------------------------------------------------

FOUND = st.lists(
    st.tuples(st.sampled_from(["joy", "War", "war", "fine", "“fine”"]), st.floats(-1, 1), st.booleans()),
    max_size=12,
)


def found(rows):
    return HITS.frame(
        ("demo", "a", place, "tone", place + 1, word, weight, negated, "reporter", 1)
        for place, (word, weight, negated) in enumerate(rows)
    )


@given(one=FOUND, other=FOUND, sizes=st.tuples(st.floats(0.1, 50), st.floats(0.1, 50)))
@settings(max_examples=25, deadline=None)
def test_the_words_add_up_to_the_difference(one, other, sizes):
    # Rows cut out of a larger table keep their places in it, as in a notebook.
    both = found([*one, *other])
    shifted = tone.shift(both.iloc[: len(one)], both.iloc[len(one) :], sizes)
    difference = sum(w for _, w, _ in other) / sizes[1] - sum(w for _, w, _ in one) / sizes[0]
    assert shifted["adds"].sum() == pytest.approx(difference, abs=1e-9)
    assert shifted["adds"].tolist() == pytest.approx((shifted["uses"] + shifted["weights"]).tolist())
    assert shifted["n_one"].sum() == len(one)


@given(one=FOUND, other=FOUND)
@settings(max_examples=12, deadline=None)
def test_the_other_way_round_the_signs_change(one, other):
    there = tone.shift(found(one), found(other), (3, 5)).set_index(["word", "negated"])["adds"]
    back = tone.shift(found(other), found(one), (5, 3)).set_index(["word", "negated"])["adds"]
    assert (there + back.reindex(there.index)).abs().max() == pytest.approx(0, abs=1e-12) or there.empty


@pytest.mark.parametrize(
    ("one", "other", "uses", "weights"),
    [
        pytest.param([("war", -0.5, False)], [], 0.5, 0, id="a dark word less"),
        pytest.param([], [("joy", 0.4, False)], 0.4, 0, id="a bright word more"),
        pytest.param([("war", -0.5, False)], [("war", -0.2, False)], 0, 0.3, id="as often, but dimmed"),
        pytest.param([("joy", 0.4, False)], [("joy", -0.2, True)], -0.6, 0, id="turned: another word"),
    ],
)
def test_more_often_is_told_from_otherwise(one, other, uses, weights):
    shifted = tone.shift(found(one), found(other), (1, 1))
    assert shifted["uses"].sum() == pytest.approx(uses)
    assert shifted["weights"].sum() == pytest.approx(weights)


def test_a_shift_of_two_instruments_or_of_nothing_is_refused():
    with pytest.raises(ToneError, match=r"^hits of 2 instruments \(demo, other\) weigh on different scales"):
        tone.shift(
            found([("joy", 1.0, False)]), found([("joy", 1.0, False)]).assign(instrument="other"), (1, 1)
        )
    with pytest.raises(ToneError, match=r"^the groups have 0 and 3 sentences"):
        tone.shift(found([]), found([]), (0, 3))


# --- Names ------------------------------------------------------------------------------------


@pytest.mark.parametrize("instrument", tone.WORDS)
def test_a_name_moves_no_word_list(instrument):
    table = tone.swap_test(instrument)
    assert table["value"].abs().max() == table["largest"].max() == 0
    assert table["group"].tolist()[:3] == ["all names", "woman", "man"]


def test_nor_the_tone_towards_whom_it_names():
    assert tone.swap_test("news", target=True)["largest"].max() == 0


def test_the_names_of_a_text_are_exchanged_where_they_stand(monkeypatch):
    from analysis.tone import swapping

    table = parse.sentences_of(["On Monday Orla Quist praised the crew.", "Rain fell.", "Quist failed."])
    rows = [("Orla Quist", 1, 10), ("Quist", 3, table["start"][2])]
    people = MENTIONS.frame(
        {
            "article": "texts", "mention": place, "actor": "Orla Quist", "type": "person", "form": "name",
            "start": start, "end": start + len(text), "text": text, "role": "agent", "passive": False,
            "sentence": sentence,
        }
        for place, (text, sentence, start) in enumerate(rows)
    )  # fmt: skip
    read = []
    scores = swapping.scores
    monkeypatch.setattr(
        swapping, "scores", lambda made, name: read.extend(made["text"]) or scores(made, name)
    )
    assert tone.swap_test("vader", table, people).iloc[0][["value", "n"]].tolist() == [0, 2]
    assert len(read) == 2 * len(names())
    assert read[0] == "On Monday Helen Bartley praised the crew."
    assert read[-1] == "Aydin failed."
    with pytest.raises(ToneError, match=r"^no person is named in these sentences"):
        tone.swap_test("news", table, people.iloc[:0])


def test_what_a_name_moves_is_measured(monkeypatch):
    from analysis.tone import swapping

    def partial_to_women(made, _):
        women = made["text"].str.contains("|".join(names().query("gender == 'woman'")["first"]))
        return SCORES.frame(
            ("biased", "texts", "sentence", number, None, None, 0.2 * woman - 0.1, 5)
            for number, woman in enumerate(women)
        )

    monkeypatch.setattr(swapping, "scores", partial_to_women)
    table = tone.swap_test("biased").set_index("group")
    assert table.loc["woman", ["value", "low", "high"]].tolist() == pytest.approx([0.1, 0.1, 0.1])
    assert table.loc["man", "value"] == pytest.approx(-0.1)
    assert table.loc["all names", ["value", "largest"]].tolist() == pytest.approx([0.1, 0.1])
    assert table.loc["Turkish", "value"] == pytest.approx(0)


def test_the_names_differ_in_gender_and_origin_alone():
    people = names()
    assert not people.duplicated(["first", "last"]).any()
    assert people.groupby(["origin", "gender"]).size().nunique() == 1
    words = pd.concat([people["first"], people["last"]])
    assert words.str.fullmatch(r"[A-Z][a-z]{3,}").all()
    listed = set(codebook.read("tone", "news").terms["term"].str.lower())
    assert not listed & set(words.str.lower())


@pytest.mark.slow
@pytest.mark.skipif(not learned.ready(), reason="the weights of the learned instrument are not here")
@pytest.mark.parametrize("target", [False, True])
def test_another_name_moves_the_learned_instrument_little(target):
    whole = tone.swap_test("learned", target=target).iloc[0]
    assert whole["high"] < 0.05 if not target else whole["high"] < 0.15
