"""What went wrong, told as problem details (RFC 9457): where, what, what is allowed, the nearest.

Every error that leaves the server has this one shape, in the caller's language.
"""

import json
import traceback
from collections.abc import Iterable, Iterator, Mapping
from http import HTTPStatus
from typing import Any

import structlog
from litestar import Request, Response
from litestar.exceptions import (
    HTTPException,
    MethodNotAllowedException,
    NotFoundException,
    ValidationException,
)
from litestar.openapi.datastructures import ResponseSpec
from pydantic import BaseModel, Field
from sqlalchemy.exc import SQLAlchemyError

from api.heads import taken
from api.language import language_in, negotiate
from api.request_ids import request_id
from engine.errors import (
    EvaluationError,
    Fault,
    FaultsError,
    KnowledgeError,
    NotFoundError,
    nearest,
)
from engine.json_reading import NotJsonError
from engine.text import Language, Text

MEDIA_TYPE = "application/problem+json"
MAXIMUM_FAULTS = 100
MAXIMUM_VALUE = 200
URN = "urn:remanso:problem:"  # before the name of each type
METHOD, ADDRESS = "method", "address"  # the fields of faults that are in neither body nor query
BODY = "body"  # where a request's JSON is kept for the report of its faults

_log = structlog.get_logger("remanso")

_TITLES: Mapping[int, Text] = {
    400: Text("The request cannot be read", "No se puede leer la solicitud"),
    401: Text("It is not known who asks", "No se sabe quién pide"),
    403: Text("That is not allowed to who asks", "Eso no le está permitido a quien lo pide"),
    404: Text("There is no such thing", "No existe"),
    405: Text("This address does not take that method", "Esta dirección no admite ese método"),
    406: Text("It cannot be had in that form", "No se puede obtener en esa forma"),
    409: Text("That cannot be done as things stand", "Eso no se puede hacer tal como está todo"),
    412: Text("It has changed meanwhile", "Ha cambiado entretanto"),
    413: Text("The body is too large", "El cuerpo es demasiado grande"),
    415: Text("The body is not of a kind taken here", "El cuerpo no es de un tipo admitido aquí"),
    421: Text("This server is not called that", "Este servidor no se llama así"),
    422: Text("What was sent is refused", "Lo enviado no se admite"),
    429: Text("That is too much at once", "Es demasiado a la vez"),
    500: Text("The server failed", "El servidor falló"),
    503: Text("The database cannot be reached", "No se puede acceder a la base de datos"),
}
# Those that share a status with another one, by the name that their error has.
_KINDS: Mapping[str, Text] = {
    "busy": Text("Too much is asked at the moment", "Se pide demasiado en este momento"),
    "overtime": Text("The evaluation took too long", "La evaluación tardó demasiado"),
    "stopping": Text("The server is about to stop", "El servidor está por detenerse"),
    "not-ready": Text("The server is not ready", "El servidor no está listo"),
    "rules-refused": Text("The rules are refused", "Las reglas no se admiten"),
}
_SLUGS: Mapping[int, str] = {
    400: "unreadable",
    401: "unauthorised",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    409: "conflict",
    412: "changed-meanwhile",
    413: "too-large",
    415: "media-type",
    421: "misdirected",
    422: "refused",
    429: "too-many",
    500: "failure",
    503: "unavailable",
}


class FaultOut(BaseModel):
    """One thing that is wrong with a request."""

    field: str = Field(
        description="The field, with dots: profile.factors.prison_control; in a 404 the kind of"
        " thing that was not found: documented_case. The same in every language."
    )
    what: str = Field(description="What is wrong with it.")
    value: Any = Field(None, description="The value found there, if it is short.")
    allowed: list[str] = Field([], description="What is allowed, if it can be listed.")
    nearest: str | None = Field(None, description="The allowed name most like the one given.")


class Problem(BaseModel):
    """Problem details as RFC 9457 defines them, with all faults together."""

    type: str = Field(description="Names the kind of problem, in any language.")
    title: str
    status: int
    detail: str
    instance: str = Field(description="The address that was asked for.")
    request: str = Field(description="The request's name, as in X-Request-ID and in the log.")
    faults: list[FaultOut] = []


class UnavailableError(HTTPException):
    """Something that the server needs is not there."""

    status_code = 503


class BusyError(HTTPException):
    """As many evaluations wait as may; ``after`` so many seconds there may be room."""

    status_code = 503
    kind = "busy"

    def __init__(self, after: int) -> None:
        super().__init__(headers={"Retry-After": str(after)})


class GoneError(HTTPException):
    """Who asked went away while the request waited; nobody reads the answer."""

    status_code = 503
    kind = "busy"


class OvertimeError(HTTPException):
    """An evaluation was ended because it took too long."""

    status_code = 503
    kind = "overtime"


class StoppingError(HTTPException):
    """The server finishes what it has, and takes nothing new."""

    status_code = 503
    kind = "stopping"

    def __init__(self) -> None:
        super().__init__(headers={"Retry-After": "5", "Connection": "close"})


class MisdirectedError(HTTPException):
    """The request calls the server by a name that is not its own."""

    status_code = 421


class ConflictError(HTTPException):
    """Somebody else wrote at the same time, again and again."""

    status_code = 409


class NotReadyError(FaultsError):
    """The server should not be sent requests at the moment."""


class RequestError(FaultsError):
    """A request is refused before its body is looked at; ``status`` says how."""

    def __init__(
        self, status: HTTPStatus, *faults: Fault, headers: Mapping[str, str] | None = None
    ) -> None:
        self.status = status
        self.headers = headers
        super().__init__(faults)


def title(status: int) -> Text:
    """What a problem of that status is called."""
    return _TITLES[status]


def problems(*statuses: int) -> dict[int, ResponseSpec]:
    """The problems that a handler can answer with, for its description in OpenAPI."""
    return {
        status: ResponseSpec(
            data_container=Problem,
            description=_TITLES[status].en,
            media_type=MEDIA_TYPE,
            generate_examples=False,
        )
        for status in statuses
    }


def of_faults(request: Request[Any, Any, Any], error: FaultsError) -> Response[Problem]:
    """A caller's mistakes: 400 when the body is not JSON, else 422."""
    status = 400 if isinstance(error, NotJsonError) else 422
    kind = "rules-refused" if isinstance(error, KnowledgeError) else None
    headers = None
    if isinstance(error, NotReadyError):
        status, kind = 503, "not-ready"
    if isinstance(error, RequestError):
        status, headers = error.status, error.headers
    language = language_of(request)
    shown = error.faults[:MAXIMUM_FAULTS]
    given = request.state.get(BODY) or dict(request.query_params)
    sentence = "; ".join(fault.sentence(language) for fault in shown[:3])
    if len(error.faults) > 3:
        more = Text("; and {n} more", "; y {n} más").filled(n=len(error.faults) - 3)
        sentence += more.in_(language)
    told = [fault_out(fault, given, language) for fault in shown]
    return respond(request, status, sentence, told, headers, kind=kind)


def of_missing(request: Request[Any, Any, Any], error: NotFoundError) -> Response[Problem]:
    language = language_of(request)
    what = error.what.in_(language)
    field = error.kind.en.replace(" ", "_")  # for programs: the same in every language
    fault = FaultOut(field=field, what=what, value=_short(error.name), nearest=error.nearest)
    return respond(request, 404, error.sentence(language), [fault])


def of_http(request: Request[Any, Any, Any], error: HTTPException) -> Response[Problem]:
    """What the framework refuses: no such address, method, parameter, or too large a body."""
    language = language_of(request)
    status = error.status_code if error.status_code in _TITLES else 400
    faults = list(_refused(request, error))
    kind = getattr(error, "kind", _SLUGS[status])
    detail = "; ".join(fault.sentence(language) for fault in faults)
    detail = detail or _DETAILS.get(kind, _title(status, kind)).in_(language)
    given = {**request.headers, **request.query_params, METHOD: request.method}
    given[ADDRESS] = request.url.path
    told = [fault_out(fault, given, language) for fault in faults]
    return respond(request, status, detail, told, error.headers, kind=kind)


def of_database(request: Request[Any, Any, Any], error: SQLAlchemyError) -> Response[Problem]:
    """A database that is not there, or had no time."""
    why = type(getattr(error, "orig", None) or error).__name__  # its words may name values
    _log.error("database", route=route_of(request.scope), kind=why)
    return respond(request, 503, _TITLES[503].in_(language_of(request)))


def of_installation(request: Request[Any, Any, Any], error: FaultsError) -> Response[Problem]:
    """What whoever runs the server must mend: the log says what, the caller only that it failed."""
    _log.error("installation", path=request.url.path, faults=error.sentences("en"))
    return respond(request, 500, _TITLES[500].in_(language_of(request)))


def of_evaluation(request: Request[Any, Any, Any], error: EvaluationError) -> Response[Problem]:
    """What cannot be evaluated: in practice lists so long that their pairs are too many."""
    _log.error("evaluation", route=route_of(request.scope), kind=type(error).__name__)
    return respond(request, 422, _TOO_MUCH.in_(language_of(request)))


def of_anything(request: Request[Any, Any, Any], error: Exception) -> Response[Problem]:
    """A bug: the caller gets the news, the log the way to it but no values: they are profiles."""
    trace = "".join([*traceback.format_tb(error.__traceback__), *getattr(error, "__notes__", ())])
    route = route_of(request.scope)
    _log.error("failure", route=route, kind=type(error).__name__, trace=trace)
    return respond(request, 500, _TITLES[500].in_(language_of(request)))


def respond(
    request: Request[Any, Any, Any],
    status: int,
    detail: str,
    faults: Iterable[FaultOut] = (),
    headers: Mapping[str, str] | None = None,
    *,
    kind: str | None = None,
) -> Response[Problem]:
    """A problem as a response, in the language that the request prefers."""
    language = language_of(request)
    kind = kind or _SLUGS[status]
    problem = Problem(
        type=f"{URN}{kind}",
        title=_title(status, kind).in_(language),
        status=status,
        detail=detail,
        instance=request.scope.get("raw_path", b"").decode("latin-1").partition("?")[0],
        request=request_id(request.scope),
        faults=list(faults),
    )
    return Response(
        problem,
        status_code=status,
        media_type=MEDIA_TYPE,
        headers={**(headers or {}), "Content-Language": language, "Vary": "Accept-Language"},
    )


def problem_types() -> dict[str, Text]:
    """Every type of problem there is, without what all begin with, and its title."""
    return {**{_SLUGS[status]: title for status, title in _TITLES.items()}, **_KINDS}


def route_of(scope: Mapping[str, Any]) -> str:
    """The template of the address that was asked for, which names nobody: ``/v1/rules/{rule_id}``.

    What was not found has none; an address as it stands could be anything, and without end.
    """
    return str(scope.get("path_template") or "none")


def language_of(request: Request[Any, Any, Any]) -> Language:
    """The language of the address, if it names one; else the one that the request prefers."""
    return language_in(request.url.path) or negotiate(request.headers.get("accept-language"))


def fault_out(fault: Fault, given: Any, language: Language) -> FaultOut:
    return FaultOut(
        field=fault.where,
        what=fault.what.in_(language),
        value=_short(found_at(given, fault.where)),
        allowed=list(fault.allowed),
        nearest=fault.nearest,
    )


def found_at(value: Any, where: str) -> Any:
    """What stands in a JSON value at a dotted place; keys may have dots of their own."""
    if not where:
        return value
    parts = where.split(".")
    if isinstance(value, list):
        items = {str(index): item for index, item in enumerate(value)}
        return found_at(items.get(parts[0]), ".".join(parts[1:]))
    if isinstance(value, dict):
        for cut in range(len(parts), 0, -1):
            key = ".".join(parts[:cut])
            if key in value:
                return found_at(value[key], ".".join(parts[cut:]))
    return None


def _short(value: Any) -> Any:
    """A value worth repeating to the caller; long ones are left out."""
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False)
        text.encode()
    except (TypeError, ValueError):
        return None
    return value if len(text) <= MAXIMUM_VALUE else None


def _title(status: int, kind: str) -> Text:
    return _KINDS.get(kind, _TITLES[status])


_DETAILS: Mapping[str, Text] = {
    "conflict": Text(
        "Somebody else wrote at the same time", "Alguien más escribió al mismo tiempo"
    ),
    "busy": Text(
        "As many evaluations wait as may. Ask again after the seconds that Retry-After says.",
        "Ya esperan tantas evaluaciones como se admiten. Vuelva a pedirlo tras los segundos que"
        " indica Retry-After.",
    ),
    "overtime": Text(
        "The evaluation took longer than this server allows, and was ended. If the profile has"
        " long lists, shorten them.",
        "La evaluación tardó más de lo que este servidor permite y se interrumpió. Si el perfil"
        " tiene listas largas, acórtelas.",
    ),
    "stopping": Text(
        "The server finishes what it has and takes nothing new. Ask again in a moment.",
        "El servidor termina lo que tiene y no acepta nada nuevo. Vuelva a pedirlo en un momento.",
    ),
}
_TOO_MUCH = Text(
    "The evaluation could not be finished. If the profile has long lists, shorten them: list the"
    " groups, institutions, routes and prisons that matter most.",
    "No se pudo terminar la evaluación. Si el perfil tiene listas largas, acórtelas: indique los"
    " grupos, instituciones, rutas y cárceles que más importan.",
)
_LIMIT = Text("give a whole number from 1 to 100", "indique un número entero de 1 a 100")
_OFFSET = Text(
    "give a whole number from 0 to 1,000,000,000",
    "indique un número entero de 0 a 1 000 000 000",
)
_ASKER = Text("give 200 characters at most", "indique 200 caracteres como máximo")
_PARAMETERS: Mapping[str, tuple[str, Text]] = {
    "limit": ("limit", _LIMIT),
    "offset": ("offset", _OFFSET),
    "who": ("X-Asked-By", _ASKER),
}
_UNFIT = Text("the value does not fit", "el valor no es válido")
_OTHER_METHOD = Text(
    "this address does not take that method", "esta dirección no admite ese método"
)
_NO_ADDRESS = Text("there is nothing at this address", "no hay nada en esta dirección")


def _refused(request: Request[Any, Any, Any], error: HTTPException) -> Iterator[Fault]:
    """What the framework found wanting, in our words."""
    if isinstance(error, ValidationException):
        extra = error.extra if isinstance(error.extra, list) else []
        for item in extra:
            name = str(item.get("key", ""))
            yield Fault(*_PARAMETERS.get(name, (name, _UNFIT)))
    elif isinstance(error, MethodNotAllowedException):
        allow = (error.headers or {}).get("allow", "")
        yield Fault(METHOD, _OTHER_METHOD, tuple(taken(allow)))
    elif isinstance(error, NotFoundException):
        near = nearest(request.url.path, [r.path for r in request.app.routes if "{" not in r.path])
        yield Fault(ADDRESS, _NO_ADDRESS, nearest=near)
