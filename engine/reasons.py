"""From what the rules say to what stands for and against each option.

Nothing is weighed here yet: reasons, preconditions, contraindications and what must accompany or
precede an option are kept apart, so that harm is never netted against benefit.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from engine.conditions import Pattern, is_specific, leaves
from engine.facts import Facts
from engine.knowledge.model import Knowledge
from engine.oracle import Oracle
from engine.outcomes import Binding, Outcome
from engine.phases import phase
from engine.rule import Accompany, Argue, Contraindicate, Criterion, HoldBack, Precede, Rule
from engine.targets import reached
from engine.truth import Truth

PreconditionStatus = Literal["met", "unmet", "unknown"]
Certainty = Literal["certain", "possible"]


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for (positive points) or against an option, under one criterion."""

    rule: Rule
    criterion: Criterion
    points: int
    binding: Binding
    specific: bool


@dataclass(frozen=True, slots=True)
class Precondition:
    """A gate on an option. ``fires`` while it stands; one that is met does not."""

    rule: Rule
    status: PreconditionStatus
    fires: bool
    blocks: bool
    specific: bool
    binding: Binding


@dataclass(frozen=True, slots=True)
class Contraindication:
    rule: Rule
    certainty: Certainty
    binding: Binding


@dataclass(frozen=True, slots=True)
class Companion:
    """A safeguard or a step that comes first."""

    rule: Rule
    binding: Binding


Item = TypeVar("Item", Reason, Precondition, Contraindication, Companion)


@dataclass
class Standing:
    """Everything that the rules say of one option."""

    intervention: str
    reasons: list[Reason] = field(default_factory=list)
    preconditions: list[Precondition] = field(default_factory=list)
    contraindications: list[Contraindication] = field(default_factory=list)
    safeguards: list[Companion] = field(default_factory=list)
    sequence: list[Companion] = field(default_factory=list)


@phase("reasons")
def weigh(
    knowledge: Knowledge, facts: Facts, outcomes: Mapping[str, Outcome], oracle: Oracle
) -> dict[str, Standing]:
    """The standing of every option of the catalogue, in the catalogue's order."""
    standings = {slug: Standing(slug) for slug in knowledge.interventions}
    for rule in knowledge.active:
        result = outcomes[rule.id]
        for binding in result.certain:
            for slug in reached(rule, [binding], facts):
                _stands(knowledge, standings[slug], rule, binding, oracle)
        for binding in result.possible:
            for slug in reached(rule, [binding], facts):
                _may_stand(standings[slug], rule, binding, oracle)
        if isinstance(rule.then, HoldBack):
            for binding in result.lifted:
                for slug in reached(rule, [binding], facts):
                    standings[slug].preconditions.append(_precondition(rule, "met", False, binding))
    for standing in standings.values():
        _once(standing)
    return standings


def _stands(
    knowledge: Knowledge, standing: Standing, rule: Rule, binding: Binding, oracle: Oracle
) -> None:
    match rule.then:
        case Argue(_, direction, criterion):
            points = direction * knowledge.scales.strengths[rule.strength or ""]
            standing.reasons.append(
                Reason(rule, criterion, points, binding, is_specific(rule.when))
            )
        case HoldBack():
            status = _status(rule, binding, oracle)
            standing.preconditions.append(_precondition(rule, status, True, binding))
        case Contraindicate():
            standing.contraindications.append(Contraindication(rule, "certain", binding))
        case Accompany():
            standing.safeguards.append(Companion(rule, binding))
        case Precede():
            standing.sequence.append(Companion(rule, binding))


def _may_stand(standing: Standing, rule: Rule, binding: Binding, oracle: Oracle) -> None:
    """What might do harm or block is shown before it is known to; other open rules only ask."""
    if isinstance(rule.then, Contraindicate):
        standing.contraindications.append(Contraindication(rule, "possible", binding))
    elif isinstance(rule.then, HoldBack) and rule.then.blocks:
        status = _status(rule, binding, oracle)
        standing.preconditions.append(_precondition(rule, status, False, binding))


def _precondition(
    rule: Rule, status: PreconditionStatus, fires: bool, binding: Binding
) -> Precondition:
    assert isinstance(rule.then, HoldBack)
    specific = is_specific(rule.when)
    return Precondition(rule, status, fires, rule.then.blocks, specific, binding)


def _status(rule: Rule, binding: Binding, oracle: Oracle) -> PreconditionStatus:
    if rule.unless is None:
        return "unmet"
    bound = bound_names(rule, binding)
    truth = oracle.truth(rule.unless, bound)
    return "unknown" if truth is Truth.UNKNOWN else "unmet"


def bound_names(rule: Rule, binding: Binding) -> dict[str, tuple[str, int]]:
    """A binding with the kind of each name's entity, as the oracle wants it."""
    if not binding:
        return {}
    kinds = {
        leaf.alias: leaf.kind
        for condition in rule.conditions()
        for leaf in leaves(condition)
        if isinstance(leaf, Pattern) and leaf.alias
    }
    return {name: (kinds[name], position) for name, position in binding}


def _once(standing: Standing) -> None:
    """A rule that reaches an option under several bindings counts once: the worst is shown."""
    standing.reasons = _first(standing.reasons)
    standing.preconditions = _first(sorted(standing.preconditions, key=_worst_first))
    standing.contraindications = _first(
        sorted(standing.contraindications, key=lambda i: (i.rule.id, i.certainty != "certain"))
    )
    standing.safeguards = _first(standing.safeguards)
    standing.sequence = _first(standing.sequence)


def _worst_first(item: Precondition) -> tuple[str, bool, bool]:
    return item.rule.id, not item.fires, item.status != "unmet"


def _first(items: Iterable[Item]) -> list[Item]:
    seen: dict[str, Item] = {}
    for item in items:
        seen.setdefault(item.rule.id, item)
    return list(seen.values())
