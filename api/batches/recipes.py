"""The recipes of the rules in use, by which a table that somebody published becomes profiles."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from api.batches.job import ADVICE
from api.edition import Edition, laid_out
from engine.keeping import kept
from engine.knowledge.reading import RECIPES
from engine.tables.recipe import Recipe
from engine.tables.recipe_reading import read_recipes

CARRIED: Final = f"{Path(ADVICE).stem}.recipe.yaml"  # beside the advice, and stays as long


@kept
def recipes(edition: Edition) -> Mapping[str, Recipe]:
    """The sound ones by their ids; what is wrong with others is told when rules are checked."""
    files = {name: file for name, file in edition.files.items() if name.startswith(f"{RECIPES}/")}
    with laid_out(files) as folder:
        found, _ = read_recipes(folder, edition.knowledge.vocabulary)
    return found


def carry(edition: Edition, recipe: str, folder: Path) -> None:
    """Let a batch have the recipe that it is read by, since the rules may change it."""
    (folder / CARRIED).write_bytes(edition.files[f"{RECIPES}/{recipe}.yaml"])


def carried(folder: Path) -> bytes | None:
    """The text of the recipe that a batch has; None of one that was read without."""
    path = folder / CARRIED
    return path.read_bytes() if path.is_file() else None
