"""The page of one intervention."""

from dataclasses import dataclass
from typing import ClassVar

from api.pages.knowledge.page import Cited, KnowledgePage, Link
from api.pages.knowledge.words import InterventionWords
from api.pages.page import Spoken
from engine.knowledge.model import Intervention
from engine.wording import OUTCOME_VERDICTS


@dataclass(frozen=True)
class Finding:
    """What the sources found an intervention to do to one outcome."""

    outcome: str
    verdict: str
    claims: list[Cited]


@dataclass(frozen=True)
class InterventionPage(KnowledgePage):
    """One thing that can be done, and what is said of it."""

    template: ClassVar[str] = "knowledge_intervention.html"
    words = Spoken(InterventionWords)

    item: Intervention

    @property
    def title(self) -> str:
        return self.say(self.item.name)

    @property
    def kicker(self) -> str:
        return f"{self.say(self.knowledge.families[self.item.family].name)} · {self.item.slug}"

    @property
    def description(self) -> str:
        return self.say(self.item.description)

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        words, item = self.words, self.item
        stances = self.knowledge.vocabulary.catalogue.attributes["stance"].domain
        found = (
            (words.stance, self.say(stances.levels[stances.index[item.stance]].name)),
            (words.time, self.say(item.time_to_effect)),
            (words.actors, ", ".join(self.say(actor) for actor in item.actors)),
        )
        return tuple((name, said) for name, said in found if said)

    @property
    def kin(self) -> list[tuple[str, Link]]:
        """What it is a form of, or a way to fail."""
        words, item = self.words, self.item
        found = ((words.form_of, item.variant_of), (words.failure_of, item.failure_mode_of))
        return [(name, self.intervention(slug)) for name, slug in found if slug]

    @property
    def findings(self) -> list[Finding]:
        return [
            Finding(
                self.say(self.knowledge.outcomes[effect.outcome]),
                self.say(OUTCOME_VERDICTS[effect.verdict]),
                self.claims(effect.claims),
            )
            for effect in self.knowledge.effects_of.get(self.item.slug, ())
        ]

    @property
    def about(self) -> list[Link]:
        naming = (rule for rule in self.knowledge.active if self.item.slug in rule.targets.slugs)
        return self.rules(naming)

    @property
    def indicators(self) -> list[str]:
        return [self.say(text) for text in self.item.indicators]
