"""The description of the API: requests as the vocabulary shapes them, with examples that work."""

import copy
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, cast

from litestar import Litestar, Request
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import (
    Example,
    OpenAPI,
    OpenAPIMediaType,
    OpenAPIResponse,
    Operation,
    Reference,
    RequestBody,
    Schema,
    Tag,
)
from litestar.routes import HTTPRoute
from pydantic.json_schema import models_json_schema

import engine
from api.access.describing import describe_access, key_scheme
from api.batches.describing import FILE, describe_batch, event_schema
from api.batches.forms import EVENTS
from api.docs_page import DocsPage, docs_router
from api.feedback import FeedbackRequest, OutcomeRequest
from api.joint_requests import joint_models
from api.links import add_links
from api.requests import RequestModels
from engine.knowledge.model import Knowledge

_ABOUT = """Remanso ranks what can be done about organised-crime violence in a locality, and shows
its reasons. Every reason stands beside the rule it comes from and the claims behind it; what is
unknown is never guessed. Texts are in English or Spanish, as `Accept-Language` asks.

Start with `POST /v1/advice` and `{"case": "guayaquil-2024"}`."""

_TAGS = [
    Tag("advice", "Advice on request; nothing is kept."),
    Tag("batches", "Advice on whole tables of localities, worked out in the background."),
    Tag("localities", "Localities, and every version of their profiles."),
    Tag("decisions", "Advice that is stored, never changed, and can be replayed."),
    Tag("feedback", "What people did with decisions, and what was measured; it changes nothing."),
    Tag("knowledge", "What the advice rests on: factors, interventions, rules, claims, cases."),
    Tag("health", "Whether the server works."),
]
_SHOWN_CASES = ("guayaquil-2024", "buenaventura-2010-13", "manzanillo-2024", "monterrey-2009-13")


class CurrentDescription(JsonRenderPlugin):
    """The description under the rules that are in use when it is asked for."""

    def __init__(self, current: Callable[[], Mapping[str, Any]]) -> None:
        super().__init__()
        self._current = current

    def render(self, request: Request[Any, Any, Any], _: dict[str, Any]) -> bytes:
        return self.render_json(request, dict(self._current()))


def openapi_config(current: Callable[[], Mapping[str, Any]]) -> OpenAPIConfig:
    """Where the description is served, which ``current`` gives, and what stands at its head."""
    return OpenAPIConfig(
        title="Remanso",
        version=engine.__version__,
        description=_ABOUT,
        openapi_router=docs_router(),
        tags=_TAGS,
        components=key_scheme(),
        use_handler_docstrings=True,
        render_plugins=[DocsPage(path="/"), CurrentDescription(current)],
    )


def description(app: Litestar, models: RequestModels, knowledge: Knowledge) -> dict[str, Any]:
    """The API as it is under these rules, with what handlers read for themselves: the bodies."""
    described = copy.deepcopy(app.openapi_schema)
    follow_ups = ("contrast", "why_not", "changes", "what_if", "methods")
    names = ("advice", "locality", "profile", "decision", *follow_ups, "batch", "batch_options")
    joint = joint_models(knowledge)
    kinds = {name: getattr(models, name) for name in names}
    kinds |= {"region": joint.region, "stakeholders": joint.stakeholders}
    kinds |= {"feedback": FeedbackRequest, "outcome": OutcomeRequest}
    references, definitions = models_json_schema(
        [(model, "validation") for model in kinds.values()],
        ref_template="#/components/schemas/{model}",
    )
    components = cast("dict[str, Any]", described.components.schemas)
    for name, schema in definitions["$defs"].items():
        if name in components:
            raise ValueError(f"two models are named {name}")
        components[name] = schema
    for handler, operation in _operations(app, described):
        describe_access(operation, handler.opt)
        _describe_files(operation, handler.opt.get("gives", ()))
        kind = handler.opt.get("takes")
        if kind == "batch":
            named = references[(kinds["batch"], "validation")]["$ref"]
            describe_batch(operation, definitions["$defs"]["TableOptions"], named, knowledge)
        elif kind is not None:
            reference = references[(kinds[kind], "validation")]["$ref"]
            content = OpenAPIMediaType(
                schema=cast("Schema", Reference(ref=reference)),
                examples=_examples(kind, knowledge),
            )
            operation.request_body = RequestBody(
                content={"application/json": content},
                required=not handler.opt.get("optional", False),
            )
    written = described.to_schema()
    add_links(written)
    return written


def _describe_files(operation: Operation, kinds: Iterable[str]) -> None:
    """Say in which files an answer can be had, beside JSON, and what events hold."""
    found = (operation.responses or {}).get("200")
    if isinstance(found, OpenAPIResponse) and found.content is not None:
        found.content.update({kind: OpenAPIMediaType(schema=FILE) for kind in kinds})
        if EVENTS in found.content:
            found.content[EVENTS] = OpenAPIMediaType(schema=event_schema())


def _operations(app: Litestar, described: OpenAPI) -> Iterator[tuple[HTTPRouteHandler, Operation]]:
    """Every handler with its description."""
    paths = described.paths or {}
    for route in app.routes:
        if not isinstance(route, HTTPRoute) or (route.path_format or "/") not in paths:
            continue
        item = paths[route.path_format or "/"]
        for method, (handler, _) in route.route_handler_map.items():
            operation = getattr(item, method.lower(), None)
            if operation is not None:
                yield handler, operation


def _examples(kind: str, knowledge: Knowledge) -> dict[str, Example | Reference]:
    """Bodies that work as they stand, from the documented cases."""
    cases = [knowledge.cases[slug] for slug in _SHOWN_CASES if slug in knowledge.cases]
    if kind == "decision":
        return {
            "current": Example("The current version, as it is", value={}),
            "spanish": Example("In Spanish, with the rules' trees", value=_SPANISH),
        }
    if kind == "region":
        return {"example": Example("A watched port and one along the coast", value=_REGION)}
    if kind in _AFTERWARDS:
        summary, value = _AFTERWARDS[kind]
        return {"example": Example(summary, value=value)}
    if kind in _FOLLOW_UPS:
        summary, asked = _FOLLOW_UPS[kind]
        named: dict[str, Any] = {"case": cases[0].slug} if cases else {"profile": {}}
        return {"example": Example(summary, value={**named, **asked})}
    found: dict[str, Example | Reference] = {}
    if kind != "profile":
        found |= {
            f"case-{case.slug}": Example(f"By name: {case.place}", value={"case": case.slug})
            for case in cases[:1]
        }
    for case in cases:
        profile = dict(case.profile)
        value = profile if kind == "profile" else {"profile": profile}
        found[case.slug] = Example(f"{case.place}, {case.period}", value=value)
    return found


_REGION: dict[str, Any] = {
    "localities": [
        {
            "id": "watched-port",
            "profile": {"country": "CO", "factors": {"port_scrutiny": "close"}},
            "discussed": [],
        },
        {
            "id": "next-port",
            "profile": {
                "country": "EC",
                "factors": {"route_functions": ["container_export_port"], "port_scrutiny": "light"},
            },
        },
    ],
    "links": [{"between": ["watched-port", "next-port"], "kind": "coast"}],
}
_FOLLOW_UPS: dict[str, tuple[str, dict[str, Any]]] = {
    "contrast": (
        "Why prisons before a crackdown",
        {"option": "prison_control_recovery", "above": "militarised_crackdown"},
    ),
    "why_not": ("Why not a crackdown", {"option": "militarised_crackdown"}),
    "changes": ("What would change it", {"option": "prison_control_recovery"}),
    "what_if": ("What if the state ran the prison", {"changes": {"prison_control": "state"}}),
    "methods": ("What other methods put first", {}),
}
_AFTERWARDS: dict[str, tuple[str, dict[str, Any]]] = {
    "feedback": (
        "An option that was not taken, and why",
        {
            "intervention": "community_dialogue",
            "response": "overridden",
            "reason": "local_knowledge",
            "comment": "The parish has tried this year, and stopped.",
        },
    ),
    "outcome": (
        "A rate, a year later",
        {
            "indicator": "homicide_rate",
            "value": 41.5,
            "unit": "per 100,000 a year",
            "measured_on": "2025-12-31",
            "source": "National police, yearbook",
        },
    ),
}
_SPANISH = {"language": "es", "explain": "conditions"}
