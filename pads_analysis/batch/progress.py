"""Shows a batch as it goes: a live table on a terminal, one plain line per partnership anywhere else."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Protocol, TextIO

from pads_analysis.batch.job import Outcome, Status, Task

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.live import Live


class Progress(Protocol):
    """What a batch tells whoever watches."""

    def begin(self, total: int, workers: int) -> None:
        """The batch begins."""

    def working(self, task: Task, chapter: str, begun: int, cells: int) -> None:
        """A partnership has begun a cell of `chapter`."""

    def finished(self, outcome: Outcome) -> None:
        """A partnership has ended."""

    def end(self) -> None:
        """The batch has ended, or has been interrupted."""


class PlainProgress:
    """One line per finished partnership, for logs."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream
        self._total = self._done = 0

    def begin(self, total: int, workers: int) -> None:
        """Remember how many there are."""
        self._total, self._done = total, 0

    def working(self, task: Task, chapter: str, begun: int, cells: int) -> None:
        """Say nothing: a log needs no cells."""

    def finished(self, outcome: Outcome) -> None:
        """Print the outcome."""
        self._done += 1
        print(f"{self._done}/{self._total} {outcome.line()}", file=self._stream or sys.stdout, flush=True)

    def end(self) -> None:
        """Print nothing more."""


class LiveProgress:
    """A table that redraws itself: one line per running partnership, totals and time left below."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._live: Live | None = None
        self._running: dict[str, tuple[Task, str, int, int]] = {}
        self._total = self._done = self._failed = 0
        self._workers = 1
        self._began = time.monotonic()

    def begin(self, total: int, workers: int) -> None:
        """Start drawing."""
        from rich.live import Live

        self._total, self._workers, self._began = total, workers, time.monotonic()
        self._live = Live(get_renderable=self._draw, console=self._console, refresh_per_second=4)
        self._live.start()

    def working(self, task: Task, chapter: str, begun: int, cells: int) -> None:
        """Note where a partnership is."""
        is_new = task.job.partnership not in self._running
        self._running[task.job.partnership] = (task, chapter, begun, cells)
        if is_new and self._live is not None:
            self._live.refresh()

    def finished(self, outcome: Outcome) -> None:
        """Print the outcome above the table and take its line away."""
        from rich.text import Text

        self._running.pop(outcome.partnership, None)
        self._done += 1
        passed = outcome.status is Status.PASSED
        self._failed += not passed
        line = f"{self._done}/{self._total} {outcome.line()}"
        self._console.print(Text(line, style="" if passed else "bold red"), soft_wrap=True)

    def end(self) -> None:
        """Stop drawing."""
        if self._live is not None:
            self._running.clear()
            self._live.stop()
            self._live = None

    def _draw(self) -> RenderableType:
        from rich.table import Table
        from rich.text import Text

        table = Table.grid(padding=(0, 2))
        for task, chapter, begun, cells in list(self._running.values()):
            where = Text(f"{chapter} ({begun}/{cells})" if cells else chapter, style="dim")
            table.add_row(Text(task.job.partnership), Text(task.job.name), where)
        elapsed = time.monotonic() - self._began
        left = elapsed / self._done * (self._total - self._done) if self._done else None
        words = f"{self._done} of {self._total} done, {self._failed} failed, {duration(elapsed)} so far"
        if left:
            words += f", about {duration(left)} left"
        table.add_row(Text(words, style="bold"))
        return table


def make_progress() -> Progress:
    """Return the display that suits where the output goes."""
    from rich.console import Console

    console = Console()
    return LiveProgress(console) if console.is_terminal else PlainProgress()


def duration(seconds: float) -> str:
    """Return a length of time in words: "42 s", "3 min 5 s", "2 h 10 min"."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"
