"""Coding sheets: what a spreadsheet, a coder or a mistake may do to them, and that nothing gets lost."""

import csv
import datetime
import io

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import agree, codebook
from analysis.agree import AgreeError, Question
from analysis.agree.sheets import open_sheet, save

TEXTS = [
    "The ferry left at dawn.",
    "“Never again,” said Ilva Dorn.",
    "=SUM(A1:A9) stood in the minutes.",
    "- a dash begins this one",
    "Prices rose; wages, she said, did not.",
    'He called it "a farce".',
    "One line\nand another.",
    "Café Núñez closed — for good.",
    "+44 is the code for Britain.",
    "@harbour wrote at noon.",
    "'=quoted already",
    "The vote was lost by two.",
]
ASKED = [
    Question("quarrel", "Is there a quarrel?", {"1": "yes", "0": "no"}, yes="They shouted.", no="They met."),
    Question("tone", "How bright is it?", {"-1": "dark", "0": "neutral", "1": "bright"}),
]


@pytest.fixture
def sample():
    units = pd.DataFrame(
        {
            "article": "a1",
            "sentence": range(len(TEXTS)),
            "text": TEXTS,
            "words": 5,
            "machine": [k / 10 for k in range(len(TEXTS))],
            "outlet": ["Herald", "Courier"] * 6,
        }
    )
    return agree.sample(units, 12, by="outlet", duplicates=0.1)


@pytest.fixture
def sheets(sample, tmp_path):
    return agree.write_sheets(sample, ASKED, tmp_path / "coding", ["anna", "ben"])


def cells(path):
    return list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))


def fill(path, quarrel="1", tone="0", note=""):
    """Answer every row of a sheet, as a coder would."""
    sheet = open_sheet(path)
    for row in sheet.rows:
        row.update(quarrel=quarrel, tone=tone, note=note)
    save(sheet, ASKED)
    return path


def change(path, how):
    """Change the cells of a CSV, as a spreadsheet or a hand would; the first row is the header."""
    rows = cells(path)
    how(rows)
    told = io.StringIO(newline="")
    csv.writer(told).writerows(rows)
    path.write_text("\ufeff" + told.getvalue(), "utf-8", newline="")
    return path


def problems(path, sample):
    return agree.read_sheet(path, sample, ASKED)[1].set_index("place")["problem"].to_dict()


@pytest.mark.parametrize("place", [pytest.param(0, id="CSV"), pytest.param(1, id="XLSX")])
def test_a_filled_sheet_comes_back_whole(sample, sheets, place):
    fill(sheets[place], "0", "-1", "read twice")
    codes, wrong = agree.read_sheet(sheets[place], sample, ASKED)
    assert wrong.empty
    assert len(codes) == len(sample) * 2
    assert codes["coder"].unique().tolist() == ["anna"]
    assert codes.groupby("question")["code"].unique().map(list).to_dict() == {
        "quarrel": ["0"],
        "tone": ["-1"],
    }
    assert codes["note"].unique().tolist() == ["read twice"]
    assert codes["repeat"].sum() == 2 * sample["repeats"].notna().sum()
    assert agree.codes(sheets[place], sample, ASKED).equals(codes)


def test_a_sheet_hides_what_the_coder_must_not_know(sample, sheets):
    for path in sheets:
        sheet = open_sheet(path)
        assert sheet.columns == [
            "sample",
            "coder",
            "row",
            "before",
            "text",
            "after",
            "quarrel",
            "tone",
            "note",
        ]
        told = " ".join(cell for row in sheet.rows for cell in row.values())
        assert "Herald" not in told
        assert "a1" not in told
    header, *rows = cells(sheets[0])
    assert {row[header.index("sample")] for row in rows} == {sample["sample"].iloc[0]}


def test_every_text_survives_both_forms(sample, sheets):
    for path in sheets[:2]:
        assert [row["text"] for row in open_sheet(path).rows] == sample["text"].tolist()


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "'="])
def test_no_cell_of_the_csv_is_a_formula(sheets, begins):
    """A spreadsheet would run it; an apostrophe before it is taken off again on reading."""
    texts = [row[4] for row in cells(sheets[0])[1:]]
    found = [text for text in texts if text.startswith(f"'{begins}")]
    assert found
    assert not [text for text in texts if text[0] in "=+-@"]


def test_the_workbook_holds_text_and_lists_of_codes(sheets):
    book = openpyxl.load_workbook(sheets[1])
    page = book["coding"]
    kinds = {
        (cell.number_format, cell.data_type)
        for row in page.iter_rows(max_col=6)
        for cell in row
        if cell.value
    }
    assert kinds == {("@", "s")}
    assert {cell.number_format for cell in page["G"]} == {"@"}
    rules = {str(rule.sqref): rule.formula1 for rule in page.data_validations.dataValidation}
    assert rules == {"G2:G14": "codebook!$F$2:$F$3", "H2:H14": "codebook!$F$4:$F$6"}
    guide = [[cell.value for cell in row] for row in book["codebook"].iter_rows(min_row=2)]
    assert guide[0] == ["quarrel", "Is there a quarrel?", None, "They shouted.", "They met.", "1", "yes"]
    assert [row[5] for row in guide] == ["1", "0", "-1", "0", "1"]


def drop_column(name):
    def how(rows):
        at = rows[0].index(name)
        for row in rows:
            del row[at]

    return how


def put(line, column, value):
    def how(rows):
        rows[line][rows[0].index(column)] = value

    return how


def sort_column(column):
    def how(rows):
        at = rows[0].index(column)
        for row, value in zip(rows[1:], sorted(row[at] for row in rows[1:]), strict=True):
            row[at] = value

    return how


@pytest.mark.parametrize(
    ("how", "place", "problem"),
    [
        pytest.param(
            put(3, "tone", "2"),
            "line 4 (r0003), column tone",
            "'2' is no code of 'tone'. The codes are -1, 0, 1.",
            id="an unknown code",
        ),
        pytest.param(
            put(3, "quarrel", ""),
            "line 4 (r0003)",
            "the row is half filled: quarrel has no answer.",
            id="a row half filled",
        ),
        pytest.param(
            put(3, "tone", "2-Jan"),
            "line 4 (r0003), column tone",
            "'2-Jan' is no code of 'tone'. A spreadsheet has made a date of what was typed. The codes are -1, 0, 1.",
            id="a date that a spreadsheet made",
        ),
        pytest.param(
            lambda rows: rows[0].__setitem__(6, "Quarrel?"),
            "column quarrel",
            "the column is missing. There is 'Quarrel?': was it renamed? The sheet has sample, coder, row, before, "
            "text, after, Quarrel?, tone, note.",
            id="a renamed column",
        ),
        pytest.param(
            drop_column("tone"),
            "column tone",
            "the column is missing. The sheet has sample, coder, row, before, text, after, quarrel, note.",
            id="a missing column",
        ),
        pytest.param(
            drop_column("text"),
            "whole",
            "no answer is used, since without text no row can be told for sure.",
            id="without the texts no row can be told",
        ),
        pytest.param(
            lambda rows: [row.append("?" if k else "doubt") for k, row in enumerate(rows)],
            "column doubt",
            "it is no part of the sheet and is not read; 13 of its cells are filled.",
            id="a column that the coder added",
        ),
        pytest.param(
            lambda rows: [row.append("0" if k else "tone") for k, row in enumerate(rows)],
            "column tone (2)",
            "the column 'tone' is there twice; the first is read.",
            id="a column twice",
        ),
        pytest.param(
            lambda rows: rows.append(list(rows[3])),
            "line 4 (r0003)",
            "row r0003 stands here 2 times; none of them is used: quarrel '1', tone '0'.",
            id="a row twice",
        ),
        pytest.param(
            lambda rows: rows.pop(3),
            "row r0003",
            "the sheet lacks this row of the sample.",
            id="a row deleted",
        ),
        pytest.param(
            put(3, "row", "3"),
            "line 4 (3)",
            "there is no row '3' in the sample. A spreadsheet may have shortened 'r0003'. Not used: quarrel '1', tone '0'.",
            id="a row's name shortened to a number",
        ),
        pytest.param(
            put(3, "sample", "s-0123456789"),
            "line 4 (r0003)",
            "it is of sample s-0123456789, but this one is s-{}; not used: quarrel '1', tone '0'.",
            id="a row of another sample",
        ),
        pytest.param(
            put(3, "text", "Something else altogether was said here."),
            "line 4 (r0003)",
            "the text is not the one drawn, so the answers may belong to another (was one column sorted alone?); "
            "not used: quarrel '1', tone '0'.",
            id="another text",
        ),
        pytest.param(
            put(3, "coder", "ben"),
            "column coder",
            "it names anna, ben, but a sheet is of one coder; its answers are not used.",
            id="two coders in one file",
        ),
        pytest.param(
            put(3, "coder", ""),
            "line 4 (r0003)",
            "it names no coder; it is taken for anna's.",
            id="a row without a coder",
        ),
    ],
)
def test_what_is_wrong_is_named_where_it_stands(sample, sheets, how, place, problem):
    path = change(fill(sheets[0]), how)
    fingerprint = sample["sample"].iloc[0].removeprefix("s-")
    assert problems(path, sample)[place] == problem.format(fingerprint)


@pytest.mark.parametrize(
    "how",
    [
        pytest.param(put(3, "tone", "2"), id="unknown code"),
        pytest.param(put(3, "text", "Something else altogether was said here."), id="another text"),
        pytest.param(lambda rows: rows.pop(3), id="row deleted"),
        pytest.param(lambda rows: rows.append(list(rows[3])), id="row twice"),
        pytest.param(drop_column("tone"), id="column missing"),
        pytest.param(put(3, "quarrel", ""), id="half filled"),
    ],
)
def test_nothing_is_dropped_in_silence(sample, sheets, how):
    """Every row and question has a row in the codes; a missing code is a problem or a blank cell."""
    codes, wrong = agree.read_sheet(change(fill(sheets[0]), how), sample, ASKED)
    kept = codes[["row", "question"]].apply(tuple, axis=1)
    assert set(kept) == {
        (row, q.name) for row in sample["row"] for q in ASKED if q.name in set(codes["question"])
    }
    unknown = codes[codes["code"].isna()]
    told = " ".join(wrong["place"] + " " + wrong["problem"])
    assert len(wrong)
    assert all(row in told or "column tone" in told for row in unknown["row"])
    with pytest.raises(AgreeError, match="cannot be used:"):
        agree.codes(sheets[0], sample, ASKED)


def test_sorting_one_column_alone_moves_no_answer_to_another_text(sample, sheets):
    fill(sheets[0])
    codes, wrong = agree.read_sheet(change(sheets[0], sort_column("text")), sample, ASKED)
    texts = sample.set_index("row")["text"]
    still = [
        row
        for row, text in zip(sample["row"], sorted(_guarded(t) for t in texts), strict=True)
        if text == _guarded(texts[row])
    ]
    assert set(codes.loc[codes["code"].notna(), "row"]) == set(still)
    assert wrong["problem"].str.contains("was one column sorted alone").sum() == len(sample) - len(still)


def _guarded(text):
    return "'" + text if text.lstrip("'")[0] in "=+-@" else text


def test_sorting_whole_rows_changes_nothing(sample, sheets):
    before = agree.codes(fill(sheets[0]), sample, ASKED)
    change(sheets[0], lambda rows: rows.__setitem__(slice(1, None), sorted(rows[1:], key=lambda row: row[4])))
    pd.testing.assert_frame_equal(agree.codes(sheets[0], sample, ASKED), before)


def test_a_damaged_text_is_named_and_its_answers_kept(sample, sheets):
    line = 1 + sample["text"].tolist().index("Café Núñez closed — for good.")
    change(fill(sheets[0]), put(line, "text", "Caf? N??ez closed — for good."))
    codes, wrong = agree.read_sheet(sheets[0], sample, ASKED)
    assert wrong["problem"].tolist() == [
        "the text was changed, though it is still the one drawn; its answers are used."
    ]
    assert codes["code"].notna().all()


@pytest.mark.parametrize(
    ("encoding", "separator"),
    [
        pytest.param("utf-8-sig", ";", id="semicolons, as where the comma is the decimal sign"),
        pytest.param("utf-16", "\t", id="Unicode text with tabs"),
        pytest.param("utf-8", ",", id="UTF-8 without a mark"),
        pytest.param("cp1252", ";", id="Windows-1252"),
    ],
)
def test_a_sheet_saved_by_another_spreadsheet_is_read(sample, sheets, encoding, separator):
    rows = cells(fill(sheets[0]))
    told = io.StringIO(newline="")
    csv.writer(told, delimiter=separator).writerows(rows)
    sheets[0].write_bytes(told.getvalue().encode(encoding))
    codes, wrong = agree.read_sheet(sheets[0], sample, ASKED)
    assert wrong.empty
    assert codes["code"].notna().all()


@pytest.mark.parametrize(
    ("value", "code"),
    [
        pytest.param(1, "1", id="a whole number"),
        pytest.param(1.0, "1", id="a number with a point"),
        pytest.param("1 ", "1", id="a blank behind"),
        pytest.param(datetime.datetime(2026, 1, 2), None, id="a date"),
        pytest.param(True, None, id="a truth value"),
    ],
)
def test_what_a_spreadsheet_cell_holds_is_read_for_what_it_is(sample, sheets, value, code):
    book = openpyxl.load_workbook(fill(sheets[1]))
    book["coding"]["G4"].value = value
    book.save(sheets[1])
    codes, wrong = agree.read_sheet(sheets[1], sample, ASKED)
    found = codes[(codes["row"] == "r0003") & (codes["question"] == "quarrel")]["code"].iloc[0]
    assert (None if pd.isna(found) else found) == code
    assert len(wrong) == (code is None)


@pytest.mark.parametrize(
    ("codes", "given", "hint"),
    [
        pytest.param(
            ["1-2", "3-4"], "2-Jan", "a date of what was typed, probably of '1-2'", id="1-2 become 2-Jan"
        ),
        pytest.param(
            ["1-2", "3-4"], "Feb-01", "a date of what was typed, probably of '1-2'", id="1-2 become Feb-01"
        ),
        pytest.param(
            ["1-2", "3-4"], "2026-04-03", "a date of what was typed, probably of '3-4'", id="3-4 become a day"
        ),
        pytest.param(
            ["1-2", "3-4"],
            "03. Apr",
            "a date of what was typed, probably of '3-4'",
            id="3-4 in another country",
        ),
        pytest.param(["01", "02"], "1", "taken away the leading zeros, probably of '01'", id="01 become 1"),
    ],
)
def test_what_a_spreadsheet_makes_of_codes_is_recognized(codes, given, hint):
    code, wrong = Question("age", "How old?", dict.fromkeys(codes, "some years")).read(given)
    assert code is None
    assert hint in wrong


@pytest.mark.parametrize(
    ("given", "code"),
    [
        pytest.param("0", "0", id="the least"),
        pytest.param("7.25", "7.25", id="a fraction"),
        pytest.param(".5", ".5", id="a fraction without a nought"),
        pytest.param("11", None, id="too much"),
        pytest.param("0,5", None, id="a comma"),
        pytest.param("5-Jun", None, id="a date"),
        pytest.param("1e1", None, id="an exponent"),
        pytest.param("nan", None, id="no number"),
    ],
)
def test_a_number_is_taken_within_its_scale(given, code):
    found, wrong = Question("heat", "How heated?", {}, scale=(0, 10)).read(given)
    assert found == code
    assert bool(wrong) == (code is None)


def test_answers_of_one_coder_that_differ_between_files_are_not_used(sample, sheets):
    fill(sheets[0], "1")
    fill(sheets[1], "0")
    codes, wrong = agree.read_sheet(sheets[:2], sample, ASKED)
    told = codes.set_index(["row", "question"])["code"]
    assert told.xs("quarrel", level=1).isna().all()
    assert (told.xs("tone", level=1) == "0").all()
    assert len(wrong) == len(sample)
    assert wrong["problem"].iloc[0] == "anna gave '0' here, '1' in another file; neither is used."


def test_a_blank_sheet_takes_nothing_from_a_filled_one(sample, sheets):
    fill(sheets[0])
    for order in (sheets[:2], sheets[1::-1]):
        codes, wrong = agree.read_sheet(order, sample, ASKED)
        assert wrong.empty
        assert codes["code"].notna().all()


def test_sheets_of_two_coders_give_ratings(sample, sheets):
    fill(sheets[0], "1")
    fill(sheets[2], "0")
    codes = agree.codes([sheets[0], sheets[2]], sample, ASKED)
    ratings = agree.ratings(codes, "quarrel")
    assert ratings.columns.tolist() == ["anna", "ben"]
    assert len(ratings) == 12
    assert (ratings["anna"] == "1").all()
    assert (ratings["ben"] == "0").all()


def test_a_file_renamed_for_another_coder_is_refused(sample, sheets):
    other = fill(sheets[0]).rename(sheets[0].with_name(sheets[0].name.replace("anna", "carl")))
    assert problems(other, sample) == {
        "whole": "the file is named for carl, but its rows say anna; its answers are not used."
    }


NOTES = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), max_size=30)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(NOTES, min_size=13, max_size=13),
    st.lists(st.sampled_from(["", "0", "1"]), min_size=13, max_size=13),
)
def test_writing_sheets_again_loses_nothing(tmp_path_factory, notes, answers):
    units = pd.DataFrame({"article": "a1", "sentence": range(12), "text": TEXTS})
    sample = agree.sample(units, 12, duplicates=0.1)
    folder = tmp_path_factory.mktemp("coding")
    path = agree.write_sheets(sample, ASKED, folder, ["anna"])[0]
    sheet = open_sheet(path)
    sheet.columns.append("mine")
    for row, note, answer in zip(sheet.rows, notes, answers, strict=True):
        row.update(note=note, quarrel=answer, mine="kept")
    save(sheet, ASKED)
    agree.write_sheets(sample, ASKED, folder, ["anna", "ben"])
    again = open_sheet(path)
    assert [row["note"] for row in again.rows] == notes
    assert [row["quarrel"] for row in again.rows] == answers
    assert [row["mine"] for row in again.rows] == ["kept"] * 13


def test_a_sheet_is_not_written_over_answers_that_stand_beside_another_text(sample, sheets, tmp_path):
    change(fill(sheets[0]), sort_column("text"))
    held = sheets[0].read_bytes()
    with pytest.raises(AgreeError, match="so that no answer comes to stand beside the wrong text"):
        agree.write_sheets(sample, ASKED, tmp_path / "coding", ["anna"])
    assert sheets[0].read_bytes() == held


def test_the_key_of_another_sample_is_not_written_over(sheets, tmp_path):
    other = agree.sample(pd.DataFrame({"article": list("abc"), "text": "Fog."}), 3, duplicates=0)
    with pytest.raises(AgreeError, match="Writing it would lose the probabilities of the first"):
        agree.write_sheets(other, ASKED, tmp_path / "coding", ["anna"])


def test_a_sheet_changed_meanwhile_is_not_saved_over(sheets):
    sheet = open_sheet(sheets[0])
    fill(sheets[0], "1", note="by hand")
    held = sheets[0].read_bytes()
    sheet.rows[0]["quarrel"] = "0"
    with pytest.raises(AgreeError, match="was changed since it was opened"):
        save(sheet, ASKED)
    assert sheets[0].read_bytes() == held


def test_a_crash_while_saving_leaves_the_old_file(sheets, monkeypatch):
    fill(sheets[0], "1")
    held = sheets[0].read_bytes()
    sheet = open_sheet(sheets[0])
    sheet.rows[0]["quarrel"] = "0"

    def fails(_):
        raise OSError("no space left on device")

    monkeypatch.setattr("os.fsync", fails)
    with pytest.raises(OSError, match="no space"):
        save(sheet, ASKED)
    assert sheets[0].read_bytes() == held
    assert not list(sheets[0].parent.glob(".*.part"))


def test_a_changed_sample_is_noticed(sample, sheets):
    with pytest.raises(AgreeError, match="does not match its own fingerprint"):
        agree.read_sheet(sheets[0], sample.assign(stratum_drawn=99), ASKED)


@pytest.mark.parametrize(
    ("name", "raw", "says"),
    [
        pytest.param(
            "a.csv", b"", "a.csv is empty: the first line should name the columns.", id="an empty file"
        ),
        pytest.param(
            "a.ods", b"x", "a.ods is not a coding sheet: those end in .csv or .xlsx.", id="another format"
        ),
        pytest.param("a.xlsx", b"x", "a.xlsx is not a workbook that can be opened", id="no workbook"),
        pytest.param("b.csv", None, "there is no coding sheet b.csv", id="no file"),
    ],
)
def test_a_file_that_cannot_be_opened_is_refused(tmp_path, name, raw, says):
    if raw is not None:
        (tmp_path / name).write_bytes(raw)
    with pytest.raises(AgreeError, match=f"^{says}"):
        open_sheet(tmp_path / name)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        pytest.param(
            lambda: Question("note", "?", {"1": "yes"}),
            "a question cannot be named 'note'",
            id="a name the sheet has already",
        ),
        pytest.param(
            lambda: Question("tone", "?", {}),
            "question 'tone' needs either codes to choose from or a scale, and not both.",
            id="no way to answer",
        ),
        pytest.param(
            lambda: Question("tone", "?", {"A": "one", "a": "two"}),
            "question 'tone' has codes that differ in capitals only: A, a.",
            id="codes that look alike",
        ),
        pytest.param(
            lambda: agree.questions(codebook.Codebook("tone", "own", {}, {}, pd.DataFrame(), "")),
            "codebook tone/own asks no questions.",
            id="a word list asks nothing",
        ),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(make, says):
    with pytest.raises(AgreeError) as error:
        make()
    assert str(error.value).startswith(says)


@pytest.mark.parametrize("coder", ["", "1-2", "anna b", "../anna", "ä"])
def test_a_coder_s_name_has_to_name_a_file(sample, tmp_path, coder):
    with pytest.raises(AgreeError, match="cannot be a coder's name"):
        agree.write_sheets(sample, ASKED, tmp_path, [coder])


def test_further_columns_are_shown_and_not_taken_for_answers(sample, tmp_path):
    shown = {"published": dict.fromkeys(sample["item"], "2024-03-01")}
    path = agree.write_sheets(sample, ASKED, tmp_path, ["anna"], show=shown)[1]
    book = openpyxl.load_workbook(fill(path))
    assert [cell.value for cell in book["coding"][2]][3] == "2024-03-01"
    assert agree.read_sheet(path, sample, ASKED)[1].empty
