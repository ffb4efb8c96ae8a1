"""Estimates put right by human codes, beside the naive ones: means, shares, differences, coefficients."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any, Literal, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.agree.agreement import TENTATIVE
from analysis.agree.estimator import Design, Fit, fit, interval
from analysis.agree.estimator import Method as Way
from analysis.agree.forms import AgreeError, Coded, Units, items
from analysis.tables import ESTIMATES, Estimates

Method: TypeAlias = Literal["naive", "dsl", "ppi", "human"]
Each: TypeAlias = Literal["unit", "article"]

FEWEST = (
    20  # coded units in each group, and for each slope; slopes from fewer had intervals too narrow in trials
)
FEWEST_ARTICLES = 5  # in each group; fewer tell nothing of how articles differ

# How a row is named beside the naive one, which bears the measure's own name.
NAMED = {"naive": "", "dsl": ", corrected (DSL)", "ppi": ", corrected (PPI)", "human": ", human codes alone"}
WAYS: dict[str, Way] = {"naive": "machine", "dsl": "dsl", "ppi": "ppi", "human": "human"}


def mean(
    units: Units,
    coded: Coded,
    *,
    measure: str,
    by: str | None = None,
    methods: Sequence[Method] = ("naive", "dsl"),
    each: Each = "unit",
    corpus_only: bool = False,
    tier: str = "not validated",
    seed: int = 1,
) -> Estimates:
    """The mean of a measure, over all units or in each group: naive and corrected, side by side.

    The corrected estimate is valid whatever the machine's errors, since units
    were drawn for coding with known probabilities; a better machine only makes
    its interval narrower. Formulas and sources: `analysis.agree.estimator`.
    Intervals are 95%, and sum units by article.

    Parameters
    ----------
    units
        Every unit of the corpus, each with the number `machine` that the
        instrument gives it, `article`, what `by` names, and `stratum` (from
        `agree.stratify`) where the sample was stratified.
    coded
        From `yardstick`.
    measure
        What is estimated, with its unit, as the rows will name it.
    by
        A column of the units to compare; without it there is one group, "all".
    methods
        "naive" (the machine taken at its word), "dsl" (design-based supervised
        learning), "ppi" (prediction-powered), "human" (the codes alone).
    each
        What counts once: each "unit", or each "article", by the mean of its units,
        so that long articles weigh no more than short ones.
    corpus_only
        False: the interval is for articles like these. True: for these very
        articles, so that only what was not coded is uncertain; the naive estimate then has no
        interval. The latter is all that a single article or a handful allows.
    tier
        How far the instrument is validated, as `tier.of` gives it.
    seed
        Where the randomness of the cross-fit (dsl) starts.

    Returns
    -------
    Estimates
        A row for each group and method. `measure` has ", corrected (DSL)" and the
        like added, since measure and group name a row. Beside the columns of
        estimates: `method`, and `coded`, the number of units coded. A corrected
        row is on the scale of the human codes, a naive one on the machine's.

    Raises
    ------
    AgreeError
        If coded units are not among the units or not from the sample, a
        probability is not above 0, a unit has no machine value, or fewer than 20 units
        are coded or 5 articles there in a group; the error says what is needed.

    Examples
    --------
    >>> import pandas as pd
    >>> units = pd.DataFrame({"item": [f"a{n}" for n in range(60)], "machine": [0.0, 1.0] * 30})
    >>> units["article"] = units["item"]
    >>> coded = units.iloc[:20].assign(human=[0.0, 0.0, 1.0, 1.0] * 5, probability=20 / 60,
    ...     stratum="all", stratum_units=60)
    >>> mean(units, coded, measure="tone")[["measure", "value"]].round(2).values.tolist()
    [['tone', 0.5], ['tone, corrected (DSL)', 0.5]]

    """
    held = _Held(units, coded, corpus_only, each)
    groups, columns = held.groups(by)
    fits = held.fits(columns, methods, seed)
    contrasts = {group: np.eye(len(groups))[place] for place, group in enumerate(groups)}
    return held.rows(measure, contrasts, columns, fits, tier)


def share(
    units: Units,
    coded: Coded,
    *,
    measure: str,
    by: str | None = None,
    methods: Sequence[Method] = ("naive", "dsl"),
    each: Each = "unit",
    corpus_only: bool = False,
    tier: str = "not validated",
    seed: int = 1,
) -> Estimates:
    """The share of units that have something, over all or in each group: naive and corrected.

    As `mean`, for machine answers and human codes from 0 to 1; the interval is
    made on the logit scale, so that it stays between 0 and 1.

    Raises
    ------
    AgreeError
        As `mean`, and if an answer or a code lies outside 0 to 1.

    """
    held = _Held(units, coded, corpus_only, each)
    for name, values in (("machine", held.machine), ("human", held.human)):
        if values.min() < 0 or values.max() > 1:
            raise AgreeError(
                f"a share needs `{name}` from 0 to 1, but it runs from {values.min():g} to {values.max():g}."
            )
    groups, columns = held.groups(by)
    fits = held.fits(columns, methods, seed)
    contrasts = {group: np.eye(len(groups))[place] for place, group in enumerate(groups)}
    return held.rows(measure, contrasts, columns, fits, tier, as_share=True)


def difference(
    units: Units,
    coded: Coded,
    *,
    measure: str,
    by: str,
    pairs: Sequence[tuple[str, str]] | None = None,
    methods: Sequence[Method] = ("naive", "dsl"),
    each: Each = "unit",
    corpus_only: bool = False,
    tier: str = "not validated",
    seed: int = 1,
) -> Estimates:
    """The difference between the means, or shares, of two groups: naive and corrected.

    As `mean`. `pairs` lists which groups to compare, the first less the second;
    without it, all pairs in order of the alphabet. Groups are named "A less B".
    No allowance is made for the number of pairs.

    Raises
    ------
    AgreeError
        As `mean`, and if there is only one group or no group of a name given.

    """
    held = _Held(units, coded, corpus_only, each)
    groups, columns = held.groups(by)
    wanted = list(combinations(groups, 2)) if pairs is None else list(pairs)
    unknown = [name for pair in wanted for name in pair if name not in groups]
    if unknown or not wanted:
        raise AgreeError(
            f"there is no group {unknown[0]!r} in {by!r}. There are: {', '.join(groups)}."
            if unknown
            else f"a difference needs two groups, but {by!r} has one: {', '.join(groups)}."
        )
    fits = held.fits(columns, methods, seed)
    unit = np.eye(len(groups))
    contrasts = {f"{a} less {b}": unit[groups.index(a)] - unit[groups.index(b)] for a, b in wanted}
    return held.rows(measure, contrasts, columns, fits, tier)


def coefficient(
    units: Units,
    coded: Coded,
    *,
    measure: str,
    on: Sequence[str],
    methods: Sequence[Method] = ("naive", "dsl"),
    each: Each = "unit",
    corpus_only: bool = False,
    tier: str = "not validated",
    seed: int = 1,
) -> Estimates:
    """Regression coefficients of a measure on columns of the units: naive and corrected.

    Linear, by least squares. Numbers enter as they are: the estimate is the change
    of the measure per unit of the column, the others held. Words enter as
    indicators against the first in the alphabet: "outlet Herald (against Courier)".

    Parameters
    ----------
    units, coded, measure, methods, each, corpus_only, tier, seed
        As in `mean`.
    on
        The columns.

    Raises
    ------
    AgreeError
        As `mean`, and if a column has missing values or repeats what the others say.

    """
    held = _Held(units, coded, corpus_only, each)
    names, columns = held.slopes(on)
    needed = FEWEST * len(names)
    if len(held.coded) < needed:
        raise AgreeError(
            f"{len(held.coded)} units are coded, but {len(names)} coefficients need {needed} at the least, "
            f"{FEWEST} each: code more, or take fewer columns."
        )
    fits = held.fits(columns, methods, seed)
    contrasts = {name: np.eye(columns.shape[1])[place] for place, name in enumerate(names, 1)}
    return held.rows(measure, contrasts, columns, fits, tier, whole=True)


class _Held:
    """Units and codes that fit each other, as arrays."""

    def __init__(self, units: Units, coded: Coded, corpus_only: bool, each: Each) -> None:
        if each not in ("unit", "article"):
            raise AgreeError(f"each is {each!r}, but what counts once is each 'unit' or each 'article'.")
        # In order of their names, so that the order of reading changes nothing, not even a cross-fit.
        self.units = units.assign(item=items(units)).sort_values("item", ignore_index=True)
        self.corpus_only = corpus_only
        lacking = [name for name in ("machine", "article") if name not in self.units]
        if lacking:
            raise AgreeError(
                f"the units lack {' and '.join(lacking)}: agree.units(..., measure=...) puts them in."
            )
        _check_units(self.units)
        _check_coded(coded)
        names = self.units["item"]
        strange = ~coded["item"].isin(names)
        if strange.any():
            raise AgreeError(
                f"{int(strange.sum())} coded units are not among the units, the first being "
                f"{coded.loc[strange, 'item'].iloc[0]}: estimate from the corpus that the sample was drawn "
                "from."
            )
        ordered = coded.sort_values("item")
        place = pd.Series(np.arange(len(names)), index=names)
        self.coded = place[ordered["item"]].to_numpy(np.int64)
        self.machine = self.units["machine"].to_numpy(float)
        self.human = ordered["human"].to_numpy(float)
        self.article = pd.factorize(self.units["article"], sort=True)[0].astype(np.int64)
        self.stratum = self._strata(ordered)
        self.counts = None if each == "unit" else 1 / np.bincount(self.article)[self.article]

    def _strata(self, coded: Coded) -> NDArray[np.int64]:
        """Each unit's stratum, once it is sure that the sample was drawn from these units."""
        if "stratum" in self.units:
            strata = self.units["stratum"].astype(str)
        elif coded["stratum"].nunique() == 1:
            strata = pd.Series(str(coded["stratum"].iloc[0]), index=self.units.index)
        else:
            raise AgreeError(
                f"the sample was drawn from {coded['stratum'].nunique()} strata, but the units have no "
                "column 'stratum'. Stratify them as for the sample: units = agree.stratify(units, by=...)."
            )
        here = strata.iloc[self.coded].to_numpy()
        apart = here != coded["stratum"].astype(str).to_numpy()
        if apart.any():
            first = int(apart.argmax())
            raise AgreeError(
                f"unit {coded['item'].iloc[first]} was drawn from the stratum "
                f"{coded['stratum'].iloc[first]!r} and is in {here[first]!r} here. Stratify the units as "
                "for the sample."
            )
        there = strata.value_counts()
        for stratum, members in coded.groupby("stratum"):
            size, drawn = int(members["stratum_units"].iloc[0]), len(members)
            if there[str(stratum)] != size:
                raise AgreeError(
                    f"the stratum {stratum!r} had {size} units when the sample was drawn and has "
                    f"{there[str(stratum)]} here. Estimate from the corpus that the sample was drawn from."
                )
            if not np.allclose(members["probability"], drawn / size):
                raise AgreeError(
                    f"the stratum {stratum!r} has {drawn} of its {size} units coded, which does not fit the "
                    f"probability {members['probability'].iloc[0]:.4g} that they were drawn with: "
                    f"{round(size * members['probability'].iloc[0])} were drawn. Coded units must be all of "
                    "the sample: see agree.yardstick."
                )
            if drawn == 1 and size > 1:
                raise AgreeError(
                    f"the stratum {stratum!r} has 1 coded unit, which tells nothing of its spread. Code on, "
                    "or draw with fewer strata."
                )
        empty = sorted(set(there.index) - set(coded["stratum"].astype(str)))
        if empty:
            raise AgreeError(
                f"the stratum {empty[0]!r} ({there[empty[0]]} units) has no coded unit: its units had no "
                "chance of being drawn."
            )
        return pd.factorize(strata, sort=True)[0].astype(np.int64)

    def groups(self, by: str | None) -> tuple[list[str], NDArray[np.float64]]:
        """The groups, and a column for each that is 1 for its units."""
        if by is None:
            grouped = pd.Series("all", index=self.units.index)
        elif by in self.units:
            grouped = self.units[by]
            if grouped.isna().any():
                raise AgreeError(
                    f"{int(grouped.isna().sum())} units have no {by!r}, the first being "
                    f"{self.units.loc[grouped.isna(), 'item'].iloc[0]}. Make them a group of their own: "
                    f'units.assign({by}=units["{by}"].fillna("unknown")).'
                )
        else:
            raise AgreeError(
                f"there is no column {by!r}. The units have: {', '.join(map(str, self.units.columns))}."
            )
        grouped = grouped.astype(str)
        names = sorted(grouped.unique())
        columns = np.column_stack([(grouped == name).to_numpy(float) for name in names])
        for place, name in enumerate(names):
            inside = columns[:, place] == 1
            self._enough(f"the group {name!r}" if by else "the corpus", inside)
        return names, columns

    def _enough(self, whose: str, inside: NDArray[np.bool_]) -> None:
        among = self.coded[inside[self.coded]]
        coded, articles = len(among), len(np.unique(self.article[among]))
        if coded < FEWEST:
            raise AgreeError(
                f"{whose} has {coded} coded units, but a corrected estimate needs {FEWEST} at the least. "
                f"Code {FEWEST - coded} more there: draw with by=... and allocation='equal'; "
                "agree.size_needed says how many a wanted interval takes."
            )
        if articles < FEWEST_ARTICLES and not self.corpus_only:
            raise AgreeError(
                f"{whose} has coded units from {articles} articles, but {FEWEST_ARTICLES} at the least tell "
                "how articles differ. Add articles, or estimate for these very ones: corpus_only=True."
            )

    def slopes(self, on: Sequence[str]) -> tuple[list[str], NDArray[np.float64]]:
        """The names of the coefficients, and the design: a constant, then a column for each."""
        named = [on] if isinstance(on, str) else list(on)
        names: list[str] = []
        columns = [np.ones(len(self.units))]
        for column in named:
            if column not in self.units:
                raise AgreeError(
                    f"there is no column {column!r}. The units have: "
                    f"{', '.join(map(str, self.units.columns))}."
                )
            values = self.units[column]
            if values.isna().any():
                raise AgreeError(
                    f"{int(values.isna().sum())} units have no {column!r}; a regression needs it of every "
                    "unit."
                )
            if pd.api.types.is_numeric_dtype(values):
                names.append(column)
                columns.append(values.to_numpy(float))
                continue
            first, *others = sorted(values.astype(str).unique())
            for other in others:
                names.append(f"{column} {other} (against {first})")
                columns.append((values.astype(str) == other).to_numpy(float))
        design = np.column_stack(columns)
        scaled = design / np.maximum(np.abs(design).max(axis=0), 1e-300)
        for rows, whose in ((scaled, "all units"), (scaled[self.coded], "the coded units")):
            if not names or np.linalg.matrix_rank(rows) < rows.shape[1]:
                raise AgreeError(
                    f"among {whose} the columns {', '.join(named) or '(none)'} say the same twice or do not "
                    "vary, so their coefficients cannot be told apart. Leave one out, or code units in "
                    "which they differ."
                )
        self._enough("the corpus", np.ones(len(self.units), bool))
        return names, design

    def fits(self, columns: NDArray[np.float64], methods: Sequence[Method], seed: int) -> dict[Method, Fit]:
        unknown = [method for method in methods if method not in WAYS]
        if unknown or not methods:
            raise AgreeError(f"{list(methods)} are no methods of estimating. There are: {', '.join(WAYS)}.")
        design = Design(
            columns,
            self.machine,
            self.coded,
            self.human,
            self.stratum,
            self.article,
            self.corpus_only,
            self.counts,
        )
        return {method: fit(design, WAYS[method], np.random.default_rng(seed)) for method in methods}

    def rows(
        self,
        measure: str,
        contrasts: Mapping[str, NDArray[np.float64]],
        columns: NDArray[np.float64],
        fits: Mapping[Method, Fit],
        tier: str,
        *,
        as_share: bool = False,
        whole: bool = False,
    ) -> Estimates:
        made: list[dict[str, Any]] = []
        for group, contrast in contrasts.items():
            inside = np.ones(len(columns), bool) if whole else (columns[:, contrast != 0] != 0).any(axis=1)
            for method, fitted in fits.items():
                low, high = interval(fitted, contrast, share=as_share)
                certain = method == "naive" and self.corpus_only
                made.append(
                    {
                        "measure": measure + NAMED[method],
                        "group": group,
                        "value": float(contrast @ fitted.coefficient),
                        "low": None if certain else low,
                        "high": None if certain else high,
                        "n": int(inside.sum()),
                        "articles": len(np.unique(self.article[inside])),
                        "corrected": method != "naive",
                        "tier": tier,
                        "method": method,
                        "coded": int(inside[self.coded].sum()),
                    }
                )
        return ESTIMATES.frame(made)


def _check_units(units: Units) -> None:
    twice = units["item"].duplicated()
    if twice.any():
        raise AgreeError(f"the unit {units.loc[twice, 'item'].iloc[0]!r} is listed twice.")
    numbers = pd.to_numeric(units["machine"], errors="coerce")
    wrong = ~np.isfinite(numbers.to_numpy(float, na_value=np.nan))
    if wrong.any():
        raise AgreeError(
            f"{int(wrong.sum())} units have no number as `machine`, the first being "
            f"{units.loc[wrong, 'item'].iloc[0]}. Every unit that could be drawn needs the machine's answer."
        )


def _check_coded(coded: Coded) -> None:
    needed = ("item", "human", "probability", "stratum", "stratum_units")
    lacking = [name for name in needed if name not in coded]
    if lacking:
        raise AgreeError(
            f"the coded units lack {', '.join(lacking)}: agree.yardstick(codes, sample, question) makes them."
        )
    if coded.empty:
        raise AgreeError(f"no unit is coded, but a corrected estimate needs {FEWEST} at the least.")
    twice = coded["item"].duplicated()
    if twice.any():
        raise AgreeError(
            f"the coded unit {coded.loc[twice, 'item'].iloc[0]!r} is listed twice; take one code of each "
            "unit."
        )
    chance = coded["probability"]
    wrong = ~((chance > 0) & (chance <= 1))
    if wrong.any():
        raise AgreeError(
            f"unit {coded.loc[wrong, 'item'].iloc[0]} was drawn with probability {chance[wrong].iloc[0]}, "
            "but that lies above 0 and up to 1: units that could not be drawn cannot be spoken for. Draw "
            "the sample with agree.sample."
        )
    blank = coded["human"].isna()
    if blank.any():
        raise AgreeError(f"unit {coded.loc[blank, 'item'].iloc[0]} has no human code.")
    below = coded["alpha"] < TENTATIVE if "alpha" in coded else pd.Series(False, index=coded.index)
    if below.any():
        raise AgreeError(
            f"Krippendorff's alpha of these codes is {coded.loc[below, 'alpha'].iloc[0]:.3f}, below "
            f"{TENTATIVE}: they are not used as a yardstick."
        )
