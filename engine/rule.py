"""A rule, as the knowledge base states it: one idea, its sources, its limits, its tests."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from engine.conditions import Condition
from engine.text import Text

Kind = Literal["diagnosis", "reason", "gate", "contraindication", "safeguard", "sequence", "caveat"]
Status = Literal["draft", "trial", "established", "withdrawn"]
State = Literal["fires", "silent", "undecided"]
Criterion = Literal[
    "problem",
    "desirable_effects",
    "undesirable_effects",
    "certainty",
    "feasibility",
    "acceptability",
    "time_to_effect",
]

# Kinds in which an unknown exception does not lift the rule: caution decides what is unknown
# about harm. For reasons and diagnoses an unknown exception leaves the rule undecided.
CAUTIOUS: frozenset[Kind] = frozenset(
    {"gate", "contraindication", "safeguard", "sequence", "caveat"}
)

# Rules that are evaluated; drafts and withdrawn ones are on record only.
IN_FORCE: frozenset[Status] = frozenset({"trial", "established"})


@dataclass(frozen=True, slots=True)
class Targets:
    """The interventions that a rule speaks of: named, or bound by a catalogue pattern."""

    slugs: tuple[str, ...] = ()
    alias: str | None = None


@dataclass(frozen=True, slots=True)
class Argue:
    """A reason for (+1) or against (-1), under one criterion."""

    targets: Targets
    direction: Literal[1, -1]
    criterion: Criterion


@dataclass(frozen=True, slots=True)
class HoldBack:
    """A precondition; ``blocks`` when the option must wait for it."""

    targets: Targets
    until: Text
    measure: str | None
    blocks: bool


@dataclass(frozen=True, slots=True)
class Contraindicate:
    targets: Targets


@dataclass(frozen=True, slots=True)
class Accompany:
    targets: Targets
    companion: Text
    measure: str | None


@dataclass(frozen=True, slots=True)
class Precede:
    """``first`` comes before the targets; ``measure`` is its slug when it is an intervention."""

    targets: Targets
    first: Text
    measure: str | None


@dataclass(frozen=True, slots=True)
class Warn:
    """A warning; ``about`` lists interventions, factors or diagnoses (none: the whole answer)."""

    warning: Text
    about: tuple[str, ...]
    insufficient_alone: bool


Then = Argue | HoldBack | Contraindicate | Accompany | Precede | Warn | None


@dataclass(frozen=True, slots=True)
class RuleTest:
    """One example inside a rule: what is given, and what the rule must then do."""

    line: int
    given: Mapping[str, Any]
    expect: State
    asks: tuple[str, ...] = ()
    reaches: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Related:
    id: str
    relation: Literal["complements", "exception_to", "limits", "replaces"]


@dataclass(frozen=True)
class Rule:
    """One rule of the knowledge base; fields as in ``rules/README.md``."""

    id: str
    theme: str
    kind: Kind
    status: Status
    title: Text
    because: Text
    when: Condition
    unless: Condition | None
    then: Then
    strength: str | None
    supports: tuple[str, ...]
    limited_by: tuple[str, ...]
    limits: Text
    related: tuple[Related, ...]
    tests: tuple[RuleTest, ...]
    path: str
    content_hash: str

    @property
    def claims(self) -> tuple[str, ...]:
        return self.supports + self.limited_by

    @property
    def targets(self) -> Targets:
        return getattr(self.then, "targets", Targets())

    def conditions(self) -> Iterator[Condition]:
        yield self.when
        if self.unless is not None:
            yield self.unless
