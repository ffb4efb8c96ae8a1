"""What a reviewer would ask of every notebook."""

import ast
import re
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest

FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = [
    pytest.param(nbformat.read(path, as_version=4), id=path.stem) for path in sorted(FOLDER.glob("*.ipynb"))
]


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def prose(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "markdown"]


def test_they_are_numbered_in_order_and_start_here():
    names = [path.name for path in sorted(FOLDER.glob("*.ipynb"))]
    assert names[0] == "00_start_here.ipynb"
    assert all(re.fullmatch(r"(invented_)?0\d_[a-z_]+\.ipynb", name) for name in names)


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_it_opens_with_a_question_and_its_answer(notebook):
    title, _, answer = notebook.cells[0].source.split("\n")[:3]
    assert re.fullmatch(r"# .+\?", title)
    assert answer.startswith("**")


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_it_says_what_it_asks_takes_and_gives(notebook):
    for word in ("**Asks**", "**Takes**", "**Gives**"):
        assert word in notebook.cells[0].source


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_it_ran_from_top_to_bottom(notebook):
    assert [cell.execution_count for cell in code(notebook)] == list(range(1, len(code(notebook)) + 1))


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_it_takes_its_corpus_as_a_parameter(notebook):
    tagged = [cell for cell in code(notebook) if "parameters" in cell.metadata.get("tags", [])]
    assert len(tagged) == 1
    given = {node.targets[0].id for node in ast.parse(tagged[0].source).body if isinstance(node, ast.Assign)}
    assert given == {"paths", "charts", "options"}


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_it_defines_nothing_that_belongs_in_analysis(notebook):
    defined = [
        node.name
        for cell in code(notebook)
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    ]
    assert not defined, f"move {defined} to a module of analysis/"


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_no_cell_is_longer_than_a_screen_can_hold(notebook):
    assert max(len(cell.source.splitlines()) for cell in code(notebook)) <= 18


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_words_come_between_every_two_results(notebook):
    shown = [
        cell.cell_type == "code" and any(output.output_type != "stream" for output in cell.outputs)
        for cell in notebook.cells
    ]
    assert not any(first and second for first, second in pairwise(shown))


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_no_number_is_typed_into_the_prose(notebook):
    """Prose is true of every corpus: a decimal or a percentage in it was copied from one."""
    typed = [
        number
        for cell in prose(notebook)
        for line in cell.source.splitlines()
        if not line.startswith(("|", ">"))
        for number in re.findall(r"\d+\.\d+|\d+ ?%", re.sub(r"\([^)]*\)|`[^`]*`|95 ?% interval", "", line))
    ]
    assert not typed


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_every_chart_carries_alt_text_with_its_numbers(notebook):
    for cell in code(notebook):
        for output in cell.outputs:
            if "image/png" in output.get("data", {}):
                alt = output.metadata["image/png"]["alt"]
                assert output.data["text/plain"] == alt
                assert re.search(r"\d", alt)


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_it_ends_with_what_it_does_not_show(notebook):
    headings = [
        line for cell in prose(notebook) for line in cell.source.splitlines() if line.startswith("## ")
    ]
    assert "## What this does not show" in headings


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_its_links_lead_to_notebooks_that_are_there(notebook):
    links = [name for cell in prose(notebook) for name in re.findall(r"\]\((\w+\.ipynb)\)", cell.source)]
    assert all((FOLDER / name).is_file() for name in links)


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_nothing_in_it_changes_from_run_to_run_or_names_this_machine(notebook):
    assert set(notebook.metadata) <= {"kernelspec", "language_info"}
    text = nbformat.writes(notebook)
    assert not re.search(r'"iopub\.|/home/|/root/|/tmp/|C:\\\\', text)
