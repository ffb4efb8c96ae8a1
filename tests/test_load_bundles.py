"""Exports of news archives: every article, outlet, day and paragraph of invented articles in many forms."""

from __future__ import annotations

import re
import textwrap
import tomllib
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


def filled(export: dict[str, Any], story: dict[str, Any], n: int, total: int, wrapped: bool) -> dict[str, Any]:
    """What fills the template for one article."""
    day = story["day"]
    values: dict[str, Any] = {
        name: words.split()[day.month - 1 if name.startswith("mon") else day.weekday()] for name, words in NAMES.items()
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
        values |= {"body": "\n\n".join(paragraphs), "lead": paragraphs[0], "rest": "\n\n".join(paragraphs[1:])}
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
    return text.replace("\n", "\r\n") if layout == "crlf" else text


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
def test_every_article_of_an_export_is_read_with_its_outlet_day_and_paragraphs(tmp_path, export, layout, count):
    path = tmp_path / export.get("name", "export 2020-03-11.txt")
    stories = STORIES[:count]
    path.write_bytes(written(export, stories, layout).encode("utf-8"))
    found, shown, problems = read(path, day_first=export.get("day_first"))
    assert shown == [expected(export, story) for story in stories]
    assert [line for line in problems if "abstract" not in line] == []
    assert found["database"].unique().tolist() == [export["form"]]
    assert found[["outlet_from", "published_from"]].to_numpy().tolist() == [["file", "file"]] * count
