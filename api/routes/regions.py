"""Advice for several linked localities together."""

from litestar import Controller, Response, post
from litestar.params import RawBody

from api.access.principal import Scope, needs
from api.bodies import read_body, spoken
from api.joint_requests import joint_models
from api.problems import problems
from api.requests import read_request
from api.service import HttpRequest, Preferred, Serving
from engine.region import advise_region
from engine.region_answer import RegionAnswer


class RegionsController(Controller):
    path = "/v1/regions"
    tags = ("advice",)
    opt = needs(Scope.advise, cost=10)

    @post(
        status_code=200,
        sync_to_thread=True,
        summary="Where pressure moves between linked localities, and what to do together",
        responses=problems(400, 413, 415, 422, 503),
        opt={"takes": "region"},
    )
    def advise(
        self, request: HttpRequest, body: RawBody, service: Serving, language: Preferred
    ) -> Response[RegionAnswer]:
        """Pressure on one place may move to a linked one that offers an outlet, vulnerable people,
        corruptible officials or weaker enforcement. The answer names them with reasons."""
        asked = read_request(joint_models(service.knowledge).region, read_body(request, body))
        chosen = asked.language or language
        answer = service.evaluate(
            advise_region,
            service.knowledge,
            {"localities": asked.localities, "links": asked.links},
            language=chosen,
            weights=asked.weights,
        )
        return spoken(answer, chosen)
