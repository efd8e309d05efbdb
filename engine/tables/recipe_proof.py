"""Every recipe proved by its own tests: the row that is given, and the profile it must give."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from engine.errors import Fault
from engine.profile import ProfileReader, plain_value
from engine.tables.applying import Locality, RowError, apply
from engine.tables.quantity import columns_of
from engine.tables.recipe import Recipe, RecipeTest
from engine.tables.recipe_reading import read_recipe, read_recipes
from engine.text import Text
from engine.vocabulary import Vocabulary

KNOWN, UNKNOWN = Text("known", "conocido"), Text("unknown", "desconocido")


def examine_recipes(root: Path, vocabulary: Vocabulary) -> tuple[dict[str, Recipe], list[Fault]]:
    """The recipes of a knowledge base, and everything that is wrong with them."""
    recipes, faults = read_recipes(root, vocabulary)
    for recipe in recipes.values():
        faults.extend(prove_recipe(recipe, vocabulary))
    return recipes, faults


def examine_recipe(path: Path, vocabulary: Vocabulary) -> tuple[Recipe | None, list[Fault]]:
    """One recipe anywhere, and everything that is wrong with it."""
    recipe, faults = read_recipe(path.parent, path, vocabulary)
    return recipe, [*faults, *(prove_recipe(recipe, vocabulary) if recipe else ())]


def prove_recipe(recipe: Recipe, vocabulary: Vocabulary) -> list[Fault]:
    """Run the recipe's tests; what fails, and what no test shows, is returned."""
    return [
        *_untested(recipe),
        *_failing(recipe, vocabulary),
    ]


def _failing(recipe: Recipe, vocabulary: Vocabulary) -> list[Fault]:
    return [
        Fault(f"{recipe.path}:{test.line}", what)
        for test in recipe.tests
        for what in _prove(recipe, vocabulary, test)
    ]


def _untested(recipe: Recipe) -> Iterable[Fault]:
    """Each factor is shown known by one test and, where it can be, unknown by another."""
    rows = [test for test in recipe.tests if test.rejected is None and not test.left_out]
    line = recipe.tests[0].line if recipe.tests else 1
    what = Text(
        "no test shows '{factor}' {state}: add a row that does",
        "ninguna prueba muestra «{factor}» {state}: agregue una fila que lo haga",
    )
    for factor in recipe.factors:
        known = [factor in test.gives for test in rows]
        for state, shown in ((KNOWN, any(known)), (UNKNOWN, not all(known))):
            if not shown and (state is KNOWN or not _always_known(recipe, factor)):
                told = what.filled(factor=factor, state=state)
                yield Fault(f"{recipe.path}:{line}", told)


def _always_known(recipe: Recipe, factor: str) -> bool:
    """Whether even an empty cell says something of it, as the publisher documents."""
    read = [name for way in recipe.of(factor) for q in way.quantities for name in columns_of(q)]
    return any(recipe.columns[name].empty_is_none for name in read)


def _prove(recipe: Recipe, vocabulary: Vocabulary, test: RecipeTest) -> Iterable[Text]:
    try:
        locality = apply(recipe, vocabulary, test.row)
    except RowError as error:
        if test.rejected not in {column for column, _, _ in error.faults}:
            told = "; ".join(fault.sentence("en") for _, _, fault in error.faults)
            dicho = "; ".join(fault.sentence("es") for _, _, fault in error.faults)
            yield Text(
                f"the recipe's own test fails: the row is rejected ({told})",
                f"falla la prueba de la receta: la fila se rechaza ({dicho})",
            )
        return
    if (locality is None) != test.left_out:
        yield Text(
            "the recipe's own test fails: whether the row is left out",
            "falla la prueba de la receta: si la fila se deja afuera",
        )
        return
    if locality is None:
        return
    if test.rejected is not None:
        yield Text(
            f"the recipe's own test fails: the row is not rejected for '{test.rejected}'",
            f"falla la prueba de la receta: la fila no se rechaza por «{test.rejected}»",
        )
        return
    yield from _differences(vocabulary, test, locality)


def _differences(vocabulary: Vocabulary, test: RecipeTest, locality: Locality) -> Iterable[Text]:
    """Where the profile is another: a factor that the test does not name must stay unknown."""
    for field, wanted in test.about.items():
        found = str(locality.about.get(field, ""))
        if found != wanted:
            yield _differs(field, Text.same(wanted), Text.same(found or "-"))
    reader = ProfileReader(vocabulary)
    for slug in dict.fromkeys((*test.gives, *locality.factors)):
        domain = vocabulary.factors[slug].domain
        value = reader.value(domain, test.gives[slug], slug) if slug in test.gives else None
        want = domain.unknown if value is None else value.possible
        have = locality.factors[slug].possible if slug in locality.factors else domain.unknown
        if want != have:
            shown = [
                UNKNOWN if possible == domain.unknown else _shown(plain_value(domain, possible))
                for possible in (want, have)
            ]
            yield _differs(slug, *shown)


def _differs(name: str, wanted: Text, found: Text) -> Text:
    return Text(
        "the recipe's own test fails: '{name}' should be {wanted} and is {found}",
        "falla la prueba de la receta: «{name}» debería ser {wanted} y es {found}",
    ).filled(name=name, wanted=wanted, found=found)


def _shown(plain: Any) -> Text:
    if isinstance(plain, bool):
        return Text.same(str(plain).lower())
    if not isinstance(plain, dict):
        return Text.same(str(plain))
    parts = plain["possible"]
    if isinstance(parts, dict):
        return Text.same(f"{parts['at_least']}..{parts['at_most']}")
    return Text.same("|".join(str(part) for part in parts))
