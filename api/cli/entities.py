"""The tables of groups, institutions and so on beside a table of profiles, as they are typed."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.failures import refuse
from engine.errors import nearest
from engine.text import Text

if TYPE_CHECKING:
    from engine.knowledge.model import Knowledge

Entities = Annotated[
    list[str] | None,
    typer.Option(
        help="A table of groups, institutions, routes, prisons or measures, with a column "
        "'locality'. May be repeated.",
        show_default=False,
        metavar="LIST=FILE",
    ),
]


def entity_tables(knowledge: "Knowledge", given: list[str]) -> dict[str, Path]:
    """The entity tables by kind, from what was typed."""
    lists = knowledge.vocabulary.lists
    found = {}
    for item in given:
        name, _, path = item.partition("=")
        if name not in lists or not path:
            what = Text(f"unknown list '{name}'", f"lista desconocida: «{name}»")
            refuse("--entities", what, tuple(lists), nearest(name, lists))
        found[lists[name].kind] = Path(path)
    return found
