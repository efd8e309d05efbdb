"""Where the server listens, who may reach it there, and by which names it is called."""

import errno
import ipaddress
import socket

from api.settings import Settings
from api.store import keys
from api.store.database import connect
from engine.errors import Fault, FaultsError
from engine.text import Text

_BACKLOG = 2048


class ServingError(FaultsError):
    """The server cannot listen there."""


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


def listen(address: str, settings: Settings) -> socket.socket:
    """A listening socket: taken before anything else is done, so that two servers never mix."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    # Named, because asyncio turns Nagle's algorithm off only where it reads this protocol; else the
    # body of each answer waits 40 ms for the acknowledgement of its head.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
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


def names_of(settings: Settings, port: int) -> tuple[str, ...]:
    """The names that a browser may use for this server: another name would be a trap.

    A page elsewhere can have its own name resolved to the loopback address; its requests then
    carry that name, and are not answered.
    """
    names = {"localhost", "127.0.0.1", "[::1]", shown(settings.host), *settings.allowed_hosts}
    return tuple(sorted(names | {f"{name}:{port}" for name in names}))


def shown(host: str) -> str:
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
