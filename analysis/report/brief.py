"""The main findings on half a page, as Markdown, and all findings as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence

from analysis.findings import Finding
from analysis.findings.finding import Material
from analysis.findings.wording import tidy
from analysis.report import facts
from analysis.report.selection import Selection

FIRST = 3  # findings in the brief


def markdown(material: Material, chosen: Selection) -> str:
    """The brief as Markdown."""
    lines = [f"# {_title(chosen)}", "", facts.line(material), ""]
    for place, found in enumerate(chosen.cards[:FIRST], 1):
        lines += [f"{place}. **{found.claim}** {_trust(found)}", f"   {found.alt}"]
        lines += [f"   > {tidy(row['context'])}" for row in found.strongest(1).to_dict("records")]
    if chosen.uncertain:
        lines += ["", "## Too uncertain to say", ""]
        lines += [f"- {found.claim} {_trust(found)}" for found in chosen.uncertain]
    if notes := facts.warnings(material):
        lines += ["", "## About the data", "", *[f"- {note}" for note in notes]]
    lines += ["", "Charts are in `charts/`, the numbers in `tables/`, the whole report in `report.html`."]
    return "\n".join(lines) + "\n"


def records(found: Sequence[Finding], chosen: Selection) -> str:
    """All findings as JSON: claim, status, validity, numbers, alt text, and the rank on page one."""
    rank = {each.name: place for place, each in enumerate(chosen.cards, 1)}
    every = [{"rank": rank.get(each.name), **each.record()} for each in found]
    return json.dumps(every, ensure_ascii=False, indent=1) + "\n"


def _title(chosen: Selection) -> str:
    return (chosen.cards[0].claim if chosen.cards else "No finding is certain enough to lead with.").rstrip(
        "."
    )


def _trust(found: Finding) -> str:
    return f"({found.validity.label.lower()})" if found.validity else ""
