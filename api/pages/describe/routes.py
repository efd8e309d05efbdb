"""Where a locality is described: addresses of drafts, and what their forms do.

One form holds one part of the description. Whatever button is pressed, what was typed is kept
first; without a script the page is then shown again, with htmx only what changed is sent.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, RawBody
from litestar.response import Redirect
from litestar_htmx import HTMXRequest

from api.access.principal import Scope, needs
from api.pages.describe.asking import AskingPage, AskingPart
from api.pages.describe.changing import Wish
from api.pages.describe.desk import Desk, OvertakenError, Sent
from api.pages.describe.form import FormPart, KeptPart, SectionPage
from api.pages.describe.items import Fields
from api.pages.describe.review import DiscardPage, Overtaken, ReviewPage
from api.pages.describe.sections import PLACE_SECTION, REVIEW_SECTION, after
from api.pages.describe.sheet import Sheet
from api.pages.forms import Form, one, read_form
from api.pages.frame import Frame, Framed
from api.pages.page import PageResponse
from api.pages.visitor import Visiting
from api.service import Preferred, Serving
from api.store.tables import Draft

SEEN, OPEN, DO, ONTO = "seen", "open", "do", "onto"


@post("/describe", sync_to_thread=True, opt=needs(Scope.write))
def begin(
    *,
    request: HTMXRequest,
    body: RawBody,
    frame: Framed,
    service: Serving,
    visitor: Visiting,
    language: Preferred,
) -> Redirect:
    """Begin a draft: from nothing, from a documented case, or from a locality's last version."""
    desk, form = Desk(service, visitor, language), read_form(request, body)
    case, locality = one(form, "case"), one(form, "locality")
    if case:
        draft = desk.begin_from_case(case)
    elif locality:
        draft = desk.begin_from_locality(locality)
    else:
        draft = desk.begin()
    return _see_other(frame.to("describe", draft.id, PLACE_SECTION))


@get("/describe/{draft_id:str}", sync_to_thread=False, opt=needs(Scope.read))
def first(draft_id: FromPath[str], frame: Framed) -> Redirect:
    return _see_other(frame.to("describe", draft_id, PLACE_SECTION))


@get("/describe/{draft_id:str}/{slug:str}", sync_to_thread=True, opt=needs(Scope.read))
def show(
    *,
    draft_id: FromPath[str],
    slug: FromPath[str],
    frame: Framed,
    service: Serving,
    visitor: Visiting,
    language: Preferred,
    open: FromQuery[str | None] = None,  # noqa: A002 - the name in the address
) -> PageResponse:
    """One part of the description."""
    desk = Desk(service, visitor, language)
    draft = desk.draft(draft_id)
    sheet = desk.sheet(draft, desk.section(slug), open)
    if slug == REVIEW_SECTION:
        return PageResponse(ReviewPage(frame, sheet))
    return PageResponse(SectionPage(frame, sheet))


@get("/describe/{draft_id:str}/asking", sync_to_thread=True, opt=needs(Scope.advise, cost=5))
def asking(
    *,
    request: HTMXRequest,
    draft_id: FromPath[str],
    frame: Framed,
    service: Serving,
    visitor: Visiting,
    language: Preferred,
) -> PageResponse:
    """What is worth asking next; as a page, or as the part of one."""
    desk = Desk(service, visitor, language)
    draft = desk.draft(draft_id)
    kind = AskingPart if request.htmx else AskingPage
    return PageResponse(
        kind(frame, desk.sheet(draft, desk.section(PLACE_SECTION)), desk.needed(draft))
    )


@post(
    "/describe/{draft_id:str}/{slug:str}",
    status_code=200,
    sync_to_thread=True,
    opt=needs(Scope.write),
)
def keep(
    *,
    request: HTMXRequest,
    body: RawBody,
    draft_id: FromPath[str],
    slug: FromPath[str],
    frame: Framed,
    service: Serving,
    visitor: Visiting,
    language: Preferred,
) -> Response[Any]:
    """Keep what was typed, do what the button asks for, and show what that led to."""
    desk = Desk(service, visitor, language)
    section = desk.section(slug)
    form = read_form(request, body)
    sent = _sent(form)
    if slug == REVIEW_SECTION:
        return _advised(desk, desk.draft(draft_id), frame, _number(one(form, ONTO)))
    sheet = desk.change(draft_id, section, sent)
    if sheet.book.clashes:
        return _clashing(sheet, sent, frame, bool(request.htmx))
    if sent.wish.verb == "next":
        return _see_other(frame.to("describe", draft_id, after(desk.vocabulary, slug)))
    if sent.wish.verb == "advice":
        return _advised(desk, desk.draft(draft_id), frame, None)
    return _kept(sheet, sent, frame, bool(request.htmx))


def _kept(sheet: Sheet, sent: Sent, frame: Frame, is_part: bool) -> Response[Any]:
    """What changed around the form; the form itself where a button changed it."""
    here = replace(frame, path=frame.to("describe", sheet.id, sheet.section.slug))
    address = f"{here.path}?open={sheet.open}" if sheet.open else here.path
    page = FormPart(here, sheet)
    if not is_part:
        return _see_other(f"{address}#{page.attended or 'form'}")
    if sent.wish.verb == "keep":
        return PageResponse(KeptPart(here, sheet), headers={"HX-Trigger": "kept"})
    headers = {"HX-Trigger": "kept", "HX-Replace-Url": address}
    return PageResponse(page, headers=headers)


def _clashing(sheet: Sheet, sent: Sent, frame: Frame, is_part: bool) -> Response[Any]:
    """The form with both sides of what clashes; what was typed elsewhere on it is kept."""
    if not is_part:
        return PageResponse(SectionPage(frame, sheet), 409)
    kind = KeptPart if sent.wish.verb == "keep" else FormPart
    return PageResponse(kind(frame, sheet), 409)


def _advised(desk: Desk, draft: Draft, frame: Frame, onto: int | None) -> Response[Any]:
    """To the advice; to the read-over where something is to be mended or looked at first."""
    sheet = desk.sheet(draft, desk.section(REVIEW_SECTION))
    here = replace(frame, path=frame.to("describe", draft.id, REVIEW_SECTION))
    if sheet.book.faults:
        return PageResponse(ReviewPage(here, sheet), 422)
    try:
        return _see_other(frame.to("localities", desk.save(draft.id, onto)))
    except OvertakenError as error:
        newer = error.version
    found = Overtaken(
        newer.version,
        frame.customs.date(newer.recorded_at),
        frame.to("localities", newer.locality_id),
    )
    return PageResponse(ReviewPage(here, sheet, found), 409)


@get("/describe/{draft_id:str}/discard", sync_to_thread=True, opt=needs(Scope.read))
def before_discarding(
    *,
    draft_id: FromPath[str],
    frame: Framed,
    service: Serving,
    visitor: Visiting,
    language: Preferred,
) -> PageResponse:
    """Ask once more before a draft is deleted."""
    desk = Desk(service, visitor, language)
    sheet = desk.sheet(desk.draft(draft_id), desk.section(PLACE_SECTION))
    return PageResponse(DiscardPage(frame, sheet))


@post(
    "/describe/{draft_id:str}/discard",
    status_code=303,
    sync_to_thread=True,
    opt=needs(Scope.write),
)
def discard(
    *,
    draft_id: FromPath[str],
    frame: Framed,
    service: Serving,
    visitor: Visiting,
    language: Preferred,
) -> Redirect:
    Desk(service, visitor, language).discard(draft_id)
    return _see_other(frame.home)


def _sent(form: Form) -> Sent:
    return Sent(
        here=form,
        seen=_seen(one(form, SEEN)),
        open=one(form, OPEN) or None,
        wish=Wish.read(one(form, DO)),
    )


def _seen(text: str) -> Fields:
    """What the form had seen; what cannot be read was not seen."""
    try:
        given = json.loads(text or "{}")
    except ValueError:
        return {}
    if not isinstance(given, Mapping):
        return {}
    return {
        str(field): tuple(map(str, said)) for field, said in given.items() if isinstance(said, list)
    }


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _see_other(address: str) -> Redirect:
    """The way of every form that is done: a reload then sends nothing twice."""
    return Redirect(address, status_code=303)


DESCRIBE = (begin, first, show, asking, keep, before_discarding, discard)
