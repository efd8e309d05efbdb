"""``remanso rules``: check the knowledge base, read its rules, begin a new one."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.failures import refuse, told
from api.cli.options import EXIT_FAULTY, Lang, example, language
from api.speech import safe
from engine.errors import NotFoundError
from engine.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.knowledge.model import Knowledge

rules_app = typer.Typer(
    no_args_is_help=True,
    help="Check, list, show and begin rules. Las reglas.",
    epilog=example("remanso rules check", "remanso rules show captured-police --lang es"),
)

RULE, KIND, THEME = Text("rule", "regla"), Text("kind", "tipo"), Text("theme", "tema")
TITLE = Text("says", "dice")
FAULTS = Text("Faults: {0}", "Fallas: {0}")
SOUND = Text("Rules: {0}, recipes: {1}, no faults", "Reglas: {0}, recetas: {1}, sin fallas")
BEGUN = Text(
    "{0} is begun. Fill in what is blank; until then 'remanso rules check' says what is missing.",
    "{0} está iniciada. Complete lo que está en blanco; 'remanso rules check' dice qué falta.",
)

Kind = Annotated[
    str | None,
    typer.Option(
        help="diagnosis, reason, gate, contraindication, safeguard, sequence or caveat.",
        show_default=False,
    ),
]
Folder = Annotated[
    Path | None,
    typer.Option(help="The knowledge base, if it is another one.", show_default=False),
]


@rules_app.command(
    "check", epilog=example("remanso rules check", "remanso rules check my-rules --lang es")
)
def check(
    folder: Annotated[
        Path | None,
        typer.Argument(help="The knowledge base. By default the one in use.", show_default=False),
    ] = None,
    lang: Lang = None,
) -> None:
    """Read the whole knowledge base, prove rules and recipes by their tests, report all faults.

    Ends with 1 when there is a fault.
    """
    spoken = language(lang)
    with told(spoken):
        from engine.library import examine, rules_folder
        from engine.tables.recipe_proof import examine_recipes

        root = folder or rules_folder()
        if not root.is_dir():
            refuse(str(root), Text("there is no such folder", "no existe esa carpeta"))
        knowledge, faults = examine(root)
        recipes, wrong = examine_recipes(root, knowledge.vocabulary) if knowledge else ({}, [])
        faults = [*faults, *wrong]
        for fault in faults:
            typer.echo(safe(fault.sentence(spoken)))
        if faults or knowledge is None:
            typer.echo(FAULTS.in_(spoken).format(len(faults)))
            raise typer.Exit(EXIT_FAULTY)
        typer.echo(SOUND.in_(spoken).format(len(knowledge.rules), len(recipes)))


@rules_app.command(
    "list", epilog=example("remanso rules list --theme prisons", "remanso rules list --kind gate")
)
def list_rules(
    theme: Annotated[
        str | None, typer.Option(help="Only the rules of this theme.", show_default=False)
    ] = None,
    kind: Kind = None,
    lang: Lang = None,
) -> None:
    """List the rules: what each says, its kind, its theme."""
    spoken = language(lang)
    with told(spoken):
        from api.cli.rendering.screen import listing, screen
        from api.words import KINDS, worded
        from engine.library import open_library

        knowledge = open_library()
        _known(theme, THEME, _themes(knowledge))
        _known(kind, KIND, KINDS)
        rows = [
            (rule.id, worded(KINDS, rule.kind).in_(spoken), rule.theme, rule.title.in_(spoken))
            for _, rule in sorted(knowledge.rules.items())
            if theme in (None, rule.theme) and kind in (None, rule.kind)
        ]
        listing(screen(), [title.in_(spoken) for title in (RULE, KIND, THEME, TITLE)], rows)


@rules_app.command("show", epilog=example("remanso rules show captured-police --lang es"))
def show_rule(
    rule: Annotated[str, typer.Argument(help="The rule's id, as `remanso rules list` gives it.")],
    lang: Lang = None,
) -> None:
    """Show one rule as a sentence, with its mechanism, its limits, its claims and its tests."""
    spoken = language(lang)
    with told(spoken):
        from api.cli.rendering.cards import Cards
        from api.cli.rendering.screen import screen, show
        from engine.library import open_library

        knowledge = open_library()
        _known(rule, RULE, knowledge.rules)
        show(screen(), Cards(knowledge, spoken).rule(knowledge.rules[rule]))


@rules_app.command(
    "new", epilog=example("remanso rules new boats-need-fuel --kind reason --theme policing")
)
def new_rule(
    rule: Annotated[str, typer.Argument(help="The new rule's id: words joined by hyphens.")],
    kind: Annotated[
        str,
        typer.Option(
            help="diagnosis, reason, gate, contraindication, safeguard, sequence or caveat.",
            show_default=False,
        ),
    ],
    theme: Annotated[
        str, typer.Option(help="The folder that the rule belongs to.", show_default=False)
    ],
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Begin a rule: a file with its tests, to be filled in in both languages."""
    spoken = language(lang)
    with told(spoken):
        from api.cli.scaffold import begin
        from api.words import KINDS
        from engine.library import rules_folder

        _known(kind, KIND, KINDS)
        path = begin(folder or rules_folder(), rule, kind, theme, spoken)
        typer.echo(BEGUN.in_(spoken).format(path))


def _known(name: str | None, kind: Text, names: "Iterable[str]") -> None:
    if name is not None and name not in names:
        raise NotFoundError(kind, name, names)


def _themes(knowledge: "Knowledge") -> list[str]:
    return sorted({rule.theme for rule in knowledge.rules.values()})
