"""Several stakeholders over the same reasons: exact differences, and who can act."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.advice import advise, evaluated
from engine.errors import ProfileError
from engine.knowledge.model import Knowledge
from engine.profile import read_profile
from engine.ranking import CRITERIA, normalised, rank
from engine.stakeholders import CONSIDERED, View, chosen, consult, parted, partings
from engine.text import Text

WEIGHTS = st.fixed_dictionaries(dict.fromkeys(CRITERIA, st.integers(0, 10))).filter(
    lambda weights: any(weights.values())
)


def views(knowledge: Knowledge, case: str, *weights: dict[str, Any]) -> list[View]:
    """A case through the eyes of these weights."""
    profile = read_profile(knowledge.cases[case].profile, knowledge.vocabulary)
    judgement = evaluated(knowledge, profile, normalised(None, knowledge.scales))
    standings = {item.standing.intervention: item.standing for item in judgement.ranking}
    found = []
    for position, given_weights in enumerate(weights):
        own = normalised(given_weights, knowledge.scales)
        ranking = rank(standings, knowledge, own, profile.country)
        places = {item.standing.intervention: item for item in ranking}
        name = f"view-{position}"
        found.append(View(name, Text.same(name), None, own, ranking, places))
    return found


@given(one=WEIGHTS, other=WEIGHTS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
def test_shares_add_up_to_the_difference(
    knowledge: Knowledge, one: dict[str, int], other: dict[str, int]
) -> None:
    """What parts two views, criterion by criterion, sums to what the totals say, exactly."""
    higher, lower = views(knowledge, "guayaquil-2024", one, other)
    for item in partings([higher, lower]):
        slug, first, second = item.intervention, item.higher, item.lower
        above, below = first.places[slug], second.places[slug]
        overtaking = [
            name
            for name, place in first.places.items()
            if place.rank > above.rank and second.places[name].rank < below.rank
        ]
        expected = sum(
            (above.total - first.places[name].total) - (below.total - second.places[name].total)
            for name in overtaking
        )
        assert overtaking
        assert item.difference == expected
        assert item.spread == below.rank - above.rank > 0


def test_the_same_weights_never_part(knowledge: Knowledge) -> None:
    """Two who weigh alike place everything alike, and nothing separates them."""
    one, other = views(knowledge, "guayaquil-2024", {"problem": 2}, {"problem": 2})

    assert partings([one, other]) == []
    assert set(parted("kingpin_removal", one, other).values()) == {0}


def test_what_all_put_first_is_agreed(knowledge: Knowledge) -> None:
    """An option is agreed if and only if it is in every list of the first five."""
    answer = consult(knowledge, knowledge.cases["buenaventura-2022-24"].profile)
    firsts = [{option.intervention for option in who.first} for who in answer.stakeholders]

    assert {item.intervention for item in answer.agree} == set.intersection(*firsts)
    assert all(len(first) == 5 for first in firsts)


def test_the_known_stakeholders_are_ours_and_say_why(knowledge: Knowledge) -> None:
    """Nobody's weights but the caller's own stand without a reason."""
    answer = consult(knowledge, {}, own={"ministry": {"acceptability": 1}})

    assert [who.stakeholder for who in answer.stakeholders] == [
        "residents",
        "mayor",
        "donor",
        "ministry",
    ]
    assert [who.ours for who in answer.stakeholders] == [True, True, True, False]
    assert all(who.because for who in answer.stakeholders if who.ours)
    for who in answer.stakeholders:
        assert sum(who.weights.values()) == pytest.approx(1)


def test_a_name_of_ours_may_be_taken_over(knowledge: Knowledge) -> None:
    """A caller who knows the mayor's weights replaces ours."""
    answer = consult(knowledge, {}, own={"mayor": {"feasibility": 9}})
    (mayor,) = [who for who in answer.stakeholders if who.stakeholder == "mayor"]

    assert not mayor.ours
    assert mayor.weights["feasibility"] > 0.5


@pytest.mark.parametrize(
    ("own", "where"),
    [
        ({"clerk": {"feasability": 1}}, "stakeholders.clerk.feasability"),
        ({"clerk": {"feasibility": -1}}, "stakeholders.clerk.feasibility"),
        ({"clerk": dict.fromkeys(CRITERIA, 0)}, "stakeholders.clerk"),
        ({" ": {}}, "stakeholders. "),
        ({"a\nb": {}}, "stakeholders.a\nb"),
        ({f"n{i}": {} for i in range(11)}, "stakeholders"),
    ],
)
def test_faulty_stakeholders_are_refused(
    knowledge: Knowledge, own: dict[str, dict[str, object]], where: str
) -> None:
    """Where, and what is wrong, in both languages."""
    with pytest.raises(ProfileError) as error:
        chosen(knowledge, own)

    (fault,) = error.value.faults
    assert fault.where == where
    assert fault.what.en != fault.what.es


def test_who_can_act_covers_every_option_once(knowledge: Knowledge) -> None:
    """What is worth doing is in exactly one part of every actor's list, with those it must ask."""
    answer = consult(knowledge, knowledge.cases["guayaquil-2024"].profile)
    for actor in answer.actors:
        parts = {"itself": actor.itself, "shared": actor.shared, "asks": actor.asks}
        listed = [item.intervention for items in parts.values() for item in items]
        assert len(listed) == len(set(listed))
        for part, items in parts.items():
            for item in items:
                led_by = set(knowledge.interventions[item.intervention].led_by)
                assert item.verdict in CONSIDERED
                assert set(item.of) == led_by - set(actor.institutions)
                assert (part == "itself") == (not item.of)
                assert (part == "asks") == (set(item.of) == led_by)


def test_both_languages_have_the_same_numbers(knowledge: Knowledge) -> None:
    """Only the words differ."""
    profile = knowledge.cases["guayaquil-2024"].profile
    english, spanish = consult(knowledge, profile), consult(knowledge, profile, language="es")

    assert [item.shares for item in english.part] == [item.shares for item in spanish.part]
    assert english.says != spanish.says
    assert [a.name for a in english.actors] != [a.name for a in spanish.actors]


def test_agreement_does_not_settle_what_is_unknown(knowledge: Knowledge) -> None:
    """Beside where they agree stands how far the ranking holds on which all of it rests."""
    profile = knowledge.cases["guayaquil-2024"].profile
    first = advise(knowledge, profile).ranking[0]
    found = consult(knowledge, profile)

    assert first.robustness is not None
    assert first.name in found.how_sure
    assert f"{first.robustness.p_rank_1:.0%}" in found.how_sure
    assert "does not settle" in found.how_sure
    assert "demasiado poco" in consult(knowledge, {}, language="es").how_sure
