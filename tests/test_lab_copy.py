"""The folder that `workbook lab` makes for a corpus: what is copied, what is kept, what is refused."""

import json
import os
from pathlib import Path

import nbformat
import pytest

from analysis import corpus
from analysis.__main__ import main
from analysis.corpus import copying, lab
from analysis.load import DAY_FIRST

NOTEBOOKS = sorted(path.name for path in corpus.shelf("notebooks").glob("[0-9]*.ipynb"))
STORY = "Ferry row\n\nThe harbour board of Tolmin accused Mayor Orla Vane of hiding a report.\n"


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A folder with articles, as the current one."""
    (tmp_path / "my articles").mkdir()
    (tmp_path / "my articles" / "ferry.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "tram.txt").write_text(STORY.replace("Ferry", "Tram"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def articles(project):
    return [project / "my articles"]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def read(path):
    return nbformat.read(path, as_version=4)


def parameters(notebook) -> dict:
    (cell,) = (cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", []))
    values = {}
    exec(cell.source, values)
    return values


def edit(path, source: str, at: int = -1) -> None:
    notebook = read(path)
    notebook.cells[at].source = source
    nbformat.write(notebook, path)


def test_every_numbered_notebook_is_copied_and_nothing_else(articles):
    copied = copying.copy(articles)
    assert names(copied.folder) == list(copied.written) == NOTEBOOKS
    assert copied.folder == Path("workbook-lab", "my-articles")


def test_a_copy_has_no_output_and_every_cell_of_the_original(articles):
    folder = copying.copy(articles).folder
    for name in NOTEBOOKS:
        copied, original = read(folder / name), read(corpus.shelf("notebooks") / name)
        for one, other in zip(copied.cells, original.cells, strict=True):
            assert (one.cell_type, one.id) == (other.cell_type, other.id)
            if one.cell_type == "code":
                assert (one.outputs, one.execution_count) == ([], None)
            if "parameters" not in one.metadata.get("tags", []):
                assert one.source == other.source


def test_the_original_notebooks_are_not_touched(articles):
    before = {path: path.read_bytes() for path in corpus.shelf("notebooks").rglob("*") if path.is_file()}
    copying.copy(articles)
    after = {path: path.read_bytes() for path in corpus.shelf("notebooks").rglob("*") if path.is_file()}
    assert after == before


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_copy_finds_its_articles_and_keeps_its_charts_without_the_command(articles, name):
    folder = copying.copy(articles, options={"max_bytes": 7}).folder
    given = parameters(read(folder / name))
    assert given["paths"] == ["../../my articles"]
    assert (folder / given["paths"][0]).resolve() == articles[0].resolve()
    # Those two are set where a notebook has them.
    assert given.get("charts", "charts") == "charts"
    assert given.get("options", {"max_bytes": 7}) == {"max_bytes": 7}


def test_articles_outside_the_current_folder_have_an_absolute_path(project, articles, monkeypatch):
    (project / "desk").mkdir()
    monkeypatch.chdir(project / "desk")
    given = parameters(read(copying.copy(articles).folder / NOTEBOOKS[0]))
    assert given["paths"] == [articles[0].resolve().as_posix()]


def test_what_the_user_changed_is_kept_and_the_rest_is_updated(articles):
    folder = copying.copy(articles).folder
    edit(folder / NOTEBOOKS[1], "# my own note")
    mine = (folder / NOTEBOOKS[1]).read_bytes()
    (folder / NOTEBOOKS[2]).unlink()
    # An older version of the workbook made this copy.
    older = read(folder / NOTEBOOKS[3])
    older.cells = older.cells[:3]
    older.metadata["workbook"]["cells"] = copying._digest(older)
    nbformat.write(older, folder / NOTEBOOKS[3])
    again = copying.copy(articles)
    assert again.kept == (NOTEBOOKS[1],)
    assert (folder / NOTEBOOKS[1]).read_bytes() == mine
    assert (folder / NOTEBOOKS[2]).exists()
    assert len(read(folder / NOTEBOOKS[3]).cells) > 3
    assert str(again) == (
        f"{folder}: {len(NOTEBOOKS) - 1} notebooks are ready; "
        f"1 that you changed is kept as it is: {NOTEBOOKS[1]}."
    )


def test_results_alone_are_no_change(articles):
    folder = copying.copy(articles).folder
    notebook = read(folder / NOTEBOOKS[0])
    code = next(cell for cell in notebook.cells if cell.cell_type == "code")
    code.execution_count, code.outputs = 1, [nbformat.v4.new_output("stream", text="an earlier result")]
    notebook.metadata["language_info"] = {"name": "python"}
    nbformat.write(notebook, folder / NOTEBOOKS[0])
    assert copying.copy(articles).kept == ()
    assert "an earlier result" not in (folder / NOTEBOOKS[0]).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda cells: cells.pop(), id="a cell removed"),
        pytest.param(lambda cells: cells.reverse(), id="cells in another order"),
        pytest.param(lambda cells: cells.append(nbformat.v4.new_code_cell("1 + 1")), id="a cell added"),
        pytest.param(lambda cells: cells[0].update(source="# Mine"), id="a heading reworded"),
        pytest.param(lambda cells: cells[1].update(source="paths = None"), id="a parameter changed"),
    ],
)
def test_a_changed_cell_is_a_change(articles, change):
    folder = copying.copy(articles).folder
    notebook = read(folder / NOTEBOOKS[0])
    change(notebook.cells)
    nbformat.write(notebook, folder / NOTEBOOKS[0])
    assert copying.copy(articles).kept == (NOTEBOOKS[0],)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("not a notebook", id="another file under the name"),
        pytest.param("", id="an empty file"),
        pytest.param("[]", id="JSON that is no notebook"),
        pytest.param(
            json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), id="the user's own"
        ),
    ],
)
def test_a_file_that_is_no_copy_is_kept(articles, project, text):
    folder = project / "mine"
    folder.mkdir()
    (folder / NOTEBOOKS[0]).write_text(text, encoding="utf-8")
    assert copying.copy(articles, folder).kept == (NOTEBOOKS[0],)
    assert (folder / NOTEBOOKS[0]).read_text(encoding="utf-8") == text


def test_other_files_in_the_folder_stay(articles):
    folder = copying.copy(articles).folder
    (folder / "charts").mkdir()
    (folder / "charts" / "mine.svg").write_text("mine")
    (folder / "my own.ipynb").write_text("mine")
    copying.copy(articles)
    assert (folder / "charts" / "mine.svg").read_text() == (folder / "my own.ipynb").read_text() == "mine"


def test_a_folder_serves_one_corpus(articles, project):
    copying.copy(articles, project / "mine")
    with pytest.raises(corpus.CorpusError) as error:
        copying.copy([project / "other"], project / "mine")
    assert str(error.value) == (
        f"{project / 'mine'} holds notebooks for other articles, ../my articles. "
        "Choose another folder with --out."
    )


def test_a_folder_inside_the_articles_is_refused(articles):
    with pytest.raises(
        corpus.CorpusError, match=r"Choose a folder outside, for example: --out \"my articles-lab\"$"
    ):
        copying.copy(articles, articles[0] / "notebooks")
    assert names(articles[0]) == ["ferry.txt"]


def test_in_the_folder_of_the_articles_itself_the_error_names_a_folder_that_works(articles, monkeypatch):
    monkeypatch.chdir(articles[0])
    with pytest.raises(corpus.CorpusError) as error:
        copying.copy([Path()])
    assert str(error.value) == (
        f"{Path('workbook-lab', 'my-articles')} is inside ., so what you save there would be read as articles. "
        f'Choose a folder outside, for example: --out "{Path("..", "my articles-lab")}"'
    )
    assert copying.copy([Path()], Path("..", "my articles-lab")).kept == ()


def test_a_path_that_does_not_exist_is_an_error_and_nothing_is_made(project):
    with pytest.raises(corpus.CorpusError, match=r"^there is no nowhere, nothing/\*\.txt\.$"):
        copying.copy([*map(Path, ["my articles", "nowhere", "nothing/*.txt"])])
    assert not (project / "workbook-lab").exists()


def test_a_folder_that_cannot_be_written_is_an_error(articles, project):
    (project / "file").write_text("a file")
    with pytest.raises(
        corpus.CorpusError, match=r"cannot be written: .+\. Choose another folder with --out\.$"
    ):
        copying.copy(articles, project / "file" / "folder")


@pytest.mark.parametrize(
    ("paths", "name"),
    [
        (["my articles"], "my-articles"),
        (["my articles/"], "my-articles"),
        (["news.2024.csv"], "news.2024"),
        (["my articles/*.txt"], "my-articles"),
        (["my articles/ferry.txt", "other/tram.txt"], "ferry-and-1-more"),
        (["Überfahrt.txt"], "Überfahrt"),
        (["???"], "articles"),
    ],
)
def test_the_folder_is_named_for_the_articles(project, paths, name):
    assert copying.name([Path(path) for path in paths]) == name


@pytest.mark.parametrize(
    ("source", "expect"),
    [
        ("paths = None", "paths = ['a']"),
        ("paths = None  # where\nother = 1", "paths = ['a']  # where\nother = 1"),
        ("paths = [\n    'b',\n]\nother = 1", "paths = ['a']\nother = 1"),
        ("titel = 'é'; paths = 'é'  # é", "titel = 'é'; paths = ['a']  # é"),
        ("other = 1", "other = 1"),
    ],
)
def test_a_parameter_changes_and_all_else_stays(source, expect):
    assert copying.assigned(source, {"paths": ["a"]}) == expect


@pytest.fixture
def served(monkeypatch):
    """What JupyterLab and Voila would be started with."""
    import jupyterlab.labapp

    given = []
    monkeypatch.setattr(jupyterlab.labapp, "main", lambda arguments: given.extend(arguments))
    for name in ("WORKBOOK_CORPUS", DAY_FIRST):
        monkeypatch.delenv(name, raising=False)
    yield given
    for name in ("WORKBOOK_CORPUS", DAY_FIRST):
        os.environ.pop(name, None)


@pytest.mark.parametrize(
    ("flags", "expected"), [(["--day-first"], "1"), (["--month-first"], "0"), ([], None)]
)
@pytest.mark.usefixtures("project", "served")
def test_the_notebooks_of_lab_read_dates_in_the_order_that_is_named(articles, flags, expected):
    assert main(["lab", *map(str, articles), "--no-browser", *flags]) == 0
    assert os.environ.get(DAY_FIRST) == expected


def test_lab_opens_the_first_notebook_where_the_articles_can_be_reached_too(articles, project, served):
    said = []
    assert lab.lab(articles, port=8890, browser=False, further=["--ServerApp.ip=::1"], say=said.append) == 0
    assert f"--ServerApp.root_dir={project.resolve()}" in served
    start = "workbook-lab/my-articles/00_start_here.ipynb"
    assert f"--LabApp.default_url=/lab/workspaces/my-articles/tree/{start}" in served
    assert served[-3:] == ["--port=8890", "--no-browser", "--ServerApp.ip=::1"]
    assert os.environ["WORKBOOK_CORPUS"] == str(articles[0].resolve())
    assert said == [f"{Path('workbook-lab', 'my-articles')}: {len(NOTEBOOKS)} notebooks are ready."]


def test_the_app_without_voila_says_how_to_install_it(articles, monkeypatch):
    monkeypatch.setattr(lab, "find_spec", lambda name: None)
    with pytest.raises(corpus.CorpusError) as error:
        lab.app(articles)
    assert str(error.value) == "the app needs Voila. Install it with: pip install 'media-workbook[app]'."


def test_the_app_is_served_on_the_loopback_address(articles, monkeypatch):
    app = pytest.importorskip("voila.app", reason="Voila is not installed: pip install -e .[app]")
    given = []

    def main(arguments, config):
        given.extend(arguments)
        given.append(read(arguments[0]).cells[-1].source)

    monkeypatch.setattr(app, "main", main)
    monkeypatch.setenv("WORKBOOK_CORPUS", "")
    lab.app(articles, port=8870, browser=False, further=["--Voila.ip=0.0.0.0"])
    # A later argument wins, so that the user can choose another address.
    assert given[1:-1] == ["--Voila.ip=127.0.0.1", "--port=8870", "--no-browser", "--Voila.ip=0.0.0.0"]
    assert f"explore.panel({[str(articles[0].resolve())]!r})" in given[-1]
