"""The claims of the reports, each with the place where it stands."""

from litestar import Controller, Response, get
from litestar.params import FromPath, FromQuery

from api.access.principal import Scope, needs
from api.bodies import spoken
from api.filters import among
from api.problems import problems
from api.service import Preferred, Serving, named
from api.views.sources import ClaimsView, ClaimView, claim_view, claims_view
from engine.text import Text

_CLAIM = Text("claim", "afirmación")


class ClaimsController(Controller):
    path = "/v1/claims"
    tags = ("knowledge",)
    opt = needs(Scope.read)

    @get(
        sync_to_thread=True,
        summary="List the claims of the reports",
        responses=problems(400, 422),
    )
    def list(
        self, service: Serving, language: Preferred, report: FromQuery[str | None] = None
    ) -> Response[ClaimsView]:
        known = service.knowledge
        found = among(known.claims.values(), known.reports, report=report)
        return spoken(claims_view(known, found, language), language)

    @get(
        "/{claim_id:str}",
        sync_to_thread=True,
        summary="Show a claim",
        responses=problems(400, 404),
    )
    def show(
        self, claim_id: FromPath[str], service: Serving, language: Preferred
    ) -> Response[ClaimView]:
        claim = named(service.knowledge.claims, claim_id, _CLAIM)
        return spoken(claim_view(service.knowledge, claim, language), language)
