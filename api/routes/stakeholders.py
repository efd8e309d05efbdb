"""One locality through several stakeholders' eyes."""

from litestar import Controller, Response, post
from litestar.params import RawBody

from api.access.principal import Scope, needs
from api.bodies import read_body, spoken
from api.joint_requests import joint_models
from api.problems import problems
from api.requests import read_request
from api.service import HttpRequest, Preferred, Serving
from engine.stakeholders import consult
from engine.stakeholders_answer import StakeholdersAnswer


class StakeholdersController(Controller):
    path = "/v1/advice/stakeholders"
    tags = ("advice",)
    opt = needs(Scope.advise, cost=10)

    @post(
        status_code=200,
        sync_to_thread=True,
        summary="Where stakeholders agree and part, and who can do what itself",
        responses=problems(400, 413, 415, 422, 503),
        opt={"takes": "stakeholders"},
    )
    def consult(
        self, request: HttpRequest, body: RawBody, service: Serving, language: Preferred
    ) -> Response[StakeholdersAnswer]:
        """Each stakeholder weighs the criteria otherwise; the reasons are the same for all."""
        asked = read_request(joint_models(service.knowledge).stakeholders, read_body(request, body))
        chosen = asked.language or language
        answer = service.evaluate(
            consult,
            service.knowledge,
            service.profile(asked),
            own=asked.stakeholders,
            language=chosen,
        )
        return spoken(answer, chosen)
