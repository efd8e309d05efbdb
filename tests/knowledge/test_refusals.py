"""Bad knowledge is refused: every fault with its file, line, what is wrong, the nearest name."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import Fault, KnowledgeError
from engine.knowledge.documents import Document
from engine.knowledge.reading import assemble, documents
from engine.library import examine, open_library
from engine.text import Language
from tests.junk import JUNK, places, with_junk
from tests.knowledge import small
from tests.knowledge.breaks import CATALOGUE, DIAGNOSIS, FACTORS, GATE, REASON, Break
from tests.knowledge.broken_files import BROKEN_FILES, TOGETHER
from tests.knowledge.broken_rules import BROKEN_RULES

AGAINST = small.REASON.replace("id: recovery-where-inmates-rule", "id: an-opposed-reason").replace(
    "{for: prison", "{against: prison"
)
IMPOSSIBLE = """\
id: an-impossible-diagnosis
kind: diagnosis
status: trial
title: {{en: Never, es: Nunca}}
because: {{en: Nothing, es: Nada}}
when: {{factor: {{homicide_rate: {bounds}}}}}
claims: {{supports: [SRC-PRISON-1]}}
limits: {{en: All, es: Todo}}
tests:
  - {{given: {{homicide_rate: 50}}, expect: fires}}
  - {{given: {{homicide_rate: 20}}, expect: silent}}
  - {{given: {{}}, expect: undecided}}
"""

BREAKS = (*BROKEN_RULES, *BROKEN_FILES, *TOGETHER)


def refusal(root: Path) -> tuple[Fault, ...]:
    """The faults for which a knowledge base is refused."""
    with pytest.raises(KnowledgeError) as refused:
        open_library(root)
    return refused.value.faults


def test_the_small_base_is_sound(base: Path) -> None:
    """Nothing is wrong before anything is broken, so each case below proves its own fault."""
    knowledge, faults = examine(base)

    assert faults == []
    assert knowledge is not None
    assert sorted(knowledge.rules) == sorted(
        Path(name).stem for name in small.FILES if name.startswith("prisons/")
    )


@pytest.mark.parametrize("broken", BREAKS, ids=lambda broken: broken.name)
def test_each_fault_is_told(tmp_path: Path, broken: Break) -> None:
    """A broken passage gives one fault: its place, both languages, what is allowed, the nearest."""
    (fault,) = refusal(small.write(tmp_path / "rules", broken.files()))

    assert fault.where == broken.where()
    assert broken.en in fault.what.en
    assert broken.es in fault.what.es
    assert fault.nearest == broken.nearest
    assert fault.allowed == broken.allowed


@pytest.mark.parametrize("broken", BREAKS, ids=lambda broken: broken.name)
def test_examining_tells_the_same_fault(tmp_path: Path, broken: Break) -> None:
    """Examining a broken base does not stop at the fault, and does not lose it either."""
    root = small.write(tmp_path / "rules", broken.files())

    _, faults = examine(root)

    assert refusal(root)[0] in faults


def test_two_reasons_opposed_on_one_condition_are_told(tmp_path: Path) -> None:
    """A reason against what another argues for on the same condition is a contradiction."""
    files = {**small.FILES, "prisons/an-opposed-reason.yaml": AGAINST}

    (fault,) = refusal(small.write(tmp_path / "rules", files))

    assert fault.where == "prisons/an-opposed-reason.yaml:1"
    assert "argues against 'recovery-where-inmates-rule'" in fault.what.en
    assert "argumenta contra «recovery-where-inmates-rule»" in fault.what.es


def test_a_file_of_another_shape_is_told_with_the_place_inside_it(tmp_path: Path) -> None:
    """In a catalogue the missing language is told with the position of the intervention."""
    files = small.replaced(CATALOGUE, ", es: Corte de comunicaciones}", "}")

    faults = refusal(small.write(tmp_path / "rules", files))

    line = small.line_of(files[CATALOGUE], "    name: {en: Cutting")
    told = {fault.where: fault.what for fault in faults}[f"{CATALOGUE}:{line}"]
    assert told.en == "missing language: interventions.1.name has no Spanish"
    assert told.es == "falta un idioma: interventions.1.name no está en español"


@pytest.mark.parametrize(
    "bounds", ["{above: 40, at_most: 10}", "{above: 40, at_most: 40}", "{at_least: 40, below: 40}"]
)
def test_a_rule_that_can_never_fire_is_told(tmp_path: Path, bounds: str) -> None:
    """A condition that contradicts itself is named as such, beside the test that fails for it."""
    impossible = IMPOSSIBLE.format(bounds=bounds)
    files = {**small.FILES, "prisons/an-impossible-diagnosis.yaml": impossible}

    faults = refusal(small.write(tmp_path / "rules", files))

    told = {fault.where: fault.what for fault in faults}
    path = "prisons/an-impossible-diagnosis.yaml"
    assert "can never fire" in told[f"{path}:1"].en
    assert "nunca puede activarse" in told[f"{path}:1"].es
    line = small.line_of(impossible, "  - {given: {homicide_rate: 50}")
    assert "expected 'fires', found 'silent'" in told[f"{path}:{line}"].en
    assert len(faults) == 2


def test_one_number_left_is_possible(tmp_path: Path) -> None:
    """Closed ends that meet leave the number on which they meet."""
    sound = IMPOSSIBLE.format(bounds="{at_least: 50, at_most: 50}")
    files = {**small.FILES, "prisons/an-impossible-diagnosis.yaml": sound}

    assert examine(small.write(tmp_path / "rules", files))[1] == []


FIVE = {
    CATALOGUE: ("variant_of: prison_control_recovery", "variant_of: prison_recovery"),
    DIAGNOSIS: ("{at_least: shared}", "{at_least: sharde}"),
    GATE: ("tests:\n", "tests: &all\n"),
    REASON: (", es: Un solo país.}", "}"),
    FACTORS: ("claims: [SRC-PRISON-1]", "claims: [SRC-PRISON-7]"),
}


def test_five_faults_in_five_files_are_told_together(tmp_path: Path) -> None:
    """Everything that is wrong is in one refusal, sorted by place, in both languages."""
    files = dict(small.FILES)
    for path, (old, new) in FIVE.items():
        files[path] = small.replaced(path, old, new)[path]

    faults = refusal(small.write(tmp_path / "rules", files))

    assert [fault.where.rpartition(":")[0] for fault in faults] == sorted(FIVE)
    error = KnowledgeError(faults)
    assert str(error).splitlines() == error.sentences("en")
    slips: tuple[tuple[Language, str], ...] = (
        ("en", "did you mean 'shared'?"),
        ("es", "¿quiso decir «shared»?"),
    )
    for language, slip in slips:
        sentences = error.sentences(language)
        assert len(sentences) == 5
        assert sum(slip in sentence for sentence in sentences) == 1


def test_several_faults_in_one_file_stand_in_the_order_of_its_lines(tmp_path: Path) -> None:
    """Within a file the faults are sorted by line as a number: line 9 before line 12."""
    broken = (
        small.GATE.replace("{phones_free: true}\n", "{phone_free: true}\n")
        .replace("hold_back: $i", "hold_back: $j")
        .replace("[SRC-OVERSIGHT-2]", "[SRC-OVERSIGTH-2]")
    )
    assert broken != small.GATE

    faults = refusal(small.write(tmp_path / "rules", {**small.FILES, GATE: broken}))

    lines = [int(fault.where.rpartition(":")[2]) for fault in faults]
    marks = ("    - factor: {phone_free", "  hold_back: $j", "claims: {supports")
    assert lines == [small.line_of(broken, mark) for mark in marks]
    assert lines != sorted(lines, key=str)


def test_sound_rules_are_proved_while_other_files_are_faulty(tmp_path: Path) -> None:
    """One run shows both a file that cannot be read and a rule elsewhere whose test fails."""
    files = small.replaced(GATE, "status: trial", "status: !!str trial")
    files[DIAGNOSIS] = small.replaced(DIAGNOSIS, "asks: [prison_control]", "asks: [oversight]")[
        DIAGNOSIS
    ]

    _, faults = examine(small.write(tmp_path / "rules", files))

    sentences = [fault.sentence() for fault in faults]
    assert any(sentence.startswith(f"{GATE}:3: no tags") for sentence in sentences)
    assert any("does not ask 'oversight'" in sentence for sentence in sentences)


@pytest.fixture(scope="module")
def parsed(tmp_path_factory: pytest.TempPathFactory) -> list[Document]:
    """The files of the small base, as read."""
    faults: list[Fault] = []
    read = documents(small.write(tmp_path_factory.mktemp("parsed")), faults)
    assert not faults
    return read


@settings(max_examples=300)
@given(st.data())
def test_junk_anywhere_is_a_fault_or_harmless(parsed: list[Document], data: st.DataObject) -> None:
    """Whatever stands in whatever place, knowledge is read or refused: it never breaks down."""
    position = data.draw(st.integers(0, len(parsed) - 1))
    document = parsed[position]
    way = data.draw(st.sampled_from(places(document.data)))
    junk = with_junk(document.data, way, data.draw(JUNK))
    changed = Document(document.path, junk, document.lines, document.content_hash)
    files = [*parsed[:position], changed, *parsed[position + 1 :]]

    faults: tuple[Fault, ...] = ()
    knowledge = None
    try:
        knowledge = assemble(files)
    except KnowledgeError as error:
        faults = error.faults

    assert (knowledge is None) == bool(faults)
    assert all(fault.what.en and fault.what.es for fault in faults)
