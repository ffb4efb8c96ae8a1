"""The arithmetic of corrected estimates: a line fitted to machine answers, put right by human codes.

Every estimate here is a coefficient of least squares: a mean is the coefficient
of a constant, the means of groups those of their indicators, a difference the
difference of two. With x a unit's row of the design, m what the machine says, y
what a human says and p a prediction of y, known for every unit,

    b = (sum x x')^-1 sum x p  +  what the coded units say of y - p,

and each unit's influence on b adds up to the variance. The coded units are a
stratified sample without replacement of fixed size, so their part is taken from
their own stratum's mean, as in the variance of a stratified total (Cochran, W. G.
(1977), Sampling Techniques, 3rd ed., Wiley, chapter 5); influences are summed by article.

- machine: p = m and no human part. Valid only for a machine whose errors have nothing to do with x.
- human: p = 0, coded units weighted by 1 / probability.
- dsl: pseudo-outcomes p + (y - p) / probability for the coded, p for the others, with p
  learned from the coded units by cross-fitting: Egami, N., Hinck, M., Stewart, B. M. & Wei, H.
  (2023), Using imperfect surrogates for downstream inference: Design-based supervised learning for
  social science applications of large language models, NeurIPS 36 (arXiv:2306.04746).
- ppi: p = lambda m, human part fitted apart, lambda chosen for the least variance: Angelopoulos,
  A. N., Bates, S., Fannjiang, C., Jordan, M. I. & Zrnic, T. (2023), Prediction-powered
  inference, Science 382, 669-674; Angelopoulos, A. N., Duchi, J. C. & Zrnic, T. (2023), PPI++:
  Efficient prediction-powered inference, arXiv:2311.01453 (here lambda is found from
  the influences summed by article, so that it minds strata and articles).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

Numbers: TypeAlias = NDArray[np.float64]
Places: TypeAlias = NDArray[np.int64]
Method: TypeAlias = Literal["machine", "human", "dsl", "ppi"]

FOLDS, SPLITS = 5, 5  # parts of a cross-fit, and times it is done anew; estimates are the mean of the splits
ROUNDING = 1e-12  # of the variance of the machine's answers; less is nothing


@dataclass(frozen=True)
class Design:
    """What an estimate is made of: N units, n of them coded, k coefficients.

    Attributes
    ----------
    x, machine
        N x k, and N.
    coded, human
        Places of the coded units among the N, and their human codes.
    stratum, article
        N whole numbers from 0: the stratum and the article of each unit.
    corpus_only
        Whether the estimate is of these very units, not of more like them.
    counts
        How much each unit counts; without it, each counts once.

    """

    x: Numbers
    machine: Numbers
    coded: Places
    human: Numbers
    stratum: Places
    article: Places
    corpus_only: bool = False
    counts: Numbers | None = None

    def scaled(self) -> Design:
        """The same, each unit's row times the root of what it counts: least squares of it are weighted."""
        if self.counts is None:
            return self
        root = np.sqrt(self.counts)
        x, human = self.x * root[:, None], self.human * root[self.coded]
        return replace(self, x=x, machine=self.machine * root, human=human, counts=None)

    @property
    def drawn(self) -> Numbers:
        """Number of coded units in each stratum."""
        return np.bincount(self.stratum[self.coded], minlength=self.stratum.max() + 1).astype(float)

    @property
    def there(self) -> Numbers:
        """Number of units in each stratum."""
        return np.bincount(self.stratum).astype(float)

    @property
    def freedom(self) -> int:
        """Degrees of freedom of the interval's t: the scarcer of articles and coded units."""
        coded = len(self.coded) - int((self.drawn > 0).sum())
        return max(1, coded if self.corpus_only else min(coded, int(self.article.max())))


@dataclass(frozen=True)
class Fit:
    """Coefficients, and each unit's influence on them (N x k)."""

    coefficient: Numbers
    influence: Numbers
    design: Design

    @property
    def covariance(self) -> Numbers:
        """Covariance of the coefficients: influences summed by article, squared, summed."""
        sums = self._sums()
        return np.asarray(sums.T @ sums)

    def _sums(self) -> Numbers:
        return _by_article(self.influence, self.design)


def interval(
    fitted: Fit, contrast: Numbers, *, share: bool = False, level: float = 0.95
) -> tuple[float, float]:
    """The interval of a sum of coefficients, each times its part in `contrast`.

    Value plus and minus t standard errors. For a share the same on the logit
    scale, which keeps it between 0 and 1 and holds better near them (Korn, E. L. &
    Graubard, B. I. (1998), Confidence intervals for proportions with small expected
    number of positive counts estimated from survey data, Survey Methodology 24, 193-201).
    """
    value = float(contrast @ fitted.coefficient)
    error = float(np.sqrt(contrast @ fitted.covariance @ contrast))
    far = float(stdtrit(fitted.design.freedom, 0.5 + level / 2)) * error
    if not share:
        return value - far, value + far
    if not 0 < value < 1:
        return max(0.0, value - far), min(1.0, value + far)
    at, reach = np.log(value / (1 - value)), far / (value * (1 - value))
    return float(1 / (1 + np.exp(reach - at))), float(1 / (1 + np.exp(-reach - at)))


def fit(design: Design, method: Method, rng: np.random.Generator) -> Fit:
    """The coefficients by one method; `rng` deals the units into the parts of a cross-fit."""
    scaled = design.scaled()
    if method == "machine":
        return _machine(scaled)
    if method == "human":
        return _apart(scaled, np.zeros_like(scaled.machine), scaled.human, scaled.x)
    if method == "ppi":
        return _ppi(scaled)
    root = 1.0 if design.counts is None else np.sqrt(design.counts)
    fits = [_pseudo(scaled, root * _learned(design, rng)) for _ in range(SPLITS)]
    coefficient = np.mean([f.coefficient for f in fits], axis=0)
    return Fit(coefficient, np.mean([f.influence for f in fits], axis=0), design)


def _machine(design: Design) -> Fit:
    x = design.x
    bread = np.linalg.inv(x.T @ x)
    coefficient = bread @ x.T @ design.machine
    rest = x * (design.machine - x @ coefficient)[:, None]
    # Of these very units the machine has said all it can: nothing is left to chance.
    influence = np.zeros_like(x) if design.corpus_only else rest @ bread
    return Fit(coefficient, influence, design)


def _pseudo(design: Design, predicted: Numbers) -> Fit:
    """Least squares of the pseudo-outcomes (design-based supervised learning)."""
    x, coded = design.x, design.coded
    bread = np.linalg.inv(x.T @ x)
    outcome = predicted.copy()
    outcome[coded] += _weight(design) * (design.human - predicted[coded])
    coefficient = bread @ x.T @ outcome
    error = x[coded] * ((design.human - predicted[coded]) / _stretch(design, x))[:, None]
    influence = _from_sample(error, design) @ bread
    if not design.corpus_only:
        influence += (x * (predicted - x @ coefficient)[:, None]) @ bread
    return Fit(coefficient, influence, design)


def _apart(design: Design, predicted: Numbers, human: Numbers, bent: Numbers | None) -> Fit:
    """Least squares of the prediction on all units, plus that of its error on the coded ones.

    `bent` are the columns that were fitted to the coded units, for which the variance
    makes allowance; none for influences that are compared with each other only.
    """
    x, coded, weight = design.x, design.coded, _weight(design)
    bread = np.linalg.inv(x.T @ x)
    first = bread @ x.T @ predicted
    error = human - predicted[coded]
    weighted = np.linalg.inv((x[coded] * weight[:, None]).T @ x[coded])
    second = weighted @ (x[coded] * weight[:, None]).T @ error
    stretch = 1.0 if bent is None else _stretch(design, bent)
    rest = x[coded] * ((error - x[coded] @ second) / stretch)[:, None]
    influence = _from_sample(rest, design, allowance=bent is not None) @ weighted
    if not design.corpus_only:
        influence += (x * (predicted - x @ first)[:, None]) @ bread
    return Fit(first + second, influence, design)


def _ppi(design: Design) -> Fit:
    """Prediction-powered, with the lambda that gives the coefficients the least variance."""
    human = _apart(design, np.zeros_like(design.machine), design.human, None)
    gain = _apart(design, design.machine, np.zeros_like(design.human), None)
    ours, theirs = human._sums(), gain._sums()
    machine = _machine(replace(design, corpus_only=False)).influence
    # Variances are added over the coefficients, each in the measure of its own, so that no scale rules.
    size = (ours**2).sum(axis=0)
    own = np.divide(1.0, size, out=np.zeros_like(size), where=size > 0)
    spread = float((theirs**2).sum(axis=0) @ own)
    # Where every unit is coded the machine has nothing to add: what is left of its part is rounding.
    said = spread > ROUNDING * float((machine**2).sum(axis=0) @ own)
    tuned = -float((ours * theirs).sum(axis=0) @ own) / spread if said else 0.0
    return _apart(design, tuned * design.machine, design.human, np.column_stack([design.x, design.machine]))


def _learned(design: Design, rng: np.random.Generator) -> Numbers:
    """A prediction of the human code from machine and x, for each unit without its own article's codes."""
    features = np.column_stack([design.machine, design.x])
    codes, human, weight = features[design.coded], design.human, _weight(design)
    part = _parts(design, rng)
    predicted = np.empty(len(features))
    for number in range(FOLDS):
        train = part[design.coded] != number
        known, share = codes[train], weight[train] / weight[train].sum()
        mean, centre = share @ human[train], share @ known
        spread = np.sqrt(share @ (known - centre) ** 2)
        varied = spread > 0
        # Of columns in one measure; one unit's worth of ridge keeps the line calm where codes are
        # few or columns repeat each other.
        known = (known - centre)[:, varied] / spread[varied]
        square = known.T @ (known * share[:, None]) + np.eye(int(varied.sum())) / len(known)
        line = np.linalg.solve(square, known.T @ (share * (human[train] - mean)))
        inside = part == number
        predicted[inside] = mean + (features[inside] - centre)[:, varied] @ (line / spread[varied])
    return predicted


def _parts(design: Design, rng: np.random.Generator) -> Places:
    """The part of the cross-fit each unit is in: whole articles, the coded ones dealt out evenly."""
    owner = np.arange(len(design.machine)) if design.corpus_only else design.article
    part = rng.integers(FOLDS, size=owner.max() + 1)
    coded = rng.permutation(np.unique(owner[design.coded]))
    part[coded] = np.arange(len(coded)) % FOLDS
    return np.asarray(part[owner], dtype=np.int64)


def _weight(design: Design) -> Numbers:
    at = design.stratum[design.coded]
    return np.asarray(design.there[at] / design.drawn[at])


def _stretch(design: Design, columns: Numbers) -> Numbers:
    """What each coded unit's residual is divided by, since the line bends towards it.

    The root of 1 less its leverage, which makes the variance of a sample of even
    spread unbiased (HC2: MacKinnon, J. G. & White, H. (1985), Some heteroskedasticity-consistent
    covariance matrix estimators with improved finite sample properties, Journal of Econometrics 29, 305-325).
    """
    x = columns[design.coded] * np.sqrt(_weight(design))[:, None]
    leverage = np.einsum("ij,jk,ik->i", x, np.linalg.pinv(x.T @ x), x)
    return np.asarray(np.sqrt(np.clip(1 - leverage, 0.05, 1)))


def _from_sample(score: Numbers, design: Design, *, allowance: bool = True) -> Numbers:
    """Influence on a total that the stratified sample gives each unit: N x k.

    A coded unit's score counts 1 / probability times, less its stratum's mean, which
    all units of the stratum share: a sample of fixed size has no luck in its size. A mean
    taken from n scores leaves n - 1 of them free, which `_stretch` minds for one mean, this for the others.
    """
    at, drawn = design.stratum[design.coded], design.drawn
    sums = np.zeros((len(drawn), score.shape[1]))
    np.add.at(sums, at, score)
    means = sums / np.maximum(drawn, 1)[:, None]
    all_drawn = drawn.sum()
    lost = np.sqrt(drawn / np.maximum(drawn - 1, 1) * (all_drawn - 1) / all_drawn)
    if not allowance:
        lost = np.ones_like(lost)
    off = _weight(design)[:, None] * (score - means[at]) * lost[at][:, None]
    if design.corpus_only:
        spread = np.zeros_like(design.x)
        spread[design.coded] = off * np.sqrt(1 - drawn / design.there)[at][:, None]
        return spread
    shared = means[design.stratum].copy()
    shared[design.coded] += off
    return np.asarray(shared)


def _by_article(influence: Numbers, design: Design) -> Numbers:
    if design.corpus_only:
        return influence
    sums = np.zeros((design.article.max() + 1, influence.shape[1]))
    np.add.at(sums, design.article, influence)
    groups = len(sums)
    return np.asarray(sums * np.sqrt(groups / max(1, groups - 1)))
