"""Publishing: figures with their words and numbers, and a report that needs nothing else and runs nothing."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import nbformat
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from IPython.core.formatters import format_display_data
from lxml import etree, html
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image

from analysis import chart, publish
from analysis.report import figures, safe
from analysis.tables import FRAMES

ALT = "Evidence for 2 frames: conflict in 40% of sentences, moral in none."
SOURCE = "1 article in seeds/ (sha256 0123abcd), generic frames"


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


@pytest.fixture
def told():
    return FRAMES.frame(
        {
            "codebook": "demo", "article": "a", "frame": frame, "present": share > 0, "strength": share,
            "evidence": int(20 * share), "scored_by": "rules",
        }
        for frame, share in [("conflict", 0.4), ("moral", 0.0)]
    )  # fmt: skip


@pytest.fixture
def publishing(told, tmp_path):
    """Publish a small chart, with whatever is to be different."""

    def go(ax=None, name="frames", **different):
        ax = ax or chart.frames(told, title="Conflict carries the story")
        how = {"data": chart.frame_shares(told), "alt": ALT, "source": SOURCE, "folder": tmp_path / "charts"}
        return publish.figure(ax, name, **{**how, **different})

    return go


# --- Figures ------------------------------------------------------------------------------------


def test_a_figure_comes_as_image_numbers_and_words(publishing, tmp_path, told):
    published = publishing(tier="B", n="20 sentences")
    assert [path.name for path in published.files] == [
        "frames.svg", "frames.png", "frames.pdf", "frames.csv", "frames.txt",
    ]  # fmt: skip
    assert {path.parent for path in published.files} == {tmp_path / "charts"}
    svg, png, _, csv, txt = (path.read_bytes() for path in published.files)
    assert txt.decode() == ALT + "\n"
    pd.testing.assert_frame_equal(pd.read_csv(io.BytesIO(csv)), chart.frame_shares(told), check_dtype=False)
    assert b"\r" not in csv
    picture = etree.fromstring(svg)
    space = {"svg": "http://www.w3.org/2000/svg"}
    assert picture.get("role") == "img"
    title, said = picture.find("svg:title", space), picture.find("svg:desc", space)
    assert picture.get("aria-labelledby") == f"{title.get('id')} {said.get('id')}"
    assert title.text == "Conflict carries the story"
    assert said.text == ALT
    assert picture.xpath("count(//svg:text)", namespaces=space) == 0, "letters should be outlines"
    image = Image.open(io.BytesIO(png))
    assert image.info["dpi"] == pytest.approx((300, 300), abs=0.1)
    assert image.info["Description"] == ALT
    assert image.width == pytest.approx(300 * 180 / 25.4, abs=1)


def test_a_figure_has_the_same_bytes_each_time(publishing, tmp_path):
    def made(folder):
        published = publishing(folder=tmp_path / folder, tier="B")
        return [hashlib.sha256(path.read_bytes()).hexdigest() for path in published.files], published.png

    first = made("one")
    with plt.rc_context({"svg.hashsalt": "own", "savefig.dpi": 40, "savefig.facecolor": "black"}):
        assert made("two") == first


def test_no_file_tells_when_or_with_what_it_was_made(publishing):
    for path in publishing().files:
        content = path.read_bytes().lower()
        assert not re.search(rb"matplotlib(\.org| v| version)|software|creator", content)
        assert not re.search(rb"20\d\d-\d\d-\d\d", content)


def test_the_notebook_shows_the_image_with_its_words(publishing):
    published = publishing()
    shown, told = format_display_data(published)
    assert shown["text/plain"] == ALT
    assert told["image/png"]["alt"] == ALT
    assert shown["image/png"] == published.png
    assert told["image/png"]["width"] == pytest.approx(180 / 25.4 * 96, abs=1)
    assert len(published.png) < 150_000


def test_a_dense_chart_stays_light_in_the_notebook(publishing):
    tones = pd.DataFrame({"x": range(400)})
    ax = plt.subplots(figsize=(7.2, 4))[1]
    ax.scatter(tones["x"], tones["x"].map(hash) % 97, c=tones["x"])
    assert len(publishing(ax, data=tones).png) < 150_000


@pytest.mark.parametrize(
    ("tier", "said"),
    [
        pytest.param("B", f"Source: {SOURCE}. n = 20 sentences. Instrument of tier B.", id="a tier"),
        pytest.param(
            "not validated", f"Source: {SOURCE}. n = 20 sentences. Instrument not validated.", id="none yet"
        ),
        pytest.param(None, f"Source: {SOURCE}. n = 20 sentences.", id="not an instrument"),
    ],
)
def test_the_source_line_stands_under_the_chart_and_leaves_no_trace(
    publishing, told, monkeypatch, tier, said
):
    ax = chart.frames(told, title="Conflict carries the story")
    drawn, lines = ax.get_figure(), []
    before = drawn.get_size_inches().tolist()
    saved = figures._saved

    def watched(figure, *args, **kwargs):
        figure.draw_without_rendering()
        (line,) = figure.texts
        lines.append(" ".join(line.get_text().split()))
        box, axis = line.get_window_extent(), ax.xaxis.label.get_window_extent()
        assert box.y0 >= 0
        assert box.x1 <= figure.bbox.x1
        assert box.y1 <= axis.y0, "the source line covers the axis label"
        return saved(figure, *args, **kwargs)

    monkeypatch.setattr(figures, "_saved", watched)
    publishing(ax, tier=tier, n="20 sentences")
    assert set(lines) == {said}
    assert drawn.texts == []
    assert drawn.get_size_inches().tolist() == pytest.approx(before)


def test_n_is_the_number_of_rows_where_it_is_not_given(publishing, told, monkeypatch):
    said = []
    fitted = figures.fitted
    monkeypatch.setattr(figures, "fitted", lambda text, *rest: said.append(text) or fitted(text, *rest))
    publishing()
    assert said == [f"Source: {SOURCE}. n = 2."]


def test_a_figure_is_closed_and_the_style_given_back(publishing):
    before = dict(plt.rcParams)
    publishing()
    assert plt.get_fignums() == []
    assert dict(plt.rcParams) == before


def test_any_axes_can_be_published(publishing):
    ax = plt.figure(layout=None).add_subplot()
    ax.set_title("Costs $5 to $10")
    ax.plot([1, 2])
    published = publishing(ax, name="plain-2")
    assert published.files[0].name == "plain-2.svg"
    assert Image.open(published.files[1]).height > 300 * 4.8, "the source line should hang below"


def test_lists_and_named_rows_reach_the_csv(publishing):
    data = pd.DataFrame({"spans": [[[1, 2]], None]}, index=pd.Index(["x", "y"], name="word"))
    csv = publishing(data=data).files[3].read_text()
    assert csv == 'word,spans\nx,"[[1, 2]]"\ny,\n'


@pytest.mark.parametrize(
    ("different", "message"),
    [
        pytest.param({"alt": "  "}, "figure 'frames' has no alt text.", id="no words"),
        pytest.param(
            {"alt": "Conflict carries the story."},
            "the alt text of figure 'frames' repeats its title and no more.",
            id="the title again",
        ),
        pytest.param(
            {"alt": "A bar chart showing that conflict carries the story"}, "repeats its title", id="the title, dressed up"
        ),
        pytest.param(
            {"alt": "Conflict is found in many sentences, moral in none."},
            "the alt text of figure 'frames' carries no number: 'Conflict is found in many sentences, moral in none.'.",
            id="no number",
        ),
        pytest.param({"source": ""}, "figure 'frames' names no source.", id="no source"),
        pytest.param({"tier": "D"}, "tier 'D' is not one of A, B, C, not validated.", id="an unknown tier"),
        pytest.param({"data": pd.DataFrame({"a": []})}, "figure 'frames' comes with no numbers", id="no numbers"),
        pytest.param({"name": "../up"}, "'../up' cannot name a figure's files", id="a name that climbs"),
        pytest.param({"name": "a b"}, "'a b' cannot name a figure's files", id="a name with a space"),
        pytest.param({"name": ""}, "'' cannot name a figure's files", id="no name"),
    ],
)  # fmt: skip
def test_a_figure_that_says_too_little_is_refused(publishing, tmp_path, different, message):
    with pytest.raises(report.ReportError, match=re.escape(message)):
        publishing(**different)
    assert not (tmp_path / "charts").exists()
    assert plt.get_fignums() == []


def test_a_failed_write_keeps_what_was_there(publishing, tmp_path, monkeypatch):
    published = publishing()
    before = {path: path.read_bytes() for path in published.files}

    def full(self, content, written=[]):  # noqa: B006 - the list counts the calls.
        written.append(self)
        if len(written) == 3:
            raise OSError(28, "No space left on device")
        return len(content)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(
        report.ReportError, match="charts cannot be written to \\(No space left on device\\)"
    ):
        publishing(alt=ALT + " And 3 more.")
    monkeypatch.undo()
    assert {path: path.read_bytes() for path in (tmp_path / "charts").iterdir()} == before


def test_a_folder_in_the_way_is_named_before_anything_is_written(publishing, tmp_path):
    (tmp_path / "charts" / "frames.txt").mkdir(parents=True)
    with pytest.raises(report.ReportError, match=r"frames\.txt is a folder, but should become a file"):
        publishing()
    assert [path.name for path in (tmp_path / "charts").iterdir()] == ["frames.txt"]


# --- The report ---------------------------------------------------------------------------------


def png(width=144, height=72):
    made = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(made, "PNG")
    return base64.b64encode(made.getvalue()).decode()


def shown(data, metadata=None):
    return new_output("display_data", data=data, metadata=metadata or {})


HOSTILE = (
    "<p onclick='alert(1)' style='position:fixed;background:url(http://evil.example/x)' id='contents'>Rain"
    "<script>alert('from the article')</script><img src=x onerror=alert(1)>"
    "<a href='javascript:alert(1)'>here</a><iframe src='http://evil.example'></iframe>"
    "<svg><script>alert(2)</script></svg><form action='http://evil.example'><input onfocus=alert(3)></form></p>"
)

START = [
    new_markdown_cell(
        "# What did we find?\n\n**Conflict.** See [tone](03_tone.ipynb), [where it fails](./03_tone.ipynb#Where-it-fails), "
        "[below](#A-second-finding), [a paper](https://doi.org/10.1/x), [the numbers](../charts/frames.csv), "
        "[nothing](gone.ipynb), [trouble](javascript:alert(1)) and ![a far image](https://evil.example/i.png).\n\n"
        "| | |\n|---|---|\n| **Asks** | what & why |\n| **Gives** | 3 findings |"
    ),
    new_code_cell("print(1 < 2)  # <b>", outputs=[
        new_output("stream", name="stdout", text="True\n"),
        new_output("stream", name="stdout", text="more <i>text</i>\n"),
        new_output("stream", name="stderr", text=" 10%|#  \r 50%|##  \r100%|###|\n"),
    ]),
    new_markdown_cell("## A second finding\n\n#### Far down\n\n## A second finding"),
    new_code_cell("figure", outputs=[shown({"image/png": png(), "text/plain": ALT}, {"image/png": {"alt": ALT, "width": 72}})]),
    new_code_cell("plot", outputs=[shown({"image/png": png(), "text/plain": "<Figure size 640x480 with 1 Axes>"})]),
    new_code_cell("vector", outputs=[shown({"image/svg+xml": "<svg xmlns='http://www.w3.org/2000/svg'><script>x</script></svg>", "text/plain": "5 dots"})]),
    new_code_cell("words", outputs=[new_output("execute_result", data={"text/plain": "'22 sentences, \"said\" <b>'"})]),
]  # fmt: skip

TABLE = pd.DataFrame({"found": ["war", HOSTILE], "weight": [-2.9, 1.5], "note": ["", "x"]}).set_index("found")

TONE = [
    new_markdown_cell("# What does a tone score mean?\n\nIt counts words. Back to [the start](00_start_here.ipynb)."),
    new_markdown_cell("## Where it fails\n\n<script>alert('in prose')</script>A script in prose."),
    new_code_cell("1/0", outputs=[
        new_output("error", ename="ZeroDivisionError", evalue="by <zero>", traceback=["\x1b[31mLine 1\x1b[0m", "end"])
    ]),
    new_code_cell("page", outputs=[shown({"text/html": HOSTILE + "<h1>Loud</h1>", "text/plain": "page"})]),
    new_code_cell("table", outputs=[shown({"text/html": TABLE.to_html(escape=False, notebook=True), "text/plain": "table"})]),
    new_code_cell("wide", outputs=[shown({"text/html": TABLE.groupby("weight").agg({"note": ["min", "max"]}).to_html(), "text/plain": "t"})]),
    new_code_cell("widget", outputs=[
        shown({"application/vnd.jupyter.widget-view+json": {"model_id": "1"}, "text/plain": "IntSlider(value=3)"}),
        shown({"application/javascript": "alert('widget')"}),
        shown({"text/markdown": "**bold** <script>alert(4)</script> [x](javascript:alert(5))"}),
        shown({"text/latex": "$x^2$"}),
    ]),
    new_code_cell("turned", outputs=[new_output("stream", name="stdout", text="safe\u202etxt.exe\x00")]),
]  # fmt: skip

PLAIN = [
    new_code_cell("import math"),
    new_code_cell("pi = 3"),
    new_code_cell("2 + 2", outputs=[new_output("execute_result", data={"text/plain": "4"})]),
]


@pytest.fixture(scope="module")
def run_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("run")
    (folder / "notebooks").mkdir()
    (folder / "charts").mkdir()
    (folder / "charts" / "frames.csv").write_text("frame\n")
    for name, cells in (("00_start_here", START), ("03_tone", TONE), ("04_plain", PLAIN)):
        nbformat.write(new_notebook(cells=cells), folder / "notebooks" / f"{name}.ipynb")
    return folder


def reported(folder, path="report.html", **different):
    how = {"title": "How one article <tells> its story", "source": "1 article & its sidecar", **different}
    return report.report(sorted((folder / "notebooks").glob("*.ipynb")), folder / path, **how)


@pytest.fixture(scope="module")
def page(run_folder):
    return html.document_fromstring(reported(run_folder).read_text(encoding="utf-8"))


class Parts(HTMLParser):
    """Every tag and attribute, as a second parser reads them."""

    def __init__(self, text):
        super().__init__()
        self.tags = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


def test_nothing_in_the_report_runs_or_loads(run_folder):
    text = (reported(run_folder)).read_text(encoding="utf-8")
    tags = Parts(text).tags
    allowed = safe.TAGS | {
        "html",
        "head",
        "body",
        "meta",
        "title",
        "style",
        "header",
        "nav",
        "main",
        "section",
    }
    assert {tag for tag, _ in tags} <= allowed
    for tag, attributes in tags:
        assert not [name for name in attributes if name.startswith("on")], tag
        assert attributes.get("src", "data:image/").startswith("data:image/")
        assert not {"srcset", "action", "formaction", "background", "poster", "data"} & set(attributes)
        assert not re.search(r"position|url|display", attributes.get("style") or "")
        href = attributes.get("href", "#")
        assert tag == "a" or "href" not in attributes
        assert href.startswith(("#", "https://doi.org/")) or href == "charts/frames.csv"
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)[1]
    assert not re.search(r"url\(|@import|@font-face", style)
    policy = next(a["content"] for tag, a in tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; img-src data:;")
    assert "evil.example" not in re.sub(r'<details class="code">.*?</details>', "", text, flags=re.DOTALL)
    assert safe.unsafe(text) == []


def test_what_a_hostile_article_says_can_still_be_read(page):
    section = page.get_element_by_id("03_tone").text_content()
    assert "Rainhere" in section.replace(" ", "").replace("[image]", "").replace("\n", "")
    assert "A script in prose." in section
    assert "from the article" not in section
    assert "in prose')" not in section
    # Markdown put out by a cell has its tags shown, not obeyed.
    assert "bold <script>alert(4)</script> x" in section
    assert "safe[U+202E]txt.exe\ufffd" in section


def test_the_headings_form_one_outline(page):
    levels = [int(heading.tag[1]) for heading in page.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(deeper - level <= 1 for level, deeper in pairwise(levels))
    words = [" ".join(h.text_content().split()) for h in page.xpath("//main//h2")]
    assert words == ["What did we find?", "What does a tone score mean?", "Plain"]
    assert "Loud" not in [h.text_content() for h in page.xpath("//h1|//h2|//h3|//h4")]


def test_the_contents_lead_to_every_heading(page):
    entries = [(link.text_content(), link.get("href")) for link in page.xpath("//nav//a")]
    assert [words for words, _ in entries] == [
        "What did we find?", "A second finding", "Far down", "A second finding",
        "What does a tone score mean?", "Where it fails", "Plain",
    ]  # fmt: skip
    for words, href in entries:
        assert page.get_element_by_id(href[1:]).text_content() == words
    assert [link.text_content() for link in page.xpath("//nav/ol/li/a")] == [
        "What did we find?", "What does a tone score mean?", "Plain",
    ]  # fmt: skip
    assert page.xpath("string(//nav/ol/li[1]/ol/li[1]/ol/li/a)") == "Far down"
    names = page.xpath("//@id")
    assert len(names) == len(set(names))


def test_links_between_notebooks_lead_inside_the_report(page):
    links = {link.text_content(): link.get("href") for link in page.xpath("//main//a")}
    assert links["tone"] == "#03_tone"
    assert page.get_element_by_id(links["where it fails"][1:]).text_content() == "Where it fails"
    assert page.get_element_by_id(links["below"][1:]).text_content() == "A second finding"
    assert links["the start"] == "#00_start_here"
    assert links["a paper"] == "https://doi.org/10.1/x"
    assert links["the numbers"] == "charts/frames.csv"
    assert not {"nothing", "trouble", "here", "x"} & set(links)
    for href in links.values():
        assert not href.startswith("#") or page.get_element_by_id(href[1:]) is not None


def test_every_image_keeps_its_words(page):
    images = page.xpath("//img")
    assert [image.get("alt") for image in images] == [
        ALT, "Image without a description, from cell 5.", "5 dots"
    ]  # fmt: skip
    assert (images[0].get("width"), images[0].get("height")) == ("72", "36")
    assert "a far image: not in this report" in page.get_element_by_id("00_start_here").text_content()


def test_code_is_folded_and_can_be_opened_without_a_script(page):
    folded = page.xpath("//details[@class='code']")
    assert len(folded) == 12
    assert all(part.get("open") is None for part in folded)
    assert folded[0].xpath("string(summary)") == "Show code of cell 2"
    assert folded[0].xpath("string(pre)") == "print(1 < 2)  # <b>"
    assert folded[-1].xpath("string(summary)") == "Show code of cells 1, 2, 3"
    assert [pre.text_content() for pre in folded[-1].xpath("pre")] == ["import math", "pi = 3", "2 + 2"]


def test_outputs_are_shown_as_what_they_are(page):
    start = page.get_element_by_id("00_start_here")
    assert start.xpath("string(.//pre[@class='stream'])") == "True\nmore <i>text</i>"
    assert start.xpath("string(.//pre[@class='stream stderr'])") == "100%|###|"
    assert start.xpath("string(.//p[@class='said'])") == '22 sentences, "said" <b>'
    tone = page.get_element_by_id("03_tone")
    assert tone.xpath("string(.//div[@class='error']/p)") == "Cell 3 failed: ZeroDivisionError. by <zero>"
    assert tone.xpath("string(.//div[@class='error']//pre)") == "Line 1\nend"
    assert "IntSlider(value=3)" in tone.text_content()
    assert (
        "An output that works only in the notebook stands here (application/javascript)."
        in tone.text_content()
    )
    assert tone.xpath("string(.//p/strong[.='bold'])") == "bold"
    assert page.xpath("string(//section[@id='04_plain']//pre[@class='result'])") == "4"


def test_tables_say_what_their_heads_head(page):
    first, second, third = page.xpath("//div[@class='table']")
    assert [t.get("aria-label") for t in (first, second, third)] == ["Table 1", "Table 2", "Table 3"]
    assert {t.get("tabindex") for t in (first, second, third)} == {"0"}
    assert first.xpath(".//thead") == []
    assert [(h.text_content(), h.get("scope")) for h in first.xpath(".//th")] == [
        ("Asks", "row"),
        ("Gives", "row"),
    ]
    assert [(h.text_content(), h.get("scope")) for h in second.xpath(".//thead//th")] == [
        ("found", "col"), ("weight", "col"), ("note", "col"),
    ]  # fmt: skip
    assert len(second.xpath(".//thead/tr")) == 1
    assert second.xpath(".//tbody//th/@scope") == ["row", "row"]
    assert [c.text for c in second.xpath(".//*[contains(@class, 'number')]")][:2] == ["weight", "-2.9"]
    assert third.xpath("string(.//thead/tr[1]/th/@scope)") == "colgroup"
    assert all(h.text_content().strip() for h in page.xpath("//th"))


def test_the_page_can_be_used_by_keyboard_and_screen_reader(page):
    assert page.get("lang") == "en"
    assert page.xpath("//body/*[1]/@href") == ["#text"]
    assert (
        len(page.xpath("//main[@id='text']")) == len(page.xpath("//header")) == len(page.xpath("//nav")) == 1
    )
    for labelled in page.xpath("//*[@aria-labelledby]"):
        assert page.get_element_by_id(labelled.get("aria-labelledby")).text_content().strip()
    assert all(part.get("tabindex") == "0" for part in page.xpath("//pre"))
    assert page.xpath("string(//title)") == "How one article <tells> its story"
    assert page.xpath("string(//p[@class='source'])") == "1 article & its sidecar"


def luminance(colour):
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    light = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(part * weight for part, weight in zip(light, (0.2126, 0.7152, 0.0722), strict=True))


@pytest.mark.parametrize("theme", [0, 1, 2], ids=["light", "dark", "print"])
def test_every_colour_of_text_is_legible(theme):
    css = Path(publish.__file__).with_name("report.css").read_text()
    themes = [
        dict(re.findall(r"--([\w-]+): (#\w{6})", block))
        for block in re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    ]
    colours = {**themes[0], **themes[theme]}
    for ink in ("ink", "soft", "link", "alarm"):
        papers = ["paper", "panel"] if ink != "alarm" else ["alarm-paper"]
        for paper in papers:
            light = sorted((luminance(colours[ink]), luminance(colours[paper])))
            assert (light[1] + 0.05) / (light[0] + 0.05) >= 4.5, (ink, paper)
    if theme < 2:  # Code is not printed.
        for ink in ("keyword", "string", "number", "comment"):
            light = sorted((luminance(colours[ink]), luminance(colours["panel"])))
            assert (light[1] + 0.05) / (light[0] + 0.05) >= 4.5, ink


def test_a_report_has_the_same_bytes_each_time(run_folder):
    first = reported(run_folder, "one.html").read_bytes()
    assert reported(run_folder, "two.html").read_bytes() == first


def test_a_report_may_hold_one_plain_notebook(tmp_path):
    nbformat.write(new_notebook(cells=[]), tmp_path / "empty.ipynb")
    made = report.report(
        [tmp_path / "empty.ipynb"], tmp_path / "new" / "r.html", title="T", source="", language="en"
    )
    assert made == tmp_path / "new" / "r.html"
    assert html.fromstring(made.read_bytes()).xpath("//h2/text()") == ["Contents", "Empty"]


@pytest.mark.parametrize(
    ("names", "title", "message"),
    [
        pytest.param([], "T", "a report needs at least one notebook, and none was given.", id="no notebook"),
        pytest.param(["gone.ipynb"], "T", "there is no notebook ", id="a missing notebook"),
        pytest.param(
            ["broken.ipynb"], "T", "broken.ipynb cannot be read as a notebook: ", id="no notebook at all"
        ),
        pytest.param(
            ["good.ipynb", "sub/good.ipynb"], "T", "two notebooks are named good.ipynb", id="one name twice"
        ),
        pytest.param(["good.ipynb"], " ", "the report's title is empty.", id="no title"),
    ],
)
def test_a_report_that_cannot_be_made_is_refused_and_leaves_the_old_one(tmp_path, names, title, message):
    (tmp_path / "sub").mkdir()
    for name in ("good.ipynb", "sub/good.ipynb"):
        nbformat.write(new_notebook(cells=PLAIN), tmp_path / name)
    (tmp_path / "broken.ipynb").write_text("{}")
    (tmp_path / "report.html").write_text("old")
    with pytest.raises(report.ReportError, match=re.escape(message)):
        report.report([tmp_path / name for name in names], tmp_path / "report.html", title=title, source="x")
    assert (tmp_path / "report.html").read_text() == "old"


def test_a_page_that_would_run_something_is_not_written(run_folder, monkeypatch):
    from analysis.report import pages

    monkeypatch.setattr(pages.cells, "code", lambda sources: "<script>x()</script>")
    with pytest.raises(report.ReportError, match=r"would not be inert: script stands in the page"):
        reported(run_folder, "never.html")
    assert not (run_folder / "never.html").exists()


# --- Markup that can only be read ---------------------------------------------------------------

PIECES = [
    "<script>", "</script>", "<svg>", "</svg>", "<math>", "<mtext>", "<mglyph>", "<style>", "</style>", "<p ", "onclick=x ",
    ">", "'", '"', "<!--", "-->", "<img src=x onerror=alert(1)>", "<a href=javascript:x>", "<a href='java\nscript:x'>",
    "<noscript>", "</noscript>", "<table>", "<td>", "</p>", "&#x3c;script&#x3e;", "<title>", "</title>", "<![CDATA[", "]]>",
    "text", "<select>", "<template>", "\x00", "<xmp>", "<plaintext>", "<textarea>", "</textarea>", "<?xml ", "<base href=//x>",
    "<annotation-xml encoding=text/html>", "<details ontoggle=x open>", "<b style='x:expression(1)'>",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=14))
@settings(max_examples=150, deadline=None)
def test_no_markup_comes_through_that_is_not_on_the_list(pieces):
    made = safe.as_text(safe.fragment("".join(pieces)))
    for tag, attributes in Parts(made).tags:
        assert tag in safe.TAGS
        assert set(attributes) <= {name for names in safe.ATTRIBUTES.values() for name in names}
        assert not (attributes.get("href") or "").lower().replace("\n", "").startswith("javascript:")
    assert safe.as_text(safe.fragment(made)) == made


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r")))
@settings(max_examples=100, deadline=None)
def test_escaped_text_is_read_as_it_was_written(text):
    from html import escape

    seen = safe.fragment(f"<p>{escape(safe.visible(text))}</p>").text_content()
    assert seen == safe.visible(text)


def test_a_deep_nest_does_no_harm():
    assert "deep" in safe.fragment("<b>" * 1500 + "deep").text_content()
