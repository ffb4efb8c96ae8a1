"""Frames learned from coded texts: honest figures, answers with their evidence, files that cannot run anything."""

import json
import re
from random import Random

import numpy as np
import pandas as pd
import pytest

from analysis import codebook, framing, parse
from analysis.framing import FramingError, train
from analysis.framing.train import fingerprint, threshold
from analysis.framing.trained import terms_version
from analysis.tables import EVIDENCE, FRAMES, SENTENCES
from analysis.tone import learned

BOOK = codebook.read("frames", "moral")
CARE = ["Nurses nursed the sick.", "The ward gave soup to orphans.", "A medic bandaged the boy."]
FAIR = ["The ledger was rigged.", "Clerks cheated on the ballot.", "The scales were false."]
PLAIN = ["The heron flew.", "Fog lay on the pass.", "A bell rang.", "The mill turns.", "Nine boats came in."]


def coded(number=40, seed=3):
    """Made-up articles; those with words of care or cheating are coded so, one in ten wrongly."""
    draw = Random(seed)
    rows = []
    for place in range(number):
        care, fair = place % 2 == 0, place % 3 == 0
        told = [draw.choice(PLAIN) for _ in range(4)]
        told += [draw.choice(CARE) for _ in range(2)] if care else []
        told += [draw.choice(FAIR) for _ in range(2)] if fair else []
        draw.shuffle(told)
        given = [code for code, has in (("care_virtue", care), ("fairness_vice", fair)) if has]
        given = [] if place % 10 == 7 else given
        text = " ".join([f"Report {place} from Varn.", *told])
        rows.append({"id": str(place), "text": text, "codebook": "moral", "frames": given})
    return rows


@pytest.fixture(scope="module")
def trained():
    return train(coded(), BOOK, repeats=2, folds=4, encoder=False)


@pytest.fixture(scope="module")
def by_vectors():
    return train(coded(), BOOK, repeats=2, folds=4)


def article(*told, name="a"):
    return parse.sentences_of(told).assign(article=name)


def test_the_figures_stand_beside_the_rules_and_always_yes(trained):
    figures = trained.figures.set_index("frame")
    assert figures.index.tolist() == ["care_virtue", "fairness_vice", "macro-F1"]
    for row in figures.itertuples():
        assert 0 <= row.low <= row.f1 <= row.high <= 1
        assert row.f1 > row.always_yes
        assert row.n == 40
    assert figures.loc["care_virtue", "always_yes"] == pytest.approx(2 * 20 / 60, abs=1e-3)
    assert figures.loc["macro-F1", "f1"] == pytest.approx(figures["f1"].iloc[:2].mean(), abs=1e-3)


def test_the_figures_of_labels_dealt_at_random_are_not_above_chance():
    """Thresholds and features chosen on the texts they are measured on would make them so."""
    rows, draw = coded(60), Random(1)
    labels = [row["frames"] for row in rows]
    draw.shuffle(labels)
    figures = train(
        [{**row, "frames": given} for row, given in zip(rows, labels, strict=True)], BOOK, repeats=2
    ).figures.set_index("frame")
    assert figures.loc["macro-F1", "low"] < figures.loc["macro-F1", "always_yes"] + 0.02


def test_the_same_codes_give_the_same_instrument(by_vectors):
    again = train(coded(), BOOK, repeats=2, folds=4)
    assert again.figures.equals(by_vectors.figures)
    assert np.array_equal(again.weights, by_vectors.weights)
    assert again.held_out == by_vectors.held_out


def test_it_answers_like_any_instrument_and_shows_what_weighed(trained):
    table = article("The heron flew.", "A medic bandaged the boy.", "The ward gave soup to orphans.")
    frames, evidence = framing.classify(table, trained)
    assert FRAMES.check(frames) is not None
    assert EVIDENCE.check(evidence) is not None
    told = frames.set_index("frame")
    assert told["present"].to_dict() == {"care_virtue": True, "fairness_vice": False}
    assert set(told["scored_by"]) == {"trained moral"}
    assert set(evidence["frame"]) == {"care_virtue"}
    whole = " ".join(table["text"])
    for piece in evidence.itertuples():
        assert whole[piece.start : piece.end] == piece.text
        assert re.fullmatch(r"trained moral: .+ \(\+\d\.\d{3}\)", piece.rule)
    assert {"medic", "orphans", "soup", "ward", "bandaged", "boy", "gave"} & set(evidence["text"])


@pytest.mark.skipif(not learned.ready(), reason="the weights of the learned instrument are not here")
def test_one_that_looks_at_vectors_shows_whole_sentences(by_vectors):
    assert by_vectors.features == ("vectors",)
    told = ["The heron flew.", "A medic bandaged the boy.", "The ward gave soup to orphans."]
    frames, evidence = framing.classify(article(*told), by_vectors)
    assert frames.set_index("frame")["present"].to_dict() == {"care_virtue": True, "fairness_vice": False}
    assert set(evidence["text"]) == set(told[1:])


def test_evidence_adds_up_with_the_rest_to_the_score(trained):
    from analysis.framing.trained import _values

    table = article("A medic bandaged the boy.", "Clerks cheated on the ballot.")
    hits = framing.trained.cue_hits(table, list(trained.versions)) if trained.cues else None
    values = _values(table, trained, ("article",), hits).toarray()[0]
    frames, _ = framing.classify(table, trained)
    for place, row in enumerate(frames.itertuples()):
        assert row.score == pytest.approx(float(values @ trained.weights[place] + trained.bias[place]))


def test_articles_are_answered_one_by_one(trained):
    one, two = article(*CARE, name="a"), article(*FAIR, name="b")
    both = framing.classify(pd.concat([one, two], ignore_index=True), trained)[0]
    alone = pd.concat([framing.classify(table, trained)[0] for table in (one, two)], ignore_index=True)
    assert both["score"].tolist() == pytest.approx(alone["score"].tolist())


def test_of_a_text_learned_from_it_keeps_what_it_said_while_that_text_was_out(trained):
    rows = coded()
    assert set(trained.held_out) == {fingerprint(row["text"]) for row in rows}
    said = [set(trained.held_out[fingerprint(row["text"])]) for row in rows]
    hit = sum(len(given & set(row["frames"])) for given, row in zip(said, rows, strict=True))
    assert hit > 20  # it has learned something
    assert said != [
        set(row["frames"]) for row in rows
    ]  # and does not repeat the codes, of which some are wrong


def test_it_is_saved_and_loaded_as_plain_text(trained, tmp_path):
    path = framing.save(trained, tmp_path / "mine.json")
    loaded = framing.load_trained(path)
    table = article(*CARE, *FAIR)
    before, after = framing.classify(table, trained)[0], framing.classify(table, loaded)[0]
    assert after["score"].tolist() == pytest.approx(before["score"].tolist(), abs=1e-3)
    assert loaded.figures["f1"].tolist() == trained.figures["f1"].tolist()
    assert (loaded.name, loaded.card, loaded.held_out) == (trained.name, dict(trained.card), trained.held_out)
    told = json.loads(path.read_text())
    assert all(" " not in word for word in told["vocabulary"])  # single words, no text


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param({"form": "pickle"}, "mine.json has the form 'pickle'; a trained instrument has 'workbook frames 1'.", id="another form"),
        pytest.param({"weights": [[0.5]]}, "mine.json: 'weights' has 1 rows for 2 frames.", id="rows missing"),
        pytest.param({"bias": [0.5, "nan"]}, "mine.json: 'bias' holds 'nan', which is no finite number.", id="no number"),
        pytest.param({"idf": []}, "mine.json: 'idf' has length 0; it has to have ", id="too short"),
        pytest.param({"unit": "page"}, "mine.json: 'unit' is 'page', but it is 'article' or 'sentence'.", id="no such unit"),
        pytest.param({"features": ["cues", "words"]}, "mine.json: 'features' is ['cues', 'words']; it takes, in this order, words, rules, cues, vectors.", id="wrong order"),
        pytest.param({"frames": ["x", "x"]}, "mine.json: 'x' is listed twice.", id="a frame twice"),
        pytest.param({"card": None}, "mine.json: 'card' is NoneType; it has to be dict.", id="another kind"),
        pytest.param({"versions": {}}, "mine.json: 'versions' does not name ", id="cues of no version"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_instrument_is_refused_with_value_and_rule(trained, tmp_path, change, message):
    path = framing.save(trained, tmp_path / "mine.json")
    told = json.loads(path.read_text())
    if "versions" in change and not told["cues"]:
        told["cues"], told["mean"], told["deviation"] = [["frames/moral", "care_vice"]], [0.0], [1.0]
        told["weights"] = [[*row, 0.0] for row in told["weights"]]
    path.write_text(json.dumps({**told, **change}))
    with pytest.raises(FramingError, match="^" + re.escape(message)):
        framing.load_trained(path)


def test_a_file_that_is_not_there_or_not_json_is_refused(tmp_path):
    with pytest.raises(FramingError, match=r"^there is no trained instrument mine\.json in "):
        framing.load_trained(tmp_path / "mine.json")
    (tmp_path / "mine.json").write_bytes(b"\x80\x04pickle")
    with pytest.raises(FramingError, match=r"^mine\.json is not JSON: "):
        framing.load_trained(tmp_path / "mine.json")


def test_a_changed_codebook_asks_for_training_anew(trained):
    from dataclasses import replace

    old = replace(trained, cues=(("frames/moral", "care_vice"),), versions={"frames/moral": "0" * 64})
    with pytest.raises(
        FramingError, match=r"counts terms of frames/moral, which have changed since it was trained\."
    ):
        framing.classify(article("It rained."), old)


def lines(rows, path):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        pytest.param(lambda r: r[3].pop("text"), "coded.jsonl, line 4: 'text' is missing; a line has text, codebook and frames.", id="a part missing"),
        pytest.param(lambda r: r[3].update(text=" "), "coded.jsonl, line 4: 'text' is ' ', which holds no words.", id="an empty text"),
        pytest.param(lambda r: r[3].update(frames="care_virtue"), "coded.jsonl, line 4: 'frames' is 'care_virtue'; it has to be a list of codes.", id="frames that are no list"),
        pytest.param(lambda r: r[3].update(frames=["caring"]), "coded.jsonl, line 4: 'caring' is no frame of moral. It has: care_virtue, ", id="an unknown frame"),
        pytest.param(lambda r: r[3].update(codebook="policy"), "coded.jsonl, line 4: it is coded by 'policy', and the codebook given is 'moral'.", id="another codebook"),
        pytest.param(lambda r: r[3].update(text=r[1]["text"]), "coded.jsonl, line 4: the same text stands at line 2 already; code each text once.", id="a text twice"),
    ],
)  # fmt: skip
def test_a_bad_line_is_named_with_file_line_value_and_rule(tmp_path, spoil, message):
    rows = coded()
    spoil(rows)
    with pytest.raises(FramingError, match="^" + re.escape(message)):
        train(lines(rows, tmp_path / "coded.jsonl"), BOOK)


def test_a_line_that_is_not_json_is_named(tmp_path):
    path = tmp_path / "coded.jsonl"
    path.write_text('{"id": 1\n')
    with pytest.raises(FramingError, match=r"^coded\.jsonl, line 1: it is not JSON: "):
        train(path, BOOK)


def test_too_few_texts_are_refused_and_a_frame_too_rare_is_said_to_be_left_out():
    with pytest.raises(FramingError, match=r"^19 texts are coded, but training takes 20 or more\.$"):
        train(coded(19), BOOK)
    rows = coded(24)
    rows[0]["frames"].append("loyalty_vice")
    made = train(rows, BOOK, repeats=1, folds=3)
    assert made.card["left_out"] == {"loyalty_vice": 1}
    assert "loyalty_vice" not in made.frames


def test_sentences_coded_with_one_frame_each_are_learned_too(tmp_path):
    draw = Random(2)
    names = ["Varn", "Tolmin", "Orl", "Brandt", "Vane", "Selm", "Ost", "Krane"]
    rows = [
        {
            "id": str(n),
            "text": f"{draw.choice(said)[:-1]} in {names[n % 8]} on day {n}.",
            "codebook": "moral",
            "frame": code,
        }
        for n, (code, said) in enumerate([("care_virtue", CARE), ("fairness_vice", FAIR)] * 20)
    ]
    made = train(lines(rows, tmp_path / "frames-sentence.jsonl"), BOOK, repeats=1, folds=4)
    assert made.unit == "sentence"
    assert made.figures["f1"].iloc[-1] > 0.9
    table = article(*FAIR, "A medic bandaged the boy.")
    assert framing.trained.sentence_answers(table, made) == ["fairness_vice"] * 3 + ["care_virtue"]
    frames, evidence = framing.classify(table, made)
    told = frames.set_index("frame")
    assert told.loc["fairness_vice", ["present", "strength"]].tolist() == [True, 0.75]
    assert not told.loc["care_virtue", "present"]  # the codebook asks for two sentences
    assert len(evidence) == 4


def test_the_threshold_is_where_f1_is_high_and_stays_so():
    codes = np.array([False] * 40 + [True] * 20)
    scores = np.arange(60.0)
    assert threshold(codes, scores) == pytest.approx(40, abs=1)


def test_an_empty_table_of_sentences_has_no_frames(trained):
    frames, evidence = framing.classify(SENTENCES.frame(), trained)
    assert frames.empty
    assert evidence.empty


# --- The one that comes with the workbook ---------------------------------------


@pytest.fixture(scope="module")
def generic():
    return framing.shipped("generic")


def test_the_shipped_instrument_is_of_the_codebooks_as_they_are(generic):
    for name, version in generic.versions.items():
        assert terms_version(name) == version, f"run training/frames.py: {name} has changed"


def test_the_shipped_instrument_keeps_what_it_promises(generic):
    path = framing.trained.SHELF / "generic.json"
    assert path.stat().st_size < 1_000_000
    assert set(generic.frames) == {"conflict", "human_interest", "economic", "morality", "responsibility"}
    whole = generic.figures.set_index("frame").loc["macro-F1"]
    assert whole["f1"] >= 0.60 > whole["always_yes"]
    assert "cross" in generic.card["cross_validation"] or "parts" in generic.card["cross_validation"]


def test_the_shipped_file_holds_single_words_and_no_text(generic):
    assert all(re.fullmatch(r"[^\s\d]+", word) for word in generic.vocabulary)
    assert all(re.fullmatch(r"[0-9a-f]{16}", text) for text in generic.held_out)


def test_the_shipped_instrument_tells_a_quarrel_from_a_concert(generic):
    quarrel = article(
        "Greens accuse the minister of betraying the climate pact.",
        "The opposition attacked the plan and critics condemned it.",
        "The minister rejected the claims and blamed the opposition for the dispute.",
        name="q",
    )
    concert = article("The choir sang.", "The hall was full.", "Tea was served at nine.", name="c")
    scores = framing.classify(pd.concat([quarrel, concert], ignore_index=True), generic)[0]
    scores = scores.set_index(["article", "frame"])["score"]
    assert scores["q", "conflict"] > scores["c", "conflict"]


def test_no_figure_of_a_trained_instrument_is_without_interval(generic):
    assert generic.figures[["f1", "low", "high", "rules", "always_yes", "n"]].notna().all().all()


# --- As it is measured ------------------------------------------------------------


def test_it_is_not_asked_about_texts_that_it_learned_from(trained, monkeypatch):
    """`workbook validate` takes what was said of them while they were kept out, and says so."""
    from analysis.validate import measures

    monkeypatch.setattr(framing, "shipped_names", lambda: ["moral"])
    monkeypatch.setattr(framing, "shipped", lambda name: trained)
    known = coded()[:3]
    fresh = {**known[0], "text": " ".join(CARE)}
    (measure,) = measures._trained([*known, fresh])
    assert measure.made_with.endswith("cross-validated by article")
    answers = measure.ask([*known, fresh])
    assert answers[:3] == [set(trained.held_out[fingerprint(row["text"])]) for row in known]
    assert answers[3] == {"care_virtue"}
    (other,) = measures._trained([fresh])
    assert "cross-validated" not in other.made_with
    assert list(measures._trained([{**fresh, "codebook": "policy"}])) == []
