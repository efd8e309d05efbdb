"""Where one signs in and out."""

from http import HTTPStatus
from typing import Any

from litestar import Response, get, post
from litestar.params import RawBody
from litestar.response import Redirect

from api.access.principal import PUBLIC, needs
from api.access.session import sign_in, sign_out
from api.language import language_in
from api.pages.forms import one, read_form
from api.pages.frame import frame_of
from api.pages.page import PageResponse
from api.pages.sign_in.context import SignInPage
from api.problems import RequestError
from api.service import HttpRequest, Serving


@get("/sign-in", sync_to_thread=False, opt=needs(PUBLIC))
def ask(request: HttpRequest) -> PageResponse:
    frame = frame_of(request)
    return PageResponse(SignInPage(frame, frame.home))


@post("/sign-in", status_code=200, opt=needs(PUBLIC))
async def enter(request: HttpRequest, body: RawBody, service: Serving) -> Response[Any]:
    """Take a key and lead to where the reader wanted to go, with a session."""
    frame, form = frame_of(request), read_form(request, body)
    to = _within(one(form, "to")) or frame.home
    try:
        cookie = await sign_in(service.door, request, one(form, "key"))
    except RequestError as error:
        if error.status != HTTPStatus.UNAUTHORIZED:
            raise
        fault = error.faults[0].what.in_(frame.language)
        return PageResponse(SignInPage(frame, to, fault), HTTPStatus.UNAUTHORIZED)
    return Redirect(to, status_code=303, cookies=[cookie])


@post("/sign-out", status_code=303, opt=needs(PUBLIC))
async def leave(request: HttpRequest, service: Serving) -> Redirect:
    cookie = await sign_out(service.door, request)
    return Redirect(frame_of(request).to("sign-in"), status_code=303, cookies=[cookie])


def _within(place: str) -> str | None:
    """A place among our own pages; nobody is led elsewhere by an address that was sent around."""
    return place if language_in(place) and "\\" not in place and place.isprintable() else None


SIGN_IN = (ask, enter, leave)
