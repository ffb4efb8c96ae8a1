"""How far coders agree: Krippendorff's alpha, with the interval that resampled units give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.agree.forms import AgreeError, Codes

Level: TypeAlias = Literal["nominal", "ordinal", "interval"]
Numbers: TypeAlias = NDArray[np.float64]

# Krippendorff, K. (2004). Content Analysis: An Introduction to Its Methodology (2nd ed.). Sage, p. 241:
# rely on variables with alpha above .800; between .667 and .800 draw tentative conclusions only.
RELIABLE, TENTATIVE = 0.800, 0.667

SHOWN = 50  # codes; a confusion table of more says nothing to a reader
CHUNK = 2_000_000  # numbers held at once while units are redrawn; 16 MB


@dataclass(frozen=True)
class Reliability:
    """How far coders agree on one question.

    Attributes
    ----------
    alpha, low, high
        Krippendorff's alpha and its 95% bootstrap interval; missing (NaN) where
        every code is the same, since agreement then says nothing.
    level
        Level of measurement: nominal, ordinal or interval.
    agreement
        Share of pairs of codes of one unit that are equal.
    units, coders, codes
        Units with two codes or more, columns with a code among them, and codes in those units.
    confusion
        For two coders, how often each pair of codes met (rows the first coder,
        columns the second). For more, the coincidences of all pairs. Empty where
        there are more than 50 codes, as on a continuous scale.
    undefined
        Share of the bootstrap draws in which every code was the same; they are left out.

    """

    alpha: float
    low: float
    high: float
    level: Level
    agreement: float
    units: int
    coders: int
    codes: int
    confusion: pd.DataFrame = field(repr=False)
    undefined: float = 0.0

    @property
    def usable(self) -> bool:
        """Whether the codes may serve as a yardstick for an instrument: alpha of .667 or more."""
        return bool(self.alpha >= TENTATIVE)

    @property
    def grade(self) -> str:
        """'reliable' from .800, 'tentative' from .667, else 'no yardstick' (Krippendorff 2004, p. 241)."""
        return "reliable" if self.alpha >= RELIABLE else "tentative" if self.usable else "no yardstick"

    @property
    def sentence(self) -> str:
        """What the figure allows, in a sentence for the reader."""
        if np.isnan(self.alpha):
            return (
                f"All {self.codes} codes are the same, so alpha cannot be computed and the codes are not "
                "used as a yardstick: code units that differ."
            )
        figure = f"Krippendorff's alpha is {self.alpha:.3f} (95% interval {self.low:.3f} to {self.high:.3f}"
        figure += f", {self.level}, {self.units} units)"
        doubt = f", though the interval reaches below {TENTATIVE}" if self.low < TENTATIVE else ""
        if self.grade == "reliable":
            return f"{figure}: the codes are reliable{doubt}."
        if self.grade == "tentative":
            return f"{figure}: the codes allow tentative conclusions, not firm ones{doubt}."
        return (
            f"{figure}, below {TENTATIVE}: the human codes are not used as a yardstick. Sharpen the "
            "codebook, talk through the disagreements, and code a fresh sample."
        )

    @property
    def table(self) -> pd.DataFrame:
        """The figures in one row."""
        names = ("alpha", "low", "high", "level", "agreement", "units", "coders", "codes", "grade")
        return pd.DataFrame([{name: getattr(self, name) for name in names}])

    def __str__(self) -> str:
        return self.sentence


def ratings(codes: Codes, question: str) -> pd.DataFrame:
    """Who gave which code: one row per unit, one column per coder; rows that repeat others are left out.

    Raises
    ------
    AgreeError
        If no such question was asked.

    """
    asked = _asked(codes, question)
    return (
        asked[~asked["repeat"]].pivot(index="item", columns="coder", values="code").rename_axis(columns=None)
    )


def repeats(codes: Codes, question: str) -> pd.DataFrame:
    """What each coder said the first and the second time: one row per coder and unit shown twice.

    `reliability(repeats(codes, question))` is how far a coder agrees with herself.
    """
    asked = _asked(codes, question)
    key = ["coder", "item"]
    again = asked[asked["repeat"]].groupby(key)["code"].first().rename("second")
    first = asked[~asked["repeat"]].set_index(key)["code"].rename("first")
    return pd.concat([first, again], axis=1, join="inner").sort_index()


def _asked(codes: Codes, question: str) -> Codes:
    asked = codes[codes["question"] == question]
    if asked.empty:
        there = ", ".join(sorted(codes["question"].unique())) or "none"
        raise AgreeError(f"no codes for the question {question!r}. There are: {there}.")
    return asked


def reliability(
    ratings: pd.DataFrame,
    level: Level = "nominal",
    *,
    order: Sequence[object] | None = None,
    draws: int = 2_000,
    seed: int = 1,
) -> Reliability:
    """Krippendorff's alpha of any number of coders, with missing codes, and its bootstrap interval.

    Alpha is 1 less the disagreement observed over that expected by chance:
    1 says that coders never differ, 0 that they agree as often as codes dealt
    at random would, below 0 that they agree less. Computed after Krippendorff,
    K. (2011), Computing Krippendorff's Alpha-Reliability, University of
    Pennsylvania, Annenberg School for Communication, section C to E.

    The interval redraws whole units, 2.5% to 97.5% of the redrawn alphas, as
    Zapf, A., Castell, S., Morawietz, L. & Karch, A. (2016), Measuring inter-rater
    reliability for nominal data, BMC Medical Research Methodology 16:93, found
    to hold what it promises; the unit is redrawn since its codes depend on each other.

    Parameters
    ----------
    ratings
        One row per unit, one column per coder, missing where a coder gave no
        code. Units with fewer than two codes say nothing and are left out.
    level
        "nominal" (codes differ or do not), "ordinal" (they have an order) or
        "interval" (their distances count).
    order
        For ordinal codes that are words: the codes from least to greatest.
    draws, seed
        Bootstrap draws, and where their randomness starts.

    Raises
    ------
    AgreeError
        If fewer than two units have two codes, or ordinal or interval codes are no numbers.

    Examples
    --------
    >>> import pandas as pd
    >>> two = pd.DataFrame({"Meg": [0, 1, 0, 0, 0, 0, 0, 0, 1, 0], "Owen": [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]})
    >>> result = reliability(two)
    >>> round(result.alpha, 3), result.grade
    (0.095, 'no yardstick')

    """
    if level not in ("nominal", "ordinal", "interval"):
        raise AgreeError(f"level is {level!r}, but it is 'nominal', 'ordinal' or 'interval'.")
    kept = ratings[ratings.notna().sum(axis=1) >= 2]
    if len(kept) < 2:
        raise AgreeError(
            f"{len(kept)} of {len(ratings)} units have codes from two coders or more, but agreement needs "
            "at least 2 such units (and some dozens to be known well)."
        )
    unit, coder = np.nonzero(kept.notna().to_numpy())
    given = kept.to_numpy(dtype=object)[unit, coder]
    places, codes = _places(given, level, order)
    sizes = np.bincount(unit)
    alphas = _Alpha(unit, places, codes, sizes, level)
    alpha = float(alphas(np.ones((1, len(sizes))))[0])
    redrawn = _redraw(alphas, len(sizes), len(places), draws, seed)
    known = redrawn[~np.isnan(redrawn)]
    low, high = np.quantile(known, [0.025, 0.975]) if len(known) and not np.isnan(alpha) else (np.nan, np.nan)
    return Reliability(
        alpha=alpha,
        low=float(low),
        high=float(high),
        level=level,
        agreement=float(alphas.alike.sum() / (sizes * (sizes - 1)).sum()),
        units=len(sizes),
        coders=int(kept.notna().any().sum()),
        codes=len(places),
        confusion=_confusion(kept, alphas, codes),
        undefined=1 - len(known) / draws,
    )


def _places(
    given: NDArray[np.object_], level: Level, order: Sequence[object] | None
) -> tuple[Numbers, list[object]]:
    """Each code's place among the distinct codes, and those codes in order."""
    if order is not None:
        listed = list(order)
        strays = [code for code in given if code not in listed]
        if strays:
            raise AgreeError(f"{strays[0]!r} was given as a code, but `order` lists {listed}.")
        where = {code: place for place, code in enumerate(listed)}
        values = np.array([where[code] for code in given], dtype=float)
        present = sorted({int(place) for place in values})
        return np.searchsorted(present, values).astype(float), [listed[place] for place in present]
    if level == "nominal":
        named = [_label(code) for code in given]
        labels = sorted(set(named), key=_by_number)
        where = {label: place for place, label in enumerate(labels)}
        return np.array([where[label] for label in named], dtype=float), list(labels)
    numbers = pd.to_numeric(pd.Series(given), errors="coerce")
    if numbers.isna().any():
        wrong = given[int(numbers.isna().to_numpy().argmax())]
        raise AgreeError(
            f"{wrong!r} is no number, but {level} codes have to be; "
            'for ordinal codes in words, give their order: order=["low", "middle", "high"].'
        )
    distinct, inverse = np.unique(numbers.to_numpy(dtype=float), return_inverse=True)
    return inverse.astype(float), list(distinct.tolist())


def _by_number(label: str) -> tuple[int, float, str]:
    try:
        return 0, float(label), label
    except ValueError:
        return 1, 0.0, label


class _Alpha:
    """Alpha for many weightings of the same units at once: an ordinary one, or bootstrap counts."""

    def __init__(
        self,
        unit: NDArray[np.int64],
        places: Numbers,
        codes: Sequence[object],
        sizes: NDArray[np.int64],
        level: Level,
    ) -> None:
        self.level, self.sizes, self.unit = level, sizes, unit
        self.place = places.astype(np.int64)
        self.starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        # The same codes once more, those that are equal side by side.
        self.sorted = unit[np.argsort(self.place, kind="stable")]
        self.first = np.concatenate([[0], np.cumsum(np.bincount(self.place))[:-1]])
        # Pairs of equal codes in each unit.
        _, met = np.unique(np.stack([unit, self.place]), axis=1, return_counts=True)
        owner = np.unique(np.stack([unit, self.place]), axis=1)[0]
        self.alike = np.bincount(owner, weights=met * (met - 1), minlength=len(sizes))
        if level == "interval":
            # To mean 0 and deviation 1: alpha stays, and no scale is too large or small for the sums.
            values = np.array([float(str(code)) for code in codes])[self.place]
            values = (values - values.mean()) / (values.std() or 1.0)
            self.sums = np.add.reduceat(values, self.starts)
            self.squares = np.add.reduceat(values**2, self.starts)

    def __call__(self, weights: Numbers) -> Numbers:
        n = weights @ self.sizes
        if self.level == "nominal":
            totals = self._totals(weights)
            observed = weights @ (self.sizes - self.alike / (self.sizes - 1))
            expected = n**2 - (totals**2).sum(axis=1)
        elif self.level == "interval":
            within = (self.sizes * self.squares - self.sums**2) / (self.sizes - 1)
            observed = 2 * (weights @ within)
            expected = 2 * (n * (weights @ self.squares) - (weights @ self.sums) ** 2)
        else:
            # The distance of ordinal codes is that of their mid-ranks, which every draw has of its own.
            totals = self._totals(weights)
            ranks = np.cumsum(totals, axis=1) - totals / 2 - n[:, None] / 2
            drawn = ranks[:, self.place]
            sums = np.add.reduceat(drawn, self.starts, axis=1)
            squares = np.add.reduceat(drawn**2, self.starts, axis=1)
            within = (self.sizes * squares - sums**2) / (self.sizes - 1)
            observed = 2 * (weights * within).sum(axis=1)
            expected = 2 * (n * (totals * ranks**2).sum(axis=1) - (totals * ranks).sum(axis=1) ** 2)
        # A draw of one code only has nothing to expect; rounding may leave a trace of it.
        varied = expected > 1e-9 * n**2
        ratio = np.divide(observed * (n - 1), expected, out=np.full(len(n), np.nan), where=varied)
        return np.asarray(1 - ratio)

    def _totals(self, weights: Numbers) -> Numbers:
        return np.asarray(np.add.reduceat(weights[:, self.sorted], self.first, axis=1))

    def coincidences(self) -> Numbers:
        """How often each pair of codes met, each unit's pairs over its codes less one."""
        counts = np.zeros((len(self.sizes), len(self.first)))
        np.add.at(counts, (self.unit, self.place), 1)
        scaled = counts / (self.sizes - 1)[:, None]
        return np.asarray(scaled.T @ counts - np.diag(scaled.sum(axis=0)))


def _redraw(alphas: _Alpha, units: int, codes: int, draws: int, seed: int) -> Numbers:
    rng = np.random.default_rng(seed)
    at_once = max(1, CHUNK // max(units, codes))
    redrawn = [
        alphas(
            rng.multinomial(units, np.full(units, 1 / units), size=min(at_once, draws - done)).astype(float)
        )
        for done in range(0, draws, at_once)
    ]
    return np.concatenate(redrawn) if redrawn else np.empty(0)


def _confusion(kept: pd.DataFrame, alphas: _Alpha, labels: list[object]) -> pd.DataFrame:
    if len(labels) > SHOWN:
        return pd.DataFrame()
    named = kept.map(_label, na_action="ignore")
    if kept.shape[1] == 2:
        first, second = named.columns
        return pd.crosstab(named[first].rename(str(first)), named[second].rename(str(second)))
    names = [_label(label) for label in labels]
    return pd.DataFrame(alphas.coincidences(), index=names, columns=names)


def _label(code: object) -> str:
    # A column with a missing code holds 1.0 where another holds 1; they are one code.
    whole = isinstance(code, float | np.floating) and float(code).is_integer()
    return str(int(code)) if whole else str(code)  # type: ignore[call-overload]
