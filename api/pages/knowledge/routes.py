"""Where the knowledge base is read: everything that can be found, and each thing by itself."""

from typing import Annotated

from litestar import get
from litestar.params import FromPath, FromQuery, QueryParameter

from api.access.principal import Scope, needs
from api.pages.frame import Framed
from api.pages.knowledge.claim import ClaimPage
from api.pages.knowledge.coverage import CoveragePage
from api.pages.knowledge.factor import FactorPage
from api.pages.knowledge.findings import SearchPage
from api.pages.knowledge.intervention import InterventionPage
from api.pages.knowledge.rule import RulePage
from api.pages.knowledge.search import LONGEST, Sort, find
from api.pages.page import PageResponse
from api.pages.visitor import Visiting
from api.service import Serving, named
from api.store import feedback
from engine.text import Text

_RULE = Text("rule", "regla")
_CLAIM = Text("claim", "afirmación")
_INTERVENTION = Text("intervention", "intervención")
_FACTOR = Text("factor", "factor")

Query = Annotated[str, QueryParameter(max_length=LONGEST)]
Number = Annotated[int, QueryParameter(ge=1, le=10**6)]


@get("/knowledge", sync_to_thread=True, opt=needs(Scope.read))
def search_knowledge(
    frame: Framed,
    service: Serving,
    q: Query = "",
    sort: FromQuery[Sort | None] = None,
    page: Number = 1,
) -> PageResponse:
    """Everything in which the words stand; everything, where none are given."""
    query = " ".join(q.split())
    found = find(service.knowledge, query)
    return PageResponse(SearchPage(frame, service.knowledge, query, sort, page, found))


@get("/knowledge/rules/{rule_id:str}", sync_to_thread=True, opt=needs(Scope.read))
def show_rule(
    rule_id: FromPath[str], frame: Framed, service: Serving, visitor: Visiting
) -> PageResponse:
    rule = named(service.knowledge.rules, rule_id, _RULE)
    fired = service.coverage[frame.language].fired.get(rule.id, [])
    given = feedback.of_rule(service.database, visitor.organisation, rule.id, 0, 0)
    page = RulePage(frame, service.knowledge, rule, tuple(fired), given.responses)
    return PageResponse(page)


@get("/knowledge/claims/{claim_id:str}", sync_to_thread=True, opt=needs(Scope.read))
def show_claim(claim_id: FromPath[str], frame: Framed, service: Serving) -> PageResponse:
    claim = named(service.knowledge.claims, claim_id, _CLAIM)
    return PageResponse(ClaimPage(frame, service.knowledge, claim))


@get("/knowledge/interventions/{slug:str}", sync_to_thread=True, opt=needs(Scope.read))
def show_intervention(slug: FromPath[str], frame: Framed, service: Serving) -> PageResponse:
    item = named(service.knowledge.interventions, slug, _INTERVENTION)
    return PageResponse(InterventionPage(frame, service.knowledge, item))


@get("/knowledge/factors/{slug:str}", sync_to_thread=True, opt=needs(Scope.read))
def show_factor(slug: FromPath[str], frame: Framed, service: Serving) -> PageResponse:
    item = named(service.knowledge.vocabulary.factors, slug, _FACTOR)
    return PageResponse(FactorPage(frame, service.knowledge, item))


@get("/knowledge/coverage", sync_to_thread=True, opt=needs(Scope.read))
def show_coverage(frame: Framed, service: Serving, page: Number = 1) -> PageResponse:
    coverage = service.coverage[frame.language]
    return PageResponse(CoveragePage(frame, service.knowledge, coverage, page))


KNOWLEDGE = (
    search_knowledge,
    show_rule,
    show_claim,
    show_intervention,
    show_factor,
    show_coverage,
)
