"""What a command shows of its progress: lines in a pipe, one bar in a terminal of any width."""

import io
import os
import re
import subprocess
import sys

import pytest

from analysis.corpus import progress as showing
from analysis.corpus.progress import Lines, Progress


@pytest.fixture
def clock(monkeypatch):
    """A clock that only a test moves."""
    now = [100.0]
    monkeypatch.setattr(showing.time, "monotonic", lambda: now[0])
    return now


@pytest.fixture
def piped(clock):
    return Lines(io.StringIO())


def lines(progress) -> list[str]:
    return progress._file.getvalue().splitlines()


def test_a_step_is_printed_when_it_begins(piped):
    piped.step("reading the articles")
    piped.step("measuring", "articles", 18)
    assert lines(piped) == ["workbook: reading the articles …", "workbook: measuring 18 articles …"]


def test_a_count_is_printed_after_some_time_and_not_at_each_article(piped, clock):
    piped.step("measuring", "articles", 1200)
    for _ in range(40):
        clock[0] += 0.3
        piped.advance(10)
    assert lines(piped)[1:] == [
        "workbook: measuring 170 of 1,200 articles …",
        "workbook: measuring 340 of 1,200 articles …",
    ]


def test_a_run_of_hours_prints_a_line_a_minute_at_most(piped, clock):
    piped.step("measuring", "articles", 100_000)
    for _ in range(3600):
        clock[0] += 1
        piped.advance()
    assert 60 <= len(lines(piped)) <= 100


def test_the_end_of_a_step_needs_no_line(piped, clock):
    piped.step("running", "notebooks", 9)
    clock[0] += 60
    piped.advance(9)
    assert lines(piped) == ["workbook: running 9 notebooks …"]


def test_what_is_being_measured_is_printed_unless_it_changes_quickly(piped, clock):
    piped.step("measuring", "articles", 18)
    with piped.here():
        for what, seconds in (("grammar", 8), ("actors and voices", 0.2), ("frames", 2), ("tone", 30)):
            clock[0] += 1.5 if what == "grammar" else 0
            showing.doing(what)
            clock[0] += seconds
    assert lines(piped)[1:] == [
        "workbook: measuring 18 articles: grammar …",
        "workbook: measuring 18 articles: actors and voices …",
        "workbook: measuring 18 articles: tone …",
    ]


def test_a_detail_ends_with_its_step_and_is_not_kept_outside_of_it(piped):
    with piped.here():
        showing.doing("tone")
    piped.step("writing the tables")
    showing.doing("grammar")
    assert lines(piped) == ["workbook: writing the tables …"]


def test_a_message_is_printed_at_once(piped):
    piped.step("measuring", "articles")
    piped.say("de.txt: not in English.")
    assert lines(piped)[-1] == "workbook: de.txt: not in English."


@pytest.mark.parametrize(
    ("step", "done", "expect"),
    [
        (("reading the articles",), 0, "reading the articles"),
        (("measuring", "articles", 1), 0, "measuring 1 article"),
        (("measuring", "articles", 18), 12, "measuring 12 of 18 articles"),
        (("measuring", "articles"), 0, "measuring articles"),
        (("measuring", "articles"), 1500, "measuring articles, 1,500 done"),
        (("fetching", "files of basil", 1), 0, "fetching 1 file of basil"),
        (("fetching", "files of basil", 12), 3, "fetching 3 of 12 files of basil"),
    ],
)
def test_what_is_done_is_said_in_words(step, done, expect):
    progress = Progress()
    progress.step(*step)
    progress.reach(done)
    assert str(progress) == expect


def test_a_total_that_is_known_late_is_said_from_then_on():
    progress = Progress()
    progress.step("measuring", "articles")
    progress.reach(100)
    progress.expect(250)
    assert str(progress) == "measuring 100 of 250 articles"


def test_a_program_that_calls_the_library_gets_no_progress(capfd):
    with Progress() as progress:
        progress.step("measuring", "articles", 18)
        progress.advance(3)
    assert capfd.readouterr() == ("", "")


SHOW = """
import sys, time
from analysis.corpus import progress
with progress.shown() as shown:
    shown.step("reading the articles")
    time.sleep(0.3)
    shown.step("measuring", "articles", 18)
    for _ in range(6):
        time.sleep(0.15)
        shown.advance(2)
    time.sleep(0.3)
    shown.say("one problem with a [long] name " + "x" * 100)
    time.sleep(1.2)
print("the result")
"""


def in_terminal(columns: int, command: list[str], **environment: str) -> str:
    """What a command writes to a terminal of this many columns."""
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24 if columns else 0, columns, 0, 0))
    kept = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES", "NO_COLOR")}
    running = subprocess.Popen(
        command,
        stdout=theirs,
        stderr=theirs,
        stdin=theirs,
        env=kept | {"TERM": "xterm-256color"} | environment,
    )
    os.close(theirs)
    written = b""
    while True:
        try:
            some = os.read(ours, 65536)
        except OSError:  # on Linux, the end of a terminal is an error
            break
        if not some:
            break
        written += some
    os.close(ours)
    assert running.wait() == 0, written.decode()
    return written.decode()


terminal = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pty")


@terminal
@pytest.mark.parametrize("columns", [0, 60, 100])
def test_a_terminal_shows_one_live_bar_whatever_width_it_reports(columns):
    seen = in_terminal(columns, [sys.executable, "-c", SHOW])
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", seen)
    assert "workbook: reading the articles" in plain
    assert re.search(r"workbook: measuring 12 of 18 articles +━+.* 0:00:0[1-9]", plain)
    assert "workbook: one problem with a [long] name " + "x" * 100 in plain
    # The bar is one line that is drawn again in place, and nothing of it is left at the end.
    drawn = [line for line in plain.replace("\r", "\n").split("\n") if "measuring" in line]
    assert len(drawn) > 3
    assert seen.endswith("the result\r\n")
    last = seen.split("the result")[0]
    assert last.rfind("\x1b[2K") > last.rfind("measuring")


@terminal
def test_a_terminal_without_cursor_movement_gets_lines():
    seen = in_terminal(80, [sys.executable, "-c", SHOW], TERM="dumb")
    assert "\x1b" not in seen
    assert "workbook: measuring 18 articles …" in seen


@terminal
def test_results_in_a_file_are_free_of_the_bar(tmp_path):
    out = tmp_path / "out.txt"
    in_terminal(80, ["sh", "-c", f'"{sys.executable}" -c "$SHOW" > "{out}"'], SHOW=SHOW)
    assert out.read_text() == "the result\n"
