"""What does not fit a file of the rules is told in words that its author reads."""

import copy
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from engine.knowledge import schemas
from engine.knowledge.documents import read_document
from engine.knowledge.misfits import misfit
from engine.library import rules_folder

SHAPES: dict[str, type[BaseModel]] = {
    "vocabulary/prison_control.yaml": schemas.DimensionFile,
    "vocabulary/entities.yaml": schemas.EntitiesFile,
    "prisons/bribed-guards-undo-the-cut-off.yaml": schemas.RuleFile,
    "scales.yaml": schemas.ScalesFile,
    "stakeholders.yaml": schemas.StakeholdersFile,
}
JUNK = (None, True, 1, -1, 1.5, float("inf"), "", "x", "A b", "y" * 5_000, [], ["x"], {}, {"x": 1})


def errors(shape: type[BaseModel], data: Any) -> Iterator[Any]:
    try:
        shape.model_validate(data)
    except ValidationError as error:
        yield from error.errors(include_url=False)


def read(name: str) -> Any:
    document = read_document(rules_folder(), rules_folder() / name, [])
    assert document is not None
    return document.data


def ways(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a file."""
    if way:
        yield way
    inside: Any = ()
    if isinstance(value, dict):
        inside = value.items()
    elif isinstance(value, list):
        inside = enumerate(value)
    for key, item in inside:
        yield from ways(item, (*way, key))


def changed(data: Any, way: tuple[Any, ...], junk: Any) -> Any:
    """The file with something else at one place."""
    result = copy.deepcopy(data)
    place = result
    for part in way[:-1]:
        place = place[part]
    place[way[-1]] = junk
    return result


@pytest.mark.parametrize("name", SHAPES)
@given(choose=st.data())
def test_nothing_is_told_in_a_librarys_words(name: str, choose: st.DataObject) -> None:
    """Whatever stands anywhere in a file, what is wrong with it has Spanish words of our own."""
    data = read(name)
    way = choose.draw(st.sampled_from(list(ways(data))))
    junk = choose.draw(st.sampled_from(JUNK))
    fields = tuple(SHAPES[name].model_fields)
    for error in errors(SHAPES[name], changed(data, way, junk)):
        spanish = misfit(error, fields).what.es
        assert "no es válido" not in spanish, error
        assert error["msg"] not in spanish


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (
            {"kind": "raeson"},
            "x: «kind»: valor desconocido; ¿quiso decir «reason»?; se admite: diagnosis, reason,"
            " gate, contraindication, safeguard, sequence, caveat",
        ),
        ({"id": "Two Words"}, "x: «id»: escriba minúsculas y cifras, con un solo guion entre"),
        ({"tests": "fires"}, "x: «tests»: indique una lista"),
        ({"title": {"en": "A"}}, "x: falta un idioma: title no está en español"),
        ({"limits": {"en": "A", "es": " "}}, "x: «limits.es»: el texto está vacío"),
        (
            {"strenght": "weak"},
            "x: «strenght» no es un campo de este archivo; ¿quiso decir «strength»",
        ),
    ],
)
def test_a_rule_is_told_what_it_may_say(changes: dict[str, Any], told: str) -> None:
    name = "prisons/bribed-guards-undo-the-cut-off.yaml"
    fields = tuple(schemas.RuleFile.model_fields)
    found = [misfit(e, fields) for e in errors(schemas.RuleFile, {**read(name), **changes})]
    assert [replace(one, where="x").sentence("es")[: len(told)] for one in found] == [told]


def test_weights_that_are_missing_are_named() -> None:
    """A table that must have an entry for each criterion says which it lacks."""
    data = read("stakeholders.yaml")
    shortened = copy.deepcopy(data)
    gone = next(iter(shortened["stakeholders"][0]["weights"]))
    del shortened["stakeholders"][0]["weights"][gone]
    (error,) = errors(schemas.StakeholdersFile, shortened)
    assert misfit(error, ()).what.es.endswith(f"falta: {gone}")
