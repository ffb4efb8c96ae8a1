"""Texts with HTML in them, from every kind of file that may hold one."""

from __future__ import annotations

import csv
import json
import tomllib
from pathlib import Path

import pandas as pd
import pytest

from analysis import clean, load

CASES = tomllib.loads((Path(__file__).parent / "load_markup.toml").read_text(encoding="utf-8"))["case"]


def passages(path: Path) -> pd.DataFrame:
    found, _ = load.read(path)
    made = clean.passages(found)
    return made[made["role"] != "blank"]


def shown(path: Path) -> list[str]:
    return [f"{role}: {text}" for role, text in passages(path)[["role", "text"]].itertuples(index=False)]


@pytest.mark.parametrize("kind", ["json", "csv", "txt", "md"])
@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_markup_in_a_text_is_read_as_its_paragraphs(tmp_path, case, kind):
    path = tmp_path / f"a.{kind}"
    if kind == "json":
        path.write_text(json.dumps({"title": "Rain at last", "text": case["text"]}), encoding="utf-8")
    elif kind == "csv":
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([["title", "text"], ["Rain at last", case["text"]]])
    else:
        path.write_text(f"Rain at last\n\n{case['text']}", encoding="utf-8", newline="")
    assert shown(path) == ["headline: Rain at last", *case["expect"]]


def test_a_block_quotation_is_known_in_markup_and_markdown(tmp_path):
    quoted = "We have no money left for the engine."
    (tmp_path / "a.json").write_text(
        json.dumps({"text": f"<p>Ardley wrote to us:</p><blockquote>{quoted}</blockquote><p>Lorne left.</p>"})
    )
    (tmp_path / "b.md").write_text(
        f"Ardley wrote to us:\n\n> {quoted}\n>\n> Nobody wants this.\n\nLorne left.\n"
    )
    made = passages(tmp_path)
    assert made.loc[made["reason"] == "block quotation", "text"].tolist() == [
        quoted,
        quoted,
        "Nobody wants this.",
    ]
    assert made["role"].unique().tolist() == ["body"]


def test_a_headline_without_its_tags_and_entities(tmp_path):
    record = {
        "title": {"rendered": "The council&#8217;s <em>last</em> plan"},
        "content": {"rendered": "<p>It fell.</p>"},
    }
    (tmp_path / "a.json").write_text(json.dumps(record))
    found, _ = load.read(tmp_path)
    assert found["headline"].tolist() == ["The council’s last plan"]
    assert found["source_text"].tolist() == ["The council’s last plan\n\nIt fell."]


def test_a_first_heading_of_markup_is_the_headline(tmp_path):
    (tmp_path / "a.txt").write_text(
        "<h1>Rain at last</h1><p>Rain fell on Hallen.</p><h1>Fog</h1><p>It was thick.</p>"
    )
    assert shown(tmp_path / "a.txt") == [
        "headline: Rain at last",
        "body: Rain fell on Hallen.",
        "subheading: Fog",
        "body: It was thick.",
    ]


def test_passages_of_markup_tile_their_text_and_show_what_is_in_it(tmp_path):
    for number, case in enumerate(CASES):
        (tmp_path / f"{number}.txt").write_text(case["text"], encoding="utf-8", newline="")
    found, _ = load.read(tmp_path)
    made = clean.passages(found)
    for article, text in found[["article", "source_text"]].itertuples(index=False):
        own = made[made["article"] == article]
        assert own["start"].tolist() == [0, *own["end"][:-1]]
        assert own["end"].iloc[-1] == len(text)
