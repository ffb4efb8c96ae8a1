"""Notebook 07: one source run on two corpora, what was built into the invented one, and public corpora."""

import hashlib
import json
import os
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from analysis import chart, compare, corpus, gold, story
from analysis.tables import OMISSIONS

ROOT = Path(__file__).parents[1]
NOTEBOOKS = ROOT / "notebooks"
INVENTED = NOTEBOOKS / "invented" / "articles"
GOLD = Path(os.environ.get("WORKBOOK_GOLD", ROOT.parent / "shared" / "gold"))


def cells(name):
    """The cells of a notebook, but for the one that takes the corpus."""
    notebook = nbformat.read(NOTEBOOKS / name, as_version=4)
    return [
        (cell.cell_type, cell.source)
        for cell in notebook.cells
        if "parameters" not in cell.metadata.get("tags", [])
    ]


def test_both_runs_are_of_one_source():
    assert cells("07_comparing_coverage.ipynb") == cells("invented_07_comparing_coverage.ipynb")


def test_every_invented_article_says_that_it_is():
    texts = [path.read_text(encoding="utf-8") for path in INVENTED.glob("*.md")]
    assert len(texts) == 18
    assert all("Invented for this project" in text.split("---")[1] for text in texts)
    assert "Nothing here has happened" in (INVENTED.parent / "README.md").read_text(encoding="utf-8")


def test_the_articles_that_come_with_the_workbook_are_still_the_seeds_alone():
    assert corpus.where() == [corpus.shelf("seeds")]
    assert not list((ROOT / "seeds").glob("**/*.md"))


@pytest.fixture(scope="module")
def material():
    return corpus.measure(INVENTED)


@pytest.fixture(scope="module")
def events(material):
    return compare.events(material.articles, material.sentences)


@pytest.fixture(scope="module")
def missing(material, events):
    return compare.omissions(
        events, material.articles, material.sentences, material.mentions, material.quotes, material.dates
    )


def test_one_outlet_words_it_more_darkly(material):
    values = compare.per_article(material, "tone", instrument=material.instruments[0])
    gaps = compare.differences(values, material.articles, against="the others")
    darker = gaps[gaps["told"]].sort_values("value").iloc[0]
    assert darker["one"] == "The Hallen Post" if darker["value"] < 0 else darker["other"] == "The Hallen Post"


def test_the_agency_s_report_is_found_in_the_two_outlets_that_print_it(material):
    copies = compare.copies(material.articles, material.sentences, material.quotations)
    table = compare.between_outlets(copies, material.articles)
    assert table[["outlet", "other", "pairs"]].values.tolist() == [
        ["Northern Dispatch", "The Vestmora Courier", 2]
    ]
    days = material.articles.set_index("article").loc[copies["article"], "published"]
    assert sorted(days.dt.day) == [3, 20]


@pytest.mark.parametrize(
    ("kind", "what", "where"),
    [
        pytest.param("quoted", "Lena Oskari", {"The Hallen Post": 0}, id="an engineer one outlet never quotes"),
        pytest.param("quoted", "Greta Holm", {"Northern Dispatch": 0, "The Vestmora Courier": 0},
                     id="a nurse two outlets never quote"),
        pytest.param("named", "Keld Construction", {"The Hallen Post": 0}, id="a builder one outlet never names"),
        pytest.param("day", "2028-06-14", {"The Hallen Post": 0, "Northern Dispatch": 0},
                     id="a day that one outlet alone gives"),
    ],
)  # fmt: skip
def test_what_was_left_out_is_found(missing, kind, what, where):
    table = chart.presences(missing, kind).query("what == @what").set_index("outlet")["present"]
    assert {outlet: table[outlet] for outlet in where} == where
    assert (table.drop(list(where)) > 0).all()


def test_events_by_words_and_days_never_join_what_the_ids_keep_apart(material, events):
    found = compare.events(material.articles, material.sentences, given="")
    figures = compare.grouping(found["event"].tolist(), events["event"].tolist()).set_index("metric")["value"]
    assert figures["pairwise precision"] == 1
    assert figures["B-cubed F1"] > 0.8


def test_what_stands_in_a_chart_stands_in_its_words(material, events, missing):
    shares = compare.left_out(missing, "quoted")
    told = story.omissions(missing, shares)
    assert told.claim.startswith(f"The rules find {shares['group'].iloc[0]} leaving out most")
    assert f"{shares['value'].iloc[0]:.0f}%" in told.alt
    listed = compare.by_event(events, material.articles)
    assert story.events(listed).claim == "6 of 6 events are told by more than one outlet"


@pytest.mark.parametrize(
    ("draw", "said"),
    [
        pytest.param(lambda: chart.events(pd.DataFrame({"article": [], "event": [], "about": []}),
                                          pd.DataFrame({"article": [], "outlet": [], "published": []}), title="x"),
                     "there are 0 events to draw", id="no events"),
        pytest.param(lambda: chart.copies(pd.DataFrame(), title="x"), "no two articles share text", id="no copies"),
        pytest.param(lambda: chart.omissions(OMISSIONS.frame(), title="x"),
                     "there is nothing quoted to draw", id="no omissions"),
    ],
)  # fmt: skip
def test_nothing_to_draw_is_an_error_that_says_so(draw, said):
    with pytest.raises(chart.ChartError, match=said):
        draw()


# --- Corpora it was not written on, and bad ones ------------------------------------

# Invented: long enough for the language to be told, each on a day of its own.
TEXT = (
    "The harbour board of Tolmin met on Monday to talk about the ferry. Mayor Ada Vane said that the boat was old. "
    "Ole Rask, who sails it, told the council that he feared another winter at sea with that engine. "
)


def write(folder, rows):
    path = folder / "news.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n", encoding="utf-8")
    return path


def executed(path, tmp_path, monkeypatch):
    """Notebook 07 run on a corpus; any cell that fails raises."""
    from nbclient import NotebookClient

    notebook = nbformat.read(NOTEBOOKS / "07_comparing_coverage.ipynb", as_version=4)
    for cell in notebook.cells:
        if "parameters" in cell.metadata.get("tags", []):
            cell.source = cell.source.replace('"../exports/charts"', repr(str(tmp_path / "charts")))
    monkeypatch.setenv("WORKBOOK_CORPUS", str(path))
    NotebookClient(notebook, timeout=1_200, resources={"metadata": {"path": str(NOTEBOOKS)}}).execute()
    return notebook, {file.stem for file in (tmp_path / "charts").glob("*.svg")}


def varied(place, outlet, day):
    """One of a row of articles that differ in a few words."""
    number = ["one", "two", "three", "four", "five", "six", "seven", "eight"][place % 8]
    mood = "a good year and a fine harvest" if place % 2 else "a terrible storm and a painful loss"
    text = f"{TEXT}There were {number} meetings before this one. It had been {mood}, the clerk of street {place} wrote."
    row = {"text": f"Ferry meeting number {place}\n\n{text}", "outlet": outlet, "published": day}
    return {key: value for key, value in row.items() if value}


BAD = {
    "outlets and days missing": [varied(n, "Crier" if n % 2 else None, None) for n in range(8)],
    "one giant outlet beside two articles": [
        *(varied(n, "Crier", "2031-05-06") for n in range(12)), varied(12, "Post", "2031-05-06"),
        varied(13, "Herald", None),
    ],
    "duplicates, ten words and another language": [
        *(varied(n // 2, ["Crier", "Post"][n % 2], f"2031-05-{1 + n // 2:02d}") for n in range(10)),
        {"text": "Ferry stops\n\nThe ferry to Tolmin stopped on Monday, and nobody minded.", "outlet": "Post"},
        {"text": "Der Hafenrat von Tolmin hat am Montag lange über die alte Fähre und ihren Motor gestritten. " * 3,
         "outlet": "Bote"},
    ],
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("rows", [pytest.param(rows, id=name) for name, rows in BAD.items()])
def test_it_runs_on_bad_corpora(rows, tmp_path, monkeypatch):
    _, charts = executed(write(tmp_path, rows), tmp_path, monkeypatch)
    assert "comparing-voices" in charts


@pytest.mark.slow
@pytest.mark.skipif(
    not GOLD.is_dir(), reason="the public corpora are not here; `workbook fetch corpus` gets them"
)
@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        pytest.param("re3d", {"comparing-tone", "comparing-shares", "comparing-words", "comparing-events"}, id="re3d"),
        pytest.param("basil", {"comparing-tone", "comparing-shares", "comparing-words", "comparing-trend",
                               "comparing-events", "comparing-omissions"}, id="basil, 20 events of 100"),
    ],
)  # fmt: skip
def test_it_runs_on_public_corpora(name, wanted, tmp_path, monkeypatch):
    rows = gold.corpus(name, GOLD / name)
    if name == "basil":
        drawn = sorted({row["event"] for row in rows}, key=lambda e: hashlib.sha256(e.encode()).hexdigest())[
            :20
        ]
        rows = [row for row in rows if row["event"] in drawn]
    _, charts = executed(write(tmp_path, rows), tmp_path, monkeypatch)
    assert wanted <= charts
