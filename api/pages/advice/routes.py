"""Where advice is read: a locality's today, and decisions as they were stored."""

import uuid
from collections.abc import Mapping
from typing import Annotated

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, QueryParameter, RawBody
from litestar.response import Redirect
from litestar_htmx import HTMXRequest

from api.access.principal import Scope, needs
from api.pages.advice.context import (
    AdvicePage,
    OptionPage,
    OptionPart,
    PassagesPage,
    PassagesPart,
)
from api.pages.advice.options import Option
from api.pages.advice.pictures import POLICY, picture
from api.pages.advice.reader import Reader, Reading
from api.pages.advice.subject import Subject
from api.pages.describe.answers import anchor
from api.pages.describe.desk import Desk
from api.pages.describe.sections import section_of
from api.pages.forms import one, read_form
from api.pages.page import PageResponse
from api.reports.forms import FORMS, ReportForm
from api.routes.reports import report_of
from api.service import named
from api.written import written
from engine.answer import ClaimOut
from engine.text import Language, Text
from engine.vocabulary import Vocabulary

_OPTION = Text("option", "opción")
_CLAIM = Text("claim", "afirmación")
_FACTOR = Text("factor", "factor")
_LIST = Text("list", "lista")
Claims = Annotated[list[str] | None, QueryParameter(name="claim")]
Limits = Annotated[list[str] | None, QueryParameter(name="limit")]


@get("/localities/{locality_id:str}", sync_to_thread=True, opt=needs(Scope.advise, cost=5))
def show_advice(request: HTMXRequest, locality_id: FromPath[str], reader: Reading) -> PageResponse:
    """The advice on a locality: its current version, with the default weights, if none is named."""
    subject = reader.subject(locality_id, queried(request))
    kept, recorded = reader.kept(subject), tuple(reader.versions(subject.id))
    return PageResponse(AdvicePage(reader.frame, subject, subject.answer, kept, recorded))


@get(
    "/localities/{locality_id:str}/options/{slug:str}",
    sync_to_thread=True,
    opt=needs(Scope.advise, cost=5),
)
def show_option(
    request: HTMXRequest, locality_id: FromPath[str], slug: FromPath[str], reader: Reading
) -> PageResponse:
    """One option of it, whole: as a page, or for its place in the list."""
    subject = reader.subject(locality_id, queried(request))
    return _option(subject, slug, bool(request.htmx))


@post(
    "/localities/{locality_id:str}/decisions",
    status_code=303,
    sync_to_thread=True,
    opt=needs(Scope.write, cost=5),
)
def keep_advice(
    request: HTMXRequest,
    body: RawBody,
    locality_id: FromPath[str],
    reader: Reading,
) -> Redirect:
    """Store the advice as it is read, as the API does; then show what is stored."""
    form = {name: given[0] for name, given in read_form(request, body).items()}
    subject = reader.subject(locality_id, form)
    answer = subject.answer.model_copy(update={"decision_id": uuid.uuid4().hex})
    reader.keep(subject, written(answer))
    return Redirect(reader.frame.to("decisions", answer.decision_id), status_code=303)


@post(
    "/localities/{locality_id:str}/ask",
    status_code=303,
    sync_to_thread=True,
    opt=needs(Scope.write),
)
def answer_question(
    request: HTMXRequest, body: RawBody, locality_id: FromPath[str], reader: Reading
) -> Redirect:
    """To the field of the description that a question asks about, in a draft."""
    item = one(read_form(request, body), "item")
    section, field = _field(reader.knowledge.vocabulary, item)
    desk = Desk(reader.service, reader.visitor, reader.language)
    draft = desk.begin_from_locality(locality_id)
    place = reader.frame.to("describe", draft.id, section)
    return Redirect(f"{place}{field}", status_code=303)


def _field(vocabulary: Vocabulary, item: str) -> tuple[str, str]:
    """The part of a description in which an item stands, and its place there.

    Raises:
        NotFoundError: there is no such factor or list.
    """
    first, _, rest = item.partition(".")
    if first == "factors":
        named(vocabulary.factors, rest, _FACTOR)
        return section_of(vocabulary, item), f"#{anchor(item)}"
    entity = vocabulary.entities.get(first)
    return named(vocabulary.lists, entity.list_name if entity else first, _LIST).list_name, ""


@get("/decisions/{decision_id:str}", sync_to_thread=True, opt=needs(Scope.read))
def show_decision(decision_id: FromPath[str], reader: Reading) -> PageResponse:
    """A stored answer, as it was given."""
    subject = reader.decided(decision_id)
    return PageResponse(AdvicePage(reader.frame, subject, subject.answer))


def _report_in(form: ReportForm) -> HTTPRouteHandler:
    @get(
        f"/decisions/{{decision_id:str}}/report.{form}",
        sync_to_thread=True,
        opt=needs(Scope.read, cost=5),
    )
    def take_along(decision_id: FromPath[str], reader: Reading) -> Response[bytes]:
        """The stored answer as a file, in the language of the page."""
        principal = reader.visitor.principal
        return report_of(reader.service, principal, decision_id, form, reader.language)

    return take_along


@get("/decisions/{decision_id:str}/options/{slug:str}", sync_to_thread=True, opt=needs(Scope.read))
def show_decided_option(
    request: HTMXRequest, decision_id: FromPath[str], slug: FromPath[str], reader: Reading
) -> PageResponse:
    return _option(reader.decided(decision_id), slug, bool(request.htmx))


@get(
    "/localities/{locality_id:str}/plots/{name:str}",
    sync_to_thread=True,
    opt=needs(Scope.advise, cost=5),
)
def show_picture(
    request: HTMXRequest, locality_id: FromPath[str], name: FromPath[str], reader: Reading
) -> Response[str]:
    """A picture of the advice, with the version and the weights that the address names."""
    asked = dict(queried(request))
    option = asked.pop("option", None)
    return _picture(reader, reader.subject(locality_id, asked), name, option)


@get(
    "/decisions/{decision_id:str}/plots/{name:str}",
    sync_to_thread=True,
    opt=needs(Scope.read, cost=5),
)
def show_decided_picture(
    request: HTMXRequest, decision_id: FromPath[str], name: FromPath[str], reader: Reading
) -> Response[str]:
    return _picture(reader, reader.decided(decision_id), name, queried(request).get("option"))


def _picture(reader: Reader, subject: Subject, name: str, option: str | None) -> Response[str]:
    drawn = reader.service.evaluate(picture, subject.knowledge, subject.answer, name, option)
    return Response(drawn, media_type="image/svg+xml", headers={"Content-Security-Policy": POLICY})


@get("/passages", sync_to_thread=True, opt=needs(Scope.read))
def show_passages(
    request: HTMXRequest, reader: Reading, claim: Claims = None, limit: Limits = None
) -> PageResponse:
    """Passages as the knowledge base has them today."""
    names = (*named_claims(claim), *named_claims(limit))
    found = {name: _claim(reader, name) for name in names}
    return _passages(request, reader, found, claim, limit, language=reader.language)


@get("/decisions/{decision_id:str}/passages", sync_to_thread=True, opt=needs(Scope.read))
def show_decided_passages(
    request: HTMXRequest,
    decision_id: FromPath[str],
    reader: Reading,
    claim: Claims = None,
    limit: Limits = None,
) -> PageResponse:
    """Passages as the stored answer tells them."""
    answer = reader.decided(decision_id).answer
    return _passages(request, reader, answer.claims, claim, limit, language=answer.language)


def _passages(
    request: HTMXRequest,
    reader: Reader,
    found: Mapping[str, ClaimOut],
    claims: list[str] | None,
    limits: list[str] | None,
    *,
    language: Language,
) -> PageResponse:
    kind = PassagesPart if request.htmx else PassagesPage
    page = kind(
        reader.frame,
        tuple((name, named(found, name, _CLAIM)) for name in named_claims(claims)),
        tuple((name, named(found, name, _CLAIM)) for name in named_claims(limits)),
        language,
        reader.knowledge.claims,
    )
    return PageResponse(page)


def named_claims(given: list[str] | None) -> tuple[str, ...]:
    """The claims that an address lists, by commas or one by one."""
    return tuple(name for listed in given or () for name in listed.split(","))


def _claim(reader: Reader, name: str) -> ClaimOut:
    claim = named(reader.knowledge.claims, name, _CLAIM)
    return ClaimOut(
        text=claim.text.in_(reader.language),
        report=claim.report,
        report_title=reader.knowledge.reports[claim.report].title,
        section=claim.section,
        page=claim.page,
        evidence=claim.evidence,
    )


def _option(subject: Subject, slug: str, is_part: bool) -> PageResponse:
    answer = subject.answer
    item = named({found.intervention: found for found in answer.ranking}, slug, _OPTION)
    kind = OptionPart if is_part else OptionPage
    return PageResponse(kind(subject.frame, subject, Option(subject, answer, item)))


def queried(request: HTMXRequest) -> Mapping[str, str]:
    """What an address asks, one value for each name."""
    return dict(request.query_params.multi_items())


ADVICE = (
    show_advice,
    show_option,
    keep_advice,
    answer_question,
    show_decision,
    *(_report_in(form) for form in FORMS),
    show_decided_option,
    show_picture,
    show_decided_picture,
    show_passages,
    show_decided_passages,
)
