"""What a reviewer would ask of every notebook."""

import ast
import importlib
import re
import statistics
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest

import analysis

FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = [
    pytest.param(nbformat.read(path, as_version=4), id=path.stem) for path in sorted(FOLDER.glob("*.ipynb"))
]
MOST_LINES = 307  # of code in all notebooks: two fifths of what they had in version 0.1.0


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def prose(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "markdown"]


def lines(cell):
    return [line for line in cell.source.splitlines() if line.strip()]


def outputs(notebook):
    return [output for cell in code(notebook) for output in cell.outputs if "data" in output]


def test_they_are_numbered_in_order_and_start_here():
    names = [path.name for path in sorted(FOLDER.glob("*.ipynb"))]
    assert [name[:2] for name in names] == [f"{n:02}" for n in range(len(names))]
    assert names[0] == "00_start_here.ipynb"


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_it_opens_with_a_question_and_a_computed_answer(notebook):
    assert re.fullmatch(r"# .+\?", notebook.cells[0].source.split("\n")[0])
    answer = code(notebook)[1].outputs[0].data
    assert answer["text/markdown"] == f"**{answer['text/plain']}**"


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_it_ran_from_top_to_bottom(notebook):
    assert [cell.execution_count for cell in code(notebook)] == list(range(1, len(code(notebook)) + 1))


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_its_only_parameter_is_the_corpus(notebook):
    (tagged,) = [cell for cell in code(notebook) if "parameters" in cell.metadata.get("tags", [])]
    given = {node.targets[0].id for node in ast.parse(tagged.source).body if isinstance(node, ast.Assign)}
    assert given == {"paths"}


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_it_defines_nothing_that_belongs_in_analysis(notebook):
    nodes = [node for cell in code(notebook) for node in ast.walk(ast.parse(cell.source))]
    kinds = (
        ast.FunctionDef,
        ast.ClassDef,
        ast.Lambda,
        ast.IfExp,
        ast.If,
        ast.For,
        ast.ListComp,
        ast.DictComp,
    )
    assert not [ast.unparse(node) for node in nodes if isinstance(node, kinds)]


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_its_cells_are_short(notebook):
    counts = [len(lines(cell)) for cell in code(notebook)]
    assert max(counts) <= 6
    assert statistics.median(counts) <= 2


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_it_has_ten_words_for_a_line_of_code(notebook):
    words = sum(len(cell.source.split()) for cell in prose(notebook))
    assert words >= 10 * sum(len(lines(cell)) for cell in code(notebook))


def test_all_have_two_fifths_of_their_former_lines_at_most():
    assert sum(len(lines(cell)) for entry in NOTEBOOKS for cell in code(entry.values[0])) <= MOST_LINES


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
def test_it_shows_no_finding_twice(notebook):
    shown = [cell.source for cell in code(notebook) if cell.source.startswith("material.show(")]
    assert len(shown) == len(set(shown))


def test_no_two_notebooks_show_the_same_finding():
    shown = [
        cell.source
        for entry in NOTEBOOKS
        for cell in code(entry.values[0])
        if cell.source.startswith("material.show(")
    ]
    assert len(shown) == len(set(shown))


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_every_chart_is_described_to_those_who_cannot_see_it(notebook):
    for output in outputs(notebook):
        page = output.data.get("text/html", "")
        for image in re.findall(r"<img [^>]*>", page):
            assert re.search(r'alt="[^"]*\d[^"]*"', image)
        for described in re.findall(r"<svg [^>]*aria-describedby=\"([^\"]+)\"", page):
            assert f'id="{described}"' in page


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_what_its_prose_names_is_in_the_code(notebook):
    modules = {path.stem for path in Path(analysis.__file__).parent.iterdir()}
    for cell in prose(notebook):
        for module, name in re.findall(r"`([a-z_]+)\.([a-z_]+)(?:\(|`)", cell.source):
            if module in modules:
                assert hasattr(importlib.import_module(f"analysis.{module}"), name), f"{module}.{name}"
        for path in re.findall(r"`(analysis/[\w/.-]+)`", cell.source):
            assert (FOLDER.parent / path).exists(), path


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_it_ends_with_what_it_does_not_show(notebook):
    headings = [
        line for cell in prose(notebook) for line in cell.source.splitlines() if line.startswith("## ")
    ]
    assert headings[-1] == "## What this does not show"


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_its_links_lead_to_notebooks_that_are_there(notebook):
    links = [name for cell in prose(notebook) for name in re.findall(r"\]\((\w+\.ipynb)\)", cell.source)]
    assert all((FOLDER / name).is_file() for name in links)


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_nothing_in_it_changes_from_run_to_run_or_names_this_machine(notebook):
    assert set(notebook.metadata) <= {"kernelspec", "language_info"}
    text = nbformat.writes(notebook)
    assert not re.search(r'"iopub\.|/home/|/root/|/tmp/|C:\\\\', text)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.ipynb")), ids=lambda path: path.stem)
def test_it_is_no_larger_than_a_page_needs(path):
    assert path.stat().st_size < 1_000_000
