"""A batch on Spark is the batch of one machine: the same rows, in the same order, all of them."""

import json
from collections.abc import Collection, Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from engine.errors import EvaluationError, ProfileError
from engine.knowledge.model import Knowledge
from engine.library import pack, unpack
from engine.ranking import normalised
from engine.tables import spark
from engine.tables.advice import Wanted
from engine.tables.batch import Batch, Part, Progress, Task, run
from engine.tables.sources import ProfileTable
from tests.machine import program
from tests.tables.profile_tables import documented, many, write_csv

pytestmark = pytest.mark.slow

MASTER = "local[2]"
CHUNK = 50
ODD = "a folder, [1] {of} 100%20 *"  # names that Spark would take for a pattern, or decode

GROUPS = [
    {"name": "A", "hierarchy": "weak", "leaders_in_prison": "true", "revenue": "none"},
    {"name": "B", "sponsor": "A", "in_talks": "true", "hierarchy": ""},
    {"name": "Los ñeros 🐍", "hierarchy": "atomised|weak", "leaders_in_prison": "false"},
]
BODIES = [
    {"kind": "police", "capture": "units", "captured_by": "A"},
    {"kind": "church", "capture": "", "captured_by": ""},
]


def rows_of(knowledge: Knowledge) -> list[dict[str, str]]:
    """Documented localities several times, all forms of cells, and rows that are bad."""
    several = next(f for f in knowledge.vocabulary.factors.values() if f.domain.type == "several")
    rows = many(documented(knowledge), 1 + 4 * CHUNK // len(knowledge.cases))
    for number, row in enumerate(rows):
        row["homicide_rate"] = ("", "12", "20..40", "..30", "5.5..", "1e1")[number % 6]
        row["extortion"] = ("", "common", "common|pervasive")[number % 3]
        row[several.slug] = ("", "none", "+".join(several.domain.values[:2]))[number // 2 % 3]
        row["groups"] = "none" if number % 7 == 6 else ""
        row["as_of"] = "2024" if number % 2 else ""
        row["homicide_rate.basis"] = "observed"
    bad = [
        {"id": "typo", "extortion": "comon"},
        {"id": "", "extortion": "common"},
        {"id": rows[0]["id"], "extortion": "sporadic"},
        {"id": rows[3]["id"], "extortion": "sporadic"},
        {"id": "where", "country": "Ecuador", "homicide_rate": "-3"},
        {"id": "half", "extortion": "common"},
        {"id": "twice", "groups": "none"},
    ]
    for place, row in enumerate(bad):
        rows.insert(29 + 31 * place, row)
    return rows


def entities_of(rows: list[dict[str, str]]) -> dict[str, list[dict[str, str]]]:
    """Groups and institutions of some localities, not in the order of the profiles."""
    groups = [
        {"locality": row["id"], **group}
        for number, row in enumerate(reversed(rows))
        if number % 7 in (1, 2, 3) and row.get("groups") != "none"
        for group in GROUPS[: 1 + number % 3]
    ]
    groups += [
        {"locality": "half", "name": "A", "hierarchy": "strongest"},
        {"locality": "half", "name": "", "hierarchy": "weak"},
        {"locality": "twice", "name": "A"},
        {"locality": "nowhere", "name": "A"},
        {"locality": "", "name": "A"},
    ]
    bodies = [{"locality": row["id"], **body} for row in rows[::5] if row["id"] for body in BODIES]
    return {"group": groups[::2] + groups[1::2], "institution": bodies}


def as_parquet(rows: list[dict[str, str]], path: Path) -> Path:
    """Text cells as a table of Parquet, empty cells as nulls, in many small groups of rows."""
    names = dict.fromkeys(name for row in rows for name in row)
    columns = {name: [row.get(name) or None for row in rows] for name in names}
    parquet.write_table(pa.table(columns), path, row_group_size=37)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of an odd name, on a machine that can run Spark."""
    program("java", "Spark")
    found = tmp_path / ODD
    found.mkdir()
    return found


def asked(knowledge: Knowledge, table: ProfileTable, out: Path, **wanted: Any) -> Batch:
    return Batch(
        table, Wanted(normalised(None, knowledge.scales), **wanted), out, workers=1, chunk=CHUNK
    )


def written(batch: Batch) -> Iterator[tuple[str, bytes]]:
    """Everything that a batch wrote, to the last byte."""
    for path in (batch.out, batch.localities, batch.rejects, batch.summary):
        if path.exists():
            yield path.name.removeprefix(batch.out.stem), path.read_bytes()


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_spark_writes_what_one_machine_writes(
    knowledge: Knowledge, folder: Path, form: str
) -> None:
    """Advice, localities with their rules, rejects and summary are the same bytes."""
    rows = rows_of(knowledge)
    write = write_csv if form == "csv" else lambda path, rows: as_parquet(rows, path)
    table = ProfileTable(
        write(folder / f"profiles.{form}", rows),
        {
            kind: write(folder / f"{kind}.{form}", listed)
            for kind, listed in entities_of(rows).items()
        },
    )
    here = asked(knowledge, table, folder / "here.parquet", with_rules=True)
    there = asked(knowledge, table, folder / "there.parquet", with_rules=True)
    told: list[Progress] = []

    alone = run(here)
    summary = run(there, by=spark.Workers(MASTER), told=told.append)

    assert summary == alone
    assert alone.rejected == 7
    assert alone.rows > 4 * CHUNK
    assert dict(written(there)) == dict(written(here))
    assert len(list(written(there))) == 4
    assert told[-1] == Progress(alone.rows, alone.rows, alone.rejected)
    advice = parquet.read_table(there.out)
    assert advice.equals(parquet.read_table(here.out))
    assert advice.column("row").to_pylist() == sorted(advice.column("row").to_pylist())


def test_lines_and_one_option_and_a_resumed_batch(knowledge: Knowledge, folder: Path) -> None:
    """Whole profiles a line; localities ranked for one option; what was done stays as it is."""
    path = folder / "profiles.jsonl"
    cases = list(knowledge.cases.values())
    lines = [
        json.dumps({"id": f"{case.slug}-{n}", **case.profile})
        for n in range(1 + 3 * CHUNK // len(cases))
        for case in cases
    ]
    lines[3:3] = ["not json", json.dumps({"id": "x", "factors": {"no_such": 1}}), "  "]
    path.write_text("\n".join(lines), "utf-8")
    table = ProfileTable(path)
    option = next(iter(knowledge.interventions))
    here = asked(knowledge, table, folder / "here.parquet", option=option)
    there = asked(knowledge, table, folder / "there.parquet", option=option)

    alone = run(here)
    _interrupted(there)
    kept = there.parts / "000000.advice.parquet"
    begun = [path.name for path in there.parts.glob("*.advice.parquet")]
    told: list[Progress] = []
    summary = run(there, resume=True, by=spark.Workers(MASTER), told=told.append)

    assert begun == [kept.name]
    assert told[0].done == CHUNK
    assert len(told) == 1 + -(-alone.rows // CHUNK) - 1
    assert summary == alone
    assert alone.rejected == 2
    assert dict(written(there)) == dict(written(here))


def test_what_spark_says_is_told_in_a_sentence(knowledge: Knowledge, folder: Path) -> None:
    """A worker that fails ends the batch with what went wrong there; it can be taken up again."""
    table = ProfileTable(write_csv(folder / "p.csv", documented(knowledge)[:3]))
    batch = asked(knowledge, table, folder / "a.parquet")

    def failing(batch: Batch, task: Task, done: Collection[int]) -> Iterator[Part]:
        broken = replace(task, wanted=replace(task.wanted, option="no_such"))
        return spark.Workers(MASTER)(batch, broken, done)

    with pytest.raises(ProfileError, match="ValueError"):
        run(batch, by=failing)

    assert run(batch, resume=True).advised == 3


def test_parts_that_nobody_sees_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where machines do not share the output's folder, nothing is called finished."""
    monkeypatch.setattr(spark, "LOOK", 0)
    job: Future[Any] = Future()
    job.set_result([{"chunk": 0}])

    with pytest.raises(ProfileError, match="does not see"):
        list(spark._watched(job, tmp_path, set()))


def test_rules_travel_as_one_text(knowledge: Knowledge) -> None:
    """A machine without the files has the same rules, and refuses those of another version."""
    packed = pack()

    assert unpack(packed).content_hash == knowledge.content_hash
    assert [rule.id for rule in unpack(packed).active] == [rule.id for rule in knowledge.active]
    assert unpack(packed) is unpack(packed)
    with pytest.raises(EvaluationError, match="another version"):
        unpack(json.dumps({**json.loads(packed), "program": "0"}))


def _interrupted(batch: Batch) -> None:
    """One machine begins a batch, and stops after the first chunk."""

    class StopError(Exception):
        pass

    def told(progress: Progress) -> None:
        if progress.done:
            raise StopError

    with pytest.raises(StopError):
        run(batch, told=told)
