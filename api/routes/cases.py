"""The documented cases."""

from litestar import Controller, Response, get
from litestar.params import FromPath

from api.access.principal import Scope, needs
from api.bodies import spoken
from api.problems import problems
from api.service import Preferred, Serving, named
from api.views.sources import CasesView, CaseView, case_view, cases_view
from engine.text import Text

_CASE = Text("documented case", "caso documentado")


class CasesController(Controller):
    path = "/v1/cases"
    tags = ("knowledge",)
    opt = needs(Scope.read)

    @get(
        sync_to_thread=True,
        summary="List the documented cases",
        responses=problems(400),
    )
    def list(self, service: Serving, language: Preferred) -> Response[CasesView]:
        return spoken(cases_view(list(service.knowledge.cases.values())), language)

    @get(
        "/{slug:str}",
        sync_to_thread=True,
        summary="Show a documented case with its profile",
        responses=problems(400, 404),
    )
    def show(
        self, slug: FromPath[str], service: Serving, language: Preferred
    ) -> Response[CaseView]:
        return spoken(case_view(named(service.knowledge.cases, slug, _CASE)), language)
