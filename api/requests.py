"""What callers send: models made once for a knowledge base, read with all faults together."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self, TypeVar, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainValidator,
    ValidationError,
    WithJsonSchema,
    create_model,
    model_validator,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from api.schemas import Json, profile_model
from api.store.localities import MAXIMUM_VERSION
from engine.composition import Explain
from engine.errors import Fault, FaultsError, nearest
from engine.keeping import kept
from engine.knowledge.model import Knowledge
from engine.profile import read_profile
from engine.ranking import CRITERIA, normalised
from engine.text import Language, Text
from engine.whatif import check_changes

Format = Literal["parquet", "csv", "geojson"]
FORMATS: tuple[Format, ...] = get_args(Format)
MAXIMUM_WEIGHTS = 20
MAXIMUM_TOP = 1_000
_FAULTS = "faults"

_PROFILE = Field(None, description="The locality.")
_CASE = Field(None, description="A documented case by its name, in place of a profile.")
_WEIGHTS = Field(None, description="Criteria weights that replace the default ones.")
_EXPLAIN = "How much is explained; `conditions` adds the rules' trees."
_LANGUAGE = Field(None, description="The language of the answer; it wins over Accept-Language.")
_VERSION = Field(
    None, ge=1, le=MAXIMUM_VERSION, description="Which version of the profile; else the last."
)


_INTERVENTION = Field(
    None, description="Rank the localities for this intervention, instead of options for each."
)
_UPPER = Field(description="The option that is thought to stand above.")
_LOWER = Field(description="The option that it is compared with.")
_ABOUT = Field(description="The option asked about.")
_CHANGED = Field(
    None, description="The option to be changed; else, what would put another option first."
)
_OVERTAKEN = Field(None, description="The option to be overtaken; else, the one that is first.")
_CHANGES = Field(description="Factors as a profile gives them; null for unknown.")
_TOP = "How many options of each locality."
_WITH_RULES = "Also tell which rules fire and which are undecided in each locality."
_RECIPE = (
    "The recipe, one of the rules', that makes profiles of the table's rows; without one the"
    " table's columns are factors."
)
_KEEP_ROWS = (
    "Keep what the rows said, so that one of them can be described further; else only the results"
    " stay of a batch that has ended."
)
_FORMAT = "The file that results are in where a request for them names no form."
_PROFILES = "Where the profile table lies, in the folder of tables on the server."
_ENTITIES = "Where entity tables lie, by list: groups, institutions, routes, prisons, measures."


class RefusedError(FaultsError):
    """What a request asks for is refused."""


class Request(BaseModel):
    """A request takes no other fields than its own, and no value of another type."""

    model_config = ConfigDict(extra="forbid", strict=True)


class LocalityRequest(Request):
    """A locality: its profile, or a documented case to take the profile from."""

    profile: dict[str, Any] | None = _PROFILE
    case: str | None = _CASE

    @model_validator(mode="after")
    def _is_about_one_thing(self) -> Self:
        if (self.profile is None) == (self.case is None):
            what = Text(
                "give either a profile or the name of a documented case",
                "indique un perfil o el nombre de un caso documentado, uno solo",
            )
            raise _refusal([Fault("profile", what)])
        return self


class Options(Request):
    """What may be chosen for an answer, whatever it is about."""

    weights: dict[str, Any] | None = _WEIGHTS
    explain: Explain = Field("rules", description=_EXPLAIN)
    language: Language | None = _LANGUAGE


class AdviceRequest(Options, LocalityRequest):
    """A question about a locality, answered and forgotten."""


class FollowUpRequest(LocalityRequest):
    """A further question about a locality, once its advice was read."""

    weights: dict[str, Any] | None = _WEIGHTS
    language: Language | None = _LANGUAGE


class ContrastRequest(FollowUpRequest):
    """Why does one option stand above another?"""

    option: str = _UPPER
    above: str = _LOWER


class WhyNotRequest(FollowUpRequest):
    """Why does an option not stand higher?"""

    option: str = _ABOUT


class ChangesRequest(FollowUpRequest):
    """What would change the advice?"""

    option: str | None = _CHANGED
    above: str | None = _OVERTAKEN


class WhatIfRequest(FollowUpRequest):
    """What would some factors change, were they otherwise?"""

    changes: dict[str, Any] = _CHANGES


class MethodsRequest(FollowUpRequest):
    """What would other methods put first?"""


class DecisionRequest(Options):
    """A question about a locality that is kept, answered and stored."""

    version: int | None = _VERSION


class BatchOptions(Request):
    """What may be chosen for advice on a whole table."""

    top: int = Field(10, ge=1, le=MAXIMUM_TOP, description=_TOP)
    intervention: str | None = _INTERVENTION
    weights: dict[str, Any] | None = _WEIGHTS
    with_rules: bool = Field(False, description=_WITH_RULES)
    format: Format = Field("parquet", description=_FORMAT)
    recipe: str | None = Field(None, description=_RECIPE)
    keep_rows: bool = Field(False, description=_KEEP_ROWS)
    language: Language | None = _LANGUAGE


class BatchRequest(BatchOptions):
    """Advice on a table that lies on the server already."""

    profiles: str = Field(description=_PROFILES)
    entities: dict[str, str] | None = Field(None, description=_ENTITIES)


@dataclass(frozen=True)
class RequestModels:
    """The models of one knowledge base: their profile has its factors, their case its cases."""

    profile: type[BaseModel]
    locality: type[LocalityRequest]
    advice: type[AdviceRequest]
    decision: type[DecisionRequest]
    contrast: type[ContrastRequest]
    why_not: type[WhyNotRequest]
    changes: type[ChangesRequest]
    what_if: type[WhatIfRequest]
    methods: type[MethodsRequest]
    batch: type[BatchRequest]
    batch_options: type[BatchOptions]


@kept
def request_models(knowledge: Knowledge) -> RequestModels:
    """The models for one knowledge base, built once."""
    profile = profile_model(knowledge.vocabulary)
    about: dict[str, Any] = {
        "profile": (_profile_type(knowledge, profile), _PROFILE),
        "case": (_case_type(knowledge), _CASE),
    }
    weights: dict[str, Any] = {"weights": (_weights_type(knowledge), _WEIGHTS)}
    option: dict[str, Any] = {"intervention": (_intervention_type(knowledge) | None, _INTERVENTION)}
    asked = {**about, **weights}
    one, other = _intervention_type(knowledge, "option"), _intervention_type(knowledge, "above")
    factors: dict[str, Any] = {"changes": (_changes_type(knowledge, profile), _CHANGES)}
    return RequestModels(
        profile=profile,
        locality=create_model("Locality", __base__=LocalityRequest, **about),
        advice=create_model("Advice", __base__=AdviceRequest, **about, **weights),
        decision=create_model("Decision", __base__=DecisionRequest, **weights),
        contrast=create_model(
            "ContrastQuestion",
            __base__=ContrastRequest,
            **asked,
            option=(one, _UPPER),
            above=(other, _LOWER),
        ),
        why_not=create_model(
            "WhyNotQuestion", __base__=WhyNotRequest, **asked, option=(one, _ABOUT)
        ),
        changes=create_model(
            "ChangesQuestion",
            __base__=ChangesRequest,
            **asked,
            option=(one | None, _CHANGED),
            above=(other | None, _OVERTAKEN),
        ),
        what_if=create_model("WhatIfQuestion", __base__=WhatIfRequest, **asked, **factors),
        methods=create_model("MethodsQuestion", __base__=MethodsRequest, **asked),
        batch=create_model("TableOnServer", __base__=BatchRequest, **weights, **option),
        batch_options=create_model("TableOptions", __base__=BatchOptions, **weights, **option),
    )


M = TypeVar("M", bound=BaseModel)


def read_request(model: type[M], given: Any) -> M:
    """A request as a model.

    Raises:
        RefusedError: naming every field that is wrong, its value, and what is allowed.
    """
    try:
        return model.model_validate(given)
    except ValidationError as error:
        faults = [fault for item in error.errors() for fault in _faults(item, model)]
    raise RefusedError(faults)


def _profile_type(knowledge: Knowledge, shown: type[BaseModel]) -> Any:
    """A profile: shown by its model, judged by the engine's reader alone."""

    def check(given: Any) -> Any:
        _judge(lambda: read_profile(given, knowledge.vocabulary), under="profile")
        return given

    judged = PlainValidator(check, json_schema_input_type=shown)
    return Annotated[dict[str, Any], judged] | None


def _weights_type(knowledge: Knowledge) -> Any:
    def check(given: dict[str, Any]) -> dict[str, Any]:
        if len(given) > MAXIMUM_WEIGHTS:
            raise _refusal([Fault("weights", Text("too many", "demasiados"), CRITERIA)])
        _judge(lambda: normalised(given, knowledge.scales))
        return given

    one = {"type": "number", "minimum": 0, "maximum": 1000}
    shown: Json = {
        "type": "object",
        "properties": dict.fromkeys(CRITERIA, one),
        "additionalProperties": False,
    }
    return Annotated[dict[str, Any], AfterValidator(check), WithJsonSchema(shown)] | None


def _case_type(knowledge: Knowledge) -> Any:
    what = Text("there is no such documented case", "no hay tal caso documentado")
    return _name_type("case", tuple(knowledge.cases), what) | None


def _intervention_type(knowledge: Knowledge, where: str = "intervention") -> Any:
    what = Text("there is no such intervention", "no hay tal intervención")
    return _name_type(where, tuple(knowledge.interventions), what)


def _changes_type(knowledge: Knowledge, profile: type[BaseModel]) -> Any:
    """Some factors: shown by their model, judged by the engine's reader."""

    def check(given: Any) -> Any:
        _judge(lambda: check_changes(knowledge, given))
        return given

    shown = profile.model_fields["factors"].annotation
    return Annotated[dict[str, Any], PlainValidator(check, json_schema_input_type=shown)]


def _name_type(where: str, names: tuple[str, ...], what: Text) -> Any:
    """One of the names of the knowledge base."""

    def check(given: str) -> str:
        if given not in names:
            raise _refusal([Fault(where, what, names, nearest(given, names))])
        return given

    shown: Json = {"type": "string", "enum": list(names)}
    return Annotated[str, AfterValidator(check), WithJsonSchema(shown)]


def _judge(reading: Callable[[], object], under: str = "") -> None:
    """Read with the engine's reader; its faults are carried through pydantic unharmed."""
    try:
        reading()
    except FaultsError as error:
        raise _refusal([_under(under, fault) for fault in error.faults]) from error


def _under(prefix: str, fault: Fault) -> Fault:
    if not prefix or fault.where == prefix:
        return fault
    return Fault(f"{prefix}.{fault.where}", fault.what, fault.allowed, fault.nearest)


def _refusal(faults: list[Fault]) -> PydanticCustomError:
    return PydanticCustomError(_FAULTS, "refused", {_FAULTS: faults})


def _faults(error: ErrorDetails, model: type[BaseModel]) -> Iterator[Fault]:
    """One of pydantic's errors in our words; the engine's own faults as they are."""
    if error["type"] == _FAULTS:
        yield from error["ctx"][_FAULTS]
        return
    where = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        fields = tuple(model.model_fields)
        yield Fault(where, _UNKNOWN_FIELD, fields, nearest(where, fields))
        return
    allowed, given = _choices(model, where), error["input"]
    near = nearest(given, allowed) if isinstance(given, str) else None
    yield Fault(where or "body", _WORDS.get(error["type"], _UNFIT), allowed, near)


def _choices(model: type[BaseModel], where: str) -> tuple[str, ...]:
    """The words that a field may hold, if they can be counted."""
    field = model.model_fields.get(where)
    return () if field is None else tuple(_words(field.annotation))


def _words(annotation: Any) -> Iterator[str]:
    if annotation is bool:
        yield from ("true", "false")
    for part in get_args(annotation):
        if isinstance(part, str):
            yield part
        else:
            yield from _words(part)


_UNKNOWN_FIELD = Text("unknown field", "campo desconocido")
_UNFIT = Text("the value does not fit", "el valor no es válido")
_NUMBER = Text("give a whole number from 1", "indique un número entero desde 1")
_OBJECT = Text("give a JSON object", "indique un objeto JSON")
_WORDS: Mapping[str, Text] = {
    "model_type": _OBJECT,
    "dict_type": _OBJECT,
    "string_type": Text("give a text", "indique un texto"),
    "int_type": _NUMBER,
    "greater_than_equal": _NUMBER,
    "less_than_equal": Text("the number is too large", "el número es demasiado grande"),
    "bool_type": Text("give true or false", "indique true o false"),
    "missing": Text("the field is missing", "falta el campo"),
    "string_too_short": Text("the text is empty", "el texto está vacío"),
    "string_too_long": Text("the text is too long", "el texto es demasiado largo"),
    "float_type": Text("give a number", "indique un número"),
    "literal_error": Text("unknown value", "valor desconocido"),
}
