"""The report in a browser and on paper: heights, first screen, phone, search, contents, accessibility, pages.

Needs Chromium, Chrome or Edge and the extra `browser`; without them these tests are skipped.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import browser
import pytest

from analysis import report

ROOT = Path(__file__).parents[1]
ARTICLES = {"seed": None, "invented": ROOT / "notebooks" / "invented" / "articles"}
WIDTH, HEIGHT = 1366, 768  # a laptop's screen
PHONE = 390


pytestmark = browser.MARKS


@pytest.fixture(scope="module")
def chromium():
    with browser.chromium() as program:
        yield program


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """The reports of the seed and of 18 invented articles, and the codebook."""
    from analysis import corpus

    folder = tmp_path_factory.mktemp("reports")
    made = {}
    for name, articles in ARTICLES.items():
        material = corpus.measure(articles) if articles else corpus.measure()
        chosen = report.select(report.compute(material))
        made[name] = report.report(
            material, chosen, folder / f"{name}.html", code="material = corpus.measure()"
        )
    made["codebook"] = report.codebooks(folder / "codebook.html")
    return made


@pytest.fixture
def opened(chromium, reports):
    """Open a page at a width, in a colour scheme."""
    contexts = []

    def go(name, width=WIDTH, scheme="light", **more):
        height = HEIGHT if width == WIDTH else 844
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, **more
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(120_000)
        page.goto(reports[name].as_uri())
        return page

    yield go
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("name", "most"), [("seed", 12_000), ("invented", 16_000)])
def test_a_closed_report_is_not_longer_than_agreed(opened, name, most):
    page = opened(name)
    assert page.locator("details[open]").count() == 0
    assert page.evaluate("document.documentElement.scrollHeight") <= most


@pytest.mark.parametrize("name", ["seed", "invented"])
def test_the_first_finding_with_its_chart_and_proof_is_on_the_first_screen(opened, name):
    page = opened(name)
    for part in (
        "h1",
        ".card:first-child .figure",
        ".card:first-child svg",
        ".card:first-child mark",
        ".card:first-child",
    ):
        box = page.locator(part).first.bounding_box()
        assert box["y"] + box["height"] <= HEIGHT, part


@pytest.mark.parametrize("name", ["seed", "invented", "codebook"])
@pytest.mark.parametrize("width", [360, PHONE, 900, WIDTH, 1920])
def test_no_page_is_wider_than_the_screen(opened, name, width):
    assert opened(name, width).evaluate("document.documentElement.scrollWidth") <= width


LETTERS = """() => [...document.querySelectorAll('.chart svg text')]
    .filter(text => text.textContent.trim() && text.getClientRects().length && getComputedStyle(text).visibility !== 'hidden')
    .map(text => { const at = text.getScreenCTM();
        return [parseFloat(getComputedStyle(text).fontSize) * Math.hypot(at.a, at.b), text.textContent]; })"""


@pytest.mark.parametrize("name", ["seed", "invented"])
def test_letters_of_charts_can_be_read_on_a_phone(opened, name):
    letters = opened(name, PHONE).evaluate(LETTERS)
    assert len(letters) > 100
    assert [(size, text) for size, text in letters if size < 8] == []


def test_a_search_hides_what_has_no_such_word_opens_what_has_and_is_undone(opened):
    page = opened("seed")
    sections = page.locator("main > section")
    every = sections.count()
    visible = "sections => sections.filter(one => !one.hidden).length"
    page.get_by_label("Search").fill("putin ceasefire")
    shown = sections.evaluate_all(visible)
    assert 0 < shown < every
    for text in sections.evaluate_all("all => all.filter(one => !one.hidden).map(one => one.textContent)"):
        assert "putin" in text.lower()
        assert "ceasefire" in text.lower()
    assert re.fullmatch(r"\d+ found", page.locator(".search output").inner_text())
    assert page.locator("nav li:visible").count() == shown
    page.get_by_label("Search").fill("stockpiles")
    assert page.locator("details[open]").count() > 0
    items = page.locator("details[open] li:visible").all_inner_texts()
    assert items
    assert all("stockpiles" in item.lower() for item in items)
    page.get_by_label("Search").fill("")
    assert sections.evaluate_all(visible) == every
    assert page.locator("details[open]").count() == 0
    assert page.locator("main li[hidden], main tr[hidden]").count() == 0


def test_a_search_without_a_match_says_so(opened):
    page = opened("seed")
    page.get_by_label("Search").fill("zeppelin")
    assert page.locator(".search output").inner_text() == "0 found"


def test_the_contents_mark_where_one_is(opened):
    page = opened("seed")
    page.wait_for_selector("nav a[aria-current]")
    assert page.locator("nav a[aria-current]").all_inner_texts() == ["Main findings"]
    for name in ("timeline", "trust"):
        page.locator(f"nav a[href='#{name}']").click()
        page.wait_for_function(
            "name => [...document.querySelectorAll('nav a[aria-current]')].map(a => a.hash).join() === '#' + name", arg=name
        )  # fmt: skip


def test_a_mark_shows_its_words_and_leads_to_its_sentence(opened):
    page = opened("seed")
    mark = page.locator("#speakers .wide a.mark").first
    mark.hover()
    tip = page.locator(f"[id='{mark.get_attribute('id')}t']")
    assert tip.evaluate("tip => getComputedStyle(tip).visibility") == "visible"
    mark.click()
    where = mark.get_attribute("href")[1:]
    assert page.locator("li:target").get_attribute("id") == where


def test_without_a_script_everything_is_there_and_no_search_is_offered(opened):
    page = opened("seed", java_script_enabled=False)
    assert not page.locator(".search").is_visible()
    assert page.locator("#timeline .wide svg").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["seed", "invented", "codebook"])
def test_axe_finds_no_violation(opened, name, scheme):
    found = find_spec("axe_playwright_python")
    if found is None:
        pytest.skip("axe-core is not installed: pip install -e .[browser]")
    page = opened(name, scheme=scheme, bypass_csp=True)
    page.evaluate((Path(found.submodule_search_locations[0]) / "axe.min.js").read_text(encoding="utf-8"))
    result = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    assert [
        f"{rule['id']}, {len(rule['nodes'])} times: {rule['nodes'][0]['html'][:160]}" for rule in result["violations"]
    ] == []  # fmt: skip


# --- On paper -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def printed(reports, tmp_path_factory):
    """The text of each page of the PDFs, and what `pdfinfo` says of them."""
    if not (shutil.which("pdftotext") and shutil.which("pdfinfo")):
        pytest.skip("pdftotext and pdfinfo are not there: apt-get install poppler-utils")
    folder = tmp_path_factory.mktemp("printed")

    def of(name):
        path = report.pdf(reports[name], folder / f"{name}.pdf")

        def said(*command):
            return subprocess.run([*command], capture_output=True, text=True, check=True).stdout

        return said("pdftotext", "-layout", str(path), "-").split("\f")[:-1], said("pdfinfo", str(path))

    return {name: of(name) for name in ARTICLES}


@pytest.mark.parametrize(("name", "most"), [("seed", 10), ("invented", 12)])
def test_the_pdf_has_pages_of_a4_and_not_too_many(printed, name, most):
    pages, info = printed[name]
    assert "(A4)" in info
    assert 3 <= len(pages) <= most


@pytest.mark.parametrize("name", list(ARTICLES))
def test_every_printed_page_has_its_number_and_the_running_head(printed, reports, name):
    pages, _ = printed[name]
    title = re.search(r"<title>(.*?)</title>", reports[name].read_text(encoding="utf-8"))[1]
    for place, page in enumerate(pages, 1):
        lines = [line.strip() for line in page.splitlines() if line.strip()]
        assert lines[0].startswith(title[:40])
        assert re.sub(r"\s", "", lines[-1]).endswith(f"{place}/{len(pages)}")


def test_what_is_folded_is_not_printed(printed):
    text = "\n".join(printed["seed"][0])
    assert "Who speaks?" in text
    assert "Further evidence" not in text
    assert "corpus.measure()" not in text
