"""The command, as a user meets it: what it makes, and what it says where it cannot."""

import json
import os
import re
import subprocess
import sys
import textwrap
import time
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from analysis import report, tables
from analysis.__main__ import main

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")

# Invented; long enough for the language to be told.
STORY = textwrap.dedent(
    """\
    Ferry board quarrels over the new timetable

    The harbour board of Tolmin accused Mayor Orla Vane on Monday of hiding a report on the ferry.

    Vane said the claim was false. “There is nothing to hide,” she told the council, and promised to publish it.

    Families on the island fear that the winter boats will be cut, which would cost shops a third of their trade.
    """
)


def tell(capsys) -> list[str]:
    """The messages that a user has to read, without the lines on progress."""
    return [line for line in capsys.readouterr().err.splitlines() if not line.endswith(" …")]


def story(folder: Path, name: str = "story.txt") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(STORY, encoding="utf-8")
    return folder


def test_tables_are_written_whole_and_read_back_the_same(tmp_path, capsys):
    out = tmp_path / "out"
    assert main(["tables", str(story(tmp_path / "in")), "--out", str(out)]) == 0
    assert "Made in" in capsys.readouterr().out
    for name in (
        "articles",
        "passages",
        "sentences",
        "quotes",
        "mentions",
        "voices",
        "hits",
        "scores",
        "frames",
        "evidence",
    ):
        table = tables.ALL[name]
        parquet = tables.read(table, out / "tables" / f"{name}.parquet")
        pd.testing.assert_frame_equal(
            tables.read(table, out / "tables" / f"{name}.csv")[list(table.columns)],
            parquet[list(table.columns)],
        )
        assert len(parquet)


def test_the_run_s_record_names_inputs_codebooks_and_versions(tmp_path):
    out = tmp_path / "out"
    main(["tables", str(story(tmp_path / "in")), "--out", str(out)])
    record = json.loads((out / "run.json").read_text())
    assert list(record["inputs"]) == ["story.txt"]
    assert re.fullmatch(r"[0-9a-f]{64}", record["inputs"]["story.txt"])
    assert "frames/generic" in record["codebooks"]
    assert record["packages"]["pandas"] == pd.__version__
    assert record["rows"]["articles"] == 1


def test_the_same_articles_give_the_same_tables_whatever_their_order(tmp_path):
    folder = story(tmp_path / "in")
    (folder / "b.txt").write_text(STORY.replace("Tolmin", "Brod").replace("Vane", "Quist"), encoding="utf-8")
    for out, names in (("one", ["story.txt", "b.txt"]), ("two", ["b.txt", "story.txt"])):
        assert main(["tables", *(str(folder / name) for name in names), "--out", str(tmp_path / out)]) == 0
    for path in sorted((tmp_path / "one" / "tables").iterdir()):
        assert path.read_bytes() == (tmp_path / "two" / "tables" / path.name).read_bytes(), path.name


def zipped(folder: Path, entries: dict[str, bytes]) -> Path:
    path = folder / "articles.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def missing(folder):
    return folder / "nowhere.txt"


def empty(folder):
    (folder / "empty.txt").write_bytes(b"")
    return folder / "empty.txt"


def binary(folder):
    (folder / "photo.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0")
    return folder / "photo.txt"


def truncated_zip(folder):
    path = zipped(folder, {"a.txt": STORY.encode()})
    path.write_bytes(path.read_bytes()[:-40])
    return path


def climbing_zip(folder):
    return zipped(folder, {"../outside.txt": STORY.encode()})


def bomb(folder):
    return zipped(folder, {"a.txt": b"a" * 60_000_000})


def bad_json_line(folder):
    (folder / "news.jsonl").write_text('{"text": \n', encoding="utf-8")
    return folder / "news.jsonl"


def csv_without_text(folder):
    (folder / "news.csv").write_text("outlet,views\nThe Crier,3\n", encoding="utf-8")
    return folder / "news.csv"


def empty_folder(folder):
    (folder / "nothing").mkdir()
    return folder / "nothing"


@pytest.mark.parametrize(
    ("make", "says"),
    [
        pytest.param(missing, r"nowhere\.txt", id="a missing path"),
        pytest.param(empty, r"empty\.txt.*empty", id="an empty file"),
        pytest.param(binary, r"photo\.txt", id="a binary file"),
        pytest.param(truncated_zip, r"articles\.zip", id="a truncated zip"),
        pytest.param(climbing_zip, r"outside\.txt", id="an entry that climbs out of its zip"),
        pytest.param(bomb, r"a\.txt", id="a zip bomb"),
        pytest.param(bad_json_line, r"news\.jsonl.*line 1", id="a malformed line of JSON"),
        pytest.param(csv_without_text, r"outlet, views", id="a CSV without a column of texts"),
        pytest.param(empty_folder, r"nothing", id="a folder without articles"),
    ],
)
def test_bad_input_is_one_clear_line_and_nothing_is_written(tmp_path, capsys, make, says):
    path = make(tmp_path)
    assert main(["tables", str(path), "--out", str(tmp_path / "out")]) == 2
    lines = tell(capsys)
    assert any(re.search(says, line) for line in lines), lines
    assert not any("Traceback" in line for line in lines)
    assert not (tmp_path / "out").exists()
    assert not list(tmp_path.glob(".out-*"))


@pytest.mark.parametrize("make", [empty, binary, bad_json_line, csv_without_text, truncated_zip])
def test_what_is_bad_does_not_stop_what_is_good(tmp_path, capsys, make):
    folder = story(tmp_path / "in")
    make(folder)
    assert main(["tables", str(folder), "--out", str(tmp_path / "out")]) == 0
    assert len(tables.read(tables.ARTICLES, tmp_path / "out" / "tables" / "articles.parquet")) == 1
    assert len(tables.read(tables.PROBLEMS, tmp_path / "out" / "tables" / "problems.parquet")) == 1
    assert len(tell(capsys)) == 1


def test_a_file_over_the_limit_is_refused_with_the_way_to_raise_it(tmp_path, capsys):
    folder = story(tmp_path / "in")
    assert main(["tables", str(folder), "--out", str(tmp_path / "out"), "--max-mb", "0.0001"]) == 2
    assert any("--max-mb" in line for line in tell(capsys))


def test_articles_in_other_languages_are_counted_and_listed(tmp_path, capsys):
    folder = story(tmp_path / "in")
    german = "Der Gemeinderat von Tolmin hat am Montag über den neuen Fahrplan der Fähre gestritten. " * 4
    (folder / "de.txt").write_text(german, encoding="utf-8")
    assert main(["tables", str(folder), "--out", str(tmp_path / "out")]) == 0
    assert any(
        "1 of 2 articles listed but not measured" in line and "German" in line for line in tell(capsys)
    )
    articles = tables.read(tables.ARTICLES, tmp_path / "out" / "tables" / "articles.parquet")
    assert sorted(articles["language"]) == ["de", "en"]


def test_an_existing_result_is_replaced_and_other_files_stay(tmp_path):
    out, folder = tmp_path / "out", story(tmp_path / "in")
    main(["tables", str(folder), "--out", str(out)])
    (out / "my-notes.txt").write_text("keep")
    (folder / "b.txt").write_text(STORY.replace("Vane", "Quist"), encoding="utf-8")
    assert main(["tables", str(folder), "--out", str(out)]) == 0
    assert len(tables.read(tables.ARTICLES, out / "tables" / "articles.parquet")) == 2
    assert (out / "my-notes.txt").read_text() == "keep"


def test_a_failed_run_leaves_an_existing_result_as_it_was(tmp_path):
    out, folder = tmp_path / "out", story(tmp_path / "in")
    main(["tables", str(folder), "--out", str(out)])
    before = {path: path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}
    assert main(["tables", str(tmp_path / "nowhere"), "--out", str(out)]) == 2
    assert {path: path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()} == before


def test_a_folder_that_no_run_made_is_not_covered(tmp_path, capsys):
    out = tmp_path / "out"
    (out / "tables").mkdir(parents=True)
    (out / "tables" / "mine.csv").write_text("mine")
    assert main(["tables", str(story(tmp_path / "in")), "--out", str(out)]) == 2
    assert tell(capsys) == [
        f"workbook: {out} already holds tables, which no run of the workbook made. Choose another folder."
    ]
    assert (out / "tables" / "mine.csv").read_text() == "mine"


def test_an_output_that_is_a_file_is_refused(tmp_path, capsys):
    (tmp_path / "out").write_text("a file")
    assert main(["tables", str(story(tmp_path / "in")), "--out", str(tmp_path / "out")]) == 2
    assert tell(capsys) == [f"workbook: {tmp_path / 'out'} is a file; the results need a folder."]


def test_an_output_that_cannot_be_written_is_refused_before_any_work(tmp_path, capsys):
    # A file in the way, because root can write to a folder without permission.
    (tmp_path / "file").write_text("a file")
    out = tmp_path / "file" / "out"
    assert main(["tables", str(story(tmp_path / "in")), "--out", str(out)]) == 2
    (line,) = tell(capsys)
    assert line.startswith(f"workbook: {out} cannot be written: ")
    assert line.endswith(". Choose another folder with --out.")


def test_lab_says_when_there_is_nothing_to_open(tmp_path, capsys):
    assert main(["lab", str(tmp_path / "nowhere")]) == 2
    assert tell(capsys) == [f"workbook: there is no {tmp_path / 'nowhere'}."]


@pytest.mark.parametrize("command", ["lab", "app"])
def test_a_path_that_does_not_exist_is_one_clear_line(tmp_path, monkeypatch, capsys, command):
    monkeypatch.chdir(tmp_path)
    assert main([command, "nowhere", "--no-browser"]) == 2
    assert tell(capsys) == ["workbook: there is no nowhere."]
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("given", "expect"),
    [
        (["lab", "a"], {"paths": ["a"], "port": None, "browser": True, "further": []}),
        (["lab", "--port", "8890", "a"], {"port": 8890}),
        (["lab", "a", "--no-browser"], {"browser": False}),
        (
            ["lab", "a", "--", "--ServerApp.ip=::1", "b"],
            {"paths": ["a"], "further": ["--ServerApp.ip=::1", "b"]},
        ),
        (["lab", "--", "--debug"], {"paths": [], "further": ["--debug"]}),
        (["app", "a", "b", "--", "--debug"], {"paths": ["a", "b"], "further": ["--debug"]}),
    ],
)
def test_lab_and_app_pass_on_what_comes_after_two_dashes(monkeypatch, given, expect):
    from analysis.corpus import lab

    calls = []
    for name in ("lab", "app"):
        monkeypatch.setattr(lab, name, lambda paths, *out, **how: calls.append({"paths": paths, **how}) or 0)
    assert main(given) == 0
    (call,) = calls
    assert {name: call[name] for name in expect} == expect


@pytest.mark.parametrize("port", ["0", "-1", "http", "8.5"])
def test_a_port_that_is_no_number_is_refused(capsys, port):
    with pytest.raises(SystemExit) as ended:
        main(["lab", f"--port={port}"])
    assert ended.value.code == 2
    assert f"{port!r} is not a number of at least 1" in capsys.readouterr().err


def test_help_waits_for_no_slow_import():
    code = "import sys; from analysis.__main__ import parser; parser(); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert not {"numpy", "pandas", "spacy", "urllib3"} & set(loaded.split())


def test_the_command_alone_prints_its_help(capsys):
    assert main([]) == 2
    assert "workbook run my-articles/" in capsys.readouterr().err


def test_an_interrupted_command_says_how_to_resume(tmp_path, monkeypatch, capsys):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("analysis.corpus.run", interrupted)
    assert main(["run", str(tmp_path)]) == 130
    assert capsys.readouterr().err.strip() == (
        "workbook: Interrupted. Existing output is unchanged; run the same command to resume."
    )


def test_a_run_says_in_a_pipe_what_it_does(tmp_path, capsys):
    folder = story(tmp_path / "in")
    for at in range(6):
        (folder / f"{at}.txt").write_text(STORY.replace("Vane", "Quist").replace("boats", f"boats {at}"))
    assert main(["tables", str(folder), "--out", str(tmp_path / "out"), "--only", "tone"]) == 0
    said = capsys.readouterr().err.splitlines()
    assert said[:2] == ["workbook: reading the articles …", "workbook: measuring 7 articles …"]
    assert said[-1] == "workbook: writing the tables …"


def test_fetch_says_in_a_pipe_what_it_fetches(monkeypatch, capsys):
    def fetch(name, folder, *, say, count):
        count(name, 0, 3)
        say(f"  3 files in {name}")

    monkeypatch.setattr("analysis.gold.fetch", fetch)
    assert main(["fetch", "gold", "near"]) == 0
    said = capsys.readouterr()
    assert said.out == "  3 files in near\n"
    assert said.err == "workbook: fetching 3 files of near …\n"


def test_validate_says_in_a_pipe_which_instrument_it_measures(monkeypatch, capsys):
    def measure(gold, tasks, out, *, check, step):
        step("tone-sentence on near: news")
        step("")
        print("a table")
        return 0

    monkeypatch.setattr("analysis.validate.run", measure)
    assert main(["validate"]) == 0
    said = capsys.readouterr()
    assert said.out == "a table\n"
    assert said.err.splitlines() == [
        "workbook: reading the human-coded sets …",
        "workbook: measuring tone-sentence on near: news …",
    ]


def test_help_is_fast_and_shows_how_to_begin():
    started = time.perf_counter()
    said = subprocess.run(
        [sys.executable, "-m", "analysis", "--help"], capture_output=True, text=True, check=True
    )
    seconds = time.perf_counter() - started
    assert "workbook run my-articles/" in said.stdout
    assert seconds < 0.5
    imported = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "analysis", "--version"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert not re.search(r"\b(pandas|numpy|matplotlib|spacy)\b", imported.stderr)


# Put in front of every Python that the run starts: no address but the loopback answers.
BLOCK = """
import socket

def guarded(connect):
    def only_loopback(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6) and not str(address[0]).startswith(("127.", "::1", "localhost")):
            open({log!r}, "a").write(f"{{address}}\\n")
            raise OSError(f"blocked: {{address}}")
        return connect(self, address)
    return only_loopback

socket.socket.connect = guarded(socket.socket.connect)
socket.socket.connect_ex = guarded(socket.socket.connect_ex)
resolve = socket.getaddrinfo

def only_local(host, *rest, **named):
    if host not in (None, "", "localhost", "127.0.0.1", "::1"):
        open({log!r}, "a").write(f"{{host}}\\n")
        raise OSError(f"blocked: {{host}}")
    return resolve(host, *rest, **named)

socket.getaddrinfo = only_local
"""


@pytest.mark.slow
def test_the_main_job_makes_all_it_names_with_the_network_blocked(tmp_path):
    log = tmp_path / "tried.txt"
    (tmp_path / "guard").mkdir()
    (tmp_path / "guard" / "sitecustomize.py").write_text(BLOCK.format(log=str(log)))
    environment = os.environ | {
        "PYTHONPATH": str(tmp_path / "guard"),
        "WORKBOOK_CACHE": str(tmp_path / "cache"),
    }
    blocked = subprocess.run(
        [sys.executable, "-c", "import socket; socket.create_connection(('192.0.2.1', 80), 1)"],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "blocked" in blocked.stderr, "the guard itself must work"
    log.unlink()
    out = tmp_path / "out"
    ran = subprocess.run(
        [sys.executable, "-m", "analysis", "run", "--out", str(out)], env=environment, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert not log.exists(), f"the run tried to reach {log.read_text()}"
    assert str(out / "report.html") in ran.stdout
    printed = {"report.pdf"} if report.browser() else set()
    assert {path.name for path in out.iterdir()} == {
        ".measured",
        "brief.md",
        "charts",
        "codebook.html",
        "findings.json",
        "methods.md",
        "notebooks",
        "references.bib",
        "report.html",
        "run.json",
        "tables",
        *printed,
    }
    for chart in (out / "charts").glob("*.svg"):
        assert {chart.with_suffix(ending).is_file() for ending in (".png", ".pdf", ".csv", ".txt")} == {True}
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "Who speaks?" in page
    # The README's chart is one of these, and its alt text too.
    assert (ROOT / "docs" / "who-speaks.svg").read_bytes() == (out / "charts" / "speakers.svg").read_bytes()
    assert (out / "charts" / "speakers.txt").read_text(encoding="utf-8").strip() in README
    assert not re.search(r'(?:src|href)="https?://(?![^"]*")', page)


@pytest.mark.slow
def test_every_notebook_runs_on_five_unlike_articles(tmp_path):
    folder = story(tmp_path / "in")
    (folder / "old.txt").write_bytes(
        STORY.replace("Tolmin", "Brod")
        .replace("claim was false", "claim was – she said – false")
        .encode("cp1252")
    )
    (folder / "page.html").write_text(
        "<html><head><title>Island school to close</title><meta name='author' content='Ada Lund'>"
        "<meta property='og:site_name' content='The Crier'></head><body><nav>Home | Sport</nav><article><h1>Island "
        "school to close</h1>"
        + "".join(f"<p>{line}</p>" for line in STORY.split("\n\n")[1:])
        * 2
        + "</article>"
        "<footer>Copyright 2026 The Crier</footer></body></html>",
        encoding="utf-8",
    )
    rows = [
        (
            "The Crier",
            "2026-01-05",
            "Bridge opens",
            STORY.split("\n\n")[1] + " The bridge is a triumph, he said.",
        ),
        (
            "The Beacon",
            "2026-01-06",
            "Bridge row",
            STORY.split("\n\n")[2] + " The bridge is a disgrace, critics said.",
        ),
    ]
    pd.DataFrame(rows, columns=["outlet", "date", "title", "text"]).to_csv(folder / "news.csv", index=False)
    out = tmp_path / "out"
    ran = subprocess.run(
        [sys.executable, "-m", "analysis", "run", str(folder), "--out", str(out)], capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    articles = tables.read(tables.ARTICLES, out / "tables" / "articles.parquet")
    assert len(articles) == 5
    assert articles["left_out"].isna().all()
    assert set(articles["outlet"].dropna()) == {"The Crier", "The Beacon"}
