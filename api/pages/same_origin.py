"""A form of another page must not act here in a visitor's name.

Browsers say where a request comes from: ``Sec-Fetch-Site``, or ``Origin`` where they are older. A
request with neither comes from no browser, and carries nobody's cookies by itself. (The rule is
that of Go's ``net/http.CrossOriginProtection``; no token to keep, none to lose.)
"""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler

from api.problems import RequestError
from engine.errors import Fault
from engine.text import Text

_READING = ("GET", "HEAD", "OPTIONS")


def from_here(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Let only our own pages write.

    Raises:
        RequestError: another page sent this.
    """
    if connection.scope.get("method") in _READING:
        return
    headers = connection.headers
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        foreign = site not in ("same-origin", "none")
    else:
        foreign = origin is not None and urlsplit(origin).netloc != headers.get("host")
    if foreign:
        raise RequestError(HTTPStatus.FORBIDDEN, Fault("Origin", _ELSEWHERE))


_ELSEWHERE = Text(
    "this was sent by a page of another site; open the page here and send it again",
    "esto lo envió una página de otro sitio; abra la página aquí y envíelo de nuevo",
)
