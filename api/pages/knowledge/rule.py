"""The page of one rule."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from api.feedback import REACTION_NAMES
from api.pages.knowledge.page import KnowledgePage, Link
from api.pages.knowledge.words import RuleWords
from api.pages.page import Spoken
from api.words import KINDS, RELATIONS, STATES, STATUSES, worded
from engine.places import period_of, place_of
from engine.rule import IN_FORCE, Rule
from engine.wording import Wording


@dataclass(frozen=True)
class Proof:
    """One test of a rule, in words."""

    given: tuple[str, ...]
    expected: str
    more: tuple[str, ...]


@dataclass(frozen=True)
class RulePage(KnowledgePage):
    """One rule with everything that stands behind it; ``fired`` are documented cases."""

    template: ClassVar[str] = "knowledge_rule.html"
    words = Spoken(RuleWords)

    rule: Rule
    fired: tuple[str, ...]
    responses: Mapping[str, int]

    @property
    def title(self) -> str:
        return self.say(self.rule.title)

    @property
    def kicker(self) -> str:
        parts = (worded(KINDS, self.rule.kind), worded(STATUSES, self.rule.status))
        return " · ".join((self.words.kind, *(self.say(part) for part in parts), self.rule.id))

    @property
    def in_force(self) -> bool:
        return self.rule.status in IN_FORCE

    @property
    def sentence(self) -> str:
        return self.say(Wording(self.knowledge).stated(self.rule))

    @property
    def targets(self) -> list[Link]:
        return [self.intervention(slug) for slug in self.rule.targets.slugs]

    @property
    def tests(self) -> tuple[Proof, ...]:
        return tuple(self._proofs())

    def _proofs(self) -> Iterator[Proof]:
        words, known = self.words, self.knowledge
        for test in self.rule.tests:
            asks = ", ".join(self._name(name) for name in test.asks)
            reaches = ", ".join(
                self.say(known.interventions[slug].name) if slug in known.interventions else slug
                for slug in test.reaches
            )
            yield Proof(
                tuple(self._given(*item) for item in test.given.items()),
                self.say(worded(STATES, test.expect)),
                tuple(
                    text.format(names=names)
                    for text, names in ((words.asks, asks), (words.reaches, reaches))
                    if names
                ),
            )

    def _name(self, item: str) -> str:
        factor = self.knowledge.vocabulary.factors.get(item)
        return self.say(factor.name) if factor else item

    def _given(self, name: str, value: Any) -> str:
        """A given value by the names that its factor gives it; anything else as it is written."""
        factor = self.knowledge.vocabulary.factors.get(name)
        if factor and isinstance(value, str) and value in factor.domain.index:
            level = factor.domain.levels[factor.domain.index[value]]
            return f"{self.say(factor.name)}: {self.say(level.name)}"
        return f"{self._name(name)}: {_written(value)}"

    @property
    def cases(self) -> list[Link]:
        cases = [self.knowledge.cases[slug] for slug in self.fired]
        return [
            Link(
                self.say(place_of(case).name),
                self.frame.to("localities", case.slug),
                self.say(period_of(case)),
            )
            for case in cases
        ]

    @property
    def related(self) -> list[Link]:
        links = self.rule.related
        notes = {link.id: self.say(worded(RELATIONS, link.relation)) for link in links}
        return self.rules((self.knowledge.rules[link.id] for link in links), notes)

    @property
    def answers(self) -> tuple[str, ...]:
        """What people answered, by kind of answer."""
        return tuple(
            self.words.answered.format(
                response=self.say(worded(REACTION_NAMES, response)),
                n=self.frame.customs.number(count, 0),
            )
            for response, count in sorted(self.responses.items())
        )

    @property
    def stands_in(self) -> str:
        return self.words.stands_in.format(path=self.rule.path, hash=self.rule.content_hash[:12])


def _written(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=list)
