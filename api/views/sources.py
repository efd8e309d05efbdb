"""The claims of the reports and the documented cases, as they are shown."""

from typing import Any

from pydantic import BaseModel, Field

from engine.knowledge.model import Case, Claim, Knowledge
from engine.text import Language


class ClaimView(BaseModel):
    """One statement of a report in our words, with the place where it stands."""

    id: str
    report: str
    report_title: str
    section: str
    page: str | None
    text: str
    type: str
    evidence: str
    salience: str
    roles: dict[str, list[str]] = Field(description="The part it plays for each intervention.")
    factors: list[str]
    places: list[str]
    years: str
    analyst_gloss: bool = Field(description="Whether it draws out what the report implies.")


class ClaimsView(BaseModel):
    total: int
    items: list[ClaimView]


class CaseBrief(BaseModel):
    slug: str
    place: str
    country: str
    period: str
    coded_at: str


class CasesView(BaseModel):
    total: int
    items: list[CaseBrief]


class CaseView(CaseBrief):
    """A documented locality: what was known, what was tried, what advice must say."""

    profile: dict[str, Any]
    tried: list[dict[str, Any]]
    expectations: list[dict[str, Any]]
    note: str | None


def claims_view(knowledge: Knowledge, claims: list[Claim], language: Language) -> ClaimsView:
    items = [claim_view(knowledge, claim, language) for claim in claims]
    return ClaimsView(total=len(items), items=items)


def claim_view(knowledge: Knowledge, claim: Claim, language: Language) -> ClaimView:
    return ClaimView(
        id=claim.id,
        report=claim.report,
        report_title=knowledge.reports[claim.report].title,
        section=claim.section,
        page=claim.page,
        text=claim.text.in_(language),
        type=claim.type,
        evidence=claim.evidence,
        salience=claim.salience,
        roles={slug: list(roles) for slug, roles in claim.roles.items()},
        factors=list(claim.factors),
        places=list(claim.places),
        years=claim.years,
        analyst_gloss=claim.analyst_gloss,
    )


def cases_view(cases: list[Case]) -> CasesView:
    return CasesView(total=len(cases), items=[CaseBrief(**_case(case)) for case in cases])


def case_view(case: Case) -> CaseView:
    return CaseView(
        **_case(case),
        profile=dict(case.profile),
        tried=[dict(item) for item in case.tried],
        expectations=[dict(item) for item in case.expectations],
        note=case.note,
    )


def _case(case: Case) -> dict[str, str]:
    return {
        "slug": case.slug,
        "place": case.place,
        "country": case.country,
        "period": case.period,
        "coded_at": case.coded_at,
    }
