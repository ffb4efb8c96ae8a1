"""A browser for the tests that drive pages; where there is none, they are skipped with the reason."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

import pytest

from analysis import report


def _lacking() -> str:
    if find_spec("playwright") is None:
        return "Playwright is not installed: pip install -e .[browser]"
    if report.browser() is None:
        return "no Chromium, Chrome or Edge: apt-get install chromium, or name one in WORKBOOK_BROWSER"
    return ""


MARKS = [pytest.mark.slow, pytest.mark.skipif(bool(_lacking()), reason=_lacking())]


@contextmanager
def chromium() -> Iterator[Any]:
    """The browser that prints reports, without a window, for the length of a `with` block."""
    from playwright.sync_api import sync_playwright

    root = sys.platform != "win32" and os.geteuid() == 0  # root's browser refuses its sandbox
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=report.browser(),
            args=["--disable-dev-shm-usage", *(["--no-sandbox"] if root else [])],
            timeout=120_000,
        )
        yield browser
        browser.close()
