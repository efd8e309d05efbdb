"""Batches: advice on whole tables, followed while it is worked out, fetched when it is there."""

import asyncio
import json
import shutil
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any, Literal, cast

from litestar import Controller, Response, delete, get, post
from litestar.concurrency import sync_to_thread
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, HeaderParameter, QueryParameter
from litestar.response import File, ServerSentEvent, ServerSentEventMessage, Stream

from api.access.principal import Principal, Scope, needs
from api.batches.forms import CSV, EVENTS, GEOJSON, PARQUET, form_wanted
from api.batches.intake import Given, take_in
from api.batches.job import ADVICE, RULES
from api.batches.recipes import carry, recipes
from api.batches.runner import examined
from api.bodies import spoken
from api.edition import write_files
from api.once import Attempt, Repeatable
from api.problems import RequestError, problems
from api.requests import read_request
from api.routes.localities import Limit, Offset
from api.service import Asker, HttpRequest, Preferred, Service, Serving, Who
from api.store import batches
from api.store.tables import Batch
from api.store.writing import Store
from api.views.batches import (
    BatchesView,
    BatchView,
    RejectsView,
    ResultsView,
    batch_view,
    batches_view,
    language_of,
    rejects_view,
)
from engine.errors import Fault, NotFoundError, nearest
from engine.tables import results
from engine.text import Language, Text

LOOK = 0.25  # seconds between two looks at a batch that is followed
SILENCE = 15.0  # seconds after which a silent line is shown to be alive

LastEvent = Annotated[
    str | None,
    HeaderParameter(
        name="Last-Event-ID", description="The last event that was seen; only newer ones are sent."
    ),
]
Form = Annotated[
    str | None,
    QueryParameter(
        description="The form wanted, in place of Accept.",
        schema_extra={"enum": ["json", "parquet", "csv", "geojson"]},
    ),
]
RejectForm = Annotated[
    str | None,
    QueryParameter(
        description="The form wanted, in place of Accept.",
        schema_extra={"enum": ["json", "csv"]},
    ),
]
Table = Annotated[
    str,
    QueryParameter(
        description="The advice, or, of a batch with rules, which rules speak in each locality.",
        schema_extra={"enum": ["advice", "localities"]},
    ),
]

_BATCH = Text("batch", "lote")
_RESULTS = Text("result of this batch", "resultado de este lote")
_LOCALITIES = f"{Path(ADVICE).stem}.localities.parquet"
_REJECTS = f"{Path(ADVICE).stem}.rejects.csv"
_NO_RECIPE = Text("there is no such recipe", "no hay tal receta")
_SEEN = ResponseSpec(None, generate_examples=False, description="It has ended; all was seen.")


class BatchesController(Controller):
    path = "/v1/batches"
    tags = ("batches",)

    @post(
        status_code=202,
        summary="Ask for advice on a whole table of localities",
        responses=problems(400, 403, 413, 415, 422),
        opt=needs(Scope.write, cost=20, takes="batch", brings="table"),
    )
    async def create(
        self,
        *,
        request: HttpRequest,
        service: Serving,
        principal: Who,
        language: Preferred,
        asked_by: Asker,
        keyed: Repeatable,
    ) -> Response[BatchView]:
        """The table is the body, or a part of a form with entity tables, or lies on the server.

        Its head is looked at before the answer; the rows are worked out when it is its turn.
        """
        batch_id = uuid.uuid4().hex
        folder = await sync_to_thread(partial(service.runner.new_folder, batch_id))
        try:
            given = await take_in(request, service, folder)
            attempt = await sync_to_thread(lambda: keyed.attempt(given.content(folder)))
            if earlier := await sync_to_thread(lambda: attempt.earlier):
                return earlier
            batch = await sync_to_thread(
                partial(batch_asked, service, principal, batch_id, folder, given, asked_by=asked_by)
            )
            return await sync_to_thread(partial(_kept, service, attempt, batch, language))
        finally:
            shutil.rmtree(folder, ignore_errors=True)  # there no more, if all went well

    @get(
        sync_to_thread=True,
        summary="List the batches, oldest first",
        responses=problems(400),
        opt=needs(Scope.read),
    )
    def list(
        self,
        service: Serving,
        principal: Who,
        language: Preferred,
        limit: Limit = 20,
        offset: Offset = 0,
    ) -> Response[BatchesView]:
        found, total = batches.page(service.database, principal.organisation, limit, offset)
        return spoken(batches_view(found, total, limit, offset), language)

    @get(
        "/{batch_id:str}",
        sync_to_thread=True,
        summary="Show a batch: how far it is, and what came of it",
        responses=problems(400, 404),
        opt=needs(Scope.read),
    )
    def show(
        self, batch_id: FromPath[str], service: Serving, principal: Who, language: Preferred
    ) -> Response[BatchView]:
        return spoken(batch_view(kept_batch(service, principal, batch_id), language), language)

    @delete(
        "/{batch_id:str}",
        status_code=200,
        sync_to_thread=True,
        summary="Cancel a batch; one that has ended stays as it is",
        responses=problems(400, 404),
        opt=needs(Scope.write),
    )
    def cancel(
        self, batch_id: FromPath[str], service: Serving, principal: Who, language: Preferred
    ) -> Response[BatchView]:
        """The work stops and its tables are removed; the record stays."""
        cancelled(service, principal, batch_id)
        return spoken(batch_view(kept_batch(service, principal, batch_id), language), language)

    @get(
        "/{batch_id:str}/events",
        media_type=EVENTS,
        summary="Follow a batch until it ends, as server-sent events",
        responses={**problems(400, 404), 204: _SEEN},
        opt=needs(Scope.read),
    )
    async def events(
        self,
        *,
        request: HttpRequest,
        batch_id: FromPath[str],
        service: Serving,
        principal: Who,
        language: Preferred,
        last_event: LastEvent = None,
    ) -> Response[str]:
        """Each `progress` event, and the `end`, holds the batch as it is shown by itself."""
        find = partial(kept_batch, service, principal, batch_id)
        batch = await sync_to_thread(find)
        seen = int(last_event) if last_event and last_event[:18].isdigit() else -1
        if batch.status not in batches.OPEN and seen >= batch.change:
            return Response("", status_code=204)  # a browser then stops asking
        welcome = partial(service.door.still_opens, principal, request)
        followed = _followed(service, find, welcome, seen, language)
        return cast("Response[str]", ServerSentEvent(followed))

    @get(
        "/{batch_id:str}/results",
        sync_to_thread=True,
        summary="Fetch what a finished batch came to: a file, or a page of it",
        responses=problems(400, 404, 406, 409, 422),
        opt=needs(Scope.read, gives=(PARQUET, CSV, GEOJSON)),
    )
    def results(
        self,
        *,
        request: HttpRequest,
        batch_id: FromPath[str],
        service: Serving,
        principal: Who,
        language: Preferred,
        table: Table = "advice",
        format: Form = None,  # noqa: A002 - the name of a query parameter
        limit: Limit = 100,
        offset: Offset = 0,
    ) -> Response[ResultsView]:
        """Without a form in the query or in Accept: the file as it was asked for."""
        batch = finished_batch(service, principal, batch_id)
        question = json.loads(batch.question)
        path = result_file(service, batch, table)
        paged = {"limit", "offset"} & set(request.query_params)
        usual = "json" if paged or table != "advice" else question["format"]
        mapped = question["format"] == "geojson" and table == "advice"
        forms = ("json", "parquet", "csv", *(("geojson",) if mapped else ()))
        wanted = form_wanted(request, format, forms, usual)
        if wanted == "json":
            found, total = results.page(path, limit, offset)
            view = ResultsView(total=total, limit=limit, offset=offset, items=list(found))
            return spoken(view, language)
        return file_of(path, wanted)

    @get(
        "/{batch_id:str}/rejects",
        sync_to_thread=True,
        summary="Show which rows of a finished batch were set aside, and why",
        responses=problems(400, 404, 406, 409, 422),
        opt=needs(Scope.read, gives=(CSV,)),
    )
    def rejects(
        self,
        *,
        request: HttpRequest,
        batch_id: FromPath[str],
        service: Serving,
        principal: Who,
        language: Preferred,
        format: RejectForm = None,  # noqa: A002 - the name of a query parameter
        limit: Limit = 100,
        offset: Offset = 0,
    ) -> Response[RejectsView]:
        """The file has the reasons in both languages."""
        batch = finished_batch(service, principal, batch_id)
        path = rejects_file(service, batch)
        if form_wanted(request, format, ("json", "csv"), "json") == "csv":
            return rejects_of(path)
        found, total = results.reject_page(path, limit, offset)
        said = language_of(batch, language)
        return spoken(rejects_view(found, total, limit, offset, said), said)


def kept_batch(service: Service, principal: Principal, batch_id: str) -> Batch:
    """The batch of that name.

    Raises:
        NotFoundError: there is none, or it is another organisation's: nobody can tell which.
    """
    batch = batches.find(service.database, principal.organisation, batch_id)
    if batch is None:
        raise NotFoundError(_BATCH, batch_id, ())
    return batch


def finished_batch(service: Service, principal: Principal, batch_id: str) -> Batch:
    """The batch of that name, with its results.

    Raises:
        NotFoundError: there is none, or it is another organisation's: nobody can tell which.
        RequestError: it has no results, or not yet.
    """
    batch = kept_batch(service, principal, batch_id)
    if batch.status != batches.FINISHED:
        what = Text(
            f"the batch is {batch.status}: it has no results",
            f"el lote está {_STATUSES[batch.status]}: no tiene resultados",
        )
        raise RequestError(HTTPStatus.CONFLICT, Fault("status", what, (batches.FINISHED,)))
    return batch


def batch_asked(
    service: Service,
    principal: Principal,
    batch_id: str,
    folder: Path,
    given: Given,
    *,
    asked_by: str | None,
) -> Batch:
    """A batch whose options and tables were looked at, not in the queue yet.

    Raises:
        FaultsError: they cannot be used.
    """
    options = read_request(service.requests.batch_options, given.options)
    known, by = service.knowledge, recipes(service.edition)
    if options.recipe is not None and options.recipe not in by:
        fault = Fault("recipe", _NO_RECIPE, tuple(by), nearest(options.recipe, by))
        raise RequestError(HTTPStatus.UNPROCESSABLE_ENTITY, fault)
    tables: dict[str, Any] = {
        "sent": given.sent,
        "profiles": given.profiles,
        "entities": given.entities,
        "called": given.called,
        RULES: {"version": known.version, "hash": known.content_hash},
    }
    if not given.sent:
        tables["folder"] = principal.folder
    write_files(service.edition.files, folder / RULES)  # it keeps them, whatever comes
    if options.recipe is not None:
        carry(service.edition, options.recipe, folder)
    batch = Batch(
        id=batch_id,
        organisation=principal.organisation,
        status=batches.QUEUED,
        question=options.model_dump_json(),
        tables=json.dumps(tables),
        asked_by=asked_by,
    )
    batch.rows_total = examined(service.runner.job(batch, folder, only_check=True))
    return batch


def _kept(
    service: Service, attempt: Attempt, batch: Batch, language: Language
) -> Response[BatchView]:
    """Put a batch into the queue, once."""

    def write(store: Store) -> Response[BatchView]:
        kept = service.runner.take(store, batch)
        return spoken(batch_view(kept, language), language, 202, f"/v1/batches/{kept.id}")

    response = attempt.keep(write)
    service.runner.call()
    return response


def cancelled(service: Service, principal: Principal, batch_id: str) -> None:
    """End a batch; one that has ended stays as it is.

    Raises:
        NotFoundError: there is none, or it is another organisation's: nobody can tell which.
    """
    waited = kept_batch(service, principal, batch_id).status == batches.QUEUED
    if batches.ended(service.database, batch_id, batches.CANCELLED):
        service.runner.call()
        if waited:
            service.runner.tidy(batch_id)


def file_of(path: Path, form: str) -> Response[Any]:
    """A finished batch's results as a file."""
    if form == "csv":
        return _sent(Stream(results.as_csv(path), media_type=CSV), f"{path.stem}.csv")
    path, kind = (path, PARQUET) if form == "parquet" else (_map(path), GEOJSON)
    return _sent(File(path, filename=path.name, media_type=kind), path.name)


def rejects_of(path: Path) -> Response[Any]:
    """The rows that were set aside, as a file; its heading alone where none was."""
    if path.exists():
        return _sent(File(path, filename=_REJECTS, media_type=CSV), _REJECTS)
    return _sent(Response(results.NO_REJECTS, media_type=CSV), _REJECTS)


def rejects_file(service: Service, batch: Batch) -> Path:
    """Where the rows of a finished batch are that were set aside, if any was."""
    return service.runner.folder(batch.id) / _REJECTS


def localities_file(service: Service, batch: Batch) -> Path:
    """Where it is told which rules speak in each locality, if that was asked for."""
    return service.runner.folder(batch.id) / _LOCALITIES


def result_file(service: Service, batch: Batch, table: str) -> Path:
    """One of the tables of a finished batch.

    Raises:
        RequestError: there is no table of that name.
        NotFoundError: this batch was not asked for it.
    """
    if table not in ("advice", "localities"):
        what = Text("unknown table", "tabla desconocida")
        raise RequestError(
            HTTPStatus.UNPROCESSABLE_ENTITY, Fault("table", what, ("advice", "localities"))
        )
    advice = service.runner.folder(batch.id) / ADVICE
    path = advice if table == "advice" else localities_file(service, batch)
    if not path.is_file():
        raise NotFoundError(_RESULTS, table, ())
    return path


def _map(path: Path) -> Path:
    return path.with_suffix(".geojson")


def _sent(response: Response[Any], name: str) -> Response[Any]:
    """A file as a response; for OpenAPI it is one form of the page."""
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Vary"] = "Accept"
    return response


async def _followed(
    service: Service,
    find: Callable[[], Batch],
    welcome: Callable[[], Awaitable[bool]],
    seen: int,
    language: Language,
) -> AsyncIterator[ServerSentEventMessage]:
    """A batch as often as it changes, until it ends; the server's end, or the key's, ends this."""
    silent = 0.0
    while not service.runner.stopping.is_set() and await welcome():
        batch = await sync_to_thread(find)
        is_open = batch.status in batches.OPEN
        if batch.change > seen:
            seen, silent = batch.change, 0.0
            view = batch_view(batch, language).model_dump_json()
            name: Literal["progress", "end"] = "progress" if is_open else "end"
            yield ServerSentEventMessage(data=view, event=name, id=seen)
        elif silent >= SILENCE:
            silent = 0.0
            yield ServerSentEventMessage(data=None, comment="still here")
        if not is_open:
            return
        silent += LOOK
        await asyncio.sleep(LOOK)


_STATUSES = {
    "queued": "en espera",
    "running": "en marcha",
    "failed": "fallido",
    "cancelled": "cancelado",
}
