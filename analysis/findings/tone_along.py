"""Tone along one article, sentence by sentence."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke
from scipy.special import stdtrit

from analysis import tier, tone
from analysis.findings.finding import Finding, FindingError, Material, lacking
from analysis.findings.frame import Frame
from analysis.findings.looks import BAND, INK, OTHERS, OTHERS_PALE, PAPER, REPORTER, VOICE_NAMES
from analysis.findings.tone import FEWEST, SCALE, scored_evidence, sentence_scores, title, word_instrument
from analysis.findings.voices import along
from analysis.findings.wording import counted, number, shortened

# A score this near 0 counts as neutral: the threshold that Hutto & Gilbert (2014) set for VADER.
NEUTRAL = 0.05
WINDOW = 5  # sentences of the moving mean; of a long article, a twentieth of its sentences
FEW = 60  # sentences up to which bars are drawn in full colour; more would hide the line of the mean
MOST_TIPS = 400  # sentences up to which each one shows its words when pointed at
COLOURS = {"reporter": REPORTER, "reported": OTHERS_PALE, "quoted": OTHERS}


def leans(tones: pd.Series[float]) -> pd.Series[str]:
    """Whether each score is negative, neutral or positive; within 0.05 of 0 it is neutral.

    >>> leans(pd.Series([-0.4, 0.05, 0.06])).tolist()
    ['negative', 'neutral', 'positive']
    """
    return pd.Series(
        np.select([tones < -NEUTRAL, tones > NEUTRAL], ["negative", "positive"], "neutral"), index=tones.index
    )


def moving_mean(tones: pd.Series[float], window: int = WINDOW) -> pd.DataFrame:
    """The mean tone around each sentence, with its 95% band.

    The mean is of `window` sentences, the one in question in the middle; near
    the ends, of those there are.

    The band assumes that the scatter of sentences around the moving mean is
    equal along the article, and that sentences are independent given the mean.
    It is then mean ± t · s / √m, where m sentences are in the mean, s² is the sum
    of squared residuals over their degrees of freedom n - tr(2H - HHᵀ), here
    n - Σ 1/m, and t is Student's with those degrees (Hastie & Tibshirani 1990,
    Generalized Additive Models, chapter 3). It is valid for each sentence, not
    for all of them at once.

    Parameters
    ----------
    tones
        Of sentences in order.
    window
        An odd number of sentences.

    Returns
    -------
    pd.DataFrame
        One row per sentence, with the index of `tones`: mean, low, high, m
        (sentences in the mean). Low and high are missing where there are too few.

    Raises
    ------
    FindingError
        If the window is not odd, or a score is missing or infinite.

    Examples
    --------
    >>> moving_mean(pd.Series([1.0, 0.0, -1.0]), window=3)["mean"].tolist()
    [0.5, 0.0, -0.5]
    """
    if window < 1 or window % 2 == 0:
        raise FindingError(
            f"the window is {window} sentences; it must be odd, so that one is in the middle: 3, 5, 7."
        )
    values = tones.to_numpy(dtype=float)
    if not np.isfinite(values).all():
        raise FindingError(
            f"{int((~np.isfinite(values)).sum())} scores are missing or infinite; leave them out."
        )
    count, half = len(values), window // 2
    first = np.maximum(np.arange(count) - half, 0)
    after = np.minimum(np.arange(count) + half + 1, count)
    sums = np.concatenate([[0.0], np.cumsum(values)])
    size = after - first
    mean = (sums[after] - sums[first]) / size
    freedom = count - float((1 / size).sum()) if count else 0.0
    margin: npt.NDArray[np.float64] = np.full(count, np.nan)
    if freedom > 1e-9:
        scatter = np.sqrt(((values - mean) ** 2).sum() / freedom)
        margin = stdtrit(freedom, 0.975) * scatter / np.sqrt(size)
    return pd.DataFrame(
        {"mean": mean, "low": mean - margin, "high": mean + margin, "m": size}, index=tones.index
    )


def window_for(sentences: int) -> int:
    """The window of the moving mean: 5 sentences, or the odd number nearest a twentieth of a long article.

    >>> window_for(23), window_for(400)
    (5, 21)
    """
    return max(WINDOW, sentences // 20 // 2 * 2 + 1)


def tone_by_sentence(material: Material, window: int = 0) -> pd.DataFrame:
    """Tone of each sentence of the first article by the primary instrument, with the moving mean.

    Returns
    -------
    pd.DataFrame
        The rows of `sentence_scores` in order, with mean, low, high and m of
        `moving_mean`, which are missing for the headline, and leans. `window` is
        that of `window_for` if 0.
    """
    rows = sentence_scores(material.focus).sort_values("sentence", ignore_index=True)
    body = rows["role"] == "body"
    smooth = moving_mean(rows.loc[body, "tone"], window or window_for(int(body.sum())))
    made = rows.join(smooth).assign(leans=leans(rows["tone"]))
    return made.astype({"m": "Int64"})


def tone_along(material: Material, *, window: int = 0) -> Finding:
    """How many sentences of the first article are negative and positive, and where."""
    question, focus = "Where is the article negative, where positive?", material.focus
    if not (focus.scores["unit"] == "sentence").any():
        return lacking("tone-along", question, "No sentence of the article has a tone score.")
    table = tone_by_sentence(material, window)
    body = table[table["role"] == "body"]
    if body.empty:
        return lacking("tone-along", question, "The article has no body sentence with a tone score.")
    instrument = focus.instruments[0]
    counts = {lean: int((body["leans"] == lean).sum()) for lean in ("negative", "positive", "neutral")}
    lowest, highest = body.loc[body["tone"].idxmin()], body.loc[body["tone"].idxmax()]
    half = len(body) // 2
    halves = ""
    if half:
        first, second = (number(part.mean()) for part in (body["tone"].iloc[:half], body["tone"].iloc[half:]))
        halves = f" Mean of the first half {first}, of the second {second}."
    headline = next(iter(focus.names.values()), "") if len(material.used) > 1 else ""
    of = f" of “{shortened(headline, 60)}”" if headline else ""
    span = int(body["m"].max())
    return Finding(
        name="tone-along",
        question=question,
        claim=(
            f"{counts['negative']:,} of {counted(len(body), 'sentence')} "
            f"{'is' if counts['negative'] == 1 else 'are'} negative, "
            f"{counts['positive']:,} positive."
        ),
        measure=(
            f"Tone of each sentence{of}, {SCALE} (H: headline). "
            f"Line: mean of {counted(span, 'sentence')}; band: its 95% interval"
        ),
        table=table.drop(columns=["start", "end", "text"]),
        alt=(
            f"{counts['neutral']:,} neutral. "
            f"Lowest: sentence {lowest['sentence']}, {number(lowest['tone'])}; "
            f"highest: sentence {highest['sentence']}, {number(highest['tone'])}.{halves}"
        ),
        figure=f"{counts['negative']:,} of {len(body):,}",
        validity=tier.badge(instrument),
        n=counted(len(body), "sentence"),
        source=focus.source,
        evidence=scored_evidence(focus, instrument, table.assign(mark=table["sentence"])),
        status="found" if len(body) >= FEWEST else "unclear",
        limits=f"A score from −{NEUTRAL:.2f} to {NEUTRAL:.2f} counts as neutral",
        draw=lambda frame: _draw_along(frame, table, _by_words(focus, instrument)),
    )  # fmt: skip


def _by_words(material: Material, instrument: str) -> str:
    """What the words in a tip come from, where they are not the instrument's own."""
    if instrument in tone.WORDS or not (name := word_instrument(material)):
        return ""
    return f"{title(name)}: "


def _draw_along(frame: Frame, table: pd.DataFrame, by_words: str) -> None:
    ax = frame.plot(2.6)
    table = table.assign(colour=table["voice"].map(COLOURS).fillna(INK))
    width = frame.points(float(np.clip(300 / len(table), 0.6, 6.0)))
    alpha = 1.0 if len(table) <= FEW else 0.6
    if len(table) > MOST_TIPS:
        _draw_many(frame, table, width, alpha)
    else:
        for row in table.to_dict("records"):
            _draw_sentence(frame, row, width, alpha, by_words)
    body = table.dropna(subset=["mean"])
    if len(body) > 1:
        if body["low"].notna().any():
            ax.fill_between(
                body["sentence"], body["low"], body["high"], color=BAND, alpha=0.6, linewidth=0, zorder=1
            )
        ax.plot(
            body["sentence"],
            body["mean"],
            color=INK,
            linewidth=frame.points(1.4),
            zorder=4,
            path_effects=[withStroke(linewidth=frame.points(3.0), foreground=PAPER)],
        )
    there = [voice for voice in COLOURS if (table["voice"] == voice).any()]
    frame.legend(
        [
            Line2D([], [], ls="none", marker="s", color=COLOURS[voice], label=VOICE_NAMES[voice])
            for voice in there
        ]
    )
    values = table[["tone", "low", "high"]].to_numpy(dtype=float)
    low, high = min(-0.1, float(np.nanmin(values))), max(0.1, float(np.nanmax(values)))
    ax.set_ylim(low - 0.06 * (high - low), high + 0.06 * (high - low))
    along(frame, table["sentence"])
    ax.grid(axis="y")
    frame.zero("neutral")


def _draw_sentence(frame: Frame, row: Any, width: float, alpha: float, by_words: str) -> None:
    """A bar from 0 to the sentence's tone, with a dot at its end, so that a neutral sentence shows too."""
    at, look = row["sentence"], {"color": row["colour"], "alpha": alpha}
    (bar,) = frame.ax.plot(
        [at, at], [0, row["tone"]], linewidth=width, solid_capstyle="butt", zorder=2, **look
    )
    (dot,) = frame.ax.plot([at], [row["tone"]], "o", markersize=width, zorder=3, clip_on=False, **look)
    place = "Headline" if at == 0 else f"Sentence {at}"
    voice = f", {VOICE_NAMES.get(row['voice'], row['voice'])}" if pd.notna(row["voice"]) else ""
    words = f" {by_words}{row['listed']}." if row["listed"] else ""
    frame.mark(
        [bar, dot],
        f"{place}{voice}: {number(row['tone'], sign=True)}.{words} {row['text']}",
        at,
    )


def _draw_many(frame: Frame, table: pd.DataFrame, width: float, alpha: float) -> None:
    """Bars of a long article, as one collection."""
    bars = [[(at, 0.0), (at, value)] for at, value in zip(table["sentence"], table["tone"], strict=True)]
    look = {"colors": table["colour"].tolist(), "linewidths": width, "alpha": alpha}
    frame.ax.add_collection(LineCollection(bars, zorder=2, **look))
