"""A finding as HTML, for a notebook's cell."""

from __future__ import annotations

import base64
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
import pandas as pd
from pandas.api.types import is_bool_dtype, is_float_dtype, is_numeric_dtype

from analysis import tier
from analysis.findings import files
from analysis.findings.finding import Finding, proof
from analysis.findings.svg import STYLE
from analysis.findings.wording import number

CSS = f"""
{STYLE}
.finding {{ max-width: 760px; margin: 0.4em 0 1em; text-align: left; }}
.finding .static {{ display: none; }}
.finding p {{ margin: 0.3em 0; }}
.finding .badge {{ white-space: nowrap; border: 1px solid currentColor; border-radius: 9px; }}
.finding .badge {{ padding: 0 0.55em; font-size: 90%; cursor: help; }}
.finding li {{ margin: 0.25em 0; }}
.finding li:target {{ outline: 2px solid currentColor; }}
.finding mark {{ background: #FFE9A8; color: #222; }}
.finding small {{ opacity: 0.8; }}
""".strip()


@dataclass(frozen=True)
class Rows:
    """The first rows of a table, text left-aligned and numbers aligned, and how many there are in all."""

    table: pd.DataFrame
    first: int = 8

    def __len__(self) -> int:
        return len(self.table)

    @property
    def html(self) -> str:
        """The table and the count of its rows, as HTML."""
        shown = self.table.head(self.first)
        numeric = [is_numeric_dtype(shown[name]) and not is_bool_dtype(shown[name]) for name in shown.columns]
        head = _row("th", map(str, shown.columns), numeric)
        columns = [_column(shown[name]) for name in shown.columns]
        body = "".join(_row("td", cells, numeric) for cells in zip(*columns, strict=True))
        note = f"<p><small>{self._more}</small></p>" if self._more else ""
        return f"<table class='rows'><thead>{head}</thead><tbody>{body}</tbody></table>{note}"

    @property
    def _more(self) -> str:
        every, shown = len(self.table), min(self.first, len(self.table))
        return f"The first {shown:,} of {every:,} rows." if every > shown else ""

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        shown = self.table.head(self.first)
        with pd.option_context("display.max_colwidth", 90, "display.width", 200):
            plain = shown.to_string(index=False) if len(shown) else "no rows"
        return {
            "text/html": f"<style>{ROWS}</style>{self.html}",
            "text/plain": f"{plain}\n{self._more}".rstrip(),
        }


ROWS = """
table.rows { border-collapse: collapse; margin: 0.3em 0; }
table.rows th, table.rows td { text-align: left !important; vertical-align: top; white-space: normal; }
table.rows th, table.rows td { padding: 0.2em 0.8em 0.2em 0; max-width: 34em; }
table.rows .number { text-align: right !important; font-variant-numeric: tabular-nums; }
table.rows tr { border-bottom: 1px solid rgba(128, 128, 128, 0.35); background: none !important; }
""".strip()


def rows(table: pd.DataFrame, first: int = 8) -> Rows:
    """The first rows of a table, for the end of a notebook's cell; an index with a name is shown as a column.

    >>> len(rows(pd.DataFrame({"n": [1, 2, 3]}), first=2))
    3
    """
    if table.index.names != [None]:
        table = table.reset_index()
    return Rows(table, first)


def _row(tag: str, cells: Iterable[str], numeric: Sequence[bool]) -> str:
    """A row of a table, its numbers aligned."""
    made = (
        f"<{tag}{' class=number' if is_number else ''}>{escape(cell)}</{tag}>"
        for cell, is_number in zip(cells, numeric, strict=True)
    )
    return f"<tr>{''.join(made)}</tr>"


def _column(values: pd.Series) -> list[str]:
    """The values of a column as text; real numbers all with the same decimals, none if all are whole."""
    if not is_float_dtype(values):
        return [_printed(value) for value in values]
    known = values.dropna()
    places = 0 if (known == known.round()).all() else None
    return [number(value, places=places) for value in values]


def _printed(value: object) -> str:
    """A value as a reader expects it: days without a time, missing values as a dash."""
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return "–"
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, float):
        return number(value)
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def shown(found: Finding) -> str:
    """The chart, a line of numbers with the badge, and the strongest sentences, folded.

    A front end that strips style sheets, as for notebooks it does not trust,
    shows the chart as an image.
    """
    if found.draw is None:
        body = f"<p><b>{escape(found.claim)}</b></p>"
        if len(found.table):
            body += f"<style>{ROWS}</style>{Rows(found.table, 12).html}"
        elif found.alt != found.claim:
            body += f"<p>{escape(found.alt)}</p>"
    else:
        image = base64.b64encode(files.png(found, dpi=110)).decode()
        body = (
            f'<div class="chart">{found.svg(prefix="nb-", leads=_keys(found.strongest(12)))}</div>'
            f'<img class="static" alt="{escape(found.alt)}" width="680" src="data:image/png;base64,{image}">'
        )
    return (
        f'<div class="finding" id="nb-{found.name}"><style>{CSS}</style>{body}'
        f"<p>{badge(found.validity)} {escape(numbers(found))}</p>{behind(found, prefix='nb-')}</div>"
    )


def badge(validity: tier.Badge | None) -> str:
    """The badge: dots, label, and the figure behind it as a tooltip; empty where nothing is judged."""
    if validity is None:
        return ""
    return (
        f'<span class="badge" tabindex="0" title="{escape(validity.detail)}">'
        f'<span aria-hidden="true">{validity.dots}</span> {escape(validity.label)}</span>'
    )


def numbers(found: Finding) -> str:
    """What the finding rests on, as one line."""
    return ". ".join(filter(None, (f"n = {found.n}" if found.n else "", found.limits.rstrip(".")))) + (
        "." if found.n or found.limits else ""
    )


def behind(found: Finding, prefix: str, most: int = 12) -> str:
    """The strongest sentences, folded; the marks of the chart lead to them."""
    shown = found.strongest(most)
    if shown.empty:
        return ""
    items = listed(shown, found.name, prefix)
    return (
        f"<details><summary>The sentences behind it ({len(shown):,} of {len(found.evidence):,})</summary>"
        f"<ul>{items}</ul></details>"
    )


def listed(
    shown: pd.DataFrame, name: str, prefix: str, before: Collection[object] = frozenset(), most: int = 200
) -> str:
    """Sentences of evidence as list items; the first of each mark is where the chart's mark leads.

    `before` has the marks that already have their place on the page; a sentence
    is cut to about `most` characters.
    """
    first = ~shown["mark"].duplicated() & shown["mark"].notna() & ~shown["mark"].isin(list(before))
    return "".join(
        sentence(row, f"{prefix}{name}-e{row['mark']}" if leads else "", most)
        for row, leads in zip(shown.to_dict("records"), first, strict=True)
    )


def _keys(shown: pd.DataFrame) -> frozenset[object]:
    """The marks of a chart whose evidence is on the page."""
    return frozenset(shown["mark"].dropna())


def sentence(row: dict[str, object], ident: str = "", most: int = 200) -> str:
    """One sentence of evidence as a list item, with what makes it evidence."""
    anchor = f' id="{escape(ident)}"' if ident else ""
    return f"<li{anchor}>{proof(row, most)} <small>{escape(str(row['because']))}</small></li>"
