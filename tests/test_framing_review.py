"""A person puts answers right: the sheet, what is read back, what stands above the rules, and bad sheets."""

import re

import openpyxl
import pandas as pd
import pytest

from analysis import agree, codebook, framing, match, parse
from analysis.agree.sheets import open_sheet, save
from analysis.framing import FramingError
from analysis.tables import SENTENCES

TOML = """
title = "Demo"
scale = [1, 1]
minimum = 1
citation = "Nobody (2026)."

[frames.quarrel]
title = "Quarrel"
definition = "Told as a quarrel."
present = 0.5

[reproach]
title = "Reproach"
frame = "quarrel"
asks = "Does one reproach another?"
yes = "They accused him."
no = "It rained."

[sides]
title = "Sides"
frame = "quarrel"
asks = "Are there two sides?"
yes = "Both sides spoke."
no = "It rained."

[picture]
title = "Picture"
frame = "quarrel"
applies = false
asks = "Is there a picture of it?"
why = "There is no picture in a text."

[money]
title = "Money"
asks = "Is it about money?"
yes = "The cost rose."
no = "It rained."
"""
CSV = "term,code,weight,note\naccus*,reproach,1,\nboth sides,sides,1,\ncost*,money,1,\n"


@pytest.fixture
def book(tmp_path):
    shelf = tmp_path / "shelf" / "frames"
    shelf.mkdir(parents=True)
    (shelf / "demo.toml").write_text(TOML, encoding="utf-8")
    (shelf / "demo.csv").write_text(CSV, encoding="utf-8")
    return codebook.read("frames", "demo", shelf.parent)


def article(name, *told):
    table = parse.sentences_of(told)
    roles = ["headline"] + ["body"] * (len(told) - 1)
    return SENTENCES.check(table.assign(article=name, sentence=range(len(told)), role=roles))


SENTENCES_OF = pd.concat(
    [
        article("a1", "=HYPERLINK(1) Vane and the board", "They accused him.", "The cost rose."),
        article("a2", "Ferry stops", "It rained.", "Both sides spoke."),
    ],
    ignore_index=True,
)


def measured(book, sentences=SENTENCES_OF):
    evidence = framing.evidence(match.hits(sentences, book), book)
    return framing.frames(sentences, evidence, book), evidence


def written(book, folder, coders=("Meg",), sentences=SENTENCES_OF):
    frames, evidence = measured(book, sentences)
    return framing.review(sentences, frames, evidence, book, folder, coders)


def answer(path, given, column="answer"):
    """Fill a sheet as a coder would: by article and question."""
    sheet = open_sheet(path)
    for row in sheet.rows:
        for (name, title), value in given.items():
            if row["text"].startswith(f"{title}:") and f"[{name}]" in row["text"]:
                row[column] = value
    save(sheet)


def test_a_sheet_shows_each_question_with_the_answer_and_the_evidence(book, tmp_path):
    paths = written(book, tmp_path / "review")
    assert sorted(path.suffix for path in paths) == [".csv", ".xlsx"]
    rows = open_sheet(paths[0]).rows
    assert [row["text"] for row in rows if "[a1]" in row["text"]] == [
        "Reproach: Does one reproach another? [a1]",
        "Sides: Are there two sides? [a1]",
        "Money: Is it about money? [a1]",
    ]
    assert rows[0]["said"] == "yes (rules)"
    assert rows[0]["evidence"] == "“accused” (sentence 1; accus*)"
    assert (rows[1]["said"], rows[1]["evidence"]) == ("no (rules)", "absent")
    assert rows[3]["before"] == "Ferry stops"


def test_a_headline_that_looks_like_a_formula_is_text_in_both_files(book, tmp_path):
    csv, xlsx = written(book, tmp_path)
    assert "'=HYPERLINK" in csv.read_text(encoding="utf-8-sig")
    cells = [cell for row in openpyxl.load_workbook(xlsx)["coding"].iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert open_sheet(csv).rows[0]["before"] == "=HYPERLINK(1) Vane and the board"


def test_answers_stand_above_the_rules_and_are_told_apart(book, tmp_path):
    csv, _ = written(book, tmp_path)
    answer(csv, {("a1", "Sides"): "1", ("a1", "Money"): "0", ("a2", "Sides"): "1"})
    codes, problems = framing.answers(tmp_path, book)
    assert problems.empty
    before = measured(book)[0]
    after = framing.reviewed(before, codes, book)
    told = after.set_index(["article", "frame"])
    assert told.loc[("a1", "sides"), ["present", "scored_by", "answer"]].tolist() == [True, "Meg", "yes"]
    assert told.loc[("a1", "money"), ["present", "scored_by"]].tolist() == [False, "Meg"]
    assert told.loc[("a2", "sides"), ["present", "scored_by"]].tolist() == [True, "Meg"]
    assert told.loc[("a1", "reproach"), "scored_by"] == "rules"
    assert told["evidence"].tolist() == before["evidence"].tolist()
    assert after[["article", "frame"]].equals(before[["article", "frame"]])


def test_a_frame_scored_from_questions_is_scored_anew(book, tmp_path):
    csv, _ = written(book, tmp_path)
    before = measured(book)[0].set_index(["article", "frame"])
    assert before.loc[("a1", "quarrel"), ["score", "present"]].tolist() == [0.5, True]
    answer(csv, {("a1", "Reproach"): "0", ("a2", "Reproach"): "1"})
    codes, _ = framing.answers(tmp_path, book)
    after = framing.reviewed(measured(book)[0], codes, book).set_index(["article", "frame"])
    assert after.loc[("a1", "quarrel"), ["score", "present", "scored_by"]].tolist() == [
        0.0,
        False,
        "rules and Meg",
    ]
    assert after.loc[("a2", "quarrel"), ["score", "present"]].tolist() == [1.0, True]


def test_answers_survive_a_rerun_and_the_evidence_is_shown_anew(book, tmp_path):
    csv, xlsx = written(book, tmp_path)
    answer(csv, {("a2", "Money"): "1"})
    answer(xlsx, {("a2", "Money"): "1"})
    frames, evidence = measured(book)
    framing.review(SENTENCES_OF, frames.assign(present=True), evidence.iloc[:0], book, tmp_path, ["Meg"])
    rows = open_sheet(csv).rows
    assert [row["answer"] for row in rows] == ["", "", "", "", "", "1"]
    assert {row["evidence"] for row in rows} == {"absent"}
    codes, problems = framing.answers(tmp_path, book)
    assert problems.empty
    assert codes.dropna(subset=["code"])[["article", "question", "code"]].to_numpy().tolist() == [
        ["a2", "money", "1"]
    ]


def test_other_articles_later_do_not_touch_earlier_answers(book, tmp_path):
    first, _ = written(book, tmp_path)
    answer(first, {("a1", "Sides"): "1"})
    more = pd.concat([SENTENCES_OF, article("a3", "Mine shut", "The cost rose.")], ignore_index=True)
    second, _ = written(book, tmp_path, sentences=more)
    assert second.parent != first.parent
    answer(second, {("a3", "Money"): "0"})
    codes, problems = framing.answers(tmp_path, book)
    assert problems.empty
    given = codes.dropna(subset=["code"])[["article", "question", "code"]]
    assert sorted(given.to_numpy().tolist()) == [["a1", "sides", "1"], ["a3", "money", "0"]]


def test_where_coders_differ_the_rules_stand(book, tmp_path):
    paths = written(book, tmp_path, ["Meg", "Owen"])
    meg, owen = (
        next(p for p in paths if p.stem.endswith(name) and p.suffix == ".csv") for name in ("Meg", "Owen")
    )
    answer(meg, {("a1", "Sides"): "1", ("a2", "Sides"): "0"})
    answer(owen, {("a1", "Sides"): "0", ("a2", "Sides"): "0"})
    codes, problems = framing.answers(tmp_path, book)
    assert problems.empty
    told = framing.reviewed(measured(book)[0], codes, book).set_index(["article", "frame"])["scored_by"]
    assert told["a1", "sides"] == "rules"
    assert told["a2", "sides"] == "Meg and Owen"


def test_the_answers_feed_the_figures_of_agreement(book, tmp_path):
    paths = written(book, tmp_path, ["Meg", "Owen"])
    for path in (p for p in paths if p.suffix == ".csv"):
        answer(path, {("a1", "Sides"): "1", ("a2", "Sides"): "0"})
    codes, _ = framing.answers(tmp_path, book)
    assert agree.reliability(agree.ratings(codes, "sides")).alpha == pytest.approx(1.0)
    with_rules = pd.concat([codes, framing.codes_of(measured(book)[0])], ignore_index=True)
    rated = agree.ratings(with_rules, "sides")
    assert rated.columns.tolist() == ["Meg", "Owen", "rules"]
    assert rated.loc["a1"].tolist() == ["1", "1", "0"]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        pytest.param("maybe", "'maybe' is no code of 'answer'. The codes are 1, 0.", id="no such answer"),
        pytest.param("2", "'2' is no code of 'answer'. The codes are 1, 0.", id="another number"),
    ],
)
def test_an_answer_that_is_none_is_named_with_file_row_value_and_rule(book, tmp_path, value, message):
    csv, _ = written(book, tmp_path)
    answer(csv, {("a1", "Money"): value})
    codes, problems = framing.answers(tmp_path, book)
    (problem,) = problems.to_dict("records")
    assert problem["source_file"] == f"{csv.parent.name}/{csv.name}"
    assert problem["place"] == "line 4 (r0003), column answer"
    assert problem["problem"] == message
    assert codes["code"].isna().all()


def test_a_column_sorted_alone_costs_the_answers_and_not_the_truth(book, tmp_path):
    csv, _ = written(book, tmp_path)
    sheet = open_sheet(csv)
    texts = sorted(row["text"] for row in sheet.rows)
    for row, text in zip(sheet.rows, texts, strict=True):
        row["text"], row["answer"] = text, "1"
    save(sheet)
    codes, problems = framing.answers(tmp_path, book)
    assert problems["problem"].str.contains("the text is not the one drawn").any()
    moved = {"r0001"}
    assert codes.loc[codes["row"].str.endswith(tuple(moved)), "code"].isna().all()


def test_a_sheet_without_its_answers_column_is_named(book, tmp_path):
    csv, xlsx = written(book, tmp_path)
    xlsx.unlink()
    csv.write_text(csv.read_text(encoding="utf-8-sig").replace(",answer,", ",Antwort,"), encoding="utf-8-sig")
    _, problems = framing.answers(tmp_path, book)
    assert problems["place"].tolist()[0] == "column answer"
    assert "the column is missing" in problems["problem"].iloc[0]


def test_a_file_that_cannot_be_opened_is_named_and_the_others_are_read(book, tmp_path):
    csv, _ = written(book, tmp_path)
    broken = tmp_path / "demo-s-0000000000" / "key"
    broken.mkdir(parents=True)
    (broken / "sample.parquet").write_bytes(b"no parquet")
    answer(csv, {("a1", "Money"): "0"})
    codes, problems = framing.answers(tmp_path, book)
    assert problems["source_file"].tolist() == ["demo-s-0000000000"]
    assert codes["code"].dropna().tolist() == ["0"]


def test_one_coder_s_answers_that_differ_between_two_sets_are_neither_used(book, tmp_path):
    first, _ = written(book, tmp_path)
    more = pd.concat([SENTENCES_OF, article("a3", "Mine shut", "The cost rose.")], ignore_index=True)
    second, _ = written(book, tmp_path, sentences=more)
    answer(first, {("a1", "Sides"): "1"})
    answer(second, {("a1", "Sides"): "0"})
    codes, problems = framing.answers(tmp_path, book)
    assert codes["code"].dropna().empty
    (problem,) = problems["problem"]
    assert re.fullmatch(
        r"Meg answered 'sides' of article a1 with '[01]' here and '[01]' in demo-s-\w+:r0002; neither is used.",
        problem,
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(
            lambda frames: frames.assign(codebook="other"),
            "these frames are of other, not of demo. Review one codebook at a time.",
            id="another codebook's",
        ),
        pytest.param(
            lambda frames: frames.iloc[:0],
            "the frames hold no question of demo, so there is nothing to review.",
            id="none",
        ),
    ],
)
def test_frames_that_cannot_be_reviewed_are_refused(book, tmp_path, change, message):
    frames, evidence = measured(book)
    with pytest.raises(FramingError, match=re.escape(message)):
        framing.review(SENTENCES_OF, change(frames), evidence, book, tmp_path, ["Meg"])


def test_a_folder_without_sheets_says_what_writes_them(book, tmp_path):
    with pytest.raises(FramingError, match=r"holds no sheets of demo\. framing\.review writes them\."):
        framing.answers(tmp_path, book)


def test_answers_of_another_codebook_are_not_laid_over_frames(book):
    frames, _ = measured(book)
    other = codebook.read("frames", "moral")
    with pytest.raises(FramingError, match=r"these frames are of demo, not of moral\."):
        framing.reviewed(frames, agree.CODES.frame(), other)
