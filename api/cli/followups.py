"""``remanso why``, ``changes``, ``what-if``, ``methods``: what one asks once advice was read."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.advise import Asked
from api.cli.failures import UsageFaultsError, refuse, told
from api.cli.options import Lang, example, language
from api.cli.weights import Weights, parts, weights_given
from engine.errors import FaultsError, ProfileError
from engine.text import Text

if TYPE_CHECKING:
    from api.cli.reading import Given
    from engine.followup import FollowUp
    from engine.knowledge.model import Knowledge

WHY_EXAMPLE = example(
    "remanso why guayaquil-2024 --above prison_control_recovery militarised_crackdown",
    "remanso why guayaquil-2024 --not militarised_crackdown --lang es",
)
CHANGES_EXAMPLE = example(
    "remanso changes guayaquil-2024",
    "remanso changes town.yaml --option police_vetting_reform",
    "remanso changes town.yaml --option police_vetting_reform --above militarised_crackdown",
)
WHAT_IF_EXAMPLE = example(
    "remanso what-if guayaquil-2024 prison_control=state",
    "remanso what-if town.yaml capture_police=none_known oversight_independence=independent",
    "remanso what-if town.yaml extortion= homicide_rate=20..40 --format json",
)
METHODS_EXAMPLE = example(
    "remanso methods guayaquil-2024", "remanso methods town.yaml --weight feasibility=0.5"
)
ONE_OF = Text(
    "give either --above A B or --not X", "indique --above A B o --not X, uno solo de los dos"
)
PAIR = Text("write factor=value", "escriba factor=valor")
TWICE = Text("'{name}' is given twice", "«{name}» se da dos veces")


class Sheet(StrEnum):
    """The forms in which a further answer is printed."""

    table = "table"
    json = "json"
    yaml = "yaml"


SheetOption = Annotated[
    Sheet, typer.Option("--format", help="How to print it: to read now, or for programs.")
]


def why(
    profile: Asked,
    *,
    above: Annotated[
        tuple[str, str] | None,
        typer.Option(
            help="Why does the first option stand above the second, and what would swap them?",
            metavar="A B",
            show_default=False,
        ),
    ] = None,
    not_: Annotated[
        str | None,
        typer.Option(
            "--not",
            help="Why does this option not stand higher: what fails and by how much, what holds "
            "it back, what speaks against it, what to ask.",
            metavar="X",
            show_default=False,
        ),
    ] = None,
    form: SheetOption = Sheet.table,
    weights: Weights = None,
    lang: Lang = None,
) -> None:
    """Say why one option stands above another, or why one does not stand higher.

    Dice por qué una opción queda por encima de otra, o por qué una no queda más arriba.
    """
    spoken = language(lang)
    with told(spoken):
        from engine.contrast import contrast
        from engine.whynot import why_not

        if (above is None) == (not_ is None):
            refuse("why", ONE_OF)
        options = [("--above", name) for name in above or ()] or [("--not", str(not_))]
        with _asking(profile, weights, options) as (knowledge, given, chosen):
            answer: FollowUp
            if above is not None:
                _different("--above", *above)
                answer = contrast(knowledge, given.data, *above, language=spoken, weights=chosen)
            else:
                answer = why_not(knowledge, given.data, str(not_), language=spoken, weights=chosen)
        _print(answer, form)


def changes(
    profile: Asked,
    *,
    option: Annotated[
        str | None,
        typer.Option(
            help="What would release its gates, lift its contraindications and bring it to the "
            "top. Without it: what would put another option first.",
            show_default=False,
            metavar="X",
        ),
    ] = None,
    above: Annotated[
        str | None,
        typer.Option(
            help="With --option: what would bring it above this one, instead of to the top.",
            show_default=False,
            metavar="Y",
        ),
    ] = None,
    form: SheetOption = Sheet.table,
    weights: Weights = None,
    lang: Lang = None,
) -> None:
    """Find the smallest changes, of one factor or two, that would change the advice.

    Only factors that policy can act on are changed, and none for the worse; there may be none.
    Halla los cambios mínimos, de uno o dos factores, que cambiarían el consejo.
    """
    spoken = language(lang)
    with told(spoken):
        from engine.changes_told import what_would_change

        options = [("--option", option), ("--above", above)]
        if above is not None and option is None:
            refuse("--above", Text("give --option too", "indique también --option"))
        with _asking(profile, weights, options) as (knowledge, given, chosen):
            if above is not None:
                _different("--above", str(option), above)
            answer = what_would_change(
                knowledge, given.data, option, above, language=spoken, weights=chosen
            )
        _print(answer, form)


def what_if(
    profile: Asked,
    changed: Annotated[
        list[str],
        typer.Argument(
            help="Factors as they would be, in the words of a profile table: a level, a number, "
            "a|b for one of several, 20..40, storage+retail_market, nothing for unknown.",
            metavar="FACTOR=LEVEL...",
            show_default=False,
        ),
    ],
    *,
    form: SheetOption = Sheet.table,
    weights: Weights = None,
    lang: Lang = None,
) -> None:
    """Show what a change of some factors would change: ranks, verdicts, rules and warnings.

    Muestra qué cambiaría si algunos factores fueran otros.
    """
    spoken = language(lang)
    with told(spoken):
        from engine.whatif import check_changes
        from engine.whatif import what_if as asked

        with _asking(profile, weights, []) as (knowledge, given, chosen):
            wanted = changes_given(changed, knowledge)
            _usage(lambda: check_changes(knowledge, wanted))
            answer = asked(knowledge, given.data, wanted, language=spoken, weights=chosen)
        _print(answer, form)


def methods(
    profile: Asked, *, form: SheetOption = Sheet.table, weights: Weights = None, lang: Lang = None
) -> None:
    """Check the first three by eight other methods of multi-criteria decision analysis.

    Comprueba las tres primeras con otros ocho métodos de análisis multicriterio.
    """
    spoken = language(lang)
    with told(spoken):
        from engine.methods import other_methods

        with _asking(profile, weights, []) as (knowledge, given, chosen):
            answer = other_methods(knowledge, given.data, language=spoken, weights=chosen)
        _print(answer, form)


def changes_given(pairs: Sequence[str], knowledge: "Knowledge") -> dict[str, Any]:
    """The factors of ``factor=value``, each once, as a profile would give them."""
    from engine.tables.cells import given

    found: dict[str, Any] = {}
    for pair in pairs:
        name, equals, value = (part.strip() for part in pair.partition("="))
        if not name or not equals:
            refuse(pair, PAIR)
        if name in found:
            refuse(pair, TWICE.filled(name=name))
        factor = knowledge.vocabulary.factors.get(name)
        found[name] = value if factor is None else given(factor.domain, value)
    return found


@contextmanager
def _asking(
    profile: str, weights: Sequence[str] | None, options: Sequence[tuple[str, str | None]]
) -> Iterator[tuple["Knowledge", "Given", Mapping[str, object]]]:
    """What every command needs; faults of the profile are told with their lines."""
    from api.cli.reading import profile_given
    from engine.changes import check_option
    from engine.library import open_library

    chosen = weights_given(weights or [])
    knowledge = open_library()
    parts(chosen, knowledge)
    for where, name in options:
        _usage(partial(check_option, knowledge, where, name))
    given = profile_given(profile, knowledge)
    try:
        yield knowledge, given, chosen
    except ProfileError as error:
        raise ProfileError(given.located(fault) for fault in error.faults) from error


def _different(where: str, option: str, other: str) -> None:
    from engine.changes import check_two

    _usage(lambda: check_two(where, option, other))


def _usage(check: Callable[[], object]) -> None:
    """A check whose faults are those of the command."""
    try:
        check()
    except FaultsError as error:
        raise UsageFaultsError(error.faults) from error


def _print(answer: "FollowUp", form: Sheet) -> None:
    from api.cli.rendering.answers import dumped
    from api.cli.rendering.followups import pages
    from api.cli.rendering.screen import screen, show

    if form is Sheet.table:
        show(screen(), pages(answer))
    else:
        typer.echo(dumped(answer, as_json=form is Sheet.json), nl=False)
