"""Several linked localities: where pressure moves, what it changes, what is refused."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.diversion import LINKS, Diversion
from engine.diverting import active, at_least, with_raised
from engine.errors import ProfileError
from engine.facts import gather
from engine.knowledge.model import Knowledge
from engine.possible import Levels
from engine.region import Outlook, advise_region, foresee
from engine.region_reading import MAXIMUM_LOCALITIES, read_region

PRESSED = {"id": "a", "profile": {"factors": {"seizure_priority": "high"}}}
OUTLET = {"id": "b", "profile": {"factors": {"route_functions": ["clandestine_landing"]}}}
COAST = {"between": ["a", "b"], "kind": "coast"}


def region(*links: dict[str, Any], **changed: Any) -> dict[str, Any]:
    return {"localities": [PRESSED, OUTLET], "links": list(links), **changed}


FAULTY = [
    (region({"between": ["a", "c"], "kind": "coast"}), "links.0.between.1"),
    (region({"between": ["a", "a"], "kind": "coast"}), "links.0.between"),
    (region({"between": ["a"], "kind": "coast"}), "links.0.between"),
    (region({"between": ["a", 7], "kind": "coast"}), "links.0.between.1"),
    (region({"between": ["a", "b"], "kind": "cost"}), "links.0.kind"),
    (region({"between": ["a", "b"]}), "links.0.kind"),
    (region(COAST, {"between": ["b", "a"], "kind": "coast"}), "links.1"),
    (region({**COAST, "weight": 2}), "links.0.weight"),
    (region(COAST, localities=[PRESSED, {**OUTLET, "id": "a"}]), "localities.1.id"),
    (region(COAST, localities=[PRESSED]), "localities"),
    (region(COAST, localities="a, b"), "localities"),
    (region(COAST, localities=[PRESSED, {**OUTLET, "id": "á b"}]), "localities.1.id"),
    (region(localities=[PRESSED, {"id": "b"}]), "localities.1.profile"),
    (region(localities=[PRESSED, {"id": "b", "case": "guayakil-2024"}]), "localities.1.case"),
    (
        region(localities=[PRESSED, {"id": "b", "profile": {"factors": {"extorsion": "x"}}}]),
        "localities.1.profile.factors.extorsion",
    ),
    (
        region(localities=[{**PRESSED, "discussed": ["seizure"]}, OUTLET]),
        "localities.0.discussed.0",
    ),
    (region(localities=[{**PRESSED, "discussed": "seizure"}, OUTLET]), "localities.0.discussed"),
    (region(name="coast"), "name"),
    ([], "region"),
    (
        {"localities": [{"id": f"p{i}", "profile": {}} for i in range(MAXIMUM_LOCALITIES + 1)]},
        "localities",
    ),
]


@pytest.mark.parametrize(("raw", "where"), FAULTY)
def test_what_is_wrong_is_told_where_it_stands(knowledge: Knowledge, raw: Any, where: str) -> None:
    """Unknown ends, links to itself, an id twice, and the rest: where, in both languages."""
    with pytest.raises(ProfileError) as error:
        read_region(raw, knowledge)

    assert where in [fault.where for fault in error.value.faults]
    assert all(fault.what.en != fault.what.es for fault in error.value.faults)


def test_all_faults_are_told_together(knowledge: Knowledge) -> None:
    """Two profiles and a link, each wrong in its own way."""
    raw = {
        "localities": [
            {"id": "a", "profile": {"factors": {"extortion": "comon"}}},
            {"id": "b", "profile": {"country": "Ecuador"}},
        ],
        "links": [{"between": ["a", "x"], "kind": "road"}],
    }
    with pytest.raises(ProfileError) as error:
        read_region(raw, knowledge)

    assert [fault.where for fault in error.value.faults] == [
        "localities.0.profile.factors.extortion",
        "localities.1.profile.country",
        "links.0.between.1",
    ]
    assert error.value.faults[0].nearest == "common"


def summary(outlook: Outlook) -> set[tuple[str, ...]]:
    return {(f.rule.id, f.source, f.target, f.link.kind, f.state) for f in outlook.findings}


@given(order=st.permutations(range(4)), flipped=st.lists(st.booleans(), min_size=3, max_size=3))
@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow])
def test_order_never_matters(knowledge: Knowledge, order: list[int], flipped: list[bool]) -> None:
    """Neither that of localities, nor that of links, nor that of a link's ends."""
    places = [
        {"id": "mexico", "case": "mexico-2006-12"},
        {"id": "coast", "case": "honduras-north-coast-2005-11"},
        {"id": "costa-rica", "case": "costa-rica-2023"},
        {"id": "unknown", "profile": {}},
    ]
    links = [("mexico", "coast"), ("coast", "costa-rica"), ("mexico", "unknown")]
    plain = {"localities": places, "links": [_link(*ends) for ends in links]}
    shuffled = {
        "localities": [places[position] for position in order],
        "links": [
            _link(*(ends[::-1] if flip else ends))
            for ends, flip in zip(links[::-1], flipped, strict=True)
        ],
    }
    one, other = foresee(knowledge, plain), foresee(knowledge, shuffled)

    assert summary(one) == summary(other)
    assert {(r.locality, r.factor, r.after) for r in one.raised} == {
        (r.locality, r.factor, r.after) for r in other.raised
    }


def _link(one: str, other: str) -> dict[str, Any]:
    return {"between": [one, other], "kind": "border"}


def test_a_rule_reaches_only_along_its_links(knowledge: Knowledge) -> None:
    """The same two places: the kind of link decides which rules speak."""
    for kind in LINKS:
        outlook = foresee(knowledge, region({**COAST, "kind": kind}))
        assert all(kind in finding.rule.along for finding in outlook.findings)
    rivals = foresee(knowledge, region({**COAST, "kind": "rivals"}))
    assert "fires" not in {finding.state for finding in rivals.findings}


def test_a_measure_under_discussion_presses_before_it_is_taken(knowledge: Knowledge) -> None:
    """Of a place of which nothing is known, a seizure drive under discussion is enough."""
    quiet = {"id": "a", "profile": {}}
    talked = {**quiet, "discussed": ["seizure_maximisation"]}
    silent = advise_region(knowledge, region(COAST, localities=[quiet, OUTLET]))
    warned = advise_region(knowledge, region(COAST, localities=[talked, OUTLET]))

    assert [d for d in silent.diversions if d.state == "expected"] == []
    assert silent.undecided
    (outlet,) = [d for d in warned.diversions if d.state == "expected"]
    assert [(w.intervention, w.why) for w in outlet.weighed] == [
        ("seizure_maximisation", "discussed")
    ]
    assert "seizure_maximisation" in warned.first[0].before


def test_the_destination_is_judged_as_it_would_be(knowledge: Knowledge) -> None:
    """What is raised holds in the second judgement and only there; what it moves is listed."""
    outlook = foresee(knowledge, region(COAST))
    answer = advise_region(knowledge, region(COAST))
    domain = knowledge.vocabulary.factors["displacement_in"].domain
    least = Levels(domain.everything & ~1)

    assert outlook.before["b"].oracle.facts.factors["displacement_in"] == domain.unknown
    assert outlook.after["b"].oracle.facts.factors["displacement_in"] == least
    (place,) = [place for place in answer.localities if place.id == "b"]
    five = outlook.after["b"].ranking[:5]
    first = [item.standing.intervention for item in five if item.is_recommended]
    assert place.first_after == first
    assert place.moved


@given(mask=st.integers(1, 31), low=st.integers(0, 4))
def test_raising_never_lowers(mask: int, low: int) -> None:
    """At least a level: nothing below it is left, nothing known above it is lost."""
    least = Levels(31 & ~((1 << low) - 1))
    raised = at_least(Levels(mask), least)

    assert raised.mask & ~least.mask == 0
    assert raised.mask
    assert raised.mask in (mask & least.mask, least.mask)
    assert at_least(raised, least) == raised


def test_what_is_high_already_stays(knowledge: Knowledge) -> None:
    """A place that already knows the pressure is judged as before, and the answer says so."""
    known = {"id": "b", "case": "costa-rica-2023"}
    outlook = foresee(knowledge, region(COAST, localities=[PRESSED, known]))
    (arriving,) = [r for r in outlook.raised if (r.locality, r.factor) == ("b", "displacement_in")]

    assert not arriving.changes
    assert outlook.after["b"] is outlook.before["b"]


def test_no_link_no_word(knowledge: Knowledge) -> None:
    """Without links each place has its own advice, and nothing else is said."""
    answer = advise_region(knowledge, region())

    assert (answer.diversions, answer.raised, answer.neighbours, answer.first) == ([], [], [], [])
    for place in answer.localities:
        assert place.first == place.first_after
        assert place.moved == []


def test_every_statement_has_its_source(knowledge: Knowledge) -> None:
    """Rule and claims beside each statement, each cited claim listed once, in both languages."""
    raw = {
        "localities": [
            {"id": "a", "case": "mexico-2006-12"},
            {"id": "b", "case": "honduras-north-coast-2005-11"},
        ],
        "links": [{"between": ["a", "b"], "kind": "border"}],
    }
    english, spanish = (
        advise_region(knowledge, raw, language="en"),
        advise_region(knowledge, raw, language="es"),
    )
    for item in [*english.diversions, *english.neighbours]:
        assert item.claims
        assert set(item.claims + item.limited_by) <= set(english.claims)
    for said in [*english.raised, *english.first]:
        assert said.claims
        assert set(said.claims) <= set(english.claims)
    assert list(english.claims) == list(spanish.claims)
    assert [d.rule for d in english.diversions] == [d.rule for d in spanish.diversions]
    assert not {d.says for d in english.diversions} & {d.says for d in spanish.diversions}


def test_a_region_never_contraindicates_for_nobody(knowledge: Knowledge) -> None:
    """What is contraindicated for a neighbour's sake names the neighbour, and is so there."""
    raw = region(COAST)
    outlook, answer = foresee(knowledge, raw), advise_region(knowledge, raw)

    assert answer.neighbours
    for item in answer.neighbours:
        assert item.sake_of == ["b"]
        verdict = outlook.places[item.locality][item.intervention].verdict
        assert verdict == "strong_against"


def test_raising_keeps_the_order_of_the_vocabulary(knowledge: Knowledge) -> None:
    """A profile that was raised reads like any other."""
    outlook = foresee(knowledge, region(COAST))
    place = outlook.region.places[1]
    own = [item for item in outlook.raised if item.locality == "b"]
    changed = with_raised(place.profile, own, knowledge.vocabulary)
    order = list(knowledge.vocabulary.factors)

    assert list(changed.factors) == sorted(changed.factors, key=order.index)
    assert (
        gather(changed, knowledge).factors["displacement_in"]
        != (gather(place.profile, knowledge).factors["displacement_in"])
    )


def _texts(rule: Diversion) -> list[tuple[str, str]]:
    return [(text.en, text.es) for text in (rule.title, rule.because, rule.limits)]


def test_rules_between_places_are_few_and_whole(knowledge: Knowledge) -> None:
    """Four to eight; each speaks both languages, names no place, and cites what limits or not."""
    rules = active(knowledge)

    assert 4 <= len(rules) <= 8
    places = [name for name in knowledge.places if name not in ("world", "Central America")]
    for rule in rules:
        assert rule.supports
        assert all(en != es for en, es in _texts(rule))
        said = " ".join([rule.title.en, rule.title.es, rule.because.en, rule.because.es])
        assert [name for name in places if name in said] == []
