"""The page of one claim."""

from dataclasses import dataclass
from typing import ClassVar

from api import citations
from api.pages.knowledge.page import Cited, KnowledgePage, Link
from api.pages.knowledge.words import ClaimWords
from api.pages.page import Spoken
from api.words import CLAIM_TYPES, EVIDENCE, ROLES, SALIENCE, worded
from engine.knowledge.model import Claim
from engine.places import place_name
from engine.wording import OUTCOME_VERDICTS


@dataclass(frozen=True)
class Side:
    """A disagreement of one claim with others."""

    about: str
    reading: str
    one: list[Cited]
    other: list[Cited]


@dataclass(frozen=True)
class ClaimPage(KnowledgePage):
    """One claim: the passage, and what is built on it."""

    template: ClassVar[str] = "knowledge_claim.html"
    words = Spoken(ClaimWords)

    claim: Claim

    @property
    def title(self) -> str:
        return self.words.title.format(id=self.claim.id)

    @property
    def report(self) -> str:
        return citations.record(self.knowledge.reports[self.claim.report], self.frame.language)

    @property
    def place(self) -> str:
        return self.locator(self.claim)

    @property
    def evidence(self) -> str:
        return self.say(worded(EVIDENCE, self.claim.evidence))

    @property
    def sort(self) -> str:
        found = (worded(CLAIM_TYPES, self.claim.type), worded(SALIENCE, self.claim.salience))
        return ", ".join(self.say(part) for part in found)

    @property
    def where(self) -> str:
        """Places and years that it speaks of."""
        places = (self.say(place_name(name)) for name in self.claim.places)
        time = citations.time(self.claim.years, self.frame.language) if self.claim.years else ""
        return ", ".join(filter(None, (*places, time)))

    @property
    def declined(self) -> str:
        reason = self.knowledge.declined.get(self.claim.id)
        return self.say(reason) if reason else ""

    @property
    def built(self) -> list[Link]:
        """The rules in force that cite it; those that it only bounds say so."""
        citing = [rule for rule in self.knowledge.active if self.claim.id in rule.claims]
        bounds = {rule.id for rule in citing if self.claim.id not in rule.supports}
        return self.rules(citing, dict.fromkeys(bounds, self.words.limits_it))

    @property
    def findings(self) -> list[Link]:
        known = self.knowledge
        return [
            self.intervention(
                effect.intervention,
                f"{self.say(known.outcomes[effect.outcome])}:"
                f" {self.say(OUTCOME_VERDICTS[effect.verdict])}",
            )
            for effect in known.effects
            if self.claim.id in effect.claims
        ]

    @property
    def subjects(self) -> list[Link]:
        measures = [
            self.intervention(slug, ", ".join(self.say(worded(ROLES, role)) for role in roles))
            for slug, roles in self.claim.roles.items()
        ]
        return [*measures, *(self.factor(slug) for slug in self.claim.factors)]

    @property
    def tensions(self) -> list[Side]:
        return [
            Side(
                self.say(tension.about),
                self.say(tension.reading),
                self.claims(tension.a),
                self.claims(tension.b),
            )
            for tension in self.knowledge.tensions
            if self.claim.id in tension.a + tension.b
        ]
