"""The gallery in the docs: every image is there and described, and its lines are lines of the workbook."""

from __future__ import annotations

import ast
import importlib.util
import io
import re
from pathlib import Path

import numpy as np
import pytest
from lxml import etree
from PIL import Image

from analysis import findings

DOCS = Path(__file__).parents[1] / "docs"
PAGE = (DOCS / "gallery.md").read_text(encoding="utf-8")
SECTION = re.compile(
    r"^### (?P<question>[^\n]+\?)\n\n\*\*(?P<claim>[^\n]+\.)\*\*\n\n!\[(?P<alt>[^\]\n]+)\]\(gallery/(?P<name>[a-z-]+)\.png\)"
    r"\n\n```python\n(?P<line>[^\n]+)\n```$",
    re.MULTILINE,
)
FOUND = {found["name"]: found for found in SECTION.finditer(PAGE)}


@pytest.fixture(scope="module")
def gallery():
    spec = importlib.util.spec_from_file_location("gallery", DOCS / "gallery.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_has_every_line_of_its_maker_in_order(gallery):
    assert [found["line"] for found in FOUND.values()] == [
        line for _, lines in gallery.PARTS.values() for line in lines
    ]
    assert PAGE.count("\n### ") == len(FOUND)
    assert re.findall(r"^## (.+)$", PAGE, re.MULTILINE) == list(gallery.PARTS)
    assert all(setup in PAGE for setup, _ in gallery.PARTS.values())


def test_a_line_shows_one_finding(gallery):
    for line in (found["line"] for found in FOUND.values()):
        shown = re.fullmatch(r"material\.show\(findings\.(\w+)\)", line)
        assert shown
        assert shown[1] in findings.__all__


def test_the_text_names_only_what_is_there(gallery):
    names = {
        node.attr
        for code in re.findall(r"```python\n(.*?)\n```", PAGE, re.DOTALL)
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "findings"
    }
    assert names <= set(findings.__all__)
    assert not re.search(r"\b(chart|story|publish)\.\w+\(", PAGE)
    for folder in re.findall(r'corpus\.measure\("(.+?)"\)', PAGE):
        assert (DOCS.parent / folder).is_dir()


@pytest.mark.parametrize("name", sorted(FOUND))
def test_an_image_is_there_small_and_described_with_its_numbers(name):
    content = (DOCS / "gallery" / f"{name}.png").read_bytes()
    assert len(content) < 120_000
    assert Image.open(io.BytesIO(content)).width > 500
    assert re.search(r"\d", FOUND[name]["alt"])


def test_no_image_is_left_over_and_all_are_under_a_megabyte():
    assert {path.stem for path in (DOCS / "gallery").iterdir()} == set(FOUND)
    assert sum(path.stat().st_size for path in (DOCS / "gallery").iterdir()) < 1_000_000


def test_the_chart_of_the_readme_is_that_of_the_gallery():
    root = etree.fromstring((DOCS / "who-speaks.svg").read_bytes())
    said = {etree.QName(node).localname: node.text for node in root if node.text and node.text.strip()}
    shown = FOUND["speakers"]
    assert (said["title"], said["desc"]) == (shown["claim"], shown["alt"])


@pytest.mark.slow
def test_the_lines_draw_what_the_page_shows(gallery, tmp_path):
    made = gallery.make(tmp_path / "gallery.md", tmp_path / "gallery", tmp_path / "who-speaks.svg")
    assert made.read_text(encoding="utf-8") == PAGE
    assert (tmp_path / "who-speaks.svg").read_bytes() == (DOCS / "who-speaks.svg").read_bytes()
    for name in FOUND:
        fresh, kept = (
            np.asarray(Image.open(folder / "gallery" / f"{name}.png"), dtype=float)
            for folder in (tmp_path, DOCS)
        )
        changed = f"run `python docs/gallery.py`: {name} has changed"
        assert fresh.shape == kept.shape, changed
        # From processor to processor a smooth line moves by a hundredth of a pixel.
        assert np.abs(fresh - kept).max() < 40, changed
