"""The report as PDF: set by typst, tagged for screen readers, the same bytes for the same report.

What the report says goes to typst as data and never as markup, so that no text of a profile can be
obeyed.
"""

import json
import re
import subprocess
import sys
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, time
from threading import BoundedSemaphore
from typing import Any

from api.plots.plot import Plot
from api.reports.document import Document
from api.speech import inline

FONT = "Libertinus Serif"
AT_ONCE = 2  # a long report takes a core for seconds, and some 300 MB
# A run of letters that is longer may be broken anywhere: nothing runs off the page.
LONGEST_RUN = 40
_RUN = re.compile(rf"\S{{{LONGEST_RUN},}}")
_PIECE = re.compile(r".{1,12}")
_WIDTH = re.compile(r'<svg [^>]*?\bwidth="([\d.]+)"')
_turns = BoundedSemaphore(AT_ONCE)


class TypesettingError(RuntimeError):
    """typst refused a report: a fault of ours, since what it says is data."""


def pdf(document: Document) -> bytes:
    """The report, set on A4.

    Raises:
        TypesettingError: typst failed.
    """
    moment = int(datetime.combine(document.made, time(), UTC).timestamp())
    said = json.dumps(as_data(document), ensure_ascii=False)
    # -P: a file in the folder that one happens to be in is never taken for a module.
    command = [sys.executable, "-P", "-m", "api.reports.typesetting"]
    with _turns:
        done = subprocess.run(
            command, input=f"{moment}\n{said}".encode(), capture_output=True, check=False
        )
    if done.returncode != 0:
        raise TypesettingError(done.stderr.decode("utf-8", "replace"))
    return done.stdout


def as_data(value: Any) -> Any:
    """A document as JSON has it: each part with its kind, each text safe to show."""
    match value:
        case Plot():
            width = _WIDTH.search(value.svg)
            return {
                "svg": value.svg.replace("<svg ", f'<svg font-family="{FONT}" ', 1),
                "width": float(width[1]) if width else None,
                "title": _shown(value.title),
                "description": _shown(value.description),
            }
        case str():
            return _shown(value)
        case date():
            return [value.year, value.month, value.day]
        case tuple():
            return [as_data(item) for item in value]
        case _ if is_dataclass(value):
            own = {field.name: as_data(getattr(value, field.name)) for field in fields(value)}
            return {"kind": type(value).__name__.lower(), **own}
        case _:
            return value


def _shown(text: str) -> str:
    """A text that is safe to show, with places to break where it has none."""
    return _RUN.sub(_breakable, inline(text))


def _breakable(run: re.Match[str]) -> str:
    return "\u200b".join(_PIECE.findall(run[0]))
