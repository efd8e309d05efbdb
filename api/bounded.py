"""Requests whose bodies are refused beyond what was allowed to them when they came in."""

from collections.abc import AsyncGenerator, AsyncIterator
from http import HTTPStatus

from litestar_htmx import HTMXRequest

from api.problems import RequestError
from engine.errors import Fault
from engine.text import Text

_ALLOWED = "allowed_bytes"


class BoundedRequest(HTMXRequest):
    """A request that may send as much as the door allowed to whoever sends it."""

    def allow(self, limit: int) -> None:
        """Let the body have so many bytes."""
        self.state[_ALLOWED] = limit

    async def stream(self) -> AsyncGenerator[bytes, None]:
        """The body as it arrives.

        Raises:
            RequestError: it is larger than was allowed, or says that it will be.
        """
        announced = self.content_length or 0
        async for piece in within(self.state[_ALLOWED], super().stream(), announced):
            yield piece


async def within(
    limit: int, pieces: AsyncIterator[bytes], announced: int = 0
) -> AsyncIterator[bytes]:
    """Pieces of a body, up to a limit in bytes.

    Raises:
        RequestError: there are more, or it was ``announced`` that there will be.
    """
    if announced > limit:
        raise _too_large(limit)
    size = 0
    async for piece in pieces:
        size += len(piece)
        if size > limit:
            raise _too_large(limit)
        yield piece


def _too_large(limit: int) -> RequestError:
    what = Text(f"more than {limit:,} bytes", f"más de {limit:,} bytes".replace(",", " "))
    return RequestError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, Fault("body", what))
