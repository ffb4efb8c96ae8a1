"""A choice as lines of code, and what they make: numbers, chart, the sentences behind each point."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis import tone
from analysis.corpus import Measured

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SCREEN = 120  # dots per inch of the chart in the panel
NOBODY = "not named/unclear"


class ExploreError(ValueError):
    """A choice that no chart can be made of."""


@dataclass(frozen=True)
class View:
    """A kind of chart, and which choices it heeds."""

    title: str
    heeds: frozenset[str]
    point: str  # the column whose values are the chart's points


def _view(title: str, heeds: str, point: str) -> View:
    return View(title, frozenset(heeds.split()), point)


VIEWS: Mapping[str, View] = {
    "tone": _view("Tone along the article", "article instrument voice actor", "sentence"),
    "words": _view("Words that made the tone", "article instrument voice actor", "word"),
    "voices": _view("Whose words", "article actor", "voice"),
    "speakers": _view("Who is heard", "article actor", "speaker"),
    "frames": _view("Frames", "article codebook", "frame"),
    "groups": _view("Tone by group", "instrument voice actor by", "group"),
}


@dataclass(frozen=True)
class Choice:
    """What to look at.

    Attributes
    ----------
    view
        One of `VIEWS`.
    article
        Its id; all articles if missing, and for tone along an article the first.
    instrument
        The tone instrument; the first there is if missing.
    codebook
        The frame codebook; the first there is if missing.
    voice
        Only sentences mostly in that voice: reporter, quoted or reported.
    actor
        Only sentences that mention that actor.
    by
        The column of the articles that groups them.
    """

    view: str = "tone"
    article: str | None = None
    instrument: str | None = None
    codebook: str | None = None
    voice: str | None = None
    actor: str | None = None
    by: str = "outlet"


@dataclass(frozen=True)
class Shown:
    """What the lines of a choice make.

    Attributes
    ----------
    data
        The numbers drawn.
    png
        The chart.
    alt
        The chart in words.
    points
        The names of its points, in order.
    behind
        For each point, the sentences it rests on: article, sentence, text.
    places
        Where points lie in the chart: the place of the point in `points`, and left,
        top, width and height in parts of the image. A point that shares its bar with
        others has none.
    """

    data: pd.DataFrame
    png: bytes
    alt: str
    points: list[Any]
    behind: Mapping[Any, pd.DataFrame]
    places: list[tuple[int, tuple[float, float, float, float]]] = field(default_factory=list)


def lines(choice: Choice, start: str = "material = corpus.measure()") -> str:
    """The lines of code that make the chart of a choice, and nothing else.

    Parameters
    ----------
    choice
        What to look at; the instrument or codebook that its view needs must be named.
    start
        The line that measures the corpus and calls it `material`.

    Raises
    ------
    ExploreError
        If there is no such view.

    Examples
    --------
    >>> print(lines(Choice("frames", codebook="generic")))
    from analysis import chart, codebook, corpus, story
    <BLANKLINE>
    material = corpus.measure()
    frames = material.frames[material.frames["codebook"] == 'generic']
    book = codebook.read("frames", 'generic')
    data = chart.frame_shares(frames)
    told = story.frames(frames, book)
    ax = chart.frames(frames, title=told.claim, names=book.titles)

    """
    if choice.view not in VIEWS:
        raise ExploreError(f"no view {choice.view!r}. There are: {', '.join(VIEWS)}.")
    body = "\n".join(_body(choice))
    used = ("chart", "codebook", "compare", "corpus", "explore", "story", "voices")
    names = [name for name in used if f"{name}." in f"{start}\n{body}"]
    return f"from analysis import {', '.join(names)}\n\n{start}\n{body}"


def _body(choice: Choice) -> list[str]:
    source, made = "material", []
    if "article" in VIEWS[choice.view].heeds and (choice.article or choice.view == "tone"):
        source = "one"
        made.append(f"one = material.only({choice.article!r})" if choice.article else "one = material.focus")
    return [*made, *_MAKERS[choice.view](choice, source)]


def _filtered(choice: Choice, name: str, source: str, number: str) -> list[str]:
    """Lines that leave only the rows of the chosen voice, and of sentences that mention the chosen actor."""
    made = []
    if choice.voice and "voice" in VIEWS[choice.view].heeds:
        made.append(f'{name} = {name}[{name}["voice"] == {choice.voice!r}]')
    if choice.actor:
        made += [
            f'about = {source}.mentions[{source}.mentions["actor"] == {choice.actor!r}]',
            'there = set(zip(about["article"], about["sentence"]))',
            f'{name} = {name}.loc[[key in there for key in zip({name}["article"], {name}["{number}"])]]',
        ]
    return made


def _scores(choice: Choice, source: str) -> list[str]:
    return [
        f'scores = {source}.scores[{source}.scores["unit"] == "sentence"]',
        f'scores = scores[scores["instrument"] == {choice.instrument!r}]',
        *_filtered(choice, "scores", source, "unit_id"),
    ]


def _tone(choice: Choice, source: str) -> list[str]:
    return [
        *_scores(choice, source),
        f"data = chart.smoothed(scores, {source}.sentences)",
        f"told = story.along(scores, {source}.sentences)",
        f"ax = chart.tone_along(scores, {source}.sentences, title=told.claim, unit='Tone of the sentence')",
    ]


def _words(choice: Choice, source: str) -> list[str]:
    # The learned instrument's scores are no sums of words: then the first list of words is shown.
    whole = choice.instrument in tone.INSTRUMENTS and choice.instrument not in tone.WORDS
    listed = next(iter(tone.WORDS)) if whole else choice.instrument
    return [
        f'hits = {source}.hits[{source}.hits["code"] == "tone"]',
        f'hits = hits[hits["instrument"] == {listed!r}]',
        *_filtered(choice, "hits", source, "sentence"),
        "data = chart.weights(hits)",
        "told = story.words(hits)",
        "ax = chart.words(hits, title=told.claim, unit='Summed share of the sentence scores')",
    ]


def _voices(choice: Choice, source: str) -> list[str]:
    return [
        f"voiced = voices.by_sentence({source}.voices, {source}.sentences)",
        *_filtered(choice, "voiced", source, "sentence"),
        f"data = chart.voice_shares(voiced, {source}.sentences)",
        "told = story.voices(data)",
        f"ax = chart.voices(voiced, {source}.sentences, title=told.claim, names={source}.names)",
    ]


def _speakers(choice: Choice, source: str) -> list[str]:
    return [
        f"quotes = {source}.quotes",
        *_filtered(choice, "quotes", source, "sentence"),
        f"data = chart.attributions(quotes, {source}.mentions)",
        "told = story.speakers(data)",
        f"ax = chart.speakers(quotes, title=told.claim, mentions={source}.mentions)",
    ]


def _frames(choice: Choice, source: str) -> list[str]:
    return [
        f'frames = {source}.frames[{source}.frames["codebook"] == {choice.codebook!r}]',
        f'book = codebook.read("frames", {choice.codebook!r})',
        "data = chart.frame_shares(frames)",
        "told = story.frames(frames, book)",
        "ax = chart.frames(frames, title=told.claim, names=book.titles)",
    ]


def _groups(choice: Choice, source: str) -> list[str]:
    return [
        *_scores(choice, source),
        f"data = compare.tone(scores, {source}.used, by={choice.by!r})",
        f"told = story.spread(data, {choice.instrument!r}, 'mean tone per article')",
        "ax = chart.intervals(data, title=told.claim, unit='Mean tone per article', zero='neutral')",
    ]


_MAKERS = {
    "tone": _tone,
    "words": _words,
    "voices": _voices,
    "speakers": _speakers,
    "frames": _frames,
    "groups": _groups,
}


def show(material: Measured, choice: Choice) -> Shown:
    """Run the lines of a choice on a corpus that is measured.

    Raises
    ------
    ExploreError
        If the choice leaves nothing to draw; the error is that of the step that found so.

    """
    import matplotlib.pyplot as plt

    from analysis import chart

    written = lines(choice, start="material")
    made: dict[str, Any] = {"material": material}
    before = set(plt.get_fignums())
    try:
        # The lines themselves, so that what is copied makes what was seen. All that stands in them
        # from outside is quoted by repr.
        exec(compile(written, "<panel>", "exec"), made)
        image = io.BytesIO()
        with chart.style():
            made["ax"].get_figure(root=True).savefig(image, format="png", dpi=SCREEN)
        behind = _behind(made.get("one", material), choice, made)
        places = _places(made["ax"], choice, list(behind), made)
    except (ValueError, KeyError, IndexError) as error:
        raise ExploreError(f"nothing to draw here: {error}") from error
    finally:
        for number in set(plt.get_fignums()) - before:
            plt.close(number)
    return Shown(made["data"], image.getvalue(), made["told"].alt, list(behind), behind, places)


def _places(
    ax: Axes, choice: Choice, points: list[Any], made: Mapping[str, Any]
) -> list[tuple[int, tuple[float, float, float, float]]]:
    """Where each point lies: the strip of a sentence along the article, else the row that its label names."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    to_image = ax.transData + figure.transFigure.inverted()
    frame = ax.get_position()
    if choice.view == "tone":
        found = []
        for place, point in enumerate(points):
            (left, _), (right, _) = to_image.transform([(point - 0.5, 0), (point + 0.5, 0)])
            found.append(
                (place, (float(left), 1 - float(frame.y1), float(right - left), float(frame.height)))
            )
        return found
    names = made["book"].titles if choice.view == "frames" else {}
    labels = [_in_a_line(names.get(point, point)) for point in points]
    found = []
    for at, tick in zip(ax.get_yticks(), ax.get_yticklabels(), strict=True):
        said = _in_a_line(tick.get_text())
        fits = [place for place, label in enumerate(labels) if _names(said, label)]
        if fits:
            (_, low), (_, high) = to_image.transform([(0, at + 0.5), (0, at - 0.5)])
            # Of names that begin alike, the whole of the label is the longest.
            place = max(fits, key=lambda place: len(labels[place]))
            found.append((place, (0.0, 1 - float(high), 1.0, float(high - low))))
    return found


def _in_a_line(label: object) -> str:
    return " ".join(str(label).split())


def _names(said: str, label: str) -> bool:
    """Whether a row's label, which may be cut short or go on in brackets, is of a point.

    >>> _names("The Tide (n = 2)", "The Tide"), _names("a long na…", "a long name"), _names("warning", "war")
    (True, True, False)
    """
    cut = said.removesuffix("…")
    return said == label or said.startswith(f"{label} (") or (cut != said and label.startswith(cut))


def _behind(source: Measured, choice: Choice, made: Mapping[str, Any]) -> dict[Any, pd.DataFrame]:
    """For each point of the chart, the sentences it rests on."""
    texts = source.sentences[["article", "sentence", "role", "text"]]
    data = made["data"]
    column = VIEWS[choice.view].point
    if choice.view == "tone":
        rows = made["scores"].assign(sentence=made["scores"]["unit_id"])[["article", "sentence"]]
        rows = rows.assign(point=rows["sentence"])
    elif choice.view == "words":
        from analysis.chart.drawing import tidy

        rows = made["hits"].assign(point=made["hits"]["found"].map(lambda found: tidy(found).casefold()))
    elif choice.view == "voices":
        body = texts[texts["role"] == "body"]
        rows = (
            made["voiced"]
            .merge(body[["article", "sentence"]])
            .melt(["article", "sentence"], ["reporter", "reported", "quoted"], "point", "words")
        )
        rows = rows[rows["words"] > 0]
    elif choice.view == "speakers":
        rows = made["quotes"].assign(point=made["quotes"]["speaker"].fillna(NOBODY))
        data = data.assign(speaker=data["speaker"].fillna(NOBODY))
    elif choice.view == "frames":
        of = source.evidence
        rows = of[of["codebook"] == choice.codebook].rename(columns={"frame": "point"})
    else:
        named = source.used.set_index("article")[choice.by].astype(object)
        named = named.where(named.notna(), "(unknown)").astype(str)
        rows = made["scores"].assign(sentence=made["scores"]["unit_id"])
        rows = rows.assign(point=rows["article"].map(named))
    rows = rows[["article", "sentence", "point"]].drop_duplicates()
    found = {
        point: some[["article", "sentence"]].merge(texts, on=["article", "sentence"])
        for point, some in rows.groupby("point", sort=False)
    }
    empty = texts.head(0)
    return {
        point: found.get(point, empty)[["article", "sentence", "text"]]
        for point in dict.fromkeys(data[column])
    }
