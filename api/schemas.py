"""The profile as a pydantic model, made from the vocabulary.

The model is what OpenAPI shows: every factor with its question, its levels and what counts as each
of them, in both languages. Whether a profile is sound is judged by ``engine.profile`` alone, so
that the description can lag behind the judge but never contradict it with a verdict of its own.
"""

from collections.abc import Iterable, Iterator
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema, create_model

from engine.profile import BASES, MAXIMUM_ENTITIES, MAXIMUM_TEXT, suppliers
from engine.text import Text
from engine.vocabulary import (
    FALSE_LEVEL,
    LEVELLED,
    TRUE_LEVEL,
    Attribute,
    Domain,
    EntityKind,
    Factor,
    Level,
    Vocabulary,
)

Json = dict[str, Any]

_NULL: Json = {"type": "null"}

LABEL: Json = {
    "anyOf": [
        {"type": "string", "maxLength": MAXIMUM_TEXT},
        {"type": "integer", "exclusiveMinimum": -(10**12), "exclusiveMaximum": 10**12},
        _NULL,
    ]
}
COUNTRY: Json = {"anyOf": [{"type": "string", "pattern": "^[A-Z]{2}$"}, _NULL]}
_PROVENANCE: Json = {
    "basis": {"anyOf": [{"enum": list(BASES)}, _NULL]},
    "source": LABEL,
    "as_of": LABEL,
}
_SUPPLIER = "The kind of institution on whose word it is given; one that is captured is doubted."
_WAYS = (
    "plain, or with its provenance (`{value, basis, source, as_of, supplied_by}`), or partly known"
    " (`{possible: ...}`), or left out: then it is unknown, which is not the lowest level."
)


class Closed(BaseModel):
    """A model that takes no other fields than its own."""

    model_config = ConfigDict(extra="forbid")


def profile_model(vocabulary: Vocabulary) -> type[BaseModel]:
    """The model of a profile: its labels, its factors, and one list for each kind of entity."""
    by = suppliers(vocabulary)
    factors = create_model("Factors", __base__=Closed, **_fields(vocabulary.factors.values(), by))
    lists: dict[str, Any] = {
        name: (_entities(kind, by) | None, Field(None, description=_both(kind.question)))
        for name, kind in vocabulary.lists.items()
    }
    return create_model(
        "Profile",
        __base__=Closed,
        __doc__=f"One locality as the caller describes it. Each value is given {_WAYS}",
        name=(Annotated[Any, WithJsonSchema(LABEL)], None),
        country=(Annotated[Any, WithJsonSchema(COUNTRY)], None),
        as_of=(Annotated[Any, WithJsonSchema(LABEL)], None),
        factors=(factors | None, None),
        **lists,
    )


def _entities(kind: EntityKind, by: Iterable[str]) -> Any:
    """The list of one kind; a list that is given is complete."""
    name = kind.kind.capitalize()
    model = create_model(name, __base__=Closed, **_fields(kind.attributes.values(), by))
    return Annotated[list[model], Field(max_length=MAXIMUM_ENTITIES)]


def _fields(described_by: Iterable[Factor | Attribute], by: Iterable[str]) -> dict[str, Any]:
    return {_key(item): _field(item, _provenance(by)) for item in described_by}


def _provenance(by: Iterable[str]) -> Json:
    """Where a value comes from; ``by`` are the kinds of institution that may supply one."""
    kinds = {"anyOf": [{"enum": list(by)}, _NULL], "description": _SUPPLIER}
    return {**_PROVENANCE, "supplied_by": kinds if by else _NULL}


def _key(item: Factor | Attribute) -> str:
    return item.slug if isinstance(item, Factor) else item.name


def _field(item: Factor | Attribute, about: Json) -> tuple[Any, Any]:
    title = item.name if isinstance(item, Factor) else item.label
    required = isinstance(item, Attribute) and item.required
    shape = _known_schema if required else value_schema
    schema = shape(item.domain, about)
    schema = described(schema, title, item.question, _levels(item.domain))
    return Annotated[Any, WithJsonSchema(schema)], ... if required else None


def described(schema: Json, title: Text, question: Text, levels: tuple[Level, ...] = ()) -> Json:
    """A schema with its name, question and anchors, English first and Spanish beside it."""
    lines = [_both(question)]
    if levels:
        lines += ["", *(_anchored(level) for level in levels)]
    return {"title": _both(title), "description": "\n".join(lines), **schema}


def _both(text: Text) -> str:
    return f"{text.en} · {text.es}"


def _anchored(level: Level) -> str:
    line = f"- `{level.value}`: {_both(level.name)}"
    return line if level.anchor is None else f"{line}. {_both(level.anchor)}"


def value_schema(domain: Domain, about: Json) -> Json:
    """Every form in which a value of this domain may be given."""
    plain = plain_schema(domain)
    fields: Json = {"value": {"anyOf": [plain, _NULL]}, **about}
    partial = list(_partial(domain))
    if partial:
        fields["possible"] = {"anyOf": [*partial, _NULL]}
    with_provenance = {"type": "object", "properties": fields, "additionalProperties": False}
    return {"anyOf": [plain, with_provenance, _NULL]}


def _known_schema(domain: Domain, about: Json) -> Json:
    """The forms in which a value may be given that must be known."""
    plain = plain_schema(domain)
    fields: Json = {"value": plain, **about}
    with_provenance = {
        "type": "object",
        "properties": fields,
        "required": ["value"],
        "additionalProperties": False,
    }
    return {"anyOf": [plain, with_provenance]}


def plain_schema(domain: Domain) -> Json:
    """The plain form: a level, yes or no, a number, a list of values, a text."""
    match domain.type:
        case "boolean":
            return {"type": "boolean"}
        case "number":
            return _number(domain)
        case "text":
            return {"type": "string", "maxLength": MAXIMUM_TEXT}
        case "several":
            one = {"enum": list(domain.values)}
            return {"anyOf": [{"type": "array", "items": one}, one]}
        case _:
            return {"enum": list(domain.values)}


def _partial(domain: Domain) -> Iterator[Json]:
    """The forms of partial knowledge: a choice of levels, or bounds."""
    if domain.type in LEVELLED:
        yield {"type": "array", "items": plain_schema(domain), "minItems": 1}
    if domain.type == "several":
        yield plain_schema(domain)
    if domain.type in ("ordinal", "number"):
        end = plain_schema(domain)
        bounds = {"at_least": end, "at_most": end}
        yield {
            "type": "object",
            "properties": bounds,
            "additionalProperties": False,
            "minProperties": 1,
        }


def _number(domain: Domain) -> Json:
    unit = {"x-unit": {"en": domain.unit.en, "es": domain.unit.es}} if domain.unit else {}
    return {"type": "number", "minimum": domain.minimum, "maximum": domain.maximum, **unit}


def _levels(domain: Domain) -> tuple[Level, ...]:
    """The levels worth explaining: yes and no need it only when they have anchors."""
    if domain.type == "boolean":
        named = (domain.levels[FALSE_LEVEL], domain.levels[TRUE_LEVEL])
        return tuple(level for level in named if level.anchor)
    return domain.levels
