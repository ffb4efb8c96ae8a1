"""Notebook 07: as it is committed, and on corpora it was not written for."""

import hashlib
import json
import os
from pathlib import Path

import nbformat
import pytest

from analysis import corpus, gold

ROOT = Path(__file__).parents[1]
NOTEBOOKS = ROOT / "notebooks"
INVENTED = NOTEBOOKS / "invented" / "articles"
GOLD = Path(os.environ.get("WORKBOOK_GOLD", ROOT.parent / "shared" / "gold"))


def run_on(notebook):
    """The corpus that a notebook was run on, as its parameters say."""
    (cell,) = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    return cell.source


def claims(notebook):
    """The first line of each result."""
    return [
        output.data["text/plain"].splitlines()[0]
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if output.output_type in ("execute_result", "display_data")
    ]


def test_it_is_committed_as_it_ran_on_the_invented_articles():
    notebook = nbformat.read(NOTEBOOKS / "07_comparing_coverage.ipynb", as_version=4)
    assert run_on(notebook).startswith('paths = "invented/articles"')
    assert "The Hallen Post is the most negative outlet." in claims(notebook)
    assert not (NOTEBOOKS / "invented_07_comparing_coverage.ipynb").exists()


def test_it_has_little_code_and_no_munging():
    notebook = nbformat.read(NOTEBOOKS / "07_comparing_coverage.ipynb", as_version=4)
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    lines = [line for source in code for line in source.splitlines() if line.strip()]
    assert len(lines) <= 60
    assert max(len(source.splitlines()) for source in code) <= 6


def test_every_invented_article_says_that_it_is():
    texts = [path.read_text(encoding="utf-8") for path in INVENTED.glob("*.md")]
    assert len(texts) == 18
    assert all("Invented for this project" in text.split("---")[1] for text in texts)
    assert "Nothing here has happened" in (INVENTED.parent / "README.md").read_text(encoding="utf-8")


def test_the_articles_that_come_with_the_workbook_are_still_the_seeds_alone():
    assert corpus.where() == [corpus.shelf("seeds")]
    assert not list((ROOT / "seeds").glob("**/*.md"))


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


def executed(path):
    """Notebook 07 run on a corpus; any cell that fails raises."""
    from nbclient import NotebookClient

    notebook = nbformat.read(NOTEBOOKS / "07_comparing_coverage.ipynb", as_version=4)
    for cell in notebook.cells:
        if "parameters" in cell.metadata.get("tags", []):
            cell.source = f"paths = {str(path)!r}"
    NotebookClient(notebook, timeout=1_200, resources={"metadata": {"path": str(NOTEBOOKS)}}).execute()
    return claims(notebook)


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
def test_it_runs_on_bad_corpora(rows, tmp_path):
    assert any("needs 5 articles of each of 2 outlets" in claim for claim in executed(write(tmp_path, rows)))


@pytest.mark.slow
def test_on_one_article_each_section_says_in_one_line_what_it_needs(seed):
    found = executed(seed)
    assert sum(" needs " in claim for claim in found) >= 10
    assert max(len(claim) for claim in found[1:] if " needs " in claim) < 130


@pytest.mark.slow
@pytest.mark.skipif(
    not GOLD.is_dir(), reason="the public corpora are not here; `workbook fetch corpus` gets them"
)
@pytest.mark.parametrize("name", ["re3d", "basil"])
def test_it_runs_on_public_corpora(name, tmp_path):
    rows = gold.corpus(name, GOLD / name)
    if name == "basil":
        drawn = sorted({row["event"] for row in rows}, key=lambda e: hashlib.sha256(e.encode()).hexdigest())
        rows = [row for row in rows if row["event"] in drawn[:20]]
    found = executed(write(tmp_path, rows))
    assert any("comparisons of outlets" in claim for claim in found)
    assert any("covered by" in claim for claim in found)
