"""``package.yaml`` and the order among measures: what is refused, where, and in which words."""

from pathlib import Path

import pytest

from engine.knowledge.model import Knowledge
from engine.library import examine
from tests.knowledge import small

PACKAGE = """\
conflicts:
  - id: takeover-and-cut
    kind: apart
    one: [prison_control_recovery]
    other: [communications_cut_off]
    because: {en: One undoes the other., es: Una deshace la otra.}
    mind: {en: Choose., es: Elija.}
    claims: [SRC-PRISON-1]
brings_about:
  - intervention: communications_cut_off
    factors: {phones_free: false}
    because: {en: No phones are left., es: No quedan teléfonos.}
    claims: [SRC-PRISON-1]
watch:
  - id: yards
    subject: {en: The yards, es: Los patios}
    because: {en: Calm may deceive., es: La calma puede engañar.}
    factors: [prison_control]
    claims: [SRC-PRISON-1]
"""
BREAKS = [
    ("one: [prison_control_recovery]", "one: [prison_control_recovry]", 4, "unknown intervention"),
    ("other: [comm", "other: [prison_control_recovery, comm", 5, "is at odds with itself"),
    ("factors: {phones_free: false}", "factors: {phones_fre: false}", 11, "unknown factor"),
    ("factors: {phones_free: false}", "factors: {phones_free: maybe}", 11, "unknown value"),
    ("factors: [prison_control]", "factors: [prison_controll]", 18, "unknown factor"),
    ("mind: {en: Choose., es: Elija.}", "mind: {en: Choose.}", 7, "missing language"),
    ("kind: apart", "kind: enemies", 3, "apart"),
]
SEQUENCE = """\
id: {name}
kind: sequence
status: trial
title: {{en: One first, es: Una antes}}
because: {{en: It opens the way., es: Abre el camino.}}
when: {{factor: {{prison_control: inmate_run}}}}
then: {{first: {first}, then: {then}}}
claims: {{supports: [SRC-PRISON-1]}}
limits: {{en: One country only., es: Un solo país.}}
tests:
  - {{given: {{prison_control: inmate_run}}, expect: fires}}
  - {{given: {{prison_control: shared}}, expect: silent}}
  - {{given: {{}}, expect: undecided}}
"""
ONE, OTHER = "prison_control_recovery", "communications_cut_off"


def sequence(name: str, first: str, then: str) -> dict[str, str]:
    return {f"prisons/{name}.yaml": SEQUENCE.format(name=name, first=first, then=then)}


def test_a_sound_file_is_read(tmp_path: Path) -> None:
    """Conflicts, what measures bring about, and what to watch."""
    files = {**small.FILES, "package.yaml": PACKAGE}
    knowledge, faults = examine(small.write(tmp_path, files))

    assert faults == []
    assert knowledge is not None
    assert [item.id for item in knowledge.together.conflicts] == ["takeover-and-cut"]
    assert list(knowledge.together.brings_about["communications_cut_off"].factors) == [
        "phones_free"
    ]
    assert [item.id for item in knowledge.together.watch] == ["yards"]


@pytest.mark.parametrize(("old", "new", "line", "said"), BREAKS)
def test_a_broken_passage_is_told(tmp_path: Path, old: str, new: str, line: int, said: str) -> None:
    """Each fault with its line, in both languages."""
    assert PACKAGE.count(old) == 1
    files = {**small.FILES, "package.yaml": PACKAGE.replace(old, new)}
    _, faults = examine(small.write(tmp_path, files))

    assert [fault.where for fault in faults] == [f"package.yaml:{line}"]
    assert said in faults[0].sentence("en")
    assert faults[0].what.es != faults[0].what.en


def test_an_id_given_twice_is_told(tmp_path: Path) -> None:
    twice = PACKAGE.replace("watch:", "watch:\n" + PACKAGE.split("watch:\n")[1].rstrip("\n"))
    _, faults = examine(small.write(tmp_path, {**small.FILES, "package.yaml": twice}))

    assert [fault.what.en for fault in faults] == ["duplicate id 'yards'"]


def test_measures_that_wait_for_each_other_are_a_fault(tmp_path: Path) -> None:
    """A ring of sequences and preconditions names its measures and its rules."""
    files = {**small.FILES, **sequence("a-first", ONE, OTHER), **sequence("b-first", OTHER, ONE)}
    _, faults = examine(small.write(tmp_path, files))

    (fault,) = faults
    assert fault.where == "prisons/a-first.yaml:1"
    assert "measures wait for each other in a ring: " in fault.what.en
    assert "unas medidas se esperan a otras en círculo: " in fault.what.es
    assert fault.what.en.endswith("by these rules: a-first, b-first")
    assert f"{ONE} -> {OTHER}" in fault.what.en


def test_a_measure_that_waits_for_itself_is_a_fault(tmp_path: Path) -> None:
    """Also when a gate finds it through the catalogue."""
    kept, rest = small.GATE.split("  until: ")
    gate = f"{kept}  until: {ONE}\n" + rest.split("\n", 1)[1]
    files = {**small.FILES, "prisons/recovery-waits-for-oversight.yaml": gate}
    _, faults = examine(small.write(tmp_path, files))

    assert [fault.what.en.split(";")[0] for fault in faults] == [
        f"measures wait for each other in a ring: {ONE} -> {ONE}"
    ]


def test_one_order_alone_is_no_fault(tmp_path: Path) -> None:
    files = {**small.FILES, **sequence("a-first", ONE, OTHER)}

    assert examine(small.write(tmp_path, files))[1] == []


def test_both_languages_and_claims_stand_in_the_real_file(knowledge: Knowledge) -> None:
    """Every text differs between the languages, and every claim is one of the reports'."""
    together = knowledge.together
    stated = [*together.conflicts, *together.brings_about.values(), *together.watch]

    assert all(item.because.en != item.because.es for item in stated)
    assert {claim for item in stated for claim in item.claims} <= set(knowledge.claims)
