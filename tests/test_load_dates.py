"""Days in the forms that tables, archives and languages write them, and days and outlets printed in a text."""

from __future__ import annotations

from datetime import date

import pytest

from analysis import load
from analysis.__main__ import main
from analysis.load.days import day, day_in_name, day_within
from analysis.load.printed import printed
from analysis.load.problem import RefusedError

APRIL = date(2016, 4, 14)
RAIN = (
    "Rain fell on Hallen for the ninth day in a row, and the river rose by a metre, the harbour office said."
)


@pytest.mark.parametrize(
    "written",
    [
        "4/14/16", "4/14/2016 7:30:00 AM", "14/04/2016 07:30", "14.4.16", "14.04.2016", "14-Apr-16", "14-Apr-2016",
        "14APR2016", "14 Apr 2016", "Apr 14, 2016", "Apr. 14, 2016 7:30 a.m. ET", "2016 Apr 14", "42474", 42474,
        "42474.3125", "April 14, 2016 Thursday", "April 14, 2016, Thursday", "April 14, 2016 Thursday 7:00 AM GMT",
        "Thursday 14th April 2016", "Thursday, April 14, 2016", "2016/04/14/", "20160414T070000Z", "20160414073000",
        "2016-04-14T07:00:00+0000", "2016-04-14 07:00:00 UTC", "14. April 2016", "14. April 2016 Donnerstag",
        "Donnerstag, den 14. April 2016", "jeudi 14 avril 2016", "14 avr. 2016", "14 de abril de 2016",
        "jueves, 14 de abril de 2016", "14 abril 2016", "donderdag 14 april 2016", "giovedì 14 aprile 2016",
        "14 de abril de 2016 quinta-feira", "torsdag 14 april 2016", "2016年4月14日", "14 April '16", "14 April 16",
    ],
)  # fmt: skip
def test_a_day_in_many_forms(written):
    assert day(written) == APRIL


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1er mai 2016", date(2016, 5, 1)),
        ("1º de mayo de 2016", date(2016, 5, 1)),
        ("31. Dezember 2019", date(2019, 12, 31)),
        ("29 février 2020", date(2020, 2, 29)),
        ("3 März 2016", date(2016, 3, 3)),
        ("12/31/99", date(1999, 12, 31)),
        ("5 août 1968", date(1968, 8, 5)),
        ("9 mei 2001", date(2001, 5, 9)),
    ],
)
def test_a_day_in_other_languages_and_centuries(written, expected):
    assert day(written) == expected


@pytest.mark.parametrize(
    "written", ["April 2016", "2016", "14 April", "Thursday", "31/31/16", "123456", "12 words", "99999"]
)
def test_what_is_no_day_is_refused(written):
    with pytest.raises(RefusedError):
        day(written)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Économie, jeudi 14 avril 2016, p. 12", "jeudi 14 avril 2016"),
        ("Harrow Courier ; Harrow (UK) [Harrow (UK)]14 Apr 2016: 12.", "14 Apr 2016"),
        ("The Hallen Post - April 14, 2016 - A12", "April 14, 2016"),
        ("Edition 2016-04-14, Page 3", "2016-04-14"),
        ("Of 14 in April 2016, two fell.", None),
        ("No. 114 April 2016x", None),
    ],
)
def test_a_day_inside_a_line(line, found):
    within = day_within(line)
    assert (line[within[1] : within[2]] if within else None) == found
    assert within is None or within[0] == APRIL


@pytest.mark.parametrize(
    "name",
    ["Factiva-20180203-1620.txt", "ProQuestDocuments-2018-02-03.txt", "LexisNexis_2018-02-03.txt", "download_20180203.txt",
     "europresse-2018-02-03.html", "search results 2018-02-03.csv", "Nexis Uni 2018-02-03.txt"],
)  # fmt: skip
def test_the_day_of_a_download_is_no_day_of_publication(name):
    assert day_in_name(name) is None


POST = "The Hallen Post"
PRINTED = [
    ("Published 3 May 2024", None, "2024-05-03"),
    ("Published: Friday 3 May 2024, 10.15 BST", None, "2024-05-03"),
    ("First published on May 3, 2024 at 10:15", None, "2024-05-03"),
    ("Published 3 May 2024. Updated 5 May 2024", None, "2024-05-03"),
    ("Posted on 2024-05-03", None, "2024-05-03"),
    ("Veröffentlicht am 3. Mai 2024", None, "2024-05-03"),
    ("Publié le 3 mai 2024", None, "2024-05-03"),
    ("Friday, May 3, 2024", None, "2024-05-03"),
    ("3 May 2024", None, "2024-05-03"),
    ("The Hallen Post, 3 May 2024", POST, "2024-05-03"),
    ("The Hallen Post, 12 May", POST, None),
    ("The Hallen Post | May 3, 2024", POST, "2024-05-03"),
    ("The Hallen Post – Friday, 3 May 2024", POST, "2024-05-03"),
    ("(The Hallen Post, May 3, 2024)", POST, "2024-05-03"),
    ("Hallen Evening Star, 3 May 2024, p. 4", "Hallen Evening Star", "2024-05-03"),
    ("Source: The Hallen Post", POST, None),
    ("Source: The Hallen Post, 3 May 2024", POST, "2024-05-03"),
    ("Updated 5 May 2024", None, None),
    ("Last modified: 5 May 2024", None, None),
    ("London, 3 May 2024", None, None),
    ("Paul Dent, 3 May 2024", None, None),
    ("On 3 May 2024 the river rose.", None, None),
    ("May 2024", None, None),
    ("Published by the harbour office in 2024", None, None),
]


@pytest.mark.parametrize(("line", "outlet", "published"), PRINTED, ids=[line for line, _, _ in PRINTED])
def test_what_a_text_prints_of_its_outlet_and_day(line, outlet, published):
    found = printed(f"Rain at last\n\n{line}\n\n{RAIN}\n\n{RAIN}")
    assert (found[0], str(found[1]) if found[1] else None) == (outlet, published)


@pytest.mark.parametrize(
    "text",
    [
        f"Rain at last\n\n{RAIN}\n\nThe Hallen Post, 3 May 2024",
        f"Rain at last\n\n{RAIN}\n\nSource: The Hallen Post, 3 May 2024\n",
    ],
    ids=["its last line", "behind a label"],
)
def test_what_a_text_prints_at_its_foot(text):
    assert printed(text) == (POST, date(2024, 5, 3))


def test_a_day_in_the_middle_of_a_text_is_a_part_of_the_story():
    story = "\n\n".join([RAIN] * 6)
    assert printed(f"Rain at last\n\n{story}\n\nPublished 3 May 2024\n\n{story}") == (None, None)


def test_two_days_printed_are_none():
    assert printed(f"Rain\n\n3 May 2024\n\n{RAIN}\n\nThe Hallen Post, 4 May 2024")[1] is None


def test_what_is_printed_is_used_and_said_to_be_so(tmp_path):
    (tmp_path / "2020-01-01.txt").write_text(f"Rain at last\n\nThe Hallen Post, 3 May 2024\n\n{RAIN}\n")
    found, _ = load.read(tmp_path)
    assert found[["outlet", "outlet_from", "published_from"]].iloc[0].tolist() == [POST, "text", "text"]
    assert str(found["published"].iloc[0])[:10] == "2024-05-03"


def test_what_the_file_states_is_before_what_its_text_prints(tmp_path):
    (tmp_path / "a.csv").write_text(
        f'text,outlet\n"Rain at last\n\nThe Hallen Post, 3 May 2024\n\n{RAIN}",The Herald\n'
    )
    found, _ = load.read(tmp_path)
    assert found[["outlet", "outlet_from", "published_from"]].iloc[0].tolist() == [
        "The Herald",
        "file",
        "text",
    ]


@pytest.mark.parametrize(
    ("flag", "expected"), [("--day-first", "2024-04-03"), ("--month-first", "2024-03-04")]
)
def test_the_command_is_told_which_number_is_the_day(tmp_path, capsys, flag, expected):
    (tmp_path / "a.csv").write_text(f'text,date\n"{RAIN}",03/04/2024\n')
    assert (
        main(["tables", str(tmp_path / "a.csv"), "--out", str(tmp_path / "out"), "--only", "tone", flag]) == 0
    )
    assert expected in (tmp_path / "out" / "tables" / "articles.csv").read_text()


def test_the_environment_says_which_number_is_the_day_in_the_lab(tmp_path, monkeypatch):
    (tmp_path / "a.csv").write_text(f'text,date\n"{RAIN}",03/04/2024\n')
    monkeypatch.setenv("WORKBOOK_DAY_FIRST", "1")
    assert str(load.read(tmp_path)[0]["published"].iloc[0])[:10] == "2024-04-03"
