"""Page one, for the report and for a notebook: findings as cards, and what is too uncertain to say."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path

from analysis.findings import Finding, html
from analysis.findings.finding import Material, proof
from analysis.findings.svg import STYLE as CHARTS
from analysis.findings.wording import tidy
from analysis.report import facts
from analysis.report.safe import visible
from analysis.report.selection import Selection, compute, select

STYLE = Path(__file__).with_name("cards.css").read_text(encoding="utf-8")
UNCERTAIN = 6  # lines in the box of uncertain findings
PROOF = 130  # characters of the sentence on a card
LEVELS = "Dots after a finding: ●●● reliable, ●●○ tentative, ●○○ exploratory."


@dataclass(frozen=True)
class Summary:
    """The main findings of a corpus, for the end of a notebook's cell."""

    markup: str
    text: str

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        page = f"<style>{CHARTS}{STYLE}</style>{self.markup}<p><small>{LEVELS}</small></p>"
        return {"text/html": f"<div class='summary'>{page}</div>", "text/plain": self.text}


def summary(material: Material) -> Summary:
    """The main findings of a corpus as cards, what is too uncertain to say, and what limits the data."""
    chosen = select(compute(material))
    lines = [f"{place}. {_line(found)}" for place, found in enumerate(chosen.cards, 1)]
    lines += [f"- {_line(found)}" for found in chosen.uncertain]
    return Summary(cards(material, chosen, linked=False), "\n".join([*lines, *facts.warnings(material)]))


def _line(found: Finding) -> str:
    return f"{found.claim} {found.validity.dots if found.validity else ''}".rstrip()


def cards(material: Material, chosen: Selection, *, linked: bool = True) -> str:
    """The cards and the two boxes under them, as HTML; linked to the sections of the report."""
    uncertain = "".join(_doubt(each, linked) for each in chosen.uncertain[:UNCERTAIN])
    if (rest := len(chosen.uncertain) - UNCERTAIN) > 0:
        uncertain += f"<li>{rest:,} more.</li>"
    notes = "".join(f"<li>{said(note)}</li>" for note in facts.warnings(material))
    boxes = _box("Too uncertain to say", uncertain) + _box("About the data", notes)
    return (
        f'<div class="cards">{"".join(_card(each, linked) for each in chosen.cards)}</div>'
        f'<div class="boxes">{boxes}</div>'
    )


def _card(found: Finding, linked: bool) -> str:
    first = found.strongest(1).to_dict("records")
    quote = f"<blockquote>{visible(proof(first[0], most=PROOF))}</blockquote>" if first else ""
    return (
        f'<article class="card"><p class="figure">{said(found.figure)}</p><h2>{_claim(found, linked)}</h2>'
        f'<div class="chart thumb" aria-hidden="true" inert>{found.svg("thumb", prefix="card-")}</div>'
        f"{quote}<p>{html.badge(found.validity)}</p></article>"
    )


def _doubt(found: Finding, linked: bool) -> str:
    """One line of the box, with the dots of its badge."""
    badge = found.validity
    dots = f' <span class="dots" title="{escape(badge.detail)}">{badge.dots}</span>' if badge else ""
    note = " <small>(the numbers do not decide)</small>" if found.status == "unclear" else ""
    return f"<li>{_claim(found, linked)}{dots}{note}</li>"


def _claim(found: Finding, linked: bool) -> str:
    return f'<a href="#{found.name}">{said(found.claim)}</a>' if linked else said(found.claim)


def _box(title: str, items: str) -> str:
    return f'<section class="box"><h2>{title}</h2><ul>{items}</ul></section>' if items else ""


def said(text: object) -> str:
    """A text as HTML on one line, in which nothing is hidden."""
    return escape(visible(tidy(text)))
