"""The learned instrument: what it hears, and that a score depends on nothing but the text."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import tone
from analysis.parse import sentences_of
from analysis.tone import learned
from analysis.tone.scoring import ToneError

CLOSE = 1e-4  # far inside the two decimals that notebooks print

DARKER_FIRST = [
    pytest.param("The harvest failed and families went hungry.", "The harvest was rich.", id="loss and gain"),
    pytest.param("The plan was not a success.", "The plan was a success.", id="negation"),
    pytest.param("Inspectors found the bridge unsafe.", "Inspectors found the bridge safe.", id="prefix"),
    pytest.param("The clinic lost its best nurse.", "The clinic hired a gifted nurse.", id="verb"),
    pytest.param(
        "Nobody thanked the rescuers.", "Everybody thanked the rescuers.", id="who is thanked, nobody"
    ),
    pytest.param("Talks collapsed in anger.", "Talks ended in agreement.", id="diplomacy"),
]


@pytest.mark.parametrize(("darker", "brighter"), DARKER_FIRST)
def test_a_darker_sentence_scores_lower(darker: str, brighter: str) -> None:
    low, high = learned.tone([darker, brighter])
    assert low < high


TOWARDS = [
    pytest.param("Ilva Brandt betrayed her voters, the paper wrote.", "Ilva Brandt", 0, id="blamed"),
    pytest.param("Ilva Brandt saved the harbour, the paper wrote.", "Ilva Brandt", 2, id="praised"),
    pytest.param("Ilva Brandt arrived at noon on Tuesday.", "Ilva Brandt", 1, id="told of, no more"),
    pytest.param(
        "Residents thanked Odo Marsh but cursed the corrupt council.",
        "Odo Marsh",
        2,
        id="one of two, praised",
    ),
    pytest.param(
        "Residents thanked Odo Marsh but cursed the corrupt council.", "council", 0, id="one of two, cursed"
    ),
    pytest.param(
        "Critics called Ada Brisk a liar and praised Tom Vale as a hero.", "Ada Brisk", 0, id="called a liar"
    ),
    pytest.param(
        "Critics called Ada Brisk a liar and praised Tom Vale as a hero.", "Tom Vale", 2, id="called a hero"
    ),
]


@pytest.mark.parametrize(("text", "target", "label"), TOWARDS)
def test_tone_is_towards_the_target_and_not_of_the_sentence(text: str, target: str, label: int) -> None:
    start = text.index(target)
    (chances,) = learned.towards([text], [(start, start + len(target))])
    assert chances.argmax() == label
    assert chances.sum() == pytest.approx(1, abs=1e-5)


def test_a_target_at_the_end_of_a_long_sentence_is_still_read() -> None:
    text = (
        "On Monday the committee met and spoke of roads, " * 40
        + "and Odo Marsh, a disgraceful liar, was booed."
    )
    start = text.index("Odo Marsh")
    (chances,) = learned.towards([text], [(start, start + 9)])
    assert chances.argmax() == 0


@pytest.mark.parametrize("span", [(-1, 3), (3, 3), (4, 99)])
def test_a_target_outside_its_text_is_refused(span: tuple[int, int]) -> None:
    with pytest.raises(ToneError, match="no stretch of a text of 8 characters"):
        learned.towards(["Ada won."], [span])


def test_an_opinion_is_told_from_a_fact() -> None:
    fact, opinion = learned.subjectivity(
        [
            "The ministry published the figures on 4 March.",
            "It is a shameful spectacle, and only a fool would defend it.",
        ]
    )
    assert fact < 0.5 < opinion


TEXTS = [
    "The flood killed four.",
    "“A fine day,” she said, and meant it.",
    "WAR!",
    "It rained.",
    "The committee, which had met for the ninth time, could not agree on anything at all. " * 6,
]


def test_a_score_depends_neither_on_the_batch_nor_on_the_order() -> None:
    together = learned.tone(TEXTS)
    alone = np.array([learned.tone([text])[0] for text in TEXTS])
    backwards = learned.tone(TEXTS[::-1])[::-1]
    assert together == pytest.approx(alone, abs=CLOSE)
    assert together == pytest.approx(backwards, abs=CLOSE)


@pytest.fixture
def other_session(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs the instrument with other settings of onnxruntime."""
    import onnxruntime

    def made(**settings: Any) -> None:
        options = onnxruntime.SessionOptions()
        for name, value in settings.items():
            setattr(options, name, value)
        session = onnxruntime.InferenceSession(
            str(learned.FOLDER / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )
        monkeypatch.setattr(learned, "_session", lambda: session)

    return made


def test_a_score_does_not_depend_on_the_number_of_threads(other_session: Any) -> None:
    one = learned.tone(TEXTS)
    other_session(intra_op_num_threads=2)
    assert learned.tone(TEXTS) == pytest.approx(one, abs=CLOSE)


def test_a_score_does_not_depend_on_how_the_sums_are_arranged(other_session: Any) -> None:
    """Without fused and vector-wide steps, as another processor would do them."""
    import onnxruntime

    usual = learned.tone(TEXTS)
    other_session(graph_optimization_level=onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL)
    assert learned.tone(TEXTS) == pytest.approx(usual, abs=CLOSE)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=4))
def test_any_text_has_a_score_from_minus_one_to_one(texts: list[str]) -> None:
    scores = learned.tone(texts)
    assert len(scores) == len(texts)
    assert ((scores >= -1) & (scores <= 1)).all()


@pytest.mark.parametrize("text", ["", "   ", "…", "😀😀", "—"])
def test_a_text_that_says_nothing_has_tone_zero(text: str) -> None:
    assert learned.tone([text]) == [0.0]
    assert learned.subjectivity([text]) == [0.0]


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet=st.sampled_from("abc é.,\n“”"), max_size=3000))
def test_the_parts_of_a_long_text_are_the_whole_of_it(text: str) -> None:
    assert "".join(learned.parts(text)) == text
    assert all(len(learned.coded(part).pieces) <= learned.MOST for part in learned.parts(text))


def test_words_are_what_leaving_them_out_changes() -> None:
    text = "The flood was a terrible blow to the town."
    found = learned.words(text)
    assert [text[word.start : word.end] for word in found] == text.rstrip(".").split()
    heaviest = min(found, key=lambda word: word.weight)
    assert text[heaviest.start : heaviest.end] == "terrible"
    without = text[: heaviest.start] + text[heaviest.end :]
    assert heaviest.weight == pytest.approx(learned.tone([text])[0] - learned.tone([without])[0], abs=CLOSE)


def test_words_explain_the_tone_towards_a_target_and_leave_the_target_itself() -> None:
    text = "Odo Marsh is a liar."
    found = learned.words(text, (0, 9))
    assert [text[word.start : word.end] for word in found] == ["is", "a", "liar"]
    assert min(found, key=lambda word: word.weight).start == text.index("liar")


def test_it_is_an_instrument_like_any_other() -> None:
    sentences = sentences_of(["The prize delighted everyone."])
    scores = tone.scores(sentences, "learned")
    assert scores["instrument"].tolist() == ["learned"]
    assert scores["tone"].tolist() == pytest.approx(learned.tone(sentences["text"]), abs=1e-9)


def test_missing_weights_are_named(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learned, "FOLDER", tmp_path)
    learned._session.cache_clear()
    try:
        with pytest.raises(ToneError, match=r"lacks its weights \(encoder\.onnx\)"):
            learned.tone(["Ada won."])
    finally:
        learned._session.cache_clear()


def test_the_weights_are_small_enough_to_be_kept_with_the_code() -> None:
    assert sum(file.stat().st_size for file in learned.FOLDER.iterdir()) < 40_000_000


def test_what_it_learned_from_is_scored_by_folds_that_had_not_seen_it() -> None:
    unseen = learned.unseen()
    assert len(unseen) > 2_000
    assert all(-1.5 < tone < 1.5 for tone in unseen.values())


def test_running_it_needs_nothing_that_trains() -> None:
    told = "import sys; from analysis.tone import learned; learned.tone(['Ada won.']); print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
