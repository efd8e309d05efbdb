"""Steps about tables of localities: sent, read by a recipe, advised, set aside."""

import csv
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet
from pytest_bdd import given, parsers, then, when

from engine.advice import advise
from engine.knowledge.model import Knowledge
from engine.library import rules_folder
from engine.profile import read_profile
from engine.ranking import normalised
from engine.tables.advice import Wanted
from engine.tables.batch import Batch, run
from engine.tables.foreign import open_table
from engine.tables.importing import Importer
from engine.tables.recipe_proof import examine_recipe
from engine.tables.sources import ProfileTable
from tests.tables.profile_tables import row_of, write_csv

MUNICIPALITIES = Path(__file__).parents[1] / "tables" / "data" / "co_municipality_2024.csv"
THREE = ("id,extortion,homicide_rate", "first,common,10", "second,common,12", "third,common,14")


@dataclass
class Table:
    """What a scenario has sent, and what came of it."""

    file: Path
    profiles: dict[str, Any] = field(default_factory=dict)
    advised: list[dict[str, Any]] = field(default_factory=list)
    rejects: list[dict[str, str]] = field(default_factory=list)


@pytest.fixture
def table(tmp_path: Path) -> Table:
    return Table(tmp_path / "table.csv")


@given(parsers.parse('a table with the documented localities "{one}" and "{other}"'))
@given(parsers.parse('una tabla con las localidades documentadas "{one}" y "{other}"'))
def documented_localities(knowledge: Knowledge, table: Table, one: str, other: str) -> None:
    cases = {slug: knowledge.cases[slug].profile for slug in (one, other)}
    write_csv(table.file, [row_of(knowledge, slug, case) for slug, case in cases.items()])
    # A row says what the profile says of factors; lists would come in tables of their own.
    said = ("name", "country", "factors")
    table.profiles = {
        slug: {name: case[name] for name in said if name in case} for slug, case in cases.items()
    }


@given(parsers.parse('a table of three localities, of which the second says extortion is "{word}"'))
@given(
    parsers.parse(
        'una tabla de tres localidades, la segunda de las cuales dice que la extorsión es "{word}"'
    )
)
def a_word_that_is_none(table: Table, word: str) -> None:
    head, first, _, third = THREE
    table.file.write_text("\n".join((head, first, f"second,{word},12", third)), "utf-8")


@given("a table of three localities, of which the second has a cell too many")
@given("una tabla de tres localidades, la segunda de las cuales tiene una celda de más")
def a_cell_too_many(table: Table) -> None:
    head, first, _, third = THREE
    table.file.write_text("\n".join((head, first, "second,common,12,5", third)), "utf-8")


@given("the published table of municipalities of Colombia")
@given("la tabla publicada de municipios de Colombia")
def published_table(table: Table) -> None:
    table.file = MUNICIPALITIES


@when("the table is advised")
@when("se pide la recomendación de la tabla")
def the_table_is_advised(knowledge: Knowledge, table: Table, tmp_path: Path) -> None:
    wanted = Wanted(normalised(None, knowledge.scales), top=len(knowledge.interventions))
    batch = Batch(ProfileTable(table.file), wanted, tmp_path / "advice.parquet", workers=1)
    run(batch)
    table.advised = parquet.read_table(batch.out).to_pylist()
    if batch.rejects.exists():
        table.rejects = list(csv.DictReader(batch.rejects.read_text("utf-8").splitlines()))


@when("it is read by its recipe")
@when("se lee con su receta")
def read_by_its_recipe(knowledge: Knowledge, table: Table, tmp_path: Path) -> None:
    vocabulary, out = knowledge.vocabulary, tmp_path / "profiles.jsonl"
    recipe, _ = examine_recipe(rules_folder() / "recipes" / "colombia-2024.yaml", vocabulary)
    assert recipe is not None
    importer = Importer(recipe, vocabulary, open_table(table.file, recipe.layout), "en")
    importer.run(out, tmp_path / "aside.csv", lambda _: None)
    for line in out.read_text("utf-8").splitlines():
        profile = json.loads(line)
        table.profiles[profile.pop("id")] = profile
    assert table.profiles


@then("each row has the ranking and the verdicts that its locality has by itself")
@then("cada fila tiene la clasificación y los veredictos que su localidad tiene por sí sola")
def as_by_itself(knowledge: Knowledge, table: Table) -> None:
    assert not table.rejects
    for slug, profile in table.profiles.items():
        alone = advise(knowledge, profile, completions=0).ranking
        rows = [row for row in table.advised if row["id"] == slug]
        assert [(row["intervention"], row["verdict"]) for row in rows] == [
            (item.intervention, item.verdict) for item in alone
        ]


@then("the first and the third are advised")
@then("la primera y la tercera reciben recomendación")
def the_others_go_on(table: Table) -> None:
    assert {row["id"] for row in table.advised} == {"first", "third"}


@then(parsers.parse('the second is set aside for "{column}", and both languages name "{word}"'))
@then(parsers.parse('la segunda se aparta por "{column}", y ambos idiomas nombran "{word}"'))
def set_aside_for(table: Table, column: str, word: str) -> None:
    (told,) = table.rejects
    assert (told["id"], told["column"]) == ("second", column)
    assert word in told["reason"]
    assert word in told["motivo"]
    assert told["reason"] != told["motivo"]


@then("the second is set aside by its line, in both languages")
@then("la segunda se aparta por su línea, en los dos idiomas")
def set_aside_by_line(table: Table) -> None:
    assert len(table.rejects) == 1
    (told,) = table.rejects
    assert "3" in told["row"] + told["reason"]  # the head is the file's first line
    assert told["reason"] != told["motivo"]


@then("nothing is said about prisons")
@then("nada se dice de las cárceles")
def nothing_of_prisons(knowledge: Knowledge, table: Table) -> None:
    of_prisons = knowledge.vocabulary.dimensions["prison_control"].factors
    assert all(not set(profile["factors"]) & set(of_prisons) for profile in table.profiles.values())


@then("every value says where it comes from and of what year it is")
@then("cada valor dice de dónde viene y de qué año es")
def every_value_has_its_source(knowledge: Knowledge, table: Table) -> None:
    for profile in table.profiles.values():
        for value in read_profile(profile, knowledge.vocabulary).factors.values():
            assert value.source
            assert value.as_of
