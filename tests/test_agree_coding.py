"""Coding in JupyterLab: every answer saved, nothing mixed, a crash costs nothing. Driven without a browser."""

import json
import os
import subprocess
import sys

import ipywidgets
import pandas as pd
import pytest

from analysis import agree, codebook
from analysis.agree import AgreeError, Question
from analysis.agree.coding import Coding, keys
from analysis.agree.sheets import open_sheet
from analysis.agree.view import View

ASKED = [
    Question("quarrel", "Is there a <quarrel>?", {"1": "yes", "0": "no"}, definition="People at odds."),
    Question("tone", "How bright is it?", {"-1": "dark", "0": "neutral", "1": "bright"}),
]
TEXTS = ["The ferry left.", "They <b>shouted</b> & left.", "Prices rose.", "Nobody came."]


@pytest.fixture
def path(tmp_path):
    units = pd.DataFrame({"article": "a1", "sentence": range(4), "text": TEXTS})
    sample = agree.sample(units, 4, duplicates=0)
    return agree.write_sheets(sample, ASKED, tmp_path, ["anna", "ben"])[0]


@pytest.fixture
def coding(path):
    made = Coding(path, "anna", ASKED)
    yield made
    made.close()


@pytest.fixture
def view(coding):
    return View(coding)


def stored(path):
    return [(row["quarrel"], row["tone"], row["note"]) for row in open_sheet(path).rows]


def test_each_answer_is_in_the_file_before_the_next_question_is_put(coding):
    coding.answer("1")
    assert stored(coding.path)[0] == ("1", "", "")
    assert (coding.question.name, coding.place) == ("tone", 1)
    coding.answer("-1")
    assert stored(coding.path)[0] == ("1", "-1", "")
    assert (coding.question.name, coding.place) == ("quarrel", 2)
    assert coding.done == 2


def test_coding_goes_on_where_it_stopped(path):
    first = Coding(path, "anna", ASKED)
    for _ in range(3):
        first.answer("0")
    del first  # the session ends without a word
    again = Coding(path, "anna", ASKED)
    assert (again.place, again.done) == (3, 3)
    again.close()


def test_going_back_shows_and_changes_an_answer(coding):
    coding.answer("1")
    coding.press(",")
    assert coding.row["quarrel"] == "1"
    coding.press("0")
    assert stored(coding.path)[0][0] == "0"
    coding.press(".")
    assert coding.place == 2
    coding.next_open()
    assert coding.place == 1


def test_neither_end_is_passed(coding):
    coding.move(-5)
    assert coding.place == 0
    coding.move(99)
    assert coding.place == 7
    coding.answer("0")
    assert coding.place == 7


def test_a_note_is_saved_beside_its_row_and_answers_keep_it(coding):
    coding.note('unsure, "see" also; row 2\nnext line')
    coding.answer("1")
    assert stored(coding.path)[0] == ("1", "", 'unsure, "see" also; row 2\nnext line')


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        pytest.param(["1", "0"], {"1": "1", "0": "0"}, id="single characters are their own keys"),
        pytest.param(["yes", "no"], {"y": "yes", "n": "no"}, id="first letters where they differ"),
        pytest.param(["-1", "0", "1"], {"a": "-1", "s": "0", "d": "1"}, id="no key is another code's number"),
        pytest.param(["pro", "peace"], {"a": "pro", "s": "peace"}, id="the home row where letters clash"),
    ],
)
def test_each_code_has_a_key_that_cannot_be_mistaken(codes, expected):
    assert keys(Question("asked", "?", dict.fromkeys(codes, "some"))) == expected


@pytest.mark.parametrize(
    ("key", "says"),
    [
        pytest.param(
            "x", "the key 'x' stands for nothing here. Keys: 1 for 1, 0 for 0; , back, . on.", id="no code"
        ),
        pytest.param(
            "10",
            "keys came faster than the texts ('10'), and the last was not taken. Look at what is asked now, then "
            "press one key.",
            id="two keys at once",
        ),
    ],
)
def test_a_key_that_means_nothing_changes_nothing(coding, key, says):
    held = coding.path.read_bytes()
    with pytest.raises(AgreeError) as error:
        coding.press(key)
    assert str(error.value) == says
    assert coding.path.read_bytes() == held
    assert coding.place == 0


def test_the_sheet_of_another_coder_is_refused(path):
    with pytest.raises(AgreeError) as error:
        Coding(path, "ben", ASKED)
    assert str(error.value) == (
        f"{path.name} is the sheet of anna, not of ben: each coder has a file of her own, from "
        "agree.write_sheets(..., coders=[...])."
    )
    assert not list(path.parent.glob(".*.lock"))


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        pytest.param(
            [Question("heat", "?", {"1": "yes"})], "lacks the columns heat.", id="a question not in the sheet"
        ),
        pytest.param([], "a coding sheet needs at least one question", id="no question"),
        pytest.param(
            [ASKED[0], ASKED[0]], "two questions share a name: quarrel, quarrel.", id="a question twice"
        ),
    ],
)
def test_questions_that_do_not_fit_the_sheet_are_refused(path, asked, says):
    with pytest.raises(AgreeError) as error:
        Coding(path, "anna", asked)
    assert says in str(error.value)


def test_the_workbook_is_coded_in_a_spreadsheet(path):
    with pytest.raises(AgreeError, match="the view takes the CSV sheet, a spreadsheet the XLSX"):
        Coding(path.with_suffix(".xlsx"), "anna", ASKED)


def test_a_sheet_that_a_running_process_codes_is_not_opened_twice(path):
    """A lock of this machine's other process; one left by a process that died is taken over."""
    other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    lock = path.with_name(f".{path.name}.lock")
    try:
        made = Coding(path, "anna", ASKED)
        held = json.loads(lock.read_text()) | {"process": other.pid}
        made.close()
        lock.write_text(json.dumps(held))
        with pytest.raises(AgreeError, match=rf"is being coded in process {other.pid} on"):
            Coding(path, "anna", ASKED)
    finally:
        other.kill()
        other.wait()
    again = Coding(path, "anna", ASKED)
    assert json.loads(lock.read_text())["process"] == os.getpid()
    again.close()
    assert not lock.exists()


def test_a_lock_of_another_machine_is_respected(path):
    lock = path.with_name(f".{path.name}.lock")
    lock.write_text(json.dumps({"process": 1, "machine": "elsewhere", "since": "today"}))
    with pytest.raises(AgreeError, match=r"on elsewhere since today\. Close it there"):
        Coding(path, "anna", ASKED)
    assert lock.exists()


@pytest.mark.parametrize("left", ["", "{", "[]", '{"process": "x"}'])
def test_a_lock_cut_short_by_a_crash_locks_nobody_out(path, left):
    path.with_name(f".{path.name}.lock").write_text(left)
    Coding(path, "anna", ASKED).close()


def test_opening_again_takes_over_from_the_earlier_view(path):
    earlier = Coding(path, "anna", ASKED)
    later = Coding(path, "anna", ASKED)
    with pytest.raises(AgreeError, match="was opened again elsewhere"):
        earlier.answer("1")
    later.answer("0")
    assert stored(path)[0][0] == "0"
    later.close()


def test_a_failure_to_save_is_said_and_the_question_stays(view, monkeypatch):
    def fails(*_):
        raise OSError("no space left on device")

    held = view.coding.path.read_bytes()
    monkeypatch.setattr("os.fsync", fails)
    view.key.value = "1"
    assert "nothing was saved: no space left on device" in view.message.value
    assert view.coding.place == 0
    assert view.coding.row["quarrel"] == ""
    assert view.coding.path.read_bytes() == held
    monkeypatch.undo()
    view.key.value = "1"
    assert stored(view.coding.path)[0][0] == "1"


def test_answers_given_in_a_spreadsheet_meanwhile_are_not_lost(view):
    other = view.coding.path
    other.write_bytes(other.read_bytes().replace(b"anna,r0004", b"anna,r0004 "))
    held = other.read_bytes()
    view.key.value = "1"
    assert "was changed since it was opened" in view.message.value
    assert other.read_bytes() == held


def test_a_key_is_an_answer_and_the_line_is_free_for_the_next(view):
    view.key.value = "1"
    assert view.key.value == ""
    assert stored(view.coding.path)[0][0] == "1"
    assert "1 of 8 questions answered" in view.progress.value
    assert "How bright is it?" in view.guide.value
    view.key.value = "a"
    assert stored(view.coding.path)[0] == ("1", "-1", "")


def test_a_button_is_an_answer_and_the_answer_given_is_marked(view):
    view.buttons.children[1].click()
    assert stored(view.coding.path)[0][0] == "0"
    view.back.click()
    assert [button.button_style for button in view.buttons.children] == ["", "info"]
    assert [button.description for button in view.buttons.children] == ["[1] yes", "[0] no"]


def test_a_note_does_not_remake_the_button_that_is_being_clicked(view):
    before = view.buttons.children
    view.note.value = "a thought"
    assert view.buttons.children is before
    assert stored(view.coding.path)[0] == ("", "", "a thought")


def test_the_note_of_a_row_stays_with_it(view):
    view.note.value = "of row 1"
    view.key.value = "1"
    assert view.note.value == "of row 1"  # the second question of the same row
    view.key.value = "a"
    assert view.note.value == ""
    assert [note for _, _, note in stored(view.coding.path)] == ["of row 1", "", "", ""]


def test_what_is_shown_is_text_and_no_markup(view):
    shown = ""
    for _ in range(8):
        shown += view.guide.value + view.passage.value
        view.on.click()
    assert "Is there a &lt;quarrel&gt;?" in shown
    assert "They &lt;b&gt;shouted&lt;/b&gt; &amp; left." in shown
    assert "<b>shouted" not in shown


def test_the_view_shows_codebook_and_context(tmp_path):
    units = pd.DataFrame({"article": "a1", "sentence": range(3), "text": TEXTS[:3], "words": 3})
    sample = agree.sample(agree.units(units), 3, duplicates=0)
    asked = agree.questions(codebook.read("frames", "generic"))
    path = agree.write_sheets(sample, asked, tmp_path, ["anna"])[0]
    widget = agree.code(path, "anna", asked)
    assert isinstance(widget, ipywidgets.Widget)
    view = widget.view
    while view.coding.row["text"] != "They <b>shouted</b> & left.":
        view.on.click()
    assert "The ferry left." in view.passage.value
    assert "Prices rose." in view.passage.value
    assert asked[0].yes in view.guide.value
    assert asked[0].no in view.guide.value
    view.close.click()


def test_a_number_is_typed_whole(tmp_path):
    units = pd.DataFrame({"article": "a1", "sentence": range(2), "text": TEXTS[:2]})
    asked = [Question("heat", "How heated?", {}, scale=(0, 10))]
    path = agree.write_sheets(agree.sample(units, 2, duplicates=0), asked, tmp_path, ["anna"])[0]
    view = View(Coding(path, "anna", asked))
    assert (view.key.layout.display, view.number.layout.display) == ("none", None)
    view.number.value = "12"
    assert "12 lies outside the scale: 'heat' takes a number from 0 to 10." in view.message.value.replace(
        "&#x27;", "'"
    )
    view.number.value = "2.5"
    assert [row["heat"] for row in open_sheet(path).rows] == ["2.5", ""]
    view.close.click()


def test_when_all_is_answered_the_view_says_so_and_closing_frees_the_file(view):
    for key in "1a" * 4:
        view.key.value = key
    assert "Every question is answered." in view.message.value
    view.close.click()
    assert view.key.disabled
    assert not list(view.coding.path.parent.glob(".*.lock"))
    view.key.value = "0"
    assert stored(view.coding.path)[3] == ("1", "-1", "")
