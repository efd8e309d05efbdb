"""Every slug that a reader may meet has words in both languages."""

from collections.abc import Iterable, Mapping
from typing import get_args

import pytest

from api import words as w
from engine.knowledge.model import GRADES, Knowledge
from engine.profile import BASES
from engine.rule import Kind, Related, State, Status
from engine.text import Text
from engine.verification import CHECKS


def used(knowledge: Knowledge) -> Iterable[tuple[str, Mapping[str, Text], set[str]]]:
    """Each table, with the slugs that are in use."""
    claims, cases = knowledge.claims.values(), knowledge.cases.values()
    measures = knowledge.interventions.values()
    factors = knowledge.vocabulary.factors.values()
    yield "kinds", w.KINDS, set(get_args(Kind))
    yield "statuses", w.STATUSES, set(get_args(Status))
    yield "states", w.STATES, set(get_args(State))
    yield "relations", w.RELATIONS, set(get_args(Related.__annotations__["relation"]))
    yield "met", w.MET, {"met", "unmet", "unknown"}
    yield "truths", w.TRUTHS, {"true", "false", "unknown"}
    yield "grades", w.GRADES, set(GRADES)
    yield "bases", w.BASES, set(BASES)
    yield "expected", w.EXPECTED, {*CHECKS, "contrast"}
    yield "outcomes", w.OUTCOMES, {item["outcome"] for case in cases for item in case.tried}
    yield "coded", w.CODED, {case.coded_at for case in cases}
    yield "evidence", w.EVIDENCE, {claim.evidence for claim in claims}
    yield "claim types", w.CLAIM_TYPES, {claim.type for claim in claims}
    yield "salience", w.SALIENCE, {claim.salience for claim in claims}
    yield "domains", w.DOMAINS, {factor.domain.type for factor in factors}
    roles = {role for claim in claims for said in claim.roles.values() for role in said}
    yield "roles", w.ROLES, roles | {role for item in measures for role in item.claims}


def test_every_slug_in_use_has_words(knowledge: Knowledge) -> None:
    """No reader meets a bare slug where a word belongs."""
    for name, table, slugs in used(knowledge):
        assert slugs
        assert slugs <= set(table), name


def test_words_are_there_in_both_languages() -> None:
    """Neither language is left empty."""
    tables = [value for name, value in vars(w).items() if name.isupper()]

    assert len(tables) > 10
    for table in tables:
        for text in table.values():
            assert text.en
            assert text.es


@pytest.mark.parametrize("slug", ["brand_new", "x"])
def test_an_unknown_slug_stands_for_itself(slug: str) -> None:
    """A value that has no words yet is still readable."""
    assert w.worded(w.KINDS, slug).en == slug.replace("_", " ")
