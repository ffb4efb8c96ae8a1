"""The codebook for readers: every instrument with its question, rule, sources and validity, on one page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any

import analysis
from analysis import tier
from analysis.codebook import Codebook
from analysis.report.instruments import (
    Instrument,
    figures,
    in_words,
    instruments,
    key_of,
    label,
    sources,
    works,
)
from analysis.report.safe import visible
from analysis.report.template import bound

MEANS = {
    "A": "Agreement with human coders is high: findings can be reported with the usual care.",
    "B": "Agreement allows tentative conclusions: check the sentences behind a finding.",
    "C": "Agreement is low: findings are leads to follow by reading, not results.",
    tier.NONE: "No comparison with human coders: read the sentences behind a finding.",
}


def codebooks(path: Path | str, *, title: str = "Codebook: every instrument of the workbook") -> Path:
    """Write every instrument, with its question, rule, sources and validity, as one HTML page.

    All codebooks of the package's folder are included, the user's own too, with their
    questions, examples and terms.

    Parameters
    ----------
    path
        The file to write.
    title
        The page's title.

    Returns
    -------
    Path
        Where the page is.

    Raises
    ------
    ReportError
        If the file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> made = codebooks(Path(tempfile.mkdtemp()) / "codebook.html")
    >>> "How far to trust them" in made.read_text(encoding="utf-8")
    True
    """
    all_of_them = instruments()
    contents = [("levels", "How far to trust them"), *((_anchor(each), each.title) for each in all_of_them)]
    source = (
        f"Media workbook {analysis.__version__}: {len(all_of_them)} instruments, in the order of the steps."
    )
    head = f'<h1>{_said(title)}</h1><p class="facts">{source}</p>'
    body = [head, _levels(all_of_them), *(_section(made) for made in all_of_them)]
    return bound(Path(path), title, "\n".join(body), contents)


def _anchor(made: Instrument) -> str:
    return made.name.replace("/", "-").replace("_", "-")


def _said(text: object) -> str:
    return escape(visible(" ".join(str(text).split())))


def _table(label: str, heads: list[str], rows: list[list[str]]) -> str:
    """A table whose first column heads its rows; cells are markup."""
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    body = "".join(
        f'<tr><th scope="row">{row[0]}</th>{"".join(f"<td>{cell}</td>" for cell in row[1:])}</tr>'
        for row in rows
    )
    return (
        f'<div class="table" role="group" tabindex="0" aria-label="{escape(label)}"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _levels(all_of_them: list[Instrument]) -> str:
    rows = [[f"{_dots(grade)} {label(grade)}", _said(means)] for grade, means in MEANS.items()]
    listed = [
        [f'<a href="#{_anchor(made)}">{_said(made.title)}</a>', _said(made.asks), _level(made)]
        for made in all_of_them
    ]
    return (
        '<section class="chapter" id="levels" aria-labelledby="levels-title">'
        '<h2 id="levels-title">How far to trust them</h2>'
        "<p>Each instrument was compared with texts that people outside the project coded. Its level follows "
        "from the lower end of the 95% interval of the agreement beyond chance, with the thresholds of "
        "Krippendorff (2004, p. 241): reliable from .800, tentative from .667, exploratory below. Of several "
        "sets, the lowest result decides.</p>"
        f"{_table('What the levels mean', ['Level', 'Meaning'], rows)}"
        '<h3 id="overview">All instruments</h3>'
        f"{_table('All instruments', ['Instrument', 'Question', 'Level'], listed)}</section>"
    )


def _section(made: Instrument) -> str:
    at = _anchor(made)
    facts = [("Question", _said(made.asks)), ("Rule", _said(made.rule)), ("Returns", _said(made.returns))]
    said_by_books = [work for book in made.books for work in sources(book)]
    known = {key_of(work) for work in said_by_books}
    cited = [_work(key) for key in made.cites if key in works() and key not in known]
    cited += [_said(work) for work in said_by_books]
    if cited:
        facts.append(("Sources", _list(list(dict.fromkeys(cited)))))
    by = [_said(f"{book.instrument}: {book.about['by']}") for book in made.books if book.about.get("by")]
    if by:
        facts.append(("Made by", _list(by)))
    rows = [_said(in_words(row)) for row in figures(made.measure).to_dict("records")]
    facts.append(("Validity", f"<strong>{_level(made)}</strong>{_list(rows) if rows else ''}"))
    said = "".join(f"<dt>{name}</dt><dd>{text}</dd>" for name, text in facts)
    books = "".join(part for book in made.books for part in _book(book, at))
    head = f'<section class="chapter entry" id="{at}" aria-labelledby="{at}-title">'
    return (
        f'{head}<h2 id="{at}-title">{_said(made.title)}</h2><dl class="facts">{said}</dl>{books}'
        '<p class="back"><a href="#contents">Back to the contents</a></p></section>'
    )


def _dots(grade: str) -> str:
    """Three dots, as in the badge of a finding."""
    level = tier.LEVELS.get(grade, (1, ""))[0]
    return f'<span aria-hidden="true">{"●" * level}{"○" * (3 - level)}</span>'


def _level(made: Instrument) -> str:
    badge = made.badge
    return f'<span class="level">{_dots(badge.tier)} {badge.label}</span>'


def _list(items: list[str]) -> str:
    return (
        f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"
        if len(items) > 1
        else f"<p>{items[0]}</p>"
    )


def _book(book: Codebook, at: str) -> Iterator[str]:
    title = f"Codebook {book.instrument}: {book.about['title']}"
    yield f'<h3 id="{at}-{book.kind}-{book.name}">{_said(title)}</h3>'
    for name, word in (("include", "Counts"), ("exclude", "Does not count")):
        if book.about.get(name):
            yield f"<p><strong>{word}:</strong> {_said(book.about[name])}</p>"
    if book.codes:
        rows = [
            [_said(said.get("title", code)), _question(said), _example(said, "yes"), _example(said, "no")]
            for code, said in book.codes.items()
        ]
        yield _table(f"Questions of {title}", ["Code", "Question", "Yes", "No"], rows)
    if len(book.terms):
        yield _terms(book)


def _question(said: Mapping[str, Any]) -> str:
    parts = [_said(said.get("asks", ""))]
    if said.get("definition"):
        parts.append(_said(said["definition"]))
    if not said.get("applies", True):
        parts.append(f"<em>Not applicable: {_said(said.get('why', ''))}</em>")
    parts += [_said(f"Rule: {rule['rule']}") for rule in said.get("rules", ()) if rule.get("rule")]
    return "<br>".join(parts)


def _example(said: Mapping[str, Any], answer: str) -> str:
    return f"“{_said(said[answer])}”" if said.get(answer) else "—"


def _terms(book: Codebook) -> str:
    """All terms, folded, by code; weights other than 1 in parentheses."""
    parts = []
    for code, terms in book.terms.groupby("code", sort=False):
        named = book.titles.get(str(code), str(code))
        words = [
            term if weight == 1 else f"{term} ({f'{weight:+g}'.replace('-', '−')})"
            for term, weight in zip(terms["term"], terms["weight"], strict=True)
        ]
        parts.append(f"<p><strong>{_said(named)}</strong> ({len(words):,}): {_said(', '.join(words))}</p>")
    return (
        f'<details class="terms"><summary>All {len(book.terms):,} terms'
        f" of {_said(book.instrument)}</summary>{''.join(parts)}</details>"
    )


def _work(key: str) -> str:
    """An entry of the bibliography in words: authors (year). Title. Where."""
    from analysis.report.references import in_words

    return _said(in_words(works()[key]))
