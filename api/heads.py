"""HEAD: whatever GET answers, without its body (RFC 9110, 9.3.2).

Litestar answers HEAD where a handler names it, and nowhere by itself; two names for each of our
handlers would stand twice in the description of the API. So the application is asked for GET, and
what follows the head of its answer is left out. Who observes requests still sees HEAD.
"""

from copy import copy

from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.types import (
    ASGIApp,
    HTTPDisconnectEvent,
    HTTPScope,
    Message,
    Receive,
    ReceiveMessage,
    Scope,
    Send,
)

_GONE: HTTPDisconnectEvent = {"type": "http.disconnect"}
_END: Message = {"type": "http.response.body", "body": b"", "more_body": False}


def with_heads(inner: ASGIApp) -> ASGIApp:
    """The application, answering HEAD wherever it answers GET, and saying so in ``Allow``."""

    async def answering(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await inner(scope, receive, send)
        elif scope["method"] == "HEAD":
            await _head(inner, scope, receive, send)
        else:
            await inner(scope, receive, _saying_so(send))

    return answering


async def _head(inner: ASGIApp, scope: HTTPScope, receive: Receive, send: Send) -> None:
    """One request for a head; what its handling notes about it is seen from outside too.

    An answer without end would never be done: once its head is out, nobody listens any more.
    """
    begun = False

    async def hearing() -> ReceiveMessage:
        return _GONE if begun else await receive()

    async def sending(message: Message) -> None:
        nonlocal begun
        if message["type"] == "http.response.start":
            begun = True
            await send(message)
            await send(_END)

    asked = copy(scope)
    asked["method"] = "GET"
    try:
        await inner(asked, hearing, _saying_so(sending))
    finally:
        asked["method"] = "HEAD"
        scope.update(asked)


def taken(allow: str) -> list[str]:
    """The methods of an ``Allow`` header, with HEAD wherever there is GET."""
    methods = {name.strip() for name in allow.split(",")} - {""}
    return sorted(methods | {"HEAD"} if "GET" in methods else methods)


def _saying_so(send: Send) -> Send:
    """Names HEAD where an answer says what is allowed."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableScopeHeaders.from_message(message)
            allowed = headers.get("Allow")
            if allowed:
                headers["Allow"] = ", ".join(taken(allowed))
        await send(message)

    return sending
