"""The web application, put together from its parts."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from litestar import Litestar
from litestar.concurrency import sync_to_thread
from litestar.config.cors import CORSConfig
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.types import ExceptionHandlersMap
from litestar_htmx import HTMXPlugin
from sqlalchemy import Engine
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError  # noqa: A004 - its name

from api import problems
from api.access.door import Door, every_handler_has_a_scope
from api.access.gatekeeper import Gatekeeper
from api.access.headers import add_headers
from api.batches.runner import Runner
from api.docs_page import assets
from api.once import keyed
from api.openapi import describe_requests, openapi_config
from api.pages.errors import on_pages
from api.pages.page import template_config
from api.pages.routes import page_routes
from api.request_ids import HEADER
from api.requests import request_models
from api.routes import ROUTES
from api.service import Service, dependencies
from api.settings import Settings
from api.store.database import connect
from engine.errors import EvaluationError, FaultsError, NotFoundError
from engine.knowledge.model import Knowledge
from engine.library import open_library

_MINUTE = 60.0  # seconds between two notes of when keys were used
_SENT = ("Accept-Language", "Authorization", "Content-Type", "If-Match", "X-Asked-By", HEADER)
_HANDLERS: ExceptionHandlersMap = {
    FaultsError: problems.of_faults,
    NotFoundError: problems.of_missing,
    EvaluationError: problems.of_evaluation,
    HTTPException: problems.of_http,
    OperationalError: problems.of_database,
    InterfaceError: problems.of_database,
    TimeoutError: problems.of_database,
    Exception: problems.of_anything,
}


def create_app(
    settings: Settings, knowledge: Knowledge | None = None, database: Engine | None = None
) -> Litestar:
    """The application over a knowledge base and a database.

    The tables must be there already: ``api.store.database.upgrade`` makes them.

    Raises:
        KnowledgeError: the knowledge base is refused.
        DatabaseError: the database cannot be used as asked.
    """
    known = knowledge or open_library()
    kept = database or connect(settings.database_url)
    gatekeeper = Gatekeeper(kept)
    door = Door(settings, gatekeeper)
    service = Service(known, request_models(known), kept, Runner(settings, known, kept), door)
    app = Litestar(
        route_handlers=[*ROUTES, *page_routes(), assets()],
        dependencies={**dependencies(service), "keyed": Provide(keyed)},
        exception_handlers=on_pages(_HANDLERS),
        request_max_body_size=settings.body_limit,
        guards=[door.admit],
        before_send=[add_headers],
        cors_config=_cors(settings.allowed_origins),
        openapi_config=openapi_config(),
        template_config=template_config(),
        plugins=[HTMXPlugin()],
        lifespan=[_keeping(gatekeeper), _working(service)],
        logging_config=None,
    )
    app.state.runner = service.runner  # so that who stops the server can tell it
    every_handler_has_a_scope(app.routes)
    describe_requests(app, service.requests, known)
    return app


def _cors(origins: tuple[str, ...]) -> CORSConfig | None:
    """Which other pages may ask in a visitor's browser, with a key; none unless it was chosen."""
    if not origins:
        return None
    return CORSConfig(
        allow_origins=list(origins),
        allow_methods=["GET", "POST", "PUT", "DELETE"],
        allow_headers=[*_SENT],
        expose_headers=["Content-Language", "ETag", "Location", "Retry-After", HEADER],
    )


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


def _working(service: Service) -> Callable[[Litestar], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        service.runner.start()
        yield
        await sync_to_thread(service.runner.stop)
        service.database.dispose()

    return lifespan
