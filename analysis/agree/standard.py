"""Human codes as numbers, with the probability of each unit: what machines are held against."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.agree.agreement import Level, Reliability, ratings, reliability, repeats
from analysis.agree.forms import AgreeError, Coded, Codes, Sample
from analysis.agree.sheets import checked

SHARED = 10  # units coded twice; fewer tell nothing of reliability


def yardstick(
    codes: Codes,
    sample: Sample,
    question: str,
    *,
    values: Mapping[str, float] | None = None,
    level: Level = "nominal",
    unfinished: bool = False,
) -> Coded:
    """The human codes of one question as numbers, with the probability each unit was drawn with.

    Where coders differ, the number is the mean of theirs. Second showings are left out.

    Parameters
    ----------
    codes
        From `agree.codes` or `agree.read_sheet`.
    sample
        The sample they were made from.
    question
        Which of its questions.
    values
        The number each code stands for; without it, codes are numbers themselves.
    level
        Level of measurement, for alpha.
    unfinished
        Whether a sheet coded only up to some row will do. The order of rows is
        random, so its first rows are a smaller sample of the same kind, and the
        probabilities are reckoned anew.

    Returns
    -------
    Coded
        One row per unit coded: `item`, `article`, `human`, `coders`, `probability`,
        `stratum`, `stratum_units`, and `alpha`, Krippendorff's alpha between coders
        or, with one coder, of her repeats; missing where fewer than 10 units were coded twice.

    Raises
    ------
    AgreeError
        If alpha is below .667: then the codes are no yardstick. If units drawn were
        not coded, a code has no number, or codes are not of this sample.

    """
    sample = checked(sample)
    asked = codes[codes["question"] == question]
    given = ratings(codes, question)
    strays = sorted(set(asked["row"]) - set(sample["row"]))
    if strays:
        raise AgreeError(
            f"the codes have rows that the sample lacks, the first {strays[0]}: they are of another sample."
        )
    agreed = _agreed(codes, question, given, level)
    if agreed is not None and not agreed.usable:
        raise AgreeError(f"question {question!r}: {agreed.sentence}")
    numbers = given.map(lambda code: _number(code, question, values), na_action="ignore").astype(float)
    drawn = sample[sample["repeats"].isna()].drop(columns=["text", "before", "after"])
    drawn = drawn.assign(
        human=drawn["item"].map(numbers.mean(axis=1)).to_numpy(float),
        coders=drawn["item"].map(numbers.notna().sum(axis=1)).fillna(0).astype(int),
    )
    done = drawn["human"].notna()
    if not done.all():
        drawn = _first_rows(drawn, done, question, unfinished)
    drawn["alpha"] = np.nan if agreed is None else agreed.alpha
    kept = ["item", "article", "human", "coders", "probability", "stratum", "stratum_units", "alpha"]
    return drawn[kept].reset_index(drop=True)


def _agreed(codes: Codes, question: str, given: pd.DataFrame, level: Level) -> Reliability | None:
    between = given[given.notna().sum(axis=1) >= 2]
    pairs = between if len(between) >= SHARED else repeats(codes, question).dropna()
    return reliability(pairs, level) if len(pairs) >= SHARED else None


def _number(code: str, question: str, values: Mapping[str, float] | None) -> float:
    try:
        return float(code) if values is None else float(values[code])
    except (KeyError, ValueError):
        raise AgreeError(
            f"question {question!r}: the code {code!r} stands for no number. Say which, for every code: "
            f'values={{"{code}": 1, ...}}.'
        ) from None


def _first_rows(drawn: pd.DataFrame, done: pd.Series, question: str, unfinished: bool) -> pd.DataFrame:
    blank = drawn.loc[~done, "row"]
    if not unfinished:
        raise AgreeError(
            f"question {question!r}: {len(blank)} of the {len(drawn)} units drawn have no code, the first "
            f"in row {blank.iloc[0]}. Code them all, since those left out may differ from the others; or, "
            "if coding stopped somewhere and everything before was coded, say unfinished=True."
        )
    first = int((~done).to_numpy().argmax())
    if done.iloc[first:].any():
        skipped = drawn.loc[done, "row"].iloc[-1]
        raise AgreeError(
            f"question {question!r}: row {blank.iloc[0]} has no code, but later rows up to {skipped} have. "
            "Rows that were skipped may differ from the others, so this is no smaller random sample: code "
            "what was skipped."
        )
    kept = drawn.iloc[:first].copy()
    coded = kept.groupby("stratum")["item"].transform("count")
    lost = set(drawn["stratum"]) - set(kept["stratum"])
    if lost:
        raise AgreeError(
            f"question {question!r}: no unit of the stratum {sorted(lost)[0]!r} is coded yet; code on."
        )
    kept["probability"] = coded / kept["stratum_units"]
    return kept
