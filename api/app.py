"""The web application, put together from its parts."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from litestar import Litestar
from litestar.concurrency import sync_to_thread
from litestar.exceptions import HTTPException
from litestar.types import ExceptionHandlersMap
from sqlalchemy import Engine
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError  # noqa: A004 - its name

from api import problems
from api.batches.runner import Runner
from api.docs_page import assets
from api.dossier.signing import SigningKeyError
from api.openapi import describe_requests, openapi_config
from api.requests import request_models
from api.routes import ROUTES
from api.service import HttpRequest, Service, dependencies
from api.settings import Settings
from api.store.database import connect
from engine.errors import EvaluationError, FaultsError, NotFoundError
from engine.knowledge.model import Knowledge
from engine.library import open_library

_HANDLERS: ExceptionHandlersMap = {
    FaultsError: problems.of_faults,
    SigningKeyError: problems.of_installation,
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
    service = Service(known, request_models(known), kept, Runner(settings, known, kept))
    app = Litestar(
        route_handlers=[*ROUTES, assets()],
        dependencies=dependencies(service),
        exception_handlers=_HANDLERS,
        request_max_body_size=settings.body_limit,
        before_request=_only(settings.allowed_hosts),
        openapi_config=openapi_config(),
        lifespan=[_working(service)],
        logging_config=None,
    )
    app.state.runner = service.runner  # so that who stops the server can tell it
    describe_requests(app, service.requests, known)
    return app


def _only(hosts: tuple[str, ...]) -> Callable[[HttpRequest], None] | None:
    """Answer only requests that call the server by one of its own names."""
    if not hosts:
        return None

    def refuse_others(request: HttpRequest) -> None:
        if request.headers.get("host") not in hosts:
            raise problems.MisdirectedError

    return refuse_others


def _working(service: Service) -> Callable[[Litestar], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        service.runner.start()
        yield
        await sync_to_thread(service.runner.stop)
        service.database.dispose()

    return lifespan
