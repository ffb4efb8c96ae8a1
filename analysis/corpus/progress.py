"""Shows what a command is doing: one live bar in a terminal, a line now and then elsewhere.

    with shown() as progress:
        progress.step("reading the articles")
        progress.step("measuring", "articles", 18)
        progress.advance(12)

All of it goes to standard error, so that standard output holds results alone.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import TracebackType
from typing import IO, Any

EVERY = 5.0  # seconds between two lines that count, at least
DETAIL = 1.0  # and before a line with a detail
SHARE = 0.1  # and this share of the time the step has taken, so that a run of hours does not fill its log
LONGEST = 60.0  # but never longer than this


class Progress:
    """Shows nothing: what a program that calls the library gets. The base of what shows something."""

    def __init__(self) -> None:
        self._doing, self._noun, self._detail = "", "", ""
        self._done, self._total = 0, None  # type: tuple[int, int | None]

    def __enter__(self) -> Progress:
        """Nothing is shown before the first step."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing stays on the screen, whatever happened."""
        self.end()

    def step(self, doing: str, noun: str = "", total: int | None = None) -> None:
        """Begin a step, such as "reading the articles", or "measuring", "articles", 18."""
        self._doing, self._noun, self._detail = doing, noun, ""
        self._done, self._total = 0, total

    def advance(self, number: int = 1) -> None:
        """Add to what is done in this step."""
        self.reach(self._done + number)

    def reach(self, done: int) -> None:
        """Set how many are done in this step."""
        self._done = done

    def expect(self, total: int) -> None:
        """Set how many there are in this step, where that is known only after it has begun."""
        self._total = total

    def detail(self, what: str) -> None:
        """Set what of the step is being done, such as "tone" while measuring."""
        self._detail = what

    @contextmanager
    def here(self) -> Iterator[None]:
        """Receive, as details, what the steps in this process report with `doing`."""
        token = _HERE.set(self)
        try:
            yield
        finally:
            _HERE.reset(token)

    def end(self) -> None:
        """End the step, so that something else can be printed."""

    def say(self, line: str) -> None:
        """Print a line that stays, also in the middle of a step."""

    def __str__(self) -> str:
        """What is being done, with how much of it is done.

        >>> progress = Progress()
        >>> progress.step("measuring", "articles", 1200)
        >>> str(progress)
        'measuring 1,200 articles'
        >>> progress.advance(50)
        >>> str(progress)
        'measuring 50 of 1,200 articles'
        >>> progress.detail("tone")
        >>> str(progress)
        'measuring 50 of 1,200 articles: tone'
        """
        return f"{self._counted()}: {self._detail}" if self._detail else self._counted()

    def _counted(self) -> str:
        if self._total is None:
            done = f"{self._noun}, {self._done:,} done" if self._done else self._noun
            return f"{self._doing} {done}".rstrip()
        counts = [*([f"{self._done:,}"] if self._done else []), f"{self._total:,}"]
        noun = re.sub(r"s\b", "", self._noun, count=1) if self._total == 1 else self._noun
        return f"{self._doing} {' of '.join(counts)} {noun}"


class Lines(Progress):
    """A line when a step begins, and while it lasts one now and then: for a pipe, a file or a log."""

    def __init__(self, file: IO[str]) -> None:
        super().__init__()
        self._file = file
        self._began = self._last = time.monotonic()

    def step(self, doing: str, noun: str = "", total: int | None = None) -> None:
        """Print that the step begins."""
        super().step(doing, noun, total)
        self._began = self._last = time.monotonic()
        self.say(f"{self} …")

    def reach(self, done: int) -> None:
        """Set the count, and print it if the last line was some time ago."""
        news = done not in (self._done, self._total)
        super().reach(done)
        if news:
            self._now_and_then(EVERY)

    def detail(self, what: str) -> None:
        """Set the detail, and print it if the last line was some time ago."""
        super().detail(what)
        self._now_and_then(DETAIL)

    def say(self, line: str) -> None:
        """Print a line."""
        print(f"workbook: {line}", file=self._file, flush=True)

    def _now_and_then(self, every: float) -> None:
        now = time.monotonic()
        if now - self._last >= min(max(every, SHARE * (now - self._began)), LONGEST):
            self._last = now
            self.say(f"{self} …")


class Bar(Progress):
    """One live line with a bar and the time, which goes when the step ends: for a terminal."""

    def __init__(self, console: Any) -> None:
        super().__init__()
        self._console = console
        self._bar: Any = None

    def step(self, doing: str, noun: str = "", total: int | None = None) -> None:
        """Show the step in place of the last one."""
        super().step(doing, noun, total)
        if self._bar is None:
            self._bar = self._live()
            self._bar.start()
        for task in self._bar.task_ids:
            self._bar.remove_task(task)
        self._bar.add_task(str(self), total=total)

    def reach(self, done: int) -> None:
        """Move the bar."""
        super().reach(done)
        self._update()

    def expect(self, total: int) -> None:
        """Give the bar its end."""
        super().expect(total)
        self._update()

    def detail(self, what: str) -> None:
        """Show the detail."""
        super().detail(what)
        self._update()

    def end(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def say(self, line: str) -> None:
        """Print a line above the bar."""
        self._console.print(f"workbook: {line}", markup=False, highlight=False, soft_wrap=True)

    def _live(self) -> Any:
        from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Live

        return Live(
            TextColumn("workbook: {task.description}", markup=False),
            BarColumn(bar_width=20),
            TimeElapsedColumn(),
            console=self._console,
            transient=True,
            redirect_stdout=False,  # else what goes to standard output would come out here
            redirect_stderr=False,
        )

    def _update(self) -> None:
        if self._bar is not None:
            (task,) = self._bar.task_ids
            self._bar.update(task, description=str(self), completed=self._done, total=self._total)


_HERE: ContextVar[Progress] = ContextVar("progress of this process")


def doing(what: str) -> None:
    """Report what is being measured to the progress that is shown, if any is."""
    if shows := _HERE.get(None):
        shows.detail(what)


def shown() -> Progress:
    """What shows the progress of a command on standard error: a bar in a terminal, lines elsewhere."""
    if not sys.stderr.isatty():
        return Lines(sys.stderr)
    from rich.console import Console

    console = Console(stderr=True)  # counts a terminal that reports 0 columns as one of 80
    return Lines(sys.stderr) if console.is_dumb_terminal else Bar(console)
