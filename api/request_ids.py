"""A name for each request, by which an answer, a problem and a line of the log find one another."""

import re
import uuid
from typing import cast

from litestar.types import Scope

HEADER = "X-Request-ID"
_SANE = re.compile(rb"[A-Za-z0-9._:-]{1,64}")  # too short for a key, and nothing a log would obey
_KEPT = "request_id"


def request_id(scope: Scope) -> str:
    """The name that the caller gave the request, if it is a sane one; else a new one."""
    state = scope["state"]
    if _KEPT not in state:
        given = dict(scope["headers"]).get(HEADER.lower().encode(), b"")
        state[_KEPT] = given.decode() if _SANE.fullmatch(given) else uuid.uuid4().hex
    return cast("str", state[_KEPT])
