"""Where advice is read: a locality's today, and decisions as they were stored."""

import uuid
from collections.abc import Mapping
from typing import Annotated

from litestar import get, post
from litestar.params import FromPath, QueryParameter, RawBody
from litestar.response import Redirect
from litestar_htmx import HTMXRequest

from api.bodies import serialised
from api.pages.advice.context import (
    AdvicePage,
    OptionPage,
    OptionPart,
    PassagesPage,
    PassagesPart,
)
from api.pages.advice.options import Option
from api.pages.advice.subject import Subject, subject_of, version_of
from api.pages.describe.answers import anchor
from api.pages.describe.desk import Desk
from api.pages.describe.sections import section_of
from api.pages.forms import one, read_form
from api.pages.frame import Frame, Framed
from api.pages.page import PageResponse
from api.pages.visitor import Visiting
from api.service import Asker, Preferred, Service, Serving, named
from api.store import decisions
from engine.answer import ClaimOut
from engine.errors import NotFoundError
from engine.text import Language, Text

_DECISION = Text("decision", "decisión")
_OPTION = Text("option", "opción")
_CLAIM = Text("claim", "afirmación")
Claims = Annotated[list[str] | None, QueryParameter(name="claim")]
Limits = Annotated[list[str] | None, QueryParameter(name="limit")]


@get("/localities/{locality_id:str}", sync_to_thread=True)
def show_advice(
    request: HTMXRequest, locality_id: FromPath[str], frame: Framed, service: Serving
) -> PageResponse:
    """The advice on a locality: its current version, with the default weights, if none is named."""
    subject = subject_of(frame, service, locality_id, _query(request))
    return PageResponse(AdvicePage(frame, subject, subject.answer))


@get("/localities/{locality_id:str}/options/{slug:str}", sync_to_thread=True)
def show_option(
    request: HTMXRequest,
    locality_id: FromPath[str],
    slug: FromPath[str],
    frame: Framed,
    service: Serving,
) -> PageResponse:
    """One option of it, whole: as a page, or for its place in the list."""
    subject = subject_of(frame, service, locality_id, _query(request))
    return _option(subject, slug, bool(request.htmx))


@post("/localities/{locality_id:str}/decisions", status_code=303, sync_to_thread=True)
def keep_advice(
    *,
    request: HTMXRequest,
    body: RawBody,
    locality_id: FromPath[str],
    frame: Framed,
    service: Serving,
    asked_by: Asker,
) -> Redirect:
    """Store the advice as it is read, as the API does; then show what is stored."""
    form = {name: given[0] for name, given in read_form(request, body).items()}
    subject = subject_of(frame, service, locality_id, form)
    answer = subject.answer.model_copy(update={"decision_id": uuid.uuid4().hex})
    decisions.store(
        service.database,
        answer,
        serialised(answer),
        locality_id=locality_id,
        version=subject.kept.version.version,
        weights=subject.own_weights,
        asked_by=asked_by,
    )
    return Redirect(frame.to("decisions", answer.decision_id), status_code=303)


@post("/localities/{locality_id:str}/ask", status_code=303, sync_to_thread=True)
def answer_question(
    *,
    request: HTMXRequest,
    body: RawBody,
    locality_id: FromPath[str],
    frame: Framed,
    service: Serving,
    visitor: Visiting,
    language: Preferred,
) -> Redirect:
    """To the field of the description that a question asks about, in a draft."""
    item = one(read_form(request, body), "item")
    desk = Desk(service, visitor, language)
    draft = desk.begin_from_locality(locality_id)
    section, field = _field(service, item)
    return Redirect(f"{frame.to('describe', draft.id, section)}{field}", status_code=303)


def _field(service: Service, item: str) -> tuple[str, str]:
    """The part of a description in which an item stands, and its place there."""
    vocabulary = service.knowledge.vocabulary
    first, _, rest = item.partition(".")
    if first == "factors":
        named(vocabulary.factors, rest, _CLAIM)
        return section_of(vocabulary, item), f"#{anchor(item)}"
    entity = vocabulary.entities.get(first)
    return section_of(vocabulary, entity.list_name if entity else first), ""


@get("/decisions/{decision_id:str}", sync_to_thread=True)
def show_decision(decision_id: FromPath[str], frame: Framed, service: Serving) -> PageResponse:
    """A stored answer, as it was given."""
    subject = _decided(frame, service, decision_id)
    return PageResponse(AdvicePage(frame, subject, subject.answer))


@get("/decisions/{decision_id:str}/options/{slug:str}", sync_to_thread=True)
def show_decided_option(
    request: HTMXRequest,
    decision_id: FromPath[str],
    slug: FromPath[str],
    frame: Framed,
    service: Serving,
) -> PageResponse:
    return _option(_decided(frame, service, decision_id), slug, bool(request.htmx))


@get("/passages", sync_to_thread=True)
def show_passages(
    request: HTMXRequest,
    frame: Framed,
    service: Serving,
    claim: Claims = None,
    limit: Limits = None,
) -> PageResponse:
    """Passages as the knowledge base has them today."""
    language = frame.language
    found = {name: _claim(service, name, language) for name in [*(claim or ()), *(limit or ())]}
    return _passages(request, frame, found, claim, limit, language=language)


@get("/decisions/{decision_id:str}/passages", sync_to_thread=True)
def show_decided_passages(
    *,
    request: HTMXRequest,
    decision_id: FromPath[str],
    frame: Framed,
    service: Serving,
    claim: Claims = None,
    limit: Limits = None,
) -> PageResponse:
    """Passages as the stored answer tells them."""
    answer = _decided(frame, service, decision_id).answer
    return _passages(request, frame, answer.claims, claim, limit, language=answer.language)


def _passages(
    request: HTMXRequest,
    frame: Frame,
    found: Mapping[str, ClaimOut],
    claims: list[str] | None,
    limits: list[str] | None,
    *,
    language: Language,
) -> PageResponse:
    kind = PassagesPart if request.htmx else PassagesPage
    page = kind(
        frame,
        tuple((name, named(found, name, _CLAIM)) for name in claims or ()),
        tuple((name, named(found, name, _CLAIM)) for name in limits or ()),
        language,
    )
    return PageResponse(page)


def _claim(service: Service, name: str, language: Language) -> ClaimOut:
    claim = named(service.knowledge.claims, name, _CLAIM)
    return ClaimOut(
        text=claim.text.in_(language),
        report=claim.report,
        report_title=service.knowledge.reports[claim.report].title,
        section=claim.section,
        page=claim.page,
        evidence=claim.evidence,
    )


def _option(subject: Subject, slug: str, is_part: bool) -> PageResponse:
    answer = subject.answer
    item = named({found.intervention: found for found in answer.ranking}, slug, _OPTION)
    kind = OptionPart if is_part else OptionPage
    return PageResponse(kind(subject.frame, subject, Option(subject, answer, item)))


def _decided(frame: Frame, service: Service, decision_id: str) -> Subject:
    """A stored decision, and the version that it was made on.

    Raises:
        NotFoundError: there is none of that name.
    """
    decision = decisions.find(service.database, decision_id)
    if decision is None:
        raise NotFoundError(_DECISION, decision_id, ())
    subject = version_of(frame, service, decision.locality_id, str(decision.version))
    return subject.decided(decision)


def _query(request: HTMXRequest) -> Mapping[str, str]:
    return dict(request.query_params.multi_items())


ADVICE = (
    show_advice,
    show_option,
    keep_advice,
    answer_question,
    show_decision,
    show_decided_option,
    show_passages,
    show_decided_passages,
)
