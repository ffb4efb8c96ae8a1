"""Tables as spreadsheets and databases write them: delimiters, quoting, line ends and lists in a cell."""

from __future__ import annotations

import pytest

from analysis import load

RAIN = "Rain fell on Hallen for the ninth day in a row."
FOG = "Fog lay on the river until noon, and the ferry did not leave the pier."

TABLES = [
    pytest.param("a.csv", f"sep=;\ntitle;text\nRain;{RAIN}\n", [f"Rain\n\n{RAIN}"], id="Excel's line for the delimiter"),
    pytest.param("a.csv", f'sep=|\r\ntitle|text\r\nRain|"{RAIN}"\r\n', [f"Rain\n\n{RAIN}"], id="the same with a bar"),
    pytest.param(
        "a.csv",
        f'id,text\n1,"The mayor said \\"no\\" to it."\n2,"{FOG}"\n',
        ['The mayor said "no" to it.', FOG],
        id="quotation marks behind backslashes",
    ),
    pytest.param("a.csv", f'id,text\n1,"The mayor said ""no"" to it."\n2,"{FOG}"\n', ['The mayor said "no" to it.', FOG], id="quotation marks doubled"),
    pytest.param("a.tsv", f'id\ttext\n1\t"No," she said.\n2\t{FOG}\n', ['"No," she said.', FOG], id="tabs, and a text that begins with a quotation"),
    pytest.param("a.tsv", f'id\ttext\n1\t"{RAIN}"\n2\t{FOG}\n', [RAIN, FOG], id="tabs, and cells in quotation marks"),
    pytest.param("a.csv", 'id,text\n1,"Rain fell.\\nIt was wet."\n', ["Rain fell.\nIt was wet."], id="line ends as signs"),
    pytest.param("a.csv", 'id,text\n1,"Rain fell.\\r\\n\\r\\nIt was wet."\n', ["Rain fell.\n\nIt was wet."], id="line ends as signs of Windows"),
    pytest.param("a.csv", 'id,text\n1,"It is in C:\\news\\new, he said."\n', ["It is in C:\\news\\new, he said."], id="a path is no line end"),
    pytest.param("a.csv", 'id,text\n1,"Rain fell._x000D_\nIt was wet."\n', ["Rain fell.\nIt was wet."], id="the escapes of Excel"),
    pytest.param("a.csv", "id,text\n1,\"['Rain fell.', 'It was wet.']\"\n", ["Rain fell.\n\nIt was wet."], id="a list as Python prints it"),
    pytest.param("a.csv", 'id,text\n1,"[\'Rain\', she wrote."\n', ["['Rain', she wrote."], id="what only begins as a list"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "texts"), TABLES)
def test_the_texts_of_a_table(tmp_path, name, content, texts):
    (tmp_path / name).write_text(content, encoding="utf-8", newline="")
    found, problems = load.read(tmp_path)
    assert found["source_text"].tolist() == texts
    assert problems.empty


@pytest.mark.parametrize(
    ("header", "outlet", "byline"),
    [
        ("media_name,text,authors", "Post", "['Ida Lorne']"),
        ("publication title,Full Text,authorsByline", "Post", "By Ida Lorne"),
        ("source_title,story_text,byline_text", "Post", "by Ida Lorne"),
    ],
)
def test_columns_of_services_are_known(tmp_path, header, outlet, byline):
    (tmp_path / "a.csv").write_text(f'{header}\n{outlet},"{RAIN}","{byline}"\n')
    found, _ = load.read(tmp_path)
    assert found[["outlet", "byline"]].iloc[0].tolist() == ["Post", "Ida Lorne"]


def test_the_number_of_an_author_is_no_byline(tmp_path):
    (tmp_path / "a.csv").write_text(f'text,author\n"{RAIN}",17\n')
    assert load.read(tmp_path)[0]["byline"].isna().all()
