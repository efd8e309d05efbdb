"""Which claim stands in which rule, proved by which tests, exercised by which documented cases.

A missing or distorted claim shows here as a gap in a table instead of as bad advice.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from engine.conditions import diagnoses_of
from engine.facts import gather
from engine.inference import infer
from engine.knowledge.model import Case, Claim, Knowledge
from engine.profile import read_profile
from engine.rule import Rule


@dataclass(frozen=True)
class ClaimCoverage:
    """Where one claim is encoded, or why it was declined."""

    claim: Claim
    rules: tuple[Rule, ...]
    tests: int
    cases: tuple[str, ...]
    declined: bool

    @property
    def is_orphan(self) -> bool:
        """A core claim that nothing encodes and that nobody declined."""
        return self.claim.salience == "core" and not self.rules and not self.declined


@dataclass(frozen=True)
class Coverage:
    """The matrix claim to rule to rule test to case, and what is missing from it."""

    knowledge: Knowledge
    claims: tuple[ClaimCoverage, ...]
    fired: Mapping[str, tuple[str, ...]]  # rule id to the cases in which it fires

    @cached_property
    def orphan_claims(self) -> tuple[str, ...]:
        return tuple(row.claim.id for row in self.claims if row.is_orphan)

    @cached_property
    def rules_without_case(self) -> tuple[str, ...]:
        """Rules that fire in no documented case."""
        return tuple(rule.id for rule in self.knowledge.active if not self.fired[rule.id])

    @cached_property
    def interventions_without_reason(self) -> tuple[str, ...]:
        """Options for or against which no rule ever argues by name."""
        argued = {
            slug
            for rule in self.knowledge.active
            if rule.kind == "reason"
            for slug in rule.targets.slugs
        }
        return tuple(slug for slug in self.knowledge.interventions if slug not in argued)

    @cached_property
    def inert_rules(self) -> tuple[str, ...]:
        """Rules whose absence would change no documented answer and no other rule.

        A rule that fires in a case stands in its answer, and a diagnosis that another rule names
        decides that rule; every other rule could go unnoticed.
        """
        named = {
            name
            for rule in self.knowledge.active
            for condition in rule.conditions()
            for name in diagnoses_of(condition)
        }
        return tuple(name for name in self.rules_without_case if name not in named)

    def counts(self, by: str) -> dict[str, dict[str, int]]:
        """Claims, core claims and how many of each are encoded, by report or by family."""
        table: dict[str, dict[str, int]] = {}
        for row in self.claims:
            for key in self._keys(row, by):
                entry = table.setdefault(
                    key, {"claims": 0, "core": 0, "encoded": 0, "core_encoded": 0, "declined": 0}
                )
                core = row.claim.salience == "core"
                entry["claims"] += 1
                entry["core"] += core
                entry["encoded"] += bool(row.rules)
                entry["core_encoded"] += core and bool(row.rules)
                entry["declined"] += row.declined
        return table

    def _keys(self, row: ClaimCoverage, by: str) -> Iterable[str]:
        if by == "report":
            return (row.claim.report,)
        interventions = self.knowledge.interventions
        return sorted({interventions[slug].family for slug in row.claim.roles}) or ("none",)


def cover(knowledge: Knowledge, cases: Mapping[str, Case] | None = None) -> Coverage:
    """Evaluate every documented case once and lay out the matrix."""
    fired: dict[str, list[str]] = {rule.id: [] for rule in knowledge.active}
    for slug, case in (knowledge.cases if cases is None else cases).items():
        facts = gather(read_profile(case.profile, knowledge.vocabulary), knowledge)
        for name, result in infer(knowledge, facts).items():
            if result.state == "fires":
                fired[name].append(slug)
    citing: dict[str, list[Rule]] = {name: [] for name in knowledge.claims}
    for rule in knowledge.active:
        for cited in dict.fromkeys(rule.claims):
            citing[cited].append(rule)
    rows = [_row(knowledge, name, citing[name], fired) for name in knowledge.claims]
    return Coverage(knowledge, tuple(rows), {name: tuple(slugs) for name, slugs in fired.items()})


def _row(
    knowledge: Knowledge, name: str, rules: list[Rule], fired: Mapping[str, list[str]]
) -> ClaimCoverage:
    cases = dict.fromkeys(slug for rule in rules for slug in fired[rule.id])
    return ClaimCoverage(
        claim=knowledge.claims[name],
        rules=tuple(rules),
        tests=sum(len(rule.tests) for rule in rules),
        cases=tuple(cases),
        declined=name in knowledge.declined,
    )
