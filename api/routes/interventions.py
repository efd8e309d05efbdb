"""The catalogue of what can be done."""

from litestar import Controller, Response, get
from litestar.params import FromPath, FromQuery

from api.access.principal import Scope, needs
from api.bodies import spoken
from api.filters import among
from api.problems import problems
from api.service import Preferred, Serving, named
from api.views.interventions import (
    InterventionDetail,
    InterventionsView,
    intervention_detail,
    interventions_view,
)
from engine.text import Text

_INTERVENTION = Text("intervention", "intervención")


class InterventionsController(Controller):
    path = "/v1/interventions"
    tags = ("knowledge",)
    opt = needs(Scope.read)

    @get(
        sync_to_thread=True,
        summary="List the interventions, harmful ones included",
        responses=problems(400, 422),
    )
    def list(
        self, service: Serving, language: Preferred, family: FromQuery[str | None] = None
    ) -> Response[InterventionsView]:
        known = service.knowledge
        found = among(known.interventions.values(), known.families, family=family)
        return spoken(interventions_view(known, found, language), language)

    @get(
        "/{slug:str}",
        sync_to_thread=True,
        summary="Show an intervention with the rules that name it",
        responses=problems(400, 404),
    )
    def show(
        self, slug: FromPath[str], service: Serving, language: Preferred
    ) -> Response[InterventionDetail]:
        item = named(service.knowledge.interventions, slug, _INTERVENTION)
        return spoken(intervention_detail(service.knowledge, item, language), language)
