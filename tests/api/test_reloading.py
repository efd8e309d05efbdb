"""The rules changed while the server runs: no request dropped, no answer by two rule bases."""

import json
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from litestar import Litestar
from litestar.testing import TestClient
from sqlalchemy import Engine

from api.app import create_app
from api.settings import Settings
from api.store.database import connect, upgrade
from engine.advice import advise
from engine.knowledge.model import Knowledge
from engine.library import examine, rules_folder
from engine.lock import locked, read_lock, write_lock
from tests.api.conftest import Client, NewUrl

pytestmark = pytest.mark.slow

RULE = "prisons/cut-off-showed-early-results.yaml"
FACTOR = "homicide_rate"


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the rules, which the server of the test answers by."""
    copy = tmp_path / "rules"
    shutil.copytree(rules_folder(), copy)
    monkeypatch.setenv("REMANSO_RULES", str(copy))
    return copy


@pytest.fixture(scope="module")
def database(new_url: NewUrl) -> Iterator[Engine]:
    """A database of its own: servers over the same one would need the same folder of batches."""
    engine = connect(new_url())
    upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def make(rules: Path, database: Engine, tmp_path: Path) -> Callable[[], Litestar]:
    settings = Settings(
        str(database.url),
        batch_store=tmp_path / "batches",
        batch_workers=1,
        batch_chunk=1,
        evaluators=1,
    )
    return lambda: create_app(settings, database=database)


@pytest.fixture
def client(make: Callable[[], Litestar]) -> Iterator[Client]:
    with TestClient(make()) as found:
        yield found


def edit(rules: Path, mark: str) -> None:
    """Put a mark behind the rule's English title, in place of the last one, and lock the rules."""
    file = rules / RULE
    title = re.compile(r"^(  en: [^\n[]*?)( \[\w+\])?$", re.MULTILINE)
    text, count = title.subn(rf"\1 [{mark}]", file.read_text("utf-8"), count=1)
    assert count == 1
    file.write_text(text, "utf-8")
    lock(rules)


def alter(rules: Path) -> None:
    """Change a rule, and leave the lock as it is."""
    file = rules / RULE
    file.write_text(file.read_text("utf-8").replace("title:\n  en: ", "title:\n  en: So "), "utf-8")


def lock(rules: Path) -> Knowledge:
    knowledge, faults = examine(rules)
    assert knowledge is not None
    assert not faults
    write_lock(rules, locked(knowledge, read_lock(rules)))
    return knowledge


def reload(client: Client, **headers: str) -> Any:
    return client.post("/v1/admin/rules/reload", headers=headers)


def hash_of(client: Client) -> str:
    return str(client.get("/v1/health").json()["ruleset"]["hash"])


def test_new_rules_are_used_at_once(client: Client, rules: Path) -> None:
    """After a reload every answer is by the new rules, and what changed is told by its id."""
    before = hash_of(client)
    edit(rules, "renewed")
    told = reload(client, **{"Accept-Language": "es"})
    body = told.json()
    assert told.status_code == 200
    assert body["changed"] is True
    assert body["before"]["hash"] == before
    assert body["rules"] == {"added": [], "changed": [Path(RULE).stem], "removed": []}
    assert "ya están en uso" in body["says"]
    assert hash_of(client) == body["ruleset"]["hash"] != before
    answer = client.post("/v1/advice", json={"case": "guayaquil-2024"}).json()
    assert answer["ruleset"] == body["ruleset"]
    assert "renewed" in client.get(f"/v1/rules/{Path(RULE).stem}").json()["title"]
    again = reload(client).json()
    assert (again["changed"], again["ruleset"]) == (False, body["ruleset"])


def test_the_description_follows_the_vocabulary(client: Client, rules: Path) -> None:
    """A question that is asked otherwise stands so in OpenAPI, which is else the same."""
    shown = client.get("/docs/openapi.json").json()
    file = rules / "vocabulary" / "violence.yaml"
    text = file.read_text("utf-8")
    asked = "What is the yearly homicide rate"
    before = shown["components"]["schemas"]["Factors"]["properties"][FACTOR]["description"]
    assert asked in text
    assert asked in before
    file.write_text(text.replace(asked, f"RENEWED {asked}"), "utf-8")
    lock(rules)
    assert reload(client).json()["changed"] is True
    again = client.get("/docs/openapi.json").json()
    now = again["components"]["schemas"]["Factors"]["properties"][FACTOR]["description"]
    assert f"RENEWED {asked}" in now
    assert list(again["paths"]) == list(shown["paths"])


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda rules: (rules / RULE).write_text("id: other\n", "utf-8"), RULE),
        (lambda rules: (rules / RULE).write_text("- [", "utf-8"), RULE),
        (alter, "rules.lock.json"),
        (lambda rules: (rules / "rules.lock.json").write_text("{}", "utf-8"), "rules.lock.json"),
        (shutil.rmtree, "rules"),
    ],
)
def test_faulty_rules_are_refused_and_the_old_ones_stay(
    client: Client, rules: Path, spoil: Callable[[Path], None], says: str
) -> None:
    """The answer and the log name what is wrong and where; advice goes on as before."""
    before = hash_of(client)
    spoil(rules)
    with structlog.testing.capture_logs() as logs:
        told = reload(client)
    assert told.status_code == 422
    assert told.json()["type"] == "urn:remanso:problem:rules-refused"
    assert any(says in fault["field"] for fault in told.json()["faults"])
    (refusal,) = (entry for entry in logs if entry["event"] == "rules refused")
    assert any(says in fault for fault in refusal["faults"])
    assert hash_of(client) == before
    assert client.post("/v1/advice", json={"case": "guayaquil-2024"}).status_code == 200


def test_no_request_is_dropped_and_none_is_answered_by_two(client: Client, rules: Path) -> None:
    """Across reloads each answer names one rule base, and is that rule base's own answer."""
    known: dict[str, Knowledge] = {}
    for mark in ("a", "b"):
        edit(rules, mark)
        (rules.parent / mark).mkdir()
        shutil.copytree(rules, rules.parent / mark / "rules")
        knowledge = lock(rules)
        known[knowledge.content_hash] = knowledge
    found: list[Any] = []
    over = threading.Event()

    def ask() -> None:
        while not over.is_set():
            found.append(client.post("/v1/advice", json={"case": "guayaquil-2024"}))

    askers = [threading.Thread(target=ask) for _ in range(2)]
    for asker in askers:
        asker.start()
    for turn in range(6):
        shutil.copytree(rules.parent / "ab"[turn % 2] / "rules", rules, dirs_exist_ok=True)
        assert reload(client).status_code == 200
    over.set()
    for asker in askers:
        asker.join()
    assert {response.status_code for response in found} == {200}
    own = {
        name: advise(knowledge, knowledge.cases["guayaquil-2024"].profile).model_dump_json()
        for name, knowledge in known.items()
    }
    hashes = [response.json()["ruleset"]["hash"] for response in found]
    assert set(own) <= set(hashes)
    for name, response in zip(hashes, found, strict=True):
        if name in own:  # the first ones are by the rules that the server began with
            assert response.text == own[name]


def test_a_batch_keeps_the_rules_that_it_began_with(
    make: Callable[[], Litestar], rules: Path
) -> None:
    """Asked for under one rule base and worked out under another one: by the first."""
    with TestClient(make()) as client:
        before = hash_of(client)
        table = "id,extortion\n" + "".join(f"p{n},common\n" for n in range(40))
        asked = client.post("/v1/batches", content=table, headers={"Content-Type": "text/csv"})
        assert asked.status_code == 202, asked.text
    edit(rules, "later")
    with TestClient(make()) as client:
        assert hash_of(client) != before
        where = asked.headers["Location"]
        client.get(f"{where}/events")  # until it ends
        batch = client.get(where).json()
    assert batch["status"] == "finished", json.dumps(batch["faults"])
    assert batch["ruleset"]["hash"] == before
