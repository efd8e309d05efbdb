"""A batch gives each locality what it gets by itself, and loses nothing on the way."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest
from pyarrow import parquet

from engine.advice import advise
from engine.errors import ProfileError
from engine.knowledge.model import Knowledge
from engine.ranking import CRITERIA, normalised
from engine.tables.advice import Wanted
from engine.tables.batch import Batch, Progress, run
from engine.tables.profiles import profiles_of
from engine.tables.sources import ProfileTable
from tests.tables.profile_tables import documented, many, write_csv

ROOT = Path(__file__).parents[2]
CASES = ("guayaquil-2024", "buenaventura-2010-13", "manzanillo-2024", "rosario-2024")


def batch(
    knowledge: Knowledge,
    table: Path,
    out: Path,
    *,
    entities: dict[str, Path] | None = None,
    chunk: int = 16,
    workers: int = 1,
    **wanted: Any,
) -> Batch:
    asked = Wanted(normalised(wanted.pop("weights", None), knowledge.scales), **wanted)
    return Batch(ProfileTable(table, entities), asked, out, workers=workers, chunk=chunk)


def rejects(asked: Batch) -> list[dict[str, str]]:
    with asked.rejects.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_every_row_gets_what_it_gets_alone(knowledge: Knowledge, tmp_path: Path) -> None:
    """Rank, verdict, score and criteria of all options are those of the single answer."""
    table = write_csv(tmp_path / "cases.csv", documented(knowledge))
    asked = batch(knowledge, table, tmp_path / "advice.parquet", top=len(knowledge.interventions))

    summary = run(asked)

    rows = parquet.read_table(asked.out).to_pylist()
    assert summary.advised == len(knowledge.cases)
    for slug in CASES:
        alone = advise(knowledge, knowledge.cases[slug].profile).ranking
        found = [row for row in rows if row["id"] == slug]
        assert [row["intervention"] for row in found] == [item.intervention for item in alone]
        for row, item in zip(found, alone, strict=True):
            assert (row["rank"], row["verdict"]) == (item.rank, item.verdict)
            assert row["score"] == pytest.approx(item.score, abs=1e-6)
            for criterion in CRITERIA:
                assert row[criterion] == pytest.approx(item.criteria[criterion].value, abs=1e-6)


def test_entity_tables_tell_what_lists_tell(knowledge: Knowledge, tmp_path: Path) -> None:
    """Groups and institutions beside the table: joins and derived factors as for one profile."""
    groups = [
        {"name": "A", "hierarchy": "weak", "leaders_in_prison": True},
        {"name": "B", "sponsor": "A", "in_talks": True},
    ]
    institutions = [{"kind": "police", "capture": "units", "captured_by": "A"}]
    profile = {"factors": {"prison_control": "shared"}, "groups": groups}
    rows = [{"id": "x", "prison_control": "shared"}, {"id": "y", "prison_control": "shared"}]
    table = write_csv(tmp_path / "t.csv", rows)
    beside = {
        "group": write_csv(tmp_path / "groups.csv", [_entity("x", item) for item in groups]),
        "institution": write_csv(
            tmp_path / "institutions.csv", [_entity("x", item) for item in institutions]
        ),
    }
    asked = batch(
        knowledge, table, tmp_path / "a.parquet", entities=beside, top=71, with_rules=True
    )

    run(asked)

    answer = advise(knowledge, {**profile, "institutions": institutions})
    rows_ = parquet.read_table(asked.out).to_pylist()
    found = [(row["intervention"], row["verdict"]) for row in rows_ if row["id"] == "x"]
    assert found == [(item.intervention, item.verdict) for item in answer.ranking]
    fired = parquet.read_table(asked.localities).to_pylist()
    open_rules = {item.rule for item in answer.undecided_rules}
    assert set(fired[0]["undecided"]) == open_rules
    assert set(fired[0]["fired"]) > set(fired[1]["fired"])


def _entity(owner: str, entity: dict[str, Any]) -> dict[str, str]:
    cells = {name: str(value).lower() if value is True else value for name, value in entity.items()}
    return {"locality": owner, **cells}


def test_bad_rows_are_set_aside_with_the_reason(knowledge: Knowledge, tmp_path: Path) -> None:
    """The good rows go on; each bad one is told with its column, in both languages."""
    rows = [
        {"id": "good", "extortion": "common"},
        {"id": "typo", "extortion": "comon"},
        {"id": "", "extortion": "common"},
        {"id": "good", "extortion": "sporadic"},
        {"id": "far", "homicide_rate": "-3"},
        {"id": "where", "country": "Ecuador"},
        {"id": "half", "extortion": "common|pervasive", "homicide_rate": "20..40"},
        {"id": "off", "latitude": "95", "longitude": "-75,5"},
    ]
    table = write_csv(tmp_path / "t.csv", rows)
    with table.open("a", encoding="utf-8") as file:
        file.write("too,few\n")
    groups = write_csv(tmp_path / "g.csv", [{"locality": "half", "hierarchy": "strongest"}])
    beside = {"group": groups}
    asked = batch(knowledge, table, tmp_path / "a.csv", entities=beside, chunk=2)

    summary = run(asked)

    told = {(item["id"], item["column"]) for item in rejects(asked)}
    assert {("typo", "extortion"), ("", "id"), ("good", "id"), ("far", "homicide_rate")} <= told
    assert ("where", "country") in told
    assert {("off", "latitude"), ("off", "longitude")} <= told
    assert ("half", "groups.hierarchy") in told
    assert ("9", "", "") in {(item["row"], item["id"], item["column"]) for item in rejects(asked)}
    assert all(item["reason"] != item["motivo"] for item in rejects(asked))
    typo = next(item for item in rejects(asked) if item["id"] == "typo")
    assert "common" in typo["reason"]
    assert (summary.rows, summary.advised, summary.rejected) == (9, 1, 8)


def test_where_a_value_comes_from_is_held_to_the_same_words(
    knowledge: Knowledge, tmp_path: Path
) -> None:
    """A basis or an informant that a profile may not name is refused in a table's row as well."""
    value = {"extortion": "common"}
    rows = [
        {"id": "good", **value, "extortion.basis": "observed", "extortion.supplied_by": "police"},
        {"id": "basis", **value, "extortion.basis": "hearsay"},
        {"id": "informant", **value, "extortion.supplied_by": "polise"},
        {"id": "nothing said", "extortion.basis": "hearsay"},
    ]
    asked = batch(knowledge, write_csv(tmp_path / "t.csv", rows), tmp_path / "a.csv")

    summary = run(asked)

    told = [(item["id"], item["column"]) for item in rejects(asked)]
    assert told == [("basis", "extortion.basis"), ("informant", "extortion.supplied_by")]
    assert summary.advised == 2
    ((_, chunk),) = asked.table.chunks(len(rows))
    good, *_ = profiles_of(knowledge.vocabulary, chunk)
    assert good["factors"]["extortion"]["supplied_by"] == "police"


def test_a_strange_head_is_refused_before_work(knowledge: Knowledge, tmp_path: Path) -> None:
    """A column that nobody knows would be lost: it is told with the nearest name."""
    table = write_csv(tmp_path / "t.csv", [{"id": "a", "extorsion": "common"}])

    with pytest.raises(ProfileError) as refused:
        run(batch(knowledge, table, tmp_path / "a.parquet"))

    (fault,) = refused.value.faults
    assert (fault.where, fault.nearest) == ("extorsion", "extortion")


def test_files_that_are_there_are_kept(knowledge: Knowledge, tmp_path: Path) -> None:
    """Advice is not written over what stands there, unless it is asked for."""
    table = write_csv(tmp_path / "t.csv", [{"id": "a", "extortion": "common"}])
    asked = batch(knowledge, table, tmp_path / "a.csv")
    run(asked)

    with pytest.raises(ProfileError, match="already"):
        run(asked)
    run(asked, overwrite=True)


def test_every_form_of_table_is_read_alike(knowledge: Knowledge, tmp_path: Path) -> None:
    """CSV, Parquet, Excel and JSON lines give the same advice."""
    rows = [
        {"id": "a", "country": "EC", "extortion": "common|pervasive", "homicide_rate": "44.5"},
        {"id": "b", "route_functions": "storage+retail_market", "prison_control": "shared"},
    ]
    names = list(dict.fromkeys(name for row in rows for name in row))
    write_csv(tmp_path / "t.csv", rows)
    columns = {name: [row.get(name) for row in rows] for name in names}
    parquet.write_table(pa.table(columns), tmp_path / "t.parquet")
    book = openpyxl.Workbook()
    for line in (names, *([row.get(name) for name in names] for row in rows)):
        book.active.append(line)
    book.save(tmp_path / "t.xlsx")
    profiles = [
        {
            "id": "a",
            "country": "EC",
            "factors": {
                "extortion": {"possible": ["common", "pervasive"]},
                "homicide_rate": 44.5,
            },
        },
        {
            "id": "b",
            "factors": {
                "route_functions": ["storage", "retail_market"],
                "prison_control": "shared",
            },
        },
    ]
    lines = "\n".join(json.dumps(profile) for profile in profiles)
    (tmp_path / "t.jsonl").write_text(lines, "utf-8")

    found = {}
    for suffix in ("csv", "parquet", "xlsx", "jsonl"):
        asked = batch(knowledge, tmp_path / f"t.{suffix}", tmp_path / f"{suffix}.parquet", top=71)
        run(asked)
        table = parquet.read_table(asked.out)
        found[suffix] = table.select(["id", "rank", "intervention", "verdict", "score"]).to_pylist()

    assert found["csv"] == found["parquet"] == found["xlsx"] == found["jsonl"]
    assert len(found["csv"]) == 2 * 71


def test_points_on_a_map(knowledge: Knowledge, tmp_path: Path) -> None:
    """GeoJSON has one point for each locality, and null where the place is not known."""
    rows = [
        {"id": "a", "latitude": "-2.1", "longitude": "-79.9", "extortion": "common"},
        {"id": "b", "latitude": "", "longitude": "", "extortion": "sporadic"},
    ]
    table = write_csv(tmp_path / "t.csv", rows)
    asked = batch(knowledge, table, tmp_path / "a.geojson", top=3)

    run(asked)

    features = json.loads(asked.out.read_text("utf-8"))["features"]
    assert features[0]["geometry"] == {"type": "Point", "coordinates": [-79.9, -2.1]}
    assert features[1]["geometry"] is None
    assert [len(item["properties"]["options"]) for item in features] == [3, 3]


def test_coordinates_stay_numbers(knowledge: Knowledge, tmp_path: Path) -> None:
    """West and south are numbers in every form, and each row says how much is known there."""
    rows = [{"id": "a", "latitude": "-2.1", "longitude": "-79.9", "extortion": "common"}]
    table = write_csv(tmp_path / "t.csv", rows)
    for suffix in ("csv", "parquet"):
        asked = batch(knowledge, table, tmp_path / f"a.{suffix}", top=1)
        run(asked)

    found = parquet.read_table(tmp_path / "a.parquet").to_pylist()[0]
    assert (found["latitude"], found["longitude"], found["known_factors"]) == (-2.1, -79.9, 1)
    with (tmp_path / "a.csv").open(encoding="utf-8") as file:
        assert next(csv.DictReader(file))["longitude"] == "-79.9"


def test_no_cell_becomes_a_formula(knowledge: Knowledge, tmp_path: Path) -> None:
    """A name that a spreadsheet would run is written as text."""
    table = write_csv(tmp_path / "t.csv", [{"id": "a", "name": "=HYPERLINK(1)"}])
    asked = batch(knowledge, table, tmp_path / "a.csv", top=1)

    run(asked)

    with asked.out.open(encoding="utf-8") as file:
        assert next(csv.DictReader(file))["name"] == "'=HYPERLINK(1)"


def test_localities_are_ranked_for_one_option(knowledge: Knowledge, tmp_path: Path) -> None:
    """The best placed first: by verdict, then score."""
    table = write_csv(tmp_path / "t.csv", documented(knowledge))
    option = "prison_control_recovery"
    asked = batch(knowledge, table, tmp_path / "a.parquet", option=option)

    run(asked)

    rows = parquet.read_table(asked.out).to_pylist()
    assert [row["place"] for row in rows] == list(range(1, len(knowledge.cases) + 1))
    assert {row["intervention"] for row in rows} == {option}
    alone = {slug: advise(knowledge, knowledge.cases[slug].profile) for slug in CASES}
    for slug, answer in alone.items():
        (row,) = (row for row in rows if row["id"] == slug)
        (item,) = (item for item in answer.ranking if item.intervention == option)
        assert (row["rank"], row["verdict"]) == (item.rank, item.verdict)
    same = [row["score"] for row in rows if row["verdict"] == rows[0]["verdict"]]
    assert same == sorted(same, reverse=True)


def test_progress_is_told_and_the_summary_adds_up(knowledge: Knowledge, tmp_path: Path) -> None:
    """Every row is counted once, and every verdict of every option."""
    table = write_csv(tmp_path / "t.csv", many(documented(knowledge), 2))
    asked = batch(knowledge, table, tmp_path / "a.parquet", workers=2)
    told: list[Progress] = []

    summary = run(asked, told=told.append)

    assert [item.done for item in told] == [0, 16, 32, 48, 64, 74]
    assert {item.total for item in told} == {74}
    assert all(sum(counts.values()) == 74 for counts in summary.verdicts.values())
    assert max(summary.blocking.values()) <= 74
    assert not asked.parts.exists()


SCRIPT = """
import sys
from pathlib import Path
from tests.tables.test_batch import batch
from engine.library import open_library
from engine.tables.batch import run
knowledge = open_library()
run(batch(knowledge, Path(sys.argv[1]), Path(sys.argv[2]), chunk=8, workers=int(sys.argv[3])))
"""


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_an_interrupted_batch_is_taken_up(
    knowledge: Knowledge, tmp_path: Path, workers: int
) -> None:
    """Killed in the middle, it goes on from its parts and ends as if nothing had happened."""
    table = write_csv(tmp_path / "t.csv", many(documented(knowledge), 12))
    whole = batch(knowledge, table, tmp_path / "whole.parquet", chunk=8)
    run(whole)
    asked = batch(knowledge, table, tmp_path / "cut.parquet", chunk=8)
    arguments = [sys.executable, "-c", SCRIPT, str(table), str(asked.out), str(workers)]
    process = subprocess.Popen(arguments, cwd=ROOT, start_new_session=True)
    while not (asked.parts / "000002.json").exists():
        assert process.poll() is None
        time.sleep(0.005)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert not asked.out.exists()
    with pytest.raises(ProfileError, match="--resume"):
        run(asked)
    other = batch(knowledge, table, asked.out, chunk=8, top=3)
    with pytest.raises(ProfileError, match="question"):
        run(other, resume=True)

    told: list[Progress] = []
    run(asked, resume=True, told=told.append)

    assert told[0].done >= 8
    assert parquet.read_table(asked.out).equals(parquet.read_table(whole.out))
    assert not asked.parts.exists()
