"""What every handler works with: the knowledge base, the request models, the database, batches."""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, TypeVar

from litestar import Request
from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.params import HeaderParameter, SkipValidation
from sqlalchemy import Engine

from api.access.door import Door, principal_of
from api.access.principal import Principal
from api.batches.runner import Runner
from api.dossier.signing import SigningKey, signing_key
from api.language import negotiate
from api.requests import LocalityRequest, RequestModels
from api.store.tables import ASKED_BY_LENGTH
from engine.coverage import Coverage, cover
from engine.errors import NotFoundError
from engine.knowledge.model import Knowledge
from engine.text import Language, Text

T = TypeVar("T")
HttpRequest = Request[Any, Any, State]


@dataclass(frozen=True)
class Service:
    """One knowledge base and one database, behind all routes."""

    knowledge: Knowledge
    requests: RequestModels
    database: Engine
    runner: Runner
    door: Door

    @cached_property
    def coverage(self) -> Coverage:
        """What the rules cover; it asks every documented case, so it is worked out once."""
        return cover(self.knowledge)

    @cached_property
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


def dependencies(service: Service) -> dict[str, Provide]:
    """What handlers may ask for by name."""

    async def provided() -> Service:
        return service

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
