"""Requests about more than one: several localities together, several stakeholders at once.

Their shape is shown here; whether a region or a stakeholder is sound is judged by the engine's own
readers alone, as with profiles.
"""

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, WithJsonSchema, create_model

from api.requests import LocalityRequest, Request, request_models
from api.schemas import Json
from engine.diversion import LINKS
from engine.keeping import kept
from engine.knowledge.model import Knowledge
from engine.ranking import CRITERIA
from engine.region_reading import (
    ID,
    MAXIMUM_DISCUSSED,
    MAXIMUM_LINKS,
    MAXIMUM_LOCALITIES,
)
from engine.stakeholders import MAXIMUM_NAME, MAXIMUM_OWN
from engine.text import Language

_LANGUAGE = Field(None, description="The language of the answer; it wins over Accept-Language.")
_WEIGHTS = Field(None, description="Criteria weights that replace the default ones.")
_LOCALITIES = Field(description="The localities, each with an id and a profile or a case.")
_LINKS = Field(None, description="What joins two of them; pressure may travel either way.")
_OWN = Field(
    None,
    description="Stakeholders of your own, beside the known ones: criteria weights by name.",
)
_DISCUSSED = Field(None, description="Measures that are being considered there.")

_ONE: Json = {"type": "number", "minimum": 0, "maximum": 1000}
_SHOWN_WEIGHTS: Json = {
    "type": "object",
    "properties": dict.fromkeys(CRITERIA, _ONE),
    "additionalProperties": False,
}
_SHOWN_ID: Json = {"type": "string", "pattern": f"^{ID.pattern}$"}


class RegionRequest(Request):
    """Several linked localities, answered together and forgotten."""

    localities: Any = _LOCALITIES
    links: Any = _LINKS
    weights: Annotated[dict[str, Any], WithJsonSchema(_SHOWN_WEIGHTS)] | None = _WEIGHTS
    language: Language | None = _LANGUAGE


class StakeholdersRequest(LocalityRequest):
    """One locality through several stakeholders' eyes."""

    stakeholders: dict[str, dict[str, Any]] | None = _OWN
    language: Language | None = _LANGUAGE


class LinkShape(BaseModel):
    """How a link is given."""

    model_config = ConfigDict(extra="forbid")

    between: Annotated[
        list[str],
        WithJsonSchema(
            {"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 2}
        ),
    ] = Field(description="The ids of its two ends.")
    kind: Annotated[str, WithJsonSchema({"enum": list(LINKS)})]


@dataclass(frozen=True)
class JointModels:
    """The models of one knowledge base."""

    region: type[RegionRequest]
    stakeholders: type[StakeholdersRequest]


@kept
def joint_models(knowledge: Knowledge) -> JointModels:
    """The models for one knowledge base, built once."""
    models = request_models(knowledge)
    measures: Json = {"type": "array", "items": {"enum": list(knowledge.interventions)}}
    fields: dict[str, Any] = {
        "id": (Annotated[str, WithJsonSchema(_SHOWN_ID)], ...),
        "profile": (models.profile | None, None),
        "case": (Annotated[str, WithJsonSchema({"enum": list(knowledge.cases)})] | None, None),
        "discussed": (
            Annotated[list[str], WithJsonSchema({**measures, "maxItems": MAXIMUM_DISCUSSED})]
            | None,
            _DISCUSSED,
        ),
    }
    place = create_model("RegionLocality", __base__=_Closed, **fields)
    places = Annotated[list[place], Field(min_length=2, max_length=MAXIMUM_LOCALITIES)]
    links = Annotated[list[LinkShape], Field(max_length=MAXIMUM_LINKS)]
    region: dict[str, Any] = {
        "localities": (_shown(places), _LOCALITIES),
        "links": (_shown(links | None), _LINKS),
    }
    own: Json = {
        "type": "object",
        "additionalProperties": _SHOWN_WEIGHTS,
        "propertyNames": {"minLength": 1, "maxLength": MAXIMUM_NAME},
        "maxProperties": MAXIMUM_OWN,
    }
    shown_own = Annotated[dict[str, dict[str, Any]], WithJsonSchema(own)]
    asked: dict[str, Any] = {
        name: (field.rebuild_annotation(), field)
        for name, field in models.locality.model_fields.items()
    } | {"stakeholders": (shown_own | None, _OWN)}
    return JointModels(
        region=create_model("RegionQuestion", __base__=RegionRequest, **region),
        stakeholders=create_model("StakeholdersQuestion", __base__=StakeholdersRequest, **asked),
    )


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid")


def _shown(shape: Any) -> Any:
    """Shown in this shape, taken as it comes: the engine's reader judges it."""
    return Annotated[Any, PlainValidator(lambda given: given, json_schema_input_type=shape)]
