"""Where the advice for a locality is."""

from litestar import get
from litestar.params import FromPath

from api.pages.frame import Framed
from api.pages.locality.context import LocalityPage
from api.pages.page import PageResponse
from api.routes.localities import kept_locality
from api.service import Preferred, Serving
from engine.advice import advise


@get("/localities/{locality_id:str}", sync_to_thread=True)
def show_locality(
    locality_id: FromPath[str], frame: Framed, service: Serving, language: Preferred
) -> PageResponse:
    """The advice on a locality's current version."""
    kept = kept_locality(service, locality_id)
    answer = advise(service.knowledge, kept.profile, language=language)
    case = service.knowledge.cases.get(kept.locality.case or "")
    return PageResponse(LocalityPage(frame, kept, answer, case))
