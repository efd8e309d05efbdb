"""What is asked once advice was read: why, why not, what would change it, what if, how else."""

from litestar import Controller, Response, post
from litestar.params import RawBody

from api.access.principal import Scope, needs
from api.bodies import read_body, spoken
from api.problems import problems
from api.requests import read_request
from api.service import HttpRequest, Preferred, Serving
from engine.changes_told import what_would_change
from engine.contrast import contrast
from engine.followup import ChangesOut, ContrastOut, MethodsOut, WhatIfOut, WhyNotOut
from engine.methods import other_methods
from engine.whatif import what_if
from engine.whynot import why_not


class FollowUpsController(Controller):
    path = "/v1/advice"
    tags = ("advice",)
    opt = needs(Scope.advise, cost=10)

    @post(
        "/contrast",
        status_code=200,
        sync_to_thread=True,
        summary="Why one option stands above another",
        responses=problems(400, 413, 415, 422, 503),
        opt={"takes": "contrast"},
    )
    def contrast(
        self, request: HttpRequest, body: RawBody, service: Serving, language: Preferred
    ) -> Response[ContrastOut]:
        """The verdict first; then shares that add up exactly to the difference of the totals."""
        asked = read_request(service.requests.contrast, read_body(request, body))
        answer = service.evaluate(
            contrast,
            service.knowledge,
            service.profile(asked),
            asked.option,
            asked.above,
            language=asked.language or language,
            weights=asked.weights,
        )
        return spoken(answer, answer.language)

    @post(
        "/why-not",
        status_code=200,
        sync_to_thread=True,
        summary="Why an option does not stand higher",
        responses=problems(400, 413, 415, 422, 503),
        opt={"takes": "why_not"},
    )
    def why_not(
        self, request: HttpRequest, body: RawBody, service: Serving, language: Preferred
    ) -> Response[WhyNotOut]:
        """What fails and by how much, what holds it back, what speaks against it, what to ask."""
        asked = read_request(service.requests.why_not, read_body(request, body))
        answer = service.evaluate(
            why_not,
            service.knowledge,
            service.profile(asked),
            asked.option,
            language=asked.language or language,
            weights=asked.weights,
        )
        return spoken(answer, answer.language)

    @post(
        "/changes",
        status_code=200,
        sync_to_thread=True,
        summary="What would change the advice",
        responses=problems(400, 413, 415, 422, 503),
        opt={"takes": "changes"},
    )
    def changes(
        self, request: HttpRequest, body: RawBody, service: Serving, language: Preferred
    ) -> Response[ChangesOut]:
        """The smallest changes that policy can make; that there is none is an answer."""
        asked = read_request(service.requests.changes, read_body(request, body))
        answer = service.evaluate(
            what_would_change,
            service.knowledge,
            service.profile(asked),
            asked.option,
            asked.above,
            language=asked.language or language,
            weights=asked.weights,
        )
        return spoken(answer, answer.language)

    @post(
        "/what-if",
        status_code=200,
        sync_to_thread=True,
        summary="What a change of some factors would change",
        responses=problems(400, 413, 415, 422, 503),
        opt={"takes": "what_if"},
    )
    def what_if(
        self, request: HttpRequest, body: RawBody, service: Serving, language: Preferred
    ) -> Response[WhatIfOut]:
        """Ranks up and down, rules that start or stop firing, warnings that appear or go."""
        asked = read_request(service.requests.what_if, read_body(request, body))
        answer = service.evaluate(
            what_if,
            service.knowledge,
            service.profile(asked),
            asked.changes,
            language=asked.language or language,
            weights=asked.weights,
        )
        return spoken(answer, answer.language)

    @post(
        "/methods",
        status_code=200,
        sync_to_thread=True,
        summary="What other methods put first",
        responses=problems(400, 413, 415, 422, 503),
        opt={"takes": "methods"},
    )
    def methods(
        self, request: HttpRequest, body: RawBody, service: Serving, language: Preferred
    ) -> Response[MethodsOut]:
        """Eight other ways to put the criteria together: how many agree on the first three."""
        asked = read_request(service.requests.methods, read_body(request, body))
        answer = service.evaluate(
            other_methods,
            service.knowledge,
            service.profile(asked),
            language=asked.language or language,
            weights=asked.weights,
        )
        return spoken(answer, answer.language)
