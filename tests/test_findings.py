"""The finding as an object: its chart at every size, its files, its page, its words."""

import json
import re

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from lxml import etree

from analysis import findings, tier
from analysis.findings import Finding, FindingError, files, html
from analysis.findings.finding import evidence, proof
from analysis.findings.frame import SIZES, chosen, drawn, width, wrapped
from analysis.findings.looks import INK
from analysis.findings.svg import COLOURS

ROWS = [("Ada Vane", 12), ("Ole Rask", 3), ("the Parliamentary Assembly of the Northern Isles", 2)]


def bars(frame, rows=ROWS):
    shown = frame.fit(rows)
    frame.rows([name for name, _ in shown])
    for place, (name, count) in enumerate(shown):
        (bar,) = frame.ax.barh(place, count, 0.66, color=INK)
        frame.mark(bar, f"{name}: {count} times", place)
    frame.column([f"{count}" for _, count in shown], head="times")
    frame.counts()


def finding(**changes):
    given = {
        "name": "who-leads",
        "question": "Who leads?",
        "claim": "Ada Vane leads with 12 of 17.",
        "measure": "Votes of the council of an invented town",
        "table": pd.DataFrame(ROWS, columns=["name", "votes"]),
        "alt": "Votes: Ada Vane 12, Ole Rask 3, the assembly 2.",
        "validity": tier.badge("voices"),
        "n": "17 votes",
        "source": "The Crier, 3 May 2031",
        "evidence": evidence(
            [
                {"mark": 0, "article": "a", "sentence": 1, "start": 4, "end": 9, "text": "leads <b>",
                 "context": "Vane leads <b> again.", "because": "counted"},
                {"mark": 1, "article": "a", "sentence": 2, "start": 30, "end": 39, "text": "Rask lost",
                 "context": "Rask lost.", "because": "counted"},
            ]
        ),
        "draw": bars,
    }  # fmt: skip
    return Finding(**{**given, **changes})


# Sizes


@pytest.mark.parametrize("size", SIZES)
def test_no_text_of_a_chart_meets_another_or_leaves_it(overlaps, size):
    assert overlaps(finding(), size) == []


@pytest.mark.parametrize(("size", "pixels"), [("slide", (1920, 1080)), ("card", (1200, 630))])
def test_a_slide_and_a_card_have_their_pixels(size, pixels):
    png = files.png(finding(), size, dpi=SIZES[size].dpi)
    assert (int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")) == pixels


def test_a_column_of_a_journal_is_88_millimetres_wide():
    with drawn(finding(), "one-column") as frame:
        assert frame.figure.get_size_inches()[0] * 25.4 == pytest.approx(88)


def test_a_small_size_shows_the_first_rows_and_says_how_many_are_left_out():
    many = [(f"Speaker {n}", 40 - n) for n in range(30)]
    with drawn(finding(draw=lambda frame: bars(frame, many)), "card") as frame:
        shown = [label.get_text() for label in frame.ax.get_yticklabels()]
        said = " ".join(text.get_text() for text in frame.figure.texts)
    assert shown == [f"Speaker {n}" for n in range(len(shown))]
    assert f"{30 - len(shown)} further rows are in the table." in said.replace("\n", " ")


def test_a_chart_is_as_high_as_its_rows_need():
    heights = []
    for n in (3, 6, 12):
        many = [(f"Speaker {k}", k) for k in range(n)]
        with drawn(finding(draw=lambda frame, many=many: bars(frame, many)), "page") as frame:
            heights.append(frame.figure.get_size_inches()[1])
    assert heights[1] - heights[0] == pytest.approx((heights[2] - heights[1]) / 2)


def test_drawing_leaves_no_figure_and_the_reader_s_settings(tmp_path):
    with plt.rc_context({"axes.titlesize": 31}):
        finding().save(tmp_path)
        assert plt.rcParams["axes.titlesize"] == 31
    assert plt.get_fignums() == []


def test_a_size_that_is_none_is_refused():
    with pytest.raises(
        FindingError, match=r"there is no size 'poster'\. Choose all, or one of these\. page: "
    ):
        chosen("poster")


def test_a_finding_without_a_chart_says_so(tmp_path):
    with pytest.raises(FindingError, match="'who-leads' has no chart: Ada Vane leads"):
        finding(draw=None).save(tmp_path)


# Words


def test_a_line_is_broken_where_it_fits_and_no_last_line_is_nearly_empty():
    text = "one two three four five six seven"
    lines = wrapped(text, 1.0, 10).split("\n")
    assert " ".join(lines) == text
    assert all(width(line, 10) <= 1.0 for line in lines)
    assert width(lines[-1], 10) > 0.25


def test_a_word_longer_than_the_line_is_cut_in_pieces():
    lines = wrapped("https://example.org/" + "x" * 60, 1.0, 10).split("\n")
    assert all(width(line, 10) <= 1.0 for line in lines)


def test_too_many_lines_end_in_an_ellipsis():
    assert wrapped("one two three four five six seven", 0.6, 10, lines=2).endswith("…")


def test_the_foot_has_source_n_and_agreement():
    assert finding().foot == (
        "Source: The Crier, 3 May 2031. n = 17 votes. Validity: tentative, F1 0.76 against human coders."
    )


# Files


def test_it_is_saved_as_picture_numbers_and_words(tmp_path):
    paths = finding().save(tmp_path, "all")
    made = sorted(str(path.relative_to(tmp_path)) for path in paths)
    assert made == sorted(
        [f"who-leads.{form}" for form in ("svg", "png", "pdf", "csv", "txt")]
        + [f"{size}/who-leads.{form}" for size in ("one-column", "slide") for form in ("svg", "png", "pdf")]
        + ["card/who-leads.png"]
    )
    assert (tmp_path / "who-leads.csv").read_text().splitlines()[:2] == ["name,votes", "Ada Vane,12"]
    assert (tmp_path / "who-leads.txt").read_text() == "Votes: Ada Vane 12, Ole Rask 3, the assembly 2.\n"


def test_the_same_finding_gives_the_same_bytes(tmp_path):
    one, other = (finding().save(tmp_path / name, "all") for name in "ab")
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in other]


def test_alt_text_and_title_are_in_the_files_metadata(tmp_path):
    finding().save(tmp_path)
    root = etree.fromstring((tmp_path / "who-leads.svg").read_bytes())
    texts = {etree.QName(node).localname: node.text for node in root if node.text and node.text.strip()}
    assert texts["title"] == "Ada Vane leads with 12 of 17."
    assert texts["desc"].startswith("Votes: Ada Vane 12")
    assert b"Votes: Ada Vane 12" in (tmp_path / "who-leads.png").read_bytes()


def test_letters_of_the_svg_are_text(tmp_path):
    finding().save(tmp_path)
    svg = etree.fromstring((tmp_path / "who-leads.svg").read_bytes())
    texts = [node.text for node in svg.iter("{http://www.w3.org/2000/svg}text")]
    assert {"Ada Vane", "12", "times"} <= set(texts)


def test_files_cannot_be_named_by_a_path(tmp_path):
    with pytest.raises(FindingError, match=r"'\.\./x' cannot name files"):
        finding(name="../x").save(tmp_path)


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path):
    (tmp_path / "charts").write_text("a file")
    with pytest.raises(FindingError, match="charts cannot be written to"):
        finding().save(tmp_path / "charts")


def test_a_record_holds_the_claim_and_the_numbers():
    record = json.loads(json.dumps(finding().record()))
    assert record["claim"] == "Ada Vane leads with 12 of 17."
    assert record["table"][1] == {"name": "Ole Rask", "votes": 3}
    assert record["validity"]["level"] == 2


# On a page


def parsed(svg):
    return etree.fromstring(svg.encode())


def marks(root):
    return root.xpath("//*[@class='mark']")


def test_a_mark_has_its_words_and_leads_to_its_evidence():
    root = parsed(finding().svg(prefix="p-", leads={0}))
    first, second, third = marks(root)
    assert first.get("href") == "#p-who-leads-e0"
    assert second.get("href") is None
    assert [etree.QName(mark).localname for mark in (first, second, third)] == ["a", "g", "g"]
    assert first.findtext("{*}title") == "Ada Vane: 12 times"
    tips = root.xpath("//*[@class='tip']")
    assert "".join(tips[0].itertext()) == "Ada Vane: 12 times"


def test_the_style_sheet_shows_the_words_of_each_mark_and_of_no_other():
    root = parsed(finding().svg())
    rules = root.findall("{*}style")[-1].text
    shown = dict(
        re.findall(r"svg:has\(#([\w-]+):is\(:hover,:focus\)\) #([\w-]+)\{visibility:visible\}", rules)
    )
    assert shown == {mark.get("id"): f"{mark.get('id')}t" for mark in marks(root)}


def test_two_charts_on_a_page_share_no_id():
    ids = [
        {node.get("id") for node in parsed(found.svg()).iter() if node.get("id")}
        for found in (finding(), finding(name="who-trails"))
    ]
    assert not ids[0] & ids[1]


def test_every_reference_inside_a_chart_is_there():
    root = parsed(finding().svg())
    ids = {node.get("id") for node in root.iter()}
    text = etree.tostring(root, encoding="unicode")
    assert set(re.findall(r"url\(#([^)]+)\)", text)) <= ids
    assert set(root.get("aria-labelledby").split()) | {root.get("aria-describedby")} <= ids


def test_colours_follow_the_theme_of_the_page():
    svg = finding().svg()
    for colour in re.findall(r"(?<!, )#[0-9a-f]{6}", svg):
        assert colour.upper() not in COLOURS, colour


def test_what_a_name_holds_cannot_become_markup():
    rows = [("<script>alert(1)</script> & Co", 3), ("b", 1)]
    shown = html.shown(finding(draw=lambda frame: bars(frame, rows), claim="<i>x</i> leads."))
    assert "<script>" not in shown
    assert "<i>x" not in shown


def test_a_notebook_shows_chart_badge_numbers_and_sentences():
    bundle = finding()._repr_mimebundle_()
    assert "n = 17 votes." in bundle["text/html"]
    assert "Tentative" in bundle["text/html"]
    assert "Vane <mark>leads &lt;b&gt;</mark> again." in bundle["text/html"]
    assert bundle["text/plain"].splitlines()[0] == "Ada Vane leads with 12 of 17."


def test_a_finding_that_lacks_data_shows_one_line():
    from analysis.findings.finding import lacking

    found = lacking("trend", "How does it change?", "A trend needs articles of 2 days; here is 1.")
    assert found.text == "A trend needs articles of 2 days; here is 1."
    assert "<svg" not in html.shown(found)


# Evidence


@pytest.mark.parametrize(
    ("context", "text", "shown"),
    [
        ("She said it holds.", "it holds", "She said <mark>it holds</mark>."),
        ("It holds. She left.", "It holds. She left. And more", "<mark>It holds. She left.</mark>"),
        (
            "“The bridge will hold,” she said, “for years.”",
            "The bridge will hold for years",
            "“<mark>The bridge will hold</mark>,” she said, “for years.”",
        ),
        ("The mayor left in May.", "May", "The mayor left in <mark>May</mark>."),
        ("Mayor Vane left in May.", "May", "Mayor Vane left in <mark>May</mark>."),
        ("Nothing of it.", "elsewhere", "Nothing of it."),
        ("A & B said no.", "no", "A &amp; B said <mark>no</mark>."),
    ],
)  # fmt: skip
def test_the_words_that_count_are_marked_in_their_sentence(context, text, shown):
    assert proof({"context": context, "text": text}) == shown


def test_a_long_sentence_is_cut_around_the_words_that_count():
    context = " ".join(["before"] * 80 + ["the proof"] + ["after"] * 80)
    made = proof({"context": context, "text": "the proof"}, most=120)
    assert re.sub("<.*?>", "", made).count(" ") < 30
    assert "<mark>the proof</mark>" in made
    assert made.startswith("…")
    assert made.endswith("…")


def test_the_strongest_evidence_has_each_sentence_once():
    rows = [{"article": "a", "sentence": n, "text": str(n)} for n in (3, 3, 1, 2)]
    assert finding(evidence=evidence(rows)).strongest(2)["sentence"].tolist() == [3, 1]


# Tables


def test_a_table_shows_its_first_rows_and_how_many_there_are():
    table = pd.DataFrame(
        {"name": ["a", "b", "c"], "n": [1, 2, 30000], "day": pd.to_datetime(["2031-05-01"] * 3)}
    )
    bundle = findings.rows(table, first=2)._repr_mimebundle_()
    assert "The first 2 of 3 rows." in bundle["text/html"]
    assert "<td class=number>1</td>" in bundle["text/html"]
    assert "<td>2031-05-01</td>" in bundle["text/html"]
    assert "30,000" in findings.rows(table).html


def test_a_missing_value_is_a_dash():
    table = pd.DataFrame({"a": [None, "x"], "b": [float("nan"), -0.5]})
    assert findings.rows(table).html.count("–") == 2
    assert "−0.50" in findings.rows(table).html


def test_named_rows_become_a_column():
    assert (
        findings.rows(pd.DataFrame({"n": [1]}, index=pd.Index(["a"], name="who"))).table.columns[0] == "who"
    )


@pytest.mark.parametrize(
    ("values", "printed"),
    [
        ([1.0, 0.5, 0.0], ["1.00", "0.50", "0.00"]),
        ([3.0, 2.0], ["3", "2"]),
        ([True, False], ["yes", "no"]),
        ([[1, 2]], ["1, 2"]),
        ([1200, 3], ["1,200", "3"]),
    ],
)
def test_the_numbers_of_a_column_have_the_same_decimals(values, printed):
    shown = re.findall(r"<td.*?>(.*?)</td>", findings.rows(pd.DataFrame({"x": values})).html)
    assert shown == printed
