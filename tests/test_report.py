"""The report: which findings come first, what is said of the data, brief and findings.json, and the page."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import pairwise

import pandas as pd
import pytest
from lxml import html

from analysis import corpus, findings, report, tables, tier
from analysis.findings import Finding
from analysis.findings.finding import evidence
from analysis.report import brief, facts, selection
from analysis.report.safe import allowed, unsafe, visible

TENTATIVE, EXPLORATORY = tier.badge("voices"), tier.badge("news")

# --- Which findings come first ------------------------------------------------------------------


def finding(name, *, topic="", level=2, status="found", figure="3", drawn=True, **more):
    """A finding without a corpus; level None: nothing is judged."""
    badge = {1: EXPLORATORY, 2: TENTATIVE, 3: tier.Badge("A", 3, "Reliable", "", ""), None: None}[level]
    return Finding(
        name=name, question=f"What of {name}?", claim=f"The claim of {name}.", measure="", alt=f"Numbers of {name}.",
        table=pd.DataFrame({"n": [1.0]}), topic=topic or name, validity=badge, status=status, figure=figure,
        draw=(lambda frame: frame.ax.barh([0], [3])) if drawn else None, **more,
    )  # fmt: skip


def cards(*found):
    return [each.name for each in report.select(found).cards]


def test_the_first_of_the_trusted_findings_leads():
    assert cards(finding("a"), finding("b"), finding("c", level=None), finding("d", level=3)) == list("abcd")


def test_there_are_at_most_five_cards():
    assert cards(*map(finding, "abcdefg")) == list("abcde")


def test_no_more_than_two_of_a_topic_are_on_page_one():
    found = [*(finding(name, topic="voices") for name in "abc"), finding("d"), finding("e")]
    assert cards(*found) == list("abde")


@pytest.mark.parametrize("topic", sorted(selection.COMPARING))
def test_where_groups_are_compared_the_comparison_leads(topic):
    found = [finding("speakers", topic="voices", level=3), finding("groups", topic=topic)]
    assert cards(*found) == ["groups", "speakers"]


def test_of_comparisons_the_trusted_come_before_the_exploratory():
    found = [finding("weak", topic="comparing", level=1), finding("strong", topic="trend"), finding("other")]
    assert cards(*found) == ["strong", "weak", "other"]


def test_exploratory_findings_fill_up_to_three_and_no_further():
    found = [finding("a", level=1), finding("b"), finding("c", level=1), finding("d", level=1)]
    assert cards(*found) == ["b", "a", "c"]
    assert cards(*map(finding, "wxyz"), finding("a", level=1)) == list("wxyz")


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"status": "unclear"}, id="unclear"),
        pytest.param({"status": "lacking"}, id="the corpus is too small"),
        pytest.param({"figure": ""}, id="no number to print large"),
        pytest.param({"drawn": False}, id="no chart"),
    ],
)
def test_what_has_no_result_number_or_chart_is_no_card(changes):
    assert cards(finding("a", **changes), finding("b")) == ["b"]


def test_unclear_and_exploratory_findings_are_uncertain_and_those_on_page_one_are_not_repeated():
    found = [
        *map(finding, "wxyz"), finding("a", status="unclear"), finding("b", level=1),
        finding("c", status="lacking", drawn=False), finding("d", level=1, drawn=False), finding("e", level=None, drawn=False),
    ]  # fmt: skip
    chosen = report.select(found)
    assert [each.name for each in chosen.uncertain] == ["a", "b", "d"]
    assert [each.name for each in chosen.lacking] == ["c"]
    assert [each.name for each in chosen.sections] == [*"wxyz", "a", "b", "d", "e"]


def test_a_topic_is_the_file_without_its_second_word():
    from analysis.report.selection import _topic

    assert (
        _topic(findings.tone_along) == _topic(findings.tone_words) == _topic(findings.tone_overall) == "tone"
    )
    assert {_topic(each) for each in selection.OF_MANY} >= selection.COMPARING


def test_every_finding_of_a_report_is_public_and_once():
    for order in (selection.OF_ONE, selection.OF_MANY):
        names = [each.__name__ for each in order]
        assert len(set(names)) == len(names)
        assert set(names) <= set(findings.__all__)


# --- What is said of the data -------------------------------------------------------------------


def described(measured, *rows, sentences=(10,), problems=0):
    """A corpus of articles with these facts, each with a headline and one sentence."""
    listed = [
        {
            "article": f"a{place}", "headline": f"Story {place}", "words": 400, "outlet": "The Crier",
            "published": pd.Timestamp("2031-03-01"), "outlet_from": "sidecar", "published_from": "sidecar",
            "source_file": f"a{place}.txt", "sha256": "0", "source_text": "x", **row,
        }
        for place, row in enumerate(rows)
    ]  # fmt: skip
    made = [
        {"article": row["article"], "sentence": n, "text": "x", "passage": n, "start": 0, "edits": [], "end": 1, "words": 5,
            "role": "body" if n else "headline"}
        for row in listed if not row.get("left_out") for n in range(2)
    ]  # fmt: skip
    unread = [{"source_file": f"bad{n}.txt", "place": "whole", "problem": "empty"} for n in range(problems)]
    return measured(
        articles=tables.ARTICLES.frame(listed), sentences=tables.SENTENCES.frame(made),
        problems=tables.PROBLEMS.frame(unread),
    )  # fmt: skip


def test_the_facts_of_one_article_are_outlet_day_words_and_sentences(measured):
    assert facts.line(described(measured, {})) == "The Crier, 1 March 2031 · 400 words · 1 sentence"


def test_the_facts_of_several_articles_are_counted(measured):
    many = described(
        measured, {}, {"outlet": "The Herald", "published": pd.Timestamp("2031-03-04"), "words": 900}
    )
    assert facts.line(many) == (
        "The Crier, The Herald, 1 March 2031 to 4 March 2031 · 2 articles · 1,300 words · 2 sentences"
    )  # fmt: skip


ONE = "One article is no sample of its outlet: nothing here says how the outlet writes."
FIVE = [{"outlet": name} for name in ("The Crier", "The Herald") for _ in range(5)]


@pytest.mark.parametrize(
    ("rows", "problems", "expect"),
    [
        pytest.param([{}], 0, [ONE], id="one article"),
        pytest.param([{}], 1, ["1 file or article could not be read; see tables/problems.csv.", ONE], id="a problem"),
        pytest.param([{}], 1200, ["1,200 files or articles could not be read; see tables/problems.csv.", ONE], id="problems"),
        pytest.param([{"outlet": None}], 0, ["The article without a known outlet.", ONE], id="no outlet"),
        pytest.param([{"published": None}], 0, ["The article without a known day of publication.", ONE], id="no day"),
        pytest.param(
            [{}, {"outlet": None}, {"published": None}], 0,
            ["1 article of 3 without a known outlet.", "1 article of 3 without a known day of publication."], id="some unknown",
        ),
        pytest.param(
            [{"outlet_from": "text", "published_from": "text"}], 0, ["Inferred from the text: outlet and published.", ONE],
            id="inferred",
        ),
        pytest.param([{"words": 149}], 0, ["1 article with fewer than 150 words: few numbers, wide intervals.", ONE], id="short"),
        pytest.param([{"words": 150}], 0, [ONE], id="not short"),
        pytest.param(
            [{}, {"left_out": "copy of a0"}, {"left_out": "not English"}, {"left_out": "not English"}], 0,
            ["2 articles left out: not English.", "1 article left out: copy of a0.", ONE], id="left out",
        ),
        pytest.param([{}, {"outlet": "The Herald"}], 0,
            ["Too few articles to compare: The Crier and The Herald have fewer than 5 articles."], id="two small groups"),
        pytest.param([*FIVE, {"outlet": "The Echo"}], 0,
            ["Too few articles to compare: The Echo has fewer than 5 articles."], id="one small group"),
        pytest.param(FIVE, 0, [], id="groups that are large enough"),
        pytest.param([{}, {}], 0, [], id="one outlet, nothing to compare"),
    ],
)  # fmt: skip
def test_what_limits_the_data_is_said(measured, rows, problems, expect):
    assert facts.warnings(described(measured, *rows, problems=problems)) == expect


# --- Brief, findings.json and the terminal ------------------------------------------------------

LEAD = finding(
    "lead",
    evidence=evidence([{"article": "a0", "sentence": 1, "text": "leads", "context": "Vane\nleads.", "because": "counted"}]),
)  # fmt: skip


def test_the_brief_has_three_findings_the_uncertain_and_the_warnings(measured):
    chosen = report.select([LEAD, *map(finding, "bcd"), finding("e", level=1)])
    assert brief.markdown(described(measured, {}), chosen) == (
        "# The claim of lead\n\n"
        "The Crier, 1 March 2031 · 400 words · 1 sentence\n\n"
        "1. **The claim of lead.** (tentative)\n   Numbers of lead.\n   > Vane leads.\n"
        "2. **The claim of b.** (tentative)\n   Numbers of b.\n"
        "3. **The claim of c.** (tentative)\n   Numbers of c.\n\n"
        "## Too uncertain to say\n\n- The claim of e. (exploratory)\n\n"
        f"## About the data\n\n- {ONE}\n\n"
        "Charts are in `charts/`, the numbers in `tables/`, the whole report in `report.html`.\n"
    )


def test_a_brief_without_a_certain_finding_says_so(measured):
    chosen = report.select([finding("a", status="unclear")])
    assert brief.markdown(described(measured, {}), chosen).startswith(
        "# No finding is certain enough to lead with\n"
    )


def strict(text):
    """JSON that every parser reads: NaN and Infinity are refused."""

    def refuse(constant):
        raise AssertionError(f"{constant} is no JSON")

    return json.loads(text, parse_constant=refuse)


def test_missing_and_infinite_numbers_are_null_in_the_findings():
    numbers = pd.DataFrame({"n": [1.0, float("nan"), float("inf"), 2.5]})
    odd = replace(finding("a"), table=numbers)
    (record,) = strict(brief.records([odd], report.select([odd])))
    assert [row["n"] for row in record["table"]] == [1.0, None, None, 2.5]


def test_every_finding_is_in_the_json_and_those_of_page_one_have_a_rank():
    found = [finding("a", status="lacking", drawn=False), finding("b", level=1), finding("c")]
    records = strict(brief.records(found, report.select(found)))
    assert [(each["name"], each["rank"], each["status"]) for each in records] == [
        ("a", None, "lacking"), ("b", 2, "found"), ("c", 1, "found"),
    ]  # fmt: skip


def test_the_terminal_shows_the_same_three_findings_with_their_badges(tmp_path):
    found = [finding("a"), finding("b", level=None), finding("c", level=3), finding("d")]
    (tmp_path / "findings.json").write_text(brief.records(found, report.select(found)), encoding="utf-8")
    assert report.main_findings(tmp_path) == [
        "1. The claim of a.  ●●○ Tentative", "2. The claim of b.", "3. The claim of c.  ●●● Reliable",
    ]  # fmt: skip
    assert len(report.main_findings(tmp_path, most=2)) == 2


def test_a_folder_without_findings_is_no_run(tmp_path):
    with pytest.raises(FileNotFoundError):
        report.main_findings(tmp_path)


# --- The page -----------------------------------------------------------------------------------

# Markup is dropped when a text is read; what is left as text, since it was escaped, must stay text.
HOSTILE = (
    "Ferry board &lt;script>window.ran = 1&lt;/script> quarrels over its timetable\n\n"
    "The harbour board of Tolmin accused Mayor Ada Vane on Monday of hiding a terrible report. "
    "<script>window.ran = 3</script><img src=x onerror=\"window.ran = 2\"> Vane\u202e told the board to wait, and said the ferry would sail. "
    "</section></main><style>body { display: none }</style>\n\n"
    "Vane said the claim was false and shameful. “There is nothing to hide &lt;b>at all&lt;/b>,” she told the council on Tuesday. "
    "“The ferry is safe,” Vane said. “The crew is ready,” she added. She said passengers would be refunded.\n\n"
    "Vane said the harbour was open &amp; calm. The board said the report was “a scandal”. "
    "The council will vote in June, Vane said.\n"
)  # fmt: skip
PLAIN = (
    "The lighthouse of Tolmin stands on a rock. Its lamp turns every nine seconds. It was built of granite and "
    "painted white in spring. The stairs have 110 steps. A wall keeps the sea from the garden.\n"
)  # fmt: skip


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """The folder of what is published about one hostile article, with corpus and selection."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "ferry.txt").write_text(HOSTILE, encoding="utf-8")
    material = corpus.measure(folder / "ferry.txt")
    chosen = report.publish(material, folder / "out", code='material = corpus.measure("<ferry>")')
    return folder / "out", material, chosen


@pytest.fixture(scope="module")
def text(written):
    return (written[0] / "report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page(text):
    return html.document_fromstring(text)


def words(node):
    return " ".join(node.text_content().split())


def dead(page):
    """Links and references of a page that lead nowhere."""
    ids = set(page.xpath("//@id"))
    used = {href[1:] for href in page.xpath("//a/@href") if href.startswith("#")}
    used |= {
        ident
        for each in page.xpath("//@aria-labelledby|//@aria-describedby|//@for")
        for ident in each.split()
    }
    return used - ids


def twice(page):
    ids = pd.Series(page.xpath("//@id"), dtype="str")
    return ids[ids.duplicated()].tolist()


def script(text):
    (found,) = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    return found


def test_a_run_publishes_report_brief_findings_codebook_and_charts(written):
    folder, _, chosen = written
    names = {path.name for path in folder.iterdir()}
    assert names == {"report.html", "brief.md", "findings.json", "codebook.html", "charts"}
    drawn = {path.stem for path in (folder / "charts").glob("*.svg")}
    assert drawn == {each.name for each in chosen.sections if each.draw is not None}


def test_the_claim_of_the_first_card_is_the_title(page, written):
    claim = written[2].cards[0].claim
    assert [words(h1) + "." for h1 in page.xpath("//h1")] == [claim]
    assert page.xpath("string(//title)") + "." == claim
    assert words(page.xpath("//article[@class='card']/h2")[0]) == claim


def test_page_brief_findings_and_terminal_have_the_same_claims(page, written):
    folder, _, chosen = written
    shown = [words(h2) for h2 in page.xpath("//article[@class='card']/h2")]
    records = strict((folder / "findings.json").read_text(encoding="utf-8"))
    ranked = sorted((each for each in records if each["rank"]), key=lambda each: each["rank"])
    assert shown == [each.claim for each in chosen.cards] == [each["claim"] for each in ranked]
    said = (folder / "brief.md").read_text(encoding="utf-8")
    assert re.findall(r"^\d\. \*\*(.+?)\*\*", said, re.MULTILINE) == shown[:3]
    assert [line.split("  ●")[0][3:] for line in report.main_findings(folder)] == shown[:3]


def test_every_question_has_a_section_and_an_entry_in_the_contents(page, written):
    entries = {link.get("href"): words(link) for link in page.xpath("//nav//a")}
    assert list(entries) == [f"#{each}" for each in page.xpath("//main/section/@id")]
    for each in written[2].sections:
        section = page.get_element_by_id(each.name)
        assert entries[f"#{each.name}"] == words(section.find("h2")) == each.question


def test_no_link_is_dead_and_no_id_is_there_twice(page):
    assert dead(page) == set()
    assert twice(page) == []


def test_every_chart_has_its_claim_and_its_numbers_in_words(page, written):
    charts = page.xpath("//main/section[@id]//div[@class='wide']/*[local-name()='svg']")
    drawn = [each for each in written[2].sections if each.draw is not None]
    assert len(charts) == len(drawn)
    for svg, each in zip(charts, drawn, strict=True):
        said = [svg.xpath(f"string(./*[local-name()='{tag}'])") for tag in ("title", "desc")]
        assert said == [visible(each.claim), visible(each.alt)]
    for svg in page.xpath("//*[local-name()='svg']"):
        assert svg.xpath("string(./*[local-name()='desc'])").strip()
    assert page.xpath("//img[not(@alt)]") == []


def test_the_marks_of_a_chart_lead_to_their_sentences(page):
    links = page.xpath("//*[local-name()='a' and @class='mark' and @href]")
    assert links
    for link in links:
        assert page.get_element_by_id(link.get("href")[1:]).tag == "li"


def test_the_thumbnails_are_out_of_reach_of_the_keyboard(page):
    thumbs = page.xpath("//div[contains(@class, 'thumb')]")
    assert len(thumbs) >= 1
    assert all(thumb.get("inert") is not None and thumb.get("aria-hidden") == "true" for thumb in thumbs)


def test_only_our_script_runs_and_nothing_loads(text, page):
    own = script(text)
    assert unsafe(text, own) == []
    policy = page.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
    assert policy == (
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
        f"script-src {allowed(own)}; base-uri 'none'; form-action 'none'"
    )


def test_markup_of_an_article_is_shown_and_does_nothing(page):
    assert not page.xpath("//*[starts-with(@src, 'x')] | //*[@onerror]")
    said = page.xpath("string(//section[@id='articles'])")
    assert "<script>window.ran = 1</script>" in said
    assert "<b>at all</b>" in said
    assert len(page.xpath("//script")) == 1
    assert len(page.xpath("//main")) == 1


def test_a_sign_of_direction_is_named_and_not_obeyed(text, written):
    assert "\u202e" not in text
    assert "[U+202E]" in text
    assert "\u202e" in written[1].articles["source_text"].iloc[0], "the source text is kept as it is"


def test_the_line_of_code_is_text(page):
    code = page.xpath("//details//pre")
    assert code
    assert all(
        each.text.startswith('material = corpus.measure("<ferry>")\nmaterial.show(findings.') for each in code
    )
    shown = {each.text.rpartition("findings.")[2].rstrip(")") for each in code}
    assert shown <= set(findings.__all__)


def test_headings_form_one_outline(page):
    levels = [int(heading.tag[1]) for heading in page.xpath("//main//*[self::h1 or self::h2 or self::h3]")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_keyboard_reaches_the_findings_first_and_the_page_names_its_language(page):
    assert page.xpath("//body/*[1]/@href") == ["#text"]
    assert page.get("lang") == "en"
    assert page.xpath("//label/@for") == ["search"]


@pytest.mark.slow
def test_the_same_corpus_gives_the_same_bytes(written, tmp_path):
    folder, material, _ = written
    report.publish(material, tmp_path, code='material = corpus.measure("<ferry>")')
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            assert (tmp_path / path.relative_to(folder)).read_bytes() == path.read_bytes(), path.name


def test_a_page_that_would_run_something_is_not_written(tmp_path, monkeypatch):
    from analysis.report import template

    with pytest.raises(report.ReportError, match=r"the page could run or load something: p has onclick\."):
        template.bound(
            tmp_path / "never.html", "T", '<section id="a"><p onclick="x()">a</p></section>', [("a", "A")]
        )
    assert not (tmp_path / "never.html").exists()


def test_a_folder_that_cannot_be_written_to_is_named(written, tmp_path):
    _, material, chosen = written
    (tmp_path / "report.html").mkdir()
    with pytest.raises(report.ReportError, match=r"report\.html is a folder, but should become a file"):
        report.report(material, chosen, tmp_path / "report.html")


# --- Other corpora ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """An article in which nobody speaks and nobody is named, of no known outlet or day, without tone."""
    folder = tmp_path_factory.mktemp("plain")
    (folder / "lighthouse.txt").write_text(PLAIN, encoding="utf-8")
    material = corpus.measure(folder / "lighthouse.txt")
    assert material.quotes.empty
    assert material.used["outlet"].isna().all()
    return corpus.Measured(
        None, **dict(material.items()) | {"scores": tables.SCORES.frame(), "hits": tables.HITS.frame()}
    )


def test_an_article_without_attributions_tone_or_outlet_has_a_report(plain, tmp_path):
    chosen = report.publish(plain, tmp_path)
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    page = html.document_fromstring(text)
    assert len(page.xpath("//h1")) == 1
    assert unsafe(text, script(text)) == []
    assert dead(page) == set()
    assert twice(page) == []
    lacking = page.xpath("//h3[.='What this corpus cannot answer']/following-sibling::ul[1]/li")
    assert [words(item) for item in lacking] == [each.claim for each in chosen.lacking]
    assert {"speakers", "tone-along"} <= {each.name for each in chosen.lacking}
    assert not {each.name for each in chosen.lacking} & set(page.xpath("//main/section/@id"))
    strict((tmp_path / "findings.json").read_text(encoding="utf-8"))
    notes = [words(item) for item in page.xpath("//section[@class='box'][last()]//li")]
    assert "The article without a known outlet." in notes


@pytest.fixture(scope="module")
def several(tmp_path_factory):
    """Three articles of two outlets, too few to compare."""
    folder = tmp_path_factory.mktemp("several")
    (folder / "articles").mkdir()
    for place, outlet in enumerate(("Crier & Sons", "<i>Herald</i>", "<i>Herald</i>")):
        head = f"---\noutlet: {outlet}\npublished: 2031-03-0{place + 1}\nheadline: Ferry {place}\n---\n"
        story = f"Mayor Ada Vane said the ferry would sail on pier {place}. {'Fares rise. ' * place}The board was angry.\n"
        (folder / "articles" / f"a{place}.md").write_text(head + story, encoding="utf-8")
    return corpus.measure(folder / "articles")


def test_several_articles_are_listed_and_too_few_are_not_compared(several, tmp_path):
    chosen = report.publish(several, tmp_path)
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    page = html.document_fromstring(text)
    rows = [[words(cell) for cell in row] for row in page.xpath("//section[@id='articles']//tbody/tr")]
    assert [row[:3] for row in rows] == [
        ["Crier & Sons", "1 March 2031", "Ferry 0"], ["<i>Herald</i>", "2 March 2031", "Ferry 1"],
        ["<i>Herald</i>", "3 March 2031", "Ferry 2"],
    ]  # fmt: skip
    compared = {each.topic for each in chosen.cards} & {"comparing", "differences", "keywords", "trend"}
    assert compared == set()
    assert any("fewer than 5 articles" in words(item) for item in page.xpath("//section[@class='box']//li"))
    assert page.xpath("//i") == []
    assert unsafe(text, script(text)) == []
    assert dead(page) == set()
    assert twice(page) == []


def test_groups_can_be_those_of_a_column_of_the_user_s(several):
    own = corpus.Measured(None, **dict(several.items()))
    own.articles = several.articles.assign(desk=["city", "sea", "sea"])
    assert [each.name for each in report.compute(own, by="desk")] == [
        each.name for each in report.compute(several)
    ]
    with pytest.raises(findings.FindingError, match="desk"):
        report.compute(several, by="desk")


# --- Text in which nothing is hidden ------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "expect"),
    [
        pytest.param("a\u202eb\u2066c", "a[U+202E]b[U+2066]c", id="signs of direction"),
        pytest.param("a\x00b\x1bc", "a\ufffdb\ufffdc", id="control characters"),
        pytest.param("a\tb\nc", "a\tb\nc", id="white space stays"),
        pytest.param("שלום é 日本", "שלום é 日本", id="writing from the right stays"),
        pytest.param("a\ud800b", "a\ufffdb", id="half a character"),
    ],
)
def test_a_text_hides_nothing(given, expect):
    assert visible(given) == expect


@pytest.mark.parametrize(
    ("markup", "why"),
    [
        ("<script>x()</script>", "script is in the page"),
        ("<iframe srcdoc='x'></iframe>", "iframe is in the page"),
        ("<p onclick='x()'>a</p>", "p has onclick"),
        ("<img src='https://example.org/a.png'>", "img loads https://example.org/a.png"),
        ("<a href='javascript:x()'>a</a>", "a leads to javascript:x()"),
        ("<style>@import 'a.css'</style>", "a style sheet loads something"),
        ("<style>p { background: url(a.png) }</style>", "a style sheet loads something"),
        ("<object data='a.swf'></object>", "object is in the page"),
    ],
)
def test_what_could_run_or_load_is_found(markup, why):
    assert why in unsafe(f"<!DOCTYPE html><body>{markup}<p>text</p></body>")


@pytest.mark.parametrize(
    "markup",
    ["<a href='#x'>a</a>", "<a href='https://example.org'>a</a>", "<img src='data:image/png;base64,AA'>"],
)
def test_what_only_shows_or_links_is_let_through(markup):
    assert unsafe(f"<!DOCTYPE html><body>{markup}</body>") == []


def test_a_changed_script_is_not_ours():
    assert unsafe("<!DOCTYPE html><body><script>x()</script></body>", "y()") == ["script is in the page"]
