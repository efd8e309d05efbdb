"""The recipe by which a table was read, whatever the rules say by now."""

from pathlib import Path

from api.batches.recipes import carried, recipes
from api.edition import Edition
from api.pages.recent import Recent
from api.store.tables import Batch
from api.views.batches import QuestionView
from engine.keeping import kept
from engine.knowledge.model import Knowledge
from engine.knowledge.reading import RECIPES
from engine.tables.recipe import Recipe
from engine.tables.recipe_reading import parse_recipe


def recipe_used(edition: Edition, batch: Batch, folder: Path) -> Recipe | None:
    """The one that lies with the batch; of a batch without it, the one that the rules have.

    None where no recipe was asked for, or none can be read by the vocabulary in use.
    """
    name = QuestionView.model_validate_json(batch.question).recipe
    if not name:
        return None
    raw = carried(folder)
    if raw is None:
        return recipes(edition).get(name)
    knowledge = edition.knowledge

    def read() -> Recipe | None:
        recipe, _ = parse_recipe(f"{RECIPES}/{name}.yaml", raw, knowledge.vocabulary)
        return recipe

    return _lately(knowledge).get((name, raw), read)


@kept
def _lately(_: Knowledge) -> Recent[Recipe | None]:
    return Recent(16)
