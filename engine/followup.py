"""The answers to what is asked after advice was read: why this, why not that, what if.

Names in JSON are a contract, as in :mod:`engine.answer`, whose parts stand in here too.
"""

from typing import Any, Literal

from pydantic import Field

from engine.answer import (
    CaveatOut,
    ClaimOut,
    ContraindicationOut,
    FromRule,
    NeededOut,
    NoticeOut,
    Part,
    PreconditionOut,
    RankedOut,
    RulesetOut,
)
from engine.ranking import Verdict
from engine.rule import Criterion, Kind, State
from engine.text import Language

About = Literal["gate", "contraindication", "above", "first", "another_first"]


class FollowUp(Part):
    """What every such answer carries."""

    ruleset: RulesetOut
    engine_version: str
    language: Language
    profile: dict[str, Any] = Field(description="The profile as it was understood.")
    weights: dict[Criterion, float]
    claims: dict[str, ClaimOut] = Field(description="Every claim cited, once.")


class PlaceOut(Part):
    """Where an option stands."""

    intervention: str
    name: str
    rank: int
    verdict: Verdict
    verdict_name: str
    score: float
    total: int = Field(description="The sum of the option's shares, in whole parts.")


class MoveOut(Part):
    """One factor changed."""

    factor: str
    name: str
    before: Any = Field(None, description="What the profile said; null for unknown.")
    before_name: str
    after: Any = Field(None, description="As a profile gives it.")
    after_name: str
    unchanged: bool = Field(False, description="Whether the profile says so already.")
    may_be_so: bool = Field(
        False, description="Whether it may be so already, for all that the profile says."
    )


class ProposalOut(Part):
    """A change of the profile that reaches the goal, as a judgement of its own confirmed."""

    moves: list[MoveOut]
    changes: dict[str, Any] = Field(description="The factors as they would be given: try what-if.")
    option: PlaceOut = Field(description="Where the option asked about then stands.")
    first: PlaceOut = Field(description="What then comes first.")
    notices: list[NoticeOut] = Field(
        [], description="Where the profile's own lists, which stay as they are, say otherwise."
    )


class FixedOut(Part):
    """A factor on which something hangs and which policy cannot act on."""

    factor: str
    name: str
    value_name: str
    because: str


class ProspectOut(Part):
    """One thing that might be changed, and the smallest changes that would."""

    about: About
    option: str
    option_name: str
    other: str | None = None
    other_name: str | None = None
    rule: str | None = None
    because: str | None = None
    claims: list[str] = Field([], description="Claims that support it.")
    already: bool = Field(description="Whether it is so without any change.")
    says: str
    proposals: list[ProposalOut]
    found: int = Field(description="How many smallest changes there are; the first are proposed.")
    to_find_out: str | None = Field(
        None, description="Where a proposal rests on what may be so already: to find out first."
    )
    fixed: list[FixedOut] = Field(
        [], description="Factors it hangs on that policy cannot act on, where there is no change."
    )
    lists: list[str] = Field(
        [], description="Lists it hangs on (groups, institutions): changes leave them as they are."
    )
    list_names: list[str] = Field([], description="What those lists are called.")


class ChangesOut(FollowUp):
    """What would change the advice."""

    option: PlaceOut = Field(description="The option asked about; else the one that comes first.")
    prospects: list[ProspectOut]


class DifferencePart(Part):
    """What one reason, the certainty or the time gives to either option, in whole parts."""

    kind: Literal["reason", "certainty", "time_to_effect"]
    rule: str | None = None
    title: str
    because: str | None = None
    claims: list[str] = Field([], description="Claims that support it.")
    limited_by: list[str] = Field([], description="Claims that weaken or bound it.")
    upper: int
    lower: int
    difference: int = Field(description="upper less lower; differences add up exactly.")
    share: float = Field(description="The difference as log-odds of the score.")


class CriterionDifference(Part):
    criterion: Criterion
    name: str
    upper: int
    lower: int
    difference: int
    share: float
    parts: list[DifferencePart]


class ContrastOut(FollowUp):
    """Why one option stands above another."""

    upper: PlaceOut
    lower: PlaceOut
    as_asked: bool = Field(description="Whether they stand in the order that was asked about.")
    decided_by: Literal["verdict", "score", "name"]
    says: str
    contraindications: list[ContraindicationOut] = Field(description="Of the lower, if certain.")
    preconditions: list[PreconditionOut] = Field(description="Gates that hold the lower back.")
    criteria: list[CriterionDifference]
    difference: int = Field(description="The difference of the totals: the sum of all parts.")
    swap: ProspectOut = Field(description="What would put the lower above the upper.")


class MissingOut(Part):
    """One test of a condition that does not hold, with the value found."""

    text: str
    truth: Literal["false", "unknown"]
    value: str | None = None
    steps: int = Field(description="Levels from what was found to what is asked; 1 if uncountable.")


class FailedOut(FromRule):
    """A reason for the option that does not hold here."""

    title: str
    criterion: Criterion
    points: float
    missing: list[MissingOut] = Field(description="The nearest way to make it hold.")


class WhyNotOut(FollowUp):
    """Why an option does not stand higher."""

    option: RankedOut
    place: PlaceOut
    first: PlaceOut
    says: list[str]
    failed: list[FailedOut] = Field(description="Reasons for it that do not hold, nearest first.")
    asks: list[NeededOut] = Field(description="What is unknown and bears on it.")
    prospects: list[ProspectOut]


class ShiftOut(Part):
    """How one option moves."""

    intervention: str
    name: str
    before: PlaceOut
    after: PlaceOut
    up: int = Field(description="Ranks gained; negative for ranks lost.")


class RuleShiftOut(Part):
    """A rule whose state changes."""

    rule: str
    kind: Kind
    title: str
    because: str
    claims: list[str]
    before: State
    after: State


class DifferenceOut(FollowUp):
    """How two judgements of one locality differ."""

    first_before: PlaceOut
    first_after: PlaceOut
    shifts: list[ShiftOut] = Field(description="Options whose rank, verdict or score changes.")
    unmoved: int = Field(description="How many options stay as they are.")
    rules: list[RuleShiftOut] = Field(description="Rules whose state changes.")
    warnings_appear: list[CaveatOut]
    warnings_go: list[CaveatOut]


class WhatIfOut(DifferenceOut):
    """What a change would change; ``profile`` is the one before it."""

    says: str = Field(description="Whether another option comes first.")
    changes: list[MoveOut]
    notices: list[NoticeOut] = Field([], description="What is odd about the changed profile.")


class MethodOut(Part):
    """What another method of multi-criteria decision analysis puts first."""

    method: str
    first: list[str] = Field(description="Its first three, best first.")
    names: list[str]
    shared: int = Field(description="How many of our first three are among them.")


class MethodsOut(FollowUp):
    """The first three by other methods, as a check on how criteria are put together."""

    says: str
    how_sure: str = Field(description="How far the ranking stands that all methods start from.")
    compared: int = Field(description="How many options are recommended; only those are compared.")
    agree: int = Field(description="How many methods name the same first three, in any order.")
    first: list[PlaceOut] = Field(description="Our first three.")
    methods: list[MethodOut]


class RevisionOut(DifferenceOut):
    """What other rules say of the same profile; ``ruleset`` and ``weights`` are the later ones."""

    before: RulesetOut = Field(description="The rules before; ``ruleset`` is what came after.")
    says: str
    appear: list[PlaceOut] = Field(description="Options that only the later rules know.")
    go: list[PlaceOut] = Field(description="Options that only the earlier rules knew.")
    rules_added: list[str] = Field(description="Rules that only the later rule base has in force.")
    rules_changed: list[str] = Field(description="Rules in force in both that say something else.")
    rules_removed: list[str]
