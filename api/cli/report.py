"""``remanso report``: one locality's advice as a file to take to a meeting."""

from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.advise import WRITTEN, Asked
from api.cli.failures import refuse, told
from api.cli.options import Tongue, example, language
from api.cli.weights import Weights, parts, weights_given
from engine.errors import ProfileError
from engine.text import Language, Text

if TYPE_CHECKING:
    from api.reports.document import Document
    from api.reports.forms import ReportForm

REPORT_EXAMPLE = example(
    "remanso report guayaquil-2024",
    "remanso report town.yaml --format html --output town.html --language es",
)
ENDINGS = {".pdf": "pdf", ".html": "html", ".htm": "html", ".md": "md", ".markdown": "md"}
THERE = Text(
    "there is a file already; --overwrite replaces it", "ya existe; --overwrite lo reemplaza"
)


class Format(StrEnum):
    """The forms of a report."""

    pdf = "pdf"
    html = "html"
    md = "md"


FormAsked = Annotated[
    Format | None,
    typer.Option(
        "--format",
        help="pdf to print, html to read and send, md to edit. By default what the ending of "
        "--output says, else pdf.",
        show_default=False,
    ),
]
Spoken = Annotated[
    Tongue | None,
    typer.Option(
        "--language",
        "--lang",
        help="Language of the report. By default REMANSO_LANG, then LC_ALL or LANG, then "
        "English. Idioma del informe.",
        show_default=False,
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "--out",
        help="The file to write. By default one in this folder, named after the place.",
        show_default=False,
    ),
]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace the file if it is there.")]
Day = Annotated[
    datetime | None,
    typer.Option(
        "--date",
        formats=["%Y-%m-%d"],
        help="The date on the report; with the same one the same question has the same bytes.",
        show_default="today",
    ),
]


def report(
    profile: Asked,
    *,
    form: FormAsked = None,
    lang: Spoken = None,
    weights: Weights = None,
    out: Out = None,
    overwrite: Overwrite = False,
    day: Day = None,
) -> None:
    """Write the advice on a locality as a report: a summary page, then reasons, sources, method.

    Warnings come first; what must not be done stands apart; every number is that of the answer.
    Escribe un informe: una página de resumen y después razones, fuentes y método.
    """
    spoken = language(lang)
    with told(spoken):
        wanted = _form(form, out)
        document = _composed(profile, weights or [], spoken, day.date() if day else date.today())
        _written(document, wanted, out, spoken, overwrite=overwrite)


def _form(form: Format | None, out: Path | None) -> "ReportForm":
    """The form asked for; else what the file's ending says."""
    from api.reports.forms import FORMS

    named = form.value if form else ENDINGS.get(out.suffix.lower(), "pdf") if out else "pdf"
    return next(known for known in FORMS if known == named)


def _composed(profile: str, weights: list[str], spoken: Language, day: date) -> "Document":
    from api.cli.reading import profile_given
    from api.reports.composing import compose
    from engine.advice import advise
    from engine.library import open_library

    given_weights = weights_given(weights)
    knowledge = open_library()
    parts(given_weights, knowledge)
    given = profile_given(profile, knowledge)
    try:
        answer = advise(knowledge, given.data, language=spoken, weights=given_weights)
    except ProfileError as error:
        raise ProfileError(given.located(fault) for fault in error.faults) from error
    return compose(answer, knowledge, day)


def _written(
    document: "Document", form: "ReportForm", out: Path | None, spoken: Language, *, overwrite: bool
) -> None:
    from api.reports.forms import file_name, rendered

    path = out or Path(file_name(document, form))
    if path.exists() and not overwrite:
        refuse(f"--output {path}", THERE)
    content = rendered(document, form)
    try:
        with path.open("wb" if overwrite else "xb") as file:
            file.write(content)
    except FileExistsError:
        refuse(f"--output {path}", THERE)
    except OSError as error:
        refuse(f"--output {path}", Text.same(error.strerror or str(error)))
    typer.echo(WRITTEN.in_(spoken).format(path), err=True)
