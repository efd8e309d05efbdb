"""Which claim of the reports stands in which rule."""

from litestar import Controller, Response, get

from api.access.principal import Scope, needs
from api.bodies import spoken
from api.problems import problems
from api.service import Preferred, Serving
from api.views.coverage import CoverageView


class CoverageController(Controller):
    path = "/v1/coverage"
    tags = ("knowledge",)
    opt = needs(Scope.read)

    @get(
        sync_to_thread=True,
        summary="Show which claim stands in which rule, test and case, and what is missing",
        responses=problems(400, 503),
    )
    def show(self, service: Serving, language: Preferred) -> Response[CoverageView]:
        return spoken(service.coverage[language], language)
