"""The page around what is published: style, contents, and the rule that it loads nothing."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from analysis.report.safe import allowed, unsafe
from analysis.writing import WritingError, write

HERE = Path(__file__).parent
# The browser may load nothing, and run nothing but our script.
POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src {script}; base-uri 'none'; "
    "form-action 'none'"
)


class ReportError(ValueError):
    """Something that cannot be published as it is."""


def bound(
    path: Path,
    title: str,
    body: str,
    contents: Sequence[tuple[str, str]],
    *,
    styles: str = "",
    language: str = "en",
) -> Path:
    """Write a page that needs nothing else: no request, and no script but the one that filters and marks.

    Parameters
    ----------
    path
        The file to write.
    title
        Plain text, for the page's head and its running head in print.
    body
        Markup.
    contents
        Anchor and plain text of each entry of the list of contents.
    styles
        Further style sheets.
    language
        Two-letter code of the language it is written in.

    Raises
    ------
    ReportError
        If something in it could run or load something, or the file cannot be written.
    """
    script = (HERE / "report.js").read_text(encoding="utf-8")
    links = "\n".join(f'<li><a href="#{anchor}">{escape(words)}</a></li>' for anchor, words in contents)
    running = title.replace("\\", "").replace('"', "”")
    page = f"""<!DOCTYPE html>
<html lang="{escape(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{escape(POLICY.format(script=allowed(script)))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{escape(title)}</title>
<style>
{(HERE / "report.css").read_text(encoding="utf-8")}
{styles}
@page {{ @top-left {{ content: "{running[:90]}"; font: 8pt sans-serif; color: #555; }} }}
</style>
</head>
<body>
<a class="skip" href="#text">Skip to the findings</a>
<nav id="contents" aria-label="Contents">
<div class="search" hidden>
<label for="search">Search</label><input id="search" type="search"><output for="search"></output>
</div>
<ol>
{links}
</ol>
</nav>
<main id="text">
{body}
</main>
<script>{script}</script>
</body>
</html>
"""
    if wrong := unsafe(page, script):
        raise ReportError(
            f"the page could run or load something: {'; '.join(wrong[:3])}. It was not written."
        )
    try:
        return write({path: page.encode()})[0]
    except WritingError as error:
        raise ReportError(str(error)) from error
