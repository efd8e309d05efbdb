"""From nothing to a listening server: database, documented cases, address, one request to try."""

import contextlib
import errno
import ipaddress
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from types import FrameType

import uvicorn
from litestar import Litestar

from api.app import create_app
from api.docs_page import DOCS
from api.logs import configure_logs
from api.reloading import Reloader
from api.routes.welcome import example_request
from api.settings import Settings
from api.store import keys
from api.store.database import connect, place, upgrade
from api.store.localities import add_cases
from engine.errors import Fault, FaultsError, KnowledgeError
from engine.text import Language, Text

_BACKLOG = 2048
# Longer than proxies keep a silent line (nginx: 60 s): who ends it first loses no request with it.
_KEEP_ALIVE = 75


class ServingError(FaultsError):
    """The server cannot listen there."""


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
            call it by, or the port is taken.
        KnowledgeError: the knowledge base is refused.
        DatabaseError: the database cannot be used as asked.
    """
    chosen = settings or Settings.from_environment()
    chosen = replace(chosen, host=host or chosen.host, port=chosen.port if port is None else port)
    configure_logs(chosen.log_level)
    address = loopback(chosen.host) or guarded(chosen)
    with (
        contextlib.closing(_listen(address, chosen)) as listening,
        contextlib.ExitStack() as leaving,
    ):
        port = listening.getsockname()[1]
        base = f"http://{_shown(chosen.host)}:{port}"
        chosen = replace(chosen, allowed_hosts=_names(chosen, port), warm=True)
        database = connect(chosen.database_url)
        leaving.callback(database.dispose)
        upgrade(database)
        keyed = keys.any_key(database)
        app = create_app(chosen, database=database)
        cases = app.state.current.edition.knowledge.cases
        added = add_cases(database, cases.values())
        (tell or _say)(
            _GREETING.filled(
                base=base,
                docs=DOCS,
                added=added,
                all=len(cases),
                place=place(database),
                request=example_request(base, keyed=keyed),
                access=(_WITH_KEYS if keyed else _WITHOUT_KEYS),
            ).in_(language)
        )
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=chosen.grace,
            timeout_keep_alive=_KEEP_ALIVE,
        )
        _reload_on_signal(app.state.reloader)
        _Server(config, app, chosen.grace).run(sockets=[listening])


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

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002
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


def loopback(host: str) -> str | None:
    """The numeric loopback address that a host names; None when other machines can reach it.

    Raises:
        ServingError: it names no address.
    """
    try:
        address = ipaddress.ip_address("127.0.0.1" if host == "localhost" else host)
    except ValueError:
        raise ServingError([Fault("host", _NO_ADDRESS.filled(host=host), _LOOPBACK)]) from None
    return str(address) if address.is_loopback else None


def guarded(settings: Settings) -> str:
    """The address chosen, which other machines can reach: only with keys.

    Raises:
        ServingError: there never was a key, so whoever could reach the server could read the
            profiles, and profiles can endanger people; or it would not know its own name.
        DatabaseError: the database cannot be used as asked.
    """
    host = settings.host
    database = connect(settings.database_url)
    try:
        keyed = keys.were_made(database)
    finally:
        database.dispose()
    if not keyed:
        raise ServingError([Fault("host", _NOT_LOOPBACK.filled(host=host), _LOOPBACK)])
    if ipaddress.ip_address(host).is_unspecified and not settings.allowed_hosts:
        raise ServingError([Fault("REMANSO_ALLOWED_HOSTS", _NAMELESS.filled(host=host))])
    return host


def _listen(address: str, settings: Settings) -> socket.socket:
    """A listening socket: taken before anything else is done, so that two servers never mix."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((address, settings.port))
        listening.listen(_BACKLOG)
    except OSError as error:
        listening.close()
        taken = error.errno == errno.EADDRINUSE
        what = (_TAKEN if taken else _CANNOT).filled(port=settings.port, why=str(error.strerror))
        raise ServingError([Fault("port", what)]) from None
    return listening


def _names(settings: Settings, port: int) -> tuple[str, ...]:
    """The names that a browser may use for this server: another name would be a trap.

    A page elsewhere can have its own name resolved to the loopback address; its requests then
    carry that name, and are not answered.
    """
    names = {"localhost", "127.0.0.1", "[::1]", _shown(settings.host), *settings.allowed_hosts}
    return tuple(sorted(names | {f"{name}:{port}" for name in names}))


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_NO_ADDRESS = Text("'{host}' is not an address", "«{host}» no es una dirección")
_NOT_LOOPBACK = Text(
    "'{host}' can be reached from other machines, and there are no keys: anyone there could read"
    " the profiles, and profiles can endanger people; make a key first, for example:"
    " remanso keys create --organisation my-agency --name planning --scope read --scope advise",
    "a «{host}» se puede llegar desde otras máquinas y no hay claves: cualquiera podría leer los"
    " perfiles, y los perfiles pueden poner a personas en peligro; cree antes una clave, por"
    " ejemplo: remanso keys create --organisation mi-agencia --name planes --scope read --scope"
    " advise",
)
_NAMELESS = Text(
    "'{host}' is every address of this machine: say by which names the server is called, for"
    " example REMANSO_ALLOWED_HOSTS=remanso.example",
    "«{host}» es toda dirección de esta máquina: diga con qué nombres se llama al servidor, por"
    " ejemplo REMANSO_ALLOWED_HOSTS=remanso.example",
)
_TAKEN = Text(
    "port {port} is taken by another program; choose another, for example --port 8080",
    "otro programa ocupa el puerto {port}; elija otro, por ejemplo --port 8080",
)
_CANNOT = Text(
    "cannot listen on port {port}: {why}", "no se puede escuchar en el puerto {port}: {why}"
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
