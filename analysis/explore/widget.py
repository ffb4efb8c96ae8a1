"""The panel: a corpus to look at by clicking, in JupyterLab or as an app."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from html import escape
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from analysis import corpus, read
from analysis.corpus import Measured
from analysis.explore.pasted import text, warm
from analysis.explore.views import (
    LABELS,
    VIEWS,
    Choice,
    ExploreError,
    articles,
    code,
    found,
    offered,
    sentences,
    settled,
)
from analysis.findings import Finding, files, html
from analysis.findings.svg import STYLE
from analysis.load.registry import ACCEPTED

HERE = Path(__file__).parent
MOST = 200  # sentences that are listed
PREFIX = "panel-"


class Panel(anywidget.AnyWidget):  # type: ignore[misc]
    """A corpus to look at by clicking.

    What is chosen becomes a `Choice`; `views.found` makes its finding, and the
    page shows chart, sentences and code. Where widgets are not drawn, the
    finding is.

    Attributes
    ----------
    material
        The corpus in view.
    asked, choice
        What was chosen last, and the same with what it left open filled in.
    shown
        Its finding.
    """

    _esm = HERE / "panel.js"
    _css = (HERE / "panel.css").read_text(encoding="utf-8") + STYLE + read.style()
    state = traitlets.Dict().tag(sync=True)

    def __init__(self, material: Measured, start: str) -> None:
        super().__init__()
        self._first = (material, start)
        self._warming = warm()
        self.shown: Finding | None = None
        self.on_msg(self._received)
        self.take(material, start)

    def take(self, material: Measured, start: str, message: str = "") -> None:
        """Show another corpus, which the line `start` measures."""
        self.material, self.start = material, start
        self.choose(Choice("Tone") if len(material.used) == 1 else Choice("Voices"), message)

    def choose(self, choice: Choice, message: str = "") -> None:
        """Show what is chosen; what no chart can be made of is said in its place."""
        self.asked, self.choice = choice, settled(self.material, choice)
        self.shown = found(self.material, self.choice)
        self.state = self._state(message)

    def measure(self, given: str | bytes, name: str = "pasted.txt") -> None:
        """Measure a text or the bytes of a file, and show it."""
        self._warming.join()
        begun = time.perf_counter()
        material = text(given, name)
        seconds = time.perf_counter() - begun
        start = f"material = explore.text({given!r})"
        if isinstance(given, bytes):
            start = f"material = corpus.measure({Path(name).name!r})  # the file that was given"
        words = int(material.used["words"].sum())
        self.take(material, start, f"Measured {words:,} words in {seconds:.1f} s.")

    def _state(self, message: str) -> dict[str, Any]:
        assert self.shown is not None
        shown, choice = self.shown, self.choice
        listed = sentences(shown, MOST)
        leads = frozenset(shown.evidence["mark"].dropna().head(MOST))
        drawn = shown.draw is not None
        return {
            "title": self.material.title,
            "source": self.material.source,
            "articles": articles(self.material),
            "views": list(VIEWS),
            "kinds": [kind.title for kind in VIEWS[choice.view]],
            "fields": [
                {"name": name, "label": LABELS[name], "options": offered(self.material, name), "value": value}
                for name, value in choice.fields.items()
                if len(offered(self.material, name)) > 1
            ],
            "choice": asdict(choice),
            "name": shown.name,
            "chart": f'<div class="chart">{shown.svg(prefix=PREFIX, leads=leads)}</div>' if drawn else "",
            "claim": shown.claim,
            "alt": shown.alt,
            "table": "" if drawn or shown.table.empty else html.Rows(shown.table, 12).html,
            "badge": html.badge(shown.validity),
            "numbers": html.numbers(shown),
            "sentences": listed,
            "evidence": len(shown.evidence),
            "code": code(self.material, choice, self.start),
            "endings": ",".join(ACCEPTED),
            "message": message,
            "turn": self.state.get("turn", 0) + 1,  # a choice made twice is answered twice
            "changed": self.material is not self._first[0],
        }

    def _received(self, _: object, message: Mapping[str, Any], buffers: Sequence[bytes]) -> None:
        """Do what was clicked; an error is shown, and what was in view stays."""
        acts: Mapping[str, Callable[[Mapping[str, Any], Sequence[bytes]], None]] = {
            "choose": self._chosen,
            "text": self._asked_for_text,
            "download": self._download,
            "paste": lambda sent, _: self.measure(str(sent["text"])),
            "file": lambda sent, given: self.measure(bytes(given[0]), str(sent["name"])),
            "open": self._open,
            "reset": lambda *_: self.take(*self._first),
        }
        try:
            acts[message["type"]](message, buffers)
        except ValueError as error:  # every step's own error is one, with a text for the user
            self.state = {**self.state, "message": str(error), "turn": self.state["turn"] + 1}

    def _chosen(self, message: Mapping[str, Any], _: Sequence[bytes]) -> None:
        changes = dict(message["changes"])
        fields = {**self.asked.fields, **changes.pop("fields", {})}
        if "view" in changes:
            changes.setdefault("kind", 0)
        self.choose(replace(self.asked, **changes, fields=fields))

    def _asked_for_text(self, message: Mapping[str, Any], _: Sequence[bytes]) -> None:
        """The marked text of an article."""
        article = message.get("article") or self.choice.article or self.material.used["article"].iloc[0]
        self.send({"type": "text", "html": read.article(self.material, article).html})

    def _download(self, message: Mapping[str, Any], _: Sequence[bytes]) -> None:
        assert self.shown is not None
        form = str(message["form"])
        made = files.csv(self.shown.table) if form == "csv" else files.chart(self.shown, form)
        self.send({"type": "file", "name": f"{self.shown.name}.{form}"}, [made])

    def _open(self, message: Mapping[str, Any], _: Sequence[bytes]) -> None:
        place = str(message["path"]).strip()
        if not place:
            raise ExploreError("no file or folder is named. Write its path, such as my-articles/.")
        self.take(corpus.measure(place), f"material = corpus.measure({place!r})")

    def _repr_mimebundle_(self, **how: Any) -> Any:
        """The widget; and for pages without widgets, the finding and its code."""
        made = super()._repr_mimebundle_(**how)
        data, metadata = made if isinstance(made, tuple) else (made, {})
        if self.shown is None:
            return made
        lines = f"<pre>{escape(self.state['code'])}</pre>"
        static = {"text/html": f"{html.shown(self.shown)}{lines}", "text/plain": f"Panel: {self.shown.claim}"}
        return {**(data or {}), **static}, metadata


def panel(material: Measured | str | Path | Sequence[str | Path] | None = None) -> Panel:
    """A panel to look at a corpus by clicking.

    Parameters
    ----------
    material
        A corpus from `corpus.measure`, or the paths of one; the articles that
        came with the workbook if left out.

    Returns
    -------
    Panel
        For the end of a notebook's cell.

    Raises
    ------
    CorpusError
        If the corpus cannot be measured.
    """
    if isinstance(material, Measured):
        return Panel(material, "material = corpus.measure(paths)")
    if material is None:
        return Panel(corpus.measure(), "material = corpus.measure()")
    paths = [material] if isinstance(material, str | Path) else list(material)
    return Panel(corpus.measure(paths), f"material = corpus.measure({[str(path) for path in paths]!r})")
