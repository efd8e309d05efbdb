"""Precedents: distance as Gower has it, and cases that are offered or not."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.advice import advise, judge
from engine.facts import gather
from engine.knowledge.model import Knowledge
from engine.places import called
from engine.possible import Interval, Levels, Several
from engine.precedents import (
    MINIMUM_SHARED,
    Precedents,
    apart_in,
    compare,
    distance,
    is_itself,
    precedents,
)
from engine.profile import Profile, read_profile
from engine.text import LANGUAGES, Language
from engine.truth import Truth
from tests.engine.random_knowledge import facts_of, fuzz
from tests.engine.random_profiles import profiles


def found(knowledge: Knowledge, raw: Any) -> Precedents:
    judged = judge(knowledge, raw)
    return precedents(knowledge, judged.profile, judged.oracle.facts, judged.ranking)


@pytest.mark.slow
@settings(fuzz, max_examples=60)
@given(st.data())
def test_the_distance_is_one(knowledge: Knowledge, data: st.DataObject) -> None:
    """Symmetric, nothing to itself, from 0 to 1, and none without enough in common."""
    one = facts_of(knowledge, data.draw(profiles(knowledge.vocabulary, given=2, listed=2)))
    other = facts_of(knowledge, data.draw(profiles(knowledge.vocabulary, given=2, listed=2)))
    between = distance(knowledge, one, other)

    assert between == distance(knowledge, other, one)
    assert between is None or 0 <= between <= 1
    assert distance(knowledge, one, one) in (None, 0)
    assert all(0 <= item.distance <= 1 for item in compare(knowledge, one, other))
    if between is None:
        assert len(compare(knowledge, one, other)) < MINIMUM_SHARED


@pytest.mark.slow
@settings(fuzz, max_examples=60)
@given(st.data())
def test_what_is_unknown_is_never_alike(knowledge: Knowledge, data: st.DataObject) -> None:
    """Forgetting a factor takes it out of the comparison, and adds nothing to it.

    A factor that also follows from a list is not forgotten with what was given for it.
    """
    raw = data.draw(profiles(knowledge.vocabulary, given=2, listed=0))
    other = facts_of(knowledge, data.draw(profiles(knowledge.vocabulary, given=2, listed=0)))
    whole = {item.factor: item for item in compare(knowledge, facts_of(knowledge, raw), other)}
    factors = raw.get("factors") or {}
    only_here = [slug for slug in factors if not knowledge.vocabulary.factors[slug].derivation]
    forgotten = data.draw(st.sets(st.sampled_from(only_here))) if only_here else set()
    less = {**raw, "factors": {k: v for k, v in factors.items() if k not in forgotten}}
    left = {item.factor: item for item in compare(knowledge, facts_of(knowledge, less), other)}

    assert left == {slug: item for slug, item in whole.items() if slug not in forgotten}


def test_two_who_know_nothing_are_not_alike(knowledge: Knowledge) -> None:
    nothing = facts_of(knowledge, {})

    assert compare(knowledge, nothing, nothing) == ()
    assert distance(knowledge, nothing, nothing) is None


def test_each_kind_of_factor_has_its_distance(knowledge: Knowledge) -> None:
    """Levels by steps, words by sameness, numbers by their span, several values by Jaccard."""
    factors = knowledge.vocabulary.factors
    levels = factors["fragmentation"].domain
    assert apart_in(levels, Levels(1), Levels(1 << 4)) == 1
    assert apart_in(levels, Levels(1 << 1), Levels(1 << 2)) == 0.25
    assert apart_in(factors["violence_driver"].domain, Levels(1), Levels(1 << 2)) == 1
    rate = factors["homicide_rate"].domain
    assert rate.prior == (0, 80)
    assert apart_in(rate, Interval(20, 20), Interval(60, 60)) == 0.5
    assert apart_in(rate, Interval(0, 0), Interval(9000, 9000)) == 1
    several = factors["route_functions"].domain
    assert apart_in(several, Several(0b011, 0b011), Several(0b110, 0b110)) == pytest.approx(2 / 3)
    assert apart_in(several, Several(0, 0), Several(0, 0)) == 0


def test_what_is_known_in_part_is_not_compared(knowledge: Knowledge) -> None:
    factors = knowledge.vocabulary.factors
    assert apart_in(factors["fragmentation"].domain, Levels(0b11), Levels(0b11)) is None
    assert apart_in(factors["homicide_rate"].domain, Interval(1, 2), Interval(1, 2)) is None
    assert apart_in(factors["route_functions"].domain, Several(1, 3), Several(1, 3)) is None


def test_a_case_with_too_little_in_common_is_not_offered(knowledge: Knowledge) -> None:
    """Three factors of Duran are too few to be like it; a fourth is enough."""
    factors = dict(list(knowledge.cases["duran-2024"].profile["factors"].items()))
    plain = {
        slug: value
        for slug, value in factors.items()
        if compare(
            knowledge,
            facts_of(knowledge, {"factors": {slug: value}}),
            facts_of(knowledge, {"factors": {slug: value}}),
        )
    }
    few = dict(list(plain.items())[:3])
    enough = dict(list(plain.items())[:4])

    assert "duran-2024" not in {p.case.slug for p in found(knowledge, {"factors": few}).nearest}
    nearest = {p.case.slug: p for p in found(knowledge, {"factors": enough}).nearest}
    assert nearest["duran-2024"].distance == 0
    assert len(nearest["duran-2024"].compared) == MINIMUM_SHARED


def test_no_case_is_its_own_precedent(knowledge: Knowledge) -> None:
    for slug, case in knowledge.cases.items():
        result = found(knowledge, case.profile)
        assert slug in result.itself
        assert slug not in {item.case.slug for item in result.nearest}
        assert slug not in {item.case.slug for o in result.evidence for item in o.cases}
        assert result.comparable + result.too_little == len(knowledge.cases) - len(result.itself)


@pytest.mark.parametrize(
    ("name", "country", "as_of", "itself"),
    [
        ("Guayaquil", "EC", "2024", True),
        ("  guayaquil ", None, None, True),
        ("Guayaquil", "EC", "2023-06", True),
        ("Guayaquil", "EC", "2015", False),  # the same place at another time is a precedent
        ("Guayaquil", "CO", "2024", False),
        ("Durán", "EC", "2024", False),
        (None, "EC", "2024", False),
    ],
)
def test_the_place_itself_is_known_by_name_country_and_time(
    knowledge: Knowledge, name: str | None, country: str | None, as_of: str | None, itself: bool
) -> None:
    profile = Profile(name=name, country=country, as_of=as_of)

    assert is_itself(knowledge.cases["guayaquil-2024"], profile) is itself


@pytest.mark.parametrize(
    ("case", "as_of", "itself"),
    [
        ("mexico-pri-era", "1985", True),  # to 1990s
        ("mexico-pri-era", "2010", False),
        ("mexico-2006-12", "2010", True),
        ("medellin-2000s", "2009", True),  # early 2000s
        ("medellin-2000s", "2015", False),
        ("monterrey-2009-13", "2020", True),  # 2009-2013 and after
        ("monterrey-2009-13", "2001", False),
    ],
)
def test_periods_in_words_are_understood(
    knowledge: Knowledge, case: str, as_of: str, itself: bool
) -> None:
    documented = knowledge.cases[case]
    profile = Profile(name=documented.place, country=documented.country, as_of=as_of)

    assert is_itself(documented, profile) is itself


def test_an_accent_does_not_hide_a_place(knowledge: Knowledge) -> None:
    assert is_itself(knowledge.cases["duran-2024"], Profile(name="DURÁN", country="EC"))


def test_of_two_as_far_the_one_compared_on_more_comes_first(knowledge: Knowledge) -> None:
    """Order goes by the distance if one more factor were found unlike."""
    nearest = found(knowledge, knowledge.cases["guayaquil-2024"].profile).nearest
    cautious = [item.cautious for item in nearest]

    assert cautious == sorted(cautious)
    assert [item.case.slug for item in nearest][:2] == [
        "duran-2024",
        "ecuador-2024-conflict-declaration",
    ]
    assert all(item.distance < item.cautious for item in nearest)


def test_evidence_is_held_to_its_places(knowledge: Knowledge) -> None:
    """From here, from other countries, from whole regions; unknown where nothing can be said."""
    origins = {
        o.claim: o
        for o in found(knowledge, knowledge.cases["buenaventura-2022-24"].profile).evidence
    }

    here, rio = origins["ICG108-V.D.1-04"], origins["ICG108-V.A.2-10"]
    assert here.here
    assert here.country is Truth.TRUE
    assert rio.country is Truth.FALSE
    assert (rio.likeness, rio.cases, rio.wide) == (None, (), False)
    assert origins["ICG108-V.A.2-09"].wide
    assert not origins["ICG108-V.A.2-09"].here
    for origin in origins.values():
        assert origin.likeness is None or 0 <= origin.likeness <= 1
        assert (origin.likeness is None) == (origin.cases == ())


def test_without_a_country_it_is_not_known_whether_evidence_covers_it(knowledge: Knowledge) -> None:
    factors = knowledge.cases["guayaquil-2024"].profile["factors"]

    assert {o.country for o in found(knowledge, {"factors": factors}).evidence} == {Truth.UNKNOWN}


def test_a_place_within_a_country_is_not_its_country(knowledge: Knowledge) -> None:
    """Evidence from Mexico City says nothing of how like Monterrey a place is."""
    facts = gather(read_profile({}, knowledge.vocabulary), knowledge)
    assert facts.known == frozenset()
    assert "Mexico City" in knowledge.localities
    assert "Mexico" not in knowledge.localities
    assert knowledge.localities <= set(knowledge.places)


def test_the_answer_tells_precedents_in_both_languages(knowledge: Knowledge) -> None:
    """Outcomes with their claims; in a summary without the factors and the evidence."""
    raw = knowledge.cases["guayaquil-2024"].profile
    english = advise(knowledge, raw, completions=0)
    spanish = advise(knowledge, raw, language="es", completions=0)
    brief = advise(knowledge, raw, explain="summary", completions=0)
    assert all(answer.precedents for answer in (english, spanish, brief))

    assert [c.case for c in english.precedents.cases] == [c.case for c in spanish.precedents.cases]
    for one, other in zip(english.precedents.cases, spanish.precedents.cases, strict=True):
        assert one.says != other.says
        assert one.compared == len(one.alike) + len(one.differ)
        for tried in one.tried:
            assert tried.claim is None or tried.claim in english.claims
    assert all(case.alike == case.differ == [] for case in brief.precedents.cases)
    assert brief.precedents.evidence == []
    assert brief.precedents.cases[0].tried
    assert str(MINIMUM_SHARED) in english.precedents.says


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_case_is_its_own_precedent_in_either_language(
    knowledge: Knowledge, language: Language
) -> None:
    """A description that began from a case is of that place and time, however they are told."""
    for case in knowledge.cases.values():
        begun = read_profile(called(case, case.profile, language), knowledge.vocabulary)
        assert is_itself(case, begun), (case.slug, language)
