"""Whether the items of a frame go together, over a corpus: Cronbach's alpha."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.codebook import Codebook
from analysis.framing.presence import FramingError
from analysis.tables import Frames

# Below, the 95 % interval of alpha is wider than the difference between a good and a poor scale:
# for five items and a true alpha of .70 it reaches from .56 to .81 at 60 articles (Feldt, Woodruff
# & Salih 1987, Applied Psychological Measurement 11(1), 93-103).
LEAST = 60


def consistency(frames: Frames, codebook: Codebook, *, least: int = LEAST) -> pd.DataFrame:
    """How far the items of each frame are answered alike, over many articles.

    Parameters
    ----------
    frames
        Of many articles, by this codebook.
    codebook
        One with frames.
    least
        Articles from which alpha is computed.

    Returns
    -------
    DataFrame
        One row per frame: frame, items (their number), articles, alpha
        (Cronbach's; 1 where items are always answered alike, 0 where they have nothing to
        do with each other, below 0 where they exclude each other), low and high
        (its 95% interval after Feldt), and mean (of the score). Alpha is missing
        where no item or only one varies.

    Raises
    ------
    FramingError
        If there are fewer articles than `least`, or the codebook has no frames.

    References
    ----------
    Cronbach, L. J. (1951). Coefficient alpha and the internal structure of tests.
    Psychometrika 16(3), 297-334. Feldt, L. S., Woodruff, D. J. & Salih, F. A. (1987).
    Statistical inference for coefficient alpha. Applied Psychological Measurement 11(1), 93-103.

    """
    if not codebook.frames:
        raise FramingError(f"{codebook.instrument} has no frames that are scored from several items.")
    mine = frames[frames["codebook"] == codebook.name]
    articles = mine["article"].nunique()
    if articles < least:
        raise FramingError(
            f"Cronbach's alpha needs at least {least} articles, and these are {articles}. "
            "Fewer leave it uncertain by more than tells a good scale from a poor one."
        )
    answers = mine.pivot(index="article", columns="frame", values="score")
    rows = []
    for frame in codebook.frames:
        items = codebook.items(frame)
        scores = answers[items].to_numpy(dtype=float)
        alpha, low, high = cronbach(scores)
        rows.append((frame, len(items), articles, alpha, low, high, float(scores.mean())))
    return pd.DataFrame(rows, columns=["frame", "items", "articles", "alpha", "low", "high", "mean"])


def cronbach(scores: np.ndarray) -> tuple[float, float, float]:
    """Cronbach's alpha of a table of units by items, and its 95% interval; missing where nothing varies.

    >>> cronbach(np.array([[0, 0], [1, 1], [0, 0], [1, 1.0]]))[0]
    1.0
    """
    units, items = scores.shape
    each, whole = scores.var(axis=0, ddof=1), scores.sum(axis=1).var(ddof=1)
    if items < 2 or whole == 0 or (each > 0).sum() < 2:
        return float("nan"), float("nan"), float("nan")
    alpha = float(items / (items - 1) * (1 - each.sum() / whole))
    from scipy.stats import f  # takes a second to import, and few ask for it

    freedom = (units - 1, (units - 1) * (items - 1))
    low, high = (float(1 - (1 - alpha) * f.ppf(at, *freedom)) for at in (0.975, 0.025))
    return alpha, low, high
