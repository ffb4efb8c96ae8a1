"""Findings on frames: which are present, where and in whose words, what they do; loaded words."""

from collections import Counter
from functools import cache

import numpy as np
import pandas as pd
import pytest

from analysis import codebook, framing, parse, tables
from analysis.findings import frame_consistency, frame_map, frames, functions, loaded_words, war_and_peace
from analysis.findings.frame import SIZES, drawn
from analysis.findings.framing import (
    answers,
    frame_evidence,
    frame_places,
    frame_shares,
    frame_thresholds,
    loaded_cues,
    other_questions,
    questions,
)
from analysis.findings.indicators import function_actors

# The texts are written for these tests; the people and events are invented.
TEXTS = (
    "The council rebuked the mayor of Harrow.",
    "Critics clashed over the budget.",
    "The quarrel cost two million crowns.",
    "Nothing else happened in the town of Harrow.",
    "It rained in all of the eastern valleys.",
    "The tram was late for the second time.",
)
GENERIC = ("conflict", "human_interest", "economic", "morality", "responsibility")


@cache
def sentences_of(count):
    return parse.sentences_of(TEXTS[:count])


@pytest.fixture(scope="session")
def coded(measured):
    def of(*articles, codebook_name="generic", pieces=(), sentences=6):
        """A corpus; each article is a dict of frame and share of its sentences with evidence, 0.2 and more present.

        `pieces` are rows of article (a number), frame, sentence, voice and, if wanted, actor.
        """
        book, made, rows = codebook.read("frames", codebook_name), [], []
        for number, shares in enumerate(articles):
            those = sentences_of(sentences)
            made.append(those.assign(article=f"a{number}", passage=those["sentence"]))
            rows += [
                {
                    "codebook": codebook_name, "article": f"a{number}", "frame": name, "present": share >= 0.2,
                    "strength": share, "evidence": round(10 * share), "scored_by": "rules", "part_of": None,
                    "score": min(1.0, 2 * share), "answer": "yes" if share >= 0.2 else "no",
                }
                for name, share in {**dict.fromkeys(book.frames or book.codes, 0.0), **shares}.items()
            ]  # fmt: skip
        every = pd.concat(made, ignore_index=True)
        found, taken = [], Counter()
        for article, frame, sentence, voice, *actor in pieces:
            row = every[(every["article"] == f"a{article}") & (every["sentence"] == sentence)].iloc[0]
            place = taken[article, frame, sentence]  # one piece of a frame a place
            taken[article, frame, sentence] += 1
            start = int(row["start"]) + place
            found.append(
                {
                    "codebook": codebook_name, "article": f"a{article}", "frame": frame, "start": start,
                    "end": start + 3, "text": row["text"][place : place + 3], "sentence": sentence,
                    "voice": voice, "rule": "a rule", "actor": actor[0] if actor else None, "by": None,
                }
            )  # fmt: skip
        return measured(
            sentences=tables.SENTENCES.check(every),
            frames=tables.FRAMES.frame(rows),
            evidence=tables.EVIDENCE.frame(found) if found else tables.EVIDENCE.frame(),
        )

    return of


# Which frames are present


@pytest.mark.parametrize(
    ("shares", "claim", "figure"),
    [
        pytest.param({}, "None of 5 frames is present.", "0 of 5", id="none"),
        pytest.param(
            {"economic": 0.4}, "1 of 5 frames is present: economic consequences.", "1 of 5", id="one"
        ),
        pytest.param(
            {"economic": 0.4, "conflict": 0.6},
            "2 of 5 frames are present: conflict and economic consequences.",
            "2 of 5",
            id="two, the stronger first",
        ),
        pytest.param(
            dict.fromkeys(GENERIC[:4], 0.3),
            "4 of 5 frames are present; attribution of responsibility is not.",
            "4 of 5",
            id="all but one: the absent one is named",
        ),
        pytest.param(dict.fromkeys(GENERIC, 0.3), "5 of 5 frames are present.", "5 of 5", id="all"),
    ],
)
def test_the_frames_present_in_one_article_are_counted_and_named(coded, shares, claim, figure):
    found = frames(coded(shares))
    assert (found.claim, found.figure, found.status) == (claim, figure, "found")


def test_an_article_of_few_sentences_has_no_frames_to_claim(coded):
    found = frames(coded({"conflict": 0.5}, sentences=4))
    assert (found.claim, found.status) == (
        "Only 4 sentences: too few to say which frames are present.",
        "unclear",
    )
    assert frames(coded({"conflict": 0.5}, sentences=5)).status == "found"


@pytest.mark.parametrize(
    ("articles", "claim", "status"),
    [
        pytest.param(
            [{"conflict": 0.3}] * 3 + [{"morality": 0.3}] * 2,
            "Conflict is the most frequent frame, in 3 of 5 articles.",
            "found",
            id="one leads",
        ),
        pytest.param(
            [{"conflict": 0.3, "morality": 0.2}] * 3 + [{}] * 2,
            "Conflict and morality are most frequent, in 3 of 5 articles each.",
            "found",
            id="two lead",
        ),
        pytest.param(
            [dict.fromkeys(GENERIC[:3], 0.3)] * 3 + [{}] * 2,
            "No main frame: 3 frames are present in 3 of 5 articles each.",
            "unclear",
            id="three lead",
        ),
        pytest.param(
            [{"conflict": 0.3}] * 2 + [{}] * 3,
            "No frame is present in more than 2 of 5 articles.",
            "unclear",
            id="one leads by chance",
        ),
        pytest.param([{}] * 5, "No frame is present in any of 5 articles.", "found", id="none"),
        pytest.param(
            [{"conflict": 0.3}] * 4,
            "Only 4 articles: too few to name a main frame.",
            "unclear",
            id="few articles",
        ),
    ],
)
def test_of_several_articles_the_most_frequent_frame_is_named_if_one_or_two_lead(
    coded, articles, claim, status
):
    found = frames(coded(*articles))
    assert (found.claim, found.status) == (claim, status)


def test_a_frame_of_several_articles_is_present_by_articles_not_by_sentences(coded):
    table = frame_shares(coded(*[{"conflict": 0.2, "morality": 0.1}] * 5)).set_index("frame")
    assert table.loc["conflict", ["present", "articles"]].tolist() == [5, 5]
    assert table.loc["morality", ["present", "articles"]].tolist() == [0, 5]
    assert table.loc["morality", "share"] == pytest.approx(0.1)


def test_questions_of_a_frame_have_no_row_and_those_that_cannot_be_asked_are_not_counted(coded):
    table = frame_shares(coded({"human_interest": 0.5})).set_index("frame")
    assert sorted(table.index) == sorted(GENERIC)
    assert table["questions"].to_dict() == {
        "human_interest": 4, "conflict": 4, "economic": 3, "morality": 3, "responsibility": 5,
    }  # fmt: skip
    assert table.loc["human_interest", "yes"] == pytest.approx(4.0)


def test_a_codebook_without_frames_has_a_row_for_each_code(coded):
    found = frames(coded({"cause": 0.5}, codebook_name="entman"), codebook="entman")
    assert found.name == "frames-entman"
    assert found.table["title"].tolist() == ["Cause", "Problem", "Moral judgement", "Remedy"]


def test_a_codebook_that_was_not_used_is_lacking(coded):
    found = frames(coded({}), codebook="moral")
    assert (found.claim, found.status) == ("No article was coded with the codebook moral.", "lacking")


def test_presence_is_a_full_dot_and_absence_a_hollow_one(coded):
    with drawn(frames(coded({"conflict": 0.3, "economic": 0.1})), "page") as frame:
        dots = [line for line in frame.ax.lines if line.get_marker() == "o"]
        assert [dot.get_xdata()[0] for dot in dots] == pytest.approx([30, 10, 0, 0, 0])
        assert [dot.get_markerfacecolor() == "white" for dot in dots] == [False, True, True, True, True]


# Where, and in whose words

MIXED = [
    *[(0, "disagreement", number % 5 + 1, "reporter") for number in range(6)],
    *[(0, "moral_message", 2, "quoted")] * 3,
    (0, "costs", 3, "reported"),
]


def test_a_map_counts_pieces_by_paragraph_frame_and_voice(coded):
    table = frame_places(coded({}, pieces=MIXED))
    assert table.groupby("frame")["pieces"].sum().to_dict() == {"conflict": 6, "economic": 1, "morality": 3}
    row = table[table["frame"] == "morality"].iloc[0]
    assert (row["paragraph"], row["title"], row["voice"], row["pieces"]) == (2, "Morality", "quoted", 3)
    assert row["key"] == "morality-2-quoted"


def test_the_map_says_how_much_evidence_is_in_the_reporters_words(coded):
    found = frame_map(coded({}, pieces=MIXED))
    assert found.claim == "6 of 10 pieces of evidence are in the reporter’s own words."
    assert "conflict in 5" in found.alt
    assert "morality in 1" in found.alt
    assert "economic consequences in 1" in found.alt


@pytest.mark.parametrize(
    ("pieces", "needs"),
    [
        pytest.param([], "there are 0.", id="none"),
        pytest.param(MIXED[:1], "there is 1.", id="one dot"),
        pytest.param(MIXED[:9], "there are 9.", id="one too few"),
    ],
)
def test_no_claim_and_no_map_are_made_of_a_few_pieces(coded, pieces, needs):
    found = frame_map(coded({}, pieces=pieces))
    assert (found.claim, found.status) == (f"A map of frames needs 10 pieces of evidence; {needs}", "lacking")
    assert found.draw is None


def test_a_map_of_a_corpus_names_its_article(coded):
    found = frame_map(coded({}, {}, pieces=MIXED))
    assert "in “Story a0”" in found.measure
    few = frame_map(coded({}, {}, pieces=MIXED[:2]))
    assert few.claim == "A map of frames needs 10 pieces of evidence; there are 2 in “Story a0”."


def test_a_map_of_several_articles_at_once_is_refused(coded):
    with pytest.raises(framing.FramingError, match="a map follows one article; these are 2"):
        frame_places(coded({}, {}, pieces=MIXED))


def test_each_mark_of_a_map_leads_to_its_evidence(coded):
    found = frame_map(coded({}, pieces=MIXED))
    with drawn(found, "page") as frame:
        keys = [mark.key for mark in frame.marks]
    assert sorted(keys) == sorted(set(found.evidence["mark"]))
    assert all(" " not in key for key in keys)


# What the framing does

ACTED = [
    *[(0, "cause", number % 5 + 1, "reporter", "Ole Rask") for number in range(4)],
    (0, "cause", 5, "reporter", "Ada Vane"),
    *[(0, "problem", number % 5 + 1, "quoted") for number in range(4)],
    (0, "remedy", 2, "reporter", "Ada Vane"),
]


@pytest.mark.parametrize(
    ("shares", "claim"),
    [
        pytest.param(
            dict.fromkeys(("problem", "cause", "judgement", "remedy"), 0.5),
            "All 4 functions of a frame are filled.",
            id="all",
        ),
        pytest.param(
            {"problem": 0.5, "cause": 0.5, "remedy": 0.5},
            "Moral judgement is absent, of 4 functions of a frame.",
            id="one absent",
        ),
        pytest.param(
            {"problem": 0.5, "cause": 0.5}, "Moral judgement and remedy are absent, of 4 functions of a frame.", id="two absent"
        ),
    ],
)  # fmt: skip
def test_functions_are_filled_or_absent(coded, shares, claim):
    assert functions(coded(shares, codebook_name="entman", pieces=ACTED)).claim == claim


def test_of_several_articles_those_that_fill_all_functions_are_counted(coded):
    full = dict.fromkeys(("problem", "cause", "judgement", "remedy"), 0.5)
    of = {"codebook_name": "entman", "pieces": ACTED}
    assert functions(coded(full, {}, **of)).claim == "1 of 2 articles fills all 4 functions of a frame."
    assert functions(coded(full, full, {}, **of)).claim == "2 of 3 articles fill all 4 functions of a frame."
    assert functions(coded({}, {}, **of)).claim == "None of 2 articles fills all 4 functions of a frame."


def test_functions_are_counted_by_actor_and_those_without_one_come_last(coded):
    table = function_actors(coded({}, codebook_name="entman", pieces=ACTED))
    assert table[["problem", "cause", "judgement", "remedy", "pieces"]].values.tolist() == [
        [0, 4, 0, 0, 4], [0, 1, 0, 1, 2], [4, 0, 0, 0, 4],
    ]  # fmt: skip
    assert table["actor"].tolist()[:2] == ["Ole Rask", "Ada Vane"]
    assert pd.isna(table["actor"].iloc[2])


def test_who_is_blamed_most_is_said_only_of_enough_evidence(coded):
    assert (
        "cause 5 (most about Ole Rask, 4)" in functions(coded({}, codebook_name="entman", pieces=ACTED)).alt
    )
    fewer = [*ACTED[1:], (0, "problem", 1, "quoted")]
    assert "cause 4, " in functions(coded({}, codebook_name="entman", pieces=fewer)).alt


def test_functions_of_little_evidence_are_lacking(coded):
    found = functions(coded({}, codebook_name="entman", pieces=ACTED[:9]))
    assert found.claim == "The functions of a frame need 10 pieces of evidence; here are 9."
    assert found.status == "lacking"


# War and peace journalism


def indicators(**pieces):
    return [
        (0, frame, 1 + number % 5, "reporter") for frame, count in pieces.items() for number in range(count)
    ]


def test_pairs_with_evidence_on_both_sides_are_counted_and_never_summed(coded):
    pieces = indicators(elite_sources=5, people_sources=2, victory=3, plain_labels=4)
    found = war_and_peace(coded({}, codebook_name="war_peace", pieces=pieces))
    assert found.claim == "War and peace journalism both show in 1 of 8 pairs."
    assert found.alt.endswith("War alone in 1, peace alone in 1.")
    assert "sources 5 to 2" in found.alt
    assert found.table.set_index("frame").loc["victory", "pieces"] == 3


def test_war_and_peace_of_little_evidence_are_lacking(coded):
    found = war_and_peace(coded({}, codebook_name="war_peace", pieces=indicators(victory=1)))
    assert found.claim == "War and peace indicators need 10 pieces of evidence; here is 1."


def test_war_is_full_and_peace_empty_on_the_two_sides_of_zero(coded):
    pieces = indicators(elite_sources=5, people_sources=5)
    with drawn(war_and_peace(coded({}, codebook_name="war_peace", pieces=pieces)), "page") as frame:
        bars = [(bar.get_width(), bar.get_facecolor()[:3]) for bar in frame.ax.patches]
    assert [width for width, _ in bars] == [-5, 5]
    assert bars[0][1] < (0.2, 0.2, 0.2)
    assert bars[1][1] == (1, 1, 1)


# Tables of questions and answers


def test_the_questions_of_a_codebook_come_with_a_yes_and_a_no():
    table = questions("generic")
    assert len(table) == len(codebook.read("frames", "generic").codes)
    row = table.set_index("question").loc["Moving pictures"]
    assert (row["frame"], row["yes"]) == ("Human interest", "cannot be asked of a text")


def test_each_question_is_answered_with_its_evidence(coded):
    table = answers(coded({}, pieces=MIXED)).set_index("question")
    assert table.loc["Disagreement", ["pieces", "reporter", "quoted"]].tolist() == [6, 6, 0]
    assert pd.isna(table.loc["Morals and religion", "evidence"])


def test_other_codebooks_are_listed_without_being_named(coded):
    table = other_questions(
        coded({}, codebook_name="moral", pieces=indicators(care_vice=2, loyalty_virtue=1))
    )
    assert table[["codebook", "question", "pieces"]].values.tolist() == [
        ["Moral foundations", "Harm", 2], ["Moral foundations", "Loyalty", 1],
    ]  # fmt: skip


def test_evidence_is_listed_in_reading_order(coded):
    table = frame_evidence(coded({}, pieces=MIXED))
    assert table["sentence"].is_monotonic_increasing
    assert set(table["frame"]) == {"Disagreement", "A moral message", "Costs"}


def test_a_higher_threshold_never_finds_more_frames(coded):
    table = frame_thresholds(coded({}, pieces=MIXED)).drop(columns="frame")
    assert list(table.columns) == ["1 sentence", "2 sentences", "3 sentences", "4 sentences"]
    assert (np.diff(table.to_numpy(), axis=1) <= 0).all()


def test_alpha_needs_sixty_articles(coded):
    found = frame_consistency(coded({}, {}))
    assert (found.claim, found.status) == ("Cronbach’s alpha needs 60 articles; here are 2.", "lacking")


# Loaded words


@pytest.fixture(scope="session")
def spoken(measured):
    def of(*texts, quoted=()):
        """A corpus of one article, each sentence the reporter's unless its number is among `quoted`."""
        sentences = parse.sentences_of(texts)
        stretches = tables.VOICES.frame(
            (
                row.article,
                row.sentence,
                row.start,
                row.end,
                "quoted" if row.sentence in quoted else "reporter",
                None,
            )
            for row in sentences.itertuples()
        )
        return measured(sentences=sentences, voices=stretches)

    return of


def test_loaded_words_are_counted_by_whose_words_they_are(spoken):
    found = loaded_words(
        spoken(*["The regime fell."] * 7, *["It was a surgical strike."] * 5, quoted=(8, 9, 10))
    )
    assert found.claim == "9 of 12 loaded words are the reporter’s own."
    assert found.table[["reporter", "quoted", "n"]].values.tolist() == [[7, 0, 7], [2, 3, 5]]
    assert found.evidence["because"].iloc[0].endswith("plainer: government")


def test_whose_a_few_loaded_words_are_is_not_said(spoken):
    found = loaded_words(spoken(*["The regime fell."] * 9))
    assert (found.claim, found.status) == ("Whose words are loaded needs 10 cues; here are 9.", "lacking")


def test_a_cue_has_its_kind_and_its_plainer_word(spoken):
    cues = loaded_cues(spoken("The regime fell."))
    assert cues[["text", "kind", "plainer", "voice"]].values.tolist() == [
        ["regime", "Harsh word", "government", "reporter"]
    ]


# All of them, at all sizes

MANY = [
    (0, "cause", 1 + n % 5, "reporter", f"The Office for Northern Waterways and Locks {n}") for n in range(30)
]


@pytest.fixture(scope="session")
def charts(coded, spoken):
    return {
        "frames": frames(coded({"conflict": 0.5, "economic": 0.1}, pieces=MIXED)),
        "frames of 6 articles": frames(coded(*[{"conflict": 0.5, "economic": 0.1}] * 6, pieces=MIXED)),
        "15 policy frames": frames(coded({"8": 0.4, "13": 0.3}, codebook_name="policy", pieces=indicators(**{"8": 3})), codebook="policy"),
        "map": frame_map(coded({}, {}, pieces=MIXED)),
        "functions of 30 actors": functions(coded({}, codebook_name="entman", pieces=[*ACTED, *MANY])),
        "pairs": war_and_peace(coded({}, codebook_name="war_peace", pieces=indicators(victory=40, shared_gain=3))),
        "loaded words": loaded_words(spoken(*["The regime fell."] * 9, "It was a surgical strike.", quoted=(3,))),
    }  # fmt: skip


CHARTS = (
    "frames", "frames of 6 articles", "15 policy frames", "map", "functions of 30 actors", "pairs", "loaded words",
)  # fmt: skip


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", CHARTS)
def test_no_text_of_a_chart_meets_another(charts, overlaps, name, size):
    assert overlaps(charts[name], size) == []


@pytest.mark.parametrize("name", CHARTS)
def test_evidence_is_inside_its_sentence_and_marks_lead_to_it(charts, name):
    found = charts[name]
    for row in found.evidence.itertuples():
        assert row.text in row.context
        assert row.because
    with drawn(found, "page") as frame:
        keys = {mark.key for mark in frame.marks}
    assert keys & set(found.evidence["mark"])
