"""The knowledge base once it is read: frozen, indexed by slug, free of files and YAML."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from engine.rule import IN_FORCE, Criterion, Rule
from engine.text import Text
from engine.vocabulary import Vocabulary

Grade = Literal["very_low", "low", "moderate", "high"]
GRADES: tuple[Grade, ...] = ("very_low", "low", "moderate", "high")
TimeBand = Literal["weeks", "months", "years", "decades", "not_stated"]
Stance = Literal["recommended", "conditional", "unproven", "questionable", "harmful"]


@dataclass(frozen=True)
class Family:
    slug: str
    name: Text
    source: str


@dataclass(frozen=True)
class Intervention:
    """Something that can be done, harmful measures included: people propose them."""

    slug: str
    family: str
    name: Text
    description: Text
    stance: Stance
    core: bool
    variant_of: str | None
    failure_mode_of: str | None
    level: tuple[str, ...]
    actors: tuple[Text, ...]
    led_by: tuple[str, ...]
    time_band: TimeBand
    time_to_effect: Text
    examples: tuple[str, ...]
    note: Text | None
    indicators: tuple[Text, ...]
    claims: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Report:
    key: str
    title: str
    authors: str
    year: str
    publication: str


@dataclass(frozen=True)
class Claim:
    """One paraphrased statement of a report, with the place where it stands."""

    id: str
    report: str
    section: str
    page: str | None
    footnotes: tuple[str, ...]
    text: Text
    type: str
    salience: str
    evidence: str
    roles: Mapping[str, tuple[str, ...]]
    factors: tuple[str, ...]
    places: tuple[str, ...]
    years: str
    strength_words: tuple[str, ...]
    analyst_gloss: bool


@dataclass(frozen=True)
class Tension:
    """Where two sources, or two passages of one, disagree."""

    id: str
    about: Text
    a: tuple[str, ...]
    b: tuple[str, ...]
    reading: Text


@dataclass(frozen=True)
class Case:
    """A documented locality: its profile, what was tried, what faithful advice must say."""

    slug: str
    place: str
    country: str
    period: str
    coded_at: str
    profile: Mapping[str, Any]
    tried: tuple[Mapping[str, Any], ...]
    expectations: tuple[Mapping[str, Any], ...]
    note: str | None


@dataclass(frozen=True)
class EvidenceKind:
    grade: Grade
    strength: str


@dataclass(frozen=True)
class Scales:
    """The numbers of ``scales.yaml``; see there for what each means and where it comes from."""

    dated: str
    strengths: Mapping[str, float]
    evidence: Mapping[str, EvidenceKind]
    certainty: Mapping[Grade, float]
    time_to_effect: Mapping[TimeBand, float]
    weights: Mapping[Criterion, float]
    spread: float
    strong_for_score: float
    strong_for_certainty: Grade


@dataclass(frozen=True, eq=False)
class Knowledge:
    """Everything under ``rules/``; two are the same only if they are one object."""

    vocabulary: Vocabulary
    families: Mapping[str, Family]
    interventions: Mapping[str, Intervention]
    reports: Mapping[str, Report]
    claims: Mapping[str, Claim]
    tensions: tuple[Tension, ...]
    rules: Mapping[str, Rule]
    layers: Mapping[str, int]
    scales: Scales
    cases: Mapping[str, Case]
    expectations: Mapping[str, tuple[Mapping[str, Any], ...]]
    version: str
    content_hash: str
    declined: Mapping[str, Text] = field(default_factory=dict)  # claim to the reason
    places: Mapping[str, frozenset[str]] = field(default_factory=dict)  # place to its countries

    @cached_property
    def active(self) -> tuple[Rule, ...]:
        """The rules that are evaluated, by id: withdrawn and draft ones stay on record only."""
        return tuple(rule for _, rule in sorted(self.rules.items()) if rule.status in IN_FORCE)

    @cached_property
    def diagnoses(self) -> Mapping[str, Rule]:
        return {rule.id: rule for rule in self.active if rule.kind == "diagnosis"}
