"""JSON as services and programs write it: where the articles are in it, and what is said of each."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest

from analysis import clean, load

FERRY = "The ferry has stopped, its owner said on Friday. Passengers wept as the last boat left the pier."
BAKERS = "The bakers walked out on Monday. By eight most shops had sold their last loaf, the union said."
ADDRESS = "https://hallenpost.example/1"
A = {"title": "Ferry stops", "text": FERRY}
B = {"title": "Bakers out", "text": BAKERS}
FRAME = pd.DataFrame(
    {
        "title": ["Ferry stops", "Bakers out"],
        "text": [FERRY, BAKERS],
        "outlet": ["The Hallen Post", "Marrow Star"],
        "date": ["2019-11-04", "2019-11-05"],
    }
)
ONE = [("Ferry stops", None, None, None)]
TWO = [*ONE, ("Bakers out", None, None, None)]
FULL = [("Ferry stops", "The Hallen Post", "2019-11-04", "Ida Lorne")]
FRAMED = [
    ("Ferry stops", "The Hallen Post", "2019-11-04", None),
    ("Bakers out", "Marrow Star", "2019-11-05", None),
]

SHAPES: dict[str, tuple[Any, list[tuple[Any, ...]]]] = {
    "the Guardian, a search": (
        {
            "response": {
                "status": "ok",
                "results": [
                    {
                        "id": "uk/1",
                        "sectionName": "UK",
                        "webPublicationDate": "2019-11-04T07:00:00Z",
                        "webTitle": "Ferry stops",
                        "webUrl": "https://www.guardian.example/uk/1",
                        "fields": {"bodyText": FERRY, "byline": "Ida Lorne", "publication": "The Hallen Post"},
                    },
                    {"webTitle": "Bakers out", "fields": {"body": f"<p>{BAKERS}</p>"}},
                ],
            }
        },
        [*FULL, TWO[1]],
    ),
    "the Guardian, its results alone": ({"results": [{"webTitle": "Ferry stops", "fields": {"bodyText": FERRY}}]}, ONE),
    "the Guardian, one article": (
        {"response": {"content": {"webTitle": "Ferry stops", "fields": {"body": f"<p>{FERRY}</p>"}}}},
        ONE,
    ),
    "NewsAPI": (
        {
            "status": "ok",
            "articles": [
                {
                    "source": {"id": None, "name": "The Hallen Post"},
                    "author": "Ida Lorne",
                    "title": "Ferry stops",
                    "description": "It stops.",
                    "publishedAt": "2019-11-04T07:00:00Z",
                    "content": FERRY,
                }
            ],
        },
        FULL,
    ),
    "the New York Times": (
        {
            "response": {
                "docs": [
                    {
                        "abstract": "It stops.",
                        "lead_paragraph": FERRY,
                        "source": "The Hallen Post",
                        "headline": {"main": "Ferry stops", "kicker": None},
                        "pub_date": "2019-11-04T07:00:00+0000",
                        "byline": {"original": "By Ida Lorne", "person": []},
                    }
                ],
                "meta": {"hits": 1},
            }
        },
        FULL,
    ),
    "WordPress": (
        [
            {
                "id": 1,
                "date": "2019-11-04T07:00:00",
                "link": ADDRESS,
                "title": {"rendered": "Ferry stops"},
                "content": {"rendered": f"<p>{FERRY}</p>\n", "protected": False},
                "author": 3,
            }
        ],
        [("Ferry stops", "hallenpost.example", "2019-11-04", None)],
    ),
    "Media Cloud": (
        [{"stories_id": 1, "title": "Ferry stops", "publish_date": "2019-11-04 07:00:00", "media_name": "The Hallen Post", "story_text": FERRY}],
        [("Ferry stops", "The Hallen Post", "2019-11-04", None)],
    ),
    "Event Registry": (
        {
            "articles": {
                "results": [
                    {
                        "lang": "eng",
                        "dateTime": "2019-11-04T07:00:00Z",
                        "title": "Ferry stops",
                        "body": FERRY,
                        "source": {"uri": "hallenpost.example", "title": "The Hallen Post"},
                        "authors": [{"uri": "ida", "name": "Ida Lorne"}],
                    }
                ],
                "totalResults": 1,
            }
        },
        FULL,
    ),
    "Elasticsearch, a search": (
        {"took": 3, "hits": {"total": {"value": 2}, "hits": [{"_id": "1", "_source": A}, {"_id": "2", "_source": B}]}},
        TWO,
    ),
    "GDELT with texts": (
        {"articles": [{"url": ADDRESS, "title": "Ferry stops", "seendate": "20191104T073000Z", "text": FERRY}]},
        [("Ferry stops", "hallenpost.example", "2019-11-04", None)],
    ),
    "webz.io": ({"posts": [{"thread": {"site": "hallenpost.example", "title": "x"}, **A, "published": "2019-11-04T07:00:00.000+02:00"}]}, [("Ferry stops", "hallenpost.example", "2019-11-04", None)]),
    "Diffbot": ({"objects": [{**A, "siteName": "The Hallen Post", "date": "Mon, 04 Nov 2019 07:00:00 GMT", "author": "Ida Lorne"}]}, FULL),
    "the Lexis API": (
        {
            "value": [
                {
                    "Title": "Ferry stops",
                    "Date": "2019-11-04T00:00:00Z",
                    "Byline": "Ida Lorne",
                    "Source": {"Id": "a", "Name": "The Hallen Post"},
                    "Document": {"DocumentId": "x", "Content": f"<p>{FERRY}</p>"},
                }
            ]
        },
        FULL,
    ),
    "Solr": ({"response": {"docs": [{"title": ["Ferry stops"], "text": [FERRY]}]}}, ONE),
    "a JSON feed": ({"version": "1", "title": "x", "items": [{"title": "Ferry stops", "content_html": f"<p>{FERRY}</p>"}]}, ONE),
    "JSON:API": ({"data": [{"type": "articles", "id": "1", "attributes": A}]}, ONE),
    "schema.org, a graph": (
        {"@graph": [{"@type": "NewsArticle", "headline": "Ferry stops", "articleBody": FERRY, "publisher": {"name": "The Hallen Post"}, "datePublished": "2019-11-04", "author": [{"name": "Ida Lorne"}]}]},
        FULL,
    ),
    "MongoDB": ([{"_id": {"$oid": "1"}, **A, "date": {"$date": "2019-11-04T07:00:00Z"}}], [("Ferry stops", None, "2019-11-04", None)]),
    "Reddit": ({"data": {"children": [{"kind": "t3", "data": {"title": "Ferry stops", "selftext": FERRY, "created_utc": 1572850800.0}}]}}, [("Ferry stops", None, "2019-11-04", None)]),
    "one object in another": ({"article": {**A, "date": "2019-11-04"}}, [("Ferry stops", None, "2019-11-04", None)]),
    "objects in a list in another": ({"articles": [{"article": A}, {"article": B}]}, TWO),
    "by address": ({ADDRESS: A, f"{ADDRESS}2": B}, [(title, "hallenpost.example", None, None) for title in ("Ferry stops", "Bakers out")]),
    "by number": ({"17": A, "18": B}, TWO),
    "lists by column": ({"title": ["Ferry stops", "Bakers out"], "text": [FERRY, BAKERS]}, TWO),
    "deep in objects": ({"monday": {"outlets": {"post": [A, B]}}}, TWO),
    "authors as Python prints a list": ([{**A, "authors": "['Ida Lorne', 'Tom Ardley']"}], [("Ferry stops", None, None, "Ida Lorne, Tom Ardley")]),
    "paragraphs as objects": ([{"title": "Ferry stops", "paragraphs": [{"text": FERRY}, {"text": BAKERS}]}], ONE),
    "pandas, records": (FRAME.to_json(orient="records"), FRAMED),
    "pandas, index": (FRAME.to_json(orient="index"), FRAMED),
    "pandas, columns": (FRAME.to_json(orient="columns"), FRAMED),
    "pandas, split": (FRAME.to_json(orient="split"), FRAMED),
    "pandas, table": (FRAME.to_json(orient="table"), FRAMED),
    "pandas, lines": (FRAME.to_json(orient="records", lines=True), FRAMED),
    "pandas, one row": (FRAME.head(1).to_json(), FRAMED[:1]),
    "pandas, one row by index": (FRAME.head(1).to_json(orient="index"), FRAMED[:1]),
    "one after another": (f"{json.dumps(A, indent=1)}\n{json.dumps(B, indent=1)}", TWO),
    "one after another with commas": (f"{json.dumps(A, indent=1)},\n{json.dumps(B, indent=1)},\n", TWO),
    "Elasticsearch, a bulk file": ("\n".join(map(json.dumps, ({"index": {}}, A, {"index": {}}, B))), TWO),
    "Elasticsearch, a dump in lines": ("\n".join(json.dumps({"_index": "n", "_source": one}) for one in (A, B)), TWO),
}  # fmt: skip


def read(tmp_path, content) -> tuple[pd.DataFrame, list[str]]:
    path = tmp_path / "a.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    found, problems = load.read(path)
    return found, load.lines(problems)


@pytest.mark.parametrize(("content", "expected"), SHAPES.values(), ids=SHAPES)
def test_the_articles_of_a_json_file_are_found_with_their_facts(tmp_path, content, expected):
    found, problems = read(tmp_path, content)
    facts = found[["headline", "outlet", "published", "byline"]].astype(object)
    facts["published"] = found["published"].dt.strftime("%Y-%m-%d")
    rows = [tuple(None if pd.isna(value) else value for value in row) for row in facts.to_numpy()]
    assert rows == expected
    assert [FERRY in text or BAKERS in text for text in found["source_text"]] == [True] * len(expected)
    assert not found["source_text"].str.contains("[<{]").any()
    assert [line for line in problems if "lead_paragraph" not in line] == []


@pytest.mark.parametrize(
    ("record", "problem"),
    [
        pytest.param(
            {"content": f"{FERRY}… [+843 chars]"},
            "it is cut short: its source says that 843 more characters follow.",
            id="NewsAPI, cut",
        ),
        pytest.param(
            {"headline": {"main": "Ferry stops"}, "lead_paragraph": FERRY},
            "it has no text but that in lead_paragraph, which may not be the whole.",
            id="the New York Times, its lead alone",
        ),
        pytest.param(
            {"text": f"{FERRY}\n\nThis article is for subscribers only. Subscribe now to read the rest."},
            "it seems to be cut short: it ends in an offer to subscribers ('This article is for subscribers').",
            id="a wall for subscribers",
        ),
        pytest.param(
            {"text": "word " * 6553 + "we"},
            "it has exactly 32,767 characters, the most that a cell of Excel holds; the rest may be lost.",
            id="as long as a cell of Excel",
        ),
        pytest.param(
            {"text": f"{FERRY} […]"},
            "it seems to be cut short: it ends in '[…]'.",
            id="a mark at the end",
        ),
    ],
)
def test_a_text_that_is_cut_short_is_read_with_a_word(tmp_path, record, problem):
    found, problems = read(tmp_path, [record])
    assert len(found) == 1
    assert problems == [f"a.json, record 1: {problem}"]


def test_the_mark_of_a_cut_is_no_text(tmp_path):
    found, _ = read(tmp_path, [{"title": "Ferry stops", "content": f"{FERRY}… [+843 chars]"}])
    made = clean.passages(found)
    assert made.loc[made["role"] == "body", "text"].tolist() == [f"{FERRY}…"]
    assert made.loc[made["text"] == "[+843 chars]", ["role", "reason"]].to_numpy().tolist() == [
        ["boilerplate", "mark of a cut"]
    ]


def test_an_article_that_ends_whole_is_not_said_to_be_cut(tmp_path):
    texts = [
        FERRY,
        f"{FERRY} “More to read?” she asked.",
        f"{FERRY}\n\nRead more: Bakers strike in Marrow",
        f"{FERRY}..",
    ]
    assert read(tmp_path, [{"text": text} for text in texts])[1] == []


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        pytest.param(
            {"articles": [{"title": "[Removed]", "content": "[Removed]", "publishedAt": "1970-01-01T00:00:00Z"}]},
            "a.json, record 1: its text was removed by its source (column content is '[Removed]').",
            id="NewsAPI, removed",
        ),
        pytest.param(
            {"articles": [{"url": ADDRESS, "title": "Ferry stops", "seendate": "20191104T073000Z"}]},
            "a.json, record 1: it has no text. Its keys are url, title, seendate; name that of the text 'text'.",
            id="GDELT, a list without texts",
        ),
        pytest.param(
            FRAME.to_json(orient="values"),
            "a.json: its rows have no column names (pandas writes so with orient='values'). Write it with orient='records'.",
            id="pandas, values",
        ),
        pytest.param({"articles": []}, "a.json: its list of records is empty.", id="an empty list"),
        pytest.param(
            f"{json.dumps(A, indent=1)}\n{{broken",
            "a.json, line 5: it is not JSON: Extra data, column 1.",
            id="the second of two is broken",
        ),
    ],
)  # fmt: skip
def test_json_without_articles_is_one_line(tmp_path, content, problem):
    found, problems = read(tmp_path, content)
    assert found.empty
    assert problems == [problem]
