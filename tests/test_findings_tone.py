"""Findings on mean tone, on the tone of voices and towards actors, and on tone along an article."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis import findings, parse, tables
from analysis.findings import FindingError
from analysis.findings.frame import SIZES, drawn
from analysis.findings.tone import (
    includes_zero,
    mean_tones,
    sentence_scores,
    tone_to_actors,
    voice_gap,
    voice_parts,
)
from analysis.findings.tone_along import leans, moving_mean, tone_by_sentence, window_for

# The texts are written for these tests; the people and events are invented.
WORD = "Brisk"


@pytest.fixture(scope="session")
def toned(measured):
    def of(articles, *, voices="reporter", instruments=("learned",), texts=None):
        """A corpus with one sentence per tone; `articles` has the tones of each article.

        `voices` is a voice for all sentences, or one per sentence of each article.
        """
        sentences, stretches, scores = [], [], []
        for name, tones in articles.items():
            those = parse.sentences_of(texts or [f"{WORD} spoke {at} times." for at in range(len(tones))])
            sentences.append(those.assign(article=name))
            whose = [voices] * len(tones) if isinstance(voices, str) else voices
            for row, voice, tone in zip(those.itertuples(), whose, tones, strict=True):
                stretches.append((name, row.sentence, row.start, row.end, voice, None))
                for instrument in instruments:
                    scores.append((instrument, name, "sentence", row.sentence, None, voice, tone, row.words))
        return measured(
            sentences=tables.SENTENCES.check(pd.concat(sentences, ignore_index=True)),
            voices=tables.VOICES.frame(stretches),
            scores=tables.SCORES.frame(scores),
        )

    return of


@pytest.fixture(scope="session")
def towards(measured):
    def of(by_actor):
        """A corpus with a mention per tone, each in a sentence with its number; `by_actor` has the tones."""
        flat = [(actor, tone) for actor, tones in by_actor.items() for tone in tones]
        sentences = parse.sentences_of([f"Ada {WORD} spoke." for _ in flat])
        mentions, scores = [], []
        for row, (actor, tone) in zip(sentences.itertuples(), flat, strict=True):
            mentions.append(
                {
                    "article": "texts", "mention": row.Index, "actor": actor, "type": "person", "form": "name",
                    "start": row.start, "end": row.start + 9, "text": f"Ada {WORD}", "role": "agent",
                    "passive": False, "sentence": row.sentence,
                }
            )  # fmt: skip
            scores.append(("learned", "texts", "mention", row.Index, actor, "reporter", tone, 2))
        table = tables.SCORES.frame(scores).assign(sentence=sentences["sentence"].to_numpy())
        return measured(sentences=sentences, mentions=tables.MENTIONS.frame(mentions), scores=table)

    return of


# --- Mean tone ----------------------------------------------------------------------------------

LOW = [-0.3, -0.2, -0.4, -0.1, -0.3, -0.2, -0.4, -0.1, -0.3, -0.2]
EVEN = [-0.3, 0.3, -0.4, 0.4, -0.1, 0.1, -0.2, 0.2, -0.5, 0.4]


@pytest.mark.parametrize(
    ("articles", "claim", "status"),
    [
        pytest.param({"a": LOW}, "The mean tone of the article is negative: −0.25.", "found", id="below 0"),
        pytest.param(
            {"a": [-tone for tone in LOW]}, "The mean tone of the article is positive: 0.25.", "found", id="above 0"
        ),
        pytest.param(
            {"a": EVEN}, "No clear lean: the mean tone of the article is −0.01.", "unclear", id="interval around 0"
        ),
        pytest.param(
            {"a": LOW[:9]}, "Only 9 sentences: too few for a mean tone (−0.26).", "unclear", id="nine sentences"
        ),
        pytest.param(
            dict.fromkeys("abcd", LOW), "Only 4 articles: too few for a mean tone (−0.25).", "unclear",
            id="four articles",
        ),
        pytest.param(
            {name: [tone - 0.01 * at for tone in LOW] for at, name in enumerate("abcde")},
            "The mean tone of these 5 articles is negative: −0.27.", "found", id="five articles",
        ),
    ],
)  # fmt: skip
def test_the_claim_on_mean_tone_follows_interval_and_n(articles, claim, status, toned):
    found = findings.tone_overall(toned(articles))
    assert (found.claim, found.status) == (claim, status)


def test_an_article_counts_once_however_long_it_is(toned):
    table = mean_tones(toned({"a": [-0.5] * 40, "b": [0.5] * 2}))
    assert table["value"].tolist() == [0.0]
    assert table[["n", "articles"]].values.tolist() == [[42, 2]]


def test_other_instruments_have_a_row_each_with_their_own_interval(toned):
    material = toned({"a": LOW}, instruments=("learned", "vader"))
    scores = material.scores
    other = scores["instrument"] == "vader"
    material.scores = scores.assign(tone=scores["tone"].where(~other, -scores["tone"]))
    found = findings.tone_overall(material)
    assert found.table["instrument"].tolist() == ["learned", "vader"]
    assert found.table["value"].round(2).tolist() == [-0.25, 0.25]
    assert found.table["low"].notna().all()
    assert found.limits.startswith("Same sign: 0 of 1 other instrument;")


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(-0.2, -0.1, False), (0.1, 0.2, False), (-0.1, 0.1, True), (-0.2, -0.004, True), (0.004, 0.2, True)],
)
def test_an_interval_that_is_printed_with_an_end_at_zero_includes_zero(low, high, expected):
    assert includes_zero(low, high) is expected


def test_a_corpus_without_scores_says_so(measured):
    found = findings.tone_overall(measured())
    assert (found.status, found.claim) == ("lacking", "No sentence has a tone score.")


# --- Voices -------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def two_voices(toned):
    return lambda reporter, others: toned(
        {"a": [*reporter, *others]}, voices=["reporter"] * len(reporter) + ["quoted"] * len(others)
    )


@pytest.mark.parametrize(
    ("reporter", "others", "claim", "status"),
    [
        pytest.param(
            [-0.1, 0.0, 0.1, 0.0, 0.1, -0.1], [-0.5, -0.4, -0.6, -0.5, -0.4, -0.6],
            "Others’ words are more negative than the reporter’s: −0.50.", "found", id="others lower",
        ),
        pytest.param(
            [-0.1, 0.0, 0.1, 0.0, 0.1, -0.1], [0.5, 0.4, 0.6, 0.5, 0.4, 0.6],
            "Others’ words are more positive than the reporter’s: +0.50.", "found", id="others higher",
        ),
        pytest.param(
            EVEN, EVEN, "No clear difference in tone between the reporter and others.", "unclear", id="alike"
        ),
        pytest.param(
            [-0.1, 0.0, 0.1, 0.0, 0.1], [0.5, 0.5, 0.5, 0.5],
            "Too few sentences of reporter or others to compare (difference +0.48).", "unclear", id="four quoted",
        ),
    ],
)  # fmt: skip
def test_the_claim_on_voices_is_of_their_difference(reporter, others, claim, status, two_voices):
    found = findings.tone_by_voice(two_voices(reporter, others))
    assert (found.claim, found.status) == (claim, status)


def test_the_gap_is_others_less_reporter_and_its_interval_covers_it(two_voices):
    gap, low, high = voice_gap(voice_parts(two_voices(LOW, EVEN), "learned"))
    assert gap == pytest.approx(np.mean(EVEN) - np.mean(LOW))
    assert low < gap < high


def test_voices_add_up_to_the_mean_of_all_sentences(two_voices):
    material = two_voices(LOW, EVEN)
    table = findings.tone_by_voice(material).table
    assert table["adds"].sum() == pytest.approx(material.scores["tone"].mean())
    assert table["voice"].tolist() == ["reporter", "quoted"]


def test_one_voice_cannot_be_compared(toned):
    found = findings.tone_by_voice(toned({"a": LOW}))
    assert found.status == "lacking"
    assert found.claim == "A comparison needs two voices; here are only reporter’s own words."


# --- Towards actors -----------------------------------------------------------------------------

CLEAR = [-0.5, -0.6, -0.4, -0.5, -0.6, -0.4]


@pytest.mark.parametrize(
    ("by_actor", "claim", "status"),
    [
        pytest.param(
            {"Vane": CLEAR, "Quist": [-tone for tone in CLEAR], "Ivo": EVEN},
            "The wording is negative towards Vane and positive towards Quist.", "found", id="one of each sign",
        ),
        pytest.param(
            dict.fromkeys(("Ada", "Bea", "Cyd", "Dot", "Eve"), CLEAR),
            "The wording is negative towards Ada, Bea and 3 others.", "found", id="many actors are not all named",
        ),
        pytest.param(
            {"Vane": EVEN, "Quist": EVEN}, "No clear lean in the tone towards any of 2 actors.", "unclear",
            id="around 0",
        ),
        pytest.param({"Vane": EVEN}, "No clear lean in the tone towards Vane.", "unclear", id="one actor"),
        pytest.param(
            {"Vane": CLEAR[:4]}, "Tone towards an actor needs 5 sentences that mention it; the most here is 4.",
            "lacking", id="four sentences",
        ),
    ],
)  # fmt: skip
def test_the_claim_on_actors_follows_intervals_and_n(by_actor, claim, status, towards):
    found = findings.tone_towards(towards(by_actor))
    assert (found.claim, found.status) == (claim, status)


def test_one_of_many_actors_that_differs_by_chance_is_not_significant(towards):
    slight = [0.05, 0.35, 0.3, -0.1, 0.3, 0.1, 0.3, -0.1]
    alone = tone_to_actors(towards({"Vane": slight}))
    among = tone_to_actors(towards({"Vane": slight} | {f"Actor {at}": EVEN for at in range(12)}))
    assert alone["significant"].tolist() == [True]
    assert not among["significant"].any()


def test_an_actor_in_too_few_sentences_keeps_its_row_without_an_interval(towards):
    table = tone_to_actors(towards({"Vane": CLEAR, "Quist": [0.9]})).set_index("actor")
    assert table.loc["Quist", ["low", "high", "p"]].isna().all()
    assert not table.loc["Quist", "significant"]


def test_a_text_without_scored_mentions_says_so(toned):
    found = findings.tone_towards(toned({"a": LOW}))
    assert (found.status, found.claim) == (
        "lacking",
        "Tone towards actors was not measured: no mention has a score.",
    )


def test_significant_actors_are_drawn_even_if_others_are_mentioned_more(towards):
    found = findings.tone_towards(towards({f"Actor {at}": EVEN for at in range(12)} | {"Vane": CLEAR}))
    for size in SIZES:
        with drawn(found, size) as frame:
            assert "Vane" in [text.get_text() for text in frame.ax.get_yticklabels()]


# --- Along an article ---------------------------------------------------------------------------


def test_within_five_hundredths_of_zero_a_sentence_is_neutral():
    assert leans(pd.Series([-0.051, -0.05, 0.0, 0.05, 0.051])).tolist() == [
        "negative", "neutral", "neutral", "neutral", "positive",
    ]  # fmt: skip


def test_the_claim_counts_the_sentences_of_the_body(toned):
    material = toned({"a": [-0.9, -0.3, 0.0, 0.2, -0.3, 0.01]})
    material.sentences = material.sentences.assign(role=["headline"] + ["body"] * 5)
    found = findings.tone_along(material)
    assert found.claim == "2 of 5 sentences are negative, 1 positive."
    assert found.table["mean"].isna().tolist() == [True] + [False] * 5


def test_one_sentence_has_a_verb_in_the_singular(toned):
    found = findings.tone_along(toned({"a": [-0.4]}))
    assert (found.claim, found.status) == ("1 of 1 sentence is negative, 0 positive.", "unclear")


def test_the_moving_mean_is_of_the_sentences_around():
    table = moving_mean(pd.Series([1.0, 0.0, 2.0, -3.0, 0.5]), window=3)
    assert table["mean"].tolist() == pytest.approx([0.5, 1.0, -1 / 3, -1 / 6, -1.25])
    assert table["m"].tolist() == [2, 3, 3, 3, 2]


@given(st.lists(st.floats(-4, 4), min_size=2, max_size=3))
def test_where_all_sentences_are_in_the_mean_the_band_is_the_t_interval(tones):
    band = moving_mean(pd.Series(tones), 5).iloc[0]
    spread = np.std(tones, ddof=1) / np.sqrt(len(tones))
    expected = np.mean(tones) + np.array([-1, 1]) * stats.t.ppf(0.975, len(tones) - 1) * spread
    assert [band["low"], band["high"]] == pytest.approx(expected.tolist(), abs=1e-6)


def test_the_band_covers_the_true_mean_nineteen_times_in_twenty():
    rng = np.random.default_rng(1)
    covered = []
    for _ in range(400):
        band = moving_mean(pd.Series(rng.normal(0.3, 1, 40)))
        covered.append((band["low"] <= 0.3) & (band["high"] >= 0.3))
    assert np.mean(covered) == pytest.approx(0.95, abs=0.015)


@given(order=st.permutations(range(6)))
@settings(max_examples=10)
def test_rows_in_another_order_give_the_same_line(order, toned):
    material = toned({"a": [0.1, -0.5, 0, 0, 0.9, 0.2]})
    expected = tone_by_sentence(material)
    material.scores = material.scores.iloc[list(order)]
    pd.testing.assert_frame_equal(tone_by_sentence(material), expected)


@pytest.mark.parametrize(
    ("tones", "window", "message"),
    [
        pytest.param([0.1], 4, "the window is 4 sentences; it must be odd", id="an even window"),
        pytest.param([0.1], 0, "the window is 0 sentences; it must be odd", id="no window"),
        pytest.param([0.1, np.nan], 3, "1 scores are missing or infinite", id="a missing score"),
        pytest.param([0.1, np.inf], 3, "1 scores are missing or infinite", id="an infinite score"),
    ],
)
def test_what_has_no_moving_mean_is_refused(tones, window, message):
    with pytest.raises(FindingError, match=f"^{message}"):
        moving_mean(pd.Series(tones), window)


def test_the_window_grows_with_the_article():
    assert [window_for(n) for n in (1, 100, 140, 400, 1000)] == [5, 5, 7, 21, 51]


def test_a_sentence_shows_its_score_words_and_text_and_leads_to_its_evidence(toned):
    texts = ["The harbour was a disgrace.", "It rained at noon."]
    material = toned({"texts": [-0.4, 0.02]}, texts=texts, instruments=("learned", "news"))
    hits = [("news", "texts", 18, "tone", 26, "disgrace", -0.48, False, "reporter", 1)]
    material.hits = tables.HITS.frame(hits)
    found = findings.tone_along(material)
    with drawn(found, "page") as frame:
        tips = {mark.key: mark.tip for mark in frame.marks}
    assert tips == {
        1: "Sentence 1, reporter’s own words: −0.40. News word list: “disgrace” −0.48. The harbour was a disgrace.",
        2: "Sentence 2, reporter’s own words: +0.02. It rained at noon.",
    }
    assert found.evidence["mark"].tolist() == [1, 2]
    assert found.evidence["text"].tolist() == ["disgrace", "It rained at noon."]
    assert found.evidence["because"].tolist() == [
        "Learned instrument −0.40. News word list: “disgrace” −0.48",
        "Learned instrument +0.02",
    ]


def test_a_long_article_has_no_tips_and_few_legend_entries(toned):
    tones = np.sin(np.arange(401)).tolist()
    found = findings.tone_along(toned({"a": tones}, voices=["reporter", *["quoted", "reported"] * 200]))
    with drawn(found, "page") as frame:
        assert frame.marks == []
        assert len(frame._legend) == 3


def test_of_several_articles_the_one_drawn_is_named(toned):
    assert "“Story a”" in findings.tone_along(toned({"a": LOW, "b": LOW})).measure
    assert "Story" not in findings.tone_along(toned({"a": LOW})).measure


def test_a_word_of_the_other_sign_is_not_marked(toned):
    material = toned({"texts": [0.2]}, texts=["The war is over."], instruments=("learned", "news"))
    material.hits = tables.HITS.frame([("news", "texts", 4, "tone", 7, "war", -0.1, False, "reporter", 1)])
    row = findings.tone_along(material).evidence.iloc[0]
    assert (row["text"], row["because"]) == (
        "The war is over.",
        "Learned instrument +0.20. News word list: “war” −0.10",
    )


# --- Evidence and charts ------------------------------------------------------------------------


def test_evidence_is_inside_its_sentence_and_the_strongest_comes_first(toned):
    material = toned({"a": LOW, "b": EVEN})
    places = material.sentences.set_index(["article", "sentence"])
    for finding in (findings.tone_overall, findings.tone_along):
        for row in finding(material).evidence.itertuples():
            sentence = places.loc[(row.article, row.sentence)]
            assert sentence["start"] <= row.start < row.end <= sentence["end"]
            assert row.text in row.context
    scores = sentence_scores(material).set_index(["article", "sentence"])["tone"].abs()
    first = [
        scores[row.article, row.sentence] for row in findings.tone_overall(material).evidence.itertuples()
    ]
    assert first == sorted(first, reverse=True)


LONG = "the Permanent Representative of the Northern Isles to the Assembly of Nations and their Dependencies"
CHARTS = {
    "mean": lambda toned, _: findings.tone_overall(toned({"a": LOW}, instruments=("learned", "news", "vader", "textblob"))),
    "mean far from 0": lambda toned, _: findings.tone_overall(toned({"a": [tone - 0.5 for tone in LOW]})),
    "mean without interval": lambda toned, _: findings.tone_overall(toned({"a": LOW[:2], "b": LOW[:2]})),
    "voices": lambda toned, _: findings.tone_by_voice(
        toned({"a": [*LOW, *LOW, *LOW]}, voices=["reporter"] * 10 + ["quoted"] * 10 + ["reported"] * 10)
    ),
    "thirty actors with long names": lambda _, towards: findings.tone_towards(
        towards({f"{LONG} {at}": CLEAR for at in range(30)})
    ),
    "along": lambda toned, _: findings.tone_along(toned({"a": [*EVEN, *LOW] * 4})),
    "along one sentence": lambda toned, _: findings.tone_along(toned({"a": [-0.4]})),
}  # fmt: skip


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", CHARTS)
def test_texts_of_a_chart_do_not_overlap(name, size, overlaps, toned, towards):
    assert overlaps(CHARTS[name](toned, towards), size) == []
