"""What several test files need: sentences made from texts, and the seed."""

from pathlib import Path

import pytest

from analysis import parse

ROOT = Path(__file__).parents[1]


@pytest.fixture
def sentences():
    """The sentences of one article, made from texts that stand one after the other."""
    return lambda *texts: parse.sentences_of(texts)


@pytest.fixture(scope="session")
def seed() -> Path:
    return ROOT / "seeds" / "000_cbde6cedbcafe219.txt"
