"""``remanso import`` and ``remanso recipes``: list, show, begin, check, import."""

import shutil
from pathlib import Path

import pytest

from api.cli.recipe_scaffold import blank_recipe, quoted
from engine.knowledge.documents import parse_document
from engine.library import rules_folder
from engine.tables.foreign import open_table
from engine.tables.recipe_shapes import RecipeFile
from engine.text import LANGUAGES
from tests.cli.conftest import ROOT, Run

DATA = ROOT / "tests" / "tables" / "data"
EXAMPLE = ROOT / "docs" / "examples" / "mexico-states-2024.yaml"
STATES = ROOT / "docs" / "examples" / "mx_states_2024.csv"


def test_recipes_are_checked_with_the_rules(remanso: Run, tmp_path: Path) -> None:
    """A faulty recipe is told by ``rules check`` with its line, like a faulty rule."""
    root = Path(shutil.copytree(rules_folder(), tmp_path / "rules"))
    path = root / "recipes" / "ports-wpi.yaml"
    text = path.read_text("utf-8").replace("factor: port_scrutiny", "factor: port_scrutinity", 1)
    path.write_text(text, "utf-8")
    result = remanso("rules", "check", root)
    line = text[: text.index("port_scrutinity")].count("\n") + 1

    assert result.exit_code == 1
    assert f"recipes/ports-wpi.yaml:{line}: unknown factor 'port_scrutinity'" in result.stdout
    assert "did you mean 'port_scrutiny'?" in result.stdout


def test_recipes_are_listed(remanso: Run) -> None:
    """Each with its table, its period, how many factors it fills."""
    result = remanso("recipes", "--lang", "es")

    assert result.exit_code == 0
    assert "colombia-2024\tMunicipios de Colombia, 2024\t2018-2024\t4\n" in result.output


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["colombia-2024", "mexico-2010", "ports-wpi"])
def test_a_recipe_is_shown_in_words(remanso: Run, name: str, lang: str) -> None:
    """Thresholds, reasons, who set them, and what stays unknown."""
    printed = " ".join(remanso("recipes", "show", name, "--lang", lang).output.split())

    assert {"en": "our threshold", "es": "umbral propio"}[lang] in printed
    assert {"en": "WHAT STAYS UNKNOWN", "es": "LO QUE QUEDA DESCONOCIDO"}[lang] in printed
    assert "None" not in printed


def test_import_says_what_it_did(remanso: Run, tmp_path: Path) -> None:
    """Rows in and out, each factor's share, what stays unknown, whom to credit."""
    out = tmp_path / "profiles.csv"
    table = DATA / "co_municipality_2024.csv"
    result = remanso("import", "colombia-2024", table, "--out", out)

    assert result.exit_code == 0, result.output
    assert result.output.startswith(f"Rows: 13. Profiles written: 13, to {out}.")
    assert "homicide_rate\t10 (77%)\t1\t3.7376 to 146.897\n" in result.output
    assert "Unknown on purpose: route_position" in result.output
    assert "Credit: Policia Nacional" in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["profiles.csv"]


def test_bad_rows_are_told(remanso: Run, tmp_path: Path) -> None:
    """Where they are; and nothing but bad rows is a failure."""
    table = tmp_path / "in.csv"
    text = STATES.read_text("utf-8")
    table.write_text(text.replace("58.18", "many"), "utf-8")
    out = tmp_path / "out.csv"
    result = remanso("import", EXAMPLE, table, "--out", out, "--lang", "es")
    rejects = tmp_path / "out.rejects.csv"

    assert result.exit_code == 0
    assert f"Rechazadas: 1 (las razones están en {rejects})" in result.output
    assert "2,homicide_rate_2024,many,esto no es un número" in rejects.read_text("utf-8")

    table.write_text("\n".join(text.replace("58.18", "many").splitlines()[:3]), "utf-8")
    assert remanso("import", EXAMPLE, table, "--out", out).exit_code == 1


def test_check_runs_the_recipe_alone(remanso: Run, tmp_path: Path) -> None:
    """Sound: one line. Faulty: every fault with its line, and 1."""
    sound = remanso("import", EXAMPLE, "--check")
    own = tmp_path / EXAMPLE.name
    own.write_text(EXAMPLE.read_text("utf-8").replace("level: stable", "level: stabel"), "utf-8")
    faulty = remanso("import", own, "--check")

    assert sound.exit_code == 0
    assert "tests passed: 3" in sound.output
    assert faulty.exit_code == 1
    assert "did you mean 'stable'?" in faulty.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("colombia-2023", STATES, "--out", "x.csv"), "did you mean 'colombia-2024'?"),
        (("none.yaml", STATES, "--out", "x.csv"), "there is no such file"),
        (("ports-wpi",), "give the table to import"),
        (("ports-wpi", STATES), "say where to write"),
        (("ports-wpi", STATES, "--out", "x.doc"), "allowed: .csv, .parquet, .jsonl"),
        (("ports-wpi", STATES, "--out", "no/such/x.csv"), "no such folder"),
        (("ports-wpi", STATES, "--out", STATES), "this is the table that is read"),
    ],
)
def test_wrong_usage(remanso: Run, arguments: tuple[object, ...], says: str) -> None:
    """Each mistake has its sentence; nothing is written."""
    result = remanso("import", *arguments)

    assert result.exit_code == 2, result.output
    assert says in result.stderr


def test_another_table_than_the_recipe_expects(remanso: Run, tmp_path: Path) -> None:
    """The columns that it has not are named."""
    result = remanso("import", "ports-wpi", STATES, "--out", tmp_path / "x.csv")

    assert result.exit_code == 1
    assert "the table has no column 'Main Port Name'" in result.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("spoken", LANGUAGES)
@pytest.mark.parametrize("table", sorted(DATA.glob("*.csv")), ids=lambda path: path.stem)
def test_a_blank_recipe_is_yaml_with_every_column(table: Path, spoken: str) -> None:
    """Its fields are a recipe's in their order; its row reads back as the table's first."""
    opened = open_table(table)
    faults: list = []
    text = blank_recipe("new", opened, "utf-8", spoken)
    document = parse_document("new.yaml", text.encode(), faults)
    (_, first), *_ = opened.rows()

    assert not faults
    assert list(document.data) == [name for name in RecipeFile.model_fields if name != "x"]
    assert tuple(document.data["columns"]) == opened.header
    row = document.data["tests"][0]["row"]
    assert {name: float(cell) if _is_number(cell) else cell for name, cell in first.items()} == row


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize(
    "word",
    ["a", "05001", "1.50", "-3", "no", "TRUE", "a: b", "#x", "{x}", "", " ", "ñandú", "'", 'a"b'],
)
def test_words_are_quoted_where_yaml_would_change_them(word: str) -> None:
    """What is written is read back."""
    faults: list = []
    document = parse_document("x.yaml", f"{{x: {quoted(word)}}}".encode(), faults)

    assert not faults
    read = document.data["x"]
    assert (str(read) if word != "1.50" else f"{read:.2f}") == word


def test_an_unfinished_recipe_never_passes(remanso: Run, tmp_path: Path) -> None:
    """What a new recipe leaves blank is a fault; an old recipe is not written over."""
    arguments = ("recipes", "new", "mine", "--table", STATES, "--folder", tmp_path)
    begun = remanso(*arguments)
    again = remanso(*arguments)
    checked = remanso("import", tmp_path / "mine.yaml", "--check")

    assert begun.exit_code == 0
    assert "mine.yaml is begun" in begun.output
    assert again.exit_code == 2
    assert "exists already" in again.stderr
    assert checked.exit_code == 1
    for field in ("title.en", "table.publisher", "locality.id", "columns.cve_ent.scope"):
        assert f"'{field}'" in checked.stderr


def test_a_table_in_latin_1_is_begun_with_its_encoding(remanso: Run, tmp_path: Path) -> None:
    """As many statistics offices write."""
    table = tmp_path / "in.csv"
    table.write_bytes("código;lugar\n1;Peñas\n".encode("latin-1"))
    result = remanso("recipes", "new", "mine", "--table", table, "--folder", tmp_path)
    text = (tmp_path / "mine.yaml").read_text("utf-8")

    assert result.exit_code == 0, result.stderr
    assert "format: {encoding: latin-1}" in text
    assert "código: {scope: }" in text
    assert "Peñas" in text


def test_a_bad_id_or_table(remanso: Run, tmp_path: Path) -> None:
    """A sentence, and nothing is written."""
    bad = remanso("recipes", "new", "My Recipe", "--table", STATES, "--folder", tmp_path)
    none = remanso("recipes", "new", "mine", "--table", "none.csv", "--folder", tmp_path)

    assert (bad.exit_code, none.exit_code) == (2, 1)
    assert "lowercase words" in bad.stderr
    assert "there is no such file" in none.stderr
    assert not list(tmp_path.iterdir())
