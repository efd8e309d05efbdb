"""An interview: what is asked, what answers do, what stays unknown."""

import math
from collections.abc import Mapping
from typing import Any

import pytest

from engine.advice import judge
from engine.columns.answers import answer
from engine.columns.completions import complete
from engine.columns.localities import stacked
from engine.errors import ProfileError
from engine.interview import FACTORS, Interview, filled, identifier, places
from engine.knowledge.model import Knowledge
from engine.possible import Levels
from engine.robustness import TOP, try_out

CASE = "guayaquil-2024"
GROUPS: Mapping[str, Any] = {"groups": [{"name": "A", "in_talks": False}, {"name": "B"}]}


@pytest.fixture(scope="module")
def begun(knowledge: Knowledge) -> Interview:
    return Interview.begin(knowledge, knowledge.cases[CASE].profile)


def test_the_most_decisive_question_comes_first(begun: Interview) -> None:
    """It is the first of those that the answer would call needed."""
    inquiry = begun.next

    assert inquiry is not None
    assert inquiry.subject == begun.judgement.needed[0].question.subject
    assert inquiry.where == f"{FACTORS}.{inquiry.subject}"
    assert inquiry.worth == begun.robustness.decisive[0]


def test_what_is_not_known_stays_unknown_and_costs_nothing(begun: Interview) -> None:
    """Nothing is judged anew, and the same is not asked again."""
    inquiry = begun.next
    assert inquiry is not None
    later = begun.unanswered(inquiry)

    assert later.judgement is begun.judgement
    assert later.profile == begun.profile
    assert later.next is not None
    assert later.next.where != inquiry.where


def test_what_is_known_in_part_is_not_asked_again(begun: Interview) -> None:
    """The person said all that they know."""
    inquiry = begun.next
    assert inquiry is not None
    later = begun.answered(inquiry, {"possible": list(inquiry.domain.values[:2])})

    assert inquiry.subject in {item.question.subject for item in later.judgement.needed}
    assert later.next is not None
    assert later.next.where != inquiry.where


def test_an_answer_that_is_none_is_refused(begun: Interview) -> None:
    """With the place and what is allowed, and the interview as it was."""
    inquiry = begun.next
    assert inquiry is not None
    with pytest.raises(ProfileError) as caught:
        begun.answered(inquiry, "no such level")

    assert caught.value.faults[0].where == inquiry.where
    assert caught.value.faults[0].allowed == inquiry.domain.values


def test_an_interview_comes_to_an_end(knowledge: Knowledge) -> None:
    """When all was asked in vain, nothing is left; lists are asked about last."""
    interview = Interview.begin(knowledge, {})
    asked = []
    while (inquiry := interview.next) is not None:
        asked.append(inquiry)
        interview = interview.unanswered(inquiry)

    kinds = [inquiry.is_list for inquiry in asked]
    assert len({inquiry.where for inquiry in asked}) == len(asked)
    assert any(kinds)
    assert kinds == sorted(kinds)
    assert all(inquiry.worth is None for inquiry in asked if inquiry.is_list)
    assert all(inquiry.worth.bits > 0 for inquiry in asked if inquiry.worth)


def test_of_a_list_each_open_attribute_is_asked_in_place(knowledge: Knowledge) -> None:
    """Only of those entries that do not say it, each by its name."""
    interview = Interview.begin(knowledge, GROUPS)
    asked = []
    while (inquiry := interview.next) is not None:
        asked.append(inquiry)
        interview = interview.unanswered(inquiry)
    of_groups = [inquiry for inquiry in asked if inquiry.where.startswith("groups")]
    in_talks = [inquiry for inquiry in of_groups if inquiry.where.endswith(".in_talks")]

    assert of_groups
    assert all(not inquiry.is_list for inquiry in of_groups)
    assert [(inquiry.where, inquiry.whose) for inquiry in in_talks] == [("groups.1.in_talks", "B")]
    told = interview.answered(in_talks[0], given=False)
    assert told.profile["groups"][1] == {"name": "B", "in_talks": False}
    assert told.profile["groups"][0] == GROUPS["groups"][0]


def test_a_place_is_filled_without_touching_the_rest() -> None:
    """The profile given is not changed."""
    before = {"name": "X", FACTORS: {"a": 1}, "groups": [{"name": "A"}]}

    assert filled(before, "factors.b", 2) == {**before, FACTORS: {"a": 1, "b": 2}}
    assert filled(before, "prisons", []) == {**before, "prisons": []}
    assert filled(before, "groups.0.tier", "x")["groups"] == [{"name": "A", "tier": "x"}]
    assert filled({}, "factors.a", 1) == {FACTORS: {"a": 1}}
    assert before["groups"] == [{"name": "A"}]


def test_places_are_those_that_are_asked_about(knowledge: Knowledge) -> None:
    """Every question of an interview is about one of them."""
    found = set(places(GROUPS, knowledge.vocabulary))
    interview = Interview.begin(knowledge, GROUPS)
    while (inquiry := interview.next) is not None:
        assert inquiry.where in found
        interview = interview.unanswered(inquiry)


def test_entries_are_told_by_what_is_required(knowledge: Knowledge) -> None:
    """A group by its name, an institution by its kind; others by their name."""
    told = {kind.kind: identifier(kind) for kind in knowledge.vocabulary.entities.values()}

    assert told == {
        "group": "name",
        "institution": "kind",
        "route": "name",
        "prison": "name",
        "measure": "intervention",
    }


def test_an_answer_alone_is_tried_as_it_would_be_judged(
    knowledge: Knowledge, begun: Interview
) -> None:
    """What hangs on an answer if nothing else becomes known is read off the very rankings."""
    found = next(item for item in begun.robustness.decisive if item.alone > 0.1)
    domain = knowledge.vocabulary.factors[found.factor].domain
    tops = []
    for value in domain.values:
        profile = filled(begun.profile, f"{FACTORS}.{found.factor}", value)
        if domain.type == "boolean":
            profile = filled(begun.profile, f"{FACTORS}.{found.factor}", value == "true")
        ranking = judge(knowledge, profile).ranking[:TOP]
        tops.append({item.standing.intervention for item in ranking})
    options = set().union(*tops)
    shares = [sum(option in top for top in tops) / len(tops) for option in options]

    assert found.alone == pytest.approx(sum(map(_entropy, shares)), abs=1e-6)


def _entropy(share: float) -> float:
    return -sum(part * math.log2(part) for part in (share, 1 - share) if part > 0)


def test_answers_stand_below_completions_unchanged(knowledge: Knowledge, begun: Interview) -> None:
    """One table of both: each row knows what it knew, and no completion fares otherwise."""
    facts, country = begun.judgement.oracle.facts, begun.judgement.profile.country
    drawn, answers = complete(knowledge, facts, country, 20, 1), answer(knowledge, facts, country)
    both = stacked(drawn.localities, answers.localities)
    slug, ways = next(
        (slug, ways)
        for slug, ways in answers.ways.items()
        if isinstance(facts.factors[slug], Levels)
    )
    rows = both.factors[slug].first

    assert both.size == 20 + answers.localities.size
    assert rows[:20].tolist() == drawn.localities.factors[slug].first.tolist()
    told = [int(rows[20 + row]) for row in ways[0]]
    assert told == [1 << place for place in range(len(told))]
    untold = set(range(answers.localities.size)) - set(ways[0])
    assert {int(rows[20 + row]) for row in untold} == {facts.factors[slug].mask}


def test_shares_are_of_completions_only(knowledge: Knowledge, begun: Interview) -> None:
    """Answers that are tried do not count among the ways in which the unknowns may turn out."""
    judged = begun.judgement
    found = try_out(
        knowledge,
        judged.oracle.facts,
        judged.weights,
        country=judged.profile.country,
        seed=1,
        count=40,
    )

    assert sum(item.first for item in found.options.values()) == pytest.approx(1)
    assert all((item.first * 40).is_integer() for item in found.options.values())
