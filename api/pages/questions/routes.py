"""Where advice is questioned. Every question is an address: it can be sent to somebody else."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, TypeVar
from urllib.parse import parse_qs

from litestar import get, post
from litestar.params import FromPath, RawBody
from litestar.response import Redirect
from litestar_htmx import HTMXRequest

from api.access.principal import Scope, needs
from api.pages.advice.reader import Reader, Reading
from api.pages.advice.routes import queried
from api.pages.advice.subject import Subject
from api.pages.describe.items import Fields, item_of
from api.pages.describe.sections import REVIEW_SECTION
from api.pages.describe.typed import typed
from api.pages.forms import read_form
from api.pages.frame import Frame
from api.pages.page import PageResponse
from api.pages.questions.context import (
    CHOSEN,
    ChangesPage,
    ContrastPage,
    QuestionPage,
    RefusedPage,
    WhyNotPage,
)
from api.pages.questions.trying import WhatIfPage, WhatIfPart, trial
from api.pages.questions.weights import StakeholdersPage, WeightsPage, WeightsPart
from api.store import drafts
from engine.advice import judge
from engine.answer import Answer
from engine.changes_told import what_would_change
from engine.contrast import contrast
from engine.errors import FaultsError, ProfileError
from engine.followup import ChangesOut, ContrastOut, WhyNotOut
from engine.knowledge.model import Knowledge
from engine.ranking import Ranked
from engine.stakeholders import consult
from engine.whatif import what_if
from engine.whynot import why_not

T = TypeVar("T")


@get(
    "/localities/{locality_id:str}/contrast",
    sync_to_thread=True,
    opt=needs(Scope.advise, cost=10),
)
def show_contrast(
    request: HTMXRequest, locality_id: FromPath[str], reader: Reading
) -> PageResponse:
    """Why one option stands above another; the first two where none are named."""
    subject = reader.subject(locality_id, queried(request))
    answer, query = subject.answer, request.query_params
    option = query.get("option") or answer.ranking[0].intervention
    above = query.get("above") or _another(answer, option)

    def page(found: ContrastOut) -> ContrastPage:
        return ContrastPage(reader.frame, subject, answer, found, option, above)

    return _told(reader, subject, contrast, (option, above), page)


def _another(answer: Answer, option: str) -> str:
    """The option that comes first; of that one, the next."""
    first, second = (item.intervention for item in answer.ranking[:2])
    return second if option == first else first


@get("/localities/{locality_id:str}/why-not", sync_to_thread=True, opt=needs(Scope.advise, cost=10))
def show_why_not(request: HTMXRequest, locality_id: FromPath[str], reader: Reading) -> PageResponse:
    """Why an option does not stand higher; the second where none is named."""
    subject = reader.subject(locality_id, queried(request))
    answer = subject.answer
    option = request.query_params.get("option") or answer.ranking[1].intervention

    def page(found: WhyNotOut) -> WhyNotPage:
        return WhyNotPage(reader.frame, subject, answer, found, option)

    return _told(reader, subject, why_not, (option,), page)


@get("/localities/{locality_id:str}/changes", sync_to_thread=True, opt=needs(Scope.advise, cost=10))
def show_changes(request: HTMXRequest, locality_id: FromPath[str], reader: Reading) -> PageResponse:
    """What would put another option first, or bring one option up."""
    subject = reader.subject(locality_id, queried(request))
    option = request.query_params.get("option") or None
    above = (request.query_params.get("above") or None) if option else None

    def page(found: ChangesOut) -> ChangesPage:
        return ChangesPage(reader.frame, subject, subject.answer, found, option, above)

    return _told(reader, subject, what_would_change, (option, above), page)


@get("/localities/{locality_id:str}/what-if", sync_to_thread=True, opt=needs(Scope.advise, cost=10))
def show_what_if(request: HTMXRequest, locality_id: FromPath[str], reader: Reading) -> PageResponse:
    """What a change of some factors would change; the description stays as it is."""
    subject = reader.subject(locality_id, queried(request))
    tried = trial(reader.knowledge, subject.profile, _fields(reader.frame))
    found = None
    if tried.changes and not tried.faults:
        found = reader.service.evaluate(
            what_if,
            reader.knowledge,
            subject.profile,
            tried.changes,
            language=reader.language,
            weights=subject.own_weights,
        )
    kind = WhatIfPart if request.htmx else WhatIfPage
    status = 422 if tried.faults and not request.htmx else 200
    return PageResponse(kind(reader.frame, subject, subject.answer, tried, found), status)


@post(
    "/localities/{locality_id:str}/what-if",
    status_code=303,
    sync_to_thread=True,
    opt=needs(Scope.write),
)
def keep_what_if(
    request: HTMXRequest, body: RawBody, locality_id: FromPath[str], reader: Reading
) -> Redirect:
    """The description with what was tried, as a draft to go on from.

    It has a change in it, and so is listed among what is under way; the same tried again is the
    same draft.
    """
    form = read_form(request, body)
    version = form.get("version", (None,))[0]
    subject = reader.version(locality_id, version)
    tried = trial(reader.knowledge, subject.profile, form)
    items = {f"factors.{slug}" for slug in tried.changes}
    described = typed(subject.called, reader.knowledge.vocabulary)
    kept = {field: said for field, said in described.items() if item_of(field) not in items}
    changed = {field: said for field, said in tried.fields.items() if item_of(field) in items}
    about: dict[str, Any] = {"written_by": reader.visitor.signature, "revision": 1}
    if subject.is_case:
        about["case"] = subject.id
    else:
        about |= {"locality_id": subject.id, "base_version": subject.kept.version.version}
    draft = drafts.begun(
        reader.service.database, reader.visitor.organisation, {**kept, **changed}, **about
    )
    return Redirect(reader.frame.to("describe", draft.id, REVIEW_SECTION), status_code=303)


@get("/localities/{locality_id:str}/weights", sync_to_thread=True, opt=needs(Scope.advise, cost=5))
def show_weights(request: HTMXRequest, locality_id: FromPath[str], reader: Reading) -> PageResponse:
    """The ranking under the weights in the address; what is wrong with them is told in place."""
    query = queried(request)
    plain = reader.version(locality_id, query.get("version"))
    default = reader.service.evaluate(ranked, reader.knowledge, plain.profile)
    kind = WeightsPart if request.htmx else WeightsPage
    try:
        subject = reader.subject(locality_id, queried(request))
    except FaultsError as error:
        return PageResponse(kind(reader.frame, plain, query, None, default, error.faults), 422)
    ranking = reader.service.evaluate(
        ranked, reader.knowledge, subject.profile, subject.own_weights
    )
    return PageResponse(kind(reader.frame, subject, query, ranking, default))


@get(
    "/localities/{locality_id:str}/stakeholders",
    sync_to_thread=True,
    opt=needs(Scope.advise, cost=10),
)
def show_stakeholders(
    request: HTMXRequest, locality_id: FromPath[str], reader: Reading
) -> PageResponse:
    """Where stakeholders agree and part, and who can do what."""
    subject = reader.subject(locality_id, queried(request))
    found = reader.service.evaluate(
        consult, reader.knowledge, subject.profile, language=reader.language
    )
    return PageResponse(StakeholdersPage(reader.frame, subject, subject.answer, found))


def ranked(
    knowledge: Knowledge, profile: Any, weights: Mapping[str, object] | None = None
) -> tuple[Ranked, ...]:
    """The ranking alone, without what the rest of an answer takes."""
    return judge(knowledge, profile, weights).ranking


def _told(
    reader: Reader,
    subject: Subject,
    question: Callable[..., T],
    options: tuple[str | None, ...],
    page: Callable[[T], QuestionPage],
) -> PageResponse:
    """What the engine says of some options; else the form again, with what is wrong beside it."""
    try:
        found = reader.service.evaluate(
            question,
            reader.knowledge,
            subject.profile,
            *options,
            language=reader.language,
            weights=subject.own_weights,
        )
    except ProfileError as error:
        if any(fault.where not in CHOSEN for fault in error.faults):
            raise
        asked = RefusedPage(reader.frame, subject, subject.answer, error.faults, *options)
        return PageResponse(asked, HTTPStatus.UNPROCESSABLE_ENTITY)
    return PageResponse(page(found))


def _fields(frame: Frame) -> Fields:
    """What an address asks, every field with all that was given for it; blank ones too."""
    given = parse_qs(frame.query, keep_blank_values=True)
    return {field: tuple(said) for field, said in given.items()}


QUESTIONS = (
    show_contrast,
    show_why_not,
    show_changes,
    show_what_if,
    keep_what_if,
    show_weights,
    show_stakeholders,
)
