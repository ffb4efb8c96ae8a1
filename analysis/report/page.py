"""report.html: the findings on one page that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

import pandas as pd

from analysis import read, tier
from analysis.findings import Finding, html
from analysis.findings.finding import Material
from analysis.findings.svg import STYLE as CHARTS
from analysis.findings.wording import counted, day
from analysis.report import facts
from analysis.report.cards import LEVELS, STYLE, cards, said
from analysis.report.safe import visible
from analysis.report.selection import Selection
from analysis.report.template import bound

STRONGEST = 5  # sentences under each finding
SENTENCE = 130  # characters of each of them
FOLDED = 60  # further rows of evidence, folded
ROWS = 30  # rows of a table, folded
ARTICLES = 12  # articles listed before the rest is folded


def report(material: Material, chosen: Selection, path: Path, *, code: str = "") -> Path:
    """Write the report of a corpus.

    Parameters
    ----------
    material
        The corpus.
    chosen
        Its findings, of `select`.
    path
        The file to write.
    code
        The line that measures the corpus again, for "Code".

    Returns
    -------
    Path
        Where the page is.

    Raises
    ------
    ReportError
        If the file cannot be written.
    """
    title = chosen.cards[0].claim.rstrip(".") if chosen.cards else "What the articles show"
    sections = [_section(each, code) for each in chosen.sections]
    body = [_first_page(material, chosen, title), _texts(material), *sections, _trust(chosen), ABOUT]
    contents = [("first", "Main findings"), ("articles", _texts_title(material))]
    contents += [(each.name, each.question) for each in chosen.sections]
    contents += [("trust", "How far to trust it"), ("about", "Methods, data, citation")]
    return bound(path, title, "".join(body), contents, styles=CHARTS + html.ROWS + STYLE + read.style())


def _kicker(material: Material) -> str:
    used = material.used
    if len(used) == 1:
        return "Media workbook · how one article tells its story"
    outlets = used["outlet"].nunique()
    by = f" of {counted(outlets, 'outlet')}" if outlets > 1 else ""
    return f"Media workbook · how {counted(len(used), 'article')}{by} tell the story"


def _first_page(material: Material, chosen: Selection, title: str) -> str:
    headline = f'<p class="about">{said(material.title)}</p>' if len(material.used) == 1 else ""
    return (
        f'<section id="first"><p class="kicker">{said(_kicker(material))}</p><h1>{said(title)}</h1>'
        f'{headline}<p class="facts">{said(facts.line(material))}</p>{cards(material, chosen)}'
        '<p class="foot"><a href="#trust">How far to trust it</a> · '
        f'<a href="#about">Methods, data, citation</a> · {LEVELS}</p></section>'
    )


def _section(found: Finding, code: str) -> str:
    shown = found.strongest(STRONGEST)
    behind = found.evidence[~found.evidence.index.isin(shown.index)].head(FOLDED)
    leads = (
        frozenset(pd.concat([shown["mark"], behind["mark"]]).dropna()) if len(found.evidence) else frozenset()
    )
    if found.draw is None:
        chart = ""
    else:
        wide, narrow = found.svg(leads=leads), found.svg("one-column", prefix="n-")
        chart = f'<div class="chart"><div class="wide">{wide}</div><div class="narrow">{narrow}</div></div>'
    claim = f'<p class="claim">{said(found.claim)}</p>' if found.draw is None else ""
    sentences = html.listed(shown, found.name, "", most=SENTENCE)
    seen = frozenset(shown["mark"].dropna())
    evidence = (
        f'<div class="strongest"><h3>The strongest sentences</h3><ul>{sentences}</ul></div>'
        if len(shown)
        else ""
    )
    limits = f'<p class="limits">{said(html.numbers(found))} {html.badge(found.validity)}</p>'
    kind = "question" if found.draw else "question plain"
    return (
        f'<section id="{found.name}" class="{kind}"><h2>{said(found.question)}</h2>'
        f'<div class="pair"><div>{claim}{chart}{limits}</div>{visible(evidence)}</div>'
        f"{visible(_folded(found, behind, seen, code))}</section>"
    )


def _folded(found: Finding, behind: pd.DataFrame, seen: frozenset[object], code: str) -> str:
    parts = []
    if len(behind):
        items = html.listed(behind, found.name, "", seen)
        parts.append(f"<h3>Further evidence</h3><ul>{items}</ul>")
    if len(found.table):
        parts.append(f'<h3>Numbers</h3><div class="table">{html.Rows(found.table, ROWS).html}</div>')
    if code:
        line = f"{code}\nmaterial.show(findings.{found.function})"
        parts.append(f"<h3>Code</h3><pre>{escape(line)}</pre>")
    rest = len(found.evidence) - len(behind) - STRONGEST
    more = f"<p>{rest:,} further rows are in the tables.</p>" if rest > 0 else ""
    what = " and ".join(filter(None, ["evidence" if len(behind) else "", "numbers"]))
    return f"<details><summary>All {what}</summary>{''.join(parts)}{more}</details>" if parts else ""


def _texts_title(material: Material) -> str:
    return "The text, marked" if len(material.used) == 1 else "The articles"


def _texts(material: Material) -> str:
    """The article with its marks, or the list of articles."""
    title = f"<h2>{_texts_title(material)}</h2>"
    if len(material.used) == 1:
        marked = read.article(material, material.used["article"].iloc[0])
        return f'<section id="articles">{title}{marked.body}</section>'
    rows = list(_article_rows(material))
    names = "<th>Outlet</th><th>Day</th><th>Headline</th>"
    head = f"<tr>{names}<th class=number>Words</th><th class=number>Attributions</th></tr>"
    first = f"<table><thead>{head}</thead><tbody>{''.join(rows[:ARTICLES])}</tbody></table>"
    rest = rows[ARTICLES:400]
    folded = ""
    if rest:
        listed = f"<table><thead>{head}</thead><tbody>{''.join(rest)}</tbody></table>"
        folded = f"<details><summary>{len(rows) - ARTICLES:,} further articles</summary>{listed}</details>"
    return f'<section id="articles">{title}{first}{folded}</section>'


def _article_rows(material: Material) -> Iterator[str]:
    counts = material.quotes["article"].value_counts()
    for row in material.used.sort_values(["published", "outlet"], kind="stable").itertuples():
        outlet = "–" if pd.isna(row.outlet) else row.outlet
        yield (
            f"<tr><td>{said(outlet)}</td><td>{day(row.published) or '–'}</td>"
            f"<td>{said(material.names[row.article])}</td><td class=number>{row.words:,}</td>"
            f"<td class=number>{int(counts.get(row.article, 0)):,}</td></tr>"
        )


def _trust(chosen: Selection) -> str:
    badges = {each.validity.detail: each.validity for each in chosen.sections if each.validity is not None}
    rows = "".join(
        f"<tr><td>{badge.dots} {escape(badge.label)}</td><td>{escape(badge.detail)}</td></tr>"
        for badge in sorted(badges.values(), key=lambda badge: (-badge.level, badge.detail))
    )
    lacking = "".join(f"<li>{said(each.claim)}</li>" for each in chosen.lacking)
    asked = f"<h3>What this corpus cannot answer</h3><ul>{lacking}</ul>" if lacking else ""
    thresholds = f"reliable from {tier.THRESHOLDS['A']:.3f}, tentative from {tier.THRESHOLDS['B']:.3f}"
    head = "<thead><tr><th>Level</th><th>Agreement with human coders</th></tr></thead>"
    return (
        '<section id="trust"><h2>How far to trust it</h2><p>Each instrument was compared with texts that '
        "people outside this project coded. The level follows from the lower end of the 95% interval of the "
        f"agreement beyond chance: {thresholds}, exploratory below (Krippendorff 2004). It holds for such "
        f"texts; a sample of these articles that you code yourself says more.</p>"
        f"<table>{head}<tbody>{rows}</tbody></table>"
        f"{asked}</section>"
    )


ABOUT = (
    '<section id="about"><h2>Methods, data, citation</h2><ul>'
    "<li><code>methods.md</code> has the methods in words to adapt for a paper, with references.</li>"
    "<li><code>codebook.html</code> has every instrument with its question, rules and examples.</li>"
    "<li><code>tables/</code> has all rows as CSV and Parquet, with offsets into the source texts.</li>"
    "<li><code>charts/</code> has every chart as SVG, PNG and PDF, with its numbers.</li>"
    "<li><code>run.json</code> has versions and inputs, to repeat the run.</li></ul></section>"
)
