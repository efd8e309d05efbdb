"""What is known of the locality, how far to trust it, and what is missing."""

from typing import Any

from pydantic import Field

from engine.answer.parts import ConditionNode, FromRule, Part
from engine.ranking import Verdict
from engine.rule import Kind


class NoticeOut(Part):
    where: str
    what: str


class DiagnosisOut(FromRule):
    diagnosis: str
    name: str


class CaveatOut(FromRule):
    text: str
    about: str | None
    about_name: str | None
    insufficient_alone: bool


class UndecidedOut(Part):
    rule: str
    kind: Kind
    title: str
    asks: list[str]
    condition: ConditionNode | None = None


class NeededOut(Part):
    """A question worth asking."""

    factor: str | None = None
    entity: str | None = Field(None, description="A list (groups) or an attribute (group.name).")
    question: str
    decides: int = Field(description="How many rules hang on it.")
    settles: float | None = Field(
        None,
        description="How far it hangs on the answer which options are the first three, in bits: "
        "the mean of what it tells if all other unknowns become known too, and if none does.",
    )


class SuppliedOut(Part):
    """A value on the word of an institution that the profile says is captured."""

    where: str
    name: str
    value: Any
    value_name: str
    supplied_by: str
    supplied_by_name: str
    captured: str = Field(description="Where the profile says that the supplier is captured.")


class ShiftOut(Part):
    """An option that stands elsewhere once the doubted values are taken as unknown."""

    __module__ = "engine.answer"  # the API names it by that, beside its namesake of follow-ups

    intervention: str
    name: str
    rank: int
    rank_without: int
    verdict: Verdict
    verdict_name: str
    verdict_without: Verdict
    verdict_without_name: str


class InformantsOut(Part):
    """Doubted values, and how the top of the ranking changes without them."""

    says: str
    values: list[SuppliedOut]
    changes: list[ShiftOut] = Field(
        description="Options among the first ten before or after whose rank or verdict changes."
    )
