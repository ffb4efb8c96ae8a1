"""The tables that pass between the steps: what a row is, what names it, what each column means.

A table is a pandas DataFrame that keeps the promise of its `Table`. Steps end
in `TABLE.frame(rows)` or `TABLE.check(frame)`; a notebook shows
`TABLE.describe()`; `write` and `read` keep a table on disk, the same both ways.
"""

from __future__ import annotations

import contextlib
import csv
import json
import re
from collections import namedtuple
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from math import nan
from pathlib import Path
from typing import Any, TextIO, TypeAlias

import pandas as pd


class TableError(ValueError):
    """A frame that does not keep the promise of its table."""


# What counts as a word, everywhere: letters or digits, held together by an
# apostrophe, a hyphen, or a stop or comma between digits ("U.S." is "U" and "S").
WORD = re.compile(r"[^\W_]+(?:(?:['’-]|(?<=\d)[.,](?=\d))[^\W_]+)*")


def count_words(text: str) -> int:
    """Number of words in a text.

    >>> count_words("The 32-member bloc didn't pledge $1.5 billion.")
    7
    """
    return len(WORD.findall(text))


@dataclass(frozen=True)
class Column:
    """What a column holds: its kind, what it means, and whether it may be unknown."""

    kind: str
    meaning: str
    missing: bool = False

    @property
    def dtype(self) -> str:
        """The pandas dtype the kind is kept in."""
        return {
            "text": "str",
            "integer": "Int64" if self.missing else "int64",
            "number": "float64",
            "flag": "boolean" if self.missing else "bool",
            "date": "datetime64[s]",
            "spans": "object",
        }[self.kind]

    @property
    def maybe(self) -> Column:
        """The same column where a value may be missing, which means: unknown."""
        return replace(self, missing=True)


def text(meaning: str) -> Column:
    """A column of text; never the empty string, since unknown is missing."""
    return Column("text", meaning)


def integer(meaning: str) -> Column:
    """A column of whole numbers."""
    return Column("integer", meaning)


def number(meaning: str) -> Column:
    """A column of real numbers."""
    return Column("number", meaning)


def flag(meaning: str) -> Column:
    """A column of True and False."""
    return Column("flag", meaning)


def date(meaning: str) -> Column:
    """A column of calendar days."""
    return Column("date", meaning)


def spans(meaning: str) -> Column:
    """A column of lists of whole-number lists, such as [[start, end], ...]."""
    return Column("spans", meaning)


@dataclass(frozen=True)
class Table:
    """What a table promises: its row, its key, and its columns in order."""

    name: str
    row: str
    key: tuple[str, ...]
    columns: Mapping[str, Column]

    def frame(self, rows: Iterable[Mapping[str, Any] | Sequence[Any]] = ()) -> pd.DataFrame:
        """A frame of this table made from rows: mappings, or tuples in the order of the columns.

        Columns that a mapping leaves out are missing; those it adds are kept.

        >>> HITS.frame().columns[:3].tolist()
        ['instrument', 'article', 'start']
        """
        listed = list(rows)
        if listed and isinstance(listed[0], Mapping):
            made = pd.DataFrame(_by_column(listed, self.columns))
        else:
            columns = list(zip(*listed, strict=True)) or [()] * len(self.columns)
            made = pd.DataFrame(dict(zip(self.columns, columns, strict=True)))
        return self.check(made)

    def check(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The frame with each column in its declared kind and order, further columns after.

        Raises
        ------
        TableError
            If a column is absent or holds another kind, a value that must be
            known is missing, a text is empty, or a key is repeated. The error
            names the table, the first row concerned, and the rule.
        """
        absent = [name for name in self.columns if name not in frame]
        if absent:
            raise TableError(
                f"the {self.name} table lacks {_listed(absent)}. "
                f"It has {_listed(list(frame.columns)) or 'no columns'}."
            )
        given = {name: frame[name] for name in self.columns}
        kept = {name: self._column(name, values) for name, values in given.items()}
        further = [name for name in frame.columns if name not in self.columns]
        checked = frame[[*self.columns, *further]].reset_index(drop=True)
        for name, values in kept.items():
            if values is not given[name]:  # of another kind, or copied
                checked[name] = values.to_numpy() if values.dtype == object else values.array
        checked.columns = pd.Index([str(name) for name in checked.columns])
        repeated = checked.duplicated(list(self.key))
        if repeated.any():
            first = checked[list(self.key)].iloc[int(repeated.to_numpy().argmax())]
            raise TableError(
                f"the {self.name} table should have one row per {self.row}, but {int(repeated.sum())} "
                f"repeat a key, the first being {', '.join(f'{k} {v}' for k, v in first.items())}."
            )
        return checked

    def _column(self, name: str, values: pd.Series) -> pd.Series:
        column = self.columns[name]
        unknown = values.isna().to_numpy()
        if not column.missing and unknown.any():
            row = int(unknown.argmax())
            raise TableError(
                f"{self.name}.{name}, row {row}: the value is missing, "
                f"but it must be known: {column.meaning}."
            )
        if column.kind == "spans":
            return values.map(_lists, na_action="ignore").astype(object)
        if column.kind == "text":
            if isinstance(values.dtype, pd.StringDtype) and not (values.array == "").any():
                wrong = []  # all are texts already
            else:
                told = zip(values.tolist(), unknown.tolist(), strict=True)
                wrong = [not none and not (isinstance(value, str) and value) for value, none in told]
            if any(wrong):
                row = wrong.index(True)
                value = values.astype(object).iloc[row]
                raise TableError(
                    f"{self.name}.{name}, row {row}: {value!r} is not a text of at least one character. "
                    "What is unknown is missing (None)."
                )
        if str(values.dtype) == column.dtype:
            return values
        try:
            return values.astype(column.dtype)  # type: ignore[call-overload, no-any-return]
        except (TypeError, ValueError) as error:
            raise TableError(
                f"{self.name}.{name} should hold {column.kind} values ({column.meaning}): {error}."
            ) from error

    def describe(self) -> pd.DataFrame:
        """The data dictionary: one row per column, with kind, meaning, and whether it is in the key.

        >>> PASSAGES.describe().loc["role", "kind"]
        'text'
        """
        return pd.DataFrame(
            {
                "kind": [column.kind for column in self.columns.values()],
                "key": [name in self.key for name in self.columns],
                "may be missing": [column.missing for column in self.columns.values()],
                "meaning": [column.meaning for column in self.columns.values()],
            },
            index=pd.Index(self.columns, name=self.name),
        )


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as mappings, as `to_dict("records")` gives them, ten times as fast."""
    names = frame.columns.tolist()
    columns = [frame[name].tolist() for name in names]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def rows(frame: pd.DataFrame) -> Iterator[Any]:
    """The rows as named tuples, as `itertuples(index=False)` gives them, ten times as fast."""
    row = namedtuple("row", list(frame.columns))  # type: ignore[misc]
    return map(row._make, zip(*(frame[name].tolist() for name in frame.columns), strict=True))


def write(frame: pd.DataFrame, table: Table, folder: Path | str) -> list[Path]:
    """Write a table as `<name>.parquet` and `<name>.csv`; what was written comes back."""
    checked = table.check(frame)
    parquet, sheet = (Path(folder) / f"{table.name}.{ending}" for ending in ("parquet", "csv"))
    checked.to_parquet(parquet, index=False)
    with sheet.open("w", encoding="utf-8", newline="") as file:
        to_csv(checked, table, file)
    return [parquet, sheet]


def to_csv(checked: pd.DataFrame, table: Table, file: TextIO, *, header: bool = True) -> None:
    """Write the rows of a table as CSV into an open file, with or without the line of column names."""
    flat = checked.copy()
    for name, column in table.columns.items():
        if column.kind == "spans":
            flat[name] = flat[name].map(json.dumps, na_action="ignore")
        elif column.kind == "date":
            flat[name] = flat[name].dt.strftime("%Y-%m-%d")
    # Texts are quoted one and all: unquoted, a bare carriage return would end the row.
    flat.to_csv(file, index=False, header=header, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)


def read(
    table: Table,
    path: Path | str,
    columns: Sequence[str] | None = None,
    where: Mapping[str, str | Sequence[str]] | None = None,
) -> pd.DataFrame:
    """A table read back from its Parquet or CSV file, equal to what was written.

    Parameters
    ----------
    table
        Which one it is.
    path
        The file. Of a large corpus `<name>.parquet` is a folder of parts, and is read the same way.
    columns
        Only these, in this order: of a large table in Parquet, the others are then not read at all.
    where
        Only the rows in which these columns hold these values: {"instrument": "news"}; of several values
        in a list, any.

    Raises
    ------
    TableError
        If the file holds another table, or lacks a column asked for.
    """
    path = Path(path)
    if path.suffix == ".parquet":
        return _read_parquet(table, path, columns, where or {})
    frame = _read_sheet(table, path)
    for name, value in (where or {}).items():
        frame = frame[frame[name].isin([value] if isinstance(value, str) else value)]
    if columns is None:
        return frame.reset_index(drop=True)
    _refuse_absent(table, columns, frame.columns)
    return frame[list(columns)].reset_index(drop=True)


def _read_parquet(
    table: Table, path: Path, columns: Sequence[str] | None, where: Mapping[str, str | Sequence[str]]
) -> pd.DataFrame:
    import pyarrow as pa
    from pyarrow import dataset

    files = sorted(path.glob("*.parquet")) if path.is_dir() else [path]
    found = dataset.dataset([str(file) for file in files], format="parquet")
    _refuse_absent(table, [*(columns or ()), *where], found.schema.names)
    kept = None
    for name, value in where.items():
        values = pa.array([value] if isinstance(value, str) else value, pa.string())
        equal = dataset.field(name).isin(values)
        kept = equal if kept is None else kept & equal
    names = list(columns) if columns is not None else found.schema.names
    frame = found.to_table(columns=names, filter=kept).to_pandas()
    if columns is None:
        return table.check(frame)
    # Values were checked when they were written; of millions of rows that takes its time.
    return frame.astype({name: table.columns[name].dtype for name in names if name in table.columns})


def _refuse_absent(table: Table, asked: Sequence[str], there: Iterable[str]) -> None:
    there = list(there)
    if absent := [name for name in asked if name not in there]:
        raise TableError(f"the {table.name} table there lacks {_listed(absent)}. It has {_listed(there)}.")


def _read_sheet(table: Table, path: Path) -> pd.DataFrame:
    kinds: dict[Any, Any] = {
        name: "str" if column.kind in ("text", "spans", "date") else column.dtype
        for name, column in table.columns.items()
    }
    # Only the empty field is missing: a speaker may be named "NA" or "null".
    frame = pd.read_csv(path, dtype=kinds, keep_default_na=False, na_values=[""], encoding="utf-8")
    for name, column in table.columns.items():
        if column.kind == "spans" and name in frame:
            frame[name] = frame[name].astype(object).map(json.loads, na_action="ignore")
    return table.check(frame)


def _by_column(rows: Sequence[Any], declared: Iterable[str]) -> dict[str, Any]:
    """The values of mappings by column, those declared first: pandas reads columns far faster than rows."""
    names = [*rows[0]]
    if set(map(len, rows)) == {len(names)}:
        with contextlib.suppress(KeyError):  # raised where rows have as many columns, but others
            given = {name: [row[name] for row in rows] for name in names}
            return {**dict.fromkeys(declared, nan), **given}
    every = dict.fromkeys(chain(declared, *rows))
    return {name: [row.get(name, nan) for row in rows] for name in every}


def _lists(value: Iterable[Iterable[int]]) -> list[list[int]]:
    return [[int(part) for part in span] for span in value]


def _listed(names: Sequence[object]) -> str:
    return ", ".join(str(name) for name in names)


# Aliases name the tables in signatures: which goes in, which comes out.
Articles: TypeAlias = pd.DataFrame  # one row per article
Problems: TypeAlias = pd.DataFrame  # one row per thing that could not be read
Passages: TypeAlias = pd.DataFrame  # one row per stretch of the source text
Sentences: TypeAlias = pd.DataFrame  # one row per sentence
Quotes: TypeAlias = pd.DataFrame  # one row per attribution
Quotations: TypeAlias = pd.DataFrame  # one row per stretch in quotation marks
Voices: TypeAlias = pd.DataFrame  # one row per stretch in one voice
Mentions: TypeAlias = pd.DataFrame  # one row per time an actor is referred to
Labels: TypeAlias = pd.DataFrame  # one row per description given to an actor
Hidden: TypeAlias = pd.DataFrame  # one row per act told without its doer
Dates: TypeAlias = pd.DataFrame  # one row per date expression
Hits: TypeAlias = pd.DataFrame  # one row per codebook term or rule found
Scores: TypeAlias = pd.DataFrame  # one row per unit and instrument
Frames: TypeAlias = pd.DataFrame  # one row per article and frame
Evidence: TypeAlias = pd.DataFrame  # one row per piece of evidence for a frame
Values: TypeAlias = pd.DataFrame  # one row per article and measure
Estimates: TypeAlias = pd.DataFrame  # one row per group compared
Keyness: TypeAlias = pd.DataFrame  # one row per group and word
Collocates: TypeAlias = pd.DataFrame  # one row per word that stands near another
Validity: TypeAlias = pd.DataFrame  # one row per figure of a measure against human codes
Events: TypeAlias = pd.DataFrame  # one row per article and the event it tells
Copies: TypeAlias = pd.DataFrame  # one row per pair of articles that share text
Omissions: TypeAlias = pd.DataFrame  # one row per thing told on an event and outlet

_ARTICLE = text("the article, by an id made from its source text")
_START = integer("where it begins in the source text, in code points")
_END = integer("where it ends in the source text, half-open")
_SENTENCE = integer("the sentence it stands in")
_VOICE = text("whose words: reporter, quoted or reported")

ARTICLES = Table(
    "articles",
    row="article",
    key=("article",),
    columns={
        "article": _ARTICLE,
        "outlet": text("who published it").maybe,
        "outlet_from": text("where the outlet was read: sidecar, file, html, url or text").maybe,
        "published": date("day of publication").maybe,
        "published_from": text("where the day was read: sidecar, file, html, url, text or filename").maybe,
        "headline": text("the headline, repaired").maybe,
        "byline": text("who signed it").maybe,
        "url": text("its address").maybe,
        "language": text("two-letter code of the language detected").maybe,
        "words": integer("number of words in the source text, residue included"),
        "source_file": text("the file it was read from; entries and rows follow a '#'"),
        "sha256": text("SHA-256 of the bytes it was read from"),
        "copy_of": text("the article met first that has the same text, or another edition of it").maybe,
        "left_out": text("why it is listed but not measured; missing where it is measured").maybe,
        "source_text": text("the decoded text as read, which every offset counts in"),
    },
)

PROBLEMS = Table(
    "problems",
    row="thing that could not be read",
    key=("source_file", "place"),
    columns={
        "source_file": text("the file, folder or entry"),
        "place": text("where in it: a line, a row, an entry, or 'whole'"),
        "problem": text("what is wrong, the rule, and what to do"),
    },
)

PASSAGES = Table(
    "passages",
    row="stretch of the source text",
    key=("article", "passage"),
    columns={
        "article": _ARTICLE,
        "passage": integer("position in the article, from 0"),
        "role": text(
            "headline, body, subheading, caption, credit, byline, dateline, image, link, boilerplate or blank"
        ),
        "start": _START,
        "end": _END,
        "text": text("the stretch, repaired"),
        "repairs": integer("number of repairs made in it"),
        "reason": text("the rule that gave the role"),
        "edits": spans(
            "one [start, end, length] per repair: source_text[start:end] became `length` characters of text"
        ),
    },
)

# The roles that sentences are made of and measured; the others are kept and left out.
MEASURED = ("headline", "subheading", "body")

SENTENCES = Table(
    "sentences",
    row="sentence",
    key=("article", "sentence"),
    columns={
        "article": _ARTICLE,
        "sentence": integer("position in the article; 0 is the headline, the body begins at 1"),
        "passage": integer("the passage it stands in"),
        "role": text("role of that passage: headline, subheading or body"),
        "start": _START,
        "end": _END,
        "text": text("the sentence, repaired, case kept, white space at its ends removed"),
        "words": integer("number of words"),
        "edits": spans("those edits of the passage that lie in the sentence, so that hits can be traced"),
    },
)

QUOTES = Table(
    "quotes",
    row="attribution",
    key=("article", "quote"),
    columns={
        "article": _ARTICLE,
        "quote": integer("position in the article, from 0"),
        "kind": text("direct, indirect or mixed"),
        "start": _START,
        "end": _END,
        "spans": spans("the content as [start, end] pairs; several where the speaker's name interrupts"),
        "text": text("the content, repaired"),
        "speaker": text("the actor it is attributed to").maybe,
        "speaker_text": text("the words that name the speaker").maybe,
        "speaker_start": integer("where those words begin").maybe,
        "speaker_end": integer("where those words end").maybe,
        "cue": text("lemma of the word that attributes").maybe,
        "cue_start": integer("where that word begins").maybe,
        "cue_end": integer("where that word ends").maybe,
        "sentence": integer("the sentence in which the content begins"),
    },
)

QUOTATIONS = Table(
    "quotations",
    row="quotation in quotation marks",
    key=("article", "quotation"),
    columns={
        "article": _ARTICLE,
        "quotation": integer("position in the article, from 0"),
        "start": integer("where it begins in the source text, its mark included"),
        "end": integer("where it ends in the source text, its mark included"),
        "text": text("what stands there, repaired, marks included"),
        "sentence": integer("the sentence in which it begins"),
        "single": flag("whether its marks are single"),
        "closed": flag("whether a closing mark was found"),
        "depth": integer("number of quotations it stands in"),
        "follows": flag("whether it goes on from the paragraph before"),
        "use": text(
            "attributed; title (of a work); scare (a word or so that no one is said to say); or unattributed"
        ),
        "quote": integer("the attribution it belongs to").maybe,
    },
)

VOICES = Table(
    "voices",
    row="stretch in one voice",
    key=("article", "start"),
    columns={
        "article": _ARTICLE,
        "sentence": _SENTENCE,
        "start": _START,
        "end": _END,
        "voice": text("whose words: reporter, quoted or reported"),
        "quote": integer("the attribution it belongs to, where there is one").maybe,
    },
)

MENTIONS = Table(
    "mentions",
    row="mention of an actor",
    key=("article", "mention"),
    columns={
        "article": _ARTICLE,
        "mention": integer("position in the article, from 0"),
        "actor": text("the actor's canonical name").maybe,
        "type": text("person, organization, place, group or other"),
        "form": text("name, title, description or pronoun"),
        "start": _START,
        "end": _END,
        "text": text("the words of the mention"),
        "role": text("agent, patient, speaker, addressee or other"),
        "predicate": text("lemma of the verb or noun it is an argument of").maybe,
        "passive": flag("whether that verb is passive"),
        "sentence": _SENTENCE,
    },
)

LABELS = Table(
    "labels",
    row="description given to an actor",
    key=("article", "actor", "start"),
    columns={
        "article": _ARTICLE,
        "actor": text("the actor described"),
        "start": _START,
        "label": text("the description"),
        "end": _END,
        "sentence": _SENTENCE,
        "voice": _VOICE,
    },
)

HIDDEN = Table(
    "hidden",
    row="act told without saying who acts",
    key=("article", "start", "kind"),
    columns={
        "article": _ARTICLE,
        "start": _START,
        "kind": text("agentless passive or nominalised act"),
        "end": _END,
        "text": text("the passive verb, or the noun"),
        "predicate": text("lemma of the verb"),
        "patient": text("the words for what it is done to").maybe,
        "actor": text("the actor it is done to").maybe,
        "sentence": _SENTENCE,
    },
)

DATES = Table(
    "dates",
    row="date expression",
    key=("article", "start"),
    columns={
        "article": _ARTICLE,
        "start": _START,
        "end": _END,
        "text": text("the expression"),
        "earliest": date("first day it may mean").maybe,
        "latest": date("last day it may mean").maybe,
        "relation": text("past, present, future or conditional"),
        "resolved_by": text("the rule that resolved it, or why it is unresolved"),
        "sentence": _SENTENCE,
    },
)

HITS = Table(
    "hits",
    row="codebook term or rule found",
    key=("instrument", "article", "start", "code"),
    columns={
        "instrument": text("the instrument, or the codebook as kind/name"),
        "article": _ARTICLE,
        "start": _START,
        "code": text("what it counts for: a frame, a question, or 'tone'"),
        "end": _END,
        "found": text("the words found, repaired"),
        "weight": number("what it adds to the score, in the instrument's own scale"),
        "negated": flag("whether a negator turned its sign"),
        "voice": _VOICE.maybe,
        "sentence": _SENTENCE,
    },
)

SCORES = Table(
    "scores",
    row="unit by one instrument",
    key=("instrument", "article", "unit", "unit_id"),
    columns={
        "instrument": text("the instrument"),
        "article": _ARTICLE,
        "unit": text("sentence, passage, article, mention or quote"),
        "unit_id": integer("its number in the article; 0 for the article itself"),
        "target": text("the actor the tone is towards").maybe,
        "voice": _VOICE.maybe,
        "tone": number("the score in the instrument's own scale; higher is brighter"),
        "words": integer("number of words in the unit"),
    },
)

FRAMES = Table(
    "frames",
    row="frame or question, for one article",
    key=("codebook", "article", "frame"),
    columns={
        "codebook": text("the codebook"),
        "article": _ARTICLE,
        "frame": text("the frame or question"),
        "present": flag("whether the article has it"),
        "strength": number("share of the article's sentences with evidence, 0 to 1"),
        "evidence": integer("number of pieces of evidence"),
        "scored_by": text("'rules', the name of a model, or the coder's name"),
    },
)

EVIDENCE = Table(
    "evidence",
    row="piece of evidence for a frame",
    key=("codebook", "article", "frame", "start"),
    columns={
        "codebook": text("the codebook"),
        "article": _ARTICLE,
        "frame": text("the frame or question"),
        "start": _START,
        "end": _END,
        "text": text("the words that are the evidence, repaired"),
        "sentence": _SENTENCE,
        "voice": _VOICE.maybe,
        "rule": text("the codebook's term or rule that found it"),
    },
)

VALUES = Table(
    "values",
    row="article by one measure",
    key=("measure", "article"),
    columns={
        "measure": text("what is measured, with its unit"),
        "article": _ARTICLE,
        "value": number("the article's own figure; missing where it holds nothing to measure").maybe,
        "weight": number("how many units it rests on: sentences, attributions, mentions, words"),
        "unit": text("what the value counts: points, % or per 1,000 words"),
        "instrument": text("the instrument whose tier says how far to trust it"),
        "tier": text("how far the instrument is validated: A, B, C or 'not validated'"),
    },
)

ESTIMATES = Table(
    "estimates",
    row="group compared on one measure",
    key=("measure", "group"),
    columns={
        "measure": text("what is estimated, with its unit"),
        "group": text("the group"),
        "value": number("the estimate; missing where too few articles can say it").maybe,
        "low": number("lower end of its 95% interval").maybe,
        "high": number("upper end of its 95% interval").maybe,
        "n": integer("number of units it rests on"),
        "articles": integer("number of articles they come from"),
        "corrected": flag("whether human codes corrected it for the instrument's errors"),
        "tier": text("how far the instrument is validated: A, B, C or 'not validated'"),
    },
)

KEYNESS = Table(
    "keyness",
    row="word in one group against the others",
    key=("group", "word"),
    columns={
        "group": text("the group whose word it is"),
        "word": text("the word, case folded"),
        "count": integer("how often the group has it"),
        "others": integer("how often the other articles have it"),
        "per_1000": number("its rate in the group, per 1,000 words"),
        "others_per_1000": number("its rate in the other articles, per 1,000 words"),
        "articles": integer("number of the group's articles that have it"),
        "others_articles": integer("number of the other articles that have it"),
        "log_odds": number("log-odds ratio with an informative Dirichlet prior; above 0, more in the group"),
        "z": number("log_odds over its standard error were words independent draws"),
        "log_likelihood": number("Dunning's log-likelihood, with the sign of the difference in rates"),
        "p": number("share of shuffles of whole articles in which z lies as far from its mean").maybe,
        "p_corrected": number("p corrected for the number of words and groups compared").maybe,
        "finding": flag("whether it is more than chance, and stands in enough articles"),
    },
)

COLLOCATES = Table(
    "collocates",
    row="word that stands near another",
    key=("node", "word"),
    columns={
        "node": text("the word or name in question"),
        "word": text("the word near it, case folded"),
        "count": integer("how often it stands within the window"),
        "expected": number("how often it would if words were in no order"),
        "articles": integer("number of articles in which it does"),
        "pmi": number("pointwise mutual information, in bits; 0 is chance"),
        "log_likelihood": number("Dunning's log-likelihood; 3.84 is reached by chance in 1 of 20"),
        "finding": flag("whether it is in enough articles, and more often near than elsewhere"),
    },
)

VALIDITY = Table(
    "validity",
    row="figure of a measure against one human-coded set",
    key=("task", "gold", "measure", "metric"),
    columns={
        "task": text("the task, as the file of the common form is named"),
        "gold": text("the human-coded set and split"),
        "measure": text("the instrument"),
        "metric": text("the figure"),
        "value": number("its value"),
        "low": number("lower end of its 95% bootstrap interval").maybe,
        "high": number("upper end of its 95% bootstrap interval").maybe,
        "n": integer("number of units measured"),
        "tier": text("A, B, C or 'not validated'").maybe,
        "made_on": date("day it was measured"),
    },
)

# What is found between articles; made on demand by `compare`, not by every run.

EVENTS = Table(
    "events",
    row="article and the event it tells",
    key=("article",),
    columns={
        "article": _ARTICLE,
        "event": text("the event: the id given, or the id of its first article"),
        "event_from": text("how it was told: given, content and day, content, or alone"),
        "about": text("headline of the article most like the others").maybe,
        "likeness": number("mean cosine likeness to the event's other articles, 0 to 1").maybe,
        "because": text("the words that make it like them, the weightiest first").maybe,
    },
)

COPIES = Table(
    "copies",
    row="pair of articles that share text",
    key=("article", "other"),
    columns={
        "article": text("the one printed first, or first by id"),
        "other": text("the other one"),
        "share": number("share of the shorter one's own words that stand in the other, 0 to 1"),
        "of_article": number("share of the first one's own words"),
        "of_other": number("share of the other one's own words"),
        "words": integer("words of the first one in the shared stretches"),
        "spans": spans("the shared stretches as [start, end] in the first one's source text"),
        "other_spans": spans("the same stretches in the other one's source text"),
    },
)

OMISSIONS = Table(
    "omissions",
    row="thing told on an event, and one outlet that tells the event",
    key=("event", "kind", "what", "outlet"),
    columns={
        "event": text("the event"),
        "kind": text("quoted (who), named (who), day (which), or claim (said by whom)"),
        "what": text("who, which day, or what is claimed"),
        "outlet": text("the outlet"),
        "state": text("present, named only (for who is quoted elsewhere), unclear, or absent"),
        "articles": integer("number of the outlet's articles on the event"),
        "times": integer("how often it is there"),
        "article": text("where it stands first, or where what is most like it stands").maybe,
        "start": integer("where that begins in the source text").maybe,
        "end": integer("where that ends, half-open").maybe,
        "text": text("the sentence there").maybe,
        "looked_for": text("what was looked for, and through how many words"),
    },
)

ALL = {
    table.name: table
    for table in (
        ARTICLES, PROBLEMS, PASSAGES, SENTENCES, QUOTES, QUOTATIONS, VOICES, MENTIONS, LABELS, HIDDEN, DATES,
        HITS, SCORES, FRAMES, EVIDENCE, VALUES, ESTIMATES, KEYNESS, COLLOCATES, VALIDITY,
    )
}  # fmt: skip
