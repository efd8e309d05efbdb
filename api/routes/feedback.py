"""Feedback on decisions and outcomes after them; kept for people, never used by the machine."""

from collections.abc import Mapping
from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath, RawBody

from api.access.principal import Scope, needs
from api.bodies import read_body, spoken
from api.feedback import FeedbackRequest, OutcomeRequest, feedback_of, outcome_of
from api.once import Repeatable
from api.problems import problems
from api.requests import read_request
from api.routes.decisions import kept_decision
from api.routes.localities import Limit, Offset
from api.service import Asker, HttpRequest, Preferred, Serving, Who
from api.store import feedback
from api.store.writing import Store
from api.views.feedback import (
    FeedbackList,
    FeedbackReceipt,
    OutcomeReceipt,
    OutcomesList,
    feedback_list,
    feedback_receipt,
    outcome_receipt,
    outcomes_list,
)
from engine.errors import NotFoundError
from engine.text import Text

_RULE = Text("rule", "regla")
_INTERVENTION = Text("intervention", "intervención")


class DecisionFeedbackController(Controller):
    path = "/v1/decisions/{decision_id:str}"
    tags = ("feedback",)

    @post(
        "/feedback",
        sync_to_thread=True,
        summary="Say what was done with a decision, or with one option or rule in it",
        responses=problems(400, 404, 413, 415, 422),
        opt=needs(Scope.write, takes="feedback"),
    )
    def add_feedback(
        self,
        *,
        request: HttpRequest,
        decision_id: FromPath[str],
        body: RawBody,
        service: Serving,
        principal: Who,
        language: Preferred,
        asked_by: Asker,
        keyed: Repeatable,
    ) -> Response[FeedbackReceipt]:
        """It is kept with the rules that spoke, and changes nothing by itself."""
        attempt = keyed.attempt(body)
        if earlier := attempt.earlier:
            return earlier
        asked = read_request(FeedbackRequest, read_body(request, body))
        item, rules = feedback_of(asked, kept_decision(service, principal, decision_id), asked_by)

        def write(store: Store) -> Response[FeedbackReceipt]:
            kept = feedback.add(store, item, rules)
            named = [link.rule for link in rules]
            return spoken(feedback_receipt(kept, named, language), language, 201)

        return attempt.keep(write)

    @get(
        "/feedback",
        sync_to_thread=True,
        summary="List what was done with a decision, the first first",
        responses=problems(400, 404),
        opt=needs(Scope.read),
    )
    def list_feedback(
        self,
        *,
        decision_id: FromPath[str],
        service: Serving,
        principal: Who,
        language: Preferred,
        limit: Limit = 20,
        offset: Offset = 0,
    ) -> Response[FeedbackList]:
        kept_decision(service, principal, decision_id)
        found = feedback.of_decision(
            service.database, principal.organisation, decision_id, limit, offset
        )
        return spoken(feedback_list(found, limit, offset, language), language)

    @post(
        "/outcomes",
        sync_to_thread=True,
        summary="Record something that was measured after a decision",
        responses=problems(400, 404, 413, 415, 422),
        opt=needs(Scope.write, takes="outcome"),
    )
    def add_outcome(
        self,
        *,
        request: HttpRequest,
        decision_id: FromPath[str],
        body: RawBody,
        service: Serving,
        principal: Who,
        language: Preferred,
        asked_by: Asker,
        keyed: Repeatable,
    ) -> Response[OutcomeReceipt]:
        """It is kept with its source, and changes nothing by itself."""
        attempt = keyed.attempt(body)
        if earlier := attempt.earlier:
            return earlier
        asked = read_request(OutcomeRequest, read_body(request, body))
        decision = kept_decision(service, principal, decision_id)
        item, rules = outcome_of(asked, decision, service.knowledge, asked_by)

        def write(store: Store) -> Response[OutcomeReceipt]:
            kept = feedback.add_outcome(store, item, rules)
            named = [link.rule for link in rules]
            return spoken(outcome_receipt(kept, named, service.knowledge, language), language, 201)

        return attempt.keep(write)

    @get(
        "/outcomes",
        sync_to_thread=True,
        summary="List what was measured after a decision, by the day measured",
        responses=problems(400, 404),
        opt=needs(Scope.read),
    )
    def list_outcomes(
        self,
        *,
        decision_id: FromPath[str],
        service: Serving,
        principal: Who,
        language: Preferred,
        limit: Limit = 20,
        offset: Offset = 0,
    ) -> Response[OutcomesList]:
        kept_decision(service, principal, decision_id)
        page = feedback.outcomes_of_decision(
            service.database, principal.organisation, decision_id, limit, offset
        )
        view = outcomes_list(page, service.knowledge, language, limit=limit, offset=offset)
        return spoken(view, language)


class KnowledgeFeedbackController(Controller):
    path = "/v1"
    tags = ("feedback",)

    @get(
        "/rules/{rule_id:str}/feedback",
        sync_to_thread=True,
        summary="List the feedback on what a rule spoke of, with counts",
        responses=problems(400, 404),
        opt=needs(Scope.read),
    )
    def of_rule(
        self,
        *,
        rule_id: FromPath[str],
        service: Serving,
        principal: Who,
        language: Preferred,
        limit: Limit = 20,
        offset: Offset = 0,
    ) -> Response[FeedbackList]:
        """Also of a rule that is gone, if feedback names it."""
        found = feedback.of_rule(service.database, principal.organisation, rule_id, limit, offset)
        _known(service.knowledge.rules, rule_id, _RULE, found.responses)
        return spoken(feedback_list(found, limit, offset, language), language)

    @get(
        "/rules/{rule_id:str}/outcomes",
        sync_to_thread=True,
        summary="List what was measured for options that a rule spoke of, by the day measured",
        responses=problems(400, 404),
        opt=needs(Scope.read),
    )
    def outcomes_of_rule(
        self,
        *,
        rule_id: FromPath[str],
        service: Serving,
        principal: Who,
        language: Preferred,
        limit: Limit = 20,
        offset: Offset = 0,
    ) -> Response[OutcomesList]:
        """Also of a rule that is gone. Nothing says that the rule, or the option, brought it."""
        page = feedback.outcomes_of_rule(
            service.database, principal.organisation, rule_id, limit, offset
        )
        _known(service.knowledge.rules, rule_id, _RULE, page.total)
        view = outcomes_list(page, service.knowledge, language, limit=limit, offset=offset)
        return spoken(view, language)

    @get(
        "/interventions/{slug:str}/feedback",
        sync_to_thread=True,
        summary="List the feedback on an intervention, with counts",
        responses=problems(400, 404),
        opt=needs(Scope.read),
    )
    def of_intervention(
        self,
        *,
        slug: FromPath[str],
        service: Serving,
        principal: Who,
        language: Preferred,
        limit: Limit = 20,
        offset: Offset = 0,
    ) -> Response[FeedbackList]:
        """Also on one that is gone, if feedback names it."""
        found = feedback.of_intervention(
            service.database, principal.organisation, slug, limit, offset
        )
        _known(service.knowledge.interventions, slug, _INTERVENTION, found.responses)
        return spoken(feedback_list(found, limit, offset, language), language)

    @get(
        "/interventions/{slug:str}/outcomes",
        sync_to_thread=True,
        summary="List what was measured for an intervention, by the day measured",
        responses=problems(400, 404),
        opt=needs(Scope.read),
    )
    def outcomes_of_intervention(
        self,
        *,
        slug: FromPath[str],
        service: Serving,
        principal: Who,
        language: Preferred,
        limit: Limit = 20,
        offset: Offset = 0,
    ) -> Response[OutcomesList]:
        page = feedback.outcomes_of_intervention(
            service.database, principal.organisation, slug, limit, offset
        )
        _known(service.knowledge.interventions, slug, _INTERVENTION, page.total)
        view = outcomes_list(page, service.knowledge, language, limit=limit, offset=offset)
        return spoken(view, language)


def _known(names: Mapping[str, Any], name: str, kind: Text, found: object) -> None:
    """Refuse a name that neither the rules of today nor anything kept knows.

    Raises:
        NotFoundError: naming the nearest.
    """
    if name not in names and not found:
        raise NotFoundError(kind, name, names)
