"""What coding by hand passes on: the sample drawn, the questions asked, the codes given."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

import pandas as pd

from analysis.tables import Sentences, Table, flag, integer, number, text


class AgreeError(ValueError):
    """A sample, a coding sheet or a set of codes that cannot be used as asked."""


SAMPLE = Table(
    "sample",
    row="row of the coding sheet",
    key=("row",),
    columns={
        "row": text("its name in the sheet, r0001 and so on, in the order in which it is coded"),
        "sample": text("fingerprint of the sample, which every sheet of it carries"),
        "item": text("the unit: its article and its number there, joined by ':'"),
        "article": text("the article it stands in"),
        "text": text("what the coder reads"),
        "before": text("what stands before it, as context").maybe,
        "after": text("what stands after it, as context").maybe,
        "stratum": text("the stratum it was drawn from"),
        "probability": number("probability with which it was drawn, above 0 and up to 1"),
        "stratum_units": integer("number of units in the stratum"),
        "stratum_drawn": integer("number of units drawn from it"),
        "repeats": text("the earlier row that it repeats, to see whether a coder decides alike twice").maybe,
    },
)

CODES = Table(
    "codes",
    row="question put to a coder about a row",
    key=("coder", "row", "question"),
    columns={
        "coder": text("who coded"),
        "row": text("the row of the coding sheet"),
        "question": text("the question"),
        "item": text("the unit"),
        "article": text("the article it stands in"),
        "code": text("the code given; missing where none was, or where what stands there is no code").maybe,
        "note": text("what the coder wrote beside it").maybe,
        "repeat": flag("whether the row repeats an earlier one"),
    },
)

Units: TypeAlias = (
    pd.DataFrame
)  # one row per unit that may be drawn: item, article, text and what is known of it
Sample: TypeAlias = pd.DataFrame  # one row per row of the coding sheet
Codes: TypeAlias = pd.DataFrame  # one row per coder, row and question
Coded: TypeAlias = pd.DataFrame  # one row per unit coded by hand: item, human, probability, stratum


def units(
    sentences: Sentences,
    *,
    articles: pd.DataFrame | None = None,
    measure: pd.DataFrame | None = None,
    value: str | None = None,
    unit: str = "sentence",
    context: int = 1,
) -> Units:
    """The units that may be drawn and coded, with their context and what the machine says of each.

    Parameters
    ----------
    sentences
        As `parse.sentences` gives them.
    articles
        Where given, `outlet` and `published` are taken over from it.
    measure, value
        A table of the machine's answers, one per unit, and the column that holds
        them; it names its units by `article` and, for sentences, `sentence` or
        `unit_id`. It becomes the column `machine`.
    unit
        "sentence", or "article": then the text is all its sentences.
    context
        How many sentences before and after a sentence are shown with it.

    Returns
    -------
    Units
        One row per unit: `item`, `article`, `text`, `before`, `after`, `words`,
        and what was asked for. A unit of which `measure` says nothing has no
        `machine` value.

    Raises
    ------
    AgreeError
        If `measure` names a unit twice, as scores of two instruments would.

    Examples
    --------
    >>> import pandas as pd
    >>> told = pd.DataFrame({"article": "a1", "sentence": [0, 1], "words": [2, 3],
    ...     "text": ["Tram derailed", "Nobody was hurt."]})
    >>> units(told)[["item", "before"]].values.tolist()
    [['a1:0', nan], ['a1:1', 'Tram derailed']]

    """
    ordered = sentences.sort_values(["article", "sentence"], ignore_index=True)
    if unit == "article":
        key = ["article"]
        made = ordered.groupby("article", sort=True).agg(text=("text", "\n".join), words=("words", "sum"))
        made = made.reset_index().assign(item=lambda t: t["article"], before=None, after=None)
    elif unit == "sentence":
        key = ["article", "sentence"]
        made = ordered[["article", "sentence", "text", "words"]].assign(
            item=lambda t: t["article"] + ":" + t["sentence"].astype(str),
            before=_context(ordered, range(context, 0, -1)),
            after=_context(ordered, range(-1, -context - 1, -1)),
        )
    else:
        raise AgreeError(f"unit is {unit!r}, but a unit is a 'sentence' or an 'article'.")
    if measure is not None:
        made = _measured(made, measure, value, key)
    if articles is not None:
        known = articles[["article", "outlet", "published"]]
        made = made.merge(known, on="article", how="left", validate="many_to_one")
    first = ["item", "article", "text", "before", "after", "words"]
    return made[[*first, *(name for name in made if name not in first)]]


def _measured(made: Units, measure: pd.DataFrame, value: str | None, key: list[str]) -> Units:
    if value is None or value not in measure:
        raise AgreeError(f"value is {value!r}, but the measure's columns are {_listed(measure.columns)}.")
    answers = measure.rename(columns={"unit_id": "sentence"} if "sentence" not in measure else {})
    lacking = [name for name in key if name not in answers]
    if lacking:
        raise AgreeError(f"the measure does not name its units: it lacks {_listed(lacking)}.")
    answers = answers[[*key, value]].rename(columns={value: "machine"})
    if answers.duplicated(key).any():
        first = answers.loc[answers.duplicated(key), key].iloc[0]
        raise AgreeError(
            f"the measure has more than one value for {', '.join(f'{k} {v}' for k, v in first.items())}. "
            "Choose one instrument, one target and one frame first."
        )
    return made.merge(answers, on=key, how="left", validate="one_to_one")


def _context(ordered: Sentences, shifts: Iterable[int]) -> pd.Series:
    grouped = ordered.groupby("article")["text"]
    told = [grouped.shift(by) for by in shifts]
    if not told:
        return pd.Series(None, index=ordered.index, dtype="str")
    joined = pd.concat(told, axis=1).apply(lambda row: " ".join(row.dropna()), axis=1)
    return joined.where(joined != "").astype("str")


def items(frame: pd.DataFrame) -> pd.Series:
    """The name of each unit: its `item` column, or made from its article and its number there."""
    if "item" in frame:
        return frame["item"].astype(str)
    if "article" not in frame:
        raise AgreeError(f"units are named by 'item', or by 'article'; there are {_listed(frame.columns)}.")
    article = frame["article"].astype(str)
    for numbered in ("sentence", "unit_id"):
        if numbered in frame:
            return article + ":" + frame[numbered].astype(str)
    return article


def _listed(names: Iterable[Any]) -> str:
    return ", ".join(str(name) for name in names)
