"""Whether the server works, and with what."""

from collections.abc import Iterator
from typing import Literal

from litestar import Controller, Response, get
from pydantic import BaseModel
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

import engine
from api.access.principal import PUBLIC, needs
from api.bodies import spoken
from api.problems import NotReadyError, UnavailableError, problems
from api.reloading import UNLOCKED
from api.service import Preferred, Service, Serving
from api.store.database import is_current
from engine.answer import RulesetOut
from engine.errors import Fault
from engine.source import source_fingerprint
from engine.text import Text


class DatabaseHealth(BaseModel):
    reachable: bool
    current: bool


class Counts(BaseModel):
    factors: int
    interventions: int
    rules: int
    claims: int
    cases: int


class Health(BaseModel):
    status: Literal["ok"]
    ruleset: RulesetOut
    engine_version: str
    engine_fingerprint: str
    counts: Counts
    database: DatabaseHealth


class Life(BaseModel):
    status: Literal["alive"]


class Readiness(BaseModel):
    status: Literal["ready"]
    ruleset: RulesetOut


TO_THE_END = {"to_the_end": True}  # also while the server stops
# Who probes calls by address, as Kubernetes does; what these two say is no secret.
PROBED = {**TO_THE_END, "by_any_name": True}


class HealthController(Controller):
    path = "/v1/health"
    tags = ("health",)
    opt = needs(PUBLIC)

    @get(
        sync_to_thread=True,
        summary="Say whether the server works, and with which knowledge base",
        responses=problems(503),
        opt=TO_THE_END,
    )
    def health(self, service: Serving) -> Response[Health]:
        known = service.knowledge
        health = Health(
            status="ok",
            ruleset=RulesetOut(version=known.version, hash=known.content_hash),
            engine_version=engine.__version__,
            engine_fingerprint=source_fingerprint(),
            counts=Counts(
                factors=len(known.vocabulary.factors),
                interventions=len(known.interventions),
                rules=len(known.rules),
                claims=len(known.claims),
                cases=len(known.cases),
            ),
            database=_database(service.database),
        )
        return Response(health)

    @get(
        "/live",
        summary="Say that the process is alive",
        responses=problems(503),
        opt=needs(PUBLIC, cost=0, **PROBED),
    )
    async def live(self) -> Life:
        """Whether to start it again: nothing is looked at that it needs."""
        return Life(status="alive")

    @get(
        "/ready",
        sync_to_thread=True,
        summary="Say whether the server should be sent requests, and if not, why",
        responses=problems(400, 503),
        opt=PROBED,
    )
    def ready(self, service: Serving, language: Preferred) -> Response[Readiness]:
        """The database, the rules and their lock, the evaluators, room in the queue."""
        faults = [fault for look in _LOOKS for fault in look(service)]
        if faults:
            raise NotReadyError(faults)
        known = service.knowledge
        ruleset = RulesetOut(version=known.version, hash=known.content_hash)
        return spoken(Readiness(status="ready", ruleset=ruleset), language)


def _in_database(service: Service) -> Iterator[Fault]:
    try:
        _database(service.database)
    except UnavailableError:
        yield Fault("database", _NO_DATABASE)


def _in_rules(service: Service) -> Iterator[Fault]:
    if not service.edition.is_locked:
        yield Fault("rules", UNLOCKED)


def _in_evaluators(service: Service) -> Iterator[Fault]:
    evaluators = service.evaluators
    if evaluators.line.is_closed:
        yield Fault("server", _STOPPING)
    elif service.runner.settings.warm and not evaluators.is_warm:
        yield Fault("evaluators", _COLD)
    if evaluators.line.is_full:
        yield Fault("queue", _FULL)


_LOOKS = (_in_database, _in_rules, _in_evaluators)


def _database(database: Engine) -> DatabaseHealth:
    """The database's state.

    Raises:
        UnavailableError: it cannot be reached, or its tables are not those of this program.
    """
    try:
        with database.connect() as connection:
            current = is_current(connection)
    except SQLAlchemyError:
        raise UnavailableError from None
    if not current:
        raise UnavailableError
    return DatabaseHealth(reachable=True, current=True)


_NO_DATABASE = Text(
    "it cannot be reached, or its tables are not those of this program",
    "no se puede acceder a ella, o sus tablas no son las de este programa",
)
_STOPPING = Text("it is about to stop", "está por detenerse")
_COLD = Text("they are being started", "se están iniciando")
_FULL = Text("as many evaluations wait as may", "ya esperan tantas evaluaciones como se admiten")
