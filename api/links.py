"""Where to go from an answer: OpenAPI's links, from what makes or names a thing to its addresses.

A program that reads the description can follow them, and so does a tester: make a locality, decide
on it, replay the decision, and see that all of it is there.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_PARAMETER = re.compile(r"\{(\w+)\}")
_METHODS = ("get", "post", "put", "delete")
_FIRST = "$response.body#/items/0"


@dataclass(frozen=True)
class _Naming:
    """An answer that names a thing, and how what its address needs is found in it."""

    method: str
    path: str
    status: str
    address: str
    found: Mapping[str, str]


_NAMINGS = (
    _Naming(
        "post",
        "/v1/localities",
        "201",
        "/v1/localities/{locality_id}",
        {"locality_id": "$response.body#/id", "version": "$response.body#/version"},
    ),
    _Naming(
        "put",
        "/v1/localities/{locality_id}/profile",
        "200",
        "/v1/localities/{locality_id}",
        {"locality_id": "$request.path.locality_id", "version": "$response.body#/version"},
    ),
    _Naming(
        "post",
        "/v1/localities/{locality_id}/decisions",
        "201",
        "/v1/decisions/{decision_id}",
        {"decision_id": "$response.body#/decision_id"},
    ),
    _Naming(
        "post",
        "/v1/batches",
        "202",
        "/v1/batches/{batch_id}",
        {"batch_id": "$response.body#/id"},
    ),
    *(
        _Naming("get", f"/v1/{noun}", "200", f"/v1/{noun}/{{{name}}}", {name: f"{_FIRST}/{key}"})
        for noun, name, key in (
            ("rules", "rule_id", "id"),
            ("factors", "slug", "slug"),
            ("interventions", "slug", "slug"),
            ("claims", "claim_id", "id"),
            ("cases", "slug", "slug"),
            ("localities", "locality_id", "id"),
            ("batches", "batch_id", "id"),
        )
    ),
)


def add_links(description: dict[str, Any]) -> None:
    """Put the links into a description; each leads to an operation that is in it."""
    paths = description["paths"]
    for naming in _NAMINGS:
        answer = paths[naming.path][naming.method]["responses"][naming.status]
        answer["links"] = {
            operation["operationId"]: _link(operation["operationId"], path, naming)
            for path, item in paths.items()
            if path == naming.address or path.startswith(f"{naming.address}/")
            if set(_PARAMETER.findall(path)) <= set(naming.found)
            for method, operation in item.items()
            if method in _METHODS
        }


def _link(operation: str, path: str, naming: _Naming) -> dict[str, Any]:
    needed = _PARAMETER.findall(path)
    return {"operationId": operation, "parameters": {name: naming.found[name] for name in needed}}
