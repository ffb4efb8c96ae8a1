"""Loading: what is read out of each kind of file, whose word counts for a fact, and what is said of bad input."""

from __future__ import annotations

import hashlib
import json
import os
import random
import socket
import warnings
import zipfile
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis import load
from analysis.load.days import day, day_in_address, day_in_name
from analysis.load.decode import decode
from analysis.load.facts import addressed, outlet_of
from analysis.load.formats import headed
from analysis.load.language import language
from analysis.load.page import page
from analysis.load.problem import Problem, RefusedError
from analysis.tables import ARTICLES, PROBLEMS, read, write

BRIDGE = (
    "The council of Vellmar voted on Monday to close the old bridge for a year, after engineers found "
    "cracks in two of its piers. Shops on the east bank fear for their trade."
)
FERRY = (
    "The ferry across the Har is running again after two weeks of repairs, its owner said on Friday. "
    "Passengers cheered as the first boat left."
)
GERMAN = (
    "Die Brücke über die Har bleibt ein Jahr lang gesperrt, teilte der Stadtrat von Vellmar am Montag mit. "
    "Händler am Ostufer fürchten um ihr Geschäft."
)
READ = (
    ".atom, .csv, .docm, .docx, .eml, .enw, .htm, .html, .json, .jsonl, .markdown, .mbox, .md, .mht, .mhtml, .nbib, .ndjson, "
    ".ods, .odt, .parquet, .pdf, .ris, .rss, .rtf, .tsv, .txt, .wacz, .warc, .xhtml, .xls, .xlsm, .xlsx, .xml, "
    ".gz of these, and .zip"
)
GOLD = Path(os.environ.get("WORKBOOK_GOLD", Path(__file__).parents[2] / "shared" / "gold"))


@pytest.fixture
def put(tmp_path):
    """Writes a file below the test's folder; the folder comes back."""

    def write_file(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return tmp_path

    return write_file


@pytest.fixture
def pack(tmp_path):
    """Writes a zip of the entries given as pairs of name and content."""

    def write_zip(name: str, *entries: tuple[str, str | bytes]) -> Path:
        with (
            warnings.catch_warnings(),
            zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            warnings.simplefilter("ignore")  # Two entries of one name are what is tested.
            for entry, content in entries:
                archive.writestr(entry, content)
        return tmp_path / name

    return write_zip


def lines(problems: pd.DataFrame) -> list[str]:
    return [Problem(*row).line for row in problems.itertuples(index=False, name=None)]


def only(found: pd.DataFrame) -> pd.Series:
    assert len(found) == 1
    return found.iloc[0]


# --- Formats -------------------------------------------------------------------------------------------------


def test_a_text_file_is_its_text_to_the_last_character(put):
    text = f"Bridge to close\r\n\r\n{BRIDGE}\r\n\n"
    found, problems = load.read(put("bridge.txt", text))
    article = only(found)
    assert article["source_text"] == text
    assert article["article"] == hashlib.sha256(text.encode()).hexdigest()[:12]
    assert article["sha256"] == hashlib.sha256(text.encode()).hexdigest()
    assert (article["source_file"], article["words"], article["language"]) == ("bridge.txt", 36, "en")
    assert article[["headline", "outlet", "published", "byline", "url", "copy_of", "left_out"]].isna().all()
    assert problems.empty


def test_the_seed_stands_as_it_came_with_the_facts_of_its_sidecar():
    article = only(load.articles(load.seeds() / "000_cbde6cedbcafe219.txt"))
    seed = (load.seeds() / "000_cbde6cedbcafe219.txt").read_bytes()
    assert hashlib.sha256(seed).hexdigest() == article["sha256"]
    assert article["source_text"].encode("utf-8") == seed
    assert (article["outlet"], article["outlet_from"]) == ("The Independent", "sidecar")
    assert (article["published"], article["published_from"]) == (pd.Timestamp("2025-07-03"), "sidecar")
    assert pd.isna(article["url"])
    assert "publisher" in article["licence"]
    assert "static.independent.co.uk" in article["inferred"]


def test_markdown_stays_as_written(put):
    text = f"# Bridge to close\n\n{BRIDGE} *Really.*\n"
    assert only(load.read(put("a.md", text))[0])["source_text"] == text


@pytest.mark.parametrize(
    "front",
    [
        pytest.param(
            '---\ntitle: "Bridge to close"\nauthor: Ida Lorne\ndate: 2024-05-06\nsource: The Herald\n'
            "tags:\n  - bridge\n---\n",
            id="simple keys between dashes",
        ),
        pytest.param(
            '+++\ntitle = "Bridge to close"\nauthor = "Ida Lorne"\ndate = 2024-05-06\nsource = "The Herald"\n+++\n',
            id="TOML between pluses",
        ),
    ],
)
def test_front_matter_is_read_as_facts_and_kept_beside_the_text(put, front):
    article = only(load.read(put("a.md", f"{front}\n{BRIDGE}\n"))[0])
    assert article["source_text"] == f"Bridge to close\n\n{BRIDGE}\n"
    assert article["front_matter"] == front
    assert (article["outlet"], article["outlet_from"]) == ("The Herald", "file")
    assert (article["byline"], article["published"]) == ("Ida Lorne", pd.Timestamp("2024-05-06"))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"---\n{BRIDGE}\n---\n{FERRY}\n", id="a rule above the story"),
        pytest.param(f"---\n\n{BRIDGE}\n", id="a rule that is never closed"),
    ],
)
def test_a_rule_at_the_top_is_no_front_matter(put, text):
    article = only(load.read(put("a.md", text))[0])
    assert article["source_text"] == text
    assert "front_matter" not in article


PAGE = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Bridge to close | Vellmar Courier</title>
<meta property="og:site_name" content="The Vellmar Courier"><meta property="og:title" content="Bridge to close">
<meta name="author" content="Ida Lorne"><meta property="article:published_time" content="2024-05-06T10:00:00Z">
<link rel="canonical" href="https://www.vellmarcourier.example/news/bridge"></head><body>
<div id="cookie-banner"><p>We use cookies to improve your visit. Accept all cookies?</p></div>
<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article><h1>Bridge to close</h1><p>{BRIDGE}</p><p>“We cannot wait for an accident,” said Tom Ardley, who
leads the works department.</p><h2>What shops say</h2><p>A year is long for a small shop.<br><br>{FERRY}</p></article>
<aside><h3>Read more</h3><a href="/x">Ten walks by the river</a></aside>
<footer>© 2024 The Vellmar Courier. Sign up to our newsletter.</footer></body></html>"""


def test_a_page_gives_its_story_without_the_page_around_it(put):
    article = only(load.read(put("bridge.html", PAGE))[0])
    assert article["source_text"].split("\n\n") == [
        "Bridge to close",
        BRIDGE,
        "“We cannot wait for an accident,” said Tom Ardley, who leads the works department.",
        "What shops say",
        "A year is long for a small shop.",
        FERRY,
    ]
    assert article["headline"] == "Bridge to close"
    assert (article["outlet"], article["outlet_from"]) == ("The Vellmar Courier", "html")
    assert (article["published"], article["published_from"]) == (pd.Timestamp("2024-05-06"), "html")
    assert article["byline"] == "Ida Lorne"
    assert (article["url"], article["url_from"]) == ("https://www.vellmarcourier.example/news/bridge", "html")
    assert (article["encoding"], article["encoding_from"]) == ("utf-8", "declared")
    assert article["sha256"] == hashlib.sha256(PAGE.encode()).hexdigest()


def test_a_page_named_txt_is_read_as_the_page_it_is(put):
    assert only(load.read(put("bridge.txt", PAGE))[0])["source_text"].startswith(
        f"Bridge to close\n\n{BRIDGE}"
    )


def test_a_page_without_a_heading_gets_its_title_as_first_paragraph():
    markup = (
        f"<html><head><title>Bridge to close</title></head><body><p>{BRIDGE}</p><p>{FERRY}</p></body></html>"
    )
    paragraphs, said = page(markup)
    assert headed(said.headline, "\n\n".join(paragraphs)) == f"Bridge to close\n\n{BRIDGE}\n\n{FERRY}"


def test_malformed_markup_still_gives_its_text():
    paragraphs, _ = page(f"<html><p>{BRIDGE}</div></b><p>{FERRY}")
    assert paragraphs == [BRIDGE, FERRY]


def test_the_host_of_a_page_is_no_name_of_an_outlet(put):
    markup = PAGE.replace('<meta property="og:site_name" content="The Vellmar Courier">', "")
    markup = markup.replace(" | Vellmar Courier", "")
    article = only(load.read(put("bridge.html", markup))[0])
    assert (article["outlet"], article["outlet_from"]) == ("vellmarcourier.example", "url")


def table(headline: str, text: str, outlet: str, published: str, byline: str, url: str) -> dict[str, str]:
    return {
        headline: "Bridge to close",
        text: BRIDGE,
        outlet: "The Herald",
        published: "2024-05-06",
        byline: "Ida Lorne",
        url: "https://herald.example/a",
    }


SPELLINGS = [
    pytest.param(table("headline", "text", "outlet", "published", "byline", "url"), id="our own names"),
    pytest.param(
        table("Title", "Body", "Source", "Publication Date", "Author", "Link"), id="a spreadsheet's"
    ),
    pytest.param(table("title", "content", "publication", "date", "author", "url"), id="a press archive's"),
    pytest.param(
        table("headline", "articleBody", "publisher", "datePublished", "author", "url"), id="schema.org's"
    ),
    pytest.param(
        table("title", "full_text", "source_name", "published_at", "authors", "article_url"), id="an API's"
    ),
]


@pytest.mark.parametrize("record", SPELLINGS)
@pytest.mark.parametrize(
    "kind", ["csv", "tsv", "semicolons", "jsonl", "ndjson", "json", "records", "parquet"]
)
def test_a_record_is_read_alike_from_every_kind_of_table(tmp_path, record, kind):
    frame = pd.DataFrame([record])
    name = {"semicolons": "c.csv", "records": "c.json"}.get(kind, f"c.{kind}")
    path = tmp_path / name
    if kind in ("csv", "tsv", "semicolons"):
        frame.to_csv(path, sep={"csv": ",", "tsv": "\t", "semicolons": ";"}[kind], index=False)
    elif kind == "parquet":
        frame.to_parquet(path)
    elif kind == "json":
        path.write_text(json.dumps({"status": "ok", "articles": [record]}))
    elif kind == "records":
        path.write_text(json.dumps([record], indent=2))
    else:
        path.write_text(json.dumps(record) + "\n")
    found, problems = load.read(path)
    article = only(found)
    place = {"jsonl": "line 1", "ndjson": "line 1", "json": "record 1", "records": "record 1"}.get(
        kind, "row 1"
    )
    assert problems.empty
    assert article["source_file"] == f"{name}#{place}"
    assert article["source_text"] == f"Bridge to close\n\n{BRIDGE}"
    assert article["sha256"] == hashlib.sha256(article["source_text"].encode()).hexdigest()
    assert article[["headline", "outlet", "byline", "url"]].tolist() == [
        "Bridge to close",
        "The Herald",
        "Ida Lorne",
        "https://herald.example/a",
    ]
    assert article["published"] == pd.Timestamp("2024-05-06")
    assert article[["outlet_from", "published_from", "url_from"]].tolist() == ["file"] * 3


def test_a_json_file_of_one_record_goes_by_the_files_name(put):
    data = json.dumps(
        {"@type": "NewsArticle", "articleBody": BRIDGE, "author": [{"name": "Ida"}, {"name": "Tom"}]}
    )
    article = only(load.read(put("a.json", data))[0])
    assert (article["source_file"], article["byline"]) == ("a.json", "Ida, Tom")
    assert article["sha256"] == hashlib.sha256(data.encode()).hexdigest()


def test_json_lines_under_the_name_json_are_known_for_what_they_are(put):
    folder = put("a.json", f'{{"text": "{BRIDGE}"}}\n{{"text": "{FERRY}"}}\n')
    assert load.read(folder)[0]["source_file"].tolist() == ["a.json#line 1", "a.json#line 2"]


def test_paragraphs_given_as_a_list_are_joined_by_blank_lines(put):
    article = only(load.read(put("a.jsonl", json.dumps({"text": [BRIDGE, FERRY]})))[0])
    assert article["source_text"] == f"{BRIDGE}\n\n{FERRY}"


def test_paragraphs_given_as_lists_of_sentences_are_joined_by_spaces(put):
    record = {"body-paragraphs": [["Rain fell.", "It was wet."], [FERRY]]}
    article = only(load.read(put("a.json", json.dumps(record)))[0])
    assert article["source_text"] == f"Rain fell. It was wet.\n\n{FERRY}"


def test_a_cell_may_hold_line_breaks_and_more_than_csv_allows_by_default(put):
    long = "\r\n\r\n".join([BRIDGE] * 1000)
    article = only(load.read(put("a.csv", f'id,text\r\n1,"{long}"\r\n'))[0])
    assert len(long) > 131_072
    assert article["source_text"] == long


def test_other_columns_come_along_as_text_and_never_under_a_name_of_ours(put):
    folder = put("a.csv", f'text,topic,words,Unnamed\n"{BRIDGE}",roads,12,\n')
    article = only(load.read(folder)[0])
    assert (article["topic"], article["words"], article["words_given"]) == ("roads", 33, "12")
    assert "Unnamed" not in article


@pytest.mark.parametrize(
    ("headline", "text", "expected"),
    [
        pytest.param("Rain at last", "Rain fell.", "Rain at last\n\nRain fell.", id="set above the text"),
        pytest.param(None, "Rain fell.", "Rain fell.", id="none, none set"),
        pytest.param(
            "Rain at last", "RAIN AT LAST\n\nRain fell.", "RAIN AT LAST\n\nRain fell.", id="there already"
        ),
        pytest.param(
            "Rain at last", "# Rain at last\nIt fell.", "# Rain at last\nIt fell.", id="there as heading"
        ),
        pytest.param(
            "Mayor's rain ‘at last’ here",
            "Mayor’s rain 'at last' here\n\nIt fell.",
            "Mayor’s rain 'at last' here\n\nIt fell.",
            id="there with other quotation marks",
        ),
        pytest.param(
            "Rain falls on Vellmar again",
            "Rain falls on Vellmar again The rain came at noon.",
            "Rain falls on Vellmar again The rain came at noon.",
            id="there in one line with the story",
        ),
        pytest.param(
            "Rain falls on Vellmar",
            "Rain falls on Vellmar again today.",
            "Rain falls on Vellmar\n\nRain falls on Vellmar again today.",
            id="a story that begins with the same words",
        ),
        pytest.param(
            "Rain", "Rain Moor was wet.", "Rain\n\nRain Moor was wet.", id="one word is no evidence"
        ),
    ],
)
def test_the_headline_stands_above_the_text_once(headline, text, expected):
    assert headed(headline, text) == expected


def test_a_zip_is_read_as_the_folder_it_holds(pack):
    path = pack(
        "week.zip",
        ("mon/bridge.txt", BRIDGE),
        ("mon/articles.csv", "source_file,outlet\nbridge.txt,The Herald\n"),
        ("tue/ferry.jsonl", json.dumps({"text": FERRY})),
        ("__MACOSX/mon/._bridge.txt", b"\0\1"),
        (".DS_Store", b"\0\1"),
    )
    found, problems = load.read(path)
    assert found["source_file"].tolist() == ["week.zip#mon/bridge.txt", "week.zip#tue/ferry.jsonl#line 1"]
    assert found["outlet"].fillna("").tolist() == ["The Herald", ""]
    assert found["sha256"][0] == hashlib.sha256(BRIDGE.encode()).hexdigest()
    assert problems.empty


# --- Encodings -----------------------------------------------------------------------------------------------

NEWS = "The mayor’s plan – “a good one,” she said – would cost £4m… Café owners weren’t so sure."


@pytest.mark.parametrize(
    ("text", "codec", "encoding", "told_by"),
    [
        pytest.param("Rain fell.", "ascii", "utf-8", "valid", id="plain ASCII"),
        pytest.param(NEWS, "utf-8", "utf-8", "valid", id="UTF-8"),
        pytest.param(NEWS, "utf-8-sig", "utf-8", "bom", id="UTF-8 with its mark"),
        pytest.param(NEWS, "utf-16", "utf-16", "bom", id="UTF-16 with its mark"),
        pytest.param(NEWS, "utf-32", "utf-32", "bom", id="UTF-32 with its mark"),
        pytest.param(NEWS, "utf-16-le", "utf-16-le", "detected", id="UTF-16 without its mark"),
        pytest.param(NEWS, "cp1252", "windows-1252", "detected", id="Windows-1252"),
        pytest.param("It’s over.", "cp1252", "windows-1252", "detected", id="one curly apostrophe"),
        pytest.param("Rain – again.", "cp1252", "windows-1252", "detected", id="one dash"),
        pytest.param("A café closed.", "cp1252", "windows-1252", "detected", id="one accent, Latin-1 alike"),
        pytest.param("It costs £5.", "cp1252", "windows-1252", "detected", id="one pound sign"),
        pytest.param(NEWS, "mac_roman", "mac-roman", "detected", id="Mac Roman"),
        pytest.param("A café closed.", "mac_roman", "mac-roman", "detected", id="Mac Roman, one accent"),
        pytest.param(
            "Совет города Вельмар проголосовал за закрытие моста на один год, сообщили власти.",
            "cp1251",
            "windows-1251",
            "detected",
            id="Cyrillic",
        ),
        pytest.param(
            "Rada miasta zagłosowała za zamknięciem mostu na rok, poinformowały w poniedziałek władze.",
            "cp1250",
            "windows-1250",
            "detected",
            id="Polish",
        ),
        pytest.param(GERMAN, "cp1252", "windows-1252", "detected", id="German"),
        pytest.param(
            "市議会は月曜日に橋を一年間閉鎖することを決定したと発表した。住民は反対している。",
            "cp932",
            "cp932",
            "detected",
            id="Japanese",
        ),
        pytest.param(
            "Erdoğan spoke in Ankara.",
            "cp1254",
            "windows-1254",
            "detected",
            id="one Turkish letter in English",
            marks=pytest.mark.xfail(reason="one byte cannot tell Turkish ğ from Icelandic ð"),
        ),
    ],
)
def test_bytes_are_decoded_by_evidence(text, codec, encoding, told_by):
    decoded = decode(text.encode(codec))
    assert (decoded.text, decoded.encoding, decoded.encoding_from) == (text, encoding, told_by)


@pytest.mark.parametrize(
    ("declared", "codec", "encoding", "told_by"),
    [
        pytest.param("utf-8", "utf-8", "utf-8", "declared", id="a true declaration"),
        pytest.param("iso-8859-1", "cp1252", "windows-1252", "declared", id="Latin-1 means Windows-1252"),
        pytest.param("windows-1251", "cp1251", "windows-1251", "declared", id="where detection might err"),
        pytest.param("iso-8859-1", "utf-8", "utf-8", "valid", id="a stale declaration over valid UTF-8"),
        pytest.param("utf-8", "cp1252", "windows-1252", "detected", id="a false declaration of UTF-8"),
        pytest.param("no-such-set", "cp1252", "windows-1252", "detected", id="an unknown name"),
        pytest.param(
            "unicode_escape", "cp1252", "windows-1252", "detected", id="a name no text is written in"
        ),
    ],
)
def test_a_pages_declaration_counts_as_far_as_it_holds(put, declared, codec, encoding, told_by):
    text = f"{BRIDGE} “We’re in café terms,” she said."
    if codec == "cp1251":
        text = f"{BRIDGE} “Да,” she said – nothing else."
    markup = f'<html><head><meta charset="{declared}"></head><body><p>{text}</p></body></html>'
    article = only(load.read(put("a.html", markup.encode(codec)))[0])
    assert article["source_text"] == text
    assert (article["encoding"], article["encoding_from"]) == (encoding, told_by)


# Carriage of text itself: any character but controls (which make a file binary) and surrogates.
any_text = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff"), min_size=1, max_size=200
)


@given(any_text, st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_unicode_comes_back_as_it_was(text, codec):
    assert decode(f"News: {text}".encode(codec)).text == f"News: {text}"


WORDS = st.sampled_from(
    [
        "the",
        "council",
        "said",
        "“not",
        "yet,”",
        "it’s",
        "workers’",
        "£4m",
        "1914–18",
        "“No”",
        "—",
        "–",
        "’90s",
        "€50",
        "‘maybe’",
        "wait…",
        "café",
        "Müller",
        "Señor",
        "naïve",
        "Çelik",
        "façade",
        "Zoë",
        "José",
        "élan",
        "Ångström",
        "(“so”)",
        "didn’t",
        "12½",
        "30°C",
        "©",
    ]
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(WORDS, min_size=1, max_size=30, unique=True))
def test_windows_1252_comes_back_as_it_was_from_news_english(words):
    text = f"The mayor of Vellmar spoke: {' '.join(words)} and left by the side door of the hall."
    assert decode(text.encode("cp1252")).text == text


@given(st.binary(min_size=1, max_size=400))
def test_any_bytes_are_read_or_refused_and_nothing_is_replaced(data):
    try:
        decoded = decode(data)
    except RefusedError:
        return
    codec = {"utf-8": "utf-8-sig" if decoded.encoding_from == "bom" else "utf-8"}.get(
        decoded.encoding, decoded.encoding
    )
    assert data.decode(codec) == decoded.text


# --- Facts ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sidecar", "columns", "address", "expected"),
    [
        pytest.param(
            True, True, True, ("The Sidecar", "sidecar", "2024-01-01", "sidecar"), id="the sidecar first"
        ),
        pytest.param(
            False, True, True, ("The Column", "file", "2024-02-02", "file"), id="then the file's columns"
        ),
        pytest.param(
            False, False, True, ("herald.example", "url", "2024-03-03", "url"), id="then the address"
        ),
        pytest.param(False, False, False, (None, None, None, None), id="a table's name dates no row"),
    ],
)
def test_facts_come_by_order_of_trust(put, sidecar, columns, address, expected):
    record = {"text": BRIDGE}
    if columns:
        record |= {"outlet": "The Column", "date": "2024-02-02"}
    if address:
        record |= {"url": "https://www.herald.example/2024/03/03/bridge"}
    folder = put("2024-04-04.jsonl", json.dumps(record))
    if sidecar:
        put("articles.csv", "source_file,outlet,published\n2024-04-04.jsonl#line 1,The Sidecar,2024-01-01\n")
    article = only(load.read(folder)[0])
    outlet, outlet_from, published, published_from = expected
    assert article[["outlet", "outlet_from", "published_from"]].fillna("").tolist() == [
        outlet or "",
        outlet_from or "",
        published_from or "",
    ]
    assert (article["published"] == pd.Timestamp(published)) if published else pd.isna(article["published"])


def test_the_sidecar_wins_over_the_page_fact_by_fact(put):
    put("articles.csv", "source_file,outlet,published\nbridge.html,The Courier of Vellmar,\n")
    article = only(load.read(put("bridge.html", PAGE))[0])
    assert (article["outlet"], article["outlet_from"]) == ("The Courier of Vellmar", "sidecar")
    assert (article["published"], article["published_from"]) == (pd.Timestamp("2024-05-06"), "html")


def test_a_sidecar_row_for_a_table_speaks_for_all_its_rows_and_one_for_a_row_before_it(put):
    put("week.csv", f'text\n"{BRIDGE}"\n"{FERRY}"\n')
    folder = put(
        "articles.csv", "file,outlet,note\nweek.csv,The Herald,bought\nweek.csv#row 2,The Courier,\n"
    )
    found, problems = load.read(folder)
    assert found["outlet"].tolist() == ["The Herald", "The Courier"]
    assert found["note"].tolist() == ["bought", "bought"]
    assert problems.empty


def test_a_day_in_a_files_name_is_the_last_resort(put):
    article = only(load.read(put("herald_2024-05-06_bridge.txt", BRIDGE))[0])
    assert (article["published"], article["published_from"]) == (pd.Timestamp("2024-05-06"), "filename")
    assert pd.isna(article["outlet"])


def test_an_articles_csv_with_a_text_column_is_a_corpus(put):
    found, problems = load.read(put("articles.csv", f'source_file,text\nx,"{BRIDGE}"\n'))
    assert found["source_file"].tolist() == ["articles.csv#row 1"]
    assert problems.empty


def test_an_outlet_column_of_addresses_gives_the_address_and_its_domain(put):
    folder = put("a.jsonl", json.dumps({"text": BRIDGE, "source": "https://www.herald.example/2024/05/06/b"}))
    article = only(load.read(folder)[0])
    assert article[["outlet", "outlet_from", "url"]].tolist() == [
        "herald.example",
        "url",
        "https://www.herald.example/2024/05/06/b",
    ]


@pytest.mark.parametrize("nothing", ["", "  ", "NaN", "null", "None", "N/A"])
def test_what_programs_write_for_nothing_is_missing(put, nothing):
    article = only(load.read(put("a.csv", f'text,outlet,author\n"{BRIDGE}",{nothing},{nothing}\n'))[0])
    assert article[["outlet", "byline"]].isna().all()


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("2025-07-03", date(2025, 7, 3), id="ISO"),
        pytest.param("2025-07-03T23:30:00-05:00", date(2025, 7, 3), id="ISO with time: the day as written"),
        pytest.param("2025/7/3", date(2025, 7, 3), id="year first, slashes"),
        pytest.param("20250703", date(2025, 7, 3), id="ISO without dashes"),
        pytest.param("3 July 2025", date(2025, 7, 3), id="day and name"),
        pytest.param("Thursday, 3rd of July, 2025", date(2025, 7, 3), id="with weekday and ordinal"),
        pytest.param("July 3, 2025 10:15 am ET", date(2025, 7, 3), id="American, with time"),
        pytest.param("Sept. 3, 2025", date(2025, 9, 3), id="abbreviated"),
        pytest.param("Thu, 03 Jul 2025 10:00:00 GMT", date(2025, 7, 3), id="of a feed"),
        pytest.param("Thu Jul 03 20:19:24 +0000 2025", date(2025, 7, 3), id="of a post"),
        pytest.param("13/07/2025", date(2025, 7, 13), id="no thirteenth month: day first"),
        pytest.param("07/13/2025", date(2025, 7, 13), id="no thirteenth month: month first"),
        pytest.param("07.07.2025", date(2025, 7, 7), id="the same either way"),
        pytest.param(1751500800, date(2025, 7, 3), id="seconds since 1970"),
        pytest.param(1751500800000, date(2025, 7, 3), id="milliseconds since 1970"),
        pytest.param(datetime(2025, 7, 3, 9), date(2025, 7, 3), id="a timestamp"),
    ],
)
def test_a_day_is_read_as_written(written, expected):
    assert day(written) == expected


@pytest.mark.parametrize(
    ("written", "message"),
    [
        pytest.param(
            "03/04/2025",
            "the date '03/04/2025' may be 2025-04-03 or 2025-03-04. "
            "Write it as one of these, or say which number is the day with --day-first or --month-first.",
            id="two days in one",
        ),
        pytest.param(
            "2025-02-30",
            "the date '2025-02-30' is no day of the calendar. Write it as YYYY-MM-DD.",
            id="no such day",
        ),
        pytest.param(
            "July 2025", "the date 'July 2025' cannot be read. Write it as YYYY-MM-DD.", id="a month"
        ),
        pytest.param(
            "3/7/25",
            "the date '3/7/25' may be 2025-07-03 or 2025-03-07. "
            "Write it as one of these, or say which number is the day with --day-first or --month-first.",
            id="two days in one, and no century",
        ),
        pytest.param("soon", "the date 'soon' cannot be read. Write it as YYYY-MM-DD.", id="a word"),
        pytest.param(True, "the date True cannot be read. Write it as YYYY-MM-DD.", id="no date at all"),
    ],
)
def test_a_day_that_cannot_be_read_is_said_to_be_so(written, message):
    with pytest.raises(RefusedError) as refused:
        day(written)
    assert refused.value.problem == message


def test_which_number_is_the_day_can_be_told():
    assert day("03/04/2025", day_first=True) == date(2025, 4, 3)
    assert day("03/04/2025", day_first=False) == date(2025, 3, 4)


@given(st.dates(date(1600, 1, 1), date(2199, 12, 31)), st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%b %d, %Y"]))
def test_a_day_written_out_comes_back(given_day, form):
    assert day(given_day.strftime(form)) == given_day


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        pytest.param(
            "https://static.independent.co.uk/a.jpg", "independent.co.uk", id="a suffix of two parts"
        ),
        pytest.param("https://edition.cnn.com/a", "cnn.com", id="an edition"),
        pytest.param("https://news.herald.example:8080/a", "herald.example", id="a suffix no list knows"),
        pytest.param("https://t.co/abc", None, id="a shortener"),
        pytest.param("https://www.youtube.com/watch?v=1", None, id="a carrier of others' work"),
        pytest.param("https://d111.cloudfront.net/a.jpg", None, id="a content network"),
        pytest.param("http://127.0.0.1/a", None, id="a number"),
        pytest.param("http://[broken/a", None, id="no address"),
    ],
)
def test_the_outlet_of_an_address_is_its_registrable_domain(address, expected):
    assert outlet_of(address) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        pytest.param("https://a.example/2025/07/02/19/b.jpg", date(2025, 7, 2), id="numbers"),
        pytest.param("https://a.example/news/2025/jul/02/b", date(2025, 7, 2), id="the month's name"),
        pytest.param("https://a.example/2025/13/02/b", None, id="no such month"),
        pytest.param("https://a.example/2025/07/b", None, id="no day"),
        pytest.param("https://a.example/b?d=/2025/07/02/", None, id="in the query"),
        pytest.param("https://a.example/2025/07/02/x/2024/01/01/", None, id="two days"),
    ],
)
def test_the_day_in_an_address(address, expected):
    assert day_in_address(address) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("herald-2024-05-06.txt", date(2024, 5, 6), id="dashes"),
        pytest.param("2024_05_06_herald.txt", date(2024, 5, 6), id="underscores"),
        pytest.param("herald_20240506.txt", date(2024, 5, 6), id="no dashes"),
        pytest.param("000_cbde6cedbcafe219.txt", None, id="a hash"),
        pytest.param("a20240506b.txt", None, id="digits inside a word"),
        pytest.param("2024-05-06_to_2024-05-09.txt", None, id="two days"),
        pytest.param("20241399.txt", None, id="a number that is no day"),
    ],
)
def test_the_day_in_a_files_name(name, expected):
    assert day_in_name(name) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            f"Bridge\n\nhttps://img.herald.example/2024/05/06/b.jpg\nimage\n\n{BRIDGE}",
            ("herald.example", date(2024, 5, 6)),
            id="the lead image",
        ),
        pytest.param(
            f"{BRIDGE}\n\nSource: https://www.herald.example/bridge",
            ("herald.example", None),
            id="a source line",
        ),
        pytest.param(
            f"https://courier.example/2024/05/06/b\nhttps://img.herald.example/2024/05/01/b.jpg\n{BRIDGE}",
            ("courier.example", date(2024, 5, 6)),
            id="the page before the image",
        ),
        pytest.param(
            f"https://a.example/1\nhttps://b.example/2\n{BRIDGE}", (None, None), id="two pages that differ"
        ),
        pytest.param(
            f"Read https://a.example/1 first.\n{BRIDGE}", (None, None), id="an address in a sentence"
        ),
        pytest.param(
            f"{BRIDGE}\n\n{BRIDGE}\n\nMore.\n\nhttps://a.example/2024/01/01/old\n\n{FERRY}",
            (None, None),
            id="a link in the middle of the story",
        ),
        pytest.param(
            f"{BRIDGE}\n\n{FERRY}\n\nOnline:\n\nhttps://poll.example/", (None, None), id="a link at the foot"
        ),
        pytest.param(f"https://t.co/1\n{BRIDGE}", (None, None), id="a post"),
    ],
)
def test_what_addresses_in_a_text_tell(text, expected):
    assert addressed(text) == expected


# --- Ids, copies, languages, order ---------------------------------------------------------------------------


def test_a_copy_is_known_by_content_and_left_out(put):
    put("b.txt", BRIDGE)
    put("a/z.txt", BRIDGE)
    found, _ = load.read(put("c.csv", f'text\n"{FERRY}"\n"{BRIDGE}"\n'))
    first = hashlib.sha256(BRIDGE.encode()).hexdigest()[:12]
    assert found["source_file"].tolist() == ["a/z.txt", "b.txt", "c.csv#row 1", "c.csv#row 2"]
    assert found["copy_of"].fillna("").tolist() == ["", first, "", first]
    assert found["left_out"].fillna("").tolist() == ["", f"copy of {first}", "", f"copy of {first}"]
    assert found["article"].tolist() == [
        first,
        hashlib.sha256(f"{BRIDGE}\0b.txt".encode()).hexdigest()[:12],
        hashlib.sha256(FERRY.encode()).hexdigest()[:12],
        hashlib.sha256(f"{BRIDGE}\0c.csv#row 2".encode()).hexdigest()[:12],
    ]


def test_what_is_read_does_not_depend_on_the_order_of_the_paths(put, tmp_path):
    for name, text in {
        "b.txt": BRIDGE,
        "a.txt": BRIDGE,
        "d/x.txt": FERRY,
        "e/x.txt": FERRY + " Again.",
    }.items():
        put(name, text)
    paths = [tmp_path / name for name in ("b.txt", "a.txt", "d", "e", "nowhere.txt")]
    expected = load.read(*paths)
    for seed in range(4):
        random.Random(seed).shuffle(paths)
        for table, again in zip(expected, load.read(*paths), strict=True):
            pd.testing.assert_frame_equal(table, again)


def test_two_files_of_one_name_are_told_apart_by_their_folders(put, tmp_path):
    put("one/x.txt", BRIDGE)
    put("two/x.txt", FERRY)
    found, problems = load.read(tmp_path / "one", tmp_path / "two" / "x.txt")
    assert found["source_file"].tolist() == ["one/x.txt", "two/x.txt"]
    assert problems.empty


def test_a_file_given_twice_is_read_once(put, tmp_path):
    put("in/x.txt", BRIDGE)
    found, _ = load.read(tmp_path, tmp_path / "in" / "x.txt", tmp_path / "in", tmp_path / "in" / "*.txt")
    assert found["source_file"].tolist() == ["in/x.txt"]
    assert found["copy_of"].isna().all()


def test_a_pattern_is_read_like_the_files_it_matches(put, tmp_path):
    put("a.txt", BRIDGE)
    put("b.md", FERRY)
    found, problems = load.read(f"{tmp_path}/*.txt")
    assert (found["source_file"].tolist(), problems.empty) == (["a.txt"], True)


def test_stream_gives_the_rows_and_problems_that_read_gives(put):
    put("a.jsonl", f'{{"text": "{BRIDGE}"}}\n{{\n')
    folder = put("b.txt", BRIDGE)
    found, problems = load.read(folder)
    items = list(load.stream(folder))
    assert [item["article"] for item in items if isinstance(item, dict)] == found["article"].tolist()
    assert [item.line for item in items if isinstance(item, Problem)] == lines(problems)


def test_the_table_of_articles_comes_back_from_disk_as_it_was(put, tmp_path):
    put("a.csv", f'text,topic,date\n"{BRIDGE}",roads,2024-05-06\n')
    found, problems = load.read(put("b.txt", GERMAN))
    for path in write(found, ARTICLES, tmp_path):
        pd.testing.assert_frame_equal(
            read(ARTICLES, path)[list(ARTICLES.columns)], found[list(ARTICLES.columns)]
        )
    assert PROBLEMS.check(problems).empty


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(BRIDGE, "en", id="English"),
        pytest.param(GERMAN, "de", id="German"),
        pytest.param("Le conseil a voté la fermeture du pont lundi soir.", "fr", id="one sentence of French"),
        pytest.param("Rain at noon.", None, id="three words are too few"),
        pytest.param("12 345 – 6789", None, id="numbers"),
        pytest.param(
            f"https://www.beispiel.example/die-bruecke-ist-gesperrt\n{BRIDGE}", "en", id="addresses aside"
        ),
    ],
)
def test_the_language_of_a_text(text, expected):
    assert language(text) == expected


def test_what_is_not_english_is_listed_left_out_and_counted(put):
    put("a.txt", BRIDGE)
    put("b.txt", GERMAN)
    folder = put("c.txt", GERMAN + " Mehr morgen.")
    with pytest.warns(load.LoadWarning) as told:
        found = load.articles(folder)
    assert found["left_out"].fillna("").tolist() == ["", "language is German (de)", "language is German (de)"]
    assert [str(warning.message) for warning in told] == [
        "not in English, and left out of measuring: 2 of 3 articles: German (2)."
    ]


@pytest.mark.skipif(not (GOLD / "polnear").is_dir(), reason="the set polnear is not here")
def test_news_in_english_is_known_for_english():
    texts = [path.read_text("utf-8") for path in sorted((GOLD / "polnear").rglob("*.txt"))[::8]]
    assert len(texts) > 50
    assert {language(text) for text in texts} == {"en"}


@pytest.mark.skipif(not (GOLD / "polnear").is_dir(), reason="the set polnear is not here")
def test_news_in_windows_1252_comes_back_as_it_was():
    same, total = 0, 0
    for path in sorted((GOLD / "polnear").rglob("*.txt"))[::2]:
        text = path.read_text("utf-8")
        # Texts that hold the traces of an earlier wrong decoding are no test of this one.
        if text.isascii() or "Ã" in text or "â€" in text:
            continue
        try:
            data = text.encode("cp1252")
        except UnicodeEncodeError:
            continue
        same, total = same + (decode(data).text == text), total + 1
    assert total > 100
    assert same == total


# --- Bad input -----------------------------------------------------------------------------------------------

NOISE = bytes(random.Random(3).randrange(128, 256) for _ in range(300))


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        pytest.param("a.txt", "", ["a.txt: the file is empty."], id="an empty file"),
        pytest.param("a.txt", " \n\t\r\n", ["a.txt: the file holds only white space."], id="white space"),
        pytest.param(
            "a.txt",
            b"abc\0def" * 9,
            ["a.txt: it is binary, not text: it holds NUL bytes, the first at byte 3."],
            id="NUL bytes",
        ),
        pytest.param(
            "a.txt",
            b"\x01\x02\x03\x04 four",
            ["a.txt: it is binary, not text: 4 of its characters are control characters."],
            id="control characters",
        ),
        pytest.param(
            "a.txt",
            b"%PDF-1.7\n%",
            ["a.txt: it is a PDF document, not text. Let its name end in .pdf."],
            id="a PDF",
        ),
        pytest.param(
            "a.txt",
            b"PK\x03\x04rest",
            ["a.txt: it is a zip archive or Office document, not text. Save its text as .txt."],
            id="an Office document",
        ),
        pytest.param(
            "a.txt",
            NOISE,
            [
                "a.txt: its bytes fit no encoding that could be told: from byte 0 (0xBC) on they are not UTF-8, "
                "and no other is likely. Save it as UTF-8."
            ],
            id="bytes of no encoding",
        ),
        pytest.param(
            "a.txt",
            b"\xef\xbb\xbfRain\xff",
            ["a.txt: its byte order mark says UTF-8, but the bytes from 4 on are not. Save it as UTF-8."],
            id="a byte order mark that lies",
        ),
        pytest.param(
            "a.doc",
            "x",
            [
                ": the folder holds no articles. 1 file of another kind was not read: .doc (1). "
                f"Read are {READ}."
            ],
            id="a file of another kind",
        ),
        pytest.param(
            "a.zip",
            b"PK\x03\x04 cut short",
            ["a.zip: it is not a whole zip archive: it was cut short, or is no zip."],
            id="a truncated zip",
        ),
        pytest.param("a.zip", b"", ["a.zip: the file is empty."], id="an empty zip"),
        pytest.param(
            "a.html",
            "<html><body><nav><a href='/'>Home</a></nav><p>Please log in.</p></body></html>",
            [
                "a.html: no article text was found in the page (words kept: 3; least for an article: 20). "
                "If it has one, save its text as .txt."
            ],
            id="a page without an article",
        ),
        pytest.param(
            "a.jsonl",
            f'{{"text": "{BRIDGE}"}}\n\n{{"text" "x"}}\n',
            ["a.jsonl, line 3: it is not JSON: Expecting ':' delimiter, column 9."],
            id="a malformed JSON line",
        ),
        pytest.param(
            "a.jsonl",
            '[1]\n{"id": 1, "title": "x"}\n{"text": 5}\n{"body": ""}\n',
            [
                "a.jsonl, line 1: it is a list, where a record in braces should stand.",
                "a.jsonl, line 2: it has no text. Its keys are id, title; name that of the text 'text'.",
                "a.jsonl, line 3: its text is a number, where the text should stand.",
                "a.jsonl, line 4: its text is empty (column body).",
            ],
            id="records without text",
        ),
        pytest.param(
            "a.jsonl",
            '{"text": "half \\ud83d of a pair"}\n',
            [
                "a.jsonl, line 1: it holds half of an escaped pair (one of \\ud800 to \\udfff alone), which is no "
                "character. Write the file anew as UTF-8."
            ],
            id="half of an escaped pair",
        ),
        pytest.param(
            "a.jsonl",
            '{"id": 1}\n' * 5,
            [
                "a.jsonl: of each of its 5 records the same is true: it has no text. Its keys are id; name that of "
                "the text 'text'."
            ],
            id="a file of records of another kind",
        ),
        pytest.param(
            "a.json",
            '[{"text": "x"},\n {"text": }]',
            ["a.json, line 2: it is not JSON: Expecting value, column 11."],
            id="malformed JSON",
        ),
        pytest.param("a.json", "[]", ["a.json: its list of records is empty."], id="an empty JSON list"),
        pytest.param(
            "a.json",
            "5",
            ["a.json: it is a number, where records in braces should stand."],
            id="JSON of one number",
        ),
        pytest.param(
            "a.json",
            "[" * 100_000,
            ["a.json: it is not JSON: it is nested too deep."],
            id="JSON nested too deep",
        ),
        pytest.param(
            "a.csv",
            "id,title\n1,Bridge\n",
            [
                "a.csv: no column holds the text. Its columns are id, title. Name the one with the text 'text' "
                "(or body, content, article_text, full_text)."
            ],
            id="a CSV without a text column",
        ),
        pytest.param(
            "a.csv", "id,text\n", ["a.csv: it has column names, but no rows."], id="a CSV without rows"
        ),
        pytest.param(
            "a.csv",
            "text,text\na,b\n",
            ["a.csv: two columns are named 'text'. Give each column a name of its own."],
            id="two columns of one name",
        ),
        pytest.param(
            "a.csv",
            f'id,text\n1,"{BRIDGE}"\n2,"said "hi" there"\n3,x\n',
            [
                "a.csv, row 2: the quoting is broken (',' expected after '\"') in the row that begins on line 3. "
                "The rows before it were read; those from it on were not."
            ],
            id="a quotation mark inside a quoted cell",
        ),
        pytest.param(
            "a.csv",
            f'id,text\n1,"{BRIDGE}"\n2,"never closed\n3,x\n',
            [
                "a.csv, row 2: the quoting is broken (unexpected end of data) in the row that begins on line 3. "
                "The rows before it were read; those from it on were not."
            ],
            id="a quotation mark never closed",
        ),
        pytest.param(
            "a.csv",
            f'id,text\n1,Rain, and more of it\n2,"{BRIDGE}"\n',
            [
                "a.csv, row 1: it has 3 cells (line 2), but there are 2 columns. Put quotation marks around a "
                "text that holds the delimiter."
            ],
            id="a row of too many cells",
        ),
        pytest.param(
            "a.csv",
            f'text,published\n"{BRIDGE}",2024-02-30\n"{FERRY}",03/04/2024\n',
            [
                "a.csv, row 1: in column published, the date '2024-02-30' is no day of the calendar. Write it as "
                "YYYY-MM-DD. The article is read without a date.",
                "a.csv, row 2: in column published, the date '03/04/2024' may be 2024-04-03 or 2024-03-04. "
                "Write it as one of these, or say which number is the day with --day-first or --month-first. "
                "The article is read without a date.",
            ],
            id="dates that cannot be read",
        ),
        pytest.param(
            "a.md",
            f"+++\ntitle = Bridge\n+++\n{BRIDGE}",
            [
                "a.md: its front matter is not TOML (Invalid value (at line 1, column 9)); it is read as a part "
                "of the text."
            ],
            id="front matter that is not TOML",
        ),
        pytest.param(
            "articles.csv",
            "id,outlet\n1,The Herald\n",
            [
                "articles.csv: no column holds the text. Its columns are id, outlet. Name the one with the text "
                "'text' (or body, content, article_text, full_text). To tell of the articles beside it, it needs "
                "a column named source_file and none with a text."
            ],
            id="an articles.csv that is neither sidecar nor corpus",
        ),
    ],
)
def test_bad_input_gets_one_clear_line(put, name, content, expected):
    folder = put(name, content)
    _, problems = load.read(folder)
    assert [line.removeprefix(str(folder)) for line in lines(problems)] == expected


def test_what_stands_beside_bad_input_is_read(put):
    put("a.txt", b"\0")
    put("b.jsonl", f'{{"text": "{BRIDGE}"}}\n{{\n{{"text": "{FERRY}"}}\n')
    found, problems = load.read(put("c.csv", f'text,published\n"{GERMAN}",never\n'))
    assert found["source_file"].tolist() == ["b.jsonl#line 1", "b.jsonl#line 3", "c.csv#row 1"]
    assert found["published"].isna().all()
    assert len(problems) == 3


def test_a_date_that_cannot_be_read_is_not_replaced_by_a_weaker_one(put):
    put("articles.csv", "source_file,published\nherald_2024-05-06.txt,6.5\n")
    found, problems = load.read(put("herald_2024-05-06.txt", BRIDGE))
    assert only(found)[["published", "published_from"]].isna().all()
    assert lines(problems) == [
        "articles.csv, row 1: about 'herald_2024-05-06.txt': in column published, the date '6.5' cannot be read. "
        "Write it as YYYY-MM-DD. The article is read without a date."
    ]


def test_sidecar_rows_that_are_about_nothing_are_told(put):
    put("a.txt", BRIDGE)
    put("b.csv", f'text\n"{FERRY}"\n')
    folder = put(
        "articles.csv",
        "source_file,outlet\na.txt,The Herald\ngone.txt,The Herald\na.txt,The Courier\n,The Herald\n"
        "b.csv#row 9,The Herald\n",
    )
    found, problems = load.read(folder)
    assert found["outlet"].fillna("").tolist() == ["The Herald", ""]
    assert lines(problems) == [
        "articles.csv, row 2: there is no file 'gone.txt' in the folder of this sidecar.",
        "articles.csv, row 3: 'a.txt' stands in row 1 already; that row is used.",
        "articles.csv, row 4: its column source_file is empty: it is about no file.",
        "articles.csv, row 5: it is about 'b.csv#row 9', which is not in that file.",
    ]


def test_one_file_is_read_with_the_sidecar_of_its_folder_and_no_word_of_the_others(put):
    put("a.txt", BRIDGE)
    put("b.txt", FERRY)
    folder = put("articles.csv", "source_file,outlet\na.txt,The Herald\nb.txt,The Courier\n")
    found, problems = load.read(folder / "b.txt")
    assert only(found)["outlet"] == "The Courier"
    assert problems.empty


def test_a_sidecar_alone_is_no_article(put):
    put("a.txt", BRIDGE)
    folder = put("articles.csv", "source_file,outlet\na.txt,The Herald\n")
    found, problems = load.read(folder / "articles.csv")
    assert found.empty
    assert lines(problems) == [
        "articles.csv: it is a sidecar, which tells of articles beside it, and none was read there."
    ]


def test_paths_that_lead_nowhere(tmp_path):
    (tmp_path / "bare").mkdir()
    (tmp_path / "bare" / ".hidden.txt").write_text(BRIDGE)
    found, problems = load.read(tmp_path / "nowhere.txt", tmp_path / "*.nope", tmp_path / "bare")
    assert found.empty
    assert [line.removeprefix(str(tmp_path)) for line in lines(problems)] == [
        "/*.nope: no file or folder matches this pattern.",
        "/bare: the folder holds no articles.",
        "/nowhere.txt: there is no such file or folder.",
    ]


def test_a_file_of_another_kind_given_by_itself(put):
    folder = put("photo.png", b"\x89PNG")
    put("Makefile", "all:")
    assert lines(load.read(folder / "photo.png", folder / "Makefile")[1]) == [
        f"Makefile: files without an ending are not read. Read are {READ}.",
        f"photo.png: files ending in .png are not read. Read are {READ}.",
    ]


def test_files_of_other_kinds_are_counted_in_one_line_per_folder(put):
    for name in (
        "a.txt",
        "p.png",
        "q.PNG",
        "code.py",
        "LICENSE",
        ".DS_Store",
        "sub/b.txt",
        "sub/p.png",
        "x~",
    ):
        put(name, BRIDGE + name)
    folder = put("Thumbs.db", b"\0")
    found, problems = load.read(folder)
    assert found["source_file"].tolist() == ["a.txt", "sub/b.txt"]
    assert [line.removeprefix(str(folder)) for line in lines(problems)] == [
        f": 4 files of other kinds were not read: .png (2), .py (1), without ending (1). Read are {READ}.",
        f"/sub: 1 file of another kind was not read: .png (1). Read are {READ}.",
    ]


def test_a_file_over_the_limit_is_refused_before_it_is_read(put, monkeypatch):
    folder = put("big.txt", b"")
    os.truncate(folder / "big.txt", 200_000_000)  # Takes no room on disk.
    put("small.txt", BRIDGE)
    found, problems = load.read(folder)
    assert found["source_file"].tolist() == ["small.txt"]
    assert lines(problems) == [
        "big.txt: it is 200.0 MB, over the limit of 50 MB for one file. Raise it with --max-mb 201."
    ]


def test_the_limit_can_be_raised(put):
    folder = put("a.txt", BRIDGE * 20)
    assert lines(load.read(folder, max_bytes=1_000)[1]) == [
        "a.txt: it is 0.0 MB, over the limit of 0.001 MB for one file. Raise it with --max-mb 1."
    ]
    assert len(load.read(folder, max_bytes=1_000_000)[0]) == 1


def test_a_zip_bomb_is_not_unpacked(pack):
    path = pack("bomb.zip", ("a.txt", "\0" * 5_000_000), ("b.txt", BRIDGE))
    found, problems = load.read(path)
    with zipfile.ZipFile(path) as archive:
        times = 5_000_000 / archive.getinfo("a.txt").compress_size
    assert found.empty
    assert lines(problems) == [
        f"bomb.zip: its entry 'a.txt' would unpack to {times:,.0f} times its size, as no text does (the limit is 200 "
        "times); nothing in the archive was read."
    ]


def test_a_zip_that_would_unpack_to_too_much_is_not_unpacked(pack):
    path = pack("many.zip", *((f"{n}.txt", BRIDGE * 6) for n in range(30)))
    found, problems = load.read(path, max_bytes=1_200)
    assert found.empty
    assert lines(problems) == [
        "many.zip: it would unpack to 0 MB, over the limit of 0 MB; nothing in it was read. Split it, or if you "
        "trust it raise the limit with --max-mb 1."
    ]


def test_an_entry_over_the_limit_is_refused_alone(pack):
    path = pack("a.zip", ("a.txt", BRIDGE), ("b.txt", BRIDGE * 20))
    found, problems = load.read(path, max_bytes=1_000)
    assert found["source_file"].tolist() == ["a.zip#a.txt"]
    assert lines(problems) == [
        "a.zip#b.txt: it is 0.0 MB, over the limit of 0.001 MB for one file. Raise it with --max-mb 1."
    ]


def test_entries_that_climb_out_or_come_twice_are_told(pack):
    path = pack(
        "a.zip",
        ("../evil.txt", BRIDGE),
        ("/etc/evil.txt", BRIDGE),
        ("C:\\evil.txt", BRIDGE),
        ("in/../../evil.txt", BRIDGE),
        ("twice.txt", BRIDGE),
        ("twice.txt", FERRY),
        ("inner.zip", b"PK"),
        ("p.png", b"x"),
    )
    found, problems = load.read(path)
    assert found["source_file"].tolist() == ["a.zip#twice.txt"]
    assert found["source_text"].tolist() == [BRIDGE]
    assert lines(problems) == [
        "a.zip, entry ../evil.txt: its name climbs out of the archive; it was not read.",
        "a.zip, entry /etc/evil.txt: its name climbs out of the archive; it was not read.",
        "a.zip, entry C:/evil.txt: its name climbs out of the archive; it was not read.",
        "a.zip, entry in/../../evil.txt: its name climbs out of the archive; it was not read.",
        "a.zip, entry twice.txt: two entries have this name; only the first was read.",
        "a.zip, entry inner.zip: an archive in an archive is not opened. Unpack the outer one first.",
        f"a.zip, other entries: 1 file of another kind was not read: .png (1). Read are {READ}.",
    ]


def test_a_locked_zip_and_an_empty_one(pack):
    path = pack("locked.zip", ("a.txt", BRIDGE))
    data = bytearray(path.read_bytes())
    data[6] |= 1  # The flag of encryption, in the entry and in the list of entries.
    data[data.index(b"PK\1\2") + 8] |= 1
    path.write_bytes(data)
    assert lines(load.read(path, pack("none.zip"))[1]) == [
        "locked.zip, locked entries: it is locked with a password: a.txt. Unpack it first.",
        "none.zip: the archive holds no articles.",
    ]


def test_a_damaged_entry_costs_only_itself(pack):
    path = pack("a.zip", ("a.txt", BRIDGE), ("b.txt", FERRY))
    data = bytearray(path.read_bytes())
    data[45] ^= 0xFF
    path.write_bytes(data)
    found, problems = load.read(path)
    assert found["source_file"].tolist() == ["a.zip#b.txt"]
    assert lines(problems) == [
        "a.zip#a.txt: the entry is damaged; its bytes do not match its checksum or end too early."
    ]


def test_a_link_in_a_zip_is_not_followed(tmp_path):
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(link, "/etc/hostname")
    assert lines(load.read(tmp_path)[1]) == ["a.zip, entry link.txt: it is a link, which is not followed."]


def test_a_damaged_parquet_file(put, tmp_path):
    pq.write_table(pa.table({"text": [BRIDGE] * 50}), tmp_path / "a.parquet")
    data = (tmp_path / "a.parquet").read_bytes()
    folder = put("a.parquet", data[:-20])
    put("b.parquet", b"PAR1" + b"\1" * 60 + data[64:])
    cut, damaged = lines(load.read(folder)[1])
    assert cut.startswith("a.parquet: it is not a whole Parquet file (")
    assert damaged.startswith("b.parquet, row 1: the file is damaged from here on (")


def test_a_parquet_file_without_a_text_column(tmp_path):
    pq.write_table(pa.table({"id": [1]}), tmp_path / "a.parquet")
    assert lines(load.read(tmp_path)[1]) == [
        "a.parquet: no column holds the text. Its columns are id. Name the one with the text 'text' (or body, "
        "content, article_text, full_text)."
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="links and pipes as in POSIX")
def test_links_and_pipes_never_hang_the_reading(put, tmp_path):
    put("a.txt", BRIDGE)
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "gone.txt").symlink_to("nothing.txt")
    (tmp_path / "self.txt").symlink_to("self.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    found, problems = load.read(tmp_path)
    assert found["source_file"].tolist() == ["a.txt"]
    assert lines(problems) == [
        "gone.txt: it is a link to nothing.",
        "loop: it is a link that leads back to a folder above it.",
        "pipe.txt: it is not a regular file.",
        "self.txt: it is a link that leads back to itself.",
    ]


def test_a_linked_folder_is_read(put, tmp_path):
    put("there/a.txt", BRIDGE)
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "link").symlink_to(tmp_path / "there")
    assert load.read(tmp_path / "here")[0]["source_file"].tolist() == ["link/a.txt"]


def test_what_may_not_be_opened(put, monkeypatch):
    folder = put("a.txt", BRIDGE)
    put("b.txt", FERRY)
    real = Path.open

    def refuse(path, *arguments, **options):
        if path.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return real(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", refuse)
    found, problems = load.read(folder)
    assert found["source_file"].tolist() == ["b.txt"]
    assert lines(problems) == ["a.txt: it cannot be opened: permission denied."]


@pytest.mark.skipif(os.name == "nt", reason="names are not bytes there")
def test_a_files_name_that_is_not_utf_8_is_shown_with_escapes(tmp_path):
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    try:
        with open(path, "w") as file:  # noqa: PTH123  (a Path cannot hold these bytes)
            file.write(BRIDGE)
    except OSError:
        pytest.skip("this file system takes no such name")
    assert load.read(tmp_path)[0]["source_file"].tolist() == ["caf\\xe9.txt"]


def test_articles_warns_once_per_problem(put):
    put("a.txt", BRIDGE)
    folder = put("b.txt", "")
    with pytest.warns(load.LoadWarning) as told:
        found = load.articles(folder)
    assert [str(warning.message) for warning in told] == ["b.txt: the file is empty."]
    assert told[0].filename == __file__
    assert len(found) == 1


def test_a_file_full_of_problems_does_not_drown_the_others(put):
    put("a.jsonl", f'{{"text": "{BRIDGE}"}}\n' + "{\n" * 50)
    folder = put("b.txt", "")
    with pytest.warns(load.LoadWarning) as told:
        load.articles(folder)
    messages = [str(warning.message) for warning in told]
    assert len(messages) == 22
    assert messages[-2:] == [
        "b.txt: the file is empty.",
        "a.jsonl: 30 more problems of this file are not shown here; the problems table lists them all.",
    ]
    assert len(load.read(folder)[1]) == 51


def test_nothing_read_is_an_error_that_says_why(put):
    put("a.txt", "")
    folder = put("b.json", "5")
    with pytest.raises(load.LoadError) as error:
        load.articles(folder)
    assert str(error.value) == (
        "no article could be read.\n"
        "  a.txt: the file is empty.\n"
        "  b.json: it is a number, where records in braces should stand."
    )


def test_nothing_is_fetched(put, monkeypatch):
    def refuse(*_):
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    put("a.html", PAGE.replace("<article>", '<script src="https://x.example/a.js"></script><article>'))
    found, _ = load.read(put("b.txt", f"https://img.herald.example/2024/05/06/b.jpg\n\n{FERRY}"))
    assert found["outlet"].tolist() == ["The Vellmar Courier", "herald.example"]
