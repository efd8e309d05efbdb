"""A profile is read as given, or refused with everything that is wrong with it."""

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import Fault, ProfileError
from engine.knowledge.model import Knowledge
from engine.possible import Interval, Levels, Several, Words
from engine.profile import (
    MAXIMUM_ENTITIES,
    MAXIMUM_TEXT,
    Profile,
    as_understood,
    read_profile,
)
from engine.vocabulary import Domain, EntityKind, Vocabulary


def faults_of(knowledge: Knowledge, raw: Any) -> tuple[Fault, ...]:
    with pytest.raises(ProfileError) as refused:
        read_profile(raw, knowledge.vocabulary)
    return refused.value.faults


def factors(**given: Any) -> dict[str, Any]:
    return {"factors": given}


CONTROL = ("state", "shared", "inmate_run")
BASES = ("observed", "proxy", "expert")
PARTS = ("value", "possible", "basis", "source", "as_of")
YES_NO = ("true", "false")
NO_CHOICE = ("give either 'value' or 'possible'", "indique «value» o «possible», uno solo")
NOTHING = ("nothing is left possible", "no queda nada posible")
LIST = ("give a list", "indique una lista")
VALUES = ("give a list of values", "indique una lista de valores")
TEXT = ("give a text of at most 2000 characters", "indique un texto de a lo sumo 2000 caracteres")


def unknown(kind: tuple[str, str], shown: str) -> tuple[str, str]:
    return f"unknown {kind[0]} {shown}", f"no se conoce: {kind[1]} {shown}"


FIELD, FACTOR, VALUE = ("field", "campo"), ("factor", "factor"), ("value", "valor")


def out_of_range(shown: str) -> tuple[str, str]:
    return f"{shown} is not a number from 0 to 10000", f"{shown} no es un número de 0 a 10000"


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
        unknown(FACTOR, "'prison_controll'"),
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
        out_of_range("'40'"),
        None,
        (),
    ),
    "boolean for a number": (
        factors(homicide_rate=True),
        "factors.homicide_rate",
        out_of_range("True"),
        None,
        (),
    ),
    "below the range": (
        factors(homicide_rate=-0.5),
        "factors.homicide_rate",
        out_of_range("-0.5"),
        None,
        (),
    ),
    "above the range": (
        factors(homicide_rate=10_001),
        "factors.homicide_rate",
        out_of_range("10001"),
        None,
        (),
    ),
    "not a number": (
        factors(homicide_rate=float("nan")),
        "factors.homicide_rate",
        out_of_range("nan"),
        None,
        (),
    ),
    "infinite": (
        factors(homicide_rate=float("inf")),
        "factors.homicide_rate",
        out_of_range("inf"),
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
        out_of_range("1000000"),
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
    "lone surrogate": ({"name": "\ud800"}, "name", TEXT, None, ()),
    "over-long name of a group": (
        {"groups": [{"name": "x" * (MAXIMUM_TEXT + 1)}]},
        "groups.0.name",
        TEXT,
        None,
        (),
    ),
    "boolean for a text": ({"as_of": True}, "as_of", TEXT, None, ()),
}


@pytest.mark.parametrize("name", BAD)
def test_each_fault_names_its_field(knowledge: Knowledge, name: str) -> None:
    """A bad value is told with its field, the value, what is allowed, and the nearest name."""
    raw, where, (en, es), nearest, allowed = BAD[name]

    found = {fault.where: fault for fault in reversed(faults_of(knowledge, raw))}

    fault = found[where]
    assert fault.what.en == en
    assert fault.what.es == es
    assert fault.nearest == nearest
    assert fault.allowed == (fault.allowed if allowed is ... else allowed)
    assert fault.allowed or allowed is not ...
    beside = {f"{where.rpartition('.')[0]}.{key}" for key in ("name", "kind")}  # required
    assert set(found) <= {where, *beside}
    for language in ("en", "es"):
        fault.sentence(language).encode("utf-8")


@pytest.mark.parametrize(
    "value",
    ["\ud800" * 3, "x" * 10_000, {"a": "\udfff"}, b"\xff" * 500, object(), 10**5_000],
    ids=["surrogates", "long", "nested", "bytes", "object", "digits"],
)
def test_the_value_is_shown_safely(knowledge: Knowledge, value: Any) -> None:
    """However long or broken a value is, its fault stays short and can be written anywhere."""
    for fault in faults_of(knowledge, factors(prison_control=[value])):
        sentence = fault.sentence("en")
        assert len(sentence) < 300
        sentence.encode("utf-8")


def test_several_faults_are_told_together(knowledge: Knowledge) -> None:
    """One reading tells everything: in factors, in lists, in the head of the profile."""
    raw = {
        "country": "Ecuador",
        "factors": {"prison_control": "sharde", "fragmentaton": "duopoly", "homicide_rate": -1},
        "groups": [{"name": "A", "hierarchy": "weaks"}, {"tier": 4}],
        "places": [],
    }

    found = [fault.where for fault in faults_of(knowledge, raw)]

    assert sorted(found) == [
        "country",
        "factors.fragmentaton",
        "factors.homicide_rate",
        "factors.prison_control",
        "groups.0.hierarchy",
        "groups.1.name",
        "groups.1.tier",
        "places",
    ]
    error = ProfileError(faults_of(knowledge, raw))
    assert len(error.sentences("es")) == len(error.sentences("en")) == 8
    assert str(error).count("\n") == 7


def test_a_flood_of_faults_is_told_whole(knowledge: Knowledge) -> None:
    """Thousands of unknown names are all told, without a search for the nearest of each."""
    raw = {"factors": {f"prison_control{number}": 1 for number in range(3_000)}}

    found = faults_of(knowledge, raw)

    assert len(found) == 3_000
    assert found[0].nearest == "prison_control"
    assert found[-1].nearest is None


def test_absent_and_null_are_unknown(knowledge: Knowledge) -> None:
    """A factor, a list or an attribute given as null is the same as not given."""
    empty = read_profile({}, knowledge.vocabulary)

    raw = {"name": None, "factors": {"prison_control": None}, "groups": None}
    assert read_profile(raw, knowledge.vocabulary) == empty == Profile()
    named = read_profile({"groups": [{"name": "A", "tier": None}]}, knowledge.vocabulary)
    assert named == read_profile({"groups": [{"name": "A"}]}, knowledge.vocabulary)
    assert named.lists["group"][0].values == {"name": Words("A")}


@pytest.mark.parametrize(
    ("given_value", "possible"),
    [
        ("shared", Levels(0b010)),
        ({"value": "shared"}, Levels(0b010)),
        ({"possible": ["shared"]}, Levels(0b010)),
        ({"possible": ["state", "inmate_run"]}, Levels(0b101)),
        ({"possible": {"at_least": "shared"}}, Levels(0b110)),
        ({"possible": {"at_most": "shared"}}, Levels(0b011)),
        ({"possible": {"at_least": "shared", "at_most": "shared"}}, Levels(0b010)),
    ],
)
def test_partly_known_levels(knowledge: Knowledge, given_value: Any, possible: Levels) -> None:
    """A level may be given plain, as a set or as a range: what is left is what is possible."""
    raw = factors(prison_control=given_value)

    assert read_profile(raw, knowledge.vocabulary).factors["prison_control"].possible == possible


@pytest.mark.parametrize(
    ("given_value", "possible"),
    [
        (40, Interval(40.0, 40.0)),
        ({"possible": {"at_least": 20, "at_most": 40}}, Interval(20.0, 40.0)),
        ({"possible": {"at_least": 20}}, Interval(20.0, 10_000.0)),
        ({"possible": {"at_most": 0}}, Interval(0.0, 0.0)),
    ],
)
def test_partly_known_numbers(knowledge: Knowledge, given_value: Any, possible: Interval) -> None:
    """A number may be given plain or as a range, open at either end."""
    raw = factors(homicide_rate=given_value)

    assert read_profile(raw, knowledge.vocabulary).factors["homicide_rate"].possible == possible


def test_several_values_surely_and_possibly(knowledge: Knowledge) -> None:
    """Of several values some may be sure and others possible; those not named are absent."""
    domain = knowledge.vocabulary.factors["route_functions"].domain
    first, second = domain.values[:2]

    def read(value: Any) -> Any:
        raw = factors(route_functions=value)
        return read_profile(raw, knowledge.vocabulary).factors["route_functions"].possible

    assert read([first]) == read(first) == Several(1, 1)
    assert read([]) == Several(0, 0)
    assert read({"value": [first], "possible": [second]}) == Several(1, 3)
    assert read({"possible": [first, second]}) == Several(0, 3)


def test_attributes_may_be_given_by_the_name_of_their_factor(knowledge: Knowledge) -> None:
    """An attribute that takes its levels from a factor may be given by the factor's name."""
    for list_name, kind in knowledge.vocabulary.lists.items():
        required = {
            item.name: item.domain.values[0] if item.domain.levels else "x"
            for item in kind.attributes.values()
            if item.required
        }
        for item in kind.attributes.values():
            if item.codebook is None or item.codebook in kind.attributes:
                continue
            level = item.domain.values[-1]
            own, lent = (
                read_profile({list_name: [{**required, name: level}]}, knowledge.vocabulary)
                for name in (item.name, item.codebook)
            )
            assert own == lent
            assert item.name in own.lists[kind.kind][0].values

    given_hierarchy = read_profile(
        {"groups": [{"name": "A", "group_hierarchy": "weak"}]}, knowledge.vocabulary
    )
    assert "hierarchy" in given_hierarchy.lists["group"][0].values


# --- round trips -------------------------------------------------------------------------------

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


def values(domain: Domain) -> st.SearchStrategy[Any]:
    """A value as a profile may give it: plain or partly known."""
    match domain.type:
        case "number":
            number = st.floats(domain.minimum, domain.maximum)
            ends = st.tuples(number, number).map(sorted)
            between = ends.map(lambda e: {"possible": {"at_least": e[0], "at_most": e[1]}})
            return st.one_of(number, between)
        case "several":
            some = st.lists(st.sampled_from(domain.values), unique=True)
            return st.one_of(some, st.fixed_dictionaries({"value": some, "possible": some}))
        case "text":
            return TEXTS
        case "boolean":
            return st.one_of(
                st.booleans(), st.lists(st.booleans(), min_size=1).map(lambda p: {"possible": p})
            )
        case _:
            level = st.sampled_from(domain.values)
            return st.one_of(
                level, st.lists(level, min_size=1, unique=True).map(lambda p: {"possible": p})
            )


def sourced(value: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A value with or without where it comes from."""
    provenance = st.fixed_dictionaries(
        {},
        optional={
            "basis": st.sampled_from(BASES),
            "source": TEXTS,
            "as_of": st.one_of(TEXTS, st.integers(1900, 2100)),
        },
    )
    return st.tuples(value, provenance).map(
        lambda pair: (
            pair[0]
            if not pair[1]
            else {**(pair[0] if isinstance(pair[0], dict) else {"value": pair[0]}), **pair[1]}
        )
    )


def entities(kind: EntityKind) -> st.SearchStrategy[Any]:
    """A short list of entities of one kind."""
    required: dict[str, st.SearchStrategy[Any]] = {}
    optional: dict[str, st.SearchStrategy[Any]] = {}
    for name, attribute in kind.attributes.items():
        if attribute.required and attribute.domain.levels:
            required[name] = st.sampled_from(attribute.domain.values)
        elif attribute.required:
            required[name] = values(attribute.domain)
        else:
            optional[name] = values(attribute.domain)
    return st.lists(st.fixed_dictionaries(required, optional=optional), max_size=3)


@st.composite
def profiles(draw: st.DrawFn, vocabulary: Vocabulary) -> dict[str, Any]:
    """A random profile over the real vocabulary."""
    slugs = draw(st.lists(st.sampled_from(sorted(vocabulary.factors)), unique=True, max_size=8))
    raw: dict[str, Any] = {
        "factors": {slug: draw(sourced(values(vocabulary.factors[slug].domain))) for slug in slugs}
    }
    for name, strategy in {
        "name": TEXTS,
        "country": st.sampled_from(["EC", "MX", "CO"]),
        "as_of": st.integers(1990, 2030),
    }.items():
        if draw(st.booleans()):
            raw[name] = draw(strategy)
    for list_name, kind in vocabulary.lists.items():
        if draw(st.integers(0, 2)) == 0:
            raw[list_name] = draw(entities(kind))
    return raw


@given(st.data())
def test_what_was_understood_is_understood_again(knowledge: Knowledge, data: st.DataObject) -> None:
    """The plainest form of a profile, as an answer shows it, reads back to the same profile."""
    vocabulary = knowledge.vocabulary
    profile = read_profile(data.draw(profiles(vocabulary)), vocabulary)

    plain = as_understood(profile, vocabulary)

    assert read_profile(plain, vocabulary) == profile
    assert as_understood(read_profile(plain, vocabulary), vocabulary) == plain


@given(st.data())
def test_the_order_of_keys_never_matters(knowledge: Knowledge, data: st.DataObject) -> None:
    """A profile whose keys stand in another order is the same profile, to the last byte."""
    raw = data.draw(profiles(knowledge.vocabulary))
    order = random.Random(data.draw(st.integers(0, 1_000)))

    def shuffled(given_value: Any) -> Any:
        if isinstance(given_value, dict):
            keys = order.sample(list(given_value), len(given_value))
            return {key: shuffled(given_value[key]) for key in keys}
        if isinstance(given_value, list):
            return [shuffled(item) for item in given_value]
        return given_value

    one = read_profile(raw, knowledge.vocabulary)
    other = read_profile(shuffled(raw), knowledge.vocabulary)

    assert one == other
    assert list(one.factors) == list(other.factors)
    understood = [as_understood(found, knowledge.vocabulary) for found in (one, other)]
    assert repr(understood[0]) == repr(understood[1])
