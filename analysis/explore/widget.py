"""The panel: explore a corpus by clicking, in JupyterLab or as an app."""

from __future__ import annotations

import itertools
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from html import escape
from pathlib import Path
from threading import Thread
from typing import Any

import anywidget
import traitlets
from IPython import get_ipython

from analysis import corpus, read
from analysis.corpus import Measured
from analysis.corpus.measured import digest
from analysis.explore import views
from analysis.explore.pasted import text, warm
from analysis.explore.views import LABELS, VIEWS, Choice, ExploreError, Source, completed, offered
from analysis.findings import files, html
from analysis.findings.svg import STYLE
from analysis.load.registry import ACCEPTED

HERE = Path(__file__).parent
PREFIX = "panel-"
_number = itertools.count()

Message = Mapping[str, Any]
Buffers = Sequence[bytes | memoryview]


class Panel(anywidget.AnyWidget):  # type: ignore[misc]
    """A corpus to explore by clicking.

    Each click is a `Choice`; `views.compute` returns its finding, and the page
    shows chart, sentences and code. Where widgets are not drawn, the finding is
    shown.

    Attributes
    ----------
    material
        The corpus that is shown.
    asked, choice
        What was chosen last, and the same with defaults for what it leaves open.
    shown
        Its finding.
    listed, state
        What the page draws: the list of articles; the chart, its sentences and code.
    """

    _esm = f"{(HERE / 'panel.js').read_text(encoding='utf-8')}\n{read.KEYS}"
    _css = (HERE / "panel.css").read_text(encoding="utf-8") + STYLE + read.style()
    listed = traitlets.Dict().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)

    def __init__(self, material: Measured, source: Source | None = None) -> None:
        # The same corpus has the same id in each run, so that a stored notebook does not change.
        ident = digest(*material.articles["sha256"])[:12]
        super().__init__(model_id=f"workbook-panel-{ident}-{next(_number)}")
        self._first = (material, source)
        self._warming: Thread | None = None
        self.on_msg(self._received)
        self.explore(material, source)

    def explore(self, material: Measured, source: Source | None = None, message: str = "") -> None:
        """Show another corpus, which code has from `source`."""
        start = Choice("Tone") if len(material.used) == 1 else Choice("Voices")
        shown = views.compute(material, completed(material, start))  # an error leaves all as it is
        self.material, self.source, self.start = material, source, start
        self._findings = {completed(material, start).key: shown}
        self._charts: dict[tuple[object, ...], str] = {}
        with self.hold_sync():
            self.listed = {
                "title": material.title,
                "articles": views.articles(material),
                "endings": ",".join(ACCEPTED),
                "other": material is not self._first[0],
            }
            self.choose(start, message)

    def choose(self, choice: Choice, message: str = "") -> None:
        """Show the chart of a choice."""
        full = completed(self.material, choice)
        if full.key not in self._findings:
            self._findings[full.key] = views.compute(self.material, full)
        self.asked, self.choice, self.shown = choice, full, self._findings[full.key]
        self.state = self._state(message)

    def measure(self, given: str | bytes, name: str = "pasted.txt") -> None:
        """Measure a text or the bytes of a file, and show it."""
        if self._warming is not None:
            self._warming.join()
        begun = time.perf_counter()
        material = text(given, name)
        seconds = time.perf_counter() - begun
        line = f"pasted = explore.text({given!r})"
        if isinstance(given, bytes):
            line = f"pasted = corpus.measure({Path(name).name!r})  # write the path of the file"
        words = int(material.used["words"].sum())
        self.explore(material, Source("pasted", line), f"Measured {words:,} words in {seconds:.1f} s.")

    def _state(self, message: str) -> dict[str, Any]:
        shown, choice, material = self.shown, self.choice, self.material
        several = len(material.used) > 1 and choice.article is None
        chart = self._chart()
        marks = re.findall(f'href="#{PREFIX}{shown.name}-e([^"]+)"', chart)
        return {
            "kinds": {view: [kind.title for kind in kinds] for view, kinds in VIEWS.items()},
            "scope": choice.chart.scope,
            "fields": [
                {"name": name, "label": LABELS[name], "options": options, "value": value}
                for name, value in choice.fields.items()
                if len(options := offered(material, name)) > 1
            ],
            "choice": asdict(choice),
            "name": shown.name,
            "chart": chart,
            "claim": shown.claim,
            "alt": shown.alt if shown.alt != shown.claim else "",
            "table": "" if shown.draw or shown.table.empty else html.Rows(shown.table, 12).html,
            "badge": html.badge(shown.validity) if shown.status != "lacking" else "",
            "numbers": html.numbers(shown),
            "sentences": views.sentences(shown, marks, material.names if several else {}),
            "counts": views.counts(shown, marks),
            "evidence": len(shown.evidence),
            "code": self.code,
            "message": message,
            "turn": self.state.get("turn", 0) + 1,  # the page answers a choice that changes nothing too
        }

    def _chart(self) -> str:
        if self.shown.draw is None:
            return ""
        key = self.choice.key
        if key not in self._charts:
            leads = frozenset(self.shown.evidence["mark"].dropna())
            self._charts[key] = self.shown.svg(prefix=PREFIX, leads=leads)
        return self._charts[key]

    @property
    def code(self) -> str:
        """The lines of Python that show the same without the panel."""
        return views.code(self.material, self.choice, self.source or _variable(self.material))

    def _received(self, _: object, message: Message, buffers: Buffers) -> None:
        """Do what was clicked; an error is shown, and what is shown stays."""
        actions: Mapping[str, Callable[[Message, Buffers], None]] = {
            "choose": self._choose,
            "text": self._send_text,
            "download": self._send_file,
            "paste": lambda sent, _: self.measure(str(sent["text"])),
            "file": lambda sent, given: self.measure(bytes(given[0]), str(sent["name"])),
            "open": lambda sent, _: self._open_path(str(sent["path"]).strip()),
            "first": lambda *_: self.explore(*self._first),
            "reset": lambda *_: self.choose(self.start),
            "warm": lambda *_: self._warm(),
        }
        try:
            actions[message["type"]](message, buffers)
        except ValueError as error:  # each step's own errors are of this class, and written for the user
            self._say(str(error))
        except Exception as error:
            self._say(f"This failed, and what is shown has not changed: {type(error).__name__}: {error}")
            raise

    def _say(self, message: str) -> None:
        message = " ".join((message[:1].upper() + message[1:]).split())
        self.state = {**self.state, "message": message, "turn": self.state["turn"] + 1}

    def _warm(self) -> None:
        """Load the parser while the user chooses an article."""
        self._warming = self._warming or warm()

    def _choose(self, message: Message, _: Buffers) -> None:
        changes = dict(message["changes"])
        fields = {**self.asked.fields, **changes.pop("fields", {})}
        if "view" in changes:
            changes.setdefault("kind", 0)
        self.choose(replace(self.asked, **changes, fields=fields))

    def _send_text(self, message: Message, _: Buffers) -> None:
        """Send the marked text of an article, and which sentence to show."""
        article = message.get("article") or self.choice.article or self.material.used["article"].iloc[0]
        rows = self.material.sentences
        rows = rows[rows["article"] == article]
        here = rows[rows["sentence"] == message.get("sentence")]["text"].tolist()
        before = rows[rows["sentence"] < (message.get("sentence") or 0)]["text"].tolist()
        page = read.article(self.material, article)
        target = {"text": here[0], "before": before.count(here[0])} if here else None
        self.send({"type": "text", "html": page.body, "title": page.title, "target": target})

    def _send_file(self, message: Message, _: Buffers) -> None:
        form = str(message["form"])
        content = files.csv(self.shown.table) if form == "csv" else files.chart(self.shown, form)
        self.send({"type": "file", "name": f"{self.shown.name}.{form}"}, [content])

    def _open_path(self, path: str) -> None:
        if not path:
            raise ExploreError("no file or folder is named. Write its path, for example my-articles/.")
        self.explore(corpus.measure(path), Source("opened", f"opened = corpus.measure({path!r})"))

    def _repr_mimebundle_(self, **how: Any) -> Any:
        """The widget; and for pages without widgets, the finding and its code."""
        data, metadata = super()._repr_mimebundle_(**how) or ({}, {})
        static = f"{html.shown(self.shown)}<pre>{escape(self.code)}</pre>"
        return {**data, "text/html": static, "text/plain": f"Panel: {self.shown.claim}"}, metadata


def _variable(material: Measured) -> Source:
    """The notebook's variable that has a corpus; where there is none, a line to fill in."""
    shell = get_ipython()  # type: ignore[no-untyped-call]
    names = shell.user_ns if shell else {}
    for name, value in names.items():
        if value is material and not name.startswith("_"):
            return Source(name)
    return Source("material", 'material = corpus.measure("PATH")  # write the path of the articles')


def panel(material: Measured | str | Path | Sequence[str | Path] | None = None) -> Panel:
    """A panel to explore a corpus by clicking.

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
        return Panel(material)
    if material is None:
        return Panel(corpus.measure(), Source("material", "material = corpus.measure()"))
    paths = [str(material)] if isinstance(material, str | Path) else [str(path) for path in material]
    given = paths[0] if len(paths) == 1 else paths
    return Panel(corpus.measure(given), Source("material", f"material = corpus.measure({given!r})"))
