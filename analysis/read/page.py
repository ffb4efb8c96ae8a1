"""An article as a page: its text with everything measured marked on it, each layer with a switch."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from analysis.read.choice import chosen, facts, title
from analysis.read.layers import FIXED, Layer, ReadError, Tables, layers
from analysis.read.overlap import attribute, marked, safe
from analysis.read.styles import KEYS, style
from analysis.tables import MEASURED
from analysis.writing import write

SHOW = ("voices", "speakers", "tone")
ONE_OF = {"t": "Tone", "f": "Frames"}  # kinds of layer of which one is shown at a time
LISTED = 400  # marks listed under a page, layer by layer; further ones are counted


@dataclass(frozen=True, repr=False)
class Page:
    """A page: markup that needs no script, and a line of text.

    As a notebook's output it comes with a short script: Escape closes an open reason.

    Attributes
    ----------
    body
        The markup, without its style sheet.
    title
        What is on it, as the title of a saved page.
    text
        The line that is shown where markup is not.
    """

    body: str
    title: str
    text: str

    @property
    def html(self) -> str:
        """The markup with its style sheet."""
        return f"<div><style>\n{style()}</style>{self.body}</div>"

    def save(self, path: str | Path) -> Path:
        """Write a whole HTML page, which needs no other file and no script; returns its path.

        Raises
        ------
        WritingError
            If the file cannot be written.

        """
        page = (
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f'<meta name="color-scheme" content="light dark">\n<title>{safe(self.title)}</title>\n'
            f'<style>\n{style()}</style>\n</head>\n<body class="r-saved">\n<main class="reading-page">\n'
            f'<h1 class="r-title">{safe(self.title)}</h1>\n{self.body}\n</main>\n</body>\n</html>\n'
        )
        return write({Path(path): page.encode()})[0]

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        # The script is the same for every page; nothing of the article is in it.
        return f"{self.html}<script>{KEYS}</script>"


def article(
    measured: Tables,
    article: str | None = None,
    *,
    show: Collection[str] | None = None,
    instruments: Sequence[str] | None = None,
    codebooks: Sequence[str] | None = None,
) -> Page:
    """An article as a page, with what was measured marked on it.

    Each layer has a switch above the text: voices, speakers, actors, dates, loaded
    cues, repairs, what was left out. One tone instrument and one frame codebook are
    shown at a time. Point at a mark, or reach it with the tab key, to read why it
    is there. The text is the repaired text, as it is measured; a repair's reason
    holds what the source has. Characters that hide or reorder text are shown by name.

    Parameters
    ----------
    measured
        A corpus, from `corpus.measure`.
    article
        An id, an outlet, a file or a part of a headline; the first article if left out.
    show
        Layers that are on at first: voices, speakers, actors, dates, cues, cut,
        frames or frames:<codebook>, tone or tone:<instrument>. `tone` and `frames`
        mean the first. If left out: voices, speakers and tone.
    instruments, codebooks
        Which tone instruments and frame codebooks to mark; all if left out.

    Returns
    -------
    Page
        To end a notebook cell with; `save` writes it.

    Raises
    ------
    ReadError
        If there is no such article, layer, instrument or codebook, a name fits
        several articles, or `show` has two tone instruments or two codebooks.

    Examples
    --------
    >>> from analysis import corpus
    >>> article(corpus.measure(), "Trump and Putin", show=["voices", "tone:vader"]).title
    'Trump and Putin speak after Pentagon stops Ukraine missile shipments'

    """
    row = chosen(measured, article)
    every = layers(measured, row["article"], instruments, codebooks)
    on = _on(show, every)
    passages = measured.passages[measured.passages["article"] == row["article"]]
    text = row["source_text"]
    # Where the style sheet is removed, the layers that are on are marked, and no other.
    quiet = {layer.code for layer in every if layer.code not in on}
    page = "".join(_passages(text, passages.itertuples(index=False), every, quiet))
    known = [*facts(row), f"article {row['article']}"]
    key = hashlib.blake2s(f"{sorted(on)}{page}".encode(), digest_size=4).hexdigest()
    body = (
        f'<div class="reading" role="group" aria-label="{attribute(title(row))}, with marks">'
        f'<p class="r-facts">{safe(" · ".join(known))}</p>'
        f'{_switches(every, on, key)}<div class="r-page">{page}</div>{_reasons(text, every)}</div>'
    )
    counts = ", ".join(f"{layer.name} {_size(layer)}" for layer in every)
    return Page(body, title(row), f"{title(row)}: {counts}")


def _on(show: Collection[str] | None, every: Sequence[Layer]) -> set[str]:
    """The codes of the layers to switch on; repairs always are."""
    names = {layer.name: layer.code for layer in every}
    for kind in ("tone", "frames"):
        first = next((layer.code for layer in every if layer.name.startswith(f"{kind}:")), None)
        if first is not None:
            names[kind] = first
    if show is None:
        show = [name for name in SHOW if name in names]
    if strays := [name for name in show if name not in names]:
        raise ReadError(f"no layer {strays[0]!r} in this article. There are: {', '.join(names)}.")
    on = {names[name] for name in show}
    for kind, called in ONE_OF.items():
        if len(several := [layer.name for layer in every if layer.code in on and layer.code[0] == kind]) > 1:
            raise ReadError(
                f"{called} is shown by one instrument at a time, and `show` has {' and '.join(several)}. "
                "Keep one; the page has a switch for the others."
            )
    return on | {names["repairs"]}


def _passages(
    text: str, passages: Iterable[Any], every: Sequence[Layer], quiet: Collection[str]
) -> Iterator[str]:
    """The passages as paragraphs; what was left out is folded where it was."""
    kept, states = True, []
    for passage in passages:
        kept = kept if passage.role == "blank" else passage.role in MEASURED
        states.append((kept, passage))
    for kept, run in groupby(states, key=itemgetter(0)):
        group = [passage for _, passage in run]
        parts = [(passage, marked(text, passage.start, passage.end, every, quiet)) for passage in group]
        if not kept:
            roles = ", ".join(dict.fromkeys(passage.role for passage in group if passage.role != "blank"))
            inside = "".join(
                markup if passage.role == "blank" else f"<p>{markup}</p>" for passage, markup in parts
            )
            yield f'<details class="r-left"><summary>Left out: {roles}</summary>{inside}</details>'
            continue
        for passage, markup in parts:
            if passage.role in ("headline", "subheading"):
                name = "head" if passage.role == "headline" else "sub"
                yield f'<p class="r-{name}"><strong>{markup}</strong></p>'
            else:
                yield markup if passage.role == "blank" else f"<p>{markup}</p>"


# The words of a switch, in the look of the marks that it switches.
_SAMPLES = {
    "v": (("quoted", "quoted"), ("reported", "reported")),
    "q": (("speaker", "Speakers"),),
    "a": (("actor", "Actors"),),
    "d": (("date", "Dates"),),
    "c": (("loaded", "Loaded cues"),),
    "r": (("mended", "Repairs"),),
    "h": (("word", ""),),
}
_KEYS = {
    "t": '<span class="r-negative">negative</span>▼ <span class="r-positive">positive</span>▲ '
    "<span>−1 to 1</span>",
    "f": '<span class="r-frame">evidence for a frame</span>',
}


def _switches(every: Sequence[Layer], on: set[str], key: str) -> str:
    """Checkboxes for what can be shown together, radio buttons for what is shown one at a time.

    Where no style sheet is kept no switch could work: there the attribute `hidden` removes them.
    """
    order = [*FIXED]
    boxes = sorted(
        (layer for layer in every if layer.code[0] not in ONE_OF and (layer.marks or layer.code in on)),
        key=lambda layer: order.index(layer.code) if layer.code in FIXED else len(order),
    )
    sets = [("Show", "".join(_box(layer, layer.code in on) for layer in boxes if layer.marks))]
    for kind, name in ONE_OF.items():
        own = [layer for layer in every if layer.code[0] == kind]
        if not own:
            continue
        group = f'<input type="radio" name="r-{kind}-{key}"'
        none = "" if any(layer.code in on for layer in own) else " checked"
        radios = "".join(
            f'<label>{group} class="r-in-{layer.code}"{" checked" if layer.code in on else ""}> '
            f"<span>{safe(layer.title.partition(', ')[2])} {_grade(layer)}</span></label> "
            for layer in own
        )
        radios += f'<label>{group} class="r-in-none"{none}> <span>none</span></label> '
        sets.append((name, f'{radios}<span class="r-key">{_KEYS[kind]}</span>'))
    fields = "".join(
        f"<fieldset><legend>{name}</legend>{inside}</fieldset>" for name, inside in sets if inside
    )
    return (
        '<p class="r-plain">In a trusted notebook there are further layers, each with a switch.</p>'
        f'<div class="r-switches" hidden>{fields}</div>'
    )


def _box(layer: Layer, checked: bool) -> str:
    samples = _SAMPLES.get(layer.code[0], (("", ""),))
    drawn = " ".join(
        f'<span class="r-{look}">{safe(words or layer.title)}</span>' if look else safe(layer.title)
        for look, words in samples
    )
    state = " checked" if checked else ""
    return (
        f'<label><input type="checkbox" class="r-in-{layer.code}"{state}> '
        f"<span>{drawn} {_grade(layer)}</span></label> "
    )


def _grade(layer: Layer) -> str:
    """How many marks, and how far the instrument is validated."""
    size = f"{_size(layer):,} · " if _size(layer) else ""  # A learned instrument scores without words.
    return f'<span class="r-tier">{size}{layer.grade}</span>'


def _size(layer: Layer) -> int:
    return sum(1 for mark in layer.marks if mark.why)


def _reasons(text: str, every: Sequence[Layer]) -> str:
    """Every mark with its reason, as lists for readers who cannot point at it."""
    parts = []
    for layer in every:
        reasons = Counter(
            (" ".join((mark.shown or text[mark.start : mark.end]).split()), mark.why)
            for mark in layer.marks
            if mark.why and mark.look != "reporter"
        )
        if not reasons:
            continue
        items = "".join(_reason(*key, number) for key, number in list(reasons.items())[:LISTED])
        further = f"<li>and {len(reasons) - LISTED:,} more</li>" if len(reasons) > LISTED else ""
        parts.append(
            f"<li><details><summary>{safe(layer.title)}: {counted(sum(reasons.values()))}</summary>"
            f"<ul>{items}{further}</ul></details></li>"
        )
    if not parts:
        return ""
    return (
        '<details class="r-reasons"><summary>Every mark with its reason</summary>'
        f"<ul>{''.join(parts)}</ul></details>"
    )


def _reason(words: str, why: str, number: int) -> str:
    short = words if len(words) <= 80 else words[:40].rstrip() + " … " + words[-30:].lstrip()
    times = f" ({number} times)" if number > 1 else ""
    return f'<li>{safe(short)} <span class="r-why">– {safe(why)}{times}</span></li>'


def counted(number: int) -> str:
    """A number of marks.

    >>> counted(1), counted(1200)
    ('1 mark', '1,200 marks')
    """
    return f"{number:,} mark{'' if number == 1 else 's'}"
