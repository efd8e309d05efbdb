"""What every page of the knowledge base is told, and how things are named and cited there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from api import citations
from api.pages.knowledge.words import KnowledgeWords
from api.pages.page import Page
from api.words import KINDS, worded
from engine.knowledge.model import Claim, Knowledge
from engine.rule import Rule
from engine.text import Text

PAGE_SIZE = 50


@dataclass(frozen=True)
class Link:
    """One thing in a list: where it is shown, what it is called, and a few words more."""

    name: str
    address: str
    note: str = ""


@dataclass(frozen=True)
class Cited:
    """A claim where it is cited."""

    id: str
    address: str
    text: str
    source: str


@dataclass(frozen=True)
class KnowledgePage(Page):
    """What every page of the knowledge base is told."""

    knowledge: Knowledge

    def say(self, text: Text) -> str:
        return text.in_(self.frame.language)

    def to(self, *parts: str) -> str:
        return self.frame.to("knowledge", *parts)

    @property
    def above(self) -> Link:
        """The way back to the search."""
        return Link(KnowledgeWords(self.frame.language).knowledge, self.to())

    def rules(self, found: Iterable[Rule], notes: Mapping[str, str] | None = None) -> list[Link]:
        """Rules by what they say; the note is their kind unless there is one to say."""
        return [
            Link(
                self.say(rule.title),
                self.to("rules", rule.id),
                (notes or {}).get(rule.id) or self.say(worded(KINDS, rule.kind)),
            )
            for rule in found
        ]

    def claims(self, names: Iterable[str]) -> list[Cited]:
        return [self._cited(self.knowledge.claims[name]) for name in names]

    def _cited(self, claim: Claim) -> Cited:
        report = self.knowledge.reports[claim.report].title
        return Cited(
            claim.id,
            self.to("claims", claim.id),
            self.say(claim.text),
            f"{report}, {self.locator(claim)}",
        )

    def locator(self, claim: Claim) -> str:
        words = KnowledgeWords(self.frame.language)
        parts = [words.locator.format(section=claim.section)]
        if claim.page:
            parts.append(citations.pages(claim.page, self.frame.language))
        return ", ".join(parts)

    def intervention(self, slug: str, note: str = "") -> Link:
        name = self.say(self.knowledge.interventions[slug].name)
        return Link(name, self.to("interventions", slug), note)

    def factor(self, slug: str) -> Link:
        name = self.say(self.knowledge.vocabulary.factors[slug].name)
        return Link(name, self.to("factors", slug))
