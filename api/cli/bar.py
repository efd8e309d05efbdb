"""How far the work on a table is, for whoever waits at the screen."""

from typing import TYPE_CHECKING

from engine.text import Language, Text

if TYPE_CHECKING:
    from engine.tables.batch import Progress

WORKING = Text("localities", "localidades")


class Bar:
    """A bar with the rate and the time left, on standard error and only for people."""

    def __init__(self, spoken: Language) -> None:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeRemainingColumn,
        )

        console = Console(stderr=True)
        self.progress = Progress(
            TextColumn(WORKING.in_(spoken)),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            console=console,
            disable=not console.is_terminal,
        )
        self.task = self.progress.add_task("", total=None, rate="")

    def __enter__(self) -> "Bar":
        self.progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.progress.stop()

    def show(self, progress: "Progress") -> None:
        self.reach(progress.done, progress.total)

    def reach(self, done: int, total: int) -> None:
        speed = self.progress.tasks[0].speed
        rate = f"{speed:,.0f}/s" if speed else ""
        self.progress.update(self.task, total=total, completed=done, rate=rate)
