"""Batches: asked for, followed, fetched, cancelled; nothing half done is ever shown."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import openpyxl
import pyarrow as pa
import pytest
from litestar import Litestar
from pyarrow import parquet
from sqlalchemy import Engine

from api.batches.places import table_in
from api.batches.runner import Runner
from api.settings import MEGABYTE, Settings, SettingsError
from api.store import batches
from api.store.organisations import LOCAL
from engine.advice import advise
from engine.errors import ProfileError
from engine.knowledge.model import Knowledge
from tests.api.conftest import SLOWLY_BOTH, Client
from tests.tables.profile_tables import documented, many, write_csv

DATABASES = SLOWLY_BOTH
pytestmark = pytest.mark.slow

CSV = {"Content-Type": "text/csv"}
SMALL = "id,extortion,homicide_rate\na,common,3\nb,comon,4\nc,sporadic,44\n"


def ask(client: Client, table: str | bytes = SMALL, query: str = "", **headers: str) -> str:
    response = client.post(f"/v1/batches{query}", content=table, headers={**CSV, **headers})
    assert response.status_code == 202, response.text
    assert response.headers["Location"] == f"/v1/batches/{response.json()['id']}"
    return str(response.json()["id"])


def events(client: Any, batch: str, last: int | None = None) -> list[dict[str, Any]]:
    """All events of a batch, until the stream ends."""
    headers = {} if last is None else {"Last-Event-ID": str(last)}
    response = client.get(f"/v1/batches/{batch}/events", headers=headers)
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/event-stream")
    found = []
    for block in response.text.replace("\r\n", "\n").strip().split("\n\n"):
        lines = dict(line.partition(": ")[::2] for line in block.split("\n"))
        if "event" not in lines:  # a comment, sent when a batch is silent for long
            continue
        event, data = lines["event"], json.loads(lines["data"])
        found.append({"id": int(lines["id"]), "event": event, "data": data})
    return found


def done(client: Any, batch: str) -> dict[str, Any]:
    """The batch as it is when it has ended."""
    events(client, batch)
    found: dict[str, Any] = client.get(f"/v1/batches/{batch}").json()
    return found


def until(true: Callable[[], Any]) -> Any:
    while not (found := true()):
        time.sleep(0.01)
    return found


def refused(response: Any, status: int = 422) -> list[dict[str, Any]]:
    """The faults of a refusal, which is in Spanish when that is asked for."""
    assert response.status_code == status, response.text
    assert response.headers["Content-Type"] == "application/problem+json"
    found: list[dict[str, Any]] = response.json()["faults"]
    assert found
    return found


@pytest.fixture(scope="module")
def runner(app: Litestar) -> Runner:
    found: Runner = app.state.runner
    return found


@pytest.fixture(scope="module")
def long_table(knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A table of so many chunks that there is time to do something in the middle."""
    path = tmp_path_factory.mktemp("long") / "t.csv"
    return write_csv(path, many(documented(knowledge), 6)).read_bytes()


@pytest.fixture(scope="module")
def finished(client: Client) -> str:
    batch = ask(client)
    assert done(client, batch)["status"] == "finished"
    return batch


def test_a_table_becomes_advice(client: Client, finished: str, knowledge: Knowledge) -> None:
    """Every good row has what it has by itself; the record says what was asked and what came."""
    shown = client.get(f"/v1/batches/{finished}").json()
    assert shown["rows"]["total"] == shown["rows"]["done"] == 3
    assert shown["rows"]["rejected"] == 1
    assert shown["ruleset"]["hash"] == knowledge.content_hash
    assert shown["created_at"] < shown["started_at"] < shown["ended_at"]
    assert shown["summary"]["advised"] == 2
    assert sum(shown["summary"]["verdicts"]["youth_livelihoods"].values()) == 2
    page = client.get(f"/v1/batches/{finished}/results?limit=100").json()
    assert page["total"] == 20
    alone = advise(knowledge, {"factors": {"extortion": "common", "homicide_rate": 3}}).ranking
    found = [row["intervention"] for row in page["items"] if row["id"] == "a"]
    assert found == [item.intervention for item in alone[:10]]
    listed = client.get("/v1/batches?limit=100").json()["items"]
    assert finished in [item["id"] for item in listed]


def test_results_in_every_form(client: Client, finished: str) -> None:
    """Parquet, CSV and pages say the same; Accept and the query choose, the query first."""
    at = f"/v1/batches/{finished}/results"
    whole = client.get(at)
    assert whole.headers["Content-Type"] == "application/vnd.apache.parquet"
    rows = parquet.read_table(io.BytesIO(whole.content)).to_pylist()
    pages = [client.get(f"{at}?limit=6&offset={n}").json()["items"] for n in range(0, 24, 6)]
    assert [len(page) for page in pages] == [6, 6, 6, 2]
    assert [row for page in pages for row in page] == rows
    as_csv = client.get(at, headers={"Accept": "text/csv;q=0.9, application/json;q=0.1"})
    read = list(csv.DictReader(io.StringIO(as_csv.text)))
    assert [(row["id"], row["intervention"]) for row in read] == [
        (row["id"], row["intervention"]) for row in rows
    ]
    assert client.get(f"{at}?format=csv", headers={"Accept": "application/json"}).text == (
        as_csv.text
    )
    assert client.get(at, headers={"Accept": "application/json"}).json()["total"] == 20
    assert refused(client.get(f"{at}?format=xls"))[0]["allowed"] == ["json", "parquet", "csv"]
    assert refused(client.get(at, headers={"Accept": "image/png"}), 406)[0]["field"] == "Accept"
    assert refused(client.get(f"{at}?table=rules"))[0]["field"] == "table"
    assert client.get(f"{at}?table=localities").status_code == 404
    assert client.get(f"{at}?limit=1000").status_code == 400


def test_rejects_are_told_in_both_languages(client: Client, finished: str) -> None:
    """Pages in the caller's language, and the file with both."""
    at = f"/v1/batches/{finished}/rejects"
    english = client.get(at).json()
    spanish = client.get(at, headers={"Accept-Language": "es"}).json()
    assert english["total"] == 1
    assert (english["items"][0]["id"], english["items"][0]["column"]) == ("b", "extortion")
    assert english["items"][0]["row"] == 2
    assert english["items"][0]["reason"] != spanish["items"][0]["reason"]
    assert client.get(f"{at}?offset=1").json()["items"] == []
    (row,) = csv.DictReader(io.StringIO(client.get(f"{at}?format=csv").text))
    assert (row["reason"], row["motivo"]) == (
        english["items"][0]["reason"],
        spanish["items"][0]["reason"],
    )


def test_options_are_taken(client: Client, knowledge: Knowledge) -> None:
    """One option for all localities, weights, rules, a map, and the language of messages."""
    table = "id,latitude,longitude,prison_control\nx,-2.1,-79.9,shared\ny,,,inmate_run\n"
    query = (
        "?intervention=prison_control_recovery&with_rules=true&format=geojson&language=es"
        "&weights=problem%3D5,feasibility%3D0"
    )
    batch = ask(client, table, query)
    shown = done(client, batch)
    assert shown["question"]["weights"] == {"problem": 5, "feasibility": 0}
    at = f"/v1/batches/{batch}/results"
    drawn = client.get(at)
    assert drawn.headers["Content-Type"] == "application/geo+json"
    features = drawn.json()["features"]
    assert len(features) == 2
    first = client.get(f"{at}?format=json").json()["items"][0]
    assert first["place"] == 1
    assert first["intervention"] == "prison_control_recovery"
    fired = client.get(f"{at}?table=localities").json()
    assert fired["total"] == 2
    assert any(rule in knowledge.rules for rule in fired["items"][0]["fired"])
    rejects = client.get(f"/v1/batches/{batch}/rejects")
    assert rejects.headers["Content-Language"] == "es"
    assert rejects.json()["total"] == 0
    empty = client.get(f"/v1/batches/{batch}/rejects?format=csv")
    assert empty.text == "table,row,id,column,reason,motivo\r\n"


def test_a_form_brings_entity_tables(client: Client, knowledge: Knowledge) -> None:
    """Tables beside the profile table tell what lists tell; options are fields of the form."""
    files = {
        "profiles": ("towns.csv", "id,prison_control\nx,shared\ny,shared\n", "text/csv"),
        "groups": ("g.csv", "locality,name,hierarchy\nx,A,weak\nz,B,weak\n", "text/csv"),
    }
    fields = {"top": "200", "weights": "problem=2"}
    response = client.post("/v1/batches", files=files, data=fields)
    assert response.status_code == 202, response.text
    assert response.json()["tables"]["entities"] == {"groups": "groups.csv"}
    batch = response.json()["id"]
    assert done(client, batch)["status"] == "finished"
    items = [
        row
        for offset in (0, 100)
        for row in client.get(f"/v1/batches/{batch}/results?offset={offset}").json()["items"]
    ]
    profile = {
        "factors": {"prison_control": "shared"},
        "groups": [{"name": "A", "hierarchy": "weak"}],
    }
    alone = advise(knowledge, profile, weights={"problem": 2}).ranking
    found = [(row["intervention"], row["verdict"]) for row in items if row["id"] == "x"]
    assert found == [(item.intervention, item.verdict) for item in alone]
    (stray,) = client.get(f"/v1/batches/{batch}/rejects").json()["items"]
    assert (stray["table"], stray["id"]) == ("group", "z")


def test_a_table_on_the_server(client: Client, tables: Path) -> None:
    """Named in JSON, in the folder or below it; also entity tables."""
    (tables / "below").mkdir(exist_ok=True)
    (tables / "below" / "g.csv").write_text("locality,hierarchy\na,weak\n", "utf-8")
    (tables / "linked.csv").unlink(missing_ok=True)
    (tables / "linked.csv").symlink_to(tables / "localities.csv")
    for name in ("localities.csv", "below/../localities.csv", "linked.csv"):
        body = {"profiles": name, "entities": {"groups": "below/g.csv"}, "top": 2}
        response = client.post("/v1/batches", json=body)
        assert response.status_code == 202, response.text
        shown = done(client, response.json()["id"])
        assert shown["status"] == "finished"
        assert shown["rows"]["done"] == 2
    assert (tables / "localities.csv").exists()


@pytest.mark.parametrize(
    "path",
    [
        "../secret.csv",
        "../missing.csv",
        "below/../../secret.csv",
        "/etc/passwd",
        "/etc/no-such-thing.csv",
        "escape.csv",
        "away/secret.csv",
        "circle.csv",
        "*.csv",
        "localities.cs?",
        "x" * 5_000,
        "",
        ".",
        "localities.txt",
        "notes.txt",
        "localites.csv",
        "s3://bucket/x.csv",
        "pipe.csv",
    ],
)
def test_no_path_leads_out_of_the_folder(client: Client, tables: Path, path: str) -> None:
    """Whether anything stands outside is never told, and nothing there is ever read."""
    secret = tables.parent / "secret.csv"
    secret.write_text("id,extortion\nhidden,common\n", "utf-8")
    (tables / "notes.txt").write_text("id\n", "utf-8")
    for name, target in (
        ("escape.csv", secret),
        ("away", tables.parent),
        ("circle.csv", tables / "circle.csv"),
    ):
        if not (tables / name).is_symlink():
            (tables / name).symlink_to(target)
    if not (tables / "pipe.csv").exists():
        os.mkfifo(tables / "pipe.csv")
    with pytest.raises(ProfileError):
        table_in(tables, f"{path}\0", "profiles")
    (fault,) = refused(client.post("/v1/batches", json={"profiles": path}))
    assert fault["field"] == "profiles"
    assert "hidden" not in str(fault)
    outside = refused(client.post("/v1/batches", json={"profiles": "../missing.csv"}))[0]["what"]
    if path.startswith(("..", "/", "escape", "away", "below")):
        assert fault["what"] == outside
    if path == "localites.csv":
        assert fault["nearest"] == "localities.csv"


def test_a_link_laid_later_is_not_followed(tables: Path) -> None:
    """The process looks again: what led inside when it was asked may lead out when it is read."""
    moved = tables / "moved.csv"
    moved.write_text("id\na\n", "utf-8")
    assert table_in(tables, str(moved), "profiles") == moved.resolve()
    moved.unlink()
    moved.symlink_to("/etc/passwd")
    with pytest.raises(ProfileError):
        table_in(tables, str(moved), "profiles")
    moved.unlink()


def test_without_a_folder_no_path_is_taken(tmp_path: Path) -> None:
    """The administrator must have allowed one, and it must be there."""
    with pytest.raises(ProfileError, match="REMANSO_BATCH_FOLDER"):
        table_in(None, "localities.csv", "profiles")
    with pytest.raises(SettingsError, match="REMANSO_BATCH_FOLDER"):
        Settings.from_environment({"REMANSO_BATCH_FOLDER": str(tmp_path / "none")})
    chosen = Settings.from_environment(
        {
            "REMANSO_BATCH_FOLDER": str(tmp_path),
            "REMANSO_BATCH_LIMIT": "77",
            "REMANSO_BATCH_ROWS": "88",
            "REMANSO_BATCH_MEMORY": "900000000",
            "REMANSO_BATCH_STORE": str(tmp_path / "store"),
            "REMANSO_BATCHES_AT_ONCE": "3",
            "REMANSO_BATCH_WORKERS": "2",
        }
    )
    assert (chosen.batch_folder, chosen.batch_limit) == (tmp_path, 77)
    assert (chosen.batch_rows, chosen.batch_memory) == (88, 900_000_000)
    assert chosen.batch_store == tmp_path / "store"
    assert (chosen.batches_at_once, chosen.batch_workers) == (3, 2)
    assert Settings.from_environment({}).batch_limit == 512 * MEGABYTE


BROKEN: list[tuple[str, bytes, tuple[str, str | None]]] = [
    ("text/csv", b"id,extorsion\na,common\n", ("extorsion", "extortion")),
    ("text/csv", b"extortion\ncommon\n", ("id", None)),
    ("text/csv", b"id,extortion\n", ("profiles", None)),
    ("text/csv", b"", ("profiles", None)),
    ("application/vnd.apache.parquet", b"PAR1 this is none PAR1", ("profiles", None)),
    (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        b"PK\x03\x04 half a book",
        ("profiles", None),
    ),
]


def folders(runner: Runner) -> set[str]:
    """The batches that something is kept of."""
    return {path.name for path in runner.store.iterdir() if path.is_dir()}


@pytest.mark.parametrize(("kind", "body", "told"), BROKEN)
def test_broken_tables_are_refused(
    client: Client, runner: Runner, kind: str, body: bytes, told: tuple[str, str | None]
) -> None:
    """What is wrong with a table is told at once, in the caller's language, and nothing stays."""
    before = folders(runner)
    faults = [
        refused(
            client.post(
                "/v1/batches",
                content=body,
                headers={"Content-Type": kind, "Accept-Language": language},
            )
        )[0]
        for language in ("en", "es")
    ]
    assert (faults[0]["field"], faults[0]["nearest"]) == told
    assert faults[0]["what"] != faults[1]["what"]
    assert str(runner.store) not in str(faults)
    assert folders(runner) == before


@pytest.mark.parametrize(
    ("query", "field", "near"),
    [
        ("?top=0", "top", None),
        ("?top=ten", "top", None),
        ("?top=5000", "top", None),
        ("?intervention=prison_recovery", "intervention", "prison_control_recovery"),
        ("?weights=problm%3D2", "weights.problm", "problem"),
        ("?weights=problem%3Dnan", "weights.problem", None),
        ("?weights=nonsense", "weights.nonsense", None),
        ("?weights=problem%3D1_0", "weights.problem", None),
        ("?weights=problem%3D2,problem%3D3", "weights.problem", None),
        ("?format=xlsx", "format", None),
        ("?with_rules=yes", "with_rules", None),
        ("?language=fr", "language", None),
    ],
)
def test_unfit_options_are_refused(
    client: Client, query: str, field: str, near: str | None
) -> None:
    """Each is told with what is allowed and the nearest name, before the table is read."""
    fault = refused(client.post(f"/v1/batches{query}", content=SMALL, headers=CSV))[0]
    assert (fault["field"], fault["nearest"]) == (field, near)


@pytest.mark.parametrize(
    ("query", "field", "near"), [("?tops=3", "tops", "top"), ("?top=3&top=4", "top", None)]
)
def test_what_is_no_option_is_refused(
    client: Client, query: str, field: str, near: str | None
) -> None:
    """As at every address: a parameter that is not taken, or one given twice."""
    fault = refused(client.post(f"/v1/batches{query}", content=SMALL, headers=CSV), 400)[0]
    assert (fault["field"], fault["nearest"]) == (field, near)


def test_unfit_forms_are_refused(client: Client) -> None:
    """Unknown parts, tables of no form, entity columns that nobody knows, half a form."""
    table = ("t.csv", SMALL, "text/csv")

    def fault(status: int = 422, **files: Any) -> dict[str, Any]:
        return refused(client.post("/v1/batches", files=files), status)[0]

    assert fault(profile=table)["nearest"] == "profiles"
    assert fault(groups=table)["field"] == "profiles"
    assert fault(415, profiles=("t.doc", "x", "application/msword"))["field"] == "profiles"
    wrong = ("g.csv", "locality,hierarcy\na,weak\n", "text/csv")
    assert fault(profiles=table, groups=wrong)["nearest"] == "hierarchy"
    assert fault(profiles=table, groups=("g.csv", "name\nA\n", "text/csv"))["field"] == (
        "groups.locality"
    )
    lines = ("t.jsonl", '{"id": "a"}', "application/x-ndjson")
    owned = ("g.csv", "locality,name\na,A\n", "text/csv")
    assert fault(profiles=lines, groups=owned)["field"] == "entities"
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    for body in (b"--x\r\nContent-Dis", b"nonsense", b""):
        refused(client.post("/v1/batches", content=body, headers=headers), 400)
    refused(
        client.post("/v1/batches", content=b"", headers={"Content-Type": "multipart/form-data"}),
        400,
    )


@pytest.mark.parametrize("kind", ["text/plain", "application/pdf", "", "image/png", ";;"])
def test_other_media_types_are_refused(client: Client, kind: str) -> None:
    """The form of a table is declared, never guessed."""
    response = client.post("/v1/batches", content=SMALL, headers={"Content-Type": kind})
    assert "text/csv" in refused(response, 415)[0]["allowed"]


def test_too_large_a_table_is_refused(client: Client, runner: Runner) -> None:
    """By the length announced, or by what has come when none was; nothing stays."""
    before = folders(runner)
    large = SMALL.encode() + b"x,common,3\n" * 100_000
    pieces = (large[at : at + 50_000] for at in range(0, len(large), 50_000))
    for content in (large, pieces):
        fault = refused(client.post("/v1/batches", content=content, headers=CSV), 413)[0]
        assert "1,000,000" in fault["what"]
    form = client.post("/v1/batches", files={"profiles": ("t.csv", large, "text/csv")})
    refused(form, 413)
    assert folders(runner) == before


def test_too_many_rows_are_refused_when_they_come(
    client: Client, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By how many there are, not by their bytes; in both languages; nothing stays."""
    before = set(runner.store.iterdir())
    monkeypatch.setattr(runner, "settings", replace(runner.settings, batch_rows=2))
    for language, says in (("en", "3 rows"), ("es", "3 filas")):
        headers = {**CSV, "Accept-Language": language}
        fault = refused(client.post("/v1/batches", content=SMALL, headers=headers))[0]
        assert (fault["field"], says in fault["what"]) == ("profiles", True)
        assert "REMANSO_BATCH_ROWS" in fault["what"]
    assert set(runner.store.iterdir()) == before


def test_pages_of_other_origins_are_refused(client: Client) -> None:
    """A form needs nobody's leave to be sent here by any page; the browser says whose it is."""
    files = {"profiles": ("t.csv", SMALL, "text/csv")}
    for origin in ("https://elsewhere.example", "null"):
        response = client.post("/v1/batches", files=files, headers={"Origin": origin})
        assert refused(response, 403)[0]["field"] == "Origin"
    own = client.post("/v1/batches", files=files, headers={"Origin": "http://testserver.local"})
    assert own.status_code == 202


def test_every_form_of_table_is_taken(client: Client, tmp_path: Path) -> None:
    """Excel, Parquet, JSON lines and tab-separated tables give what CSV gives."""
    rows = [{"id": "a", "extortion": "common"}, {"id": "b", "extortion": "sporadic"}]
    book = openpyxl.Workbook()
    for line in (["id", "extortion"], *(list(row.values()) for row in rows)):
        book.active.append(line)
    book.save(tmp_path / "t.xlsx")
    sink = io.BytesIO()
    parquet.write_table(pa.Table.from_pylist(rows), sink)
    profiles = [{"id": r["id"], "factors": {"extortion": r["extortion"]}} for r in rows]
    sent = {
        "text/csv": b"id,extortion\na,common\nb,sporadic\n",
        "text/tab-separated-values": b"id\textortion\na\tcommon\nb\tsporadic\n",
        "application/vnd.apache.parquet": sink.getvalue(),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (
            tmp_path / "t.xlsx"
        ).read_bytes(),
        "application/x-ndjson": "\n".join(map(json.dumps, profiles)).encode(),
    }
    found = []
    for kind, body in sent.items():
        response = client.post("/v1/batches", content=body, headers={"Content-Type": kind})
        assert response.status_code == 202, response.text
        batch = response.json()["id"]
        done(client, batch)
        page = client.get(f"/v1/batches/{batch}/results?limit=100").json()["items"]
        found.append([(row["id"], row["rank"], row["intervention"], row["score"]) for row in page])
    assert found[0]
    assert all(other == found[0] for other in found)


def test_progress_is_followed_and_taken_up(client: Client, long_table: bytes) -> None:
    """Events count up to the end; who reconnects gets what is newer, or word that it is over."""
    batch = ask(client, long_table)
    seen = events(client, batch)
    assert [event["id"] for event in seen] == sorted({event["id"] for event in seen})
    assert {event["event"] for event in seen[:-1]} == {"progress"}
    last = seen[-1]
    assert (last["event"], last["data"]["status"]) == ("end", "finished")
    counts = [event["data"]["rows"]["done"] for event in seen]
    assert counts == sorted(counts)
    assert len(set(counts)) > 2
    assert last["data"]["rows"]["per_second"] > 0
    (again,) = events(client, batch, seen[-2]["id"])
    assert again["data"] == last["data"]
    over = client.get(f"/v1/batches/{batch}/events", headers={"Last-Event-ID": str(last["id"])})
    assert (over.status_code, over.content) == (204, b"")
    odd = client.get(f"/v1/batches/{batch}/events", headers={"Last-Event-ID": "nonsense"})
    assert odd.status_code == 200


def test_one_runs_the_others_wait_and_either_can_be_cancelled(
    client: Client, runner: Runner, long_table: bytes
) -> None:
    """The server answers meanwhile; cancelled work stops, leaves no table, and stays on record."""
    client.post("/v1/advice", json={"profile": {}})  # an evaluator's start may outlast a batch
    first, second = ask(client, long_table), ask(client, long_table)
    until(lambda: client.get(f"/v1/batches/{first}").json()["rows"]["done"] > 0)
    assert client.get(f"/v1/batches/{second}").json()["status"] == "queued"
    assert client.post("/v1/advice", json={"profile": {}}).status_code == 200
    early = client.get(f"/v1/batches/{first}/results", headers={"Accept-Language": "es"})
    assert refused(early, 409)[0]["allowed"] == ["finished"]
    refused(client.get(f"/v1/batches/{second}/rejects"), 409)

    for batch in (second, first):
        assert client.delete(f"/v1/batches/{batch}").json()["status"] == "cancelled"
    for batch in (second, first):
        shown = done(client, batch)
        assert shown["status"] == "cancelled"
        assert shown["rows"]["done"] < shown["rows"]["total"]
        until(lambda batch=batch: not runner.folder(batch).exists())
        assert client.delete(f"/v1/batches/{batch}").json()["status"] == "cancelled"
        refused(client.get(f"/v1/batches/{batch}/results"), 409)


def test_a_finished_batch_cannot_be_cancelled(client: Client, finished: str) -> None:
    """It stays as it is, and its results with it; what was sent is not kept."""
    assert client.delete(f"/v1/batches/{finished}").json()["status"] == "finished"
    assert client.get(f"/v1/batches/{finished}/results").status_code == 200


def test_what_was_sent_is_not_kept(client: Client, runner: Runner, finished: str) -> None:
    """Profiles can endanger people: of a batch that has ended only its results stay."""
    names = until(
        lambda: (
            (found := {path.name for path in runner.folder(finished).iterdir()})
            and not any(name.startswith(("profiles", "worker")) for name in found)
            and found
        )
    )
    assert names == {"advice.parquet", "advice.summary.json", "advice.rejects.csv"}
    assert runner.store.stat().st_mode & 0o077 == 0


def test_a_crash_is_a_failed_batch_with_the_reason(
    client: Client, runner: Runner, long_table: bytes
) -> None:
    """The process of a batch is killed: the server goes on, and says what happened."""
    batch = ask(client, long_table)
    until(lambda: client.get(f"/v1/batches/{batch}").json()["rows"]["done"] > 0)
    os.kill(runner._running[batch][0].pid, signal.SIGKILL)
    shown = done(client, batch)
    assert shown["status"] == "failed"
    assert "SIGKILL" in shown["faults"][0]["what"]
    spanish = client.get(f"/v1/batches/{batch}", headers={"Accept-Language": "es"}).json()
    assert spanish["faults"][0]["what"] != shown["faults"][0]["what"]
    refused(client.get(f"/v1/batches/{batch}/results"), 409)
    until(lambda: not runner.folder(batch).exists())
    assert done(client, ask(client))["status"] == "finished"


def test_a_table_that_is_gone_is_a_failed_batch(
    client: Client, tables: Path, long_table: bytes
) -> None:
    """What lay on the server when it was asked, and does not when its turn comes, is told."""
    (tables / "short.csv").write_text(SMALL, "utf-8")
    ahead = ask(client, long_table)
    batch = client.post("/v1/batches", json={"profiles": "short.csv"}).json()["id"]
    (tables / "short.csv").unlink()
    client.delete(f"/v1/batches/{ahead}")
    shown = done(client, batch)
    assert shown["status"] == "failed"
    assert shown["faults"][0]["field"] == "profiles"


def test_unknown_batches_are_not_found(client: Client) -> None:
    """At every address of a batch."""
    for path in ("", "/events", "/results", "/rejects"):
        assert refused(client.get(f"/v1/batches/nonsense{path}"), 404)[0]["field"] == "batch"
    assert client.delete("/v1/batches/nonsense").status_code == 404


def test_what_has_ended_never_changes(database: Engine, finished: str) -> None:
    """No later word of a process or a caller makes something else of it."""
    before = batches.find(database, LOCAL, finished)
    assert not batches.ended(database, finished, batches.CANCELLED)
    assert not batches.advanced(database, finished, rows_done=0)
    assert not batches.started(database, finished)
    assert batches.find(database, LOCAL, finished) == before


def test_a_second_server_only_looks_on(
    client: Client, knowledge: Knowledge, database: Engine, chosen: Settings
) -> None:
    """One server does the work, also what was asked of another over the same database."""
    other = Runner(chosen, database)
    other.start()
    batch = ask(client)
    assert done(client, batch)["status"] == "finished"
    assert not other._running
    assert other._lock is None
    other.stop()


SERVER = """
from dataclasses import replace
from api.serving import serve
from api.settings import Settings
chosen = replace(Settings.from_environment(), batch_chunk=4, batch_workers={workers})
serve(port=0, settings=chosen)
"""


class Server:
    """A server in a process of its own, over a folder of its own."""

    def __init__(self, folder: Path, workers: int) -> None:
        environment = {**os.environ, "REMANSO_DATABASE_URL": f"sqlite:///{folder}/kept.sqlite3"}
        self.process = subprocess.Popen(
            [sys.executable, "-c", SERVER.format(workers=workers)],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        lines = iter(self.process.stdout.readline, "")
        base = next(line for line in lines if "http" in line).split()[-1]
        next(line for line in lines if "Ctrl-C" in line)
        self.client = httpx.Client(base_url=base, timeout=None)

    def end(self, how: signal.Signals) -> int:
        self.process.send_signal(how)
        self.process.communicate()
        self.client.close()
        return self.process.returncode


@pytest.fixture
def servers() -> Iterator[list[Server]]:
    found: list[Server] = []
    yield found
    for server in found:
        if server.process.poll() is None:
            server.end(signal.SIGKILL)


@pytest.mark.parametrize(
    ("how", "workers"), [(signal.SIGKILL, 1), (signal.SIGKILL, 2), (signal.SIGINT, 1)]
)
def test_a_batch_survives_its_server(
    tmp_path: Path, servers: list[Server], long_table: bytes, how: signal.Signals, workers: int
) -> None:
    """Ended in the middle and started again, it comes to the same bytes as if undisturbed."""
    servers.append(Server(tmp_path, workers))
    client: Any = servers[0].client
    batch, waiting = ask(client, long_table), ask(client, long_table)
    folder = tmp_path / "kept.batches" / batch
    until((folder / "advice.parquet.parts" / "000002.json").exists)
    code = servers[0].end(how)
    assert code == (-signal.SIGKILL if how == signal.SIGKILL else 0)
    assert not (folder / "advice.parquet").exists()
    begun = len(list((folder / "advice.parquet.parts").glob("*.json")))

    servers.append(Server(tmp_path, workers))
    client = servers[1].client
    first = next(e["data"] for e in events(client, batch) if e["data"]["rows"]["done"])
    shown = done(client, batch)
    assert shown["status"] == "finished"
    assert shown["rows"]["done"] == shown["rows"]["total"]
    assert first["rows"]["done"] >= 4
    assert begun > 2
    undisturbed = done(client, waiting)
    assert undisturbed["summary"] == shown["summary"]
    files = [client.get(f"/v1/batches/{one}/results").content for one in (batch, waiting)]
    assert files[0] == files[1]
    assert servers[1].end(signal.SIGINT) == 0


def test_who_follows_does_not_hold_the_server_up(
    tmp_path: Path, servers: list[Server], long_table: bytes
) -> None:
    """A server that is to stop ends the streams of events by itself."""
    servers.append(Server(tmp_path, 1))
    client: Any = servers[0].client
    batch = ask(client, long_table)
    with client.stream("GET", f"/v1/batches/{batch}/events") as stream:
        lines = stream.iter_lines()
        next(lines)
        servers[0].process.send_signal(signal.SIGINT)
        for _ in lines:
            pass
    assert servers[0].process.wait() == 0
    servers[0].end(signal.SIGINT)
