"""The panel: widgets around `lines` and `show`, which do all the work."""

from __future__ import annotations

import base64
import time
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

import ipywidgets
import pandas as pd

from analysis import corpus, read
from analysis.corpus import Measured
from analysis.explore.lines import SCREEN, VIEWS, Choice, ExploreError, Shown, lines, show
from analysis.explore.pasted import text, warm
from analysis.load.registry import ACCEPTED
from analysis.publish import safe

ALL = "(all)"
FULL = ipywidgets.Layout(width="100%")
WIDE = ipywidgets.Layout(width="22rem", max_width="100%")
ROWS = 200  # rows of the table, and sentences behind a point, that are shown
VOICES = ("reporter", "reported", "quoted")
GROUPS = ("outlet", "published", "byline", "language", "source_file")
MARKED = 150  # points of a chart that can be clicked, the first ones
# The chart's points lie over it, each a button that shows what is behind it.
LOOKS = """<style>
.explore-picture { position: relative; overflow: visible; }
.explore-picture .widget-html-content, .explore-picture img { display: block; line-height: 0; }
.explore-over { position: absolute; inset: 0; margin: 0; overflow: hidden; }
.explore-point.jupyter-button { position: absolute; margin: 0; padding: 0; min-width: 0; line-height: 0;
  background: none; border: 0; box-shadow: none; cursor: pointer; }
.explore-point.jupyter-button:hover { background: rgb(11 79 138 / .1); outline: 1px solid #0b4f8a; }
.explore-point.explore-chosen { box-shadow: inset 0 -2px 0 #0b4f8a; background: rgb(11 79 138 / .06); }
.explore-dropping { outline: 3px dashed #0b4f8a; outline-offset: -3px; }
</style>"""
# A file dropped on the panel goes the way of one that is chosen. Without script, choosing is left.
DROPS = """
if (!window.exploreDrops) {
  window.exploreDrops = true;
  const over = event => event.target.closest && event.target.closest(".explore-panel");
  const plain = event => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  const light = (panel, on) => panel.classList.toggle("explore-dropping", on);
  for (const kind of ["dragenter", "dragover", "dragleave", "drop"])
    document.addEventListener(kind, event => {
      const panel = over(event);
      if (!panel || !plain(event)) return;
      event.preventDefault();
      event.stopPropagation();
      light(panel, kind === "dragenter" || kind === "dragover");
      const button = panel.querySelector(".widget-upload");
      if (kind !== "drop" || !button || !event.dataTransfer.files.length) return;
      // The button asks a field of its own for files: for this once, the field has them already.
      const files = event.dataTransfer.files, click = HTMLInputElement.prototype.click;
      HTMLInputElement.prototype.click = function () {
        this.files = files;
        this.dispatchEvent(new Event("change"));
      };
      try { button.click(); } finally { HTMLInputElement.prototype.click = click; }
    }, true);
}
"""


class Panel:
    """A corpus to look at by clicking.

    What is chosen becomes a `Choice`; its lines are run and shown. Where
    widgets are not drawn, the chart, its words, its table and its lines are.

    Attributes
    ----------
    material
        The corpus in view.
    choice, shown
        What was chosen last, and what its lines made; nothing if they made nothing.
    widget
        The whole, to be displayed.
    """

    def __init__(self, material: Measured, start: str) -> None:
        self.shown: Shown | None = None
        self.choice = Choice()
        self._drawing = False
        self._warming = warm()
        named = {"style": {"description_width": "5.5rem"}, "layout": WIDE}
        self.view = ipywidgets.Dropdown(
            options=[(view.title, name) for name, view in VIEWS.items()], description="Chart", **named
        )
        self.article, self.instrument, self.codebook, self.voice, self.actor, self.by = (
            ipywidgets.Dropdown(description=said, **named)
            for said in ("Article", "Instrument", "Codebook", "Voice", "Actor", "Group by")
        )
        self.place = ipywidgets.Text(
            description="Corpus", placeholder="a file or folder of articles", continuous_update=False, **named
        )
        self.open = ipywidgets.Button(description="Open", tooltip="Measure the file or folder named")
        self.pasted = ipywidgets.Textarea(
            placeholder="Paste an article: headline, blank line, text", rows=6, layout=FULL
        )
        self.pasted.description = "Text"
        self.go = ipywidgets.Button(description="Measure this text")
        self.given = ipywidgets.FileUpload(
            accept=",".join(ACCEPTED), multiple=False, description="Choose a file"
        )
        self.given.layout.width = "auto"
        self.said = ipywidgets.HTML()
        self.chart = ipywidgets.HTML(layout=ipywidgets.Layout(width="100%", margin="0"))
        self.over = ipywidgets.Box()
        self.over.add_class("explore-over")
        self.picture = ipywidgets.Box(
            [self.chart, self.over], layout=ipywidgets.Layout(max_width="100%", flex="0 0 auto")
        )
        self.picture.add_class("explore-picture")
        self.points = ipywidgets.Select(description="Point", rows=8, **named)
        self.sentences = ipywidgets.HTML(layout=ipywidgets.Layout(flex="1 1 24rem", min_width="16rem"))
        self.table = ipywidgets.HTML(layout=FULL)
        self.code = ipywidgets.Textarea(rows=12, layout=FULL, disabled=False)
        self.code.description = "Code"
        self.text = ipywidgets.HTML(layout=FULL)
        wrapped = ipywidgets.Layout(display="flex", flex_flow="row wrap", width="100%", grid_gap="0 1rem")
        choices = (self.view, self.article, self.instrument, self.codebook, self.voice, self.actor, self.by)
        self.new = ipywidgets.Accordion(
            [
                ipywidgets.VBox(
                    [
                        ipywidgets.HBox([self.place, self.open], layout=wrapped),
                        self.pasted,
                        ipywidgets.HBox([self.go, self.given], layout=wrapped),
                    ]
                )
            ],
            titles=("Other articles: open a folder, paste a text, choose or drop a file",),
        )
        self.more = ipywidgets.Tab(
            [
                ipywidgets.HBox([self.points, self.sentences], layout=wrapped),
                self.table,
                self.text,
                self.code,
            ],
            titles=("Sentences behind a point", "Table", "The text, marked", "Copy as code"),
        )
        # Only an output that the front end trusts runs the script: dropping, and Escape in the text.
        script = {"text/html": f"<script>{DROPS}{read.KEYS}</script>", "text/plain": ""}
        hidden = ipywidgets.Layout(height="0", overflow="hidden", margin="0")
        run = ipywidgets.Output(
            outputs=({"output_type": "display_data", "data": script, "metadata": {}},), layout=hidden
        )
        looks = ipywidgets.HTML(LOOKS, layout=hidden)
        self.widget = ipywidgets.VBox(
            [
                looks,
                self.new,
                ipywidgets.HBox(choices, layout=wrapped),
                self.said,
                self.picture,
                self.more,
                run,
            ]
        )
        self.widget.add_class("explore-panel")
        self.take(material, start)
        for part in choices:
            part.observe(self._chosen, names="value")
        self.points.observe(self._pointed, names="value")
        self.more.observe(lambda _: self._read(), names="selected_index")
        self.open.on_click(lambda _: self._new(self._opened))
        self.go.on_click(lambda _: self._new(lambda: self.measure(self.pasted.value)))
        self.given.observe(self._taken, names="value")

    def take(self, material: Measured, start: str) -> None:
        """Show another corpus, which the line `start` measures."""
        self.material, self.start = material, start
        actors = material.mentions.loc[material.mentions["form"] == "name", "actor"].value_counts()
        there = [name for name in GROUPS if name in material.articles]
        self._drawing = True
        try:
            used = material.used["article"]
            _offer(self.article, [ALL, *(material.names[key][:70] for key in used)], [None, *used])
            _offer(self.instrument, material.instruments)
            _offer(self.codebook, list(dict.fromkeys(material.frames["codebook"])))
            _offer(self.voice, [ALL, *VOICES], [None, *VOICES])
            names = sorted(actors.index, key=lambda name: (-actors[name], name))
            _offer(self.actor, [ALL, *names], [None, *names])
            _offer(self.by, there)
        finally:
            self._drawing = False
        self.draw()

    def measure(self, given: str | bytes, name: str = "pasted.txt") -> None:
        """Measure a text or the bytes of a file, and show it."""
        self._warming.join()
        begun = time.perf_counter()
        material = text(given, name)
        seconds = time.perf_counter() - begun
        start = f"material = explore.text({given!r})"
        if isinstance(given, bytes):
            start = f"material = corpus.measure({Path(name).name!r})  # the file that was given"
        self.take(material, start)
        words = int(material.used["words"].sum())
        self._say(f"Measured: {words:,} words in {seconds:.1f} s.")

    def draw(self) -> None:
        """Show what is chosen."""
        heeds = VIEWS[self.view.value].heeds
        for name in ("article", "instrument", "codebook", "voice", "actor", "by"):
            getattr(self, name).disabled = name not in heeds
        self.choice = Choice(
            self.view.value,
            **{
                name: getattr(self, name).value if name in heeds else getattr(Choice(), name)
                for name in ("article", "instrument", "codebook", "voice", "actor", "by")
            },
        )
        self.code.value = lines(self.choice, self.start)
        try:
            self.shown = show(self.material, self.choice)
        except ExploreError as error:
            self.shown = None
            self._say(str(error))
            self.chart.value = self.table.value = self.sentences.value = ""
            self.points.options, self.over.children = [], ()
            return
        self._say("")
        self.chart.value = _image(self.shown)
        self.picture.layout.width = f"{_width(self.shown)}px"
        self._mark()
        self.table.value = _table(self.shown.data)
        self._drawing = True
        try:
            self.points.options = [(_label(point), place) for place, point in enumerate(self.shown.points)]
            self.points.value = 0 if self.shown.points else None
        finally:
            self._drawing = False
        self._pointed()
        self._read()

    def _mark(self) -> None:
        """Lay a button over each point of the chart. The list of points is the way to them by keyboard."""
        assert self.shown is not None
        places = self.shown.places[:MARKED]
        marks = list(self.over.children)
        while len(marks) < len(places):
            mark = ipywidgets.Button(tabbable=False)
            mark.add_class("explore-point")
            mark.on_click(self._clicked)
            marks.append(mark)
        for mark, (point, (left, top, width, height)) in zip(marks, places, strict=False):
            mark.point = point
            mark.tooltip = f"Sentences behind {_label(self.shown.points[point])}"
            for name, part in (("left", left), ("top", top), ("width", width), ("height", height)):
                setattr(mark.layout, name, f"{100 * part:.2f}%")
        self.over.children = marks[: len(places)]

    def _clicked(self, mark: ipywidgets.Button) -> None:
        self.more.selected_index = 0
        self.points.value = mark.point

    def _read(self) -> None:
        """The text with its marks, when it is looked at."""
        if self.more.selected_index != 2:
            return
        article = self.article.value or self.material.used["article"].iloc[0]
        if article != getattr(self.text, "article", None):
            self.text.article = article
            self.text.value = read.article(self.material, article).html

    def _say(self, told: str) -> None:
        self.said.value = f'<p role="status">{escape(safe.visible(told))}</p>' if told else ""

    def _chosen(self, _: Mapping[str, Any]) -> None:
        if not self._drawing:
            self.draw()

    def _pointed(self, _: object = None) -> None:
        if self._drawing or self.shown is None or self.points.value is None:
            return
        for mark in self.over.children:
            (mark.add_class if mark.point == self.points.value else mark.remove_class)("explore-chosen")
        point = self.shown.points[self.points.value]
        rows = self.shown.behind[point]
        several = self.shown.behind and len(self.material.used) > 1
        items = "".join(
            _sentence(row, self.material.names if several else {}) for row in rows.head(ROWS).itertuples()
        )
        further = f"<p>and {len(rows) - ROWS:,} more</p>" if len(rows) > ROWS else ""
        counted = f"{len(rows):,} sentence{'' if len(rows) == 1 else 's'}"
        self.sentences.value = f"<p><b>{_safe(_label(point))}</b>: {counted}</p><ul>{items}</ul>{further}"

    def _taken(self, change: Mapping[str, Any]) -> None:
        files = change["new"]
        if files:
            self._new(lambda: self.measure(bytes(files[0]["content"]), str(files[0]["name"])))

    def _opened(self) -> None:
        place = self.place.value.strip()
        if not place:
            raise ExploreError("no file or folder is named. Write its path in the line 'Corpus'.")
        self.take(corpus.measure(place), f"material = corpus.measure({place!r})")

    def _new(self, act: Any) -> None:
        """Do what brings in other articles; what goes wrong is said, and the old stay."""
        self._say("Measuring …")
        try:
            act()
        except ValueError as error:  # every step's own error is one, with a text for the user
            self._say(str(error))

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        shown = self.widget._repr_mimebundle_()
        bundle = shown[0] if isinstance(shown, tuple) else shown
        code = f"<pre>{escape(safe.visible(self.code.value))}</pre>"
        if self.shown is None:
            return {
                **bundle,
                "text/html": f"{self.said.value}{code}",
                "text/plain": "a panel that shows nothing",
            }
        made = f"{_image(self.shown)}{_table(self.shown.data)}{code}"
        return {**bundle, "text/html": made, "text/plain": f"a panel that shows: {self.shown.alt}"}


def panel(material: Measured | str | Path | Sequence[str | Path] | None = None) -> Panel:
    """A panel to look at a corpus by clicking.

    Parameters
    ----------
    material
        A corpus from `corpus.measure`, or the paths of one; the seeds if left out.

    Returns
    -------
    Panel
        To end a notebook cell with.

    Raises
    ------
    CorpusError
        If the corpus cannot be measured.

    """
    if isinstance(material, Measured):
        return Panel(material, "# material is the corpus that was given to the panel")
    if material is None:
        return Panel(corpus.measure(), "material = corpus.measure()")
    paths = [material] if isinstance(material, str | Path) else list(material)
    return Panel(corpus.measure(paths), f"material = corpus.measure({[str(path) for path in paths]!r})")


def _offer(field: ipywidgets.Dropdown, shown: Sequence[str], values: Sequence[Any] | None = None) -> None:
    """Give a field its options, and choose the first."""
    field.options = list(zip(shown, shown if values is None else values, strict=True))
    field.index = 0 if shown else None


def _label(point: object) -> str:
    return f"sentence {point}" if isinstance(point, int) and not isinstance(point, bool) else str(point)


def _safe(told: str) -> str:
    return escape(safe.visible(told))


def _sentence(row: Any, names: Mapping[str, str]) -> str:
    where = f"{names[row.article]}, {row.sentence}" if names else str(row.sentence)
    return f"<li><small>{_safe(where)}</small> {_safe(row.text)}</li>"


def _width(shown: Shown) -> int:
    return round(int.from_bytes(shown.png[16:20], "big") * 96 / SCREEN)


def _image(shown: Shown) -> str:
    coded = base64.b64encode(shown.png).decode()
    return (
        f'<img src="data:image/png;base64,{coded}" alt="{_safe(shown.alt)}" width="{_width(shown)}" '
        'style="max-width:100%;height:auto">'
    )


def _table(data: pd.DataFrame) -> str:
    made = (
        data.head(ROWS).round(3).map(lambda value: safe.visible(value) if isinstance(value, str) else value)
    )
    further = f"<p>and {len(data) - ROWS:,} more rows</p>" if len(data) > ROWS else ""
    return f'<div style="overflow-x:auto">{made.to_html(index=False, border=0, na_rep="")}</div>{further}'
