"""An application over the real knowledge base and a database of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import TestClient
from sqlalchemy import Engine

from api.app import create_app
from api.batches.describing import EXAMPLE_TABLE
from api.settings import MEGABYTE, Settings
from api.store.database import connect, upgrade
from engine.knowledge.model import Knowledge
from tests.api.servers import PostgreSQL

Client = TestClient[Litestar]
BOTH = ("sqlite", "postgresql")
SLOWLY_BOTH = ("sqlite", pytest.param("postgresql", marks=pytest.mark.slow))


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """A PostgreSQL server, one for each process of the tests."""
    server = PostgreSQL()
    yield server
    server.stop()


NewUrl = Callable[[], str]


@pytest.fixture(scope="session")
def new_url(
    database_kind: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> NewUrl:
    """The URL of a new and empty database, of the kind that the test runs on."""
    if database_kind == "postgresql":
        server: PostgreSQL = request.getfixturevalue("postgresql")
        return server.new
    return lambda: f"sqlite:///{tmp_path_factory.mktemp('store')}/remanso.sqlite3"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what asks for a database on each kind that its module names in ``DATABASES``."""
    if "database_kind" in metafunc.fixturenames:
        kinds = getattr(metafunc.module, "DATABASES", ("sqlite",))
        metafunc.parametrize("database_kind", kinds, scope="session")


@pytest.fixture(scope="session")
def database(new_url: NewUrl) -> Iterator[Engine]:
    """A fresh database with its tables; tests share it and make localities of their own."""
    engine = connect(new_url())
    upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of tables that the administrator allowed, with the one that examples name."""
    folder = tmp_path_factory.mktemp("allowed") / "tables"
    folder.mkdir()
    (folder / EXAMPLE_TABLE).write_text("id,extortion\na,common\nb,sporadic\n", "utf-8")
    return folder


@pytest.fixture(scope="session")
def chosen(database: Engine, tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Small chunks in one process, so that batches of few rows have many steps."""
    return Settings(
        str(database.url),
        batch_folder=tables,
        batch_store=tmp_path_factory.mktemp("batches") / "kept",
        batch_limit=MEGABYTE,
        batch_workers=1,
        batch_chunk=4,
        evaluators=1,
    )


@pytest.fixture(scope="session")
def app(knowledge: Knowledge, database: Engine, chosen: Settings) -> Litestar:
    return create_app(chosen, knowledge, database)


@pytest.fixture(scope="session")
def client(app: Litestar) -> Iterator[Client]:
    with TestClient(app) as found:
        yield found


@pytest.fixture
def locality(client: Client) -> str:
    """A new locality with a small profile; its id."""
    body = {"profile": {"name": "Puerto Claro", "factors": {"prison_control": "inmate_run"}}}
    response = client.post("/v1/localities", json=body)
    assert response.status_code == 201, response.text
    return str(response.json()["id"])


@pytest.fixture
def send(client: Client) -> Callable[..., Any]:
    """Send raw bytes, declared as JSON unless told otherwise."""

    def sender(method: str, path: str, body: bytes, kind: str | None = "application/json") -> Any:
        headers = {} if kind is None else {"Content-Type": kind}
        return client.request(method, path, content=body, headers=headers)

    return sender
