"""The answer, as it is sent: the names in JSON are a contract with everyone who reads it.

One language per answer. Every text stands beside the rule it comes from and the claims behind it;
every claim cited anywhere is listed once under ``claims``.
"""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from engine.knowledge.model import OutcomeVerdict
from engine.ranking import Verdict
from engine.rule import Criterion, Kind
from engine.text import Language

Truth = Literal["true", "false", "unknown"]
TopVerdict = Literal["settled", "leaning", "insufficient_information"]


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


class ReasonOut(FromRule):
    title: str
    criterion: Criterion
    strength: str
    points: float = Field(description="Log-odds added to the criterion.")
    share: float = Field(description="Log-odds added to the score; shares add up exactly.")


class ContraindicationOut(FromRule):
    title: str
    certainty: Literal["certain", "possible"]
    asks: list[str] = Field([], description="What would settle it.")


class PreconditionOut(FromRule):
    text: str
    status: Literal["met", "unmet", "unknown"]
    applies: Literal["certain", "possible"] = Field(
        description="Whether the option is known to need it here; if not, asks would settle it."
    )
    holds_back: bool = Field(description="Whether the option is blocked until it is met.")
    measure: str | None = Field(None, description="The intervention that would meet it.")
    asks: list[str] = []


class SafeguardOut(FromRule):
    text: str
    measure: str | None = None


class StepOut(FromRule):
    first: str
    first_intervention: str | None = None
    then: str


class CriterionOut(Part):
    value: float = Field(description="0 to 1; 0.5 when nothing bears on it.")
    share: float = Field(description="Log-odds added to the score.")


class CertaintyOut(Part):
    """GRADE certainty of the best evidence behind what speaks for an option."""

    grade: Literal["very_low", "low", "moderate", "high"]
    meaning: str = Field(description="What the grade means, in GRADE's words.")
    claim: str = Field(description="The claim whose evidence carries the grade.")
    evidence: str
    lowered_for: list[str] = Field(description="The named reasons for lowering.")


class EffectOut(Part):
    """What the sources found the option to do to one outcome, wherever it was studied."""

    outcome: str
    outcome_name: str
    verdict: OutcomeVerdict
    verdict_name: str
    claims: list[str]
    indirect: bool = Field(description="Whether all of it comes from other countries.")


class StabilityOut(Part):
    """How an option fares when the unknowns are filled in many times and weights are varied."""

    p_rank_1: float = Field(description="Share of completions in which it comes first.")
    p_top_3: float
    p_recommended: float = Field(description="Share in which its verdict is a recommendation.")
    rank_interval: tuple[int, int] = Field(description="Ranks from the 5th to the 95th percentile.")
    outside: str | None = Field(
        None, description="Only where its rank on what is known lies outside that interval: why."
    )
    central_weights: dict[Criterion, float] | None = Field(
        None, description="The mean weights under which it comes first; none if it never does."
    )


class RankedOut(Part):
    intervention: str
    name: str
    family: str
    core: bool
    variant_of: str | None
    failure_mode_of: str | None
    stance: str
    rank: int
    score: float
    verdict: Verdict
    verdict_name: str
    robustness: StabilityOut | None = None
    certainty_grade: str | None
    certainty: CertaintyOut | None
    criteria: dict[Criterion, CriterionOut]
    effects: list[EffectOut] = Field(
        [], description="The sources' verdict per outcome; not part of the score."
    )
    reasons_for: list[ReasonOut]
    reasons_against: list[ReasonOut]
    contraindications: list[ContraindicationOut]
    preconditions: list[PreconditionOut]
    safeguards: list[SafeguardOut]
    sequence: list[StepOut]
    indicators: list[str]
    time_to_effect: str
    level: list[str]


class CaveatOut(FromRule):
    text: str
    about: str | None
    about_name: str | None
    insufficient_alone: bool


class DiagnosisOut(FromRule):
    diagnosis: str
    name: str


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


class RobustnessOut(Part):
    """What the completions say of the ranking as a whole."""

    completions: int
    seed: int
    stable: bool = Field(description="Whether what stands first stays first in most completions.")
    verdict: TopVerdict = Field(
        description="Whether it may be said what comes first: not where what stands first is not "
        "even among the first three in most completions, or is no recommendation."
    )
    verdict_name: str
    says: str
    beats: dict[str, dict[str, float]] = Field(
        description="Share of completions in which one leading option stands above another."
    )


class ClaimOut(Part):
    text: str
    report: str
    report_title: str
    section: str
    page: str | None
    evidence: str


class TensionOut(Part):
    """A disagreement between sources on which this answer leans."""

    id: str
    about: str
    a: list[str]
    b: list[str]
    reading: str


class RulesetOut(Part):
    version: str
    hash: str


class NoticeOut(Part):
    where: str
    what: str


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
    differ: list[SharedOut] = []
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


class Answer(Part):
    """Ranked interventions for one locality, with everything that stands behind them."""

    decision_id: str
    ruleset: RulesetOut
    engine_version: str
    language: Language
    explain: Literal["summary", "rules", "conditions", "full"]
    profile: dict[str, Any] = Field(description="The profile as it was understood.")
    notices: list[NoticeOut] = []
    weights: dict[Criterion, float]
    ranking: list[RankedOut]
    robustness: RobustnessOut | None = None
    informants: InformantsOut | None = Field(
        None, description="Only where a captured institution supplied a value."
    )
    precedents: PrecedentsOut | None = None
    package: PackageOut | None = None
    caveats: list[CaveatOut]
    needed: list[NeededOut]
    diagnoses: list[DiagnosisOut]
    undecided_rules: list[UndecidedOut]
    tensions: list[TensionOut]
    claims: dict[str, ClaimOut]
    silent_rules: list[UndecidedOut] = Field([], description="At explanation level full.")
