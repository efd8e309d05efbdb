"""Profiles that are wrong one way each, and the fault that must be told for them."""

from typing import Any

from engine.json_reading import BAD_TEXT
from engine.profile import MAXIMUM_ENTITIES, MAXIMUM_TEXT


def factors(**given: Any) -> dict[str, Any]:
    return {"factors": given}


CONTROL = ("state", "shared", "inmate_run")
BASES = ("observed", "proxy", "expert")
PARTS = ("value", "possible", "basis", "source", "as_of", "supplied_by")
YES_NO = ("true", "false")
NO_CHOICE = ("give either 'value' or 'possible'", "indique «value» o «possible», uno solo")
NOTHING = ("nothing is left possible", "no queda nada posible")
LIST = ("give a list", "indique una lista")
VALUES = ("give a list of values", "indique una lista de valores")
UNKEPT = (BAD_TEXT.en, BAD_TEXT.es)
TEXT = ("give a text of at most 2000 characters", "indique un texto de a lo sumo 2000 caracteres")


def unknown(kind: tuple[str, str], shown: str) -> tuple[str, str]:
    return f"unknown {kind[0]} {shown}", f"no se conoce: {kind[1]} {shown}"


FIELD, VALUE = ("field", "campo"), ("value", "valor")


MOST = ("10,000", "10\N{NO-BREAK SPACE}000")


def out_of_range(english: str, spanish: str | None = None) -> tuple[str, str]:
    return (
        f"{english} is out of range: give a number from 0 to {MOST[0]}",
        f"{spanish or english} está fuera del intervalo: indique un número de 0 a {MOST[1]}",
    )


def no_number(shown: str) -> tuple[str, str]:
    return (
        f"{shown} is not a number; give one from 0 to {MOST[0]}",
        f"{shown} no es un número; indique uno de 0 a {MOST[1]}",
    )


# Each: what is given; where the fault stands; what is wrong in both languages; the nearest name;
# what is allowed (an ellipsis: something long, looked at elsewhere).
BAD: dict[str, tuple[Any, str, tuple[str, str], str | None, Any]] = {
    "not a mapping": ([], "profile", ("a profile is a mapping", "un perfil es un mapa"), None, ()),
    "nothing": (None, "profile", ("a profile is a mapping", "un perfil es un mapa"), None, ()),
    "unknown field": ({"contry": "EC"}, "contry", unknown(FIELD, "'contry'"), "country", ...),
    "a key that is no text": ({7: "EC"}, "7", unknown(FIELD, "7"), None, ...),
    "factors that are a list": (
        {"factors": ["fragmentation"]},
        "factors",
        ("factors are a mapping", "los factores son un mapa"),
        None,
        (),
    ),
    "unknown factor": (
        factors(prison_controll="shared"),
        "factors.prison_controll",
        (
            "unknown factor 'prison_controll'; see `remanso factors` or GET /v1/factors",
            "no se conoce: factor 'prison_controll'; véase `remanso factors` o GET /v1/factors",
        ),
        "prison_control",
        (),
    ),
    "wrong level": (
        factors(prison_control="inmates_run"),
        "factors.prison_control",
        unknown(VALUE, "'inmates_run'"),
        "inmate_run",
        CONTROL,
    ),
    "boolean for a level": (
        factors(prison_control=True),
        "factors.prison_control",
        unknown(VALUE, "True"),
        None,
        CONTROL,
    ),
    "number for a level": (
        factors(prison_control=2),
        "factors.prison_control",
        unknown(VALUE, "2"),
        None,
        CONTROL,
    ),
    "list for a level": (
        factors(prison_control=["shared"]),
        "factors.prison_control",
        unknown(VALUE, "['shared']"),
        None,
        CONTROL,
    ),
    "text for a boolean": (
        factors(leaders_in_prison_active="yes"),
        "factors.leaders_in_prison_active",
        unknown(VALUE, "'yes'"),
        None,
        YES_NO,
    ),
    "number for a boolean": (
        factors(leaders_in_prison_active=1),
        "factors.leaders_in_prison_active",
        unknown(VALUE, "1"),
        None,
        YES_NO,
    ),
    "text for a number": (
        factors(homicide_rate="40"),
        "factors.homicide_rate",
        no_number("'40'"),
        None,
        (),
    ),
    "boolean for a number": (
        factors(homicide_rate=True),
        "factors.homicide_rate",
        no_number("True"),
        None,
        (),
    ),
    "below the range": (
        factors(homicide_rate=-0.5),
        "factors.homicide_rate",
        out_of_range("-0.5", "-0,5"),
        None,
        (),
    ),
    "above the range": (
        factors(homicide_rate=10_001),
        "factors.homicide_rate",
        out_of_range("10,001", "10\N{NO-BREAK SPACE}001"),
        None,
        (),
    ),
    "not a number": (
        factors(homicide_rate=float("nan")),
        "factors.homicide_rate",
        no_number("nan"),
        None,
        (),
    ),
    "infinite": (
        factors(homicide_rate=float("inf")),
        "factors.homicide_rate",
        no_number("inf"),
        None,
        (),
    ),
    "a huge number": (
        factors(homicide_rate=10**400),
        "factors.homicide_rate",
        out_of_range("1" + "0" * 76 + "..."),
        None,
        (),
    ),
    "a number too long to be written": (
        factors(homicide_rate=10**9_000),
        "factors.homicide_rate",
        out_of_range("int"),
        None,
        (),
    ),
    "both value and possible": (
        factors(prison_control={"value": "shared", "possible": ["shared"]}),
        "factors.prison_control",
        NO_CHOICE,
        None,
        (),
    ),
    "neither value nor possible": (
        factors(prison_control={"basis": "expert"}),
        "factors.prison_control",
        NO_CHOICE,
        None,
        (),
    ),
    "empty possible": (
        factors(prison_control={"possible": []}),
        "factors.prison_control.possible",
        NOTHING,
        None,
        (),
    ),
    "possible that is one word": (
        factors(prison_control={"possible": "shared"}),
        "factors.prison_control.possible",
        VALUES,
        None,
        CONTROL,
    ),
    "wrong level among the possible": (
        factors(prison_control={"possible": ["shared", "statte"]}),
        "factors.prison_control.possible.1",
        unknown(VALUE, "'statte'"),
        "state",
        CONTROL,
    ),
    "reversed range of levels": (
        factors(prison_control={"possible": {"at_least": "inmate_run", "at_most": "shared"}}),
        "factors.prison_control.possible",
        NOTHING,
        None,
        (),
    ),
    "reversed range of numbers": (
        factors(homicide_rate={"possible": {"at_least": 40, "at_most": 20}}),
        "factors.homicide_rate.possible",
        NOTHING,
        None,
        (),
    ),
    "empty range": (
        factors(homicide_rate={"possible": {}}),
        "factors.homicide_rate.possible",
        ("give 'at_least', 'at_most' or both", "indique «at_least», «at_most» o ambos"),
        None,
        (),
    ),
    "misspelt end of a range": (
        factors(homicide_rate={"possible": {"at_leest": 40}}),
        "factors.homicide_rate.possible.at_leest",
        unknown(FIELD, "'at_leest'"),
        "at_least",
        ("at_least", "at_most"),
    ),
    "end of a range out of range": (
        factors(homicide_rate={"possible": {"at_least": 10**6}}),
        "factors.homicide_rate.possible.at_least",
        out_of_range("1,000,000", "1\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}000"),
        None,
        (),
    ),
    "list for the range of a number": (
        factors(homicide_rate={"possible": [20, 40]}),
        "factors.homicide_rate.possible",
        (
            "partial knowledge of a number is {at_least, at_most}",
            "el conocimiento parcial de un número es {at_least, at_most}",
        ),
        None,
        (),
    ),
    "unknown field of a value": (
        factors(prison_control={"value": "shared", "sourse": "x"}),
        "factors.prison_control.sourse",
        unknown(FIELD, "'sourse'"),
        "source",
        PARTS,
    ),
    "misspelt basis": (
        factors(prison_control={"value": "shared", "basis": "observd"}),
        "factors.prison_control.basis",
        unknown(("basis", "base"), "'observd'"),
        "observed",
        BASES,
    ),
    "source that is a list": (
        factors(prison_control={"value": "shared", "source": ["x"]}),
        "factors.prison_control.source",
        TEXT,
        None,
        (),
    ),
    "wrong value among several": (
        factors(route_functions=["storage", "storrage"]),
        "factors.route_functions.1",
        unknown(VALUE, "'storrage'"),
        "storage",
        ...,
    ),
    "number for several": (
        factors(route_functions=3),
        "factors.route_functions",
        VALUES,
        None,
        ...,
    ),
    "list that is a mapping": ({"groups": {"name": "A"}}, "groups", LIST, None, ()),
    "list that is a word": ({"groups": "A"}, "groups", LIST, None, ()),
    "entity that is a word": (
        {"groups": [{"name": "A"}, "B"]},
        "groups.1",
        ("give a mapping", "indique un mapa"),
        None,
        (),
    ),
    "entity without what is required": (
        {"groups": [{"hierarchy": "weak"}]},
        "groups.0.name",
        ("'name' is required", "«name» es obligatorio"),
        None,
        (),
    ),
    "entity whose kind is left open": (
        {"institutions": [{"kind": {"possible": ["police", "courts"]}}]},
        "institutions.0.kind",
        (
            "'kind' is required: give one value",
            "«kind» es obligatorio: indique un solo valor",
        ),
        None,
        ...,
    ),
    "unknown attribute": (
        {"groups": [{"name": "A", "leader_in_prison": True}]},
        "groups.0.leader_in_prison",
        unknown(FIELD, "'leader_in_prison'"),
        "leaders_in_prison",
        ...,
    ),
    "wrong level of an attribute": (
        {"institutions": [{"kind": "polise"}]},
        "institutions.0.kind",
        unknown(VALUE, "'polise'"),
        "police",
        ...,
    ),
    "attribute given by both its names": (
        {"groups": [{"name": "A", "hierarchy": "weak", "group_hierarchy": "weak"}]},
        "groups.0.group_hierarchy",
        ("'hierarchy' is given twice", "«hierarchy» se da dos veces"),
        None,
        (),
    ),
    "too many entities": (
        {"groups": [{"name": "A"}] * (MAXIMUM_ENTITIES + 1)},
        "groups",
        (f"more than {MAXIMUM_ENTITIES} entries", f"más de {MAXIMUM_ENTITIES} entradas"),
        None,
        (),
    ),
    "country in words": (
        {"country": "Ecuador"},
        "country",
        (
            "'Ecuador' is not a two-letter country code such as EC",
            "'Ecuador' no es un código de país de dos letras, como EC",
        ),
        None,
        (),
    ),
    "country in small letters": (
        {"country": "ec"},
        "country",
        (
            "'ec' is not a two-letter country code such as EC",
            "'ec' no es un código de país de dos letras, como EC",
        ),
        None,
        (),
    ),
    "over-long text": ({"name": "x" * (MAXIMUM_TEXT + 1)}, "name", TEXT, None, ()),
    "lone surrogate": ({"name": "\ud800"}, "name", UNKEPT, None, ()),
    "over-long name of a group": (
        {"groups": [{"name": "x" * (MAXIMUM_TEXT + 1)}]},
        "groups.0.name",
        TEXT,
        None,
        (),
    ),
    "boolean for a text": ({"as_of": True}, "as_of", TEXT, None, ()),
}
