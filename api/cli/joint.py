"""``remanso region`` and ``remanso stakeholders``: several places, several people's eyes."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from api.cli.advise import Asked
from api.cli.failures import UsageFaultsError, refuse, told
from api.cli.followups import Sheet, SheetOption
from api.cli.options import Lang, example, language
from api.cli.weights import Weights, parts, weights_given
from engine.errors import ProfileError
from engine.text import Text

REGION_EXAMPLE = example(
    "remanso region docs/examples/region.yaml",
    "remanso region coast.yaml --lang es --format json",
)
STAKEHOLDERS_EXAMPLE = example(
    "remanso stakeholders guayaquil-2024",
    'remanso stakeholders town.yaml --weights-of "police union:feasibility=0.6,acceptability=0.4"',
)
NAMED = Text("write NAME:criterion=number,...", "escriba NOMBRE:criterio=número,...")
TWICE = Text("'{name}' is given twice", "«{name}» se da dos veces")

Own = Annotated[
    list[str] | None,
    typer.Option(
        "--weights-of",
        help="A stakeholder of your own, beside the known ones: a name and criteria weights. May "
        "be repeated.",
        metavar="NAME:CRITERION=NUMBER,...",
        show_default=False,
    ),
]


def region(
    file: Annotated[
        str,
        typer.Argument(
            help="A YAML or JSON file (or - for standard input): `localities`, each with an id, a "
            "profile or a case, and measures under discussion; `links`, each between two ids, by "
            "road, river, coast, border or rivals.",
            metavar="FILE",
            show_default=False,
        ),
    ],
    *,
    form: SheetOption = Sheet.table,
    weights: Weights = None,
    lang: Lang = None,
) -> None:
    """Say where pressure moves between linked localities, and what to do together.

    Dice adónde se muda la presión entre lugares enlazados, y qué hacer en conjunto.
    """
    spoken = language(lang)
    with told(spoken):
        from api.cli.reading import content, parsed
        from engine.knowledge.documents import MAXIMUM_BYTES
        from engine.library import open_library
        from engine.region import advise_region

        chosen = weights_given(weights or [])
        knowledge = open_library()
        parts(chosen, knowledge)
        raw = sys.stdin.buffer.read(MAXIMUM_BYTES + 1) if file == "-" else content(Path(file))
        given = parsed("standard input" if file == "-" else file, raw)
        try:
            answer = advise_region(knowledge, given.data, language=spoken, weights=chosen)
        except ProfileError as error:
            raise ProfileError(given.located(fault) for fault in error.faults) from error

        from api.cli.rendering.answers import dumped
        from api.cli.rendering.joint import RegionPage
        from api.cli.rendering.screen import screen, show

        if form is Sheet.table:
            show(screen(), RegionPage(answer).parts())
        else:
            typer.echo(dumped(answer, as_json=form is Sheet.json), nl=False)


def stakeholders(
    profile: Asked, *, own: Own = None, form: SheetOption = Sheet.table, lang: Lang = None
) -> None:
    """Compare what residents, a mayor, a donor and others put first, and who can do what itself.

    Compara qué ponen primero residentes, alcaldía, cooperación y otros, y quién puede hacer qué.
    """
    spoken = language(lang)
    with told(spoken):
        from api.cli.reading import profile_given
        from engine.library import open_library
        from engine.stakeholders import chosen, consult

        wanted = weights_of(own or [])
        knowledge = open_library()
        try:
            chosen(knowledge, wanted)
        except ProfileError as error:
            raise UsageFaultsError(error.faults) from error
        given = profile_given(profile, knowledge)
        try:
            answer = consult(knowledge, given.data, own=wanted, language=spoken)
        except ProfileError as error:
            raise ProfileError(given.located(fault) for fault in error.faults) from error

        from api.cli.rendering.answers import dumped
        from api.cli.rendering.joint import StakeholdersPage
        from api.cli.rendering.screen import screen, show

        if form is Sheet.table:
            show(screen(), StakeholdersPage(answer).parts())
        else:
            typer.echo(dumped(answer, as_json=form is Sheet.json), nl=False)


def weights_of(given: Sequence[str]) -> dict[str, dict[str, object]]:
    """The stakeholders of ``name:criterion=number,...``, each name once."""
    found: dict[str, dict[str, object]] = {}
    for item in given:
        name, colon, weights = (part.strip() for part in item.partition(":"))
        if not name or not colon or not weights:
            refuse(f"--weights-of {item}", NAMED)
        if name in found:
            refuse(f"--weights-of {item}", TWICE.filled(name=name))
        found[name] = weights_given([weights])
    return found
