"""Measures that go together: their phases, what they wait for and what guards them."""

from typing import Literal

from pydantic import Field

from engine.answer.parts import Part
from engine.ranking import Verdict


class StatedOut(Part):
    """What a statement of a package carries: who says so, and by which rule if by one."""

    rule: str | None
    because: str
    claims: list[str]


class LinkOut(StatedOut):
    first: str
    then: str
    kind: Literal["precondition", "sequence"]


class WaitOut(StatedOut):
    text: str
    status: Literal["unmet", "unknown"]
    applies: Literal["certain", "possible"] = Field(
        description="Whether the measure is known to need it here."
    )
    holds_back: bool
    measure: str | None = Field(description="An intervention that would meet it.")


class MemberOut(Part):
    intervention: str
    name: str
    family: str
    family_name: str
    rank: int
    verdict: Verdict
    role: Literal["chosen", "enables", "released", "bridges"]
    says: str = Field(description="Why it is in the package.")
    in_force: bool
    time_band: str
    time_to_effect: str
    level: list[str]
    after: list[LinkOut] = Field(description="What of the package comes first, and why.")
    waits_for: list[WaitOut] = Field(description="Open conditions that the package does not meet.")
    indicators: list[str]


class PhaseOut(Part):
    number: int
    members: list[MemberOut]


class WaitingOut(Part):
    """An option held back that no measure of the package releases."""

    intervention: str
    name: str
    waits_for: list[WaitOut]


class OpposedOut(Part):
    intervention: str
    name: str
    stands: Literal["in_package", "waiting", "in_force", "outside"]


class ConflictOut(StatedOut):
    id: str
    kind: Literal["apart", "care", "brought_about"]
    members: list[str]
    names: list[str]
    others: list[OpposedOut]
    mind: str | None = Field(description="What to do about it.")
    says: str


class GuardOut(StatedOut):
    """A safeguard, and what it must accompany."""

    text: str
    measure: str | None
    in_package: bool
    accompanies: list[str]
    phase: int


class BridgeOut(Part):
    slow: str
    quick: list[str]
    says: str


class WatchedOut(Part):
    factor: str
    name: str
    here: str


class WatchOut(StatedOut):
    subject: str
    factors: list[WatchedOut]


class MethodOut(Part):
    """The constants of the choice."""

    __module__ = "engine.answer"  # the API names it by that, beside its namesake of follow-ups

    maximum_chosen: int
    maximum_per_family: int
    maximum_released: int
    further_one_counts_for: float


class PackageOut(Part):
    """Measures that go together, in phases, instead of one winner."""

    says: str
    method: MethodOut
    phases: list[PhaseOut]
    waiting: list[WaitingOut]
    conflicts: list[ConflictOut]
    safeguards: list[GuardOut]
    bridges: list[BridgeOut]
    watch: list[WatchOut] = Field(description="Beside murders.")
