"""The shape of each kind of file under ``rules/``: one pydantic model per file."""

from typing import Annotated, Any, Literal, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)
from pydantic_core import PydanticCustomError

from engine.knowledge.model import Grade, OutcomeVerdict, TimeBand
from engine.rule import Criterion, Kind, State, Status

SLUG = r"^[a-z][a-z0-9_]*$"
KEBAB = r"^[a-z0-9]+(-[a-z0-9]+)*$"
KEYS_MISSING = "keys_missing"
Slug = Annotated[str, StringConstraints(pattern=SLUG, max_length=60)]
Kebab = Annotated[str, StringConstraints(pattern=KEBAB, max_length=80)]
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
    fixed: bool = False


class AnchorsShape(Shape):
    true_means: Bilingual
    false_means: Bilingual


class DerivationShape(Shape):
    count: str | None = None
    worst: str | None = None
    least: str | None = None
    union: str | None = None
    of: str | list[str] | None = None


class PriorShape(Shape):
    low: float
    high: float
    because: Bilingual


class FactorShape(Shape):
    slug: Slug
    type: Literal["ordinal", "boolean", "categorical", "number", "several"]
    name: Bilingual
    question: Bilingual
    not_actionable: Bilingual | None = None
    better: Literal["more", "less"] | None = None
    unit: Bilingual | None = None
    minimum: float = 0.0
    maximum: float = 0.0
    prior: PriorShape | None = None
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
    within_a_country: list[str] = []


class OutcomeShape(Shape):
    slug: Slug
    name: Bilingual


class EffectShape(Shape):
    intervention: str
    outcome: str
    verdict: OutcomeVerdict
    claims: Annotated[list[str], Field(min_length=1)]


class ConflictShape(Shape):
    id: Kebab
    kind: Literal["apart", "care"]
    one: Annotated[list[str], Field(min_length=1)]
    other: Annotated[list[str], Field(min_length=1)]
    because: Bilingual
    mind: Bilingual
    claims: Annotated[list[str], Field(min_length=1)]


class BroughtShape(Shape):
    intervention: str
    factors: Annotated[dict[str, Any], Field(min_length=1)]
    because: Bilingual
    claims: Annotated[list[str], Field(min_length=1)]


class WatchShape(Shape):
    id: Kebab
    subject: Bilingual
    because: Bilingual
    factors: list[str] = []
    claims: Annotated[list[str], Field(min_length=1)]


class PackageFile(Shape):
    conflicts: list[ConflictShape] = []
    brings_about: list[BroughtShape] = []
    watch: list[WatchShape] = []


class EffectsFile(Shape):
    outcomes: list[OutcomeShape]
    effects: list[EffectShape]


class EvidenceShape(Shape):
    grade: Grade
    strength: str


class VerdictShape(Shape):
    strong_for_score: Annotated[float, Field(gt=0, lt=1)]
    strong_for_certainty: Grade


LogOdds = Annotated[float, Field(allow_inf_nan=False, ge=-100, le=100)]
Weight = Annotated[float, Field(allow_inf_nan=False, ge=0, le=1000)]


def every(names: Any) -> AfterValidator:
    """A table that has an entry for every one of a literal type's names."""

    def complete(table: dict[str, Any]) -> dict[str, Any]:
        missing = [name for name in get_args(names) if name not in table]
        if missing:
            raise PydanticCustomError(
                KEYS_MISSING, "missing: {names}", {"names": ", ".join(missing)}
            )
        return table

    return AfterValidator(complete)


class ScalesFile(Shape):
    dated: str
    strengths: Annotated[dict[str, Annotated[LogOdds, Field(gt=0)]], Field(min_length=1)]
    evidence: Annotated[dict[str, EvidenceShape], Field(min_length=1)]
    certainty: Annotated[dict[Grade, Annotated[LogOdds, Field(ge=0)]], every(Grade)]
    time_to_effect: Annotated[dict[TimeBand, LogOdds], every(TimeBand)]
    weights: Annotated[dict[Criterion, Weight], every(Criterion)]
    spread: Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)]
    verdicts: VerdictShape
    works_from: list[str] = []
    questions: Annotated[dict[Kind, Annotated[float, Field(ge=0)]], every(Kind)]


class StakeholderShape(Shape):
    slug: Slug
    name: Bilingual
    because: Bilingual
    weights: Annotated[dict[Criterion, Weight], every(Criterion)]


class ActorShape(Shape):
    slug: Slug
    name: Bilingual
    institutions: Annotated[list[str], Field(min_length=1)]
    because: Bilingual


class StakeholdersFile(Shape):
    dated: str
    stakeholders: Annotated[list[StakeholderShape], Field(min_length=1)]
    actors: Annotated[list[ActorShape], Field(min_length=1)]


class ClaimsShape(Shape):
    supports: list[str] = []
    limits: list[str] = []


class DiversionTestShape(Shape):
    pressed: dict[str, Any]
    exposed: dict[str, Any]
    link: str
    weighed: list[str] = []
    expect: State
    asks: list[str] = []


class DiversionThenShape(Shape):
    exposed: Annotated[dict[str, str], Field(min_length=1)]
    pressed: dict[str, str] = {}
    first: str


class DiversionFile(Shape):
    id: Kebab
    status: Status
    title: Bilingual
    because: Bilingual
    offers: str
    along: Annotated[list[str], Field(min_length=1)]
    pressed: Any
    measures: list[str] = []
    exposed: Any
    then: DiversionThenShape
    claims: ClaimsShape
    limits: Bilingual
    tests: list[DiversionTestShape]


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
