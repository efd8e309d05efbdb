"""Advice on request: answered, and not kept."""

from litestar import Controller, Response, post
from litestar.params import RawBody

from api.access.principal import Scope, needs
from api.bodies import answered, read_body
from api.problems import problems
from api.requests import read_request
from api.service import HttpRequest, Preferred, Serving
from api.written import advise
from engine.answer import Answer


class AdviceController(Controller):
    path = "/v1/advice"
    tags = ("advice",)
    opt = needs(Scope.advise, cost=5)

    @post(
        status_code=200,
        sync_to_thread=True,
        summary="Rank all interventions for a locality, with reasons",
        responses=problems(400, 413, 415, 422, 503),
        opt={"takes": "advice"},
    )
    def advise(
        self, request: HttpRequest, body: RawBody, service: Serving, language: Preferred
    ) -> Response[Answer]:
        """The question is a profile or a documented case; nothing is kept."""
        asked = read_request(service.requests.advice, read_body(request, body))
        answer = service.evaluate(
            advise,
            service.knowledge,
            service.profile(asked),
            language=asked.language or language,
            explain=asked.explain,
            weights=asked.weights,
        )
        return answered(answer.body, answer.language)
