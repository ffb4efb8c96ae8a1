"""The page around what is published: its looks, its contents list, and the order to run and fetch nothing."""

from __future__ import annotations

from html import escape
from pathlib import Path

from analysis import read
from analysis.publish.safe import unsafe
from analysis.publish.writing import PublishError, write

STYLE = Path(__file__).with_name("report.css")

# The browser itself is told to run nothing and to fetch nothing.
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def bound(path: Path, title: str, source: str, contents: str, body: str, language: str = "en") -> Path:
    """Write a page that needs nothing else.

    Parameters
    ----------
    path
        The file to write.
    title, source
        Plain text, for its head.
    contents, body
        Markup: a list of links, and what they lead to.
    language
        Two-letter code of the language it is written in.

    Raises
    ------
    PublishError
        If something in it could run or load something, or the file cannot be written.

    """
    page = f"""<!DOCTYPE html>
<html lang="{escape(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{escape(title)}</title>
<style>
{STYLE.read_text(encoding="utf-8")}{read.style()}</style>
</head>
<body>
<a class="skip" href="#text">Skip to the text</a>
<header>
<h1>{escape(title)}</h1>
<p class="source">{escape(source)}</p>
</header>
<nav id="contents" aria-labelledby="contents-title">
<h2 id="contents-title">Contents</h2>
{contents}
</nav>
<main id="text">
{body}
</main>
</body>
</html>
"""
    if wrong := unsafe(page):
        raise PublishError(f"the page would not be inert: {'; '.join(wrong[:3])}. It was not written.")
    return write({path: page.encode()})[0]
