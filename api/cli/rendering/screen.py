"""The screen: its width, its colours, and lists that both people and programs can read."""

import os
import sys
from collections.abc import Iterable, Sequence
from typing import IO

from rich.box import SIMPLE_HEAD
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Words

from api.speech import safe

WIDEST = 120  # longer lines are hard to read, however wide the window
PLAIN = 100  # where there is no window

Part = str | tuple[str, str]  # words, or words in a style


def screen(file: IO[str] | None = None, *, terminal: bool | None = None) -> Console:
    """A console as wide as its window, within reason; without colour when nobody looks at it."""
    console = Console(
        file=file, markup=False, highlight=False, emoji=False, force_terminal=terminal
    )
    if not console.is_terminal and not os.environ.get("COLUMNS"):
        console.width = PLAIN
    console.width = min(console.width, WIDEST)
    return console


def words(*parts: Part) -> Words:
    """One run of text; a part may carry a style. Nothing in it is ever read as markup."""
    line = Words()
    for part in parts:
        text, style = part if isinstance(part, tuple) else (part, "")
        line.append(_kept_ends(text), style=style)
    return line


def _kept_ends(text: str) -> str:
    """The text made safe, with the spaces at its ends that join it to its neighbours."""
    start = " " if text[:1] == " " else ""
    end = " " if text[-1:] == " " and text.strip() else ""
    return f"{start}{safe(text)}{end}"


def heading(title: str) -> Words:
    return words((title.upper(), "bold"))


def bullet(*parts: Part, indent: int = 2, mark: str = "•") -> RenderableType:
    """A paragraph under a mark, its further lines standing under its first."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=len(mark), no_wrap=True)
    grid.add_column(ratio=1)
    grid.add_row(mark, words(*parts))
    return Padding(grid, (0, 0, 0, indent))


def indented(renderable: RenderableType, by: int = 2) -> RenderableType:
    return Padding(renderable, (0, 0, 0, by))


def listing(
    console: Console, titles: Sequence[str], rows: Iterable[Sequence[str]], *, whole: int = 0
) -> None:
    """A table for a person; for a program (a pipe, a file), one line per row, tabs between.

    ``whole`` is the column that is never broken: the name that one copies.
    """
    if not console.is_terminal:
        for row in rows:
            console.file.write("\t".join(safe(cell) for cell in row) + "\n")
        return
    table = Table(box=SIMPLE_HEAD, pad_edge=False, expand=False)
    for position, title in enumerate(titles):
        if position == whole:
            table.add_column(title, no_wrap=True, style="cyan")
        else:
            table.add_column(title, overflow="fold")
    for row in rows:
        table.add_row(*(words(cell) for cell in row))
    console.print(table)


def show(console: Console, parts: Iterable[RenderableType]) -> None:
    """Print the parts; for a program, without the spaces that fill a line."""
    if console.is_terminal:
        console.print(*parts, sep="\n")
        return
    with console.capture() as capture:
        console.print(*parts, sep="\n")
    console.file.write("".join(f"{line.rstrip()}\n" for line in capture.get().splitlines()))


def speak_utf8() -> None:
    """Write UTF-8 into pipes and files, and never fail on a letter that a terminal lacks."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
