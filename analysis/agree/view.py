"""The coding view inside JupyterLab: the codebook beside the sentence, a key or a button for each code."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import ipywidgets

from analysis.agree.asking import Question
from analysis.agree.coding import BACK, FORWARD, Coding, keys
from analysis.agree.forms import AgreeError


class View:
    """The coding view: widgets around a `Coding`, which does all the work.

    A line at the top of the view takes keys: while it has the cursor, one key is
    one answer, and JupyterLab's own shortcuts are off, as in any field that is
    typed in. Each code also has a button, which the tab key reaches.
    """

    def __init__(self, coding: Coding) -> None:
        self.coding = coding
        self.progress = ipywidgets.HTML()
        self.guide = ipywidgets.HTML(layout=ipywidgets.Layout(width="38%", padding="0 1em 0 0"))
        self.passage = ipywidgets.HTML(layout=ipywidgets.Layout(width="62%"))
        self.key = ipywidgets.Text(
            description="Key",
            placeholder="put the cursor here, then one key an answer",
            layout=ipywidgets.Layout(width="100%"),
        )
        self.number = ipywidgets.Text(
            description="Number", continuous_update=False, layout=ipywidgets.Layout(width="100%")
        )
        self.buttons = ipywidgets.HBox()
        self.back = ipywidgets.Button(description=f"[{BACK}] back")
        self.on = ipywidgets.Button(description=f"[{FORWARD}] on")
        self.next = ipywidgets.Button(description="next open")
        self.close = ipywidgets.Button(description="close")
        self.note = ipywidgets.Textarea(
            description="Note",
            placeholder="saved when the cursor leaves",
            continuous_update=False,
            rows=2,
            layout=ipywidgets.Layout(width="100%"),
        )
        self.message = ipywidgets.HTML()
        self.widget = ipywidgets.VBox(
            [
                self.progress,
                ipywidgets.HBox([self.guide, self.passage]),
                self.key,
                self.number,
                self.buttons,
                self.note,
                ipywidgets.HBox([self.back, self.on, self.next, self.close]),
                self.message,
            ]
        )
        # Made once: a button that is made anew while it is being clicked loses the click.
        self._made = {question.name: self._buttons(question) for question in coding.asked}
        self._drawing = False
        self.key.observe(self._pressed, names="value")
        self.number.observe(self._typed, names="value")
        self.note.observe(self._noted, names="value")
        self.back.on_click(lambda _: self._do(self.coding.move, -1))
        self.on.on_click(lambda _: self._do(self.coding.move, 1))
        self.next.on_click(lambda _: self._do(self.coding.next_open))
        self.close.on_click(lambda _: self._shut())
        self.draw()

    def _pressed(self, change: Mapping[str, Any]) -> None:
        if self._drawing or not (typed := str(change["new"])):
            return
        self._do(self.coding.press, typed.strip() or typed)

    def _typed(self, change: Mapping[str, Any]) -> None:
        if not self._drawing and (typed := str(change["new"]).strip()):
            self._do(self.coding.answer, typed)

    def _noted(self, change: Mapping[str, Any]) -> None:
        if not self._drawing:
            self._do(self.coding.note, str(change["new"]), focus=False)

    def _do(self, act: Any, *given: Any, focus: bool = True) -> None:
        """Do what was asked and draw anew; what went wrong is said, and the view stays."""
        said = ""
        try:
            act(*given)
        except AgreeError as error:
            said = str(error)
        self.draw(said)
        if focus:
            (self.number if self.coding.question.scale else self.key).focus()

    def _shut(self) -> None:
        self.coding.close()
        for part in (
            self.key,
            self.number,
            self.note,
            *self.buttons.children,
            self.back,
            self.on,
            self.next,
            self.close,
        ):
            part.disabled = True
        self.message.value = "<p>Closed. Every answer is saved.</p>"

    def draw(self, said: str = "") -> None:
        """Show the question, the text and the answer in view, and a message if there is one."""
        coding, question, row = self.coding, self.coding.question, self.coding.row
        given = row.get(question.name, "")
        at = coding.place // len(coding.asked) + 1
        self._drawing = True
        try:
            self.progress.value = (
                f"<p><b>{html.escape(coding.coder)}</b>: row {at} of {len(coding.sheet.rows)}, "
                f"{coding.done} of {coding.count} questions answered</p>"
            )
            self.guide.value = _guide(question)
            self.passage.value = (
                f"<p style='opacity:.65'>{html.escape(row.get('before', ''))}</p><p "
                f"style='font-size:1.25em;line-height:1.5'>{_lines(row['text'])}</p><p "
                f"style='opacity:.65'>{html.escape(row.get('after', ''))}</p>"
            )
            self.key.value = ""
            self.key.layout.display = "none" if question.scale else None
            self.number.layout.display = None if question.scale else "none"
            self.number.value = given if question.scale else ""
            buttons = self._made[question.name]
            chosen = question.read(given)[0] if given.strip() else None
            for code, button in zip(question.codes, buttons, strict=True):
                button.button_style = "info" if code == chosen else ""
            if self.buttons.children != buttons:
                self.buttons.children = buttons
            self.note.value = row.get("note", "")
            finished = "Every question is answered. " if coding.done == coding.count else ""
            self.message.value = (
                f"<p role='alert'><b>{html.escape(said)}</b></p>" if said else f"<p>{finished}</p>"
            )
        finally:
            self._drawing = False

    def _buttons(self, question: Question) -> tuple[ipywidgets.Button, ...]:
        pressed = {code: key for key, code in keys(question).items()}
        made = []
        for code, means in question.codes.items():
            key = pressed.get(code)
            told = means if key == code else code if means == code else f"{code} · {means}"
            button = ipywidgets.Button(
                description=f"[{key}] {told}" if key else told,
                tooltip=means,
                layout=ipywidgets.Layout(width="auto"),
            )
            button.on_click(lambda _, code=code: self._do(self.coding.answer, code))
            made.append(button)
        return tuple(made)


def _guide(question: Question) -> str:
    parts = [f"<p><b>{html.escape(question.asks)}</b></p>"]
    for title, told in (("", question.definition), ("Yes: ", question.yes), ("No: ", question.no)):
        if told:
            parts.append(f"<p>{f'<b>{title}</b>' if title else ''}{html.escape(told)}</p>")
    return "".join(parts)


def _lines(told: str) -> str:
    return html.escape(told).replace("\n", "<br>")


def code(path: Path | str, coder: str, asked: Sequence[Question]) -> ipywidgets.Widget:
    """Code a sheet inside JupyterLab; each answer is saved in the sheet as it is given.

    Beside the text with its context stand the question, its definition, a yes and a
    no. Put the cursor in the line "Key": one key is one answer, ',' goes back and '.'
    on. Run the cell again after a crash or another day: it goes on at the first
    question without an answer.

    Parameters
    ----------
    path
        The coder's CSV sheet, from `agree.write_sheets`.
    coder
        Who codes; another coder's sheet is refused.
    asked
        The questions, those the sheet was written with.

    Raises
    ------
    AgreeError
        As `Coding`.

    """
    view = View(Coding(path, coder, asked))
    view.widget.view = view  # kept as long as the widget is, for whoever wants to drive it
    return view.widget
