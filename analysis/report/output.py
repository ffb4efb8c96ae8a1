"""Everything a run publishes about a corpus: charts, report, brief, findings, codebook."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from analysis.findings.finding import Material
from analysis.report import brief
from analysis.report.codebook_page import codebooks
from analysis.report.page import report
from analysis.report.selection import Selection, compute, select
from analysis.writing import write

FIRST = 3  # findings at the end of a run


def publish(
    material: Material,
    folder: Path,
    *,
    sizes: str | Sequence[str] = "page",
    by: str = "outlet",
    code: str = "",
    say: Callable[[str, int], None] = lambda what, parts: None,
) -> Selection:
    """Write charts, report.html, brief.md, findings.json and codebook.html into a folder.

    Parameters
    ----------
    material
        The corpus.
    folder
        Where the files go.
    sizes
        Sizes of the charts, as for `Finding.save`.
    by
        The column of `articles` whose values are the groups that are compared.
    code
        The line that measures the corpus again.
    say
        Called with what is done next, and in how many parts.
    """
    say("computing the findings", 0)
    found = compute(material, by)
    chosen = select(found)
    drawn = [each for each in found if each.draw is not None and each.status != "lacking"]
    say("drawing the charts", len(drawn))
    for each in drawn:
        each.save(folder / "charts", sizes)
    say("writing the report", 0)
    report(material, chosen, folder / "report.html", code=code)
    write({folder / "brief.md": brief.markdown(material, chosen).encode()})
    write({folder / "findings.json": brief.records(found, chosen).encode()})
    codebooks(folder / "codebook.html")
    return chosen


def main_findings(folder: Path, most: int = FIRST) -> list[str]:
    """The main findings of a run, as lines for a terminal.

    Raises
    ------
    FileNotFoundError
        If the folder holds no `findings.json`.
    """
    records: list[dict[str, Any]] = json.loads((folder / "findings.json").read_text(encoding="utf-8"))
    ranked = sorted((each for each in records if each["rank"]), key=lambda each: each["rank"])
    return [f"{each['rank']}. {each['claim']}{_trust(each['validity'])}" for each in ranked[:most]]


def _trust(validity: dict[str, Any] | None) -> str:
    if validity is None:
        return ""
    return f"  {'●' * validity['level']}{'○' * (3 - validity['level'])} {validity['label']}"
