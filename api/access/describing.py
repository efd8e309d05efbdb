"""How access is described: which scope an operation needs, and how it refuses who lacks it."""

from typing import Any

from litestar.openapi.spec import (
    Components,
    OpenAPIMediaType,
    OpenAPIResponse,
    Operation,
    Reference,
    SecurityScheme,
)

from api.access.principal import PUBLIC
from api.problems import MEDIA_TYPE, title

KEY = "key"
_REFUSALS = (401, 403, 429)


def key_scheme() -> Components:
    """A key in the header."""
    scheme = SecurityScheme(
        type="http", scheme="bearer", bearer_format="rmn_<id>_<secret>", description=_ABOUT
    )
    return Components(security_schemes={KEY: scheme})


def describe_access(operation: Operation, opt: dict[str, Any]) -> None:
    """Say what a handler declares, and how the door refuses."""
    responses = operation.responses
    assert responses is not None  # every handler answers something
    needed = opt["scope"]
    operation.security = [] if needed == PUBLIC else [{KEY: [str(needed)]}]
    problem = OpenAPIMediaType(schema=Reference(ref="#/components/schemas/Problem"))
    for status in (429,) if needed == PUBLIC else _REFUSALS:
        refusal = OpenAPIResponse(description=title(status).en, content={MEDIA_TYPE: problem})
        responses.setdefault(str(status), refusal)


_ABOUT = (
    "A key that `remanso keys create` made. A server that has no keys answers its own machine"
    " without one. Each operation names the scope that the key must have."
)
