"""What a run publishes besides charts and report: the codebook, the methods with references, and the PDF."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from lxml import html

from analysis import codebook, report, tables
from analysis.report import instruments, methods_text, printing, references
from analysis.report.safe import allowed, unsafe

STORY = (
    "Ferry board quarrels over timetable\n\n"
    "The harbour board of Tolmin accused Mayor Ada Vane on Monday of hiding a terrible report.\n\n"
    "Vane said the claim was false. “There is nothing to hide,” she told the council.\n"
)
RECORD = {
    "workbook": "9.8.7", "python": "3.12.1", "packages": {"pandas": "3.1.1", "nltk": "3.10.4", "spacy": "3.8.18"},
    "model": "en_core_demo 3.8.0", "corpus": ["seeds"], "inputs": {"ferry.txt": "ab" * 32},
    "codebooks": {"frames/generic": "cd" * 32}, "seed": 1,
}  # fmt: skip


# --- The codebook -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    return report.codebooks(tmp_path_factory.mktemp("book") / "codebook.html")


@pytest.fixture(scope="module")
def page(shelf):
    return html.document_fromstring(shelf.read_text(encoding="utf-8"))


def test_the_codebook_has_every_instrument_with_question_rule_and_validity(page):
    made = instruments.instruments()
    sections = page.xpath("//main/section[contains(@class, 'entry')]")
    assert [section.get("id") for section in sections] == [
        one.name.replace("/", "-").replace("_", "-") for one in made
    ]
    for one, section in zip(made, sections, strict=True):
        facts = dict(
            zip(
                section.xpath(".//dl/dt/text()"),
                [" ".join(fact.text_content().split()) for fact in section.xpath(".//dl/dd")],
                strict=True,
            )
        )
        assert facts["Question"] == " ".join(one.asks.split())
        assert facts["Rule"]
        assert facts["Validity"].startswith(f"{one.badge.dots} {one.badge.label}")


def test_every_codebook_on_the_shelf_is_in_it_with_all_its_questions(page):
    text = " ".join(page.text_content().split())
    for path in sorted(codebook.SHELF.glob("*/*.toml")):
        if path.parent.name == "gold":
            continue
        book = codebook.read(path.parent.name, path.stem)
        assert f"Codebook {book.instrument}" in text
        for said in book.codes.values():
            assert " ".join(str(said["asks"]).split()) in text


def test_an_instrument_s_level_is_the_word_of_the_badge_and_no_letter(page):
    words = {"Reliable", "Tentative", "Exploratory", "Not validated"}
    levels = [" ".join(cell.text_content().split()) for cell in page.xpath("//td/span[@class='level']")]
    assert len(levels) == len(instruments.instruments())
    assert {level.partition(" ")[2] for level in levels} <= words
    text = " ".join(page.xpath("//main//text()[not(ancestor::details)]"))  # the terms are any words
    assert not re.search(r"\btier\b|too uncertain to say|\bbright or dark\b", text)


def test_every_measure_of_the_validity_table_is_an_instrument_in_it():
    from analysis import tier

    measured = set(tier.validity()["measure"].dropna())
    assert measured <= {made.measure for made in instruments.instruments()}


def test_the_codebook_can_only_be_read_and_its_links_lead_somewhere(shelf, page):
    text = shelf.read_text(encoding="utf-8")
    script = re.search(r"<script>(.*?)</script>", text, re.DOTALL)[1]
    assert unsafe(text, script) == []
    assert len(unsafe(text)) == 1, "our own script"
    assert allowed(script) in page.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
    anchors = page.xpath("//@id")
    assert len(anchors) == len(set(anchors))
    assert {link[1:] for link in page.xpath("//a/@href") if link.startswith("#")} <= set(anchors)
    assert all(cell.get("scope") for cell in page.xpath("//th"))
    assert page.xpath("//html/@lang") == ["en"]


def test_the_codebook_is_the_same_each_time(shelf, tmp_path):
    assert report.codebooks(tmp_path / "again.html").read_bytes() == shelf.read_bytes()


# --- Works --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("citation", "key"),
    [
        pytest.param("Vane, A. & Osei, K. (2019). Ferries. Quay.", "vane2019", id="two authors"),
        pytest.param("van der Zee, A. (2021). Ferries. Quay.", "vanderzee2021", id="a name in parts"),
        pytest.param("Müller-Öst, Ü. (1999). Fähren. Kai.", "mullerost1999", id="letters with marks"),
        pytest.param("Original to this workbook, after the tables in Vane, A. (2019). Ferries.", "vane2019", id="after"),
        pytest.param("Harbour Board and Council (2017). A set.", "harbourboardandcouncil2017", id="a body"),
        pytest.param("Original to this workbook.", None, id="no work"),
        pytest.param("Countries: ISO 3166-1, https://www.iso.org/obp/ui/", None, id="an address"),
    ],
)  # fmt: skip
def test_a_citation_has_a_key(citation, key):
    assert instruments.key_of(citation) == key


def test_a_citation_becomes_an_entry_that_reads_as_it_did():
    _, entry = instruments.entry_of(
        "Vane, A., Osei, K. et al. (2019). Ferries & fares. Quay 1(2), 3-4. (The list.)"
    )
    assert "author       = {Vane, A. and Osei, K. and others}" in entry
    assert r"title        = {Ferries \& fares}" in entry
    assert "The list" not in entry
    assert references.in_words(entry) == "Vane, A., Osei, K. et al. (2019). Ferries & fares. Quay 1(2), 3-4."


def test_a_body_s_name_is_one_author():
    _, entry = instruments.entry_of("Harbour Board and Council (2017). A set of ferries.")
    assert "author       = {{Harbour Board and Council}}" in entry
    assert references.in_words(entry) == "Harbour Board and Council (2017). A set of ferries."


def test_every_work_that_is_shipped_is_whole_and_every_key_used_is_shipped():
    for key, entry in instruments.works().items():
        told = references.fields(entry)
        assert {"author", "title", "year"} <= set(told), key
        assert entry.count("{") == entry.count("}"), key
    for made in instruments.instruments():
        assert set(made.cites) <= set(instruments.works()), made.name


# --- Methods ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    from analysis import corpus

    folder = tmp_path_factory.mktemp("ferry")
    (folder / "ferry.txt").write_text(STORY, encoding="utf-8")
    (folder / "same.txt").write_text(STORY, encoding="utf-8")
    return dict(corpus.measure(folder).items())


@pytest.fixture(scope="module")
def methods(measured, tmp_path_factory):
    text, bib = report.methods(tmp_path_factory.mktemp("methods"), measured, RECORD)
    return text.read_text(encoding="utf-8"), bib.read_text(encoding="utf-8")


def test_the_methods_describe_what_ran_and_what_was_left_out(methods, measured):
    text, _ = methods
    assert "The corpus holds 2 articles from 2 files." in text
    assert "1 article was left out (1: copy of another)." in text
    assert f"{len(measured['sentences'])} sentences" in text
    assert "version 9.8.7 [@mediaworkbook]" in text
    assert "model en_core_demo 3.8.0" in text
    assert "frames/generic cdcdcdcdcdcd" in text
    assert "ferry.txt abababababab" in text
    assert "trafilatura" not in text.partition("## Works")[0], "no page was read"


def test_every_citation_has_its_entry_and_every_entry_is_whole(methods):
    text, bib = methods
    cited = set(re.findall(r"@([a-z]+\d*)", text))
    entries = re.findall(r"^@\w+\{(\w+),", bib, re.MULTILINE)
    assert len(entries) == len(set(entries))
    assert cited - {"key"} <= set(entries)
    assert bib.count("{") == bib.count("}")


def test_only_instruments_with_a_row_are_described(methods, measured):
    told = set(re.findall(r"^- \*\*(.+?)\*\*", methods[0], re.MULTILINE))
    used = set(measured["scores"]["instrument"])
    for made in instruments.instruments():
        if made.name in ("vader", "textblob", "news"):
            assert (made.title in told) == (made.measure in used)
    without = {name: measured[name].query("instrument != 'vader'") for name in ("scores", "hits")}
    fewer = {**measured, **without}
    assert "vader" in used
    assert "vader" not in {made.name for made in methods_text._used(fewer)}


def test_the_same_run_gives_the_same_methods(methods, measured, tmp_path):
    again = report.methods(tmp_path, measured, RECORD)
    assert tuple(path.read_text(encoding="utf-8") for path in again) == methods


def test_a_table_that_is_missing_is_named(measured, tmp_path):
    with pytest.raises(report.ReportError, match=r"the methods need the tables scores\."):
        report.methods(tmp_path, {name: t for name, t in measured.items() if name != "scores"}, RECORD)


def test_a_run_without_estimates_has_methods(measured, tmp_path):
    bare = {**measured, "estimates": tables.ESTIMATES.frame(), "problems": pd.DataFrame()}
    text, _ = report.methods(tmp_path, bare, RECORD)
    assert "The run has 0 estimates" in text.read_text(encoding="utf-8")


# --- PDF ----------------------------------------------------------------------------------------


@pytest.fixture
def bare(monkeypatch, tmp_path):
    """A machine on which nothing can print."""
    monkeypatch.setattr(printing, "APPLICATIONS", ())
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.delenv("WORKBOOK_BROWSER", raising=False)
    (tmp_path / "bin").mkdir()
    page = tmp_path / "report.html"
    page.write_text("<!DOCTYPE html><title>A</title><p>Text.")
    return page


def program(folder: Path, name: str, does: str) -> Path:
    made = folder / name
    made.write_text(f"#!{sys.executable}\nimport sys\n{does}\n")
    made.chmod(made.stat().st_mode | stat.S_IXUSR)
    return made


def test_without_a_browser_and_without_latex_nothing_is_printed_and_it_is_said_how(bare, tmp_path):
    assert report.browser() is None
    assert report.pdf(bare, tmp_path / "report.pdf") is None
    assert not (tmp_path / "report.pdf").exists()
    for word in ("Chrome", "Edge", "pandoc", "WORKBOOK_BROWSER"):
        assert word in report.HOW


pytest_posix = pytest.mark.skipif(os.name != "posix", reason="programs are made of scripts here")


@pytest_posix
def test_a_browser_is_asked_to_print_and_the_time_taken_out(bare, tmp_path):
    program(
        tmp_path / "bin", "google-chrome",
        "out = next(a for a in sys.argv if a.startswith('--print-to-pdf=')).partition('=')[2]\n"
        "open(out, 'wb').write(b\"%PDF-1.4 /CreationDate (D:20260102030405+00'00') end\")",
    )  # fmt: skip
    made = report.pdf(bare, tmp_path / "report.pdf")
    assert made == tmp_path / "report.pdf"
    assert made.read_bytes() == b"%PDF-1.4 " + b" " * 39 + b" end"


@pytest_posix
def test_where_there_is_no_browser_pandoc_and_latex_print(bare, tmp_path):
    program(tmp_path / "bin", "xelatex", "")
    program(
        tmp_path / "bin", "pandoc",
        "given = sys.argv[1:]\nassert given[given.index('--pdf-engine') + 1].endswith('xelatex')\n"
        "open(given[given.index('--output') + 1], 'wb').write(b'%PDF-1.5 set')",
    )  # fmt: skip
    assert report.pdf(bare, tmp_path / "report.pdf").read_bytes() == b"%PDF-1.5 set"


@pytest_posix
def test_a_browser_that_fails_is_named_with_what_it_said(bare, tmp_path):
    made = program(tmp_path / "bin", "chromium", "sys.exit('no screen')")
    with pytest.raises(
        report.ReportError, match=rf"^{re.escape(str(made))} made no PDF of report\.html: no screen$"
    ):
        report.pdf(bare, tmp_path / "report.pdf")
    assert not (tmp_path / "report.pdf").exists()


def test_one_s_own_browser_wins_and_none_means_none(bare, tmp_path, monkeypatch):
    own = program(tmp_path, "mine", "")
    monkeypatch.setenv("WORKBOOK_BROWSER", str(own))
    assert report.browser() == str(own)
    monkeypatch.setenv("WORKBOOK_BROWSER", "none")
    assert report.browser() is None


def test_a_page_that_is_not_there_is_named(tmp_path):
    with pytest.raises(report.ReportError, match=r"there is no page .*gone\.html to print"):
        report.pdf(tmp_path / "gone.html", tmp_path / "gone.pdf")


@pytest.mark.slow
@pytest.mark.skipif(report.browser() is None, reason="no Chromium, Chrome or Edge was found to print with")
def test_a_browser_really_prints_the_same_bytes_each_time(shelf, tmp_path):
    one, other = (report.pdf(shelf, tmp_path / name) for name in ("one.pdf", "other.pdf"))
    assert one.read_bytes() == other.read_bytes()
    assert one.read_bytes().startswith(b"%PDF")
    assert not re.search(rb"/(CreationDate|ModDate)", one.read_bytes())


def test_the_command_line_names_sizes_that_are_there():
    asked = [sys.executable, "-m", "analysis", "run", "--sizes", "poster"]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("workbook: there is no size 'poster'.")
