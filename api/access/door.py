"""The door: every request passes it before its handler, and no handler is without a scope."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from http import HTTPStatus
from typing import TypeVar
from urllib.parse import urlsplit

import structlog
from litestar.handlers import BaseRouteHandler
from litestar.routes import ASGIRoute, HTTPRoute, WebSocketRoute
from sqlalchemy.exc import SQLAlchemyError

from api.access.addresses import Connection, is_near, network_of
from api.access.allowance import Allowance
from api.access.cookies import token_in
from api.access.gatekeeper import Gatekeeper, Reason, UnknownError, is_session
from api.access.limits import Limits
from api.access.principal import HERE, PUBLIC, Principal, Scope
from api.bounded import BoundedRequest
from api.problems import MisdirectedError, RequestError
from api.request_ids import request_id
from api.settings import Settings
from engine.errors import Fault
from engine.text import Text

T = TypeVar("T")
Route = HTTPRoute | ASGIRoute | WebSocketRoute

TRIES = 60  # wrong keys a minute from one address: each costs the server a hash
_SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
_PRINCIPAL = "principal"
_ALLOWANCE = "allowance"


class Door:
    """Lets a request in, with the principal that it is handled for, or says why not."""

    def __init__(self, settings: Settings, gatekeeper: Gatekeeper) -> None:
        self._settings = settings
        self._gatekeeper = gatekeeper
        self._allowance = Allowance(settings.rate, settings.body_limit, settings.batch_limit)
        self._limits, self._tries = Limits(), Limits()
        self._try_rate = TRIES if settings.rate else 0

    async def admit(self, connection: Connection, handler: BaseRouteHandler) -> None:
        """The guard of all handlers; what a handler needs is its ``opt["scope"]``.

        Raises:
            MisdirectedError: the request calls the server by another name.
            RequestError: who asks is not known, may not, or asks too often.
        """
        structlog.contextvars.bind_contextvars(request=request_id(connection.scope))
        if not handler.opt.get("by_any_name"):
            self._refuse_other_names(connection)
        needed, cost = handler.opt.get("scope"), handler.opt.get("cost", 1)
        _allow(connection, handler, self._allowance)
        if needed == PUBLIC or connection.scope.get("method") == "OPTIONS":
            if cost and await self._is_counted():
                self._limits.spend(network_of(connection), self._allowance.rate, cost)
            return
        principal = await self.principal(connection)
        allowance = principal.own.over(self._allowance)
        if principal.key is not None:
            self._limits.spend(principal.key, allowance.rate, cost)
        if needed not in principal.scopes:  # also when nothing is declared
            raise _forbidden(needed, principal)
        connection.state[_PRINCIPAL] = principal
        _allow(connection, handler, allowance)

    async def principal(self, connection: Connection) -> Principal:
        """Who asks: by a key, by a session, or from this machine while there are no keys.

        Raises:
            RequestError: nobody known.
        """
        sent = connection.headers.get("authorization")
        if sent is not None:
            kind, _, presented = sent.partition(" ")
            if kind.lower() != "bearer" or is_session(presented.strip()):
                raise _unauthorised(_NOT_BEARER)
            return await self.known(connection, presented.strip())
        if await self._is_open():
            if not is_near(connection):
                raise _unauthorised(_NOT_HERE)
            self.refuse_other_pages(connection)
            return HERE
        token = token_in(connection)
        if token is None or not is_session(token):
            raise _unauthorised(_NO_KEY)
        principal = await self.known(connection, token)
        self.refuse_other_pages(connection, strictly=True)
        return principal

    async def known(self, connection: Connection, presented: str) -> Principal:
        """Who presents that.

        Raises:
            RequestError: it opens nothing, or too much of that kind came from the same address.
        """
        found = self._gatekeeper.remembered(presented)
        if found is not None:
            return found
        return await self._tried(connection, presented, self._gatekeeper.admit)

    async def signed_in(self, connection: Connection, presented: str) -> str:
        """A session for who presents a key on a page of this server's own.

        Raises:
            RequestError: as above, or it is another page.
        """
        self.refuse_other_pages(connection, strictly=True)
        return await self._tried(connection, presented, self._gatekeeper.open_session)

    async def signed_out(self, connection: Connection) -> None:
        """End the session of a request, if it has one."""
        self.refuse_other_pages(connection, strictly=True)
        token = token_in(connection)
        if token is not None:
            await self._by_hand(partial(self._gatekeeper.end_session, token))

    async def still_opens(self, principal: Principal, connection: Connection) -> bool:
        """Whether who was let in would be let in now, for answers that go on for long."""
        try:
            return await self.principal(connection) == principal
        except RequestError:
            return False

    def refuse_other_pages(self, connection: Connection, *, strictly: bool = False) -> None:
        """Refuse what a page of another origin sends in its visitor's name.

        A browser adds a cookie, and its place on this machine, to requests that any page makes.
        It also says which page that is, in headers that no page can change. What changes something
        must come from a page of this server; ``strictly``, also when nothing is said.

        Raises:
            RequestError: it comes from elsewhere.
        """
        if connection.scope.get("method") in _SAFE_METHODS:
            return
        site, origin = connection.headers.get("sec-fetch-site"), connection.headers.get("origin")
        if origin is not None:
            ours = urlsplit(origin).netloc == connection.headers.get("host")
            fine = ours or origin in self._settings.allowed_origins
        elif site is not None:
            fine = site in ("same-origin", "none")  # none: the visitor asked, and no page
        else:
            fine = not strictly
        if not fine:
            raise RequestError(HTTPStatus.FORBIDDEN, Fault("Origin", _ELSEWHERE))

    def _refuse_other_names(self, connection: Connection) -> None:
        names = self._settings.allowed_hosts
        if names and connection.headers.get("host", "").lower() not in names:
            raise MisdirectedError

    async def _is_open(self) -> bool:
        found = self._gatekeeper.open_to_all()
        return await self._by_hand(self._gatekeeper.look) if found is None else found

    async def _is_counted(self) -> bool:
        """Whether requests of nobody in particular are limited: yes where keys are asked for.

        Also when the database cannot say, so that what tells of it is still answered.
        """
        try:
            return not await self._is_open()
        except SQLAlchemyError:
            return True

    async def _tried(self, connection: Connection, presented: str, look: Callable[[str], T]) -> T:
        address = network_of(connection)
        again = self._gatekeeper.was_good(presented)
        if not again:
            self._tries.spend(address, self._try_rate)
        try:
            found = await self._by_hand(partial(look, presented))
        except UnknownError as error:
            raise _unauthorised(_REASONS[error.reason], presented=True) from None
        if not again:
            self._tries.give_back(address, self._try_rate)
        return found

    async def _by_hand(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._gatekeeper.hands, work)


def principal_of(connection: Connection) -> Principal:
    """Who was let in with this request."""
    found: Principal = connection.state[_PRINCIPAL]
    return found


def allowance_of(connection: Connection) -> Allowance:
    """How much whoever sends this request may send."""
    found: Allowance = connection.state[_ALLOWANCE]
    return found


def every_handler_has_a_scope(routes: Iterable[Route]) -> None:
    """Refuse to start with a handler that does not say who may use it.

    Raises:
        ValueError: there is one.
    """
    known = (*Scope, PUBLIC)
    for route in routes:
        for handler in _handlers(route):
            if handler.opt.get("scope") not in known:
                raise ValueError(f"{route.path} ({handler}) declares no scope")


def _handlers(route: Route) -> Sequence[BaseRouteHandler]:
    """The handlers of a route, without the framework's own that lists its methods."""
    if isinstance(route, HTTPRoute):
        return [h for h in route.route_handlers if h.http_methods != {"OPTIONS"}]
    return [route.route_handler]


def _allow(connection: Connection, handler: BaseRouteHandler, allowance: Allowance) -> None:
    """Let the body be as large as this caller may send to this handler."""
    connection.state[_ALLOWANCE] = allowance
    if isinstance(connection, BoundedRequest):
        brings_table = handler.opt.get("brings") == "table"
        connection.allow(allowance.table if brings_table else allowance.body)


def _unauthorised(what: Text, *, presented: bool = False) -> RequestError:
    """RFC 6750: the error is named only to who presented something."""
    said = 'Bearer realm="remanso"' + (', error="invalid_token"' if presented else "")
    headers = {"WWW-Authenticate": said}
    return RequestError(HTTPStatus.UNAUTHORIZED, Fault("Authorization", what), headers=headers)


def _forbidden(needed: Scope | None, principal: Principal) -> RequestError:
    said = f'Bearer realm="remanso", error="insufficient_scope", scope="{needed}"'
    has = ", ".join(scope for scope in Scope if scope in principal.scopes)
    fault = Fault("scope", _NO_SCOPE.filled(needed=str(needed), has=has))
    return RequestError(HTTPStatus.FORBIDDEN, fault, headers={"WWW-Authenticate": said})


_NO_KEY = Text(
    "send a key, as in 'Authorization: Bearer rmn_...'; who runs this server makes one with"
    " remanso keys create",
    "envíe una clave, como en «Authorization: Bearer rmn_...»; quien administra este servidor crea"
    " una con remanso keys create",
)
_NOT_BEARER = Text(
    "only 'Bearer' followed by a key is taken", "solo se admite «Bearer» seguido de una clave"
)
_NOT_HERE = Text(
    "without keys only this machine itself is answered; who runs this server makes a key with"
    " remanso keys create",
    "sin claves solo se responde a esta misma máquina; quien administra este servidor crea una"
    " clave con remanso keys create",
)
_REASONS: dict[Reason, Text] = {
    "malformed": Text(
        "that is not a whole key: rmn_, 16 letters or digits, _, 64 letters or digits",
        "no es una clave completa: rmn_, 16 letras o cifras, _, 64 letras o cifras",
    ),
    "unknown": Text("no such key is known here", "aquí no se conoce esa clave"),
    "expired": Text(
        "the key has expired; ask for a new one", "la clave ha caducado; pida una nueva"
    ),
    "revoked": Text("the key was revoked", "la clave fue revocada"),
}
_NO_SCOPE = Text(
    "this needs a key with the scope '{needed}'; this key has: {has}",
    "esto requiere una clave con el permiso «{needed}»; esta clave tiene: {has}",
)
_ELSEWHERE = Text(
    "a page of another address may not send this here",
    "una página de otra dirección no puede enviar esto aquí",
)
