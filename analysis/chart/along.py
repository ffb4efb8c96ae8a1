"""Tone along one article, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator
from matplotlib.transforms import ScaledTranslation
from scipy.special import stdtrit

from analysis.chart import drawing
from analysis.chart.drawing import BLUE, GREEN, GREY, ORANGE, PURPLE, ChartError
from analysis.tables import SCORES, SENTENCES, Scores, Sentences

# How a mark is filled says whose words they are; unknown voice is filled palely.
FILLS: dict[str, Literal["full", "left", "none"]] = {"reporter": "full", "reported": "left", "quoted": "none"}
# Shape says the sign, so that colour need not.
SIGNS = (("above 0", "^", BLUE), ("exactly 0", "o", "#777777"), ("below 0", "v", ORANGE))
LINE_STYLES = ("-", "--", ":", "-.")
MOST_INSTRUMENTS = 8  # pairs of colour and line style that stay apart
MOST_BREAKS = 60  # paragraph breaks drawn across the plot; more are ticks at its foot


def smoothed(scores: Scores, sentences: Sentences, window: int = 5) -> pd.DataFrame:
    """Tone of each sentence, and the moving mean around it with its 95% band.

    The mean is of `window` sentences, the one in question in the middle; near
    the ends, of those there are. The headline stands by itself: it is listed,
    but no mean runs across it.

    The band takes the scatter of sentences around the moving mean to be equal
    along the article and sentences to be independent given the mean. It is then
    mean ± t · s / √m, where m sentences are in the mean, s² is the sum of
    squared residuals over their degrees of freedom n - tr(2H - HHᵀ), here
    n - Σ 1/m, and t is Student's with those degrees (Hastie & Tibshirani 1990,
    Generalized Additive Models, chapter 3). It holds for each place by itself,
    not for all of them at once.

    Parameters
    ----------
    scores
        Sentence scores of one article by one instrument; other units are left aside.
    sentences
        Where the scored sentences stand.
    window
        An odd number of sentences.

    Returns
    -------
    pd.DataFrame
        One row per sentence that has a score, in reading order: article,
        sentence, passage, voice, tone, mean, low, high, and m (sentences in the
        mean). Missing: mean and band of the headline, the band where there are
        too few sentences for one.

    Raises
    ------
    ChartError
        If the scores are of no sentence, of several articles or instruments, of
        sentences not given, or infinite; if the window is not odd.

    Examples
    --------
    >>> scores = SCORES.frame([
    ...     {"instrument": "demo", "article": "a", "unit": "sentence", "unit_id": i, "tone": t, "words": 5}
    ...     for i, t in enumerate([0.5, 1.0, 0.0, -1.0])])
    >>> sentences = SENTENCES.frame([
    ...     {"article": "a", "sentence": i, "passage": i, "role": "body", "start": 9 * i, "end": 9 * i + 8,
    ...      "text": "Words.", "words": 5, "edits": []} for i in range(4)])
    >>> smoothed(scores, sentences, window=3)[["sentence", "tone", "mean"]].round(2).values.tolist()
    [[0.0, 0.5, nan], [1.0, 1.0, 0.5], [2.0, 0.0, 0.0], [3.0, -1.0, -0.5]]
    """
    if window < 1 or window % 2 == 0:
        raise ChartError(
            f"the window is {window} sentences, but must be odd, so that a middle one exists: 3, 5, 7."
        )
    scored = _of_sentences(scores)
    for column in ("instrument", "article"):
        if len(names := sorted(scored[column].unique())) > 1:
            raise ChartError(
                f"the scores are of {len(names)} {column}s ({', '.join(names[:3])}"
                f"{', …' if len(names) > 3 else ''}), and the chart shows one. "
                f"Take one: scores.query('{column} == \"{names[0]}\"')."
            )
    placed = _placed(scored, sentences)
    drawing.finite(placed["tone"].tolist(), "scores.tone")
    body = (placed["sentence"] > 0).to_numpy()
    means = _moving(placed.loc[body, "tone"].to_numpy(), window)
    for name, values in means.items():
        placed[name] = np.nan
        placed.loc[body, name] = values
    placed["m"] = placed["m"].astype("Int64")
    return placed


def tone_along(
    scores: Scores,
    sentences: Sentences,
    *,
    title: str,
    unit: str,
    window: int = 5,
    neutral: str = "neutral",
    ax: Axes | None = None,
) -> Axes:
    """Tone along one article: a mark for each sentence, and their moving mean with its 95% band.

    Marks point up above zero and down below it, and are round at zero itself;
    where voices are known, a full mark is the reporter's, a hollow one quoted,
    a half-filled one reported speech. Dotted lines are paragraph breaks. Counts and
    mean are of the body; the headline is marked H.

    Parameters
    ----------
    scores
        Sentence scores of one article by one instrument.
    sentences
        The sentences scored, for their order and paragraphs.
    title
        The finding, as a sentence, computed from `smoothed`.
    unit
        What the axis counts: "VADER compound score, -1 to 1".
    window
        Sentences in the moving mean, odd. How mean and band are made is told at `smoothed`.
    neutral
        What zero means, written at the zero line.
    ax
        Where to draw; a figure of its own if left out.

    Raises
    ------
    ChartError
        As `smoothed` does, or if the title is empty.
    """
    points = smoothed(scores, sentences, window)
    with drawing.style():
        own, ax = ax is None, drawing.axes(ax, 4.0)
        body = points[points["sentence"] > 0]
        _paragraphs(ax, points)
        drawing.zero_line(ax, neutral)
        key: list[Artist] = []
        if window > 1 and len(body) > 1:
            if body["low"].notna().any():
                ax.fill_between(body["sentence"], body["low"], body["high"], color="#D5D5D5", linewidth=0)
            ax.plot(body["sentence"], body["mean"], color="#333333")
            key += [
                Line2D([], [], color="#333333", label=f"mean of {window} sentences"),
                Patch(facecolor="#D5D5D5", label="its 95% band"),
            ]
        if points["passage"].nunique() > 1:
            key.append(Line2D([], [], color="#AAAAAA", ls=":", lw=1, label="new paragraph"))
        key = [*_marks(ax, points), *key]
        values = points[["tone", "low", "high"]].to_numpy(dtype=float)
        low, high = min(0.0, float(np.nanmin(values))), max(0.0, float(np.nanmax(values)))
        room = 0.08 * (high - low) or 1.0
        ax.set_ylim(low - room, high + room)
        ax.grid(axis="x", visible=False)
        ax.grid(axis="y")
        ax.set_ylabel(unit)
        _sentence_axis(ax, points["sentence"])
        return drawing.finish(ax, title, own, key)


def instruments(
    scores: Scores, sentences: Sentences, *, title: str, window: int = 5, ax: Axes | None = None
) -> Axes:
    """Several instruments along one article, each in units of its own spread.

    Each line is the moving mean of tone divided by the instrument's root mean
    square over the body, so that 1 is as far from neutral as that instrument's
    sentences commonly lie, and zero stays zero. Lines are told apart by style
    and by the name at their end as well as by colour.

    Parameters
    ----------
    scores
        Sentence scores of one article by one to eight instruments.
    sentences
        The sentences scored.
    title
        The finding, as a sentence.
    window
        Sentences in the moving mean, odd.
    ax
        Where to draw; a figure of its own if left out.

    Raises
    ------
    ChartError
        As `smoothed` does, for each instrument; if there are more than eight, or
        no sentence of the body is scored.
    """
    names = list(dict.fromkeys(_of_sentences(scores)["instrument"]))
    if len(names) > MOST_INSTRUMENTS:
        raise ChartError(
            f"{len(names)} instruments are more lines than a reader can tell apart; the most is "
            f'{MOST_INSTRUMENTS}. Choose: scores.query(\'instrument in ["{names[0]}", "{names[1]}"]\').'
        )
    lines = {}
    for name in names:
        line = smoothed(scores[scores["instrument"] == name], sentences, window)
        line = line[line["sentence"] > 0]
        if line.empty:
            raise ChartError(
                f"instrument '{name}' scores no sentence of the body, so there is no line to draw."
            )
        spread = float(np.sqrt((line["tone"] ** 2).mean()))
        lines[name if spread else f"{name} (0 throughout)"] = line.assign(
            standard=line["mean"] / (spread or 1.0)
        )
    with drawing.style():
        own, ax = ax is None, drawing.axes(ax, 4.2)
        ax.axhline(0, color=GREY, linewidth=1)
        colours = (BLUE, ORANGE, GREEN, PURPLE)
        for place, line in enumerate(lines.values()):
            # The fifth line has the first colour again, and another style.
            dashes = LINE_STYLES[(place + place // len(colours)) % len(LINE_STYLES)]
            ax.plot(
                line["sentence"],
                line["standard"],
                color=colours[place % len(colours)],
                linestyle=dashes,
                marker="o" if len(line) == 1 else "",
            )
        ax.margins(y=0.1)
        ax.grid(axis="x", visible=False)
        ax.grid(axis="y")
        ax.set_ylabel("tone ÷ its root mean square (0 = neutral)")
        _sentence_axis(ax, pd.concat(list(lines.values()))["sentence"])
        ends = {name: float(line["standard"].iloc[-1]) for name, line in lines.items()}
        _name_at_end(ax, ends, [line.get_color() for line in ax.lines[1:]])
        means = Line2D([], [], color=GREY, label=f"moving mean of {window} sentences")
        return drawing.finish(ax, title, own, [means])


def _of_sentences(scores: Scores) -> Scores:
    scored = SCORES.check(scores)
    scored = scored[scored["unit"] == "sentence"]
    if scored.empty:
        raise ChartError(
            f"none of the {len(scores)} scores is of a sentence, so there is nothing to draw along the "
            "article. Score sentences, and check that the article has a body."
        )
    return scored


def _placed(scored: Scores, sentences: Sentences) -> pd.DataFrame:
    places = SENTENCES.check(sentences)[["article", "sentence", "passage"]]
    placed = (
        scored[["article", "unit_id", "voice", "tone"]]
        .assign(sentence=lambda rows: rows["unit_id"])
        .merge(places, on=["article", "sentence"], how="left", validate="one_to_one")
        .sort_values("sentence", ignore_index=True)
    )
    if (strays := placed["passage"].isna()).any():
        stray = placed[strays].iloc[0]
        raise ChartError(
            f"{int(strays.sum())} scores are of sentences not given, the first of article "
            f"{stray['article']}, sentence {stray['sentence']}. Give the sentences that were scored."
        )
    return placed.astype({"passage": "int64"})[["article", "sentence", "passage", "voice", "tone"]]


def _moving(tones: np.ndarray, window: int) -> dict[str, np.ndarray]:
    count, half = len(tones), window // 2
    first = np.maximum(np.arange(count) - half, 0)
    after = np.minimum(np.arange(count) + half + 1, count)
    sums = np.concatenate([[0.0], np.cumsum(tones)])
    size = after - first
    mean = (sums[after] - sums[first]) / size
    freedom = count - float((1 / size).sum()) if count else 0.0
    if freedom > 1e-9:
        scatter = np.sqrt(((tones - mean) ** 2).sum() / freedom)
        reach = stdtrit(freedom, 0.975) * scatter / np.sqrt(size)
    else:
        reach = np.full(count, np.nan)
    return {"mean": mean, "low": mean - reach, "high": mean + reach, "m": size}


def _marks(ax: Axes, points: pd.DataFrame) -> Iterator[Artist]:
    """Draw a mark for each sentence; what the key says of them comes back."""
    size = 7.0 if len(points) <= 60 else 4.5 if len(points) <= 200 else 3.2
    signs = np.sign(points["tone"]).map({1.0: "above 0", 0.0: "exactly 0", -1.0: "below 0"})
    voiced = points["voice"].notna().any()
    for sign, marker, colour in SIGNS:
        here = points[signs == sign]
        for voice, those in here.groupby(
            here["voice"].fillna("") if voiced else here["tone"].map(lambda _: "")
        ):
            known = not voiced or voice in FILLS
            ax.plot(
                those["sentence"],
                those["tone"],
                linestyle="none",
                marker=marker,
                markersize=size,
                color=colour,
                fillstyle=FILLS.get(str(voice), "full"),
                markerfacecolor=colour
                if known and FILLS.get(str(voice)) != "none"
                else "white"
                if known
                else "#DDDDDD",
                markerfacecoloralt="white",
                clip_on=False,
            )
        if len(here):
            count = int((here["sentence"] > 0).sum())
            yield Line2D([], [], ls="none", marker=marker, color=colour, label=f"{sign} (n = {count})")
    if voiced:
        body = points.loc[points["sentence"] > 0, "voice"]
        for voice, fill in FILLS.items():
            if (count := int((body == voice).sum())) > 0:
                yield Line2D(
                    [],
                    [],
                    ls="none",
                    marker="s",
                    color="#555555",
                    fillstyle=fill,
                    markerfacecoloralt="white",
                    label=f"{voice} (n = {count})",
                )
        if (count := int((~body.isin(list(FILLS))).sum())) > 0:
            yield Line2D(
                [],
                [],
                ls="none",
                marker="s",
                color="#555555",
                markerfacecolor="#DDDDDD",
                label=f"voice unknown (n = {count})",
            )


def _paragraphs(ax: Axes, points: pd.DataFrame) -> None:
    moved = points["passage"].diff().fillna(0) != 0
    breaks = (points["sentence"][moved] - 0.5).tolist()
    foot, head = (0.0, 1.0) if len(breaks) <= MOST_BREAKS else (0.0, 0.03)
    ax.vlines(
        breaks, foot, head, transform=ax.get_xaxis_transform(), color="#AAAAAA", linewidth=0.8, linestyle=":"
    )


def _sentence_axis(ax: Axes, sentences: pd.Series[int]) -> None:
    first, last = int(sentences.min()), int(sentences.max())
    ax.yaxis.set_major_formatter(drawing.PLAIN)
    ax.set_xlim(first - 0.7, last + 0.7)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=8, min_n_ticks=1))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda at, _: "H" if at == 0 else f"{at:.0f}"))
    said = "sentence of the article, in reading order"
    ax.set_xlabel(f"{said} (H: the headline, not counted)" if first == 0 else said)


def _name_at_end(ax: Axes, ends: dict[str, float], colours: Sequence[object]) -> None:
    """Names at the ends of lines, pushed apart where they would meet."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    figure.draw_without_rendering()
    points = 72 / figure.dpi
    wanted = sorted(
        (float(ax.transData.transform((0, value))[1]) * points, name, colour)
        for (name, value), colour in zip(ends.items(), colours, strict=True)
    )
    names = [drawing.wrapped(name, 22, lines=2) for _, name, _ in wanted]
    heights = [14.0 + 12 * name.count("\n") for name in names]
    # Upwards until none meets the one below, then down again from the top of the plot.
    places, floor = [], -np.inf
    for (at, _, _), height in zip(wanted, heights, strict=True):
        places.append(max(at, floor + height / 2))
        floor = places[-1] + height / 2
    ceiling = max(ax.bbox.y1 * points, ax.bbox.y0 * points + sum(heights))
    for place in reversed(range(len(places))):
        places[place] = min(places[place], ceiling - heights[place] / 2)
        ceiling = places[place] - heights[place] / 2
    middle = (ax.bbox.y0 + ax.bbox.y1) / 2 * points
    for (_, name, colour), said, placed in zip(wanted, names, places, strict=True):
        # From the middle of the plot in points, so that names keep their distance
        # when the plot changes its height.
        apart = ScaledTranslation(16 / 72, (placed - middle) / 72, figure.dpi_scale_trans)
        ax.annotate(
            said,
            (1, ends[name]),
            (1, 0.5),
            ("axes fraction", "data"),
            ax.transAxes + apart,
            va="center",
            color=str(colour),
            fontsize=9,
            arrowprops={
                "arrowstyle": "-", "color": str(colour), "linewidth": 0.7,
                "shrinkA": 1, "shrinkB": 2, "relpos": (0, 0.5),
            },
        )  # fmt: skip
