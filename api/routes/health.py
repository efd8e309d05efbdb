"""Whether the server works, and with what."""

from typing import Literal

from litestar import Controller, Response, get
from pydantic import BaseModel
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

import engine
from api.access.principal import PUBLIC, needs
from api.problems import UnavailableError, problems
from api.service import Serving
from api.store.database import is_current
from engine.answer import RulesetOut
from engine.source import source_fingerprint


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


class HealthController(Controller):
    path = "/v1/health"
    tags = ("health",)
    opt = needs(PUBLIC)

    @get(
        sync_to_thread=True,
        summary="Say whether the server works, and with which knowledge base",
        responses=problems(503),
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
