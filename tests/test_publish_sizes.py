"""Charts at the sizes they are printed and shown at: readable, whole, and the same each time."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
from itertools import combinations

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.text import Text
from PIL import Image

from analysis import chart, publish
from analysis.chart import drawing
from analysis.publish import sizes
from analysis.tables import ESTIMATES, FRAMES, HITS, SCORES, SENTENCES

ALT = "A made-up measure of 3 groups."
SOURCE = "24 made-up articles of 1 January 2026; input sha256 0123abcd"
FOOT = f"Source: {SOURCE}. n = 240 sentences of 24 articles. Instrument of tier C."
LONG = "The harbour board is heard three times as often as the passengers it has left standing on the quay"


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


def frames(rows=6):
    names = ["Attribution of responsibility to governments and boards", "Conflict", "Human interest"]
    return chart.frames(
        FRAMES.frame(
            {
                "codebook": "demo", "article": "a", "frame": f"{names[row % 3]} {row}", "present": row % 4 != 3,
                "strength": (rows - row) / rows, "evidence": rows - row, "scored_by": "rules",
            }
            for row in range(rows)
        ),
        title=LONG,
    )  # fmt: skip


def words(count=12):
    return chart.words(
        HITS.frame(
            {
                "instrument": "demo", "article": "a", "start": 9 * row, "end": 9 * row + 4, "code": "tone",
                "found": f"word{row}", "weight": (row - count / 2) / 10, "sentence": 1, "negated": False,
            }
            for row in range(count)
        ),
        title="Dark words outweigh bright ones",
        unit="Summed share of the sentence scores, as the news word list has them",
    )  # fmt: skip


def along():
    scores = SCORES.frame(
        {
            "instrument": "demo", "article": "a", "unit": "sentence", "unit_id": row, "tone": (row * 7 % 11 - 5) / 10,
            "words": 9, "voice": ("reporter", "quoted", "reported")[row % 3],
        }
        for row in range(40)
    )  # fmt: skip
    sentences = SENTENCES.frame(
        {
            "article": "a", "sentence": row, "passage": row // 4, "role": "body", "start": 9 * row,
            "end": 9 * row + 8, "text": "Words.", "words": 1, "edits": [],
        }
        for row in range(40)
    )  # fmt: skip
    return chart.tone_along(scores, sentences, title=LONG, unit="Tone of the sentence, -1 to 1")


def intervals():
    return chart.intervals(
        ESTIMATES.frame(
            {
                "measure": "tone", "group": group, "value": value, "low": value - 0.1, "high": value + 0.1, "n": 80,
                "articles": 8, "corrected": False, "tier": "C",
            }
            for group, value in [("The Tolmin Herald", -0.2), ("The Evening Ferry", 0.1), ("Quay", 0.02)]
        ),
        title="The Herald is darker", unit="Mean tone per article, -1 to 1", zero="neutral",
    )  # fmt: skip


CHARTS = {
    "rows": frames, "many-rows": lambda: frames(26), "signed": words, "along": along, "intervals": intervals
}  # fmt: skip


def seen(drawn):
    """Every text that is seen, and its box."""
    drawn.draw_without_rendering()
    for text in drawn.findobj(Text):
        axis_label = any(
            text in (tick.label1, tick.label2)
            for ax in drawn.axes
            for axis in (ax.xaxis, ax.yaxis)
            for tick in axis.get_major_ticks()
        )
        if not text.get_visible() or not text.get_text().strip():
            continue
        if axis_label and not _on_axis(drawn, text):
            continue
        yield text, text.get_window_extent()


def _on_axis(drawn, text):
    for ax in drawn.axes:
        for axis, limits in ((ax.xaxis, ax.get_xlim()), (ax.yaxis, ax.get_ylim())):
            low, high = sorted(limits)
            for tick in axis.get_major_ticks():
                if text is tick.label1:
                    return low <= tick.get_loc() <= high
    return False


QUICK = {("rows", "one-column"), ("signed", "card"), ("along", "one-column"), ("intervals", "slide")}


@pytest.mark.parametrize(
    ("name", "size"),
    [
        pytest.param(name, size, marks=() if (name, size) in QUICK else pytest.mark.slow)
        for name in CHARTS
        for size in sizes.SIZES
    ],
)
def test_nothing_is_cut_off_covered_or_too_small(name, size):
    drawn = CHARTS[name]().get_figure()
    asked = sizes.SIZES[size]
    with sizes.arranged(drawn, asked, FOOT):
        boxes = list(seen(drawn))
        assert len(boxes) > 5
        width, height = drawn.bbox.width, drawn.bbox.height
        for text, box in boxes:
            assert text.get_fontsize() >= asked.least - 1e-6, text
            inside = (box.x0 >= -1, box.y0 >= -1, box.x1 <= width + 1, box.y1 <= height + 1)
            assert all(inside), (text.get_text(), box, width, height)
        for (one, here), (other, there) in combinations(boxes, 2):
            # A hair's breadth of the boxes may meet where the letters do not.
            apart = here.padded(-0.8)
            assert not apart.overlaps(there.padded(-0.8)), (one.get_text(), other.get_text())
        plot = drawn.axes[0].bbox
        assert plot.width > 0.2 * width
        assert plot.height > 0.2 * height


@pytest.mark.parametrize("name", ["signed", "along"])
def test_a_figure_is_left_as_it_was(name):
    drawn = CHARTS[name]().get_figure()

    def state():
        drawn.draw_without_rendering()
        said = sorted(
            (text.get_text(), round(text.get_fontsize(), 6)) for text in drawn.axes[0].findobj(Text)
        )
        return drawn.get_size_inches().tolist(), said, drawn.axes[0].get_ylim()

    before = state()
    with sizes.arranged(drawn, sizes.SIZES["card"], FOOT):
        pass
    with drawing.style():
        drawing.refit(drawn.axes[0])
    assert state() == before


@pytest.mark.parametrize(
    ("size", "pixels"),
    [
        pytest.param("one-column", (round(88 / 25.4 * 300), None), id="88 mm at 300 dpi"),
        pytest.param("slide", (1920, 1080), id="16:9"),
        pytest.param("card", (1200, 630), id="a card"),
    ],
)
def test_files_of_a_size_have_its_pixels_and_go_to_its_folder(tmp_path, size, pixels):
    done = publish.figure(
        intervals(),
        "tone",
        data=pd.DataFrame({"a": [1]}),
        alt=ALT,
        source=SOURCE,
        folder=tmp_path,
        sizes=size,
    )
    made = {path for path in done.files if path.parent.name == size}
    assert {path.suffix[1:] for path in made} == set(sizes.SIZES[size].forms)
    image = Image.open(tmp_path / size / "tone.png")
    assert image.width == pytest.approx(pixels[0], abs=1)
    assert pixels[1] is None or image.height == pixels[1]
    assert image.info["Description"] == ALT


@pytest.mark.slow
def test_every_file_of_every_size_has_the_same_bytes_each_time(tmp_path):
    def made(folder, ask):
        done = publish.figure(
            intervals(),
            "f",
            data=pd.DataFrame({"a": [1]}),
            alt=ALT,
            source=SOURCE,
            folder=tmp_path / folder,
            sizes=ask,
        )
        return {
            str(path.relative_to(tmp_path / folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in done.files
        }

    first = made("one", "all")
    assert len(first) == 5 + 3 + 3 + 1
    assert made("two", "all") == first
    # A size is the same whichever others are asked for.
    alone = made("three", ["card"])
    assert alone.items() <= first.items()


def test_the_pdf_embeds_its_fonts_as_truetype_and_tells_what_it_shows(tmp_path):
    publish.figure(intervals(), "t", data=pd.DataFrame({"a": [1]}), alt=ALT, source=SOURCE, folder=tmp_path)
    made = (tmp_path / "t.pdf").read_bytes()
    assert b"/FontFile2" in made
    assert b"/Type3" not in made
    assert b"/Title" in made
    assert ALT.encode() in made
    assert not re.search(rb"/(CreationDate|ModDate|Producer|Creator)\b", made)


def test_rows_without_room_are_left_out_and_counted():
    drawn = frames(26).get_figure()
    ax = drawn.axes[0]
    labels = [label.get_text() for label in ax.get_yticklabels()]
    with sizes.arranged(drawn, sizes.SIZES["card"], FOOT):
        kept = [label.get_text() for label in ax.get_yticklabels()]
        said = " ".join(ax.get_xlabel().split())
        assert 3 <= len(kept) < 26
        assert said.endswith(f"{26 - len(kept)} of 26 rows left out")
        assert [" ".join(label.split()) for label in kept] == [
            " ".join(label.split()) for label in labels[: len(kept)]
        ]
        shown = [note for _, note in drawing.ROWS[ax].notes if note.get_visible()]
        assert len(shown) == len(kept)
    assert [label.get_text() for label in ax.get_yticklabels()] == labels


def test_of_words_on_both_sides_the_weightiest_of_both_are_kept():
    drawn = words(30).get_figure()
    with sizes.arranged(drawn, sizes.SIZES["card"], FOOT):
        kept = [label.get_text() for label in drawn.axes[0].get_yticklabels()]
        bars = [bar for bar in drawn.axes[0].patches if bar.get_visible()]
        assert "word29" in kept
        assert "word0" in kept
        assert len(bars) == len(kept)
        # Each bar stands at the row of its word.
        rows = {round(bar.get_y() + bar.get_height() / 2): bar.get_width() for bar in bars}
        assert rows[kept.index("word29")] > 0 > rows[kept.index("word0")]


def test_a_size_that_is_not_there_is_answered_with_those_that_are(tmp_path):
    with pytest.raises(
        publish.PublishError, match=r"^there is no size 'poster'\. There are all, or one-column: one column"
    ):
        publish.figure(
            intervals(),
            "t",
            data=pd.DataFrame({"a": [1]}),
            alt=ALT,
            source=SOURCE,
            folder=tmp_path,
            sizes="poster",
        )
    assert not list(tmp_path.iterdir())


def test_the_environment_names_sizes_for_a_whole_run(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBOOK_SIZES", "card")
    done = publish.figure(
        intervals(), "t", data=pd.DataFrame({"a": [1]}), alt=ALT, source=SOURCE, folder=tmp_path
    )
    assert [path.parent.name for path in done.files if path.parent != tmp_path] == ["card"]
    assert Image.open(io.BytesIO(done.png)).width == pytest.approx(180 / 25.4 * 144, abs=1)


def test_one_file_switches_the_style_colours_and_all(tmp_path):
    own = tmp_path / "own.mplstyle"
    own.write_text(
        'axes.prop_cycle: cycler("color", ["111111", "888888"])\nfont.size: 11\naxes.grid: False\n'
    )
    code = (
        "from analysis.chart import drawing\nimport matplotlib.pyplot as plt\n"
        "with drawing.style(): print(drawing.BLUE, drawing.ORANGE, drawing.GREEN, plt.rcParams['font.size'],"
        " plt.rcParams['axes.grid'], plt.rcParams['pdf.fonttype'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | {"WORKBOOK_STYLE": str(own)}, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    assert done.stdout.split() == ["#111111", "#888888", "#2F9E7A", "11.0", "False", "42"]


def test_a_style_file_that_is_not_there_is_named(monkeypatch):
    monkeypatch.setenv("WORKBOOK_STYLE", "nowhere.mplstyle")
    with pytest.raises(chart.ChartError, match=r"^WORKBOOK_STYLE names nowhere\.mplstyle, and there is no"):
        chart.style()
