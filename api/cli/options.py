"""Options that commands share: the output's language and form, the depth of reasons, processes."""

import os
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

import typer

from engine.text import Language


class Tongue(StrEnum):
    """The languages of the output."""

    en = "en"
    es = "es"


class Form(StrEnum):
    """The forms in which advice is printed."""

    table = "table"
    json = "json"
    yaml = "yaml"
    markdown = "markdown"


class Depth(StrEnum):
    """How far reasons are explained."""

    summary = "summary"
    rules = "rules"
    conditions = "conditions"
    full = "full"


Lang = Annotated[
    Tongue | None,
    typer.Option(
        "--lang",
        help="Language of the output. By default REMANSO_LANG, then LC_ALL or LANG, then English. "
        "Idioma de la salida.",
        show_default=False,
    ),
]

Processes = Annotated[
    int, typer.Option(min=0, help="Processes; 0 for one on each core.", show_default="0")
]

EXIT_FAULTY = 1
EXIT_USAGE = 2


def language(asked: Tongue | None, environment: Mapping[str, str] = os.environ) -> Language:
    """The language to speak: the one asked for, or the one that the environment speaks."""
    if asked is not None:
        return asked.value
    for name in ("REMANSO_LANG", "LC_ALL", "LANG"):
        spoken = environment.get(name, "").lower()
        if spoken and not spoken.startswith(("c.", "posix")) and spoken != "c":
            return "es" if spoken.startswith("es") else "en"
    return "en"


def example(*commands: str) -> str:
    """The last lines of a command's help: what one may type."""
    return "\n\n".join(["Example · Ejemplo:", *(f"  {command}" for command in commands)])
