"""``remanso import`` and ``remanso recipes``: from a public table to profiles, and how."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.failures import refuse, told
from api.cli.options import EXIT_FAULTY, Lang, example, language
from api.speech import safe
from engine.errors import FaultsError, NotFoundError
from engine.text import Language, Text

if TYPE_CHECKING:
    from engine.tables.importing import Summary
    from engine.tables.recipe import Recipe
    from engine.vocabulary import Vocabulary

recipes_app = typer.Typer(
    help="How public tables become profiles. Las recetas para leer tablas públicas.",
    epilog=example("remanso recipes", "remanso recipes show colombia-2024 --lang es"),
)
IMPORT_EXAMPLE = example(
    "remanso import colombia-2024 municipios.csv --out profiles.csv",
    "remanso import my-recipe.yaml tabla.xlsx --out profiles.parquet --lang es",
    "remanso import my-recipe.yaml --check",
)

RECIPE, TITLE = Text("recipe", "receta"), Text("table", "tabla")
FACTORS, PERIOD = Text("factors", "factores"), Text("period", "periodo")
SOUND = Text(
    "{0}: tests passed: {1}, factors filled: {2}; the recipe is sound",
    "{0}: pruebas pasadas: {1}, factores que llena: {2}; la receta está en orden",
)
NO_TABLE = Text(
    "give the table to import, or --check", "indique la tabla que se importa, o --check"
)
NO_OUT = Text(
    "say where to write: --out profiles.csv",
    "diga dónde escribir: --out profiles.csv",
)
NO_FORMAT = Text("profiles are not written in this form", "los perfiles no se escriben así")
SAME = Text("this is the table that is read", "es la tabla que se lee")
READING = Text("Reading {0}", "Leyendo {0}")
ROWS = Text(
    "Rows: {0}. Profiles written: {1}, to {2}. Left out: {5}. Rejected: {3}{4}.",
    "Filas: {0}. Perfiles escritos: {1}, en {2}. Dejadas afuera: {5}. Rechazadas: {3}{4}.",
)
SEE = Text(" (the reasons are in {0})", " (las razones están en {0})")
SILENT = Text(
    "Localities of which the table makes nothing known: {0}.",
    "Localidades de las que la tabla no da a conocer nada: {0}.",
)
SUMMARY = (
    Text("factor", "factor"),
    Text("known", "conocido"),
    Text("in part", "en parte"),
    Text("values", "valores"),
)
RANGE = Text("{0} to {1}", "de {0} a {1}")
STAYS = Text("Unknown on purpose: {0}.", "Desconocidos a propósito: {0}.")
CREDIT = Text("Credit: {0}.", "Atribución: {0}.")
BEGUN = Text(
    "{0} is begun. Fill in what is blank; 'remanso import {0} --check' says what is missing.",
    "{0} está iniciada. Complete lo que está en blanco; 'remanso import {0} --check' dice qué"
    " falta.",
)


def import_table(
    recipe: Annotated[
        str,
        typer.Argument(help="A recipe, as `remanso recipes` lists it, or the path of your own."),
    ],
    table: Annotated[
        Path | None,
        typer.Argument(help="The table: CSV, Parquet or Excel.", show_default=False),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Where the profiles go: .csv, .parquet or .jsonl.", show_default=False),
    ] = None,
    *,
    rejects: Annotated[
        Path | None,
        typer.Option(
            help="Where bad rows go, with the reason.", show_default="beside OUT: .rejects.csv"
        ),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Only check the recipe and run its tests.")
    ] = False,
    lang: Lang = None,
) -> None:
    """Turn a public table into profiles by a recipe; good rows go on where bad ones are set aside.

    What the table does not say stays unknown. Importar una tabla pública con una receta.
    """
    spoken = language(lang)
    with told(spoken):
        from engine.library import open_library
        from engine.tables.foreign import open_table
        from engine.tables.importing import Importer

        vocabulary = open_library().vocabulary
        chosen = _recipe(recipe, vocabulary)
        if check:
            counted = (recipe, len(chosen.tests), len(chosen.factors))
            typer.echo(safe(SOUND.in_(spoken).format(*counted)))
            return
        source, target = _paths(table, out)
        aside = rejects or target.with_name(f"{target.stem}.rejects.csv")
        opened = open_table(source, chosen.layout)
        importer = Importer(chosen, vocabulary, opened, spoken)
        with progress(READING.in_(spoken).format(source.name), opened.size) as step:
            summary = importer.run(target, aside, step)
        _tell(chosen, summary, target, aside, spoken)
        if not summary.written:
            raise typer.Exit(EXIT_FAULTY)


def _paths(table: Path | None, out: Path | None) -> tuple[Path, Path]:
    from engine.tables.profile_writing import WRITERS

    if table is None:
        refuse("TABLE", NO_TABLE)
    if out is None:
        refuse("--out", NO_OUT)
    if out.suffix.lower() not in WRITERS:
        refuse(str(out), NO_FORMAT, tuple(WRITERS))
    if out.exists() and table.exists() and out.samefile(table):
        refuse(str(out), SAME)
    if not out.parent.is_dir():
        refuse(str(out.parent), Text("there is no such folder", "no existe esa carpeta"))
    return table, out


def _recipe(name: str, vocabulary: "Vocabulary") -> "Recipe":
    """A sound recipe: a shipped one by its name, another by its path."""
    from engine.knowledge.reading import RECIPES
    from engine.library import rules_folder
    from engine.tables.recipe_proof import examine_recipe

    path = Path(name)
    if path.suffix.lower() not in (".yaml", ".yml") and len(path.parts) == 1:
        folder = rules_folder() / RECIPES
        path = folder / f"{name}.yaml"
        if not path.is_file():
            raise NotFoundError(RECIPE, name, [p.stem for p in folder.glob("*.yaml")])
    elif not path.is_file():
        refuse(name, Text("there is no such file", "no existe ese archivo"))
    recipe, faults = examine_recipe(path, vocabulary)
    if recipe is None or faults:
        raise FaultsError(faults)
    return recipe


@contextmanager
def progress(title: str, total: int) -> Iterator[Callable[[int], None]]:
    """A bar on the screen with rate and time left; nothing where nobody looks."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    with Progress(*columns, TimeRemainingColumn(), console=console, transient=True) as bar:
        task = bar.add_task(safe(title).replace("[", "("), total=total)
        yield lambda count: bar.advance(task, count)


def _tell(recipe: "Recipe", summary: "Summary", out: Path, rejects: Path, spoken: Language) -> None:
    """What went in and out, what became known of each factor, what stays unknown."""
    from api.cli.rendering.screen import listing, screen

    see = SEE.in_(spoken).format(rejects) if summary.rejected else ""
    counted = (summary.rows, summary.written, out, summary.rejected, see, summary.left_out)
    typer.echo(safe(ROWS.in_(spoken).format(*counted)))
    rows = []
    for slug, tally in summary.factors.items():
        share = 100 * tally.known / summary.written if summary.written else 0
        values = [
            f"{name} {100 * count / tally.known:.0f}%" for name, count in tally.levels.most_common()
        ]
        if tally.low is not None and tally.high is not None:
            values = [RANGE.in_(spoken).format(f"{tally.low:g}", f"{tally.high:g}")]
        rows.append((slug, f"{tally.known} ({share:.0f}%)", str(tally.partly), ", ".join(values)))
    listing(screen(), [title.in_(spoken) for title in SUMMARY], rows)
    left = [factor for item in recipe.left for factor in item.factors]
    if summary.silent:
        typer.echo(SILENT.in_(spoken).format(summary.silent))
    if left:
        typer.echo(safe(STAYS.in_(spoken).format(", ".join(left))))
    typer.echo(safe(CREDIT.in_(spoken).format(recipe.attribution.rstrip("."))))


@recipes_app.callback(invoke_without_command=True)
def recipes(context: typer.Context, lang: Lang = None) -> None:
    """List the recipes: the table each is for, and how many factors it fills."""
    if context.invoked_subcommand is not None:
        return
    spoken = language(lang)
    with told(spoken):
        from api.cli.rendering.screen import listing, screen
        from engine.library import open_library, rules_folder
        from engine.tables.recipe_reading import read_recipes

        found, faults = read_recipes(rules_folder(), open_library().vocabulary)
        if faults:
            raise FaultsError(faults)
        rows = [
            (recipe.id, recipe.title.in_(spoken), recipe.period, str(len(recipe.factors)))
            for recipe in found.values()
        ]
        titles = (RECIPE, TITLE, PERIOD, FACTORS)
        listing(screen(), [title.in_(spoken) for title in titles], rows)


@recipes_app.command("show", epilog=example("remanso recipes show colombia-2024 --lang es"))
def show_recipe(
    recipe: Annotated[
        str, typer.Argument(help="A recipe, as `remanso recipes` lists it, or a path.")
    ],
    lang: Lang = None,
) -> None:
    """Show one recipe in words: what it reads, what each number means and why, what it leaves."""
    spoken = language(lang)
    with told(spoken):
        from api.cli.rendering.recipe_card import RecipeCard
        from api.cli.rendering.screen import screen, show
        from engine.library import open_library

        vocabulary = open_library().vocabulary
        show(screen(), RecipeCard(vocabulary, spoken).card(_recipe(recipe, vocabulary)))


@recipes_app.command("new", epilog=example("remanso recipes new peru-2024 --table distritos.csv"))
def new_recipe(
    recipe: Annotated[str, typer.Argument(help="The new recipe's id: words joined by hyphens.")],
    table: Annotated[
        Path, typer.Option(help="The table it is for: its header is read.", show_default=False)
    ],
    folder: Annotated[
        Path, typer.Option(help="Where the recipe is written.", show_default="here")
    ] = Path("."),
    lang: Lang = None,
) -> None:
    """Begin a recipe: a commented file with the table's columns, to be filled in."""
    spoken = language(lang)
    with told(spoken):
        from api.cli.recipe_scaffold import begin_recipe

        path = begin_recipe(folder, recipe, table, spoken)
        typer.echo(safe(BEGUN.in_(spoken).format(path)))
