"""The web application, put together from its parts."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from typing import Any

from litestar import Litestar
from litestar.concurrency import sync_to_thread
from litestar.config.cors import CORSConfig
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.types import ExceptionHandlersMap
from litestar_htmx import HTMXPlugin
from sqlalchemy import Engine, event, exc

from api import problems
from api.access.door import Door, every_handler_has_a_scope
from api.access.gatekeeper import Gatekeeper
from api.access.headers import add_headers
from api.batches.runner import Runner
from api.docs_page import assets
from api.dossier.signing import SigningKeyError
from api.edition import Current, Edition, laid_out, read_files
from api.evaluation.evaluators import Evaluators
from api.metrics import Metrics
from api.observing import Observer, readings
from api.once import keyed
from api.openapi import description, openapi_config
from api.pages.errors import on_pages
from api.pages.routes import page_routes
from api.reloading import Reloader, is_locked
from api.request_ids import HEADER
from api.requests import RequestModels, request_models
from api.routes import ROUTES
from api.service import Service, dependencies
from api.settings import Settings
from api.store.database import connect
from api.tracing import tracing
from engine.errors import EvaluationError, FaultsError, NotFoundError
from engine.knowledge.model import Knowledge
from engine.library import open_library, rules_folder

_MINUTE = 60.0  # seconds between two notes of when keys were used
_OTHER_THREADS = 16  # for handlers that do not evaluate
_SENT = (
    "Accept-Language",
    "Authorization",
    "Content-Type",
    "Idempotency-Key",
    "If-Match",
    "If-None-Match",
    "X-Asked-By",
    HEADER,
)
_SEEN = (
    "Content-Language",
    "ETag",
    "Idempotency-Replayed",
    "Link",
    "Location",
    "Retry-After",
    HEADER,
)
_HANDLERS: ExceptionHandlersMap = {
    FaultsError: problems.of_faults,
    SigningKeyError: problems.of_installation,
    NotFoundError: problems.of_missing,
    EvaluationError: problems.of_evaluation,
    HTTPException: problems.of_http,
    exc.OperationalError: problems.of_database,
    exc.InterfaceError: problems.of_database,
    exc.TimeoutError: problems.of_database,
    Exception: problems.of_anything,
}


def create_app(
    settings: Settings, knowledge: Knowledge | None = None, database: Engine | None = None
) -> Litestar:
    """The application over a knowledge base and a database.

    The tables must be there already: ``api.store.database.upgrade`` makes them. A database that is
    given stays open when the application stops.

    Raises:
        KnowledgeError: the knowledge base is refused.
        DatabaseError: the database cannot be used as asked.
    """
    kept = database or connect(settings.database_url)
    gatekeeper = Gatekeeper(kept)
    door = Door(settings, gatekeeper)
    observer = Observer(Metrics(), tracing())
    evaluators = Evaluators(
        settings.evaluators or os.cpu_count() or 1, settings.waiting, settings.timeout, observer
    )
    runner = Runner(settings, kept)
    first = _first_edition(knowledge)
    current = Current(first)
    service = Service(first, kept, runner, evaluators, door)
    app = Litestar(
        route_handlers=[*ROUTES, *page_routes(), assets()],
        dependencies={**dependencies(service, current), "keyed": Provide(keyed)},
        exception_handlers=on_pages(_HANDLERS),
        request_max_body_size=settings.body_limit,
        guards=[evaluators.admit, door.admit],
        before_send=[add_headers],
        cors_config=_cors(settings.allowed_origins),
        openapi_config=openapi_config(lambda: current.edition.description),
        plugins=[HTMXPlugin()],
        lifespan=[
            *([_closing(kept)] if database is None else []),
            _keeping(gatekeeper),
            _working(service, current, settings, observer),
        ],
        logging_config=None,
    )

    def describe(models: RequestModels, rules: Knowledge) -> dict[str, Any]:
        return description(app, models, rules)

    every_handler_has_a_scope(app.routes)
    current.edition = replace(first, description=describe(first.requests, first.knowledge))
    observer.metrics.uses(first.knowledge)
    observer.metrics.read(lambda: readings(evaluators, kept))
    event.listen(kept, "handle_error", observer.database_failed)
    app.state.runner = runner  # these, so that who runs the server can tell them
    app.state.evaluators = evaluators
    app.state.current = current
    app.state.metrics = observer.metrics
    app.state.reloader = Reloader(current, rules_folder(), evaluators, describe, observer.metrics)
    app.asgi_handler = observer.around(app.asgi_handler)
    return app


def _first_edition(knowledge: Knowledge | None) -> Edition:
    """The rules given, or those on disk, with their files."""
    files = read_files(rules_folder())
    with laid_out(files) as folder:
        known = knowledge or open_library(folder)
        return Edition(known, request_models(known), files, {}, is_locked(known, folder))


def _cors(origins: tuple[str, ...]) -> CORSConfig | None:
    """Which other pages may ask in a visitor's browser, with a key; none unless it was chosen."""
    if not origins:
        return None
    return CORSConfig(
        allow_origins=list(origins),
        allow_methods=["GET", "POST", "PUT", "DELETE"],
        allow_headers=[*_SENT],
        expose_headers=[*_SEEN],
    )


def _closing(database: Engine) -> Callable[[Litestar], AbstractAsyncContextManager[None]]:
    """Close what this application opened, after all that writes; whoever gave it closes theirs."""

    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        yield
        database.dispose()

    return lifespan


def _keeping(gatekeeper: Gatekeeper) -> Callable[[Litestar], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        gatekeeper.start()
        noting = asyncio.create_task(_note_uses(gatekeeper))
        yield
        noting.cancel()
        await sync_to_thread(gatekeeper.close)

    return lifespan


async def _note_uses(gatekeeper: Gatekeeper) -> None:
    """Write down once a minute which keys are used; no request waits for it."""
    while True:
        await asyncio.sleep(_MINUTE)
        await sync_to_thread(gatekeeper.write_uses)


def _working(
    service: Service, current: Current, settings: Settings, observer: Observer
) -> Callable[[Litestar], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        evaluators = service.evaluators
        # A handler that waits for an evaluator holds a thread; others must find one all the same.
        threads = evaluators.at_once + settings.waiting + _OTHER_THREADS
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(threads, "handler"))
        evaluators.open()
        service.runner.start()
        warming = None
        if settings.warm:
            warming = asyncio.create_task(evaluators.warm(current.edition.knowledge))
        yield
        if warming is not None:
            warming.cancel()
        await sync_to_thread(service.runner.stop)
        observer.tracing.close()

    return lifespan
