"""From nothing to a listening server: database, documented cases, address, one request to try."""

import contextlib
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import FrameType

import uvicorn
from litestar import Litestar
from sqlalchemy import Engine

from api.app import create_app
from api.docs_page import DOCS
from api.listening import ServingError, guarded, listen, loopback, names_of, shown
from api.logs import configure_logs
from api.memory import settle
from api.reloading import Reloader
from api.routes.welcome import example_request
from api.settings import Settings
from api.store import keys
from api.store.database import connect, place, upgrade
from api.store.localities import add_cases
from engine.errors import Fault, KnowledgeError
from engine.text import Language, Text

# Longer than proxies keep a silent line (nginx: 60 s): who ends it first loses no request with it.
_KEEP_ALIVE = 75


def serve(
    host: str | None = None,
    port: int | None = None,
    *,
    settings: Settings | None = None,
    language: Language = "en",
    tell: Callable[[str], None] | None = None,
) -> None:
    """Serve until interrupted; what is not given comes from the environment.

    Raises:
        SettingsError: the environment asks for something that cannot be.
        ServingError: there are no keys and others could reach the address, no name is allowed to
            call it by, the port is taken, or the folder of batches cannot be made.
        KnowledgeError: the knowledge base is refused.
        DatabaseError: the database cannot be used as asked.
    """
    chosen = settings or Settings.from_environment()
    chosen = replace(chosen, host=host or chosen.host, port=chosen.port if port is None else port)
    configure_logs(chosen.log_level)
    address = loopback(chosen.host) or guarded(chosen)
    with (
        contextlib.closing(listen(address, chosen)) as listening,
        contextlib.ExitStack() as leaving,
    ):
        port = listening.getsockname()[1]
        chosen = replace(chosen, allowed_hosts=names_of(chosen, port), warm=True)
        database = connect(chosen.database_url)
        leaving.callback(database.dispose)
        upgrade(database)
        app = create_app(chosen, database=database)
        cases = app.state.current.edition.knowledge.cases
        added = add_cases(database, cases.values())
        _make_folder(app.state.runner.store)
        (tell or _say)(_greeting(chosen, port, database, added, len(cases)).in_(language))
        _reload_on_signal(app.state.reloader)
        settle()
        _server(app, chosen.grace).run(sockets=[listening])


def _make_folder(store: Path) -> None:
    """Make the folder of batches now: a server that takes tables must have where to put them."""
    try:
        store.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=store):
            pass
    except OSError as error:
        why = _NO_STORE.filled(folder=str(store), why=str(error.strerror))
        raise ServingError([Fault("REMANSO_BATCH_STORE", why)]) from None


def _greeting(settings: Settings, port: int, database: Engine, added: int, cases: int) -> Text:
    base = f"http://{shown(settings.host)}:{port}"
    keyed = keys.any_key(database)
    return _GREETING.filled(
        base=base,
        docs=DOCS,
        added=added,
        all=cases,
        place=place(database),
        request=example_request(base, keyed=keyed),
        access=(_WITH_KEYS if keyed else _WITHOUT_KEYS),
    )


def _server(app: Litestar, grace: int) -> uvicorn.Server:
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=grace,
        timeout_keep_alive=_KEEP_ALIVE,
    )
    return _Server(config, app, grace)


class _Server(uvicorn.Server):
    """A server that, told to stop, finishes what it evaluates and refuses what comes meanwhile.

    It listens until then, so that whoever comes is told, and not left with a dead line. Who
    follows a batch is sent away at once. Told a second time, it stops at once.
    """

    def __init__(self, config: uvicorn.Config, app: Litestar, grace: int) -> None:
        super().__init__(config)
        self._app = app
        self._grace = grace
        self._until: float | None = None

    def handle_exit(self, _signal: int, _frame: FrameType | None) -> None:
        if self._until is not None:
            self.should_exit = self.force_exit = True
            return
        self._until = time.monotonic() + self._grace
        self._app.state.runner.stopping.set()
        self._app.state.evaluators.close()

    async def on_tick(self, counter: int) -> bool:
        if self._until is not None and (
            self._app.state.evaluators.is_idle or time.monotonic() > self._until
        ):
            self.should_exit = True
        return await super().on_tick(counter)


def _reload_on_signal(reloader: Reloader) -> None:
    """Read the rules again when told so by SIGHUP, where there is such a signal.

    Not at a terminal: there it says that the terminal is gone, and the server goes with it.
    """

    def reload() -> None:
        with contextlib.suppress(KnowledgeError):  # it is in the log, and the old ones stay
            reloader.reload()

    if hasattr(signal, "SIGHUP") and not sys.stdin.isatty():
        signal.signal(
            signal.SIGHUP, lambda *_: threading.Thread(target=reload, daemon=True).start()
        )


def _say(text: str) -> None:
    print(text, flush=True)  # at once, also into a file


_NO_STORE = Text(
    "the files of batches cannot be kept in {folder}: {why}; name a folder that can be written, or"
    " a data folder (XDG_DATA_HOME)",
    "los archivos de los lotes no se pueden guardar en {folder}: {why}; indique una carpeta en la"
    " que se pueda escribir, o una carpeta de datos (XDG_DATA_HOME)",
)
_WITH_KEYS = Text(
    "every request needs a key (remanso keys list)",
    "toda solicitud requiere una clave (remanso keys list)",
)
_WITHOUT_KEYS = Text(
    "this machine only, without keys (remanso keys create)",
    "solo esta máquina, sin claves (remanso keys create)",
)
_GREETING = Text(
    """Remanso listens on {base}
  documentation   {base}{docs}
  database        {place} ({added} of {all} documented cases added)
  access          {access}
  try it          {request}
Stop it with Ctrl-C.""",
    """Remanso escucha en {base}
  documentación   {base}{docs}
  base de datos   {place} ({added} de {all} casos documentados añadidos)
  acceso          {access}
  pruebe          {request}
Deténgalo con Ctrl-C.""",
)
