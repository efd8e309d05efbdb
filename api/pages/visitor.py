"""Who looks at the pages, as far as pages need to know it."""

from dataclasses import dataclass

from litestar.di import NamedDependency, Provide
from litestar.params import SkipValidation

from api.access.allowance import Allowance
from api.access.door import allowance_of
from api.access.principal import Principal
from api.service import Asker, HttpRequest, Who
from api.store.organisations import Organisation


@dataclass(frozen=True)
class Visitor:
    """Somebody who was let in: whose things are shown, and what is written beside them."""

    principal: Principal
    allowance: Allowance
    signature: str | None = None

    @property
    def organisation(self) -> Organisation:
        return self.principal.organisation

    @property
    def name(self) -> str | None:
        """Whom the page greets; nobody by name where there are no keys."""
        return self.organisation if self.principal.key is not None else None


Visiting = NamedDependency[SkipValidation[Visitor]]


async def visiting(request: HttpRequest, principal: Who, asked_by: Asker) -> Visitor:
    return Visitor(principal, allowance_of(request), asked_by)


VISITOR = {"visitor": Provide(visiting)}
