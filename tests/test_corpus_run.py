"""Runs over a corpus: in parts, killed, on a full disk, beside another run, on cores and on a cluster.

The texts are invented. Most tests measure tone alone, which needs no parse; what
is kept, written and continued is the same for all steps.
"""

import contextlib
import errno
import functools
import gc
import json
import os
import platform
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pandas as pd
import pytest

from analysis import corpus, load, tables
from analysis.__main__ import main
from analysis.corpus import CorpusError, steps, store, writing
from analysis.corpus.lock import lock
from analysis.corpus.workers import Workers

pytestmark = pytest.mark.slow  # whole runs, killed and resumed: two minutes

STORY = (
    "Ferry board quarrels over timetable {n}\n\n"
    "The harbour board of Tolmin accused Mayor Ada Vane on Monday of hiding report {n}. It was a disgrace.\n\n"
    "Vane said the claim was false. “There is nothing to hide,” she told the council, and the row went on.\n"
)
DOCS = Path(__file__).parents[1] / "docs"
POSIX = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and kill")


def story(n: int) -> str:
    return STORY.format(n=n)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    made = tmp_path_factory.mktemp("corpus")
    rows = [(f"The {('Crier', 'Beacon')[n % 7 == 0]}", f"2026-01-{n + 1:02}", story(n)) for n in range(20)]
    table = pd.DataFrame(rows, columns=["outlet", "date", "text"])
    table.loc[3, "date"] = table.loc[4, "outlet"] = None
    table.assign(topic=["harbour", None] * 10).to_csv(made / "news.csv", index=False)
    (made / "copy.txt").write_text(story(21), encoding="utf-8")
    (made / "later.txt").write_text(story(21), encoding="utf-8")
    (made / "short.txt").write_text(
        "The ferry of Tolmin is late and the board is very sorry.", encoding="utf-8"
    )
    german = "Der Gemeinderat von Tolmin hat am Montag über den neuen Fahrplan der Fähre gestritten. " * 4
    (made / "de.txt").write_text(german, encoding="utf-8")
    return made


def run(folder: Path, out: Path, **how) -> Path:
    told = {"notebooks": False, "only": "tone", "workers": 1, "part": 3, "say": lambda line: None} | how
    return corpus.run([folder], out, **told)


@pytest.fixture(scope="module")
def unbroken(folder, tmp_path_factory) -> dict[str, bytes]:
    return contents(run(folder, tmp_path_factory.mktemp("whole") / "out"))


def contents(out: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in sorted((out / "tables").rglob("*"))
        if path.is_file()
    }


class Counted:
    """Counts what a run does to the disk, and lets something happen at one of these moments."""

    GROWING = ((Path, "replace"), (writing.pq.ParquetWriter, "write_table"))
    ANY = (*GROWING, (os, "fsync"), (Path, "rename"), (Path, "unlink"))

    def __init__(self, monkeypatch, happen, at: int, kinds=ANY) -> None:
        self.count, self.happen, self.at = 0, happen, at
        for owner, name in kinds:
            monkeypatch.setattr(owner, name, self.counting(getattr(owner, name)))

    def counting(self, done):
        def counted(*given, **told):
            self.count += 1
            if self.count == self.at:
                self.happen()
            return done(*given, **told)

        return counted


def forked(work) -> int:
    """Do something in a process of its own; its exit code, or minus the signal that ended it."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


@pytest.fixture(scope="module")
def moments(folder, tmp_path_factory):
    """How many there are in an unbroken run, of these kinds."""

    def counted(kinds=Counted.ANY) -> int:
        with pytest.MonkeyPatch.context() as patch:
            counting = Counted(patch, lambda: None, -1, kinds)
            run(folder, tmp_path_factory.mktemp("counted") / "out")
            return counting.count

    return functools.cache(counted)


def test_the_files_do_not_depend_on_how_the_work_was_shared_out(folder, unbroken, tmp_path):
    assert contents(run(folder, tmp_path / "one", part=1)) == unbroken
    assert contents(run(folder, tmp_path / "all", part=1000)) == unbroken


def test_a_corpus_in_parts_is_read_like_one_in_files(folder, unbroken, tmp_path, monkeypatch):
    monkeypatch.setattr(writing, "FILE", 8)
    monkeypatch.setattr(writing, "GROUP", 4)
    whole, parts = run(folder, tmp_path / "whole"), run(folder, tmp_path / "parts", ordinary=5)
    assert len(list((parts / "tables" / "scores.parquet").glob("*.parquet"))) == 3
    assert not (parts / "tables" / "scores.csv").exists()
    for name in ("articles", "sentences", "scores"):
        table = tables.ALL[name]
        both = [tables.read(table, out / "tables" / f"{name}.parquet") for out in (whole, parts)]
        pd.testing.assert_frame_equal(*both)


def test_only_the_columns_and_rows_asked_for_are_read(folder, tmp_path):
    path = run(folder, tmp_path / "out") / "tables" / "scores.parquet"
    some = tables.read(tables.SCORES, path, columns=["article", "tone"], where={"instrument": "news"})
    whole = tables.read(tables.SCORES, path)
    pd.testing.assert_frame_equal(some, whole[["article", "tone"]])
    assert tables.read(tables.SCORES, path, where={"instrument": "none such"}).empty
    with pytest.raises(
        tables.TableError, match=r"^the scores table there lacks colour\. It has instrument, "
    ):
        tables.read(tables.SCORES, path, columns=["colour"])
    pd.testing.assert_frame_equal(
        tables.read(tables.SCORES, path.with_suffix(".csv"), columns=["article", "tone"]), some
    )


@POSIX
@pytest.mark.parametrize("share", [0.02, 0.2, 0.4, 0.6, 0.8, 0.9, 0.97, 0.99])
def test_a_run_killed_at_any_moment_is_continued_to_the_same_bytes(
    folder, unbroken, tmp_path, moments, share
):
    moment = max(1, round(share * moments()))
    out = tmp_path / "out"

    def broken():
        with pytest.MonkeyPatch.context() as patch:
            Counted(patch, lambda: os.kill(os.getpid(), signal.SIGKILL), moment)
            run(folder, out)

    assert forked(broken) == -signal.SIGKILL
    assert contents(run(folder, out)) == unbroken
    assert not list(out.parent.glob(".*")), "nothing is left beside the folder"
    assert sorted(path.name for path in (out / corpus.running.KEPT).iterdir()) == ["done.json", "parts"]


@POSIX
def test_what_was_measured_before_the_kill_is_not_measured_again(folder, tmp_path, monkeypatch):
    out = tmp_path / "out"

    def broken():
        with pytest.MonkeyPatch.context() as patch:
            seen = []
            whole = steps.ONLY["tone"]

            def until_the_fourth(articles):
                seen.append(articles)
                if len(seen) == 4:
                    os.kill(os.getpid(), signal.SIGKILL)
                return whole(articles)

            patch.setitem(steps.ONLY, "tone", until_the_fourth)
            run(folder, out)

    assert forked(broken) == -signal.SIGKILL
    assert measured_in(monkeypatch, folder, out) == 24 - 9


def measured_in(monkeypatch, folder: Path, out: Path, **how) -> int:
    """How many articles a run measures."""
    seen: list[str] = []
    whole = steps.ONLY["tone"]
    with monkeypatch.context() as patch:
        patch.setitem(
            steps.ONLY, "tone", lambda articles: (seen.extend(articles["article"]), whole(articles))[1]
        )
        run(folder, out, **how)
    return len(seen)


def test_an_unchanged_article_is_not_measured_again(folder, tmp_path, monkeypatch):
    out, again = tmp_path / "out", tmp_path / "in"
    again.mkdir()
    for path in folder.iterdir():
        (again / path.name).write_bytes(path.read_bytes())
    assert measured_in(monkeypatch, again, out) == 24
    before = contents(out), (out / "run.json").stat().st_mtime_ns
    assert measured_in(monkeypatch, again, out) == 0
    assert (contents(out), (out / "run.json").stat().st_mtime_ns) == before, "nothing is written again"
    (again / "aa.txt").write_text(story(30), encoding="utf-8")
    assert measured_in(monkeypatch, again, out) == 1
    assert contents(out) == contents(run(again, tmp_path / "fresh"))
    (again / "aa.txt").unlink()
    assert measured_in(monkeypatch, again, out) == 0
    assert contents(out) == before[0]


@POSIX
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.98])
def test_a_full_disk_is_told_and_the_run_goes_on_once_there_is_room(
    folder, unbroken, tmp_path, moments, share
):
    moment = max(2, round(share * moments(Counted.GROWING)))
    out = tmp_path / "out"

    def full():
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.MonkeyPatch.context() as patch:
        Counted(patch, full, moment, Counted.GROWING)
        with pytest.raises(CorpusError) as refused:
            run(folder, out)
    assert str(refused.value).startswith(f"there is no room for {out}: No space left on device. What is ")
    assert contents(run(folder, out)) == unbroken


@POSIX
def test_a_file_that_cannot_grow_ends_the_run_and_the_next_one_goes_on(folder, unbroken, tmp_path):
    out = tmp_path / "out"

    def limited():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (9_000, 9_000))
        with pytest.raises(CorpusError, match=r"^there is no room for .*File too large"):
            run(folder, out)

    assert forked(limited) == 0
    assert not (out / "run.json").exists()
    assert contents(run(folder, out)) == unbroken


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04", None], ids=["emptied", "cut short", "bytes changed"])
def test_a_part_damaged_by_a_power_cut_is_made_anew(folder, unbroken, tmp_path, monkeypatch, damage):
    out = run(folder, tmp_path / "out")
    parts = sorted((out / ".measured" / "parts").iterdir())
    whole = parts[0].read_bytes()
    middle = len(whole) // 2
    changed = (
        whole[:middle] + bytes(byte ^ 255 for byte in whole[middle : middle + 50]) + whole[middle + 50 :]
    )
    parts[0].write_bytes(changed if damage is None else damage)
    (out / ".measured" / "parts" / "x.part.tmp").write_bytes(b"half")
    (out / "tables" / "scores.parquet").write_bytes(b"PAR1")
    assert measured_in(monkeypatch, folder, out) == 3
    assert contents(out) == unbroken


def test_results_cut_short_are_made_anew_without_measuring(folder, unbroken, tmp_path, monkeypatch):
    out = run(folder, tmp_path / "out")
    (out / "tables" / "articles.csv").write_bytes(unbroken["tables/articles.csv"][:100])
    assert measured_in(monkeypatch, folder, out) == 0
    assert contents(out) == unbroken


@pytest.fixture
def poisoned(monkeypatch):
    """One text that the first of the steps fails on."""
    from analysis.corpus import steps

    whole = steps.ONLY["tone"]

    def fails(articles):
        if articles["source_text"].str.contains("report 7").any() and articles["left_out"].isna().any():
            raise RecursionError("too deep")
        return whole(articles)

    monkeypatch.setitem(steps.ONLY, "tone", fails)


def test_while_a_part_is_measured_no_garbage_is_looked_for_whatever_a_step_turns_on(
    folder, tmp_path, monkeypatch
):
    searches: list[str] = []
    real = steps.tone_by_article

    def measuring(articles):
        gc.enable()  # as spaCy's serializer does
        gc.callbacks.append(lambda phase, told: searches.append(phase))
        kept = [[] for _ in range(10_000)]  # enough for a search by the usual threshold
        gc.callbacks.pop()
        assert len(kept) == 10_000
        return real(articles)

    monkeypatch.setitem(steps.ONLY, "tone", measuring)
    usual = gc.get_threshold()
    run(folder, tmp_path / "out")
    assert searches == []
    assert gc.get_threshold() == usual


def test_one_poisoned_article_is_reported_and_does_not_stop_the_others(folder, tmp_path, poisoned):
    told: list[str] = []
    out = run(folder, tmp_path / "out", say=told.append)
    (line,) = [line for line in told if "row 8" in line]
    assert line == (
        "news.csv, row 8: the article is listed and not measured: a step failed on it (RecursionError: too deep). "
        "The others are not touched. Please report it with the article."
    )
    problems = tables.read(tables.PROBLEMS, out / "tables" / "problems.parquet")
    assert problems[["source_file", "place"]].to_numpy().tolist() == [["news.csv", "row 8"]]
    articles = tables.read(tables.ARTICLES, out / "tables" / "articles.parquet")
    (reason,) = articles.loc[articles["source_file"] == "news.csv#row 8", "left_out"]
    assert reason == "a step failed on it (RecursionError: too deep)"
    scores = tables.read(tables.SCORES, out / "tables" / "scores.parquet")
    assert scores["article"].nunique() == 24 - 3  # the copy and the German text beside it


def test_a_poisoned_article_is_tried_again_by_the_next_run(folder, unbroken, tmp_path, poisoned, monkeypatch):
    out = run(folder, tmp_path / "out")
    monkeypatch.undo()
    assert measured_in(monkeypatch, folder, out) == 1
    assert contents(out) == unbroken


def test_a_measuring_step_that_fails_on_all_is_an_error_that_names_them(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text(story(7), encoding="utf-8")

    def fails(articles):
        if articles["left_out"].isna().any():
            raise ZeroDivisionError("division by zero")
        return whole(articles)

    whole = steps.ONLY["tone"]
    monkeypatch.setitem(steps.ONLY, "tone", fails)
    with pytest.raises(
        CorpusError, match=r"(?s)^there is no article to measure\.\na\.txt: the article is .*Zero"
    ):
        run(tmp_path / "a.txt", tmp_path / "out")
    assert not (tmp_path / "out" / "run.json").exists()


def test_a_parser_that_fails_on_an_article_is_a_problem_of_that_article(tmp_path, monkeypatch):
    from analysis import parse

    whole = parse.documents

    def fails(sentences):
        kept = sentences[
            ~sentences["article"].isin(sentences[sentences["text"].str.contains("t 1")]["article"])
        ]
        if len(kept) < len(sentences):
            import warnings

            warnings.warn("the model failed on it", parse.ParseWarning, stacklevel=2)
        return whole(kept)

    monkeypatch.setattr(parse, "documents", fails)
    for n in range(3):
        (tmp_path / f"{n}.txt").write_text(story(n), encoding="utf-8")
    measured = corpus.measure([tmp_path / f"{n}.txt" for n in range(3)])
    assert measured.problems[["source_file", "place"]].to_numpy().tolist() == [["1.txt", "whole"]]
    assert len(measured.used) == 2
    assert measured.passages["article"].nunique() == 3


def test_two_runs_do_not_write_to_one_folder(folder, unbroken, tmp_path):
    out = run(folder, tmp_path / "out")
    with lock(out / ".measured" / "lock"):
        with pytest.raises(CorpusError) as refused:
            run(folder, out)
        said = str(refused.value)
    assert said.startswith(
        f"another run is writing to {out}: process {os.getpid()} on {platform.node()}, since "
    )
    assert said.endswith("Wait for it or stop it, or choose another folder with --out.")
    assert contents(run(folder, out)) == unbroken


@POSIX
def test_of_two_runs_at_once_the_second_is_refused(folder, unbroken, tmp_path):
    out, ready = tmp_path / "out", tmp_path / "ready"

    def slow():
        whole = steps.ONLY["tone"]

        def waits(articles):
            ready.touch()
            time.sleep(0.5)
            return whole(articles)

        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(steps.ONLY, "tone", waits)
            run(folder, out)

    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            slow()
            code = 0
        finally:
            os._exit(code)
    while not ready.exists():
        time.sleep(0.02)
    with pytest.raises(CorpusError, match=f"another run is writing to {out}: process {pid} on "):
        run(folder, out)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert contents(out) == unbroken


HELD = {"host": platform.node(), "pid": 2**22 + 1, "process_started": 1.0, "since": "2026-01-05 10:00:00"}


@pytest.mark.parametrize(
    "held",
    [
        pytest.param(HELD, id="its process is gone"),
        pytest.param(HELD | {"pid": os.getpid()}, id="its number belongs to another process now"),
        pytest.param(None, id="it was cut short"),
    ],
)
def test_a_lock_that_no_living_run_holds_is_taken_over(folder, unbroken, tmp_path, held):
    out = tmp_path / "out"
    (out / ".measured").mkdir(parents=True)
    (out / ".measured" / "lock").write_text(json.dumps(held) if held else '{"host": "or')
    assert contents(run(folder, out)) == unbroken
    assert not (out / ".measured" / "lock").exists()


def test_runs_of_one_number_on_two_machines_do_not_take_each_others_lock(tmp_path, monkeypatch):
    """As in containers, where every run is process 1; the second comes while the first takes the lock."""
    from analysis.corpus import lock as module

    path, put = tmp_path / ".measured" / "lock", module._put
    holders: list[str] = []

    def slow(source, target):
        monkeypatch.setattr(module, "_put", put)
        monkeypatch.setattr(platform, "node", lambda: "two")
        with lock(path):
            holders.append(json.loads(path.read_text())["host"])
        monkeypatch.setattr(platform, "node", lambda: "one")
        put(source, target)

    monkeypatch.setattr(module, "_put", slow)
    monkeypatch.setattr(platform, "node", lambda: "one")
    with lock(path):
        holders.append(json.loads(path.read_text())["host"])
    assert holders == ["two", "one"]
    assert list(path.parent.iterdir()) == []


def test_a_lock_of_another_machine_is_respected_and_the_way_out_is_told(folder, tmp_path):
    out = tmp_path / "out"
    (out / ".measured").mkdir(parents=True)
    (out / ".measured" / "lock").write_text(json.dumps(HELD | {"host": "node17"}))
    with pytest.raises(CorpusError) as refused:
        run(folder, out)
    assert str(refused.value) == (
        f"another run is writing to {out}: process {HELD['pid']} on node17, since 2026-01-05 10:00:00. Wait for it or "
        "stop it, or choose another folder with --out. If that run is gone, delete "
        f"{out / '.measured' / 'lock'} and run again."
    )


def test_a_corpus_that_changes_while_it_is_read_is_told_and_stays_consistent(tmp_path, monkeypatch):
    folder = tmp_path / "in"
    folder.mkdir()
    for n in range(4):
        (folder / f"{n}.txt").write_text(story(n), encoding="utf-8")
    time.sleep(0.05)
    whole = load.stream

    def changing(*paths, **options):
        for seen, item in enumerate(whole(*paths, **options)):
            yield item
            if seen == 0:
                (folder / "2.txt").write_text(story(99), encoding="utf-8")
                (folder / "3.txt").unlink()
                (folder / "9.txt").write_text(story(9), encoding="utf-8")

    monkeypatch.setattr(load, "stream", changing)
    out = run(folder, tmp_path / "out")
    problems = tables.read(tables.PROBLEMS, out / "tables" / "problems.parquet").set_index("source_file")[
        "problem"
    ]
    assert problems["3.txt"] == "there is no such file or folder."
    assert problems["2.txt"].startswith(
        "it was changed or added while the corpus was read; what is measured is "
    )
    assert set(problems.index) == {"2.txt", "3.txt", "9.txt"}
    articles = tables.read(tables.ARTICLES, out / "tables" / "articles.parquet").set_index("source_file")
    assert articles.loc["2.txt", "source_text"] == story(99)
    monkeypatch.undo()
    again = run(folder, out)
    assert tables.read(tables.PROBLEMS, again / "tables" / "problems.parquet").empty
    assert len(tables.read(tables.ARTICLES, again / "tables" / "articles.parquet")) == 4


def test_articles_of_ten_words_and_of_very_many_go_together(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "short.txt").write_text("The ferry of Tolmin is late and the board is sorry.", encoding="utf-8")
    (folder / "long.txt").write_text("\n\n".join(story(n) for n in range(2_300)), encoding="utf-8")
    out = run(folder, tmp_path / "out")
    scores = tables.read(tables.SCORES, out / "tables" / "scores.parquet")
    articles = tables.read(tables.ARTICLES, out / "tables" / "articles.parquet").set_index("source_file")
    assert articles["words"].to_dict() == {"short.txt": 11, "long.txt": articles.loc["long.txt", "words"]}
    assert articles.loc["long.txt", "words"] > 95_000
    assert scores.groupby("article").size().max() > 8_000
    assert contents(run(folder, tmp_path / "one", part=1)) == contents(out)


def test_unknown_outlets_are_a_group_and_copies_are_counted_once(folder, tmp_path):
    out = run(folder, tmp_path / "out")
    estimates = tables.read(tables.ESTIMATES, out / "tables" / "estimates.parquet")
    groups = estimates[estimates["measure"].str.startswith("mean tone per article")].set_index("group")[
        "articles"
    ]
    assert groups.to_dict() == {"The Crier": 16, "The Beacon": 3, "(unknown)": 3}


def test_the_run_tells_how_many_articles_were_left_out_and_why(folder, tmp_path):
    told: list[str] = []
    run(folder, tmp_path / "out", say=told.append)
    assert told == [
        "1 of 24 articles listed but not measured: language is German (de).",
        "1 of 24 articles listed but not measured: a copy of another.",
    ]


def test_tone_alone_is_the_tone_of_the_full_run(folder, tmp_path):
    alone = tables.read(tables.SCORES, run(folder, tmp_path / "alone") / "tables" / "scores.parquet")
    whole = corpus.measure(folder).scores
    news = whole[(whole["instrument"] == "news") & (whole["unit"] == "sentence")].reset_index(drop=True)
    columns = ["article", "unit_id", "tone", "words"]
    pd.testing.assert_frame_equal(alone[columns], news[columns])


def test_the_full_run_on_files_is_what_is_measured_in_memory(folder, tmp_path):
    measured = corpus.measure(folder)
    read = corpus.read(run(folder, tmp_path / "out", only=None) / "tables")
    for name, table in measured.items():
        pd.testing.assert_frame_equal(table, getattr(read, name))


def test_workers_must_be_a_number(tmp_path, capsys):
    with pytest.raises(SystemExit):
        main(["tables", "x", "--out", str(tmp_path), "--workers", "0"])
    assert "'0' is not a number of at least 1" in capsys.readouterr().err


def test_a_cluster_that_does_not_answer_is_told(folder, tmp_path, monkeypatch):
    pytest.importorskip("distributed")
    from analysis.corpus import workers

    monkeypatch.setattr(workers, "WAIT", 1)
    with pytest.raises(CorpusError, match=r"^no cluster answers at tcp://127\.0\.0\.1:9 within 1 s"):
        run(folder, tmp_path / "out", cluster="tcp://127.0.0.1:9")


@pytest.fixture(scope="module")
def many(tmp_path_factory) -> Path:
    made = tmp_path_factory.mktemp("many")
    text = pd.DataFrame({"text": [story(n) * 3 for n in range(400)]})
    text.to_csv(made / "news.csv", index=False)
    return made


def killing(victim, parts: Path, after: int = 3):
    """End a process once some parts are kept."""

    def wait():
        while not parts.is_dir() or len(list(parts.glob("*.part"))) < after:
            time.sleep(0.02)
        if (pid := victim()) is not None:
            os.kill(pid, signal.SIGKILL)

    thread = threading.Thread(target=wait, daemon=True)
    thread.start()
    return thread


def children() -> list[int]:
    import psutil

    return [
        child.pid
        for child in psutil.Process().children(recursive=True)
        if "LokyProcess" in " ".join(child.cmdline()) or "popen_loky" in " ".join(child.cmdline())
    ]


@POSIX
@pytest.mark.slow
def test_a_worker_that_is_killed_loses_nothing(many, tmp_path):
    whole = contents(run(many, tmp_path / "whole"))
    out = tmp_path / "out"
    killer = killing(lambda: (children() or [None])[0], out / ".measured" / "parts")
    told: list[str] = []
    assert contents(run(many, out, workers=2, say=told.append)) == whole
    killer.join(timeout=5)
    assert not killer.is_alive(), "a worker was killed in mid-run"
    assert told == []


HANDING_OVER = """
import json, os, signal, sys, threading
from pathlib import Path
from analysis.corpus.workers import Workers

def work(number, once=Path(sys.argv[1])):
    if number == 2 and not once.exists():
        once.touch()
        threading.Timer(0.3, lambda: os.kill(os.getpid(), signal.SIGKILL)).start()
        return bytes(400_000_000)  # takes about that long to hand over
    return b"done"

with Workers(2, None) as crew:
    answers = {task[0]: made and len(made) for task, made in crew.do(work, ((n, n) for n in range(8)))}
print(json.dumps(answers))
"""


@POSIX
@pytest.mark.slow
def test_a_worker_that_is_killed_while_it_hands_over_a_large_answer_stops_nothing(tmp_path):
    """In a process of its own: where the answer is waited for, it is for ever, and the test is to fail."""
    program = tmp_path / "program.py"
    program.write_text(HANDING_OVER, encoding="utf-8")
    ran = subprocess.Popen(
        [sys.executable, str(program), str(tmp_path / "once")],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True,
    )  # fmt: skip
    try:
        said, _ = ran.communicate(timeout=60)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(ran.pid, signal.SIGKILL)
    assert (tmp_path / "once").exists()
    answers = json.loads(said)
    assert sorted(answers) == list("01234567")
    del answers["2"]
    assert set(answers.values()) <= {4, None}


class Cluster:
    """A Dask scheduler and workers of one thread, each a process of its own."""

    def __init__(self, home: Path) -> None:
        self.home, self.file = home, home / "scheduler.json"
        where = ["--port", "0", "--host", "127.0.0.1", "--scheduler-file", str(self.file)]
        self.scheduler = self._start("dask_scheduler", *where)
        self.workers: list[subprocess.Popen[bytes]] = []
        while not self.file.exists():
            time.sleep(0.1)

    def worker(self) -> subprocess.Popen[bytes]:
        alone = ["--nthreads", "1", "--no-nanny", "--scheduler-file", str(self.file)]
        self.workers.append(self._start("dask_worker", *alone))
        return self.workers[-1]

    def _start(self, what: str, *options: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.{what}", "--no-dashboard", *options],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self.home,
        )  # fmt: skip

    def end(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path):
    pytest.importorskip("distributed")
    made = Cluster(tmp_path)
    yield made
    made.end()


def numbered(count: int, seconds: float):
    """Tasks that say which process did them; a function within one is sent to workers by value."""

    def work(number):
        time.sleep(seconds)
        return os.getpid()

    return work, ((number, number) for number in range(count))


@pytest.mark.slow
def test_workers_that_come_to_a_cluster_late_are_waited_for_and_share_the_work(cluster):
    told: list[str] = []

    def say(line):
        told.append(line)
        cluster.worker()

    who: dict[int, int] = {}
    with Workers(None, str(cluster.file), say) as crew:
        for task, process in crew.do(*numbered(100, 0.1)):
            who[task[0]] = process
            if len(who) == 5:
                cluster.worker()
    assert told == [
        f"the scheduler at {cluster.file} has no workers yet; the run goes on when the first comes."
    ]
    assert sorted(who) == list(range(100))
    assert set(who.values()) == {worker.pid for worker in cluster.workers}
    assert list(who.values()).count(cluster.workers[1].pid) > 10


@pytest.mark.slow
def test_a_scheduler_that_goes_away_in_mid_run_is_told(cluster):
    cluster.worker()
    with Workers(None, str(cluster.file)) as crew:
        doing = crew.do(*numbered(100, 0.1))
        next(doing)
        cluster.scheduler.kill()
        with pytest.raises(CorpusError, match=r"scheduler at \S+ no longer answers.*give the same command"):
            list(doing)


@POSIX
@pytest.mark.slow
def test_the_job_for_slurm_starts_workers_for_a_run(cluster, folder, tmp_path):
    (tmp_path / ".venv").symlink_to(sys.prefix)
    job = subprocess.Popen(
        ["bash", str(DOCS / "slurm.sh")], cwd=tmp_path, start_new_session=True,
        env=os.environ | {"SLURM_CPUS_PER_TASK": "2", "USER": "one", "TMPDIR": str(tmp_path)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        out = run(folder, tmp_path / "out", cluster=str(cluster.file), part=2)
    finally:
        os.killpg(job.pid, signal.SIGKILL)
        job.wait()
    assert contents(out) == contents(run(folder, tmp_path / "here"))


@POSIX
@pytest.mark.slow
def test_the_commands_for_kubernetes_make_the_tables(folder, tmp_path):
    """As they stand in the file; only the service's name and the paths are of this machine."""
    pytest.importorskip("distributed")
    yaml = pytest.importorskip("yaml")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "corpus").symlink_to(folder)
    here = {"workbook-scheduler": "127.0.0.1", "8786": str(port), "/data/": f"{tmp_path}/data/"}

    def started(manifest) -> subprocess.Popen[bytes]:
        (container,) = manifest["spec"]["template"]["spec"]["containers"]
        program, *words = container["command"]
        for name, local in here.items():
            words = [word.replace(name, local) for word in words]
        env = {each["name"]: str(tmp_path / "cache") for each in container.get("env", ())}
        return subprocess.Popen(
            [str(Path(sys.prefix) / "bin" / program), *words], env=os.environ | env, cwd=tmp_path,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip

    service, scheduler, worker, job = yaml.safe_load_all((DOCS / "kubernetes.yaml").read_text("utf-8"))
    assert service["metadata"]["name"] == scheduler["metadata"]["name"]
    assert service["spec"]["ports"] == [{"port": 8786}]
    going = [started(scheduler)]
    try:
        going += [started(worker), started(worker), started(job)]
        assert going[-1].wait(timeout=240) == 0
    finally:
        for process in going:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    assert contents(tmp_path / "data" / "out") == contents(run(folder, tmp_path / "here", only=None))


@POSIX
@pytest.mark.slow
def test_a_cluster_that_loses_a_worker_in_mid_run_loses_nothing_and_does_nothing_twice(
    cluster, many, tmp_path
):
    whole = contents(run(many, tmp_path / "whole"))
    out = tmp_path / "out"
    victim = cluster.worker()
    cluster.worker()
    killer = killing(lambda: victim.pid, out / ".measured" / "parts")
    assert contents(run(many, out, cluster=str(cluster.file))) == whole
    killer.join(timeout=5)
    assert victim.wait(timeout=5) == -signal.SIGKILL
    kept = [store.Part(path).articles for path in (out / ".measured" / "parts").glob("*.part")]
    assert sum(map(len, kept)) == len({article for part in kept for article in part}) == 400


def test_a_kernel_that_dies_before_it_is_there_is_started_once_more(tmp_path, monkeypatch):
    from analysis.corpus import notebooks
    from analysis.corpus.kernels import Kernels

    tried: list[str] = []

    def execute(source, target, **how):
        tried.append(source)
        if how["parameters"]["options"] or len(tried) == 1:
            raise RuntimeError("Kernel died before replying to kernel_info")

    monkeypatch.setattr("papermill.execute_notebook", execute)
    (tmp_path / "once").mkdir()
    made = notebooks.execute([], tmp_path / "once", {}, Kernels())
    assert len(made) >= 9
    assert len(tried) == len(made) + 1
    (tmp_path / "always").mkdir()
    with pytest.raises(RuntimeError, match="died before replying"):
        notebooks.execute([], tmp_path / "always", {"max_bytes": 1}, Kernels())
