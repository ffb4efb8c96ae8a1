"""Where a machine goes wrong: its answers against human codes of the same units."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import chdtri, stdtrit

from analysis.agree.forms import AgreeError

Numbers = NDArray[np.float64]

FEWEST = 10  # units; with fewer, no interval of what follows means anything


@dataclass(frozen=True)
class Diagnosis:
    """A machine against human codes.

    Attributes
    ----------
    figures
        One row per figure: `figure`, `value`, `low`, `high` (95%), `n`, `reads`
        (how to read it).
    influential
        The units that weigh most on these figures, the heaviest first: `item`,
        `machine`, `human`, `error` (machine less human), `influence` (Cook's
        distance), `reason`, and `text` and `words` where they were given.
    errors
        One row per unit: `item`, `machine`, `human`, `error`, `mean` (of the two),
        and `words` where given: what a chart of errors is drawn from.

    """

    figures: pd.DataFrame
    influential: pd.DataFrame = field(repr=False)
    errors: pd.DataFrame = field(repr=False)

    def __getitem__(self, figure: str) -> pd.Series:
        """The row of one figure, by its name."""
        found = self.figures[self.figures["figure"] == figure]
        if found.empty:
            raise AgreeError(f"no figure {figure!r}. There are: {', '.join(self.figures['figure'])}.")
        return found.iloc[0]


def diagnose(
    machine: pd.Series,
    human: pd.Series,
    *,
    words: pd.Series | None = None,
    articles: pd.Series | None = None,
    text: pd.Series | None = None,
    rescale: bool = False,
    worst: int = 10,
    draws: int = 2_000,
    seed: int = 1,
) -> Diagnosis:
    """Agreement, bias, relation to length, and the units that weigh most.

    Bias and limits of agreement after Bland, J. M. & Altman, D. G. (1999),
    Measuring agreement in method comparison studies, Statistical Methods in
    Medical Research 8, 135-160: the mean difference, and the mean plus and minus
    1.96 standard deviations, within which 95% of differences lie if they are normal;
    their intervals with the standard errors given there . Where both
    answers are 0 or 1 the limits say nothing and are left out. Influence is Cook's distance in the
    line of human on machine (Cook, R. D. (1977), Detection of influential
    observation in linear regression, Technometrics 19(1), 15-18).

    Parameters
    ----------
    machine, human
        Numbers, by unit: the index names the units, and has to name the same ones.
    words
        Length of each unit; gives how the error grows with it.
    articles
        The article of each unit: intervals then redraw or sum whole articles,
        whose units are not independent.
    text
        The text of each unit, for the reader of the worst cases.
    rescale
        Put the machine's answers on the human scale first, by the line of human on
        machine; for instruments whose scale is another. Bias is then nought by
        construction, and what is left is scatter.
    worst
        How many influential units to list.
    draws, seed
        Bootstrap draws for the correlations, and where their randomness starts.

    Raises
    ------
    AgreeError
        If the two name different units, hold what is no number, or are too few.

    Examples
    --------
    >>> import pandas as pd
    >>> human = pd.Series(range(20), dtype=float)
    >>> round(diagnose(human + 2, human)["bias"]["value"], 3)
    np.float64(2.0)

    """
    told = _together(machine, human, words=words, articles=articles, text=text)
    m, h = told["machine"].to_numpy(float), told["human"].to_numpy(float)
    if rescale:
        if np.ptp(m) == 0:
            raise AgreeError(
                "the machine says the same of every unit, so its scale cannot be fitted to the human one."
            )
        slope, intercept = np.polyfit(m, h, 1)
        m = intercept + slope * m
        told["machine"] = m
    error = m - h
    cluster = pd.factorize(told["articles"])[0] if articles is not None else np.arange(len(told))
    binary = set(np.unique(m)) <= {0.0, 1.0} and set(np.unique(h)) <= {0.0, 1.0}
    rows = [*_agreement(m, h, cluster, binary, draws, seed), *_bias(error, cluster, binary)]
    if not binary and np.ptp(m + h) > 0:
        slope, low, high = _slope((m + h) / 2, error, cluster)
        reads = (
            "change of machine less human per unit of their mean; 0 says the bias is the same all along "
            "the scale"
        )
        rows.append(("error by level", slope, low, high, reads))
    if words is not None:
        length = told["words"].to_numpy(float)
        if np.ptp(length) > 0:
            slope, low, high = _slope(length / 10, error, cluster)
            reads = "change of machine less human per 10 words more; 0 says length does not bias it"
            rows.append(("error by length", slope, low, high, reads))
            slope, low, high = _slope(length / 10, np.abs(error), cluster)
            reads = "change of the error's size per 10 words more; above 0, long units are read worse"
            rows.append(("size of error by length", slope, low, high, reads))
    figures = pd.DataFrame(rows, columns=["figure", "value", "low", "high", "reads"]).assign(n=len(told))
    errors = told.assign(error=error, mean=(m + h) / 2).rename_axis("item").reset_index()
    keep = ["item", "machine", "human", "error", "mean", *(["words"] if words is not None else [])]
    return Diagnosis(
        figures[["figure", "value", "low", "high", "n", "reads"]],
        _influential(errors, m, h, worst),
        errors[keep],
    )


def _together(machine: pd.Series, human: pd.Series, **others: pd.Series | None) -> pd.DataFrame:
    for name, values in (("machine", machine), ("human", human)):
        if values.index.has_duplicates:
            raise AgreeError(f"`{name}` names the unit {values.index[values.index.duplicated()][0]!r} twice.")
    apart = machine.index.symmetric_difference(human.index)
    if len(apart):
        where = "machine" if apart[0] in machine.index else "human"
        raise AgreeError(
            f"machine and human name different units: {len(apart)} are in one only, the first, "
            f"{apart[0]!r}, in `{where}`. Take those coded: machine[human.index]."
        )
    told = pd.DataFrame({"machine": machine, "human": human})
    for name, values in others.items():
        if values is not None:
            told[name] = values.reindex(told.index)
            if told[name].isna().any():
                raise AgreeError(f"`{name}` says nothing of unit {told.index[told[name].isna()][0]!r}.")
    for name in ("machine", "human"):
        numbers = pd.to_numeric(told[name], errors="coerce")
        if numbers.isna().any():
            at = told.index[numbers.isna()][0]
            raise AgreeError(f"`{name}` of unit {at!r} is {told.loc[at, name]!r}, but it has to be a number.")
        told[name] = numbers.astype(float)
    if len(told) < FEWEST:
        raise AgreeError(
            f"{len(told)} units are coded, but a diagnosis needs {FEWEST} at the least; code more."
        )
    return told.sort_index()


def _agreement(
    m: Numbers, h: Numbers, cluster: NDArray[np.int64], binary: bool, draws: int, seed: int
) -> list[tuple[str, float, float, float, str]]:
    rows = []
    whole = np.unique(np.concatenate([m, h]))
    if len(whole) <= 10:
        equal = (m == h).astype(float)
        mean, low, high = _mean(equal, cluster)
        rows.append(
            (
                "agreement",
                mean,
                max(0.0, low),
                min(1.0, high),
                "share of units where machine and human say the same",
            )
        )
    if binary:
        return rows
    rng = np.random.default_rng(seed)
    members = [np.flatnonzero(cluster == c) for c in range(cluster.max() + 1)]
    redrawn = np.full((draws, 2), np.nan)
    for draw in range(draws):
        chosen = np.concatenate([members[c] for c in rng.integers(len(members), size=len(members))])
        redrawn[draw] = _correlations(m[chosen], h[chosen])
    names = (
        (
            "Pearson r",
            "1 says that human and machine lie on one line, 0 that they have nothing to do with each other",
        ),
        ("Spearman rho", "the same of their order alone"),
    )
    for place, (name, reads) in enumerate(names):
        known = redrawn[~np.isnan(redrawn[:, place]), place]
        low, high = np.quantile(known, [0.025, 0.975]) if len(known) else (np.nan, np.nan)
        rows.append((name, _correlations(m, h)[place], float(low), float(high), reads))
    return rows


def _correlations(m: Numbers, h: Numbers) -> tuple[float, float]:
    if np.ptp(m) == 0 or np.ptp(h) == 0:
        return float("nan"), float("nan")
    from scipy import stats  # takes a second to import, and only ranks need it

    ranked = stats.rankdata(m), stats.rankdata(h)
    return float(np.corrcoef(m, h)[0, 1]), float(np.corrcoef(*ranked)[0, 1])


def _bias(
    error: Numbers, cluster: NDArray[np.int64], binary: bool
) -> list[tuple[str, float, float, float, str]]:
    mean, low, high = _mean(error, cluster)
    rows = [
        ("bias", mean, low, high, "mean of machine less human; above 0, the machine says more than the human")
    ]
    deviation = float(error.std(ddof=1))
    rows.append(
        (
            "deviation",
            deviation,
            *_deviation(deviation, len(error)),
            "standard deviation of machine less human: what size_needed asks",
        )
    )
    if not binary:
        # Bland & Altman (1999): variance of a limit, 1/n + 1.96^2 / (2 (n - 1)) times that of a difference.
        n, t = len(error), float(stdtrit(len(error) - 1, 0.975))
        half = t * deviation * np.sqrt(1 / n + 1.96**2 / (2 * (n - 1)))
        for name, limit in (
            ("lower limit", mean - 1.96 * deviation),
            ("upper limit", mean + 1.96 * deviation),
        ):
            reads = "95% of differences lie between the limits, if they are normal"
            rows.append((name, limit, limit - half, limit + half, reads))
    return rows


def _deviation(deviation: float, n: int) -> tuple[float, float]:
    high, low = chdtri(n - 1, [0.975, 0.025])
    return deviation * float(np.sqrt((n - 1) / low)), deviation * float(np.sqrt((n - 1) / high))


def _mean(values: Numbers, cluster: NDArray[np.int64]) -> tuple[float, float, float]:
    value, low, high = _line(np.ones((len(values), 1)), values, cluster)
    return value, low, high


def _slope(x: Numbers, y: Numbers, cluster: NDArray[np.int64]) -> tuple[float, float, float]:
    return _line(np.column_stack([x, np.ones(len(x))]), y, cluster)


def _line(x: Numbers, y: Numbers, cluster: NDArray[np.int64]) -> tuple[float, float, float]:
    """First coefficient of least squares with its 95% interval, robust to clusters (CR1)."""
    bread = np.linalg.pinv(x.T @ x)
    coefficient = bread @ x.T @ y
    score = x * (y - x @ coefficient)[:, None]
    sums = np.zeros((cluster.max() + 1, x.shape[1]))
    np.add.at(sums, cluster, score)
    groups, n, k = len(sums), len(y), x.shape[1]
    scale = groups / (groups - 1) * (n - 1) / (n - k) if groups > 1 else np.nan
    error = float(np.sqrt(scale * (bread @ sums.T @ sums @ bread)[0, 0]))
    half = float(stdtrit(max(1, groups - 1), 0.975)) * error
    return float(coefficient[0]), float(coefficient[0]) - half, float(coefficient[0]) + half


def _influential(errors: pd.DataFrame, m: Numbers, h: Numbers, worst: int) -> pd.DataFrame:
    n = len(m)
    x = np.column_stack([np.ones(n), m])
    bread = np.linalg.pinv(x.T @ x)
    leverage = np.clip(np.einsum("ij,jk,ik->i", x, bread, x), 0, 1 - 1e-9)
    rest = h - x @ (bread @ x.T @ h)
    variance = float(rest @ rest) / (n - 2)
    if variance > 0:
        cook = rest**2 / (2 * variance) * leverage / (1 - leverage) ** 2
        residual = rest / np.sqrt(variance * (1 - leverage))
    else:
        cook = residual = np.zeros(n)
    bias = float((m - h).mean())
    without = (n * bias - (m - h)) / (n - 1)
    reasons = [
        _reason(errors.iloc[i], float(residual[i]), float(leverage[i]), n, bias, float(without[i]))
        for i in range(n)
    ]
    ranked = errors.assign(influence=cook, reason=reasons, size=np.abs(m - h))
    ranked = ranked.sort_values(["influence", "size", "item"], ascending=[False, False, True])
    shown = ["item", "machine", "human", "error", "influence", "reason"]
    return ranked[[*shown, *(c for c in ("words", "text") if c in ranked)]].head(worst).reset_index(drop=True)


def _reason(row: pd.Series, residual: float, leverage: float, n: int, bias: float, without: float) -> str:
    gap = abs(row["error"])
    side = "above" if row["error"] > 0 else "below"
    parts = [f"the machine is {gap:.2g} {side} the human" if gap else "machine and human say the same"]
    if abs(residual) > 2:
        parts.append(f"{abs(residual):.1f} standard deviations off the line")
    if leverage > 4 / n:
        parts.append("the machine's answer is an extreme one")
    parts.append(f"without it the bias is {without:.3g}, not {bias:.3g}")
    return "; ".join(parts) + "."
