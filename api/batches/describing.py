"""How a request for a batch is described: every form that its table may come in."""

from collections.abc import Mapping
from typing import Any, cast

from litestar.openapi.spec import (
    Example,
    OpenAPIFormat,
    OpenAPIMediaType,
    OpenAPIType,
    Operation,
    Parameter,
    Reference,
    RequestBody,
    Schema,
)

from api.batches.intake import MEDIA_TYPES, MULTIPART, PROFILES
from engine.knowledge.model import Knowledge

FILE = Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY)
EXAMPLE_TABLE = "localities.csv"  # in the folder of tables, for the example that names one
_CSV = """id,name,country,homicide_rate,extortion,prison_control
harbour,Puerto Claro,EC,44.5,common|pervasive,inmate_run
hill,Loma Alta,EC,,sporadic,
"""
_WEIGHTS = "Criteria weights that replace the default ones: criterion=number,..."


def describe_batch(
    operation: Operation, options: Mapping[str, Any], named: str, knowledge: Knowledge
) -> None:
    """Put into the description the bodies that hold a table, and the options beside them."""
    shown = {**options["properties"], "weights": {"type": "string", "description": _WEIGHTS}}
    operation.parameters = [
        *(operation.parameters or []),
        *(
            Parameter(
                name=name,
                param_in="query",
                required=False,
                description=schema.get("description"),
                schema=cast("Schema", _Plain(_given(schema))),
            )
            for name, schema in shown.items()
        ),
    ]
    tables = {PROFILES: _FILE, **dict.fromkeys(knowledge.vocabulary.lists, _FILE)}
    form = {
        "type": "object",
        "properties": {**tables, **{name: _given(schema) for name, schema in shown.items()}},
        "required": [PROFILES],
        "additionalProperties": False,
    }
    content = {kind: OpenAPIMediaType(schema=FILE) for kind in MEDIA_TYPES}
    content["text/csv"] = OpenAPIMediaType(
        schema=FILE, examples={"two": Example("Two localities", value=_CSV)}
    )
    content[MULTIPART] = OpenAPIMediaType(schema=cast("Schema", _Plain(form)))
    content["application/json"] = OpenAPIMediaType(
        schema=cast("Schema", Reference(ref=named)),
        examples={
            "on-server": Example(
                "A table in the server's folder", value={PROFILES: EXAMPLE_TABLE, "top": 3}
            )
        },
    )
    operation.request_body = RequestBody(content=content, required=True)


def _given(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of an option that is given as a text, which is never null."""
    found = dict(schema)
    choices = [one for one in found.pop("anyOf", []) if one != {"type": "null"}]
    if found.get("default") is None:
        found.pop("default", None)
    return {**choices[0], **found} if choices else found


def event_schema() -> Schema:
    """What one event of a followed batch holds."""
    text = {"type": "string"}
    data = {**text, "contentMediaType": "application/json", "description": "A BatchView."}
    event = {**text, "enum": ["progress", "end"]}
    properties = {"id": text, "event": event, "data": data}
    return cast("Schema", _Plain({"type": "object", "properties": properties}))


class _Plain(dict[str, Any]):
    """A schema in plain values, which the description takes as it takes its own."""

    def to_schema(self) -> dict[str, Any]:
        return dict(self)


_FILE = {"type": "string", "format": "binary"}
