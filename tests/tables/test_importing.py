"""Public tables become profiles; bad rows are set aside, unknown stays unknown."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet
import pytest

from engine.errors import ProfileError
from engine.knowledge.model import Knowledge
from engine.library import rules_folder
from engine.possible import Interval
from engine.profile import read_profile
from engine.tables.applying import RowError, apply
from engine.tables.foreign import open_table
from engine.tables.importing import Importer, Summary
from engine.tables.recipe import Recipe
from engine.tables.recipe_proof import examine_recipe
from engine.vocabulary import Vocabulary
from tests.tables.recipes import HEADER, SMALL, changed, sound

DATA = Path(__file__).parent / "data"
TABLES = {
    "colombia-2024": "co_municipality_2024.csv",
    "mexico-2010": "mx_municipality_2010.csv",
    "ports-wpi": "wpi_ports.csv",
}


def run(
    recipe: Recipe, vocabulary: Vocabulary, table: Path, out: Path
) -> tuple[Summary, list[dict[str, str]], list[dict[str, str]]]:
    """The summary, the profiles as CSV rows, and the rejects."""
    rejects = out.with_name("rejects.csv")
    importer = Importer(recipe, vocabulary, open_table(table, recipe.layout), "en")
    summary = importer.run(out, rejects, lambda _: None)
    good = _rows(out) if out.suffix == ".csv" else []
    return summary, good, _rows(rejects) if rejects.exists() else []


def _rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))


def shipped(name: str, vocabulary: Vocabulary) -> Recipe:
    recipe, faults = examine_recipe(rules_folder() / "recipes" / f"{name}.yaml", vocabulary)
    assert recipe is not None
    assert not faults
    return recipe


@pytest.fixture
def imported(tmp_path: Path, knowledge: Knowledge) -> Callable[[str], dict[str, dict[str, str]]]:
    """The profiles of a shipped recipe's rows, by id."""

    def read(name: str) -> dict[str, dict[str, str]]:
        recipe = shipped(name, knowledge.vocabulary)
        out = tmp_path / f"{name}.csv"
        _, good, bad = run(recipe, knowledge.vocabulary, DATA / TABLES[name], out)
        assert not bad
        return {row["id"]: row for row in good}

    return read


def test_colombia(imported: Callable[[str], dict[str, dict[str, str]]]) -> None:
    """What an expert would read in Quibdo, Buenaventura and quiet places; zeros stay unknown."""
    rows = imported("colombia-2024")
    quibdo, buenaventura, tunja = rows["CO-27001"], rows["CO-76109"], rows["CO-15001"]

    assert quibdo["homicide_rate"] == "98.8867"
    assert (quibdo["homicide_trend"], buenaventura["homicide_trend"]) == ("rising", "falling")
    assert quibdo["arms_availability"] == "easy|heavy|outguns_police"
    assert quibdo["arms_availability.basis"] == "proxy"
    assert quibdo["homicide_rate.basis"] == "observed"
    assert (quibdo["country"], quibdo["as_of"]) == ("CO", "2024")
    assert tunja["homicide_rate"] == "3.7376"
    assert tunja["homicide_trend"] == tunja["arms_availability"] == ""
    for zero in ("CO-15022", "CO-91798", "CO-05390"):  # a village; a share and no death; a town
        assert rows[zero]["homicide_rate"] == "", zero
        assert rows[zero]["arms_availability"] == "", zero
    assert rows["CO-05001"]["name"] == "MEDELLÍN, ANTIOQUIA"
    assert all("route_position" not in row for row in rows.values())


def test_mexico(imported: Callable[[str], dict[str, dict[str, str]]]) -> None:
    """Juarez 2010 is a war; homonyms, later municipalities and quiet cities are none."""
    rows = imported("mexico-2010")
    juarez, merida = rows["MX-08037"], rows["MX-31050"]

    assert juarez["homicide_trend"] == "spiking"
    assert juarez["route_contestation"] == "open_war"
    assert juarez["route_position"] == "major|hub"
    assert juarez["group_count"].startswith("9.0..")
    assert merida["homicide_rate"] == "2.5983"
    assert merida["route_contestation"] == "latent|disputed"
    assert merida["route_position"] == ""
    for homonym in ("MX-07079", "MX-05012"):
        assert rows[homonym]["fragmentation"] == rows[homonym]["group_count"] == ""
    founded_later = {name: cell for name, cell in rows["MX-02006"].items() if cell}
    assert set(founded_later) == {"id", "name", "country", "as_of"}


def test_ports(imported: Callable[[str], dict[str, dict[str, str]]]) -> None:
    """A list of ports rules out that there is no port, and says no more."""
    rows = imported("ports-wpi")

    assert rows["WPI-15270"]["name"] == "Guayaquil"
    assert rows["WPI-15270"]["country"] == "EC"
    assert rows["WPI-15270"]["port_scrutiny"] == "light|partial|close"
    assert rows["WPI-10962"]["port_scrutiny"] == ""  # no size is recorded


@pytest.mark.parametrize("name", TABLES)
def test_every_form_says_the_same(tmp_path: Path, knowledge: Knowledge, name: str) -> None:
    """CSV, Parquet and Excel in, CSV, Parquet and JSON lines out: one result."""
    recipe = shipped(name, knowledge.vocabulary)
    source = DATA / TABLES[name]
    rows = list(csv.reader(io.StringIO(source.read_text("utf-8"))))
    (excel, parquet) = _as_excel(rows, tmp_path), _as_parquet(rows, tmp_path)
    wanted = None
    for table in (source, excel, parquet):
        _, good, _ = run(recipe, knowledge.vocabulary, table, tmp_path / "out.csv")
        wanted = wanted or good
        assert good == wanted, table
    assert wanted
    run(recipe, knowledge.vocabulary, source, tmp_path / "out.parquet")
    flat = pa.parquet.read_table(tmp_path / "out.parquet").to_pylist()
    assert [row["id"] for row in flat] == [row["id"] for row in wanted]
    for slug in recipe.factors:
        assert [row[slug] or "" for row in flat] == [row[slug] for row in wanted]


def _number(cell: str) -> Any:
    try:
        return float(cell)
    except ValueError:
        return cell or None


def _as_excel(rows: list[list[str]], folder: Path) -> Path:
    """The table as a spreadsheet holds it: numbers are numbers."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([_number(cell) for cell in row])
    book.save(folder / "in.xlsx")
    return folder / "in.xlsx"


def _as_parquet(rows: list[list[str]], folder: Path) -> Path:
    header, *body = rows
    columns = {}
    for place, name in enumerate(header):
        cells = [_number(row[place]) for row in body]
        is_text = any(isinstance(cell, str) for cell in cells)
        columns[name] = [None if c is None else str(c) for c in cells] if is_text else cells
    pa.parquet.write_table(pa.table(columns), folder / "in.parquet")
    return folder / "in.parquet"


@pytest.mark.parametrize("name", TABLES)
def test_json_lines_are_ordinary_profiles(tmp_path: Path, knowledge: Knowledge, name: str) -> None:
    """The reader of single profiles reads every line, and finds what the row said."""
    recipe = shipped(name, knowledge.vocabulary)
    out = tmp_path / "out.jsonl"
    run(recipe, knowledge.vocabulary, DATA / TABLES[name], out)
    cells = [dict(row) for _, row in open_table(DATA / TABLES[name]).rows()]

    for line, row in zip(out.read_text("utf-8").splitlines(), cells, strict=True):
        raw = json.loads(line)
        assert raw.pop("id")
        profile = read_profile(raw, knowledge.vocabulary)
        locality = apply(recipe, knowledge.vocabulary, row)
        assert locality is not None
        found = {slug: item.possible for slug, item in locality.factors.items()}
        assert {slug: value.possible for slug, value in profile.factors.items()} == found


BAD = f"""{HEADER}
1,A,,,10,10,1000,,High,0.5,9
2,B,,,many,10,1000,,High,0.5,9
3,C,,,10,10,0,,Higher,0.5,9
1,D,,,10,10,1000,,High,0.5,9
,E,,,10,10,1000,,High,0.5,9
4,F,,,10
5,G,95,0,10,10,1000,,High,0.5,9
0,Total,,,10,10,1000,,High,0.5,9
7,"=1+1",,,-99,10,1000,,Low,0.5,9
"""


def test_bad_rows_are_set_aside(tmp_path: Path, knowledge: Knowledge) -> None:
    """Row, column, value and reason of each; the good ones go on; totals are left out."""
    recipe = sound(tmp_path, knowledge.vocabulary)
    (tmp_path / "in.csv").write_text(BAD, "utf-8")
    summary, good, bad = run(
        recipe, knowledge.vocabulary, tmp_path / "in.csv", tmp_path / "out.csv"
    )
    told = {(row["row"], row["column"]): (row["value"], row["reason"]) for row in bad}

    assert [row["id"] for row in good] == ["XX-001", "XX-007"]
    assert good[1]["name"] == "'=1+1"  # no spreadsheet takes it for a formula
    assert good[1]["homicide_rate"] == ""
    assert told[("2", "deaths")] == ("many", "this is not a number")
    assert told[("3", "people")] == ("0", "not between 1 and 1e+06")
    assert told[("3", "risk")][1].startswith("the recipe does not say what it means; did you mean")
    assert told[("4", "code")] == ("XX-001", "the id 'XX-001' stands already in row 1")
    assert told[("5", "code")] == ("", "without it there is no id")
    assert told[("6", "")][0] == "4,F,,,10"
    assert told[("7", "lat")] == ("95", "not between -90 and 90")
    counts = (summary.rows, summary.written, summary.rejected, summary.left_out)
    assert counts == (9, 2, 6, 1)


def test_no_rejects_file_without_rejects(tmp_path: Path, knowledge: Knowledge) -> None:
    """An empty file would only worry; what is left is the profiles alone."""
    recipe = sound(tmp_path, knowledge.vocabulary)
    (tmp_path / "in.csv").write_text(f"{HEADER}\n1,A,,,10,10,1000,,High,0.5,9\n", "utf-8")
    run(recipe, knowledge.vocabulary, tmp_path / "in.csv", tmp_path / "out.csv")

    assert {p.name for p in tmp_path.iterdir()} == {"small.yaml", "in.csv", "out.csv"}


MULTI = changed(
    "country: EC",
    "countries: {column: town, codes: {P: PE, C: CL}}",
    changed("- row: {code: 1}", "- row: {code: 1, town: P}"),
)


@pytest.mark.parametrize("disguised", [True, False])
def test_a_country_index_in_disguise(tmp_path: Path, knowledge: Knowledge, disguised: bool) -> None:
    """A column with one value per country stops the import, whatever its scope says."""
    recipe = sound(tmp_path, knowledge.vocabulary, MULTI)
    lines = [HEADER]
    for number in range(12):
        land, risk = ("P", "High") if number % 2 else ("C", "Low")
        risk = "High" if not disguised and number == 4 else risk
        lines.append(f"{number + 1},{land},,,{number + 10},10,{number + 1000},,{risk},0.5,9")
    (tmp_path / "in.csv").write_text("\n".join(lines), "utf-8")
    out = tmp_path / "out.csv"
    if not disguised:
        assert run(recipe, knowledge.vocabulary, tmp_path / "in.csv", out)[0].written == 12
        return
    with pytest.raises(ProfileError, match="the column 'risk' has one value for each country"):
        run(recipe, knowledge.vocabulary, tmp_path / "in.csv", out)
    assert not out.exists()


LATIN = changed(
    "  as_of: 2024\n",
    '  as_of: 2024\n  format: {encoding: latin-1, delimiter: ";", decimal: ",", thousands: "."}\n',
)


def test_how_offices_write(tmp_path: Path, knowledge: Knowledge) -> None:
    """Latin-1, semicolons, decimal commas and points between thousands; the hint leads there."""
    table = tmp_path / "in.csv"
    header = HEADER.replace(",", ";")
    table.write_bytes(f"{header}\n7;Peñas;-2,5;-79,1;12;6;100.000;;High;0,5;9\n".encode("latin-1"))
    with pytest.raises(ProfileError, match=r"try 'table\.format\.encoding: latin-1'"):
        open_table(table)
    recipe = sound(tmp_path, knowledge.vocabulary, LATIN)
    _, good, _ = run(recipe, knowledge.vocabulary, table, tmp_path / "out.csv")

    assert good[0]["name"] == "Peñas"
    assert (good[0]["latitude"], good[0]["longitude"]) == ("-2.5", "-79.1")
    assert good[0]["homicide_rate"] == "12.0"


def test_columns_that_are_missing(tmp_path: Path, knowledge: Knowledge) -> None:
    """All at once, with the nearest name that there is."""
    recipe = sound(tmp_path, knowledge.vocabulary)
    header = HEADER.replace("deaths_before", "deaths_befor").replace(",index", "")
    (tmp_path / "in.csv").write_text(f"{header}\n", "utf-8")
    with pytest.raises(ProfileError) as refused:
        run(recipe, knowledge.vocabulary, tmp_path / "in.csv", tmp_path / "out.csv")

    told = str(refused.value)
    assert "the table has no column 'deaths_before'; did you mean 'deaths_befor'?" in told
    assert "the table has no column 'index'" in told


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("in.doc", b"x", "unknown format"),
        ("in.parquet", b"x", "cannot be read"),
        ("in.xlsx", b"x", "cannot be read"),
        ("none.csv", None, "no such file"),
    ],
)
def test_tables_that_cannot_be_read(
    tmp_path: Path, name: str, content: bytes | None, says: str
) -> None:
    """A sentence, not a traceback."""
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(ProfileError, match=says):
        open_table(tmp_path / name)


def said(recipe: Recipe, vocabulary: Vocabulary, **cells: str) -> Any:
    locality = apply(recipe, vocabulary, {"code": "1", **cells})
    assert locality is not None
    return {slug: found.possible for slug, found in locality.factors.items()}


def test_unknown_is_never_a_level(tmp_path: Path, knowledge: Knowledge) -> None:
    """A missing operand, a division by zero, an unmet or unknown condition: nothing is said."""
    recipe = sound(tmp_path, knowledge.vocabulary)
    vocabulary = knowledge.vocabulary

    assert said(recipe, vocabulary, deaths="30", people="") == {}
    assert said(recipe, vocabulary, deaths="30", deaths_before="0") == {}
    assert said(recipe, vocabulary, deaths="9", deaths_before="3") == {}
    assert said(recipe, vocabulary, deaths="-99", deaths_before="30") == {}
    assert said(recipe, vocabulary, deaths="-99.0", people="1000") == {}
    assert said(recipe, vocabulary, groups="  ") == {}
    assert said(recipe, vocabulary, risk="Low") == {}
    assert "homicide_trend" in said(recipe, vocabulary, deaths="20", deaths_before="3")


def test_an_empty_list_known_to_be_none(tmp_path: Path, knowledge: Knowledge) -> None:
    """Only where the publisher documents it does an empty cell count as none."""
    text = changed("at_least: {count_items", "number: {count_items")
    text = changed(
        "groups: {scope: locality}",
        "groups: {scope: locality, empty_is_none: true, because: {en: Told, es: Dicho}}",
        text,
    )
    text = changed("group_count: {possible: {at_least: 2}}", "group_count: 2", text)
    text = changed("gives: {id: XX-001}", "gives: {id: XX-001, group_count: 0}\n" + KEPT, text)
    recipe, faults = examine_recipe(_written(tmp_path, text), knowledge.vocabulary)

    assert recipe is not None
    assert [f.sentence() for f in faults] == []
    assert said(recipe, knowledge.vocabulary) == {"group_count": Interval(0, 0)}


KEPT = (
    "  - row: {code: 1, deaths: 5, people: 1000}\n    gives: {homicide_rate: 500, group_count: 0}"
)


def _written(folder: Path, text: str) -> Path:
    path = folder / "small.yaml"
    path.write_text(text, "utf-8")
    return path


def test_bounds_of_bands(tmp_path: Path, knowledge: Knowledge) -> None:
    """A threshold belongs to the band above it."""
    recipe = sound(tmp_path, knowledge.vocabulary)
    domain = knowledge.vocabulary.factors["homicide_trend"].domain

    def trend(deaths: int) -> list[str]:
        found = said(recipe, knowledge.vocabulary, deaths=str(deaths), deaths_before="100")
        return [level.value for level in domain.named(found["homicide_trend"].mask)]

    assert trend(49) == ["falling_fast"]
    assert trend(50) == ["falling", "stable", "rising"]
    assert trend(149) == ["falling", "stable", "rising"]
    assert trend(150) == ["spiking"]


def test_a_number_beyond_the_factor_rejects_the_row(tmp_path: Path, knowledge: Knowledge) -> None:
    """A rate above everybody killed is an error of the table, and is told as one."""
    recipe = sound(tmp_path, knowledge.vocabulary)
    cells = {"code": "1", "deaths": "900", "people": "1000"}
    with pytest.raises(RowError, match="would not be between 0 and 10000"):
        apply(recipe, knowledge.vocabulary, cells)


def test_the_small_recipe_names_every_column() -> None:
    """The header used above is the recipe's."""
    assert all(f"  {name}: {{" in SMALL for name in HEADER.split(","))
