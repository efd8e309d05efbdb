"""The rules, in words."""

from typing import get_args

from litestar import Controller, Response, get
from litestar.params import FromPath, FromQuery

from api.access.principal import Scope, needs
from api.bodies import spoken
from api.filters import among
from api.problems import problems
from api.service import Preferred, Serving, named
from api.views.rules import RulesView, RuleView, rule_view, rules_view
from engine.rule import Kind
from engine.text import Text

_RULE = Text("rule", "regla")


class RulesController(Controller):
    path = "/v1/rules"
    tags = ("knowledge",)
    opt = needs(Scope.read)

    @get(
        sync_to_thread=True,
        summary="List the rules",
        responses=problems(400, 422),
    )
    def list(
        self,
        service: Serving,
        language: Preferred,
        kind: FromQuery[str | None] = None,
        theme: FromQuery[str | None] = None,
    ) -> Response[RulesView]:
        rules = list(service.knowledge.rules.values())
        found = among(rules, get_args(Kind), kind=kind)
        found = among(found, (rule.theme for rule in rules), theme=theme)
        return spoken(rules_view(found, language), language)

    @get(
        "/{rule_id:str}",
        sync_to_thread=True,
        summary="Show a rule as a sentence, with its claims, limits and tests",
        responses=problems(400, 404),
    )
    def show(
        self, rule_id: FromPath[str], service: Serving, language: Preferred
    ) -> Response[RuleView]:
        rule = named(service.knowledge.rules, rule_id, _RULE)
        return spoken(rule_view(rule, service.knowledge, language), language)
