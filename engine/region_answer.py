"""What is sent about a region: where pressure moves, what it changes there, what to do together.

One language per answer. Every statement stands beside its rule and claims; every claim cited
anywhere is listed once under ``claims``.
"""

from typing import Any, Literal

from pydantic import Field

from engine.answer import ClaimOut, FromRule, Matched, Part, RulesetOut
from engine.diversion import LinkKind, Offer
from engine.ranking import Verdict
from engine.rule import Criterion
from engine.text import Language


class PlaceStandOut(Part):
    """Where one option stands at one locality."""

    rank: int
    verdict: Verdict
    verdict_name: str


class MovedOut(Part):
    """An option that stands elsewhere once the expected diversions take place."""

    intervention: str
    name: str
    before: PlaceStandOut
    after: PlaceStandOut


class PlaceOut(Part):
    """One locality, by itself and once the expected diversions take place."""

    id: str
    name: str
    profile: dict[str, Any] = Field(description="The profile as it was understood.")
    discussed: list[str]
    first: list[str] = Field(description="The first five options, by itself.")
    first_after: list[str] = Field(description="The first five once the diversions take place.")
    moved: list[MovedOut] = Field(
        description="Options among the first ten, before or after, whose rank or verdict changes."
    )


class WeighedOut(Part):
    """A measure that would press, and why it counts."""

    intervention: str
    name: str
    why: Literal["recommended", "discussed"]


class AskOut(Part):
    """A question about one locality."""

    locality: str
    factor: str | None = None
    entity: str | None = None
    question: str


class DiversionOut(FromRule):
    """Pressure on one locality that moves, or may move, to a linked one."""

    title: str
    state: Literal["expected", "possible"]
    source: str
    target: str
    link: LinkKind
    link_name: str
    offers: Offer
    offers_name: str
    pressed_by: list[Matched] = Field(description="What presses the source, by its profile.")
    weighed: list[WeighedOut] = Field(description="Measures on the table there that would press.")
    asks: list[AskOut] = Field([], description="What would settle it.")
    says: str


class OpenOut(Part):
    """A rule that neither end's profile decides: the pressure itself is not known."""

    rule: str
    title: str
    source: str
    target: str
    link: LinkKind
    asks: list[AskOut]


class RaisedOut(Part):
    """A factor that the expected diversions would change."""

    locality: str
    factor: str
    name: str
    before: Any
    before_name: str
    after: Any
    after_name: str
    changes: bool = Field(description="Whether the profile does not already say so.")
    rules: list[str]
    claims: list[str]


class NeighbourOut(FromRule):
    """An option that is contraindicated at one locality for the sake of others."""

    locality: str
    intervention: str
    name: str
    title: str
    sake_of: list[str] = Field(description="Localities to which the pressure would move.")
    on_the_table: bool = Field(description="Whether it is recommended or discussed there.")
    new: bool = Field(description="Whether the locality's own profile did not show it.")


class FirstOut(Part):
    """What goes before the pressure, for the region."""

    intervention: str
    name: str
    localities: list[str]
    before: list[str] = Field(description="Measures on the table that it goes before.")
    stands: dict[str, PlaceStandOut]
    says: str
    rules: list[str]
    claims: list[str]


class TogetherOut(Part):
    """An option for the region, with where it stands at each locality."""

    intervention: str
    name: str
    recommended_at: list[str]
    stands: dict[str, PlaceStandOut]


class DividedOut(TogetherOut):
    """An option that helps one locality and harms another."""

    contraindicated_at: list[str]


class RegionAnswer(Part):
    """Advice for several linked localities together."""

    ruleset: RulesetOut
    engine_version: str
    language: Language
    weights: dict[Criterion, float]
    says: str
    localities: list[PlaceOut]
    diversions: list[DiversionOut] = Field(description="Expected ones first, then possible ones.")
    raised: list[RaisedOut]
    neighbours: list[NeighbourOut]
    first: list[FirstOut]
    together: list[TogetherOut] = Field(
        description="Options that are recommended somewhere and contraindicated nowhere, those"
        " recommended at most localities first; each as it stands after the diversions."
    )
    divided: list[DividedOut]
    undecided: list[OpenOut]
    claims: dict[str, ClaimOut]
