"""The rules as they are shown: in words made from their structure, with claims and tests."""

from typing import Any

from pydantic import BaseModel, Field

from engine.knowledge.model import Knowledge
from engine.rule import Kind, Rule, RuleTest, State, Status
from engine.text import Language
from engine.wording import Wording


class RuleBrief(BaseModel):
    id: str
    theme: str
    kind: Kind
    status: Status
    title: str
    strength: str | None
    interventions: list[str] = Field(description="Those it names; others it finds by a pattern.")


class RulesView(BaseModel):
    total: int
    items: list[RuleBrief]


class TestView(BaseModel):
    """An example that proves the rule: what is given, and what the rule must then do."""

    __test__ = False  # not a test of ours

    given: dict[str, Any]
    expect: State
    asks: list[str]
    reaches: list[str]


class RelatedView(BaseModel):
    id: str
    relation: str


class RuleView(RuleBrief):
    sentence: str = Field(description="The whole rule in words, made from its structure.")
    because: str
    supports: list[str] = Field(description="The claims that carry it.")
    limited_by: list[str] = Field(description="The claims that weaken or bound it.")
    limits: str = Field(description="Where it may mislead.")
    related: list[RelatedView]
    tests: list[TestView]
    content_hash: str


def rules_view(rules: list[Rule], language: Language) -> RulesView:
    items = [RuleBrief(**_brief(rule, language)) for rule in rules]
    return RulesView(total=len(items), items=items)


def rule_view(rule: Rule, knowledge: Knowledge, language: Language) -> RuleView:
    return RuleView(
        **_brief(rule, language),
        sentence=Wording(knowledge).rule(rule).in_(language),
        because=rule.because.in_(language),
        supports=list(rule.supports),
        limited_by=list(rule.limited_by),
        limits=rule.limits.in_(language),
        related=[RelatedView(id=item.id, relation=item.relation) for item in rule.related],
        tests=[_test(test) for test in rule.tests],
        content_hash=rule.content_hash,
    )


def _brief(rule: Rule, language: Language) -> dict[str, Any]:
    return {
        "id": rule.id,
        "theme": rule.theme,
        "kind": rule.kind,
        "status": rule.status,
        "title": rule.title.in_(language),
        "strength": rule.strength,
        "interventions": list(rule.targets.slugs),
    }


def _test(test: RuleTest) -> TestView:
    return TestView(
        given=dict(test.given), expect=test.expect, asks=list(test.asks), reaches=list(test.reaches)
    )
