"""How far a ranking stands: shares that add up, draws that replay, nothing drawn that is known."""

import pytest

from engine.advice import advise
from engine.columns.completions import complete, read_by
from engine.facts import gather
from engine.knowledge.model import Knowledge
from engine.profile import read_profile
from engine.ranking import normalised
from engine.robustness import seed_of, try_out

CASES = ("guayaquil-2024", "buenaventura-2010-13")
COUNT = 200


@pytest.mark.parametrize("slug", CASES)
def test_the_shares_add_up(knowledge: Knowledge, slug: str) -> None:
    """In each completion one option comes first, three are among the first three, and of two
    options one stands above the other."""
    answer = advise(knowledge, knowledge.cases[slug].profile, completions=COUNT)

    found = [option.robustness for option in answer.ranking]
    assert sum(item.p_rank_1 for item in found if item) == pytest.approx(1)
    assert sum(item.p_top_3 for item in found if item) == pytest.approx(3)
    assert answer.robustness is not None
    beats = answer.robustness.beats
    for one, others in beats.items():
        for other, share in others.items():
            assert share + beats[other][one] == pytest.approx(1)
    for item in found:
        assert item is not None
        low, high = item.rank_interval
        assert 1 <= low <= high <= len(found)
        assert (item.central_weights is None) == (item.p_rank_1 == 0)


def test_the_same_question_draws_the_same(knowledge: Knowledge) -> None:
    """Names and sources do not matter to the draws; what is known and the weights do."""
    profile = dict(knowledge.cases[CASES[0]].profile)
    first = advise(knowledge, profile, completions=COUNT)
    again = advise(knowledge, {**profile, "name": "Elsewhere"}, completions=COUNT)
    other = advise(knowledge, profile, completions=COUNT, weights={"feasibility": 0.5})

    assert first.robustness is not None
    assert again.robustness is not None
    assert other.robustness is not None
    assert first.robustness == again.robustness
    assert other.robustness.seed != first.robustness.seed


def test_what_is_known_is_not_drawn(knowledge: Knowledge) -> None:
    """Only factors that some rule reads, and only where they are open, are filled in."""
    profile = read_profile(knowledge.cases[CASES[0]].profile, knowledge.vocabulary)
    facts = gather(profile, knowledge)
    drawn = complete(knowledge, facts, None, COUNT, 1).draws

    assert set(drawn) == {slug for slug in read_by(knowledge) if slug not in facts.known}


def test_a_question_already_answered_settles_nothing(knowledge: Knowledge) -> None:
    """Once the most decisive factor is known, it is not asked for, and less is left to settle."""
    case = knowledge.cases[CASES[0]]
    answer = advise(knowledge, case.profile)
    asked = answer.needed[0]
    assert asked.factor is not None
    assert asked.settles is not None
    assert asked.settles > 0
    domain = knowledge.vocabulary.factors[asked.factor].domain

    left = []
    for value in domain.values:
        given = {"value": value == "true" if domain.type == "boolean" else value}
        factors = {**case.profile["factors"], asked.factor: given}
        later = advise(knowledge, {**case.profile, "factors": factors})
        assert asked.factor not in {item.factor for item in later.needed}
        assert later.robustness is not None
        left.append(sum(item.settles or 0 for item in later.needed))
    before = sum(item.settles or 0 for item in answer.needed)
    assert sum(left) / len(left) < before


def test_no_completions_no_claim_of_stability(knowledge: Knowledge) -> None:
    """Without trying, nothing is said of how far the ranking stands."""
    answer = advise(knowledge, knowledge.cases[CASES[0]].profile, completions=0)

    assert answer.robustness is None
    assert all(option.robustness is None for option in answer.ranking)


def test_zero_weights_stay_zero(knowledge: Knowledge) -> None:
    """A criterion that the caller does not count is not counted in any draw."""
    weights = normalised({"acceptability": 0}, knowledge.scales)
    facts = gather(read_profile({}, knowledge.vocabulary), knowledge)
    seed = seed_of(knowledge, facts, weights)
    found = try_out(knowledge, facts, weights, country=None, seed=seed, count=COUNT)

    central = [item.central_weights for item in found.options.values() if item.central_weights]
    assert central
    assert all(item["acceptability"] == 0 for item in central)
