"""The forms of a report: how each is made, what it is called, what kind of file it is."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Literal, get_args

from api.reports.document import Document

ReportForm = Literal["pdf", "html", "md"]
FORMS: tuple[ReportForm, ...] = get_args(ReportForm)
MEDIA_TYPES: Mapping[ReportForm, str] = {
    "pdf": "application/pdf",
    "html": "text/html",
    "md": "text/markdown",
}
LONGEST_NAME = 60
SHOWN_ID = 8  # letters of the decision's id: enough to tell a folder's reports apart

_NOT_PLAIN = re.compile(r"[^a-z0-9]+")


def rendered(document: Document, form: ReportForm) -> bytes:
    """The report in one form; typst and Jinja are loaded only by the form that needs them."""
    match form:
        case "pdf":
            from api.reports.pdf import pdf

            return pdf(document)
        case "html":
            from api.reports.html import html

            return html(document).encode()
        case "md":
            from api.reports.markdown import markdown

            return markdown(document).encode()


def file_name(document: Document, form: ReportForm) -> str:
    """A name that every file system takes: ``remanso-guayaquil-ecuador-es-6cdf72d1.pdf``."""
    plain = unicodedata.normalize("NFKD", document.title).encode("ascii", "ignore").decode()
    place = _NOT_PLAIN.sub("-", plain.lower())[:LONGEST_NAME].strip("-")
    parts = ("remanso", place, document.language, document.decision_id[:SHOWN_ID])
    return f"{'-'.join(part for part in parts if part)}.{form}"
