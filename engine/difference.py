"""Two judgements of one locality, told as a difference: what moves, which rules, which warnings."""

from collections.abc import Mapping
from typing import Any

from engine.answer import CaveatOut
from engine.composition import Judgement
from engine.followup import RuleShiftOut, ShiftOut
from engine.ranking import Ranked
from engine.telling import Teller
from engine.text import Language


class Difference:
    """What one judgement says otherwise than another; options and rules that only one has are
    left to who compares different rules.
    """

    def __init__(self, before: Judgement, after: Judgement, language: Language) -> None:
        self.before = Teller(before, language)
        self.after = Teller(after, language)

    def parts(self) -> dict[str, Any]:
        """The fields of :class:`engine.followup.DifferenceOut`."""
        warned, warns = self.before.warnings(), self.after.warnings()
        shifts = self._shifts()
        return {
            "first_before": self.before.place(self.before.judgement.ranking[0]),
            "first_after": self.after.place(self.after.judgement.ranking[0]),
            "shifts": shifts,
            "unmoved": len(self._both()) - len(shifts),
            "rules": self._rules(),
            "warnings_appear": _beyond(warns, warned),
            "warnings_go": _beyond(warned, warns),
        }

    def cited(self, parts: Mapping[str, Any]) -> set[str]:
        """Only what the difference cites."""
        told = [*parts["warnings_appear"], *parts["warnings_go"]]
        rules = {item.rule for item in [*parts["rules"], *told]}
        known = self.before.knowledge.rules
        return {claim for rule in rules if rule in known for claim in known[rule].claims}

    def _both(self) -> list[tuple[Ranked, Ranked]]:
        """The options that stand in both rankings, in the order of the first."""
        then = {item.standing.intervention: item for item in self.after.judgement.ranking}
        return [
            (item, then[item.standing.intervention])
            for item in self.before.judgement.ranking
            if item.standing.intervention in then
        ]

    def _shifts(self) -> list[ShiftOut]:
        """Options that move, those that move furthest first."""
        found = [self._shift(was, now) for was, now in self._both() if _differ(was, now)]
        return sorted(found, key=lambda shift: (-abs(shift.up), shift.after.rank))

    def _shift(self, before: Ranked, after: Ranked) -> ShiftOut:
        slug = before.standing.intervention
        return ShiftOut(
            intervention=slug,
            name=self.before._(self.before.name(slug)),
            before=self.before.place(before),
            after=self.after.place(after),
            up=before.rank - after.rank,
        )

    def _rules(self) -> list[RuleShiftOut]:
        was, now = self.before.judgement.outcomes, self.after.judgement.outcomes
        return [
            RuleShiftOut(
                rule=rule.id,
                kind=rule.kind,
                title=self.before._(rule.title),
                because=self.before._(rule.because),
                claims=list(rule.supports),
                before=was[rule.id].state,
                after=now[rule.id].state,
            )
            for rule in self.before.knowledge.active
            if rule.id in now and was[rule.id].state != now[rule.id].state
        ]


def _differ(before: Ranked, after: Ranked) -> bool:
    return (before.rank, before.verdict, before.total) != (after.rank, after.verdict, after.total)


def _beyond(some: list[CaveatOut], others: list[CaveatOut]) -> list[CaveatOut]:
    """The warnings that are not among the others, whatever facts they rest on."""
    known = {(item.rule, item.about) for item in others}
    return [item for item in some if (item.rule, item.about) not in known]
