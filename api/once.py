"""Writes that take effect once, however often they are asked for: the ``Idempotency-Key`` header.

A network fails most cruelly after the server has written and before the answer arrives. Who sends
the same request again with the same key is answered with the same bytes, and nothing is written
twice. Follows draft-ietf-httpapi-idempotency-key-header; the answer is kept in the transaction of
the write, so that no end of the server can come between them.
"""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any, TypeVar, cast

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import HeaderParameter, SkipValidation
from pydantic import BaseModel
from sqlalchemy import Connection, Engine

from api.problems import RequestError
from api.service import Asker, HttpRequest, Serving, Who
from api.store import repeats
from api.store.repeats import Name
from api.store.writing import together
from engine.errors import Fault
from engine.text import Text

T = TypeVar("T")
HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
LONGEST = 255
_KEY = re.compile(rf'"([!#-~ ]{{1,{LONGEST}}})"|([!#-~]{{1,{LONGEST}}})')

KeyHeader = Annotated[
    str | None,
    HeaderParameter(
        name=HEADER,
        description="A name for this request, new for each and best a UUID. Sent again with the"
        " same key, within 24 hours and by the same asker, the request is answered as it was the"
        " first time and nothing is written again; the same key with another request is refused"
        " (422). Only what was written is kept: a refused request may be mended and sent again.",
    ),
]


@dataclass(frozen=True)
class Attempt:
    """A request that may have been sent before; without a name it is always new."""

    database: Engine
    name: Name | None
    fingerprint: str

    @property
    def earlier(self) -> Response[Any] | None:
        """What was answered when it was sent before.

        Raises:
            RequestError: the key was used for another request.
        """
        found = repeats.find(self.database, self.name) if self.name else None
        if found is None:
            return None
        if found.fingerprint != self.fingerprint:
            raise RequestError(HTTPStatus.UNPROCESSABLE_ENTITY, _REUSED)
        return _response(
            found.body or b"",
            found.status or HTTPStatus.OK,
            {**json.loads(found.headers or "{}"), REPLAYED: "true"},
        )

    def keep(self, write: Callable[[Connection], Response[T]]) -> Response[T]:
        """Write and answer, or answer as another did who was faster.

        ``write`` writes in the transaction that it is given, and says what is answered. Whatever it
        raises undoes all of it.
        """
        with together(self.database) as connection:
            if self.name is None:
                return write(connection)
            ours = repeats.claim(connection, self.name, self.fingerprint)
            if ours:
                response = write(connection)
                body, status = _serialised(response.content), response.status_code or HTTPStatus.OK
                repeats.answer(connection, self.name, status, response.headers, body)
        if ours:
            return _response(body, status, response.headers)
        return self.earlier or self.keep(write)  # the latter when a day ended just now


@dataclass(frozen=True)
class Keyed:
    """The key of a request, and whose it is."""

    database: Engine
    name: Name | None
    address: str

    def attempt(self, content: bytes) -> Attempt:
        """The request with what was asked: the same is the same address and the same content."""
        asked = f"{self.address}\n".encode() + content
        return Attempt(self.database, self.name, hashlib.sha256(asked).hexdigest())


async def keyed(
    request: HttpRequest,
    service: Serving,
    principal: Who,
    asked_by: Asker,
    idempotency_key: KeyHeader = None,
) -> Keyed:
    """What a handler asks for to take effect once.

    Raises:
        RequestError: the key is none.
    """
    name = None
    if idempotency_key is not None:
        found = _KEY.fullmatch(idempotency_key.strip())
        if found is None:
            raise RequestError(HTTPStatus.BAD_REQUEST, _NO_KEY)
        name = Name(f"{principal.organisation}/{asked_by or ''}", found[1] or found[2])
    query = request.scope.get("query_string", b"").decode("latin-1")
    return Keyed(service.database, name, f"{request.method} {request.url.path}?{query}")


Repeatable = NamedDependency[SkipValidation[Keyed]]


def _serialised(content: Any) -> bytes:
    if isinstance(content, BaseModel):
        return content.model_dump_json().encode()
    return cast("bytes", content)


def _response(body: bytes, status: int, headers: Any) -> Response[Any]:
    return Response(body, media_type="application/json", status_code=status, headers=headers)


_NO_KEY = Fault(
    HEADER,
    Text(
        f"give from 1 to {LONGEST} visible ASCII characters, for example a UUID",
        f"indique de 1 a {LONGEST} caracteres ASCII visibles, por ejemplo un UUID",
    ),
)
_REUSED = Fault(
    HEADER,
    Text(
        "this key was used for another request; give every request a key of its own",
        "esta clave se usó en otra solicitud; dé a cada solicitud su propia clave",
    ),
)
