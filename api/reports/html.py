"""The report as one HTML file: nothing is fetched, nothing runs, and it prints well."""

from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from api.reports.document import Document
from api.speech import inline


def html(document: Document) -> str:
    style = (files("api.reports") / "report.css").read_text(encoding="utf-8")
    template = _ENVIRONMENT.get_template("report.html.j2")
    return template.render(report=document, style=Markup(style))


def _shown(value: Any) -> Any:
    """Every text of a report is made safe to show; Jinja then escapes it."""
    return inline(value) if type(value) is str else value


def kind(value: object) -> str:
    """What a part of a document is, for the template to choose by."""
    return type(value).__name__.lower()


_ENVIRONMENT = Environment(
    loader=PackageLoader("api.reports", "."),
    autoescape=True,
    undefined=StrictUndefined,
    finalize=_shown,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.filters["kind"] = kind
# A picture of ours, in which every text was escaped when it was drawn.
_ENVIRONMENT.filters["drawing"] = Markup
