"""Which claim stands in which rule, proved by which tests, exercised by which documented cases.

A missing or distorted claim shows here as a gap in a table instead of as bad advice.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from engine.advice import judge
from engine.composition import Judgement
from engine.conditions import diagnoses_of
from engine.knowledge.model import Case, Claim, Effect, Knowledge
from engine.questions import questions
from engine.rule import Rule


@dataclass(frozen=True)
class ClaimCoverage:
    """Where one claim is encoded, or why it was declined."""

    claim: Claim
    rules: tuple[Rule, ...]
    tests: int
    cases: tuple[str, ...]
    effects: tuple[Effect, ...]
    declined: bool

    @property
    def is_orphan(self) -> bool:
        """A core claim that nothing encodes and that nobody declined."""
        placed = self.rules or self.effects or self.declined
        return self.claim.salience == "core" and not placed


@dataclass(frozen=True)
class Unheard:
    """A rule that stands in no documented answer, and what a case would have to record.

    ``undecided_in``: how many cases leave it open; ``asks``: what those would have to say, the
    most frequent first. In the other cases it is silent: they record otherwise.
    """

    rule: Rule
    undecided_in: int
    asks: tuple[str, ...]


@dataclass(frozen=True)
class Coverage:
    """The matrix claim to rule to rule test to case, and what is missing from it."""

    knowledge: Knowledge
    claims: tuple[ClaimCoverage, ...]
    fired: Mapping[str, tuple[str, ...]]  # rule id to the cases in which it fires
    heard: frozenset[str]  # rules that stand in some case's answer, firing or not
    open: Mapping[str, tuple[tuple[str, ...], ...]]  # rule id to what each undecided case asks

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
    def inert_rules(self) -> tuple[Unheard, ...]:
        """Rules whose removal would change no documented answer and no other rule.

        What a rule adds to an answer is what stands under its name (a reason, a condition met or
        not, a warning, a diagnosis), so that a rule heard in no case can be removed unnoticed,
        unless another rule names it.
        """
        named = {
            name
            for rule in self.knowledge.active
            for condition in rule.conditions()
            for name in diagnoses_of(condition)
        }
        return tuple(
            self._unheard(rule)
            for rule in self.knowledge.active
            if rule.id not in self.heard and rule.id not in named
        )

    def _unheard(self, rule: Rule) -> Unheard:
        left_open = self.open.get(rule.id, ())
        often = Counter(subject for asks in left_open for subject in asks)
        asks = sorted(often, key=lambda subject: (-often[subject], subject))
        return Unheard(rule, len(left_open), tuple(asks))

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
    left_open: dict[str, list[tuple[str, ...]]] = {}
    heard: set[str] = set()
    for slug, case in (knowledge.cases if cases is None else cases).items():
        found = judge(knowledge, case.profile)
        heard |= _standing(found)
        for rule in knowledge.active:
            result = found.outcomes[rule.id]
            if result.state == "fires":
                fired[rule.id].append(slug)
            elif result.state == "undecided":
                asked = questions(knowledge, found.oracle, rule, result)
                left_open.setdefault(rule.id, []).append(tuple(q.subject for q in asked))
    citing: dict[str, list[Rule]] = {name: [] for name in knowledge.claims}
    for rule in knowledge.active:
        for cited in dict.fromkeys(rule.claims):
            citing[cited].append(rule)
    return Coverage(
        knowledge,
        tuple(_row(knowledge, name, citing[name], fired) for name in knowledge.claims),
        {name: tuple(slugs) for name, slugs in fired.items()},
        frozenset(heard),
        {name: tuple(asks) for name, asks in left_open.items()},
    )


def _standing(found: Judgement) -> set[str]:
    """The rules under whose name something stands in the answer."""
    heard = {name for name, result in found.outcomes.items() if result.state == "fires"}
    for ranked in found.ranking:
        standing = ranked.standing
        for part in (standing.preconditions, standing.contraindications):
            heard.update(item.rule.id for item in part)
    return heard


def _row(
    knowledge: Knowledge, name: str, rules: list[Rule], fired: Mapping[str, list[str]]
) -> ClaimCoverage:
    cases = dict.fromkeys(slug for rule in rules for slug in fired[rule.id])
    return ClaimCoverage(
        claim=knowledge.claims[name],
        rules=tuple(rules),
        tests=sum(len(rule.tests) for rule in rules),
        cases=tuple(cases),
        effects=tuple(effect for effect in knowledge.effects if name in effect.claims),
        declined=name in knowledge.declined,
    )
