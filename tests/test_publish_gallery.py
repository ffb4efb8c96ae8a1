"""The gallery in the docs: every image is there and described, and its lines are lines of the workbook."""

from __future__ import annotations

import ast
import importlib.util
import io
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from analysis import chart

DOCS = Path(__file__).parents[1] / "docs"
PAGE = (DOCS / "gallery.md").read_text(encoding="utf-8")
SECTION = re.compile(
    r"^## (?P<asks>[^\n]+\?)\n\n\*\*(?P<title>[^\n]+)\.\*\*\n\n!\[(?P<alt>[^\]\n]+)\]\(gallery/(?P<name>[a-z-]+)\.png\)"
    r"\n\n```python\n(?P<first>[^\n]+)\n(?P<second>[^\n]+)\n```$",
    re.MULTILINE,
)
FOUND = {found["name"]: found for found in SECTION.finditer(PAGE)}
# These compare outlets or groups, and one article has none to compare.
OF_SEVERAL = {
    "collocates", "copies", "differences", "events", "keyness", "omissions", "robust", "shift", "trend",
}  # fmt: skip


@pytest.fixture(scope="module")
def gallery():
    spec = importlib.util.spec_from_file_location("gallery", DOCS / "gallery.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_has_every_chart_of_its_maker_in_order(gallery):
    assert list(FOUND) == list(gallery.CHARTS)
    assert PAGE.count("\n## ") == len(FOUND)
    for name, (asks, first, second) in gallery.CHARTS.items():
        assert (FOUND[name]["asks"], FOUND[name]["first"], FOUND[name]["second"]) == (asks, first, second)
    assert gallery.SETUP in PAGE


def test_every_function_that_draws_one_article_is_shown(gallery):
    drawn = {
        node.func.attr
        for *_, line in gallery.CHARTS.values()
        for node in ast.walk(ast.parse(line))
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("chart.")
    }
    draws = {
        name
        for name in chart.__all__
        if (made := getattr(chart, name)) and "ax" in getattr(getattr(made, "__code__", None), "co_varnames", ())
        and "title" in made.__kwdefaults__.keys() | set(made.__code__.co_varnames)
    }  # fmt: skip
    assert draws - OF_SEVERAL <= drawn


@pytest.mark.parametrize("name", sorted(FOUND))
def test_an_image_is_there_small_and_described_with_its_numbers(name):
    content = (DOCS / "gallery" / f"{name}.png").read_bytes()
    assert len(content) < 150_000
    assert Image.open(io.BytesIO(content)).width > 500
    assert re.search(r"\d", FOUND[name]["alt"])


def test_no_image_is_left_over():
    assert {path.stem for path in (DOCS / "gallery").iterdir()} == set(FOUND)
    assert sum(path.stat().st_size for path in (DOCS / "gallery").iterdir()) < 1_000_000


@pytest.mark.slow
def test_the_lines_draw_what_the_page_shows(gallery, tmp_path):
    (tmp_path / "gallery").mkdir()
    made = gallery.make(tmp_path / "gallery.md", tmp_path / "gallery")
    assert made.read_text(encoding="utf-8") == PAGE
    for name in FOUND:
        fresh, kept = (
            np.asarray(Image.open(folder / "gallery" / f"{name}.png"), dtype=float)
            for folder in (tmp_path, DOCS)
        )
        told = f"run `python docs/gallery.py`: {name} has changed"
        assert fresh.shape == kept.shape, told
        # From processor to processor a smooth line moves by a hundredth of a pixel.
        assert np.abs(fresh - kept).max() < 40, told
