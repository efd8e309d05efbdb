"""Documented cases like the locality, and what was tried in them."""

from pydantic import Field

from engine.answer.parts import Part


class SharedOut(Part):
    """One factor known here and in a documented case."""

    factor: str
    name: str
    here: str
    there: str
    distance: float = Field(description="0 the same, 1 as far apart as can be.")
    by_proxy: bool = Field(description="Whether either value stands for a wider area, or a proxy.")


class TriedOut(Part):
    """What was tried in a documented case, and what happened."""

    intervention: str
    name: str
    outcome: str
    outcome_name: str
    claim: str | None
    says: str | None = Field(description="What the claim says.")


class PrecedentOut(Part):
    """A documented case like this locality."""

    case: str
    place: str = Field(description="What the case is called, in the answer's language.")
    country: str
    period: str
    distance: float = Field(description="Gower's, over the factors known in both: 0 to 1.")
    compared: int = Field(description="How many factors are known in both.")
    known_there: int = Field(description="How many factors the case knows.")
    by_proxy: int = Field(description="Of those compared, known for a wider area or by proxy only.")
    alike: list[SharedOut] = Field([], description="Not at explanation level summary.")
    differ: list[SharedOut] = Field([])
    tried: list[TriedOut]
    says: str


class OriginOut(Part):
    """How like the locality is to the places that a claim's evidence comes from."""

    claim: str
    options: list[str] = Field(description="The leading options that lean on it.")
    places: list[str]
    same_country: bool | None = Field(description="None where it is not known.")
    here: bool = Field(description="Whether it tells of this very locality.")
    wide: bool = Field(description="Whether it speaks of whole countries only.")
    likeness: float | None = Field(
        description="1 less the mean distance to comparable documented cases of its places; none "
        "where there is none to compare with."
    )
    cases: list[str] = Field(description="Those cases, the nearest first.")
    says: str


class PrecedentsOut(Part):
    """Documented cases most like this locality, and how like it the evidence's places are."""

    minimum_shared: int = Field(description="A case with fewer factors in common is not offered.")
    comparable: int
    too_little: int = Field(description="Cases with too few known factors in common.")
    itself: list[str] = Field(description="Cases that document this locality, and are left out.")
    says: str
    cases: list[PrecedentOut]
    evidence: list[OriginOut] = Field([], description="Not at explanation level summary.")
