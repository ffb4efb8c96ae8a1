"""The panel: what it shows is what its lines make, a text can be pasted or given, and nothing in a text can act."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from lxml import html

from analysis import corpus, explore
from analysis.explore import Choice, ExploreError, lines, show

FERRY = (
    "Ferry halted after storm\n\n"
    "The ferry to Ostrand was halted on Monday after a terrible storm. Mayor Ada Vane said it was a disgrace.\n\n"
    "“We were left alone,” Ole Rask told reporters. Vane promised that repairs would begin on Friday."
)
MORE = (
    "Repairs begin on the ferry\n\n"
    "Work on the ferry began on Friday. Ole Rask praised the crew for their excellent work.\n\n"
    "Ada Vane did not comment."
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ferries")
    (folder / "one.txt").write_text(FERRY, encoding="utf-8")
    (folder / "two.txt").write_text(MORE, encoding="utf-8")
    (folder / "articles.csv").write_text(
        "file,outlet\none.txt,The Tide\ntwo.txt,The Quay\n", encoding="utf-8"
    )
    return folder


@pytest.fixture(scope="module")
def material(folder):
    return corpus.measure(folder)


@pytest.fixture(scope="module")
def panel(material):
    return explore.panel(material)


def choices(material):
    (one, two), book = material.used["article"], material.frames["codebook"].iloc[0]
    return [
        Choice("tone", instrument="vader"),
        Choice("tone", article=two, instrument="news"),
        Choice("tone", article=one, instrument="vader", voice="reporter"),
        Choice("tone", article=one, instrument="vader", actor="Ada Vane"),
        Choice("words", instrument="vader"),
        Choice("words", article=one, instrument="vader", voice="reporter"),
        Choice("voices"),
        Choice("voices", article=one, actor="Ole Rask"),
        Choice("speakers"),
        Choice("speakers", article=one, actor="Ada Vane"),
        Choice("frames", codebook=book),
        Choice("frames", article=one, codebook=book),
        Choice("groups", instrument="vader"),
        Choice("groups", instrument="vader", voice="reporter", by="source_file"),
    ]


@pytest.fixture(scope="module")
def seen(material):
    return [(choice, show(material, choice)) for choice in choices(material)]


def test_the_lines_make_the_very_chart_that_is_shown(seen, material, folder):
    measured = f"material = corpus.measure({str(folder)!r})"
    for place, (choice, shown) in enumerate(seen):
        made = {"material": material}
        exec(lines(choice, "material" if place else measured), made)
        pd.testing.assert_frame_equal(made["data"], shown.data)
        assert made["ax"].get_title(loc="left")
        assert len(shown.alt) > 10
        assert shown.png.startswith(b"\x89PNG")
        plt.close("all")


def test_showing_leaves_no_figure_open(material):
    before = plt.get_fignums()
    show(material, Choice("voices"))
    with pytest.raises(ExploreError):
        show(material, Choice("tone", instrument="vader", actor="Nobody at All"))
    assert plt.get_fignums() == before


def test_behind_each_point_stand_the_sentences_it_rests_on(seen, material):
    one = material.used["article"].iloc[0]
    texts = material.sentences.set_index(["article", "sentence"])["text"]
    for _, shown in seen:
        assert shown.points == list(shown.behind)
        for rows in shown.behind.values():
            assert [texts[row.article, row.sentence] for row in rows.itertuples()] == rows["text"].tolist()
    words = seen[4][1].behind
    assert all(word in text.casefold() for word, rows in words.items() for text in rows["text"])
    speakers = seen[8][1].behind
    assert any("Vane promised" in text for text in speakers["Ada Vane"]["text"])
    along = seen[0][1].behind
    assert [rows["text"].tolist() for rows in along.values()] == [
        [text] for text in material.sentences.loc[material.sentences["article"] == one, "text"]
    ]


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        pytest.param(
            Choice("pie"), "no view 'pie'. There are: tone, words, voices, speakers, frames, groups.", id="a view"
        ),
        pytest.param(
            Choice("words", instrument="sniff"),
            "nothing to draw here: there are no hits, so no word made a tone. Say so in words, or measure with another "
            "instrument.",
            id="an instrument without words",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_said(material, choice, said):
    with pytest.raises(ExploreError) as error:
        show(material, choice)
    assert str(error.value) == said


@pytest.mark.parametrize("name", ["Ada'); import os; ('", 'Ada"\n', "Ada \u202e\\"])
def test_a_name_out_of_an_article_stays_a_name_in_the_code(name):
    written = lines(Choice("words", instrument="vader", actor=name))
    compile(written, "lines", "exec")
    assert repr(name) in written
    assert "import os" not in re.sub(r"'[^\n]*'|\"[^\n]*\"", "", written)


# --- The panel ----------------------------------------------------------------------------------


def test_choosing_changes_chart_table_points_and_code(panel, material):
    panel.take(material, "material = corpus.measure()")
    panel.view.value = "tone"
    first = (panel.chart.value, panel.table.value, panel.code.value, panel.points.options)
    panel.view.value = "speakers"
    second = (panel.chart.value, panel.table.value, panel.code.value, panel.points.options)
    assert all(before != after for before, after in zip(first, second, strict=True))
    assert panel.instrument.disabled
    assert not panel.actor.disabled
    panel.points.index = len(panel.points.options) - 1
    assert panel.points.label in panel.sentences.value
    panel.view.value = "tone"
    panel.article.index = 2
    assert material.used["article"].iloc[1] in panel.code.value
    assert "Repairs begin on the ferry" in panel.sentences.value


def test_a_choice_that_leaves_nothing_is_said_and_the_panel_stays(panel, material):
    panel.take(material, "material = corpus.measure()")
    panel.view.value = "words"
    panel.article.index = 2
    panel.voice.value = "quoted"
    assert "nothing to draw here" in panel.said.value
    assert panel.chart.value == ""
    panel.voice.index = 0
    assert panel.said.value == ""
    assert "<img" in panel.chart.value


def test_a_pasted_text_is_measured_and_its_code_measures_it_again(panel):
    panel.pasted.value = FERRY.replace("Monday", "Tuesday")
    panel.go.click()
    assert re.search(r"Measured: \d+ words in \d+\.\d s\.", panel.said.value)
    assert len(panel.material.used) == 1
    assert "on Tuesday" in panel.material.sentences["text"].iloc[1]
    made = {}
    exec(panel.code.value, made)
    pd.testing.assert_frame_equal(made["data"], panel.shown.data)
    plt.close("all")


def test_a_file_that_is_given_is_measured(panel):
    page = f"<html><body><article><h1>Ferry</h1><p>{FERRY}</p></article></body></html>"
    panel.given.value = (
        {"name": "ferry.html", "type": "text/html", "size": 1, "content": memoryview(page.encode()), "last_modified": datetime.now(UTC)},
    )  # fmt: skip
    assert "Measured" in panel.said.value
    assert "corpus.measure('ferry.html')" in panel.code.value


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("ferry.md", f"# {FERRY}".encode(), id="Markdown"),
        pytest.param("ferry.json", b'{"headline": "Ferry halted", "text": "The ferry to Ostrand was halted. Nobody was hurt."}', id="JSON"),
        pytest.param("ferry.csv", b"outlet,text\nThe Tide,The ferry to Ostrand was halted on Monday. Nobody was hurt.\n", id="a table"),
        pytest.param("ferry.txt", FERRY.encode("cp1252"), id="an older encoding"),
    ],
)  # fmt: skip
def test_a_file_of_any_form_that_is_read_can_be_given(name, content):
    assert "Ostrand" in " ".join(explore.text(content, name).sentences["text"])


def test_a_point_of_the_chart_that_is_clicked_shows_the_sentences_behind_it(panel, material):
    panel.take(material, "material = corpus.measure()")
    panel.view.value = "speakers"
    panel.more.selected_index = 1
    mark = panel.over.children[1]
    mark.click()
    assert panel.more.selected_index == 0
    assert panel.points.index == mark.point
    assert panel.shown.points[mark.point] in panel.sentences.value
    assert "explore-chosen" in mark._dom_classes
    panel.view.value = "tone"
    panel.over.children[2].click()
    assert panel.sentences.value.startswith("<p><b>sentence 2</b>: 1 sentence</p>")


def test_the_points_lie_where_the_chart_shows_them(seen):
    for choice, shown in seen:
        # A bar that several voices share has no place of its own for each.
        alone = choice.view == "voices" and choice.article is None
        assert bool(shown.places) != alone, choice
        for _, (left, top, width, height) in shown.places:
            assert 0 <= left < left + width <= 1.001
            assert 0 <= top < top + height <= 1.001
        # Rows stand below one another, sentences beside one another: no two share a spot.
        along = 0 if choice.view == "tone" else 1
        starts = sorted((box[along], box[along] + box[along + 2]) for _, box in shown.places)
        assert all(end <= begin + 0.001 for (_, end), (begin, _) in pairwise(starts))
        assert {point for point, _ in shown.places} <= set(range(len(shown.points)))


def test_another_corpus_is_opened_by_its_path_or_refused(panel, folder):
    panel.place.value = str(folder)
    panel.open.click()
    assert len(panel.material.used) == 2
    panel.place.value = str(folder / "nowhere")
    panel.open.click()
    assert "there is no such file" in panel.said.value
    assert len(panel.material.used) == 2
    panel.pasted.value = "  "
    panel.go.click()
    assert "there is no text" in panel.said.value


def test_a_text_is_measured_inside_a_run_too(monkeypatch, tmp_path):
    monkeypatch.setenv("WORKBOOK_MEASURED", str(tmp_path))
    assert len(explore.text(FERRY).used) == 1


def test_where_widgets_are_not_drawn_the_panel_is_chart_table_and_code(panel, material):
    panel.take(material, "material = corpus.measure()")
    panel.view.value = "speakers"
    bundle = panel._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle
    root = html.fragment_fromstring(bundle["text/html"], create_parent="div")
    (image,) = root.xpath(".//img")
    assert image.get("alt") == panel.shown.alt
    assert len(root.xpath(".//table/tbody/tr")) == len(panel.shown.data)
    assert root.xpath("string(.//pre)") == panel.code.value
    assert bundle["text/plain"] == f"a panel that shows: {panel.shown.alt}"


def test_nothing_in_a_pasted_text_can_act_or_hide(panel):
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>\u202e"
    panel.measure(FERRY.replace("Ada Vane", f"Ada {evil} Vane").replace("terrible", f"terrible {evil}"))
    panel.more.selected_index = 2
    for name in ("words", "speakers"):
        panel.view.value = name
        for part in (panel.said, panel.chart, panel.sentences, panel.table, panel.text):
            root = html.fragment_fromstring(part.value, create_parent="div")
            assert not root.xpath(
                ".//script | .//*[@onerror] | .//img[not(starts-with(@src, 'data:image/png'))]"
            )
            assert "\u202e" not in part.value
    panel.more.selected_index = 0


def test_a_panel_takes_a_corpus_its_paths_or_the_seeds(folder):
    taken = explore.panel(str(folder))
    assert taken.start == f"material = corpus.measure({[str(folder)]!r})"
    assert Path(folder).is_dir()
