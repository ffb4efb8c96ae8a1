"""The questions of a frame against people's answers: what they agreed on counts, the rest is left open."""

import json

import pytest

from analysis import gold
from analysis.validate.labels import frames_article
from analysis.validate.sample import Sample


def test_answers_that_coders_did_not_agree_on_are_left_open(tmp_path):
    folder = tmp_path / "narrative_frames"
    folder.mkdir()
    (folder / "articles_metadata.tsv").write_text(
        "ID\ttext\tRE\tHI\tCO\tMO\tEC\n7\tThey quarrel.\tFalse\tFalse\tTrue\tFalse\tFalse\n", encoding="utf-8"
    )
    said = {
        "co1": ["yes", []],
        "co2": ["NO AGREEMENT", []],
        "hi3": ["no", []],
        "hi4": ["yes", []],
        "ec1": ["no", []],
    }
    (folder / "full_annotations.json").write_text(json.dumps({"7": said}), encoding="utf-8")
    (questions,) = [s for s in gold.read(tmp_path).sets if s.name == "narrative_frames/questions"]
    (record,) = questions.records
    assert (record["id"], record["text"], record["codebook"]) == ("7", "They quarrel.", "generic")
    assert sorted(record["frames"]) == ["affected", "disagreement"]
    assert sorted(record["asked"]) == ["affected", "disagreement", "losses_gains"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        pytest.param(["a", "b"], 2 / 3, id="decided: a false yes counts"),
        pytest.param(["a"], 1.0, id="left open"),
    ],
)
def test_what_was_not_decided_counts_neither_way(asked, expected):
    records = [{"frames": ["a"], "asked": asked}, {"frames": ["b"], "asked": ["b"]}]
    figures = frames_article(records, [{"a", "b"}, {"b"}], Sample(["1", "2"], 10, 1))
    assert {figure.metric: figure.value for figure in figures}["F1 of b"] == pytest.approx(expected)
