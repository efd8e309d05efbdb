"""Where tables of localities are sent, followed, read, and gone on from."""

import shutil
import uuid
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any

from litestar import Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect
from litestar_htmx import HTMXRequest

from api.access.principal import Scope, needs
from api.batches.intake import MULTIPART, Given, take_in
from api.batches.job import ADVICE
from api.batches.recipes import recipes
from api.pages.advice.routes import queried
from api.pages.describe.desk import Desk
from api.pages.describe.sections import PLACE_SECTION
from api.pages.describe.typed import typed
from api.pages.frame import Frame, Framed
from api.pages.page import PageResponse
from api.pages.paging import Paging
from api.pages.tables.finished import looked_at
from api.pages.tables.picked import PICKED, Picked, kept_as_locality
from api.pages.tables.row import RowPage
from api.pages.tables.sending import BATCHES, TablesPage, UploadForm
from api.pages.tables.table import ProgressPart, TablePage
from api.pages.tables.upload import Refused, Upload, told
from api.pages.tables.used import recipe_used
from api.pages.tables.wish import read_asked
from api.pages.visitor import Visiting, Visitor
from api.problems import RequestError
from api.routes.batches import (
    batch_asked,
    cancelled,
    file_of,
    finished_batch,
    kept_batch,
    rejects_file,
    rejects_of,
    result_file,
)
from api.service import Preferred, Service, Serving
from api.store import batches
from api.store.tables import Batch
from engine.errors import Fault, FaultsError, NotFoundError, ProfileError
from engine.tables import given
from engine.text import Text

Number = Annotated[int, QueryParameter(ge=1, le=10**6)]
_FILE = Text("file of this table", "archivo de esta tabla")
_NO_FORM = Text("this takes a form with a file", "esto admite un formulario con un archivo")
_FILES = (
    ("advice", "csv"),
    ("advice", "parquet"),
    ("advice", "geojson"),
    ("localities", "csv"),
    ("localities", "parquet"),
)


@get("/tables", sync_to_thread=True, opt=needs(Scope.read))
def show_tables(
    frame: Framed, service: Serving, visitor: Visiting, page: Number = 1
) -> PageResponse:
    """The form for a table, and those that were sent before."""
    return PageResponse(_tables(frame, service, visitor, Upload(), page))


@post(
    "/tables",
    status_code=303,
    opt=needs(Scope.write, cost=20, brings="table"),
)
async def send_table(
    request: HTMXRequest, frame: Framed, service: Serving, visitor: Visiting
) -> Response[Any]:
    """Take a table as the API does; what is wrong with it is told at the form's fields."""
    if request.content_type[0].lower() != MULTIPART:
        raise RequestError(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE, Fault("Content-Type", _NO_FORM, (MULTIPART,))
        )
    batch_id, sent = uuid.uuid4().hex, Given({})
    folder = await sync_to_thread(partial(service.runner.new_folder, batch_id))
    try:
        await take_in(request, service, folder, sent)
        keep = partial(_queue, frame, service, visitor, folder, sent)
        place = frame.to("tables", await sync_to_thread(partial(keep, batch_id=batch_id)))
    except FaultsError as error:
        refuse = partial(_refused, frame, service, visitor, sent, error)
        return await sync_to_thread(partial(refuse, is_part=bool(request.htmx)))
    finally:
        await sync_to_thread(partial(shutil.rmtree, folder, ignore_errors=True))
    if request.htmx:
        return Response("", status_code=200, headers={"HX-Redirect": place})
    return Redirect(place, status_code=303)


def _queue(
    frame: Frame, service: Service, visitor: Visitor, folder: Path, sent: Given, *, batch_id: str
) -> str:
    """Put a table into the queue, with all that its pages tell.

    Raises:
        FaultsError: it cannot be used.
    """
    chosen = {name: value for name, value in sent.options.items() if value != ""}
    every = {"top": len(service.knowledge.interventions), "with_rules": True}
    sent.options = {**chosen, **every, "language": frame.language}
    batch = batch_asked(
        service, visitor.principal, batch_id, folder, sent, asked_by=visitor.signature
    )
    service.runner.take(service.database, batch)
    service.runner.call()
    return batch.id


def _refused(
    frame: Frame,
    service: Service,
    visitor: Visitor,
    sent: Given,
    error: FaultsError,
    *,
    is_part: bool,
) -> PageResponse:
    """The form again, with what was chosen and what is wrong."""
    options, lists = sent.options, service.knowledge.vocabulary.lists
    recipe = str(options.get("recipe") or "")
    refused = Refused(recipe, sent.entities, visitor.allowance.table, lists)
    upload = Upload(
        recipe,
        options.get("keep_rows") is True,  # not where it is not known what was wished
        options.get("format") == "geojson",
        told(error, refused, frame.language),
    )
    if is_part:
        page: UploadForm = _form(frame, service, visitor, upload)
    else:
        page = _tables(frame, service, visitor, upload, 1)
    return PageResponse(page, 422)


def _form(frame: Frame, service: Service, visitor: Visitor, upload: Upload) -> UploadForm:
    limit = visitor.allowance.table
    return UploadForm(frame, service.knowledge, recipes(service.edition), limit, upload)


def _tables(
    frame: Frame, service: Service, visitor: Visitor, upload: Upload, number: int
) -> TablesPage:
    form = _form(frame, service, visitor, upload)
    found = partial(batches.page, service.database, visitor.organisation, BATCHES, newest=True)
    _, total = found(0)
    paging = Paging(number, BATCHES, total)
    sent, _ = found(paging.offset)
    about = (form.frame, form.knowledge, form.recipes, form.limit, form.upload)
    return TablesPage(*about, tuple(sent), paging)


@get("/tables/{batch_id:str}", sync_to_thread=True, opt=needs(Scope.read, cost=2))
def show_table(
    request: HTMXRequest,
    batch_id: FromPath[str],
    frame: Framed,
    service: Serving,
    visitor: Visiting,
) -> PageResponse:
    """How far a table is, or what came of it; for htmx only how far it is."""
    batch = kept_batch(service, visitor.principal, batch_id)
    table = _table(frame, service, batch)
    if request.htmx:
        ended = {} if table.is_open else {"HX-Refresh": "true"}
        part = ProgressPart(frame, table.knowledge, batch, table.recipe)
        return PageResponse(part, headers=ended)
    if batch.status != batches.FINISHED or not _advice(service, batch).is_file():
        return PageResponse(table)
    return PageResponse(looked_at(table, service, read_asked(queried(request), service.knowledge)))


def _table(frame: Frame, service: Service, batch: Batch) -> TablePage:
    recipe = recipe_used(service.edition, batch, service.runner.folder(batch.id))
    return TablePage(frame, service.knowledge, batch, recipe)


def _advice(service: Service, batch: Batch) -> Path:
    return service.runner.folder(batch.id) / ADVICE


@post("/tables/{batch_id:str}/cancel", status_code=303, sync_to_thread=True, opt=needs(Scope.write))
def cancel_table(
    batch_id: FromPath[str], frame: Framed, service: Serving, visitor: Visiting
) -> Redirect:
    cancelled(service, visitor.principal, batch_id)
    return Redirect(frame.to("tables", batch_id), status_code=303)


@post("/tables/{batch_id:str}/forget", status_code=303, sync_to_thread=True, opt=needs(Scope.write))
def forget_rows(
    batch_id: FromPath[str], frame: Framed, service: Serving, visitor: Visiting
) -> Redirect:
    """Remove what the rows said; the advice stays.

    While a table is worked out there is nothing to remove yet, and it would be kept afterwards.
    """
    given.forget(_advice(service, finished_batch(service, visitor.principal, batch_id)))
    return Redirect(frame.to("tables", batch_id), status_code=303)


@get(
    "/tables/{batch_id:str}/rows/{number:int}",
    sync_to_thread=True,
    opt=needs(Scope.read),
    dependencies=PICKED,
)
def show_row(frame: Framed, service: Serving, row: Picked) -> PageResponse:
    """One locality of a table: its advice in short, and what its row says if that is kept."""
    vocabulary = service.knowledge.vocabulary
    profile, unread = None, tuple[Fault, ...]()
    try:
        profile = row.said(vocabulary)
    except ProfileError as error:
        unread = tuple(error.faults)
    fields = None if profile is None else typed(profile, vocabulary)
    table = _table(frame, service, row.batch)
    about = (frame, table.knowledge, row.batch, table.recipe)
    return PageResponse(RowPage(*about, row, fields, unread))


@post(
    "/tables/{batch_id:str}/rows/{number:int}/describe",
    status_code=303,
    sync_to_thread=True,
    opt=needs(Scope.write),
    dependencies=PICKED,
)
def describe_row(
    frame: Framed, service: Serving, visitor: Visiting, language: Preferred, row: Picked
) -> Redirect:
    """Begin a draft with what the row says and where that comes from."""
    profile = row.profile(service.knowledge.vocabulary)
    draft = Desk(service, visitor, language).begin_from_profile(profile)
    return Redirect(frame.to("describe", draft.id, PLACE_SECTION), status_code=303)


@post(
    "/tables/{batch_id:str}/rows/{number:int}/advice",
    status_code=303,
    sync_to_thread=True,
    opt=needs(Scope.write),
    dependencies=PICKED,
)
def advise_row(frame: Framed, service: Serving, visitor: Visiting, row: Picked) -> Redirect:
    """Keep the row as a locality of one's own, and show the advice on it with every reason."""
    locality = kept_as_locality(service, visitor, row)
    return Redirect(frame.to("localities", locality), status_code=303)


def _file_of(name: str, form: str) -> HTTPRouteHandler:
    @get(
        f"/tables/{{batch_id:str}}/{name}.{form}",
        sync_to_thread=True,
        opt=needs(Scope.read, cost=5),
    )
    def take_along(batch_id: FromPath[str], service: Serving, visitor: Visiting) -> Response[Any]:
        """A finished table's results as a file."""
        batch = finished_batch(service, visitor.principal, batch_id)
        path = result_file(service, batch, name)
        if form == "geojson" and not path.with_suffix(".geojson").is_file():
            raise NotFoundError(_FILE, f"{name}.{form}", ())
        return file_of(path, form)

    return take_along


@get("/tables/{batch_id:str}/rejects.csv", sync_to_thread=True, opt=needs(Scope.read))
def take_rejects(batch_id: FromPath[str], service: Serving, visitor: Visiting) -> Response[Any]:
    """The rows that were set aside, with the reasons in both languages."""
    return rejects_of(rejects_file(service, finished_batch(service, visitor.principal, batch_id)))


TABLES = (
    show_tables,
    send_table,
    show_table,
    cancel_table,
    forget_rows,
    show_row,
    describe_row,
    advise_row,
    *(_file_of(name, form) for name, form in _FILES),
    take_rejects,
)
