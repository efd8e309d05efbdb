"""What follows from a profile's lists, and what is known when the profile says otherwise."""

from typing import Any

import pytest

from engine.advice import advise
from engine.facts import Facts, contradictions, dangling, derive, gather
from engine.knowledge.model import Knowledge
from engine.possible import Interval, Levels, Possible, Several
from engine.profile import read_profile
from engine.text import LANGUAGES
from engine.vocabulary import Derivation


def facts(knowledge: Knowledge, raw: dict[str, Any]) -> Facts:
    return gather(read_profile(raw, knowledge.vocabulary), knowledge)


def levels(knowledge: Knowledge, factor: str, *values: str) -> Levels:
    return Levels(knowledge.vocabulary.factors[factor].domain.mask(values))


def several(
    knowledge: Knowledge, factor: str, surely: list[str], possibly: list[str] | None = None
) -> Several:
    mask = knowledge.vocabulary.factors[factor].domain.mask
    return Several(mask(surely), mask([*surely, *(possibly or [])]))


def test_nothing_said_leaves_everything_possible(knowledge: Knowledge) -> None:
    """Of an empty profile nothing is known, and no factor is at its lowest level."""
    found = facts(knowledge, {})

    assert found.known == found.derived == frozenset()
    for slug, factor in knowledge.vocabulary.factors.items():
        assert found.factors[slug] == factor.domain.unknown
    assert set(found.entities) == {"intervention"}
    assert len(found.entities["intervention"]) == len(knowledge.interventions)


@pytest.mark.parametrize("names", [[], ["A"], ["A", "B", "C"]])
def test_listed_groups_are_counted(knowledge: Knowledge, names: list[str]) -> None:
    """A list is complete: its length is the number of groups, and an empty one means none."""
    found = facts(knowledge, {"groups": [{"name": name} for name in names]})

    assert found.factors["group_count"] == Interval(len(names), len(names))
    assert {"group_count"} <= found.derived <= found.known


def prisons(*controls: Any) -> dict[str, Any]:
    return {"prisons": [{} if item is None else {"control": item} for item in controls]}


@pytest.mark.parametrize(
    ("controls", "left"),
    [
        (["state"], ["state"]),
        (["state", "inmate_run"], ["inmate_run"]),
        (["inmate_run", None], ["inmate_run"]),
        (["shared", None], ["shared", "inmate_run"]),
        (["state", {"possible": ["state", "shared"]}], ["state", "shared"]),
        (["shared", {"possible": ["state", "inmate_run"]}], ["shared", "inmate_run"]),
        (["shared", {"possible": ["state", "shared"]}], ["shared"]),
    ],
)
def test_the_worst_prison_decides(knowledge: Knowledge, controls: list[Any], left: Any) -> None:
    """The highest level listed is the locality's; a prison left open may only raise it."""
    found = facts(knowledge, prisons(*controls))

    assert found.factors["prison_control"] == levels(knowledge, "prison_control", *left)
    assert "prison_control" in found.derived


@pytest.mark.parametrize(
    ("controls", "left"),
    [
        (["state", "inmate_run"], ["state"]),
        (["state", None], ["state"]),
        (["shared", None], ["state", "shared"]),
        (["inmate_run", {"possible": ["state", "inmate_run"]}], ["state", "inmate_run"]),
        (["shared", {"possible": ["shared", "inmate_run"]}], ["shared"]),
    ],
)
def test_the_least_level_may_decide(knowledge: Knowledge, controls: list[Any], left: Any) -> None:
    """Where the lowest level listed is the locality's, an entry left open may only lower it."""
    profile = read_profile(prisons(*controls), knowledge.vocabulary)

    found = derive(Derivation("least", "prison", "control"), profile, knowledge.vocabulary)

    assert found == levels(knowledge, "prison_control", *left)


def test_a_prison_of_which_nothing_is_said_tells_nothing(knowledge: Knowledge) -> None:
    """When every level stays possible the factor stays unknown, and is not counted as known."""
    found = facts(knowledge, prisons(None))

    assert found.factors["prison_control"] == levels(
        knowledge, "prison_control", "state", "shared", "inmate_run"
    )
    assert "prison_control" not in found.known | found.derived


def test_an_empty_list_has_no_worst(knowledge: Knowledge) -> None:
    """Where no prison is listed none is the worst: the level stays unknown, not the lowest."""
    found = facts(knowledge, {"prisons": []})

    assert (
        found.factors["prison_control"]
        == knowledge.vocabulary.factors["prison_control"].domain.unknown
    )
    assert found.is_closed("prison")


def test_only_institutions_of_the_kind_count(knowledge: Knowledge) -> None:
    """Captured courts say something of justice and nothing of the police."""
    top = knowledge.vocabulary.factors["capture_police"].domain.values[-1]
    low = knowledge.vocabulary.factors["capture_police"].domain.values[0]
    raw = {
        "institutions": [
            {"kind": "courts", "capture": top},
            {"kind": "prosecution", "capture": low},
            {"kind": "military", "capture": low},
        ]
    }

    found = facts(knowledge, raw)

    assert found.factors["capture_justice"] == levels(knowledge, "capture_justice", top)
    assert found.factors["capture_military"] == levels(knowledge, "capture_military", low)
    assert (
        found.factors["capture_police"]
        == knowledge.vocabulary.factors["capture_police"].domain.unknown
    )
    assert "capture_police" not in found.known


def test_what_the_lists_name_is_joined(knowledge: Knowledge) -> None:
    """Values listed anywhere are present; those of a list left open are possible."""
    functions = list(knowledge.vocabulary.factors["route_functions"].domain.values)

    def found(*routes: Any) -> Possible:
        listed = [{} if route is None else {"functions": route} for route in routes]
        return facts(knowledge, {"routes": listed}).factors["route_functions"]

    one, two, three = functions[:3]
    assert found([one], [one, two]) == several(knowledge, "route_functions", [one, two])
    assert found([one], None) == several(knowledge, "route_functions", [one], functions)
    assert found({"value": [one], "possible": [two]}, [three]) == several(
        knowledge, "route_functions", [one, three], [two]
    )
    assert found() == Several(0, 0)


def test_measures_in_force_are_those_listed(knowledge: Knowledge) -> None:
    """An empty list of measures says that none is in force; no list says nothing."""
    slug = next(iter(knowledge.interventions))

    listed = facts(knowledge, {"measures": [{"intervention": slug}]})
    empty = facts(knowledge, {"measures": []})
    absent = facts(knowledge, {})

    assert listed.factors["measures_in_force"] == several(knowledge, "measures_in_force", [slug])
    assert empty.factors["measures_in_force"] == Several(0, 0)
    assert (
        absent.factors["measures_in_force"]
        == knowledge.vocabulary.factors["measures_in_force"].domain.unknown
    )
    assert empty.is_closed("measure")
    assert not absent.is_closed("measure")


def test_every_derivation_follows_from_its_list(knowledge: Knowledge) -> None:
    """Each factor that may follow from a list does so, and keeps to its own levels."""
    vocabulary = knowledge.vocabulary
    derived = [factor for factor in vocabulary.factors.values() if factor.derivation]
    assert len(derived) > 15
    for factor in derived:
        rule = factor.derivation
        assert rule is not None
        kind = vocabulary.entities[rule.kind]
        entity: dict[str, Any] = {
            item.name: item.domain.values[0] if item.domain.levels else "x"
            for item in kind.attributes.values()
            if item.required
        }
        if rule.of:
            entity["kind"] = rule.of[-1]
        if rule.attribute:
            domain = kind.attributes[rule.attribute].domain
            value: Any = domain.values[-1]
            entity[rule.attribute] = True if domain.type == "boolean" else value
            assert domain.values == factor.domain.values

        found = facts(knowledge, {kind.list_name: [entity]})

        expected: Possible = Interval(1.0, 1.0)
        if rule.how in ("worst", "least"):
            expected = Levels(1 << (len(factor.domain.levels) - 1))
        elif rule.how == "union":
            last = 1 << (len(factor.domain.levels) - 1)
            expected = Several(last, last)
        assert found.factors[factor.slug] == expected, factor.slug


def test_what_is_given_beats_what_follows(knowledge: Knowledge) -> None:
    """The given level stands even against the profile's own list."""
    found = facts(knowledge, {**prisons("inmate_run"), "factors": {"prison_control": "shared"}})

    assert found.factors["prison_control"] == levels(knowledge, "prison_control", "shared")
    assert "prison_control" in found.known
    assert "prison_control" not in found.derived


@pytest.mark.parametrize(
    ("raw", "where"),
    [
        ({**prisons("inmate_run"), "factors": {"prison_control": "shared"}}, "prison_control"),
        ({"groups": [{"name": "A"}], "factors": {"group_count": 3}}, "group_count"),
        ({"groups": [], "factors": {"group_count": {"possible": {"at_least": 1}}}}, "group_count"),
    ],
)
def test_a_contradiction_is_told(knowledge: Knowledge, raw: dict[str, Any], where: str) -> None:
    """A value that contradicts the list beside it is named in the answer, in its language."""
    english, spanish = (advise(knowledge, raw, language=word).notices for word in LANGUAGES)

    name = knowledge.vocabulary.factors[where].name
    assert [notice.where for notice in english] == [f"factors.{where}"]
    assert english[0].what == (
        f"the value given for '{name.en}' contradicts the profile's own list; the given value was"
        " used"
    )
    assert spanish[0].what == (
        f"el valor dado para «{name.es}» contradice la lista del propio perfil; se usó el valor"
        " dado"
    )


@pytest.mark.parametrize(
    "raw",
    [
        {**prisons("inmate_run"), "factors": {"prison_control": "inmate_run"}},
        {**prisons("shared", None), "factors": {"prison_control": "inmate_run"}},
        {**prisons("shared"), "factors": {"prison_control": {"possible": ["shared", "state"]}}},
        {"groups": [{"name": "A"}], "factors": {"group_count": {"possible": {"at_most": 2}}}},
        {"prisons": [], "factors": {"prison_control": "shared"}},
        {"factors": {"prison_control": "shared"}},
    ],
)
def test_what_agrees_is_not_told(knowledge: Knowledge, raw: dict[str, Any]) -> None:
    """Nothing is said where what is given may be so by the list."""
    assert contradictions(read_profile(raw, knowledge.vocabulary), knowledge.vocabulary) == []


HELD = {"kind": "police", "captured_by": "Los Lobos"}


@pytest.mark.parametrize(
    ("raw", "where"),
    [
        ({"groups": [{"name": "Lobos"}], "institutions": [HELD]}, "institutions.0.captured_by"),
        ({"groups": [], "routes": [{}, {"held_by": "A"}]}, "routes.1.held_by"),
        ({"groups": [{"name": "B"}], "prisons": [{"held_by": "A"}]}, "prisons.0.held_by"),
        ({"groups": [{"name": "A"}, {"name": "B"}, {"name": "A"}]}, "groups.2.name"),
    ],
)
def test_names_that_lead_nowhere_are_told(
    knowledge: Knowledge, raw: dict[str, Any], where: str
) -> None:
    """A holder who is no listed group, and a name that two groups share, are told in the answer."""
    english, spanish = (advise(knowledge, raw, language=word).notices for word in LANGUAGES)

    assert [notice.where for notice in english] == [notice.where for notice in spanish] == [where]
    assert "group" in english[0].what
    assert "grupo" in spanish[0].what


@pytest.mark.parametrize(
    "raw",
    [
        {"groups": [{"name": "Los Lobos"}], "institutions": [HELD]},
        {"groups": [{"name": "A"}, {"name": "B"}], "routes": [{"name": "A"}], "prisons": [{}]},
        {"institutions": [HELD]},
        {},
    ],
)
def test_names_that_lead_to_a_group_are_not_told(knowledge: Knowledge, raw: dict[str, Any]) -> None:
    """Nothing is said of names that fit, or as long as the groups were not listed."""
    assert dangling(read_profile(raw, knowledge.vocabulary), knowledge.vocabulary) == []
