"""Draw the units that people code, with probabilities that are known and kept."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtri

from analysis.agree.forms import SAMPLE, AgreeError, Sample, Units, items

# A stratum of which one unit is coded says nothing of its spread, and so of the error of an estimate.
LEAST = 2


def stratify(units: Units, by: Sequence[str] | str = (), *, bins: int = 4) -> Units:
    """The units with a column `stratum`: one stratum for each combination of what `by` names.

    Parameters
    ----------
    units
        One row per unit; see `agree.units`.
    by
        Columns, such as "outlet", "published" or "machine". Numbers and dates
        with more than `bins` values are cut at their quantiles; a missing value
        is a class of its own. None at all makes one stratum, "all".
    bins
        Classes that numbers and dates are cut into; fewer where values are tied.

    Raises
    ------
    AgreeError
        If a column is not there, or a unit is listed twice.

    Examples
    --------
    >>> import pandas as pd
    >>> told = pd.DataFrame({"article": list("abcd"), "outlet": ["Herald", "Courier"] * 2, "text": "Rain."})
    >>> stratify(told, "outlet")["stratum"].tolist()
    ['outlet Herald', 'outlet Courier', 'outlet Herald', 'outlet Courier']

    """
    named = [by] if isinstance(by, str) else list(by)
    absent = [name for name in named if name not in units]
    if absent:
        raise AgreeError(
            f"cannot stratify by {absent[0]!r}: the units have {', '.join(map(str, units.columns))}."
        )
    listed = items(units)
    if listed.duplicated().any():
        twice = listed[listed.duplicated()].iloc[0]
        raise AgreeError(
            f"the unit {twice!r} is listed {int((listed == twice).sum())} times. A unit is drawn once: name "
            "units by article and sentence, or give each an `item` of its own."
        )
    if not named:
        return units.assign(item=listed, stratum="all")
    classes = [name + " " + _classes(units[name], bins) for name in named]
    return units.assign(item=listed, stratum=classes[0].str.cat(classes[1:], sep="; "))


def _classes(values: pd.Series, bins: int) -> pd.Series:
    """Each value's class: itself, or the stretch between quantiles in which it lies."""
    dates = pd.api.types.is_datetime64_any_dtype(values)
    numbers = pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)
    if not (dates or numbers) or values.nunique() <= bins:
        shown = values.dt.strftime("%Y-%m-%d") if dates else values.astype("str")
        return shown.where(values.notna(), "unknown").astype("str")
    known = values.astype("int64") if dates else values.astype(float)
    known = known.where(values.notna()).astype(float)
    cut = np.unique(np.nanquantile(known, np.linspace(0, 1, bins + 1)))
    place = np.clip(np.searchsorted(cut, known, side="left") - 1, 0, None)
    classed = pd.Series("unknown", index=values.index)
    for number in sorted(set(place[values.notna().to_numpy()])):
        inside = pd.Series(place == number, index=values.index) & values.notna()
        low, high = values[inside].min(), values[inside].max()
        classed[inside] = f"{low:%Y-%m-%d} to {high:%Y-%m-%d}" if dates else f"{low:.4g} to {high:.4g}"
    if classed[values.notna()].nunique() < len(set(place[values.notna().to_numpy()])):
        # Two stretches print alike where values differ in their fifth digit only: number them.
        classed = classed.where(
            values.isna(), pd.Series(place + 1, index=values.index).astype(str) + ": " + classed
        )
    return classed


def sample(
    units: Units,
    size: int,
    *,
    by: Sequence[str] | str | None = None,
    bins: int = 4,
    allocation: str = "proportional",
    duplicates: float = 0.1,
    seed: int = 1,
) -> Sample:
    """Draw units to be coded by hand, each with a known probability, and put them in random order.

    Units are drawn without replacement, a fixed number from each stratum, so
    that a unit's probability is the number drawn over the number there (Cochran,
    W. G. (1977), Sampling Techniques, 3rd ed., Wiley, chapters 2 and 5). Every
    stratum is drawn from at least twice, since one unit tells nothing of the spread.

    Parameters
    ----------
    units
        One row per unit, with `text`, named by `item`, or by `article` and
        `sentence`; see `agree.units`. The order of rows does not matter.
    size
        How many different units to draw.
    by, bins
        As in `stratify`. Without `by`, a column `stratum` of the units is used
        where there is one; else all units are one stratum.
    allocation
        "proportional" to the units in each stratum, which serves estimates over
        all; or "equal", which serves comparing the strata.
    duplicates
        Share of the drawn units shown a second time, for how far a coder agrees
        with herself. The second showing comes in the second half of the sheet,
        the first in the first half; only the key, this table, says which they are.
    seed
        Where randomness starts: the same seed draws the same sample.

    Returns
    -------
    Sample
        One row per row of the coding sheet, in its order. Keep it
        (`tables.write(sample, agree.SAMPLE, folder)`) and keep it from the
        coders: it holds the probabilities that corrected estimates need.

    Raises
    ------
    AgreeError
        If there are fewer units than asked for, too many strata for the size,
        or units without text.

    Examples
    --------
    >>> import pandas as pd
    >>> told = pd.DataFrame({"article": [f"a{n}" for n in range(50)], "text": "Rain."})
    >>> drawn = sample(told, 10, duplicates=0.2)
    >>> len(drawn), drawn["probability"].unique().tolist(), int(drawn["repeats"].notna().sum())
    (12, [0.2], 2)

    """
    if not 0 <= duplicates <= 0.5:
        raise AgreeError(f"duplicates is {duplicates:g}, but it is the share shown twice, from 0 to 0.5.")
    if by is None and "stratum" in units:
        stratified = stratify(units).assign(stratum=units["stratum"].astype("str"))
    else:
        stratified = stratify(units, by or (), bins=bins)
    if "article" not in stratified:
        raise AgreeError(
            "units need a column 'article': estimates are uncertain by the article, not the sentence."
        )
    blank = stratified["text"].isna() | (stratified["text"].astype("str").str.strip() == "")
    if blank.any():
        raise AgreeError(
            f"{int(blank.sum())} units have no text to code, the first being "
            f"{stratified.loc[blank, 'item'].iloc[0]}."
        )
    ordered = stratified.sort_values("item", ignore_index=True)
    sizes = ordered["stratum"].value_counts().sort_index()
    drawn = _allocate(sizes, size, allocation)
    rng = np.random.default_rng(seed)
    chosen = np.concatenate(
        [
            rng.choice(np.flatnonzero(ordered["stratum"] == stratum), size=int(number), replace=False)
            for stratum, number in drawn.items()
        ]
    )
    chosen = rng.permutation(chosen)
    order, repeats = _with_duplicates(len(chosen), duplicates, rng)
    rows = ordered.iloc[chosen[order]].reset_index(drop=True)
    names = [f"r{place:04d}" for place in range(1, len(rows) + 1)]
    first = {int(unit): names[place] for place, unit in reversed(list(enumerate(order)))}
    made = pd.DataFrame(
        {
            "row": names,
            "item": rows["item"],
            "article": rows["article"].astype("str"),
            "text": rows["text"].astype("str"),
            "before": rows.get("before"),
            "after": rows.get("after"),
            "stratum": rows["stratum"],
            "stratum_units": rows["stratum"].map(sizes),
            "stratum_drawn": rows["stratum"].map(drawn),
            "repeats": [
                first[int(unit)] if again else None for unit, again in zip(order, repeats, strict=True)
            ],
        }
    ).assign(
        probability=lambda s: s["stratum_drawn"] / s["stratum_units"],
        sample=lambda s: fingerprint(s),
    )
    return SAMPLE.check(made)


def _allocate(sizes: pd.Series, size: int, allocation: str) -> pd.Series:
    """How many units to draw from each stratum: whole numbers that sum to `size`."""
    total = int(sizes.sum())
    least = np.minimum(sizes, LEAST)
    if not 0 < size <= total:
        raise AgreeError(f"cannot draw {size} units: there are {total}.")
    if size < least.sum():
        raise AgreeError(
            f"{size} units are too few for {len(sizes)} strata: {LEAST} are drawn from each at the least, "
            f"{int(least.sum())} in all. Draw more, or stratify by less or in fewer bins."
        )
    if allocation not in ("proportional", "equal"):
        raise AgreeError(f"allocation is {allocation!r}, but it is 'proportional' or 'equal'.")
    there, floor = sizes.to_numpy(float), least.to_numpy(float)
    weight = there if allocation == "proportional" else np.ones_like(there)
    # Shares are raised to the least and cut at what is there; what that costs or frees is dealt out again.
    low, high = 0.0, float(total)
    for _ in range(100):
        middle = (low + high) / 2
        if np.clip(weight * middle, floor, there).sum() < size:
            low = middle
        else:
            high = middle
    wanted = np.clip(weight * high, floor, there)
    drawn = np.floor(wanted + 1e-9)
    rest = np.where(drawn < there, wanted - drawn, -1.0)
    drawn[np.argsort(-rest, kind="stable")[: max(0, size - int(drawn.sum()))]] += 1
    return pd.Series(drawn.astype(int), index=sizes.index)


def _with_duplicates(count: int, duplicates: float, rng: np.random.Generator) -> tuple[list[int], list[bool]]:
    """The order of showing, by place among the drawn units, and which showings are second ones.

    The drawn units stand in random order already. Those shown twice are of the
    first half; their second showings are strewn among the second half.
    """
    half = (count + 1) // 2
    again = rng.permutation(half)[: min(half, round(count * duplicates))]
    later = [(int(unit), False) for unit in range(half, count)]
    for unit in again:
        later.insert(int(rng.integers(len(later) + 1)), (int(unit), True))
    shown = [(unit, False) for unit in range(half)] + later
    return [unit for unit, _ in shown], [second for _, second in shown]


def fingerprint(rows: pd.DataFrame) -> str:
    """The name of a sample, made of its rows, texts and strata: changed when any of them is."""
    held = rows[["row", "item", "text", "stratum", "stratum_units", "stratum_drawn"]].astype("str")
    told = json.dumps(held.to_numpy().tolist(), ensure_ascii=True)
    # The leading letter keeps a spreadsheet from reading a number such as 12e45 in it.
    return "s-" + hashlib.sha256(told.encode("ascii")).hexdigest()[:10]


@dataclass(frozen=True)
class Needed:
    """How many units to code, and why.

    Attributes
    ----------
    size
        Units to code, in each group compared.
    width
        The width of the 95% interval that they give.
    deviation
        Standard deviation of what is averaged.
    reason
        How the size was reckoned, in a sentence.

    """

    size: int
    width: float
    deviation: float
    reason: str

    def __str__(self) -> str:
        return self.reason


def size_needed(
    width: float,
    *,
    deviation: float | None = None,
    error_rate: float | None = None,
    share: float | None = None,
    population: int | None = None,
    difference: bool = False,
    level: float = 0.95,
) -> Needed:
    """How many units to code for an interval no wider than wanted, from what a pilot showed.

    n0 = (2 z s / width)^2, and with a population of N units n = n0 / (1 + n0 / N)
    (Cochran, W. G. (1977), Sampling Techniques, 3rd ed., Wiley, chapter 4). s is
    the standard deviation of what is averaged. For a corrected estimate that is the
    difference between human and machine, as in the difference estimator (the same,
    chapter 7, a slope of 1), so a better instrument needs less coding. The
    result holds for an estimate over the corpus at hand; speaking of more articles
    than these adds their own spread, which no coding takes away.

    Parameters
    ----------
    width
        From the lower to the upper end of the interval, in the measure's unit.
    deviation
        s itself: the pilot's standard deviation of human less machine, or of the
        human codes alone. One of `deviation`, `error_rate` and `share` is given.
    error_rate
        For a 0 or 1 measure: the share of the pilot in which the machine is wrong.
        Its differences then vary by at most this (less the square of their mean).
    share
        For a share from human codes alone: the pilot's share, s^2 = p (1 - p).
    population
        Units in the corpus; without it, as many as one likes.
    difference
        For the difference of two groups, each coded with `size` units.
    level
        Of the interval.

    Examples
    --------
    >>> size_needed(0.10, error_rate=0.12, population=4000).size
    177
    >>> size_needed(0.10, share=0.5).size
    385

    """
    given = {"deviation": deviation, "error_rate": error_rate, "share": share}
    named = [name for name, value in given.items() if value is not None]
    if len(named) != 1:
        raise AgreeError(f"give one of deviation, error_rate and share; {len(named)} were given.")
    value = float(given[named[0]] or 0.0)
    if named[0] == "deviation" and value <= 0:
        raise AgreeError(
            f"deviation is {value:g}, but a pilot in which nothing varies tells no size; code more."
        )
    if named[0] != "deviation" and not 0 < value < 1:
        raise AgreeError(
            f"{named[0]} is {value:g}, but it lies between 0 and 1. A pilot without a single case tells no "
            "size: take 1 / (units of the pilot) as a cautious guess."
        )
    if not width > 0:
        raise AgreeError(f"width is {width:g}, but an interval has a width above 0.")
    spread = {"deviation": value**2, "error_rate": value, "share": value * (1 - value)}[named[0]]
    z = float(ndtri(0.5 + level / 2))
    unlimited = 4 * z**2 * spread * (2 if difference else 1) / width**2
    exact = unlimited if population is None else unlimited / (1 + unlimited / population)
    size = max(LEAST, math.ceil(exact - 1e-9))
    each = " in each of the two groups" if difference else ""
    of = "" if population is None else f" of the {population}"
    return Needed(
        size,
        width,
        math.sqrt(spread),
        f"Code {size} units{of}{each}: what is averaged has a standard deviation of {math.sqrt(spread):.3g} "
        f"(from the pilot's {named[0].replace('_', ' ')} of {value:g}), which gives a {level:.0%} interval "
        f"{width:g} wide.",
    )
