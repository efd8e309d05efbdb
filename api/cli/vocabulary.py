"""``remanso factors``, ``interventions`` and ``claims``: what profiles and rules may name."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.failures import told
from api.cli.options import Lang, example, language
from engine.errors import NotFoundError
from engine.text import Language, Text

if TYPE_CHECKING:
    from engine.knowledge.model import Knowledge

factors_app = typer.Typer(
    help="What is worth knowing of a locality: factors, their questions and levels. Los factores.",
    epilog=example("remanso factors --dimension prison_control", "remanso factors show extortion"),
)
interventions_app = typer.Typer(
    help="What can be done, harmful measures included. Las intervenciones.",
    epilog=example(
        "remanso interventions --family prison_reform",
        "remanso interventions show community_dialogue --lang es",
    ),
)
claims_app = typer.Typer(
    no_args_is_help=True,
    help="Who says so: the claims of the reports. Las afirmaciones de los informes.",
    epilog=example("remanso claims show ICG108-V.A.2-10"),
)

FACTOR, INTERVENTION = Text("factor", "factor"), Text("intervention", "intervención")
CLAIM = Text("claim", "afirmación")
DIMENSION, FAMILY = Text("dimension", "dimensión"), Text("family", "familia")
NAME, VALUES = Text("name", "nombre"), Text("values", "valores")
STANCE, VARIES = Text("stance", "postura"), Text("variant of", "variante de")


@factors_app.callback(invoke_without_command=True)
def factors(
    context: typer.Context,
    dimension: Annotated[
        str | None, typer.Option(help="Only this dimension.", show_default=False)
    ] = None,
    lang: Lang = None,
) -> None:
    """List the factors with the values that each may take."""
    spoken = language(lang)
    if context.invoked_subcommand is not None:
        return
    with told(spoken):
        knowledge = _opened()
        vocabulary = knowledge.vocabulary
        _known(dimension, DIMENSION, vocabulary.dimensions)
        rows = [
            (slug, factor.dimension, factor.name.in_(spoken), _values(factor, spoken))
            for slug, factor in vocabulary.factors.items()
            if dimension in (None, factor.dimension)
        ]
        _list((FACTOR, DIMENSION, NAME, VALUES), rows, spoken)


@factors_app.command("show", epilog=example("remanso factors show prison_control --lang es"))
def show_factor(
    slug: Annotated[str, typer.Argument(help="The factor, as `remanso factors` lists it.")],
    lang: Lang = None,
) -> None:
    """Show one factor: its question, its levels with their anchors, the claims behind it."""
    _card("factor", slug, language(lang))


@interventions_app.callback(invoke_without_command=True)
def interventions(
    context: typer.Context,
    family: Annotated[
        str | None, typer.Option(help="Only this family.", show_default=False)
    ] = None,
    lang: Lang = None,
) -> None:
    """List the interventions of the catalogue."""
    spoken = language(lang)
    if context.invoked_subcommand is not None:
        return
    with told(spoken):
        knowledge = _opened()
        _known(family, FAMILY, knowledge.families)
        stances = knowledge.vocabulary.catalogue.attributes["stance"].domain
        rows = [
            (
                slug,
                item.family,
                item.name.in_(spoken),
                stances.levels[stances.index[item.stance]].name.in_(spoken),
                item.variant_of or "",
            )
            for slug, item in knowledge.interventions.items()
            if family in (None, item.family)
        ]
        _list((INTERVENTION, FAMILY, NAME, STANCE, VARIES), rows, spoken)


@interventions_app.command(
    "show", epilog=example("remanso interventions show prison_control_recovery")
)
def show_intervention(
    slug: Annotated[str, typer.Argument(help="The intervention, by its slug.")],
    lang: Lang = None,
) -> None:
    """Show one intervention: what it is, who leads it, what speaks for and against it."""
    _card("intervention", slug, language(lang))


@claims_app.command("show", epilog=example("remanso claims show ICG108-V.A.5-06 --lang es"))
def show_claim(
    claim: Annotated[str, typer.Argument(help="The claim's id, as advice cites it.")],
    lang: Lang = None,
) -> None:
    """Show one claim: what it says, in which report, where, and which rules lean on it."""
    _card("claim", claim, language(lang))


def _card(kind: str, name: str, spoken: Language) -> None:
    """Print the card of one named thing."""
    with told(spoken):
        from api.cli.rendering.cards import Cards
        from api.cli.rendering.screen import screen, show

        knowledge = _opened()
        kinds: Mapping[str, tuple[Text, Mapping[str, Any]]] = {
            "factor": (FACTOR, knowledge.vocabulary.factors),
            "intervention": (INTERVENTION, knowledge.interventions),
            "claim": (CLAIM, knowledge.claims),
        }
        label, known = kinds[kind]
        _known(name, label, known)
        show(screen(), getattr(Cards(knowledge, spoken), kind)(known[name]))


def _opened() -> "Knowledge":
    from engine.library import open_library

    return open_library()


def _known(name: str | None, kind: Text, names: Iterable[str]) -> None:
    if name is not None and name not in names:
        raise NotFoundError(kind, name, names)


def _list(titles: Sequence[Text], rows: Sequence[Sequence[str]], spoken: Language) -> None:
    from api.cli.rendering.screen import listing, screen

    listing(screen(), [title.in_(spoken) for title in titles], rows)


def _values(factor: Any, spoken: Language) -> str:
    """The values that a factor may take, as a profile writes them."""
    domain = factor.domain
    if domain.type == "number":
        unit = domain.unit.in_(spoken) if domain.unit else ""
        return f"{domain.minimum:g}–{domain.maximum:g} {unit}".strip()
    return ", ".join(domain.values)
