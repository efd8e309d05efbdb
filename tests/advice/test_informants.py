"""Values on the word of an institution that the profile itself says is captured."""

from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from engine.advice import advise, judge
from engine.errors import ProfileError
from engine.informants import captured, doubted, without
from engine.knowledge.model import Knowledge
from engine.profile import as_understood, read_profile, suppliers

CAPTURES = [
    ({"factors": {"capture_police": "units"}}, {"police": "factors.capture_police"}),
    ({"factors": {"capture_police": "institution"}}, {"police": "factors.capture_police"}),
    ({"factors": {"capture_police": "individuals"}}, {}),
    ({"factors": {"capture_police": {"possible": ["individuals", "units"]}}}, {}),
    (
        {"factors": {"capture_police": {"possible": ["units", "institution"]}}},
        {"police": "factors.capture_police"},
    ),
    (
        {"factors": {"capture_justice": "units"}},
        {"prosecution": "factors.capture_justice", "courts": "factors.capture_justice"},
    ),
    (
        {"institutions": [{"kind": "prison_service", "capture": "units"}]},
        {"prison_service": "institutions.0.capture"},
    ),
    ({"institutions": [{"kind": "prison_service"}]}, {}),
    ({}, {}),
]


@pytest.mark.parametrize(("profile", "expected"), CAPTURES)
def test_who_is_captured(
    knowledge: Knowledge, profile: dict[str, Any], expected: dict[str, str]
) -> None:
    """By the flat factor or by the list, from units up, and only where it is certain."""
    read = read_profile(profile, knowledge.vocabulary)
    assert captured(read, knowledge.vocabulary) == expected


def test_a_supplier_is_kept_in_the_profile_as_understood(knowledge: Knowledge) -> None:
    """What was understood names the supplier, of factors and of attributes, and reads back."""
    given_profile = {
        "factors": {"extortion": {"possible": ["common", "pervasive"], "supplied_by": "police"}},
        "groups": [{"name": "A", "hierarchy": {"value": "weak", "supplied_by": "military"}}],
    }
    read = read_profile(given_profile, knowledge.vocabulary)
    understood = as_understood(read, knowledge.vocabulary)

    assert understood["factors"]["extortion"]["supplied_by"] == "police"
    assert understood["groups"][0]["hierarchy"] == {"value": "weak", "supplied_by": "military"}
    assert read_profile(understood, knowledge.vocabulary) == read


@pytest.mark.parametrize("where", ["factors.extortion", "groups.0.hierarchy"])
def test_a_supplier_that_is_none_is_refused(knowledge: Knowledge, where: str) -> None:
    """A kind of institution that the vocabulary does not have: where, what, and the nearest."""
    level = {"value": "common" if "extortion" in where else "weak", "supplied_by": "polise"}
    profile: dict[str, Any] = (
        {"factors": {"extortion": level}}
        if "extortion" in where
        else {"groups": [{"name": "A", "hierarchy": level}]}
    )
    with pytest.raises(ProfileError) as error:
        read_profile(profile, knowledge.vocabulary)

    (fault,) = error.value.faults
    assert fault.where == f"{where}.supplied_by"
    assert fault.nearest == "police"
    assert "church" in fault.allowed


def test_where_even_the_entity_is_theirs_the_list_is_unknown(knowledge: Knowledge) -> None:
    """A group whose very name comes from captured police is no complete list of groups."""
    name = {"value": "A", "supplied_by": "police"}
    profile = {"factors": {"capture_police": "units"}, "groups": [{"name": name}, {"name": "B"}]}
    read = read_profile(profile, knowledge.vocabulary)

    assert "group" not in without(read, knowledge.vocabulary).lists
    assert [item.where for item in doubted(read, knowledge.vocabulary)] == ["groups.0.name"]


def test_nothing_is_said_where_nobody_is_doubted(knowledge: Knowledge) -> None:
    """A captured institution that supplied nothing, and a supplier that is not captured."""
    answer = advise(
        knowledge,
        {
            "factors": {
                "capture_police": "units",
                "extortion": {"value": "common", "supplied_by": "church"},
            }
        },
        completions=0,
    )

    assert answer.informants is None
    assert answer.notices == []


def test_the_first_ranking_is_left_alone(knowledge: Knowledge) -> None:
    """Who supplied a value changes nothing of the ranking that takes it as given."""
    factors = {"capture_police": "units", "prison_control": "inmate_run"}
    supplied = {**factors, "prison_control": {"value": "inmate_run", "supplied_by": "police"}}
    plain = judge(knowledge, {"factors": factors})
    marked = judge(knowledge, {"factors": supplied})

    assert [(r.standing.intervention, r.total) for r in plain.ranking] == [
        (r.standing.intervention, r.total) for r in marked.ranking
    ]


def test_both_languages_say_the_same_of_doubt(knowledge: Knowledge) -> None:
    """The marks and the changes are the same; the sentences are not."""
    profile = {
        "factors": {
            "capture_police": "units",
            "prison_control": {"value": "inmate_run", "supplied_by": "police"},
        }
    }
    english = advise(knowledge, profile, completions=0).informants
    spanish = advise(knowledge, profile, completions=0, language="es").informants

    assert english is not None
    assert spanish is not None
    assert english.says != spanish.says
    assert [(c.intervention, c.rank, c.rank_without) for c in english.changes] == [
        (c.intervention, c.rank, c.rank_without) for c in spanish.changes
    ]


@given(data=st.data())
@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
def test_the_second_ranking_never_hears_a_captured_informant(
    knowledge: Knowledge, data: st.DataObject
) -> None:
    """Whatever a captured informant says, the ranking without its word is the same."""
    vocabulary = knowledge.vocabulary
    levelled = [
        slug
        for slug, factor in vocabulary.factors.items()
        if factor.domain.type in ("ordinal", "boolean") and not slug.startswith("capture_")
    ]
    slugs = data.draw(st.lists(st.sampled_from(levelled), min_size=1, max_size=6, unique=True))
    theirs = data.draw(st.lists(st.sampled_from(slugs), min_size=1, unique=True))

    def level(slug: str) -> Any:
        domain = vocabulary.factors[slug].domain
        value = data.draw(st.sampled_from(domain.values))
        return value == "true" if domain.type == "boolean" else value

    fixed = {slug: level(slug) for slug in slugs}
    rankings = []
    for _ in range(2):
        said = {slug: {"value": level(slug), "supplied_by": "police"} for slug in theirs}
        profile = {"factors": {**fixed, "capture_police": "units", **said}}
        doubt = judge(knowledge, profile).doubt
        assert doubt is not None
        rankings.append([(r.standing.intervention, r.total, r.verdict) for r in doubt.without])
    silent = {slug: value for slug, value in fixed.items() if slug not in theirs}
    alone = judge(knowledge, {"factors": {**silent, "capture_police": "units"}}).ranking

    assert rankings[0] == rankings[1]
    assert rankings[0] == [(r.standing.intervention, r.total, r.verdict) for r in alone]


@given(data=st.data())
@settings(max_examples=40)
def test_taking_out_twice_is_taking_out_once(knowledge: Knowledge, data: st.DataObject) -> None:
    """What remains holds no value of anybody whom the profile said is captured."""
    kinds = suppliers(knowledge.vocabulary)
    by = data.draw(st.sampled_from(kinds))
    worst = data.draw(st.sampled_from(["none_known", "individuals", "units", "institution"]))
    profile = {
        "factors": {"extortion": {"value": "common", "supplied_by": by}},
        "institutions": [{"kind": by, "capture": worst}],
    }
    read = read_profile(profile, knowledge.vocabulary)
    rest = without(read, knowledge.vocabulary)

    assume(worst in ("units", "institution"))
    assert rest.factors == {}
    assert without(rest, knowledge.vocabulary) == rest
