"""How much criteria weigh, as it is typed."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.failures import UsageFaultsError, refuse
from engine.errors import ProfileError
from engine.text import Text

if TYPE_CHECKING:
    from engine.knowledge.model import Knowledge
    from engine.rule import Criterion

Weights = Annotated[
    list[str] | None,
    typer.Option(
        help="How much criteria weigh, as criterion=number,... in place of the default "
        "weights. May be repeated.",
        show_default=False,
        metavar="CRITERION=NUMBER,...",
    ),
]


def weights_given(given: Sequence[str]) -> dict[str, object]:
    """The weights of ``criterion=number,...``, each criterion once."""
    found: dict[str, object] = {}
    for pair in ",".join(given).split(",") if given else []:
        name, equals, number = (part.strip() for part in pair.partition("="))
        where = f"--weights {pair.strip()}"
        if not name or not equals:
            refuse(where, Text("write criterion=number", "escriba criterio=número"))
        if name in found:
            refuse(where, Text(f"'{name}' is given twice", f"«{name}» se da dos veces"))
        try:
            found[name] = float(number)
        except ValueError:
            refuse(where, Text(f"'{number}' is not a number", f"«{number}» no es un número"))
    return found


def parts(weights: Mapping[str, object], knowledge: "Knowledge") -> "Mapping[Criterion, int]":
    """The weights as the ranking takes them; what cannot be is a wrong command."""
    from engine.ranking import normalised

    try:
        return normalised(weights, knowledge.scales)
    except ProfileError as error:
        raise UsageFaultsError(error.faults) from error
