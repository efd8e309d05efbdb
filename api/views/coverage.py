"""The coverage of the claims by the rules, as it is sent."""

from pydantic import BaseModel, Field

from engine.coverage import Coverage, cover
from engine.knowledge.model import Knowledge
from engine.text import LANGUAGES, Language


class ClaimCoverageView(BaseModel):
    claim: str
    report: str
    salience: str
    rules: list[str]
    effects: list[str] = Field(description="Intervention and outcome of the verdicts it carries.")
    tests: int = Field(description="How many tests those rules carry.")
    cases: list[str] = Field(description="Documented cases in which one of those rules fires.")
    declined: str | None = Field(description="Why it was left out on purpose.")


class CountView(BaseModel):
    claims: int
    core: int
    encoded: int
    core_encoded: int
    declined: int


class InertView(BaseModel):
    """A rule that stands in no documented answer and that no other rule names."""

    rule: str
    undecided_in: int = Field(description="Cases that leave it open.")
    asks: list[str] = Field(description="What a case would have to record, most frequent first.")


class CoverageView(BaseModel):
    """The matrix claim to rule to test to case, and what is missing from it."""

    claims: list[ClaimCoverageView]
    by_report: dict[str, CountView]
    by_family: dict[str, CountView]
    orphan_claims: list[str] = Field(description="Core claims without a place.")
    fired: dict[str, list[str]] = Field(
        description="By rule, the documented cases in which it fires."
    )
    rules_without_case: list[str]
    interventions_without_reason: list[str]
    inert_rules: list[InertView]


def coverage_views(knowledge: Knowledge) -> dict[Language, CoverageView]:
    """What the rules cover, in each language; it asks every documented case, and takes its time."""
    found = cover(knowledge)
    return {language: coverage_view(found, language) for language in LANGUAGES}


def coverage_view(found: Coverage, language: Language) -> CoverageView:
    declined = found.knowledge.declined
    return CoverageView(
        claims=[
            ClaimCoverageView(
                claim=row.claim.id,
                report=row.claim.report,
                salience=row.claim.salience,
                rules=[rule.id for rule in row.rules],
                effects=[f"{effect.intervention}: {effect.outcome}" for effect in row.effects],
                tests=row.tests,
                cases=list(row.cases),
                declined=declined[row.claim.id].in_(language) if row.declined else None,
            )
            for row in found.claims
        ],
        by_report=_counts(found, "report"),
        by_family=_counts(found, "family"),
        orphan_claims=list(found.orphan_claims),
        fired={rule: list(cases) for rule, cases in found.fired.items()},
        rules_without_case=list(found.rules_without_case),
        interventions_without_reason=list(found.interventions_without_reason),
        inert_rules=[
            InertView(rule=item.rule.id, undecided_in=item.undecided_in, asks=list(item.asks))
            for item in found.inert_rules
        ],
    )


def _counts(found: Coverage, by: str) -> dict[str, CountView]:
    return {key: CountView(**entry) for key, entry in found.counts(by).items()}
