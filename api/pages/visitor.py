"""Who looks at the pages: the one place where they learn it."""

from dataclasses import dataclass

from litestar.di import NamedDependency, Provide
from litestar.params import SkipValidation

from api.service import Asker

_LOCAL = "local"  # whoever works on this machine


@dataclass(frozen=True)
class Visitor:
    """Somebody who may work here: whose things are shown, and what is written beside them."""

    organisation: str
    signature: str | None = None


Visiting = NamedDependency[SkipValidation[Visitor]]


async def visiting(asked_by: Asker) -> Visitor:
    return Visitor(_LOCAL, asked_by)


VISITOR = {"visitor": Provide(visiting)}
