"""What if: the difference of two judgements, and nothing else."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.advice import advise
from engine.errors import ProfileError
from engine.knowledge.model import Knowledge
from engine.text import LANGUAGES
from engine.whatif import what_if
from tests.engine.random_profiles import profiles, values

STATE_RUN = {"prison_control": "state"}


def with_factors(profile: Any, **factors: Any) -> dict[str, Any]:
    return {**profile, "factors": {**profile["factors"], **factors}}


def test_ranks_verdicts_and_warnings_are_those_of_both_answers(knowledge: Knowledge) -> None:
    """Nothing is reported that asking twice would not show, and nothing is left out."""
    profile = knowledge.cases["guayaquil-2024"].profile
    found = what_if(knowledge, profile, {"prison_control": "state", "extortion": None})
    before = advise(knowledge, profile, completions=0)
    changed = with_factors(profile, prison_control="state", extortion=None)
    after = advise(knowledge, changed, completions=0)

    was = {item.intervention: item for item in before.ranking}
    now = {item.intervention: item for item in after.ranking}
    moved = {
        s
        for s in was
        if (was[s].rank, was[s].verdict, was[s].score)
        != (now[s].rank, now[s].verdict, now[s].score)
    }
    assert {item.intervention for item in found.shifts} == moved
    assert found.unmoved == len(was) - len(moved)
    for shift in found.shifts:
        one, other = was[shift.intervention], now[shift.intervention]
        assert (shift.before.rank, shift.after.rank) == (one.rank, other.rank)
        assert (shift.before.verdict, shift.after.verdict) == (one.verdict, other.verdict)
        assert shift.up == one.rank - other.rank
    warned = {(c.rule, c.about) for c in before.caveats}
    warns = {(c.rule, c.about) for c in after.caveats}
    assert {(c.rule, c.about) for c in found.warnings_appear} == warns - warned
    assert {(c.rule, c.about) for c in found.warnings_go} == warned - warns
    assert found.first_before.intervention == before.ranking[0].intervention
    assert found.first_after.intervention == after.ranking[0].intervention


def test_rules_that_start_and_stop_are_named(knowledge: Knowledge) -> None:
    """Inmates who no longer run the prison end a warning and a reason."""
    profile = {"factors": {"prison_control": "inmate_run"}}
    found = what_if(knowledge, profile, STATE_RUN)
    assert [(m.factor, m.before, m.after) for m in found.changes] == [
        ("prison_control", "inmate_run", "state")
    ]
    stopped = [item for item in found.rules if (item.before, item.after) == ("fires", "silent")]
    assert stopped
    for item in found.rules:
        assert item.before != item.after
        assert set(item.claims) <= set(found.claims)
    used = {c for item in found.rules for c in knowledge.rules[item.rule].claims}
    used |= {c for w in [*found.warnings_appear, *found.warnings_go] for c in w.claims}
    assert used <= set(found.claims)


@settings(max_examples=15)
@given(st.data())
def test_there_and_back_again_is_nothing(knowledge: Knowledge, data: st.DataObject) -> None:
    """A change and its undoing move the same options by the same ranks, the other way."""
    vocabulary = knowledge.vocabulary
    raw = data.draw(profiles(vocabulary, given=4, listed=1))
    raw["factors"] = {k: v for k, v in raw.get("factors", {}).items() if v is not None}
    slug = data.draw(st.sampled_from(list(vocabulary.factors)))
    value = data.draw(values(vocabulary.factors[slug].domain, ("A",)))
    there = what_if(knowledge, raw, {slug: value})
    back = what_if(knowledge, with_factors(raw, **{slug: value}), {slug: raw["factors"].get(slug)})
    assert {s.intervention: s.up for s in there.shifts} == {
        s.intervention: -s.up for s in back.shifts
    }
    assert {(r.rule, r.before, r.after) for r in there.rules} == {
        (r.rule, r.after, r.before) for r in back.rules
    }


def test_no_change_changes_nothing(knowledge: Knowledge) -> None:
    """Saying again what is known moves no option and no rule."""
    found = what_if(knowledge, {"factors": dict(STATE_RUN)}, STATE_RUN)
    assert (found.shifts, found.rules, found.warnings_appear, found.warnings_go) == ([], [], [], [])
    assert found.claims == {}


def test_what_contradicts_a_list_is_noticed(knowledge: Knowledge) -> None:
    """The profile's own lists stay as they are."""
    profile = {"institutions": [{"kind": "police", "capture": "units"}]}
    found = what_if(knowledge, profile, {"capture_police": "none_known"})
    assert [notice.where for notice in found.notices] == ["factors.capture_police"]


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({}, "changes"),
        (None, "changes"),
        ({"prison_contrl": "state"}, "changes.prison_contrl"),
        ({"prison_control": "stat"}, "changes.prison_control"),
        ({"homicide_rate": -1}, "changes.homicide_rate"),
        ([], "changes"),
    ],
)
def test_what_no_profile_could_hold_is_refused(
    knowledge: Knowledge, changes: Any, where: str
) -> None:
    """Where, what is allowed, the nearest name."""
    with pytest.raises(ProfileError) as refused:
        what_if(knowledge, {}, changes)
    assert [fault.where for fault in refused.value.faults] == [where]


def test_both_languages_say_the_same(knowledge: Knowledge) -> None:
    """The same shifts and rules under other names."""
    profile = {"factors": {"prison_control": "inmate_run"}}
    english, spanish = (
        what_if(knowledge, profile, STATE_RUN, language=language) for language in LANGUAGES
    )
    assert [s.up for s in english.shifts] == [s.up for s in spanish.shifts]
    assert [r.rule for r in english.rules] == [r.rule for r in spanish.rules]
    assert english.rules[0].title != spanish.rules[0].title
