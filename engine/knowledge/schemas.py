"""The shape of each kind of file under ``rules/``: one pydantic model per file."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from engine.rule import Criterion, Kind, State, Status

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Kebab = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True, max_length=3000)]
YearOrText = Annotated[
    str, BeforeValidator(lambda raw: str(raw) if isinstance(raw, int | float) else raw)
]


class Shape(BaseModel):
    """A mapping with exactly these keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Bilingual(Shape):
    en: Words
    es: Words


class LevelShape(Shape):
    value: Slug
    name: Bilingual
    anchor: Bilingual | None = None


class AnchorsShape(Shape):
    true_means: Bilingual
    false_means: Bilingual


class DerivationShape(Shape):
    count: str | None = None
    worst: str | None = None
    least: str | None = None
    union: str | None = None
    of: str | list[str] | None = None


class FactorShape(Shape):
    slug: Slug
    type: Literal["ordinal", "boolean", "categorical", "number", "several"]
    name: Bilingual
    question: Bilingual
    unit: Bilingual | None = None
    minimum: float = 0.0
    maximum: float = 0.0
    anchors: AnchorsShape | None = None
    levels: list[LevelShape] = []
    values: list[LevelShape] = []
    values_from: Literal["interventions"] | None = None
    derive: DerivationShape | None = None
    claims: list[str] = []


class DimensionFile(Shape):
    dimension: Slug
    name: Bilingual
    headline: bool = False
    factors: list[FactorShape]


class AttributeShape(Shape):
    name: Slug
    type: Literal["ordinal", "boolean", "categorical", "text", "several"] | None = None
    required: bool = False
    label: Bilingual | None = None
    question: Bilingual | None = None
    levels_of: str | None = None
    values_of: str | None = None
    values_from: Literal["interventions"] | None = None
    values: list[LevelShape] = []


class EntityShape(Shape):
    kind: Slug
    list_name: Slug = Field(alias="list")
    name: Bilingual
    question: Bilingual
    attributes: list[AttributeShape]


class EntitiesFile(Shape):
    entities: list[EntityShape]


class TimeShape(Shape):
    band: Literal["weeks", "months", "years", "decades", "not_stated"]
    en: Words
    es: Words


class ActorsShape(Shape):
    en: list[Words]
    es: list[Words]


class InterventionShape(Shape):
    slug: Slug
    name: Bilingual
    description: Bilingual
    stance: Literal["recommended", "conditional", "unproven", "questionable", "harmful"]
    core: bool
    variant_of: str | None = None
    failure_mode_of: str | None = None
    level: list[str]
    actors: ActorsShape
    led_by: list[str]
    time_to_effect: TimeShape
    examples: list[str] = []
    note: Bilingual | None = None
    indicators: list[Bilingual] = []
    claims: dict[str, list[str]] = {}


class FamilyFile(Shape):
    family: Slug
    name: Bilingual
    source: str
    interventions: list[InterventionShape]


class ClaimShape(Shape):
    id: str
    section: YearOrText
    page: YearOrText | None
    footnotes: list[YearOrText] = []
    text: Bilingual
    type: str
    salience: Literal["core", "supporting", "background"]
    evidence: str
    roles: dict[str, list[str]] = {}
    factors: list[str] = []
    places: list[str] = []
    years: YearOrText = ""
    strength_words: list[str] = []
    analyst_gloss: bool = False


class SourceFile(Shape):
    report: str
    title: str
    authors: str
    year: YearOrText
    publication: str
    claims: list[ClaimShape]


class TensionShape(Shape):
    id: str
    about: Bilingual
    a: list[str]
    b: list[str]
    reading: Bilingual


class TensionsFile(Shape):
    tensions: list[TensionShape]


class DeclinedShape(Shape):
    claim: str
    reason: Bilingual


class DeclinedFile(Shape):
    declined: list[DeclinedShape]


class PlacesFile(Shape):
    places: dict[str, list[str]]


class EvidenceShape(Shape):
    grade: Literal["very_low", "low", "moderate", "high"]
    strength: str


class VerdictShape(Shape):
    strong_for_score: float
    strong_for_certainty: Literal["very_low", "low", "moderate", "high"]


class ScalesFile(Shape):
    dated: str
    strengths: dict[str, float]
    evidence: dict[str, EvidenceShape]
    certainty: dict[Literal["very_low", "low", "moderate", "high"], float]
    time_to_effect: dict[Literal["weeks", "months", "years", "decades", "not_stated"], float]
    weights: dict[Criterion, Annotated[float, Field(ge=0)]]
    spread: Annotated[float, Field(gt=0)]
    verdicts: VerdictShape


class ClaimsShape(Shape):
    supports: list[str] = []
    limits: list[str] = []


class RelatedShape(Shape):
    id: str
    as_: Literal["complements", "exception_to", "limits", "replaces"] = Field(alias="as")


class RuleTestShape(Shape):
    given: dict[str, Any]
    expect: State
    asks: list[str] = []
    reaches: list[str] = []


class RuleFile(Shape):
    id: Kebab
    kind: Kind
    status: Status
    title: Bilingual
    because: Bilingual
    when: Any
    unless: Any = None
    then: dict[str, Any] | None = None
    strength: str | None = None
    claims: ClaimsShape
    limits: Bilingual
    related: list[RelatedShape] = []
    tests: list[RuleTestShape]


class CodedShape(Shape):
    factor: str
    value: Any
    claim: str | None = None
    scope: str | None = None
    inferred: bool = False


class TriedShape(Shape):
    intervention: str
    outcome: Literal["helped", "failed", "mixed", "harmed", "uncertain", "unreported"]
    claim: str | None = None
    note: str | None = None


class CaseFile(Shape):
    slug: Kebab
    place: str
    country: str
    period: YearOrText
    coded_at: Literal["before", "during", "after"]
    factors: list[CodedShape]
    interventions_tried: list[TriedShape] = []
    expectations: list[dict[str, Any]] = []
    note: str | None = None


class ExpectationsFile(Shape):
    general_expectations: list[dict[str, Any]] = []
    contrast_expectations: list[dict[str, Any]] = []
    within_case_expectations: list[dict[str, Any]] = []
