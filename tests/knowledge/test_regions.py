"""Rules between localities and stakeholders, refused where they are wrong."""

import shutil
from pathlib import Path

import pytest

from engine.errors import KnowledgeError
from engine.library import examine, open_library, rules_folder

RULE = "regions/watched-ports-send-loads-to-lightly-watched-ones.yaml"
PEOPLE = "stakeholders.yaml"

BROKEN = [
    (RULE, "offers: weak_enforcement", "offers: weak_enforcment", "weak_enforcement"),
    (RULE, "along: [road, coast", "along: [road, cost", "coast"),
    (RULE, "measures: [seizure_maximisation]", "measures: [seizure_maximization]", None),
    (RULE, "first: spillover_coordination", "first: spillover_coordenation", None),
    (
        RULE,
        "exposed: {displacement_in: medium",
        "exposed: {displacement_inn: medium",
        "displacement_in",
    ),
    (RULE, "displacement_in: medium", "displacement_in: mediun", "medium"),
    (RULE, "factor: {port_scrutiny: close}", "factor: {port_scrutiny: closed}", "close"),
    (RULE, "supports: [ICG108-IV-07", "supports: [ICG108-IV-77", None),
    (RULE, "link: coast, expect: fires", "link: coats, expect: fires", "coast"),
    (RULE, "port_scrutiny: partial}, link: coast, expect: silent", None, None),
    (PEOPLE, "slug: donor\n    name: {en: donor", "slug: mayor\n    name: {en: donor", None),
    (PEOPLE, "institutions: [municipality,", "institutions: [municipalty,", "municipality"),
    (PEOPLE, "{problem: 0.25, desirable", "{problems: 0.25, desirable", None),
]


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """The real knowledge base, to be broken."""
    folder = tmp_path / "rules"
    shutil.copytree(rules_folder(), folder)
    return folder


@pytest.mark.parametrize(("name", "old", "new", "near"), BROKEN)
def test_what_is_wrong_is_told_with_its_file(
    whole: Path, name: str, old: str, new: str | None, near: str | None
) -> None:
    """A wrong name, level, claim or link; a test that does not hold: file, line, nearest."""
    path = whole / name
    text = path.read_text("utf-8")
    wanted = old.replace("silent", "fires") if new is None else new
    assert old in text, old
    path.write_text(text.replace(old, wanted, 1), "utf-8")

    _, faults = examine(whole)

    assert faults
    assert {fault.where.rpartition(":")[0] for fault in faults} == {name}
    assert near is None or near in {fault.nearest for fault in faults}


def test_a_rule_shows_all_three_truths_of_itself(whole: Path) -> None:
    """Without a test for each of them it is refused."""
    path = whole / RULE
    lines = [line for line in path.read_text("utf-8").splitlines() if "undecided" not in line]
    path.write_text("\n".join(lines) + "\n", "utf-8")

    _, faults = examine(whole)

    assert ["undecided" in fault.what.en for fault in faults] == [True]
    with pytest.raises(KnowledgeError):
        open_library(whole)


def test_a_knowledge_base_may_be_without(base: Path) -> None:
    """Neither rules between places nor stakeholders are needed."""
    knowledge = open_library(base)

    assert knowledge.diversions == {}
    assert knowledge.stakeholders == {}
    assert knowledge.actors == {}
