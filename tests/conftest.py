"""What several test files need: sentences made from texts, and the seed."""

from pathlib import Path

import pytest
from hypothesis import settings

from analysis import parse

ROOT = Path(__file__).parents[1]

# How long an example takes says more of the machine's load than of the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture
def sentences():
    """The sentences of one article, made from texts that stand one after the other."""
    return lambda *texts: parse.sentences_of(texts)


@pytest.fixture(scope="session")
def seed() -> Path:
    return ROOT / "seeds" / "000_cbde6cedbcafe219.txt"


@pytest.fixture
def overlaps():
    """Texts of a finding's chart that meet each other or leave the chart, at a size."""
    from itertools import combinations

    from matplotlib.text import Text

    from analysis.findings.frame import drawn

    def of(found, size: str) -> list[str]:
        with drawn(found, size) as frame:
            frame.figure.set_dpi(frame.size.dpi)  # as it is saved: hinting widens letters at fewer dots
            frame.figure.draw_without_rendering()
            axes = [axis for ax in frame.figure.axes for axis in (ax.xaxis, ax.yaxis)]
            drawn_ticks = {tick.label1 for axis in axes for tick in axis._update_ticks()}
            ticks = {text for axis in axes for text in axis.findobj(Text)} - {axis.label for axis in axes}
            boxes = [
                (text.get_text(), text.get_window_extent().padded(-1))
                for text in frame.figure.findobj(Text)
                if text.get_visible() and text.get_text().strip() and text not in ticks - drawn_ticks
            ]
            paper = frame.figure.bbox.padded(1)
            met = [f"{one} | {other}" for (one, a), (other, b) in combinations(boxes, 2) if a.overlaps(b)]
            return met + [
                f"outside: {text}"
                for text, box in boxes
                if box.x0 < paper.x0 or box.x1 > paper.x1 or box.y0 < paper.y0 or box.y1 > paper.y1
            ]

    return of


@pytest.fixture(scope="session")
def measured():
    """A corpus of the tables given; other tables are empty, and articles without facts are listed."""
    from analysis import corpus, tables

    def of(**given):
        ids = list(dict.fromkeys(given["sentences"]["article"])) if "sentences" in given else ["a"]
        articles = tables.ARTICLES.frame(
            {
                "article": name, "headline": f"Story {name}", "words": 0, "source_file": f"{name}.txt",
                "sha256": "0", "source_text": "x",
            }
            for name in ids
        )  # fmt: skip
        every = {name: tables.ALL[name].frame() for name in corpus.measured.NAMES}
        return corpus.Measured(None, **(every | {"articles": articles} | given))

    return of
