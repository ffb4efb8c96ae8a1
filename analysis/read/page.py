"""An article as a page: its text with everything measured marked on it, each layer to switch on and off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.read.layers import FIXED, Layer, ReadError, Tables, day, layers
from analysis.read.looks import KEYS, style
from analysis.read.weave import attribute, safe, woven
from analysis.tables import MEASURED

SHOW = ("voices", "speakers", "cut")
LISTED = 400  # marks listed beneath a page, layer by layer; more are counted


@dataclass(frozen=True, repr=False)
class Page:
    """A page as the notebook shows it: markup that needs no script, and a line of text.

    Shown by itself, it brings a few lines of script of its own, with which Escape
    closes a reason that is open.

    Attributes
    ----------
    body
        The markup, without its style sheet.
    text
        What a reader without markup gets.
    """

    body: str
    text: str

    @property
    def html(self) -> str:
        """The markup with its style sheet."""
        return f"<div><style>\n{style()}</style>{self.body}</div>"

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        # In the notebook, Escape closes a reason; the text of the article is outside the script.
        return f"{self.html}<script>{KEYS}</script>"


def article(
    measured: Tables,
    article: str | None = None,
    *,
    show: Collection[str] = SHOW,
    instruments: Sequence[str] | None = None,
    codebooks: Sequence[str] | None = None,
) -> Page:
    """An article as a page, with what was measured marked on it.

    Each layer has a switch above the text: voices, speakers, actors, dates,
    loaded cues, what was cut or repaired, the frames of each codebook and the
    tone of each instrument. Point at a mark, or reach it with the tab key, to
    read why it is there. The text is the source text, character for character;
    characters that hide or turn text are shown by name.

    Parameters
    ----------
    measured
        A corpus, from `corpus.measure`.
    article
        Its id; the first that is measured if left out.
    show
        Layers that are on at first: voices, speakers, actors, dates, cues, cut,
        frames or frames:<codebook>, tone or tone:<instrument>. `tone` is the
        first instrument.
    instruments, codebooks
        Which tone instruments and frame codebooks to mark; all if left out.

    Returns
    -------
    Page
        To end a notebook cell with.

    Raises
    ------
    ReadError
        If there is no such article, layer, instrument or codebook.

    Examples
    --------
    >>> from analysis import corpus
    >>> article(corpus.measure(), show=["voices", "tone:vader"]).text.split(":")[0]
    'Trump and Putin speak after Pentagon stops Ukraine missile shipments'

    """
    row = chosen(measured, article)
    made = layers(measured, row["article"], instruments, codebooks)
    on = _on(show, made)
    # The widest marks go outside; what is cut holds nothing else.
    passages = measured.passages[measured.passages["article"] == row["article"]]
    text = row["source_text"]
    # Where no style sheet is read, one instrument of a kind is enough.
    quiet = {layer.code for layer in made if layer.code[1:] not in ("", "0") and layer.code not in on}
    page = "".join(_passage(text, passage, made, quiet) for passage in passages.itertuples(index=False))
    name = title(row)
    body = (
        f'<div class="reading" role="group" aria-label="{attribute(name)}, with marks">'
        f'<p class="r-facts">{safe(_facts(row))}</p>'
        f'{_switches(made, on)}<div class="r-page">{page}</div>{_notes(text, made)}</div>'
    )
    return Page(body, f"{name}: {_counted(made)}")


def chosen(measured: Tables, article: str | None) -> pd.Series:
    """The row of an article that is measured, the first if none is named."""
    used = measured.articles[measured.articles["left_out"].isna()]
    found = used if article is None else used[used["article"] == article]
    if found.empty:
        raise ReadError(
            f"no article {article!r} is measured. The first of those that are: "
            f"{', '.join(used['article'].head(5)) or 'none'}."
        )
    return found.iloc[0]


def title(row: pd.Series) -> str:
    """What to call an article: its headline, or the file it came from."""
    return " ".join(str(row["headline"] if pd.notna(row["headline"]) else row["source_file"]).split())


def _facts(row: pd.Series) -> str:
    published = day(row["published"]) if pd.notna(row["published"]) else None
    told = [row["outlet"], row["byline"], published, f"{row['words']:,} words", f"article {row['article']}"]
    return " · ".join(str(part) for part in told if part is not None and pd.notna(part))


def _on(show: Collection[str], made: Sequence[Layer]) -> set[str]:
    """The codes of the layers to switch on."""
    names = {layer.name: layer.code for layer in made}
    for kind in ("tone", "frames"):
        first = next((layer.code for layer in made if layer.name.startswith(f"{kind}:")), None)
        if first is not None:
            names[kind] = first
    if strays := [name for name in show if name not in names]:
        raise ReadError(f"no layer {strays[0]!r} in this article. There are: {', '.join(names)}.")
    return {names[name] for name in show}


def _passage(text: str, passage: Any, made: Sequence[Layer], quiet: Collection[str]) -> str:
    inside = woven(text, passage.start, passage.end, made, quiet)
    if passage.role == "blank":
        return inside
    if passage.role in ("headline", "subheading"):
        name = "head" if passage.role == "headline" else "sub"
        return f'<p class="r-{name}"><strong>{inside}</strong></p>'
    return f"<p>{inside}</p>" if passage.role in MEASURED else f'<p class="r-left">{inside}</p>'


# How the switch of a layer is drawn: as the marks it switches are.
_SAMPLES = {
    "v": (("quoted", "quoted"), ("reported", "reported")),
    "q": (("speaker", "Speakers"),),
    "a": (("actor", "Actors"),),
    "d": (("date", "Dates"),),
    "c": (("loaded", "Loaded cues"),),
    "x": (("mended", "Cut and repaired"),),
    "f": (("frame", ""),),
    "h": (("word", ""),),
    "t": (("dark", "dark▼"), ("bright", "bright▲")),
}


def _switches(made: Sequence[Layer], on: set[str]) -> str:
    order = [*FIXED]
    sorted_layers = sorted(made, key=lambda layer: order.index(layer.code) if layer.code in FIXED else 99)
    rows = "".join(_switch(layer, layer.code in on) for layer in sorted_layers)
    return (
        '<p class="r-plain">The marks are shown at once here; where this page keeps its style sheet, '
        "each layer has a switch.</p>"
        f"<fieldset><legend>Show</legend>{rows}</fieldset>"
    )


def _switch(layer: Layer, checked: bool) -> str:
    kind = layer.code[0]
    samples = _SAMPLES[kind]
    drawn = " ".join(f'<span class="r-{look}">{safe(words or layer.title)}</span>' for look, words in samples)
    told = f"{safe(layer.title)}: {drawn}" if kind in "vt" else drawn
    told += " [sentence]" if kind == "t" else ""
    state = " checked" if checked else ""
    grade = layer.grade if layer.grade.startswith("not") else f"tier {layer.grade}"
    return (
        f'<label><input type="checkbox" class="r-in-{layer.code}"{state}> <span>{told} '
        f'<span class="r-tier">{grade}</span></span></label> '
    )


def _notes(text: str, made: Sequence[Layer]) -> str:
    """Every mark with its reason, as lists for whoever cannot point at it."""
    parts = []
    for layer in made:
        told = Counter(
            (" ".join(text[mark.start : mark.end].split()), mark.why)
            for mark in layer.marks
            if mark.why and mark.look != "reporter"
        )
        if not told:
            continue
        items = "".join(_note(*key, number) for key, number in list(told.items())[:LISTED])
        further = f"<li>and {len(told) - LISTED:,} more</li>" if len(told) > LISTED else ""
        parts.append(
            f"<details><summary>{safe(layer.title)}: {counted(sum(told.values()))} with the reasons</summary>"
            f"<ul>{items}{further}</ul></details>"
        )
    return "".join(parts)


def _note(words: str, why: str, number: int) -> str:
    short = words if len(words) <= 80 else words[:40].rstrip() + " … " + words[-30:].lstrip()
    times = f" ({number} times)" if number > 1 else ""
    return f'<li>{safe(short)} <span class="r-why">– {safe(why)}{times}</span></li>'


def counted(number: int) -> str:
    """A number of marks.

    >>> counted(1), counted(1200)
    ('1 mark', '1,200 marks')
    """
    return f"{number:,} mark{'' if number == 1 else 's'}"


def _counted(made: Sequence[Layer]) -> str:
    """How many marks each layer has, in one line."""
    told = [f"{layer.name} {sum(1 for mark in layer.marks if mark.why)}" for layer in made]
    return ", ".join(told)
