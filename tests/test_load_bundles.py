"""Exports of news archives: every article, outlet, day and paragraph of invented articles in many forms."""

from __future__ import annotations

import html
import re
import textwrap
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis import clean, load
from analysis.load import bundles
from analysis.load.bundles.forms import forms
from analysis.tables import count_words

DATA = tomllib.loads((Path(__file__).parent / "load_bundles.toml").read_text(encoding="utf-8"))
STORIES: list[dict[str, Any]] = DATA["story"]
EXPORTS: dict[str, dict[str, Any]] = {one["id"]: one for one in DATA["export"]}
NAMES = {
    "month_en": "January February March April May June July August September October November December",
    "mon_en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "month_de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "month_fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "month_es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "month_nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "weekday_en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "weekday_de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
    "weekday_fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "weekday_nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
}


def filled(
    export: dict[str, Any], story: dict[str, Any], n: int, total: int, wrapped: bool
) -> dict[str, Any]:
    """What fills the template for one article."""
    day = story["day"]
    values: dict[str, Any] = {
        name: words.split()[day.month - 1 if name.startswith("mon") else day.weekday()]
        for name, words in NAMES.items()
    }
    values |= {"d": day.day, "m": day.month, "y": day.year, "dd": f"{day.day:02}", "mm": f"{day.month:02}"}
    values |= {"n": n, "total": total, "clock": "Wednesday 6:30 AM GMT"[-11:]}
    given, family = story["byline"].split(" ", 1)
    words = sum(count_words(paragraph) for paragraph in story["paragraphs"])
    values |= {key: story[key] for key in ("headline", "outlet", "byline", "section", "code")}
    values |= {"byline_caps": story["byline"].upper(), "byline_turned": f"{family}, {given}"}
    values |= {"words": words, "words3": f"{words:03}", "day": export["day"].format(**values)}
    paragraphs = [textwrap.fill(one, 76) if wrapped else one for one in story["paragraphs"]]
    if "body" in export:
        values["body"] = "".join(export["body"].format(paragraph=one) for one in paragraphs).rstrip(" ")
    else:
        values |= {
            "body": "\n\n".join(paragraphs),
            "lead": paragraphs[0],
            "rest": "\n\n".join(paragraphs[1:]),
        }
    return values


def written(export: dict[str, Any], stories: list[dict[str, Any]], layout: str) -> str:
    """The text of an export of some stories."""
    total = len(stories)
    values = [filled(export, story, n, total, layout == "wrapped") for n, story in enumerate(stories, 1)]
    contents = "".join(export["contents"].format(**one) for one in values) if "contents" in export else ""
    text = export.get("cover", "").replace("{total}", str(total)).replace("{contents}", contents)
    text += "".join(export["article"].format(**one) for one in values)
    text += export.get("end", "").replace("{total}", str(total))
    if layout == "lines":
        text = re.sub(r"\n\s*\n+", "\n", text).lstrip("\n")
    elif layout == "spaced":
        text = re.sub(r"\n+", "\n\n", text)
    elif layout == "page":
        lines = [
            f"<p><span>{html.escape(line.strip())}</span></p>" for line in text.split("\n") if line.strip()
        ]
        text = "<html><head><title>Download</title></head><body>\n" + "\n".join(lines) + "\n</body></html>"
    return text.replace("\n", "\r\n") if layout == "crlf" else text


def put_document(path: Path, text: str) -> None:
    """Write the lines of a text as the paragraphs of a Word document or an RTF file."""
    lines = [line.strip() for line in text.split("\n")]
    if path.suffix == ".rtf":
        escaped = ["".join(one if ord(one) < 128 else f"\\u{ord(one)}?" for one in line) for line in lines]
        path.write_text(
            "{\\rtf1\\ansi\\deff0 " + "".join(f"{line}\\par\n" for line in escaped) + "}", encoding="ascii"
        )
        return
    paragraphs = "".join(f"<w:p><w:r><w:t>{html.escape(line)}</w:t></w:r></w:p>" for line in lines)
    space = "http://schemas.openxmlformats.org"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{space}/package/2006/content-types"><Override PartName='
        '"/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.'
        'document.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{space}/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{space}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
        "</Relationships>",
        "word/document.xml": f'<w:document xmlns:w="{space}/wordprocessingml/2006/main"><w:body>{paragraphs}'
        "</w:body></w:document>",
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def expected(export: dict[str, Any], story: dict[str, Any]) -> tuple[Any, ...]:
    paragraphs = story["paragraphs"]
    if export.get("one_paragraph"):
        paragraphs = [" ".join(paragraphs)]
    return (
        story["headline"] + export.get("headline_ends", ""),
        story["outlet"],
        str(story["day"]),
        paragraphs,
    )


def read(path: Path, **options: Any) -> tuple[pd.DataFrame, list[tuple[Any, ...]], list[str]]:
    """The articles of a file, what is right or wrong about each, and the problems."""
    found, problems = load.read(path, **options)
    passages = clean.passages(found)
    shown = []
    for row in found.itertuples():
        body = passages[(passages["article"] == row.article) & passages["role"].isin(["body", "subheading"])]
        body = body[~body["reason"].str.contains("standfirst")]
        shown.append((row.headline, row.outlet, str(row.published)[:10], body["text"].tolist()))
    return found, shown, load.lines(problems)


CASES = [
    pytest.param(export, layout, count, id=f"{name}, {layout}, {count}")
    for name, export in EXPORTS.items()
    for layout in export["layouts"]
    for count in ((1,) if export.get("only_one") else (1, 4))
]


def test_there_are_sixty_files_in_ten_formats():
    assert len(CASES) >= 60
    assert len({export["form"] for export in EXPORTS.values()}) >= 10


@pytest.mark.parametrize(("export", "layout", "count"), CASES)
def test_every_article_of_an_export_is_read_with_its_outlet_day_and_paragraphs(
    tmp_path, export, layout, count
):
    path = tmp_path / ("export.html" if layout == "page" else export.get("name", "export 2020-03-11.txt"))
    stories = STORIES[:count]
    path.write_bytes(written(export, stories, layout).encode("utf-8"))
    found, shown, problems = read(path, day_first=export.get("day_first"))
    assert shown == [expected(export, story) for story in stories]
    assert [line for line in problems if "abstract" not in line] == []
    assert found["database"].unique().tolist() == [export["form"]]
    assert found[["outlet_from", "published_from"]].to_numpy().tolist() == [["file", "file"]] * count


@pytest.mark.parametrize("ending", [".docx", ".rtf"])
@pytest.mark.parametrize(
    "name",
    [
        "nexis uni",
        "nexis uni with a cover",
        "lexisnexis",
        "factiva",
        "factiva with codes",
        "proquest",
        "newsbank",
        "gale",
    ],
)
def test_an_export_is_read_alike_as_a_document(tmp_path, name, ending):
    export, path = EXPORTS[name], tmp_path / f"export{ending}"
    put_document(path, written(export, STORIES, "plain"))
    _, shown, problems = read(path)
    assert shown == [expected(export, story) for story in STORIES]
    assert problems == []


# --- What is wrong with an export ---


def put(tmp_path: Path, text: str, name: str = "export.txt") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def without(text: str, pattern: str) -> str:
    """The text without what the pattern first finds."""
    assert re.search(pattern, text)
    return re.sub(pattern, "", text, count=1)


MIDDLE = re.escape(STORIES[1]["paragraphs"][0])
BODY = (
    r"Bakers in Marrow walked out.*?(?=\n\n(?:Classification|LOAD-DATE|Document|Subject:|Record|COPYRIGHT))"
)
BROKEN = [
    pytest.param(
        "lexisnexis", "(?s)" + BODY, "no text below its header", id="LexisNexis, its text is not there"
    ),
    pytest.param(
        "nexis uni", "(?s)" + BODY, "no text below its header", id="Nexis Uni, its text is not there"
    ),
    pytest.param("factiva", "(?s)" + BODY, "no text below its header", id="Factiva, its text is not there"),
    pytest.param("newsbank", "(?s)" + BODY, "no text below its header", id="NewsBank, its text is not there"),
    pytest.param("gale", "(?s)" + BODY, "no text below its header", id="Gale, its text is not there"),
    pytest.param(
        "lexisnexis",
        r"(?s) +Marrow Evening Star.*?LENGTH: \d+ words",
        "its header cannot be read",
        id="LexisNexis, its header is not there",
    ),
    pytest.param(
        "nexis uni",
        r"(?s)Marrow Evening Star\n.*?Body\n",
        "its header cannot be read",
        id="Nexis Uni, its header is not there",
    ),
    pytest.param(
        "proquest",
        r"(?s)Full text: Bakers in Marrow.*?(?=Subject: Ferries)",
        "its header cannot be read",
        id="ProQuest, it has only an abstract",
    ),
]


@pytest.mark.parametrize(("name", "pattern", "problem"), BROKEN)
def test_of_an_export_with_a_broken_article_the_others_are_read_and_it_is_named(
    tmp_path, name, pattern, problem
):
    export = EXPORTS[name]
    text = without(written(export, STORIES[:3], "plain"), pattern)
    found, shown, problems = read(put(tmp_path, text))
    assert shown == [expected(export, STORIES[0]), expected(export, STORIES[2])]
    assert found["source_file"].tolist() == ["export.txt#article 1", "export.txt#article 3"]
    [line] = problems
    assert line.startswith("export.txt, article 2: ")
    assert problem in line


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        pytest.param("lexisnexis", r" +2 of 3 DOCUMENTS\n", id="LexisNexis, the line of numbers"),
        pytest.param("nexis uni", r"End of Document\n", id="Nexis Uni, the end of the first"),
        pytest.param("factiva", r"Document HALPOS\S+\n", id="Factiva, the end of the first"),
    ],
)
def test_two_articles_whose_dividing_line_is_missing_stay_two(tmp_path, name, pattern):
    export = EXPORTS[name]
    _, shown, problems = read(put(tmp_path, without(written(export, STORIES[:3], "plain"), pattern)))
    assert shown == [expected(export, story) for story in STORIES[:3]]
    assert len(problems) == 1


def test_a_day_that_is_none_leaves_the_article_without_one(tmp_path):
    export = EXPORTS["lexisnexis"]
    text = written(export, STORIES[:2], "plain").replace(
        "November 4, 2019 Monday", "November 41, 2019 Monday"
    )
    _, shown, problems = read(put(tmp_path, text, "2020-03-11.txt"))
    assert [row[2] for row in shown] == ["NaT", "2019-11-05"]
    assert problems == [
        "2020-03-11.txt, article 1: the date 'November 41, 2019 Monday' is no day of the calendar. "
        "Write it as YYYY-MM-DD. The article is read without a date."
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param("1 of 2 DOCUMENTS\n\nLENGTH: 12 words\n\n2 of 2 DOCUMENTS\n\nLENGTH: 9 words\n", "LexisNexis", id="only labels"),
        pytest.param("Rain\n\nLength: 12 words\n\nRain fell.\n\nEnd of Document\n", "Nexis Uni", id="no outlet and day"),
        pytest.param("Rain fell.\n\nDocument HALPOS0020191104efb4000x\n", "Factiva", id="no header"),
        pytest.param("TY  - NEWS\nTI  - Rain\nER  -\n\nTY  - NEWS\nTI  - Fog\nER  -\n", "RIS", id="references without a text"),
    ],
)  # fmt: skip
def test_an_export_that_cannot_be_split_is_a_problem_and_no_article(tmp_path, text, name):
    found, problems = load.read(put(tmp_path, text))
    assert found.empty
    [line] = load.lines(problems)
    assert line.startswith(
        f"export.txt: it looks like an export of {name}, but no article could be told apart in it"
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "Rain at last\n\nRain fell on Hallen.\n\nIt will go on, 84 words said.", id="an article"
        ),
        pytest.param(
            "The body of work\n\nLength: a word on rivers.\n\nEnd of Document", id="words of an archive"
        ),
        pytest.param(
            "By Ida Lorne\n4 November 2019\nThe Hallen Post\n\nRain fell on Hallen.", id="a signed article"
        ),
        pytest.param(
            "HD television is here\n\nPD James would have liked it, critics said.", id="codes that are words"
        ),
        pytest.param("Minutes\n\n1 of 20 documents was lost, the clerk said.", id="a count of documents"),
    ],
)
def test_a_text_that_is_no_export_is_left_alone(text):
    assert bundles.split(text) is None


# --- What archives deliver more than once ---


def copies(tmp_path: Path, *texts: str) -> list[str]:
    for number, text in enumerate(texts):
        put(tmp_path, text, f"{number}.txt")
    found, _ = load.read(tmp_path)
    return found["left_out"].fillna("").str.replace(r"[0-9a-f]{12}", "x", regex=True).tolist()


def test_an_article_that_two_downloads_hold_is_read_once(tmp_path):
    export = EXPORTS["factiva"]
    first, second = written(export, STORIES[:2], "plain"), written(export, STORIES[1:3], "plain")
    assert copies(tmp_path, first, second) == ["", "", "copy of x (the same text)", ""]


def test_an_article_that_two_archives_hold_is_read_once(tmp_path):
    texts = [written(EXPORTS[name], STORIES[:1], "plain") for name in ("lexisnexis", "proquest")]
    assert copies(tmp_path, *texts) == ["", "copy of x (the same text)"]


def test_another_edition_of_an_article_is_known(tmp_path):
    later = {
        **STORIES[3],
        "headline": "Brack's mayor goes",
        "paragraphs": [*STORIES[3]["paragraphs"][:2], "A vote follows."],
    }
    text = written(EXPORTS["nexis uni"], [STORIES[3], later], "plain")
    later = {**later, "paragraphs": [*STORIES[3]["paragraphs"], "A vote will follow within the month."]}
    text += written(EXPORTS["nexis uni"], [later], "plain")
    assert copies(tmp_path, text)[2] == "copy of x (another edition or version)"


@pytest.mark.parametrize(
    ("key", "value"),
    [("outlet", "Marrow Evening Star"), ("day", STORIES[0]["day"])],
    ids=["another outlet", "another day"],
)
def test_one_text_in_two_outlets_or_on_two_days(tmp_path, key, value):
    text = written(EXPORTS["factiva"], [STORIES[3], {**STORIES[3], key: value}], "plain")
    assert copies(tmp_path, text) == ["", "" if key == "outlet" else "copy of x (the same text)"]


def test_what_an_archive_says_beyond_the_facts_comes_along(tmp_path):
    text = written(EXPORTS["factiva with codes"], STORIES[:1], "plain")
    found, _ = load.read(put(tmp_path, text))
    assert found[["section", "page", "length", "database", "database_id"]].iloc[0].tolist() == [
        "News", "12", "89", "Factiva", "HALPOS0020191104efb40001x",
    ]  # fmt: skip


def test_the_archives_record_is_no_text_and_says_so(tmp_path):
    text = written(EXPORTS["nexis uni"], STORIES[:1], "plain")
    found, _ = load.read(put(tmp_path, text))
    passages = clean.passages(found).set_index("text")
    assert passages.loc["Subject: FERRIES (90%); BUDGETS (78%)", ["role", "reason"]].tolist() == [
        "boilerplate",
        "Nexis Uni: record",
    ]
    assert passages.loc["Byline: Ida Lorne", ["role", "reason"]].tolist() == ["byline", "Nexis Uni: byline"]


def test_every_form_is_tried_by_a_sample():
    assert {form.name for form in forms()} == {export["form"] for export in EXPORTS.values()}
