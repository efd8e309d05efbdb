"""What every handler works with: the rules, the request models, evaluators, database, batches."""

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, Concatenate, ParamSpec, TypeVar

from litestar import Request
from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.params import HeaderParameter, SkipValidation
from sqlalchemy import Engine

from api.access.door import Door, principal_of
from api.access.principal import Principal
from api.batches.runner import Runner
from api.dossier.signing import SigningKey, signing_key
from api.edition import Current, Edition
from api.evaluation.evaluators import Evaluators
from api.evaluation.line import Receive
from api.language import negotiate
from api.requests import LocalityRequest, RequestModels
from api.store.tables import ASKED_BY_LENGTH
from api.views.coverage import CoverageView, coverage_views
from engine.errors import NotFoundError
from engine.knowledge.model import Knowledge
from engine.text import Language, Text

P = ParamSpec("P")
T = TypeVar("T")
HttpRequest = Request[Any, Any, State]


@dataclass(frozen=True)
class Service:
    """One edition of the rules and one database, behind a request.

    ``receive`` is where the request's client is heard to go away.
    """

    edition: Edition
    database: Engine
    runner: Runner
    evaluators: Evaluators
    door: Door
    receive: Receive | None = None

    @property
    def knowledge(self) -> Knowledge:
        return self.edition.knowledge

    @property
    def requests(self) -> RequestModels:
        return self.edition.requests

    def evaluate(
        self,
        work: Callable[Concatenate[Knowledge, P], T],
        knowledge: Knowledge,
        *given: P.args,
        **options: P.kwargs,
    ) -> T:
        """``work(knowledge, *given, **options)``, when it is its turn, in an evaluator.

        Raises:
            HTTPException: there is no room, the server stops, or it took too long.
            Exception: whatever the work raised.
        """
        return self.evaluators.ask(self.receive, work, knowledge, *given, **options)

    @property
    def coverage(self) -> Mapping[Language, CoverageView]:
        """What the rules cover; it is worked out once for each edition."""
        kept = self.edition.coverage
        if not kept:
            kept.update(self.evaluate(coverage_views, self.knowledge))
        return kept

    @property
    def signing_key(self) -> SigningKey:
        """The installation's key, made when it is first needed.

        Raises:
            SigningKeyError: it cannot be used.
        """
        return signing_key(self.runner.settings)

    def profile(self, asked: LocalityRequest) -> Mapping[str, Any]:
        """The profile of a request, given or taken from a documented case."""
        if asked.profile is not None:
            return asked.profile
        return self.knowledge.cases[str(asked.case)].profile


Serving = NamedDependency[SkipValidation[Service]]
Preferred = NamedDependency[SkipValidation[Language]]
Who = NamedDependency[SkipValidation[Principal]]
Asker = NamedDependency[SkipValidation[str | None]]

_ACCEPTED = HeaderParameter(
    name="Accept-Language", description="The languages preferred: English (en) or Spanish (es)."
)
_ASKING = HeaderParameter(
    name="X-Asked-By",
    description="Who asks, in free text, kept with what is stored.",
    max_length=ASKED_BY_LENGTH,
)


async def preferred(accept_language: Annotated[str | None, _ACCEPTED] = None) -> Language:
    return negotiate(accept_language)


async def principal(request: HttpRequest) -> Principal:
    return principal_of(request)


async def asker(request: HttpRequest, who: Annotated[str | None, _ASKING] = None) -> str | None:
    """Who asks. A header's bytes arrive as Latin-1, while most people send UTF-8."""
    with contextlib.suppress(UnicodeError):
        who = None if who is None else who.encode("latin-1").decode("utf-8")
    return principal_of(request).signed(who)


def dependencies(service: Service, current: Current) -> dict[str, Provide]:
    """What handlers may ask for by name; the service is of the edition in use at that moment."""

    async def provided(request: HttpRequest) -> Service:
        return replace(service, edition=current.edition, receive=request.receive)

    return {
        "service": Provide(provided),
        "language": Provide(preferred),
        "principal": Provide(principal),
        "asked_by": Provide(asker),
    }


def named(found: Mapping[str, T], name: str, kind: Text) -> T:
    """The thing of that name.

    Raises:
        NotFoundError: there is none; it names the nearest.
    """
    if name not in found:
        raise NotFoundError(kind, name, found)
    return found[name]
