"""Where the first page is."""

from typing import Annotated

from litestar import get
from litestar.params import QueryParameter

from api.access.principal import Scope, needs
from api.pages.frame import Framed
from api.pages.page import PageResponse
from api.pages.start.context import DRAFTS, PAGE_SIZE, StartPage
from api.pages.visitor import Visiting
from api.service import Serving
from api.store import drafts, localities

Number = Annotated[int, QueryParameter(ge=1, le=10**6)]


@get("/", sync_to_thread=True, opt=needs(Scope.read))
def start(frame: Framed, service: Serving, visitor: Visiting, page: Number = 1) -> PageResponse:
    ours = visitor.organisation
    own, total = localities.own(service.database, ours, PAGE_SIZE, (page - 1) * PAGE_SIZE)
    shown = StartPage(
        frame,
        documented=tuple(service.knowledge.cases.values()),
        own=tuple(own),
        own_total=total,
        by_name=tuple(localities.own_by_name(service.database, ours)),
        number=page,
        drafts=tuple(drafts.unfinished(service.database, ours, DRAFTS)),
    )
    return PageResponse(shown)
