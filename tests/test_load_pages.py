"""Web pages: which paragraphs are the article's, which facts are read, and what is listed as left out, and why."""

from __future__ import annotations

import json
from pathlib import Path

import made_files as made
import pytest

from analysis import clean, load
from analysis.load.blocks import blocks
from analysis.load.ledger import completed, dropped, matched
from analysis.load.page import article, page

FIRST = (
    "The council of Vellmar voted on Monday to close the old bridge for a year, after engineers found "
    "cracks in two of its piers."
)
LOST = "Shops on the east bank will be paid up to 5,000 crowns each for the trade that they lose, the mayor said."
SECOND = "The ferry across the Har is running again after two weeks of repairs, its owner said on Friday."
THIRD = "Engineers from Hallen begin their work on the second pier in March, and expect to end it in May."
ARTICLE = f"<p>{FIRST}</p>{{}}<p>{SECOND}</p><p>{THIRD}</p>"

# A paragraph of the article in forms that extraction takes for something else.
IN_BETWEEN = [
    pytest.param(f'<p><a href="/x">{LOST}</a></p>', id="a link as a whole"),
    pytest.param(f'<p><a href="/x"><strong>{LOST}</strong></a></p>', id="a bold link as a whole"),
    pytest.param(f'<p class="teaser">{LOST}</p>', id="a class that sounds like a teaser's"),
    pytest.param(f'<p class="bottom-text">{LOST}</p>', id="a class that sounds like the foot of a page"),
    pytest.param(
        f'<p class="link-heavy"><a href="/x">Shops</a>{LOST[5:]}</p>', id="a class that sounds like links"
    ),
    pytest.param(f"<blockquote><p>{LOST}</p></blockquote>", id="a block quotation"),
    pytest.param(f"<p>{LOST.replace('5,000', '<b>5,000</b>')}</p>", id="bold words"),
]


@pytest.mark.parametrize("lost", IN_BETWEEN)
def test_no_paragraph_between_others_is_lost(lost):
    paragraphs, _ = page(made.web_page(FIRST).replace(f"<p>{FIRST}</p>", ARTICLE.format(lost)))
    assert paragraphs == [FIRST, LOST, SECOND, THIRD]


NO_BODY = [
    pytest.param('<p><a href="/x">Read more: Shops on the east bank fear for their trade this summer.</a></p>', id="read more"),
    pytest.param("<figure><img src='a.jpg'><figcaption>The old bridge in May, seen from the east bank of the Har.</figcaption></figure>", id="a caption"),
    pytest.param("<aside><p>Sign up here for our letter on the bridge, the ferry and the river, sent every Friday.</p></aside>", id="an aside"),
    pytest.param('<div class="related"><p>The market in Hallen moves to a new place after forty years in the square.</p></div>', id="related articles"),
    pytest.param('<ul><li><a href="/x">Market moves</a></li><li><a href="/y">Mill for sale</a></li></ul>', id="a list of links"),
    pytest.param("<div class='share'><button>Share this article with all of your friends and neighbours now.</button></div>", id="buttons"),
]  # fmt: skip


@pytest.mark.parametrize("between", NO_BODY)
def test_what_is_no_paragraph_of_the_article_is_not_put_back(between):
    paragraphs, _ = page(made.web_page(FIRST).replace(f"<p>{FIRST}</p>", ARTICLE.format(between)))
    assert paragraphs == [FIRST, SECOND, THIRD]


def test_outside_the_article_only_what_a_wider_extraction_has_is_put_back():
    teaser = "The market in Hallen moves to a new place after forty years in the old square."
    found = blocks(f"<div><p>{LOST}</p><p>{FIRST}</p><p>{SECOND}</p><p>{teaser}</p></div>")
    assert completed([FIRST, SECOND], found, lambda: [LOST, FIRST, SECOND]) == [LOST, FIRST, SECOND]
    assert completed([FIRST, SECOND], found) == [FIRST, SECOND]


AROUND = (
    '<nav><ul><li><a href="/">Home</a></li><li><a href="/n">News</a></li></ul></nav>{}'
    '<aside><h3>Most read</h3><p><a href="/m">Mill for sale</a></p></aside><footer>© The Herald</footer>'
)
WHOLE = made.web_page(FIRST, around=AROUND).replace(
    f"<p>{FIRST}</p>",
    '<div class="byline">By <a rel="author" href="/a">Ida Lorne</a></div>'
    + ARTICLE.format(
        "<figure><img src='a.jpg'><figcaption>The old bridge. Photo: Tom Ardley</figcaption></figure>"
    ),
)


def test_what_a_page_has_beside_its_article_is_in_passages_with_the_reason(tmp_path):
    (tmp_path / "a.html").write_text(WHOLE)
    found = load.articles(tmp_path)
    passages = clean.passages(found)
    left_out = passages[passages["reason"].str.startswith("left out of the page")]
    assert left_out[["role", "text", "reason"]].values.tolist() == [
        ["link", "Home", "left out of the page: navigation"],
        ["link", "News", "left out of the page: navigation"],
        ["byline", "By Ida Lorne", "left out of the page: byline"],
        ["caption", "The old bridge. Photo: Tom Ardley", "left out of the page: caption"],
        ["boilerplate", "Most read", "left out of the page: aside"],
        ["boilerplate", "Mill for sale", "left out of the page: aside"],
        ["boilerplate", "© The Herald", "left out of the page: footer"],
    ]
    assert passages.query("role == 'body'")["text"].tolist() == [FIRST, SECOND, THIRD]


def test_passages_tile_the_text_also_where_something_was_left_out(tmp_path):
    (tmp_path / "a.html").write_text(WHOLE)
    found = load.articles(tmp_path)
    passages = clean.passages(found)
    source = found["source_text"][0]
    assert (
        "".join(source[start:end] for start, end in zip(passages["start"], passages["end"], strict=True))
        == source
    )
    assert passages["start"].tolist()[1:] == passages["end"].tolist()[:-1]
    inserted = passages[passages["start"] == passages["end"]]
    assert [len(edits) for edits in inserted["edits"]] == [1] * len(inserted)
    assert all(
        edit[0][2] == len(text) for edit, text in zip(inserted["edits"], inserted["text"], strict=True)
    )


def test_the_caption_stands_where_it_was(tmp_path):
    (tmp_path / "a.html").write_text(WHOLE)
    passages = clean.passages(load.articles(tmp_path))
    shown = passages.query("role in ('body', 'caption')")["role"].tolist()
    assert shown == ["body", "caption", "body", "body"]


def test_a_page_is_a_copy_of_another_whatever_stands_around_the_article(tmp_path):
    (tmp_path / "a.html").write_text(WHOLE)
    (tmp_path / "b.html").write_text(WHOLE.replace("Mill for sale", "Market moves"))
    found, _ = load.read(tmp_path)
    assert found["copy_of"].notna().tolist() == [False, True]


def test_a_block_that_is_on_the_page_twice_is_listed_once():
    found = blocks(f"<nav>Home</nav><p>{FIRST}</p><footer><p>Home</p></footer>")
    assert [one.text for _, one in dropped(matched([FIRST], found), None)] == ["Home"]


def test_a_block_quotation_is_marked_as_one(tmp_path):
    quoted = "We have no money left for the piers, and no time to wait for it."
    (tmp_path / "a.html").write_text(
        made.web_page(FIRST).replace(
            f"<p>{FIRST}</p>", ARTICLE.format(f"<blockquote><p>{quoted}</p></blockquote>")
        )
    )
    passages = clean.passages(load.articles(tmp_path))
    assert passages.query("reason == 'block quotation'")["text"].tolist() == [quoted]


def test_all_authors_of_a_byline_are_read():
    line = '<div class="byline">By <a rel="author">Ida Lorne</a> and <a rel="author">Tom Ardley</a></div>'
    _, facts = page(made.web_page(FIRST).replace(f"<p>{FIRST}</p>", line + ARTICLE.format("")))
    assert facts.byline == "Ida Lorne and Tom Ardley"


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:modified_time" content="2019-10-31T07:00:00Z">',
        '<meta property="og:updated_time" content="2019-10-31T07:00:00Z">',
        '<script type="application/ld+json">{"@type":"NewsArticle","dateModified":"2019-10-31"}</script>',
    ],
)
def test_a_day_of_change_is_no_day_of_publication(head):
    _, facts = page(made.web_page(FIRST, SECOND, head=head))
    assert facts.published is None
    both = head + '<meta property="article:published_time" content="2018-02-03">'
    assert str(page(made.web_page(FIRST, SECOND, head=both))[1].published) == "2018-02-03"


@pytest.mark.parametrize(
    "line",
    [
        '<time class="entry-date published updated" datetime="2018-02-03T10:00:00+00:00">3 February 2018</time>',
        '<time class="published" datetime="2018-02-03">3 Feb</time><time class="updated" datetime="2019-10-31">31 Oct</time>',
        '<time itemprop="datePublished" datetime="2018-02-03">3 February</time>',
    ],
)
def test_a_day_printed_as_that_of_publication_is_read(line):
    _, facts = page(made.web_page(FIRST, SECOND).replace("</h1>", f"</h1>{line}"))
    assert str(facts.published) == "2018-02-03"


def test_a_headline_about_an_update_is_kept():
    _, facts = page(
        made.web_page(FIRST, SECOND, head='<meta property="og:title" content="Updated: bridge to close">')
    )
    assert facts.headline == "Updated: bridge to close"


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        pytest.param("<p>One<br>two</p>", [("One\ntwo", "")], id="a line ended"),
        pytest.param("<div>One<div>two</div>three</div>", [("One", ""), ("two", ""), ("three", "")], id="text around"),
        pytest.param("<table><tr><td>a</td><td>b</td></tr></table>", [("a | b", "")], id="a row of cells"),
        pytest.param("<p>Seen <span style='display: none'>hidden</span></p>", [("Seen", "")], id="a hidden element"),
        pytest.param("<header><p>One</p></header>", [("One", "header")], id="the header"),
        pytest.param("<div class='wp-caption-text'>One</div>", [("One", "caption")], id="a caption by its class"),
        pytest.param("<p class='author-bio-name'>x</p><p class='authority'>y</p>", [("x", "byline"), ("y", "")], id="whole words of a class"),
        pytest.param("<div>" * 5_000 + "One", [], id="nested deeper than is parsed"),
    ],
)  # fmt: skip
def test_blocks_of_a_page(markup, expected):
    assert [(block.text, block.place) for block in blocks(markup)] == expected


REFUSED = [
    pytest.param("<p " + "a=1 " * 30_000 + f">{FIRST}</p>", "one of its tags is over 100,000 characters long, as in no page of an article.", id="a tag of 30,000 attributes"),
    pytest.param(f"<p>{FIRST}</p>" * 30_000, "it holds 4 million characters of markup, over the limit of 3 million for a page. Save its text as .txt.", id="4 MB of paragraphs"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "line"), REFUSED)
def test_a_page_that_is_no_page_of_an_article_is_not_parsed(tmp_path, body, line):
    (tmp_path / "a.html").write_text(f"<!DOCTYPE html><html><body>{body}</body></html>")
    assert load.lines(load.read(tmp_path / "a.html")[1]) == [f"a.html: {line}"]


READ_ALL_THE_SAME = [
    pytest.param("<!-- a -->\n" * 30, id="thirty comments before it"),
    pytest.param(
        f'<img src="data:image/png;base64,{"A" * 3_000_000}">', id="a picture of 3 MB in its source"
    ),
    pytest.param(f"<script>{'x = 1; ' * 500_000}</script>", id="3 MB of scripts"),
    pytest.param("\x00\x01\x0b", id="control characters"),
]


@pytest.mark.parametrize("before", READ_ALL_THE_SAME)
def test_a_page_with_much_beside_its_text_is_read(before):
    markup = made.web_page(FIRST, SECOND, around=before.replace("{", "{{").replace("}", "}}") + "{}")
    assert article(markup).paragraphs == [FIRST, SECOND]


GOLD = Path(__file__).parents[2] / "shared" / "gold" / "article-html.jsonl"


@pytest.mark.skipif(not GOLD.exists(), reason="the coded pages are not on this machine")
def test_the_words_of_coded_pages_are_found():
    records = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    found = [set(" ".join(page(record["html"])[0]).split()) for record in records]
    shares = [
        len(words & set(record["body"].split())) / len(set(record["body"].split()))
        for words, record in zip(found, records, strict=True)
    ]
    assert sum(shares) / len(shares) >= 0.97
