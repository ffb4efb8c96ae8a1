"""The style sheet of every page: how marks look, and the switches of the layers, which need no script."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from analysis.read.layers import CODES

FILE = Path(__file__).with_name("page.css")

# Escape closes an open reason; it opens again when pointer or focus come back. Pages work without
# this script: JupyterLab runs it, the report does not. It runs once, however many pages there are.
KEYS = """
if (!window.readingKeys) {
  window.readingKeys = true;
  const open = ".reading .r-s:is(:hover, :focus-visible):not(.r-shut)";
  const shown = mark => getComputedStyle(mark, "::after").content !== "none";
  document.addEventListener("keydown", event => {
    const marks = event.key === "Escape" ? [...document.querySelectorAll(open)].filter(shown) : [];
    if (!marks.length) return;
    for (const mark of marks) mark.classList.add("r-shut");
    event.stopPropagation();
    event.preventDefault();
  }, true);
  const left = () => {
    for (const mark of document.querySelectorAll(".r-shut:not(:hover, :focus-visible)"))
      mark.classList.remove("r-shut");
  };
  for (const moved of ["mouseover", "focusin"]) document.addEventListener(moved, left, true);
}
"""


@lru_cache(maxsize=1)
def style() -> str:
    """The style sheet of every page of `read`; the report includes it once for all of them.

    >>> ".reading" in style(), "url(" in style(), "@import" in style()
    (True, False, False)
    """
    drawn = re.sub(r"/\*.*?\*/", "", FILE.read_text(encoding="utf-8"), flags=re.DOTALL)
    off = [f".reading:not(:has(.r-in-{code}:checked))" for code in CODES]
    plain = ",".join(f"{where} .r-page .r-{code}:not(.r-l)" for where, code in zip(off, CODES, strict=True))
    labels = ",".join(f"{where} sup.r-{code}" for where, code in zip(off, CODES, strict=True))
    reasons = " ".join(f"var(--r-{code},)" for code in CODES)
    switched = [
        f"{plain} {{ background: none; border: 0; padding: 0; box-shadow: none; text-decoration: none; "
        "font-weight: inherit; }",
        # What was left out is not part of the article as it is measured: its switch hides the text too.
        f"{labels},{off[CODES.index('x')]} .r-left {{ display: none; }}",
        # Without a reason the content is none, and no box is drawn.
        f".reading .r-s:is(:hover, :focus-visible)::after {{ content: {reasons}; }}",
    ]
    for code in CODES:
        on = f".reading:has(.r-in-{code}:checked) .r-s"
        switched.append(f'{on}[data-{code}] {{ --r-{code}: attr(data-{code}) "\\a "; }}')
        switched.append(f"{on}[data-at~={code}] {{ visibility: visible; }}")
    return re.sub(r"\s*\n\s*", "\n", drawn + "\n".join(switched)).strip() + "\n"
