"""Query parameters: those that an operation is described with, each at most once.

A misspelt parameter that was ignored would be answered as if nothing had been asked.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from litestar.handlers import BaseRouteHandler

from api.access.addresses import Connection
from api.access.principal import PUBLIC
from api.edition import Current
from api.problems import RequestError, route_of
from engine.errors import Fault, nearest
from engine.text import Text


class KnownQuery:
    """Holds requests to the parameters that the description of the API gives."""

    def __init__(self, current: Current) -> None:
        self._current = current

    async def admit(self, connection: Connection, handler: BaseRouteHandler) -> None:
        """The guard of all handlers; what is not described, as pages, takes what it likes.

        Whatever watches the server may put what it needs into the addresses of public ones.

        Raises:
            RequestError: there is a parameter that the operation does not take, or one twice.
        """
        given = connection.query_params
        if not given or handler.opt.get("scope") == PUBLIC:
            return
        operation = self._operation(connection.scope)
        if operation is None:
            return
        known = tuple(item["name"] for item in operation.get("parameters", ()) if _is_query(item))
        faults = list(_faults(Counter(name for name, _ in given.multi_items()), known))
        if faults:
            raise RequestError(HTTPStatus.BAD_REQUEST, *faults)

    def _operation(self, scope: Mapping[str, Any]) -> Mapping[str, Any] | None:
        described = self._current.edition.description.get("paths", {}).get(route_of(scope), {})
        found: Mapping[str, Any] | None = described.get(str(scope.get("method", "")).lower())
        return found


def _is_query(parameter: Mapping[str, Any]) -> bool:
    return str(parameter["in"]) == "query"


def _faults(given: Mapping[str, int], known: tuple[str, ...]) -> Iterator[Fault]:
    for name, times in given.items():
        if name not in known:
            yield Fault(name, _UNKNOWN if known else _NONE, known, nearest(name, known))
        elif times > 1:
            yield Fault(name, _TWICE)


_UNKNOWN = Text("there is no such parameter here", "aquí no hay tal parámetro")
_NONE = Text("no parameters are taken here", "aquí no se admiten parámetros")
_TWICE = Text("given twice; give it once", "indicado dos veces; indíquelo una sola vez")
