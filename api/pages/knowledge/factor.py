"""The page of one factor."""

from dataclasses import dataclass
from typing import ClassVar

from api.pages.knowledge.page import Cited, KnowledgePage, Link
from api.pages.knowledge.words import FactorWords
from api.pages.page import Spoken
from engine.conditions import factors_of
from engine.vocabulary import Factor


@dataclass(frozen=True)
class FactorPage(KnowledgePage):
    """One thing worth knowing about a locality."""

    template: ClassVar[str] = "knowledge_factor.html"
    words = Spoken(FactorWords)

    item: Factor

    @property
    def title(self) -> str:
        return self.say(self.item.name)

    @property
    def kicker(self) -> str:
        dimension = self.knowledge.vocabulary.dimensions[self.item.dimension]
        return f"{self.say(dimension.name)} · {self.item.slug}"

    @property
    def question(self) -> str:
        return self.say(self.item.question)

    @property
    def span(self) -> str:
        """From where to where a number may lie; other factors have levels."""
        domain, customs = self.item.domain, self.frame.customs
        if domain.type != "number":
            return ""
        return self.words.span.format(
            low=customs.number(domain.minimum),
            high=customs.number(domain.maximum),
            unit=self.say(domain.unit) if domain.unit else "",
        ).strip()

    @property
    def levels(self) -> list[tuple[str, str]]:
        return [
            (self.say(level.name), self.say(level.anchor) if level.anchor else "")
            for level in self.item.domain.levels
        ]

    @property
    def cited(self) -> list[Cited]:
        return self.claims(self.item.claims)

    @property
    def looking(self) -> list[Link]:
        return self.rules(
            rule
            for rule in self.knowledge.active
            if any(self.item.slug in factors_of(condition) for condition in rule.conditions())
        )
