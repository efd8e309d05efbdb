"""Pages over a database with the documented cases, asked in memory or by a real browser."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from litestar import Litestar
from litestar.testing import TestClient
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from sqlalchemy import Engine

from api.app import create_app
from api.settings import Settings
from api.store.database import connect, upgrade
from api.store.localities import add_cases
from engine.knowledge.model import Knowledge
from tests.machine import program

Client = TestClient[Litestar]
HTML = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge) -> Iterator[Engine]:
    """A database with its tables and the documented cases; tests add localities of their own."""
    engine = connect(f"sqlite:///{tmp_path_factory.mktemp('pages')}/remanso.sqlite3")
    upgrade(engine)
    add_cases(engine, knowledge.cases.values())
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def app(knowledge: Knowledge, database: Engine) -> Litestar:
    return create_app(Settings(str(database.url)), knowledge, database)


@pytest.fixture(scope="session")
def client(app: Litestar) -> Iterator[Client]:
    """A browser as far as headers go; it follows no redirect by itself."""
    with browsing(app) as found:
        yield found


@contextlib.contextmanager
def browsing(app: Litestar) -> Iterator[Client]:
    with TestClient(app) as found:
        found.headers.update(HTML)
        found.follow_redirects = False
        yield found


@dataclass
class Site:
    """A server in this process that can be stopped and started again on the same port."""

    knowledge: Knowledge
    folder: Path
    port: int = 0

    def __post_init__(self) -> None:
        self.database = connect(f"sqlite:///{self.folder}/remanso.sqlite3")
        upgrade(self.database)
        add_cases(self.database, self.knowledge.cases.values())
        self.start()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        listening = socket.socket()
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", self.port))
        listening.listen()
        self.port = listening.getsockname()[1]
        database = connect(str(self.database.url))
        app = create_app(Settings(str(self.database.url)), self.knowledge, database)
        self._server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [listening]})
        self._listening = listening
        self._thread.start()

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join()
        self._listening.close()

    def close(self) -> None:
        with contextlib.suppress(RuntimeError):
            self.stop()
        self.database.dispose()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge) -> Iterator[Site]:
    """A real server on a free port, with a database of its own."""
    found = Site(knowledge, tmp_path_factory.mktemp("site"))
    yield found
    found.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium as the system has it."""
    chromium = program("chromium", "a page in a browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def window(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Opens windows of one visitor; whatever the page complains about fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_window(path: str = "/en/", **options: object) -> Page:
        if not contexts or options:
            contexts.append(browser.new_context(base_url=site.base, **options))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda told: _note(told.type, told.text, complaints))
        page.goto(path)
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert complaints == []


_LEFT_OR_REFUSED = ("Failed to load resource", "htmx:afterRequest", "htmx:send", "htmx:response")


def _note(kind: str, text: str, complaints: list[str]) -> None:
    """A request that was refused, or left behind, is news to the page; anything else is a fault."""
    if kind == "error" and not text.startswith(_LEFT_OR_REFUSED):
        complaints.append(text)
