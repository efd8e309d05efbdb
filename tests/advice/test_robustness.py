"""How far a ranking stands: shares that add up, draws that replay, nothing drawn that is known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.advice import advise
from engine.columns.completions import complete, read_by
from engine.facts import gather
from engine.knowledge.model import Knowledge
from engine.profile import read_profile
from engine.ranking import CRITERIA, VERDICTS, WHOLE, normalised
from engine.robustness import INTERVAL, beats, seed_of, standings, try_out
from engine.robustness_told import HIGHER, LOWER
from engine.text import Language

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


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_rank_that_most_completions_do_not_give_is_explained(
    knowledge: Knowledge, language: Language
) -> None:
    """A rank above or below its interval is told to be so, in words that say which; others not."""
    higher, lower = (text.in_(language) for text in (HIGHER, LOWER))
    answer = advise(knowledge, knowledge.cases[CASES[0]].profile, language=language)

    told = set()
    for option in answer.ranking:
        assert option.robustness is not None
        low, high = option.robustness.rank_interval
        expected = higher if option.rank < low else lower if option.rank > high else None
        assert option.robustness.outside == expected, option.intervention
        told.add(option.robustness.outside)
    assert told == {higher, lower, None}


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


@given(st.data())
def test_what_is_told_of_the_draws_is_what_a_plain_count_gives(data: st.DataObject) -> None:
    """Shares, intervals, central weights and duels, from any rankings under any weights."""
    count, options = data.draw(st.integers(1, 30)), data.draw(st.integers(2, 6))
    orders = [data.draw(st.permutations(range(1, options + 1))) for _ in range(count)]
    parts = st.lists(st.integers(0, WHOLE), min_size=count, max_size=count)
    weights = {criterion: data.draw(parts) for criterion in CRITERIA}
    advised = [[data.draw(st.booleans()) for _ in range(count)] for _ in range(options)]
    slugs = [f"o{number}" for number in range(options)]
    verdicts = np.where(np.array(advised), 0, len(VERDICTS) - 1)

    drawn_weights = {criterion: np.array(parts) for criterion, parts in weights.items()}
    found = standings(slugs, verdicts, np.array(orders), drawn_weights)
    duels = beats(slugs, np.array(orders), slugs)

    for place, slug in enumerate(slugs):
        ranks = [order[place] for order in orders]
        firsts = [number for number, rank in enumerate(ranks) if rank == 1]
        standing = found[slug]
        assert standing.first == len(firsts) / count
        assert standing.top == sum(rank <= 3 for rank in ranks) / count
        assert standing.advised == pytest.approx(sum(advised[place]) / count)
        lowest, highest = (round(part / 100 * (count - 1)) for part in INTERVAL)
        found_interval = standing.lowest, standing.highest
        assert found_interval == (sorted(ranks)[lowest], sorted(ranks)[highest])
        assert (standing.central_weights is None) == (not firsts)
        for criterion, drawn in weights.items():
            if standing.central_weights is not None:
                mean = sum(drawn[number] for number in firsts) / WHOLE / len(firsts)
                assert standing.central_weights[criterion] == pytest.approx(mean)
        for other, name in enumerate(slugs):
            if other != place:
                won = sum(order[place] < order[other] for order in orders)
                assert duels[slug][name] == pytest.approx(won / count)
