"""Why one option stands above another: shares that add up, exactly."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.advice import advise
from engine.contrast import contrast
from engine.errors import ProfileError
from engine.followup import ContrastOut
from engine.knowledge.model import Knowledge
from engine.text import LANGUAGES
from tests.engine.random_profiles import profiles

GUAYAQUIL = "guayaquil-2024"


def adds_up(answer: ContrastOut) -> None:
    """Every part to its criterion, every criterion to the difference of the totals."""
    for criterion in answer.criteria:
        assert sum(part.difference for part in criterion.parts) == criterion.difference
        assert criterion.upper - criterion.lower == criterion.difference
        for part in criterion.parts:
            assert part.upper - part.lower == part.difference
    assert sum(item.difference for item in answer.criteria) == answer.difference
    assert answer.upper.total - answer.lower.total == answer.difference


@settings(max_examples=20)
@given(st.data())
def test_shares_add_up_exactly(knowledge: Knowledge, data: st.DataObject) -> None:
    """As whole numbers, for any profile, any two options and any weights."""
    raw = data.draw(profiles(knowledge.vocabulary, given=3))
    slugs = list(knowledge.interventions)
    one, other = data.draw(st.lists(st.sampled_from(slugs), min_size=2, max_size=2, unique=True))
    weights = data.draw(st.sampled_from([None, {"feasibility": 3, "problem": 0.1}]))

    answer = contrast(knowledge, raw, one, other, weights=weights)

    adds_up(answer)
    assert answer.upper.rank < answer.lower.rank
    assert answer.as_asked == (answer.upper.intervention == one)
    reasons = [part for item in answer.criteria for part in item.parts if part.kind == "reason"]
    assert all(part.claims and part.difference for part in reasons)
    assert {claim for part in reasons for claim in part.claims} <= set(answer.claims)


def test_the_verdict_comes_first(knowledge: Knowledge) -> None:
    """A contraindicated option stands below, and its contraindications say so with claims."""
    profile = knowledge.cases[GUAYAQUIL].profile
    answer = contrast(knowledge, profile, "prison_control_recovery", "militarised_crackdown")
    assert (answer.decided_by, answer.as_asked) == ("verdict", True)
    assert answer.contraindications
    assert all(item.claims for item in answer.contraindications)
    assert "verdict comes before the score" in answer.says
    assert answer.swap.option == "militarised_crackdown"
    assert answer.swap.other == "prison_control_recovery"


def test_within_a_verdict_the_score_decides(knowledge: Knowledge) -> None:
    """Two neighbours with the same verdict; asked the wrong way round, it says so."""
    profile = knowledge.cases[GUAYAQUIL].profile
    ranking = advise(knowledge, profile, completions=0).ranking
    upper, lower = next(
        (a, b) for a, b in pairwise(ranking) if a.verdict == b.verdict and a.score > b.score
    )
    answer = contrast(knowledge, profile, lower.intervention, upper.intervention)
    assert (answer.decided_by, answer.as_asked) == ("score", False)
    assert answer.upper.intervention == upper.intervention
    assert answer.contraindications == []


def test_nothing_but_the_identifier_is_left(knowledge: Knowledge) -> None:
    """Where verdict and score are the same, the order is that of the identifiers."""
    ranking = advise(knowledge, {}, completions=0).ranking
    pairs = [(a, b) for a, b in pairwise(ranking) if (a.verdict, a.score) == (b.verdict, b.score)]
    assert pairs
    upper, lower = pairs[0]
    answer = contrast(knowledge, {}, upper.intervention, lower.intervention)
    assert (answer.decided_by, answer.difference) == ("name", 0)


def test_both_languages_say_the_same(knowledge: Knowledge) -> None:
    """Numbers and claims are one; sentences are two."""
    profile = knowledge.cases[GUAYAQUIL].profile
    english, spanish = (
        contrast(
            knowledge,
            profile,
            "prison_control_recovery",
            "militarised_crackdown",
            language=language,
        )
        for language in LANGUAGES
    )
    assert english.difference == spanish.difference
    assert set(english.claims) == set(spanish.claims)
    assert english.says != spanish.says
    assert english.swap.says != spanish.swap.says


def test_an_option_is_not_compared_with_itself(knowledge: Knowledge) -> None:
    """Nor with one that the catalogue does not have."""
    with pytest.raises(ProfileError) as refused:
        contrast(knowledge, {}, "independent_oversight", "independent_oversight")
    assert [fault.where for fault in refused.value.faults] == ["above"]
    with pytest.raises(ProfileError) as unknown:
        contrast(knowledge, {}, "independent_oversight", "independent_oversigt")
    assert unknown.value.faults[0].nearest == "independent_oversight"
