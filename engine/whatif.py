"""What if: some factors changed, and what that changes, shown as a difference."""

from collections.abc import Mapping
from typing import Any

from engine.advice import judge
from engine.answer import CaveatOut, NoticeOut
from engine.composition import Judgement
from engine.errors import Fault, FaultsError, ProfileError
from engine.facts import noticed
from engine.followup import RuleShiftOut, ShiftOut, WhatIfOut
from engine.knowledge.model import Knowledge
from engine.profile import as_understood, read_profile
from engine.ranking import Ranked
from engine.telling import Teller
from engine.text import Language, Text

NOTHING = Text("name at least one factor to change", "indique al menos un factor que cambiar")


def what_if(
    knowledge: Knowledge,
    profile: Any,
    changes: Mapping[str, Any],
    *,
    language: Language = "en",
    weights: Mapping[str, object] | None = None,
) -> WhatIfOut:
    """What these factors, given like those of a profile (or null for unknown), would change.

    Raises:
        ProfileError: the profile, a weight or a change is refused.
    """
    before = judge(knowledge, profile, weights)
    after = judge(knowledge, changed_profile(knowledge, before, changes), weights)
    return _WhatIf(before, after, language).answer(changes)


def changed_profile(
    knowledge: Knowledge, before: Judgement, changes: Mapping[str, Any]
) -> dict[str, Any]:
    """The profile with its factors changed.

    Raises:
        ProfileError: a change is refused; the faults stand under ``changes``.
    """
    check_changes(knowledge, changes)
    profile = as_understood(before.profile, knowledge.vocabulary)
    profile["factors"] |= changes
    return profile


def check_changes(knowledge: Knowledge, changes: Any) -> None:
    """Refuse changes that a profile could not hold, and no change at all.

    Raises:
        ProfileError: naming each under ``changes``.
    """
    if changes is None or changes == {}:
        raise ProfileError([Fault("changes", NOTHING)])
    try:
        read_profile({"factors": changes}, knowledge.vocabulary)
    except FaultsError as error:
        raise ProfileError(
            Fault(
                "changes" + fault.where.removeprefix("factors"),
                fault.what,
                fault.allowed,
                fault.nearest,
            )
            for fault in error.faults
        ) from error


class _WhatIf:
    """Tells the difference of two judgements."""

    def __init__(self, before: Judgement, after: Judgement, language: Language) -> None:
        self.before = Teller(before, language)
        self.after = Teller(after, language)

    def answer(self, changes: Mapping[str, Any]) -> WhatIfOut:
        before, after = self.before.judgement, self.after.judgement
        was, now = before.oracle.facts.factors, after.oracle.facts.factors
        warned, warns = self.before.warnings(), self.after.warnings()
        shifts = self._shifts()
        parts: dict[str, Any] = {
            "changes": [self.before.move(slug, was[slug], now[slug]) for slug in changes],
            "rules": self._rules(),
            "warnings_appear": _beyond(warns, warned),
            "warnings_go": _beyond(warned, warns),
        }
        self.before.cited = self._cited(parts)
        return WhatIfOut(
            first_before=self.before.place(before.ranking[0]),
            first_after=self.before.place(after.ranking[0]),
            shifts=shifts,
            unmoved=len(after.ranking) - len(shifts),
            notices=[
                NoticeOut(where=fault.where, what=self.before._(fault.what))
                for fault in noticed(after.profile, after.knowledge.vocabulary)
                if fault.where in {f"factors.{slug}" for slug in changes}
            ],
            **parts,
            **self.before.head(),
        )

    def _cited(self, parts: Mapping[str, Any]) -> set[str]:
        """Only what the difference cites."""
        told = [*parts["warnings_appear"], *parts["warnings_go"]]
        rules = {item.rule for item in [*parts["rules"], *told]}
        found = (self.before.knowledge.rules[rule].claims for rule in rules)
        return {claim for claims in found for claim in claims}

    def _shifts(self) -> list[ShiftOut]:
        """Options that move, those that move furthest first."""
        then = {item.standing.intervention: item for item in self.after.judgement.ranking}
        found = [
            self._shift(item, then[item.standing.intervention])
            for item in self.before.judgement.ranking
            if _differ(item, then[item.standing.intervention])
        ]
        return sorted(found, key=lambda shift: (-abs(shift.up), shift.after.rank))

    def _shift(self, before: Ranked, after: Ranked) -> ShiftOut:
        slug = before.standing.intervention
        return ShiftOut(
            intervention=slug,
            name=self.before._(self.before.name(slug)),
            before=self.before.place(before),
            after=self.before.place(after),
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
            if was[rule.id].state != now[rule.id].state
        ]


def _differ(before: Ranked, after: Ranked) -> bool:
    return (before.rank, before.verdict, before.total) != (after.rank, after.verdict, after.total)


def _beyond(some: list[CaveatOut], others: list[CaveatOut]) -> list[CaveatOut]:
    """The warnings that are not among the others, whatever facts they rest on."""
    known = {(item.rule, item.about) for item in others}
    return [item for item in some if (item.rule, item.about) not in known]
