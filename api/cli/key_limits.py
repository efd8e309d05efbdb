"""Limits of a key's own, as the command line takes and tells them."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from api.access.allowance import HIGHEST
from api.cli.failures import refuse
from engine.text import Language, Text

if TYPE_CHECKING:
    from api.store.key_tables import ApiKey

Rate = Annotated[
    str | None,
    typer.Option(
        help="How many points it may spend in a minute in place of REMANSO_RATE; 0 is no limit.",
        show_default=False,
        metavar="POINTS",
    ),
]
BodyLimit = Annotated[
    str | None,
    typer.Option(
        help="How many bytes a request may have, in place of REMANSO_BODY_LIMIT.",
        show_default=False,
        metavar="BYTES",
    ),
]
TableLimit = Annotated[
    str | None,
    typer.Option(
        help="How many bytes a table may have, in place of REMANSO_BATCH_LIMIT.",
        show_default=False,
        metavar="BYTES",
    ),
]


def limits_given(
    rate: str | None, body_limit: str | None, table_limit: str | None
) -> dict[str, int | None]:
    """Those that were given, by the names of their columns; None where the server's is to hold."""
    given = {"rate": rate, "body_limit": body_limit, "table_limit": table_limit}
    return {
        name: None if text == _SERVER else _number(name, text)
        for name, text in given.items()
        if text is not None
    }


def _number(name: str, given: str) -> int:
    lowest = 0 if name == "rate" else 1
    found = re.fullmatch(r"[0-9]{1,13}", given)
    if found is None or not lowest <= int(given) <= _MOST[name]:
        what = _NO_NUMBER.filled(lowest=lowest, highest=_MOST[name])
        refuse(f"--{name.replace('_', '-')}", what)
    return int(given)


def allowed(key: "ApiKey", spoken: Language) -> str:
    """A key's own limits in words; none where the server's hold."""
    own = {"rate": key.rate, "body_limit": key.body_limit, "table_limit": key.table_limit}
    told = [_OWN[name].filled(n=value) for name, value in own.items() if value is not None]
    return ", ".join(text.in_(spoken) for text in told or [_AS_SERVER])


_SERVER = "server"  # in place of a number: what the server allows
_MOST = {"rate": HIGHEST.rate, "body_limit": HIGHEST.body, "table_limit": HIGHEST.table}
_OWN: Mapping[str, Text] = {
    "rate": Text("{n} points a minute", "{n} puntos por minuto"),
    "body_limit": Text("{n} bytes a request", "{n} bytes por solicitud"),
    "table_limit": Text("{n} bytes a table", "{n} bytes por tabla"),
}
_AS_SERVER = Text("none", "ninguno")
_NO_NUMBER = Text(
    "write a whole number from {lowest} to {highest}, or 'server' for what the server allows",
    "escriba un número entero de {lowest} a {highest}, o «server» para lo que permite el servidor",
)
