"""Loading of files that are empty, cut short, encrypted, misnamed or made to do harm: one clear line each."""

from __future__ import annotations

import gzip
import io
import random
import time
from pathlib import Path

import made_files as made
import pytest

from analysis import load
from analysis.__main__ import main
from analysis.load import registry

BRIDGE = (
    "The council of Vellmar voted on Monday to close the old bridge for a year, after engineers found "
    "cracks in two of its piers."
)
FERRY = "The ferry across the Har is running again after two weeks of repairs, its owner said on Friday."
PAGE = made.web_page(BRIDGE, FERRY)
ANSWER = ("https://herald.example/a", "200 OK", "text/html", PAGE.encode())
ARCHIVE = made.warc(ANSWER, packed=True)
LINES = [(60, 760 - 14 * nth, 11, line) for nth, line in enumerate((BRIDGE, FERRY))]
SOUND = {
    "a.docx": made.docx(BRIDGE, FERRY),
    "a.odt": made.odt(BRIDGE, FERRY),
    "a.rtf": made.rtf(BRIDGE, FERRY),
    "a.pdf": made.pdf([LINES]),
    "a.xlsx": made.xlsx(A=[["text"], [BRIDGE]]),
    "a.ods": made.ods(["text"], [BRIDGE]),
    "a.eml": made.message(f"<p>{BRIDGE}</p>", "html"),
    "a.mbox": made.mbox(made.message(BRIDGE)),
    "a.mhtml": made.mhtml(PAGE),
    "a.rss": made.rss(f"<item><title>Bridge</title><description>{BRIDGE}</description></item>"),
    "a.warc": made.warc(ANSWER),
    "a.warc.gz": ARCHIVE,
    "a.wacz": made.wacz(ARCHIVE, "https://herald.example/a"),
    "a.txt.gz": gzip.compress(BRIDGE.encode()),
    "a.html": PAGE.encode(),
}
MOST = (
    "it unpacks to more than 50 MB, the limit for one file. If you trust it, raise the limit with --max-mb."
)


def lines(tmp_path: Path, name: str, data: bytes) -> list[str]:
    (tmp_path / name).write_bytes(data)
    return load.lines(load.read(tmp_path / name)[1])


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_file_is_read(tmp_path, name):
    (tmp_path / name).write_bytes(SOUND[name])
    assert load.read(tmp_path / name)[0]["source_text"].str.contains("close the old bridge").tolist() == [
        True
    ]


@pytest.mark.parametrize("name", SOUND)
def test_an_empty_file(tmp_path, name):
    assert lines(tmp_path, name, b"") == [f"{name}: the file is empty."]


CUT = [
    ("a.docx", 0.6, "it is not the whole of a Word document: it was cut short or is damaged."),
    ("a.odt", 0.6, "it is not the whole of an OpenDocument text: it was cut short or is damaged."),
    (
        "a.rtf",
        0.7,
        "its last brace is missing: the document seems to be cut short. It is read as far as it goes.",
    ),
    ("a.pdf", 0.6, "it is not a whole PDF document: it was cut short or is damaged."),
    ("a.xlsx", 0.6, "it is not the whole of a spreadsheet: it was cut short or is damaged."),
    ("a.ods", 0.6, "it is not the whole of a spreadsheet: it was cut short or is damaged."),
    ("a.mhtml", 0.8, "its end is missing: it was cut short, and is read as far as it goes."),
    ("a.wacz", 0.6, "it is not the whole of a web archive collection: it was cut short or is damaged."),
    ("a.txt.gz", 0.6, "it is not a whole gzip file: it was cut short or is damaged."),
]


@pytest.mark.parametrize(("name", "share", "line"), CUT)
def test_a_file_cut_short(tmp_path, name, share, line):
    data = SOUND[name]
    assert lines(tmp_path, name, data[: int(share * len(data))]) == [f"{name}: {line}"]


def test_the_records_of_a_web_archive_before_it_is_cut_are_read(tmp_path):
    data = made.warc(
        ANSWER, ("https://herald.example/b", *ANSWER[1:3], made.web_page(FERRY, BRIDGE).encode())
    )
    path = tmp_path / "a.warc"
    path.write_bytes(data[:-60])
    found, problems = load.read(path)
    assert found["source_file"].tolist() == ["a.warc#record 1", "a.warc#record 2"]
    assert load.lines(problems) == [
        "a.warc, record 2: the record is cut short; it is read as far as it goes."
    ]


OLE = made.ENCRYPTED_OFFICE
LOCKED = [
    ("a.docx", OLE, "it is encrypted with a password. Save it without one."),
    ("a.xlsx", OLE, "it is encrypted with a password. Save it without one."),
    ("a.docx", made.locked(SOUND["a.docx"]), "it is encrypted with a password. Save it without one."),
    (
        "a.odt",
        made.odf("text", "", "<manifest:encryption-data/>"),
        "it is encrypted with a password. Save it without one.",
    ),
    (
        "a.pdf",
        made.pdf([LINES], tail=made.ENCRYPTED_PDF),
        "it is locked with a password. Save it without one.",
    ),
]


@pytest.mark.parametrize(("name", "data", "line"), LOCKED)
def test_an_encrypted_file(tmp_path, name, data, line):
    assert lines(tmp_path, name, data) == [f"{name}: {line}"]


MISNAMED = [
    ("a.txt", "a.pdf", "it is a PDF document, not text. Let its name end in .pdf."),
    ("a.txt", "a.docx", "it is a Word document, not text. Let its name end in .docx."),
    ("a.csv", "a.xlsx", "it is an Excel workbook, not text. Let its name end in .xlsx."),
    ("a.docx", "a.rtf", "it is an RTF document, not a Word document. Let its name end in .rtf."),
    ("a.docx", "a.odt", "it is a zip archive, but not a Word document: it has no part 'document.xml'."),
    ("a.docx", "a.html", "it is text, not a Word document. Rename it."),
    ("a.pdf", "a.html", "it is not a PDF document, which begins with %PDF. Rename it, for example to .html."),
    ("a.rtf", "a.docx", "it is a Word document, not an RTF document. Let its name end in .docx."),
    ("a.xlsx", "a.docx", "it is a Word document, not a spreadsheet. Let its name end in .docx."),
    ("a.xlsx", "a.html", "it is text, not a spreadsheet. Rename it."),
    ("a.warc", "a.pdf", "it is a PDF document, not a web archive. Let its name end in .pdf."),
    ("a.wacz", "a.docx", "it holds no web archive."),
    ("a.rss", "a.txt.gz", "it is a gzip archive, not text. Add .gz to its name."),
    ("a.rss", "a.eml", "it is not XML, and no RSS or Atom feed."),
    (
        "a.mbox",
        "a.eml",
        "it is not a mailbox, in which each message begins with a line 'From', an address and a date.",
    ),
    ("a.eml", "a.pdf", "it is a PDF document, not an e-mail. Let its name end in .pdf."),
    ("a.txt.gz", "a.html", "it is no gzip archive. Take .gz from its name."),
]


@pytest.mark.parametrize(("name", "content", "line"), MISNAMED)
def test_a_file_under_the_name_of_another_kind(tmp_path, name, content, line):
    assert lines(tmp_path, name, SOUND[content]) == [f"{name}: {line}"]


def test_a_scan_without_text(tmp_path):
    assert lines(tmp_path, "a.pdf", made.pdf([[], []])) == [
        "a.pdf: it is a scan without text (pages: 2; words found: 0). Recognise its text with an OCR program first."
    ]


ZEROS = bytes(60_000_000)
FAR = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>'
BOMBS = [
    pytest.param("a.docx", made.zipped({"word/document.xml": ZEROS}), MOST, id="docx"),
    pytest.param("a.odt", made.zipped({"mimetype": "x", "content.xml": ZEROS}), MOST, id="odt"),
    pytest.param(
        "a.xlsx", made.zipped({"xl/workbook.xml": "<x/>", "xl/sharedStrings.xml": ZEROS}), MOST, id="xlsx"
    ),
    pytest.param("a.wacz", made.zipped({"archive/a.warc": ZEROS}), MOST, id="wacz"),
    pytest.param("a.txt.gz", gzip.compress(ZEROS), MOST, id="gz"),
    pytest.param(
        "a.ods",
        made.ods(["text"], body=FAR),
        "it repeats filled cells very often, as no table of articles does.",
        id="ods that repeats a row a million times",
    ),
]


@pytest.mark.parametrize(("name", "data", "line"), BOMBS)
def test_what_unpacks_to_very_much_is_not_unpacked(tmp_path, name, data, line):
    assert lines(tmp_path, name, data) == [f"{name}: {line}"]


def test_a_part_that_is_larger_than_it_says_is_not_unpacked(tmp_path):
    packed = made.zipped({"word/document.xml": ZEROS})
    size = len(ZEROS).to_bytes(4, "little")
    [line] = lines(tmp_path, "a.docx", packed.replace(size, (1_000).to_bytes(4, "little")))
    assert line == "a.docx: its part 'document.xml' is damaged."


def test_cells_far_apart_do_not_fill_the_memory(tmp_path):
    import openpyxl

    book, saved = openpyxl.Workbook(), io.BytesIO()
    book.active["A1"], book.active["A2"], book.active["XFD1048576"] = "text", BRIDGE, "far"
    book.save(saved)
    assert lines(tmp_path, "a.xlsx", saved.getvalue()) == [
        "a.xlsx: its cells spread over 1,048,576 rows and 16,384 columns. Delete those outside the table."
    ]


def test_a_page_in_a_web_archive_that_unpacks_to_very_much_leaves_the_others(tmp_path):
    path = tmp_path / "a.warc.gz"
    path.write_bytes(made.warc(("https://herald.example/z", *ANSWER[1:3], ZEROS), ANSWER, packed=True))
    found, problems = load.read(path)
    assert found["url"].tolist() == ["https://herald.example/a"]
    assert load.lines(problems) == [f"a.warc.gz, record 1: {MOST} (Page: https://herald.example/z)"]


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
DECLARING = [
    pytest.param(
        "a.docx",
        made.zipped(
            {"word/document.xml": f'{ENTITIES}<w:document xmlns:w="{made.W}"><w:body/></w:document>'}
        ),
        "it declares XML entities, which are not expanded: no such document needs them.",
        id="docx",
    ),
    pytest.param(
        "a.rss",
        f"{ENTITIES}<rss><channel><item><title>&b;</title></item></channel></rss>".encode(),
        "it declares XML entities, which are not expanded: no feed needs them.",
        id="rss",
    ),
]


@pytest.mark.parametrize(("name", "data", "line"), DECLARING)
def test_entities_are_not_expanded(tmp_path, name, data, line):
    assert lines(tmp_path, name, data) == [f"{name}: {line}"]


def test_macros_links_and_embedded_objects_of_a_document_are_left_alone(tmp_path, monkeypatch):
    def refused(*_: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr("socket.socket.connect", refused)
    target = 'Target="http://herald.example/x" TargetMode="External"/>'
    data = made.docx(
        BRIDGE,
        body='<w:altChunk r:id="r1" xmlns:r="r"/><w:p><w:r><w:object>ole</w:object></w:r></w:p>',
        **{
            "word/_rels/document.xml.rels": f'<Relationships><Relationship Id="r1" {target}</Relationships>',
            "word/vbaProject.bin": b"\xd0\xcf\x11\xe0 Auto_Open",
            "word/embeddings/a.bin": b"x",
        },
    )
    (tmp_path / "a.docm").write_bytes(data)
    assert load.read(tmp_path / "a.docm")[0]["source_text"].tolist() == [BRIDGE]


def test_formulas_are_not_computed(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(made.xlsx(A=[["text", "note"], [BRIDGE, '=WEBSERVICE("http://herald.example")']]))
    assert load.read(path)[0]["source_text"].tolist() == [BRIDGE]


@pytest.mark.slow
def test_five_thousand_articles_in_one_document(tmp_path):
    articles = [
        text
        for number in range(5_000)
        for text in (
            f"Ferry {number} back in service", "Hallen Post", f"April {number % 28 + 1}, 2016 Friday",
            "Length: 9 words", "Body", f"{FERRY} Its number is {number}.", "Load-Date: April 16, 2016",
            "End of Document",
        )
    ]  # fmt: skip
    (tmp_path / "a.docx").write_bytes(made.docx(*articles))
    before = time.process_time()
    found, problems = load.read(tmp_path / "a.docx")
    assert (len(found), len(problems)) == (5_000, 0)
    assert found["headline"].tolist()[4_321] == "Ferry 4321 back in service"
    assert time.process_time() - before < 60


@pytest.mark.slow
def test_two_thousand_pages_in_one_pdf(tmp_path):
    pages = [
        [*((60, 760 - 14 * nth, 11, f"Line {nth} of page {number} is about the ferry.") for nth in range(45)),
         (290, 30, 9, f"Page {number}")]
        for number in range(2_000)
    ]  # fmt: skip
    (tmp_path / "a.pdf").write_bytes(made.pdf(pages))
    before = time.process_time()
    [text] = load.read(tmp_path / "a.pdf")[0]["source_text"]
    assert text.count("is about the ferry.") == 90_000
    assert "Page 7" not in text
    assert time.process_time() - before < 60


@pytest.mark.parametrize("name", SOUND)
def test_damage_anywhere_is_a_line_or_read_and_never_a_traceback(tmp_path, name):
    generator = random.Random(name)
    for _ in range(40):
        data = bytearray(SOUND[name])
        for _ in range(generator.choice((1, 3, 20))):
            data[generator.randrange(len(data))] = generator.randrange(256)
        (tmp_path / name).write_bytes(
            data[: generator.choice((len(data), generator.randrange(1, len(data))))]
        )
        found, problems = load.read(tmp_path / name)
        assert len(found) or len(problems)


def test_nothing_that_can_be_read_ends_the_command_with_2(tmp_path, capsys):
    (tmp_path / "a.pdf").write_bytes(made.pdf([[]]))
    assert main(["tables", str(tmp_path / "a.pdf"), "--out", str(tmp_path / "out")]) == 2
    assert "a scan without text" in capsys.readouterr().err


@pytest.mark.parametrize(("name", "place"), [("a.jsonl", ", line 1"), ("a.json", "")])
def test_values_nested_very_deep(tmp_path, name, place):
    data = f'{{"text": "{BRIDGE}", "author": {"[" * 900}"x"{"]" * 900}}}'
    assert lines(tmp_path, name, data.encode()) == [f"{name}{place}: one of its values is nested too deep."]


def test_a_header_of_a_megabyte(tmp_path):
    assert lines(
        tmp_path, "a.eml", b"Subject: " + b"=?utf-8?q?a?= " * 70_000 + b"\n\n" + BRIDGE.encode()
    ) == ["a.eml: one of its header lines is over 20,000 characters long, as in no message."]


def test_front_matter_nested_very_deep(tmp_path):
    [line] = lines(tmp_path, "a.md", f"+++\na = {'[' * 3_000}{']' * 3_000}\n+++\n{BRIDGE}".encode())
    assert line.startswith("a.md: its front matter is not TOML (")


def test_folders_that_link_to_each_other_are_read_once(tmp_path):
    folders = [tmp_path / f"f{number}" for number in range(8)]
    for number, folder in enumerate(folders):
        folder.mkdir()
        (folder / "a.txt").write_text(f"{BRIDGE} {number}")
    for folder in folders:
        for number, other in enumerate(folders):
            (folder / f"to{number}").symlink_to(other)
    found, problems = load.read(tmp_path)
    assert found["source_file"].tolist() == [f"f{number}/a.txt" for number in range(8)]
    assert len(load.lines(problems)) < 30


def test_lines_on_many_files_alike_are_counted(tmp_path):
    for number in range(500):
        (tmp_path / f"{number:03}.txt").touch()
    shown = load.lines(load.read(tmp_path)[1])
    assert shown[:2] == ["000.txt: the file is empty.", "001.txt: the file is empty."]
    assert shown[10:] == ["490 more files like these: the file is empty."]


def test_each_kind_with_a_signature_is_told_by_it():
    told = {kind.endings[0] for kind in registry.KINDS if kind.start}
    assert told == {".docx", ".odt", ".rtf", ".pdf", ".parquet", ".xlsx", ".xls", ".ods", ".wacz"}
