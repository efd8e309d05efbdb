"""What a change of the profile may be wanted to do, asked of columns and of one judgement alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from engine.columns import truths
from engine.columns.arrays import Array
from engine.columns.completions import read_by
from engine.columns.firing import Firing
from engine.columns.localities import Localities
from engine.columns.ranking import Ranking, rank
from engine.composition import Judgement
from engine.keeping import kept
from engine.knowledge.model import Knowledge
from engine.levers import read_through
from engine.rule import Criterion
from engine.targets import reached


@dataclass(frozen=True)
class Outlook:
    """Many variants of a locality, evaluated; they are ranked only if a goal asks for that."""

    firing: Firing
    localities: Localities
    weights: dict[Criterion, int]

    @cached_property
    def ranking(self) -> Ranking:
        return rank(self.firing, self.localities, self.weights)


@dataclass(frozen=True, slots=True)
class Free:
    """A gate or a contraindication neither stands nor may stand in the way of an option."""

    option: str
    rule: str

    def factors(self, knowledge: Knowledge) -> frozenset[str]:
        """The factors on which it hangs."""
        return read_through(knowledge, knowledge.rules[self.rule])

    def among(self, outlook: Outlook) -> Array:
        """In which variants it is reached."""
        firing = outlook.firing
        place = _places(firing.program.knowledge)[self.option]
        planes = [
            firing.state(reach)
            for reach in firing.program.reaches
            if reach.rule.id == self.rule and place in reach.options
        ]
        return np.broadcast_to(np.equal(truths.most(planes), truths.FALSE), (firing.size,))

    def holds(self, judgement: Judgement) -> bool:
        """Whether it is reached here."""
        found = judgement.outcomes[self.rule]
        rule = judgement.knowledge.rules[self.rule]
        bindings = (*found.certain, *found.possible)
        return self.option not in reached(rule, bindings, judgement.oracle.facts)


@dataclass(frozen=True, slots=True)
class Above:
    """One option stands above another."""

    option: str
    other: str

    def factors(self, knowledge: Knowledge) -> frozenset[str]:
        return read_by(knowledge)

    def among(self, outlook: Outlook) -> Array:
        ranking = outlook.ranking
        one, other = ranking.slugs.index(self.option), ranking.slugs.index(self.other)
        verdict, total = ranking.verdicts[one], ranking.totals[one]
        above: Array = total > ranking.totals[other]
        if self.option < self.other:
            above = total >= ranking.totals[other]
        same = verdict == ranking.verdicts[other]
        found: Array = (verdict < ranking.verdicts[other]) | (same & above)
        return found

    def holds(self, judgement: Judgement) -> bool:
        order = [item.standing.intervention for item in judgement.ranking]
        return order.index(self.option) < order.index(self.other)


@dataclass(frozen=True, slots=True)
class First:
    """An option comes first; or, ``another``, any but this one does."""

    option: str
    another: bool = False

    def factors(self, knowledge: Knowledge) -> frozenset[str]:
        return read_by(knowledge)

    def among(self, outlook: Outlook) -> Array:
        ranking = outlook.ranking
        leads: Array = ranking.order(1)[:, 0] == ranking.slugs.index(self.option)
        return ~leads if self.another else leads

    def holds(self, judgement: Judgement) -> bool:
        leads = judgement.ranking[0].standing.intervention == self.option
        return leads != self.another


Goal = Free | Above | First


@kept
def _places(knowledge: Knowledge) -> Mapping[str, int]:
    return {option: place for place, option in enumerate(knowledge.interventions)}
