"""The panel: what it shows is what its code computes, a text or file can be given, and no text can act."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from lxml import html

from analysis import corpus, explore, findings
from analysis.explore import views
from analysis.explore.views import VIEWS, Choice, ExploreError, Source, completed, compute

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
GERMAN = (
    "Fähre fällt aus\n\nDie Fähre nach Tolmin fährt seit Montag nicht mehr. Der Bürgermeister sagte, das sei eine "
    "Schande für die Stadt und für alle, die auf der Insel wohnen."
)
CHARTS = [(view, kind) for view, kinds in VIEWS.items() for kind in range(len(kinds))]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ferries")
    for name, text in (("one", FERRY), ("two", MORE), ("three", MORE.replace("Friday", "Sunday"))):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    (folder / "articles.csv").write_text(
        "file,outlet\none.txt,The Tide\ntwo.txt,The Quay\nthree.txt,The Quay\n", encoding="utf-8"
    )
    return folder


@pytest.fixture(scope="module")
def material(folder):
    return corpus.measure(folder)


@pytest.fixture
def panel(material):
    """A panel, and how a click reaches it: `click(type, **further)` returns what was sent to the page."""
    panel = explore.panel(material)
    panel.sent = []
    panel.send = lambda message, buffers=None: panel.sent.append((message, buffers))
    return panel


def click(panel, type, *buffers, **message):
    panel._received(panel, {"type": type, **message}, list(buffers))


# --- The choice -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("view", "kind"), CHARTS)
def test_the_code_computes_the_finding_that_is_shown(material, folder, view, kind):
    source = Source("material", f"material = corpus.measure({str(folder)!r})")
    choice = completed(material, Choice(view, kind, material.used["article"].iloc[1]))
    shown = compute(material, choice)
    written = views.code(material, choice, source)
    # The corpus is measured once for all charts; that the first line measures it again is tested below.
    *lines, last = written.splitlines()
    assert lines == ["from analysis import corpus, findings", "", source.line]
    again = eval(last, {"material": material, "findings": findings})
    assert (again.claim, again.alt, again.status) == (shown.claim, shown.alt, shown.status)
    pd.testing.assert_frame_equal(again.table, shown.table)


def test_another_instrument_codebook_and_grouping_are_in_the_code(material):
    article = material.used["article"].iloc[0]
    chosen = {"instrument": "vader", "codebook": "moral", "by": "outlet"}
    lines = {
        title: views.code(material, completed(material, Choice(view, kind, article, chosen)), Source("m")).splitlines()[-1]
        for title, view, kind in (("tone", "Tone", 1), ("frames", "Frames", 0), ("groups", "Compare", 0))
    }  # fmt: skip
    assert lines == {
        "tone": f"m.only({article!r}).using('vader').show(findings.tone_overall)",
        "frames": f"m.only({article!r}).show(findings.frames, codebook='moral')",
        "groups": "m.show(findings.tone_by_group, by='outlet')",
    }


def test_the_instrument_that_is_chosen_makes_the_chart(material):
    choice = Choice("Tone", 1, fields={"instrument": "vader"})
    learned, vader = (compute(material, completed(material, each)) for each in (Choice("Tone", 1), choice))
    assert learned.alt != vader.alt
    assert vader.alt == findings.tone_overall(material.using("vader")).alt


def test_what_a_choice_leaves_open_is_the_first_article_and_the_first_option(material):
    first = material.used["article"].iloc[0]
    assert completed(material, Choice("Voices", 3)).article == first
    assert completed(material, Choice("Voices", 0)).article is None
    assert completed(material, Choice("Compare", 0, first)).article is None
    assert completed(material, Choice("Frames", 0)).fields == {"codebook": "generic"}
    assert completed(material, Choice("Frames", 0, fields={"codebook": "none"})).fields == {
        "codebook": "generic"
    }
    assert completed(material, Choice("Compare", 0)).fields == {"by": "outlet"}


@pytest.mark.parametrize(("view", "kind"), [("Pie", 0), ("Tone", 9), ("Tone", -1)])
def test_a_chart_that_there_is_not_is_refused(material, view, kind):
    with pytest.raises(ExploreError, match=f"there is no chart {kind} in the view '{view}'"):
        completed(material, Choice(view, kind))


def test_articles_are_grouped_by_columns_that_group_them(material):
    # The front matter, the file and the headline are another for each article, the language the same for all.
    assert views.offered(material, "by") == [("Outlet", "outlet")]
    assert views.offered(material.focus, "by") == []


@pytest.mark.parametrize("name", ["Ada'); import os; ('", 'Ada"\n', "Ada \u202e\\"])
def test_a_value_from_an_article_stays_a_value_in_the_code(material, name):
    choice = Choice("Compare", 0, fields={"by": name})
    written = views.code(material, choice, Source("m"))
    compile(written, "code", "exec")
    assert f"by={name!r}" in written
    assert len(written.splitlines()) == 3


# --- What the page draws --------------------------------------------------------------------------


@pytest.mark.parametrize("view", VIEWS)
def test_the_state_is_json_and_each_linked_mark_has_sentences(panel, view):
    for kind in range(len(VIEWS[view])):
        click(panel, "choose", changes={"view": view, "kind": kind})
        state = json.loads(json.dumps(panel.state))
        assert state["choice"]["view"] == view
        marks = {row["mark"] for row in state["sentences"]}
        linked = set(re.findall(rf'href="#panel-{state["name"]}-e([^"]+)"', state["chart"]))
        assert linked <= marks
        assert linked <= set(state["counts"])


def test_sentences_are_listed_with_their_words_marked_and_the_reason(panel):
    click(panel, "choose", changes={"view": "Voices"})
    rows = [row for row in panel.state["sentences"] if "promised" in row["html"]]
    assert [row["html"] for row in rows] == ["Vane promised <mark>that repairs would begin on Friday</mark>."]
    assert rows[0]["because"] == "indirect, Ada Vane, cue “promise”"
    assert rows[0]["headline"] == "Ferry halted after storm"
    assert rows[0]["sentence"] == 4


def test_long_evidence_is_cut_for_each_mark_of_the_chart_and_counted_whole(material):
    shown = findings.speakers(material)
    once = shown.evidence["mark"].value_counts()
    marks = [str(mark) for mark in once.index[:-1]]  # the chart does not draw the last
    many = replace(shown, evidence=pd.concat([shown.evidence] * 200, ignore_index=True))
    listed = pd.Series([row["mark"] for row in views.sentences(many, marks, {})]).value_counts()
    assert views.counts(many, marks) == {mark: 200 * once.iloc[at] for at, mark in enumerate(marks)}
    assert all(listed[mark] >= views.BEHIND for mark in marks)
    assert views.LISTED <= listed.sum() <= views.LISTED + views.BEHIND * len(marks)


def test_a_finding_that_lacks_articles_is_one_line_without_chart(panel):
    click(panel, "choose", changes={"view": "Compare"})
    state = panel.state
    assert state["chart"] == state["table"] == state["badge"] == state["alt"] == ""
    assert state["claim"].startswith("Comparing tone needs 5 articles of each of 2 outlets")


def test_a_view_shown_before_is_not_computed_again(panel, monkeypatch):
    click(panel, "choose", changes={"view": "Frames"})
    first = panel.state
    click(panel, "choose", changes={"view": "Words"})
    monkeypatch.setattr(views, "compute", lambda *_: pytest.fail("computed again"))
    click(panel, "choose", changes={"view": "Frames"})
    assert panel.state == first | {"turn": first["turn"] + 2}


# --- What is clicked ------------------------------------------------------------------------------


def test_an_article_that_is_chosen_stays_chosen_and_reset_undoes_it(panel, material):
    second = material.used["article"].iloc[1]
    start = panel.state
    click(panel, "choose", changes={"article": second})
    click(panel, "choose", changes={"view": "Tone"})
    click(panel, "choose", changes={"fields": {"instrument": "vader"}})
    assert panel.state["choice"] == {
        "view": "Tone", "kind": 0, "article": second, "fields": {"instrument": "vader"}
    }  # fmt: skip
    click(panel, "choose", changes={"view": "Compare"})
    assert panel.state["choice"]["article"] is None
    click(panel, "choose", changes={"view": "Tone"})
    assert panel.state["choice"]["article"] == second
    assert panel.state["choice"]["fields"] == {"instrument": "vader"}
    click(panel, "reset")
    assert panel.state["choice"] == start["choice"]


def test_a_pasted_text_is_measured_its_code_measures_it_again_and_the_first_articles_come_back(
    panel, material
):
    click(panel, "paste", text=FERRY.replace("Monday", "Tuesday"))
    assert re.fullmatch(r"Measured \d+ words in \d+\.\d s\.", panel.state["message"])
    assert panel.listed["title"] == "Ferry halted after storm"
    assert panel.listed["other"]
    names = {}
    *lines, last = panel.state["code"].splitlines()
    exec("\n".join(lines), names)
    assert "on Tuesday" in names["pasted"].sentences["text"].iloc[1]
    assert eval(last, names).text == panel.shown.text
    click(panel, "first")
    assert panel.material is material
    assert not panel.listed["other"]


def test_a_file_that_is_given_is_measured(panel):
    page = f"<html><body><article><h1>Ferry</h1><p>{FERRY}</p></article></body></html>"
    click(panel, "file", memoryview(page.encode()), name="ferry.html")
    assert panel.state["message"].startswith("Measured")
    assert "pasted = corpus.measure('ferry.html')  # write the path of the file" in panel.state["code"]


def test_a_folder_is_opened_by_its_path_and_its_code_opens_it_again(panel, folder):
    click(panel, "open", path=f" {folder} ")
    assert len(panel.listed["articles"]) == 3
    assert f"opened = corpus.measure({str(folder)!r})" in panel.state["code"]
    names = {}
    exec(panel.state["code"].rpartition("\n")[0], names)
    assert names["opened"].used["article"].tolist() == panel.material.used["article"].tolist()


@pytest.mark.parametrize(
    ("type", "sent", "message"),
    [
        pytest.param("paste", {"text": "  "}, "There is no text. Paste the article, headline first, then a blank line.", id="an empty text"),
        pytest.param("paste", {"text": GERMAN}, "There is no article to measure. pasted.txt: left out, language is German (de)", id="a German text"),
        pytest.param("open", {"path": "nowhere/"}, "There is no article to measure. nowhere: there is no such file or folder.", id="no such folder"),
        pytest.param("open", {"path": " "}, "No file or folder is named. Write its path, for example my-articles/.", id="no path"),
        pytest.param("choose", {"changes": {"view": "Pie"}}, "There is no chart 0 in the view 'Pie'.", id="no such view"),
        pytest.param("choose", {"changes": {"article": "abc"}}, "No article 'abc' is measured.", id="no such article"),
    ],
)  # fmt: skip
def test_an_error_is_one_line_and_what_is_shown_stays(panel, type, sent, message):
    before, choice = panel.state, panel.choice
    click(panel, type, **sent)
    assert panel.state["message"].startswith(message)
    assert "\n" not in panel.state["message"]
    changed = {name for name in before if before[name] != panel.state[name]}
    assert changed == {"message", "turn"}
    click(panel, "choose", changes={"kind": 1})
    assert panel.state["choice"]["view"] == choice.view
    assert panel.state["message"] == ""


def test_an_unexpected_error_is_shown_and_raised(panel, monkeypatch):
    monkeypatch.setattr(views, "compute", lambda *_: {}["mark"])
    with pytest.raises(KeyError):
        click(panel, "choose", changes={"view": "Frames"})
    assert panel.state["message"] == "This failed, and what is shown has not changed: KeyError: 'mark'"


@pytest.mark.parametrize(
    ("form", "begins"),
    [("png", b"\x89PNG"), ("svg", b"<svg"), ("csv", b"speaker,")],
    ids=["png", "svg", "csv"],
)
def test_a_chart_is_downloaded(panel, form, begins):
    click(panel, "choose", changes={"view": "Voices"})
    click(panel, "download", form=form)
    [(message, [content])] = panel.sent
    assert message == {"type": "file", "name": f"{panel.shown.name}.{form}"}
    assert content.lstrip().startswith(begins)


def test_the_text_is_sent_with_the_sentence_to_scroll_to(panel, material):
    two = material.used["article"].iloc[1]
    text = material.sentences.query("article == @two and sentence == 2")["text"].item()
    click(panel, "text", article=two, sentence=2)
    [(message, _)] = panel.sent
    assert message["target"] == {"text": text, "before": 0}
    page = html.fragment_fromstring(message["html"], create_parent="div")
    words = page.xpath(
        ".//div[@class='r-page']//text()[not(ancestor::sup)]"
    )  # labels are not part of the text
    assert "".join(text.split()) in "".join("".join(words).split())


def test_a_sentence_that_occurs_twice_is_found_by_its_place(panel):
    click(
        panel,
        "paste",
        text="Ferry halted\n\nNobody came. The ferry stayed in Ostrand. Nobody came. It rained, said Ada Vane.",
    )
    click(panel, "text", article=None, sentence=3)
    assert panel.sent[-1][0]["target"] == {"text": "Nobody came.", "before": 1}


# --- A notebook without widgets -------------------------------------------------------------------


def test_where_widgets_are_not_drawn_the_finding_and_its_code_are(panel):
    click(panel, "choose", changes={"view": "Voices"})
    data, _ = panel._repr_mimebundle_()
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == panel.model_id
    root = html.fragment_fromstring(data["text/html"], create_parent="div")
    assert [image.get("alt") for image in root.xpath(".//img")] == [panel.shown.alt]
    assert root.xpath("string(.//pre)") == panel.state["code"]
    assert data["text/plain"] == f"Panel: {panel.shown.claim}"


def test_the_id_of_a_panel_depends_on_its_articles_and_its_place_alone(material):
    one, two = (explore.panel(material).model_id.rpartition("-") for _ in range(2))
    assert one[0] == two[0]
    assert int(two[2]) == int(one[2]) + 1
    assert explore.panel(material.focus).model_id.rpartition("-")[0] != one[0]


def test_the_code_names_the_variable_of_the_notebook(panel, material, monkeypatch):
    from analysis.explore import widget

    assert 'material = corpus.measure("PATH")  # write the path of the articles' in panel.code
    shell = type("Shell", (), {"user_ns": {"_": material, "ferries": material}})()
    monkeypatch.setattr(widget, "get_ipython", lambda: shell)
    assert panel.code == "from analysis import findings\n\nferries.show(findings.speakers)"


def test_a_panel_accepts_a_corpus_its_paths_or_one_path(folder):
    one, two = str(folder / "one.txt"), str(folder / "two.txt")
    assert explore.panel(one).source.line == f"material = corpus.measure({one!r})"
    assert explore.panel([Path(one), two]).source.line == f"material = corpus.measure({[one, two]!r})"


# --- Texts and files ------------------------------------------------------------------------------


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


def test_a_text_is_measured_inside_a_run_too(monkeypatch, tmp_path):
    monkeypatch.setenv("WORKBOOK_MEASURED", str(tmp_path))
    assert len(explore.text(FERRY).used) == 1


def test_nothing_in_a_pasted_text_can_act_or_hide(panel):
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>\u202e"
    panel.measure(FERRY.replace("Ada Vane", f"Ada {evil} Vane").replace("terrible", f"terrible {evil}"))
    click(panel, "text", article=None, sentence=1)
    parts = [panel.sent[-1][0]["html"]]
    for view in ("Tone", "Words", "Voices", "Frames"):
        click(panel, "choose", changes={"view": view})
        parts += [panel.state["chart"], panel.state["table"], panel.state["badge"]]
        parts += [row["html"] for row in panel.state["sentences"]]
    for part in filter(None, parts):
        root = html.fragment_fromstring(part, create_parent="div")
        assert not root.xpath(
            ".//script | .//*[@onerror] | .//img | .//iframe | .//a[starts-with(@href, 'java')]"
        )
        assert "\u202e" not in part
