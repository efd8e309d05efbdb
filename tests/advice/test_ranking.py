"""The score adds up, the verdict decides, and more reasons for an option never lower it."""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.advice import advise, judge
from engine.certainty import certainty, is_indirect
from engine.errors import ProfileError
from engine.knowledge.model import GRADES, POINT, Claim, Grade, Knowledge
from engine.ranking import CRITERIA, VERDICTS, WHOLE, Ranked, log_odds, logistic, normalised, rank
from engine.reasons import (
    Certainty,
    Contraindication,
    Precondition,
    PreconditionStatus,
    Reason,
    Standing,
)
from engine.rule import Argue, Contraindicate, HoldBack, Rule
from tests.advice.conftest import Answers

CASES = ("guayaquil-2024", "buenaventura-2010-13", "manzanillo-2024", "monterrey-2009-13")
WEIGHTS: tuple[Mapping[str, object] | None, ...] = (
    None,
    {"problem": 1000, "acceptability": 0.001},
    {name: 0 for name in CRITERIA if name != "feasibility"},
    dict.fromkeys(CRITERIA, 1 / 3),
)


STATUSES: tuple[PreconditionStatus, ...] = get_args(PreconditionStatus)
HARMS: tuple[Certainty, ...] = get_args(Certainty)


@pytest.mark.parametrize("weights", WEIGHTS, ids=["default", "heavy", "one", "equal"])
@pytest.mark.parametrize("slug", CASES)
def test_shares_add_up_to_the_score(
    knowledge: Knowledge, slug: str, weights: Mapping[str, object] | None
) -> None:
    """Every criterion's share is what it adds to the score's log-odds: nothing is left over."""
    judgement = judge(knowledge, knowledge.cases[slug].profile, weights)

    assert len(judgement.ranking) == len(knowledge.interventions)
    for ranked in judgement.ranking:
        assert ranked.total == sum(cell.share for cell in ranked.cells.values())
        assert ranked.score == logistic(log_odds(ranked.total, knowledge.scales.spread))
        logit = math.log(ranked.score / (1 - ranked.score))
        assert logit == pytest.approx(log_odds(ranked.total, knowledge.scales.spread), abs=1e-9)
        assert ranked.cells.keys() == set(CRITERIA)
        for criterion, cell in ranked.cells.items():
            assert cell.share == judgement.weights[criterion] * cell.points
            assert cell.value == logistic(cell.points / POINT)


@pytest.mark.parametrize("slug", CASES)
def test_each_reason_has_its_exact_share(knowledge: Knowledge, answers: Answers, slug: str) -> None:
    """The reasons shown, the certainty and the time to effect make up the score between them."""
    scales = knowledge.scales
    for option in answers.of(slug).ranking:
        for criterion, cell in option.criteria.items():
            parts = [
                reason.share
                for reason in (*option.reasons_for, *option.reasons_against)
                if reason.criterion == criterion
            ]
            if criterion == "certainty" and option.certainty is not None:
                points = scales.certainty[option.certainty.grade] / POINT
                parts.append(points * scales.weights["certainty"] * scales.spread)
            if criterion == "time_to_effect":
                band = knowledge.interventions[option.intervention].time_band
                points = scales.time_to_effect[band] / POINT
                parts.append(points * scales.weights["time_to_effect"] * scales.spread)
            assert math.fsum(parts) == pytest.approx(cell.share, abs=1e-12)


def place(ranked: Ranked) -> tuple[int, float, str]:
    return VERDICTS.index(ranked.verdict), -ranked.score, ranked.standing.intervention


def certain_harm(ranked: Ranked) -> bool:
    return any(item.certainty == "certain" for item in ranked.standing.contraindications)


def test_the_verdict_decides_the_order_in_every_case(knowledge: Knowledge) -> None:
    """Ranks follow the verdict, then the score, then the name; harm is never outweighed."""
    harmed = 0
    for case in knowledge.cases.values():
        ranking = judge(knowledge, case.profile).ranking

        assert [item.rank for item in ranking] == list(range(1, len(ranking) + 1))
        assert list(ranking) == sorted(ranking, key=place)
        harm = [certain_harm(item) for item in ranking]
        against = [item.verdict == "strong_against" for item in ranking]
        assert harm == against == sorted(harm)
        harmed += sum(harm)
        for item in ranking:
            if item.standing.contraindications or any(
                gate.status != "met" for gate in item.standing.preconditions
            ):
                assert item.verdict != "strong_for"
    assert harmed > len(knowledge.cases)


def test_an_empty_profile_gets_questions_and_no_advice(knowledge: Knowledge) -> None:
    """Where nothing is known nothing is recommended; the answer asks, what matters most first."""
    answer = advise(knowledge, {})

    verdicts = {option.verdict for option in answer.ranking}
    assert not verdicts & {"strong_for", "conditional_for"}
    assert "insufficient_information" in verdicts
    assert len(answer.needed) >= 10
    assert all(item.question and item.decides > 0 for item in answer.needed)
    assert answer.diagnoses == []


def test_a_profile_of_names_alone_is_as_empty(knowledge: Knowledge) -> None:
    """A name and a date decide nothing: the ranking is that of the empty profile."""
    named = judge(knowledge, {"name": "Somewhere", "as_of": "2024", "factors": {}})
    empty = judge(knowledge, {})

    assert [place(item) for item in named.ranking] == [place(item) for item in empty.ranking]


# --- monotony ----------------------------------------------------------------------------------


def rules_that(knowledge: Knowledge, form: type) -> list[Rule]:
    return [rule for rule in knowledge.active if isinstance(rule.then, form)]


def reason(knowledge: Knowledge, rule: Rule, specific: bool) -> Reason:
    assert isinstance(rule.then, Argue)
    points = rule.then.direction * knowledge.scales.strengths[rule.strength or ""]
    return Reason(rule, rule.then.criterion, points, (), specific)


@st.composite
def standings(draw: st.DrawFn, knowledge: Knowledge) -> Standing:
    """Whatever may stand for and against one option, with the reasons of real rules."""
    argue = rules_that(knowledge, Argue)
    gates = rules_that(knowledge, HoldBack)
    harms = rules_that(knowledge, Contraindicate)
    standing = Standing(draw(st.sampled_from(sorted(knowledge.interventions))))
    for rule in draw(st.lists(st.sampled_from(argue), max_size=6, unique_by=lambda r: r.id)):
        standing.reasons.append(reason(knowledge, rule, draw(st.booleans())))
    for rule in draw(st.lists(st.sampled_from(gates), max_size=2, unique_by=lambda r: r.id)):
        status = draw(st.sampled_from(STATUSES))
        fires = status != "met"
        specific, blocks = draw(st.booleans()), draw(st.booleans())
        standing.preconditions.append(Precondition(rule, status, fires, blocks, specific, ()))
    for rule in draw(st.lists(st.sampled_from(harms), max_size=1)):
        how = draw(st.sampled_from(HARMS))
        standing.contraindications.append(Contraindication(rule, how, ()))
    return standing


def ranked(knowledge: Knowledge, standing: Standing, country: str | None = None) -> Ranked:
    weights = normalised(None, knowledge.scales)
    (found,) = rank({standing.intervention: standing}, knowledge, weights, country)
    return found


def grade_of(item: Ranked) -> int:
    return GRADES.index(item.certainty.grade) if item.certainty else -1


@given(st.data())
def test_one_more_reason_for_never_lowers(knowledge: Knowledge, data: st.DataObject) -> None:
    """A further reason for an option lowers neither its score nor the certainty behind it."""
    standing = data.draw(standings(knowledge))
    rules = [
        rule
        for rule in rules_that(knowledge, Argue)
        if reason(knowledge, rule, True).points > 0
        and rule.id not in {item.rule.id for item in standing.reasons}
    ]
    more = reason(knowledge, data.draw(st.sampled_from(rules)), data.draw(st.booleans()))
    country = data.draw(st.sampled_from((None, "EC", "MX", "NZ")))

    before = ranked(knowledge, standing, country)
    after = ranked(knowledge, replace(standing, reasons=[*standing.reasons, more]), country)

    assert after.score > before.score
    assert grade_of(after) >= grade_of(before)


@given(st.data())
def test_one_more_reason_against_never_raises(knowledge: Knowledge, data: st.DataObject) -> None:
    """A further reason against an option lowers its score and leaves the certainty alone."""
    standing = data.draw(standings(knowledge))
    rules = [
        rule
        for rule in rules_that(knowledge, Argue)
        if reason(knowledge, rule, True).points < 0
        and rule.id not in {item.rule.id for item in standing.reasons}
    ]
    more = reason(knowledge, data.draw(st.sampled_from(rules)), data.draw(st.booleans()))

    before = ranked(knowledge, standing)
    after = ranked(knowledge, replace(standing, reasons=[*standing.reasons, more]))

    assert after.score < before.score
    assert grade_of(after) == grade_of(before)


@given(st.data())
def test_the_order_of_reasons_changes_nothing(knowledge: Knowledge, data: st.DataObject) -> None:
    """Reasons in another order give the same score to the last bit, and the same certainty."""
    standing = data.draw(standings(knowledge))
    shuffled = data.draw(st.permutations(standing.reasons))

    before = ranked(knowledge, standing)
    after = ranked(knowledge, replace(standing, reasons=list(shuffled)))

    assert after.score == before.score
    assert after.verdict == before.verdict
    assert after.cells == before.cells
    assert after.certainty == before.certainty


@given(st.data())
def test_certain_harm_is_never_outweighed(knowledge: Knowledge, data: st.DataObject) -> None:
    """Whatever speaks for an option, one certain contraindication is strongly against it."""
    standing = data.draw(standings(knowledge))

    found = ranked(knowledge, standing)

    assert (found.verdict == "strong_against") == certain_harm(found)
    if found.verdict == "strong_for":
        assert found.score >= knowledge.scales.strong_for_score
        assert grade_of(found) >= GRADES.index(knowledge.scales.strong_for_certainty)
        assert not standing.contraindications
        assert all(gate.status == "met" for gate in standing.preconditions)


# --- weights -----------------------------------------------------------------------------------


def test_weights_are_normalised(knowledge: Knowledge) -> None:
    """Weights sum to a whole, over the default ones, and a common factor changes nothing."""
    default = normalised(None, knowledge.scales)
    assert sum(default.values()) == WHOLE
    assert default["problem"] / WHOLE == knowledge.scales.weights["problem"]
    assert list(default) == list(CRITERIA)
    assert normalised({}, knowledge.scales) == default

    equal = normalised(dict.fromkeys(CRITERIA, 7), knowledge.scales)
    assert equal == normalised(dict.fromkeys(CRITERIA, 1 / 3), knowledge.scales)
    assert sum(equal.values()) == WHOLE
    assert set(equal.values()) == {142_857, 142_858}
    alone = normalised({name: 0 for name in CRITERIA if name != "problem"}, knowledge.scales)
    assert alone["problem"] == WHOLE

    heavier = normalised({"problem": 1}, knowledge.scales)
    assert heavier["problem"] > default["problem"]
    assert heavier["feasibility"] < default["feasibility"]


@pytest.mark.parametrize(
    "weight",
    [-1, -1e-9, 1001, float("nan"), float("inf"), 10**400, True, "1", None, [1]],
)
def test_a_weight_out_of_bounds_is_told(knowledge: Knowledge, weight: Any) -> None:
    """A weight is a number from 0 to 1000; anything else is told with its criterion."""
    with pytest.raises(ProfileError) as refused:
        normalised({"problem": weight}, knowledge.scales)

    (fault,) = refused.value.faults
    assert fault.where == "weights.problem"
    assert fault.what.en == "a weight is a number from 0 to 1000"
    assert fault.what.es == "un peso es un número de 0 a 1000"


def test_faulty_weights_are_told_together(knowledge: Knowledge) -> None:
    """An unknown criterion is told with the nearest one, beside every other fault."""
    with pytest.raises(ProfileError) as refused:
        normalised({"problems": 1, "feasibility": -1}, knowledge.scales)

    unknown, low = refused.value.faults
    assert (unknown.where, unknown.nearest) == ("weights.problems", "problem")
    assert unknown.allowed == CRITERIA
    assert unknown.what.es == "criterio desconocido: «problems»"
    assert low.where == "weights.feasibility"


def test_nothing_but_zeros_is_told(knowledge: Knowledge) -> None:
    """If nothing counts nothing can be ranked."""
    with pytest.raises(ProfileError, match="at least one weight must be above 0"):
        normalised(dict.fromkeys(CRITERIA, 0), knowledge.scales)


# --- certainty ---------------------------------------------------------------------------------


def supported_by(knowledge: Knowledge, claim: Claim) -> Standing:
    """An option for which speaks one reason that rests on one claim."""
    rule = next(
        rule for rule in rules_that(knowledge, Argue) if reason(knowledge, rule, True).points > 0
    )
    one = replace(rule, supports=(claim.id,), limited_by=())
    return Standing(next(iter(knowledge.interventions)), [reason(knowledge, one, True)])


def elsewhere(knowledge: Knowledge, claim: Claim) -> str | None:
    """A country of which a claim does not speak, if it speaks of any in particular."""
    return "NZ" if is_indirect(knowledge, claim, "NZ") else None


def test_evidence_from_elsewhere_is_lowered_and_said_so(knowledge: Knowledge) -> None:
    """One grade lower for another country, never below the floor, with the reason named."""
    lowered: set[Grade] = set()
    for claim in knowledge.claims.values():
        standing = supported_by(knowledge, claim)
        own = knowledge.scales.evidence[claim.evidence].grade

        at_home = certainty(standing, knowledge, None)
        assert at_home is not None
        assert (at_home.grade, at_home.claim, at_home.lowered_for) == (own, claim.id, ())

        away = certainty(standing, knowledge, "NZ")
        assert away is not None
        if elsewhere(knowledge, claim):
            assert away.grade == GRADES[max(GRADES.index(own) - 1, 0)]
            assert away.lowered_for == ("indirectness",)
            lowered.add(own)
        else:
            assert away == at_home
    assert {"very_low", "low", "moderate"} <= lowered  # the floor, and above it


def test_evidence_from_the_country_itself_is_direct(knowledge: Knowledge) -> None:
    """A claim about a place of the profile's country keeps its grade."""
    direct = 0
    for claim in knowledge.claims.values():
        countries = {
            country for place in claim.places for country in knowledge.places.get(place, ())
        }
        for country in countries - {"*"}:
            assert not is_indirect(knowledge, claim, country)
            direct += 1
    assert direct > 100


def test_indirectness_is_named_in_the_answer(knowledge: Knowledge) -> None:
    """The same locality in another country shows lower certainty, and says why, in words."""
    profile = dict(knowledge.cases["guayaquil-2024"].profile)

    def grades(country: str) -> dict[str, int]:
        ranking = advise(knowledge, {**profile, "country": country}).ranking
        return {
            option.intervention: GRADES.index(option.certainty.grade)
            for option in ranking
            if option.certainty
        }

    home, away = grades("EC"), grades("NZ")
    assert home.keys() == away.keys()
    assert all(away[slug] <= home[slug] for slug in home)
    assert any(away[slug] < home[slug] for slug in home)
    option = next(
        option
        for option in advise(knowledge, {**profile, "country": "NZ"}, language="es").ranking
        if option.certainty and option.certainty.lowered_for
    )
    assert option.certainty is not None
    assert option.certainty.lowered_for == [
        "carácter indirecto: la evidencia procede de otros países"
    ]


def test_the_best_evidence_counts(knowledge: Knowledge) -> None:
    """The certainty is that of the best evidence, and weak evidence beside it takes none away."""
    by_grade = {
        knowledge.scales.evidence[claim.evidence].grade: claim
        for claim in knowledge.claims.values()
    }
    weak, strong = by_grade["very_low"], by_grade["moderate"]
    standing = supported_by(knowledge, weak)
    (first,) = standing.reasons
    both = replace(first.rule, id="another", supports=(weak.id, strong.id))
    standing.reasons.append(replace(first, rule=both))

    found = certainty(standing, knowledge)

    assert found is not None
    assert (found.grade, found.claim) == ("moderate", strong.id)
    assert certainty(Standing(standing.intervention), knowledge) is None
