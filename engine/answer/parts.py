"""What every part of an answer is made of, and what every statement in it carries."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Truth = Literal["true", "false", "unknown"]


class Part(BaseModel):
    """A frozen part of an answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ConditionNode(Part):
    """A condition with its truth and the value found; the same shape as the rule's own tree."""

    text: str = Field(description="The condition in words.")
    truth: Truth
    value: str | None = Field(None, description="What the profile says, in words.")
    parts: list["ConditionNode"] = []


class Matched(Part):
    """A fact that made a rule fire."""

    factor: str | None = None
    entity: str | None = Field(None, description="Kind and position in its list: groups.0")
    attribute: str | None = None
    name: str = Field(description="What was tested, in words.")
    value: Any = None
    value_name: str | None = None
    source: str | None = None
    basis: str | None = None
    supplied_by: str | None = Field(None, description="The kind of institution that supplied it.")
    doubted: bool = Field(
        False, description="Whether the profile says that its supplier is captured."
    )


class FromRule(Part):
    """What every statement carries: its rule, why, and who says so."""

    rule: str
    because: str
    claims: list[str]
    limited_by: list[str] = Field([], description="Claims that weaken or bound this rule.")
    limits: str = Field(description="Where the rule may mislead.")
    matched: list[Matched] = []
    condition: ConditionNode | None = Field(None, description="At explanation level conditions.")
