"""Forms as browsers send them: every field with all that was given for it, as text."""

from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qs

from litestar.params import RawBody

from api.problems import RequestError
from api.service import HttpRequest
from engine.errors import Fault
from engine.text import Text

Form = dict[str, tuple[str, ...]]
KIND: Final = "application/x-www-form-urlencoded"
_MOST_FIELDS = 5_000


def read_form(request: HttpRequest, body: RawBody) -> Form:
    """The fields of a form, blank ones too.

    Raises:
        RequestError: it is no form, is not UTF-8, or has more fields than any of ours.
    """
    if body and request.content_type[0] != KIND:
        raise RequestError(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE, Fault("Content-Type", _NO_FORM, (KIND,))
        )
    try:
        given = parse_qs(
            body.decode("utf-8"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MOST_FIELDS,
        )
    except ValueError:
        raise RequestError(HTTPStatus.BAD_REQUEST, Fault("body", _UNREADABLE)) from None
    return {field: tuple(said) for field, said in given.items()}


def one(form: Form, field: str) -> str:
    """What was given for a field; empty when nothing was."""
    return form.get(field, ("",))[0]


_NO_FORM = Text("this takes a form", "esto admite un formulario")
_UNREADABLE = Text("the form cannot be read", "no se puede leer el formulario")
