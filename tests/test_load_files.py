"""Loading of documents, spreadsheets, messages, feeds and web archives: texts, facts and places, exact."""

from __future__ import annotations

import datetime
import gzip
from pathlib import Path

import made_files as made
import pandas as pd
import pytest

from analysis import load
from analysis.load import registry
from analysis.load.columns import Line, paragraphs

BRIDGE = (
    "The council of Vellmar voted on Monday to close the old bridge for a year, after engineers found "
    "cracks in two of its piers."
)
FERRY = "The ferry across the Har is running again after two weeks of repairs, its owner said on Friday."
MARKET = "Traders at the weekly market in Hallen said “no” to a move – they fear for their trade."
PAGE = made.web_page(BRIDGE, FERRY, head='<meta property="article:published_time" content="2024-05-06">')
ADDRESS = "https://herald.example/a"


def read(tmp_path: Path, name: str, data: bytes) -> tuple[pd.DataFrame, list[str]]:
    """The articles in a file of this name, and the lines on what is wrong with it."""
    (tmp_path / name).write_bytes(data)
    found, problems = load.read(tmp_path / name)
    return found, load.lines(problems)


WHOLE = [
    pytest.param("a.docx", made.docx(BRIDGE, FERRY, MARKET), id="docx"),
    pytest.param("a.odt", made.odt(BRIDGE, FERRY, MARKET), id="odt"),
    pytest.param("a.rtf", made.rtf(BRIDGE, FERRY, MARKET), id="rtf"),
    pytest.param("a.txt.gz", gzip.compress("\n\n".join((BRIDGE, FERRY, MARKET)).encode()), id="gz"),
    pytest.param("a.docx.gz", gzip.compress(made.docx(BRIDGE, FERRY, MARKET)), id="docx in gz"),
    pytest.param("a.eml", made.message(f"{BRIDGE}\n\n{FERRY}\n\n{MARKET}"), id="eml, plain text"),
    pytest.param(
        "a.eml",
        made.message(
            f"<table><tr><td><p>{BRIDGE}</p><p>{FERRY}</p><p>{MARKET}</p></td></tr></table>", "html"
        ),
        id="eml, HTML laid out as a table",
    ),
]


@pytest.mark.parametrize(("name", "data"), WHOLE)
def test_a_document_is_its_paragraphs_under_blank_lines(tmp_path, name, data):
    found, lines = read(tmp_path, name, data)
    assert found["source_text"].tolist() == ["\n\n".join((BRIDGE, FERRY, MARKET))]
    assert found["source_file"].tolist() == [name]
    assert lines == []


# --- Word processors -----------------------------------------------------------------------------------------

RUNS = "".join(
    (
        f"<w:p><w:r><w:t xml:space='preserve'>The </w:t></w:r><w:r><w:t>{BRIDGE[4:]}</w:t></w:r></w:p>",
        "<w:p><w:del><w:r><w:delText>Gone.</w:delText></w:r></w:del><w:ins><w:r><w:t>Kept.</w:t></w:r></w:ins></w:p>",
        "<w:p><w:hyperlink><w:r><w:t>A link</w:t></w:r></w:hyperlink><w:r><w:instrText>HYPERLINK</w:instrText>"
        "<w:br/><w:t>below</w:t></w:r></w:p>",
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Year</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:p><w:r><w:t>2024</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
    )
)


def test_runs_are_joined_deleted_words_left_out_and_rows_are_paragraphs(tmp_path):
    found, _ = read(tmp_path, "a.docx", made.docx(body=RUNS))
    assert found["source_text"].tolist() == [f"{BRIDGE}\n\nKept.\n\nA link\nbelow\n\nYear | 2024"]


def test_a_first_paragraph_styled_as_title_is_the_headline(tmp_path):
    found, _ = read(tmp_path, "a.docx", made.docx(BRIDGE, title="Bridge to close"))
    assert found["headline"].tolist() == ["Bridge to close"]
    assert found["source_text"].tolist() == [f"Bridge to close\n\n{BRIDGE}"]


def test_spaces_notes_and_headings_of_an_opendocument_text(tmp_path):
    body = (
        '<text:h text:outline-level="1">Bridge</text:h><text:p>A<text:s/>b<text:line-break/>c<text:note><text:p>'
        f"foot</text:p></text:note></text:p><text:list><text:list-item><text:p>{FERRY}</text:p></text:list-item>"
        "</text:list>"
    )
    found, _ = read(tmp_path, "a.odt", made.odf("text", body))
    assert found["source_text"].tolist() == [f"Bridge\n\nA b\nc\n\n{FERRY}"]
    assert found["headline"].tolist() == ["Bridge"]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        pytest.param(r"The mayor\'92s caf\'e9.", "The mayor’s café.", id="codes of a code page"),
        pytest.param(r"\u-10179?\u-8704?", "😀", id="a character in two halves"),
        pytest.param(
            r"{\field{\*\fldinst{HYPERLINK 'http://a.example/'}}{\fldrslt a link}} ends.",
            "a link ends.",
            id="the code of a link",
        ),
        pytest.param(r"{\pict\wmetafile8 0102}Seen.", "Seen.", id="a picture"),
        pytest.param(r"{\*\generator Any;}{\footer Page 3}Seen.", "Seen.", id="a footer"),
    ],
)
def test_what_of_an_rtf_document_is_text(tmp_path, code, text):
    found, lines = read(tmp_path, "a.rtf", made.rtf(BRIDGE, more=code))
    assert found["source_text"].tolist() == [f"{BRIDGE}\n\n{text}"]
    assert lines == []


EXPORT = [
    "Library row: MP steps in", "Wexley Evening Post", "April 15, 2016 Friday", "Length: 61 words", "Body",
    "Judith Vale has asked ministers to save it.", "Classification", "Language: ENGLISH",
    "Load-Date: April 15, 2016", "End of Document", "Ferry back in service", "Hallen Post",
    "April 16, 2016 Saturday", "Length: 9 words", "Body", FERRY, "Classification", "Language: ENGLISH",
    "Load-Date: April 16, 2016", "End of Document",
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "data"),
    [
        pytest.param("a.docx", made.docx(*EXPORT), id="docx"),
        pytest.param("a.odt", made.odt(*EXPORT), id="odt"),
        pytest.param("a.rtf", made.rtf(*EXPORT), id="rtf"),
    ],
)
def test_an_archives_download_as_a_document_is_split_into_its_articles(tmp_path, name, data):
    found, lines = read(tmp_path, name, data)
    assert found["outlet"].tolist() == ["Wexley Evening Post", "Hallen Post"]
    assert found["published"].astype(str).tolist() == ["2016-04-15", "2016-04-16"]
    assert found["headline"].tolist() == ["Library row: MP steps in", "Ferry back in service"]
    assert lines == []


# --- PDF -----------------------------------------------------------------------------------------------------


def column(left: float, top: float, *lines: str, size: float = 11) -> list[made.Line]:
    return [(left, top - 14 * nth, size, line) for nth, line in enumerate(lines)]


LEFT = (
    "The council of Vellmar voted on Monday", "to close the old bridge for a year, af-",
    "ter engineers found cracks in two of its", "piers. Shops on the east bank fear for",
    "their well-known trade in the summer,", "said one of the owners in the town and",
)  # fmt: skip
RIGHT = (
    "the mayor agreed with her on Tuesday.", "The ferry across the Har is running", "again after two weeks of repairs,",
    "its owner said on Friday in Hallen.", "Passengers cheered as the first boat", "left the pier at noon on that day.",
)  # fmt: skip
IN_ORDER = (
    "The council of Vellmar voted on Monday to close the old bridge for a year, after engineers found cracks in two "
    "of its piers. Shops on the east bank fear for their well-known trade in the summer, said one of the owners in "
    "the town and the mayor agreed with her on Tuesday. The ferry across the Har is running again after two weeks of "
    "repairs, its owner said on Friday in Hallen. Passengers cheered as the first boat left the pier at noon on that "
    "day."
)
TITLE = (60, 800, 18, "Bridge to close for a year")


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([TITLE, *column(60, 760, *LEFT), *column(320, 760, *RIGHT)], id="column by column"),
        pytest.param(
            [
                TITLE,
                *(
                    line
                    for pair in zip(column(60, 760, *LEFT), column(320, 760, *RIGHT), strict=True)
                    for line in pair
                ),
            ],
            id="drawn line by line across the columns",
        ),
        pytest.param(
            [*column(320, 757, *RIGHT), *column(60, 760, *LEFT), TITLE],
            id="drawn from the right, lines uneven",
        ),
    ],
)
def test_two_columns_are_read_one_after_the_other(tmp_path, lines):
    found, _ = read(tmp_path, "a.pdf", made.pdf([lines]))
    assert found["source_text"].tolist() == [f"Bridge to close for a year\n\n{IN_ORDER}"]


def test_running_heads_and_page_numbers_are_no_text(tmp_path):
    pages = [
        [
            (60, 810, 9, f"The Herald {number + 3}"),
            *column(60, 760, *lines),
            (290, 30, 9, f"Page {number} of 3"),
        ]
        for number, lines in enumerate((LEFT, RIGHT, [MARKET.replace("–", "-")]), 1)
    ]
    found, _ = read(tmp_path, "a.pdf", made.pdf(pages))
    assert found["source_text"].tolist() == [f"{IN_ORDER}\n\n{MARKET}".replace("–", "-")]


def test_a_title_is_kept_though_it_is_the_running_head_of_the_other_pages(tmp_path):
    pages = [
        [(60, 800, 18 if nth == 0 else 9, "Bridge to close"), *column(60, 740, *lines), (290, 30, 9, "iv")]
        for nth, lines in enumerate((LEFT, RIGHT, [MARKET.replace("–", "-")]))
    ]
    found, _ = read(tmp_path, "a.pdf", made.pdf(pages))
    assert found["source_text"].tolist() == [f"Bridge to close\n\n{IN_ORDER}\n\n{MARKET}".replace("–", "-")]


def test_a_paragraph_goes_on_over_the_page(tmp_path):
    pages = [column(60, 760, *LEFT), column(60, 760, *RIGHT)]
    found, _ = read(tmp_path, "a.pdf", made.pdf(pages))
    assert found["source_text"].tolist() == [IN_ORDER]


def test_gaps_and_indents_begin_paragraphs(tmp_path):
    lines = [
        *column(60, 760, *LEFT[:3]), *column(60, 700, *RIGHT[1:4]), (75, 644, 11, RIGHT[4]), (60, 630, 11, RIGHT[5])
    ]  # fmt: skip
    found, _ = read(tmp_path, "a.pdf", made.pdf([lines]))
    assert found["source_text"].tolist()[0].split("\n\n") == [
        "The council of Vellmar voted on Monday to close the old bridge for a year, after engineers found cracks in "
        "two of its",
        "The ferry across the Har is running again after two weeks of repairs, its owner said on Friday in Hallen.",
        "Passengers cheered as the first boat left the pier at noon on that day.",
    ]


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        pytest.param(["The con-", "flict ends."], "The conflict ends.", id="a word divided"),
        pytest.param(["A well-", "known man."], "A well-known man.", id="a prefix that keeps its hyphen"),
        pytest.param(
            ["The sea-front is closed; the sea-", "front opens in May."],
            "The sea-front is closed; the sea-front opens in May.",
            id="written with its hyphen elsewhere",
        ),
        pytest.param(
            ["In 1990-", "1994 it rose."], "In 1990- 1994 it rose.", id="a range of years is no word"
        ),
        pytest.param(
            ["The Anglo-", "Saxon hoard."], "The Anglo- Saxon hoard.", id="a capital is no second half"
        ),
        pytest.param(["The end \x02", "of it."], "The end \x02 of it.", id="a hyphen alone divides nothing"),
    ],
)
def test_words_divided_at_the_end_of_a_line(lines, text):
    page = [Line(10, 700 - 14 * nth, 300, 711 - 14 * nth, 11, line) for nth, line in enumerate(lines)]
    assert paragraphs([page]) == [text]


def test_a_table_is_not_read_as_columns():
    rows = [(number, f"Ward {number}", f"{number}00") for number in range(1, 9)]
    page = [
        Line(left, 700 - 14 * nth, left + 40, 711 - 14 * nth, 11, str(cell))
        for nth, row in enumerate(rows)
        for left, cell in zip((10, 150, 300), row, strict=True)
    ]
    assert "1 Ward 1 100" in paragraphs([page])[0]


# --- Spreadsheets --------------------------------------------------------------------------------------------

HEAD = ["Title", "Text", "Outlet", "Date"]
ROWS = [
    HEAD,
    ["Bridge", BRIDGE, "The Herald", datetime.date(2024, 5, 6)],
    ["Ferry", FERRY, "The Post", "2024-05-07"],
]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        pytest.param("a.xlsx", made.xlsx(Articles=ROWS), id="xlsx"),
        pytest.param("a.xlsm", made.xlsx(Articles=ROWS, Notes=[["To do"]]), id="a sheet of notes next to it"),
        pytest.param("a.xlsx", made.xlsx(Articles=[["Press, May 2024"], [], *ROWS]), id="a title above the columns"),
        pytest.param(
            "a.ods", made.ods(HEAD, ["Bridge", BRIDGE, "The Herald", "2024-05-06"], ["Ferry", FERRY, "The Post", "2024-05-07"]),
            id="ods",
        ),
    ],
)  # fmt: skip
def test_a_spreadsheet_is_read_like_a_table(tmp_path, name, data):
    found, lines = read(tmp_path, name, data)
    assert found["source_file"].tolist() == [f"{name}#row 1", f"{name}#row 2"]
    assert found["source_text"].tolist() == [f"Bridge\n\n{BRIDGE}", f"Ferry\n\n{FERRY}"]
    assert found["outlet"].tolist() == ["The Herald", "The Post"]
    assert found["published"].astype(str).tolist() == ["2024-05-06", "2024-05-07"]
    assert lines == []


def test_of_several_sheets_with_texts_one_is_named_behind_the_file(tmp_path):
    data = made.xlsx(May=[["text"], [BRIDGE]], June=[["text"], [FERRY]])
    found, lines = read(tmp_path, "a.xlsx", data)
    assert found.empty
    assert lines == [
        "a.xlsx: 2 of its sheets hold texts: May, June. Name one behind the file, as in 'file.xlsx#May', or all with "
        "'file.xlsx#*'."
    ]
    assert load.read(f"{tmp_path}/a.xlsx#June")[0]["source_text"].tolist() == [FERRY]
    assert load.read(f"{tmp_path}/a.xlsx#*")[0]["source_file"].tolist() == [
        "a.xlsx#May row 1",
        "a.xlsx#June row 1",
    ]
    assert load.lines(load.read(f"{tmp_path}/a.xlsx#July")[1]) == [
        "a.xlsx: it has no sheet 'July' with cells. Its sheets are May, June."
    ]


# --- Messages and feeds --------------------------------------------------------------------------------------


def test_a_message_has_its_subject_sender_and_day_in_the_senders_time(tmp_path):
    found, _ = read(tmp_path, "a.eml", made.message(BRIDGE, Subject="Café news"))
    assert found[["headline", "outlet"]].values.tolist() == [["Café news", "The Herald"]]
    assert found["published"].astype(str).tolist() == ["2024-05-06"]
    assert found["source_text"].tolist() == [f"Café news\n\n{BRIDGE}"]


def test_a_mailbox_is_its_messages(tmp_path):
    data = made.mbox(
        made.message(f"{BRIDGE}\n\n>From here on, no traffic."),
        made.message("", Subject="Empty"),
        made.message(FERRY),
    )
    found, lines = read(tmp_path, "a.mbox", data)
    assert found["source_file"].tolist() == ["a.mbox#message 1", "a.mbox#message 3"]
    assert found["source_text"].tolist() == [f"{BRIDGE}\n\nFrom here on, no traffic.", FERRY]
    assert lines == ["a.mbox, message 2: the message has no text."]


def test_html_comes_before_plain_text_and_attachments_are_not_read(tmp_path):
    message = made.EmailMessage()
    message["Subject"], message["From"] = "News", "news@herald.example"
    message.set_content("Read this message online.")
    message.add_alternative(f"<p>{BRIDGE}</p>", subtype="html")
    message.add_attachment(b"PK\x03\x04", "application", "zip", filename="a.zip")
    found, _ = read(tmp_path, "a.eml", message.as_bytes())
    assert found["source_text"].tolist() == [f"News\n\n{BRIDGE}"]
    assert found["outlet"].tolist() == ["news@herald.example"]


def test_a_saved_page_is_read_as_the_page_and_the_day_of_saving_is_no_day_of_publication(tmp_path):
    found, lines = read(tmp_path, "a.mhtml", made.mhtml(PAGE))
    assert found["source_text"].tolist() == [f"Bridge to close\n\n{BRIDGE}\n\n{FERRY}"]
    assert found["published"].astype(str).tolist() == ["2024-05-06"]
    assert found["url"].tolist() == [ADDRESS]
    assert lines == []


WHOLE_ITEM = (
    f"<item><title>Bridge &amp;amp; road</title><link>{ADDRESS}</link><pubDate>Mon, 06 May 2024 23:30:00 -0500</pubDate>"
    f"<description>Short.</description><content:encoded><![CDATA[<p>{BRIDGE}</p><p>{FERRY}</p>]]></content:encoded></item>"
)
SHORT_ITEM = f"<item><title>Market</title><description>{MARKET}</description></item>"


def test_an_rss_feed_is_its_entries_and_says_which_are_summaries(tmp_path):
    found, lines = read(tmp_path, "a.rss", made.rss(WHOLE_ITEM, SHORT_ITEM))
    assert found["source_text"].tolist() == [f"Bridge & road\n\n{BRIDGE}\n\n{FERRY}", f"Market\n\n{MARKET}"]
    assert found["outlet"].tolist() == ["The Herald"] * 2
    assert found["published"][0] == pd.Timestamp("2024-05-06")
    assert pd.isna(found["published"][1])
    assert found["url"].tolist()[0] == ADDRESS
    assert lines == [
        "a.rss, summaries: 1 of its 2 entries carry only a summary, which was read as the text. Save their pages to "
        "measure whole articles."
    ]


def test_an_atom_feed_has_the_day_as_written(tmp_path):
    entry = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>The Post</title><entry><title>Ferry</title><author><name>Ida '
        "Lorne</name></author><published>2024-05-06T01:00:00+09:00</published><content type='xhtml'><div "
        f"xmlns='http://www.w3.org/1999/xhtml'><p>{FERRY}</p></div></content></entry></feed>"
    )
    found, lines = read(tmp_path, "a.xml", entry.encode())
    assert found[["source_text", "outlet", "byline"]].values.tolist() == [
        [f"Ferry\n\n{FERRY}", "The Post", "Ida Lorne"]
    ]
    assert found["published"].astype(str).tolist() == ["2024-05-06"]
    assert lines == []


# --- Web archives --------------------------------------------------------------------------------------------

ANSWERS = (
    (ADDRESS, "200 OK", "text/html; charset=utf-8", PAGE.encode()),
    ("https://herald.example/i.png", "200 OK", "image/png", b"\x89PNG"),
    ("https://herald.example/old", "404 Not Found", "text/html", b"gone"),
    (
        "https://herald.example/ad",
        "200 OK",
        "text/html",
        made.web_page(FERRY, MARKET, title="Ferry").encode(),
    ),
)


@pytest.mark.parametrize("packed", [False, True])
def test_a_web_archive_is_its_pages_with_their_addresses(tmp_path, packed):
    name = "a.warc.gz" if packed else "a.warc"
    found, lines = read(tmp_path, name, made.warc(*ANSWERS, packed=packed))
    assert found["source_file"].tolist() == [f"{name}#record 1", f"{name}#record 4"]
    assert found["url"].tolist() == [ADDRESS, "https://herald.example/ad"]
    assert found["source_text"].tolist()[0] == f"Bridge to close\n\n{BRIDGE}\n\n{FERRY}"
    assert lines == [f"{name}, answers: some addresses did not answer with a page: answer 404 (1)."]


def test_of_a_collection_the_pages_it_lists_are_read(tmp_path):
    found, _ = read(tmp_path, "a.wacz", made.wacz(made.warc(*ANSWERS, packed=True), ADDRESS))
    assert found["source_file"].tolist() == ["a.wacz#data.warc.gz record 1"]


# --- The list of kinds ---------------------------------------------------------------------------------------


def test_each_kind_has_a_reader_that_can_be_imported_and_endings_of_its_own():
    endings = [ending for kind in registry.KINDS for ending in kind.endings]
    assert len(endings) == len(set(endings))
    for kind in registry.KINDS:
        with pytest.raises(load.LoadError):
            list(kind.read(registry.Given(b"\x00")))


def test_the_help_of_a_command_that_reads_articles_names_every_ending(capsys):
    from analysis.__main__ import parser

    with pytest.raises(SystemExit):
        parser().parse_args(["run", "--help"])
    shown = capsys.readouterr().out
    assert all(ending in shown for ending in registry.ENDINGS)
