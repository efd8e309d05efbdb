"""Recipes: read, refused with file and line, proved by their own tests."""

import shutil
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.knowledge.model import Knowledge
from engine.knowledge.reading import read_knowledge
from engine.library import rules_folder
from engine.tables.recipe_proof import examine_recipe, examine_recipes, prove_recipe
from engine.tables.recipe_reading import parse_recipe
from tests.junk import JUNK, places, with_junk
from tests.tables.recipes import SMALL, changed, examined, sound

SHIPPED = {"colombia-2024", "mexico-2010", "ports-wpi"}


def test_shipped_recipes_are_sound(knowledge: Knowledge) -> None:
    """Every recipe under rules/ passes its own tests."""
    recipes, faults = examine_recipes(rules_folder(), knowledge.vocabulary)

    assert [fault.sentence() for fault in faults] == []
    assert set(recipes) == SHIPPED


def test_the_small_recipe_is_sound(tmp_path: Path, knowledge: Knowledge) -> None:
    """What the refusals below change was right before."""
    recipe = sound(tmp_path, knowledge.vocabulary)

    assert recipe.factors == (
        "homicide_rate",
        "homicide_trend",
        "group_count",
        "forced_displacement",
    )


def test_recipes_are_no_part_of_the_rules(tmp_path: Path, knowledge: Knowledge) -> None:
    """Advice does not rest on recipes: without them the rules and their hash are the same."""
    root = Path(shutil.copytree(rules_folder(), tmp_path / "rules"))
    shutil.rmtree(root / "recipes")
    without = read_knowledge(root)

    assert without.content_hash == knowledge.content_hash
    assert set(without.rules) == set(knowledge.rules)


# What is changed, into what, and what must be said of which line.
REFUSED = [
    ("id: small", "id: smal", "the id is not the file's name", "id: smal"),
    ("  - factor: group_count", "  - factor: group_cont", "did you mean 'group_count'", None),
    ("at_least: {count_items: groups}", "at_least: {count_items: group}", "'groups'", None),
    ("{count_items: groups}", "{count_item: groups}", "did you mean 'count_items'", None),
    ("{ratio: [deaths, deaths_before]}", "{ratio: [deaths]}", "takes a list of 2", None),
    ("{per_100k: [deaths, people]}", "{per_100k: [index, people]}", "whole countries", None),
    ("of: {sum: [deaths, deaths_before]}", "of: index", "whole countries", None),
    ("value: risk", "value: index", "whole countries", None),
    (
        "people: {scope: locality, between",
        "people: {scope: locality, needs: [index], because: {en: A, es: B}, between",
        "whole countries",
        "    number: {per_100k",
    ),
    ("{per_100k: [deaths, people]}", "state_share", "a proxy at best", "    number: state_share"),
    ("ours: true, because: {en: Much", "because: {en: Much", "say who set this", None),
    ("source: anchor,", "source: anchor, ours: true,", "say who set this", None),
    ("level: spiking,", "level: spikin,", "'spikin'", None),
    ("{level: spiking", "{below: 9, level: spiking", "bands go up", None),
    ("below: 1.5", "below: 0.4", "bands go up", None),
    ("possible: [present, mass], ours", "possible: [low, present, mass], ours", "everything", None),
    ("possible: [present, mass], ours", "level: mass, unknown: true, ours", "give one of", None),
    ("number: {per_100k", "at_most: 3\n    number: {per_100k", "give one of these", None),
    ("value: {ratio", "number: {ratio", "is no number", None),
    ("at_least: {count_items: groups}", "value: deaths", "needs 'bands' or 'map'", None),
    ("basis: proxy\n    limits: {en: News", "basis: expert\n    limits: {en: News", "basis", None),
    ("missing: [-99], because: {en: A mark, es: Una marca}", "missing: [-99]", "because", None),
    ("factors: [extortion]", "factors: [group_count]", "is filled above", None),
    ("factors: [extortion]", "factors: [extorsion]", "did you mean 'extortion'", None),
    ("country: EC", "countries: {column: land, codes: {X: EC}}", "unknown column 'land'", None),
    ("  country: EC\n", "", "give 'country'", None),
    ('id: "XX-{code:3}"', 'id: "XX-{cod:3}"', "did you mean 'code'", None),
    ("index: {scope: country}", "index: {}", "scope", None),
    (
        "homicide_trend: spiking",
        "homicide_trend: falling",
        "should be falling and is spiking",
        None,
    ),
    ("      homicide_trend: spiking\n", "", "should be unknown and is spiking", None),
    ("gives: {id: XX-001}", "gives: {id: XX-1}", "should be XX-1 and is XX-001", None),
    ("gives: {id: XX-001}", "rejected: people", "is not rejected for 'people'", None),
    ("gives: {id: XX-001}", "left_out: true", "left out", None),
    ("risk: High}", "risk: Medium}", "does not say what it means", None),
    (
        "  - row: {code: 1}\n    gives: {id: XX-001}\n",
        "",
        "no test shows 'group_count' unknown",
        None,
    ),
]


@pytest.mark.parametrize("case", REFUSED, ids=[case[1][:40] for case in REFUSED])
def test_a_faulty_recipe_is_refused(
    tmp_path: Path, knowledge: Knowledge, case: tuple[str, str, str, str | None]
) -> None:
    """With the line, and never with a traceback."""
    old, new, says, at = case
    text = changed(old, new)
    _, faults = examined(tmp_path, knowledge.vocabulary, text)
    telling = [fault for fault in faults if says in fault.sentence("en")]

    assert telling, [fault.sentence() for fault in faults]
    path, line = telling[0].where.rsplit(":", 1)
    assert path.endswith("small.yaml")
    if at is not None:
        assert int(line) == text[: text.index(at)].count("\n") + 1
    assert all(fault.sentence("es") for fault in telling)


def test_all_faults_are_told_together(tmp_path: Path, knowledge: Knowledge) -> None:
    """Nobody mends one per run."""
    text = changed("level: spiking", "level: spikin", changed("value: risk", "value: rsik"))
    _, faults = examined(tmp_path, knowledge.vocabulary, text)
    told = " ".join(fault.sentence() for fault in faults)

    assert "spikin" in told
    assert "'rsik'" in told


def test_a_file_that_is_no_yaml(tmp_path: Path, knowledge: Knowledge) -> None:
    """It is a fault like any other."""
    recipe, faults = examined(tmp_path, knowledge.vocabulary, SMALL + "  - [")

    assert recipe is None
    assert "malformed YAML" in faults[0].sentence()


def test_the_worked_example_is_sound(knowledge: Knowledge) -> None:
    """The recipe that the README explains."""
    path = Path(__file__).parents[2] / "docs" / "examples" / "mexico-states-2024.yaml"
    recipe, faults = examine_recipe(path, knowledge.vocabulary)

    assert recipe is not None
    assert [fault.sentence() for fault in faults] == []


@settings(max_examples=300)
@given(st.data())
def test_junk_anywhere_in_a_recipe_is_a_fault_or_harmless(
    knowledge: Knowledge, data: st.DataObject
) -> None:
    """Whatever stands in whatever place, it is read and proved, or refused in both languages."""
    plain = yaml.safe_load(SMALL)
    way = data.draw(st.sampled_from(places(plain)))
    changed = with_junk(plain, way, data.draw(JUNK))
    text = yaml.safe_dump(changed, allow_unicode=True, sort_keys=False).encode()

    recipe, faults = parse_recipe("small.yaml", text, knowledge.vocabulary)

    assert recipe is not None or faults
    if recipe is not None:
        faults = prove_recipe(recipe, knowledge.vocabulary)
    assert all(fault.what.en and fault.what.es for fault in faults)
