"""Requests that depend on what is there: ``ETag``, ``If-Match``, ``If-None-Match`` (RFC 9110).

A profile's tag is the number of its version in quotes, so that who knows the version knows the tag.
"""

import hashlib
import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Any, TypeVar

from litestar import Response
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import HeaderParameter

from api.problems import RequestError
from api.store.tables import ProfileVersion
from engine.errors import Fault
from engine.text import Text

T = TypeVar("T")
_TAG = re.compile(r'(W/)?("[\x21\x23-\x7e\x80-\xff]*")')

IfMatch = Annotated[
    str | None,
    HeaderParameter(
        name="If-Match",
        description="The ETag of the version that was read before it was changed. If another is"
        " current by now the new one is refused (412) and says which. Without it the new version"
        " follows whatever is current.",
    ),
]
IfNoneMatch = Annotated[
    str | None,
    HeaderParameter(
        name="If-None-Match", description="The ETag that is known: if it still holds, 304."
    ),
]
UNCHANGED = {
    304: ResponseSpec(None, generate_examples=False, description="What is known still holds.")
}


def version_tag(version: int) -> str:
    return f'"{version}"'


def content_tag(content: bytes) -> str:
    """A tag of bytes that never change: half of their SHA-256."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def tagged(response: Response[T], tag: str) -> Response[T]:
    response.headers["ETag"] = tag
    return response


def unless_known(response: Response[T], tag: str, known: str | None) -> Response[T]:
    """The response with its tag, or that nothing has changed since it was fetched."""
    if known is None or not (known.strip() == "*" or tag in _tags(known, weak=True)):
        return tagged(response, tag)
    headers = {**response.headers, "ETag": tag}
    unchanged: Response[Any] = Response(None, status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return unchanged


def only_upon(expected: str | None) -> Callable[[ProfileVersion], None]:
    """What refuses to follow another version than the one expected.

    The returned function raises:
        RequestError: another version is current; it says which, since when, and whose it is.
    """

    def check(current: ProfileVersion) -> None:
        tag = version_tag(current.version)
        if expected is None or expected.strip() == "*" or tag in _tags(expected, weak=False):
            return
        what = _STALE.filled(
            version=current.version,
            at=f"{current.recorded_at:%Y-%m-%d %H:%M:%S} UTC",
            by=current.recorded_by or "–",
        )
        raise RequestError(HTTPStatus.PRECONDITION_FAILED, Fault("If-Match", what, (tag,)))

    return check


def _tags(header: str, *, weak: bool) -> set[str]:
    return {tag for mark, tag in _TAG.findall(header) if weak or not mark}


_STALE = Text(
    "version {version} is current, recorded {at} by {by}: read it, take over what it changed, and"
    " send yours again with its tag",
    "la versión vigente es la {version}, registrada {at} por {by}: léala, incorpore lo que cambió y"
    " envíe la suya de nuevo con su etiqueta",
)
