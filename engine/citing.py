"""What the sources say, in words: claims and effects, which no profile changes."""

from collections.abc import Mapping
from functools import cache, lru_cache

from engine.answer import ClaimOut, EffectOut
from engine.certainty import is_indirect
from engine.keeping import kept
from engine.knowledge.model import Effect, Knowledge
from engine.text import LANGUAGES, Language
from engine.wording import OUTCOME_VERDICTS


class Citations:
    """A knowledge base's sources in one language; each is put into words once and kept."""

    def __init__(self, knowledge: Knowledge, language: Language) -> None:
        self.knowledge = knowledge
        self.language = language
        self.claim = cache(self._claim)
        self.effects = lru_cache(maxsize=10_000)(self._effects)  # callers choose countries

    def _claim(self, name: str) -> ClaimOut:
        claim = self.knowledge.claims[name]
        return ClaimOut(
            text=claim.text.in_(self.language),
            report=claim.report,
            report_title=self.knowledge.reports[claim.report].title,
            section=claim.section,
            page=claim.page,
            evidence=claim.evidence,
        )

    def _effects(self, intervention: str, country: str | None) -> tuple[EffectOut, ...]:
        """What is known of an option's effects, seen from a country."""
        found = self.knowledge.effects_of.get(intervention, ())
        return tuple(self._effect(effect, country) for effect in found)

    def _effect(self, effect: Effect, country: str | None) -> EffectOut:
        claims = [self.knowledge.claims[name] for name in effect.claims]
        return EffectOut(
            outcome=effect.outcome,
            outcome_name=self.knowledge.outcomes[effect.outcome].in_(self.language),
            verdict=effect.verdict,
            verdict_name=OUTCOME_VERDICTS[effect.verdict].in_(self.language),
            claims=list(effect.claims),
            indirect=all(is_indirect(self.knowledge, claim, country) for claim in claims),
        )


def citations(knowledge: Knowledge, language: Language) -> Citations:
    """The sources of a knowledge base in one language."""
    return _citations(knowledge)[language]


@kept
def _citations(knowledge: Knowledge) -> Mapping[Language, Citations]:
    return {language: Citations(knowledge, language) for language in LANGUAGES}
