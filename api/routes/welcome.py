"""The first page: what this is, where the documentation is, one request to try."""

from typing import cast

from litestar import Response, get
from litestar.response import Redirect
from pydantic import BaseModel

from api.access.principal import Scope, needs
from api.bodies import spoken
from api.docs_page import DOCS
from api.pages.addresses import address
from api.problems import problems
from api.service import HttpRequest, Preferred, Who
from engine.text import Text

_ABOUT = Text(
    "Remanso ranks what can be done about organised-crime violence in a locality, and shows its"
    " reasons.",
    "Remanso ordena lo que se puede hacer frente a la violencia del crimen organizado en una"
    " localidad y muestra sus razones.",
)


class Welcome(BaseModel):
    about: str
    docs: str
    openapi: str
    try_this: str


@get(
    "/",
    sync_to_thread=False,
    summary="Say where things are",
    tags=["health"],
    responses=problems(400),
    opt=needs(Scope.read),
)
def welcome(request: HttpRequest, principal: Who, language: Preferred) -> Response[Welcome]:
    """A browser is led to the pages in its reader's language."""
    kinds = ["application/json", "text/html"]
    if request.accept.best_match(kinds, kinds[0]) == "text/html":
        headers = {"Vary": "Accept, Accept-Language"}
        return cast(
            "Response[Welcome]", Redirect(address(language), status_code=302, headers=headers)
        )
    base = str(request.base_url).rstrip("/")
    found = Welcome(
        about=_ABOUT.in_(language),
        docs=f"{base}{DOCS}",
        openapi=f"{base}{DOCS}/openapi.json",
        try_this=example_request(base, keyed=principal.key is not None),
    )
    return spoken(found, language)


def example_request(base: str, *, keyed: bool) -> str:
    """A request to paste into a terminal; the key, where one is needed, in its own variable."""
    key = ' -H "Authorization: Bearer $REMANSO_KEY"' if keyed else ""
    return (
        f"curl -s {base}/v1/advice{key} -H 'Content-Type: application/json'"
        """ -d '{"case": "guayaquil-2024", "explain": "summary"}'"""
    )
