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
    Profile,
    as_understood,
    read_profile,
)
from engine.vocabulary import Domain, EntityKind, Vocabulary
from tests.advice.bad_profiles import BAD, BASES, factors


def faults_of(knowledge: Knowledge, raw: Any) -> tuple[Fault, ...]:
    with pytest.raises(ProfileError) as refused:
        read_profile(raw, knowledge.vocabulary)
    return refused.value.faults


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

TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)


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
