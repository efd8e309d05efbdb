"""A server with keys, and two organisations that have everything there is to have."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import TestClient
from sqlalchemy import Engine

from api.access.keys import new_key
from api.access.principal import Scope
from api.app import create_app
from api.settings import MEGABYTE, Settings
from api.store import keys
from api.store.database import connect, upgrade
from api.store.localities import add_cases
from api.store.organisations import Organisation
from engine.knowledge.model import Knowledge
from tests.api.conftest import NewUrl, new_url, postgresql, pytest_generate_tests

__all__ = ["new_url", "postgresql", "pytest_generate_tests"]  # as other tests use them

Client = TestClient[Litestar]
MakeKey = Callable[..., str]
EVERY = tuple(Scope)


@pytest.fixture(scope="module")
def database(new_url: NewUrl) -> Iterator[Engine]:
    """A fresh database for each module, since one that ever had a key asks everyone for one."""
    engine = connect(new_url())
    upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def make_key(database: Engine) -> MakeKey:
    return lambda organisation, *scopes, **about: key_for(database, organisation, *scopes, **about)


def key_for(
    database: Engine,
    organisation: str,
    *scopes: str,
    expires_at: datetime | None = None,
    limits: Mapping[str, int] | None = None,
) -> str:
    """A new key, as its holder has it."""
    key = new_key()
    keys.add(
        database,
        Organisation(organisation),
        key_id=key.id,
        hashed=key.hashed(),
        name="test",
        scopes=scopes or EVERY,
        expires_at=expires_at,
        limits=limits,
    )
    return key.text()


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def id_of(key: str) -> str:
    return key.split("_")[1]


@pytest.fixture(scope="module")
def settings(database: Engine, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """No limit on requests: these tests ask more than anyone would."""
    return Settings(
        database.url.render_as_string(hide_password=False),
        rate=0,
        batch_folder=tmp_path_factory.mktemp("allowed"),
        batch_limit=MEGABYTE,
        batch_workers=1,
        batch_chunk=4,
    )


@pytest.fixture(scope="module")
def app(knowledge: Knowledge, database: Engine, settings: Settings) -> Litestar:
    add_cases(database, knowledge.cases.values())
    return create_app(settings, knowledge, database)


@pytest.fixture(scope="module")
def client(app: Litestar) -> Iterator[Client]:
    with TestClient(app) as found:
        yield found


@dataclass
class Member:
    """An organisation's key, the names of what it stored, and all that nobody else may see."""

    organisation: str
    key: str
    mark: str
    names: dict[str, Any] = field(default_factory=dict)

    @property
    def secrets(self) -> set[str]:
        named = {str(name) for name in self.names.values() if len(str(name)) > 8}
        return {self.mark, self.organisation, id_of(self.key), self.key.split("_")[2], *named}


@pytest.fixture(scope="module")
def member(client: Client, make_key: MakeKey, settings: Settings) -> Callable[[str], Member]:
    """Make an organisation that has a locality with two versions, decisions, and batches."""

    def make(organisation: str) -> Member:
        found = Member(organisation, make_key(organisation), f"mark-of-{organisation}")
        headers = {**bearer(found.key), "X-Asked-By": found.mark}

        def post(path: str, **sent: Any) -> Any:
            response = client.post(path, headers={**headers, **sent.pop("headers", {})}, **sent)
            assert response.status_code in (201, 202), response.text
            return response.json()

        profile = {"name": found.mark, "factors": {"prison_control": "inmate_run"}}
        locality = post("/v1/localities", json={"profile": profile})["id"]
        put = client.put(f"/v1/localities/{locality}/profile", json=profile, headers=headers)
        assert put.status_code == 200
        decision = post(f"/v1/localities/{locality}/decisions")["decision_id"]
        documented = post("/v1/localities/guayaquil-2024/decisions")["decision_id"]
        said = {"intervention": "militarised_crackdown", "response": "overridden"}
        why = {"reason": "other", "comment": found.mark}
        post(f"/v1/decisions/{decision}/feedback", json={**said, **why})
        measured = {
            "indicator": "homicide_rate",
            "value": 1,
            "unit": "1",
            "measured_on": "2025-12-31",
            "source": found.mark,
            "intervention": "militarised_crackdown",
        }
        post(f"/v1/decisions/{decision}/outcomes", json=measured)
        table = (
            "id,extortion,latitude,longitude\n"
            f"{found.mark},common,1,2\nbad-{found.mark},{found.mark},3,4\n"
        )
        batch = post(
            "/v1/batches?with_rules=true&format=geojson",
            content=table,
            headers={"Content-Type": "text/csv"},
        )["id"]
        assert settings.batch_folder is not None
        lying = settings.batch_folder / organisation / f"{found.mark}.csv"
        lying.parent.mkdir()
        lying.write_text(f"id,extortion\n{found.mark},common\n", "utf-8")
        named = post("/v1/batches", json={"profiles": lying.name})["id"]
        for one in (batch, named):  # until it ends
            client.get(f"/v1/batches/{one}/events", headers=headers)
            shown = client.get(f"/v1/batches/{one}", headers=headers).json()
            assert shown["status"] == "finished", shown
        found.names = {
            "locality_id": locality,
            "decision_id": decision,
            "documented_decision": documented,
            "batch_id": batch,
            "named_batch": named,
        }
        return found

    return make


@pytest.fixture(scope="module")
def folder(settings: Settings) -> Path:
    assert settings.batch_folder is not None
    return settings.batch_folder
