"""Who asks: the organisation they belong to, and what they may do."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Literal

from api.access.allowance import AS_SERVER, Own
from api.store.organisations import LOCAL, Organisation

PUBLIC: Final = "public"  # in place of a scope: what anyone may ask for


class Scope(StrEnum):
    """What a key opens. None includes another: a key does what it says and nothing else."""

    read = "read"
    advise = "advise"
    write = "write"
    admin = "admin"


def needs(scope: Scope | Literal["public"], cost: int = 1, **others: Any) -> dict[str, Any]:
    """What a handler declares in ``opt``: the scope it needs, and its price in points.

    A cheap answer costs one point; one that is worked out costs as many as it takes times as long.
    """
    return {"scope": scope, "cost": cost, **others}


@dataclass(frozen=True)
class Principal:
    """Somebody who was let in: ``key`` is their key's public id, ``own`` what it is allowed."""

    organisation: Organisation
    scopes: frozenset[Scope]
    key: str | None = None
    own: Own = AS_SERVER

    @property
    def folder(self) -> str:
        """Where, in the folder that the administrator allowed, their tables lie.

        Who needs no key has all of it; organisations have a folder each, by their names.
        """
        return "" if self.key is None else self.organisation

    def signed(self, who: str | None) -> str | None:
        """Who asked, as it is kept: their own words, with the key that vouches for them."""
        if self.key is None:
            return who
        return f"{who} ({self.key})" if who else self.key


HERE = Principal(LOCAL, frozenset(Scope))  # whoever works on this machine while there are no keys
