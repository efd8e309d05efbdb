"""The report as PDF: set by typst, tagged for screen readers, the same bytes for the same report.

What the report says goes to typst as data and never as markup, so that no text of a profile can be
obeyed. Fonts are those that typst carries; only where they lack a letter (a name in Chinese) are
the machine's asked, and the file then makes no claim to PDF/UA.
"""

import json
import re
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, time
from importlib.resources import files
from typing import Any, Literal

import typst

from api.plots.plot import Plot
from api.reports.document import Document
from api.speech import inline

STANDARD: Literal["ua-1"] = "ua-1"
LACKING = "could not be displayed with"  # typst, of a letter that a font does not have
FONT = "Libertinus Serif"
# A run of letters that is longer may be broken anywhere: nothing runs off the page.
LONGEST_RUN = 40
_RUN = re.compile(rf"\S{{{LONGEST_RUN},}}")
_PIECE = re.compile(r".{1,12}")
_WIDTH = re.compile(r'<svg [^>]*?\bwidth="([\d.]+)"')


def pdf(document: Document) -> bytes:
    """The report, set on A4."""
    inputs = {"document": json.dumps(as_data(document), ensure_ascii=False)}
    moment = datetime.combine(document.made, time(), UTC)
    source = (files("api.reports") / "report.typ").read_bytes()
    try:
        return typst.compile(
            source,
            sys_inputs=inputs,
            ignore_system_fonts=True,
            timestamp=moment,
            pdf_standards=STANDARD,
        )
    except typst.TypstError as error:
        if LACKING not in error.message:
            raise
        return typst.compile(source, sys_inputs=inputs, timestamp=moment)


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
