"""Where the advice for a locality is."""

from litestar import get
from litestar.params import FromPath

from api.access.principal import Scope, needs
from api.pages.frame import Framed
from api.pages.locality.context import LocalityPage
from api.pages.page import PageResponse
from api.pages.visitor import Visiting
from api.routes.localities import kept_locality
from api.service import Preferred, Serving
from engine.advice import advise


@get("/localities/{locality_id:str}", sync_to_thread=True, opt=needs(Scope.advise, cost=5))
def show_locality(
    *,
    locality_id: FromPath[str],
    frame: Framed,
    service: Serving,
    visitor: Visiting,
    language: Preferred,
) -> PageResponse:
    """The advice on a locality's current version."""
    kept = kept_locality(service, visitor.principal, locality_id)
    answer = advise(service.knowledge, kept.profile, language=language)
    case = service.knowledge.cases.get(kept.locality.case or "")
    return PageResponse(LocalityPage(frame, kept, answer, case))
