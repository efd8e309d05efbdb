"""The knowledge base once it is read: frozen, indexed by slug, free of files and YAML."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any, Literal

from engine.diversion import Diversion
from engine.possible import Possible
from engine.rule import IN_FORCE, Criterion, Kind, Rule
from engine.text import Text
from engine.vocabulary import Vocabulary

Grade = Literal["very_low", "low", "moderate", "high"]
GRADES: tuple[Grade, ...] = ("very_low", "low", "moderate", "high")
TimeBand = Literal["weeks", "months", "years", "decades", "not_stated"]
OutcomeVerdict = Literal["works", "promising", "does_not_work", "counterproductive", "inconclusive"]
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
class Effect:
    """What the sources found a measure to do to one outcome, in the field's five words.

    The words are those of Cano, Rojido and Borges (2024); per outcome, after CrimeSolutions: a
    truce may lower murders and leave extortion running.
    """

    intervention: str
    outcome: str
    verdict: OutcomeVerdict
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Conflict:
    """Measures that do not go together, or only with care; what to mind about it."""

    id: str
    kind: Literal["apart", "care"]
    one: frozenset[str]
    other: frozenset[str]
    because: Text
    mind: Text
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Brought:
    """What a measure brings about in a locality, as values of factors."""

    intervention: str
    factors: Mapping[str, Possible]
    because: Text
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Watch:
    """What to watch beside murders while measures run, and the factors that speak of it."""

    id: str
    subject: Text
    because: Text
    factors: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Companionship:
    """What a package has to heed: conflicts by id, what measures bring about, what to watch."""

    conflicts: tuple[Conflict, ...] = ()
    brings_about: Mapping[str, Brought] = field(default_factory=dict)
    watch: tuple[Watch, ...] = ()


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
class Stakeholder:
    """Whose eyes the ranking may be read with: criteria weights, ours, with the reason."""

    slug: str
    name: Text
    because: Text
    weights: Mapping[Criterion, float]


@dataclass(frozen=True)
class Actor:
    """Who can act: the kinds of institution that an actor directs."""

    slug: str
    name: Text
    institutions: tuple[str, ...]
    because: Text


POINT = 1_000  # points in one unit of log-odds


@dataclass(frozen=True)
class Scales:
    """The numbers of ``scales.yaml``; see there for what each means and where it comes from.

    Points are thousandths of log-odds, whole numbers: sums of them are exact in any order, on
    any machine, for one locality and for a column of them.
    """

    dated: str
    strengths: Mapping[str, int]  # in points
    evidence: Mapping[str, EvidenceKind]
    certainty: Mapping[Grade, int]  # in points
    time_to_effect: Mapping[TimeBand, int]  # in points
    weights: Mapping[Criterion, float]
    spread: float
    strong_for_score: float
    strong_for_certainty: Grade
    questions: Mapping[Kind, float] = field(default_factory=dict)  # what a rule's question weighs
    works_from: frozenset[str] = frozenset()  # kinds of evidence that may carry the word "works"


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
    outcomes: Mapping[str, Text] = field(default_factory=dict)  # what a measure may change
    effects: tuple[Effect, ...] = ()
    stakeholders: Mapping[str, Stakeholder] = field(default_factory=dict)
    actors: Mapping[str, Actor] = field(default_factory=dict)
    diversions: Mapping[str, Diversion] = field(default_factory=dict)
    localities: frozenset[str] = frozenset()  # the places that lie within one country
    together: Companionship = Companionship()
    files: Mapping[str, Any] = field(default_factory=dict, repr=False)  # what it was read from

    def __getstate__(self) -> Mapping[str, Any]:
        """What was read; what was worked out from it since is worked out again elsewhere."""
        return {item.name: getattr(self, item.name) for item in fields(self)}

    @cached_property
    def active(self) -> tuple[Rule, ...]:
        """The rules that are evaluated, by id: withdrawn and draft ones stay on record only."""
        return tuple(rule for _, rule in sorted(self.rules.items()) if rule.status in IN_FORCE)

    @cached_property
    def effects_of(self) -> Mapping[str, tuple[Effect, ...]]:
        """What the sources found, by intervention."""
        found: dict[str, tuple[Effect, ...]] = {}
        for effect in self.effects:
            found[effect.intervention] = (*found.get(effect.intervention, ()), effect)
        return found

    @cached_property
    def diagnoses(self) -> Mapping[str, Rule]:
        return {rule.id: rule for rule in self.active if rule.kind == "diagnosis"}
