"""Decisions: advice on a kept locality, stored with all that it depended on."""

import uuid
from http import HTTPStatus
from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath, RawBody

from api.access.principal import Principal, Scope, needs
from api.bodies import answered, read_body, spoken
from api.dossier.composing import NOT_KEPT, dossier, file_name, question_of, traced
from api.once import Repeatable
from api.preconditions import UNCHANGED, IfNoneMatch, content_tag, tagged, unless_known
from api.problems import RequestError, problems
from api.replay import replay
from api.requests import DecisionRequest, RefusedError, read_request
from api.routes.localities import Limit, Offset, kept_locality
from api.service import Asker, HttpRequest, Preferred, Service, Serving, Who
from api.store import decisions, localities, rulesets
from api.store.localities import Kept
from api.store.tables import Decision
from api.store.writing import Store
from api.views.decisions import DecisionsView, ReplayView, decisions_view
from api.written import advise
from engine.answer import Answer
from engine.errors import Fault, NotFoundError
from engine.text import Text

_DECISION = Text("decision", "decisión")
ZIP = "application/zip"


class LocalityDecisionsController(Controller):
    path = "/v1/localities/{locality_id:str}/decisions"
    tags = ("decisions",)

    @post(
        sync_to_thread=True,
        summary="Decide: evaluate a locality's profile and store the answer",
        responses=problems(400, 404, 413, 415, 422, 503),
        opt=needs(Scope.write, cost=5, takes="decision", optional=True),
    )
    def decide(
        self,
        *,
        request: HttpRequest,
        locality_id: FromPath[str],
        body: RawBody,
        service: Serving,
        principal: Who,
        language: Preferred,
        asked_by: Asker,
        keyed: Repeatable,
    ) -> Response[Answer]:
        """Without a body: the current version, in the preferred language."""
        attempt = keyed.attempt(body)
        if earlier := attempt.earlier:
            return earlier
        asked = read_request(service.requests.decision, read_body(request, body, optional=True))
        kept = _version(service, principal, locality_id, asked)
        knowledge = service.knowledge  # one rule base for answer and record
        answer = service.evaluate(
            advise,
            knowledge,
            kept.profile,
            language=asked.language or language,
            explain=asked.explain,
            weights=asked.weights,
            decision_id=uuid.uuid4().hex,
        )
        rulesets.keep(service.database, knowledge)

        def write(store: Store) -> Response[Answer]:
            decisions.store(
                store,
                principal.organisation,
                answer,
                locality_id=locality_id,
                version=kept.version.version,
                weights=asked.weights,
                asked_by=asked_by,
            )
            location = f"/v1/decisions/{answer.decision_id}"
            sent = answered(answer.body, answer.language, 201, location)
            return tagged(sent, content_tag(answer.body))

        return attempt.keep(write)

    @get(
        sync_to_thread=True,
        summary="List a locality's decisions, oldest first",
        responses=problems(400, 404),
        opt=needs(Scope.read),
    )
    def list(
        self,
        *,
        locality_id: FromPath[str],
        service: Serving,
        principal: Who,
        language: Preferred,
        limit: Limit = 20,
        offset: Offset = 0,
    ) -> Response[DecisionsView]:
        kept_locality(service, principal, locality_id)
        found, total = decisions.page(
            service.database, principal.organisation, locality_id, limit, offset
        )
        return spoken(decisions_view(found, total, limit, offset), language)


class DecisionsController(Controller):
    path = "/v1/decisions"
    tags = ("decisions",)

    @get(
        "/{decision_id:str}",
        sync_to_thread=True,
        summary="Show a stored answer, byte for byte as it was given",
        responses={**problems(400, 404), **UNCHANGED},
        opt=needs(Scope.read),
    )
    def show(
        self,
        decision_id: FromPath[str],
        service: Serving,
        principal: Who,
        known: IfNoneMatch = None,
    ) -> Response[Answer]:
        decision = kept_decision(service, principal, decision_id)
        response = answered(decision.answer, decision.language)
        return unless_known(response, content_tag(decision.answer), known)

    @get(
        "/{decision_id:str}/replay",
        sync_to_thread=True,
        summary="Ask the stored question again of the stored rules: do the bytes agree?",
        responses=problems(400, 404, 503),
        opt=needs(Scope.read, cost=5),
    )
    def replay(
        self, decision_id: FromPath[str], service: Serving, principal: Who, language: Preferred
    ) -> Response[ReplayView]:
        """And what today's rules would say otherwise, when they are others."""
        decision = kept_decision(service, principal, decision_id)
        kept = localities.find(
            service.database, principal.organisation, decision.locality_id, decision.version
        )
        assert kept is not None  # a foreign key holds it, and a trigger keeps it
        rules = rulesets.of(service.database, decision, service.knowledge)
        view = service.evaluate(replay, service.knowledge, rules, decision, kept.profile, language)
        return spoken(view, language)

    @get(
        "/{decision_id:str}/dossier",
        media_type=ZIP,
        sync_to_thread=True,
        summary="Take a decision away in one signed file, with all that it rests on",
        responses=problems(400, 404, 409, 503),
        opt=needs(Scope.read, cost=5),
    )
    def dossier(
        self, decision_id: FromPath[str], service: Serving, principal: Who
    ) -> Response[bytes]:
        """Profile, rules, claims, trace, versions and answer: `remanso verify-dossier` checks it.

        The same decision gives the same bytes for as long as program and key stay.
        """
        decision = kept_decision(service, principal, decision_id)
        kept = localities.find(
            service.database, principal.organisation, decision.locality_id, decision.version
        )
        assert kept is not None  # a foreign key holds it, and a trigger keeps it
        rules = rulesets.of(service.database, decision, service.knowledge)
        if rules is None:
            raise RequestError(HTTPStatus.CONFLICT, Fault("decision_id", NOT_KEPT))
        question = question_of(decision, kept.version)
        found = service.evaluate(traced, service.knowledge, question, rules)
        content = dossier(decision, kept.version, rules, service.signing_key, found)
        named = f'attachment; filename="{file_name(decision.id)}"'
        return Response(content, media_type=ZIP, headers={"Content-Disposition": named})


def _version(
    service: Service, principal: Principal, locality_id: str, asked: DecisionRequest
) -> Kept:
    """The version asked for, or the current one.

    Raises:
        NotFoundError: there is no such locality.
        RefusedError: it has no such version.
    """
    current = kept_locality(service, principal, locality_id)
    if asked.version is None:
        return current
    kept = localities.find(service.database, principal.organisation, locality_id, asked.version)
    if kept is None:
        what = Text("there is no such version", "no hay tal versión")
        allowed = tuple(str(n) for n in range(1, current.version.version + 1))
        raise RefusedError([Fault("version", what, allowed)])
    return kept


def kept_decision(service: Service, principal: Principal, decision_id: str) -> Decision:
    """A stored decision of the organisation.

    Raises:
        NotFoundError: it has none of that name.
    """
    decision = decisions.find(service.database, principal.organisation, decision_id)
    if decision is None:
        raise NotFoundError(_DECISION, decision_id, ())
    return decision


def decided_on(service: Service, principal: Principal, decision: Decision) -> Any:
    """The version of the profile that a decision was made on, as it was given."""
    kept = localities.find(
        service.database, principal.organisation, decision.locality_id, decision.version
    )
    assert kept is not None  # a foreign key holds it, and a trigger keeps it
    return kept.profile
