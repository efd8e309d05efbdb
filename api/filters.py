"""Lists narrowed by what a query names."""

from collections.abc import Iterable
from typing import TypeVar

from api.requests import RefusedError
from engine.errors import Fault, nearest
from engine.text import Text

T = TypeVar("T")


def among(items: Iterable[T], allowed: Iterable[str], **wanted: str | None) -> list[T]:
    """The items whose attribute of that name has the value wanted; all when none is wanted.

    Raises:
        RefusedError: the value wanted is none of those allowed.
    """
    ((name, value),) = wanted.items()
    if value is None:
        return list(items)
    values = tuple(dict.fromkeys(allowed))
    if value not in values:
        what = Text("unknown value", "valor desconocido")
        raise RefusedError([Fault(name, what, values, nearest(value, values))])
    return [item for item in items if getattr(item, name) == value]
