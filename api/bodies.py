"""Bodies in and out: JSON that was declared as such, and answers in one language."""

import re
from http import HTTPStatus
from typing import Any, TypeVar, cast

from litestar import Response
from litestar.params import RawBody

from api.problems import BODY, RequestError
from api.service import HttpRequest
from engine.answer import Answer
from engine.errors import Fault
from engine.json_reading import NotJsonError, read_json
from engine.text import Language, Text

T = TypeVar("T")
_JSON = re.compile(r"application/([\w.!#$&^+-]+\+)?json", re.IGNORECASE)


def read_body(request: HttpRequest, body: RawBody, *, optional: bool = False) -> Any:
    """The JSON of a request; ``{}`` when it is optional and not there.

    A body must be declared as JSON: a web page of another origin cannot declare that without
    asking first, so no page can make a visitor's browser write here.

    Raises:
        RequestError: it is not declared as JSON.
        NotJsonError: it is not JSON.
    """
    if not body and optional:
        return {}
    if not is_json(request.content_type[0]):
        raise RequestError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, _UNDECLARED)
    if not body:
        raise NotJsonError([_EMPTY])
    value = read_json(body)
    request.state[BODY] = value
    return value


def is_json(kind: str) -> bool:
    """Whether a media type is one of JSON."""
    return _JSON.fullmatch(kind) is not None


def answered(
    body: bytes, language: str, status: int = 200, location: str | None = None
) -> Response[Answer]:
    """An answer's bytes, sent as they are."""
    response = Response(
        body,
        media_type="application/json",
        status_code=status,
        headers=_headers(language, location),
    )
    return cast("Response[Answer]", response)  # for OpenAPI: these bytes are an answer


def spoken(
    content: T, language: Language, status: int = 200, location: str | None = None
) -> Response[T]:
    """Anything with words in it, labelled with their language."""
    return Response(content, status_code=status, headers=_headers(language, location))


def _headers(language: str, location: str | None) -> dict[str, str]:
    headers = {"Content-Language": language, "Vary": "Accept-Language"}
    return headers if location is None else {**headers, "Location": location}


_UNDECLARED = Fault(
    "Content-Type",
    Text("the body must be declared as JSON", "el cuerpo debe declararse como JSON"),
    ("application/json",),
)
_EMPTY = Fault("body", Text("the body is empty; send JSON", "el cuerpo está vacío; envíe JSON"))
