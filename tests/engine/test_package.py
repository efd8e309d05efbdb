"""The package: what goes together, in an order that the rules ask for."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.advice import advise, judge
from engine.composition import Judgement
from engine.knowledge.model import Brought, Companionship, Conflict, Knowledge
from engine.order import declared, layered, rings
from engine.package import (
    MAXIMUM_CHOSEN,
    MAXIMUM_PER_FAMILY,
    QUICK,
    SLOW,
    Package,
    assemble,
)
from engine.possible import Levels
from engine.text import Text
from tests.engine.random_knowledge import World, fits_the_engine, fuzz, worlds
from tests.engine.random_profiles import profiles

NO_WORDS = Text("", "")


def package_of(judged: Judgement) -> Package:
    return assemble(judged.knowledge, judged.oracle.facts, judged.outcomes, judged.ranking)


def real(knowledge: Knowledge, raw: Any) -> Package:
    return package_of(judge(knowledge, raw))


def hold(judged: Judgement, package: Package) -> None:
    """What is true of every package, whatever the rules and the locality."""
    catalogue = judged.knowledge.interventions
    phases = {member.slug: member.phase for member in package.members}
    options = {ranked.standing.intervention: ranked for ranked in judged.ranking}
    chosen = [member for member in package.members if member.role == "chosen"]
    assert len(chosen) <= MAXIMUM_CHOSEN
    for member in package.members:
        assert not member.ranked.standing.contraindications
        assert member.ranked.verdict not in ("conditional_against", "strong_against")
        if member.role in ("chosen", "bridges"):
            assert member.ranked.verdict in ("strong_for", "conditional_for")
        if options[member.slug].verdict == "held_back":  # only behind all that releases it
            for item in options[member.slug].standing.preconditions:
                if item.fires and item.blocks:
                    assert item.rule.then.measure in phases
    assert {w.slug for w in package.waiting}.isdisjoint(phases)
    numbers = set(phases.values())
    assert numbers == set(range(1, len(numbers) + 1))
    for conflict in judged.knowledge.together.conflicts:
        if conflict.kind == "apart":
            assert not (conflict.one & set(phases) and conflict.other & set(phases))
    for bridge in package.bridges:
        assert catalogue[bridge.slow].time_band in SLOW
        for slug in bridge.quick:
            assert catalogue[slug].time_band in QUICK
            assert phases[slug] <= phases[bridge.slow]


def in_order(judged: Judgement, package: Package) -> None:
    """Each sequence and each precondition of a member that the package holds is kept."""
    phases = {member.slug: member.phase for member in package.members}
    for member in package.members:
        standing = member.ranked.standing
        open_ = [item.rule for item in standing.preconditions if item.status != "met"]
        for rule in [*open_, *(step.rule for step in standing.sequence)]:
            first = rule.then.measure
            if first in phases and first != member.slug:
                assert phases[first] < member.phase, (first, member.slug, rule.id)


@settings(fuzz, max_examples=40)
@given(st.data())
def test_every_package_of_the_real_rules_keeps_its_order_and_does_no_harm(
    knowledge: Knowledge, data: st.DataObject
) -> None:
    """For random localities: no contraindicated option, every link kept, phases without a gap."""
    judged = judge(knowledge, data.draw(profiles(knowledge.vocabulary, given=2, listed=2)))
    package = package_of(judged)

    hold(judged, package)
    in_order(judged, package)


@pytest.mark.parametrize("cautious", [False, True])
def test_every_documented_case_has_a_sound_package(knowledge: Knowledge, cautious: bool) -> None:
    """Also with every contraindication that is only possible."""
    for case in knowledge.cases.values():
        raw = {**case.profile}
        if cautious:
            raw["factors"] = dict(list(raw["factors"].items())[::2])
        judged = judge(knowledge, raw)
        package = package_of(judged)
        hold(judged, package)
        in_order(judged, package)


@settings(fuzz, max_examples=50)
@given(st.data())
def test_random_rules_give_sound_packages(data: st.DataObject) -> None:
    """Whatever the rules say, even in a ring, no harm comes in; without a ring order is kept."""
    world: World = data.draw(worlds())
    assume(fits_the_engine(world.knowledge))
    judged = judge(world.knowledge, data.draw(world.localities()))
    package = package_of(judged)

    hold(judged, package)
    if not list(rings(world.knowledge)):
        in_order(judged, package)


@settings(fuzz, max_examples=30)
@given(st.data())
def test_the_order_of_rules_changes_no_package(knowledge: Knowledge, data: st.DataObject) -> None:
    """Rules in any order, one package."""
    raw = data.draw(profiles(knowledge.vocabulary, given=2, listed=2))
    judged = judge(knowledge, raw)
    rules = data.draw(st.permutations(list(knowledge.rules.items())))
    conflicts = data.draw(st.permutations(knowledge.together.conflicts))
    other = replace(
        knowledge,
        rules=dict(rules),
        together=replace(knowledge.together, conflicts=tuple(conflicts)),
    )
    shuffled = assemble(other, judged.oracle.facts, judged.outcomes, judged.ranking)

    assert [(m.slug, m.role, m.phase) for m in shuffled.members] == [
        (m.slug, m.role, m.phase) for m in package_of(judged).members
    ]


NAMES = st.sampled_from("abcdefgh")


@given(st.lists(st.tuples(NAMES, NAMES)), st.lists(st.tuples(NAMES, NAMES)), st.randoms())
def test_phases_are_layers(
    strict: list[tuple[str, str]], soft: list[tuple[str, str]], chance: Any
) -> None:
    """Along an order without a ring every step goes on; a soft one goes back only in a ring."""
    strict = [(min(edge), max(edge)) for edge in strict if edge[0] != edge[1]]  # no ring
    phases = layered("abcdefgh", strict, soft)

    assert all(phases[first] < phases[then] for first, then in strict)
    assert set(phases.values()) == set(range(1, max(phases.values()) + 1))
    upward = [edge for edge in soft if edge[0] < edge[1]]
    kept = layered("abcdefgh", strict, upward)
    assert all(kept[first] <= kept[then] for first, then in upward)
    assert all(kept[first] < kept[then] for first, then in strict)
    assert layered("hgfedcba", strict[::-1], chance.sample(soft, len(soft))) == phases


def test_a_ring_shares_a_phase() -> None:
    """What waits for itself is still placed: after what is before the ring, before what follows."""
    phases = layered("abcd", [("a", "b"), ("b", "c"), ("c", "b"), ("c", "d")])

    assert phases == {"a": 1, "b": 2, "c": 2, "d": 3}


def test_the_rules_run_in_no_ring(knowledge: Knowledge) -> None:
    """The real rules are free of rings, and they do link measures."""
    assert list(rings(knowledge)) == []
    assert len({(link.first, link.then) for link in declared(knowledge)}) > 20


def test_presence_comes_after_oversight_and_oversight_after_protection(
    knowledge: Knowledge,
) -> None:
    """In Guayaquil the first option stands in the last phase, and its rules say why."""
    package = real(knowledge, knowledge.cases["guayaquil-2024"].profile)
    members = {member.slug: member for member in package.members}

    presence, oversight = members["permanent_presence_policing"], members["independent_oversight"]
    assert presence.ranked.rank == 1
    assert (presence.role, oversight.role) == ("chosen", "enables")
    assert members["officials_protection"].phase < oversight.phase < presence.phase
    assert [link.rule.id for link in presence.after] == ["presence-needs-accountable-police"]
    assert len({knowledge.interventions[slug].family for slug in members}) >= 5


def test_families_differ(knowledge: Knowledge) -> None:
    """No family has more than two of those chosen, though more are recommended."""
    for case in knowledge.cases.values():
        members = real(knowledge, case.profile).members
        families = [
            knowledge.interventions[member.slug].family
            for member in members
            if member.role == "chosen"
        ]
        assert all(families.count(family) <= MAXIMUM_PER_FAMILY for family in families)


def test_talks_wait_and_extradition_is_named(knowledge: Knowledge) -> None:
    """Talks held back by facts stay out; what cuts across them is named, also by its effect."""
    package = real(knowledge, knowledge.cases["buenaventura-2022-24"].profile)
    waits = {item.slug: item for item in package.waiting}
    clashes = [clash for clash in package.clashes if "extradition_on_demand" in clash.others]

    assert any(wait.fires and wait.blocks for wait in waits["phased_negotiation"].waits)
    assert any(clash.conflict and clash.conflict.id == "talks-and-extradition" for clash in clashes)


def test_what_a_measure_brings_about_makes_another_do_harm(knowledge: Knowledge) -> None:
    """In Guayaquil no talks are known; were there talks, extradition on demand would do harm."""
    package = real(knowledge, knowledge.cases["guayaquil-2024"].profile)
    (brought,) = [clash for clash in package.clashes if clash.brought is not None]

    assert brought.members == ("phased_negotiation",)
    assert brought.rule is not None
    assert brought.rule.id == "extradition-of-leaders-in-talks"
    assert dict(brought.others) == {"extradition_on_demand": "outside"}


def test_what_is_in_force_and_clashes_is_told(knowledge: Knowledge) -> None:
    """An offensive under way stands against what the package would do."""
    profile = {**knowledge.cases["guayaquil-2024"].profile}
    profile["measures"] = [
        {"intervention": "kingpin_removal"},
        {"intervention": "youth_prevention"},
    ]
    package = real(knowledge, profile)

    (clash,) = [
        c for c in package.clashes if c.conflict and c.conflict.id == "rebuild-and-capture-counts"
    ]
    assert clash.others["kingpin_removal"] == "in_force"
    assert {m.slug for m in package.members if m.in_force} == {"youth_prevention"}


def test_an_option_held_back_comes_after_the_measure_that_releases_it(
    knowledge: Knowledge,
) -> None:
    """A captured town hall's powers wait for oversight, and stand behind it."""
    factors = {
        "capture_local_government": "units",
        "oversight_independence": "absent",
        "violence_concentration": "hotspot",
    }
    raw = {"factors": factors}
    judged = judge(knowledge, raw)
    released = {m.slug: m for m in package_of(judged).members if m.role == "released"}

    option = released["local_empowerment"]
    assert option.ranked.verdict == "held_back"
    assert [link.first for link in option.after] == ["independent_oversight"]
    assert option.phase > 1


def together(knowledge: Knowledge, conflict: Conflict | None, brought: Brought | None) -> Knowledge:
    """The real rules with one conflict or effect of their own."""
    return replace(
        knowledge,
        together=Companionship(
            (conflict,) if conflict else (), {brought.intervention: brought} if brought else {}
        ),
    )


def test_what_is_apart_never_stands_together(knowledge: Knowledge) -> None:
    """Declared apart, only the one with the higher total stays; without that, both are in."""
    raw = knowledge.cases["guayaquil-2024"].profile
    pair = frozenset({"blowback_planning"}), frozenset({"youth_prevention"})
    conflict = Conflict("x", "apart", *pair, NO_WORDS, NO_WORDS, ())
    without = {m.slug for m in real(together(knowledge, None, None), raw).members}
    apart = real(together(knowledge, conflict, None), raw)

    assert {"blowback_planning", "youth_prevention"} <= without
    assert "youth_prevention" not in {m.slug for m in apart.members}
    (clash,) = apart.clashes
    assert dict(clash.others) == {"youth_prevention": "outside"}


def test_an_effect_that_would_harm_a_member_keeps_the_measure_out(knowledge: Knowledge) -> None:
    """A member's effect that makes a contraindication hold shuts out what it contraindicates."""
    rule = knowledge.rules["extradition-of-leaders-in-talks"]
    aimed = replace(
        rule, then=replace(rule.then, targets=replace(rule.targets, slugs=("youth_prevention",)))
    )
    changed = replace(knowledge, rules={**knowledge.rules, rule.id: aimed})
    talks = Levels(1 << 3)
    brought = Brought("blowback_planning", {"inter_group_truce": talks}, NO_WORDS, ())
    raw = {**knowledge.cases["guayaquil-2024"].profile}
    raw["factors"] = {**raw["factors"], "inter_group_truce": "none", "extradition_pressure": "none"}
    raw["groups"] = []
    before = {m.slug for m in real(together(changed, None, None), raw).members}
    after = {m.slug for m in real(together(changed, None, brought), raw).members}

    assert {"blowback_planning", "youth_prevention"} <= before
    assert "youth_prevention" not in after


def test_an_empty_profile_has_no_package(knowledge: Knowledge) -> None:
    """Nothing recommended, nothing in, and the answer says so in both languages."""
    for language, word in (("en", "no package"), ("es", "No hay paquete")):
        package = advise(knowledge, {}, language=language, completions=0).package
        assert package is not None
        assert package.phases == []
        assert word in package.says


def test_every_statement_of_a_package_has_its_claims(knowledge: Knowledge) -> None:
    """Conflicts, safeguards, links, waits and what to watch cite claims that the answer lists."""
    for name in ("guayaquil-2024", "buenaventura-2022-24"):
        answer = advise(knowledge, knowledge.cases[name].profile, completions=0)
        package = answer.package
        assert package is not None
        members = [member for phase in package.phases for member in phase.members]
        stated: list[Any] = [*package.conflicts, *package.safeguards, *package.watch]
        stated += [link for member in members for link in member.after]
        stated += [wait for member in members for wait in member.waits_for]
        stated += [wait for item in package.waiting for wait in item.waits_for]
        assert all(item.claims for item in stated)
        assert {claim for item in stated for claim in item.claims} <= set(answer.claims)
        assert next(item.subject for item in package.watch) == "Disappearances"
