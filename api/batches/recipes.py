"""The recipes of the rules in use, by which a table that somebody published becomes profiles."""

from collections.abc import Mapping

from api.edition import Edition, laid_out
from engine.keeping import kept
from engine.knowledge.reading import RECIPES
from engine.tables.recipe import Recipe
from engine.tables.recipe_reading import read_recipes


@kept
def recipes(edition: Edition) -> Mapping[str, Recipe]:
    """The sound ones by their ids; what is wrong with others is told when rules are checked."""
    files = {name: file for name, file in edition.files.items() if name.startswith(f"{RECIPES}/")}
    with laid_out(files) as folder:
        found, _ = read_recipes(folder, edition.knowledge.vocabulary)
    return found
