"""Filters on the columns of `articles`: a small language of comparisons, which runs no code.

    outlet = 'The Hallen Post' and published >= 2031-03-01
    outlet in ('The Hallen Post', 'Vellmar Herald') and words between 200 and 2000
    headline contains 'ferry' or byline like 'Ida %'
    not (section = 'Sport' or section is missing)

`=` and `!=` compare text exactly; `contains` and `like` (% any characters, _ one) ignore case. A day is
2031-03-01; 2031-03 and 2031 mean the whole month or year. A missing value matches no comparison, not even
`!=`, as in SQL: ask for it with `is missing`. A name with spaces is put in `backticks`. The further columns
of a file are text; where they are compared with a number, values that are numbers are read as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NoReturn

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow.acero import Declaration, FilterNodeOptions, ProjectNodeOptions, TableSourceNodeOptions

from analysis.corpus.measured import CorpusError
from analysis.corpus.query import misread

DEEPEST = 50  # brackets and `not` within each other
COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
_SPELLINGS = {"==": "=", "<>": "!="}
_WORDS = ("and", "or", "not", "in", "like", "contains", "between", "is", "missing", "null", "true", "false")

_TOKEN = re.compile(
    r"""(?P<text>'(?:[^']|'')*'|"(?:[^"]|"")*")
      | (?P<name>`[^`]+`)
      | (?P<day>\d{4}-\d{2}(?:-\d{2})?(?![\w.-]))
      | (?P<number>[-+]?\d+(?:\.\d+)?(?![\w.]))
      | (?P<sign><=|>=|!=|<>|==|[=<>(),])
      | (?P<word>[^\W\d]\w*)
      | (?P<strange>\S)""",
    re.VERBOSE,
)
_DAY = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?:[T ].*)?")
_NUMBER = r"^\s*[-+]?\d+(\.\d+)?\s*$"


class ConditionError(CorpusError):
    """A filter that cannot be read, or that asks for a column or value that does not fit."""


@dataclass(frozen=True)
class Span:
    """A day, month or year: its first day, and the first day after it."""

    start: date
    end: date


Value = str | float | int | bool | Span


@dataclass(frozen=True)
class Comparison:
    """A column compared with values; `operator` is one of `COMPARISONS`, in, like, contains, missing."""

    column: str
    operator: str
    values: tuple[Value, ...]
    start: int  # the place in the text, for errors


@dataclass(frozen=True)
class Group:
    """Conditions joined by and, or or not."""

    operator: str
    parts: tuple[Comparison | Group, ...]


class Condition:
    """A filter that is read, to be applied to tables.

    Parameters
    ----------
    text
        In the language above.

    Raises
    ------
    ConditionError
        If it cannot be read; the sentence names the place and the way out.

    Examples
    --------
    >>> rows = pa.table({"outlet": ["The Hallen Post", None], "words": [300, 50]})
    >>> Condition("outlet like '%post' and words > 100").mask(rows).tolist()
    [True, False]
    >>> Condition("published = 2031-13-01")
    Traceback (most recent call last):
    analysis.corpus.condition.ConditionError: the filter 'published = 2031-13-01' has a day that is in no \
calendar, at character 13 ('2031-13-01'). Write year-month-day: 2031-03-01.
    """

    def __init__(self, text: str) -> None:
        self.text = text.strip()
        self._tree = _Reader(self.text).whole()

    @property
    def columns(self) -> list[str]:
        """The columns it asks for, each once."""
        return list(dict.fromkeys(test.column for test in _tests(self._tree)))

    def mask(self, rows: pa.Table) -> np.ndarray:
        """Which rows it keeps.

        Raises
        ------
        ConditionError
            If a column is not there, or cannot be compared with the value given.
        """
        expression = self.expression(rows.schema)
        numbered = rows.select(self.columns).append_column("", pa.array(np.arange(len(rows))))
        found = Declaration.from_sequence(
            [
                Declaration("table_source", TableSourceNodeOptions(numbered)),
                Declaration("filter", FilterNodeOptions(expression)),
                Declaration("project", ProjectNodeOptions([pc.field("")])),
            ]
        )
        kept = np.zeros(len(rows), dtype=bool)
        kept[found.to_table()[0].to_numpy()] = True
        return kept

    def expression(self, schema: pa.Schema) -> pc.Expression:
        """The filter as an Arrow expression, for a table with these columns.

        Raises
        ------
        ConditionError
            If a column is not there, or cannot be compared with the value given.
        """
        if absent := [name for name in self.columns if name not in schema.names]:
            raise ConditionError(unknown(self.text, absent, schema.names))
        return self._compiled(self._tree, schema)

    def _compiled(self, tree: Comparison | Group, schema: pa.Schema) -> pc.Expression:
        if isinstance(tree, Group):
            first, *others = (self._compiled(part, schema) for part in tree.parts)
            if tree.operator == "not":
                return ~first
            for other in others:
                first = first & other if tree.operator == "and" else first | other
            return first
        if tree.operator == "missing":
            return pc.field(tree.column).is_null(nan_is_null=True)
        found = [self._compared(tree, value, schema.field(tree.column).type) for value in tree.values]
        any_of = found[0]
        for other in found[1:]:
            any_of = any_of | other
        return any_of

    def _compared(self, test: Comparison, value: Value, kind: pa.DataType) -> pc.Expression:
        column, operator = pc.field(test.column), "=" if test.operator == "in" else test.operator
        text = pa.types.is_string(kind) or pa.types.is_large_string(kind)
        if operator in ("like", "contains"):
            if not text or not isinstance(value, str):
                self._unfit(test, f"can be asked of text only, and {test.column} is {_told(kind)}")
            matched = pc.match_like if operator == "like" else pc.match_substring
            return matched(column, value, ignore_case=True)
        if pa.types.is_temporal(kind):
            span = _span(value)
            if span is None:
                self._unfit(test, f"compares {test.column}, a day, with what is no day", "2031-03-01")
            return _within(column, operator, *(pa.scalar(day).cast(kind) for day in (span.start, span.end)))
        if isinstance(value, Span):
            if not text:
                self._unfit(test, f"compares {test.column}, {_told(kind)}, with a day")
            return _within(column, operator, pa.scalar(f"{value.start}"), pa.scalar(f"{value.end}"))
        if pa.types.is_boolean(kind) != isinstance(value, bool):
            self._unfit(test, f"compares {test.column}, {_told(kind)}, with {_said(value)}")
        if text and not isinstance(value, str):
            shown = pc.if_else(
                pc.match_substring_regex(column, _NUMBER), column, pa.scalar(None, pa.string())
            )
            column = pc.utf8_trim_whitespace(shown).cast(pa.float64())
        elif isinstance(value, str) and not text:
            self._unfit(test, f"compares {test.column}, {_told(kind)}, with {_said(value)}")
        return _operated(column, operator, pa.scalar(value))

    def _unfit(self, test: Comparison, wrong: str, like: str | None = None) -> NoReturn:
        way_out = f"Write a value like {like}." if like else "Choose a value of that kind, or another column."
        raise ConditionError(misread("filter", self.text, test.start, wrong, way_out))


def unknown(text: str, absent: Iterable[str], columns: Iterable[str]) -> str:
    """The sentence for columns that no article has."""
    there = ", ".join(name for name in columns if name and name != "source_text")
    asked = ", ".join(absent)
    return f"the filter {text!r} asks for {asked}, which is no column of articles. Columns are {there}."


def _span(value: Value) -> Span | None:
    """A value as a day, month or year."""
    if isinstance(value, Span):
        return value
    return None if isinstance(value, bool) else day_span(str(value))


def day_span(text: str) -> Span | None:
    """A day, month or year as a span; None if it is none.

    >>> day_span("2031-12")
    Span(start=datetime.date(2031, 12, 1), end=datetime.date(2032, 1, 1))
    """
    match = _DAY.fullmatch(text.strip())
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        start = date(year or 0, month or 1, day or 1)
        if day:
            return Span(start, start + timedelta(days=1))
        return Span(
            start, (pd.Timestamp(start) + pd.DateOffset(**{"months" if month else "years": 1})).date()
        )
    except (ValueError, OverflowError):
        return None


def _within(column: pc.Expression, operator: str, start: pa.Scalar, end: pa.Scalar) -> pc.Expression:
    """A comparison with a day, month or year: `<=` and `>` look at its end, `=` at both."""
    inside = (column >= start) & (column < end)
    ways = {
        "=": inside, "!=": ~inside, "<": column < start, "<=": column < end,
        ">": column >= end, ">=": column >= start,
    }  # fmt: skip
    return ways[operator]


def _operated(column: pc.Expression, operator: str, value: pa.Scalar) -> pc.Expression:
    ways = {
        "=": column == value, "!=": column != value, "<": column < value, "<=": column <= value,
        ">": column > value, ">=": column >= value,
    }  # fmt: skip
    return ways[operator]


def _told(kind: pa.DataType) -> str:
    if pa.types.is_temporal(kind):
        return "a day"
    if pa.types.is_boolean(kind):
        return "true or false"
    return "a number" if pa.types.is_integer(kind) or pa.types.is_floating(kind) else "text"


def _said(value: Value) -> str:
    return "true or false" if isinstance(value, bool) else "text" if isinstance(value, str) else "a number"


def _tests(tree: Comparison | Group) -> list[Comparison]:
    return [tree] if isinstance(tree, Comparison) else [test for part in tree.parts for test in _tests(part)]


def written(columns: Mapping[str, Any], since: Any = None, until: Any = None) -> str:
    """Values by column as a filter: a list means any of them, None that the value is missing.

    Parameters
    ----------
    columns
        The values wanted.
    since, until
        The first and last day of publication; a month or a year is meant whole.

    Raises
    ------
    ConditionError
        If a value is neither text, number, day nor true or false.

    Examples
    --------
    >>> written({"outlet": ["Herald", "Kell's"], "byline": None}, since="2031-03", until=2032)
    "outlet in ('Herald', 'Kell''s') and byline is missing and published >= 2031-03 and published <= 2032"
    """
    parts = []
    for name, value in columns.items():
        column = name if re.fullmatch(r"[^\W\d]\w*", name) and name.lower() not in _WORDS else f"`{name}`"
        if value is None:
            parts.append(f"{column} is missing")
        elif isinstance(value, (list, tuple, set, frozenset)):
            parts.append(f"{column} in ({', '.join(_literal(name, one) for one in value)})")
        else:
            parts.append(f"{column} = {_literal(name, value)}")
    for sign, day, name in ((">=", since, "since"), ("<=", until, "until")):
        if day is None:
            continue
        if day_span(shown := _day(day)) is None:
            raise ConditionError(
                f"{name}={day!r} is no day. Write it like '2031-03-01', '2031-03' or '2031'."
            )
        parts.append(f"published {sign} {shown}")
    return " and ".join(parts)


def _day(value: Any) -> str:
    return f"{value:%Y-%m-%d}" if isinstance(value, date) else str(value).strip()


def _literal(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return _day(value)
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    if pd.api.types.is_number(value):
        return str(value)
    raise ConditionError(f"{name}={value!r} is no value of a column. Give text, a number, a day or a list.")


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    start: int


class _Reader:
    """Reads a filter from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = [_Token(str(m.lastgroup), m.group(), m.start()) for m in _TOKEN.finditer(text)]
        self._at = 0
        self._depth = 0

    def whole(self) -> Comparison | Group:
        if not self._tokens:
            raise ConditionError("the filter is empty. Write one like: outlet = 'The Hallen Post'")
        tree = self._joined("or")
        if self._at < len(self._tokens):
            self._refuse("goes on after its end", "Join conditions with and, or; close brackets once.")
        return tree

    def _refuse(self, wrong: str, way_out: str, token: _Token | None = None) -> NoReturn:
        if token is None and self._at >= len(self._tokens):
            raise ConditionError(f"the filter {self._text!r} ends too early: it {wrong}. {way_out}")
        start = (token or self._tokens[self._at]).start
        raise ConditionError(misread("filter", self._text, start, wrong, way_out))

    def _next(self, *words: str) -> str | None:
        """The word or sign, taken, if it is one of these."""
        if self._at < len(self._tokens) and self._tokens[self._at].kind in ("word", "sign"):
            text = self._tokens[self._at].text.lower()
            if text in words:
                self._at += 1
                return text
        return None

    def _joined(self, operator: str) -> Comparison | Group:
        parts: list[Comparison | Group] = []
        while not parts or self._next(operator):
            parts.append(self._joined("and") if operator == "or" else self._negated())
        return parts[0] if len(parts) == 1 else Group(operator, tuple(parts))

    def _negated(self) -> Comparison | Group:
        self._depth += 1
        if self._depth > DEEPEST:
            self._refuse(f"has more than {DEEPEST} brackets or nots within each other", "Use fewer.")
        if self._next("not"):
            found: Comparison | Group = Group("not", (self._negated(),))
        elif self._next("("):
            found = self._joined("or")
            if not self._next(")"):
                self._refuse("has a bracket that is not closed", "Close it with ).")
        else:
            found = self._test()
        self._depth -= 1
        return found

    def _test(self) -> Comparison | Group:
        name = self._tokens[self._at] if self._at < len(self._tokens) else None
        if name is None or name.kind not in ("word", "name") or name.text.lower() in _WORDS:
            self._refuse("has no column where one is expected", "Write one like: outlet = 'The Hallen Post'")
        self._at += 1
        column = name.text.strip("`")
        if self._next("is"):
            no = bool(self._next("not"))
            if not self._next("missing", "null"):
                self._refuse("has is without missing", "Write is missing or is not missing.")
            found: Comparison | Group = Comparison(column, "missing", (), name.start)
            return Group("not", (found,)) if no else found
        no = bool(self._next("not"))
        if self._next("between"):
            low = self._value("between")
            if not self._next("and"):
                self._refuse("has between without and", "Write between 200 and 2000.")
            high = self._value("and")
            found = Group(
                "and",
                (Comparison(column, ">=", (low,), name.start), Comparison(column, "<=", (high,), name.start)),
            )
        elif operator := self._next("in", "like", "contains"):
            values = self._list() if operator == "in" else (self._value(operator),)
            found = Comparison(column, operator, values, name.start)
        elif not no and (sign := self._next(*COMPARISONS, *_SPELLINGS)):
            found = Comparison(column, _SPELLINGS.get(sign, sign), (self._value(sign),), name.start)
        else:
            self._refuse(
                f"has no comparison after {column}",
                "Comparisons are = != < <= > >=, in (…), like, contains, between … and …, is missing.",
            )
        return Group("not", (found,)) if no else found

    def _list(self) -> tuple[Value, ...]:
        if not self._next("("):
            self._refuse("has no bracket after in", "Write in ('one', 'another').")
        values = [self._value("in")]
        while self._next(","):
            values.append(self._value(","))
        if not self._next(")"):
            self._refuse("has a list that is not closed", "Close it with ).")
        return tuple(values)

    def _value(self, before: str) -> Value:
        token = self._tokens[self._at] if self._at < len(self._tokens) else None
        if token is None:
            self._refuse(f"has no value after {before}", "Write one: 'text', a number, 2031-03-01, true.")
        if token.kind == "word" and token.text.lower() not in ("true", "false"):
            self._refuse(
                f"has {token.text} where a value is expected",
                f"Put text in quotation marks: '{token.text}'.",
            )
        value: Value
        if token.kind == "text":
            quote = token.text[0]
            value = token.text[1:-1].replace(quote * 2, quote)
        elif token.kind == "day":
            span = day_span(token.text)
            if span is None:
                self._refuse("has a day that is in no calendar", "Write year-month-day: 2031-03-01.")
            value = span
        elif token.kind == "number":
            value = float(token.text) if "." in token.text else int(token.text)
        elif token.kind == "word":
            value = token.text.lower() == "true"
        else:
            self._refuse(
                f"has no value after {before}",
                "Write one: 'text' between quotation marks, 7, 2031-03-01.",
            )
        self._at += 1
        return value
