"""The advice for documented localities says what the reports say, and the check can fail."""

from collections import Counter
from typing import Any

import pytest

from engine.knowledge.model import Knowledge
from engine.verification import CHECKS, Finding, Verifier

KINDS = (*CHECKS, "contrast")


@pytest.fixture(scope="module")
def verifier(knowledge: Knowledge) -> Verifier:
    return Verifier(knowledge, knowledge.cases)


@pytest.fixture(scope="module")
def findings(knowledge: Knowledge, verifier: Verifier) -> list[Finding]:
    """Every expectation of every documented case, checked once."""
    return verifier.verify(knowledge.expectations)


@pytest.mark.parametrize("kind", KINDS)
def test_every_strict_expectation_holds(findings: list[Finding], kind: str) -> None:
    """For every documented case the advice says what faithful advice must say."""
    strict = [finding for finding in findings if finding.kind == kind and finding.strict]

    failed = [f"{f.case} {f.id}: {f.reason}" for f in strict if not f.holds]
    assert failed == []
    assert strict or kind == "uncertain"


def test_every_expectation_is_checked(
    knowledge: Knowledge, verifier: Verifier, findings: list[Finding]
) -> None:
    """No expectation is passed over: of a case, of two, and general ones wherever they apply."""
    counted = Counter((finding.case, finding.id) for finding in findings)

    for slug, case in knowledge.cases.items():
        for expectation in case.expectations:
            assert counted[slug, expectation["id"]] >= 1
    checked = {finding.id for finding in findings}
    for name, expectations in knowledge.expectations.items():
        for expectation in expectations:
            applies = name != "general_expectations" or any(
                verifier._applies(slug, expectation["when"]) for slug in knowledge.cases
            )
            assert (expectation["id"] in checked) == applies
    assert {finding.kind for finding in findings} == set(KINDS)
    assert all(finding.reason for finding in findings)


# --- the check itself ---------------------------------------------------------------------------


def held(
    knowledge: Knowledge, findings: list[Finding], kind: str
) -> list[tuple[str, dict[str, Any]]]:
    """Expectations of a kind that hold, each with its case."""
    kept = {(finding.case, finding.id) for finding in findings if finding.holds}
    return [
        (slug, dict(expectation))
        for slug, case in knowledge.cases.items()
        for expectation in case.expectations
        if expectation["kind"] == kind and (slug, expectation["id"]) in kept
    ]


def verdict(verifier: Verifier, slug: str, expectation: dict[str, Any]) -> bool:
    """Whether one expectation holds for one case."""
    finding = verifier._check(slug, expectation)
    assert finding.case == slug
    assert finding.kind == expectation["kind"]
    assert finding.reason
    return finding.holds


CITING = sorted(set(CHECKS) - {"rank_above", "sequencing"})


@pytest.mark.parametrize("kind", CITING)
def test_a_claim_that_is_not_cited_there_fails(
    knowledge: Knowledge, verifier: Verifier, findings: list[Finding], kind: str
) -> None:
    """With a claim that the answer does not cite, or with none, no such expectation holds."""
    expectations = held(knowledge, findings, kind)
    assert expectations
    for slug, expectation in expectations:
        uncited = next(
            name for name in sorted(knowledge.claims) if name not in verifier.answer(slug).claims
        )
        assert verdict(verifier, slug, expectation)
        assert not verdict(verifier, slug, {**expectation, "claims": [uncited]})
        assert not verdict(verifier, slug, {**expectation, "claims": []})


def test_a_reversed_order_fails(
    knowledge: Knowledge, verifier: Verifier, findings: list[Finding]
) -> None:
    """What stands above does not stand below, and nothing stands above itself."""
    expectations = held(knowledge, findings, "rank_above")
    assert expectations
    for slug, expectation in expectations:
        high, low = expectation["higher"], expectation["lower"]
        assert not verdict(verifier, slug, {**expectation, "higher": low, "lower": high})
        assert not verdict(verifier, slug, {**expectation, "lower": high})


def test_a_step_in_the_wrong_order_fails(
    knowledge: Knowledge, verifier: Verifier, findings: list[Finding]
) -> None:
    """A sequence turned round is not found."""
    expectations = held(knowledge, findings, "sequencing")
    assert expectations
    for slug, expectation in expectations:
        first, then = expectation["first"], expectation["then"]
        assert not verdict(verifier, slug, {**expectation, "first": then, "then": first})


@pytest.mark.parametrize(
    ("kind", "other"),
    [
        ("precondition_unmet", "precondition_met"),
        ("precondition_met", "precondition_unmet"),
    ],
)
def test_a_precondition_is_met_or_not(
    knowledge: Knowledge, verifier: Verifier, findings: list[Finding], kind: str, other: str
) -> None:
    """A precondition cannot at once be found met and unmet by the same rule."""
    for slug, expectation in held(knowledge, findings, kind):
        option = next(
            item
            for item in verifier.answer(slug).ranking
            if item.intervention == expectation["intervention"]
        )
        claims = set(expectation["claims"])
        status = {
            item.status
            for item in option.preconditions
            if claims & {*item.claims, *item.limited_by}
        }
        found = verdict(verifier, slug, {**expectation, "kind": other})
        wanted = {"met"} if other == "precondition_met" else {"unmet", "unknown"}
        assert found == bool(status & wanted)


def test_an_option_that_is_not_harmful_is_not_contraindicated(
    knowledge: Knowledge, verifier: Verifier, findings: list[Finding]
) -> None:
    """The first option of a case is never found contraindicated, whatever is cited."""
    for slug, expectation in held(knowledge, findings, "contraindicated"):
        best = verifier.answer(slug).ranking[0].intervention
        wrong = {**expectation, "intervention": best, "claims": list(knowledge.claims)}
        assert not verdict(verifier, slug, wrong)


def test_a_confident_verdict_is_not_uncertain(knowledge: Knowledge, verifier: Verifier) -> None:
    """An option strongly advised against is not found uncertain, whatever is cited."""
    slug = "guayaquil-2024"
    worst = verifier.answer(slug).ranking[-1]
    assert worst.verdict == "strong_against"

    wrong = {"kind": "uncertain", "intervention": worst.intervention}
    assert not verdict(verifier, slug, {**wrong, "id": "X", "claims": list(knowledge.claims)})


def test_a_contrast_turned_round_fails(knowledge: Knowledge, verifier: Verifier) -> None:
    """An option that stands higher in one case than in another does not also stand lower."""
    expectations = knowledge.expectations["contrast_expectations"]
    assert expectations
    for expectation in expectations:
        higher, lower = expectation["higher_in"], expectation["lower_in"]
        assert verifier._contrast(expectation).holds
        turned = {**expectation, "higher_in": lower, "lower_in": higher}
        assert not verifier._contrast(turned).holds, expectation["id"]


def test_an_unknown_kind_does_not_hold(verifier: Verifier) -> None:
    """A misspelt kind of expectation is a failure, not a pass."""
    assert not verdict(verifier, "guayaquil-2024", {"kind": "rank_abov", "id": "X"})


def test_a_general_expectation_applies_only_where_it_is_known_to(
    knowledge: Knowledge, verifier: Verifier
) -> None:
    """A condition that a case does not state does not apply: unknown is not yes."""
    when = [{"factor": "fragmentation", "in": ["fragmented"]}]

    applies = {slug for slug in knowledge.cases if verifier._applies(slug, when)}

    stated = {
        slug
        for slug, case in knowledge.cases.items()
        if (case.profile["factors"].get("fragmentation") or {}).get("value") == "fragmented"
    }
    assert applies == stated
    assert 0 < len(applies) < len(knowledge.cases)
