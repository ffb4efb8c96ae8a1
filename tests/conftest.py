"""What several test files need: sentences made from texts, and the seed."""

from pathlib import Path

import pandas as pd
import pytest

from analysis.tables import SENTENCES, count_words

ROOT = Path(__file__).parents[1]


def make_sentences(*texts: str, article: str = "a", role: str = "body") -> pd.DataFrame:
    """A SENTENCES table of texts that stand one after the other, parted by a space, without repairs."""
    rows, start = [], 0
    for number, text in enumerate(texts, start=1):
        rows.append((article, number, 0, role, start, start + len(text), text, count_words(text), []))
        start += len(text) + 1
    return SENTENCES.frame(rows)


@pytest.fixture
def sentences():
    return make_sentences


@pytest.fixture(scope="session")
def seed() -> Path:
    return ROOT / "seeds" / "000_cbde6cedbcafe219.txt"
