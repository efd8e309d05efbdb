"""The forms that results can be had in, and which one a request wants."""

from collections.abc import Mapping
from http import HTTPStatus

from api.problems import RequestError
from api.service import HttpRequest
from engine.errors import Fault, nearest
from engine.text import Text

JSON = "application/json"
PARQUET = "application/vnd.apache.parquet"
CSV = "text/csv"
GEOJSON = "application/geo+json"
EVENTS = "text/event-stream"
MEDIA_TYPES: Mapping[str, str] = {
    "json": JSON,
    "parquet": PARQUET,
    "csv": CSV,
    "geojson": GEOJSON,
}


def form_wanted(request: HttpRequest, named: str | None, forms: tuple[str, ...], usual: str) -> str:
    """The form that the query names, else the one that Accept likes best, else the usual one.

    Raises:
        RequestError: the form named is none of these, or Accept takes none of them.
    """
    if named is not None:
        if named not in forms:
            fault = Fault("format", _UNKNOWN, forms, nearest(named, forms))
            raise RequestError(HTTPStatus.UNPROCESSABLE_ENTITY, fault)
        return named
    usual_first = sorted(forms, key=lambda form: form != usual)
    kinds = {MEDIA_TYPES[form]: form for form in usual_first}
    found = request.accept.best_match(list(kinds))
    if found is None:
        raise RequestError(HTTPStatus.NOT_ACCEPTABLE, Fault("Accept", _UNKNOWN, tuple(kinds)))
    return kinds[found]


_UNKNOWN = Text("it cannot be had in that form", "no se puede obtener en esa forma")
