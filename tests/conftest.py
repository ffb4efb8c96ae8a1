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
