"""Makes the gallery: charts of one article and of several outlets, each with the line of code that draws it.

    python docs/gallery.py

measures the article in `seeds/` and the 18 invented articles of the notebooks,
evaluates the lines as they are printed, and writes `docs/gallery.md` and its
images. `docs/who-speaks.svg`, the chart of the README, comes with it. The same
code and articles give the same files.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

from PIL import Image

from analysis.findings import Finding, files

HERE = Path(__file__).parent
PAGE, IMAGES, LEAD = HERE / "gallery.md", HERE / "gallery", HERE / "who-speaks.svg"
DOTS = 110  # per inch
COLOURS = 64  # of an image
LEADING = "material.show(findings.speakers)"  # the chart of the README
INVENTED = "notebooks/invented/articles"

# What each part of the page measures, and the lines that draw its charts.
PARTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "One article": (
        "material = corpus.measure()",
        (
            LEADING,
            "material.show(findings.whose_words)",
            "material.show(findings.voices_along)",
            "material.show(findings.unheard)",
            "material.show(findings.tone_along)",
            "material.show(findings.tone_overall)",
            "material.show(findings.tone_towards)",
            "material.show(findings.tone_words)",
            "material.show(findings.frames)",
            "material.show(findings.frame_map)",
            "material.show(findings.war_and_peace)",
            "material.show(findings.agency)",
            "material.show(findings.timeline)",
            "material.show(findings.validity)",
        ),
    ),
    "Several outlets": (
        f'material = corpus.measure("{INVENTED}")',
        (
            "material.show(findings.tone_by_group)",
            "material.show(findings.voices_by_group)",
            "material.show(findings.speakers_by_group)",
            "material.show(findings.keywords)",
            "material.show(findings.omissions)",
            "material.show(findings.tone_shift)",
        ),
    ),
}
ABOUT = {
    "One article": "The article that comes with the workbook.",
    "Several outlets": "18 articles of three outlets about one bridge, invented for the workbook.",
}
HEAD = """\
# Gallery

Each chart needs one line of code; the heading is the question, the sentence above the chart is computed.
`python docs/gallery.py` makes this page. In a notebook, in the panel and in the report, the marks show the
sentences behind them when you point at them.

`found.save("charts/")` writes a chart as SVG, PNG (300 dpi) and PDF with its numbers as CSV and its text
alternative, two columns of a journal wide (180 mm). `found.save("charts/", "all")` adds one column (88 mm), a
slide (16:9) and a card for social media; `workbook run --sizes all` does so for every chart of a run. A style
file named by the environment variable `WORKBOOK_STYLE` overrides the colours and fonts.
"""


def section(found: Finding, line: str, name: str) -> str:
    """The part of the page on one chart."""
    alt = found.alt.replace("[", "(").replace("]", ")")
    image = f"![{alt}](gallery/{name}.png)"
    return f"### {found.question}\n\n**{found.claim}**\n\n{image}\n\n```python\n{line}\n```\n"


def small(png: bytes) -> bytes:
    """The image with a palette, a third as large."""
    written = io.BytesIO()
    with Image.open(io.BytesIO(png)) as image:
        image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(written, "PNG", optimize=True)
    return written.getvalue()


def make(page: Path = PAGE, images: Path = IMAGES, lead: Path = LEAD) -> Path:
    """Evaluate the lines, and write page and images; the page's path is returned.

    Raises
    ------
    ValueError
        If a finding has no chart.
    """
    from analysis import corpus, findings

    names: dict[str, Any] = {"corpus": corpus, "findings": findings}
    parts, made = [HEAD], {}
    for title, (setup, lines) in PARTS.items():
        exec(setup, names)
        code = f"from analysis import corpus, findings\n\n{setup}"
        parts.append(f"## {title}\n\n{ABOUT[title]}\n\n```python\n{code}\n```\n")
        for line in lines:
            found = eval(line, names)
            if found.draw is None or found.status == "lacking":
                raise ValueError(f"{line}: this finding has no chart: {found.claim}")
            made[found.name] = small(files.png(found, dpi=DOTS))
            if line == LEADING:
                lead.write_bytes(files.chart(found, "svg"))
            parts.append(section(found, line, found.name))
    images.mkdir(exist_ok=True)
    for path in images.iterdir():
        path.unlink()
    for name, content in made.items():
        (images / f"{name}.png").write_bytes(content)
    page.write_text("\n".join(parts), encoding="utf-8")
    return page


if __name__ == "__main__":
    sys.stdout.write(f"{make()}\n")
