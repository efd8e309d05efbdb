"""The web application, put together from its parts."""

import os
from dataclasses import replace
from typing import Any

from litestar import Litestar
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
from api.bounded import BoundedRequest
from api.cors import cors
from api.docs_page import assets
from api.dossier.signing import SigningKeyError
from api.edition import Current, Edition, laid_out, read_files
from api.evaluation.evaluators import Evaluators
from api.heads import with_heads
from api.known_query import KnownQuery
from api.lifespans import closing, keeping, working
from api.metrics import Metrics
from api.observing import Observer, readings
from api.once import keyed
from api.openapi import description, openapi_config
from api.pages.errors import on_pages
from api.pages.routes import page_routes
from api.reloading import Reloader, is_locked
from api.requests import RequestModels, request_models
from api.routes import ROUTES
from api.service import Service, dependencies
from api.settings import Settings
from api.store.database import connect
from api.tracing import tracing
from engine.errors import EvaluationError, FaultsError, NotFoundError
from engine.knowledge.model import Knowledge
from engine.library import open_library, rules_folder

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
    observer = Observer(Metrics(), tracing())
    evaluators = Evaluators(
        settings.evaluators or os.cpu_count() or 1, settings.waiting, settings.timeout, observer
    )
    door, runner = Door(settings, gatekeeper), Runner(settings, kept)
    first = _first_edition(knowledge)
    current, service = Current(first), Service(first, kept, runner, evaluators, door)
    app = Litestar(
        route_handlers=[*ROUTES, *page_routes(), assets()],
        dependencies={**dependencies(service, current), "keyed": Provide(keyed)},
        exception_handlers=on_pages(_HANDLERS),
        request_class=BoundedRequest,
        request_max_body_size=None,  # the door says how much, by who sends it
        guards=[evaluators.admit, door.admit, KnownQuery(current).admit],
        before_send=[add_headers],
        cors_config=cors(settings.allowed_origins),
        openapi_config=openapi_config(lambda: current.edition.description),
        plugins=[HTMXPlugin()],
        lifespan=[
            *([closing(kept)] if database is None else []),
            keeping(gatekeeper),
            working(service, current, settings, observer),
        ],
        logging_config=None,
    )
    every_handler_has_a_scope(app.routes)
    _complete(app, service, current, observer)
    return app


def _complete(app: Litestar, service: Service, current: Current, observer: Observer) -> None:
    """What needs the application itself: its description, who watches it, what its server asks."""

    def describe(models: RequestModels, rules: Knowledge) -> dict[str, Any]:
        return description(app, models, rules)

    first, evaluators, metrics = current.edition, service.evaluators, observer.metrics
    current.edition = replace(first, description=describe(first.requests, first.knowledge))
    metrics.uses(first.knowledge)
    metrics.read(lambda: readings(evaluators, service.database))
    event.listen(service.database, "handle_error", observer.database_failed)
    app.state.runner = service.runner
    app.state.evaluators = evaluators
    app.state.current = current
    app.state.metrics = metrics
    app.state.reloader = Reloader(current, rules_folder(), evaluators, describe, metrics)
    app.asgi_handler = observer.around(with_heads(app.asgi_handler))


def _first_edition(knowledge: Knowledge | None) -> Edition:
    """The rules given, or those on disk, with their files."""
    files = read_files(rules_folder())
    with laid_out(files) as folder:
        known = knowledge or open_library(folder)
        return Edition(known, request_models(known), files, {}, is_locked(known, folder))
